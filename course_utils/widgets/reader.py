"""A clause read phrase by phrase, with words struck out one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import traitlets

from course_utils import clauses, describe, words
from course_utils.widgets.base import Panel

#: The paragraph in which words are struck out.
STRUCK = "NAT1949-5-1"


class Reader(Panel, module_name="reader"):
    """Show a clause, what each phrase of it does, and what is owed once words are struck out.

    Attributes:
        chosen: id of the phrase being read; empty for none.
        struck: ids of the phrases struck out.

    >>> reader = Reader("NAT1949-5-1")
    >>> reader.strike("forthwith"); ", at once" in reader.page["owed"]
    False
    >>> reader.strike("forthwith"); ", at once" in reader.page["owed"]
    True
    """

    chosen = traitlets.Unicode("")
    struck = traitlets.Tuple()

    def __init__(self, clause: str, struck: Iterable[str] = ()) -> None:
        """Read `clause`; `struck` is what the student's record holds."""
        self.clause = clauses.get(clause)
        self.phrases = clauses.phrases(clause)
        self.by_id = {phrase.id: phrase for phrase in self.phrases if phrase.id}
        self.struck = self._known(struck)
        self.touched = bool(self.struck)
        super().__init__()

    def _known(self, ids: object) -> tuple[str, ...]:
        listed = ids if isinstance(ids, list | tuple | set) else ()
        wanted = {one for one in listed if isinstance(one, str)}
        return tuple(phrase for phrase in self.by_id if phrase in wanted)

    @property
    def strikes(self) -> bool:
        """Whether this is the paragraph in which words can be struck out: the one that says what is owed."""
        return self.clause.id == STRUCK

    @property
    def title(self) -> str:
        """The question that this clause is read for."""
        return words.text("widgets.reader.title" if self.strikes else "widgets.reader.title_un")

    def hear(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Choose a phrase, strike it or put words back."""
        if kind == "choose":
            self.choose(str(content.get("phrase")))
        elif kind == "strike":
            self.strike(str(content.get("phrase")))
        elif kind == "restore":
            self.restore(None)

    def choose(self, phrase: str) -> None:
        """Read one phrase; an unknown id changes nothing."""
        if phrase in self.by_id:
            self.chosen = phrase
        self.draw()

    def strike(self, phrase: str) -> None:
        """Strike a phrase out, or put it back."""
        if phrase in self.by_id:
            self.chosen = phrase
            self.touched = True
            self.struck = self._known(set(self.struck) ^ {phrase})
        self.draw()

    def restore(self, struck: Iterable[str] | None) -> None:
        """Show the clause with just these phrases struck out."""
        self.struck = self._known(struck or ())
        self.draw()

    def own_words(self) -> dict[str, str]:
        """Return the words of the reader's controls."""
        names = ("struck", "strike", "put_back", "restore", "elsewhere", "sources", "none_chosen")
        return {name: words.text(f"widgets.reader.{name}") for name in names}

    def compose(self) -> dict[str, Any]:
        """Return the clause, the phrase being read, and what is still owed."""
        labels = {name: words.text(f"questions.{name}.label") for name in words.QUESTIONS}
        chosen = None
        if phrase := self.by_id.get(self.chosen):
            chosen = {
                "id": phrase.id,
                "words": phrase.words,
                "question": phrase.question,
                "question_label": labels[phrase.question or ""],
                "standing": words.text("widgets.reader.reading") if phrase.standing == "reading" else "",
                "reading": phrase.reading,
                "parallels": [
                    {"label": parallel.label, "words": parallel.words} for parallel in phrase.parallels
                ],
                "cites": list(
                    dict.fromkeys([self.clause.cite, *(parallel.cite for parallel in phrase.parallels)])
                ),
            }
        state = "after" if self.struck else "now" if self.touched else "untouched"
        used = {phrase.question for phrase in self.by_id.values()}
        return {
            "title": self.title,
            "lead": words.text("widgets.reader.lead" if self.strikes else "widgets.reader.lead_un"),
            "strikes": self.strikes,
            "clause": self.clause.label,
            "legend": [{"id": name, "label": label} for name, label in labels.items() if name in used],
            "segments": [
                {
                    "id": phrase.id,
                    "words": phrase.words,
                    "question": phrase.question,
                    "question_label": labels.get(phrase.question or "", ""),
                }
                for phrase in self.phrases
            ],
            "chosen": chosen,
            "struck": list(self.struck),
            "owed_label": words.text(f"widgets.reader.owed_{state}"),
            "owed": clauses.still_owed(self.struck)
            if self.touched
            else words.text("widgets.reader.owed_first"),
            "foot": words.text("widgets.reader.foot", clause=self.clause.label, cite=self.clause.cite),
        }

    def twin(self) -> str:
        """Return the clause and its phrases in a table."""
        labels = {name: words.text(f"questions.{name}.label") for name in words.QUESTIONS}
        return describe.sheet(
            describe.heading(self.title),
            describe.quotation(self.clause.words, f"{self.clause.label}. {self.clause.cite}"),
            describe.folded(
                words.text("widgets.reader.table"),
                describe.table(
                    self.clause.label,
                    [words.text("widgets.reader.phrase"), words.text("widgets.reader.answers")],
                    [
                        [f"“{phrase.words}”", describe.marked(phrase.question, labels[phrase.question])]
                        for phrase in self.by_id.values()
                        if phrase.question
                    ],
                ),
            ),
            describe.paragraphs(words.text("widgets.still_question")),
        )
