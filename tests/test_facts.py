"""The sums, counts and days that the sources state, computed again from the rows."""

import datetime
from collections import Counter

import pytest

from course_utils import datasets


def by(name, **wanted):
    return [row for row in datasets.rows(name) if wanted.items() <= row.items()]


def members_on(day):
    return {row["id"] for row in datasets.rows("members") if row["since"] <= day}


# The alliance


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (datetime.date(1949, 4, 3), 0),
        (datetime.date(1949, 4, 4), 12),
        (datetime.date(1952, 2, 17), 12),
        (datetime.date(1952, 2, 18), 14),
        (datetime.date(1955, 5, 6), 15),
        (datetime.date(1982, 5, 30), 16),
        (datetime.date(1999, 3, 11), 16),
        (datetime.date(1999, 3, 12), 19),
        (datetime.date(2001, 9, 12), 19),
        (datetime.date(2004, 3, 29), 26),
        (datetime.date(2009, 4, 1), 28),
        (datetime.date(2017, 6, 5), 29),
        (datetime.date(2020, 3, 27), 30),
        (datetime.date(2023, 4, 4), 31),
        (datetime.date(2024, 3, 6), 31),
        (datetime.date(2024, 3, 7), 32),
        (datetime.date(2026, 7, 31), 32),
    ],
)
def test_members_of_nato_on_a_day(day, count):
    assert len(members_on(day)) == count


def test_members_by_round():
    rounds = Counter(row["round"] for row in datasets.rows("members"))
    assert [rounds[number] for number in sorted(rounds)] == [12, 2, 1, 1, 3, 7, 2, 1, 1, 1, 1]
    assert sum(rounds.values()) == 32
    assert {row["id"] for row in by("members", ally_on_2001_09_12=True)} == members_on(
        datetime.date(2001, 9, 12)
    )


def test_days_of_accession_that_are_only_recalled_say_so():
    recalled = {
        row["id"] for row in datasets.rows("members") if datasets.standing(row, "since") == "recalled"
    }
    assert recalled == {"MNE", "MKD"}


def test_nine_consultations():
    table = datasets.rows("article4")
    assert [row["number"] for row in table] == list(range(1, 10))
    asked = Counter(state for row in table for state in row["states"].split())
    assert asked["TUR"] == 5
    assert asked["POL"] == 3
    assert sum(row["states"] == "POL" for row in table) == 2
    assert sum(row["states"] == "EST" for row in table) == 1
    (eight,) = [row for row in table if len(row["states"].split()) > 1]
    assert set(eight["states"].split()) == {"BGR", "CZE", "EST", "LVA", "LTU", "POL", "ROU", "SVK"}


# 2001


def test_the_one_invocation():
    (row,) = datasets.rows("invocations")
    assert (row["date_confirmed"] - row["date_conditional"]).days == 20
    assert row["date_conditional"] == datetime.date(2001, 9, 12)
    assert row["date_measures"] == datetime.date(2001, 10, 4)
    assert row["parties"] == len(members_on(row["date_conditional"])) == 19
    assert row["evidence_horizon"] <= datetime.date(2026, 7, 31)


def test_days_after_the_attack():
    for row in datasets.rows("timeline_2001"):
        if row["day"] is not None:
            day = datetime.date.fromisoformat(str(row["date"]))
            assert row["day"] == (day - datetime.date(2001, 9, 11)).days
    (patrol,) = [
        row
        for row in datasets.rows("timeline_2001")
        if str(row["date"]) == "2001-10-09" and "Eagle Assist" in row["event"]
    ]
    assert patrol["day"] == 28


def test_eight_measures_six_by_states_and_two_by_nato():
    assert [row["number"] for row in datasets.rows("measures")] == list(range(1, 9))
    assert [row["taken_by"] for row in datasets.rows("measures")] == ["states"] * 6 + ["nato"] * 2


@pytest.mark.parametrize(
    ("item", "figure", "rival"),
    [
        ("aircraft", 7, {5}),
        ("crew", 830, set()),
        ("nations", 13, set()),
        ("sorties", 360, {447}),
        ("flight_hours", 4300, {4719, 3000}),
    ],
)
def test_eagle_assist(item, figure, rival):
    (row,) = by("operations", operation="eagle_assist", item=item)
    assert row["value_number"] == figure
    others = {float(one["other"]) for one in datasets.disputes("operations") if one["row"] == row["id"]}
    assert others >= {value for value in rival if value != 5}


def test_eagle_assist_lasted_from_october_to_may():
    (start,) = by("operations", operation="eagle_assist", item="start")
    (end,) = by("operations", operation="eagle_assist", item="end")
    assert (start["value_date"], end["value_date"]) == ("2001-10-09", "2002-05-16")


@pytest.mark.parametrize(
    ("list_", "total", "nations"), [("L1", 4_320, 17), ("L2", 67_694, 42), ("L3", 130_930, 46)]
)
def test_the_lists_of_troops_add_up(list_, total, nations):
    rows = by("contributions", list=list_)
    assert sum(row["count"] for row in rows) == total
    assert len({row["state"] for row in rows}) == len(rows) == nations
    assert {row["layer"] for row in rows} == {"isaf"}
    assert datasets.row("troop_lists", list_)["rows_total"] == total


def test_the_recalled_list_stays_recalled():
    rows = by("contributions", list="L0")
    assert rows
    assert {row["status"] for row in rows} == {"recalled"}
    assert sum(row["count"] for row in rows) == 35_462


def test_a_count_has_one_layer_and_one_kind():
    """Planned, offered, listed and deployed, and the layers of help, are never one number."""
    for row in datasets.rows("contributions"):
        assert row["layer"]
        assert row["kind"]
        if row["list"] is not None:
            assert row["kind"] == datasets.row("troop_lists", row["list"])["kind"]
            assert row["layer"] == datasets.row("troop_lists", row["list"])["layer"]
        assert not (row["kind"] in {"planned", "offered"} and row["layer"] == "nato_article5")


def test_deaths():
    states = [row for row in datasets.rows("deaths") if row["state"] is not None]
    assert sum(row["deaths"] for row in states) == 3_621
    assert len(states) == 32
    nineteen = {row["id"] for row in by("members", ally_on_2001_09_12=True)}
    others = sum(row["deaths"] for row in states if row["state"] != "USA")
    assert others == 1_160
    assert sum(r["deaths"] for r in states if r["state"] in nineteen - {"USA"}) == 1_017
    then = members_on(datetime.date(2010, 12, 31))
    assert sum(r["deaths"] for r in states if r["state"] in then - {"USA"}) == 1_065
    assert len([r for r in states if r["state"] in then]) == 24


@pytest.mark.parametrize(
    ("state", "year", "rate"),
    [
        ("GEO", 2010, 8.45),
        ("USA", 2010, 7.95),
        ("DNK", 2010, 7.75),
        ("GBR", 2010, 7.28),
        ("EST", 2010, 6.76),
        ("CAN", 2010, 4.68),
        ("USA", 2001, 8.64),
        ("DNK", 2001, 8.02),
        ("GEO", 2001, 7.97),
        ("GBR", 2001, 7.73),
        ("EST", 2001, 6.48),
    ],
)
def test_deaths_a_million(state, year, rate):
    (people,) = by("populations", state=state, year=year)
    (dead,) = by("deaths", state=state)
    assert dead["deaths"] / people["thousands"] * 1_000 == pytest.approx(rate, abs=0.006)


@pytest.mark.parametrize(
    ("state", "list_", "rate"),
    [("GBR", "L2", 143), ("NLD", "L2", 130), ("DNK", "L2", 126), ("USA", "L2", 103), ("USA", "L3", 291)],
)
def test_troops_a_million(state, list_, rate):
    (people,) = by("populations", state=state, year=2010)
    (sent,) = by("contributions", state=state, list=list_)
    assert round(sent["count"] / people["thousands"] * 1_000) == rate


def test_who_of_the_nineteen_was_in_isaf():
    nineteen = {row["id"] for row in by("members", ally_on_2001_09_12=True)}
    counted = Counter()
    for row in datasets.rows("participation"):
        assert row["state"] in nineteen
        counted[row["date"]] += row["on_list"]
    assert [counted[day] for day in sorted(counted)] == [12, 17, 19]
    assert len(datasets.rows("participation")) == 57


# Budapest


@pytest.mark.parametrize(
    ("symbol", "day", "figures"),
    [
        ("S/2014/189", "2014-03-15", (13, 1, 1)),
        ("S/2022/155", "2022-02-25", (11, 1, 3)),
        ("S/2022/720", "2022-09-30", (10, 1, 4)),
        ("A/RES/68/262", "2014-03-27", (100, 11, 58)),
        ("A/RES/ES-11/1", "2022-03-02", (141, 5, 35)),
        ("A/RES/ES-11/2", "2022-03-24", (140, 5, 38)),
        ("A/RES/ES-11/4", "2022-10-12", (143, 5, 35)),
    ],
)
def test_votes(symbol, day, figures):
    (row,) = [
        row
        for row in datasets.rows("votes")
        if row["symbol"].removeprefix("A/RES/") == symbol.removeprefix("A/RES/")
    ]
    assert row["date"].isoformat() == day
    assert (row["in_favour"], row["against"], row["abstained"]) == figures


def test_votes_add_up():
    for row in datasets.rows("votes"):
        cast = row["in_favour"] + row["against"] + (row["abstained"] or 0) + (row["absent"] or 0)
        if row["body"] == "security_council":
            assert cast == 15
            assert (row["vetoed_by"] is None) == row["adopted"]
        else:
            assert cast <= 193
        if row["against_complete"] and row["against_states"]:
            assert len(row["against_states"].split()) == row["against"]
    assert sum(
        sum(r[c] or 0 for c in ("in_favour", "against", "abstained", "absent"))
        for r in by("votes", symbol="A/RES/68/262")
    ) in {0, 193}


def test_day_counts():
    dates = {row["id"]: str(row["date"]) for row in datasets.rows("timeline_ukraine")}
    days = []
    for row in datasets.rows("day_counts"):
        start, end = (datetime.date.fromisoformat(dates[row[c]]) for c in ("from_event", "to_event"))
        assert (end - start).days == row["days"]
        days.append(row["days"])
    assert sorted(days) == [3, 6_516, 7_241, 9_943]


def test_carriers_and_warheads():
    assert 130 + 46 + 44 == 220
    found = {float(row["low"]) for row in datasets.rows("disarmament") if row["low"] is not None}
    assert {130, 46, 44, 220, 176} <= found
    assert 130 * 6 + 46 * 10 in found


# The proposals


def test_agreements():
    table = datasets.rows("agreements")
    assert [row["number"] for row in table] == list(range(1, 30))
    assert [row["partner"] for row in table if not row["counted_by_mod"]] == ["Croatia"]
    assert {row["count"] for row in datasets.rows("agreement_counts")} == {27, 28, 29}
    assert sum(row["partner_kind"] == "eu" for row in table) == 1


@pytest.mark.parametrize(("kind", "europe", "every"), [("military", 95.8, 166.5), ("total", 207.6, 349.9)])
def test_support_of_release_28_adds_up(kind, europe, every):
    rows = [r for r in datasets.rows("support") if r["release"] == "kiel_28" and r["kind"] == kind]
    assert {row["currency"] for row in rows} == {"EUR"}
    sums = {row["billions"] for row in rows if row["donor_kind"] == "sum"}
    assert sums == {europe, every}
    single = [row for row in rows if row["donor_kind"] != "sum"]
    assert sum(row["billions"] for row in single) <= every


def test_one_release_has_one_currency():
    for release in {row["release"] for row in datasets.rows("support")}:
        assert len({row["currency"] for row in by("support", release=release)}) == 1, release


# Reliability


def figures(**wanted):
    return {(row["kept"], row["of"]) for row in by("reliability", **wanted)}


def test_published_rates_follow_from_their_counts():
    counted = {(row["kept"], row["of"]) for row in datasets.rows("reliability")}
    assert {(73, 146), (61, 92), (12, 54), (42, 102), (31, 42), (35, 45), (18, 49)} <= counted
    assert {(36, 59), (6, 43), (69, 139), (80, 146), (62, 104), (11, 42), (12, 47), (93, 137)} <= counted
    for row in datasets.rows("reliability"):
        if row["kept"] is not None and row["of"] is not None and row["percent"] is not None:
            assert row["percent"] == pytest.approx(100 * row["kept"] / row["of"], abs=0.06), row["id"]
    assert (61 + 12, 92 + 54) == (73, 146)


def test_second_hand_figures_are_marked():
    rows = [row for row in datasets.rows("reliability") if "Sabrosky" in row["study"]]
    assert {row["percent"] for row in rows} == {27, 61, 12}
    assert all(row["second_hand"] for row in rows)
    assert "verified" not in {row["status"] for row in rows}


def test_twenty_eight_tests():
    assert [row["number"] for row in datasets.rows("tests")] == list(range(1, 29))
