"""How a name is printed in both scripts: what to set on a card, what else is right, which misprints to avoid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.briefs.content import Cell, Group, Line, Section
from citygraph.briefs.phrases import say
from citygraph.sentences import CG
from citygraph.store import IRI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.sentences import Cited, Teller

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_FORM = "http://www.w3.org/2008/05/skos-xl#literalForm"
_ENOUGH = 2  # passages for a name: any one would do


def section(teller: Teller, subject: str, others: Iterable[str], lang: str) -> Section:
    """
    The subject's card, then one for each thing that is written in other ways too, in the order given.

    The other names run on below.
    """
    cards: list[str] = [subject]
    plain: dict[str, list[str]] = {"both": [], "no-chinese": [], "no-english": []}
    for iri in dict.fromkeys(each for each in others if each != subject):
        if _forms(teller, iri, "altLabel") or _forms(teller, iri, "hiddenLabel"):
            cards.append(iri)
        elif len(set(teller.names(iri).values())) > 1:
            plain["both"].append(iri)
        else:
            plain["no-english" if _is_chinese(teller, iri) else "no-chinese"].append(iri)
    groups = [Group("", tuple(_card(teller, iri, lang) for iri in cards))]
    for title, found in plain.items():
        groups.append(Group(say(title, lang), tuple(_plain(teller, iri, lang) for iri in found), run_on=True))
    heads = tuple(say(key, lang) for key in ("english", "chinese", "also", "avoid"))
    return Section("names", say("names", lang), tuple(each for each in groups if each.lines), heads)


def _is_chinese(teller: Teller, iri: str) -> bool:
    return any(tag.startswith("zh") for tag in teller.names(iri))


def _plain(teller: Teller, iri: str, lang: str) -> Line:
    """
    A name that is printed in one way only in each script.
    """
    return Line((Cell(teller.both(iri, lang), _cited(teller, iri)),))


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
