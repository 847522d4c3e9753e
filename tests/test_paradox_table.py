"""The tables of the lesson on the paradox say what the model says."""

import math
from fractions import Fraction
from typing import Any

import pytest

from course_utils import datasets, frontier, game, words

CASE = {"T": 0.4, "D": 0.9, "sigma_C": 0.2}
TEMPTATIONS = Fraction(1, 10), Fraction(3, 10), Fraction(6, 10)
BITE = Fraction(4, 5)
SAID = {str(row["id"]): f"{row['says']} {row['note']}" for row in datasets.rows("paradox")}


def look(**terms: float) -> tuple[float, bool]:
    """The risk of attack in whole per cent, and whether it is signed."""
    found = game.base(**(CASE | {"w_C": 0.05} | terms))
    return round(100 * float(found["p_attack"])), float(found["M_C"]) >= 0


def fraction(cell: Any) -> Fraction:
    return Fraction(str(cell).replace("−", "-"))


@pytest.mark.parametrize("row", datasets.rows("paper"), ids=lambda row: row["id"])
def test_the_model_on_paper(row: datasets.Row) -> None:
    taken = BITE * fraction(row["credibility"])
    left = [gain - taken for gain in TEMPTATIONS]
    gains = [gain for gain in left if gain > 0]
    assert fraction(row["takes_off"]) == taken
    assert [fraction(row[name]) for name in ("low", "middle", "high")] == left
    assert fraction(row["share"]) == Fraction(len(gains), 3)
    assert fraction(row["worth"]) == sum(gains, Fraction(0)) / 3
    assert (row["mean_gain"] is None) == (not gains)
    if gains:
        assert fraction(row["mean_gain"]) == sum(gains, Fraction(0)) / len(gains)


@pytest.mark.parametrize("row", datasets.rows("worked"), ids=lambda row: row["id"])
def test_the_worked_table(row: datasets.Row) -> None:
    found = game.base(Q=float(str(row["Q"])), **CASE)
    assert (row["p"], row["V"]) == (round(float(found["p_attack"]), 3), round(float(found["V"]), 3))


def test_the_four_ways_off_the_curve() -> None:
    assert (look(Q=0.98), look(Q=0.98, D=0.88, B=0.04), look(Q=0.98, w_C=0.01)) == (
        (8, False),
        (9, True),
        (8, True),
    )
    assert "refuses with them, at a risk of 8 per cent; without them it signs, at 9" in SAID["exit_bases"]
    assert "it signs too, if w falls by 0.04" in SAID["exit_bases"]
    assert (look(Q=0.9), look(Q=0.9, B=0.04, T=0.364)) == ((11, False), (10, True))
    assert look(Q=0.9, w_C=0.01, T=0.364) == (10, True)
    assert not look(Q=0.9, T=0.364)[1]
    assert "refused at a risk of 11 per cent is signed at 10" in SAID["exit_snapback"]
    kept, lapsed = (game.base(Q=Q, **CASE) for Q in (1, 0))
    mean = [0.9 * float(kept[name]) + 0.1 * float(lapsed[name]) for name in ("p_attack", "V")]
    assert (round(100 * mean[0]), mean[1] >= 0.05, look(Q=0)[0], look(Q=1)[0]) == (16, True, 88, 8)
    assert "mean risk of 16 per cent" in SAID["exit_lapse"]
    assert "the risk is 88 per cent" in SAID["exit_lapse"]
    assert (look(Q=0.7)[1], look(Q=0.95)[0], look(Q=0.4)[0]) == (True, 9, 55)
    assert "meets 0.95, the risk is 9 per cent; if it meets 0.40, it is 55" in SAID["exit_beliefs"]


def test_the_bounds() -> None:
    least = [round(100 * float(frontier.least_accepted_risk(R=R, sigma_C=0.2)), 1) for R in (0.05, 0.02)]
    assert least == [22.1, 9.5]
    assert "22 per cent or more with R = 0.05, of 9.5 or more with R = 0.02" in SAID["threshold_attacker"]
    signed = float(frontier.window(R=0.05, alpha=0.1, T=0.4, D=0.9, sigma_C=0.2)["Q_accept"])
    note = words.text("tables.worked.note")
    assert f"a credibility of {signed:.2f} and a risk of 22 per cent" in note
    assert "If R is 0.02, it is 9.5 per cent" in note
    others = frontier.thresholds(
        R=0.05, sigma_C=0.2, y=0.0, w_P=-0.1, L_P=0.6, S=[0.1], w_G=[-0.4], L_G=[1.2]
    )
    assert (round(100 * float(others["alpha_P"])), round(100 * float(others["alpha_G"][0]))) == (17, 25)
    assert "17 per cent" in SAID["threshold_protected"]
    assert "25 per cent" in SAID["threshold_guarantors"]
    ends = [round(100 * (1 - math.exp(-(0.95**-safe) * 0.05 / 0.2))) for safe in (0, 5, 10)]
    assert ends == [22, 28, 34]
    assert (
        "22 per cent if there is no safe time, 28 after five safe periods, 34 after ten"
        in SAID["time_sunset"]
    )
    lapse = round(100 * float(frontier.least_risk_with_lapse(R=0.05, T=0.4, sigma_C=0.2)))
    assert lapse == 10
    assert "falls from 22 per cent to 10" in SAID["time_lapse"]
