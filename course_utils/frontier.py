"""The frontier of the guarantee game: which guarantees deter, which are signed, and whether any does both.

All guarantees that reach C only through what an attack is worth to it lie on one curve, whatever their
wording, speed or force. So two thresholds on it decide: the least risk that C still signs, and the most risk
that the others live with. Units as in `game`: C's payoffs in C's prize (pr). Equation numbers are those of
the course's model text, section 2. Nothing here is a forecast: R, σ and α are the student's claims.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils import game

Array: TypeAlias = NDArray[np.float64]
Result: TypeAlias = dict[str, Any]


def window(*, T: ArrayLike, D: ArrayLike, sigma_C: ArrayLike, R: ArrayLike, alpha: ArrayLike) -> Result:
    """Between which credibilities a guarantee both deters and is signed.

    Q_deter = [T − σ·ln(α/(1−α))]/D ≤ Q ≤ Q_accept = [T − σ·ln(e^(R/σ)−1)]/D (7); C accepts anything where
    R ≤ 0. Source: model, Theorem 2.

    Args:
        T: temptation (pr).
        D: bite (pr), at least 0; at 0 credibility changes nothing and both ends are infinite.
        sigma_C: spread of C's private temptation (pr), above 0.
        R: shortfall, what war is worth to C more than the peace (pr).
        alpha: the risk of attack that is lived with (probability).

    Returns:
        `Q_deter`, `Q_accept` (not clipped to 0…1), `nonempty` whether a credibility of 0…1 lies between, and
        `strongest_accepted_p`, the risk under the most credible guarantee that C signs (nan: it signs none).
        Floats where all was scalar, else arrays of the shape to which the arguments broadcast.

    Raises:
        ValueError: sigma_C is not above 0, D below 0, or alpha no probability.

    Example:
        >>> found = window(T=0.4, D=0.9, sigma_C=0.2, R=0.05, alpha=0.10)
        >>> round(found["Q_deter"], 3), round(found["Q_accept"], 3), found["nonempty"]
        (0.933, 0.724, False)
    """
    t, bite, sigma, short, risk = _numbers(T, D, sigma_C, R, alpha)
    _positive("sigma_C", sigma)
    _within("D", bite, 0.0, np.inf)
    _within("alpha", risk, 0.0, 1.0)
    with np.errstate(divide="ignore"):
        weakest = _over(t - sigma * (np.log(risk) - np.log1p(-risk)), bite, -np.inf)
    strongest = _over(t - _gain_worth(short, sigma), bite, np.inf)
    credibility = np.minimum(strongest, 1.0)
    with np.errstate(invalid="ignore"):
        p = _logistic((t - np.where(credibility >= 0.0, credibility, np.nan) * bite) / sigma)
    return {
        "Q_deter": _plain(weakest),
        "Q_accept": _plain(strongest),
        "nonempty": _plain((weakest <= strongest) & (weakest <= 1.0) & (strongest >= 0.0)),
        "strongest_accepted_p": _plain(p),
    }


def least_accepted_risk(*, R: ArrayLike, sigma_C: ArrayLike) -> Any:
    """The least risk of attack under any guarantee of known strength that C signs.

    p_min = 1 − e^(−R⁺/σ) (6). Source: model, Theorem 2.

    Args:
        R: shortfall, what war is worth to C more than the peace (pr).
        sigma_C: spread of C's private temptation (pr), above 0.

    Returns:
        A probability; a float, or an array of the shape to which the arguments broadcast.

    Raises:
        ValueError: sigma_C is not above 0.

    Example:
        >>> [round(p, 3) for p in least_accepted_risk(R=[-0.1, 0.02, 0.05], sigma_C=0.2).tolist()]
        [0.0, 0.095, 0.221]
    """
    short, sigma = _numbers(R, sigma_C)
    _positive("sigma_C", sigma)
    return _plain(-np.expm1(-np.maximum(short, 0.0) / sigma))


def least_risk_with_lapse(*, R: ArrayLike, T: ArrayLike, sigma_C: ArrayLike) -> Any:
    """The same bound where the guarantee may lapse before the attack, for all to see: lower.

    p ≥ R·p(T)/V(T) (9), the chord of the curve from no guarantee to a perfect one. Source: model, Theorem 5.

    Args:
        R: shortfall (pr).
        T: what an attack is worth to C without any obligation, voluntary help counted (pr).
        sigma_C: spread of C's private temptation (pr), above 0.

    Returns:
        A probability, 0 where R ≤ 0; nan where R > V(T), where C signs nothing. A float, or an array of the
        shape to which the arguments broadcast.

    Raises:
        ValueError: sigma_C is not above 0.

    Example:
        >>> round(least_risk_with_lapse(R=0.05, T=0.325, sigma_C=0.2), 3)
        0.116
    """
    short, t, sigma = _numbers(R, T, sigma_C)
    _positive("sigma_C", sigma)
    worth, risk = _value(t, sigma), _logistic(t / sigma)
    with np.errstate(divide="ignore", invalid="ignore"):
        bound = np.where(short <= 0.0, 0.0, np.where(short <= worth, short * (risk / worth), np.nan))
    return _plain(bound)


def price_of_deterrence(*, p_from: ArrayLike, p_to: ArrayLike, sigma_C: ArrayLike) -> Any:
    """What it costs C that the risk goes from one level to another: the carrot that leaves it indifferent.

    V(p_from) − V(p_to) = σ·ln[(1−p_to)/(1−p_from)]; the slope is dV/dU = p, so C objects loudest where the
    guarantee is weakest. Source: model, Theorem 3; concessions that buy off, Benson & Smith 2022.

    Args:
        p_from: risk of attack before (probability, below 1).
        p_to: risk of attack after (probability, below 1); above `p_from` the price is negative.
        sigma_C: spread of C's private temptation (pr), above 0.

    Returns:
        A price (pr); a float, or an array of the shape to which the arguments broadcast.

    Raises:
        ValueError: a risk is not between 0 and 1, or is 1, or sigma_C is not above 0.

    Example:
        >>> price_of_deterrence(p_from=[0.8, 0.05], p_to=[0.5, 0.01], sigma_C=0.2).round(3).tolist()
        [0.183, 0.008]
    """
    before, after, sigma = _numbers(p_from, p_to, sigma_C)
    _positive("sigma_C", sigma)
    for name, value in (("p_from", before), ("p_to", after)):
        _within(name, value, 0.0, np.nextafter(1.0, 0.0))
    return _plain(sigma * (np.log1p(-after) - np.log1p(-before)))


def thresholds(
    *,
    R: ArrayLike,
    sigma_C: ArrayLike,
    y: ArrayLike,
    w_P: ArrayLike,
    L_P: ArrayLike,
    S: ArrayLike = (),
    w_G: ArrayLike = (),
    L_G: ArrayLike = (),
) -> Result:
    """Who else must sign: the least risk for C against the most risk for each of the others.

    P signs where p ≤ α_P = (y − w_P)/L_P; a guarantor where −S − p·L_G ≥ w_G, so up to α_G = −(S + w_G)/L_G.
    A deal exists where p_min (6) is at most the smallest of them. Source: model, section 2.8; losses as
    `game.solve` returns them (its names `L_P`, `L_G`; take a_H·H off y), for designs on the curve.

    Args:
        R: C's shortfall (pr).
        sigma_C: spread of C's private temptation (pr), above 0.
        y: peace value to P (P's stake).
        w_P: war value to P (P's stake).
        L_P: what an attack costs P (P's stake), above 0.
        S: sunk cost of each guarantor (κ), guarantors in the last axis; empty: none need sign.
        w_G: value to each guarantor of no deal (κ).
        L_G: what an attack costs each guarantor (κ). Where it is not above 0 a guarantor does not mind the
            risk: it asks for at least `floor_G` instead, which is else minus infinity.

    Returns:
        `p_min`, `alpha_P`, `alpha_G` and `floor_G` (guarantors last), `smallest` tolerance of all,
        `deal` whether a risk from 0 to 1 suits everyone.

    Raises:
        ValueError: sigma_C or L_P is not above 0.

    Example:
        >>> found = thresholds(R=0.05, sigma_C=0.2, y=0.0, w_P=-0.1, L_P=0.6, S=[0.0], w_G=[-1.0], L_G=[1.5])
        >>> round(found["p_min"], 3), round(found["smallest"], 3), found["deal"]
        (0.221, 0.167, False)
    """
    short, sigma, peace, war, loss = _numbers(R, sigma_C, y, w_P, L_P)
    _positive("sigma_C", sigma)
    _positive("L_P", loss)
    sunk, outside, loss_each = np.broadcast_arrays(*map(np.atleast_1d, _numbers(S, w_G, L_G)))
    p_min = np.asarray(least_accepted_risk(R=short, sigma_C=sigma))
    alpha_P = (peace - war) / loss
    slack = -(sunk + outside)  # what the deal is worth to a guarantor at no risk
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha_G = np.where(loss_each > 0.0, slack / loss_each, np.inf)
        floor_G = np.where(loss_each > 0.0, -np.inf, np.where(slack >= 0.0, -np.inf, slack / loss_each))
    smallest = np.minimum(alpha_P, alpha_G.min(axis=-1, initial=np.inf))
    least = np.maximum(p_min, floor_G.max(axis=-1, initial=-np.inf))
    deal = (least <= smallest) & (smallest >= 0.0) & (least <= 1.0)
    shape = np.broadcast_shapes(p_min.shape, smallest.shape)
    return {
        "p_min": _plain(p_min),
        "alpha_P": _plain(alpha_P),
        "alpha_G": alpha_G,
        "floor_G": floor_G,
        "smallest": _plain(np.broadcast_to(smallest, shape).copy()),
        "deal": _plain(deal),
    }


def what_would_have_to_change(
    *,
    B: ArrayLike,
    w_C: ArrayLike,
    sigma_C: ArrayLike,
    alpha: ArrayLike,
    T: ArrayLike | None = None,
    D: ArrayLike | None = None,
) -> Result:
    """How far the peace or the war must move before a guarantee that deters is signed: always both ways.

    The window is open where R = w − B ≤ −σ·ln(1−α), so B ≥ w + σ·ln(1−α). With T and D, where credibility
    can be moved from 0 to 1, it must also hold that R ≤ V(T), or even no guarantee is signed, and that the
    strongest guarantee deters, which neither B nor w can mend. Source: model, Theorem 2 (a)–(c), section 14.

    Args:
        B: value of the peace to C (pr).
        w_C: value of the war to C (pr).
        sigma_C: spread of C's private temptation (pr), above 0.
        alpha: the risk of attack that is lived with (probability, below 1).
        T: temptation (pr), or None: as tempting as need be.
        D: bite (pr), or None: as strong as need be. Both or neither.

    Returns:
        `B_must_rise_by` and `w_must_fall_by` (pr; each alone suffices; 0: the window is open; infinity: no B
        and no w opens it), `largest_R` with which it is open (pr), `open`, and `strong_enough`, whether some
        credibility deters. Floats where all was scalar, else arrays.

    Raises:
        ValueError: sigma_C is not above 0, alpha not in [0, 1), D below 0, or only one of T and D is given.

    Example:
        >>> found = what_would_have_to_change(B=0.0, w_C=0.05, sigma_C=0.2, alpha=0.10)
        >>> round(found["B_must_rise_by"], 3), round(found["w_must_fall_by"], 3)
        (0.029, 0.029)
    """
    if (T is None) != (D is None):
        raise ValueError("T and D go together")
    peace, war, sigma, risk = _numbers(B, w_C, sigma_C, alpha)
    _positive("sigma_C", sigma)
    _within("alpha", risk, 0.0, np.nextafter(1.0, 0.0))
    largest = -sigma * np.log1p(-risk)
    strong = np.ones(largest.shape, dtype=bool)
    if T is not None and D is not None:
        t, bite = _numbers(T, D)
        _within("D", bite, 0.0, np.inf)
        with np.errstate(divide="ignore"):
            strong = t - bite <= sigma * (np.log(risk) - np.log1p(-risk))
        largest = np.minimum(largest, _value(t, sigma))
    largest, strong = np.where(strong, largest, -np.inf), np.asarray(strong)
    need = np.maximum(war - peace - largest, 0.0)
    return {
        "B_must_rise_by": _plain(need),
        "w_must_fall_by": _plain(need.copy()),
        "largest_R": _plain(largest),
        "open": _plain(need == 0.0),
        "strong_enough": _plain(strong),
    }


def change_in_words(change: Mapping[str, Any]) -> str:
    """What `what_would_have_to_change` found for one design, as a sentence that names both ways.

    Two digits on purpose: R, σ and α are claims. Source: model, sections 12 and 14.

    Args:
        change: what `what_would_have_to_change` returned for scalars (pr).

    Returns:
        One sentence.

    Raises:
        TypeError: the mapping holds arrays.

    Example:
        >>> change_in_words(what_would_have_to_change(B=0.0, w_C=0.05, sigma_C=0.2, alpha=0.10))
        'A guarantee that deters is signed if B rises by 0.029, or if w falls by 0.029.'
    """
    rise, fall = change["B_must_rise_by"], change["w_must_fall_by"]
    if not isinstance(rise, float):
        raise TypeError("one design at a time")
    if not change["strong_enough"]:
        return "No guarantee here deters enough: neither a rise of B nor a fall of w changes that."
    if change["open"]:
        return "A guarantee that deters is signed as it is: B need not rise, and w need not fall."
    return f"A guarantee that deters is signed if B rises by {rise:.2g}, or if w falls by {fall:.2g}."


# --- numbers --------------------------------------------------------------------------------------------


def _numbers(*values: ArrayLike) -> list[Array]:
    return [np.asarray(value, dtype=np.float64) for value in values]


def _within(name: str, value: Array, low: float, high: float) -> None:
    if not bool(np.all((value >= low) & (value <= high))):
        raise ValueError(f"{name} must be a number from {low:.3g} to {high:.3g}")


def _positive(name: str, value: Array) -> None:
    if not bool(np.all(value > 0.0)):
        raise ValueError(f"{name} must be above 0")


def _over(above: Array, bite: Array, tie: float) -> Array:
    """A credibility; without bite plus or minus infinity by the sign of what is left, `tie` if nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bite > 0.0, above / bite, np.where(above == 0.0, tie, np.sign(above) * np.inf))


def _gain_worth(V: Array, sigma: Array) -> Array:
    """The U whose option is worth V: σ·ln(e^(V/σ)−1), minus infinity where V ≤ 0."""
    x = V / sigma
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        small = np.log(np.expm1(np.clip(x, 0.0, 1.0)))
        large = x + np.log1p(-np.exp(-np.maximum(x, 1.0)))
    return np.asarray(sigma * np.where(x > 1.0, large, small))


def _value(U: Array, sigma: Array) -> Array:
    return np.asarray(game.base(T=U, D=0.0, Q=0.0, sigma_C=sigma)["V"])


def _logistic(u: Array) -> Array:
    return np.asarray(game.base(T=u, D=0.0, Q=0.0, sigma_C=1.0)["p_attack"])


def _plain(value: Any) -> Any:
    """A float or a bool for one number, else the array."""
    array = np.asarray(value)
    return array.item() if array.ndim == 0 else array
