"""The guarantors' part of the game: whose help arrives, what it does to C's chance to win, and who helps.

C wins against the defenders' total x in time with probability π(x) = 1/(1+x). Guarantors choose at once, each
with a private resolve; their shares are the fixed point of their best replies. Guarantors stand on the first
axis, designs on the last; between them stand the branches, obliged and voluntary, which share one contest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from course_utils.designs import ENUMERATED, Array

_NODES: Final = 48
_POWER: Final = 4
_TOLERANCE: Final = 1e-14
_SWEEPS: Final = 2000
_VOTERS: Final = 200


# --- what help that arrives does --------------------------------------------------------------------------


class Contest(Protocol):
    """Expectations of π(x₀+F), F the force that arrives; `arriving[level][guarantor]` are the chances."""

    def mean(self, arriving: list[Array]) -> Array:
        """E[π(x₀+F)]."""

    def in_turn(self, arriving: list[Array]) -> Iterator[list[Array]]:
        """Of each guarantor in turn, what each level of its help takes off E[π]; sees what changed before."""

    def together(self, arriving: list[Array]) -> list[Array]:
        """The same of all guarantors at once, by level."""

    def take(self, rows: NDArray[np.intp]) -> Contest:
        """The same for some of the designs."""


def contest_of(x0: Array, levels: list[Array], *others: Array) -> tuple[Contest, int]:
    """The contest over all designs in which anything that is given differs, and how many they are."""
    size = np.broadcast_shapes(*(value.shape[-1:] for value in (x0, *levels, *others)))[0]
    wide = [np.broadcast_to(level, (len(level), size)) for level in levels]
    kind = _Subsets if len(levels[0]) <= ENUMERATED else _Quadrature
    return kind.of(np.broadcast_to(x0, (1, size)), wide), size


@dataclass(frozen=True)
class _Subsets:
    """Every combination of arrivals written out: a table with one axis for each guarantor, the last first.

    Each axis starts with what holds where that guarantor's help does not arrive; what follows is counted as
    the difference from that, by level.
    """

    whole: Array
    taken: list[list[Array]]  # of each guarantor, by level; axes of the others

    @classmethod
    def of(cls, x0: Array, levels: list[Array]) -> _Subsets:
        n = len(levels[0])

        def strength(guarantors: Iterable[int]) -> Array:
            x = x0
            for i in guarantors:
                x = np.stack([x, *(x + level[i] for level in levels)])
            return x

        taken = []
        for i in range(n):
            x = 1.0 + strength(j for j in range(n) if j != i)
            taken.append([_differences(level[i] / (x * (x + level[i]))) for level in levels])
        return cls(_differences(1.0 / (1.0 + strength(range(n)))), taken)

    def mean(self, arriving: list[Array]) -> Array:
        return _average(self.whole, arriving, reversed(range(len(self.taken))))

    def in_turn(self, arriving: list[Array]) -> Iterator[list[Array]]:
        n = len(self.taken)
        for i, tables in enumerate(self.taken):
            yield [_average(one, arriving, (j for j in reversed(range(n)) if j != i)) for one in tables]

    def together(self, arriving: list[Array]) -> list[Array]:
        if not self.taken:
            return [np.empty((0, *self.whole.shape[-2:])) for _ in arriving]
        return [np.stack(level) for level in zip(*self.in_turn(arriving), strict=True)]

    def take(self, rows: NDArray[np.intp]) -> _Subsets:
        return _Subsets(self.whole[..., rows], [[one[..., rows] for one in each] for each in self.taken])


def _differences(table: Array) -> Array:
    for axis in range(table.ndim - 2):
        each = np.moveaxis(table, axis, 0)
        each[1:] -= each[0]
    return table


def _average(table: Array, arriving: list[Array], guarantors: Iterable[int]) -> Array:
    for j in guarantors:
        table = sum((a[j] * table[lv] for lv, a in enumerate(arriving, 1)), start=table[0])
    return table


def _nodes() -> tuple[Array, Array]:
    """Logarithms of nodes and weights for ∫₀¹ · dy with y = v⁴: the power smooths y^x₀ at 0."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    v = 0.5 * (nodes + 1.0)
    return _POWER * np.log(v)[:, None, None], (0.5 * _POWER * weights * v ** (_POWER - 1))[:, None, None]


_LOG_Y, _WEIGHT = _nodes()


@dataclass(frozen=True)
class _Quadrature:
    """1/(1+x) = ∫₀¹ yˣ dy turns E[π] into an integral of a product: one factor for each guarantor."""

    weight: Array  # nodes × 1 × designs
    taken: list[list[Array]]  # of each guarantor, by level: 1 − y^force

    @classmethod
    def of(cls, x0: Array, levels: list[Array]) -> _Quadrature:
        taken = [[-np.expm1(level[i] * _LOG_Y) for level in levels] for i in range(len(levels[0]))]
        return cls(_WEIGHT * np.exp(x0 * _LOG_Y), taken)

    def _factor(self, i: int, arriving: list[Array]) -> Array:
        return 1.0 - sum(
            (a[i] * one for a, one in zip(arriving, self.taken[i], strict=True)), start=np.zeros(1)
        )

    def mean(self, arriving: list[Array]) -> Array:
        product = self.weight
        for i in range(len(self.taken)):
            product = product * self._factor(i, arriving)
        return np.asarray(product.sum(axis=0))

    def in_turn(self, arriving: list[Array]) -> Iterator[list[Array]]:
        n = len(self.taken)
        after = [self.weight] * n
        for i in range(n - 1, 0, -1):
            after[i - 1] = after[i] * self._factor(i, arriving)
        before: Array = np.ones(1)
        for i, tables in enumerate(self.taken):
            product = before * after[i]
            yield [(product * one).sum(axis=0) for one in tables]
            before = before * self._factor(i, arriving)

    def together(self, arriving: list[Array]) -> list[Array]:
        levels = [np.stack(level) for level in zip(*self.taken, strict=True)]  # guarantors, nodes, 1, designs
        chances = [np.asarray(one)[:, None] for one in arriving]
        factors = 1.0 - sum((a * one for a, one in zip(chances, levels, strict=True)), start=np.zeros(1))
        others = np.ones_like(factors)
        np.cumprod(factors[:-1], axis=0, out=others[1:])
        others[:-1] *= np.cumprod(factors[:0:-1], axis=0)[::-1]
        others *= self.weight
        return [np.asarray((others * one).sum(axis=1)) for one in levels]

    def take(self, rows: NDArray[np.intp]) -> _Quadrature:
        return _Quadrature(self.weight[..., rows], [[one[..., rows] for one in each] for each in self.taken])


@dataclass(frozen=True)
class Replies:
    """How each guarantor answers the others: its levels of help against none, in units of its resolve.

    Attributes:
        t: chance to arrive in time.
        stake: what C's certain victory would cost it, times t.
        bonuses: by level, what else speaks for it.
        z: share that answers with the highest level without asking.
        sigma: spread of private resolve.
        number: contraction number; from 1 on the iteration is damped. Many guarantors answer all at once
            where it is below one half, else in turn, which also comes to rest where that would not.
        contest: what help does.
        size: designs.
    """

    t: Array
    stake: Array
    bonuses: list[Array]
    z: Array
    sigma: Array
    number: Array
    contest: Contest
    size: int

    def equilibrium(self) -> tuple[list[Array], NDArray[np.bool_]]:
        """Chances of each level for each guarantor, and where the iteration came to rest."""
        levels, n, contest = len(self.bonuses), len(self.t), self.contest
        columns = (len(self.number), self.size)  # branches and designs

        def wide(value: Array) -> Array:
            return np.broadcast_to(value, (n, *columns))

        t, z = wide(self.t), wide(self.z)
        drives = wide(self.stake / self.sigma)
        leans = [wide(bonus / self.sigma) for bonus in self.bonuses]
        number = np.broadcast_to(self.number, columns)
        q = np.full((levels, n, *columns), 1.0 / (levels + 1))
        converged = np.ones(columns, dtype=bool)
        calm = (number < 0.5).all(axis=0) & (n > ENUMERATED)
        if calm.any() and not calm.all():
            for part in (np.flatnonzero(calm), np.flatnonzero(~calm)):
                some, converged[:, part] = self._take(part).equilibrium()
                q[..., part] = some
            return list(q), converged

        together = bool(calm.all())
        near = _nearness(number, levels)
        damping = np.where(number >= 1.0, 0.5, 0.0)
        slow = np.flatnonzero(damping.any(axis=0))
        rows = np.arange(self.size)
        going = np.ones(columns, dtype=bool)
        now = q.copy()
        for _ in range(_SWEEPS):
            arriving = now * t
            moved = np.zeros(going.shape)
            takings = [contest.together(list(arriving))] if together else contest.in_turn(list(arriving))
            for i, taken in enumerate(takings):
                who = slice(None) if together else i
                gains = [drives[who] * one + lean[who] for one, lean in zip(taken, leans, strict=True)]
                reply = _shares(gains, z[who])
                if len(slow):
                    reply[..., slow] += damping[:, slow] * (now[:, who][..., slow] - reply[..., slow])
                for step in (reply - now[:, who]).reshape(-1, *moved.shape):
                    np.maximum(moved, np.abs(step, out=step), out=moved)
                np.copyto(now[:, who], reply, where=going)  # who has come to rest stays
                np.multiply(reply, t[who], out=arriving[:, who])
            going &= moved > near
            left = np.flatnonzero(going.any(axis=0))
            if 3 * len(left) <= len(rows):
                q[..., rows] = now
                converged[:, rows] = ~going
                if not len(left):
                    break
                rows, contest = rows[left], contest.take(left)
                going, damping, near = going[:, left], damping[:, left], near[:, left]
                slow = np.flatnonzero(damping.any(axis=0))
                now, t, drives, z = now[..., left], t[..., left], drives[..., left], z[..., left]
                leans = [lean[..., left] for lean in leans]
        q[..., rows] = now
        converged[:, rows] = ~going
        return list(q), converged

    def _take(self, rows: NDArray[np.intp]) -> Replies:
        """The same for some of the designs."""

        def some(value: Array) -> Array:
            return np.broadcast_to(value, (*value.shape[:-1], self.size))[..., rows]

        return Replies(
            some(self.t),
            some(self.stake),
            [some(bonus) for bonus in self.bonuses],
            some(self.z),
            some(self.sigma),
            some(self.number),
            self.contest.take(rows),
            len(rows),
        )


def _nearness(number: Array, levels: int) -> Array:
    """How small the last step must be for the rest of the way to be below the tolerance.

    Where steps shrink by c < 1 at least, what is left is at most c/(1−c) of the last one. With several levels
    c is the contraction number times the square of their number, at most.
    """
    with np.errstate(divide="ignore"):
        return _TOLERANCE * np.maximum(1.0, 1.0 / (levels**2 * number) - 1.0)


def _shares(gains: list[Array], z: Array) -> Array:
    """Choice shares of each level of help against none, the automatic share with the highest level."""
    if len(gains) == 1:
        share = logistic(gains[0])
        share *= 1.0 - z
        share += z
        return share[None]
    utilities = np.stack(gains)
    top = np.maximum(utilities.max(axis=0), 0.0)
    weights = np.exp(utilities - top)
    shares: Array = (1.0 - z) * weights / (np.exp(-top) + weights.sum(axis=0))
    shares[-1] += z
    return shares


def contraction(x0: Array, f: Array, t: Array, s: Array, z: Array, sigma: Array) -> Array:
    """The contraction number of section 3, by branch: below 1 there is one equilibrium of the guarantors."""

    def taken(x: Array) -> Array:
        return f / ((1.0 + x) * (1.0 + x + f))

    alone, felt = taken(x0), np.zeros(1)
    for j in range(len(f)):
        others = (np.arange(len(f)) != j)[:, None, None]
        felt = felt + others * t[j] * (alone - taken(x0 + f[j]))
    return np.asarray(((1.0 - z) * (s * t / (4.0 * sigma) * felt)).max(axis=0, initial=0.0))


def arrival(clock: Array, m: Array, d: Array) -> Array:
    """Chance to be there before the fait accompli (12)."""
    late = np.maximum(clock - m, 0.0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        waiting = -np.expm1(-late / d)
    return np.where(d > 0.0, waiting, np.where(clock >= m, 1.0, 0.0))


def consent(p: dict[str, Array]) -> Array:
    """Chance that those who can block the trigger let it pass: all veto points, or k_v of n_v voters."""
    unanimous = np.power(p["yv"], p["V"])
    if not bool(np.any(p["n_v"] > 0)):
        return unanimous
    voters = p["n_v"].astype(int)
    if bool(np.any(voters != p["n_v"])) or int(voters.max()) > _VOTERS:
        raise ValueError(f"n_v must be whole numbers up to {_VOTERS}")
    tail = np.zeros(1)
    most = int(voters.max())
    ways = np.array([[float(math.comb(a, b)) for b in range(most + 1)] for a in range(most + 1)])
    for ayes in range(most, -1, -1):  # from the top, so that one more vote needed never raises the tail
        chance = ways[voters, ayes] * p["yv"] ** ayes * (1.0 - p["yv"]) ** np.maximum(voters - ayes, 0)
        tail = tail + np.where((ayes >= p["k_v"]) & (ayes <= voters), chance, 0.0)
    return np.where(voters > 0, np.minimum(tail, 1.0), unanimous)


# --- logit ----------------------------------------------------------------------------------------------


def logistic(u: Array) -> Array:
    """Λ(u); keeps its digits near 0, where ½(1+tanh(u/2)) has none below u = −37."""
    with np.errstate(over="ignore"):  # 1/(1+∞) = 0
        small = np.exp(-u)
    small += 1.0
    return np.divide(1.0, small, out=small)


def attack(U: Array, sigma: Array) -> tuple[Array, Array]:
    """Λ(U/σ) (2) and σ·ln(1+e^(U/σ)) (3), the latter as logaddexp(0, U/σ) does it, with one exponential."""
    small = np.exp(-np.abs(U) / sigma)
    p = np.where(U >= 0.0, 1.0, small) / (1.0 + small)
    return p, np.maximum(U, 0.0) + sigma * np.log1p(small)


def choose(gains: Array, sigma: Array) -> tuple[list[Array], Array, Array]:
    """Chance of each mode of attack (first axis of gains), of any, and the value of the choice (layer 2)."""
    if len(gains) == 1:
        p, V = attack(gains[0], sigma)
        return [p], p, V
    first, second = gains
    best = sigma * np.logaddexp(first / sigma, second / sigma)
    p, V = attack(best, sigma)
    return [p * logistic((first - second) / sigma), p * logistic((second - first) / sigma)], p, V
