"""How the North Atlantic Treaty grew: its members round by round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from course_utils import datasets, theme, words
from course_utils.charts import base

if TYPE_CHECKING:
    import plotly.graph_objects as go

NAMED = 3
"""So many states at most are named beside their bar; all of them stand in the table."""


@dataclass(frozen=True)
class Round:
    """One round of accession.

    Attributes:
        date: its day, or its year where the day is only recalled, as prose writes it.
        label: what the round is called.
        joined: who joined.
        before: how many were members before.
    """

    date: str
    label: str
    joined: tuple[str, ...]
    before: int

    @property
    def total(self) -> int:
        """How many are members from then on."""
        return self.before + len(self.joined)


def membership_geometry() -> list[Round]:
    """Return the rounds in order of time, from the table `members`.

    >>> [(one.date, one.total) for one in membership_geometry()][:2]
    [('4 April 1949', 12), ('18 February 1952', 14)]
    """
    found: list[Round] = []
    for label, rows in groupby(datasets.rows("members"), key=lambda row: str(row["round_label"])):
        here = list(rows)
        date = datasets.plain_date(since := str(here[0]["since"]))
        if datasets.standing(here[0], "since") == "recalled":
            date = words.text("charts.membership.year", year=since[:4])  # a bare number is no category
        joined = tuple(str(row["country"]) for row in here)
        found.append(Round(date, label, joined, found[-1].total if found else 0))
    return found


def membership_table(rounds: Sequence[Round]) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of the figure: one row a round.

    >>> membership_table(membership_geometry())[1][1]
    ['18 February 1952', 'first round', 'Greece, Türkiye', '14']
    """
    columns = list(words.section("charts")["membership"]["columns"])
    return columns, [[one.date, one.label, ", ".join(one.joined), str(one.total)] for one in rounds]


def membership_sentence(rounds: Sequence[Round]) -> str:
    """Describe the figure in words made from the same rounds.

    >>> membership_sentence(membership_geometry()).startswith("From 12 members on 4 April 1949")
    True
    """
    first, last = rounds[0], rounds[-1]
    largest = max(rounds[1:], key=lambda one: len(one.joined))
    return words.text(
        "charts.membership.sentence",
        founders=first.total,
        first=first.date,
        total=last.total,
        last=last.date,
        rounds=len(rounds) - 1,
        most=len(largest.joined),
        largest=largest.date,
    )


def membership(rounds: Sequence[Round]) -> go.Figure:
    """Draw one bar a round: who was there before, who joined, and how many there are from then on.

    >>> membership(membership_geometry()).data[1].x[:2]
    (12, 2)
    """
    import plotly.graph_objects as go

    said = words.section("charts")["membership"]
    who, rest = theme.MARKS["who"], theme.MARKS["terms"]
    dates = [one.date for one in rounds]
    figure = go.Figure()
    for values, colour, pattern in (
        ([one.before for one in rounds], rest.colour_dark, ""),
        ([len(one.joined) for one in rounds], who.colour, "/"),
    ):
        figure.add_trace(
            go.Bar(
                x=values,
                y=dates,  # type: ignore[arg-type]  # names are allowed, the stubs say numbers
                orientation="h",
                marker={
                    "color": colour,
                    "pattern": {"shape": pattern, "fgcolor": theme.PAPER, "bgcolor": colour},
                },
                hoverinfo="skip",
            )
        )
    for one in rounds:
        base.note(
            figure,
            said["named" if len(one.joined) <= NAMED else "bar"].format(
                joined=len(one.joined), total=one.total, names=", ".join(one.joined)
            ),
            one.total,
            one.date,  # type: ignore[arg-type]
            yanchor="middle",
            xshift=4,
        )
    figure.update_xaxes(
        range=[0, rounds[-1].total * 1.45], tickvals=list(range(0, rounds[-1].total, 5)), title=said["axis"]
    )
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=dates[::-1], automargin=True)
    figure.update_layout(
        template=theme.template(),
        barmode="stack",
        height=72 + 30 * len(rounds),
        autosize=True,
        margin={"l": 8, "r": 8, "t": 16, "b": 48},
    )
    return figure
