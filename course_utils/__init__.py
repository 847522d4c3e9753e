"""The helper library of the course, in layers; each file knows only the layers above it in this list.

- ground: `words` (every label and message), `datasets` (typed tables and their sources), `clauses` (the
  wording of each instrument, phrase by phrase)
- terms: `codes` (terms as a code to paste), `guarantee` (the terms of a guarantee and its faults),
  `gaps` (what it leaves open, and what it may cost), `ladders` (its places on duty, speed and force),
  `instruments` (real instruments in the same terms), `treaty` (terms as treaty text)
- consequence: `cases` (attacks, in the vocabulary of the terms), `replay` (what a text makes of a
  case), `verdicts` (what real texts say of their own history, beside what happened), `objections` (the
  strongest that can be made from what a text leaves open), `designs` (the numbers of the formal model),
  `contest` (whose help arrives, and who helps), `bridge` (from terms to numbers), `game` (whether the
  attacker attacks, and who signs), `frontier` (what deters, what is signed), `sensitivity` (what a result
  rests on)
- record: `portfolio` (everything one student did, in one file)
- view: `describe` (tables and paragraphs), `charts` (figures), `explore` (what the explorers show),
  `memo` (a guarantee on two printed pages), `theme` (colours, shapes, style)
- widgets: `widgets` (what a student moves, types into and reads in a notebook)
- lesson: `questions` (what is asked, and what each wrong answer shows), `glossary` (its page, and the links
  to it), `handin` (what a student hands in), `prose` (the numbers of a lesson and their cells in the tables),
  `notebooks` (lesson metadata, schedule, saving), `lesson` (what the cells of a lesson call), `syllabus` (the
  instructor's pages)

Importing the package loads none of them: a name is imported when it is first used.

Example:
    >>> import course_utils
    >>> course_utils.words.__name__
    'course_utils.words'
"""

import importlib
from types import ModuleType

__version__ = "0.1.0"

__all__ = [
    "bridge",
    "cases",
    "charts",
    "clauses",
    "codes",
    "contest",
    "datasets",
    "describe",
    "designs",
    "explore",
    "frontier",
    "game",
    "gaps",
    "glossary",
    "guarantee",
    "handin",
    "instruments",
    "ladders",
    "lesson",
    "memo",
    "notebooks",
    "objections",
    "portfolio",
    "prose",
    "questions",
    "replay",
    "sensitivity",
    "syllabus",
    "theme",
    "treaty",
    "verdicts",
    "widgets",
    "words",
]


def __getattr__(name: str) -> ModuleType:
    """Import a part of the library when its name is first used."""
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The parts of the library and the version."""
    return [*__all__, "__version__"]
