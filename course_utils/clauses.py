"""The wording of each instrument, and Article 5 read phrase by phrase.

The words are those of the tables `clauses`, `article5_phrases` and `parallels`; nothing is quoted from
anywhere else. Where the exact wording of a clause is only recalled, it has no words: it is told instead.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from course_utils import datasets, words


class UnknownClause(LookupError):
    """No clause, or no instrument with clauses, has this id; the message says which was probably meant."""


class UnknownPhrase(LookupError):
    """Article 5 has no phrase with this id; the message says which was probably meant."""


@dataclass(frozen=True)
class Clause:
    """One operative clause.

    Attributes:
        id: such as ``NAT1949-5-1``.
        instrument: id of the text it belongs to.
        label: how it is named in a sentence, such as "North Atlantic Treaty, Article 5(1)".
        words: letter for letter; empty where the wording is only recalled.
        told: in our words, what the clause says or what stands around the part shown; empty for none.
        extent: how much the words show: whole, part, or told.
        status: verified, disputed, computed or recalled.
        cite: one line that names the authoritative original.
    """

    id: str
    instrument: str
    label: str
    words: str
    told: str
    extent: str
    status: str
    cite: str

    @property
    def shown(self) -> str:
        """The words as they are quoted: with … where the clause says more before or after them.

        >>> get("RIO1947-20").shown[:8]
        '… with t'
        """
        if self.extent != "part" or not self.words:
            return self.words
        before = "… " if self.words[0].islower() else ""
        return f"{before}{self.words}{'' if self.words.endswith('.') else ' …'}"


@dataclass(frozen=True)
class Parallel:
    """How the same point is worded elsewhere.

    Attributes:
        label: the clause, such as "Brussels Treaty, Article IV".
        words: letter for letter.
        cite: one line that names the authoritative original.
        note: what the difference is.
    """

    label: str
    words: str
    cite: str
    note: str


@dataclass(frozen=True)
class Phrase:
    """A stretch of a clause; the stretches of a clause, joined, are its words.

    Attributes:
        id: short name; `None` for words that only join the phrases.
        words: letter for letter.
        question: which question it answers (who, what, how, terms); `None` for joining words.
        label: what it is about, in two or three words.
        reading: what it does legally, in our words.
        standing: settled, or reading where lawyers argue.
        strike: what changes if it is struck.
        parallels: the same point in other texts.
    """

    id: str | None
    words: str
    question: str | None = None
    label: str = ""
    reading: str = ""
    standing: str = ""
    strike: str = ""
    parallels: tuple[Parallel, ...] = ()


@functools.cache
def get(id: str) -> Clause:
    """The clause with this id. Raises `UnknownClause`.

    >>> get("NAT1949-5-1").label
    'North Atlantic Treaty, Article 5(1)'
    >>> get("NAT1949-11").words
    ''
    """
    try:
        row = datasets.row("clauses", id)
    except datasets.UnknownRow as unknown:
        raise UnknownClause(str(unknown)) from None
    instrument = str(row["instrument"])
    return Clause(
        id=id,
        instrument=instrument,
        label=f"{datasets.row('instruments', instrument)['name']}, {row['label']}",
        words=str(row["words"] or ""),
        told=str(row["told"] or ""),
        extent=str(row["extent"]),
        status=str(row["status"]),
        cite=datasets.cite(row),
    )


@functools.cache
def of(instrument: str) -> tuple[Clause, ...]:
    """All stored clauses of an instrument, in the order of the text. Raises `UnknownClause`.

    >>> [clause.id for clause in of("RIO1947")]
    ['RIO1947-3-1', 'RIO1947-3-2', 'RIO1947-20']
    """
    found = tuple(get(str(row["id"])) for row in datasets.rows("clauses") if row["instrument"] == instrument)
    if not found:
        known = dict.fromkeys(str(row["instrument"]) for row in datasets.rows("clauses"))
        raise UnknownClause(f'No instrument is called "{instrument}": {datasets.near(instrument, known)}')
    return found


def _parallels(phrase: str) -> Iterator[Parallel]:
    for row in datasets.rows("parallels"):
        if row["phrase"] == phrase:
            clause = get(str(row["clause"]))
            yield Parallel(clause.label, str(row["words"]), clause.cite, str(row["note"]))


@functools.cache
def phrases(clause_id: str) -> tuple[Phrase, ...]:
    """The clause cut into phrases and joining words; joined, they are its words.

    A clause that has no reading is one stretch of joining words; a clause that is only told has none.
    Raises `UnknownClause`.

    >>> "".join(phrase.words for phrase in phrases("NAT1949-5-1")) == get("NAT1949-5-1").words
    True
    """
    rest = get(clause_id).words
    cut: list[Phrase] = []
    for row in datasets.rows("article5_phrases"):
        if row["clause"] != clause_id:
            continue
        joining, found, rest = rest.partition(str(row["words"]))
        if joining:
            cut.append(Phrase(None, joining))
        cut.append(
            Phrase(
                id=str(row["id"]),
                words=found,
                question=str(row["question"]),
                label=str(row["label"]),
                reading=str(row["reading"]),
                standing=str(row["standing"]),
                strike=str(row["strike"]),
                parallels=tuple(_parallels(str(row["id"]))),
            )
        )
    if rest:
        cut.append(Phrase(None, rest))
    return tuple(cut)


_ONE_SPELLING = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"[‘’]"), "'"),
    (re.compile(r"[“”]"), '"'),
    (re.compile(r"\bdefense\b"), "defence"),
    (re.compile(r"\brecogniz(?=e|ing)"), "recognis"),
    (re.compile(r"\borganiz(?=e|ation|ing)"), "organis"),
    (re.compile(r"\bfulfillment\b"), "fulfilment"),
)


def normalise(text: str) -> str:
    """The text in one spelling, one kind of quotation mark, single spaces and lower case.

    Two prints of a treaty that differ only in these are the same words: the official American print of
    the North Atlantic Treaty has "self-defense", NATO's own text "self-defence".

    >>> normalise("recognized  Self-Defense") == normalise("recognised self-defence")
    True
    """
    text = text.casefold()
    for pattern, one in _ONE_SPELLING:
        text = pattern.sub(one, text)
    return text.strip()


@functools.cache
def _strikes() -> dict[str, str]:
    return {str(row["id"]): str(row["strike"]) for row in datasets.rows("article5_phrases")}


# Where two struck phrases say one thing together, one sentence says it.
_TOGETHER = (
    ({"agree", "attack_on_all"}, "opening"),
    ({"armed_attack", "if_occurs"}, "no_event"),
    ({"one_or_more", "area"}, "any_state_anywhere"),
    ({"one_or_more", "victim"}, "nobody_named"),
    ({"each_of_them", "victim"}, "neither_side"),
)


def _losses(struck: Collection[str]) -> Iterator[str]:
    left = {phrase: None for phrase in _strikes() if phrase in struck}
    for pair, name in _TOGETHER:
        if pair <= left.keys():
            yield words.text(f"clauses.owed.together.{name}")
            for phrase in pair:
                del left[phrase]
    for phrase in left:
        yield _strikes()[phrase]


def _duty(struck: Collection[str]) -> Iterator[str]:
    whom = "nobody" if "victim" in struck else "ally"
    owed = words.text(f"clauses.owed.{'help' if 'each_of_them' in struck else 'each'}.{whom}")
    speed = "" if "forthwith" in struck else words.text("clauses.owed.speed")
    if {"armed_attack", "if_occurs"} & set(struck):
        duty = f"{owed[:1].upper()}{owed[1:]}"
    else:
        target = "" if "one_or_more" in struck else words.text("clauses.owed.target")
        area = "" if "area" in struck else words.text("clauses.owed.area")
        duty = words.text("clauses.owed.event", target=target, area=area, owed=owed)
    yield f"{duty}{speed}."
    judge = "struck" if "deems_necessary" in struck else "nobody" if "each_of_them" in struck else "each"
    force = "unnamed" if "armed_force" in struck else "named"
    yield words.text(f"clauses.owed.judge.{judge}.{force}")
    manner = [name for name, phrase in (("ways", "in_concert"), ("aim", "purpose")) if phrase not in struck]
    if manner:
        yield words.text(f"clauses.owed.manner.{'_and_'.join(manner)}")


def still_owed(struck: Collection[str]) -> str:
    """What an ally still owes once these phrases are struck from Article 5, in a few plain sentences.

    Takes ids of phrases of both paragraphs, in any order. Raises `UnknownPhrase` for an id that Article 5
    does not have. The reading is ours, as are the readings of the phrases.

    >>> print(still_owed(["will_assist"]))
    This paragraph no longer obliges any ally to help. No verb ...
    """
    if isinstance(struck, str):
        raise TypeError("Give the ids of the struck phrases in a list, also when there is only one.")
    for phrase in struck:
        if phrase not in _strikes():
            raise UnknownPhrase(f'Article 5 has no phrase "{phrase}": {datasets.near(phrase, _strikes())}')
    second = {str(phrase.id) for phrase in phrases("NAT1949-5-2")} & set(struck)
    first = set(struck) - second
    if "will_assist" not in first:
        return " ".join(
            itertools.chain(_duty(first), _losses(set(struck) - {"deems_necessary", "armed_force"}))
        )
    no_concern = "attack_on_all" in first
    sentences = [
        words.text("clauses.owed.nothing"),
        words.text("clauses.owed.no_verb_no_concern") if no_concern else _strikes()["will_assist"],
    ]
    if first - {"will_assist", "attack_on_all"}:
        sentences.append(words.text("clauses.owed.changes_nothing"))
    return " ".join([*sentences, *_losses(second)])
