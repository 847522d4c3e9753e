"""What the figures share: wrapped text, notes on paper, the empty figure, the lines below the plot."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

from course_utils import theme

if TYPE_CHECKING:
    import plotly.graph_objects as go


WIDEST: Final = 54
"""Characters of a line of text that fits a figure 400 px wide."""


def wrapped(text: str, width: int = WIDEST) -> list[str]:
    """Return the lines of a text, escaped: plotly reads tags in what it draws.

    Args:
        text: what to write.
        width: characters of a line at most.

    >>> wrapped("at most <10>", 8)
    ['at most', '&lt;10&gt;']
    """
    return [escape(line, quote=False) for line in textwrap.wrap(text, width)] or [""]


def note(figure: go.Figure, text: str, x: float, y: float, **more: Any) -> None:
    """Write words into a figure, on paper that covers its lines; left and top where nothing else is said.

    Args:
        figure: the figure.
        text: the words, as plotly reads them: lines parted by ``<br>``, all else escaped.
        x: where they stand across.
        y: where they stand upright.
        more: what plotly calls the rest of an annotation.

    >>> import plotly.graph_objects as go
    >>> figure = go.Figure()
    >>> note(figure, "here", 0, 1)
    >>> figure.layout.annotations[0].bgcolor
    '#ffffff'
    """
    plain = {"xanchor": "left", "yanchor": "top", "font": {"size": 13}}
    paper = {"showarrow": False, "align": "left", "bgcolor": theme.PAPER}
    figure.add_annotation(text=text, x=x, y=y, **{**paper, **plain, **more})


def nothing(sentence: str) -> go.Figure:
    """Return an empty figure that says why it is empty.

    >>> nothing("No text is chosen.").layout.annotations[0].text
    'No text is chosen.'
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    note(figure, "<br>".join(wrapped(sentence)), 0, 1, xref="paper", yref="paper")
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    margin = {"l": 8, "r": 8, "t": 16, "b": 16}
    figure.update_layout(template=theme.template(), height=88, margin=margin, autosize=True)
    return figure


def below(figure: go.Figure, texts: Sequence[str], down: int) -> int:
    """Write lines under the plot, starting so many pixels below it; return the room that they need.

    Args:
        figure: the figure.
        texts: what to write, each on lines of its own.
        down: pixels from the plot to the first line.

    >>> import plotly.graph_objects as go
    >>> below(go.Figure(), ["one line", "another"], 28)
    74
    """
    lines = [line for text in texts for line in wrapped(text)]
    soft = {"size": 12, "color": theme.MARKS["terms"].ink}
    note(figure, "<br>".join(lines), 0, 0, xref="paper", yref="paper", yshift=-down, font=soft)
    return down + 17 * len(lines) + 12
