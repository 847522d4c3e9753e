"""Explorers: one question each, asked of tables that the student can turn. No Jupyter and no plotly.

A room an explorer, over what they share in `base`. They are found by name: `explore.get("burden")`.

Example:
    >>> from course_utils import explore
    >>> explore.get("burden").start()["by"]
    'count'
"""

import importlib
from functools import cache
from typing import Final

from course_utils.explore.base import Control as Control
from course_utils.explore.base import Exploration as Exploration
from course_utils.explore.base import Opened as Opened
from course_utils.explore.base import Scene as Scene
from course_utils.explore.base import Settings as Settings
from course_utils.explore.base import Shape as Shape
from course_utils.explore.base import Shown as Shown
from course_utils.explore.base import Table as Table

NAMES: Final = ("timeline", "burden", "votes", "reliability", "proposals")
"""The explorers, in the order of the lessons that they serve."""


@cache
def get(name: str) -> Exploration:
    """Return an explorer.

    Raises:
        LookupError: there is none of that name.

    >>> get("burden").name
    'burden'
    """
    if name not in NAMES:
        raise LookupError(f"There is no explorer {name!r}; there are {', '.join(NAMES)}.")
    found: Exploration = importlib.import_module(f"{__name__}.{name}").EXPLORATION
    return found
