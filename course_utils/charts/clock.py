"""The response clock: what each guarantee wants by when after an attack, and what could be there."""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from course_utils import cases, replay, theme, words
from course_utils.charts.base import WIDEST, below, note, nothing, wrapped

if TYPE_CHECKING:
    import plotly.graph_objects as go


_TIMED: Final = replay.LEVELS[replay.LEVELS.index("consult") :]
"""The levels for which a text may state a time: consult, and then those that are help."""

STEPS: Final = (0, 1, 6, 24, 72, 168, 336, 720, 2184, 8760)
"""Hours at the steps of the clock: the attack, 1 and 6 hours, 1 and 3 days, 1 and 2 weeks, 1 and 3 months, a
year."""

EDGE: Final = len(STEPS) + 0.3
"""Where a mark stands for which no number is stated: behind the last step, outside the axis."""


def clock_place(hours: int | None) -> float:
    """Where a time stands on the clock's axis, whose steps grow; None, for no number, stands at its edge.

    >>> clock_place(0), clock_place(24), clock_place(None) > clock_place(10**6)
    (0.0, 3.0, True)
    """
    if hours is None:
        return EDGE
    if hours >= STEPS[-1]:
        return len(STEPS) - 1 + 0.6 * (1 - STEPS[-1] / hours)
    step = bisect.bisect_right(STEPS, hours) - 1
    low, high = STEPS[step], STEPS[step + 1]
    return step + (math.log(hours / low) / math.log(high / low) if low else hours / high)


@dataclass(frozen=True)
class ClockMark:
    """One thing on a lane of the clock.

    Attributes:
        event: a level of `replay.LEVELS` from consult on, or troops.
        question: the question whose mark it carries: what is owed, or how forcefully.
        owed: yes or arguable; yes for troops.
        hours: hours from the attack; None where the text states no number.
        stated: number, at_once, prompt or no_time.
        thousands: how many troops, in thousands; None for a duty.
    """

    event: str
    question: str
    owed: str
    hours: int | None
    stated: str
    thousands: int | None

    @property
    def place(self) -> float:
        """Where it stands on the axis.

        >>> ClockMark("consult", "what", "yes", 24, "number", None).place
        3.0
        """
        return clock_place(self.hours)


@dataclass(frozen=True)
class ClockLane:
    """One guarantee on the clock.

    Attributes:
        label: what the guarantee is called.
        trigger: yes, no or arguable.
        as_if: whether the text is applied outside its own parties.
        marks: duties from the least to the most, then troops.
        help: owed, or why no help is: not_met, right, silent or none.
    """

    label: str
    trigger: str
    as_if: bool
    marks: tuple[ClockMark, ...]
    help: str


def clock_geometry(verdicts: Iterable[tuple[str, replay.Verdict]]) -> tuple[ClockLane, ...]:
    """Return the lanes of the response clock, one for each labelled verdict.

    >>> from course_utils import cases, instruments
    >>> verdict = replay.replay(instruments.get("UKUA2024"), cases.get("t22"))
    >>> [(mark.event, mark.hours, mark.stated) for mark in clock_geometry([("UK", verdict)])[0].marks]
    [('consult', 24, 'number'), ('aid', None, 'prompt')]
    """
    return tuple(
        ClockLane(
            label,
            verdict.trigger.met,
            verdict.as_if,
            (*_duty_marks(verdict), *_troop_marks(verdict)),
            _help(verdict),
        )
        for label, verdict in verdicts
    )


def _duty_marks(verdict: replay.Verdict) -> Iterator[ClockMark]:
    """One mark for each level that somebody owes, and for each time that is stated for it."""
    found: dict[tuple[str, int | None, str], list[str]] = {}
    for share in verdict.shares:
        for duty in share.duties:
            if duty.kind == "duty" and duty.owed != cases.NO and duty.level in _TIMED:
                found.setdefault((duty.level, duty.latest_hours, _stated(duty)), []).append(duty.owed)
    for (level, hours, stated), owed in sorted(found.items(), key=lambda item: _TIMED.index(item[0][0])):
        yield ClockMark(level, "what", cases.most(*owed), hours, stated, None)


def _stated(duty: replay.Duty) -> str:
    """How the text states the time of a duty."""
    if duty.latest_hours is not None:
        return "number"
    if "help_word" in duty.fields and "help_within_days" not in duty.fields:
        return "prompt" if words.text("replay.duty.prompt") in duty.sentence else "at_once"
    return "no_time"


def _troop_marks(verdict: replay.Verdict) -> Iterator[ClockMark]:
    for arrival in verdict.arrivals:
        yield ClockMark("troops", "how", cases.YES, 24 * arrival.day, "number", arrival.thousands)


def _help(verdict: replay.Verdict) -> str:
    """Whether anybody owes help, else why nobody does."""
    duties = [duty for share in verdict.shares for duty in share.duties if duty.fields != ("guarantors",)]
    help_levels = [duty for duty in duties if duty.level in _TIMED[1:]]
    if any(duty.kind == "duty" and duty.owed != cases.NO for duty in help_levels):
        return "owed"
    if any(duty.kind == "right" and duty.owed != cases.NO for duty in help_levels):
        return "right"
    if help_levels:
        return "not_met"
    return "silent" if any(duty.level == "nothing" for duty in duties) else "none"


def _what(mark: ClockMark) -> str:
    """What a mark stands for, in words."""
    said = words.section("charts")["clock"]
    if mark.thousands is not None:
        count = words.field("forces_committed_thousands").count(mark.thousands)
        return words.text("charts.clock.troops", count=count)
    return str(said["events"][mark.event])


def _when(mark: ClockMark) -> str:
    """By when, in words: as the text counts it, or as the day of an arrival."""
    said = words.section("charts")["clock"]
    if mark.hours is None:
        return str(said["stated"][mark.stated])
    if mark.event == "troops":
        day = mark.hours // 24
        return words.text("charts.clock.from_day", day=day) if day else str(said["on_the_spot"])
    if mark.event == "consult":
        count = words.field("consult_within_hours").count(mark.hours)
    else:
        count = words.field("help_within_days").count(mark.hours // 24)
    return words.text("charts.clock.within", count=count)


def _mark_words(mark: ClockMark) -> str:
    if mark.owed == cases.ARGUABLE:
        return words.text("charts.clock.mark_arguable", what=_what(mark), when=_when(mark))
    return words.text("charts.clock.mark", what=_what(mark), when=_when(mark))


def _trigger_words(lane: ClockLane) -> str:
    said = words.section("charts")["clock"]
    answer = words.text("charts.clock.trigger", answer=said["answers"][lane.trigger])
    return f"{answer}, {said['as_if']}" if lane.as_if else answer


def _assumed(lanes: Sequence[ClockLane]) -> list[str]:
    """The note on the assumptions, where arrivals are shown."""
    shown = any(mark.event == "troops" for lane in lanes for mark in lane.marks)
    return [words.text("charts.clock.assumed")] if shown else []


def clock_table(lanes: Sequence[ClockLane]) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of the response clock: one row a mark, or why a guarantee owes no help.

    >>> mark = ClockMark("consult", "what", "yes", 24, "number", None)
    >>> clock_table([ClockLane("Ours", "yes", False, (mark,), "owed")])[1]
    [['Ours', 'yes', 'consult', 'yes', 'within 24 hours', '24']]
    """
    said = words.section("charts")["clock"]
    blank = said["no_number"]
    rows = []
    for lane in lanes:
        first = [lane.label, said["answers"][lane.trigger]]
        for mark in lane.marks:
            hours = blank if mark.hours is None else str(mark.hours)
            owed = blank if mark.event == "troops" else said["answers"][mark.owed]
            rows.append([*first, _what(mark), owed, _when(mark), hours])
        if lane.help != "owed":
            rows.append([*first, said["help"][lane.help], blank, blank, blank])
    return list(said["columns"]), rows


def clock_sentence(lanes: Sequence[ClockLane]) -> str:
    """Describe the response clock in words made from its lanes.

    >>> clock_sentence([])
    'No guarantee is chosen yet, so there is no clock to show.'
    """
    said = words.section("charts")["clock"]
    if not lanes:
        return str(said["empty"])
    parts = [said["lead"]]
    for lane in lanes:
        marks = "; ".join(_mark_words(mark) for mark in lane.marks)
        if lane.help != "owed":
            reason = said["help"][lane.help]
            tail = f"{marks}. {reason}" if marks else reason
        else:
            tail = f"{marks}."
        parts.append(
            words.text("charts.clock.lane", label=lane.label, trigger=_trigger_words(lane), marks=tail)
        )
    return " ".join([*parts, *_assumed(lanes)])


def response_clock(verdicts: Iterable[tuple[str, replay.Verdict]]) -> go.Figure:
    """Draw the response clock: a lane for each guarantee, from the attack to what is owed and what arrives.

    Args:
        verdicts: what each guarantee is called, and what it makes of a case.

    >>> response_clock([]).layout.annotations[0].text
    'No guarantee is chosen yet, so there is no clock to<br>show.'
    """
    import plotly.graph_objects as go

    lanes = clock_geometry(verdicts)
    if not lanes:
        return nothing(clock_sentence(lanes))
    said = words.section("charts")["clock"]
    figure = go.Figure()
    down = 0.0
    for number, lane in enumerate(lanes):
        if number:
            figure.add_hline(down + 8, line={"color": theme.MARKS["terms"].colour, "width": 1})
            down += 18
        name, answer = wrapped(lane.label, 44), escape(_trigger_words(lane))
        name = [f"<b>{line}</b>" for line in name]
        beside = len(lane.label) + len(answer) <= WIDEST - 4
        heading = [f"{name[0]}   {answer}"] if beside else [*name, answer]
        note(figure, "<br>".join(heading), 0, down, xref="paper")
        down += 18 * len(heading) + 6
        for mark in lane.marks:
            down += 36 if mark.hours else 26
            _draw_mark(figure, mark, down - 12)
        if lane.help != "owed":
            reason = wrapped(said["help"][lane.help])
            note(figure, "<br>".join(reason), 0, down + 4, xref="paper")
            down += 18 * len(reason) + 8
    figure.add_vline(0, line={"color": theme.INK, "width": 1})
    figure.add_vline(EDGE - 0.45, line={"color": theme.INK, "width": 1, "dash": "dot"})
    ticks = [*said["ticks"], said["edge"]]
    figure.update_xaxes(
        range=[-0.7, EDGE + 1.0],
        tickvals=[*range(len(STEPS)), EDGE],
        ticktext=[tick if place % 2 else f"\u00a0<br>{tick}" for place, tick in enumerate(ticks)],
        tickangle=0,
        tickfont={"size": 12},
    )
    down += 8
    figure.update_yaxes(range=[down, 0], visible=False)
    foot = below(figure, [*said["key"], said["axis"], *_assumed(lanes)], 44)
    margin = {"l": 8, "r": 8, "t": 8, "b": foot}
    figure.update_layout(template=theme.template(), height=down + 8 + foot, margin=margin, autosize=True)
    return figure


def _draw_mark(figure: go.Figure, mark: ClockMark, y: float) -> None:
    """Draw one mark with its words, and the wait before it as a line where a number is stated."""
    import plotly.graph_objects as go

    look = theme.MARKS[mark.question]
    waits = bool(mark.hours)
    if waits:
        line = {"color": look.colour, "width": 2, "dash": "dash" if mark.owed == cases.ARGUABLE else "solid"}
        figure.add_trace(go.Scatter(x=[0, mark.place], y=[y, y], mode="lines", line=line, hoverinfo="skip"))
    figure.add_trace(
        go.Scatter(
            x=[mark.place],
            y=[y],
            name=escape(_mark_words(mark), quote=False),
            customdata=[mark.hours],  # type: ignore[list-item]  # None is allowed, the stubs say numbers
            mode="markers",
            marker={
                "symbol": look.shape if mark.hours is not None else f"{look.shape}-open",
                "size": 12,
                "color": look.colour,
                "line": {"width": 2, "color": look.colour},
            },
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    right = mark.place < EDGE / 2
    note(
        figure,
        escape(_mark_words(mark), quote=False),
        mark.place,
        y - 14 if waits else y,
        xanchor="left" if right else "right",
        yanchor="middle",
        xshift=10 if right else -10,
        font={"size": 12, "color": look.ink},
    )
