"""Each gap's example from history rests on a row of another table, and says no more than is proven there."""

import pytest

from course_utils import datasets, gaps, instruments, words

KEYS = {key for key, text in words.section("gaps").items() if isinstance(text, str)}
EXAMPLES = datasets.rows("gap_examples")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda row: row["id"])
def test_an_example_rests_on_a_row(example):
    assert example["id"] in KEYS
    rests_on = datasets.row(example["table_name"], example["row"])
    assert example["source"] == rests_on["source"]
    assert example["status"] in {rests_on["status"], "verified"}
    assert (example["status"] == "recalled") == (rests_on["status"] == "recalled")
    assert len(example["sentence"].split()) <= 35


def test_every_gap_has_an_example_but_one():
    """No text of the tables leaves it to one state to decide without saying which."""
    assert KEYS - {row["id"] for row in EXAMPLES} == {"decider_unnamed"}


def test_a_gap_brings_its_example_and_where_it_stands():
    found = {gap.id: gap for gap in instruments.get("NAT1949").gaps()}
    assert "2001" in found["each_decides"].example
    assert found["each_decides"].cite
    for gap in found.values():
        assert bool(gap.example) == bool(gap.cite)
        assert bool(gap.example) == any(row["id"] == gap.id for row in EXAMPLES)


def test_what_sharper_terms_cost_has_no_example():
    promise = instruments.get("PRCDPRK1961")
    assert all(not cost.example for cost in gaps.costs(promise))
