"""A real kernel is killed while the student's guarantee changes.

A change counts as acknowledged when the page has been sent its revision: what a browser would have received
is read here from the kernel's own messages.
"""

import json
import os
import queue
import random
import signal
import time
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

pytestmark = pytest.mark.slow

KILLS = 50
CHANGE = """
import os, sys
sys.path[:0] = [{root!r}, {tests!r}]
if {in_place}:
    import record_child
    os.replace = record_child.replace_in_place
from course_utils import lesson
lesson.display = lambda *things, **kwargs: None
lesson.begin(8)
lesson.build()
builder = lesson._sitting.builders[0]
hours = 0
while True:
    hours = hours % 700 + 1
    change = {{"kind": "change", "field": "consult_within_hours", "value": hours, "asked": hours}}
    builder._on_message(builder, change, [])
"""


def kill_once(path, in_place, moment):
    """Start a kernel that changes the guarantee, kill it; return what the page was told: revision → hours."""
    manager = KernelManager(kernel_name="python3")
    tests = Path(__file__).parent
    manager.start_kernel(env={**os.environ, "COURSE_PORTFOLIO": str(path), "PYTHONPATH": str(tests.parent)})
    client = manager.client()
    client.start_channels()
    told = {}
    try:
        client.wait_for_ready(timeout=60)
        pid = manager.provisioner.process.pid
        client.execute(CHANGE.format(root=str(tests.parent), tests=str(tests), in_place=in_place))
        end = None
        while end is None or time.monotonic() < end + 1:
            try:
                message = client.get_iopub_msg(timeout=0.05 if end else 20)
            except queue.Empty:
                if end:
                    break
                raise
            assert message["msg_type"] != "error", message["content"]
            page = message["content"].get("data", {}).get("state", {}).get("page", {})
            if page.get("saved_revision") and page.get("values", {}).get("consult_within_hours"):
                told[page["saved_revision"]] = page["values"]["consult_within_hours"]
                if end is None and len(told) >= 3:
                    time.sleep(moment)
                    os.kill(pid, signal.SIGKILL)
                    end = time.monotonic()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return told


def lost(path, told):
    """Say what the page was told and the file does not hold; the file is read without the library."""
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        return [f"the file cannot be opened: {type(error).__name__}"]
    guarantee = document["guarantees"]["g1"]
    kept = {v["revision"]: v["draft"]["consult_within_hours"] for v in [*guarantee["history"], guarantee]}
    last = max(told)
    if document["revision"] < last:
        return [f"revision {last} was acknowledged, the file is at {document['revision']}"]
    return [f"revision {n} was {told[n]}, is {kept[n]}" for n in told if n in kept and kept[n] != told[n]] + (
        [] if last in kept or last < min(kept) else [f"revision {last} is not in the file"]
    )


def test_no_kill_of_the_kernel_loses_an_acknowledged_change(tmp_path):
    moments = random.Random(8)
    path = tmp_path / "portfolio.json"
    acknowledged = 0
    for kill in range(KILLS):
        told = kill_once(path, False, moments.uniform(0, 0.2))
        acknowledged += len(told)
        assert lost(path, told) == [], f"kill {kill}"
    print(f"{KILLS} kernels killed, {acknowledged} acknowledged changes, none lost")


def test_the_same_kills_spoil_a_file_written_in_place(tmp_path):
    moments = random.Random(8)
    path = tmp_path / "portfolio.json"
    found = []
    for _ in range(KILLS):
        found = lost(path, kill_once(path, True, moments.uniform(0, 0.2)))
        if found:
            break
    assert found
