"""The builder: the student's guarantee as a draft, and the three views that follow it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

import traitlets

from course_utils import datasets, describe, instruments, treaty, words
from course_utils.codes import BadCode
from course_utils.gaps import Gap
from course_utils.guarantee import Draft, Row
from course_utils.widgets.base import Panel

STARTS = ("NAT1949", "BUDAPEST1994")
LONGEST_NAME = 80
UNDO_STEPS = 100
#: A drag is saved at most this often, in seconds; its end is always saved.
COALESCE = 0.25
_SERIAL = count(1)


def _short(source: str) -> str:
    """Return the name of a starting point that fits in a column."""
    return words.text(f"widgets.builder.short.{source}")


class Builder(Panel, module_name="builder"):
    """Hold one draft, write its treaty text, set it beside real instruments, list what it leaves open.

    Attributes:
        form: the controls and their words; fixed.
        work: what is to be kept: ``{"key", "name", "draft"}``; set when a change is whole, not during a drag.

    >>> builder = Builder()
    >>> builder.start("BUDAPEST1994")
    >>> builder.change("consult_within_hours", 24)
    >>> builder.work["draft"]["consult_within_hours"]
    24
    >>> builder.undo(); builder.work["draft"].get("consult_within_hours") is None
    True
    """

    form = traitlets.Dict().tag(sync=True)
    work = traitlets.Dict()

    def __init__(
        self,
        kept: Mapping[str, Any] | None = None,
        listing: Callable[[], Sequence[tuple[str, str]]] = tuple,
        fetch: Callable[[str], Mapping[str, Any] | None] = lambda key: None,
    ) -> None:
        """Open the builder.

        Args:
            kept: a guarantee of the record: ``{"key", "name", "draft"}``; None for an empty page.
            listing: gives the keys and names of the student's guarantees.
            fetch: gives one of them.
        """
        self.listing, self.fetch = listing, fetch
        self.saved = words.text("widgets.keeper.not_yet")
        self.problem = self.note = self.news = ""
        self.revision = 0
        self.past: list[dict[str, Any]] = []
        self.future: list[dict[str, Any]] = []
        self.dragged = ""
        self.last_kept = 0.0
        self.sentences: dict[str, str] = {}
        self.busy = False
        self._take(kept)
        self.form = self._form()
        super().__init__()

    # --- what the student does ---

    def hear(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Do what the page asks for."""
        deeds: dict[str, Callable[[], None]] = {
            "change": lambda: self.change(
                str(content.get("field")), content.get("value"), final=content.get("final") is not False
            ),
            "settle": self.keep,
            "name": lambda: self.rename(str(content.get("text", ""))),
            "start": lambda: self.start(str(content.get("source"))),
            "undo": self.undo,
            "redo": self.redo,
            "open": lambda: self.reopen(str(content.get("key"))),
            "duplicate": self.duplicate,
            "fresh": self.fresh,
            "code": lambda: self.from_code(str(content.get("text", ""))),
        }
        if kind in deeds:
            self.problem = self.note = self.news = ""
            deeds[kind]()

    def change(self, field: str, value: Any, *, final: bool = True) -> None:
        """Set one term; `final` is False during a drag, which is one step to undo."""
        before = self.draft.to_dict()
        if self.dragged != field:
            self._remember(before)
        self.dragged = "" if final else field
        values = {**before, field: value}
        if value is None:
            values.pop(field)
        self.draft = Draft.from_dict(values)
        if final or time.monotonic() - self.last_kept > COALESCE:
            self.keep()
        else:
            self.draw()

    def start(self, source: str) -> None:
        """Start from a real instrument, or from an empty page; undo brings the old draft back."""
        self._remember(self.draft.to_dict())
        terms = instruments.get(source).model_dump(mode="json", by_alias=True) if source in STARTS else {}
        self.draft = Draft.from_dict({field: value for field, value in terms.items() if value is not None})
        if self.name in self._given_names():
            self.name = self._name_for(source)
        self.keep()

    def undo(self) -> None:
        """Go one change back."""
        if self.past:
            self.future.append(self.draft.to_dict())
            self.draft = Draft.from_dict(self.past.pop())
            self.dragged = ""
            self.keep()

    def redo(self) -> None:
        """Go one change forward again."""
        if self.future:
            self.past.append(self.draft.to_dict())
            self.draft = Draft.from_dict(self.future.pop())
            self.keep()

    def rename(self, name: str) -> None:
        """Name the guarantee; an empty name keeps the old one."""
        self.name = " ".join(name.split())[:LONGEST_NAME] or self.name
        self.keep()

    def reopen(self, key: str) -> None:
        """Open another guarantee of the student's."""
        kept = self.fetch(key)
        if kept is None:
            self._say(words.text("widgets.builder.gone"), problem=True)
            return
        self.keep()
        self._take({"key": key, **kept})
        self.note = words.text("widgets.builder.opened", name=self.name)
        self.draw()

    def duplicate(self) -> None:
        """Go on with a copy; the guarantee itself stays as it is."""
        self.keep()
        self.key, self.name = (
            self._new_key(),
            words.text("widgets.builder.copy_of", name=self.name)[:LONGEST_NAME],
        )
        self.note = words.text("widgets.builder.duplicated", name=self.name)
        self.keep()

    def fresh(self) -> None:
        """Begin another guarantee on an empty page; this one stays in the record."""
        self.keep()
        self._take(None)
        self.key = self._new_key()
        self.note = words.text("widgets.builder.begun")
        self.keep()

    def from_code(self, code: str) -> None:
        """Open a guarantee from its code, as a new one of the student's."""
        try:
            draft = Draft.from_code(code)
        except BadCode as refusal:
            self._say(str(refusal), problem=True)
            return
        self.keep()
        self._take(None)
        self.key, self.draft, self.name = self._new_key(), draft, words.text("widgets.builder.from_code")
        self.note = words.text("widgets.builder.came_from_code")
        self.keep()

    def restore(self, kept: Mapping[str, Any] | None) -> None:
        """Show what the record holds now."""
        self._take(kept)
        self.draw()

    def report(self, *, saved: str, revision: int, problem: str) -> None:
        """Show whether the record has the work, and under which revision; 0 while it is not saved."""
        self.saved, self.revision = saved, revision
        if problem:
            self.problem = problem
        if not self.busy:
            self.draw()

    def keep(self) -> None:
        """Hand the draft to whoever keeps the record, then draw."""
        self.last_kept = time.monotonic()
        self.busy = True
        try:
            self.work = {"key": self.key, "name": self.name, "draft": self.draft.to_dict()}
        finally:
            self.busy = False
        self.draw()

    # --- what it holds ---

    name: str
    draft: Draft

    def _take(self, kept: Mapping[str, Any] | None) -> None:
        kept = kept or {}
        self.key = str(kept.get("key") or "g1")
        self.name = str(kept.get("name") or words.text("widgets.builder.untitled"))
        self.draft = Draft.from_dict(kept.get("draft") or {})
        self.past, self.future, self.dragged = [], [], ""
        self.sentences = {}

    def _remember(self, values: dict[str, Any]) -> None:
        self.past = [*self.past, values][-UNDO_STEPS:]
        self.future = []

    def _new_key(self) -> str:
        taken = {key for key, _ in self.listing()} | {self.key}
        return next(key for key in (f"g{number}" for number in range(1, len(taken) + 2)) if key not in taken)

    def _name_for(self, source: str) -> str:
        if source in STARTS:
            return words.text("widgets.builder.after", name=_short(source))
        return words.text("widgets.builder.untitled")

    def _given_names(self) -> set[str]:
        return {self._name_for(source) for source in (*STARTS, "empty")}

    def _say(self, sentence: str, *, problem: bool) -> None:
        self.problem, self.note = (sentence, "") if problem else ("", sentence)
        self.draw()

    # --- what it shows ---

    def own_words(self) -> dict[str, str]:
        """Return the words of the builder's controls."""
        return dict(words.section("widgets")["builder"]["page"])

    def _form(self) -> dict[str, Any]:
        spec = words.section("widgets")["builder"]
        states = sorted(
            ({"value": str(row["id"]), "label": str(row["name"])} for row in datasets.rows("states")),
            key=lambda state: state["label"],
        )
        any_party = {"value": "any_party", "label": words.text("widgets.builder.any_party")}
        yes_no = [
            {"value": value, "label": words.text(f"widgets.builder.{value}")} for value in ("yes", "no")
        ]
        panels = []
        for question in words.QUESTIONS:
            fields = []
            for field in words.fields():
                if field.question != question:
                    continue
                options = [{"value": value, "label": label} for value, label in field.options.items()]
                if field.kind == "yes_no":
                    options = yes_no
                elif field.kind == "state":
                    options = [any_party, *states] if field.name == "protege" else states
                entry: dict[str, Any] = {
                    "name": field.name,
                    "kind": field.kind,
                    "label": field.label,
                    "help": field.help,
                    "options": options,
                    "minimum": field.minimum,
                    "maximum": field.maximum,
                    "unit": field.unit,
                    "unit_one": field.unit_one,
                    "first": field.name in spec["first"],
                }
                if field.kind == "guarantors":
                    entry["parts"] = {
                        part: {
                            "label": words.text(f"guarantor.{part}.label"),
                            "options": [
                                {"value": value, "label": label}
                                for value, label in words.section("guarantor")[part]["options"].items()
                            ],
                        }
                        for part in ("bound", "approval")
                    }
                fields.append(entry)
            panels.append(
                {"id": question, "label": words.text(f"questions.{question}.label"), "fields": fields}
            )
        return {
            "group": f"builder-{next(_SERIAL)}",
            "title": spec["title"],
            "lead": spec["lead"],
            "foot": spec["foot"],
            "labels": {name: words.text(f"questions.{name}.label") for name in words.QUESTIONS},
            "states": states,
            "panels": panels,
            "starts": [
                *({"value": source, "label": instruments.label(source)} for source in STARTS),
                {"value": "empty", "label": words.text("widgets.builder.empty_page")},
            ],
            "longest_name": LONGEST_NAME,
            "file_name": words.text("widgets.keeper.file_name"),
        }

    def compose(self) -> dict[str, Any]:
        """Return the draft, its faults, and the three views."""
        faults: dict[str, list[str]] = {}
        for fault in self.draft.wrong():
            faults.setdefault(fault.field, []).append(fault.sentence)
        settled = self.draft.settled()
        text = self._text(treaty.draft(settled))
        beside = [(instruments.label(source), instruments.get(source)) for source in STARTS]
        empty = not self.draft.to_dict()
        return {
            "name": self.name,
            "values": self.draft.to_dict(),
            "faults": faults,
            "can_undo": bool(self.past),
            "can_redo": bool(self.future),
            "guarantees": [{"value": key, "label": name} for key, name in self.listing()],
            "saved": self.saved,
            "saved_revision": self.revision,
            "problem": bool(self.problem),
            "said": self.problem or self.note,
            "code": self.draft.to_code(),
            "text": text,
            "compare": {
                "columns": [
                    words.text("widgets.builder.term"),
                    self.name,
                    *(_short(source) for source in STARTS),
                ],
                "groups": [
                    {
                        "id": question,
                        "label": words.text(f"questions.{question}.label"),
                        "rows": [
                            {
                                "label": row.label,
                                "cells": [
                                    {"text": cell, "settled": cell != words.text("terms.unsettled")}
                                    for cell in self._cells(row)
                                ],
                            }
                            for row in settled.compare(*beside)
                            if row.question == question
                        ],
                    }
                    for question in words.QUESTIONS
                ],
                "notes": [words.text("widgets.builder.compare_note")],
            },
            "gaps": [] if empty else [self._point(gap) for gap in settled.gaps()],
            "costs": [] if empty else [self._point(cost) for cost in settled.costs()],
            "news": self.news,
        }

    def _point(self, gap: Gap) -> dict[str, Any]:
        """Return a gap or a cost as the page draws it, with the term to change."""
        label = words.field(gap.fields[0]).label
        return {
            "id": gap.id,
            "question": gap.question,
            "sentence": gap.sentence,
            "field": gap.fields[0],
            "label": label,
            "example": gap.example,
            "cite": gap.cite,
        }

    def _cells(self, row: Row) -> list[str]:
        """Return a row's cells; where a real instrument's term is no settled text, its cell says so."""
        cells = list(row.cells)
        for place, source in enumerate(STARTS, start=1):
            standing = instruments.standing(source, row.field)
            if standing != "text":
                cells[place] += f" ({words.text(f'widgets.builder.standing_{standing}')})"
        return cells

    def _text(self, written: treaty.Treaty) -> dict[str, Any]:
        """Return the articles as the page draws them; say the few sentences that changed."""
        articles = []
        now: dict[str, str] = {}
        fresh: list[str] = []
        for article in written.articles:
            sentences = []
            for sentence in article.sentences:
                plain = "".join(part.text for part in sentence.parts)
                now[sentence.id] = plain
                if self.sentences and self.sentences.get(sentence.id) != plain:
                    fresh.append(plain)
                sentences.append(
                    {
                        "id": sentence.id,
                        "questions": [
                            name
                            for name in words.QUESTIONS
                            if name in {part.question for part in sentence.parts if part.question}
                        ],
                        "parts": [{"text": part.text, "question": part.question} for part in sentence.parts],
                    }
                )
            articles.append({"title": article.title, "sentences": sentences})
        self.sentences = now
        if fresh and len(fresh) <= 3:
            self.news = words.text("widgets.builder.now_reads", text=" ".join(fresh))
        return {"articles": articles}

    def twin(self) -> str:
        """Return the draft's text and gaps as a still page."""
        settled = self.draft.settled()
        written = treaty.draft(settled)
        spec = words.section("widgets")["builder"]
        articles = "".join(
            f"{describe.paragraphs(article.title)}"
            + describe.bullets(
                "".join(part.text for part in sentence.parts) for sentence in article.sentences
            )
            for article in written.articles
        )
        return describe.sheet(
            describe.heading(spec["title"]),
            articles or describe.paragraphs(spec["page"]["no_text"]),
            describe.paragraphs(words.text("widgets.still_builder")),
        )
