"""The page of the glossary, and the links to it where a lesson first uses a term."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils import datasets, glossary, notebooks

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "glossary.md"
LESSONS = notebooks.lessons(ROOT / "lessons")


def test_the_page_is_what_the_code_writes() -> None:
    written = "python -m course_utils.glossary > docs/glossary.md"
    assert PAGE.read_text("utf-8") == glossary.page(), written
    run = subprocess.run(
        [sys.executable, "-m", "course_utils.glossary"], capture_output=True, check=True, cwd=ROOT
    )
    assert run.stdout.decode("utf-8").replace("\r\n", "\n") == glossary.page()


def test_every_link_of_the_page_finds_its_heading() -> None:
    headings = {glossary.anchor(heading) for heading in re.findall(r"^## (.+)$", glossary.page(), re.M)}
    assert len(headings) == len(datasets.rows("glossary"))
    assert set(re.findall(r"\(#([^)]+)\)", glossary.page())) <= headings


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.path.stem)
def test_a_lesson_links_each_term_where_it_first_uses_it(lesson: notebooks.Lesson) -> None:
    cells = [
        "".join(cell["source"])
        for cell in notebooks.read(lesson.path)["cells"]
        if cell["cell_type"] == "markdown"
    ]
    assert cells == glossary.linked(cells), f"python -m course_utils.glossary link {lesson.path}"
    headings = {glossary.anchor(glossary.name(row)) for row in datasets.rows("glossary")}
    assert set(re.findall(r"glossary\.md#([^)]+)\)", " ".join(cells))) <= headings


def test_headings_objectives_quotations_and_links_stay() -> None:
    texts = ["# A treaty?\n\n- read a treaty.\n\nSee [a treaty](x).", "“A treaty”, `treaty`, a **treaty**."]
    link = "[treaty](../docs/glossary.md#treaty)"
    assert glossary.linked(texts) == [texts[0], f"“A treaty”, `treaty`, a **{link}**."]
    assert glossary.linked(glossary.linked(texts)) == glossary.linked(texts)


def test_a_term_in_a_longer_one_is_not_meant() -> None:
    (text,) = glossary.linked(
        ["Extended deterrence, extended deterrence, and deterrence; material breaches."]
    )
    assert re.findall(r"\[([^]]+)\]", text) == ["Extended deterrence", "deterrence", "material breaches"]


def test_anything_else_is_answered_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert glossary.main(["set"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
