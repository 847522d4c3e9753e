"""The treaty text: every word knows the term that wrote it, and it reads as a short treaty should."""

import re
from collections.abc import Iterator
from typing import Any

import promises
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promises import guarantor, guarantors, made

from course_utils import instruments, treaty, words
from course_utils.guarantee import Draft, Guarantee


def check(promise: Guarantee) -> treaty.Treaty:
    """What holds for every treaty."""
    text = treaty.draft(promise)
    settled = set(promise.terms())
    assert {field for sentence in text.sentences for field in sentence.fields} == settled
    ids = [sentence.id for sentence in text.sentences]
    assert len(set(ids)) == len(ids)
    for sentence in text.sentences:
        said = sentence.text
        assert re.fullmatch(r"[A-Z].*[^ ,;:.]\.", said), said
        assert not re.search(r"  | [,;:.]|[,;:][,;:.]|\.\.|[{}|]|\bNone\b|any_party", said), said
        assert not re.search(r"\b1 (of|states|hours|days|months|years)\b|\b0 ", said), said
        assert not re.search(r"protégé|protege|\b(\w+) \1\b", said), said
        written = tuple(dict.fromkeys(part.field for part in sentence.parts if part.field))
        assert sentence.fields == written
        assert sentence.question == words.field(written[0]).question
        for part in sentence.parts:
            assert part.text
            assert part.question == (words.field(part.field).question if part.field else None)
    if promise.protege == "any_party":
        assert not re.search("guarantor|[Pp]rotected state", body(text))
    if len(promise.guarantors or ()) == 1 and promise.protege != "any_party":
        assert not re.search(r"[Tt]he guarantors|of them\b", body(text))
    numbers = [article.number for article in text.articles if article.number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(article.sentences and article.title for article in text.articles)
    return text


def body(text: treaty.Treaty) -> str:
    return " ".join(sentence.text for sentence in text.sentences)


def by_id(text: treaty.Treaty) -> dict[str, treaty.Sentence]:
    return {sentence.id: sentence for sentence in text.sentences}


@given(promises.guarantees(12))
@settings(max_examples=200)
def test_every_settled_term_is_told_and_no_other(promise: Guarantee) -> None:
    check(promise)


def test_nothing_settled_writes_nothing() -> None:
    assert treaty.draft(Guarantee()).text() == ""


@pytest.mark.parametrize("count", [1, 2, 3, 8, 9, 32])
@pytest.mark.parametrize("protege", ["UKR", "any_party", None])
def test_any_number_of_guarantors(count: int, protege: str | None) -> None:
    states = promises.STATES[:count]
    for bound in ("individually", "collectively"):
        terms = {"guarantors": [guarantor(state, bound) for state in states]}
        text = check(made({**terms, **({"protege": protege} if protege else {})}))
        named = ["Belgium", "the Netherlands"] if count > 7 else ["Belgium"]
        assert all(name in text.text() for name in named)
        assert ("annex" in by_id(text)) == (count >= 9)
        assert ("Annex" in by_id(text)["gives"].text) == (count >= 9)
    halves = [
        guarantor(state, "individually" if place % 2 else "collectively")
        for place, state in enumerate(states)
    ]
    check(made({"guarantors": halves}))


def test_a_group_within_the_annex_is_named() -> None:
    """Ten of twelve are not “the States named in the Annex”."""
    states = promises.STATES[:12]
    ways = [
        guarantor(state, approval="ratified" if place < 10 else "executive")
        for place, state in enumerate(states)
    ]
    text = check(made({"guarantors": ways}))
    assert by_id(text)["approval-ratified"].text.startswith("For Belgium, Canada, Denmark, France,")
    assert by_id(text)["approval-executive"].text.startswith("For the United Kingdom and the United States ")


# --- every option, alone and in company -------------------------------------------------------------------

SIDES: list[dict[str, Any]] = [
    {**protege, **group}
    for protege in ({}, {"protege": "UKR"}, {"protege": "any_party"})
    for group in ({}, *({"guarantors": guarantors(*promises.STATES[:count])} for count in (1, 2, 10)))
]


def companies() -> Iterator[Guarantee]:
    """Every option and edge of every term, with each kind of sides, with and without help owed."""
    for sides in SIDES:
        for beside in ({}, {"obligations": ["consult", "aid"]}, {"help_within_days": 100}):
            yield made(promises.reconciled({**beside, **sides}))
            for field in words.fields():
                for value in edges(field):
                    yield Draft.from_dict({**beside, **sides, field.name: value}).settled()
    for group in (1, 2):
        for bound in ("individually", "collectively"):
            some = [guarantor(state, bound) for state in promises.STATES[:group]]
            for protege in ("UKR", "any_party"):
                for form in words.field("form").options:
                    yield made({"guarantors": some, "protege": protege, "form": form})
    yield made({"guarantors": [guarantor("FRA"), guarantor("GBR", "collectively", "political")]})
    yield made({"guarantors": [guarantor("FRA", approval="executive")], "lead": "FRA"})
    yield made({"decider": "one_head_of_state", "decider_state": "USA"})
    yield made({"decider": "third_state", "decider_state": "CHE"})
    for seas in (True, False):
        yield made({"territory": "treaty_area", "seas_and_air": seas})
    yield made(
        {"duration": "fixed", "years": 1, "exit": "on_notice", "exit_notice_months": 1, "review_years": 1}
    )
    yield made({"obligations": ["aid"], "help_word": "prompt", "help_within_days": 1})
    yield made({"help_word": "none", "help_within_days": 1})


def edges(field: words.Field) -> list[Any]:
    if field.kind == "choice":
        return list(field.options)
    if field.kind == "choices":
        return [*([one] for one in field.options), list(field.options)]
    if field.kind == "yes_no":
        return [True, False]
    if field.kind == "number":
        return [field.minimum, 2, field.maximum]
    return ["FRA"] if field.kind == "state" and field.name != "protege" else []


def test_every_option_reads_well_and_every_text_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    used = set()

    class Noted(dict[str, Any]):
        def __init__(self, part: str, texts: dict[str, str]) -> None:
            super().__init__(texts)
            self.part = part

        def __getitem__(self, key: str) -> Any:
            used.add(f"{self.part}.{key}")
            return super().__getitem__(key)

    section, text = words.section, words.text
    noted = {
        name: Noted(name, texts) if isinstance(texts, dict) else texts
        for name, texts in section("treaty").items()
    }
    with monkeypatch.context() as patch:
        patch.setattr(words, "section", lambda name: noted if name == "treaty" else section(name))
        patch.setattr(
            words, "text", lambda key, **said: used.add(key.removeprefix("treaty.")) or text(key, **said)
        )
        for promise in companies():
            check(promise)
    every = {
        f"{name}.{key}" if isinstance(texts, dict) else name
        for name, texts in section("treaty").items()
        for key in (texts if isinstance(texts, dict) else [""])
    }
    assert every - used == set()


# --- a change shows where it was made -----------------------------------------------------------------------

#: Sentences that come or go with a term that does not stand in them, as another sentence takes them in or
#: lets them go. The protected state and the number of guarantors give both sides their names throughout.
FOLLOW: dict[str, set[str]] = {
    "obligations": {"meet", "word", "days"},  # the duty itself says them once there is one
    "territory": {"seas"},  # waters and air go with the ground
}


@given(promises.valid_terms(3), st.sampled_from(words.fields()), st.data())
@settings(max_examples=300)
def test_a_change_touches_only_sentences_of_its_term(
    terms: dict[str, Any], field: words.Field, data: st.DataObject
) -> None:
    value = data.draw(st.none() | promises.values(field, 3))
    changed = Draft.from_dict({**terms, field.name: value}).settled()
    if set(changed.terms()) - {field.name} != set(terms) - {field.name} or field.name in (
        "protege",
        "guarantors",
    ):
        return
    before, after = by_id(treaty.draft(made(terms))), by_id(treaty.draft(changed))
    for name in {*before, *after} - FOLLOW.get(field.name, set()):
        some = [each[name] for each in (before, after) if name in each]
        if len({sentence.text for sentence in some}) == 2 or len(some) == 1:
            assert any(field.name in sentence.fields for sentence in some), [
                sentence.text for sentence in some
            ]


def test_a_guarantor_more_leaves_the_other_sentences_alone() -> None:
    terms = {"protege": "UKR", "obligations": ["consult", "aid"], "form": "treaty", "exit": "at_will"}
    two, three = (
        by_id(treaty.draft(made({**terms, "guarantors": guarantors(*states)})))
        for states in (("FRA", "GBR"), ("FRA", "GBR", "USA"))
    )
    assert {name for name in two if two[name].text != three[name].text} == {"preamble", "gives", "signature"}
    assert set(two) == set(three)


def test_the_index_of_sentences() -> None:
    promise = Guarantee(lead="FRA", nuclear="none")
    assert treaty.sentence_index(treaty.draft(promise)) == {
        "lead": "France calls the guarantors together and speaks for them.",
        "nuclear": "Nothing is promised about nuclear weapons.",
    }


# --- read aloud ---------------------------------------------------------------------------------------------

ARTICLE_5 = """\
Preamble
The States named in the Annex, wishing that the peace among them and around them be kept, have agreed as
follows.

Article 1 · The parties
The States named in the Annex are the Parties, and each of them is protected by the others. Each Party is
bound for itself, whatever the others do. For all of them the guarantee is subject to ratification. Each
Party owes the others the same. The guarantee takes effect when 7 of the Parties have approved it.

Article 2 · The event
This guarantee applies in the event of an armed attack or an attack on forces of the Parties within the
area that this guarantee names, waters and air there included. Each Party decides for itself
whether the event has happened.

Article 3 · The duty
Each Party shall refrain from the threat or use of force against the others and respect their
borders. If the event happens, the Parties shall consult. Each other Party shall, forthwith, take such action
as it deems necessary to assist the Party that is attacked. Armed force is among the means from which
each Party may choose. Each Party acts in accordance with its constitutional processes.

Article 4 · Before anything happens
A joint command plans for the event.

Article 5 · Conditions
Each Party undertakes to maintain its own capacity for defence and to settle its disputes peacefully.

Article 6 · Form, duration and end
This guarantee is a treaty, subject to ratification. The guarantee has no stated end. A Party may leave
after notice of 12 months. What is done under this guarantee is reported to the Security Council of the
United Nations.

Signature
Done and signed for the States named in the Annex.

Annex · The guarantors
Belgium, Canada, Denmark, France, Iceland, Italy, Luxembourg, the Netherlands, Norway, Portugal, the
United Kingdom, the United States, Greece, Türkiye, Germany, Spain, Czechia, Hungary, Poland, Bulgaria,
Estonia, Latvia, Lithuania, Romania, Slovakia, Slovenia, Albania, Croatia, Montenegro, North Macedonia,
Finland and Sweden."""

BUDAPEST = """\
Preamble
Russia, the United Kingdom and the United States, on the one side, and Ukraine, on the other, wishing that
the peace be kept, have agreed as follows.

Article 1 · The parties
Russia, the United Kingdom and the United States give this guarantee to Ukraine. Each guarantor is bound
for itself, whatever the others do. For all of them the guarantee is approved by the government alone. The
promise runs one way: Ukraine owes no such help in return.

Article 2 · The event
This guarantee applies in the event of an aggression with nuclear weapons within the recognised borders
of Ukraine.

Article 3 · The duty
Each guarantor shall refrain from the threat or use of force against Ukraine and respect its borders. If
the event happens, each guarantor shall seek action by the Security Council of the United Nations. The
guarantors shall consult. No word says how soon help must come. Nothing is said here of armed force.

Article 4 · Conditions
Ukraine undertakes to have no nuclear weapons.

Article 5 · Form, duration and end
This guarantee is a signed political text.

Signature
Done and signed for Russia, the United Kingdom and the United States, and for Ukraine."""

UKRAINE = """\
Preamble
France, the United Kingdom and the United States, on the one side, and Ukraine, on the other, wishing that
the peace be kept, have agreed as follows.

Article 1 · The parties
France, the United Kingdom and the United States give this guarantee to Ukraine. Each guarantor is bound
for itself, whatever the others do. For France and the United Kingdom the guarantee is subject to
ratification. For the United States the guarantee is approved by the government alone. The promise runs one
way: Ukraine owes no such help in return. The United Kingdom calls the guarantors together and speaks for
them. The guarantee takes effect when 2 of the guarantors have approved it.

Article 2 · The event
This guarantee applies in the event of an armed attack, a blockade or a hybrid attack on the side of the
line of contact that Ukraine holds, waters and air there included. This guarantee does not
apply to a provoked attack or disputed territory. The head of state of the United States decides whether
the event has happened. Help is owed only at the request of Ukraine.

Article 3 · The duty
If the event happens, each guarantor shall seek action by the Security Council of the United Nations. The
guarantors shall consult within 24 hours. Each guarantor shall, forthwith and within 7 days, send Ukraine
arms and supplies and take such action as it deems necessary to assist Ukraine. The means may include
armed force. Each guarantor acts in accordance with its constitutional processes.

Article 4 · Before anything happens
The guarantors shall set aside 30 thousand troops in advance. The guarantors shall station 10 thousand
troops on the soil of Ukraine. In peacetime the guarantors shall give cover in the air and at sea. In
peacetime the guarantors shall provide arms and training. A joint command plans for the event. Sanctions
that were lifted return by themselves in the event. If the use of nuclear weapons is threatened, the
guarantors shall consult on it. The guarantors shall help Ukraine to equip 600 thousand troops of its own.

Article 5 · Conditions
Ukraine undertakes to keep its forces under a ceiling and to have no nuclear weapons. The forces of
Ukraine shall not exceed 800 thousand troops.

Article 6 · Form, duration and end
This guarantee is a treaty, subject to ratification. The guarantee lasts for a fixed term of 15 years. The
term renews itself. A guarantor may leave after notice of 12 months. The guarantee ends if Ukraine attacks
first or if the guarantors so vote. The parties review the guarantee every 5 years. What is done under
this guarantee is reported to the Security Council of the United Nations and the parliaments of the
guarantors.

Signature
Done and signed for France, the United Kingdom and the United States, and for Ukraine."""

UKRAINE_TERMS: dict[str, Any] = {
    "protege": "UKR",
    "guarantors": [guarantor("FRA"), guarantor("GBR"), guarantor("USA", approval="executive")],
    "mutual": False,
    "lead": "GBR",
    "minimum_guarantors": 2,
    "attacks": ["armed_attack", "blockade", "hybrid"],
    "territory": "line_of_contact",
    "seas_and_air": True,
    "decider": "one_head_of_state",
    "decider_state": "USA",
    "request_needed": True,
    "obligations": ["security_council", "consult", "arms", "action_deemed_necessary"],
    "constitutional_processes": True,
    "exclusions": ["provoked", "disputed_territory"],
    "consult_within_hours": 24,
    "help_word": "immediate",
    "help_within_days": 7,
    "armed_force": "possible",
    "forces_committed_thousands": 30,
    "stationed_forces_thousands": 10,
    "cover": "air_and_sea",
    "peacetime_weapons": "arms",
    "integrated_command": True,
    "snapback_sanctions": True,
    "nuclear": "consult",
    "own_forces_thousands": 600,
    "form": "treaty",
    "duration": "fixed",
    "years": 15,
    "renewal": "automatic",
    "exit": "on_notice",
    "exit_notice_months": 12,
    "conditions": ["force_ceiling", "no_nuclear_weapons"],
    "force_ceiling_thousands": 800,
    "voids": ["protege_attacks_first", "guarantors_vote"],
    "review_years": 5,
    "reporting": ["security_council", "parliaments"],
}


@pytest.mark.parametrize(
    ("promise", "text"),
    [
        (instruments.get("NAT1949"), ARTICLE_5),
        (instruments.get("BUDAPEST1994"), BUDAPEST),
        (made(UKRAINE_TERMS), UKRAINE),
    ],
    ids=["article 5", "Budapest", "Ukraine"],
)
def test_read_aloud(promise: Guarantee, text: str) -> None:
    assert check(promise).text().split() == text.split()


def test_the_words_of_a_sentence_know_their_terms() -> None:
    sentence = by_id(treaty.draft(made(UKRAINE_TERMS)))["consult"]
    assert [(part.text, part.field, part.question) for part in sentence.parts] == [
        ("The guarantors", None, None),
        (" shall ", None, None),
        ("consult", "obligations", "what"),
        (" within 24 hours", "consult_within_hours", "how"),
        (".", None, None),
    ]
