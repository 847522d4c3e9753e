"""Tables made from the terms: the reverse of a draft, gaps with their history, a ranking by own weights."""

import re

import pytest

from course_utils import datasets, describe, instruments, words
from course_utils.guarantee import Guarantee


def cells(html):
    return re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", html)


@pytest.mark.parametrize("name", instruments.ids())
def test_every_term_of_a_text_is_carried_by_something(name):
    told = describe.carried(name)
    for field in instruments.get(name).terms():
        assert words.field(field).label.replace("'", "&#x27;") in told
    fields = [field for one in instruments.carried(name) for field in one.fields]
    assert sorted(fields) == sorted(instruments.get(name).terms())


def test_words_that_carry_a_term_are_those_of_the_clause():
    for one in instruments.carried("NAT1949"):
        if one.words:
            assert one.words in datasets.row("clauses", one.clause)["words"]


def test_gaps_stand_beside_their_history():
    promise = instruments.get("BUDAPEST1994")
    told = describe.gaps(promise)
    assert told.count("<tr>") == 1 + len(promise.gaps())
    assert "<script" not in describe.gaps(Guarantee())


def test_a_ranking_says_what_hangs_on_the_weights():
    texts = {name: tuple(p.rung for p in instruments.get(name).profile()) for name in instruments.ids()}
    texts = {datasets.row("instruments", name)["short_name"]: rungs for name, rungs in texts.items()}
    told = describe.weighed(texts, (1, 1, 1))
    assert "hangs on the weights" in told
    assert "Not ranked" in told
    assert describe.weighed({"a": (1, 1, 1), "b": (2, 2, 2)}, (1, 0, 0)).count("No pair") == 1
    assert cells(describe.weighed({"a": (1, 1, 1), "b": (2, 2, 2)}, (1, 0, 0)))[2:] == ["1", "b", "2", "a"]


def test_names_are_escaped():
    assert "<b>" not in describe.weighed({"<b>": (1, 1, 1)}, (1, 1, 1))
