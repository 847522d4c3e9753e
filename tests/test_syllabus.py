"""The instructor's pages are those that the lessons and their question files make."""

from pathlib import Path

import pytest

from course_utils import notebooks, questions, syllabus

ROOT = Path(__file__).parents[1]
LESSONS = notebooks.lessons(ROOT / "lessons")


@pytest.mark.parametrize("name", syllabus.PAGES)
def test_a_page_is_what_the_lessons_make(name: str) -> None:
    page = (ROOT / "instructor" / f"{name}.md").read_text("utf-8")
    assert page == syllabus.PAGES[name](LESSONS), "python -m course_utils.syllabus"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.path.stem)
def test_each_lesson_is_on_every_page(lesson: notebooks.Lesson) -> None:
    for page in syllabus.PAGES.values():
        assert f"{lesson.number} · {lesson.title}" in page((lesson,))
    told = syllabus.answers((lesson,))
    for item in questions.bank(lesson.number)[0].values():
        for option in item.options:
            assert option.why in told
            assert option.label in told
        for paragraph in item.reveal:
            assert paragraph in told
    for objective in lesson.objectives:
        assert objective in syllabus.objectives((lesson,))


def test_the_command_writes_the_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert syllabus.main(["--lessons", str(ROOT / "lessons"), "--into", str(tmp_path)]) == 0
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(syllabus.PAGES)
    assert len(capsys.readouterr().out.splitlines()) == len(syllabus.PAGES)
