"""Still pictures: tables, paragraphs and headings made from the same data as the panels and figures.

JupyterLab shows these where no engine runs. In a notebook that it does not trust it strips `style`, `role`
and drawings; so they use headings, paragraphs, lists, tables, `details` and `figcaption` only. All text is
escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from course_utils import theme


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


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose first column names its rows.

    >>> table("Duty", ["clause", "code"], [["Article 5", "3"]]).count("<th ")
    3
    """
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    parts = f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f"<table>{parts}</table>"


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
