"""The cases: every one loads, history is told without its outcome, and the answers are in the vocabulary."""

import re

import pytest

from course_utils import cases, datasets, words

ALL = cases.all()
STATES = {str(row["id"]) for row in datasets.rows("states")}
#: What only the end of a story would say: what guarantors did, and how the course reads it.
OUTCOMES = re.compile(
    r"\b(declared war on (its|the)|honour|invok|veto|sanction|quarantine|convoy|leaflet|unsigned|exceed"
    r"|symbolic|kept (its|the|their) (word|promise)|broke (its|the|their) (word|promise)|stayed neutral"
    r"|came to (its|the|their) help|did no more|relieved|resolution)",
    re.IGNORECASE,
)


def test_there_are_thirty_of_history_that_tell_the_tests_and_the_rest_is_invented() -> None:
    history = [case for case in ALL if case.history]
    invented = [case for case in ALL if not case.history]
    tests = [str(row["id"]) for row in datasets.rows("tests")]
    assert len(history) == 30
    assert len(invented) >= 16
    assert [*ALL] == history + invented
    assert list(dict.fromkeys(case.test for case in history)) == tests
    assert len(tests) == 28
    assert all(case.test == case.id[:3] and case.date for case in history)
    assert all(case.test == case.date == "" for case in invented)
    assert len({case.id for case in ALL}) == len({case.title for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_a_case_is_whole(case: cases.Case) -> None:
    assert cases.get(case.id) is case
    assert case.title[0].isupper()
    assert case.title[-1] not in ".?!"
    assert case.happened.endswith(".")
    assert case.uncertain == "" or case.uncertain.endswith(".")
    assert tuple(case.attacks) == tuple(words.field("attacks").options)
    assert tuple(case.places) == tuple(words.field("territory").options)
    assert set(case.left_out) == set(words.field("exclusions").options) - {"provoked", "attack_by_party"}
    for part in (case.attacks, case.places, case.left_out, case.facts):
        assert set(part.values()) <= set(cases.ANSWERS)
    assert set(case.attacks.values()) != {cases.NO}, "a case in which nothing happens"
    if cases.ARGUABLE in case.attacks.values():
        assert case.uncertain or case.history, "what is uncertain about it is not said"


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_the_states_are_known_and_nobody_attacks_itself(case: cases.Case) -> None:
    named = (case.protected, *case.attackers, *case.struck, *case.new_government)
    assert set(named) <= STATES
    assert case.protected not in case.attackers
    assert case.protected not in case.struck
    assert not set(case.attackers) & set(case.struck)
    assert len(set(case.attackers)) == len(case.attackers)
    assert bool(case.attackers) == (case.facts["attacker_known"] == cases.YES)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_what_is_told_does_not_name_the_outcome(case: cases.Case) -> None:
    told = f"{case.title} {case.happened} {case.uncertain}"
    assert not OUTCOMES.search(told)
    if case.history:
        row = datasets.row("tests", case.test)
        for column in ("response", "outcome_note", "days_note"):
            assert not runs(told) & runs(str(row[column] or "")), column


def runs(text: str, length: int = 5) -> set[tuple[str, ...]]:
    """Every run of so many words."""
    said = re.findall(r"[\w’']+", text.lower())
    return {tuple(said[place : place + length]) for place in range(len(said) - length + 1)}


def test_the_check_on_outcomes_would_notice_one() -> None:
    assert OUTCOMES.search("Then the United Kingdom invoked the treaty.")
    response = str(datasets.row("tests", "t26")["response"])
    assert runs(f"Armenia asks. {response}") & runs(response)


def test_least_and_most_weigh_answers() -> None:
    assert cases.ANSWERS == ("no", "arguable", "yes")
    for one in cases.ANSWERS:
        assert cases.least(one) == cases.most(one) == one
        assert cases.least(one, "no") == "no"
        assert cases.most(one, "yes") == "yes"


def test_an_unknown_case_says_what_was_meant() -> None:
    with pytest.raises(datasets.UnknownRow, match="blockade_of_odesa"):
        cases.get("blockade_of_odessa")


def test_nobody_can_change_a_case() -> None:
    with pytest.raises(TypeError):
        cases.get("t19").attacks["cyber"] = "yes"  # type: ignore[index]
