"""The builder under random use: state, page, file and twin agree, and nothing acknowledged is lost.

The machine works the builder as the page does, by messages, over the record that the lesson connects it with.
Fields, their kinds and the starting points are read from the builder's own form, so that a new term, a new
starting point or a new kind of control is drawn from too.
"""

import html.parser
import json
import os
import tempfile
from functools import cache
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from course_utils import cases, instruments, lesson, replay, treaty, words
from course_utils.guarantee import Draft
from course_utils.widgets import Builder, base
from course_utils.widgets.builder import LONGEST_NOTE, MOST_DAYS, OWN

SEQUENCES, STEPS = 1000, 5
FORM = Builder().form
FIELDS = [field for panel in FORM["panels"] for field in panel["fields"]]
NUMBERS = [field for field in FIELDS if field["kind"] == "number"]
STARTS = [start["value"] for start in FORM["starts"]]
REAL = [one["value"] for one in FORM["real"]]


def values(options):
    """What a list offers, those of its groups among them."""
    return [one["value"] for option in options for one in option.get("options", [option])]


CASES = values(FORM["cases"])
CLAIMS = {one["name"]: one for one in FORM["claims"]}
DAYS = [one["name"] for one in FORM["days"]]
#: The views that are looked into here; of every other one only that it is empty while another is looked at.
LOOKS = ("text", "compare", "gaps", "attack", "signs")
ODD = st.sampled_from([None, True, -1, 3.5, "", "no such value", "<b>", [], ["no such"], {"a": [1]}])
NAMES = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=90),
    st.sampled_from(["", "   ", "\x00", "Kyiv\x00", "x" * 79 + " and more", "\u202etxt", "<b>", "{name}"]),
)


def value_of(field):
    """What a hand can set in a field of this kind, and now and then what none can."""
    options = values(field["options"])
    some = st.sampled_from(options) if options else ODD
    right = {
        "choice": some,
        "state": some,
        "yes_no": st.booleans(),
        "choices": st.lists(some, unique=True, max_size=4),
        "number": st.integers((field["minimum"] or 0) - 1, (field["maximum"] or 9) + 1),
    }.get(field["kind"], ODD)
    if field.get("parts"):
        ways = {part: st.sampled_from(values(spec["options"])) for part, spec in field["parts"].items()}
        states = st.sampled_from(values(FORM["states"]))
        one = st.fixed_dictionaries({"state": states, **ways})
        right = st.lists(one, max_size=4)
    return st.integers(0, 9).flatmap(lambda die: ODD if die == 0 else right)


CHANGES = st.sampled_from(FIELDS).flatmap(lambda field: st.tuples(st.just(field["name"]), value_of(field)))
DRAGS = st.sampled_from(NUMBERS).flatmap(
    lambda field: st.tuples(
        st.just(field["name"]),
        st.lists(st.integers(field["minimum"], field["maximum"]), min_size=1, max_size=3),
    )
)


NOTES = st.one_of(NAMES, st.sampled_from(["For the Senate", "x" * (LONGEST_NOTE + 9), "two\nlines"]))


class Listed(html.parser.HTMLParser):
    """The items of the lists of a twin, in order."""

    def __init__(self, source):
        super().__init__()
        self.items, self.inside = [], False
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        if tag == "li":
            self.items.append("")
            self.inside = True

    def handle_endtag(self, tag):
        if tag == "li":
            self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.items[-1] += data


def sentences(text):
    """The sentences of a page's treaty text, in order."""
    return [
        "".join(part["text"] for part in sentence["parts"])
        for article in text["articles"]
        for sentence in article["sentences"]
    ]


@cache
def writing(draft):
    """The sentences that a draft writes, and its gaps; the same drafts come again and again."""
    settled = Draft.from_dict(json.loads(draft)).settled()
    sentences = [
        "".join(part.text for part in sentence.parts)
        for article in treaty.draft(settled).articles
        for sentence in article.sentences
    ]
    return sentences, [gap.id for gap in settled.gaps()]


def written(draft):
    """The sentences that a draft of the record writes."""
    return writing(json.dumps(draft))[0]


class Building(RuleBasedStateMachine):
    """One student, one builder, one record."""

    counted = 0

    @initialize()
    def sit_down(self):
        type(self).counted += 1
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "my-work" / "portfolio.json"
        os.environ["COURSE_PORTFOLIO"] = str(self.path)
        lesson.begin(8)
        lesson.build()
        self.panel = lesson._sitting.builders[0]
        self.asked, self.turned = 0, ""
        self.steps = []  # the drafts to which undo should lead, latest last
        self.claimed = None  # the claims that the record should hold
        self.dragging = ""  # the field of a drag that has not ended
        self.told = []  # what the page was told is saved: key and draft
        self.twin = None  # the draft that the twin was last compared with
        self.named = {}  # what was kept as a version by its name: key, name and draft → note

    def teardown(self):
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def tell(self, kind, **content):
        """Send a message as the page does, and hear what it is told."""
        self.asked += 1
        message = json.loads(json.dumps({"kind": kind, "asked": self.asked, **content}))
        page, before = self.panel.page, self.panel.page["saved_revision"]
        self.panel._on_message(self.panel, message, [])
        assert self.panel.fault == "", (kind, content)
        assert self.panel.heard == self.asked
        if self.panel.page is not page and kind != "look":  # it was drawn anew
            self.turned = content["case"] if kind == "turn" else ""
        if self.panel.page["saved_revision"] > before and kind != "claim":
            self.told.append((self.panel.key, self.panel.page["values"]))

    def step(self):
        """Remember where undo should lead from what follows."""
        self.steps.append(self.panel.page["values"])
        self.dragging = ""

    def record(self):
        """What the file holds, read without the library."""
        held = json.loads(self.path.read_bytes()) if self.path.exists() else {}
        return {"guarantees": {}, **held}

    # --- what a student does

    @rule(changed=CHANGES)
    def change(self, changed):
        field, value = changed
        if self.dragging != field:
            self.step()
        self.dragging = ""
        self.tell("change", field=field, value=value, final=True)

    @rule(drag=DRAGS)
    def drag(self, drag):
        field, values = drag
        if self.dragging != field:
            self.step()
        self.dragging = ""
        for value in values:
            self.tell("change", field=field, value=value, final=False)
        self.tell("change", field=field, value=values[-1], final=True)

    @rule(drag=DRAGS, settles=st.booleans())
    def drag_without_end(self, drag, settles):
        field, values = drag
        if self.dragging != field:
            self.step()
        self.dragging = field
        for value in values:
            self.tell("change", field=field, value=value, final=False)
        if settles:
            self.tell("settle")

    @rule(source=st.sampled_from([*STARTS, "no such text"]))
    def start(self, source):
        self.step()
        self.tell("start", source=source)

    @rule()
    def undo(self):
        before, could = self.panel.page["values"], self.panel.page["can_undo"]
        assert could == bool(self.steps)
        self.dragging = ""
        self.tell("undo")
        if could:
            expected = self.steps.pop()
            assert self.panel.page["values"] == expected
            self.tell("redo")
            assert self.panel.page["values"] == before
            self.tell("undo")
            assert self.panel.page["values"] == expected
        else:
            assert self.panel.page["values"] == before

    @rule()
    def redo(self):
        before, could = self.panel.page["values"], self.panel.page["can_redo"]
        self.tell("redo")
        if could:
            self.step()
            self.steps[-1] = before
            after = self.panel.page["values"]
            self.tell("undo")
            assert self.panel.page["values"] == before
            self.tell("redo")
            assert self.panel.page["values"] == after
        else:
            assert self.panel.page["values"] == before

    @rule(name=NAMES)
    def rename(self, name):
        self.tell("name", text=name)

    @rule()
    def duplicate(self):
        before = self.panel.page["values"]
        self.tell("duplicate")
        assert self.panel.page["values"] == before

    @rule()
    def fresh(self):
        self.tell("fresh")
        assert self.panel.page["values"] == {}
        self.steps, self.dragging = [], ""

    @rule(place=st.integers(-1, 5))
    def open(self, place):
        listed = [one["value"] for one in self.panel.page["guarantees"]]
        key = listed[place % len(listed)] if listed and place >= 0 else "nowhere"
        self.tell("open", key=key)
        if key == "nowhere":
            assert self.panel.page["problem"]
        else:
            assert self.panel.key == key
            self.steps, self.dragging = [], ""

    @rule(spoilt=st.booleans())
    def code(self, spoilt):
        code = self.panel.page["code"]
        before = self.panel.page["values"]
        held = self.record()["guarantees"]
        self.tell("code", text=code + ("!" if spoilt else ""))
        if spoilt:
            assert self.panel.page["problem"]
            assert self.panel.page["values"] == before
            assert self.record()["guarantees"] == held
        else:
            assert self.panel.page["code"] == code
            assert written(self.panel.page["values"]) == written(before)
            self.steps, self.dragging = [], ""

    @precondition(lambda self: self.path.exists())
    @rule()
    def start_afresh(self):
        self.tell("settle")
        lesson._sitting.keeper._on_message(lesson._sitting.keeper, {"kind": "clear", "asked": 1}, [])
        assert self.record()["guarantees"] == {}
        assert self.panel.page["values"] == {}
        self.steps, self.dragging, self.told, self.named = [], "", [], {}

    @rule()
    def the_lesson_is_opened_again(self):
        self.tell("settle")
        before = self.panel
        lesson.begin(8)
        lesson.build()
        self.panel, self.asked, self.turned = lesson._sitting.builders[0], 0, ""
        if before.key in self.record()["guarantees"]:
            newest = max(self.record()["guarantees"].items(), key=lambda one: one[1]["revision"])
            assert (self.panel.key, self.panel.page["values"]) == (newest[0], newest[1]["draft"])
        self.steps, self.dragging = [], ""

    @rule(note=NOTES)
    def keep_version(self, note):
        self.dragging = ""
        self.tell("version", note=note)
        panel, said = self.panel, " ".join(note.split())[:LONGEST_NOTE]
        kept = self.record()["guarantees"][panel.key]
        assert (kept["named"], kept["draft"]) == (True, panel.page["values"])
        self.named[panel.key, kept["name"], json.dumps(kept["draft"])] = kept["note"]
        if said.isprintable():
            assert kept["note"] == said

    @rule(place=st.integers(-1, 3))
    def go_back(self, place):
        offered = self.panel.page["versions"]
        held = self.panel.history(self.panel.key)
        if offered and place >= 0:
            revision = offered[place % len(offered)]["revision"]
            (found,) = [one for one in held if one["revision"] == revision]
            self.step()
            self.tell("back", revision=revision)
            assert self.panel.page["values"] == found["draft"]
        else:
            before = self.panel.page["values"]
            self.tell("back", revision=[-1, None, "1", {"a": 1}][place])
            assert self.panel.page["problem"]
            assert self.panel.page["values"] == before

    @rule(view=st.sampled_from([*LOOKS, *LOOKS, "no such view"]))
    def look(self, view):
        before = self.panel.page["view"]
        self.tell("look", view=view)
        assert self.panel.page["view"] == (view if view in LOOKS else before)

    @rule(
        wanted=st.lists(st.sampled_from([*REAL, "own", "code", "no such text"]), max_size=5),
        place=st.integers(0, 5),
        only=st.booleans(),
    )
    def set_beside(self, wanted, place, only):
        keys = [one["value"] for one in self.panel.page["guarantees"]]
        own = OWN + (keys[place % len(keys)] if keys else "nowhere")
        asked = [{"own": own, "code": self.panel.page["code"]}.get(one, one) for one in wanted]
        real = [one for one in dict.fromkeys(asked) if one not in ("no such text", OWN + "nowhere")]
        self.tell("look", view="compare")
        self.tell("beside", sources=asked)
        self.tell("differing", only=only)
        assert self.panel.page["compare"]["sources"] == real[: FORM["most_beside"]]
        assert self.panel.page["compare"]["only"] == only

    @rule(sources=ODD, spoilt=st.booleans())
    def set_a_code_beside(self, sources, spoilt):
        code = self.panel.page["code"]
        self.tell("look", view="compare")
        before = self.panel.page["compare"]["sources"]
        self.tell("beside_code", text=code + ("!" if spoilt else ""))
        assert self.panel.page["problem"] == spoilt
        if spoilt:
            assert self.panel.page["compare"]["sources"] == before
            self.tell("beside", sources=sources)
            assert self.panel.page["compare"]["sources"] == []
        else:
            assert self.panel.page["compare"]["sources"][-1] == code

    @rule(chosen=st.lists(st.sampled_from([*CASES, "no such case"]), max_size=8), turned=st.booleans())
    def choose_cases(self, chosen, turned):
        self.tell("look", view="attack")
        self.tell("cases", cases=chosen)
        known = [one for one in dict.fromkeys(chosen) if one in CASES][: FORM["most_cases"]]
        assert [one["id"] for one in self.panel.page["attack"]["cases"]] == known
        if known and turned:
            self.tell("turn", case=known[-1])

    @rule(name=st.sampled_from(DAYS), days=st.one_of(st.integers(-1, MOST_DAYS + 1), ODD))
    def assume(self, name, days):
        self.tell("look", view="attack")
        before = self.panel.page["attack"]["clock"]
        self.tell("assume", name=name, days=days)
        right = type(days) is int and 0 <= days <= MOST_DAYS
        assert self.panel.page["attack"]["clock"] == ({**before, name: days} if right else before)

    @rule(
        name=st.sampled_from([*CLAIMS, "no such claim"]),
        value=st.one_of(st.floats(-1.0, 1.0), ODD),
        final=st.booleans(),
    )
    def claim(self, name, value, final):
        self.tell("look", view="signs")
        before = self.panel.page["signs"]["claims"]
        self.tell("claim", name=name, value=value, final=final)
        one = CLAIMS.get(name)
        right = one and type(value) in (int, float) and one["minimum"] <= value <= one["maximum"]
        held = self.panel.page["signs"]["claims"]
        assert held == ({**before, name: value} if right else before)
        if final and held != self.claimed:
            kept = self.record()["notes"]["8.claims"]
            assert {key: kept[key] for key in held} == held
            self.claimed = held

    # --- what holds after each of these

    @invariant()
    def the_page_shows_the_state(self):
        page = self.panel.page
        assert page["values"] == self.panel.draft.to_dict()
        assert page["name"] == self.panel.name
        assert page["can_undo"] == bool(self.steps)
        assert page["gap_count"] == (len(writing(json.dumps(page["values"]))[1]) if page["values"] else 0)
        assert [view["id"] for view in FORM["views"] if page[view["id"]] is not None] == [page["view"]]

    @invariant()
    def the_view_shows_the_state(self):
        page = self.panel.page
        text, gaps = writing(json.dumps(page["values"]))
        if page["view"] == "text":
            assert sentences(page["text"]) == text
        elif page["view"] == "gaps":
            assert [gap["id"] for gap in page["gaps"]] == (gaps if page["values"] else [])
        elif page["view"] == "compare":
            shown = page["compare"]
            assert len(shown["columns"]) == 2 + len(shown["sources"])
            assert shown["columns"][1] == page["name"]
            rows = [row["cells"] for group in shown["groups"] for row in group["rows"]]
            assert all(len(cells) == 1 + len(shown["sources"]) for cells in rows)
            assert len(rows) == len(FIELDS) or shown["only"]
            assert shown["same"] == (not rows)
        elif page["view"] == "signs":
            shown = page["signs"]
            assert (shown["map"]["dot"] is None) == any(
                instruments.get(one["value"]) == self.panel.draft.settled() for one in FORM["real"]
            )
            assert [lane["who"] for lane in shown["map"]["lanes"]][-1] == "all"
        else:
            assert [one["id"] for one in page["attack"]["cases"]] == page["attack"]["chosen"]
            for one in page["attack"]["cases"]:
                met = replay.replay(
                    self.panel.draft.settled(), cases.get(one["id"]), self.panel.clock
                ).trigger
                assert one["trigger"] == met.met
                assert (one["changes"] is not None) == (one["id"] == self.turned)

    @invariant()
    def the_twin_shows_the_state(self):
        if self.twin != self.panel.page["values"]:  # it says nothing but these
            self.twin = self.panel.page["values"]
            assert Listed(self.panel.twin()).items == written(self.twin)

    @invariant()
    def the_file_holds_the_state(self):
        if self.dragging:
            return  # what is dragged is saved when it settles
        kept = self.record()["guarantees"].get(self.panel.key)
        if kept is None:
            assert self.panel.page["values"] == {}
            assert self.panel.page["saved_revision"] == 0 or not self.told
        else:
            assert kept["draft"] == self.panel.page["values"]
            assert kept["name"] == self.panel.page["name"]

    @invariant()
    def nothing_acknowledged_is_lost(self):
        held = self.record()["guarantees"]
        for key, draft in self.told:
            assert draft in [version["draft"] for version in (held[key], *held[key]["history"])]

    @invariant()
    def a_version_kept_by_its_name_stays(self):
        held, shown = self.record()["guarantees"], self.panel.page["versions"]
        for (key, name, draft), note in self.named.items():
            kept = [one for one in (held[key], *held[key]["history"]) if one["named"]]
            assert (name, draft, note) in [
                (one["name"], json.dumps(one["draft"]), one["note"]) for one in kept
            ]
            if key == self.panel.key and not self.dragging:
                assert [one["revision"] for one in shown] == sorted(
                    (one["revision"] for one in kept), reverse=True
                )


@pytest.mark.slow
def test_a_thousand_random_sequences_leave_page_state_file_and_twin_equal(monkeypatch):
    monkeypatch.setattr(lesson, "display", lambda *things, **kwargs: None)
    monkeypatch.setattr(lesson, "_sitting", None)
    # No power fails here: test_portfolio_kill covers that. A change that turns a verdict is looked for in
    # test_replay, which takes a fifth of a second each time.
    monkeypatch.setattr(os, "fsync", lambda file: None)
    monkeypatch.setattr(replay, "smallest_change", lambda guarantee, case: [])
    monkeypatch.setattr(base, "SENDING", 0)  # no page waits for its change
    monkeypatch.setattr(Building, "counted", 0)
    run(
        Building,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"{Building.counted} sequences")
    assert Building.counted >= SEQUENCES


def test_the_words_of_the_form_are_the_terms():
    assert [field["name"] for field in FIELDS] == sorted(
        (field.name for field in words.fields()), key=[field["name"] for field in FIELDS].index
    )
