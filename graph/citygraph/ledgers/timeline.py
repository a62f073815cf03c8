"""The timeline: what happened when, in order: trips, events, sessions, encounters, agreements, awards, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph.ledgers.horizon import Horizon, first_day, last_day
from citygraph.sentences import CG, span

if TYPE_CHECKING:
    from citygraph.sentences import Cited, Teller

HAPPENINGS = ("Trip", "Event", "Session", "Encounter", "Agreement", "AwardResult", "Decision", "HostingBid", "OpenItem")
_PLACES = (CG + "place", CG + "destination")
_LEADS_TO = (CG + "at", "https://schema.org/superEvent")


@dataclass(frozen=True, slots=True)
class Entry:
    """
    Something that happened: its dates as written (``first`` and ``last``: the days within which it lies), its places.
    """

    iri: str
    kind: str
    kind_label: str
    text: str
    start: str
    end: str
    first: str
    last: str
    when: str
    place: str
    places: tuple[str, ...]
    citations: tuple[Cited, ...]
    caveats: tuple[str, ...]
    corrections: tuple[str, ...]


def timeline(teller: Teller, lang: str, horizon: Horizon | None = None) -> tuple[Entry, ...]:
    """
    Everything with a date that happened, by day, wider things before what lies in them; as known by *horizon*.
    """
    horizon = horizon or Horizon(teller)
    found = []
    for rank, name in enumerate(HAPPENINGS):
        for row in teller.graph.select(f"SELECT DISTINCT ?it WHERE {{ ?it a <{CG}{name}> }}"):
            entry = _entry(teller, row["it"].value, lang)
            if entry is not None and horizon.sees(entry.iri):
                found.append((entry.first, rank, entry.last, entry.text, entry.iri, entry))
    return tuple(each[-1] for each in sorted(found, key=lambda each: each[:-1]))


def _entry(teller: Teller, iri: str, lang: str) -> Entry | None:
    kind, days = teller.kind(iri), teller.days(iri)
    if kind is None or days is None:
        return None
    places = _places(teller, iri)
    return Entry(
        iri=iri,
        kind=kind["key"],
        kind_label=kind["label"].get(lang) or kind["label"]["en"],
        text=teller.title(iri, lang) if kind["sentence"] else teller.both(iri, lang),
        start=days[0],
        end=days[1],
        first=first_day(days[0]),
        last=last_day(days[1]),
        when=span(*days, lang),
        place=("、" if lang.startswith("zh") else ", ").join(teller.name(each, lang) for each in places),
        places=places,
        citations=tuple(teller.citations(iri)),
        caveats=tuple(teller.caveats(iri, lang)),
        corrections=tuple(teller.corrections(iri, lang)),
    )


def _places(teller: Teller, iri: str, depth: int = 5) -> tuple[str, ...]:
    """
    Where something happened: its own places, else those of the event it belongs to.
    """
    about = teller.about(iri)
    found = [term.value for path in _PLACES for term in about.get(path, [])]
    for link in _LEADS_TO if depth and not found else ():
        for term in about.get(link, []):
            found += _places(teller, term.value, depth - 1)
    return tuple(dict.fromkeys(found))
