"""The ledger of invitations, proposals, pledges and recommendations: where they stand and what settled them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from citygraph import ledgers
from citygraph.sentences import CG
from citygraph.sites import addresses
from citygraph.sites.rendering import Frame
from citygraph.sites.telling import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.ledgers import OpenItem
    from citygraph.sites.making import Making
    from citygraph.sites.telling import Shown
    from citygraph.sites.writing import Page


def pages(making: Making) -> Iterator[Page]:
    """
    The ledger in one language.
    """
    site, narrator = making.site, making.narrator
    items = ledgers.open_items(site.teller, making.lang)
    kinds = sorted({(item.kind, item.kind_label) for item in items})
    counts = Counter((item.kind, item.status) for item in items)
    statuses = [each for each in ledgers.STATES if any(item.status == each for item in items)]
    groups = []
    for each in statuses:
        shown = [(narrator.show(item.iri), _settled_by(making, item)) for item in items if item.status == each]
        shown.sort(key=lambda pair: _order(pair[0]))
        groups.append({"place": each, "label": site.name(CG + each, making.lang), "items": shown})
    yield making.renderer.page(
        "ledger",
        Frame("open.html", making.renderer.words["open"], "open"),
        groups=groups,
        statuses=[(each, site.name(CG + each, making.lang)) for each in statuses],
        rows=[(label, [counts[kind, each] for each in statuses]) for kind, label in kinds],
        sums=[sum(counts[kind, each] for kind, _ in kinds) for each in statuses],
        kind_of=narrator.kind,
    )


def _order(shown: Shown) -> tuple[object, ...]:
    """
    By date; what has none stands last, report by report.
    """
    return not shown.date, shown.date, [source.text for source in shown.sources], shown.text, shown.iri


def _settled_by(making: Making, item: OpenItem) -> list[Piece]:
    """
    What settled an item: a thing by its page, a fact by its place on a report's page.
    """
    site, found = making.site, []
    for outcome in item.settled_by:
        if outcome.iri in site.things:
            found.append(Piece(site.name(outcome.iri, making.lang), making.narrator.page(outcome.iri)))
        else:
            shown = making.narrator.show(outcome.iri)
            href = shown.sources[0].href if shown.sources else ""
            page = href.partition("#")[0]
            found.append(Piece(shown.text, f"{page}#{addresses.fact(outcome.iri)}" if page else ""))
    return found


def open_count(making: Making) -> dict[str, Any]:
    """
    How many items there are, and how many are open.
    """
    items = ledgers.open_items(making.site.teller, making.lang)
    return {"total": len(items), "open": sum(item.status == "open" for item in items)}
