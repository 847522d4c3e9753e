"""The contracts in pyproject.toml hold each layer, and each of them notices a breach."""

import os
import pkgutil
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ["IPython", "ipywidgets", "numpy", "pandas", "plotly", "pydantic"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the library and the contracts that a test may spoil."""
    copy = tmp_path / "tree"
    shutil.copytree(
        ROOT / "course_utils", copy / "course_utils", ignore=shutil.ignore_patterns("__pycache__", "_data")
    )
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    script = Path(sysconfig.get_path("scripts")) / "lint-imports"
    return subprocess.run(
        [script, "--no-logo", "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
    )


def test_the_tree_keeps_every_contract(tree: Path) -> None:
    checked = lint_imports(tree)
    assert checked.returncode == 0, checked.stdout
    assert "0 broken" in checked.stdout


# One breach a layer; the second value is the part of the contract's name that must be reported as broken.
BREACHES = [
    ("words.py", "import pydantic", "The ground stands on the standard library"),
    ("clauses.py", "from course_utils import guarantee", "Each layer knows only"),
    ("datasets.py", "import numpy", "The ground stands on the standard library"),
    ("guarantee.py", "import pandas", "The reader and the builder run without pandas"),
    ("instruments.py", "from course_utils import portfolio", "Each layer knows only"),
    ("treaty.py", "import filelock", "The record locks"),
    ("designs.py", "from course_utils import contest", "Each layer knows only"),
    ("contest.py", "from course_utils import game", "Each layer knows only"),
    ("bridge.py", "from course_utils import game", "Each layer knows only"),
    ("game.py", "from course_utils import frontier", "Each layer knows only"),
    ("frontier.py", "from course_utils import portfolio", "Each layer knows only"),
    ("charts/rungs.py", "from course_utils import game", "Of the figures only those of the model"),
    ("portfolio.py", "import plotly.graph_objects", "No layer below the view knows plotly"),
    ("describe.py", "import IPython.display", "Only the widgets and the lesson know Jupyter"),
    ("charts/clock.py", "import ipywidgets", "Only the widgets and the lesson know Jupyter"),
    ("memo.py", "import numpy", "The reader and the builder run without pandas"),
    ("theme.py", "from course_utils import widgets", "Each layer knows only"),
    ("widgets/base.py", "import numpy", "The reader and the builder run without pandas"),
    ("widgets/__init__.py", "from course_utils import lesson", "Each layer knows only"),
    ("questions/__init__.py", "import IPython", "Only the widgets and the lesson know Jupyter"),
    ("notebooks.py", "from course_utils import lesson", "Each layer knows only"),
    ("lesson.py", "from course_utils import classroom", "Each layer knows only"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("file", "line", "contract"), BREACHES)
def test_one_forbidden_import_breaks_a_contract(tree: Path, file: str, line: str, contract: str) -> None:
    if line.endswith("classroom"):  # a file of a later step, beside the lesson
        (tree / "course_utils" / "classroom.py").touch()
    spoilt = tree / "course_utils" / file
    spoilt.write_text(f"{spoilt.read_text('utf-8')}\n{line}\n", "utf-8")
    checked = lint_imports(tree)
    assert checked.returncode != 0
    broken = [words for words in checked.stdout.splitlines() if " BROKEN" in words]
    assert any(words.startswith(contract) for words in broken), checked.stdout


def test_a_file_outside_every_layer_is_noticed(tree: Path) -> None:
    (tree / "course_utils" / "extra.py").touch()
    assert lint_imports(tree).returncode != 0


def loaded(code: str) -> str:
    """Which of the heavy packages are loaded after this code, in a process of its own."""
    question = f"{code}\nimport sys\nprint(sorted({set(HEAVY)!r} & set(sys.modules)))"
    return subprocess.check_output([sys.executable, "-c", question], cwd=ROOT, text=True).strip()


def test_importing_the_package_loads_nothing() -> None:
    assert loaded("import course_utils") == "[]"


def test_the_ground_loads_nothing() -> None:
    assert loaded("from course_utils import words, datasets, clauses") == "[]"


@pytest.mark.parametrize(
    "name",
    ["guarantee", "instruments", "treaty", "portfolio", "describe", "memo", "theme", "widgets", "lesson"],
)
def test_no_layer_loads_pandas_or_numpy(name: str) -> None:
    packages = loaded(f"import importlib\nimportlib.import_module('course_utils.{name}')")
    assert "pandas" not in packages
    assert "numpy" not in packages


def test_names_resolve_on_first_use() -> None:
    import course_utils

    assert course_utils.words.__name__ == "course_utils.words"
    assert set(course_utils.__all__) < set(dir(course_utils))
    parts = {part.name for part in pkgutil.iter_modules(course_utils.__path__)}
    assert set(course_utils.__all__) == parts


def test_a_misspelt_name_is_an_attribute_error() -> None:
    import course_utils

    with pytest.raises(AttributeError, match="treatty"):
        _ = course_utils.treatty
