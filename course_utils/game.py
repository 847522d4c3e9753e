"""The guarantee game: what a guarantee does to the one it is meant to deter, and to those who sign it.

One challenger C, one protégé P, guarantors G₁…Gₙ. C signs a settlement that holds a guarantee, or lets the
war go on; later C is privately tempted and attacks or not; the attack is found to fall under the guarantee,
or not; each guarantor honours or not; help arrives in time, or too late. Every type is private and realised
after signing, so the solution is a perfect Bayesian equilibrium without signalling.

Layers: `base` (0: seven numbers), `solve` (1: the terms of a guarantee; with 2 the grey zone, 3 the
protégé's provocation, 4 beliefs, 6 lapse), `solve_graded` (1b: none, aid or force), `over_time` (5).
`from_guarantee` translates terms into numbers, `in_short` takes a design back to the numbers of layer 0,
`tested` shows which guarantees of a population are attacked.

Units: C's payoffs in C's prize (= 1, "pr"), guarantors' in the cost of fighting (= 1, "κ"), forces in C's
force (= 1, "C"), time in days or, in layer 5, periods. Equation numbers are those of the course's model
text. Every default is a teaching value, the student's to move; nothing here is a forecast.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils.bridge import from_guarantee as from_guarantee
from course_utils.contest import (
    Replies,
    arrival,
    attack,
    choose,
    consent,
    contest_of,
    contraction,
    logistic,
)
from course_utils.designs import (
    DEFAULTS,
    PER_GUARANTOR,
    Array,
    Result,
    block_size,
    check,
    check_between,
    flat,
    in_blocks,
    plain,
    read,
)

_BLOCK: Final = 32_768  # designs of layer 0 at a time

# --- layer 0 ------------------------------------------------------------------------------------------


def base(
    *, T: ArrayLike, D: ArrayLike, Q: ArrayLike, sigma_C: ArrayLike, B: ArrayLike = 0, w_C: ArrayLike = 0
) -> Result:
    """The base model: seven numbers that say whether C attacks, and whether C signs.

    U = T − Q·D (1), p = Λ(U/σ) (2), V = σ·ln(1+e^(U/σ)) (3), C signs where B + V ≥ w (4), p_min (6).
    Source: model, section 1; the shock is logistic as in Signorino 1999 and McKelvey & Palfrey 1998.

    Args:
        T: temptation, C's net gain from attacking if nobody helps P (pr).
        D: bite, how much worse the attack is for C if the guarantee is honoured (pr).
        Q: credibility, the chance in C's eyes that it is honoured (probability).
        sigma_C: spread of C's private temptation (pr), above 0.
        B: value of the peace to C if it never attacks again (pr).
        w_C: value to C of not signing (pr).

    Returns:
        `U` gain from attacking before the private shock, `V` what the chance to attack later is worth to C,
        `R` = w − B the shortfall, `M_C` = B + V − w C's margin (all pr), `p_attack`, and `p_min`, the least
        risk under any guarantee that C signs. Floats where all was scalar, else arrays of the shape to which
        the arguments broadcast.

    Raises:
        ValueError: sigma_C is not above 0, or Q no probability.

    Example:
        >>> found = base(T=0.4, D=0.9, Q=0.5, sigma_C=0.2, w_C=0.05)
        >>> round(found["p_attack"], 3), round(found["V"], 3), round(found["p_min"], 3)
        (0.438, 0.115, 0.221)
    """
    given = [np.asarray(value, dtype=np.float64) for value in (T, D, Q, sigma_C, B, w_C)]
    shape = np.broadcast_shapes(*(value.shape for value in given))
    flatly = [flat(value, shape) for value in given]
    size = math.prod(shape)
    found = {name: np.empty(size) for name in ("U", "p_attack", "V", "R", "M_C", "p_min")}
    for start in range(0, max(size, 1), _BLOCK):
        part = slice(start, min(start + _BLOCK, size))
        _base_block(
            [value if value.size == 1 else value[part] for value in flatly],
            [value[part] for value in found.values()],
        )
    return {name: plain(value, shape) for name, value in found.items()}


def _base_block(given: list[Array], found: list[Array]) -> None:
    """Check and fill one block, small enough to stay near the processor: `attack` and `_p_min` in place."""
    T, D, Q, sigma, B, w = given
    U, p, V, R, M, least = found
    check("sigma_C", sigma)
    check_between("Q", Q, 0.0, 1.0)
    np.subtract(T, np.multiply(Q, D, out=U), out=U)
    np.divide(np.abs(U, out=V), sigma, out=V)
    small = np.exp(np.negative(V, out=V), out=V)
    np.maximum(np.greater_equal(U, 0.0, out=p), small, out=p)  # 1 or small
    np.divide(p, np.add(small, 1.0, out=R), out=p)
    np.multiply(np.log1p(small, out=V), sigma, out=V)
    np.add(V, np.maximum(U, 0.0, out=R), out=V)
    np.subtract(w, B, out=R)
    np.subtract(V, R, out=M)
    np.divide(np.maximum(R, 0.0, out=least), sigma, out=least)
    np.negative(np.expm1(np.negative(least, out=least), out=least), out=least)


# --- layer 1, with layers 2, 3, 4 and 6 -----------------------------------------------------------------


def solve(parameters: Mapping[str, ArrayLike], *, grey: bool = False, provocation: bool = False) -> Result:
    """Solve the game of a guarantee: who honours, whether C attacks, who signs, who pays.

    Arrival (12); honouring as the Bayes–Nash equilibrium of guarantors with logistic private resolve
    (13)–(14); C's payoff (15); then (2)–(4) and (6). `grey` adds a second, smaller mode of attack (layer 2),
    `provocation` lets P provoke before C is tempted (layer 3). Beliefs (layer 4: `bel_sign`, `bel_test`,
    `bel_P`) and lapse (layer 6: `mu`) are on where their values differ from 1 and 0. A layer that is off, or
    on with values that change nothing, leaves every number as it was.

    Source: model, sections 3 and 4; contest function of Hirshleifer 1989 and Skaperdas 1996; denial and
    punishment of Snyder 1961; cost of breaking one's word of Fearon 1997; grey zone of Snyder 1965;
    provocation and conditionality of Benson 2012 and Smith 1995.

    Args:
        parameters: the names of section 5 (see `DEFAULTS`, which fill what is left out) with their values.
            Terms of the guarantors (see `PER_GUARANTOR`) have the guarantors in their last axis, or are
            scalars that hold for each; all else, and what stands before that axis, broadcasts over designs.
        grey: whether C may also attack in the grey zone.
        provocation: whether P may provoke.

    Returns:
        Of each design (floats for one design given by scalars, else arrays over the designs): `Gamma`
        trigger, `U`, `E_pi`, `p_attack` (any hostile act), `V`, `B_eff`, `R`, `M_C`, `p_min`, `M_P`,
        `loss_P`, `P_lost`, `alpha_P` the risk that P tolerates, `L_P` P's loss in an attack as P believes it,
        `p_any_fights`, `p_escalation`, with grey `p_open` and `p_grey`, with provocation `provoke`.
        Of each guarantor (one more axis, the last): `t` in time, `q` and `q0` honouring when obliged and when
        not, `Q` credibility, `EU_G`, `M_G`, `L_G` its loss in an attack, `entrap`, `fight`, `abandon`, with
        grey `q_grey` and `q0_grey`.
        How far to trust it: `contraction` (below 1: one equilibrium when obliged), `contraction0` (the same
        without automaticity, for the voluntary branch), `unique` (both below 1; else q is what damped
        iteration from one half finds, which is then the definition), `converged`.
        Provocation and lapse mix every outcome, `Gamma`, `Q`, `U` and `E_pi` included, with their chances; P
        provokes before it is known whether the guarantee lapses. A void guarantee still leaves g·snap;
        `V` and `M_C` use C's belief at signing, `U` and `p_attack` C's belief at the test, `M_P`, `alpha_P`
        and `L_P` what P believes, all else the truth.

    Raises:
        ValueError: a name is unknown, a value outside the domain of the formulas, or shapes do not broadcast.

    Example:
        >>> found = solve({})
        >>> round(found["p_attack"], 3), found["unique"]
        (0.638, True)
        >>> two = solve({"f": [0.5, 0.5], "A": [[0.8, 0.8], [1.2, 0.0]]})
        >>> two["q"].shape, two["p_attack"].shape
        ((2, 2), (2,))
    """
    values, shape, n = read(parameters, _SOLVE_NAMES)

    def block(part: list[Array]) -> Result:
        return _solve_block(dict(zip(values, part, strict=True)), grey, provocation)

    return in_blocks(block, list(values.values()), shape, block_size(n, 1))


_SOLVE_NAMES: Final = tuple(
    name
    for name in DEFAULTS
    if name not in ("rho_none", "rho_aid", "e_a", "k_a", "kappa_a")
    and name not in ("delta", "r", "decay", "growth", "expiry")
)


@dataclass(frozen=True)
class _Play:
    """The modes of attack and what guarantors do in them; branches are all obliged, then all voluntary.

    Guarantors stand first, designs last, modes or branches between them.
    """

    prize: Array  # share of C's prize, of each mode
    cost: Array  # C's cost with snap-back, of each mode
    gamma: Array  # chance that it obliges, of each mode
    q: Array
    loss: Array  # of each guarantor
    entrap: Array
    anyone: Array  # chance that at least one honours
    truth: tuple[Array, Array]  # E[π] and punishment
    believed: dict[str, tuple[Array, Array]]  # the same in the eyes of one actor, where that differs


def _solve_block(p: dict[str, Array], grey: bool, provocation: bool) -> Result:
    one = np.ones(1)
    prize, cost, clarity = (
        np.stack(np.broadcast_arrays(*values)) if grey else values[0][None]
        for values in ((one, p["v_g"]), (p["c"], p["c_g"]), (p["g"], p["g_g"]))
    )
    play, t, number, converged = _played(p, prize, cost + clarity * p["snap"], clarity * consent(p))
    calm = _state(p, play, 1.0, 0.0)
    found = calm
    if provocation:
        provoked = _state(p, play, 1.0 - p["chi"], p["eta"])
        provoke = logistic((p["beta"] - (provoked["loss_believed"] - calm["loss_believed"])) / p["sigma_P"])
        found = {name: calm[name] + provoke * (provoked[name] - calm[name]) for name in calm}
        found["provoke"] = provoke
    else:
        provoke = np.zeros(1)

    if not (grey or provocation or bool(np.any(p["mu"] != 0))):  # one attack: what it costs needs no risk
        alone = {name: found.pop(name) for name in ("L_P", "L_G")}
    else:
        alone = {
            "L_P": _ratio(found["loss_believed"], found["p_believed"], found.pop("L_P")),
            "L_G": _ratio(found["loss_G"], found["p_attack"], found.pop("L_G")),
        }
    modes = len(prize)
    found |= _signing(p, found, alone, provoke)
    found |= {
        "t": t,
        "q": play.q[:, 0],
        "q0": play.q[:, modes],
        "abandon": 1.0 - play.q[:, 0],
        "p_escalation": p["esc"] * found["p_any_fights"],
        "contraction": number[0],
        "contraction0": number[modes],
        "unique": (number < 1.0).all(axis=0),
        "converged": converged.all(axis=0),
    }
    if grey:
        found |= {"q_grey": play.q[:, 1], "q0_grey": play.q[:, 3]}
    else:
        del found["p_open"], found["p_grey"]
    return found


def _signing(p: dict[str, Array], found: Result, alone: Result, provoke: Array) -> Result:
    """What each of those who must sign makes of it; takes what only this needs out of `found`."""
    believed, loss_G = found.pop("loss_believed"), found.pop("loss_G")
    found.pop("p_believed", None)
    bases = p["b"].sum(axis=0)
    B_eff = p["B"] - p["phi_H"] * p["H"] - p["phi_b"] * bases + p["phi_N"] * p["neutral"]
    B_eff = B_eff - p["zeta"] * provoke
    R = p["w_C"] - B_eff
    peace = p["y"] + p["beta"] * provoke - p["a_H"] * p["H"] - p["w_P"]
    return alone | {
        "B_eff": B_eff,
        "R": R,
        "M_C": found["V"] - R,
        "p_min": _p_min(R, p["sigma_C"]),
        "M_P": peace - believed,
        "alpha_P": peace / alone["L_P"],
        "EU_G": -p["S"] - loss_G,
        "M_G": -p["S"] - loss_G - p["w_G"],
    }


def _state(p: dict[str, Array], play: _Play, kept: Array | float, bump: Array | float) -> Result:
    """Outcomes where the trigger keeps a share `kept` and every U is higher by `bump`; lapse mixed in."""
    found = _certain(p, play, kept, bump)
    if not bool(np.any(p["mu"] != 0)):
        return found
    lapsed = _certain(p, play, 0.0, bump)
    return {name: found[name] + p["mu"] * (lapsed[name] - found[name]) for name in found}


def _certain(p: dict[str, Array], play: _Play, kept: Array | float, bump: Array | float) -> Result:
    gamma, modes = play.gamma * kept, len(play.prize)

    def mean(value: Array) -> Array:
        """What each mode means on average over its two branches."""
        return gamma * value[..., :modes, :] + (1.0 - gamma) * value[..., -modes:, :]

    def through(eyes: tuple[Array, Array]) -> tuple[Array, Array]:
        """U and E[π] of each mode in the eyes of one actor."""
        win, hurt = mean(eyes[0]), mean(eyes[1])
        return play.prize * win - play.cost - hurt + bump, win

    truth = through(play.truth)
    at_test, at_signing, of_P = (
        through(play.believed[name]) if name in play.believed else truth
        for name in ("bel_test", "bel_sign", "bel_P")
    )
    chances, p_any, V = choose(at_test[0], p["sigma_C"])
    if at_signing is not at_test:
        V = choose(at_signing[0], p["sigma_C"])[2]
    believed_chances, p_believed = (chances, p_any) if of_P is at_test else choose(of_P[0], p["sigma_C"])[:2]
    losses, believed = (play.prize * (win + p["c_P"]) for _, win in (truth, of_P))
    honoured, loss_G = mean(play.q), mean(play.loss)
    return {
        "Gamma": gamma[0],
        "Q": honoured[:, 0],
        "U": at_test[0][0],
        "E_pi": truth[1][0],
        "p_attack": p_any,
        "p_open": chances[0],
        "p_grey": chances[-1],
        "V": V,
        "loss_P": _dot(chances, losses),
        "P_lost": _dot(chances, play.prize * truth[1]),
        "loss_G": _dot(chances, loss_G),
        "entrap": _dot(chances, mean(play.entrap)),
        "fight": _dot(chances, honoured),
        "p_any_fights": _dot(chances, mean(play.anyone)),
        "loss_believed": _dot(believed_chances, believed),
        "p_believed": p_believed,
        "L_P": believed[0],
        "L_G": loss_G[:, 0],
    }


def _played(
    p: dict[str, Array], prize: Array, cost: Array, gamma: Array
) -> tuple[_Play, Array, Array, NDArray[np.bool_]]:
    """All branches in equilibrium (13)–(14); chances to be in time, contraction numbers, who came to rest."""
    x0 = p["H"] + p["b"].sum(axis=0)
    t = arrival(p["T0"] * x0, p["m"], p["d"])
    f, k, kappa, wide = (value[:, None] for value in (p["f"], p["k"], p["kappa"], t))
    sigma = p["sigma_G"]
    obliged = np.repeat([[1.0], [0.0]], len(prize), axis=0)
    K = obliged * p["A"][:, None] + (p["omega"] * p["b"])[:, None]  # what breaking one's word costs
    z = obliged * p["z"][:, None]
    stake = np.concatenate([prize, prize]) * p["s"][:, None]
    number = contraction(x0, f, wide, stake, z, sigma)
    contest, size = contest_of(x0, [p["f"]], t, stake, K, kappa, z, sigma)
    game = Replies(wide, stake * wide, [K - kappa], z, sigma, number, contest, size)
    (q,), converged = game.equilibrium()
    arriving = [q * wide]
    deltas = contest.together(arriving)[0]
    win = contest.mean(arriving)
    alone = win + arriving[0] * deltas  # without this guarantor
    free = stake * wide * deltas - kappa
    honour, option = attack(free + K, sigma)
    loss = z * (stake * (alone - wide * deltas) + kappa) + (1.0 - z) * (stake * alone + K - option)
    own = logistic(free / sigma)
    entrap = z * (1.0 - own) + (1.0 - z) * (honour - own)

    def view(belief: Array) -> tuple[Array, Array]:
        seen = np.minimum(1.0, belief * q)
        other, _ = contest_of(x0, [p["f"]], seen, wide)
        return other.mean([seen * wide]), (k * seen).sum(axis=0)

    beliefs = {name: p[name] for name in ("bel_test", "bel_sign", "bel_P")}
    believed = {name: view(value) for name, value in beliefs.items() if bool(np.any(value != 1.0))}
    anyone = 1.0 - np.prod(1.0 - q, axis=0)
    hurt = (k * q).sum(axis=0)
    return _Play(prize, cost, gamma, q, loss, entrap, anyone, (win, hurt), believed), t, number, converged


# --- layer 1b -----------------------------------------------------------------------------------------


def solve_graded(parameters: Mapping[str, ArrayLike]) -> Result:
    """Solve the game in which each guarantor sends nothing, aid, or force: the text of Article 5.

    Aid arrives with e_a·f, costs κ_a·κ and punishes k_a·k. The text says which shortfalls cost A: sending
    nothing costs rho_none·A, mere aid rho_aid·A (see the table `bridge`). Shocks are Gumbel, scale σ_G, so
    the choice is a softmax; the automatic share z is added to force; unobliged, rho = z = 0. Others' arriving
    force takes three values in (14); C's payoff is (15), then (2)–(3). Beliefs and lapse as in `solve`; a
    belief scales aid and force alike, their sum at most 1.

    Source: model, section 4, layer 1b; North Atlantic Treaty, art. 5; choice of McKelvey & Palfrey 1998.

    Args:
        parameters: as for `solve`, with `rho_none`, `rho_aid` (of each guarantor, 0 to 1), `e_a` (0 to 1),
            `k_a`, `kappa_a` (shares).

    Returns:
        Of each guarantor (last axis): `t`, `q_none`, `q_aid`, `q_force` when obliged, `q0_none`, `q0_aid`,
        `q0_force` when not, and as in `solve` `EU_G`, `M_G`, `L_G`. Of each design: `Gamma`, `U`, `V` (pr),
        `E_pi`, `p_attack`, and as in `solve` `B_eff`, `R`, `M_C`, `p_min`, `M_P`, `loss_P`, `alpha_P`, `L_P`,
        `contraction`, `contraction0`, `unique`, `converged` (the same bound holds: what others do moves aid
        less than force).

    Raises:
        ValueError: a name is unknown, a value outside the domain of the formulas, or shapes do not broadcast.

    Example:
        >>> deems, means = (solve_graded({"rho_none": 1, "rho_aid": breach}) for breach in (0.25, 1))
        >>> bool(means["q_force"][0] > deems["q_force"][0]), bool(means["q_none"][0] > deems["q_none"][0])
        (True, True)
    """
    values, shape, n = read(parameters, _GRADED_NAMES)

    def block(part: list[Array]) -> Result:
        return _graded_block(dict(zip(values, part, strict=True)))

    return in_blocks(block, list(values.values()), shape, block_size(n, 2))


_GRADED_NAMES: Final = (
    *(one for one in _SOLVE_NAMES if one not in ("v_g", "c_g", "g_g", "eta", "chi", "sigma_P", "esc")),
    *("rho_none", "rho_aid", "e_a", "k_a", "kappa_a"),
)


def _graded_block(p: dict[str, Array]) -> Result:
    x0 = p["H"] + p["b"].sum(axis=0)
    t = arrival(p["T0"] * x0, p["m"], p["d"])
    own = {name: p[name][:, None] for name in PER_GUARANTOR}
    wide, sigma, s = t[:, None], p["sigma_G"], own["s"]
    obliged = np.array([[1.0], [0.0]])
    word, z = obliged * own["A"], obliged * own["z"]
    posts = p["omega"] * own["b"]
    levels = [p["e_a"] * p["f"], p["f"]]
    idle = own["rho_none"] * word + posts  # the cost of doing nothing
    aid_cost = p["kappa_a"] * own["kappa"] + own["rho_aid"] * word + posts
    bonuses = [idle - aid_cost, idle - own["kappa"]]
    number = contraction(x0, own["f"], wide, s, z, sigma)
    contest, size = contest_of(x0, levels, t, s, *bonuses, z, sigma)
    game = Replies(wide, s * wide, bonuses, z, sigma, number, contest, size)
    (aid, force), converged = game.equilibrium()
    arriving = [aid * wide, force * wide]
    taken = contest.together(arriving)
    without = contest.mean(arriving) + arriving[0] * taken[0] + arriving[1] * taken[1]  # this guarantor
    gains = [s * wide * one + bonus for one, bonus in zip(taken, bonuses, strict=True)]
    best = np.logaddexp(np.logaddexp(0.0, gains[0] / sigma), gains[1] / sigma)
    asked = s * without + idle - sigma * best
    loss = z * (s * (without - wide * taken[1]) + own["kappa"]) + (1.0 - z) * asked

    def view(belief: Array) -> tuple[Array, Array]:
        """E[π] and punishment in the eyes of one actor, by branch."""
        scale = np.minimum(belief, 1.0 / np.maximum(aid + force, np.finfo(float).tiny))
        if bool(np.all(belief == 1.0)):
            scale = np.ones(1)
        seen = [scale * aid, scale * force]
        hurt = (own["k"] * (seen[1] + p["k_a"] * seen[0])).sum(axis=0)
        other, _ = contest_of(x0, levels, seen[0], t)
        return other.mean([one * wide for one in seen]), hurt

    one, zero = np.ones(1), np.zeros(1)
    views = {name: view(p[name]) for name in ("bel_sign", "bel_test", "bel_P")} | {"truth": view(one)}

    def seen(name: str, gamma: Array) -> tuple[Array, Array]:
        """U and E[π] in the eyes of one actor."""
        win, hurt = (gamma * value[0] + (1.0 - gamma) * value[-1] for value in views[name])
        return win - p["c"] - p["g"] * p["snap"] - hurt, win

    def outcome(gamma: Array) -> Result:
        U, _ = seen("bel_test", gamma)
        win = seen("truth", gamma)[1]
        U_P, win_P = seen("bel_P", gamma)
        risk, risk_P = logistic(U / p["sigma_C"]), logistic(U_P / p["sigma_C"])
        cost_G = gamma * loss[:, 0] + (1.0 - gamma) * loss[:, 1]
        return {
            "Gamma": gamma,
            "U": U,
            "E_pi": win,
            "p_attack": risk,
            "V": attack(seen("bel_sign", gamma)[0], p["sigma_C"])[1],
            "loss_P": risk * (win + p["c_P"]),
            "loss_believed": risk_P * (win_P + p["c_P"]),
            "p_believed": risk_P,
            "loss_G": risk * cost_G,
            "L_P": win_P + p["c_P"],
            "L_G": cost_G,
        }

    found = outcome(p["g"] * consent(p))
    if bool(np.any(p["mu"] != 0)):
        lapsed = outcome(zero)
        found = {name: found[name] + p["mu"] * (lapsed[name] - found[name]) for name in found}
        found["L_P"] = _ratio(found["loss_believed"], found["p_believed"], found["L_P"])
        found["L_G"] = _ratio(found["loss_G"], found["p_attack"], found["L_G"])
    alone = {name: found.pop(name) for name in ("L_P", "L_G")}
    return (
        found
        | _signing(p, found, alone, zero)
        | {
            "t": t,
            "q_none": 1.0 - aid[:, 0] - force[:, 0],
            "q_aid": aid[:, 0],
            "q_force": force[:, 0],
            "q0_none": 1.0 - aid[:, 1] - force[:, 1],
            "q0_aid": aid[:, 1],
            "q0_force": force[:, 1],
            "contraction": number[0],
            "contraction0": number[1],
            "unique": (number < 1.0).all(axis=0),
            "converged": converged.all(axis=0),
        }
    )


# --- layer 5 ------------------------------------------------------------------------------------------


def over_time(
    *, U_t: ArrayLike, r: ArrayLike, delta: ArrayLike, sigma_C: ArrayLike, W_end: ArrayLike
) -> Result:
    """Accept now, test later: C may attack in any period of a known path of U.

    W_t = E max(U_t + ε_t, r + δW_{t+1}), p_t = Λ((U_t − r − δW_{t+1})/σ), and the identity (8):
    W₀ = Σδᵗr + δᴺW_N + σΣδᵗ(−ln(1−p_t)). Source: model, Theorem 4; log-sum inversion of Hotz & Miller 1993.

    Args:
        U_t: C's gain from attacking in period t (pr); time in the last axis, at least one period.
        r: what a period without attack yields to C (pr).
        delta: discount factor, 0 to 1.
        sigma_C: spread of C's private temptation (pr), above 0.
        W_end: value to C after the last period (pr). All but `U_t` broadcast over what stands before time.

    Returns:
        `W0` value of the settlement to C (pr), `p_t` attack in t given none before (time last), `p_ever`,
        `option_part` = W0 − Σδᵗr − δᴺW_end, what the chance to attack is worth (pr), and `bound` =
        1 − e^(−option_part/σ), which `p_ever` never falls below. Floats and one array for a single path.

    Raises:
        ValueError: sigma_C is not above 0, delta not between 0 and 1, or there is no period.

    Example:
        >>> found = over_time(U_t=[0.1, 0.1, 0.4], r=0.02, delta=0.95, sigma_C=0.2, W_end=0.0)
        >>> [round(p, 2) for p in found["p_t"].tolist()], found["p_ever"] >= found["bound"]
        ([0.14, 0.16, 0.87], True)
    """
    U = np.atleast_1d(np.asarray(U_t, dtype=np.float64))
    rest = [np.asarray(value, dtype=np.float64) for value in (r, delta, sigma_C, W_end)]
    check("delta", rest[1])
    check("sigma_C", rest[2])
    if U.shape[-1] == 0:
        raise ValueError("U_t needs at least one period")
    shape = np.broadcast_shapes(U.shape[:-1], *(value.shape for value in rest))
    reward, discount, sigma, end = rest
    W: Array = np.broadcast_to(end, shape)
    p_t = np.empty((*shape, U.shape[-1]))
    hazard = np.zeros(shape)  # Σ −ln(1−p_t)
    option = np.zeros(shape)
    for time in reversed(range(U.shape[-1])):
        wait = reward + discount * W
        p, V = attack(U[..., time] - wait, sigma)
        p_t[..., time] = p
        W = wait + V
        option = V + discount * option
        hazard = hazard + V / sigma
    found = {"W0": W, "p_ever": -np.expm1(-hazard), "option_part": option, "bound": _p_min(option, sigma)}
    return {name: plain(value.reshape(-1), shape) for name, value in found.items()} | {"p_t": p_t}


def path_of_U(parameters: Mapping[str, ArrayLike], *, periods: int) -> Any:
    """C's gain from attacking in each period, for `over_time`: the terms of a guarantee as they age.

    U_t is (15) with snap = 0 (the loss of r is the snap-back), A_t = A·e^(−decay·t), H_t = H(1+growth)ᵗ, and
    no obligation from period `expiry` on. Lapse is left out: the path is known. Source: model, section 4.

    Args:
        parameters: as for `solve`; `decay` and `growth` per period, `expiry` in periods.
        periods: how many, at least 1.

    Returns:
        U_t (pr), an array with time in the last axis after the axes of the designs.

    Raises:
        ValueError: as `solve`, or periods is below 1.

    Example:
        >>> path_of_U({"expiry": 2}, periods=4).round(2).tolist()
        [0.11, 0.11, 0.25, 0.25]
    """
    if periods < 1:
        raise ValueError("periods must be at least 1")
    values = {**DEFAULTS, **parameters}
    time = np.arange(periods, dtype=np.float64)
    longer: dict[str, ArrayLike] = {}
    for name, value in values.items():
        array = np.asarray(value, dtype=np.float64)
        if name in PER_GUARANTOR:
            longer[name] = array if array.ndim < 2 else array[..., None, :]
        else:
            longer[name] = array[..., None]
    for name in ("decay", "expiry"):
        check(name, np.asarray(values[name], dtype=np.float64))
    word, decay = np.asarray(longer["A"]), np.asarray(longer.pop("decay"))
    fading = np.exp(-decay * time)
    longer["A"] = (word if word.ndim else word[None]) * fading[..., None]
    longer["H"] = np.asarray(longer["H"]) * (1.0 + np.asarray(longer.pop("growth"))) ** time
    longer["g"] = np.where(time < np.asarray(longer.pop("expiry")), longer["g"], 0.0)
    return solve(longer | {"snap": 0.0, "mu": 0.0})["U"]


# --- back to layer 0 ----------------------------------------------------------------------------------


def bite(parameters: Mapping[str, ArrayLike]) -> Result:
    """Return what layer 0 calls temptation and bite: T if nobody helps, and how much less with all help.

    T = π(x₀) − c − g·snap. D = T − U if every guarantor surely sends force, late or in time. Source: model,
    section 3.

    Args:
        parameters: as for `solve_graded`.

    Returns:
        `T` and `D` (pr). Floats for one design, else arrays over designs.

    Raises:
        ValueError: as `solve_graded`.

    Example:
        >>> {name: round(value, 3) for name, value in bite({"f": 1.0, "k": 0.3}).items()}
        {'T': 0.325, 'D': 0.468}
    """
    values, shape, n = read(parameters, _GRADED_NAMES)

    def block(part: list[Array]) -> Result:
        p = dict(zip(values, part, strict=True))
        x0 = p["H"] + p["b"].sum(axis=0)
        t = arrival(p["T0"] * x0, p["m"], p["d"])
        contest, _ = contest_of(x0, [p["f"]], t)
        nobody = 1.0 / (1.0 + x0)
        everybody = contest.mean([t[:, None]])[0]
        T = nobody - p["c"] - p["g"] * p["snap"]
        return {"T": T, "D": nobody - everybody + p["k"].sum(axis=0)}

    return in_blocks(block, list(values.values()), shape, block_size(n, 1))


def in_short(parameters: Mapping[str, ArrayLike]) -> Result:
    """Say a design in the numbers of layer 0: temptation, bite, and how much of the bite C expects.

    T and D as `bite` has them; Q is the share of D that C expects, aid and late help counted: U = T − Q·D
    (1). For one guarantor that sends force or nothing this is (15)'s own reduction, with Q its credibility.
    Source: model, section 3.

    Args:
        parameters: as for `solve_graded`.

    Returns:
        `T`, `D` and `U` (pr), `Q` (share; 0 where D is 0). Floats for one design, else arrays over designs.

    Raises:
        ValueError: as `solve_graded`.

    Example:
        >>> found = in_short({"f": 1.0, "k": 0.3})
        >>> abs(found["T"] - found["Q"] * found["D"] - found["U"]) < 1e-12
        True
    """
    found = bite(parameters)
    U = solve_graded(parameters)["U"]
    share = _ratio(np.asarray(found["T"] - U), np.asarray(found["D"]), 0.0)
    return found | {"U": U, "Q": share.item() if share.ndim == 0 else share}


# --- selection: which guarantees are ever tested --------------------------------------------------------


def tested(
    *, Q: ArrayLike, T: ArrayLike, D: ArrayLike, sigma_C: ArrayLike, draws: int = 0, seed: int = 0
) -> Result:
    """Of a population of guarantees of known credibility, which are attacked, and what their record shows.

    A weak guarantee is attacked more often than a strong one (2). So the share that is honoured among those
    attacked, E[Q·p(Q)]/E[p(Q)], is never above the true mean E[Q]: whoever looks at attacks only, sees the
    weak ones. Source: model, T12; selection as in Smith 1995. Nothing here is an estimate for real alliances.

    Args:
        Q: the credibility of each guarantee of the population (probability), one axis.
        T: temptation (pr), for all or for each.
        D: bite (pr), for all or for each; 0 or more.
        sigma_C: spread of C's private temptation (pr), above 0.
        draws: 0 for expected shares; else how often each guarantee is put to the test of one temptation, with
            the attacks and the honourings drawn at random.
        seed: of the random numbers.

    Returns:
        `true_rate` mean credibility, `tested_rate` honouring rate among the attacked (nan: none was),
        `attack_rate` share attacked, all floats; `p_attack` risk of each guarantee, an array; with draws the
        counts `attacked` and `honoured` of each guarantee as well, from which the two rates are then taken.

    Raises:
        ValueError: Q holds nothing or no probabilities, D is below 0, sigma_C not above 0, draws below 0.

    Example:
        >>> found = tested(Q=[0.2, 0.9], T=0.3, D=0.9, sigma_C=0.05)
        >>> round(found["true_rate"], 2), round(found["tested_rate"], 2)
        (0.55, 0.2)
    """
    credibility = np.atleast_1d(np.asarray(Q, dtype=np.float64))
    if credibility.ndim != 1 or not credibility.size:
        raise ValueError("Q must be one list of at least one probability")
    bite = np.asarray(D, dtype=np.float64)
    check_between("D", bite, 0.0, np.inf)
    if draws < 0:
        raise ValueError("draws must be at least 0")
    p = np.broadcast_to(base(T=T, D=bite, Q=credibility, sigma_C=sigma_C)["p_attack"], credibility.shape)
    found: Result = {"true_rate": float(credibility.mean()), "p_attack": p.copy()}
    if draws:
        rng = np.random.default_rng(seed)
        attacked = rng.binomial(draws, p)
        honoured = rng.binomial(attacked, credibility)
        found |= {"attacked": attacked, "honoured": honoured}
        weight, kept, whole = attacked.sum(), honoured.sum(), draws * len(p)
    else:
        weight, kept, whole = p.sum(), (p * credibility).sum(), len(p)
    found["tested_rate"] = float(kept / weight) if weight else float("nan")
    found["attack_rate"] = float(weight / whole)
    return found


# --- odds and ends --------------------------------------------------------------------------------------


def _p_min(R: Array, sigma: Array) -> Array:
    """The least risk under a guarantee that C signs (6)."""
    return -np.expm1(-np.maximum(R, 0.0) / sigma)


def _dot(chances: list[Array], values: Array) -> Array:
    """The mean over modes, which stand last but one in `values`."""
    each = (p * values[..., mode, :] for mode, p in enumerate(chances))
    return sum(each, start=next(each))


def _ratio(above: Array, below: Array, otherwise: Array | float) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0.0, above / below, otherwise)
