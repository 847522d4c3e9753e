"""What students type, and what is brought in from elsewhere, is text wherever it is shown and stays so.

The browser half of this stands in tests/browser/test_robust.py.
"""

import json
from collections import Counter
from html.parser import HTMLParser

import pytest
from payloads import HARMLESS, PAYLOADS, named

from course_utils import lesson, notebooks, questions, words
from course_utils.guarantee import Draft, Guarantee
from course_utils.portfolio import Portfolio, Refused

SAVED = "2026-07-01T10:00:00+00:00"
FIELDS = [field.name for field in words.fields()]
LESSONS = (0, 1, 8)
STATES = [field.name for field in words.fields() if field.kind in ("state", "choice")]
#: Of a long text a file carries so much in each place, so that all places together fit a portfolio.
CARRIED = 500
IDS = [f"{place:02}" for place in range(len(PAYLOADS))]
payloads = pytest.mark.parametrize("text", PAYLOADS, ids=IDS)


class Shape(HTMLParser):
    """The elements of a page with the names of their attributes, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.counts: Counter[tuple[str, ...]] = Counter()
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag, *(name for name, _ in attrs)] += 1

    def handle_comment(self, data: str) -> None:
        self.counts["comment",] += 1

    def handle_decl(self, decl: str) -> None:
        self.counts["declaration",] += 1

    def handle_pi(self, data: str) -> None:
        self.counts["instruction",] += 1

    def unknown_decl(self, data: str) -> None:
        self.counts["unknown",] += 1

    def handle_data(self, data: str) -> None:
        self.text += data


class Cells:
    """What the cells of a lesson show, in place of a notebook, and the panels among it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.things: list = []
        monkeypatch.setattr(lesson, "display", lambda thing, **kwargs: self.things.append(thing))
        monkeypatch.setattr(lesson, "_sitting", None)

    def panels(self):
        return [thing for thing in self.things if hasattr(thing, "page")]

    def saved(self):
        """The HTML of the outputs as the course saves them: without live views."""
        outputs = []
        for thing in self.things:
            if hasattr(thing, "page"):
                outputs.append({"data": thing._repr_mimebundle_()[0]})
            elif hasattr(thing, "data"):
                outputs.append({"data": {"text/html": thing.data}})
            else:
                outputs.append({"data": thing})
        notebook = {"type": "notebook", "content": {"cells": [{"outputs": outputs}]}}
        notebooks.drop_widget_views(notebook)
        assert not any(notebooks.WIDGET_VIEW in output["data"] for output in outputs)
        json.dumps(outputs)
        return Shape("".join(output["data"].get("text/html", "") for output in outputs))


@pytest.fixture
def cells(monkeypatch):
    return Cells(monkeypatch)


def tell(panel, kind, **content):
    panel._on_message(panel, json.loads(json.dumps({"kind": kind, "asked": 1, **content})), [])
    assert panel.fault == ""


def run_cells(number):
    """Run every cell of a lesson that shows something of the student's."""
    lesson.begin(number)
    items, exercises = questions.bank(number)
    for item in items.values():
        getattr(lesson, item.mode)(item.id)
        if item.mode == "predict":
            lesson.recall(item.id)
    if number == lesson.LADDER_LESSON:
        lesson.read("NAT1949-5-1")
        for ladder in lesson._ladder_names():
            lesson.rank(ladder)
        lesson.ladders()
    if number == lesson.BUILDER_LESSON:
        lesson.build()
        lesson.attacked("blockade_of_odesa", after="odesa")
        lesson.objecting()
        lesson.hand_in()
        lesson.then_and_now()
        lesson.unseal("day-one")
    if number in (lesson.FIRST_LESSON, lesson.BUILDER_LESSON):
        lesson.beliefs()
    for exercise in exercises:
        lesson.check(exercise, ...)
    lesson.learned()
    lesson.finish()


def document(text):
    """A portfolio that carries a text wherever a text can stand; made without the library."""
    numbers = iter(range(1, 1000))

    def entry(**content):
        return {"revision": next(numbers), "saved": SAVED, **content}

    text = text[:CARRIED]
    asked = {number: questions.bank(number)[0].values() for number in LESSONS}
    sections = {"predictions": ("predict", "judge", "seal"), "quizzes": ("quiz",), "notes": ("write",)}
    found = {
        section: {
            f"{number}.{item.id}": entry(answer=text, why=text, attempts=[text])
            for number, items in asked.items()
            for item in items
            if item.mode in modes
        }
        for section, modes in sections.items()
    }
    believed = [one.id for one in questions.beliefs()]
    found["notes"]["0.beliefs"] = entry(answers=dict.fromkeys(believed[1:], 2) | {believed[0]: text})
    found["notes"]["8.beliefs"] = entry(answers=dict.fromkeys(believed, 4) | {"other": text})
    placed = dict.fromkeys(words.section("ladders")["instruments"], 2)
    found["rankings"] = {
        f"1.{ladder}": entry(placed=placed, shown=True, dissent=text) for ladder in lesson._ladder_names()
    }
    found["exercises"] = {
        "1.struck-nat1949-5-1": entry(struck=[text]),
        "1.silent-on-time": entry(right=text),
        "0.armed-attack": entry(right=text),
    }
    version = {"name": named(text), "named": False, "note": text, "draft": dict.fromkeys(STATES, text)}
    found["guarantees"] = {"g1": {**entry(), **version, "history": [{**entry(), **version}]}}
    found["guarantees"]["g1"]["revision"] = next(numbers)
    alias = named(text)[:60].strip() or None
    head = {"schema": 1, "course": "1.0", "revision": next(numbers), "alias": alias}
    return json.dumps({**head, **found}).encode("utf-8")


def sound(path):
    """The file is JSON, the library opens it without complaint, and another takes it in whole."""
    json.loads(path.read_bytes())
    mine = Portfolio(path)
    assert (mine.problem, mine.notice) == (None, None)
    other = Portfolio(path.with_name("other.json"))
    other.bring_back(mine.export())
    assert other.keys("guarantees") == mine.keys("guarantees")
    other.path.unlink()


def test_there_are_enough_of_them():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


def test_this_test_sees_an_element_and_an_attribute():
    for text in PAYLOADS[:1] + PAYLOADS[14:15] + PAYLOADS[28:29]:
        assert Shape(f"<p>{text}</p>").counts != Shape(f"<p>{HARMLESS}</p>").counts


@pytest.fixture(scope="module")
def harmless():
    """The shape of the lessons with a harmless text in every place."""
    return {}


def shapes(cells, path, text):
    """Bring a text in by a file, run the lessons, and give the shape of what they save."""
    assert Portfolio(path).bring_back(document(text)).added > 10
    found = {}
    for number in LESSONS:
        cells.things.clear()
        run_cells(number)
        assert all(panel.fault == "" for panel in cells.panels())
        found[number] = cells.saved()
    return found


@pytest.mark.slow
@payloads
def test_what_a_file_brings_in_is_text_in_page_twin_and_saved_outputs(cells, portfolio_path, harmless, text):
    if not harmless:
        plain = portfolio_path.with_name("harmless.json")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("COURSE_PORTFOLIO", str(plain))
            harmless.update(shapes(cells, plain, HARMLESS))
    found = shapes(cells, portfolio_path, text)
    for number, shape in found.items():
        assert shape.counts == harmless[number].counts
    assert words.text("lesson.you_predicted", answer=text[:CARRIED]) in found[1].text
    assert f"{questions.bank(0)[0]['day-one'].stem} {text[:CARRIED]}" in found[8].text
    builder = next(panel for panel in cells.panels() if hasattr(panel, "draft"))
    assert builder.page["name"] == (named(text) or words.text("widgets.builder.untitled"))
    assert builder.page["values"] == dict.fromkeys(STATES, text[:200])
    assert set(builder.page["faults"]) == set(STATES)
    assert builder.page["text"]["articles"] == []
    sound(portfolio_path)


@pytest.mark.slow
@payloads
def test_what_is_typed_is_kept_as_it_was_typed(cells, portfolio_path, text):
    lesson.begin(1)
    items = questions.bank(1)[0]
    lesson.write("sharpen")
    tell(cells.things[-1], "answer", answer=text)
    given = cells.things[-1].page["given"]
    lesson.judge("blankets")
    tell(cells.things[-1], "answer", answer=items["blankets"].options[0].value, why=text)
    why = cells.things[-1].page["why"]
    lesson.rank("duty")
    panel = cells.things[-1]
    for row in panel.rows:
        tell(panel, "place", clause=row.id, rung=1)
    tell(panel, "show")
    tell(panel, "dissent", text=text)
    dissent = panel.page["dissent"]
    lesson.begin(8)
    lesson.build()
    builder = cells.things[-1]
    tell(builder, "start", source="NAT1949")
    twin = Shape(builder.twin())
    tell(builder, "name", text=text)
    tell(builder, "duplicate")
    tell(builder, "change", field="years", value=5)
    assert Shape(builder.twin()).counts == twin.counts
    record = Portfolio(portfolio_path)
    record.set_alias(text[:60])
    record.save_guarantee("noted", named(text), {}, note=text[:4000])

    assert given == text.strip()[:4000] == record.get("notes", "1.sharpen")["answer"]
    assert why == text.strip()[:1000] == record.get("predictions", "1.blankets")["why"]
    assert dissent == text.strip()[:1000] == record.get("rankings", "1.duty")["dissent"]
    name = named(text) or words.text("widgets.builder.untitled")
    copied = named(words.text("widgets.builder.copy_of", name=name))
    assert builder.page["name"] == copied
    assert [record.get("guarantees", key)["name"] for key in ("g1", "g2")] == [name, copied]
    assert record.get("guarantees", "noted")["note"] == text[:4000]
    sound(portfolio_path)


@payloads
def test_as_a_code_or_as_json_it_is_refused_in_one_sentence(cells, portfolio_path, text):
    lesson.begin(8)
    lesson.build()
    builder = cells.things[-1]
    tell(builder, "start", source="BUDAPEST1994")
    before, held = builder.page["values"], portfolio_path.read_bytes()
    for code in (text, "AG1-" + text, builder.page["code"] + text):
        tell(builder, "code", text=code[:5000])
        assert builder.page["said"] == words.text("faults.code")
        assert (builder.page["values"], portfolio_path.read_bytes()) == (before, held)
        with pytest.raises(ValueError, match="code"):
            Draft.from_code(code)
    for source in (text, json.dumps({"schema": 1, "form": text}), json.dumps({text: 1})):
        with pytest.raises(ValueError, match="validation error"):
            Guarantee.from_json(source)
    assert Draft.from_dict({text: text}).to_dict() == {}
    for data in (text.encode(), json.dumps({text: {}}).encode(), json.dumps([text]).encode()):
        with pytest.raises(Refused):
            Portfolio(portfolio_path).bring_back(data)
    good = json.loads(document(HARMLESS))
    for section in ("notes", "guarantees"):
        spoilt = {**good, section: {text: next(iter(good[section].values()))}}
        if text not in ("constructor", "undefined", "null", "portfolio.json"):  # which are names of entries
            with pytest.raises(Refused):
                Portfolio(portfolio_path).bring_back(json.dumps(spoilt).encode())
    assert portfolio_path.read_bytes() == held


@payloads
def test_a_term_that_is_such_a_text_is_a_fault_beside_its_field(cells, portfolio_path, text):
    lesson.begin(8)
    lesson.build()
    builder = cells.things[-1]
    for name in (*FIELDS[:3], *FIELDS[-2:]):
        for value in (text, [text]):
            tell(builder, "change", field=name, value=value)
            assert name in builder.page["faults"]
            assert Shape(builder.twin()).counts == Shape(type(builder)().twin()).counts
    sound(portfolio_path)


ENTRY = ("answer", "answers", "why", "attempts", "placed", "shown", "dissent", "struck", "right")


@pytest.mark.slow
@pytest.mark.parametrize("odd", [None, 3, [], {}, "y", True, [[1]], {"a": "y"}, "missing"], ids=repr)
@pytest.mark.parametrize("name", ENTRY)
def test_an_entry_of_another_kind_stops_no_lesson(cells, portfolio_path, name, odd):
    brought = json.loads(document(HARMLESS))
    for section in ("predictions", "quizzes", "notes", "rankings", "exercises"):
        for entry in brought[section].values():
            if name in entry and odd == "missing":
                del entry[name]
            elif name in entry:
                entry[name] = odd
    Portfolio(portfolio_path).bring_back(json.dumps(brought).encode())
    for number in LESSONS:
        cells.things.clear()
        run_cells(number)
        for panel in cells.panels():
            json.dumps(panel.page, allow_nan=False)
            if panel.page.get("kind") == "text" and not panel.page["locked"]:
                assert panel.page["given"] is None or isinstance(panel.page["given"], str)
                tell(panel, "answer", answer="Mine.")
                assert panel.given["answer"] == "Mine."
                assert panel.page["given"] == (
                    None if panel.page["locked"] else "Mine."
                )  # sealed: out of sight
        cells.saved()
