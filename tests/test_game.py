"""The claims of the model that concern layers 0 to 6, each under its own id, over random designs.

Claims about the window, the least risk and their price are in `test_frontier`. Numbers of sections, theorems
and equations are those of the model text.
"""

import itertools
import math

import draws
import numpy as np
import pytest

from course_utils import datasets, game

TOLERANCE = 1e-12
SIZES = {1: 6000, 2: 4000, 3: 3000, 6: 400}  # guarantors: designs; above four the other way of adding up
guarantors = pytest.mark.parametrize("n", SIZES)


def up_to_rounding(low, high):
    """Whether nothing in `low` is above `high`."""
    return bool(np.all(low <= high + TOLERANCE))


def logistic(u):
    return 1.0 / (1.0 + np.exp(-u))


def given(what, n, *layers):
    """Random numbers and designs of one test."""
    rng = draws.generator(f"{what} n={n}")
    return rng, draws.designs(rng, SIZES[n], n, *layers)


def on_clock(drawn):
    """The same designs with the time for a fait accompli held at the T0 drawn, whatever stands there."""
    return drawn | {"T0": drawn["T0"] / (drawn["H"] + drawn["b"].sum(axis=1))}


# --- identities -----------------------------------------------------------------------------------------


@guarantors
def test_i1_what_the_option_is_worth_is_minus_log_of_peace(n):
    """I1: V = −σ ln Λ(−U/σ) (Theorem 2; the log-sum of McKelvey & Palfrey 1998)."""
    _, drawn = given("I1", n)
    sigma = drawn["sigma_C"]
    found = game.solve(drawn)
    assert np.allclose(found["V"], -sigma * np.log(logistic(-found["U"] / sigma)), rtol=0, atol=TOLERANCE)
    assert np.allclose(found["p_attack"], logistic(found["U"] / sigma), rtol=0, atol=TOLERANCE)
    simple = game.base(T=drawn["H"], D=drawn["w_C"], Q=drawn["g"], sigma_C=sigma)
    assert np.allclose(simple["V"], sigma * np.logaddexp(0, simple["U"] / sigma), rtol=0, atol=TOLERANCE)


@guarantors
def test_i1_holds_for_any_hostile_act_with_the_grey_zone(n):
    """I1 with layer 2: V = −σ ln(1−p) where p is the chance of any hostile act (Theorem 2, section 4)."""
    _, drawn = given("I1 grey", n, draws.GREY)
    found = game.solve(drawn, grey=True)
    moderate = found["p_attack"] < 0.999
    assert moderate.mean() > 0.5
    off = found["V"] + drawn["sigma_C"] * np.log1p(-found["p_attack"])
    assert np.abs(off[moderate]).max() <= TOLERANCE
    assert np.allclose(found["p_attack"], found["p_open"] + found["p_grey"], rtol=0, atol=TOLERANCE)


@guarantors
@pytest.mark.parametrize("grey", [False, True])
def test_i2_whatever_is_signed_leaves_at_least_the_least_risk(n, grey):
    """I2: M_C ≥ 0 ⇒ p ≥ p_min; R ≤ 0 ⇒ M_C ≥ 0 (Theorems 1 and 2)."""
    _, drawn = given("I2", n, draws.STRINGS, draws.GREY)
    found = game.solve(drawn, grey=grey)
    signed = (found["M_C"] >= 0) & (found["R"] > 0)
    assert min(signed.sum(), (~signed).sum(), (found["R"] <= 0).sum()) > 0.01 * SIZES[n]
    assert up_to_rounding(found["p_min"][signed], found["p_attack"][signed])
    assert np.all(found["M_C"][found["R"] <= 0] >= 0)
    assert np.all(found["p_min"][found["R"] <= 0] == 0)
    refused = found["M_C"] < -1e-9
    assert np.all(found["p_attack"][refused] < found["p_min"][refused])


@guarantors
def test_theorem_1_holds_with_lapse_provocation_and_beliefs(n):
    """Theorem 1 (i): R ≤ 0 ⇒ C signs every guarantee; (ii) R > 0 and signed ⇒ some risk, also by lot."""
    layers = (draws.STRINGS, draws.GREY, draws.PROVOCATION, draws.BELIEFS, draws.LAPSE)
    _, drawn = given("Theorem 1", n, *layers)
    found = game.solve(drawn, grey=True, provocation=True)
    content = found["R"] <= 0
    assert 0.1 < content.mean() < 0.9
    assert np.all(found["M_C"][content] >= 0)
    signed = ~content & (found["M_C"] >= 0)
    assert signed.sum() > 0.03 * SIZES[n]
    assert np.all(found["p_attack"][signed] > 0)


def test_theorem_1_the_risk_is_the_option_over_the_mean_gain():
    """Theorem 1 (5): p = V/ḡ, and p ≥ R where no attack gains more than the prize; any shocks."""
    rng = draws.generator("Theorem 1, bounded shocks")
    signed = 0
    for _ in range(500):
        shocks = rng.beta(rng.uniform(0.3, 4), rng.uniform(0.3, 4), 400)
        shocks = (shocks - shocks.mean()) * rng.uniform(0.1, 0.5)
        U = rng.uniform(-0.4, 1 - shocks.max())
        R = rng.uniform(0, 0.3)
        gains = U + shocks
        attacks = gains > 0
        V = np.maximum(gains, 0).mean()
        if attacks.any():
            assert attacks.mean() == pytest.approx(V / gains[attacks].mean(), abs=TOLERANCE)
        if V >= R:
            signed += 1
            assert attacks.mean() >= R - TOLERANCE
    assert signed > 100


def enumerated(found, drawn):
    """E[π] with and without each guarantor's help, (12)–(15) by every combination of arrivals."""
    x0 = drawn["H"] + drawn["b"].sum(axis=1)
    clock = (drawn["T0"] * x0)[:, None]
    t = 1 - np.exp(-np.maximum(0, clock - drawn["m"]) / drawn["d"])
    answers = {}
    for branch in ("q", "q0"):
        chance, n = found[branch] * t, drawn["f"].shape[1]
        mean, delta = np.zeros(len(x0)), np.zeros_like(t)
        for arrived in itertools.product((0, 1), repeat=n):
            each = np.where(arrived, chance, 1 - chance)
            force = drawn["f"] @ np.array(arrived, dtype=float)
            mean += each.prod(axis=1) / (1 + x0 + force)
            for i in range(n):
                if not arrived[i]:
                    others = np.delete(each, i, axis=1).prod(axis=1)
                    delta[:, i] += others * (1 / (1 + x0 + force) - 1 / (1 + x0 + force + drawn["f"][:, i]))
        answers[branch] = mean, delta
    return t, answers


@guarantors
def test_equations_12_to_15_hold_where_every_arrival_is_written_out(n):
    """(12)–(15): q is the guarantors' equilibrium in both branches, and U follows (section 3)."""
    _, drawn = given("(15)", n)
    found = game.solve(drawn)
    t, answers = enumerated(found, drawn)
    assert np.allclose(found["t"], t, rtol=0, atol=TOLERANCE)
    gamma = drawn["g"] * drawn["yv"] ** drawn["V"]
    assert np.allclose(found["Gamma"], gamma, rtol=0, atol=TOLERANCE)
    wins, hurts = [], []
    for branch, word, z in (("q", drawn["A"], drawn["z"]), ("q0", 0.0, 0.0)):
        win, delta = answers[branch]
        K = word + drawn["omega"][:, None] * drawn["b"]
        gain = drawn["s"] * t * delta + K - drawn["kappa"]
        expected = z + (1 - z) * logistic(gain / drawn["sigma_G"][:, None])
        assert np.allclose(found[branch], expected, rtol=0, atol=TOLERANCE)
        wins.append(win)
        hurts.append((drawn["k"] * found[branch]).sum(axis=1))
    E_pi = gamma * wins[0] + (1 - gamma) * wins[1]
    U = E_pi - drawn["c"] - drawn["g"] * drawn["snap"] - gamma * hurts[0] - (1 - gamma) * hurts[1]
    assert np.allclose(found["E_pi"], E_pi, rtol=0, atol=TOLERANCE)
    assert np.allclose(found["U"], U, rtol=0, atol=TOLERANCE)
    assert found["converged"].all()


def test_i3_with_one_guarantor_the_terms_reduce_to_the_base_model():
    """I3: (15) reduces to (1) for n=1, U = T − Q·D (section 3)."""
    _, drawn = given("I3", 1)
    found = game.solve(drawn)
    f, k = drawn["f"][:, 0], drawn["k"][:, 0]
    x0 = drawn["H"] + drawn["b"][:, 0]
    T = 1 / (1 + x0) - drawn["c"] - drawn["g"] * drawn["snap"]
    D = found["t"][:, 0] * (1 / (1 + x0) - 1 / (1 + x0 + f)) + k
    Q = found["Q"][:, 0]
    assert np.allclose(found["U"], T - Q * D, rtol=0, atol=TOLERANCE)
    same = game.base(T=T, D=D, Q=Q, sigma_C=drawn["sigma_C"], B=drawn["B"], w_C=drawn["w_C"])
    for name, value in same.items():
        assert np.allclose(found[name], value, rtol=0, atol=1e-10 if name == "p_min" else 1e-11), name


# --- who keeps its word ---------------------------------------------------------------------------------


@guarantors
def test_t1_tying_hands_raises_honouring_and_lowers_the_risk(n):
    """T1: q(A+a) > q(A); p weakly falls where all tie their hands alike (Fearon 1997)."""
    rng, drawn = given("T1", n)
    drawn["z"] = np.minimum(drawn["z"], 0.99)
    before = game.solve(drawn)
    one = game.solve(draws.raised(drawn, "A", draws.first(rng.uniform(0.01, 1.0, SIZES[n]), n)))
    assert np.all(one["q"][:, 0] > before["q"][:, 0])
    assert np.array_equal(one["q0"], before["q0"])
    everyone = game.solve(draws.raised(drawn, "A", rng.uniform(0.01, 1.0, (SIZES[n], 1))))
    assert up_to_rounding(everyone["p_attack"], before["p_attack"])
    assert (before["p_attack"] - everyone["p_attack"] > 1e-6).mean() > 0.5


def test_t1_no_type_honours_less_for_a_dearer_word():
    """T1: for every ρ, 1{gain(A)+ρ ≥ 0} ≤ 1{gain(A+a)+ρ ≥ 0} (Fearon 1997)."""
    rng, drawn = given("T1 types", 1)
    drawn["z"] *= 0
    more = draws.raised(drawn, "A", draws.first(rng.uniform(0.01, 1.0, SIZES[1]), 1))
    sigma = drawn["sigma_G"][:, None]
    gains = []
    for terms in (drawn, more):
        q = game.solve(terms)["q"]
        gains.append(sigma * np.log(q / (1 - q)))  # of the type with ρ = 0
    rho = rng.logistic(0, 1, (SIZES[1], 50)) * sigma
    honours = [gain + rho >= 0 for gain in gains]
    assert np.all(honours[0] <= honours[1])
    assert (honours[0] < honours[1]).mean() > 0.05
    assert np.allclose(gains[1] - gains[0], more["A"] - drawn["A"], rtol=0, atol=1e-9)


@guarantors
def test_t2_sunk_costs_change_no_later_incentive(n):
    """T2: ∂q/∂S = ∂p/∂S = 0 bit for bit; ∂EU_G/∂S = −1 (Fearon 1997)."""
    rng, drawn = given("T2", n)
    added = rng.uniform(0.01, 0.5, (SIZES[n], n))
    before, after = game.solve(drawn), game.solve(draws.raised(drawn, "S", added))
    assert np.allclose(after["EU_G"] - before["EU_G"], -added, rtol=0, atol=TOLERANCE)
    assert np.allclose(after["M_G"] - before["M_G"], -added, rtol=0, atol=TOLERANCE)
    for name in before.keys() - {"EU_G", "M_G"}:
        assert np.array_equal(before[name], after[name]), name


@guarantors
def test_t3_an_unconditional_guarantee_makes_the_protege_bolder(n):
    """T3: χ=0 and U ≤ −η/2: P(provoke) never falls in A; elsewhere it may (Benson 2012; Smith 1995)."""
    rng, drawn = given("T3", n, draws.PROVOCATION)
    drawn["chi"] *= 0
    more = draws.raised(drawn, "A", rng.uniform(0.01, 1.0, (SIZES[n], 1)))
    change = game.solve(more, provocation=True)["provoke"] - game.solve(drawn, provocation=True)["provoke"]
    deterred = np.maximum(game.solve(drawn)["U"], game.solve(more)["U"]) <= -drawn["eta"] / 2
    assert deterred.mean() > 0.1
    assert np.all(change[deterred] >= -TOLERANCE)
    assert (change[deterred] > 1e-6).mean() > 0.1
    assert (change[~deterred] < -1e-6).any()


@guarantors
def test_t3c_a_conditional_guarantee_restrains(n):
    """T3c: χ=1: P(provoke) and p never rise in A; P(provoke) never rises in χ (Benson 2012)."""
    rng, drawn = given("T3c", n, draws.PROVOCATION)
    strict = drawn | {"chi": np.ones(SIZES[n])}
    more = draws.raised(strict, "A", rng.uniform(0.01, 1.0, (SIZES[n], 1)))
    before, after = game.solve(strict, provocation=True), game.solve(more, provocation=True)
    assert up_to_rounding(after["provoke"], before["provoke"])
    assert up_to_rounding(after["p_attack"], before["p_attack"])
    assert (before["provoke"] - after["provoke"] > 1e-6).mean() > 0.2
    stricter = drawn | {"chi": drawn["chi"] + rng.uniform(0.1, 1.0, SIZES[n]) * (1 - drawn["chi"])}
    before, after = game.solve(drawn, provocation=True), game.solve(stricter, provocation=True)
    assert up_to_rounding(after["provoke"], before["provoke"])
    assert (before["provoke"] - after["provoke"] > 1e-6).mean() > 0.2


@guarantors
def test_t3e_the_effect_on_the_risk_as_a_whole_is_ambiguous(n):
    """T3e: χ=0: there are draws where A↑ raises total p, and draws where it lowers it (Smith 1995)."""
    prone = {"eta": (0.3, 0.6), "beta": (0.1, 0.3), "sigma_P": (0.02, 0.06)}
    rng, drawn = given("T3e", n, draws.PROVOCATION, prone)
    added = rng.uniform(0.01, 1.0, (SIZES[n], 1))
    change = {}
    for chi in (0.0, 1.0):
        terms = drawn | {"chi": np.full(SIZES[n], chi)}
        more = draws.raised(terms, "A", added)
        before, after = game.solve(terms, provocation=True), game.solve(more, provocation=True)
        change[chi] = after["p_attack"] - before["p_attack"]
    assert 0.005 < (change[0.0] > 1e-6).mean() < 0.3
    assert (change[0.0] < -1e-6).mean() > 0.3
    assert np.all(change[1.0] <= TOLERANCE)


def test_t4_more_guarantors_each_honour_less_and_send_more_together():
    """T4: equals: q*(n+1) ≤ q*(n) and n·q*·t·f never falls (Olson & Zeckhauser 1966)."""
    rng = draws.generator("T4")
    one = draws.designs(rng, 500, 1)
    one["b"] *= 0
    last, sent, falls, sure = np.ones(500), np.zeros(500), 0.0, np.ones(500, dtype=bool)
    for n in range(1, 9):
        found = game.solve(draws.repeated(one, n))
        sure &= found["contraction"] < 1
        assert np.ptp(found["q"], axis=1)[sure].max() <= TOLERANCE
        q, together = found["q"][:, 0], (found["q"] * found["t"]).sum(axis=1) * one["f"][:, 0]
        assert up_to_rounding(q[sure], last[sure])
        assert up_to_rounding(sent[sure], together[sure])
        falls = max(falls, (last - q)[q < 1].max()) if n > 1 else falls
        last, sent = q, together
    assert falls > 0.05
    assert sure.mean() > 0.9


@guarantors
def test_t4_the_help_of_one_makes_another_less_pivotal(n):
    """T4: ∂Δ_i/∂q_j ≤ 0 (Olson & Zeckhauser 1966): with all others certain, a more certain one lowers q_i."""
    rng = draws.generator(f"T4 pivotal n={n}")
    drawn = draws.designs(rng, SIZES[n], n + 1)
    drawn["z"][:, :-1] = 1.0  # their q is 1, so that the last answers to their chance to arrive
    drawn["z"][:, -1] = 0.0
    drawn["d"][:, :-1] = np.maximum(drawn["d"][:, :-1], 5.0)
    slower = drawn | {"d": drawn["d"].copy()}
    slower["d"][:, 0] *= 2
    before, after = game.solve(slower), game.solve(drawn)
    assert np.all(after["t"][:, 0] >= before["t"][:, 0])
    assert up_to_rounding(after["q"][:, -1], before["q"][:, -1])
    assert (before["q"][:, -1] - after["q"][:, -1] > 1e-6).mean() > 0.3


@pytest.mark.parametrize("n", [2, 3, 6])
def test_t4_who_has_more_at_stake_honours_more(n):
    """T4: equals but for their stakes, contraction < 1: s_i > s_j ⇒ q_i ≥ q_j (Olson & Zeckhauser 1966)."""
    rng, _ = given("T4 stakes", n)
    drawn = draws.repeated(draws.designs(rng, SIZES[n], 1), n)
    drawn["b"] *= 0
    drawn["s"] = np.sort(rng.uniform(*draws.EACH["s"], (SIZES[n], n)), axis=1)
    found = game.solve(drawn)
    sure = found["contraction"] < 1
    assert sure.mean() > 0.9
    assert np.all(np.diff(found["q"][sure], axis=1) >= -TOLERANCE)
    assert (np.diff(found["q"][sure], axis=1) > 1e-6).mean() > 0.5


def test_t4_prime_the_same_help_in_more_hands_is_less_certain():
    """T4': the same force and punishment split over more equals: q falls (Olson & Zeckhauser 1966).

    The risk rises in the default design, not everywhere: many hands also insure against one coming late.
    """
    one = draws.designs(draws.generator("T4'"), 1000, 1)
    one["b"] *= 0
    found = [
        game.solve(draws.repeated(one | {"f": one["f"] / n, "k": one["k"] / n}, n))
        for n in (1, 2, 3, 4, 5, 8)
    ]
    sure = np.all([each["unique"] for each in found], axis=0)
    assert sure.mean() > 0.9
    for few, more in itertools.pairwise(found):
        assert up_to_rounding(more["q"][sure, 0], few["q"][sure, 0])
    assert (found[0]["q"][:, 0] - found[-1]["q"][:, 0] > 1e-3).mean() > 0.3
    change = found[-1]["p_attack"] - found[0]["p_attack"]
    assert min((change > 1e-4).mean(), (change < -1e-4).mean()) > 0.1
    default = [game.solve({"f": np.full(n, 1 / n), "k": np.full(n, 0.3 / n)}) for n in range(1, 9)]
    risks = [one["p_attack"] for one in default]
    assert risks == sorted(risks)
    assert np.round([risks[0], risks[-1]], 3).tolist() == [0.638, 0.650]


@guarantors
def test_t5_one_more_veto_lowers_the_trigger(n):
    """T5: Γ(V+1) ≤ Γ(V), p(V+1) ≥ p(V); y=0, V ≥ 1 ⇒ Q = q₀ (section 3; the veto in Istanbul's draft)."""
    _, drawn = given("T5", n)
    before, after = game.solve(drawn), game.solve(draws.raised(drawn, "V", 1.0))
    assert up_to_rounding(after["Gamma"], before["Gamma"])
    assert up_to_rounding(before["p_attack"], after["p_attack"])
    assert (after["p_attack"] - before["p_attack"] > 1e-6).mean() > 0.3
    blocked = game.solve(draws.raised(drawn, "V", 1.0) | {"yv": np.zeros(SIZES[n])})
    assert np.all(blocked["Gamma"] == 0)
    assert np.array_equal(blocked["Q"], blocked["q0"])


def test_t5_one_more_vote_needed_lowers_the_trigger():
    """T5: Γ(k+1 of n) ≤ Γ(k of n), and Γ is the binomial tail (section 3)."""
    rng, drawn = given("T5 votes", 1)
    voters = rng.integers(1, 33, SIZES[1])
    needed = rng.integers(0, voters + 1)
    terms = drawn | {"n_v": voters.astype(float), "k_v": needed.astype(float)}
    before, after = game.solve(terms), game.solve(draws.raised(terms, "k_v", 1.0))
    assert np.all(after["Gamma"] <= before["Gamma"])
    assert (after["Gamma"] < before["Gamma"]).mean() > 0.5
    assert up_to_rounding(before["p_attack"], after["p_attack"])
    assert np.all(after["Gamma"][needed == voters] == 0)
    for row in range(300):
        n, k, y = int(voters[row]), int(needed[row]), float(drawn["yv"][row])
        tail = sum(math.comb(n, j) * y**j * (1 - y) ** (n - j) for j in range(k, n + 1))
        assert before["Gamma"][row] == pytest.approx(drawn["g"][row] * tail, abs=TOLERANCE)


@pytest.mark.parametrize("term", ["A", "z"])
def test_t6_less_abandonment_is_more_entrapment(term):
    """T6: A↑ or z↑: abandonment ↓, entrapment given a triggered attack ↑, p ↓; the sign of the unconditional
    entrapment is ambiguous (Snyder 1984)."""
    rng, drawn = given(f"T6 {term}", 1)
    room = 1 - drawn["z"] if term == "z" else 1.0
    more = draws.raised(drawn, term, draws.first(rng.uniform(0.05, 0.9, SIZES[1]), 1) * room)

    def triggered(terms):
        found = game.solve(terms | {"g": np.ones(SIZES[1]), "V": np.zeros(SIZES[1])})
        return found["entrap"][:, 0] / found["p_attack"]

    before, after = game.solve(drawn), game.solve(more)
    assert np.all(after["abandon"] < before["abandon"])
    assert np.all(triggered(more) > triggered(drawn))
    assert up_to_rounding(after["p_attack"], before["p_attack"])
    change = (after["entrap"] - before["entrap"])[:, 0]
    assert (change > 1e-6).mean() > 0.05
    assert (change < -1e-6).mean() > 0.05


@pytest.mark.parametrize("term", ["A", "z"])
@pytest.mark.parametrize("n", [2, 3, 6])
def test_t6_among_several_the_tied_one_abandons_less(n, term):
    """T6 for n ≥ 2: A_i↑ or z_i↑: i abandons less; where all are tied alike, p falls (Snyder 1984)."""
    rng, drawn = given(f"T6 several {term}", n)
    room = 1 - drawn["z"] if term == "z" else 1.0
    more = draws.raised(drawn, term, draws.first(rng.uniform(0.05, 0.9, SIZES[n]), n) * room)
    before, one = game.solve(drawn), game.solve(more)
    assert np.all(one["abandon"][:, 0] < before["abandon"][:, 0])
    everyone = game.solve(draws.raised(drawn, term, rng.uniform(0.05, 0.9, (SIZES[n], 1)) * room))
    assert up_to_rounding(everyone["p_attack"], before["p_attack"])


@pytest.mark.parametrize("term", ["d", "m"])
def test_t7_slower_help_deters_less(term):
    """T7: d↑ (or m↑): t↓, q↓, p↑ (Altman 2017; Reiter & Poast 2021)."""
    rng, drawn = given(f"T7 {term}", 1)
    before, after = (
        game.solve(drawn),
        game.solve(draws.raised(drawn, term, rng.uniform(1, 60, (SIZES[1], 1)))),
    )
    for name in ("t", "q", "q0"):
        assert up_to_rounding(after[name], before[name]), name
        assert (before[name] - after[name] > 1e-6).mean() > 0.3, name
    assert up_to_rounding(before["p_attack"], after["p_attack"])
    assert (after["p_attack"] - before["p_attack"] > 1e-6).mean() > 0.3


@pytest.mark.parametrize("term", ["d", "m"])
@pytest.mark.parametrize("n", [2, 3, 6])
def test_t7_among_several_the_slower_one_honours_less_and_slower_equals_deny_less(n, term):
    """T7 for n ≥ 2: the slower one honours less; where all are equal and all slower, C wins more often."""
    rng, drawn = given(f"T7 several {term}", n)
    later = draws.first(rng.uniform(1, 60, SIZES[n]), n)
    before, after = game.solve(drawn), game.solve(draws.raised(drawn, term, later))
    for name in ("t", "q", "q0"):
        assert up_to_rounding(after[name][:, 0], before[name][:, 0]), name
    assert (before["q"] - after["q"] > 1e-6)[:, 0].mean() > 0.3
    equals = draws.repeated(draws.designs(rng, SIZES[n], 1), n)
    slower = draws.raised(equals, term, rng.uniform(1, 60, (SIZES[n], 1)))
    before, after = game.solve(equals), game.solve(slower)
    sure = before["unique"] & after["unique"]
    assert sure.mean() > 0.9
    assert up_to_rounding(before["E_pi"][sure], after["E_pi"][sure])
    assert (after["E_pi"] - before["E_pi"] > 1e-6)[sure].mean() > 0.3
    assert (after["p_attack"] - before["p_attack"] > 1e-6)[sure].mean() > 0.3


def test_t1_t5_t6_t7_t14_one_guarantor_can_crowd_out_a_stronger_one():
    """Where T1, T5, T6, T7 and T14 end: of two unequal guarantors the weaker, tied or quick, raises p.

    Strategic substitutes (14): the stronger one is less pivotal and honours less. A promise to which only the
    weaker one is tied then deters less than none. There is one equilibrium in each design.
    """
    terms = {"H": 0.6, "T0": 30, "sigma_G": 0.2, "f": [1, 4], "s": 3, "d": [15, 5]}
    terms |= {"k": [0, 0.3], "g": 1, "V": 0}
    loose, tied = (game.solve(terms | {"A": [word, 0.2]}) for word in (0.0, 1.5))
    assert loose["unique"]
    assert tied["unique"]
    assert tied["q"][0] > loose["q"][0]
    assert tied["q"][1] < loose["q"][1]
    assert tied["p_attack"] > loose["p_attack"] + 0.1  # T1, T6
    assert tied["entrap"][0] > loose["entrap"][0]
    only = terms | {"A": [1.5, 0.0]}
    vetoed = game.solve(only | {"V": 1, "yv": 0.5})
    assert vetoed["p_attack"] < game.solve(only)["p_attack"] - 0.05  # T5
    promised, none = game.solve(only), game.solve(only | {"g": 0})
    assert promised["p_attack"] > 2 * none["p_attack"]
    assert promised["p_attack"] < promised["V"] * none["p_attack"] / none["V"]  # (9) needs U ≤ T
    quick, slow = (game.solve(terms | {"A": [0.8, 0.2], "d": [days, 5]}) for days in (1, 60))
    assert slow["p_attack"] < quick["p_attack"] - 0.1  # T7
    for found, given_ in ((loose, {"A": [0.0, 0.2]}), (tied, {"A": [1.5, 0.2]})):
        by_hand = {
            name: np.broadcast_to(np.asarray(value, dtype=float), (1, 2) if name in draws.EACH else (1,))
            for name, value in (game.DEFAULTS | terms | given_).items()
        }
        _, answers = enumerated({name: found[name][None] for name in ("q", "q0")}, by_hand)
        assert found["E_pi"] == pytest.approx(answers["q"][0][0], abs=TOLERANCE)


# --- posture --------------------------------------------------------------------------------------------


@guarantors
def test_t8_the_hedgehog_deters_without_anyone(n):
    """T8: with f=k=0, p strictly falls in H (model, section 3)."""
    rng, drawn = given("T8", n)
    drawn |= {name: np.zeros((SIZES[n], n)) for name in ("f", "k")}
    before, after = game.solve(drawn), game.solve(draws.raised(drawn, "H", rng.uniform(0.01, 0.5, SIZES[n])))
    assert np.all(after["p_attack"] < before["p_attack"])


@guarantors
def test_t8_arms_crowd_out_allies(n):
    """T8: clock fixed: Δ_i never rises in H (Morrow 1993); all others certain, so q_i tells Δ_i."""
    rng, drawn = given("T8 allies", n)
    drawn["z"][:, 1:] = 1.0
    drawn["z"][:, 0] = 0.0
    stronger = draws.raised(drawn, "H", rng.uniform(0.01, 0.5, SIZES[n]))
    before, after = game.solve(on_clock(drawn)), game.solve(on_clock(stronger))
    assert np.allclose(before["t"], after["t"], rtol=0, atol=TOLERANCE)
    for branch in ("q", "q0") if n == 1 else ("q",):
        assert up_to_rounding(after[branch][:, 0], before[branch][:, 0])
    assert (before["q"] - after["q"] > 1e-6)[:, 0].mean() > 0.5


@guarantors
def test_t9_a_tripwire_binds(n):
    """T9: ω↑: q↑ of the one that stationed forces; among equals p↓ (Schelling 1966)."""
    rng, drawn = given("T9", n)
    drawn["b"][:, 1:] = 0.0
    dearer = rng.uniform(0.01, 5.0, SIZES[n])
    before, after = game.solve(drawn), game.solve(draws.raised(drawn, "omega", dearer))
    for branch in ("q", "q0"):
        assert up_to_rounding(before[branch][:, 0], after[branch][:, 0])
        assert (after[branch] - before[branch] > 1e-6)[:, 0].mean() > 0.5
    equals = draws.repeated(draws.designs(rng, SIZES[n], 1), n)
    before, after = game.solve(equals), game.solve(draws.raised(equals, "omega", dearer))
    sure = before["unique"] & after["unique"]
    assert sure.mean() > 0.9
    assert up_to_rounding(after["p_attack"][sure], before["p_attack"][sure])
    assert (before["p_attack"] - after["p_attack"] > 1e-6)[sure].mean() > 0.5


@guarantors
def test_t9_without_a_price_on_reneging_stationed_forces_bind_nobody(n):
    """T9: ω=0 and clock fixed: q(b) ≤ q(0), among equals (Reiter & Poast 2021)."""
    rng = draws.generator(f"T9 no price n={n}")
    drawn = draws.repeated(draws.designs(rng, SIZES[n], 1, {"omega": (0.0, 0.0)}), n)
    bare = drawn | {"b": np.zeros((SIZES[n], n))}
    stationed, none = game.solve(on_clock(drawn)), game.solve(on_clock(bare))
    sure = stationed["unique"] & none["unique"]
    assert sure.mean() > 0.9
    for branch in ("q", "q0"):
        assert up_to_rounding(stationed[branch][sure], none[branch][sure])
    assert (none["q"] - stationed["q"] > 1e-6).mean() > 0.5


@guarantors
def test_t10_deterring_the_open_attack_alone_moves_it_to_the_grey_zone(n):
    """T10: c↑: p_open↓, p_grey↑, the total falls by less than p_open (Snyder 1965; Schelling 1966)."""
    rng, drawn = given("T10", n, draws.GREY)
    before = game.solve(drawn, grey=True)
    after = game.solve(draws.raised(drawn, "c", rng.uniform(0.01, 0.4, SIZES[n])), grey=True)
    assert np.all(after["p_open"] < before["p_open"])
    assert up_to_rounding(before["p_grey"], after["p_grey"])
    assert (after["p_grey"] - before["p_grey"] > 1e-6).mean() > 0.3
    total, opened = (before[name] - after[name] for name in ("p_attack", "p_open"))
    assert up_to_rounding(0.0, total)
    assert up_to_rounding(total, opened)
    assert (opened - total > 1e-6).mean() > 0.3


# --- beliefs, tests, time -------------------------------------------------------------------------------


@guarantors
def test_t11_doubt_helps_the_signature_and_hurts_deterrence(n):
    """T11: bel_sign = bel_test = ½: M_C no lower, p no lower, q unchanged (Theorem 7)."""
    _, drawn = given("T11", n)
    half = np.full(SIZES[n], 0.5)
    before, after = game.solve(drawn), game.solve(drawn | {"bel_sign": half, "bel_test": half})
    assert up_to_rounding(before["M_C"], after["M_C"])
    assert up_to_rounding(before["p_attack"], after["p_attack"])
    assert (after["p_attack"] - before["p_attack"] > 1e-6).mean() > 0.3
    for name in ("q", "q0", "Q"):
        assert np.array_equal(before[name], after[name])


@guarantors
def test_theorem_7_only_a_change_of_belief_leaves_the_curve(n):
    """Theorem 7: equal beliefs stay on the curve (6); hardening after the signature ends below it."""
    rng, drawn = given("Theorem 7", n)
    drawn["w_C"] = drawn["B"] + rng.uniform(0.01, 0.1, SIZES[n])
    low, high = rng.uniform(0.3, 0.9, SIZES[n]), np.ones(SIZES[n])
    same = game.solve(drawn | {"bel_sign": low, "bel_test": low})
    signed = same["M_C"] >= 0
    assert signed.sum() > 50
    assert up_to_rounding(same["p_min"][signed], same["p_attack"][signed])
    hardened = game.solve(drawn | {"bel_sign": low, "bel_test": high})
    assert np.array_equal(hardened["M_C"], same["M_C"])
    assert ((hardened["M_C"] >= 0) & (hardened["p_attack"] < hardened["p_min"] - 1e-6)).any()
    eroded = game.solve(drawn | {"bel_sign": high, "bel_test": low})
    assert up_to_rounding(hardened["p_attack"], eroded["p_attack"])
    worth = drawn["sigma_C"] * -np.log1p(-eroded["p_attack"])
    moderate = eroded["p_attack"] < 0.99
    assert up_to_rounding(eroded["V"][moderate], worth[moderate])


def test_t12_guarantees_that_are_tested_are_the_weak_ones():
    """T12: E[Q·p(Q)]/E[p(Q)] ≤ E[Q] (Smith 1995; Fearon 1994)."""
    rng = draws.generator("T12")
    shape = (400, 500)
    T, D, sigma = (rng.uniform(*ends, (400, 1)) for ends in ((-0.3, 0.7), (0.05, 1.5), (0.02, 0.4)))
    Q = rng.beta(rng.uniform(0.3, 5, (400, 1)), rng.uniform(0.3, 5, (400, 1)), shape)
    p = game.base(T=T, D=D, Q=Q, sigma_C=sigma)["p_attack"]
    tested = (Q * p).sum(axis=1) / p.sum(axis=1)
    assert up_to_rounding(tested, Q.mean(axis=1))
    assert (Q.mean(axis=1) - tested > 0.01).mean() > 0.5


def test_t12_the_quoted_average():
    """T12 in section 9: with Q of Beta(3, 1), mean .75, T=.3, D=.9, σ=.05 the tested ones average .31."""
    nodes, weights = np.polynomial.legendre.leggauss(400)
    Q = (nodes + 1) / 2
    density = weights / 2 * 3 * Q**2
    p = game.base(T=0.3, D=0.9, Q=Q, sigma_C=0.05)["p_attack"]
    assert density @ Q == pytest.approx(0.75, abs=TOLERANCE)
    assert round((density * p) @ Q / (density @ p), 2) == 0.31


PUBLISHED = {
    **{"bf-all": "50.00", "bf-1816-1944": "66.30", "bf-1945-2003": "22.22", "bf-defence": "41.18"},
    **{"bf-offence": "73.81", "bf-neutrality": "77.78", "bf-nonaggression": "36.73"},
    **{"bf-defence-1816-1944": "61.02", "bf-defence-1945-2003": "13.95"},
}


def test_nine_rates_of_berkemeier_and_fuhrmann_2018():
    """Section 9 (a): the table's counts give the nine published percentages, to their digits."""
    rows = {str(row["id"]): row for row in datasets.rows("reliability")}
    for name, percent in PUBLISHED.items():
        row = rows[name]
        share = 100 * float(row["kept"]) / float(row["of"])
        assert f"{share:.2f}" == percent, name
        digits = len(str(row["percent"]).partition(".")[2])
        assert round(share, digits) == float(row["percent"]), name


def paths(name, size=4000, periods=12):
    rng = draws.generator(name)
    return rng, {
        "U_t": rng.uniform(-0.6, 0.6, (size, periods)),
        "r": rng.uniform(-0.05, 0.1, size),
        "delta": rng.uniform(0.5, 1.0, size),
        "sigma_C": rng.uniform(*draws.COMMON["sigma_C"], size),
        "W_end": rng.uniform(-0.3, 0.3, size),
    }


def test_t13_the_value_of_waiting_is_the_log_of_peace_summed():
    """T13: identity (8) to 1e-10, and W by the recursion itself (Theorem 4; Hotz & Miller 1993)."""
    _, path = paths("T13")
    found = game.over_time(**path)
    sigma, r, delta = path["sigma_C"], path["r"], path["delta"]
    periods = path["U_t"].shape[1]
    discount = delta[:, None] ** np.arange(periods)
    W, p = path["W_end"], [None] * periods
    for time in reversed(range(periods)):
        wait = r + delta * W
        p[time] = logistic((path["U_t"][:, time] - wait) / sigma)
        W = sigma * np.logaddexp(path["U_t"][:, time] / sigma, wait / sigma)
    assert np.allclose(found["W0"], W, rtol=0, atol=TOLERANCE)
    assert np.allclose(found["p_t"], np.stack(p, axis=1), rtol=0, atol=TOLERANCE)
    moderate = found["p_t"].max(axis=1) < 0.999
    assert moderate.mean() > 0.5
    fixed = (discount * r[:, None]).sum(axis=1) + delta**periods * path["W_end"]
    option = sigma * (discount * -np.log1p(-found["p_t"])).sum(axis=1)
    assert np.abs(found["W0"] - fixed - option)[moderate].max() <= 1e-10
    assert np.allclose(found["option_part"], found["W0"] - fixed, rtol=0, atol=1e-10)
    ever = 1 - np.prod(1 - found["p_t"], axis=1)
    assert np.allclose(found["p_ever"], ever, rtol=0, atol=TOLERANCE)


def test_t13_no_path_that_is_signed_escapes_the_bound():
    """T13: P(ever) ≥ 1 − e^(−R/σ) wherever C signs, R ≤ option_part; equality for δ=1 (Theorem 4)."""
    rng, path = paths("T13 bound")
    found = game.over_time(**path)
    R = found["option_part"] * rng.uniform(0, 1, len(path["r"]))
    assert up_to_rounding(-np.expm1(-R / path["sigma_C"]), found["p_ever"])
    assert up_to_rounding(found["bound"], found["p_ever"])
    assert (found["p_ever"] - found["bound"] > 1e-6).mean() > 0.3
    patient = game.over_time(**path | {"delta": 1.0})
    assert np.allclose(patient["p_ever"], patient["bound"], rtol=0, atol=TOLERANCE)
    now = game.over_time(**path | {"U_t": path["U_t"][:, :1]})
    assert np.allclose(now["p_ever"], now["bound"], rtol=0, atol=TOLERANCE)


def test_t13_a_stronger_future_guarantee_tempts_now():
    """T13: U_{t≥1}↓ ⇒ p₀↑: the preventive window (Powell 2006; Benson & Smith 2022)."""
    rng, path = paths("T13 future")
    lower = path["U_t"].copy()
    lower[:, 1:] -= rng.uniform(0.0, 0.5, lower[:, 1:].shape)
    before, after = game.over_time(**path), game.over_time(**path | {"U_t": lower})
    assert up_to_rounding(before["p_t"][:, 0], after["p_t"][:, 0])
    assert up_to_rounding(after["W0"], before["W0"])
    assert (after["p_t"][:, 0] - before["p_t"][:, 0] > 1e-6).mean() > 0.5


def test_t13_a_sunset_clause_raises_the_bound():
    """Theorem 4: solid until period e, then lapsed: P(ever) ≥ 1 − exp(−δ^(−e)·R/σ)."""
    rng, path = paths("T13 sunset")
    e = rng.integers(1, 8, len(path["r"]))
    solid = np.arange(path["U_t"].shape[1]) < e[:, None]
    found = game.over_time(**path | {"U_t": np.where(solid, -40.0, path["U_t"])})
    assert found["p_t"][solid].max() < 1e-30
    raised = -np.expm1(-(path["delta"] ** -e) * found["option_part"] / path["sigma_C"])
    assert up_to_rounding(raised, found["p_ever"])
    assert (raised - found["bound"] > 1e-3).mean() > 0.5


@guarantors
def test_the_terms_as_they_age(n):
    """Layer 5: U_t from Layer 1 with snap=0, A·e^(−decay·t), H(1+growth)ᵗ, Γ=0 after expiry (section 4)."""
    rng, drawn = given("ageing", n)
    size = 50
    drawn = {name: value[:size] for name, value in drawn.items()}
    ageing = {"decay": rng.uniform(0, 0.3, size), "growth": rng.uniform(-0.05, 0.1, size)}
    ageing["expiry"] = rng.integers(0, 8, size).astype(float)
    path = game.path_of_U(drawn | ageing, periods=7)
    assert path.shape == (size, 7)
    for time in range(7):
        aged = drawn | {"snap": np.zeros(size), "H": drawn["H"] * (1 + ageing["growth"]) ** time}
        aged["A"] = drawn["A"] * np.exp(-ageing["decay"] * time)[:, None]
        aged["g"] = np.where(time < ageing["expiry"], drawn["g"], 0.0)
        assert np.allclose(path[:, time], game.solve(aged)["U"], rtol=0, atol=TOLERANCE)


@guarantors
def test_t14_lapse_mixes_below_the_curve_and_never_below_the_chord(n):
    """T14: p ≥ V·p(T)/V(T) for all μ, and designs with p < 1 − e^(−V/σ) exist (Theorem 5)."""
    _, drawn = given("T14", n, draws.LAPSE)
    found = game.solve(drawn)
    none = game.solve(drawn | {"yv": np.zeros(SIZES[n]), "V": np.ones(SIZES[n]), "mu": np.zeros(SIZES[n])})
    assert np.all(none["Gamma"] == 0)
    assert np.all(found["U"] <= none["U"] + TOLERANCE)
    assert up_to_rounding(found["V"] * none["p_attack"] / none["V"], found["p_attack"])
    on_curve = -np.expm1(-found["V"] / drawn["sigma_C"])
    assert up_to_rounding(found["p_attack"], on_curve)
    assert (on_curve - found["p_attack"] > 1e-4).mean() > 0.1
    certain = game.solve(drawn | {"mu": np.zeros(SIZES[n])})
    mu = drawn["mu"]
    for name in ("p_attack", "V", "U"):
        mixed = (1 - mu) * certain[name] + mu * none[name]
        assert np.allclose(found[name], mixed, rtol=0, atol=TOLERANCE), name


@guarantors
def test_t15_snap_back_deters_and_a_revocable_carrot_does_both(n):
    """T15: snap↑ at fixed B: p↓; extra revocable carrot: M_C↑ and p↓ together (section 2.7)."""
    rng, drawn = given("T15", n)
    drawn["g"] = np.maximum(drawn["g"], 0.01)
    extra = rng.uniform(0.01, 0.3, SIZES[n])
    stick = draws.raised(drawn, "snap", extra)
    before, after = game.solve(drawn), game.solve(stick)
    assert np.all(after["p_attack"] < before["p_attack"])
    assert up_to_rounding(after["M_C"], before["M_C"])
    carrot = game.solve(draws.raised(stick, "B", extra))
    assert np.all(carrot["M_C"] > before["M_C"])
    assert np.all(carrot["p_attack"] < before["p_attack"])


@guarantors
def test_equation_11_the_price_of_a_term_to_the_challenger(n):
    """(11): d(M_C) = dB + p·dU and dp = p(1−p)/σ·dU, by small steps of c and B (section 2.7)."""
    _, drawn = given("(11)", n)
    step = 1e-5
    low, high = (game.solve(draws.raised(drawn, "c", sign * step)) for sign in (1, -1))
    middle = game.solve(drawn)
    p = middle["p_attack"]
    assert np.allclose((high["M_C"] - low["M_C"]) / (2 * step), p, rtol=0, atol=1e-7)
    slope = p * (1 - p) / drawn["sigma_C"]
    assert np.allclose((high["p_attack"] - low["p_attack"]) / (2 * step), slope, rtol=0, atol=1e-6)
    more = game.solve(draws.raised(drawn, "B", 0.1))
    assert np.allclose(more["M_C"] - middle["M_C"], 0.1, rtol=0, atol=TOLERANCE)
    assert np.array_equal(more["p_attack"], p)


# --- figures that the text quotes -----------------------------------------------------------------------


def test_the_worked_example_of_section_1():
    """Section 1: p and V of six credibilities, to the digits printed."""
    Q = [0, 0.25, 0.50, 0.75, 0.90, 1]
    found = game.base(T=0.4, D=0.9, Q=Q, sigma_C=0.2)
    assert found["p_attack"].round(3).tolist() == [0.881, 0.706, 0.438, 0.202, 0.114, 0.076]
    assert found["V"].round(3).tolist() == [0.425, 0.245, 0.115, 0.045, 0.024, 0.016]
    signs = game.base(T=0.4, D=0.9, Q=[0.723, 0.725], sigma_C=0.2, w_C=0.05)
    assert (signs["M_C"] >= 0).tolist() == [True, False]
    peace = game.base(T=0.4, D=0.9, Q=1.0, sigma_C=0.2, B=0.1, w_C=0.1)
    assert peace["M_C"] > 0
    assert peace["p_min"] == 0


@pytest.mark.parametrize("n", [1, 2, 3])
def test_layer_1b_a_more_demanding_text_is_not_monotone(n):
    """Layer 1b: mere aid made a breach: P(force)↑ and P(nothing)↑, P(aid)↓; about half deter less."""
    rng, _ = given("layer 1b", n)
    drawn = draws.repeated(draws.designs(rng, 2000, 1), n)
    names = ("H", "c", "sigma_C", "snap", "g", "V", "yv", "T0", "omega", "sigma_G", *draws.EACH)
    drawn = {name: drawn[name] for name in names if name not in ("S", "w_G")}
    drawn["z"] = np.minimum(drawn["z"], 0.9)
    drawn["A"] = np.maximum(drawn["A"], 0.2)
    aid, all_means = (game.solve_graded(drawn | {"rho_none": 1.0, "rho_aid": rho}) for rho in (0.0, 1.0))
    assert np.all(all_means["q_force"] > aid["q_force"])
    assert np.all(all_means["q_aid"] < aid["q_aid"])
    assert (all_means["q_none"] > aid["q_none"]).all() or n > 1
    assert 0.2 < (all_means["p_attack"] > aid["p_attack"] + TOLERANCE).mean() < 0.8


LAMBDA = 0.25
CONTEXT = {
    **{"H": 0.6, "c": 0.3, "sigma_C": 0.2, "sigma_G": 0.5, "T0": 30.0, "s": 1.5, "kappa": 1.0},
    **{"omega": 5.0, "snap": 0.0, "k": 0.2, "e_a": 0.3, "k_a": 0.5, "kappa_a": 0.2, "lambda": LAMBDA},
}
"""Section 6: the same for all texts; k per unit of f, λ what mere aid costs under "as it deems necessary"."""

NO_DUTY = {"g": 0.0, "words": (0, 0), "A": 0.8, "d": 45.0, "f": 1.0}
TEXTS = {
    "text A, no guarantee": NO_DUTY | {"lower": True, "table": (0.48, 0.09, 0.33, 0.78)},
    "text B, borders respected, consultation": NO_DUTY | {"lower": True, "table": (0.48, 0.09, 0.33, 0.78)},
    "text C, force, every guarantor and so the challenger may block": {
        **{"g": 0.95, "V": 1.0, "yv": 0.0, "words": (1, "λ"), "A": 0.8, "m": 3.0, "d": 30.0, "f": 1.5},
        **{"lower": True, "table": (0.50, 0.10, 0.39, 0.73)},
    },
    "text D, all the support in its power, from far away": {
        **{"g": 0.95, "words": (1, 1), "A": 1.2, "d": 180.0, "f": 1.0},
        **{"lower": True, "table": (0.68, 0.47, 0.10, 0.73)},
    },
    "text E, all the means in their power, some carved out, no command": {
        **{"g": 0.95, "words": (1, 1), "A": (0.8, 0.2), "d": 45.0, "f": (0.9, 0.3)},
        **{"lower": True, "table": (0.79, 0.26, 0.33, 0.72)},
    },
    "text F, consultation in a day, swift aid": {
        **{"g": 0.95, "words": (1, 0), "A": 0.8, "m": 1.0, "d": 30.0, "f": 1.0},
        **{"lower": True, "table": (0.81, 0.16, 0.43, 0.72)},
    },
    "text G, as text C without the block, areas excluded": {
        **{"g": 0.6, "words": (1, "λ"), "A": 0.8, "m": 3.0, "d": 30.0, "f": 1.5},
        **{"lower": True, "table": (0.67, 0.17, 0.39, 0.68)},
    },
    "text H, as it deems necessary, nothing forward": {
        **{"g": 0.95, "words": (1, "λ"), "A": 1.2, "m": 1.0, "d": 30.0, "f": 2.5},
        **{"lower": None, "table": (0.87, 0.27, 0.43, 0.43)},
    },
    "text I, act to meet the danger, bases, territory": {
        **{"g": 0.8, "words": (1, "λ"), "A": 1.2, "d": 7.0, "f": 2.0, "b": 0.10},
        **{"lower": False, "table": (0.89, 0.53, 0.95, 0.26)},
    },
    "text J, act to meet the danger, more bases": {
        **{"g": 0.95, "words": (1, "λ"), "A": 1.2, "d": 7.0, "f": 2.0, "b": 0.15},
        **{"lower": False, "table": (0.95, 0.68, 0.96, 0.19)},
    },
    "text K, as it deems necessary, forces forward": {
        **{"g": 0.95, "words": (1, "λ"), "A": 1.2, "d": 10.0, "f": 2.5, "b": 0.10},
        **{"lower": False, "table": (0.93, 0.56, 0.87, 0.17)},
    },
}


def of_text(text, factor=None):
    """The graded game of one text of section 6; `factor` multiplies each teaching value by name."""
    factor = factor or {}

    def value(name, default=0.0):
        number = text.get(name, CONTEXT.get(name, default))
        drawn = np.asarray(number, dtype=float) * np.asarray(factor.get(name, 1.0))[..., None]
        return np.minimum(drawn, 1.0) if name in ("g", "yv", "e_a", "lambda") else drawn

    terms = {name: value(name) for name in ("f", "b", "d", "m", "s", "kappa", "A")}
    common = ("H", "c", "sigma_C", "sigma_G", "T0", "omega", "snap", "g", "V", "e_a", "k_a", "kappa_a")
    terms |= {name: value(name)[..., 0] for name in common}
    terms["yv"] = value("yv", 1.0)[..., 0]
    none, aid = text["words"]
    terms |= {"k": value("k") * terms["f"], "rho_none": float(none)}
    terms["rho_aid"] = value("lambda") if aid == "λ" else float(aid)
    return terms, game.solve_graded(terms)


@pytest.mark.parametrize("name", TEXTS)
def test_section_6_rows(name):
    """Section 6: any help, force, in time and attack, of the text's row: within one of the last digit."""
    terms, found = of_text(TEXTS[name])
    gamma = found["Gamma"]
    nothing = gamma * found["q_none"].prod() + (1 - gamma) * found["q0_none"].prod()
    sent = gamma * found["q_force"] + (1 - gamma) * found["q0_force"]
    share = terms["f"] / terms["f"].sum()
    row = (1 - nothing, (share * sent).sum(), (share * found["t"]).sum(), found["p_attack"])
    assert row == pytest.approx(TEXTS[name]["table"], abs=0.0101)
    if gamma == 0:
        assert np.array_equal(found["q_force"] > 0, [True] * len(sent))
        assert sent == pytest.approx(found["q0_force"], abs=0)


def test_section_6_two_tiers_hold_when_every_teaching_value_moves():
    """Section 6: posture and speed come before adjectives in 500 draws that jitter all values by 25 %."""
    rng = draws.generator("section 6")
    names = {*CONTEXT, "f", "b", "d", "m", "A", "g", "yv"}
    factor = {name: np.exp(rng.normal(0, 0.25, 500)) for name in sorted(names)}
    found = {name: of_text(text, factor)[1]["p_attack"] for name, text in TEXTS.items()}
    tiers = {
        lower: np.stack([found[name] for name, text in TEXTS.items() if text["lower"] is lower])
        for lower in (True, False)
    }
    assert tiers[True].shape == (7, 500)
    assert tiers[False].shape == (3, 500)
    assert np.all(tiers[True].min(axis=0) > tiers[False].max(axis=0))
    ties = (
        found["text E, all the means in their power, some carved out, no command"]
        > found["text F, consultation in a day, swift aid"]
    )
    assert 0.2 < ties.mean() < 0.8  # inside the upper tier the order is not robust


# --- edges (section 12) ---------------------------------------------------------------------------------


def test_no_delay_no_force_no_veto():
    """d=0: in time exactly if τ ≥ m; f=0: nothing arrives; V=0 with y=0: 0⁰=1."""
    terms = {"H": 0.5, "T0": 30.0, "d": 0.0}
    assert [game.solve(terms | {"m": days})["t"].tolist() for days in (14.0, 15.0, 16.0)] == [[1], [1], [0]]
    nothing = game.solve({"f": 0.0, "H": 0.5})
    assert nothing["E_pi"] == 1 / 1.5
    assert nothing["U"] == pytest.approx(1 / 1.5 - 0.3 - 0.3 * nothing["Q"][0], abs=TOLERANCE)
    assert game.solve({"V": 0.0, "yv": 0.0, "g": 0.7})["Gamma"] == 0.7
    assert game.solve({"V": 1.0, "yv": 0.0, "g": 0.7})["Gamma"] == 0.0
    graded = game.solve_graded({"f": 0.0, "H": 0.5, "V": 0.0, "yv": 0.0, "d": 0.0})
    assert graded["E_pi"] == 1 / 1.5
    assert graded["Gamma"] == 0.9


def test_no_guarantor_at_all():
    """n=0: C weighs P's own strength against the cost, and nobody else must agree."""
    found = game.solve({"f": []})
    assert game.solve_graded({"f": []})["U"] == found["U"]
    assert found["U"] == pytest.approx(1 / 1.6 - 0.3, abs=TOLERANCE)
    assert found["q"].shape == found["EU_G"].shape == (0,)
    assert found["p_any_fights"] == 0
    assert game.solve({"c": np.empty(0)})["U"].shape == (0,)


@pytest.mark.parametrize("R", [0.0, -0.2])
def test_a_peace_worth_the_war_bounds_nothing(R):
    """R ≤ 0: p_min = 0 and C signs even a perfect guarantee."""
    found = game.base(T=-50.0, D=1.0, Q=1.0, sigma_C=0.2, w_C=R)
    assert found["p_min"] == 0
    assert found["M_C"] >= 0


@pytest.mark.parametrize(("T", "p", "V"), [(0.4, 1.0, 0.4), (-0.4, 0.0, 0.0), (0.0, 0.5, 0.0)])
def test_a_temptation_that_hardly_varies(T, p, V):
    """σ → 0: C attacks if and only if U > 0; no overflow, no warning, no loss of digits."""
    with np.errstate(all="raise", under="ignore"):
        found = game.base(T=T, D=0.9, Q=0.0, sigma_C=1e-9, w_C=0.05)
        solved = game.solve(
            {"sigma_C": 1e-9, "sigma_G": 1e-3, "sigma_P": 1e-9, "c": 0.625 - T, "k": 0, "f": 0}
        )
    assert found["p_attack"] == p
    assert found["V"] == pytest.approx(V, abs=1e-9)
    assert found["p_min"] == 1.0
    assert solved["p_attack"] == pytest.approx(p, abs=1e-6)


@pytest.mark.parametrize("u", [-700.0, -300.0, -40.0, 40.0, 300.0, 1e6])
def test_very_large_temptations_keep_their_digits(u):
    """Large |U|/σ: p and V against exact asymptotes, ln p = U/σ below and V = U above."""
    with np.errstate(all="raise", under="ignore"):
        found = game.base(T=0.2 * u, D=0.0, Q=0.0, sigma_C=0.2)
    if u < 0:
        assert math.log(found["p_attack"]) == pytest.approx(u, rel=1e-14)
        assert found["V"] == pytest.approx(0.2 * found["p_attack"], rel=1e-12)
    else:
        assert found["p_attack"] == 1.0
        assert found["V"] == pytest.approx(0.2 * u, rel=1e-14)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("size", [2, 4, 5, 8])
def test_guarantors_without_force_change_nothing(n, size):
    """Guarantors with f=k=b=0 beside n others: the same game, whichever way arrivals are added up."""
    if size <= n:
        size = 32
    rng = draws.generator(f"zero force {n} {size}")
    drawn = draws.designs(rng, 150, n)
    silent = draws.designs(rng, 150, size - n)
    for name in ("f", "b", "k"):
        silent[name] *= 0
    order = rng.permutation(size)
    both = {name: np.concatenate([drawn[name], silent[name]], axis=1)[:, order] for name in draws.EACH}
    few, many = game.solve(drawn), game.solve(drawn | both)
    place = np.argsort(order)[:n]
    for name in ("U", "E_pi", "p_attack", "V", "M_P", "P_lost"):
        assert np.allclose(few[name], many[name], rtol=0, atol=1e-11), name
    for name in ("t", "q", "q0", "Q", "EU_G", "entrap", "fight"):
        assert np.allclose(few[name], many[name][:, place], rtol=0, atol=1e-11), name


@pytest.mark.parametrize("n", [1, 4])
def test_graded_guarantors_without_force_change_nothing(n):
    """The same for layer 1b, where the force that arrives takes three values."""
    rng = draws.generator(f"zero force, graded {n}")
    names = ("H", "c", "sigma_C", "snap", "g", "V", "yv", "T0", "omega", "sigma_G")
    own = [name for name in draws.EACH if name not in ("S", "w_G")]
    drawn, silent = draws.designs(rng, 150, n), draws.designs(rng, 150, 5 - n)
    for name in ("f", "b", "k"):
        silent[name] *= 0
    few = {name: drawn[name] for name in (*names, *own)}
    many = few | {name: np.concatenate([drawn[name], silent[name]], axis=1) for name in own}
    one, other = game.solve_graded(few), game.solve_graded(many)
    for name in ("U", "E_pi", "p_attack", "V"):
        assert np.allclose(one[name], other[name], rtol=0, atol=1e-11), name
    for name in ("q_none", "q_aid", "q_force", "q0_none", "q0_aid", "q0_force"):
        assert np.allclose(one[name], other[name][:, :n], rtol=0, atol=1e-11), name


def test_where_guarantors_may_settle_in_two_ways_it_is_told():
    """Equals with much at stake and little doubt: contraction ≥ 1 is flagged; what is found answers (13)."""
    rng = draws.generator("two equilibria")
    sure_to_come = {"H": (0.1, 0.2), "T0": (40.0, 60.0), "sigma_G": (0.2, 0.25), "omega": (0.0, 0.0)}
    drawn = draws.repeated(draws.designs(rng, 2048, 1, sure_to_come), 2)
    drawn["T0"] = drawn["T0"] * 5
    drawn["b"] *= 0
    drawn["z"] *= 0
    drawn["s"] = np.full((2048, 2), 3.0)
    found = game.solve(drawn)
    assert np.array_equal(found["unique"], found["contraction0"] < 1)
    doubtful = ~found["unique"] & found["converged"]
    assert doubtful.sum() > 20
    assert (np.ptp(found["q0"], axis=1) > 1e-3)[doubtful].any()
    sure = found["unique"]
    assert found["converged"][found["contraction0"] < 0.98].all()
    assert np.ptp(found["q0"], axis=1)[sure & found["converged"]].max() <= 1e-10
    rows = np.flatnonzero(doubtful)
    t, answers = enumerated({k: found[k][rows] for k in ("q", "q0")}, {k: v[rows] for k, v in drawn.items()})
    for branch, word in (("q", drawn["A"][rows]), ("q0", 0.0)):
        gain = drawn["s"][rows] * t * answers[branch][1] + word - drawn["kappa"][rows]
        expected = logistic(gain / drawn["sigma_G"][rows][:, None])
        assert np.allclose(found[branch][rows], expected, rtol=0, atol=1e-10)


@guarantors
def test_layers_that_are_off_change_nothing_bit_for_bit(n):
    """Section 12: η=0, χ=0, beliefs 1, μ=0, grey off: identical numbers."""
    rng, drawn = given("layers off", n)
    plain = game.solve(drawn)
    size = SIZES[n]
    idle = {name: rng.uniform(*ends, size) for name, ends in (draws.GREY | draws.PROVOCATION).items()}
    ones = {name: np.ones(size) for name in draws.BELIEFS}
    off = game.solve(drawn | idle | ones | {"mu": np.zeros(size)})
    nothing = {name: np.zeros(size) for name in ("eta", "beta", "chi", "zeta", "mu")}
    on = game.solve(drawn | nothing | {"sigma_P": idle["sigma_P"]}, provocation=True)
    for name, value in plain.items():
        assert np.array_equal(value, off[name]), name
        if name in ("L_P", "L_G", "alpha_P"):  # ratios of mixtures
            assert np.allclose(value, on[name], rtol=1e-14, atol=1e-15), name
        else:
            assert np.array_equal(value, on[name]), name
    assert np.all(on["provoke"] == 0.5)
    assert set(on) - set(plain) == {"provoke"}
    grey = game.solve(drawn | idle, grey=True)
    for name in ("t", "q", "q0", "Q", "U", "E_pi", "Gamma"):
        assert np.array_equal(plain[name], grey[name]), name


# --- shapes, batches, bad input -------------------------------------------------------------------------


@guarantors
def test_a_design_does_not_feel_the_others_in_its_batch(n):
    """One design alone, a few and all together give the same numbers."""
    _, drawn = given("batch", n, draws.STRINGS, draws.GREY, draws.PROVOCATION, draws.BELIEFS, draws.LAPSE)
    drawn["mu"][::2] = 0.0
    for name in draws.BELIEFS:
        drawn[name][::3] = 1.0
    together = game.solve(drawn, grey=True, provocation=True)
    rows = np.arange(SIZES[n])[7::53]
    few = game.solve({name: value[rows] for name, value in drawn.items()}, grey=True, provocation=True)
    for name, value in few.items():
        assert np.allclose(value, together[name][rows], rtol=2e-15, atol=1e-15), name
    for row in rows[:12]:
        single = game.solve(draws.scalars(drawn, row), grey=True, provocation=True)
        for name, value in single.items():
            assert np.allclose(value, together[name][row], rtol=2e-15, atol=1e-15), name


@pytest.mark.parametrize("n", [1, 3, 6])
@pytest.mark.parametrize("block", [1, 7, 1000])
def test_the_size_of_a_block_does_not_show(n, block, monkeypatch):
    """Results do not depend on how many designs are solved at a time."""
    rng = draws.generator(f"block {n}")
    drawn = draws.designs(rng, 40, n)
    names = [name for name in drawn if name in game.DEFAULTS]
    graded = {name: drawn[name] for name in names if name not in ("B", "w_C", "y", "w_P", "c_P", "a_H")}
    graded = {name: value for name, value in graded.items() if name not in ("esc", "S", "w_G")}
    usual = game.solve(drawn), game.solve_graded(graded)
    monkeypatch.setattr(game, "block_size", lambda *_: block)
    for before, after in zip(usual, (game.solve(drawn), game.solve_graded(graded)), strict=True):
        for name, value in before.items():
            assert np.allclose(value, after[name], rtol=1e-13, atol=1e-15), name


def test_scalars_give_floats_and_arrays_their_shape():
    """Plain numbers in, plain numbers out; arrays broadcast, guarantors in the last axis."""
    single = game.base(T=0.4, D=0.9, Q=0.5, sigma_C=0.2)
    assert {type(value) for value in single.values()} == {float}
    solved = game.solve({"H": 0.5})
    kinds = {name: type(value) for name, value in solved.items() if not isinstance(value, np.ndarray)}
    assert {name for name, kind in kinds.items() if kind is bool} == {"unique", "converged"}
    assert set(kinds.values()) == {bool, float}
    assert solved["q"].shape == (1,)
    wide = game.base(T=np.zeros((4, 1, 3)), D=np.ones((2, 1)), Q=0.5, sigma_C=0.2)
    assert {value.shape for value in wide.values()} == {(4, 2, 3)}
    terms = {"H": np.linspace(0.2, 1, 4)[:, None], "c": [0.1, 0.2, 0.3], "f": [1.0, 2.0]}
    solved = game.solve(terms | {"A": np.linspace(0, 1, 3)[:, None]}, grey=True, provocation=True)
    for name, value in solved.items():
        assert value.shape in ((4, 3), (4, 3, 2)), name
    for i, j in itertools.product(range(4), range(3)):
        one = game.solve(
            {"H": terms["H"][i, 0], "c": terms["c"][j], "f": [1.0, 2.0], "A": j / 2},
            grey=True,
            provocation=True,
        )
        for name, value in one.items():
            assert np.allclose(value, solved[name][i, j], rtol=1e-13, atol=1e-15), name
    path = game.over_time(U_t=[0.1, 0.2], r=0.0, delta=0.9, sigma_C=0.2, W_end=0.0)
    assert {type(path[name]) for name in path.keys() - {"p_t"}} == {float}
    assert path["p_t"].shape == (2,)
    paths_ = game.over_time(U_t=np.zeros((3, 1, 5)), r=[0.0, 0.1], delta=0.9, sigma_C=0.2, W_end=0.0)
    assert paths_["p_t"].shape == (3, 2, 5)
    assert paths_["W0"].shape == (3, 2)


def test_what_is_given_is_left_as_it_was():
    """No function writes into its arguments, and no result is one of them."""
    drawn = draws.designs(draws.generator("given"), 40, 3, draws.GREY, draws.PROVOCATION, draws.LAPSE)
    kept = {name: value.copy() for name, value in drawn.items()}
    found = game.solve(drawn, grey=True, provocation=True)
    game.path_of_U(drawn, periods=3)
    _, path = paths("given", 20)
    kept_path = {name: value.copy() for name, value in path.items()}
    results = [*found.values(), *game.over_time(**path).values()]
    for result in results:
        assert not any(np.shares_memory(result, value) for value in (*drawn.values(), *path.values()))
        result[...] = 0
    for before, after in ((kept, drawn), (kept_path, path)):
        assert all(np.array_equal(before[name], after[name]) for name in before)


BAD = {
    **dict.fromkeys(("sigma_C", "sigma_G", "sigma_P"), (0.0, -0.1, math.nan)),
    **dict.fromkeys(("g", "yv", "z", "chi", "mu", "esc", "g_g"), (-0.1, 1.1, math.nan)),
    **dict.fromkeys(("H", "f", "b", "d", "m", "T0", "s", "omega", "V", "v_g"), (-0.1, math.nan)),
    **dict.fromkeys(("bel_sign", "bel_test", "bel_P"), (-0.1, math.nan)),
    **dict.fromkeys(("c", "snap", "B", "w_C", "k", "kappa", "A", "S", "w_G", "eta", "beta"), (math.nan,)),
    "n_v": (-1.0, 2.5, 201.0),
}
INFINITE = ("H", "f", "b", "s", "A", "kappa", "omega", "T0", "c", "k", "B", "sigma_C", "sigma_G", "V", "v_g")


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in BAD for value in BAD[name]])
def test_bad_terms_are_named(name, value):
    """A value for which the formulas do not hold is refused, by name, alone and among good ones."""
    with pytest.raises(ValueError, match=rf"^{name} must be "):
        game.solve({name: value})
    many = [game.DEFAULTS[name], value]
    with pytest.raises(ValueError, match=rf"^{name} must be "):
        game.solve({name: np.array(many)[:, None] if name in game.PER_GUARANTOR else many})


@pytest.mark.parametrize("name", INFINITE)
def test_endless_terms_are_refused_unless_they_mean_never(name):
    """Infinity is no strength, stake or cost; help may be infinitely late, and then nothing arrives."""
    with pytest.raises(ValueError, match=f"^{name} must be finite"):
        game.solve({name: math.inf})
    for late in ("d", "m"):
        assert game.solve({late: math.inf})["t"].tolist() == [0.0]


@pytest.mark.parametrize("name", ["rho_none", "rho_aid", "e_a", "k_a", "g", "sigma_G"])
def test_bad_graded_terms_are_named(name):
    """The same for layer 1b."""
    with pytest.raises(ValueError, match=rf"^{name} must be "):
        game.solve_graded({name: -0.1})


def test_bad_calls_are_refused_in_a_sentence():
    """Unknown names, numbers out of range, no period, shapes that do not fit."""
    with pytest.raises(ValueError, match="no such term: Hedgehog, q"):
        game.solve({"q": 1, "Hedgehog": 0.5})
    with pytest.raises(ValueError, match="no such term: lambda"):
        game.solve_graded({"lambda": 1})
    good = {"T": 0.4, "D": 0.9, "Q": 0.5, "sigma_C": 0.2}
    for name, value in (("sigma_C", 0), ("sigma_C", math.nan), ("Q", 1.5), ("Q", -0.1), ("Q", math.nan)):
        with pytest.raises(ValueError, match=rf"^{name} must be "):
            game.base(**good | {name: value})
    path = {"U_t": [0.1], "r": 0.0, "delta": 0.9, "sigma_C": 0.2, "W_end": 0.0}
    for name, value in (("delta", 1.1), ("delta", -0.1), ("sigma_C", 0.0)):
        with pytest.raises(ValueError, match=rf"^{name} must be "):
            game.over_time(**path | {name: value})
    with pytest.raises(ValueError, match="U_t needs at least one period"):
        game.over_time(**path | {"U_t": []})
    with pytest.raises(ValueError, match="periods must be at least 1"):
        game.path_of_U({}, periods=0)
    for name in ("decay", "expiry"):
        with pytest.raises(ValueError, match=rf"^{name} must be "):
            game.path_of_U({name: -1.0}, periods=2)
    for terms in ({"c": [1, 2], "g": [0.1, 0.2, 0.3]}, {"f": [1, 2], "A": [1, 2, 3]}):
        with pytest.raises(ValueError, match="broadcast"):
            game.solve(terms)
