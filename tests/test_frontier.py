"""The claims of the model about window, least risk, price and bargaining range, each under its own id.

Numbers of sections, theorems and equations are those of the model text; claims about the game itself are in
`test_game`.
"""

import itertools
import math

import draws
import numpy as np
import pytest

from course_utils import frontier, game

TOLERANCE = 1e-12
SIZE = 20_000
CLOSE = 1e-9  # designs nearer to a threshold than this may fall on either side of it


def numbers(name):
    """Random temptations, bites, spreads, shortfalls, tolerances and credibilities."""
    rng = draws.generator(name)
    return {
        "T": rng.uniform(-0.5, 0.9, SIZE),
        "D": rng.uniform(0.02, 1.5, SIZE),
        "sigma_C": rng.uniform(*draws.COMMON["sigma_C"], SIZE),
        "R": rng.uniform(-0.3, 0.5, SIZE),
        "alpha": rng.uniform(0.01, 0.99, SIZE),
        "Q": rng.uniform(0, 1, SIZE),
    }


def window(given):
    return frontier.window(**{name: given[name] for name in ("T", "D", "sigma_C", "R", "alpha")})


def signing(given):
    """The base game at the credibility drawn, with a shortfall of R."""
    terms = {name: given[name] for name in ("T", "D", "Q", "sigma_C")}
    return game.base(**terms, w_C=given["R"])


def both_ways(left, right, margin):
    """Whether two conditions agree except at the threshold, and each holds and fails often."""
    clear = np.abs(margin) > CLOSE
    assert clear.mean() > 0.99
    assert 0.02 < left.mean() < 0.98
    return bool(np.array_equal(left[clear], right[clear]))


def test_i4_enough_credibility_deters():
    """I4: p ≤ α ⇔ Q ≥ Q_deter (Theorem 2, (7))."""
    given = numbers("I4")
    found, at = window(given), signing(given)
    margin = given["Q"] - found["Q_deter"]
    assert both_ways(at["p_attack"] <= given["alpha"], margin >= 0, margin * given["D"])


def test_i5_too_much_credibility_is_refused():
    """I5: M_C ≥ 0 ⇔ Q ≤ Q_accept; with R ≤ 0 any credibility is signed (Theorem 2, (7))."""
    given = numbers("I5")
    found, at = window(given), signing(given)
    margin = found["Q_accept"] - given["Q"]
    assert both_ways(at["M_C"] >= 0, margin >= 0, at["M_C"])
    content = given["R"] <= 0
    assert np.all(found["Q_accept"][content] == np.inf)
    assert np.all(np.isfinite(found["Q_accept"][~content]))


def test_i6_the_paradox_is_a_shortfall_too_large_for_the_tolerance():
    """I6: Q_deter ≤ Q_accept ⇔ R ≤ −σ ln(1−α) (Theorem 2)."""
    given = numbers("I6")
    found = window(given)
    margin = -given["sigma_C"] * np.log1p(-given["alpha"]) - given["R"]
    assert both_ways(found["Q_deter"] <= found["Q_accept"], margin >= 0, margin)


def test_the_window_is_open_where_some_credibility_does_both():
    """Theorem 2 (a)–(c): nonempty ⇔ some Q of 0…1 is signed and deters; found by trying 2,001 of them."""
    given = {name: value[:2000] for name, value in numbers("nonempty").items()}
    found = window(given)
    Q = np.linspace(0, 1, 2001)[:, None]
    at = game.base(T=given["T"], D=given["D"], Q=Q, sigma_C=given["sigma_C"], w_C=given["R"])
    tried = ((at["M_C"] >= 0) & (at["p_attack"] <= given["alpha"])).any(axis=0)
    assert 0.1 < tried.mean() < 0.9
    assert np.all(found["nonempty"][tried])
    low, high = np.maximum(found["Q_deter"], 0), np.minimum(found["Q_accept"], 1)
    assert np.array_equal(found["nonempty"], low <= high)
    wide = high - low > 0.0011
    assert np.all(tried[wide])


def test_the_most_credible_guarantee_that_is_signed():
    """Theorem 2: its risk is p_min where that lies within reach, that of Q=1 where C signs all; else nan."""
    given = numbers("strongest")
    found = window(given)
    p = found["strongest_accepted_p"]
    refused = found["Q_accept"] < 0
    least = frontier.least_accepted_risk(R=given["R"], sigma_C=given["sigma_C"])
    perfect = game.base(**{name: given[name] for name in ("T", "D", "sigma_C")}, Q=1.0)["p_attack"]
    within = (found["Q_accept"] >= 0) & (found["Q_accept"] <= 1)
    every = found["Q_accept"] > 1
    assert min(refused.mean(), within.mean(), every.mean()) > 0.02
    assert np.all(np.isnan(p[refused]))
    assert np.allclose(p[within], least[within], rtol=0, atol=TOLERANCE)
    assert np.allclose(p[every], perfect[every], rtol=0, atol=TOLERANCE)
    assert np.all(p[~refused] >= least[~refused] - TOLERANCE)


def test_dilution_ends_at_the_least_risk_whatever_is_diluted():
    """Theorem 2 (6): all designs of layer 1 that C is indifferent to have the risk p_min."""
    for n in (1, 2, 3, 6):
        rng = draws.generator(f"dilution {n}")
        drawn = draws.designs(rng, 500, n)
        found = game.solve(drawn)
        indifferent = game.solve(drawn | {"w_C": drawn["B"] + found["V"]})
        assert np.allclose(indifferent["M_C"], 0, rtol=0, atol=TOLERANCE)
        least = frontier.least_accepted_risk(R=found["V"], sigma_C=drawn["sigma_C"])
        assert np.allclose(found["p_attack"], least, rtol=0, atol=1e-11)
        assert np.allclose(indifferent["p_min"], least, rtol=0, atol=1e-11)


# --- price ----------------------------------------------------------------------------------------------


def test_theorem_3_the_slope_of_the_option_is_the_risk():
    """Theorem 3: dV/dU = p, and the price of less risk is the area under the attack curve."""
    given = numbers("Theorem 3")
    T, sigma = given["T"], given["sigma_C"]
    step = 1e-6
    low, middle, high = (game.base(T=T + at, D=0.0, Q=0.0, sigma_C=sigma) for at in (-step, 0, step))
    slope = (high["V"] - low["V"]) / (2 * step)
    assert np.allclose(slope, middle["p_attack"], rtol=0, atol=1e-8)
    nodes, weights = np.polynomial.legendre.leggauss(80)
    drop = given["D"][:, None] * given["Q"][:, None]
    U = T[:, None] - drop * (nodes + 1) / 2
    area = (weights / 2 * game.base(T=U, D=0, Q=0, sigma_C=sigma[:, None])["p_attack"] * drop).sum(axis=1)
    after = game.base(T=T - drop[:, 0], D=0.0, Q=0.0, sigma_C=sigma)
    moderate = middle["p_attack"] < 0.999
    assert moderate.mean() > 0.8
    price = frontier.price_of_deterrence(
        p_from=np.minimum(middle["p_attack"], 0.999), p_to=after["p_attack"].clip(0, 0.999), sigma_C=sigma
    )
    assert np.allclose(price[moderate], area[moderate], rtol=0, atol=1e-10)
    assert np.allclose(price[moderate], (middle["V"] - after["V"])[moderate], rtol=0, atol=TOLERANCE)


def test_theorem_3_the_four_quoted_prices():
    """Theorem 3, σ=.2: .8→.5 costs .183, .5→.2 .094, .2→.05 .034, .05→.01 .008."""
    steps = [(0.8, 0.5, 0.183), (0.5, 0.2, 0.094), (0.2, 0.05, 0.034), (0.05, 0.01, 0.008)]
    for before, after, price in steps:
        found = frontier.price_of_deterrence(p_from=before, p_to=after, sigma_C=0.2)
        assert round(found, 3) == price
        back = frontier.price_of_deterrence(p_from=after, p_to=before, sigma_C=0.2)
        assert back == pytest.approx(-found, abs=TOLERANCE)


def test_theorem_3_a_carrot_of_that_size_leaves_the_challenger_indifferent():
    """Theorem 3, compensated deterrence: more credibility and the price in B: M_C unchanged, p lower."""
    given = numbers("compensated")
    more = given["Q"] + (1 - given["Q"]) * 0.5
    terms = {name: given[name] for name in ("T", "D", "sigma_C")}
    before, after = game.base(**terms, Q=given["Q"]), game.base(**terms, Q=more)
    usual = before["p_attack"] < 0.999
    assert usual.mean() > 0.8
    price = frontier.price_of_deterrence(
        p_from=before["p_attack"].clip(0, 0.999),
        p_to=after["p_attack"].clip(0, 0.999),
        sigma_C=terms["sigma_C"],
    )
    paid = game.base(**terms, Q=more, B=price)
    assert np.allclose(paid["M_C"][usual], before["M_C"][usual], rtol=0, atol=TOLERANCE)
    assert np.all(paid["p_attack"] <= before["p_attack"])
    assert np.all(price[usual] >= 0)


# --- lapse ----------------------------------------------------------------------------------------------


def test_theorem_5_no_lottery_over_known_strengths_is_below_the_chord():
    """(9): the least average risk of any lottery worth R to C, over known strengths down to perfect."""
    rng = draws.generator("(9)")
    T, sigma = rng.uniform(-0.5, 0.9, 2000), rng.uniform(0.05, 0.4, 2000)
    U = T[:, None] - rng.exponential(0.5, (2000, 6))
    weights = rng.dirichlet(np.full(7, 0.4), 2000)
    at = game.base(T=np.column_stack([T, U]), D=0, Q=0, sigma_C=sigma[:, None])
    p, V = ((weights * at[name]).sum(axis=1) for name in ("p_attack", "V"))
    bound = frontier.least_risk_with_lapse(R=V * (1 - 1e-12), T=T, sigma_C=sigma)
    assert np.all(p >= bound - TOLERANCE)
    assert (p < frontier.least_accepted_risk(R=V, sigma_C=sigma) - 1e-4).mean() > 0.5
    none = game.base(T=T, D=0, Q=0, sigma_C=sigma)
    share = rng.uniform(0.01, 1, 2000)  # perfect, but for a chance that all know of before the attack
    chord = frontier.least_risk_with_lapse(R=share * none["V"], T=T, sigma_C=sigma)
    assert np.allclose(chord, share * none["p_attack"], rtol=0, atol=TOLERANCE)


def test_theorem_5_the_quoted_figures():
    """Theorem 5: T=.325, σ=.2, R=.05: .116 with lapse instead of .221; T is that of the default design."""
    assert round(frontier.least_risk_with_lapse(R=0.05, T=0.325, sigma_C=0.2), 3) == 0.116
    assert round(frontier.least_accepted_risk(R=0.05, sigma_C=0.2), 3) == 0.221
    assert game.solve({"f": 0, "k": 0})["U"] == pytest.approx(0.325, abs=TOLERANCE)
    assert frontier.least_risk_with_lapse(R=0.0, T=0.325, sigma_C=0.2) == 0
    assert frontier.least_risk_with_lapse(R=-1.0, T=0.325, sigma_C=0.2) == 0
    assert math.isnan(frontier.least_risk_with_lapse(R=0.5, T=0.325, sigma_C=0.2))


@pytest.mark.parametrize("n", [1, 2, 3, 6])
def test_theorem_5_designs_that_lapse_stay_above_the_chord(n):
    """T14 by (9): designs of layer 6 that C just signs, T being C's U where nothing obliges."""
    rng = draws.generator(f"(9), layer 6, n={n}")
    drawn = draws.designs(rng, 1000 if n < 4 else 300, n, draws.LAPSE)
    found = game.solve(drawn)
    T = game.solve(drawn | {"yv": np.zeros(len(drawn["c"])), "V": np.ones(len(drawn["c"]))})["U"]
    bound = frontier.least_risk_with_lapse(R=found["V"] * (1 - 1e-12), T=T, sigma_C=drawn["sigma_C"])
    assert np.all(found["p_attack"] >= bound - TOLERANCE)
    least = frontier.least_accepted_risk(R=found["V"], sigma_C=drawn["sigma_C"])
    assert (found["p_attack"] < least - 1e-4).mean() > 0.1


# --- bargaining, and who else must sign -----------------------------------------------------------------


def pies(name):
    rng = draws.generator(name)
    given = {"p_w": rng.uniform(0, 1, SIZE), "p": rng.uniform(0, 1, SIZE), "L": rng.uniform(0, 1.5, SIZE)}
    for cost in ("c_C", "c_P", "relief"):
        given[cost] = rng.exponential(0.15, SIZE) * rng.integers(0, 2, SIZE)
    given["V"] = rng.exponential(0.2, SIZE)
    return given


def test_t17_a_perfect_guarantee_leaves_something_to_agree_on():
    """T17: (10) with p=V=0 is non-empty for all costs ≥ 0 (Fearon 1995; Walter 1997)."""
    given = pies("T17")
    perfect = frontier.bargaining_range(**given | {"p": 0.0, "V": 0.0})
    assert np.all(perfect["length"] >= 0)
    assert np.all(perfect["low"] <= perfect["high"] + TOLERANCE)
    free = (given["c_C"] == 0) & (given["c_P"] == 0) & (given["relief"] == 0)
    assert free.sum() > 100
    assert np.all(perfect["length"][free] == 0)
    assert (frontier.bargaining_range(**given)["length"] < 0).mean() > 0.1


def test_t17_the_guarantee_widens_the_range_where_the_attack_hurts_more_than_it_gains():
    """Theorem 6: wider with the perfect guarantee than without ⇔ p·L > V."""
    given = pies("T17 wider")
    found = frontier.bargaining_range(**given)
    perfect = frontier.bargaining_range(**given | {"p": 0.0, "V": 0.0})
    gain = given["p"] * given["L"] - given["V"]
    assert np.allclose(perfect["length"] - found["length"], gain, rtol=0, atol=TOLERANCE)
    assert 0.1 < (gain > 0).mean() < 0.9
    assert np.allclose(found["high"] - found["low"], found["length"], rtol=0, atol=TOLERANCE)


def test_t17_the_range_is_what_both_sides_prefer_to_war():
    """Theorem 6: C's x + relief + V ≥ p_w − c_C and P's 1 − x − pL ≥ 1 − p_w − c_P hold exactly in it."""
    given = pies("T17 both sides")
    found = frontier.bargaining_range(**given)
    x = draws.generator("T17 shares").uniform(-0.5, 1.5, SIZE)
    C = x + given["relief"] + given["V"] - (given["p_w"] - given["c_C"])
    P = 1 - x - given["p"] * given["L"] - (1 - given["p_w"] - given["c_P"])
    clear = (np.abs(C) > CLOSE) & (np.abs(P) > CLOSE)
    within = (x >= found["low"]) & (x <= found["high"])
    assert 0.02 < within.mean() < 0.98
    assert np.array_equal(((C >= 0) & (P >= 0))[clear], within[clear])
    signs = game.base(T=0, D=0, Q=0, sigma_C=1, B=x + given["relief"], w_C=given["p_w"] - given["c_C"])
    assert np.allclose(signs["M_C"] - signs["V"] + given["V"], C, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("n", [1, 2, 3, 6])
def test_who_else_must_sign_is_a_picture_of_thresholds(n):
    """Section 2.8: P signs ⇔ p ≤ α_P, G_i ⇔ p ≤ α_G; a deal ⇔ p_min is at most the smallest."""
    rng = draws.generator(f"2.8 n={n}")
    drawn = draws.designs(rng, 2000 if n < 4 else 300, n)
    found = game.solve(drawn)
    p = found["p_attack"]
    sides = frontier.thresholds(
        R=found["R"],
        sigma_C=drawn["sigma_C"],
        y=drawn["y"] - drawn["a_H"] * drawn["H"],
        w_P=drawn["w_P"],
        L_P=found["L_P"],
        S=drawn["S"],
        w_G=drawn["w_G"],
        L_G=found["L_G"],
    )
    assert np.allclose(sides["alpha_P"], found["alpha_P"], rtol=1e-12, atol=TOLERANCE)
    clear = np.abs(found["M_P"]) > CLOSE
    assert np.array_equal((p <= sides["alpha_P"])[clear], (found["M_P"] >= 0)[clear])
    assert 0.05 < (found["M_P"] >= 0).mean() < 0.95
    clear = np.abs(found["M_G"]) > CLOSE
    content = (p[:, None] <= sides["alpha_G"]) & (p[:, None] >= sides["floor_G"])
    assert np.array_equal(content[clear], (found["M_G"] >= 0)[clear])
    signs = {"C": p >= sides["p_min"], "P": p <= sides["alpha_P"], "G": content.all(axis=1)}
    everyone = np.all(list(signs.values()), axis=0)
    assert everyone.sum() > (0 if n < 6 else -1)
    assert sides["deal"][everyone].all()
    assert not sides["deal"].all()


def test_what_would_have_to_change_opens_the_window_and_no_less_does():
    """Section 14: the smallest change in B is to w + σ ln(1−α); then a guarantee deters and is signed."""
    given = numbers("change")
    terms = {name: given[name] for name in ("T", "D", "sigma_C", "alpha")}
    change = frontier.what_would_have_to_change(B=0.0, w_C=given["R"], **terms)
    need = change["B_must_rise_by"]
    assert np.array_equal(need, change["w_must_fall_by"])
    assert np.array_equal(change["open"], need == 0)
    assert np.array_equal(change["strong_enough"], np.isfinite(need))
    movable = np.isfinite(need) & (need > CLOSE)
    assert movable.mean() > 0.05
    for off, is_open in ((1e-9, True), (-1e-9, False)):
        after = frontier.window(**terms, R=given["R"] - need - off)
        assert np.all(after["nonempty"][movable] == is_open)
    assert np.array_equal(change["open"], window(given)["nonempty"])
    alone = frontier.what_would_have_to_change(
        B=0.0, w_C=given["R"], sigma_C=given["sigma_C"], alpha=given["alpha"]
    )
    least = given["R"] + given["sigma_C"] * np.log1p(-given["alpha"])
    assert np.allclose(alone["B_must_rise_by"], np.maximum(least, 0), rtol=0, atol=TOLERANCE)


def test_the_change_in_words_names_both_ways():
    """Section 14: the change that opens the window is told of the peace and of the war alike."""
    terms = {"B": 0.0, "sigma_C": 0.2, "alpha": 0.10}
    closed = frontier.change_in_words(frontier.what_would_have_to_change(w_C=0.05, **terms))
    assert "B rises by 0.029" in closed
    assert "w falls by 0.029" in closed
    is_open = frontier.change_in_words(frontier.what_would_have_to_change(w_C=0.02, **terms))
    assert "B need not rise" in is_open
    assert "w need not fall" in is_open
    weak = frontier.what_would_have_to_change(w_C=0.05, **terms, T=0.4, D=0.1)
    assert "neither a rise of B nor a fall of w" in frontier.change_in_words(weak)
    many = frontier.what_would_have_to_change(**terms | {"B": [0.0, 0.1]}, w_C=0.05)
    with pytest.raises(TypeError, match="one design at a time"):
        frontier.change_in_words(many)


def test_section_14_the_share_that_is_signed_and_deters():
    """Section 14: 2 guarantors, α=σ=.2: a fifth at R ≤ 0, fewer with R, none from R = −σ ln .8 on."""
    drawn = draws.designs(draws.generator("section 14"), 20_000, 2)
    drawn |= {name: np.full(20_000, value) for name, value in (("sigma_C", 0.2), ("B", 0.0))}
    edge = -0.2 * math.log(0.8)
    found = game.solve(drawn | {"w_C": np.zeros(20_000)})
    shares = [
        ((found["V"] >= R) & (found["p_attack"] <= 0.2)).mean() for R in (-0.1, 0.0, 0.02, 0.04, edge + 1e-9)
    ]
    assert round(edge, 4) == 0.0446
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == shares[1] > shares[2] > shares[3] > shares[4] == 0


# --- figures, edges, shapes, bad input ------------------------------------------------------------------


def test_the_window_of_section_1():
    """Section 1: R=.05: Q ≤ .724 signed, Q ≥ .933 deters; R=.02: [.933, .945]; R ≤ 0: C signs even Q=1."""
    found = frontier.window(T=0.4, D=0.9, sigma_C=0.2, R=[0.05, 0.02, 0.0, -0.1], alpha=0.10)
    assert found["Q_deter"].round(3).tolist() == [0.933] * 4
    assert found["Q_accept"].round(3).tolist() == [0.724, 0.945, math.inf, math.inf]
    assert found["nonempty"].tolist() == [False, True, True, True]
    assert found["strongest_accepted_p"].round(3).tolist() == [0.221, 0.095, 0.076, 0.076]


def test_without_bite_credibility_changes_nothing():
    """D=0: both ends infinite, and the window is open where T itself is signed and deters, for all Q."""
    for T, R in itertools.product((-0.6, 0.4), (-0.1, 0.005, 0.05)):
        found = frontier.window(T=T, D=0.0, sigma_C=0.2, R=R, alpha=0.10)
        at = game.base(T=T, D=0.0, Q=0.5, sigma_C=0.2, w_C=R)
        assert found["nonempty"] == (at["p_attack"] <= 0.10 and at["M_C"] >= 0)
        assert math.isinf(found["Q_deter"])
        assert math.isinf(found["Q_accept"])


def test_shortfalls_tiny_and_huge_keep_their_digits():
    """R → 0 and R ≫ σ: U_accept = σ ln(e^(R/σ)−1) tends to σ ln(R/σ) and to R; no overflow, no warning."""
    with np.errstate(all="raise", under="ignore"):
        tiny = frontier.window(T=0.4, D=1.0, sigma_C=0.2, R=2e-15, alpha=0.1)["Q_accept"]
        huge = frontier.window(T=0.4, D=1.0, sigma_C=0.001, R=5.0, alpha=0.1)["Q_accept"]
        risk = frontier.least_accepted_risk(R=[2e-15, 5.0], sigma_C=[0.2, 0.001])
    assert tiny == pytest.approx(0.4 - 0.2 * math.log(1e-14), abs=1e-12)
    assert huge == pytest.approx(0.4 - 5.0, abs=1e-12)
    assert risk == pytest.approx([1e-14, 1.0], rel=1e-12)


CALLS = {
    "window": {"T": 0.4, "D": 0.9, "sigma_C": 0.2, "R": 0.05, "alpha": 0.1},
    "least_accepted_risk": {"R": 0.05, "sigma_C": 0.2},
    "least_risk_with_lapse": {"R": 0.05, "T": 0.325, "sigma_C": 0.2},
    "price_of_deterrence": {"p_from": 0.5, "p_to": 0.2, "sigma_C": 0.2},
    "bargaining_range": {"p_w": 0.5, "c_C": 0.1, "c_P": 0.1, "relief": 0.0, "V": 0.1, "p": 0.2, "L": 0.7},
    "thresholds": {"R": 0.05, "sigma_C": 0.2, "y": 0.0, "w_P": -0.1, "L_P": 0.6},
    "what_would_have_to_change": {"B": 0.0, "w_C": 0.05, "sigma_C": 0.2, "alpha": 0.1, "T": 0.4, "D": 0.9},
}


def outcomes(found):
    return found if isinstance(found, dict) else {"it": found}


@pytest.mark.parametrize("name", CALLS)
def test_scalars_give_floats_and_arrays_their_shape(name):
    """Plain numbers in, plain numbers out; arrays broadcast, and each design is solved as if alone."""
    function, given = getattr(frontier, name), CALLS[name]
    alone = outcomes(function(**given))
    per_guarantor = {"alpha_G", "floor_G"}
    assert {type(alone[key]) for key in alone.keys() - per_guarantor} <= {float, bool}
    first, *rest = given
    wide = given | {first: np.full((3, 1), given[first])} | {key: np.full(2, given[key]) for key in rest[:1]}
    kept = {key: np.copy(value) for key, value in wide.items()}
    found = outcomes(function(**wide))
    touched = {"p_min", "alpha_P"} if name == "thresholds" else set()  # of some of the arguments only
    for key in alone.keys() - per_guarantor - touched:
        value = np.asarray(found[key])
        assert value.shape == (3, 2) if name != "what_would_have_to_change" else value.ndim <= 2, key
        assert np.array_equal(np.broadcast_to(value, (3, 2)), np.full((3, 2), alone[key]), equal_nan=True), (
            key
        )
    assert all(np.array_equal(kept[key], wide[key]) for key in wide)


@pytest.mark.parametrize(
    ("name", "term", "value"),
    [(name, "sigma_C", bad) for name in CALLS if "sigma_C" in CALLS[name] for bad in (0.0, -0.1, math.nan)]
    + [("window", "D", -0.1), ("window", "alpha", 1.1), ("window", "alpha", math.nan)]
    + [("price_of_deterrence", "p_from", 1.0), ("price_of_deterrence", "p_to", -0.1)]
    + [("thresholds", "L_P", 0.0), ("thresholds", "L_P", math.nan)]
    + [("what_would_have_to_change", "alpha", 1.0), ("what_would_have_to_change", "D", -1.0)]
    + [("bargaining_range", term, -0.1) for term in CALLS["bargaining_range"]]
    + [("bargaining_range", term, 1.1) for term in ("p_w", "p")]
    + [("bargaining_range", term, math.nan) for term in CALLS["bargaining_range"]],
)
def test_bad_terms_are_named(name, term, value):
    """A value for which the formulas do not hold is refused by name."""
    with pytest.raises(ValueError, match=rf"^{term} must be "):
        getattr(frontier, name)(**CALLS[name] | {term: value})


def test_temptation_and_bite_go_together():
    """One of T and D alone says nothing about what credibility can do."""
    for missing in ("T", "D"):
        with pytest.raises(ValueError, match="T and D go together"):
            frontier.what_would_have_to_change(**CALLS["what_would_have_to_change"] | {missing: None})
