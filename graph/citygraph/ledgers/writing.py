"""Ledgers for a terminal, as JSON, as CSV."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import groupby
from typing import TYPE_CHECKING, Any

from citygraph import tables
from citygraph.ledgers.openitems import OpenItem
from citygraph.ledgers.timeline import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citygraph.sentences import Cited

_ITEM_HEADS = ("kind", "status", "when", "text", "settled by", "citations", "from", "to", "concerns", "id")
_ENTRY_HEADS = ("first", "last", "when", "kind", "text", "place", "caveats", "citations", "id")


def as_text(ledger: Sequence[OpenItem] | Sequence[Entry], lang: str) -> str:
    """
    A ledger for a terminal, grouped by state and kind, or by year; an empty one says so.
    """
    if not ledger:
        return "報告中查無相符的記錄。" if lang.startswith("zh") else "Nothing recorded that matches."
    lines: list[str] = []
    several: list[OpenItem | Entry] = list(ledger)
    for head, group in groupby(several, _heading):
        entries = list(group)
        lines += ["", f"{head} ({len(entries)})"]
        for each in entries:
            lines += _told(each, lang)
    return "\n".join(lines[1:])


def _heading(each: OpenItem | Entry) -> str:
    return f"{each.kind_label}, {each.status_label}" if isinstance(each, OpenItem) else each.first[:4]


def _told(each: OpenItem | Entry, lang: str) -> Iterator[str]:
    cited = f"[{_cited(each.citations, lang)}]"
    if isinstance(each, Entry):
        place = f"{each.place}: " if each.place else ""
        yield f"  {each.when} | {each.kind_label} | {place}{each.text}  {cited}"
    else:
        when = f"{each.when} | " if each.when else ""
        yield f"  - {when}{each.text}  {cited}"
        by = "結於" if lang.startswith("zh") else "settled by "
        for outcome in each.settled_by:
            yield f"    > {by}{outcome.text}" + f" ({outcome.when})" * bool(outcome.when)
    yield from (f"    ! {correction}" for correction in each.corrections)


def as_csv(ledger: Sequence[OpenItem] | Sequence[Entry], lang: str, of: type = OpenItem, *, raw: bool = False) -> str:
    """
    A ledger as a table; ids instead of IRIs, several values parted by semicolons. An empty one has its heads.
    """
    if of is Entry:
        return tables.written(_ENTRY_HEADS, [_entry_row(each, lang) for each in ledger], raw=raw)
    return tables.written(_ITEM_HEADS, [_item_row(each, lang) for each in ledger], raw=raw)


def _item_row(each: Any, lang: str) -> list[str]:
    outcomes = "; ".join(outcome.text for outcome in each.settled_by)
    parties = [_ids(each.from_), _ids(each.to), _ids(each.concerns)]
    cited = _cited(each.citations, lang)
    return [each.kind, each.status, each.when, each.text, outcomes, cited, *parties, _id(each.iri)]


def _entry_row(each: Any, lang: str) -> list[str]:
    marks, cited = "; ".join(each.caveats), _cited(each.citations, lang)
    return [each.first, each.last, each.when, each.kind, each.text, each.place, marks, cited, _id(each.iri)]


def as_json(ledger: Sequence[OpenItem] | Sequence[Entry]) -> list[dict[str, Any]]:
    """
    A ledger with ids, IRIs and citations.
    """
    return [{"id": _id(each.iri), **_tree(each)} for each in ledger]


def _tree(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _tree(each) for name, each in value._asdict().items()}
    if isinstance(value, tuple):
        return [_tree(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {each.name.rstrip("_"): _tree(getattr(value, each.name)) for each in fields(value)}
    return value


def _cited(citations: Sequence[Cited], lang: str) -> str:
    return "; ".join(each.words(lang) for each in citations)


def _ids(iris: Sequence[str]) -> str:
    return "; ".join(_id(iri) for iri in iris)


def _id(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]
