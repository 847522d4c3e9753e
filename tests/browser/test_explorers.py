"""The explorers in a real browser: predict, turn, see what turned, open a row, by keys alone."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import axe
import pytest
from lab import ROOT, Notebook, Server, sitting
from playwright.sync_api import Browser, Error, Locator, expect
from test_keys import check_keys

from course_utils import explore, words

CELLS = (
    "from course_utils import lesson",
    "lesson.begin(1)",
    *(f'lesson.explore("{name}")' for name in explore.NAMES),
)
PAGE = words.section("widgets")["explorer"]["page"]
OPEN = re.compile("^" + PAGE["open"].replace("{name}", ""))
OPENING = tuple(name for name in explore.NAMES if name != "burden")
LIMIT = 300_000


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its tables, which may be spoilt."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("course_utils", "datasets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def lesson(browser: Browser, copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    """A notebook with every explorer, in a JupyterLab whose kernels take the package from the copy."""
    server = Server(tmp_path_factory.mktemp("explorers"), package_root=copy)
    try:
        with sitting(browser, server, "explorers") as student:
            notebook = student.open_cells("explorers.ipynb", CELLS)
            notebook.run_all()
            notebook.page.keyboard.press("Control+b")  # the list of files makes room
            notebook.page.wait_for_timeout(500)
            yield notebook
    finally:
        server.stop()


def panel_of(lesson: Notebook, name: str) -> Locator:
    title = lesson.page.get_by_role("heading", name=words.text(f"explore.{name}.title"), exact=True)
    return lesson.page.locator(".course[data-panel=explorer]", has=title)


def check_explorer(lesson: Notebook, name: str) -> None:
    """By keys alone: predict, read the answer, turn the first control, read what turned."""
    panel, keyboard, explored = panel_of(lesson, name), lesson.page.keyboard, explore.get(name)
    answer = explored.answer()
    expect(panel).not_to_contain_text(answer)
    expect(panel.locator(".course-dials")).to_be_hidden()
    lesson.tab_to(panel.get_by_role("radio").first, 400)
    keyboard.press("Space")
    lesson.picture(f"{name}-asked", panel)
    lesson.tab_to(panel.get_by_role("button", name=PAGE["give"], exact=True), 5)
    keyboard.press("Enter")
    expect(panel.locator(".course-note").first).to_be_focused()
    expect(panel).to_contain_text(answer)
    lesson.recorded("predictions", f"1.{name}", answer=explored.predictions()[0][0])
    control = explored.controls()[0]
    start = explored.start()
    places = [value for value, _ in control.options]
    forward = places.index(start[control.name]) + 1 < len(places)
    after = places[places.index(start[control.name]) + (1 if forward else -1)]
    lesson.tab_to(panel.get_by_role("combobox").first, 5)
    keyboard.press("ArrowDown" if forward else "ArrowUp")
    expect(panel.locator(".course-turned")).to_have_text(
        explored.turned(start, explored.settle({control.name: after}))
    )
    expect(panel.get_by_role("status")).to_have_text(
        explored.turned(start, explored.settle({control.name: after}))
    )
    lesson.recorded("notes", f"1.{name}", **explored.settle({control.name: after}))
    expect(panel.get_by_role("img").or_(panel.get_by_role("table")).first).to_be_visible()


@pytest.mark.parametrize("name", explore.NAMES)
def test_keys_alone_predict_turn_and_read(lesson: Notebook, name: str) -> None:
    check_explorer(lesson, name)
    lesson.picture(f"{name}-turned", panel_of(lesson, name))


@pytest.mark.parametrize("name", OPENING)
def test_a_row_opens_and_closes_by_keys_and_gives_the_focus_back(lesson: Notebook, name: str) -> None:
    panel, keyboard = panel_of(lesson, name), lesson.page.keyboard
    again = panel.get_by_role("button", name=PAGE["again"], exact=True)
    again.focus()
    keyboard.press("Enter")
    lesson.recorded("notes", f"1.{name}", **explore.get(name).start())
    if name == "reliability":
        panel.get_by_role("combobox").first.focus()
        keyboard.press("ArrowDown")
        expect(panel.locator(".course-turned")).not_to_be_empty()
    first = panel.get_by_role("button", name=OPEN).first
    expect(first).to_be_visible()
    lesson.tab_to(first, 30)
    keyboard.press("Enter")
    opened = panel.get_by_role("group", name=PAGE["opened"])
    expect(opened.get_by_role("heading")).to_be_focused()
    expect(opened.get_by_role("term").first).to_be_visible()
    lesson.picture(f"{name}-opened", panel)
    lesson.tab_to(opened.get_by_role("button", name=PAGE["close"], exact=True), 5)
    keyboard.press("Enter")
    expect(opened).to_have_count(0)
    expect(first).to_be_focused()


def test_a_mark_of_the_picture_opens_what_its_row_opens(lesson: Notebook) -> None:
    panel = panel_of(lesson, "proposals")
    panel.locator("svg .course-spot.is-open").first.click()
    opened = panel.get_by_role("group", name=PAGE["opened"])
    first = explore.get("proposals").open(
        explore.get("proposals").show(explore.get("proposals").start()).table.keys[0]
    )
    assert first
    expect(opened).to_contain_text(first.title)
    expect(opened.get_by_role("textbox", name=PAGE["code"])).to_have_value(first.code)
    opened.get_by_role("button", name=PAGE["code_copy"], exact=True).click()
    expect(
        opened.get_by_text(PAGE["code_copied"]).or_(opened.get_by_text(PAGE["code_select"]))
    ).to_be_visible()
    opened.get_by_role("button", name=PAGE["close"], exact=True).click()


def test_only_controls_with_an_effect_are_shown(lesson: Notebook) -> None:
    panel = panel_of(lesson, "reliability")
    view = panel.get_by_role("combobox").first
    for value in ("rates", "ours", "drawn"):
        view.select_option(value)
        expected = {
            one.name
            for one in explore.get("reliability").controls()
            if one.where is None or value in one.where[1]
        }
        expect(panel.locator(".course-dials [data-field]:visible")).to_have_count(len(expected))
        lesson.picture(f"reliability-{value}", panel)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 640, 400])
def test_axe_finds_nothing_and_nothing_is_cut_off(lesson: Notebook, theme: str, width: int) -> None:
    try:
        lesson.theme(theme)
        lesson.width(width)
        lesson.page.wait_for_timeout(300)
        for name in explore.NAMES:
            panel = panel_of(lesson, name)
            panel.scroll_into_view_if_needed()
            assert panel.evaluate("(one) => one.scrollWidth <= one.clientWidth"), name
            lesson.picture(f"{name}-{theme}-{width}", panel)
        axe.check(lesson.page, f"every explorer, {theme}, {width} pixels wide")
    finally:
        lesson.theme("light")
        lesson.width(1280)


def test_a_redraw_leaves_the_focus_where_it_was(lesson: Notebook) -> None:
    panel, keyboard = panel_of(lesson, "votes"), lesson.page.keyboard
    turned = panel.locator(".course-turned")
    view = panel.get_by_role("combobox").first
    panel.get_by_role("button", name=PAGE["again"], exact=True).click()
    expect(view).to_have_value("agreements")
    for key in ("ArrowUp", "ArrowDown"):  # tables of other columns: drawn anew
        before = turned.inner_text()
        view.focus()
        keyboard.press(key)
        panel.locator(".course-scroll").last.focus()
        expect(turned).not_to_have_text(before)
        expect(panel.locator(".course-scroll").last).to_be_focused()


def test_the_rows_of_a_long_table_come_when_asked_for(lesson: Notebook) -> None:
    panel, keyboard = panel_of(lesson, "timeline"), lesson.page.keyboard
    panel.get_by_role("button", name=PAGE["again"], exact=True).click()
    panel.get_by_role("combobox").first.select_option("1990")
    explored = explore.get("timeline")
    rows = explored.show(explored.settle({"span": "1990"})).table.rows
    lines, most = panel.locator("tbody tr"), 25
    expect(lines).to_have_count(most)
    panel.get_by_role("button", name=PAGE["rows"].format(count=len(rows) - most), exact=True).focus()
    keyboard.press("Enter")
    expect(lines).to_have_count(len(rows))
    expect(lines.nth(most).get_by_role("button")).to_be_focused()
    panel.get_by_role("button", name=PAGE["again"], exact=True).click()
    expect(lines).to_have_count(len(explored.show(explored.start()).table.rows))


def test_explorers_print_without_their_controls(lesson: Notebook) -> None:
    lesson.page.emulate_media(media="print")
    try:
        for name in explore.NAMES:
            panel = panel_of(lesson, name)
            buttons = panel.locator("button:not(td button):not(th button)")  # a name in a table is also text
            assert buttons.filter(visible=True).count() == 0, name
            lesson.picture(f"{name}-print", panel)
    finally:
        lesson.page.emulate_media(media="screen")


def test_the_notebook_is_light_and_says_the_same_without_an_engine(lesson: Notebook) -> None:
    lesson.save()
    assert lesson.file.stat().st_size < LIMIT
    saved = lesson.file.read_text("utf-8")
    assert "widget-view" not in saved
    for name in explore.NAMES:
        assert words.text(f"explore.{name}.title") in saved.replace("\\u2019", "’")


def test_no_key_inside_an_explorer_reaches_the_cells(lesson: Notebook) -> None:
    assert check_keys(lesson) > 60


def test_without_its_javascript_the_check_fails(lesson: Notebook, copy: Path) -> None:
    # With its JavaScript the same check has passed, at the head of this file.
    (copy / "course_utils" / "widgets" / "explorer.js").write_text("", "utf-8")
    shutil.rmtree(lesson.folder / "my-work", ignore_errors=True)
    lesson.restart_and_run_all(drawn=False)
    expect(lesson.panel("keeper")).to_be_visible()
    lesson.page.set_default_timeout(2000)
    expect.set_options(timeout=2000)
    try:
        with pytest.raises((AssertionError, Error)):
            check_explorer(lesson, explore.NAMES[0])
    finally:
        expect.set_options(timeout=5000)
        lesson.page.set_default_timeout(15_000)
        lesson.sitting.errors.clear()  # what the browser says of an empty module is not what is tested
