"""Real instruments in the same terms as a student's guarantee, from the table `terms`.

A term that the public text does not settle has no row there, and is None: “not settled by the text”.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from course_utils import datasets
from course_utils.guarantee import Guarantee

STANDINGS = ("text", "reading", "practice", "disputed")
"""On what a term may rest, from the firmest on."""


@cache
def _terms() -> dict[tuple[str, str], datasets.Row]:
    return {(str(row["instrument"]), str(row["field"])): row for row in datasets.rows("terms")}


@cache
def ids() -> tuple[str, ...]:
    """Return the instruments that are coded term by term.

    >>> ids()[:2], len(ids())
    (('NAT1949', 'BUDAPEST1994'), 46)
    """
    return tuple(dict.fromkeys(str(row["instrument"]) for row in datasets.rows("terms")))


@cache
def get(instrument: str) -> Guarantee:
    """Return an instrument as a guarantee.

    Raises:
        datasets.UnknownRow: no such instrument is coded; the text says which were meant.

    >>> get("BUDAPEST1994").obligations
    ('refrain', 'security_council', 'consult')
    """
    if instrument not in ids():
        raise datasets.UnknownRow(
            f"No instrument {instrument!r} is coded: {datasets.near(instrument, ids())}"
        )
    values: dict[str, Any] = {
        str(row["field"]): json.loads(str(row["value"]))
        for row in datasets.rows("terms")
        if row["instrument"] == instrument
    }
    return Guarantee.model_validate_json(json.dumps(values))


@cache
def of_proposal(proposal: str) -> Guarantee:
    """Return a proposal for Ukraine as a guarantee: its coded text, or else our coding of what is public.

    A term that what is public does not settle is None.

    Raises:
        datasets.UnknownRow: there is no such proposal.

    >>> of_proposal("istanbul-communique").consult_within_hours, of_proposal("witkoff-formula").obligations
    (72, None)
    """
    text = datasets.row("proposals", proposal)["instrument"]
    if text in ids():
        return get(str(text))
    values = {
        str(row["field"]): json.loads(str(row["value"]))
        for row in datasets.rows("proposal_terms")
        if row["proposal"] == proposal
    }
    return Guarantee.model_validate_json(json.dumps(values))


def at(instrument: str, day: datetime.date) -> Guarantee:
    """Return an instrument as it stood on a day: the North Atlantic Treaty with its members of that day.

    For the other instruments the parties are those of the text.

    >>> len(at("NAT1949", datetime.date(2001, 9, 12)).guarantors)
    19
    """
    whole = get(instrument)
    if instrument != "NAT1949" or whole.guarantors is None:
        return whole
    joined = {str(row["id"]): row["since"] for row in datasets.rows("members")}
    then = tuple(one for one in whole.guarantors if str(joined[one.state]) <= str(day))
    return whole.model_copy(update={"guarantors": then or None})


@dataclass(frozen=True)
class Carried:
    """Words of an instrument and the terms that they carry: the reverse of a draft.

    Attributes:
        clause: id of the clause in which the words stand; empty for what no words carry.
        words: the words, letter for letter; empty where the text carries a term without a phrase of its own.
        fields: the terms that rest on them, in the order of the vocabulary.
        standing: text, reading, practice or disputed: the weakest of them.
    """

    clause: str
    words: str
    fields: tuple[str, ...]
    standing: str


@cache
def carried(instrument: str) -> tuple[Carried, ...]:
    """Return which words of an instrument carry which terms, in the order of its clauses.

    >>> [one.fields for one in carried("NAT1949") if one.words == "forthwith"]
    [('help_word',)]
    """
    get(instrument)
    order = [str(row["id"]) for row in datasets.rows("clauses") if row["instrument"] == instrument]
    found: dict[tuple[str, str], list[str]] = {}
    for (name, field), row in _terms().items():
        if name == instrument:
            found.setdefault((str(row["clause"] or ""), str(row["words"] or "")), []).append(field)
    return tuple(
        Carried(
            clause,
            said,
            tuple(fields),
            max((standing(instrument, field) for field in fields), key=STANDINGS.index),
        )
        for (clause, said), fields in sorted(
            found.items(), key=lambda item: order.index(item[0][0]) if item[0][0] in order else len(order)
        )
    )


def label(instrument: str) -> str:
    """Return an instrument's short name with its article.

    >>> label("NAT1949")
    'North Atlantic Treaty, Article 5'
    """
    row = datasets.row("instruments", instrument)
    article = str(row["article"] or "")
    return f"{row['name']}, {article}" if article.startswith("Article") else str(row["name"])


def words_for(instrument: str, field: str) -> tuple[str, str] | None:
    """Return the words that carry a term of an instrument, and where they stand; None where no row says so.

    >>> words_for("NAT1949", "help_word")[0]
    'forthwith'
    >>> words_for("NAT1949", "nuclear") is None
    True
    """
    row = _terms().get((instrument, field))
    return None if row is None else (str(row["words"] or row["note"] or ""), datasets.cite(row))


def standing(instrument: str, field: str) -> str:
    """Return on what a term rests: text, reading, practice or disputed; text where no row says so.

    >>> standing("NAT1949", "help_word"), standing("NAT1949", "integrated_command")
    ('text', 'practice')
    """
    row = _terms().get((instrument, field))
    if row is None:
        return "text"
    return "disputed" if row["status"] == "disputed" else str(row["standing"])
