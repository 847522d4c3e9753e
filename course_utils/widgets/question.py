"""One question: a prediction, a judgement, a quiz question, a text of one's own, or a sentence to be sealed.

The right answer and the reveal stay in Python until the student has answered: no trait holds them before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import traitlets

from course_utils import clauses, describe, words
from course_utils.widgets.base import Panel

if TYPE_CHECKING:
    from course_utils.questions import Item, Option

#: Characters in a sentence of the student's own, and in a text.
LONGEST = {"choice": 1000, "number": 1000, "text": 4000}
#: Characters in a sentence that is sealed.
SENTENCE = 300


class Question(Panel, module_name="question"):
    """Ask one question, keep the answer, then say what can be said about it.

    Attributes:
        given: what the student answered: ``{"answer": …, "why": …, "attempts": […]}``, empty before.

    >>> from course_utils import questions
    >>> asked = Question(questions.bank(1)[0]["duty"])
    >>> asked.page["locked"], asked.page["reveal"]
    (False, None)
    >>> asked.give("some")
    >>> asked.page["locked"]
    True
    """

    given = traitlets.Dict()

    def __init__(self, item: Item, given: Mapping[str, Any] | None = None) -> None:
        """Ask `item`; `given` is an answer from the student's record."""
        self.item = item
        self.problem = ""
        if given is not None:
            self.set_trait("given", self._sound(given))
        super().__init__()

    def _sound(self, given: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what the record holds without what this question could never have put there."""
        kinds: dict[str, type] = {"why": str, "attempts": list}
        if self.item.kind == "text":
            kinds["answer"] = str
        return {
            name: value
            for name, value in (given or {}).items()
            if isinstance(value, kinds.get(name, object)) and value is not None
        }

    def hear(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Take an answer from the page."""
        if kind == "answer":
            self.give(content.get("answer"), content.get("why", ""))

    def give(self, answer: Any, why: Any = "") -> None:
        """Take an answer; one that cannot be taken is answered with a sentence and changes nothing."""
        if self.locked:
            return
        self.problem = self._refusal(answer, why)
        if not self.problem:
            longest = self._longest
            if self.item.kind == "text":
                self.given = {"answer": answer.strip()[:longest]}
            else:
                attempts = [*self.given.get("attempts", []), answer]
                self.given = {"answer": answer, "why": str(why).strip()[:longest], "attempts": attempts}
        self.draw()

    def restore(self, given: Mapping[str, Any] | None) -> None:
        """Show what the record holds, or an unanswered question."""
        self.set_trait("given", self._sound(given))
        self.draw()

    def refuse(self, problem: str) -> None:
        """Say that the record could not keep the answer."""
        self.problem = problem
        self.draw()

    def _refusal(self, answer: Any, why: Any) -> str:
        item = self.item
        if item.kind == "number":
            whole = not isinstance(answer, bool) and (
                isinstance(answer, int) or (isinstance(answer, float) and answer.is_integer())
            )
            if not whole or not item.minimum <= answer <= item.maximum:
                return words.text("widgets.whole_number", minimum=item.minimum, maximum=item.maximum)
        elif item.kind == "text":
            if not isinstance(answer, str) or not answer.strip():
                return words.text("widgets.write_something")
        elif answer not in [option.value for option in item.options]:
            return words.text("widgets.choose_one")
        if item.ask_why and not str(why).strip():
            return words.text("widgets.write_why")
        return ""

    @property
    def locked(self) -> bool:
        """Whether the answer stands: predictions at once, quiz questions when right, texts never."""
        if self.item.mode == "seal":
            return "answer" in self.given
        if not self.given or self.item.kind == "text":
            return False
        chosen = self._option(self.given.get("answer"))
        return self.item.mode != "quiz" or (chosen is not None and chosen.right)

    @property
    def _longest(self) -> int:
        return SENTENCE if self.item.mode == "seal" else LONGEST[self.item.kind]

    def _option(self, value: Any) -> Option | None:
        return next((option for option in self.item.options if option.value == value), None)

    def own_words(self) -> dict[str, str]:
        """Return the words of the button and of the locked line."""
        mode = self.item.mode
        said = "later" if self.item.reveal_later else mode
        return {
            "give": words.text(f"widgets.give_{mode}"),
            "locked": "" if mode == "write" else words.text(f"widgets.locked_{said}", lesson=self.item.opens),
            "you_wrote": words.text("widgets.you_wrote"),
            "sealed": words.text("widgets.sealed", stem=self.item.stem),
        }

    def compose(self) -> dict[str, Any]:
        """Return the question, and what the student's answer has earned; what is sealed is not shown."""
        item, given = self.item, {} if self.item.mode == "seal" else self.given
        attempts = given.get("attempts", [])
        options = []
        for option in item.options:
            entry: dict[str, Any] = {"value": option.value, "label": option.label, "note": option.note}
            if item.mode == "quiz" and option.value in attempts:
                entry["verdict"] = "right" if option.right else "wrong"
                entry["tried"] = not option.right
            options.append(entry)
        feedback = None
        if item.mode == "quiz" and attempts:
            chosen = self._option(attempts[-1])
            feedback = [chosen.why] if chosen else None
        if item.kind == "text" and "answer" in given:
            feedback = [words.text("widgets.kept", count=len(given["answer"].split()))]
        return {
            "kind": item.kind,
            "stem": item.stem,
            "group": f"{item.id}-{self.model_id or 'still'}",
            "question": item.question,
            "instruction": item.instruction,
            "options": options,
            "minimum": item.minimum,
            "maximum": item.maximum,
            "unit": item.unit,
            "ask_why": item.ask_why,
            "longest": self._longest,
            "locked": self.locked,
            "given": given.get("answer"),
            "why": given.get("why", ""),
            "feedback": feedback,
            "reveal": self.revealed() if self.locked and item.reveal and not item.reveal_later else None,
            "problem": self.problem,
            "foot": words.text(f"widgets.foot_{item.mode}"),
        }

    def revealed(self) -> dict[str, Any]:
        """Return what is shown once the question is answered: paragraphs and quoted clauses."""
        quoted = [clauses.get(name) for name in self.item.quotes]
        return {
            "paragraphs": list(self.item.reveal),
            "quotes": [
                {"words": clause.shown, "cite": f"{clause.label}. {clause.cite}"} for clause in quoted
            ],
        }

    def twin(self) -> str:
        """Return the question alone: never an answer."""
        item = self.item
        asked = {
            "choice": describe.bullets(option.label for option in item.options),
            "number": describe.paragraphs(words.text("widgets.a_number", unit=item.unit)),
            "text": describe.paragraphs(item.stem and words.text("widgets.sealed", stem=item.stem)),
        }[item.kind]
        return describe.sheet(
            describe.heading(item.question),
            describe.paragraphs(item.instruction),
            asked,
            describe.paragraphs(words.text("widgets.still_question")),
        )
