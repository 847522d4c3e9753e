"""Join the rows of the tables with the lines of the fact sheets that they were taken from.

The course was written from fact sheets, Markdown files in which every line says how far it is proven:
verified (V), recalled (R), disputed (D), computed (C or X), second hand (V2). The sheets are not part of the
course. Who has them runs `python tests/fact_sheets.py FOLDER`: each row's `fact` names sheet, section and
some words of a line ("article5 §6 | 12 Sep"), and the row may not say more than the line does. With a number
after the folder, sixty rows drawn with this seed are printed beside their lines, for a reader to compare.

`course` stands for what this course made itself, `standard` for the names and codes of ISO 3166.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path

from course_utils import datasets

REFERENCE = re.compile(r"(?P<sheet>[a-z]+[0-9]?) §(?P<section>[^|]+?)(?: \| (?P<words>.+))?")
OWN = {"course", "standard"}
ENOUGH = {
    "verified": {"V"},
    "recalled": {"R", "V2"},
    "disputed": {"D", "decided"},
    "computed": {"C", "V", "decided"},
}
"""The marks of which a line needs at least one before a row may carry a status."""

_MARKS = {
    "V": r"\*\*V\b|\bV(?: \(|/D| seen| same| above)|\bVERIFIED|(?<=[|(,;.: ])V(?=[ |),;:.]|$)",
    "R": r"\brecalled\b|\*\*R\b|\bRECALLED|\burl R\b|\bV/R\b|(?<=[|(,;.: ])R(?=[ |),;:.]|$)",
    "D": r"\*\*D\b|\bDISPUTED|\bV/D\b|(?<=[|(,;.: ])D(?=[ |),;:.]|$)",
    "C": r"\*\*[CX]\b|\bMY coding|\(mine|(?<=[|(,;.: /])[CX](?=[ |),;:.]|$)",
    "V2": r"\bV2\b",
}


@cache
def sections(sheet: Path) -> dict[str, list[str]]:
    """The lines of a sheet by section number; a part without a number goes by its heading, below the last."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in sheet.read_text(encoding="utf-8").splitlines():
        heading = re.match(r"(#+) (?:(\d+(?:\.\d+)?)\.? )?(.*)", line)
        numbered = re.match(r"(?:\*\*)?(\d+(?:\.\d+)?)(?:\.|\b) ", line)
        if heading:
            title = heading[3].split(" (")[0]
            top = name.split(".")[0]
            name = heading[2] or (f"{top}.{title}" if len(heading[1]) > 2 else title)
        elif numbered and (sheet.stem == "decisions" or numbered[1].startswith(f"{name.split('.')[0]}.")):
            name = numbered[1]
        if line.strip():
            found.setdefault(name, []).append(line)
    return found


def lines(folder: Path, reference: str) -> list[str]:
    """The lines that one reference means; raises `LookupError` when there are none."""
    form = REFERENCE.fullmatch(reference)
    if form is None:
        raise LookupError("not a reference")
    sheet = folder / f"{form['sheet']}.md"
    if not sheet.is_file():
        sheet = folder.parent / sheet.name
    asked = form["section"]
    body = [
        (name, line)
        for name, section in sections(sheet).items()
        if name == asked or name.startswith(f"{asked}.") or name.endswith(f".{asked}")
        for line in section
    ]
    if form["words"] is None:
        hits = [line for _, line in body]
    else:
        hits = [line for _, line in body if form["words"] in line]
        if hits and not marks(hits, form["sheet"], asked):
            after = [line for _, line in body][[line for _, line in body].index(hits[-1]) + 1 :]
            hits += [line for line in after[:3] if line.startswith("**V")] or [line for _, line in body]
    if not hits:
        raise LookupError("no such line")
    if form["sheet"] == "treaties" and asked.startswith("3."):
        hits += [line for _, line in body if line.startswith("- **Status.**")]  # it speaks for its section
    return hits


def marks(found: list[str], sheet: str, section: str) -> set[str]:
    """How far some lines are proven, by their own marks."""
    text = " | ".join(found)
    held = {mark for mark, pattern in _MARKS.items() if re.search(pattern, text)}
    if sheet == "treaties" and section.startswith("3"):
        held.add("R")  # the sheet: what Status does not name as verified is recalled
    if sheet == "treaties" and section.startswith("6"):
        held.add("V")  # read off the data files that the section names
    if sheet == "decisions":
        held.add("decided")
    return held


def main(folder: Path) -> int:
    """Print every row that says more than its line, and how the others stand; 1 if there is any."""
    faults, agreed = [], Counter[str]()
    for table in datasets.names():
        others = {row["row"] for row in datasets.disputes(table)}
        for row in datasets.rows(table):
            if row["fact"] in OWN:
                agreed[str(row["fact"])] += 1
                continue
            held: set[str] = set()
            for reference in str(row["fact"]).split(" ; "):
                try:
                    form = REFERENCE.fullmatch(reference)
                    hits = lines(folder, reference)
                    held |= marks(hits, form["sheet"], form["section"])  # type: ignore[index]
                except LookupError as wrong:
                    faults.append(f"{table} {row['id']}: {reference}: {wrong}")
            status = str(row["status"])
            if row["id"] in others or table == "disputes":
                held.add("D")  # another reading is recorded
            if table == "sources" and held & {"D", "V2"}:
                held.add("V")  # that pages differ, or tell of others, was read on the pages
            if not held & ENOUGH[status]:
                faults.append(f"{table} {row['id']}: {status}, but {row['fact']} has {sorted(held)}")
            elif status == "verified" and "R" in held and not row.get("recalled"):
                agreed["verified, on a line that also holds something recalled"] += 1
            else:
                agreed[status] += 1
    print(*faults, sep="\n")
    print(*(f"{count} {what}" for what, count in agreed.items()), f"{len(faults)} faults", sep="; ")
    return 1 if faults else 0


def draw(folder: Path, seed: int, count: int = 60) -> None:
    """Print some random rows, each beside its lines of the sheets, for a reader to compare."""
    every = [(table, row) for table in datasets.names() for row in datasets.rows(table)]
    print(f"seed {seed}, {count} of {len(every)} rows")
    for table, row in random.Random(seed).sample(every, count):
        print(f"\n== {table}, {row['id']}")
        print(*(f"{column}: {cell}" for column, cell in row.items() if cell is not None), sep="\n")
        for reference in str(row["fact"]).split(" ; "):
            if reference not in OWN:
                print(*(f"> {line}" for line in lines(folder, reference)), sep="\n")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        draw(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        raise SystemExit(main(Path(sys.argv[1])))
