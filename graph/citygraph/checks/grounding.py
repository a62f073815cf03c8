"""Whether citations stand in the texts of their reports, and which sections nothing cites."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from citygraph import names, reports
from citygraph import schema as schemas
from citygraph.diagnostics import Diagnostic
from citygraph.schema import SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from citygraph.diagnostics import Place
    from citygraph.facts import Citation, Fact, Known, Value
    from citygraph.reports import ReportText

_NAMES = (SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel")
_FORM = "http://www.w3.org/2008/05/skos-xl#literalForm"


@dataclass(frozen=True, slots=True)
class Coverage:
    """
    What grounding saw: citations grounded, sections that no fact cites, and those declared empty, by report.
    """

    grounded: int
    sections: Mapping[str, int]
    uncited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    empty: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def ground(facts: Iterable[Fact], known: Known, texts: Mapping[str, ReportText]) -> tuple[Coverage, list[Diagnostic]]:
    """
    Whether each citation stands in the text of its report: the section exists, and what is marked as printed is there.
    """
    facts = list(facts)
    grounder = _Grounder(facts, known, texts)
    for fact in facts:
        grounder.fact(fact)
    coverage = grounder.coverage(facts)
    return coverage, grounder.found


class _Grounder:
    """
    Holds the forms of each thing and the passages already looked up.
    """

    def __init__(self, facts: list[Fact], known: Known, texts: Mapping[str, ReportText]) -> None:
        self.texts = texts
        self.found: list[Diagnostic] = []
        self.grounded = 0
        self.silent: set[str] = set()  # reports without a text, each said once
        self.forms: dict[str, list[str]] = defaultdict(list)
        for fact in facts:
            self.forms[fact.id] += [value.text for value in fact.values if value.field.path in _NAMES and fact.id]
            for of in fact.of("of"):
                self.forms[of.text] += [value.text for value in fact.values if value.field.path == _FORM]
        for (_, place), stand_in in known.stands_for.items():
            self.forms[stand_in] += self.forms.get(place, [])

    def fact(self, fact: Fact) -> None:
        cited = [(each, place) for each, place in zip(fact.citations, fact.cited_at, strict=False) if each.report]
        passages = [(each, place, text) for each, place in cited if (text := self.passage(each, place)) is not None]
        if not passages:
            return
        here, elsewhere = self.asked(fact)
        stated = [value for value, forms in here if any(self.prints(text, value, forms) for _, _, text in passages)]
        for value, forms in here:
            if value not in stated:
                self.missing("not-in-section", value, forms, passages[0][0], fact)
        for citation, place, text in passages:
            if not here or any(self.prints(text, value, forms) for value, forms in here):
                self.grounded += 1
            elif stated:  # by another passage that is cited beside this one
                self.say(place, "not-in-section", self.shown(*here[0]), citation, self.shown(*here[0]))
        for value, forms in elsewhere:
            wholes = {each.report: self.texts[each.report].whole for each, _, _ in passages}
            if not any(self.prints(whole, value, forms) for whole in wholes.values()):
                self.missing("not-in-report", value, forms, passages[0][0], fact)

    def asked(self, fact: Fact) -> tuple[list[tuple[Value, list[str]]], list[tuple[Value, list[str]]]]:
        """
        The values that must stand in the cited section, and those that must stand in the report, each with its forms.
        """
        here: list[tuple[Value, list[str]]] = []
        elsewhere: list[tuple[Value, list[str]]] = []
        if fact.kind.form == schemas.KEYED and not fact.kind.coined:
            # A thing is printed under one of its names.
            here += [(value, self.forms[fact.id]) for value in fact.values if value.field.path in _NAMES][:1]
        for value, printed in _printed(fact):
            wanted = {"InSection": here, "InReport": elsewhere}.get(printed)
            if wanted is not None:
                wanted.append(
                    (value, self.forms[value.text] if value.field.type == schemas.REFERENCE else [value.text])
                )
        return here, elsewhere

    def passage(self, citation: Citation, place: Place) -> str | None:
        text = self.texts.get(citation.report)
        if text is None:
            if citation.report not in self.silent:
                values = {"report": citation.report, "file": f"{citation.report}.txt"}
                self.found.append(Diagnostic(place, "no-text", values))
            self.silent.add(citation.report)
            return None
        if not text.has(citation.section):
            near = names.nearest(citation.section, text.numbers, 50)
            self.found.append(
                Diagnostic(
                    place,
                    "no-section",
                    {"report": citation.report, "section": citation.section, "near": near},
                    len(citation.section),
                )
            )
            return None
        return text.passage(citation.section)

    @staticmethod
    def prints(text: str, value: Value, forms: list[str]) -> bool:
        if value.field.type == schemas.DATE:
            return reports.prints_date(text, value.text)
        if value.field.type == schemas.TEXT:
            return reports.prints_number(text, value.text)
        return any(reports.prints(text, form) for form in forms)

    @staticmethod
    def shown(value: Value, forms: list[str]) -> str:
        return forms[0] if forms else value.text

    def missing(self, code: str, value: Value, forms: list[str], citation: Citation, fact: Fact) -> None:
        place = value.place if value.place.path else fact.place
        self.say(place, code, self.shown(value, forms), citation, self.shown(value, forms), value.width)

    def say(self, place: Place, code: str, form: str, citation: Citation, sought: str, width: int = 1) -> None:
        text = self.texts[citation.report]
        where = (
            [number for number in text.numbers if reports.prints(text.passage(number), sought)]
            if code == "not-in-section"
            else []
        )
        inner = [number for number in where if not any(other.startswith(number + ".") for other in where)]
        near = (
            {"en": f"it stands in {', '.join(inner[:4])}", "zh-Hant": f"見於 {'、'.join(inner[:4])}"} if inner else ""
        )
        self.found.append(
            Diagnostic(
                place, code, {"form": form, "report": citation.report, "section": citation.section, "near": near}, width
            )
        )

    def declared_empty(self, report: Fact) -> Iterator[str]:
        """
        The sections that a report's record declares empty; one that the text lacks is an error.
        """
        text = self.texts.get(report.id)
        for value in (each for part in report.values if part.part is not None for each in part.part.of("section")):
            try:
                number = reports.number(value.text)
            except ValueError:
                self.found.append(Diagnostic(value.place, "bad-citation", {"text": value.text}, value.width))
                continue
            if text is not None and not text.has(number):
                near = names.nearest(number, text.numbers, 50)
                values = {"report": report.id, "section": number, "near": near}
                self.found.append(Diagnostic(value.place, "no-section", values, value.width))
            yield number

    def coverage(self, facts: list[Fact]) -> Coverage:
        """
        Sections with text of their own that neither a citation nor a declaration covers; each is also a warning.
        """
        cited: dict[str, set[str]] = defaultdict(set)
        empty: dict[str, set[str]] = defaultdict(set)
        places: dict[str, Place] = {}
        for fact in facts:
            for each in fact.citations:
                cited[each.report].add(each.section)
            if fact.kind.form == schemas.SINGLE:
                places[fact.id] = fact.place
                empty[fact.id].update(self.declared_empty(fact))
        uncited: dict[str, tuple[str, ...]] = {}
        for id_ in sorted(set(self.texts) & set(places)):
            own = {
                section.number: "".join(each.text for each in self.texts[id_].sections if each.number == section.number)
                for section in self.texts[id_].sections
            }
            bare = [
                number for number, text in own.items() if text.strip() and not _covered(number, cited[id_] | empty[id_])
            ]
            uncited[id_] = tuple(bare)
            self.found += [
                Diagnostic(places[id_], "uncited-section", {"report": id_, "section": number}) for number in bare
            ]
        counts = {id_: len(self.texts[id_].numbers) for id_ in self.texts}
        return Coverage(self.grounded, counts, uncited, {id_: tuple(sorted(found)) for id_, found in empty.items()})


def _printed(fact: Fact) -> Iterator[tuple[Value, str]]:
    """
    Each value with where it must be printed; the field that a part's shorthand names takes that of the whole.
    """
    for value in fact.values:
        if value.part is None:
            yield value, value.field.printed
            continue
        for inner in value.part.values:
            shorthand = inner.field.key == value.part.kind.shorthand
            yield inner, value.field.printed if shorthand else inner.field.printed


def _covered(number: str, by: set[str]) -> bool:
    return any(number == each or number.startswith(each + ".") for each in by)
