"""The code of a guarantee: its settled terms as one short word that can be pasted into a message.

A code is ``AG1-`` and then Crockford's base 32 of a whole number and its CRC-32. The number is written in
mixed bases, one digit a term in `CODE_ORDER`: a choice or a number counts from 1, and 0 is “not settled”; a
set is a bit mask; a state is its place in the table `states`; the guarantors are their count and three digits
each.

So a code of version 1 reads the same for ever as long as nobody reorders `CODE_ORDER`, the options of a term
or the states, changes the range of a number, or adds an option. States may be added at the end of the table.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from course_utils import datasets, words

#: The value of `protege` in a mutual promise: whichever party is attacked.
ANY_PARTY = "any_party"
MOST_GUARANTORS = 63
#: A value that names a state has this many places in a code, so that states may be added to the table.
STATE_PLACES = 512

#: The order of the terms in a code of version 1. Never reorder; a new version gets a new order.
CODE_ORDER = (
    *("protege", "guarantors", "mutual", "lead", "minimum_guarantors"),
    *("attacks", "territory", "seas_and_air", "decider", "decider_state", "request_needed", "obligations"),
    *("constitutional_processes", "exclusions"),
    *("consult_within_hours", "help_word", "help_within_days", "armed_force", "forces_committed_thousands"),
    *("stationed_forces_thousands", "cover", "peacetime_weapons", "integrated_command", "snapback_sanctions"),
    *("nuclear", "own_forces_thousands"),
    *("form", "duration", "years", "renewal", "exit", "exit_notice_months", "conditions"),
    *("force_ceiling_thousands", "voids", "review_years", "reporting"),
)

_PREFIX = "AG1-"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_LONGEST_CODE = 2000


class BadCode(ValueError):
    """A pasted code is not the code of a guarantee; the text is one sentence for the student."""


@cache
def ways(part: str) -> tuple[str, ...]:
    """Return the ways in which a guarantor is `bound`, or in which it gives its `approval`, in order.

    >>> ways("bound")
    ('individually', 'collectively')
    """
    return tuple(words.section("guarantor")[part]["options"])


def encode(terms: Mapping[str, Any]) -> str:
    """Return the code of a guarantee's settled terms.

    >>> encode({})
    'AG1-YJXJ1HG'
    """
    number = 0
    for digit, base in reversed(list(_digits(terms))):
        number = number * base + digit
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return _PREFIX + base64.b32encode(data + _check(data)).decode().rstrip("=").translate(
        str.maketrans(_RFC4648, _CROCKFORD)
    )


def decode(code: str) -> dict[str, Any]:
    """Read a code; blanks and line breaks in it are passed over, every other change is refused.

    Raises:
        BadCode: it is not a code.

    >>> decode(" AG1-YJX J1HG ")
    {}
    """
    text = "".join(code.split())
    body = text.removeprefix(_PREFIX)
    try:
        if body == text or len(text) > _LONGEST_CODE or not body or set(body) - set(_CROCKFORD):
            raise ValueError("not of this alphabet")
        padded = body.translate(str.maketrans(_CROCKFORD, _RFC4648)) + "=" * (-len(body) % 8)
        checked = base64.b32decode(padded)
        data, check = checked[:-4], checked[-4:]
        if _check(data) != check:
            raise ValueError("a character was changed")
        terms = _terms(int.from_bytes(data, "big"))
        if encode(terms) != text:
            raise ValueError("another code says the same")
    except (ValueError, LookupError):
        raise BadCode(words.text("faults.code")) from None
    return terms


def _check(data: bytes) -> bytes:
    return zlib.crc32(_PREFIX.encode() + data).to_bytes(4, "big")


def _states() -> list[str]:
    return [str(row["id"]) for row in datasets.rows("states")]


def _digits(terms: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Give each term as a digit and its base, in the order of the code."""
    places = {state: place for place, state in enumerate([None, ANY_PARTY, *_states()])}
    for name in CODE_ORDER:
        spec, value = words.field(name), terms.get(name)
        options = list(spec.options)
        if spec.kind == "choice":
            yield (0 if value is None else 1 + options.index(value)), 1 + len(options)
        elif spec.kind == "choices":
            yield sum(1 << options.index(one) for one in value or ()), 1 << len(options)
        elif spec.kind == "yes_no":
            yield (0 if value is None else 1 + int(value)), 3
        elif spec.kind == "number":
            low, high = spec.minimum or 0, spec.maximum or 0
            yield (0 if value is None else 1 + value - low), 2 + high - low
        elif spec.kind == "state":
            yield places[value], STATE_PLACES
        else:
            yield len(value or ()), 1 + MOST_GUARANTORS
            for one in value or ():
                yield places[one["state"]], STATE_PLACES
                for part in ("bound", "approval"):
                    yield ways(part).index(one[part]), len(ways(part))


def _terms(number: int) -> dict[str, Any]:
    """Take the digits of a number apart again."""
    states = [None, ANY_PARTY, *_states()]

    def take(base: int) -> int:
        nonlocal number
        number, digit = divmod(number, base)
        return digit

    values: dict[str, Any] = {}
    for name in CODE_ORDER:
        spec = words.field(name)
        options = list(spec.options)
        if spec.kind == "choice":
            values[name] = [None, *options][take(1 + len(options))]
        elif spec.kind == "choices":
            mask = take(1 << len(options))
            values[name] = [one for place, one in enumerate(options) if mask >> place & 1] or None
        elif spec.kind == "yes_no":
            values[name] = (None, False, True)[take(3)]
        elif spec.kind == "number":
            low, high = spec.minimum or 0, spec.maximum or 0
            digit = take(2 + high - low)
            values[name] = digit - 1 + low if digit else None
        elif spec.kind == "state":
            values[name] = states[take(STATE_PLACES)]
        else:
            values[name] = [
                {
                    "state": states[take(STATE_PLACES)],
                    **{part: ways(part)[take(len(ways(part)))] for part in ("bound", "approval")},
                }
                for _ in range(take(1 + MOST_GUARANTORS))
            ] or None
    if number:
        raise ValueError("digits are left over")
    return {name: value for name, value in values.items() if value is not None}
