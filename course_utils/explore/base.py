"""What every explorer is made of: controls, a picture, paragraphs and a table, all from the same rows.

An explorer asks one question of some tables. The student predicts, then turns its controls; what is shown,
and the sentence that says what a turn changed, are pure functions of the settings.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any, ClassVar, Final, TypeAlias

from course_utils import datasets, words

Settings: TypeAlias = dict[str, Any]
"""The value of each control, by name: text for a choice, a list of text for choices, a number else."""

Row: TypeAlias = Mapping[str, Any]
"""One row of a table; what each column holds stands in the table's own description."""

LINE: Final = 16
"""Pixels from one line of words in a picture to the next."""


@dataclass(frozen=True)
class Control:
    """One thing that the student turns.

    Attributes:
        name: what settings call it.
        label: what the student reads.
        kind: choice, choices or number.
        start: its value before anything was turned.
        options: value and label of each option; empty for a number.
        minimum: least number.
        maximum: largest number.
        step: of the number.
        unit: of the number.
        help: one sentence more.
        where: under which values of another control it has an effect: name and values; empty for always.

    >>> Control("years", "Years", "number", 5, minimum=1, maximum=9, step=1, unit="years").takes(9.5)
    False
    """

    name: str
    label: str
    kind: str
    start: Any
    options: tuple[tuple[str, str], ...] = ()
    minimum: float = 0
    maximum: float = 0
    step: float = 1
    unit: str = ""
    help: str = ""
    where: tuple[str, tuple[str, ...]] | None = None

    def takes(self, value: Any) -> bool:
        """Return whether a value can be set."""
        known = [option for option, _ in self.options]
        if self.kind == "choice":
            return isinstance(value, str) and value in known
        if self.kind == "choices":
            return isinstance(value, list) and bool(value) and all(one in known for one in value)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and self.minimum <= value <= self.maximum

    def form(self) -> dict[str, Any]:
        """Return what the page needs to draw it."""
        options = [{"value": value, "label": label} for value, label in self.options]
        return {**asdict(self), "options": options, "needed": True}


def choice(
    name: str, spec: Mapping[str, Any], start: str, where: tuple[str, tuple[str, ...]] | None = None
) -> Control:
    """Return a control with the label and the options of the words.

    >>> choice("by", {"label": "Rank by", "options": {"a": "one", "b": "two"}}, "a").options
    (('a', 'one'), ('b', 'two'))
    """
    return Control(name, spec["label"], "choice", start, tuple(spec["options"].items()), where=where)


@dataclass(frozen=True)
class Shape:
    """One thing in a picture: across in shares of the plot from 0 to 1, upright in pixels from its top.

    Attributes:
        kind: words, line, bar or mark.
        x: where it begins, or its middle.
        y: its place from the top: of words the foot of the first line, of a bar its middle.
        to: where a line or a bar ends across.
        down: where a line ends.
        text: words, or what a mark means; a mark that opens something means its row of the table.
        anchor: start, middle or end: which part of words stands at `x`.
        dx: pixels to the right of `x`.
        look: plain, soft, strong or hollow, or one of the four questions.
        form: of a mark: circle, square, triangle or diamond.
        key: what a mark opens; empty for nothing.
    """

    kind: str
    x: float
    y: float
    to: float = 0
    down: float = 0
    text: str = ""
    anchor: str = "start"
    dx: float = 0
    look: str = "plain"
    form: str = "circle"
    key: str = ""

    def sent(self) -> dict[str, Any]:
        """Return what differs from a shape of which nothing else is known: all that a page needs to hear.

        >>> Shape("mark", 0.5, 8, form="square").sent()
        {'kind': 'mark', 'x': 0.5, 'y': 8, 'form': 'square'}
        """
        found = vars(self)
        return {name: found[name] for name in found if name not in _USUAL or found[name] != _USUAL[name]}


_USUAL: Final = {field.name: field.default for field in fields(Shape) if field.default is not MISSING}


@dataclass(frozen=True)
class Scene:
    """A picture: shapes on a plot.

    Attributes:
        shapes: what is drawn, the lowest first.
        tall: pixels from top to foot.
        left: pixels left of the plot, for names of rows.
        right: pixels right of it.
    """

    shapes: tuple[Shape, ...]
    tall: float
    left: float = 8
    right: float = 16


@dataclass(frozen=True)
class Table:
    """The numbers behind a picture.

    Attributes:
        caption: what it shows.
        columns: their names.
        rows: cells as they are read, row by row.
        numbers: which columns hold numbers, counted from 0.
        keys: what each row opens; empty where rows open nothing.
        behind: what the student unfolds to see it; empty where it is seen at once.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    behind: str = ""


@dataclass(frozen=True)
class Shown:
    """Everything that an explorer shows for some settings.

    Attributes:
        told: paragraphs that say what is seen, made from the same rows.
        table: the numbers.
        scene: the picture; None where nothing can be drawn.
        notes: what must be known before anything is concluded.
        cites: where the rows come from.
    """

    told: tuple[str, ...]
    table: Table
    scene: Scene | None = None
    notes: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    def sent(self) -> dict[str, Any]:
        """Return it as a page hears it, by name.

        >>> Shown(("Nothing.",), Table("Empty", (), ())).sent()["scene"] is None
        True
        """
        scene = self.scene and {**vars(self.scene), "shapes": [shape.sent() for shape in self.scene.shapes]}
        return {**vars(self), "table": vars(self.table).copy(), "scene": scene}


@dataclass(frozen=True)
class Opened:
    """One row in full.

    Attributes:
        title: what it is called.
        parts: label and text of each part.
        cites: where it comes from.
        code: the code with which it opens in the builder; empty where it is no guarantee.
    """

    title: str
    parts: tuple[tuple[str, str], ...]
    cites: tuple[str, ...] = ()
    code: str = ""


class Exploration(ABC):
    """One question, its controls, and what they show; its words stand in the section `explore`."""

    name: ClassVar[str]

    @property
    def words(self) -> Mapping[str, Any]:
        """The words of this explorer."""
        spec: Mapping[str, Any] = words.section("explore")[self.name]
        return spec

    def said(self, key: str, **values: object) -> str:
        """Return one sentence of this explorer."""
        return words.text(f"explore.{self.name}.{key}", **values)

    @abstractmethod
    def controls(self) -> tuple[Control, ...]:
        """Return what can be turned, in the order of the page."""

    @abstractmethod
    def show(self, settings: Settings) -> Shown:
        """Return what is seen under some settings."""

    @abstractmethod
    def turned(self, before: Settings, after: Settings) -> str:
        """Return the sentence that says what a turn changed; empty for settings that are equal."""

    @abstractmethod
    def answer(self) -> str:
        """Return what the record says about the prediction, without regard to what was predicted."""

    def open(self, key: str) -> Opened | None:
        """Return one row in full; None where there is no such row."""
        return None

    def start(self) -> Settings:
        """Return the settings before anything was turned."""
        return {control.name: control.start for control in self.controls()}

    def settle(self, wanted: Mapping[str, Any], before: Settings | None = None) -> Settings:
        """Return settings in which everything stands; what cannot stand is left as it was."""
        found = dict(before or self.start())
        for control in self.controls():
            if control.takes(wanted.get(control.name)):
                found[control.name] = wanted[control.name]
        return found

    def predictions(self) -> tuple[tuple[str, str], ...]:
        """Return value and label of what can be predicted."""
        return tuple(self.words["predict"]["options"].items())


def rows(table: str) -> Sequence[Row]:
    """Return the rows of a table.

    >>> rows("measures")[0]["number"]
    1
    """
    return datasets.rows(table)


def row_of(table: str, id: str) -> Row:
    """Return one row of a table.

    Raises:
        datasets.UnknownRow: there is none of that name.

    >>> row_of("states", "USA")["name_in_text"]
    'the United States'
    """
    return datasets.row(table, id)


def others(table: str, id: str) -> str:
    """Return what other sources or readers say of a row, and why ours stands; empty where nobody differs.

    >>> others("agreements", "united-kingdom").startswith("A study of the Centre for Eastern Studies")
    True
    """
    return " ".join(str(row["why"]) for row in datasets.disputes(table) if row["row"] == id)


def thousands(number: float) -> str:
    """Return a whole number with commas.

    >>> thousands(29950)
    '29,950'
    """
    return f"{number:,.0f}"


def listed(names: Sequence[str], between: str = ", ") -> str:
    """Return names as a sentence has them.

    >>> listed(["a", "b", "c"]), listed(["a"]), listed(["a, b", "c", "d"], "; ")
    ('a, b and c', 'a', 'a, b; c and d')
    """
    *most, last = names
    return f"{between.join(most)} and {last}" if most else last


def ranks(values: Sequence[float]) -> tuple[int, ...]:
    """Return the place of each value, the largest first; equal values share a place.

    >>> ranks([5, 9, 5, 1])
    (2, 1, 2, 4)
    """
    return tuple(1 + sum(other > value for other in values) for value in values)


def bars(items: Iterable[tuple[str, float, str]], left: float, look: str = "plain") -> Scene:
    """Return a picture of bars one under another, each with its name and its number in words.

    Args:
        items: name, length and number in words of each; the longest fills four fifths of the plot.
        left: pixels for the names.
        look: of the bars.

    >>> bars([("USA", 10, "10"), ("UK", 5, "5")], 80).shapes[1].to
    0.8
    """
    found = list(items)
    most = max((length for _, length, _ in found), default=0) or 1
    shapes: list[Shape] = []
    for place, (name, length, number) in enumerate(found):
        y = 16 + 24 * place
        end = 0.8 * length / most
        shapes += [
            Shape("words", 0, y + 4, text=name, anchor="end", dx=-8),
            Shape("bar", 0, y, to=end, look=look),
            Shape("words", end, y + 4, text=number, dx=6),
        ]
    return Scene(tuple(shapes), 24 * len(found) + 12, left)
