"""Every label, help and message that a person reads, from `words/en.toml`: written once, keyed by name."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

#: The four questions, in the order in which they always stand.
QUESTIONS = ("who", "what", "how", "terms")


class UnknownWord(LookupError):
    """A key that `en.toml` does not have; the text says which were meant."""


@dataclass(frozen=True)
class Field:
    """One term of a guarantee, as a person meets it.

    Attributes:
        name: its name in `guarantee.Guarantee`.
        question: the question it answers: who, what, how or terms.
        kind: choice, choices, number, yes_no, state or guarantors.
        label, help: what the student reads.
        options: label by value, in order, for a choice or choices.
        minimum, maximum: bounds of a number.
        unit, unit_one: what a number counts, in the plural and in the singular.
    """

    name: str
    question: str
    kind: str
    label: str
    help: str
    options: Mapping[str, str]
    minimum: int | None
    maximum: int | None
    unit: str
    unit_one: str

    def count(self, number: int) -> str:
        """Return a number with its unit.

        >>> field("years").count(1), field("years").count(2)
        ('1 year', '2 years')
        """
        return f"{number} {self.unit_one if number == 1 else self.unit}"


@cache
def _all() -> dict[str, Any]:
    place = resources.files("course_utils").joinpath("words/en.toml")
    return tomllib.loads(place.read_text(encoding="utf-8"))


def section(name: str) -> dict[str, Any]:
    """Return one top-level part of the words.

    Raises:
        UnknownWord: there is no such part.

    >>> sorted(section("questions"))
    ['how', 'terms', 'what', 'who']
    """
    found = _all().get(name)
    if not isinstance(found, dict):
        raise UnknownWord(_meant(name, list(_all())))
    return found


def text(key: str, **values: Any) -> str:
    """Return a text by its dotted key, with values put in.

    Raises:
        UnknownWord: there is no such text.

    >>> text("questions.who.label")
    'Who commits?'
    """
    found: Any = _all()
    for part in key.split("."):
        if not isinstance(found, dict) or part not in found:
            raise UnknownWord(_meant(key, _keys(_all())))
        found = found[part]
    if not isinstance(found, str):
        raise UnknownWord(f"{key} is a part of the words, not a text.")
    return found.format(**values) if values else found


@cache
def fields() -> tuple[Field, ...]:
    """Return every term in the order of the panels.

    >>> fields()[0].name
    'protege'
    """
    made = [
        Field(
            name=name,
            question=said["question"],
            kind=said["kind"],
            label=said["label"],
            help=said["help"],
            options=said.get("options", {}),
            minimum=said.get("minimum"),
            maximum=said.get("maximum"),
            unit=said.get("unit", ""),
            unit_one=said.get("unit_one", said.get("unit", "")),
        )
        for name, said in section("fields").items()
    ]
    return tuple(sorted(made, key=lambda one: QUESTIONS.index(one.question)))


@cache
def _by_name() -> dict[str, Field]:
    return {one.name: one for one in fields()}


def field(name: str) -> Field:
    """Return one term.

    Raises:
        UnknownWord: no term has this name.

    >>> field("years").unit
    'years'
    """
    if name not in _by_name():
        raise UnknownWord(_meant(name, list(_by_name())))
    return _by_name()[name]


def _keys(node: Mapping[str, Any], above: str = "") -> list[str]:
    return [
        key
        for name, value in node.items()
        for key in (_keys(value, f"{above}{name}.") if isinstance(value, dict) else [f"{above}{name}"])
    ]


def _meant(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=3)
    return f"There is no {key!r} among the words" + (f"; did you mean {', '.join(near)}?" if near else ".")
