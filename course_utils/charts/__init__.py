"""Figures: each has a function that draws it with plotly, one that describes it and one for its table.

A file a family: `rungs` (ladders side by side), `clock` (the response clock), `places` (profiles and one
ladder); what they share stands in `base`. Their names are used from here: `charts.response_clock`.

Example:
    >>> from course_utils import charts
    >>> charts.clock_place(24)
    3.0
"""

from course_utils.charts.clock import EDGE as EDGE
from course_utils.charts.clock import STEPS as STEPS
from course_utils.charts.clock import ClockLane as ClockLane
from course_utils.charts.clock import ClockMark as ClockMark
from course_utils.charts.clock import clock_geometry as clock_geometry
from course_utils.charts.clock import clock_place as clock_place
from course_utils.charts.clock import clock_sentence as clock_sentence
from course_utils.charts.clock import clock_table as clock_table
from course_utils.charts.clock import response_clock as response_clock
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
