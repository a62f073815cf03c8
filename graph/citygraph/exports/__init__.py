"""The graph for others: RDF, query results, networks, tables, a calendar, contacts, an ``rdflib.Dataset``.

Every export of one build has the same bytes, and hostile text stays text in
each format. ``written`` makes any of them; libraries that only one needs are
imported where they are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.exports.answers import Results, answer, pointed, prologue, results
from citygraph.exports.whole import dataset, rdf

if TYPE_CHECKING:
    from citygraph.store import Graph

TEXTS = ("nq", "trig", "ttl", "jsonld", "graphml", "gexf", "ics", "vcf")
FILES = ("csv", "xlsx")  # not for a terminal: a folder or archive of tables, a workbook


def written(graph: Graph, format_: str, lang: str = "", *, raw: bool = False) -> bytes | dict[str, bytes]:
    """
    The graph in a format; for CSV the files by name. *lang* is that of notes, else the dataset's first.

    Raises:
        extras.MissingError: the library for the format is not installed.
    """
    lang = lang or graph.file("schema.json")["settings"]["languages"][0]
    if format_ in ("graphml", "gexf"):
        from citygraph.exports import networks

        return networks.written(graph, format_).encode()
    if format_ == "ics":
        from citygraph.exports import calendars

        return calendars.calendar(graph, lang).encode()
    if format_ == "vcf":
        from citygraph.exports import contacts

        return contacts.contacts(graph, lang).encode("utf-8", "replace")
    if format_ in FILES:
        from citygraph.exports import sheets

        return sheets.workbook(graph) if format_ == "xlsx" else sheets.csv_files(graph, raw=raw)
    return rdf(graph, format_).encode()


__all__ = ["FILES", "TEXTS", "Results", "answer", "dataset", "pointed", "prologue", "rdf", "results", "written"]
