"""How long a student waits for the first cell, as multiples of a process that only imports pandas.

Each line is the median of five fresh processes; they alternate, so that a busy machine slows them alike.
"""

import statistics
import subprocess
import sys
import time

TERMS = "from course_utils import instruments, treaty; treaty.draft(instruments.get('NAT1949'))"
WAITS = {
    "import pandas": "import pandas",
    "import course_utils": "import course_utils",
    "from course_utils import lesson": "from course_utils import lesson",
    "the terms and their text": TERMS,
    "one table as rows": "from course_utils import datasets; datasets.rows('codes')",
}
ROUNDS = 5


def seconds(code: str) -> float:
    """Return how long a fresh process takes to run the code."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - began


taken: dict[str, list[float]] = {name: [] for name in WAITS}
for _ in range(ROUNDS):
    for name, code in WAITS.items():
        taken[name].append(seconds(code))
measure = statistics.median(taken["import pandas"])
print(f"{'what':<34}{'seconds':>9}{'multiple':>10}")
for name, values in taken.items():
    print(f"{name:<34}{statistics.median(values):>9.2f}{statistics.median(values) / measure:>10.2f}")
