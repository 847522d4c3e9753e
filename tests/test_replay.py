"""Replays: pure, monotone, in the vocabulary, and right on known cases."""

import datetime
from itertools import pairwise
from typing import Any

import promises
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promises import made

from course_utils import cases, datasets, instruments, replay, treaty, words
from course_utils.cases import ANSWERS, ARGUABLE, NO, YES, Case
from course_utils.guarantee import Guarantee
from course_utils.replay import LEVELS, Assumptions, Duty, Verdict

ALL = cases.all()
CASES = st.sampled_from(ALL)
#: States that the cases know, so that a made guarantee often holds the victim, an attacker or one struck.
NEAR = sorted({state for case in ALL for state in (case.protected, *case.attackers, *case.struck)})


@st.composite
def promises_near(draw: st.DrawFn) -> tuple[Guarantee, Case]:
    """A guarantee and a case that have to do with one another, more often than by chance."""
    terms, case = draw(promises.valid_terms(4)), draw(CASES)
    if draw(st.booleans()):
        pool = st.sampled_from([*case.attackers, *case.struck, *case.new_government, *NEAR])
        names = draw(st.lists(pool, min_size=1, max_size=5, unique=True))
        bound = st.sampled_from(["individually", "collectively"])
        terms["guarantors"] = [promises.guarantor(name, draw(bound)) for name in names]
    if draw(st.booleans()):
        terms["protege"] = draw(st.sampled_from([case.protected, "any_party"]))
    kinds = [kind for kind, answer in case.attacks.items() if answer != NO]
    if draw(st.booleans()):
        terms |= {"attacks": kinds, "territory": "treaty_area", "seas_and_air": True}
        for name in ("exclusions", "voids", "conditions", "force_ceiling_thousands"):
            terms.pop(name, None)
    return made(promises.reconciled(terms)), case


def changed(guarantee: Guarantee, **terms: Any) -> Guarantee:
    """The guarantee with other terms, checked; what cannot stand beside them goes."""
    together = {**guarantee.terms(), **terms}
    return made(promises.reconciled({name: value for name, value in together.items() if value is not None}))


def rank(answer: str) -> int:
    return ANSWERS.index(answer)


def verdict_of(instrument: str, case: str, day: datetime.date | None = None) -> Verdict:
    text = instruments.at(instrument, day) if day else instruments.get(instrument)
    return replay.replay(text, cases.get(case))


# --- pure -----------------------------------------------------------------------------------------------


@settings(max_examples=300)
@given(promises_near())
def test_the_same_input_gives_the_same_verdict_and_stays_as_it_was(pair: tuple[Guarantee, Case]) -> None:
    guarantee, case = pair
    before, code, told = guarantee.model_copy(deep=True), guarantee.to_code(), repr(case)
    first, second = replay.replay(guarantee, case), replay.replay(guarantee, case)
    assert first == second
    assert replay.explain(first) == replay.explain(second)
    assert guarantee == before
    assert guarantee.to_code() == code
    assert repr(case) == told


def test_no_verdict_reads_how_a_case_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outcomes of the tests change places, and then the table is gone: no verdict changes."""
    texts = [instruments.get(name) for name in instruments.ids()]
    before = [replay.explain(replay.replay(text, case)) for text in texts for case in ALL]
    real = datasets.rows
    outcomes = [name for name in real("tests")[0] if name not in ("id", "number", "event", "instruments")]
    table = real("tests")
    moved = [
        {**row, **{name: table[place - 7][name] for name in outcomes}} for place, row in enumerate(table)
    ]
    assert [row["verdict"] for row in moved] != [row["verdict"] for row in table]

    def without(name: str) -> Any:
        assert name != "tests", "the table of outcomes was read"
        return real(name)

    for rows in (lambda name: moved if name == "tests" else real(name), without):
        monkeypatch.setattr(datasets, "rows", rows)
        again = cases.all.__wrapped__()
        assert [replay.explain(replay.replay(text, case)) for text in texts for case in again] == before


# --- monotone -------------------------------------------------------------------------------------------

HARDER: tuple[dict[str, Any], ...] = (
    {"request_needed": True},
    {"decider": "unanimity", "decider_state": None},
    {"decider": "security_council", "decider_state": None},
    {"decider": "organ", "decider_state": None},
    {"decider": "joint_finding", "decider_state": None},
    {"decider": "third_state", "decider_state": None},
    {"decider": "third_state", "decider_state": "CHE"},
    {"decider": "third_state", "decider_state": "RUS"},
    {"decider": "one_head_of_state", "decider_state": None},
    {"constitutional_processes": True},
    {"bound": "collectively"},
)


@settings(max_examples=150)
@given(promises_near(), st.sampled_from(HARDER))
def test_a_veto_point_makes_nothing_easier(pair: tuple[Guarantee, Case], harder: dict[str, Any]) -> None:
    guarantee, case = pair
    lists = guarantee.terms().get("guarantors") or []
    if "decider" in harder:
        guarantee = changed(guarantee, decider="protege", decider_state=None)
    elif "request_needed" in harder or "constitutional_processes" in harder:
        guarantee = changed(guarantee, **dict.fromkeys(harder, False))
    if "bound" in harder:
        guarantee = changed(guarantee, guarantors=[{**one, "bound": "individually"} for one in lists])
        harder = {"guarantors": [{**one, "bound": "collectively"} for one in lists]}
    before = replay.replay(guarantee, case)
    after = replay.replay(changed(guarantee, **harder), case)
    assert rank(after.trigger.met) <= rank(before.trigger.met)
    assert LEVELS.index(after.level) <= LEVELS.index(before.level)
    assert LEVELS.index(after.reach) <= LEVELS.index(before.reach)
    assert first_day(after) >= first_day(before)
    for old, new in zip(before.shares, after.shares, strict=True):
        for one, other in zip(old.duties, new.duties, strict=True):
            assert (one.level, one.kind) == (other.level, other.kind)
            assert rank(other.owed) <= rank(one.owed)


def first_day(verdict: Verdict) -> int:
    return max((one.day for one in verdict.arrivals), default=10**6)


@settings(max_examples=200)
@given(promises_near(), st.sampled_from(["help_within_days", "consult_within_hours"]), st.data())
def test_a_shorter_deadline_delays_nothing(
    pair: tuple[Guarantee, Case], field: str, data: st.DataObject
) -> None:
    guarantee, case = pair
    most = words.field(field).maximum or 0
    long = data.draw(st.integers(2, most))
    short = data.draw(st.integers(1, long - 1))
    other = "consult_within_hours" if field == "help_within_days" else "help_within_days"
    before = replay.replay(changed(guarantee, **{field: long, other: None}), case)
    after = replay.replay(changed(guarantee, **{field: short, other: None}), case)
    assert after.trigger == before.trigger
    assert (after.level, after.reach, after.arrivals) == (before.level, before.reach, before.arrivals)
    for old, new in zip(before.shares, after.shares, strict=True):
        for one, shorter in zip(old.duties, new.duties, strict=True):
            assert (one.level, one.owed, one.fields) == (shorter.level, shorter.owed, shorter.fields)
            assert (one.latest_hours is None) == (shorter.latest_hours is None)
            assert (shorter.latest_hours or 0) <= (one.latest_hours or 0)


@settings(max_examples=200)
@given(promises_near(), st.sampled_from(["protege", "each_guarantor", "security_council", "organ"]))
def test_a_guarantor_less_owes_no_more(pair: tuple[Guarantee, Case], decider: str) -> None:
    guarantee, case = pair
    guarantee = changed(guarantee, decider=decider, decider_state=None, minimum_guarantors=None, lead=None)
    many = guarantee.terms().get("guarantors", [])
    before = replay.replay(guarantee, case)
    for one in many if len(many) > 1 else []:
        if one["state"] in case.attackers:
            continue
        left = [other for other in many if other != one]
        after = replay.replay(changed(guarantee, guarantors=left), case)
        assert after.trigger.met == before.trigger.met
        kept = tuple(share for share in before.shares if share.state != one["state"])
        assert after.shares == kept
        assert LEVELS.index(after.level) <= LEVELS.index(before.level)


# --- never an exception ---------------------------------------------------------------------------------


def sensible(verdict: Verdict) -> None:
    trigger = verdict.trigger
    assert trigger.met == cases.least(*(reason.answer for reason in trigger.reasons))
    names = {field.name for field in words.fields()}
    assert [reason.step for reason in trigger.reasons][:2] == ["event", "place"]
    assert trigger.reasons[-1].step == "finding"
    said = [(one.sentence, one.fields) for one in (*trigger.reasons, *verdict.arrivals)]
    for share in verdict.shares:
        assert share.duties
        said += [(duty.sentence, duty.fields) for duty in share.duties]
        for duty in share.duties:
            assert sane(duty)
    for sentence, fields in said:
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "  " not in sentence
        assert fields
        assert set(fields) <= names
        assert len(set(fields)) == len(fields)
    lines = replay.explain(verdict)
    assert all(line[0].isupper() or line[0].isdigit() for line in lines), lines
    assert all(line[-1] in ".?" and " ." not in line for line in lines), lines
    assert len(set(lines)) == len(lines)
    assert LEVELS.index(verdict.level) <= LEVELS.index(verdict.reach)
    assert [one.day for one in verdict.arrivals] == sorted(one.day for one in verdict.arrivals)


def sane(duty: Duty) -> bool:
    days = (words.field("help_within_days").maximum or 0) * 24
    return (
        duty.level in LEVELS
        and duty.kind in ("duty", "right")
        and duty.owed in ANSWERS
        and (duty.latest_hours is None or (duty.owed != NO and 1 <= duty.latest_hours <= days))
    )


@pytest.mark.parametrize("name", instruments.ids())
def test_every_instrument_goes_through_every_case(name: str) -> None:
    text = instruments.get(name)
    assert treaty.draft(text).sentences
    for case in ALL:
        sensible(replay.replay(text, case))


def test_every_instrument_compares_with_every_other() -> None:
    """Side by side as terms and as verdicts: what is not settled stands there as such."""
    texts = [instruments.get(name) for name in instruments.ids()]
    for first, second in pairwise([*instruments.ids(), instruments.ids()[0]]):
        rows = instruments.get(first).compare((second, instruments.get(second)))
        assert all(cell for row in rows for cell in row.cells)
        assert any(words.text("terms.unsettled") in row.cells for row in rows)
    for case in ALL:
        verdicts = [replay.replay(text, case) for text in texts]
        assert len({(one.trigger.met, one.level, one.reach) for one in verdicts}) > 1


@settings(max_examples=400)
@given(promises_near())
def test_any_guarantee_goes_through_any_case(pair: tuple[Guarantee, Case]) -> None:
    sensible(replay.replay(*pair))


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_a_text_that_settles_nothing_is_arguable_or_nothing(case: Case) -> None:
    for guarantee in (Guarantee(), Guarantee(obligations=("aid",)), made({"protege": case.protected})):
        verdict = replay.replay(guarantee, case)
        assert verdict.trigger.met != YES
        assert LEVELS.index(verdict.level) < LEVELS.index("aid")
        sensible(verdict)


# --- the finding ----------------------------------------------------------------------------------------


def voted(decider: str, *states: str, case: str = "full_invasion") -> replay.Trigger:
    terms = {
        "attacks": ["armed_attack"],
        "territory": "recognised_borders",
        "decider": decider,
        "obligations": ["aid"],
    }
    if states:
        terms["guarantors"] = promises.guarantors(*states)
    return replay.replay(made(terms), cases.get(case)).trigger


@pytest.mark.parametrize(
    ("decider", "states", "met", "blocks"),
    [
        ("majority", "FRA GBR POL", YES, 0),
        ("majority", "FRA GBR", ARGUABLE, 2),
        ("majority", "FRA GBR POL RUS", ARGUABLE, 3),
        ("majority", "FRA GBR POL USA RUS", YES, 0),
        ("majority", "FRA RUS", NO, 2),
        ("two_thirds", "FRA GBR POL", YES, 0),
        ("two_thirds", "FRA GBR RUS", ARGUABLE, 2),
        ("two_thirds", "FRA RUS", NO, 2),
        ("unanimity", "FRA GBR POL", ARGUABLE, 3),
        ("unanimity", "FRA GBR RUS", NO, 3),
        ("joint_finding", "FRA GBR", ARGUABLE, 3),
        ("joint_finding", "FRA RUS", NO, 3),
        ("security_council", "POL", NO, 5),
        ("organ", "POL", ARGUABLE, 1),
        ("each_guarantor", "POL RUS", YES, 0),
        ("protege", "POL RUS", YES, 0),
        ("majority", "", ARGUABLE, 1),
        ("two_thirds", "", ARGUABLE, 1),
        ("unanimity", "", ARGUABLE, 1),
        ("joint_finding", "", ARGUABLE, 2),
    ],
)
def test_a_finding_is_made_open_or_stopped(decider: str, states: str, met: str, blocks: int) -> None:
    trigger = voted(decider, *states.split())
    assert (trigger.met, len(trigger.could_block)) == (met, blocks)


def test_the_soviet_union_had_the_seat_and_the_veto() -> None:
    assert voted("security_council", "FRA", case="t09").met == NO
    assert voted("security_council", "FRA", case="t06").met == ARGUABLE


# --- the clock ------------------------------------------------------------------------------------------

FORCES = {
    "protege": "UKR",
    "guarantors": promises.guarantors("FRA", "GBR"),
    "attacks": ["armed_attack"],
    "territory": "recognised_borders",
    "decider": "protege",
    "obligations": ["all_means"],
    "forces_committed_thousands": 20,
    "stationed_forces_thousands": 3,
}


def test_the_clock_adds_up_its_assumptions() -> None:
    case, clock = cases.get("full_invasion"), Assumptions(1, 10, 100, 1000)

    def days(**terms: Any) -> list[tuple[int, int]]:
        arrivals = replay.replay(made({**FORCES, **terms}), case, clock).arrivals
        return [(one.day, one.thousands) for one in arrivals]

    together = [promises.guarantor("FRA"), promises.guarantor("GBR", "collectively")]
    assert days() == [(0, 3), (1001, 20)]
    assert days(constitutional_processes=True) == [(0, 3), (1011, 20)]
    assert days(guarantors=together) == [(0, 3), (1101, 20)]
    assert days(guarantors=together, constitutional_processes=True) == [(0, 3), (1111, 20)]
    assert days(attacks=["cyber"]) == [(0, 3)], "nothing moves where the trigger is not met"
    assert days(guarantors=promises.guarantors("RUS")) == [], "an attacker sends no help"


def test_armed_force_that_is_owed_is_a_duty_to_fight() -> None:
    case = cases.get("full_invasion")
    for name in ("aid", "all_means"):
        verdict = replay.replay(made({**FORCES, "obligations": [name], "armed_force": "owed"}), case)
        assert verdict.level == "fight"
    assert replay.replay(made({**FORCES, "armed_force": "excluded"}), case).level == "aid"


def test_a_duty_to_help_has_its_hour() -> None:
    case = cases.get("full_invasion")
    assert replay.replay(made({**FORCES, "help_within_days": 3}), case).help_latest_hours == 72
    assert replay.replay(made(FORCES), case).help_latest_hours is None
    assert replay.replay(made({**FORCES, "help_within_days": 3}), cases.get("t19")).as_if


# --- one term changed -----------------------------------------------------------------------------------


def check_changes(guarantee: Guarantee, case: Case) -> None:
    before = replay.replay(guarantee, case)
    seen = set()
    for change in replay.smallest_change(guarantee, case):
        old, new = guarantee.terms(), change.guarantee.terms()
        different = {name for name in {*old, *new} if old.get(name) != new.get(name)}
        assert different - {"decider_state"} == {change.field}
        assert different == {change.field} or change.field == "decider"
        assert change.value
        assert change.verdict == replay.replay(change.guarantee, case)
        assert (change.verdict.trigger.met, change.verdict.level) != (before.trigger.met, before.level)
        if change.field in Guarantee.SETS:
            assert len(set(old.get(change.field, ())) ^ set(new.get(change.field, ()))) == 1
        seen.add((change.field, change.value))
    assert len(seen) == len(replay.smallest_change(guarantee, case)), "two changes read alike"


@settings(max_examples=40)
@given(promises_near())
def test_the_smallest_change_is_one_term_and_turns_the_verdict(pair: tuple[Guarantee, Case]) -> None:
    check_changes(*pair)


@pytest.mark.parametrize("name", instruments.ids())
def test_the_smallest_changes_of_an_instrument(name: str) -> None:
    for case in ALL[::9]:
        check_changes(instruments.get(name), case)


def test_the_smallest_changes_of_the_budapest_memorandum() -> None:
    found = replay.smallest_change(instruments.get("BUDAPEST1994"), cases.get("t22"))
    said = {(change.field, change.value): change.verdict for change in found}
    armed = said["attacks", "with armed attack"]
    assert (armed.trigger.met, armed.level) == (YES, "consult")
    without = said["obligations", "without consult"]
    assert (without.trigger.met, without.level) == (NO, "refrain")


# --- what is known --------------------------------------------------------------------------------------


def owed(verdict: Verdict) -> dict[str, list[tuple[str, str, str]]]:
    return {
        share.state: [(duty.level, duty.kind, duty.owed) for duty in share.duties] for share in verdict.shares
    }


def test_the_north_atlantic_treaty_in_2001() -> None:
    verdict = verdict_of("NAT1949", "t19", datetime.date(2001, 9, 12))
    assert not verdict.as_if
    assert (verdict.trigger.met, verdict.level, verdict.reach) == (YES, "choose", "choose")
    assert verdict.trigger.could_block == ()
    assert len(verdict.shares) == 18
    assert {"USA", "FIN", "SWE", "ROU"}.isdisjoint(share.state for share in verdict.shares)
    duties = [("refrain", "duty", YES), ("consult", "duty", YES), ("choose", "duty", YES)]
    assert all(one == duties for one in owed(verdict).values())
    assert verdict.help_latest_hours is None
    assert replay.explain(verdict) == (
        "Is the trigger met? Yes.",
        "The event is one that counts: armed attack.",
        "It happened where the text applies: an area named in the treaty. The terms do not say which area. "
        "It is assumed that this place lies in it.",
        "Each guarantor decides for itself whether this is such a case; none can stop another from helping.",
        "All 18 guarantors must use no force against the United States and must respect its borders, "
        "whatever happens.",
        "All 18 guarantors must consult; no hour is stated.",
        "All 18 guarantors must help, but may choose what to do and how much. Each state may follow its own "
        "constitution first, such as a vote of its parliament. Help is due at once; no day is stated.",
    )


@pytest.mark.parametrize("case", [case.id for case in ALL])
def test_what_is_assumed_of_an_area_and_why_consultation_is_owed_is_said(case: str) -> None:
    terms = {"attacks": ["nuclear_aggression"], "territory": "treaty_area", "seas_and_air": True}
    verdict = replay.replay(made({**terms, "obligations": ["consult"]}), cases.get(case))
    (place,) = [one for one in verdict.trigger.reasons if one.step == "place"]
    assert place.sentence.endswith(words.text(f"replay.place.area_{place.answer}"))
    (duty,) = {duty for share in verdict.shares for duty in share.duties if not share.attacker}
    apart = words.text("replay.duty.consult_apart")
    assert (apart in duty.sentence) == (verdict.trigger.met != YES and duty.owed != NO)


@pytest.mark.parametrize("case", ["t22", "t25"])
def test_the_budapest_memorandum_in_2014_and_2022(case: str) -> None:
    verdict = verdict_of("BUDAPEST1994", case)
    assert not verdict.as_if
    assert (verdict.trigger.met, verdict.level, verdict.reach) == (NO, "consult", "consult")
    assert [(one.step, one.answer) for one in verdict.trigger.reasons] == [
        ("event", NO),
        ("place", YES),
        ("finding", NO),
    ]
    assert [share.state for share in verdict.shares if share.attacker] == ["RUS"]
    duties = [("refrain", "duty", YES), ("council", "duty", NO), ("consult", "duty", YES)]
    assert owed(verdict) == {
        "RUS": [("refrain", "duty", YES), ("consult", "duty", YES)],
        "GBR": duties,
        "USA": duties,
    }
    assert verdict.arrivals == ()


@pytest.mark.parametrize("case", ["t06", "t07"])
def test_the_british_promise_to_poland(case: str) -> None:
    """The secret protocol, which limited it to Germany, is no term; the page of verdicts says so."""
    verdict = verdict_of("UKPL_AUG39", case)
    assert not verdict.as_if
    assert (verdict.trigger.met, verdict.level, verdict.reach) == (YES, "aid", "aid")
    assert owed(verdict) == {"GBR": [("aid", "duty", YES)]}
    assert verdict.help_latest_hours is None


def test_locarno_in_1936() -> None:
    verdict = verdict_of("LOCARNO1925", "t04")
    assert (verdict.trigger.met, verdict.level, verdict.reach) == (YES, "aid", "aid")
    helping = [("aid", "duty", YES)]
    assert owed(verdict) == {
        "BEL": helping,
        "XGE": [("nothing", "duty", NO)],
        "ITA": helping,
        "GBR": helping,
    }
    assert [share.state for share in verdict.shares if share.attacker] == ["XGE"]


def test_cyprus_in_1974() -> None:
    verdict = verdict_of("CYPRUS1960", "t16")
    assert (verdict.trigger.met, verdict.level, verdict.reach) == (YES, "consult", "consult")
    duties = [("refrain", "duty", YES), ("choose", "right", YES), ("consult", "duty", YES)]
    assert owed(verdict) == dict.fromkeys(("GRC", "TUR", "GBR"), duties)


def test_the_collective_security_treaty_in_2022() -> None:
    for name in ("CST1992", "CST2010"):
        unrest, attack = verdict_of(name, "t24"), verdict_of(name, "t26")
        assert (unrest.trigger.met, unrest.level, unrest.reach) == (NO, "nothing", "nothing")
        assert (attack.trigger.met, attack.level, attack.reach) == (YES, "aid", "aid")
    assert set(owed(verdict_of("CST2010", "t26"))) == {"BLR", "KAZ", "KGZ", "RUS", "TJK"}
    assert set(owed(verdict_of("CST1992", "t26"))) == {""}
    asked = [one.step for one in verdict_of("CST2010", "t26").trigger.reasons]
    assert asked == ["event", "place", "request", "finding"]
    assert [one.step for one in verdict_of("CST1992", "t26").trigger.reasons] == ["event", "place", "finding"]


@pytest.mark.parametrize("case", ["staged_provocation", "full_invasion"])
def test_the_side_letter_of_2025(case: str) -> None:
    verdict = verdict_of("SIDE2025", case)
    assert (verdict.trigger.met, verdict.level, verdict.reach) == (ARGUABLE, "consult", "choose")
    assert verdict.trigger.could_block == ("the United States",)
    assert owed(verdict) == {"USA": [("consult", "duty", YES), ("choose", "duty", ARGUABLE)]}
    assert "must help if the trigger is met" in verdict.shares[0].duties[1].sentence


# --- how it reads ---------------------------------------------------------------------------------------


def test_an_attacker_is_told_by_what_it_did() -> None:
    def line(case: str) -> str:
        verdict = verdict_of("BUDAPEST1994", case)
        (share,) = (share for share in verdict.shares if share.attacker)
        return share.duties[0].sentence

    assert "and so broke the promise" in line("full_invasion")
    assert line("massed_troops").startswith("acted against Ukraine here; whether")
    assert line("false_alarm").startswith("may have acted against Ukraine here; whether")
    assert "whether that broke" in line("first_strike"), "who was struck first may defend itself"


#: Verbs that would be wrong for one state or for many.
NUMBERED = {"is", "are", "has", "have", "was", "were", "does", "owes", "owe", "helps", "consults", "needs"}


def test_a_duty_reads_right_for_one_state_and_for_many() -> None:
    for name, said in words.section("replay")["duty"].items():
        first = said.split()[0]
        if name.endswith(("_yes", "_no", "_arguable", "refrain", "struck", "attacker", "nothing_said")):
            assert first in {"must", "may", "need", "acted", "came", "{acted}"}, name
        assert first not in NUMBERED


def test_one_state_few_states_and_many_are_named() -> None:
    case = cases.get("full_invasion")
    few = made({**FORCES, "guarantors": promises.guarantors("FRA")})
    assert replay.explain(replay.replay(few, case))[-3].startswith("France must help")
    states = ["FRA", "GBR", "POL", "EST", "LVA"]
    many = made({**FORCES, "guarantors": promises.guarantors(*states)})
    assert replay.explain(replay.replay(many, case))[-3].startswith("All 5 guarantors must help")
    mixed = made({**FORCES, "guarantors": promises.guarantors(*states, "RUS")})
    told = replay.explain(replay.replay(mixed, case))
    assert told[-4].startswith("5 guarantors must help")
    assert told[-3].startswith("Russia acted against Ukraine")
    nobody = replay.explain(replay.replay(Guarantee(), case))
    assert nobody[-1] == "The text names nobody who would owe anything here."
