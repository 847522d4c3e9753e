"""Lesson 0 in a real browser: a sentence sealed, beliefs stated, work taken away and brought back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import axe
import pytest
from lab import LESSON_0, LESSON_8, Notebook, Sitting, until
from playwright.sync_api import Locator, expect

from course_utils import questions, words
from course_utils.widgets.beliefs import STEPS

ITEMS, EXERCISES = questions.bank(0)
DAY_ONE = ITEMS["day-one"]
STATEMENTS = questions.beliefs()
SAID = words.section("widgets")["beliefs"]
KEEPER = words.section("widgets")["keeper"]
LABELS = [*SAID["steps"], SAID["unsaid"]]
SENTENCE = """meet <script>window.beaten = true</script> & "send" <b>blankets</b>."""
STEM = words.text("widgets.sealed", stem=DAY_ONE.stem)


def press(panel: Locator, name: str) -> None:
    """Click the button with exactly this name."""
    panel.get_by_role("button", name=name, exact=True).click()


def row(lesson: Notebook, name: str) -> Locator:
    """The statement with this key and its answers."""
    statement = next(one.statement for one in STATEMENTS if one.id == name)
    return lesson.panel("beliefs").get_by_role("group", name=statement)


def answers(lesson: Notebook, number: int = 0) -> dict[str, int]:
    """The beliefs in the record."""
    try:
        kept = lesson.record()["notes"].get(f"{number}.beliefs", {})
    except (FileNotFoundError, KeyError):
        return {}
    return dict(kept.get("answers", {}))


def check_beliefs(lesson: Notebook) -> None:
    """A statement is answered with the mouse, changed, and kept each time."""
    paper = row(lesson, "paper")
    for step in (2, 4):
        paper.get_by_text(LABELS[step - 1], exact=True).click()
        until(lambda step=step: answers(lesson).get("paper") == step, f"{step} kept")  # type: ignore[misc]
        expect(paper.get_by_role("radio", checked=True)).to_have_count(1)
        expect(paper.get_by_role("radio", name=LABELS[step - 1], exact=True)).to_be_checked()
    expect(lesson.panel("beliefs")).to_contain_text(
        words.text("widgets.beliefs.status", done=1, of=len(STATEMENTS))
    )


@pytest.fixture(scope="module")
def lesson(sitting_of_module: Sitting) -> Iterator[Notebook]:
    notebook = sitting_of_module.open(LESSON_0)
    notebook.make_room()
    notebook.run_all()
    return notebook


def out_of_sight(lesson: Notebook) -> None:
    """The sentence that was sealed stands nowhere on the page, not even in a field."""
    panel = lesson.question(DAY_ONE)
    expect(panel).to_contain_text(words.text("widgets.locked_seal", lesson=DAY_ONE.opens))
    expect(panel.get_by_role("textbox")).to_have_count(0)
    expect(panel.get_by_role("button")).to_have_count(0)
    assert "blankets" not in lesson.page.locator(".jp-Notebook").inner_html()
    fields = lesson.page.locator(".course textarea, .course input")
    assert not any("blankets" in fields.nth(place).input_value() for place in range(fields.count()))
    assert lesson.page.evaluate("() => window.beaten") is None


def test_a_sentence_is_sealed_with_the_keyboard(lesson: Notebook) -> None:
    panel = lesson.question(DAY_ONE)
    seal = panel.get_by_role("button", name=words.text("widgets.give_seal"))
    box = panel.get_by_role("textbox", name=STEM)
    expect(seal).to_be_disabled()
    lesson.picture("seal-empty", panel)
    lesson.panel("keeper").get_by_role("button").first.focus()
    lesson.tab_to(box)
    lesson.page.keyboard.insert_text(SENTENCE)
    expect(seal).to_be_enabled()
    lesson.picture("seal-written", panel)
    lesson.tab_to(seal, 2)
    lesson.page.keyboard.press("Enter")
    lesson.recorded("predictions", "0.day-one", answer=SENTENCE)
    out_of_sight(lesson)
    expect(panel.locator(".course-sealed")).to_be_focused()
    lesson.picture("seal-sealed", panel)


def test_every_statement_is_answered_by_keys_alone(lesson: Notebook) -> None:
    panel = lesson.panel("beliefs")
    lesson.picture("beliefs-empty", panel)
    page = lesson.page
    lesson.tab_to(row(lesson, STATEMENTS[0].id).get_by_role("radio").first)
    for place, one in enumerate(STATEMENTS):
        radios = row(lesson, one.id).get_by_role("radio")
        if place:
            page.keyboard.press("Tab")
        expect(radios.first).to_be_focused()
        page.keyboard.press("Space")
        for _ in range(place % len(LABELS)):
            page.keyboard.press("ArrowRight")
        expect(radios.nth(place % len(LABELS))).to_be_focused()
        expect(radios.nth(place % len(LABELS))).to_be_checked()
    expected = {one.id: [*STEPS, 0][place % len(LABELS)] for place, one in enumerate(STATEMENTS)}
    until(lambda: answers(lesson) == expected, f"{expected} kept")
    expect(panel).to_contain_text(
        words.text("widgets.beliefs.status", done=len(STATEMENTS), of=len(STATEMENTS))
    )
    lesson.picture("beliefs-answered", panel)


def test_beliefs_are_changed_with_the_mouse(lesson: Notebook) -> None:
    paper = row(lesson, "paper")
    for step in (5, 2):
        paper.get_by_text(LABELS[step - 1], exact=True).click()
        until(lambda step=step: answers(lesson)["paper"] == step, f"{step} kept")  # type: ignore[misc]
    expect(paper.get_by_role("radio", checked=True)).to_have_count(1)


def test_what_is_chosen_in_haste_is_what_is_kept(lesson: Notebook) -> None:
    """Choices faster than the engine: the last of each stands on the page and in the record."""
    for step in (1, 3, 5):
        for one in STATEMENTS:
            row(lesson, one.id).get_by_role("radio").nth(step - 1).click(no_wait_after=True)
    expected = dict.fromkeys((one.id for one in STATEMENTS), 5)
    until(lambda: answers(lesson) == expected, "the last choice of each")
    for one in STATEMENTS:
        expect(row(lesson, one.id).get_by_role("radio").nth(4)).to_be_checked()


def test_work_is_taken_away_lost_and_brought_back(lesson: Notebook, tmp_path: Path) -> None:
    keeper, panel = lesson.panel("keeper"), lesson.question(DAY_ONE)
    expect(keeper.locator(".course-saved")).to_contain_text("Saved")
    with lesson.page.expect_download() as begun:
        press(keeper, KEEPER["download"])
    file = tmp_path / "portfolio (1).json"
    begun.value.save_as(file)
    press(keeper, KEEPER["clear"])
    lesson.picture("afresh", keeper)
    press(keeper, KEEPER["clear_yes"])
    expect(panel.get_by_role("textbox")).to_have_value("")
    expect(panel.get_by_role("button", name=words.text("widgets.give_seal"))).to_be_disabled()
    expect(lesson.panel("beliefs").get_by_role("radio", checked=True)).to_have_count(0)
    assert answers(lesson) == {}
    press(keeper, KEEPER["bring"])
    keeper.locator("input[type=file]").set_input_files(file)
    lesson.recorded("predictions", "0.day-one", answer=SENTENCE)
    out_of_sight(lesson)
    expect(lesson.panel("beliefs").get_by_role("radio", checked=True)).to_have_count(len(STATEMENTS))
    lesson.picture("brought-back", keeper)


def test_the_length_and_the_villages_show_what_there_is_to_say(lesson: Notebook) -> None:
    for name, option in (("length", None), ("river", ITEMS["river"].options[0])):
        item, panel = ITEMS[name], lesson.question(ITEMS[name])
        if option:
            panel.get_by_text(option.label, exact=True).click()
        else:
            panel.get_by_role("spinbutton").click()
            lesson.page.keyboard.type("40")
        press(panel, words.text(f"widgets.give_{item.mode}"))
        for paragraph in item.reveal:
            expect(panel).to_contain_text(paragraph)
        lesson.picture(name, panel)
    lesson.picture("promises", lesson.cell('lesson.facts("four_promises")'))


def test_after_reload_and_restart_the_sentence_is_still_out_of_sight(lesson: Notebook) -> None:
    lesson.save()
    assert "blankets" not in lesson.file.read_text("utf-8")
    lesson.reload()
    assert "blankets" not in lesson.page.locator(".jp-Notebook").inner_html()
    lesson.restart_and_run_all()
    out_of_sight(lesson)
    expect(lesson.panel("beliefs").get_by_role("radio", checked=True)).to_have_count(len(STATEMENTS))
    rows = lesson.cell("lesson.finish()").locator("tbody tr").all_inner_texts()
    assert [line.split("\t")[1:] for line in rows] == [
        ["3", "3"],
        ["0", "4"],
        ["0", "1"],
        ["0", "1"],
        ["8", "8"],
    ]
    lesson.picture("finish", lesson.cell("lesson.finish()"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 640, 400])
def test_axe_finds_nothing_and_nothing_is_cut_off(lesson: Notebook, theme: str, width: int) -> None:
    lesson.make_room()
    lesson.theme(theme)
    lesson.width(width)
    try:
        panels = {"keeper": lesson.panel("keeper"), "beliefs": lesson.panel("beliefs")}
        panels |= {name: lesson.question(ITEMS[name]) for name in ("day-one", "length", "river")}
        for name, panel in panels.items():
            panel.scroll_into_view_if_needed()
            assert panel.evaluate("(one) => one.scrollWidth <= one.clientWidth"), name
            lesson.picture(f"{name}-{theme}-{width}", panel)
        axe.check(lesson.page, f"lesson 0, {theme}, {width} pixels wide")
    finally:
        lesson.theme("light")
        lesson.width(1280)


def test_lesson_8_asks_again_and_opens_the_sentence(lesson: Notebook) -> None:
    """In the last lesson, over the same record: first what is believed now, then what was believed before."""
    last = lesson.sitting.open(LESSON_8, lesson.folder)
    last.make_room()
    last.run_all()
    table, opened = last.cell("lesson.then_and_now()"), last.cell('lesson.unseal("day-one")')
    expect(last.panel("beliefs").get_by_role("radio", checked=True)).to_have_count(0)
    for place, one in enumerate(STATEMENTS):
        expect(table).to_contain_text(words.text("lesson.beliefs.answer_first"))
        row(last, one.id).get_by_role("radio").nth(place % len(LABELS)).click()
    expect(table.locator("tbody tr")).to_have_count(len(STATEMENTS))
    moves = [line.split("\t")[-1] for line in table.locator("tbody tr").all_inner_texts()]
    assert moves[:2] == ["▼ 4 down", "▼ 3 down"]
    assert moves[4:6] == [words.text("lesson.beliefs.same"), words.text("lesson.beliefs.apart")]
    expect(opened.get_by_text(SENTENCE)).to_be_hidden()
    opened.locator("summary").click()
    expect(opened.get_by_text(f"{DAY_ONE.stem} {SENTENCE}")).to_be_visible()
    assert opened.locator("script, details b").count() == 0
    for theme in ("light", "dark"):
        last.theme(theme)
        for width in (1280, 400):
            last.width(width)
            last.picture(f"then-and-now-{theme}-{width}", table)
            last.picture(f"unsealed-{theme}-{width}", opened)
        axe.check(last.page, f"beliefs of lesson 8, {theme}")
    last.theme("light")
    last.page.close()


def test_beliefs_of_before_the_course_stand(lesson: Notebook) -> None:
    lesson.restart_and_run_all()
    panel = lesson.panel("beliefs")
    expect(panel).to_contain_text(SAID["stand"])
    for radio in panel.get_by_role("radio").all():
        expect(radio).to_be_disabled()
    lesson.picture("beliefs-stand", panel)


def test_lesson_8_without_lesson_0_says_so_kindly(student: Sitting) -> None:
    folder = student.server.fresh("alone")
    shutil.rmtree(folder / "my-work", ignore_errors=True)
    last = student.open(LESSON_8, folder)
    last.run_all()
    expect(last.cell("lesson.then_and_now()")).to_contain_text(words.text("lesson.beliefs.no_then", lesson=0))
    expect(last.cell("lesson.unseal(")).to_contain_text(words.text("lesson.seal.none", lesson=0))
    last.picture("none", last.cell("lesson.unseal("))
