"""Profiles and one ladder: where texts stand on the ladders of the codebook, never a score over them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

from course_utils import datasets, theme, words
from course_utils.charts.base import WIDEST, below, note, nothing, wrapped
from course_utils.guarantee import listed

if TYPE_CHECKING:
    import plotly.graph_objects as go


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
        return nothing(profile_sentence(places))
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
        name = "<br>".join(f"<b>{part}</b>" for part in wrapped(_short(text), 16 if across > 1 else WIDEST))
        at: dict[str, Any] = {"row": row, "col": column}
        note(figure, name, -0.3, 2, font={"size": 13}, **at)
        ys = {code: head + line * place + 36 for place, code in enumerate(ladder_names)}
        _draw_places(figure, here, [ys[place.code] for place in here], at)
        for code, y in ys.items() if column == 1 else ():
            question = str(_codebook()[code][0]["question"])
            ink = {"size": 13, "color": theme.MARKS[question].ink}
            note(figure, theme.MARKS[question].glyph, -0.3, y - 33, font=ink, **at)
            note(figure, escape(_label(code), quote=False), -0.3, y - 33, xshift=16, **at)
        figure.update_xaxes(range=[-0.4, 4.9], tickvals=list(range(5)), tickfont={"size": 12}, **at)
        figure.update_yaxes(range=[tall, 0], tickvals=list(ys.values()), showticklabels=False, **at)
    foot = below(figure, said["key"], 28)
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
            note(figure, _short(place.instrument), -0.3, y, yanchor="middle")
        elif place.rung is None:
            middle = {"xanchor": "center", "yanchor": "middle", "font": soft}
            note(figure, f"<i>{said['short'][place.why]}</i>", 2, y, **middle, **at)


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
        return nothing(rung_sentence(places))
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
        lines = wrapped(heading[0].upper() + heading[1:], WIDEST - 4)
        note(figure, "<br>".join(f"<b>{part}</b>" for part in lines), 0, down, xref="paper")
        down += 18 * len(lines) + 4
        for _ in tied:
            down += 24
            ys.append(down - 12)
    _draw_places(figure, places, ys, {}, named=True)
    down += 8
    figure.update_xaxes(range=[-0.4, 4.4], tickvals=list(range(5)), tickfont={"size": 12})
    figure.update_yaxes(range=[down, 0], visible=False)
    foot = below(figure, words.section("charts")["ladder"]["key"], 28)
    margin = {"l": 8, "r": 8, "t": 8, "b": foot}
    figure.update_layout(template=theme.template(), height=down + 8 + foot, margin=margin, autosize=True)
    return figure
