"""The locked files hold hashes and no address, and agree with each other and with pyproject.toml."""

import itertools
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SETS = ("lab", "instructor", "test")
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[^ ]+)(?: ; (?P<marker>[^\\]+))? \\$")


def pins(path: Path) -> dict[tuple[str, str, str], int]:
    """Each (name, version, marker) of a locked file with the number of its hashes."""
    found: dict[tuple[str, str, str], int] = {}
    for line in path.read_text("utf-8").splitlines():
        pin = PIN.match(line)
        if pin:
            last = (pin["name"], pin["version"], pin["marker"] or "")
            found[last] = 0
        elif re.match(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$", line):
            found[last] += 1
        else:
            assert line.lstrip().startswith("#"), f"neither a pin nor a hash nor a comment: {line}"
    return found


def names(path: Path) -> set[str]:
    return {name for name, _, _ in pins(path)}


@pytest.mark.parametrize("file", [*(f"requirements/{name}.txt" for name in SETS), "binder/requirements.txt"])
def test_hashes_and_no_address(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert "://" not in text
    assert " @ " not in text
    assert not re.search(r"^\s*-(?!-hash=)", text, re.MULTILINE), "an option: an index, a file, a path"
    found = pins(ROOT / file)
    assert len(found) > 50
    assert min(found.values()) >= 1
    assert "course-utils" not in names(ROOT / file)


def test_each_set_holds_the_one_before_it_pin_by_pin() -> None:
    lab, instructor, test = (pins(ROOT / "requirements" / f"{name}.txt") for name in SETS)
    # A marker may be wider in the larger set; the version for a name and a marker may not differ.
    for smaller, larger in ((lab, instructor), (instructor, test)):
        versions = {(name, version) for name, version, _ in larger}
        assert {(name, version) for name, version, _ in smaller} <= versions
        for name in {name for name, _, _ in smaller}:
            assert {v for n, v, _ in smaller if n == name} == {v for n, v, _ in larger if n == name}


def test_binder_installs_the_students_set() -> None:
    assert (ROOT / "binder/requirements.txt").read_bytes() == (ROOT / "requirements/lab.txt").read_bytes()


def canonical(dependency: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=\[ ;]", dependency)[0]).lower()


@pytest.mark.parametrize("name", SETS)
def test_the_lock_covers_what_pyproject_asks_for(name: str) -> None:
    project = tomllib.loads(PYPROJECT)["project"]
    asked = list(project["dependencies"])
    for each in SETS[: SETS.index(name) + 1]:
        asked += project["optional-dependencies"][each]
    wanted = {canonical(line) for line in asked} - {"course-utils"}
    assert wanted <= names(ROOT / "requirements" / f"{name}.txt")


def test_what_builds_the_package_is_in_the_students_set() -> None:
    needed = tomllib.loads(PYPROJECT)["build-system"]["requires"]
    assert {canonical(line) for line in needed} <= names(ROOT / "requirements/lab.txt")


def test_every_dependency_line_says_what_needs_it() -> None:
    lines = re.findall(
        r'^    "[A-Za-z0-9_.\[\]-]+(?:[>=]=[0-9.a-z]+(?:,<[0-9.]+)?)?",.*$', PYPROJECT, re.MULTILINE
    )
    project = tomllib.loads(PYPROJECT)["project"]
    extras = project["optional-dependencies"].values()
    for dependency in itertools.chain(project["dependencies"], *extras):
        line = next(line for line in lines if line.startswith(f'    "{dependency}",'))
        assert re.search(r",\s+# \w.{10,}", line), line
