"""The lessons as files: their metadata, the schedule made from it, their length, and how they are saved.

A saved lesson keeps the still twin of each panel and drops the live view, which no other engine could show.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_utils import clauses, describe, instruments, questions, words

#: Where JupyterLab finds a live panel in an output.
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

#: Words a minute: prose, legal text, and words of the student's own; minutes a decision, and minutes at an
#: explorer. Teaching values.
PROSE, LEGAL, OWN, DECISION, EXPLORER = 200, 80, 10, 0.5, 6.0

_CALL = re.compile(r"lesson\.(\w+)\(([^)]*)\)")
_NAMED = re.compile(r"(?<!=)\"([^\"]+)\"")  # what a call names, without its keywords
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Lesson:
    """What a lesson says of itself.

    Attributes:
        path: its file.
        number, title, question: as the student sees them.
        minutes: how long it takes, as stated.
        objectives: what the student is able to do afterwards, each beginning with a verb.
        datasets: the tables it uses.
        exercises: its optional exercises in code.
        own_words: how many words the student is asked to write in all.
    """

    path: Path
    number: int
    title: str
    question: str
    minutes: int
    objectives: tuple[str, ...]
    datasets: tuple[str, ...]
    exercises: tuple[str, ...]
    own_words: int


def read(path: Path) -> dict[str, Any]:
    """Return a notebook as it stands in its file."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def lessons(folder: Path) -> tuple[Lesson, ...]:
    """Return the lessons of a folder in order, from the metadata of their notebooks."""
    found = []
    for path in sorted(folder.glob("[0-9][0-9]-*.ipynb")):
        said = read(path)["metadata"]["course"]
        found.append(
            Lesson(
                path=path,
                number=said["number"],
                title=said["title"],
                question=said["question"],
                minutes=said["minutes"],
                objectives=tuple(said["objectives"]),
                datasets=tuple(said["datasets"]),
                exercises=tuple(said["exercises"]),
                own_words=said["own_words"],
            )
        )
    return tuple(found)


def schedule(found: tuple[Lesson, ...]) -> str:
    r"""Return the list of lessons as a Markdown table.

    >>> schedule(())
    '| lesson | minutes | you will be able to |\n|---|---:|---|\n'
    """
    lines = ["| lesson | minutes | you will be able to |", "|---|---:|---|"]
    for lesson in found:
        able = "; ".join(objective[0].lower() + objective[1:].rstrip(".") for objective in lesson.objectives)
        lines.append(
            f"| [{lesson.number} · {lesson.title}](lessons/{lesson.path.name}) | {lesson.minutes} | {able} |"
        )
    return "\n".join(lines) + "\n"


def length(lesson: Lesson) -> float:
    """Compute how many minutes a lesson takes, from what there is to read, decide and write.

    Prose is read at 200 words a minute, legal text at 80, the student's own words are written at 10, and a
    decision takes half a minute, an explorer or the paradox map six minutes: the teaching values of this
    module. A table is read as prose, its sources are not counted.
    """
    prose = legal = minutes = 0.0
    decisions = 0
    ranked = False  # the same clauses are read slowly once, and skimmed after that
    items, exercises = questions.bank(lesson.number)
    for cell in read(lesson.path)["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            for line in text.splitlines():
                count = len(line.split())
                if line.startswith(">"):
                    legal += count
                else:
                    prose += count
            continue
        for verb, given in _CALL.findall(text):
            named = _NAMED.findall(given)
            name = named[0] if named else ""
            if verb in ("predict", "judge", "quiz", "write", "seal"):
                item = items[name]
                asked = [item.question, item.instruction, item.ask_why, *item.reveal]
                asked += [part for option in item.options for part in (option.label, option.note, option.why)]
                prose += len(" ".join(asked).split())
                decisions += 1
            elif verb == "beliefs":
                statements = [one.statement for one in questions.beliefs()]
                prose += len(" ".join(statements).split())
                decisions += len(statements)
            elif verb == "rank":
                reading = len(" ".join(_ranked()).split())
                legal += 0 if ranked else reading
                prose += reading if ranked else 0
                ranked = True
                decisions += len(_ranked())
            elif verb == "read":
                legal += len(clauses.get(name).words.split())
                parallels = [one.words for phrase in clauses.phrases(name) for one in phrase.parallels]
                legal += len(" ".join(parallels).split())
                readings = [phrase.reading for phrase in clauses.phrases(name) if phrase.id]
                prose += len(" ".join(readings).split())
                decisions += len(readings)
            elif verb == "texts":
                legal += sum(len(_wording(one).split()) for one in named)
                decisions += 2
            elif verb == "facts":
                prose += len(_TAG.sub(" ", describe.facts(name).partition("<details>")[0]).split())
            elif verb in ("explore", "paradox"):
                minutes += EXPLORER
            elif verb == "quote":
                quoted = [clauses.get(one) for one in named]
                legal += len(" ".join(one.words or one.told for one in quoted).split())
            elif verb == "build":
                prose += len(" ".join(field.help for field in words.fields()).split())
                decisions += len(words.fields())
            elif verb == "check":
                prose += len(" ".join(exercises[name].hints).split())
    return minutes + prose / PROSE + legal / LEGAL + lesson.own_words / OWN + decisions * DECISION


def _wording(instrument: str) -> str:
    """The words of a coded text that carry its terms."""
    return " ".join(part.words for part in instruments.carried(instrument) if part.words)


def _ranked() -> list[str]:
    from course_utils.widgets.rank import clauses_on

    spec = words.section("ladders")
    return [" ".join(rung.words) for rung in clauses_on(spec["duty"]["code"], spec["instruments"])]


def _outputs(notebook: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for cell in notebook.get("cells", []):
        yield from cell.get("outputs", [])


def drop_widget_views(model: dict[str, Any], **_ignored: Any) -> None:
    """Drop the live view where its still twin stands beside it: the course's `pre_save_hook`.

    Args:
        model: what the contents manager is about to save; changed in place.

    >>> output = {"data": {WIDGET_VIEW: {"model_id": "1"}, "text/html": "<p>still</p>"}}
    >>> drop_widget_views({"type": "notebook", "content": {"cells": [{"outputs": [output]}]}})
    >>> output
    {'data': {'text/html': '<p>still</p>'}}
    """
    if model.get("type") != "notebook" or not model.get("content"):
        return
    for output in _outputs(model["content"]):
        data = output.get("data", {})
        if "text/html" in data:
            data.pop(WIDGET_VIEW, None)
    model["content"].get("metadata", {}).pop("widgets", None)


def refresh(path: Path) -> None:
    """Execute a lesson on an empty record and save it as JupyterLab would, by the course's own save path."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("COURSE_PORTFOLIO")
        os.environ["COURSE_PORTFOLIO"] = str(Path(folder) / "portfolio.json")
        try:
            NotebookClient(
                notebook,
                timeout=120,
                kernel_name="python3",
                store_widget_state=False,
                record_timing=False,
                resources={"metadata": {"path": str(path.parent)}},
            ).execute()
        finally:
            if before is None:
                del os.environ["COURSE_PORTFOLIO"]
            else:
                os.environ["COURSE_PORTFOLIO"] = before
    drop_widget_views({"type": "notebook", "content": notebook})
    notebook.metadata["language_info"] = {"name": "python"}
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(notebook, path)


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line: `refresh` the lessons, or print the `schedule` or the `lengths`."""
    parser = argparse.ArgumentParser(prog="python -m course_utils.notebooks", description=main.__doc__)
    parser.add_argument("what", choices=["refresh", "schedule", "lengths"])
    parser.add_argument("--folder", type=Path, default=Path("lessons"), help="where the lessons are")
    chosen = parser.parse_args(arguments)
    if chosen.what == "refresh":
        for path in sorted(chosen.folder.glob("[0-9][0-9]-*.ipynb")):
            refresh(path)
            sys.stdout.write(f"{path.name} executed and saved\n")
        return 0
    found = lessons(chosen.folder)
    if chosen.what == "schedule":
        sys.stdout.write(schedule(found))
    else:
        for lesson in found:
            sys.stdout.write(
                f"{lesson.path.name}: states {lesson.minutes}, computed {length(lesson):.0f} minutes\n"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
