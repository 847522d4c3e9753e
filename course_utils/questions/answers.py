"""How a coded exercise is checked: each answer is computed from the tables, never typed.

The worked solutions that students and instructors read stand in `instructor/solutions`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from course_utils import datasets, words

if TYPE_CHECKING:
    from course_utils.questions import Exercise

Verdict = Literal["unanswered", "kind", "right", "wrong"]


def silent_on_time() -> int:
    """Count the ranked clauses that have no word of time on help: rung 0 of the speed ladder.

    >>> silent_on_time()
    5
    """
    ladders = words.section("ladders")
    return sum(
        row["value"] == 0
        for row in datasets.rows("codes")
        if row["code"] == ladders["speed"]["code"] and row["instrument"] in ladders["instruments"]
    )


def armed_attack() -> int:
    """Count the clauses whose quoted words speak of an armed attack.

    >>> armed_attack()
    19
    """
    return sum("armed attack" in str(row["words"] or "") for row in datasets.rows("clauses"))


def joined_later() -> int:
    """Count the members that joined after 11 September 2001.

    >>> joined_later()
    13
    """
    return sum(str(row["since"]) > "2001-09-11" for row in datasets.rows("members"))


def most_per_million() -> str:
    """Name the state with the most troops for each person of 2010 on the list of 1 October 2009 (L2).

    >>> most_per_million()
    'GBR'
    """
    people = {row["state"]: row["thousands"] for row in datasets.rows("populations") if row["year"] == 2010}
    rates = {
        str(row["state"]): float(str(row["count"])) / float(str(people[row["state"]]))
        for row in datasets.rows("contributions")
        if row["list"] == "L2" and row["state"] in people
    }
    return max(rates, key=lambda state: rates[state])


def days_between() -> int:
    """Count the days from the signing of the Budapest Memorandum to the invasion of 2022.

    >>> days_between()
    9943
    """
    return int(str(datasets.row("day_counts", "budapest_to_invasion")["days"]))


def late_rate() -> int:
    """Give the rate of promises kept from 1945 to 2003 in whole per cent.

    >>> late_rate()
    22
    """
    row = datasets.row("reliability", "bf-1945-2003")
    return round(100 * int(str(row["kept"])) / int(str(row["of"])))


def no_decider() -> int:
    """Count the proposals for Ukraine of which nothing public says who decides.

    >>> no_decider()
    14
    """
    return sum(row["who_decides"] is None for row in datasets.rows("proposals"))


def first_refused() -> float:
    """Give the least credibility in the worked table that an attacker refuses which is 0.05 short.

    >>> first_refused()
    0.75
    """
    return min(float(str(row["Q"])) for row in datasets.rows("worked") if float(str(row["V"])) < 0.05)


def hours_named() -> int:
    """Count the coded texts that name a number of hours within which to consult.

    >>> hours_named()
    2
    """
    return len(
        {row["instrument"] for row in datasets.rows("terms") if row["field"] == "consult_within_hours"}
    )


ANSWERS: dict[tuple[int, str], Callable[[], Any]] = {
    (0, "armed-attack"): armed_attack,
    (1, "silent-on-time"): silent_on_time,
    (2, "joined-later"): joined_later,
    (3, "per-million"): most_per_million,
    (4, "days-between"): days_between,
    (5, "late-rate"): late_rate,
    (6, "no-decider"): no_decider,
    (7, "first-refused"): first_refused,
    (8, "hours-named"): hours_named,
}


def kind_of(answer: Any) -> str:
    """Name the kind of a value in words that a beginner knows.

    >>> kind_of("three"), kind_of([3]), kind_of(3)
    ('a text', 'a list', 'a number')
    """
    if isinstance(answer, bool):
        return words.text("lesson.kinds.bool")
    if isinstance(answer, str):
        return words.text("lesson.kinds.text")
    if answer is None:
        return words.text("lesson.kinds.none")
    if isinstance(answer, list | tuple | set):
        return words.text("lesson.kinds.list")
    if type(answer).__name__ in ("DataFrame", "Series"):
        return words.text("lesson.kinds.table")
    return words.text("lesson.kinds.number" if _number(answer) is not None else "lesson.kinds.other")


def _number(answer: Any) -> float | None:
    """Return a plain or numpy number as a float; None for anything else."""
    if isinstance(answer, bool | str | bytes) or not hasattr(answer, "__float__"):
        return None
    try:
        return float(answer)
    except (TypeError, ValueError, OverflowError):
        return None


def verdict(lesson: int, exercise: Exercise, answer: Any) -> Verdict:
    """Judge an answer.

    >>> from course_utils import questions
    >>> task = questions.bank(1)[1]["silent-on-time"]
    >>> verdict(1, task, ...), verdict(1, task, "three"), verdict(1, task, 5.0)
    ('unanswered', 'kind', 'right')
    """
    if answer is ...:
        return "unanswered"
    right = ANSWERS[lesson, exercise.id]()
    if exercise.kind == "number":
        number = _number(answer)
        if number is None or kind_of(answer) == words.text("lesson.kinds.table"):
            return "kind"
        return "right" if number == right else "wrong"
    if exercise.kind == "text":
        return "kind" if not isinstance(answer, str) else "right" if answer.strip() == right else "wrong"
    if not isinstance(answer, list | tuple | set):
        return "kind"
    return "right" if sorted(map(str, answer)) == sorted(right) else "wrong"
