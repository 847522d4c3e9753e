"""One design on the map: on the curve unless one of four kinds of clause lifts it, and always both ways."""

from __future__ import annotations

import re
from typing import Any

import draws
import numpy as np
import promises
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import frontier, game
from course_utils.guarantee import Guarantee

ALPHA = 0.1
CLAIMS = {"B": 0.0, "w_C": 0.05}


def wordings() -> st.SearchStrategy[Guarantee]:
    """Guarantees whose clauses neither touch the peace nor lapse."""
    return promises.guarantees(3).map(
        lambda one: one.model_copy(
            update={"conditions": None, "snapback_sanctions": None, "voids": None, "exit": None}
        )
    )


@settings(max_examples=120)
@given(wordings(), st.floats(-0.2, 0.3))
def test_whatever_wording_is_dragged_the_dot_stays_on_the_curve(one: Guarantee, w: float) -> None:
    place = frontier.of_guarantee(one, {"w_C": w}, alpha=ALPHA)
    assert place.lifts == ()
    assert abs(place.lift) < 1e-12
    assert pytest.approx(w) == place.R
    if place.signs:
        assert place.p + 1e-12 >= place.p_min  # Theorem 2
    if place.R <= 0:
        assert place.signs


LIFTS = {
    "bases": ({"conditions": ("no_foreign_bases",)}, {"phi_b": 0.4, "bases_expected": 0.1}),
    "neutrality": ({"conditions": ("neutrality",)}, {"phi_N": 0.04}),
    "arms": ({"conditions": ("force_ceiling",), "force_ceiling_thousands": 500}, {"phi_H": 0.3}),
    "relief": ({"snapback_sanctions": True}, {"relief": 0.1}),
    "lapse": ({"exit": "at_will"}, {}),
    "beliefs": ({}, {"bel_sign": 0.5}),
}
STRONG: dict[str, Any] = {
    "guarantors": ({"state": "FRA", "bound": "individually", "approval": "ratified"},),
    "attacks": ("armed_attack",),
    "territory": "recognised_borders",
    "decider": "each_guarantor",
    "obligations": ("all_means",),
    "form": "treaty",
    "forces_committed_thousands": 400,
    "stationed_forces_thousands": 60,
}


@pytest.mark.parametrize("kind", LIFTS)
def test_each_kind_of_clause_lifts_the_dot_off_the_curve(kind: str) -> None:
    terms, claims = LIFTS[kind]
    plain = Guarantee.model_validate(STRONG)
    lifted = Guarantee.model_validate(STRONG | terms)
    before = frontier.of_guarantee(plain, CLAIMS, alpha=ALPHA)
    after = frontier.of_guarantee(lifted, CLAIMS | claims, alpha=ALPHA)
    assert abs(before.lift) < 1e-12
    (only,) = after.lifts
    assert only[0] == kind
    assert after.lift > 1e-4
    assert after.lift == pytest.approx(sum(part for _, part in after.lifts), abs=1e-12)


@settings(max_examples=120)
@given(
    promises.guarantees(3),
    st.fixed_dictionaries(
        {
            "phi_b": st.floats(0, 0.4),
            "phi_H": st.floats(0, 0.4),
            "phi_N": st.floats(0, 0.4),
            "bel_sign": st.floats(0.3, 1.5),
            "bel_test": st.floats(0.3, 1.5),
            "B": st.floats(-0.3, 0.5),
            "w_C": st.floats(-0.3, 0.5),
        }
    ),
)
def test_the_parts_of_a_lift_add_up_and_the_margin_is_that_of_the_game(
    one: Guarantee, claims: dict[str, float]
) -> None:
    place = frontier.of_guarantee(one, claims, alpha=ALPHA)
    assert place.lift == pytest.approx(sum(part for _, part in place.lifts), abs=1e-9)
    solved = game.solve_graded(game.from_guarantee(one, claims))
    assert place.worth - place.R == pytest.approx(solved["M_C"], abs=1e-12)
    assert place.p == solved["p_attack"]
    assert pytest.approx(solved["U"], abs=1e-12) == place.T - place.Q * place.D


def test_what_would_have_to_change_is_enough_and_not_too_much() -> None:
    rng = draws.generator("to_do")
    turned = 0
    for row in range(300):
        drawn = draws.designs(rng, 1, 2)
        design = {**draws.scalars(drawn, 0), "alpha": None}
        del design["alpha"]
        place = frontier.position(design, alpha=ALPHA)
        todo = frontier.to_do(place)
        assert todo["B_must_rise_by"] == todo["w_must_fall_by"]
        assert todo["B_must_rise_by_then"] == todo["w_must_fall_by_then"]
        if not place.signs:
            turned += 1
            need = todo["B_must_rise_by"]
            for name, sign in (("B", 1), ("w_C", -1)):
                for by, signs in ((need + 1e-9, True), (need - 1e-9, False)):
                    moved = frontier.position({**design, name: design[name] + sign * by}, alpha=ALPHA)
                    assert moved.signs == signs, (row, name)
    assert turned > 20


def test_once_it_deters_it_is_signed_with_what_was_named() -> None:
    """Theorem 2: at the risk alpha the curve gives C −σ·ln(1−α)."""
    place = frontier.position({"w_C": 0.3}, alpha=ALPHA)
    then = frontier.to_do(place)["B_must_rise_by_then"]
    assert then == pytest.approx(0.3 + 0.2 * np.log(0.9))
    window = frontier.window(T=place.T, D=5.0, sigma_C=0.2, R=0.3 - then, alpha=ALPHA)
    assert window["Q_deter"] == pytest.approx(window["Q_accept"])


@settings(max_examples=80)
@given(promises.guarantees(3), st.floats(-0.3, 0.5), st.floats(-0.3, 0.5), st.floats(0.01, 0.6))
def test_the_words_name_both_ways_or_neither(one: Guarantee, B: float, w: float, alpha: float) -> None:
    place = frontier.of_guarantee(one, {"B": B, "w_C": w}, alpha=alpha)
    said = frontier.to_do_in_words(place)
    assert said.count("B must rise") == said.count("w must fall")
    assert said.count("B rises") == said.count("w falls")
    assert said.endswith("in units of the prize.")
    assert not re.search(r"nan|inf|\d\.\d{4}|e-", said), said
    assert ("does not sign" in said) == (not place.signs)
    assert ("does not deter" in said) == (not place.deters)


@pytest.mark.parametrize("alpha", [-0.1, 1.1, float("nan")])
def test_a_risk_that_is_none_is_refused(alpha: float) -> None:
    with pytest.raises(ValueError, match="alpha must be a number from 0 to 1"):
        frontier.position({}, alpha=alpha)


def test_no_risk_at_all_is_never_reached_on_the_logistic_curve() -> None:
    place = frontier.position({}, alpha=0.0)
    assert not place.deters
    assert "never" in frontier.to_do_in_words(place)


def test_the_cloud_is_the_curve_until_a_claim_touches_the_peace() -> None:
    strong = {"w_C": 0.1, "c": 0.45}
    flat = frontier.cloud(strong, alpha=0.3)
    assert np.abs(flat["lift"]).max() < 1e-12
    assert flat["signs"].any()
    assert flat["deters"].any()
    assert not (flat["signs"] & flat["deters"]).any()
    spread = frontier.cloud({**strong, "phi_b": 0.4, "phi_N": 0.2}, alpha=0.3)
    assert spread["lift"].min() < -0.02
    assert spread["lift"].max() > 0.1
    assert (spread["signs"] & spread["deters"]).any()
    again = frontier.cloud({**strong, "phi_b": 0.4, "phi_N": 0.2}, alpha=0.3)
    assert np.array_equal(spread["p"], again["p"])
    bins = np.minimum((spread["p"] * 20).astype(int), 19)
    for place, best in enumerate(spread["edge"]):
        inside = spread["worth"][bins == place]
        assert np.isnan(best) if not inside.size else best == inside.max()


def test_the_worked_example_on_the_map() -> None:
    """Model, section 1: .05 shuts the window, .02 opens it, at 0 and below everything is signed."""
    layer0 = {"T": 0.4, "D": 0.9, "sigma_C": 0.2, "alpha": 0.10}
    shut, open_, below = (frontier.window(**layer0, R=R) for R in (0.05, 0.02, -0.01))
    assert (round(shut["Q_accept"], 3), round(shut["Q_deter"], 3), shut["nonempty"]) == (0.724, 0.933, False)
    assert (round(open_["Q_deter"], 3), round(open_["Q_accept"], 3)) == (0.933, 0.945)
    assert below["Q_accept"] == np.inf
    assert round(below["Q_deter"], 3) == 0.933
