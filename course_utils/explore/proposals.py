"""Whose consent does each proposal for Ukraine take, and what does it say? Term by term, 2022 to 2026."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from course_utils import datasets, instruments
from course_utils import words as vocabulary
from course_utils.explore.base import (
    LINE,
    Control,
    Exploration,
    Opened,
    Row,
    Scene,
    Settings,
    Shape,
    Shown,
    Table,
    choice,
    listed,
    others,
    rows,
)

#: The term of the builder that each column of the table is about; a column without one has its own name.
TERMS: Final = {
    "who_commits": "guarantors",
    "trigger": "attacks",
    "territory": "territory",
    "who_decides": "decider",
    "obligation": "obligations",
    "speed": "consult_within_hours",
    "force": "armed_force",
    "presence": "stationed_forces_thousands",
    "army_thousands": "own_forces_thousands",
    "duration_years": "years",
    "conditions": "conditions",
    "voids": "voids",
    "sanctions_return": "snapback_sanctions",
    "starts": "",
    "signatures_needed": "",
}
NEEDS: Final = ("with_russia", "without_russia_after_ceasefire", "without_either", "not_settled")
"""Whose consent it takes, the most demanding first."""
FORMS: Final = {
    "with_russia": "diamond",
    "without_russia_after_ceasefire": "triangle",
    "without_either": "circle",
    "not_settled": "square",
}
FIRST, LAST = date(2022, 1, 1), date(2026, 7, 1)
"""What the picture spans: the year of the first proposal, to the last month of the evidence."""
NEAR: Final = 0.17
"""Marks nearer than this share of the plot stand on lines of their own, so that their numbers can be read."""


def number(row: Row) -> int:
    """Return the number of a proposal: its place in the table, which is that of its date.

    >>> number(rows("proposals")[0])
    1
    """
    return 1 + [one["id"] for one in rows("proposals")].index(row["id"])


def in_view(settings: Settings) -> tuple[Row, ...]:
    """Return the proposals in view.

    >>> len(in_view({"needs": ["with_russia"], "from": "2025"}))
    3
    """
    return tuple(
        row
        for row in rows("proposals")
        if row["needs"] in settings["needs"] and settings["from"] in ("all", str(row["date"])[:4])
    )


def speaks(row: Row, term: str) -> bool:
    """Return whether what is public says something on a term; what is only recalled does not count.

    >>> speaks(rows("proposals")[0], "speed"), speaks(rows("proposals")[0], "voids")
    (True, False)
    """
    return row[term] is not None and datasets.standing(row, term) != "recalled"


class Proposals(Exploration):
    """Proposals by whose consent they take, and the terms on which they say something.

    >>> found = Proposals()
    >>> after = found.settle({"term": "voids"})
    >>> found.turned(found.start(), after).startswith("What ends it: 2 of 19")
    True
    """

    name: ClassVar[str] = "proposals"

    def controls(self) -> tuple[Control, ...]:
        """Return the term, whose consent, and the year."""
        spec = self.words["controls"]
        terms = {term: self._label(term) for term in TERMS}
        return (
            choice("term", {"label": spec["term"]["label"], "options": terms}, "obligation"),
            Control("needs", spec["needs"]["label"], "choices", list(NEEDS), tuple(self._needs().items())),
            choice("from", spec["from"], "all"),
        )

    def settle(self, wanted: Mapping[str, Any], before: Settings | None = None) -> Settings:
        """Return settings in which everything stands, whose consent in one order."""
        found = super().settle(wanted, before)
        found["needs"] = [one for one in NEEDS if one in found["needs"]]
        return found

    def _label(self, term: str) -> str:
        name = TERMS[term]
        return str(vocabulary.field(name).label if name else self.words["terms"][term])

    def _needs(self) -> Mapping[str, str]:
        found: Mapping[str, str] = self.words["controls"]["needs"]["options"]
        return found

    def _said(self, row: Row, term: str) -> str:
        """What a proposal says on a term, in words."""
        if row[term] is None:
            return str(self.words["unsettled"])
        text = str(row[term])
        if term in ("duration_years", "army_thousands"):
            text = self.said(f"units.{term}", number=f"{row[term]:g}")
        elif term == "sanctions_return":
            text = self.words["they_return"]
        elif term == "starts":
            text = self.words["starts"][text]
        return f"{text} {self.words['recalled']}" if datasets.standing(row, term) == "recalled" else text

    def show(self, settings: Settings) -> Shown:
        """Return the proposals in view by whose consent they take, and what each says on the term."""
        found, term = in_view(settings), str(settings["term"])
        columns = self.words["columns"]
        table = Table(
            self.said("caption", term=self._label(term)),
            (columns["number"], columns["name"], columns["date"], columns["needs"], self._label(term)),
            tuple(
                (
                    str(number(row)),
                    str(row["name"]),
                    datasets.plain_date(str(row["date"])),
                    self._needs()[str(row["needs"])],
                    self._said(row, term),
                )
                for row in found
            ),
            keys=tuple(str(row["id"]) for row in found),
        )
        if not found:
            return Shown((self.words["nothing"],), table)
        told = [self._sum(found, term)]
        for needs in NEEDS:
            group = [row for row in found if row["needs"] == needs]
            if group:
                told.append(self._group(needs, group, term))
        return Shown(
            tuple(told),
            table,
            self._picture(found, term),
            (self.words["legend"], self.words["coding"]),
            tuple(dict.fromkeys(datasets.cite(row) for row in found)),
        )

    def _sum(self, found: Sequence[Row], term: str) -> str:
        spoken = sum(speaks(row, term) for row in found)
        return self.said("sum", term=self._label(term), spoken=spoken, count=len(found))

    def _group(self, needs: str, group: Sequence[Row], term: str) -> str:
        named = [f"{row['name']} ({number(row)})" for row in group if speaks(row, term)]
        said = self.said("by", names=listed(named)) if named else self.words["by_none"]
        return self.said("group", needs=self._needs()[needs], count=len(group), said=said)

    def _picture(self, found: Sequence[Row], term: str) -> Scene:
        """A lane for each kind of consent; marks by date, filled where something is said on the term."""
        shapes: list[Shape] = []
        y = float(LINE)
        for needs in NEEDS:
            group = [row for row in found if row["needs"] == needs]
            if not group:
                continue
            shapes.append(Shape("words", 0, y, text=self.words["lanes"][needs], look="strong"))
            y += 1.25 * LINE
            ends: list[float] = []  # where the last mark of each line of this lane stands
            for row in group:
                x = _across(str(row["date"]))
                line = next((place for place, end in enumerate(ends) if x - end >= NEAR), len(ends))
                ends[line : line + 1] = [x]
                full = speaks(row, term)
                high = y + 1.25 * LINE * line
                shapes += [
                    Shape(
                        "mark",
                        x,
                        high,
                        look="plain" if full else "hollow",
                        form=FORMS[needs],
                        key=str(row["id"]),
                    ),
                    Shape("words", x, high + 4, text=str(number(row)), dx=10),
                ]
            y += 1.25 * LINE * (len(ends) - 1)
            shapes.append(Shape("line", 0, y + LINE, to=1, down=y + LINE, look="soft"))
            y += 2 * LINE + 4
        years = range(FIRST.year, LAST.year + 1)
        shapes += [Shape("words", _across(str(year)), y, text=str(year), look="soft") for year in years]
        return Scene(tuple(shapes), y + 8, left=12, right=36)

    def turned(self, before: Settings, after: Settings) -> str:
        """Say how many proposals in view say something on the term now, and how many did before."""
        if before == after:
            return ""
        then, now = in_view(before), in_view(after)
        if not now:
            return str(self.words["nothing"])
        spoken = sum(speaks(row, str(before["term"])) for row in then)
        return self.said(
            "turned",
            sum=self._sum(now, str(after["term"])),
            term=self._label(str(before["term"])),
            spoken=spoken,
            count=len(then),
        )

    def answer(self) -> str:
        """Say how many proposals need Russia's consent, a ceasefire, or neither."""
        found = rows("proposals")
        counts = {needs: sum(row["needs"] == needs for row in found) for needs in NEEDS}
        return self.said("answer", count=len(found), **counts)

    def open(self, key: str) -> Opened | None:
        """Return one proposal term by term, with its code for the builder."""
        row = next((one for one in rows("proposals") if one["id"] == key), None)
        if row is None:
            return None
        labels = self.words["parts"]
        parts = [
            (labels["date"], datasets.plain_date(str(row["date"]))),
            (labels["made_by"], self._plain(row, "made_by")),
            (labels["needs"], self._needs()[str(row["needs"])]),
            *((self._label(term), self._said(row, term)) for term in TERMS if row[term] is not None),
            (labels["open"], listed([self._label(term) for term in TERMS if row[term] is None])),
            (labels["outcome"], self._plain(row, "outcome")),
            (labels["disputed"], others("proposals", key)),
            (labels["coded"], self._coded(row)),
        ]
        return Opened(
            str(row["name"]),
            tuple((label, text) for label, text in parts if text),
            (datasets.cite(row),),
            instruments.of_proposal(key).to_code(),
        )

    def _plain(self, row: Row, column: str) -> str:
        if row[column] is None:
            return ""
        mark = f" {self.words['recalled']}" if datasets.standing(row, column) == "recalled" else ""
        return f"{row[column]}{mark}"

    def _coded(self, row: Row) -> str:
        """What the code for the builder holds, and where it is only the nearest choice."""
        terms = instruments.of_proposal(str(row["id"])).terms()
        named = listed([vocabulary.field(name).label for name in terms])
        notes = [
            self.said("coded_note", term=vocabulary.field(str(one["field"])).label, note=one["note"])
            for one in rows("proposal_terms")
            if one["proposal"] == row["id"] and one["note"]
        ]
        return " ".join([self.said("coded", terms=named), *notes])


def _across(when: str) -> float:
    """Where a date stands in the picture; a year or a month stands at its first day."""
    year, month, day = (*(int(part) for part in when.split("-")), 1, 1)[:3]
    return (date(year, month, day) - FIRST).days / (LAST - FIRST).days


EXPLORATION: Final = Proposals()
"""The explorer of this room."""
