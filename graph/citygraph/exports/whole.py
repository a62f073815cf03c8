"""The whole graph: as an RDF file, as an ``rdflib.Dataset``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Dataset

    from citygraph.store import Graph

FORMATS = ("nq", "trig", "ttl", "jsonld")


def rdf(graph: Graph, format_: str) -> str:
    """
    The whole graph, sorted: N-Quads and TriG with the passages as named graphs, Turtle without, JSON-LD with.
    """
    if format_ == "nq":
        return graph.quads()
    text = graph.rdf(format_, graph.file("schema.json")["prefixes"])
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n" if format_ == "jsonld" else text


def dataset(graph: Graph) -> Dataset:
    """
    The store as an ``rdflib.Dataset`` (by oxrdflib): default graph and one named graph for each passage.
    """
    from oxrdflib import OxigraphStore
    from rdflib import Dataset

    found = Dataset(store=OxigraphStore(store=graph.engine))
    for prefix, iri in graph.file("schema.json")["prefixes"].items():
        found.bind(prefix, iri)
    return found
