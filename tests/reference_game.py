"""A second, slow solution of the guarantee game, to hold `course_utils.game` and `course_utils.frontier` to.

It is written from the formal model's text alone and shares no code with the course library: one design at a
time, plain floats and lists, an explicit walk over the tree of branch, choice and arrival, numerical
integrals over the private types, and root finding where the text has a closed form.

Readings of the text that it leaves open, and the one taken here:

* Layer 4: `U` and `p_attack` are at C's belief at the test, `V` (so `M_C`) at C's belief at signing.
* Layer 4: `E_pi, Q, loss_P, P_lost, EU_G, M_G, entrap, fight, p_any_fights` use the true q, and p as it
  occurs.
* Layer 4: `M_P` and P's choice to provoke use P's belief in both factors: in the p that P foresees and in L.
* Layer 4: the belief multiplies q in both branches, and each capped q enters before help arrives or not.
* Layers 3 and 6: whatever depends on the state mixes linearly, `U, E_pi, Q` and `Gamma` included.
* Layer 3: `p_min` follows from the R that already contains zeta times P(provoke).
* Layers 3 and 6 together: the lapse is public before P decides, so `provoke` is a mixture as well. The text
  only says that it is public before C decides; `lapse_known=False` is the other reading.
* Layers 3 and 6: a void guarantee loses the obligation only; C still loses the snap-back benefit with
  chance g.
* Layer 2: `U, E_pi, Q, Gamma, q, q0, abandon` are those of the open attack; `loss_P, M_P, EU_G, M_G, entrap,
  fight, p_any_fights, p_escalation` add up both modes, each with its own p; `p_attack` is that of any attack.
* Layer 2: only the stake is scaled by v_g; kappa, A, omega, k and the clock are those of the open attack.
* Layer 2: the veto or vote rule is the same in the grey zone, with g_g instead of g.
* The contraction number is the printed one, with z; the voluntary branch has none of its own.
* Layer 1b: aid and force of one guarantor arrive with the same t; the defaults are e_a .3, kappa_a .2,
  k_a .5, in the order of the sentence that introduces them.
* Layer 5: the path of U is that of an open, unprovoked attack without lapse, at C's belief at the test.
* `strongest_accepted_p` is the least p among the guarantees with Q from 0 to 1 that C signs (nan: it signs
  none).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

PER_GUARANTOR = ("f", "b", "d", "m", "k", "s", "kappa", "A", "z", "S", "w_G", "rho_none", "rho_aid")
DEFAULTS: dict[str, float] = {
    "c": 0.3,
    "sigma_C": 0.2,
    "snap": 0,
    "B": 0,
    "w_C": 0,
    "phi_H": 0,
    "phi_b": 0,
    "phi_N": 0,
    "zeta": 0,
    "neutral": 0,
    "H": 0.6,
    "y": 0,
    "w_P": -0.5,
    "c_P": 0.2,
    "a_H": 0,
    "g": 0.9,
    "V": 0,
    "yv": 0.9,
    "n_v": 0,
    "k_v": 0,
    "void": 0,
    "T0": 30,
    "m": 0,
    "d": 15,
    "f": 1,
    "b": 0,
    "omega": 0,
    "k": 0.3,
    "s": 1,
    "kappa": 1,
    "A": 0.8,
    "z": 0,
    "S": 0,
    "w_G": -10,
    "sigma_G": 0.5,
    "esc": 0.1,
    "v_g": 0.25,
    "c_g": 0.05,
    "g_g": 0.4,
    "eta": 0,
    "beta": 0,
    "chi": 0,
    "sigma_P": 0.1,
    "bel_sign": 1,
    "bel_test": 1,
    "bel_P": 1,
    "mu": 0,
    "decay": 0,
    "growth": 0,
    "expiry": math.inf,
    "rho_none": 1,
    "rho_aid": 0.25,
    "e_a": 0.3,
    "k_a": 0.5,
    "kappa_a": 0.2,
}

# Integrals over private types


def _legendre(count: int) -> list[tuple[float, float]]:
    """The nodes and weights of Gauss and Legendre on [-1, 1], by Newton's method."""
    rule = []
    for index in range(count):
        x = math.cos(math.pi * (index + 0.75) / (count + 0.5))
        for _ in range(100):
            before, now = 1.0, x
            for degree in range(2, count + 1):
                before, now = now, ((2 * degree - 1) * x * now - (degree - 1) * before) / degree
            slope = count * (x * now - before) / (x * x - 1)
            step = now / slope
            x -= step
            if abs(step) < 1e-16:
                break
        rule.append((x, 2 / ((1 - x * x) * slope * slope)))
    return rule


RULE = _legendre(16)


def integral(function: Callable[[float], float], low: float, high: float) -> float:
    """The integral of a function that is smooth on the scale of 1, by panels not wider than 4."""
    if high <= low:
        return 0.0
    panels = max(1, math.ceil((high - low) / 4))
    half = (high - low) / panels / 2
    middles = (low + half * (2 * panel + 1) for panel in range(panels))
    return half * math.fsum(
        weight * function(middle + half * node) for middle in middles for node, weight in RULE
    )


def density(x: float) -> float:
    """The density of the standard logistic distribution."""
    small = math.exp(-abs(x))
    return small / (1 + small) ** 2


def above(function: Callable[[float], float], low: float) -> float:
    """The expectation of function(type) over the logistic types above a threshold."""
    return integral(lambda x: function(x) * density(x), low, max(low, 0.0) + 45)


def below(function: Callable[[float], float], high: float) -> float:
    """The expectation of function(type) over the logistic types below a threshold."""
    return integral(lambda x: function(x) * density(x), min(high, 0.0) - 45, high)


def chance(gain: float, sigma: float) -> float:
    """P(gain + shock > 0)."""
    return above(lambda x: 1.0, -gain / sigma)


def option(gain: float, sigma: float) -> float:
    """E max(0, gain + shock)."""
    return sigma * above(lambda x: x + gain / sigma, -gain / sigma)


def modes(gains: Sequence[float], sigma: float) -> tuple[list[float], float]:
    """The chance that C chooses each mode of attack, and what having the choice is worth to it.

    One mode: one logistic shock. More: peace (worth 0) and each mode have independent extreme-value shocks;
    both integrals run over the largest of the shocked payoffs (trapezoids: exact to rounding there).
    """
    if len(gains) == 1:
        return [chance(gains[0], sigma)], option(gains[0], sigma)
    u = [gain / sigma for gain in gains]
    attack = math.fsum(math.exp(each) for each in u)
    step = 0.125
    points = [step * i for i in range(-48, math.ceil((math.log1p(attack) + 45) / step))]
    chosen = [
        step * math.fsum(math.exp(each - x - (1 + attack) * math.exp(-x)) for x in points) for each in u
    ]
    # E max - E peace = the integral of the difference of their distribution functions.
    worth = step * math.fsum(-math.exp(-math.exp(-x)) * math.expm1(-attack * math.exp(-x)) for x in points)
    return chosen, sigma * worth


def logistic(x: float) -> float:
    """1 / (1 + e^-x)."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


# Roots


def bisection(function: Callable[[float], float], low: float, high: float) -> float:
    """The root of a function that falls from low to high; the bracket widens until it holds one."""
    width = high - low
    while function(low) < 0:
        width *= 2
        low -= width
    while function(high) > 0:
        width *= 2
        high += width
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if function(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def linear(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a small linear system, by elimination with pivots."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        best = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[best] = rows[best], rows[i]
        for r in range(i + 1, size):
            factor = rows[r][i] / rows[i][i]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    found = [0.0] * size
    for i in reversed(range(size)):
        known = math.fsum(rows[i][j] * found[j] for j in range(i + 1, size))
        found[i] = (rows[i][size] - known) / rows[i][i]
    return found


def fixed_point(answer: Callable[[list[float]], list[float]], start: list[float]) -> list[float]:
    """Where answer(x) = x: a few damped steps, then Newton with a Jacobian from differences."""

    def misses(x: list[float]) -> list[float]:
        return [b - a for a, b in zip(x, answer(x), strict=True)]

    x = start
    for _ in range(8):
        x = [a + miss / 2 for a, miss in zip(x, misses(x), strict=True)]
    miss = misses(x)
    for _ in range(60):
        size = max(map(abs, miss))
        if size < 1e-16:
            break
        columns = []
        for j in range(len(x)):
            step = 1e-6 if x[j] < 0.5 else -1e-6
            moved = misses([a + step * (i == j) for i, a in enumerate(x)])
            columns.append([(b - a) / step for a, b in zip(miss, moved, strict=True)])
        jacobian = [list(row) for row in zip(*columns, strict=True)]
        newton = linear(jacobian, [-value for value in miss])
        share = 1.0
        while share > 1e-4:
            trial = [min(1.0, max(0.0, a + share * b)) for a, b in zip(x, newton, strict=True)]
            after = misses(trial)
            if max(map(abs, after)) < size:
                break
            share /= 2
        else:
            break  # rounding: no step comes closer
        x, miss = trial, after
    if max(map(abs, miss)) > 1e-13:
        raise ArithmeticError(f"no fixed point: still {max(map(abs, miss))} off")
    return x


# The tree: what each guarantor does, and whether it arrives in time


def leaves(
    chances: Sequence[Sequence[float]],
    t: Sequence[float],
    forces: Sequence[Sequence[float]],
    left_out: int = -1,
) -> Iterator[tuple[float, float, tuple[int, ...]]]:
    """Every end of the tree: its chance, the force that arrived in time, and what each guarantor chose.

    chances[i][a] is the chance that guarantor i chooses action a, which brings forces[i][a] if in time.
    """
    ways = []
    for i, row in enumerate(chances):
        if i == left_out:
            ways.append([(1.0, 0.0, 0)])
            continue
        ways.append(
            [
                (share * (t[i] if in_time else 1 - t[i]), forces[i][action] if in_time else 0.0, action)
                for action, share in enumerate(row)
                for in_time in (True, False)
            ]
        )
    for path in itertools.product(*ways):
        yield (
            math.prod(way[0] for way in path),
            math.fsum(way[1] for way in path),
            tuple(way[2] for way in path),
        )


def contest(x: float) -> float:
    """C's chance to win against defenders of strength x."""
    return 1 / (1 + x)


# Layer 0 and the frontier


def least_risk(shortfall: float, sigma: float) -> float:
    """Formula (6) as it is printed."""
    return -math.expm1(-max(shortfall, 0.0) / sigma)


def base(p: Mapping[str, float]) -> dict[str, float]:
    """Layer 0, from T, D, Q, sigma_C, B and w_C."""
    gain = p["T"] - p["Q"] * p["D"]
    worth = option(gain, p["sigma_C"])
    shortfall = p.get("w_C", 0.0) - p.get("B", 0.0)
    return {
        "U": gain,
        "p_attack": chance(gain, p["sigma_C"]),
        "V": worth,
        "R": shortfall,
        "M_C": worth - shortfall,
        "p_min": least_risk(shortfall, p["sigma_C"]),
    }


def window(T: float, D: float, sigma_C: float, R: float, alpha: float) -> dict[str, float | bool]:
    """The window of credibility, found as roots of p(Q) = alpha and of V(Q) = R."""
    deter = bisection(lambda q: chance(T - q * D, sigma_C) - alpha, 0.0, 1.0)
    accept = math.inf if R <= 0 else bisection(lambda q: option(T - q * D, sigma_C) - R, 0.0, 1.0)
    strongest = chance(T - min(1.0, accept) * D, sigma_C) if accept >= 0 else math.nan
    return {
        "Q_deter": deter,
        "Q_accept": accept,
        "nonempty": deter <= accept and deter <= 1 and accept >= 0,
        "strongest_accepted_p": strongest,
    }


def least_accepted_risk(R: float, sigma_C: float) -> float:
    """The least risk at which C signs: the p at which the option is worth exactly the shortfall."""
    if R <= 0:
        return 0.0
    return chance(bisection(lambda u: R - option(u, sigma_C), -1.0, 1.0), sigma_C)


# Layer 1


def design(p: Mapping[str, Any]) -> dict[str, Any]:
    """All terms of a design: the defaults filled in, each guarantor's terms as lists of one length."""
    whole = {**DEFAULTS, **p}
    count = max((len(p[name]) for name in PER_GUARANTOR if isinstance(p.get(name), (list, tuple))), default=1)
    for name in PER_GUARANTOR:
        value = whole[name]
        values = list(value) if isinstance(value, (list, tuple)) else [value]
        whole[name] = values * count if len(values) == 1 else values
    return whole


def in_time(p: Mapping[str, Any]) -> tuple[float, list[float]]:
    """Strength on the spot, and each guarantor's chance to arrive before the fait accompli."""
    spot = p["H"] + math.fsum(p["b"])
    clock = p["T0"] * spot
    t = []
    for mobilise, delay in zip(p["m"], p["d"], strict=True):
        if delay == 0:
            t.append(1.0 if clock >= mobilise else 0.0)
        else:
            t.append(1 - math.exp(-max(0.0, clock - mobilise) / delay))
    return spot, t


def trigger(p: Mapping[str, Any], clarity: float) -> float:
    """The chance that the attack is recognised and that those who must agree do, votes counted one by one."""
    if p["n_v"] > 0:
        agreed = math.fsum(
            math.prod(p["yv"] if vote else 1 - p["yv"] for vote in votes)
            for votes in itertools.product((0, 1), repeat=int(p["n_v"]))
            if sum(votes) >= p["k_v"]
        )
    else:
        agreed = 1.0
        for _ in range(int(p["V"])):
            agreed *= p["yv"]
    return float(clarity * agreed * (1 - p["void"]))


def contraction(p: Mapping[str, Any]) -> float:
    """The contraction number of section 3."""
    spot, t = in_time(p)
    largest = 0.0
    for i, fi in enumerate(p["f"]):
        total = 0.0
        for j, fj in enumerate(p["f"]):
            if j != i:
                alone = contest(spot) - contest(spot + fi)
                helped = contest(spot + fj) - contest(spot + fi + fj)
                total += t[j] * (alone - helped)
        largest = max(largest, (1 - p["z"][i]) * p["s"][i] * t[i] / (4 * p["sigma_G"]) * total)
    return largest


class Branch:
    """One branch of one mode: the guarantors' equilibrium, and what each of them can expect."""

    def __init__(self, p: Mapping[str, Any], stake: float, obliged: bool) -> None:
        self.p = p
        self.spot, self.t = in_time(p)
        self.forces = [(0.0, each) for each in p["f"]]
        self.s = [stake * each for each in p["s"]]
        self.z = list(p["z"]) if obliged else [0.0 for _ in p["z"]]
        self.K = [
            (word if obliged else 0.0) + p["omega"] * post for word, post in zip(p["A"], p["b"], strict=True)
        ]
        self.q = fixed_point(self.answers, [0.5] * len(self.s))

    def pivotal(self, i: int, q: Sequence[float]) -> tuple[float, float]:
        """C's chance to win without guarantor i, and by how much i's arrival lowers it."""
        without = lowered = 0.0
        for share, force, _ in leaves([(1 - each, each) for each in q], self.t, self.forces, left_out=i):
            alone = contest(self.spot + force)
            without += share * alone
            lowered += share * (alone - contest(self.spot + force + self.p["f"][i]))
        return without, lowered

    def free(self, i: int, q: Sequence[float]) -> float:
        """What guarantor i gains by fighting with free hands."""
        return float(self.s[i] * self.t[i] * self.pivotal(i, q)[1] - self.p["kappa"][i])

    def answers(self, q: Sequence[float]) -> list[float]:
        """Each guarantor's chance to honour if the others honour with chances q."""
        sigma = self.p["sigma_G"]
        return [z + (1 - z) * logistic((self.free(i, q) + self.K[i]) / sigma) for i, z in enumerate(self.z)]

    def believed(self, factor: float) -> list[float]:
        """The chances to honour in the eyes of somebody with this belief."""
        return [min(1.0, factor * each) for each in self.q]

    def honours(self, i: int) -> float:
        """The true chance that guarantor i honours."""
        return self.q[i]

    def war(self, factor: float = 1.0) -> tuple[float, float, float]:
        """C's chance to win, the punishment it can expect, and the chance that anybody fights."""
        wins = punished = anybody = 0.0
        for share, force, acts in leaves([(1 - q, q) for q in self.believed(factor)], self.t, self.forces):
            wins += share * contest(self.spot + force)
            punished += share * math.fsum(k for k, act in zip(self.p["k"], acts, strict=True) if act)
            anybody += share * any(acts)
        return wins, punished, anybody

    def loss(self, i: int) -> float:
        """What an attack costs guarantor i, over its own types."""
        sigma = self.p["sigma_G"]
        without, lowered = self.pivotal(i, self.q)
        fights = self.s[i] * (without - self.t[i] * lowered) + self.p["kappa"][i]
        stays = self.s[i] * without + self.K[i]
        threshold = (fights - stays) / sigma
        chosen = above(lambda x: fights - sigma * x, threshold) + below(lambda x: stays, threshold)
        return float(self.z[i] * fights + (1 - self.z[i]) * chosen)

    def entrapped(self, i: int) -> float:
        """The share of guarantor i's types that fight and with free hands would have stayed out."""
        sigma = self.p["sigma_G"]
        free = self.free(i, self.q)
        bound = integral(density, -(free + self.K[i]) / sigma, -free / sigma)
        return self.z[i] * below(lambda x: 1.0, -free / sigma) + (1 - self.z[i]) * bound


class Mode:
    """One mode of attack: its prize, cost and clarity, and both branches."""

    def __init__(self, p: Mapping[str, Any], prize: float, cost: float, clarity: float) -> None:
        self.p, self.prize, self.cost, self.clarity = p, prize, cost, clarity
        self.branches = (Branch(p, prize, obliged=True), Branch(p, prize, obliged=False))

    def weights(self, void: float) -> tuple[float, float]:
        """The chances of the two branches."""
        obliged = trigger(self.p, self.clarity) * (1 - void)
        return obliged, 1 - obliged

    def mean(self, void: float, value: Callable[[Branch], float]) -> float:
        """The mean of a value over the branches."""
        return math.fsum(w * value(b) for w, b in zip(self.weights(void), self.branches, strict=True))

    def gain(self, void: float, eta: float, factor: float) -> float:
        """C's expected gain from this attack, before its private shock."""
        payoff = self.mean(void, lambda b: self.prize * b.war(factor)[0] - b.war(factor)[1])
        return float(payoff - self.cost - self.clarity * self.p["snap"] + eta)

    def harm(self, void: float, factor: float) -> float:
        """What this attack costs P."""
        return float(self.prize * (self.mean(void, lambda b: b.war(factor)[0]) + self.p["c_P"]))


Outcome = dict[str, Any]


def state(p: Mapping[str, Any], ways: Sequence[Mode], void: float, eta: float) -> Outcome:
    """Everything that depends on whether the guarantee is void and on whether P has provoked."""
    sigma = p["sigma_C"]
    everybody = range(len(p["f"]))
    tested, _ = modes([way.gain(void, eta, p["bel_test"]) for way in ways], sigma)
    _, worth = modes([way.gain(void, eta, p["bel_sign"]) for way in ways], sigma)
    foreseen, _ = modes([way.gain(void, eta, p["bel_P"]) for way in ways], sigma)
    attacks = list(zip(tested, ways, strict=True))

    def over_attacks(value: Callable[[Branch], float]) -> float:
        return math.fsum(risk * way.mean(void, value) for risk, way in attacks)

    first = ways[0]
    outcome: Outcome = {
        "Gamma": first.weights(void)[0],
        "Q": [first.mean(void, partial(Branch.honours, i=i)) for i in everybody],
        "U": first.gain(void, eta, p["bel_test"]),
        "E_pi": first.mean(void, lambda b: b.war()[0]),
        "p_attack": math.fsum(tested),
        "V": worth,
        "loss_P": math.fsum(risk * way.harm(void, 1.0) for risk, way in attacks),
        "feared": math.fsum(r * way.harm(void, p["bel_P"]) for r, way in zip(foreseen, ways, strict=True)),
        "P_lost": math.fsum(risk * way.prize * way.mean(void, lambda b: b.war()[0]) for risk, way in attacks),
        "EU_G": [-p["S"][i] - over_attacks(partial(Branch.loss, i=i)) for i in everybody],
        "entrap": [over_attacks(partial(Branch.entrapped, i=i)) for i in everybody],
        "fight": [over_attacks(partial(Branch.honours, i=i)) for i in everybody],
        "p_any_fights": over_attacks(lambda b: b.war()[2]),
    }
    if len(ways) > 1:
        outcome["p_open"], outcome["p_grey"] = tested
    return outcome


def mixed(share: float, one: Outcome, other: Outcome) -> Outcome:
    """Two outcomes as a lottery: the first with chance `share`."""

    def mix(a: Any, b: Any) -> Any:
        if isinstance(a, list):
            return [mix(x, y) for x, y in zip(a, b, strict=True)]
        return share * a + (1 - share) * b

    return {name: mix(one[name], other[name]) for name in one}


def willing(p: Mapping[str, Any], calm: Outcome, hot: Outcome) -> float:
    """The chance that P provokes, given what it fears in either case."""
    return logistic((p["beta"] - (hot["feared"] - calm["feared"])) / p["sigma_P"])


def solve(
    p: Mapping[str, Any], grey: bool = False, provocation: bool = False, lapse_known: bool = True
) -> Outcome:
    """Layer 1 with its optional layers 2, 3, 4 and 6, under the canonical names.

    lapse_known matters only with both a lapse and a provocation: whether P sees the lapse before it decides.
    """
    p = design(p)
    ways = [Mode(p, 1.0, p["c"], p["g"])]
    if grey:
        ways.append(Mode(p, p["v_g"], p["c_g"], p["g_g"]))

    def lottery(void: float, shares: Sequence[float]) -> Outcome:
        """The outcome if the guarantee is void or not and P provokes with the share for that case."""
        calm = state(p, ways, void, 0.0)
        if not provocation:
            return calm
        hot = state(p, ways, 1 - (1 - void) * (1 - p["chi"]), p["eta"])
        share = shares[int(void)] if shares else willing(p, calm, hot)
        return {**mixed(share, hot, calm), "provoke": share}

    def foreseen() -> float:
        """The chance that P provokes before it can see whether the guarantee has lapsed."""
        calm, hot = (
            mixed(p["mu"], state(p, ways, 1.0, eta), state(p, ways, void, eta))
            for void, eta in ((0.0, 0.0), (p["chi"], p["eta"]))
        )
        return willing(p, calm, hot)

    shares = [foreseen()] * 2 if provocation and not lapse_known else []
    found = lottery(0.0, shares)
    if p["mu"] > 0:
        found = mixed(p["mu"], lottery(1.0, shares), found)
    share = found.get("provoke", 0.0)
    obliged, voluntary = ways[0].branches
    found["t"] = obliged.t
    found["q"] = obliged.q
    found["q0"] = voluntary.q
    found["abandon"] = [1 - each for each in obliged.q]
    found["B_eff"] = (
        p["B"]
        - p["phi_H"] * p["H"]
        - p["phi_b"] * math.fsum(p["b"])
        + p["phi_N"] * p["neutral"]
        - p["zeta"] * share
    )
    found["R"] = p["w_C"] - found["B_eff"]
    found["M_C"] = found["B_eff"] + found["V"] - p["w_C"]
    found["p_min"] = least_risk(found["R"], p["sigma_C"])
    found["M_P"] = p["y"] + p["beta"] * share - p["a_H"] * p["H"] - found.pop("feared") - p["w_P"]
    found["M_G"] = [value - outside for value, outside in zip(found["EU_G"], p["w_G"], strict=True)]
    found["p_escalation"] = p["esc"] * found["p_any_fights"]
    found["contraction"] = contraction(p)
    if grey:
        found["q_grey"], found["q0_grey"] = (branch.q for branch in ways[1].branches)
    return found


# Layer 1b: none, aid or force


def graded_branch(p: Mapping[str, Any], obliged: bool) -> list[tuple[float, float, float]]:
    """The equilibrium chances of none, aid and force for each guarantor in one branch."""
    spot, t = in_time(p)
    count = len(p["f"])
    forces = [(0.0, p["e_a"] * each, each) for each in p["f"]]

    def triples(x: Sequence[float]) -> list[tuple[float, float, float]]:
        return [(1 - x[2 * i] - x[2 * i + 1], x[2 * i], x[2 * i + 1]) for i in range(count)]

    def answers(x: list[float]) -> list[float]:
        given = triples(x)
        replies = []
        for i in range(count):
            wins = [0.0, 0.0, 0.0]
            for share, others, _ in leaves(given, t, forces, left_out=i):
                for action in range(3):
                    for arrived, odds in ((forces[i][action], t[i]), (0.0, 1 - t[i])):
                        wins[action] += share * odds * contest(spot + others + arrived)
            word = p["A"][i] if obliged else 0.0
            post = p["omega"] * p["b"][i]
            worth = [
                -p["s"][i] * wins[0] - p["rho_none"][i] * word - post,
                -p["s"][i] * wins[1] - p["kappa_a"] * p["kappa"][i] - p["rho_aid"][i] * word - post,
                -p["s"][i] * wins[2] - p["kappa"][i],
            ]
            z = p["z"][i] if obliged else 0.0
            scaled = [math.exp((each - max(worth)) / p["sigma_G"]) for each in worth]
            aid, force = (each / math.fsum(scaled) for each in scaled[1:])
            replies += [(1 - z) * aid, z + (1 - z) * force]
        return replies

    return triples(fixed_point(answers, [1 / 3] * (2 * count)))


def solve_graded(p: Mapping[str, Any]) -> Outcome:
    """Layer 1b, with beliefs and lapse."""
    p = design(p)
    spot, t = in_time(p)
    forces = [(0.0, p["e_a"] * each, each) for each in p["f"]]
    branches = [graded_branch(p, obliged=True), graded_branch(p, obliged=False)]

    def gain(void: float, factor: float) -> float:
        obliged = trigger(p, p["g"]) * (1 - void)
        total = -p["c"] - p["g"] * p["snap"]
        for weight, branch in zip((obliged, 1 - obliged), branches, strict=True):
            seen = []
            for _, aid, force in branch:
                some = factor if factor * (aid + force) <= 1 else 1 / (aid + force)
                seen.append((max(0.0, 1 - some * (aid + force)), some * aid, some * force))
            for share, arrived, acts in leaves(seen, t, forces):
                hit = math.fsum((0.0, p["k_a"], 1.0)[act] * k for act, k in zip(acts, p["k"], strict=True))
                total += weight * share * (contest(spot + arrived) - hit)
        return float(total)

    def outcome(void: float) -> Outcome:
        tested = gain(void, p["bel_test"])
        return {
            "U": tested,
            "p_attack": chance(tested, p["sigma_C"]),
            "V": option(gain(void, p["bel_sign"]), p["sigma_C"]),
        }

    found: Outcome = {"t": t}
    for prefix, branch in zip(("q", "q0"), branches, strict=True):
        for name, values in zip(("none", "aid", "force"), zip(*branch, strict=True), strict=True):
            found[f"{prefix}_{name}"] = list(values)
    return {**found, **mixed(p["mu"], outcome(1.0), outcome(0.0))}


# Layer 5


def over_time(U_t: Sequence[float], r: float, delta: float, sigma_C: float, W_end: float) -> Outcome:
    """Theorem 4's recursion, from the last period to the first."""
    worth = W_end
    risks: list[float] = []
    for gain in reversed(U_t):
        peace = r + delta * worth
        risks.insert(0, chance(gain - peace, sigma_C))
        worth = peace + option(gain - peace, sigma_C)
    periods = len(U_t)
    part = worth - math.fsum(delta**i * r for i in range(periods)) - delta**periods * W_end
    return {
        "W0": worth,
        "p_t": risks,
        "p_ever": math.fsum(risk * math.prod(1 - each for each in risks[:i]) for i, risk in enumerate(risks)),
        "option_part": part,
        "bound": -math.expm1(-part / sigma_C),
    }


def path_of_U(p: Mapping[str, Any], periods: int) -> list[float]:
    """C's expected gain in each period: arms grow, the word wears off, the guarantee expires."""
    p = design(p)
    path = []
    for period in range(periods):
        then = {
            **p,
            "snap": 0.0,
            "A": [each * math.exp(-p["decay"] * period) for each in p["A"]],
            "H": p["H"] * (1 + p["growth"]) ** period,
        }
        path.append(Mode(then, 1.0, p["c"], p["g"]).gain(float(period >= p["expiry"]), 0.0, p["bel_test"]))
    return path
