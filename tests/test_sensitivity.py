"""Bands and weights: seeded, honest about what they vary, and right where the answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils import game, sensitivity
from course_utils.designs import DEFAULTS


def test_the_same_seed_gives_the_same_band_and_another_seed_another() -> None:
    assert sensitivity.bands({}) == sensitivity.bands({})
    assert sensitivity.bands({}) != sensitivity.bands({}, seed=4)


def test_the_band_of_the_default_design_is_wide() -> None:
    """Model, section 10: 20 per cent of noise on twelve numbers around .64 gives about .42 to .81."""
    numbers = {"rho_none": 1.0, "e_a": 0.0, "k_a": 0.0, "kappa_a": 50.0, "rho_aid": 1.0}  # force or nothing
    low, middle, high = sensitivity.bands(numbers, draws=20_000)["p_attack"]
    assert middle == pytest.approx(game.solve({})["p_attack"], abs=0.02)
    assert low == pytest.approx(0.42, abs=0.03)
    assert high == pytest.approx(0.81, abs=0.03)


def test_without_noise_the_band_is_a_point_and_with_more_noise_it_is_wider() -> None:
    point = sensitivity.bands({}, spread=0.0, draws=5)["p_attack"]
    assert point == pytest.approx([game.solve_graded({})["p_attack"]] * 3, abs=1e-15)
    widths = []
    for spread in (0.05, 0.2, 0.4):
        low, _, high = sensitivity.bands({}, spread=spread)["p_attack"]
        widths.append(high - low)
    assert widths == sorted(widths)
    assert widths[0] > 0


def test_a_band_holds_for_several_guarantors_and_any_output() -> None:
    found = sensitivity.bands({"f": [0.5, 0.5, 0.5], "A": [1.2, 0.8, 0.2]}, outputs=["M_C", "p_min", "U"])
    assert set(found) == {"M_C", "p_min", "U"}
    assert found["p_min"] == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("bad", [{"spread": -0.1}, {"draws": 0}])
def test_a_band_refuses_what_it_cannot_draw(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="at least"):
        sensitivity.bands({}, **bad)  # type: ignore[arg-type]


def test_each_weight_is_what_moving_the_number_by_hand_gives() -> None:
    parameters = {"w_C": 0.1, "f": [0.6, 0.4], "k": 0.1}
    found = {one.name: one for one in sensitivity.weights(parameters, alpha=0.3, steps=5)}
    assert set(found) == {*sensitivity.UNCERTAIN, *sensitivity.CLAIMS}
    for name in ("c", "H", "T0", "B", "bel_test"):
        one = found[name]
        places = np.unique([*np.linspace(one.low, one.high, 5), DEFAULTS.get(name, 0.0)])
        by_hand = [game.solve_graded({**parameters, name: place}) for place in places]
        risks, margins = [one["p_attack"] for one in by_hand], [one["M_C"] for one in by_hand]
        assert one.risk == pytest.approx((min(risks), max(risks)), abs=1e-12)
        assert one.margin == pytest.approx((min(margins), max(margins)), abs=1e-12)
        assert one.turns_deterring == (min(risks) <= 0.3 < max(risks))
        assert one.turns_signing == (min(margins) < 0 <= max(margins))


def test_what_touches_the_signature_alone_never_moves_the_risk() -> None:
    found = {one.name: one for one in sensitivity.weights({"w_C": 0.1}, alpha=0.3)}
    for name in ("B", "w_C", "bel_sign"):
        low, high = found[name].risk
        assert high - low < 1e-12
        assert not found[name].turns_deterring
    assert found["B"].turns_signing
    assert found["w_C"].turns_signing


def test_the_heaviest_stand_first() -> None:
    found = sensitivity.weights({"w_C": 0.1}, alpha=0.3)
    turns = [one.turns for one in found]
    assert turns == sorted(turns, reverse=True)
    swings = [one.risk[1] - one.risk[0] for one in found if one.turns == 0]
    assert swings == sorted(swings, reverse=True)


def test_forces_of_many_guarantors_are_moved_together_over_one_range() -> None:
    one = next(w for w in sensitivity.weights({"f": [0.1] * 10}, alpha=0.1) if w.name == "f")
    assert (one.low, one.high) == pytest.approx((0.0, 4.0))


def test_a_number_outside_its_range_widens_it() -> None:
    one = next(w for w in sensitivity.weights({"c": 0.9}, alpha=0.1) if w.name == "c")
    assert (one.low, one.high) == (0.05, 0.9)


def test_a_weight_refuses_a_name_that_is_none() -> None:
    with pytest.raises(ValueError, match="no such term: courage"):
        sensitivity.weights({}, alpha=0.1, names=["courage"])
    with pytest.raises(ValueError, match="at least 2"):
        sensitivity.weights({}, alpha=0.1, steps=1)
