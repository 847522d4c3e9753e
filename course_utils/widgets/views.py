"""What stands beside the builder's terms: a comparison, what is left open, what an attack makes of them.

Each function gives plain JSON data that the page draws; nothing here holds state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from course_utils import cases, charts, datasets, instruments, replay, words
from course_utils.gaps import Gap
from course_utils.guarantee import Guarantee

COLUMNS: Final = 3
"""How many guarantees may stand beside the student's own."""
CASES: Final = 6
"""How many cases may be replayed at once."""
FIRST_CASES: Final = ("blockade_of_odesa", "limited_grab", "cyber_on_the_grid")
"""The cases with which the replay begins."""


@dataclass(frozen=True)
class Beside:
    """A guarantee beside the student's own: how it is called, its terms, and its instrument if it is real."""

    label: str
    guarantee: Guarantee
    instrument: str = ""


def short(instrument: str) -> str:
    """Return the name of an instrument that fits in a column.

    >>> short("NAT1949"), short("UKUA2024")
    ('North Atlantic Treaty (1949)', 'UK-Ukraine 2024')
    """
    names = words.section("widgets")["builder"]["short"]
    return str(names.get(instrument) or datasets.row("instruments", instrument)["short_name"])


def groups(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows under the question that each answers, in the order of the questions.

    >>> [group["label"] for group in groups([{"question": "how"}])]
    ['How quickly and how forcefully?']
    """
    found = list(rows)
    return [
        {
            "id": question,
            "label": words.text(f"questions.{question}.label"),
            "rows": [row for row in found if row["question"] == question],
        }
        for question in words.QUESTIONS
        if any(row["question"] == question for row in found)
    ]


def compare(name: str, own: Guarantee, beside: Sequence[Beside], *, differing: bool) -> dict[str, Any]:
    """Return the comparison, term by term.

    Args:
        name: what the student's guarantee is called.
        own: its settled terms.
        beside: what stands beside it.
        differing: whether to show only the terms in which they differ.

    >>> rows = compare("Mine", Guarantee(years=10), [Beside("Other", Guarantee())], differing=True)["groups"]
    >>> [[cell["text"] for cell in row["cells"]] for group in rows for row in group["rows"]]
    [['10 years', 'not settled by the text']]
    """
    unsettled = words.text("terms.unsettled")

    def cell(text: str, one: Beside | None, field: str) -> dict[str, Any]:
        standing = instruments.standing(one.instrument, field) if one and one.instrument else "text"
        if standing != "text":
            text = f"{text} ({words.text(f'widgets.builder.standing_{standing}')})"
        return {"text": text, "settled": not text.startswith(unsettled)}

    rows = [
        {
            "question": row.question,
            "label": row.label,
            "field": row.field,
            "cells": [
                cell(text, one, row.field) for text, one in zip(row.cells, (None, *beside), strict=True)
            ],
        }
        for row in own.compare(*((one.label, one.guarantee) for one in beside))
        if not differing or len(set(row.cells)) > 1
    ]
    real = [one for one in beside if one.instrument]
    notes = [words.text("widgets.builder.compare_note")] if real else []
    notes += [
        str(said)
        for one in real
        if (said := words.section("widgets")["builder"]["compare_notes"].get(one.instrument))
    ]
    return {
        "columns": [words.text("widgets.builder.term"), name, *(one.label for one in beside)],
        "groups": groups(rows),
        "notes": notes,
        "same": not rows,
    }


def point(gap: Gap) -> dict[str, Any]:
    """Return a gap or a cost as the page draws it, with the term to change.

    >>> point(Guarantee().gaps()[0])["field"]
    'protege'
    """
    return {
        "id": gap.id,
        "question": gap.question,
        "sentence": gap.sentence,
        "field": gap.fields[0],
        "label": words.field(gap.fields[0]).label,
        "example": gap.example,
        "cite": gap.cite,
    }


def attacks() -> list[dict[str, Any]]:
    """Return the cases that can be replayed, what might happen first, then history.

    >>> [group["label"] for group in attacks()]
    ['Invented, after a ceasefire in Ukraine', 'From history']
    """
    every = cases.all()
    return [
        {
            "label": words.text(f"widgets.builder.cases_{kind}"),
            "options": [
                {"value": case.id, "label": case.title}
                for case in every
                if case.history == (kind == "history")
            ],
        }
        for kind in ("invented", "history")
    ]


def under_attack(
    label: str,
    guarantee: Guarantee,
    chosen: Sequence[str],
    clock: replay.Assumptions,
    turned: str = "",
) -> dict[str, Any]:
    """Return what each chosen case makes of a guarantee, as a response clock and in sentences.

    Args:
        label: what the guarantee is called.
        guarantee: its settled terms.
        chosen: ids of cases.
        clock: days that are assumed.
        turned: the case for which every single change that turns the verdict is wanted; empty for none.

    >>> found = under_attack("Mine", Guarantee(), ["blockade_of_odesa"], replay.TEACHING_VALUES)
    >>> found["cases"][0]["trigger"], found["cases"][0]["changes"]
    ('arguable', None)
    """
    said = words.section("charts")["clock"]
    shown = []
    for case in (cases.get(id) for id in chosen):
        verdict = replay.replay(guarantee, case, clock)
        (lane,) = charts.clock_geometry([(label, verdict)])
        columns, rows = charts.clock_table([lane])
        shown.append(
            {
                "id": case.id,
                "title": case.title,
                "happened": case.happened,
                "uncertain": case.uncertain,
                "as_if": words.text("replay.as_if") if verdict.as_if else "",
                "trigger": verdict.trigger.met,
                "answer": words.text(f"replay.met.{verdict.trigger.met}"),
                "sentences": list(replay.explain(verdict))[1 + verdict.as_if :],
                "marks": [
                    {
                        "place": mark.place,
                        "question": mark.question,
                        "sure": mark.owed == cases.YES,
                        "what": words.text(
                            "charts.clock.mark" if mark.owed == cases.YES else "charts.clock.mark_arguable",
                            what=row[2],
                            when=row[4],
                        ),
                    }
                    for mark, row in zip(lane.marks, rows, strict=False)
                ],
                "help": "" if lane.help == "owed" else said["help"][lane.help],
                "table": {"columns": columns[2:], "rows": [row[2:] for row in rows]},
                "turn": words.text(f"widgets.builder.turn.{verdict.trigger.met}"),
                "changes": _changes(guarantee, verdict) if case.id == turned else None,
            }
        )
    return {
        "cases": shown,
        "ticks": list(said["ticks"]),
        "edge": charts.EDGE,
        "assumed": words.text("charts.clock.assumed"),
        "clock": {
            name: getattr(clock, name)
            for name in ("decide_days", "parliament_days", "together_days", "move_days")
        },
    }


def _changes(guarantee: Guarantee, before: replay.Verdict) -> dict[str, dict[str, Any]]:
    """Return every single change that turns the verdict: up and down, what it does and the changed terms."""

    def strength(verdict: replay.Verdict) -> tuple[int, int]:
        return cases.ANSWERS.index(verdict.trigger.met), replay.LEVELS.index(verdict.level)

    met = before.trigger.met
    found: dict[str, dict[str, list[str]]] = {"up": {}, "down": {}}
    for change in replay.smallest_change(guarantee, before.case):
        trigger = change.verdict.trigger.met
        said = words.text(
            f"widgets.builder.turns{'_owed' if trigger == met else ''}",
            value=change.value,
            trigger=words.text(f"replay.table.met.{trigger}"),
            level=words.text(f"replay.table.levels.{change.verdict.level}"),
        )
        way = found["up" if strength(change.verdict) > strength(before) else "down"]
        way.setdefault(change.field, []).append(said)
    return {
        way: {
            "said": words.text(f"widgets.builder.{'' if fields else 'no_'}turned_{way}.{met}"),
            "terms": [
                {
                    "field": field,
                    "label": words.field(field).label,
                    "question": words.field(field).question,
                    "ways": ways,
                }
                for field, ways in fields.items()
            ],
        }
        for way, fields in found.items()
    }
