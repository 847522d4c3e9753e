"""The tables of the course, each row with its source and its standing.

Every fact that a lesson shows stands in one CSV file of the data folder; `datapackage.json` beside the
files says what each column means, which values it may hold and how the tables hang together. `rows` reads
a table with the standard library alone; `load` gives the same table as a pandas DataFrame.

`python -m course_utils.datasets` lists the tables; `python -m course_utils.datasets readme` prints the
text of the data folder's README.
"""

from __future__ import annotations

import csv
import datetime
import difflib
import functools
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import pandas

Cell: TypeAlias = str | int | float | bool | datetime.date | None
"""What one cell may hold; `None` is a blank."""

Row: TypeAlias = Mapping[str, Cell]
"""One row of a table, by column name; it cannot be changed."""

STATUSES = ("verified", "disputed", "computed", "recalled")
"""How far a row is proven, best first; the package says what each word means."""

_DTYPES = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}


_LIKE = 0.6
"""From this likeness on (0 to 1, as `difflib` measures it) a name may have been meant."""


class UnknownTable(LookupError):
    """No table has this name; the message says which name was probably meant."""


class UnknownRow(LookupError):
    """The table has no row with this id; the message says which id was probably meant."""


def near(asked: str, known: Iterable[str]) -> str:
    """Say which known names are like the one that was asked for, as the end of a sentence.

    >>> near("sorces", ["sources", "states"])
    'did you mean "sources"?'
    >>> near("zzz", ["sources", "states"])
    'there are "sources" and "states".'
    """
    names = list(known)
    folded = str(asked).casefold()
    likeness = {name: difflib.SequenceMatcher(None, folded, name.casefold()).ratio() for name in names}
    best = max(likeness.values(), default=0)
    if best >= _LIKE:
        close = sorted((name for name in names if likeness[name] > best - 0.1), key=likeness.__getitem__)
        return f"did you mean {_listed(close[:-4:-1], 'or')}?"
    if len(names) > 16:
        return f"there are {len(names)}, from {_quoted(names[0])} to {_quoted(names[-1])}."
    return f"there are {_listed(names, 'and')}."


def _quoted(name: str) -> str:
    return f'"{name}"'


def _listed(names: Sequence[str], joining: str) -> str:
    quoted = [_quoted(name) for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {joining} {quoted[-1]}"


@functools.cache
def folder() -> Path:
    """The folder that holds the tables: inside an installed package, or beside it in a clone.

    >>> (folder() / "datapackage.json").is_file()
    True
    """
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent / "datasets"


@functools.cache
def _package() -> dict[str, Any]:
    package: dict[str, Any] = json.loads((folder() / "datapackage.json").read_text(encoding="utf-8"))
    return package


@functools.cache
def _resources() -> Mapping[str, dict[str, Any]]:
    return MappingProxyType({resource["name"]: resource for resource in _package()["resources"]})


def _resource(name: str) -> dict[str, Any]:
    try:
        return _resources()[name]
    except (KeyError, TypeError):
        raise UnknownTable(f'There is no table "{name}": {near(name, _resources())}') from None


def names() -> tuple[str, ...]:
    """The names of all tables, in the order of the package.

    >>> "clauses" in names()
    True
    """
    return tuple(_resources())


def _cell(text: str, kind: str, blanks: Sequence[str]) -> Cell:
    if text in blanks:
        return None
    if kind == "string":
        return text
    if kind == "integer":
        return int(text)
    if kind == "number":
        return float(text)
    if kind == "date":
        return datetime.date.fromisoformat(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    raise ValueError(f'"{text}" is not of the type {kind}.')


@functools.cache
def rows(name: str) -> tuple[Row, ...]:
    """All rows of a table, with the types that the package declares; a blank cell is `None`.

    Raises `UnknownTable` for a name that no table has. The rows cannot be changed.

    >>> rows("states")[0]["name_in_text"]
    'Belgium'
    >>> rows("sates")
    Traceback (most recent call last):
    course_utils.datasets.UnknownTable: There is no table "sates": did you mean "states"?
    """
    resource = _resource(name)
    schema = resource["schema"]
    blanks = schema["missingValues"]
    kinds = {field["name"]: field["type"] for field in schema["fields"]}
    with (folder() / resource["path"]).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if list(reader.fieldnames or []) != list(kinds):
            raise ValueError(f'The columns of "{name}" are not those of the package.')
        return tuple(
            MappingProxyType({column: _cell(line[column], kind, blanks) for column, kind in kinds.items()})
            for line in reader
        )


@functools.cache
def _by_id(name: str) -> Mapping[str, Row]:
    return MappingProxyType({str(row["id"]): row for row in rows(name)})


def row(name: str, id: str) -> Row:
    """The one row of a table that has this id.

    Raises `UnknownTable`, or `UnknownRow` when the table has no such row.

    >>> row("instruments", "NAT1949")["short_name"]
    'NATO'
    """
    table = _by_id(name)
    try:
        return table[id]
    except (KeyError, TypeError):
        raise UnknownRow(f'The table "{name}" has no row "{id}": {near(id, table)}') from None


def load(name: str) -> pandas.DataFrame:
    """The table as a pandas DataFrame with the declared types, a fresh copy at each call.

    Text is `string`, whole numbers `Int64`, yes or no `boolean`, dates `datetime64[s]`. Raises
    `UnknownTable`.

    >>> load("invocations")["date_conditional"].dt.year.to_list()
    [2001]
    """
    import pandas

    fields = _resource(name)["schema"]["fields"]
    table = rows(name)
    columns = {field["name"]: [row[field["name"]] for row in table] for field in fields}
    types = {field["name"]: _DTYPES[field["type"]] for field in fields}
    return pandas.DataFrame(columns, dtype=object).astype(types)


def source(key: str) -> Row:
    """The row of `sources` with this key: title, publisher, date, address, where it was seen.

    >>> source("NATO-TREATY")["publisher"]
    'NATO'
    """
    return row("sources", key)


def cite(row: Row) -> str:
    """One line that names where a row comes from: title, publisher, date, address.

    Takes a row of any table, or a row of `sources` itself. Raises `ValueError` for a row without a source.

    >>> cite(source("NATO-TREATY"))
    'The North Atlantic Treaty. NATO, 4 April 1949. https://www.nato.int/cps/en/natohq/official_texts_17120.htm'
    """
    if "source" in row:
        key = row["source"]
        if not isinstance(key, str):
            raise ValueError("This row names no source.")
        row = source(key)
    elif "title" not in row:
        raise ValueError("This row names no source.")
    line = f"{row['title']}. {row['publisher']}"
    if row["date"] is not None:
        line += f", {plain_date(str(row['date']))}"
    return f"{line}. {row['address']}" if row["address"] is not None else f"{line}."


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
"""The months as prose writes them, whatever language the machine speaks."""


def plain_date(iso: str) -> str:
    """A year, month or day of the tables as prose writes it.

    >>> plain_date("2001"), plain_date("2001-09"), plain_date("2001-09-11")
    ('2001', 'September 2001', '11 September 2001')
    """
    year, *rest = iso.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    if rest:
        words.append(MONTHS[int(rest[0]) - 1])
    return " ".join([*words, year])


def standing(row: Row, column: str | None = None) -> str:
    """How far a row, or one column of it, is proven: verified, disputed, computed or recalled.

    A row that is verified as a whole may hold single values that are only recalled; its column `recalled`
    names them. What is recalled is never quoted, graded or drawn.

    >>> treaty = row("instruments", "BRU1948")
    >>> standing(treaty), standing(treaty, "signed"), standing(treaty, "in_force")
    ('verified', 'verified', 'recalled')
    """
    if column is not None and column not in row:
        raise UnknownRow(f'This row has no column "{column}": {near(column, row)}')
    named = str(row.get("recalled") or "").split()
    return "recalled" if column in named else str(row["status"])


def sources(*tables: str) -> tuple[Row, ...]:
    """The sources that the named tables rest on, in the order of `sources`; all of them when none is named.

    Raises `UnknownTable`.

    >>> [source["publisher"] for source in sources("invocations")]
    ['NATO']
    """
    used = {row.get("source") for table in tables or names() for row in rows(table)}
    return tuple(row for row in rows("sources") if row["id"] in used)


def describe(name: str) -> str:
    """What a table holds, as text: what a row is, how far the rows are proven, and each column with its unit.

    Raises `UnknownTable`.

    >>> print(describe("invocations").splitlines()[0])
    invocations: one invocation of Article 5
    """
    resource = _resource(name)
    counts = Counter(row["status"] for row in rows(name))
    proven = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status])
    lines = [f"{name}: {resource['title']}", resource["description"], f"{len(rows(name))} rows: {proven}."]
    for field in resource["schema"]["fields"]:
        unit = f", {field['unit']}" if "unit" in field else ""
        lines.append(f"- {field['name']} ({field['type']}{unit}): {field['description']}")
    return "\n".join(lines)


def disputes(name: str) -> tuple[Row, ...]:
    """The readings that other sources, or other readers, give for cells of this table, and why ours stands.

    Raises `UnknownTable`.

    >>> [row["other"] for row in disputes("members") if row["row"] == "DEU"]
    ['1955-05-09']
    """
    _resource(name)
    return tuple(row for row in rows("disputes") if row["table"] == name)


def _counts(name: str) -> tuple[str, ...]:
    table = rows(name)
    standing = Counter(row["status"] for row in table)
    used = len({row["source"] for row in table if row.get("source") is not None})
    return (name, str(len(table)), *(str(standing[status]) for status in STATUSES), str(used))


def overview() -> str:
    """The list of tables as text: name, rows, rows of each standing, number of sources.

    >>> overview().splitlines()[0].split()
    ['table', 'rows', 'verified', 'disputed', 'computed', 'recalled', 'sources']
    """
    lines = [("table", "rows", *STATUSES, "sources"), *(_counts(name) for name in names())]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(map(str.rjust, line[1:], widths[1:]))]) for line in lines
    )


def readme() -> str:
    """The text of the data folder's README, made from the package.

    >>> readme().splitlines()[0]
    '# The tables of the course'
    """
    package = _package()
    licence = package["licenses"][0]
    lines = [f"# {package['title']}", "", package["description"], ""]
    lines += [f"Licence of the tables: [{licence['title']}]({licence['path']}).", ""]
    groups = dict.fromkeys(resource["group"] for resource in _resources().values())
    for group in groups:
        lines += [f"## {group}", "", "| table | rows | what a row is | lessons |", "|---|---:|---|---|"]
        for name, resource in _resources().items():
            if resource["group"] == group:
                lessons = ", ".join(resource["lessons"])
                cells = (f"[{name}](#{name})", str(len(rows(name))), resource["title"], lessons)
                lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    lines.append("## The columns")
    for name, resource in _resources().items():
        file = resource["path"]
        lines += ["", f"### {name}", "", f"[{file}]({file}). {resource['description']}", ""]
        lines += ["| column | type | meaning |", "|---|---|---|"]
        for field in resource["schema"]["fields"]:
            choices = field.get("constraints", {}).get("enum")
            kind = " / ".join(f"`{choice}`" for choice in choices) if choices else field["type"]
            lines.append(f"| `{field['name']}` | {kind} | {field['description']} |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Print the list of tables, or with `readme` the README of the data folder; 2 for anything else."""
    if list(arguments) == ["readme"]:
        print(readme(), end="")
    elif not arguments:
        print(overview())
    else:
        print('Write nothing to list the tables, or "readme" to print their README.', file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
