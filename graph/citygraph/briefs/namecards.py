"""How a name is printed in both scripts: what to set on a card, what else is right, which misprints to avoid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.briefs.content import Cell, Group, Line, Section
from citygraph.briefs.phrases import joined, say
from citygraph.sentences import CG
from citygraph.store import IRI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.sentences import Cited, Teller

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_FORM = "http://www.w3.org/2008/05/skos-xl#literalForm"
_ENOUGH = 2  # passages for a name: any one would do


def section(teller: Teller, things: Iterable[str], lang: str) -> Section:
    """
    A card for each thing, in the order given; those with a single form, together in a line below.
    """
    cards: list[str] = []
    plain: list[str] = []
    for iri in dict.fromkeys(things):
        forms = {*teller.names(iri).values(), *_forms(teller, iri, "altLabel"), *_forms(teller, iri, "hiddenLabel")}
        (cards if len(forms) > 1 else plain).append(iri)
    groups = [Group("", tuple(_card(teller, iri, lang) for iri in cards))]
    for title, chinese in (("no-chinese", False), ("no-english", True)):
        alone = [iri for iri in plain if _is_chinese(teller, iri) == chinese]
        groups.append(Group(say(title, lang), (_plain(teller, alone, lang),) if alone else ()))
    heads = tuple(say(key, lang) for key in ("english", "chinese", "also", "avoid"))
    return Section("names", say("names", lang), tuple(each for each in groups if each.lines), heads)


def _is_chinese(teller: Teller, iri: str) -> bool:
    return any(tag.startswith("zh") for tag in teller.names(iri))


def _plain(teller: Teller, things: Iterable[str], lang: str) -> Line:
    """
    Names that are printed in one form only.
    """
    cited = dict.fromkeys(each for iri in things for each in _cited(teller, iri))
    return Line((Cell(joined([teller.name(iri, lang) for iri in things], lang), tuple(cited)),))


def _card(teller: Teller, iri: str, lang: str) -> Line:
    names = teller.names(iri)
    english = names.get("en", "")
    chinese = next((text for tag, text in names.items() if tag.startswith("zh")), "")
    unknown = say("not-known", lang)
    also, avoid = _forms(teller, iri, "altLabel"), _forms(teller, iri, "hiddenLabel")
    dot = "、" if lang.startswith("zh") else "; "
    return Line(
        (
            Cell(english or unknown, _cited(teller, iri), strong=bool(english)),
            Cell(chinese or unknown, strong=bool(chinese)),
            Cell(dot.join(also)),
            Cell(dot.join(avoid), _misprinted(teller, iri, set(avoid))),
        )
    )


def _forms(teller: Teller, iri: str, name: str) -> list[str]:
    return sorted({term.value for term in teller.about(iri).get(_SKOS + name, [])})


def _cited(teller: Teller, iri: str) -> tuple[Cited, ...]:
    return tuple(teller.citations(iri)[:_ENOUGH])


def _misprinted(teller: Teller, iri: str, forms: set[str]) -> tuple[Cited, ...]:
    """
    The passages that print the misprints.
    """
    found: dict[Cited, None] = {}
    for naming in teller.graph.subjects(CG + "of", IRI(iri)):
        if any(term.value in forms for term in teller.about(naming).get(_FORM, [])):
            found.update(dict.fromkeys(teller.citations(naming)))
    return tuple(found)
