"""Ladders side by side: the coded rungs of a few clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_utils import theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class LadderPoint:
    """Where one clause stands on one ladder.

    Attributes:
        clause: name of the clause.
        ladder: name of the ladder.
        question: the question whose mark it carries.
        coded: the coded rung, 0 to 4.
        yours: the student's rung, 0 to 4; None where there is none.
    """

    clause: str
    ladder: str
    question: str
    coded: int
    yours: int | None


def ladder_table(points: Sequence[LadderPoint]) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of the ladder figure: one row a clause, one column a ladder.

    >>> points = [LadderPoint("Article 5", "Duty", "what", 3, 4)]
    >>> ladder_table(points)
    (['Clause', 'Duty (coded)', 'Duty (yours)'], [['Article 5', '3', '4']])
    """
    ladders = list(dict.fromkeys(point.ladder for point in points))
    by_place = {(point.clause, point.ladder): point for point in points}
    columns = [
        "Clause",
        *(f"{ladder} ({what})" for ladder in ladders for what in ("coded", "yours")),
    ]
    rows = []
    for clause in dict.fromkeys(point.clause for point in points):
        row = [clause]
        for ladder in ladders:
            point = by_place[clause, ladder]
            row += [str(point.coded), "–" if point.yours is None else str(point.yours)]
        rows.append(row)
    return columns, rows


def ladder_sentence(points: Sequence[LadderPoint]) -> str:
    """Describe the ladder figure in words made from its points.

    >>> points = [LadderPoint(name, "Duty", "what", code, None) for name, code in (("A", 3), ("B", 1))]
    >>> ladder_sentence(points)
    'Three ladders side by side. Duty: strongest A (3), weakest B (1).'
    """
    parts = ["Three ladders side by side."]
    for ladder in dict.fromkeys(point.ladder for point in points):
        here = [point for point in points if point.ladder == ladder]
        top, low = max(point.coded for point in here), min(point.coded for point in here)
        strongest = ", ".join(point.clause for point in here if point.coded == top)
        weakest = ", ".join(point.clause for point in here if point.coded == low)
        parts.append(f"{ladder}: strongest {strongest} ({top}), weakest {weakest} ({low}).")
    return " ".join(parts)


def ladders(points: Sequence[LadderPoint], titles: Mapping[str, str]) -> go.Figure:
    """Draw coded ladders side by side, one row a clause, so that a clause's three codes stand on one line.

    Args:
        points: what to draw.
        titles: a heading for each ladder, by its name.

    >>> figure = ladders([LadderPoint("Article 5", "Duty", "what", 3, None)], {"Duty": "Duty"})
    >>> figure.data[0].x
    (3,)
    """
    import plotly.graph_objects as go
    from plotly.subplots import make_subplots

    names = list(dict.fromkeys(point.ladder for point in points))
    clauses = list(dict.fromkeys(point.clause for point in points))[::-1]
    figure = make_subplots(
        rows=1,
        cols=len(names),
        shared_yaxes=True,
        horizontal_spacing=0.08,
        column_titles=[titles[n] for n in names],
    )
    for column, name in enumerate(names, start=1):
        here = [point for point in points if point.ladder == name]
        mark = theme.MARKS[here[0].question]
        figure.add_trace(
            go.Scatter(
                x=[point.coded for point in here],
                y=[point.clause for point in here],  # type: ignore[arg-type]  # names are allowed, the stubs say numbers
                mode="markers+text",
                text=[str(point.coded) for point in here],
                textposition="middle right",
                marker={"symbol": mark.shape, "size": 13, "color": mark.colour},
                cliponaxis=False,
                hoverinfo="skip",
            ),
            row=1,
            col=column,
        )
        figure.update_xaxes(
            range=[-0.4, 5.2], tickvals=[0, 1, 2, 3, 4], tickangle=0, title=None, row=1, col=column
        )
    figure.update_yaxes(categoryorder="array", categoryarray=clauses, automargin=True)
    figure.update_layout(template=theme.template(), height=96 + 36 * len(clauses), autosize=True)
    return figure
