"""From terms to treaty text: a short treaty in our own wording; every word knows the term that wrote it.

The sentences stand in `words/en.toml`, section ``treaty``. In a template, ``{field:words}`` puts in words
that the field of that name wrote: those called by the name behind the colon, or else what stands there.
``{name}`` puts in plain words. Where any party is protected, a key that ends in ``_mutual`` goes first; where
there is one guarantor, a key that ends in ``_one``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from course_utils import words
from course_utils.codes import ANY_PARTY
from course_utils.guarantee import HELP, Guarantee, Guarantor, listed, state_name

#: From so many guarantors on, the text refers to an annex that lists them.
ANNEX_FROM = 9


@dataclass(frozen=True)
class Part:
    """Some words of a sentence, the term that wrote them and its question; both None for plain words.

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
        If the event happens, the guarantors shall consult within 24 hours.
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


#: Forms in which the guarantors speak alone, so that nobody agrees with them.
DECLARED = ("statute", "unilateral", "oral")


class _Writer:
    """Holds one guarantee and the names by which its text speaks of the sides."""

    def __init__(self, guarantee: Guarantee) -> None:
        self.g = guarantee
        self.many: tuple[Guarantor, ...] = guarantee.guarantors or ()
        self.any = guarantee.protege == ANY_PARTY
        self.plain: dict[str, str] = {}
        for name in ("each", "each_other", "a_guarantor", "the_guarantors", "whom", "protected"):
            self.plain[name] = self.phrase("names", name)
        if guarantee.protege and not self.any:
            self.plain["whom"] = self.plain["protected"] = state_name(guarantee.protege, in_text=True)
        self.plain |= {_capital(name): _capital(said) for name, said in self.plain.items()}

    # --- words ------------------------------------------------------------------------------------------

    def phrase(self, part: str, key: str) -> str:
        """Return a text of one part of ``treaty``, in the variant that fits, with plain names put in."""
        return self.variant(part, key).format(**self.plain)

    def variant(self, part: str, key: str) -> str:
        one = len(self.many) == 1
        fitting = [("_mutual_one", self.any and one), ("_mutual", self.any), ("_one", one and not self.any)]
        table: dict[str, str] = words.section("treaty")[part]
        for suffix in [*(suffix for suffix, fits in fitting if fits), ""]:
            if f"{key}{suffix}" in table:
                return table[f"{key}{suffix}"]
        raise words.UnknownWord(f"treaty.{part}.{key}")

    def say(self, name: str, template: str, **said: str) -> Sentence:
        """Fill a template; `said` gives words by the names that stand in it."""
        known = {**self.plain, "then": "", **said}
        parts: list[Part] = []
        for piece in re.split(r"(\{[^}]+\})", self.variant("text", template)):
            field, colon, inner = piece[1:-1].partition(":")
            if not piece.startswith("{"):
                parts.append(Part(piece))
            elif colon:
                parts.append(Part(known.get(inner, inner), field, words.field(field).question))
            else:
                parts.append(Part(known[field]))
        first, *rest = [part for part in parts if part.text]
        written = (Part(_capital(first.text), first.field, first.question), *rest)
        fields = tuple(dict.fromkeys(part.field for part in written if part.field))
        return Sentence(name, written, fields, words.field(fields[0]).question)

    def names(self, guarantors: Iterable[Guarantor]) -> str:
        found = [state_name(one.state, in_text=True) for one in guarantors]
        return words.text("treaty.annex") if ANNEX_FROM <= len(found) == len(self.many) else listed(found)

    def list_of(self, field: str) -> str:
        joint = "or" if field in ("attacks", "exclusions", "voids") else "and"
        return listed([self.phrase(field, one) for one in getattr(self.g, field)], joint)

    def count(self, field: str) -> str:
        return words.field(field).count(getattr(self.g, field))

    def counted(self, how: str, field: str) -> str:
        """Return such as “ within 24 hours”, or nothing where the term is not settled."""
        known = getattr(self.g, field) is not None
        return words.text(f"treaty.words.{how}", count=self.count(field)) if known else ""

    # --- articles ---------------------------------------------------------------------------------------

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
            part = Part(f"{_capital(states)}.", "guarantors", "who")
            sentence = Sentence("annex", (part,), ("guarantors",), "who")
            yield Article(0, words.text("treaty.annex_title"), (sentence,))

    def preamble(self) -> Iterator[Sentence]:
        declared = self.g.form in DECLARED and not self.any
        if self.g.protege and self.many and not (self.any and len(self.many) == 1):
            template = "preamble_declared" if declared else "preamble"
            yield self.say("preamble", template, who=self.names(self.many))

    def signature(self) -> Iterator[Sentence]:
        if self.many:
            both = self.g.protege and not self.any
            declared = self.g.form in DECLARED and not self.any
            template = "signed_declared" if declared else "signed_both" if both else "signed"
            yield self.say("signature", template, who=self.names(self.many))

    def parties(self) -> Iterator[Sentence]:
        g = self.g
        if self.many:
            yield self.say("gives", "gives" if g.protege else "gives_nobody", who=self.names(self.many))
            yield from self.bonds()
        elif g.protege:
            yield self.say("protects", "protects")
        if g.mutual is not None:
            yield self.say("mutual", "mutual_yes" if g.mutual else "mutual_no")
        if g.lead:
            yield self.say("lead", "lead", state=state_name(g.lead, in_text=True))
        if g.minimum_guarantors == 1:
            yield self.say("minimum", "minimum_first")
        elif g.minimum_guarantors is not None:
            yield self.say("minimum", "minimum", number=str(g.minimum_guarantors))

    def bonds(self) -> Iterator[Sentence]:
        alone = [one for one in self.many if one.bound == "individually"]
        together = [one for one in self.many if one.bound == "collectively"]
        if alone and together:
            yield self.say("bound", "bound_mixed", who=self.names(alone), others=self.names(together))
        else:
            yield self.say("bound", "bound_individually" if alone else "bound_collectively")
        for way in dict.fromkeys(one.approval for one in self.many):
            who = [one for one in self.many if one.approval == way]
            every = len(who) == len(self.many) > 1
            names = words.text("treaty.words.all") if every else self.names(who)
            yield self.say(f"approval-{way}", "approval", who=names, how=self.phrase("approval", way))

    def event(self) -> Iterator[Sentence]:
        g = self.g
        yes = "yes" if g.seas_and_air else "no"
        where = self.phrase("territory", g.territory) if g.territory else ""
        seas = words.text(f"treaty.words.seas_{yes}") if where and g.seas_and_air is not None else ""
        if g.attacks:
            yield self.say("event", "event", list=self.list_of("attacks"), where=where, seas=seas)
        elif where:
            yield self.say("event", "event_where", where=where, seas=seas)
        if g.seas_and_air is not None and not where:
            yield self.say("seas", "event_seas", seas=words.text(f"treaty.words.seas_alone_{yes}"))
        if g.exclusions:
            yield self.say("exclusions", "exclusions", list=self.list_of("exclusions"))
        yield from self.judge()
        if g.request_needed is not None:
            yield self.say("request", "request_yes" if g.request_needed else "request_no")

    def judge(self) -> Iterator[Sentence]:
        g = self.g
        named = {"state": state_name(g.decider_state, in_text=True)} if g.decider_state else {}
        if named:
            templates = {"one_head_of_state": "decider_head", "third_state": "decider_third"}
            yield self.say("decider", templates.get(g.decider or "", "decider_idle"), **named)
        elif g.decider:
            yield self.say("decider", "decider", who=self.phrase("decider", g.decider))

    def duty(self) -> Iterator[Sentence]:
        g = self.g
        owed = g.obligations or ()
        helps = [one for one in owed if one in HELP]
        then = [name for name in ("security_council", "consult", *helps, "right_to_act") if name in owed][:1]

        def opening(name: str) -> str:
            return words.text("treaty.words.then") if name in then else ""

        if "refrain" in owed:
            yield self.say("refrain", "refrain")
        if "security_council" in owed:
            yield self.say("council", "council", then=opening("security_council"))
        within = self.counted("within", "consult_within_hours")
        if "consult" in owed:
            yield self.say("consult", "consult", then=opening("consult"), within=within)
        elif within:
            yield self.say("meet", "meet", within=within)
        if helps:
            yield self.duty_to_help(helps, opening(helps[0]))
        yield from self.speed(bool(helps))
        if "right_to_act" in owed:
            yield self.say("right", "right", then=opening("right_to_act"))
        if g.armed_force:
            yield self.say("force", f"force_{g.armed_force}")
        if g.constitutional_processes is not None:
            yield self.say("constitution", f"constitution_{'yes' if g.constitutional_processes else 'no'}")

    def word(self) -> str:
        word = self.g.help_word
        return "" if word in (None, "none") else words.text(f"treaty.words.{word}")

    def duty_to_help(self, helps: list[str], then: str) -> Sentence:
        word, days = self.word(), self.counted("within", "help_within_days")
        if word:
            word = f", {word}" if days else f", {word},"
        if days:
            days = f" and{days}," if word else f",{days},"
        verbs = listed([self.phrase("verbs", one) for one in helps])
        return self.say("duty", "duty", then=then, word=word, days=days, list=verbs)

    def speed(self, helps: bool) -> Iterator[Sentence]:
        """Say how soon help comes, as far as the duty to help has not said it."""
        g, days = self.g, self.g.help_within_days
        if self.word() and not helps:
            yield self.say("word", "help_word_alone", word=f" {self.word()}")
        if days is not None and not helps:
            yield self.say("days", "help_days", within=self.counted("within", "help_within_days"))
        if g.help_word == "none":
            yield self.say("word", "help_word_none" if days is None else "help_word_none_days")

    def amount(self, name: str, field: str) -> Iterator[Sentence]:
        """Say a number of troops; none has a sentence of its own."""
        if getattr(self.g, field) == 0:
            yield self.say(name, f"{name}_none")
        elif getattr(self.g, field) is not None:
            yield self.say(name, name, number=self.count(field))

    def peacetime(self) -> Iterator[Sentence]:
        g = self.g
        yield from self.amount("committed", "forces_committed_thousands")
        yield from self.amount("stationed", "stationed_forces_thousands")
        if g.cover == "none":
            yield self.say("cover", "cover_none")
        elif g.cover:
            yield self.say("cover", "cover", where=self.phrase("cover", g.cover))
        if g.peacetime_weapons == "none":
            yield self.say("weapons", "weapons_none")
        elif g.peacetime_weapons:
            yield self.say("weapons", "weapons", what=self.phrase("weapons", g.peacetime_weapons))
        if g.integrated_command is not None:
            yield self.say("command", "command_yes" if g.integrated_command else "command_no")
        if g.snapback_sanctions is not None:
            yield self.say("sanctions", "sanctions_yes" if g.snapback_sanctions else "sanctions_no")
        if g.nuclear:
            yield self.say("nuclear", f"nuclear_{g.nuclear}")
        yield from self.amount("own", "own_forces_thousands")

    def conditions(self) -> Iterator[Sentence]:
        if self.g.conditions:
            yield self.say("conditions", "conditions", list=self.list_of("conditions"))
        yield from self.amount("ceiling", "force_ceiling_thousands")

    def final(self) -> Iterator[Sentence]:
        g = self.g
        if g.form:
            yield self.say("form", "form", kind=self.phrase("form", g.form))
        if g.duration == "fixed":
            yield self.say("duration", "duration_fixed", years=self.counted("of", "years"))
        elif g.duration == "indefinite":
            yield self.say("duration", "duration_indefinite")
        elif g.years is not None:
            yield self.say("duration", "duration_years", number=self.count("years"))
        if g.renewal:
            yield self.say("renewal", f"renewal_{g.renewal}")
        if g.exit == "on_notice":
            yield self.say("exit", "exit_on_notice", months=self.counted("of", "exit_notice_months"))
        elif g.exit:
            yield self.say("exit", f"exit_{g.exit}")
        elif g.exit_notice_months is not None:
            yield self.say("exit", "notice", number=self.count("exit_notice_months"))
        if g.voids:
            yield self.say("voids", "voids", list=self.list_of("voids"))
        if g.review_years is not None:
            every = words.text("treaty.words.year") if g.review_years == 1 else self.count("review_years")
            yield self.say("review", "review", number=every)
        if g.reporting:
            yield self.say("reporting", "reporting", list=self.list_of("reporting"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence_index(treaty: Treaty) -> Mapping[str, str]:
    """Return the plain text of each sentence by its id.

    >>> sentence_index(draft(Guarantee(lead="FRA")))
    {'lead': 'France calls the guarantors together and speaks for them.'}
    """
    return {sentence.id: sentence.text for sentence in treaty.sentences}
