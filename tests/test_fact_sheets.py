"""The script that joins rows with the fact sheets finds what says more than its line."""

import types

import fact_sheets
import pytest

from course_utils import datasets

SHEET = """# Facts

## 1. Treaties

### 1.1 Dates

| Signed | 4 April 1949 | **V** seen: somewhere |
| Left | never | **R** |
| Joined | 6 or 9 May 1955 | **D** |
| Years | 77 | **C** |

### Further

- Told of elsewhere: V2.

## 2. Words

The clause itself, quoted.
**V** seen: a copy.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "article5.md").write_text(SHEET, "utf-8")
    fact_sheets.sections.cache_clear()
    return tmp_path


@pytest.mark.parametrize(
    ("reference", "held"),
    [
        ("article5 §1.1 | Signed", {"V"}),
        ("article5 §1.1 | Left", {"R"}),
        ("article5 §1 | Joined", {"D"}),
        ("article5 §1.1 | 77", {"C"}),
        ("article5 §Further | Told", {"V2"}),
        ("article5 §1 | Told", {"V2"}),
        ("article5 §2 | The clause", {"V"}),
        ("article5 §1.1", {"V", "R", "D", "C"}),
    ],
)
def test_a_line_says_how_far_it_is_proven(folder, reference, held):
    form = fact_sheets.REFERENCE.fullmatch(reference)
    found = fact_sheets.lines(folder, reference)
    assert fact_sheets.marks(found, form["sheet"], form["section"]) == held


@pytest.mark.parametrize(
    "reference", ["article5 §9 | Signed", "article5 §1.1 | Sealed", "article5", "law §1"]
)
def test_a_line_that_is_not_there_is_an_error(folder, reference):
    with pytest.raises((LookupError, OSError)):
        fact_sheets.lines(folder, reference)


@pytest.mark.parametrize(
    ("status", "words", "code"),
    [
        ("verified", "Signed", 0),
        ("verified", "Left", 1),
        ("verified", "Sealed", 1),
        ("recalled", "Left", 0),
        ("recalled", "Signed", 1),
        ("disputed", "Joined", 0),
        ("disputed", "Signed", 1),
        ("computed", "77", 0),
        ("computed", "Left", 1),
    ],
)
def test_a_row_may_not_say_more_than_its_line(folder, monkeypatch, capsys, status, words, code):
    row = {"id": "x", "status": status, "recalled": None, "fact": f"article5 §1.1 | {words}"}
    table = types.SimpleNamespace(
        names=lambda: ("facts",), rows=lambda _name: (row,), disputes=lambda _name: ()
    )
    monkeypatch.setattr(fact_sheets, "datasets", table)
    assert fact_sheets.main(folder) == code
    assert ("facts x" in capsys.readouterr().out) == bool(code)


def test_every_row_names_its_line_or_says_whose_it_is():
    for name in datasets.names():
        for row in datasets.rows(name):
            parts = str(row["fact"]).split(" ; ")
            assert parts[0] in fact_sheets.OWN or all(fact_sheets.REFERENCE.fullmatch(p) for p in parts), (
                name,
                row["id"],
            )
