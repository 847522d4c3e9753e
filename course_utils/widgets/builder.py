"""The builder: the student's guarantee as a draft, and the three views that follow it."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

import traitlets

from course_utils import cases, describe, instruments, memo, replay, treaty, words
from course_utils.codes import BadCode
from course_utils.guarantee import Draft
from course_utils.widgets import signs, terms, views
from course_utils.widgets.base import Panel

#: What stands beside a guarantee until the student chooses.
BESIDE = ("NAT1949", "BUDAPEST1994")
LONGEST_NAME = 80
LONGEST_NOTE = 400
#: How a guarantee of the student's own is named among what can stand beside another.
OWN = "own:"
MOST_DAYS = 365
#: The views, in their order on the page; only the one that is looked at is computed.
VIEWS = ("text", "compare", "gaps", "attack", "signs", "hand")
UNDO_STEPS = 100
#: A drag is saved at most this often, in seconds; its end is always saved.
COALESCE = 0.25
_SERIAL = count(1)


def _when(saved: str) -> str:
    """Return day and time as a student reads them."""
    return datetime.fromisoformat(saved).strftime("%d %B, %H:%M").lstrip("0")


def _clean(name: str) -> str:
    """Return a name as the record keeps it: in one line, without control characters, not too long."""
    kept = "".join(
        letter for letter in name if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cs")
    )
    return " ".join(kept.split())[:LONGEST_NAME].rstrip()


def _file(name: str) -> str:
    """Return a name as a file may be called on any machine: plain letters, digits and hyphens.

    >>> _file("Ours: <b>2027</b>")
    'ours-b-2027-b'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower())[:40].strip("-")


class Builder(Panel, module_name="builder", pictures=("figures", "terms", "signs")):
    """Hold one draft, write its treaty text, set it beside real instruments, list what it leaves open.

    Attributes:
        form: the controls and their words; fixed.
        work: what is to be kept: ``{"key", "name", "draft", "opened"}``, and for a version kept by name also
            ``named`` and ``note``; set when a change is whole, not during a drag. The count of what was
            opened makes the same terms new again after a reset.

        claims: what the student claims of the peace and the war, by name; set when a change is whole.

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
    claims = traitlets.Dict()

    def __init__(
        self,
        kept: Mapping[str, Any] | None = None,
        listing: Callable[[], Sequence[tuple[str, str]]] = tuple,
        fetch: Callable[[str], Mapping[str, Any] | None] = lambda key: None,
        history: Callable[[str], Sequence[Mapping[str, Any]]] = lambda key: (),
        claims: Mapping[str, Any] | None = None,
    ) -> None:
        """Open the builder.

        Args:
            kept: a guarantee of the record: ``{"key", "name", "draft"}``; None for an empty page.
            listing: gives the keys and names of the student's guarantees.
            fetch: gives one of them.
            history: gives the versions of one of them that were kept by name, newest first: ``{"revision",
                "name", "draft", "note", "saved"}``.
            claims: what the student claimed before, by name.
        """
        self.listing, self.fetch, self.history = listing, fetch, history
        self.saved = words.text("widgets.keeper.not_yet")
        self.problem = self.note = self.news = ""
        self.revision = 0
        self.past: list[dict[str, Any]] = []
        self.future: list[dict[str, Any]] = []
        self.dragged = ""
        self.last_kept = 0.0
        self.opened = 0
        self.sentences: dict[str, str] = {}
        self.busy = False
        self.view = VIEWS[0]
        self.beside: list[str] = list(BESIDE)
        self.differing = False
        self.chosen: list[str] = list(views.FIRST_CASES)
        self.clock = replay.TEACHING_VALUES
        self.turned = ""
        self.claiming = signs.claimed(claims or {})
        self.weigh = False
        self.handed: dict[str, Any] = {}
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
            "version": lambda: self.keep_version(str(content.get("note", ""))),
            "back": lambda: self.go_back(content.get("revision")),
            "look": lambda: self.look(str(content.get("view"))),
            "beside": lambda: self.set_beside(content.get("sources")),
            "beside_code": lambda: self.add_code(str(content.get("text", ""))),
            "differing": lambda: self.set_differing(content.get("only") is True),
            "cases": lambda: self.choose_cases(content.get("cases")),
            "assume": lambda: self.assume(str(content.get("name")), content.get("days")),
            "turn": lambda: self.turn(str(content.get("case"))),
            "claim": lambda: self.claim(
                str(content.get("name")), content.get("value"), final=content.get("final") is not False
            ),
            "weigh": self.weigh_claims,
        }
        if kind in deeds:
            self.problem = self.note = self.news = ""
            if kind != "look":
                self.turned, self.weigh = "", False
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
        self.dragged = ""
        real = source in instruments.ids()
        terms = instruments.get(source).model_dump(mode="json", by_alias=True) if real else {}
        self.draft = Draft.from_dict({field: value for field, value in terms.items() if value is not None})
        if self.name == self.given_name:
            self.name = self.given_name = self._name_for(source)
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
        self.name = _clean(name) or self.name
        self.keep()

    def reopen(self, key: str) -> None:
        """Open another guarantee of the student's."""
        if self.fetch(key) is None:
            self._say(words.text("widgets.builder.gone"), problem=True)
            return
        self._leave()
        self._take({"key": key, **(self.fetch(key) or {})})  # after keeping: it may be the one that is open
        self.note = words.text("widgets.builder.opened", name=self.name)
        self.draw()

    def duplicate(self) -> None:
        """Go on with a copy; the guarantee itself stays as it is."""
        self._leave()
        self.key, self.name = (
            self._new_key(),
            _clean(words.text("widgets.builder.copy_of", name=self.name)),
        )
        self.note = words.text("widgets.builder.duplicated", name=self.name)
        self.keep()

    def fresh(self) -> None:
        """Begin another guarantee on an empty page; this one stays in the record."""
        self._leave()
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
        self._leave()
        self._take(None)
        self.key, self.draft, self.name = self._new_key(), draft, words.text("widgets.builder.from_code")
        self.note = words.text("widgets.builder.came_from_code")
        self.keep()

    def keep_version(self, note: str) -> None:
        """Keep what stands now as a version by its name, with a note; no later change drops it."""
        self.keep(note=" ".join(note.split())[:LONGEST_NOTE])
        self._say(words.text("widgets.builder.version_kept", name=self.name), problem=False)

    def go_back(self, revision: Any) -> None:
        """Take up an older version of this guarantee; undo brings back what stood before."""
        found = next((one for one in self.history(self.key) if one["revision"] == revision), None)
        if found is None:
            self._say(words.text("widgets.builder.gone"), problem=True)
            return
        self._remember(self.draft.to_dict())
        self.dragged = ""
        self.draft = Draft.from_dict(found["draft"])
        self.note = words.text("widgets.builder.version_back", name=found["name"])
        self.keep()

    # --- what the student looks at ---

    def look(self, view: str) -> None:
        """Show another view."""
        if view in VIEWS:
            self.view = view
            self.draw()

    def set_beside(self, sources: Any) -> None:
        """Set other guarantees beside this one: instruments by id, own ones as ``own:KEY``, codes."""
        wanted = [str(one) for one in sources] if isinstance(sources, list) else []
        self.beside = [one for one in dict.fromkeys(wanted) if self._beside(one) is not None][: views.COLUMNS]
        self.draw()

    def add_code(self, code: str) -> None:
        """Set the guarantee of a code beside this one, in the place of the last where all are taken."""
        try:
            Draft.from_code(code)
        except BadCode as refusal:
            self._say(str(refusal), problem=True)
            return
        self.beside = [*self.beside[: views.COLUMNS - 1], code.strip()]
        self.draw()

    def set_differing(self, only: bool) -> None:
        """Show all terms, or those alone in which the guarantees differ."""
        self.differing = only
        self.draw()

    def choose_cases(self, chosen: Any) -> None:
        """Choose the cases that are replayed."""
        known = {case.id for case in cases.all()}
        wanted = [one for one in chosen if one in known] if isinstance(chosen, list) else []
        self.chosen = list(dict.fromkeys(wanted))[: views.CASES]
        self.draw()

    def assume(self, name: str, days: Any) -> None:
        """Assume other days for the response clock."""
        if hasattr(self.clock, name) and type(days) is int and 0 <= days <= MOST_DAYS:
            self.clock = replace(self.clock, **{name: days})
            self.draw()

    def turn(self, case: str) -> None:
        """Look for every single change of a term that would turn the verdict on a case."""
        self.turned = case
        self.draw()

    def claim(self, name: str, value: Any, *, final: bool = True) -> None:
        """Claim a number of the peace, the war or the risk; what cannot stand leaves the claim as it was."""
        self.claiming = signs.claimed({name: value}, self.claiming)
        if final:
            self.claims = dict(self.claiming)
        self.draw()

    def weigh_claims(self) -> None:
        """Look for the assumption that carries the conclusion."""
        self.weigh = True
        self.draw()

    def restore(self, kept: Mapping[str, Any] | None) -> None:
        """Show what the record holds now."""
        self._take(kept)
        self.draw()

    def reclaim(self, claims: Mapping[str, Any] | None) -> None:
        """Show the claims that the record holds now."""
        self.claiming = signs.claimed(claims or {})
        self.draw()

    def report(self, *, saved: str, revision: int, problem: str) -> None:
        """Show whether the record has the work, and under which revision; 0 while it is not saved."""
        self.saved, self.revision = saved, revision
        if problem:
            self.problem = problem
            self.kept = {}
        if not self.busy:
            self.draw()

    def keep(self, note: str | None = None) -> None:
        """Hand the draft to whoever keeps the record, then draw; with a note, as a version of its own."""
        self.last_kept = time.monotonic()
        self.busy = True
        self.draw()
        self.let_out()
        version = {} if note is None else {"named": True, "note": note}
        try:
            self.kept = self._held()
            self.work = {**self.kept, "opened": self.opened, **version}
        finally:
            self.busy = False
        self.page = {**self.page, **self._recorded()}  # the terms are as they were drawn

    # --- what it holds ---

    name: str
    given_name: str
    draft: Draft
    kept: dict[str, Any]

    def _held(self) -> dict[str, Any]:
        return {"key": self.key, "name": self.name, "draft": self.draft.to_dict()}

    def _leave(self) -> None:
        """Keep what is not kept yet; what is unchanged keeps its place among those changed last."""
        if self._held() != self.kept:
            self.keep()

    def _take(self, kept: Mapping[str, Any] | None) -> None:
        kept = kept or {}
        self.key = str(kept.get("key") or "g1")
        self.given_name = words.text("widgets.builder.untitled")
        self.name = str(kept.get("name") or self.given_name)
        if self.name in {self._name_for(source) for source in instruments.ids()}:
            self.given_name = self.name  # it was never changed by hand
        self.draft = Draft.from_dict(kept.get("draft") or {})
        self.past, self.future, self.dragged = [], [], ""
        self.kept = self._held()
        self.opened += 1
        self.sentences = {}

    def _remember(self, values: dict[str, Any]) -> None:
        self.past = [*self.past, values][-UNDO_STEPS:]
        self.future = []

    def _new_key(self) -> str:
        taken = {key for key, _ in self.listing()} | {self.key}
        return next(key for key in (f"g{number}" for number in range(1, len(taken) + 2)) if key not in taken)

    def _name_for(self, source: str) -> str:
        if source in instruments.ids():
            return words.text("widgets.builder.after", name=views.short(source))
        return words.text("widgets.builder.untitled")

    def _beside(self, source: str) -> views.Beside | None:
        """Return what a source stands for: an instrument, one of the student's own, or a code."""
        if source in instruments.ids():
            return views.Beside(views.short(source), instruments.get(source), source)
        if source.startswith(OWN):
            kept = self.fetch(source.removeprefix(OWN))
            if kept is None:
                return None
            return views.Beside(str(kept["name"]), Draft.from_dict(kept["draft"]).settled())
        try:
            return views.Beside(words.text("widgets.builder.by_code"), Draft.from_code(source).settled())
        except BadCode:
            return None

    def _say(self, sentence: str, *, problem: bool) -> None:
        self.problem, self.note = (sentence, "") if problem else ("", sentence)
        self.draw()

    # --- what it shows ---

    def own_words(self) -> dict[str, str]:
        """Return the words of the builder's controls."""
        return dict(words.section("widgets")["builder"]["page"])

    def _form(self) -> dict[str, Any]:
        spec = words.section("widgets")["builder"]
        real = [{"value": source, "label": instruments.label(source)} for source in instruments.ids()]
        return {
            "group": f"builder-{next(_SERIAL)}",
            "title": spec["title"],
            "lead": spec["lead"],
            "foot": spec["foot"],
            "labels": {name: words.text(f"questions.{name}.label") for name in words.QUESTIONS},
            "states": terms.states(),
            "panels": [
                {
                    "id": question,
                    "label": words.text(f"questions.{question}.label"),
                    "fields": [
                        terms.control(field, first=field.name in spec["first"])
                        for field in words.fields()
                        if field.question == question
                    ],
                }
                for question in words.QUESTIONS
            ],
            "starts": [
                {"value": "empty", "label": words.text("widgets.builder.empty_page")},
                *real,
            ],
            "real": real,
            "cases": views.attacks(),
            "most_cases": views.CASES,
            "most_beside": views.COLUMNS,
            "days": [
                {"name": name, "label": label, "maximum": MOST_DAYS} for name, label in spec["days"].items()
            ],
            "views": [{"id": view, "label": spec["tabs"][view]} for view in VIEWS],
            "longest_name": LONGEST_NAME,
            "longest_note": LONGEST_NOTE,
            "claims": signs.controls(),
            "signs": dict(words.section("widgets")["signs"]["page"]),
            "file_name": words.text("widgets.keeper.file_name"),
        }

    def compose(self) -> dict[str, Any]:
        """Return the draft, its faults, and the three views."""
        faults: dict[str, list[str]] = {}
        for fault in self.draft.wrong():
            faults.setdefault(fault.field, []).append(fault.sentence)
        settled = self.draft.settled()
        empty = not self.draft.to_dict()
        text = self._text(treaty.draft(settled))  # also while another view is looked at: it says what changed
        found = [] if empty else [views.point(gap) for gap in settled.gaps()]
        return {
            "name": self.name,
            "values": self.draft.to_dict(),
            "faults": faults,
            "can_undo": bool(self.past),
            "can_redo": bool(self.future),
            **self._recorded(),
            "code": settled.to_code(),
            "view": self.view,
            "gap_count": len(found),
            "text": text if self.view == "text" else None,
            "compare": self._compare() if self.view == "compare" else None,
            "gaps": found if self.view == "gaps" else None,
            "costs": [] if empty or self.view != "gaps" else [views.point(one) for one in settled.costs()],
            "attack": self._attack() if self.view == "attack" else None,
            "signs": self._signs() if self.view == "signs" else None,
            "hand": self._hand() if self.view == "hand" else None,
            "news": self.news,
        }

    def _recorded(self) -> dict[str, Any]:
        """Return what the page says of the record: what it holds, and whether what is seen is saved."""
        return {
            "guarantees": [{"value": key, "label": name} for key, name in self.listing()],
            "versions": [
                {
                    "revision": one["revision"],
                    "label": words.text(
                        f"widgets.builder.version{'_noted' if one['note'] else ''}",
                        name=one["name"],
                        time=_when(one["saved"]),
                        note=one["note"],
                    ),
                    "note": one["note"] or "",
                }
                for one in self.history(self.key)
            ],
            "saved": self.saved,
            "saved_revision": 0 if self.busy else self.revision,  # until the record has what is seen
            "problem": bool(self.problem),
            "said": self.problem or self.note,
        }

    def _compare(self) -> dict[str, Any]:
        shown = [(source, one) for source in self.beside if (one := self._beside(source)) is not None]
        own = [{"value": OWN + key, "label": name} for key, name in self.listing() if key != self.key]
        codes = [
            {"value": source, "label": one.label}
            for source, one in shown
            if not one.instrument and not source.startswith(OWN)
        ]
        return {
            "sources": [source for source, _ in shown],
            "options": [*own, *codes],
            "only": self.differing,
            **views.compare(
                self.name, self.draft.settled(), [one for _, one in shown], differing=self.differing
            ),
        }

    def _attack(self) -> dict[str, Any]:
        return {
            "chosen": self.chosen,
            **views.under_attack(self.name, self.draft.settled(), self.chosen, self.clock, self.turned),
        }

    def _signs(self) -> dict[str, Any]:
        return signs.shown(self.draft.settled(), self.claiming, self.clock, named=True, weigh=self.weigh)

    def _hand(self) -> dict[str, Any]:
        """Return the memo in its forms, with the cases and the texts that the student chose.

        It takes a tenth of a second: during a drag it stays as it was.
        """
        if self.dragged and self.handed:
            return self.handed
        beside = [(source, one) for source in self.beside if (one := self._beside(source)) is not None]
        made = memo.of(
            self.draft,
            name=self.name,
            note=next((one["note"] or "" for one in self.history(self.key)), ""),
            beside=[one.instrument or (one.label, one.guarantee) for _, one in beside[: memo.MOST_BESIDE]],
            cases=self.chosen,
            assumptions=self.clock,
            **signs.for_memo(self.claiming),
        )
        self.handed = {
            "html": memo.html(made),
            "markdown": memo.markdown(made),
            "json": memo.json(made),
            "file": _file(self.name) or f"guarantee-{self.key}",
        }
        return self.handed

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
