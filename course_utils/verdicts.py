"""What real texts say of their own history, beside what happened: the page `docs/verdicts.md`.

The replay does not know how a case ended; this room does, and sets the two side by side. To write the page:

    python -m course_utils.verdicts > docs/verdicts.md
"""

from __future__ import annotations

import datetime
import sys
from dataclasses import dataclass
from typing import Final

from course_utils import cases, datasets, instruments, words
from course_utils.cases import Case
from course_utils.guarantee import listed
from course_utils.replay import LEVELS, Verdict, replay

AGREES: Final = ("yes", "part", "open", "no")
"""Whether a text and what happened agree."""

_OUTCOMES: Final = ("verdict", "verdict_2")


@dataclass(frozen=True)
class Tried:
    """A case of history, an instrument that was tried in it, its verdict, and the row of what happened."""

    case: Case
    instrument: str
    verdict: Verdict
    happened: datasets.Row

    @property
    def agrees(self) -> str:
        """Whether the text and what happened agree, by the rule at the head of the page: one of `AGREES`.

        >>> [one.agrees for one in tried() if one.case.id in ("t19", "t20", "t22", "t26")]
        ['yes', 'open', 'yes', 'no']
        """
        outcome, helping = self.happened["verdict"], LEVELS.index("choose")
        surely, perhaps = (LEVELS.index(most) >= helping for most in (self.verdict.level, self.verdict.reach))
        if outcome == "breached_by_guarantor":
            attackers = [share for share in self.verdict.shares if share.attacker]
            return "yes" if any(duty.level == "refrain" for one in attackers for duty in one.duties) else "no"
        if outcome in ("honoured", "partly", "symbolic"):
            kept = "yes" if outcome == "honoured" else "part"
            return kept if surely else "open" if perhaps else "no"
        if outcome in ("outside_terms", "condition_not_met", "excused"):
            return "no" if surely else "open" if perhaps else "yes"
        return "no"


def tried() -> tuple[Tried, ...]:
    """Every case of history with each instrument that its row in the table `tests` names.

    Where one test is told as several cases, each goes with the instruments that protect its state.
    """
    found = []
    several = [case.test for case in cases.all()]
    for case in cases.all():
        if not case.history:
            continue
        row = datasets.row("tests", case.test)
        for name in str(row["instruments"] or "").split():
            day = str(row["attack_date"])
            whole = len(day) == len("2001-09-11")
            text = instruments.at(name, datetime.date.fromisoformat(day)) if whole else instruments.get(name)
            verdict = replay(text, case)
            if not (verdict.as_if and several.count(case.test) > 1):
                found.append(Tried(case, name, verdict, row))
    return tuple(found)


def table() -> str:
    """Return `docs/verdicts.md`: what each text says of its own case, beside what happened."""
    said = words.section("replay")["table"]
    every = tried()
    lines = [f"# {said['title']}", "", said["about"], "", said["rule"], ""]
    agreeing = {answer: sum(one.agrees == answer for one in every) for answer in AGREES}
    lines += [words.text("replay.table.count", count=len(every), **agreeing), ""]
    lines += [f"| {' | '.join(said['columns'])} |", "|---" * len(said["columns"]) + "|"]
    for one in every:
        levels = said["levels"]
        level, reach = one.verdict.level, one.verdict.reach
        most_owed = levels[level]
        if reach != level:
            most_owed = words.text("replay.table.reach", level=most_owed, reach=levels[reach])
        outcomes = [said["outcomes"][str(one.happened[name])] for name in _OUTCOMES if one.happened[name]]
        happened = f"{'; '.join(outcomes)}. {one.happened['response']}"
        why = said["agrees"][one.agrees]
        if one.agrees != "yes":
            why += f" {words.section('replay')['differences'][f'{one.case.id} {one.instrument}']}"
        title = f"{one.case.title} (`{one.case.id}`)"
        text = f"{instruments.label(one.instrument)} (`{one.instrument}`)"
        cells = (title, text, said["met"][one.verdict.trigger.met], most_owed, happened, why)
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    left = [case for case in cases.all() if case.history and case.id not in {one.case.id for one in every}]
    names = listed([f"{case.title} (`{case.id}`)" for case in left])
    lines += ["", words.text("replay.table.left", names=names)]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print the page; return what the shell is told."""
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
