"""Contrast of the palette, as WCAG 2.2 defines it, and the figure settings that keep work on the machine."""

import json

import pytest

from course_utils import charts, theme

LIGHT, DARK = "#ffffff", "#111111"


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    bright, dim = sorted((luminance(one), luminance(two)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("question", theme.MARKS)
def test_marks_and_text_can_be_seen_on_both_papers(question):
    mark = theme.MARKS[question]
    assert contrast(mark.colour, LIGHT) >= 3
    assert contrast(mark.ink, LIGHT) >= 4.5
    assert contrast(mark.colour_dark, DARK) >= 3
    assert contrast(mark.ink_dark, DARK) >= 4.5


def test_each_question_differs_in_colour_shape_glyph_and_line():
    marks = theme.MARKS.values()
    for part in ("colour", "shape", "glyph", "underline"):
        assert len({getattr(mark, part) for mark in marks}) == 4


def test_every_jupyter_variable_has_a_fallback():
    for piece in theme.css().split("var(--jp-")[1:]:
        assert "," in piece.split(")")[0]


def test_no_style_or_figure_asks_the_network():
    assert "url(" not in theme.css()
    assert "@import" not in theme.css()
    assert theme.PLOTLY_CONFIG["displayModeBar"] is False
    assert theme.PLOTLY_CONFIG["displaylogo"] is False
    point = charts.LadderPoint("Article 5", "Duty", "what", 3, None)
    assert "http" not in json.dumps(charts.ladders([point], {"Duty": "Duty"}).to_plotly_json(), default=str)


def test_the_ladder_figure_and_its_table_hold_the_same_numbers():
    points = [
        charts.LadderPoint(clause, ladder, "how", code, None)
        for clause, codes in {"A": (0, 4), "B": (2, 2), "C": (4, 1)}.items()
        for ladder, code in zip(("Speed", "Force"), codes, strict=True)
    ]
    figure = charts.ladders(points, {"Speed": "Speed", "Force": "Force"})
    drawn = {
        (clause, place): x
        for place, trace in enumerate(figure.data)
        for clause, x in zip(trace.y, trace.x, strict=True)
    }
    _, rows = charts.ladder_table(points)
    assert drawn == {(row[0], place): int(row[1 + 2 * place]) for row in rows for place in (0, 1)}
