"""The timeline: what happened when, in order: trips, events, sessions, encounters, agreements, awards, decisions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph.ledgers.horizon import Horizon, first_day, last_day
from citygraph.sentences import CG, span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.sentences import Cited, Teller

HAPPENINGS = ("Trip", "Event", "Session", "Encounter", "Agreement", "AwardResult", "Decision", "HostingBid", "OpenItem")
_PLACES = (CG + "place", CG + "destination")
_WITHIN = "https://schema.org/superEvent"
_LEADS_TO = (CG + "at", _WITHIN)


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


@dataclass(frozen=True, slots=True)
class Happening:
    """
    Something that happened, told in no language yet: its dates as written and the days within which it lies.

    All of them are empty where no date is known. ``rank`` is the place of its class among `HAPPENINGS`.
    """

    iri: str
    rank: int
    start: str
    end: str
    first: str
    last: str


def happenings(
    teller: Teller, classes: Sequence[str] = HAPPENINGS, horizon: Horizon | None = None
) -> tuple[Happening, ...]:
    """
    What happened, by day, wider things before what lies in them, at the end what has no date; as known by *horizon*.
    """
    horizon = horizon or Horizon(teller)
    found: dict[str, Happening] = {}
    for name in classes:
        for row in teller.graph.select(f"SELECT DISTINCT ?it WHERE {{ ?it a <{CG}{name}> }}"):
            iri = row["it"].value
            if teller.kind(iri) is not None and horizon.sees(iri):
                days = teller.days(iri) or ("", "")
                first, last = (first_day(days[0]), last_day(days[1])) if days[0] else days
                found.setdefault(iri, Happening(iri, HAPPENINGS.index(name), *days, first, last))
    return tuple(sorted(found.values(), key=lambda each: (not each.start, each.first, each.rank, each.last, each.iri)))


def timeline(teller: Teller, lang: str, horizon: Horizon | None = None) -> tuple[Entry, ...]:
    """
    Everything with a date that happened, told, by day, wider things before what lies in them; as known by *horizon*.
    """
    dated = [each for each in happenings(teller, horizon=horizon) if each.start]
    told = [((each.first, each.rank, each.last), _entry(teller, each, lang)) for each in dated]
    return tuple(entry for _, entry in sorted(told, key=lambda each: (each[0], each[1].text, each[1].iri)))


def encounters_during(teller: Teller) -> dict[str, set[str]]:
    """
    The encounters during each event, those of its sessions included.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for encounter in happenings(teller, ("Encounter",)):
        ring, seen = _linked(teller, encounter.iri, CG + "at"), set()
        while ring:
            event = ring.pop()
            if event not in seen:
                seen.add(event)
                found[event].add(encounter.iri)
                ring += _linked(teller, event, _WITHIN)
    return found


def _linked(teller: Teller, iri: str, path: str) -> list[str]:
    return [term.value for term in teller.about(iri).get(path, [])]


def _entry(teller: Teller, happening: Happening, lang: str) -> Entry:
    iri, kind = happening.iri, teller.kind(happening.iri)
    assert kind is not None
    places = _places(teller, iri)
    return Entry(
        iri=iri,
        kind=kind["key"],
        kind_label=kind["label"].get(lang) or kind["label"]["en"],
        text=teller.title(iri, lang) if kind["sentence"] else teller.both(iri, lang),
        start=happening.start,
        end=happening.end,
        first=happening.first,
        last=happening.last,
        when=span(happening.start, happening.end, lang),
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
