"""What was known by a day: what had happened by then, as reports tell whose trip had begun by then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph.facts import dates
from citygraph.sentences import CG, span

if TYPE_CHECKING:
    from citygraph.sentences import Cited, Teller

_REPORT = CG + "Report"


@dataclass(frozen=True, slots=True)
class Covered:
    """
    A report that the data hold, with the first and last day of its trip (else the date it bears), as written.
    """

    iri: str
    id: str
    title: str
    start: str
    end: str
    when: str


def coverage(teller: Teller, lang: str) -> tuple[Covered, ...]:
    """
    The reports of a graph, the earliest trip first.
    """
    found = []
    for row in teller.graph.select(f"SELECT ?report WHERE {{ ?report a <{_REPORT}> }}"):
        iri = row["report"].value
        trips = teller.about(iri).get(CG + "trip", [])
        start, end = (
            (teller.days(trips[0].value) if trips else None)
            or next(((each.value, each.value) for each in teller.about(iri).get(_PUBLISHED, [])), None)
            or ("", "")
        )
        id_ = iri.rpartition("/")[2]
        found.append(Covered(iri, id_, teller.name(iri, lang), start, end, span(start, end, lang)))
    return tuple(sorted(found, key=lambda each: (each.start, each.id)))


_PUBLISHED = "https://schema.org/datePublished"


class Horizon:
    """
    A day beyond which nothing is seen; without a date, everything is.
    """

    def __init__(self, teller: Teller, date: str = "") -> None:
        self.teller = teller
        self.date = date
        self.last = (dates.days(date) or ("", ""))[1]
        self._later = {each.id for each in coverage(teller, "en") if self.last and first_day(each.start) > self.last}

    def sees(self, iri: str) -> bool:
        """
        Whether a record had happened by the day, and a passage that states it could be known.
        """
        return not self.last or (self.had_begun(iri) and self.was_told(iri))

    def had_begun(self, iri: str) -> bool:
        found = self.teller.days(iri)
        return not self.last or found is None or first_day(found[0]) <= self.last

    def was_told(self, iri: str) -> bool:
        cited = self.teller.citations(iri)
        return not cited or any(map(self.knows, cited))

    def knows(self, cited: Cited) -> bool:
        """
        Whether a passage could be known by the day.
        """
        return cited.report not in self._later


def first_day(written: str) -> str:
    """
    The earliest day of a date as written; empty for none.
    """
    return (dates.days(written) or ("", ""))[0]


def last_day(written: str) -> str:
    """
    The latest day of a date as written; empty for none.
    """
    return (dates.days(written) or ("", ""))[1]
