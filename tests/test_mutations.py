"""The description of the tables notices a corrupted cell: over 400 random ones, with a printed seed."""

import csv
import json
import random
import shutil

import frictionless
import pytest

from course_utils import datasets

SEED = 20261122
CELLS = 400
PACKAGE = json.loads((datasets.folder() / "datapackage.json").read_text(encoding="utf-8"))


def corruptions(field, keys):
    """What can be spoilt in a column: (kind, value); empty for free text, which has no form to spoil."""
    limits = field.get("constraints", {})
    found = []
    if field["name"] in keys:
        found.append(("key", "NO-SUCH-ROW"))
    if field["name"] == "id":
        found.append(("key", None))  # the id of another row
    if "enum" in limits:
        found.append(("category", "neither"))
    elif "pattern" in limits:
        found.append(("category", "?!"))
    if field["type"] in {"integer", "number"}:
        found += [
            ("type", "many"),
            ("range", str(limits["maximum"] + 1)),
            ("range", str(limits["minimum"] - 1)),
        ]
    if field["type"] == "date":
        found += [("type", "2001-02-30"), ("type", "11 September"), ("range", "2027-01-01")]
    if field["type"] == "boolean":
        found.append(("type", "perhaps"))
    if limits.get("required"):
        found.append(("type", ""))
    return found


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    """The package with spoilt cells, at most one a row; what was spoilt, and what frictionless then says."""
    print(f"seed {SEED}")  # pytest shows it when a test fails
    dice = random.Random(SEED)
    folder = tmp_path_factory.mktemp("spoilt")
    for file in datasets.folder().iterdir():
        shutil.copy(file, folder)
    tables, choices = {}, []
    for resource in PACKAGE["resources"]:
        path = folder / resource["path"]
        with path.open(encoding="utf-8", newline="") as file:
            tables[resource["name"]] = list(csv.DictReader(file))
        keys = {column for key in resource["schema"].get("foreignKeys", ()) for column in key["fields"]}
        choices += [
            (resource["name"], number, field["name"], *corruption)
            for number, line in enumerate(tables[resource["name"]])
            for field in resource["schema"]["fields"]
            if line[field["name"]]
            for corruption in corruptions(field, keys)
        ]
    done, rows = [], set()
    for table, number, column, kind, value in dice.sample(choices, len(choices)):
        if (table, number) in rows or (value is None and number == 0):
            continue
        rows.add((table, number))
        tables[table][number][column] = tables[table][0]["id"] if value is None else value
        done.append((table, number, column, kind, value))
        if len(done) == CELLS:
            break
    for table, lines in tables.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)
    report = frictionless.Package(str(folder / "datapackage.json")).validate(limit_errors=100_000)
    seen = {
        (task.name, error.row_number - 2)
        for task in report.tasks
        for error in task.errors
        if getattr(error, "row_number", None)
    }
    return done, seen


def test_at_least_95_of_100_corruptions_are_caught(spoilt):
    done, seen = spoilt
    assert len(done) == CELLS
    missed = [one for one in done if one[:2] not in seen]
    assert len(missed) <= 0.05 * CELLS, missed


@pytest.mark.parametrize("kind", ["key", "category", "type", "range"])
def test_each_kind_of_corruption_is_tried_and_caught(spoilt, kind):
    done, seen = spoilt
    tried = [one for one in done if one[3] == kind]
    assert len(tried) >= 10
    missed = [one for one in tried if one[:2] not in seen]
    assert len(missed) <= 0.05 * len(tried), missed


def test_rows_that_were_left_alone_are_not_reported(spoilt):
    """Else the count above could be reached by reporting everything; a key may break where it points to."""
    done, seen = spoilt
    renamed = any(column == "id" for _, _, column, _, _ in done)
    touched = {one[:2] for one in done}
    innocent = seen - touched
    assert len(innocent) <= (0.5 * len(seen) if renamed else 0)
