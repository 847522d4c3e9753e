"""The tests run without a network, and the library asks for none."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = ("192.0.2.1", 443)  # an address for documentation (RFC 5737): nobody is there


def assert_loopback_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=lambda: server.accept()[0].sendall(b"here"))
        answering.start()
        with socket.create_connection(server.getsockname(), timeout=5) as caller:
            assert caller.recv(4) == b"here"
        answering.join()


def test_no_network_but_loopback(tmp_path: Path) -> None:
    """Under `start.py` the network is cut already; called any other way, a child runs with it cut."""
    if os.environ.get("COURSE_OFFLINE") == "1":
        with socket.socket() as caller:
            caller.settimeout(5)
            with pytest.raises(OSError, match="unreachable"):
                caller.connect(ELSEWHERE)
        assert_loopback_works()
        return
    cut = start.network_cut()
    if not cut:  # not Linux, or namespaces are forbidden: start.py says so in one line
        assert_loopback_works()
        return
    this = f"{__file__}::test_no_network_but_loopback"
    command = [*cut, sys.executable, "-m", "pytest", "-q", f"--basetemp={tmp_path / 'child'}", this]
    child = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "COURSE_OFFLINE": "1"}, capture_output=True, text=True
    )
    assert child.returncode == 0, child.stdout
    assert "1 passed" in child.stdout


GUARDED = """
import importlib, pkgutil, sys

def guard(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "urllib.Request"}:
        raise AssertionError(f"{event} {arguments}")

sys.addaudithook(guard)
import course_utils
for module in pkgutil.walk_packages(course_utils.__path__, "course_utils."):
    importlib.import_module(module.name)
from course_utils import datasets
for name in datasets.names():
    assert len(datasets.rows(name)) == len(datasets.load(name)) > 0, name
"""


def test_no_import_and_no_table_opens_a_socket() -> None:
    child = subprocess.run([sys.executable, "-c", GUARDED], cwd=ROOT, capture_output=True, text=True)
    assert child.returncode == 0, child.stderr


def test_the_guard_of_that_test_notices_a_socket() -> None:
    code = (
        f"{GUARDED.split('import course_utils')[0]}import socket\nsocket.create_connection(('127.0.0.1', 9))"
    )
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "AssertionError: socket." in child.stderr
