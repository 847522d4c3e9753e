"""A guarantee on the three ladders of the course: duty, speed and force, from 0 to 4.

Real texts are placed by their words, in the table `codes`. These rules place a guarantee by its terms, so
that a student's own can stand beside them; where words say more than terms, the two may differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from course_utils import words
from course_utils.guarantee import Guarantee

_DUTY = {
    "refrain": 0,
    "right_to_act": 0,
    "security_council": 1,
    "consult": 1,
    "meet_danger": 2,
    "non_military_aid": 3,
    "arms": 3,
    "aid": 3,
    "action_deemed_necessary": 3,
    "all_means": 4,
    "automatic": 4,
}
_FORCE = {"excluded": 0, "not_mentioned": 1, "possible": 2, "named": 3, "owed": 4}
_SPEED_WORD = {"none": 0, "prompt": 1, "immediate": 3}


@dataclass(frozen=True)
class Place:
    """Where a guarantee stands on one ladder.

    Attributes:
        ladder: duty, speed or force.
        rung: 0 to 4, as in the table `codebook`; None where no term settles it.
        fields: the terms that put it there.
        sentence: those terms in words.
    """

    ladder: str
    rung: int | None
    fields: tuple[str, ...]
    sentence: str


def profile(g: Guarantee) -> tuple[Place, ...]:
    """Place a guarantee on each of the three ladders.

    >>> [place.rung for place in profile(Guarantee(obligations=("aid",), help_within_days=3))]
    [3, 4, None]
    """
    return (
        _place(g, "duty", duty(g), "obligations"),
        _place(g, "speed", speed(g), *_timed(g)),
        _place(g, "force", force(g), "armed_force"),
    )


def duty(g: Guarantee) -> int | None:
    """The rung of the heaviest thing that is owed.

    >>> duty(Guarantee(obligations=("refrain", "consult"))), duty(Guarantee())
    (1, None)
    """
    return max((_DUTY[name] for name in g.obligations or ()), default=None)


def speed(g: Guarantee) -> int | None:
    """The rung of the sharpest word or number on time.

    >>> speed(Guarantee(help_word="none", consult_within_hours=24))
    2
    """
    found = [_SPEED_WORD[g.help_word]] if g.help_word else []
    found += [2] if g.consult_within_hours is not None else []
    found += [4] if g.help_within_days is not None else []
    return max(found, default=None)


def force(g: Guarantee) -> int | None:
    """The rung of what is said about armed force; help at once and automatically is military help as owed.

    >>> force(Guarantee(armed_force="named")), force(Guarantee(obligations=("automatic",)))
    (3, 4)
    """
    if "automatic" in (g.obligations or ()):
        return 4
    return _FORCE[g.armed_force] if g.armed_force else None


def _timed(g: Guarantee) -> tuple[str, ...]:
    fields = ("help_within_days", "help_word", "consult_within_hours")
    return tuple(name for name in fields if getattr(g, name) is not None) or fields[:1]


def _place(g: Guarantee, ladder: str, rung: int | None, *fields: str) -> Place:
    said = "; ".join(f"{words.field(name).label}: {g.value_words(name)}" for name in fields)
    return Place(ladder, rung, fields, said)


Profiles: TypeAlias = Mapping[str, tuple[int | None, ...]]
"""The rungs of several texts by name, on the same ladders in the same order."""


def tiers(profiles: Profiles, weights: Sequence[float]) -> tuple[tuple[str, ...], ...]:
    """Rank texts by weighted rungs, best first, ties together. The weights are the student's, never ours.

    A text with an unsettled rung is ranked only if that ladder weighs nothing. A weight below zero and a
    number of weights other than that of the ladders raise `ValueError`.

    >>> tiers({"a": (3, 0), "b": (1, 4), "c": (1, None)}, (1, 0))
    (('a',), ('b', 'c'))
    """
    if any(len(rungs) != len(weights) for rungs in profiles.values()):
        raise ValueError(words.text("weights.as_many", count=len(weights)))
    if any(weight < 0 for weight in weights):
        raise ValueError(words.text("weights.negative"))
    scores: dict[float, list[str]] = {}
    for name, rungs in profiles.items():
        counted = [(rung, weight) for rung, weight in zip(rungs, weights, strict=True) if weight]
        if all(rung is not None for rung, _ in counted):
            score = round(sum(weight * rung for rung, weight in counted if rung is not None), 9)
            scores.setdefault(score, []).append(name)
    return tuple(tuple(scores[score]) for score in sorted(scores, reverse=True))


def turns(profiles: Profiles) -> tuple[tuple[str, str], ...]:
    """The pairs whose order depends on the weights: neither text stands at least as high on every ladder.

    Pairs with an unsettled rung are left out: nothing can be said of them.

    >>> turns({"a": (3, 0), "b": (1, 4), "c": (3, 4)})
    (('a', 'b'),)
    """
    settled = {name: rungs for name, rungs in profiles.items() if None not in rungs}
    return tuple(
        (one, other)
        for one, other in combinations(settled, 2)
        if {(left > right) - (left < right) for left, right in _pairs(settled[one], settled[other])}
        >= {1, -1}
    )


def _pairs(one: tuple[int | None, ...], other: tuple[int | None, ...]) -> Iterator[tuple[int, int]]:
    for left, right in zip(one, other, strict=True):
        if left is not None and right is not None:
            yield left, right
