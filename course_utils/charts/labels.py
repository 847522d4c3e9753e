"""Labels that stand apart: words beside what they name, in a figure that is 400 or 880 pixels wide.

A figure stretches across with its page and keeps its height. So a label has a place across as a share of the
plot's width and a place downwards in pixels, and is tried at several widths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from course_utils import theme
from course_utils.charts.base import note, wrapped

if TYPE_CHECKING:
    import plotly.graph_objects as go

WIDTHS: Final = (328, 460, 620, 808)
"""Pixels across the plot itself: in a figure 400 px wide, in one of 880, and between."""

SIZE: Final = 12
_LETTER: Final = 6.9  # pixels of a letter of that size, on the wide side
LINE: Final = 16
"""Pixels of a line of text of that size."""

_DOT: Final = 9  # pixels that a dot keeps free on each side

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """Words in a figure, and where they stand.

    Attributes:
        name: what they name.
        lines: the words, line by line.
        x: the place across that they hang on, 0 to 1.
        down: the place that they hang on, pixels from the top.
        xanchor: left, center or right: which end of the words is at that place.
        yanchor: top, middle or bottom.
        dx: pixels to the right of it.
        dy: pixels down from it.
    """

    name: str
    lines: tuple[str, ...]
    x: float
    down: float
    xanchor: str = "left"
    yanchor: str = "middle"
    dx: float = 0
    dy: float = 0

    def box(self, wide: float) -> Box:
        """Return left, top, right and bottom in pixels, in a plot that is so wide.

        >>> Label("a", ("four",), 0.5, 100, "right").box(340)
        (138.4, 92.0, 170.0, 108.0)
        """
        across = _LETTER * max(len(line) for line in self.lines) + 4
        tall = LINE * len(self.lines)
        left = self.x * wide + self.dx - across * {"left": 0.0, "center": 0.5, "right": 1.0}[self.xanchor]
        top = self.down + self.dy - tall * {"top": 0.0, "middle": 0.5, "bottom": 1.0}[self.yanchor]
        return (round(left, 3), round(top, 3), round(left + across, 3), round(top + tall, 3))


def overlap(one: Box, other: Box) -> bool:
    """Return whether two boxes share more than an edge.

    >>> overlap((0, 0, 10, 10), (10, 0, 20, 10)), overlap((0, 0, 10, 10), (9, 9, 20, 20))
    (False, True)
    """
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def around(name: str, lines: Sequence[str], x: float, down: float, gap: float = 10) -> Iterator[Label]:
    """Yield the places beside a dot where its label may stand, best first.

    Args:
        name: what it names.
        lines: the words, line by line.
        x: where the dot stands across, 0 to 1.
        down: where it stands, pixels from the top.
        gap: pixels between them.

    >>> next(around("yours", ["here"], 0.2, 50)).xanchor
    'left'
    """
    words = tuple(lines)
    for far in (gap, 3 * gap, 6 * gap):
        for xanchor, sign in (("left", 1), ("right", -1)):
            yield Label(name, words, x, down, xanchor, "middle", sign * far)
        for yanchor, sign in (("bottom", -1), ("top", 1)):
            for xanchor in ("left", "right", "center"):
                yield Label(name, words, x, down, xanchor, yanchor, 0, sign * far)


def settle(
    wanted: Iterable[Iterable[Label]],
    *,
    tall: float,
    dots: Sequence[tuple[float, float]] = (),
    lines: Sequence[tuple[float, float]] = (),
) -> tuple[Label, ...]:
    """Choose a place for each label so that none covers another, or a dot, or leaves the plot.

    Args:
        wanted: for each label the places that it may take, best first; the most important label first. Where
            none of them is free it takes a row of its own at one side.
        tall: pixels of the plot.
        dots: places, as shares across and pixels down, that stay free.
        lines: places that stay free where there is a choice.

    Returns:
        One label for each that was wanted.

    >>> near = Label("a", ("one",), 0.5, 50), Label("b", ("two",), 0.5, 50)
    >>> [label.down for label in settle([[label] for label in near], tall=90)]
    [50, 8.0]
    """
    found: list[Label] = []
    for places in wanted:
        first = list(places)
        rows = [
            Label(first[0].name, first[0].lines, x, row * LINE / 2, anchor, "top", dx)
            for row in range(1, int(2 * tall / LINE))
            for x, anchor, dx in ((0.0, "left", 6), (1.0, "right", -6))
        ]
        near = [place for place in first if _free(place, found, tall, dots)]
        free = near or [place for place in rows if _free(place, found, tall, dots)]
        cost = {place: _covered(place, lines) + number for number, place in enumerate(free)}
        found.append(min(free, key=lambda place: cost[place], default=first[0]))
    return tuple(found)


def _free(label: Label, others: Sequence[Label], tall: float, dots: Sequence[tuple[float, float]]) -> bool:
    for wide in WIDTHS:
        box = label.box(wide)
        if box[0] < 0 or box[1] < 0 or box[2] > wide or box[3] > tall:
            return False
        if any(overlap(box, other.box(wide)) for other in others):
            return False
        for x, down in dots:
            if overlap(box, (x * wide - _DOT, down - _DOT, x * wide + _DOT, down + _DOT)):
                return False
    return True


def _covered(label: Label, lines: Sequence[tuple[float, float]]) -> int:
    """How much of the lines the label would cover, at the two outer widths."""
    count = 0
    for wide in (WIDTHS[0], WIDTHS[-1]):
        left, top, right, bottom = label.box(wide)
        count += sum(left < x * wide < right and top < down < bottom for x, down in lines)
    return count


def write(figure: go.Figure, labels: Iterable[Label], y: Any = float, **more: Any) -> None:
    """Write labels into a figure.

    Args:
        figure: the figure.
        labels: what to write.
        y: from pixels down to the place on the figure's upright axis.
        more: what plotly calls the rest of an annotation.

    >>> import plotly.graph_objects as go
    >>> figure = go.Figure()
    >>> write(figure, [Label("a", ("A < B",), 0.5, 20)])
    >>> figure.layout.annotations[0].text
    'A &lt; B'
    """
    for label in labels:
        text = "<br>".join(wrapped(line, 999)[0] for line in label.lines)
        place = {"xanchor": label.xanchor, "yanchor": label.yanchor, "xshift": label.dx, "yshift": -label.dy}
        side = {"align": "right" if label.xanchor == "right" else "left", "borderpad": 0}
        plain = {"font": {"size": SIZE, "color": theme.INK}, "name": label.name}
        note(figure, text, label.x, y(label.down), **{**place, **side, **plain, **more})
