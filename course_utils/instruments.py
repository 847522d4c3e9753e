"""Real instruments in the same terms as a student's guarantee, from the table `terms`.

A term that the public text does not settle has no row there, and is None: “not settled by the text”.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from course_utils import datasets
from course_utils.guarantee import Guarantee


@cache
def _terms() -> dict[tuple[str, str], datasets.Row]:
    return {(str(row["instrument"]), str(row["field"])): row for row in datasets.rows("terms")}


@cache
def ids() -> tuple[str, ...]:
    """Return the instruments that are coded term by term.

    >>> ids()
    ('NAT1949', 'BUDAPEST1994')
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
        raise datasets.UnknownRow(f"No instrument {instrument!r} is coded{datasets.near(instrument, ids())}")
    values: dict[str, Any] = {
        str(row["field"]): json.loads(str(row["value"]))
        for row in datasets.rows("terms")
        if row["instrument"] == instrument
    }
    return Guarantee.model_validate_json(json.dumps(values))


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
