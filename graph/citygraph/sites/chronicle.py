"""The timeline: trips, events and agreements, year by year, and all of them on one strip.

What happened when, ``ledgers`` knows; here it becomes a page.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph import ledgers
from citygraph.sites import strip
from citygraph.sites.rendering import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.ledgers import Happening
    from citygraph.sites.making import Making
    from citygraph.sites.telling import Piece, Source
    from citygraph.sites.writing import Page

_CLASSES = ("Trip", "Event", "Agreement")


class Entry(NamedTuple):
    """
    A happening as it stands on the page: when, of which kind, told, how many met there, who says so.
    """

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
    things = making.site.things
    found = [each for each in ledgers.happenings(making.site.teller, _CLASSES) if each.iri in things]
    met = ledgers.encounters_during(making.site.teller)
    entries = {each: _entry(making, each, len(met.get(each.iri, ()))) for each in found}
    years: dict[str, list[Entry]] = defaultdict(list)
    for happening, entry in entries.items():
        if happening.start:
            years[happening.start[:4]].append(entry)
    yield making.renderer.page(
        "timeline",
        Frame("timeline.html", making.renderer.words["timeline"], "timeline"),
        years=sorted(years.items(), reverse=True),
        undated=[entry for happening, entry in entries.items() if not happening.start],
        strip=strip.draw(_lanes(entries.items())),
    )


def _entry(making: Making, happening: Happening, encounters: int) -> Entry:
    shown = making.narrator.show(happening.iri)
    return Entry(
        making.site.teller.when(happening.iri, making.lang),
        making.narrator.kind(shown.kind),
        f"t-{making.site.things[happening.iri].stem}",
        shown.pieces,
        encounters,
        shown.sources,
        shown.others,
    )


def _lanes(entries: Iterable[tuple[Happening, Entry]]) -> dict[str, list[strip.Dated]]:
    """
    The dates of each kind, the kinds in the order of their classes.
    """
    lanes: dict[str, list[strip.Dated]] = {}
    for happening, entry in sorted(entries, key=lambda each: each[0].rank):
        if happening.start:
            text = "".join(piece.text for piece in entry.pieces)
            dated = strip.Dated(happening.start, happening.end, text, f"#{entry.place}")
            lanes.setdefault(entry.kind, []).append(dated)
    return lanes
