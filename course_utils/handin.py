"""What a student hands in: the guarantee that was changed last, and of all else only what was ticked.

Beliefs about a war that is going on are political opinions. So predictions, beliefs, texts, claims and tries
stay out unless the student ticks them, and nothing says when anything was done. A hand-in has two forms made
from the same content: a web page to read and print, without script, and JSON for an instructor who collects
many. Whatever a student typed is a text in both, never markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from course_utils import datasets, describe, explore, objections, questions, treaty, words
from course_utils.gaps import gaps
from course_utils.guarantee import Draft, Guarantee
from course_utils.memo import cleaned
from course_utils.portfolio import Portfolio
from course_utils.widgets.beliefs import UNSAID, sound

SCHEMA: Final = "hand-in 1"
BUILDER_LESSON: Final = 8
FIRST_LESSON: Final = 0
PARTS: Final = ("defence", "claims", "texts", "predictions", "beliefs", "sealed", "tries")
"""What may be ticked, in the order in which it is shown; never ticked beforehand."""
LONGEST_SIGNED: Final = 80
"""Characters of the name or code under which a student hands in."""


@dataclass(frozen=True)
class HandIn:
    """A hand-in in its two forms.

    Attributes:
        html: a web page, whole in itself.
        json: the same content as data.
        file: a name for the files, without an ending.
    """

    html: str
    json: str
    file: str


def counts(record: Portfolio) -> dict[str, int]:
    """Return how many things the record holds for each part that may be ticked.

    >>> from tempfile import mkdtemp
    >>> counts(Portfolio(mkdtemp() + "/p.json"))["beliefs"]
    0
    """
    return {part: len(_of(record, part)) for part in PARTS}


def make(record: Portfolio, ticked: Collection[str] = (), signed: str = "") -> HandIn | None:
    """Return the hand-in of the guarantee that was changed last; None where the record holds none.

    Args:
        record: the student's record.
        ticked: the parts, of `PARTS`, that the student wants in it.
        signed: a name or code that the instructor asked for; it is kept nowhere else.

    >>> from tempfile import mkdtemp
    >>> record = Portfolio(mkdtemp() + "/p.json")
    >>> make(record) is None
    True
    >>> ack = record.save_guarantee("g1", "Ours", {"duration": "fixed", "years": 10})
    >>> handed = make(record, signed="<b>K 12</b>")
    >>> "Ours" in handed.html, "<b>K 12" in handed.html, handed.file
    (True, False, 'hand-in-b-k-12-b-ours')
    """
    made = record.guarantees()
    if not made:
        return None
    name = cleaned(made[0].name) or words.text("widgets.builder.untitled")
    signed = cleaned(signed)[:LONGEST_SIGNED]
    draft = Draft.from_dict(made[0].draft)
    private = {part: _of(record, part) for part in PARTS if part in ticked}
    return HandIn(
        html=_html(name, signed, draft.settled(), private),
        json=json.dumps(_data(name, signed, draft, private), ensure_ascii=False, indent=2) + "\n",
        file="-".join(["hand-in", *re.findall(r"\w+", f"{signed} {name}".casefold())])[:80],
    )


# --- what the record holds -----------------------------------------------------------------------------

#: One thing of a part: its key in the record, what was asked, and what was answered, in words.
_Thing = tuple[str, str, str]


def _of(record: Portfolio, part: str) -> list[_Thing]:
    """The things of one part, in the order of the lessons."""
    found = {
        "defence": lambda: _texts(record, own=True),
        "claims": lambda: _claims(record),
        "texts": lambda: _texts(record, own=False),
        "predictions": lambda: _predictions(record),
        "beliefs": lambda: _beliefs(record),
        "sealed": lambda: _sealed(record),
        "tries": lambda: _tries(record),
    }[part]()
    return sorted(found, key=lambda thing: thing[0].split(".")[0])


def _entries(
    record: Portfolio, section: str
) -> Iterator[tuple[int, str, questions.Item | None, dict[str, Any]]]:
    """The entries of a section: lesson, name, the question if it is one, and what is kept."""
    for key in record.keys(section):
        number, _, name = key.partition(".")
        if number.isdigit() and int(number) <= BUILDER_LESSON:
            entry = record.get(section, key)
            if entry is not None:
                yield int(number), name, questions.bank(int(number))[0].get(name), entry


def _texts(record: Portfolio, *, own: bool) -> Iterator[_Thing]:
    for number, name, item, entry in _entries(record, "notes"):
        if item is not None and item.mode == "write" and (number == BUILDER_LESSON) == own:
            yield f"{number}.{name}", item.question, _typed(entry.get("answer"))


def _claims(record: Portfolio) -> Iterator[_Thing]:
    kept = record.get("notes", f"{BUILDER_LESSON}.claims") or {}
    labels = {str(row["id"]): str(row["label"]) for row in datasets.rows("primitives")}
    for name, value in kept.items():
        if name in labels and isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{BUILDER_LESSON}.{name}", labels[name], f"{value:g}"


def _predictions(record: Portfolio) -> Iterator[_Thing]:
    for number, name, item, entry in _entries(record, "predictions"):
        if item is not None and item.mode != "seal":
            why = _typed(entry.get("why"))
            answer = _answer(item, entry.get("answer"))
            yield f"{number}.{name}", item.question, f"{answer} – {why}" if why else answer
        elif item is None and name in explore.NAMES:
            asked = explore.get(name)
            label = dict(asked.predictions()).get(str(entry.get("answer")), "")
            yield f"{number}.{name}", str(asked.words["predict"]["question"]), label


def _beliefs(record: Portfolio) -> Iterator[_Thing]:
    asked = {one.id: one.statement for one in questions.beliefs()}
    spec = words.section("widgets")["beliefs"]
    labels = {UNSAID: str(spec["unsaid"])} | {step: str(said) for step, said in enumerate(spec["steps"], 1)}
    for number in (FIRST_LESSON, BUILDER_LESSON):
        kept = record.get("notes", f"{number}.beliefs") or {}
        for name, step in sound(kept.get("answers"), asked).items():
            when = words.text(f"handin.{'then' if number == FIRST_LESSON else 'now'}")
            yield f"{number}.{name}", asked[name], words.text("handin.believed", when=when, what=labels[step])


def _sealed(record: Portfolio) -> Iterator[_Thing]:
    for number, name, item, entry in _entries(record, "predictions"):
        if item is not None and item.mode == "seal" and isinstance(entry.get("answer"), str):
            yield f"{number}.{name}", item.question, f"{item.stem} {_typed(entry['answer'])}"


def _tries(record: Portfolio) -> Iterator[_Thing]:
    for number, name, item, entry in _entries(record, "quizzes"):
        tried = entry.get("attempts")
        if item is not None and isinstance(tried, list):
            yield f"{number}.{name}", item.question, " → ".join(_answer(item, one) for one in tried)
    for number, name, _, entry in _entries(record, "exercises"):
        if name in questions.bank(number)[1]:
            said = words.text(f"handin.{'right' if entry.get('right') is True else 'not_right'}")
            yield f"{number}.{name}", words.text("handin.exercise", lesson=number), said


def _answer(item: questions.Item, given: Any) -> str:
    """An answer in words: a label, a number with its unit, or what was typed."""
    labels = {option.value: option.label for option in item.options}
    if item.options:
        return labels.get(str(given), "")
    return f"{given} {item.unit}".strip() if isinstance(given, int) else _typed(given)


def _typed(given: Any) -> str:
    return cleaned(given, lines=True) if isinstance(given, str) else ""


# --- the two forms -------------------------------------------------------------------------------------


def _data(name: str, signed: str, draft: Draft, private: dict[str, list[_Thing]]) -> dict[str, Any]:
    guarantee = draft.settled()
    return {
        "schema": SCHEMA,
        "signed": signed,
        "guarantee": {"name": name, "code": guarantee.to_code(), "terms": draft.to_dict()},
        "left_open": [gap.id for gap in gaps(guarantee)],
        "objections": [one.gap.id for one in objections.strongest(guarantee)],
        "ticked": {
            part: [{"key": key, "asked": asked, "answer": answer} for key, asked, answer in things]
            for part, things in private.items()
        },
    }


def objection_lines(found: Collection[objections.Objection]) -> list[tuple[str, str]]:
    """Return objections to read: what is open; then what it has meant, and on which attack it shows.

    >>> from course_utils import instruments
    >>> ((open_, more),) = objection_lines(objections.strongest(instruments.get("NAT1949"), 1))
    >>> open_[:30], more[-28:]
    ('Each Party decides for itself ', 'A cyber attack on the grid”.')
    """
    lines = []
    for one in found:
        many = "some" if len(one.hangs) > 1 else "one" if one.hangs else "none"
        case = one.hangs[0].title if one.hangs else ""
        hangs = words.text(f"objections.{many}", count=len(one.hangs), of=one.tried, case=case)
        lines.append((one.gap.sentence, " ".join(part for part in (one.gap.example, hangs) if part)))
    return lines


def _html(name: str, signed: str, guarantee: Guarantee, private: dict[str, list[_Thing]]) -> str:
    said = words.section("handin")
    body = [f"<h1>{escape(name)}</h1>"]
    if signed:
        body.append(describe.paragraphs(words.text("handin.signed", who=signed)))
    body.append(describe.paragraphs(said["about"]))
    body.append(f"<h2>{escape(said['text'])}</h2>")
    for article in treaty.draft(guarantee).articles:
        sentences = ["".join(part.text for part in sentence.parts) for sentence in article.sentences]
        body.append(f"<h3>{escape(article.title)}</h3>{describe.paragraphs(*sentences)}")
    body.append(f"<h2>{escape(said['objections'])}</h2>")
    strongest = objections.strongest(guarantee)
    lines = describe.readings(objection_lines(strongest))
    body.append(lines if strongest else describe.paragraphs(said["no_objections"]))
    shown = {one.gap.id for one in strongest}
    rest = [gap.sentence for gap in gaps(guarantee) if gap.id not in shown]
    if rest:
        body.append(f"<h2>{escape(said['also_open'])}</h2>{describe.bullets(rest)}")
    for part, things in private.items():
        body.append(f"<h2>{escape(said['parts'][part])}</h2>")
        for _, asked, answer in things:
            body.append(f"<h3>{escape(asked)}</h3>{describe.paragraphs(*answer.split(chr(10)))}")
        if not things:
            body.append(describe.paragraphs(said["empty"]))
    body.append(f"<h2>{escape(said['code'])}</h2><p><code>{escape(guarantee.to_code())}</code></p>")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(words.text('handin.page_title', name=name))}</title>\n"
        f"<style>{_CSS}</style>\n</head>\n"
        f"<body>\n<main>\n{''.join(body)}\n</main>\n</body>\n</html>\n"
    )


_CSS: Final = """
@page { size: A4; margin: 20mm; }
body { font: 15px/1.5 Georgia, serif; color: #1a1a1a; background: #ffffff; margin: 0; }
main { max-width: 66ch; margin: 0 auto; padding: 16px; overflow-wrap: anywhere; }
h1 { font-size: 24px; line-height: 1.25; } h2 { font-size: 18px; margin: 24px 0 4px; }
h3 { font-size: 15px; margin: 12px 0 0; break-after: avoid; } p { margin: 4px 0; } li { margin: 0 0 8px; }
code { font-size: 12px; }
"""
