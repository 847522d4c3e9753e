"""The clauses, the phrases of Article 5, and what is owed once phrases are struck."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils import clauses, datasets

PHRASES = [row["id"] for row in datasets.rows("article5_phrases")]
FIRST = [row["id"] for row in datasets.rows("article5_phrases") if row["clause"] == "NAT1949-5-1"]
CLAUSES = [row["id"] for row in datasets.rows("clauses")]
PLAIN = (
    "Once there has been an armed attack on a Party in Europe or North America, each ally must help the "
    "Party that was attacked, at once. Each ally judges for itself what action is necessary; armed "
    "force may be part of it. Help may be given alone and together with others; its aim is to make the "
    "North Atlantic area secure again and to keep it so."
)

# The wording


@pytest.mark.parametrize("clause", CLAUSES)
def test_the_phrases_of_a_clause_are_its_words(clause):
    assert "".join(phrase.words for phrase in clauses.phrases(clause)) == clauses.get(clause).words


@pytest.mark.parametrize("clause", ["NAT1949-5-1", "NAT1949-5-2"])
def test_every_phrase_is_found_in_order(clause):
    found = [phrase.id for phrase in clauses.phrases(clause) if phrase.id]
    rows = [row for row in datasets.rows("article5_phrases") if row["clause"] == clause]
    assert found == [row["id"] for row in rows]
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    for phrase in clauses.phrases(clause):
        if phrase.id is None:
            assert phrase.question is None
            assert phrase.parallels == ()
        else:
            assert phrase.question in {"who", "what", "how", "terms"}
            assert all([phrase.label, phrase.reading, phrase.strike])


def test_all_four_questions_are_answered():
    questions = {phrase.question for phrase in clauses.phrases("NAT1949-5-1")} - {None}
    assert questions == {"who", "what", "how", "terms"}


def test_article_5_word_for_word():
    """The sentence, typed here once more from NATO's text."""
    assert clauses.get("NAT1949-5-1").words == (
        "The Parties agree that an armed attack against one or more of them in Europe or North America shall "
        "be considered an attack against them all and consequently they agree that, if such an armed attack "
        "occurs, each of them, in exercise of the right of individual or collective self-defence recognised "
        "by Article 51 of the Charter of the United Nations, will assist the Party or Parties so attacked by "
        "taking forthwith, individually and in concert with the other Parties, such action as it deems "
        "necessary, including the use of armed force, to restore and maintain the security of the North "
        "Atlantic area."
    )


@pytest.mark.parametrize("clause", CLAUSES)
def test_words_or_told(clause):
    read = clauses.get(clause)
    assert read.cite.startswith(datasets.source(datasets.row("clauses", clause)["source"])["title"])
    if read.extent == "told":
        assert not read.words
        assert read.extent in ("told", "part")
    elif read.extent == "part":
        assert read.words
        assert read.told
    else:
        assert read.words
        assert not read.told


def test_wording_that_is_only_recalled_is_told():
    told = {clause for clause in CLAUSES if clauses.get(clause).extent == "told"}
    assert {"NAT1949-11", "BUDAPEST1994-5"} <= told
    assert {clause for clause in CLAUSES if clauses.get(clause).status == "recalled"} <= told
    assert clauses.get("BUDAPEST1994-6").words == "will consult in the event a situation arises"


def test_labels():
    assert clauses.get("BUDAPEST1994-4").label.endswith("Ukraine, paragraph 4")
    assert clauses.get("TEU42_7-1").label.startswith("Treaty on European Union, Article 42(7)")


def test_of_an_instrument():
    assert [clause.id for clause in clauses.of("BUDAPEST1994")] == [f"BUDAPEST1994-{n}" for n in range(1, 7)]
    assert {clause.instrument for clause in clauses.of("NAT1949")} == {"NAT1949"}


def test_parallels_quote_their_clause():
    for phrase in clauses.phrases("NAT1949-5-1"):
        for parallel in phrase.parallels:
            assert any(parallel.words in clauses.get(clause).words for clause in CLAUSES)
            assert parallel.note
            assert parallel.cite


def test_most_phrases_have_a_parallel():
    with_parallel = {phrase.id for phrase in clauses.phrases("NAT1949-5-1") if phrase.parallels}
    assert with_parallel == set(FIRST)


def test_misspelt_ids_say_which_was_meant():
    with pytest.raises(clauses.UnknownClause, match='"NAT1949-5-1"'):
        clauses.get("NAT1949-51")
    with pytest.raises(clauses.UnknownClause, match='"NAT1949"'):
        clauses.of("NAT1947")
    with pytest.raises(clauses.UnknownPhrase, match='"forthwith"'):
        clauses.still_owed(["fortwith"])
    with pytest.raises(clauses.UnknownClause):
        clauses.phrases("")


def test_one_string_is_not_a_list_of_phrases():
    with pytest.raises(TypeError, match="list"):
        clauses.still_owed("forthwith")


def test_spelling_is_normalised():
    american = "individual  or collective self-defense recognized by Article 51"
    assert clauses.normalise(american) in clauses.normalise(clauses.get("NAT1949-5-1").words)
    assert clauses.normalise(clauses.normalise(american)) == clauses.normalise(american)
    assert clauses.normalise("prize organ") == "prize organ"


# What is still owed


def check(text):
    """The text is whole sentences, each said once."""
    assert text == text.strip()
    assert "  " not in text
    assert not re.search(r"[{}]|None", text)
    assert not re.search(r"[.;,]{2}|\s[.,;]", text)
    sentences = re.split(r"(?<=\.)\s", text)
    assert len(sentences) == len(set(sentences))
    for sentence in sentences:
        assert re.match(r"[A-Z“]", sentence), sentence
        assert sentence.endswith("."), sentence
        assert 2 < len(sentence.split()) < 45, sentence


def test_nothing_struck_is_the_plain_reading():
    assert clauses.still_owed([]) == PLAIN


@pytest.mark.parametrize("phrase", PHRASES)
def test_one_phrase_struck(phrase):
    text = clauses.still_owed([phrase])
    check(text)
    assert text != PLAIN


@pytest.mark.parametrize("pair", list(combinations(PHRASES, 2)), ids="+".join)
def test_two_phrases_struck(pair):
    text = clauses.still_owed(pair)
    check(text)
    assert text == clauses.still_owed(pair[::-1])
    if "will_assist" not in pair:
        assert text not in {clauses.still_owed([phrase]) for phrase in pair}


@given(st.sets(st.sampled_from(PHRASES)))
def test_any_phrases_struck(struck):
    check(clauses.still_owed(struck))
    assert clauses.still_owed(struck).startswith("This paragraph no longer obliges any ally to help.") == (
        "will_assist" in struck
    )


@pytest.mark.parametrize(
    ("struck", "said", "unsaid"),
    [
        (["will_assist"], "This paragraph no longer obliges any ally to help.", "must help"),
        (["will_assist", "forthwith"], "changes nothing", "at once"),
        (["will_assist", "attack_on_all"], "concern of all", "changes nothing"),
        (["forthwith"], "No word says how soon", "at once"),
        (["deems_necessary"], "who decides that, is open", "judges for itself"),
        (["armed_force"], "not ruled out", "may be part of it"),
        (["deems_necessary", "armed_force"], "No words say what the help is", "judges for itself"),
        (["each_of_them"], "no single ally can be told", "each ally must help"),
        (["each_of_them", "deems_necessary"], "Once there has been", "points to nobody"),
        (["victim"], "no words say to whom", "the Party that was attacked"),
        (["area"], "anywhere in the world", "in Europe or North America"),
        (["one_or_more", "area"], "any state, anywhere", "on a Party"),
        (["armed_attack", "if_occurs"], "Nothing says what starts the duty", "Once there has been"),
        (["attack_on_all"], "stays as it was", "no longer obliges"),
        (["article_51"], "the Charter gives it", "no longer obliges"),
        (["purpose"], "Nothing says what the help is for", "secure again"),
        (["report"], "asks for no report", "no longer obliges"),
    ],
)
def test_what_a_strike_changes(struck, said, unsaid):
    text = clauses.still_owed(struck)
    assert said in text
    assert unsaid not in text


def test_the_duty_stays_while_its_verb_stays():
    for phrase in PHRASES:
        if phrase != "will_assist":
            assert re.search(r"must help|[Hh]elp is due", clauses.still_owed([phrase]))
