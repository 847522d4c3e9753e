"""A lesson also opens in Notebook 7 and in Voilà: a number is typed and kept."""

import urllib.parse
from collections.abc import Iterator

import pytest
from course_utils import questions, words
from lab import LATE, LESSON_1, PICTURES, Server, Sitting, recorded, sitting
from playwright.sync_api import Browser, Page, expect

TIMES = questions.bank(1)[0]["times"]


@pytest.fixture
def notebook_7(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    server = Server(tmp_path_factory.mktemp("notebook"), app="notebook")
    try:
        with sitting(browser, server, "notebook-7") as one:
            yield one
    finally:
        server.stop()


def answer(page: Page, sitting: Sitting) -> None:
    """Type a number with the keyboard and give it with the mouse."""
    panel = page.locator(".course[data-panel=question]", has=page.locator("h3", has_text=TIMES.question))
    panel.get_by_role("spinbutton").click(timeout=LATE)
    page.keyboard.type("3")
    panel.get_by_role("button", name=words.text("widgets.give_predict")).click()
    expect(panel.get_by_role("spinbutton")).to_be_disabled()
    expect(page.locator(".course[data-panel=keeper] .course-saved")).to_contain_text("Saved")
    PICTURES.joinpath(sitting.name).mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / sitting.name / "answered.png")


def test_notebook_7(notebook_7: Sitting) -> None:
    server, folder = notebook_7.server, notebook_7.server.fresh("notebook")
    page = notebook_7.new_page()
    path = urllib.parse.quote(f"{folder.name}/lessons/{LESSON_1}")
    page.goto(f"http://127.0.0.1:{server.port}/notebooks/{path}?token={server.token}")
    page.locator(".jp-Cell").first.wait_for(timeout=LATE)
    page.locator(".jp-NotebookKernelStatus, .jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for(timeout=LATE)
    page.locator(".lm-MenuBar-itemLabel").get_by_text("Run", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()
    answer(page, notebook_7)
    recorded(folder, "predictions", "1.times", answer=3)
    page.keyboard.press("Control+S")
    file = folder / "lessons" / LESSON_1
    expect(page.locator(".jp-Cell").first).to_be_visible()
    assert "widget-view" not in file.read_text("utf-8")


def test_voila(student: Sitting) -> None:
    server, folder = student.server, student.server.fresh("voila")
    page = student.new_page()
    path = urllib.parse.quote(f"{folder.name}/lessons/{LESSON_1}")
    page.goto(f"http://127.0.0.1:{server.port}/voila/render/{path}?token={server.token}", timeout=LATE)
    answer(page, student)
    recorded(folder, "predictions", "1.times", answer=3)
