"""The graph for others: RDF files, query results, an ``rdflib.Dataset``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph import store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib import Dataset

    from citygraph.store import Graph, Limits, QueryError
    from citygraph.store.asking import Answer

_TABLES = ("table", "json", "csv", "tsv", "xml")
_TRIPLES = ("ttl", "nt")
_NUMBER = re.compile(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?")
_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Results:
    """
    The answer to a user's query in a format, and what has to be said beside it: that it was cut, a likely mistake.
    """

    text: str
    cut: bool
    notes: tuple[str, ...]


def prologue(graph: Graph) -> str:
    """
    The prefixes of the ontology and of the dataset, as SPARQL declares them.
    """
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(_prefixes(graph).items()))


def results(graph: Graph, query: str, format_: str | None = None) -> str:
    """
    The text of ``answer``, for where nothing can be said beside it: a table that was cut says so below itself.

    Raises:
        store.LimitError: there is more than the limit, and the format cannot say so.
        store.QueryError: as ``answer``.
    """
    found = answer(graph, query, format_)
    if found.cut and format_ not in (None, "table"):
        raise store.LimitError(found.notes[0])
    return "\n".join([found.text, *(f"({note})" for note in found.notes)]) if format_ in (None, "table") else found.text


def answer(graph: Graph, query: str, format_: str | None = None, limits: Limits | None = None) -> Results:
    """
    The answer to a user's query in a format; the ontology's prefixes need not be declared.

    Raises:
        store.QueryError: the query is wrong or refused; line and column are those of *query*.
        store.LimitError: the query met a limit of time, memory or depth.
    """
    store.guard(query)
    before = prologue(graph)  # what the query declares itself comes later and wins
    try:
        found = store.ask_user_query(graph, before + query, limits)
    except store.QueryError as error:
        error.line = max(0, error.line - before.count("\n"))
        raise
    notes = []
    if found.cut:
        notes.append(f"cut after {found.limits.rows:,} {found.kind}: there is more; LIMIT and OFFSET give the rest")
    if found.empty:
        notes += _strangers(graph, query)
    return Results(_written(found, format_, _prefixes(graph)), found.cut, tuple(notes))


def _prefixes(graph: Graph) -> dict[str, str]:
    schema = graph.file("schema.json")
    return {**schema["prefixes"], "id": f"{schema['settings']['base']}id/"}


def _strangers(graph: Graph, query: str) -> Iterable[str]:
    """
    Names of the ontology that a query uses and nothing in the graph bears, each with the nearest one that is known.
    """
    from citygraph import names

    schema = graph.file("schema.json")
    own = schema["prefixes"]["cg"]
    known = {iri.removeprefix(own) for iri in schema["labels"] if iri.startswith(own)}
    for name in dict.fromkeys(re.findall(r"(?<![\w:])cg:([\w-]+)", query)):
        if name not in known:
            near = names.nearest(name, known)
            yield f"the ontology has no cg:{name}" + f"; did you mean cg:{near}?" * bool(near)


def _written(found: Answer, format_: str | None, prefixes: dict[str, str]) -> str:
    if found.kind == "triples":
        if format_ not in {None, *_TRIPLES}:
            raise store.QueryError(f"triples are written as {' or '.join(_TRIPLES)}, not as {format_}")
        return found.written(format_ or "ttl", prefixes)
    if format_ in _TRIPLES:
        raise store.QueryError(f"a table is written as {', '.join(_TABLES)}, not as {format_}")
    if format_ == "json" or (format_ in {"xml", "tsv"} and found.kind == "rows"):
        return _well_formed(found.written(format_, prefixes), format_)
    if found.kind == "boolean":
        return found.written("xml", prefixes) if format_ == "xml" else str(found.truth).lower()
    return _csv(found) if format_ == "csv" else _table(found, prefixes)


def _well_formed(text: str, format_: str) -> str:
    if format_ == "xml" and (strange := _XML.search(text)):
        raise store.QueryError(f"XML cannot hold the character U+{ord(strange[0]):04X} of the answer; ask for json")
    return text


def _csv(found: Answer) -> str:
    """
    Rows as SPARQL 1.1 writes CSV, but with an apostrophe before what a spreadsheet would run (CVE-2021-41270).
    """
    import csv
    import io

    into = io.StringIO()
    writer = csv.writer(into, lineterminator="\r\n")
    writer.writerow(found.heads)
    for row in found.cells():
        writer.writerow(["" if term is None else _defused(_bare(term)) for term in row])
    return into.getvalue()


def _bare(term: Mapping[str, str]) -> str:
    return f"_:{term['value']}" if term["type"] == "bnode" else term["value"]


def _defused(cell: str) -> str:
    runs = any(line.lstrip().startswith(("=", "+", "-", "@")) for line in cell.splitlines())
    return f"'{cell}" if (runs or cell.startswith(("\t", "\r"))) and not _NUMBER.fullmatch(cell) else cell


def _table(found: Answer, prefixes: Mapping[str, str]) -> str:
    """
    Columns for a terminal, IRIs shortened by their prefixes.
    """
    from citygraph.terminal import cells, visible

    longest = sorted(prefixes.items(), key=lambda each: -len(each[1]))

    def shown(term: Mapping[str, str] | None) -> str:
        if term is None:
            return ""
        value = visible(_bare(term)).replace("\n", "\\n")
        if term["type"] != "uri":
            return value
        return next((f"{prefix}:{value.removeprefix(iri)}" for prefix, iri in longest if value.startswith(iri)), value)

    rows = [found.heads, *([shown(term) for term in row] for row in found.cells())]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join(_line(row, [width - cells(text) for text, width in zip(row, widths, strict=True)]) for row in rows)


def _line(texts: list[str], gaps: list[int]) -> str:
    return "  ".join(text + " " * gap for text, gap in zip(texts, gaps, strict=True)).rstrip()


def pointed(query: str, error: QueryError) -> str:
    """
    A query's mistake with its line and a caret below it.
    """
    from citygraph.terminal import cells, visible

    lines = re.split(r"\r\n?|\n", query)
    if not 0 < error.line <= len(lines):
        return str(error)
    source = lines[error.line - 1].replace("\t", " ")
    gap = cells(visible(source[: error.column - 1]))
    return f"{error.line}:{error.column}: {error}\n  {visible(source)}\n  {' ' * gap}^"


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
