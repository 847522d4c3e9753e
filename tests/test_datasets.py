"""The tables: their form, their sources, and the figures that the lessons lean on."""

import csv
import datetime
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import frictionless
import pandas
import pytest

from course_utils import clauses, datasets, words

HORIZON = datetime.date(2026, 7, 31)
TABLES = [
    "sources",
    "states",
    "disputes",
    "glossary",
    "instruments",
    "clauses",
    "article5_phrases",
    "parallels",
    "drafting",
    "members",
    "article4",
    "considered",
    "scope",
    "invocations",
    "timeline_2001",
    "measures",
    "operations",
    "troop_lists",
    "contributions",
    "participation",
    "early_counts",
    "deaths",
    "populations",
    "budapest",
    "budapest_facts",
    "disarmament",
    "promises",
    "votes",
    "timeline_ukraine",
    "day_counts",
    "counterclaims",
    "law",
    "judgments",
    "proposals",
    "proposal_terms",
    "agreements",
    "agreement_counts",
    "nato_ukraine",
    "statements",
    "claims",
    "polls",
    "support",
    "armies",
    "codebook",
    "codes",
    "terms",
    "gap_examples",
    "tests",
    "cases",
    "reliability",
    "reliability_counts",
    "choices",
    "deterrence",
    "atop_rows",
    "atop_counts",
    "primitives",
    "bridge",
    "paper",
    "worked",
    "paradox",
]
COMMON = ["recalled", "status", "source", "fact"]
CODES = [
    "w1_bind",
    "w2_form",
    "t1_trigger",
    "o1_oblig",
    "a1_auto",
    "s1_speed",
    "f1_force",
    "p1_peace",
    "v1_noveto",
    "x1_exit",
    "c1_cond",
    "r1_record",
]
RANKED = {"NAT1949", "BRU1948", "RIO1947", "ANZUS1951", "USJP1960", "TEU42_7", "CST1992"}
PACKAGE = json.loads((datasets.folder() / "datapackage.json").read_text(encoding="utf-8"))
FIELDS = {
    (resource["name"], field["name"]): field
    for resource in PACKAGE["resources"]
    for field in resource["schema"]["fields"]
}


def by(name, **wanted):
    return [row for row in datasets.rows(name) if all(row[key] == value for key, value in wanted.items())]


# The package


def test_frictionless_finds_nothing():
    report = frictionless.Package(str(datasets.folder() / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_the_package_lists_every_table_and_no_other_file():
    assert list(datasets.names()) == TABLES
    files = {path.stem for path in datasets.folder().glob("*.csv")}
    assert files == set(TABLES)


@pytest.mark.parametrize("resource", PACKAGE["resources"], ids=lambda resource: resource["name"])
def test_each_table_is_described(resource):
    assert all([resource["title"], resource["description"]])
    assert isinstance(resource["lessons"], list)
    assert resource["group"]
    assert resource["encoding"] == "utf-8"
    assert resource["schema"]["missingValues"] == [""]
    assert resource["schema"]["primaryKey"] == ["id"]
    columns = [field["name"] for field in resource["schema"]["fields"]]
    assert columns[0] == "id"
    for field in resource["schema"]["fields"]:
        assert field["description"].endswith(".")
        assert field["type"] in {"string", "integer", "number", "boolean", "date"}
        if field["type"] in {"integer", "number"}:
            assert field["unit"]
        if field["type"] in {"integer", "number", "date"}:
            assert {"minimum", "maximum"} <= field["constraints"].keys(), field["name"]
    if resource["name"] != "sources":
        assert columns[-4:] == COMMON
        keys = [key["fields"] for key in resource["schema"]["foreignKeys"]]
        assert ["source"] in keys
    described = {column for table, column in FIELDS if table == resource["name"]}
    for column in described & {"clause", "instrument", "phrase", "state", "attacked"}:
        assert [column] in keys, column


def test_a_column_of_few_words_is_a_category_with_an_enum():
    """A column of text that repeats a few short values says which values it may hold."""
    free = {"article", "date", "column", "words", "recalled"}
    keys = {
        (resource["name"], column)
        for resource in PACKAGE["resources"]
        for key in resource["schema"].get("foreignKeys", [])
        for column in key["fields"]
    }
    for (table, column), field in FIELDS.items():
        if field["type"] != "string" or column in free or (table, column) in keys:
            continue
        values = Counter(row[column] for row in datasets.rows(table) if row[column] is not None)
        short = all(len(value.split()) <= 4 for value in values)
        if short and len(datasets.rows(table)) >= 15 and 0 < len(values) <= 6:
            assert "enum" in field.get("constraints", {}) or "pattern" in field.get("constraints", {}), (
                table,
                column,
            )


def test_lessons_are_named_as_their_notebooks():
    for resource in PACKAGE["resources"]:
        for lesson in resource["lessons"]:
            assert re.fullmatch(r"\d\d-[a-z0-9-]+", lesson)


@pytest.mark.parametrize("name", TABLES)
def test_files_are_plain(name):
    raw = (datasets.folder() / f"{name}.csv").read_bytes()
    text = raw.decode("utf-8")
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text.endswith("\n")
    for row in csv.reader(text.splitlines(keepends=True)):
        for cell in row:
            assert cell == cell.strip()
            assert "  " not in cell
            assert "\n" not in cell
            assert not cell.startswith(("=", "+", "@", "\t"))


def test_the_readme_is_made_from_the_package():
    assert (datasets.folder() / "README.md").read_text(encoding="utf-8") == datasets.readme()


# Sources and standing


def test_no_row_without_a_source_and_no_source_unused():
    used = set()
    for name in TABLES[1:]:
        for row in datasets.rows(name):
            assert row["source"], row["id"]
            used.add(row["source"])
        used |= {row["answer_source"] for row in datasets.rows(name) if row.get("answer_source")}
    assert used == {row["id"] for row in datasets.rows("sources")}


def test_a_source_says_where_it_was_seen():
    for row in datasets.rows("sources"):
        assert row["seen"]
        if row["kind"] == "course":
            assert row["address"] is None
        elif row["address"] is None:
            assert "No address" in row["seen"], row["id"]


def test_no_date_after_the_evidence():
    """In columns of dates, and wherever a text names a later month or year."""
    for (table, column), field in FIELDS.items():
        for row in datasets.rows(table):
            if field["type"] == "date" and row[column] is not None:
                assert row[column] <= HORIZON
            pattern = field.get("constraints", {}).get("pattern", "")
            if pattern.startswith(r"\d{4}(-\d{2}") and row[column] is not None:
                assert row[column] <= HORIZON.isoformat(), (table, row["id"], column)
    later = re.compile(r"(August|September|October|November|December) 2026|\b20(2[7-9]|[3-9]\d)-\d\d")
    for (table, column), field in FIELDS.items():
        for row in datasets.rows(table):
            if field["type"] == "string" and column != "fact":
                assert not later.search(row[column] or ""), (table, row["id"], column)


def test_recalled_rows_carry_no_words():
    for name in TABLES:
        for row in datasets.rows(name):
            if row["status"] == "recalled":
                assert row.get("words") is None, row["id"]


def test_recalled_columns_exist_and_hold_no_quotation():
    for name in TABLES:
        for row in datasets.rows(name):
            for column in str(row.get("recalled") or "").split():
                assert row[column] is not None
                assert column not in {"id", "words", "status", "source"}


def test_a_disputed_row_names_the_other_reading_and_the_reverse():
    open_to_dispute = {
        (name, row["id"])
        for name in TABLES
        if name != "disputes"
        for row in datasets.rows(name)
        if row["status"] == "disputed"
    }
    assert open_to_dispute == {(row["table"], row["row"]) for row in datasets.rows("disputes")}


def test_a_dispute_points_to_a_cell_that_reads_otherwise():
    for row in datasets.rows("disputes"):
        field = FIELDS[row["table"], row["column"]]
        cell = datasets.row(row["table"], row["row"])[row["column"]]
        other = datasets._cell(row["other"], field["type"], [])
        assert cell != other
        limits = field.get("constraints", {})
        if "maximum" in limits and not isinstance(other, datetime.date):
            assert limits["minimum"] <= other <= limits["maximum"]


# Words


@pytest.mark.parametrize("name", ["parallels", "codes", "terms", "article5_phrases", "promises"])
def test_words_are_found_in_their_clause(name):
    for row in datasets.rows(name):
        if row.get("words") is not None:
            assert clauses.normalise(row["words"]) in clauses.normalise(clauses.get(row["clause"]).words)


def test_operative_clauses_are_clauses_of_the_instrument():
    for row in datasets.rows("instruments"):
        for clause in row["operative_clauses"].split():
            assert clauses.get(clause).instrument == row["id"]


def test_the_words_that_carry_a_ladder_stand_in_the_clauses_that_are_ranked():
    for row in datasets.rows("instruments"):
        if row["ranked"]:
            for code in ("o1_oblig", "s1_speed", "f1_force"):
                carrier = datasets.row("codes", f"{row['id']}-{code}")["clause"]
                assert carrier in row["operative_clauses"].split()


def test_quotations_inside_notes_are_found_in_a_clause():
    """What stands between curly marks in any text is quoted from a stored clause or a stored statement."""
    stored = [
        clauses.normalise(row[column])
        for (table, column) in FIELDS
        if column.startswith("words")
        for row in datasets.rows(table)
        if row[column]
    ]
    own = {"cannot be required", "immediately"}  # what a proviso comes to; a word that is only recalled
    for (table, column), field in FIELDS.items():
        if field["type"] != "string" or column.startswith("words") or column == "told":
            continue
        for row in datasets.rows(table):
            for quoted in re.findall(r"“([^”]+)”", row[column] or ""):
                said = clauses.normalise(quoted)
                assert said in own or any(said in text for text in stored), (row["id"], quoted)


def test_readings_are_short_and_not_copied():
    for row in datasets.rows("article5_phrases"):
        sentences = re.findall(r"[.?](?:\s|$)", row["reading"])
        assert 1 <= len(sentences) <= 2, row["reading"]
        assert len(row["reading"].split()) <= 55
        assert len(re.findall(r"[.?](?:\s|$)", row["strike"])) == 1
        assert clauses.normalise(row["words"]) != clauses.normalise(row["reading"])


def test_readings_that_are_argued_are_marked():
    argued = {row["id"] for row in by("article5_phrases", standing="reading")}
    assert {"attack_on_all", "will_assist"} <= argued


# The figures


def test_the_states_keep_their_order():
    """The code of a guarantee counts rows: the first rows stay as they are, new ones come after."""
    ids = [row["id"] for row in datasets.rows("states")]
    assert ids[:12] == ["BEL", "CAN", "DNK", "FRA", "ISL", "ITA", "LUX", "NLD", "NOR", "PRT", "GBR", "USA"]
    assert ids[32:37] == ["UKR", "RUS", "BLR", "MDA", "GEO"]
    assert ids[85:95] == ["SUN", "CSK", "DDR", "YUG", "XPR", "XAH", "XRE", "XOE", "XGE", "XSV"]


def test_the_codebook_is_complete():
    rungs = Counter(row["code"] for row in datasets.rows("codebook"))
    assert rungs == dict.fromkeys(CODES, 5)
    assert {(row["code"], row["rung"]) for row in datasets.rows("codebook")} == {
        (code, rung) for code in CODES for rung in range(5)
    }
    assert "days are stated" in datasets.row("codebook", "s1_speed-4")["meaning"]


def test_every_coded_instrument_has_every_code():
    pacts = {row["id"] for row in by("instruments", kind="pact")}
    assert len(pacts) == 45
    assert {row["instrument"] for row in datasets.rows("codes")} == pacts
    for instrument in pacts:
        assert {row["code"] for row in by("codes", instrument=instrument)} == set(CODES)
    for row in datasets.rows("codes"):
        assert (row["value"] is None) == (row["why_blank"] is not None)
        assert (row["words"] is None) or row["clause"]


@pytest.mark.parametrize(
    ("instrument", "duty", "speed", "force"),
    [
        ("NAT1949", 3, 3, 3),
        ("BRU1948", 4, 0, 4),
        ("RIO1947", 3, 1, 1),
        ("ANZUS1951", 2, 0, 1),
        ("USJP1960", 2, 0, 1),
        ("TEU42_7", 4, 0, 2),
        ("CST1992", 3, 0, 3),
    ],
)
def test_the_seven_ladders(instrument, duty, speed, force):
    def value(code):
        return datasets.row("codes", f"{instrument}-{code}")["value"]

    assert (value("o1_oblig"), value("s1_speed"), value("f1_force")) == (duty, speed, force)


def test_the_ranked_seven():
    assert {row["id"] for row in by("instruments", ranked=True)} == RANKED


def test_codes_that_other_readers_set_otherwise():
    other = {row["row"]: row["other"] for row in datasets.disputes("codes")}
    assert other["NAT1949-s1_speed"] == "4"
    assert other["RIO1947-f1_force"] == "0"
    assert datasets.row("codes", "RIO1947-a1_auto")["value"] == 3
    assert datasets.row("codes", "RIO1947-v1_noveto")["value"] == 3
    assert datasets.row("codes", "BUDAPEST1994-x1_exit")["value"] is None
    assert (
        datasets.row("codes", "NAT1949-v1_noveto")["value"]
        == datasets.row("codes", "CST1992-v1_noveto")["value"]
    )


# Real texts as terms


def term(instrument, field):
    return json.loads(datasets.row("terms", f"{instrument}-{field}")["value"])


def test_terms_are_json_and_name_known_states():
    ids = {row["id"] for row in datasets.rows("states")}
    for row in datasets.rows("terms"):
        json.loads(row["value"])
        assert row["words"] or row["note"], row["id"]
    for instrument in ("NAT1949", "BUDAPEST1994"):
        assert {guarantor["state"] for guarantor in term(instrument, "guarantors")} <= ids


def legal(field, value):
    """Whether a value is one that the builder's vocabulary can say."""
    states = {row["id"] for row in datasets.rows("states")}
    if field.kind == "yes_no":
        return type(value) is bool
    if field.kind == "number":
        return type(value) is int and field.minimum <= value <= field.maximum
    if field.kind == "choice":
        return value in field.options
    if field.kind == "choices":
        return len(set(value)) == len(value) > 0 and set(value) <= set(field.options)
    if field.kind == "state":
        return value in states | {"any_party"}
    bound, approval = (words.section("guarantor")[name]["options"] for name in ("bound", "approval"))
    return all(
        guarantor.keys() == {"state", "bound", "approval"}
        and guarantor["state"] in states
        and guarantor["bound"] in bound
        and guarantor["approval"] in approval
        for guarantor in value
    )


@pytest.mark.parametrize("row", datasets.rows("terms"), ids=lambda row: row["id"])
def test_terms_are_in_the_vocabulary(row):
    assert legal(words.field(row["field"]), json.loads(row["value"]))


def test_the_package_names_the_fields_of_the_vocabulary():
    enum = FIELDS["terms", "field"]["constraints"]["enum"]
    assert sorted(enum) == sorted(field.name for field in words.fields())


def test_the_guarantors():
    assert {guarantor["state"] for guarantor in term("NAT1949", "guarantors")} == {
        row["id"] for row in datasets.rows("members")
    }
    assert [guarantor["state"] for guarantor in term("BUDAPEST1994", "guarantors")] == ["RUS", "GBR", "USA"]


def test_what_the_texts_leave_open_has_no_row():
    fields = {(row["instrument"], row["field"]) for row in datasets.rows("terms")}
    for field in ("nuclear", "voids", "review_years", "consult_within_hours", "help_within_days", "years"):
        assert ("NAT1949", field) not in fields
    for field in ("duration", "exit", "exit_notice_months", "consult_within_hours"):
        assert ("BUDAPEST1994", field) not in fields


def test_practice_is_marked():
    practised = by("terms", standing="practice")
    assert [row["field"] for row in practised if row["instrument"] == "NAT1949"] == ["integrated_command"]
    assert all(row["words"] is None and row["note"] for row in practised)


# The library


def test_rows_are_typed_and_cannot_be_changed():
    (row,) = datasets.rows("invocations")
    assert type(row["date_conditional"]) is datetime.date
    assert type(row["parties"]) is int
    assert type(datasets.rows("instruments")[0]["ranked"]) is bool
    assert datasets.row("states", "UKR")["from_year"] is None
    with pytest.raises(TypeError):
        row["parties"] = 28
    assert datasets.rows("invocations") is datasets.rows("invocations")


@pytest.mark.parametrize("name", TABLES)
def test_load_has_the_declared_types(name):
    frame = datasets.load(name)
    wanted = {
        "string": "string",
        "integer": "Int64",
        "number": "Float64",
        "boolean": "boolean",
        "date": "datetime64[s]",
    }
    assert len(frame) == len(datasets.rows(name))
    for column in frame.columns:
        assert str(frame[column].dtype) == wanted[FIELDS[name, column]["type"]]
        blank = [row[column] is None for row in datasets.rows(name)]
        assert frame[column].isna().to_list() == blank


def test_load_gives_a_fresh_copy():
    frame = datasets.load("states")
    frame.loc[0, "name"] = "Elsewhere"
    assert datasets.load("states").loc[0, "name"] == "Belgium"
    assert isinstance(frame, pandas.DataFrame)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("clause", "clauses"),
        ("State", "states"),
        ("article5_phrase", "article5_phrases"),
        ("codebok", "codebook"),
    ],
)
@pytest.mark.parametrize(
    "call", [datasets.rows, datasets.load, datasets.disputes, datasets.describe, datasets.sources]
)
def test_a_misspelt_table_says_which_was_meant(call, asked, meant):
    with pytest.raises(datasets.UnknownTable) as caught:
        call(asked)
    assert f'"{meant}"' in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("asked", ["", "zzz", "../pyproject", None, 7])
def test_a_name_like_no_other_lists_the_tables(asked):
    with pytest.raises(datasets.UnknownTable) as caught:
        datasets.rows(asked)
    assert '"sources"' in str(caught.value)


def test_a_misspelt_row_says_which_was_meant():
    with pytest.raises(datasets.UnknownRow, match='"NAT1949"'):
        datasets.row("instruments", "NAT1948")
    with pytest.raises(datasets.UnknownRow, match="there are"):
        datasets.row("states", "??")


def test_a_citation_is_one_line():
    for name in TABLES:
        for row in datasets.rows(name):
            line = datasets.cite(row)
            assert "\n" not in line
            assert "None" not in line
    assert datasets.cite(datasets.source("COURSE")) == "Our own reading, coding or list. This course."
    with pytest.raises(ValueError, match="no source"):
        datasets.cite({"id": "x"})
    with pytest.raises(ValueError, match="no source"):
        datasets.cite({"id": "x", "source": None})


@pytest.mark.parametrize(
    ("iso", "plain"), [("1949", "1949"), ("2024-04", "April 2024"), ("1949-04-04", "4 April 1949")]
)
def test_dates_in_citations(iso, plain):
    assert datasets.plain_date(iso) == plain


@pytest.mark.parametrize(
    ("text", "kind"), [("x", "integer"), ("True", "boolean"), ("1.5.2001", "date"), ("1,5", "number")]
)
def test_a_cell_of_another_type_is_refused(text, kind):
    with pytest.raises(ValueError, match=r"."):
        datasets._cell(text, kind, [""])


def test_the_list_of_tables():
    header, *lines = datasets.overview().splitlines()
    assert header.split() == ["table", "rows", "verified", "disputed", "computed", "recalled", "sources"]
    assert [line.split()[0] for line in lines] == TABLES
    for line in lines:
        _, rows, *standing, _ = line.split()
        assert int(rows) == sum(map(int, standing))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_describes_itself(name):
    lines = datasets.describe(name).splitlines()
    assert lines[0].startswith(f"{name}: ")
    assert lines[2].startswith(f"{len(datasets.rows(name))} rows: ")
    assert len(lines) == 3 + len(datasets.rows(name)[0])
    assert datasets.sources(name) or name in {"sources"}


def test_sources_of_some_tables_and_of_all():
    assert {row["id"] for row in datasets.sources("codebook")} == {"COURSE"}
    assert len(datasets.sources("codebook", "invocations")) == 2
    assert datasets.sources() == datasets.rows("sources")


def test_a_recalled_column_stands_apart_from_its_row():
    row = datasets.row("members", "MNE")
    assert datasets.standing(row) == "verified"
    assert datasets.standing(row, "since") == "recalled"
    with pytest.raises(datasets.UnknownRow, match="did you mean"):
        datasets.standing(row, "sinc")


def test_the_command(capsys):
    assert datasets.main([]) == 0
    assert capsys.readouterr().out.strip() == datasets.overview()
    assert datasets.main(["readme"]) == 0
    assert capsys.readouterr().out == datasets.readme()
    assert datasets.main(["nonsense"]) == 2


def test_rows_need_no_pandas(tmp_path):
    """Facts are read with the standard library alone, from any folder."""
    asked = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from course_utils import datasets; datasets.rows('clauses');"
        "print(sorted({'pandas', 'numpy', 'pydantic', 'plotly', 'ipywidgets'} & set(sys.modules)))"
    )
    root = str(Path(datasets.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", asked, root], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert done.stdout.strip() == "[]"
