"""Figures: each has a function that draws it with plotly, one that describes it and one for its table.

A file a family: `rungs` (ladders side by side), `clock` (the response clock), `membership` (how the treaty
grew), `places` (profiles and one
ladder), `paradox` (the map, the window, the cloud), `assumed` (the risk over time, the weight of each
assumption); what they share stands in `base`, those of the formal model also in `labels`, `picture` and
`claims`. Their names are used from here: `charts.response_clock`. The figures of the model need numpy, so
they are loaded when they are first used.

Example:
    >>> from course_utils import charts
    >>> charts.clock_place(24)
    3.0
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

from course_utils.charts.clock import EDGE as EDGE
from course_utils.charts.clock import STEPS as STEPS
from course_utils.charts.clock import ClockLane as ClockLane
from course_utils.charts.clock import ClockMark as ClockMark
from course_utils.charts.clock import clock_geometry as clock_geometry
from course_utils.charts.clock import clock_place as clock_place
from course_utils.charts.clock import clock_sentence as clock_sentence
from course_utils.charts.clock import clock_table as clock_table
from course_utils.charts.clock import response_clock as response_clock
from course_utils.charts.membership import Round as Round
from course_utils.charts.membership import membership as membership
from course_utils.charts.membership import membership_geometry as membership_geometry
from course_utils.charts.membership import membership_sentence as membership_sentence
from course_utils.charts.membership import membership_table as membership_table
from course_utils.charts.places import Place as Place
from course_utils.charts.places import ladder as ladder
from course_utils.charts.places import ladder_geometry as ladder_geometry
from course_utils.charts.places import profile as profile
from course_utils.charts.places import profile_geometry as profile_geometry
from course_utils.charts.places import profile_sentence as profile_sentence
from course_utils.charts.places import profile_table as profile_table
from course_utils.charts.places import rung_sentence as rung_sentence
from course_utils.charts.places import rung_table as rung_table
from course_utils.charts.rungs import LadderPoint as LadderPoint
from course_utils.charts.rungs import ladder_sentence as ladder_sentence
from course_utils.charts.rungs import ladder_table as ladder_table
from course_utils.charts.rungs import ladders as ladders

if TYPE_CHECKING:
    from course_utils.charts.assumed import Ahead as Ahead
    from course_utils.charts.assumed import Bar as Bar
    from course_utils.charts.assumed import risk_over_time as risk_over_time
    from course_utils.charts.assumed import time_geometry as time_geometry
    from course_utils.charts.assumed import time_sentence as time_sentence
    from course_utils.charts.assumed import time_table as time_table
    from course_utils.charts.assumed import weight_bars as weight_bars
    from course_utils.charts.assumed import weight_geometry as weight_geometry
    from course_utils.charts.assumed import weight_sentence as weight_sentence
    from course_utils.charts.assumed import weight_table as weight_table
    from course_utils.charts.paradox import Cloud as Cloud
    from course_utils.charts.paradox import Frame as Frame
    from course_utils.charts.paradox import Lane as Lane
    from course_utils.charts.paradox import Map as Map
    from course_utils.charts.paradox import Window as Window
    from course_utils.charts.paradox import cloud_figure as cloud_figure
    from course_utils.charts.paradox import cloud_geometry as cloud_geometry
    from course_utils.charts.paradox import cloud_sentence as cloud_sentence
    from course_utils.charts.paradox import cloud_table as cloud_table
    from course_utils.charts.paradox import lane_rows as lane_rows
    from course_utils.charts.paradox import map_geometry as map_geometry
    from course_utils.charts.paradox import map_sentence as map_sentence
    from course_utils.charts.paradox import map_table as map_table
    from course_utils.charts.paradox import paradox_map as paradox_map
    from course_utils.charts.paradox import window_bar as window_bar
    from course_utils.charts.paradox import window_geometry as window_geometry
    from course_utils.charts.paradox import window_sentence as window_sentence
    from course_utils.charts.paradox import window_table as window_table

_LATER: Final = {
    **dict.fromkeys(
        (
            "Ahead",
            "Bar",
            "risk_over_time",
            "time_geometry",
            "time_sentence",
            "time_table",
            "weight_bars",
            "weight_geometry",
            "weight_sentence",
            "weight_table",
        ),
        "assumed",
    ),
    **dict.fromkeys(
        (
            "Cloud",
            "Frame",
            "Lane",
            "Map",
            "Window",
            "cloud_figure",
            "cloud_geometry",
            "cloud_sentence",
            "cloud_table",
            "lane_rows",
            "map_geometry",
            "map_sentence",
            "map_table",
            "paradox_map",
            "window_bar",
            "window_geometry",
            "window_sentence",
            "window_table",
        ),
        "paradox",
    ),
}
"""The file of each name that is loaded when it is first used."""


def __getattr__(name: str) -> Any:
    """Load a figure of the model when its name is first used."""
    if name in _LATER.values():
        return importlib.import_module(f"{__name__}.{name}")
    if name in _LATER:
        return getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The names of all figures, those not yet loaded too."""
    return sorted({*globals(), *_LATER, *_LATER.values()})
