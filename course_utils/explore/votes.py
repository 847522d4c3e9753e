"""How did the world vote, and what do the agreements promise for the first 24 hours? Votes and agreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    bars,
    choice,
    listed,
    others,
    row_of,
    rows,
)

COUNTED: Final = ("in_favour", "against", "abstained", "absent")
"""The columns of a vote, in the order of its bar."""
LOOKS: Final = ("plain", "strong", "soft", "hollow")
"""How each of them is drawn."""
SEEN: Final = ("text", "report", "draft", "unseen")
"""Where the first 24 hours of an agreement were read, the firmest first."""
AGREEMENTS: Final = "agreements"


def votes(settings: Settings) -> tuple[Row, ...]:
    """Return the votes in view, by day.

    >>> [str(row["date"]) for row in votes({"list": "security_council", "year": "2014"})]
    ['2014-03-15']
    """
    found = [row for row in rows("votes") if row["body"] == settings["list"]]
    chosen = [row for row in found if settings["year"] in ("all", str(row["date"])[:4])]
    return tuple(sorted(chosen, key=lambda row: str(row["date"])))


def seen(row: Row) -> str:
    """Return where the first 24 hours of an agreement were read: text, report or draft, or unseen."""
    return str(row["consult_seen"] or SEEN[-1])


def agreements(settings: Settings) -> tuple[Row, ...]:
    """Return the agreements in view, in the order of the table.

    >>> len(agreements({"count": "ministry", "seen": ["text", "report", "draft", "unseen"]}))
    28
    """
    return tuple(
        row
        for row in rows("agreements")
        if seen(row) in settings["seen"] and (settings["count"] == "course" or row["counted_by_mod"])
    )


def share(row: Row, column: str, of: str) -> float:
    """Return what share a column is, from 0 to 1: of all votes that are counted, or of those for and against.

    >>> round(share(row_of("votes", "s_2014_189"), "against", "all"), 3)
    0.067
    """
    columns = COUNTED if of == "all" else COUNTED[:2]
    if column not in columns:
        return 0.0
    return (row[column] or 0) / sum(row[one] or 0 for one in columns)


def _marked(row: Row, column: str, text: str, mark: str) -> str:
    return f"{text} {mark}" if datasets.standing(row, column) == "recalled" else text


class Votes(Exploration):
    """The votes on the attacks of 2001 and on Ukraine; the agreements by what is known of their first day.

    >>> found = Votes()
    >>> before = found.settle({"list": "general_assembly"})
    >>> found.turned(before, found.settle({"of": "cast"}, before)).startswith("Now the bars")
    True
    """

    name: ClassVar[str] = "votes"

    def controls(self) -> tuple[Control, ...]:
        """Return the list, and what is turned within it."""
        spec = self.words["controls"]
        polls = ("list", tuple(one for one in spec["list"]["options"] if one != AGREEMENTS))
        signed = ("list", (AGREEMENTS,))
        known = tuple(spec["seen"]["options"].items())
        return (
            choice("list", spec["list"], AGREEMENTS),
            choice("year", spec["year"], "all", polls),
            choice("of", spec["of"], "all", polls),
            choice("count", spec["count"], "course", signed),
            Control("seen", spec["seen"]["label"], "choices", list(SEEN), known, where=signed),
        )

    def settle(self, wanted: Mapping[str, Any], before: Settings | None = None) -> Settings:
        """Return settings in which everything stands, the places of the 24 hours in one order."""
        found = super().settle(wanted, before)
        found["seen"] = [one for one in SEEN if one in found["seen"]]
        return found

    def show(self, settings: Settings) -> Shown:
        """Return the votes of one body, or the agreements."""
        return (self._agreements if settings["list"] == AGREEMENTS else self._votes)(settings)

    # --- votes ---

    def _votes(self, settings: Settings) -> Shown:
        found = votes(settings)
        columns = self.words["columns"]
        counted = COUNTED if any(row["absent"] is not None for row in found) else COUNTED[:3]
        table = Table(
            self.said("caption", body=self._body(settings)),
            (columns["date"], columns["subject"], *(columns[one] for one in counted), columns["result"]),
            tuple(
                (
                    datasets.plain_date(str(row["date"])),
                    str(row["subject"]),
                    *(self._count(row, one) for one in counted),
                    self._result(row),
                )
                for row in found
            ),
            numbers=tuple(range(2, 2 + len(counted))),
            keys=tuple(str(row["id"]) for row in found),
        )
        told = [self._sum(found)]
        if settings["list"] == "security_council" and any(row["vetoed_by"] for row in found):
            told.append(self.words["veto"])
        return Shown(
            tuple(told),
            table,
            self._bars(found, str(settings["of"])) if found else None,
            (self.words["order"], self.words[f"of_{settings['of']}"]),
            tuple(dict.fromkeys(datasets.cite(row) for row in found)),
        )

    def _bars(self, found: Sequence[Row], of: str) -> Scene:
        """Two lines of words and one bar for each vote: the day and the result, the numbers, the shares."""
        shapes: list[Shape] = []
        y = float(LINE)
        for row in found:
            day = datasets.plain_date(str(row["date"]))
            numbers = self._numbers(row)
            shapes += [
                Shape("words", 0, y, text=f"{day}: {self._result(row)}", look="strong"),
                Shape("words", 0, y + LINE, text=numbers),
            ]
            at = 0.0
            for column, look in zip(COUNTED, LOOKS, strict=True):
                wide = share(row, column, of)
                if wide:
                    shapes.append(Shape("bar", at, y + 2 * LINE, to=at + wide, look=look))
                at += wide
            y += 4 * LINE
        return Scene(tuple(shapes), y - LINE)

    def _numbers(self, row: Row) -> str:
        """The numbers of one vote, in the order of its bar; what was not read is left out."""
        known = [one for one in COUNTED if row[one] is not None and (row[one] or one != "absent")]
        return ", ".join(self.words["numbers"][one].format(count=row[one]) for one in known)

    def _count(self, row: Row, column: str) -> str:
        return self.words["unread"] if row[column] is None else str(row[column])

    def _result(self, row: Row) -> str:
        if row["vetoed_by"]:
            return self.said("vetoed", state=row_of("states", str(row["vetoed_by"]))["name_in_text"])
        return str(self.words["adopted" if row["adopted"] else "failed"])

    def _sum(self, found: Sequence[Row]) -> str:
        if not found:
            return str(self.words["no_votes"])
        adopted = sum(bool(row["adopted"]) for row in found)
        return self.said("sum", count=self._of(len(found)), adopted=adopted, stopped=len(found) - adopted)

    def _of(self, count: int) -> str:
        return self.said("votes_one" if count == 1 else "votes_many", count=count)

    def _body(self, settings: Settings) -> str:
        return str(self.words["controls"]["list"]["options"][settings["list"]])

    # --- agreements ---

    def _agreements(self, settings: Settings) -> Shown:
        found = agreements(settings)
        columns, mark = self.words["columns"], self.words["recalled"]
        known = self.words["controls"]["seen"]["options"]
        table = Table(
            self.said("caption_agreements", count=len(found)),
            (columns["partner"], columns["signed"], columns["first_day"], columns["seen"]),
            tuple(
                (
                    str(row["partner"]),
                    _marked(row, "signed", datasets.plain_date(str(row["signed"])), mark),
                    self._first_day(row),
                    known[seen(row)],
                )
                for row in found
            ),
            keys=tuple(str(row["id"]) for row in found),
        )
        places = [(place, sum(seen(row) == place for row in found)) for place in settings["seen"]]
        counts = rows("agreement_counts")
        return Shown(
            (self._talks(found), self.words["no_force"]),
            table,
            bars([(self.words["short"][place], count, str(count)) for place, count in places], 132),
            (
                self.words["unseen_note"],
                *(
                    self.said("counted", by=row["counted_by"], count=row["count"], rule=row["rule"] or "")
                    for row in counts
                ),
            ),
            tuple(dict.fromkeys(datasets.cite(row) for row in (*found, *counts, _family()))),
        )

    def _talks(self, found: Sequence[Row]) -> str:
        """Name the partners with talks within hours that were read, by where they were read."""
        known = [
            self.said(
                f"talks_{place}", partners=listed([_partner(row) for row in found if seen(row) == place])
            )
            for place in SEEN[:-1]
            if any(seen(row) == place for row in found)
        ]
        unseen = sum(seen(row) == SEEN[-1] for row in found)
        parts = [self.said("talks", count=len(found)), *known]
        return " ".join([*parts, self.said("talks_unseen", count=unseen)] if unseen else parts)

    def _first_day(self, row: Row) -> str:
        if row["consult_hours"] is None:
            return str(self.words["not_seen"])
        return self.said("talks_within", hours=row["consult_hours"])

    # --- what a turn changed ---

    def turned(self, before: Settings, after: Settings) -> str:
        """Say how many are in view now, and what became of them; bodies are not compared with each other."""
        if before == after:
            return ""
        if before["list"] != after["list"]:
            return self.said("other_list", list=self._body(after))
        if after["list"] == AGREEMENTS:
            then, now = agreements(before), agreements(after)
            known = sum(seen(row) != SEEN[-1] for row in now)
            return self.said("agreements_now", now=len(now), then=len(then), known=known)
        found = votes(after)
        if not found:
            return str(self.words["no_votes"])
        if before["of"] != after["of"]:
            most = max(
                found, key=lambda row: abs(share(row, "in_favour", "cast") - share(row, "in_favour", "all"))
            )
            return self.said(
                "other_share",
                of=self.words["controls"]["of"]["options"][after["of"]],
                day=datasets.plain_date(str(most["date"])),
                before=f"{100 * share(most, 'in_favour', str(before['of'])):.0f}",
                after=f"{100 * share(most, 'in_favour', str(after['of'])):.0f}",
            )
        return self.said("votes_now", sum=self._sum(found), then=len(votes(before)))

    def answer(self) -> str:
        """Say what the record holds of the first 24 hours of the agreements."""
        found = rows("agreements")
        return self.said("answer", count=len(found), known=sum(seen(row) != SEEN[-1] for row in found))

    def open(self, key: str) -> Opened | None:
        """Return one vote, or one agreement, in full."""
        for table, parts in (("votes", self._vote_parts), ("agreements", self._agreement_parts)):
            row = next((one for one in rows(table) if one["id"] == key), None)
            if row is not None:
                title = str(row.get("subject") or row.get("partner"))
                filled = tuple((label, text) for label, text in parts(row) if text)
                return Opened(title, filled, (datasets.cite(row),))
        return None

    def _vote_parts(self, row: Row) -> list[tuple[str, str]]:
        labels, mark = self.words["parts"], self.words["recalled"]
        names = [_names(row[f"{side}_states"]) for side in ("against", "abstained")]
        complete = "" if row["against_complete"] or not row["against"] else f" {self.words['incomplete']}"
        return [
            (labels["symbol"], _marked(row, "symbol", str(row["symbol"] or ""), mark)),
            (labels["numbers"], f"{datasets.plain_date(str(row['date']))}: {self._numbers(row)}."),
            (labels["result"], self._result(row)),
            (labels["against"], f"{names[0]}{complete}".strip()),
            (labels["abstained"], names[1]),
            (labels["note"], str(row["note"] or "")),
        ]

    def _agreement_parts(self, row: Row) -> list[tuple[str, str]]:
        labels, mark = self.words["parts"], self.words["recalled"]
        place = f", {row['place']}" if row["place"] and datasets.standing(row, "place") != "recalled" else ""
        day = datasets.plain_date(str(row["signed"]))
        return [
            (labels["signed"], _marked(row, "signed", f"{day}{place}", mark)),
            (labels["first_day"], f"{self._first_day(row)} {row['consult_note'] or ''}".strip()),
            (labels["money"], _money(row, mark)),
            (labels["years"], str(row["years"] or "")),
            (labels["ends"], str(row["ends"] or "")),
            (labels["form"], self.words["forms"].get(row["legal_form"] or "", "")),
            (labels["disputed"], others("agreements", str(row["id"]))),
            (labels["note"], str(row["note"] or "")),
        ]


def _family() -> Row:
    """The agreements as one row of the proposals: what all of them promise."""
    return row_of("proposals", "bilateral-agreements")


def _partner(row: Row) -> str:
    return (
        str(row_of("states", str(row["state"]))["name_in_text"]) if row["state"] else f"the {row['partner']}"
    )


def _names(states: object) -> str:
    return listed([str(row_of("states", one)["name"]) for one in str(states).split()]) if states else ""


def _money(row: Row, mark: str) -> str:
    if row["amount"] is None:
        return str(row["extra_money"] or "")
    note = (
        f"{row['amount_note']} "
        if row["amount_note"] and datasets.standing(row, "amount_note") != "recalled"
        else ""
    )
    amount = f"{note}{row['amount']:g} {row['amount_unit']} {row['currency']}"
    period = f" ({row['amount_period']})" if row["amount_period"] else ""
    extra = row["extra_money"] if datasets.standing(row, "extra_money") != "recalled" else ""
    return " ".join(
        part for part in (_marked(row, "amount", amount + period, mark) + ".", str(extra or "")) if part
    )


EXPLORATION: Final = Votes()
"""The explorer of this room."""
