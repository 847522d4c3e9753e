"""The memo: what it says is what the terms say, and what somebody typed stays text."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import promises
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from course_utils import cases, datasets, instruments, memo, replay, treaty, words
from course_utils.guarantee import Draft, Guarantee

ROOT = Path(__file__).resolve().parents[1]
CASES = ("blockade_of_odesa", "t19", "t22", "t06", "t20", "t26")
CLAIMS = {"B": 0.1, "w_C": 0.2}
#: Characters that are not seen, or that turn the order of writing.
UNSEEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "<!-- open",
    "]]><b>x</b>",
    "&lt;script&gt;",
    "&#60;b&#62;",
    "[x](javascript:alert(1))",
    "![x](http://elsewhere.invalid/a.png)",
    "[x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "http://elsewhere.invalid www.elsewhere.invalid a@elsewhere.invalid",
    "| a | b |",
    "\\| a \\| b \\",
    "`code` ``two`` ```three",
    "# heading #",
    "- item",
    "1. item",
    "12) item",
    "+ item",
    "> quote",
    "===",
    "---",
    "~~gone~~ **bold** __bold__ *it* _it_",
    "=HYPERLINK(1)",
    "+1+1",
    "@SUM(A1)",
    "-1",
    "\u202egnp.exe",
    "\u2066\u2067a\u2069\u200f\ufeffb",
    "a\u200bb\xadc\u2060d",
    "a null \0 and an escape \x1b[31m",
    "\r\n two \u2028 lines \u2029 and \x85 more",
    "{name} %s ${x} {{x}} {0}",
    "\\3c b\\3e  \\",
    "'; content: url(//elsewhere.invalid); '",
    "$x$ $$y$$ \\(z\\)",
    "Обіцянка, התחייבות, تعهد",
    "Z" + "\u0335" * 60,
    "\U000e0041\U000e0042 tag",
    "\ud800 half",
    "😀 👩‍🚀 é ї",
)


class Page(HTMLParser):
    """The tags of a page with what they carry, and its text, parsed as a browser would."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.said, self.inside = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_comment(self, data):
        self.tags.append(("comment", data))

    def handle_data(self, data):
        self.said.append((self.inside[-1] if self.inside else "", data))

    def text(self, *tags):
        return "".join(text for tag, text in self.said if tag in tags or not tags)

    @property
    def shown(self):
        return "".join(text for tag, text in self.said if tag not in ("style", "title"))


def rendered(markdown):
    return Page(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))


def bare(text):
    return "".join(text.split())


def memo_of(promise, **more):
    return memo.of(promise, name=more.pop("name", "Ours"), **more)


def student(**more):
    terms = {
        "protege": "UKR",
        "guarantors": promises.guarantors("FRA", "GBR", "POL"),
        "mutual": False,
        "attacks": ["armed_attack", "blockade"],
        "territory": "government_held",
        "decider": "each_guarantor",
        "obligations": ["refrain", "consult", "aid"],
        "consult_within_hours": 24,
        "help_within_days": 14,
        "stationed_forces_thousands": 10,
        "forces_committed_thousands": 30,
        "duration": "fixed",
        "years": 15,
        **more,
    }
    return Draft.from_dict({name: value for name, value in terms.items() if value is not None})


# --- what it says -------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(promises.guarantees())
def test_every_settled_term_appears_in_both_forms(promise):
    made = memo_of(promise, beside=["NAT1949"])
    pages = [bare(Page(memo.html(made)).shown), bare(rendered(memo.markdown(made)).shown)]
    for field in words.fields():
        if getattr(promise, field.name) is not None:
            for page in pages:
                assert bare(f"{field.label}: {promise.value_words(field.name)}.") in page
    assert Guarantee.from_code(made.code) == promise
    for page in pages:
        assert made.code in page


@settings(max_examples=25)
@given(promises.guarantees(), st.sampled_from(CASES), st.sampled_from(instruments.ids()))
def test_both_forms_say_the_same_in_the_same_order(promise, case, other):
    made = memo_of(promise, name="A & B", note="One.\n\nTwo.", cases=[case], beside=[other])
    printed = replace(made, whole=None)
    assert bare(Page(memo.html(made)).shown) == bare(rendered(memo.markdown(printed)).shown)


@pytest.mark.parametrize("name", instruments.ids())
def test_a_real_text_in_six_cases_beside_two_others_takes_two_sheets(name):
    others = [other for other in ("BUDAPEST1994", "NAT1949", "SEATO1954") if other != name][:2]
    made = memo_of(instruments.get(name), cases=CASES, beside=others)
    assert memo._sheets(memo._blocks(made)) <= 2
    assert len(made.tried) == 6
    assert made.text
    assert made.gaps
    assert len(made.beside.rows) >= 5


def test_a_short_memo_leaves_nothing_out():
    promise = student().settled()
    made = memo_of(student(), cases=CASES[:2])
    assert (made.text_cut, made.note_cut) == (False, False)
    assert made.more_gaps == made.more_costs == made.more_tried == ()
    assert [sentence for _, sentence in made.gaps] == [gap.sentence for gap in promise.gaps()]
    assert [sentence for _, sentence in made.costs] == [cost.sentence for cost in promise.costs()]
    whole = treaty.draft(promise)
    printed = " ".join(text for _, text in made.text)
    for article in whole.articles:
        if article.number:
            assert " ".join(one.text for one in article.sentences) in printed


def test_what_is_left_out_is_said():
    note = "Many words of a long note. " * 140
    terms = {
        "attacks": list(words.field("attacks").options),
        "obligations": list(words.field("obligations").options),
        "exclusions": list(words.field("exclusions").options),
        "conditions": list(words.field("conditions").options),
        "voids": list(words.field("voids").options),
        "form": "statute",
        "nuclear": "umbrella",
    }
    made = memo_of(student(**terms), note=note, cases=CASES, beside=["NAT1949", "BUDAPEST1994"])
    page = Page(memo.html(made)).shown
    assert memo._sheets(memo._blocks(made)) <= 2
    assert made.note_cut
    assert words.text("memo.note_cut") in page
    assert made.note.startswith(made.told[0][:-1])
    assert json.loads(memo.json(made))["note"] == note.strip()
    assert made.text_cut
    assert words.text("memo.text.cut") in page
    assert made.beside.also
    assert words.text("memo.beside.also_many", count=len(made.beside.also)) in page
    assert all(label in page for label in made.more_gaps)
    whole = rendered(memo.markdown(made)).shown
    written = [article for article in treaty.draft(made.draft.settled()).articles if article.number]
    held = json.loads(memo.json(made))["articles"]
    assert len(written) == len(held) > len(made.text)
    for article, one in zip(written, held, strict=True):
        text = " ".join(sentence.text for sentence in article.sentences)
        assert one == {"title": article.title, "text": text}
        assert text in whole
    assert words.text("memo.text.cut") not in whole
    assert words.text("memo.note_cut") not in whole


def test_a_draft_is_headed_as_unfinished_with_its_faults():
    draft = Draft.from_dict(
        {"years": 0, "duration": "fixed", "lead": "<b>\u202e", "obligations": ["consult"]}
    )
    made = memo_of(draft)
    page = Page(memo.html(made))
    assert not made.finished
    assert page.text("h1", "bdi").startswith("Unfinished guarantee: Ours")
    assert made.faults == tuple(fault.sentence for fault in draft.faults())
    for fault in made.faults:
        assert fault in page.shown
        assert fault in rendered(memo.markdown(made)).shown
    assert memo_of(student()).finished
    assert "nfinished" not in memo.html(memo_of(student()))


def test_of_many_faults_the_first_are_named_and_the_rest_counted():
    draft = Draft.from_dict({field.name: {"x": 1} for field in words.fields()})
    made = memo_of(draft)
    assert len(draft.faults()) > 30
    assert made.faults[-1] == words.text("memo.more_faults", count=len(draft.faults()) - 6)
    assert len(made.faults) == 7


@settings(max_examples=40)
@given(promises.messy())
def test_any_draft_gives_a_memo_and_goes_round(values):
    draft = Draft.from_dict(values)
    made = memo_of(draft, note="A \u202enote")
    held = json.loads(memo.json(made))
    assert Draft.from_dict(held) == draft
    assert (held["schema"], held["name"], held["note"]) == (1, "Ours", "A note")
    assert not UNSEEN.search(memo.json(made))
    assert not UNSEEN.search(memo.html(made))
    assert not UNSEEN.search(memo.markdown(made))


def test_the_json_of_a_guarantee_is_its_own_json_with_name_and_note():
    promise = instruments.get("BUDAPEST1994")
    held = json.loads(memo.json(memo_of(promise, note="Thin.")))
    assert (held.pop("name"), held.pop("note")) == ("Ours", "Thin.")
    assert held.pop("articles")
    assert Guarantee.from_json(json.dumps(held)) == promise


# --- cases --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["NAT1949", "BUDAPEST1994", "UKUA2024", "LONDON1839", "CYPRUS1960"])
def test_a_case_is_told_as_the_replay_tells_it(name):
    promise = instruments.get(name)
    for row, case in zip(memo_of(promise, cases=CASES).tried, CASES, strict=False):
        verdict = replay.replay(promise, cases.get(case))
        changes = replay.smallest_change(promise, cases.get(case))
        assert (row.met, row.as_if, row.case) == (verdict.trigger.met, verdict.as_if, verdict.case.title)
        assert row.changes == len(changes)
        told = {memo._change_in_words(verdict, change) for change in changes}
        assert row.change in told
        assert not row.reason or row.reason in {reason.sentence for reason in verdict.trigger.reasons}
        assert bool(row.reason) == (row.met != "yes")


def test_the_change_brings_the_trigger_about_and_turns_little_else():
    row = memo_of(instruments.get("NAT1949"), cases=["blockade_of_odesa"]).tried[0]
    assert row.change.startswith("Attack that counts: with blockade. Then the trigger is met")
    fight = student(obligations=["automatic"], attacks=["armed_attack"], armed_force="owed")
    up = memo_of(fight, cases=["t22"]).tried[0]
    assert "Then the most owed is" in up.change or "Then the trigger is" in up.change


def test_who_owes_what_by_when():
    row = memo_of(student(), cases=["blockade_of_odesa"]).tried[0]
    assert row.owed == (
        "France, the United Kingdom and Poland: consult (within 24 hours); help (within 14 days; arguable).",
        "Troops: 10 thousand on the spot, 30 thousand from day 17.",
    )
    later = memo_of(student(), cases=["blockade_of_odesa"], assumptions=replay.Assumptions(move_days=40))
    assert "from day 42" in later.tried[0].owed[1]
    assert "40 days to move, your own values" in memo.html(later)


def test_an_attacker_among_the_guarantors_is_told_apart():
    row = memo_of(instruments.get("BUDAPEST1994"), cases=["t22"]).tried[0]
    assert any(line.startswith("Russia acted against Ukraine here, and so broke") for line in row.owed)
    assert all(line.endswith(".") and ". m" not in line for line in row.owed)


def test_those_bound_only_together_are_told_apart():
    both = [promises.guarantor("FRA"), promises.guarantor("DEU", "collectively")]
    row = memo_of(student(guarantors=both), cases=["blockade_of_odesa"]).tried[0]
    assert row.owed[0].startswith("France: consult")
    assert row.owed[1].startswith("Germany: consult")
    assert words.text("memo.tried.together") in row.owed[1]
    assert words.text("memo.tried.together") not in row.owed[0]


def test_outside_its_parties_a_text_is_headed_as_if():
    made = memo_of(instruments.get("ANZUS1951"), cases=["t22"])
    assert made.tried[0].as_if
    assert words.text("memo.tried.as_if") in Page(memo.html(made)).shown


@pytest.mark.parametrize("case", [case.id for case in cases.all()])
def test_every_case_can_be_told(case):
    for promise in (student(), Draft.from_dict({}), instruments.get("USIL1975")):
        (row,) = memo_of(promise, cases=[case]).tried
        assert row.owed
        assert all(line.strip() == line and line for line in row.owed)


# --- other texts --------------------------------------------------------------------------------------


def test_only_terms_that_differ_stand_beside_one_another():
    promise = student().settled()
    made = memo_of(promise, beside=["NAT1949", ("A classmate's", Guarantee(protege="UKR"))])
    rows = promise.compare(("", instruments.get("NAT1949")), ("", Guarantee(protege="UKR")))
    differ = [row.label for row in rows if len(set(row.cells)) > 1]
    assert sorted([row.label for row in made.beside.rows] + list(made.beside.also)) == sorted(differ)
    order = [words.field(row.field).name for row in made.beside.rows]
    names = [field.name for field in words.fields()]
    assert all(names.index(one) < names.index(other) for one, other in pairwise(order))
    for row in made.beside.rows:
        assert row.cells[0]
        assert row.cells[1:] != ("", "")
    page = Page(memo.html(made)).shown
    assert words.text("memo.beside.same") in page
    assert instruments.label("NAT1949") in page


def test_on_what_a_term_rests_is_said():
    made = memo_of(student(), beside=["BUDAPEST1994"])
    cell = next(row.cells[1] for row in made.beside.rows if row.field == "form")
    assert cell.endswith("(disputed)")


def test_beside_itself_nothing_differs():
    made = memo_of(instruments.get("NAT1949"), beside=["NAT1949"])
    assert made.beside.rows == ()
    assert words.text("memo.beside.none") in Page(memo.html(made)).shown


def test_guarantors_are_told_apart_even_where_their_names_are_the_same():
    other = student(
        guarantors=[promises.guarantor(s, "collectively") for s in ("FRA", "GBR", "POL")]
    ).settled()
    made = memo_of(student(), beside=[("Together", other)])
    row = next(row for row in made.beside.rows if row.field == "guarantors")
    assert row.cells[0] != row.cells[1] != ""
    assert "only together" in row.cells[1]


# --- claims -------------------------------------------------------------------------------------------


def test_where_it_stands_rests_on_claims_that_are_named():
    from course_utils import frontier

    made = memo_of(student(), claims=CLAIMS, alpha=0.1)
    place = frontier.of_guarantee(student().settled(), CLAIMS, alpha=0.1)
    assert made.standing.sentences == frontier.to_do_in_words(place)
    page = Page(memo.html(made)).shown
    assert made.standing.sentences in page
    for claim in ("worth of the peace (B) 0.1", "worth of the war (w) 0.2", "10 per cent"):
        assert claim in page
    assert words.text("memo.stands.not_forecast") in page
    assert len(memo_of(student(), claims={**CLAIMS, "zeta": 0.1}, alpha=0.1).standing.claims) == 4


def test_no_risk_stands_without_claims_or_beside_a_real_text():
    assert memo_of(student()).standing is None
    assert "per cent" not in memo.html(memo_of(student(), beside=["NAT1949"], cases=CASES[:1]))
    for name in instruments.ids():
        said = memo_of(instruments.get(name), claims=CLAIMS, alpha=0.1).standing.sentences
        assert said.startswith("Your terms are, one by one, those of a real text")
        assert "per cent" not in said


def test_many_claims_are_counted():
    claims = {str(row["id"]): 0.1 for row in datasets.rows("primitives") if row["whose"] == "student"}
    made = memo_of(student(), claims=claims, alpha=0.1)
    assert made.standing.claims[-2] == f"and {len(claims) - 8} more"


def test_frontier_and_numpy_are_loaded_for_claims_alone():
    code = """
import sys
from course_utils import instruments, memo
made = memo.of(instruments.get("UKUA2024"), name="Ours", cases=["t22"], beside=["NAT1949"])
memo.html(made), memo.markdown(made), memo.json(made)
print(sorted({"numpy", "pandas", "plotly", "IPython"} & set(sys.modules)))
"""
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).strip() == "[]"


@pytest.mark.parametrize(
    "more",
    [
        {"cases": [*CASES, "t05"]},
        {"beside": ["NAT1949", "BUDAPEST1994", "SEATO1954"]},
        {"claims": CLAIMS},
        {"alpha": 0.1},
        {"claims": {"Q": 1.0}, "alpha": 0.1},
        {"claims": CLAIMS, "alpha": 2.0},
    ],
)
def test_what_has_no_room_or_no_sense_is_refused_in_words(more):
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        memo_of(student(), **more)


def test_unknown_cases_and_texts_are_refused():
    for more in ({"cases": ["nowhere"]}, {"beside": ["NATO"]}):
        with pytest.raises(datasets.UnknownRow):
            memo_of(student(), **more)


def test_the_date_of_the_evidence_and_the_way_back_are_said():
    page = Page(memo.html(memo_of(student()))).shown
    assert "Evidence of the course reaches early July 2026." in page
    for name in ("versions", "paste_label", "paste_go"):
        assert words.section("widgets")["builder"]["page"][name] in page
    assert "reaches 3 May 2027." in Page(memo.html(memo_of(student(), evidence_to="3 May 2027"))).shown


# --- what somebody typed ------------------------------------------------------------------------------


def cleaned(text):
    return " ".join(memo.cleaned(text).split())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_stays_text_in_html(payload):
    other = ("plain", student(years=3).settled())
    plain = Page(memo.html(memo.of(student(), name="plain", note="plain", beside=[other])))
    made = memo.of(student(), name=payload, note=payload, beside=[(payload, other[1])])
    html = memo.html(made)
    page = Page(html)
    lines = len(made.told) - 1  # a note of several lines has several paragraphs
    extra = [("p", (("dir", "auto"),)), ("bdi", ())] * lines
    assert sorted(page.tags) == sorted([*plain.tags, *extra])
    assert cleaned(payload) in page.text("bdi")
    assert " ".join(made.told) in " ".join(text for tag, text in page.said if tag == "bdi")
    assert made.title == page.text("title")
    style = page.text("style")
    assert style.count("{") == plain.text("style").count("{") == style.count("}")
    assert re.fullmatch(r"[A-Za-z0-9 \\]*", re.search(r'@top-left \{ content: "([^"]*)"', style)[1])
    assert not UNSEEN.search(html)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_stays_text_in_markdown(payload):
    other = ("plain", student(years=3).settled())
    plain = rendered(memo.markdown(memo.of(student(), name="plain", note="plain", beside=[other])))
    made = memo.of(student(), name=payload, note=payload, beside=[(payload, other[1])])
    page = rendered(memo.markdown(made))
    extra = [("p", ())] * (len(made.told) - 1)
    assert sorted(page.tags) == sorted([*plain.tags, *extra])
    assert bare(made.title) == bare(page.text("h1"))
    assert bare(page.shown) == bare(Page(memo.html(made)).shown)
    assert not UNSEEN.search(memo.markdown(made))


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=200))
def test_whatever_is_typed_both_forms_say_the_same(name, note):
    made = memo.of(Guarantee(protege="UKR"), name=name, note=note)
    html = memo.html(made)
    assert bare(Page(html).shown) == bare(rendered(memo.markdown(made)).shown)
    assert not UNSEEN.search(html)
    assert not {"script", "a", "img", "comment"} & {tag for tag, _ in Page(html).tags}
    held = json.loads(memo.json(made))
    assert (held["name"], held["note"]) == (made.name, made.note)


def test_the_page_asks_for_nothing_and_runs_nothing():
    made = memo_of(student(), cases=CASES, beside=["NAT1949"], claims=CLAIMS, alpha=0.1)
    page = memo.html(made)
    for word in ("<script", "javascript:", "http:", "https:", "src=", "href=", "url(", "@import"):
        assert word not in page, word
    assert not [name for _, held in Page(page).tags for name, _ in held if name.startswith("on")]
    assert "default-src 'none'" in page


def test_a_name_is_cut_and_a_blank_one_replaced():
    assert memo_of(student(), name="x" * 500).name == "x" * 79 + "…"
    for blank in ("", " \n ", "\u202e\u200b"):
        assert memo_of(student(), name=blank).name == words.text("widgets.builder.untitled")


def test_the_four_questions_have_their_shapes():
    from course_utils import theme

    html = memo.html(memo_of(student()))
    for question, mark in theme.MARKS.items():
        label = words.text(f"questions.{question}.label")
        assert f'<span class="mark" role="img" aria-label="{label}">{mark.glyph}</span>' in html
        assert f"{mark.glyph} **{label}**" in memo.markdown(memo_of(student()))
