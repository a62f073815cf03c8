"""The ontology into kinds and fields.

``ontology/`` is the schema: one SHACL node shape for each kind of record. The
shape's ``sh:name`` is the top-level YAML key; each property shape with a
``sh:name`` is a field. Constraints that no field carries (orders of dates,
rules in SPARQL) are kept with their messages. What is read, checked, explained,
told and drawn follows from the ``Schema``; no kind is known to Python by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.schema.kinds import (
    ADDRESS,
    CITATION,
    CONCEPT,
    DATE,
    DECIMAL,
    INTEGER,
    KEYED,
    LANGUAGE,
    LISTED,
    NESTED,
    PART,
    REFERENCE,
    SINGLE,
    TEXT,
    Edge,
    Field,
    Kind,
    Order,
    Rule,
    Schema,
    SchemaError,
    Texts,
    as_json,
)
from citygraph.schema.terms import CG, PROV, RDF, RDFS, SH, SKOS, XSD, local

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = [
    "ADDRESS",
    "CG",
    "CITATION",
    "CONCEPT",
    "DATE",
    "DECIMAL",
    "INTEGER",
    "KEYED",
    "LANGUAGE",
    "LISTED",
    "NESTED",
    "PART",
    "PROV",
    "RDF",
    "RDFS",
    "REFERENCE",
    "SH",
    "SINGLE",
    "SKOS",
    "TEXT",
    "XSD",
    "Edge",
    "Field",
    "Kind",
    "Order",
    "Rule",
    "Schema",
    "SchemaError",
    "Texts",
    "as_json",
    "files",
    "local",
    "read",
]


def files(folders: Iterable[Path]) -> list[Path]:
    """
    Find the Turtle files below *folders*, in sorted order in each.
    """
    return [path for folder in folders for path in sorted(folder.rglob("*.ttl"), key=lambda path: path.as_posix())]


def read(folders: Iterable[Path]) -> Schema:
    """
    Read the schema in *folders* (W3C SHACL Core in Turtle).

    Raises:
        SchemaError: a shape cannot be read; the message names it.
    """
    from citygraph.schema import shapes  # imports rdflib, which a look-up must not pay for

    return shapes.Reader(shapes.graph_of(files(folders))).schema()
