"""A thing's brief, gathered from the graph."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import numeric

from citygraph import dossiers, ledgers, scopes
from citygraph.briefs import commitments, namecards, offices
from citygraph.briefs.content import Brief, Cell, Line, Section, Source
from citygraph.briefs.meetings import meetings
from citygraph.briefs.people import People, other
from citygraph.briefs.phrases import joined, say
from citygraph.ledgers.horizon import last_day
from citygraph.sentences import Teller, day, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citygraph.ledgers import Covered, Horizon
    from citygraph.scopes import Scope
    from citygraph.sentences import Cited
    from citygraph.store import Graph


def gather(graph: Graph, iri: str, lang: str, date: str = "") -> Brief:
    """
    Everything that somebody who travels to *iri*, or meets it, should know; as known by *date* if one is given.
    """
    return _Gatherer(Teller(graph), iri, lang, date).brief()


def find(graph: Graph, name: str) -> list[tuple[str, str]]:
    """
    The things called *name* with all their names: places, bodies, events and people before anything else.
    """
    teller = Teller(graph)
    forms = [form.iri for form in dossiers.find(graph, name) if teller.kind(form.iri) is not None]
    ranked = sorted(forms, key=lambda iri: scopes.scope(teller, iri).sort == "thing")
    return [(iri, teller.both(iri, "en")) for iri in ranked]


class _Gatherer:
    """
    One brief in the making.
    """

    def __init__(self, teller: Teller, iri: str, lang: str, date: str) -> None:
        self.teller = teller
        self.iri = iri
        self.lang = lang
        self.horizon: Horizon = ledgers.Horizon(teller, date)
        self.scope: Scope = scopes.scope(teller, iri)
        self.ours: Scope = scopes.home(teller)
        found = meetings(teller, self.scope, self.horizon)
        held = {office for meeting in found for side in meeting.with_ for office in side.offices}
        self.holders = offices.Holders(teller, self.scope.offices | held, self.horizon, lang)
        self.people = People(teller, self.scope, found, self.holders, lang)

    def brief(self) -> Brief:
        teller, lang = self.teller, self.lang
        found = tuple(self.known(section) for section in self.sections())
        covered = ledgers.coverage(teller, lang)
        seen = [each for each in covered if not self.horizon.last or each.start <= self.horizon.last]
        end = max((last_day(each.end) for each in seen), default="")
        moment = self.horizon.last or end
        kind = teller.kind(self.iri)
        return Brief(
            id=self.iri.rpartition("/")[2],
            lang=lang,
            title=teller.name(self.iri, lang),
            other=other(teller, self.iri, lang),
            kind=teller.name(kind["iri"], lang) if kind else "",
            note=teller.value(self.iri, "note", lang),
            as_of=self.as_of(end),
            summary=self.summary(found),
            sections=found,
            sources=self.sources(found, covered),
            covered=tuple(seen),
            coverage=self.coverage(covered, seen),
            dataset=self.title(),
            moment=moment,
        )

    def sections(self) -> Iterable[Section]:
        teller, scope, horizon, lang = self.teller, self.scope, self.horizon, self.lang
        still, done = commitments.sections(commitments.items(teller, scope, horizon, lang), self.ours, lang)
        yield still
        yield self.people.known()
        yield self.people.in_order()
        yield commitments.agreements(teller, scope, horizon, lang)
        yield done
        yield self.people.introductions()
        yield namecards.section(teller, self.iri, self.named(), lang)

    def known(self, section: Section) -> Section:
        """
        A section without the passages that were not known yet.
        """

        def cell(found: Cell) -> Cell:
            return replace(found, citations=tuple(filter(self.horizon.knows, found.citations)))

        def line(found: Line) -> Line:
            return replace(found, cells=tuple(map(cell, found.cells)))

        groups = tuple(replace(group, lines=tuple(map(line, group.lines))) for group in section.groups)
        return replace(section, groups=groups)

    def named(self) -> Iterable[str]:
        """
        Whose names may have to be set on a card besides its own: its bodies, everybody met, whoever holds an office.
        """
        people = {side.agent for side, _ in self.people.met}
        people |= {tenure.holder for office in self.scope.offices for tenure in self.holders.last.get(office, [])}
        yield from sorted(self.bodies(), key=lambda iri: self.teller.name(iri, "en"))
        yield from sorted(people, key=lambda iri: self.teller.name(iri, "en"))

    def bodies(self) -> set[str]:
        """
        The bodies of the scope that have an office of ours to name; of a body's brief only the body itself.
        """
        if self.scope.sort != "place":
            return set()
        path = "http://www.w3.org/ns/org#postIn"
        held = {term.value for office in self.scope.offices for term in self.teller.about(office).get(path, [])}
        return held & self.scope.bodies

    def as_of(self, end: str) -> str:
        if self.horizon.date:
            return say("known-by", self.lang, date=day(self.horizon.date, self.lang))
        return say("state-of", self.lang, date=day(end, self.lang)) if end else ""

    def summary(self, found: Sequence[Section]) -> str:
        by = {section.key: section for section in found}
        counts = {
            "open": str(len(list(by["open"].lines))),
            "agreements": str(len(list(by["agreements"].lines))),
        }
        met = self.people.met
        if not met:
            return say("summary-none", self.lang, **counts)
        last = max((meeting for _, meeting in met), key=lambda each: each.when[1])
        people = {side.agent for side, _ in met}
        when = span(last.start, last.end, self.lang)
        return say("summary", self.lang, met=str(len(people)), last=when, **counts)

    def sources(self, found: Sequence[Section], covered: Sequence[Covered]) -> tuple[Source, ...]:
        """
        The cited passages, numbered through, report by report.
        """
        cited: dict[str, dict[str, Cited]] = {}
        for section in found:
            for line in section.lines:
                for cell in line.cells:
                    for each in cell.citations:
                        cited.setdefault(each.report, {})[each.iri] = each
        titles = {each.id: each.title for each in covered} | {"": say("curator", self.lang)}
        order = [each.id for each in covered] + [""]
        result, number = [], 0
        for report in sorted(cited, key=lambda id_: (order.index(id_) if id_ in order else len(order), id_)):
            passages = []
            for each in sorted(cited[report].values(), key=_in_report):
                number += 1
                passages.append((number, each))
            result.append(Source(report, titles.get(report, report), tuple(passages)))
        return tuple(result)

    def coverage(self, covered: Sequence[Covered], seen: Sequence[Covered]) -> str:
        """
        Which reports tell it, and which were not known yet.
        """
        bracket = "（{}）" if self.lang.startswith("zh") else " ({})"
        told = [each.id + (bracket.format(each.when) if each.when else "") for each in seen]
        text = say("covers", self.lang, reports=joined(told, self.lang)) if told else ""
        later = [each.id for each in covered if each not in seen]
        return text + (" " + say("left-out", self.lang, reports=joined(later, self.lang)) if later else "")

    def title(self) -> str:
        titles = self.teller.schema["settings"]["title"]
        return str(titles.get(self.lang) or titles.get("en") or "citygraph")


def _in_report(cited: Cited) -> tuple[list[int], str, str]:
    """
    Where a passage stands in its report: 肆.三.(一) by its numbers, what has none (a summary) first.
    """
    return [_number(part.strip("()")) for part in cited.section.split(".")], cited.section, cited.text


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    total = 0
    for sign in written:
        value = int(numeric(sign, 0))
        total = max(total, 1) * value if value == _TEN else total + value
    return total


_TEN = 10
