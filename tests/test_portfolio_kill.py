"""The record under real processes: killed while saving, writing at once, without leave, without room."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from course_utils.portfolio import HISTORY_LIMIT, Portfolio

pytestmark = pytest.mark.slow

CHILD = Path(__file__).with_name("record_child.py")
KILLS = 50


def start(role: str, path: Path, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), role, str(path), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(CHILD.parents[1])},
    )


def lines(child: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """What the child has said, without a last line that the kill cut off."""
    assert child.stdout is not None
    return [json.loads(line) for line in child.stdout if line.endswith("\n")]


def missing_from(path: Path, acknowledged: list[dict[str, Any]]) -> list[str]:
    """What was acknowledged and is not in the file, read without any help from the library."""
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        return [f"the file cannot be opened: {type(error).__name__}"]
    guarantee = document["guarantees"].get("8.g", {"history": [], "draft": {"n": 0}, "revision": 0})
    versions = {v["revision"]: v["draft"]["n"] for v in [*guarantee["history"], guarantee]}
    oldest_kept = sorted(versions)[0] if len(versions) > HISTORY_LIMIT else 0
    lost = []
    for ack in acknowledged:
        if ack["key"] == "8.g":
            kept = ack["revision"] < oldest_kept or versions.get(ack["revision"]) == ack["n"]
        else:
            kept = document["exercises"].get(ack["key"], {"n": 0})["n"] >= ack["n"]
        kept = kept and ack["saved"] is not None and ack["revision"] <= document["revision"]
        lost += [] if kept else [f"lost: {ack}"]
    return lost


def survives(replacing: str, folder: Path, kills: int, patient: bool) -> tuple[list[str], int]:
    """Kill a saving process at random moments: what went wrong, and how many changes were acknowledged.

    Each process goes on with the file that the one before left. Unless `patient`, the first failure ends it.
    """
    moments = random.Random(20251122)
    path = folder / "portfolio.json"
    failures: list[str] = []
    acknowledged: list[dict[str, Any]] = []
    for kill in range(kills):
        child = start("save_until_killed", path, replacing)
        assert child.stdout is not None
        hello = json.loads(child.stdout.readline())
        time.sleep(moments.uniform(0, 0.15))
        child.send_signal(signal.SIGKILL)
        acknowledged += lines(child)
        child.wait()
        found = missing_from(path, acknowledged) if acknowledged else []
        if hello["notice"]:
            found.append(f"the file had to be repaired: {hello['notice']}")
        failures += [f"kill {kill}: {fault}" for fault in found]
        if failures and not patient:
            break
    return failures, len(acknowledged)


def test_no_kill_loses_an_acknowledged_change_or_spoils_the_file(tmp_path: Path) -> None:
    failures, acknowledged = survives("os_replace", tmp_path, KILLS, patient=True)
    assert failures == []
    assert acknowledged > KILLS
    opened = Portfolio(tmp_path / "portfolio.json")
    assert (opened.problem, opened.notice) == (None, None)
    assert opened.put("notes", "8.after", {"text": "still open"}).saved_at
    left = {file.name for file in tmp_path.iterdir()}
    assert left <= {"portfolio.json", "portfolio.previous.json", "portfolio.lock"}
    print(f"{KILLS} kills, {acknowledged} acknowledged changes, none lost")


def test_the_same_kills_spoil_a_file_written_in_place(tmp_path: Path) -> None:
    failures, acknowledged = survives("in_place", tmp_path, KILLS, patient=False)
    assert failures
    print(f"in place, after {acknowledged} acknowledged changes: {failures[0]}")


def together(role: str, path: Path, count: int) -> list[list[dict[str, Any]]]:
    """Two processes doing the same at the same time; what each said."""
    children = [start(role, path, name, count) for name in ("a", "b")]
    for child in children:
        assert child.stdout is not None
        assert json.loads(child.stdout.readline()) == {"ready": True}
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    said: list[list[dict[str, Any]]] = [[], []]
    outputs = [child.communicate(timeout=120)[0] for child in children]
    for index, output in enumerate(outputs):
        said[index] = [json.loads(line) for line in output.splitlines()]
        assert children[index].returncode == 0
    return said


def test_two_processes_with_1000_interleaved_writes_lose_none(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.json"
    said = together("write_beside_another", path, 500)
    acks = sorted((ack for each in said for ack in each), key=lambda ack: int(ack["revision"]))
    assert [ack["revision"] for ack in acks] == list(range(1, 1001))
    assert all(ack["saved"] for ack in acks)
    standing = {ack["key"]: ack for ack in acks}
    document = json.loads(path.read_bytes())
    assert document["revision"] == 1000
    written = {key: (entry["revision"], entry["n"]) for key, entry in document["quizzes"].items()}
    assert written == {key: (ack["revision"], ack["n"]) for key, ack in standing.items()}
    first = {ack["revision"] for ack in said[0]}
    switches = sum((n in first) != (n + 1 in first) for n in range(1, 1000))
    assert switches >= 20
    print(f"1000 writes, {len(written)} keys, {switches} switches between the processes")


def test_the_first_answer_wins_across_two_processes(tmp_path: Path) -> None:
    one, other = together("answer_first", tmp_path / "portfolio.json", 100)
    assert one == other
    assert len({line["revision"] for line in one}) == 100


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that every user can reach; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        inner = Path(folder) / "my-work"
        inner.mkdir()
        yield inner
        inner.chmod(0o755)


def test_a_folder_that_cannot_be_written(shared_folder: Path) -> None:
    path = shared_folder / "portfolio.json"
    Portfolio(path).put("notes", "1.a", {"text": "was here before"})
    path.chmod(0o644)
    path.with_suffix(".lock").unlink()
    before = path.read_bytes()
    shared_folder.chmod(0o555)
    child = start("write_as_nobody", path)
    assert child.stdin is not None
    assert child.stdout is not None
    opened, failed = json.loads(child.stdout.readline()), json.loads(child.stdout.readline())
    sentence = "Your work is not being saved: the folder my-work cannot be written. Download it now."
    assert opened == {"problem": sentence, "saved": None, "notes": ["1.a"]}
    assert failed == {"problem": sentence, "saved": None, "notes": ["1.a", "1.b"]}
    assert [file.name for file in shared_folder.iterdir()] == [path.name]
    assert path.read_bytes() == before
    shared_folder.chmod(0o777)
    output, _ = child.communicate("go\n", timeout=60)
    written = json.loads(output)
    assert written.pop("saved")
    assert written == {"problem": None, "notes": ["1.a", "1.b", "1.c"]}
    assert sorted(json.loads(path.read_bytes())["notes"]) == ["1.a", "1.b", "1.c"]


def test_a_disk_without_room(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.json"
    Portfolio(path).put("notes", "1.a", {"text": "was here before"})
    files = {file: file.read_bytes() for file in tmp_path.iterdir()}
    child = start("write_without_room", path, 2000)
    assert child.stdin is not None
    assert child.stdout is not None
    failed = json.loads(child.stdout.readline())
    sentence = "Your work is not being saved: the disk, or your share of it, is full. Download it now."
    assert failed == {"problem": sentence, "saved": None, "notes": ["1.a", "1.b"]}
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == files
    output, _ = child.communicate("go\n", timeout=60)
    written = json.loads(output)
    assert written.pop("saved")
    assert written == {"problem": None, "notes": ["1.a", "1.b", "1.c"]}
    assert sorted(json.loads(path.read_bytes())["notes"]) == ["1.a", "1.b", "1.c"]
