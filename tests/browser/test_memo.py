"""The memo on paper: real Chromium prints it on two sheets of A4, with nothing cut off."""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
from lab import PICTURES
from playwright.sync_api import Browser, Page

from course_utils import instruments, memo, treaty, words
from course_utils.guarantee import Draft, Guarantee

CASES = ("blockade_of_odesa", "t19", "t22", "t06", "t20", "t26")
LONGEST = sorted(instruments.ids(), key=lambda name: -len(treaty.draft(instruments.get(name)).text()))[:3]
A4 = (210.0, 297.0)
#: Nothing may be wider than its box or lie outside the page.
CLIPPED = """() => [...document.querySelectorAll("main *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
    || box.right > document.body.getBoundingClientRect().right + 1 || box.left < 0;
}).map((one) => `${one.tagName} ${one.textContent.slice(0, 60)}`)"""


@pytest.fixture
def sheet(browser: Browser) -> Iterator[Page]:
    """A page as wide as the paper between its margins, with no way to the network."""
    context = browser.new_context(offline=True, viewport={"width": 680, "height": 1000})
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


def printed(page: Page, made: memo.Memo, name: str) -> bytes:
    page.set_content(memo.html(made))
    paper = page.pdf(prefer_css_page_size=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"memo-{name}.pdf").write_bytes(paper)
    page.screenshot(path=PICTURES / f"memo-{name}.png", full_page=True)
    return paper


def sheets(paper: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))


def size(paper: bytes) -> tuple[float, float]:
    """Width and height of the first sheet in millimetres."""
    found = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", paper)
    assert found
    return float(found[1]) * 25.4 / 72, float(found[2]) * 25.4 / 72


def fullest() -> Draft:
    """A draft in which everything is set, and all of it is long."""
    terms: dict[str, object] = {}
    for field in words.fields():
        if field.kind == "choice":
            terms[field.name] = max(field.options, key=lambda option: len(field.options[option]))
        elif field.kind == "choices":
            terms[field.name] = list(field.options)
        elif field.kind == "yes_no":
            terms[field.name] = True
        elif field.kind == "number":
            terms[field.name] = field.maximum
    ways = [(b, a) for b in ("individually", "collectively") for a in ("ratified", "executive", "political")]
    nato = instruments.get("NAT1949").guarantors or ()
    guarantors = [
        {"state": one.state, "bound": ways[place % 6][0], "approval": ways[place % 6][1]}
        for place, one in enumerate(nato)
    ]
    return Draft.from_dict({**terms, "protege": "UKR", "guarantors": guarantors, "decider": "each_guarantor"})


@pytest.mark.parametrize("name", LONGEST)
def test_the_longest_texts_with_six_cases_and_two_comparisons_take_two_sheets(sheet: Page, name: str) -> None:
    others = [other for other in ("NAT1949", "BUDAPEST1994", "SEATO1954") if other != name][:2]
    made = memo.of(instruments.get(name), name=f"After {name}", beside=others, cases=CASES)
    paper = printed(sheet, made, name)
    assert sheets(paper) == 2
    assert size(paper) == pytest.approx(A4, abs=0.5)
    assert sheet.evaluate(CLIPPED) == []
    assert len(made.tried) == 6


def test_the_fullest_draft_with_all_that_can_be_long_takes_two_sheets(sheet: Page) -> None:
    made = memo.of(
        fullest(),
        name="W" * 80,
        note="Many words of a long note. " * 150,
        beside=["NAT1949", ("X" * 80, instruments.get("BUDAPEST1994"))],
        cases=CASES,
        claims={"B": 0.1, "w_C": 0.2, "phi_b": 0.3, "phi_N": 0.1, "zeta": 0.1},
        alpha=0.1,
    )
    assert sheets(printed(sheet, made, "fullest")) == 2
    assert sheet.evaluate(CLIPPED) == []


def test_a_short_memo_takes_one_sheet_and_another_font_no_more(sheet: Page) -> None:
    promise = Guarantee(protege="UKR", obligations=("consult",), consult_within_hours=24)
    assert sheets(printed(sheet, memo.of(promise, name="Short"), "short")) == 1
    page = memo.html(memo.of(instruments.get(LONGEST[0]), name="Wide", beside=["RIO1947"], cases=CASES))
    assert "Times New Roman" in page
    wide = page.replace('"Times New Roman"', '"DejaVu Serif"').replace("Arial", '"DejaVu Sans"')
    sheet.set_content(wide)
    assert sheets(sheet.pdf(prefer_css_page_size=True)) == 2


def test_what_somebody_typed_is_text_in_a_real_browser(sheet: Page) -> None:
    asked: list[str] = []
    sheet.on("request", lambda request: asked.append(request.url))
    typed = (
        "</style></title><script>document.title = 'run'</script><img src=//elsewhere.invalid/a onerror=run()>"
    )
    made = memo.of(fullest(), name=typed[:80], note=typed, beside=[(typed[:80], instruments.get("UKUA2024"))])
    printed(sheet, made, "typed")
    assert sheet.locator("script, img, a, iframe, svg").count() == 0
    assert sheet.locator("h1 bdi").inner_text() == typed[:80]
    assert sheet.locator(".note").inner_text().startswith(typed[:40])
    assert sheet.title() == made.title
    assert asked == []


def test_axe_finds_nothing_in_a_memo(sheet: Page) -> None:
    made = memo.of(fullest(), name="Ours", note="A note.", beside=["NAT1949"], cases=CASES[:2])
    sheet.emulate_media(media="screen")
    sheet.set_content(memo.html(made))
    sheet.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found = sheet.evaluate("() => window.axe.run()")
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    assert any(rule["id"] == "color-contrast" for rule in found["passes"])
