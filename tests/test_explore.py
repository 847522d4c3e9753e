"""The explorers: what a turn is said to have changed is right, computed here from the tables alone."""

import csv
import datetime
import itertools
import json
import random
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from course_utils import datasets, explore, words
from course_utils.guarantee import Guarantee
from course_utils.widgets import Explorer

TABLES = Path(__file__).resolve().parents[1] / "datasets"
TURNS = settings(max_examples=500)


def table(name):
    """A table as the file has it, every cell a text."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STATES = {row["id"]: row for row in table("states")}


def said(name, key, **values):
    return words.text(f"explore.{name}.{key}", **values)


def labels(name, control):
    return words.section("explore")[name]["controls"][control]["options"]


def settings_of(name):
    """Any settings that a hand can reach."""
    parts = {}
    for control in explore.get(name).controls():
        known = [value for value, _ in control.options]
        parts[control.name] = {
            "choice": st.sampled_from(known or [None]),
            "choices": st.lists(st.sampled_from(known or [None]), min_size=1, unique=True),
            "number": st.integers(int(control.minimum), int(control.maximum)),
        }[control.kind]
    return st.fixed_dictionaries(parts).map(explore.get(name).settle)


def near(name):
    """Two settings that differ in one control, as one turn makes them."""

    def turned(first):
        return st.sampled_from(sorted(first)).flatmap(
            lambda control: settings_of(name).map(lambda other: first | {control: other[control]})
        )

    return settings_of(name).flatmap(lambda first: st.tuples(st.just(first), turned(first)))


def days(text):
    """The first day of a date that may be a year or a month."""
    return datetime.date(*[*map(int, text.split("-")), 1, 1][:3])


def plain(text):
    return datasets.plain_date(text)


# --- burden -------------------------------------------------------------------------------------------------


def burden_ranking(chosen):
    members = {row["id"]: row["ally_on_2001_09_12"] == "true" for row in table("members")}
    people = {row["id"]: float(row["thousands"]) for row in table("populations")}
    listed = [row for row in table("contributions") if row["list"] == chosen["list"]]
    total = sum(int(row["count"]) for row in listed)
    found = []
    for row in listed:
        state, count = row["state"], int(row["count"])
        group = "others" if state not in members else "allies" if members[state] else "later"
        if chosen["group"] not in ("all", group):
            continue
        value = count
        if chosen["by"] == "share":
            value = 100 * count / total
        elif chosen["by"] != "count":
            value = count / people[f"{state}-{chosen['by'][-4:]}"] * 1000
        found.append((state, value))
    places = {state: 1 + sum(other > value for _, other in found) for state, value in found}
    first = min(found, key=lambda one: (-one[1], STATES[one[0]]["name"]), default=(None, 0))[0]
    return first, places


@TURNS
@given(near("burden"))
def test_burden_says_who_leads_and_who_moved(pair):
    before, after = pair
    sentence = explore.get("burden").turned(before, after)
    if before == after:
        assert sentence == ""
        return
    if before["list"] != after["list"]:
        assert sentence == said("burden", "other_list", list=labels("burden", "list")[after["list"]])
        return
    (then, old), (now, new) = burden_ranking(before), burden_ranking(after)
    if not new:
        assert sentence == said("burden", "nobody")
        return
    leader = said("burden", "still_leads" if then == now else "leads", state=STATES[now]["name_in_text"])
    if before["group"] != after["group"]:
        assert sentence == said("burden", "other_group", leader=leader, count=len(new))
        return
    ways = {state: abs(place - old[state]) for state, place in new.items() if place != old[state]}
    if not ways:
        assert sentence == said("burden", "nobody_moved", leader=leader)
        return
    farthest = min(ways, key=lambda state: (-ways[state], STATES[state]["name"]))
    assert sentence == said(
        "burden",
        "moved",
        leader=leader,
        count=len(ways),
        of=len(new),
        state=STATES[farthest]["name_in_text"],
        before=old[farthest],
        after=new[farthest],
    )


def test_the_dead_are_never_ranked_drawn_or_divided():
    burden = explore.get("burden")
    chosen = burden.settle({"list": "deaths"})
    shown = burden.show(chosen)
    names = [cells[0] for cells in shown.table.rows]
    assert names == sorted(names)
    assert shown.scene is None
    assert shown.table.behind
    assert shown.told[0] == words.section("explore")["burden"]["layers"]["deaths"]["care"]
    counts = [int(cells[1].replace(",", "")) for cells in shown.table.rows]
    total = next(row for row in table("deaths") if row["id"] == "TOTAL")
    assert sum(counts) == int(total["deaths"])
    for control in burden.controls()[1:]:
        assert chosen["list"] not in control.where[1]


# --- votes and agreements -----------------------------------------------------------------------------------


def votes_in(chosen):
    found = [row for row in table("votes") if row["body"] == chosen["list"]]
    return sorted(
        (row for row in found if chosen["year"] in ("all", row["date"][:4])), key=lambda row: row["date"]
    )


def share_for(row, of):
    counted = ["in_favour", "against"] + (["abstained", "absent"] if of == "all" else [])
    return int(row["in_favour"]) / sum(int(row[column] or 0) for column in counted)


def sum_of_votes(found):
    if not found:
        return said("votes", "no_votes")
    count = said("votes", "votes_one" if len(found) == 1 else "votes_many", count=len(found))
    adopted = [row["adopted"] for row in found].count("true")
    return said("votes", "sum", count=count, adopted=adopted, stopped=len(found) - adopted)


@TURNS
@given(near("votes"))
def test_votes_say_how_many_are_in_view_and_what_became_of_them(pair):
    before, after = pair
    sentence = explore.get("votes").turned(before, after)
    if before == after:
        assert sentence == ""
    elif before["list"] != after["list"]:
        assert sentence == said("votes", "other_list", list=labels("votes", "list")[after["list"]])
    elif after["list"] == "agreements":
        then, now = (
            [
                row["consult_seen"]
                for row in table("agreements")
                if (row["consult_seen"] or "unseen") in one["seen"]
                and (one["count"] == "course" or row["counted_by_mod"] == "true")
            ]
            for one in pair
        )
        known = sum(seen != "" for seen in now)
        assert sentence == said("votes", "agreements_now", now=len(now), then=len(then), known=known)
    elif before["of"] != after["of"] and votes_in(after):
        moves = {row["date"]: abs(share_for(row, "all") - share_for(row, "cast")) for row in votes_in(after)}
        day = max(moves, key=lambda one: moves[one])
        row = next(row for row in votes_in(after) if row["date"] == day)
        assert sentence == said(
            "votes",
            "other_share",
            of=labels("votes", "of")[after["of"]],
            day=plain(day),
            before=f"{100 * share_for(row, before['of']):.0f}",
            after=f"{100 * share_for(row, after['of']):.0f}",
        )
    elif votes_in(after):
        assert sentence == said(
            "votes", "votes_now", sum=sum_of_votes(votes_in(after)), then=len(votes_in(before))
        )
    else:
        assert sentence == said("votes", "no_votes")


def test_votes_never_say_no_of_what_was_not_read():
    shown = explore.get("votes").show(explore.get("votes").settle({"list": "agreements"}))
    unseen = {row["partner"] for row in table("agreements") if not row["consult_hours"]}
    spec = words.section("explore")["votes"]
    assert {cells[0] for cells in shown.table.rows if cells[2] == spec["not_seen"]} == unseen
    assert spec["unseen_note"] in shown.notes


# --- proposals ----------------------------------------------------------------------------------------------


def proposals_in(chosen):
    return [
        row
        for row in table("proposals")
        if row["needs"] in chosen["needs"] and chosen["from"] in ("all", row["date"][:4])
    ]


def speaking(found, term):
    return sum(row[term] != "" and term not in row["recalled"].split() for row in found)


@TURNS
@given(near("proposals"))
def test_proposals_say_how_many_say_something_on_the_term(pair):
    before, after = pair
    sentence = explore.get("proposals").turned(before, after)
    found, names = proposals_in(after), dict(explore.get("proposals").controls()[0].options)
    if before == after:
        assert sentence == ""
    elif not found:
        assert sentence == said("proposals", "nothing")
    else:
        spoken = speaking(found, after["term"])
        then = proposals_in(before)
        first = said("proposals", "sum", term=names[after["term"]], spoken=spoken, count=len(found))
        assert sentence == said(
            "proposals",
            "turned",
            sum=first,
            term=names[before["term"]],
            spoken=speaking(then, before["term"]),
            count=len(then),
        )


@pytest.mark.parametrize("row", table("proposals"), ids=lambda row: row["id"])
def test_every_proposal_opens_in_the_builder_with_the_terms_of_its_table(row):
    opened = explore.get("proposals").open(row["id"])
    coded = {one["field"]: one["value"] for one in table("terms") if one["instrument"] == row["instrument"]}
    if not coded:
        coded = {
            one["field"]: one["value"] for one in table("proposal_terms") if one["proposal"] == row["id"]
        }
    assert Guarantee.from_code(opened.code).terms() == {
        name: json.loads(value) for name, value in coded.items()
    }
    for one in table("proposal_terms"):
        if one["proposal"] == row["id"] and one["rests_on"] != "name":
            assert row[one["rests_on"]], (one["id"], "rests on a blank")


# --- timeline -----------------------------------------------------------------------------------------------

SPANS = {
    "2001": ("timeline_2001", "2001-09-11", "2001-10-09"),
    "2013": ("timeline_ukraine", "2013-01-01", "2015-12-31"),
    "2021": ("timeline_ukraine", "2021-01-01", "2022-12-31"),
    "1990": ("timeline_ukraine", "1990-01-01", "2026-07-31"),
}
GROUPS = {
    "promise": "promise agreement proposal disarmament measures",
    "force": "breach war enduring_freedom nato_article5 isaf other",
    "answer": "consultation vote court talks law invocation other_pact",
    "word": "statement evidence",
}


def events_in(chosen):
    name, first, last = SPANS[chosen["span"]]
    named = {"russia": "Russia", "ukraine": "Ukraine", "america": "United States"}.get(chosen["whose"])
    found = []
    for row in table(name):
        kind = row.get("kind") or row["layer"]
        group = next(group for group, kinds in GROUPS.items() if kind in kinds.split())
        if name == "timeline_2001" and (row["actor_kind"] == "un" or row["id"].endswith("article-51")):
            group = "answer"
        whose = named in row["actor"] if named else chosen["whose"] in ("all", row["actor_kind"])
        if days(first) <= days(row["date"]) <= days(last) and group in chosen["kinds"] and whose:
            found.append(row)
    return sorted(found, key=lambda row: (days(row["date"]), row["id"]))


@TURNS
@given(near("timeline"))
def test_the_timeline_counts_events_and_finds_the_longest_time_between_two(pair):
    before, after = pair
    sentence = explore.get("timeline").turned(before, after)
    if before == after:
        assert sentence == ""
        return
    found = events_in(after)
    known = [
        row["date"]
        for row in found
        if len(row["date"]) == 10
        and row["status"] != "recalled"
        and not {"date", "event"} & set(row["recalled"].split())
    ]
    gap = said("timeline", "no_gap")
    if len(known) > 1:
        first, last = max(itertools.pairwise(known), key=lambda two: days(two[1]) - days(two[0]))
        length = f"{(days(last) - days(first)).days:,}"
        gap = said("timeline", "gap", days=length, first=plain(first), last=plain(last))
    count = said("timeline", "events_one" if len(found) == 1 else "events_many", count=len(found))
    assert sentence == said("timeline", "turned", sum=count, then=len(events_in(before)), gap=gap)


@given(settings_of("timeline"))
def test_what_is_only_recalled_is_never_drawn(chosen):
    shown = explore.get("timeline").show(chosen)
    recalled = {
        row["id"]
        for row in (*table("timeline_2001"), *table("timeline_ukraine"))
        if row["status"] == "recalled" or {"date", "event"} & set(row["recalled"].split())
    }
    drawn = {shape.key for shape in shown.scene.shapes if shape.key} if shown.scene else set()
    assert drawn == set(shown.table.keys) - recalled
    mark = words.section("explore")["timeline"]["marks"]["recalled"]
    for key, cells in zip(shown.table.keys, shown.table.rows, strict=True):
        assert cells[1].endswith(mark) == (key in recalled)


def test_a_promise_opens_into_act_remedy_and_the_other_account():
    opened = dict(explore.get("timeline").open("bm").parts)
    rows = [row for row in table("promises") if row["instrument_name"] == "Budapest Memorandum"]
    names = words.section("explore")["timeline"]["parts"]
    for place, row in enumerate(rows, 1):
        for column in ("promise", "act", "happened", "other_account"):
            if row[column]:
                assert opened[f"{place}. {names[column]}"].startswith(row[column])
    missing = {
        row["instrument_name"]
        for row in table("promises")
        if not any(
            event["date"] == row["signed"] and event["kind"] in ("promise", "agreement")
            for event in table("timeline_ukraine")
        )
    }
    assert missing == {
        "United Nations Charter, Article 2(4)",  # older than the timeline
        "Helsinki Final Act",
        "Declaration of the Bucharest summit, paragraph 23",  # known to the month, as a statement
    }


# --- reliability --------------------------------------------------------------------------------------------


def rate(id):
    row = next(row for row in table("reliability") if row["id"] == id)
    return 100 * int(row["kept"]) / int(row["of"]) if row["of"] else float(row["percent"])


def cut(name):
    keys = {
        "studies": "earlier-evidence leeds-long-mitchell-2000 leeds-2003 leeds-anac-2005 reliable-ally"
        " bf-all",
        "period": "bf-all bf-1816-1944 bf-1945-2003 bf-defence-1816-1944 bf-defence-1945-2003",
        "duty": "bf-all bf-defence bf-offence bf-neutrality bf-nonaggression",
        "rule": "bf-all bf-lenient bf-alternative",
        "size": "bf-all bf-bilateral bf-multilateral",
        "left_out": "bf-1816-1944 bf-without-world-wars bf-1945-2003 bf-without-arab-league",
    }[name]
    return [rate(key) for key in keys.split()]


def tests_in(chosen):
    ends = []
    for row in table("tests"):
        if row["status"] == "recalled" or "verdict" in row["recalled"].split():
            continue
        readings = [one for one in (row["verdict"], row["verdict_2"]) if one]
        if chosen["wars"] == "called" and readings[0] in (
            "outside_terms",
            "condition_not_met",
            "not_yet_in_force",
        ):
            continue
        if chosen["duties"] == "help" and readings[0] == "breached_by_guarantor":
            continue
        if chosen["years"] != "both" and (row["attack_date"] < "1945") != (chosen["years"] == "early"):
            continue
        worth = [{"honoured": 2, "partly": 1}.get(one, 0) for one in readings]
        ends.append(max(worth) if chosen["several"] == "one" else min(worth))
    return ends


def run(chosen):
    draw = random.Random(chosen["seed"])
    guarantees = []
    for _ in range(1000):
        firm = draw.random() < chosen["credible"] / 100
        sees = draw.random() < chosen["seen"] / 100
        looks = firm if sees else draw.random() < chosen["credible"] / 100
        guarantees.append((firm, True if not looks else draw.random() < chosen["rash"] / 100))
    tested = [firm for firm, attacked in guarantees if attacked]
    return sum(firm for firm, _ in guarantees), tested


def per_cent(part, whole):
    return f"{100 * part / whole:.1f}" if whole else "–"


@TURNS
@given(near("reliability"))
def test_reliability_says_what_became_of_the_rate(pair):
    before, after = pair
    sentence = explore.get("reliability").turned(before, after)
    if before == after:
        assert sentence == ""
    elif before["view"] != after["view"]:
        view = labels("reliability", "view")[after["view"]]
        assert sentence == said("reliability", "other_view", view=view)
    elif after["view"] == "rates":
        then, now = cut(before["cut"]), cut(after["cut"])
        assert sentence == said(
            "reliability",
            "turned_rates",
            low=f"{min(now):.1f}",
            high=f"{max(now):.1f}",
            low_before=f"{min(then):.1f}",
            high_before=f"{max(then):.1f}",
        )
    elif after["view"] == "ours":
        then, now = tests_in(before), tests_in(after)
        if not now:
            assert sentence == said("reliability", "none")
            return
        old, new = (one.count(2) / (len(one) or 1) for one in (then, now))
        way = "same" if old == new else "up" if new > old else "down"
        counts = {"kept": now.count(2), "part": now.count(1), "other": now.count(0)}
        sum_ = said("reliability", "sum", count=len(now), **counts)
        ways = words.section("explore")["reliability"]["ways"]
        assert sentence == said("reliability", "turned_ours", sum=sum_, way=ways[way])
    else:
        (_, then), (kept, now) = run(before), run(after)
        drew = said("reliability", "no_test")
        if now:
            drew = said(
                "reliability",
                "drew",
                true=per_cent(kept, 1000),
                tested=f"{len(now):,}",
                of="1,000",
                among=per_cent(sum(now), len(now)),
            )
        among = per_cent(sum(then), len(then))
        assert sentence == said("reliability", "turned_drawn", drew=drew, among=among)


def test_published_rates_are_what_their_counts_give():
    for row in table("reliability"):
        if row["of"] and row["status"] != "recalled":
            assert rate(row["id"]) == pytest.approx(float(row["percent"]), abs=0.06), row["id"]


def test_the_better_an_attacker_sees_the_fewer_of_the_tested_are_kept():
    lab = explore.get("reliability")
    shares = []
    for seen in (0, 50, 100):
        _, tested = run(lab.settle({"view": "drawn", "seen": seen}))
        shares.append(sum(tested) / len(tested))
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(0.8, abs=0.05)  # who sees nothing tests firm and empty alike


# --- what holds for each ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", explore.NAMES)
def test_what_cannot_stand_changes_nothing(name):
    explored = explore.get(name)
    for control in explored.controls():
        for odd in (None, "", "no such", [], ["no such"], -1, 10**9, {"a": 1}, True, float("nan")):
            assert explored.settle({control.name: odd}) == explored.start(), (control.name, odd)


@pytest.mark.parametrize("name", explore.NAMES)
@given(data=st.data())
def test_picture_paragraph_and_table_come_from_the_same_rows(name, data):
    explored = explore.get(name)
    shown = explored.show(data.draw(settings_of(name)))
    assert all(len(row) == len(shown.table.columns) for row in shown.table.rows)
    assert shown.table.keys == () or len(shown.table.keys) == len(shown.table.rows)
    assert all(text and "{" not in text for text in (*shown.told, *shown.notes))
    for key in shown.table.keys:
        opened = explored.open(key)
        assert opened is not None
        assert opened.title
        assert opened.parts
        assert opened.cites
        assert all(label and text and "{" not in text for label, text in opened.parts)
    if shown.scene:
        keys = [shape.key for shape in shown.scene.shapes if shape.key]
        assert set(keys) <= set(shown.table.keys)
        assert len(keys) == len(set(keys))
        for shape in shown.scene.shapes:
            assert 0 <= shape.x <= 1
            assert 0 <= shape.to <= 1.0001
            assert 0 <= shape.y <= shown.scene.tall
    assert explored.open("no such row") is None


@pytest.mark.parametrize("name", explore.NAMES)
def test_nothing_of_the_answer_is_told_before_the_prediction(name):
    panel = Explorer(name)
    told = panel.explored.answer()
    for before in (json.dumps(panel.page), json.dumps(dict(panel.form)), panel.twin()):
        assert told not in before
        for row in panel.explored.show(panel.settings).table.rows:
            assert ", ".join(row) not in before
    assert panel.page["shown"] is None
    panel.hear("set", {"field": panel.explored.controls()[0].name, "value": "x"}, [])
    panel.hear("open", {"key": "bm"}, [])
    assert panel.page["shown"] is None
    assert panel.page["opened"] is None
    panel.predict("no such answer")
    assert panel.given == {}
    answer = panel.explored.predictions()[-1][0]
    panel.predict(answer)
    assert panel.page["said"] == told
    panel.predict(panel.explored.predictions()[0][0])
    assert panel.given == {"answer": answer}


@pytest.mark.parametrize("name", explore.NAMES)
def test_settings_and_prediction_come_back_and_the_twin_follows(name):
    panel = Explorer(name)
    panel.predict(panel.explored.predictions()[0][0])
    control = panel.explored.controls()[0]
    value = next(value for value, _ in reversed(control.options) if value != control.start)
    panel.change(control.name, value)
    assert panel.page["turned"] == panel.explored.turned(panel.explored.start(), panel.settings) != ""
    again = Explorer(name, dict(panel.given), dict(panel.kept))
    assert again.settings == panel.settings
    assert again.twin() == panel.twin()
    told = panel.explored.show(panel.settings).told[0]
    assert words.text("widgets.explorer.still_turn") in panel.twin()
    assert told.split(".")[0].replace("&", "&amp;").split("'")[0] in panel.twin()
    panel.hear("again", {}, [])
    assert panel.settings == panel.explored.start()
