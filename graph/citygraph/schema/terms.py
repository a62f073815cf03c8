"""The namespaces that Python knows."""

from __future__ import annotations

import re

CG = "https://citygraph.example/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PROV = "http://www.w3.org/ns/prov#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"


def local(iri: str) -> str:
    """
    Give the last part of an IRI.
    """
    return re.split(r"[#/]", iri)[-1]
