"""The ledger of open items: invitations, proposals, pledges, recommendations, and what settled them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph.ledgers.horizon import Horizon, first_day
from citygraph.sentences import CG

if TYPE_CHECKING:
    from citygraph.sentences import Cited, Teller

STATES = ("open", "settled", "declined", "lapsed")
_OPEN = CG + "open"


@dataclass(frozen=True, slots=True)
class Settled:
    """
    What settled an item: a trip, an event, an agreement, a fact.
    """

    iri: str
    text: str
    when: str
    citations: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """
    An invitation, proposal, pledge or recommendation; dates as written, parties by IRI, texts in one language.

    ``text`` leaves out date, state and outcome, which stand beside it.
    """

    iri: str
    kind: str
    kind_label: str
    text: str
    status: str
    status_label: str
    from_: tuple[str, ...]
    to: tuple[str, ...]
    concerns: tuple[str, ...]
    at: tuple[str, ...]
    start: str
    end: str
    when: str
    settled_by: tuple[Settled, ...]
    citations: tuple[Cited, ...]
    corrections: tuple[str, ...]


def open_items(teller: Teller, lang: str, horizon: Horizon | None = None) -> tuple[OpenItem, ...]:
    """
    Every item whatever its state, the open ones first, then by kind and date; as known by *horizon*.
    """
    horizon = horizon or Horizon(teller)
    rows = teller.graph.select(f"SELECT DISTINCT ?item WHERE {{ ?item a <{CG}OpenItem> }}")
    found = [_item(teller, row["item"].value, lang, horizon) for row in rows if horizon.sees(row["item"].value)]
    return tuple(sorted(found, key=_order))


def _order(item: OpenItem) -> tuple[int, str, str, str, str]:
    return STATES.index(item.status), item.kind, first_day(item.start), item.text, item.iri


def _item(teller: Teller, iri: str, lang: str, horizon: Horizon) -> OpenItem:
    kind = teller.kind(iri)
    assert kind is not None  # the query asked for items, and every item has a kind
    about = teller.about(iri)
    start, end = teller.days(iri) or ("", "")
    outcomes = [term.value for term in about.get(CG + "settledBy", []) if horizon.sees(term.value)]
    status = next((term.value for term in about.get(CG + "status", [])), _OPEN)
    if status == CG + "settled" and not outcomes:
        status = _OPEN  # what settled it lies beyond the horizon

    def things(*names: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(term.value for name in names for term in about.get(CG + name, [])))

    return OpenItem(
        iri=iri,
        kind=kind["key"],
        kind_label=kind["label"].get(lang) or kind["label"]["en"],
        text=teller.sentence(iri, lang, skip=("status", "settled-by", "date")),
        status=status.rpartition("#")[2],
        status_label=teller.name(status, lang),
        from_=things("from"),
        to=things("to"),
        concerns=things("concerns", "invitedTo"),
        at=things("at"),
        start=start,
        end=end,
        when=teller.when(iri, lang),
        settled_by=tuple(_settled(teller, each, lang) for each in outcomes),
        citations=tuple(teller.citations(iri)),
        corrections=tuple(teller.corrections(iri, lang)),
    )


def _settled(teller: Teller, iri: str, lang: str) -> Settled:
    return Settled(iri, teller.name(iri, lang), teller.when(iri, lang), tuple(teller.citations(iri)))
