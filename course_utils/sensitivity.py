"""How far a result of the game rests on the numbers that were assumed: bands, and each number's weight.

Every number of the game is a teaching value or a student's claim. So no result stands alone: `bands` gives
the range that it takes when all of them are uncertain, `weights` which of them carries the conclusion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from course_utils import datasets, game
from course_utils.designs import DEFAULTS, PER_GUARANTOR, Array

UNCERTAIN: Final = ("c", "sigma_C", "H", "g", "T0", "d", "f", "k", "s", "kappa", "A", "sigma_G")
"""The twelve numbers that a band takes as uncertain where nothing else is said."""

CLAIMS: Final = ("B", "w_C", "phi_b", "phi_N", "bel_sign", "bel_test", "mu")
"""Claims about the peace, the war and what C believes: the other numbers whose weight is asked for."""

_DIVIDED: Final = ("b", "f", "k")
"""Numbers of each guarantor whose range holds for all guarantors together."""

_SHARES: Final = frozenset({"g", "z", "yv", "rho_none", "rho_aid", "e_a", "k_a", "mu", "chi", "esc", "g_g"})


def bands(
    parameters: Mapping[str, ArrayLike],
    *,
    outputs: Sequence[str] = ("p_attack", "V"),
    uncertain: Iterable[str] = UNCERTAIN,
    spread: float = 0.2,
    draws: int = 1000,
    seed: int = 3,
    levels: Sequence[float] = (0.05, 0.5, 0.95),
) -> dict[str, tuple[float, ...]]:
    """Return the range of results of one design when its numbers are only roughly known.

    Each uncertain number is multiplied by e^(spread·x), x drawn from the standard normal; what is a chance
    stays at most 1. The graded game (layer 1b) is solved for each draw. Source: model, section 10.

    Args:
        parameters: one design, as for `game.solve_graded`.
        outputs: names of results without a guarantor axis.
        uncertain: names of the numbers that vary; a number that is 0 stays 0.
        spread: standard deviation of the logarithm, at least 0.
        draws: how many, at least 1.
        seed: of the random numbers: the same seed gives the same band.
        levels: the quantiles, from 0 to 1.

    Returns:
        For each output its quantiles, in the output's unit.

    Raises:
        ValueError: spread is below 0, draws below 1, or as `game.solve_graded`.

    Example:
        >>> low, middle, high = bands({}, draws=200)["p_attack"]
        >>> low < middle < high
        True
    """
    if spread < 0 or draws < 1:
        raise ValueError("spread must be at least 0 and draws at least 1")
    rng = np.random.default_rng(seed)
    design = {name: np.asarray(value, dtype=np.float64) for name, value in parameters.items()}
    for name in uncertain:
        noise = np.exp(spread * rng.standard_normal(draws))
        value = design.get(name, np.asarray(DEFAULTS[name]))
        drawn = value * (noise[:, None] if name in PER_GUARANTOR else noise)
        design[name] = np.minimum(drawn, 1.0) if name in _SHARES else drawn
    found = game.solve_graded(design)
    return {name: tuple(float(one) for one in np.quantile(found[name], levels)) for name in outputs}


@dataclass(frozen=True)
class Weight:
    """What one assumption does to the two results when it alone is moved over its range.

    Attributes:
        name: the number, by its name in the table `primitives`.
        label: what a student reads.
        low: its lowest value, in its unit.
        high: its highest.
        risk: least and greatest risk of attack over the range (probability).
        margin: least and greatest margin with which C signs over the range (pr); below 0 it refuses.
        turns_deterring: whether the risk is at most α in part of the range only.
        turns_signing: whether C signs in part of the range only.
    """

    name: str
    label: str
    low: float
    high: float
    risk: tuple[float, float]
    margin: tuple[float, float]
    turns_deterring: bool
    turns_signing: bool

    @property
    def turns(self) -> int:
        """How many of the two answers it turns, 0 to 2."""
        return self.turns_deterring + self.turns_signing


def weights(
    parameters: Mapping[str, ArrayLike],
    *,
    alpha: float,
    names: Iterable[str] | None = None,
    steps: int = 9,
) -> tuple[Weight, ...]:
    """Move each assumption alone over its range, and say how far the risk and C's margin move.

    The conclusion is a pair of answers: does C sign (M_C ≥ 0), and is it deterred (p ≤ α)? The range is that
    of the table `primitives`, widened where a design stands outside it. Source: model, section 10; unlike an
    index, a bar is read in the result's own unit.

    Args:
        parameters: one design, as for `game.solve_graded`.
        alpha: the risk that the others live with (probability).
        names: the numbers to move; those of `UNCERTAIN` and `CLAIMS` otherwise.
        steps: how many places of the range are looked at, at least 2, beside the place where it stands.

    Returns:
        One weight for each number: those that turn most answers first, then by how far they move the risk.

    Raises:
        ValueError: a name is unknown, steps is below 2, or as `game.solve_graded`.

    Example:
        >>> [one.name for one in weights({"w_C": 0.1}, alpha=0.1) if one.turns_signing][:2]
        ['c', 'B']
    """
    if steps < 2:
        raise ValueError("steps must be at least 2")
    rows = {str(row["id"]): row for row in datasets.rows("primitives")}
    chosen = (*UNCERTAIN, *CLAIMS) if names is None else tuple(names)
    unknown = sorted(set(chosen) - DEFAULTS.keys())
    if unknown:
        raise ValueError(f"no such term: {', '.join(unknown)}")
    found = []
    for name in chosen:
        row = rows[name]
        now = np.asarray(parameters.get(name, DEFAULTS[name]), dtype=np.float64)
        share = now.size if name in _DIVIDED else 1
        ends = (float(str(row["minimum"])) / share, float(str(row["maximum"])) / share)
        scale = _scale(name, now, *ends, steps)
        moved = game.solve_graded({**parameters, name: scale})
        risk, margin = np.asarray(moved["p_attack"]), np.asarray(moved["M_C"])
        first, last = (float(np.mean(end)) * share for end in (scale[0], scale[-1]))
        found.append(
            Weight(
                name,
                str(row["label"]),
                first,
                last,
                (float(risk.min()), float(risk.max())),
                (float(margin.min()), float(margin.max())),
                bool((risk <= alpha).any() and (risk > alpha).any()),
                bool((margin >= 0).any() and (margin < 0).any()),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.turns, one.risk[0] - one.risk[1])))


def _scale(name: str, now: Array, low: float, high: float, steps: int) -> Array:
    """The places of a number's range, with the place where it stands among them; guarantors last."""
    if name not in PER_GUARANTOR:
        places = np.linspace(min(low, float(now)), max(high, float(now)), steps)
        return np.unique(np.append(places, now))
    each = np.atleast_1d(now)
    mean = float(each.mean())
    places = np.unique(np.append(np.linspace(min(low, mean), max(high, mean), steps), mean))[:, None]
    return places * (each / mean) if mean else np.broadcast_to(places, (len(places), len(each)))
