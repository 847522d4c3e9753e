"""Colours, shapes and styles: each of the four questions has one colour and one shape, everywhere.

The palette is Okabe and Ito's, made for colour-blind readers (Okabe & Ito, "Color Universal Design", 2008).
Marks use it where it reaches 3:1 on the paper, text a darker (or, on dark paper, lighter) tint that reaches
4.5:1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class Mark:
    """How one of the four questions is drawn.

    Attributes:
        colour: fill of its mark on light paper, as ``#rrggbb``.
        ink: colour of its text on light paper.
        colour_dark: fill of its mark on dark paper.
        ink_dark: colour of its text on dark paper.
        shape: name of its shape, as plotly writes marker symbols.
        glyph: the same shape as a character, for plain text and tables.
        underline: line style of words that it wrote, so that print needs no colour.

    >>> MARKS["who"].shape, MARKS["what"].glyph
    ('circle', '■')
    """

    colour: str
    ink: str
    colour_dark: str
    ink_dark: str
    shape: str
    glyph: str
    underline: str


MARKS: dict[str, Mark] = {
    "who": Mark("#0072B2", "#00639C", "#56B4E9", "#7CC4EE", "circle", "●", "solid"),
    "what": Mark("#D55E00", "#AD4A00", "#F28C38", "#FFA65C", "square", "■", "double"),
    "how": Mark("#007A59", "#00694C", "#2FBF94", "#4FD1A8", "triangle-up", "▲", "dashed"),
    "terms": Mark("#595959", "#4D4D4D", "#B0B0B0", "#C4C4C4", "diamond", "◆", "dotted"),
}

PAPER, INK, RULE = "#ffffff", "#1f1f1f", "#d9d9d9"

#: What every plotly figure is shown with: no logo, no button that uploads, nothing from the network.
PLOTLY_CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "displayModeBar": False,
    "responsive": True,
    "showSendToCloud": False,
    "showEditInChartStudio": False,
    "plotlyServerURL": "",
    "modeBarButtonsToRemove": ["sendDataToCloud", "editInChartStudio", "toImage"],
}


@cache
def css() -> str:
    """Return the style sheet of every widget and twin, with the palette written into it.

    >>> "--course-who: #0072B2" in css()
    True
    """
    light = "".join(
        f"--course-{name}: {mark.colour}; --course-{name}-ink: {mark.ink}; " for name, mark in MARKS.items()
    )
    dark = "".join(
        f"--course-{name}: {mark.colour_dark}; --course-{name}-ink: {mark.ink_dark}; "
        for name, mark in MARKS.items()
    )
    sheet = resources.files("course_utils").joinpath("theme.css").read_text(encoding="utf-8")
    return f".course {{ {light}}}\n[data-jp-theme-light='false'] .course {{ {dark}}}\n{sheet}"


@cache
def template() -> go.layout.Template:
    """Return the course's one plotly template: light paper of its own, thin rules, tabular figures.

    >>> template().layout.paper_bgcolor
    '#ffffff'
    """
    import plotly.graph_objects as go

    axis = {
        "showline": False,
        "zeroline": False,
        "gridcolor": RULE,
        "gridwidth": 1,
        "ticks": "",
        "title": {"font": {"size": 13}},
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "colorway": [mark.colour for mark in MARKS.values()],
            "font": {"family": "system-ui, 'DejaVu Sans', sans-serif", "size": 13, "color": INK},
            "title": {"x": 0, "xanchor": "left", "font": {"size": 16}},
            "xaxis": axis,
            "yaxis": axis,
            "margin": {"l": 8, "r": 8, "t": 48, "b": 40},
            "hovermode": False,
            "dragmode": False,
            "showlegend": False,
        }
    )
