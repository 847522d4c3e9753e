"""How long a student waits for a lesson, beside a notebook that only imports pandas.

Each notebook runs from top to bottom in a fresh engine on an empty record, in turn with the others, several
rounds; medians count. Three times are set beside the whole time of the notebook that only imports pandas,
engine start included: the whole lesson, the first cell (engine start included, which is what one waits for),
and the slowest of the other cells by itself. Prints a table in Markdown; ends with 1 where a lesson is slower
than the course allows itself.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from course_utils import notebooks  # noqa: E402

ROUNDS = 5
#: At most, as multiples of the notebook that only imports pandas.
WHOLE, FIRST, OTHER = 3.0, 1.3, 1.0
PANDAS = "import pandas only"


class Run(NamedTuple):
    """One run of a notebook, in seconds: all of it, until its first cell is done, its slowest other cell."""

    whole: float
    first: float
    slowest: float
    slowest_source: str


def run(notebook: Any) -> Run:
    """Run a notebook in a fresh engine on an empty record."""
    began: dict[int, float] = {}
    ended: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COURSE_PORTFOLIO"] = str(Path(folder) / "portfolio.json")
        os.environ["PYTHONPATH"] = str(ROOT)
        client = NotebookClient(
            notebook,
            timeout=300,
            kernel_name="python3",
            store_widget_state=False,
            record_timing=False,
            resources={"metadata": {"path": str(ROOT / "lessons")}},
            on_cell_execute=lambda cell, cell_index: began.setdefault(cell_index, time.perf_counter()),
            on_cell_executed=lambda cell, cell_index, execute_reply: ended.setdefault(
                cell_index, time.perf_counter()
            ),
        )
        start = time.perf_counter()
        client.execute()
        whole = time.perf_counter() - start
    first, *others = sorted(ended)
    slowest = max(others, key=lambda place: ended[place] - began[place], default=None)
    return Run(
        whole,
        ended[first] - start,
        0.0 if slowest is None else ended[slowest] - began[slowest],
        "" if slowest is None else notebook.cells[slowest].source.splitlines()[-1],
    )


def main() -> int:
    """Time every lesson in turn and print the table."""
    lessons = notebooks.lessons(ROOT / "lessons")
    runs: dict[str, list[Run]] = defaultdict(list)
    for _ in range(ROUNDS):
        runs[PANDAS].append(run(new_notebook(cells=[new_code_cell("import pandas")])))
        for lesson in lessons:
            runs[lesson.path.stem].append(run(nbformat.read(lesson.path, as_version=4)))
    unit = statistics.median(one.whole for one in runs[PANDAS])
    print(
        f"Python {platform.python_version()}; {ROUNDS} rounds; `{PANDAS}`: {unit:.2f} s, engine included.\n"
    )
    print("| notebook | whole | first cell | slowest other cell | which | size, KB |")
    print("| --- | ---: | ---: | ---: | --- | ---: |")
    missed = []
    for lesson in lessons:
        found = runs[lesson.path.stem]
        whole, first, slowest = (
            statistics.median(getattr(one, name) for one in found) / unit
            for name in ("whole", "first", "slowest")
        )
        which = statistics.mode(one.slowest_source for one in found)
        size = lesson.path.stat().st_size / 1000
        print(f"| {lesson.path.stem} | {whole:.2f} | {first:.2f} | {slowest:.2f} | `{which}` | {size:.0f} |")
        limits = (("whole", whole, WHOLE), ("first cell", first, FIRST), ("slowest cell", slowest, OTHER))
        missed += [
            f"{lesson.path.stem}: {name} {value:.2f}, allowed {limit}"
            for name, value, limit in limits
            if value > limit
        ]
    print(f"\nAllowed: whole {WHOLE}, first cell {FIRST}, any other cell {OTHER}.")
    for line in missed:
        print(f"Missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
