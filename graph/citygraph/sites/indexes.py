"""The indexes: shelf by shelf and kind by kind, by name, and by country."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from citygraph.names import fold, is_han
from citygraph.sentences import CG
from citygraph.sites import things
from citygraph.sites.catalogue import SHELVES
from citygraph.sites.rendering import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.sites.catalogue import Site, Thing
    from citygraph.sites.making import Making
    from citygraph.sites.writing import Page

_WITHIN = CG + "within"
_LEADS = (CG + "governs", CG + "place", CG + "seat", "https://schema.org/location")
_PART = ("http://www.w3.org/ns/org#subOrganizationOf", "https://schema.org/superEvent")


def pages(making: Making) -> Iterator[Page]:
    """
    Every index in one language.
    """
    words = making.renderer.words
    for shelf, _ in SHELVES:
        yield making.renderer.page("index", Frame(f"{shelf}.html", words[shelf], shelf), groups=_by_kind(making, shelf))
    yield making.renderer.page("names", Frame("names.html", words["names"], "names"), letters=_letters(making))
    yield making.renderer.page(
        "countries", Frame("countries.html", words["countries"], "countries"), countries=_countries(making)
    )


def _by_kind(making: Making, shelf: str) -> list[dict[str, Any]]:
    """
    The things of a shelf, the largest kind first; events and reports by date, the latest first, all else by name.
    """
    grouped: dict[str, list[Thing]] = defaultdict(list)
    for thing in making.site.on_shelf(shelf):
        grouped[thing.kind].append(thing)
    kinds = sorted(grouped, key=lambda kind: (-len(grouped[kind]), kind))
    if "trips" in kinds:
        kinds.insert(0, kinds.pop(kinds.index("trips")))
    return [
        {
            "label": making.site.label(kind, making.lang),
            "place": kind,
            "things": [things.summary(making, thing) for thing in _sorted(making, grouped[kind], shelf)],
        }
        for kind in kinds
    ]


def _sorted(making: Making, found: Iterable[Thing], shelf: str) -> list[Thing]:
    site = making.site
    by_name = [site.things[iri] for iri in site.sorted_by_name((thing.iri for thing in found), making.lang)]
    if shelf not in ("events", "reports"):
        return by_name
    return sorted(by_name, key=lambda thing: (site.teller.days(thing.iri) or ("", ""))[0], reverse=True)


def _letters(making: Making) -> list[tuple[str, list[dict[str, Any]]]]:
    """
    All things by the first letter or character of their name: Latin letters first, then characters, then the rest.
    """
    found: dict[tuple[int, str], list[Thing]] = defaultdict(list)
    for iri in making.site.sorted_by_name(making.site.things, making.lang):
        first = fold(making.site.name(iri, making.lang))[:1].upper() or "#"
        order = 1 if is_han(first) else 0 if first.isalpha() and first.isascii() else 2
        found[order, first if order < 2 else "#"].append(making.site.things[iri])
    return [
        (letter, [things.summary(making, thing) for thing in found[order, letter]]) for order, letter in sorted(found)
    ]


def _countries(making: Making) -> list[dict[str, Any]]:
    """
    Each country with what lies, sits or takes place in it; then what has no country.
    """
    site = making.site
    grouped: dict[str, dict[str, list[Thing]]] = defaultdict(lambda: defaultdict(list))
    for thing in site.things.values():
        if thing.shelf in ("places", "bodies", "events"):
            for country in countries_of(site, thing.iri) - {thing.iri}:
                grouped[country][thing.shelf].append(thing)
    found = []
    for country in site.sorted_by_name(grouped, making.lang):
        shelves = [
            (shelf, [things.summary(making, thing) for thing in _sorted(making, grouped[country][shelf], "places")])
            for shelf in ("places", "bodies", "events")
            if grouped[country][shelf]
        ]
        found.append(
            {**things.summary(making, site.things[country]), "place": site.things[country].stem, "shelves": shelves}
        )
    return found


def countries_of(site: Site, iri: str, depth: int = 12) -> set[str]:
    """
    The countries that a thing lies in, by the places it leads to; what is part of another shares its countries.
    """
    kind = site.kinds.get(iri, "")
    if not depth or not kind:
        return set()
    if site.is_a(kind, "Country"):
        return {iri}
    about = site.teller.about(iri)
    for paths in ((_WITHIN,), _LEADS, _PART):
        found: set[str] = set()
        for path in paths:
            for term in about.get(path, []):
                found |= countries_of(site, term.value, depth - 1)
        if found:
            return found
    return set()
