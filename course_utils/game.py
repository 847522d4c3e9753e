"""The guarantee game: what a guarantee does to the one it is meant to deter, and to those who sign it.

One challenger C, one protégé P, guarantors G₁…Gₙ. C signs a settlement that holds a guarantee, or lets the
war go on; later C is privately tempted and attacks or not; the attack is found to fall under the guarantee,
or not; each guarantor honours or not; help arrives in time, or too late. Every type is private and realised
after signing, so the solution is a perfect Bayesian equilibrium without signalling.

Layers: `base` (0: seven numbers), `solve` (1: the terms of a guarantee; with 2 the grey zone, 3 the
protégé's provocation, 4 beliefs, 6 lapse), `solve_graded` (1b: none, aid or force), `over_time` (5).

Units: C's payoffs in C's prize (= 1, "pr"), guarantors' in the cost of fighting (= 1, "κ"), forces in C's
force (= 1, "C"), time in days or, in layer 5, periods. Equation numbers are those of the course's model
text. Every default is a teaching value, the student's to move; nothing here is a forecast.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]
Result: TypeAlias = dict[str, Any]

PER_GUARANTOR: Final = ("f", "b", "d", "m", "k", "s", "kappa", "A", "z", "S", "w_G", "rho_none", "rho_aid")
"""The terms that each guarantor has for itself; their last axis counts the guarantors."""

DEFAULTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        # the challenger
        "c": 0.3,
        "sigma_C": 0.2,
        "snap": 0.0,
        "B": 0.0,
        "w_C": 0.0,
        "phi_H": 0.0,
        "phi_b": 0.0,
        "phi_N": 0.0,
        "zeta": 0.0,
        "neutral": 0.0,
        # the protégé
        "H": 0.6,
        "y": 0.0,
        "w_P": -0.5,
        "c_P": 0.2,
        "a_H": 0.0,
        # the trigger; n_v = 0 means that every one of V veto points must agree, else k_v of n_v
        "g": 0.9,
        "V": 0.0,
        "yv": 0.9,
        "n_v": 0.0,
        "k_v": 0.0,
        # the guarantors
        "T0": 30.0,
        "m": 0.0,
        "d": 15.0,
        "f": 1.0,
        "b": 0.0,
        "omega": 0.0,
        "k": 0.3,
        "s": 1.0,
        "kappa": 1.0,
        "A": 0.8,
        "z": 0.0,
        "S": 0.0,
        "w_G": -10.0,
        "sigma_G": 0.5,
        "esc": 0.1,
        # layer 1b: the words of Article 5
        "rho_none": 1.0,
        "rho_aid": 0.25,
        "e_a": 0.3,
        "k_a": 0.5,
        "kappa_a": 0.2,
        # layer 2
        "v_g": 0.25,
        "c_g": 0.05,
        "g_g": 0.4,
        # layer 3
        "eta": 0.0,
        "beta": 0.0,
        "chi": 0.0,
        "sigma_P": 0.1,
        # layer 4
        "bel_sign": 1.0,
        "bel_test": 1.0,
        "bel_P": 1.0,
        # layers 5 and 6
        "delta": 0.95,
        "r": 0.02,
        "decay": 0.0,
        "growth": 0.0,
        "expiry": math.inf,
        "mu": 0.0,
    }
)
"""What a term is where a mapping does not say: section 5 of the model, all of it teaching values."""

TEXTS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "consult": (0.0, 0.0),
        "aid": (1.0, 0.0),
        "deems_necessary": (1.0, 0.25),
        "all_means": (1.0, 1.0),
        "automatic": (1.0, 1.0),  # and z > 0
    }
)
"""(rho_none, rho_aid) of five wordings: which shortfalls cost a guarantor its word (layer 1b)."""

_DOMAIN: Final = (
    (("sigma_C", "sigma_G", "sigma_P"), np.nextafter(0.0, 1.0), math.inf),
    (("g", "yv", "z", "chi", "mu", "esc", "g_g", "rho_none", "rho_aid", "e_a", "delta"), 0.0, 1.0),
    (("H", "f", "b", "d", "m", "T0", "s", "omega", "V", "n_v", "k_v", "k_a", "v_g"), 0.0, math.inf),
    (("bel_sign", "bel_test", "bel_P", "decay", "expiry"), 0.0, math.inf),
)
"""Where the formulas hold; the ranges of the sliders are narrower."""

_BOUNDS: Final = {name: (low, high) for names, low, high in _DOMAIN for name in names}
_ENUMERATED: Final = 4  # up to so many guarantors every arrival subset is written out
_NODES: Final = 48
_POWER: Final = 4
_TOLERANCE: Final = 1e-14
_SWEEPS: Final = 2000
_VOTERS: Final = 200


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
    _check("sigma_C", given[3])
    _check_between("Q", given[2], 0.0, 1.0)
    shape = np.broadcast_shapes(*(value.shape for value in given))
    return _in_blocks(_base_block, [_flat(value, shape) for value in given], shape, 8192)


def _base_block(values: list[Array]) -> Result:
    T, D, Q, sigma, B, w = values
    U = T - Q * D
    p, V = _attack(U, sigma)
    R = w - B
    return {"U": U, "p_attack": p, "V": V, "R": R, "M_C": V - R, "p_min": _p_min(R, sigma)}


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
        Provocation and lapse mix every outcome, `Gamma`, `Q`, `U` and `E_pi` included, with their chances;
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
    values, shape, n = _read(parameters, _SOLVE_NAMES)

    def block(part: list[Array]) -> Result:
        return _solve_block(dict(zip(values, part, strict=True)), grey, provocation)

    return _in_blocks(block, list(values.values()), shape, _block_size(n, 1))


_SOLVE_NAMES: Final = tuple(
    name
    for name in DEFAULTS
    if name not in ("rho_none", "rho_aid", "e_a", "k_a", "kappa_a")
    and name not in ("delta", "r", "decay", "growth", "expiry")
)


@dataclass(frozen=True)
class _Branch:
    """One branch, obliged or voluntary, of one mode of attack; guarantors first, designs last."""

    q: Array
    loss: Array  # of each guarantor
    entrap: Array
    anyone: Array  # chance that at least one honours
    view: Callable[[Array], tuple[Array, Array]]  # belief multiplier -> E[π], punishment


@dataclass(frozen=True)
class _Mode:
    """One mode of attack: prize share, C's cost with snap-back, chance that it obliges, both branches."""

    prize: Array
    cost: Array
    gamma: Array
    obliged: _Branch
    voluntary: _Branch


def _solve_block(p: dict[str, Array], grey: bool, provocation: bool) -> Result:
    x0 = p["H"] + p["b"].sum(axis=0)
    t = _arrival(p["T0"] * x0, p["m"], p["d"])
    number0 = _contraction(x0, p["f"], t, p["s"], np.zeros_like(p["z"]), p["sigma_G"])
    number = _contraction(x0, p["f"], t, p["s"], p["z"], p["sigma_G"])
    consent = _consent(p)
    one = np.ones(1)
    modes, converged = [], np.ones(1, dtype=bool)
    kinds = [(one, p["c"], p["g"])] + ([(p["v_g"], p["c_g"], p["g_g"])] if grey else [])
    for prize, cost, clarity in kinds:
        branches = []
        for word, z, size in ((p["A"], p["z"], number), (np.zeros(1), np.zeros_like(p["z"]), number0)):
            branch, done = _branch(p, x0, t, prize * p["s"], word, z, prize * size)
            branches.append(branch)
            converged = converged & done
        modes.append(_Mode(prize, cost + clarity * p["snap"], clarity * consent, *branches))

    calm = _state(p, modes, 1.0, 0.0)
    found = calm
    if provocation:
        provoked = _state(p, modes, 1.0 - p["chi"], p["eta"])
        provoke = _logistic((p["beta"] - (provoked["loss_believed"] - calm["loss_believed"])) / p["sigma_P"])
        found = {name: calm[name] + provoke * (provoked[name] - calm[name]) for name in calm}
        found["provoke"] = provoke
    else:
        provoke = np.zeros(1)

    B_eff = p["B"] - p["phi_H"] * p["H"] - p["phi_b"] * p["b"].sum(axis=0) + p["phi_N"] * p["neutral"]
    B_eff = B_eff - p["zeta"] * provoke
    R = p["w_C"] - B_eff
    peace = p["y"] + p["beta"] * provoke - p["a_H"] * p["H"] - p["w_P"]
    believed, p_believed, loss_G = found.pop("loss_believed"), found.pop("p_believed"), found.pop("loss_G")
    open_ = modes[0]
    L_P, L_G = found.pop("L_P"), found.pop("L_G")
    if grey or provocation or bool(np.any(p["mu"] != 0)):
        L_P = _ratio(believed, p_believed, L_P)
        L_G = _ratio(loss_G, found["p_attack"], L_G)
    found |= {
        "t": t,
        "q": open_.obliged.q,
        "q0": open_.voluntary.q,
        "B_eff": B_eff,
        "R": R,
        "M_C": found["V"] - R,
        "p_min": _p_min(R, p["sigma_C"]),
        "M_P": peace - believed,
        "alpha_P": peace / L_P,
        "L_P": L_P,
        "EU_G": -p["S"] - loss_G,
        "M_G": -p["S"] - loss_G - p["w_G"],
        "L_G": L_G,
        "abandon": 1.0 - open_.obliged.q,
        "p_escalation": p["esc"] * found["p_any_fights"],
        "contraction": number,
        "contraction0": number0,
        "unique": (np.maximum(one, p["v_g"]) if grey else one) * number0 < 1.0,
        "converged": converged,
    }
    if grey:
        found |= {"q_grey": modes[1].obliged.q, "q0_grey": modes[1].voluntary.q}
    else:
        del found["p_open"], found["p_grey"]
    return found


def _state(p: dict[str, Array], modes: list[_Mode], kept: Array | float, bump: Array | float) -> Result:
    """Outcomes where the trigger keeps a share `kept` and every U is higher by `bump`; lapse mixed in."""
    found = _certain(p, modes, kept, bump)
    if not bool(np.any(p["mu"] != 0)):
        return found
    lapsed = _certain(p, modes, 0.0, bump)
    return {name: found[name] + p["mu"] * (lapsed[name] - found[name]) for name in found}


def _certain(p: dict[str, Array], modes: list[_Mode], kept: Array | float, bump: Array | float) -> Result:
    gammas = [mode.gamma * kept for mode in modes]

    def seen(belief: Array) -> tuple[list[Array], list[Array]]:
        """U and E[π] of each mode in the eyes of one actor."""
        gains, wins = [], []
        for mode, gamma in zip(modes, gammas, strict=True):
            win1, hurt1 = mode.obliged.view(belief)
            win0, hurt0 = mode.voluntary.view(belief)
            win = gamma * win1 + (1.0 - gamma) * win0
            hurt = gamma * hurt1 + (1.0 - gamma) * hurt0
            gains.append(mode.prize * win - mode.cost - hurt + bump)
            wins.append(win)
        return gains, wins

    one = np.ones(1)
    truth = seen(one)

    def eyes(name: str) -> tuple[list[Array], list[Array]]:
        return truth if bool(np.all(p[name] == 1.0)) else seen(p[name])

    at_test, at_signing, of_P = eyes("bel_test"), eyes("bel_sign"), eyes("bel_P")
    chances, p_any, V = _choose(at_test[0], p["sigma_C"])
    if at_signing is not at_test:
        V = _choose(at_signing[0], p["sigma_C"])[2]
    believed_chances, p_believed = (chances, p_any) if of_P is at_test else _choose(of_P[0], p["sigma_C"])[:2]
    losses = [mode.prize * (win + p["c_P"]) for mode, win in zip(modes, truth[1], strict=True)]
    believed = [mode.prize * (win + p["c_P"]) for mode, win in zip(modes, of_P[1], strict=True)]

    def mean(name: str) -> list[Array]:
        """What a mode means for the guarantors on average over its two branches."""
        return [
            gamma * getattr(mode.obliged, name) + (1.0 - gamma) * getattr(mode.voluntary, name)
            for mode, gamma in zip(modes, gammas, strict=True)
        ]

    honoured, loss_G = mean("q"), mean("loss")
    return {
        "Gamma": gammas[0],
        "Q": honoured[0],
        "U": at_test[0][0],
        "E_pi": truth[1][0],
        "p_attack": p_any,
        "p_open": chances[0],
        "p_grey": chances[-1],
        "V": V,
        "loss_P": _dot(chances, losses),
        "P_lost": _dot(chances, [mode.prize * win for mode, win in zip(modes, truth[1], strict=True)]),
        "loss_G": _dot(chances, loss_G),
        "entrap": _dot(chances, mean("entrap")),
        "fight": _dot(chances, honoured),
        "p_any_fights": _dot(chances, mean("anyone")),
        "loss_believed": _dot(believed_chances, believed),
        "p_believed": p_believed,
        "L_P": believed[0],
        "L_G": loss_G[0],
    }


def _branch(
    p: dict[str, Array], x0: Array, t: Array, stake: Array, word: Array, z: Array, number: Array
) -> tuple[_Branch, NDArray[np.bool_]]:
    """One branch in equilibrium (13)–(14): `word` is what breaking one's word costs in it."""
    sigma, kappa = p["sigma_G"], p["kappa"]
    K = word + p["omega"] * p["b"]
    free_of = stake * t
    contest, size = _contest(x0, [p["f"]], free_of, K, kappa, z, sigma)
    game = _Replies(t, free_of, [K - kappa], z, sigma, number, contest, size)
    (q,), converged = game.equilibrium()
    wide = np.broadcast_to(t, (*t.shape[:-1], size))
    arriving = [q * wide]
    deltas = np.stack([gains[0] for gains in contest.in_turn(arriving)]) if len(q) else np.empty((0, size))
    win = contest.mean(arriving)
    alone = win + arriving[0] * deltas  # without this guarantor
    free = free_of * deltas - kappa
    gain = free + K
    honour, option = _attack(gain, sigma)
    loss = z * (stake * (alone - wide * deltas) + kappa) + (1.0 - z) * (stake * alone + K - option)
    entrap = z * _logistic(-free / sigma) + (1.0 - z) * (honour - _logistic(free / sigma))

    def view(belief: Array) -> tuple[Array, Array]:
        if bool(np.all(belief == 1.0)):
            return win, (p["k"] * q).sum(axis=0)
        seen = np.minimum(1.0, belief * q)
        other, width = _contest(x0, [p["f"]], seen, wide)
        return other.mean([np.broadcast_to(seen * wide, (len(q), width))]), (p["k"] * seen).sum(axis=0)

    return _Branch(q, loss, entrap, 1.0 - np.prod(1.0 - q, axis=0), view), converged


# --- layer 1b -----------------------------------------------------------------------------------------


def solve_graded(parameters: Mapping[str, ArrayLike]) -> Result:
    """Solve the game in which each guarantor sends nothing, aid, or force: the text of Article 5.

    Aid arrives with e_a·f, costs κ_a·κ and punishes k_a·k. The text says which shortfalls cost A: sending
    nothing costs rho_none·A, mere aid rho_aid·A (see `TEXTS`). Shocks are Gumbel with scale σ_G, so the
    choice is a softmax; the automatic share z is added to force; unobliged, rho = z = 0. Others' arriving
    force takes three values in (14); C's payoff is (15), then (2)–(3). Beliefs and lapse as in `solve`; a
    belief scales aid and force alike, their sum at most 1.

    Source: model, section 4, layer 1b; North Atlantic Treaty, art. 5; choice of McKelvey & Palfrey 1998.

    Args:
        parameters: as for `solve`, with `rho_none`, `rho_aid` (of each guarantor, 0 to 1), `e_a` (0 to 1),
            `k_a`, `kappa_a` (shares).

    Returns:
        Of each guarantor (last axis): `t`, `q_none`, `q_aid`, `q_force` when obliged, `q0_none`, `q0_aid`,
        `q0_force` when not. Of each design: `Gamma`, `U` and `V` (pr), `E_pi`, `p_attack`, and as in `solve`
        `contraction`, `contraction0`, `unique`, `converged` (the same bound holds: what others do moves aid
        less than force).

    Raises:
        ValueError: a name is unknown, a value outside the domain of the formulas, or shapes do not broadcast.

    Example:
        >>> words = {name: solve_graded({"rho_none": none, "rho_aid": aid}) for name, (none, aid)
        ...          in TEXTS.items()}
        >>> bool(words["all_means"]["q_force"][0] > words["deems_necessary"]["q_force"][0])
        True
        >>> bool(words["all_means"]["q_none"][0] > words["deems_necessary"]["q_none"][0])
        True
    """
    values, shape, n = _read(parameters, _GRADED_NAMES)

    def block(part: list[Array]) -> Result:
        return _graded_block(dict(zip(values, part, strict=True)))

    return _in_blocks(block, list(values.values()), shape, _block_size(n, 2))


_GRADED_NAMES: Final = (
    *("c", "sigma_C", "snap", "H", "g", "V", "yv", "n_v", "k_v", "T0", "m", "d", "f", "b", "omega", "k"),
    *("s", "kappa", "A", "z", "sigma_G", "rho_none", "rho_aid", "e_a", "k_a", "kappa_a"),
    *("bel_sign", "bel_test", "mu"),
)


def _graded_block(p: dict[str, Array]) -> Result:
    x0 = p["H"] + p["b"].sum(axis=0)
    t = _arrival(p["T0"] * x0, p["m"], p["d"])
    none, zero = np.zeros_like(p["z"]), np.zeros(1)
    number0 = _contraction(x0, p["f"], t, p["s"], none, p["sigma_G"])
    number = _contraction(x0, p["f"], t, p["s"], p["z"], p["sigma_G"])
    levels = [p["e_a"] * p["f"], p["f"]]
    aid_cost, force_cost = p["kappa_a"] * p["kappa"], p["kappa"] - p["omega"] * p["b"]
    chosen, views, converged = [], [], np.ones(1, dtype=bool)
    for duty, z, size in ((p["A"], p["z"], number), (zero, none, number0)):
        bonuses = [(p["rho_none"] - p["rho_aid"]) * duty - aid_cost, p["rho_none"] * duty - force_cost]
        contest, width = _contest(x0, levels, t, p["s"], *bonuses, z, p["sigma_G"])
        game = _Replies(t, p["s"] * t, bonuses, z, p["sigma_G"], size, contest, width)
        (aid, force), done = game.equilibrium()
        chosen.append((aid, force))
        converged = converged & done

        def view(belief: Array, aid: Array = aid, force: Array = force) -> tuple[Array, Array]:
            help_ = aid + force
            scale = np.minimum(belief, 1.0 / np.maximum(help_, np.finfo(float).tiny))
            if bool(np.all(belief == 1.0)):
                scale = np.ones(1)
            seen = [scale * aid, scale * force]
            hurt = (p["k"] * (seen[1] + p["k_a"] * seen[0])).sum(axis=0)
            other, width = _contest(x0, levels, seen[0], t)
            return other.mean([np.broadcast_to(one * t, (len(one), width)) for one in seen]), hurt

        views.append(view)

    gamma = p["g"] * _consent(p)

    def gain(belief: Array, gamma: Array) -> tuple[Array, Array]:
        (win1, hurt1), (win0, hurt0) = (view(belief) for view in views)
        win = gamma * win1 + (1.0 - gamma) * win0
        return win - p["c"] - p["g"] * p["snap"] - (gamma * hurt1 + (1.0 - gamma) * hurt0), win

    def outcome(gamma: Array) -> Result:
        U, _ = gain(p["bel_test"], gamma)
        return {
            "Gamma": gamma,
            "U": U,
            "E_pi": gain(np.ones(1), gamma)[1],
            "p_attack": _logistic(U / p["sigma_C"]),
            "V": _attack(gain(p["bel_sign"], gamma)[0], p["sigma_C"])[1],
        }

    found = outcome(gamma)
    if bool(np.any(p["mu"] != 0)):
        lapsed = outcome(zero)
        found = {name: found[name] + p["mu"] * (lapsed[name] - found[name]) for name in found}
    (aid, force), (aid0, force0) = chosen
    return found | {
        "t": t,
        "q_none": 1.0 - aid - force,
        "q_aid": aid,
        "q_force": force,
        "q0_none": 1.0 - aid0 - force0,
        "q0_aid": aid0,
        "q0_force": force0,
        "contraction": number,
        "contraction0": number0,
        "unique": number0 < 1.0,
        "converged": converged,
    }


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
    _check("delta", rest[1])
    _check("sigma_C", rest[2])
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
        p, V = _attack(U[..., time] - wait, sigma)
        p_t[..., time] = p
        W = wait + V
        option = V + discount * option
        hazard = hazard + V / sigma
    found = {"W0": W, "p_ever": -np.expm1(-hazard), "option_part": option, "bound": _p_min(option, sigma)}
    return {name: _plain(value.reshape(-1), shape) for name, value in found.items()} | {"p_t": p_t}


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
    _check("decay", np.asarray(values["decay"], dtype=np.float64))
    word, decay = np.asarray(longer["A"]), np.asarray(longer.pop("decay"))
    fading = np.exp(-decay * time)
    longer["A"] = (word if word.ndim else word[None]) * fading[..., None]
    longer["H"] = np.asarray(longer["H"]) * (1.0 + np.asarray(longer.pop("growth"))) ** time
    longer["g"] = np.where(time < np.asarray(longer.pop("expiry")), longer["g"], 0.0)
    return solve(longer | {"snap": 0.0, "mu": 0.0})["U"]


# --- the contest: what help that arrives does to C's chance to win ---------------------------------------


class _Contest(Protocol):
    """Expectations of π(x₀+F), F the force that arrives; `arriving[level][guarantor]` are the chances."""

    def mean(self, arriving: list[Array]) -> Array:
        """E[π(x₀+F)]."""

    def in_turn(self, arriving: list[Array]) -> Iterator[list[Array]]:
        """Of each guarantor in turn, what each level of its help takes off E[π]; sees what changed before."""

    def take(self, rows: NDArray[np.intp]) -> _Contest:
        """The same for some of the designs."""


def _contest(x0: Array, levels: list[Array], *others: Array) -> tuple[_Contest, int]:
    """The contest over all designs in which anything that is given differs, and how many they are."""
    size = np.broadcast_shapes(*(value.shape[-1:] for value in (x0, *levels, *others)))[0]
    wide = [np.broadcast_to(level, (len(level), size)) for level in levels]
    kind = _Subsets if len(levels[0]) <= _ENUMERATED else _Quadrature
    return kind.of(np.broadcast_to(x0, (size,)), wide), size


@dataclass(frozen=True)
class _Subsets:
    """Every combination of arrivals written out: a table with one axis for each guarantor, the last first."""

    whole: Array
    taken: list[list[Array]]  # of each guarantor, by level; axes of the others

    @classmethod
    def of(cls, x0: Array, levels: list[Array]) -> _Subsets:
        n = len(levels[0])

        def strength(guarantors: Iterable[int]) -> Array:
            x = x0
            for i in guarantors:
                x = np.stack([x, *(x + level[i] for level in levels)])
            return x

        taken = []
        for i in range(n):
            x = 1.0 + strength(j for j in range(n) if j != i)
            taken.append([level[i] / (x * (x + level[i])) for level in levels])
        return cls(1.0 / (1.0 + strength(range(n))), taken)

    def mean(self, arriving: list[Array]) -> Array:
        return _average(self.whole, arriving, reversed(range(len(self.taken))))

    def in_turn(self, arriving: list[Array]) -> Iterator[list[Array]]:
        n = len(self.taken)
        for i, tables in enumerate(self.taken):
            yield [_average(one, arriving, (j for j in reversed(range(n)) if j != i)) for one in tables]

    def take(self, rows: NDArray[np.intp]) -> _Subsets:
        return _Subsets(self.whole[..., rows], [[one[..., rows] for one in each] for each in self.taken])


def _average(table: Array, arriving: list[Array], guarantors: Iterable[int]) -> Array:
    for j in guarantors:
        nothing = table[0]
        table = sum((a[j] * (table[lv] - nothing) for lv, a in enumerate(arriving, 1)), start=nothing)
    return table


def _nodes() -> tuple[Array, Array]:
    """Logarithms of nodes and weights for ∫₀¹ · dy with y = v⁴: the power smooths y^x₀ at 0."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    v = 0.5 * (nodes + 1.0)
    return _POWER * np.log(v)[:, None], (0.5 * _POWER * weights * v ** (_POWER - 1))[:, None]


_LOG_Y, _WEIGHT = _nodes()


@dataclass(frozen=True)
class _Quadrature:
    """1/(1+x) = ∫₀¹ yˣ dy turns E[π] into an integral of a product: one factor for each guarantor."""

    weight: Array  # nodes × designs
    taken: list[list[Array]]  # of each guarantor, by level: 1 − y^force

    @classmethod
    def of(cls, x0: Array, levels: list[Array]) -> _Quadrature:
        taken = [[-np.expm1(level[i] * _LOG_Y) for level in levels] for i in range(len(levels[0]))]
        return cls(_WEIGHT * np.exp(x0 * _LOG_Y), taken)

    def _factor(self, i: int, arriving: list[Array]) -> Array:
        return 1.0 - sum(
            (a[i] * one for a, one in zip(arriving, self.taken[i], strict=True)), start=np.zeros(1)
        )

    def mean(self, arriving: list[Array]) -> Array:
        product = self.weight
        for i in range(len(self.taken)):
            product = product * self._factor(i, arriving)
        return np.asarray(product.sum(axis=0))

    def in_turn(self, arriving: list[Array]) -> Iterator[list[Array]]:
        n = len(self.taken)
        after = [self.weight] * n
        for i in range(n - 1, 0, -1):
            after[i - 1] = after[i] * self._factor(i, arriving)
        before: Array = np.ones(1)
        for i, tables in enumerate(self.taken):
            product = before * after[i]
            yield [(product * one).sum(axis=0) for one in tables]
            before = before * self._factor(i, arriving)

    def take(self, rows: NDArray[np.intp]) -> _Quadrature:
        return _Quadrature(self.weight[:, rows], [[one[:, rows] for one in each] for each in self.taken])


@dataclass(frozen=True)
class _Replies:
    """How each guarantor answers the others: its levels of help against none, in units of its resolve.

    Attributes:
        t: chance to arrive in time.
        stake: what C's certain victory would cost it, times t.
        bonuses: by level, what else speaks for it.
        z: share that answers with the highest level without asking.
        sigma: spread of private resolve.
        number: contraction number; from 1 on the iteration is damped.
        contest: what help does.
        size: designs.
    """

    t: Array
    stake: Array
    bonuses: list[Array]
    z: Array
    sigma: Array
    number: Array
    contest: _Contest
    size: int

    def equilibrium(self) -> tuple[list[Array], NDArray[np.bool_]]:
        """Chances of each level for each guarantor, and where the iteration came to rest."""
        levels, n, size = len(self.bonuses), len(self.t), self.size

        def wide(value: Array) -> Array:
            return np.broadcast_to(value, (n, size))

        t, stake, z = wide(self.t), wide(self.stake), wide(self.z)
        bonuses = [wide(bonus) for bonus in self.bonuses]
        sigma = np.broadcast_to(self.sigma, (size,))
        damped = np.broadcast_to(self.number >= 1.0, (size,))
        contest = self.contest
        q = np.full((levels, n, size), 1.0 / (levels + 1))
        converged = np.ones(size, dtype=bool)
        if n < 2:
            for i, taken in enumerate(contest.in_turn([])):
                gains = [stake[i] * one + bonus[i] for one, bonus in zip(taken, bonuses, strict=True)]
                q[:, i] = _shares(gains, z[i], sigma)
            return list(q), converged

        rows = np.arange(size)
        going = np.ones(size, dtype=bool)
        now = q.copy()
        for _ in range(_SWEEPS):
            arriving = now * t
            moved = np.zeros(len(rows))
            for i, taken in enumerate(contest.in_turn(list(arriving))):
                gains = [stake[i] * one + bonus[i] for one, bonus in zip(taken, bonuses, strict=True)]
                reply = _shares(gains, z[i], sigma)
                if damped.any():
                    reply = np.where(damped, 0.5 * (now[:, i] + reply), reply)
                np.maximum(moved, np.abs(reply - now[:, i]).max(axis=0), out=moved)
                now[:, i] = reply
                arriving[:, i] = reply * t[i]
            rested = going & (moved <= _TOLERANCE)
            q[:, :, rows[rested]] = now[:, :, rested]
            going &= ~rested
            left = int(going.sum())
            if not left:
                break
            if 2 * left < len(rows):
                keep = np.flatnonzero(going)
                rows, going, now, contest = rows[keep], going[keep], now[:, :, keep], contest.take(keep)
                t, stake, z, bonuses = t[:, keep], stake[:, keep], z[:, keep], [b[:, keep] for b in bonuses]
                sigma, damped = sigma[keep], damped[keep]
        else:
            q[:, :, rows[going]] = now[:, :, going]
            converged[rows[going]] = False
        return list(q), converged


def _shares(gains: list[Array], z: Array, sigma: Array) -> Array:
    """Choice shares of each level of help against none, the automatic share with the highest level."""
    if len(gains) == 1:
        return (z + (1.0 - z) * _logistic(gains[0] / sigma))[None]
    utilities = np.stack(gains) / sigma
    top = np.maximum(utilities.max(axis=0), 0.0)
    weights = np.exp(utilities - top)
    shares: Array = (1.0 - z) * weights / (np.exp(-top) + weights.sum(axis=0))
    shares[-1] += z
    return shares


def _contraction(x0: Array, f: Array, t: Array, s: Array, z: Array, sigma: Array) -> Array:
    """The contraction number of section 3: below 1 there is one equilibrium among the guarantors."""
    n = len(f)
    if n < 2:
        return np.zeros(1)

    def taken(x: Array) -> Array:
        return f / ((1.0 + x) * (1.0 + x + f))

    alone, felt = taken(x0), np.zeros(1)
    for j in range(n):
        others = (np.arange(n) != j)[:, None]
        felt = felt + others * t[j] * (alone - taken(x0 + f[j]))
    return np.asarray(((1.0 - z) * s * t / (4.0 * sigma) * felt).max(axis=0))


def _arrival(clock: Array, m: Array, d: Array) -> Array:
    """Chance to be there before the fait accompli (12)."""
    late = np.maximum(clock - m, 0.0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        waiting = -np.expm1(-late / d)
    return np.where(d > 0.0, waiting, np.where(clock >= m, 1.0, 0.0))


def _consent(p: dict[str, Array]) -> Array:
    """Chance that those who can block the trigger let it pass: all veto points, or k_v of n_v voters."""
    unanimous = np.power(p["yv"], p["V"])
    if not bool(np.any(p["n_v"] > 0)):
        return unanimous
    voters = p["n_v"].astype(int)
    if bool(np.any(voters != p["n_v"])) or int(voters.max()) > _VOTERS:
        raise ValueError(f"n_v must be whole numbers up to {_VOTERS}")
    tail = np.zeros(1)
    most = int(voters.max())
    ways = np.array([[float(math.comb(a, b)) for b in range(most + 1)] for a in range(most + 1)])
    for ayes in range(most, -1, -1):  # from the top, so that one more vote needed never raises the tail
        chance = ways[voters, ayes] * p["yv"] ** ayes * (1.0 - p["yv"]) ** np.maximum(voters - ayes, 0)
        tail = tail + np.where((ayes >= p["k_v"]) & (ayes <= voters), chance, 0.0)
    return np.where(voters > 0, np.minimum(tail, 1.0), unanimous)


# --- logit ----------------------------------------------------------------------------------------------


def _logistic(u: Array) -> Array:
    """Λ(u), by the sign of u: keeps its digits near 0, where ½(1+tanh(u/2)) has none below u = −37."""
    small = np.exp(-np.abs(u))
    return np.where(u >= 0.0, 1.0, small) / (1.0 + small)


def _attack(U: Array, sigma: Array) -> tuple[Array, Array]:
    """Λ(U/σ) (2) and σ·ln(1+e^(U/σ)) (3), the latter as logaddexp(0, U/σ) does it, with one exponential."""
    small = np.exp(-np.abs(U) / sigma)
    p = np.where(U >= 0.0, 1.0, small) / (1.0 + small)
    return p, np.maximum(U, 0.0) + sigma * np.log1p(small)


def _choose(gains: list[Array], sigma: Array) -> tuple[list[Array], Array, Array]:
    """Chance of each mode of attack, of any, and the value of the choice (layer 2)."""
    if len(gains) == 1:
        p, V = _attack(gains[0], sigma)
        return [p], p, V
    first, second = gains
    best = sigma * np.logaddexp(first / sigma, second / sigma)
    p, V = _attack(best, sigma)
    return [p * _logistic((first - second) / sigma), p * _logistic((second - first) / sigma)], p, V


def _p_min(R: Array, sigma: Array) -> Array:
    """The least risk under a guarantee that C signs (6)."""
    return -np.expm1(-np.maximum(R, 0.0) / sigma)


def _dot(chances: list[Array], values: list[Array]) -> Array:
    return sum((p * v for p, v in zip(chances[1:], values[1:], strict=True)), start=chances[0] * values[0])


def _ratio(above: Array, below: Array, otherwise: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0.0, above / below, otherwise)


# --- shapes ---------------------------------------------------------------------------------------------


def _check_between(name: str, value: Array, low: float, high: float) -> None:
    if not bool(np.all((value >= low) & (value <= high))):
        raise ValueError(f"{name} must be a number from {low:.3g} to {high:.3g}")


def _check(name: str, value: Array) -> None:
    """Refuse what the formulas do not hold for, and what is no number."""
    low, high = _BOUNDS.get(name, (-math.inf, math.inf))
    if name.startswith("sigma") and bool(np.any(value <= 0.0)):
        raise ValueError(f"{name} must be above 0")
    _check_between(name, value, low, high)


def _read(
    parameters: Mapping[str, ArrayLike], names: Iterable[str]
) -> tuple[dict[str, Array], tuple[int, ...], int]:
    """Values by name, flat over designs (guarantors first); the shape of the designs; the guarantors."""
    unknown = sorted(set(parameters) - DEFAULTS.keys())
    if unknown:
        raise ValueError(f"no such term: {', '.join(unknown)}")
    given = {
        name: np.asarray(parameters.get(name, DEFAULTS[name]), dtype=np.float64)
        for name in DEFAULTS
        if name in parameters or name in names
    }
    for name, value in given.items():
        _check(name, value)
    given = {name: given[name] for name in names}
    tails = [given[name].shape[-1:] for name in PER_GUARANTOR if name in given and given[name].ndim]
    tail = np.broadcast_shapes(*tails) if tails else (1,)
    shape = np.broadcast_shapes(
        *(value.shape[:-1] if name in PER_GUARANTOR else value.shape for name, value in given.items())
    )
    values = {}
    for name, value in given.items():
        if name not in PER_GUARANTOR:
            values[name] = _flat(value, shape)
        elif value.ndim < 2 or math.prod(value.shape[:-1]) == 1:
            last = value if value.ndim < 2 else value.reshape(value.shape[-1])
            values[name] = np.broadcast_to(last, tail)[:, None]
        else:
            values[name] = np.ascontiguousarray(np.broadcast_to(value, shape + tail).reshape(-1, *tail).T)
    return values, shape, tail[0]


def _flat(value: Array, shape: tuple[int, ...]) -> Array:
    return value.reshape(1) if value.size == 1 else np.broadcast_to(value, shape).reshape(-1)


def _block_size(n: int, levels: int) -> int:
    """Designs at a time, so that the tables stay near the processor."""
    if n > _ENUMERATED:
        return 64
    return max(128, 8192 // int((levels + 1) ** n))


def _in_blocks(
    solve_block: Callable[[list[Array]], Result], values: list[Array], shape: tuple[int, ...], block: int
) -> Result:
    """Solve the designs some at a time; give back floats, or arrays of their shape, guarantors last."""
    size = math.prod(shape)
    found: dict[str, NDArray[Any]] = {}
    for start in range(0, max(size, 1), block):
        part = slice(start, min(start + block, size))
        solved = solve_block([value if value.shape[-1] == 1 else value[..., part] for value in values])
        for name, value in solved.items():
            if name not in found:
                found[name] = np.empty((*value.shape[:-1], size), dtype=value.dtype)
            found[name][..., part] = value
    return {name: _plain(np.moveaxis(value, 0, -1), shape) for name, value in found.items()}


def _plain(value: NDArray[Any], shape: tuple[int, ...]) -> Any:
    """Designs, flat on the first axis, in their shape; a float or a bool where one design holds one value."""
    if shape == () and value.ndim == 1:
        return value[0].item()
    return np.ascontiguousarray(value).reshape(shape + value.shape[1:])
