"""From the terms of a guarantee to the numbers of the game: `game.from_guarantee`.

The translation stands in the table `bridge`, a row a step; each number in it is a teaching value on ordinal
grounds. The numbers that no text gives stand in the table `primitives`; those that only a student can claim,
such as what the peace and the war are worth, start at nothing, for every guarantee and every state alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from course_utils import datasets, replay
from course_utils.designs import DEFAULTS, PER_GUARANTOR
from course_utils.guarantee import PERMANENT, Guarantee, Guarantor

_TROOPS: Final = ("forces_committed_thousands", "stationed_forces_thousands")
NOTHING: Final[Mapping[str, float]] = MappingProxyType({})


@cache
def starting_values() -> Mapping[str, float]:
    """Return the numbers with which a translation starts: those of the game and those of the bridge alone.

    Returns:
        A mapping from the names of the table `primitives` to numbers, in their units.

    >>> starting_values()["B"], starting_values()["w_C"], starting_values()["attacker_thousands"]
    (0.0, 0.0, 1000.0)
    """
    found = {}
    for row in datasets.rows("primitives"):
        value = row["value"] if row["builder"] is None else row["builder"]
        found[str(row["id"])] = math.inf if value is None else float(str(value))
    return MappingProxyType(found)


def peace_parts(guarantee: Guarantee, assumptions: Mapping[str, float] = NOTHING) -> dict[str, float]:
    """Return what each kind of clause adds to the peace, as the attacker values it under these assumptions.

    The stated worth B is that of a peace with the assumed own strength, in which the attacker expects foreign
    bases of the assumed size sooner or later, and without neutrality or relief that can be taken back.
    Source: model, section 2.7.

    Args:
        guarantee: the terms.
        assumptions: as for `from_guarantee`.

    Returns:
        By kind of clause (bases, arms, neutrality, relief) an amount (pr); below 0 it spoils the peace.

    Raises:
        ValueError: an assumption has no such name.

    >>> peace_parts(Guarantee(conditions=("no_foreign_bases",)), {"phi_b": 0.5, "bases_expected": 0.1})
    {'bases': 0.05, 'arms': 0.0, 'neutrality': 0.0, 'relief': 0.0}
    """
    return _translated(guarantee, assumptions, None, replay.TEACHING_VALUES).parts()


@dataclass(frozen=True)
class Step:
    """One step of a translation.

    Attributes:
        field: the term.
        option: its option, or `number`, `yes`, `any`, `other`; empty where the text does not settle it.
        primitive: the number that it moves; empty where it moves none.
        why: why, in a sentence.
    """

    field: str
    option: str
    primitive: str
    why: str


@cache
def _rows() -> Mapping[tuple[str, str], tuple[Mapping[str, Any], ...]]:
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in datasets.rows("bridge"):
        found.setdefault((str(row["field"]), str(row["option"] or "")), []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def from_guarantee(
    guarantee: Guarantee,
    assumptions: Mapping[str, float] = NOTHING,
    *,
    attacker: str | None = None,
    clock: replay.Assumptions = replay.TEACHING_VALUES,
) -> dict[str, Any]:
    """Translate the terms of a guarantee into the numbers of the game, under stated assumptions.

    Source: the tables `bridge` and `primitives`, all of them teaching values. Text works through what
    breaking one's word costs (layer 1b); a term that the text does not settle is counted as the table says.

    Args:
        guarantee: the terms.
        assumptions: what the student assumes, by the names of the table `primitives`; what is left out
            stands where `starting_values` has it.
        attacker: the state that attacks, where it may be a guarantor or a permanent member of the Security
            Council: its veto is then certain. It brings no other number with it.
        clock: days of deciding and moving, as for the replay.

    Returns:
        A mapping for `game.solve`, `game.solve_graded` and `game.path_of_U`: floats, and arrays with the
        guarantors in their only axis. Without any guarantor there is one who sends nothing.

    Raises:
        ValueError: an assumption has no such name.

    Example:
        >>> guarantee = Guarantee(obligations=("consult",), consult_within_hours=24)
        >>> numbers = from_guarantee(guarantee, {"T0": 20})
        >>> numbers["T0"], numbers["m"].tolist(), numbers["rho_none"].tolist(), numbers["B"]
        (20.0, [1.0], [0.0], 0.0)
    """
    return _translated(guarantee, assumptions, attacker, clock).numbers()


def steps(guarantee: Guarantee) -> tuple[Step, ...]:
    """Return the steps of a guarantee's translation: which term moves which number, and why.

    >>> [(step.field, step.primitive) for step in steps(Guarantee(nuclear="umbrella"))
    ...  if step.option and step.primitive]
    [('nuclear', 'k')]
    """
    made = _Translation(guarantee, starting_values(), None, replay.TEACHING_VALUES)
    return tuple(
        Step(str(row["field"]), str(row["option"] or ""), str(row["primitive"] or ""), str(row["why"]))
        for row in made.rows()
    )


def _translated(
    guarantee: Guarantee,
    assumptions: Mapping[str, float],
    attacker: str | None,
    clock: replay.Assumptions,
) -> _Translation:
    unknown = sorted(set(assumptions) - starting_values().keys())
    if unknown:
        raise ValueError(f"no such assumption: {', '.join(unknown)}")
    made = _Translation(guarantee, {**starting_values(), **assumptions}, attacker, clock)
    for row in made.rows():
        made.apply(row)
    return made


class _Translation:
    """One guarantee on its way into numbers."""

    def __init__(
        self, terms: Guarantee, given: Mapping[str, float], attacker: str | None, clock: replay.Assumptions
    ) -> None:
        self.terms, self.given, self.attacker, self.clock = terms, given, attacker, clock
        self.guarantors: tuple[Guarantor, ...] = terms.guarantors or ()
        self.number = max(len(self.guarantors), 1)
        self.total = {"b": 0.0, "f": given["force_total"] if self.guarantors else 0.0, "k": 0.0}
        self.value = {name: given[name] for name in DEFAULTS if name not in PER_GUARANTOR}
        # what is not split among the guarantors is the same for each of them, until a term says otherwise
        self.value |= {name: given[name] for name in PER_GUARANTOR if name not in self.total}
        self.value["A"] = math.inf
        self.value["m"] = clock.decide_days
        self.value["V"] = 0.0
        self.value["g_g"] = 0.0
        self.word = [math.inf] * self.number
        self.part: dict[str, float] = {}
        self.late = [0.0] * self.number

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """The rows of the table that this guarantee calls for, in the order of the table."""
        called = set(self._called())
        for key, rows in _rows().items():
            if key in called:
                yield from rows

    def _called(self) -> Iterator[tuple[str, str]]:
        for field in Guarantee.model_fields:
            if field == "schema_version":
                continue
            value = getattr(self.terms, field)
            if (field, "any") in _rows():
                yield field, "any"
            elif value is None:
                yield field, ""
            elif field == "obligations":
                yield field, value[-1]  # the furthest one: the vocabulary has them from the least to the most
            elif field == "guarantors":
                yield from ((field, one) for one in {way for g in value for way in (g.approval, g.bound)})
            elif isinstance(value, tuple):
                yield from ((field, one if (field, one) in _rows() else "other") for one in value)
            elif isinstance(value, bool):
                yield field, "yes" if value else "no"
            elif isinstance(value, int):
                if value or field not in _TROOPS:  # no troops are no promise of any
                    yield field, "number"
            else:
                yield field, value
        if self.terms.attacks is not None and not {"armed_attack", "breach"} & set(self.terms.attacks):
            yield "attacks", "no_open_attack"

    def apply(self, row: Mapping[str, Any]) -> None:
        """Let one row do its work."""
        name, how = str(row["primitive"]), str(row["how"])
        if how == "none":
            return
        by = float(row["number"])
        if row["field"] == "guarantors":
            self._each(row["option"], name, how, by)
            return
        term = getattr(self.terms, str(row["field"]))
        shared = self.total if name in self.total else self.value
        now = shared[name]
        if how == "set":
            shared[name] = by
        elif how == "add":
            shared[name] = now + by
        elif how == "times":
            shared[name] = now * by
        elif how == "at_most":
            shared[name] = min(now, by)
        elif how == "at_least":
            shared[name] = max(now, by)
        elif how == "or":  # one of several independent chances
            shared[name] = 1.0 - (1.0 - now) * (1.0 - by)
        elif how == "times_if_party":
            shared[name] = now * (by if self._attacker_is_party() else 1.0)
        elif how == "guarantors":
            shared[name] = float(len(self.guarantors))
        elif how in ("majority", "two_thirds"):
            voters = len(self.guarantors)
            self.value["n_v"] = float(voters)
            shared[name] = float(voters // 2 + 1 if how == "majority" else -(-2 * voters // 3))
        elif how == "hours":
            shared[name] = term / 24 * by
        elif how == "add_parliament":
            shared[name] = now + self.clock.parliament_days * by
        elif how == "days":  # `by`: what a number is worth as a word alone
            set_aside = (self.terms.forces_committed_thousands or 0) > 0
            shared[name] = float(term) if set_aside else max(float(term), by)
        elif how == "at_most_move":
            shared[name] = min(now, self.clock.move_days * by)
        elif how == "share_of_attacker":
            share = term / self.given["attacker_thousands"] * by
            shared[name] = share if name == "H" else now + share
        elif how == "at_most_share_of_attacker":
            shared[name] = min(now, term / self.given["attacker_thousands"] * by)
        elif how == "relief":
            if name == "B":
                self.part["relief"] = self.given["relief"] * by
            else:
                shared[name] = self.given["relief"] * by
        elif how == "no_bases":
            self.part["bases"] = self.given["phi_b"] * self.given["bases_expected"] * by
        elif how == "years":
            shared[name] = term * by
        else:  # pragma: no cover - the table's own list of ways holds no other
            raise ValueError(f"the table bridge knows no way {how}")

    def _each(self, way: str, name: str, how: str, by: float) -> None:
        """Let a row work on those guarantors alone that are bound, or approve, in this way."""
        here = [i for i, one in enumerate(self.guarantors) if way in (one.approval, one.bound)]
        if how == "set":
            for i in here:
                self.word[i] = by
        elif how == "add_together":
            for i in here:
                self.late[i] = self.clock.together_days * by
        else:  # one point of veto, however many are bound so
            self.value[name] += by

    def parts(self) -> dict[str, float]:
        """What each kind of clause adds to the peace as it was stated; call it when all rows are applied."""
        more_bases = max(self.total["b"] - self.given["bases_expected"], 0.0)
        arms = self.value["H"] - self.given["H"]
        found = {
            "bases": -self.given["phi_b"] * more_bases,
            "arms": -self.given["phi_H"] * arms,
            "neutrality": self.given["phi_N"] * self.value["neutral"],
            "relief": 0.0,
        }
        return {name: amount + self.part.get(name, 0.0) for name, amount in found.items()}

    def _attacker_is_party(self) -> bool:
        return self.attacker is not None and self.attacker in {one.state for one in self.guarantors}

    def _attacker_can_veto(self) -> bool:
        """Whether a point of veto is the attacker's own; Russia has the seat that the Soviet Union had."""
        if self.terms.decider == "security_council":
            return self.attacker in PERMANENT or self.attacker == "SUN"
        if self.terms.decider in ("one_head_of_state", "third_state"):
            return self.attacker is not None and self.attacker == self.terms.decider_state
        together = self.terms.decider in ("unanimity", "joint_finding")
        return self._attacker_is_party() and (
            together or any(one.bound == "collectively" for one in self.guarantors)
        )

    def numbers(self) -> dict[str, Any]:
        """Return the design."""
        value, total, n = self.value, self.total, self.number
        total["k"] += self.given["punishment_share"] * total["f"]
        if not self.guarantors:
            total["k"] = 0.0
        if self._attacker_can_veto():
            value["yv"] = 0.0
        parts = self.parts()
        counted = (
            value["phi_N"] * value["neutral"] - value["phi_H"] * value["H"] - value["phi_b"] * total["b"]
        )
        value["B"] += sum(parts.values()) - counted  # the game itself adds what is counted
        word = [min(value["A"], one) for one in self.word]
        found: dict[str, Any] = {name: float(number) for name, number in value.items()}
        found |= {name: np.full(n, value[name]) for name in PER_GUARANTOR if name in value}
        found |= {name: np.full(n, amount / n) for name, amount in total.items()}
        found["A"] = np.array([self.given["A"] if math.isinf(one) else one for one in word])
        found["m"] = value["m"] + np.array(self.late)
        return found
