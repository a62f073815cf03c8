"""Reads a phrase as one question after another: the cheapest way to account for all its tokens.

A name that a question has no place for is kept besides: the facts that answer
must then speak of it. Words that every question may hear (``general``) cost more
than a question's own words, so that the question that means them comes first.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.names import Form, is_han
from citygraph.questions.placing import HOME, HOME_CITY, OCCASION, US, Placing
from citygraph.questions.spans import (
    BESIDES,
    DATE,
    EAGER,
    GENERAL,
    HEARD,
    NEGATION,
    PARTIAL,
    SAID,
    SHUNNED,
    SILENT,
    UNKNOWN,
    WHOLE,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from citygraph.names import Index
    from citygraph.questions.spans import Phrase
    from citygraph.questions.words import Lexicon

UNCOUNTED = "?"  # stands before a variable that a question may have instead of its words
BODY = "https://citygraph.example/ontology#Body"
GENDER = "https://schema.org/gender"  # what may be said of anybody who is asked for
_SOUGHT = 8  # words that are searched for as they stand


class Reading(NamedTuple):
    """
    A phrase read as a question: what each variable is bound to, the period, and what is said besides.

    `heard` are the groups of words in it, `kinds` the classes of thing it asks for ("which cities"), `besides` the
    names that the question has no variable for, `said` words of other questions, which the facts may hold, `unknown`
    the tokens that were not understood.
    """

    question: Mapping[str, Any]
    things: Mapping[str, tuple[Form, ...]]
    period: tuple[str, str] | None = None
    text: str = ""
    ordinal: int = 0
    sure: tuple[str, ...] = ()  # the variables that a word before the name chose: "in Seoul"
    heard: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()
    besides: tuple[tuple[Form, ...], ...] = ()
    said: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    cost: float = 0.0
    named: Mapping[str, tuple[Form, ...]] = {}
    names: tuple[Span, ...] = ()  # the names as they stand in the phrase


class Vocabulary(NamedTuple):
    """
    What understanding needs of a build: questions, words, the index of names, the classes above each, who "we" are.
    """

    compiled: Mapping[str, Any]
    lexicon: Lexicon
    names: Index
    above: Mapping[str, Collection[str]]
    home: frozenset[str] = frozenset()
    stand_in: Any = None  # (IRI, property) -> the IRI of the thing for which a place stands, or ""
    days: Any = None  # IRI -> first and last day of an event, or of our only trip to a place; else None
    says: Any = None  # (IRI, IRI) -> whether the first thing lies in, belongs to or is called after the second

    def is_a(self, kind: str, target: str) -> bool:
        return kind == target or target in self.above.get(kind, ())

    def is_one(self, form: Form, slot: Mapping[str, Any]) -> bool:
        return any(self.is_a(form.kind, target) for target in slot["classes"])

    def fits(self, form: Form, slot: Mapping[str, Any]) -> bool:
        """
        Whether a variable takes a name: it is of its class, or a place that stands for one that is.
        """
        return self.is_one(form, slot) or bool(slot["through"] and self.stand_in(form.iri, slot["through"]))

    def fitting(self, forms: Sequence[Form], slot: Mapping[str, Any]) -> tuple[Form, ...]:
        """
        Those of the things meant by a name that a variable takes.
        """
        return tuple(form for form in forms if self.fits(form, slot))

    def implied(self, forms: Sequence[Form], by: Sequence[Form]) -> bool:
        """
        Whether another name says anyway what a name says: a body its seat, an award the city that it is called after.
        """
        return all(any(self.says(other.iri, form.iri) for other in by) for form in forms)


class Reader:
    """
    One phrase, read as each question.
    """

    def __init__(self, phrase: Phrase, vocabulary: Vocabulary) -> None:
        self.phrase = phrase
        self.vocabulary = vocabulary
        self.general = frozenset(vocabulary.compiled["general"])
        self.classes: Mapping[str, Sequence[str]] = vocabulary.compiled["kinds"]

    def readings(self) -> list[Reading]:
        """
        Each question that hears what it must, best first.
        """
        heard = {group for span in self.phrase.spans for group in span.groups}
        found = []
        for question in self.vocabulary.compiled["questions"]:
            if question["bare"] or has(question["must"], heard | set(question["takes"])):
                reading = self.reading(question)
                if reading is not None:
                    found.append(reading)
        return sorted(found, key=lambda each: (len(each.unknown), each.cost, each.question["rank"]))

    def reading(self, question: Mapping[str, Any]) -> Reading | None:
        """
        The phrase as one question, read at its cheapest, else so that what the question must have is there.
        """
        return self.meant(question, self.tile(question)) or self.meant(question, self.tile(question, eager=True))

    def meant(self, question: Mapping[str, Any], tiling: Sequence[Span]) -> Reading | None:
        if self.stray(tiling):
            return None
        names = Placing(question["takes"], self.vocabulary, self.phrase.words)
        names.place(tiling)
        names.supply(question["needs"])
        heard = frozenset(group for span in tiling for group in span.groups)
        bare = question["bare"] and heard <= {SILENT, "which"} and not names.besides
        if not (bare or has(question["must"], heard | set(names.things))):
            return None
        text, strange = self.wording(question, tiling)
        ordinal = next((span.ordinal for span in tiling if span.ordinal), 0)
        given = {*names.things, *(["period"] if names.period else []), *(["ordinal"] if ordinal else [])}
        given |= {"text"} if text else set()
        given |= {name for name, slot in question["takes"].items() if ours(slot, heard)}
        if not has(question["needs"], given):
            return None
        # More of the phrase heard as the question's own words makes it the more particular reading.
        own = {name for group in question["must"] for name in group.split("|")} & (heard | set(names.things))
        particular = 0.3 * min(len(own), len(question["must"])) + 0.2 * len(names.things)
        cost = sum(span.cost for span in tiling if not text or span.cost < UNKNOWN) - particular
        shunned = apart(tiling, question["takes"])
        cost += SHUNNED * sum(group in shunned for group in question["shuns"])
        return Reading(
            question,
            names.things,
            names.period,
            text,
            ordinal,
            tuple(names.sure),
            heard,
            self.asked(tiling),
            tuple(names.besides),
            tuple(
                self.phrase.words[at] for span in tiling if SAID in span.groups for at in range(span.start, span.end)
            ),
            tuple(strange),
            cost,
            names.named,
            tuple(span for span in tiling if span.forms),
        )

    def stray(self, tiling: Sequence[Span]) -> bool:
        """
        Whether part of an event's name stands behind the whole name of a body that is not its own.

        "ICLEI World Congress" is no event that is known, though other world congresses are.
        """
        return any(
            name.cost == WHOLE
            and part.cost >= PARTIAL
            and all(self.vocabulary.is_a(form.kind, BODY) for form in name.forms)
            and all(self.vocabulary.is_a(form.kind, OCCASION) for form in part.forms)
            and not any(self.vocabulary.says(form.iri, own.iri) for form in part.forms for own in name.forms)
            for name, part in pairwise(tiling)
            if name.forms and part.forms
        )

    # --------------------------------------------------------------- tiling

    def tile(self, question: Mapping[str, Any], *, eager: bool = False) -> list[Span]:
        """
        The cheapest way to read every token, given what the question hears and takes; *eager* for what it must have.
        """
        must = {name for group in question["must"] for name in group.split("|")} if eager else set()
        hears = {name for group in (*question["must"], *question["may"]) for name in group.split("|")}
        hears |= {mark for slot in question["takes"].values() for mark in slot["marks"]}
        ends: dict[int, list[tuple[Span, float]]] = {}
        for span in self.phrase.spans:
            for usable in self.usable(span, question, hears):
                wanted = eager and (must & set(usable.groups) or (usable.forms and usable.cost < BESIDES))
                ends.setdefault(usable.end, []).append((usable, usable.cost - EAGER * bool(wanted)))
        tilings: list[tuple[float, list[Span]]] = [(0.0, [])]
        for end in range(1, len(self.phrase.words) + 1):
            cost, spans = tilings[end - 1]
            options = [(cost + UNKNOWN, [*spans, Span(end - 1, end, UNKNOWN)])]
            options += [
                (tilings[span.start][0] + counts, [*tilings[span.start][1], span]) for span, counts in ends.get(end, ())
            ]
            tilings.append(min(options, key=lambda option: option[0]))
        return tilings[-1][1]

    def usable(self, span: Span, question: Mapping[str, Any], hears: set[str]) -> Iterable[Span]:
        """
        A span as the question can use it: heard, silent, general, for one of its variables, or kept besides.
        """
        takes = question["takes"]
        if span.period is not None:
            dated = any(slot["period"] for slot in takes.values())
            yield span if dated else span._replace(cost=DATE + BESIDES)
        elif span.ordinal:
            if any(slot["ordinal"] for slot in takes.values()):
                yield span
        elif span.groups:
            groups = tuple(group for group in span.groups if group in hears)
            if groups:
                yield span._replace(groups=groups, cost=max(HEARD, span.cost - (SILENT in span.groups)))
            elif SILENT in span.groups:
                yield span
            elif general := tuple(group for group in span.groups if group in self.general):
                yield span._replace(groups=general, cost=GENERAL + span.cost - HEARD)
            elif question["free"] and NEGATION not in span.groups:
                yield span._replace(groups=(SAID,), cost=BESIDES + span.cost - HEARD)
        else:
            yield from self.named(span, takes, hears)

    def named(self, span: Span, takes: Mapping[str, Any], hears: set[str]) -> Iterable[Span]:
        home = any(form.iri in self.vocabulary.home for form in span.forms)
        if home and HOME in hears:
            yield span._replace(groups=(HOME,))
            return
        # A common part of a name is that of hundreds of things, but of few kinds.
        wanted = {target for slot in takes.values() for target in slot["classes"]}
        sure = {
            kind
            for kind in {form.kind for form in span.forms}
            if any(self.vocabulary.is_a(kind, each) for each in wanted)
        }
        fitting = tuple(
            form
            for form in span.forms
            if form.kind in sure or any(self.vocabulary.fits(form, slot) for slot in takes.values())
        )
        if fitting:
            yield span._replace(forms=fitting)
        elif home:
            yield span._replace(groups=(HOME,), forms=(), cost=span.cost + GENERAL)
        elif things := tuple(form for form in span.forms if self.may_stand_besides(form)):
            yield span._replace(forms=things, cost=span.cost + BESIDES)

    def may_stand_besides(self, form: Form) -> bool:
        if form.kind == GENDER:
            return True  # the women among them
        return form.kind in self.vocabulary.above and form.kind not in self.phrase.unsaid

    def wording(self, question: Mapping[str, Any], tiling: Sequence[Span]) -> tuple[str, list[str]]:
        """
        The strange words after "about" that a question searches for as they stand, and the strange words that remain.
        """
        strange = [span for span in tiling if span.cost >= UNKNOWN]
        slot = next((slot for slot in question["takes"].values() if slot["text"]), None)
        marked = [span.end for span in tiling if slot is not None and set(span.groups) & set(slot["marks"])]
        sought = [span for span in strange if marked]
        if len(sought) > _SOUGHT:
            sought = []
        return " ".join(self.run(sought)), self.run([span for span in strange if span not in sought])

    def run(self, spans: Sequence[Span]) -> list[str]:
        """
        The tokens of spans as words: neighbouring Chinese characters are one.
        """
        found: list[str] = []
        end = -1
        for span in spans:
            word = self.phrase.words[span.start]
            if span.start == end and is_han(word) and is_han(found[-1]):
                found[-1] += word
            else:
                found.append(word)
            end = span.end
        return found

    def asked(self, tiling: Sequence[Span]) -> tuple[str, ...]:
        """
        The classes of thing asked for: those of the word after "which", "what", "how many".
        """
        asking = False
        for span in tiling:
            if asking:
                for group in span.groups:
                    if group in self.classes:
                        return tuple(self.classes[group])
                asking = bool(span.forms) or SILENT in span.groups
                continue
            asking = "which" in span.groups or "how-many" in span.groups
        return ()


def ours(slot: Mapping[str, Any], heard: Collection[str]) -> bool:
    """
    Whether a variable that is not named means us: words that choose it are said ("we invited"), or nobody is asked for.
    """
    if HOME not in heard:
        return False
    return (
        "who" not in heard
        if slot["else"] == US
        else slot["else"] == HOME_CITY and bool(set(slot["marks"]) & set(heard))
    )


def apart(tiling: Sequence[Span], takes: Mapping[str, Any]) -> frozenset[str]:
    """
    The groups of words but those that only say when a date beside them is meant: "before 2017" means no predecessor.
    """
    marks = {mark for slot in takes.values() if slot["period"] for mark in slot["marks"]}
    dated = [span.period is not None for span in tiling]
    beside = {at + step for at, is_date in enumerate(dated) if is_date for step in (-1, 1)}
    spans = [span for at, span in enumerate(tiling) if at not in beside or not marks.issuperset(span.groups)]
    return frozenset(group for span in spans for group in span.groups)


def has(wanted: Iterable[str], given: Collection[str]) -> bool:
    """
    Whether of each group of alternatives ("who|role") one is given; "?named" does, but says nothing of the question.
    """
    return all(any(name.removeprefix(UNCOUNTED) in given for name in group.split("|")) for group in wanted)
