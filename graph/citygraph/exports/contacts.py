"""The people we met as contacts (vCard 4.0, RFC 6350): name in both scripts, office, organization, when we met.

Nothing private is in the graph, and nothing private is written. The libraries
at hand write vCard 3.0 at best, which has no names in two languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.sentences import CG, Teller, span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.store import Graph

_MET = f"""PREFIX cg: <{CG}>
SELECT DISTINCT ?who ?meeting ?side WHERE {{
  ?meeting a cg:Encounter ; cg:with ?side . ?side cg:agent ?who . ?who a cg:Person }}"""
_POST_IN = "http://www.w3.org/ns/org#postIn"
_WIDTH = 75  # octets of a line, as the standard folds it


def contacts(graph: Graph, lang: str = "en") -> str:
    """
    A card for each person met, in the office of the last meeting; notes in *lang*.
    """
    teller = Teller(graph)
    met: dict[str, list[tuple[str, str, str]]] = {}
    for row in graph.select(_MET):
        meeting = row["meeting"].value
        start, _ = teller.days(meeting) or ("", "")
        met.setdefault(row["who"].value, []).append((start, meeting, row["side"].value))
    cards = [_card(teller, who, sorted(met[who]), lang) for who in sorted(met)]
    return "".join(_folded(line) for card in cards for line in card)


def _card(teller: Teller, who: str, met: list[tuple[str, str, str]], lang: str) -> Iterator[str]:
    names = teller.names(who)
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "KIND:individual"
    yield f"UID:{who}"
    yield from _in_languages("FN", names or {lang: teller.name(who, lang)}, 1)
    # Which part is the family's is not recorded, and not guessed: the whole name stands where it is shown whole.
    yield f"N:;{_escaped(teller.name(who, lang))};;;"
    _, _, side = met[-1]
    number = 1
    for office in sorted(term.value for term in teller.about(side).get(CG + "capacity", [])):
        number += 1
        yield from _in_languages("TITLE", teller.names(office), number)
        for body in teller.about(office).get(_POST_IN, []):
            number += 1
            yield from _in_languages("ORG", teller.names(body.value), number)
    for _, meeting, _ in met:
        yield f"NOTE;LANGUAGE={lang}:{_escaped(_met(teller, meeting, lang))}"
    yield "END:VCARD"


def _in_languages(name: str, texts: dict[str, str], number: int) -> Iterator[str]:
    """
    One property in each of its languages; ALTID says that they are the same.
    """
    for lang, text in sorted(texts.items()):
        yield f"{name};ALTID={number};LANGUAGE={lang}:{_escaped(text)}" if lang else f"{name}:{_escaped(text)}"


def _met(teller: Teller, meeting: str, lang: str) -> str:
    about = teller.about(meeting)
    days = teller.days(meeting)
    where = [teller.name(term.value, lang) for name in ("at", "place") for term in about.get(CG + name, [])]
    cited = "; ".join(each.words(lang) for each in teller.citations(meeting))
    parts = [span(*days, lang) if days else "", *where, *teller.caveats(meeting, lang)]
    comma = "，" if lang.startswith("zh") else ", "
    return f"{comma.join(part for part in parts if part)} [{cited}]"


def _escaped(text: str) -> str:
    """
    A text as a value: what has a meaning in the format is escaped, control characters are left out.
    """
    plain = "".join(sign for sign in text.replace("\r\n", "\n").replace("\r", "\n") if sign == "\n" or sign >= " ")
    return plain.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def _folded(line: str) -> str:
    """
    A line in pieces of at most 75 octets, none of which ends within a character.
    """
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode("utf-8", "replace"))
        if size + octets > _WIDTH:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    return "\r\n".join([*pieces, piece]) + "\r\n"
