"""Runs axe, the accessibility checker, on what a lesson shows."""

from importlib.resources import files

from playwright.sync_api import Page

AREAS = ".jp-OutputArea-output"


def violations(page: Page) -> tuple[int, list[str]]:
    """How many output areas axe scanned, and what every rule of it found there, whatever the impact."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    areas = page.locator(AREAS).count()
    found = page.evaluate(
        "(areas) => window.axe.run({ include: [[areas]] }, { resultTypes: ['violations'] })", AREAS
    )["violations"]
    lines = [
        f"{one['id']} ({one['impact']}): {one['help']}: {node['target']} {node['html'][:200]}"
        for one in found
        for node in one["nodes"]
    ]
    return areas, lines


def check(page: Page, where: str) -> None:
    """Fail with every violation; fail as well where nothing was there to scan."""
    areas, lines = violations(page)
    print(f"axe: {areas} output areas scanned, {where}")
    assert areas > 0, f"no output area to scan, {where}"
    assert not lines, f"{len(lines)} in {areas} output areas, {where}:\n" + "\n".join(lines)
