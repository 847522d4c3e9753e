"""The paradox map in a real browser: terms, the peace and the war are dragged, and the map answers."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import axe
import pytest
from lab import ROOT, Notebook, Server, sitting, until
from playwright.sync_api import Browser, Error, Locator, expect
from test_keys import check_keys

from course_utils import datasets, words
from course_utils.widgets import ParadoxMap, signs

CELLS = ("from course_utils import lesson", "lesson.begin(1)", "lesson.paradox()")
LABELS = {one["name"]: one["label"] for one in signs.controls()}
WAR, FEAR = LABELS["w_C"], LABELS["phi_b"]
PAGE = words.section("widgets")["signs"]["page"]
BASES = words.field("conditions").options["no_foreign_bases"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its tables, which may be spoilt."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("course_utils", "datasets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def lesson(browser: Browser, copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    """A notebook with the map, in a JupyterLab whose kernels take the package from the copy."""
    server = Server(tmp_path_factory.mktemp("paradox"), package_root=copy)
    try:
        with sitting(browser, server, "paradox") as student:
            notebook = student.open_cells("paradox.ipynb", CELLS)
            notebook.run_all()
            yield notebook
    finally:
        server.stop()


def drawn(lesson: Notebook, name: str = "map") -> Locator:
    return lesson.panel("paradox").get_by_role("img", name=PAGE[name], exact=True)


def turn(lesson: Notebook, name: str, key: str, times: int) -> None:
    """Move a slider with the keyboard."""
    lesson.panel("paradox").get_by_role("slider", name=name, exact=True).focus()
    for _ in range(times):
        lesson.page.keyboard.press(key)


def check_map(lesson: Notebook) -> None:
    """A war that is worth more raises the least risk that is signed; the map says so at once."""
    expect(drawn(lesson)).to_contain_text("signs at any risk")
    turn(lesson, WAR, "ArrowRight", 5)
    expect(drawn(lesson)).to_contain_text("signs from 22 per cent up")
    lesson.recorded("notes", "1.paradox", claims=ParadoxMap().claiming | {"w_C": 0.05})


def test_the_war_is_moved_and_the_window_shuts(lesson: Notebook) -> None:
    panel = lesson.panel("paradox")
    lesson.picture("open", panel)
    check_map(lesson)
    expect(drawn(lesson)).to_contain_text("no risk on the curve")
    panel.get_by_text(PAGE["window"], exact=True).click()
    expect(drawn(lesson, "window")).to_be_visible()
    free = words.section("charts")["paradox"]["window"]["signed"]["free"]
    expect(panel).not_to_contain_text(free)
    lesson.picture("shut", panel)
    turn(lesson, WAR, "ArrowLeft", 6)
    expect(drawn(lesson)).to_contain_text("signs at any risk")
    expect(drawn(lesson, "window")).to_contain_text(free)
    turn(lesson, WAR, "ArrowRight", 6)


def test_a_term_is_dragged_and_the_dot_stays_on_the_curve(lesson: Notebook) -> None:
    panel = lesson.panel("paradox")
    slider = panel.locator("[data-field=forces_committed_thousands]").get_by_role("slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    mouse, middle = lesson.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + 8, middle)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.8, middle, steps=15)
    mouse.up()
    expect(panel.locator("svg .course-own.is-before")).to_have_count(1)
    expect(panel.locator("svg .course-lift")).to_have_count(0)
    lesson.picture("dragged", panel)


def test_a_clause_lifts_the_dot_once_the_attacker_fears_what_it_rules_out(lesson: Notebook) -> None:
    panel = lesson.panel("paradox")
    conditions = panel.locator("[data-field=conditions]")
    conditions.locator("summary").click()
    conditions.get_by_label(BASES, exact=True).check()
    expect(panel.locator("svg .course-own")).not_to_have_count(0)
    expect(panel.locator("svg .course-lift")).to_have_count(0)  # nobody has claimed that bases are feared
    panel.get_by_text(PAGE["more"], exact=True).click()
    turn(lesson, FEAR, "End", 1)
    expect(panel.locator("svg .course-lift")).to_have_count(1)
    expect(drawn(lesson)).to_contain_text(words.section("charts")["paradox"]["lifts"]["up"]["bases"])
    lesson.picture("lifted", panel, readme="paradox")
    panel.get_by_role("button", name=PAGE["weigh"]).click()
    expect(drawn(lesson, "weights")).to_be_visible()
    lesson.picture("weights", panel)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(lesson: Notebook, theme: str) -> None:
    lesson.theme(theme)
    try:
        for width in (1280, 400):
            lesson.width(width)
            if width == 400:
                lesson.page.keyboard.press("Control+b")  # the list of files makes room
                lesson.page.wait_for_timeout(500)
            turn(lesson, WAR, "ArrowRight", 1)  # it is drawn anew for the width
            lesson.page.wait_for_timeout(400)
            lesson.picture(f"{theme}-{width}", lesson.panel("paradox"))
            assert lesson.panel("paradox").evaluate("(one) => one.scrollWidth <= one.clientWidth")
            axe.check(lesson.page, f"the paradox map, {theme}, {width} pixels wide")
    finally:
        lesson.page.keyboard.press("Control+b")
        lesson.theme("light")
        lesson.width(1280)


def test_what_was_claimed_is_there_after_a_restart(lesson: Notebook) -> None:
    turn(lesson, WAR, "Home", 1)
    least = float(datasets.row("primitives", "w_C")["minimum"])
    until(lambda: lesson.record()["notes"]["1.paradox"]["claims"]["w_C"] == least, "the claim kept")
    lesson.restart_and_run_all()
    slider = lesson.panel("paradox").get_by_role("slider", name=WAR, exact=True)
    expect(slider).to_have_value(f"{least:g}")
    lesson.panel("paradox").get_by_role("button", name=words.text("widgets.paradox.page.again")).click()
    expect(slider).to_have_value("0")


def test_no_key_inside_the_panel_reaches_the_cells(lesson: Notebook) -> None:
    assert check_keys(lesson) > 12


def test_without_its_javascript_the_check_fails(lesson: Notebook, copy: Path) -> None:
    lesson.panel("paradox").get_by_role("button", name=words.text("widgets.paradox.page.again")).click()
    lesson.save()
    saved = lesson.file.read_text("utf-8")
    assert "widget-view" not in saved
    assert words.text("widgets.still_paradox") in saved
    # With its JavaScript the same check has passed, at the head of this file.
    (copy / "course_utils" / "widgets" / "paradox.js").write_text("", "utf-8")
    lesson.restart_and_run_all(drawn=False)
    expect(lesson.panel("keeper")).to_be_visible()
    lesson.page.set_default_timeout(2000)
    expect.set_options(timeout=2000)
    try:
        with pytest.raises((AssertionError, Error)):
            check_map(lesson)
    finally:
        expect.set_options(timeout=5000)
        lesson.page.set_default_timeout(15_000)
        lesson.sitting.errors.clear()  # what the browser says of an empty module is not what is tested
