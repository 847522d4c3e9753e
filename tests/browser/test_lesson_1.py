"""Lesson 1 from top to bottom in a real browser, with the mouse and with the keyboard."""

from collections.abc import Iterator

import axe
import pytest
from lab import LESSON_0, LESSON_1, LESSON_8, Notebook, Sitting
from playwright.sync_api import expect

from course_utils import clauses, questions, words
from course_utils.questions import Item
from course_utils.widgets.rank import RUNGS

ITEMS, EXERCISES = questions.bank(1)
PHRASES = [phrase for phrase in clauses.phrases("NAT1949-5-1") if phrase.id]
LADDERS = [name for name in words.section("ladders") if name != "instruments"]
CLAUSES = list(words.section("ladders")["instruments"])
WHY = """<script>window.beaten = true</script> "as it deems" & 'necessary' <b>bold</b>"""
TEXT = "I would sharpen <i>forthwith</i>; then = nobody signs."
DISSENT = "“In their power” binds less than it sounds."


# --- the checks of each panel; test_panels_can_fail.py shows that each notices a panel without its JavaScript


def check_keeper(lesson: Notebook) -> None:
    """The first panel says whether work is saved and gives it away as a file."""
    keeper = lesson.panel("keeper")
    expect(keeper.locator(".course-saved")).to_have_text(words.text("widgets.keeper.not_yet"))
    with lesson.page.expect_download() as begun:
        keeper.get_by_role("button", name=words.text("widgets.keeper.download")).click()
    assert begun.value.suggested_filename == "portfolio.json"
    expect(keeper.locator("input[type=file]")).to_be_hidden()


def check_question(lesson: Notebook) -> None:
    """A prediction is given with the mouse, kept, and then stands."""
    recalled = lesson.cell('lesson.recall("duty")')
    expect(recalled).to_contain_text(words.text("lesson.not_predicted"))
    panel = lesson.question(ITEMS["duty"])
    give = panel.get_by_role("button", name=words.text("widgets.give_predict"))
    expect(give).to_be_disabled()
    panel.get_by_text("Send armed forces").click()
    give.click()
    expect(give).to_have_count(0)
    expect(panel.get_by_role("radio", name="Send armed forces")).to_be_checked()
    for radio in panel.get_by_role("radio").all():
        expect(radio).to_be_disabled()
    lesson.recorded("predictions", "1.duty", answer="troops")


def check_reader(lesson: Notebook) -> None:
    """A phrase is opened with the mouse; struck, it changes what is still owed."""
    panel = lesson.panel("reader")
    phrase = next(phrase for phrase in PHRASES if phrase.words == "forthwith")
    panel.get_by_role("button", name=phrase.words).first.click()
    expect(panel.locator(".course-side")).to_contain_text(phrase.reading)
    panel.get_by_role("button", name=words.text("widgets.reader.strike")).click()
    expect(panel.locator(".course-owed")).to_contain_text(clauses.still_owed([phrase.id or ""]))
    expect(panel.locator("del")).to_have_text([phrase.words])
    panel.get_by_role("button", name=words.text("widgets.reader.put_back")).click()
    expect(panel.locator("del")).to_have_count(0)
    expect(panel.locator(".course-owed")).to_contain_text(clauses.still_owed([]))


def check_rank(lesson: Notebook) -> None:
    """Every clause is put on a rung of the first ladder with the mouse, and the coded ladder appears."""
    panel = lesson.panel("rank", 0)
    give = panel.get_by_role("button", name=words.text("widgets.rank.give"))
    expect(give).to_be_disabled()
    for place, row in enumerate(panel.locator("table.course-ladder tbody tr").all()):
        row.get_by_role("radio").nth((place + 2) % len(RUNGS)).click()
    expect(panel).to_contain_text(words.text("widgets.rank.ready"))
    placed = {name: RUNGS[(place + 2) % len(RUNGS)] for place, name in enumerate(CLAUSES)}
    lesson.recorded("rankings", f"1.{LADDERS[0]}", placed=placed)
    give.click()
    expect(panel).to_contain_text(words.text("widgets.rank.coded_caption"))
    for radio in panel.get_by_role("radio").all():
        expect(radio).to_be_disabled()
    lesson.recorded("rankings", f"1.{LADDERS[0]}", shown=True)


# --- one student, one page


@pytest.fixture(scope="module")
def lesson(sitting_of_module: Sitting) -> Iterator[Notebook]:
    notebook = sitting_of_module.open(LESSON_1)
    notebook.run_all()
    return notebook


def test_the_first_line_says_that_nothing_is_saved_yet(lesson: Notebook) -> None:
    check_keeper(lesson)
    lesson.picture("keeper", lesson.panel("keeper"))


def test_predictions_are_given_before_anything_is_shown(lesson: Notebook) -> None:
    check_question(lesson)
    times = lesson.question(ITEMS["times"])
    times.get_by_role("spinbutton").click()
    lesson.page.keyboard.type("7")
    lesson.page.keyboard.press("Tab")
    lesson.page.keyboard.press("Enter")
    expect(times.get_by_role("spinbutton")).to_be_disabled()
    lesson.recorded("predictions", "1.times", answer=7)
    for name, item in (("prediction", ITEMS["duty"]), ("prediction-number", ITEMS["times"])):
        panel = lesson.question(item)
        expect(panel).to_contain_text(words.text("widgets.locked_later"))
        for paragraph in item.reveal:
            expect(panel).not_to_contain_text(paragraph)
        lesson.picture(name, panel)


def test_phrases_open_with_the_mouse(lesson: Notebook) -> None:
    check_reader(lesson)
    panel = lesson.panel("reader")
    for phrase in PHRASES[:2]:
        panel.get_by_role("button", name=phrase.words).first.click()
        expect(panel.locator(".course-side h4")).to_have_text(f"“{phrase.words}”")
        expect(panel.locator(".course-side")).to_contain_text(phrase.reading)
        for parallel in phrase.parallels:
            expect(panel.locator(".course-side")).to_contain_text(parallel.words)
    lesson.picture("reader", panel)


def test_phrases_open_and_are_struck_with_the_keyboard_alone(lesson: Notebook) -> None:
    panel = lesson.panel("reader")
    for phrase in PHRASES[2:5]:
        button = panel.locator(".course-phrase").nth(PHRASES.index(phrase))
        lesson.tab_to(button, 3)
        lesson.page.keyboard.press("Enter")
        expect(panel.locator(".course-side h4")).to_have_text(f"“{phrase.words}”")
        expect(panel.locator(".course-side")).to_contain_text(phrase.reading)
        expect(button).to_be_focused()
    struck = PHRASES[4].id or ""
    lesson.page.keyboard.press("Delete")
    expect(panel.locator(".course-owed")).to_contain_text(words.text("widgets.reader.owed_after"))
    expect(panel.locator(".course-owed")).to_contain_text(clauses.still_owed([struck]))
    second = PHRASES[0]
    panel.get_by_role("button", name=second.words).first.click()
    panel.get_by_role("button", name=words.text("widgets.reader.strike")).click()
    both = sorted([struck, second.id or ""], key=[phrase.id for phrase in PHRASES].index)
    expect(panel.locator(".course-owed")).to_contain_text(clauses.still_owed(both))
    expect(panel.locator("del")).to_have_count(2)
    lesson.recorded("exercises", "1.struck-nat1949-5-1", struck=both)
    lesson.picture("reader-struck", panel, readme="reader")


def test_the_second_paragraph_is_read_too(lesson: Notebook) -> None:
    panel = lesson.panel("reader", 1)
    phrase = next(phrase for phrase in clauses.phrases("NAT1949-5-2") if phrase.id)
    panel.get_by_role("button", name=phrase.words).first.click()
    expect(panel.locator(".course-side")).to_contain_text(phrase.reading)
    lesson.page.keyboard.press("Delete")
    expect(panel.locator("del")).to_have_count(0)
    lesson.picture("reader-second", panel)


def test_a_judgement_is_kept_as_it_was_typed(lesson: Notebook) -> None:
    item = ITEMS["blankets"]
    panel = lesson.question(item)
    give = panel.get_by_role("button", name=words.text("widgets.give_judge"))
    panel.get_by_text(item.options[2].label).click()
    expect(give).to_be_disabled()
    panel.get_by_role("textbox").click()
    lesson.page.keyboard.insert_text(WHY)
    give.click()
    expect(panel.locator(".course-given")).to_have_text(WHY)
    for paragraph in item.reveal:
        expect(panel).to_contain_text(paragraph)
    assert lesson.page.evaluate("() => window.beaten") is None
    assert panel.locator("script, .course-given b").count() == 0
    lesson.recorded("predictions", "1.blankets", answer=item.options[2].value, why=WHY)
    lesson.picture("judgement", panel)


def test_the_prediction_is_recalled_without_running_the_cell_again(lesson: Notebook) -> None:
    cell = lesson.cell('lesson.recall("duty")')
    expect(cell.locator(".course")).to_contain_text(
        words.text("lesson.you_predicted", answer="Send armed forces")
    )
    expect(cell.locator(".course")).to_contain_text(ITEMS["duty"].reveal[0])
    lesson.picture("recall", cell)


def test_clauses_are_ranked_with_the_mouse_and_with_the_keyboard(lesson: Notebook) -> None:
    side_by_side = lesson.cell("lesson.ladders()")
    expect(side_by_side.locator(".course")).to_contain_text(words.text("lesson.rank_first"))
    lesson.picture("ladder-empty", lesson.panel("rank", 0))
    check_rank(lesson)
    lesson.picture("ladder-mouse", lesson.panel("rank", 0))

    speed = lesson.panel("rank", 1)
    speed.get_by_role("radio").first.click()
    for place in range(len(CLAUSES)):
        radios = speed.locator("table.course-ladder tbody tr").nth(place).get_by_role("radio")
        if place:
            lesson.tab_to(radios.nth(0), 4)
            lesson.page.keyboard.press("Space")
        for _ in range(place % 3):
            lesson.page.keyboard.press("ArrowRight")
        expect(radios.nth(place % 3)).to_be_checked()
        expect(radios.nth(place % 3)).to_be_focused()
    lesson.recorded("rankings", "1.speed", placed={name: RUNGS[n % 3] for n, name in enumerate(CLAUSES)})
    expect(speed).to_contain_text(words.text("widgets.rank.ready"))
    lesson.tab_to(speed.get_by_role("button", name=words.text("widgets.rank.give")), 4)
    lesson.page.keyboard.press("Enter")
    expect(speed).to_contain_text(words.text("widgets.rank.coded_caption"))
    lesson.picture("ladder-keyboard", speed)

    force = lesson.panel("rank", 2)
    for row in force.locator("table.course-ladder tbody tr").all():
        row.locator("label").nth(2).click()
    force.get_by_role("button", name=words.text("widgets.rank.give")).click()
    force.get_by_role("textbox").click()
    lesson.page.keyboard.type(DISSENT)
    force.get_by_role("button", name=words.text("widgets.rank.keep")).click()
    lesson.recorded("rankings", "1.force", shown=True, dissent=DISSENT)
    lesson.picture("ladder-ties", force)


def test_the_ladders_stand_side_by_side_as_figure_and_table(lesson: Notebook) -> None:
    cell = lesson.cell("lesson.ladders()")
    expect(cell.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    cell.locator("summary").click()
    expect(cell.locator("table tbody tr")).to_have_count(len(CLAUSES))
    lesson.picture("ladders", cell)


@pytest.mark.parametrize("name", [item.id for item in ITEMS.values() if item.mode == "quiz"])
def test_a_wrong_answer_says_what_it_mistakes(lesson: Notebook, name: str) -> None:
    item = ITEMS[name]
    wrong = next(option for option in item.options if not option.right)
    right = next(option for option in item.options if option.right)
    panel = lesson.question(item)
    give = panel.get_by_role("button", name=words.text("widgets.give_quiz"))
    panel.get_by_text(wrong.label, exact=True).click()
    give.click()
    expect(panel.locator(".course-answer")).to_contain_text(wrong.why)
    expect(panel.get_by_role("radio", name=wrong.label)).to_be_disabled()
    lesson.picture(f"quiz-{name}-wrong", panel)
    panel.get_by_text(right.label, exact=True).click()
    give.click()
    expect(panel.locator(".course-answer")).to_contain_text(right.why)
    expect(give).to_have_count(0)
    lesson.recorded("quizzes", f"1.{name}", answer=right.value, attempts=[wrong.value, right.value])
    lesson.picture(f"quiz-{name}-right", panel)


def test_the_exercise_in_code_answers_in_words(lesson: Notebook) -> None:
    exercise = EXERCISES["silent-on-time"]
    cell = lesson.cell("lesson.check(")
    expect(cell.locator(".course")).to_contain_text(words.text("lesson.unanswered"))
    for typed, said in (
        ('"four"', exercise.expected),
        ("99", exercise.wrong),
        (str(answer()), exercise.right),
    ):
        lesson.cell("answer = ").locator(".cm-line").last.click()
        lesson.page.keyboard.press("End")
        lesson.page.keyboard.press("Shift+Home")
        lesson.page.keyboard.insert_text(f"answer = {typed}")
        lesson.page.keyboard.press("Control+Enter")
        lesson.wait_idle()
        lesson.rerun("lesson.check(")
        expect(cell.locator(".course")).to_contain_text(said)
    lesson.recorded("exercises", "1.silent-on-time", right=True)


def answer() -> int:
    """How many of the seven clauses have no word of time, counted from the table itself."""
    from course_utils import datasets

    rows = [
        row for row in datasets.rows("codes") if row["code"] == "s1_speed" and row["instrument"] in CLAUSES
    ]
    return sum(row["value"] == 0 for row in rows)


def test_a_text_is_kept_and_the_lesson_says_what_is_done(lesson: Notebook) -> None:
    panel = lesson.question(ITEMS["sharpen"])
    panel.get_by_role("textbox").click()
    lesson.page.keyboard.type(TEXT)
    panel.get_by_role("button", name=words.text("widgets.give_write")).click()
    lesson.recorded("notes", "1.sharpen", answer=TEXT)
    expect(panel.get_by_role("textbox")).to_have_value(TEXT)
    assert panel.locator("i").count() == 0
    lesson.picture("text", panel)

    expect(lesson.cell("lesson.learned()").locator("li")).to_have_count(len(questions.learned(1)))
    rows = lesson.cell("lesson.finish()").locator("tbody tr").all_inner_texts()
    assert [row.split("\t")[1:] for row in rows] == [
        ["3", "3"],
        ["5", "5"],
        ["3", "3"],
        ["1", "1"],
        ["1", "1"],
    ]
    lesson.picture("finish", lesson.cell("lesson.finish()"))


def look_for_everything(lesson: Notebook) -> None:
    """All that the student did stands on the page, and the predictions are locked."""
    duty, blankets = lesson.question(ITEMS["duty"]), lesson.question(ITEMS["blankets"])
    expect(duty.get_by_role("radio", name="Send armed forces")).to_be_checked()
    expect(lesson.question(ITEMS["times"]).get_by_role("spinbutton")).to_have_value("7")
    expect(lesson.question(ITEMS["times"]).get_by_role("spinbutton")).to_be_disabled()
    expect(blankets.locator(".course-given")).to_have_text(WHY)
    for panel in (duty, blankets):
        expect(panel.locator("button")).to_have_count(0)
        for radio in panel.get_by_role("radio").all():
            expect(radio).to_be_disabled()
    expect(lesson.panel("reader", 0).locator("del")).to_have_count(2)
    for place in range(len(LADDERS)):
        panel = lesson.panel("rank", place)
        expect(panel).to_contain_text(words.text("widgets.rank.stands"))
        expect(panel.locator("input[type=radio]:checked")).to_have_count(len(CLAUSES))
    expect(lesson.panel("rank", 2).get_by_role("textbox")).to_have_value(DISSENT)
    for item in (item for item in ITEMS.values() if item.mode == "quiz"):
        right = next(option for option in item.options if option.right)
        expect(lesson.question(item).get_by_role("radio", name=right.label)).to_be_checked()
    expect(lesson.question(ITEMS["sharpen"]).get_by_role("textbox")).to_have_value(TEXT)
    expect(lesson.cell("lesson.ladders()").locator(".js-plotly-plot .main-svg").first).to_be_visible()
    rows = lesson.cell("lesson.finish()").locator("tbody tr").all_inner_texts()
    assert [row.split("\t")[1] for row in rows] == ["3", "5", "3", "1", "1"]


def test_everything_is_there_after_reload_and_restart(lesson: Notebook) -> None:
    before = lesson.record()
    lesson.save()
    lesson.reload()
    lesson.restart_and_run_all()
    look_for_everything(lesson)
    keeper = lesson.panel("keeper")
    expect(keeper).to_contain_text("Saved")
    expect(keeper).to_contain_text(words.text("lesson.stopped", title=ITEMS["sharpen"].question))
    after = lesson.record()
    for section in ("predictions", "rankings", "notes", "quizzes"):
        assert after[section] == before[section]
    lesson.picture("came-back", keeper)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 700])
def test_axe_finds_nothing(lesson: Notebook, theme: str, width: int) -> None:
    lesson.theme(theme)
    lesson.width(width)
    try:
        for name in ("keeper", "question", "reader", "rank"):
            lesson.picture(f"{theme}-{width}-{name}", lesson.panel(name))
        lesson.picture(f"{theme}-{width}-ladders", lesson.cell("lesson.ladders()"))
        axe.check(lesson.page, f"lesson 1, {theme}, {width} pixels wide")
    finally:
        lesson.theme("light")
        lesson.width(1280)


# --- where no engine has run


def look_for_twins(lesson: Notebook) -> None:
    """Each panel stands there as plain HTML, and nothing says that a model is missing."""
    area = lesson.page.locator(".jp-Notebook")
    expect(lesson.page.locator(".jp-OutputArea-output h3").first).to_be_visible()
    text = area.inner_text()
    for complaint in ("model not found", "Error displaying widget", "Loading widget"):
        assert complaint not in text
    assert lesson.page.locator(".course[data-panel]").count() == 0


def questions_of(name: str) -> list[Item]:
    number = int(name[:2])
    return list(questions.bank(number)[0].values())


@pytest.mark.parametrize("name", [LESSON_0, LESSON_1, LESSON_8])
def test_an_unrun_clone_shows_its_twins(student: Sitting, name: str) -> None:
    lesson = student.open(name)
    look_for_twins(lesson)
    for item in questions_of(name):
        expect(lesson.page.locator(".jp-OutputArea-output h3", has_text=item.question).first).to_be_visible()
    lesson.picture("unrun")
    axe.check(lesson.page, f"{name}, never run")


@pytest.mark.parametrize("name", [LESSON_0, LESSON_1, LESSON_8])
def test_a_saved_lesson_shows_its_twins_on_a_fresh_kernel(student: Sitting, name: str) -> None:
    lesson = student.open(name)
    lesson.run_all()
    lesson.save()
    assert "widget-view" not in lesson.file.read_text("utf-8")
    lesson.page.close()
    student.server.shut_kernels()
    again = student.open(name, lesson.folder)
    look_for_twins(again)
    for item in questions_of(name):
        expect(again.page.locator(".jp-OutputArea-output h3", has_text=item.question).first).to_be_visible()
    again.picture("reopened")
    axe.check(again.page, f"{name}, saved and reopened")
