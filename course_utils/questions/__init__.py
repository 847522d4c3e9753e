"""The question bank: what is asked, what each wrong option shows, and where to read again.

One TOML file a lesson; every word a student meets in a question stands there and nowhere else.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator


class Option(BaseModel):
    """One answer that can be chosen.

    Attributes:
        value: its key in the record.
        label: what the student reads.
        note: a smaller line under it.
        right: whether it is the answer (quiz questions only).
        why: what is said when it is chosen: for a wrong one the misconception and where to read again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: str
    label: str
    note: str = ""
    right: bool = False
    why: str = ""


class Item(BaseModel):
    """One question.

    Attributes:
        id: its key in the record.
        mode: predict (once, nobody marks it), judge (once, with a sentence of one's own), quiz (until
            right), write (a text of one's own, changed as often as one likes) or seal (the end of a
            sentence, given once and not shown again until the lesson `opens` opens it).
        kind: choice, number or text.
        question, instruction: the title, and one sentence that says what to do.
        ask_why: what to write beside a judgement; empty for none.
        minimum, maximum, unit: bounds of a number, and what it counts.
        options: the answers of a choice.
        reveal: paragraphs shown once the student has answered.
        quotes: ids of clauses shown with them.
        reveal_later: the reveal waits for `lesson.recall`.
        stem: how a sealed sentence begins.
        opens: number of the lesson that opens it.
        objective: number of the lesson's objective that it serves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    mode: Literal["predict", "judge", "quiz", "write", "seal"]
    kind: Literal["choice", "number", "text"] = "choice"
    question: str
    instruction: str
    ask_why: str = ""
    minimum: int = 0
    maximum: int = 0
    unit: str = ""
    options: tuple[Option, ...] = ()
    reveal: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    reveal_later: bool = False
    stem: str = ""
    opens: int = 0
    objective: int

    @model_validator(mode="after")
    def _whole(self) -> Item:
        if self.mode == "quiz" and sum(option.right for option in self.options) != 1:
            raise ValueError(f"{self.id}: a quiz question has exactly one right option")
        if self.mode == "quiz" and not all(option.why for option in self.options):
            raise ValueError(f"{self.id}: every option of a quiz question explains itself")
        if self.mode in ("predict", "judge") and not self.reveal:
            raise ValueError(f"{self.id}: a prediction or judgement reveals something")
        if (self.mode in ("write", "seal")) != (self.kind == "text"):
            raise ValueError(f"{self.id}: a text is written or sealed, and nothing else is")
        if not (self.mode == "seal") == bool(self.stem) == bool(self.opens):
            raise ValueError(f"{self.id}: a sealed sentence, and no other, has a beginning and is opened")
        if self.kind == "choice" and len({option.value for option in self.options}) < 2:
            raise ValueError(f"{self.id}: a choice has at least two options")
        return self


class Exercise(BaseModel):
    """One optional exercise in code.

    Attributes:
        id: its key in the record and in `instructor/solutions`.
        expected: the kind of value wanted, in words.
        kind: number, text, list or table: what `check` accepts.
        hints: staged, the last one nearly the solution.
        right, wrong: what is said to a right and to a wrong answer.
        objective: number of the lesson's objective that it serves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: Literal["number", "text", "list"]
    expected: str
    hints: tuple[str, ...]
    right: str
    wrong: str
    objective: int


class Task(BaseModel):
    """What a student does at a panel that asks no question: read, strike, rank, turn an explorer, build.

    Attributes:
        call: the call in the lesson that shows the panel, such as ``read("NAT1949-5-1")``.
        does: what the student does there, in a sentence for the instructor.
        objective: number of the lesson's objective that it serves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    call: str
    does: str
    objective: int


class Reading(BaseModel):
    """One work to read further.

    Attributes:
        source: its key in the table `sources`.
        why: one line on what it gives a student.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    why: str


class Belief(BaseModel):
    """One statement that is put to the student before the course and again at its end.

    Attributes:
        id: its key in the record.
        statement: what one may agree or disagree with; no lesson grades it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    statement: str


@cache
def bank(lesson: int) -> tuple[dict[str, Item], dict[str, Exercise]]:
    """Return a lesson's questions and exercises by id, in the order of its file.

    Raises:
        LookupError: the lesson has no question file.

    >>> "duty" in bank(1)[0]
    True
    """
    content = _file(lesson)
    items = [Item.model_validate(entry) for entry in content.get("item", [])]
    exercises = [Exercise.model_validate(entry) for entry in content.get("exercise", [])]
    return {item.id: item for item in items}, {exercise.id: exercise for exercise in exercises}


def learned(lesson: int) -> tuple[str, ...]:
    """Return what a lesson claims at its end; shown once its predictions are given.

    >>> len(learned(1))
    5
    """
    return tuple(_file(lesson)["learned"])


def tasks(lesson: int) -> tuple[Task, ...]:
    """Return what is done at a lesson's panels that ask no question, in the order of its file.

    >>> tasks(1)[0].call
    'read("NAT1949-5-1")'
    """
    return tuple(Task.model_validate(entry) for entry in _file(lesson).get("task", []))


def readings(lesson: int) -> tuple[Reading, ...]:
    """Return what to read further after a lesson, in the order of its file.

    >>> [one.source for one in readings(1)][0]
    'NATO-TREATY'
    """
    return tuple(Reading.model_validate(entry) for entry in _file(lesson).get("reading", []))


def beliefs() -> tuple[Belief, ...]:
    """Return the statements of belief; they stand once, in the file of the lesson that asks them first.

    >>> len(beliefs())
    8
    """
    return tuple(Belief.model_validate(entry) for entry in _file(0)["belief"])


@cache
def _file(lesson: int) -> dict[str, Any]:
    place = resources.files("course_utils.questions").joinpath(f"lesson{lesson}.toml")
    if not place.is_file():
        raise LookupError(f"Lesson {lesson} has no questions.")
    return tomllib.loads(place.read_text(encoding="utf-8"))
