"""A lesson also opens in Notebook 7 and in Voilà: a number is typed and kept."""

import urllib.parse
from collections.abc import Iterator

import pytest
from lab import LATE, LESSON_1, Server, Sitting, recorded, sitting
from playwright.sync_api import Browser, Page, expect

from course_utils import questions, words

TIMES = questions.bank(1)[0]["times"]
#: Voilà's own page asks these for its icons and formulas, whatever it shows; offline it does without.
VOILA_ASKS = ("https://cdn.jsdelivr.net/npm/@fortawesome/", "https://cdnjs.cloudflare.com/ajax/libs/mathjax/")
#: Notebook 7 says this now and then of a plugin without settings, whatever notebook is open.
NOTEBOOK_SAYS = "page error: Cannot read properties of undefined (reading 'schema')"


@pytest.fixture
def notebook_7(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    server = Server(tmp_path_factory.mktemp("notebook"), app="notebook")
    try:
        with sitting(browser, server, "test_notebook_7") as one:
            yield one
    finally:
        server.stop()


def answer(page: Page) -> None:
    """Type a number with the keyboard and give it with the mouse."""
    title = page.locator("h3", has_text=TIMES.question)
    panel = page.locator(".course[data-panel=question]", has=title)
    panel.get_by_role("spinbutton").click(timeout=LATE)
    page.keyboard.type("3")
    panel.get_by_role("button", name=words.text("widgets.give_predict")).click()
    expect(panel.get_by_role("spinbutton")).to_be_disabled()
    expect(page.locator(".course[data-panel=keeper] .course-saved")).to_contain_text("Saved")


def test_notebook_7(notebook_7: Sitting) -> None:
    lesson = notebook_7.open(LESSON_1)
    lesson.run_all()
    answer(lesson.page)
    lesson.recorded("predictions", "1.times", answer=3)
    before = lesson.file.stat().st_mtime_ns
    lesson.save()
    assert lesson.file.stat().st_mtime_ns > before
    assert "widget-view" not in lesson.file.read_text("utf-8")
    lesson.picture("answered")
    notebook_7.errors[:] = [error for error in notebook_7.errors if error != NOTEBOOK_SAYS]


def test_voila(student: Sitting) -> None:
    folder = student.server.fresh("voila")
    page = student.new_page()
    for address in VOILA_ASKS:
        page.route(f"{address}**", lambda route: route.abort())
    path = urllib.parse.quote(f"{folder.name}/lessons/{LESSON_1}")
    page.goto(
        f"http://127.0.0.1:{student.server.port}/voila/render/{path}?token={student.server.token}",
        timeout=LATE,
    )
    answer(page)
    recorded(folder, "predictions", "1.times", answer=3)
    student.abroad[:] = [address for address in student.abroad if not address.startswith(VOILA_ASKS)]
