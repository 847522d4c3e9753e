"""From a change to the finished redraw: our panels beside an empty echo and beside `interact` with a figure.

One notebook in a real JupyterLab, one page, real keys and mouse. A change is timed in the page, from the
event that makes it (key, mouse move or click) to the second animation frame after what it changes is drawn.
The conditions take turns, ten changes each, so that a busy machine slows all of them alike. Prints a table
in Markdown; ends with 1 where a panel is slower than the course allows itself.
"""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, sync_playwright

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests" / "browser")]
from conftest import SWITCHES  # noqa: E402
from lab import Notebook, Server, choose, chromium_path, sitting  # noqa: E402

from course_utils import explore, instruments, words  # noqa: E402

CHANGES, ROUNDS, PAUSE = 100, 10, 60
#: At most: a panel's median and 95th percentile beside the echo's, and its median beside interact's.
MEDIAN, TAIL, INTERACT = 1.5, 2.0, 0.4
ECHO = """
import ipywidgets
echo, said = ipywidgets.IntSlider(max=500, description="Echo"), ipywidgets.Label("0")
echo.observe(lambda change: setattr(said, "value", str(change["new"])), "value")
ipywidgets.VBox([echo, said], layout={"width": "400px"}).add_class("bench-echo")
"""
FIGURE = """
import plotly.graph_objects as go
def draw(k):
    x = [step / 20 for step in range(200)]
    figure = go.Figure([go.Scatter(x=x, y=[value ** (k / 100) for value in x]) for _ in range(2)])
    figure.update_layout(title=f"k = {k}", height=300)
    return figure
ipywidgets.interact(draw, k=ipywidgets.IntSlider(max=500)).widget.add_class("bench-interact")
None
"""
BUILDER = "from course_utils import lesson\nlesson.begin(8)\nlesson.build()"
EXPLORERS = "\n".join(f'lesson.explore("{name}")' for name in explore.NAMES)
#: The control of each explorer that is turned, and what is chosen before, so that much is drawn.
TURNED = {
    "timeline": ("whose", {"span": "1990"}),
    "burden": ("by", {}),
    "votes": ("count", {}),
    "reliability": ("credible", {"view": "drawn"}),
    "proposals": ("term", {}),
}
#: Hears every key, move and click before the page does, which may stop them on their way.
EARS = """for (const kind of ['keydown', 'mousemove', 'click'])
  window.addEventListener(kind, (event) => window.__hear?.(event), { capture: true });"""
#: Watch one part of the page: from the next key, move or click to the second frame after its text changed.
ARM = """([selector, kind]) => {
  const part = () => [...document.querySelectorAll(selector)].map((one) => one.textContent).join();
  const before = part();
  let began = 0;
  window.__timed = new Promise((done, failed) => {
    window.__hear = (event) => { if (event.type === kind) began ||= event.timeStamp; };
    const end = setTimeout(() => {
      watch.disconnect();
      failed(new Error(`nothing changed in ${selector}`));
    }, 15000);
    const watch = new MutationObserver(() => {
      const now = part();
      if (!began || !now || now === before) return;
      watch.disconnect();
      clearTimeout(end);
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}"""


class Condition(NamedTuple):
    """One thing that is changed: its name, what is watched, by which event, and how a hand changes it."""

    name: str
    watched: str
    event: str
    prepare: Callable[[], None]
    change: Callable[[], None]
    finish: Callable[[], None]


def nothing() -> None:
    """No preparation is needed, or nothing to put back."""


def notebook(folder: Path) -> str:
    """Write the notebook of this benchmark; give its name."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    cells = [new_code_cell(source.strip()) for source in (ECHO, FIGURE, BUILDER, EXPLORERS)]
    nbformat.write(
        new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / "lessons" / "bench.ipynb"
    )
    return "bench.ipynb"


def arrows(page: Page, control: Locator) -> tuple[Callable[[], None], Callable[[], None]]:
    """How a slider is changed by its arrow keys."""
    return control.focus, lambda: page.keyboard.press("ArrowRight")


def conditions(page: Page) -> list[Condition]:
    """The echo, interact, and three ways of changing the builder, found by what it says of its own form."""
    panel = page.locator(".course[data-panel=builder]")
    view = ".course[data-panel=builder] [role=tabpanel]"
    fields = [field for field in words.fields() if field.name in words.section("widgets")["builder"]["first"]]
    number = next(field.name for field in fields if field.kind == "number")
    boxes = next(field.name for field in fields if field.kind == "choices")
    slider = panel.locator(f"[data-field={number}]").get_by_role("slider")
    several = panel.locator(f"[data-field={boxes}]")
    moves = count(1)

    def grip() -> None:
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box
        page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
        page.mouse.down()

    def drag() -> None:
        box = slider.bounding_box()
        assert box
        place = next(moves) % (int(box["width"]) - 20)
        page.mouse.move(box["x"] + 10 + place, box["y"] + box["height"] / 2)

    def unfold() -> None:
        several.scroll_into_view_if_needed()
        if several.locator("details:not([open])").count():
            several.locator("summary").click()

    made = []
    for name, where, shown in (
        ("echo: ipywidgets slider and label", ".bench-echo", ".bench-echo > .widget-label:last-child"),
        ("interact with a new plotly figure", ".bench-interact", ".bench-interact .gtitle"),
    ):
        focus, press = arrows(page, page.locator(where).get_by_role("slider"))
        made.append(Condition(name, shown, "keydown", focus, press, nothing))
    focus, press = arrows(page, slider)
    return [
        *made,
        Condition("builder: number, slider dragged", view, "mousemove", grip, drag, page.mouse.up),
        Condition("builder: number, arrow key", view, "keydown", focus, press, nothing),
        Condition(
            "builder: checkbox",
            view,
            "click",
            unfold,
            lambda: several.get_by_role("checkbox").nth(1).click(),
            nothing,
        ),
        *(turn(page, name) for name in explore.NAMES),
    ]


def turn(page: Page, name: str) -> Condition:
    """An explorer whose control is turned one step forth and one step back by its arrow keys."""
    field, _ = TURNED[name]
    control = page.locator(f".course[data-panel=explorer] [data-field={field}]")
    control = control.get_by_role("combobox").or_(control.get_by_role("slider"))
    steps = count(1)
    return Condition(
        f"explorer: {name}, arrow key",
        f".course[data-panel=explorer]:has([data-field={field}]) .course-turned",
        "keydown",
        control.focus,
        lambda: page.keyboard.press("ArrowDown" if next(steps) % 2 else "ArrowUp"),
        nothing,
    )


def ready(lesson: Notebook) -> None:
    """Predict in every explorer, and choose what is to be seen."""
    give = words.text("widgets.explorer.page.give")
    for place, name in enumerate(explore.NAMES):
        panel = lesson.panel("explorer", place)
        panel.get_by_role("radio").first.check()
        panel.get_by_role("button", name=give, exact=True).click()
        for field, value in TURNED[name][1].items():
            panel.locator(f"[data-field={field}]").get_by_role("combobox").select_option(value)
        panel.locator(f"[data-field={TURNED[name][0]}]").wait_for()


def measure(lesson: Notebook) -> dict[str, list[float]]:
    """Milliseconds of each change, by condition."""
    page = lesson.page
    panel = lesson.panel("builder")
    choose(
        panel.get_by_label(words.text("widgets.builder.page.start"), exact=True), instruments.label("NAT1949")
    )
    panel.get_by_role("button", name=words.text("widgets.builder.page.start_go"), exact=True).click()
    panel.locator(".course-article").first.wait_for()
    ready(lesson)
    every = conditions(page)
    taken: dict[str, list[float]] = {one.name: [] for one in every}
    for turn in range(ROUNDS + 1):  # the first turn only warms up
        for one in every:
            one.prepare()
            page.wait_for_timeout(300)
            for _ in range(CHANGES // ROUNDS if turn else 3):
                page.evaluate(ARM, [one.watched, one.event])
                one.change()
                milliseconds = page.evaluate("() => window.__timed")
                if turn:
                    taken[one.name].append(milliseconds)
                page.wait_for_timeout(PAUSE)
            one.finish()
    return taken


def machine(page: Page) -> str:
    """What ran this, in one line."""
    model = ""
    about = Path("/proc/cpuinfo")
    if about.is_file():
        found = re.search(r"model name\s*: (.*)", about.read_text("utf-8"))
        model = found[1] if found else ""
    browser = page.context.browser
    names = ("jupyterlab", "ipywidgets", "anywidget", "plotly")
    return "; ".join(
        [
            f"{platform.system()}, {os.cpu_count()} cores {model}".strip(),
            f"Python {platform.python_version()}",
            f"Chromium {browser.version if browser else '?'}",
            *(f"{name} {version(name)}" for name in names),
        ]
    )


def tail(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def report(taken: dict[str, list[float]]) -> list[str]:
    """Print the table; give a line for each bound that a panel exceeds."""
    echo, interact, *own = taken
    base, end, slow = (
        statistics.median(taken[echo]),
        tail(taken[echo]),
        statistics.median(taken[interact]),
    )
    print("| from a change to the redraw | changes | median ms | p95 ms | × echo | p95 × echo | × interact |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    missed = []
    for name, values in taken.items():
        middle, high = statistics.median(values), tail(values)
        ratios = middle / base, high / end, middle / slow
        cells = " | ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"| {name} | {len(values)} | {middle:.1f} | {high:.1f} | {cells} |")
        if name in own:
            bounds = zip(ratios, (MEDIAN, TAIL, INTERACT), ("median", "p95", "interact"), strict=True)
            missed += [
                f"{name}: {what} {ratio:.2f}, at most {most}" for ratio, most, what in bounds if ratio > most
            ]
    return missed


def main() -> int:
    """Measure once; 1 where a bound is exceeded."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="course-") as home, sync_playwright() as playwright:
        server = Server(Path(home))
        try:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*SWITCHES])
            with sitting(browser, server, "bench") as student:
                student.context.add_init_script(EARS)
                folder = server.fresh("bench")
                lesson = student.open(notebook(folder), folder)
                lesson.run_all(drawn=False)
                taken = measure(lesson)
                said = machine(lesson.page)
            browser.close()
        finally:
            server.stop()
    missed = report(taken)
    print(f"\n{said}; {time.monotonic() - began:.0f} s")
    print("\n".join(missed) or "every bound is kept")
    if "--json" in sys.argv:
        print(json.dumps(taken))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
