"""The ledger of invitations, proposals, pledges and recommendations: where they stand and what settled them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from citygraph.sentences import CG
from citygraph.sites import addresses
from citygraph.sites.rendering import Frame
from citygraph.sites.telling import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.sites.making import Making
    from citygraph.sites.telling import Shown
    from citygraph.sites.writing import Page

_STATUSES = ("open", "settled", "declined", "lapsed")


def pages(making: Making) -> Iterator[Page]:
    """
    The ledger in one language.
    """
    site, narrator = making.site, making.narrator
    items = site.of_class("OpenItem")
    status = {iri: _status(making, iri) for iri in items}
    kinds = sorted({site.kinds[iri] for iri in items})
    counts = Counter((site.kinds[iri], status[iri]) for iri in items)
    statuses = [*_STATUSES, *sorted(set(status.values()) - set(_STATUSES))]
    statuses = [each for each in statuses if each in status.values()]
    groups = []
    for each in statuses:
        shown = [(narrator.show(iri), _settled_by(making, iri)) for iri in items if status[iri] == each]
        shown.sort(key=lambda pair: _order(pair[0]))
        groups.append({"place": each, "label": site.name(CG + each, making.lang), "items": shown})
    yield making.renderer.page(
        "ledger",
        Frame("open.html", making.renderer.words["open"], "open"),
        groups=groups,
        statuses=[(each, site.name(CG + each, making.lang)) for each in statuses],
        rows=[(narrator.kind(kind), [counts[kind, each] for each in statuses]) for kind in kinds],
        sums=[sum(counts[kind, each] for kind in kinds) for each in statuses],
        kind_of=narrator.kind,
    )


def _order(shown: Shown) -> tuple[object, ...]:
    """
    By date; what has none stands last, report by report.
    """
    return not shown.date, shown.date, [source.text for source in shown.sources], shown.text, shown.iri


def _status(making: Making, iri: str) -> str:
    terms = making.site.teller.about(iri).get(CG + "status", [])
    return re.split(r"[#/]", terms[0].value)[-1] if terms else "open"


def _settled_by(making: Making, iri: str) -> list[Piece]:
    """
    What settled an item: a thing by its page, a fact by its place on a report's page.
    """
    site, found = making.site, []
    for term in making.site.teller.about(iri).get(CG + "settledBy", []):
        if term.value in site.things:
            found.append(Piece(site.name(term.value, making.lang), making.narrator.page(term.value)))
        else:
            shown = making.narrator.show(term.value)
            href = shown.sources[0].href if shown.sources else ""
            page = href.partition("#")[0]
            found.append(Piece(shown.text, f"{page}#{addresses.fact(term.value)}" if page else ""))
    return found


def open_count(making: Making) -> dict[str, Any]:
    """
    How many items there are, and how many are open.
    """
    items = making.site.of_class("OpenItem")
    return {"total": len(items), "open": sum(_status(making, iri) == "open" for iri in items)}
