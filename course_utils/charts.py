"""Figures: each has a function that draws it with plotly, one that describes it and one for its table."""

from __future__ import annotations

import bisect
import math
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

from course_utils import cases, datasets, replay, theme, words
from course_utils.guarantee import listed

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


# --- what the figures share ---------------------------------------------------------------------------

_WIDEST = 54
"""Characters of a line of text that fits a figure 400 px wide."""


def _wrapped(text: str, width: int = _WIDEST) -> list[str]:
    """Lines of a text, escaped: plotly reads tags in what it draws."""
    return [escape(line, quote=False) for line in textwrap.wrap(text, width)] or [""]


def _note(figure: go.Figure, text: str, x: float, y: float, **more: Any) -> None:
    """Write words into a figure, on paper that covers its lines; left and top where nothing else is said."""
    plain = {"xanchor": "left", "yanchor": "top", "font": {"size": 13}}
    paper = {"showarrow": False, "align": "left", "bgcolor": theme.PAPER}
    figure.add_annotation(text=text, x=x, y=y, **{**paper, **plain, **more})


def _nothing(sentence: str) -> go.Figure:
    """An empty figure that says why it is empty."""
    import plotly.graph_objects as go

    figure = go.Figure()
    _note(figure, "<br>".join(_wrapped(sentence)), 0, 1, xref="paper", yref="paper")
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    margin = {"l": 8, "r": 8, "t": 16, "b": 16}
    figure.update_layout(template=theme.template(), height=88, margin=margin, autosize=True)
    return figure


def _below(figure: go.Figure, texts: Sequence[str], down: int) -> int:
    """Write lines under the plot, starting so many pixels below it; return the room that they need."""
    lines = [line for text in texts for line in _wrapped(text)]
    soft = {"size": 12, "color": theme.MARKS["terms"].ink}
    _note(figure, "<br>".join(lines), 0, 0, xref="paper", yref="paper", yshift=-down, font=soft)
    return down + 17 * len(lines) + 12


# --- the response clock -------------------------------------------------------------------------------

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
        return _nothing(clock_sentence(lanes))
    said = words.section("charts")["clock"]
    figure = go.Figure()
    down = 0.0
    for number, lane in enumerate(lanes):
        if number:
            figure.add_hline(down + 8, line={"color": theme.MARKS["terms"].colour, "width": 1})
            down += 18
        name, answer = _wrapped(lane.label, 44), escape(_trigger_words(lane))
        name = [f"<b>{line}</b>" for line in name]
        beside = len(lane.label) + len(answer) <= _WIDEST - 4
        heading = [f"{name[0]}   {answer}"] if beside else [*name, answer]
        _note(figure, "<br>".join(heading), 0, down, xref="paper")
        down += 18 * len(heading) + 6
        for mark in lane.marks:
            down += 36 if mark.hours else 26
            _draw_mark(figure, mark, down - 12)
        if lane.help != "owed":
            reason = _wrapped(said["help"][lane.help])
            _note(figure, "<br>".join(reason), 0, down + 4, xref="paper")
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
    foot = _below(figure, [*said["key"], said["axis"], *_assumed(lanes)], 44)
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
    _note(
        figure,
        escape(_mark_words(mark), quote=False),
        mark.place,
        y - 14 if waits else y,
        xanchor="left" if right else "right",
        yanchor="middle",
        xshift=10 if right else -10,
        font={"size": 12, "color": look.ink},
    )


# --- profiles and one ladder --------------------------------------------------------------------------

_BESIDE: Final = 3
"""Panels that stand side by side at most."""


@dataclass(frozen=True)
class Place:
    """Where one text stands on one ladder of the codebook.

    Attributes:
        instrument: its id.
        code: the ladder.
        question: the question whose mark it carries.
        rung: 0 to 4; None where there is none to draw, which is not 0.
        why: why there is none: not_settled, untested, not_set, not_coded or recalled; empty where there is.
        standing: how far the rung is proven; empty where nothing is coded.
    """

    instrument: str
    code: str
    question: str
    rung: int | None
    why: str
    standing: str


@cache
def _codebook() -> dict[str, dict[int, datasets.Row]]:
    """The rungs of each ladder that belongs to a question: the record, which is history, stays out."""
    found: dict[str, dict[int, datasets.Row]] = {}
    for row in datasets.rows("codebook"):
        if row["question"] is not None:
            found.setdefault(str(row["code"]), {})[int(str(row["rung"]))] = row
    order = sorted(found, key=lambda code: words.QUESTIONS.index(str(found[code][0]["question"])))
    return {code: found[code] for code in order}


@cache
def _coded() -> dict[tuple[str, str], datasets.Row]:
    return {
        (str(row["instrument"]), str(row["code"])): row
        for row in datasets.rows("codes")
        if row["code"] in _codebook()
    }


def _place(instrument: str, code: str) -> Place:
    question = str(_codebook()[code][0]["question"])
    row = _coded().get((instrument, code))
    if row is None:
        return Place(instrument, code, question, None, "not_coded", "")
    standing = datasets.standing(row, "value")
    if standing == "recalled":
        return Place(instrument, code, question, None, "recalled", standing)
    if row["value"] is None:
        return Place(instrument, code, question, None, str(row["why_blank"]), standing)
    return Place(instrument, code, question, int(str(row["value"])), "", standing)


def profile_geometry(ids: Iterable[str], codes: Iterable[str] | None = None) -> tuple[Place, ...]:
    """Return where texts stand on the ladders of the codebook, text by text; never a score over them.

    Args:
        ids: the texts, from the table `instruments`; one that is named twice counts once.
        codes: the ladders; all that belong to a question where none are named.

    Raises:
        datasets.UnknownRow: there is no such text or no such ladder; the text says which was meant.

    >>> [place.rung for place in profile_geometry(["BUDAPEST1994"], ["o1_oblig", "x1_exit"])]
    [1, None]
    """
    texts = list(dict.fromkeys(ids))
    chosen = list(_codebook()) if codes is None else list(dict.fromkeys(codes))
    for text in texts:
        datasets.row("instruments", text)
    for code in chosen:
        if code not in _codebook():
            meant = datasets.near(code, _codebook())
            raise datasets.UnknownRow(f'No ladder of the codebook is called "{code}": {meant}')
    return tuple(_place(text, code) for text in texts for code in chosen)


def ladder_geometry(code: str, ids: Iterable[str]) -> tuple[Place, ...]:
    """Return where texts stand on one ladder, strongest first; ties keep the order in which they were named.

    Raises:
        datasets.UnknownRow: there is no such text or no such ladder; the text says which was meant.

    >>> [place.rung for place in ladder_geometry("o1_oblig", ["ANZUS1951", "NAT1949", "BRU1948", "TEU42_7"])]
    [4, 4, 3, 2]
    """
    places = profile_geometry(ids, [code])
    return tuple(sorted(places, key=lambda place: 9 if place.rung is None else -place.rung))


def _short(instrument: str) -> str:
    return str(datasets.row("instruments", instrument)["short_name"])


def _label(code: str) -> str:
    return str(_codebook()[code][0]["label"])


def _meaning(code: str, rung: int) -> str:
    return str(_codebook()[code][rung]["meaning"])


def _behind(place: Place) -> str:
    """The words of a text that carry its place, else what it rests on; what is recalled is told as such."""
    row = _coded().get((place.instrument, place.code))
    if row is None:
        return ""
    if row["words"] is not None and datasets.standing(row, "words") != "recalled":
        return words.text("charts.profile.quoted", words=row["words"])
    if row["note"] is None:
        return ""
    told = datasets.standing(row, "note") == "recalled"
    return words.text("charts.profile.told", text=row["note"]) if told else str(row["note"])


def _rung_words(place: Place) -> str:
    """The rung for a table: a number, or a recalled one as recalled, or none."""
    if place.rung is not None:
        return str(place.rung)
    row = _coded().get((place.instrument, place.code))
    if place.why == "recalled" and row is not None and row["value"] is not None:
        return words.text("charts.profile.recalled_rung", rung=row["value"])
    return str(words.section("charts")["profile"]["no_rung"])


def profile_table(places: Sequence[Place]) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of the profile: one row for each text on each ladder, with its words.

    >>> columns, rows = profile_table(profile_geometry(["NAT1949"], ["s1_speed"]))
    >>> rows[0][4], rows[0][6]
    ('3', '“forthwith”')
    """
    said = words.section("charts")["profile"]
    rows = []
    for place in places:
        book = _codebook()[place.code][0]
        meaning = said["gaps"][place.why] if place.rung is None else _meaning(place.code, place.rung)
        rows.append(
            [
                _short(place.instrument),
                str(book["label"]),
                words.text(f"questions.{place.question}.label"),
                str(book["rests_on"]),
                _rung_words(place),
                meaning,
                _behind(place),
                said["standing"].get(place.standing, said["no_rung"]),
            ]
        )
    return list(said["columns"]), rows


def profile_sentence(places: Sequence[Place]) -> str:
    """Describe profiles in words made from their places.

    >>> profile_sentence([])
    'No text is chosen yet, so there is no profile to show.'
    """
    said = words.section("charts")["profile"]
    if not places:
        return str(said["empty"])
    parts = [said["lead"]]
    for text, here in _by_text(places).items():
        drawn = [
            words.text("charts.profile.place", ladder=_bare(place.code), rung=place.rung)
            for place in here
            if place.rung is not None
        ]
        pieces = [", ".join(drawn)] if drawn else []
        for why, reason in said["gaps"].items():
            ladders_left = [_bare(place.code) for place in here if place.why == why]
            if ladders_left:
                pieces.append(
                    words.text("charts.profile.gap", reason=reason, ladders=", ".join(ladders_left))
                )
        parts.append(words.text("charts.profile.line", label=_short(text), places="; ".join(pieces)))
    return " ".join(parts)


def _bare(code: str) -> str:
    """The name of a ladder without what it asks."""
    return _label(code).split(":")[0]


def _by_text(places: Sequence[Place]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(place.instrument, []).append(place)
    return found


def profile(ids: Iterable[str], codes: Iterable[str] | None = None) -> go.Figure:
    """Draw where texts stand on the ladders: a panel for each text, a line for each ladder.

    Args:
        ids: the texts, from the table `instruments`.
        codes: the ladders; all that belong to a question where none are named.

    Raises:
        datasets.UnknownRow: there is no such text or no such ladder; the text says which was meant.

    >>> profile(["NAT1949"], ["s1_speed"]).data[0].x
    (3,)
    """
    from plotly.subplots import make_subplots

    places = profile_geometry(ids, codes)
    if not places:
        return _nothing(profile_sentence(places))
    said = words.section("charts")["profile"]
    texts = _by_text(places)
    ladder_names = list(dict.fromkeys(place.code for place in places))
    across = min(_BESIDE, len(texts))
    tiers = math.ceil(len(texts) / across)
    head, line = 40, 50
    tall = head + line * len(ladder_names)
    figure = make_subplots(
        rows=tiers,
        cols=across,
        horizontal_spacing=0.06,
        vertical_spacing=36 / (tiers * tall + 36 * (tiers - 1)) if tiers > 1 else 0,
    )
    for number, (text, here) in enumerate(texts.items()):
        row, column = number // across + 1, number % across + 1
        name = "<br>".join(f"<b>{part}</b>" for part in _wrapped(_short(text), 16 if across > 1 else _WIDEST))
        at: dict[str, Any] = {"row": row, "col": column}
        _note(figure, name, -0.3, 2, font={"size": 13}, **at)
        ys = {code: head + line * place + 36 for place, code in enumerate(ladder_names)}
        _draw_places(figure, here, [ys[place.code] for place in here], at)
        for code, y in ys.items() if column == 1 else ():
            question = str(_codebook()[code][0]["question"])
            ink = {"size": 13, "color": theme.MARKS[question].ink}
            _note(figure, theme.MARKS[question].glyph, -0.3, y - 33, font=ink, **at)
            _note(figure, escape(_label(code), quote=False), -0.3, y - 33, xshift=16, **at)
        figure.update_xaxes(range=[-0.4, 4.9], tickvals=list(range(5)), tickfont={"size": 12}, **at)
        figure.update_yaxes(range=[tall, 0], tickvals=list(ys.values()), showticklabels=False, **at)
    foot = _below(figure, said["key"], 28)
    margin = {"l": 8, "r": 8, "t": 8, "b": foot}
    height = tiers * tall + 36 * (tiers - 1) + 8 + foot
    figure.update_layout(template=theme.template(), height=height, margin=margin, autosize=True)
    return figure


def _draw_places(
    figure: go.Figure,
    places: Sequence[Place],
    ys: Sequence[float],
    at: Mapping[str, Any],
    named: bool = False,
) -> None:
    """Draw rungs as the marks of their questions, with their numbers or the names of the texts.

    Where there is no rung, the reason stands in words (or the name, under the reason as its heading).
    """
    import plotly.graph_objects as go

    said = words.section("charts")["profile"]
    together = list(zip(places, ys, strict=True))
    soft = {"size": 12, "color": theme.MARKS["terms"].ink}
    for question in words.QUESTIONS:
        drawn = [
            (place, place.rung, y)
            for place, y in together
            if place.question == question and place.rung is not None
        ]
        if not drawn:
            continue
        look = theme.MARKS[question]
        figure.add_trace(
            go.Scatter(
                x=[rung for _, rung, _ in drawn],
                y=[y for _, _, y in drawn],
                customdata=[place.instrument if named else place.code for place, _, _ in drawn],  # type: ignore[misc]  # as above
                mode="markers+text",
                text=[
                    f"\u00a0{_short(place.instrument) if named else rung}\u00a0" for place, rung, _ in drawn
                ],
                textposition=[f"middle {'left' if named and rung > 2 else 'right'}" for _, rung, _ in drawn],
                marker={
                    "symbol": [
                        f"{look.shape}-open" if place.standing == "disputed" else look.shape
                        for place, _, _ in drawn
                    ],
                    "size": 12,
                    "color": look.colour,
                    "line": {"width": 2, "color": look.colour},
                },
                cliponaxis=False,
                hoverinfo="skip",
            ),
            **at,
        )
    for place, y in together:
        if place.rung is None and named:
            _note(figure, _short(place.instrument), -0.3, y, yanchor="middle")
        elif place.rung is None:
            middle = {"xanchor": "center", "yanchor": "middle", "font": soft}
            _note(figure, f"<i>{said['short'][place.why]}</i>", 2, y, **middle, **at)


def _tied(places: Sequence[Place]) -> dict[tuple[int | None, str], list[Place]]:
    """Texts that share a rung, or the reason why they have none, strongest rung first."""
    found: dict[tuple[int | None, str], list[Place]] = {}
    for place in places:
        found.setdefault((place.rung, place.why), []).append(place)
    return found


def rung_table(places: Sequence[Place]) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of one ladder: one row for each rung that is held, ties together.

    >>> rung_table(ladder_geometry("s1_speed", ["NAT1949", "ANZUS1951"]))[1][0]
    ['3', 'a word of haste belongs to the help itself', 'NATO']
    """
    said = words.section("charts")["profile"]
    rows = []
    for (rung, why), tied in _tied(places).items():
        meaning = said["gaps"][why] if rung is None else _meaning(tied[0].code, rung)
        names = [
            _short(place.instrument) + (f" ({_rung_words(place)})" if why == "recalled" else "")
            for place in tied
        ]
        rows.append([said["no_rung"] if rung is None else str(rung), meaning, ", ".join(names)])
    return list(words.section("charts")["ladder"]["columns"]), rows


def rung_sentence(places: Sequence[Place]) -> str:
    """Describe one ladder in words made from its places.

    >>> rung_sentence([])
    'No text is chosen yet, so there is no ladder to show.'
    """
    if not places:
        return str(words.section("charts")["ladder"]["empty"])
    reasons = words.section("charts")["profile"]["gaps"]
    parts = [words.text("charts.ladder.lead", ladder=_label(places[0].code))]
    for (rung, why), tied in _tied(places).items():
        texts = listed([_short(place.instrument) for place in tied])
        if rung is None:
            parts.append(words.text("charts.ladder.gap", reason=reasons[why], texts=texts))
        else:
            meaning = _meaning(tied[0].code, rung)
            parts.append(words.text("charts.ladder.line", rung=rung, meaning=meaning, texts=texts))
    return " ".join(parts)


def ladder(code: str, ids: Iterable[str]) -> go.Figure:
    """Draw one ladder, strongest texts on top; texts on one rung stand under one heading, as a tie.

    Raises:
        datasets.UnknownRow: there is no such text or no such ladder; the text says which was meant.

    >>> ladder("s1_speed", ["NAT1949", "ANZUS1951"]).data[0].x
    (3, 0)
    """
    import plotly.graph_objects as go

    places = ladder_geometry(code, ids)
    if not places:
        return _nothing(rung_sentence(places))
    reasons = words.section("charts")["profile"]["gaps"]
    figure = go.Figure()
    ys, down = [], 4.0
    for number, ((rung, why), tied) in enumerate(_tied(places).items()):
        if number:
            figure.add_hline(down + 6, line={"color": theme.MARKS["terms"].colour, "width": 1})
            down += 16
        if rung is None:
            heading = reasons[why]
        else:
            heading = words.text("charts.ladder.rung", rung=rung, meaning=_meaning(code, rung))
        lines = _wrapped(heading[0].upper() + heading[1:], _WIDEST - 4)
        _note(figure, "<br>".join(f"<b>{part}</b>" for part in lines), 0, down, xref="paper")
        down += 18 * len(lines) + 4
        for _ in tied:
            down += 24
            ys.append(down - 12)
    _draw_places(figure, places, ys, {}, named=True)
    down += 8
    figure.update_xaxes(range=[-0.4, 4.4], tickvals=list(range(5)), tickfont={"size": 12})
    figure.update_yaxes(range=[down, 0], visible=False)
    foot = _below(figure, words.section("charts")["ladder"]["key"], 28)
    margin = {"l": 8, "r": 8, "t": 8, "b": foot}
    figure.update_layout(template=theme.template(), height=down + 8 + foot, margin=margin, autosize=True)
    return figure
