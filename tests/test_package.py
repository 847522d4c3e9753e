"""The wheel carries everything that the library reads, and works where nothing else is installed."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return folder / build_wheel(str(folder))


def test_the_wheel_carries_the_library_and_its_data(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    library = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "course_utils").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert library <= inside
    assert {Path(name).suffix for name in library} >= {".py", ".js", ".css", ".toml", ".typed"}
    data = {f"course_utils/_data/{path.name}" for path in (ROOT / "datasets").iterdir() if path.is_file()}
    assert "course_utils/_data/datapackage.json" in data
    assert data <= inside


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"course_utils", f"{wheel.name.split('-py3')[0]}.dist-info"}


@pytest.mark.slow
def test_a_table_is_read_in_a_bare_environment_from_the_root_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "bare", with_pip=False)
    python = tmp_path / "bare" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = ["install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, *install], check=True)
    code = """
import sys
from course_utils import clauses, datasets, words
rows = datasets.rows("clauses")
assert str(sys.prefix) in datasets.__file__, datasets.__file__
assert all(datasets.rows(name) for name in datasets.names())
assert any(row["id"] == "NAT1949-5-1" for row in rows)
assert words.fields() and clauses.get("NAT1949-5-1").words
print(len(rows))
"""
    answer = subprocess.run(
        [python, "-I", "-c", code], cwd=Path("/"), env={}, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout) > 5
