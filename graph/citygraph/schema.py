"""The ontology into kinds and fields.

``ontology/`` is the schema: one SHACL node shape for each kind of record. The
shape's ``sh:name`` is the top-level YAML key; each property shape with a
``sh:name`` is a field. Constraints that no field carries (orders of dates,
rules in SPARQL) are kept with their messages. What is read, checked, explained,
told and drawn follows from the ``Schema``; no kind is known to Python by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rdflib import Graph
    from rdflib.term import Node

CG = "https://citygraph.example/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PROV = "http://www.w3.org/ns/prov#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

KEYED, LISTED, SINGLE, NESTED = "Keyed", "Listed", "Single", "Nested"

# What a value can be; each has one way to be written, judged and stored.
REFERENCE, PART, CITATION, CONCEPT, LANGUAGE, DATE, INTEGER, DECIMAL, TEXT, ADDRESS = (
    "reference", "part", "citation", "concept", "language", "date", "integer", "decimal", "text", "address",
)  # fmt: skip
_DATATYPES = {
    RDF + "langString": LANGUAGE,
    CG + "PartialDate": DATE,
    XSD + "integer": INTEGER,
    XSD + "decimal": DECIMAL,
    XSD + "string": TEXT,
    XSD + "anyURI": ADDRESS,
}

Texts = dict[str, str]


class SchemaError(Exception):
    """
    The ontology itself is wrong: a shape says something that cannot be read.
    """


@dataclass(frozen=True, slots=True)
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
    label: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)
    message: Texts = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
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
    sentence: Texts = field(default_factory=dict)
    color: str = ""
    mark: str = ""
    edges: tuple[Edge, ...] = ()
    orders: tuple[Order, ...] = ()
    rules: tuple[Rule, ...] = ()

    def field(self, key: str) -> Field | None:
        return next((each for each in self.fields if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Schema:
    """
    All kinds, the classes above each class, and the vocabulary's own triples (labels of classes and concepts).
    """

    kinds: Mapping[str, Kind]  # by IRI
    labels: Mapping[str, Texts]  # of classes, properties and concepts, by IRI
    above: Mapping[str, frozenset[str]]
    vocabulary: tuple[str, ...]  # N-Triples lines without blank nodes, sorted
    prefixes: Mapping[str, str]

    @property
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


def local(iri: str) -> str:
    """
    The last part of an IRI.
    """
    return re.split(r"[#/]", iri)[-1]


def files(folders: Iterable[Path]) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.rglob("*.ttl"), key=lambda path: path.as_posix())]


def read(folders: Iterable[Path]) -> Schema:
    """
    The schema in *folders* (W3C SHACL Core in Turtle).

    Raises:
        SchemaError: a shape cannot be read; the message names it.
    """
    from rdflib import Graph

    graph = Graph()
    for path in files(folders):
        try:
            graph.parse(path, format="turtle")
        except Exception as error:  # noqa: BLE001 -- rdflib raises many kinds; each becomes the one documented here
            raise SchemaError(f"{path.name}: {error}") from error
    return _Reader(graph).schema()


class _Reader:
    """
    Reads one graph of shapes.
    """

    def __init__(self, graph: Graph) -> None:
        from rdflib.namespace import Namespace

        self.graph = graph
        self.cg, self.sh, self.rdfs = Namespace(CG), Namespace(SH), Namespace(RDFS)

    def schema(self) -> Schema:
        above = self.hierarchy()
        # Kinds without a name of their own only lend their fields to the kinds below them.
        named = [shape for shape in self.shapes() if self.form(shape, above)]
        kinds = {str(shape): self.kind(shape, above) for shape in sorted(named) if self.is_leaf(shape, named, above)}
        return Schema(kinds, self.all_labels(), above, self.vocabulary(), dict(self.prefixes()))

    def is_leaf(self, shape: Node, named: list[Node], above: Mapping[str, frozenset[str]]) -> bool:
        return bool(self.value(shape, "sh:name")) or not any(str(shape) in above[str(other)] for other in named)

    # -- small readers

    def term(self, name: str) -> Node:
        prefix, word = name.split(":")
        return {"sh": self.sh, "cg": self.cg, "rdfs": self.rdfs}[prefix][word]

    def value(self, subject: Node, name: str) -> str:
        found = self.graph.value(subject, self.term(name))
        return "" if found is None else str(found)

    def texts(self, subject: Node, name: str) -> Texts:
        found = {str(each.language): str(each) for each in self.graph.objects(subject, self.term(name)) if getattr(each, "language", None)}
        return dict(sorted(found.items()))

    def members(self, subject: Node, name: str) -> list[str]:
        from rdflib.collection import Collection

        head = self.graph.value(subject, self.term(name))
        return [] if head is None else [str(each) for each in Collection(self.graph, head)]

    # -- classes

    def shapes(self) -> list[Node]:
        from rdflib.namespace import RDF as RDF_, SH as SH_

        return list(self.graph.subjects(RDF_.type, SH_.NodeShape))

    def hierarchy(self) -> dict[str, frozenset[str]]:
        from rdflib.namespace import RDF as RDF_, RDFS as RDFS_

        classes = set(self.graph.subjects(RDF_.type, RDFS_.Class))
        above = {}
        for each in classes:
            found = set(self.graph.transitive_objects(each, RDFS_.subClassOf)) - {each}
            above[str(each)] = frozenset(map(str, found))
        return above

    def lineage(self, shape: Node, above: Mapping[str, frozenset[str]]) -> list[Node]:
        """
        The shape itself and the shapes of the classes above it.
        """
        return [shape, *sorted(other for other in self.shapes() if str(other) in above[str(shape)])]

    def form(self, shape: Node, above: Mapping[str, frozenset[str]]) -> str:
        return next((local(self.value(each, "cg:form")) for each in self.lineage(shape, above) if self.value(each, "cg:form")), "")

    def kind(self, shape: Node, above: Mapping[str, frozenset[str]]) -> Kind:
        lineage = self.lineage(shape, above)
        properties = [(each, owner) for owner in lineage for each in self.graph.objects(owner, self.sh.property)]
        fields = self.fields([each for each, _ in properties])
        edges = sorted((self.edge(each) for owner in lineage for each in self.graph.objects(owner, self.cg.edge)), key=lambda edge: (edge.tail, edge.head))
        rules = sorted((self.rule(each) for owner in lineage for each in self.graph.objects(owner, self.sh.sparql)), key=lambda rule: rule.query)
        orders = sorted((order for each, _ in properties for order in self.orders(each)), key=lambda order: (order.earlier, order.later))
        classes = sorted(iri for iri in above[str(shape)] if above.get(iri) or not iri.startswith(CG))
        return Kind(
            iri=str(shape),
            key=self.value(shape, "sh:name"),
            form=self.form(shape, above),
            classes=(str(shape), *classes),
            fields=tuple(sorted(fields, key=lambda each: each.order)),
            label=self.texts(shape, "rdfs:label"),
            comment=self.texts(shape, "rdfs:comment"),
            describes=self.value(shape, "cg:describes"),
            shorthand=self.value(shape, "cg:shorthand"),
            sentence=self.texts(shape, "cg:sentence"),
            color=self.value(shape, "cg:color"),
            mark=self.value(shape, "cg:mark"),
            edges=tuple(edges),
            orders=tuple(orders),
            rules=tuple(rules),
        )

    # -- fields

    def fields(self, properties: list[Node]) -> list[Field]:
        """
        The named property shapes, each with what nameless ones on the same path add to it.
        """
        found = []
        for position, each in enumerate(properties):  # rdflib keeps the order of the file
            if self.value(each, "sh:name"):
                path = self.value(each, "sh:path")
                more = [other for other in properties if other != each and self.value(other, "sh:path") == path and not self.value(other, "sh:name")]
                found.append(self.field(each, more, position))
        keys = [each.key for each in found]
        if doubled := {key for key in keys if keys.count(key) > 1}:
            raise SchemaError(f"two fields are called {', '.join(sorted(doubled))}")
        return found

    def field(self, shape: Node, more: list[Node], position: int) -> Field:
        def first(name: str) -> str:
            return next((value for each in (shape, *more) if (value := self.value(each, name))), "")

        path = self.value(shape, "sh:path")
        key = self.value(shape, "sh:name")
        type_, target = self.type(shape, key)
        message = next((texts for each in (shape, *more) if (texts := self.texts(each, "sh:message"))), {})
        return Field(
            key=key,
            path=path,
            type=type_,
            target=target,
            least=int(first("sh:minCount") or 0),
            most=int(first("sh:maxCount")) if first("sh:maxCount") else None,
            choices=tuple((local(iri), iri) for iri in self.members(shape, "sh:in")),
            pattern=first("sh:pattern"),
            low=first("sh:minInclusive"),
            high=first("sh:maxInclusive"),
            one_per_language=first("sh:uniqueLang") == "true",
            printed=local(self.value(shape, "cg:printed")),
            through=self.value(shape, "cg:through"),
            earliest=self.value(shape, "cg:earliest"),
            latest=self.value(shape, "cg:latest"),
            own=self.value(shape, "cg:own") == "true",
            order=int(self.value(shape, "sh:order") or 10 + position),
            label=self.texts(self.graph.value(shape, self.sh.path), "rdfs:label") or {"en": key},
            description=self.texts(shape, "sh:description"),
            message=message,
        )

    def type(self, shape: Node, key: str) -> tuple[str, str]:
        target = self.value(shape, "sh:class")
        if target == CG + "Passage":
            return CITATION, target
        if target:
            return REFERENCE, target
        if self.value(shape, "sh:node"):
            return PART, self.value(shape, "sh:node")
        if self.members(shape, "sh:in"):
            return CONCEPT, ""
        datatype = self.value(shape, "sh:datatype")
        if datatype not in _DATATYPES:
            raise SchemaError(f"field {key!r} has no sh:class, sh:node, sh:in or known sh:datatype")
        return _DATATYPES[datatype], datatype

    def orders(self, shape: Node) -> Iterable[Order]:
        later = self.value(shape, "sh:lessThanOrEquals")
        if later:
            yield Order(self.value(shape, "sh:path"), later, self.texts(shape, "sh:message"))

    def rule(self, node: Node) -> Rule:
        severity = self.value(node, "sh:severity")
        return Rule(self.value(node, "sh:select"), self.texts(node, "sh:message"), local(severity) == "Warning")

    def edge(self, node: Node) -> Edge:
        def path(name: str) -> tuple[str, ...]:
            return tuple(iri for iri in self.members(node, name) if iri != CG + "self")

        return Edge(path("cg:tail"), path("cg:head"), self.texts(node, "rdfs:label"))

    # -- words

    def all_labels(self) -> dict[str, Texts]:
        found: dict[str, dict[str, str]] = {}
        for name in (RDFS + "label", SKOS + "prefLabel"):
            from rdflib import URIRef

            for subject, value in self.graph.subject_objects(URIRef(name)):
                if isinstance(subject, URIRef) and getattr(value, "language", None):
                    found.setdefault(str(subject), {})[str(value.language)] = str(value)
        return dict(sorted(found.items()))

    def vocabulary(self) -> tuple[str, ...]:
        """
        The triples of the ontology that hold no blank node and no shape: what a query may want to read.
        """
        from rdflib import BNode

        shapes = {SH, CG + "edge", CG + "sentence", CG + "color", CG + "mark", CG + "form", CG + "describes", CG + "shorthand"}
        lines = [
            f"{subject.n3()} {predicate.n3()} {object_.n3()}"
            for subject, predicate, object_ in self.graph
            if not isinstance(subject, BNode) and not isinstance(object_, BNode)
            and not any(str(predicate).startswith(each) for each in shapes) and not str(object_).startswith(SH)
        ]  # fmt: skip
        return tuple(sorted(lines))

    def prefixes(self) -> Iterable[tuple[str, str]]:
        wanted = ("cg", "dcterms", "foaf", "geo", "org", "owl", "prov", "rdf", "rdfs", "schema", "skos", "skosxl", "xsd")
        for prefix, iri in sorted(self.graph.namespaces()):
            if prefix in wanted:
                yield prefix, str(iri)


def as_json(schema: Schema) -> dict[str, Any]:
    """
    What look-ups need of the schema, for a file that is read without RDF.
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
            "edges": [{"tail": edge.tail, "head": edge.head, "label": edge.label} for edge in kind.edges],
            "fields": [{"key": each.key, "path": each.path, "type": each.type, "label": each.label} for each in kind.fields],
        }
        for iri, kind in schema.kinds.items()
    }
    labels = {iri: texts for iri, texts in schema.labels.items() if iri.startswith(CG)}
    above = {iri: sorted(classes) for iri, classes in schema.above.items()}
    return {"kinds": kinds, "labels": labels, "above": above, "prefixes": dict(schema.prefixes)}
