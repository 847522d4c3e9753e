"""The figures of what is assumed: the risk over time, and the weight of each assumption.

None of them takes the name of a state or an instrument: no risk of attack stands beside a real one.
"""

from __future__ import annotations

import itertools
import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from course_utils import datasets, frontier, theme, words
from course_utils.charts import claims, picture
from course_utils.charts.base import nothing
from course_utils.charts.labels import Label, settle, write
from course_utils.charts.picture import TALL
from course_utils.frontier import Position
from course_utils.sensitivity import Weight

if TYPE_CHECKING:
    import plotly.graph_objects as go

# --- the risk over time -----------------------------------------------------------------------------------

_TOP: Final = 1.25  # of the upright axis: room for words above certainty
_MARKED: Final = 24  # periods up to which each is marked on its line


@dataclass(frozen=True)
class Ahead:
    """The risk of attack, period by period.

    Attributes:
        risks: of an attack in each period, if none came before (probability).
        ever: that one has come by the end of each period (probability).
        bound: below which the last of these cannot fall, for what the chance to attack is worth.
        option: what that chance is worth to the attacker in this case (pr).
        expiry: after how many periods the guarantee ends; None where it does not within these.
        sigma_C: the spread of its temptation (pr).
        r: what a quiet period is worth to it (pr).
        delta: how much the next period counts beside this one.
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
    if found["p_t"].ndim != 1:
        raise ValueError("one path at a time")
    risks = tuple(float(p) for p in found["p_t"].tolist())
    quiet = itertools.accumulate((1.0 - p for p in risks), lambda one, other: one * other)
    ever = tuple(1.0 - share for share in quiet)
    bound = float(found["bound"])
    ends = max(math.ceil(expiry), 0) if expiry < len(risks) else None
    labels = _time_labels(risks, ever, bound, ends)
    return Ahead(risks, ever, bound, float(found["option_part"]), ends, sigma_C, r, delta, R, labels)


def _down(chance: float) -> float:
    """Where a chance stands, in pixels from the top."""
    return TALL * (_TOP - chance) / _TOP


def _time_labels(
    risks: Sequence[float], ever: Sequence[float], bound: float, ends: int | None
) -> tuple[Label, ...]:
    count = len(risks)
    at = [(period + 0.5) / count for period in range(count)]

    def text(key: str, **values: str) -> tuple[str, ...]:
        return tuple(textwrap.wrap(words.text(f"charts.paradox.time.{key}", **values), 27))

    wanted: list[list[Label]] = []
    if ends is not None:
        wanted.append(
            [
                Label("expiry", text("ends"), ends / count, 2, anchor, "top", dx)
                for anchor, dx in (("left", 5), ("right", -5))
            ]
        )
    told = text("ever", risk=claims.risk(ever[-1]))
    wanted.append(
        [
            Label("ever", told, x, _down(share), anchor, upright, dx, dy)
            for x, share in list(zip(at, ever, strict=True))[: count // 3 : -1]
            for anchor, upright, dx, dy in (("right", "bottom", -4, -6), ("left", "top", 4, 8))
        ]
        or [Label("ever", told, at[-1], _down(ever[-1]), "center", "bottom", 0, -8)]
    )
    wanted.append(
        [
            Label("bound", text("bound", risk=claims.risk(bound)), x, _down(bound), anchor, upright, dx, dy)
            for anchor, x, dx in (("left", 0.0, 4), ("right", 1.0, -4))
            for upright, dy in (("bottom", -3), ("top", 3))
        ]
    )
    wanted.append(
        [
            Label("period", text("period"), x, _down(max(risk, 0.0)), anchor, "bottom", 0, -up)
            for up in (4, 24, 60)
            for x, risk in list(zip(at, risks, strict=True))[::-1]
            for anchor in ("right", "center", "left")
        ]
    )
    fine = [step / 4 for step in range(4)]
    drawn = [
        (one + part * (other - one), _down(low + part * (high - low)))
        for one, other, low, high in zip(at, at[1:], ever, ever[1:], strict=False)
        for part in fine
    ]
    drawn += [
        (x, float(down))
        for x, risk in zip(at, risks, strict=True)
        for down in range(round(_down(risk)), TALL, 10)
    ]
    drawn += [(step / 60, _down(bound)) for step in range(61)]
    if ends is not None:
        drawn += [(ends / count, float(down)) for down in range(0, TALL, 10)]
    return settle(wanted, tall=TALL, lines=drawn)


def _time_rests(found: Ahead) -> list[str]:
    """What the picture of the risk over time rests on."""
    values = {name: claims.number(getattr(found, name)) for name in ("sigma_C", "r", "delta")}
    parts = [words.text("charts.paradox.time.rests", **values)]
    if found.R is not None:
        parts.append(words.text("charts.paradox.time.rests_R", R=claims.number(found.R)))
    return parts


def _time_signed(found: Ahead) -> list[str]:
    """Whether the attacker signs, where a shortfall is claimed, and what would change that: both ways."""
    if found.R is None:
        return []
    missing = max(found.R - found.option, 0.0)
    key = "not_signed" if missing else "signed"
    least = claims.risk(frontier.least_accepted_risk(R=found.R, sigma_C=found.sigma_C))
    return [words.text(f"charts.paradox.time.{key}", missing=claims.number(missing), risk=least)]


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
        rows.append(
            [str(period + 1), said["runs" if runs else "ended"], claims.risk(risk), claims.risk(ever)]
        )
    return list(said["columns"]), rows


def time_sentence(found: Ahead) -> str:
    """Describe the risk over time in words made from its geometry.

    >>> from course_utils import game
    >>> path = game.over_time(U_t=[0.1, 0.4], r=0.02, delta=0.95, sigma_C=0.2, W_end=0.0)
    >>> time_sentence(time_geometry(path, sigma_C=0.2, r=0.02, delta=0.95))[:15]
    'Over 2 periods,'
    """
    said = words.section("charts")["paradox"]["time"]
    count, most = len(found.risks), max(found.risks)
    values = {
        "periods": said["one"] if count == 1 else words.text("charts.paradox.time.many", n=count),
        "first": claims.risk(found.risks[0]),
        "last": claims.risk(found.risks[-1]),
        "most": claims.risk(most),
        "at": found.risks.index(most) + 1,
        "ever": claims.risk(found.ever[-1]),
    }
    parts = [words.text("charts.paradox.time.lead", **values)]
    if found.expiry:
        by_then = claims.risk(found.ever[found.expiry - 1])
        parts.append(words.text("charts.paradox.time.end", period=found.expiry, ever=by_then))
    else:
        parts.append(said["no_end" if found.expiry is None else "never"])
    bound = {"option": claims.number(found.option), "risk": claims.risk(found.bound)}
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
    figure = picture.blank(0.0, _TOP)
    hatched: dict[str, Any] = {"shape": "/", "fgcolor": picture.SHADE, "size": 6}
    bars: dict[str, Any] = {
        "color": theme.PAPER,
        "line": {"width": 1, "color": picture.GREY},
        "pattern": hatched,
    }
    risks = [round(risk, 5) for risk in ahead.risks]
    figure.add_trace(
        go.Bar(x=places, y=risks, name="period", width=0.6 / count, marker=bars, hoverinfo="skip")
    )
    dashed: dict[str, Any] = {"color": theme.INK, "width": 1.5, "dash": "dash"}
    picture.line(figure, [0, 1], [ahead.bound] * 2, dashed, name="bound")
    figure.add_trace(
        go.Scatter(
            x=places,
            y=[round(share, 5) for share in ahead.ever],
            name="ever",
            mode="lines+markers" if count <= _MARKED else "lines",
            line={"color": theme.INK, "width": 2.5},
            marker={"size": 7, "color": theme.INK},
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    if ahead.expiry is not None:
        dotted: dict[str, Any] = {"color": theme.INK, "width": 1.5, "dash": "dot"}
        picture.line(figure, [ahead.expiry / count] * 2, [0, _TOP], dotted, name="expiry")
    write(figure, ahead.labels, y=lambda down: _TOP * (1 - down / TALL))
    shown = range(0, count, max(1, math.ceil(count / 10)))
    numbers = [str(period + 1) for period in shown]
    figure.update_xaxes(range=[0, 1], tickvals=[places[at] for at in shown], ticktext=numbers, showgrid=False)
    figure.update_yaxes(tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1], tickformat=".0%")
    foot = [*_time_signed(ahead), *_time_rests(ahead)]
    return picture.framed(figure, said["across"], TALL, foot, upright=said["upright"])


# --- the weight of assumptions ----------------------------------------------------------------------------

_OF_ALPHA: Final = 9  # pixels from the top to the words of the risk that is lived with
_OF_DESIGN: Final = 27  # to those of the design's own
_BARS: Final = 40  # to the first bar's words


@dataclass(frozen=True)
class Bar:
    """What one assumption does to the risk when it alone is moved over its range.

    Attributes:
        label: what the assumption is called.
        range: from where to where it is moved, with its unit.
        low: the least risk (probability).
        high: the greatest.
        crosses: whether the risk passes the one that is lived with.
        turns: which answers it turns: deters, signs, both or neither.
        row: its words, and where it stands.
    """

    label: str
    range: str
    low: float
    high: float
    crosses: bool
    turns: str
    row: picture.Row


def weight_geometry(weights: Iterable[Weight]) -> tuple[Bar, ...]:
    """Return a bar for each assumption, in the order in which they come.

    Args:
        weights: as `sensitivity.weights` returns them.

    >>> one = Weight("c", "Cost of attacking", 0.05, 0.5, (0.3, 0.9), (-0.1, 0.4), False, True)
    >>> weight_geometry([one])[0].row.lines
    ('Cost of attacking, 0.05 to 0.5:', 'turns whether it is signed')
    """
    units = {str(row["id"]): str(row["unit"]) for row in datasets.rows("primitives")}
    each = list(weights)
    names = ("neither", "signs", "deters", "both")
    turns = [names[2 * one.turns_deterring + one.turns_signing] for one in each]
    moved = [
        words.text("charts.paradox.weights.range", low=claims.number(one.low), high=claims.number(one.high))
        for one in each
    ]
    texts = [
        words.text(
            f"charts.paradox.weights.bar.{'plain' if turn == 'neither' else 'turns'}",
            label=one.label,
            range=span,
            turns=words.text(f"charts.paradox.weights.turns.{turn}"),
        )
        for one, turn, span in zip(each, turns, moved, strict=True)
    ]
    return tuple(
        Bar(
            one.label,
            words.text("charts.paradox.weights.unit", range=span, unit=units[one.name]),
            *one.risk,
            one.turns_deterring,
            turn,
            row,
        )
        for one, turn, span, row in zip(each, turns, moved, picture.rows(texts, _BARS), strict=True)
    )


def _weight_rests(alpha: float, place: Position | None) -> list[str]:
    """What the bars rest on: the claims of the design where it is given, else the risk alone."""
    if place is None:
        return [words.text("charts.paradox.weights.rests", alpha=claims.risk(alpha))]
    return claims.stated(place)


def weight_table(bars: Sequence[Bar]) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of the weights: one row an assumption.

    >>> one = Weight("c", "Cost of attacking", 0.05, 0.5, (0.3, 0.9), (0.0, 0.4), False, False)
    >>> weight_table(weight_geometry([one]))[1][0]
    ['Cost of attacking', '0.05 to 0.5 (prize)', '30 per cent', '90 per cent', 'turns neither answer']
    """
    said = words.section("charts")["paradox"]["weights"]
    rows = [
        [bar.label, bar.range, claims.risk(bar.low), claims.risk(bar.high), said["turns"][bar.turns]]
        for bar in bars
    ]
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
    parts = [words.text("charts.paradox.weights.lead", alpha=claims.risk(alpha))]
    for bar in bars:
        values = {"low": claims.risk(bar.low), "high": claims.risk(bar.high)}
        values["turns"] = said["turns"][bar.turns]
        parts.append(words.text("charts.paradox.weights.line", label=bar.label, range=bar.range, **values))
    if place is not None:
        return " ".join([*parts, claims.to_do(place)])
    return " ".join([*parts, *_weight_rests(alpha, None)])


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

    bars = weight_geometry(weights)
    if not bars:
        return nothing(weight_sentence(bars, alpha))
    said = words.section("charts")["paradox"]["weights"]
    deep = picture.depth([bar.row for bar in bars])
    figure = picture.lanes_only(deep)
    picture.risks_across(figure)
    dashed: dict[str, Any] = {"color": theme.INK, "width": 1.5, "dash": "dash"}
    picture.line(figure, [alpha] * 2, [_OF_ALPHA, deep], dashed, yaxis="y2", name="you")
    if place is not None:
        picture.line(figure, [place.p] * 2, [_OF_DESIGN, deep], 1, yaxis="y2", name="yours")
    write(figure, weight_labels(alpha, place), yref="y2")
    for bar in bars:
        look = "empty" if bar.turns == "neither" else "full"
        picture.lane(figure, bar.row, bar.label, bar.low, bar.high, look)
    crossed = [bar.row.at for bar in bars if bar.crosses]
    if crossed:
        cross: dict[str, Any] = {
            "symbol": "x",
            "size": 9,
            "color": theme.INK,
            "line": {"width": 1, "color": theme.PAPER},
        }
        marks: dict[str, Any] = {
            "x": [alpha] * len(crossed),
            "y": crossed,
            "mode": "markers",
            "marker": cross,
        }
        figure.add_trace(go.Scatter(**marks, name="crossed", yaxis="y2", cliponaxis=False, hoverinfo="skip"))
    return picture.framed(figure, said["across"], deep, [said["key"], *_weight_rests(alpha, place)])


def weight_labels(alpha: float, place: Position | None = None) -> tuple[Label, ...]:
    """Return the words of the lines through the bars: the risk that is lived with, and the design's own.

    Args:
        alpha: the risk that is lived with (probability).
        place: the design, or None.

    >>> [label.lines for label in weight_labels(0.1)]
    [('Dashed: you live with 10 per cent (α)',)]
    """
    told = [("you", words.text("charts.paradox.weights.alpha", alpha=claims.risk(alpha)), _OF_ALPHA)]
    if place is not None:
        text = words.text("charts.paradox.weights.design", risk=claims.risk(place.p, alpha))
        told.append(("yours", text, _OF_DESIGN))
    return tuple(Label(name, (text,), 0.0, down, dx=2) for name, text, down in told)
