"""Designs of the game as numbers: their names and defaults, where the formulas hold, and their shapes.

A design is a mapping from names to numbers. Terms that each guarantor has for itself have the guarantors in
their last axis; all else, and what stands before that axis, broadcasts over designs. Inside the game designs
are flat: guarantors first, designs last.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils import datasets

Array: TypeAlias = NDArray[np.float64]
Result: TypeAlias = dict[str, Any]

PER_GUARANTOR: Final = ("f", "b", "d", "m", "k", "s", "kappa", "A", "z", "S", "w_G", "rho_none", "rho_aid")
"""The terms that each guarantor has for itself; their last axis counts the guarantors."""

DEFAULTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        str(row["id"]): math.inf if row["value"] is None else float(str(row["value"]))
        for row in datasets.rows("primitives")
        if row["side"] != "bridge"
    }
)
"""What a number is where a mapping does not say: the table `primitives`, all of it teaching values."""

_DOMAIN: Final = (
    (("sigma_C", "sigma_G", "sigma_P"), np.nextafter(0.0, 1.0), math.inf),
    (("g", "yv", "z", "chi", "mu", "esc", "g_g", "rho_none", "rho_aid", "e_a", "delta"), 0.0, 1.0),
    (("H", "f", "b", "d", "m", "T0", "s", "omega", "V", "n_v", "k_v", "k_a", "v_g"), 0.0, math.inf),
    (("bel_sign", "bel_test", "bel_P", "decay", "expiry"), 0.0, math.inf),
)
"""Where the formulas hold; the ranges of the sliders are narrower."""

_BOUNDS: Final = {name: (low, high) for names, low, high in _DOMAIN for name in names}

_ENDLESS: Final = ("d", "m", "expiry", "w_G")
"""What may be infinite: help that never comes, a promise without end, a deal that is needed at any price."""

ENUMERATED: Final = 4
"""Up to so many guarantors every subset of arrivals is written out; for more, an integral stands for them."""


def check_between(name: str, value: Array, low: float, high: float) -> None:
    """Refuse what is outside a range, and what is no number."""
    if value.size and not (low <= value.min() and value.max() <= high):  # false where one is no number
        raise ValueError(f"{name} must be a number from {low:.3g} to {high:.3g}")


def check(name: str, value: Array) -> None:
    """Refuse what the formulas do not hold for, and what is no number."""
    low, high = _BOUNDS.get(name, (-math.inf, math.inf))
    if name.startswith("sigma") and value.size and value.min() <= 0.0:
        raise ValueError(f"{name} must be above 0")
    check_between(name, value, low, high)
    if name not in _ENDLESS and value.size and math.inf in (-value.min(), value.max()):
        raise ValueError(f"{name} must be finite")


def read(
    parameters: Mapping[str, ArrayLike], names: Iterable[str]
) -> tuple[dict[str, Array], tuple[int, ...], int]:
    """Values by name, flat over designs (guarantors first); the shape of the designs; the guarantors."""
    unknown = sorted(set(parameters) - DEFAULTS.keys())
    if unknown:
        raise ValueError(f"no such term: {', '.join(unknown)}")
    given = {
        name: np.asarray(parameters.get(name, DEFAULTS[name]), dtype=np.float64)
        for name in DEFAULTS
        if name in parameters or name in names
    }
    for name in parameters:
        check(name, given[name])
    given = {name: given[name] for name in names}
    tails = [given[name].shape[-1:] for name in PER_GUARANTOR if name in given and given[name].ndim]
    tail = np.broadcast_shapes(*tails) if tails else (1,)
    shape = np.broadcast_shapes(
        *(value.shape[:-1] if name in PER_GUARANTOR else value.shape for name, value in given.items())
    )
    values = {}
    for name, value in given.items():
        if name not in PER_GUARANTOR:
            values[name] = flat(value, shape)
        elif value.ndim < 2 or math.prod(value.shape[:-1]) == 1:
            last = value if value.ndim < 2 else value.reshape(value.shape[-1])
            values[name] = np.broadcast_to(last, tail)[:, None]
        else:
            values[name] = np.ascontiguousarray(np.broadcast_to(value, shape + tail).reshape(-1, *tail).T)
    return values, shape, tail[0]


def flat(value: Array, shape: tuple[int, ...]) -> Array:
    """Return one value for each design, or one that holds for all."""
    return value.reshape(1) if value.size == 1 else np.broadcast_to(value, shape).reshape(-1)


def block_size(n: int, levels: int) -> int:
    """Designs at a time, so that the tables stay near the processor."""
    if n > ENUMERATED:
        return max(16, 4096 // (n * levels))
    return min(32_768, 524_288 // int((levels + 1) ** n))


def in_blocks(
    solve_block: Callable[[list[Array]], Result], values: list[Array], shape: tuple[int, ...], block: int
) -> Result:
    """Solve the designs some at a time; give back floats, or arrays of their shape, guarantors last."""
    size = math.prod(shape)
    found: dict[str, NDArray[Any]] = {}
    for start in range(0, max(size, 1), block):
        part = slice(start, min(start + block, size))
        solved = solve_block([value if value.shape[-1] == 1 else value[..., part] for value in values])
        for name, value in solved.items():
            if name not in found:
                found[name] = np.empty((size, *value.shape[:-1]), dtype=value.dtype)
            found[name][part] = value.T
    return {name: plain(value, shape) for name, value in found.items()}


def plain(value: NDArray[Any], shape: tuple[int, ...]) -> Any:
    """Designs, flat on the first axis, in their shape; a float or a bool where one design holds one value."""
    if shape == () and value.ndim == 1:
        return value[0].item()
    return np.ascontiguousarray(value).reshape(shape + value.shape[1:])
