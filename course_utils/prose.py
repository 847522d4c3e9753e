"""The numbers and dates in a lesson's prose, and the cells of the tables that they were taken from.

The metadata of a lesson holds an index, `figures`: each entry says some words of the prose and where their
numbers come from. `{"says": "4 April 1949", "cells": [["instruments", "NAT1949", "signed"]]}` names cells
by table, row and column; `{"says": "seven real clauses", "rows": ["instruments", {"ranked": true}]}` counts
the rows of a table; `{"says": "About 65 minutes", "why": "…"}` gives the reason why a number stands on its
own. `faults` finds what the index leaves out, and what no longer agrees with the tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from course_utils import datasets, glossary

NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}
"""The number words from two on, without those that are made of two."""

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
_FIGURE = re.compile(rf"{_DIGITS}|\b(?:{'|'.join(datasets.MONTHS)})\b|\b(?:{_WORDS}|{_WORDS.title()})\b")


def figures(text: str) -> list[tuple[str, int, int]]:
    """Every number and month of a text, with where it begins and ends.

    Digits, number words from two on, and the names of months; a month counts with a capital letter only.

    >>> figures("Twelve states signed on 4 April 1949; one may leave.")
    [('12', 0, 6), ('4', 24, 25), ('April', 26, 31), ('1949', 32, 36)]
    """
    return [(_plain(found.group()), found.start(), found.end()) for found in _FIGURE.finditer(text)]


def _plain(word: str) -> str:
    return word if word in datasets.MONTHS else str(NUMBERS.get(word.casefold(), word.replace(",", "")))


def rendered(cell: datasets.Cell) -> str:
    """A cell as prose writes it: a date as day, month and year, a number without a needless fraction.

    >>> rendered(datasets.row("instruments", "NAT1949")["signed"])
    '4 April 1949'
    >>> rendered("2001-09"), rendered(2.0), rendered(None)
    ('September 2001', '2', '')
    """
    if cell is None:
        return ""
    text = f"{cell:g}" if isinstance(cell, float) else str(cell)
    return re.sub(r"\b\d{4}-\d\d(-\d\d)?\b", lambda date: datasets.plain_date(date.group()), text)


def _said(entry: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What each cell of an entry holds, as prose writes it, beside the name of the cell."""
    if "rows" in entry:
        table, wanted = entry["rows"]
        fitting = [row for row in datasets.rows(table) if wanted.items() <= row.items()]
        yield f"the rows of {table}", str(len(fitting))
    for table, row, column in entry.get("cells", ()):
        line = datasets.row(table, row)
        if column not in line:
            raise datasets.UnknownRow(f'The table "{table}" has no column "{column}".')
        yield f"{table}, {row}, {column}", rendered(line[column])


def disagreements(entry: Mapping[str, Any]) -> list[str]:
    """What is wrong with one entry of the index: empty when its words agree with the tables.

    >>> disagreements({"says": "4 April 1949", "cells": [["instruments", "NAT1949", "signed"]]})
    []
    >>> disagreements({"says": "5 April 1949", "cells": [["instruments", "NAT1949", "signed"]]})
    ['“5 April 1949” says 5, but instruments, NAT1949, signed: 4 April 1949.']
    """
    says = str(entry.get("says", ""))
    if sum(kind in entry for kind in ("why", "rows", "cells")) != 1:
        return [f"“{says}” needs one of why, rows and cells."]
    if "why" in entry:
        return [] if str(entry["why"]).endswith(".") else [f"“{says}” gives no reason."]
    asked = [figure for figure, _, _ in figures(says)]
    faults, held = [], Counter[str]()
    try:
        cells = list(_said(entry))
    except LookupError as wrong:
        return [f"“{says}”: {wrong}"]
    for name, text in cells:
        inside = Counter(figure for figure, _, _ in figures(text))
        if not inside & Counter(asked):
            faults.append(f"“{says}” takes nothing from {name}: {text or 'blank'}.")
        held |= inside
    faults += [
        f"“{says}” says {figure}, but {'; '.join(f'{name}: {text}' for name, text in cells)}."
        for figure in dict.fromkeys(asked)
        if figure not in held and not faults
    ]
    return faults


def faults(notebook: Mapping[str, Any]) -> list[str]:
    """What stands against the prose of a lesson: figures that no entry covers, and entries that are wrong.

    Takes a notebook as its file holds it. Returns one sentence for each fault, none when every number and
    date of the Markdown equals a cell of a table or has its reason.

    >>> cell = {"cell_type": "markdown", "source": "Signed on 4 April 1949, in force in August."}
    >>> entry = {"says": "4 April 1949", "cells": [["instruments", "NAT1949", "signed"]]}
    >>> faults({"cells": [cell], "metadata": {"course": {"figures": [entry]}}})
    ['“August” stands on its own in “Signed on 4 April 1949, in force in August.”']
    """
    index = notebook["metadata"]["course"].get("figures", [])
    found = [fault for entry in index for fault in disagreements(entry)]
    used: set[str] = set()
    for cell in notebook["cells"]:
        if cell["cell_type"] != "markdown":
            continue
        text = glossary.unlinked("".join(cell["source"]))
        covered: set[int] = set()
        for entry in index:
            says = re.escape(entry["says"])
            for hit in re.finditer(rf"(?<!\w){says}(?!\w)", text):
                used.add(entry["says"])
                covered.update(range(*hit.span()))
        for _figure, start, end in figures(text):
            if start not in covered:
                line = text[text.rfind("\n", 0, start) + 1 :].split("\n")[0]
                found.append(f"“{text[start:end]}” stands on its own in “{line}”")
    unused = [entry["says"] for entry in index if entry["says"] not in used]
    return found + [f"The index says “{says}”, but the prose does not." for says in unused]
