"""The language of the lessons: plain enough to read, and spelt right."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import textstat

from course_utils import glossary, notebooks, questions

ROOT = Path(__file__).parents[1]
LESSONS = notebooks.lessons(ROOT / "lessons")
GRADE = 11
#: What codespell takes for slips: words of other languages, British spellings, a colour's own name, and the
#: slips that doctests make on purpose.
FOREIGN = "agression,garanties,nam,tha,dokument,presse,despatches,fulfilment,vermillion,sorces,sates"


def prose(lesson: notebooks.Lesson) -> str:
    """All that a student reads in a lesson but for its tables, its headings and its quotations."""
    lines = [
        re.sub(r"^[-*] ", "", line)
        for cell in notebooks.read(lesson.path)["cells"]
        if cell["cell_type"] == "markdown"
        for line in glossary.unlinked("".join(cell["source"])).split("\n")
        if line and not line.startswith(("#", ">"))
    ]
    items, exercises = questions.bank(lesson.number)
    for item in items.values():
        lines += [item.question, item.instruction, item.ask_why, *item.reveal]
        lines += [option.why for option in item.options]
    for exercise in exercises.values():
        lines += [exercise.right, exercise.wrong]
    lines += questions.learned(lesson.number)
    lines += [one.why for one in questions.readings(lesson.number)]
    text = "\n".join(line if line[-1] in ".?:" else f"{line}." for line in lines if line)
    text = re.sub(r"“[^”]{20,}”", "these words", text)
    return re.sub(r"\d[\d,.]*\d|\d", "number", re.sub(r"[*`]", "", text))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.path.stem)
def test_a_lesson_reads_at_grade_eleven_or_below(lesson: notebooks.Lesson) -> None:
    assert 3 < textstat.flesch_kincaid_grade(prose(lesson)) <= GRADE


def test_the_grade_would_notice_prose_that_is_too_hard() -> None:
    hard = "Notwithstanding constitutional idiosyncrasies, intergovernmental organisations institutionalise"
    assert textstat.flesch_kincaid_grade(f"{hard} collective responsibilities multilaterally.") > GRADE


def test_everything_that_is_read_is_spelt_right() -> None:
    read = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "lessons", "datasets", "instructor"]
    read += ["course_utils", "start.py", "benchmarks/README.md"]
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "codespell_lib",
            "--builtin=clear,rare",
            f"--ignore-words-list={FOREIGN}",
            "--skip=*.png",
            *read,
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert run.stdout == "", run.stdout
    assert run.returncode == 0, run.stderr
