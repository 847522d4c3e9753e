"""Everything one student did, in one small file that is never half written.

Predictions, rankings, quiz attempts, results, notes and guarantees stand in ``my-work/portfolio.json``:
UTF-8 JSON, one entry a line, at most 100 kilobytes. Two open notebooks are two processes over it, so each
change takes a lock, reads the file again, merges, writes a new file beside it, syncs, keeps the old one as
``portfolio.previous.json``, and puts the new one in place in a single step. Only then is it acknowledged.
What cannot be written waits in memory, is part of every download, and goes out with the next change.
Whatever a file holds is data: checked and bounded when read, kept as it was typed, never run.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import json
import os
import re
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from course_utils import __version__, words

try:
    import filelock
except ImportError:  # a kernel inside a browser: one process, so nothing to lock against
    filelock = None  # type: ignore[assignment]

SCHEMA = 1
SECTIONS = ("lessons", "predictions", "rankings", "quizzes", "exercises", "notes", "guarantees")
FILE_LIMIT, BRING_BACK_LIMIT = 100_000, 200_000  # bytes: written to the file; read, and kept in memory
TEXT_LIMIT, NAME_LIMIT, ALIAS_LIMIT = 4000, 80, 60  # characters
HISTORY_LIMIT = 30  # unnamed versions kept of one guarantee

_ENTRY_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_INNER_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}")
_COURSE = re.compile(r"[0-9][0-9A-Za-z.+-]{0,29}")
_SAVED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", re.ASCII)
_HALF = re.compile(r"[\ud800-\udfff]")  # of a character: it has no UTF-8
_VERSION = ("revision", "saved", "name", "named", "draft", "note")
_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_DEEPEST, _LONGEST, _LARGEST = 12, 1000, 2**53
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}

Entry: TypeAlias = dict[str, Any]
Place: TypeAlias = tuple[str, str]


class Refused(ValueError):
    """Something was not taken in, and nothing changed; the text is one sentence for the student."""


class _Newer(Refused):
    """The file is of a later schema: it must not be written over."""


@dataclass(frozen=True)
class Ack:
    """The number of a change, and when it was saved (ISO 8601 with offset); None: only in memory so far."""

    revision: int
    saved_at: str | None


@dataclass(frozen=True)
class Summary:
    """What a bring-back did, in a sentence; entries it added or renewed, and entries it left as they were."""

    sentence: str
    added: int
    kept: int


@dataclass(frozen=True)
class Version:
    """One saved state of the guarantee under ``key``; ``revision`` tells it from the others."""

    key: str
    revision: int
    saved: str
    name: str
    named: bool
    draft: dict[str, Any]
    note: str | None


@dataclass(frozen=True)
class Progress:
    """What is done in one lesson: section → keys, and the key changed last with the time of it."""

    lesson: str
    done: Mapping[str, tuple[str, ...]]
    last: str
    saved: str


@dataclass(frozen=True)
class _Document:
    """Immutable by agreement, so that a merge can compare what was with what is."""

    revision: int = 0
    alias: str | None = None
    entries: Mapping[Place, Entry] = field(default_factory=dict)

    def having(self, place: Place, entry: Entry | None) -> _Document:
        """This document with one entry set, or taken out when it is None."""
        if entry is None:
            left = {other: kept for other, kept in self.entries.items() if other != place}
            return replace(self, revision=self.revision + 1, entries=left)
        revision = max(self.revision, entry["revision"])
        return replace(self, revision=revision, entries={**self.entries, place: entry})

    def differing(self, other: _Document) -> list[Place]:
        """Where the two differ: what went first, then the rest in the order in which it changed here."""
        gone = [place for place in other.entries if place not in self.entries]
        return gone + [place for place, entry in self.latest_last() if other.entries.get(place) != entry]

    def latest_last(self) -> list[tuple[Place, Entry]]:
        return sorted(self.entries.items(), key=lambda item: (item[1]["revision"], item[0]))

    @cached_property
    def data(self) -> bytes:
        head = {"schema": SCHEMA, "course": __version__, "revision": self.revision, "alias": self.alias}
        parts = [f' "{name}": {_dumps(value)}' for name, value in head.items()]
        for section in SECTIONS:
            lines = [_line(place, entry) for place, entry in self.entries.items() if place[0] == section]
            parts.append(f' "{section}": {{' + ",".join(lines) + "}")
        return ("{\n" + ",\n".join(parts) + "\n}\n").encode("utf-8")


def _line(place: Place, entry: Entry) -> str:
    if place[0] != "guarantees":
        return f'\n  "{place[1]}": {_dumps(entry)}'
    *history, current = _versions(entry)
    older = ",".join(f"\n   {_dumps(version)}" for version in history)
    return f'\n  "{place[1]}": {_dumps(current)[:-1]}, "history": [{older}]}}'


def _copied(value: Any) -> Any:
    """Return a copy of JSON data; `copy.deepcopy` takes ten times as long, which is felt in a drag."""
    if isinstance(value, dict):
        return {name: _copied(inner) for name, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _versions(entry: Entry) -> list[Entry]:
    return [*entry["history"], {name: entry[name] for name in _VERSION}]


# Reading: nothing is believed.


def _decode(data: bytes) -> _Document:
    if len(data) > BRING_BACK_LIMIT:
        raise Refused(words.text("record.refused.too_big", limit=BRING_BACK_LIMIT // 1000))
    try:
        raw = json.loads(data.decode("utf-8"), object_pairs_hook=_no_twice)
    except (ValueError, RecursionError):
        raise Refused(words.text("record.refused.unreadable")) from None
    schema = raw.get("schema") if isinstance(raw, dict) else None
    if type(schema) is not int:
        raise Refused(words.text("record.refused.unreadable"))
    if schema != SCHEMA:
        raise (_Newer if schema > SCHEMA else Refused)(words.text("record.refused.schema"))
    part, alias, entries = "head", raw.get("alias"), {}
    try:
        _need(not raw.keys() - {"schema", "course", "revision", "alias", *SECTIONS})
        _need(_whole(raw.get("revision"), 0) and bool(_COURSE.fullmatch(raw.get("course", ""))))
        _need(alias is None or (bool(alias) and _name(alias, ALIAS_LIMIT) == alias))
        for part in SECTIONS:
            for key, entry in raw.get(part, {}).items():
                _need(bool(_ENTRY_KEY.fullmatch(key)))
                entries[part, key] = _entry(part, entry)
    except (ValueError, TypeError, KeyError, AttributeError):  # whatever a wrong type runs into
        raise Refused(words.text("record.refused.part", part=part)) from None
    return _Document(raw["revision"], alias, entries)


def _entry(section: str, raw: Entry) -> Entry:
    if section == "guarantees":
        _need(raw.keys() == {*_VERSION, "history"} and isinstance(raw["history"], list))
        *history, current = [_version(version) for version in _versions(raw)]
        return {**current, "history": history}
    _need(isinstance(raw, dict) and _whole(raw["revision"]) and bool(_time(raw["saved"])))
    return dict(_data(raw))


def _version(raw: Entry) -> Entry:
    _need(raw.keys() == set(_VERSION) and _whole(raw["revision"]) and bool(_time(raw["saved"])))
    _need(_name(raw["name"]) == raw["name"] and isinstance(raw["draft"], dict))
    _need(isinstance(raw["named"], bool) and bool(raw["name"] or not raw["named"]))
    _need(raw["note"] is None or isinstance(raw["note"], str))
    return dict(_data(raw))


def _need(fulfilled: bool, reason: str = "value", **values: object) -> None:
    if not fulfilled:
        raise Refused(words.text(f"record.refused.{reason}", **values))


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    _need(len(found) == len(pairs))
    return found


def _whole(value: object, least: int = 1) -> bool:
    return type(value) is int and least <= value <= _LARGEST


def _time(saved: str) -> datetime:
    _need(bool(_SAVED.fullmatch(saved)))
    return datetime.fromisoformat(saved)


def _name(text: str, limit: int = NAME_LIMIT) -> str:
    """The text without control characters and outer blanks."""
    _need(isinstance(text, str))
    clean = "".join(c for c in text if unicodedata.category(c) != "Cc").strip()
    _need(len(clean) <= limit, "name", limit=limit, length=len(clean))
    return str(_data(clean))


def _data(value: object, depth: int = 0) -> Any:
    """A copy of plain JSON data within all bounds."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        _need(len(value) <= TEXT_LIMIT, "text", limit=TEXT_LIMIT, length=len(value))
        _need(not _HALF.search(value))
        return value
    if isinstance(value, int | float):
        _need(abs(value) <= _LARGEST)  # false for NaN and infinity too
        return value
    _need(isinstance(value, Mapping | list | tuple) and len(value) <= _LONGEST and depth < _DEEPEST)
    if isinstance(value, Mapping):
        _need(all(isinstance(key, str) and _INNER_KEY.fullmatch(key) for key in value))
        return {key: _data(item, depth + 1) for key, item in value.items()}
    return [_data(item, depth + 1) for item in value]  # type: ignore[attr-defined]


# Merging


def _three_way(base: _Document, mine: _Document, theirs: _Document) -> _Document:
    """The file as it is now, with what changed in this process since it last read the file."""
    if theirs == base:
        return mine
    merged, numbers = theirs, itertools.count(max(mine.revision, theirs.revision) + 1)
    for place in mine.differing(base):
        ours, was, now = (document.entries.get(place) for document in (mine, base, theirs))
        if ours is None:
            merged = merged.having(place, None) if now and now == was else merged
        elif now is None or now == was:
            merged = merged.having(place, {**ours, "revision": next(numbers)})
        else:
            merged = merged.having(place, _meet(place, now, ours, numbers))
    return merged if mine.alias == base.alias else replace(merged, alias=mine.alias)


def _meet(place: Place, standing: Entry | None, coming: Entry, numbers: Iterator[int]) -> Entry:
    """What stands under one key. Of predictions the earlier, of guarantees both, of others the later."""
    if place[0] == "guarantees":
        mine = _versions(standing) if standing else []
        known = [{**version, "revision": 0} for version in mine]
        strange = [v for v in _versions(coming) if {**v, "revision": 0} not in known]
        new = [{**version, "revision": next(numbers)} for version in strange]
        if standing and not new:
            return standing
        arrived = not standing or _time(coming["saved"]) > _time(standing["saved"])
        head = new[-1] if arrived and new[-1]["saved"] == coming["saved"] else mine[-1]
        history = [version for version in (*mine, *new) if version is not head]
        history.sort(key=lambda version: (_time(version["saved"]), version["revision"]))
        return {**head, "revision": next(numbers), "history": history}
    if standing:
        then, now = _time(standing["saved"]), _time(coming["saved"])
        if not (now < then if place[0] == "predictions" else now > then):
            return standing
    return {**coming, "revision": next(numbers)}


def _thinned(document: _Document) -> _Document:
    """The document within the limit of the file, if dropping unnamed history can do it: oldest first."""
    excess = len(document.data) - FILE_LIMIT
    if excess <= 0:
        return document
    owned = {place: entry for place, entry in document.entries.items() if place[0] == "guarantees"}
    spare = [version for entry in owned.values() for version in entry["history"] if not version["named"]]
    dropped = set()
    for version in sorted(spare, key=lambda version: (_time(version["saved"]), version["revision"])):
        if excess > 0:
            dropped.add(id(version))
            excess -= len(_dumps(version).encode("utf-8"))
    thin = {p: {**e, "history": [v for v in e["history"] if id(v) not in dropped]} for p, e in owned.items()}
    return replace(document, entries={**document.entries, **thin})


def _fitting(theirs: _Document, whole: _Document) -> _Document:
    """As much of ``whole`` as the file takes, added to what it holds, in the order of the changes."""
    if len(whole.data) <= FILE_LIMIT:
        return whole
    document = replace(theirs, alias=whole.alias)
    room = FILE_LIMIT - len(document.data)
    for place in whole.differing(theirs):
        new, old = (source.entries.get(place) for source in (whole, theirs))
        new_size, old_size = (len(_line(place, e).encode("utf-8")) + 1 if e else 0 for e in (new, old))
        if new_size - old_size <= max(room, 0):
            document = document.having(place, new)
            room -= new_size - old_size
    return replace(document, revision=whole.revision)


def _now() -> datetime:
    return datetime.now().astimezone()


def _default_path() -> Path:
    here = Path.cwd()
    home = next((folder for folder in (here, *here.parents) if (folder / "lessons").is_dir()), here)
    return Path(os.environ.get("COURSE_PORTFOLIO") or home / "my-work" / "portfolio.json")


class Portfolio:
    """The record of one student, in the file at ``path``.

    Without a path it is the one that ``COURSE_PORTFOLIO`` names, else ``my-work/portfolio.json`` beside
    the nearest folder ``lessons`` at or above the working folder, else in the working folder. ``clock``
    gives the time with its offset; ``patience`` is how many seconds to wait for another notebook.

    ``problem`` is None, or the sentence that says why work is not being saved; ``notice`` is None, or the
    sentence that says what was repaired on reading. Opening raises nothing, and writes nothing except
    that a file which cannot be read is set aside under a dated name.

    >>> from tempfile import mkdtemp
    >>> path = mkdtemp() + "/portfolio.json"
    >>> ack = Portfolio(path).put("quizzes", "1.q1", {"choice": "b", "right": False})
    >>> Portfolio(path).get("quizzes", "1.q1")["choice"]
    'b'
    """

    def __init__(
        self, path: str | Path | None = None, *, clock: Callable[[], datetime] = _now, patience: float = 5.0
    ) -> None:
        self.path = Path(path or _default_path()).expanduser().resolve()
        self.previous_path = self.path.with_name(f"{self.path.stem}.previous.json")
        self.problem: str | None = None
        self.notice: str | None = None
        self._clock, self._patience = clock, patience
        self._turn = threading.RLock()  # a cell and a panel may run on two threads
        self._raw: bytes | None = None  # the file, byte for byte, as last seen
        self._file = self._doc = _Document()  # what the file holds; the same with what still waits
        try:
            try:
                self._take_in()
            except Refused:
                with self._locked():
                    self._take_in(repair=True)
            ground = next(folder for folder in self.path.parents if folder.exists())
            if not os.access(ground, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        except (OSError, _Newer) as error:
            self._tell(error)

    @property
    def revision(self) -> int:
        """The number of the latest change, waiting ones included."""
        return self._doc.revision

    @property
    def alias(self) -> str | None:
        """What the student wants to be called, if anything."""
        return self._seen().alias

    def get(self, section: str, key: str) -> dict[str, Any] | None:
        """Return a copy of one entry with ``revision`` and ``saved``, or None; sees other notebooks' work.

        >>> from tempfile import mkdtemp
        >>> Portfolio(mkdtemp() + "/p.json").get("notes", "1.argument") is None
        True
        """
        entry: dict[str, Any] | None = _copied(self._seen().entries.get((section, key)))
        return entry

    def keys(self, section: str) -> tuple[str, ...]:
        """The keys of one section, in the order in which they were last changed.

        >>> from tempfile import mkdtemp
        >>> Portfolio(mkdtemp() + "/p.json").keys("notes")
        ()
        """
        return tuple(place[1] for place, _ in self._seen().latest_last() if place[0] == section)

    def summary(self) -> tuple[Progress, ...]:
        """What is done, lesson by lesson, guarantees aside. A key belongs to the lesson before its first dot.

        >>> from tempfile import mkdtemp
        >>> mine = Portfolio(mkdtemp() + "/p.json")
        >>> acks = mine.put("predictions", "1.duty", {}), mine.put("quizzes", "1.q1", {})
        >>> [(lesson.lesson, lesson.done["quizzes"], lesson.last) for lesson in mine.summary()]
        [('1', ('1.q1',), '1.q1')]
        """
        lessons: dict[str, Progress] = {}
        for (section, key), entry in self._seen().latest_last():
            if section != "guarantees":
                lesson = key.partition(".")[0]
                done = dict(lessons[lesson].done) if lesson in lessons else {}
                done[section] = (*done.get(section, ()), key)
                lessons[lesson] = Progress(lesson, done, key, entry["saved"])
        return tuple(lessons[lesson] for lesson in sorted(lessons))

    def guarantees(self) -> tuple[Version, ...]:
        """The current version of each guarantee, the one changed last first.

        >>> from tempfile import mkdtemp
        >>> mine = Portfolio(mkdtemp() + "/p.json")
        >>> ack = mine.save_guarantee("g1", "Ten years", {"duration": "fixed", "years": 10})
        >>> [(version.key, version.name) for version in mine.guarantees()]
        [('g1', 'Ten years')]
        """
        entries = self._seen().entries
        return tuple(
            Version(key, **_copied({name: entries["guarantees", key][name] for name in _VERSION}))
            for key in reversed(self.keys("guarantees"))
        )

    def history(self, key: str, *, named: bool = False) -> tuple[Version, ...]:
        """Every version kept of one guarantee, or those kept by name: the current one, then older ones.

        >>> from tempfile import mkdtemp
        >>> mine = Portfolio(mkdtemp() + "/p.json")
        >>> acks = [mine.save_guarantee("g1", "Mine", {"years": years}) for years in (5, 10)]
        >>> [version.draft["years"] for version in mine.history("g1")]
        [10, 5]
        """
        entry = self._seen().entries.get(("guarantees", key))
        kept = reversed(_versions(entry)) if entry else ()
        return tuple(Version(key, **_copied(one)) for one in kept if one["named"] or not named)

    def export(self) -> bytes:
        """Everything, what still waits included, as the bytes of a file that `bring_back` takes.

        >>> from tempfile import mkdtemp
        >>> json.loads(Portfolio(mkdtemp() + "/p.json").export())["schema"]
        1
        """
        return self._seen().data

    def put(self, section: str, key: str, content: Mapping[str, Any]) -> Ack:
        """Save one entry in place of any former one; in ``predictions`` the first answer stands.

        Raises `Refused` for content that is not plain JSON data within the bounds, for guarantees (see
        `save_guarantee`), and when all work together would outgrow what can be brought back.

        >>> from tempfile import mkdtemp
        >>> Portfolio(mkdtemp() + "/p.json").put("notes", "1.argument", {"text": "Blankets?"}).revision
        1
        """
        return self._put(section, key, content, once=section == "predictions")

    def put_once(self, section: str, key: str, content: Mapping[str, Any]) -> Ack:
        """As `put`, unless any notebook saved one before; the answer is about the entry that stands.

        >>> from tempfile import mkdtemp
        >>> mine = Portfolio(mkdtemp() + "/p.json")
        >>> first = mine.put_once("exercises", "1.e1", {"tries": 1})
        >>> first == mine.put_once("exercises", "1.e1", {"tries": 2})
        True
        """
        return self._put(section, key, content, once=True)

    def save_guarantee(
        self, key: str, name: str, draft: Mapping[str, Any], named: bool = False, note: str | None = None
    ) -> Ack:
        """Save the current state of a guarantee; a former draft that differs goes into its history.

        So does a former ``named`` version when another name or, for a new one, another note comes with its
        draft. A ``named`` version is never dropped; of the others the latest 30 are kept. A ``note`` of None
        leaves the note as it is. Raises `Refused` as `put` does, and for a named version without a name.

        >>> from tempfile import mkdtemp
        >>> mine = Portfolio(mkdtemp() + "/p.json")
        >>> ack = mine.save_guarantee("g1", "For the Senate", {"years": 5}, named=True)
        >>> mine.history("g1")[0].named
        True
        """
        new = _data({"name": _name(name), "named": named, "draft": draft, "note": note})
        _need(bool(new["name"] or not named), "nameless")

        def make(old: Entry | None) -> Entry:
            if old is None:
                return {**new, "history": []}
            unchanged = old["draft"] == new["draft"]
            renamed = old["name"] != new["name"]
            noted = new["named"] and note not in (None, old["note"])
            apart = not unchanged or (old["named"] and (renamed or noted))
            history = _versions(old) if apart else old["history"]
            spare = [version for version in history if not version["named"]][:-HISTORY_LIMIT]
            return {
                **new,
                "named": new["named"] or (old["named"] and unchanged and not renamed),
                "note": old["note"] if note is None else note,
                "history": [version for version in history if version not in spare],
            }

        return self._set("guarantees", key, make)

    def duplicate(self, key: str, new_key: str, new_name: str) -> Ack:
        """Copy the current version of a guarantee, without its history, to a new key and name.

        Raises `Refused` when there is no guarantee under ``key``, or one under ``new_key``.

        >>> from tempfile import mkdtemp
        >>> mine = Portfolio(mkdtemp() + "/p.json")
        >>> acks = mine.save_guarantee("g1", "Mine", {"years": 5}), mine.duplicate("g1", "g2", "Bolder")
        >>> mine.get("guarantees", "g2")["draft"]
        {'years': 5}
        """
        name = _name(new_name)

        def make(old: Entry | None) -> Entry:
            source = self._doc.entries.get(("guarantees", key))
            _need(source is not None and old is None, "duplicate")
            return {**(source or {}), "name": name, "named": False, "history": []}

        return self._set("guarantees", new_key, make)

    def remove(self, section: str, key: str) -> Ack:
        """Delete a guarantee that was never named, with its history; one that is not there is no error.

        Raises `Refused` for anything else: answers and named versions are not deleted one by one.

        >>> from tempfile import mkdtemp
        >>> mine = Portfolio(mkdtemp() + "/p.json")
        >>> acks = mine.save_guarantee("g1", "", {}), mine.remove("guarantees", "g1")
        >>> mine.keys("guarantees")
        ()
        """
        place = section, key

        def edit(document: _Document) -> _Document:
            _need(section == "guarantees", "remove")
            entry = document.entries.get(place)
            if entry is None:
                return document
            _need(not any(version["named"] for version in _versions(entry)), "remove")
            return document.having(place, None)

        self._change(edit)
        return Ack(self.revision, None if place in self._file.entries else self._stamp())

    def set_alias(self, text: str | None) -> Ack:
        """Set what the student wants to be called: at most 60 characters; None or blank for no alias.

        >>> from tempfile import mkdtemp
        >>> mine = Portfolio(mkdtemp() + "/p.json")
        >>> mine.set_alias(" Blue heron ").revision, mine.alias
        (1, 'Blue heron')
        """
        alias = _name(text or "", ALIAS_LIMIT) or None
        self._change(lambda document: replace(document, alias=alias, revision=document.revision + 1))
        return Ack(self.revision, self._stamp() if self._file.revision == self.revision else None)

    def clear(self) -> Ack:
        """Start empty; what there was, waiting work included, becomes the previous version.

        When that cannot be written nothing is cleared, ``saved_at`` is None and ``problem`` says why.

        >>> from tempfile import mkdtemp
        >>> mine = Portfolio(mkdtemp() + "/p.json")
        >>> acks = mine.put("notes", "1.argument", {"text": "No."}), mine.clear()
        >>> mine.keys("notes"), mine.previous_path.exists()
        ((), True)
        """
        try:
            with self._turn, self._locked():
                self._take_in(repair=True)
                empty = _Document(self._doc.revision + 1)
                self._store(empty, self._doc.data)
                self._doc = empty
        except (OSError, _Newer) as error:
            self._tell(error)
            return Ack(self.revision, None)
        self.problem = None
        return Ack(self.revision, self._stamp())

    def bring_back(self, data: bytes) -> Summary:
        """Merge a downloaded portfolio into this one; nothing here is lost by it.

        Under a key in both the earlier prediction stands, guarantees keep both in their history with the
        later as current, and of anything else the one saved later stands. Raises `Refused`, and changes
        nothing, for a file that is broken, foreign, of another schema, or larger than 200 kilobytes.

        >>> from tempfile import mkdtemp
        >>> one, two = Portfolio(mkdtemp() + "/p.json"), Portfolio(mkdtemp() + "/p.json")
        >>> ack = one.put("notes", "1.argument", {"text": "No."})
        >>> two.bring_back(one.export()).added, two.bring_back(one.export()).kept
        (1, 1)
        """
        _need(isinstance(data, bytes | bytearray | memoryview), "unreadable")
        coming = _decode(bytes(memoryview(data)[: BRING_BACK_LIMIT + 1]))
        counts = {"added": 0, "kept": 0}

        def edit(document: _Document) -> _Document:
            numbers = itertools.count(document.revision + 1)
            for place, new in coming.latest_last():
                standing = document.entries.get(place)
                entry = _meet(place, standing, new, numbers)
                counts["kept" if entry is standing else "added"] += 1
                document = document if entry is standing else document.having(place, entry)
            if coming.alias and not document.alias:
                document = replace(document, alias=coming.alias, revision=next(numbers))
            return document

        self._change(edit)
        return Summary(words.text("record.brought_back", **counts), **counts)

    # How a change is made

    def _put(self, section: str, key: str, content: Mapping[str, Any], once: bool) -> Ack:
        _need(section in SECTIONS[:-1])
        return self._set(section, key, lambda old: None if once and old else dict(content))

    def _set(self, section: str, key: str, make: Callable[[Entry | None], Entry | None]) -> Ack:
        _need(bool(_ENTRY_KEY.fullmatch(key)))
        place = section, key

        def edit(document: _Document) -> _Document:
            content = make(document.entries.get(place))
            if content is None:
                return document
            fresh = {**content, "revision": document.revision + 1, "saved": self._stamp()}
            older = {"history": fresh["history"]} if section == "guarantees" else {}  # was checked when new
            entry = _entry(section, {**fresh, **{name: [] for name in older}})
            return document.having(place, {**entry, **older})  # what is written can be read again

        with self._turn:
            self._change(edit)
            entry = self._doc.entries[place]
            saved = entry["saved"] if self._file.entries.get(place) == entry else None
        return Ack(entry["revision"], saved)

    def _change(self, edit: Callable[[_Document], _Document]) -> None:
        """Lock, read again, merge, edit, write. Whatever fails, memory holds the change afterwards."""
        with self._turn:
            self._change_now(edit)

    def _change_now(self, edit: Callable[[_Document], _Document]) -> None:
        trouble: Exception | None = None
        with contextlib.ExitStack() as held:
            try:
                held.enter_context(self._locked())
                self._take_in(repair=True)
            except (OSError, _Newer) as error:
                trouble = error
            edited = _thinned(edit(self._doc))
            most = max(BRING_BACK_LIMIT, len(self._doc.data))
            _need(len(edited.data) <= most, "room", limit=BRING_BACK_LIMIT // 1000)
            self._doc = edited
            fits = _fitting(self._file, edited)
            if trouble is None and (fits != self._file or self._raw is None):
                try:
                    self._store(fits, self._raw)
                except OSError as error:
                    trouble = error
        self.problem = None
        if trouble:
            self._tell(trouble)
        elif self._doc.differing(self._file):
            self.problem = words.text("record.full", limit=FILE_LIMIT // 1000)

    def _seen(self) -> _Document:
        with self._turn:
            with contextlib.suppress(OSError, Refused):
                self._take_in()
            return self._doc

    def _take_in(self, repair: bool = False) -> None:
        """Read the file if it changed and merge it under what waits; ``repair``: set a broken one aside."""
        try:
            raw = _bytes(self.path)
        except FileNotFoundError:
            raw = None
        if raw is not None and raw == self._raw:
            return
        try:
            theirs = self._rescued("missing") if raw is None else _decode(raw)
        except Refused as broken:
            if isinstance(broken, _Newer) or not repair:
                raise
            theirs, raw = self._rescued("broken", self._set_aside()), None
        self._doc = _three_way(self._file, self._doc, theirs)
        self._raw, self._file = raw, theirs

    def _set_aside(self) -> str:
        aside = self.path.with_name(f"{self.path.stem}.broken-{self._clock():%Y-%m-%d-%H%M%S}.json")
        while aside.exists():
            aside = aside.with_stem(f"{aside.stem}-again")
        self.path.rename(aside)
        return aside.name

    def _rescued(self, what: str, aside: str = "") -> _Document:
        """The best there is in place of a file that is missing or broken."""
        best = self._file
        with contextlib.suppress(OSError, Refused):
            best = max(best, _decode(_bytes(self.previous_path)), key=lambda document: document.revision)
        if best.revision or what == "broken":
            outcome = "restored" if best.revision else "empty"
            self.notice = words.text(f"record.{what}.{outcome}", file=self.path.name, aside=aside)
        return best

    def _store(self, document: _Document, previous: bytes | None) -> None:
        """Replace the file in one step, so that a kill at any moment leaves the old one or the new one."""
        new, old = (path.with_name(f".{path.name}.new") for path in (self.path, self.previous_path))
        try:
            _fill(new, document.data)
            if previous is not None:
                _fill(old, previous)
                _replace(old, self.previous_path)
            _replace(new, self.path)
        except BaseException:
            for path in (new, old):
                with contextlib.suppress(OSError):
                    path.unlink()
            raise
        with contextlib.suppress(OSError):  # Windows opens no folder
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        self._raw, self._file = document.data, document

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if filelock is None or sys.platform == "emscripten":
            yield
        else:
            lock = filelock.FileLock(self.path.with_suffix(".lock"), timeout=self._patience)
            with lock.acquire(poll_interval=0.005):
                yield

    def _stamp(self) -> str:
        return self._clock().isoformat(timespec="seconds")

    def _tell(self, error: Exception) -> None:
        code = getattr(error, "errno", None)
        cause = "full_disk" if code in _FULL else "closed_folder" if code in _CLOSED else "trouble"
        cause = "newer" if isinstance(error, _Newer) else "busy" if isinstance(error, TimeoutError) else cause
        self.problem = words.text(
            f"record.{cause}",
            file=self.path.name,
            folder=self.path.parent.name,
            seconds=f"{self._patience:g}",
            reason=getattr(error, "strerror", None) or type(error).__name__,
        )


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(BRING_BACK_LIMIT + 1)


def _fill(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _replace(new: Path, target: Path) -> None:
    """``os.replace``; on Windows a reader, or a virus scanner, can hold the target for a moment."""
    for pause in (0.02, 0.1, 0.3):
        try:
            return os.replace(new, target)
        except PermissionError:
            time.sleep(pause)
    os.replace(new, target)
