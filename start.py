"""Start the course (`python start.py lab`) or check it (`python start.py test`).

`make lab` and `make test` call this file, so that a machine without make has the same commands. It needs only
Python: it creates `.venv`, installs the locked packages there once, and runs everything from there.

  lab [...]      open JupyterLab on the first lesson; what follows is passed on to `jupyter lab`
  test [stage]   run every check, or only the stages named
  quick          the checks that take less than three minutes together
  lock [...]     renew requirements/ from pyproject.toml; what follows (--upgrade) is passed on to uv
  refresh        run every lesson and save its outputs
  pictures       renew the pictures in the README from the browser tests
  bench          run the programs in benchmarks/
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = str(SCRIPTS / f"python{SUFFIX}")
STAMP = VENV / "course.txt"
ARTEFACTS = ROOT / "artefacts"
SETS = ("lab", "instructor", "test")  # each holds all of the one before it
OLDEST = (3, 11)

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "$PROGRAMFILES/Google/Chrome/Application/chrome.exe",
    "$PROGRAMFILES (x86)/Google/Chrome/Application/chrome.exe",
    "$LOCALAPPDATA/Google/Chrome/Application/chrome.exe",
)


class Stop(Exception):
    """Something the person at the machine has to put right; the message says what, in one line."""


class Stage(NamedTuple):
    """One check of `test`: its name, what it runs, and whether that is pytest (counted test by test)."""

    name: str
    command: list[str]
    pytest: bool = False


def say(line: str = "") -> None:
    """Print at once, so that our lines and those of the programs we start keep their order."""
    print(line, flush=True)


def module(*arguments: str) -> list[str]:
    """The command that runs a module with the Python in .venv."""
    return [PYTHON, "-m", *arguments]


def script(name: str) -> str:
    """The path of a program in .venv."""
    return str(SCRIPTS / f"{name}{SUFFIX}")


def is_root() -> bool:
    """Whether this is the superuser; never so on Windows."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def state(name: str) -> str:
    """What the stamp says once the set `name` is installed: the folder, the set and what it was made from."""
    made_from = (ROOT / "requirements" / f"{name}.txt").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return f"{ROOT}\n{name} {hashlib.sha256(made_from).hexdigest()}\n"


def run(command: Sequence[str | Path], failed: str) -> None:
    """Run a command in the project's folder; a non-zero exit stops us with the sentence `failed`."""
    if subprocess.run(command, cwd=ROOT).returncode:
        raise Stop(failed)


def create() -> None:
    """Make a new, empty .venv with the Python that runs this file."""
    if not (find_spec("venv") and find_spec("ensurepip")):
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise Stop(f"Python's venv module is missing: `apt-get install {package}`, then start again.")
    say(f"Creating {VENV}")
    run([sys.executable, "-m", "venv", "--clear", VENV], "The folder .venv could not be made.")


def install(name: str) -> bool:
    """Bring .venv to the locked set `name`; False when it already holds that set or a larger one."""
    stamp = STAMP.read_text("utf-8") if STAMP.is_file() else ""
    moved = stamp and stamp.split("\n")[0] != str(ROOT)
    asked = [PYTHON, "-I", "-c", "import pip"]  # fails where Python was renewed beneath .venv
    sound = (
        not moved and os.path.isfile(PYTHON) and subprocess.run(asked, capture_output=True).returncode == 0
    )
    if sound and stamp in {state(each) for each in SETS[SETS.index(name) :]}:
        return False
    if not sound:
        create()
    STAMP.unlink(missing_ok=True)
    say(f"Installing the {name} set. This happens once and takes about a minute.")
    pip = module("pip", "--disable-pip-version-check", "--no-input", "install")
    failed = "The packages could not be installed; the reason stands above. A network is needed this once."
    run([*pip, "--require-hashes", "-r", ROOT / "requirements" / f"{name}.txt"], failed)
    run([*pip, "--quiet", "--no-deps", "--no-build-isolation", "-e", ROOT], failed)
    STAMP.write_text(state(name), "utf-8")
    return True


def has_display() -> bool:
    """Whether a browser window can open here: not in a container, not in CI, not on a bare Linux console."""
    if os.environ.get("CI") or Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        return False
    return not sys.platform.startswith("linux") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def lab_command(arguments: list[str]) -> list[str]:
    """The command that opens JupyterLab on the first lesson with the course's settings."""
    command = module("jupyterlab", f"--config={ROOT / 'binder' / 'jupyter_server_config.py'}")
    command.append(f"--ServerApp.root_dir={ROOT}")
    for first in sorted(ROOT.glob("lessons/*.ipynb"))[:1]:
        command.append(f"--LabApp.default_url=/lab/tree/lessons/{first.name}")
    if is_root():
        command.append("--allow-root")
    if not has_display() and "--no-browser" not in arguments:
        command.append("--no-browser")
    return command + arguments


def lab(arguments: list[str]) -> int:
    """Open JupyterLab on the first lesson."""
    install("lab")
    settings = VENV / "share" / "jupyter" / "lab" / "settings"
    settings.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "binder" / "overrides.json", settings / "overrides.json")
    command = lab_command(arguments)
    if "--no-browser" in command:
        say("No browser is opened: open the address below in one. Ctrl+C stops the course.")
    os.chdir(ROOT)
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.run(command).returncode


def starts(path: str) -> bool:
    """Whether this browser runs here; on Windows, where asking would open a window, whether it exists."""
    if os.name == "nt" or not Path(path).is_file():
        return Path(path).is_file()
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def find_browser() -> str:
    """The path of a Chromium or Chrome that runs here, or nothing; playwright's download comes last."""
    places = [os.environ.get("COURSE_CHROMIUM", ""), *(shutil.which(name) or "" for name in BROWSERS)]
    places += [os.path.expandvars(place) for place in BROWSER_PLACES]
    found = next((place for place in places if place and starts(place)), "")
    if not found and os.path.isfile(PYTHON):
        code = "with sync_playwright() as p: print(p.chromium.executable_path)"
        ask = [PYTHON, "-c", f"from playwright.sync_api import sync_playwright\n{code}"]
        own = subprocess.run(ask, capture_output=True, text=True).stdout.strip()
        found = own if own and starts(own) else ""
    return found


def browser() -> str:
    """The path of a Chromium or Chrome; installs one where there is none."""
    found = find_browser()
    if not found and is_root() and shutil.which("apt-get"):
        say("No Chromium or Chrome here: installing Debian's.")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
        for command in (["apt-get", "update"], install):
            subprocess.run(command, env=quiet)
        found = find_browser()
    if not found:
        say("No Chromium or Chrome here: downloading playwright's.")
        subprocess.run(module("playwright", "install", "chromium"))
        found = find_browser()
    if not found:
        raise Stop("A Chromium or Chrome is missing: install one, or set COURSE_CHROMIUM to its path.")
    return found


def raise_loopback() -> None:
    """Switch on the loopback device of a new network namespace, where it starts switched off (Linux)."""
    import fcntl
    import socket
    import struct

    get_flags, set_flags, up = 0x8913, 0x8914, 0x1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        answer = fcntl.ioctl(any_socket, get_flags, struct.pack("16sh14x", b"lo", 0))
        flags = struct.unpack("16sh14x", answer)[1]
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh14x", b"lo", flags | up))


def network_cut() -> list[str]:
    """What to put before a command to leave it no network but loopback; empty where that cannot be done."""
    unshare = shutil.which("unshare")
    if not unshare:
        return []
    prefix = [unshare, "-n" if is_root() else "-rn", sys.executable, str(ROOT / "start.py"), "_loopback"]
    tried = subprocess.run([*prefix, sys.executable, "-c", ""], capture_output=True)
    return prefix if tried.returncode == 0 else []


def loopback(arguments: list[str]) -> int:
    """Hidden command: raise loopback, then become the command that follows."""
    raise_loopback()
    os.execvp(arguments[0], arguments)


def stages(quick: bool = False) -> list[Stage]:
    """The checks in the order in which they run."""
    unit = ["tests", "course_utils", "--ignore=tests/browser"] + (["-m", "not slow"] if quick else [])
    every = [
        Stage("format", module("ruff", "format", "--check", ".")),
        Stage("lint", module("ruff", "check", ".")),
        Stage("javascript", [script("oxlint"), "--deny-warnings", "-D", "correctness", "course_utils"]),
        Stage("layers", [script("lint-imports"), "--no-logo"]),
        Stage("types", module("mypy")),
        Stage("unit", module("pytest", *unit), pytest=True),
        Stage("nbval", module("pytest", "--nbval", "--nbval-current-env", "lessons"), pytest=True),
        Stage("browser", module("pytest", "tests/browser"), pytest=True),
    ]
    return every[:-2] if quick else every


def outcome(stage: Stage, returncode: int, junit: Path) -> Counter[str]:
    """How many passed, failed, were skipped or failed as expected; a stage without pytest counts as one."""
    counts: Counter[str] = Counter()
    if stage.pytest and junit.is_file():
        for case in ElementTree.parse(junit).iter("testcase"):
            inside = {child.tag: child.get("type") for child in case}
            if "failure" in inside or "error" in inside:
                counts["failed"] += 1
            elif "skipped" in inside:
                counts["xfailed" if inside["skipped"] == "pytest.xfail" else "skipped"] += 1
            else:
                counts["passed"] += 1
    elif not stage.pytest and returncode == 0:
        counts["passed"] = 1
    if returncode and not counts["failed"]:
        counts["failed"] = 1
    return counts


def check(chosen: list[Stage], **environment: str) -> int:
    """Run stages one after the other, pytest without a network; 0 when all passed and nothing was skipped."""
    ARTEFACTS.mkdir(exist_ok=True)
    cut = network_cut() if any(stage.pytest for stage in chosen) else []
    if cut:
        environment["COURSE_OFFLINE"] = "1"
    elif any(stage.pytest for stage in chosen):
        say("The network cannot be cut here (no working `unshare`): the tests run with it.")
    rows, total = [], Counter[str]()
    for stage in chosen:
        say(f"\n== {stage.name}")
        junit = ARTEFACTS / f"junit-{stage.name}.xml"
        junit.unlink(missing_ok=True)
        command = [*cut, *stage.command, f"--junitxml={junit}"] if stage.pytest else stage.command
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as own:
            mine = {"COURSE_PORTFOLIO": f"{own}/my-work/portfolio.json", "IPYTHONDIR": f"{own}/ipython"}
            code = subprocess.run(command, cwd=ROOT, env={**os.environ, **mine, **environment}).returncode
        counts = outcome(stage, code, junit)
        total += counts
        words = ", ".join(f"{counts[key]} {key}" for key in ("passed", "failed") if counts[key])
        rows.append(f"{stage.name:<12}{time.monotonic() - began:>8.1f}  {words or 'nothing ran'}")
    say(f"\n{'stage':<12}{'seconds':>8}  result")
    say("\n".join(rows))
    say("\nCounted: one for each stage without pytest, one for each test of the others.")
    say(f"{total['skipped']} skipped, {total['xfailed']} expected to fail (both must be 0)")
    say(f"{total['passed']} passed, {total['failed']} failed")
    return int(bool(total["failed"] or total["skipped"] or total["xfailed"] or not total["passed"]))


def test(arguments: list[str]) -> int:
    """Every check, or only the stages named."""
    known = [stage.name for stage in stages()]
    unknown = [name for name in arguments if name not in known]
    if unknown:
        raise Stop(f"No stage is called {unknown[0]}; there are {', '.join(known)}.")
    chosen = [stage for stage in stages() if stage.name in (arguments or known)]
    install("test")
    found = {"COURSE_CHROMIUM": browser()} if any(stage.name == "browser" for stage in chosen) else {}
    return check(chosen, **found)


def quick(arguments: list[str]) -> int:
    """The checks that need no browser and little time."""
    install("test")
    return check(stages(quick=True))


def lock(arguments: list[str]) -> int:
    """Renew requirements/ and binder/requirements.txt."""
    uv = shutil.which("uv")
    if not uv:
        raise Stop("uv is not here: `python -m pip install uv`, then again.")
    folder = ROOT / "requirements"
    compile_ = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header"]
    for name in reversed(SETS):
        target = f"requirements/{name}.txt"
        if name != "test":  # uv keeps the pins that it finds in the output: the three files agree
            shutil.copyfile(folder / "test.txt", folder / f"{name}.txt")
        options = ["--python-version", "3.11", "--extra", name, "pyproject.toml", "-o", target]
        extra = arguments if name == "test" else []
        if subprocess.run([*compile_, *options, *extra], cwd=ROOT, stdout=subprocess.DEVNULL).returncode:
            raise Stop("uv could not lock the packages; the reason stands above.")
    shutil.copyfile(folder / "lab.txt", ROOT / "binder" / "requirements.txt")
    return 0


def refresh(arguments: list[str]) -> int:
    """Run every lesson and save its outputs."""
    install("instructor")
    return subprocess.run(module("course_utils.notebooks", "refresh", *arguments), cwd=ROOT).returncode


def pictures(arguments: list[str]) -> int:
    """Renew the pictures in the README."""
    install("test")
    return check([stages()[-1]], COURSE_CHROMIUM=browser(), COURSE_PICTURES="1")


def bench(arguments: list[str]) -> int:
    """Run the programs in benchmarks/ one after the other."""
    install("test")
    programs = sorted(ROOT.glob("benchmarks/*.py"))
    return max([subprocess.run([PYTHON, program], cwd=ROOT).returncode for program in programs], default=0)


COMMANDS = {each.__name__: each for each in (lab, test, quick, lock, refresh, pictures, bench)}
COMMANDS["_loopback"] = loopback


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        if sys.version_info < OLDEST:
            raise Stop(f"The course needs Python 3.11 or later; this is {sys.version.split()[0]}.")
        if not arguments or arguments[0] not in COMMANDS:
            say(__doc__ or "")
            return 2 if arguments else 0
        return COMMANDS[arguments[0]](arguments[1:])
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
