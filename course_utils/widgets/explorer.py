"""An explorer on the page: a prediction first, then controls, a picture, a paragraph and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import count
from typing import Any

import traitlets

from course_utils import describe, explore, words
from course_utils.widgets.base import Panel

_SERIAL = count(1)


class Explorer(Panel, module_name="explorer", pictures=("scene", "terms")):
    """Show one explorer.

    Attributes:
        form: the controls and their words; fixed.
        given: the prediction, ``{"answer"}``; empty before it is given, and never changed afterwards.
        kept: the settings, by name; set when a change is whole, not during a drag.

    >>> panel = Explorer("burden")
    >>> panel.page["shown"] is None
    True
    >>> panel.predict("USA"); panel.change("by", "people_2010")
    >>> panel.page["turned"].startswith("Now the United Kingdom leads")
    True
    """

    form = traitlets.Dict().tag(sync=True)
    given = traitlets.Dict()
    kept = traitlets.Dict()

    def __init__(
        self, name: str, given: Mapping[str, Any] | None = None, kept: Mapping[str, Any] | None = None
    ) -> None:
        """Open an explorer.

        Args:
            name: which: one of `explore.NAMES`.
            given: the prediction of the record.
            kept: the settings of the record.
        """
        self.explored = explore.get(name)
        self.turned = self.opened = ""
        self._take(given, kept)
        spec = self.explored.words
        self.form = {
            "group": f"explorer-{next(_SERIAL)}",
            **{part: spec[part] for part in ("title", "lead", "foot")},
            "question": spec["predict"]["question"],
            "options": [{"value": value, "label": label} for value, label in self.explored.predictions()],
            "fields": [control.form() for control in self.explored.controls()],
            "states": [],
        }
        super().__init__()

    def _take(self, given: Mapping[str, Any] | None, kept: Mapping[str, Any] | None) -> None:
        answer = (given or {}).get("answer")
        known = dict(self.explored.predictions())
        self.set_trait("given", {"answer": answer} if isinstance(answer, str) and answer in known else {})
        self.settings = self.explored.settle(kept or {})
        self.whole = self.settings  # the settings before the drag that is going on

    # --- what the student does ---

    def hear(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Do what the page asks for."""
        if kind == "predict":
            self.predict(content.get("answer"))
        elif kind == "set" and self.given:
            self.change(
                str(content.get("field")), content.get("value"), final=content.get("final") is not False
            )
        elif kind == "settle":
            self._keep()
        elif kind == "again" and self.given:
            self._turn(self.explored.start())
            self._keep()
        elif kind == "open" and self.given:
            self.unfold(str(content.get("key", "")))

    def predict(self, answer: Any) -> None:
        """Take the prediction; the first stands."""
        if not self.given and answer in dict(self.explored.predictions()):
            self.given = {"answer": answer}
        self.draw()

    def change(self, name: str, value: Any, *, final: bool = True) -> None:
        """Turn one control; what it cannot take changes nothing. `final` is False during a drag."""
        self._turn(self.explored.settle({name: value}, self.settings))
        self._keep() if final else self.draw()

    def unfold(self, key: str) -> None:
        """Show one row in full; an empty key closes it."""
        self.opened = key
        self.draw()

    def restore(self, given: Mapping[str, Any] | None, kept: Mapping[str, Any] | None) -> None:
        """Show what the record holds now."""
        self._take(given, kept)
        self.turned = self.opened = ""
        self.draw()

    def _turn(self, settings: explore.Settings) -> None:
        if self.opened and self.opened not in self.explored.show(settings).table.keys:
            self.opened = ""
        self.settings = settings
        self.turned = self.explored.turned(self.whole, settings)

    def _keep(self) -> None:
        self.whole = self.settings
        self.draw()
        self.let_out()
        self.kept = dict(self.settings)

    # --- what it shows ---

    def own_words(self) -> dict[str, str]:
        """Return the words of the controls."""
        return dict(words.section("widgets")["explorer"]["page"])

    def compose(self) -> dict[str, Any]:
        """Return the prediction, and once it is given what the settings show."""
        if not self.given:
            return {
                "given": "",
                "said": "",
                "values": self.settings,
                "turned": "",
                "shown": None,
                "opened": None,
            }
        opened = self.explored.open(self.opened) if self.opened else None
        return {
            "given": self.given["answer"],
            "said": self.explored.answer(),
            "values": self.settings,
            "turned": self.turned,
            "shown": self.explored.show(self.settings).sent(),
            "opened": None if opened is None else {"key": self.opened, **asdict(opened)},
        }

    def twin(self) -> str:
        """Return the question alone before a prediction is given, then paragraphs and the table."""
        spec = self.explored.words
        if not self.given:
            return describe.sheet(
                describe.heading(spec["title"]),
                describe.paragraphs(spec["predict"]["question"]),
                describe.bullets(label for _, label in self.explored.predictions()),
                describe.paragraphs(words.text("widgets.explorer.still")),
            )
        shown = self.explored.show(self.settings)
        table = shown.table
        rows = describe.table(table.caption, table.columns, table.rows)
        return describe.sheet(
            describe.heading(spec["title"]),
            describe.paragraphs(self.explored.answer(), *shown.told, *shown.notes),
            describe.folded(table.behind, rows) if table.behind else rows,
            describe.folded(words.text("widgets.explorer.page.sources"), describe.bullets(shown.cites)),
            describe.paragraphs(spec["foot"], words.text("widgets.explorer.still_turn")),
        )
