"""The model's page: its snippets run, and its list of functions is that of the library."""

import doctest
import re
from pathlib import Path

from course_utils import frontier, game, sensitivity

PAGE = Path(__file__).resolve().parents[1] / "docs" / "model.md"
ROOMS = {"game": game, "frontier": frontier, "sensitivity": sensitivity}


def test_every_snippet_gives_what_the_page_says() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.failed == 0
    assert found.attempted > 30


def test_every_function_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(game|frontier|sensitivity)\.(\w+)`", PAGE.read_text("utf-8")))
    assert len(named) > 15
    for room, name in named:
        assert callable(getattr(ROOMS[room], name)), f"{room}.{name}"


def test_the_page_names_no_function_of_signals() -> None:
    """Layer 7 is not built; the page says so and lists no test of it."""
    text = PAGE.read_text("utf-8")
    assert "| T16 |" not in text
    assert "Signals are not in the model" in text
