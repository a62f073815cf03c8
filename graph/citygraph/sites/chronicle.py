"""The timeline: trips, events and agreements, year by year, and all of them on one strip."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph.sites import strip
from citygraph.sites.rendering import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.sites.making import Making
    from citygraph.sites.telling import Piece, Source
    from citygraph.sites.writing import Page

_CLASSES = ("Trip", "Event", "Agreement")


class Entry(NamedTuple):
    """
    Something that happened: when, of which kind, told, how many met there, who says so.
    """

    start: str
    end: str
    when: str
    kind: str
    place: str
    pieces: tuple[Piece, ...]
    encounters: int
    sources: tuple[Source, ...]
    others: tuple[tuple[str, str], ...]


def pages(making: Making) -> Iterator[Page]:
    """
    The timeline in one language.
    """
    entries = list(_entries(making))
    years: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(
        (entry for entry in entries if entry.start), key=lambda entry: (entry.start, entry.end, entry.place)
    ):
        years[entry.start[:4]].append(entry)
    lanes: dict[str, list[strip.Dated]] = {}
    for entry in entries:
        if entry.start:
            text = "".join(piece.text for piece in entry.pieces)
            lanes.setdefault(entry.kind, []).append(strip.Dated(entry.start, entry.end, text, f"#{entry.place}"))
    yield making.renderer.page(
        "timeline",
        Frame("timeline.html", making.renderer.words["timeline"], "timeline"),
        years=sorted(years.items(), reverse=True),
        undated=[entry for entry in entries if not entry.start],
        strip=strip.draw(lanes),
    )


def _entries(making: Making) -> Iterator[Entry]:
    site, narrator, lang = making.site, making.narrator, making.lang
    met = encounters_at(making)
    for name in _CLASSES:
        for iri in site.of_class(name):
            if iri not in site.things:
                continue
            shown = narrator.show(iri)
            start, end = site.teller.days(iri) or ("", "")
            yield Entry(
                start,
                end,
                site.teller.when(iri, lang),
                narrator.kind(shown.kind),
                f"t-{site.things[iri].stem}",
                shown.pieces,
                len(met.get(iri, ())),
                shown.sources,
                shown.others,
            )


def encounters_at(making: Making) -> dict[str, set[str]]:
    """
    The encounters during each event, those of its sessions included.
    """
    from citygraph.sentences import CG

    found: dict[str, set[str]] = defaultdict(set)
    for iri in making.site.of_class("Encounter"):
        ring = [term.value for term in making.site.teller.about(iri).get(CG + "at", [])]
        seen: set[str] = set()
        while ring:
            at = ring.pop()
            if at not in seen:
                seen.add(at)
                found[at].add(iri)
                ring += [term.value for term in making.site.teller.about(at).get("https://schema.org/superEvent", [])]
    return found
