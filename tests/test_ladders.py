"""The rules that place a guarantee by its terms agree with the places that real texts have by their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils import datasets, instruments, ladders
from course_utils.guarantee import Guarantee

CODES = {"duty": "o1_oblig", "speed": "s1_speed", "force": "f1_force"}
#: Where the words say more, or less, than the terms can: (instrument, ladder) and why.
DIFFERENT = {
    ("TRA1979", "duty"): "arms are promised in peace; after an attack, to inform and to decide",
    ("PARIS2026", "duty"): "the help is still to be agreed",
    ("LONDON1839", "duty"): "a guarantee of a status is more than to abstain",
    ("BUDAPEST1994", "speed"): "the haste belongs to going to the Council",
    ("RIO1947", "speed"): "the haste belongs to a meeting",
    ("TRA1979", "speed"): "the haste belongs to informing Congress",
    ("USIL1975", "speed"): "the haste belongs to consultation",
    ("FPDA1971", "speed"): "the haste belongs to consultation",
    ("QATAR_EO2025", "speed"): "the haste belongs to planning",
    ("SHUSHA2021", "speed"): "the haste belongs to consultation",
}


@pytest.mark.parametrize("ladder", CODES)
@pytest.mark.parametrize("name", [name for name in instruments.ids() if name != "SIDE2025"])
def test_terms_and_words_agree_or_the_difference_has_a_reason(name, ladder):
    (place,) = [one for one in instruments.get(name).profile() if one.ladder == ladder]
    coded = datasets.row("codes", f"{name}-{CODES[ladder]}")["value"]
    if place.rung is not None and coded is not None:
        assert (place.rung != coded) == ((name, ladder) in DIFFERENT), (place.rung, coded)
    else:
        assert (name, ladder) not in DIFFERENT


def test_nothing_settled_has_no_place():
    assert [place.rung for place in Guarantee().profile()] == [None, None, None]
    assert all(place.fields and place.sentence for place in Guarantee().profile())


@pytest.mark.parametrize(
    ("terms", "rungs"),
    [
        ({"obligations": ("refrain",)}, (0, None, None)),
        ({"obligations": ("refrain", "automatic")}, (4, None, 4)),
        ({"help_word": "none"}, (None, 0, None)),
        ({"help_word": "prompt", "consult_within_hours": 5}, (None, 2, None)),
        ({"help_word": "immediate", "help_within_days": 5}, (None, 4, None)),
        ({"armed_force": "excluded"}, (None, None, 0)),
    ],
)
def test_places(terms, rungs):
    assert tuple(place.rung for place in ladders.profile(Guarantee(**terms))) == rungs


RUNGS = st.tuples(*[st.none() | st.integers(0, 4)] * 3)
PROFILES = st.dictionaries(st.sampled_from("abcdefgh"), RUNGS, max_size=6)
WEIGHTS = st.tuples(*[st.integers(0, 5)] * 3)


@given(PROFILES, WEIGHTS)
def test_what_stands_higher_everywhere_is_never_ranked_lower(profiles, weights):
    ranked = {name: place for place, tier in enumerate(ladders.tiers(profiles, weights)) for name in tier}
    for one in ranked:
        for other in ranked:
            pairs = [(profiles[one][at], profiles[other][at]) for at in range(3) if weights[at]]
            if all(left >= right for left, right in pairs):
                assert ranked[one] <= ranked[other]


@given(PROFILES)
def test_a_pair_turns_exactly_if_some_weights_turn_it(profiles):
    turning = set(ladders.turns(profiles))
    alone = [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    for one in profiles:
        for other in profiles:
            if one < other and None not in (*profiles[one], *profiles[other]):
                both = {one: profiles[one], other: profiles[other]}
                firsts = {ladders.tiers(both, weights)[0] for weights in alone}
                assert ({(one,), (other,)} <= firsts) == bool({(one, other), (other, one)} & turning)


@pytest.mark.parametrize(("weights", "said"), [((1, 1), "one weight for each"), ((1, -1, 0), "upside down")])
def test_impossible_weights_are_refused_in_a_sentence(weights, said):
    with pytest.raises(ValueError, match=said):
        ladders.tiers({"a": (1, 2, 3)}, weights)


def test_an_unsettled_rung_is_never_a_zero():
    assert ladders.tiers({"a": (None, 1, 1), "b": (0, 1, 1)}, (1, 1, 1)) == (("b",),)
    assert ladders.tiers({"a": (None, 1, 1), "b": (0, 1, 1)}, (0, 1, 1)) == (("a", "b"),)
