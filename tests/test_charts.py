"""The figures: places are right, and the figure, the table and the paragraph say the same."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import promises
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import cases, charts, datasets, describe, instruments, replay, words

CODED = sorted({str(row["instrument"]) for row in datasets.rows("codes")})
LADDERS = list(
    dict.fromkeys(str(row["code"]) for row in datasets.rows("codebook") if row["question"] is not None)
)
TEXTS = st.lists(
    st.sampled_from([str(row["id"]) for row in datasets.rows("instruments")]), max_size=5, unique=True
)


def verdicts() -> st.SearchStrategy[list[tuple[str, replay.Verdict]]]:
    days = st.integers(0, 400)
    assumed = st.builds(replay.Assumptions, days, days, days, days)
    one = st.builds(
        replay.replay, promises.guarantees(3), st.sampled_from(cases.all()), st.just(replay.TEACHING_VALUES)
    ) | st.builds(replay.replay, promises.guarantees(3), st.sampled_from(cases.all()), assumed)
    return st.lists(st.tuples(st.sampled_from(["Ours", "<b>Theirs</b> & {more}"]), one), max_size=3)


def shown(figure: Any) -> dict[str, Any]:
    """A figure as a page gets it: valid JSON, nothing from the network, nothing small, no fixed width."""
    text = figure.to_json()
    content: dict[str, Any] = json.loads(text)
    assert "http" not in text
    assert "NaN" not in text
    assert content["layout"].get("width", 0) <= 880
    assert content["layout"]["height"] > 0
    assert all(int(size) >= 12 for size in re.findall(r'"font":\{[^{}]*"size":(\d+)', text))
    return content


def drawn_words(content: dict[str, Any]) -> str:
    notes = [re.sub(r"<br>", " ", note["text"]) for note in content["layout"].get("annotations", [])]
    return " | ".join(re.sub(r"</?[bi]>", "", note) for note in notes)


# --- the clock ----------------------------------------------------------------------------------------


def test_the_steps_of_the_clock_stand_at_whole_places_and_it_never_runs_back() -> None:
    assert [charts.clock_place(hours) for hours in charts.STEPS] == list(range(len(charts.STEPS)))
    assert len(words.section("charts")["clock"]["ticks"]) == len(charts.STEPS)
    places = [charts.clock_place(hours) for hours in range(20_000)]
    assert places == sorted(set(places))
    assert places[-1] < charts.EDGE - 0.45 < charts.clock_place(None) == charts.EDGE


@settings(max_examples=60)
@given(verdicts())
def test_each_lane_holds_what_its_verdict_says(labelled: list[tuple[str, replay.Verdict]]) -> None:
    lanes = charts.clock_geometry(labelled)
    assert [lane.label for lane in lanes] == [label for label, _ in labelled]
    for lane, (_, verdict) in zip(lanes, labelled, strict=True):
        assert lane.trigger == verdict.trigger.met
        troops = [(mark.hours, mark.thousands) for mark in lane.marks if mark.event == "troops"]
        assert troops == [(24 * arrival.day, arrival.thousands) for arrival in verdict.arrivals]
        owed = {
            (duty.level, duty.latest_hours)
            for share in verdict.shares
            for duty in share.duties
            if duty.kind == "duty"
            and duty.owed != "no"
            and duty.level in ("consult", "choose", "aid", "fight")
        }
        assert {(mark.event, mark.hours) for mark in lane.marks if mark.event != "troops"} == owed
        helps = [mark for mark in lane.marks if mark.event in ("choose", "aid", "fight")]
        assert (lane.help == "owed") == bool(helps)
        numbers = [mark.hours for mark in helps if mark.hours is not None]
        assert min(numbers, default=None) == verdict.help_latest_hours
        assert all((mark.stated == "number") == (mark.hours is not None) for mark in lane.marks)
        assert all(mark.question == ("how" if mark.event == "troops" else "what") for mark in lane.marks)


@settings(max_examples=40)
@given(verdicts())
def test_the_clock_its_table_and_its_paragraph_say_the_same(
    labelled: list[tuple[str, replay.Verdict]],
) -> None:
    lanes = charts.clock_geometry(labelled)
    content = shown(charts.response_clock(labelled))
    columns, rows = charts.clock_table(lanes)
    sentence = charts.clock_sentence(lanes)
    assert all(len(row) == len(columns) for row in rows)
    marks = [mark for lane in lanes for mark in lane.marks]
    traces = [trace for trace in content["data"] if trace["mode"] == "markers"]
    assert [(trace["x"], trace["customdata"]) for trace in traces] == [
        ([mark.place], [mark.hours]) for mark in marks
    ]
    for trace, mark in zip(traces, marks, strict=True):
        assert trace["marker"]["symbol"].endswith("-open") == (mark.hours is None)
        assert trace["name"] in drawn_words(content)
        assert trace["name"] in sentence
    for_marks = [row for row in rows if row[4] != "–"]
    assert [row[5] for row in for_marks] == ["–" if mark.hours is None else str(mark.hours) for mark in marks]
    assert len(rows) == len(marks) + sum(lane.help != "owed" for lane in lanes)
    assumed = words.text("charts.clock.assumed")
    troops = any(mark.event == "troops" for mark in marks)
    assert (assumed in sentence) == (assumed in drawn_words(content)) == troops
    assert ("<table>" in describe.response_clock(labelled)) == bool(lanes)
    assert "<b>Theirs" not in describe.response_clock(labelled)
    assert "<b>Theirs" not in json.dumps(content)


def test_a_word_of_haste_is_told_from_silence() -> None:
    def stated(name: str, event: str) -> list[str]:
        verdict = replay.replay(instruments.get(name), cases.get("t22"))
        (lane,) = charts.clock_geometry([(name, verdict)])
        return [mark.stated for mark in lane.marks if mark.event == event]

    assert stated("NAT1949", "choose") == ["at_once"]
    assert stated("UKUA2024", "aid") == ["prompt"]
    assert stated("UKUA2024", "consult") == ["number"]
    assert stated("ANZUS1951", "choose") == ["no_time"]


# --- profiles and one ladder --------------------------------------------------------------------------


def coded(text: str, code: str) -> datasets.Row | None:
    found = [row for row in datasets.rows("codes") if row["instrument"] == text and row["code"] == code]
    return found[0] if found else None


@settings(max_examples=15)
@given(TEXTS, st.lists(st.sampled_from(LADDERS), unique=True, min_size=1) | st.none())
def test_a_profile_draws_what_is_proven_and_nothing_else(texts: list[str], codes: list[str] | None) -> None:
    places = charts.profile_geometry(texts, codes)
    assert len(places) == len(texts) * len(codes or LADDERS)
    for place in places:
        row = coded(place.instrument, place.code)
        if row is None:
            assert (place.rung, place.why) == (None, "not_coded")
        elif datasets.standing(row, "value") == "recalled":
            assert (place.rung, place.why) == (None, "recalled")
        else:
            assert place.rung == row["value"]
            assert place.why == (row["why_blank"] or "")
    content = shown(charts.profile(texts, codes))
    drawn = sorted(
        (code, x)
        for trace in content["data"]
        for code, x in zip(trace["customdata"], trace["x"], strict=True)
    )
    assert drawn == sorted((place.code, place.rung) for place in places if place.rung is not None)
    columns, rows = charts.profile_table(places)
    assert len(rows) == len(places)
    assert all(len(row) == len(columns) for row in rows)
    sentence = charts.profile_sentence(places)
    for place, row in zip(places, rows, strict=True):
        assert (row[4] == str(place.rung)) == (place.rung is not None)
        assert ("recalled" in row[4]) <= (place.why == "recalled")
        if place.rung is not None:
            assert f"{row[1].split(':')[0]} {place.rung}" in sentence
        else:
            assert words.section("charts")["profile"]["gaps"][place.why] in sentence
            assert words.section("charts")["profile"]["short"][place.why] in drawn_words(content)


def test_a_gap_is_never_drawn_as_nought() -> None:
    blank = [row for row in datasets.rows("codes") if row["value"] is None and row["code"] in LADDERS]
    assert blank
    for row in blank:
        (place,) = charts.profile_geometry([str(row["instrument"])], [str(row["code"])])
        assert place.rung is None
        assert not charts.profile([place.instrument], [place.code]).data
        assert charts.profile_table([place])[1][0][4] == "–"


def test_recalled_words_are_not_quoted() -> None:
    for row in datasets.rows("codes"):
        if row["code"] in LADDERS and datasets.standing(row) == "recalled" and row["words"]:
            (place,) = charts.profile_geometry([str(row["instrument"])], [str(row["code"])])
            assert f"“{row['words']}”" not in charts.profile_table([place])[1][0]


@settings(max_examples=30)
@given(TEXTS, st.sampled_from(LADDERS))
def test_ties_stay_ties_on_one_ladder(texts: list[str], code: str) -> None:
    places = charts.ladder_geometry(code, texts)
    rungs = [place.rung for place in places]
    held = [rung for rung in rungs if rung is not None]
    assert held == sorted(held, reverse=True)
    assert rungs[len(held) :] == [None] * (len(rungs) - len(held))
    assert sorted(place.instrument for place in places) == sorted(texts)
    content = shown(charts.ladder(code, texts))
    drawn = {
        name: x for trace in content["data"] for name, x in zip(trace["customdata"], trace["x"], strict=True)
    }
    assert drawn == {place.instrument: place.rung for place in places if place.rung is not None}
    columns, rows = charts.rung_table(places)
    assert all(len(row) == len(columns) for row in rows)
    assert [int(row[0]) for row in rows if row[0] != "–"] == sorted(set(held), reverse=True)
    names = {text: str(datasets.row("instruments", text)["short_name"]) for text in texts}
    sentence = charts.rung_sentence(places)
    for place in places:
        rung = "–" if place.rung is None else str(place.rung)
        assert any(row[0] == rung and names[place.instrument] in row[2] for row in rows)
        assert names[place.instrument] in sentence


def test_rows_follow_the_order_from_the_strongest_down() -> None:
    figure = charts.ladder("o1_oblig", ["ANZUS1951", "NAT1949", "BRU1948", "TEU42_7"])
    assert list(figure.data[0].customdata) == ["BRU1948", "TEU42_7", "NAT1949", "ANZUS1951"]
    assert list(figure.data[0].y) == sorted(figure.data[0].y)


# --- all of them --------------------------------------------------------------------------------------


def test_nothing_to_show_is_said_in_a_sentence() -> None:
    for figure, sentence, twin in (
        (charts.response_clock([]), charts.clock_sentence([]), describe.response_clock([])),
        (charts.profile([]), charts.profile_sentence([]), describe.profile([])),
        (charts.ladder("o1_oblig", []), charts.rung_sentence([]), describe.ladder("o1_oblig", [])),
    ):
        assert drawn_words(shown(figure)) == sentence
        assert twin == f"<p>{sentence}</p>"
        assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("call", "near"),
    [
        (lambda: charts.profile(["NAT1494"]), "NAT1949"),
        (lambda: charts.profile(["NAT1949"], ["s1_sped"]), "s1_speed"),
        (lambda: charts.ladder("r1_record", ["NAT1949"]), "ladder"),
        (lambda: describe.ladder("o1_obli", []), "o1_oblig"),
    ],
)
def test_what_is_not_there_is_named(call: Any, near: str) -> None:
    with pytest.raises(datasets.UnknownRow, match=near):
        call()


@pytest.mark.parametrize("name", CODED)
def test_every_coded_text_can_be_shown(name: str) -> None:
    shown(charts.profile([name]))
    twin = describe.profile([name])
    assert "<details><summary>Sources</summary>" in twin
    assert " None" not in twin


def test_every_instrument_has_a_lane_in_every_case() -> None:
    day = datetime.date(2022, 2, 24)
    for case in cases.all():
        lanes = charts.clock_geometry(
            (name, replay.replay(instruments.at(name, day), case)) for name in instruments.ids()
        )
        assert charts.clock_sentence(lanes)
        assert len({row[0] for row in charts.clock_table(lanes)[1]}) == len(instruments.ids())


def test_the_rounds_of_membership_add_up_and_hide_recalled_days() -> None:
    rounds = charts.membership_geometry()
    rows = datasets.rows("members")
    assert rounds[0].before == 0
    assert [one.before for one in rounds[1:]] == [one.total for one in rounds[:-1]]
    assert sum((one.joined for one in rounds), ()) == tuple(row["country"] for row in rows)
    figure = charts.membership(rounds)
    before, joined = figure.data
    assert [sum(pair) for pair in zip(before.x, joined.x, strict=True)] == [one.total for one in rounds]
    assert list(before.y) == [one.date for one in rounds]
    assert not any(date.isdigit() for date in before.y)  # plotly takes a bare number for a place on the axis
    for row in rows:
        if datasets.standing(row, "since") == "recalled":
            day = datasets.plain_date(str(row["since"]))
            assert day not in str(figure.to_plotly_json())
            assert not any(day in cell for line in charts.membership_table(rounds)[1] for cell in line)
