"""Random designs for the tests of the game: the ranges of section 5 of the model, and a seed that is told."""

from __future__ import annotations

import os
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Design = dict[str, Any]

SEED = int(os.environ.get("COURSE_SEED", "20251123"))

COMMON = {
    **{"c": (0.05, 0.5), "sigma_C": (0.05, 0.4), "snap": (0.0, 0.3), "B": (-0.3, 0.5), "w_C": (-0.3, 0.5)},
    **{"H": (0.1, 1.5), "y": (-0.6, 0.5), "w_P": (-0.6, 0.5), "c_P": (0.0, 0.5), "a_H": (0.0, 0.3)},
    **{"g": (0.0, 1.0), "yv": (0.0, 1.0), "T0": (2.0, 60.0), "omega": (0.0, 5.0), "sigma_G": (0.2, 1.0)},
    "esc": (0.0, 0.5),
}
EACH = {
    **{"m": (0.0, 30.0), "d": (0.0, 180.0), "f": (0.0, 4.0), "b": (0.0, 0.3), "k": (0.0, 0.6)},
    **{"s": (0.2, 3.0), "kappa": (0.5, 1.5), "A": (0.0, 1.6), "z": (0.0, 1.0), "S": (0.0, 0.3)},
    "w_G": (-2.0, 1.0),
}
GREY = {"v_g": (0.1, 0.5), "c_g": (0.0, 0.2), "g_g": (0.0, 0.8)}
PROVOCATION = {"eta": (0.0, 0.6), "beta": (0.0, 0.3), "chi": (0.0, 1.0), "sigma_P": (0.02, 0.3)}
STRINGS = dict.fromkeys(("phi_H", "phi_b", "phi_N", "zeta"), (0.0, 0.4)) | {"neutral": (0.0, 1.0)}
BELIEFS = dict.fromkeys(("bel_sign", "bel_test", "bel_P"), (0.3, 1.5))
LAPSE = {"mu": (0.0, 1.0)}


def generator(name: str) -> np.random.Generator:
    """Random numbers of a test's own; the seed is printed, and shown where the test fails."""
    print(f"{name}: COURSE_SEED={SEED}")
    return np.random.default_rng([SEED, zlib.crc32(name.encode())])


def designs(rng: np.random.Generator, size: int, n: int, *layers: dict[str, tuple[float, float]]) -> Design:
    """`size` designs with n guarantors, each term uniform over its range."""
    ranges = COMMON.copy()
    for layer in layers:
        ranges |= layer
    found: Design = {name: rng.uniform(low, high, size) for name, (low, high) in ranges.items()}
    found["V"] = rng.integers(0, 4, size).astype(float)
    found |= {name: rng.uniform(low, high, (size, n)) for name, (low, high) in EACH.items()}
    return found


def scalars(drawn: Design, row: int) -> Design:
    """One of the designs, as plain numbers and lists."""
    return {name: value[row].tolist() for name, value in drawn.items()}


def repeated(drawn: Design, n: int) -> Design:
    """Designs of one guarantor, with n guarantors of the same terms."""
    return drawn | {name: np.repeat(drawn[name], n, axis=-1) for name in EACH}


def raised(drawn: Design, name: str, by: object) -> Design:
    """The same designs with one term raised; `by` broadcasts."""
    return drawn | {name: drawn[name] + by}


def first(values: Array, n: int) -> Array:
    """A number of each design as a change to its first of n guarantors only."""
    return np.pad(values[:, None], ((0, 0), (0, n - 1)))
