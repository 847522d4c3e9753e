"""A hand-in holds the guarantee, what was ticked, and nothing else; no time, no markup of a student's."""

import json
import re
import sys
from pathlib import Path

import pytest

from course_utils import handin, questions, words
from course_utils.guarantee import Draft
from course_utils.portfolio import Portfolio
from course_utils.widgets import HandIn

sys.path.append(str(Path(__file__).parent))
from payloads import PAYLOADS, named
from test_escape import Shape

PRIVATE = {
    "defence": "I defend it so.",
    "texts": "Sharpened by me.",
    "predictions": "My own reason.",
    "sealed": "every ally will hesitate",
}


@pytest.fixture
def record(tmp_path):
    mine = Portfolio(tmp_path / "portfolio.json")
    mine.save_guarantee("g1", "Kyiv compact", {"duration": "fixed", "years": 10})
    mine.put("notes", "8.defence", {"answer": PRIVATE["defence"]})
    mine.put("notes", "1.sharpen", {"answer": PRIVATE["texts"]})
    mine.put("notes", "8.claims", {"w_C": 0.07})
    mine.put("predictions", "1.blankets", {"answer": "breach", "why": PRIVATE["predictions"]})
    mine.put("predictions", "0.day-one", {"answer": PRIVATE["sealed"]})
    mine.put("notes", "0.beliefs", {"answers": {"paper": 1}})
    mine.put("notes", "8.beliefs", {"answers": {"paper": 5}})
    quiz = next(item for item in questions.bank(1)[0].values() if item.mode == "quiz")
    mine.put(
        "quizzes", f"1.{quiz.id}", {"answer": "x", "attempts": [option.value for option in quiz.options]}
    )
    mine.put("exercises", "1.silent-on-time", {"right": True})
    return mine


def test_nothing_private_is_in_it_unless_it_is_ticked(record):
    made = handin.make(record)
    data = json.loads(made.json)
    assert (data["schema"], data["ticked"], data["guarantee"]["name"]) == (handin.SCHEMA, {}, "Kyiv compact")
    assert Draft.from_code(data["guarantee"]["code"]).to_dict() == data["guarantee"]["terms"]
    for form in (made.html, made.json):
        assert not [text for text in PRIVATE.values() if text in form]
        assert not [text for text in words.section("handin")["parts"].values() if text in form]


@pytest.mark.parametrize("part", handin.PARTS)
def test_a_tick_brings_its_part_and_no_other(record, part):
    made = handin.make(record, [part])
    data = json.loads(made.json)
    assert list(data["ticked"]) == [part]
    assert len(data["ticked"][part]) == handin.counts(record)[part] > 0
    assert all(thing["asked"] and thing["answer"] for thing in data["ticked"][part])
    for form in (made.html, made.json):
        assert [name for name, text in PRIVATE.items() if text in form] == [part] * (part in PRIVATE)
    assert words.text(f"handin.parts.{part}") in made.html


def test_it_says_nothing_of_when(record):
    made = handin.make(record, handin.PARTS, "K 12")
    year = record.guarantees()[0].saved[:4]
    assert year not in made.html
    assert not re.search(r"saved|revision|\d\d:\d\d", made.json)


def test_both_beliefs_and_every_try_are_told_in_words(record):
    data = json.loads(handin.make(record, ["beliefs", "tries"]).json)["ticked"]
    told = [thing["answer"] for thing in data["beliefs"]]
    assert told == ["before the course: strongly disagree", "at its end: strongly agree"]
    tries, solved = (thing["answer"] for thing in data["tries"])
    assert tries.count(" → ") == 3
    assert solved == words.text("handin.right")


@pytest.mark.parametrize("text", PAYLOADS)
def test_what_a_student_typed_is_text(tmp_path, text):
    mine = Portfolio(tmp_path / "portfolio.json")
    mine.save_guarantee("g1", named(text), {})
    for key in ("8.defence", "1.sharpen"):
        mine.put("notes", key, {"answer": text[:4000]})
    mine.put("predictions", "1.blankets", {"answer": text[:200], "why": text[:4000]})
    made = handin.make(mine, handin.PARTS, text)
    plain = Portfolio(tmp_path / "plain.json")
    plain.save_guarantee("g1", "plain", {})
    for key in ("8.defence", "1.sharpen"):
        plain.put("notes", key, {"answer": "plain"})
    plain.put("predictions", "1.blankets", {"answer": "plain", "why": "plain"})
    allowed = Shape(handin.make(plain, handin.PARTS, "plain").html).counts
    assert set(Shape(made.html).counts) <= set(allowed)
    json.loads(made.json)
    assert re.fullmatch(r"[\w-]+", made.file)


def test_the_panel_begins_without_a_tick_and_takes_away_what_is_old(record):
    panel = HandIn(
        handin.PARTS,
        lambda: handin.counts(record),
        lambda ticked, signed: handin.make(record, ticked, signed),
    )
    assert not [part for part in panel.page["parts"] if part["on"]]
    assert panel.page["made"] is None
    panel.hear("show", {}, [])
    assert PRIVATE["defence"] not in panel.page["made"]["html"]
    panel.hear("tick", {"part": "defence", "on": True}, [])
    assert PRIVATE["defence"] in panel.page["made"]["html"]
    panel.hear("sign", {"text": "K 12"}, [])
    assert "K 12" in panel.page["made"]["html"]
    panel.hear("tick", {"part": "nothing", "on": True}, [])
    panel.age()
    assert panel.page["made"] is None
    assert panel.page["status"] == words.text("widgets.handin.changed")
    panel.hear("tick", {"part": "defence", "on": False}, [])
    panel.hear("show", {}, [])
    assert PRIVATE["defence"] not in panel.page["made"]["html"]
    assert not [text for text in PRIVATE.values() if text in panel.twin()]


def test_without_a_guarantee_there_is_nothing_to_hand_in(tmp_path):
    empty = Portfolio(tmp_path / "p.json")
    panel = HandIn(handin.PARTS, lambda: handin.counts(empty), lambda *ticked: handin.make(empty, *ticked))
    panel.show()
    assert (panel.page["made"], panel.page["status"]) == (None, words.text("widgets.handin.nothing"))
    assert not any(handin.counts(empty).values())
