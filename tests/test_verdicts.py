"""The page that sets what real texts say of their own history beside what happened."""

import subprocess
import sys
from pathlib import Path

from course_utils import datasets, verdicts, words

PAGE = Path(__file__).parents[1] / "docs" / "verdicts.md"


def test_the_page_is_what_the_code_writes() -> None:
    assert PAGE.read_text("utf-8") == verdicts.table(), "python -m course_utils.verdicts > docs/verdicts.md"


def test_the_page_has_every_test_with_its_instruments() -> None:
    pairs = {(one.case.test, one.instrument) for one in verdicts.tried()}
    assert pairs == {
        (str(row["id"]), name)
        for row in datasets.rows("tests")
        for name in str(row["instruments"] or "").split()
    }
    assert all(not one.verdict.as_if for one in verdicts.tried())


def test_every_difference_is_explained_and_nothing_else() -> None:
    differing = {f"{one.case.id} {one.instrument}" for one in verdicts.tried() if one.agrees != "yes"}
    explained = words.section("replay")["differences"]
    assert set(explained) == differing
    assert all(text.endswith(".") and "|" not in text for text in explained.values())


def test_the_rule_of_agreement() -> None:
    found = {f"{one.case.id} {one.instrument}": one.agrees for one in verdicts.tried()}
    assert set(found.values()) == set(verdicts.AGREES)
    assert {name for name, answer in found.items() if answer == "yes"} == {
        "t19 NAT1949",
        "t22 BUDAPEST1994",
        "t25 BUDAPEST1994",
    }
    assert found["t06 UKPL_AUG39"] == "part"
    assert found["t20 ANZUS1951"] == "open"
    assert found["t26 CST2010"] == "no"


def test_the_page_goes_to_the_terminal() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "course_utils.verdicts"],
        capture_output=True,
        check=True,
        cwd=PAGE.parents[1],
    )
    assert run.stdout.decode("utf-8") == verdicts.table()
