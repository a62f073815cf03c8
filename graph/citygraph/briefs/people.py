"""Whom we know: in which office we met, who is last known to hold it; the meetings in order; who introduced whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.briefs.content import Cell, Group, Line, Section
from citygraph.briefs.meetings import Meeting, Side, belongs, met
from citygraph.briefs.phrases import joined, parted, say
from citygraph.sentences import span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citygraph.briefs.offices import Holders
    from citygraph.scopes import Scope
    from citygraph.sentences import Cited, Teller

Row = tuple[Side, list[Meeting]]


class People:
    """
    The meetings of a scope, told as sections of a brief.
    """

    def __init__(self, teller: Teller, scope: Scope, meetings: Sequence[Meeting], holders: Holders, lang: str) -> None:
        self.teller = teller
        self.scope = scope
        self.meetings = meetings
        self.holders = holders
        self.lang = lang
        self.met = met(teller, scope, meetings)

    # ---------------------------------------------------------------- whom we know

    def known(self) -> Section:
        """
        One line for each person in each set of offices; of a place, its own people first.
        """
        own: list[Row] = []
        others: list[Row] = []
        for side, held in self.rows():
            (own if self.scope.sort != "place" or belongs(side, self.scope) else others).append((side, held))
        name = self.teller.name(self.scope.iri, self.lang)
        groups = [
            Group(say("of", self.lang, name=name) if others else "", self.lines(own)),
            Group(say("by-office", self.lang), tuple(self.unmet())),
            Group(say("others-there", self.lang), self.lines(others)),
        ]
        heads = tuple(say(key, self.lang) for key in ("person", "office-then", "held-last", "met"))
        return Section("people", say("people", self.lang), tuple(each for each in groups if each.lines), heads)

    def lines(self, rows: Iterable[Row]) -> tuple[Line, ...]:
        return tuple(line for row in rows for line in self.person(*row))

    def rows(self) -> list[Row]:
        """
        Who was met in which offices, with the meetings in order; whoever was met last stands first.
        """
        rows: dict[Side, list[Meeting]] = {}
        for side, meeting in self.met:
            rows.setdefault(side, []).append(meeting)
        by_name = sorted(
            rows.items(), key=lambda row: (self.teller.name(row[0].agent, "en"), row[0].agent, row[0].offices)
        )
        return sorted(by_name, key=lambda row: row[1][-1].when[1], reverse=True)

    def person(self, side: Side, held: Sequence[Meeting]) -> Iterable[Line]:
        """
        One line for all offices of somebody with the same outcome since, one for each where outcomes differ.
        """
        outcomes: dict[str, list[tuple[str, Cell]]] = {}
        for office in side.offices:
            last = self.holders.cell(office, side.agent)
            outcomes.setdefault(last.text, []).append((office, last))
        for text, found in (outcomes or {"": []}).items():
            cited = dict.fromkeys(each for _, last in found for each in last.citations)
            yield self.row(side.agent, [office for office, _ in found], Cell(text, tuple(cited)), held)

    def row(self, agent: str, offices: Sequence[str], last: Cell, held: Sequence[Meeting]) -> Line:
        teller, lang = self.teller, self.lang
        times = [
            joined([span(each.start, each.end, lang), *(teller.name(place, lang) for place in each.places)], lang)
            for each in held
        ]
        cited = dict.fromkeys(cited for each in held for cited in self.cited(each))
        notes = [note for each in held for note in teller.corrections(each.iri, lang, reasons=False)]
        marks = [mark for each in held for mark in self.attested(each)]
        cells = (
            self.named(agent),
            Cell(joined([teller.both(each, lang) for each in offices], lang) or say("not-known", lang)),
            last,
            Cell(parted(times, lang), tuple(cited)),
        )
        return Line(cells, tuple(dict.fromkeys(marks)), tuple(dict.fromkeys(notes)))

    def unmet(self) -> Iterable[Line]:
        """
        The offices of the scope in which nobody was met, with their last known holders.
        """
        teller, lang = self.teller, self.lang
        seen = {office for side, _ in self.met for office in side.offices}
        if self.scope.sort == "person":
            return
        for office in sorted(self.scope.offices - seen, key=lambda iri: (teller.name(iri, "en"), iri)):
            for tenure in self.holders.last.get(office, []):
                cells = (
                    self.named(tenure.holder),
                    Cell(teller.both(office, lang)),
                    self.holders.of(tenure),
                    Cell(say("not-met", lang)),
                )
                yield Line(cells, notes=tuple(teller.corrections(tenure.iri, lang, reasons=False)))

    def named(self, iri: str) -> Cell:
        return Cell(self.teller.name(iri, self.lang), other=other(self.teller, iri, self.lang), strong=True)

    def attested(self, meeting: Meeting) -> tuple[str, ...]:
        """
        That a meeting is implied, or in a caption only; nothing where the text tells it.
        """
        return tuple(self.teller.caveats(meeting.iri, self.lang))

    # ------------------------------------------------------------- past meetings

    def in_order(self) -> Section:
        """
        The meetings under the occasion of each, the latest first.
        """
        occasions: dict[str, list[Meeting]] = {}
        for meeting in sorted(self.meetings, key=lambda each: each.when[1], reverse=True):
            occasions.setdefault(self.occasion(meeting), []).append(meeting)
        groups = tuple(Group(title, tuple(self.talks(held))) for title, held in occasions.items())
        missing = say("told", self.lang) if groups else ""
        return Section("meetings", say("meetings", self.lang), groups, missing=missing)

    def occasion(self, meeting: Meeting) -> str:
        teller, lang = self.teller, self.lang
        where = joined([teller.both(each, lang) for each in (*meeting.at, *meeting.places)], lang)
        ours = say("for-us", lang, names=joined([teller.name(side.agent, lang) for side in meeting.by], lang))
        return parted([span(meeting.start, meeting.end, lang), where, ours], lang)

    def talks(self, held: Sequence[Meeting]) -> Iterable[Line]:
        """
        With whom, about what, how attested; those about the same in one line.
        """
        lang = self.lang
        alike: dict[tuple[str, tuple[str, ...]], list[Meeting]] = {}
        for meeting in held:
            about = [self.teller.value(meeting.iri, "about", lang)]
            about += [say("introduced-by", lang, name=self.teller.name(each, lang)) for each in meeting.introduced_by]
            alike.setdefault((parted(about, lang), self.attested(meeting)), []).append(meeting)
        colon = "：" if lang.startswith("zh") else ": "
        for (topic, marks), meetings in alike.items():
            theirs = joined([self.teller.name(side.agent, lang) for each in meetings for side in each.with_], lang)
            cited = dict.fromkeys(cited for each in meetings for cited in self.cited(each))
            yield Line((Cell(colon.join(each for each in (theirs, topic) if each), tuple(cited)),), marks)

    def introductions(self) -> Section:
        teller, lang = self.teller, self.lang
        lines = []
        for meeting in self.meetings:
            for who in meeting.introduced_by:
                whom = joined([teller.both(side.agent, lang) for side in meeting.with_], lang)
                told = say("introduced", lang, who=teller.both(who, lang), whom=whom)
                when = span(meeting.start, meeting.end, lang)
                where = [teller.name(each, lang) for each in (*meeting.at, *meeting.places)]
                lines.append(Line((Cell(joined([told, when, *where], lang), self.cited(meeting)),)))
        return Section("introductions", say("introductions", lang), (Group("", tuple(lines)),) if lines else ())

    def cited(self, meeting: Meeting) -> tuple[Cited, ...]:
        return tuple(self.teller.citations(meeting.iri))


def other(teller: Teller, iri: str, lang: str) -> str:
    """
    The name in the other script; empty where there is none.
    """
    first = teller.name(iri, lang)
    return next((text for text in teller.names(iri).values() if text != first), "")
