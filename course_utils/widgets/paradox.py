"""The paradox map: one invented guarantee, its terms, and the student's claims of the peace and the war.

Nobody is named here, so the map may tell the risk of attack that follows from the claims. What the terms do
to the numbers of the model stands in the table `bridge`; all of it is a teaching value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, Final

import traitlets

from course_utils import describe, words
from course_utils.guarantee import Draft
from course_utils.widgets import signs, terms
from course_utils.widgets.base import Panel

FIRST: Final = ("obligations", "help_within_days", "forces_committed_thousands", "conditions")
"""The terms that are seen first."""
MORE: Final = (
    *("attacks", "decider", "form", "armed_force", "stationed_forces_thousands", "integrated_command"),
    *("nuclear", "snapback_sanctions", "own_forces_thousands", "exit", "voids"),
)
"""Terms that unfold; every one of them moves a number of the model."""
START: Final[Mapping[str, Any]] = {
    "guarantors": [
        {"state": state, "bound": "individually", "approval": "ratified"} for state in ("DEU", "FRA", "GBR")
    ],
    "attacks": ["armed_attack"],
    "territory": "recognised_borders",
    "decider": "each_guarantor",
    "obligations": ["action_deemed_necessary"],
    "armed_force": "named",
    "form": "treaty",
    "help_word": "none",
    "help_within_days": 60,
}
"""The guarantee with which the map begins; nobody sees the names of its three guarantors."""
_SERIAL = count(1)


class ParadoxMap(Panel, module_name="paradox", pictures=("figures", "terms", "signs")):
    """Show where an invented guarantee stands, while its terms, the peace and the war are moved.

    Attributes:
        form: the controls and their words; fixed.
        kept: what is to be kept, ``{"draft", "claims"}``; set when a change is whole, not during a drag.

    >>> panel = ParadoxMap()
    >>> panel.claim("w_C", 0.05); panel.page["map"]["lanes"][0]["lines"]
    ['Attacker in this case: signs from 22 per cent up']
    """

    form = traitlets.Dict().tag(sync=True)
    kept = traitlets.Dict()

    def __init__(self, kept: Mapping[str, Any] | None = None) -> None:
        """Open the map.

        Args:
            kept: the terms and the claims of the record; None for those with which the map begins.
        """
        spec = words.section("widgets")["paradox"]
        self.weigh = False
        self.dragged = ""
        self._take(kept)
        self.form = {
            "group": f"paradox-{next(_SERIAL)}",
            "title": spec["title"],
            "lead": spec["lead"],
            "foot": spec["foot"],
            "states": [],
            "fields": [terms.control(words.field(name), first=name in FIRST) for name in (*FIRST, *MORE)],
            "claims": signs.controls(),
            "signs": dict(words.section("widgets")["signs"]["page"]),
        }
        super().__init__()

    def _take(self, kept: Mapping[str, Any] | None) -> None:
        found = kept or {}
        draft, claims = found.get("draft"), found.get("claims")
        self.draft = Draft.from_dict(draft if isinstance(draft, Mapping) else START)
        self.before: Draft | None = None
        self.claiming = signs.claimed(claims if isinstance(claims, Mapping) else {})

    # --- what the student does ---

    def hear(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Do what the page asks for."""
        final = content.get("final") is not False
        self.weigh = kind == "weigh"
        if kind == "change":
            self.change(str(content.get("field")), content.get("value"), final=final)
        elif kind == "claim":
            self.claim(str(content.get("name")), content.get("value"), final=final)
        elif kind == "again":
            self._take(None)
            self._keep()
        elif kind == "settle":
            self._keep()
        elif kind == "weigh":
            self.draw()

    def change(self, field: str, value: Any, *, final: bool = True) -> None:
        """Set one term; `final` is False during a drag. The design before the change stays on the map."""
        if field not in (*FIRST, *MORE):
            return
        if self.dragged != field:
            self.before = self.draft
        self.dragged = "" if final else field
        values = {**self.draft.to_dict(), field: value}
        if value is None:
            values.pop(field)
        self.draft = Draft.from_dict(values)
        self._keep() if final else self.draw()

    def claim(self, name: str, value: Any, *, final: bool = True) -> None:
        """Claim a number of the peace, the war or the risk; what cannot stand leaves the claim as it was."""
        self.claiming = signs.claimed({name: value}, self.claiming)
        self.before = None
        self._keep() if final else self.draw()

    def restore(self, kept: Mapping[str, Any] | None) -> None:
        """Show what the record holds now."""
        self._take(kept)
        self.draw()

    def _keep(self) -> None:
        self.dragged = ""
        self.draw()  # what changed is seen before it is written to the disk
        self.kept = {"draft": self.draft.to_dict(), "claims": dict(self.claiming)}

    # --- what it shows ---

    def own_words(self) -> dict[str, str]:
        """Return the words of the controls."""
        builder = words.section("widgets")["builder"]["page"]
        shared = {name: builder[name] for name in ("not_said", "choose", "done")}
        return {**shared, **words.section("widgets")["paradox"]["page"]}

    def compose(self) -> dict[str, Any]:
        """Return the terms, their faults, and the map."""
        faults: dict[str, list[str]] = {}
        for fault in self.draft.wrong():
            faults.setdefault(fault.field, []).append(fault.sentence)
        before = self.before.settled() if self.before is not None else None
        found = signs.shown(self.draft.settled(), self.claiming, named=False, before=before, weigh=self.weigh)
        return {"values": self.draft.to_dict(), "faults": faults, **found}

    def twin(self) -> str:
        """Return the map in words and as a table, as a still page."""
        spec = words.section("widgets")["paradox"]
        found = signs.shown(self.draft.settled(), self.claiming, named=False)
        if found["missing"]:
            return describe.sheet(describe.heading(spec["title"]), describe.paragraphs(found["missing"]))
        caption = words.text("widgets.signs.page.map")
        return describe.sheet(
            describe.heading(spec["title"]),
            describe.paragraphs(found["told"]),
            describe.table(caption, found["table"]["columns"], found["table"]["rows"]),
            describe.paragraphs(words.text("widgets.still_paradox")),
        )
