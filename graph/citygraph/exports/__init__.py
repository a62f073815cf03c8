"""The graph for others: RDF files, query results, an ``rdflib.Dataset``."""

from citygraph.exports.answers import Results, answer, pointed, prologue, results
from citygraph.exports.whole import dataset, rdf

__all__ = ["Results", "answer", "dataset", "pointed", "prologue", "rdf", "results"]
