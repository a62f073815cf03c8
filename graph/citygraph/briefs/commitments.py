"""Agreements, and what was promised, offered and recommended: what is open first, what is settled after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import dossiers, ledgers
from citygraph.briefs.content import Cell, Group, Line, Section
from citygraph.briefs.phrases import say
from citygraph.ledgers.horizon import first_day
from citygraph.sentences import CG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citygraph.ledgers import Horizon, OpenItem
    from citygraph.scopes import Scope
    from citygraph.sentences import Teller

_AGREEMENT = CG + "Agreement"
# The groups in which items are told; the first two of each kind are from us and to us.
_GROUPS = (
    "we-promised",
    "promised-us",
    "invitations-ours",
    "invitations-theirs",
    "proposals-ours",
    "proposals-theirs",
    "recommendations",
    "among-others",
)
_OF_KIND = {
    "pledges": ("we-promised", "promised-us"),
    "invitations": ("invitations-ours", "invitations-theirs"),
    "proposals": ("proposals-ours", "proposals-theirs"),
    "recommendations": ("recommendations", "recommendations"),
}


def agreements(teller: Teller, scope: Scope, horizon: Horizon, lang: str) -> Section:
    """
    The agreements that mention the scope, the latest first; a proposed one says so itself.
    """
    found = {
        record
        for iri in scope.all
        for record in dossiers.records(teller, iri)
        if (teller.kind(record) or {}).get("iri") == _AGREEMENT and horizon.sees(record)
    }
    told = [(first_day((teller.days(iri) or ("",))[0]), iri) for iri in found]
    lines = tuple(_agreement(teller, iri, lang) for _, iri in sorted(told, reverse=True))
    return Section("agreements", say("agreements", lang), (Group("", lines),) if lines else ())


def _agreement(teller: Teller, iri: str, lang: str) -> Line:
    told = dossiers.tell(teller, iri, lang)
    return Line((Cell(told.text, told.citations),), told.caveats, told.corrections)


def items(teller: Teller, scope: Scope, horizon: Horizon, lang: str) -> list[OpenItem]:
    """
    The open and settled items that speak of the scope, or were made at its events; the latest first.
    """
    found = [
        each
        for each in ledgers.open_items(teller, lang, horizon)
        if set(each.from_ + each.to + each.concerns) & scope.all or set(each.at) & scope.occasions
    ]
    return sorted(found, key=lambda each: first_day(each.start), reverse=True)


def sections(found: Sequence[OpenItem], ours: Scope, lang: str) -> tuple[Section, Section]:
    """
    What is still open, group by group, with the groups of which nothing is recorded; and what is not open any more.
    """
    still = [each for each in found if each.status == "open"]
    done = [each for each in found if each.status != "open"]
    recorded = {_group(each, ours) for each in found}
    missing = [say(name, lang) for name in _GROUPS[:-1] if name not in recorded]
    separator = "、" if lang.startswith("zh") else "; "
    said = say("nothing-of", lang, what=separator.join(missing)) if missing else ""
    return (
        Section("open", say("open", lang), _grouped(still, ours, lang), missing=said),
        Section("settled", say("settled", lang), _grouped(done, ours, lang)),
    )


def _grouped(found: Iterable[OpenItem], ours: Scope, lang: str) -> tuple[Group, ...]:
    by: dict[str, list[OpenItem]] = {}
    for item in found:
        by.setdefault(_group(item, ours), []).append(item)
    return tuple(
        Group(say(name, lang), tuple(_line(each, lang) for each in by[name])) for name in _GROUPS if name in by
    )


def _group(item: OpenItem, ours: Scope) -> str:
    """
    Whose item it is: ours when we are its maker, theirs when we are who it was made to, or nobody is named.
    """
    from_us, to_us = _OF_KIND.get(item.kind, ("among-others", "among-others"))
    if set(item.from_) & ours.all:
        return from_us
    return to_us if not item.to or set(item.to) & ours.all else "among-others"


def _line(item: OpenItem, lang: str) -> Line:
    cited = dict.fromkeys(item.citations)
    stop, comma = ("；", "：") if lang.startswith("zh") else ("; ", ": ")
    text = (item.when + comma if item.when else "") + item.text
    for outcome in item.settled_by:
        bracket = "（{}）" if lang.startswith("zh") else " ({})"
        what = outcome.text + (bracket.format(outcome.when) if outcome.when else "")
        text += stop + say("settled-by", lang, what=what)
        cited.update(dict.fromkeys(outcome.citations))
    marks = () if item.status in ("open", "settled") else (item.status_label,)
    return Line((Cell(text, tuple(cited)),), marks, item.corrections, "open" if item.status == "open" else "done")
