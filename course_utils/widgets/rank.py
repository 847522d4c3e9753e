"""A ladder on which the student puts real clauses, ties allowed, before the coded ladder is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import traitlets

from course_utils import clauses, datasets, describe, words
from course_utils.widgets.base import Panel

RUNGS = (0, 1, 2, 3, 4)
LONGEST = 1000


@dataclass(frozen=True)
class Rung:
    """One clause with its code.

    Attributes:
        id: the instrument.
        name: its name and article.
        short: its short name, for a figure.
        words: the operative words that are ranked, clause by clause.
        code: the coded rung, 0 to 4.
        carried_by: the words that carry the code; empty where silence does.
        note: a proviso beside the code; empty for none.
    """

    id: str
    name: str
    short: str
    words: tuple[str, ...]
    code: int
    carried_by: str
    note: str


def clauses_on(code: str, instruments: Sequence[str]) -> tuple[Rung, ...]:
    """Return the coded clauses of a ladder, in the order of `instruments`.

    Args:
        code: column of the codebook, such as ``o1_oblig``.
        instruments: ids of the instruments to rank.

    >>> [rung.code for rung in clauses_on("s1_speed", ["NAT1949", "BRU1948"])]
    [3, 0]
    """
    found = {row["instrument"]: row for row in datasets.rows("codes") if row["code"] == code}
    ladder = []
    for instrument in instruments:
        row = found[instrument]
        described = datasets.row("instruments", instrument)
        operative = [clauses.get(name) for name in str(described["operative_clauses"]).split()]
        ladder.append(
            Rung(
                id=instrument,
                name=f"{described['name']}, {described['article']}",
                short=str(described["short_name"]),
                words=tuple(clause.shown for clause in operative),
                code=int(str(row["value"])),
                carried_by=str(row["words"] or ""),
                note=str(row["note"] or ""),
            )
        )
    return tuple(ladder)


def _is_rung(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in RUNGS


def placed_on(ladder: Sequence[Rung], kept: Any) -> dict[str, int]:
    """Return the places in an entry of the record; what is no clause or no rung of this ladder is left out.

    >>> placed_on(clauses_on("o1_oblig", ["NAT1949"]), {"placed": {"NAT1949": 2, "x": 1}})
    {'NAT1949': 2}
    """
    placed = kept.get("placed") if isinstance(kept, Mapping) else None
    known = {rung.id for rung in ladder}
    found = placed.items() if isinstance(placed, Mapping) else ()
    return {name: rung for name, rung in found if name in known and _is_rung(rung)}


def agreement(ladder: Sequence[Rung], placed: Mapping[str, int]) -> tuple[int, int, int, int]:
    """Count the pairs that the codes put in order: all, put the same way, tied, put the other way.

    >>> ladder = clauses_on("o1_oblig", ["NAT1949", "BRU1948", "ANZUS1951"])
    >>> agreement(ladder, {"NAT1949": 3, "BRU1948": 3, "ANZUS1951": 4})
    (3, 0, 1, 2)
    """
    same = tied = other = 0
    for one, two in combinations(ladder, 2):
        if one.code == two.code:
            continue
        apart = (placed[one.id] - placed[two.id]) * (one.code - two.code)
        same += apart > 0
        tied += apart == 0
        other += apart < 0
    return same + tied + other, same, tied, other


class Rank(Panel, module_name="rank"):
    """Ask for a ranking by one question, then show the codes and the words that carry each.

    Attributes:
        placed: the student's rung (0 to 4) by instrument.
        shown: whether the coded ladder has been asked for; from then on the ranking stands.
        dissent: what the student wrote against the codes.
        revision: counts the student's changes; the record follows it.
    """

    placed = traitlets.Dict()
    shown = traitlets.Bool(False)
    dissent = traitlets.Unicode("")
    revision = traitlets.Int(0)

    def __init__(self, ladder: str, kept: Mapping[str, Any] | None = None) -> None:
        """Draw `ladder` (duty, speed or force); `kept` is what the student's record holds."""
        self.ladder = ladder
        self.spec = words.section("ladders")[ladder]
        self.rows = clauses_on(self.spec["code"], words.section("ladders")["instruments"])
        self._take(kept)
        super().__init__()

    def _take(self, kept: Mapping[str, Any] | None) -> None:
        kept = kept or {}
        self.placed = placed_on(self.rows, kept)
        self.shown = bool(kept.get("shown", False)) and len(self.placed) == len(self.rows)
        self.dissent = str(kept.get("dissent", ""))[:LONGEST]

    def restore(self, kept: Mapping[str, Any] | None) -> None:
        """Show what the record holds, or an empty ladder."""
        self._take(kept)
        self.draw()

    def record(self) -> dict[str, Any]:
        """Return what the student's record keeps of this ladder."""
        return {"placed": dict(self.placed), "shown": self.shown, "dissent": self.dissent}

    def hear(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Place a clause, show the coded ladder, or keep an objection."""
        if kind == "place":
            self.place(str(content.get("clause")), content.get("rung"))
        elif kind == "show":
            self.show()
        elif kind == "dissent":
            self.object_to(str(content.get("text", "")))

    def place(self, clause: str, rung: Any) -> None:
        """Put a clause on a rung; what is no clause or no rung of this ladder changes nothing."""
        if not self.shown and _is_rung(rung) and clause in {row.id for row in self.rows}:
            self.placed = {**self.placed, clause: rung}
            self.revision += 1
        self.draw()

    def show(self) -> None:
        """Show the coded ladder; then the ranking stands. Nothing happens while a clause is missing."""
        if len(self.placed) == len(self.rows):
            self.shown = True
            self.revision += 1
        self.draw()

    def object_to(self, text: str) -> None:
        """Keep what the student writes against the codes."""
        self.dissent = text.strip()[:LONGEST]
        self.revision += 1
        self.draw()

    def own_words(self) -> dict[str, str]:
        """Return the words of the ladder's controls."""
        names = ("give", "dissent", "keep", "clause", "words", "rung", "caption")
        return {name: words.text(f"widgets.rank.{name}") for name in names}

    def compose(self) -> dict[str, Any]:
        """Return the ladder, and the coded one once it is earned."""
        missing = len(self.rows) - len(self.placed)
        if self.shown:
            status = words.text("widgets.rank.stands")
        elif missing:
            status = words.text("widgets.rank.missing", count=missing)
        else:
            status = words.text("widgets.rank.ready")
        return {
            "group": f"{self.ladder}-{self.model_id}",
            "mark": self.spec["question"],
            "title": self.spec["title"],
            "lead": self.spec["lead"],
            "open": self.spec["open"],
            "low": self.spec["low"],
            "high": self.spec["high"],
            "rungs": list(RUNGS),
            "rows": [
                {"id": row.id, "name": row.name, "words": [f"“{part}”" for part in row.words]}
                for row in self.rows
            ],
            "placed": dict(self.placed),
            "missing": missing,
            "locked": self.shown,
            "status": status,
            "dissent": self.dissent,
            "longest": LONGEST,
            "coded": self.coded() if self.shown else None,
            "foot": words.text("widgets.rank.foot"),
        }

    def coded(self) -> dict[str, Any]:
        """Return the coded ladder with the words behind each code."""
        pairs, same, tied, other = agreement(self.rows, self.placed)
        ordered = sorted(self.rows, key=lambda row: (-row.code, row.name))
        meanings = [
            str(row["meaning"])
            for row in sorted(datasets.rows("codebook"), key=lambda row: int(str(row["rung"])))
            if row["code"] == self.spec["code"]
        ]
        return {
            "lines": [
                words.text("widgets.rank.agreement", pairs=pairs, same=same, tied=tied, other=other),
                words.text("widgets.rank.coding_is_ours"),
            ],
            "caption": words.text("widgets.rank.coded_caption"),
            "columns": words.section("widgets")["rank"]["columns"],
            "rows": [
                [
                    row.name,
                    str(self.placed[row.id]),
                    str(row.code),
                    f"“{row.carried_by}”" if row.carried_by else words.text("widgets.rank.silence"),
                    meanings[row.code],
                ]
                for row in ordered
            ],
            "meanings_title": words.text("widgets.rank.meanings"),
            "meanings": meanings,
            "notes": [f"{row.name}: {row.note}" for row in ordered if row.note],
        }

    def twin(self) -> str:
        """Return the clauses to be ranked, without codes."""
        return describe.sheet(
            describe.heading(self.spec["title"]),
            describe.paragraphs(self.spec["lead"]),
            describe.table(
                words.text("widgets.rank.caption"),
                [words.text("widgets.rank.clause"), words.text("widgets.rank.words")],
                [[row.name, " … ".join(f"“{part}”" for part in row.words)] for row in self.rows],
            ),
            describe.paragraphs(words.text("widgets.still_question")),
        )
