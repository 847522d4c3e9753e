"""The checks of the lessons notice a panel whose JavaScript is gone, and keys let through to JupyterLab."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lab import LESSON_0, LESSON_1, LESSON_8, ROOT, Notebook, Server, sitting
from playwright.sync_api import Browser, Error, expect
from test_keys import check_keys
from test_lesson_0 import check_beliefs
from test_lesson_1 import check_keeper, check_question, check_rank, check_reader
from test_lesson_8 import check_builder

CHECKS: dict[str, dict[str, Callable[[Notebook], None]]] = {
    LESSON_0: {"beliefs": check_beliefs},
    LESSON_1: {
        "keeper": check_keeper,
        "question": check_question,
        "reader": check_reader,
        "rank": check_rank,
    },
    LESSON_8: {"builder": check_builder},
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its tables, which may be spoilt."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("course_utils", "datasets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def spoilt(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A JupyterLab whose kernels take the package from the copy."""
    one = Server(tmp_path_factory.mktemp("spoilt"), package_root=copy)
    yield one
    one.stop()


@pytest.fixture
def impatient() -> Iterator[None]:
    """What is not there need not be waited for as long as what may still come."""
    expect.set_options(timeout=2000)
    yield
    expect.set_options(timeout=5000)


@pytest.fixture(scope="module")
def whole(browser: Browser, spoilt: Server, request: pytest.FixtureRequest) -> Iterator[Notebook]:
    """A lesson with the copy as it is: every check passes."""
    with sitting(browser, spoilt, f"panels-of-{request.param[:2]}") as student:
        lesson = student.open(request.param)
        lesson.run_all()
        for check in CHECKS[request.param].values():
            check(lesson)
        yield lesson


def again(lesson: Notebook) -> None:
    """Run the lesson anew with an empty record."""
    shutil.rmtree(lesson.folder / "my-work", ignore_errors=True)
    lesson.restart_and_run_all(drawn=False)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("whole", [LESSON_0, LESSON_1, LESSON_8], indirect=True)
def test_a_panel_without_its_javascript_fails_its_check(whole: Notebook, copy: Path) -> None:
    checks = CHECKS[whole.name]
    for name, check in checks.items():
        script = copy / "course_utils" / "widgets" / f"{name}.js"
        kept = script.read_text("utf-8")
        script.write_text("", "utf-8")
        try:
            again(whole)
            for other in checks.keys() - {name}:
                expect(whole.panel(other)).to_be_visible()
            assert whole.panel(name).count() == 0
            whole.page.set_default_timeout(2000)
            with pytest.raises((AssertionError, Error)):
                check(whole)
        finally:
            whole.page.set_default_timeout(15_000)
            script.write_text(kept, "utf-8")
            whole.sitting.errors.clear()  # what the browser says of an empty module is not what is tested


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("whole", [LESSON_1], indirect=True)
def test_keys_that_are_let_through_change_cells(whole: Notebook, copy: Path) -> None:
    script = copy / "course_utils" / "widgets" / "ui.js"
    kept = script.read_text("utf-8")
    assert kept.count("event.stopImmediatePropagation()") == 1
    script.write_text(kept.replace("event.stopImmediatePropagation()", "undefined"), "utf-8")
    try:
        again(whole)
        whole.save()
        whole.reload()  # the listener that contains keys lives as long as the page
        whole.restart_and_run_all()
        with pytest.raises(AssertionError):
            check_keys(whole)
    finally:
        script.write_text(kept, "utf-8")
        whole.sitting.errors.clear()
