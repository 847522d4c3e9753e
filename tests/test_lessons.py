"""Every lesson, run as shipped and with the solutions put in; what it shows, hides and says of itself."""

import json
import os
import re
import tomllib
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from course_utils import datasets, notebooks, questions, syllabus, words

ROOT = Path(__file__).parent.parent
LESSONS = notebooks.lessons(ROOT / "lessons")
TAG = "nbval-ignore-output"
every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.path.stem)


def run(path, folder, change=None):
    """Execute a lesson on an empty record; return the executed notebook, live views still in it."""
    notebook = nbformat.read(path, as_version=4)
    if change:
        change(notebook)
    os.environ["COURSE_PORTFOLIO"] = str(folder / "portfolio.json")
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    return notebook


@pytest.fixture(scope="module", params=LESSONS, ids=lambda lesson: lesson.path.stem)
def executed(request, tmp_path_factory):
    before = os.environ.get("COURSE_PORTFOLIO")
    yield request.param, run(request.param.path, tmp_path_factory.mktemp("record"))
    if before is None:
        os.environ.pop("COURSE_PORTFOLIO", None)
    else:
        os.environ["COURSE_PORTFOLIO"] = before


def html(cell):
    return [
        "".join(o["data"]["text/html"]) for o in cell.get("outputs", []) if "text/html" in o.get("data", {})
    ]


def test_a_lesson_runs_as_shipped_and_shows_what_is_saved(executed):
    lesson, fresh = executed
    saved = nbformat.read(lesson.path, as_version=4)
    assert [cell.source for cell in saved.cells] == [cell.source for cell in fresh.cells]
    for shipped, run_now in zip(saved.cells, fresh.cells, strict=True):
        assert html(shipped) == html(run_now), f"run `make refresh`: {shipped.source}"


def test_the_tag_stands_on_cells_with_a_live_panel_and_on_no_other(executed):
    _, fresh = executed
    for cell in fresh.cells:
        if cell.cell_type == "code":
            live = any(notebooks.WIDGET_VIEW in o.get("data", {}) for o in cell.outputs)
            assert live == (TAG in cell.metadata.get("tags", [])), cell.source


def test_every_live_panel_has_a_twin(executed):
    _, fresh = executed
    for cell in fresh.cells:
        for output in cell.get("outputs", []):
            if notebooks.WIDGET_VIEW in output.get("data", {}):
                twin = "".join(output["data"]["text/html"])
                assert len(re.sub(r"<[^>]+>", "", twin)) > 40
                assert not re.search(r"<svg|style=|role=|aria-", twin)


@every_lesson
def test_a_lesson_runs_with_the_solutions(lesson, tmp_path):
    solutions = tomllib.loads((ROOT / "instructor/solutions" / f"{lesson.path.stem}.toml").read_text("utf-8"))
    assert set(solutions) == set(lesson.exercises) == set(questions.bank(lesson.number)[1])

    def put_in(notebook):
        for cell in notebook.cells:
            for tag in cell.metadata.get("tags", []):
                if tag.startswith("exercise-"):
                    before = cell.source
                    cell.source = cell.source.replace(
                        "answer = ...", solutions[tag.removeprefix("exercise-")]["code"]
                    )
                    assert cell.source != before
            cell.source = cell.source.replace("# lesson.hint", "lesson.hint")

    notebook = run(lesson.path, tmp_path, put_in)
    shown = "".join(part for cell in notebook.cells for part in html(cell))
    for name in lesson.exercises:
        exercise = questions.bank(lesson.number)[1][name]
        assert exercise.right[:30] in shown
        assert exercise.hints[0][:30] in shown
        record = json.loads((tmp_path / "portfolio.json").read_text("utf-8"))
        assert record["exercises"][f"{lesson.number}.{name}"]["right"] is True


@every_lesson
def test_no_saved_lesson_holds_widget_state_or_a_live_view(lesson):
    text = lesson.path.read_text("utf-8")
    assert "widget-state" not in text
    assert notebooks.WIDGET_VIEW not in text
    assert len(text.encode()) < 300_000
    assert not any(
        o.output_type == "error" for c in nbformat.read(lesson.path, 4).cells for o in c.get("outputs", [])
    )


@every_lesson
def test_nothing_on_the_page_gives_an_answer_away(lesson):
    """What is revealed after an answer stands nowhere in a shipped notebook: reveal, reason, code, claim."""
    page = " ".join(lesson.path.read_text("utf-8").replace("\\n", " ").replace("&#x27;", "'").split())
    items, exercises = questions.bank(lesson.number)
    secret = list(questions.learned(lesson.number))
    for item in items.values():
        secret += item.reveal
        secret += [option.why for option in item.options if option.why]
    for exercise in exercises.values():
        secret += [*exercise.hints, exercise.right, exercise.wrong]
    secret += [row["meaning"] for row in datasets.rows("codebook")]
    secret += [phrase["reading"] for phrase in datasets.rows("article5_phrases")]
    for text in secret:
        for sentence in re.split(r"(?<=[.:;]) ", str(text)):
            if len(sentence) > 24:
                assert sentence not in page
    assert not re.search(r"\binvoked (once|only once|a single time|one time)\b|single invocation", page)


@every_lesson
def test_headings_ask_and_the_page_says_what_its_metadata_says(lesson):
    markdown = [c.source for c in nbformat.read(lesson.path, 4).cells if c.cell_type == "markdown"]
    assert markdown[0].startswith(f"# Lesson {lesson.number} · {lesson.title}\n")
    assert f"About {lesson.minutes} minutes" in markdown[0]
    listed = re.findall(r"^- (.+)[;.]$", markdown[0], re.M)
    assert [line[0].upper() + line[1:] + "." for line in listed] == list(lesson.objectives)
    headings = [h for cell in markdown[1:] for h in re.findall(r"^#+ (.+)$", cell, re.M)]
    assert all(h.endswith("?") or h == "One thing to argue about" for h in headings)
    assert "early July 2026" in " ".join(markdown)


@every_lesson
def test_the_stated_minutes_are_those_computed(lesson):
    assert abs(notebooks.length(lesson) - lesson.minutes) <= 6, notebooks.length(lesson)
    assert lesson.minutes == 20 if lesson.number == 0 else 45 <= lesson.minutes <= 75


@every_lesson
def test_the_tables_a_lesson_uses_know_it(lesson):
    package = json.loads((ROOT / "datasets/datapackage.json").read_text("utf-8"))
    users = {resource["name"] for resource in package["resources"] if lesson.path.stem in resource["lessons"]}
    assert users == set(lesson.datasets)


@every_lesson
def test_every_objective_is_asked_about(lesson):
    items, exercises = questions.bank(lesson.number)
    asked = {item.objective for item in items.values()} | {e.objective for e in exercises.values()}
    assert asked <= set(range(1, len(lesson.objectives) + 1))


@every_lesson
def test_a_finished_lesson_follows_the_arc(lesson):
    """Predictions, a quiz, exercises without code and one in code, take-away and reading; nothing unasked."""
    items, exercises = questions.bank(lesson.number)
    modes = [item.mode for item in items.values()]
    assert sum(mode in ("predict", "judge", "seal") for mode in modes) >= 2
    assert 4 <= modes.count("quiz") <= 6
    assert len(questions.tasks(lesson.number)) + sum(mode in ("judge", "write") for mode in modes) >= 2
    assert len(exercises) == 1
    assert all(len(one.hints) == 3 for one in exercises.values())
    assert len(questions.learned(lesson.number)) == 5
    assert len(questions.readings(lesson.number)) >= 2
    every = set(range(1, len(lesson.objectives) + 1))
    assert {item.objective for item in items.values() if item.mode == "quiz"} == every
    assert {objective for objective, _ in syllabus.exercised(lesson.number)} == every
    calls = "\n".join(c.source for c in nbformat.read(lesson.path, 4).cells if c.cell_type == "code")
    for name, item in items.items():
        assert f'lesson.{item.mode}("{name}")' in calls
        assert not item.reveal_later or f'lesson.recall("{name}")' in calls or item.mode == "seal"
    for task in questions.tasks(lesson.number):
        assert f"lesson.{task.call}" in calls
    for verb in ("begin(", "learned()", "reading()", "finish()"):
        assert f"lesson.{verb}" in calls


@every_lesson
def test_every_quotation_in_the_prose_stands_in_the_clauses(lesson):
    """Quoted words of five or more are words of an instrument, letter for letter."""
    known = " ".join(str(row["words"]) for row in datasets.rows("clauses"))
    prose = " ".join(c.source for c in nbformat.read(lesson.path, 4).cells if c.cell_type == "markdown")
    items, _ = questions.bank(lesson.number)
    prose += " ".join(o.label + o.why for i in items.values() for o in i.options)
    prose += " ".join(part for item in items.values() for part in (item.question, *item.reveal))
    quoted = [q for q in re.findall(r"“([^”]+)”", prose) if len(q.split()) >= 4]
    assert [q for q in quoted if q.strip(" .,") not in known] == []


def test_the_readme_lists_the_lessons():
    readme = (ROOT / "README.md").read_text("utf-8")
    listed = readme.partition("<!-- lessons -->\n")[2].partition("<!-- /lessons -->")[0]
    assert listed.strip() == notebooks.schedule(LESSONS).strip()


def test_every_ladder_ranks_the_same_seven_clauses():
    spec = words.section("ladders")
    ranked = {row["id"] for row in datasets.rows("instruments") if row["ranked"]}
    assert set(spec["instruments"]) == ranked
    assert len(ranked) == 7
