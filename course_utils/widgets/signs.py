"""Who signs? The map of one guarantee under the student's own claims, for the page to draw.

The claims are the student's: nobody measures what a peace or a war is worth to an attacker. The model needs
numpy, which a kernel inside a browser may not have; without it the map says so, and all else goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from course_utils import datasets, instruments, replay, words
from course_utils.guarantee import Guarantee

if TYPE_CHECKING:
    from course_utils.charts.paradox import Map
    from course_utils.frontier import Position

ALPHA: Final = "alpha"
"""The claim that is no number of the game: the risk that the student would live with."""
FIRST: Final = ("w_C", "B", ALPHA)
"""The claims that are seen first."""
CLAIMS: Final = (
    *FIRST,
    *("phi_b", "bases_expected", "phi_N", "phi_H", "relief", "bel_sign", "bel_test", "w_P", "w_G"),
)
"""Every claim that can be moved; the names are those of the table `primitives`."""
_WIDE: Final = 2  # from so wide a range on a slider goes in tenths


def _rows() -> dict[str, Mapping[str, Any]]:
    return {str(row["id"]): row for row in datasets.rows("primitives")}


def start() -> dict[str, float]:
    """Return the claims before the student has made any: nothing is worth anything, as the table has it.

    >>> start()["w_C"], start()["alpha"]
    (0.0, 0.1)
    """
    return {name: _started(_rows()[name]) for name in CLAIMS}


def _started(row: Mapping[str, Any]) -> float:
    return float(row["value"] if row["builder"] is None else row["builder"])


def controls() -> list[dict[str, Any]]:
    """Return a slider for each claim, in order.

    >>> [one["name"] for one in controls() if one["first"]]
    ['w_C', 'B', 'alpha']
    """
    rows = _rows()
    return [
        {
            "name": name,
            "label": _label(name),
            "help": rows[name]["meaning"],
            "unit": rows[name]["unit"],
            "minimum": rows[name]["minimum"],
            "maximum": rows[name]["maximum"],
            "step": 0.1 if rows[name]["maximum"] - rows[name]["minimum"] > _WIDE else 0.01,
            "first": name in FIRST,
        }
        for name in CLAIMS
    ]


def _label(name: str) -> str:
    """Return what a claim is called, with its letter where sentences use one."""
    label, symbol = str(_rows()[name]["label"]), words.section("widgets")["signs"]["symbols"].get(name)
    return f"{label} ({symbol})" if symbol else label


def claimed(claims: Mapping[str, Any], before: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return the claims of a record or a page that can stand; what cannot stands where it stood before.

    >>> claimed({"B": 0.2, "w_C": "much", "alpha": 7})["B"], claimed({"w_C": "much", "alpha": 7}) == start()
    (0.2, True)
    """
    rows, found = _rows(), dict(before or start())
    for name, value in claims.items():
        if name not in found or isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if (
            float(rows[name]["minimum"]) <= value <= float(rows[name]["maximum"])
        ):  # false for what is no number
            found[name] = float(value)
    return found


def for_memo(claims: Mapping[str, float]) -> dict[str, Any]:
    """Return what `memo.of` takes of these claims: nothing where none was made, or the model cannot be had.

    >>> for_memo(start()), for_memo({**start(), "B": 0.2})
    ({}, {'claims': {'B': 0.2}, 'alpha': 0.1})
    """
    made = {name: value for name, value in claims.items() if value != start()[name] and name != ALPHA}
    if claims == start() or _model() is None:
        return {}
    return {"claims": made, "alpha": claims[ALPHA]}


def _model() -> Any:
    """Return the model, or None where what it needs is not installed."""
    try:
        from course_utils import frontier
    except ImportError:
        return None
    return frontier


def real(guarantee: Guarantee) -> bool:
    """Return whether these are the terms of a real text: beside one the course shows no risk of attack.

    >>> real(instruments.get("NAT1949")), real(Guarantee())
    (True, False)
    """
    return any(guarantee == instruments.get(one) for one in instruments.ids())


def shown(
    guarantee: Guarantee,
    claims: Mapping[str, float],
    clock: replay.Assumptions = replay.TEACHING_VALUES,
    *,
    named: bool,
    before: Guarantee | None = None,
    weigh: bool = False,
) -> dict[str, Any]:
    """Return the map of a guarantee under these claims, with its words and its table.

    Args:
        guarantee: the terms.
        claims: as `claimed` returns them.
        clock: days that are assumed.
        named: whether states are named beside the map; then it tells no risk of the design in figures, and
            shows none at all where the terms are those of a real text.
        before: the terms before the last change, or None.
        weigh: whether to say which assumption carries the conclusion.

    Returns:
        `claims`, and `missing`, a sentence where the model cannot be had; else `map`, what is drawn,
        `real`, `answers`, `sentence`, `told`, `window`, `rests`, `table`, and `weights`, or None.

    >>> found = shown(Guarantee(), claimed({"w_C": 0.05}), named=False)
    >>> found["map"]["lanes"][0]["lines"]
    ['Attacker in this case: signs from 22 per cent up']
    """
    frontier = _model()
    if frontier is None:
        return {"claims": dict(claims), "missing": words.text("widgets.signs.missing")}
    from course_utils import charts
    from course_utils.charts import claims as said

    def place_of(terms: Guarantee) -> Position:
        found: Position = frontier.of_guarantee(terms, assumptions, alpha=claims[ALPHA], clock=clock)
        return found

    assumptions = {name: value for name, value in claims.items() if name != ALPHA}
    place = place_of(guarantee)
    hidden = named and real(guarantee)
    found = charts.map_geometry(place, place_of(before) if before is not None and not named else None)
    columns, rows = charts.map_table(found)
    numbers = _numbers(guarantee, assumptions, clock) if weigh and not hidden else None
    return {
        "claims": dict(claims),
        "missing": "",
        "map": _drawn(found, "none" if hidden else "bare" if named else "told"),
        "real": words.text("widgets.signs.real") if hidden else "",
        "answers": [] if hidden else _answers(place),
        "sentence": "" if hidden else said.plainly(frontier.to_do_in_words(place)),
        "told": "" if named else charts.map_sentence(found),
        "window": None if named else _window(place),
        "rests": said.stated(place)[1 - hidden :],
        "table": {"columns": columns, "rows": rows[named:]},  # the first row tells the design's own risk
        "weights": None if numbers is None else _weights(numbers, place, named),
    }


def _answers(place: Position) -> list[tuple[str, bool]]:
    """Return who is content with this design, a sentence each, and whether they are."""
    said = words.section("widgets")["signs"]["answers"]
    content = {
        "attacker": place.signs,
        "protected": place.p <= place.alpha_P,
        "guarantors": place.p <= place.alpha_G,
        "you": place.deters,
    }
    return [(said[who][yes], bool(yes)) for who, yes in content.items()]


def _numbers(
    guarantee: Guarantee, assumptions: Mapping[str, float], clock: replay.Assumptions
) -> dict[str, Any]:
    """Return the numbers of the model that stand for these terms."""
    from course_utils import game

    return game.from_guarantee(guarantee, assumptions, clock=clock)


def _drawn(found: Map, dot: str) -> dict[str, Any]:
    """Return the map in shares across and pixels down; its dot with its risk told, bare, or not at all."""
    from course_utils import charts
    from course_utils.charts import picture

    place, frame = found.place, found.frame
    rows = charts.lane_rows(found.lanes)
    corner = place.alpha > 0.0 and frame.high > place.R
    before = found.before
    return {
        "tall": picture.TALL,
        "deep": picture.depth(rows),
        "low": frame.low,
        "high": frame.high,
        "curve": [(p, frame.down(worth)) for p, worth in found.curve],
        "dot": None if dot == "none" else (place.p, frame.down(place.worth)),
        "foot": None if dot == "none" or not place.lifts else frame.down(place.worth - place.lift),
        "before": None if before is None else (before.p, frame.down(before.worth)),
        "line": frame.down(place.R) if frame.side(place.R) == "within" else None,
        "corner": (place.alpha, frame.down(place.R)) if corner else None,
        "labels": [
            {
                "lines": _bare(label.lines) if label.name == "yours" and dot == "bare" else list(label.lines),
                "x": label.x,
                "down": label.down,
                "xanchor": label.xanchor,
                "yanchor": label.yanchor,
                "dx": label.dx,
                "dy": label.dy,
            }
            for label in found.labels
            if label.name != "yours" or dot != "none"
        ],
        "lanes": [
            {
                "who": lane.who,
                "low": lane.low,
                "high": lane.high,
                "edge": lane.threshold,
                "lines": list(row.lines),
                "down": row.down,
                "at": row.at,
            }
            for lane, row in zip(found.lanes, rows, strict=True)
        ],
    }


def _window(place: Position) -> dict[str, Any]:
    """Return between which credibilities a guarantee deters and is signed: three bars, and words."""
    from course_utils import charts

    found = charts.window_geometry(place)
    yours, *lines = found.lines
    return {
        "sentence": charts.window_sentence(found),
        "bars": [(line, *bar) for line, bar in zip(lines, found.bars, strict=True)],
        "yours": yours,
        "Q": min(max(place.Q, 0.0), 1.0),
    }


def _bare(lines: tuple[str, ...]) -> list[str]:
    """The words beside the dot without its risk; what lifts it off the curve stays."""
    return [words.text("widgets.signs.yours"), *lines[1:]]


def _weights(numbers: Mapping[str, Any], place: Position, named: bool) -> dict[str, Any]:
    """Return what each assumption alone does to the two answers; the risks that it makes only unnamed."""
    from course_utils import charts, sensitivity

    bars = charts.weight_geometry(sensitivity.weights(numbers, alpha=place.alpha))
    columns, rows = charts.weight_table(bars)
    return {
        "turning": [bar.label for bar in bars if bar.turns != "neither"],
        "alpha": place.alpha,
        "risk": place.p,
        "bars": [] if named else [(bar.low, bar.high, bar.turns != "neither") for bar in bars],
        "columns": columns,
        "rows": [] if named else rows,
    }
