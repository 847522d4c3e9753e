"""How many designs a second the game solves, beside Gambit on the same games and the machine's own limits.

Memory sets a limit to layer 0: a design that is read and written once takes 64 bytes. So do its exp, log1p
and expm1, which are timed alone. Random numbers set one to every Monte Carlo: each term of
a design is drawn. All is measured in turn, in one run, as seconds of the processor, so that a busy machine
slows all alike; the medians count. Needs what the tests need: the games are those of `tests/test_gambit.py`.
"""

import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from course_utils import frontier, game, instruments

ROUNDS = 5
SEED = 20251123
BYTES = 64
#: Designs in one call, by the number of guarantors; 0 stands for layer 0, which has none.
BATCH = {0: 1_000_000, 1: 200_000, 2: 50_000, 4: 20_000, 8: 2_048, 32: 512}
#: Games that Gambit solves in each round.
GAMES = {1: 20, 2: 20, 4: 10}
MEMORY_SHARE = 0.1
TIMES_GAMBIT = {1: 1e4, 2: 1e3, 4: 1e3}
#: Designs of layer 0 in one call of a Monte Carlo that draws some at a time.
PORTION = 65_536
CACHED = 16_384
LARGE = 16_000_000


def seconds(work: Callable[[], Any]) -> float:
    """Return how long the processor is busy with the work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def processor() -> str:
    """Return the model of the processor, where the system says it."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def random_numbers() -> Callable[[], float]:
    """Doubles a second, drawn into the same short array again and again."""
    rng, drawn, times = np.random.default_rng(SEED), np.empty(CACHED), 500

    def measure() -> float:
        return times * CACHED / seconds(lambda: [rng.random(out=drawn) for _ in range(times)])

    return measure


def memory() -> Callable[[], float]:
    """Bytes a second of STREAM's triad a = b + 3c, by pieces that fit the cache, so that each moves once."""
    a, b, c = np.zeros(LARGE), np.ones(LARGE), np.ones(LARGE)

    def triad() -> None:
        for start in range(0, LARGE, CACHED):
            part = slice(start, start + CACHED)
            np.multiply(c[part], 3.0, out=a[part])
            np.add(a[part], b[part], out=a[part])

    return lambda: 3 * 8 * LARGE / seconds(triad)


def functions() -> Callable[[], float]:
    """Designs a second if layer 0 were nothing but its three functions, in the cache."""
    x, out, times = np.random.default_rng(SEED).uniform(-3.0, 0.0, CACHED // 2), np.empty(CACHED // 2), 100

    def all_three() -> None:
        for _ in range(times):
            np.exp(x, out=out)
            np.log1p(out, out=out)
            np.expm1(x, out=out)

    return lambda: times * len(x) / seconds(all_three)


def layer_0(portion: int) -> Callable[[], float]:
    """Designs a second, five arrays in; so many to a call."""
    rng, size = np.random.default_rng(SEED), BATCH[0]
    ranges = {"T": (-0.2, 0.9), "D": (0.0, 1.2), "Q": (0.0, 1.0), "sigma_C": (0.05, 0.4), "w_C": (-0.3, 0.5)}
    terms = {name: rng.uniform(low, high, size) for name, (low, high) in ranges.items()}

    def all_calls() -> None:
        for start in range(0, size, portion):
            game.base(**{name: value[start : start + portion] for name, value in terms.items()})

    return lambda: size / seconds(all_calls)


def drawn(n: int) -> dict[str, Any]:
    """Designs with n guarantors, as the tests draw them; nobody honours without asking, as with Gambit."""
    import draws

    designs = draws.designs(np.random.default_rng(SEED), BATCH[n], n)
    return designs | {"z": np.zeros_like(designs["z"])}


def numbers(n: int) -> int:
    """How many random numbers a design with n guarantors takes."""
    return sum(values[0].size for values in drawn(n).values())


def layer_1(n: int) -> Callable[[], float]:
    designs = drawn(n)
    return lambda: BATCH[n] / seconds(lambda: game.solve(designs))


def one_call() -> float:
    """Calls a second for a single design: a widget makes one at each change."""
    return 20 / seconds(lambda: [game.solve({}) for _ in range(20)])


def one_place() -> float:
    """Places a second on the map of the paradox: all that it needs from the game for one change."""
    terms = instruments.get("NAT1949")
    return 20 / seconds(
        lambda: [frontier.of_guarantee(terms, {"B": 0.0, "w_C": 0.05}, alpha=0.1) for _ in range(20)]
    )


def gambit(n: int) -> tuple[Callable[[], float], Callable[[], float]]:
    """Games a second, of the same designs: from the terms to the answer, and the solving alone."""
    import draws
    import test_gambit  # imports pygambit

    designs = drawn(n)
    games = [draws.scalars(designs, row) for row in range(GAMES[n])]
    trees = [test_gambit.attack_game(terms) for terms in games]

    def whole() -> None:
        for terms in games:
            test_gambit.quantal_response(test_gambit.attack_game(terms), terms["sigma_C"])

    def solving() -> None:
        for tree, terms in zip(trees, games, strict=True):
            test_gambit.quantal_response(tree, terms["sigma_C"])

    return lambda: len(games) / seconds(whole), lambda: len(games) / seconds(solving)


def measured() -> dict[str, float]:
    """Return the median rate of each work, all done in turn."""
    works = {"random": random_numbers(), "memory": memory(), "functions": functions()}
    works |= {"layer 0": layer_0(BATCH[0])}
    works |= {"portions": layer_0(PORTION), "one call": one_call, "one place": one_place}
    works |= {f"layer 1, n={n}": layer_1(n) for n in BATCH if n}
    for n in GAMES:
        works[f"Gambit {n}"], works[f"Gambit alone {n}"] = gambit(n)
    rates: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            rates[name].append(work())
    return {name: statistics.median(values) for name, values in rates.items()}


def line(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |")


def report(rates: dict[str, float]) -> list[str]:
    """Print the table and return the targets that were missed."""
    missed = []
    versions = [f"{name} {version(name)}" for name in ("numpy", "pygambit")]
    print("; ".join([processor(), f"Python {platform.python_version()}", *versions]) + "\n")
    in_memory = rates["memory"] / BYTES
    line("the machine", "a second", "designs of layer 0 a second")
    line("---", "---:", "---:")
    line("random numbers", f"{rates['random']:,.0f}", f"{rates['random'] / 5:,.0f}")
    line("bytes, triad", f"{rates['memory']:,.0f}", f"{in_memory:,.0f}")
    line("exp, log1p and expm1", f"{3 * rates['functions']:,.0f}", f"{rates['functions']:,.0f}")
    print(f"\nOne call of `game.solve({{}})`: {1e3 / rates['one call']:.2f} ms.")
    print(
        f"One call of `frontier.of_guarantee`: {1e3 / rates['one place']:.2f} ms, all that the map needs.\n"
    )

    line(
        "work",
        "designs a second",
        "of random numbers",
        "of memory",
        "Gambit",
        "alone",
        "ratio",
        "alone",
        "needed",
    )
    line("---", *["---:"] * 8)
    share = rates["layer 0"] / in_memory
    needed = f"{MEMORY_SHARE} of memory"
    for name, work, last in (
        (f"layer 0, {BATCH[0]:,} to a call", "layer 0", needed),
        (f"layer 0, {PORTION:,} to a call", "portions", ""),
    ):
        rate = rates[work]
        of_random = f"{rate * 5 / rates['random']:.3f}"
        line(name, f"{rate:,.0f}", of_random, f"{rate / in_memory:.3f}", *[""] * 4, last)
    if share < MEMORY_SHARE:
        missed.append(f"layer 0: {share:.3f} of the memory limit, needed {MEMORY_SHARE}")
    for n in filter(None, BATCH):
        ours = rates[f"layer 1, n={n}"]
        of_random = f"{ours * numbers(n) / rates['random']:.4f}"
        cells = [f"layer 1, n={n}", f"{ours:,.0f}", of_random, ""]
        if n not in GAMES:
            line(*cells, *[""] * 5)
            continue
        theirs = (rates[f"Gambit {n}"], rates[f"Gambit alone {n}"])
        times = [ours / rate for rate in theirs]
        line(*cells, *(f"{value:,.0f}" for value in (*theirs, *times, TIMES_GAMBIT[n])))
        if times[0] < TIMES_GAMBIT[n]:
            missed.append(f"layer 1, n={n}: {times[0]:,.0f} times Gambit, needed {TIMES_GAMBIT[n]:,.0f}")
    print("\nGambit: games a second, one by one, from the terms to the answer; alone: only the solving.")
    return missed


sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
faults = report(measured())
print("\n".join(f"NOT reached: {fault}" for fault in faults) or "All that was needed is reached.")
sys.exit(bool(faults))
