"""Any coded instrument read phrase by phrase, alone or beside another, with phrases struck out.

`instruments.carried` says what a phrase carries, and `Guarantee.compare` where two texts differ; this panel
sets it beside the words. A term stands as long as a word that carries it stands.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

import traitlets

from course_utils import clauses, datasets, describe, instruments, theme, words
from course_utils.gaps import Gap
from course_utils.guarantee import Guarantee, Row
from course_utils.widgets.base import Panel

#: How many strikes can be undone.
STEPS = 100


@dataclass(frozen=True)
class Phrase:
    """Words of a clause that carry terms.

    Attributes:
        id: id of the row of the table `terms` that holds the first of its terms.
        number: its place among the phrases of the text, from 1.
        clause: id of the clause.
        words: letter for letter.
        start, end: where they stand in the words of the clause.
        fields: the terms that rest on them.
        letters: the places of their letters and digits, each with its clause.
    """

    id: str
    number: int
    clause: str
    words: str
    start: int
    end: int
    fields: tuple[str, ...]
    letters: frozenset[tuple[str, int]]


@cache
def phrases(instrument: str) -> tuple[Phrase, ...]:
    """Return the phrases of a text that carry terms, in reading order.

    Of two that begin together the longer comes first.

    Raises:
        datasets.UnknownRow: no such text is coded; the message says which were meant.

    >>> [phrase.id for phrase in phrases("NAT1949") if phrase.words == "forthwith"]
    ['NAT1949-help_word']
    """
    found = []
    for place, clause in enumerate(clauses.of(instrument)):
        for one in instruments.carried(instrument):
            if one.words and one.clause == clause.id:
                start = clause.words.index(one.words)
                found.append((place, start, -len(one.words), one))
    return tuple(
        Phrase(
            id=f"{instrument}-{one.fields[0]}",
            number=number,
            clause=one.clause,
            words=one.words,
            start=start,
            end=start + len(one.words),
            fields=one.fields,
            letters=frozenset(
                (one.clause, start + at) for at, letter in enumerate(one.words) if letter.isalnum()
            ),
        )
        for number, (_, start, _, one) in enumerate(sorted(found, key=lambda item: item[:3]), start=1)
    )


@cache
def _owner() -> dict[str, str]:
    """Return the instrument of each phrase."""
    return {phrase.id: name for name in instruments.ids() for phrase in phrases(name)}


def gone(instrument: str, struck: Collection[str]) -> tuple[Phrase, ...]:
    """Return the phrases of which no word is left: those that are struck, and those that lie within them.

    >>> [phrase.fields for phrase in gone("BUDAPEST1994", ["BUDAPEST1994-obligations"])]
    [('obligations',), ('help_word',)]
    """
    away = frozenset[tuple[str, int]]().union(
        *(phrase.letters for phrase in phrases(instrument) if phrase.id in struck)
    )
    return tuple(phrase for phrase in phrases(instrument) if phrase.letters <= away)


def without(instrument: str, struck: Collection[str]) -> Guarantee:
    """Return a text without its struck phrases: the terms that rested on them are not settled any more.

    >>> without("NAT1949", ["NAT1949-help_word"]).help_word is None
    True
    """
    fields = [field for phrase in gone(instrument, struck) for field in phrase.fields]
    return instruments.get(instrument).model_copy(update=dict.fromkeys(fields))


def opened(instrument: str, struck: Collection[str]) -> tuple[Gap, ...]:
    """Return what a text leaves open without its struck phrases, and does not leave open with them.

    >>> [gap.id for gap in opened("NAT1949", ["NAT1949-attacks"])]
    ['no_event']
    """
    before = {gap.id for gap in instruments.get(instrument).gaps()}
    return tuple(gap for gap in without(instrument, struck).gaps() if gap.id not in before)


@cache
def _disputed() -> dict[str, tuple[str, ...]]:
    """Return the other readings of each term: what it says then, why ours stands, and where."""
    found: dict[str, tuple[str, ...]] = {}
    for row in datasets.disputes("terms"):
        if row["column"] == "value":
            term = datasets.row("terms", str(row["row"]))
            field = str(term["field"])
            other = Guarantee.model_validate_json(json.dumps({field: json.loads(str(row["other"]))}))
            said = words.text("widgets.texts.other", value=other.value_words(field), why=row["why"])
            found[str(row["row"])] = (*found.get(str(row["row"]), ()), said)
    return found


@cache
def _cites(instrument: str) -> list[str]:
    """Return where the terms of a text, and the other readings of them, stand."""
    rows = [row for row in datasets.rows("terms") if row["instrument"] == instrument]
    other = [row for row in datasets.disputes("terms") if row["row"] in {one["id"] for one in rows}]
    return [datasets.cite(row) for row in (*rows, *other)]


@cache
def _term(instrument: str, field: str) -> dict[str, Any]:
    """Return one term of a text as it is shown while nothing is struck."""
    row = datasets.row("terms", f"{instrument}-{field}")
    standing = instruments.standing(instrument, field)
    notes = []
    if row["note"] and (not row["words"] or standing != "text"):
        recalled = datasets.standing(row, "note") == "recalled"
        notes.append(words.text("widgets.texts.recalled", text=row["note"]) if recalled else str(row["note"]))
    spec = words.field(field)
    return {
        "field": field,
        "label": spec.label,
        "question": spec.question,
        "question_label": words.text(f"questions.{spec.question}.label"),
        "value": instruments.get(instrument).value_words(field),
        "standing": words.text(f"carried.standing.{standing}"),
        "notes": [*notes, *_disputed().get(f"{instrument}-{field}", ())],
    }


@dataclass(frozen=True)
class Sheet:
    """What the panel shows: one text or two, one question or all, and the phrases that are struck out.

    Attributes:
        left: id of the text on the left.
        right: id of the text on the right; empty for none.
        question: the one question that is shown; empty for all four.
        struck: ids of the phrases that are struck out, in these texts or in others.

    >>> Sheet("NAT1949", "BRU1948", "what").compose()["differences"][0]["rows"][0][0]
    'Attack that counts'
    """

    left: str
    right: str = ""
    question: str = ""
    struck: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """The texts on the page, the left one first."""
        return (self.left, self.right) if self.right else (self.left,)

    @property
    def here(self) -> tuple[str, ...]:
        """The struck phrases of the texts on the page."""
        return tuple(phrase for phrase in self.struck if _owner()[phrase] in self.shown)

    @property
    def count(self) -> str:
        """How many phrases are struck, in words."""
        key = {0: "none", 1: "one"}.get(len(self.here), "many")
        return words.text(f"widgets.texts.struck_{key}", count=len(self.here))

    def rows(self) -> tuple[Row, ...]:
        """Return the two texts term by term, as they stand with all their words; none for one text alone."""
        if not self.right:
            return ()
        return instruments.get(self.left).compare((self.right, instruments.get(self.right)))

    def told(self) -> str:
        """Say what is on the page, for who cannot see it change."""
        names = [_short(name) for name in self.shown]
        if not self.right:
            return words.text("widgets.texts.news_one", text=names[0])
        apart = [row for row in self.rows() if row.cells[0] != row.cells[1] and self._asked(row.field)]
        return words.text("widgets.texts.news_two", left=names[0], right=names[1], count=len(apart))

    def lost(self, name: str) -> str:
        """Say which terms of a text are not settled any more."""
        fields = [field for phrase in gone(name, self.struck) for field in phrase.fields]
        labels = [field.label for field in words.fields() if field.name in fields]
        return words.text("widgets.texts.lost", terms="; ".join(labels))

    def _asked(self, field: str) -> bool:
        return self.question in ("", words.field(field).question)

    def compose(self) -> dict[str, Any]:
        """Return the texts with their phrases, where they differ, and what striking leaves open."""
        rows = self.rows()
        differing = {row.field for row in rows if row.cells[0] != row.cells[1]}
        said = words.section("widgets")["texts"]
        return {
            "title": said["title"],
            "lead": said["lead"],
            "foot": said["foot"],
            "options": [{"value": name, "label": _short(name)} for name in _in_order()],
            "questions": [
                {"id": name, "label": words.text(f"questions.{name}.label")} for name in words.QUESTIONS
            ],
            "left": self.left,
            "right": self.right,
            "question": self.question,
            "texts": [self._text(name, differing) for name in self.shown],
            "differences": self._differences(rows),
            "difference_note": said["as_written"] if self.right and self.here else "",
            "struck_count": self.count,
            "can_reset": bool(self.here),
        }

    def _text(self, name: str, differing: Collection[str]) -> dict[str, Any]:
        """Return one text: its clauses that carry terms, the terms that no clause carries, and the rest."""
        row = datasets.row("instruments", name)
        shown = [self._clause(name, clause, differing) for clause in clauses.of(name)]
        loose = [
            field
            for one in instruments.carried(name)
            if not one.clause
            for field in one.fields
            if self._asked(field)
        ]
        others = [clause for clause in shown if not clause["phrases"] and not clause["terms"]]
        said = words.section("widgets")["texts"]
        return {
            "id": name,
            "name": instruments.label(name),
            "kind": said["proposal"] if row["kind"] == "proposal" else "",
            "clauses": [clause for clause in shown if clause["phrases"] or clause["terms"]],
            "cites": list(dict.fromkeys([clause.cite for clause in clauses.of(name)] + _cites(name))),
            "others": others,
            "others_label": words.text("widgets.texts.more", count=len(others)),
            "nothing": said["nothing_asked"] if self.question else said["nothing_carried"],
            "loose_label": said["loose"],
            "loose": [self._shown_term(name, field, differing) for field in loose],
            "open": self._left_open(name),
        }

    def _clause(self, name: str, clause: clauses.Clause, differing: Collection[str]) -> dict[str, Any]:
        row = datasets.row("clauses", clause.id)
        asked = [
            phrase
            for phrase in phrases(name)
            if phrase.clause == clause.id and any(self._asked(field) for field in phrase.fields)
        ]
        told = [
            field
            for one in instruments.carried(name)
            if one.clause == clause.id and not one.words
            for field in one.fields
            if self._asked(field)
        ]
        language, kind = str(row["language"]), str(row["text_kind"])
        said = words.section("widgets")["texts"]
        origin = said["kinds"].get(kind if kind != "authentic" else language, "")
        before, _, after = clause.shown.partition(clause.words) if clause.words else ("", "", "")
        return {
            "id": clause.id,
            "label": f"{str(row['label'])[:1].upper()}{str(row['label'])[1:]}",
            "lang": language,
            "origin": origin if clause.words else "",
            "segments": self._segments(name, clause, asked, differing),
            "before": before,
            "after": after,
            "told": clause.told,
            "is_told": not clause.words,
            "cite": clause.cite,
            "phrases": [self._phrase(name, phrase, differing) for phrase in asked],
            "terms_label": said["wordless" if clause.words else "told_terms"],
            "terms": [self._shown_term(name, field, differing) for field in told],
        }

    def _segments(
        self, name: str, clause: clauses.Clause, asked: Sequence[Phrase], differing: Collection[str]
    ) -> list[dict[str, Any]]:
        """Cut the words of a clause wherever a phrase begins or ends; joined, they are its words."""
        away = [phrase for phrase in phrases(name) if phrase.clause == clause.id and phrase.id in self.struck]
        ends = {0, len(clause.words)}
        for phrase in (*asked, *away):
            ends |= {phrase.start, phrase.end}
        cut = []
        for start, end in pairwise(sorted(ends)):
            over = [phrase for phrase in asked if phrase.start <= start and end <= phrase.end]
            inner = min(over, key=lambda phrase: len(phrase.words), default=None)
            cut.append(
                {
                    "words": clause.words[start:end],
                    "question": self._mark(inner) if inner else "",
                    "phrase": inner.id if inner else "",
                    "within": [phrase.id for phrase in over],
                    "struck": any(phrase.start <= start and end <= phrase.end for phrase in away),
                    "marks": [
                        {
                            "question": self._mark(phrase),
                            "sign": theme.MARKS[self._mark(phrase)].glyph
                            + str(phrase.number)
                            + ("≠" if self._differs(phrase, differing) else ""),
                        }
                        for phrase in over
                        if phrase.start == start
                    ],
                }
            )
        return cut

    def _mark(self, phrase: Phrase) -> str:
        """Return the question whose mark a phrase bears: that of the first of its terms that is shown."""
        return next(words.field(field).question for field in phrase.fields if self._asked(field))

    def _differs(self, phrase: Phrase, differing: Collection[str]) -> bool:
        return any(field in differing and self._asked(field) for field in phrase.fields)

    def _phrase(self, name: str, phrase: Phrase, differing: Collection[str]) -> dict[str, Any]:
        away = phrase in gone(name, self.struck)
        fresh = opened(name, self.struck) if away else ()
        return {
            "id": phrase.id,
            "label": words.text("widgets.texts.phrase", number=phrase.number),
            "question": self._mark(phrase),
            "sign": f"{theme.MARKS[self._mark(phrase)].glyph}{phrase.number}",
            "words": phrase.words,
            "struck": phrase.id in self.struck,
            "gone": away,
            "terms": [
                {**self._shown_term(name, field, differing), "lost": away}
                for field in phrase.fields
                if self._asked(field)
            ],
            "gaps": [gap.sentence for gap in fresh if not set(phrase.fields).isdisjoint(gap.fields)],
        }

    def _shown_term(self, name: str, field: str, differing: Collection[str]) -> dict[str, Any]:
        return {**_term(name, field), "differs": field in differing, "lost": False}

    def _left_open(self, name: str) -> dict[str, Any] | None:
        """Return what striking leaves open in a text; None while nothing of it is struck."""
        if not gone(name, self.struck):
            return None
        fresh = opened(name, self.struck)
        return {
            "title": words.text("widgets.texts.open"),
            "lost": self.lost(name),
            "lead": words.text("widgets.texts.gaps" if fresh else "widgets.texts.no_gaps"),
            "gaps": [
                {
                    "question": gap.question,
                    "question_label": words.text(f"questions.{gap.question}.label"),
                    "sentence": gap.sentence,
                }
                for gap in fresh
            ],
            "limit": words.text("widgets.texts.limit"),
        }

    def _differences(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Return where two texts differ, question by question."""
        unsettled = words.text("terms.unsettled")
        found = []
        for question in words.QUESTIONS if rows else ():
            if self.question not in ("", question):
                continue
            mine = [row for row in rows if row.question == question]
            apart = [row for row in mine if row.cells[0] != row.cells[1]]
            alike = [row.label for row in mine if row.cells[0] == row.cells[1] != unsettled]
            count = {0: "apart_none", 1: "apart_one"}.get(len(apart), "apart_many")
            found.append(
                {
                    "id": question,
                    "label": words.text(f"questions.{question}.label"),
                    "summary": words.text(
                        f"widgets.texts.{count}",
                        count=len(apart),
                        terms=", ".join(row.label for row in apart),
                    ),
                    "columns": [words.text("widgets.texts.term"), *(_short(name) for name in self.shown)],
                    "rows": [[row.label, *row.cells] for row in apart],
                    "alike": words.text("widgets.texts.alike", terms=", ".join(alike)) if alike else "",
                }
            )
        return found

    def twin(self) -> str:
        """Return the texts with all their words, their phrases as tables, and where they differ."""
        page = self.compose()
        parts = [describe.heading(page["title"]), describe.paragraphs(words.text("widgets.texts.still"))]
        for text in page["texts"]:
            parts += _still(text)
        for group in page["differences"]:
            parts.append(
                describe.paragraphs(f"{describe.marked(group['id'], group['label'])} {group['summary']}")
            )
            if group["rows"]:
                parts.append(describe.table(group["label"], group["columns"], group["rows"]))
            parts.append(describe.paragraphs(group["alike"]))
        return describe.sheet(*parts, describe.paragraphs(page["foot"]))


def _short(name: str) -> str:
    return str(datasets.row("instruments", name)["short_name"])


@cache
def _in_order() -> tuple[str, ...]:
    """Return the coded texts by their short names, as one looks for them in a list."""
    return tuple(sorted(instruments.ids(), key=lambda name: _short(name).casefold()))


def _still(text: Mapping[str, Any]) -> list[str]:
    """Return one text of the still twin."""
    said = words.section("widgets")["texts"]
    parts = [describe.heading(text["name"]), describe.paragraphs(text["kind"])]
    rows = []
    for clause in (*text["clauses"], *text["others"]):
        if not clause["is_told"]:
            quoted = clauses.get(clause["id"]).shown
            parts.append(describe.quotation(quoted, f"{clause['label']}. {clause['cite']}"))
            parts.append(describe.paragraphs(clause["origin"], clause["told"]))
        else:
            lines = (
                f"{clause['label']}. {said['told']} {clause['told']}",
                f"{said['check']} {clause['cite']}",
            )
            parts.append(describe.paragraphs(*lines))
        for phrase in clause["phrases"]:
            rows += [_line(f"“{phrase['words']}”", clause["label"], term) for term in phrase["terms"]]
        rows += [_line("–", clause["label"], term) for term in clause["terms"]]
    rows += [_line("–", "–", term) for term in text["loose"]]
    table = describe.table(text["name"], said["columns"], rows)
    return [*parts, describe.folded(said["table"], table)]


def _line(quoted: str, where: str, term: Mapping[str, Any]) -> list[str]:
    says = ". ".join([term["value"], *term["notes"]])
    return [quoted, where, describe.marked(term["question"], term["label"]), says, term["standing"]]


def _known(ids: Iterable[Any]) -> tuple[str, ...]:
    """Return those that are ids of phrases, once each and in order."""
    wanted = {one for one in ids if isinstance(one, str)}
    return tuple(phrase for phrase in _owner() if phrase in wanted)


class Texts(Panel, module_name="texts"):
    """Show which words of one text, or of two side by side, carry which terms, and where the two differ.

    Attributes:
        kept: what the student's record holds: the two texts, and the phrases struck out in any text.

    >>> panel = Texts("NAT1949", "BUDAPEST1994")
    >>> panel.strike("NAT1949-help_word"); panel.page["texts"][0]["open"]["lost"]
    'No longer settled: Word on speed.'
    >>> panel.undo(); panel.page["texts"][0]["open"] is None
    True
    """

    kept = traitlets.Dict()

    def __init__(self, left: str, right: str | None = None, kept: Mapping[str, Any] | None = None) -> None:
        """Read `left`, beside `right` where it is given; `kept` is what the student's record holds.

        Raises:
            datasets.UnknownRow: no such text is coded; the message says which were meant.
        """
        for name in (left, *([right] if right else [])):
            instruments.get(name)
        self.first = Sheet(left, right if right and right != left else "")
        self.sheet = self._from(kept)
        self.past: list[tuple[str, ...]] = []
        self.news = ""
        super().__init__()

    def _from(self, kept: Mapping[str, Any] | None) -> Sheet:
        """Return what a record says, as far as it is known; else what the lesson began with."""
        kept = kept or {}
        left, right = kept.get("left", self.first.left), kept.get("right", self.first.right)
        known = left in instruments.ids() and right in ("", *instruments.ids()) and left != right
        struck = kept.get("struck", ())
        listed = struck if isinstance(struck, list | tuple) else ()
        return replace(self.first, **({"left": left, "right": right} if known else {}), struck=_known(listed))

    def hear(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Choose a text or a question, strike a phrase, take it back, or put every word back."""
        value = str(content.get("value", ""))
        if kind in ("left", "right"):
            self.choose(kind, value)
        elif kind == "ask":
            self.ask(value)
        elif kind == "strike":
            self.strike(value)
        elif kind == "undo":
            self.undo()
        elif kind == "reset":
            self.reset()

    def choose(self, side: str, name: str) -> None:
        """Show another text on one side; no text on the right leaves the left one alone.

        A text that stands on the other side already changes places; an unknown one changes nothing.
        """
        if name in instruments.ids() or (name == "" and side == "right"):
            now = self.sheet
            left, right = (name, now.right) if side == "left" else (now.left, name)
            if left == right:
                left, right = now.right or now.left, now.left if now.right else ""
            self.sheet = replace(now, left=left, right=right)
            self.past = []
            self._keep(self.sheet.told())
        self.draw()

    def ask(self, question: str) -> None:
        """Show one question alone, or all four for an empty one; an unknown one changes nothing."""
        if question in ("", *words.QUESTIONS):
            self.sheet = replace(self.sheet, question=question)
            self.news = self.sheet.told()
        self.draw()

    def strike(self, phrase: str) -> None:
        """Strike a phrase of a shown text out, or put it back."""
        owner = _owner().get(phrase, "")
        if owner in self.sheet.shown:
            one = next(each for each in phrases(owner) if each.id == phrase)
            struck = self.sheet.struck
            if phrase in struck:
                self._set(set(struck) - {phrase})
                self._keep(words.text("widgets.texts.news_back", words=one.words))
            elif one not in gone(owner, struck):
                self._set({*struck, phrase})
                said = [gap.sentence for gap in opened(owner, self.sheet.struck)]
                out = words.text("widgets.texts.news_struck", words=one.words)
                self._keep(" ".join([out, self.sheet.lost(owner), *said]))
        self.draw()

    def undo(self) -> None:
        """Take the last strike back, or the last putting back."""
        if self.past:
            self.sheet = replace(self.sheet, struck=self.past.pop())
            self._keep(words.text("widgets.texts.news_undone", count=self.sheet.count))
        self.draw()

    def reset(self) -> None:
        """Put every word of the shown texts back."""
        if self.sheet.here:
            self._set(set(self.sheet.struck) - set(self.sheet.here))
            self._keep(words.text("widgets.texts.news_reset"))
        self.draw()

    def restore(self, kept: Mapping[str, Any] | None) -> None:
        """Show what a record holds."""
        self.sheet = self._from(kept)
        self.past, self.news = [], ""
        self.draw()

    def _set(self, struck: Collection[str]) -> None:
        self.past = [*self.past, self.sheet.struck][-STEPS:]
        self.sheet = replace(self.sheet, struck=_known(struck))

    def _keep(self, news: str) -> None:
        self.news = news
        now = self.sheet
        self.kept = {"left": now.left, "right": now.right, "struck": list(now.struck)}

    def own_words(self) -> dict[str, str]:
        """Return the words of the panel's controls."""
        names = (
            "choose_left",
            "choose_right",
            "nothing",
            "show",
            "all",
            "strike",
            "put_back",
            "undo",
            "reset",
        )
        more = ("within", "differs", "unsettled", "told", "check", "sources", "differ", "left_open")
        said = words.section("widgets")["texts"]
        return {name: said[name] for name in (*names, *more)}

    def compose(self) -> dict[str, Any]:
        """Return the sheet, what was done to it last, and whether that can be undone."""
        return {**self.sheet.compose(), "can_undo": bool(self.past), "news": self.news}

    def twin(self) -> str:
        """Return the texts as a still picture, with no word struck out and for all four questions."""
        return replace(self.sheet, question="", struck=()).twin()
