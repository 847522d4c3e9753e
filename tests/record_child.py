"""What the tests of the record start, kill and starve: `python record_child.py ROLE FILE ARGUMENTS`."""

import contextlib
import json
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from course_utils.portfolio import Ack, Portfolio, Refused

FILLER = "What the student wrote. " * 30


def say(**values: object) -> None:
    print(json.dumps(values), flush=True)


def replace_in_place(source: str | Path, target: str | Path) -> None:
    """What `os.replace` must not be exchanged for: the old file is gone before the new one is there."""
    data = Path(source).read_bytes()
    with open(target, "wb", buffering=0) as file:
        for start in range(0, len(data), 16):
            file.write(data[start : start + 16])
            if start == 0:
                time.sleep(0.005)  # a slow disk; else fifty kills may all miss the short moment
    Path(source).unlink()


def save_until_killed(path: str, replacing: str) -> None:
    """Change a guarantee and a result in turn, and tell of each change once it is acknowledged."""
    if replacing == "in_place":
        os.replace = replace_in_place
    mine = Portfolio(path)
    n = mine.revision
    say(ready=n, notice=mine.notice)
    while True:
        n += 1
        if n % 2:
            place, ack = "8.g", mine.save_guarantee("8.g", "Mine", {"n": n, "filler": FILLER})
        else:
            place = f"8.e{n % 20}"
            ack = mine.put("exercises", place, {"n": n, "filler": FILLER})
        say(key=place, n=n, revision=ack.revision, saved=ack.saved_at)


def write_beside_another(path: str, name: str, count: str) -> None:
    """Write `count` entries: most under keys of its own, every tenth under a key that both write."""
    mine = Portfolio(path, patience=60)
    pause = random.Random(name)
    say(ready=True)
    sys.stdin.readline()
    for n in range(int(count)):
        key = f"{name}.{n}" if n % 10 else f"both.{n // 100}"
        ack = mine.put("quizzes", key, {"by": name, "n": n})
        say(key=key, n=n, revision=ack.revision, saved=ack.saved_at)
        time.sleep(pause.uniform(0, 0.002))


def answer_first(path: str, name: str, count: str) -> None:
    mine = Portfolio(path, patience=60)
    say(ready=True)
    sys.stdin.readline()
    for n in range(int(count)):
        ack = mine.put_once("predictions", f"1.p{n}", {"by": name})
        entry = mine.get("predictions", f"1.p{n}") or {}
        say(key=f"1.p{n}", revision=ack.revision, stands=entry["by"])


def report(mine: Portfolio, ack: Ack | None = None) -> None:
    export = json.loads(mine.export())
    say(problem=mine.problem, saved=ack.saved_at if ack else None, notes=sorted(export["notes"]))


def write_as_nobody(path: str) -> None:
    """In a folder that this user cannot write; the parent opens it between the two lines."""
    with tempfile.TemporaryDirectory() as folder:  # after the drop nothing more may be importable
        warm = Portfolio(Path(folder) / "portfolio.json")
        warm.put("notes", "1.a", {})
        with contextlib.suppress(Refused):
            warm.bring_back(b"")
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    mine = Portfolio(path)
    report(mine)
    report(mine, mine.put("notes", "1.b", {"text": "waits"}))
    sys.stdin.readline()
    report(mine, mine.put("notes", "1.c", {"text": "goes out, and takes the other with it"}))


def write_without_room(path: str, limit: str) -> None:
    """With no file allowed to grow beyond `limit` bytes, as on a full disk; then with room again."""
    mine = Portfolio(path)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), most))
    report(mine, mine.put("notes", "1.b", {"text": "x" * int(limit)}))
    sys.stdin.readline()
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    report(mine, mine.put("notes", "1.c", {"text": "goes out, and takes the other with it"}))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
