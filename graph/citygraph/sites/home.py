"""The first pages: a door that asks for the language, and in each the home page and the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from citygraph.sites import catalogue, ledger, linked, sections
from citygraph.sites.rendering import Frame
from citygraph.sites.writing import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.sites.making import Making

_LATEST = 6


def pages(making: Making) -> Iterator[Page]:
    """
    Home and search in one language.
    """
    site, lang = making.site, making.lang
    words = making.renderer.words
    trips = sorted(site.of_class("Trip"), key=lambda iri: (site.teller.days(iri) or ("", ""), iri), reverse=True)
    shelves = [(shelf, len(site.on_shelf(shelf))) for shelf, _ in catalogue.SHELVES]
    yield making.renderer.page(
        "home",
        Frame("index.html", site.title(lang), "home", linked.home(site, lang)),
        shelves=shelves,
        reports=list(_reports(making)),
        trips=[_trip(making, iri) for iri in trips[:_LATEST]],
        items=ledger.open_count(making),
        encounters=len(site.of_class("Encounter")),
        facts=len(site.facts),
        triples=linked.TRIPLES,
        quads=linked.QUADS,
    )
    yield making.renderer.page("search", Frame("search.html", words["search"], "search"))


def _reports(making: Making) -> Iterator[dict[str, Any]]:
    """
    Each report with what was taken from it.
    """
    site = making.site
    cited = sections.passages(making)
    encounters = set(site.of_class("Encounter"))
    for thing in sorted(
        site.on_shelf("reports"), key=lambda thing: (site.teller.days(thing.iri) or ("", ""), thing.id)
    ):
        passages = [each.iri for each in cited if each.report == thing.id]
        records = {record for passage in passages for record in site.said[passage]}
        yield {
            "name": site.name(thing.iri, making.lang),
            "href": making.narrator.page(thing.iri),
            "when": site.teller.when(thing.iri, making.lang),
            "passages": len(passages),
            "facts": sum(record not in site.things for record in records),
            "things": sum(record in site.things for record in records),
            "encounters": len(records & encounters),
        }


def _trip(making: Making, iri: str) -> dict[str, Any]:
    site = making.site
    return {
        "name": site.name(iri, making.lang),
        "href": making.narrator.page(iri),
        "when": site.teller.when(iri, making.lang),
        "about": site.teller.value(iri, "about", making.lang),
    }


def door(making: Making) -> Page:
    """
    The page at the top of the folder, which leads into each language.
    """
    site = making.site
    titles = [(lang, site.title(lang)) for lang in site.languages]
    text = making.renderer.environment.get_template("door.html.j2").render(titles=titles)
    return Page("index.html", text.encode("utf-8", "replace"))
