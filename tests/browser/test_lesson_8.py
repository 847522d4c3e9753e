"""Lesson 8 in a real browser: a guarantee is built, kept, lost and found again."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe
import pytest
from lab import HEIGHT, LESSON_8, Notebook, Sitting, choose, until
from playwright.sync_api import Locator, expect

from course_utils import datasets, instruments, questions, words
from course_utils.guarantee import Draft

ITEMS, _ = questions.bank(8)
PAGE = words.section("widgets")["builder"]["page"]
TABS = words.section("widgets")["builder"]["tabs"]
KEEPER = words.section("widgets")["keeper"]
LABEL_OF_WAR = str(datasets.row("primitives", "w_C")["label"])
LABELS = {field.name: field.label for field in words.fields()}


def builder(lesson: Notebook) -> Locator:
    return lesson.panel("builder")


def press(panel: Locator, name: str) -> None:
    """Click the button with exactly this name."""
    panel.get_by_role("button", name=name, exact=True).click()


def field(lesson: Notebook, name: str) -> Locator:
    """The row of one term; what is folded around it is opened first."""
    row = builder(lesson).locator(f"[data-field={name}]")
    inside = lesson.page.locator(f"[data-field={name}]")
    for kind in ("course-panel", "course-more"):
        folded = builder(lesson).locator(f"details.{kind}:not([open])", has=inside)
        if folded.count():
            folded.locator("summary").first.click()
    return row


def view(lesson: Notebook, name: str) -> Locator:
    """Look at one view, by its tab."""
    builder(lesson).get_by_role("tab", name=TABS[name]).click()
    return builder(lesson).get_by_role("tabpanel")


def problem(panel: Locator) -> Locator:
    """The sentence that says what went wrong."""
    return panel.locator(".course-problem:not(:empty)")


def text(lesson: Notebook) -> Locator:
    return builder(lesson).locator("[role=tabpanel]").first


def kept(lesson: Notebook) -> dict[str, Any]:
    """The guarantee that was changed last, as the record on the disk has it."""
    try:
        made = lesson.record().get("guarantees", {})
    except FileNotFoundError:
        return {}
    return max(made.values(), key=lambda one: one["revision"], default={})


def keeps(lesson: Notebook, **terms: Any) -> None:
    """Wait until the record holds a guarantee with these terms; None for one that is not said."""
    until(
        lambda: (
            (draft := kept(lesson).get("draft")) is not None
            and all(draft.get(k) == v for k, v in terms.items())
        ),
        f"{terms} kept",
    )


def start_from(lesson: Notebook, source: str) -> None:
    choose(builder(lesson).get_by_label(PAGE["start"], exact=True), instruments.label(source))
    press(builder(lesson), PAGE["start_go"])


def check_builder(lesson: Notebook) -> None:
    """From Article 5 the text writes itself; a term changed by mouse changes its sentence, marked as new."""
    start_from(lesson, "NAT1949")
    expect(text(lesson)).to_contain_text("an armed attack")
    attacks = field(lesson, "attacks")
    attacks.locator("summary").click()
    attacks.get_by_text(words.field("attacks").options["cyber"], exact=True).last.click()
    expect(text(lesson).locator(".course-sentence.is-new").first).to_contain_text("a cyber attack")
    until(lambda: "cyber" in kept(lesson)["draft"]["attacks"], "the cyber attack in the record")
    expect(text(lesson).locator(".course-sentence.is-new")).to_have_count(0)


@pytest.fixture(scope="module")
def lesson(sitting_of_module: Sitting) -> Iterator[Notebook]:
    notebook = sitting_of_module.open(LESSON_8)
    notebook.run_all()
    return notebook


def test_the_page_begins_empty(lesson: Notebook) -> None:
    expect(text(lesson)).to_have_text(PAGE["no_text"])
    expect(builder(lesson).locator(".course-fault:visible")).to_have_count(0)
    seen = builder(lesson).locator("button, input, select, textarea, summary").filter(visible=True)
    assert 0 < seen.count() <= 7, seen.all_inner_texts()
    lesson.picture("empty", builder(lesson))


def test_a_guess_is_kept_before_building(lesson: Notebook) -> None:
    panel = lesson.question(ITEMS["open-count"])
    panel.get_by_role("spinbutton").click()
    lesson.page.keyboard.type("12")
    press(panel, words.text("widgets.give_predict"))
    lesson.recorded("predictions", "8.open-count", answer=12)
    expect(panel.get_by_role("spinbutton")).to_be_disabled()


def test_article_5_is_where_one_may_start(lesson: Notebook) -> None:
    check_builder(lesson)
    name = words.text("widgets.builder.after", name=words.text("widgets.builder.short.NAT1949"))
    expect(builder(lesson).get_by_label(PAGE["name"])).to_have_value(name)
    expect(builder(lesson).locator(".course-saved")).to_contain_text("Saved")
    lesson.picture("article-5", builder(lesson))


def test_terms_change_with_the_keyboard(lesson: Notebook) -> None:
    hours = field(lesson, "consult_within_hours")
    hours.get_by_role("spinbutton").click()
    lesson.page.keyboard.type("24")
    lesson.page.keyboard.press("Tab")
    expect(text(lesson).locator(".course-sentence.is-new").first).to_contain_text("within 24 hours")
    lesson.picture("changed", builder(lesson), readme="builder")
    keeps(lesson, consult_within_hours=24)
    expect(hours.get_by_role("slider")).to_have_value("24")

    slider = field(lesson, "help_within_days").get_by_role("slider")
    expect(slider).to_be_focused()
    for _ in range(4):
        lesson.page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("5")
    expect(text(lesson)).to_contain_text("within 5 days")
    keeps(lesson, help_within_days=5)

    word = field(lesson, "help_word")
    choose(word.get_by_role("combobox"), words.field("help_word").options["prompt"])
    expect(text(lesson)).to_contain_text("promptly")
    keeps(lesson, help_word="prompt")


def test_a_slider_is_dragged(lesson: Notebook) -> None:
    row = field(lesson, "stationed_forces_thousands")
    slider = row.get_by_role("slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    mouse = lesson.page.mouse
    mouse.move(box["x"] + 8, middle)
    mouse.down()
    mouse.move(box["x"] + box["width"] / 2, middle, steps=20)
    value = int(slider.input_value())
    assert value > 50
    mouse.up()
    expect(row.get_by_role("spinbutton")).to_have_value(str(value))
    expect(text(lesson).locator(".course-sentence.is-new").first).to_contain_text(f"{value}")
    keeps(lesson, stationed_forces_thousands=value)
    press(builder(lesson), PAGE["undo"])  # the whole drag is one step
    keeps(lesson, stationed_forces_thousands=None, help_within_days=5)
    expect(row.get_by_role("spinbutton")).to_have_value("")


def test_a_bad_number_is_answered_beside_its_field(lesson: Notebook) -> None:
    row = field(lesson, "consult_within_hours")
    typed = row.get_by_role("spinbutton")
    for bad in ("9999", "0", "1.5"):
        typed.click()
        lesson.page.keyboard.press("Control+A")
        lesson.page.keyboard.type(bad)
        lesson.page.keyboard.press("Tab")
        expect(row.locator(".course-fault")).to_contain_text(bad)
        expect(text(lesson)).not_to_contain_text("hours")
        keeps(lesson, consult_within_hours=json.loads(bad))
    lesson.picture("fault", builder(lesson))
    typed.click()
    lesson.page.keyboard.press("Control+A")
    lesson.page.keyboard.type("24")
    lesson.page.keyboard.press("Tab")
    expect(row.locator(".course-fault")).to_be_hidden()
    expect(text(lesson)).to_contain_text("within 24 hours")


def test_the_other_views(lesson: Notebook) -> None:
    tabs = builder(lesson).get_by_role("tab")
    tabs.nth(1).click()
    table = builder(lesson).get_by_role("tabpanel").locator("table")
    expect(table).to_contain_text(LABELS["consult_within_hours"])
    expect(table.locator("thead th")).to_have_count(4)
    lesson.picture("compare", builder(lesson))

    lesson.page.keyboard.press("ArrowRight")
    expect(tabs.nth(2)).to_be_focused()
    expect(tabs.nth(2)).to_have_attribute("aria-selected", "true")
    gaps = builder(lesson).locator(".course-gaps").first.locator("li")
    expect(gaps.first).to_be_visible()
    count = gaps.count()
    expect(tabs.nth(2)).to_have_text(PAGE["count"].format(label=TABS["gaps"], count=count))
    lesson.picture("left-open", builder(lesson))
    past = gaps.locator("details").first
    expect(past.locator("p").first).to_be_hidden()
    past.locator("summary").focus()
    lesson.page.keyboard.press("Enter")
    expect(past.locator("p").first).to_be_visible()
    lesson.picture("from-history", builder(lesson))

    first = gaps.get_by_role("button").first
    label = first.inner_text().partition(": ")[2]
    name = next(name for name, said in LABELS.items() if said == label)
    first.click()
    focus = lesson.page.locator(":focus")
    assert focus.evaluate("(one) => one.closest('[data-field]')?.dataset.field") == name
    tabs.nth(2).click()
    lesson.page.keyboard.press("ArrowRight")
    expect(tabs.nth(3)).to_be_focused()
    case = builder(lesson).locator(".course-case").first
    expect(case.locator("svg[role=img]")).to_be_visible()
    turn = case.get_by_role("button", name=re.compile("single change"))
    turn.click()
    expect(case.locator(".course-turns")).to_be_visible()
    lesson.picture("under-attack", builder(lesson), readme="attack")
    tabs.nth(5).click()
    lesson.page.keyboard.press("ArrowRight")
    expect(tabs.nth(0)).to_be_focused()
    expect(text(lesson)).to_be_visible()


def test_what_the_terms_make_stays_in_view_and_is_no_trap_for_the_wheel(lesson: Notebook) -> None:
    tabs = builder(lesson).get_by_role("tab")
    tabs.first.click()
    lesson.page.set_viewport_size({"width": 1280, "height": 720})
    assert len({box["y"] for tab in tabs.all() if (box := tab.bounding_box())}) == 1
    field(lesson, "help_within_days").scroll_into_view_if_needed()
    expect(tabs.first).to_be_in_viewport()
    seen = text(lesson).bounding_box()
    assert seen
    frame = lesson.page.locator(".jp-WindowedPanel-outer").first
    before = frame.evaluate("(one) => one.scrollTop")
    lesson.page.mouse.move(seen["x"] + 50, seen["y"] + 100)
    for _ in range(40):
        lesson.page.mouse.wheel(0, 200)
    until(lambda: frame.evaluate("(one) => one.scrollTop") > before, "the page is scrolled on")
    lesson.page.set_viewport_size({"width": 1280, "height": HEIGHT})


def test_who_signs_answers_to_claims_and_names_no_risk(lesson: Notebook) -> None:
    shown = view(lesson, "signs")
    expect(shown.locator("svg.course-map")).to_be_visible()
    expect(shown.locator("svg")).to_contain_text(words.text("widgets.signs.yours"))
    slider = shown.get_by_role("slider", name=f"{LABEL_OF_WAR} (w)", exact=True)
    slider.focus()
    for _ in range(5):
        lesson.page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("0.05")
    expect(shown).to_contain_text("R = 0.05")
    lesson.recorded("notes", "8.claims", w_C=0.05)
    words_of_map = " ".join(shown.locator("svg text").all_text_contents())
    assert "signs from 22 per cent up" in words_of_map  # the attacker's threshold: 1 − e^(−.05/.2)
    assert "your design:" not in words_of_map  # its own risk would stand beside the names of states
    press(builder(lesson), words.text("widgets.signs.page.weigh"))
    expect(shown).to_contain_text(LABEL_OF_WAR)
    lesson.picture("who-signs", builder(lesson))


def test_the_memo_is_seen_and_saved(lesson: Notebook, tmp_path: Path) -> None:
    shown = view(lesson, "hand")
    sheet = shown.frame_locator("iframe")
    expect(sheet.locator("h1")).to_contain_text("Guarantee: ")
    expect(sheet.locator("body")).to_contain_text("worth of the war")
    clipped = "(one) => one.scrollWidth > one.ownerDocument.documentElement.clientWidth"
    assert not sheet.locator("body").evaluate(clipped)
    lesson.picture("hand-over", builder(lesson))
    for kind, begins in (("html", "<!DOCTYPE html>"), ("markdown", "# "), ("json", '{"schema":1')):
        with lesson.page.expect_download() as begun:
            press(builder(lesson), PAGE[f"save_{kind}"])
        file = tmp_path / begun.value.suggested_filename
        begun.value.save_as(file)
        assert file.read_text("utf-8").startswith(begins), file.name
    terms = json.loads(file.read_text("utf-8"))
    held = {
        name: value for name, value in terms.items() if name not in ("schema", "name", "note", "articles")
    }
    assert held == kept(lesson)["draft"]
    view(lesson, "text")


def test_undo_and_redo(lesson: Notebook) -> None:
    panel = builder(lesson)
    before = kept(lesson)["draft"]
    choose(
        field(lesson, "territory").get_by_role("combobox"),
        words.field("territory").options["government_held"],
    )
    keeps(lesson, territory="government_held")
    after = kept(lesson)["draft"]
    press(panel, PAGE["undo"])
    until(lambda: kept(lesson)["draft"] == before, "the change undone")
    press(panel, PAGE["redo"])
    until(lambda: kept(lesson)["draft"] == after, "the change done again")
    expect(panel.get_by_role("button", name=PAGE["redo"])).to_be_disabled()


def test_guarantors_are_added_and_removed(lesson: Notebook) -> None:
    row = field(lesson, "guarantors")
    chips = row.locator(".course-chip")
    before = chips.count()
    assert before > 8
    assert text(lesson).get_by_text(words.text("treaty.annex_title")).count() == 1
    row.get_by_role("button", name=PAGE["remove_all"]).click()
    expect(chips).to_have_count(0)
    for place, state in enumerate(("Poland", "United Kingdom"), start=1):
        choose(row.get_by_label(PAGE["add_guarantor"]), state)
        row.get_by_role("button", name=PAGE["add"], exact=True).click()
        expect(chips).to_have_count(place)
    expect(text(lesson)).to_contain_text("Poland")
    row.get_by_role("button", name=f"{PAGE['remove']} Poland").click()
    expect(chips).to_have_count(1)
    expect(text(lesson)).not_to_contain_text("Poland")
    until(
        lambda: [one["state"] for one in kept(lesson)["draft"]["guarantors"]] == ["GBR"], "one guarantor kept"
    )

    needed = field(lesson, "minimum_guarantors")
    expect(needed.locator(".course-fault")).to_be_visible()  # Article 5 needed seven, and one is left
    needed.get_by_role("spinbutton").click()
    lesson.page.keyboard.press("Control+A")
    lesson.page.keyboard.press("Delete")
    lesson.page.keyboard.press("Tab")
    expect(needed.locator(".course-fault")).to_be_hidden()
    keeps(lesson, minimum_guarantors=None)


def test_versions_are_named_copied_and_opened(lesson: Notebook) -> None:
    panel = builder(lesson)
    rename(lesson, "The <b>first</b> & only")
    until(lambda: kept(lesson)["name"] == "The <b>first</b> & only", "the name kept")
    panel.get_by_text(PAGE["versions"], exact=True).click()
    press(panel, PAGE["duplicate"])
    copy = words.text("widgets.builder.copy_of", name="The <b>first</b> & only")
    expect(panel.get_by_label(PAGE["name"])).to_have_value(copy)
    rename(lesson, "The second")
    choose(
        field(lesson, "territory").get_by_role("combobox"),
        words.field("territory").options["line_of_contact"],
    )
    keeps(lesson, territory="line_of_contact")
    choose(panel.get_by_label(PAGE["open"], exact=True), "The <b>first</b> & only")
    press(panel, PAGE["open_go"])
    expect(panel.get_by_label(PAGE["name"])).to_have_value("The <b>first</b> & only")
    made = {one["name"]: one["draft"] for one in lesson.record()["guarantees"].values()}
    assert set(made) == {"The <b>first</b> & only", "The second"}
    assert made["The second"]["territory"] == "line_of_contact"
    assert made["The <b>first</b> & only"].get("territory") != "line_of_contact"
    assert panel.locator("b").count() == 0
    lesson.picture("versions", panel)


def rename(lesson: Notebook, name: str) -> None:
    builder(lesson).get_by_label(PAGE["name"]).click()
    lesson.page.keyboard.press("Control+A")
    lesson.page.keyboard.type(name)
    lesson.page.keyboard.press("Tab")


def test_a_code_carries_the_terms_to_another_page(lesson: Notebook) -> None:
    panel = builder(lesson)
    rename(lesson, "Sent")
    until(lambda: kept(lesson).get("name") == "Sent", "the new name kept")
    sent = kept(lesson)["draft"]
    view(lesson, "hand")
    press(panel, PAGE["copy_code"])
    expect(panel).to_contain_text(PAGE["code_copied"])
    view(lesson, "text")
    code = lesson.page.evaluate("() => navigator.clipboard.readText()")
    assert code.startswith("AG1-")
    assert Draft.from_code(code).to_dict() == sent
    press(panel, PAGE["fresh"])
    expect(text(lesson)).to_have_text(PAGE["no_text"])
    paste = panel.get_by_label(PAGE["paste_label"])
    paste.click()
    lesson.page.keyboard.press("Control+V")
    expect(paste).to_have_value(code)
    press(panel, PAGE["paste_go"])
    expect(panel).to_contain_text(words.text("widgets.builder.came_from_code"))
    until(lambda: kept(lesson)["draft"] == sent, "the same terms from the code")
    assert kept(lesson)["name"] == words.text("widgets.builder.from_code")

    held = lesson.record()["guarantees"]
    for bad in (
        code[:-2] + ("7" if code[-2] != "7" else "8") + code[-1],
        "<script>alert(1)</script>",
        "AG1-",
    ):
        paste.click()
        lesson.page.keyboard.press("Control+A")
        lesson.page.keyboard.insert_text(bad)
        press(panel, PAGE["paste_go"])
        expect(problem(panel)).to_have_text(words.text("faults.code"))
    assert lesson.record()["guarantees"] == held


def test_axe_finds_nothing(lesson: Notebook) -> None:
    panel = builder(lesson)
    for more in panel.locator("details:not([open]) > summary:visible").all()[::-1]:
        more.click()
    try:
        for theme in ("light", "dark"):
            for width in (1280, 700):
                lesson.theme(theme)
                lesson.width(width)
                for place in range(len(TABS)):
                    panel.get_by_role("tab").nth(place).click()
                    lesson.picture(f"{theme}-{width}-{place}", panel)
                    axe.check(lesson.page, f"lesson 8, {theme}, {width} pixels wide, view {place}")
    finally:
        lesson.theme("light")
        lesson.width(1280)
        panel.get_by_role("tab").first.click()


def test_a_killed_kernel_loses_nothing(lesson: Notebook) -> None:
    before = kept(lesson)
    lesson.kill_kernel()
    choose(field(lesson, "duration").get_by_role("combobox"), words.field("duration").options["fixed"])
    expect(builder(lesson)).to_contain_text(words.text("widgets.stopped"))
    lesson.picture("stopped", builder(lesson))
    lesson.restart_and_run_all()
    expect(builder(lesson).get_by_label(PAGE["name"])).to_have_value(before["name"])
    expect(text(lesson)).to_contain_text("within 24 hours")
    assert kept(lesson)["draft"] == before["draft"]
    expect(lesson.panel("keeper")).to_contain_text(
        words.text("lesson.stopped_guarantee", name=before["name"])
    )
    lesson.picture("after-kill", lesson.panel("keeper"))


def test_work_is_taken_away_and_brought_back(lesson: Notebook, tmp_path: Path) -> None:
    keeper = lesson.panel("keeper")
    before = lesson.record()
    with lesson.page.expect_download() as begun:
        press(keeper, KEEPER["download"])
    file = tmp_path / begun.value.suggested_filename
    begun.value.save_as(file)
    press(keeper, KEEPER["clear"])
    expect(keeper).to_contain_text(KEEPER["clear_sure"])
    expect(keeper.get_by_role("button", name=KEEPER["clear_no"])).to_be_focused()
    lesson.picture("start-afresh", keeper)
    press(keeper, KEEPER["clear_yes"])
    expect(keeper).to_contain_text(KEEPER["cleared"])
    expect(text(lesson)).to_have_text(PAGE["no_text"])
    lesson.restart_and_run_all()
    expect(text(lesson)).to_have_text(PAGE["no_text"])
    expect(keeper).to_contain_text(words.text("lesson.nothing_yet"))
    assert not any(lesson.record().get(section) for section in ("predictions", "guarantees", "notes"))
    assert keeper.get_by_role("button", name=KEEPER["offer_yes"]).count() == 0

    bring(lesson, file)
    expect(keeper).to_contain_text("Your work is back")
    lesson.picture("brought-back", keeper)
    expect(text(lesson)).to_contain_text("within 24 hours")
    expect(lesson.question(ITEMS["open-count"]).get_by_role("spinbutton")).to_have_value("12")
    after = lesson.record()
    assert after["guarantees"].keys() == before["guarantees"].keys()
    for key, one in before["guarantees"].items():
        assert (after["guarantees"][key]["name"], after["guarantees"][key]["draft"]) == (
            one["name"],
            one["draft"],
        )


def bring(lesson: Notebook, file: Path) -> None:
    """Choose a file with the button and the browser's own file chooser."""
    keeper = lesson.panel("keeper")
    chooser = keeper.locator("input[type=file]")
    if not chooser.is_visible():
        press(keeper, KEEPER["bring"])
        expect(chooser).to_be_focused()
    with lesson.page.expect_file_chooser() as opened:
        chooser.click()
    opened.value.set_files(file)


def test_files_that_are_no_portfolio_change_nothing(lesson: Notebook, tmp_path: Path) -> None:
    keeper = lesson.panel("keeper")
    before = lesson.record()
    whole = (lesson.folder / "my-work" / "portfolio.json").read_bytes()
    refused = words.section("record")["refused"]
    bad = {
        "cut-off.json": (whole[: len(whole) // 2], refused["unreadable"]),
        "other.json": (b'{"schema": 99, "revision": 1}', refused["schema"]),
        "latin.json": ('{"schema": 1, "alias": "Žluťoučký"}'.encode("utf-16"), refused["unreadable"]),
        "script.json": (b"<script>window.beaten = true</script>", refused["unreadable"]),
        "name.json": (
            json.dumps({"schema": 1, "revision": 1, "<script>window.beaten = true</script>": {}}).encode(),
            re.compile("This file was not brought back: .*"),
        ),
        "large.json": (b" " * 50_000_000, KEEPER["too_large"]),
    }
    for name, (content, sentence) in bad.items():
        file = tmp_path / name
        file.write_bytes(content)
        bring(lesson, file)
        expect(keeper.locator(".course-say").first).to_have_text(sentence)
        lesson.picture(name, keeper)
        assert lesson.record() == before
    assert lesson.page.evaluate("() => window.beaten") is None
    assert keeper.locator("script").count() == 0
    expect(text(lesson)).to_contain_text("within 24 hours")


def test_work_in_the_browser_is_offered(lesson: Notebook) -> None:
    before = lesson.record()
    shutil.rmtree(lesson.folder / "my-work")
    lesson.restart_and_run_all()
    keeper = lesson.panel("keeper")
    expect(text(lesson)).to_have_text(PAGE["no_text"])
    expect(keeper).to_contain_text(KEEPER["shared"])
    lesson.picture("offer", keeper)
    press(keeper, KEEPER["offer_yes"])
    expect(keeper).to_contain_text("Your work is back")
    expect(text(lesson)).to_contain_text("within 24 hours")
    expect(keeper.get_by_role("button", name=KEEPER["offer_yes"])).to_be_hidden()
    until(
        lambda: lesson.record()["guarantees"].keys() == before["guarantees"].keys(), "the guarantees are back"
    )


def test_a_folder_that_cannot_be_written_is_told_at_once(lesson: Notebook) -> None:
    folder = lesson.folder / "my-work"
    aside = lesson.folder / "aside"
    folder.rename(aside)
    folder.write_text("This is a file where the folder should be.", "utf-8")
    keeper = lesson.panel("keeper")
    try:
        choose(field(lesson, "form").get_by_role("combobox"), words.field("form").options["statute"])
        for panel in (keeper, builder(lesson)):
            expect(problem(panel)).to_contain_text("Your work is not being saved")
            expect(panel.locator(".course-saved")).to_have_text(KEEPER["unsaved"])
        lesson.picture("not-saved", keeper)
        with lesson.page.expect_download() as begun:
            press(keeper, KEEPER["download"])
        taken = json.loads(Path(begun.value.path()).read_text("utf-8"))
        assert "statute" in [one["draft"].get("form") for one in taken["guarantees"].values()]
    finally:
        folder.unlink()
        aside.rename(folder)
    choose(field(lesson, "form").get_by_role("combobox"), words.field("form").options["oral"])
    expect(keeper.locator(".course-saved")).to_contain_text("Saved")
    expect(problem(keeper)).to_have_count(0)
    keeps(lesson, form="oral")


def test_a_text_of_their_own_is_kept(lesson: Notebook) -> None:
    panel = lesson.question(ITEMS["defence"])
    panel.get_by_role("textbox").click()
    lesson.page.keyboard.type("Three gaps.")
    press(panel, words.text("widgets.give_write"))
    lesson.recorded("notes", "8.defence", answer="Three gaps.")
    lesson.rerun("lesson.finish()")
    expect(lesson.cell("lesson.finish()").locator("tbody tr").first).to_contain_text("1")
