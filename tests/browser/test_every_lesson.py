"""The whole course as one student goes through it: each question wrong once, then right, with one portfolio.

On the way the kernel is killed three times, and the work is carried to a fresh folder, once as a file and
once as the code of a guarantee. At the end nothing is lost.
"""

import json
import re
import secrets
from pathlib import Path
from typing import Any

import pytest
from lab import PICTURES, ROOT, SOON, Notebook, Server, Sitting, choose, until
from playwright.sync_api import Locator, expect

from course_utils import explore, handin, instruments, notebooks, questions, words
from course_utils.guarantee import Draft
from course_utils.questions import Item
from course_utils.widgets.rank import RUNGS

LESSONS = notebooks.lessons(ROOT / "lessons")
CALL = re.compile(r'^lesson\.(\w+)\((?:"([^"]+)")?', re.M)
TEXT = "Two sentences of my own. They say <b>why</b>; nothing = else."
SCREEN = 820
#: Lessons in the middle of which the kernel dies, and the lesson before which the work moves as a file.
KILLED, MOVED = {2, 5, 8}, 4
LIMIT = 100_000


class Course:
    """The folder in which the student works, and the lessons that are done."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.folder = server.fresh("course")
        self.done: list[int] = []
        self.killed = 0


class Walk:
    """One student on the way through one lesson."""

    def __init__(self, notebook: Notebook, lesson: notebooks.Lesson, course: Course) -> None:
        self.notebook, self.lesson, self.course = notebook, lesson, course
        self.items, self.exercises = questions.bank(lesson.number)

    def key(self, name: str) -> str:
        return f"{self.lesson.number}.{name}"

    def cell(self, source: str) -> Locator:
        """The cell whose code begins like this; it is brought into view as a reader would."""
        cell = self.notebook.cell(source)
        cell.scroll_into_view_if_needed()
        return cell

    # --- questions
    def predict(self, name: str) -> None:
        item = self.items[name]
        panel = self.ask(item)
        self.fill(panel, item, item.options[-1].label if item.options else "")
        panel.get_by_role("button", name=words.text(f"widgets.give_{item.mode}")).click()
        self.notebook.recorded("predictions", self.key(name))
        self.keeps_focus(panel)
        if not item.reveal_later:
            for paragraph in item.reveal:
                expect(panel).to_contain_text(paragraph)

    judge = predict

    def quiz(self, name: str) -> None:
        item = self.items[name]
        panel = self.ask(item)
        give = panel.get_by_role("button", name=words.text("widgets.give_quiz"))
        wrong = [option for option in item.options if not option.right][-1]
        right = next(option for option in item.options if option.right)
        for option in (wrong, right):
            self.choose(panel, option.label)
            give.click()
            expect(panel.locator(".course-answer")).to_contain_text(option.why)
        expect(give).to_have_count(0)
        self.keeps_focus(panel)
        self.notebook.recorded("quizzes", self.key(name), attempts=[wrong.value, right.value])

    def write(self, name: str) -> None:
        item = self.items[name]
        panel = self.ask(item)
        panel.get_by_role("textbox").click()
        self.notebook.page.keyboard.insert_text(TEXT)
        panel.get_by_role("button", name=words.text("widgets.give_write")).click()
        self.notebook.recorded("notes", self.key(name), answer=TEXT)
        assert panel.locator("b").count() == 0

    def keeps_focus(self, panel: Locator) -> None:
        """Who went by keyboard stands where the button was, not at the top of the page."""
        inside = "(one) => one.contains(document.activeElement)"
        until(lambda: panel.evaluate(inside), "the focus stays in the panel", 5)

    def ask(self, item: Item) -> Locator:
        """The panel of a question: no answer stands on the page yet."""
        panel = self.notebook.question(item)
        panel.scroll_into_view_if_needed()
        for paragraph in item.reveal:
            expect(self.notebook.page.locator(".jp-Notebook")).not_to_contain_text(paragraph)
        return panel

    def fill(self, panel: Locator, item: Item, label: str) -> None:
        """Choose or type an answer, and give a reason where one is asked for."""
        if item.kind == "number":
            panel.get_by_role("spinbutton").click()
            self.notebook.page.keyboard.type(str(item.minimum + 1))
        elif label:
            self.choose(panel, label)
        if item.ask_why or item.kind == "text":
            panel.get_by_role("textbox").click()
            self.notebook.page.keyboard.insert_text(TEXT)

    def choose(self, panel: Locator, label: str) -> None:
        """Click an answer; a note may stand under its label."""
        panel.get_by_role("radio", name=re.compile(f"^{re.escape(label)}")).first.click()

    def seal(self, name: str) -> None:
        item = self.items[name]
        panel = self.ask(item)
        self.fill(panel, item, "")
        panel.get_by_role("button", name=words.text("widgets.give_seal")).click()
        self.notebook.recorded("predictions", self.key(name), answer=TEXT)
        expect(panel).to_contain_text(words.text("widgets.locked_seal", lesson=item.opens))
        expect(self.notebook.page.locator(".jp-Notebook")).not_to_contain_text(TEXT)

    def beliefs(self, _name: str) -> None:
        panel = self.cell("lesson.beliefs()")
        for place, row in enumerate(panel.locator("fieldset").all()):
            row.get_by_role("radio").nth((place + self.lesson.number) % 6).click()
        self.notebook.recorded("notes", self.key("beliefs"))

    # --- panels
    def read(self, clause: str) -> None:
        panel = self.cell(f'lesson.read("{clause}"')
        panel.locator(".course-phrase").first.click()
        expect(panel.locator(".course-side")).to_be_visible()
        strike = panel.get_by_role("button", name=words.text("widgets.reader.strike"))
        if strike.count():
            strike.click()
            self.notebook.recorded("exercises", self.key(f"struck-{clause.lower()}"))
            panel.get_by_role("button", name=words.text("widgets.reader.put_back")).click()

    def rank(self, ladder: str) -> None:
        panel = self.cell(f'lesson.rank("{ladder}"')
        for row in panel.locator("table.course-ladder tbody tr").all():
            row.get_by_role("radio").nth(len(RUNGS) - 1).click()
        panel.get_by_role("button", name=words.text("widgets.rank.give")).click()
        self.notebook.recorded("rankings", self.key(ladder), shown=True)

    def texts(self, first: str) -> None:
        panel = self.cell(f'lesson.texts("{first}"')
        page = words.section("widgets")["texts"]
        panel.get_by_role("button", name=re.compile(f"^{page['strike']},")).first.click()
        expect(panel.locator("del").first).to_be_visible()
        panel.get_by_role("button", name=page["undo"], exact=True).click()
        expect(panel.locator("del")).to_have_count(0)

    def explore(self, name: str) -> None:
        spec = explore.get(name)
        panel = self.cell(f'lesson.explore("{name}"')
        panel.get_by_text(spec.predictions()[-1][1], exact=True).click()
        panel.get_by_role("button", name=words.text("widgets.explorer.page.give")).click()
        self.notebook.recorded("predictions", self.key(name), answer=spec.predictions()[-1][0])
        box = panel.get_by_role("combobox").first
        choose(box, box.locator("option").last.inner_text())

    def build(self, _name: str) -> None:
        page = words.section("widgets")["builder"]["page"]
        panel = self.cell("lesson.build()")
        choose(panel.get_by_label(page["start"], exact=True), instruments.label("NAT1949"))
        panel.get_by_role("button", name=page["start_go"], exact=True).click()
        for view in ("gaps", "compare", "attack", "signs", "hand", "text"):
            panel.get_by_role("tab", name=re.compile(words.text(f"widgets.builder.tabs.{view}"))).click()
            expect(panel.locator("[role=tabpanel]:not([hidden])")).to_have_count(1)
            self.notebook.picture(f"builder-{view}", panel)

    def hand_in(self, _name: str) -> None:
        said = words.section("widgets")["handin"]
        panel = self.cell("lesson.hand_in()")
        ticks = panel.get_by_role("checkbox")
        expect(ticks.locator("visible=true")).to_have_count(len(handin.PARTS))
        panel.get_by_role("button", name=said["show"]).click()
        handed = panel.frame_locator("iframe").locator("main")
        expect(handed).to_contain_text(words.text("handin.text"))
        expect(handed).not_to_contain_text(TEXT)
        for tick in ticks.all():
            expect(tick).not_to_be_checked()
            tick.check()
        expect(handed).to_contain_text(TEXT)
        assert handed.locator("b").count() == 0
        with self.notebook.page.expect_download() as kept:
            panel.get_by_role("button", name=said["save_json"]).click()
        data = json.loads(Path(kept.value.path()).read_text("utf-8"))
        assert sorted(data["ticked"]) == sorted(handin.PARTS)
        assert {thing["key"] for thing in data["ticked"]["defence"]} == {"8.assume", "8.defence"}
        assert "saved" not in str(data)
        self.notebook.picture("hand-in", panel)

    # --- what fills by itself
    def recall(self, name: str) -> None:
        item = self.items[name]
        for paragraph in item.reveal:
            expect(self.cell(f'lesson.recall("{name}"')).to_contain_text(paragraph, timeout=SOON)

    def learned(self, _name: str) -> None:
        expect(self.cell("lesson.learned()").locator("li")).to_have_count(
            len(questions.learned(self.lesson.number))
        )

    def attacked(self, _case: str) -> None:
        expect(self.cell("lesson.attacked(").locator("li").nth(2)).to_be_visible(timeout=SOON)

    def objecting(self, _name: str) -> None:
        expect(self.cell("lesson.objecting()").locator("li")).to_have_count(3, timeout=SOON)

    def facts(self, view: str) -> None:
        cell = self.cell(f'lesson.facts("{view}"')
        expect(cell.locator("table").first).to_be_visible()
        for fold in cell.locator("summary").all():
            fold.click()

    def check(self, name: str) -> None:
        expect(self.cell("lesson.check(")).to_contain_text(words.text("lesson.unanswered"))

    def finish(self, _name: str) -> None:
        cell = self.cell("lesson.finish()")
        for row in cell.locator("tbody tr").all():
            name, _, of = row.inner_text().split("\t")
            if name != words.text("lesson.count_exercises") and of != words.text("facts.blank"):
                expect(row.locator("td").first).to_have_text(of)


@pytest.fixture(scope="module")
def course(server: Server) -> Course:
    return Course(server)


@pytest.fixture(params=LESSONS, ids=lambda lesson: lesson.path.stem)
def walk(student: Sitting, course: Course, request: pytest.FixtureRequest, tmp_path: Path) -> Walk:
    lesson = request.param
    notebook = opened(student, lesson, course)
    if lesson.number == MOVED and course.done:
        said = words.section("widgets")["keeper"]
        before = entries(notebook.record())
        with notebook.page.expect_download() as begun:
            notebook.panel("keeper").get_by_role("button", name=said["download"], exact=True).click()
        file = tmp_path / "portfolio.json"
        begun.value.save_as(file)
        notebook.page.close()
        course.folder = course.server.fresh("course-moved")
        notebook = opened(student, lesson, course)
        keeper = notebook.panel("keeper")
        keeper.get_by_role("button", name=said["bring"], exact=True).click()
        keeper.locator("input[type=file]").set_input_files(file)
        expect(keeper.locator(".course-saved")).not_to_have_text(said["not_yet"])
        assert entries(notebook.record()) == before
    return Walk(notebook, lesson, course)


def opened(student: Sitting, lesson: notebooks.Lesson, course: Course) -> Notebook:
    """Open a lesson in the student's folder, and nothing that was open before."""
    student.workspace = f"w{secrets.token_hex(4)}"
    notebook = student.open(lesson.path.name, course.folder)
    notebook.make_room()
    notebook.run_all()
    return notebook


def entries(record: dict[str, Any]) -> dict[str, Any]:
    """What a record holds, without its head and the numbers of its changes."""
    return {
        f"{section} {key}": {name: value for name, value in entry.items() if name != "revision"}
        for section, found in record.items()
        if isinstance(found, dict)
        for key, entry in found.items()
    }


def test_a_student_goes_from_the_first_cell_to_the_last(walk: Walk) -> None:
    """Everything answered wrong once and right once, in the order of the page; nothing waits at the end."""
    course, number = walk.course, walk.lesson.number
    cells = [cell for cell in walk.notebook.cells() if cell.kind == "code"]
    for place, cell in enumerate(cells):
        if number in KILLED and place == len(cells) // 2:
            before = entries(walk.notebook.record())
            walk.notebook.kill_kernel()
            walk.notebook.restart_and_run_all()
            assert entries(walk.notebook.record()) == before
            course.killed += 1
        for verb, name in CALL.findall(cell.source):
            step = getattr(walk, verb, None)
            if step:
                step(name)
    waiting = [words.text(f"lesson.{name}") for name in ("not_predicted", "learned_later", "rank_first")]
    shown = walk.notebook.page.locator(".jp-Notebook").inner_text()
    assert [text for text in waiting if text in shown] == []
    pictures(walk.notebook)
    (PICTURES / walk.notebook.sitting.name / "page.txt").write_text(shown, encoding="utf-8")
    course.done.append(number)


def test_nothing_of_the_course_is_lost(student: Sitting, course: Course) -> None:
    """One portfolio holds all; the last page shows first and last beliefs; a code carries the guarantee."""
    if course.done != [lesson.number for lesson in LESSONS]:
        pytest.skip("this is asked of the whole course, and only a part of it was taken")
    assert course.killed == len(KILLED)
    file = course.folder / "my-work" / "portfolio.json"
    kept = json.loads(file.read_text("utf-8"))
    asked = {"predict": "predictions", "judge": "predictions", "seal": "predictions", "quiz": "quizzes"}
    for lesson in LESSONS:
        for item in questions.bank(lesson.number)[0].values():
            assert f"{lesson.number}.{item.id}" in kept[asked.get(item.mode, "notes")]
    assert file.stat().st_size < LIMIT
    print(f"the portfolio of the whole course: {file.stat().st_size:,} bytes")

    last = opened(student, LESSONS[-1], course)
    rows = last.cell("lesson.then_and_now()").locator("tbody tr")
    expect(rows).to_have_count(len(questions.beliefs()))
    assert not [row for row in rows.all_inner_texts() if words.text("lesson.beliefs.blank") in row]
    last.picture("first-and-last-beliefs", last.cell("lesson.then_and_now()"))
    sentence = last.cell('lesson.unseal("day-one")')
    sentence.locator("summary").click()
    expect(sentence).to_contain_text(TEXT)

    page = words.section("widgets")["builder"]["page"]
    panel = last.panel("builder")
    panel.get_by_role("tab", name=re.compile(words.text("widgets.builder.tabs.hand"))).click()
    panel.get_by_role("button", name=page["copy_code"], exact=True).click()
    code = last.page.evaluate("() => navigator.clipboard.readText()")
    (guarantee,) = kept["guarantees"].values()
    assert Draft.from_code(code).to_dict() == guarantee["draft"]

    last.page.close()
    fresh = opened(student, LESSONS[-1], Course(course.server))
    panel = fresh.panel("builder")
    panel.get_by_text(page["versions"], exact=True).click()
    panel.get_by_label(page["paste_label"]).fill(code)
    panel.get_by_role("button", name=page["paste_go"], exact=True).click()
    until((fresh.folder / "my-work" / "portfolio.json").exists, "the guarantee of the code is kept")
    (carried,) = fresh.record()["guarantees"].values()
    assert carried["draft"] == guarantee["draft"]


def pictures(notebook: Notebook) -> None:
    """Keep a picture of each screen, from the top of the lesson to its end."""
    scroller = notebook.page.locator(".jp-WindowedPanel-outer").first
    last = "(one) => [...one.querySelectorAll('.jp-Cell')].at(-1).offsetTop"
    height = scroller.evaluate(last) + SCREEN
    for place, top in enumerate(range(0, height, SCREEN)):
        scroller.evaluate("(one, top) => one.scrollTo(0, top)", top)
        notebook.page.wait_for_timeout(150)
        notebook.picture(f"screen-{place:02}")
