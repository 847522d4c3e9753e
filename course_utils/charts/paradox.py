"""The figures of the paradox: the map, the window and the cloud.

None of them takes the name of a state or an instrument: no risk of attack stands beside a real one.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from course_utils import frontier, theme, words
from course_utils.charts import claims, picture
from course_utils.charts.base import note
from course_utils.charts.labels import SIZE, Label, around, settle, write
from course_utils.charts.picture import TALL
from course_utils.frontier import Position
from course_utils.guarantee import listed

if TYPE_CHECKING:
    import plotly.graph_objects as go

_SURE: Final = math.nextafter(1.0, 0.0)
_HEAD: Final = 28  # pixels from a map to its first lane, for the lanes' heading
_NARROW: Final = 24  # characters of a line beside a dot
_FEW: Final = 2  # kinds of clause that are named beside the dot; more are named below the figure

# --- the map ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frame:
    """The worths that a map shows (pr), from its foot to its top.

    Attributes:
        low: the least.
        high: the greatest.
    """

    low: float
    high: float

    def down(self, worth: float) -> float:
        """Return where a worth stands, in pixels from the top; what lies outside stands at the edge.

        >>> Frame(0.0, 0.3).down(0.1), Frame(0.0, 0.3).down(99.0)
        (200.0, 0.0)
        """
        return round(TALL * (self.high - self.inside(worth)) / (self.high - self.low), 6)

    def worth(self, down: float) -> float:
        """Return the worth that stands so many pixels from the top.

        >>> Frame(0.0, 0.3).worth(0)
        0.3
        """
        return self.high - down * (self.high - self.low) / TALL

    def inside(self, worth: float) -> float:
        """Return a worth, moved to the edge where it lies outside.

        >>> Frame(0.0, 0.3).inside(99.0)
        0.3
        """
        return min(max(worth, self.low), self.high)

    def side(self, worth: float) -> str:
        """Return where a worth lies: within, above or below.

        >>> Frame(0.0, 0.3).side(99.0)
        'above'
        """
        return "above" if worth > self.high else "below" if worth < self.low else "within"


@dataclass(frozen=True)
class Lane:
    """Which risks of attack suit one of those who must be content.

    Attributes:
        who: attacker, protected, guarantors, you or all.
        low: the least risk that suits, 0 to 1.
        high: the most, at most 1; below `low` where none does.
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
    def threshold(self) -> float | None:
        """The risk at which the answer turns, where it is one that the picture shows.

        >>> Lane("protected", 0.0, 0.2, "").threshold, Lane("protected", 0.0, 1.0, "").threshold
        (0.2, None)
        """
        edge = self.low if self.who == "attacker" else self.high
        return edge if 0.0 < edge < 1.0 and self.who != "all" else None

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
        frame: the worths that are shown.
        curve: risks and worths (pr) on the curve.
        lanes: who is content with which risk on the curve: attacker, protected state, guarantors, you, all.
        labels: words in the picture, none upon another.
    """

    place: Position
    before: Position | None
    frame: Frame
    curve: tuple[tuple[float, float], ...]
    lanes: tuple[Lane, ...]
    labels: tuple[Label, ...]


def map_geometry(place: Position, before: Position | None = None) -> Map:
    """Return the map of one design: its dot, the curve, and who is content with which risk.

    Args:
        place: the design.
        before: the design that it was before a change, under the same claims.

    >>> found = map_geometry(frontier.position({"w_C": 0.05}, alpha=0.1))
    >>> found.lanes[0].label
    'Attacker in this case: signs from 22 per cent up'
    """
    shown = [place.worth, *([before.worth] if before else [])]
    frame = _frame([place.R, *shown], place.sigma_C)
    curve = _curve(place.sigma_C, frame.high)
    dots = [(one.p, frame.down(one.worth)) for one in (place, before) if one is not None]
    wanted: list[Iterable[Label]] = [around("yours", _dot_lines(place, frame), *dots[0])]
    if before is not None:
        text = [words.text("charts.paradox.map.before", risk=claims.risk(before.p, before.alpha))]
        wanted.append(around("before", text, *dots[1], gap=12))
    wanted += [
        *_corner_places(place, frame),
        _line_places(place, frame),
        _curve_places(curve, frame, "curve"),
    ]
    lanes = _lanes(place)
    drawn = _drawn(place, frame, curve)
    for lane in lanes:
        drawn += [(lane.threshold, float(down)) for down in range(0, TALL, 12) if lane.threshold is not None]
    drawn += [
        (place.p + share / 8 * (x - place.p), dots[0][1] + share / 8 * (down - dots[0][1]))
        for x, down in dots[1:]
        for share in range(9)
    ]
    return Map(place, before, frame, curve, lanes, settle(wanted, tall=TALL, dots=dots, lines=drawn))


def _frame(values: Sequence[float], sigma: float) -> Frame:
    """The worths to show: much of the curve, and the values as far as both can then be read."""
    high = max(1.5 * sigma, min(1.15 * max(values), 5 * sigma))
    low = min(0.0, max(1.2 * min(values), -2.5 * sigma)) - 0.12 * high
    return Frame(low, high)


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
    least, smallest = place.p_min, min(min(most.values()), 1.0)
    answer = said["attacker"]["any" if least <= 0.0 else "from"]
    lanes = [Lane("attacker", least, 1.0, answer.format(risk=claims.risk(least, smallest)))]
    for who, threshold in most.items():
        key = "none" if threshold < 0.0 else "any" if threshold >= 1.0 else "upto"
        answer = said[who][key].format(risk=claims.risk(threshold))
        lanes.append(Lane(who, 0.0, min(max(threshold, -1.0), 1.0), answer))
    high = max(smallest, -1.0)
    low_text, high_text = claims.risk(least), claims.risk(high)
    key = "between" if low_text != high_text else "at"
    if least > high:
        key = "none"
    elif least <= 0.0:
        key = "any" if high >= 1.0 else "upto"
    return (*lanes, Lane("all", least, high, said["all"][key].format(low=low_text, high=high_text)))


def lane_rows(lanes: Sequence[Lane]) -> tuple[picture.Row, ...]:
    """Return where the words and the bar of each lane stand, below the map and the lanes' heading.

    >>> [row.at for row in lane_rows([Lane("you", 0.0, 0.1, "live with 10 per cent at most")])]
    [52]
    """
    return picture.rows((lane.label for lane in lanes), _HEAD)


def _dot_lines(place: Position, frame: Frame) -> list[str]:
    """The words beside the dot: its risk, and what lifts it off the curve."""
    lines = [words.text("charts.paradox.map.yours", risk=claims.risk(place.p, place.alpha))]
    if 0 < len(place.lifts) <= _FEW:
        lines += [line for text in claims.lifts(place) for line in textwrap.wrap(text, _NARROW)]
    elif place.lifts:
        sign = "+" if place.lift > 0 else "−"
        lines.append(words.text("charts.paradox.map.lift", lift=sign + claims.number(abs(place.lift))))
    side = frame.side(place.worth)
    if side != "within":
        lines.append(words.text(f"charts.paradox.map.{side}", worth=claims.number(place.worth)))
    return lines


def _line_places(place: Position, frame: Frame) -> list[Label]:
    """Where the words of the shortfall may stand: under or on its line, at the right or at the left."""
    side = frame.side(place.R)
    text = (words.text(f"charts.paradox.map.shortfall.{side}", R=claims.number(place.R)),)
    return [
        Label("shortfall", text, x, frame.down(place.R), anchor, upright, dx, dy)
        for anchor, x, dx in (("right", 1.0, -4), ("left", 0.0, 4))
        for upright, dy in (("top", 3), ("bottom", -3))
    ]


def _curve_places(curve: Sequence[tuple[float, float]], frame: Frame, name: str) -> list[Label]:
    """Where the name of the curve may stand: along it, first where it is high."""
    text = tuple(words.section("charts")["paradox"]["map"][name])
    places = []
    for share in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2):
        p, worth = min(curve, key=lambda point: abs(point[1] - share * frame.high))
        for anchor, dx in (("right", -8), ("left", 8)):
            places.append(Label("curve", text, p, frame.down(worth), anchor, "middle", dx))
    return places


def _corner(place: Position, frame: Frame) -> tuple[float, float] | None:
    """The most risk and the least worth of a design that is signed and deters; None outside the picture."""
    return (place.alpha, place.R) if place.alpha > 0.0 and frame.high > place.R else None


def _corner_places(place: Position, frame: Frame) -> list[list[Label]]:
    """Where the name of the corner may stand: beside it if it is narrow, else in it; nowhere without one."""
    if _corner(place, frame) is None:
        return []
    text, deep = (words.text("charts.paradox.map.corner"),), frame.down(place.R)
    downs = [share * deep for share in (0.0, 0.3, 0.5, 0.7)]
    beside = [Label("corner", text, place.alpha, 4 + down, "left", "top", 6) for down in downs]
    within = [Label("corner", text, 0.0, 4 + down, "left", "top", 6) for down in downs]
    return [[*beside, *within] if place.alpha < 0.5 else [*within, *beside]]


def _drawn(place: Position, frame: Frame, curve: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Places of the curve, the line of the shortfall and the lift, which labels leave free if they can."""
    drawn = [(p, frame.down(worth)) for p, worth in curve]
    drawn += [(step / 60, frame.down(place.R)) for step in range(61)]
    top, foot = sorted((frame.down(place.worth), frame.down(place.worth - place.lift)))
    return drawn + [(place.p, float(down)) for down in range(round(top), round(foot) + 1, 2)]


def map_table(found: Map) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of the map: the design, its lifts, and the three thresholds with the student's.

    >>> map_table(map_geometry(frontier.position({"w_C": 0.05}, alpha=0.1)))[1][1]
    ['Attacker in this case', 'signs from 22 per cent up', '0.05']
    """
    said = words.section("charts")["paradox"]["map"]
    place, blank = found.place, said["blank"]
    designs = [("yours", place), *([("before", found.before)] if found.before else [])]
    rows = [
        [said["rows"][name], claims.risk(one.p, one.alpha), claims.number(one.worth)] for name, one in designs
    ]
    rows += [[said["rows"]["lift"], blank, text] for text in claims.lifts(place)]
    for lane in found.lanes:
        least = claims.number(place.R) if lane.who == "attacker" else blank
        rows.append([said["rows"][lane.who], lane.answer, least])
    return list(said["columns"]), rows


def map_sentence(found: Map) -> str:
    """Describe the map in words made from its geometry, with what would have to change: always both ways.

    >>> map_sentence(map_geometry(frontier.position({"w_C": 0.5}, alpha=0.1)))[-41:]
    'did not set yourself are teaching values.'
    """
    said = words.section("charts")["paradox"]["map"]
    place = found.place
    parts = [said["lead"], _stands(place), _off(place)]
    if found.before is not None:
        risk = claims.risk(found.before.p, found.before.alpha)
        worth = claims.number(found.before.worth)
        parts.append(words.text("charts.paradox.map.was", risk=risk, worth=worth))
    lanes = [words.text(f"charts.paradox.map.told.{lane.who}", answer=lane.answer) for lane in found.lanes]
    parts.append(words.text("charts.paradox.map.line", R=claims.number(place.R)))
    parts.append(words.text("charts.paradox.map.on_the_curve", lanes="; ".join(lanes[:-1]), all=lanes[-1]))
    return " ".join([*parts, claims.to_do(place)])


def _stands(place: Position) -> str:
    """Where the design stands, in words."""
    risk = claims.risk(place.p, place.alpha)
    return words.text("charts.paradox.map.stands", risk=risk, worth=claims.number(place.worth))


def _off(place: Position) -> str:
    """Whether the design stands on the curve, and else what takes it off."""
    if not place.lifts:
        return str(words.section("charts")["paradox"]["map"]["on"])
    lift, kinds = claims.number(abs(place.lift)), listed(claims.lifts(place))
    return words.text(f"charts.paradox.map.off.{'up' if place.lift > 0 else 'down'}", lift=lift, kinds=kinds)


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
    said, frame = words.section("charts")["paradox"]["map"], found.frame
    rows = lane_rows(found.lanes)
    deep = picture.depth(rows)
    figure = picture.blank(frame.low, frame.high, deep)
    for lane in found.lanes:
        if lane.threshold is not None:
            top = frame.inside(place.R) if lane.who == "attacker" else frame.high
            end = rows[found.lanes.index(lane)].at
            look = {"color": picture.GREY, "width": 1, "dash": "solid" if lane.who == "you" else "dot"}
            picture.line(figure, [lane.threshold] * 2, [frame.low, top], look, name=lane.who)
            picture.line(figure, [lane.threshold] * 2, [0, end], look, yaxis="y2")
    foot = min(frame.inside(place.worth - place.lift), frame.inside(place.worth))
    picture.line(figure, [place.p] * 2, [frame.low, foot], 1)
    picture.line(figure, [place.p] * 2, [0, deep - 8], 1, yaxis="y2")
    _draw(figure, place, frame, found.curve, before)
    write(figure, found.labels, y=frame.worth)
    note(figure, f"<b>{said['lanes']}</b>", 0, 5, yref="y2", font={"size": SIZE})
    for row, lane in zip(rows, found.lanes, strict=True):
        look_of = "hatched" if lane.who == "all" else "full"
        picture.lane(figure, row, lane.who, lane.low, lane.high, look_of)
    more = [_off(place)] if len(place.lifts) > _FEW else []
    lines = [*more, *claims.stated(place)]
    return picture.framed(figure, said["across"], TALL + deep, lines, upright=said["upright"])


def _draw(
    figure: go.Figure,
    place: Position,
    frame: Frame,
    curve: Sequence[tuple[float, float]],
    before: Position | None = None,
) -> None:
    """Draw the corner, the line of the shortfall, the curve, the lift and the dots."""
    picture.risks_across(figure)
    corner = _corner(place, frame)
    if corner:
        picture.hatch(figure, 0, corner[0], frame.inside(corner[1]), frame.high)
    picture.line(figure, [p for p, _ in curve], [worth for _, worth in curve], 2.5, name="curve")
    if frame.side(place.R) == "within":
        dashed: dict[str, Any] = {"color": theme.INK, "width": 1.5, "dash": "dash"}
        picture.line(figure, [0, 1], [place.R] * 2, dashed, name="shortfall")
    at = frame.inside(place.worth)
    if place.lifts:
        picture.line(figure, [place.p] * 2, [frame.inside(place.worth - place.lift), at], 3, name="lift")
    if before is not None:
        was = frame.inside(before.worth)
        picture.dot(figure, before.p, was, "before")
        start: dict[str, Any] = {"ax": before.p, "ay": was, "axref": "x", "ayref": "y", "startstandoff": 8}
        arrow: dict[str, Any] = {"arrowhead": 2, "arrowwidth": 1.5, "arrowcolor": theme.INK, "standoff": 9}
        figure.add_annotation(x=place.p, y=at, text="", showarrow=True, **start, **arrow)
    picture.dot(figure, place.p, at, "yours")


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

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands above the bars: the design, then deters, signed and both.

        >>> window_geometry(frontier.position({"w_C": -1.0}, alpha=0.1)).lines[2]
        'Signed by the attacker in this case: at any credibility, because R is not above 0'
        """
        names = words.section("charts")["paradox"]["window"]["names"]
        design = words.text("charts.paradox.window.yours", Q=f"{self.place.Q:.2f}")
        answers = zip(names, (self.deters, self.signed, self.both), strict=True)
        told = (
            words.text("charts.paradox.window.line", name=name, answer=answer) for name, answer in answers
        )
        return (design, *told)


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
    texts = claims.credibilities(low, high)
    deters = "none" if weak else "any" if low <= 0.0 else "from"
    signed = "none" if refused else "free" if place.R <= 0.0 else "any" if high >= 1.0 else "upto"
    if is_open:
        both = "open"
    else:
        both = "neither" if weak and refused else "weak" if weak else "refused" if refused else "shut"
    ends = {"low": texts[0] if low > 0.0 else "0", "high": texts[1] if high < 1.0 else "1"}
    return Window(
        place,
        low,
        high,
        is_open,
        words.text(f"charts.paradox.window.deters.{deters}", Q=texts[0]),
        words.text(f"charts.paradox.window.signed.{signed}", Q=texts[1]),
        words.text(f"charts.paradox.window.both.{both}", **ends),
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
    return claims.plainly(frontier.change_in_words(change))


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
    place = found.place
    lines = [f"{line}." for line in (*found.lines[1:], found.lines[0])]
    lead = words.section("charts")["paradox"]["window"]["lead"]
    return " ".join([lead, *lines, *_left_out(place), _both_ways(place), *claims.stated(place)])


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
    rows = picture.rows(found.lines)
    deep = picture.depth(rows)
    figure = picture.lanes_only(deep)
    figure.update_xaxes(range=[0, 1], tickvals=[0, 0.25, 0.5, 0.75, 1], ticktext=said["ticks"])
    bars = ((1.0, 0.0), *found.bars)
    for row, name, (low, high) in zip(rows, ("yours", "deters", "signed", "both"), bars, strict=True):
        picture.lane(figure, row, name, low, high, "hatched" if name == "both" else "full")
    at = min(max(place.Q, 0.0), 1.0)
    picture.line(figure, [at, at], [rows[0].at, deep - 6], 1, yaxis="y2")
    picture.dot(figure, at, rows[0].at, "yours", yaxis="y2")
    foot = [*_left_out(place), _both_ways(place), *claims.stated(place)]
    return picture.framed(figure, said["across"], deep, foot)


# --- the cloud --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cloud:
    """Many designs under the same claims, and one of them.

    Attributes:
        place: the design.
        designs: risk and worth (pr) of each.
        edge: the best worth (pr) at risks where there is a design, in order of the risk.
        frame: the worths that are shown.
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
    frame: Frame
    curve: tuple[tuple[float, float], ...]
    signed: int
    deters: int
    both: int
    above: int
    under: int
    labels: tuple[Label, ...]

    @property
    def spread(self) -> bool:
        """Whether any design stands off the curve: else the curve itself is the best edge.

        >>> cloud = frontier.cloud({}, alpha=0.1, size=50)
        >>> cloud_geometry(cloud, frontier.position({}, alpha=0.1)).spread
        False
        """
        return self.above + self.under > 0


_OFF: Final = 5e-4  # a lift (pr) below which a design counts as one on the curve


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
    every = {name: values.tolist() for name, values in cloud.items()}
    designs = tuple(
        (round(p, 4), round(worth, 4)) for p, worth in zip(every["p"], every["worth"], strict=True)
    )
    steps = zip(every["edge_p"], every["edge"], strict=True)
    edge = tuple((round(p, 4), round(worth, 4)) for p, worth in steps if math.isfinite(worth))
    frame = _frame([place.R, place.worth, *every["worth"]], place.sigma_C)
    curve = _curve(place.sigma_C, frame.high)
    above = sum(lift > _OFF for lift in every["lift"])
    under = sum(lift < -_OFF for lift in every["lift"])
    dot = (place.p, frame.down(place.worth))
    wanted: list[Iterable[Label]] = [
        around("yours", _dot_lines(place, frame)[:1], *dot),
        *_corner_places(place, frame),
        _line_places(place, frame),
        *([_edge_places(edge, frame)] if above + under else []),
        _curve_places(curve, frame, "curve" if above + under else "curve_of_all"),
    ]
    drawn = [(p, frame.down(worth)) for p, worth in (*edge, *designs[:60])] + _drawn(place, frame, curve)
    return Cloud(
        place,
        designs,
        edge,
        frame,
        curve,
        sum(every["signs"]),
        sum(every["deters"]),
        sum(one and other for one, other in zip(every["signs"], every["deters"], strict=True)),
        above,
        under,
        settle(wanted, tall=TALL, dots=[dot], lines=drawn),
    )


def _edge_places(edge: Sequence[tuple[float, float]], frame: Frame) -> list[Label]:
    """Where the name of the best edge may stand: above it, anywhere along it."""
    text = tuple(words.section("charts")["paradox"]["cloud"]["edge"])
    return [
        Label("edge", text, p, frame.down(worth), anchor, "bottom", dx, -8)
        for p, worth in edge[::-1]
        for anchor, dx in (("right", -4), ("left", 4))
    ]


def cloud_table(found: Cloud) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of the cloud: how many designs are signed, deter and do both, then its edge.

    >>> cloud = frontier.cloud({}, alpha=0.1, size=50)
    >>> cloud_table(cloud_geometry(cloud, frontier.position({}, alpha=0.1)))[1][0]
    ['Designs drawn', '50']
    """
    said = words.section("charts")["paradox"]["cloud"]
    counts = (len(found.designs), found.signed, found.deters, found.both, found.above, found.under)
    rows = [[name, str(count)] for name, count in zip(said["rows"], counts, strict=True)]
    for p, worth in found.edge:
        at = words.text("charts.paradox.cloud.edge_at", risk=claims.risk(p))
        rows.append([at, claims.number(worth)])
    return list(said["columns"]), rows


def cloud_sentence(found: Cloud) -> str:
    """Describe the cloud in words made from its geometry, with what would have to change: always both ways.

    >>> cloud = frontier.cloud({}, alpha=0.1, size=50)
    >>> cloud_sentence(cloud_geometry(cloud, frontier.position({}, alpha=0.1)))[:22]
    'Each of the 50 points '
    """
    place = found.place
    drawn = {"all": len(found.designs), "signed": found.signed, "deters": found.deters, "both": found.both}
    parts = [
        words.text("charts.paradox.cloud.lead", **drawn),
        words.text(
            f"charts.paradox.cloud.{'off' if found.spread else 'on'}", above=found.above, under=found.under
        ),
        _stands(place),
        words.text("charts.paradox.map.line", R=claims.number(place.R)),
        claims.to_do(place),
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
    said, frame = words.section("charts")["paradox"]["map"], found.frame
    figure = picture.blank(frame.low, frame.high)
    shown = [(p, worth) for p, worth in found.designs if frame.side(worth) == "within"]
    figure.add_trace(
        go.Scatter(
            x=[p for p, _ in shown],
            y=[worth for _, worth in shown],
            name="designs",
            mode="markers",
            marker={"symbol": "circle-open", "size": 5, "color": picture.SHADE, "line": {"width": 1}},
            hoverinfo="skip",
        )
    )
    if 0.0 < place.alpha < 1.0:
        tolerated: dict[str, Any] = {"color": picture.GREY, "width": 1}
        picture.line(figure, [place.alpha] * 2, [frame.low, frame.high], tolerated, name="you")
    _draw(figure, place, frame, found.curve)
    if found.spread:
        edge = [(p, worth) for p, worth in found.edge if frame.side(worth) == "within"]
        dotted: dict[str, Any] = {"color": theme.INK, "width": 1.5, "dash": "dot", "shape": "hvh"}
        picture.line(figure, [p for p, _ in edge], [worth for _, worth in edge], dotted, name="edge")
    write(figure, found.labels, y=frame.worth)
    return picture.framed(figure, said["across"], TALL, claims.stated(place), upright=said["upright"])
