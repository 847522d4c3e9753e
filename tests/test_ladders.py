"""The rules that place a guarantee by its terms agree with the places that real texts have by their words."""

import pytest

from course_utils import datasets, instruments, ladders
from course_utils.guarantee import Guarantee

CODES = {"duty": "o1_oblig", "speed": "s1_speed", "force": "f1_force"}
#: Where the words say more, or less, than the terms can: (instrument, ladder) and why.
DIFFERENT = {
    ("TRA1979", "duty"): "arms are promised in peace; after an attack the text asks only to inform and decide",
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
