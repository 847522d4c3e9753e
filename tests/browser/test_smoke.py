"""A lesson also opens in Notebook 7 and in Voilà: a number is typed and kept, in a question and a guarantee.

A number is typed, not moved: Notebook 7 takes the arrow keys for itself before a slider hears them.
"""

import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import (
    LATE,
    LESSON_1,
    LESSON_8,
    Notebook,
    Server,
    Sitting,
    choose,
    record_in,
    recorded,
    sitting,
    until,
)
from playwright.sync_api import Browser, Page, expect

from course_utils import instruments, questions, words

TIMES = questions.bank(1)[0]["times"]
#: Voilà's own page asks these for its icons and formulas, whatever it shows; offline it does without.
VOILA_ASKS = ("https://cdn.jsdelivr.net/npm/@fortawesome/", "https://cdnjs.cloudflare.com/ajax/libs/mathjax/")
#: Notebook 7 says this now and then of a plugin without settings, whatever notebook is open.
NOTEBOOK_SAYS = "page error: Cannot read properties of undefined (reading 'schema')"


@pytest.fixture(scope="module")
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


def build(page: Page, folder: Path) -> None:
    """Start from a treaty and type a number of the builder's; it stands in the text and in the record."""
    panel = page.locator(".course[data-panel=builder]")
    spec = words.section("widgets")["builder"]["page"]
    panel.wait_for(timeout=LATE)
    choose(panel.get_by_label(spec["start"], exact=True), instruments.label("NAT1949"))
    panel.get_by_role("button", name=spec["start_go"], exact=True).click()
    expect(panel.locator(".course-article").first).to_be_visible()
    field = panel.locator("[data-field=consult_within_hours]").get_by_role("spinbutton")
    field.click()
    page.keyboard.type("36")
    page.keyboard.press("Tab")
    expect(panel.get_by_role("tabpanel")).to_contain_text("36 hours")
    expect(panel.locator(".course-saved")).to_contain_text("Saved")

    def kept() -> bool:
        made = record_in(folder).get("guarantees", {}).values()
        return [one["draft"].get("consult_within_hours") for one in made] == [36]

    until(kept, "the number is in the record", 20)


def saved(lesson: Notebook) -> None:
    """Save the notebook; it holds no live view."""
    before = lesson.file.stat().st_mtime_ns
    lesson.save()
    assert lesson.file.stat().st_mtime_ns > before
    assert "widget-view" not in lesson.file.read_text("utf-8")


def test_notebook_7(notebook_7: Sitting) -> None:
    lesson = notebook_7.open(LESSON_1)
    lesson.run_all()
    answer(lesson.page)
    lesson.recorded("predictions", "1.times", answer=3)
    saved(lesson)
    lesson.picture("answered")
    notebook_7.errors[:] = [error for error in notebook_7.errors if error != NOTEBOOK_SAYS]


def test_the_builder_in_notebook_7(notebook_7: Sitting) -> None:
    lesson = notebook_7.open(LESSON_8)
    lesson.run_all()
    build(lesson.page, lesson.folder)
    saved(lesson)
    lesson.picture("built", lesson.panel("builder"))
    notebook_7.errors[:] = [error for error in notebook_7.errors if error != NOTEBOOK_SAYS]


def in_voila(student: Sitting, folder: Path, name: str) -> Page:
    """A lesson as Voilà shows it."""
    page = student.new_page()
    for address in VOILA_ASKS:
        page.route(f"{address}**", lambda route: route.abort())
    path = urllib.parse.quote(f"{folder.name}/lessons/{name}")
    page.goto(
        f"http://127.0.0.1:{student.server.port}/voila/render/{path}?token={student.server.token}",
        timeout=LATE,
    )
    return page


def forget_voila(student: Sitting) -> None:
    student.abroad[:] = [address for address in student.abroad if not address.startswith(VOILA_ASKS)]


def test_voila(student: Sitting) -> None:
    folder = student.server.fresh("voila")
    answer(in_voila(student, folder, LESSON_1))
    recorded(folder, "predictions", "1.times", answer=3)
    forget_voila(student)


def test_the_builder_in_voila(student: Sitting) -> None:
    folder = student.server.fresh("voila")
    build(in_voila(student, folder, LESSON_8), folder)
    forget_voila(student)
