"""The panels under random hands, in two views at once, with a kernel that goes away, and with hostile texts.

What is drawn is read from the page, what is held from the kernel by a second client, what is kept from the
file. Controls are found by what they are, so that a control that is added later is tried too.
"""

import ast
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from lab import Notebook, Sitting, choose, until
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Error, Locator, expect

from course_utils import instruments, questions, treaty, words
from course_utils.guarantee import Draft
from course_utils.widgets import Builder

sys.path.append(str(Path(__file__).parents[1]))
from payloads import HARMLESS, PAYLOADS, named
from test_escape import Shape, document

NAME = "robust.ipynb"
SEQUENCES, STEPS, SEED = 50, 3, 5
PAGE = words.section("widgets")["builder"]["page"]
KEEPER = words.section("widgets")["keeper"]
ITEMS, _ = questions.bank(1)
FORM = Builder().form
#: Every panel is shown twice: by its own cell, and all of them again by the last one.
CELLS = (
    """from IPython.display import display
from course_utils import lesson
shown = []
lesson.display = lambda *things, **options: (shown.extend(things), display(*things, **options))[1]
lesson.begin(1)""",
    'lesson.predict("duty")',
    'lesson.judge("blankets")',
    'lesson.quiz("means")',
    'lesson.read("NAT1949-5-1")',
    'lesson.texts("NAT1949", "BUDAPEST1994")',
    'lesson.rank("duty")',
    'lesson.write("sharpen")',
    'lesson.recall("duty")',
    "lesson.begin(8)\nlesson.build()",
    "for panel in [one for one in shown if hasattr(one, 'page')]:\n    display(panel)",
)
#: What the kernel holds; asked by a client of the test's own, so that nothing on the page moves.
SEEN = """
def _seen():
    import json
    panel = lesson._sitting.builders[-1]
    names = ("page", "fault", "key", "name")
    held = {name: getattr(panel, name) for name in names}
    return json.dumps({**held, "draft": panel.draft.to_dict(), "twin": panel.twin()})
"""
#: The sentences of a treaty's text as they are drawn, without what is said to a screen reader alone.
SENTENCES = """(panel) => [...panel.querySelectorAll('.course-sentence')]
  .map((one) => [...one.childNodes].filter((part) => !part.classList?.contains('course-dot')
    && !part.classList?.contains('course-gone')).map((part) => part.textContent).join(''))"""
#: What every view of the builder shows, control by control.
VIEWS = """(all) => all.map((panel) => ({
  name: panel.querySelector('.course-name').value,
  saved: panel.querySelector('.course-saved').textContent,
  revision: Number(panel.querySelector('.course-saved').dataset.revision),
  tab: [...panel.querySelectorAll('[role=tab]')].findIndex((one) => one.ariaSelected === 'true'),
  shown: panel.querySelector('.course-view:not([hidden])').textContent,
  picks: [...panel.querySelectorAll('.course-view:not([hidden]) .course-besides select')]
    .map((one) => one.value),
  days: [...panel.querySelectorAll('.course-view:not([hidden]) .course-days input')]
    .map((one) => one.value),
  articles: (SENTENCES)(panel),
  tabs: [...panel.querySelectorAll('[role=tab]')].map((one) => one.textContent),
  buttons: [...panel.querySelectorAll('.course-bar button')].map((one) => one.disabled),
  guarantees: [...panel.querySelectorAll('select')].map((one) => [one.ariaLabel, one.options.length]),
  fields: Object.fromEntries([...panel.querySelectorAll('[data-field]')].map((row) => [row.dataset.field, {
    select: row.querySelector('select')?.value,
    number: row.querySelector('input[type=number]')?.value,
    checked: [...row.querySelectorAll('input[type=checkbox]')].map((one) => one.checked),
    chips: [...row.querySelectorAll('.course-chip')].map((one) => one.textContent),
    fault: row.querySelector('.course-fault').hidden ? '' : row.querySelector('.course-fault').textContent,
  }])),
}))""".replace("SENTENCES", SENTENCES)
#: Every control of a panel that a hand could use now: what it is, and which of all.
CONTROLS = """(panel) => [
  ...panel.querySelectorAll('button, input, select, textarea, summary'),
].map((one, place) => ({
  place,
  kind: one.tagName === 'INPUT' ? one.type : one.tagName.toLowerCase(),
  label: one.ariaLabel ?? one.textContent,
  usable: !one.disabled && one.checkVisibility() && one.getBoundingClientRect().width > 4,
})).filter((one) => one.usable)"""
#: The elements of the panels with the names of their attributes, but for those that come and go.
ELEMENTS = """(all) => all.flatMap((panel) => [panel, ...panel.querySelectorAll('*')]).map((one) => {
  const passing = ['hidden', 'disabled', 'open', 'tabindex', 'class', 'checked'];
  const names = [...one.attributes].map((each) => each.name).filter((name) => !passing.includes(name));
  return `${one.tagName} ${names.sort().join(' ')}`;
})"""
#: What leads out of the page: files and the printer.
OUTWARD = {text for name, text in PAGE.items() if name in ("download", "print") or name.startswith("save_")}
#: The head of the comparison's second column, which is the name.
HEAD = ".course[data-panel=builder] [role=tabpanel] thead th:nth-child(2)"
FOREIGN = (
    "script, style, link, meta, base, iframe:not(.course-memo), object, embed, form, img, math, audio, "
    "video, svg:not([class^=course]), b b, i, a, h1, plaintext, marquee, mjx-container, [onerror], [onload], "
    "[onclick], [onmouseover], [onfocus], [ontoggle], [src], [href], [style*=fixed]"
)
CODES = [instruments.get(name).to_code() for name in ("NAT1949", "BUDAPEST1994")]
TYPED = {
    "number": ["1", "24", "9999", "0", "1.5", "-3", "", "007", "1e", "--"],
    "text": ["Kyiv  compact", "", "  ", "<b>Mine</b>", "x" * 90, "AG1-", *CODES, "Друга"],
}


class Kernel:
    """A second client of the notebook's kernel."""

    def __init__(self, notebook: Notebook) -> None:
        number = notebook.server.kernel_of(notebook.path)
        self.client = BlockingKernelClient()
        self.client.load_connection_file(str(notebook.server.home / "runtime" / f"kernel-{number}.json"))
        self.client.start_channels()
        self.ask(SEEN)

    def ask(self, code: str = "", **asked: str) -> Any:
        reply = self.client.execute_interactive(
            code, silent=True, user_expressions=asked, timeout=60, output_hook=lambda message: None
        )
        assert reply["content"]["status"] == "ok", reply["content"]
        found = reply["content"].get("user_expressions", {}).get("seen")
        return json.loads(ast.literal_eval(found["data"]["text/plain"])) if found else None

    def seen(self) -> Any:
        return self.ask(seen="_seen()")

    def stop(self) -> None:
        self.client.stop_channels()


@pytest.fixture(scope="module")
def lesson(sitting_of_module: Sitting) -> Notebook:
    folder = sitting_of_module.server.fresh("robust")
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    cells = [new_code_cell(source) for source in CELLS]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / "lessons" / NAME)
    notebook = sitting_of_module.open(NAME, folder)
    notebook.run_all()
    return notebook


@pytest.fixture
def kernel(lesson: Notebook) -> Iterator[Kernel]:
    one = Kernel(lesson)
    yield one
    one.stop()


def views(lesson: Notebook, name: str = "builder") -> Locator:
    return lesson.page.locator(f".course[data-panel={name}]")


def written(draft: dict[str, Any]) -> list[str]:
    """The sentences of a draft, made from the library's terms."""
    return [
        "".join(part.text for part in sentence.parts)
        for article in treaty.draft(Draft.from_dict(draft).settled()).articles
        for sentence in article.sentences
    ]


def said(page: dict[str, Any]) -> list[str]:
    """What the view that is looked at says of these terms, beside the treaty's text."""
    rows = [row for group in (page["compare"] or {"groups": []})["groups"] for row in group["rows"]]
    cases = (page["attack"] or {"cases": []})["cases"]
    return [
        *(cell["text"] for row in rows for cell in row["cells"]),
        *(gap["sentence"] for gap in (page["gaps"] or []) + page["costs"]),
        *(case[part] for case in cases for part in ("title", "answer", "happened")),
        *(sentence for case in cases for sentence in case["sentences"]),
    ]


def differences(lesson: Notebook, kernel: Kernel) -> list[str]:
    """Where state, views, file and twin say different things."""
    held = kernel.seen()
    page, form, draft = held["page"], FORM, held["draft"]
    drawn = views(lesson).evaluate_all(VIEWS)
    try:
        kept = lesson.record()["guarantees"].get(held["key"], {"draft": {}, "name": held["name"]})
    except FileNotFoundError:
        kept = {"draft": {}, "name": held["name"]}
    sentences = written(draft)
    found = []

    def same(what: str, one: Any, other: Any) -> None:
        if one != other:
            found.append(f"{what}: {one!r} is not {other!r}")

    same("fault", held["fault"], "")
    same("the page's terms", page["values"], draft)
    same("the file's terms", kept["draft"], draft)
    same("the file's name", kept["name"], held["name"])
    twin = Shape(held["twin"]).text
    for sentence in sentences:
        if sentence not in twin:
            found.append(f"the twin does not say: {sentence}")
    same("views", len(drawn), 2)
    for place, view in enumerate(drawn):
        where = f"view {place}"
        same(f"{where}, name", view["name"], held["name"])
        same(f"{where}, tab", form["views"][view["tab"]]["id"], page["view"])
        if page["view"] == "text":
            same(f"{where}, text", view["articles"], sentences)
        if page["view"] == "compare":
            picks = page["compare"]["sources"]
            same(f"{where}, beside", view["picks"], picks + [""] * (len(picks) < form["most_beside"]))
        if page["view"] == "attack":
            days = [f"{page['attack']['clock'][one['name']]}" for one in form["days"]]
            same(f"{where}, days", view["days"], days)
        for text in said(page):
            if text not in view["shown"]:
                found.append(f"{where} does not say: {text}")
        same(f"{where}, saved", (view["saved"], view["revision"]), (page["saved"], page["saved_revision"]))
        for panel in form["panels"]:
            for field in panel["fields"]:
                shown, value = view["fields"][field["name"]], draft.get(field["name"])
                faults = " ".join(page["faults"].get(field["name"], []))
                same(f"{where}, {field['name']}, fault", shown["fault"], faults)
                if field["kind"] == "number":
                    same(f"{where}, {field['name']}", shown["number"], "" if value is None else f"{value}")
                elif field["kind"] == "choices":
                    chosen = [option["value"] in (value or []) for option in field["options"]]
                    same(f"{where}, {field['name']}", shown["checked"], chosen)
                elif field["kind"] == "guarantors":
                    same(f"{where}, {field['name']}", len(shown["chips"]), len(value or []))
                elif field["kind"] == "yes_no":
                    same(
                        f"{where}, {field['name']}",
                        shown["select"],
                        {True: "yes", False: "no"}.get(value, ""),
                    )
                else:
                    options = [one for each in field["options"] for one in each.get("options", [each])]
                    known = value in [option["value"] for option in options]
                    same(f"{where}, {field['name']}", shown["select"], value if known else "")
    for what in ("tabs", "buttons", "guarantees", "shown"):
        same(f"{what} of the two views", drawn[0][what], drawn[-1][what])
    return found


def agree(lesson: Notebook, kernel: Kernel, what: str) -> None:
    """Wait until all four say the same; fail with what they say otherwise."""
    last: list[str] = []

    def equal() -> bool:
        last[:] = differences(lesson, kernel)
        return not last

    try:
        until(equal, what, 8)
    except AssertionError:
        raise AssertionError(f"{what}: " + "\n".join(last)) from None


def drag(control: Locator, start: float, end: float, steps: int = 6) -> None:
    """Move a slider's thumb with the mouse."""
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    assert box
    mouse, middle = control.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] * start, middle)
    mouse.down()
    mouse.move(box["x"] + box["width"] * end, middle, steps=steps)
    mouse.up()


def use(control: Locator, kind: str, chance: random.Random) -> str:
    """Use a control as a hand would; say what was done."""
    keyboard = control.page.keyboard
    dragged = kind == "range" and chance.random() < 0.6
    try:
        (control.hover if dragged else control.click)(timeout=3000)
    except Error:
        if control.is_visible():
            raise
        return "gone: the last change took it away before the hand was there"
    if dragged:
        ends = chance.random(), chance.random()
        drag(control, *ends)
        return f"dragged {ends}"
    if kind == "range":
        keys = [chance.choice(["ArrowRight", "ArrowLeft", "PageUp", "Home", "End"]) for _ in range(3)]
        for key in keys:
            keyboard.press(key)
        return f"pressed {keys}"
    if kind in ("number", "text", "textarea"):
        typed = chance.choice(TYPED["number" if kind == "number" else "text"])
        keyboard.press("Control+A")
        keyboard.press("Delete")
        keyboard.insert_text(typed) if kind != "number" else keyboard.type(typed)
        keyboard.press(chance.choice(["Tab", "Enter"]) if kind != "textarea" else "Tab")
        keyboard.press("Tab")
        return f"typed {typed!r}"
    if kind == "select":
        steps = chance.randint(0, 5)
        for _ in range(steps):
            keyboard.press(chance.choice(["ArrowDown", "ArrowDown", "ArrowUp"]))
        keyboard.press("Enter")
        return f"chose with {steps} arrows"
    return "clicked"


def test_two_views_of_every_panel_stay_in_step(lesson: Notebook, kernel: Kernel) -> None:
    agree(lesson, kernel, "at the start")
    question = lesson.page.locator(".course[data-panel=question]", has_text=ITEMS["duty"].question)
    expect(question).to_have_count(2)
    question.nth(1).get_by_role("radio").nth(1).click()
    question.nth(1).get_by_role("button", name=words.text("widgets.give_predict")).click()
    for place in range(2):
        expect(question.nth(place).get_by_role("radio").nth(1)).to_be_checked()
        expect(question.nth(place).get_by_role("radio").nth(1)).to_be_disabled()

    rank = views(lesson, "rank")
    expect(rank).to_have_count(2)
    for place in range(4):
        rank.nth(place % 2).locator("tbody tr").nth(place).get_by_role("radio").nth(place).click()
        for view in range(2):
            expect(rank.nth(view).locator("input:checked")).to_have_count(place + 1)
            radio = rank.nth(view).locator("tbody tr").nth(place).get_by_role("radio").nth(place)
            expect(radio).to_be_checked()

    reader = views(lesson, "reader")
    reader.nth(1).locator(".course-phrase").first.click()
    reader.nth(0).get_by_role("button", name=words.text("widgets.reader.strike")).click()
    for view in range(2):
        expect(reader.nth(view).locator("del")).to_have_count(1)
    assert reader.nth(0).inner_text() == reader.nth(1).inner_text()

    writing = lesson.page.locator(".course[data-panel=question]", has_text=ITEMS["sharpen"].question)
    writing.nth(0).get_by_role("textbox").click()
    lesson.page.keyboard.type("From the first view.")
    writing.nth(0).get_by_role("button", name=words.text("widgets.give_write")).click()
    expect(writing.nth(1).get_by_role("textbox")).to_have_value("From the first view.")


def test_fifty_random_sequences_leave_state_view_file_and_twin_equal(
    lesson: Notebook, kernel: Kernel
) -> None:
    chance = random.Random(SEED)
    panels = views(lesson)
    used: set[str] = set()
    for number in range(SEQUENCES):
        done = []
        for _ in range(STEPS):
            view = chance.randrange(2)
            panel = panels.nth(view)
            found = [one for one in panel.evaluate(CONTROLS) if one["label"] not in OUTWARD]
            kind = chance.choice(sorted({one["kind"] for one in found}))
            one = chance.choice([one for one in found if one["kind"] == kind])
            control = panel.locator("button, input, select, textarea, summary").nth(one["place"])
            done.append(f"view {view}: {one['label'][:50]!r} {kind} {use(control, kind, chance)}")
            used.add(f"{kind} {one['label']}")
        agree(lesson, kernel, f"seed {SEED}, sequence {number}: " + "; ".join(done))
    lesson.page.wait_for_timeout(1000)
    agree(lesson, kernel, "at the end")
    print(f"{SEQUENCES} sequences of {STEPS}, {len(used)} different controls")
    assert len(used) > 40


def begun(lesson: Notebook) -> None:
    """Where the page is empty, and shows only how to begin, begin with a treaty."""
    panel = views(lesson).first
    if not panel.get_by_label(PAGE["name"], exact=True).is_visible():
        choose(panel.get_by_label(PAGE["start"], exact=True), instruments.label("NAT1949"))
        panel.get_by_role("button", name=PAGE["start_go"], exact=True).click()


def test_a_name_that_is_not_taken_does_not_stay_on_the_page(lesson: Notebook, kernel: Kernel) -> None:
    begun(lesson)
    field = views(lesson).first.get_by_label(PAGE["name"], exact=True)
    for typed in ("Kyiv compact", "", "Kyiv  compact ", "   "):
        field.click()
        lesson.page.keyboard.press("Control+A")
        lesson.page.keyboard.press("Delete")
        lesson.page.keyboard.insert_text(typed)
        lesson.page.keyboard.press("Tab")
        expect(field).to_have_value("Kyiv compact")
    agree(lesson, kernel, "names that are not taken")


def no_element_of_theirs(lesson: Notebook, where: str) -> None:
    """Nothing in any panel or twin was made from a text."""
    found = lesson.page.evaluate(
        """(foreign) => [...document.querySelectorAll('.course')]
          .flatMap((one) => [...one.querySelectorAll(foreign)]).map((one) => one.outerHTML.slice(0, 200))""",
        FOREIGN,
    )
    assert found == [], where
    assert lesson.page.evaluate("() => window.beaten") is None, where


def test_hostile_names_are_text(lesson: Notebook, kernel: Kernel) -> None:
    def rename(text: str) -> None:
        field = views(lesson).first.get_by_label(PAGE["name"], exact=True)
        field.click()
        lesson.page.keyboard.press("Control+A")
        lesson.page.keyboard.insert_text(text)
        lesson.page.keyboard.press("Tab")

    begun(lesson)
    tabs = views(lesson).first.get_by_role("tab")
    tabs.nth(1).click()  # the comparison has the name at the head of a column
    rename(HARMLESS)
    agree(lesson, kernel, "a harmless name")
    plain = views(lesson).evaluate_all(ELEMENTS)
    for text in PAYLOADS[::3]:  # all of them are names in test_a_hostile_file_and_hostile_codes_are_text
        rename(text[:80])
        may = sorted({named(text[:80]), named(text[:80].replace("\n", ""))})  # a field has one line
        lesson.page.wait_for_function(
            "([head, may]) => may.includes(document.querySelector(head).textContent)", arg=[HEAD, may]
        )
        assert views(lesson).evaluate_all(ELEMENTS) == plain, text
    agree(lesson, kernel, "a hostile name")
    no_element_of_theirs(lesson, "names")
    tabs.first.click()


def test_hostile_texts_of_their_own_are_text(lesson: Notebook) -> None:
    page = lesson.page
    joined = "\n".join(text[:120] for text in PAYLOADS)
    judge = page.locator(".course[data-panel=question]", has_text=ITEMS["blankets"].question).first
    judge.get_by_role("radio").first.click()
    judge.get_by_role("textbox").click()
    page.keyboard.insert_text(joined)
    why = judge.get_by_role("textbox").input_value()
    judge.get_by_role("button", name=words.text("widgets.give_judge")).click()
    given = page.locator(".course-given")
    expect(given).to_have_count(2)
    for text in given.all_text_contents():
        assert text.split() == why.split()

    write = page.locator(".course[data-panel=question]", has_text=ITEMS["sharpen"].question)
    write.first.get_by_role("textbox").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(joined)
    typed = write.first.get_by_role("textbox").input_value()
    write.first.get_by_role("button", name=words.text("widgets.give_write")).click()
    expect(write.nth(1).get_by_role("textbox")).to_have_value(typed.strip())

    rank = views(lesson, "rank")
    for row in rank.first.locator("table.course-ladder tbody tr").all():
        row.get_by_role("radio").nth(2).click()
    rank.first.get_by_role("button", name=words.text("widgets.rank.give")).click()
    rank.nth(1).get_by_role("textbox").click()
    page.keyboard.insert_text(joined)
    typed = rank.nth(1).get_by_role("textbox").input_value()
    rank.nth(1).get_by_role("button", name=words.text("widgets.rank.keep")).click()
    expect(rank.first.get_by_role("textbox")).to_have_value(typed.strip())
    no_element_of_theirs(lesson, "texts")


def test_a_hostile_file_and_hostile_codes_are_text(lesson: Notebook, kernel: Kernel, tmp_path: Path) -> None:
    joined = "\n".join(text[:40] for text in PAYLOADS)
    content = json.loads(document(joined))

    def labels(text: str) -> dict[str, Any]:
        return {"name": named(text), "named": True, "note": text}

    one = content["guarantees"]["g1"]
    content["guarantees"] = {
        f"h{place:02}": {**one, "revision": 500 + place, **labels(text), "history": []}
        for place, text in enumerate(PAYLOADS)
    }
    for place, text in enumerate(PAYLOADS):
        content["guarantees"][f"h{place:02}"]["draft"] = {"form": text[:200], "help_word": text[:200]}
    content["revision"] = 1000
    file = tmp_path / "portfolio.json"
    file.write_text(json.dumps(content), "utf-8")
    keeper = views(lesson, "keeper").nth(1)
    keeper.get_by_role("button", name=KEEPER["bring"], exact=True).click()
    with lesson.page.expect_file_chooser() as opened:
        keeper.locator("input[type=file]").click()
    opened.value.set_files(file)
    expect(keeper).to_contain_text("Your work is back")
    panel = views(lesson).first
    listed = panel.get_by_label(PAGE["open"], exact=True).locator("option").all_text_contents()
    for text in PAYLOADS:
        assert named(text) in listed
    if not panel.get_by_label(PAGE["open"], exact=True).is_visible():
        panel.get_by_text(PAGE["versions"], exact=True).click()
    for place in (0, 28, 35, 54, 70):
        name = named(PAYLOADS[place])
        box = panel.get_by_label(PAGE["open"], exact=True)
        box.click()
        listed = box.locator("option").all_text_contents()  # what was opened last stands first
        now = box.evaluate("(one) => one.selectedIndex")
        steps = listed.index(name) - now
        for _ in range(abs(steps)):
            lesson.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        lesson.page.keyboard.press("Enter")
        panel.get_by_role("button", name=PAGE["open_go"], exact=True).click()
        expect(panel.get_by_label(PAGE["name"], exact=True)).to_have_value(name)
        for term in ("form", "help_word"):
            fault = panel.locator(f"[data-field={term}] .course-fault")
            expect(fault).to_have_count(1)
            assert fault.locator("*").count() == 0
            assert fault.text_content()
        agree(lesson, kernel, f"opened {name!r}")
        versions = panel.get_by_label(PAGE["back"], exact=True)
        assert versions.locator("option").nth(1).text_content().startswith(f"{name},")
        versions.click()
        lesson.page.keyboard.press("ArrowDown")
        lesson.page.keyboard.press("Enter")
        assert panel.locator(".course-version-note").text_content() == PAYLOADS[place]
    paste = panel.get_by_label(PAGE["paste_label"], exact=True)
    for place in (0, 28, 46, 70):
        paste.click()
        lesson.page.keyboard.press("Control+A")
        lesson.page.keyboard.insert_text(PAYLOADS[place])
        panel.get_by_role("button", name=PAGE["paste_go"], exact=True).click()
        expect(panel.locator(".course-problem:not(:empty)")).to_have_text(words.text("faults.code"))
    tabs = panel.get_by_role("tab")
    tabs.nth(1).click()
    for place in (0, 28, 46, 70):
        panel.get_by_label(PAGE["beside_code"], exact=True).click()
        lesson.page.keyboard.press("Control+A")
        lesson.page.keyboard.insert_text(PAYLOADS[place])
        panel.get_by_role("button", name=PAGE["beside_code_go"], exact=True).click()
        expect(panel.locator(".course-problem:not(:empty)")).to_have_text(words.text("faults.code"))
    tabs.first.click()
    note = panel.get_by_label(PAGE["version_note"], exact=True)
    for text in (PAYLOADS[28], "".join(text[:40] for text in PAYLOADS)):
        note.click()
        lesson.page.keyboard.insert_text(text)
        typed = note.input_value()
        panel.get_by_role("button", name=PAGE["keep_version"], exact=True).click()
        expect(note).to_have_value("")
        agree(lesson, kernel, "a version with a hostile note")
        (kept, *_) = kernel.seen()["page"]["versions"]
        assert kept["note"].split() == typed.split()
    no_element_of_theirs(lesson, "a file")


def test_saved_outputs_hold_hostile_texts_as_text(lesson: Notebook) -> None:
    lesson.rerun('lesson.recall("duty")')
    lesson.page.wait_for_timeout(500)
    no_element_of_theirs(lesson, "rerun")
    lesson.save()
    saved = lesson.file.read_text("utf-8")
    assert "widget-view" not in saved
    html = "".join(
        "".join(output["data"]["text/html"])
        for cell in json.loads(saved)["cells"]
        for output in cell["outputs"]
        if "text/html" in output.get("data", {})
    )
    kinds = {kind[0] for kind in Shape(html).counts}
    lists = ["h3", "p", "em", "blockquote", "ul", "li", "div", "details", "summary"]
    tables = ["table", "caption", "thead", "tbody", "tr", "th", "td"]
    assert kinds <= {*lists, *tables}, kinds


def test_a_restart_during_a_drag_loses_nothing_acknowledged(lesson: Notebook, kernel: Kernel) -> None:
    panel = views(lesson).first
    panel.get_by_label(PAGE["start"], exact=True).click()
    lesson.page.keyboard.press("ArrowDown")
    lesson.page.keyboard.press("Enter")
    panel.get_by_role("button", name=PAGE["start_go"], exact=True).click()
    panel.get_by_role("tab").first.click()
    agree(lesson, kernel, "before the drag")
    key = kernel.seen()["key"]
    panel.evaluate(
        """(panel) => {
          window.__told = {};
          const line = panel.querySelector('.course-saved');
          new MutationObserver(() => {
            if (Number(line.dataset.revision)) window.__told[line.dataset.revision] ??= (SENTENCES)(panel);
          }).observe(line, { attributes: true });
        }""".replace("SENTENCES", SENTENCES)
    )
    sliders = panel.get_by_role("slider")
    slider = next(one for one in sliders.all() if one.is_visible())
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    mouse, middle = lesson.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + 5, middle)
    mouse.down()
    number = lesson.server.kernel_of(lesson.path)
    for step in range(40):
        mouse.move(box["x"] + 5 + step * (box["width"] - 10) / 40, middle)
        lesson.page.wait_for_timeout(30)
        if step == 25:
            lesson.server.api(f"kernels/{number}/restart", "POST")
    mouse.up()
    told = lesson.page.evaluate("() => window.__told")
    assert len(told) > 2, told
    guarantee = lesson.record()["guarantees"][key]
    kept = [written(one["draft"]) for one in (*guarantee["history"], guarantee)]
    lesson.restart_and_run_all()
    fresh = Kernel(lesson)
    try:
        agree(lesson, fresh, "after the restart")
        assert fresh.seen()["draft"] == guarantee["draft"]
    finally:
        fresh.stop()
    for revision, sentences in told.items():
        assert sentences in kept, revision
