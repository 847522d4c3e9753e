"""Every text that a person reads: it exists, it is used, and it reads as it should."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from course_utils import codes, guarantee, words

PACKAGE = Path(words.__file__).parent
KINDS = {"choice", "choices", "number", "yes_no", "state", "guarantors"}


def test_the_questions_stand_in_order_and_ask() -> None:
    assert words.QUESTIONS == ("who", "what", "how", "terms")
    assert list(words.section("questions")) == list(words.QUESTIONS)
    assert all(words.text(f"questions.{name}.label").endswith("?") for name in words.QUESTIONS)


def test_the_fields_are_those_of_a_guarantee_and_of_a_code() -> None:
    names = [field.name for field in words.fields()]
    assert len(set(names)) == len(names) == 37
    assert set(names) == set(guarantee.Guarantee.model_fields) - {"schema_version"}
    assert sorted(names) == sorted(codes.CODE_ORDER)


@pytest.mark.parametrize("field", words.fields(), ids=lambda field: field.name)
def test_a_field_can_be_shown(field: words.Field) -> None:
    assert field.question in words.QUESTIONS
    assert field.kind in KINDS
    assert field.label[0].isupper()
    assert len(field.label) <= 34
    assert not field.label.endswith(".")
    assert field.help[0].isupper()
    assert field.help[-1] in ".?”"
    assert len(field.help) <= 140
    assert bool(field.options) == (field.kind in ("choice", "choices"))
    labels = list(field.options.values())
    assert len(set(labels)) == len(labels)
    assert all(0 < len(label) <= 34 for label in labels)
    if field.kind == "number":
        assert field.minimum is not None
        assert field.maximum is not None
        assert 0 <= field.minimum < field.maximum
        assert field.unit
        assert field.unit_one
        assert field.count(1) == f"1 {field.unit_one}"
        assert field.count(2) == f"2 {field.unit}"
    else:
        assert (field.minimum, field.maximum, field.unit, field.unit_one) == (None, None, "", "")


def test_the_panels_follow_one_another() -> None:
    order = [words.QUESTIONS.index(field.question) for field in words.fields()]
    assert order == sorted(order)


def test_no_student_reads_the_terms_of_the_code() -> None:
    for key, text in leaves({name: words.section(name) for name in ("fields", "faults", "gaps", "treaty")}):
        plain = re.sub(r"\{(?:\w+:)?([^}]*)\}", r"\1", text)
        assert "prot" not in plain or not re.search(r"prot[ée]g[ée]", plain), key
        assert not re.search(r"[^{]  | [,.;]", text), key


def test_a_lookup_that_fails_says_what_was_meant() -> None:
    for call, near in (
        (lambda: words.text("gaps.no_decidr"), "gaps.no_decider"),
        (lambda: words.field("yaers"), "years"),
        (lambda: words.section("gapz"), "gaps"),
        (lambda: words.text("treaty.text.exit_at_wil"), "treaty.text.exit_at_will"),
    ):
        with pytest.raises(words.UnknownWord, match=re.escape(near)):
            call()
    for key in ("gaps", "gaps.no_decider.more", "", "."):
        with pytest.raises(words.UnknownWord):
            words.text(key)


def leaves(node: Any, above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        key = f"{above}.{name}" if above else name
        if isinstance(value, dict):
            yield from leaves(value, key)
        elif isinstance(value, str):
            yield key, value


def test_every_text_that_the_code_asks_for_exists() -> None:
    """Keys with a variable part must have at least one text that fits."""
    known = [key for key, _ in leaves(words._all())]
    asked = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for match in re.finditer(r'words\.text\(\s*f?"([^"]+)"', path.read_text("utf-8")):
            if path.name != "words.py":
                asked.append((path.name, match[1]))
    assert len(asked) > 100
    for place, key in asked:
        pattern = ".+".join(re.escape(piece) for piece in re.split(r"\{.*?\}", key))
        assert any(re.fullmatch(pattern, one) for one in known), f"{place} asks for {key!r}"


def test_the_doctest_of_the_module_names_its_parts() -> None:
    for name in ("questions", "terms", "fields", "guarantor", "faults", "gaps", "treaty"):
        assert words.section(name)
