"""How often are promises kept, and does that say whether they deter? Rates, our choices, and selection."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Final

from course_utils import datasets
from course_utils.explore.base import (
    Control,
    Exploration,
    Opened,
    Row,
    Settings,
    Shown,
    Table,
    bars,
    choice,
    listed,
    rows,
    thousands,
)

CUTS: Final = {
    "studies": (
        "earlier-evidence",
        "leeds-long-mitchell-2000",
        "leeds-2003",
        "leeds-anac-2005",
        "reliable-ally",
        "bf-all",
    ),
    "period": ("bf-all", "bf-1816-1944", "bf-1945-2003", "bf-defence-1816-1944", "bf-defence-1945-2003"),
    "duty": ("bf-all", "bf-defence", "bf-offence", "bf-neutrality", "bf-nonaggression"),
    "rule": ("bf-all", "bf-lenient", "bf-alternative"),
    "size": ("bf-all", "bf-bilateral", "bf-multilateral"),
    "left_out": ("bf-1816-1944", "bf-without-world-wars", "bf-1945-2003", "bf-without-arab-league"),
}
"""The published rates, and ours from the same data, that are set beside one another."""
NOT_CALLED: Final = ("outside_terms", "condition_not_met", "not_yet_in_force")
"""Outcomes in which the treaty's own terms did not call for action."""
BROKEN: Final = "breached_by_guarantor"
"""The outcome in which a promise not to attack was broken."""
ENDS: Final = ("kept", "part", "other")
"""What a test counts as, the best first."""
WAR: Final = "1945"
"""The first year of the second period."""

GUARANTEES: Final = 1000
"""Guarantees in one run of the simulation: a teaching value."""


@dataclass(frozen=True)
class Run:
    """One run of the simulation.

    Attributes:
        kept: guarantees that would be kept, tested or not.
        tested: guarantees that were tested.
        tested_kept: those of them that were kept.
    """

    kept: int
    tested: int
    tested_kept: int


@cache
def simulate(credible: int, seen: int, rash: int, seed: int) -> Run:
    """Draw guarantees, and see which of them are tested.

    Each would be kept with the true credibility. An attacker looks: it sees the truth with the chance
    `seen`, else it guesses with the same credibility. It tests what it takes for empty; what it takes for
    firm it tests only with the chance `rash`.

    Args:
        credible: guarantees in a hundred that would be kept.
        seen: attackers in a hundred who see whether one would be kept.
        rash: attackers in a hundred who test what they take for firm.
        seed: which draw.

    >>> run = simulate(80, 80, 10, 1)
    >>> run.kept > 700 and run.tested_kept < run.tested / 2
    True
    """
    draw = random.Random(seed)
    kept = tested = tested_kept = 0
    for _ in range(GUARANTEES):
        firm = draw.random() * 100 < credible
        looks_firm = firm if draw.random() * 100 < seen else draw.random() * 100 < credible
        attacked = not looks_firm or draw.random() * 100 < rash
        kept += firm
        tested += attacked
        tested_kept += firm and attacked
    return Run(kept, tested, tested_kept)


def published(cut: str) -> tuple[Row, ...]:
    """Return the rates of one cut; what is only recalled is not among them.

    >>> [row["percent"] for row in published("size")]
    [50.0, 59.6, 26.2]
    """
    named = {str(row["id"]): row for row in rows("reliability")}
    return tuple(named[id] for id in CUTS[cut])


def rate(row: Row) -> float:
    """Return a rate in per cent, rebuilt from its counts where they are known.

    >>> round(rate(published("period")[-1]), 2)
    13.95
    """
    return 100 * row["kept"] / row["of"] if row["of"] else float(row["percent"])


def _end(outcome: str) -> str:
    return {"honoured": "kept", "partly": "part"}.get(outcome, "other")


def counted(settings: Settings) -> tuple[tuple[Row, str], ...]:
    """Return the tests that count under some choices, and what each counts as; none that is only recalled.

    >>> len(counted(Reliability().settle({"view": "ours", "years": "early"})))
    5
    """
    found = []
    for row in rows("tests"):
        outcomes = [str(row[name]) for name in ("verdict", "verdict_2") if row[name]]
        early = str(row["attack_date"]) < WAR
        if (
            datasets.standing(row, "verdict") == "recalled"
            or (settings["wars"] == "called" and outcomes[0] in NOT_CALLED)
            or (settings["duties"] == "help" and outcomes[0] == BROKEN)
            or (settings["years"] == "early" and not early)
            or (settings["years"] == "late" and early)
        ):
            continue
        ends = sorted((_end(one) for one in outcomes), key=ENDS.index)
        found.append((row, ends[0] if settings["several"] == "one" else ends[-1]))
    return tuple(found)


class Reliability(Exploration):
    """Published rates, the four choices on our own tests, and selection by simulation.

    >>> lab = Reliability()
    >>> lab.turned(lab.start(), lab.settle({"cut": "period"})).startswith("Now from 14.0 to 66.3")
    True
    """

    name: ClassVar[str] = "reliability"

    def controls(self) -> tuple[Control, ...]:
        """Return the view, and what is turned within each."""
        spec = self.words["controls"]
        rates, ours, drawn = (("view", (view,)) for view in ("rates", "ours", "drawn"))

        def number(name: str, start: int, least: int, most: int) -> Control:
            one = spec[name]
            return Control(
                name,
                one["label"],
                "number",
                start,
                minimum=least,
                maximum=most,
                unit=str(one["unit"]).format(most=most),
                where=drawn,
            )

        return (
            choice("view", spec["view"], "rates"),
            choice("cut", spec["cut"], "studies", rates),
            choice("wars", spec["wars"], "called", ours),
            choice("duties", spec["duties"], "all", ours),
            choice("several", spec["several"], "all", ours),
            choice("years", spec["years"], "both", ours),
            number("credible", 80, 0, 100),
            number("seen", 80, 0, 100),
            number("rash", 10, 0, 100),
            number("seed", 1, 1, 50),
        )

    def show(self, settings: Settings) -> Shown:
        """Return one of the three views."""
        views = {"rates": self._rates, "ours": self._ours, "drawn": self._drawn}
        return views[str(settings["view"])](settings)

    def _rates(self, settings: Settings) -> Shown:
        found = published(str(settings["cut"]))
        columns = self.words["columns"]
        label = self.words["rates"]
        table = Table(
            self.words["caption_rates"],
            (columns["rate"], columns["kept"], columns["of"], columns["percent"], columns["counts"]),
            tuple(
                (
                    label[row["id"]],
                    self._count(row["kept"]),
                    self._count(row["of"]),
                    self._percent(row),
                    f"{row['counts']} {self.words['made'][row['published']]}",
                )
                for row in found
            ),
            numbers=(1, 2, 3),
        )
        told = [self._span(found), self.words["two_questions"]]
        if settings["cut"] != "studies":
            told.insert(1, self.words["same_data"])
        items = [
            (self.words["short"][row["id"]], rate(row), self.said("share", share=self._percent(row)))
            for row in found
        ]
        return Shown(
            tuple(told),
            table,
            bars(items, 132),
            (self.words["rates_note"], self.words["recalled_note"], self.words["clusters"]),
            tuple(dict.fromkeys(datasets.cite(row) for row in found)),
        )

    def _count(self, value: object) -> str:
        return str(self.words["not_given"]) if value is None else str(value)

    def _percent(self, row: Row) -> str:
        return f"{self.words['about']}{rate(row):.0f}" if row["approximate"] else f"{rate(row):.1f}"

    def _span(self, found: Sequence[Row]) -> str:
        low, high = (self._percent(end(found, key=rate)) for end in (min, max))
        return self.said("span", low=low, high=high, count=len(found))

    def _ours(self, settings: Settings) -> Shown:
        found = counted(settings)
        columns, ends = self.words["columns"], self.words["ends"]
        table = Table(
            self.said("caption_ours", count=len(found)),
            (columns["test"], columns["guarantee"], columns["end"], columns["reading"]),
            tuple(
                (str(row["event"]), str(row["guarantee"]), ends[end], str(row["verdict_note"] or ""))
                for row, end in found
            ),
            keys=tuple(str(row["id"]) for row, _ in found),
        )
        left = sum(datasets.standing(row, "verdict") == "recalled" for row in rows("tests"))
        items = [(ends[end], sum(one == end for _, one in found)) for end in ENDS]
        choices = [
            self.said("choice", number=row["number"], choice=row["choice"], moves=row["moves"])
            for row in rows("choices")
        ]
        return Shown(
            (
                self._sum(settings) if found else self.words["none"],
                self.said(
                    "left_out",
                    count=left,
                    of=len(rows("tests")),
                    chosen=len(rows("tests")) - left - len(found),
                ),
            ),
            table,
            bars([(label, count, str(count)) for label, count in items], 132) if found else None,
            (self.words["not_a_sample"], *choices),
            tuple(
                dict.fromkeys(datasets.cite(row) for row in (*(row for row, _ in found), *rows("choices")))
            ),
        )

    def _sum(self, settings: Settings) -> str:
        found = counted(settings)
        counts = {end: sum(one == end for _, one in found) for end in ENDS}
        return self.said("sum", count=len(found), **counts)

    def _drawn(self, settings: Settings) -> Shown:
        run = _run(settings)
        columns, labels = self.words["columns"], self.words["drawn"]
        untested_kept = run.kept - run.tested_kept
        table = Table(
            self.words["caption_drawn"],
            (columns["group"], columns["kept"], columns["broken"], columns["percent"]),
            tuple(
                (label, thousands(kept), thousands(count - kept), _share(kept, count))
                for label, kept, count in (
                    (labels["all"], run.kept, GUARANTEES),
                    (labels["tested"], run.tested_kept, run.tested),
                    (labels["untested"], untested_kept, GUARANTEES - run.tested),
                )
            ),
            numbers=(1, 2, 3),
        )
        true, among = 100 * run.kept / GUARANTEES, 100 * run.tested_kept / run.tested if run.tested else 0.0
        items = [
            (labels["all"], true, self.said("share", share=f"{true:.1f}")),
            (labels["tested"], among, self.said("share", share=_share(run.tested_kept, run.tested))),
        ]
        return Shown(
            (self.said("you_set", set=settings["credible"]), self._drew(run), self.words["why"]),
            table,
            bars(items, 132) if true or among else None,
            (
                self.said("teaching", count=thousands(GUARANTEES)),
                self.words["assumed"],
                self.words["two_questions"],
            ),
        )

    def _drew(self, run: Run) -> str:
        if not run.tested:
            return str(self.words["no_test"])
        return self.said(
            "drew",
            true=_share(run.kept, GUARANTEES),
            tested=thousands(run.tested),
            of=thousands(GUARANTEES),
            among=_share(run.tested_kept, run.tested),
        )

    def turned(self, before: Settings, after: Settings) -> str:
        """Say what became of the rate; the three views are not compared with one another."""
        if before == after:
            return ""
        if before["view"] != after["view"]:
            return self.said("other_view", view=self.words["controls"]["view"]["options"][after["view"]])
        if after["view"] == "rates":
            then, now = ([rate(row) for row in published(str(one["cut"]))] for one in (before, after))
            return self.said(
                "turned_rates",
                low=f"{min(now):.1f}",
                high=f"{max(now):.1f}",
                low_before=f"{min(then):.1f}",
                high_before=f"{max(then):.1f}",
            )
        if after["view"] == "drawn":
            return self.said("turned_drawn", drew=self._drew(_run(after)), among=_among(_run(before)))
        if not counted(after):
            return str(self.words["none"])
        shares = [
            sum(end == "kept" for _, end in found) / (len(found) or 1)
            for found in (counted(before), counted(after))
        ]
        way = "same" if shares[0] == shares[1] else "up" if shares[1] > shares[0] else "down"
        return self.said("turned_ours", sum=self._sum(after), way=self.words["ways"][way])

    def answer(self) -> str:
        """Say between which rates the studies lie, and that they count different things."""
        shares = [rate(row) for row in published("studies")]
        late = next(row for row in published("period") if row["id"] == "bf-1945-2003")
        return self.said(
            "answer", low=f"{min(shares):.0f}", high=f"{max(shares):.0f}", late=f"{rate(late):.0f}"
        )

    def open(self, key: str) -> Opened | None:
        """Return one of our tests in full."""
        row = next((one for one in rows("tests") if one["id"] == key), None)
        if row is None:
            return None
        labels, mark = self.words["parts"], self.words["recalled"]

        def marked(column: str, text: str) -> str:
            return f"{text} {mark}" if text and datasets.standing(row, column) == "recalled" else text

        outcomes = [str(row[name]) for name in ("verdict", "verdict_2") if row[name]]
        readings = listed([self.words["outcomes"][one] for one in outcomes])
        parts = (
            (labels["event"], marked("event", str(row["event"]))),
            (labels["when"], marked("attack_date", datasets.plain_date(str(row["attack_date"])))),
            (labels["guarantee"], str(row["guarantee"])),
            (labels["response"], marked("response", str(row["response"] or ""))),
            (labels["readings"], marked("verdict", readings)),
            (labels["note"], marked("verdict_note", str(row["verdict_note"] or ""))),
            (labels["coded"], str(row["bf_note"] or "")),
        )
        return Opened(
            f"{row['guarantee']}: {datasets.plain_date(str(row['attack_date'])[:4])}",
            tuple((label, text) for label, text in parts if text),
            (datasets.cite(row),),
        )


def _run(settings: Settings) -> Run:
    return simulate(*(int(settings[name]) for name in ("credible", "seen", "rash", "seed")))


def _among(run: Run) -> str:
    return _share(run.tested_kept, run.tested)


def _share(part: int, whole: int) -> str:
    """Return a share in per cent; a dash for nothing out of nothing."""
    return f"{100 * part / whole:.1f}" if whole else "–"


EXPLORATION: Final = Reliability()
"""The explorer of this room."""
