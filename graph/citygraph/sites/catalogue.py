"""What the site is made of: the things that have a page, the facts, and which passage says which."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from citygraph.sentences import CG, Teller
from citygraph.sites import addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.store import Graph

_CITED = "http://www.w3.org/ns/prov#wasDerivedFrom"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_MENTIONS = CG + "mentions"
# Which shelf a thing stands on, by the class that it or its kind has; the first that fits.
SHELVES = (
    ("people", "Person"), ("bodies", "Body"), ("places", "Place"), ("events", "Occasion"), ("reports", "Report"),
    ("other", "Record"),
)  # fmt: skip


class Thing(NamedTuple):
    """
    A thing with pages: its IRI, id, kind (key), shelf, and the name of its files.
    """

    iri: str
    id: str
    kind: str
    shelf: str
    stem: str


class Site:
    """
    A graph, seen as a site. What is looked up is kept: every page asks for the same names and facts.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.teller = Teller(graph)
        self.settings = self.teller.schema["settings"]
        self.languages: tuple[str, ...] = tuple(self.teller.languages)
        self.base: str = self.settings["base"]

    @cached_property
    def kinds(self) -> dict[str, str]:
        """
        The kind (IRI) of every record that is no part of another, by the record's IRI.
        """
        known = self.teller.schema["kinds"]
        rows = self.graph.select(f"SELECT ?record ?kind WHERE {{ ?record <{_TYPE}> ?kind }}")
        found = {
            row["record"].value: row["kind"].value
            for row in rows
            if row["kind"].value in known and known[row["kind"].value]["form"] != "Nested"
        }
        return dict(sorted(found.items()))

    @cached_property
    def things(self) -> dict[str, Thing]:
        """
        The things that have pages, by IRI: those with an id that lasts, and those that are drawn.
        """
        found = {}
        for iri, kind in self.kinds.items():
            shape = self.teller.schema["kinds"][kind]
            if shape["form"] in ("Keyed", "Single") or shape["color"]:
                id_ = re.split(r"[/#]", iri)[-1]
                found[iri] = Thing(iri, id_, shape["key"], self._shelf(kind), addresses.stem(id_))
        return found

    def _shelf(self, kind: str) -> str:
        return next((shelf for shelf, name in SHELVES if self.is_a(kind, name)), "other")

    def is_a(self, kind: str, name: str) -> bool:
        """
        Whether a kind is the ontology's class *name* or below it.
        """
        return kind == CG + name or CG + name in self.teller.schema["above"].get(kind, ())

    def of_class(self, name: str) -> list[str]:
        """
        The records of the ontology's class *name*, sorted.
        """
        return [iri for iri, kind in self.kinds.items() if self.is_a(kind, name)]

    def on_shelf(self, shelf: str) -> list[Thing]:
        return [thing for thing in self.things.values() if thing.shelf == shelf]

    @cached_property
    def facts(self) -> list[str]:
        """
        The records that have no page of their own.
        """
        return [iri for iri in self.kinds if iri not in self.things]

    @cached_property
    def mentions(self) -> dict[str, list[str]]:
        """
        The things with pages that each fact speaks of.
        """
        found: dict[str, list[str]] = {}
        for row in self.graph.select(f"SELECT ?fact ?thing WHERE {{ ?fact <{_MENTIONS}> ?thing }}"):
            if row["thing"].value in self.things:
                found.setdefault(row["fact"].value, []).append(row["thing"].value)
        return {fact: sorted(things) for fact, things in found.items()}

    @cached_property
    def weights(self) -> dict[str, int]:
        """
        How many facts speak of each thing.
        """
        count = dict.fromkeys(self.things, 0)
        for things in self.mentions.values():
            for thing in things:
                count[thing] += 1
        return count

    @cached_property
    def said(self) -> dict[str, list[str]]:
        """
        The records that each passage states, facts before things.
        """
        found: dict[str, list[str]] = {}
        for row in self.graph.select(f"SELECT ?record ?passage WHERE {{ ?record <{_CITED}> ?passage }}"):
            if row["record"].value in self.kinds:
                found.setdefault(row["passage"].value, []).append(row["record"].value)
        return {
            passage: sorted(records, key=lambda iri: (iri in self.things, iri)) for passage, records in found.items()
        }

    def label(self, kind: str, lang: str) -> str:
        """
        What a kind is called, by its key.
        """
        texts = next(each["label"] for each in self.teller.schema["kinds"].values() if each["key"] == kind)
        return str(texts.get(lang) or texts.get("en") or kind)

    def name(self, iri: str, lang: str) -> str:
        return self.teller.name(iri, lang)

    def others(self, iri: str, lang: str) -> list[tuple[str, str]]:
        """
        The names of a thing in other languages than *lang*, each with its language.
        """
        shown = self.name(iri, lang)
        return [(each, name) for each, name in sorted(self.teller.names(iri).items()) if name != shown]

    def title(self, lang: str) -> str:
        texts = self.settings["title"]
        return next((texts[each] for each in (lang, *self.languages) if texts.get(each)), "citygraph")

    def sorted_by_name(self, iris: Iterable[str], lang: str) -> list[str]:
        from citygraph.names import fold

        return sorted(iris, key=lambda iri: (fold(self.name(iri, lang)), iri))
