"""The line that says whether work is saved, and the ways to take it away and bring it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import traitlets

from course_utils import describe, words
from course_utils.widgets.base import Panel


class Keeper(Panel, module_name="keeper"):
    """Show what the record says of itself; ask the lesson for what the student wants done.

    Attributes:
        text: the whole portfolio as JSON, mirrored in the browser and given by the download button.

    The lesson gives three functions: nothing else here touches the record.
    """

    text = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self, bring_back: Callable[[bytes], tuple[bool, str]], clear: Callable[[], str], limit: int
    ) -> None:
        """Connect the buttons.

        Args:
            bring_back: takes the bytes of a file; returns whether it was taken in, and a sentence to show.
            clear: starts an empty record; returns a sentence to show.
            limit: largest file that is sent to the engine, in bytes.
        """
        self.bring_back, self.clear, self.limit = bring_back, clear, limit
        self.saved = words.text("widgets.keeper.not_yet")
        self.problem = ""
        self.revision = 0
        self.lines: list[str] = []
        super().__init__()

    def hear(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Bring work back or start afresh."""
        if kind == "bring-back" and buffers:
            taken, sentence = self.bring_back(buffers[0])
            self.lines = [sentence]
            if taken and content.get("earlier"):
                self.send({"kind": "brought-back"})
        elif kind == "clear":
            self.lines = [self.clear()]
        self.draw()

    def report(
        self, *, saved: str, revision: int, problem: str, text: str, lines: Sequence[str] | None = None
    ) -> None:
        """Show when work was last saved, and mirror it in the browser.

        Args:
            saved: the line to show.
            revision: the acknowledged revision of the record; 0 while nothing is saved.
            problem: why work is not being saved; empty when it is.
            text: the whole portfolio.
            lines: sentences to show below; None leaves those that stand.
        """
        self.saved, self.revision, self.problem, self.text = saved, revision, problem, text
        if lines is not None:
            self.lines = list(lines)
        self.draw()

    def own_words(self) -> dict[str, str]:
        """Return the words of the buttons."""
        names = (
            *("download", "bring", "bring_label", "clear", "clear_sure", "clear_yes", "clear_no"),
            *("too_large", "offer", "offer_yes", "offer_no", "shared"),
        )
        return {name: words.text(f"widgets.keeper.{name}") for name in names}

    def compose(self) -> dict[str, Any]:
        """Return the line and what goes with it."""
        return {
            "saved": self.saved,
            "saved_revision": self.revision,
            "problem": self.problem,
            "lines": self.lines,
            "limit": self.limit,
            "file_name": words.text("widgets.keeper.file_name"),
        }

    def twin(self) -> str:
        """Return one line that says what to do where no engine runs."""
        return describe.sheet(describe.paragraphs(words.text("widgets.keeper.still")))
