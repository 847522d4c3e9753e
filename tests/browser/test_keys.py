"""JupyterLab's shortcuts act on cells; a key that is pressed inside a panel never does."""

import pytest
from course_utils import words
from lab import LESSON_1, LESSON_8, Notebook, Sitting

CONTROLS = "button, input, select, textarea, summary, a[href], [tabindex='0']"
KEYS = ("a", "b", "x", "d", "d", "Enter", "Space", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight")


def open_everything(lesson: Notebook) -> None:
    """Unfold what is folded, and open the ways to bring work back, so that every control is there."""
    for _ in range(3):
        for summary in lesson.page.locator(".course[data-panel] details:not([open]) > summary:visible").all()[::-1]:
            summary.click()
    keeper = lesson.panel("keeper")
    keeper.get_by_role("button", name=words.text("widgets.keeper.bring"), exact=True).click()


@pytest.mark.parametrize("name", [LESSON_1, LESSON_8])
def test_no_key_inside_a_panel_reaches_the_cells(student: Sitting, name: str) -> None:
    lesson = student.open(name)
    lesson.run_all()
    if name == LESSON_8:
        from test_lesson_8 import start_from

        start_from(lesson, "NAT1949")
        lesson.panel("builder").locator(".course-article").first.wait_for()
    open_everything(lesson)
    before = lesson.cells()
    pressed = 0
    for place in range(lesson.page.locator(".course[data-panel]").count()):
        panel = lesson.page.locator(".course[data-panel]").nth(place)
        kind = panel.get_attribute("data-panel")
        for number in range(panel.locator(CONTROLS).count()):
            control = panel.locator(CONTROLS).nth(number)
            if control.count() == 0 or not control.is_visible() or not control.is_enabled():
                continue
            what = f"{kind} {number}: {control.evaluate('(one) => one.outerHTML.slice(0, 90)')}"
            for key in KEYS:
                if control.count() == 0 or not control.is_visible() or not control.is_enabled():
                    break  # the key did what the control is for, and another control stands here now
                control.focus()
                lesson.page.keyboard.press(key)
            pressed += 1
            assert lesson.cells() == before, what
    print(f"{pressed} controls")
    assert pressed > 40
