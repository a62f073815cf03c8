"""What each passage says: a report's sections in their order with all their facts, and the curator's notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph import reports
from citygraph.sentences import CG
from citygraph.sites import addresses
from citygraph.sites.rendering import Frame
from citygraph.sites.telling import mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.sentences import Cited
    from citygraph.sites.making import Making
    from citygraph.sites.telling import Shown
    from citygraph.sites.writing import Page

_MARKS = ("", "table", "caption")


class Section(NamedTuple):
    """
    A passage on its report's page: its place there, number, kind of text, depth, facts, and what it names besides.
    """

    place: str
    number: str
    mark: str
    depth: int
    facts: tuple[Shown, ...]
    names: tuple[Shown, ...]


def of(making: Making, report: str) -> tuple[Section, ...]:
    """
    The passages of a report that say something, in the order of the report.
    """
    cited = [each for each in passages(making) if each.report == report]
    return tuple(
        _section(making, each)
        for each in sorted(
            cited, key=lambda each: (reports.place(each.section), each.section, _MARKS.index(mark(each)))
        )
    )


def passages(making: Making) -> list[Cited]:
    """
    Every passage that states something.
    """
    return [making.site.teller.passage(iri) for iri in sorted(making.site.said)]


def _section(making: Making, cited: Cited) -> Section:
    from citygraph.sites import things

    records = making.site.said[cited.iri]
    shown = [making.narrator.show(iri) for iri in records]
    facts = [each for each in shown if each.iri not in making.site.things]
    names = [each for each in shown if each.iri in making.site.things]
    return Section(
        addresses.anchor(cited.section, mark(cited)),
        cited.section,
        mark(cited),
        min(cited.section.count("."), 3),
        tuple(sorted(facts, key=lambda each: (things.order(each.kind, making), each.date, each.text, each.iri))),
        tuple(sorted(names, key=lambda each: (each.text, each.iri))),
    )


def pages(making: Making) -> Iterator[Page]:
    """
    The page of what curators say, which no report's page holds.
    """
    notes = [_section(making, each) for each in passages(making) if not each.report]
    corrections = making.site.of_class("Correction")
    yield making.renderer.page(
        "curator",
        Frame("curator.html", making.renderer.words["curator"], "curator"),
        facts=[fact for each in notes for fact in each.facts],
        names=[name for each in notes for name in each.names],
        corrections=[making.narrator.show(iri) for iri in corrections],
        kind_of=making.narrator.kind,
        correction_kind=making.site.name(CG + "Correction", making.lang),
    )
