"""Reads SHACL shapes in Turtle into kinds; a shape that says what is not understood is refused by name."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF as RDF_
from rdflib.namespace import RDFS as RDFS_

from citygraph.schema import kinds
from citygraph.schema.kinds import Edge, Field, Kind, Order, Rule, Schema, SchemaError, Texts
from citygraph.schema.terms import CG, RDF, RDFS, SH, SKOS, XSD, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from rdflib.term import Node

_DATATYPES = {
    RDF + "langString": kinds.LANGUAGE,
    CG + "PartialDate": kinds.DATE,
    XSD + "integer": kinds.INTEGER,
    XSD + "decimal": kinds.DECIMAL,
    XSD + "string": kinds.TEXT,
    XSD + "anyURI": kinds.ADDRESS,
}
_FORMS = (kinds.KEYED, kinds.LISTED, kinds.SINGLE, kinds.NESTED)
_TELLING = ("edge", "sentence", "color", "mark", "form", "describes", "shorthand", "coined")
# Every term that a shape may use; another one is a slip that would go unheeded.
_OF_A_KIND = {*(CG + term for term in _TELLING), *(SH + term for term in ("name", "property", "sparql"))}
_OF_A_FIELD = {
    *(SH + term for term in ("name", "path", "class", "node", "in", "datatype", "minCount", "maxCount", "pattern")),
    *(SH + term for term in ("minInclusive", "maxInclusive", "uniqueLang", "lessThanOrEquals")),
    *(SH + term for term in ("order", "description", "message")),
    *(CG + term for term in ("printed", "through", "earliest", "latest", "own")),
}
_PREFIXES = ["cg", "dcterms", "foaf", "geo", "org", "owl", "prov", "rdf", "rdfs", "schema", "skos", "skosxl", "xsd"]

_Above = dict[str, frozenset[str]]


def graph_of(paths: Iterable[Path]) -> Graph:
    """
    Parse all files into one graph.
    """
    graph = Graph(bind_namespaces="none")  # prefixes are those that the ontology declares
    for path in paths:
        try:
            graph.parse(path, format="turtle")
        except RecursionError as error:
            raise SchemaError(f"{path.name}: nested too deeply") from error
        except Exception as error:
            raise SchemaError(f"{path.name}: {error}") from error
    return graph


class Reader:
    """
    Reads one graph of shapes.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.shapes = sorted(str(each) for each in graph.subjects(RDF_.type, URIRef(SH + "NodeShape")))
        self.above = self.hierarchy()

    def schema(self) -> Schema:
        # Kinds without a name of their own only lend their fields to the kinds below them.
        formed = [shape for shape in self.shapes if self.form(shape)]
        found = {shape: self.kind(shape) for shape in formed if self.is_leaf(shape, formed)}
        for kind in found.values():
            self.judge(kind, found)
        return Schema(found, self.labels(), self.above, self.vocabulary(), self.prefixes())

    def is_leaf(self, shape: str, formed: list[str]) -> bool:
        return bool(self.value(URIRef(shape), SH + "name")) or not any(shape in self.above[other] for other in formed)

    def judge(self, kind: Kind, found: Mapping[str, Kind]) -> None:
        """
        Refuse a kind that points to what is not there, or that nobody could write or tell.
        """
        for each in kind.fields:
            target = each.target
            if each.type == kinds.PART and target not in found:
                raise _broken(kind.iri, f"field '{each.key}': sh:node {local(target)} is no kind")
            if each.type == kinds.REFERENCE and target not in self.above:
                raise _broken(kind.iri, f"field '{each.key}': sh:class {local(target)} is no class")
        if kind.form not in _FORMS:
            raise _broken(kind.iri, f"cg:form {kind.form} is none of {', '.join(_FORMS)}")
        if kind.shorthand and kind.field(kind.shorthand) is None:
            raise _broken(kind.iri, f"cg:shorthand '{kind.shorthand}' is no field")
        if kind.describes and kind.describes not in {each.path for each in kind.fields}:
            raise _broken(kind.iri, f"cg:describes {local(kind.describes)} is the path of no field")

    # -------------------------------------------------------- small readings

    def value(self, subject: Node, term: str) -> str:
        found = self.graph.value(subject, URIRef(term))
        return "" if found is None else str(found)

    def texts(self, subject: Node | None, term: str) -> Texts:
        found = self.graph.objects(subject, URIRef(term)) if subject is not None else ()
        return dict(sorted((each.language, str(each)) for each in found if isinstance(each, Literal) and each.language))

    def members(self, subject: Node, term: str) -> list[str]:
        head = self.graph.value(subject, URIRef(term))
        return [] if head is None else [str(each) for each in Collection(self.graph, head)]

    # --------------------------------------------------------------- classes

    def hierarchy(self) -> _Above:
        found = {}
        for each in self.graph.subjects(RDF_.type, RDFS_.Class):
            above = {str(other) for other in self.graph.transitive_objects(each, RDFS_.subClassOf)}
            found[str(each)] = frozenset(above - {str(each)})
        for shape in self.shapes:
            if shape not in found:
                raise _broken(shape, "a kind is also an rdfs:Class")
        return found

    def lineage(self, shape: str) -> list[URIRef]:
        """
        Give the shape itself and the shapes of the classes above it.
        """
        return [URIRef(each) for each in (shape, *(other for other in self.shapes if other in self.above[shape]))]

    def form(self, shape: str) -> str:
        found = (self.value(each, CG + "form") for each in self.lineage(shape))
        return next((local(form) for form in found if form), "")

    def kind(self, shape: str) -> Kind:
        lineage = self.lineage(shape)
        self.refuse_unknown_terms(URIRef(shape), shape, _OF_A_KIND)
        properties = self.under(lineage, SH + "property")
        for each in properties:
            self.refuse_unknown_terms(each, shape, _OF_A_FIELD)
        classes = sorted(iri for iri in self.above[shape] if self.above.get(iri) or not iri.startswith(CG))
        this = URIRef(shape)
        return Kind(
            iri=shape,
            key=self.value(this, SH + "name"),
            form=self.form(shape),
            classes=(shape, *classes),
            fields=self.fields(shape, properties),
            label=self.texts(this, RDFS + "label"),
            comment=self.texts(this, RDFS + "comment"),
            describes=self.value(this, CG + "describes"),
            shorthand=self.value(this, CG + "shorthand"),
            coined=self.value(this, CG + "coined") == "true",
            sentence=self.texts(this, CG + "sentence"),
            color=self.value(this, CG + "color"),
            mark=self.value(this, CG + "mark"),
            edges=tuple(
                sorted(map(self.edge, self.under(lineage, CG + "edge")), key=lambda each: (each.tail, each.head))
            ),
            orders=tuple(sorted(chain(*map(self.orders, properties)), key=lambda each: (each.earlier, each.later))),
            rules=tuple(sorted(map(self.rule, self.under(lineage, SH + "sparql")), key=lambda each: each.query)),
        )

    def under(self, lineage: list[URIRef], term: str) -> list[Node]:
        """
        Give what stands under a term of the shape and those above it, in the order of the files.
        """
        return [each for owner in lineage for each in self.graph.objects(owner, URIRef(term))]

    def refuse_unknown_terms(self, node: Node, shape: str, known: set[str]) -> None:
        for term in self.graph.predicates(node):
            if str(term).startswith((SH, CG)) and str(term) not in known:
                raise _broken(shape, f"{local(str(term))} is not understood here")

    # ---------------------------------------------------------------- fields

    def fields(self, shape: str, properties: list[Node]) -> tuple[Field, ...]:
        """
        Read the named property shapes, each with what nameless ones on the same path add to it.
        """
        found = []
        for position, each in enumerate(properties):
            if key := self.value(each, SH + "name"):
                path = self.value(each, SH + "path")
                nameless = (other for other in properties if not self.value(other, SH + "name"))
                more = [other for other in nameless if self.value(other, SH + "path") == path]
                try:
                    found.append(self.field(key, [each, *more], position))
                except ValueError as error:
                    raise _broken(shape, f"field '{key}': {error}") from error
        keys = [each.key for each in found]
        if doubled := sorted({key for key in keys if keys.count(key) > 1}):
            raise _broken(shape, f"two fields are called '{doubled[0]}'")
        return tuple(sorted(found, key=lambda each: each.order))

    def field(self, key: str, shapes: list[Node], position: int) -> Field:
        def first(term: str) -> str:
            return next((value for each in shapes if (value := self.value(each, SH + term))), "")

        shape = shapes[0]
        path = self.graph.value(shape, URIRef(SH + "path"))
        if not isinstance(path, URIRef):
            raise ValueError("sh:path is no property")  # noqa: TRY004 -- of the file, not of an argument
        type_, target = self.type(shape)
        return Field(
            key=key,
            path=str(path),
            type=type_,
            target=target,
            least=int(first("minCount") or 0),
            most=int(first("maxCount")) if first("maxCount") else None,
            choices=tuple((local(iri), iri) for iri in self.members(shape, SH + "in")),
            pattern=first("pattern"),
            low=first("minInclusive"),
            high=first("maxInclusive"),
            one_per_language=first("uniqueLang") == "true",
            printed=local(self.value(shape, CG + "printed")),
            through=self.value(shape, CG + "through"),
            earliest=self.value(shape, CG + "earliest"),
            latest=self.value(shape, CG + "latest"),
            own=self.value(shape, CG + "own") == "true",
            order=int(self.value(shape, SH + "order") or 10 + position),
            label=self.texts(path, RDFS + "label") or {"en": key},
            description=self.texts(shape, SH + "description"),
            message=next((texts for each in shapes if (texts := self.texts(each, SH + "message"))), {}),
        )

    def type(self, shape: Node) -> tuple[str, str]:
        target = self.value(shape, SH + "class")
        if target:
            return kinds.CITATION if target == CG + "Passage" else kinds.REFERENCE, target
        if node := self.value(shape, SH + "node"):
            return kinds.PART, node
        if self.members(shape, SH + "in"):
            return kinds.CONCEPT, ""
        datatype = self.value(shape, SH + "datatype")
        if datatype not in _DATATYPES:
            raise ValueError("no sh:class, sh:node, sh:in or known sh:datatype")
        return _DATATYPES[datatype], datatype

    def orders(self, shape: Node) -> Iterator[Order]:
        later = self.value(shape, SH + "lessThanOrEquals")
        if later:
            yield Order(self.value(shape, SH + "path"), later, self.texts(shape, SH + "message"))

    def rule(self, node: Node) -> Rule:
        severity = local(self.value(node, SH + "severity"))
        return Rule(self.value(node, SH + "select"), self.texts(node, SH + "message"), severity == "Warning")

    def edge(self, node: Node) -> Edge:
        tail, head = (
            tuple(iri for iri in self.members(node, CG + end) if iri != CG + "self") for end in ("tail", "head")
        )
        return Edge(tail, head, self.texts(node, RDFS + "label"), self.value(node, CG + "trivial") == "true")

    # ----------------------------------------------------------------- words

    def labels(self) -> dict[str, Texts]:
        found: dict[str, Texts] = {}
        for term in (RDFS + "label", SKOS + "prefLabel"):
            for subject, value in self.graph.subject_objects(URIRef(term)):
                if isinstance(subject, URIRef) and isinstance(value, Literal) and value.language:
                    found.setdefault(str(subject), {})[value.language] = str(value)
        return dict(sorted(found.items()))

    def vocabulary(self) -> tuple[str, ...]:
        """
        Give the triples that a query may want to read: no shapes, no blank nodes.
        """
        telling = {CG + term for term in _TELLING}
        return tuple(
            sorted(
                f"{subject.n3()} {predicate.n3()} {object_.n3()}"
                for subject, predicate, object_ in self.graph
                if isinstance(subject, URIRef)
                and isinstance(object_, (URIRef, Literal))
                and isinstance(predicate, URIRef)
                and str(predicate) not in telling
                and not predicate.startswith(SH)
                and not object_.startswith(SH)
            )
        )

    def prefixes(self) -> dict[str, str]:
        return {prefix: str(iri) for prefix, iri in sorted(self.graph.namespaces()) if prefix in _PREFIXES}


def _broken(shape: str, what: str) -> SchemaError:
    return SchemaError(f"{local(shape)}: {what}")
