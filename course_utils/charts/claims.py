"""What the figures of the model rest on, and its numbers, in words: rounded to what a claim can bear."""

from __future__ import annotations

import re

from course_utils import frontier, words
from course_utils.frontier import Position


def number(value: float) -> str:
    """Return an amount in two digits, none finer than a thousandth.

    >>> number(0.0446), number(-0.02), number(0.0001), number(123.4)
    ('0.045', '−0.02', '0', '123')
    """
    return plainly(f"{value:.0f}" if abs(value) >= 100 else f"{round(value, 3) + 0.0:.2g}")


def plainly(text: str) -> str:
    """Return a text with its numbers as a person writes them: a minus sign, and no powers of ten.

    >>> plainly("B is -0.02"), plainly("B must rise by 1.2e-06")
    ('B is −0.02', 'B must rise by under 0.001')
    """
    plain = re.sub(r"\d(?:\.\d+)?e-\d+", words.text("charts.paradox.hardly", sign=""), text)
    return re.sub(r"(?<![\w.])-(?=\d)", "−", plain)


def credibilities(low: float, high: float) -> tuple[str, str]:
    """Return two credibilities in two decimals, or in three where two would not tell them apart.

    >>> credibilities(0.933, 0.724), credibilities(0.9341, 0.9312)
    (('0.93', '0.72'), ('0.934', '0.931'))
    """
    texts = (f"{low:.2f}", f"{high:.2f}")
    return texts if texts[0] != texts[1] else (f"{low:.3f}", f"{high:.3f}")


def risk(value: float, beside: float | None = None) -> str:
    """Return a risk in whole per cent.

    Args:
        value: the risk; what lies outside 0 to 1 stands at the edge.
        beside: another risk; where both would read the same, this one is told to lie just over it.

    >>> risk(0.104), risk(0.104, 0.1)
    ('10 per cent', 'just over 10 per cent')
    """
    text = frontier.percent(min(max(value, 0.0), 1.0))
    if beside is not None and value > beside and text == frontier.percent(min(max(beside, 0.0), 1.0)):
        return words.text("charts.paradox.just_over", risk=text)
    return text


def stated(place: Position) -> list[str]:
    """Return what a figure rests on, in the student's own numbers, for the lines below it.

    >>> stated(frontier.position({"w_C": 0.05}, alpha=0.1))[0][-44:]
    'so R = w − B is 0.05, in units of the prize.'
    """
    values = {"B": number(place.B), "w": number(place.w_C), "R": number(place.R)}
    return [
        words.text("charts.paradox.claims", **values),
        words.text("charts.paradox.claims_more", **_rest(place)),
    ]


def to_do(place: Position) -> str:
    """Return what would have to change, always both ways, and what all of it rests on.

    >>> to_do(frontier.position({"w_C": 0.05}, alpha=0.1))[-41:]
    'did not set yourself are teaching values.'
    """
    return f"{plainly(frontier.to_do_in_words(place))} {words.text('charts.paradox.meant', **_rest(place))}"


def _rest(place: Position) -> dict[str, str]:
    return {"sigma": number(place.sigma_C), "alpha": risk(place.alpha)}


def lifts(place: Position) -> list[str]:
    """Return each kind of clause that lifts a design off the curve, or lowers it, and by how much.

    >>> lifts(frontier.position({"phi_N": 0.05, "neutral": 1}, alpha=0.1))
    ['neutrality +0.05']
    """
    said = words.section("charts")["paradox"]["lifts"]
    return [
        words.text(
            "charts.paradox.lift",
            kind=said["up" if part > 0 else "down"][kind],
            part=_part(part),
        )
        for kind, part in place.lifts
    ]


def _part(part: float) -> str:
    """A part of a lift with its sign, also where two digits would make nothing of it."""
    size = number(abs(part))
    sign = "+" if part > 0 else "−"
    return words.text("charts.paradox.hardly", sign=sign) if size == "0" else f"{sign}{size}"
