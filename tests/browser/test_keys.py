"""JupyterLab's shortcuts act on cells; a key that is pressed inside a panel never does."""

import pytest
from lab import LESSON_0, LESSON_1, LESSON_8, Notebook, Sitting

from course_utils import words

CONTROLS = "button, input, select, textarea, summary, a[href], [tabindex='0']"
#: Keys that change cells in JupyterLab; after each group the control is given the focus again.
KEYS = (
    ("a", "b", "x", "d", "d"),
    ("Enter",),
    ("Space",),
    ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"),
)


def open_everything(lesson: Notebook) -> None:
    """Unfold what is folded, and open the ways to bring work back, so that every control is there."""
    folded = lesson.page.locator(".course[data-panel] details:not([open]) > summary:visible")
    for _ in range(3):
        for summary in folded.all()[::-1]:
            summary.click()
    keeper = lesson.panel("keeper")
    keeper.get_by_role("button", name=words.text("widgets.keeper.bring"), exact=True).click()


@pytest.mark.parametrize("name", [LESSON_0, LESSON_1, LESSON_8])
def test_no_key_inside_a_panel_reaches_the_cells(student: Sitting, name: str) -> None:
    lesson = student.open(name)
    lesson.run_all()
    if name == LESSON_8:
        from test_lesson_8 import start_from

        start_from(lesson, "BUDAPEST1994")
        lesson.panel("builder").locator(".course-article").first.wait_for()
    open_everything(lesson)
    pressed = check_keys(lesson)
    print(f"{pressed} controls of {name}")
    assert pressed > 40


def check_keys(lesson: Notebook) -> int:
    """Press every key on every control of every panel: the cells stay as they were. Counts the controls."""
    before = lesson.cells()
    pressed = 0
    for place in range(lesson.page.locator(".course[data-panel]").count()):
        number = 0
        while (what := control(lesson, place, number)) is not None:
            number += 1
            if not what:
                continue
            for keys in KEYS:
                if not control(lesson, place, number - 1):
                    break  # the key did what the control is for, and nothing can be pressed here now
                for key in keys:
                    lesson.page.keyboard.press(key)
            lesson.page.keyboard.press("Escape")
            pressed += 1
            assert lesson.cells() == before, what
    return pressed


def control(lesson: Notebook, place: int, number: int) -> str | None:
    """Give the focus to a control and say what it is: "" if nobody can use it now, None beyond the last."""
    found: str | None = lesson.page.evaluate(
        """([controls, place, number]) => {
          const panel = document.querySelectorAll('.course[data-panel]')[place];
          const one = panel.querySelectorAll(controls)[number];
          if (!one) return null;
          if (one.disabled || !one.checkVisibility()) return '';
          one.focus();
          const name = `${panel.dataset.panel} ${number}: ${one.outerHTML.slice(0, 90)}`;
          return document.activeElement === one ? name : '';
        }""",
        [CONTROLS, place, number],
    )
    return found
