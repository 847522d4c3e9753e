"""Statements that the student agrees or disagrees with, kept at once; nobody marks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import traitlets

from course_utils import describe, words
from course_utils.widgets.base import Panel

#: Rather not say; then from strongly disagree to strongly agree.
UNSAID, STEPS = 0, (1, 2, 3, 4, 5)


def sound(answers: Any, statements: Mapping[str, str]) -> dict[str, int]:
    """Return the answers in an entry of the record; what is no statement or no step is left out.

    >>> sound({"kept": 4, "force": 0, "power": 9, "x": 1}, {"kept": "…", "force": "…", "power": "…"})
    {'kept': 4, 'force': 0}
    """
    found = answers.items() if isinstance(answers, Mapping) else ()
    return {name: step for name, step in found if name in statements and _is_step(step)}


def _is_step(step: Any) -> bool:
    return type(step) is int and step in (UNSAID, *STEPS)


class Beliefs(Panel, module_name="beliefs"):
    """Ask how far the student agrees with each of some statements.

    Attributes:
        given: the step by statement, 1 to 5; 0 for one on which the student would rather not say.

    >>> panel = Beliefs({"kept": "Promises are kept."})
    >>> panel.give("kept", 4)
    >>> panel.given, panel.page["status"]
    ({'kept': 4}, '1 of 1 answered.')
    """

    given = traitlets.Dict()

    def __init__(
        self, statements: Mapping[str, str], given: Any = None, *, again: bool = False, stand: bool = False
    ) -> None:
        """Ask the statements, by their keys.

        Args:
            statements: what is put to the student.
            given: the answers in the student's record.
            again: they were asked before, and the student is asked what they believe now.
            stand: answers in the record can't be changed any more; what was left blank can be given.
        """
        self.statements, self.again = dict(statements), again
        self._take(given, stand)
        super().__init__()

    def _take(self, given: Any, stand: bool) -> None:
        self.set_trait("given", sound(given, self.statements))
        self.fixed = frozenset(self.given) if stand else frozenset()

    def restore(self, given: Any, *, stand: bool = False) -> None:
        """Show what the record holds, or unanswered statements."""
        self._take(given, stand)
        self.draw()

    def hear(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Take an answer from the page."""
        if kind == "believe":
            self.give(content.get("statement"), content.get("step"))

    def give(self, statement: Any, step: Any) -> None:
        """Take an answer to one statement; what is none of them changes nothing."""
        known = isinstance(statement, str) and statement in self.statements
        if known and statement not in self.fixed and _is_step(step):
            self.given = {**self.given, statement: step}
        self.draw()

    def compose(self) -> dict[str, Any]:
        """Return the statements with the student's answers."""
        said = words.section("widgets")["beliefs"]
        done, of = len(self.given), len(self.statements)
        status = words.text("widgets.beliefs.status", done=done, of=of)
        if self.fixed:
            status += " " + said["stand"]
        return {
            "title": said["title_again" if self.again else "title"],
            "lead": said["lead_again" if self.again else "lead"],
            "statements": [{"id": name, "text": text} for name, text in self.statements.items()],
            "steps": [
                *({"step": step, "label": said["steps"][step - 1]} for step in STEPS),
                {"step": UNSAID, "label": said["unsaid"]},
            ],
            "group": f"beliefs-{self.model_id or 'still'}",
            "given": dict(self.given),
            "fixed": sorted(self.fixed),
            "status": status,
            "foot": said["foot"],
        }

    def twin(self) -> str:
        """Return the statements alone: never an answer."""
        page, said = self.page, words.section("widgets")["beliefs"]
        return describe.sheet(
            describe.heading(page["title"]),
            describe.paragraphs(page["lead"]),
            describe.bullets(self.statements.values()),
            describe.paragraphs(said["scale"], words.text("widgets.still_question")),
        )
