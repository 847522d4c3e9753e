"""start.py: what it installs and when, which browser it takes, and how it counts."""

import subprocess
import sys
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).resolve().parents[1]


class Machine:
    """A project folder of its own in which commands are noted instead of run."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.commands: list[list[str]] = []
        (root / "requirements").mkdir(parents=True)
        for name in start.SETS:
            (root / "requirements" / f"{name}.txt").write_text(name)
        (root / "pyproject.toml").write_text("[project]")
        monkeypatch.setattr(start, "ROOT", root)
        monkeypatch.setattr(start, "VENV", root / ".venv")
        monkeypatch.setattr(start, "PYTHON", str(root / ".venv" / "bin" / "python"))
        monkeypatch.setattr(start, "STAMP", root / ".venv" / "course.txt")
        monkeypatch.setattr(start, "ARTEFACTS", root / "artefacts")
        monkeypatch.setattr(start.subprocess, "run", self.run)

    def run(self, command: list[str | Path], **_: object) -> subprocess.CompletedProcess[str]:
        words = [str(word) for word in command]
        if "-I" not in words:  # the question whether .venv works is no installation
            self.commands.append(words)
        if "venv" in words:
            Path(start.PYTHON).parent.mkdir(parents=True)
            Path(start.PYTHON).touch()
        return subprocess.CompletedProcess(words, 0, "", "")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path / "course", monkeypatch)


def test_the_first_start_creates_and_installs(machine: Machine) -> None:
    assert start.install("lab")
    create, packages, ourselves = machine.commands
    assert create[1:3] == ["-m", "venv"]
    assert packages[-3:] == ["--require-hashes", "-r", str(machine.root / "requirements" / "lab.txt")]
    assert ourselves[-4:] == ["--no-deps", "--no-build-isolation", "-e", str(machine.root)]


def test_the_second_start_installs_nothing(machine: Machine) -> None:
    start.install("lab")
    machine.commands.clear()
    assert not start.install("lab")
    assert machine.commands == []


def test_the_test_set_is_enough_for_the_lab_and_back(machine: Machine) -> None:
    start.install("lab")
    assert start.install("test")
    machine.commands.clear()
    assert not start.install("lab")
    assert not start.install("instructor")
    assert not start.install("test")
    assert machine.commands == []


@pytest.mark.parametrize("changed", ["requirements/lab.txt", "pyproject.toml"])
def test_a_changed_requirement_is_installed_into_the_same_environment(machine: Machine, changed: str) -> None:
    start.install("lab")
    machine.commands.clear()
    (machine.root / changed).write_text("changed")
    assert start.install("lab")
    assert not any("venv" in command for command in machine.commands)


def test_an_interrupted_installation_is_done_again(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    start.install("lab")
    (machine.root / "requirements" / "lab.txt").write_text("changed")
    whole = machine.run
    monkeypatch.setattr(
        start.subprocess,
        "run",
        lambda command, **_: subprocess.CompletedProcess(command, int("--require-hashes" in command)),
    )
    with pytest.raises(start.Stop, match="could not be installed"):
        start.install("lab")
    monkeypatch.setattr(start.subprocess, "run", whole)
    (machine.root / "requirements" / "lab.txt").write_text("lab")
    assert start.install("lab"), "half of another set is in .venv"


def test_a_moved_folder_gets_a_new_environment(machine: Machine) -> None:
    start.install("lab")
    start.STAMP.write_text(start.STAMP.read_text().replace(str(machine.root), "/elsewhere"))
    machine.commands.clear()
    Path(start.PYTHON).unlink()
    Path(start.PYTHON).parent.rmdir()
    assert start.install("lab")
    assert machine.commands[0][1:3] == ["-m", "venv"]


def test_a_python_without_venv_is_told_in_one_line(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "find_spec", lambda name: None)
    with pytest.raises(start.Stop, match=r"apt-get install python3\.\d+-venv") as told:
        start.install("lab")
    assert "\n" not in str(told.value)


def test_an_old_python_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 2))
    assert start.main(["lab"]) == 1
    assert "needs Python 3.11 or later" in capsys.readouterr().err


def test_without_a_command_it_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main([]) == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {name} " in shown for name in start.COMMANDS if not name.startswith("_"))
    assert start.main(["lap"]) == 2


def test_make_has_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name in start.COMMANDS:
        assert name.startswith("_") or f"start.py {name}" in makefile


def test_the_lab_opens_the_first_lesson(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    lessons = machine.root / "lessons"
    lessons.mkdir()
    for name in ("08-build.ipynb", "01-article-5.ipynb"):
        (lessons / name).touch()
    monkeypatch.setattr(start, "has_display", lambda: True)
    monkeypatch.setattr(start, "is_root", lambda: False)
    command = start.lab_command(["--port", "9999"])
    assert command[1:3] == ["-m", "jupyterlab"]
    assert "--LabApp.default_url=/lab/tree/lessons/01-article-5.ipynb" in command
    assert f"--ServerApp.root_dir={machine.root}" in command
    assert command[-2:] == ["--port", "9999"]
    assert not {"--allow-root", "--no-browser"} & set(command)


def test_the_lab_as_root_without_a_display(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "has_display", lambda: False)
    monkeypatch.setattr(start, "is_root", lambda: True)
    command = start.lab_command([])
    assert "--allow-root" in command
    assert command.count("--no-browser") == 1
    assert start.lab_command(["--no-browser"]).count("--no-browser") == 1


def test_a_display_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start.Path, "exists", lambda self: False)
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(start.sys, "platform", "linux")
    assert not start.has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert start.has_display()
    monkeypatch.setenv("CI", "true")
    assert not start.has_display()


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which no browser is installed or can be."""
    monkeypatch.delenv("COURSE_CHROMIUM", raising=False)
    monkeypatch.setattr(start.shutil, "which", lambda name: None)
    monkeypatch.setattr(start, "BROWSER_PLACES", ())
    monkeypatch.setattr(
        start.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, "", "")
    )


def test_a_named_browser_comes_first(
    no_browser: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "my-chromium"
    mine.touch()
    monkeypatch.setattr(start, "starts", lambda path: Path(path).is_file())
    monkeypatch.setenv("COURSE_CHROMIUM", str(mine))
    assert start.find_browser() == str(mine)
    assert start.browser() == str(mine)


def test_a_missing_browser_is_told_in_one_line(no_browser: None) -> None:
    with pytest.raises(start.Stop, match="COURSE_CHROMIUM") as told:
        start.browser()
    assert "\n" not in str(told.value)


def test_a_browser_that_does_not_start_is_none(tmp_path: Path) -> None:
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\nexit 1\n")
    stub.chmod(0o755)
    assert not start.starts(str(stub))
    stub.write_text("#!/bin/sh\nexit 0\n")
    assert start.starts(str(stub))
    assert not start.starts(str(tmp_path / "absent"))


JUNIT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><system-out>words</system-out></testcase>
<testcase name="c"><failure/></testcase><testcase name="d"><error/></testcase>
<testcase name="e"><skipped type="pytest.skip"/></testcase>
<testcase name="f"><skipped type="pytest.xfail"/></testcase>
</testsuite></testsuites>"""


def test_every_kind_of_result_is_counted(tmp_path: Path) -> None:
    junit = tmp_path / "junit.xml"
    junit.write_text(JUNIT)
    counts = start.outcome(start.Stage("unit", [], pytest=True), 1, junit)
    assert counts == {"passed": 2, "failed": 2, "skipped": 1, "xfailed": 1}


def test_a_stage_without_pytest_counts_as_one(tmp_path: Path) -> None:
    stage = start.Stage("lint", [])
    assert start.outcome(stage, 0, tmp_path / "none.xml") == {"passed": 1}
    assert start.outcome(stage, 1, tmp_path / "none.xml") == {"failed": 1}


def test_a_run_that_ends_without_a_count_has_failed(tmp_path: Path) -> None:
    stage = start.Stage("unit", [], pytest=True)
    assert start.outcome(stage, 5, tmp_path / "none.xml") == {"failed": 1}


def script(tmp_path: Path, name: str, junit: str, code: int = 0) -> start.Stage:
    """A stage that writes this junit file where it is told to and exits with this code."""
    program = tmp_path / f"{name}.py"
    program.write_text(
        f"import sys\nopen(sys.argv[-1].split('=')[1], 'w').write({junit!r})\nsys.exit({code})\n"
    )
    return start.Stage(name, [sys.executable, str(program)], pytest=True)


@pytest.mark.parametrize(
    ("case", "code", "last"),
    [
        ('<testcase name="a"/>', 0, "2 passed, 0 failed"),
        ('<testcase name="a"><skipped type="pytest.skip"/></testcase>', 1, "1 passed, 0 failed"),
        ('<testcase name="a"><skipped type="pytest.xfail"/></testcase>', 1, "1 passed, 0 failed"),
        ('<testcase name="a"><failure/></testcase>', 1, "1 passed, 1 failed"),
    ],
)
def test_the_last_line_counts_and_nothing_is_skipped(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    case: str,
    code: int,
    last: str,
) -> None:
    monkeypatch.setattr(start, "ARTEFACTS", tmp_path)
    monkeypatch.setattr(start, "network_cut", list)
    tests = script(tmp_path, "unit", f"<testsuite>{case}</testsuite>", int("failure" in case))
    assert start.check([start.Stage("lint", [sys.executable, "-c", ""]), tests]) == code
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == last
    assert lines[0].startswith("The network cannot be cut here")


def test_a_failed_stage_does_not_stop_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "ARTEFACTS", tmp_path)
    bad = start.Stage("lint", [sys.executable, "-c", "raise SystemExit(3)"])
    good = start.Stage("types", [sys.executable, "-c", ""])
    assert start.check([bad, good]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 1 failed"


def test_a_kernel_of_a_stage_saves_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "ARTEFACTS", tmp_path)
    code = f"import os; open({str(tmp_path / 'seen')!r}, 'w').write(os.environ['COURSE_PORTFOLIO'])"
    start.check([start.Stage("lint", [sys.executable, "-c", code])])
    seen = Path((tmp_path / "seen").read_text())
    assert ROOT not in seen.parents
    assert not seen.parent.exists()


def test_an_unknown_stage_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(["test", "brwser"]) == 1
    assert "brwser; there are format, lint," in capsys.readouterr().err


def test_the_stages_run_in_this_order() -> None:
    static = ["format", "lint", "javascript", "layers", "types"]
    assert [stage.name for stage in start.stages()] == [*static, "unit", "nbval", "browser"]
    assert [stage.name for stage in start.stages(quick=True)] == [*static, "unit"]
    assert "not slow" in start.stages(quick=True)[-1].command
