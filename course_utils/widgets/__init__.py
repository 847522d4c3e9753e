"""The panels of the lessons, each loaded on first use.

>>> from course_utils.widgets import Question
>>> Question.__name__
'Question'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_utils.widgets.beliefs import Beliefs
    from course_utils.widgets.builder import Builder
    from course_utils.widgets.explorer import Explorer
    from course_utils.widgets.handin import HandIn
    from course_utils.widgets.keeper import Keeper
    from course_utils.widgets.paradox import ParadoxMap
    from course_utils.widgets.question import Question
    from course_utils.widgets.rank import Rank
    from course_utils.widgets.reader import Reader
    from course_utils.widgets.texts import Texts

_ROOMS = {
    "Beliefs": "beliefs",
    "Builder": "builder",
    "Explorer": "explorer",
    "HandIn": "handin",
    "Keeper": "keeper",
    "ParadoxMap": "paradox",
    "Question": "question",
    "Rank": "rank",
    "Reader": "reader",
    "Texts": "texts",
}
__all__ = [
    "Beliefs",
    "Builder",
    "Explorer",
    "HandIn",
    "Keeper",
    "ParadoxMap",
    "Question",
    "Rank",
    "Reader",
    "Texts",
]


def __getattr__(name: str) -> Any:
    """Load the panel that is asked for."""
    if name in _ROOMS:
        return getattr(import_module(f"course_utils.widgets.{_ROOMS[name]}"), name)
    raise AttributeError(f"course_utils.widgets has no {name!r}; it has {', '.join(sorted(_ROOMS))}")
