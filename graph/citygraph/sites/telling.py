"""Facts as a page shows them: the names in a sentence lead to their things, citations to what else the passage says.

Links are names of files beside the dossiers (``parks-tau.html``); a page that
stands elsewhere puts its way there before them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from citygraph import dossiers
from citygraph.sites import addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.dossiers import Told
    from citygraph.sentences import Cited
    from citygraph.sites.catalogue import Site

CURATOR = "curator.html"  # beside the dossiers' folder
_WORD = re.compile(r"\w", re.ASCII)


class Piece(NamedTuple):
    """
    A piece of a sentence: its text, and where it leads (empty: nowhere).
    """

    text: str
    href: str = ""


class Source(NamedTuple):
    """
    A citation: its words, and the place that lists everything that the passage says.
    """

    text: str
    href: str
    title: str


class Shown(NamedTuple):
    """
    A fact on a page: the id of its place there, its kind, its sentence, when, and the evidence for and against it.
    """

    iri: str
    place: str
    kind: str
    pieces: tuple[Piece, ...]
    when: str
    date: str
    sources: tuple[Source, ...]
    caveats: tuple[str, ...]
    corrections: tuple[str, ...]
    others: tuple[tuple[str, str], ...] = ()  # of a thing: its names in other languages

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class Narrator:
    """
    Shows facts and names in one language, each worked out once.
    """

    def __init__(self, site: Site, lang: str) -> None:
        self.site = site
        self.lang = lang
        self._shown: dict[str, Shown] = {}
        self._told: dict[str, Told] = {}

    def show(self, iri: str) -> Shown:
        """
        A record as it stands in a list.
        """
        if iri not in self._shown:
            self._shown[iri] = self._tell(iri)
        return self._shown[iri]

    def told(self, iri: str) -> Told:
        """
        A record as a dossier tells it.
        """
        if iri not in self._told:
            self._told[iri] = dossiers.tell(self.site.teller, iri, self.lang)
        return self._told[iri]

    def _tell(self, iri: str) -> Shown:
        teller, lang = self.site.teller, self.lang
        told = self.told(iri)
        thing = self.site.things.get(iri)
        if thing is not None:
            text = self.site.name(iri, lang) or told.text
            pieces: tuple[Piece, ...] = (Piece(text, self.page(iri)),)
        else:
            pieces = self.linked(told.text, self.site.mentions.get(iri, ()))
        return Shown(
            iri,
            addresses.fact(iri),
            told.kind,
            pieces,
            teller.when(iri, lang),
            told.date,
            tuple(self.source(each) for each in told.citations),
            tuple(each for each in told.caveats if f"[{each}]" not in told.text and f"〔{each}〕" not in told.text),
            told.corrections,
            tuple(self.site.others(iri, lang)) if thing is not None else (),
        )

    def page(self, iri: str, place: str = "") -> str:
        """
        The link to a thing's file, and to a place in it.
        """
        return addresses.link(f"{self.site.things[iri].stem}.html", place)

    def linked(self, text: str, things: Iterable[str]) -> tuple[Piece, ...]:
        """
        A sentence cut into pieces, so that the names of *things* in it lead to them.
        """
        names: dict[str, str] = {}
        for iri in things:
            names.setdefault(self.site.name(iri, self.lang), iri)
        longest = sorted((name for name in names if name), key=lambda name: (-len(name), name))
        if not longest:
            return (Piece(text),)
        pattern = "|".join(_whole(name) for name in longest)
        pieces, at = [], 0
        for match in re.finditer(pattern, text):
            if match.start() > at:
                pieces.append(Piece(text[at : match.start()]))
            pieces.append(Piece(match[0], self.page(names[match[0]])))
            at = match.end()
        return tuple([*pieces, Piece(text[at:])] if at < len(text) else pieces)

    def source(self, cited: Cited) -> Source:
        """
        A citation with its link.
        """
        words = cited.words(self.lang)
        if not cited.report:
            return Source(words, f"../{CURATOR}", "")
        iri = f"{self.site.base}id/{cited.report}"
        if iri not in self.site.things:
            return Source(words, "", "")
        place = addresses.anchor(cited.section, mark(cited))
        return Source(words, self.page(iri, place), self.site.name(iri, self.lang))

    def kind(self, iri: str) -> str:
        """
        What the kind of a record is called.
        """
        return self.site.teller.name(iri, self.lang) if iri else ""


def mark(cited: Cited) -> str:
    """
    The kind of text of a passage, as it stands in an address: captions and tables are places of their own.
    """
    return {"captionText": "caption", "tableText": "table"}.get(cited.text, "")


def _whole(name: str) -> str:
    """
    A pattern for a name that does not begin or end within a Latin word.
    """
    before = r"(?<![A-Za-z0-9])" if _WORD.match(name[0]) else ""
    after = r"(?![A-Za-z0-9])" if _WORD.match(name[-1]) else ""
    return before + re.escape(name) + after
