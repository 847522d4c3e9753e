"""From terms to treaty text: a short treaty in our own wording, in which every word knows the term that wrote it.

The sentences stand in `words/en.toml`, section ``treaty``. In a template, ``{field:words}`` puts in the words that
the field of that name wrote; ``{name}`` puts in plain words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from course_utils import words
from course_utils.guarantee import ANY_PARTY, HELP, Guarantee, Guarantor, listed, state_name

#: From so many guarantors on, the text refers to an annex that lists them.
ANNEX_FROM = 9


@dataclass(frozen=True)
class Part:
    """Some words of a sentence, with the term that wrote them and the question it answers; both None for plain words.

    >>> Part("24 hours", "consult_within_hours", "how").field
    'consult_within_hours'
    """

    text: str
    field: str | None = None
    question: str | None = None


@dataclass(frozen=True)
class Sentence:
    """One sentence of the treaty.

    Attributes:
        id: stays the same while its terms change, so that a change can be shown.
        parts: its words in order.
        fields: every term that wrote some of it.
        question: the question of the first of them.
    """

    id: str
    parts: tuple[Part, ...]
    fields: tuple[str, ...]
    question: str

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True)
class Article:
    """One article: its number (0 for preamble, annex and signature), its heading and its sentences."""

    number: int
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Treaty:
    """A whole text: preamble, articles, annex and signature, each only where a settled term writes it."""

    articles: tuple[Article, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in order."""
        return tuple(sentence for article in self.articles for sentence in article.sentences)

    def text(self) -> str:
        """Return the treaty as plain text.

        >>> print(draft(Guarantee(obligations=("consult",), consult_within_hours=24)).text())
        Article 1 · The duty
        In that event the guarantors shall consult within 24 hours.
        """
        return "\n\n".join(
            f"{article.title}\n" + " ".join(sentence.text for sentence in article.sentences)
            for article in self.articles
        )


def draft(guarantee: Guarantee) -> Treaty:
    """Write the treaty of a guarantee: every settled term appears, no unsettled one does.

    >>> treaty = draft(Guarantee(protege="UKR"))
    >>> treaty.sentences[0].text, treaty.sentences[0].fields
    ('This guarantee protects Ukraine.', ('protege',))
    >>> draft(Guarantee()).articles
    ()
    """
    return Treaty(tuple(_Writer(guarantee).articles()))


class _Writer:
    """Holds one guarantee and the names by which its text speaks of the sides."""

    def __init__(self, guarantee: Guarantee) -> None:
        self.g = guarantee
        self.many: tuple[Guarantor, ...] = guarantee.guarantors or ()
        self.any = guarantee.protege == ANY_PARTY
        role = "Party" if self.any else "guarantor"
        whom = words.text("treaty.any_party") if self.any else "the protected state"
        if guarantee.protege and not self.any:
            whom = state_name(guarantee.protege, in_text=True)
        parties = "the Parties" if self.any else "the guarantors"
        protected = "each Party" if self.any else whom
        self.plain = {
            "each": f"each {role}",
            "Each": f"Each {role}",
            "The_guarantor": f"A {role}",
            "the_guarantors": parties,
            "The_guarantors": _capital(parties),
            "whom": whom,
            "protected": protected,
            "Protected": _capital(protected),
        }

    # --- words ----------------------------------------------------------------------------------------------------

    def say(self, name: str, template: str, **said: str) -> Sentence:
        """Fill a template; `said` gives words for the names in it, by field or by plain name."""
        parts: list[Part] = []
        fields: list[str] = []
        for piece in re.split(r"(\{[^}]+\})", words.text(f"treaty.text.{template}")):
            if not piece.startswith("{"):
                parts.append(Part(piece))
                continue
            field, colon, inner = piece[1:-1].partition(":")
            if not colon:
                parts.append(Part(said.get(field, self.plain.get(field, ""))))
                continue
            key = f"{field}_{inner}" if inner == "guarantors" and field != "guarantors" else field
            field = "guarantors" if key != field else field
            text = said.get(key, inner)
            if text:
                parts.append(Part(text, field, words.field(field).question))
                fields.append(field)
        own = tuple(dict.fromkeys(fields))
        first, *rest = [part for part in parts if part.text]
        kept = (Part(_capital(first.text), first.field, first.question), *rest)
        return Sentence(name, kept, own, words.field(own[0]).question)

    def names(self, guarantors: Iterable[Guarantor]) -> str:
        found = [state_name(one.state, in_text=True) for one in guarantors]
        return listed(found) if len(found) < ANNEX_FROM else words.text("treaty.annex")

    def list_of(self, field: str) -> str:
        phrases = words.section("treaty")[field]
        joint = "or" if field in ("attacks", "exclusions", "voids") else "and"
        return listed([phrases[one].format(**self.plain) for one in getattr(self.g, field)], joint)

    # --- articles -------------------------------------------------------------------------------------------------

    def articles(self) -> Iterator[Article]:
        preamble = tuple(self.preamble())
        if preamble:
            yield Article(0, words.text("treaty.preamble_title"), preamble)
        number = 0
        for name in ("parties", "event", "duty", "peacetime", "conditions", "final"):
            sentences = tuple(getattr(self, name)())
            if sentences:
                number += 1
                title = words.text("treaty.title", number=number, title=words.text(f"treaty.titles.{name}"))
                yield Article(number, title, sentences)
        signature = tuple(self.signature())
        if signature:
            yield Article(0, words.text("treaty.signature_title"), signature)
        if len(self.many) >= ANNEX_FROM:
            states = listed([state_name(one.state, in_text=True) for one in self.many])
            part = Part(_capital(states) + ".", "guarantors", "who")
            sentence = Sentence("annex", (part,), ("guarantors",), "who")
            yield Article(0, words.text("treaty.annex_title"), (sentence,))

    def preamble(self) -> Iterator[Sentence]:
        if self.many and self.any:
            yield self.say("preamble", "preamble_mutual", guarantors=self.names(self.many))
        elif self.many and self.g.protege:
            both = {"guarantors": self.names(self.many), "protege": self.plain["whom"]}
            yield self.say("preamble", "preamble_both", **both)

    def signature(self) -> Iterator[Sentence]:
        if self.many and self.g.protege and not self.any:
            both = {"guarantors": self.names(self.many), "protege": self.plain["whom"]}
            yield self.say("signature", "signed_both", **both)
        elif self.many:
            yield self.say("signature", "signed", guarantors=self.names(self.many))

    def parties(self) -> Iterator[Sentence]:
        g, one = self.g, "_one" if len(self.many) == 1 else ""
        said = {"guarantors": self.names(self.many), "protege": self.plain["whom"]} if self.many else {}
        if self.many and self.any:
            yield self.say("gives", "gives_mutual", guarantors=said["guarantors"])
        elif self.many and g.protege:
            yield self.say("gives", f"gives{one}", **said)
        elif self.many:
            yield self.say("gives", f"gives_nobody{one}", guarantors=said["guarantors"])
        elif g.protege:
            yield self.say("protects", "protects_any" if self.any else "protects", **({} if self.any else {"protege": self.plain["whom"]}))
        if self.many:
            yield from self.bonds()
        if g.mutual is not None:
            yield self.say("mutual", "mutual_no" if not g.mutual else "mutual_yes_any" if self.any else "mutual_yes")
        if g.lead:
            yield self.say("lead", "lead", lead=state_name(g.lead, in_text=True))
        if g.minimum_guarantors is not None:
            yield self.say("minimum", "minimum", minimum_guarantors=str(g.minimum_guarantors))

    def bonds(self) -> Iterator[Sentence]:
        alone = [one for one in self.many if one.bound == "individually"]
        together = [one for one in self.many if one.bound == "collectively"]
        if alone and together:
            yield self.say(
                "bound", "bound_mixed", who_guarantors=self.names(alone), others_guarantors=self.names(together)
            )
        elif len(self.many) == 1:
            yield self.say("bound", "bound_one")
        else:
            yield self.say("bound", "bound_individually" if alone else "bound_collectively")
        for way in dict.fromkeys(one.approval for one in self.many):
            who = [one for one in self.many if one.approval == way]
            names = "all of them" if len(who) == len(self.many) > 1 else self.names(who)
            yield self.say(
                f"approval-{way}", "approval", guarantors=words.text(f"treaty.approval.{way}"), who_guarantors=names
            )

    def event(self) -> Iterator[Sentence]:
        g = self.g
        where = seas = ""
        if g.territory:
            where = words.text(f"treaty.territory.{g.territory}", protected=self.plain["protected"])
        if g.seas_and_air is not None:
            seas = words.text(f"treaty.words.seas_{'yes' if g.seas_and_air else 'no'}")
        if g.attacks and (where or not seas):
            yield self.say("event", "event", attacks=self.list_of("attacks"), territory=where, seas_and_air=seas)
        elif g.attacks:
            yield self.say("event", "event", attacks=self.list_of("attacks"), territory="", seas_and_air="")
            yield self.seas_alone()
        elif where:
            yield self.say("event", "event_where", territory=where.strip(), seas_and_air=seas)
        elif seas:
            yield self.seas_alone()
        if g.exclusions:
            yield self.say("exclusions", "exclusions", exclusions=self.list_of("exclusions"))
        yield from self.judge()
        if g.request_needed is not None:
            yield self.say("request", "request_yes" if g.request_needed else "request_no")

    def seas_alone(self) -> Sentence:
        said = words.text(f"treaty.words.seas_alone_{'yes' if self.g.seas_and_air else 'no'}")
        return self.say("seas", "event_seas", seas_and_air=said)

    def judge(self) -> Iterator[Sentence]:
        g = self.g
        named = state_name(g.decider_state, in_text=True) if g.decider_state else ""
        if g.decider is None:
            if named:
                yield self.say("decider", "decider_idle", decider_state=named)
            return
        spoken = words.section("treaty")["decider"]
        who = spoken.get(f"{g.decider}_mutual", spoken[g.decider]) if self.any else spoken[g.decider]
        if self.any:
            who = who.replace("guarantors", "Parties").replace("the protected state", "the Party that is attacked")
        if named and g.decider == "one_head_of_state":
            yield self.say("decider", "decider_named", decider=who, decider_state=named)
        elif named and g.decider == "third_state":
            yield self.say("decider", "decider_third", decider_state=named)
        else:
            plural = g.decider in ("joint_finding", "two_thirds", "unanimity")
            yield self.say("decider", "decider_plural" if plural else "decider", decider=who)

    def duty(self) -> Iterator[Sentence]:
        g = self.g
        owed = g.obligations or ()
        if "refrain" in owed:
            yield self.say("refrain", "refrain")
        if "security_council" in owed:
            yield self.say("council", "council")
        hours = g.consult_within_hours
        if "consult" in owed:
            within = "" if hours is None else words.text("treaty.words.within_hours", count=hours)
            yield self.say("consult", "consult", consult_within_hours=within)
        elif hours is not None:
            yield self.say("meet", "meet", consult_within_hours=words.text("treaty.words.hours", count=hours))
        yield from self.help([one for one in owed if one in HELP])
        if "right_to_act" in owed:
            yield self.say("right", "right")
        if g.armed_force:
            yield self.say("force", f"force_{g.armed_force}")
        if g.constitutional_processes is not None:
            yield self.say("constitution", "constitution_yes" if g.constitutional_processes else "constitution_no")

    def help(self, owed: list[str]) -> Iterator[Sentence]:
        g = self.g
        word = "" if g.help_word in (None, "none") else words.text(f"treaty.words.help_{g.help_word}")
        days = g.help_within_days
        if owed:
            phrases = words.section("treaty")["verbs"]
            verbs = listed([phrases[one].format(**self.plain) for one in owed])
            within = "" if days is None else words.text("treaty.words.within_days", count=days)
            word = f",{word}" if word else ""
            within = f"{' and' if word else ','}{within}," if within else ""
            word = f"{word}," if word and not within else word
            template = "duty" if "consult" in (g.obligations or ()) else "duty_first"
            yield self.say("duty", template, help_word=word, help_within_days=within, obligations=verbs)
        else:
            if word:
                yield self.say("word", "help_word_alone", help_word=word.strip())
            if days is not None:
                yield self.say("days", "help_days", help_within_days=words.text("treaty.words.within", count=days))
        if g.help_word == "none":
            yield self.say("word", "help_word_none")

    def peacetime(self) -> Iterator[Sentence]:
        g = self.g
        for name, field in (("committed", "forces_committed_thousands"), ("stationed", "stationed_forces_thousands")):
            count = getattr(g, field)
            if count is not None:
                yield self.say(name, name if count else f"{name}_none", **({field: str(count)} if count else {}))
        if g.cover:
            where = {} if g.cover == "none" else {"cover": words.text(f"treaty.cover.{g.cover}")}
            yield self.say("cover", "cover" if where else "cover_none", **where)
        if g.peacetime_weapons:
            none = g.peacetime_weapons == "none"
            what = {} if none else {"peacetime_weapons": words.text(f"treaty.weapons.{g.peacetime_weapons}")}
            yield self.say("weapons", "weapons_none" if none else "weapons", **what)
        if g.integrated_command is not None:
            yield self.say("command", "command_yes" if g.integrated_command else "command_no")
        if g.snapback_sanctions is not None:
            yield self.say("sanctions", "sanctions_yes" if g.snapback_sanctions else "sanctions_no")
        if g.nuclear:
            yield self.say("nuclear", f"nuclear_{g.nuclear}")
        if g.own_forces_thousands is not None:
            yield self.say("own", "own", own_forces_thousands=str(g.own_forces_thousands))

    def conditions(self) -> Iterator[Sentence]:
        g = self.g
        if g.conditions:
            yield self.say("conditions", "conditions", conditions=self.list_of("conditions"))
        if g.force_ceiling_thousands is not None:
            yield self.say("ceiling", "ceiling", force_ceiling_thousands=str(g.force_ceiling_thousands))

    def final(self) -> Iterator[Sentence]:
        g = self.g
        if g.form:
            yield self.say("form", "form", form=words.text(f"treaty.form.{g.form}"))
        if g.duration == "fixed":
            years = "" if g.years is None else words.text("treaty.words.years", count=g.years)
            yield self.say("duration", "duration_fixed", duration="for a fixed term", years=years)
        elif g.duration == "indefinite":
            yield self.say("duration", "duration_indefinite")
        elif g.years is not None:
            yield self.say("duration", "duration_years", years=str(g.years))
        if g.renewal:
            yield self.say("renewal", f"renewal_{g.renewal}")
        months = g.exit_notice_months
        if g.exit == "on_notice":
            notice = "" if months is None else words.text("treaty.words.months", count=months)
            yield self.say("exit", "exit_on_notice", exit="after notice", exit_notice_months=notice)
        elif g.exit:
            yield self.say("exit", f"exit_{g.exit}")
        elif months is not None:
            yield self.say("exit", "notice", exit_notice_months=words.text("treaty.words.months_ahead", count=months))
        if g.voids:
            yield self.say("voids", "voids", voids=self.list_of("voids"))
        if g.review_years is not None:
            yield self.say("review", "review", review_years=str(g.review_years))
        if g.reporting:
            yield self.say("reporting", "reporting", reporting=self.list_of("reporting"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence_index(treaty: Treaty) -> Mapping[str, Any]:
    """Return the plain text of each sentence by its id.

    >>> sentence_index(draft(Guarantee(lead="FRA")))
    {'lead': 'France calls the guarantors together and speaks for them.'}
    """
    return {sentence.id: sentence.text for sentence in treaty.sentences}
