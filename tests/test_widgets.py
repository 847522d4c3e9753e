"""The panels without a browser: what they hold, what they take, and what they never show too early."""

import json
import threading
import time
from pathlib import Path

import pytest

from course_utils import clauses, datasets, questions, words
from course_utils.portfolio import Portfolio
from course_utils.widgets import Beliefs, Builder, Keeper, ParadoxMap, Question, Rank, Reader, Texts, base
from course_utils.widgets.base import module

ITEMS = {item.id: (number, item) for number in (0, 1, 8) for item in questions.bank(number)[0].values()}
LADDERS = [name for name in words.section("ladders") if name != "instruments"]
ODD = [
    None,
    7,
    -1,
    3.5,
    True,
    "",
    "war ",
    "<script>alert(1)</script>",
    [],
    {},
    float("nan"),
    "=1+1",
    "\u202egnp.exe",
]


def tell(panel, kind, **content):
    panel._on_message(panel, {"kind": kind, "asked": 1, **content}, [])
    assert panel.fault == ""


def right(item):
    if item.kind == "number":
        return item.minimum
    if item.kind == "text":
        return "<b>Mine</b>, =1+1 and all."
    return next((o.value for o in item.options if o.right), item.options[0].value)


@pytest.mark.parametrize("name", ITEMS)
def test_no_trait_holds_an_answer_before_the_attempt(name):
    item = ITEMS[name][1]
    state = json.dumps(Question(item).get_state(), default=str)
    for secret in (*item.reveal, *(option.why for option in item.options)):
        assert not secret or json.dumps(secret)[1:-1] not in state
    assert '"right"' not in state


ANSWERED = [name for name, (_, item) in ITEMS.items() if item.kind != "text"]
WRITTEN = [name for name, (_, item) in ITEMS.items() if item.mode == "write"]
SEALED = ITEMS["day-one"][1]
STATEMENTS = {one.id: one.statement for one in questions.beliefs()}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_text_is_kept_as_data_and_may_be_changed(name):
    panel = Question(ITEMS[name][1])
    for text in ("<b>Mine</b>", "=1+1", "\u202egnp.exe", "x" * 9000):
        tell(panel, "answer", answer=text)
        assert not panel.locked
        assert panel.page["given"] == text[:4000]
    for nothing in (None, "", "   ", 3, ["a"]):
        tell(panel, "answer", answer=nothing)
        assert panel.page["problem"]
        assert panel.page["given"] == "x" * 4000


@pytest.mark.parametrize(
    "text", ["send arms.", "<script>alert(1)</script>", "=1+1", "\u202egnp.exe", "x" * 900]
)
def test_a_sentence_is_sealed_once_and_then_out_of_sight(text):
    panel = Question(SEALED)
    tell(panel, "answer", answer="  ")
    assert panel.page["problem"]
    assert not panel.locked
    tell(panel, "answer", answer=f" {text} ")
    assert panel.locked
    assert panel.given == {"answer": text[:300]}
    tell(panel, "answer", answer="Something else.")
    assert panel.given == {"answer": text[:300]}
    for one in (panel, Question(SEALED, panel.given)):
        assert text[:300] not in json.dumps(one.get_state(), default=str, ensure_ascii=False)
        assert text[:300] not in one.twin()
    assert str(SEALED.opens) in panel.words["locked"]
    panel.restore(None)
    assert not panel.locked


@pytest.mark.parametrize("odd", [{"answer": 3}, {"answer": None}, {"why": "x"}, {}], ids=repr)
def test_a_seal_that_holds_no_sentence_is_none(odd):
    panel = Question(SEALED, odd)
    assert not panel.locked
    tell(panel, "answer", answer="meet.")
    assert panel.given["answer"] == "meet."


def test_each_belief_is_kept_at_once_and_may_be_changed():
    panel, kept = Beliefs(STATEMENTS), []
    panel.observe(lambda change: kept.append(change["new"]), names="given")
    for place, name in enumerate(STATEMENTS):
        tell(panel, "believe", statement=name, step=place % 6)
        assert kept[-1][name] == place % 6
    tell(panel, "believe", statement="paper", step=5)
    assert kept[-1] == {name: place % 6 for place, name in enumerate(STATEMENTS)} | {"paper": 5}
    assert panel.page["status"] == words.text("widgets.beliefs.status", done=8, of=8)


@pytest.mark.parametrize("odd", [*ODD, 6, "3", 3.0], ids=repr)
def test_what_is_no_belief_changes_nothing(odd):
    panel = Beliefs(STATEMENTS, {"paper": 2})
    for statement, step in (("paper", odd), (odd, 3), ("no such", 3)):
        panel._on_message(panel, {"kind": "believe", "statement": statement, "step": step, "asked": 1}, [])
        assert panel.fault == ""
        assert panel.given == {"paper": 2}
    for kept in (odd, {"paper": odd}, {"no such": 3}):
        assert Beliefs(STATEMENTS, kept).given == {}


def test_beliefs_of_before_the_course_stand_and_what_was_left_blank_can_be_given():
    panel = Beliefs(STATEMENTS, {"paper": 2}, stand=True)
    tell(panel, "believe", statement="paper", step=5)
    tell(panel, "believe", statement="force", step=1)
    tell(panel, "believe", statement="force", step=0)
    assert panel.given == {"paper": 2, "force": 0}
    assert panel.page["fixed"] == ["paper"]
    assert words.text("widgets.beliefs.stand") in panel.page["status"]
    panel.restore({}, stand=False)
    assert panel.page["fixed"] == []


def test_the_twin_of_the_beliefs_shows_no_answer():
    shown = {
        name: Beliefs(STATEMENTS, dict.fromkeys(STATEMENTS, step)).twin()
        for name, step in (("a", 1), ("b", 5))
    }
    assert shown["a"] == shown["b"] == Beliefs(STATEMENTS).twin()
    assert Beliefs({"a": "<script>alert(1)</script>"}).twin().count("<script>") == 0


@pytest.mark.parametrize("name", ANSWERED)
def test_a_question_takes_one_right_answer_and_stands(name):
    item = ITEMS[name][1]
    panel = Question(item)
    tell(panel, "answer", answer=right(item), why="Because of a word.")
    assert panel.locked
    assert panel.page["given"] == right(item)
    before = dict(panel.given)
    tell(panel, "answer", answer=item.options[-1].value if item.options else item.maximum, why="No.")
    assert panel.given == before
    if not item.reveal_later and item.reveal:
        assert panel.page["reveal"]["paragraphs"] == list(item.reveal)
    again = Question(item, panel.given)
    assert again.locked
    assert {**again.page, "group": ""} == {**panel.page, "group": ""}


@pytest.mark.parametrize("name", [name for name, (_, item) in ITEMS.items() if item.mode == "quiz"])
def test_each_wrong_answer_explains_itself_and_another_may_follow(name):
    item = ITEMS[name][1]
    panel = Question(item)
    wrong = [option for option in item.options if not option.right]
    for option in wrong:
        tell(panel, "answer", answer=option.value)
        assert not panel.locked
        assert panel.page["feedback"] == [option.why]
    tell(panel, "answer", answer=right(item))
    assert panel.locked
    assert panel.given["attempts"] == [*(option.value for option in wrong), right(item)]


@pytest.mark.parametrize("answer", ODD, ids=repr)
@pytest.mark.parametrize("name", ANSWERED)
def test_an_answer_that_is_none_of_them_changes_nothing(name, answer):
    item = ITEMS[name][1]
    panel = Question(item)
    if item.kind == "number" and answer == 7:
        answer = item.maximum + 1
    panel._on_message(panel, {"kind": "answer", "answer": answer, "why": "x", "asked": 1}, [])
    assert panel.given == {}
    assert panel.fault == ""
    assert panel.page["problem"]


@pytest.mark.parametrize("ladder", LADDERS)
def test_a_ladder_hides_its_codes_until_all_are_placed_and_asked_for(ladder):
    panel = Rank(ladder)
    for place, row in enumerate(panel.rows):
        tell(panel, "show")
        assert panel.page["coded"] is None
        tell(panel, "place", clause=row.id, rung=place % 5)
    assert panel.page["missing"] == 0
    assert panel.page["coded"] is None
    tell(panel, "show")
    coded = panel.page["coded"]
    assert [int(row[2]) for row in coded["rows"]] == sorted((row.code for row in panel.rows), reverse=True)
    before = dict(panel.placed)
    tell(panel, "place", clause=panel.rows[0].id, rung=5)
    assert panel.placed == before
    tell(panel, "dissent", text="  <b>forthwith</b> is a time word ")
    assert Rank(ladder, panel.record()).page["dissent"] == "<b>forthwith</b> is a time word"


@pytest.mark.parametrize("rung", ODD, ids=repr)
def test_what_is_no_rung_is_not_taken(rung):
    panel = Rank("duty")
    panel._on_message(panel, {"kind": "place", "clause": panel.rows[0].id, "rung": rung, "asked": 1}, [])
    panel._on_message(panel, {"kind": "place", "clause": rung, "rung": 2, "asked": 2}, [])
    assert all(isinstance(value, int) and 0 <= value <= 4 for value in panel.placed.values())
    assert set(panel.placed) <= {row.id for row in panel.rows}


def test_the_agreement_with_the_codes_counts_every_pair_once():
    panel = Rank("duty")
    codes = {row.id: row.code for row in panel.rows}
    for row in panel.rows:
        panel.place(row.id, codes[row.id])
    panel.show()
    ordered = sum(a < b for a in codes.values() for b in codes.values())
    assert f"{ordered} pairs" in panel.page["coded"]["lines"][0]
    assert f"ordered {ordered} of them the same way" in panel.page["coded"]["lines"][0]


def test_the_codes_a_ladder_shows_are_those_of_the_table():
    table = {(row["instrument"], row["code"]): row["value"] for row in datasets.rows("codes")}
    for ladder in LADDERS:
        code = words.section("ladders")[ladder]["code"]
        assert {row.id: row.code for row in Rank(ladder).rows} == {
            name: table[name, code] for name in words.section("ladders")["instruments"]
        }


def test_reading_and_striking():
    panel = Reader("NAT1949-5-1")
    assert panel.page["owed"] == words.text("widgets.reader.owed_first")
    for phrase in panel.by_id:
        tell(panel, "choose", phrase=phrase)
        assert panel.page["chosen"]["id"] == phrase
        tell(panel, "strike", phrase=phrase)
        assert panel.page["struck"] == [phrase]
        assert panel.page["owed"] == clauses.still_owed([phrase])
        tell(panel, "strike", phrase=phrase)
    assert panel.page["owed"] == clauses.still_owed([])
    assert "".join(segment["words"] for segment in panel.page["segments"]) == clauses.get("NAT1949-5-1").words
    for odd in ODD:
        panel._on_message(panel, {"kind": "strike", "phrase": odd, "asked": 1}, [])
        assert panel.page["struck"] == []


def test_the_reader_takes_only_known_phrases_from_a_record():
    assert Reader("NAT1949-5-1", ["<script>", "no-such"]).struck == ()


def test_a_builder_follows_each_change_and_goes_back():
    panel = Builder()
    tell(panel, "start", source="NAT1949")
    text = json.dumps(panel.page["text"])
    tell(panel, "change", field="consult_within_hours", value=24)
    assert "24 hours" in json.dumps(panel.page["text"])
    assert panel.page["news"].startswith("The text now reads: If the event happens")
    tell(panel, "undo")
    assert panel.draft.to_dict().get("consult_within_hours") is None
    assert json.dumps(panel.page["text"]) == text
    tell(panel, "redo")
    assert panel.draft.to_dict()["consult_within_hours"] == 24


def test_former_states_stand_in_a_group_of_their_own_at_the_end():
    kinds = {row["id"]: row["kind"] for row in datasets.rows("states")}
    fields = {field["name"]: field for panel in Builder().form["panels"] for field in panel["fields"]}
    for shown in (Builder().form["states"], fields["lead"]["options"], fields["protege"]["options"][1:]):
        *living, former = shown
        assert {kinds[one["value"]] for one in living} == {"current"}
        assert former["label"] == words.text("widgets.builder.former_states")
        assert {kinds[one["value"]] for one in former["options"]} == {"historical"}
        assert len(living) + len(former["options"]) == len(datasets.rows("states"))


def test_a_drag_is_one_step_to_undo():
    panel = Builder()
    tell(panel, "start", source="NAT1949")
    for days in range(1, 40):
        tell(panel, "change", field="help_within_days", value=days, final=False)
    tell(panel, "change", field="help_within_days", value=40)
    assert panel.work["draft"]["help_within_days"] == 40
    tell(panel, "undo")
    assert "help_within_days" not in panel.draft.to_dict()


HUGE = [10**400, "x" * 10_000, {"a": {"b": []}}, ["armed_attack"] * 999]


@pytest.mark.parametrize("value", [*ODD, *HUGE], ids=lambda value: repr(value)[:20])
def test_an_impossible_term_is_answered_at_its_field_and_never_breaks_the_page(value):
    for field in words.fields():
        panel = Builder()
        tell(panel, "start", source="BUDAPEST1994")
        panel._on_message(panel, {"kind": "change", "field": field.name, "value": value, "asked": 1}, [])
        assert panel.fault == "", (field.name, value)
        kept = panel.draft.to_dict().get(field.name)
        if kept is not None and kept != [] and field.name in panel.page["faults"]:
            assert all(len(sentence) < 300 for sentence in panel.page["faults"][field.name])


def test_names_versions_and_copies():
    record = {}
    panel = Builder(None, lambda: [(k, v["name"]) for k, v in record.items()], record.get)
    panel.observe(lambda change: record.update({panel.work["key"]: panel.work}), names="work")
    tell(panel, "start", source="NAT1949")
    tell(panel, "name", text="  Odesa   compact ")
    assert record["g1"]["name"] == "Odesa compact"
    tell(panel, "duplicate")
    tell(panel, "change", field="years", value=10)
    assert panel.key == "g2"
    assert "years" not in record["g1"]["draft"]
    tell(panel, "fresh")
    assert record["g3"]["draft"] == {}
    tell(panel, "open", key="g1")
    assert panel.name == "Odesa compact"
    code = panel.page["code"]
    tell(panel, "code", text=code)
    assert record["g4"]["draft"] == record["g1"]["draft"]
    before = json.dumps(record)
    for bad in ("", "AG1-", code[:-1], code[:-1] + "!", "<script>", code.replace("A", "B", 1)):
        panel._on_message(panel, {"kind": "code", "text": bad, "asked": 1}, [])
        assert panel.fault == ""
        assert panel.page["problem"]
    assert json.dumps(record) == before
    tell(panel, "open", key="nowhere")
    assert panel.page["problem"]


def test_opening_another_guarantee_saves_nothing_that_is_unchanged():
    record, saved = {}, []
    panel = Builder(None, lambda: [(k, v["name"]) for k, v in record.items()], record.get)

    def keep(change):
        saved.append(panel.work["key"])
        record[panel.work["key"]] = panel.work

    panel.observe(keep, names="work")
    tell(panel, "change", field="years", value=10)
    tell(panel, "fresh")
    tell(panel, "change", field="years", value=20)
    before = list(saved)
    for key in ("g1", "g2", "g2", "g1"):
        tell(panel, "open", key=key)
        assert panel.key == key
    tell(panel, "open", key="nowhere")
    assert saved == before
    tell(panel, "change", field="years", value=11, final=False)
    panel.last_kept = float("inf")  # the drag goes on and is not saved yet
    tell(panel, "change", field="years", value=12, final=False)
    tell(panel, "open", key="g2")
    assert record["g1"]["draft"] == {"years": 12}
    tell(panel, "duplicate")
    assert saved[-2:] == ["g1", "g3"]
    assert record["g3"]["draft"] == {"years": 20}


def test_a_long_name_or_an_empty_one():
    panel = Builder()
    tell(panel, "name", text="   ")
    assert panel.name == words.text("widgets.builder.untitled")
    tell(panel, "name", text="x" * 500)
    assert len(panel.name) == 80


@pytest.mark.parametrize("name", ["Kyiv\x00", "\x08", "x" * 79 + " and more", "half \ud800", "a\u2028b"])
def test_a_name_is_held_as_the_record_keeps_it(name, portfolio_path):
    record = Portfolio()
    panel = Builder()
    panel.observe(
        lambda change: record.save_guarantee(panel.key, panel.name, panel.work["draft"]), names="work"
    )
    for kind in ("name", "duplicate"):
        tell(panel, kind, text=name)
        tell(panel, "change", field="years", value=len(record.keys("guarantees")) + 1)
        assert record.get("guarantees", panel.key)["name"] == panel.page["name"]


def test_opening_the_guarantee_that_is_open_keeps_what_was_being_dragged():
    record = {}
    panel = Builder(None, lambda: [(k, v["name"]) for k, v in record.items()], record.get)
    panel.observe(lambda change: record.update({panel.work["key"]: panel.work}), names="work")
    tell(panel, "change", field="years", value=10)
    tell(panel, "change", field="years", value=11, final=False)
    tell(panel, "open", key="g1")
    assert panel.page["values"] == record["g1"]["draft"] == {"years": 11}


def test_a_start_ends_a_drag_so_that_undo_leads_back_to_it():
    panel = Builder()
    tell(panel, "change", field="years", value=10, final=False)
    tell(panel, "start", source="NAT1949")
    started = panel.page["values"]
    tell(panel, "change", field="years", value=11)
    tell(panel, "undo")
    assert panel.page["values"] == started


def test_going_back_to_a_version_ends_a_drag_so_that_undo_leads_back_to_it():
    kept = {
        "revision": 4,
        "name": "Mine",
        "draft": {"years": 5},
        "note": "",
        "saved": "2026-07-01T10:00:00+00:00",
    }
    panel = Builder(history=lambda key: [kept])
    tell(panel, "change", field="years", value=10, final=False)
    tell(panel, "back", revision=4)
    tell(panel, "change", field="years", value=11)
    tell(panel, "undo")
    assert panel.page["values"] == {"years": 5}


def test_only_whole_days_within_the_bounds_are_assumed():
    panel = Builder()
    tell(panel, "look", view="attack")
    before = panel.page["attack"]["clock"]
    for name in (*before, "no such days"):
        for odd in (*ODD[2:], None, 366):
            panel._on_message(panel, {"kind": "assume", "name": name, "days": odd, "asked": 1}, [])
            assert panel.fault == ""
            assert panel.page["attack"]["clock"] == before
            assert not any(isinstance(days, bool) for days in panel.page["attack"]["clock"].values())
        tell(panel, "assume", name=name, days=0)
        assert panel.page["attack"]["clock"].get(name, 0) == 0
        before = panel.page["attack"]["clock"]


def test_what_would_turn_a_verdict_is_said_as_fits_the_answer():
    panel = Builder()
    tell(panel, "start", source="NAT1949")
    tell(panel, "cases", cases=["full_invasion", "cyber_on_the_grid"])
    for place, met in enumerate(("yes", "arguable")):
        tell(panel, "look", view="attack")
        tell(panel, "turn", case=panel.chosen[place])
        case = panel.page["attack"]["cases"][place]
        assert case["trigger"] == met
        assert case["turn"] == words.text(f"widgets.builder.turn.{met}")
        for way, change in case["changes"].items():
            key = f"widgets.builder.{'' if change['terms'] else 'no_'}turned_{way}.{met}"
            assert change["said"] == words.text(key)
        up = [way for term in case["changes"]["up"]["terms"] for way in term["ways"]]
        assert any("the trigger is" in way for way in up) == (met != "yes")


def test_the_keeper_asks_and_shows():
    asked = []

    def bring_back(data):
        asked.append(data)
        return data == b"good", "Said so."

    panel = Keeper(bring_back, lambda: "Cleared.", 10)
    panel._on_message(panel, {"kind": "bring-back", "asked": 1}, [memoryview(b"good")])
    assert asked == [b"good"]
    assert panel.page["lines"] == ["Said so."]
    tell(panel, "clear")
    assert panel.page["lines"] == ["Cleared."]


NO_MESSAGES = [None, 3, [], "x", {}, {"kind": None}, {"kind": {"a": 1}}, {"kind": "answer", "asked": "x"}]


@pytest.mark.parametrize("message", NO_MESSAGES, ids=repr)
def test_a_message_that_is_none_is_passed_over(message):
    for panel in (
        Question(ITEMS["duty"][1]),
        Question(SEALED),
        Beliefs(STATEMENTS),
        Rank("duty"),
        Reader("NAT1949-5-1"),
        Texts("NAT1949"),
        Builder(),
    ):
        panel._on_message(panel, message, [])
        assert panel.fault == ""


def test_a_fault_of_ours_becomes_a_sentence(monkeypatch):
    panel = Reader("NAT1949-5-1")
    monkeypatch.setattr(panel, "choose", lambda phrase: 1 / 0)
    panel._on_message(panel, {"kind": "choose", "phrase": "x", "asked": 9}, [])
    assert panel.fault == words.text("widgets.broken")
    assert panel.heard == 9


def follow(panel, number, value, after=None):
    """Send one claim as the page numbers it."""
    after = number - 1 if after is None else after
    told = {"kind": "claim", "name": "w_C", "value": value, "asked": number, "after": after}
    panel._on_message(panel, told, [])


def test_messages_that_overtake_each_other_are_heard_in_the_order_of_the_page():
    panel, heard = ParadoxMap(), []
    panel.observe(lambda change: heard.append(change["new"]["claims"]["w_C"]), names="kept")
    for number in (1, 4, 2, 5, 3):
        follow(panel, number, number / 100)
    assert heard == [0.01, 0.02, 0.03, 0.04, 0.05]
    assert panel.heard == 5


def test_messages_on_two_threads_take_turns(monkeypatch):
    panel, inside, heard = ParadoxMap(), [], []

    def claim(name, value, final=True):
        inside.append(value)
        time.sleep(0.01)
        assert inside == [value]
        inside.clear()
        heard.append(value)

    monkeypatch.setattr(panel, "claim", claim)
    threads = [threading.Thread(target=follow, args=(panel, number, number)) for number in (4, 1, 3, 2, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == [1, 2, 3, 4, 5]
    assert panel.fault == ""


def test_a_message_that_was_lost_is_not_waited_for_long(monkeypatch):
    panel = ParadoxMap()
    follow(panel, 3, 0.03)  # 1 and 2 were lost
    assert panel.heard == 0
    monkeypatch.setattr(base, "PATIENCE", -1)
    follow(panel, 4, 0.04)
    assert panel.claiming["w_C"] == 0.04
    assert panel.heard == 4


SOURCES = sorted(path.stem for path in Path(base.__file__).parent.glob("*.js"))


@pytest.mark.parametrize("name", SOURCES)
def test_no_panel_parses_markup_or_reaches_the_network(name):
    source = module(name).replace('"http://www.w3.org/2000/svg"', "")  # a name, no address that is asked
    parsing = ("innerHTML", "insertAdjacentHTML", "outerHTML", "document.write", "DOMParser", "eval(")
    asking = (
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
        "sendBeacon",
        "http:",
        "https:",
        "import(",
        "\nimport ",
    )
    for forbidden in parsing + asking:
        assert forbidden not in source
