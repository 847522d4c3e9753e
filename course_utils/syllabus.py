"""What an instructor hands out or keeps: the schedule, the objectives, the answers and the reading.

All four pages are made from the lessons and their question files. `python -m course_utils.syllabus` writes
them into `instructor/`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from course_utils import datasets, questions, words
from course_utils.notebooks import Lesson
from course_utils.notebooks import lessons as all_lessons

_CODE = "`{}`"


def schedule(lessons: Sequence[Lesson]) -> str:
    """Return the schedule: minutes, the driving question, what is done, and what is written.

    >>> schedule(()).splitlines()[0]
    '# Schedule'
    """
    said = words.section("syllabus")["schedule"]
    lines = [f"# {said['title']}", "", said["lead"], "", _head(said["columns"], (1, 2, 3, 4, 5))]
    for lesson in lessons:
        items, exercises = questions.bank(lesson.number)
        modes = [item.mode for item in items.values()]
        tasks = len(questions.tasks(lesson.number)) + sum(modes.count(mode) for mode in ("judge", "write"))
        cells = [
            f"{lesson.number} · {lesson.title}",
            str(lesson.minutes),
            str(sum(modes.count(mode) for mode in ("predict", "judge", "seal"))),
            str(modes.count("quiz")),
            str(tasks),
            str(lesson.own_words),
            lesson.question,
            ", ".join(_CODE.format(name) for name in exercises) or words.text("facts.blank"),
        ]
        lines.append(_line(cells))
    total = sum(lesson.minutes for lesson in lessons)
    return "\n".join([*lines, "", said["total"].format(minutes=total, lessons=len(lessons)), ""])


def exercised(lesson: int) -> list[tuple[int, str]]:
    """Return what a student does for each objective beyond the quiz: objective and exercise, in order.

    >>> {objective for objective, _ in exercised(1)}
    {1, 2, 3, 4}
    """
    items, exercises = questions.bank(lesson)
    said = words.section("syllabus")["objectives"]
    found = [(task.objective, task.does) for task in questions.tasks(lesson)]
    found += [
        (item.objective, f"{said[item.mode]}: {item.question}")
        for item in items.values()
        if item.mode in ("judge", "write")
    ]
    found += [(one.objective, f"{said['code']}: {_CODE.format(one.id)}") for one in exercises.values()]
    return sorted(found, key=lambda one: one[0])


def objectives(lessons: Sequence[Lesson]) -> str:
    """Return the map of objectives: which quiz questions ask about each, and which exercises practise it.

    >>> objectives(()).splitlines()[0]
    '# Objectives'
    """
    said = words.section("syllabus")["objectives"]
    lines = [f"# {said['title']}", "", said["lead"], ""]
    for lesson in lessons:
        items, _ = questions.bank(lesson.number)
        lines += [f"## {lesson.number} · {lesson.title}", "", _head(said["columns"])]
        for number, objective in enumerate(lesson.objectives, start=1):
            asked = [
                item.question for item in items.values() if item.mode == "quiz" and item.objective == number
            ]
            done = [does for at, does in exercised(lesson.number) if at == number]
            lines.append(_line([objective, "<br>".join(asked), "<br>".join(done)]))
        lines.append("")
    return "\n".join(lines)


def answers(lessons: Sequence[Lesson]) -> str:
    """Return every quiz question with its answers, and what each wrong one mistakes.

    >>> answers(()).splitlines()[0]
    '# Answers'
    """
    said = words.section("syllabus")["answers"]
    lines = [f"# {said['title']}", "", said["lead"], ""]
    for lesson in lessons:
        items, _ = questions.bank(lesson.number)
        lines += [f"## {lesson.number} · {lesson.title}", ""]
        for item in items.values():
            if item.mode == "quiz":
                lines += [f"### {item.question}", ""]
                for option in item.options:
                    verdict = f" ({said['right']})" if option.right else ""
                    lines.append(f"- **{option.label}**{verdict} — {option.why}")
                lines.append("")
            elif item.reveal:
                options = "; ".join(option.label for option in item.options)
                lines += [f"### {item.question}", ""]
                lines += [said["open"].format(options=options) if options else said["number"], ""]
                lines += [part for paragraph in item.reveal for part in (paragraph, "")]
        lines += [f"### {said['learned']}", ""]
        lines += [*(f"- {one}" for one in questions.learned(lesson.number)), ""]
    return "\n".join(lines)


def reading(lessons: Sequence[Lesson]) -> str:
    """Return what to read further, lesson by lesson, with where it stands and why.

    >>> reading(()).splitlines()[0]
    '# Reading'
    """
    said = words.section("syllabus")["reading"]
    lines = [f"# {said['title']}", "", said["lead"], ""]
    for lesson in lessons:
        lines += [f"## {lesson.number} · {lesson.title}", ""]
        for one in questions.readings(lesson.number):
            lines += [f"- {datasets.cite(datasets.source(one.source))} *{one.why}*"]
        lines.append("")
    return "\n".join(lines)


PAGES: dict[str, Callable[[Sequence[Lesson]], str]] = {
    "schedule": schedule,
    "objectives": objectives,
    "answers": answers,
    "reading": reading,
}
"""The pages by the name of their file in `instructor/`."""


def _head(columns: Sequence[str], numbers: Sequence[int] = ()) -> str:
    rule = ["---:" if place in numbers else "---" for place in range(len(columns))]
    return "\n".join([_line(columns), _line(rule)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(re.sub(r'[|]', ' ', cell) for cell in cells)} |"


def main(arguments: list[str] | None = None) -> int:
    """Write every page into the instructor's folder."""
    parser = argparse.ArgumentParser(prog="python -m course_utils.syllabus", description=main.__doc__)
    parser.add_argument("--lessons", type=Path, default=Path("lessons"), help="where the lessons are")
    parser.add_argument("--into", type=Path, default=Path("instructor"), help="where the pages go")
    chosen = parser.parse_args(arguments)
    found = all_lessons(chosen.lessons)
    for name, page in PAGES.items():
        (chosen.into / f"{name}.md").write_text(page(found), encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name}.md written\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
