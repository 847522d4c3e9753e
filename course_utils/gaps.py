"""What a guarantee leaves open, and what its sharper terms may cost in signatures.

A gap is no fault: many real texts leave the same things open, and somebody wanted it so. Its sentence stands
in `words/en.toml`; what such a gap has meant in history stands in the table `gap_examples`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from course_utils import datasets, words
from course_utils.codes import ANY_PARTY
from course_utils.guarantee import (
    HELP,
    NAMED_DECIDERS,
    PERMANENT,
    Guarantee,
    Guarantor,
    listed,
    state_name,
)

_NAMED = 8


@dataclass(frozen=True)
class Gap:
    """Something that a text leaves open.

    Attributes:
        id: its key in the words.
        sentence: what is open, and why it matters.
        fields: the terms concerned.
        question: the question that the first of them answers.
        example: what such a gap has meant in history, in a sentence; empty where the course knows none.
        cite: where the example stands; empty with it.
    """

    id: str
    sentence: str
    fields: tuple[str, ...]
    question: str
    example: str = ""
    cite: str = ""


@cache
def _examples() -> dict[str, tuple[str, str]]:
    return {
        str(row["id"]): (str(row["sentence"]), datasets.cite(row)) for row in datasets.rows("gap_examples")
    }


def costs(g: Guarantee) -> tuple[Gap, ...]:
    """List what sharper terms may cost in signatures: see `Guarantee.costs`.

    >>> [cost.id for cost in costs(Guarantee(obligations=("automatic",)))]
    ['automatic']
    """
    return tuple(
        Gap(name, words.text(f"costs.{name}", **values), fields, words.field(fields[0]).question)
        for name, fields, values in _dear(g)
    )


def gaps(g: Guarantee) -> tuple[Gap, ...]:
    """List what a guarantee leaves open, in the order of the panels, each with an example from history.

    >>> [gap.id for gap in gaps(Guarantee(obligations=("consult",)))][:2]
    ['no_protege', 'no_guarantor']
    """
    speech = words.section("gaps")["mutual" if g.protege == ANY_PARTY else "one_sided"]
    found = [
        Gap(
            name,
            words.text(f"gaps.{name}", **speech, **values),
            fields,
            words.field(fields[0]).question,
            *_examples().get(name, ()),
        )
        for name, fields, values in _open(g)
    ]
    return tuple(sorted(found, key=lambda gap: words.QUESTIONS.index(gap.question)))


#: A gap before it is worded: its key in `words`, the terms concerned, and the values of its sentence.
_Found = tuple[str, tuple[str, ...], dict[str, Any]]


def _open(g: Guarantee) -> Iterator[_Found]:
    """Find the gaps of a guarantee, in no order."""
    yield from _open_who(g)
    yield from _open_what(g)
    yield from _open_how(g)
    yield from _open_terms(g)


def _open_who(g: Guarantee) -> Iterator[_Found]:
    guarantors = g.guarantors or ()
    if g.protege is None:
        yield "no_protege", ("protege",), {}
    if not guarantors:
        yield "no_guarantor", ("guarantors",), {}
    together = [one for one in guarantors if one.bound == "collectively"]
    if together and len(guarantors) == 1:
        yield "collective_alone", ("guarantors",), {"who": _names(together)}
    elif together:
        yield "collective", ("guarantors",), {"who": _names(together)}
    for approval in ("political", "executive"):
        some = [one for one in guarantors if one.approval == approval]
        if some:
            yield approval, ("guarantors",), {"who": _names(some)}
    if len(guarantors) > 1 and g.minimum_guarantors is None:
        yield "no_minimum", ("minimum_guarantors",), {}
    if len(guarantors) > 1 and g.lead is None and not g.integrated_command:
        yield "no_lead", ("lead", "integrated_command"), {}
    if g.mutual is None and g.protege not in (None, ANY_PARTY):
        yield "mutual_unsaid", ("mutual",), {}


def _open_what(g: Guarantee) -> Iterator[_Found]:
    if not g.attacks:
        yield "no_event", ("attacks",), {}
    for attack in ("blockade", "cyber", "hybrid"):
        if g.attacks and attack not in g.attacks:
            yield f"no_{attack}", ("attacks",), {}
    if g.territory is None:
        yield "no_territory", ("territory",), {}
    elif g.territory == "treaty_area":
        yield "area_unnamed", ("territory",), {}
    if g.seas_and_air is None and g.attacks:
        yield "no_seas", ("seas_and_air",), {}
    yield from _open_judge(g)
    if g.request_needed and g.decider not in (None, "protege"):
        yield "request_then_finding", ("request_needed", "decider"), {}
    owed = set(g.obligations or ())
    helps = owed & set(HELP)
    if not owed:
        yield "nothing_owed", ("obligations",), {}
    elif not helps:
        yield ("right_only" if "right_to_act" in owed else "no_help"), ("obligations",), {}
    if "security_council" in owed and not PERMANENT.isdisjoint(one.state for one in g.guarantors or ()):
        yield "council_sought", ("obligations", "guarantors"), {}
    forces = ("forces_committed_thousands", "stationed_forces_thousands")
    if owed & {"action_deemed_necessary", "aid"} and not any(getattr(g, field) for field in forces):
        yield "discretion_no_forces", ("obligations", *forces), {}
    elif owed & {"action_deemed_necessary", "aid"}:
        yield "discretion", ("obligations",), {}
    if helps == {"meet_danger"}:
        yield "meet_danger", ("obligations",), {}
    if g.constitutional_processes and g.help_within_days is None:
        yield "constitution_no_limit", ("constitutional_processes", "help_within_days"), {}


def _dear(g: Guarantee) -> Iterator[_Found]:
    """Find the terms that a guarantor, the protected state or an attacker may refuse to sign."""
    owed = set(g.obligations or ())
    if g.mutual and g.protege != ANY_PARTY:
        yield "mutual", ("mutual",), {}
    if {"cyber", "hybrid"} & set(g.attacks or ()):
        yield "many_attacks", ("attacks",), {}
    if g.decider == "protege":
        yield "protege_decides", ("decider",), {}
    if g.decider == "unanimity":
        yield "unanimity", ("decider",), {}
    if "automatic" in owed:
        yield "automatic", ("obligations",), {}
    elif "all_means" in owed:
        yield "all_means", ("obligations",), {}
    if g.help_within_days is not None and g.help_within_days <= 30:
        yield (
            "days",
            ("help_within_days",),
            {"days": words.field("help_within_days").count(g.help_within_days)},
        )
    if g.stationed_forces_thousands:
        yield "stationed", ("stationed_forces_thousands",), {}
    if g.nuclear == "umbrella":
        yield "umbrella", ("nuclear",), {}
    if g.exit == "none_stated":
        yield "no_exit", ("exit",), {}


def _open_judge(g: Guarantee) -> Iterator[_Found]:
    judge, guarantors = g.decider, g.guarantors or ()
    if judge is None and g.decider_state is None:
        yield "no_decider", ("decider",), {}
    elif judge == "each_guarantor":
        yield "each_decides", ("decider",), {}
    elif judge in ("unanimity", "majority", "two_thirds") and len(guarantors) == 1:
        yield "vote_of_one", ("decider", "guarantors"), {}
    elif judge == "security_council":
        if PERMANENT.isdisjoint(one.state for one in guarantors):
            yield "council_veto", ("decider",), {}
        else:
            yield "council_veto_inside", ("decider", "guarantors"), {}
    elif judge in NAMED_DECIDERS and g.decider_state is None:
        yield "decider_unnamed", ("decider_state",), {}
    elif judge is None or judge in NAMED_DECIDERS:
        who = state_name(g.decider_state or "", in_text=True)
        yield "one_decides", ("decider", "decider_state"), {"who": who}
    elif judge in ("unanimity", "majority", "two_thirds", "joint_finding", "organ"):
        yield judge, ("decider",), {}


def _open_how(g: Guarantee) -> Iterator[_Found]:
    owed = set(g.obligations or ())
    helps = owed & set(HELP)
    days = g.help_within_days
    if "consult" in owed and g.consult_within_hours is None:
        yield "no_hours", ("consult_within_hours",), {}
    if helps and days is None:
        if g.help_word == "immediate":
            yield "word_no_days", ("help_within_days", "help_word"), {}
        elif g.consult_within_hours is not None:
            yield "talk_no_help", ("help_within_days", "consult_within_hours"), {}
        else:
            yield "no_days", ("help_within_days",), {}
    if helps and g.armed_force in (None, "not_mentioned") and "automatic" not in owed:
        yield "force_unsaid", ("armed_force",), {}
    if days is not None and days < 30 and not g.stationed_forces_thousands:
        fields = ("stationed_forces_thousands", "help_within_days")
        yield "days_no_forces", fields, {"days": words.field("help_within_days").count(days)}


def _open_terms(g: Guarantee) -> Iterator[_Found]:
    owed, voids = set(g.obligations or ()), set(g.voids or ())
    if g.form is None:
        yield "no_form", ("form",), {}
    elif g.form in ("political_declaration", "unilateral", "oral"):
        yield "soft_form", ("form",), {"form": words.field("form").options[g.form]}
    if g.duration is None and g.years is None:
        yield "no_duration", ("duration",), {}
    elif g.duration != "indefinite" and g.renewal is None:
        yield "no_renewal", ("renewal",), {}
    if g.exit is None and g.exit_notice_months is None:
        yield "no_exit_word", ("exit",), {}
    elif g.exit == "at_will":
        yield "exit_at_will", ("exit",), {}
    if g.conditions and g.review_years is None and not g.reporting:
        yield "condition_unverified", ("conditions", "review_years", "reporting"), {}
    if "force_ceiling" in (g.conditions or ()) and g.force_ceiling_thousands is None:
        yield "ceiling_without_number", ("force_ceiling_thousands",), {}
    neutral = g.decider in ("organ", "third_state", "security_council")
    if voids & {"protege_attacks_first", "condition_broken"} and not neutral:
        yield "staged_shot", ("voids", "decider"), {}
    if "guarantors_vote" in voids:
        yield "voted_away", ("voids",), {}
    forceful = owed & set(HELP) - {"non_military_aid", "arms"} and g.armed_force != "excluded"
    if forceful and "security_council" not in (g.reporting or ()):
        yield "no_report", ("reporting",), {}


#: The permanent members of the Security Council, each with a veto (UN Charter, Articles 23 and 27).


def _names(guarantors: Sequence[Guarantor]) -> str:
    """Name guarantors at the head of a sentence."""
    if len(guarantors) > _NAMED:
        return words.text("terms.many_states", count=len(guarantors))
    text = listed([state_name(one.state, in_text=True) for one in guarantors])
    return text[0].upper() + text[1:]
