"""Which variable of a question each name of a phrase is for, and what period is meant.

A word before a name may choose: "from Seoul", "in Seoul", "besides Seoul". Else
the first free variable takes it that is of the name's own class; a city is a
place before it is taken for its government.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from citygraph.names import DEMONYM, Form, is_han
from citygraph.questions.spans import SILENT, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citygraph.questions.dates import Period
    from citygraph.questions.reading import Vocabulary

HOME, EXCEPT, FROM, IN, WITH, THEN, TRIP = "we", "except", "from", "in", "with", "at-time", "trip"
BEFORE, AFTER = "before", "after"
HOME_CITY, US = "home", "us"  # whom a variable means else: always, or where the phrase speaks of us

OCCASION = "https://citygraph.example/ontology#Occasion"
PERSON, ROLE = "https://citygraph.example/ontology#Person", "https://citygraph.example/ontology#Role"


class Placing:
    """
    The names and dates of a tiling, placed one after another.
    """

    def __init__(self, takes: Mapping[str, Any], vocabulary: Vocabulary, words: Sequence[str]) -> None:
        self.takes = takes
        self.words = words
        self.vocabulary = vocabulary
        self.things: dict[str, tuple[Form, ...]] = {}
        self.named: dict[str, tuple[Form, ...]] = {}  # all that the names of the variables may mean
        self.sure: list[str] = []
        self.besides: list[tuple[Form, ...]] = []
        self.period: tuple[str, str] | None = None
        self.mark = ""  # the group of the word before
        self.last = ""  # the variable of the name before
        self.awaited: list[tuple[str, str]] = []  # what words that are still to come choose: mark and variable

    def place(self, tiling: Sequence[Span]) -> None:
        """
        Places all names and dates of a tiling.
        """
        self.awaited = self.reserved(tiling)
        before = Span(0, 0, 0)
        for span, behind in pairwise([*tiling, before]):
            if self.mark == FROM and TRIP in behind.groups:
                self.mark = IN  # from the trip to Strasbourg: what was there
            if span.forms and (self.mark == EXCEPT or self.is_title(span, behind)):
                continue  # what is known anyway
            placed = ""
            if THEN in span.groups and self.last:
                self.dated(self.things[self.last])  # what Chinese says after the name
            if span.period is not None and self.is_of(span.period, before, behind):
                pass
            elif span.period is not None:
                self.period = bounded(span.period, self.mark)
            elif HOME in span.groups:
                self.home(span)
            elif span.forms and not (self.mark == THEN and self.dated(span.forms)):
                placed = self.name(span.forms)
            before = span
            if span.groups != (SILENT,):
                self.mark = self.marking(span)
                self.last = placed or (self.last if self.mark == WITH else "")

    def dated(self, forms: Sequence[Form]) -> bool:
        """
        Takes the days of an event, or of our trip to a place, as the period meant: "when we visited Montréal".
        """
        if self.period or not any(slot["period"] and THEN in slot["marks"] for slot in self.takes.values()):
            return False
        self.period = next(filter(None, (self.vocabulary.days(form.iri) for form in forms)), None)
        if self.period and self.last and self.things.get(self.last) == forms:
            self.things.pop(self.last)
            self.named.pop(self.last, None)
        return self.period is not None

    def is_of(self, period: Period, *beside: Span) -> bool:
        """
        Whether a date is part of the name beside it: the 2018 Flora Exposition, which has one date.
        """
        days = [self.vocabulary.days(form.iri) for span in beside for form in span.forms if self.is_occasion(form)]
        return any(each and each[0] <= period.last and each[1] >= period.first for each in days)

    def marking(self, span: Span) -> str:
        """
        What a word says of the name that follows; "before" and "after" Chinese sets behind.
        """
        behind = bool({BEFORE, AFTER} & set(span.groups)) and is_han(self.words[span.start])
        return span.groups[0] if span.groups and not span.forms and not behind else ""

    def is_title(self, span: Span, behind: Span) -> bool:
        """
        Whether a role only says who the person is whose name follows: "Deputy Mayor Gerbasi".
        """
        return bool(behind.forms) and all(
            self.vocabulary.is_a(form.kind, kind)
            for forms, kind in ((span.forms, ROLE), (behind.forms, PERSON))
            for form in forms
        )

    def is_occasion(self, form: Form) -> bool:
        return self.vocabulary.is_a(form.kind, OCCASION)

    def reserved(self, tiling: Sequence[Span]) -> list[tuple[str, str]]:
        """
        The variables that a word before a name chooses: another name does not take them.
        """
        found = []
        said = [span for span in tiling if span.groups != (SILENT,)]
        for mark, named in pairwise(said):
            group = self.marking(mark)
            for name, slot in self.takes.items():
                if group in slot["marks"] and any(self.vocabulary.fits(form, slot) for form in named.forms):
                    found.append((group, name))
                    break
        return found

    def home(self, span: Span) -> None:
        """
        We ourselves are meant anyway, but as a place after "in".
        """
        for name, slot in self.takes.items():
            fits = any(self.vocabulary.is_one(form, slot) for form in span.forms)
            if fits and self.mark in slot["marks"] and self.mark != FROM and name not in self.things:
                self.things[name] = span.forms
                self.sure.append(name)

    def supply(self, needs: Sequence[str]) -> None:
        """
        Gives a variable that a question needs the name that another took, where it fits: a city as who bids.
        """
        for need in needs:
            wanted = need.split("|")
            ours = any(name in self.takes and self.takes[name]["else"] == HOME_CITY for name in wanted)
            if ours or any(name in self.things for name in wanted):
                continue
            for other, forms in self.named.items():
                fitting = [
                    name for name in wanted if name in self.takes and self.vocabulary.fitting(forms, self.takes[name])
                ]
                if fitting and other not in self.sure:
                    self.things[fitting[0]] = self.vocabulary.fitting(forms, self.takes[fitting[0]])
                    self.named[fitting[0]] = self.named.pop(other)
                    self.things.pop(other, None)
                    break

    def name(self, forms: tuple[Form, ...]) -> str:
        """
        Places one name; the variable it is for, empty where it stands besides.
        """
        if all(form.status == DEMONYM for form in forms):
            self.mark = FROM
        chosen = self.free(forms)
        joined = not chosen or (self.mark == WITH and self.takes[chosen]["only"] and not self.takes[chosen]["through"])
        joined |= bool(self.last) and self.takes[self.last]["only"]  # with Trudeau and Hidalgo
        if joined and self.last and self.alike(forms):
            chosen = self.last  # Vancouver or Burnaby, Nepal and Bhutan: either
        if not chosen:
            chosen = self.listed(forms)
        if not chosen:
            self.besides.append(forms)
            return ""
        self.named[chosen] = self.named.get(chosen, ()) + forms
        self.things[chosen] = self.things.get(chosen, ()) + self.vocabulary.fitting(forms, self.takes[chosen])
        if self.mark in self.takes[chosen]["marks"]:
            self.sure.append(chosen)
        return chosen

    def alike(self, forms: Sequence[Form]) -> bool:
        """
        Whether a name is of one kind with the name before.
        """
        kinds = {form.kind for form in self.things[self.last]}
        return any(form.kind in kinds and self.vocabulary.fits(form, self.takes[self.last]) for form in forms)

    def listed(self, forms: Sequence[Form]) -> str:
        """
        The variable, taken already, of which several names mean either: countries, cities and participants.
        """
        taken = [name for name in self.things if self.takes[name]["many"]]
        return next((name for name in taken if self.vocabulary.fitting(forms, self.takes[name])), "")

    def free(self, forms: Sequence[Form]) -> str:
        """
        The free variable that a name is for.
        """
        fitting = [
            (name, slot)
            for name, slot in self.takes.items()
            if name not in self.things and any(self.vocabulary.fits(form, slot) for form in forms)
        ]
        kept = {name for mark, name in self.awaited if mark != self.mark}
        fitting = [each for each in fitting if each[0] not in kept]
        marked = [name for name, slot in fitting if self.mark and self.mark in slot["marks"]]
        # The name that is meant first decides, where others are only partly so called.
        fitting = [each for each in fitting if self.vocabulary.fits(forms[0], each[1])] or fitting
        plain = [name for name, slot in fitting if not slot["only"]]
        itself = [
            name
            for name, slot in fitting
            if name in plain and any(self.vocabulary.is_one(form, slot) for form in forms)
        ]
        return next(iter([*marked, *itself, *plain]), "")


def bounded(period: Period, mark: str) -> tuple[str, str]:
    """
    First and last day of what is meant by a period after a word: "before 2017", "since June".
    """
    if mark == "before":
        return "0001-01-01", period.first
    if mark == "after":
        return period.last, "9999-12-31"
    if mark == "since":
        return period.first, "9999-12-31"
    return period.first, period.last
