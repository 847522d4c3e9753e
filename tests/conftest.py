"""What holds for every test: reproducible examples, and a portfolio of its own."""

from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("course", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("course")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent / "browser" in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def portfolio_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that a Portfolio made in this test, or in a kernel it starts, writes to."""
    path = tmp_path / "my-work" / "portfolio.json"
    monkeypatch.setenv("COURSE_PORTFOLIO", str(path))
    return path
