"""The Guarantee: one vocabulary of terms in which a student's promise and every real instrument are written.

A :class:`Draft` is what stands on the builder's page: it may be incomplete or faulty, and is kept as it is.
A :class:`Guarantee` holds only values that the vocabulary allows; a term that is None is *not settled by the
text*. Neither holds free text: choices, states and bounded whole numbers only.

The vocabulary, its labels and its ranges stand in `words/en.toml`; the states in the table `states`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError, field_validator, model_validator

from course_utils import codes, datasets, words
from course_utils.codes import ANY_PARTY, MOST_GUARANTORS
from course_utils.codes import BadCode as BadCode

if TYPE_CHECKING:
    from course_utils.gaps import Gap
    from course_utils.ladders import Place

SCHEMA = 1
#: Deciders that need a state to be named.
NAMED_DECIDERS = ("one_head_of_state", "third_state")
#: Obligations by which help is owed, as against to abstain, to talk, or to be free to act.
HELP = ("meet_danger", "non_military_aid", "arms", "aid", "action_deemed_necessary", "all_means", "automatic")

_SHOWN = 40
_NAMED = 8
_LONGEST_TEXT = 200
_LONGEST_LIST = 100


YesNo = Annotated[bool, Strict()]
Whole = Annotated[int, Strict()]


class Unfinished(ValueError):
    """A draft is not a guarantee yet; the text says everything that stands in the way."""


@dataclass(frozen=True)
class Fault:
    """Something impossible or missing in a draft: its field, and a sentence: what is wrong, what to do."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Row:
    """One term of several guarantees: its field, label and question, and a cell for each guarantee."""

    field: str
    label: str
    question: str
    cells: tuple[str, ...]


class Guarantor(BaseModel):
    """One state that promises something.

    Attributes:
        state: id in the table `states`.
        bound: individually, or collectively (only by a common decision).
        approval: ratified, executive or political.

    >>> Guarantor(state="FRA", bound="individually", approval="ratified").state
    'FRA'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: str
    bound: Literal["individually", "collectively"]
    approval: Literal["ratified", "executive", "political"]


@cache
def _states() -> dict[str, tuple[str, str]]:
    """Return name and name within a sentence by id, in the order of the table."""
    return {str(row["id"]): (str(row["name"]), str(row["name_in_text"])) for row in datasets.rows("states")}


def state_name(state: str, *, in_text: bool = False) -> str:
    """Return a state's name, alone or as it stands in a sentence.

    >>> state_name("GBR"), state_name("GBR", in_text=True)
    ('United Kingdom', 'the United Kingdom')
    """
    return _states()[state][int(in_text)]


def listed(parts: Sequence[str], joint: str = "and") -> str:
    """Join parts as a sentence does.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {joint} {parts[-1]}" if parts else ""


class Guarantee(BaseModel):
    """A promise in the terms of the course; None is “not settled by the text”.

    The attributes are the fields of `words.fields()`, where each number has its unit (hours, days, months,
    years, thousands of troops). Sets are tuples in the order of the vocabulary, without repeats.

    Raises:
        pydantic.ValidationError: a value is outside the vocabulary or contradicts another.

    >>> promise = Guarantee(protege="UKR", obligations=("consult",), consult_within_hours=24)
    >>> promise.value_words("consult_within_hours"), promise.value_words("years")
    ('24 hours', 'not settled by the text')
    >>> Guarantee.from_json(promise.to_json()) == promise == Guarantee.from_code(promise.to_code())
    True
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    SETS: ClassVar[tuple[str, ...]] = (
        "attacks",
        "obligations",
        "exclusions",
        "conditions",
        "voids",
        "reporting",
    )

    schema_version: Literal[1] = Field(default=1, alias="schema")
    protege: str | None = None
    guarantors: tuple[Guarantor, ...] | None = None
    mutual: YesNo | None = None
    lead: str | None = None
    minimum_guarantors: Whole | None = None
    attacks: tuple[str, ...] | None = None
    territory: str | None = None
    seas_and_air: YesNo | None = None
    decider: str | None = None
    decider_state: str | None = None
    request_needed: YesNo | None = None
    obligations: tuple[str, ...] | None = None
    constitutional_processes: YesNo | None = None
    exclusions: tuple[str, ...] | None = None
    consult_within_hours: Whole | None = None
    help_word: str | None = None
    help_within_days: Whole | None = None
    armed_force: str | None = None
    forces_committed_thousands: Whole | None = None
    stationed_forces_thousands: Whole | None = None
    cover: str | None = None
    peacetime_weapons: str | None = None
    integrated_command: YesNo | None = None
    snapback_sanctions: YesNo | None = None
    nuclear: str | None = None
    own_forces_thousands: Whole | None = None
    form: str | None = None
    duration: str | None = None
    years: Whole | None = None
    renewal: str | None = None
    exit: str | None = None
    exit_notice_months: Whole | None = None
    conditions: tuple[str, ...] | None = None
    force_ceiling_thousands: Whole | None = None
    voids: tuple[str, ...] | None = None
    review_years: Whole | None = None
    reporting: tuple[str, ...] | None = None

    @field_validator(*SETS)
    @classmethod
    def _in_order(cls, value: tuple[str, ...] | None, info: Any) -> tuple[str, ...] | None:
        if value is None:
            return None
        known = words.field(info.field_name).options
        unknown = [option for option in value if option not in known]
        if unknown:
            raise ValueError(_value_fault(info.field_name, list(value)) or "")
        return tuple(option for option in known if option in value) or None

    @field_validator("guarantors")
    @classmethod
    def _some(cls, value: tuple[Guarantor, ...] | None) -> tuple[Guarantor, ...] | None:
        return value or None

    @model_validator(mode="after")
    def _allowed(self) -> Guarantee:
        faults = tuple(_wrong(self.terms()))
        if faults:
            raise ValueError(" ".join(fault.sentence for fault in faults))
        return self

    def terms(self) -> dict[str, Any]:
        """Return the settled terms as plain JSON data, in the order of the vocabulary.

        >>> Guarantee(years=10, duration="fixed").terms()
        {'duration': 'fixed', 'years': 10}
        """
        said = self.model_dump(mode="json", exclude={"schema_version"}, exclude_none=True)
        return {field.name: said[field.name] for field in words.fields() if field.name in said}

    def to_json(self) -> str:
        """Return the guarantee as compact JSON without its unsettled terms.

        >>> Guarantee(mutual=True).to_json()
        '{"schema":1,"mutual":true}'
        """
        return json.dumps({"schema": SCHEMA, **self.terms()}, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Guarantee:
        """Read what `to_json` wrote.

        Raises:
            pydantic.ValidationError: the text is not such JSON.

        >>> Guarantee.from_json('{"schema":1,"mutual":true}').mutual
        True
        """
        return cls.model_validate_json(text)

    def to_code(self) -> str:
        """Return the guarantee as a code that fits in a message: see `codes`.

        >>> Guarantee().to_code()
        'AG1-YJXJ1HG'
        """
        return codes.encode(self.terms())

    @classmethod
    def from_code(cls, code: str) -> Guarantee:
        """Read a code.

        Raises:
            BadCode: it is not the code of a guarantee.

        >>> Guarantee.from_code("AG1-YJXJ1HG") == Guarantee()
        True
        """
        try:
            return _made(codes.decode(code))
        except ValidationError:
            raise BadCode(words.text("faults.code")) from None

    def value_words(self, field: str) -> str:
        """Say one term in words.

        >>> Guarantee(decider="unanimity").value_words("decider")
        'all guarantors, unanimously'
        """
        value = getattr(self, field)
        if value is None:
            return words.text("terms.unsettled")
        spec = words.field(field)
        if spec.kind == "choice":
            return spec.options[value]
        if spec.kind == "choices":
            return "; ".join(spec.options[option] for option in value)
        if spec.kind == "yes_no":
            return words.text("terms.yes" if value else "terms.no")
        if spec.kind == "number":
            return spec.count(value)
        if spec.kind == "state":
            return words.text("terms.any_party") if value == ANY_PARTY else state_name(value)
        return self._guarantors_in_words()

    def _guarantors_in_words(self) -> str:
        guarantors = self.guarantors or ()
        spec = words.section("guarantor")
        ways = dict.fromkeys((one.bound, one.approval) for one in guarantors)
        parts = []
        for bound, approval in ways:
            names = [
                state_name(one.state) for one in guarantors if (one.bound, one.approval) == (bound, approval)
            ]
            who = listed(names) if len(names) <= _NAMED else words.text("terms.many_states", count=len(names))
            parts.append(f"{who}: {spec['bound']['options'][bound]}; {spec['approval']['options'][approval]}")
        return ". ".join(parts)

    def compare(self, *others: tuple[str, Guarantee]) -> tuple[Row, ...]:
        """Set this guarantee beside others, term by term, in the order of the panels.

        Args:
            others: a label and a guarantee each; the label is for the caller.

        >>> row = Guarantee(mutual=True).compare(("empty", Guarantee()))[2]
        >>> row.field, row.cells
        ('mutual', ('yes', 'not settled by the text'))
        """
        beside = [self, *(guarantee for _, guarantee in others)]
        return tuple(
            Row(field.name, field.label, field.question, tuple(one.value_words(field.name) for one in beside))
            for field in words.fields()
        )

    def costs(self) -> tuple[Gap, ...]:
        """List what sharper terms may cost in signatures: the other side of `gaps`.

        >>> [cost.id for cost in Guarantee(obligations=("automatic",)).costs()]
        ['automatic']
        """
        from course_utils import gaps

        return gaps.costs(self)

    def gaps(self) -> tuple[Gap, ...]:
        """List what the text leaves open, contradictory or without a judge, in the order of the panels.

        >>> [gap.id for gap in Guarantee(obligations=("consult",)).gaps()][:2]
        ['no_protege', 'no_guarantor']
        """
        from course_utils import gaps

        return gaps.gaps(self)

    def profile(self) -> tuple[Place, ...]:
        """Place the guarantee on the three ladders: duty, speed and force; never one total score.

        >>> [place.rung for place in Guarantee(obligations=("consult",), help_word="none").profile()]
        [1, 0, None]
        """
        from course_utils import ladders

        return ladders.profile(self)


PERMANENT = frozenset({"CHN", "FRA", "RUS", "GBR", "USA"})


# --- what can be wrong ------------------------------------------------------------------------------------


def _head(state: str) -> str:
    """Return a state's name as it heads a sentence."""
    name = state_name(state, in_text=True)
    return name[0].upper() + name[1:]


def _shown(value: object) -> str:
    """Return a bad value, cut short, to be quoted in a sentence."""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _value_fault(name: str, value: Any) -> str | None:
    """Say what is wrong with one value by itself, or return None."""
    spec = words.field(name)

    def wrong(key: str, **said: Any) -> str:
        return words.text(f"faults.{key}", label=spec.label, value=_shown(value), **said)

    if spec.kind == "choice":
        right = isinstance(value, str) and value in spec.options
        return None if right else wrong("choice")
    if spec.kind == "choices":
        right = isinstance(value, list) and all(isinstance(one, str) and one in spec.options for one in value)
        return None if right else wrong("choices")
    if spec.kind == "yes_no":
        return None if isinstance(value, bool) else wrong("yes_no")
    if spec.kind == "state":
        right = isinstance(value, str) and (value in _states() or (name == "protege" and value == ANY_PARTY))
        return None if right else wrong("state")
    if spec.kind == "number":
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and (spec.minimum or 0) <= value <= (spec.maximum or 0):
            return None
        span = spec.count(spec.maximum or 0)
        return wrong("range" if whole else "whole", minimum=spec.minimum, span=span)
    return _guarantors_fault(value)


def _guarantors_fault(value: Any) -> str | None:
    if not isinstance(value, list) or len(value) > MOST_GUARANTORS:
        return words.text("faults.guarantors", most=MOST_GUARANTORS)
    seen: set[str] = set()
    for one in value:
        if not isinstance(one, dict) or set(one) != {"state", "bound", "approval"}:
            return words.text("faults.guarantors", most=MOST_GUARANTORS)
        state = one["state"]
        if not isinstance(state, str) or state not in _states():
            return words.text("faults.state", label=words.field("guarantors").label, value=_shown(state))
        if one["bound"] not in codes.ways("bound") or one["approval"] not in codes.ways("approval"):
            return words.text("faults.guarantor_way", state=state_name(state, in_text=True))
        if state in seen:
            return words.text("faults.twice", state=_head(state))
        seen.add(state)
    return None


def _wrong(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Find every value that cannot stand: by itself, or beside the others."""
    bad = set()
    for name, value in values.items():
        sentence = _value_fault(name, value)
        if sentence:
            bad.add(name)
            yield Fault(name, sentence)
    yield from _at_odds({name: value for name, value in values.items() if name not in bad})


def _at_odds(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Find every value that is possible by itself and cannot stand beside the others."""

    def get(name: str) -> Any:
        return values.get(name)

    def fault(name: str, key: str, **said: Any) -> Fault:
        return Fault(name, words.text(f"faults.{key}", **said))

    def count(name: str) -> str:
        return words.field(name).count(get(name))

    guarantors = {one["state"] for one in get("guarantors") or ()}
    protege, judge, named = get("protege"), get("decider"), get("decider_state")
    if protege in guarantors:
        yield fault("guarantors", "protects_itself", state=_head(protege))
    if protege == ANY_PARTY and get("mutual") is False:
        yield fault("mutual", "any_party_one_way")
    if guarantors and get("lead") and get("lead") not in guarantors:
        yield fault("lead", "lead_outside", state=_head(get("lead")))
    if guarantors and (get("minimum_guarantors") or 0) > len(guarantors):
        yield fault(
            "minimum_guarantors", "minimum_above", minimum=get("minimum_guarantors"), count=len(guarantors)
        )
    if named and judge is not None and judge not in NAMED_DECIDERS:
        yield fault("decider_state", "decider_state_idle", decider=words.field("decider").options[judge])
    if named and judge == "one_head_of_state" and guarantors and named not in guarantors:
        yield fault("decider_state", "head_outside", state=_head(named))
    if named and judge == "third_state" and (named in guarantors or named == protege):
        yield fault("decider_state", "third_inside", state=_head(named))
    hours, days = get("consult_within_hours"), get("help_within_days")
    if hours and days and days * 24 < hours:
        said = {"days": count("help_within_days"), "hours": count("consult_within_hours")}
        yield fault("help_within_days", "help_before_talk", **said)
    if get("armed_force") == "excluded" and "automatic" in (get("obligations") or ()):
        yield fault("armed_force", "fight_without_force")
    if get("duration") == "indefinite" and get("years"):
        yield fault("years", "years_without_term")
    if get("exit_notice_months") and get("exit") not in (None, "on_notice"):
        yield fault("exit_notice_months", "notice_idle")
    ceiling, own = get("force_ceiling_thousands"), get("own_forces_thousands")
    if ceiling is not None and get("conditions") and "force_ceiling" not in get("conditions"):
        yield fault("force_ceiling_thousands", "ceiling_idle")
    if ceiling is not None and own is not None and own > ceiling:
        yield fault("own_forces_thousands", "own_above_ceiling", own=own, ceiling=ceiling)
    if get("years") and get("review_years") and get("review_years") > get("years"):
        said = {"review": count("review_years"), "years": count("years")}
        yield fault("review_years", "review_after_end", **said)


def _missing(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Find what a finished guarantee needs and a draft does not have."""
    for name in ("protege", "guarantors", "obligations"):
        if not values.get(name):
            yield Fault(name, words.text(f"faults.no_{name}"))
    if values.get("duration") == "fixed" and values.get("years") is None:
        yield Fault("years", words.text("faults.no_years"))
    if values.get("decider") in NAMED_DECIDERS and values.get("decider_state") is None:
        yield Fault("decider_state", words.text("faults.no_decider_state"))


# --- the draft --------------------------------------------------------------------------------------------


def _plain(value: Any, depth: int = 0) -> Any:
    """Return bounded JSON data as it is, and None for anything else."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else None
    if isinstance(value, float):
        return value if value == value and abs(value) < 2**53 else None
    if isinstance(value, str):
        return _clean(value)
    if depth < 2 and isinstance(value, list | tuple):
        return [_plain(one, depth + 1) for one in value[:_LONGEST_LIST]]
    if depth < 2 and isinstance(value, Mapping):
        items = islice(value.items(), _LONGEST_LIST)
        return {_clean(name): _plain(one, depth + 1) for name, one in items if isinstance(name, str)}
    return None


def _clean(text: str) -> str:
    return text[:_LONGEST_TEXT].encode("utf-8", "ignore").decode("utf-8")


@dataclass(frozen=True)
class Draft:
    """What stands on the builder's page: terms as they were set, whole or not, right or not.

    >>> draft = Draft.from_dict({"years": 0, "duration": "fixed"})
    >>> [fault.field for fault in draft.faults()]
    ['years', 'protege', 'guarantors', 'obligations']
    >>> draft.settled().years is None
    True
    """

    values: Mapping[str, Any]

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Draft:
        """Take terms as they are; names outside the vocabulary and what is not bounded JSON are left out.

        >>> Draft.from_dict({"years": 10, "colour": "red", "lead": None}).to_dict()
        {'years': 10}
        """
        kept = {field.name: _plain(values[field.name]) for field in words.fields() if field.name in values}
        return cls({name: value for name, value in kept.items() if value is not None and value != []})

    def to_dict(self) -> dict[str, Any]:
        """Return the terms as plain JSON data.

        >>> Draft.from_dict({}).to_dict()
        {}
        """
        copied: dict[str, Any] = json.loads(json.dumps(dict(self.values)))
        return copied

    def faults(self) -> tuple[Fault, ...]:
        """List at once all that is impossible or missing, each with what to do.

        >>> Draft.from_dict({"lead": "XYZ"}).faults()[0].field
        'lead'
        """
        named = {fault.field for fault in self._wrong}
        return self._wrong + tuple(fault for fault in _missing(self.values) if fault.field not in named)

    def wrong(self) -> tuple[Fault, ...]:
        """List what is impossible, and not what is still missing.

        >>> Draft.from_dict({}).wrong()
        ()
        """
        return self._wrong

    @cached_property
    def _wrong(self) -> tuple[Fault, ...]:
        return tuple(_wrong(self.values))

    def settled(self) -> Guarantee:
        """Return the guarantee made of the terms that can stand.

        >>> Draft.from_dict({"consult_within_hours": -3, "mutual": True}).settled().mutual
        True
        """
        return self._settled

    @cached_property
    def _settled(self) -> Guarantee:
        values = dict(self.values)
        if isinstance(values.get("guarantors"), list):
            values["guarantors"] = _sound(values["guarantors"], values.get("protege"))
        while faults := tuple(_wrong(values)):
            for fault in faults:
                values.pop(fault.field, None)
        return _made(values)

    def finish(self) -> Guarantee:
        """Return the guarantee.

        Raises:
            Unfinished: something is impossible or missing; the text says all of it.

        >>> Draft.from_dict({"years": 10}).finish()
        Traceback (most recent call last):
        ...
        course_utils.guarantee.Unfinished: ...
        """
        faults = self.faults()
        if faults:
            raise Unfinished(" ".join(fault.sentence for fault in faults))
        return self.settled()

    def to_code(self) -> str:
        """Return the code of the terms that can stand.

        >>> Draft.from_code(Draft.from_dict({"years": 10, "lead": "XYZ"}).to_code()).to_dict()
        {'years': 10}
        """
        return self.settled().to_code()

    @classmethod
    def from_code(cls, code: str) -> Draft:
        """Read a code as a draft.

        Raises:
            BadCode: it is not the code of a guarantee.

        >>> Draft.from_code("AG1-hello")
        Traceback (most recent call last):
        ...
        course_utils.codes.BadCode: ...
        """
        return cls.from_dict(Guarantee.from_code(code).terms())


def _sound(guarantors: list[Any], protege: Any) -> list[Any]:
    """Return those guarantors that can stand: known, named once, and not the protected state itself."""
    sound: dict[str, Any] = {}
    for one in guarantors[:MOST_GUARANTORS]:
        if _guarantors_fault([one]) is None and one["state"] != protege:
            sound.setdefault(one["state"], one)
    return list(sound.values())


def _made(values: Mapping[str, Any]) -> Guarantee:
    return Guarantee.model_validate(
        {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    )
