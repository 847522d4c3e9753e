"""The figures of the paradox: the map, the window, the cloud, the risk over time, the weight of assumptions.

None of them takes the name of a state or an instrument: no risk of attack stands beside a real one. Numbers
are rounded to what a claim or a teaching value can bear, and each description ends with what it rests on.
"""

from __future__ import annotations

import itertools
import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from course_utils import datasets, frontier, theme, words
from course_utils.charts.base import below, note, nothing, wrapped
from course_utils.charts.labels import LINE, SIZE, Label, around, settle, write
from course_utils.frontier import Position
from course_utils.guarantee import listed
from course_utils.sensitivity import Weight

if TYPE_CHECKING:
    import plotly.graph_objects as go

_TALL: Final = 300  # pixels of a map
_STEP: Final = 42  # pixels of a lane: its words and its bar
_GREY: Final = theme.MARKS["terms"].colour
_SHADE: Final = "#8c8c8c"  # bars: 3.4 to 1 on the paper
_LEFT: Final = 48  # margin, for the numbers of the upright axis
_SURE: Final = math.nextafter(1.0, 0.0)

# --- numbers in words -----------------------------------------------------------------------------------


def _number(value: float) -> str:
    """Two digits, and none finer than a thousandth."""
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{round(value, 3) + 0.0:.2g}"


def _two(low: float, high: float) -> tuple[str, str]:
    """Two credibilities in two decimals, or in three where two would not tell them apart."""
    texts = (f"{low:.2f}", f"{high:.2f}")
    return texts if texts[0] != texts[1] else (f"{low:.3f}", f"{high:.3f}")


def _risk(value: float, beside: float | None = None) -> str:
    """A risk in whole per cent, and whether it lies just over another one that reads the same."""
    text = frontier.percent(min(max(value, 0.0), 1.0))
    if beside is not None and value > beside and text == frontier.percent(min(max(beside, 0.0), 1.0)):
        return words.text("charts.paradox.just_over", risk=text)
    return text


def _claims(place: Position) -> list[str]:
    """What a figure rests on, in the student's own numbers."""
    values = {"B": _number(place.B), "w": _number(place.w_C), "R": _number(place.R)}
    rest = {"sigma": _number(place.sigma_C), "alpha": _risk(place.alpha)}
    return [words.text("charts.paradox.claims", **values), words.text("charts.paradox.claims_more", **rest)]


def _lifts(place: Position) -> list[str]:
    """Each kind of clause that lifts a design off the curve, or lowers it, and by how much."""
    said = words.section("charts")["paradox"]["lifts"]
    return [
        words.text(
            "charts.paradox.lift",
            kind=said["up" if part > 0 else "down"][kind],
            part=f"{'+' if part > 0 else '−'}{_number(abs(part))}",
        )
        for kind, part in place.lifts
    ]


# --- the map ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lane:
    """Which risks of attack suit one of those who must be content.

    Attributes:
        who: attacker, protected, guarantors, you or all.
        low: the least risk that suits, 0 to 1.
        high: the most, 0 to 1; below `low` where none does.
        answer: the same in words.
    """

    who: str
    low: float
    high: float
    answer: str

    @property
    def none(self) -> bool:
        """Whether no risk suits.

        >>> Lane("protected", 0.0, -1.0, "").none
        True
        """
        return self.low > self.high

    @property
    def label(self) -> str:
        """What stands above the bar.

        >>> Lane("protected", 0.0, 0.2, "signs up to 20 per cent").label
        'Protected state: signs up to 20 per cent'
        """
        return words.text(f"charts.paradox.map.label.{self.who}", answer=self.answer)


@dataclass(frozen=True)
class Map:
    """Where a design stands between those who must sign it.

    Attributes:
        place: the design.
        before: the design that it was, or None.
        low: the least worth in the picture (pr).
        high: the greatest.
        curve: risks and worths on the curve.
        lanes: who is content with which risk on the curve: attacker, protected state, guarantors, you, all.
        labels: words in the picture, none upon another.
    """

    place: Position
    before: Position | None
    low: float
    high: float
    curve: tuple[tuple[float, float], ...]
    lanes: tuple[Lane, ...]
    labels: tuple[Label, ...]

    def down(self, worth: float) -> float:
        """Return where a worth stands, in pixels from the top; what lies outside stands at the edge.

        >>> map_geometry(frontier.position({}, alpha=0.1)).down(99.0)
        0.0
        """
        return _down(worth, self.low, self.high)

    def inside(self, worth: float) -> float:
        """Return a worth, moved to the edge of the picture where it lies outside.

        >>> map_geometry(frontier.position({}, alpha=0.1)).inside(0.1)
        0.1
        """
        return min(max(worth, self.low), self.high)


def _down(worth: float, low: float, high: float) -> float:
    return _TALL * (high - min(max(worth, low), high)) / (high - low)


def _range(values: Sequence[float], sigma: float) -> tuple[float, float]:
    """The worths that a picture shows: much of the curve, and the values as far as that can be read."""
    high = max(1.5 * sigma, min(1.15 * max(values), 5 * sigma))
    low = min(0.0, max(1.2 * min(values), -2.5 * sigma)) - 0.12 * high
    return low, high


def _curve(sigma: float, high: float) -> tuple[tuple[float, float], ...]:
    """The curve from no risk up to the top of the picture, as fine where it is steep as where it is flat."""
    last = min(-math.expm1(-high / sigma), _SURE)
    steep = [-math.expm1(-high * step / (60 * sigma)) for step in range(61)]
    risks = sorted({min(risk, _SURE) for risk in (*steep, *(last * step / 60 for step in range(61)))})
    worths = frontier.curve(sigma_C=sigma, p=risks).tolist()
    return tuple((round(p, 5), round(worth, 5)) for p, worth in zip(risks, worths, strict=True))


def _lanes(place: Position) -> tuple[Lane, ...]:
    """Which risks on the curve suit whom."""
    said = words.section("charts")["paradox"]["map"]["answers"]
    most = {"protected": place.alpha_P, "guarantors": place.alpha_G, "you": place.alpha}
    smallest = min(most.values())
    least = place.p_min
    if least <= 0.0:
        answer = said["attacker"]["any"]
    else:
        answer = said["attacker"]["from"].format(risk=_risk(least, smallest))
    lanes = [Lane("attacker", least, 1.0, answer)]
    for who, threshold in most.items():
        key = "none" if threshold < 0.0 else "any" if threshold >= 1.0 else "upto"
        text = said[who][key].format(risk=_risk(threshold))
        lanes.append(Lane(who, 0.0, min(max(threshold, -1.0), 1.0), text))
    high = min(max(smallest, -1.0), 1.0)
    if least > high:
        text = said["all"]["none"]
    elif _risk(least) == _risk(high):
        text = said["all"]["at"].format(risk=_risk(high))
    else:
        text = said["all"]["between"].format(low=_risk(least), high=_risk(high))
    return (*lanes, Lane("all", least, high, text))


def map_geometry(place: Position, before: Position | None = None) -> Map:
    """Return the map of one design: its dot, the curve, and who is content with which risk.

    Args:
        place: the design.
        before: the design that it was before a change, under the same claims.

    >>> found = map_geometry(frontier.position({"w_C": 0.05}, alpha=0.1))
    >>> [lane.label for lane in found.lanes][0]
    'Attacker in this case: signs from 22 per cent up'
    """
    low, high = _range(
        [place.R, place.worth, *([before.worth] if before else []), 0.0],
        place.sigma_C,
    )
    curve = _curve(place.sigma_C, high)
    return Map(place, before, low, high, curve, _lanes(place), _map_labels(place, before, low, high, curve))


def _map_labels(
    place: Position,
    before: Position | None,
    low: float,
    high: float,
    curve: Sequence[tuple[float, float]],
) -> tuple[Label, ...]:
    """The words of the map: the dots first, then the line of the shortfall, the curve, the corner."""
    dots = [(one.p, _down(one.worth, low, high)) for one in (place, before) if one is not None]
    wanted: list[Iterable[Label]] = [around("yours", _dot_lines("yours", place, low, high), *dots[0])]
    if before is not None:
        wanted.append(around("before", _dot_lines("before", before, low, high), *dots[1], gap=12))
    wanted += [_line_places(place, low, high), _curve_places(curve, low, high)]
    if _corner(place, high):
        wanted.append(_corner_places(place, low, high))
    drawn = [(p, _down(worth, low, high)) for p, worth in curve]
    drawn += [(step / 60, _down(place.R, low, high)) for step in range(61)]
    for x in (place.alpha, place.alpha_P, place.alpha_G):
        drawn += [(x, float(down)) for down in range(0, _TALL, 12) if 0.0 < x < 1.0]
    return settle(wanted, tall=_TALL, dots=dots, lines=drawn)


def _dot_lines(name: str, place: Position, low: float, high: float) -> list[str]:
    """The words beside a dot: its risk, and the clauses that lift it off the curve."""
    lines = [words.text(f"charts.paradox.map.{name}", risk=_risk(place.p, place.alpha))]
    if name == "yours":
        lines += _lifts(place)
    if not low <= place.worth <= high:
        lines.append(_outside(place.worth, low))
    return lines


def _outside(worth: float, low: float) -> str:
    key = "below" if worth < low else "above"
    return words.text(f"charts.paradox.map.{key}", worth=_number(worth))


def _line_places(place: Position, low: float, high: float) -> list[Label]:
    """Where the words of the shortfall may stand: under its line at the right, or on it at the left."""
    lines = [words.text("charts.paradox.map.shortfall", R=_number(place.R))]
    if not low <= place.R <= high:
        lines.append(_outside(place.R, low))
    down, text = _down(place.R, low, high), tuple(lines)
    return [
        Label("shortfall", text, x, down, anchor, upright, dx, dy)
        for anchor, x, dx in (("right", 1.0, -4), ("left", 0.0, 4))
        for upright, dy in (("top", 3), ("bottom", -3))
    ]


def _curve_places(curve: Sequence[tuple[float, float]], low: float, high: float) -> list[Label]:
    """Where the name of the curve may stand: along it, first where it is high."""
    text = tuple(words.section("charts")["paradox"]["map"]["curve"])
    places = []
    for share in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4):
        p, worth = min(curve, key=lambda point: abs(point[1] - share * high))
        for anchor, dx in (("right", -8), ("left", 8)):
            places.append(Label("curve", text, p, _down(worth, low, high), anchor, "middle", dx))
    return places


def _corner(place: Position, high: float) -> tuple[float, float] | None:
    """The most risk and the least worth of a design that is signed and deters; None outside the picture."""
    return (place.alpha, place.R) if place.alpha > 0.0 and high > place.R else None


def _corner_places(place: Position, low: float, high: float) -> list[Label]:
    """Where the name of the corner may stand: beside it if it is narrow, else in it."""
    text = (words.text("charts.paradox.map.corner"),)
    beside = [Label("corner", text, place.alpha, 4, "left", "top", 6)]
    within = [Label("corner", text, 0.0, 4, "left", "top", 6)]
    deep = _down(place.R, low, high)
    lower = [Label("corner", text, place.alpha, deep - 6, "left", "bottom", 6)] if deep > 40 else []
    return [*beside, *lower, *within] if place.alpha < 0.6 else [*within, *beside]


def map_table(found: Map) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of the map: the design, its lifts, and the three thresholds with the student's.

    >>> map_table(map_geometry(frontier.position({"w_C": 0.05}, alpha=0.1)))[1][1]
    ['Attacker in this case', 'signs from 22 per cent up', '0.05']
    """
    said = words.section("charts")["paradox"]["map"]
    place, blank = found.place, said["blank"]
    rows = [[said["rows"]["yours"], _risk(place.p, place.alpha), _number(place.worth)]]
    rows += [[said["rows"]["lift"], blank, text] for text in _lifts(place)]
    if found.before is not None:
        old = found.before
        rows.append([said["rows"]["before"], _risk(old.p, old.alpha), _number(old.worth)])
    for lane in found.lanes:
        rows.append(
            [said["rows"][lane.who], lane.answer, _number(place.R) if lane.who == "attacker" else blank]
        )
    return list(said["columns"]), rows


def map_sentence(found: Map) -> str:
    """Describe the map in words made from its geometry, with what would have to change: always both ways.

    >>> map_sentence(map_geometry(frontier.position({"w_C": 0.5}, alpha=0.1)))[-41:]
    'did not set yourself are teaching values.'
    """
    said = words.section("charts")["paradox"]["map"]
    place = found.place
    values = {"risk": _risk(place.p, place.alpha), "worth": _number(place.worth)}
    parts = [said["lead"], words.text("charts.paradox.map.stands", **values)]
    lifts = _lifts(place)
    if lifts:
        key = "off_above" if place.lift > 0 else "off_below"
        lift = _number(abs(place.lift))
        parts.append(words.text(f"charts.paradox.map.{key}", lift=lift, kinds=listed(lifts)))
    else:
        parts.append(said["on"])
    if found.before is not None:
        old = {
            "risk": _risk(found.before.p, found.before.alpha),
            "worth": _number(found.before.worth),
        }
        parts.append(words.text("charts.paradox.map.was", **old))
    parts.append(words.text("charts.paradox.map.line", R=_number(place.R)))
    lanes = [words.text(f"charts.paradox.map.told.{lane.who}", answer=lane.answer) for lane in found.lanes]
    parts.append(words.text("charts.paradox.map.on_the_curve", lanes="; ".join(lanes[:-1]), all=lanes[-1]))
    rest = {"sigma": _number(place.sigma_C), "alpha": _risk(place.alpha)}
    return " ".join([*parts, frontier.to_do_in_words(place), words.text("charts.paradox.meant", **rest)])


def paradox_map(place: Position, before: Position | None = None) -> go.Figure:
    """Draw the map: the risk of attack across, upwards what signing gives the attacker beyond the peace.

    Under the picture, on the same axis, stands a bar for each who must be content with the risk.

    Args:
        place: the design.
        before: the design that it was before a change, drawn hollow, with an arrow from it.

    >>> figure = paradox_map(frontier.position({"w_C": 0.05}, alpha=0.1))
    >>> figure.layout.annotations[0].name
    'yours'
    """
    found = map_geometry(place, before)
    said = words.section("charts")["paradox"]["map"]
    head = [said["lanes"]]
    deep = 30 + _STEP * len(found.lanes)
    figure = _picture(found.low, found.high, deep)
    _draw_map(figure, found)
    write(figure, found.labels, y=lambda down: found.high - down * (found.high - found.low) / _TALL)
    note(figure, f"<b>{head[0]}</b>", 0, 10, yref="y2", font={"size": SIZE})
    for number, lane in enumerate(found.lanes):
        _draw_lane(figure, lane.label, 30 + _STEP * number, lane.low, lane.high, lane.who == "all")
    for lane in found.lanes[:-1]:
        edge = lane.low if lane.who == "attacker" else lane.high
        if 0.0 < edge < 1.0:
            top = found.inside(place.R) if lane.who == "attacker" else found.high
            deep_end = 30 + _STEP * (found.lanes.index(lane) + 1) - 14
            style = {"color": _GREY, "width": 1, "dash": "solid" if lane.who == "you" else "dot"}
            _line(figure, [edge, edge], [found.low, top], style)
            _line(figure, [edge, edge], [0, deep_end], style, yaxis="y2")
    _line(figure, [place.p] * 2, [found.low, found.inside(place.worth)], {"color": theme.INK, "width": 1})
    _line(figure, [place.p] * 2, [0, deep - 14], {"color": theme.INK, "width": 1}, yaxis="y2")
    return _framed(figure, said["upright"], said["across"], _TALL + deep, _claims(place))


# --- drawing ----------------------------------------------------------------------------------------------


def _line(
    figure: go.Figure, x: Sequence[float], y: Sequence[float], line: dict[str, Any], **more: Any
) -> None:
    import plotly.graph_objects as go

    figure.add_trace(go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", **more))


def _dot(figure: go.Figure, x: float, y: float, name: str, **more: Any) -> None:
    """A dot, filled for what is and hollow for what was."""
    import plotly.graph_objects as go

    hollow = name == "before"
    marker = {
        "symbol": "circle-open" if hollow else "circle",
        "size": 13,
        "color": theme.INK,
        "line": {"width": 2, "color": theme.INK if hollow else theme.PAPER},
    }
    trace = go.Scatter(
        x=[x], y=[y], name=name, mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip", **more
    )
    figure.add_trace(trace)


def _picture(low: float, high: float, deep: float) -> go.Figure:
    """An empty map, with room for lanes under it on the same axis."""
    import plotly.graph_objects as go

    figure = go.Figure()
    split = deep / (_TALL + deep)
    figure.update_layout(
        xaxis={"anchor": "y2" if deep else "y"},
        yaxis={"range": [low, high], "domain": [split, 1], "nticks": 6, "tickfont": {"size": SIZE}},
        barmode="overlay",
    )
    if deep:
        figure.update_layout(yaxis2={"range": [deep, 0], "domain": [0, split], "visible": False})
    return figure


def _framed(figure: go.Figure, upright: str, across: str, tall: float, foot: Sequence[str]) -> go.Figure:
    """Give a figure its axes' names, its margins and the lines below."""
    head = wrapped(upright) if upright else []
    if head:
        label = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "font": {"size": SIZE}}
        note(figure, "<br>".join(head), 0, 1, xshift=-_LEFT + 8, yshift=8, **label)
    title = {"text": across, "font": {"size": SIZE}, "standoff": 6}
    figure.update_xaxes(title=title, tickfont={"size": SIZE}, tickangle=0, automargin=False)
    figure.update_yaxes(automargin=False)
    room = below(figure, foot, 50)
    top = LINE * len(head) + 18
    margin = {"l": _LEFT, "r": 12, "t": top, "b": room}
    figure.update_layout(
        template=theme.template(), height=round(top + tall + room), margin=margin, autosize=True
    )
    return figure


def _share_axis(figure: go.Figure) -> None:
    """An axis across for risks, in per cent."""
    figure.update_xaxes(range=[0, 1], tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1], tickformat=".0%")


def _hatched(figure: go.Figure, left: float, right: float, bottom: float, top: float) -> None:
    """A hatched corner, so that print needs no colour."""
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
            fillpattern={"shape": "/", "size": 7, "solidity": 0.18, "fgcolor": _SHADE},
            hoverinfo="skip",
        )
    )


def _draw_lane(figure: go.Figure, text: str, down: float, low: float, high: float, hatched: bool) -> None:
    """Words, and under them the track from 0 to 1 with a bar on the part that suits."""
    import plotly.graph_objects as go

    note(figure, "<br>".join(wrapped(text)), 0, down - 3, yref="y2", font={"size": SIZE})
    bar = down + 22
    _line(figure, [0, 1], [bar, bar], {"color": _GREY, "width": 1}, yaxis="y2")
    if low <= high:
        figure.add_trace(
            go.Bar(
                x=[high - low],
                y=[bar],
                base=[low],
                width=[9],
                orientation="h",
                name=text,
                yaxis="y2",
                marker={
                    "color": theme.PAPER if hatched else _SHADE,
                    "line": {"width": 1.5, "color": theme.INK},
                    "pattern": {"shape": "/" if hatched else "", "fgcolor": theme.INK, "size": 6},
                },
                hoverinfo="skip",
            )
        )


def _draw_map(figure: go.Figure, found: Map) -> None:
    """The corner, the line of the shortfall, the curve, the lift and the dots."""
    place = found.place
    _share_axis(figure)
    corner = _corner(place, found.high)
    if corner:
        _hatched(figure, 0, corner[0], found.inside(corner[1]), found.high)
    _line(
        figure, [p for p, _ in found.curve], [v for _, v in found.curve], {"color": theme.INK, "width": 2.5}
    )
    at = found.inside(place.R)
    _line(figure, [0, 1], [at, at], {"color": theme.INK, "width": 1.5, "dash": "dash"})
    on_curve = frontier.curve(sigma_C=place.sigma_C, p=min(place.p, _SURE)).item()
    if place.lifts:
        rise = [found.inside(on_curve), found.inside(place.worth)]
        _line(figure, [place.p, place.p], rise, {"color": theme.INK, "width": 4})
    if found.before is not None:
        old = found.before
        _dot(figure, old.p, found.inside(old.worth), "before")
        figure.add_annotation(
            x=place.p,
            y=found.inside(place.worth),
            ax=old.p,
            ay=found.inside(old.worth),
            axref="x",
            ayref="y",
            text="",
            showarrow=True,
            arrowhead=2,
            arrowwidth=1.5,
            arrowcolor=theme.INK,
            standoff=9,
            startstandoff=8,
        )
    _dot(figure, place.p, found.inside(place.worth), "yours")


# --- the window -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Window:
    """Between which credibilities a guarantee deters and is signed.

    Attributes:
        place: the design.
        Q_deter: the least credibility that deters; not clipped.
        Q_accept: the greatest that the attacker in this case signs; not clipped.
        open: whether a credibility from 0 to 1 does both.
        deters: in words, which credibilities deter.
        signed: in words, which are signed.
        both: in words, which are both, or why none is.
    """

    place: Position
    Q_deter: float
    Q_accept: float
    open: bool
    deters: str
    signed: str
    both: str

    @property
    def bars(self) -> tuple[tuple[float, float], ...]:
        """From where to where each bar goes, 0 to 1: deters, signed, both; backwards where there is none.

        >>> window_geometry(frontier.position({"w_C": -1.0}, alpha=0.1)).bars[1]
        (0.0, 1.0)
        """
        low, high = min(max(self.Q_deter, 0.0), 2.0), min(max(self.Q_accept, -1.0), 1.0)
        return ((low, 1.0), (0.0, high), (low, high))


def window_geometry(place: Position) -> Window:
    """Return the window of credibility for a design, as wording alone could open it.

    Args:
        place: the design, with its temptation, bite, spread, shortfall and the risk that is lived with.

    >>> window_geometry(frontier.position({"w_C": 0.5}, alpha=0.1)).open
    False
    """
    found = frontier.window(T=place.T, D=place.D, sigma_C=place.sigma_C, R=place.R, alpha=place.alpha)
    low, high, is_open = found["Q_deter"], found["Q_accept"], found["nonempty"]
    weak, refused = low > 1.0, high < 0.0
    texts = _two(low, high) if math.isfinite(low) and math.isfinite(high) else (f"{low:.2f}", f"{high:.2f}")
    said = words.section("charts")["paradox"]["window"]
    deters = "none" if weak else "any" if low <= 0.0 else "from"
    signed = "none" if refused else "free" if place.R <= 0.0 else "any" if high >= 1.0 else "upto"
    if is_open:
        both = words.text(
            "charts.paradox.window.both.open",
            low=texts[0] if low > 0.0 else "0",
            high=texts[1] if high < 1.0 else "1",
        )
    else:
        both = said["both"][
            "neither" if weak and refused else "weak" if weak else "refused" if refused else "shut"
        ]
    return Window(
        place,
        low,
        high,
        is_open,
        words.text(f"charts.paradox.window.deters.{deters}", Q=texts[0]),
        words.text(f"charts.paradox.window.signed.{signed}", Q=texts[1]),
        both,
    )


def _both_ways(place: Position) -> str:
    """What would have to change before anything that deters is signed: B or w, side by side."""
    change = frontier.what_would_have_to_change(
        B=place.B,
        w_C=place.w_C,
        sigma_C=place.sigma_C,
        alpha=min(place.alpha, _SURE),
        T=place.T,
        D=place.D,
    )
    return frontier.change_in_words(change)


def window_table(found: Window) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of the window: what deters, what is signed, what is both, and the design.

    >>> window_table(window_geometry(frontier.position({"w_C": -1.0}, alpha=0.1)))[1][1]
    ['Signed by the attacker in this case', 'at any credibility, because R is not above 0']
    """
    said = words.section("charts")["paradox"]["window"]
    answers = (found.deters, found.signed, found.both, f"{found.place.Q:.2f}")
    return list(said["columns"]), [list(row) for row in zip(said["rows"], answers, strict=True)]


def window_sentence(found: Window) -> str:
    """Describe the window in words made from its geometry, with what would have to change: always both ways.

    >>> "w falls by" in window_sentence(window_geometry(frontier.position({"f": 4, "w_C": 0.3}, alpha=0.3)))
    True
    """
    said = words.section("charts")["paradox"]["window"]
    lines = [
        words.text("charts.paradox.window.line", name=name, answer=answer)
        for name, answer in zip(said["names"], (found.deters, found.signed, found.both), strict=True)
    ]
    design = words.text("charts.paradox.window.yours", Q=f"{found.place.Q:.2f}")
    parts = [said["lead"], *lines, f"{design}.", *_left_out(found.place), _both_ways(found.place)]
    return " ".join([*parts, *_claims(found.place)])


def _left_out(place: Position) -> list[str]:
    """That clauses which touch the peace itself, lapse or beliefs are not in the bars."""
    return [str(words.section("charts")["paradox"]["window"]["left_out"])] if place.lifts else []


def window_bar(place: Position) -> go.Figure:
    """Draw the window: bars of credibility for what deters, for what is signed and for what is both.

    Args:
        place: the design; its own credibility is a dot, with a line through the bars.

    >>> window_bar(frontier.position({"w_C": 0.05}, alpha=0.1)).layout.xaxis.range
    (0, 1)
    """
    found = window_geometry(place)
    said = words.section("charts")["paradox"]["window"]
    figure = _lanes_only(4 * _STEP + 6)
    figure.update_xaxes(range=[0, 1], tickvals=[0, 0.25, 0.5, 0.75, 1], ticktext=said["ticks"])
    _draw_lane(figure, words.text("charts.paradox.window.yours", Q=f"{place.Q:.2f}"), 6, 1, 0, False)
    answers = (found.deters, found.signed, found.both)
    for number, (name, answer, (low, high)) in enumerate(
        zip(said["names"], answers, found.bars, strict=True), start=1
    ):
        text = words.text("charts.paradox.window.line", name=name, answer=answer).rstrip(".")
        _draw_lane(figure, text, 6 + _STEP * number, low, high, number == 3)
    at = min(max(place.Q, 0.0), 1.0)
    _line(figure, [at, at], [28, 4 * _STEP - 4], {"color": theme.INK, "width": 1}, yaxis="y2")
    _dot(figure, at, 28, "yours", yaxis="y2")
    foot = [*_left_out(place), _both_ways(place), *_claims(place)]
    return _framed(figure, "", said["across"], 4 * _STEP + 6, foot)


def _lanes_only(deep: float) -> go.Figure:
    """An empty figure that holds lanes alone."""
    import plotly.graph_objects as go

    figure = go.Figure()
    figure.update_layout(
        xaxis={"anchor": "y2"},
        yaxis2={"range": [deep, 0], "visible": False, "anchor": "x"},
        barmode="overlay",
    )
    return figure


# --- the cloud --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cloud:
    """Many designs under the same claims, and one of them.

    Attributes:
        place: the design.
        designs: risk and worth (pr) of each.
        edge: the best worth (pr) at risks where there is a design, in order of the risk.
        low: the least worth in the picture (pr).
        high: the greatest.
        curve: risks and worths on the curve.
        signed: how many the attacker signs.
        deters: how many deter.
        both: how many do both.
        above: how many stand above the curve.
        under: how many stand below it.
        labels: words in the picture, none upon another.
    """

    place: Position
    designs: tuple[tuple[float, float], ...]
    edge: tuple[tuple[float, float], ...]
    low: float
    high: float
    curve: tuple[tuple[float, float], ...]
    signed: int
    deters: int
    both: int
    above: int
    under: int
    labels: tuple[Label, ...]


def cloud_geometry(cloud: Mapping[str, Any], place: Position) -> Cloud:
    """Return the picture of a cloud of designs.

    Args:
        cloud: as `frontier.cloud` returns it.
        place: the design itself, under the same claims.

    >>> cloud = frontier.cloud({}, alpha=0.1, size=50)
    >>> found = cloud_geometry(cloud, frontier.position({}, alpha=0.1))
    >>> found.above, found.signed
    (0, 50)
    """
    p, worth = cloud["p"].tolist(), cloud["worth"].tolist()
    designs = tuple((round(x, 4), round(y, 4)) for x, y in zip(p, worth, strict=True))
    edge = tuple(
        (round(x, 4), round(y, 4))
        for x, y in zip(cloud["edge_p"].tolist(), cloud["edge"].tolist(), strict=True)
        if math.isfinite(y)
    )
    low, high = _range([place.R, place.worth, *worth, 0.0], place.sigma_C)
    curve = _curve(place.sigma_C, high)
    signs, deters = cloud["signs"].tolist(), cloud["deters"].tolist()
    dot = (place.p, _down(place.worth, low, high))
    wanted = [
        around("yours", _dot_lines("yours", place, low, high)[:1], *dot),
        _line_places(place, low, high),
        _edge_places(edge, low, high),
        _curve_places(curve, low, high),
    ]
    if _corner(place, high):
        wanted.append(_corner_places(place, low, high))
    drawn = [(x, _down(y, low, high)) for x, y in (*curve, *edge, *designs[:200])]
    drawn += [(step / 60, _down(place.R, low, high)) for step in range(61)]
    return Cloud(
        place,
        designs,
        edge,
        low,
        high,
        curve,
        sum(signs),
        sum(deters),
        sum(one and other for one, other in zip(signs, deters, strict=True)),
        sum(lift > 5e-4 for lift in cloud["lift"].tolist()),
        sum(lift < -5e-4 for lift in cloud["lift"].tolist()),
        settle(wanted, tall=_TALL, dots=[dot], lines=drawn),
    )


def _edge_places(edge: Sequence[tuple[float, float]], low: float, high: float) -> list[Label]:
    """Where the name of the best edge may stand: above it, anywhere along it."""
    text = tuple(words.section("charts")["paradox"]["cloud"]["edge"])
    return [
        Label("edge", text, p, _down(worth, low, high), anchor, "bottom", dx, -8)
        for p, worth in (*edge[len(edge) // 2 :], *edge)
        for anchor, dx in (("right", -4), ("left", 4))
    ] or [Label("edge", text, 0.0, 40)]


def cloud_table(found: Cloud) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of the cloud: how many designs are signed, deter and do both, then its edge.

    >>> cloud = frontier.cloud({}, alpha=0.1, size=50)
    >>> cloud_table(cloud_geometry(cloud, frontier.position({}, alpha=0.1)))[1][0]
    ['Designs drawn', '50']
    """
    said = words.section("charts")["paradox"]["cloud"]
    counts = (len(found.designs), found.signed, found.deters, found.both, found.above, found.under)
    rows = [[name, str(count)] for name, count in zip(said["rows"], counts, strict=True)]
    rows += [
        [words.text("charts.paradox.cloud.edge_at", risk=_risk(p)), _number(worth)] for p, worth in found.edge
    ]
    return list(said["columns"]), rows


def cloud_sentence(found: Cloud) -> str:
    """Describe the cloud in words made from its geometry, with what would have to change: always both ways.

    >>> cloud = frontier.cloud({}, alpha=0.1, size=50)
    >>> cloud_sentence(cloud_geometry(cloud, frontier.position({}, alpha=0.1)))[:22]
    'Each of the 50 points '
    """
    place = found.place
    values = {
        "all": len(found.designs),
        "signed": found.signed,
        "deters": found.deters,
        "both": found.both,
        "above": found.above,
        "under": found.under,
    }
    key = "off" if found.above or found.under else "on"
    stands = {"risk": _risk(place.p, place.alpha), "worth": _number(place.worth)}
    rest = {"sigma": _number(place.sigma_C), "alpha": _risk(place.alpha)}
    parts = [
        words.text("charts.paradox.cloud.lead", **values),
        words.text(f"charts.paradox.cloud.{key}", **values),
        words.text("charts.paradox.map.stands", **stands),
        words.text("charts.paradox.map.line", R=_number(place.R)),
        frontier.to_do_in_words(place),
        words.text("charts.paradox.meant", **rest),
    ]
    return " ".join(parts)


def cloud_figure(cloud: Mapping[str, Any], place: Position) -> go.Figure:
    """Draw a cloud of designs with its best edge, the curve, the line of the shortfall and the design.

    Args:
        cloud: as `frontier.cloud` returns it.
        place: the design itself, under the same claims.

    >>> cloud = frontier.cloud({}, alpha=0.1, size=50)
    >>> len(cloud_figure(cloud, frontier.position({}, alpha=0.1)).data[0].x)
    50
    """
    import plotly.graph_objects as go

    found = cloud_geometry(cloud, place)
    said = words.section("charts")["paradox"]
    figure = _picture(found.low, found.high, 0)
    shown = [(p, worth) for p, worth in found.designs if found.low <= worth <= found.high]
    points = go.Scatter(
        x=[p for p, _ in shown],
        y=[worth for _, worth in shown],
        name="designs",
        mode="markers",
        marker={"symbol": "circle-open", "size": 5, "color": _SHADE, "line": {"width": 1}},
        hoverinfo="skip",
    )
    figure.add_trace(points)
    frame = Map(place, None, found.low, found.high, found.curve, (), ())
    _draw_map(figure, frame)
    edge = [(p, worth) for p, worth in found.edge if found.low <= worth <= found.high]
    line = {"color": theme.INK, "width": 1.5, "dash": "dot", "shape": "hvh"}
    _line(figure, [p for p, _ in edge], [worth for _, worth in edge], line, name="edge")
    if 0.0 < place.alpha < 1.0:
        _line(figure, [place.alpha] * 2, [found.low, found.high], {"color": _GREY, "width": 1})
    write(figure, found.labels, y=lambda down: found.high - down * (found.high - found.low) / _TALL)
    return _framed(figure, said["map"]["upright"], said["map"]["across"], _TALL, _claims(place))


# --- the risk over time -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ahead:
    """The risk of attack, period by period.

    Attributes:
        risks: of an attack in each period, if none came before (probability).
        ever: that one has come by the end of each period (probability).
        bound: below which the last of these cannot fall, for what the chance to attack is worth.
        option: what that chance is worth to the attacker in this case (pr).
        expiry: after how many periods the guarantee ends; None where it does not within these.
        sigma_C, r, delta: the spread of its temptation (pr), the worth of a quiet period (pr), its patience.
        R: its shortfall without any chance to attack (pr); None where no claim was made.
        labels: words in the picture, none upon another.
    """

    risks: tuple[float, ...]
    ever: tuple[float, ...]
    bound: float
    option: float
    expiry: int | None
    sigma_C: float
    r: float
    delta: float
    R: float | None
    labels: tuple[Label, ...]


def time_geometry(
    found: Mapping[str, Any],
    *,
    sigma_C: float,
    r: float,
    delta: float,
    expiry: float = math.inf,
    R: float | None = None,
) -> Ahead:
    """Return the picture of the risk over time.

    Args:
        found: as `game.over_time` returns it for one path.
        sigma_C: spread of the attacker's private temptation (pr), as it was given there.
        r: what a period without attack yields to it (pr), as it was given there.
        delta: discount factor, as it was given there.
        expiry: the period, counted from 0, from which there is no obligation.
        R: its shortfall without any chance to attack (pr), where the student claims one.

    Raises:
        ValueError: there is more than one path.

    >>> from course_utils import game
    >>> found = game.over_time(U_t=[0.1, 0.4], r=0.02, delta=0.95, sigma_C=0.2, W_end=0.0)
    >>> time_geometry(found, sigma_C=0.2, r=0.02, delta=0.95, expiry=1).expiry
    1
    """
    risks = tuple(float(p) for p in found["p_t"].tolist()) if found["p_t"].ndim == 1 else ()
    if not risks:
        raise ValueError("one path at a time")
    quiet = itertools.accumulate((1.0 - p for p in risks), lambda one, other: one * other)
    ever = tuple(1.0 - share for share in quiet)
    bound, count = float(found["bound"]), len(risks)
    ends = math.ceil(expiry) if 0 < expiry < count else 0 if expiry <= 0 else None
    last = _down(ever[-1], 0.0, 1.1)
    wanted = [
        [
            Label("ever", tuple(_time("ever", risk=_risk(ever[-1]))), 1.0, last, "right", upright, -10, dy)
            for upright, dy in (("bottom", -10), ("top", 12))
        ],
        [
            Label(
                "bound",
                tuple(_time("bound", risk=_risk(bound))),
                x,
                _down(bound, 0.0, 1.1),
                anchor,
                upright,
                dx,
                dy,
            )
            for anchor, x, dx in (("left", 0.0, 4), ("right", 1.0, -4))
            for upright, dy in (("bottom", -3), ("top", 3))
        ],
    ]
    if ends is not None:
        wanted.append(
            [
                Label("expiry", tuple(_time("ends")), ends / count, 4, anchor, "top", dx)
                for anchor, dx in (("left", 5), ("right", -5))
            ]
        )
    middle = range(count // 3, count)
    wanted.append(
        [
            Label(
                "period",
                tuple(_time("period")),
                (at + 0.5) / count,
                _down(risks[at], 0.0, 1.1),
                anchor,
                "bottom",
                dx,
                -4,
            )
            for at in middle
            for anchor, dx in (("center", 0), ("left", 0), ("right", 0))
        ]
    )
    drawn = [((at + 0.5) / count, _down(p, 0.0, 1.1)) for at, p in enumerate(ever)]
    drawn += [((at + 0.5) / count, down) for at, p in enumerate(risks) for down in _range_down(p)]
    drawn += [(step / 60, _down(bound, 0.0, 1.1)) for step in range(61)]
    labels = settle(wanted, tall=_TALL, lines=drawn)
    return Ahead(risks, ever, bound, float(found["option_part"]), ends, sigma_C, r, delta, R, labels)


def _range_down(risk: float) -> list[float]:
    """Places within a bar, every ten pixels from its top down."""
    top = round(_down(risk, 0.0, 1.1))
    return [float(down) for down in range(top, _TALL, 10)]


def _time(key: str, **values: str) -> list[str]:
    """A label of this figure, on lines that fit."""
    return textwrap.wrap(words.text(f"charts.paradox.time.{key}", **values), 26)


def _time_rests(found: Ahead) -> list[str]:
    """What the picture of the risk over time rests on."""
    values = {"sigma": _number(found.sigma_C), "r": _number(found.r), "delta": _number(found.delta)}
    parts = [words.text("charts.paradox.time.rests", **values)]
    if found.R is not None:
        parts.append(words.text("charts.paradox.time.rests_R", R=_number(found.R)))
    return parts


def _time_signed(found: Ahead) -> list[str]:
    """Whether the attacker signs, where a shortfall is claimed, and what would change that: both ways."""
    if found.R is None:
        return []
    missing = found.R - found.option
    key = "signed" if missing <= 0 else "not_signed"
    least = frontier.least_accepted_risk(R=found.R, sigma_C=found.sigma_C)
    return [words.text(f"charts.paradox.time.{key}", missing=_number(max(missing, 0.0)), risk=_risk(least))]


def time_table(found: Ahead) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of the risk over time: one row a period.

    >>> from course_utils import game
    >>> path = game.over_time(U_t=[0.1, 0.4], r=0.02, delta=0.95, sigma_C=0.2, W_end=0.0)
    >>> time_table(time_geometry(path, sigma_C=0.2, r=0.02, delta=0.95, expiry=1))[1][1][:2]
    ['2', 'no']
    """
    said = words.section("charts")["paradox"]["time"]
    rows = []
    for period, (risk, ever) in enumerate(zip(found.risks, found.ever, strict=True)):
        runs = found.expiry is None or period < found.expiry
        rows.append([str(period + 1), said["runs" if runs else "ended"], _risk(risk), _risk(ever)])
    return list(said["columns"]), rows


def time_sentence(found: Ahead) -> str:
    """Describe the risk over time in words made from its geometry.

    >>> from course_utils import game
    >>> path = game.over_time(U_t=[0.1, 0.4], r=0.02, delta=0.95, sigma_C=0.2, W_end=0.0)
    >>> time_sentence(time_geometry(path, sigma_C=0.2, r=0.02, delta=0.95))[:15]
    'Over 2 periods,'
    """
    said = words.section("charts")["paradox"]["time"]
    most = max(found.risks)
    values = {
        "periods": words.text(
            f"charts.paradox.time.{'many' if len(found.risks) > 1 else 'one'}", n=len(found.risks)
        ),
        "first": _risk(found.risks[0]),
        "last": _risk(found.risks[-1]),
        "most": _risk(most),
        "at": found.risks.index(most) + 1,
        "ever": _risk(found.ever[-1]),
    }
    parts = [words.text("charts.paradox.time.lead", **values)]
    if found.expiry is None:
        parts.append(said["no_end"])
    elif found.expiry == 0:
        parts.append(said["never"])
    else:
        by_then = _risk(found.ever[found.expiry - 1])
        parts.append(words.text("charts.paradox.time.end", period=found.expiry, ever=by_then))
    bound = {"option": _number(found.option), "risk": _risk(found.bound)}
    parts.append(words.text("charts.paradox.time.bounded", **bound))
    return " ".join([*parts, *_time_signed(found), *_time_rests(found)])


def risk_over_time(
    found: Mapping[str, Any],
    *,
    sigma_C: float,
    r: float,
    delta: float,
    expiry: float = math.inf,
    R: float | None = None,
) -> go.Figure:
    """Draw the risk of attack in each period, and the chance that one has come by then.

    Args:
        found: as `game.over_time` returns it for one path.
        sigma_C: spread of the attacker's private temptation (pr), as it was given there.
        r: what a period without attack yields to it (pr), as it was given there.
        delta: discount factor, as it was given there.
        expiry: the period, counted from 0, from which there is no obligation.
        R: its shortfall without any chance to attack (pr), where the student claims one.

    Raises:
        ValueError: there is more than one path.

    >>> from course_utils import game
    >>> path = game.over_time(U_t=[0.1, 0.4], r=0.02, delta=0.95, sigma_C=0.2, W_end=0.0)
    >>> risk_over_time(path, sigma_C=0.2, r=0.02, delta=0.95).data[0].x
    (0.25, 0.75)
    """
    import plotly.graph_objects as go

    ahead = time_geometry(found, sigma_C=sigma_C, r=r, delta=delta, expiry=expiry, R=R)
    said = words.section("charts")["paradox"]["time"]
    count = len(ahead.risks)
    places = [(period + 0.5) / count for period in range(count)]
    figure = _picture(0.0, 1.1, 0)
    figure.add_trace(
        go.Bar(
            x=places,
            y=[round(risk, 5) for risk in ahead.risks],
            name="period",
            width=0.6 / count,
            marker={
                "color": theme.PAPER,
                "line": {"width": 1, "color": _GREY},
                "pattern": {"shape": "/", "fgcolor": _SHADE},
            },
            hoverinfo="skip",
        )
    )
    _line(figure, [0, 1], [ahead.bound] * 2, {"color": theme.INK, "width": 1.5, "dash": "dash"}, name="bound")
    figure.add_trace(
        go.Scatter(
            x=places,
            y=[round(share, 5) for share in ahead.ever],
            name="ever",
            mode="lines+markers" if count <= 24 else "lines",
            line={"color": theme.INK, "width": 2},
            marker={"size": 7, "color": theme.INK},
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    if ahead.expiry is not None:
        at = ahead.expiry / count
        _line(figure, [at, at], [0, 1.1], {"color": theme.INK, "width": 1.5, "dash": "dot"}, name="expiry")
    write(figure, ahead.labels, y=lambda down: 1.1 * (1 - down / _TALL))
    step = max(1, math.ceil(count / 10))
    shown = range(0, count, step)
    figure.update_xaxes(
        range=[0, 1],
        tickvals=[places[at] for at in shown],
        ticktext=[str(at + 1) for at in shown],
        showgrid=False,
    )
    figure.update_yaxes(tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1], tickformat=".0%")
    foot = [*_time_signed(ahead), *_time_rests(ahead)]
    return _framed(figure, said["upright"], said["across"], _TALL, foot)


# --- the weight of assumptions ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """What one assumption does to the risk when it alone is moved over its range.

    Attributes:
        label: what the assumption is called.
        range: from where to where it is moved, in words.
        low: the least risk (probability).
        high: the greatest.
        crosses: whether the risk passes the one that is lived with.
        turns: deters, signs, both or neither: which answers it turns.
        down: where its words begin, in pixels from the top.
        lines: its words above the bar, line by line.
    """

    label: str
    range: str
    low: float
    high: float
    crosses: bool
    turns: str
    down: float
    lines: tuple[str, ...]

    @property
    def at(self) -> float:
        """Where the bar itself stands, in pixels from the top.

        >>> Bar("c", "", 0, 1, True, "both", 10, ("one", "two")).at
        51
        """
        return self.down + LINE * len(self.lines) + 9


def weight_geometry(weights: Iterable[Weight], alpha: float) -> tuple[Bar, ...]:
    """Return a bar for each assumption, in the order in which they come.

    Args:
        weights: as `sensitivity.weights` returns them.
        alpha: the risk that is lived with (probability).

    >>> one = Weight("c", "Cost of attacking", 0.05, 0.5, (0.3, 0.9), (0.0, 0.4), False, False)
    >>> weight_geometry([one], 0.1)[0].lines
    ('Cost of attacking, 0.05 to 0.5:', 'turns neither answer')
    """
    units = {str(row["id"]): str(row["unit"]) for row in datasets.rows("primitives")}
    bars: list[Bar] = []
    down = 30.0
    for one in weights:
        turns = ("neither", "signs", "deters", "both")[2 * one.turns_deterring + one.turns_signing]
        moved = words.text("charts.paradox.weights.range", low=_number(one.low), high=_number(one.high))
        told = words.text(f"charts.paradox.weights.turns.{turns}")
        whole = words.text("charts.paradox.weights.bar", label=one.label, range=moved, turns=told)
        lines = (
            (whole,)
            if len(whole) <= 46
            else tuple(line for part in (f"{one.label}, {moved}:", told) for line in textwrap.wrap(part, 46))
        )
        unit = words.text("charts.paradox.weights.unit", range=moved, unit=units[one.name])
        low, high = one.risk
        bar = Bar(one.label, unit, low, high, one.turns_deterring, turns, down, lines)
        bars.append(bar)
        down = bar.at + 15
    return tuple(bars)


def _weight_rests(alpha: float, place: Position | None) -> list[str]:
    """What the bars rest on: the claims of the design where it is given, else the risk alone."""
    if place is None:
        return [words.text("charts.paradox.weights.rests", alpha=_risk(alpha))]
    return _claims(place)


def weight_table(bars: Sequence[Bar]) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of the weights: one row an assumption.

    >>> one = Weight("c", "Cost of attacking", 0.05, 0.5, (0.3, 0.9), (0.0, 0.4), False, False)
    >>> weight_table(weight_geometry([one], 0.1))[1][0]
    ['Cost of attacking', '0.05 to 0.5 (prize)', '30 per cent', '90 per cent', 'turns neither answer']
    """
    said = words.section("charts")["paradox"]["weights"]
    rows = [[bar.label, bar.range, _risk(bar.low), _risk(bar.high), said["turns"][bar.turns]] for bar in bars]
    return list(said["columns"]), rows


def weight_sentence(bars: Sequence[Bar], alpha: float, place: Position | None = None) -> str:
    """Describe the weights in words made from their bars.

    Args:
        bars: as `weight_geometry` returns them.
        alpha: the risk that is lived with (probability).
        place: the design whose claims they rest on, or None.

    >>> weight_sentence([], 0.1)
    'No assumption was moved, so there is nothing to compare.'
    """
    said = words.section("charts")["paradox"]["weights"]
    if not bars:
        return str(said["empty"])
    parts = [words.text("charts.paradox.weights.lead", alpha=_risk(alpha))]
    for bar in bars:
        values = {"low": _risk(bar.low), "high": _risk(bar.high), "turns": said["turns"][bar.turns]}
        parts.append(words.text("charts.paradox.weights.line", label=bar.label, range=bar.range, **values))
    if place is not None:
        parts.append(frontier.to_do_in_words(place))
    return " ".join([*parts, *_weight_rests(alpha, place)])


def weight_bars(weights: Iterable[Weight], alpha: float, place: Position | None = None) -> go.Figure:
    """Draw a bar for each assumption: the risks that it alone can make, and which answers it turns.

    Args:
        weights: as `sensitivity.weights` returns them; they keep their order.
        alpha: the risk that is lived with (probability), a line through the bars.
        place: the design from which they were moved, whose risk is then a second line, or None.

    >>> one = Weight("c", "Cost of attacking", 0.05, 0.5, (0.3, 0.9), (0.0, 0.4), False, False)
    >>> weight_bars([one], 0.1).data[-1].base
    (0.3,)
    """
    import plotly.graph_objects as go

    bars = weight_geometry(weights, alpha)
    if not bars:
        return nothing(weight_sentence(bars, alpha))
    said = words.section("charts")["paradox"]["weights"]
    deep = bars[-1].at + 14
    figure = _lanes_only(deep)
    _share_axis(figure)
    _line(
        figure,
        [alpha] * 2,
        [22, deep],
        {"color": theme.INK, "width": 1.5, "dash": "dash"},
        yaxis="y2",
        name="alpha",
    )
    wanted = [
        [
            Label(
                "alpha",
                (words.text("charts.paradox.weights.alpha", alpha=_risk(alpha)),),
                alpha,
                11,
                anchor,
                "middle",
                dx,
            )
            for anchor, dx in (("left", -4), ("right", 4))
        ]
    ]
    write(figure, settle(wanted, tall=30), yref="y2")
    for bar in bars:
        text = "<br>".join(wrapped(line, 60)[0] for line in bar.lines)
        note(figure, text, 0, bar.down, yref="y2", font={"size": SIZE})
        _line(figure, [0, 1], [bar.at, bar.at], {"color": _GREY, "width": 1}, yaxis="y2")
    figure.add_trace(
        go.Bar(
            x=[bar.high - bar.low for bar in bars],
            y=[bar.at for bar in bars],
            base=[bar.low for bar in bars],
            width=[9] * len(bars),
            orientation="h",
            name="risk",
            yaxis="y2",
            marker={
                "color": [theme.PAPER if bar.turns == "neither" else _SHADE for bar in bars],
                "line": {"width": 1.5, "color": theme.INK},
            },
            hoverinfo="skip",
        )
    )
    return _framed(figure, "", said["across"], deep, [said["key"], *_weight_rests(alpha, place)])
