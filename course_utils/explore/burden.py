"""Who carried how much after 2001? Each list of troops by itself, ranked by the student's denominator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Final

from course_utils import datasets
from course_utils.explore.base import (
    Control,
    Exploration,
    Row,
    Settings,
    Shown,
    Table,
    bars,
    choice,
    listed,
    others,
    ranks,
    row_of,
    rows,
    thousands,
)

MOST_BARS: Final = 15
"""Bars of the picture; the table holds every state."""
NAMED: Final = 3
"""States that the sentences name."""
MILLION: Final = 1000
"""The table of populations counts thousands."""


@dataclass(frozen=True)
class Sender:
    """One state of one list.

    Attributes:
        state: its code.
        name: what it is called in a table.
        told: what it is called in a sentence.
        troops: as the list has them.
        value: what it is ranked by: troops, troops a million people, or per cent of the list.
        place: its rank among the states shown; equal values share one.
    """

    state: str
    name: str
    told: str
    troops: int
    value: float
    place: int


@cache
def _members() -> Mapping[str, Row]:
    return {str(row["id"]): row for row in rows("members")}


def group(state: str) -> str:
    """Return the group of a state: allies (of 2001), later (allies since) or others.

    >>> group("USA"), group("EST"), group("AUS")
    ('allies', 'later', 'others')
    """
    member = _members().get(state)
    if member is None:
        return "others"
    return "allies" if member["ally_on_2001_09_12"] else "later"


def ranking(settings: Settings) -> tuple[Sender, ...]:
    """Return the states of a list, ranked; none where what was chosen has no numbers by state.

    >>> settings = {"list": "L2", "by": "count", "group": "all"}
    >>> [sender.name for sender in ranking(settings)][:2]
    ['United States', 'United Kingdom']
    """
    found = [row for row in rows("contributions") if row["list"] == settings["list"]]
    total = sum(row["count"] for row in found)
    chosen = [row for row in found if settings["group"] in ("all", group(row["state"]))]
    values = [_value(row, str(settings["by"]), total) for row in chosen]
    named = [row_of("states", row["state"]) for row in chosen]
    senders = [
        Sender(str(state["id"]), str(state["name"]), str(state["name_in_text"]), row["count"], value, place)
        for row, state, value, place in zip(chosen, named, values, ranks(values), strict=True)
    ]
    return tuple(sorted(senders, key=lambda sender: (sender.place, sender.name)))


def _value(row: Row, by: str, total: int) -> float:
    if by == "count":
        return float(row["count"])
    if by == "share":
        return 100 * float(row["count"]) / total
    people = row_of("populations", f"{row['state']}-{by.removeprefix('people_')}")["thousands"]
    return float(row["count"]) / float(people) * MILLION


class Burden(Exploration):
    """How the ranking of contributions turns with what it is divided by.

    >>> burden = Burden()
    >>> after = burden.settle({"by": "people_2010"})
    >>> burden.turned(burden.start(), after).startswith("Now the United Kingdom leads")
    True
    """

    name: ClassVar[str] = "burden"

    def controls(self) -> tuple[Control, ...]:
        """Return the list, what its numbers are divided by, and the group."""
        spec = self.words["controls"]
        ranked = ("list", tuple(name for name in spec["list"]["options"] if name not in self.words["layers"]))
        return (
            choice("list", spec["list"], "L2"),
            choice("by", spec["by"], "count", ranked),
            choice("group", spec["group"], "all", ranked),
        )

    def show(self, settings: Settings) -> Shown:
        """Return the ranking of one list, or what is known where there are no numbers by state."""
        chosen = str(settings["list"])
        if chosen in self.words["layers"]:
            return self._layer(chosen)
        senders = ranking(settings)
        row = row_of("troop_lists", chosen)
        columns = self.words["columns"]
        unit = self.words["units"][settings["by"]]
        table = Table(
            self.said("caption", list=self._list(chosen)),
            (columns["place"], columns["state"], columns["troops"], unit["column"]),
            tuple(
                (str(one.place), one.name, thousands(one.troops), self._number(one.value, settings))
                for one in senders
            ),
            numbers=(0, 2, 3),
        )
        first = [(one.name, one.value, self._number(one.value, settings)) for one in senders[:MOST_BARS]]
        rest = len(senders) - MOST_BARS
        told = [self._told(senders, settings)] if senders else [self.said("nobody")]
        if rest > 0:
            told.append(self.said("rest", count=rest))
        notes = [
            str(row["what"]),
            str(row["note"] or ""),
            self.said(f"kinds.{row['kind']}"),
            self.words["no_measure"],
        ]
        return Shown(
            tuple(told),
            table,
            bars(first, 132) if senders else None,
            tuple(note for note in notes if note),
            tuple(dict.fromkeys([datasets.cite(row), *self._people(settings)])),
        )

    def _people(self, settings: Settings) -> list[str]:
        year = str(settings["by"]).removeprefix("people_")
        return [datasets.cite(row_of("populations", f"USA-{year}"))] if year.isdigit() else []

    def _told(self, senders: tuple[Sender, ...], settings: Settings) -> str:
        leaders = [f"{one.told} ({self._number(one.value, settings)})" for one in senders[:NAMED]]
        return self.said(
            "told",
            list=self._list(str(settings["list"])),
            unit=self.words["units"][settings["by"]]["told"],
            leaders=listed(leaders),
            count=len(senders),
        )

    def _number(self, value: float, settings: Settings) -> str:
        return thousands(value) if settings["by"] == "count" else f"{value:.1f}"

    def _list(self, chosen: str) -> str:
        return str(self.words["controls"]["list"]["options"][chosen])

    def _layer(self, chosen: str) -> Shown:
        """What is known of a layer that nobody counted by state."""
        spec = self.words["layers"][chosen]
        if chosen == "measures":
            found = [(str(row["number"]), str(row["measure"]), row) for row in rows("measures")]
        elif chosen == "deaths":
            return self._deaths()
        elif chosen == "nato_article5":
            found = [
                (
                    spec["names"][row["operation"]],
                    spec["items"][row["item"]].format(
                        number=thousands(row["value_number"]) if row["value_number"] is not None else "",
                        date=datasets.plain_date(str(row["value_date"])) if row["value_date"] else "",
                        text=row["value_text"] or "",
                    ),
                    row,
                )
                for row in rows("operations")
                if row["item"] in spec["items"]
            ]
        else:
            found = [
                (str(row_of("states", row["state"])["name"]), self._early(row), row)
                for row in rows("contributions")
                if row["list"] is None and row["layer"] in spec["of"]
            ]
        table = Table(
            spec["caption"],
            tuple(spec["columns"]),
            tuple((first, second) for first, second, _ in found),
        )
        cites = tuple(dict.fromkeys(datasets.cite(row) for _, _, row in found))
        return Shown(
            (self.said(f"layers.{chosen}.told", count=len(found)),), table, None, tuple(spec["notes"]), cites
        )

    def _deaths(self) -> Shown:
        """The soldiers who died, by the names of their states: no rank, no picture, no denominator."""
        spec = self.words["layers"]["deaths"]
        every = [row for row in rows("deaths") if row["state"]]
        total = row_of("deaths", "TOTAL")
        found = sorted(
            ((str(row_of("states", row["state"])["name"]), row) for row in every), key=lambda one: one[0]
        )
        table = Table(
            spec["caption"],
            tuple(spec["columns"]),
            tuple(
                (name, thousands(row["deaths"]), f"{row['note'] or ''} {others('deaths', row['id'])}".strip())
                for name, row in found
            ),
            numbers=(1,),
            behind=spec["behind"],
        )
        return Shown(
            (spec["care"], self.said("layers.deaths.told", count=thousands(total["deaths"]), of=len(found))),
            table,
            None,
            (*spec["notes"], f"{total['note']} {others('deaths', 'TOTAL')}".strip()),
            tuple(dict.fromkeys(datasets.cite(row) for row in every)),
        )

    def _early(self, row: Row) -> str:
        words = self.words["layers"]["national"]
        number = ""
        if row["count"] is not None:
            how = words["qualifiers"].get(row["qualifier"] or "", "")
            number = f" {how}{thousands(row['count'])} {row['unit']}."
        recalled = f" {words['recalled']}" if row["status"] == "recalled" else ""
        note = f" {row['note']}" if row["note"] else ""
        when, kind = datasets.plain_date(str(row["date"])), words["kinds"][row["kind"]]
        return f"{when}, {kind}: {row['what']}{number}{note}{recalled}"

    def turned(self, before: Settings, after: Settings) -> str:
        """Say who leads now, and how many states changed places; lists are not compared with each other."""
        if before == after:
            return ""
        if before["list"] != after["list"]:
            return self.said("other_list", list=self._list(str(after["list"])))
        then, now = ranking(before), ranking(after)
        if not now:
            return self.said("nobody")
        leader = self.said("leads", state=now[0].told)
        if then and then[0].state == now[0].state:
            leader = self.said("still_leads", state=now[0].told)
        if before["group"] != after["group"]:
            return self.said("other_group", leader=leader, count=len(now))
        places = {one.state: one.place for one in then}
        moved = [one for one in now if one.place != places[one.state]]
        if not moved:
            return self.said("nobody_moved", leader=leader)
        far = max(abs(one.place - places[one.state]) for one in moved)
        farthest = min(
            (one for one in moved if abs(one.place - places[one.state]) == far), key=lambda one: one.name
        )
        return self.said(
            "moved",
            leader=leader,
            count=len(moved),
            of=len(now),
            state=farthest.told,
            before=places[farthest.state],
            after=farthest.place,
        )

    def answer(self) -> str:
        """Say who leads the list of October 2009 by heads, and by the number of troops."""
        plain = ranking(self.start())
        heads = ranking(self.settle({"by": "people_2010"}))
        us = next(one for one in heads if one.state == plain[0].state)
        return self.said(
            "answer",
            first=plain[0].told,
            troops=thousands(plain[0].troops),
            heads=heads[0].told,
            value=f"{heads[0].value:.0f}",
            second=heads[1].told,
            place=us.place,
        )


EXPLORATION: Final = Burden()
"""The explorer of this room."""
