"""How long did it take from words to acts? 2001, Budapest and the years between, event by event."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, ClassVar, Final

from course_utils import datasets
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
    row_of,
    rows,
    thousands,
)

KINDS: Final = ("promise", "force", "answer", "word")
"""Kinds of events: promises and agreements, force and breaches, talks and votes and law, statements."""
FORMS: Final = {"promise": "circle", "force": "square", "answer": "triangle", "word": "diamond"}
SIDES: Final = {"ukraine": "who", "russia": "what", "nato": "how", "un": "terms", "others": "plain"}
"""Who acted, and the colour of the mark: one of the course's four, black for others and for several."""
OF_2001: Final = {"invocation": "answer", "other_pact": "answer", "measures": "promise"}
"""The kind of an event of 2001 by its layer; the other layers are operations, and so force."""
LETTERS: Final = "2001-10-07-article-51"
"""The event of an operation's layer that is no operation but a letter about one."""
OF_UKRAINE: Final = {
    "promise": "promise",
    "agreement": "promise",
    "proposal": "promise",
    "disarmament": "promise",
    "breach": "force",
    "war": "force",
    "consultation": "answer",
    "vote": "answer",
    "court": "answer",
    "talks": "answer",
    "law": "answer",
    "statement": "word",
    "evidence": "word",
}
WHOSE: Final = {"russia": "Russia", "ukraine": "Ukraine", "america": "United States"}
"""The states that can be chosen, as the tables name them among the actors."""
SPANS: Final = {
    "2001": ("timeline_2001", date(2001, 9, 11), date(2001, 10, 9), "day"),
    "2013": ("timeline_ukraine", date(2013, 1, 1), date(2015, 12, 31), "month"),
    "2021": ("timeline_ukraine", date(2021, 1, 1), date(2022, 12, 31), "month"),
    "1990": ("timeline_ukraine", date(1990, 1, 1), date(2026, 7, 31), "year"),
}
"""Table, first day, last day and how long a line of the picture is."""
PER_LINE: Final = 12
"""Marks on one line of the picture."""
HIGH: Final = 15
"""Pixels from one line of marks to the next."""


@dataclass(frozen=True)
class Event:
    """One event.

    Attributes:
        id: its key in its table.
        when: its date, as far as it is known.
        kind: one of `KINDS`.
        row: all that the table holds.
        standing: verified, disputed or recalled; a recalled date makes an event recalled.
    """

    id: str
    when: str
    kind: str
    row: Row
    standing: str

    @property
    def drawn(self) -> bool:
        """Whether it may be drawn."""
        return self.standing != "recalled"


def _kind(table: str, row: Row) -> str:
    if table == "timeline_ukraine":
        return OF_UKRAINE[str(row["kind"])]
    if row["actor_kind"] == "un" or row["id"] == LETTERS:
        return "answer"
    return OF_2001.get(str(row["layer"]), "force")


def _standing(row: Row) -> str:
    recalled = "recalled" in (datasets.standing(row, "date"), datasets.standing(row, "event"))
    return "recalled" if recalled else datasets.standing(row)


@cache
def _events(table: str) -> tuple[Event, ...]:
    return tuple(
        Event(str(row["id"]), str(row["date"]), _kind(table, row), row, _standing(row)) for row in rows(table)
    )


def _of(event: Event, whose: str) -> bool:
    if whose in WHOSE:
        return WHOSE[whose] in str(event.row["actor"])
    return whose in ("all", event.row["actor_kind"])


def side(event: Event) -> str:
    """Return who acted: ukraine or russia alone, nato, un, or others for all else and several together.

    >>> side(next(one for one in _events("timeline_ukraine") if one.id == "sovereignty"))
    'ukraine'
    """
    actor = str(event.row["actor"])
    if actor in (WHOSE["russia"], WHOSE["ukraine"]):
        return actor.lower()
    kind = str(event.row["actor_kind"])
    return kind if kind in SIDES else "others"


def in_view(settings: Settings) -> tuple[Event, ...]:
    """Return the events in view, in the order of their dates.

    >>> settings = Timeline().settle({"kinds": ["promise"]})
    >>> [event.when for event in in_view(settings)]
    ['2001-10-03', '2001-10-04']
    """
    table, first, last, _ = SPANS[str(settings["span"])]
    found = [
        event
        for event in _events(table)
        if first <= _day(event.when) <= last
        and event.kind in settings["kinds"]
        and _of(event, str(settings["whose"]))
    ]
    return tuple(sorted(found, key=lambda event: (_day(event.when), event.id)))


def longest(events: Sequence[Event]) -> tuple[Event, Event] | None:
    """Return the two drawn events of known days between which most days passed; None for fewer than two."""
    known = [event for event in events if event.drawn and len(event.when) == len("2001-09-11")]
    return max(pairwise(known), key=lambda two: _day(two[1].when) - _day(two[0].when), default=None)


@cache
def _day(when: str) -> date:
    """The first day of a date that may be a year or a month."""
    year, month, day = (*(int(part) for part in when.split("-")), 1, 1)[:3]
    return date(year, month, day)


class Timeline(Exploration):
    """Events as marks, a line for each day, month or year.

    >>> found = Timeline()
    >>> found.turned(found.start(), found.settle({"kinds": ["promise"]})).startswith("2 events in view")
    True
    """

    name: ClassVar[str] = "timeline"

    def controls(self) -> tuple[Control, ...]:
        """Return the span, the kinds and whose events."""
        spec = self.words["controls"]
        return (
            choice("span", spec["span"], "2001"),
            Control(
                "kinds",
                spec["kinds"]["label"],
                "choices",
                list(KINDS),
                tuple(spec["kinds"]["options"].items()),
            ),
            choice("whose", spec["whose"], "all"),
        )

    def settle(self, wanted: Mapping[str, Any], before: Settings | None = None) -> Settings:
        """Return settings in which everything stands, the kinds in one order."""
        found = super().settle(wanted, before)
        found["kinds"] = [one for one in KINDS if one in found["kinds"]]
        return found

    def show(self, settings: Settings) -> Shown:
        """Return the events in view, by day, month or year."""
        found = in_view(settings)
        columns = self.words["columns"]
        kinds = self.words["controls"]["kinds"]["options"]
        table = Table(
            self.said("caption", span=self._span(settings)),
            (columns["when"], columns["event"], columns["who"], columns["kind"]),
            tuple(
                (
                    datasets.plain_date(event.when),
                    f"{event.row['event']}{self._mark(event)}",
                    str(event.row["actor"]),
                    kinds[event.kind],
                )
                for event in found
            ),
            keys=tuple(event.id for event in found),
        )
        told = [self._sum(found)]
        counts = [(kind, sum(event.kind == kind for event in found)) for kind in settings["kinds"]]
        if len(counts) > 1 and found:
            told.append(
                self.said(
                    "kinds",
                    counts=listed([f"{self.words['short'][kind]}: {count}" for kind, count in counts], "; "),
                )
            )
        told.append(self._gap(found))
        left = sum(not event.drawn for event in found)
        if left:
            told.append(self.said("left_out", count=left))
        return Shown(
            tuple(told),
            table,
            self._picture(found, settings) if any(event.drawn for event in found) else None,
            (self.words["legend"], self.words["standing"]),
            tuple(dict.fromkeys(datasets.cite(event.row) for event in found)),
        )

    def _span(self, settings: Settings) -> str:
        return str(self.words["controls"]["span"]["options"][settings["span"]])

    def _mark(self, event: Event) -> str:
        return "" if event.standing == "verified" else f" {self.words['marks'][event.standing]}"

    def _sum(self, found: Sequence[Event]) -> str:
        return self.said("events_one" if len(found) == 1 else "events_many", count=len(found))

    def _gap(self, found: Sequence[Event]) -> str:
        two = longest(found)
        if two is None:
            return str(self.words["no_gap"])
        first, last = (event.when for event in two)
        return self.said(
            "gap",
            days=thousands((_day(last) - _day(first)).days),
            first=datasets.plain_date(first),
            last=datasets.plain_date(last),
        )

    def _picture(self, found: Sequence[Event], settings: Settings) -> Scene:
        """A line for each day, month or year; a mark for each event; one more line where a line is full."""
        drawn = [event for event in found if event.drawn]
        shapes: list[Shape] = []
        y = float(LINE)
        signs = [(self.words["short"][kind], "plain", FORMS[kind]) for kind in settings["kinds"]]
        acting = {side(event) for event in drawn}
        signs += [(self.words["sides"][one], SIDES[one], "circle") for one in SIDES if one in acting]
        for text, look, form in signs:
            shapes += [
                Shape("mark", 0, y - 4, text=text, look=look, form=form, dx=-60),
                Shape("words", 0, y, text=text, dx=-46),
            ]
            y += LINE
        y += LINE / 2
        for label, begin, end in _lines(*SPANS[str(settings["span"])][1:]):
            line = [event for event in drawn if begin <= _day(event.when) <= end]
            shapes += [
                Shape("words", 0, y + 4, text=label, anchor="end", dx=-10),
                Shape("line", 0, y + HIGH / 2, to=1, down=y + HIGH / 2, look="soft"),
            ]
            for place, event in enumerate(line):
                shapes.append(
                    Shape(
                        "mark",
                        (place % PER_LINE + 0.5) / PER_LINE,
                        y + HIGH * (place // PER_LINE),
                        look="hollow" if event.standing == "disputed" else SIDES[side(event)],
                        form=FORMS[event.kind],
                        key=event.id,
                    )
                )
            y += HIGH * max(1, -(-len(line) // PER_LINE))
        return Scene(tuple(shapes), y, left=72)

    def turned(self, before: Settings, after: Settings) -> str:
        """Say how many events are in view now and before, and the longest time without one."""
        if before == after:
            return ""
        now, then = in_view(after), in_view(before)
        return self.said("turned", sum=self._sum(now), then=len(then), gap=self._gap(now))

    def answer(self) -> str:
        """Say on which day NATO's first operation began, and how long Budapest was left in peace."""
        eagle = row_of("timeline_2001", "2001-10-09-eagle-assist")
        conditional = row_of("timeline_2001", "2001-09-12-conditional")
        confirmed = row_of("timeline_2001", "2001-10-02-confirmed")
        return self.said(
            "answer",
            day=eagle["day"],
            first=conditional["day"],
            second=confirmed["day"],
            budapest=thousands(row_of("day_counts", "budapest_to_invasion")["days"]),
        )

    def open(self, key: str) -> Opened | None:
        """Return one event in full; a promise with its act, its remedy and the other side's account."""
        event = next(
            (
                one
                for table in ("timeline_2001", "timeline_ukraine")
                for one in _events(table)
                if one.id == key
            ),
            None,
        )
        if event is None:
            return None
        labels, row = self.words["parts"], event.row
        parts = [
            (labels["when"], datasets.plain_date(event.when)),
            (labels["who"], str(row["actor"])),
            (labels["words"], f"“{row['words']}”" if row["words"] else ""),
            (labels["instrument"], str(row.get("instrument_name") or "")),
        ]
        promised = promises(event)
        for place, promise in enumerate(promised, 1):
            number = f"{place}. " if len(promised) > 1 else ""
            parts += [
                (f"{number}{labels[column]}", self._promised(promise, column))
                for column in ("promise", "act", "remedy", "happened", "other_account", "answer")
            ]
        cites = dict.fromkeys(datasets.cite(one) for one in (row, *promised))
        title = f"{row['event']}{self._mark(event)}"
        return Opened(title, tuple((label, text) for label, text in parts if text), tuple(cites))

    def _promised(self, promise: Row, column: str) -> str:
        if promise[column] is None:
            return str(self.words["none_stated"]) if column == "remedy" else ""
        standing = datasets.standing(promise, column)
        mark = "" if standing == "verified" else f" {self.words['marks'].get(standing, '')}"
        return f"{promise[column]}{mark}".strip()


def promises(event: Event) -> tuple[Row, ...]:
    """Return the promises that an event made: those of the text that was signed on its day.

    >>> [len(promises(event)) for event in _events("timeline_ukraine") if event.id == "bm"]
    [6]
    """
    if event.row.get("kind") not in ("promise", "agreement"):
        return ()
    return tuple(row for row in rows("promises") if str(row["signed"]) == event.when)


def _lines(first: date, last: date, step: str) -> list[tuple[str, date, date]]:
    """Return label, first day and last day of each line of the picture."""
    lines = []
    begin = first
    while begin <= last:
        if step == "day":
            end = begin
            label = f"{begin.day} {datasets.MONTHS[begin.month - 1][:3]}"
        elif step == "month":
            end = begin.replace(day=calendar.monthrange(begin.year, begin.month)[1])
            label = f"{datasets.MONTHS[begin.month - 1][:3]} {begin.year}"
        else:
            end = date(begin.year, 12, 31)
            label = str(begin.year)
        lines.append((label, begin, end))
        begin = end + timedelta(days=1)
    return lines


EXPLORATION: Final = Timeline()
"""The explorer of this room."""
