"""The figures of the model: places are right, no label covers another, and all tell the same."""

from __future__ import annotations

import dataclasses
import inspect
import itertools
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_charts import drawn_words, shown

from course_utils import charts, frontier, game, sensitivity, words
from course_utils.charts import assumed, claims, labels, paradox, picture
from course_utils.frontier import Position

KINDS = ("bases", "arms", "neutrality", "relief", "lapse", "beliefs")
WIDTHS = (*labels.WIDTHS, 345, 400, 512, 577, 700, 777)

RISKS = st.floats(0, 1) | st.sampled_from([0.0, 1.0, 0.1, 0.1001, 0.004, 0.996])
WORTHS = st.floats(-0.8, 0.8) | st.sampled_from([0.0, 0.05, 40.0, -40.0, 1e-6])
TOLERANCES = st.floats(-1, 2) | st.sampled_from([math.inf, -math.inf, 0.0, 1.0, 0.1])


@st.composite
def positions(draw: st.DrawFn, least_alpha: float = 0.001) -> Position:
    """Any place on the map or off it, with thresholds near each other, far off, infinite or below 0."""
    sigma = draw(st.floats(0.05, 0.4) | st.sampled_from([0.001, 0.2, 5.0]))
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=6, unique=True))
    lifts = tuple((kind, draw(st.floats(-0.3, 0.3).filter(lambda part: abs(part) > 1e-9))) for kind in kinds)
    p = draw(RISKS)
    lift = sum(part for _, part in lifts)
    near = draw(st.booleans())
    alpha = draw(st.floats(least_alpha, 1))
    tolerances = st.floats(alpha - 0.02, alpha + 0.02) if near else TOLERANCES
    T, D, Q = draw(st.floats(-1, 1)), draw(st.sampled_from([0.0, 0.9]) | st.floats(0, 2)), draw(RISKS)
    return Position(
        sigma_C=sigma,
        alpha=alpha,
        B=draw(WORTHS),
        w_C=draw(WORTHS),
        p=p,
        worth=-sigma * math.log1p(-min(p, math.nextafter(1, 0))) + lift,
        lift=lift,
        lifts=lifts,
        T=T,
        D=D,
        Q=Q,
        alpha_P=draw(tolerances),
        alpha_G=draw(tolerances),
        unique=True,
    )


def worked(R: float, Q: float = 0.5, **more: Any) -> Position:
    """The example that a student can redo on paper."""
    found = game.base(T=0.4, D=0.9, Q=Q, sigma_C=0.2, w_C=R)
    example = Position(
        sigma_C=0.2,
        alpha=0.10,
        B=0.0,
        w_C=R,
        p=found["p_attack"],
        worth=found["V"],
        lift=0.0,
        lifts=(),
        T=0.4,
        D=0.9,
        Q=Q,
        alpha_P=0.30,
        alpha_G=0.17,
        unique=True,
    )
    return dataclasses.replace(example, **more)


def apart(placed: tuple[labels.Label, ...], tall: float) -> None:
    """No label covers another or leaves its plot, at any width."""
    for wide in WIDTHS:
        boxes = [label.box(wide) for label in placed]
        assert not any(labels.overlap(one, other) for one, other in itertools.combinations(boxes, 2))
        assert all(min(box[:2]) >= 0 and box[2] <= wide and box[3] <= tall for box in boxes)


def rows_apart(lines: list[picture.Row]) -> None:
    """Words of one lane end above its bar, and its bar ends above the words of the next."""
    assert all(len(line) <= picture.LINE_WIDTH for row in lines for line in row.lines)
    for row, after in itertools.pairwise(lines):
        assert row.down + labels.LINE * len(row.lines) < row.at - 4.5
        assert row.at + 4.5 < after.down


def valid(figure: Any) -> dict[str, Any]:
    """The figure as a page gets it, without a number that JSON has not, and no words by hovering alone."""
    content = shown(figure)
    assert "Infinity" not in figure.to_json()
    assert all(trace["hoverinfo"] == "skip" for trace in content["data"])
    return content


def traces(content: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [trace for trace in content["data"] if trace.get("name") == name]


def both_or_neither(sentence: str) -> int:
    """How often a sentence says what B would have to do; w must be named as often, in the same breath."""
    pairs = (
        (r"B must rise by (\S+?)[,.]? or w must fall by (\S+)", "B must rise", "w must fall"),
        (r"if B rises by (\S+?),? or if w falls by (\S+)", "B rises", "w falls"),
        (r"B need not rise, and w need not fall", "B need not rise", "w need not fall"),
        (r"neither a rise of B nor a fall of w", "a rise of B", "a fall of w"),
    )
    total = 0
    for pattern, up, down in pairs:
        found = list(re.finditer(pattern, sentence))
        assert sentence.count(up) == sentence.count(down) == len(found), sentence
        for match in found:
            if match.groups():
                assert match[1].rstrip(",.") == match[2].rstrip(",.")
        total += len(found)
    return total


# --- the map ------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(positions(least_alpha=0.0), st.none() | positions())
def test_labels_of_the_map_stand_apart(place: Position, before: Position | None) -> None:
    found = charts.map_geometry(place, before)
    apart(found.labels, picture.TALL)
    names = [label.name for label in found.labels]
    assert names[0] == "yours"
    assert ("before" in names) == (before is not None)
    assert {"shortfall", "curve"} < set(names)
    rows_apart(list(picture.rows(lane.label for lane in found.lanes)))


@settings(max_examples=40)
@given(positions(least_alpha=0.0), st.none() | positions())
def test_the_map_draws_what_its_geometry_says(place: Position, before: Position | None) -> None:
    found = charts.map_geometry(place, before)
    content = valid(charts.paradox_map(place, before))
    frame = found.frame
    for p, worth in found.curve:
        assert worth == pytest.approx(-place.sigma_C * math.log1p(-min(p, 1 - 1e-12)), abs=1e-3 + 0.2 * p**99)
        assert worth <= frame.high + 1e-4
    (dot,) = traces(content, "yours")
    assert dot["x"] == [place.p]
    assert dot["y"] == [frame.inside(place.worth)]
    assert (frame.side(place.worth) == "within") == (dot["y"] == [place.worth])
    assert len(traces(content, "before")) == (before is not None)
    assert bool(traces(content, "lift")) == bool(place.lifts)
    assert bool(traces(content, "shortfall")) == (frame.low <= place.R <= frame.high)
    for line in traces(content, "shortfall"):
        assert line["y"] == [place.R, place.R]
    bars = {trace["name"]: trace for trace in content["data"] if trace["type"] == "bar"}
    for lane in found.lanes:
        assert (lane.who in bars) == (not lane.none)
        if not lane.none:
            assert bars[lane.who]["base"] == [lane.low]
            assert bars[lane.who]["x"] == [lane.high - lane.low]
        at = [trace["x"][0] for trace in traces(content, lane.who) if trace["type"] == "scatter"]
        assert at == ([] if lane.threshold is None else [lane.threshold])
    hatched = {name for name, bar in bars.items() if bar["marker"]["pattern"].get("shape")}
    assert hatched <= {"all"}


@settings(max_examples=40)
@given(positions(least_alpha=0.0), st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_who_is_content_is_right_and_all_is_where_everyone_is(place: Position, risks: list[float]) -> None:
    lanes = {lane.who: lane for lane in charts.map_geometry(place).lanes}
    assert list(lanes) == ["attacker", "protected", "guarantors", "you", "all"]
    for p in risks:
        worth = -place.sigma_C * math.log1p(-min(p, math.nextafter(1, 0)))
        inside = {who: lane.low <= p <= lane.high for who, lane in lanes.items()}
        if abs(worth - place.R) > 1e-9:
            assert inside["attacker"] == (worth >= place.R) or p >= 1.0
        assert inside["protected"] == (p <= place.alpha_P)
        assert inside["guarantors"] == (p <= place.alpha_G)
        assert inside["you"] == (p <= place.alpha)
        assert inside["all"] == all(inside[who] for who in inside if who != "all")


@settings(max_examples=40)
@given(positions(), st.none() | positions())
@example(worked(0.05), None)
def test_the_map_its_table_and_its_paragraph_say_the_same(place: Position, before: Position | None) -> None:
    found = charts.map_geometry(place, before)
    columns, rows = charts.map_table(found)
    sentence = charts.map_sentence(found)
    assert all(len(row) == len(columns) for row in rows)
    by_name = {row[0]: row for row in rows}
    for lane in found.lanes:
        assert lane.answer in sentence
        assert by_name[words.section("charts")["paradox"]["map"]["rows"][lane.who]][1] == lane.answer
    assert by_name["Your design"][1] in sentence
    assert by_name["Your design"][1].removeprefix("just over ") == frontier.percent(place.p)
    assert ("Before" in by_name) == (before is not None) == ("Before, it had" in sentence)
    kinds = [row[2] for row in rows if row[0] == "Off the curve by"]
    assert len(kinds) == len(place.lifts)
    assert all(kind in sentence for kind in kinds)
    assert ("It stands on the curve." in sentence) == (not kinds)
    both_or_neither(sentence)
    rests_on(sentence, place)
    assert not re.search(r"\b(nan|inf)\b|\d-|\de[-+]\d", sentence), sentence


def rests_on(sentence: str, place: Position) -> None:
    """The paragraph ends with the claims, and says which numbers are teaching values."""
    assert sentence.endswith("Numbers that you did not set yourself are teaching values.")
    assert f"(σ) is {claims.number(place.sigma_C)}" in sentence
    assert f"{frontier.percent(place.alpha)} (α)" in sentence
    for name in ("B", "w", "R"):
        assert re.search(rf"\b{name}\b", sentence)


@settings(max_examples=25)
@given(positions(least_alpha=0.0))
def test_the_three_thresholds_are_always_in_words(place: Position) -> None:
    found = charts.map_geometry(place)
    drawn = drawn_words(valid(charts.paradox_map(place)))
    for lane, name in zip(
        found.lanes,
        ("Attacker in this case", "Protected state", "Guarantors", "You", "All at once"),
        strict=True,
    ):
        assert lane.label.startswith(f"{name}: ")
        assert lane.label in drawn
    for row in charts.map_table(found)[1]:
        assert all(row)


@pytest.mark.parametrize(
    ("R", "signs", "everyone"),
    [
        (0.05, "signs from 22 per cent up", "no risk on the curve"),
        (0.02, "signs from 10 per cent up", "at 10 per cent"),
        (-0.02, "signs at any risk", "up to 10 per cent"),
    ],
)
def test_the_worked_example_on_the_map(R: float, signs: str, everyone: str) -> None:
    answers = {lane.who: lane.answer for lane in charts.map_geometry(worked(R)).lanes}
    assert answers == {
        "attacker": signs,
        "protected": "signs up to 30 per cent",
        "guarantors": "sign up to 17 per cent",
        "you": "live with 10 per cent at most",
        "all": everyone,
    }


def test_risks_that_read_the_same_are_told_apart() -> None:
    place = worked(0.0215, alpha_P=1.0, alpha_G=1.0)  # 10.2 per cent against 10
    attacker, *_, everyone = charts.map_geometry(place).lanes
    assert attacker.answer == "signs from just over 10 per cent up"
    assert everyone.none


def test_what_lifts_a_design_is_named_beside_it_or_below() -> None:
    few = worked(0.05, lifts=(("bases", 0.06), ("arms", -0.02)), lift=0.04)
    many = worked(0.05, lifts=tuple((kind, 0.01) for kind in KINDS), lift=0.06)
    tiny = worked(0.05, lifts=(("lapse", 0.0001),), lift=0.0001)
    beside = charts.map_geometry(few).labels[0].lines
    assert beside == ("your design: 44 per cent", "no foreign bases +0.06", "own arms −0.02")
    assert charts.map_geometry(many).labels[0].lines[1] == "off the curve by +0.06"
    assert charts.map_sentence(charts.map_geometry(many)).count("+0.01") == len(KINDS)
    assert "no foreign bases +0.01" in drawn_words(shown(charts.paradox_map(many)))
    assert "under +0.001" in charts.map_sentence(charts.map_geometry(tiny))


def test_what_lies_outside_the_picture_is_said() -> None:
    for R, said in ((30.0, "signed only above this picture"), (-30.0, "all of this picture is signed")):
        assert said in drawn_words(shown(charts.paradox_map(worked(R))))
    high = drawn_words(shown(charts.paradox_map(worked(0.05, worth=50.0))))
    assert "(above this picture: 50)" in high


# --- the window ---------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(positions(least_alpha=0.0), st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_the_bars_of_the_window_are_right(place: Position, shares: list[float]) -> None:
    found = charts.window_geometry(place)
    deters, signed, both = found.bars
    for Q in shares:
        solved = game.base(T=place.T, D=place.D, Q=Q, sigma_C=place.sigma_C, w_C=place.R)
        if abs(solved["p_attack"] - place.alpha) > 1e-9:
            assert (deters[0] <= Q <= deters[1]) == (solved["p_attack"] <= place.alpha)
        if abs(solved["M_C"]) > 1e-9:
            assert (signed[0] <= Q <= signed[1]) == (solved["M_C"] >= 0)
        inside = deters[0] <= Q <= deters[1] and signed[0] <= Q <= signed[1]
        assert (both[0] <= Q <= both[1]) == inside
        assert not inside or found.open
    assert found.open == (both[0] <= both[1] and deters[0] <= 1 and signed[1] >= 0)
    assert found.open == ("no window" not in found.both)


@settings(max_examples=40)
@given(positions(least_alpha=0.0))
def test_the_window_its_table_and_its_paragraph_say_the_same(place: Position) -> None:
    found = charts.window_geometry(place)
    content = valid(charts.window_bar(place))
    drawn = drawn_words(content)
    sentence = charts.window_sentence(found)
    columns, rows = charts.window_table(found)
    assert all(len(row) == len(columns) for row in rows)
    for row, answer in zip(rows[:3], (found.deters, found.signed, found.both), strict=True):
        assert row[1] == answer
        assert answer in sentence
        assert answer in drawn
    assert rows[3][1] in drawn
    bars = {trace["name"]: trace for trace in content["data"] if trace["type"] == "bar"}
    for name, (low, high) in zip(("deters", "signed", "both"), found.bars, strict=True):
        assert (name in bars) == (low <= high)
        if low <= high:
            assert (bars[name]["base"], bars[name]["x"]) == ([low], [high - low])
    assert bool(bars.get("both", {}).get("marker", {}).get("pattern", {}).get("shape")) == ("both" in bars)
    assert both_or_neither(sentence) == 1
    assert both_or_neither(drawn) == 1
    rests_on(sentence, place)
    assert ("leave them out" in sentence) == ("leave them out" in drawn) == bool(place.lifts)
    rows_apart(list(picture.rows(found.lines)))
    assert not re.search(r"\b(nan|inf)\b", sentence + drawn)


@pytest.mark.parametrize(
    ("R", "signed", "both", "change"),
    [
        (
            0.05,
            "up to 0.72",
            "no window. Everything signed is too weak",
            "if B rises by 0.029, or if w falls by",
        ),
        (0.02, "up to 0.94", "from 0.93 to 0.94", "B need not rise, and w need not fall"),
        (-0.02, "because R is not above 0", "from 0.93 to 1", "B need not rise, and w need not fall"),
    ],
)
def test_the_worked_example_in_the_window(R: float, signed: str, both: str, change: str) -> None:
    found = charts.window_geometry(worked(R))
    assert found.deters == "from 0.93 up"
    assert signed in found.signed
    assert both in found.both
    assert change in charts.window_sentence(found)


def test_two_ends_that_read_the_same_get_a_third_digit() -> None:
    ends = [charts.window_geometry(worked(0.0211)), charts.window_geometry(worked(0.0210))]
    assert [found.open for found in ends] == [False, True]
    for found in ends:
        assert found.deters != found.signed.replace("up to", "from") + " up"


# --- the cloud ----------------------------------------------------------------------------------------


@settings(max_examples=12)
@given(
    st.fixed_dictionaries(
        {
            "w_C": st.floats(-0.3, 0.5),
            "phi_b": st.sampled_from([0.0, 0.3]),
            "phi_N": st.sampled_from([0.0, 0.2]),
            "mu": st.sampled_from([0.0, 0.4]),
        }
    ),
    st.floats(0.02, 0.9),
)
def test_the_cloud_its_table_and_its_paragraph_say_the_same(claimed: dict[str, float], alpha: float) -> None:
    cloud, place = frontier.cloud(claimed, alpha=alpha, size=80), frontier.position(claimed, alpha=alpha)
    found = charts.cloud_geometry(cloud, place)
    apart(found.labels, picture.TALL)
    content = valid(charts.cloud_figure(cloud, place))
    (points,) = traces(content, "designs")
    inside = [one for one in found.designs if found.frame.low <= one[1] <= found.frame.high]
    assert list(zip(points["x"], points["y"], strict=True)) == inside
    assert np.allclose([p for p, _ in found.designs], cloud["p"], atol=1e-4)
    assert found.spread == bool(np.abs(cloud["lift"]).max() > 5e-4)
    assert bool(traces(content, "edge")) == found.spread
    assert ("best edge" in drawn_words(content)) == found.spread
    columns, rows = charts.cloud_table(found)
    assert all(len(row) == len(columns) for row in rows)
    signed, deters = cloud["worth"] >= place.R, cloud["p"] <= alpha
    counts = [80, signed.sum(), deters.sum(), (signed & deters).sum()]
    assert [int(row[1]) for row in rows[:4]] == counts
    assert len(rows) == 6 + len(found.edge)
    sentence = charts.cloud_sentence(found)
    for count in counts:
        assert re.search(rf"\b{count}\b", sentence)
    assert ("All of them stand on one curve." in sentence) == (not found.spread)
    for p, best in found.edge:
        near = [worth for risk, worth in found.designs if abs(risk - p) <= 0.0251]
        assert best == pytest.approx(max(near), abs=1e-3) or best <= max(near)
    both_or_neither(sentence)
    rests_on(sentence, place)


# --- the risk over time -------------------------------------------------------------------------------


@settings(max_examples=40)
@given(
    st.lists(st.floats(-3, 3), min_size=1, max_size=60),
    st.sampled_from([0.0, 1.0, 2.5, 7.0, math.inf, -1.0]),
    st.none() | st.floats(-1, 2),
    st.floats(0.05, 0.4),
    st.floats(0, 1),
)
def test_the_risk_over_time_is_drawn_told_and_tabled_alike(
    path: list[float], expiry: float, R: float | None, sigma: float, delta: float
) -> None:
    solved = game.over_time(U_t=path, r=0.02, delta=delta, sigma_C=sigma, W_end=0.1)
    given_: dict[str, Any] = {"sigma_C": sigma, "r": 0.02, "delta": delta, "expiry": expiry, "R": R}
    found = charts.time_geometry(solved, **given_)
    apart(found.labels, picture.TALL)
    assert list(found.ever) == sorted(found.ever)
    assert found.ever[-1] == pytest.approx(solved["p_ever"], abs=1e-9)
    assert found.ever[-1] >= found.bound - 1e-9
    content = valid(charts.risk_over_time(solved, **given_))
    (bars,), (line,), (bound,) = (traces(content, name) for name in ("period", "ever", "bound"))
    assert np.allclose(bars["y"], solved["p_t"], atol=1e-5)
    assert np.allclose(line["y"], found.ever, atol=1e-5)
    assert bars["x"] == line["x"] == [(period + 0.5) / len(path) for period in range(len(path))]
    assert bound["y"] == [found.bound] * 2
    ends = traces(content, "expiry")
    assert bool(ends) == (expiry < len(path)) == ("the guarantee ends" in drawn_words(content))
    for end in ends:
        before = sum(x < end["x"][0] for x in bars["x"])
        assert before == found.expiry == min(max(math.ceil(expiry), 0), len(path))
    columns, rows = charts.time_table(found)
    assert len(rows) == len(path)
    assert all(len(row) == len(columns) for row in rows)
    assert [row[1] for row in rows] == ["yes" if period < expiry else "no" for period in range(len(path))]
    sentence = charts.time_sentence(found)
    assert rows[0][2] in sentence
    assert rows[-1][3] in sentence
    assert frontier.percent(found.bound) in sentence
    assert both_or_neither(sentence) == (R is not None)
    assert "teaching values" in sentence
    assert f"(σ) is {claims.number(sigma)}" in sentence
    if R is not None:
        assert ("not enough for it to sign" in sentence) == (found.option < R)
        assert claims.number(R) in sentence


def test_one_path_at_a_time() -> None:
    solved = game.over_time(U_t=[[0.1, 0.2], [0.3, 0.1]], r=0.0, delta=1.0, sigma_C=0.2, W_end=0.0)
    with pytest.raises(ValueError, match="one path"):
        charts.time_geometry(solved, sigma_C=0.2, r=0.0, delta=1.0)


# --- the weights --------------------------------------------------------------------------------------


@st.composite
def weights(draw: st.DrawFn) -> list[sensitivity.Weight]:
    names = draw(st.lists(st.sampled_from([*sensitivity.UNCERTAIN, *sensitivity.CLAIMS]), unique=True))
    made = []
    for name in names:
        risk = sorted((draw(RISKS), draw(RISKS)))
        made.append(
            sensitivity.Weight(
                name,
                draw(
                    st.sampled_from(["Cost of attacking", "Time for a fait accompli", "Worth of the peace"])
                ),
                draw(st.floats(-1, 0)),
                draw(st.floats(0, 2000)),
                (risk[0], risk[1]),
                (-0.1, 0.1),
                draw(st.booleans()),
                draw(st.booleans()),
            )
        )
    return made


@settings(max_examples=40)
@given(weights(), st.floats(0, 1), st.none() | positions())
def test_the_weights_are_drawn_told_and_tabled_in_the_order_given(
    given_: list[sensitivity.Weight], alpha: float, place: Position | None
) -> None:
    bars = charts.weight_geometry(given_)
    content = valid(charts.weight_bars(given_, alpha, place))
    sentence = charts.weight_sentence(bars, alpha, place)
    columns, rows = charts.weight_table(bars)
    if not given_:
        assert drawn_words(content) == sentence
        return
    assert [(bar.low, bar.high) for bar in bars] == [one.risk for one in given_]
    drawn = [trace for trace in content["data"] if trace["type"] == "bar"]
    assert [(bar["base"], bar["x"]) for bar in drawn] == [([bar.low], [bar.high - bar.low]) for bar in bars]
    filled = [trace["marker"]["color"] != "#ffffff" for trace in drawn]
    assert filled == [one.turns > 0 for one in given_]
    crossed = [trace["y"] for trace in traces(content, "crossed")]
    assert crossed == ([[bar.row.at for bar in bars if bar.crosses]] if any(b.crosses for b in bars) else [])
    assert len(rows) == len(bars)
    assert all(len(row) == len(columns) for row in rows)
    for one, row, bar in zip(given_, rows, bars, strict=True):
        assert row[0] == one.label
        assert ("deters" in row[4] or "both" in row[4]) == one.turns_deterring
        assert ("signed" in row[4] or "both" in row[4]) == one.turns_signing
        assert f"{one.label}, {bar.range}: from {row[2]} to {row[3]}; {row[4]}." in sentence
        assert (row[4] in " ".join(bar.row.lines)) == (one.turns > 0)
    rows_apart([bar.row for bar in bars])
    apart(assumed.weight_labels(alpha, place), bars[0].row.down)
    assert "teaching values" in sentence
    both_or_neither(sentence)
    if place is not None:
        rests_on(sentence, place)


def test_a_cross_marks_each_bar_that_passes_the_risk_lived_with() -> None:
    found = sensitivity.weights({"w_C": 0.05}, alpha=0.6)
    for bar, one in zip(charts.weight_geometry(found), found, strict=True):
        assert bar.crosses == (one.risk[0] <= 0.6 < one.risk[1])


# --- all of them --------------------------------------------------------------------------------------


def test_words_stand_apart_whatever_is_asked_of_them() -> None:
    crowd = [[labels.Label(f"{n}", ("a label of some length",), 0.5, 40)] for n in range(8)]
    apart(labels.settle(crowd, tall=300), 300)
    kept = labels.settle([labels.around("a", ["a dot"], 1.0, 0)], tall=300, dots=[(1.0, 0.0)])
    apart(kept, 300)
    for wide in WIDTHS:
        dot = (wide - 9, -9, wide + 9, 9)
        assert not labels.overlap(kept[0].box(wide), dot)


def test_no_figure_takes_the_name_of_a_state_or_an_instrument() -> None:
    for name in ("paradox_map", "window_bar", "cloud_figure", "risk_over_time", "weight_bars"):
        for parameter in inspect.signature(getattr(charts, name)).parameters.values():
            assert "str" not in re.sub(r"Mapping\[str, Any\]", "", str(parameter.annotation))


def leaves(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    else:
        for part in node.values() if isinstance(node, dict) else node:
            yield from leaves(part)


def test_symbols_never_stand_without_their_words() -> None:
    texts = list(leaves(words.section("charts")["paradox"]))
    assert len(texts) > 80
    for text in texts:
        assert not re.search(r"(?<!\()[σα]|[σα](?!\))", text), text
        assert not re.search(r"prot[ée]g[ée]|challenger|victim", text, re.IGNORECASE), text
        assert "attacker" not in text.replace("the attacker", "").replace(
            "attacker in this case", ""
        ).replace("The attacker", ""), text


def test_the_figures_of_the_model_are_loaded_when_they_are_first_used() -> None:
    question = (
        "from course_utils import charts\nimport sys\n"
        "before = {'numpy', 'plotly', 'pandas'} & set(sys.modules)\ncharts.paradox_map\n"
        "print(sorted(before), 'numpy' in sys.modules, 'plotly' in sys.modules)"
    )
    answer = subprocess.check_output([sys.executable, "-c", question], text=True)
    assert answer.strip() == "[] True False"


def test_every_figure_of_the_model_is_found_under_its_name() -> None:
    for module in (paradox, assumed):
        own = {
            name
            for name, one in vars(module).items()
            if not name.startswith("_") and getattr(one, "__module__", "") == module.__name__
        } - {"weight_labels"}
        for name in own:
            assert getattr(charts, name) is getattr(module, name)
            assert name in dir(charts)
    assert charts.paradox is paradox
    with pytest.raises(AttributeError, match="paradox_mop"):
        _ = charts.paradox_mop


def test_no_file_of_the_package_takes_the_name_of_a_figure() -> None:
    """A file that is imported becomes a name of the package, and would then hide the function."""
    for name in ("ladders", "ladder", "profile", "response_clock", "paradox_map", "window_bar"):
        assert callable(getattr(charts, name))


def test_numbers_are_rounded_to_what_a_claim_can_bear() -> None:
    shown_ = [claims.number(value) for value in (0.0446, 1e-9, -0.02, 3.14159, 250.4, -0.0)]
    assert shown_ == ["0.045", "0", "−0.02", "3.1", "250", "0"]
    assert json.loads(json.dumps(shown_)) == shown_
