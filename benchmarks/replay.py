"""How many verdicts a second: every instrument through every case, as a ratio to a plain Python loop too.

The loop looks one answer up for each term of the vocabulary, which is the least that a verdict could cost.
Both run in turn, five rounds each, and the best round of each counts, so that a busy machine slows
both alike.
"""

import sys
import time
from collections.abc import Callable

from course_utils import cases, instruments, replay, words

ROUNDS = 5
NEEDED = 2_000

TEXTS = [instruments.get(name) for name in instruments.ids()]
CASES = cases.all()
TERMS = [field.name for field in words.fields()]


def verdicts() -> int:
    return sum(bool(replay.replay(text, case)) for text in TEXTS for case in CASES)


def plain() -> int:
    settled = 0
    for text in TEXTS:
        for _ in CASES:
            for term in TERMS:
                if getattr(text, term) is not None:
                    settled += 1
    return len(TEXTS) * len(CASES) if settled else 0


def rate(work: Callable[[], int]) -> float:
    began = time.perf_counter()
    return work() / (time.perf_counter() - began)


best = {"verdicts": 0.0, "plain loop over the terms": 0.0}
for _ in range(ROUNDS):
    for name, work in zip(best, (verdicts, plain), strict=True):
        best[name] = max(best[name], rate(work))
print(f"{len(TEXTS)} instruments, {len(CASES)} cases")
print(f"{'what':<34}{'a second':>10}{'ratio':>8}")
for name, value in best.items():
    print(f"{name:<34}{value:>10,.0f}{best['plain loop over the terms'] / value:>8.2f}")
enough = best["verdicts"] >= NEEDED
print(f"needed: {NEEDED:,} verdicts a second; {'reached' if enough else 'NOT reached'}")
sys.exit(not enough)
