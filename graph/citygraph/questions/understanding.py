"""Understands a phrase: which question it asks, and of what.

The phrase is folded and cut into tokens. Known names, dates and the words of the
questions are found in it; each question is tried: the tokens must all be
accounted for by its words, the names and dates it takes, and silent words. What
no question accounts for is said. Names are tried whole first, then in part, then
with typing mistakes: a looser reading never wins over a stricter one.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.names import Form, fold, join, tokens
from citygraph.names.index import windows
from citygraph.questions.dates import Period, ordinals, periods

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from citygraph.names import Index

SILENT = "silent"
HOME = "we"
_HEARD, _SILENT, _DATE, _WHOLE, _PARTIAL, _MISSPELT, _UNKNOWN = 0.5, 0.6, 0.8, 1.0, 1.4, 2.5, 20.0
_NEAREST = 3
_RUN = 6  # tokens of a partial name
_SOUGHT = 8  # words that are searched for as they stand


class Span(NamedTuple):
    """
    Tokens *start* to *end* read one way: as words of a group, as a name, as a date.
    """

    start: int
    end: int
    cost: float
    groups: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    period: Period | None = None
    ordinal: int = 0


class Reading(NamedTuple):
    """
    A phrase read as a question: what each variable is bound to, the period, and the tokens that were not understood.
    """

    question: Mapping[str, Any]
    things: Mapping[str, tuple[Form, ...]]
    period: tuple[str, str] | None = None
    text: str = ""
    ordinal: int = 0
    sure: tuple[str, ...] = ()  # the variables that a word before the name chose: "in Seoul"
    unknown: tuple[str, ...] = ()
    cost: float = 0.0


class Understood(NamedTuple):
    """
    The readings of a phrase that account for every word, best first; else the nearest questions and the strange words.
    """

    phrase: str
    readings: tuple[Reading, ...]
    strange: tuple[str, ...] = ()
    nearest: tuple[Mapping[str, Any], ...] = ()


class Vocabulary(NamedTuple):
    """
    What understanding needs of a build: questions, the index of names, the classes above each class, who "we" are.
    """

    compiled: Mapping[str, Any]
    names: Index
    above: Mapping[str, Collection[str]]
    home: frozenset[str] = frozenset()
    stand_in: Any = None  # (IRI, property) -> the IRI of the thing for which a place stands, or ""

    def is_a(self, kind: str, target: str) -> bool:
        return kind == target or target in self.above.get(kind, ())


def understand(phrase: str, vocabulary: Vocabulary) -> Understood:
    """
    What a phrase asks.
    """
    words = tokens(fold(phrase))[:200]
    reader = _Reader(words, vocabulary)
    best: list[Reading] = []
    for widen in (None, reader.partial, reader.misspelt):
        if widen is not None and not widen():
            continue
        best = reader.readings()
        if best and not best[0].unknown:
            top = [each for each in best if not each.unknown and each.cost - best[0].cost < 0.01]
            return Understood(phrase, tuple(sorted(top, key=lambda each: each.question["rank"])))
    nearest = tuple(each.question for each in best[:_NEAREST])
    strange = min((each.unknown for each in best), key=len, default=tuple(words[at] for at in reader.uncovered()))
    return Understood(phrase, (), strange, nearest)


def otherwise(reading: Reading, vocabulary: Vocabulary) -> list[Reading]:
    """
    The same phrase with a name taken for what it is only when a word says so: Philippines as where people come from.
    """
    takes = reading.question["takes"]
    found = []
    for name, forms in reading.things.items():
        for other, slot in takes.items():
            fitting = [form for form in forms if any(vocabulary.is_a(form.kind, each) for each in slot["classes"])]
            if slot["only"] and name not in reading.sure and other not in reading.things and fitting:
                things = {key: value for key, value in reading.things.items() if key != name}
                found.append(reading._replace(things={**things, other: tuple(fitting)}))
    return found


class _Reader:
    """
    The spans of one phrase, widened step by step.
    """

    def __init__(self, words: list[str], vocabulary: Vocabulary) -> None:
        self.words = words
        self.vocabulary = vocabulary
        self.runs = windows(words)
        phrases = vocabulary.compiled["phrases"]
        whole = vocabulary.names.whole([key for _, _, key in self.runs])
        self.spans: list[Span] = []
        for start, end, key in self.runs:
            if groups := phrases.get(key):
                self.spans.append(Span(start, end, _SILENT if SILENT in groups else _HEARD, groups=tuple(groups)))
            if forms := whole.get(key):
                self.spans.append(Span(start, end, _WHOLE, forms=_best(forms)))
            if concepts := vocabulary.compiled["concepts"].get(key):
                meant = tuple(Form(iri, path, text, "", 0) for iri, path, text in concepts)
                self.spans.append(Span(start, end, _WHOLE, forms=meant))
        self.spans += [Span(each.start, each.end, _DATE, period=each) for each in periods(words)]
        self.spans += [Span(start, end, _DATE, ordinal=number) for start, end, number in ordinals(words)]

    # ------------------------------------------------------------- widening

    def uncovered(self) -> list[int]:
        covered = {at for span in self.spans for at in range(span.start, span.end)}
        return [at for at in range(len(self.words)) if at not in covered]

    def partial(self) -> bool:
        """
        Adds runs of tokens that are part of a name: those that hold a strange token, or two that are not silent.
        """
        bare = set(self.uncovered())
        silent = {at for span in self.spans if SILENT in span.groups for at in range(span.start, span.end)}
        found = False
        for start, end, _ in self.runs:
            tokens_ = set(range(start, end))
            if end - start > _RUN or tokens_ <= silent or not (bare & tokens_ or len(tokens_ - silent) > 1):
                continue
            forms = self.vocabulary.names.partial(_parts(self.words[start:end]))
            if forms:
                self.spans.append(Span(start, end, _PARTIAL + 0.01 * (_RUN - (end - start)), forms=_best(forms)))
                found = True
        return found

    def misspelt(self) -> bool:
        """
        Adds the names that hold a known word of which a strange token may be a misspelling.
        """
        found = False
        for at in self.uncovered():
            for right in self.vocabulary.names.misspelt(self.words[at]):
                for start, end in ((at - 1, at + 1), (at, at + 2), (at, at + 1)):
                    if start < 0 or end > len(self.words):
                        continue
                    run = [*self.words[start:at], right, *self.words[at + 1 : end]]
                    whole = self.vocabulary.names.whole([join(run)]).get(join(run), [])
                    forms = whole or self.vocabulary.names.partial(_parts(run))
                    if forms:
                        self.spans.append(Span(start, end, _MISSPELT + (0 if whole else 1), forms=_best(forms)))
                        found = True
        return found

    # -------------------------------------------------------------- reading

    def readings(self) -> list[Reading]:
        """
        Each question that hears what it must, best first.
        """
        heard = {group for span in self.spans for group in span.groups}
        found = []
        for question in self.vocabulary.compiled["questions"]:
            takes = question["takes"]
            if all(any(name in heard or name in takes for name in group.split("|")) for group in question["must"]):
                reading = self.reading(question)
                if reading is not None:
                    found.append(reading)
        return sorted(found, key=lambda each: (len(each.unknown), each.cost, each.question["rank"]))

    def reading(self, question: Mapping[str, Any]) -> Reading | None:
        tiling = self.tile(question)
        things, sure, period, missed = self.assign(question, tiling)
        heard = {group for span in tiling for group in span.groups} | set(things)
        if not all(any(name in heard for name in group.split("|")) for group in question["must"]):
            return None
        text, strange = self.wording(question, tiling)
        unknown = [*strange, *missed]
        if not all(any(name in things for name in need.split("|")) for need in question["needs"]):
            return None
        # More of the phrase heard as the question's own words makes it the more particular reading.
        particular = 0.3 * len(question["must"]) + 0.2 * len(things)
        cost = sum(span.cost for span in tiling if not text or span.cost < _UNKNOWN) - particular
        ordinal = next((span.ordinal for span in tiling if span.ordinal), 0)
        return Reading(question, things, period, text, ordinal, tuple(sure), tuple(unknown), cost)

    def tile(self, question: Mapping[str, Any]) -> list[Span]:
        """
        The cheapest way to read every token, given what the question hears and takes.
        """
        hears = {name for group in (*question["must"], *question["may"]) for name in group.split("|")}
        marks = {mark for slot in question["takes"].values() for mark in slot["marks"]}
        dated: bool = any(slot["period"] for slot in question["takes"].values())
        ends: dict[int, list[Span]] = {}
        for span in self.spans:
            if usable := self.usable(span, question, hears, marks, dated=dated):
                ends.setdefault(usable.end, []).append(usable)
        best: list[tuple[float, list[Span]]] = [(0.0, [])]
        for end in range(1, len(self.words) + 1):
            cost, spans = best[end - 1]
            options = [(cost + _UNKNOWN, [*spans, Span(end - 1, end, _UNKNOWN)])]
            options += [(best[span.start][0] + span.cost, [*best[span.start][1], span]) for span in ends.get(end, ())]
            best.append(min(options, key=lambda option: option[0]))
        return best[-1][1]

    def usable(
        self, span: Span, question: Mapping[str, Any], hears: set[str], marks: set[str], *, dated: bool
    ) -> Span | None:
        if span.period is not None:
            return span if dated else None
        if span.ordinal:
            return span if any(slot["ordinal"] for slot in question["takes"].values()) else None
        if span.groups:
            groups = tuple(group for group in span.groups if group in hears or group in marks)
            if groups:
                return Span(span.start, span.end, _HEARD, groups)
            return span if SILENT in span.groups else None
        if HOME in hears and any(form.iri in self.vocabulary.home for form in span.forms):
            return Span(span.start, span.end, span.cost, (HOME,), span.forms)
        fitting = tuple(
            form for form in span.forms if any(self.fits(form, slot) for slot in question["takes"].values())
        )
        return Span(span.start, span.end, span.cost, (), fitting) if fitting else None

    def is_one(self, form: Form, slot: Mapping[str, Any]) -> bool:
        return any(self.vocabulary.is_a(form.kind, target) for target in slot["classes"])

    def fits(self, form: Form, slot: Mapping[str, Any]) -> bool:
        if self.is_one(form, slot):
            return True
        return bool(slot["through"]) and bool(self.vocabulary.stand_in(form.iri, slot["through"]))

    def assign(
        self, question: Mapping[str, Any], tiling: Sequence[Span]
    ) -> tuple[dict[str, tuple[Form, ...]], list[str], tuple[str, str] | None, list[str]]:
        """
        Which variable each name is for: one whose mark stands before the name, else the first free one that fits.
        """
        things: dict[str, tuple[Form, ...]] = {}
        period: tuple[str, str] | None = None
        missed: list[str] = []
        sure: list[str] = []
        mark = ""
        for span in tiling:
            if span.period is not None:
                period = _bounded(span.period, mark)
            elif HOME in span.groups and any(slot["else"] == "home" for slot in question["takes"].values()):
                pass  # we are meant anyway
            elif span.forms:
                slot = self.slot(question, span.forms, things, mark)
                if slot:
                    things[slot] = tuple(form for form in span.forms if self.fits(form, question["takes"][slot]))
                    sure += [slot] * (mark in question["takes"][slot]["marks"])
                elif HOME not in span.groups:
                    missed.append(" ".join(self.words[span.start : span.end]))
            if not (SILENT in span.groups and len(span.groups) == 1):
                mark = span.groups[0] if span.groups and not span.forms else ""
        return things, sure, period, missed

    def wording(self, question: Mapping[str, Any], tiling: Sequence[Span]) -> tuple[str, list[str]]:
        """
        The strange words after "about" that a question searches for as they stand, and the strange words that remain.
        """
        strange = [span for span in tiling if span.cost >= _UNKNOWN]
        slot = next((slot for slot in question["takes"].values() if slot["text"]), None)
        marked = [span.end for span in tiling if slot is not None and set(span.groups) & set(slot["marks"])]
        sought = [span for span in strange if marked]
        if len(sought) > _SOUGHT:
            sought = []
        text = join([self.words[span.start] for span in sought])
        return text, [self.words[span.start] for span in strange if span not in sought]

    def slot(self, question: Mapping[str, Any], forms: Sequence[Form], taken: Iterable[str], mark: str) -> str:
        free = [
            (name, slot)
            for name, slot in question["takes"].items()
            if name not in taken and any(self.fits(form, slot) for form in forms)
        ]
        marked = [name for name, slot in free if mark and mark in slot["marks"]]
        plain = [name for name, slot in free if not slot["only"]]
        # A city is a place before it is taken for its government.
        itself = [name for name, slot in free if name in plain and any(self.is_one(form, slot) for form in forms)]
        return next(iter([*marked, *itself, *plain]), "")


def _best(forms: Iterable[Form]) -> tuple[Form, ...]:
    """
    One form of each thing: the first that the index gives, its name before other forms.
    """
    return tuple({form.iri: form for form in reversed(list(forms))}.values())[::-1]


def _parts(words: Sequence[str]) -> list[str]:
    """
    What the index keeps of a name's parts: Latin words, and pairs of neighbouring Chinese characters.
    """
    key = join(words)
    latin = [word for word in tokens(key) if word.isascii()]
    pairs = [a + b for a, b in pairwise(words) if not a.isascii() and not b.isascii()]
    return [*latin, *pairs]


def _bounded(period: Period, mark: str) -> tuple[str, str]:
    if mark == "before":
        return "0001-01-01", period.first
    if mark == "after":
        return period.last, "9999-12-31"
    if mark == "since":
        return period.first, "9999-12-31"
    return period.first, period.last
