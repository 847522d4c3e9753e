"""Runs axe, the accessibility checker, on what a lesson shows."""

from importlib.resources import files
from typing import Any, NamedTuple

from playwright.sync_api import Page

AREAS = ".jp-OutputArea-output"
#: JupyterLab's body is 0 pixels high and cuts off what overflows it, and axe measures no contrast of text
#: that it takes for cut off. So while axe looks, the body is as high as the window and the window as high as
#: the notebook.
UNFOLD = """() => {
  document.body.style.minHeight = "100vh";
  const notebook = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer");
  notebook.scrollTop = 0;
  const ends = [...notebook.querySelectorAll(".jp-Cell")].map((cell) => cell.getBoundingClientRect().bottom);
  return Math.ceil(Math.max(...ends)) + 100;
}"""
FOLD = "() => { document.body.style.minHeight = ''; }"
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Scan(NamedTuple):
    """What axe looked at and what it found.

    `areas` counts the output areas, `texts` the texts whose contrast was measured, and `unsure` the parts on
    which axe could not decide; `lines` holds every violation of every rule, whatever its impact.
    """

    areas: int
    texts: int
    unsure: int
    lines: list[str]


def scan(page: Page) -> Scan:
    """Scan every output area of the notebook that is shown, in view or not."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    areas, window = page.locator(AREAS).count(), page.viewport_size
    assert window
    if areas == 0:
        return Scan(0, 0, 0, [])
    try:
        for _ in range(2):  # once to see how high the notebook is, once more where that changed it
            page.set_viewport_size({"width": window["width"], "height": page.evaluate(UNFOLD)})
            page.evaluate(DRAWN)
        page.evaluate(UNFOLD)
        found: dict[str, Any] = page.evaluate("(areas) => window.axe.run({ include: [[areas]] })", AREAS)
    finally:
        page.evaluate(FOLD)
        page.set_viewport_size(window)
    decided = found["passes"] + found["violations"]
    return Scan(
        areas,
        sum(len(rule["nodes"]) for rule in decided if rule["id"] == "color-contrast"),
        sum(len(rule["nodes"]) for rule in found["incomplete"]),
        [
            f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['target']} {node['html'][:200]}"
            f"\n    {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ],
    )


def check(page: Page, where: str) -> None:
    """Fail with every violation; fail as well where there was nothing to scan or no contrast to measure."""
    areas, texts, unsure, lines = scan(page)
    print(f"axe: {areas} output areas, contrast of {texts} texts, {unsure} parts undecided, {where}")
    assert areas > 0, f"no output area to scan, {where}"
    assert texts > 0, f"no contrast was measured, {where}"
    assert not lines, f"{len(lines)} in {areas} output areas, {where}:\n" + "\n".join(lines)
