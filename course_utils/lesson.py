"""What the cells of a lesson call, from begin to finish.

This is the only room that connects a panel with the student's record. Each function shows something and
returns nothing, so that a cell ends as quietly as it began.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from IPython.display import HTML, display

from course_utils import charts, clauses, datasets, describe, questions, theme, words
from course_utils.portfolio import BRING_BACK_LIMIT, Ack, Portfolio, Refused
from course_utils.questions import answers
from course_utils.widgets import Beliefs, Keeper, Question, Rank, Reader, Texts
from course_utils.widgets.base import Panel
from course_utils.widgets.beliefs import STEPS, UNSAID, sound
from course_utils.widgets.rank import clauses_on, placed_on

if TYPE_CHECKING:
    from course_utils.guarantee import Guarantee
    from course_utils.widgets import Builder, HandIn

#: HTML, or a bundle of media types as Jupyter shows it.
_Shown: TypeAlias = "str | dict[str, Any]"

#: The lesson that asks what the student believes before the course, and seals a sentence.
FIRST_LESSON = 0
#: The lesson in which the student's own guarantee is the work.
BUILDER_LESSON = 8
#: The lesson in which clauses are ranked.
LADDER_LESSON = 1


class BeginFirst(RuntimeError):
    """A cell was run before the lesson's first one; a notebook shows the sentence alone."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass
class _Sitting:
    """One lesson being worked through: its record, its panels, and how each is filled from the record."""

    number: int
    record: Portfolio
    keeper: Keeper | None = None
    builders: list[Builder] = field(default_factory=list)
    refill: list[Callable[[], None]] = field(default_factory=list)
    pages: dict[str, _Page] = field(default_factory=dict)
    ageing: list[HandIn] = field(default_factory=list)
    hinted: dict[str, int] = field(default_factory=dict)

    def key(self, name: str) -> str:
        return f"{self.number}.{name}"

    def report(self, ack: Ack | None = None, lines: list[str] | None = None) -> None:
        """Tell the keeper and the builders what became of the last change."""
        problem = self.record.problem or ""
        saved = words.text("widgets.keeper.not_yet")
        revision = ack.revision if ack is not None and ack.saved_at else 0
        if ack is not None and ack.saved_at:
            saved = words.text(
                "widgets.keeper.at", time=datetime.fromisoformat(ack.saved_at).strftime("%H:%M")
            )
        elif problem:
            saved = words.text("widgets.keeper.unsaved")
        if self.keeper is not None:
            text = self.record.export().decode("utf-8")
            if lines is None and revision:  # the first answer is in: the line that there is none goes
                lines = [one for one in self.keeper.lines if one != words.text("lesson.nothing_yet")]
            self.keeper.report(saved=saved, revision=revision, problem=problem, text=text, lines=lines)
        for builder in self.builders:
            builder.report(saved=saved, revision=revision, problem=problem)
        for page in self.pages.values():
            page.turn()
        for panel in self.ageing:
            panel.age()


class _Page:
    """What a cell shows, made from the record: shown anew, in its place, as soon as the record changes it."""

    def __init__(self, make: Callable[[], tuple[_Shown, ...]]) -> None:
        self.make = make
        self.last = make()
        self.handles = [display(_thing(one), raw=isinstance(one, dict), display_id=True) for one in self.last]

    def turn(self) -> None:
        """Show what has changed."""
        now = self.make()
        for handle, before, one in zip(self.handles, self.last, now, strict=True):
            if one != before:
                handle.update(_thing(one), raw=isinstance(one, dict))
        self.last = now


def _thing(shown: _Shown) -> Any:
    return shown if isinstance(shown, dict) else HTML(shown)


_sitting: _Sitting | None = None


def _now() -> _Sitting:
    if _sitting is None:
        raise BeginFirst(words.text("lesson.begin_first"))
    return _sitting


def _show(*parts: str) -> None:
    display(HTML(describe.sheet(*parts)))


def _page(name: str, *makers: Callable[[], _Shown]) -> None:
    """Show what is made from the record, and show it anew when the record changes it."""
    _now().pages[name] = _Page(lambda: tuple(make() for make in makers))


def begin(number: int) -> None:
    """Open a lesson: the line that says whether work is saved, and where the student stopped.

    Args:
        number: the lesson's number.
    """
    global _sitting
    sitting = _sitting = _Sitting(number, Portfolio())

    def bring_back(data: bytes) -> tuple[bool, str]:
        try:
            summary = sitting.record.bring_back(data)
        except Refused as refusal:
            return False, str(refusal)
        for refill in sitting.refill:
            refill()
        sitting.report(_last(sitting))
        return True, summary.sentence

    def clear() -> str:
        ack = sitting.record.clear()
        if ack.saved_at is None:
            return sitting.record.problem or ""
        for refill in sitting.refill:
            refill()
        sitting.report(ack)
        return words.text("widgets.keeper.cleared")

    sitting.keeper = Keeper(bring_back, clear, BRING_BACK_LIMIT)
    lines = [sitting.record.notice] if sitting.record.notice else []
    sitting.report(_last(sitting), [*lines, _stopped(sitting)])
    display(sitting.keeper)


def _last(sitting: _Sitting) -> Ack | None:
    """Return when the record was last written, as an acknowledgement."""
    stamps = [progress.saved for progress in sitting.record.summary()]
    stamps += [version.saved for version in sitting.record.guarantees()]
    return Ack(sitting.record.revision, max(stamps)) if stamps else None


def _stopped(sitting: _Sitting) -> str:
    """Say where the student stopped in this lesson."""
    done = [progress for progress in sitting.record.summary() if progress.lesson == str(sitting.number)]
    made = sitting.record.guarantees()
    if sitting.number == BUILDER_LESSON and made:
        return words.text("lesson.stopped_guarantee", name=made[0].name)
    if not done:
        return words.text("lesson.nothing_yet")
    items, _ = questions.bank(sitting.number)
    last = done[0].last.partition(".")[2]
    title = items[last].question if last in items else words.text("lesson.your_work")
    if last == "beliefs":
        title = _beliefs_title(sitting)
    if last in words.section("ladders"):
        title = words.section("ladders")[last]["title"]
    return words.text("lesson.stopped", title=title)


def _connect(panel: Panel, trait: str, keep: Callable[[], Ack], refill: Callable[[], None]) -> None:
    """Keep a panel's work whenever `trait` changes, and fill the panel again when the record changes."""
    sitting = _now()
    filling = False

    def changed(_change: Any) -> None:
        if not filling:
            try:
                sitting.report(keep())
            except Refused as refusal:
                sitting.report(None, [str(refusal)])

    def fill() -> None:
        nonlocal filling
        filling = True
        try:
            refill()
        finally:
            filling = False

    panel.observe(changed, names=trait)
    sitting.refill.append(fill)


def _ask(name: str, modes: tuple[str, ...], section: str) -> None:
    sitting = _now()
    item = questions.bank(sitting.number)[0][name]
    if item.mode not in modes:
        raise ValueError(f"{name} is a question to {item.mode}.")
    key = sitting.key(name)
    panel = Question(item, _bare(sitting.record.get(section, key)))
    _connect(
        panel,
        "given",
        keep=lambda: sitting.record.put(section, key, panel.given),
        refill=lambda: panel.restore(_bare(sitting.record.get(section, key))),
    )
    display(panel)


def _bare(entry: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return an entry without what the record itself added."""
    return (
        None
        if entry is None
        else {name: value for name, value in entry.items() if name not in ("revision", "saved")}
    )


def predict(name: str) -> None:
    """Ask for a prediction: once, before the reveal, never marked."""
    _ask(name, ("predict",), "predictions")


def judge(name: str) -> None:
    """Ask for a judgement with a sentence of the student's own: once, never marked."""
    _ask(name, ("judge",), "predictions")


def quiz(name: str) -> None:
    """Ask a quiz question: each wrong answer says what it mistakes, and may be followed by another."""
    _ask(name, ("quiz",), "quizzes")


def write(name: str) -> None:
    """Ask for a text of the student's own, kept and changed as often as they like."""
    _ask(name, ("write",), "notes")


def seal(name: str) -> None:
    """Ask for the end of a sentence: given once, kept in the record, and not shown until it is opened."""
    _ask(name, ("seal",), "predictions")


def unseal(name: str) -> None:
    """Show the sentence that the student sealed in the first lesson, folded; or say that there is none."""
    sitting = _now()
    item = questions.bank(FIRST_LESSON)[0][name]

    def make() -> str:
        kept = sitting.record.get("predictions", f"{FIRST_LESSON}.{name}") or {}
        told = describe.paragraphs(words.text("lesson.seal.none", lesson=FIRST_LESSON))
        if isinstance(kept.get("answer"), str):
            day = datasets.plain_date(str(kept["saved"])[:10])
            told = describe.paragraphs(words.text("lesson.seal.waiting", day=day)) + describe.folded(
                words.text("lesson.seal.open"), describe.paragraphs(f"{item.stem} {kept['answer']}")
            )
        return describe.sheet(describe.heading(words.text("lesson.seal.title")), told)

    _page(f"unseal {name}", make)


def _believed(sitting: _Sitting, number: int) -> dict[str, int]:
    """What the student believed in one lesson: the step by statement."""
    kept = sitting.record.get("notes", f"{number}.beliefs") or {}
    return sound(kept.get("answers"), {one.id: one.statement for one in questions.beliefs()})


def _beliefs_title(sitting: _Sitting) -> str:
    return words.text(f"widgets.beliefs.title{'' if sitting.number == FIRST_LESSON else '_again'}")


def beliefs() -> None:
    """Ask how far the student agrees with each statement of belief; asked in the first and the last lesson.

    In the first lesson an answer may be changed until another lesson is begun: it says what was believed
    before the course.
    """
    sitting = _now()
    first = sitting.number == FIRST_LESSON

    def stand() -> bool:
        return first and any(one.lesson != str(FIRST_LESSON) for one in sitting.record.summary())

    panel = Beliefs(
        {one.id: one.statement for one in questions.beliefs()},
        _believed(sitting, sitting.number),
        again=not first,
        stand=stand(),
    )
    _connect(
        panel,
        "given",
        keep=lambda: sitting.record.put("notes", sitting.key("beliefs"), {"answers": panel.given}),
        refill=lambda: panel.restore(_believed(sitting, sitting.number), stand=stand()),
    )
    display(panel)


def then_and_now() -> None:
    """Show what the student believed before the course beside what they believe now, once all is answered."""
    sitting = _now()
    said = words.section("lesson")["beliefs"]
    labels = {UNSAID: words.text("widgets.beliefs.unsaid")}
    labels |= dict(zip(STEPS, words.section("widgets")["beliefs"]["steps"], strict=True))

    def moved(then: int | None, now: int) -> str:
        if then is None or UNSAID in (then, now):
            return str(said["apart"])
        if then == now:
            return str(said["same"])
        return words.text(f"lesson.beliefs.{'up' if now > then else 'down'}", steps=abs(now - then))

    def make() -> str:
        then, now = _believed(sitting, FIRST_LESSON), _believed(sitting, sitting.number)
        asked = questions.beliefs()
        if not then:
            told = describe.paragraphs(words.text("lesson.beliefs.no_then", lesson=FIRST_LESSON))
        elif len(now) < len(asked):
            told = describe.paragraphs(said["answer_first"])
        else:
            rows = [
                (
                    one.statement,
                    labels[then[one.id]] if one.id in then else said["blank"],
                    labels[now[one.id]],
                    moved(then.get(one.id), now[one.id]),
                )
                for one in asked
            ]
            table = describe.table(said["caption"], said["columns"], rows)
            told = f'<div class="course-moved">{table}</div>{describe.paragraphs(said["note"])}'
        return describe.sheet(describe.heading(said["title"]), told)

    _page("then and now", make)


def recall(name: str) -> None:
    """Show what the student predicted, and what can be said about it now."""
    sitting = _now()
    item = questions.bank(sitting.number)[0][name]
    if item.mode == "seal":
        raise ValueError(f"{name} is sealed: lesson {item.opens} opens it.")

    def make() -> str:
        given = sitting.record.get("predictions", sitting.key(name))
        if given is None:
            return describe.sheet(
                describe.heading(item.question), describe.paragraphs(words.text("lesson.not_predicted"))
            )
        labels = {option.value: option.label for option in item.options}
        answer = labels.get(str(given.get("answer")), str(given.get("answer")))
        quoted = [clauses.get(clause) for clause in item.quotes]
        return describe.sheet(
            describe.heading(item.question),
            describe.paragraphs(words.text("lesson.you_predicted", answer=answer), *item.reveal),
            *(describe.quotation(clause.shown, f"{clause.label}. {clause.cite}") for clause in quoted),
        )

    _page(f"recall {name}", make)


def read(clause: str) -> None:
    """Read a clause phrase by phrase, with words that can be struck out."""
    sitting = _now()
    key = sitting.key(f"struck-{clause.lower()}")

    def struck() -> Any:
        return (sitting.record.get("exercises", key) or {}).get("struck", [])

    panel = Reader(clause, struck())
    _connect(
        panel,
        "struck",
        keep=lambda: sitting.record.put("exercises", key, {"struck": list(panel.struck)}),
        refill=lambda: panel.restore(struck()),
    )
    display(panel)


def texts(left: str, right: str | None = None) -> None:
    """Read any coded text by the words that carry its terms, alone or beside another; strike phrases out.

    The student may choose other texts; what they chose and struck is kept in their record.

    Args:
        left: id of the text that is shown first, such as ``BRU1948``.
        right: id of the text beside it; none shows one text alone.

    Raises:
        datasets.UnknownRow: no such text is coded; the message says which were meant.
    """
    sitting = _now()
    key = sitting.key("-".join(["texts", left.lower(), *([right.lower()] if right else [])]))
    panel = Texts(left, right, _bare(sitting.record.get("exercises", key)))
    _connect(
        panel,
        "kept",
        keep=lambda: sitting.record.put("exercises", key, panel.kept),
        refill=lambda: panel.restore(_bare(sitting.record.get("exercises", key))),
    )
    display(panel)


def rank(ladder: str) -> None:
    """Rank real clauses on one ladder: duty, speed or force."""
    sitting = _now()
    key = sitting.key(ladder)
    panel = Rank(ladder, _bare(sitting.record.get("rankings", key)))

    def keep() -> Ack:
        return sitting.record.put("rankings", key, panel.record())

    def refill() -> None:
        panel.restore(_bare(sitting.record.get("rankings", key)))

    _connect(panel, "revision", keep, refill)
    display(panel)


def _ladder_names() -> list[str]:
    return [name for name in words.section("ladders") if name != "instruments"]


def ladders() -> None:
    """Show the coded ladders side by side, once the student has ranked them all."""
    sitting = _now()
    spec = words.section("ladders")
    names = _ladder_names()

    def drawn() -> tuple[_Shown, _Shown] | None:
        kept = {name: sitting.record.get("rankings", sitting.key(name)) or {} for name in names}
        if not all(entry.get("shown") for entry in kept.values()):
            return None
        on = {name: clauses_on(spec[name]["code"], spec["instruments"]) for name in names}
        points = [
            charts.LadderPoint(
                rung.short,
                spec[name]["short"],
                spec[name]["question"],
                rung.code,
                placed_on(on[name], kept[name]).get(rung.id),
            )
            for name in names
            for rung in on[name]
        ]
        return _figure(
            charts.ladders(points, {spec[name]["short"]: spec[name]["short"] for name in names}),
            charts.ladder_sentence(points),
            *charts.ladder_table(points),
        )

    waiting = describe.sheet(describe.paragraphs(words.text("lesson.rank_first")))
    _page("ladders", lambda: (drawn() or (waiting, ""))[0], lambda: (drawn() or (waiting, ""))[1])


def _figure(figure: Any, sentence: str, columns: list[str], rows: list[list[str]]) -> tuple[_Shown, _Shown]:
    """Return a plain plotly figure, and below it its description and its table."""
    content = figure.to_plotly_json()
    bundle = {"data": content["data"], "layout": content["layout"], "config": theme.PLOTLY_CONFIG}
    return {"application/vnd.plotly.v1+json": bundle, "text/plain": sentence}, describe.sheet(
        f"<figcaption>{describe.paragraphs(sentence)}</figcaption>",
        describe.folded(
            words.text("lesson.as_table"), describe.table(words.text("lesson.as_table"), columns, rows)
        ),
    )


def facts(view: str, after: str | None = None) -> None:
    """Show rows of a table of facts, with where sources differ and where the rows come from.

    Args:
        view: name of a part of `tables` in the words.
        after: a prediction or judgement of this lesson; the table waits for its answer.

    Raises:
        words.UnknownWord: there is no such view.
    """
    sitting = _now()
    if after is None:
        _show(describe.facts(view))
        return
    table = describe.sheet(describe.facts(view))
    _page(f"facts {view}", lambda: _waiting(sitting, after) or table)


def _waiting(sitting: _Sitting, after: str) -> str:
    """Say what has to be answered first; empty once it is."""
    if sitting.record.get("predictions", sitting.key(after)) is not None:
        return ""
    item = questions.bank(sitting.number)[0][after]
    return describe.sheet(describe.paragraphs(words.text("lesson.facts_later", question=item.question)))


def membership(after: str) -> None:
    """Show how the treaty grew, round by round, once the student has predicted.

    Args:
        after: the prediction of this lesson that it waits for.
    """
    sitting = _now()
    rounds = charts.membership_geometry()
    figure, below = _figure(
        charts.membership(rounds), charts.membership_sentence(rounds), *charts.membership_table(rounds)
    )
    _page(
        "membership",
        lambda: _waiting(sitting, after) or figure,
        lambda: "" if _waiting(sitting, after) else below,
    )


def reading() -> None:
    """Show what to read further in this lesson, and why."""
    found = questions.readings(_now().number)
    _show(describe.readings((datasets.cite(datasets.source(one.source)), one.why) for one in found))


def build() -> None:
    """Open the builder on the guarantee that was changed last, or on an empty page."""
    from course_utils.widgets import Builder  # only this lesson needs the terms

    sitting = _now()

    def listing() -> list[tuple[str, str]]:
        return [(version.key, version.name) for version in sitting.record.guarantees()]

    def fetch(key: str) -> dict[str, Any] | None:
        found = next((version for version in sitting.record.guarantees() if version.key == key), None)
        return None if found is None else {"key": found.key, "name": found.name, "draft": found.draft}

    def latest() -> dict[str, Any] | None:
        made = listing()
        return fetch(made[0][0]) if made else None

    seen: dict[str, Any] = {}

    def history(key: str) -> list[dict[str, Any]]:
        """Return the versions kept by name; they are read again only after the record changed."""
        now = (key, sitting.record.revision)
        if seen.get("at") != now:
            seen["versions"] = [{**vars(version)} for version in sitting.record.history(key, named=True)]
            seen["at"] = (key, sitting.record.revision)
        return list(seen["versions"])

    key = f"{sitting.number}.claims"

    def claims() -> dict[str, Any] | None:
        return _bare(sitting.record.get("notes", key))

    panel = Builder(latest(), listing, fetch, history, claims())
    sitting.builders.append(panel)

    def keep() -> Ack:
        return sitting.record.save_guarantee(**{k: v for k, v in panel.work.items() if k != "opened"})

    _connect(panel, "work", keep, lambda: panel.restore(latest()))
    _connect(
        panel,
        "claims",
        lambda: sitting.record.put("notes", key, panel.claims),
        lambda: panel.reclaim(claims()),
    )
    sitting.report(_last(sitting))
    display(panel)


def attacked(case: str, after: str) -> None:
    """Show what the guarantee that was changed last makes of one attack, and which of its terms answer.

    Args:
        case: id of a case.
        after: the prediction of this lesson that it waits for.
    """
    from course_utils import cases, replay  # only this lesson needs the terms

    sitting = _now()
    attack = cases.get(case)

    def make() -> str:
        built = _built(sitting)
        if waiting := _waiting(sitting, after):
            return waiting
        if built is None:
            return describe.sheet(describe.paragraphs(words.text("lesson.build_first")))
        name, guarantee = built
        verdict = replay.replay(guarantee, attack)
        weak = [reason for reason in verdict.trigger.reasons if reason.answer != cases.YES]
        terms = dict.fromkeys(field for reason in weak for field in reason.fields)
        told = [
            words.text(
                "lesson.answers_for", term=words.field(field).label, value=guarantee.value_words(field)
            )
            for field in terms
        ]
        return describe.sheet(
            describe.heading(words.text("lesson.attacked", case=attack.title, name=name)),
            describe.paragraphs(attack.happened),
            describe.bullets(replay.explain(verdict)),
            describe.paragraphs(words.text(f"lesson.{'answer_yours' if told else 'answer_holds'}")),
            describe.bullets(told) if told else "",
        )

    _page(f"attacked {case}", make)


def _built(sitting: _Sitting) -> tuple[str, Guarantee] | None:
    """Name and terms of the guarantee that was changed last; None where there is none."""
    from course_utils.guarantee import Draft

    made = sitting.record.guarantees()
    return (made[0].name, Draft.from_dict(made[0].draft).settled()) if made else None


def objecting() -> None:
    """Show the three strongest objections to the guarantee that was changed last; they change with it.

    Beside them stands how much its text leaves open, and how much the student guessed before building.
    """
    from course_utils import gaps, handin, objections  # only this lesson needs the terms

    sitting = _now()

    def make() -> str:
        built = _built(sitting)
        if built is None:
            return describe.sheet(describe.paragraphs(words.text("lesson.build_first")))
        name, guarantee = built
        found = objections.strongest(guarantee)
        guess = (sitting.record.get("predictions", sitting.key("open-count")) or {}).get("answer")
        left = len(gaps.gaps(guarantee))
        count = words.text(f"objections.open{'_one' if left == 1 else ''}", count=left)
        guessed = words.text("objections.guessed", count=guess) if isinstance(guess, int) else ""
        return describe.sheet(
            describe.heading(words.text("objections.title", name=name)),
            describe.paragraphs(f"{count} {guessed}".strip()),
            describe.paragraphs(words.text(f"objections.{'lead' if found else 'nothing'}")),
            describe.readings(handin.objection_lines(found)) if found else "",
            describe.paragraphs(words.text("objections.rule")) if found else "",
        )

    _page("objections", make)


def hand_in() -> None:
    """Let the student tick what goes into a hand-in, read it whole, and save it."""
    from course_utils import handin  # only this lesson needs the terms
    from course_utils.widgets import HandIn

    sitting = _now()
    record = sitting.record
    panel = HandIn(
        handin.PARTS,
        lambda: handin.counts(record),
        lambda ticked, signed: handin.make(record, ticked, signed),
    )
    sitting.ageing.append(panel)
    display(panel)


def paradox() -> None:
    """Show the paradox map of an invented guarantee; its terms and the student's claims are kept."""
    from course_utils.widgets import ParadoxMap  # only the lessons on the model need it

    sitting = _now()
    key = sitting.key("paradox")
    panel = ParadoxMap(_bare(sitting.record.get("notes", key)))
    _connect(
        panel,
        "kept",
        keep=lambda: sitting.record.put("notes", key, panel.kept),
        refill=lambda: panel.restore(_bare(sitting.record.get("notes", key))),
    )
    display(panel)


def explore(name: str) -> None:
    """Show an explorer, once the student has predicted; the prediction and the settings are kept."""
    from course_utils.widgets import Explorer  # only the lessons that turn tables need it

    sitting = _now()
    key = sitting.key(name)

    def kept(section: str) -> dict[str, Any] | None:
        return _bare(sitting.record.get(section, key))

    panel = Explorer(name, kept("predictions"), kept("notes"))

    def refill() -> None:
        panel.restore(kept("predictions"), kept("notes"))

    _connect(panel, "given", lambda: sitting.record.put("predictions", key, panel.given), refill)
    _connect(panel, "kept", lambda: sitting.record.put("notes", key, panel.kept), refill)
    display(panel)


def quote(*names: str) -> None:
    """Show clauses as they stand; where the wording is only recalled, tell them and say where to check.

    Clauses of one text that follow one another are cited together, below the last.
    """
    found = [clauses.get(name) for name in names]
    parts = []
    for clause, after in zip(found, [*found[1:], None], strict=True):
        last = after is None or after.cite != clause.cite
        cite = f"{clause.label}. {clause.cite}" if last else clause.label
        if clause.words:
            parts.append(describe.quotation(clause.shown, cite))
            if clause.told:
                parts.append(describe.paragraphs(words.text("lesson.beside", told=clause.told)))
        else:
            told = words.text("lesson.told", label=clause.label, cite=clause.cite)
            parts.append(describe.paragraphs(clause.label, clause.told, told if last else ""))
    _show(*parts)


def _asked(sitting: _Sitting) -> dict[str, list[str]]:
    """What a lesson asks for, by the section of the record that keeps it."""
    items, exercises = questions.bank(sitting.number)

    def of(*modes: str) -> list[str]:
        return [item.id for item in items.values() if item.mode in modes]

    return {
        "predictions": of("predict", "judge", "seal"),
        "quizzes": of("quiz"),
        "rankings": _ladder_names() if sitting.number == LADDER_LESSON else [],
        "notes": of("write"),
        "exercises": list(exercises),
    }


def learned() -> None:
    """Show what the lesson claims, once the student has answered, ranked and built what it asks for.

    A sentence to be sealed and statements of belief are not waited for: nothing here gives them away.
    """
    sitting = _now()
    asked = _asked(sitting)
    items, _ = questions.bank(sitting.number)
    asked["predictions"] = [name for name in asked["predictions"] if items[name].mode != "seal"]

    def make() -> str:
        answered = all(
            _done(sitting, section, name)
            for section in ("predictions", "quizzes", "rankings")
            for name in asked[section]
        )
        if answered and (sitting.number != BUILDER_LESSON or sitting.record.guarantees()):
            return describe.sheet(describe.bullets(questions.learned(sitting.number)))
        return describe.sheet(describe.paragraphs(words.text("lesson.learned_later")))

    _page("learned", make)


def check(name: str, answer: Any) -> None:
    """Say whether an exercise is solved; a wrong kind of value is answered in words.

    Args:
        name: the exercise.
        answer: what the student's code made; ``...`` says that it is not answered yet.
    """
    sitting = _now()
    exercise = questions.bank(sitting.number)[1][name]
    verdict = answers.verdict(sitting.number, exercise, answer)
    sentence = {
        "unanswered": words.text("lesson.unanswered"),
        "kind": words.text("lesson.wrong_kind", expected=exercise.expected, got=answers.kind_of(answer)),
        "right": exercise.right,
        "wrong": exercise.wrong,
    }[verdict]
    if verdict in ("right", "wrong"):
        sitting.report(sitting.record.put("exercises", sitting.key(name), {"right": verdict == "right"}))
    _show(describe.paragraphs(sentence))


def hint(name: str) -> None:
    """Show the first hint of an exercise, and one more each time it is asked for."""
    sitting = _now()
    hints = questions.bank(sitting.number)[1][name].hints
    shown = min(sitting.hinted.get(name, 0) + 1, len(hints))
    sitting.hinted[name] = shown
    last = (
        words.text("lesson.last_hint")
        if shown == len(hints)
        else words.text("lesson.more_hints", left=len(hints) - shown)
    )
    _show(describe.bullets(hints[:shown]), describe.paragraphs(last))


def finish() -> None:
    """Say what is done in this lesson, what is not, and where to go on."""
    sitting = _now()

    def make() -> str:
        counts = []
        for section, names in _asked(sitting).items():
            if names:
                done = sum(_done(sitting, section, name) for name in names)
                counts.append([words.text(f"lesson.count_{section}"), str(done), str(len(names))])
        if sitting.number in (FIRST_LESSON, BUILDER_LESSON):
            believed = str(len(_believed(sitting, sitting.number)))
            counts.append(
                [words.text("lesson.count_beliefs"), believed, str(len(questions.beliefs()))],
            )
        if sitting.number == BUILDER_LESSON:
            made = str(len(sitting.record.guarantees()))
            counts.append([words.text("lesson.count_guarantees"), made, words.text("facts.blank")])
        columns = words.section("lesson")["done_columns"]
        return describe.sheet(
            describe.table(words.text("lesson.done_caption"), columns, counts, columns[1:]),
            describe.paragraphs(words.text("lesson.take_away")),
        )

    _page("finish", make)


def _done(sitting: _Sitting, section: str, name: str) -> bool:
    entry = sitting.record.get(section, sitting.key(name))
    if entry is None:
        return False
    if section == "quizzes":
        item = questions.bank(sitting.number)[0][name]
        right = next(option.value for option in item.options if option.right)
        return bool(entry.get("answer") == right)
    if section == "rankings":
        return bool(entry.get("shown"))
    return section != "exercises" or bool(entry.get("right"))
