"""The strongest objections to a guarantee, made from what its own text leaves open.

An objection is a gap. How strong it is, is a judgement of this course, by a rule that can be argued with:
first come the gaps by which the promise may come to nothing, then those by which somebody, or some kind of
attack, can keep it from working, then those by which help may come late, small or not for long. Within these,
the more of the course's attacks hang on the terms of a gap, the stronger.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from course_utils import cases, replay
from course_utils.cases import NO, YES, Case
from course_utils.gaps import Gap, gaps
from course_utils.guarantee import Guarantee

COMES_TO_NOTHING: Final = frozenset(
    [
        "no_protege",
        "no_guarantor",
        "collective_alone",
        "no_event",
        "no_decider",
        "nothing_owed",
        "no_help",
        "right_only",
        "council_veto_inside",
        "exit_at_will",
        "voted_away",
    ]
)
"""Gaps by which the promise may come to nothing."""
KEPT_FROM_WORKING: Final = frozenset(
    [
        "collective",
        "political",
        "executive",
        "area_unnamed",
        "no_blockade",
        "no_cyber",
        "no_hybrid",
        "no_territory",
        "no_seas",
        "each_decides",
        "unanimity",
        "majority",
        "two_thirds",
        "council_veto",
        "council_sought",
        "joint_finding",
        "organ",
        "decider_unnamed",
        "one_decides",
        "request_then_finding",
        "discretion",
        "discretion_no_forces",
        "meet_danger",
        "force_unsaid",
        "no_form",
        "soft_form",
        "staged_shot",
    ]
)
"""Gaps by which somebody, or some kind of attack, can keep the promise from working."""
LATE_SMALL_OR_SHORT: Final = frozenset(
    [
        "no_minimum",
        "no_lead",
        "mutual_unsaid",
        "vote_of_one",
        "constitution_no_limit",
        "no_hours",
        "word_no_days",
        "talk_no_help",
        "no_days",
        "days_no_forces",
        "no_duration",
        "no_renewal",
        "no_exit_word",
        "condition_unverified",
        "ceiling_without_number",
        "no_report",
    ]
)
"""Gaps by which help may come late, small or not for long."""
_RANKS: Final = (COMES_TO_NOTHING, KEPT_FROM_WORKING, LATE_SMALL_OR_SHORT)


@dataclass(frozen=True)
class Objection:
    """One objection to a guarantee.

    Attributes:
        gap: what the text leaves open.
        hangs: the attacks of the course in which an answer that is not yes hangs on the gap's terms: those
            that were invented first, then those that happened.
        tried: how many attacks were tried.
    """

    gap: Gap
    hangs: tuple[Case, ...]
    tried: int


@lru_cache(maxsize=8)
def strongest(guarantee: Guarantee, most: int = 3) -> tuple[Objection, ...]:
    """Return the strongest objections to a guarantee, the strongest first.

    Args:
        guarantee: the guarantee as it is written.
        most: how many at most; fewer where the text leaves less open.

    >>> from course_utils import instruments
    >>> [one.gap.id for one in strongest(instruments.get("BUDAPEST1994"))]
    ['no_decider', 'no_help', 'council_sought']
    """
    verdicts = [replay.replay(guarantee, case) for case in sorted(cases.all(), key=lambda case: case.history)]
    open_in = [(verdict.case, _open(verdict)) for verdict in verdicts]
    found = [
        Objection(
            gap,
            tuple(case for case, terms in open_in if terms & set(gap.fields) and _concerns(gap, case)),
            len(verdicts),
        )
        for gap in gaps(guarantee)
    ]
    return tuple(sorted(found, key=lambda one: (_rank(one.gap), -len(one.hangs))))[:most]


def _rank(gap: Gap) -> int:
    return next(place for place, names in enumerate(_RANKS) if gap.id in names)


def _concerns(gap: Gap, case: Case) -> bool:
    """Whether a case is of the kind that the gap leaves out, where it leaves out a kind of attack."""
    kind = gap.id.removeprefix("no_")
    return gap.fields != ("attacks",) or kind not in case.attacks or case.attacks[kind] != NO


def _open(verdict: replay.Verdict) -> set[str]:
    """The terms on which an answer hangs that is not yes."""
    answers = [(reason.answer, reason.fields) for reason in verdict.trigger.reasons]
    answers += [(duty.owed, duty.fields) for share in verdict.shares for duty in share.duties]
    return {name for answer, fields in answers if answer != YES for name in fields}
