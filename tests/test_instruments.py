"""The real instruments load, draft, compare and travel as guarantees do, and say what the table says."""

import json

import pytest

from course_utils import datasets, instruments, treaty, words
from course_utils.guarantee import Draft, Guarantee

IDS = instruments.ids()
BOTH = ("NAT1949", "BUDAPEST1994")
#: Texts that leave open who promises, to whom, or what: a student could not hand them in either.
OPEN = {"RIO1947", "TEU42_7", "CST1992", "ARAB1950", "FRPL1921", "PARIS2026", "FPDA1971", "SAPK2025"}
OPEN |= {"NORTHWOOD2025", "LUBLIN2020"}


def test_every_pact_is_written_in_the_terms() -> None:
    pacts = [str(row["id"]) for row in datasets.rows("instruments") if row["kind"] == "pact"]
    assert set(IDS) == {*pacts, "SIDE2025"}
    assert len(IDS) == 46


def test_labels_tell_the_texts_apart() -> None:
    assert len({instruments.label(name) for name in IDS}) == len(IDS)


@pytest.mark.parametrize("name", IDS)
def test_a_text_that_leaves_the_main_things_open_cannot_be_finished(name: str) -> None:
    draft = Draft.from_dict(instruments.get(name).terms())
    assert (name in OPEN) == any(True for _ in draft.faults())


@pytest.mark.parametrize("name", IDS)
def test_an_instrument_says_what_its_rows_say_and_nothing_else(name: str) -> None:
    rows = {str(row["field"]): row for row in datasets.rows("terms") if row["instrument"] == name}
    found = instruments.get(name).terms()
    assert set(found) == set(rows)
    for field, row in rows.items():
        value = json.loads(str(row["value"]))
        same = sorted(value) if words.field(field).kind == "choices" else value
        assert (sorted(found[field]) if words.field(field).kind == "choices" else found[field]) == same


@pytest.mark.parametrize("name", IDS)
def test_an_instrument_travels_and_drafts(name: str) -> None:
    promise = instruments.get(name)
    assert Guarantee.from_json(promise.to_json()) == promise
    assert Guarantee.from_code(promise.to_code()) == promise
    assert name in OPEN or Draft.from_dict(promise.terms()).finish() == promise
    told = {field for sentence in treaty.draft(promise).sentences for field in sentence.fields}
    assert told == set(promise.terms())
    assert all(gap.sentence for gap in promise.gaps())


def test_beside_one_another() -> None:
    nato, budapest = (instruments.get(name) for name in BOTH)
    rows = {row.field: row for row in nato.compare((instruments.label("BUDAPEST1994"), budapest))}
    assert list(rows) == [field.name for field in words.fields()]
    assert rows["decider"].cells == ("each guarantor for itself", "not settled by the text")
    assert rows["minimum_guarantors"].cells == ("7 states", "not settled by the text")
    assert rows["exit"].cells == ("after notice", "not settled by the text")
    assert rows["mutual"].cells == ("yes", "no")
    assert rows["guarantors"].cells == (
        "32 states: each for itself; its ratification procedure",
        "Russia, United Kingdom and United States: each for itself; the government alone",
    )


def test_the_gaps_of_article_5_and_of_budapest() -> None:
    nato, budapest = ({gap.id for gap in instruments.get(name).gaps()} for name in BOTH)
    assert {"each_decides", "discretion_no_forces", "word_no_days", "no_hours", "no_cyber"} <= nato
    assert not {"no_decider", "no_form", "no_exit_word", "no_help", "no_report"} & nato
    assert {"no_decider", "council_sought", "no_help", "executive", "no_exit_word", "no_duration"} <= budapest


def test_labels() -> None:
    assert instruments.label("NAT1949") == "North Atlantic Treaty, Article 5"
    assert instruments.label("BUDAPEST1994") == "Budapest Memorandum on Security Assurances to Ukraine"


def test_every_row_has_words_and_a_place() -> None:
    for row in datasets.rows("terms"):
        found = instruments.words_for(str(row["instrument"]), str(row["field"]))
        assert found is not None
        carried, cite = found
        assert carried
        assert cite
    assert instruments.words_for("BUDAPEST1994", "exit") is None
    assert instruments.words_for("NAT1949", "nuclear") is None


def test_a_wrong_name_says_what_was_meant() -> None:
    with pytest.raises(datasets.UnknownRow, match="NAT1949"):
        instruments.get("NATO1949")
