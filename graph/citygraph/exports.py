"""The graph for others: RDF files, query results, an ``rdflib.Dataset``."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from citygraph import store

if TYPE_CHECKING:
    from rdflib import Dataset

    from citygraph.store import Graph, QueryError

_SERIALIZATIONS = {"json": ox.QueryResultsFormat.JSON, "csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV, "xml": ox.QueryResultsFormat.XML}
_TRIPLES = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES}


def prologue(graph: Graph) -> str:
    """
    The prefixes of the ontology and of the dataset, as SPARQL declares them.
    """
    schema = graph.file("schema.json")
    prefixes = {**schema["prefixes"], "id": f"{schema['settings']['base']}id/"}
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(prefixes.items()))


def results(graph: Graph, query: str, format_: str | None = None) -> str:
    """
    The result of a user's query in a format; the ontology's prefixes need not be declared.

    Raises:
        store.QueryError: the query is wrong or refused; line and column are those of *query*.
    """
    before = prologue(graph)
    declared = {match[1].lower() for match in re.finditer(r"(?i)\bprefix\s+([\w-]*):", query)}
    before = "".join(line + "\n" for line in before.splitlines() if line.split()[1].rstrip(":") not in declared)
    store.guard(query)
    try:
        found = store.ask_user_query(graph, before + query)
        return _written(graph, found, format_)
    except store.QueryError as error:
        offset = before.count("\n")
        raise store.QueryError(str(error), max(0, error.line - offset), error.column) from error


def _written(graph: Graph, found: Any, format_: str | None) -> str:
    if isinstance(found, ox.QueryTriples):
        if format_ not in (None, *_TRIPLES):
            raise store.QueryError(f"triples are written as {' or '.join(_TRIPLES)}, not as {format_}")
        data = ox.serialize(sorted(found, key=str), format=_TRIPLES[format_ or "ttl"], prefixes=graph.file("schema.json")["prefixes"])
        return bytes(data or b"").decode()
    if format_ in _TRIPLES:
        raise store.QueryError(f"a table is written as table, {', '.join(_SERIALIZATIONS)}, not as {format_}")
    if format_ in _SERIALIZATIONS and not (isinstance(found, ox.QueryBoolean) and format_ in ("csv", "tsv")):
        return bytes(found.serialize(format=_SERIALIZATIONS[format_])).decode()
    if isinstance(found, ox.QueryBoolean):
        return "true" if found else "false"
    return _table([name.value for name in found.variables], [list(row) for row in found], graph)


def _table(heads: list[str], rows: list[list[Any]], graph: Graph) -> str:
    """
    Columns for a terminal, IRIs shortened by their prefixes.
    """
    from wcwidth import wcswidth

    from citygraph.terminal import visible

    schema = graph.file("schema.json")
    prefixes = sorted({**schema["prefixes"], "id": f"{schema['settings']['base']}id/"}.items(), key=lambda each: -len(each[1]))

    def cell(term: Any) -> str:
        if isinstance(term, ox.NamedNode):
            found = next((f"{prefix}:{term.value[len(iri) :]}" for prefix, iri in prefixes if term.value.startswith(iri)), None)
            return found or term.value
        return "" if term is None else visible(term.value)

    cells = [[cell(term) for term in row] for row in rows]
    widths = [max([_width(wcswidth, head), *(_width(wcswidth, row[at]) for row in cells)]) for at, head in enumerate(heads)]

    def line(texts: list[str]) -> str:
        return "  ".join(text + " " * (width - _width(wcswidth, text)) for text, width in zip(texts, widths, strict=True)).rstrip()

    return "\n".join([line(heads), line(["-" * width for width in widths]), *(line(row) for row in cells)])


def _width(measure: Any, text: str) -> int:
    return max(int(measure(text)), 0)


def pointed(query: str, error: QueryError) -> str:
    """
    A query's mistake with its line and a caret below it.
    """
    lines = query.splitlines()
    if not 0 < error.line <= len(lines):
        return str(error)
    source = lines[error.line - 1]
    return f"{error.line}:{error.column}: {error}\n  {source}\n  {' ' * (error.column - 1)}^"


def rdf(graph: Graph, format_: str) -> str:
    """
    The whole graph, sorted: N-Quads and TriG with the passages as named graphs, Turtle without, JSON-LD with.
    """
    if format_ == "nq":
        return (graph.folder / "graph.nq").read_text("utf-8")
    quads = sorted(graph.engine, key=str)
    if format_ == "ttl":
        triples = [quad.triple for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)]
        return bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=graph.file("schema.json")["prefixes"]) or b"").decode()
    if format_ == "trig":
        return bytes(ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=graph.file("schema.json")["prefixes"]) or b"").decode()
    text = bytes(ox.serialize(quads, format=ox.RdfFormat.JSON_LD, prefixes=graph.file("schema.json")["prefixes"]) or b"").decode()
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


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
