"""The glossary as a page, and the links to it where a lesson first uses a term.

`python -m course_utils.glossary` prints the page for `docs/glossary.md`; with `link` and the files of lessons
it sets the links in them anew.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from course_utils import datasets, words

#: Where the page lies, seen from a lesson.
PAGE = "../docs/glossary.md"

_LINK = re.compile(rf"\[([^\]]+)\]\({re.escape(PAGE)}#[^)]+\)")
#: What is never linked: headings, list items of the first cell, quotations, code, links.
_CLOSED = re.compile(r"“[^”]*”|`[^`]*`|\[[^\]]*\]\([^)]*\)|^(?:#|>).*$", re.M)


def name(row: datasets.Row) -> str:
    """Return a term as its heading and its links write it.

    >>> name(datasets.row("glossary", "protected-state"))
    'protected state'
    """
    return str(row["term"]).partition(" (")[0]


def anchor(term: str) -> str:
    """Return the fragment under which JupyterLab finds a heading.

    >>> anchor("armed attack")
    'armed-attack'
    """
    return term.replace(" ", "-")


def page() -> str:
    """Return the glossary as Markdown: each term, in Ukrainian too, with its meaning and its neighbours.

    >>> page().splitlines()[0]
    '# Glossary'
    """
    rows = sorted(datasets.rows("glossary"), key=lambda row: name(row).casefold())
    said = words.section("glossary")
    lines = [f"# {said['title']}", "", said["lead"], ""]
    for row in rows:
        beside = [name(datasets.row("glossary", one)) for one in str(row["see"] or "").split()]
        links = ", ".join(f"[{one}](#{anchor(one)})" for one in beside)
        lines += [f"## {name(row)}", "", f"{row['meaning']} {said['ukrainian']}: {row['ukrainian']}.", ""]
        lines += [f"{said['see']}: {links}.", ""] if links else []
    return "\n".join(lines)


def _form(term: str) -> str:
    """The pattern of a term and of its plural; with a capital letter only where a sentence begins."""
    stem, ends = (term[:-1], "y|ies") if term.endswith("y") else (term, "|s|es")
    first = rf"(?:{stem[0]}|(?:^|(?<=[.?!:] )|(?<=\*)){stem[0].upper()})"
    return rf"(?m)(?<!\w){first}{re.escape(stem[1:])}(?:{ends})\b"


def unlinked(text: str) -> str:
    """Return a text without the links to the glossary.

    >>> unlinked("A [treaty](../docs/glossary.md#treaty) binds.")
    'A treaty binds.'
    """
    return _LINK.sub(r"\1", text)


def linked(texts: Iterable[str]) -> list[str]:
    """Return the Markdown of a lesson's cells with each term linked where it is first used.

    Headings, objectives, quotations and other links stay; a term inside a longer one is not meant.

    >>> linked(["# What is a treaty?", "A treaty binds. Two treaties bind twice."])[1]
    'A [treaty](../docs/glossary.md#treaty) binds. Two treaties bind twice.'
    """
    cells = [unlinked(text) for text in texts]
    found: list[tuple[int, int, int, str]] = []  # cell, start, end, term
    taken = [[match.span() for match in _CLOSED.finditer(text)] for text in cells]
    if cells:
        taken[0] += [match.span() for match in re.finditer(r"^- .*$", cells[0], re.M)]
    for term in sorted({name(row) for row in datasets.rows("glossary")}, key=len, reverse=True):
        first = True
        for place, text in enumerate(cells):
            for match in re.finditer(_form(term), text):
                if any(match.start() < end and start < match.end() for start, end in taken[place]):
                    continue
                taken[place].append(match.span())
                if first:
                    found.append((place, *match.span(), term))
                    first = False
    for place, start, end, term in sorted(found, reverse=True):
        text = cells[place]
        cells[place] = f"{text[:start]}[{text[start:end]}]({PAGE}#{anchor(term)}){text[end:]}"
    return cells


def link(path: Path) -> None:
    """Set the links of one lesson anew, in its file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    cells = [cell for cell in content["cells"] if cell["cell_type"] == "markdown"]
    for cell, text in zip(cells, linked("".join(cell["source"]) for cell in cells), strict=True):
        cell["source"] = text.splitlines(keepends=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Print the page, or with `link` and files set the links in these lessons; 2 for anything else."""
    if not arguments:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(page())
        return 0
    if arguments[0] == "link":
        for file in arguments[1:]:
            link(Path(file))
        return 0
    sys.stderr.write('Write nothing to print the glossary, or "link" and files to link lessons to it.\n')
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
