"""The strongest objections to a guarantee are made from its gaps, by the rule that the page states."""

import pytest

from course_utils import cases, gaps, instruments, objections, words
from course_utils.guarantee import Guarantee

RANKS = objections.COMES_TO_NOTHING, objections.KEPT_FROM_WORKING, objections.LATE_SMALL_OR_SHORT
REAL = [name for name in instruments.ids() if gaps.gaps(instruments.get(name))]


def test_every_gap_has_one_rank():
    known = [name for name, text in words.section("gaps").items() if isinstance(text, str)]
    assert sorted(known) == sorted(name for names in RANKS for name in names)


@pytest.mark.parametrize("name", REAL)
def test_objections_are_gaps_of_the_text_in_the_order_of_the_rule(name):
    text = instruments.get(name)
    found = objections.strongest(text, 99)
    assert {one.gap for one in found} == set(gaps.gaps(text))
    order = [
        (next(place for place, names in enumerate(RANKS) if one.gap.id in names), -len(one.hangs))
        for one in found
    ]
    assert order == sorted(order)
    assert objections.strongest(text) == found[:3]
    assert all(one.tried == len(cases.all()) and len(one.hangs) <= one.tried for one in found)


def test_a_kind_of_attack_that_is_left_out_hangs_on_attacks_of_that_kind_alone():
    found = {one.gap.id: one.hangs for one in objections.strongest(instruments.get("NAT1949"), 99)}
    assert [case.id for case in found["no_blockade"]] == ["blockade_of_odesa"]
    assert all(case.attacks["cyber"] != "no" for case in found["no_cyber"])


def test_what_was_invented_is_the_first_example():
    for one in objections.strongest(instruments.get("SIDE2025"), 99):
        assert [case.history for case in one.hangs] == sorted(case.history for case in one.hangs)


def test_an_empty_text_comes_to_nothing():
    assert {one.gap.id for one in objections.strongest(Guarantee())} <= objections.COMES_TO_NOTHING
