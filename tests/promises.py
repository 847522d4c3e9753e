"""Guarantees and drafts for the tests, made from the vocabulary and from the rules of this file alone."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from course_utils import datasets, words
from course_utils.guarantee import Guarantee

STATES = [str(row["id"]) for row in datasets.rows("states")]
HELP = {"meet_danger", "non_military_aid", "arms", "aid", "action_deemed_necessary", "all_means", "automatic"}
NAMED = ("one_head_of_state", "third_state")


def guarantor(state: str, bound: str = "individually", approval: str = "ratified") -> dict[str, str]:
    return {"state": state, "bound": bound, "approval": approval}


def guarantors(*states: str) -> list[dict[str, str]]:
    return [guarantor(state) for state in states]


def guarantor_lists(most: int = 8) -> st.SearchStrategy[list[dict[str, str]]]:
    one = st.builds(
        guarantor,
        st.sampled_from(STATES),
        st.sampled_from(["individually", "collectively"]),
        st.sampled_from(["ratified", "executive", "political"]),
    )
    return st.lists(one, min_size=1, max_size=most, unique_by=lambda each: each["state"])


def values(field: words.Field, most: int = 8) -> st.SearchStrategy[Any]:
    """A value that a field may have by itself."""
    if field.kind == "choice":
        return st.sampled_from(list(field.options))
    if field.kind == "choices":
        options = list(field.options)
        return st.integers(1, 2 ** len(options) - 1).map(
            lambda mask: [one for place, one in enumerate(options) if mask >> place & 1]
        )
    if field.kind == "yes_no":
        return st.booleans()
    if field.kind == "number":
        low, high = field.minimum or 0, field.maximum or 0
        return st.sampled_from([low, low + 1, high]) | st.integers(low, high)
    if field.kind == "state":
        return st.sampled_from(["any_party", *STATES] if field.name == "protege" else STATES)
    return guarantor_lists(most)


def reconciled(terms: dict[str, Any]) -> dict[str, Any]:
    """Drop whatever cannot stand beside the rest."""
    t = dict(terms)
    get = t.get
    if "guarantors" in t:
        t["guarantors"] = [one for one in t["guarantors"] if one["state"] != get("protege")]
        if not t["guarantors"]:
            del t["guarantors"]
    states = [one["state"] for one in get("guarantors", [])]
    if states and "lead" in t:
        t["lead"] = states[STATES.index(t["lead"]) % len(states)]
    if states and "minimum_guarantors" in t:
        t["minimum_guarantors"] = min(t["minimum_guarantors"], len(states))
    named, decider = get("decider_state"), get("decider")
    head = decider == "one_head_of_state" and states and named not in states
    third = decider == "third_state" and (named in states or named == get("protege"))
    if (decider and decider not in NAMED) or head or third:
        t.pop("decider_state", None)
    drop = {
        "mutual": get("protege") == "any_party" and get("mutual") is False,
        "help_within_days": get("help_within_days", 999) * 24 < get("consult_within_hours", 0),
        "armed_force": get("armed_force") == "excluded" and "automatic" in get("obligations", ()),
        "years": get("duration") == "indefinite",
        "exit_notice_months": get("exit") in ("at_will", "none_stated"),
        "force_ceiling_thousands": "conditions" in t and "force_ceiling" not in t["conditions"],
    }
    t = {name: value for name, value in t.items() if not drop.get(name)}
    if t.get("own_forces_thousands", 0) > t.get("force_ceiling_thousands", 9999):
        del t["own_forces_thousands"]
    if t.get("review_years", 0) > t.get("years", 999):
        del t["review_years"]
    return t


def made(terms: dict[str, Any]) -> Guarantee:
    """A guarantee, without the help of a draft."""
    return Guarantee.model_validate(
        {name: tuple(value) if isinstance(value, list) else value for name, value in terms.items()}
    )


def valid_terms(most: int = 8) -> st.SearchStrategy[dict[str, Any]]:
    """Terms that can stand together, few or many of them."""
    every = {field.name: values(field, most) for field in words.fields()}
    return (st.fixed_dictionaries({}, optional=every) | st.fixed_dictionaries(every)).map(reconciled)


def guarantees(most: int = 8) -> st.SearchStrategy[Guarantee]:
    return valid_terms(most).map(made)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        [10**400, -(10**400), "<script>alert(1)</script>", "\ud800", "=1+1", b"bytes", object()]
    )
    | st.sampled_from(["any_party", "FRA", "none", "individually", "consult", "indefinite"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=8) | st.integers() | st.none(), inner, max_size=4)
        | st.fixed_dictionaries({"state": inner, "bound": inner, "approval": inner})
    ),
    max_leaves=12,
)


def messy() -> st.SearchStrategy[dict[str, Any]]:
    """What might come from a page or a file: right values, wrong ones, and values of other fields."""
    names = [field.name for field in words.fields()]
    right = [values(field) for field in words.fields()]
    return st.dictionaries(
        st.sampled_from(names), st.one_of(JUNK, *right[:: len(right) // 8]), max_size=12
    ).flatmap(lambda wrong: valid_terms(3).map(lambda terms: {**terms, **wrong}))
