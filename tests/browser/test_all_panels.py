"""Every panel of the course in one notebook: how it looks, what axe finds, how much it weighs, keys alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import axe
import nbformat
import pytest
from lab import Notebook, Server, sitting, until
from playwright.sync_api import Browser, Locator, expect

from course_utils import explore, questions, words

BUILDER = words.section("widgets")["builder"]
ASKED = {item.mode: item.id for item in reversed(questions.bank(1)[0].values())}
CELLS = (
    "from course_utils import lesson",
    "lesson.begin(1)",
    'lesson.read("NAT1949-5-1")',
    *(f'lesson.{mode}("{name}")' for mode, name in ASKED.items()),
    "lesson.beliefs()",
    'lesson.rank("duty")',
    'lesson.texts("BRU1948", "BUDAPEST1994")',
    "lesson.build()",
    "lesson.paradox()",
    "lesson.hand_in()",
    *(f'lesson.explore("{name}")' for name in explore.NAMES),
)
PANELS = (
    "keeper",
    "reader",
    "question",
    "beliefs",
    "rank",
    "texts",
    "builder",
    "paradox",
    "handin",
    "explorer",
)
LIMIT = 300_000
#: A window of 640 pixels shows what one of 1280 does at 200 per cent.
WIDTHS = (1280, 640, 400)


@pytest.fixture(scope="module")
def lesson(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    server = Server(tmp_path_factory.mktemp("all"))
    try:
        with sitting(browser, server, "all-panels") as student:
            notebook = student.open_cells("all.ipynb", CELLS)
            notebook.run_all()
            notebook.page.keyboard.press("Control+b")  # the list of files makes room
            notebook.page.wait_for_timeout(500)
            yield notebook
    finally:
        server.stop()


def is_focused(target: Locator) -> bool:
    return bool(target.evaluate("(one) => one === document.activeElement"))


def test_real_keys_alone_lead_from_an_empty_page_to_a_memo(lesson: Notebook, tmp_path: Path) -> None:
    page, panel = lesson.page, lesson.panel("builder")
    expect(panel).to_contain_text(BUILDER["page"]["no_text"])

    def go(target: Locator, most: int = 80, back: bool = False) -> None:
        for _ in range(most):
            if is_focused(target):
                return
            page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{most} presses of Tab do not reach {target}")

    def field(name: str) -> Locator:
        return panel.locator(f"[data-field={name}]")

    go(panel.locator("summary", has_text=words.text("questions.who.label")), most=400)
    page.keyboard.press("Enter")
    go(field("protege").get_by_role("combobox"))
    page.keyboard.type("Ukraine")
    expect(panel.locator(".course-tabs")).to_be_visible()  # the first term brings the views
    add = field("guarantors").get_by_role("button", name=BUILDER["page"]["add"], exact=True)
    for state in ("France", "Poland"):
        go(field("guarantors").get_by_label(BUILDER["page"]["add_guarantor"]), back=is_focused(add))
        page.keyboard.type(state)
        go(add)
        page.keyboard.press("Enter")
        expect(field("guarantors").locator(".course-chip", has_text=state)).to_be_visible()
    go(field("obligations").locator("summary"))
    page.keyboard.press("Enter")
    go(field("obligations").get_by_label(words.field("obligations").options["arms"], exact=True))
    page.keyboard.press("Space")
    slider = field("help_within_days").get_by_role("slider")
    go(slider)
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(panel.get_by_role("tabpanel")).to_contain_text("within 6 days")  # from 1, the least
    go(panel.get_by_role("tab", selected=True))
    page.keyboard.press("ArrowLeft")  # round to the last
    expect(panel.get_by_role("tab", name=BUILDER["tabs"]["hand"])).to_be_focused()
    expect(panel.frame_locator("iframe").locator("h1")).to_be_visible()
    go(panel.get_by_role("button", name=BUILDER["page"]["save_markdown"]))
    with page.expect_download() as begun:
        page.keyboard.press("Enter")
    memo = tmp_path / begun.value.suggested_filename
    begun.value.save_as(memo)
    said = memo.read_text("utf-8")
    for word in ("Ukraine", "France", "Poland", words.field("obligations").options["arms"]):
        assert word in said
    until(lambda: lesson.record()["guarantees"]["g1"]["draft"]["protege"] == "UKR", "the guarantee kept")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_is_cut_off(lesson: Notebook, theme: str, width: int) -> None:
    try:
        lesson.theme(theme)
        lesson.width(width)
        lesson.panel("builder").get_by_role("tab", name=BUILDER["tabs"]["signs"]).click()
        for name in PANELS:
            panel = lesson.panel(name)
            panel.scroll_into_view_if_needed()
            assert panel.evaluate("(one) => one.scrollWidth <= one.clientWidth"), name
            lesson.picture(f"{name}-{theme}-{width}", panel)
        axe.check(lesson.page, f"every panel, {theme}, {width} pixels wide")
    finally:
        lesson.theme("light")
        lesson.width(1280)


def test_every_panel_prints_without_its_controls(lesson: Notebook) -> None:
    lesson.page.emulate_media(media="print")
    try:
        for name in PANELS:
            panel = lesson.panel(name)
            buttons = panel.locator("button:not(.course-chip)")  # a chip is also the name of a guarantor
            assert buttons.filter(visible=True).count() == 0, name
            lesson.picture(f"{name}-print", panel)
        panel = lesson.panel("builder")
        for told in (panel.get_by_label(BUILDER["page"]["name"]), panel.locator(".course-chip").first):
            expect(told).to_be_visible()
    finally:
        lesson.page.emulate_media(media="screen")


def test_the_notebook_with_every_panel_is_light_and_readable_without_an_engine(lesson: Notebook) -> None:
    lesson.save()
    assert lesson.file.stat().st_size < LIMIT
    notebook = nbformat.read(lesson.file, as_version=4)
    twins = [
        output["data"]["text/html"]
        for cell in notebook.cells
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]
    assert len(twins) >= len(CELLS) - 1
    page = lesson.page.context.new_page()
    try:
        page.set_content("".join(f"<section>{twin}</section>" for twin in twins))
        for title in (BUILDER["title"], words.text("widgets.paradox.title")):
            expect(page.get_by_role("heading", name=title)).to_be_visible()
        expect(page.locator("body")).to_contain_text("France")  # the guarantee as it was left
    finally:
        page.close()


def test_no_test_in_a_browser_moves_what_no_hand_moves() -> None:
    forbidden = [r"\bdispatch_event\(", r"force=True", r"\.value = (?!=)"]
    for file in Path(__file__).parent.glob("test_*.py"):
        lines = file.read_text("utf-8").splitlines()
        found = [
            line
            for line in lines
            if any(re.search(one, line) for one in forbidden) and "forbidden" not in line
        ]
        assert found == [], file.name
