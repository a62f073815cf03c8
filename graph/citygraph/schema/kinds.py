"""Kinds of records and their fields, as shapes describe them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from citygraph.schema.terms import local

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYED, LISTED, SINGLE, NESTED = "Keyed", "Listed", "Single", "Nested"

# What a value can be; each has one way to be written, judged and stored.
REFERENCE, PART, CITATION, CONCEPT, LANGUAGE = "reference", "part", "citation", "concept", "language"
DATE, INTEGER, DECIMAL, TEXT, ADDRESS = "date", "integer", "decimal", "text", "address"

Texts = dict[str, str]


class SchemaError(Exception):
    """
    The ontology itself is wrong: a shape says something that cannot be read.
    """


@dataclass(frozen=True)
class Field:
    """
    What a curator may write under one key, and the property it becomes.
    """

    key: str
    path: str
    type: str
    target: str = ""  # the class of a reference, the kind of a part
    least: int = 0
    most: int | None = None
    choices: tuple[tuple[str, str], ...] = ()  # word and IRI of each concept
    pattern: str = ""
    low: str = ""
    high: str = ""
    one_per_language: bool = False
    printed: str = ""  # InSection, InReport or nothing
    through: str = ""
    earliest: str = ""
    latest: str = ""
    own: bool = False  # said of the record alone, not of the thing it describes
    order: int = 50
    label: Texts = dataclasses.field(default_factory=dict)
    description: Texts = dataclasses.field(default_factory=dict)
    message: Texts = dataclasses.field(default_factory=dict)

    @cached_property
    def is_plain(self) -> bool:
        """
        Whether a value is a single text, and one is as many as there must be.
        """
        return self.type not in (PART, CITATION, LANGUAGE) and self.least <= 1 and self.most != 0

    @cached_property
    def concepts(self) -> dict[str, str]:
        return dict(self.choices)


@dataclass(frozen=True, slots=True)
class Order:
    """
    One date is not after another: the paths of the computed days, and what is said when they are.
    """

    earlier: str
    later: str
    message: Texts


@dataclass(frozen=True, slots=True)
class Rule:
    """
    A constraint across records: a query for the records (``?this``) that break it, run by the store.
    """

    query: str
    message: Texts
    warning: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """
    A projection for drawing: from each value of one path to each value of another; an empty path is the record.
    """

    tail: tuple[str, ...]
    head: tuple[str, ...]
    label: Texts
    trivial: bool = False  # joins too much to tell anything: a way that avoids it is preferred


@dataclass(frozen=True)
class Kind:
    """
    A kind of record: its class, how it stands in a file, its fields, how it is told and drawn.
    """

    iri: str
    key: str
    form: str
    classes: tuple[str, ...]
    fields: tuple[Field, ...]
    label: Texts
    comment: Texts
    describes: str = ""
    shorthand: str = ""
    coined: bool = False  # its things are named by curators: no report prints the name
    sentence: Texts = dataclasses.field(default_factory=dict)
    color: str = ""
    mark: str = ""
    edges: tuple[Edge, ...] = ()
    orders: tuple[Order, ...] = ()
    rules: tuple[Rule, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Field]:
        return {each.key: each for each in self.fields}

    @cached_property
    def needed(self) -> tuple[Field, ...]:
        """
        The fields that every record has.
        """
        return tuple(each for each in self.fields if each.least)

    @cached_property
    def once(self) -> frozenset[str]:
        """
        The keys that a record with each of its keys once must have; one that must stand twice is none that it can have.
        """
        return frozenset(each.key if each.least == 1 else "" for each in self.needed if each.type != CITATION)

    @cached_property
    def single(self) -> frozenset[str]:
        """
        The properties of which a thing has one value (in each language).
        """
        return frozenset(each.path for each in self.fields if each.most == 1 or each.one_per_language)

    @cached_property
    def is_noted(self) -> bool:
        """
        Whether the curator's note is the source of a record that cites nothing.
        """
        return any(each.type == CITATION and each.least == 0 for each in self.fields)

    @property
    def name(self) -> str:
        """
        The key under which records stand; for a part of a record the last part of its class.
        """
        return self.key or local(self.iri).lower()

    def field(self, key: str) -> Field | None:
        return self.by_key.get(key)


@dataclass(frozen=True)
class Schema:
    """
    All kinds, the classes above each class, and the vocabulary's own triples (labels of classes and concepts).
    """

    kinds: Mapping[str, Kind]  # by IRI
    labels: Mapping[str, Texts]  # of classes, properties and concepts, by IRI
    above: Mapping[str, frozenset[str]]
    vocabulary: tuple[str, ...]  # N-Triples lines without blank nodes, sorted
    prefixes: Mapping[str, str]

    @cached_property
    def top(self) -> dict[str, Kind]:
        """
        The kinds that may stand at the top of a file, by their YAML key.
        """
        return {kind.key: kind for kind in self.kinds.values() if kind.key}

    def is_a(self, kind: str, target: str) -> bool:
        """
        Whether the class *kind* is *target* or below it.
        """
        return kind == target or target in self.above.get(kind, frozenset())

    def label(self, iri: str, lang: str) -> str:
        texts = self.labels.get(iri, {})
        return texts.get(lang) or texts.get("en") or local(iri)


def as_json(schema: Schema) -> dict[str, Any]:
    """
    Keep what look-ups need of the schema, for a file that is read without RDF.
    """
    kinds = {
        iri: {
            "iri": iri,
            "key": kind.key,
            "form": kind.form,
            "label": kind.label,
            "sentence": kind.sentence,
            "color": kind.color,
            "mark": kind.mark,
            "edges": [[edge.tail, edge.head, edge.label, edge.trivial] for edge in kind.edges],
            "fields": {each.key: [each.path, each.type] for each in kind.fields},
        }
        for iri, kind in schema.kinds.items()
    }
    above = {iri: sorted(classes) for iri, classes in schema.above.items()}
    return {"kinds": kinds, "labels": dict(schema.labels), "above": above, "prefixes": dict(schema.prefixes)}
