"""What a student hands in: shown whole before it is saved, with nothing private unless it is ticked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from course_utils import describe, words
from course_utils.widgets.base import Panel


class Handed(Protocol):
    """A hand-in in its two forms, with a name for the files."""

    @property
    def html(self) -> str:
        """A web page, whole in itself."""

    @property
    def json(self) -> str:
        """The same content as data."""

    @property
    def file(self) -> str:
        """A name for the files, without an ending."""


class HandIn(Panel, module_name="handin"):
    """Let the student tick what goes into a hand-in, read it whole, and save it.

    Nothing is ticked beforehand, and no tick is kept. What is shown is taken away as soon as the work
    changes, so that nobody saves what is old.

    >>> panel = HandIn(("beliefs",), lambda: {"beliefs": 8}, lambda ticked, signed: None)
    >>> panel.show()
    >>> panel.page["status"]
    'There is no guarantee in your record yet. Build one above first.'
    """

    def __init__(
        self,
        parts: Sequence[str],
        counts: Callable[[], Mapping[str, int]],
        make: Callable[[frozenset[str], str], Handed | None],
    ) -> None:
        """Offer a hand-in.

        Args:
            parts: what may be ticked, in this order; each has its label in `handin.parts` of the words.
            counts: how many things the record holds of each.
            make: the hand-in with these parts, under this name; None where there is no guarantee.
        """
        self.parts, self.counts, self.make = tuple(parts), counts, make
        self.ticked: frozenset[str] = frozenset()
        self.signed, self.status = "", ""
        self.made: Handed | None = None
        super().__init__()

    def hear(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Take a tick, a name, or the wish to see what would be handed in."""
        if kind == "tick" and content.get("part") in self.parts:
            self.tick(str(content["part"]), content.get("on") is True)
        elif kind == "sign":
            self.sign(str(content.get("text", "")))
        elif kind == "show":
            self.show()

    def tick(self, part: str, on: bool) -> None:
        """Take a part in or out; what is shown follows."""
        self.ticked = self.ticked | {part} if on else self.ticked - {part}
        self._follow()

    def sign(self, text: str) -> None:
        """Take the name or code under which the student hands in."""
        self.signed = text
        self._follow()

    def _follow(self) -> None:
        if self.made is not None:
            self.show()
        else:
            self.draw()

    def show(self) -> None:
        """Show what would be handed in now."""
        self.made = self.make(self.ticked, self.signed)
        self.status = words.text(f"widgets.handin.{'ready' if self.made else 'nothing'}")
        self.draw()

    def age(self) -> None:
        """Take away what is shown: the work has changed."""
        if self.made is not None:
            self.made, self.status = None, words.text("widgets.handin.changed")
        self.draw()

    def own_words(self) -> dict[str, str]:
        """Return the words of the controls."""
        return {name: text for name, text in words.section("widgets")["handin"].items() if name != "count"}

    def compose(self) -> dict[str, Any]:
        """Return the parts, what is ticked, and what would be handed in."""
        counted = self.counts()
        return {
            "parts": [
                {
                    "id": part,
                    "label": words.text(
                        "widgets.handin.count",
                        label=words.text(f"handin.parts.{part}"),
                        count=counted.get(part, 0),
                    ),
                    "on": part in self.ticked,
                }
                for part in self.parts
            ],
            "signed": self.signed,
            "status": self.status,
            "made": self.made and {"html": self.made.html, "json": self.made.json, "file": self.made.file},
        }

    def twin(self) -> str:
        """Return what may be handed in, and nothing that is."""
        said = words.section("widgets")["handin"]
        return describe.sheet(
            describe.heading(said["title"]),
            describe.paragraphs(said["lead"], words.text("widgets.still_question")),
        )
