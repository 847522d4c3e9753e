"""The bridge: every term is translated or said to move nothing, and no state brings a number with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import promises
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import bridge, cases, datasets, game, instruments, replay, words
from course_utils.designs import DEFAULTS
from course_utils.guarantee import Guarantee, Guarantor

ROWS = datasets.rows("bridge")
TEXTS = instruments.ids()
SPECIAL = {"number", "yes", "any", "other", "no_open_attack", None}


def guarantor(state: str, **said: str) -> Guarantor:
    return Guarantor(**{"state": state, "bound": "individually", "approval": "ratified", **said})


def same(left: dict[str, Any], right: dict[str, Any]) -> bool:
    return left.keys() == right.keys() and all(np.array_equal(left[name], right[name]) for name in left)


# --- the table ----------------------------------------------------------------------------------------


def test_each_field_stands_in_the_table() -> None:
    assert {str(row["field"]) for row in ROWS} == {field.name for field in words.fields()}


def test_each_row_names_an_option_of_its_field_and_a_number_of_the_game() -> None:
    for row in ROWS:
        field = words.field(str(row["field"]))
        if row["option"] not in SPECIAL and field.name != "guarantors":
            assert row["option"] in field.options, row["id"]
        assert (row["primitive"] is None) == (row["how"] == "none") == (row["number"] is None), row["id"]
        assert row["primitive"] is None or row["primitive"] in DEFAULTS, row["id"]


def test_each_option_that_is_a_single_choice_moves_something_or_is_listed() -> None:
    listed = {(str(row["field"]), row["option"]) for row in ROWS}
    neutral = {
        ("armed_force", "not_mentioned"),
        ("armed_force", "possible"),
        ("armed_force", "named"),
        ("cover", "none"),
        ("peacetime_weapons", "none"),
        ("nuclear", "none"),
        ("exit", "on_notice"),
        ("exit", "none_stated"),
    }
    for field in words.fields():
        if field.kind == "choice" and (field.name, "any") not in listed:
            for option in field.options:
                assert ((field.name, option) in listed) != ((field.name, option) in neutral), (field, option)


def test_a_number_stands_within_its_range_and_a_claim_starts_at_nothing() -> None:
    for row in datasets.rows("primitives"):
        low, high = float(str(row["minimum"])), float(str(row["maximum"]))
        assert low < high
        for name in ("value", "builder"):
            assert row[name] is None or low <= float(str(row[name])) <= high, row["id"]
    starts = bridge.starting_values()
    assert {starts[name] for name in ("B", "w_C", "phi_H", "phi_b", "phi_N", "zeta", "y")} == {0.0}


# --- the translation ----------------------------------------------------------------------------------


@settings(max_examples=150)
@given(promises.guarantees(3), st.sampled_from([None, "RUS", "CHN", "USA", "POL"]))
def test_any_guarantee_becomes_a_design_that_can_be_solved(
    guarantee: Guarantee, attacker: str | None
) -> None:
    numbers = game.from_guarantee(guarantee, attacker=attacker)
    assert set(numbers) <= set(DEFAULTS)
    n = max(len(guarantee.guarantors or ()), 1)
    assert all(np.shape(numbers[name]) == (n,) for name in ("f", "b", "k", "A", "m", "rho_aid"))
    for solved in (game.solve_graded(numbers), game.solve(numbers)):
        assert 0 <= solved["p_attack"] <= 1
        assert solved["converged"]
    assert {step.field for step in bridge.steps(guarantee)} <= {field.name for field in words.fields()}


@pytest.mark.parametrize("text", TEXTS)
def test_no_real_instrument_and_no_attacker_brings_a_war_or_a_peace_with_it(text: str) -> None:
    guarantee = instruments.get(text)
    for attacker in (None, "RUS", "CHN"):
        numbers = game.from_guarantee(guarantee, attacker=attacker)
        assert numbers["w_C"] == 0.0
        solved = game.solve_graded(numbers)
        relief = bridge.starting_values()["relief"] if guarantee.snapback_sanctions else 0.0
        assert solved["B_eff"] == pytest.approx(relief, abs=1e-12)


@settings(max_examples=60)
@given(promises.guarantees(3), st.permutations(["DEU", "FRA", "GBR", "POL", "USA", "TUR"]))
def test_who_the_guarantors_are_changes_nothing(guarantee: Guarantee, names: list[str]) -> None:
    if not guarantee.guarantors or guarantee.protege in names or len(guarantee.guarantors) > len(names):
        return
    named = tuple(
        one.model_copy(update={"state": name}) for one, name in zip(guarantee.guarantors, names, strict=False)
    )
    other = guarantee.model_copy(update={"guarantors": named, "lead": None})
    assert same(game.from_guarantee(guarantee), game.from_guarantee(other))


def test_only_a_veto_of_its_own_makes_the_attacker_matter() -> None:
    pact = Guarantee(guarantors=(guarantor("RUS"), guarantor("FRA")), decider="unanimity")
    assert game.from_guarantee(pact, attacker="RUS")["yv"] == 0.0
    assert game.solve_graded(game.from_guarantee(pact, attacker="RUS"))["Gamma"] == 0.0
    assert same(game.from_guarantee(pact, attacker="CHN"), game.from_guarantee(pact))
    council = Guarantee(decider="security_council")
    assert game.from_guarantee(council, attacker="SUN")["yv"] == 0.0
    assert game.from_guarantee(council, attacker="DEU")["yv"] == DEFAULTS["yv"]
    left_out = Guarantee(
        guarantors=(guarantor("RUS"),), exclusions=("attack_by_party",), territory="recognised_borders"
    )
    assert game.from_guarantee(left_out, attacker="RUS")["g"] == 0.0
    assert (
        game.from_guarantee(left_out, attacker="CHN")["g"] == DEFAULTS["g"] * 0.8
    )  # the event is not settled


def test_a_majority_is_more_than_half_and_two_thirds_are_rounded_up() -> None:
    for n, half, thirds in ((1, 1, 1), (2, 2, 2), (3, 2, 2), (4, 3, 3), (5, 3, 4), (6, 4, 4)):
        who = tuple(guarantor(state) for state in ("FRA", "GBR", "DEU", "POL", "ITA", "ESP")[:n])
        for decider, needed in (("majority", half), ("two_thirds", thirds), ("unanimity", n)):
            numbers = game.from_guarantee(Guarantee(guarantors=who, decider=decider))
            got = numbers["V"] if decider == "unanimity" else numbers["k_v"]
            assert got == needed
            assert numbers["n_v"] == (0 if decider == "unanimity" else n)


BASE = Guarantee(
    guarantors=(guarantor("FRA"), guarantor("GBR")),
    attacks=("armed_attack",),
    territory="recognised_borders",
    decider="each_guarantor",
    obligations=("aid",),
    help_word="none",
    form="treaty",
)


def risk(**terms: Any) -> float:
    return float(game.solve_graded(game.from_guarantee(BASE.model_copy(update=terms)))["p_attack"])


@pytest.mark.parametrize(
    "terms",
    [
        {"stationed_forces_thousands": 100},
        {"forces_committed_thousands": 100},
        {"nuclear": "umbrella"},
        {"own_forces_thousands": 900},
        {"cover": "air_and_sea"},
        {"peacetime_weapons": "arms"},
        {"help_word": "prompt"},
        {"snapback_sanctions": True},
        {"integrated_command": True},
    ],
)
def test_what_arrives_or_stands_there_lowers_the_risk(terms: dict[str, Any]) -> None:
    assert risk(**terms) < risk() - 1e-4


@pytest.mark.parametrize(
    "terms",
    [
        {"obligations": ("consult",)},
        {"form": "oral"},
        {"territory": "line_of_contact"},
        {"decider": "unanimity"},
        {"exit": "at_will"},
        {"exclusions": ("provoked",)},
        {"constitutional_processes": True},
        {"consult_within_hours": 700},
        {"attacks": ("cyber",)},
        {"guarantors": (guarantor("FRA", approval="political"), guarantor("GBR", approval="political"))},
        {"guarantors": (guarantor("FRA", bound="collectively"), guarantor("GBR", bound="collectively"))},
        {"own_forces_thousands": 900, "force_ceiling_thousands": 200},
        {"guarantors": None},
    ],
)
def test_what_waters_a_promise_down_raises_the_risk(terms: dict[str, Any]) -> None:
    assert risk(**terms) > risk() + 1e-4


def test_a_number_of_days_counts_where_troops_are_set_aside_and_is_a_word_where_none_are() -> None:
    def days(**terms: Any) -> float:
        return float(game.from_guarantee(BASE.model_copy(update=terms))["d"][0])

    assert days() == 45
    assert days(help_within_days=3) == 30
    assert days(help_within_days=3, forces_committed_thousands=10) == 3
    assert days(forces_committed_thousands=10) == replay.TEACHING_VALUES.move_days
    assert days(stationed_forces_thousands=10) == 10
    assert days(stationed_forces_thousands=0) == 45
    assert days(forces_committed_thousands=0) == 45


def test_the_days_of_the_response_clock_are_its_days() -> None:
    clock = replay.Assumptions(decide_days=4, parliament_days=6, together_days=9, move_days=20)
    slow = BASE.model_copy(
        update={
            "constitutional_processes": True,
            "guarantors": (guarantor("FRA", bound="collectively"), guarantor("GBR")),
        }
    )
    assert game.from_guarantee(slow, clock=clock)["m"].tolist() == [19, 10]


# --- the peace ----------------------------------------------------------------------------------------


def test_the_clauses_that_touch_the_peace_do_so_only_under_the_students_claims() -> None:
    terms = BASE.model_copy(
        update={
            "conditions": ("neutrality", "no_foreign_bases", "force_ceiling"),
            "force_ceiling_thousands": 300,
            "snapback_sanctions": True,
        }
    )
    silent = bridge.peace_parts(terms, {"relief": 0.0})
    assert set(silent.values()) == {0.0}
    claims = {"phi_N": 0.1, "phi_b": 0.3, "phi_H": 0.2, "relief": 0.05, "bases_expected": 0.1, "B": 0.07}
    parts = bridge.peace_parts(terms, claims)
    assert parts["neutrality"] == pytest.approx(0.1)
    assert parts["bases"] == pytest.approx(0.03)
    assert parts["arms"] == pytest.approx(0.2 * (0.6 - 0.3))
    assert parts["relief"] == pytest.approx(0.05)
    solved = game.solve_graded(game.from_guarantee(terms, claims))
    assert solved["B_eff"] == pytest.approx(0.07 + sum(parts.values()), abs=1e-12)


def test_a_false_assumption_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no such assumption: moscow_war_value"):
        game.from_guarantee(BASE, {"moscow_war_value": 0.5})


def test_a_case_brings_no_number_either() -> None:
    """Cases name attackers; none of them changes the design of a promise without a veto."""
    attackers = {state for case in cases.all() for state in case.attackers}
    assert len(attackers) > 5
    assert all(
        same(game.from_guarantee(BASE, attacker=state), game.from_guarantee(BASE))
        for state in attackers - {"FRA", "GBR"}
    )
