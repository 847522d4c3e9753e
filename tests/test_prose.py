"""No number or date of a lesson stands on its own: each equals a cell of a table, or has its reason."""

import datetime
import json
import re
import shutil
from pathlib import Path

import pytest

from course_utils import datasets, notebooks, prose

LESSONS = notebooks.lessons(Path(__file__).parent.parent / "lessons")
every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.path.stem)
SIGNED = {"says": "4 April 1949", "cells": [["instruments", "NAT1949", "signed"]]}


def notebook(source, *figures):
    cells = [{"cell_type": "markdown", "source": source}, {"cell_type": "code", "source": "7"}]
    return {"cells": cells, "metadata": {"course": {"figures": list(figures)}}}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nothing here.", []),
        ("One ally, once.", []),
        ("Two of the twelve", ["2", "12"]),
        ("130,930 and 8.45", ["130930", "8.45"]),
        ("It may march in May, in March", ["May", "March"]),
        ("Twenty-nine", ["20", "9"]),
        ("Article 42(7)", ["42", "7"]),
    ],
)
def test_figures_are_found(text, found):
    assert [figure for figure, _, _ in prose.figures(text)] == found


@pytest.mark.parametrize("month", datasets.MONTHS)
def test_every_month_is_a_figure(month):
    assert prose.figures(f"in {month}.")[0][0] == month


@pytest.mark.parametrize("word", prose.NUMBERS)
def test_every_number_word_is_a_figure(word):
    assert [figure for figure, _, _ in prose.figures(f"{word} {word.title()}")] == [
        str(prose.NUMBERS[word])
    ] * 2


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        (SIGNED, []),
        (SIGNED | {"says": "in April 1949"}, []),
        (SIGNED | {"says": "5 April 1949"}, ["says 5"]),
        (SIGNED | {"says": "no figure"}, ["takes nothing from"]),
        (SIGNED | {"why": "Both."}, ["needs one of"]),
        ({"says": "three"}, ["needs one of"]),
        ({"says": "three", "why": ""}, ["no reason"]),
        ({"says": "three", "why": "The three questions of the course."}, []),
        ({"says": "three", "cells": [["instrument", "NAT1949", "signed"]]}, ["did you mean"]),
        ({"says": "three", "cells": [["instruments", "NAT1948", "signed"]]}, ["did you mean"]),
        ({"says": "three", "cells": [["instruments", "NAT1949", "sign"]]}, ["no column"]),
        ({"says": "seven clauses", "rows": ["instruments", {"ranked": True}]}, []),
        ({"says": "eight clauses", "rows": ["instruments", {"ranked": True}]}, ["takes nothing"]),
    ],
)
def test_an_entry_agrees_with_the_tables_or_says_what_is_wrong(entry, wrong):
    faults = prose.disagreements(entry)
    assert len(faults) == len(wrong)
    for fault, part in zip(faults, wrong, strict=True):
        assert part in fault


def test_a_figure_without_an_entry_and_an_entry_without_its_words_are_faults():
    assert prose.faults(notebook("Signed on 4 April 1949.", SIGNED)) == []
    assert len(prose.faults(notebook("Signed on 4 April 1949."))) == 3
    assert len(prose.faults(notebook("Signed on 14 April 1949.", SIGNED))) == 4
    assert prose.faults(notebook("Signed.", SIGNED)) == [
        "The index says “4 April 1949”, but the prose does not."
    ]


@every_lesson
def test_no_figure_of_a_lesson_stands_on_its_own(lesson):
    assert prose.faults(notebooks.read(lesson.path)) == []


@every_lesson
def test_reasons_are_few(lesson):
    index = notebooks.read(lesson.path)["metadata"]["course"]["figures"]
    assert sum("why" in entry for entry in index) <= 20


def other(cell):
    """Another value of the same type."""
    if isinstance(cell, bool):
        return not cell
    if isinstance(cell, datetime.date):
        return cell.replace(year=cell.year - 1, month=cell.month % 12 + 1, day=cell.day % 28 + 1)
    if isinstance(cell, int | float):
        return cell + 17
    return re.sub(r"\d+", lambda digits: str(int(digits.group()) + 17), cell) if cell else "1"


@every_lesson
def test_changing_any_cell_that_a_lesson_quotes_makes_it_fail(lesson, monkeypatch):
    content = notebooks.read(lesson.path)
    quoted = [cell for entry in content["metadata"]["course"]["figures"] for cell in entry.get("cells", ())]
    assert quoted
    for table, row, column in quoted:
        changed = dict(datasets.row(table, row)) | {column: other(datasets.row(table, row)[column])}
        with monkeypatch.context() as patch:
            true = datasets.row
            patch.setattr(
                datasets,
                "row",
                lambda name, key, new=changed, at=(table, row), true=true: (
                    new if (name, key) == at else true(name, key)
                ),
            )
            assert prose.faults(content), (table, row, column)


def test_changing_a_file_makes_the_lesson_fail(tmp_path, monkeypatch):
    """The same with a table on the disk: the day of signature, one day later."""
    for file in datasets.folder().iterdir():
        shutil.copy(file, tmp_path)
    table = tmp_path / "instruments.csv"
    table.write_text(table.read_text("utf-8").replace(",1949-04-04,", ",1949-04-05,"), "utf-8")
    caches = [datasets.folder, datasets._package, datasets._resources, datasets.rows, datasets._by_id]
    try:
        monkeypatch.setattr(datasets, "folder", lambda: tmp_path)
        for cached in caches[1:]:
            cached.cache_clear()
        faults = prose.faults(
            json.loads(next(one for one in LESSONS if one.number == 1).path.read_text("utf-8"))
        )
    finally:
        monkeypatch.undo()
        for cached in caches[1:]:
            cached.cache_clear()
    assert any("4 April 1949" in fault for fault in faults)
