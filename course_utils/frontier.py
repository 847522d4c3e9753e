"""The frontier of the guarantee game: which guarantees deter, which are signed, and whether any does both.

All guarantees that reach C only through what an attack is worth to it lie on one curve, whatever their
wording, speed or force. So two thresholds on it decide: the least risk that C still signs, and the most risk
that the others live with. Units as in `game`: C's payoffs in C's prize (pr). Equation numbers are those of
the course's model text, section 2. Nothing here is a forecast: R, σ and α are the student's claims.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from course_utils import bridge, game, replay, words
from course_utils.designs import DEFAULTS, PER_GUARANTOR, Array, Result
from course_utils.guarantee import Guarantee

_NO_LIFT: Final = 1e-12


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
    t, bite, sigma, short, risk = np.broadcast_arrays(*_numbers(T, D, sigma_C, R, alpha))
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


def bargaining_range(
    *,
    p_w: ArrayLike,
    c_C: ArrayLike,
    c_P: ArrayLike,
    relief: ArrayLike,
    V: ArrayLike,
    p: ArrayLike,
    L: ArrayLike,
) -> Result:
    """Which shares of the pie C and P both prefer to going on with the war.

    C takes x ≥ p_w − c_C − relief − V, P grants x ≤ p_w + c_P − p·L (10). With a perfect guarantee, p and V
    zero, the range is never empty; the guarantee widens it where p·L > V. Source: model, Theorem 6; the range
    is that of Fearon 1995, the guarantor that solves the commitment problem that of Walter 1997.

    Args:
        p_w: chance that C wins the war if it goes on (probability).
        c_C: what the war costs C (pr), at least 0.
        c_P: what the war costs P (pr), at least 0.
        relief: what the peace brings C beside its share (pr), at least 0.
        V: what the chance to attack later is worth to C (pr), at least 0.
        p: risk of a new attack (probability).
        L: what a new attack costs P (pr), at least 0.

    Returns:
        `low`, `high` (shares, not clipped to 0…1) and `length` = c_C + c_P + relief + V − p·L; the range is
        empty where the length is below 0. Floats where all was scalar, else arrays of the shape to which the
        arguments broadcast.

    Raises:
        ValueError: p_w or p is no probability, or a cost, relief, V or L is below 0.

    Example:
        >>> found = bargaining_range(p_w=0.5, c_C=0.1, c_P=0.2, relief=0.0, V=0.05, p=0.25, L=0.8)
        >>> [round(found[name], 2) for name in ("low", "high", "length")]
        [0.35, 0.5, 0.15]
    """
    names = ("p_w", "c_C", "c_P", "relief", "V", "p", "L")
    given = dict(zip(names, _numbers(p_w, c_C, c_P, relief, V, p, L), strict=True))
    for name, value in given.items():
        _within(name, value, 0.0, 1.0 if name in ("p_w", "p") else np.inf)
    win, cost_C, cost_P, carrot, option, risk, loss = np.broadcast_arrays(*given.values())
    return {
        "low": _plain(win - cost_C - carrot - option),
        "high": _plain(win + cost_P - risk * loss),
        "length": _plain(cost_C + cost_P + carrot + option - risk * loss),
    }


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

    Few digits on purpose: R, σ and α are claims. Source: model, sections 12 and 14.

    Args:
        change: what `what_would_have_to_change` returned for scalars (pr).

    Returns:
        One sentence.

    Raises:
        TypeError: the mapping holds arrays.

    Example:
        >>> change_in_words(what_would_have_to_change(B=0.0, w_C=0.05, sigma_C=0.2, alpha=0.10))
        'Some guarantee that deters is signed if B rises by 0.029, or if w falls by 0.029.'
    """
    rise, fall = change["B_must_rise_by"], change["w_must_fall_by"]
    if not isinstance(rise, float):
        raise TypeError("one design at a time")
    key = "too_weak" if not change["strong_enough"] else "open" if change["open"] else "shut"
    return words.text(f"frontier.{key}", rise=_short(rise), fall=_short(fall))


# --- one design on the map ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Position:
    """Where one design stands between those who must sign it, under stated claims.

    The map has the risk of attack on one axis and, on the other, what the settlement gives C beyond the
    stated peace: `worth` = V + B_eff − B. C signs where that is at least R = w − B. What reaches C only
    through its gain from attacking stands on the curve V = −σ·ln(1−p) (Theorem 2); `lift` is how far above it
    a design stands, and `lifts` by which kind of clause.

    Attributes:
        sigma_C: spread of C's private temptation (pr).
        alpha: the risk that is lived with (probability).
        B: the stated worth of the peace to C (pr).
        w_C: the stated worth of the war to C (pr).
        p: risk of attack (probability).
        worth: what signing gives C beyond the stated peace (pr).
        lift: how far that lies above the curve at this risk (pr).
        lifts: kind of clause and its part of the lift (pr), where it has one: bases, arms, neutrality,
            relief, lapse, beliefs.
        T: C's gain if nobody helps (pr).
        D: how much less it is if every guarantor surely sends force (pr).
        Q: the share of D that C expects.
        alpha_P: the most risk with which the protégé signs (probability; may lie outside 0 to 1).
        alpha_G: the most risk with which every guarantor signs (likewise).
        unique: whether the guarantors' part has one solution only.
    """

    sigma_C: float
    alpha: float
    B: float
    w_C: float
    p: float
    worth: float
    lift: float
    lifts: tuple[tuple[str, float], ...]
    T: float
    D: float
    Q: float
    alpha_P: float
    alpha_G: float
    unique: bool

    @property
    def R(self) -> float:
        """C's shortfall under the stated peace (pr).

        >>> position({"w_C": 0.05}, alpha=0.1).R
        0.05
        """
        return self.w_C - self.B

    @property
    def p_min(self) -> float:
        """The least risk under any guarantee on the curve that C signs (6).

        >>> round(position({"w_C": 0.05}, alpha=0.1).p_min, 3)
        0.221
        """
        return float(least_accepted_risk(R=self.R, sigma_C=self.sigma_C))

    @property
    def signs(self) -> bool:
        """Whether C signs this design.

        >>> position({"w_C": 5.0}, alpha=0.1).signs
        False
        """
        return self.worth >= self.R

    @property
    def deters(self) -> bool:
        """Whether the risk is one that is lived with.

        >>> position({}, alpha=0.9).deters
        True
        """
        return self.p <= self.alpha

    @property
    def everybody_signs(self) -> bool:
        """Whether C, the protégé and every guarantor sign this design at this risk.

        >>> position({}, alpha=0.1).everybody_signs
        True
        """
        return self.signs and self.p <= min(self.alpha_P, self.alpha_G)


def position(
    parameters: Mapping[str, ArrayLike],
    *,
    alpha: float,
    B: float | None = None,
    parts: Mapping[str, float] | None = None,
) -> Position:
    """Place one design on the map.

    Source: model, Theorems 2, 5 and 7, sections 2.7 and 2.8; graded game (layer 1b).

    Args:
        parameters: one design, as for `game.solve_graded`.
        alpha: the risk that is lived with (probability).
        B: the peace as it was stated, before any clause touched it (pr); the design's own B otherwise.
        parts: what each kind of clause added to that peace (pr), as `bridge.peace_parts` returns it; what
            the design's own phi_b, phi_H and phi_N make of it otherwise.

    Returns:
        The position.

    Raises:
        ValueError: alpha is no probability, or as `game.solve_graded`.

    Example:
        >>> found = position({"phi_N": 0.05, "neutral": 1}, alpha=0.1)
        >>> found.lifts, round(found.lift, 3)
        ((('neutrality', 0.05),), 0.05)
    """
    _within("alpha", np.asarray(alpha, dtype=np.float64), 0.0, 1.0)

    def number(name: str) -> float:
        return float(np.sum(np.asarray(parameters.get(name, DEFAULTS[name]), dtype=np.float64)))

    def off(solved: Mapping[str, Any]) -> float:
        """How far C's option stands above the curve at the risk of this solution."""
        return float(solved["V"]) - _worth_at(float(solved["p_attack"]), sigma)

    sigma, stated = number("sigma_C"), number("B") if B is None else B
    if parts is None:
        parts = {
            "bases": -number("phi_b") * number("b") if "b" in parameters else 0.0,
            "arms": -number("phi_H") * number("H"),
            "neutrality": number("phi_N") * number("neutral"),
        }
    solved, short = game.solve_graded(parameters), game.bite(parameters)
    lapse = beliefs = 0.0
    if number("bel_sign") != number("bel_test"):
        beliefs = off(solved)
    if number("mu"):
        lapse = off(game.solve_graded({**parameters, "bel_sign": number("bel_test")}))
        beliefs -= lapse if beliefs else 0.0
    found = {**parts, "lapse": lapse, "beliefs": beliefs}
    p, worth = float(solved["p_attack"]), float(solved["V"] + solved["B_eff"] - stated)
    ready = thresholds(
        R=number("w_C") - stated,
        sigma_C=sigma,
        y=number("y") - number("a_H") * number("H"),
        w_P=number("w_P"),
        L_P=solved["L_P"],
        S=parameters.get("S", DEFAULTS["S"]),
        w_G=parameters.get("w_G", DEFAULTS["w_G"]),
        L_G=solved["L_G"],
    )
    return Position(
        sigma_C=sigma,
        alpha=float(alpha),
        B=stated,
        w_C=number("w_C"),
        p=p,
        worth=worth,
        lift=worth - _worth_at(p, sigma),
        lifts=tuple((name, part) for name, part in found.items() if abs(part) > _NO_LIFT),
        T=short["T"],
        D=short["D"],
        Q=(short["T"] - solved["U"]) / short["D"] if short["D"] else 0.0,
        alpha_P=float(ready["alpha_P"]),
        alpha_G=float(np.min(ready["alpha_G"], initial=np.inf)),
        unique=solved["unique"],
    )


def of_guarantee(
    guarantee: Guarantee,
    assumptions: Mapping[str, float],
    *,
    alpha: float,
    attacker: str | None = None,
    clock: replay.Assumptions = replay.TEACHING_VALUES,
) -> Position:
    """Place a guarantee on the map, under stated assumptions.

    Args:
        guarantee: the terms.
        assumptions: as for `game.from_guarantee`; B, w_C and the like are the student's to claim.
        alpha: the risk that is lived with (probability).
        attacker: as for `game.from_guarantee`.
        clock: as for `game.from_guarantee`.

    Returns:
        The position.

    Raises:
        ValueError: an assumption has no such name, or alpha is no probability.

    Example:
        >>> neutral = Guarantee(conditions=("neutrality",))
        >>> [name for name, _ in of_guarantee(neutral, {"phi_N": 0.1}, alpha=0.1).lifts]
        ['neutrality']
    """
    return position(
        game.from_guarantee(guarantee, assumptions, attacker=attacker, clock=clock),
        alpha=alpha,
        B=assumptions.get("B", bridge.starting_values()["B"]),
        parts=bridge.peace_parts(guarantee, assumptions),
    )


def to_do(place: Position) -> dict[str, Any]:
    """What would have to change for this design to be signed, and to deter: always both ways.

    C signs it where B is higher by what is missing, or w lower by as much. It deters where the risk is α:
    that needs C's gain from attacking to fall, and then C asks for more (Theorem 3). Whether any design on
    the curve could do both is a question of R alone (Theorem 2).

    Args:
        place: the position of the design.

    Returns:
        `B_must_rise_by` and `w_must_fall_by` (pr) for C to sign this design; `risk_must_fall_by`
        (probability) and `gain_must_fall_by` (pr) for it to deter; `B_must_rise_by_then` and
        `w_must_fall_by_then` (pr) for C to sign it once it deters, its lift kept. 0: nothing is missing.

    Example:
        >>> found = to_do(position({"w_C": 0.5}, alpha=0.1))
        >>> found["B_must_rise_by"] == found["w_must_fall_by"] < found["w_must_fall_by_then"]
        True
    """
    missing = max(place.R - place.worth, 0.0)
    too_risky = max(place.p - place.alpha, 0.0)
    gain = float(_gain_worth(np.asarray(_worth_at(place.p, place.sigma_C)), np.asarray(place.sigma_C)))
    with np.errstate(divide="ignore"):
        at_alpha = place.sigma_C * (np.log(place.alpha) - np.log1p(-place.alpha))
    then = missing
    if too_risky:
        then = max(place.R - place.lift - _worth_at(place.alpha, place.sigma_C), 0.0)
    return {
        "B_must_rise_by": missing,
        "w_must_fall_by": missing,
        "risk_must_fall_by": too_risky,
        "gain_must_fall_by": float(max(gain - at_alpha, 0.0)) if too_risky else 0.0,
        "B_must_rise_by_then": then,
        "w_must_fall_by_then": then,
    }


def to_do_in_words(place: Position) -> str:
    """Say what `to_do` found: whether this design is signed, whether it deters, and what would change that.

    Args:
        place: the position of the design.

    Returns:
        Sentences that name both ways, and the claims on which they rest.

    Example:
        >>> to_do_in_words(position({"w_C": 0.5}, alpha=0.1))[:56]
        'As it stands, the attacker in this case does not sign: B'
    """
    found = to_do(place)
    said = {name: _short(value) for name, value in found.items()}
    said |= {
        "R": _short(place.R),
        "B": _short(place.B),
        "w": _short(place.w_C),
        "alpha": percent(place.alpha),
    }
    parts = ["signed" if place.signs else "not_signed", "deters" if place.deters else "deters_not"]
    if place.signs and place.deters:
        parts = ["both"]
    elif place.alpha == 0.0:
        parts[1] = "no_risk"
    elif not place.deters:
        parts.append("signed_then" if found["B_must_rise_by_then"] == 0.0 else "not_signed_then")
    return " ".join(words.text(f"frontier.{part}", **said) for part in [*parts, "claims"])


def percent(chance: float) -> str:
    """A chance in whole per cent, as far as a teaching value can be meant.

    >>> percent(0.1), percent(0.004), percent(1.0)
    ('10 per cent', 'under 1 per cent', '100 per cent')
    """
    if 0.0 < chance < 0.005:
        return words.text("frontier.under_one")
    if 0.995 < chance < 1.0:
        return words.text("frontier.over_99")
    return words.text("frontier.percent", number=round(100 * chance))


# --- the curve, and designs off it ------------------------------------------------------------------------


def curve(*, sigma_C: float, p: ArrayLike) -> Array:
    """What the chance to attack later is worth to C at each risk: V = −σ·ln(1−p), Theorem 2.

    Args:
        sigma_C: spread of C's private temptation (pr), above 0.
        p: risks of attack (probability, below 1).

    Returns:
        V (pr), an array like `p`.

    Raises:
        ValueError: sigma_C is not above 0, or p is outside 0 to 1.

    Example:
        >>> curve(sigma_C=0.2, p=[0.0, 0.438]).round(3).tolist()
        [0.0, 0.115]
    """
    risks = np.asarray(p, dtype=np.float64)
    _positive("sigma_C", np.asarray(sigma_C, dtype=np.float64))
    _within("p", risks, 0.0, np.nextafter(1.0, 0.0))
    return np.asarray(-sigma_C * np.log1p(-risks))


def cloud(
    parameters: Mapping[str, ArrayLike],
    *,
    alpha: float,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    size: int = 600,
    seed: int = 7,
) -> Result:
    """Many designs of other terms under the same claims: on the curve, or a cloud with a best edge.

    Each number of `ranges` is drawn evenly between its ends, for all guarantors alike; everything else stays
    as it is in `parameters`. Where no term touches the peace itself, and nothing lapses and no belief
    changes, every design stands on the curve. Source: model, section 2.7.

    Args:
        parameters: one design, as for `game.solve_graded`.
        alpha: the risk that is lived with (probability).
        ranges: lowest and highest of each number that a text can move; `TERMS` otherwise.
        size: how many designs, at least 1.
        seed: of the random numbers.

    Returns:
        Arrays over designs: `p` risk, `worth` = V + B_eff − B and `lift` above the curve (pr), `signs`,
        `deters`; and `edge_p`, `edge`: the best worth within each twentieth of the risks (nan: no design).

    Raises:
        ValueError: alpha is no probability, size is below 1, or as `game.solve_graded`.

    Example:
        >>> bool(np.abs(cloud({}, alpha=0.1, size=50)["lift"]).max() < 1e-12)
        True
        >>> bool(cloud({"phi_b": 0.4}, alpha=0.1, size=50)["lift"].min() < -0.02)
        True
    """
    _within("alpha", np.asarray(alpha, dtype=np.float64), 0.0, 1.0)
    if size < 1:
        raise ValueError("size must be at least 1")
    rng = np.random.default_rng(seed)
    design: dict[str, ArrayLike] = dict(parameters)
    for name, (low, high) in (TERMS if ranges is None else ranges).items():
        drawn = rng.uniform(low, high, size)
        design[name] = drawn[:, None] if name in PER_GUARANTOR else drawn
    solved = game.solve_graded(design)
    stated = float(np.asarray(parameters.get("B", DEFAULTS["B"])))
    sigma = float(np.asarray(parameters.get("sigma_C", DEFAULTS["sigma_C"])))
    shape = (size,)
    p = np.broadcast_to(solved["p_attack"], shape)
    worth = np.broadcast_to(solved["V"] + solved["B_eff"] - stated, shape)
    short = float(np.asarray(parameters.get("w_C", DEFAULTS["w_C"]))) - stated
    places = np.linspace(0.025, 0.975, 20)
    bins = np.minimum((p * 20).astype(int), 19)
    edge = np.array([worth[bins == i].max() if (bins == i).any() else np.nan for i in range(20)])
    return {
        "p": p.copy(),
        "worth": worth.copy(),
        "lift": worth - curve(sigma_C=sigma, p=p),
        "signs": worth >= short,
        "deters": p <= alpha,
        "edge_p": places,
        "edge": edge,
    }


TERMS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        **{"A": (0.0, 1.6), "z": (0.0, 0.5), "g": (0.0, 1.0), "m": (0.0, 15.0), "d": (0.0, 90.0)},
        **{"b": (0.0, 0.2), "k": (0.0, 0.6), "f": (0.2, 2.0), "rho_none": (0.0, 1.0), "neutral": (0.0, 1.0)},
    }
)
"""What a text can move, and how far, for the cloud: teaching values."""


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


def _worth_at(p: float, sigma: float) -> float:
    """V on the curve at a risk."""
    return float(-sigma * np.log1p(-min(p, np.nextafter(1.0, 0.0))))


def _short(value: float) -> str:
    """Three decimals at most: these are claims, and what follows from them."""
    if abs(value) >= 100:
        return f"{value:.0f}"
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _value(U: Array, sigma: Array) -> Array:
    return np.asarray(game.base(T=U, D=0.0, Q=0.0, sigma_C=sigma)["V"])


def _logistic(u: Array) -> Array:
    return np.asarray(game.base(T=u, D=0.0, Q=0.0, sigma_C=1.0)["p_attack"])


def _plain(value: Any) -> Any:
    """A float or a bool for one number, else the array."""
    array = np.asarray(value)
    return array.item() if array.ndim == 0 else array
