"""The student's guarantee as a memo, at most two pages when printed: one structure, two forms.

The forms are HTML and Markdown. Everything is made from the terms, the tables and what the student claims;
nothing is asked of a network, and the HTML holds no script. A name, a note and a label are what somebody
typed: they are cleaned of characters that are not seen, and escaped wherever they are shown. What does not
fit on two pages is left out of the HTML by rule, and it says so; nothing is set in smaller type. Markdown has
no pages and shows all of it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from html import escape
from json import JSONEncoder
from typing import Final, TypeAlias

from course_utils import cases as case_table
from course_utils import charts, datasets, instruments, replay, theme, treaty, words
from course_utils.gaps import Gap
from course_utils.guarantee import SCHEMA, Draft, Guarantee, Row, listed, state_name

MOST_CASES: Final = 6
"""So many cases have room on two pages."""
MOST_BESIDE: Final = 2
"""So many other texts have room beside the student's."""
LONGEST_NAME: Final = 80
"""Characters of a name that are shown."""

#: Joiners are not seen either, and ordinary writing in some scripts needs them; they turn nothing round.
_KEPT: Final = "\n\t\u200c\u200d"
_MOST_MARKS: Final = 4  # accents on one letter; more would be printed over other lines
_NEWLINES: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")

#: One thing set beside the student's guarantee: the id of a real text, or a label and a guarantee.
Beside: TypeAlias = "str | tuple[str, Guarantee]"


@dataclass(frozen=True)
class Answer:
    """One of the four questions: its key, its label, and label and value of each settled term."""

    question: str
    label: str
    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Tried:
    """What the guarantee makes of one case.

    Attributes:
        case: the case's title.
        as_if: whether the text is applied outside its own parties.
        met: whether the trigger is met: yes, no or arguable.
        reason: the step on which that answer hangs; empty where every step says yes.
        owed: who owes what by when, a line for those who owe the same.
        change: the smallest change of one term that turns the verdict; empty where none does.
        changes: how many changes of one term turn it.
    """

    case: str
    as_if: bool
    met: str
    reason: str
    owed: tuple[str, ...]
    change: str
    changes: int


@dataclass(frozen=True)
class Comparison:
    """Terms that differ from other texts.

    Attributes:
        labels: what each text is called in its column.
        names: its whole name, where it is a real text; else empty.
        rows: the terms that differ, the student's cell first; a cell that agrees with it is empty.
        also: labels of the terms that differ and have no row.
    """

    labels: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    also: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Where the guarantee stands under the student's claims: the sentences, and each claim in words."""

    sentences: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Memo:
    """A guarantee as a memo.

    Attributes:
        draft: the terms as they were set.
        name, note: what the student typed, without characters that are not seen.
        told: the paragraphs of the note that have room.
        note_cut: whether that is less than the note.
        finished: whether nothing is impossible or missing.
        faults: what is, in sentences; of many the first, and then how many more.
        answers: the settled terms by question.
        text: the articles of the treaty text, each with heading and words.
        text_cut: whether articles were left out.
        gaps: what is left open: question and sentence.
        more_gaps: labels of terms that are left open as well.
        costs: what sharper terms may cost: question and sentence.
        more_costs: labels of terms that may cost something as well.
        tried: what it makes of each case.
        more_tried: titles of cases for which there was no room.
        refrain: whether a duty to use no force is among the terms: one that holds whatever happens.
        beside: how it differs from other texts; None where none was chosen.
        standing: where it stands under the student's claims; None where nothing was claimed.
        rests: what the memo rests on, in sentences.
        evidence_to: the day or month up to which the evidence reaches, in words.
        code: the code of the terms that can stand.
        again: how to open it again.
        whole: the same memo with room for everything, where something was left out; else None.
    """

    draft: Draft
    name: str
    note: str
    told: tuple[str, ...]
    note_cut: bool
    finished: bool
    faults: tuple[str, ...]
    answers: tuple[Answer, ...]
    text: tuple[tuple[str, str], ...]
    text_cut: bool
    gaps: tuple[tuple[str, str], ...]
    more_gaps: tuple[str, ...]
    costs: tuple[tuple[str, str], ...]
    more_costs: tuple[str, ...]
    tried: tuple[Tried, ...]
    more_tried: tuple[str, ...]
    refrain: bool
    beside: Comparison | None
    standing: Standing | None
    rests: tuple[str, ...]
    evidence_to: str
    code: str
    again: str
    whole: Memo | None = None

    @property
    def title(self) -> str:
        """The heading, which says so where the guarantee is not finished.

        >>> of(Draft.from_dict({}), name="Ours").title
        'Unfinished guarantee: Ours'
        """
        return words.text("memo.title" if self.finished else "memo.title_unfinished", name=self.name)


@dataclass(frozen=True)
class _Room:
    """How much is printed of what may be long.

    Characters of the note; gaps; costs; rows beside other texts; cases; articles: 3 for all, 2 for those on
    the event and the duty, 1 for the duty alone, 0 for none.
    """

    note: int
    gaps: int
    costs: int
    rows: int
    cases: int
    articles: int


_ROOMS: Final = (
    _Room(4000, 99, 99, 99, MOST_CASES, 3),
    _Room(3000, 99, 99, 20, MOST_CASES, 3),
    _Room(2000, 16, 8, 18, MOST_CASES, 2),
    _Room(2000, 14, 7, 16, MOST_CASES, 2),
    _Room(1600, 13, 7, 15, MOST_CASES, 2),
    _Room(1300, 12, 6, 14, MOST_CASES, 2),
    _Room(1000, 11, 6, 13, MOST_CASES, 2),
    _Room(900, 10, 6, 12, MOST_CASES, 2),
    _Room(900, 9, 5, 11, MOST_CASES, 2),
    _Room(800, 9, 5, 10, MOST_CASES, 2),
    _Room(800, 8, 5, 9, MOST_CASES, 2),
    _Room(700, 7, 4, 8, MOST_CASES, 2),
    _Room(700, 6, 4, 7, MOST_CASES, 2),
    _Room(600, 6, 3, 6, MOST_CASES, 2),
    _Room(500, 5, 3, 5, MOST_CASES, 2),
    _Room(500, 5, 3, 5, MOST_CASES, 1),
    _Room(400, 4, 2, 4, MOST_CASES, 1),
    _Room(400, 4, 2, 4, 5, 1),
    _Room(400, 4, 2, 4, 4, 1),
    _Room(300, 4, 2, 4, 4, 0),
    _Room(300, 4, 2, 4, 3, 0),
    _Room(200, 3, 2, 3, 3, 0),
    _Room(100, 2, 1, 3, 2, 0),
)
_MOST_FAULTS, _MOST_CLAIMS, _MOST_LINES, _HEADING, _WORDY, _NAMED, _RUNNING = 6, 8, 3, 40, 60, 6, 80


# --- making it ----------------------------------------------------------------------------------------


def of(
    draft_or_guarantee: Draft | Guarantee,
    *,
    name: str,
    note: str = "",
    beside: Iterable[Beside] = (),
    cases: Iterable[str | case_table.Case] = (),
    assumptions: replay.Assumptions | None = None,
    claims: Mapping[str, float] | None = None,
    alpha: float | None = None,
    evidence_to: str | None = None,
) -> Memo:
    """Make the memo of a guarantee, whole or not.

    Args:
        draft_or_guarantee: the terms.
        name: what the student calls it; blank for the builder's own name.
        note: what the student says of it.
        beside: at most `MOST_BESIDE` other texts: the id of a real one, or a label and a guarantee.
        cases: at most `MOST_CASES` cases, or their ids.
        assumptions: the days that the clock assumes; the course's teaching values otherwise.
        claims: what the student claims of the peace and the war, as for `frontier.of_guarantee`.
        alpha: the risk of attack that the student would live with (probability); claims go with it.
        evidence_to: how far the evidence reaches, in words; that of the course otherwise.

    Returns:
        The memo.

    Raises:
        ValueError: more cases or texts than there is room for, claims without alpha or the other way round,
            or a claim that `frontier.of_guarantee` does not take.
        datasets.UnknownRow: there is no such case or real text.

    >>> memo = of(Guarantee(protege="UKR"), name="Ours", cases=["blockade_of_odesa"])
    >>> memo.title, memo.tried[0].met
    ('Unfinished guarantee: Ours', 'arguable')
    """
    if isinstance(draft_or_guarantee, Guarantee):
        draft = Draft.from_dict(draft_or_guarantee.terms())
    else:
        draft = draft_or_guarantee
    others, tried = tuple(beside), tuple(cases)
    if len(others) > MOST_BESIDE:
        raise ValueError(words.text("memo.many_beside", most=MOST_BESIDE, count=len(others)))
    if len(tried) > MOST_CASES:
        raise ValueError(words.text("memo.many_cases", most=MOST_CASES, count=len(tried)))
    if (claims is None) != (alpha is None):
        raise ValueError(words.text("memo.claims_need_alpha"))
    settled, clock = draft.settled(), assumptions or replay.TEACHING_VALUES
    said = cleaned(note, lines=True)
    faults = [fault.sentence for fault in draft.faults()]
    articles = _articles(settled)
    gaps, costs = settled.gaps(), settled.costs()
    compared = _compared(settled, others)
    evidence = cleaned(evidence_to or "") or words.text("memo.evidence_to")
    bare = Memo(
        draft=draft,
        name=_name(name),
        note=said,
        told=(),
        note_cut=False,
        finished=not faults,
        faults=_first(faults, _MOST_FAULTS),
        answers=tuple(_answers(settled)),
        text=(),
        text_cut=False,
        gaps=(),
        more_gaps=(),
        costs=(),
        more_costs=(),
        tried=tuple(_tried(settled, one, clock) for one in tried),
        more_tried=(),
        refrain="refrain" in (settled.obligations or ()),
        beside=compared,
        standing=None if claims is None or alpha is None else _standing(settled, claims, alpha, clock),
        rests=tuple(_rests(evidence, clock, bool(others), bool(tried) or claims is not None)),
        evidence_to=evidence,
        code=draft.to_code(),
        again=_again(),
    )
    whole: Memo | None = None
    for room in _ROOMS:
        told, cut = _told(said, room.note)
        kept = tuple(one for one in articles if one[2] <= room.articles)
        memo = replace(
            bare,
            told=told,
            note_cut=cut,
            text=tuple((title, text) for title, text, _ in kept),
            text_cut=len(kept) < len(articles),
            gaps=_points(gaps[: room.gaps]),
            more_gaps=_labels(gaps[room.gaps :]),
            costs=_points(costs[: room.costs]),
            more_costs=_labels(costs[room.costs :]),
            tried=bare.tried[: room.cases],
            more_tried=tuple(one.case for one in bare.tried[room.cases :]),
            beside=compared and _fewer(compared, room.rows),
        )
        if _sheets(_blocks(memo)) <= _MOST_SHEETS:
            break
        whole = whole or memo
    return replace(memo, whole=whole)


def cleaned(text: str, *, lines: bool = False) -> str:
    r"""Return a text without what is not seen: control characters, and those that turn the order of writing.

    Blanks are put together; with `lines`, line breaks stay.

    >>> cleaned("one\u202e \x00 two")
    'one two'
    """
    plain = _NEWLINES.sub("\n", str(text)).encode("utf-8", "ignore").decode("utf-8")
    kept: list[str] = []
    marks = 0
    for letter in plain:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if letter in _KEPT or (kind not in ("Cc", "Cf", "Cs") and marks <= _MOST_MARKS):
            kept.append(letter)
    found = [" ".join(line.split()) for line in "".join(kept).split("\n")]
    return "\n".join(found).strip() if lines else " ".join(line for line in found if line)


def _name(name: str) -> str:
    clean = cleaned(name) or words.text("widgets.builder.untitled")
    return clean if len(clean) <= LONGEST_NAME else clean[: LONGEST_NAME - 1].rstrip() + "…"


def _first(sentences: Sequence[str], most: int) -> tuple[str, ...]:
    """The first of many, and how many more there are."""
    left = len(sentences) - most
    more = [words.text("memo.more_faults", count=left)] if left > 0 else []
    return (*sentences[:most], *more)


def _points(found: Sequence[Gap]) -> tuple[tuple[str, str], ...]:
    return tuple((one.question, one.sentence) for one in found)


def _labels(found: Sequence[Gap]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.field(one.fields[0]).label for one in found))


def _told(note: str, most: int) -> tuple[tuple[str, ...], bool]:
    """The lines of a note up to so many characters, and whether that is less than the note.

    A line counts for as much as it takes on paper, however short it is.
    """
    told: list[str] = []
    for line in (line for line in note.split("\n") if line):
        if most < len(line):
            cut = line[: max(most - 1, 0)].rsplit(" ", 1)[0]
            return (*told, *([f"{cut}…"] if cut else [])), True
        told.append(line)
        most -= max(len(line), _LINE)
    return tuple(told), False


def _answers(g: Guarantee) -> Iterator[Answer]:
    for question in words.QUESTIONS:
        here = [field for field in words.fields() if field.question == question]
        said = tuple(
            (field.label, g.value_words(field.name)) for field in here if getattr(g, field.name) is not None
        )
        yield Answer(question, words.text(f"questions.{question}.label"), said)


def _articles(g: Guarantee) -> tuple[tuple[str, str, int], ...]:
    """Heading and words of each article, and its rank: 1 for the duty, 2 for the event, 3 for the others.

    Preamble and signature say nothing that the first article does not say.
    """
    left_out = {words.text("treaty.preamble_title"), words.text("treaty.signature_title")}
    ranks = {words.text(f"treaty.titles.{name}"): rank for name, rank in (("duty", 1), ("event", 2))}
    return tuple(
        (
            article.title,
            " ".join(sentence.text for sentence in article.sentences),
            next((rank for title, rank in ranks.items() if article.title.endswith(f" {title}")), 3),
        )
        for article in treaty.draft(g).articles
        if article.title not in left_out
    )


def _rests(evidence: str, clock: replay.Assumptions, compared: bool, timed: bool) -> Iterator[str]:
    days = words.field("help_within_days")
    assumed = [
        words.text(f"memo.rests.days.{field.name}", days=days.count(getattr(clock, field.name)))
        for field in fields(clock)
    ]
    whose = "teaching" if clock == replay.TEACHING_VALUES else "own"
    assumed.append(words.text(f"memo.rests.{whose}"))
    yield words.text("memo.rests.text")
    if compared:
        yield words.text("memo.rests.coded")
    if timed:
        yield words.text("memo.rests.clock", days=", ".join(assumed))
    yield words.text("memo.rests.evidence", date=evidence)


def _again() -> str:
    page = words.section("widgets")["builder"]["page"]
    return words.text(
        "memo.again.how", versions=page["versions"], paste=page["paste_label"], go=page["paste_go"]
    )


# --- cases --------------------------------------------------------------------------------------------


def _tried(g: Guarantee, wanted: str | case_table.Case, clock: replay.Assumptions) -> Tried:
    case = case_table.get(wanted) if isinstance(wanted, str) else wanted
    verdict = replay.replay(g, case, clock)
    trigger = verdict.trigger
    reason = next(
        (one.sentence for one in trigger.reasons if one.answer == trigger.met != case_table.YES), ""
    )
    changes = replay.smallest_change(g, case)
    return Tried(
        case=case.title,
        as_if=verdict.as_if,
        met=trigger.met,
        reason=reason,
        owed=_first(tuple(_owed(verdict)), _MOST_LINES),
        change=_change_in_words(verdict, _smallest(g, verdict, changes)) if changes else "",
        changes=len(changes),
    )


def _smallest(g: Guarantee, verdict: replay.Verdict, changes: Sequence[replay.Change]) -> replay.Change:
    """Of the changes that turn a verdict one that brings the trigger about, else one that moves the least.

    Of several, the one that turns the fewest other cases; of several such, the first.
    """
    nearest = min(_far(verdict, one) for one in changes)
    near = [one for one in changes if _far(verdict, one) == nearest]
    if len(near) == 1:
        return near[0]

    def turned(change: replay.Change) -> int:
        pairs = zip(_everywhere(change.guarantee), _everywhere(g), strict=True)
        return sum(now != before for now, before in pairs)

    return min(near, key=turned)


@lru_cache(maxsize=128)
def _everywhere(g: Guarantee) -> tuple[tuple[str, str], ...]:
    """What a guarantee makes of every case."""
    return tuple(_result(replay.replay(g, case)) for case in case_table.all())


def _result(verdict: replay.Verdict) -> tuple[str, str]:
    return verdict.trigger.met, verdict.level


def _far(verdict: replay.Verdict, change: replay.Change) -> tuple[int, int, int]:
    """How far a change leads: upwards first, then to a trigger that is met, then by the fewest levels."""
    answers, levels = case_table.ANSWERS, replay.LEVELS
    (met, level), (met_now, level_now) = _result(verdict), _result(change.verdict)
    steps = answers.index(met_now) - answers.index(met)
    climb = levels.index(level_now) - levels.index(level)
    raises = steps >= 0 and climb >= 0
    return (0, -steps, climb) if raises else (1, abs(steps), abs(climb))


def _change_in_words(verdict: replay.Verdict, change: replay.Change) -> str:
    said = words.section("replay")["table"]
    (met, level), (met_now, level_now) = _result(verdict), _result(change.verdict)
    key = "both" if met != met_now and level != level_now else "met" if met != met_now else "level"
    return words.text(
        f"memo.tried.change_{key}",
        label=words.field(change.field).label,
        value=change.value,
        met=said["met"][met_now],
        level=words.text("memo.tried.level_nothing") if level_now == "nothing" else said["levels"][level_now],
    )


def _owed(verdict: replay.Verdict) -> Iterator[str]:
    """Who owes what by when: a line for all who owe the same, and one for what could be there."""
    said = words.section("replay")
    if not verdict.shares:
        yield said["nobody"]
    alike: dict[tuple[bool, str], list[str]] = {}
    for share in verdict.shares:
        names = alike.setdefault((share.attacker, "; ".join(_duties(verdict, share))), [])
        if share.state:
            names.append(state_name(share.state, in_text=True))
    for (attacker, what), names in alike.items():
        if len(names) > int(said["name_up_to"]):
            names = [words.text(f"replay.{'many' if len(alike) > 1 else 'all'}", count=len(names))]
        who = _capital(listed(names) or said["each"])
        if attacker:
            yield words.text("replay.line", who=who, duty=f"{what}.")
        else:
            yield words.text("memo.tried.line", who=who, what=what)
    if verdict.arrivals:
        yield words.text("memo.tried.troops", troops=", ".join(_troops(one) for one in verdict.arrivals))


def _troops(arrival: replay.Arrival) -> str:
    count = words.field("forces_committed_thousands").count(arrival.thousands)
    return words.text(f"memo.tried.{'from_day' if arrival.day else 'there'}", count=count, day=arrival.day)


def _duties(verdict: replay.Verdict, share: replay.Share) -> Iterator[str]:
    """What one guarantor owes: with times as on the response clock, then what has no place on a clock."""
    if share.attacker:
        yield from (duty.sentence.rstrip(".") for duty in share.duties)
        return
    lanes = charts.clock_geometry([("", replace(verdict, shares=(share,), arrivals=()))])
    (lane,) = lanes
    for mark, row in zip(lane.marks, charts.clock_table(lanes)[1], strict=False):
        key = "duty_arguable" if mark.owed == case_table.ARGUABLE else "duty"
        yield words.text(f"memo.tried.{key}", what=row[2], when=row[4])
    if lane.help != "owed":
        yield words.text(f"memo.tried.help.{lane.help}")
    for duty in share.duties:
        if duty.level == "council" and duty.owed != case_table.NO:
            yield words.text(f"memo.tried.council_{duty.owed}")
        elif duty.fields == ("guarantors",):
            yield words.text("memo.tried.struck")
    if any("guarantors" in duty.fields and duty.kind == "duty" for duty in share.duties):
        yield words.text("memo.tried.together")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- other texts --------------------------------------------------------------------------------------


def _compared(g: Guarantee, others: Sequence[Beside]) -> Comparison | None:
    """All terms that differ, in the order of the panels."""
    if not others:
        return None
    pairs, names = [], []
    for one in others:
        if isinstance(one, str):
            short = str(datasets.row("instruments", one)["short_name"])
            pairs.append((short, instruments.get(one)))
            names.append(instruments.label(one))
        else:
            pairs.append((_name(one[0]), one[1]))
            names.append("")
    rows = []
    for row in g.compare(*pairs):
        ours, *theirs = row.cells
        if any(cell != ours for cell in theirs):
            if row.field == "guarantors":
                ours, *theirs = _brief(row.cells, [g, *(guarantee for _, guarantee in pairs)])
            cells = (
                "" if cell == ours else _fewer_items(cell) + _on_what(one, row.field)
                for one, cell in zip(others, theirs, strict=True)
            )
            rows.append(replace(row, cells=(_fewer_items(ours), *cells)))
    return Comparison(tuple(label for label, _ in pairs), tuple(names), tuple(rows), ())


def _brief(cells: Sequence[str], guarantees: Sequence[Guarantee]) -> tuple[str, ...]:
    """The guarantors by name alone, where names alone show the difference."""
    brief = tuple(
        listed([state_name(one.state) for one in guarantee.guarantors or ()])
        if guarantee.guarantors
        else cell
        for cell, guarantee in zip(cells, guarantees, strict=True)
    )
    many = tuple(
        words.text("terms.many_states", count=len(guarantee.guarantors or ())) if len(text) > _WORDY else text
        for text, guarantee in zip(brief, guarantees, strict=True)
    )
    apart = len(set(cells))
    return next((said for said in (many, brief) if len(set(said)) == apart), tuple(cells))


def _fewer_items(cell: str) -> str:
    """A cell with as many items of a list as have room, and how many more there are."""
    items = cell.split("; ")
    kept = 1
    while kept < len(items) and len("; ".join(items[: kept + 1])) <= _WORDY:
        kept += 1
    left = len(items) - kept
    more = words.text("memo.beside.more_items", count=left) if left > 1 else items[-1]
    return "; ".join([*items[:kept], more]) if left else cell


def _on_what(other: Beside, field: str) -> str:
    """On what a term of a real text rests, where that is not the text alone."""
    standing = instruments.standing(other, field) if isinstance(other, str) else "text"
    return "" if standing == "text" else f" ({words.text(f'widgets.builder.standing_{standing}')})"


def _fewer(whole: Comparison, most: int) -> Comparison:
    """The comparison with so many rows at most: those terms first that decide the most."""
    first = words.section("memo")["beside"]["first"]
    by_weight = sorted(
        whole.rows, key=lambda row: first.index(row.field) if row.field in first else len(first)
    )
    kept = {row.field for row in by_weight[:most]}
    return replace(
        whole,
        rows=tuple(row for row in whole.rows if row.field in kept),
        also=tuple(row.label for row in whole.rows if row.field not in kept),
    )


# --- claims -------------------------------------------------------------------------------------------


def _standing(g: Guarantee, claims: Mapping[str, float], alpha: float, clock: replay.Assumptions) -> Standing:
    from course_utils import frontier

    symbols = words.section("memo")["stands"]["symbols"]
    place = frontier.of_guarantee(g, claims, alpha=alpha, clock=clock)
    said = []
    for name, value in claims.items():
        row = datasets.row("primitives", name)
        key = "symbol" if name in symbols else "claim"
        symbol = {"symbol": symbols[name]} if name in symbols else {}
        text = f"{float(value):.3g}"
        said.append(
            words.text(f"memo.stands.{key}", label=row["label"], value=text, unit=row["unit"], **symbol)
        )
    shown = [_lower(one).rstrip(".") for one in _first(said, _MOST_CLAIMS)]
    shown.append(words.text("memo.stands.alpha", risk=frontier.percent(alpha)))
    twins = [instruments.label(one) for one in instruments.ids() if instruments.get(one) == g]
    if twins:
        return Standing(words.text("memo.stands.real", label=twins[0]), tuple(shown))
    return Standing(frontier.to_do_in_words(place), tuple(shown))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


# --- one structure for both forms ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Span:
    """Some words and their style: plain, strong, soft, own (typed by somebody), or mark (of a question)."""

    text: str
    style: str = ""


_Line: TypeAlias = "tuple[_Span, ...]"
_Cell: TypeAlias = "tuple[_Line, ...]"


@dataclass(frozen=True)
class _Block:
    """A part of the page.

    Attributes:
        kind: title, head, text, small, article, note, warning, items, table or code.
        lines: its lines; of a table none.
        caption, columns, rows: those of a table; a cell is some lines.
        widths: how wide each column is, in per cent of the page.
    """

    kind: str
    lines: tuple[_Line, ...] = ()
    caption: str = ""
    columns: tuple[_Line, ...] = ()
    rows: tuple[tuple[_Cell, ...], ...] = ()
    widths: tuple[int, ...] = ()


def _line(text: str, style: str = "") -> _Line:
    return (_Span(text, style),)


def _marked(question: str, *spans: _Span) -> _Line:
    return (_Span(question, "mark"), *spans)


def _head(name: str) -> _Block:
    return _Block("head", (_line(words.text(f"memo.heads.{name}")),))


def _blocks(memo: Memo) -> tuple[_Block, ...]:
    """The parts of the page in order: what both forms show."""
    return tuple(_page(memo))


def _page(memo: Memo) -> Iterator[_Block]:
    said = words.section("memo")
    yield _Block("title", (_titled(memo),))
    if not memo.finished:
        yield _Block("warning", (_line(said["unfinished"]), *(_line(fault) for fault in memo.faults)))
    if memo.told:
        yield _Block("note", tuple(_line(line, "own") for line in memo.told))
    if memo.note_cut:
        yield _Block("small", (_line(said["note_cut"]),))
    yield _head("terms")
    yield _answers_table(memo)
    yield _head("text")
    if memo.text:
        yield _Block(
            "article", tuple((_Span(f"{title}. ", "strong"), _Span(text)) for title, text in memo.text)
        )
    key = ("cut" if memo.text else "none") if memo.text_cut else "" if memo.text else "empty"
    if key:
        yield _Block("small", (_line(said["text"][key]),))
    yield _head("gaps")
    yield from _items(memo.gaps, memo.more_gaps, "gaps")
    if memo.costs:
        yield _head("costs")
    yield from _items(memo.costs, memo.more_costs, "costs")
    if memo.tried:
        yield _head("tried")
        yield _tried_table(memo)
    if memo.more_tried:
        yield _Block("small", (_line(words.text("memo.tried.more", titles="; ".join(memo.more_tried))),))
    if memo.beside:
        yield _head("beside")
        yield from _beside_table(memo, memo.beside)
    if memo.standing:
        yield _head("stands")
        claims = words.text("memo.stands.claims", claims="; ".join(memo.standing.claims))
        yield _Block("text", (_line(memo.standing.sentences),))
        yield _Block("small", (_line(f"{claims} {said['stands']['not_forecast']}"),))
    yield _head("rests")
    yield _Block("small", (_line(" ".join(memo.rests)),))
    yield _Block("code", (_line(memo.code),))
    yield _Block("small", (_line(memo.again),))


def _titled(memo: Memo) -> _Line:
    """The title, with the name apart from our words."""
    before, _, after = words.text(
        "memo.title" if memo.finished else "memo.title_unfinished", name="\0"
    ).partition("\0")
    return tuple(span for span in (_Span(before), _Span(memo.name, "own"), _Span(after)) if span.text)


def _items(points: Sequence[tuple[str, str]], more: Sequence[str], part: str) -> Iterator[_Block]:
    if points:
        yield _Block("items", tuple(_marked(question, _Span(sentence)) for question, sentence in points))
    else:
        yield _Block("small", (_line(words.text(f"memo.{part}.none")),))
    if more:
        yield _Block("small", (_line(words.text(f"memo.{part}.more", labels=", ".join(more))),))


def _short(label: str, most: int = _HEADING) -> str:
    """A name as far as it fits on a line for so many letters of ordinary width."""
    if _wide(label) <= most:
        return label
    room, kept = most - 1.0, []
    for letter in label:
        room -= _wide(letter)
        if room < 0:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + "…"


def _answers_table(memo: Memo) -> _Block:
    said = words.section("memo")["terms"]
    rows = []
    for answer in memo.answers:
        spans: list[_Span] = []
        for label, value in answer.terms:
            spans += [_Span(f"{label}: ", "strong"), _Span(f"{value}. ")]
        cell = tuple(spans) or _line(words.text("memo.nothing_said"), "soft")
        rows.append(((_marked(answer.question, _Span(answer.label, "strong")),), (cell,)))
    return _Block(
        "table",
        columns=tuple(_line(column) for column in said["columns"]),
        rows=tuple(rows),
        widths=(19, 81),
    )


def _tried_table(memo: Memo) -> _Block:
    said = words.section("memo")["tried"]
    rows = []
    for one in memo.tried:
        case = (_line(one.case, "strong"), *([_line(f"({said['as_if']})", "soft")] if one.as_if else []))
        met = (_line(said["met"][one.met], "strong"), *([_line(one.reason)] if one.reason else []))
        owed = tuple(_line(line) for line in one.owed)
        count = words.text("memo.tried.such_changes", count=one.changes)
        turned = (_Span(f"{one.change} "), _Span(count, "soft")) if one.change else _line(said["no_change"])
        rows.append((case, met, owed, (turned,)))
    return _Block(
        "table",
        caption=said["caption_refrain" if memo.refrain else "caption"],
        columns=tuple(_line(column) for column in said["columns"]),
        rows=tuple(rows),
        widths=(16, 24, 36, 24),
    )


def _beside_table(memo: Memo, beside: Comparison) -> Iterator[_Block]:
    said = words.section("memo")["beside"]
    if not beside.rows:
        yield _Block("text", (_line(said["none"]),))
    else:
        style = ["own" if not name else "" for name in beside.names]
        heads = [
            _line(said["term"]),
            _line(_short(memo.name), "own"),
            *(_line(_short(label), how) for label, how in zip(beside.labels, style, strict=True)),
        ]
        rows = [
            (
                (_marked(row.question, _Span(row.label, "strong")),),
                *((_line(cell) if cell else _line(said["same"], "soft"),) for cell in row.cells),
            )
            for row in beside.rows
        ]
        width = 80 // (1 + len(beside.labels))
        yield _Block(
            "table",
            caption=said["caption"],
            columns=tuple(heads),
            rows=tuple(rows),
            widths=(100 - width * (1 + len(beside.labels)), *([width] * (1 + len(beside.labels)))),
        )
    named = [
        words.text("memo.beside.names", short=short, label=label)
        for short, label in zip(beside.labels, beside.names, strict=True)
        if label
    ]
    if beside.also:
        key, values = ("also", {"labels": ", ".join(beside.also)})
        if len(beside.also) > _NAMED:
            key, values = ("also_many", {"count": str(len(beside.also))})
        named.insert(0, words.text(f"memo.beside.{key}", **values))
    if named:
        yield _Block("small", (_line(" ".join(named)),))


# --- how many sheets it takes ------------------------------------------------------------------------

_MOST_SHEETS: Final = 2
_SHEET: Final = 262.0  # millimetres of a sheet of A4 between the margins, a few kept back
_LINE: Final = 107  # characters of a line of text
_BROAD: Final = frozenset("MWmw@%ЖШЩЮжшщю")


def _wide(text: str) -> float:
    """How many letters of ordinary width a text is as wide as."""
    return sum(
        2.0 if unicodedata.east_asian_width(one) in "WF" else 1.9 if one in _BROAD else 1.0 for one in text
    )


def _lines(line: _Line, room: float) -> int:
    wide = sum(2.0 if span.style == "mark" else _wide(span.text) for span in line)
    return max(1, math.ceil(wide / room))


def _sheets(blocks: Iterable[_Block]) -> int:
    """How many sheets the parts take: no row is cut in two, and a heading stays with what it heads."""
    sheets, down, waiting = 1, 0.0, 0.0
    for block in blocks:
        if block.kind == "head":
            waiting += sum(_pieces(block))
            continue
        again = 0.0
        for piece in _pieces(block):
            high = waiting + piece
            if down + high > _SHEET:
                sheets, down = sheets + 1, again
            down, waiting = down + high, 0.0
            again = _row_high(block, block.columns) if block.kind == "table" else 0.0
    return sheets


def _row_high(block: _Block, columns: tuple[_Line, ...] = (), cells: tuple[_Cell, ...] = ()) -> float:
    row = cells or tuple((column,) for column in columns)
    lines = (
        sum(_lines(line, 1.2 * width - 2) for line in cell)
        for cell, width in zip(row, block.widths, strict=True)
    )
    return 3.9 * max(lines) + 1.5


def _pieces(block: _Block) -> list[float]:
    """Millimetres of each piece that is never cut in two: a row, a line of text."""
    if block.kind == "table":
        first, *others = [_row_high(block, cells=row) for row in block.rows]
        return [4.0 * bool(block.caption) + _row_high(block, block.columns) + first, *others]
    each, room, around = {
        "title": (7.2, 58.0, 2.0),
        "head": (4.7, 90.0, 3.6),
        "small": (4.6, 119.0, 0.8),
        "items": (4.85, 111.0, 0.0),
        "code": (4.8, 80.0, 2.4),
        "note": (5.85, 104.0, 1.5),
        "warning": (5.85, 100.0, 5.2),
    }.get(block.kind, (5.05, float(_LINE), 0.8))
    pieces = [each] * sum(_lines(line, room) for line in block.lines)
    pieces[0] += around + 0.8 * (len(block.lines) - 1) * (block.kind == "article")
    return pieces


# --- HTML ---------------------------------------------------------------------------------------------

_CSS: Final = """
:root { color-scheme: light; }
@page { size: A4; margin: 17mm 15mm 14mm;
  @top-left { content: "RUNNING"; width: 150mm; overflow: hidden; white-space: nowrap; font: 8pt/1.2 SANS; }
  @top-right { content: "PAGE " counter(page) " OF " counter(pages); white-space: nowrap;
    font: 8pt/1.2 SANS; } }
* { box-sizing: border-box; }
html { background: #fff; }
body { margin: 0 auto; padding: 12mm 6mm; min-width: 150mm; max-width: 190mm; color: #000; background: #fff;
  font: 11pt/1.3 SERIF; font-size-adjust: ch-width 0.5; overflow-wrap: anywhere; }
h1, h2, table, code { font-family: SANS; font-size-adjust: ch-width 0.556; }
h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 2mm; }
h2 { font-size: 10.5pt; line-height: 1.25; margin: 2.2mm 0 0.6mm; padding-top: 0.7mm;
  border-top: 0.3mm solid #000; break-after: avoid; }
p { margin: 0 0 0.8mm; orphans: 2; widows: 2; }
p.small { font-size: 10pt; }
ul { list-style: none; margin: 0; padding: 0; font-size: 10.5pt; }
li { position: relative; padding-left: 5mm; break-inside: avoid; }
li > .mark { position: absolute; left: 0; }
.mark { display: inline-block; width: 5mm; font: normal 1.1em/1 SANS; }
.note { margin: 0 0 1.5mm; padding-left: 3mm; border-left: 0.7mm solid #000; }
.warning { margin: 0 0 2mm; padding: 1.2mm 3mm; border: 0.4mm solid #000; }
.warning p:first-child { font-weight: bold; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; font-size: 9pt; line-height: 1.22; }
caption { text-align: left; padding: 0 0 0.6mm; font-style: italic; }
thead { display: table-header-group; }
thead th { border-bottom: 0.3mm solid #000; vertical-align: bottom; }
tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: 0.7mm 2.5mm 0.7mm 0; border-bottom: 0.1mm solid #000;
  font-weight: normal; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: bold; }
tbody tr:last-child > * { border-bottom: 0; }
th > .mark, td > .mark { margin-left: -5mm; }
th.marked, td.marked { padding-left: 5mm; }
code { display: block; padding: 1mm 2mm; border: 0.2mm solid #000; break-inside: avoid;
  font-family: MONO; font-size: 10pt; line-height: 1.35; word-break: break-all; }
em { font-style: italic; }
@media print { body { padding: 0; max-width: none; } }
"""
_FONTS: Final = {
    "SERIF": '"Times New Roman", "Liberation Serif", Tinos, serif',
    "SANS": 'Arial, "Liberation Sans", Helvetica, sans-serif',
    "MONO": '"Liberation Mono", Consolas, Menlo, monospace',
}


def html(memo: Memo) -> str:
    """Return the memo as one HTML document that prints on A4: no script, nothing from a network.

    Args:
        memo: what `of` made.

    >>> page = html(of(Guarantee(protege="UKR"), name="<b>Ours</b>"))
    >>> "&lt;b&gt;Ours&lt;/b&gt;" in page, "<b>Ours" in page
    (True, False)
    """
    said = words.section("memo")
    sheet = _CSS
    for name, font in _FONTS.items():
        sheet = sheet.replace(name, font)
    for name, text in (
        ("RUNNING", words.text("memo.running", name=_short(memo.name, _RUNNING))),
        ("PAGE", said["page"]),
        (" OF ", f" {said['of']} "),
    ):
        sheet = sheet.replace(name, _in_css(text), 1)
    body = "".join(_html_block(block) for block in _blocks(memo))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(memo.title)}</title>\n<style>{sheet}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _in_css(text: str) -> str:
    """A text inside a string of a style sheet: whatever is no plain letter, digit or blank is escaped."""
    return "".join(
        one if one == " " or (one.isascii() and one.isalnum()) else f"\\{ord(one):x} " for one in text
    )


def _html_line(line: _Line) -> str:
    return "".join(_html_span(span) for span in line)


def _html_span(span: _Span) -> str:
    if span.style == "mark":
        label = escape(words.text(f"questions.{span.text}.label"))
        return f'<span class="mark" role="img" aria-label="{label}">{theme.MARKS[span.text].glyph}</span>'
    tag = {"strong": "b", "soft": "em", "own": "bdi"}.get(span.style)
    text = escape(span.text)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _html_cell(tag: str, cell: _Cell) -> str:
    kind = ' class="marked"' if cell[0][0].style == "mark" else ""
    return f"<{tag}{kind}>" + "<br>".join(_html_line(line) for line in cell) + f"</{tag.split()[0]}>"


def _html_table(block: _Block) -> str:
    across = "".join(f'<col style="width: {width}%">' for width in block.widths)
    head = "".join(_html_cell('th scope="col"', (column,)) for column in block.columns)
    body = "".join(
        "<tr>"
        + _html_cell('th scope="row"', row[0])
        + "".join(_html_cell("td", cell) for cell in row[1:])
        + "</tr>\n"
        for row in block.rows
    )
    caption = f"<caption>{escape(block.caption)}</caption>" if block.caption else ""
    return (
        f"<table>{caption}<colgroup>{across}</colgroup>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>\n"
    )


def _html_block(block: _Block) -> str:
    lines = [_html_line(line) for line in block.lines]
    if block.kind == "table":
        return _html_table(block)
    if block.kind == "items":
        return "<ul>\n" + "".join(f"<li>{line}</li>\n" for line in lines) + "</ul>\n"
    if block.kind in ("note", "warning"):
        inside = "".join(f'<p dir="auto">{line}</p>' for line in lines)
        return f'<div class="{block.kind}">{inside}</div>\n'
    tag = {"title": "h1", "head": "h2", "code": "code", "small": 'p class="small"'}.get(block.kind, "p")
    return "".join(f"<{tag}>{line}</{tag.split()[0]}>\n" for line in lines)


# --- Markdown -----------------------------------------------------------------------------------------

_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "$": "&#36;", "@": "&#64;"}
_SPECIAL: Final = re.compile(r"[\\`*_\[\]~#!&<>|$@]|(?<=www)\.|(?<=:)//")
_AT_START: Final = re.compile(r"^([+=-])|^(\d+)([.)])")


def markdown(memo: Memo) -> str:
    r"""Return the whole memo as GitHub Markdown; what somebody typed stays text.

    Args:
        memo: what `of` made.

    >>> print(markdown(of(Guarantee(protege="UKR"), name="[x](y) | a")).split("\n")[0])
    # Unfinished guarantee: \[x\](y) &#124; a
    """
    return "\n\n".join(_markdown_block(block) for block in _blocks(memo.whole or memo)) + "\n"


def _markdown_text(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), text)


def _markdown_line(line: _Line) -> str:
    parts = []
    for place, span in enumerate(line):
        if span.style == "mark":
            parts.append(f"{theme.MARKS[span.text].glyph} ")
            continue
        text = _markdown_text(span.text)
        if not place:
            text = _AT_START.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3]}", text)
        core = text.strip()
        around = {"strong": "**", "soft": "_"}.get(span.style, "")
        parts.append(text.replace(core, f"{around}{core}{around}", 1) if around and core else text)
    return "".join(parts).strip()


def _markdown_table(block: _Block) -> str:
    rows = [tuple((column,) for column in block.columns), *block.rows]
    said = ["| " + " | ".join("<br>".join(map(_markdown_line, cell)) for cell in row) + " |" for row in rows]
    said.insert(1, "|" + " --- |" * len(block.columns))
    caption = f"_{_markdown_text(block.caption)}_\n\n" if block.caption else ""
    return caption + "\n".join(said)


def _markdown_block(block: _Block) -> str:
    lines = [_markdown_line(line) for line in block.lines]
    if block.kind == "table":
        return _markdown_table(block)
    if block.kind == "code":
        return "```text\n" + "\n".join(span.text for line in block.lines for span in line) + "\n```"
    if block.kind == "items":
        return "\n".join(f"- {line}" for line in lines)
    if block.kind == "warning":
        return "\n".join([f"**{lines[0]}**\n", *(f"- {line}" for line in lines[1:])])
    if block.kind == "note":
        return "\n>\n".join(f"> {line}" for line in lines)
    sign = {"title": "# ", "head": "## "}.get(block.kind, "")
    return "\n\n".join(f"{sign}{line}" for line in lines)


# --- JSON ---------------------------------------------------------------------------------------------

_UNSAFE: Final = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def json(memo: Memo) -> str:
    """Return the terms as they were set, with name, note and all articles: JSON that `Draft.from_dict` takes.

    Args:
        memo: what `of` made.

    >>> json(of(Guarantee(), name="Ours"))
    '{"schema":1,"name":"Ours","note":"","articles":[]}'
    """
    articles = [{"title": title, "text": text} for title, text in (memo.whole or memo).text]
    terms = memo.draft.to_dict()
    held = {"schema": SCHEMA, "name": memo.name, "note": memo.note, **terms, "articles": articles}
    text = JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(held)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
