"""Attacks, in the vocabulary of the terms: what happened, where, by whom, and what about it is uncertain.

The historical cases are the tests of the table `tests`, told without their outcome; the others are invented
for the course: what might happen after a ceasefire in Ukraine. What a text would make of them, `replay` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from course_utils import datasets, words

YES: Final = "yes"
NO: Final = "no"
ARGUABLE: Final = "arguable"
ANSWERS: Final = (NO, ARGUABLE, YES)
"""The three answers, from no to yes: what a text or a case leaves open is arguable."""

#: Columns of the table `cases` with one of the three answers that are no attack, place or exclusion.
_FACTS = (
    "attacker_known",
    "ships_or_aircraft_only",
    "first_strike",
    "asked",
    "ceasefire_before",
    "condition_broken",
)


def least(*answers: str) -> str:
    """The weakest of some answers; yes when there are none.

    >>> least("yes", "arguable"), least("no", "yes"), least()
    ('arguable', 'no', 'yes')
    """
    return min(answers, key=ANSWERS.index, default=YES)


def most(*answers: str) -> str:
    """The strongest of some answers; no when there are none.

    >>> most("no", "arguable"), most()
    ('arguable', 'no')
    """
    return max(answers, key=ANSWERS.index, default=NO)


@dataclass(frozen=True)
class Case:
    """One attack, or something that may be one.

    Attributes:
        id: its key in the table `cases`.
        title, happened, uncertain: in words; `uncertain` is empty where nothing is.
        history: whether it happened.
        test: the row of the table `tests` that it tells; empty for an invented case.
        date: the day or month, as the table has it; empty for an invented case.
        protected: the state that is attacked, as ISO code.
        attackers: the states that attack; none where the author is not known.
        struck: guarantors whose own forces were struck.
        new_government: guarantors whose government has just changed.
        attacks: for each kind of attack of the vocabulary, whether this is one.
        places: for each kind of territory of the vocabulary, whether it lies there.
        left_out: for each exclusion of the vocabulary that lies in the facts, whether it applies.
        facts: whether the author is known, only ships or aircraft were struck, the protected state struck
            first, it has asked for help, a ceasefire was in force, and it had broken a condition.
    """

    id: str
    title: str
    happened: str
    uncertain: str
    history: bool
    test: str
    date: str
    protected: str
    attackers: tuple[str, ...]
    struck: tuple[str, ...]
    new_government: tuple[str, ...]
    attacks: Mapping[str, str]
    places: Mapping[str, str]
    left_out: Mapping[str, str]
    facts: Mapping[str, str]


def _states(cell: datasets.Cell) -> tuple[str, ...]:
    return tuple(str(cell or "").split())


def _case(row: datasets.Row) -> Case:
    def answers(options: tuple[str, ...]) -> Mapping[str, str]:
        return MappingProxyType({option: str(row[option]) for option in options if option in row})

    return Case(
        id=str(row["id"]),
        title=str(row["title"]),
        happened=str(row["happened"]),
        uncertain=str(row["uncertain"] or ""),
        history=row["set"] == "history",
        test=str(row["test"] or ""),
        date=str(row["date"] or ""),
        protected=str(row["protected"]),
        attackers=_states(row["attackers"]),
        struck=_states(row["struck"]),
        new_government=_states(row["new_government"]),
        attacks=answers(tuple(words.field("attacks").options)),
        places=answers(tuple(words.field("territory").options)),
        left_out=answers(tuple(words.field("exclusions").options)),
        facts=answers(_FACTS),
    )


@cache
def all() -> tuple[Case, ...]:
    """Every case: history first, in its order, then what might happen.

    >>> len([case for case in all() if case.history]), len(all())
    (30, 46)
    """
    return tuple(_case(row) for row in datasets.rows("cases"))


def get(id: str) -> Case:
    """The case with this id.

    Raises:
        datasets.UnknownRow: there is no such case; the text says which was meant.

    >>> get("blockade_of_odesa").attacks["blockade"]
    'yes'
    """
    wanted = datasets.row("cases", id)
    return next(case for case in all() if case.id == wanted["id"])
