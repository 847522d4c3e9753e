"""Any two texts by the words that carry their terms, in a real browser, with the mouse and with real keys."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import axe
import pytest
from lab import ROOT, Notebook, Server, choose, sitting
from playwright.sync_api import Browser, Error, Locator, expect
from test_keys import check_keys

from course_utils import clauses, instruments, words
from course_utils.widgets.texts import Sheet, opened, phrases

NAME = "texts.ipynb"
LEFT, RIGHT, OTHER = "MBT1954", "BUDAPEST1994", "TEU42_7"
CELLS = (
    "from course_utils import lesson",
    "lesson.begin(1)",
    f'lesson.texts("{LEFT}", "{RIGHT}")',
)
OWED = next(phrase for phrase in phrases(LEFT) if "obligations" in phrase.fields)
FORCE = next(phrase for phrase in phrases(LEFT) if phrase.fields == ("armed_force",))


def said(name: str, **values: object) -> str:
    return words.text(f"widgets.texts.{name}", **values)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its tables, which may be spoilt."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("course_utils", "datasets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def lesson(browser: Browser, copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    """A notebook with the panel, in a JupyterLab whose kernels take the package from the copy."""
    server = Server(tmp_path_factory.mktemp("texts"), package_root=copy)
    try:
        with sitting(browser, server, "texts") as student:
            opened_there = student.open_cells(NAME, CELLS)
            opened_there.run_all()
            yield opened_there
    finally:
        server.stop()


def strike(panel: Locator, words_of_phrase: str, back: bool = False) -> Locator:
    """The button that strikes a phrase out, or puts it back."""
    verb = said("put_back" if back else "strike")
    return panel.get_by_role("button", name=f"{verb}, phrase").and_(
        panel.locator(f'[aria-label$=": {words_of_phrase}"]')
    )


def check_texts(lesson: Notebook) -> None:
    """Two texts stand on the page letter for letter; a struck phrase opens a gap and can be put back."""
    panel = lesson.panel("texts")
    for name, column in zip((LEFT, RIGHT), panel.locator(".course-column").all(), strict=True):
        expect(column.locator("h4")).to_have_text(instruments.label(name))
        for summary in column.locator("summary").all():
            summary.click()
        quoted = column.locator("blockquote").all_text_contents()
        assert sorted(quoted) == sorted(clause.shown for clause in clauses.of(name) if clause.words)
        for summary in column.locator("summary").all():
            summary.click()
    strike(panel, OWED.words).click()
    expect(panel.locator(".course-open:visible")).to_contain_text(said("limit"))
    for gap in opened(LEFT, [OWED.id]):
        expect(panel.locator(".course-open:visible")).to_contain_text(gap.sentence)
    struck = panel.locator("blockquote del").all_text_contents()
    assert "".join(struck) == OWED.words
    strike(panel, OWED.words, back=True).click()
    expect(panel.locator("del")).to_have_count(0)
    expect(panel.locator(".course-open:visible")).to_have_count(0)


def test_words_are_struck_with_the_mouse(lesson: Notebook) -> None:
    check_texts(lesson)
    panel = lesson.panel("texts")
    lesson.picture("pair", panel)
    strike(panel, OWED.words).click()
    expect(panel.get_by_role("status")).to_contain_text(opened(LEFT, [OWED.id])[0].sentence)
    within = panel.locator(".course-carried", has=lesson.page.locator(f'[data-keep="{FORCE.id}"]'))
    expect(within).to_contain_text(said("within"))  # its words lie within those that are struck
    lesson.recorded("exercises", f"1.texts-{LEFT.lower()}-{RIGHT.lower()}", struck=[OWED.id])
    lesson.picture("struck", panel)
    panel.get_by_role("button", name=said("reset")).click()
    expect(panel.locator("del")).to_have_count(0)


def test_everything_works_with_the_keyboard_alone(lesson: Notebook) -> None:
    page, panel = lesson.page, lesson.panel("texts")
    boxes = panel.get_by_role("combobox")
    boxes.nth(1).focus()
    page.keyboard.type("EU mutual")
    page.keyboard.press("Enter")
    expect(boxes.nth(1)).to_have_value(OTHER)
    expect(panel.locator(".course-column h4").nth(1)).to_have_text(instruments.label(OTHER))
    expect(boxes.nth(1)).to_be_focused()

    lesson.tab_to(panel.get_by_role("radio").first, 2)
    for question in words.QUESTIONS[:2]:
        page.keyboard.press("ArrowRight")
        radio = panel.get_by_role("radio", name=words.text(f"questions.{question}.label"))
        expect(radio).to_be_checked()
        expect(radio).to_be_focused()
        expect(panel.locator(".course-apart details")).to_have_count(1)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(panel.locator(".course-apart details")).to_have_count(4)

    sheet = Sheet(LEFT, OTHER).compose()
    fold = panel.locator(".course-apart summary").nth(1)
    lesson.tab_to(fold, 5)
    page.keyboard.press("Enter")
    rows = panel.locator(".course-apart details").nth(1).locator("tbody tr")
    expect(rows).to_have_count(len(sheet["differences"][1]["rows"]))
    for row, cells in zip(rows.all(), sheet["differences"][1]["rows"], strict=True):
        assert row.locator("th, td").all_text_contents() == cells
    assert panel.locator(".course-column .course-differs").count() > 0

    lesson.tab_to(strike(panel, FORCE.words), 20)
    page.keyboard.press("Space")
    back = strike(panel, FORCE.words, back=True)
    expect(back).to_be_focused()
    outline = back.evaluate("(one) => getComputedStyle(one).outlineStyle")
    assert outline == "solid"
    expect(panel.locator(".course-asked + .course-strikes")).to_contain_text(said("struck_one"))
    assert rows.first.is_visible()  # what was unfolded stays unfolded
    page.keyboard.press("Enter")
    expect(strike(panel, FORCE.words)).to_be_focused()
    undo = panel.get_by_role("button", name=said("undo"))
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if undo.evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(panel.locator("blockquote del")).to_have_text([FORCE.words])
    page.keyboard.press("Enter")
    expect(panel.locator("del")).to_have_count(0)
    expect(undo).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")  # nothing is left to undo, and the focus is where it was
    expect(undo).to_be_focused()
    choose(boxes.nth(1), "Budapest 1994")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_the_texts_stand_side_by_side_or_stacked(lesson: Notebook, theme: str) -> None:
    panel = lesson.panel("texts")
    strike(panel, FORCE.words).click()
    lesson.theme(theme)
    try:
        for width in (1280, 400):
            lesson.width(width)
            if width == 1280:
                lesson.page.keyboard.press("Control+b")  # the list of files makes room
                lesson.page.wait_for_timeout(500)
            left, right = (column.bounding_box() for column in panel.locator(".course-column").all())
            assert left
            assert right
            if width == 1280:
                assert abs(left["y"] - right["y"]) < 2
                assert right["x"] >= left["x"] + left["width"]
            else:
                assert right["y"] >= left["y"] + left["height"]
            assert panel.evaluate("(one) => one.scrollWidth <= one.clientWidth")
            lesson.picture(f"{theme}-{width}", panel.locator(".course-column").first)
            axe.check(lesson.page, f"texts, {theme}, {width} pixels wide")
    finally:
        lesson.theme("light")
        lesson.width(1280)
        lesson.page.keyboard.press("Control+b")
        panel.get_by_role("button", name=said("reset")).click()


def test_no_key_inside_the_panel_reaches_the_cells(lesson: Notebook) -> None:
    assert check_keys(lesson) > 12


@pytest.fixture
def impatient() -> Iterator[None]:
    """What is not there need not be waited for as long as what may still come."""
    expect.set_options(timeout=2000)
    yield
    expect.set_options(timeout=5000)


@pytest.mark.usefixtures("impatient")
def test_without_its_javascript_the_check_fails(lesson: Notebook, copy: Path) -> None:
    lesson.save()
    saved = lesson.file.read_text("utf-8")
    assert "widget-view" not in saved
    assert said("still") in saved
    # With its JavaScript the same check has passed, at the head of this file.
    (copy / "course_utils" / "widgets" / "texts.js").write_text("", "utf-8")
    shutil.rmtree(lesson.folder / "my-work", ignore_errors=True)
    lesson.restart_and_run_all(drawn=False)
    expect(lesson.panel("keeper")).to_be_visible()
    lesson.page.set_default_timeout(2000)
    try:
        with pytest.raises((AssertionError, Error, ValueError)):
            check_texts(lesson)
    finally:
        lesson.page.set_default_timeout(15_000)
        lesson.sitting.errors.clear()  # what the browser says of an empty module is not what is tested
