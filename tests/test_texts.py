"""The panel that reads any coded text by the words that carry its terms, without a browser."""

import json
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import clauses, datasets, describe, instruments, lesson, words
from course_utils.guarantee import Guarantee
from course_utils.widgets import Texts, texts
from course_utils.widgets.base import module
from course_utils.widgets.texts import Sheet, opened, phrases, without

IDS = instruments.ids()
PAIRS = list(zip(IDS, IDS[1:] + IDS[:1], strict=True))
STRUCK = [phrase.id for name in IDS for phrase in phrases(name)]
TAGS = {
    *("div", "h3", "p", "em", "blockquote", "ul", "li", "details", "summary"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ODD = [None, 7, True, "", "war ", "<script>alert(1)</script>", [], {}, "\u202egnp.exe", "NAT1949"]


def tell(panel, kind, value=None):
    panel._on_message(panel, {"kind": kind, "value": value, "asked": 1}, [])
    assert panel.fault == ""


def of_text(text):
    """Every clause of a text on the page, in the order of the table."""
    shown = {clause["id"]: clause for clause in (*text["clauses"], *text["others"])}
    return [shown[clause.id] for clause in clauses.of(text["id"])]


def terms_of(text):
    """Every term that a text on the page shows, wherever it stands."""
    for clause in of_text(text):
        for phrase in clause["phrases"]:
            yield from phrase["terms"]
        yield from clause["terms"]
    yield from text["loose"]


class Reader(HTMLParser):
    """Reads the text and the tags of HTML."""

    def __init__(self, html):
        super().__init__()
        self.text, self.tags = "", set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.text += data


def test_every_coded_text_can_be_read():
    assert len(IDS) == 46
    page = Sheet("NAT1949").compose()
    assert {option["value"] for option in page["options"]} == set(IDS)
    labels = [option["label"] for option in page["options"]]
    assert labels == sorted(set(labels), key=str.casefold)


@pytest.mark.parametrize("name", IDS)
def test_quoted_words_are_those_of_the_clauses_letter_for_letter(name):
    (text,) = Sheet(name).compose()["texts"]
    for clause, stored in zip(of_text(text), clauses.of(name), strict=True):
        quoted = "".join(segment["words"] for segment in clause["segments"])
        assert quoted == stored.words
        assert clause["before"] + quoted + clause["after"] == stored.shown
        assert clause["is_told"] == (stored.words == "")
        assert clause["told"] == stored.told
        assert clause["cite"] == stored.cite
        assert clause["told"] or not clause["is_told"]
    listed = [clause["id"] for clause in text["clauses"]]
    assert listed == [one["id"] for one in of_text(text) if one["id"] in listed]
    assert all(not one["phrases"] and not one["terms"] for one in text["others"])


@pytest.mark.parametrize("name", IDS)
def test_each_phrase_carries_what_the_instrument_says_it_carries(name):
    (text,) = Sheet(name).compose()["texts"]
    promise = instruments.get(name)
    found = {
        (clause["id"], phrase["words"]): tuple(term["field"] for term in phrase["terms"])
        for clause in of_text(text)
        for phrase in clause["phrases"]
    }
    wordless = {clause["id"]: [term["field"] for term in clause["terms"]] for clause in of_text(text)}
    wordless[""] = [term["field"] for term in text["loose"]]
    for one in instruments.carried(name):
        if one.words:
            assert found.pop((one.clause, one.words)) == one.fields
        else:
            assert wordless.pop(one.clause) == list(one.fields)
    assert not found
    assert not any(wordless.values())
    shown = list(terms_of(text))
    assert sorted(term["field"] for term in shown) == sorted(promise.terms())
    for term in shown:
        assert term["value"] == promise.value_words(term["field"])
        assert term["question"] == words.field(term["field"]).question
        standing = instruments.standing(name, term["field"])
        assert term["standing"] == words.text(f"carried.standing.{standing}")


@pytest.mark.parametrize("name", IDS)
def test_each_phrase_is_marked_where_it_begins_and_ends_where_it_ends(name):
    (text,) = Sheet(name).compose()["texts"]
    for clause in of_text(text):
        place, begun, covered = 0, [], {}
        for segment in clause["segments"]:
            begun += [(mark["sign"], place) for mark in segment["marks"]]
            for phrase in segment["within"]:
                covered[phrase] = covered.get(phrase, "") + segment["words"]
            assert (segment["phrase"] in segment["within"]) == bool(segment["within"])
            place += len(segment["words"])
        here = [phrase for phrase in phrases(name) if phrase.clause == clause["id"]]
        assert [at for _, at in begun] == [phrase.start for phrase in here]
        assert [sign[1:] for sign, _ in begun] == [str(phrase.number) for phrase in here]
        assert covered == {phrase.id: phrase.words for phrase in here}


def test_both_readings_of_a_disputed_term_are_shown():
    shown = 0
    for row in datasets.disputes("terms"):
        term = datasets.row("terms", row["row"])
        name, field = term["instrument"], term["field"]
        (text,) = Sheet(name).compose()["texts"]
        found = next(one for one in terms_of(text) if one["field"] == field)
        other = Guarantee.model_validate_json(f'{{"{field}": {row["other"]}}}').value_words(field)
        assert found["value"] == instruments.get(name).value_words(field)
        assert found["standing"] == words.text("carried.standing.disputed")
        assert any(other in note and row["why"] in note for note in found["notes"])
        assert datasets.cite(row) in text["cites"]
        shown += 1
    assert shown > 10


@pytest.mark.parametrize(("left", "right"), [*PAIRS, ("NAT1949", "BUDAPEST1994"), ("NAT1949", "BRU1948")])
def test_the_differences_are_those_of_the_comparison(left, right):
    page = Sheet(left, right).compose()
    rows = instruments.get(left).compare(("other", instruments.get(right)))
    apart = [row for row in rows if row.cells[0] != row.cells[1]]
    assert [row for group in page["differences"] for row in group["rows"]] == [
        [row.label, *row.cells] for row in apart
    ]
    assert [group["id"] for group in page["differences"]] == list(words.QUESTIONS)
    for group in page["differences"]:
        for row in rows:
            if row.question == group["id"] and row.cells[0] == row.cells[1] != words.text("terms.unsettled"):
                assert row.label in group["alike"]
    for text in page["texts"]:
        for term in terms_of(text):
            assert term["differs"] == (term["field"] in {row.field for row in apart})
        for clause in of_text(text):
            signs = [mark["sign"] for segment in clause["segments"] for mark in segment["marks"]]
            for phrase, sign in zip(clause["phrases"], signs, strict=True):
                assert sign.startswith(phrase["sign"])
                assert sign.endswith("≠") == any(term["differs"] for term in phrase["terms"])


@pytest.mark.parametrize("name", IDS)
def test_one_question_at_a_time_shows_its_terms_alone(name):
    (whole,) = Sheet(name).compose()["texts"]
    fields = []
    for question in words.QUESTIONS:
        page = Sheet(name, "BRU1948" if name != "BRU1948" else "NAT1949", question).compose()
        text = page["texts"][0]
        asked = [term["field"] for term in terms_of(text)]
        assert all(words.field(field).question == question for field in asked)
        fields += asked
        assert [group["id"] for group in page["differences"]] == [question]
        joined = ["".join(one["words"] for one in clause["segments"]) for clause in of_text(text)]
        assert joined == [clause.words for clause in clauses.of(name)]
        for clause in of_text(text):
            assert {one["question"] for one in clause["segments"]} <= {"", question}
    assert sorted(fields) == sorted(term["field"] for term in terms_of(whole))


# --- striking words out


def left_without(name, struck):
    """The terms that lose all their words: worked out letter by letter from the table of clauses."""
    lost = []
    wanted = [phrase for phrase in phrases(name) if phrase.id in struck]
    for one in instruments.carried(name):
        if not one.words:
            continue
        wording = clauses.get(one.clause).words
        away = [False] * len(wording)
        for phrase in wanted:
            if phrase.clause == one.clause:
                at = wording.find(phrase.words)
                away[at : at + len(phrase.words)] = [True] * len(phrase.words)
        at = wording.find(one.words)
        if all(away[place] for place in range(at, at + len(one.words)) if wording[place].isalnum()):
            lost += one.fields
    return lost


@settings(max_examples=300)
@given(st.sampled_from(IDS), st.sets(st.sampled_from(STRUCK), max_size=400), st.data())
def test_striking_takes_away_the_terms_and_nothing_else(name, others, data):
    mine = [phrase.id for phrase in phrases(name)]
    struck = others | set(data.draw(st.lists(st.sampled_from(mine)) if mine else st.just([])))
    lost = left_without(name, struck)
    terms = {field: value for field, value in instruments.get(name).terms().items() if field not in lost}
    rest = Guarantee.model_validate_json(json.dumps(terms))
    assert without(name, struck) == rest
    before = {gap.id for gap in instruments.get(name).gaps()}
    assert opened(name, struck) == tuple(gap for gap in rest.gaps() if gap.id not in before)
    (text,) = Sheet(name, struck=tuple(sorted(struck))).compose()["texts"]
    assert sorted(term["field"] for term in terms_of(text) if term["lost"]) == sorted(lost)
    if not lost:
        assert text["open"] is None
        return
    assert [gap["sentence"] for gap in text["open"]["gaps"]] == [gap.sentence for gap in opened(name, struck)]
    for field in lost:
        assert words.field(field).label in text["open"]["lost"]
    assert text["open"]["limit"] == words.text("widgets.texts.limit")


@pytest.mark.parametrize("name", IDS)
def test_each_phrase_can_be_struck_and_put_back(name):
    panel = Texts(name)
    before = json.dumps(panel.page["texts"])
    for phrase in phrases(name):
        tell(panel, "strike", phrase.id)
        assert panel.page["can_undo"]
        assert panel.page["can_reset"]
        (text,) = panel.page["texts"]
        struck = "".join(
            one["words"] for clause in of_text(text) for one in clause["segments"] if one["struck"]
        )
        assert struck == phrase.words
        assert f"“{phrase.words}”" in panel.page["news"]
        assert all(gap["sentence"] in panel.page["news"] for gap in text["open"]["gaps"])
        tell(panel, "strike", phrase.id)
        assert json.dumps(panel.page["texts"]) == before
    tell(panel, "reset")
    assert not panel.page["can_reset"]


def test_what_lies_within_struck_words_cannot_be_struck_again():
    panel = Texts("BUDAPEST1994")
    tell(panel, "strike", "BUDAPEST1994-obligations")
    tell(panel, "strike", "BUDAPEST1994-help_word")
    assert panel.sheet.struck == ("BUDAPEST1994-obligations",)
    rows = [row for clause in panel.page["texts"][0]["clauses"] for row in clause["phrases"]]
    assert [row["id"] for row in rows if row["gone"] and not row["struck"]] == ["BUDAPEST1994-help_word"]


ACTS = st.one_of(
    st.tuples(
        st.just("strike"), st.sampled_from([one for one in STRUCK if one[:3] in ("NAT", "BRU", "ANZ")])
    ),
    st.tuples(st.sampled_from(["left", "right"]), st.sampled_from(["NAT1949", "BRU1948", "ANZUS1951", ""])),
    st.tuples(st.just("ask"), st.sampled_from(["", *words.QUESTIONS])),
    st.tuples(st.sampled_from(["undo", "reset"]), st.none()),
)


@settings(max_examples=60)
@given(st.lists(ACTS, max_size=15))
def test_undo_takes_back_one_step_and_reset_puts_every_word_back(acts):
    panel = Texts("NAT1949", "BRU1948")
    past = []
    for kind, value in acts:
        before, shown = panel.sheet.struck, panel.sheet.shown
        tell(panel, kind, value)
        after = panel.sheet.struck
        if kind == "undo":
            assert after == (past.pop() if past else before)
        elif kind in ("strike", "reset"):
            if after != before:
                past.append(before)
            if kind == "reset":
                assert panel.sheet.here == ()
        else:
            assert after == before
            if kind in ("left", "right") and not (kind == "left" and value == ""):
                past = []
        assert panel.page["can_undo"] == bool(past)
        assert panel.sheet.left != panel.sheet.right
        if kind not in ("left", "right"):
            assert panel.sheet.shown == shown
        again = Texts("NAT1949", "BRU1948", panel.kept)
        assert again.sheet == Sheet(panel.sheet.left, panel.sheet.right, "", panel.sheet.struck)


def test_the_two_texts_change_places():
    panel = Texts("NAT1949", "BRU1948")
    tell(panel, "left", "BRU1948")
    assert panel.sheet.shown == ("BRU1948", "NAT1949")
    tell(panel, "right", "")
    assert panel.sheet.shown == ("BRU1948",)
    assert panel.page["differences"] == []
    tell(panel, "right", "BRU1948")
    assert panel.sheet.shown == ("BRU1948",)


@pytest.mark.parametrize("kind", ["left", "right", "ask", "strike", "undo", "reset", "<b>", ""])
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_what_is_no_choice_changes_nothing(kind, value):
    panel = Texts("NAT1949", "BRU1948")
    before = panel.sheet
    if (kind, value) not in (("right", ""), ("right", "NAT1949"), ("left", "NAT1949")):
        tell(panel, kind, value)
        assert panel.sheet == before
    for message in (None, 3, [], {}, {"kind": kind, "asked": "x"}):
        panel._on_message(panel, message, [])
        assert panel.fault == ""


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_an_odd_record_is_passed_over(odd):
    for kept in (
        {"struck": odd},
        {"struck": [odd]},
        {"left": odd, "right": odd},
        {"right": odd, "struck": odd},
    ):
        panel = Texts("BRU1948", "NAT1949", kept)
        assert panel.sheet.struck == ()
        assert panel.sheet.left in IDS
        assert panel.sheet.right in ("", *IDS)


def test_an_unknown_text_says_which_was_meant():
    for left, right in (("NAT1948", None), ("NAT1949", "BRU1947")):
        with pytest.raises(datasets.UnknownRow, match="did you mean"):
            Texts(left, right)


# --- the still twin


@pytest.mark.parametrize("name", IDS)
def test_the_twin_has_all_words_and_terms(name):
    other = "BRU1948" if name != "BRU1948" else "NAT1949"
    panel = Texts(name, other, {"struck": STRUCK})
    twin = panel.twin()
    for shown in (name, other):
        for clause in clauses.of(shown):
            if clause.words:
                assert f"<blockquote>{escape(clause.shown)}</blockquote>" in twin
            assert escape(clause.told) in twin
            assert escape(clause.cite) in twin
        for one in instruments.carried(shown):
            assert escape(one.words) in twin
        for field in instruments.get(shown).terms():
            assert escape(instruments.get(shown).value_words(field)) in twin
    for row in instruments.get(name).compare(("other", instruments.get(other))):
        if row.cells[0] != row.cells[1]:
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in row.cells)
            assert f'<th scope="row">{escape(row.label)}</th>{cells}' in twin
    assert "<del>" not in twin
    assert len(twin) < 60_000


@pytest.fixture
def nothing_remembered():
    """What the panel remembers of the words and tables is forgotten before the test and after it."""
    for remembered in (texts._term, texts._disputed, texts._cites):
        remembered.cache_clear()
    yield
    for remembered in (texts._term, texts._disputed, texts._cites):
        remembered.cache_clear()


@pytest.mark.usefixtures("nothing_remembered")
def test_what_the_tables_say_is_shown_as_text(monkeypatch):
    bad = "<img src=x onerror=alert(1)> & \"'"
    monkeypatch.setattr(words, "text", lambda key, **values: bad)
    monkeypatch.setattr(datasets, "cite", lambda row: bad)
    twin = Sheet("BUDAPEST1994", "SIDE2025").twin()
    assert bad in Reader(twin).text
    assert "<img" not in twin
    assert Reader(twin).tags <= TAGS


def test_the_javascript_parses_no_markup_and_reaches_no_network():
    source = module("texts").replace('"http://www.w3.org/2000/svg"', "")  # a name, no address
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
    assert describe.sheet("").startswith('<div class="course">')


# --- in a lesson


def test_a_lesson_keeps_what_was_chosen_and_struck(monkeypatch):
    things = []
    monkeypatch.setattr(lesson, "display", lambda thing, **kwargs: things.append(thing))
    monkeypatch.setattr(lesson, "_sitting", None)
    with pytest.raises(lesson.BeginFirst):
        lesson.texts("TEU42_7")
    lesson.begin(1)
    lesson.texts("TEU42_7", "NAT1949")
    tell(things[-1], "strike", "TEU42_7-attacks")
    tell(things[-1], "right", "BRU1948")
    lesson.begin(1)
    lesson.texts("TEU42_7", "NAT1949")
    assert things[-1].sheet == Sheet("TEU42_7", "BRU1948", "", ("TEU42_7-attacks",))
    lesson.texts("TEU42_7")
    assert things[-1].sheet == Sheet("TEU42_7")
    assert "text/html" in things[-1]._repr_mimebundle_()[0]
    lesson.texts("TEU42_7", "NAT1949")
    tell(things[-1], "reset")
    assert lesson._sitting.record.get("exercises", "1.texts-teu42_7-nat1949")["struck"] == []
