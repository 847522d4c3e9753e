"""The controls of a guarantee's terms, as data for the page: one for each term of the one word list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from course_utils import datasets, words


@cache
def states() -> list[dict[str, Any]]:
    """Return the states that can be named, by their names; former ones last, in a group of their own.

    >>> states()[0]
    {'value': 'ALB', 'label': 'Albania'}
    >>> states()[-1]["options"][0]["label"]
    'Austria-Hungary'
    """

    def of(kind: str) -> list[dict[str, Any]]:
        rows = (row for row in datasets.rows("states") if row["kind"] == kind)
        found = [{"value": str(row["id"]), "label": str(row["name"])} for row in rows]
        return sorted(found, key=lambda state: state["label"])

    former = {"label": words.text("widgets.builder.former_states"), "options": of("historical")}
    return [*of("current"), former]


def control(field: words.Field, *, first: bool) -> dict[str, Any]:
    """Return the control of one term.

    Args:
        field: the term.
        first: whether it is seen before more terms are asked for.

    >>> control(words.field("years"), first=True)["maximum"]
    100
    """
    found: dict[str, Any] = {
        "name": field.name,
        "kind": field.kind,
        "label": field.label,
        "help": field.help,
        "options": _options(field),
        "minimum": field.minimum,
        "maximum": field.maximum,
        "unit": field.unit,
        "unit_one": field.unit_one,
        "first": first,
    }
    if field.kind == "guarantors":
        found["parts"] = {
            part: {
                "label": words.text(f"guarantor.{part}.label"),
                "options": _choices(words.section("guarantor")[part]["options"]),
            }
            for part in ("bound", "approval")
        }
    return found


def _options(field: words.Field) -> list[dict[str, Any]]:
    if field.kind == "yes_no":
        return _choices({value: words.text(f"widgets.builder.{value}") for value in ("yes", "no")})
    if field.kind == "state":
        anyone = _choices({"any_party": words.text("widgets.builder.any_party")})
        return [*anyone, *states()] if field.name == "protege" else states()
    return _choices(field.options)


def _choices(labels: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"value": value, "label": label} for value, label in labels.items()]
