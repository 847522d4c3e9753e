"""What the cells of a lesson call, connected with a real record."""

import html
import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils import clauses, datasets, describe, lesson, questions, words
from course_utils.portfolio import Portfolio
from course_utils.questions import answers


@pytest.fixture
def shown(monkeypatch):
    """Collect what the cells show, in place of a notebook."""
    things = []

    class Handle:
        def __init__(self):
            self.place = len(things)

        def update(self, thing, **_kwargs):
            things[self.place] = thing

    def display(thing, **_kwargs):
        handle = Handle()
        things.append(thing)
        return handle

    monkeypatch.setattr(lesson, "display", display)
    monkeypatch.setattr(lesson, "_sitting", None)
    return things


def begin(number=1):
    lesson.begin(number)
    return lesson._sitting


def text(thing):
    return thing.data if hasattr(thing, "data") else ""


def test_a_cell_run_before_the_first_one_shows_one_sentence(shown):
    with pytest.raises(lesson.BeginFirst) as caught:
        lesson.predict("duty")
    assert caught.value._render_traceback_() == [words.text("lesson.begin_first")]


def test_a_prediction_is_saved_once_and_met_again(shown):
    sitting = begin()
    lesson.predict("duty")
    shown[-1].give("war")
    assert sitting.record.get("predictions", "1.duty")["answer"] == "war"
    assert sitting.keeper.saved.startswith("Saved ")
    lesson.recall("duty")
    assert "Declare war on the attacker" in text(shown[-1])
    begin()
    lesson.predict("duty")
    assert shown[-1].locked
    shown[-1].give("consult")
    assert sitting.record.get("predictions", "1.duty")["answer"] == "war"


def test_begin_says_where_the_student_stopped(shown):
    assert begin().keeper.lines == [words.text("lesson.nothing_yet")]
    lesson.quiz("where")
    shown[-1].give("yes")
    assert shown[-2].lines == []
    assert questions.bank(1)[0]["where"].question in begin().keeper.lines[0]
    lesson.rank("speed")
    shown[-1].place("NAT1949", 4)
    assert words.section("ladders")["speed"]["title"] in begin().keeper.lines[0]


def test_each_panel_comes_back_as_it_was(shown):
    begin()
    for open_panel, work in (
        (lambda: lesson.read("NAT1949-5-1"), lambda panel: panel.strike(next(iter(panel.by_id)))),
        (lambda: lesson.rank("duty"), lambda panel: panel.place("BRU1948", 5)),
        (lambda: lesson.quiz("means"), lambda panel: panel.give("force")),
        (lambda: lesson.judge("blankets"), lambda panel: panel.give("kept", "It deems.")),
        (lambda: lesson.build(), lambda panel: (panel.start("NAT1949"), panel.change("years", 7))),
    ):
        open_panel()
        panel = shown[-1]
        work(panel)
        begin()
        open_panel()
        for private in ("chosen", "group", "can_undo", "said", "news", "saved"):
            panel.page.pop(private, None)
            shown[-1].page.pop(private, None)
        plain = [json.dumps(p.page, sort_keys=True) for p in (panel, shown[-1])]
        assert plain[0] == plain[1]
        shown.clear()


def test_the_same_terms_are_saved_again_after_the_record_was_cleared(shown):
    sitting = begin(8)
    lesson.build()
    for _ in range(2):
        shown[-1].start("NAT1949")
        assert len(sitting.record.guarantees()) == 1
        assert json.loads(sitting.record.path.read_text("utf-8"))["guarantees"]["g1"]["draft"]
        sitting.keeper.hear("clear", {}, [])


def test_clearing_and_bringing_back_refill_the_open_panels(shown):
    sitting = begin(8)
    lesson.build()
    builder = shown[-1]
    builder.start("BUDAPEST1994")
    builder.rename("Mine")
    taken_away = sitting.keeper.text.encode()
    sitting.keeper._on_message(sitting.keeper, {"kind": "clear", "asked": 1}, [])
    assert builder.draft.to_dict() == {}
    assert sitting.record.guarantees() == ()
    sitting.keeper._on_message(sitting.keeper, {"kind": "bring-back", "asked": 2}, [taken_away])
    assert builder.name == "Mine"
    assert builder.draft.to_dict()["protege"] == "UKR"
    assert sitting.keeper.page["problem"] == ""


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xfe\x00", b"[]", b'{"schema": 99}', b"<script>alert(1)</script>", b"=1+1"]
)
def test_a_file_that_is_no_portfolio_changes_nothing(shown, data):
    sitting = begin()
    lesson.predict("duty")
    shown[-1].give("some")
    before = sitting.record.path.read_bytes()
    sitting.keeper._on_message(sitting.keeper, {"kind": "bring-back", "asked": 1}, [data])
    assert sitting.record.path.read_bytes() == before
    assert len(sitting.keeper.lines) == 1
    assert sitting.keeper.lines[0].endswith(".")
    assert sitting.keeper.fault == ""


def test_the_lesson_claims_only_after_the_student_has_answered(shown):
    begin()
    lesson.learned()
    assert text(shown[-1]).count("<li>") == 0
    lesson.ladders()
    assert words.text("lesson.rank_first") in text(shown[-2])
    for name, item in questions.bank(1)[0].items():
        if item.mode in ("predict", "judge"):
            (lesson.judge if item.mode == "judge" else lesson.predict)(name)
            shown[-1].give(3 if item.kind == "number" else item.options[0].value, "A word.")
        elif item.mode == "quiz":
            lesson.quiz(name)
            shown[-1].give(next(option.value for option in item.options if option.right))
    lesson.learned()
    assert text(shown[-1]).count("<li>") == 0
    for ladder in ("duty", "speed", "force"):
        lesson.rank(ladder)
        panel = shown[-1]
        for row in panel.rows:
            panel.place(row.id, 3)
        panel.show()
    lesson.learned()
    assert text(shown[-1]).count("<li>") == len(questions.learned(1))
    lesson.ladders()
    assert "<table" in text(shown[-1])
    assert shown[-2]["application/vnd.plotly.v1+json"]["config"]["displaylogo"] is False


def test_what_waits_for_an_answer_fills_its_place_by_itself_and_empties_again(shown):
    sitting = begin()
    lesson.facts("measures", after="duty")
    lesson.recall("duty")
    lesson.learned()
    lesson.finish()
    waiting = [text(thing) for thing in shown[-4:]]
    item = questions.bank(1)[0]["duty"]
    assert item.question in waiting[0]
    assert words.text("tables.measures.caption") not in waiting[0]
    lesson.predict("duty")
    shown[-1].give("war")
    facts, recalled, learned, done = (text(thing) for thing in shown[1:5])
    assert words.text("tables.measures.caption") in facts
    assert "Declare war on the attacker" in recalled
    assert learned == waiting[2]
    assert done != waiting[3]
    sitting.keeper.hear("clear", {}, [])
    assert [text(thing) for thing in shown[1:5]] == waiting


def test_ladders_draw_themselves_once_all_are_ranked(shown):
    begin()
    lesson.ladders()
    for ladder in ("duty", "speed", "force"):
        assert words.text("lesson.rank_first") in text(shown[1])
        lesson.rank(ladder)
        panel = shown[-1]
        for row in panel.rows:
            panel.place(row.id, 3)
        panel.show()
    assert "application/vnd.plotly.v1+json" in shown[1]
    assert "<table" in text(shown[2])


def test_a_sealed_sentence_stays_out_of_sight_until_it_is_opened(shown):
    sitting = begin(8)
    lesson.unseal("day-one")
    assert words.text("lesson.seal.none", lesson=0) in text(shown[-1])
    begin(0)
    lesson.seal("day-one")
    shown[-1].give("look <b>away</b>.")
    assert sitting.record.get("predictions", "0.day-one")["answer"] == "look <b>away</b>."
    lesson.learned()
    lesson.finish()
    begin(0)
    lesson.seal("day-one")
    shown[-1].give("do something else.")
    for thing in shown:
        if not hasattr(thing, "text"):  # the keeper holds the whole record, for the download
            state = thing.get_state() if hasattr(thing, "page") else text(thing)
            assert "away" not in json.dumps(state, default=str)
    with pytest.raises(ValueError, match="lesson 8 opens it"):
        lesson.recall("day-one")
    begin(8)
    lesson.unseal("day-one")
    assert f"{questions.bank(0)[0]['day-one'].stem} look &lt;b&gt;away&lt;/b&gt;." in text(shown[-1])
    assert "<details><summary>" in text(shown[-1])


def test_beliefs_are_asked_twice_and_set_beside_each_other(shown):
    asked = questions.beliefs()
    begin(8)
    lesson.then_and_now()
    assert html.escape(words.text("lesson.beliefs.no_then", lesson=0)) in text(shown[-1])
    begin(0)
    lesson.beliefs()
    for one, step in zip(asked, (1, 2, 3, 4, 5, 0, 3), strict=False):
        shown[-1].give(one.id, step)
    begin(8)
    lesson.then_and_now()
    table = len(shown) - 1
    lesson.beliefs()
    for one, step in zip(asked, (4, 2, 2, 0, 5, 1, 3, 5), strict=True):
        assert words.text("lesson.beliefs.answer_first") in text(shown[table])
        assert "<table>" not in text(shown[table])
        shown[-1].give(one.id, step)
    rows = re.findall(
        r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td>', text(shown[table])
    )
    assert [row[0] for row in rows] == [html.escape(one.statement) for one in asked]
    apart = html.escape(words.text("lesson.beliefs.apart"))
    assert [row[3] for row in rows] == [
        "▲ 3 up",
        "no",
        "▼ 1 down",
        apart,
        "no",
        apart,
        "no",
        apart,
    ]
    assert rows[5][1:3] == ("rather not say", "strongly disagree")
    assert rows[7][1] == words.text("lesson.beliefs.blank")


def test_beliefs_can_be_changed_until_another_lesson_is_begun(shown):
    sitting = begin(0)
    lesson.beliefs()
    shown[-1].give("paper", 1)
    shown[-1].give("paper", 4)
    assert sitting.record.get("notes", "0.beliefs")["answers"] == {"paper": 4}
    begin(1)
    lesson.quiz("means")
    shown[-1].give("each")
    begin(0)
    lesson.beliefs()
    shown[-1].give("paper", 2)
    shown[-1].give("force", 2)
    assert sitting.record.get("notes", "0.beliefs")["answers"] == {"paper": 4, "force": 2}
    assert begin(0).keeper.lines == [words.text("lesson.stopped", title=words.text("widgets.beliefs.title"))]


def test_the_first_lesson_waits_for_neither_seal_nor_beliefs(shown):
    begin(0)
    lesson.learned()
    lesson.finish()
    learned, done = len(shown) - 2, len(shown) - 1
    for name, item in questions.bank(0)[0].items():
        if item.mode in ("predict", "judge", "quiz"):
            getattr(lesson, item.mode)(name)
            right = next((one.value for one in item.options if one.right), "who")
            shown[-1].give(103 if item.kind == "number" else right)
    assert text(shown[learned]).count("<li>") == len(questions.learned(0))
    rows = re.findall(r"<tr><th[^>]*>([^<]*)</th><td[^>]*>(\d+)</td><td[^>]*>(\d+)</td>", text(shown[done]))
    counted = {name: (int(had), int(of)) for name, had, of in rows}
    assert counted[words.text("lesson.count_predictions")] == (2, 3)
    assert counted[words.text("lesson.count_beliefs")] == (0, len(questions.beliefs()))


def test_the_length_that_lesson_0_reveals_is_counted_from_the_clause():
    item = questions.bank(0)[0]["length"]
    (quoted,) = item.quotes
    assert item.reveal[0].startswith(f"{len(clauses.get(quoted).words.split())} words")


def test_starting_afresh_and_bringing_back_undo_each_other(shown):
    sitting = begin(0)
    lesson.seal("day-one")
    lesson.beliefs()
    sealed, believed = shown[-2:]
    sealed.give("meet.")
    believed.give("paper", 5)
    taken_away = sitting.keeper.text.encode()
    sitting.keeper._on_message(sitting.keeper, {"kind": "clear", "asked": 1}, [])
    assert (sealed.locked, believed.given) == (False, {})
    sitting.keeper._on_message(sitting.keeper, {"kind": "bring-back", "asked": 2}, [taken_away])
    assert (sealed.locked, believed.given) == (True, {"paper": 5})


def test_further_reading_cites_the_source_and_says_why(shown):
    begin()
    lesson.reading()
    works = [(datasets.cite(datasets.source(one.source)), one.why) for one in questions.readings(1)]
    assert len(works) == 3
    assert describe.readings(works) in text(shown[-1])


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (..., "unanswered"),
        *((value, "kind") for value in ("5", None, True, [5], 1 + 2j)),
        *((value, "wrong") for value in (4, -5, float("nan"))),
        *((value, "right") for value in (5, 5.0)),
    ],
    ids=repr,
)
def test_check_answers_every_kind_of_value_in_words(shown, answer, verdict):
    sitting = begin()
    task = questions.bank(1)[1]["silent-on-time"]
    assert answers.verdict(1, task, answer) == verdict
    lesson.check("silent-on-time", answer)
    said = text(shown[-1])
    assert said.startswith('<div class="course"><p>')
    if verdict == "kind":
        assert task.expected in said
    kept = sitting.record.get("exercises", "1.silent-on-time")
    assert (kept is None) == (verdict in ("unanswered", "kind"))


def test_check_takes_what_pandas_and_numpy_give(shown):
    import numpy as np
    import pandas as pd

    begin()
    task = questions.bank(1)[1]["silent-on-time"]
    assert answers.verdict(1, task, np.int64(5)) == "right"
    assert answers.verdict(1, task, pd.Series([5])) == "kind"
    assert "a table or a column" in answers.kind_of(pd.DataFrame())


def test_hints_come_one_by_one(shown):
    begin()
    for count in (1, 2, 3, 3):
        lesson.hint("silent-on-time")
        assert text(shown[-1]).count("<li>") == count


def test_finish_counts_what_is_done(shown):
    begin()
    lesson.quiz("means")
    shown[-1].give("force")
    lesson.finish()
    assert '<td class="course-number">0</td><td class="course-number">5</td>' in text(shown[-1])
    lesson.quiz("means")
    shown[-1].give("each")
    lesson.finish()
    assert '<td class="course-number">1</td><td class="course-number">5</td>' in text(shown[-1])


CHILD = """
import os, resource, signal, sys
sys.path.insert(0, {root!r})
from course_utils import lesson
shown = []
lesson.display = lambda thing, **kwargs: shown.append(thing)
{before}
lesson.begin(8)
lesson.build()
builder, keeper = shown[-1], shown[-2]
builder.start("NAT1949")
print(keeper.page["problem"])
print(keeper.page["saved"], "|", builder.page["saved"])
print('"NAT' in keeper.text or "action_deemed_necessary" in keeper.text)
"""


@pytest.mark.parametrize(
    "before",
    [
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)",
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))",
    ],
    ids=["a folder that cannot be written", "a full disk"],
)
def test_the_student_is_told_at_once_that_work_is_not_being_saved(tmp_path, before):
    """As root a read-only folder stops nobody, so the child gives its rights away."""
    if os.geteuid() != 0 and "setuid" in before:
        before = "os.chmod(os.path.dirname(os.environ['COURSE_PORTFOLIO']), 0o555)"
    folder = tmp_path / "my-work"
    folder.mkdir(mode=0o755)
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    run = subprocess.run(
        [sys.executable, "-B", "-c", CHILD.format(root=str(Path(__file__).parent.parent), before=before)],
        env={**os.environ, "COURSE_PORTFOLIO": str(folder / "portfolio.json"), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    problem, saved, download = run.stdout.strip().splitlines()
    assert problem.endswith(".")
    assert saved == "Not saved | Not saved"
    assert download == "True"
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 64


def test_another_notebook_of_the_same_student_is_seen(shown):
    begin()
    other = Portfolio()
    other.put("predictions", "1.duty", {"answer": "troops", "why": "", "attempts": ["troops"]})
    lesson.predict("duty")
    assert shown[-1].locked


def built(sitting, **terms):
    """Keep a guarantee as the builder does."""
    sitting.report(sitting.record.save_guarantee("g1", "Ours", terms))


def test_the_day_waits_for_a_prediction_and_a_guarantee_and_names_the_terms_that_answer(shown):
    sitting = begin(8)
    lesson.predict("odesa")
    asked = shown[-1]
    lesson.attacked("blockade_of_odesa", after="odesa")
    place = len(shown) - 1
    question = questions.bank(8)[0]["odesa"].question
    assert html.escape(words.text("lesson.facts_later", question=question)) in text(shown[place])
    asked.give("yes")
    assert html.escape(words.text("lesson.build_first")) in text(shown[place])
    built(sitting, protege="UKR", attacks=["armed_attack"], decider="each_guarantor", seas_and_air=True)
    said = text(shown[place])
    assert "Odesa is blockaded" in said
    for field in ("attacks", "decider"):
        assert html.escape(words.field(field).label) in said.partition(words.text("lesson.answer_yours"))[2]
    built(sitting, protege="UKR", attacks=["blockade"], territory="recognised_borders", seas_and_air=True)
    assert (
        html.escape(words.field("attacks").label)
        not in text(shown[place]).partition(words.text("lesson.answer_yours"))[2]
    )


def test_objections_follow_the_guarantee_and_stand_beside_the_guess(shown):
    sitting = begin(8)
    lesson.predict("open-count")
    shown[-1].give(3)
    lesson.objecting()
    place = len(shown) - 1
    assert html.escape(words.text("lesson.build_first")) in text(shown[place])
    built(sitting, obligations=["consult"])
    before = text(shown[place])
    assert html.escape(words.text("objections.guessed", count=3)) in before
    assert before.count("<li>") == 3
    built(sitting, obligations=["automatic"], attacks=["armed_attack", "blockade"], decider="protege")
    assert text(shown[place]) != before


def test_a_hand_in_is_taken_away_as_soon_as_the_work_changes(shown):
    sitting = begin(8)
    built(sitting, years=10, duration="fixed")
    lesson.hand_in()
    panel = shown[-1]
    panel.show()
    assert panel.page["made"]
    lesson.write("assume")
    shown[-1].give("A new thought.")
    assert panel.page["made"] is None
    panel.tick("defence", True)
    panel.show()
    assert "A new thought." in panel.page["made"]["html"]
