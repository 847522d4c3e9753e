"""A guarantee put through a case: who owes what, by when, why, and where the text is silent.

Every answer is yes, no or arguable; what the text or the case leaves open stays arguable and is never
guessed. Each line of a verdict names the terms that carry it. Nothing here knows how a case ended: only
`verdicts` sets beside the verdicts what happened.

When troops arrive is no fact of any text: it follows from `Assumptions`, whose numbers are teaching values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import ValidationError

from course_utils import words
from course_utils.cases import ANSWERS, ARGUABLE, NO, YES, Case, least, most
from course_utils.codes import ANY_PARTY
from course_utils.guarantee import PERMANENT, Guarantee, Guarantor, listed, state_name

LEVELS: Final = ("nothing", "refrain", "council", "consult", "choose", "aid", "fight")
"""What may be owed, from the least to the most."""

_LEVEL_OF: Final = {
    "refrain": "refrain",
    "security_council": "council",
    "consult": "consult",
    "right_to_act": "choose",
    "meet_danger": "choose",
    "action_deemed_necessary": "choose",
    "non_military_aid": "aid",
    "arms": "aid",
    "aid": "aid",
    "all_means": "aid",
    "automatic": "fight",
}
_FORCE: Final = ("armed_attack", "blockade", "attack_on_forces", "nuclear_aggression", "breach")
_VETO: Final = PERMANENT | {"SUN"}  # Russia has the seat that the Soviet Union had


@dataclass(frozen=True)
class Assumptions:
    """What no text says and the clock needs: teaching values, the student's to move.

    Attributes:
        decide_days: days that a government takes to decide, once its duty has begun.
        parliament_days: days more where its constitution comes first.
        together_days: days more where guarantors are bound only together.
        move_days: days until troops that were set aside in advance arrive.
    """

    decide_days: int = 2
    parliament_days: int = 5
    together_days: int = 7
    move_days: int = 15


TEACHING_VALUES: Final = Assumptions()
"""The numbers with which the clock starts; no document gives them."""


@dataclass(frozen=True)
class Reason:
    """One step of an answer: which step it is, its answer, a sentence, and the terms that carry it."""

    step: str
    answer: str
    sentence: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Trigger:
    """Whether the promise has come into effect.

    Attributes:
        met: yes, no or arguable: the weakest of the reasons.
        reasons: the steps that lead there.
        decided_by: whose finding it is, in words; empty where the text is silent.
        could_block: who could keep the finding from being made.
    """

    met: str
    reasons: tuple[Reason, ...]
    decided_by: str
    could_block: tuple[str, ...]


@dataclass(frozen=True)
class Duty:
    """One thing that a guarantor owes, or may do.

    Attributes:
        level: its place in `LEVELS`.
        kind: duty or right.
        owed: yes, arguable or no.
        sentence: the line in words.
        fields: the terms that carry it.
        latest_hours: hours from the attack by which the text wants it; None where it says no number.
    """

    level: str
    kind: str
    owed: str
    sentence: str
    fields: tuple[str, ...]
    latest_hours: int | None


@dataclass(frozen=True)
class Share:
    """What one guarantor owes; `state` is empty where the text names no guarantors.

    `attacker` says that it is itself an attacker in this case.
    """

    state: str
    attacker: bool
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Arrival:
    """Troops that could be there: the day after the attack, how many thousands, a sentence, the terms."""

    day: int
    thousands: int
    sentence: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What a guarantee makes of a case.

    Attributes:
        case: the case.
        as_if: whether the text is applied outside its own parties.
        trigger: whether the promise has come into effect.
        shares: what each guarantor owes, in the order of the text.
        arrivals: what could be there by when, under the assumptions.
    """

    case: Case
    as_if: bool
    trigger: Trigger
    shares: tuple[Share, ...]
    arrivals: tuple[Arrival, ...]

    @property
    def level(self) -> str:
        """The most that any guarantor surely owes.

        >>> from course_utils import cases, instruments
        >>> replay(instruments.get("NAT1949"), cases.get("t19")).level
        'choose'
        """
        return self._most(YES)

    @property
    def reach(self) -> str:
        """The most that any guarantor owes if everything arguable is answered with yes."""
        return self._most(ARGUABLE)

    def _most(self, enough: str) -> str:
        owed = (
            duty.level
            for share in self.shares
            for duty in share.duties
            if duty.kind == "duty" and ANSWERS.index(duty.owed) >= ANSWERS.index(enough)
        )
        return max(owed, key=LEVELS.index, default="nothing")

    @property
    def help_latest_hours(self) -> int | None:
        """Hours after which help is late by the text; None where no number says so or none is owed."""
        hours = [
            duty.latest_hours
            for share in self.shares
            for duty in share.duties
            if duty.kind == "duty" and duty.owed != NO and LEVELS.index(duty.level) >= LEVELS.index("choose")
        ]
        said = [hour for hour in hours if hour is not None]
        return min(said, default=None)


@dataclass(frozen=True)
class Change:
    """One changed term that turns a verdict: the field, its new value in words, and what follows."""

    field: str
    value: str
    guarantee: Guarantee
    verdict: Verdict


def replay(guarantee: Guarantee, case: Case, assumptions: Assumptions = TEACHING_VALUES) -> Verdict:
    """Put a guarantee through a case. Pure: the same input gives the same verdict.

    >>> from course_utils import cases, instruments
    >>> verdict = replay(instruments.get("BUDAPEST1994"), cases.get("t22"))
    >>> verdict.trigger.met, verdict.level
    ('no', 'consult')
    """
    trigger = _trigger(guarantee, case)
    shares = tuple(_share(guarantee, case, trigger, one) for one in _bound(guarantee, case))
    return Verdict(
        case=case,
        as_if=_as_if(guarantee, case),
        trigger=trigger,
        shares=shares,
        arrivals=tuple(_arrivals(guarantee, case, trigger, assumptions)),
    )


def smallest_change(guarantee: Guarantee, case: Case) -> tuple[Change, ...]:
    """Every change of one term that turns the verdict: the trigger's answer, or the most that is owed.

    Tries every choice, every single item added to or taken from a set, every yes and no, silence, and every
    guarantor left out but the last; numbers move deadlines, not verdicts, and are not tried. In the order of
    the terms.

    >>> from course_utils import cases, instruments
    >>> found = smallest_change(instruments.get("BUDAPEST1994"), cases.get("t22"))
    >>> sorted({change.field for change in found})[:2]
    ['attacks', 'obligations']
    """
    before = replay(guarantee, case)
    found = []
    for field, value, other in _neighbours(guarantee):
        after = replay(other, case)
        if (after.trigger.met, after.level) != (before.trigger.met, before.level):
            found.append(Change(field, value, other, after))
    return tuple(found)


def explain(verdict: Verdict) -> tuple[str, ...]:
    """The verdict as sentences to read aloud, one a line.

    >>> from course_utils import cases, instruments
    >>> explain(replay(instruments.get("NAT1949"), cases.get("t19")))[0]
    'Is the trigger met? Yes.'
    """
    said = words.section("replay")
    lines = [said["as_if"]] if verdict.as_if else []
    lines.append(said["met"][verdict.trigger.met])
    lines += [reason.sentence for reason in verdict.trigger.reasons]
    if verdict.trigger.could_block:
        lines.append(words.text("replay.could_block", who=listed(verdict.trigger.could_block, "or")))
    if not verdict.shares:
        lines.append(said["nobody"])
    for duties, states in _alike(verdict.shares):
        who = listed(states) if states else said["each"]
        lines += [
            words.text("replay.line", who=who[0].upper() + who[1:], duty=sentence)
            for sentence in dict.fromkeys(duty.sentence for duty in duties)
        ]
    lines += [arrival.sentence for arrival in verdict.arrivals]
    return tuple(lines)


def _alike(shares: tuple[Share, ...]) -> list[tuple[tuple[Duty, ...], list[str]]]:
    """Shares of the same duties together, with the names of their states."""
    groups: dict[tuple[Duty, ...], list[str]] = {}
    for share in shares:
        names = groups.setdefault(share.duties, [])
        if share.state:
            names.append(state_name(share.state, in_text=True))
    most_named = int(words.section("replay")["name_up_to"])
    many = "many" if len(groups) > 1 else "all"
    return [
        (duties, names if len(names) <= most_named else [words.text(f"replay.{many}", count=len(names))])
        for duties, names in groups.items()
    ]


# --- the parties --------------------------------------------------------------------------------------


def _as_if(g: Guarantee, case: Case) -> bool:
    if g.protege == ANY_PARTY:
        return g.guarantors is not None and case.protected not in {one.state for one in g.guarantors}
    return g.protege is not None and g.protege != case.protected


def _bound(g: Guarantee, case: Case) -> tuple[Guarantor | None, ...]:
    """The guarantors who may owe something here: all but the state attacked; None for parties not named."""
    if g.guarantors is None:
        return (None,) if g.obligations else ()
    return tuple(one for one in g.guarantors if one.state != case.protected)


def _attacking(g: Guarantee, case: Case) -> tuple[str, ...]:
    return tuple(one.state for one in g.guarantors or () if one.state in case.attackers)


# --- the trigger --------------------------------------------------------------------------------------


def _trigger(g: Guarantee, case: Case) -> Trigger:
    reasons = [_event(g, case), _place(g, case), *_exclusions(g, case), *_ended(g, case), *_request(g, case)]
    facts = least(*(reason.answer for reason in reasons))
    finding, block = _finding(g, case, facts)
    reasons.append(finding)
    decided_by = words.field("decider").options[g.decider] if g.decider else ""
    return Trigger(least(facts, finding.answer), tuple(reasons), decided_by, block)


def _reason(step: str, answer: str, key: str, fields: tuple[str, ...], **values: Any) -> Reason:
    return Reason(step, answer, words.text(f"replay.{step}.{key}", **values), fields)


def _kinds(kinds: tuple[str, ...]) -> str:
    options = words.field("attacks").options
    return listed([options[kind] for kind in kinds], "or")


def _event(g: Guarantee, case: Case) -> Reason:
    fields = ("attacks",)
    if g.attacks is None:
        return _reason("event", ARGUABLE, "silent", fields)
    answers = {kind: case.attacks[kind] for kind in g.attacks}
    for answer in (YES, ARGUABLE):
        hit = tuple(kind for kind, said in answers.items() if said == answer)
        if hit:
            return _reason("event", answer, answer, fields, kinds=_kinds(hit))
    return _reason("event", NO, NO, fields, kinds=_kinds(g.attacks))


def _place(g: Guarantee, case: Case) -> Reason:
    if case.facts["ships_or_aircraft_only"] == YES and g.seas_and_air is not True:
        answer = NO if g.seas_and_air is False else ARGUABLE
        return _reason("place", answer, f"ships_{answer}", ("seas_and_air",))
    if g.territory is None:
        answer = YES if case.places["recognised_borders"] == YES else ARGUABLE
        return _reason("place", answer, f"silent_{answer}", ("territory",))
    answer = case.places[g.territory]
    where = words.field("territory").options[g.territory]
    reason = _reason("place", answer, answer, ("territory",), place=where)
    if g.territory == "treaty_area":  # no term names it: which area is meant, the case assumes
        assumed = words.text(f"replay.place.area_{answer}")
        return replace(reason, sentence=f"{reason.sentence} {assumed}")
    return reason


def _exclusions(g: Guarantee, case: Case) -> Iterator[Reason]:
    options = words.field("exclusions").options
    for name in g.exclusions or ():
        if name == "provoked":
            applies = case.facts["first_strike"]
        elif name == "attack_by_party":
            applies = YES if _attacking(g, case) else NO
        else:
            applies = case.left_out[name]
        if applies != NO:
            answer = NO if applies == YES else ARGUABLE
            yield _reason("exclusions", answer, answer, ("exclusions",), what=options[name])


def _ended(g: Guarantee, case: Case) -> Iterator[Reason]:
    """What ends the promise, and conditions that are not met."""
    for name, fact in (("protege_attacks_first", "first_strike"), ("condition_broken", "condition_broken")):
        if name in (g.voids or ()) and case.facts[fact] != NO:
            answer = NO if case.facts[fact] == YES else ARGUABLE
            yield _reason("voids", answer, f"{name}_{answer}", ("voids",))
    if "ceasefire_first" in (g.conditions or ()) and case.facts["ceasefire_before"] != YES:
        answer = case.facts["ceasefire_before"]
        yield _reason("voids", answer, f"ceasefire_{answer}", ("conditions",))


def _request(g: Guarantee, case: Case) -> Iterator[Reason]:
    if g.request_needed:
        yield _reason("request", case.facts["asked"], case.facts["asked"], ("request_needed",))


def _finding(g: Guarantee, case: Case, facts: str) -> tuple[Reason, tuple[str, ...]]:
    """Whose finding it takes, how it comes out where an attacker has a say, and who could block it."""
    judge, fields = g.decider, ("decider",)
    attacking = _attacking(g, case)
    inside = [state_name(state, in_text=True) for state in attacking]
    if judge is None:
        return _reason("finding", facts, "silent", fields), ()
    if judge in ("protege", "each_guarantor"):
        return _reason("finding", facts, judge, fields), ()
    if judge in ("one_head_of_state", "third_state"):
        who = state_name(g.decider_state, in_text=True) if g.decider_state else words.text("replay.unnamed")
        if g.decider_state in case.attackers and g.decider_state:
            return _reason("finding", NO, "attacker", ("decider", "decider_state"), who=who), (who,)
        return _reason("finding", least(facts, ARGUABLE), "one", ("decider", "decider_state"), who=who), (
            who,
        )
    if judge == "security_council":
        vetoes = tuple(state_name(state, in_text=True) for state in sorted(PERMANENT))
        blocking = [state_name(state, in_text=True) for state in case.attackers if state in _VETO]
        if blocking:
            return _reason("finding", NO, "veto", fields, who=listed(blocking)), vetoes
        return _reason("finding", least(facts, ARGUABLE), "council", fields), vetoes
    if judge == "organ":
        return _reason("finding", least(facts, ARGUABLE), "organ", fields), (words.text("replay.organ"),)
    others = tuple(
        state_name(one.state, in_text=True) for one in g.guarantors or () if one.state != case.protected
    )
    if judge == "joint_finding":
        if not others:
            unnamed = words.text("replay.unnamed_guarantors")
            found = _reason("finding", least(facts, ARGUABLE), "joint_unnamed", fields)
            return found, (words.text("replay.protected"), unnamed)
        block = (words.text("replay.protected"), *others)
        if attacking:
            return _reason("finding", NO, "attacker", fields, who=listed(inside)), block
        return _reason("finding", least(facts, ARGUABLE), "joint", fields), block
    return _vote(judge, facts, len(g.guarantors or ()), inside, others)


def _vote(
    judge: str, facts: str, voters: int, inside: list[str], others: tuple[str, ...]
) -> tuple[Reason, tuple[str, ...]]:
    """A vote of the guarantors: made where no single state can stop it, open where one can."""
    fields = ("decider", "guarantors")
    how = words.field("decider").options[judge]
    if not voters:
        block = (words.text("replay.unnamed_guarantors"),)
        return _reason("finding", least(facts, ARGUABLE), "vote_unnamed", fields, how=how), block

    def enough(against: int) -> bool:
        return {
            "unanimity": against == 0,
            "two_thirds": 3 * (voters - against) >= 2 * voters,
            "majority": 2 * (voters - against) > voters,
        }[judge]

    against = len(inside)
    if not enough(against):
        return _reason("finding", NO, "attacker", fields, who=listed(inside)), others
    one_can_stop = not enough(against + 1)
    values = {"who": listed(inside)} if inside else {}
    with_attacker, without = ("vote_outvoted", "vote_veto") if one_can_stop else ("vote_one", "vote")
    key = with_attacker if inside else without
    answer = least(facts, ARGUABLE) if one_can_stop else facts
    left = tuple(name for name in others if name not in inside)
    return _reason("finding", answer, key, fields, how=how, **values), left if one_can_stop else ()


# --- what is owed -------------------------------------------------------------------------------------


def _share(g: Guarantee, case: Case, trigger: Trigger, one: Guarantor | None) -> Share:
    if one is not None and one.state in case.attackers:
        return Share(one.state, True, tuple(_broken(g, case)))
    duties = tuple(_duty(g, case, trigger, one, name) for name in g.obligations or ())
    if one is not None and one.state in case.struck:
        said = words.text("replay.duty.struck")
        duties += (Duty("choose", "right", YES, said, ("guarantors",), None),)
    if not duties:
        said = words.text("replay.duty.nothing_said")
        duties = (Duty("nothing", "duty", ARGUABLE, said, ("obligations",), None),)
    return Share(one.state if one else "", False, duties)


def _broken(g: Guarantee, case: Case) -> Iterator[Duty]:
    """What an attacker owes: what binds it whatever happens, and no help."""
    owed = g.obligations or ()
    state = state_name(case.protected, in_text=True)
    acted = "acted" if most(*case.attacks.values()) == YES else "may_have_acted"
    if "refrain" in owed:
        broke = most(*(case.attacks[kind] for kind in _FORCE))
        key = "broken_yes" if broke == YES and case.facts["first_strike"] != YES else "broken_arguable"
        values = {} if key == "broken_yes" else {"acted": words.text(f"replay.duty.{acted}")}
        said = words.text(f"replay.duty.{key}", state=state, **values)
        yield Duty("refrain", "duty", YES, said, ("obligations",), None)
    else:
        said = words.text("replay.duty.attacker", state=state, acted=words.text(f"replay.duty.{acted}"))
        yield Duty("nothing", "duty", NO, said, ("guarantors",), None)
    if "consult" in owed:
        said = words.text("replay.duty.attacker_consult", state=state)
        hours = g.consult_within_hours
        fields = ("obligations",) if hours is None else ("obligations", "consult_within_hours")
        yield Duty("consult", "duty", most(*case.attacks.values()), said, fields, hours)


def _consult(g: Guarantee, case: Case, trigger: Trigger) -> Duty:
    """The duty to talk: an attack or a threat of any kind sets it off, trigger met or not."""
    owed, hours = most(*case.attacks.values()), g.consult_within_hours
    fields = ("obligations",) if hours is None else ("obligations", "consult_within_hours")
    if owed == NO:
        return Duty("consult", "duty", NO, words.text("replay.duty.consult_no"), fields, None)
    if hours is None:
        said = words.text(f"replay.duty.consult_open_{owed}")
    else:
        count = words.field("consult_within_hours").count(hours)
        said = words.text(f"replay.duty.consult_within_{owed}", hours=count)
    if trigger.met != YES:
        said = f"{said} {words.text('replay.duty.consult_apart')}"
    return Duty("consult", "duty", owed, said, fields, hours)


def _duty(g: Guarantee, case: Case, trigger: Trigger, one: Guarantor | None, name: str) -> Duty:
    level = _LEVEL_OF[name]
    fields: list[str] = ["obligations"]
    if name == "refrain":
        said = words.text("replay.duty.refrain", state=state_name(case.protected, in_text=True))
        return Duty(level, "duty", YES, said, tuple(fields), None)
    if name == "consult":
        return _consult(g, case, trigger)
    owed = trigger.met
    if name == "security_council":
        return Duty(level, "duty", owed, words.text(f"replay.duty.council_{owed}"), tuple(fields), None)
    if name == "right_to_act":
        return Duty(level, "right", owed, words.text(f"replay.duty.right_{owed}"), tuple(fields), None)
    if owed == NO:
        return Duty(level, "duty", NO, words.text(f"replay.duty.{name}_no"), tuple(fields), None)
    values = {"if_met": words.text("replay.duty.if_met") if owed == ARGUABLE else ""}
    sentence = words.text(f"replay.duty.{name}_yes", **values)
    tails = []
    if name in ("aid", "all_means") and g.armed_force in ("owed", "excluded"):
        level = "fight" if g.armed_force == "owed" else level
        tails.append(words.text(f"replay.duty.force_{g.armed_force}"))
        fields.append("armed_force")
    if one is not None and one.bound == "collectively":
        owed = least(owed, ARGUABLE)
        tails.append(words.text("replay.duty.together"))
        fields.append("guarantors")
    if g.constitutional_processes and name != "automatic":
        tails.append(words.text("replay.duty.constitution"))
        fields.append("constitutional_processes")
    hours = None
    if g.help_within_days is not None:
        hours = 24 * g.help_within_days
        tails.append(
            words.text("replay.duty.by_day", days=words.field("help_within_days").count(g.help_within_days))
        )
        fields.append("help_within_days")
    elif g.help_word in ("prompt", "immediate"):
        tails.append(words.text(f"replay.duty.{g.help_word}"))
        fields.append("help_word")
    else:
        tails.append(words.text("replay.duty.no_time"))
        fields += ["help_within_days", "help_word"]
    if one is not None and one.state in case.new_government:
        tails.append(words.text("replay.duty.new_government"))
    return Duty(level, "duty", owed, " ".join([sentence, *tails]), tuple(fields), hours)


# --- what could arrive --------------------------------------------------------------------------------


def _arrivals(g: Guarantee, case: Case, trigger: Trigger, a: Assumptions) -> Iterator[Arrival]:
    helpers = [one for one in _bound(g, case) if one is None or one.state not in case.attackers]
    stationed, committed = g.stationed_forces_thousands, g.forces_committed_thousands
    if stationed and helpers:
        count = words.field("stationed_forces_thousands").count(stationed)
        said = words.text("replay.arrival.stationed", count=count)
        yield Arrival(0, stationed, said, ("stationed_forces_thousands",))
    if not committed or not helpers or trigger.met == NO:
        return
    day, fields = a.decide_days + a.move_days, ["forces_committed_thousands"]
    if g.constitutional_processes:
        day += a.parliament_days
        fields.append("constitutional_processes")
    if any(one is not None and one.bound == "collectively" for one in helpers):
        day += a.together_days
        fields.append("guarantors")
    count = words.field("forces_committed_thousands").count(committed)
    said = words.text("replay.arrival.committed", count=count, day=day)
    yield Arrival(day, committed, said, tuple(fields))


# --- one term changed ---------------------------------------------------------------------------------


def _neighbours(g: Guarantee) -> Iterator[tuple[str, str, Guarantee]]:
    """Every guarantee that differs in one term: the field, the new value in words, the guarantee."""
    for spec in words.fields():
        now = getattr(g, spec.name)
        for value in _others(spec, now, g):
            changed = {spec.name: value}
            if spec.name == "decider" and g.decider_state is not None:
                changed["decider_state"] = None
            try:
                other = g.model_validate({**dict(g), **changed})
            except ValidationError:
                continue
            if other != g:
                yield spec.name, _said(g, other, spec.name), other


def _others(spec: words.Field, now: Any, g: Guarantee) -> Iterator[Any]:
    if spec.kind == "yes_no":
        yield from (value for value in (True, False, None) if value is not now)
    elif spec.kind == "choice":
        yield from (value for value in (*spec.options, None) if value != now)
    elif spec.kind == "choices":
        held = now or ()
        yield from ((*held, option) for option in spec.options if option not in held)
        yield from (tuple(one for one in held if one != option) for option in held)
    elif spec.kind == "guarantors":
        held = now if len(now or ()) > 1 else ()  # with nobody left, guarantors would be unnamed, not fewer
        yield from (tuple(one for one in held if one != left) for left in held)


def _said(g: Guarantee, other: Guarantee, field: str) -> str:
    """A changed term in words: what was added or taken out of a set, else the new value."""
    options = words.field(field).options
    if field == "guarantors":
        (left,) = {one.state for one in g.guarantors or ()} - {one.state for one in other.guarantors or ()}
        return words.text("replay.without", what=state_name(left, in_text=True))
    if field in Guarantee.SETS:
        before, after = set(getattr(g, field) or ()), set(getattr(other, field) or ())
        for key, names in (("with", after - before), ("without", before - after)):
            if names:
                return words.text(f"replay.{key}", what=options[names.pop()])
    return other.value_words(field)
