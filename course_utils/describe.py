"""Still pictures: tables, paragraphs and headings made from the same data as the panels and figures.

JupyterLab shows these where no engine runs. In a notebook that it does not trust it strips `style`, `role`
and drawings; so they use headings, paragraphs, lists, tables, `details` and `figcaption` only. All text is
escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from course_utils import charts, datasets, instruments, ladders, replay, theme, words
from course_utils.guarantee import Guarantee


def heading(text: str) -> str:
    """Return a panel's title.

    >>> heading("What is <owed>?")
    '<h3>What is &lt;owed&gt;?</h3>'
    """
    return f"<h3>{escape(text)}</h3>"


def paragraphs(*texts: str) -> str:
    """Return one paragraph a text; empty texts are left out.

    >>> paragraphs("One.", "", "Two.")
    '<p>One.</p><p>Two.</p>'
    """
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text)


def quotation(text: str, cite: str) -> str:
    """Return words of an instrument, with where they stand.

    >>> quotation("will consult", "Memorandum, paragraph 6")
    '<blockquote>will consult</blockquote><p><em>Memorandum, paragraph 6</em></p>'
    """
    return f"<blockquote>{escape(text)}</blockquote><p><em>{escape(cite)}</em></p>"


def bullets(texts: Iterable[str]) -> str:
    """Return a list, one item a text.

    >>> bullets(["one", "two"])
    '<ul><li>one</li><li>two</li></ul>'
    """
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def readings(works: Iterable[tuple[str, str]]) -> str:
    """Return works to read further, each with why under it; or any lines that have a second one.

    >>> readings([("The treaty.", "Read it whole.")])
    '<ul><li>The treaty.<br><em>Read it whole.</em></li></ul>'
    """
    lines = (f"<li>{escape(cite)}<br><em>{escape(why)}</em></li>" for cite, why in works)
    return f"<ul>{''.join(lines)}</ul>"


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: Collection[str] = (),
) -> str:
    """Return a table whose first column names its rows; the columns of `numbers` stand to the right.

    >>> table("Duty", ["clause", "code"], [["Article 5", "3"]], ["code"]).count(' class="course-number"')
    2
    """
    marks = [' class="course-number"' if column in numbers else "" for column in columns]
    head = "".join(
        f'<th scope="col"{mark}>{escape(column)}</th>' for mark, column in zip(marks, columns, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row"{marks[0]}>{escape(first)}</th>'
        + "".join(f"<td{mark}>{escape(cell)}</td>" for mark, cell in zip(marks[1:], rest, strict=True))
        + "</tr>"
        for first, *rest in rows
    )
    parts = f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f"<table>{parts}</table>"


def facts(view: str) -> str:
    """Return rows of a table of facts as the words of `tables.<view>` set them out.

    Those words give the caption, the table, the columns with their heads (several names before one head are
    read one after another, with what stands `between`), which rows are meant (`where`), how codes are written
    out (`values` by column, or `states` for columns of state codes) and a note. Rows that are named by their
    ids stand in that order, and a span that begins where it ends is told once. Below stand what other
    sources give for the same cells, and where the rows come from, or the sources that the words name in
    `cites`. A row that is only recalled is left out; a single value that is only recalled says so where it
    stands.

    Args:
        view: name of a part of `tables` in the words.

    Raises:
        words.UnknownWord: there is no such view; the message says which were meant.

    >>> facts("measures").count("<tr>")
    9
    """
    caption, spec = words.text(f"tables.{view}.caption"), words.section("tables")[view]
    rows = [
        row
        for row in datasets.rows(spec["table"])
        if row["status"] != "recalled"
        and all(row[column] in wanted for column, wanted in spec.get("where", {}).items())
    ]
    if named := spec.get("where", {}).get("id"):
        rows.sort(key=lambda row: named.index(row["id"]))
    columns: Mapping[str, str] = spec["columns"]
    told = [[_joined(row, column, spec) for column in columns] for row in rows]
    numbers = [
        columns[column]
        for column in columns
        if " " not in column
        and {type(row[column]) for row in rows} <= {int, float, type(None)}
        and any(row[column] is not None for row in rows)
    ]
    return (
        table(caption, list(columns.values()), told, numbers)
        + paragraphs(spec.get("note", ""))
        + _differing(rows, spec)
        + folded(words.text("charts.sources"), bullets(_cited(rows, spec)))
    )


def _cited(rows: Sequence[datasets.Row], spec: Mapping[str, Any]) -> list[str]:
    """Where the rows come from; or the sources that a view names, where what it shows has others."""
    named = [datasets.cite(datasets.source(one)) for one in spec.get("cites", ())]
    return list(dict.fromkeys(named or (datasets.cite(row) for row in rows)))


def _joined(row: datasets.Row, columns: str, spec: Mapping[str, Any]) -> str:
    """What stands in one place of a view: a column, or several whose values are read one after another."""
    told = [_cell(row, column, spec) for column in columns.split() if row[column] is not None]
    if columns.endswith("_to"):
        told = list(dict.fromkeys(told))
    between: str = spec.get("between", {}).get(columns, " ")
    return between.join(part for part in told if part) or words.text("facts.blank")


def _cell(row: datasets.Row, column: str, spec: Mapping[str, Any]) -> str:
    """One value of a table as a reader sees it; one that is only recalled says so."""
    value = row[column]
    if isinstance(value, bool):
        told = words.text("terms.yes" if value else "terms.no")
    elif isinstance(value, int | float):
        told = f"{value:,g}" if isinstance(value, float) or value >= 10_000 else str(value)
    elif column in spec.get("states", ()):
        told = ", ".join(str(datasets.row("states", code)["name"]) for code in str(value).split())
    else:
        told = _dated(str(spec.get("values", {}).get(column, {}).get(value, value)))
        if column.startswith("words"):
            told = f"“{told}”"
    return words.text("facts.recalled", told=told) if datasets.standing(row, column) == "recalled" else told


def _dated(text: str) -> str:
    """A text with the days and months that a table writes in figures as prose writes them."""
    return re.sub(r"\b\d{4}-\d\d(-\d\d)?\b", lambda day: datasets.plain_date(day.group()), text)


def _differing(rows: Sequence[datasets.Row], spec: Mapping[str, Any]) -> str:
    """What other sources give for the cells that are shown, and why ours stands; empty for none."""
    shown = {row["id"]: row for row in rows}
    heads = {column: head for columns, head in spec["columns"].items() for column in columns.split()}
    first, first_head = next(iter(spec["columns"].items()))
    lines = []
    for one in datasets.disputes(spec["table"]):
        if one["row"] in shown and one["column"] in heads:
            told = _joined(shown[one["row"]], first, spec)
            lines.append(
                words.text(
                    "facts.differs",
                    row=f"{first_head} {told}" if told.isdigit() else told,
                    column=heads[str(one["column"])],
                    other=_other(str(one["other"])),
                    why=str(one["why"]),
                )
            )
    return folded(words.text("facts.where_differ", count=len(lines)), bullets(lines)) if lines else ""


def _other(text: str) -> str:
    """The other value of a dispute as a reader sees it."""
    return f"{int(text):,}" if text.isdigit() and len(text) > 4 else _dated(text).rstrip(".")


def folded(summary: str, inner: str) -> str:
    """Return HTML of ours folded under a summary.

    >>> folded("Table", "<p>x</p>")
    '<details><summary>Table</summary><p>x</p></details>'
    """
    return f"<details><summary>{escape(summary)}</summary>{inner}</details>"


def marked(question: str, text: str) -> str:
    """Return a text behind the mark of the question it answers, as plain characters.

    >>> marked("who", "the United Kingdom")
    '● the United Kingdom'
    """
    return f"{theme.MARKS[question].glyph} {text}"


def sheet(*parts: str) -> str:
    """Return parts as one twin, in the course's own style where the page allows it.

    >>> sheet("<p>x</p>")
    '<div class="course"><p>x</p></div>'
    """
    return '<div class="course">' + "".join(parts) + "</div>"


def response_clock(verdicts: Iterable[tuple[str, replay.Verdict]]) -> str:
    """Return the response clock as a paragraph and a table, with the note on what is assumed.

    >>> response_clock([])
    '<p>No guarantee is chosen yet, so there is no clock to show.</p>'
    """
    lanes = charts.clock_geometry(verdicts)
    caption = words.text("charts.clock.caption")
    return _told(charts.clock_sentence(lanes), caption, *charts.clock_table(lanes))


def profile(ids: Iterable[str], codes: Iterable[str] | None = None) -> str:
    """Return where texts stand on the ladders as a paragraph, a table and the sources of its rows.

    Raises:
        datasets.UnknownRow: there is no such text or no such ladder; the text says which was meant.

    >>> profile(["NAT1949"], ["s1_speed"]).count("forthwith")
    1
    """
    places = charts.profile_geometry(ids, codes)
    told = _told(
        charts.profile_sentence(places), words.text("charts.profile.caption"), *charts.profile_table(places)
    )
    return told + _sources(places)


def ladder(code: str, ids: Iterable[str]) -> str:
    """Return one ladder as a paragraph, a table with ties together, and the sources of its places.

    Raises:
        datasets.UnknownRow: there is no such text or no such ladder; the text says which was meant.

    >>> "<td>NATO</td>" in ladder("s1_speed", ["NAT1949", "ANZUS1951"])
    True
    """
    places = charts.ladder_geometry(code, ids)
    name = datasets.row("codebook", f"{code}-0")["label"]
    caption = words.text("charts.ladder.caption", ladder=name)
    return _told(charts.rung_sentence(places), caption, *charts.rung_table(places)) + _sources(places)


def carried(instrument: str) -> str:
    """Return which words of a real text carry which terms: the reverse of a draft, as a table.

    Raises:
        datasets.UnknownRow: no such text is coded; the message says which were meant.

    >>> "forthwith" in carried("NAT1949")
    True
    """
    said = words.section("carried")
    rows = [
        (
            one.words or said["no_words"],
            str(datasets.row("clauses", one.clause)["label"]) if one.clause else "",
            "; ".join(words.field(name).label for name in one.fields),
            said["standing"][one.standing],
        )
        for one in instruments.carried(instrument)
    ]
    return table(words.text("carried.caption", text=instruments.label(instrument)), said["columns"], rows)


def gaps(promise: Guarantee) -> str:
    """Return what a guarantee leaves open, each with what such a gap has meant in history.

    >>> gaps(Guarantee(obligations=("consult",))).count("<td>") > 8
    True
    """
    said = words.section("gap_table")
    rows = [(gap.sentence, f"{gap.example} ({gap.cite})" if gap.example else "–") for gap in promise.gaps()]
    return table(said["caption"], said["columns"], rows)


def weighed(profiles: ladders.Profiles, weights: Sequence[float]) -> str:
    """Return a ranking by the student's own weights, and the pairs whose order hangs on them.

    Raises:
        ValueError: the weights are not one for each ladder, or one is below zero.

    >>> "hangs on the weights" in weighed({"a": (3, 0), "b": (1, 4)}, (1, 1))
    True
    """
    said = words.section("weighed")
    tiers = ladders.tiers(profiles, weights)
    rows = [(str(place), ", ".join(tier)) for place, tier in enumerate(tiers, start=1)]
    left_out = [name for name in profiles if all(name not in tier for tier in tiers)]
    turning = ladders.turns(profiles)
    notes = [words.text("weighed.turns", one=one, other=other) for one, other in turning]
    return (
        table(said["caption"], said["columns"], rows)
        + (paragraphs(words.text("weighed.left_out", texts=", ".join(left_out))) if left_out else "")
        + (bullets(notes) if notes else paragraphs(said["steady"]))
    )


def _told(sentence: str, caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A figure's sentence, and its table where it has rows."""
    return paragraphs(sentence) + (table(caption, columns, rows) if rows else "")


def _sources(places: Sequence[charts.Place]) -> str:
    """Where the rows behind some places come from, folded away."""
    wanted = {(place.instrument, place.code) for place in places}
    found = [row for row in datasets.rows("codes") if (row["instrument"], row["code"]) in wanted]
    lines = dict.fromkeys(datasets.cite(row) for row in found)
    return folded(words.text("charts.sources"), bullets(lines)) if lines else ""
