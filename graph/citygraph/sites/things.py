"""The dossier of each thing: what is known of it by kind, in time, in the network, and how its name is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph import dossiers
from citygraph.sentences import CG
from citygraph.sites import linked, sections, strip
from citygraph.sites.rendering import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.sites.catalogue import Thing
    from citygraph.sites.making import Making
    from citygraph.sites.telling import Piece, Shown, Source
    from citygraph.sites.writing import Page

_NAMING = CG + "Naming"
_CLASS_ORDER = ("Encounter", "Tenure", "Membership", "Agreement", "OpenItem", "Participation", "Occasion")


class Particular(NamedTuple):
    """
    A property of a thing in words, its links, and who says so.
    """

    label: str
    pieces: tuple[Piece, ...]
    sources: tuple[Source, ...]


class Group(NamedTuple):
    """
    The facts of one kind.
    """

    label: str
    place: str
    facts: tuple[Shown, ...]


def pages(making: Making) -> Iterator[Page]:
    """
    The dossier of each thing in one language.
    """
    for thing in making.site.things.values():
        yield page(making, thing)


def page(making: Making, thing: Thing) -> Page:
    """
    The dossier of one thing.
    """
    site, narrator, lang = making.site, making.narrator, making.lang
    dossier = dossiers.dossier(site.teller, thing.iri, lang, narrator.told)
    shown = [(label, [narrator.show(told.iri) for told in facts]) for label, facts in dossier.groups]
    groups = tuple(
        Group(label, f"g-{number}", tuple(facts))
        for number, (label, facts) in enumerate(shown, 1)
        if facts[0].kind != _NAMING
    )
    printed = [fact for _, facts in shown for fact in facts if fact.kind == _NAMING]
    lanes = {
        group.label: [
            strip.Dated(*days, fact.text, f"#{fact.place}")
            for fact in group.facts
            if (days := site.teller.days(fact.iri))
        ]
        for group in groups
    }
    own = site.teller.days(thing.iri)
    frame = Frame(
        f"id/{thing.stem}.html",
        site.name(thing.iri, lang),
        thing.shelf,
        linked.schema_org(site, thing, lang),
        f"id/{thing.stem}",
    )
    return making.renderer.page(
        "thing",
        frame,
        thing=thing,
        kind=site.label(thing.kind, lang),
        others=site.others(thing.iri, lang),
        note=dossier.note,
        forms=dossier.forms,
        misprints=dossier.misprints,
        when=site.teller.when(thing.iri, lang) if own else "",
        particulars=tuple(_particulars(making, thing, dossier)),
        groups=groups,
        printed=printed,
        strip=strip.draw(lanes),
        nearby=making.network.around(thing.iri, narrator),
        below=making.network.below(thing.iri, narrator),
        named_in=[narrator.source(each) for each in site.teller.citations(thing.iri)],
        corrections=site.teller.corrections(thing.iri, lang),
        sections=sections.of(making, thing.id) if thing.shelf == "reports" else (),
        seen=set(),  # a fact that stands twice on a page has one place to lead to
    )


def _particulars(making: Making, thing: Thing, dossier: dossiers.Dossier) -> Iterator[Particular]:
    about = making.site.teller.about(thing.iri)
    values = {term.value for terms in about.values() for term in terms}
    related = [iri for iri in values if iri in making.site.things]
    for label, text, citations in dossier.properties:
        yield Particular(
            label,
            making.narrator.linked(text, sorted(related)),
            tuple(making.narrator.source(each) for each in citations),
        )


def order(kind: str, making: Making) -> tuple[int, str]:
    """
    Where the facts of a kind stand among others on a list of all.
    """
    found = (at for at, name in enumerate(_CLASS_ORDER) if making.site.is_a(kind, name))
    return next(found, len(_CLASS_ORDER)), kind


def summary(making: Making, thing: Thing) -> dict[str, Any]:
    """
    A thing as a line of an index.
    """
    site, lang = making.site, making.lang
    return {
        "name": site.name(thing.iri, lang),
        "others": site.others(thing.iri, lang),
        "href": making.narrator.page(thing.iri),
        "note": site.teller.value(thing.iri, "note", lang),
        "when": site.teller.when(thing.iri, lang) if thing.shelf in ("events", "reports") else "",
        "count": site.weights[thing.iri],
    }
