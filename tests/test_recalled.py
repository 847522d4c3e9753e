"""What is only recalled is never graded, drawn or quoted: without its rows nothing of that changes."""

import pytest

from course_utils import datasets, words
from course_utils.questions import answers
from course_utils.widgets import rank


def proven(name):
    """A table without its recalled rows, and with its recalled columns blank."""
    return tuple(
        {column: None if datasets.standing(row, column) == "recalled" else row[column] for column in row}
        for row in TRUE_ROWS(name)
        if row["status"] != "recalled"
    )


TRUE_ROWS = datasets.rows


@pytest.fixture
def only_proven(monkeypatch):
    monkeypatch.setattr(datasets, "rows", proven)


@pytest.mark.parametrize("exercise", answers.ANSWERS)
def test_graded_answers_do_not_rest_on_what_is_recalled(exercise, only_proven, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(datasets, "rows", TRUE_ROWS)
        answer = answers.ANSWERS[exercise]()
    assert answers.ANSWERS[exercise]() == answer


@pytest.mark.parametrize("ladder", ["duty", "speed", "force"])
def test_the_drawn_ladders_do_not_rest_on_what_is_recalled(ladder, only_proven, monkeypatch):
    spec = words.section("ladders")
    with monkeypatch.context() as patch:
        patch.setattr(datasets, "rows", TRUE_ROWS)
        drawn = rank.clauses_on(spec[ladder]["code"], spec["instruments"])
    assert rank.clauses_on(spec[ladder]["code"], spec["instruments"]) == drawn


def test_no_quotation_is_recalled():
    for name in datasets.names():
        for row in datasets.rows(name):
            for column in row:
                if column.startswith("words"):
                    assert row[column] is None or datasets.standing(row, column) != "recalled", row["id"]
