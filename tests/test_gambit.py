"""Gambit, a program of others, solves the same games from their trees, and finds what the course finds.

Gambit sees a tree and payoffs, none of our formulas. (a) The logit agent quantal-response equilibrium of
McKelvey & Palfrey 1998 is the game of layer 1 with the shocks taken for noise. (b) With a few equally likely
types instead of logistic ones the whole game, the signature included, has exact equilibria, in fractions.
"""

import io
import itertools
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import draws
import numpy as np
import pygambit  # type: ignore[import-untyped]
import pytest

from course_utils import game

GAMES = 40
TYPED_GAMES = 20
TEMPTATIONS = 4
RESOLVES = 3
CLOSE = 1e-12
#: How near Gambit's tracer stops to the λ that it was asked for; it says where.
NEAR = 1e-7
COUNT = itertools.count(1)


# --- a tree as Gambit reads it: each node's line stands before those of its branches ------------------------


def move(player: int, information: int, branches: Mapping[str, str]) -> str:
    """A player moves and knows no more than everywhere in the same information set."""
    names = " ".join(f'"{name}"' for name in branches)
    return f'p "" {player} {information} "{player}.{information}" {{ {names} }} 0\n' + "".join(
        branches.values()
    )


def chance(branches: Mapping[str, tuple[Fraction, str]]) -> str:
    names = " ".join(f'"{name}" {share}' for name, (share, _) in branches.items())
    number = next(COUNT)
    return f'c "" {number} "{number}" {{ {names} }} 0\n' + "".join(branch for _, branch in branches.values())


def end(*payoffs: float | Fraction) -> str:
    number, paid = next(COUNT), " ".join(str(Fraction(payoff)) for payoff in payoffs)
    return f't "" {number} "{number}" {{ {paid} }}\n'


def read(tree: str, guarantors: int) -> Any:
    players = " ".join(f'"{name}"' for name in ("C", *(f"G{i}" for i in range(guarantors))))
    return pygambit.read_efg(io.StringIO(f'EFG 2 R "" {{ {players} }} ""\n{tree}'))


def chances(profile: Any, player: str, action: str) -> list[Any]:
    """The chance of an action in each of a player's information sets that knows it."""
    return [dict(mixed)[action] for _, mixed in profile[player] if action in dict(mixed)]


# --- (a) agent quantal-response equilibrium -----------------------------------------------------------------


def attack_game(terms: Mapping[str, Any]) -> Any:
    """C attacks or not, chance finds that it triggers the guarantee or not, and all guarantors move at once.

    Arrivals are folded into the payoffs. One λ serves all: a guarantor's payoffs are counted in units that
    are σ_G/σ_C as large, which is the same as to give it a λ of its own, 1/σ_G.
    """
    f, b, k, s, kappa, A = (terms[name] for name in ("f", "b", "k", "s", "kappa", "A"))
    n, strength = len(f), terms["H"] + math.fsum(b)
    late = [max(0.0, terms["T0"] * strength - m) for m in terms["m"]]
    t = [-math.expm1(-left / d) for left, d in zip(late, terms["d"], strict=True)]
    trigger = Fraction(terms["g"] * terms["yv"] ** terms["V"])
    unit = terms["sigma_C"] / terms["sigma_G"]

    def war(honoured: tuple[int, ...], obliged: bool) -> str:
        won = 0.0
        for there in itertools.product((False, True), repeat=len(honoured)):
            chance_of_it = math.prod(
                t[i] if come else 1 - t[i] for i, come in zip(honoured, there, strict=True)
            )
            force = sum(f[i] for i, come in zip(honoured, there, strict=True) if come)
            won += chance_of_it / (1 + strength + force)
        cost = terms["c"] + terms["g"] * terms["snap"] + sum(k[i] for i in honoured)
        price = [kappa[i] if i in honoured else A[i] * obliged + terms["omega"] * b[i] for i in range(n)]
        return end(won - cost, *(unit * (-s[i] * won - price[i]) for i in range(n)))

    def answers(i: int, honoured: tuple[int, ...], obliged: bool) -> str:
        if i == n:
            return war(honoured, obliged)
        stay = answers(i + 1, honoured, obliged)
        return move(
            i + 2, 1 if obliged else 2, {"help": answers(i + 1, (*honoured, i), obliged), "stay": stay}
        )

    found = {"yes": (trigger, answers(0, (), True)), "no": (1 - trigger, answers(0, (), False))}
    return read(move(1, 1, {"attack": chance(found), "keep": end(*[0] * (n + 1))}), n)


def quantal_response(tree: Any, sigma_C: float) -> Any:
    (found,) = pygambit.qre.logit_solve_lambda(tree, 1 / sigma_C)
    return found


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_attack_and_honour_are_those_of_the_agent_quantal_response_equilibrium(n: int) -> None:
    """Model, sections 1 and 8, (2) and (13)–(15): McKelvey & Palfrey 1998 at λ = 1/σ, for each its own σ.

    The tracer stops beside the λ that it was asked for and says where; the profile is exact for that one. So
    both spreads are changed by the same factor (by less than 1e-7) before the course's numbers are compared.
    """
    drawn = draws.designs(draws.generator(f"agent QRE, n={n}"), 4 * GAMES, n)
    drawn["z"] = np.zeros_like(drawn["z"])
    unique = np.flatnonzero(game.solve(drawn)["unique"])[:GAMES]
    assert len(unique) == GAMES, "too few designs with one equilibrium"
    worst = off = 0.0
    for row in unique:
        terms = draws.scalars(drawn, row)
        found = quantal_response(attack_game(terms), terms["sigma_C"])
        nudge = 1 / (found.lam * terms["sigma_C"])
        off = max(off, abs(nudge - 1))
        spreads = {name: terms[name] * nudge for name in ("sigma_C", "sigma_G")}
        ours, profile = game.solve(terms | spreads), found.profile
        theirs = chances(profile, "C", "attack")
        pairs = [(ours["p_attack"], *theirs), (ours["p_attack"] * ours["U"], float(profile.payoffs["C"]))]
        for i in range(n):
            pairs += zip((ours["q"][i], ours["q0"][i]), chances(profile, f"G{i}", "help"), strict=True)
        worst = max(worst, *(abs(one - other) for one, other in pairs))
    print(
        f"agent QRE, n={n}: largest difference {worst:.1e} in {len(unique)} games; λ off by up to {off:.1e}"
    )
    assert off <= NEAR
    assert worst <= CLOSE


# --- (b) exact equilibria with a few equally likely types, the signature included ---------------------------


@dataclass(frozen=True)
class Typed:
    """One guarantor and types, all in fractions. `word` is A, `posts` is ω·b, `strength` is x₀."""

    terms: dict[str, Fraction]
    temptations: list[Fraction]
    resolves: list[Fraction]
    war: Fraction = Fraction(0)

    def win(self, help_comes: bool) -> Fraction:
        """π: C's chance to win, without help or with help that comes in time."""
        return 1 / (1 + self.terms["strength"] + help_comes * self.terms["f"])


#: In twentieths, so that Gambit's fractions stay short.
RANGES = {
    **{"strength": (4, 36), "f": (4, 80), "t": (1, 20), "k": (0, 12), "c": (1, 10), "snap": (0, 6)},
    **{"g": (10, 19), "yv": (10, 20), "s": (4, 60), "kappa": (10, 30), "word": (0, 32), "posts": (0, 10)},
    "B": (-6, 10),
}
#: The war's worth to C beyond the peace, as a multiple of the chance to attack: above 1 C refuses.
SHORTFALLS = (Fraction(1, 2), Fraction(9, 10), Fraction(11, 10), Fraction(2))


def draw(rng: random.Random, shortfall: Fraction) -> Typed:
    """A game near its own threshold. One temptation is so great that the guarantor always has to choose."""

    def between(low: int, high: int) -> Fraction:
        return Fraction(rng.randint(low, high), 20)

    terms = {name: between(*bounds) for name, bounds in RANGES.items()}
    unequal = Fraction(1, 997)  # so that no type is indifferent
    temptations = [*(between(-12, 12) + unequal for _ in range(TEMPTATIONS - 1)), Fraction(3)]
    typed = Typed(terms, temptations, [between(-30, 30) + unequal for _ in range(RESOLVES)])
    return replace(typed, war=terms["B"] + shortfall * predicted(typed)["V"])


def mean(values: Sequence[Fraction | bool]) -> Fraction:
    return Fraction(sum(values, Fraction(0)), len(values))


def predicted(typed: Typed) -> dict[str, Any]:
    """What the model says: (13), (15) and (1)–(4), with P(u) = mean 1{u+ε>0} and V(u) = mean max(0, u+ε)."""
    of = typed.terms
    fall = of["t"] * (typed.win(False) - typed.win(True))
    honour = []
    for stake in (of["word"] + of["posts"], of["posts"]):
        gain = of["s"] * fall + stake - of["kappa"]
        assert all(gain + resolve for resolve in typed.resolves), "a type that is indifferent"
        honour.append(mean([gain + resolve > 0 for resolve in typed.resolves]))
    trigger = of["g"] * of["yv"]
    T = typed.win(False) - of["c"] - of["g"] * of["snap"]
    D, Q = fall + of["k"], trigger * honour[0] + (1 - trigger) * honour[1]
    U = T - Q * D
    assert all(U + temptation for temptation in typed.temptations), "a type that is indifferent"
    V = mean([max(Fraction(0), U + temptation) for temptation in typed.temptations])
    return {
        **{"T": T, "D": D, "Q": Q, "U": U, "V": V, "honour": honour},
        "attack": mean([U + temptation > 0 for temptation in typed.temptations]),
        "signs": of["B"] + V > typed.war,
        "value": max(typed.war, of["B"] + V),
    }


def typed_game(typed: Typed, *, signature: bool) -> Any:
    """C signs, learns ε, attacks or not; that triggers or not; the guarantor learns ρ and helps or not."""
    of = typed.terms

    def after(temptation: Fraction, obliged: bool, resolve: Fraction, number: int) -> str:
        cost = of["c"] + of["g"] * of["snap"] - temptation - of["B"]
        helped = of["t"] * typed.win(True) + (1 - of["t"]) * typed.win(False)
        alone = typed.win(False)
        return move(
            2,
            number + (1 if obliged else 1 + RESOLVES),
            {
                "help": end(helped - cost - of["k"], resolve - of["s"] * helped - of["kappa"]),
                "stay": end(alone - cost, -of["s"] * alone - of["word"] * obliged - of["posts"]),
            },
        )

    def attacked(temptation: Fraction) -> str:
        branches = {
            obliged: chance(
                {
                    f"{j}": (Fraction(1, RESOLVES), after(temptation, obliged, resolve, j))
                    for j, resolve in enumerate(typed.resolves)
                }
            )
            for obliged in (True, False)
        }
        trigger = of["g"] * of["yv"]
        return chance({"yes": (trigger, branches[True]), "no": (1 - trigger, branches[False])})

    later = chance(
        {
            f"{j}": (
                Fraction(1, TEMPTATIONS),
                move(1, 2 + j, {"attack": attacked(temptation), "keep": end(of["B"], 0)}),
            )
            for j, temptation in enumerate(typed.temptations)
        }
    )
    return read(move(1, 1, {"sign": later, "refuse": end(typed.war, 0)}) if signature else later, 1)


def exact(tree: Any) -> Any:
    return pygambit.nash.lcp_solve(tree, rational=True).equilibrium


def test_signature_attack_and_honour_are_those_of_exact_equilibria() -> None:
    """Model, sections 1, 3 and 8: (1)–(4), (13) and (15) for n=1 are a perfect equilibrium, type by type.

    The concept is that of McKelvey & Palfrey 1998 with private shocks of a few sizes. No Nash
    equilibrium says what would be played after a refusal, so the part after the signature is also solved by
    itself, and there the attack and the honour of every game are compared.
    """
    rng = random.Random(f"exact, {draws.SEED}")
    print(f"exact equilibria: COURSE_SEED={draws.SEED}")
    worst, signatures, shares = Fraction(0), [], set()
    for _, shortfall in zip(range(TYPED_GAMES), itertools.cycle(SHORTFALLS), strict=False):
        typed = draw(rng, shortfall)
        model = predicted(typed)
        base = game.base(**{name: float(model[name]) for name in ("T", "D", "Q")}, sigma_C=0.2)
        assert abs(base["U"] - float(model["U"])) <= CLOSE
        whole, part = (exact(typed_game(typed, signature=signature)) for signature in (True, False))
        pairs = [
            (model["signs"], *chances(whole, "C", "sign")),
            (model["value"], whole.payoffs["C"]),
            (typed.terms["B"] + model["V"], part.payoffs["C"]),
        ]
        for profile in (whole, part) if model["signs"] else (part,):
            helps = chances(profile, "G0", "help")
            pairs.append((model["attack"], mean(chances(profile, "C", "attack"))))
            pairs += zip(model["honour"], (mean(helps[:RESOLVES]), mean(helps[RESOLVES:])), strict=True)
        worst = max(worst, *(abs(one - other) for one, other in pairs))
        signatures.append(model["signs"])
        shares.add((model["attack"], *model["honour"]))
    print(
        f"exact equilibria: largest difference {float(worst):.1e} in {len(signatures)} games,"
        f" {sum(signatures)} signed and {len(signatures) - sum(signatures)} refused"
    )
    assert True in signatures
    assert False in signatures
    assert len(shares) > TYPED_GAMES / 3, "too much alike"
    assert worst == 0
