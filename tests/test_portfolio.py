"""The record: what is kept, how two notebooks share it, what is refused, and what the student is told."""

import contextlib
import copy
import errno
import itertools
import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import filelock
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import portfolio
from course_utils.portfolio import Portfolio, Progress, Refused

KYIV = timezone(timedelta(hours=2))
BEGUN = datetime(2026, 11, 22, 14, 30, tzinfo=KYIV)


def ticking(start: datetime = BEGUN) -> Callable[[], datetime]:
    """A clock that goes on by a second each time it is read."""
    seconds = itertools.count()
    return lambda: start + timedelta(seconds=next(seconds))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my-work" / "portfolio.json"


def filled(path: Path) -> Portfolio:
    """A portfolio with something in every section, and a history."""
    mine = Portfolio(path, clock=ticking())
    mine.set_alias("Синя чапля")
    mine.put("lessons", "1", {"begun": True})
    mine.put("predictions", "1.duty", {"choice": "assist", "sure": 0.5})
    mine.put("rankings", "1.force", {"order": [["NAT1949"], ["BRU1948", "TEU42_7"]]})
    mine.put("quizzes", "1.q1", {"attempts": ["b", "a"], "right": True})
    mine.put("exercises", "1.e1", {"right": False, "tries": 3})
    mine.put("notes", "1.argument", {"text": "=1+1 <b>Ні</b>"})
    for years in (5, 10):
        mine.save_guarantee(
            "g1", "Mine", {"years": years, "guarantors": [{"state": "GBR"}]}, named=years == 5
        )
    return mine


def contents(data: bytes) -> dict[str, Any]:
    """A document without the numbers that each file gives anew."""
    document: dict[str, Any] = json.loads(data)
    del document["revision"]
    for entries in (document[section] for section in portfolio.SECTIONS):
        for entry in entries.values():
            for version in (entry, *entry.get("history", ())):
                del version["revision"]
    return document


# What is kept


def test_everything_put_is_there_when_the_file_is_opened_again(path: Path) -> None:
    mine = filled(path)
    again = Portfolio(path)
    assert again.export() == mine.export() == path.read_bytes()
    assert again.alias == "Синя чапля"
    assert again.get("predictions", "1.duty") == {
        "choice": "assist",
        "sure": 0.5,
        "revision": 3,
        "saved": "2026-11-22T14:30:02+02:00",
    }
    assert (again.problem, again.notice) == (None, None)


def test_the_file_can_be_read_by_a_person(path: Path) -> None:
    text = filled(path).export().decode("utf-8")
    assert '\n  "1.argument": {"text": "=1+1 <b>Ні</b>", "revision": 7, ' in text
    assert max(map(len, text.splitlines())) < 200


def test_an_acknowledgement_names_the_change_and_the_local_time(path: Path) -> None:
    mine = Portfolio(path, clock=lambda: BEGUN)
    assert mine.put("notes", "1.a", {}) == portfolio.Ack(1, "2026-11-22T14:30:00+02:00")
    assert mine.put("notes", "1.b", {}).revision == mine.revision == 2
    stamp = Portfolio(path).put("notes", "1.c", {}).saved_at
    assert stamp is not None
    assert datetime.fromisoformat(stamp).tzinfo


def test_the_first_prediction_stands(path: Path) -> None:
    one, other = Portfolio(path, clock=ticking()), Portfolio(path, clock=ticking())
    first = one.put("predictions", "1.duty", {"choice": "assist"})
    assert other.put("predictions", "1.duty", {"choice": "nothing"}) == first
    assert other.put_once("predictions", "1.duty", {"choice": "nothing"}) == first
    assert (other.get("predictions", "1.duty") or {})["choice"] == "assist"


def test_what_was_read_can_be_changed_and_put_again(path: Path) -> None:
    mine = filled(path)
    entry = mine.get("quizzes", "1.q1")
    assert entry
    entry["attempts"].append("c")
    assert (mine.get("quizzes", "1.q1") or {})["attempts"] == ["b", "a"]
    mine.put("quizzes", "1.q1", entry)
    assert (mine.get("quizzes", "1.q1") or {})["attempts"] == ["b", "a", "c"]


def test_keys_and_progress_end_with_what_was_done_last(path: Path) -> None:
    mine = filled(path)
    mine.put("quizzes", "2.q1", {"right": True})
    mine.put("rankings", "1.duty", {"order": []})
    mine.put("rankings", "1.force", {"order": []})
    assert mine.keys("rankings") == ("1.duty", "1.force")
    first, second = mine.summary()
    assert first.done["rankings"] == ("1.duty", "1.force")
    assert {section: len(keys) for section, keys in first.done.items()} == {
        "lessons": 1,
        "predictions": 1,
        "rankings": 2,
        "quizzes": 1,
        "exercises": 1,
        "notes": 1,
    }
    assert (first.lesson, first.last) == ("1", "1.force")
    assert first.saved == (mine.get("rankings", "1.force") or {})["saved"]
    assert second == Progress("2", {"quizzes": ("2.q1",)}, "2.q1", second.saved)


def test_an_alias_is_one_line_or_none(path: Path) -> None:
    mine = Portfolio(path)
    for given_text, kept in ((" Heron\n\x00 ", "Heron"), ("  ", None), ("x" * 60, "x" * 60), (None, None)):
        assert mine.set_alias(given_text).saved_at
        assert mine.alias == Portfolio(path).alias == kept
    with pytest.raises(Refused, match="60 characters, and this one has 61"):
        mine.set_alias("x" * 61)


def test_where_the_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "course" / "lessons" / "extra"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert Portfolio().path == Path(os.environ["COURSE_PORTFOLIO"]).resolve()
    monkeypatch.setenv("COURSE_PORTFOLIO", "")
    assert Portfolio().path == (tmp_path / "course" / "my-work" / "portfolio.json").resolve()
    monkeypatch.chdir(tmp_path)
    assert Portfolio().path == (tmp_path / "my-work" / "portfolio.json").resolve()
    assert [file.name for file in tmp_path.iterdir()] == ["course"]  # opening writes nothing


# Guarantees


def test_every_change_of_a_guarantee_is_kept_and_named_versions_for_good(path: Path) -> None:
    mine = Portfolio(path, clock=ticking())
    for years in range(60):
        mine.save_guarantee("g1", "Mine", {"years": years}, named=years == 7)
    versions = mine.history("g1")
    assert [version.draft["years"] for version in versions] == [59, *range(58, 28, -1), 7]
    assert [version.named for version in versions] == [False] * 31 + [True]
    assert len({version.revision for version in versions}) == len(versions)
    assert (versions[0].key, versions[0].name) == ("g1", "Mine")
    assert mine.history("unknown") == ()


def test_saving_the_same_again_adds_no_version(path: Path) -> None:
    mine = Portfolio(path)
    mine.save_guarantee("g1", "Mine", {"years": 5}, named=True, note="For the seminar.")
    mine.save_guarantee("g1", "Mine", {"years": 5})
    (only,) = mine.history("g1")
    assert (only.named, only.note) == (True, "For the seminar.")
    mine.save_guarantee("g1", "Other", {"years": 5}, note="")
    assert [(v.name, v.named, v.note) for v in mine.history("g1")] == [
        ("Other", False, ""),
        ("Mine", True, "For the seminar."),
    ]
    mine.save_guarantee("g1", "Third", {"years": 5})
    assert [version.name for version in mine.history("g1")] == ["Third", "Mine"]
    assert [version.name for version in mine.history("g1", named=True)] == ["Mine"]


def test_two_threads_lose_nothing_of_each_other_nor_of_another_notebook(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = Portfolio(path), Portfolio(path)
    merge = portfolio._three_way

    def slowly(*documents: Any) -> Any:
        merged = merge(*documents)
        time.sleep(0.002)  # time enough for another thread to change what was merged
        return merged

    monkeypatch.setattr(portfolio, "_three_way", slowly)

    def write(record: Portfolio, letter: str) -> None:
        for number in range(20):
            assert record.put("notes", f"1.{letter}{number}", {"text": letter}).saved_at

    def read() -> None:
        for _ in range(200):
            mine.keys("notes")

    work = [(write, (mine, "a")), (write, (mine, "b")), (write, (other, "c")), (read, ()), (read, ())]
    threads = [threading.Thread(target=target, args=values) for target, values in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Portfolio(path).keys("notes")) == 60
    assert mine.problem is None


def test_a_second_named_version_with_another_note_stands_beside_the_first(path: Path) -> None:
    mine, other = Portfolio(path), Portfolio(path)
    for note in ("For the seminar.", "For the seminar.", "For the minister."):
        mine.save_guarantee("g1", "Mine", {"years": 5}, named=True, note=note)
    mine.save_guarantee("g1", "Mine", {"years": 5})
    assert [(v.named, v.note) for v in other.history("g1")] == [
        (True, "For the minister."),
        (True, "For the seminar."),
    ]
    other.bring_back(mine.export())
    assert len(other.history("g1")) == 2


def test_a_copy_begins_a_history_of_its_own(path: Path) -> None:
    mine = filled(path)
    mine.duplicate("g1", "g2", "Bolder")
    assert [(v.key, v.name, v.named, v.draft["years"]) for v in mine.guarantees()] == [
        ("g2", "Bolder", False, 10),
        ("g1", "Mine", False, 10),
    ]
    assert len(mine.history("g2")) == 1
    before = path.read_bytes()
    for key, new_key in (("unknown", "g3"), ("g1", "g2")):
        with pytest.raises(Refused, match="not copied"):
            mine.duplicate(key, new_key, "Again")
    assert path.read_bytes() == before


def test_only_drafts_without_a_name_are_removed(path: Path) -> None:
    mine = filled(path)
    mine.duplicate("g1", "g2", "Draft")
    assert mine.remove("guarantees", "g2").saved_at
    assert mine.remove("guarantees", "never-there").saved_at
    assert Portfolio(path).keys("guarantees") == ("g1",)
    before = path.read_bytes()
    for section, key in (("guarantees", "g1"), ("predictions", "1.duty"), ("nowhere", "x")):
        with pytest.raises(Refused, match="not removed"):
            mine.remove(section, key)
    assert path.read_bytes() == before


def test_names_are_one_line_of_80_characters(path: Path) -> None:
    mine = Portfolio(path)
    mine.save_guarantee("g1", "\tFor\x00 \u202ethe\nSenate ", {})
    assert mine.guarantees()[0].name == "For \u202etheSenate"
    with pytest.raises(Refused, match="80 characters, and this one has 81"):
        mine.save_guarantee("g1", "x" * 81, {})
    with pytest.raises(Refused, match="it has none yet"):
        mine.save_guarantee("g1", " \n", {}, named=True)
    assert [version.name for version in mine.history("g1")] == ["For \u202etheSenate"]


BAD_CONTENT: dict[str, Any] = {
    "a number that is none": {"n": float("nan")},
    "infinity": {"n": float("inf")},
    "an endless number": {"n": 10**400},
    "a set": {"n": {1}},
    "bytes": {"n": b"1"},
    "half a character": {"n": "\ud800"},
    "a long text": {"n": "x" * 4001},
    "a long list": {"n": [0] * 1001},
    "many parts": {f"n{n}": n for n in range(1001)},
    "a key that is no word": {"<script>": 1},
    "a key that is a number": {1: 1},
    "a bottomless list": {"n": json.loads("[" * 50 + "]" * 50)},
}


@pytest.mark.parametrize("content", BAD_CONTENT.values(), ids=BAD_CONTENT.keys())
def test_content_that_no_file_can_hold_is_refused(path: Path, content: dict[str, Any]) -> None:
    mine = filled(path)
    before = path.read_bytes()
    for attempt in (
        lambda: mine.put("notes", "1.a", content),
        lambda: mine.put_once("predictions", "1.a", content),
        lambda: mine.save_guarantee("g1", "Mine", content),
    ):
        with pytest.raises(Refused, match=r"^This was not kept: .*\.$"):
            attempt()
    assert path.read_bytes() == before == mine.export()


def test_whatever_is_taken_in_can_be_read_again(path: Path) -> None:
    mine, content = Portfolio(path), {"text": "x" * 4000}
    wide = [{f"n{n}": n for n in range(parts)} for parts in range(995, 1001)]
    for _ in range(15):
        content = {"in": content}  # type: ignore[dict-item]
        wide.append(content)  # type: ignore[arg-type]
    for tried in wide:
        with contextlib.suppress(Refused):
            mine.put("notes", f"1.{len(str(tried))}", tried)
        with contextlib.suppress(Refused):
            mine.save_guarantee("g1", "Mine", tried)
        assert Portfolio(path).notice is None
    assert len(mine.keys("notes")) == 4 + 11
    assert mine.history("g1")[0].draft == wide[15]


@pytest.mark.parametrize("key", ["", "A", "-a", "a" * 81, "a b", "a/b", "<script>", "\u202ea", "a\n", "=a"])
def test_keys_are_plain_words(path: Path, key: str) -> None:
    mine = Portfolio(path)
    for attempt in (lambda: mine.put("notes", key, {}), lambda: mine.save_guarantee(key, "Mine", {})):
        with pytest.raises(Refused):
            attempt()
    with pytest.raises(Refused):
        mine.put("nowhere", "1.a", {})
    with pytest.raises(Refused):
        mine.put("guarantees", "g1", {})
    assert not path.exists()


# Two notebooks, and steps in their order


def test_each_notebook_sees_what_the_other_wrote(path: Path) -> None:
    one, other = Portfolio(path, clock=ticking()), Portfolio(path, clock=ticking())
    one.put("notes", "1.a", {"text": "one"})
    other.put("notes", "1.b", {"text": "other"})
    assert one.keys("notes") == ("1.a", "1.b")
    other.save_guarantee("g1", "Mine", {"years": 5})
    one.save_guarantee("g1", "Mine", {"years": 10})
    assert [version.draft["years"] for version in other.history("g1")] == [10, 5]
    other.clear()
    assert one.put("notes", "1.c", {}).revision == 6
    assert json.loads(path.read_bytes())["notes"].keys() == {"1.c"}


def test_a_change_is_acknowledged_after_it_is_on_the_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Portfolio(path)
    mine.put("notes", "1.a", {"text": "before"})
    before, steps = path.read_bytes(), []
    replace, fsync = os.replace, os.fsync

    def replacing(source: Path, target: Path) -> None:
        steps.append(f"replace {Path(target).name}")
        assert path.read_bytes() == before
        replace(source, target)

    def syncing(handle: int) -> None:
        steps.append("sync")
        fsync(handle)

    monkeypatch.setattr(os, "replace", replacing)
    monkeypatch.setattr(os, "fsync", syncing)
    ack = mine.put("notes", "1.b", {"text": "after"})
    assert ack.saved_at
    assert steps == ["sync", "sync", "replace portfolio.previous.json", "replace portfolio.json", "sync"]
    assert mine.previous_path.read_bytes() == before
    assert "after" in path.read_text("utf-8")


def test_a_reader_that_holds_the_file_for_a_moment_is_waited_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, replace, held = Portfolio(path), os.replace, [True, True]

    def replacing(source: Path, target: Path) -> None:
        if held:
            held.pop()
            raise PermissionError(errno.EACCES, "held open")
        replace(source, target)

    monkeypatch.setattr(os, "replace", replacing)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    assert mine.put("notes", "1.a", {}).saved_at
    held.extend([True] * 9)
    assert mine.put("notes", "1.b", {}).saved_at is None
    assert sorted(file.name for file in path.parent.iterdir()) == ["portfolio.json", "portfolio.lock"]


def test_without_a_lock_it_still_saves(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "filelock", None)
    assert Portfolio(path).put("notes", "1.a", {}).saved_at
    assert [file.name for file in path.parent.iterdir()] == ["portfolio.json"]


def test_what_a_notebook_on_hold_changed_goes_out_later(path: Path) -> None:
    mine = Portfolio(path, patience=0.02, clock=ticking())
    other = Portfolio(path, clock=ticking(BEGUN + timedelta(hours=1)))
    mine.put("notes", "1.a", {"text": "first"})
    mine.save_guarantee("g1", "Mine", {"years": 1})
    mine.save_guarantee("g2", "", {"years": 1})
    mine.save_guarantee("g3", "", {"years": 1})
    with filelock.FileLock(path.with_suffix(".lock")):
        assert mine.put("notes", "1.a", {"text": "waited"}).saved_at is None
        assert mine.put("notes", "1.b", {"text": "waited"}).saved_at is None
        assert mine.put("predictions", "1.p", {"choice": "earlier"}).saved_at is None
        assert mine.save_guarantee("g1", "Mine", {"years": 2}).saved_at is None
        assert mine.remove("guarantees", "g2").saved_at is None
        assert mine.remove("guarantees", "g3").saved_at is None
        assert mine.set_alias("Heron").saved_at is None
        assert mine.clear().saved_at is None
        assert mine.problem == (
            "Your work is not being saved yet: another notebook has held portfolio.json for more than "
            "0.02 seconds. Download it now, or close the other notebook."
        )
    other.put("notes", "1.a", {"text": "later, elsewhere"})
    other.put("predictions", "1.p", {"choice": "later"})
    other.save_guarantee("g1", "Mine", {"years": 3})
    other.save_guarantee("g2", "", {"years": 3})
    assert mine.put("notes", "1.c", {"text": "next"}).saved_at
    assert mine.problem is None
    written = json.loads(path.read_bytes())
    assert {key: entry["text"] for key, entry in written["notes"].items()} == {
        "1.a": "later, elsewhere",
        "1.b": "waited",
        "1.c": "next",
    }
    assert written["predictions"]["1.p"]["choice"] == "earlier"
    assert [version.draft["years"] for version in mine.history("g1")] == [3, 2, 1]
    assert mine.history("g2")[0].draft == {"years": 3}
    assert "g3" not in written["guarantees"]
    assert written["alias"] == "Heron"
    revisions = [v["revision"] for v in (*written["guarantees"]["g1"]["history"], *written["notes"].values())]
    assert len(set(revisions)) == len(revisions)


def test_what_waits_is_newer_than_what_it_was_made_from_whatever_the_clock_says(path: Path) -> None:
    Portfolio(path, clock=ticking(BEGUN + timedelta(days=1))).put("notes", "1.a", {"text": "old"})
    mine = Portfolio(path, patience=0.02, clock=ticking())
    with filelock.FileLock(path.with_suffix(".lock")):
        assert mine.put("notes", "1.a", {"text": "new"}).saved_at is None
    Portfolio(path).put("notes", "1.b", {})
    assert mine.put("notes", "1.c", {}).saved_at
    assert json.loads(path.read_bytes())["notes"]["1.a"]["text"] == "new"


# Nothing can be written


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, "the disk, or your share of it, is full"),
        (errno.EDQUOT, "the disk, or your share of it, is full"),
        (errno.EFBIG, "the disk, or your share of it, is full"),
        (errno.EROFS, "the folder my-work cannot be written"),
        (errno.EACCES, "the folder my-work cannot be written"),
        (errno.EIO, "portfolio.json in the folder my-work cannot be used (Input/output error)"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_refuses_is_told_and_nothing_is_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str, step: str
) -> None:
    mine = filled(path)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    files = {file: file.read_bytes() for file in path.parent.iterdir()}
    with monkeypatch.context() as broken:
        broken.setattr(os, step, refuse)
        assert mine.put("notes", "2.a", {"text": "waits"}).saved_at is None
        assert mine.save_guarantee("g1", "Mine", {"years": 99}).saved_at is None
        assert mine.problem == f"Your work is not being saved: {sentence}. Download it now."
        assert mine.clear().saved_at is None
        assert {file: file.read_bytes() for file in path.parent.iterdir()} == files
        assert (mine.get("notes", "2.a") or {})["text"] == "waits"
        assert json.loads(mine.export())["guarantees"]["g1"]["draft"] == {"years": 99}
    assert mine.put("notes", "2.b", {}).saved_at
    assert mine.problem is None
    again = Portfolio(path)
    assert again.export() == mine.export()
    assert again.keys("notes") == ("1.argument", "2.a", "2.b")
    assert [version.draft["years"] for version in again.history("g1")] == [99, 10, 5]


def test_work_brought_back_to_a_full_disk_waits_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = filled(path).export()
    mine = Portfolio(path.with_name("other.json"))

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", refuse)
        assert mine.bring_back(saved).added == 7
        assert mine.problem
    assert mine.put("notes", "2.a", {}).saved_at
    assert Portfolio(mine.path).keys("notes") == ("1.argument", "2.a")


def test_the_student_is_told_at_once_on_opening(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for path in (tmp_path / "file" / "portfolio.json", tmp_path):
        mine = Portfolio(path)
        assert mine.problem
        assert re.fullmatch(r"Your work is not being saved: .* Download it now\.", mine.problem)
        assert mine.put("notes", "1.a", {}).saved_at is None
        assert "1.a" in json.loads(mine.export())["notes"]


# The limit


def pages(mine: Portfolio, section: str, count: int) -> None:
    for n in range(count):
        mine.put(section, f"9.{n}", {"text": "x" * 3900})


def test_history_without_a_name_makes_room_oldest_first(path: Path) -> None:
    mine = Portfolio(path, clock=ticking())
    for n in range(20):
        mine.save_guarantee("g1", "Mine", {"n": n, "filler": ["x" * 900]}, named=n in (2, 5))
        mine.save_guarantee("g2", "", {"n": n, "filler": ["x" * 900]})
    pages(mine, "notes", 20)
    assert mine.problem is None
    assert len(path.read_bytes()) <= portfolio.FILE_LIMIT
    kept = [version.draft["n"] for version in mine.history("g1")]
    assert kept[-2:] == [5, 2]
    assert kept[:-2] == list(range(19, 19 - len(kept[:-2]), -1))
    assert 0 <= len(mine.history("g2")) - len(kept[:-2]) <= 1
    pages(mine, "exercises", 3)
    assert mine.problem is None
    kept = [version.draft["n"] for version in mine.history("g1")]
    assert kept[0] == 19
    assert kept[-2:] == [5, 2]
    assert len(kept) < 6


def test_what_does_not_fit_stays_in_memory_and_in_the_download(path: Path) -> None:
    mine = Portfolio(path, clock=ticking())
    pages(mine, "notes", 24)
    mine.save_guarantee("g1", "", {"filler": ["x" * 3000]})
    assert mine.problem is None
    assert mine.put("exercises", "9.large", {"text": "y" * 4000}).saved_at is None
    assert mine.problem == (
        "Not all of your work is being saved: together it is larger than 100 kilobytes. "
        "Download it now, and remove drafts that you no longer need."
    )
    assert mine.put("exercises", "9.small", {"text": "z"}).saved_at
    assert mine.problem
    written = json.loads(path.read_bytes())
    assert len(path.read_bytes()) <= portfolio.FILE_LIMIT
    assert written["exercises"].keys() == {"9.small"}
    assert json.loads(mine.export())["exercises"].keys() == {"9.large", "9.small"}
    other = Portfolio(path.with_name("other.json"))
    assert other.bring_back(mine.export()).added == 27
    assert mine.remove("guarantees", "g1").saved_at
    assert mine.problem is None
    assert json.loads(path.read_bytes())["exercises"].keys() == {"9.large", "9.small"}


def test_more_than_can_be_brought_back_is_never_taken_in(path: Path) -> None:
    mine = Portfolio(path)
    with pytest.raises(Refused, match="larger than 200 kilobytes"):
        pages(mine, "notes", 99)
    export = mine.export()
    assert len(export) <= portfolio.BRING_BACK_LIMIT
    other = Portfolio(path.with_name("other.json"))
    pages(other, "exercises", 20)
    before = other.path.read_bytes()
    with pytest.raises(Refused, match="larger than 200 kilobytes"):
        other.bring_back(export)
    assert other.path.read_bytes() == before == other.export()
    assert Portfolio(path.with_name("third.json")).bring_back(export).added == len(mine.keys("notes"))


# Clear and bring back


def test_download_clear_bring_back(path: Path) -> None:
    mine = filled(path)
    saved = mine.export()
    assert mine.clear().saved_at
    assert mine.previous_path.read_bytes() == saved
    assert contents(mine.export()) == contents(Portfolio(path.with_name("empty.json")).export())
    summary = mine.bring_back(saved)
    assert (summary.added, summary.kept) == (7, 0)
    assert (
        summary.sentence == "Your work is back: 7 entries came from the file, 0 were kept as they were here."
    )
    assert contents(mine.export()) == contents(saved) == contents(path.read_bytes())
    again = mine.bring_back(memoryview(saved))  # type: ignore[arg-type]
    assert (again.added, again.kept) == (0, 7)
    assert contents(path.read_bytes()) == contents(saved)


def test_bring_back_loses_nothing_on_either_side(path: Path) -> None:
    here = Portfolio(path, clock=ticking())
    there = Portfolio(path.with_name("there.json"), clock=ticking(BEGUN + timedelta(hours=1)))
    for mine, word in ((here, "here"), (there, "there")):
        mine.put("predictions", "1.duty", {"choice": word})
        mine.put("notes", "1.a", {"text": word})
        mine.put("quizzes", f"1.{word}", {"right": True})
        mine.save_guarantee("g1", "Mine", {"where": word, "n": 1}, named=True)
        mine.save_guarantee("g1", "Mine", {"where": word, "n": 2})
    for mine, other, counts in ((here, there, (3, 1)), (there, here, (3, 2))):
        data = other.export()
        summary = mine.bring_back(data)
        assert (summary.added, summary.kept) == counts
        summary = mine.bring_back(data)
        assert (summary.added, summary.kept) == (0, sum(counts))
    for mine in (here, there):
        assert (mine.get("predictions", "1.duty") or {})["choice"] == "here"
        assert (mine.get("notes", "1.a") or {})["text"] == "there"
        assert set(mine.keys("quizzes")) == {"1.here", "1.there"}
        assert [(v.draft["where"], v.draft["n"], v.named) for v in mine.history("g1")] == [
            ("there", 2, False),
            ("there", 1, True),
            ("here", 2, False),
            ("here", 1, True),
        ]
        assert len({version.revision for version in mine.history("g1")}) == 4
    assert contents(here.export())["guarantees"] == contents(there.export())["guarantees"]


def test_an_alias_comes_back_unless_there_is_one(path: Path) -> None:
    saved = filled(path).export()
    empty = Portfolio(path.with_name("empty.json"))
    empty.bring_back(saved)
    assert empty.alias == Portfolio(empty.path).alias == "Синя чапля"
    named = Portfolio(path.with_name("named.json"))
    named.set_alias("Heron")
    named.bring_back(saved)
    assert named.alias == "Heron"


# Bad input


def valid() -> dict[str, Any]:
    moment = "2026-11-22T14:30:00+02:00"
    entry = {"revision": 1, "saved": moment, "text": "plain"}
    version = {
        "revision": 1,
        "saved": moment,
        "name": "Mine",
        "named": False,
        "draft": {"years": 5},
        "note": None,
    }
    document = {section: {"1.a": dict(entry)} for section in portfolio.SECTIONS[:-1]}
    guarantees = {"g1": {**version, "revision": 2, "history": [version]}}
    return {
        "schema": 1,
        "course": "0.1.0",
        "revision": 2,
        "alias": None,
        **document,
        "guarantees": guarantees,
    }


def changed(*way: Any, to: Any) -> bytes:
    """The valid document with one thing changed; `to` of ... takes it away."""
    document = copy.deepcopy(valid())
    spot: Any = document
    for step in way[:-1]:
        spot = spot[step]
    if to is ...:
        del spot[way[-1]]
    else:
        spot[way[-1]] = to
    return json.dumps(document).encode()


GOOD = json.dumps(valid(), indent=1).encode()


def malformed() -> Iterator[tuple[str, bytes]]:
    for cut in range(0, len(GOOD) - 2, 97):
        yield f"cut off at byte {cut}", GOOD[:cut]
    yield "nothing but zeros", b"\x00" * 500
    yield "50 MB of blanks", b" " * 50_000_000
    yield "50 MB behind a good beginning", GOOD + b" " * 50_000_000
    yield "one byte too large", GOOD + b" " * (200_001 - len(GOOD))
    yield "UTF-16", GOOD.decode().encode("utf-16")
    yield "UTF-32", GOOD.decode().encode("utf-32")
    yield "with a byte order mark", b"\xef\xbb\xbf" + GOOD
    yield "Windows-1251", json.dumps({**valid(), "alias": "чапля"}, ensure_ascii=False).encode("cp1251")
    yield "a broken UTF-8 character", GOOD.replace(b"plain", b"pl\xc3(n")
    yield "a surrogate in UTF-8", GOOD.replace(b"plain", b"pl\xed\xa0\x80n")
    yield "an escaped lone surrogate", GOOD.replace(b"plain", b"pl\\ud800n")
    yield "a raw null byte", GOOD.replace(b"plain", b"pl\x00n")
    yield "a raw line break in a text", GOOD.replace(b"plain", b"pl\nin")
    yield "two documents", GOOD + GOOD
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    yield "a page", b"<!doctype html><script>alert(1)</script>"
    yield "a table", b"=cmd|' /C calc'!A0,1,2"
    yield "a notebook", b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    for text in ("null", "true", "1", '"schema"', "[]", "{}", "[{}]", '[{"schema": 1}]', "NaN", "1e999"):
        yield f"only {text}", text.encode()
    yield "100,000 lists deep", b"[" * 99_000 + b"]" * 99_000
    yield "100,000 lists open", b"[" * 100_000
    yield "33,000 mappings deep", b'{"a":' * 33_000 + b"1" + b"}" * 33_000
    deep: Any = 0
    for _ in range(900):
        deep = [deep]
    yield "900 lists deep in a note", changed("notes", "1.a", "text", to=deep)
    yield (
        "14 mappings deep in a draft",
        changed("guarantees", "g1", "draft", to=json.loads('{"a":' * 14 + "1" + "}" * 14)),
    )
    for schema in (0, 2, 99, -1, 1.0, "1", None, True, [1], 10**30):
        yield f"schema {schema!r}", changed("schema", to=schema)
    for name in ("schema", "course", "revision"):
        yield f"without {name}", changed(name, to=...)
    for value in (-1, 1.5, "2", None, True, 2**60):
        yield f"revision {value!r}", changed("revision", to=value)
    for value in (None, 1, "", "<script>", "=1", ["0.1.0"]):
        yield f"course {value!r}", changed("course", to=value)
    for value in (1, "", ["x"], "x" * 61, " x", "x\ny"):
        yield f"alias {str(value)[:9]!r}", changed("alias", to=value)
    yield "an unknown section", changed("grades", to={})
    yield "a section with markup for a name", changed("<script>alert(1)</script>", to={})
    for section in portfolio.SECTIONS:
        key = next(iter(valid()[section]))
        for value in ([], "x", 1, None, [[]]):
            yield f"{section}: {value!r} as a section", changed(section, to=value)
            yield f"{section}: {value!r} as an entry", changed(section, key, to=value)
        for name in ("revision", "saved"):
            yield f"{section}: no {name}", changed(section, key, name, to=...)
        for value in (0, 1.0, "1", None, True, [], 2**60):
            yield f"{section}: revision {value!r}", changed(section, key, "revision", to=value)
        for value in (
            0,
            None,
            "",
            "yesterday",
            "2026-11-22",
            "2026-11-22T14:30:00",
            "2026-11-22T14:30:00Z",
            "2026-13-22T14:30:00+02:00",
            "2026-11-22T14:30:00+99:00",
            "٢٠٢٦-11-22T14:30:00+02:00",
            "2026-11-22T14:30:00+02:00 ",
        ):
            yield f"{section}: saved {value!r}", changed(section, key, "saved", to=value)
        for odd in (
            "<script>",
            "=A1",
            "+1",
            "-1",
            "@a",
            "A",
            "a b",
            "\u202ea",
            "",
            "a" * 81,
            "../a",
            "a\x00",
        ):
            yield f"{section}: key {odd!r}", changed(section, odd, to=valid()[section][key])
    for section in portfolio.SECTIONS[:-1]:
        for label, value in (
            ("a long text", "x" * 4001),
            ("2**53 + 2", 2**53 + 2),
            ("long list", [0] * 1001),
        ):
            yield f"{section}: {label}", changed(section, "1.a", "text", to=value)
        yield f"{section}: an inner key with markup", changed(section, "1.a", "<b>", to=1)
        for number in ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 400, "9" * 5000):
            data = changed(section, "1.a", "text", to="HERE").replace(b'"HERE"', number.encode())
            yield f"{section}: {number[:9]} as a number", data
    for name, values in {
        "name": (None, 1, "x" * 81, "x\ny", " x", []),
        "named": (None, 0, "yes", []),
        "draft": (None, [], "x", 1, {"<b>": 1}, {"a": "x" * 4001}),
        "note": (1, [], {}, "x" * 4001),
    }.items():
        for value in values:
            yield f"guarantee: {name} {str(value)[:9]!r}", changed("guarantees", "g1", name, to=value)
            yield (
                f"version: {name} {str(value)[:9]!r}",
                changed("guarantees", "g1", "history", 0, name, to=value),
            )
        yield f"guarantee: no {name}", changed("guarantees", "g1", name, to=...)
    for value in (None, {}, "x", [1], [None], [[]], [{}]):
        yield f"guarantee: history {value!r}", changed("guarantees", "g1", "history", to=value)
    yield "guarantee: no history", changed("guarantees", "g1", "history", to=...)
    yield "guarantee: an unknown part", changed("guarantees", "g1", "mark", to=5)
    yield "version: an unknown part", changed("guarantees", "g1", "history", 0, "mark", to=5)
    yield (
        "a named version without a name",
        changed("guarantees", "g1", to={**valid()["guarantees"]["g1"], "name": "", "named": True}),
    )
    yield "a key twice", GOOD.replace(b'"1.a"', b'"1.a": {}, "1.a"', 1)
    yield "a section twice", GOOD.replace(b'"notes"', b'"notes": {}, "notes"', 1)
    yield "the schema twice", GOOD.replace(b'"schema"', b'"schema": 9, "schema"', 1)


MALFORMED = dict(malformed())


def test_the_document_that_the_others_are_made_of_is_good(path: Path) -> None:
    assert Portfolio(path).bring_back(GOOD).added == 7
    assert len(MALFORMED) > 400


def test_every_malformed_file_is_refused_in_one_sentence_and_changes_nothing(path: Path) -> None:
    mine = filled(path)
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in path.parent.iterdir()}
    export = mine.export()
    for label, data in MALFORMED.items():
        with pytest.raises(Refused) as refusal:
            mine.bring_back(data)
        sentence = str(refusal.value)
        assert re.fullmatch(r"This file was not brought back: [^.<>=\n]+\.", sentence), label
        assert len(sentence) < 160, label
        after = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in path.parent.iterdir()}
        assert after == before, label
        assert mine.export() == export, label
        assert (mine.problem, mine.notice) == (None, None), label
    for nonsense in (None, "text", 5, [1]):
        with pytest.raises(Refused, match=r"^This file was not brought back: [^.]+\.$"):
            mine.bring_back(nonsense)  # type: ignore[arg-type]


ODD_TEXTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script>",
    "=HYPERLINK('x')",
    "+1",
    "-1",
    "@SUM(A1)",
    "\u202eright to left\u202c",
    "\u2066\u2069\u200f\ufeff",
    "a null \x00 and an escape \x1b[31m",
    "\r\n\t\u2028\u2029",
    "😀 é ї",
    "{file} %s ${x} {{x}}",
    "x" * 4000,
    "",
]


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_free_text_is_data(path: Path, text: str) -> None:
    mine = Portfolio(path)
    mine.bring_back(changed("notes", "1.a", "text", to=text))
    mine.bring_back(changed("guarantees", "g1", "note", to=text))
    mine.put("notes", "2.a", {"text": text})
    again = Portfolio(path)
    assert (again.problem, again.notice) == (None, None)
    for key in ("1.a", "2.a"):
        assert (again.get("notes", key) or {})["text"] == text
    assert text in [version.note for version in again.history("g1")]
    fresh = Portfolio(path.with_name("fresh.json"))
    fresh.bring_back(again.export())
    assert contents(fresh.export()) == contents(again.export())


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_impossible_times_can_be_compared(path: Path, moment: str) -> None:
    mine = Portfolio(path)
    mine.bring_back(GOOD)
    summary = mine.bring_back(changed("notes", "1.a", "saved", to=moment))
    assert summary.added == (moment[0] == "9")
    assert mine.bring_back(changed("guarantees", "g1", "saved", to=moment)).added == 1
    assert len(mine.history("g1")) == 3


# A broken file in the folder


def test_a_broken_file_is_set_aside_and_the_version_before_opens(path: Path) -> None:
    original = filled(path)
    previous = original.previous_path.read_bytes()
    alternate = path.with_name("portfolio.broken-2026-11-22-143000.json")
    newer = {"schema 2", "schema 99", f"schema {10**30}"}  # left alone: another test
    for label, data in MALFORMED.items():
        if label in newer:
            continue
        path.write_bytes(data)
        mine = Portfolio(path, clock=lambda: BEGUN)
        assert mine.notice == (
            f"portfolio.json could not be read and is kept as {alternate.name}; "
            "the last version that could be read was opened in its place."
        ), label
        assert mine.problem is None
        assert alternate.read_bytes() == data
        assert mine.export() == previous
        assert mine.put("notes", "9.z", {}).saved_at
        assert mine.previous_path.read_bytes() == previous
        assert Portfolio(path).notice is None
        alternate.unlink()


def test_a_broken_file_is_never_written_over_by_another(path: Path) -> None:
    path.parent.mkdir()
    for n in range(3):
        path.write_bytes(b"broken %d" % n)
        mine = Portfolio(path, clock=lambda: BEGUN)
        assert mine.notice
        assert mine.notice.endswith("no earlier version was found, so this begins empty.")
    aside = sorted(file.read_bytes() for file in path.parent.glob("*broken*"))
    assert aside == [b"broken 0", b"broken 1", b"broken 2"]


def test_a_file_that_breaks_while_the_notebook_is_open_is_written_again(path: Path) -> None:
    mine = filled(path)
    for data in (b"", b'{"schema": 1'):
        whole = contents(mine.export())
        path.write_bytes(data)
        assert contents(mine.export()) == whole
        assert path.read_bytes() == data  # reading repairs nothing
        assert mine.put("lessons", "2", {}).saved_at
        assert mine.notice
        assert contents(path.read_bytes())["guarantees"] == whole["guarantees"]
        assert Portfolio(path).notice is None


def test_a_missing_file_is_found_in_the_version_before(path: Path) -> None:
    mine = filled(path)
    path.unlink()
    again = Portfolio(path)
    assert (
        again.notice
        == "portfolio.json was not there; the last version that could be read was opened in its place."
    )
    assert contents(again.export())["predictions"] == contents(mine.export())["predictions"]
    assert mine.put("notes", "9.z", {}).saved_at
    assert [version.draft["years"] for version in again.history("g1")] == [10, 5]


@pytest.mark.parametrize("schema", [2, 99])
def test_a_file_of_a_newer_version_is_left_alone(path: Path, schema: int) -> None:
    path.parent.mkdir()
    path.write_bytes(changed("schema", to=schema))
    mine = Portfolio(path)
    assert mine.problem == (
        "Your work is not being saved: portfolio.json was made by a newer version of this course "
        "and must not be written over. Update the course, or download your work now."
    )
    assert mine.put("notes", "2.a", {"text": "waits"}).saved_at is None
    assert mine.clear().saved_at is None
    assert mine.problem
    assert path.read_bytes() == changed("schema", to=schema)
    assert json.loads(mine.export())["notes"].keys() == {"2.a"}
    path.write_bytes(GOOD)
    assert mine.put("notes", "2.b", {}).saved_at
    assert mine.problem is None
    assert json.loads(path.read_bytes())["notes"].keys() == {"1.a", "2.a", "2.b"}


# Properties: two notebooks over one file are one dictionary

SMALL = st.sampled_from(["a", "b", "c"])
ACTOR = st.integers(0, 1)
STEP = st.one_of(
    st.tuples(st.just("put"), ACTOR, st.sampled_from(["notes", "quizzes"]), SMALL, st.integers(0, 9)),
    st.tuples(st.just("put"), ACTOR, st.just("predictions"), SMALL, st.integers(0, 9)),
    st.tuples(st.just("save"), ACTOR, SMALL, st.integers(0, 3), st.booleans()),
    st.tuples(st.just("remove"), ACTOR, SMALL),
    st.tuples(st.just("alias"), ACTOR, SMALL),
    st.tuples(st.just("clear"), ACTOR),
    st.tuples(st.just("download"), ACTOR),
    st.tuples(st.just("bring_back"), ACTOR),
)


class Model:
    """What the record should hold, as plain dictionaries of (time, content); written without the library."""

    def __init__(self) -> None:
        self.alias: str | None = None
        self.entries: dict[tuple[str, str], tuple[int, int]] = {}
        self.versions: dict[str, list[tuple[int, int, bool]]] = {}  # time, draft, named; the last is current

    def put(self, section: str, key: str, value: int, now: int) -> None:
        if section == "predictions":
            self.entries.setdefault((section, key), (now, value))
        else:
            self.entries[section, key] = (now, value)

    def save(self, key: str, draft: int, named: bool, now: int) -> None:
        versions = self.versions.setdefault(key, [])
        if versions and versions[-1][1] == draft:
            named = versions.pop()[2] or named
        versions.append((now, draft, named))

    def remove(self, key: str) -> bool:
        if any(named for _, _, named in self.versions.get(key, ())):
            return False
        self.versions.pop(key, None)
        return True

    def merge(self, other: "Model") -> None:
        self.alias = self.alias or other.alias
        for place, coming in other.entries.items():
            standing = self.entries.setdefault(place, coming)
            if coming[0] < standing[0] if place[0] == "predictions" else coming[0] > standing[0]:
                self.entries[place] = coming
        for key, versions in other.versions.items():
            mine = self.versions.setdefault(key, [])
            current = max(mine[-1:] + versions[-1:])
            older = sorted({*mine, *versions} - {current})
            self.versions[key] = [*older, current]


def seen(mine: Portfolio) -> tuple[Any, ...]:
    entries, versions = {}, {}
    document = json.loads(mine.export())
    for section in ("notes", "quizzes", "predictions"):
        for key, entry in document[section].items():
            entries[section, key] = (datetime.fromisoformat(entry["saved"]), entry["value"])
    for key in mine.keys("guarantees"):
        found = [(datetime.fromisoformat(v.saved), v.draft["n"], v.named) for v in mine.history(key)]
        versions[key] = found[::-1]
    return mine.alias, entries, versions


def expected(model: Model) -> tuple[Any, ...]:
    def moment(seconds: int) -> datetime:
        return BEGUN + timedelta(seconds=seconds)

    entries = {place: (moment(saved), value) for place, (saved, value) in model.entries.items()}
    versions = {
        key: [(moment(saved), draft, named) for saved, draft, named in found]
        for key, found in model.versions.items()
    }
    return model.alias, entries, versions


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("portfolios")
    return (root / str(n) for n in itertools.count())


@settings(max_examples=150)
@given(steps=st.lists(STEP, max_size=25))
def test_two_notebooks_over_one_file_are_one_dictionary(folders: Iterator[Path], steps: list[Any]) -> None:
    path, now = next(folders) / "portfolio.json", 0
    actors = [Portfolio(path, clock=lambda: BEGUN + timedelta(seconds=now)) for _ in range(2)]
    model, downloaded = Model(), (actors[0].export(), Model())
    last = 0
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr(os, "fsync", lambda handle: None)
        for now, (what, actor, *details) in enumerate(steps, start=1):
            mine = actors[actor]
            if what == "put":
                assert mine.put(*details[:2], {"value": details[2]}).saved_at
                model.put(*details, now)
            elif what == "save":
                key, draft, named = details
                assert mine.save_guarantee(key, "Mine", {"n": draft}, named).saved_at
                model.save(key, draft, named, now)
            elif what == "remove" and not model.remove(details[0]):
                with pytest.raises(Refused):
                    mine.remove("guarantees", details[0])
            elif what == "remove":
                assert mine.remove("guarantees", details[0]).saved_at
            elif what == "alias":
                assert mine.set_alias(details[0]).saved_at
                model.alias = details[0]
            elif what == "clear":
                assert mine.clear().saved_at
                model = Model()
            elif what == "download":
                downloaded = (mine.export(), copy.deepcopy(model))
            else:
                mine.bring_back(downloaded[0])
                model.merge(downloaded[1])
            assert seen(actors[0]) == seen(actors[1]) == expected(model)
            assert last <= mine.revision <= last + 60
            last = mine.revision
    assert seen(Portfolio(path)) == expected(model)


@settings(max_examples=100)
@given(steps=st.lists(st.tuples(ACTOR, SMALL, st.integers(0, 9), st.booleans()), max_size=25))
def test_what_two_notebooks_could_not_write_goes_out_in_the_end(
    folders: Iterator[Path], steps: list[tuple[int, str, int, bool]]
) -> None:
    path, clock = next(folders) / "portfolio.json", ticking()
    actors = [Portfolio(path, clock=clock) for _ in range(2)]
    model: dict[str, int] = {}

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.MonkeyPatch.context() as disk:
        for actor, key, value, room in steps:
            disk.setattr(os, "fsync", (lambda handle: None) if room else refuse)
            ack = actors[actor].put("notes", f"{actor}.{key}", {"value": value})
            model[f"{actor}.{key}"] = value
            assert bool(ack.saved_at) == room == (actors[actor].problem is None)
            own = {k: v for k, v in model.items() if k.startswith(str(actor))}
            document = json.loads(actors[actor].export())["notes"]
            assert own.items() <= {k: v["value"] for k, v in document.items()}.items()
            if room:
                written = json.loads(path.read_bytes())["notes"]
                assert own.items() <= {k: v["value"] for k, v in written.items()}.items()
        disk.setattr(os, "fsync", lambda handle: None)
        for mine in actors:
            assert mine.put("lessons", "1", {}).saved_at
    written = json.loads(path.read_bytes())
    assert {key: entry["value"] for key, entry in written["notes"].items()} == model
    revisions = [entry["revision"] for entry in written["notes"].values()]
    assert len(set(revisions)) == len(revisions)
