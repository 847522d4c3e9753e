"""Guarantees and drafts: round trips, the code, every fault, every gap, and whatever a page may send."""

import json
import random
import re
from typing import Any

import promises
import pydantic
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promises import guarantor, guarantors, made

from course_utils import codes, datasets, guarantee, words
from course_utils.gaps import Gap
from course_utils.guarantee import BadCode, Draft, Fault, Guarantee, Guarantor, Unfinished

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NAMES = [field.name for field in words.fields()]

#: Everything set, eight guarantors, each number at its highest and each choice at its last.
FULL = {
    "protege": "UKR",
    "guarantors": [
        guarantor(state, "collectively", "political")
        for state in ("POL", "ETH", "XPR", "XAH", "XRE", "XOE", "XGE", "XSV")
    ],
    **{field.name: field.maximum for field in words.fields() if field.kind == "number"},
    **{field.name: list(field.options) for field in words.fields() if field.kind == "choices"},
    **{field.name: list(field.options)[-1] for field in words.fields() if field.kind == "choice"},
    **{field.name: True for field in words.fields() if field.kind == "yes_no"},
    **{
        "lead": "XSV",
        "minimum_guarantors": 8,
        "decider_state": "RUS",
        "duration": "fixed",
        "exit": "on_notice",
    },
}

#: Codes that somebody may have kept since version 1: they must read the same for ever.
KEPT: dict[str, dict[str, Any]] = {
    "AG1-YJXJ1HG": {},
    "AG1-14R1CJFDV0CE909DV23PFQ3QS1M0S143R15131H2BSER7EG": {
        "protege": "UKR",
        "guarantors": [guarantor(state, approval="executive") for state in ("RUS", "GBR", "USA")],
        "mutual": False,
        "attacks": ["threat", "nuclear_aggression"],
        "territory": "recognised_borders",
        "decider": "security_council",
        "obligations": ["refrain", "security_council", "consult"],
        "help_word": "none",
        "armed_force": "not_mentioned",
        "form": "political_declaration",
        "conditions": ["no_nuclear_weapons"],
    },
}


# --- round trips ----------------------------------------------------------------------------------------


@settings(max_examples=500)
@given(promises.valid_terms())
def test_a_guarantee_travels(terms: dict[str, Any]) -> None:
    promise = made(terms)
    assert {name: listed(value) for name, value in promise.terms().items()} == terms
    text = promise.to_json()
    assert "\n" not in text
    assert '": ' not in text
    assert "null" not in text
    assert json.loads(text) == {"schema": 1, **promise.terms()}
    assert Guarantee.from_json(text) == promise
    code = promise.to_code()
    assert re.fullmatch("AG1-[0-9A-HJKMNP-TV-Z]+", code)
    assert len(code) <= 400
    assert Guarantee.from_code(code) == promise
    draft = Draft.from_dict(promise.terms())
    assert draft.wrong() == ()
    assert draft.settled() == promise
    assert Draft.from_dict(json.loads(json.dumps(draft.to_dict()))) == draft
    assert draft.to_code() == code
    assert Draft.from_code(code) == draft


def listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@given(promises.valid_terms(), st.data())
def test_an_unsettled_term_makes_nothing_wrong(terms: dict[str, Any], data: st.DataObject) -> None:
    for name in terms:
        left = {other: value for other, value in terms.items() if other != name}
        assert Draft.from_dict(left).wrong() == (), name


def at_random(dice: random.Random) -> dict[str, Any]:
    """Terms as they come, impossible ones among them."""
    states = [str(row["id"]) for row in datasets.rows("states")]
    said: dict[str, Any] = {}
    for field in words.fields():
        if dice.random() < 0.4:
            continue
        if field.kind == "yes_no":
            said[field.name] = dice.random() < 0.5
        elif field.kind == "number":
            said[field.name] = dice.randint(field.minimum, field.maximum)
        elif field.kind == "choice":
            said[field.name] = dice.choice(list(field.options))
        elif field.kind == "choices":
            said[field.name] = dice.sample(list(field.options), dice.randint(1, len(field.options)))
        elif field.kind == "state":
            said[field.name] = dice.choice(states)
        else:
            said[field.name] = [
                {
                    "state": state,
                    "bound": dice.choice(["individually", "collectively"]),
                    "approval": dice.choice(["ratified", "executive", "political"]),
                }
                for state in dice.sample(states, dice.randint(1, 8))
            ]
    return said


def test_ten_thousand_random_guarantees_travel() -> None:
    dice = random.Random(1949)
    for _ in range(10_000):
        promise = Draft.from_dict(at_random(dice)).settled()
        code = promise.to_code()
        assert Guarantee.from_json(promise.to_json()) == promise
        assert Guarantee.from_code(code) == promise
        assert len(code) <= 400


def test_everything_set_is_short_enough() -> None:
    assert set(FULL) == set(NAMES)
    promise = Draft.from_dict(FULL).finish()
    assert promise.terms() == FULL
    assert len(promise.to_code()) <= 100
    assert Guarantee.from_code(promise.to_code()) == promise


@pytest.mark.parametrize("code", KEPT)
def test_a_code_reads_the_same_for_ever(code: str) -> None:
    assert Guarantee.from_code(code).terms() == KEPT[code]
    assert made(KEPT[code]).to_code() == code


def test_the_full_code_reads_the_same_for_ever() -> None:
    code = "AG1-0V5JV16SW1J8A5JEMDQTEV2M811T2FH34YGMRHHGAZM1FPBSD7AYA2GG4AS1VGCA"
    assert Draft.from_dict(FULL).to_code() == code
    assert Draft.from_code(code).to_dict() == FULL


def test_the_order_of_the_code_names_every_term_once() -> None:
    assert len(set(codes.CODE_ORDER)) == len(codes.CODE_ORDER) == len(NAMES)
    assert set(codes.CODE_ORDER) == set(NAMES)
    assert len(promises.STATES) + 2 <= codes.STATE_PLACES


def test_a_state_added_to_the_table_changes_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {code: Guarantee.from_code(code) for code in KEPT}
    rows = datasets.rows("states")
    more = (*rows, {**rows[0], "id": "ZZZ", "name": "Zembla", "name_in_text": "Zembla"})
    monkeypatch.setattr(datasets, "rows", lambda name: more if name == "states" else rows)
    guarantee._states.cache_clear()
    try:
        assert {code: Guarantee.from_code(code) for code in KEPT} == before
        assert Guarantee.from_code(Guarantee(lead="ZZZ").to_code()).lead == "ZZZ"
    finally:
        guarantee._states.cache_clear()


# --- codes that are not codes ---------------------------------------------------------------------------


def corrupted(code: str) -> set[str]:
    """Every change of one place: another character, one less, one more, two neighbours exchanged."""
    found = set()
    for place in range(len(code) + 1):
        head, tail = code[:place], code[place:]
        found |= {head + letter + tail for letter in ALPHABET + "ILOUaz-_@é"}
        if tail:
            found |= {head + letter + tail[1:] for letter in ALPHABET + "ILOUaz-_@é"}
            found |= {head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]}
    return found - {code}


@pytest.mark.parametrize("code", KEPT)
def test_every_small_corruption_is_refused(code: str) -> None:
    for wrong in corrupted(code):
        with pytest.raises(BadCode):
            Guarantee.from_code(wrong)


@given(promises.guarantees(), st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_a_corruption_of_a_long_code_is_refused(promise: Guarantee, chance: random.Random) -> None:
    code = promise.to_code()
    for wrong in chance.sample(sorted(corrupted(code)), 300):
        with pytest.raises(BadCode):
            Draft.from_code(wrong)


@pytest.mark.parametrize(
    "code",
    [
        *("", " ", "AG1-", "AG1", "ag1-yjxj1hg", "AG1-yjxj1hg", "AG2-YJXJ1HG", "YJXJ1HG", "AG1-AG1-YJXJ1HG"),
        *("AG1-YJXJ1H", "AG1-YJXJ1HH", "AG1-00YJXJ1HG", "AG1-YJXJ1HG=", "AG1-YJXJ1HG\0", "AG1-YJXJ1HG\u200b"),
        *("<script>alert(1)</script>", "=AG1-YJXJ1HG", "\ud800", "AG1-" + "0" * 10**6, "AG1-" + "é" * 30),
    ],
)
def test_what_is_not_a_code_is_refused_in_one_sentence(code: str) -> None:
    with pytest.raises(BadCode) as refusal:
        Draft.from_code(code)
    assert str(refusal.value) == words.text("faults.code")


def test_blanks_in_a_code_are_passed_over() -> None:
    for code, terms in KEPT.items():
        spaced = " \n\t".join(code) + "\r\n\u00a0"
        assert Guarantee.from_code(spaced).terms() == terms


def test_a_code_of_what_cannot_stand_is_refused() -> None:
    """The check sum is right, and the terms contradict each other or name no state."""
    for terms in (
        {"protege": "FRA", "guarantors": guarantors("FRA")},
        {"guarantors": guarantors("FRA", "FRA")},
        {"duration": "indefinite", "years": 3},
        {"lead": "any_party"},
    ):
        with pytest.raises(BadCode):
            Guarantee.from_code(codes.encode(terms))


# --- what a guarantee refuses ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "terms",
    [
        {"years": 0},
        {"years": True},
        {"years": "10"},
        {"years": 10.0},
        {"mutual": 1},
        {"mutual": "yes"},
        {"colour": "red"},
        {"schema": 2},
        {"lead": "XYZ"},
        {"lead": "any_party"},
        {"territory": "somewhere"},
        {"attacks": ["armed_attack", "harsh words"]},
        {"attacks": "armed_attack"},
        {"guarantors": [{"state": "FRA"}]},
        {"guarantors": [guarantor("FRA") | {"note": "x"}]},
        {"guarantors": [guarantor("FRA", bound="loosely")]},
        {"guarantors": guarantors("FRA", "FRA")},
        {"protege": "FRA", "guarantors": guarantors("FRA")},
        {"help_within_days": 1, "consult_within_hours": 25},
    ],
)
def test_a_guarantee_refuses_what_the_vocabulary_does_not_have(terms: dict[str, Any]) -> None:
    with pytest.raises(pydantic.ValidationError):
        Guarantee.from_json(json.dumps({"schema": 1, **terms}))
    with pytest.raises(pydantic.ValidationError):
        made(terms)


def test_a_guarantee_cannot_be_changed() -> None:
    with pytest.raises(pydantic.ValidationError):
        Guarantee(years=3).years = 4  # type: ignore[misc]
    assert hash(Guarantee(years=3)) == hash(Guarantee(years=3))


def test_sets_lose_their_order_and_their_repeats() -> None:
    assert Guarantee(attacks=("cyber", "armed_attack", "cyber")) == Guarantee(
        attacks=("armed_attack", "cyber")
    )
    assert Guarantee(attacks=(), guarantors=()) == Guarantee()


def test_values_in_words() -> None:
    promise = Guarantee(
        guarantors=(
            Guarantor(state="GBR", bound="individually", approval="ratified"),
            Guarantor(state="USA", bound="individually", approval="ratified"),
            Guarantor(state="FRA", bound="collectively", approval="political"),
        ),
        protege="any_party",
        years=1,
        review_years=1,
        stationed_forces_thousands=0,
        seas_and_air=False,
        attacks=("cyber", "hybrid"),
        nuclear="none",
        lead="GBR",
    )
    said = {
        "guarantors": "United Kingdom and United States: each for itself; its ratification procedure. "
        "France: only together; a political promise",
        "protege": "any party (mutual)",
        "years": "1 year",
        "stationed_forces_thousands": "0 thousand",
        "seas_and_air": "no",
        "attacks": "cyber attack; hybrid attack",
        "nuclear": "nothing",
        "lead": "United Kingdom",
        "form": "not settled by the text",
    }
    assert {field: promise.value_words(field) for field in said} == said


@given(st.lists(promises.guarantees(), min_size=1, max_size=4))
@settings(max_examples=30)
def test_a_comparison_has_a_row_for_each_term_and_a_cell_for_each_guarantee(some: list[Guarantee]) -> None:
    rows = some[0].compare(*(("label", other) for other in some[1:]))
    assert [row.field for row in rows] == NAMES
    for row in rows:
        assert row.label == words.field(row.field).label
        assert row.question == words.field(row.field).question
        for cell, promise in zip(row.cells, some, strict=True):
            assert cell
            assert (cell == "not settled by the text") == (getattr(promise, row.field) is None)


# --- faults ---------------------------------------------------------------------------------------------

WHOLE = {"protege": "UKR", "guarantors": guarantors("FRA", "GBR"), "obligations": ["aid"]}

#: A draft for each fault: the terms, the field at which the fault stands, and a remedy.
FAULTS: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "choice": ({"territory": "<script>"}, "territory", {"territory": "treaty_area"}),
    "choices": ({"attacks": ["cyber", "words"]}, "attacks", {"attacks": ["cyber"]}),
    "yes_no": ({"mutual": "yes"}, "mutual", {"mutual": True}),
    "state": ({"lead": "any_party"}, "lead", {"lead": "FRA"}),
    "whole": ({"review_years": 2.5}, "review_years", {"review_years": 2}),
    "range": ({"help_within_days": -1}, "help_within_days", {"help_within_days": 1}),
    "guarantors": ({"guarantors": "FRA"}, "guarantors", {"guarantors": guarantors("FRA")}),
    "guarantor_way": (
        {"guarantors": [guarantor("GBR", approval="by nod")]},
        "guarantors",
        {"guarantors": [guarantor("GBR", approval="executive")]},
    ),
    "twice": ({"guarantors": guarantors("USA", "USA")}, "guarantors", {"guarantors": guarantors("USA")}),
    "protects_itself": ({"protege": "GBR"}, "guarantors", {"protege": "POL"}),
    "any_party_one_way": ({"protege": "any_party", "mutual": False}, "mutual", {"mutual": True}),
    "lead_outside": ({"lead": "USA"}, "lead", {"guarantors": guarantors("USA")}),
    "minimum_above": ({"minimum_guarantors": 3}, "minimum_guarantors", {"minimum_guarantors": 2}),
    "decider_state_idle": (
        {"decider": "organ", "decider_state": "CHE"},
        "decider_state",
        {"decider": "third_state"},
    ),
    "head_outside": (
        {"decider": "one_head_of_state", "decider_state": "USA"},
        "decider_state",
        {"decider_state": "FRA"},
    ),
    "third_inside": (
        {"decider": "third_state", "decider_state": "UKR"},
        "decider_state",
        {"decider_state": "CHE"},
    ),
    "help_before_talk": (
        {"help_within_days": 1, "consult_within_hours": 25},
        "help_within_days",
        {"consult_within_hours": 24},
    ),
    "fight_without_force": (
        {"armed_force": "excluded", "obligations": ["automatic"]},
        "armed_force",
        {"armed_force": "owed"},
    ),
    "years_without_term": ({"duration": "indefinite", "years": 5}, "years", {"duration": "fixed"}),
    "notice_idle": (
        {"exit": "at_will", "exit_notice_months": 6},
        "exit_notice_months",
        {"exit": "on_notice"},
    ),
    "ceiling_idle": (
        {"conditions": ["reforms"], "force_ceiling_thousands": 600},
        "force_ceiling_thousands",
        {"conditions": ["force_ceiling"]},
    ),
    "own_above_ceiling": (
        {"force_ceiling_thousands": 600, "own_forces_thousands": 601},
        "own_forces_thousands",
        {"own_forces_thousands": 600},
    ),
    "review_after_end": (
        {"duration": "fixed", "years": 1, "review_years": 2},
        "review_years",
        {"review_years": 1},
    ),
    "no_protege": ({"protege": None}, "protege", {"protege": "UKR"}),
    "no_guarantors": ({"guarantors": []}, "guarantors", {"guarantors": guarantors("FRA")}),
    "no_obligations": ({"obligations": []}, "obligations", {"obligations": ["consult"]}),
    "no_years": ({"duration": "fixed"}, "years", {"years": 5}),
    "no_decider_state": ({"decider": "third_state"}, "decider_state", {"decider_state": "CHE"}),
}


def fits(sentence: str, key: str) -> bool:
    pattern = ".+".join(re.escape(piece) for piece in re.split(r"\{.*?\}", words.text(key)))
    return re.fullmatch(pattern, sentence) is not None


def reads_well(sentence: str) -> None:
    unquoted = re.sub(r"“.*?”", "“”", sentence)
    assert re.fullmatch(r"[A-Z0-9“].*[^ ,;.]\.", unquoted), sentence
    assert len(sentence) <= 250, sentence
    assert sentence.isprintable(), sentence
    assert not re.search(r"\. |[{}]|  | [,;.]|\b1 (states|hours|days|months|years)\b", unquoted), sentence


def test_there_is_an_example_of_every_fault() -> None:
    assert set(FAULTS) == set(words.section("faults")) - {"code"}
    assert Draft.from_dict(WHOLE).faults() == ()


@pytest.mark.parametrize("key", FAULTS)
def test_a_fault_stands_at_its_field_and_goes_with_its_remedy(key: str) -> None:
    terms, field, remedy = FAULTS[key]
    draft = Draft.from_dict({**WHOLE, **terms})
    (fault,) = draft.faults()
    assert fault.field == field
    assert fits(fault.sentence, f"faults.{key}")
    reads_well(fault.sentence)
    with pytest.raises(Unfinished) as unfinished:
        draft.finish()
    assert str(unfinished.value) == fault.sentence
    assert bool(draft.wrong()) == (not key.startswith("no_"))
    assert Draft.from_dict({**WHOLE, **terms, **remedy}).faults() == ()
    draft.settled().to_code()


def test_faults_come_all_at_once_and_only_the_faultless_terms_settle() -> None:
    draft = Draft.from_dict(
        {
            "protege": "GBR",
            "guarantors": [
                *guarantors("GBR", "FRA", "FRA", "XYZ"),
                {"state": "POL"},
                "DEU",
                *guarantors("NOR"),
            ],
            "years": 0,
            "duration": "fixed",
            "stationed_forces_thousands": -5,
            "lead": "Atlantis",
            "mutual": True,
            "help_within_days": 1,
            "consult_within_hours": 720,
        }
    )
    assert [fault.field for fault in draft.faults()] == [
        "guarantors",
        "lead",
        "stationed_forces_thousands",
        "years",
        "help_within_days",
        "obligations",
    ]
    assert draft.settled() == made(
        {
            "protege": "GBR",
            "guarantors": guarantors("FRA", "NOR"),
            "mutual": True,
            "duration": "fixed",
            "consult_within_hours": 720,
        }
    )


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (
            {"years": 0},
            "Years: 0 is out of range; type a number from 1 to 100 years.",
        ),
        (
            {"protege": "GBR"},
            "The United Kingdom cannot guarantee itself; remove it here or choose another protected state.",
        ),
        (
            {"help_within_days": 1, "consult_within_hours": 48},
            "Help is due within 1 day, before the 48 hours for consultation have passed; "
            "lengthen the one or shorten the other.",
        ),
        (
            {"lead": "x" * 300},
            f"Lead: “{'x' * 39}…” is not a state in the list; choose one from the list.",
        ),
    ],
)
def test_faults_read_aloud(terms: dict[str, Any], sentence: str) -> None:
    assert [fault.sentence for fault in Draft.from_dict({**WHOLE, **terms}).faults()] == [sentence]


NASTY = [
    *(float("nan"), float("inf"), -0.0, 1e308, 10**400, -(10**400), 2**53, True, False, 0, -1, 3.0),
    *("", " ", "None", "<script>alert(1)</script>", "=HYPERLINK(1)", "\ud800", "\0", "\u202e", "x" * 10**6),
    *([], {}, [None], [[]], [[[[[[]]]]]], {"a": {"b": {"c": {"d": 1}}}}, ["consult"] * 10_000, [True]),
    *(guarantors(*["FRA"] * 10_000), [{"state": []}], [{"state": "FRA", "bound": [], "approval": {}}]),
    *([{"state": {"x": 1}, "bound": "individually", "approval": "ratified"}], [{1: 2, None: 3, (4,): 5}]),
    *(
        [guarantor("FRA") | {"\ud800": 1}],
        [guarantor("\ud800")],
        {"state": "FRA"},
        {10**5000: 1},
        b"x",
        object(),
    ),
    *(set(), lambda: None, ("consult", "aid"), range(3)),
]


def check_any_draft(terms: dict[str, Any]) -> None:
    """Whatever it holds, a draft says what is wrong, settles, saves and comes back."""
    draft = Draft.from_dict(terms)
    faults = draft.faults()
    for fault in faults:
        assert isinstance(fault, Fault)
        assert fault.field in NAMES
        reads_well(fault.sentence)
    settled = draft.settled()
    assert Guarantee.from_json(settled.to_json()) == settled == Guarantee.from_code(draft.to_code())
    assert set(settled.terms()) <= set(draft.to_dict())
    wrong = {fault.field for fault in draft.wrong()}
    assert set(draft.to_dict()) - wrong <= set(settled.terms()) | {"guarantors"}
    saved = json.dumps(draft.to_dict(), ensure_ascii=False, allow_nan=False).encode("utf-8")
    assert Draft.from_dict(json.loads(saved)) == draft
    if faults:
        with pytest.raises(Unfinished):
            draft.finish()
    else:
        assert draft.finish() == settled
        assert set(settled.terms()) == set(draft.to_dict())


@pytest.mark.parametrize("place", range(len(NASTY)))
def test_any_field_may_hold_anything(place: int) -> None:
    for name in NAMES:
        check_any_draft({**WHOLE, name: NASTY[place]})
    check_any_draft(dict.fromkeys(NAMES, NASTY[place]))
    assert Draft.from_dict({"colour": NASTY[place]}).to_dict() == {}


@given(promises.messy())
@settings(max_examples=100)
def test_any_draft_settles(terms: dict[str, Any]) -> None:
    check_any_draft(terms)


def test_a_draft_keeps_nothing_of_the_mapping_it_was_made_from() -> None:
    terms = {"attacks": ["cyber"]}
    draft = Draft.from_dict(terms)
    terms["attacks"].append("threat")
    draft.to_dict()["attacks"].append("threat")
    assert draft.to_dict() == {"attacks": ["cyber"]}


# --- gaps -----------------------------------------------------------------------------------------------

#: Terms that leave each gap open, and what closes it.
GAPS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "no_protege": ({}, {"protege": "UKR"}),
    "no_guarantor": ({}, {"guarantors": guarantors("FRA")}),
    "collective": (
        {"guarantors": [guarantor("FRA", "collectively"), guarantor("GBR", "collectively")]},
        {"guarantors": guarantors("FRA", "GBR")},
    ),
    "collective_alone": (
        {"guarantors": [guarantor("FRA", "collectively")]},
        {"guarantors": guarantors("FRA")},
    ),
    "political": (
        {"guarantors": [guarantor("NLD", approval="political")]},
        {"guarantors": guarantors("NLD")},
    ),
    "executive": (
        {"guarantors": [guarantor("USA", approval="executive")]},
        {"guarantors": guarantors("USA")},
    ),
    "no_minimum": ({"guarantors": guarantors("FRA", "GBR")}, {"minimum_guarantors": 2}),
    "no_lead": ({"guarantors": guarantors("FRA", "GBR")}, {"lead": "FRA"}),
    "mutual_unsaid": ({"protege": "UKR"}, {"mutual": False}),
    "no_event": ({}, {"attacks": ["armed_attack"]}),
    "no_blockade": ({"attacks": ["armed_attack"]}, {"attacks": ["armed_attack", "blockade"]}),
    "no_cyber": ({"attacks": ["armed_attack"]}, {"attacks": ["armed_attack", "cyber"]}),
    "no_hybrid": ({"attacks": ["armed_attack"]}, {"attacks": ["armed_attack", "hybrid"]}),
    "no_territory": ({}, {"territory": "recognised_borders"}),
    "area_unnamed": ({"territory": "treaty_area"}, {"territory": "recognised_borders"}),
    "no_seas": ({"attacks": ["armed_attack"]}, {"seas_and_air": False}),
    "no_decider": ({}, {"decider": "protege"}),
    "each_decides": ({"decider": "each_guarantor"}, {"decider": "protege"}),
    "unanimity": ({"decider": "unanimity"}, {"decider": "majority"}),
    "majority": ({"decider": "majority"}, {"decider": "protege"}),
    "two_thirds": ({"decider": "two_thirds"}, {"decider": "protege"}),
    "vote_of_one": ({"decider": "unanimity", "guarantors": guarantors("FRA")}, {"decider": "organ"}),
    "council_veto": ({"decider": "security_council", "guarantors": guarantors("POL")}, {"decider": "organ"}),
    "council_sought": (
        {"obligations": ["security_council"], "guarantors": guarantors("RUS")},
        {"guarantors": guarantors("POL")},
    ),
    "council_veto_inside": (
        {"decider": "security_council", "guarantors": guarantors("RUS")},
        {"guarantors": guarantors("POL")},
    ),
    "joint_finding": ({"decider": "joint_finding"}, {"decider": "protege"}),
    "organ": ({"decider": "organ"}, {"decider": "protege"}),
    "decider_unnamed": ({"decider": "third_state"}, {"decider_state": "CHE"}),
    "one_decides": (
        {"decider": "one_head_of_state", "decider_state": "USA"},
        {"decider": "organ", "decider_state": None},
    ),
    "request_then_finding": ({"decider": "organ", "request_needed": True}, {"request_needed": False}),
    "nothing_owed": ({}, {"obligations": ["consult"]}),
    "no_help": ({"obligations": ["refrain", "consult"]}, {"obligations": ["consult", "aid"]}),
    "right_only": ({"obligations": ["right_to_act"]}, {"obligations": ["right_to_act", "arms"]}),
    "discretion": (
        {"obligations": ["action_deemed_necessary"], "stationed_forces_thousands": 5},
        {"obligations": ["all_means"]},
    ),
    "discretion_no_forces": ({"obligations": ["action_deemed_necessary"]}, {"stationed_forces_thousands": 5}),
    "meet_danger": ({"obligations": ["meet_danger"]}, {"obligations": ["meet_danger", "arms"]}),
    "constitution_no_limit": ({"constitutional_processes": True}, {"help_within_days": 30}),
    "no_hours": ({"obligations": ["consult"]}, {"consult_within_hours": 24}),
    "word_no_days": ({"obligations": ["aid"], "help_word": "immediate"}, {"help_within_days": 3}),
    "talk_no_help": ({"obligations": ["aid"], "consult_within_hours": 24}, {"help_within_days": 3}),
    "no_days": ({"obligations": ["aid"]}, {"help_within_days": 3}),
    "force_unsaid": ({"obligations": ["aid"]}, {"armed_force": "possible"}),
    "days_no_forces": ({"help_within_days": 1}, {"stationed_forces_thousands": 1}),
    "no_form": ({}, {"form": "treaty"}),
    "soft_form": ({"form": "oral"}, {"form": "executive_agreement"}),
    "no_duration": ({}, {"duration": "indefinite"}),
    "no_renewal": ({"duration": "fixed", "years": 10}, {"renewal": "none"}),
    "no_exit_word": ({}, {"exit": "none_stated"}),
    "exit_at_will": ({"exit": "at_will"}, {"exit": "on_notice"}),
    "condition_unverified": ({"conditions": ["reforms"]}, {"review_years": 1}),
    "ceiling_without_number": ({"conditions": ["force_ceiling"]}, {"force_ceiling_thousands": 600}),
    "staged_shot": ({"voids": ["protege_attacks_first"]}, {"decider": "third_state"}),
    "voted_away": ({"voids": ["guarantors_vote"]}, {"voids": ["settlement_reached"]}),
    "no_report": ({"obligations": ["all_means"]}, {"reporting": ["security_council"]}),
}


def gaps_of(terms: dict[str, Any]) -> dict[str, Gap]:
    settled = {name: value for name, value in terms.items() if value is not None}
    return {gap.id: gap for gap in made(settled).gaps()}


def test_there_is_an_example_of_every_gap() -> None:
    assert set(GAPS) == {key for key, text in words.section("gaps").items() if isinstance(text, str)}


@pytest.mark.parametrize("key", GAPS)
def test_a_gap_is_found_and_closed(key: str) -> None:
    terms, remedy = GAPS[key]
    gap = gaps_of(terms)[key]
    assert fits(gap.sentence, f"gaps.{key}")
    assert set(gap.fields) & set(remedy), "the gap names a term that closes it"
    assert key not in gaps_of({**terms, **remedy})


@given(promises.guarantees(12))
def test_gaps_read_well_and_stand_in_order(promise: Guarantee) -> None:
    gaps = promise.gaps()
    assert len({gap.id for gap in gaps}) == len(gaps)
    assert [gap.question for gap in gaps] == sorted((gap.question for gap in gaps), key=words.QUESTIONS.index)
    for gap in gaps:
        reads_well(gap.sentence)
        assert set(gap.fields) <= set(NAMES)
        assert gap.question == words.field(gap.fields[0]).question
        if promise.protege == "any_party":
            text = re.sub(r"“.*?”", "", gap.sentence)
            assert "guarantor" not in text
            assert "protected state" not in text


def test_what_is_settled_is_no_gap() -> None:
    tight = {
        **{"protege": "UKR", "guarantors": guarantors("POL"), "mutual": False, "minimum_guarantors": 1},
        "attacks": ["armed_attack", "blockade", "cyber", "hybrid"],
        **{"territory": "recognised_borders", "seas_and_air": True, "decider": "protege"},
        **{"obligations": ["consult", "all_means"], "consult_within_hours": 24, "help_within_days": 30},
        **{"armed_force": "owed", "form": "treaty", "duration": "indefinite", "exit": "none_stated"},
        "reporting": ["security_council"],
    }
    assert gaps_of(tight) == {}
