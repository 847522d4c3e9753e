"""The parts that the figures of the model are drawn from: a map, lanes with bars, lines and dots.

Black, grey and hatching only: the colours belong to the four questions, and print needs none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from course_utils import theme
from course_utils.charts.base import below, note, wrapped
from course_utils.charts.labels import LINE, SIZE

if TYPE_CHECKING:
    import plotly.graph_objects as go

TALL: Final = 300
"""Pixels of a map, from its top to its foot."""

GREY: Final = theme.MARKS["terms"].colour
"""Of thin lines."""

SHADE: Final = "#8c8c8c"
"""Of bars and hatching: 3.4 to 1 on the paper."""

LINE_WIDTH: Final = 50
"""Characters of a line of words that fits the narrowest plot."""

_LEFT: Final = 48  # margin for the numbers of the upright axis
_RIGHT: Final = 24
_AFTER: Final = 14  # pixels from the last bar to the end of its lanes


@dataclass(frozen=True)
class Row:
    """Words, and the place of the bar under them.

    Attributes:
        lines: the words, line by line.
        down: where they begin, pixels from the top.
    """

    lines: tuple[str, ...]
    down: float

    @property
    def at(self) -> float:
        """Where the bar stands, pixels from the top.

        >>> Row(("one", "two"), 10).at
        50
        """
        return self.down + LINE * len(self.lines) + 8


def rows(texts: Iterable[str], down: float = 0) -> tuple[Row, ...]:
    """Return rows one under another, each as tall as its words need.

    Args:
        texts: the words of each; one that is too long breaks first behind its colon.
        down: where the first begins, pixels from the top.

    >>> [row.at for row in rows(["one", "two"])]
    [24, 62]
    """
    found: list[Row] = []
    for text in texts:
        name, colon, rest = text.partition(": ")
        parts = [text] if len(text) <= LINE_WIDTH or not colon else [f"{name}:", rest]
        lines = tuple(line for part in parts for line in wrapped(part, LINE_WIDTH))
        found.append(Row(lines, found[-1].at + _AFTER if found else down))
    return tuple(found)


def depth(lanes: Sequence[Row]) -> float:
    """Return the pixels that rows need from the top.

    >>> depth(rows(["one", "two"]))
    76
    """
    return lanes[-1].at + _AFTER


def blank(low: float, high: float, deep: float = 0) -> go.Figure:
    """Return an empty map, with room for lanes under it on the same axis across.

    Args:
        low: what stands at the foot of the map.
        high: what stands at its top.
        deep: pixels of the lanes; 0 where there are none.

    >>> blank(0, 1, 100).layout.yaxis.domain
    (0.25, 1)
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    split = deep / (TALL + deep)
    figure.update_layout(
        xaxis={"anchor": "y2" if deep else "y"},
        yaxis={"range": [low, high], "domain": [split, 1], "nticks": 6, "tickfont": {"size": SIZE}},
        barmode="overlay",
    )
    if deep:
        figure.update_layout(yaxis2={"range": [deep, 0], "domain": [0, split], "visible": False})
    return figure


def lanes_only(deep: float) -> go.Figure:
    """Return an empty figure that holds lanes alone, so many pixels deep.

    >>> lanes_only(100).layout.yaxis2.range
    (100, 0)
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    upright: dict[str, Any] = {"range": [deep, 0], "visible": False, "anchor": "x"}
    figure.update_layout(xaxis={"anchor": "y2"}, yaxis2=upright, barmode="overlay")
    return figure


def risks_across(figure: go.Figure) -> None:
    """Give a figure an axis across for risks, in per cent.

    >>> figure = lanes_only(100)
    >>> risks_across(figure)
    >>> figure.layout.xaxis.tickformat
    '.0%'
    """
    figure.update_xaxes(range=[0, 1], tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1], tickformat=".0%")


def line(figure: go.Figure, x: Sequence[float], y: Sequence[float], look: Any, **more: Any) -> None:
    """Draw a line.

    Args:
        figure: the figure.
        x: places across.
        y: places upright.
        look: a width for a solid black line, or colour, width and dash as plotly calls them.
        more: what plotly calls the rest of a trace.

    >>> figure = blank(0, 1)
    >>> line(figure, [0, 1], [0, 1], 2)
    >>> figure.data[0].line.width
    2
    """
    import plotly.graph_objects as go

    style = look if isinstance(look, dict) else {"color": theme.INK, "width": look}
    figure.add_trace(go.Scatter(x=x, y=y, mode="lines", line=style, hoverinfo="skip", **more))


def dot(figure: go.Figure, x: float, y: float, name: str, **more: Any) -> None:
    """Draw the dot of a design, hollow where its name is "before".

    Args:
        figure: the figure.
        x: its place across.
        y: its place upright.
        name: "yours" or "before".
        more: what plotly calls the rest of a trace.

    >>> figure = blank(0, 1)
    >>> dot(figure, 0.5, 0.5, "before")
    >>> figure.data[0].marker.symbol
    'circle-open'
    """
    import plotly.graph_objects as go

    hollow = name == "before"
    marker: dict[str, Any] = {
        "symbol": "circle-open" if hollow else "circle",
        "size": 13,
        "color": theme.INK,
        "line": {"width": 2, "color": theme.INK if hollow else theme.PAPER},
    }
    place: dict[str, Any] = {"x": [x], "y": [y], "name": name}
    figure.add_trace(
        go.Scatter(**place, mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip", **more)
    )


def hatch(figure: go.Figure, left: float, right: float, bottom: float, top: float) -> None:
    """Hatch a corner of a map.

    >>> figure = blank(0, 1)
    >>> hatch(figure, 0, 0.1, 0.5, 1)
    >>> figure.data[0].fillpattern.shape
    '/'
    """
    import plotly.graph_objects as go

    figure.add_trace(
        go.Scatter(
            x=[left, right, right, left, left],
            y=[bottom, bottom, top, top, bottom],
            name="corner",
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor="rgba(0,0,0,0)",
            fillpattern={"shape": "/", "size": 7, "solidity": 0.18, "fgcolor": SHADE},
            hoverinfo="skip",
        )
    )


def lane(figure: go.Figure, row: Row, name: str, low: float, high: float, look: str = "full") -> None:
    """Draw a row: its words, and under them a track from 0 to 1 with a bar on a part of it.

    Args:
        figure: the figure.
        row: the words, and where they stand.
        name: of the bar.
        low: where the bar begins, 0 to 1.
        high: where it ends; below `low` there is none.
        look: full, empty or hatched.

    >>> figure = lanes_only(100)
    >>> lane(figure, rows(["You"])[0], "you", 0.0, 0.1)
    >>> figure.data[0].base
    (0.0,)
    """
    import plotly.graph_objects as go

    note(figure, "<br>".join(row.lines), 0, row.down, yref="y2", font={"size": SIZE})
    track: dict[str, Any] = {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "y0": row.at,
        "y1": row.at,
        "yref": "y2",
        "layer": "below",
    }
    figure.add_shape(**track, line={"color": GREY, "width": 1})
    if low > high:
        return
    pattern: dict[str, Any] = {"shape": "/" if look == "hatched" else "", "fgcolor": theme.INK, "size": 6}
    marker: dict[str, Any] = {
        "color": SHADE if look == "full" else theme.PAPER,
        "line": {"width": 1.5, "color": theme.INK},
        "pattern": pattern,
    }
    place: dict[str, Any] = {
        "x": [high - low],
        "y": [row.at],
        "base": [low],
        "width": [9],
        "orientation": "h",
    }
    figure.add_trace(go.Bar(**place, name=name, yaxis="y2", marker=marker, hoverinfo="skip"))


def framed(figure: go.Figure, across: str, tall: float, foot: Sequence[str], upright: str = "") -> go.Figure:
    """Give a figure the names of its axes, its margins and the lines below, and return it.

    Args:
        figure: the figure.
        across: name of the axis across.
        tall: pixels of all that is drawn.
        foot: what stands below, each on lines of its own.
        upright: name of the upright axis, above it; empty where it has none.

    >>> framed(blank(0, 1), "Risk of attack", 300, ["Teaching values."]).layout.height
    397
    """
    head = wrapped(upright) if upright else []
    if head:
        label: dict[str, Any] = {
            "xref": "paper",
            "yref": "paper",
            "yanchor": "bottom",
            "font": {"size": SIZE},
        }
        note(figure, "<br>".join(head), 0, 1, xshift=8 - _LEFT, yshift=8, **label)
    title: dict[str, Any] = {"text": across, "font": {"size": SIZE}, "standoff": 6}
    ticks: dict[str, Any] = {"tickfont": {"size": SIZE}, "tickangle": 0, "ticklabeloverflow": "allow"}
    figure.update_xaxes(title=title, automargin=False, **ticks)
    figure.update_yaxes(automargin=False)
    room = below(figure, foot, 50)
    top = LINE * len(head) + 18
    margin = {"l": _LEFT, "r": _RIGHT, "t": top, "b": room}
    height = round(top + tall + room)
    figure.update_layout(template=theme.template(), height=height, margin=margin, autosize=True)
    return figure
