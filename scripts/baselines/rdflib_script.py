"""What one would write without this tool: `safe_load`, a walk over the records, an rdflib `Dataset`, N-Quads.

    python scripts/baselines/rdflib_script.py PLAN DATA OUT

It gives the same kinds of quads (each triple in the default graph and in the graph of each passage that states it)
and checks nothing: no places of mistakes, no references, no rules.
"""

from __future__ import annotations

import calendar
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import yaml
from rdflib import RDF, XSD, Dataset, Literal, URIRef

BASE = "https://country.example/"
CG = "https://citygraph.example/ontology#"
PROV = URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")
MENTIONS = URIRef(CG + "mentions")
NUMBERS = {"integer": XSD.integer, "decimal": XSD.decimal}


class Script:
    """
    Holds the dataset while the records are walked.
    """

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.out = Dataset()
        self.stands: dict[tuple[str, str], str] = {}

    def file(self, content: dict[str, Any]) -> None:
        report = content.get("report", {}).get("id", "")
        for key, records in content.items():
            kind = self.plan[key]
            if kind["form"] == "Keyed":
                each = [(id_, record) for id_, record in records.items()]
            else:
                listed = [records] if kind["form"] == "Single" else records
                each = [(record.get("id", ""), record) for record in listed]
            for id_, record in each:
                self.record(kind, id_, record, report)

    def record(self, kind: dict[str, Any], id_: str, record: dict[str, Any], report: str) -> None:
        digest = hashlib.sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()[:20]
        subject = URIRef(f"{BASE}id/{id_}" if id_ else f"{BASE}fact/{digest}")
        triples: list[tuple[Any, Any, Any]] = []
        mentioned: set[URIRef] = set()
        self.values(subject, kind, record, triples, mentioned)
        if kind["form"] == "Listed":
            triples += [(subject, MENTIONS, each) for each in mentioned]
        if kind["describes"]:
            thing = URIRef(f"{BASE}id/{record['of']}")
            own = {field["path"] for field in kind["fields"].values() if field["own"]} | {
                kind["describes"],
                str(RDF.type),
            }
            triples += [(thing, p, o) for s, p, o in list(triples) if s == subject and str(p) not in own]
        cited = record.get("cite", ["curator"])
        for cite in cited if isinstance(cited, list) else [cited]:
            words = str(cite).split()
            passage = URIRef(f"{BASE}passage/" + "/".join(words if len(words) > 1 else [report, *words]))
            triples.append((subject, PROV, passage))
            graph = self.out.graph(passage)
            graph.add((passage, RDF.type, URIRef(CG + "Passage")))
            graph.add((passage, URIRef(CG + "section"), Literal(words[-1])))
            for triple in triples:
                graph.add(triple)
        for triple in triples:
            self.out.add(triple)

    def values(
        self, subject: URIRef, kind: dict[str, Any], record: dict[str, Any], triples: list[Any], mentioned: set[URIRef]
    ) -> None:
        triples += [(subject, RDF.type, URIRef(each)) for each in kind["classes"]]
        for key, value in record.items():
            if key in ("cite", "id"):
                continue
            field = kind["fields"][key]
            path = URIRef(field["path"])
            if field["type"] == "language":
                for language, texts in value.items():
                    for text in texts if isinstance(texts, list) else [texts]:
                        triples.append((subject, path, Literal(str(text), lang=language)))
                continue
            for each in value if isinstance(value, list) else [value]:
                self.value(subject, path, field, each, triples, mentioned)

    def value(
        self,
        subject: URIRef,
        path: URIRef,
        field: dict[str, Any],
        value: Any,
        triples: list[Any],
        mentioned: set[URIRef],
    ) -> None:
        type_ = field["type"]
        if type_ == "part":
            kind = self.plan[field["target"]]
            body = value if isinstance(value, dict) else {kind["shorthand"]: value}
            said = f"{subject} {path} {json.dumps(body, sort_keys=True, default=str)}"
            part = URIRef(f"{BASE}fact/{hashlib.sha256(said.encode()).hexdigest()[:20]}")
            triples.append((subject, path, part))
            self.values(part, kind, body, triples, mentioned)
        elif type_ == "reference":
            thing = URIRef(f"{BASE}id/{value}")
            mentioned.add(thing)
            triples.append((subject, path, thing))
        elif type_ == "concept":
            triples.append((subject, path, URIRef(field["choices"][value])))
        elif type_ == "date":
            triples.append((subject, path, Literal(str(value), datatype=URIRef(CG + "PartialDate"))))
            first, last = days(str(value))
            triples.append((subject, URIRef(field["days"][0]), Literal(first, datatype=XSD.date)))
            triples.append((subject, URIRef(field["days"][1]), Literal(last, datatype=XSD.date)))
        else:
            triples.append((subject, path, Literal(str(value), datatype=NUMBERS.get(type_))))


def days(written: str) -> tuple[str, str]:
    """
    First and last day of a date as precisely as known.
    """
    year, *rest = written.split("-")
    if len(rest) == 2:
        return written, written
    month = rest[0] if rest else "12"
    last = calendar.monthrange(int(year), int(month))[1]
    return f"{year}-{rest[0] if rest else '01'}-01", f"{year}-{month}-{last}"


def main() -> None:
    """
    Reads all files, writes N-Quads.
    """
    script = Script(json.loads(Path(sys.argv[1]).read_text()))
    for path in sorted(Path(sys.argv[2]).rglob("*.yaml")):
        if path.name != "dataset.yaml":
            script.file(yaml.safe_load(path.read_text("utf-8")))
    script.out.serialize(destination=sys.argv[3], format="nquads", encoding="utf-8")
    print(len(script.out))


if __name__ == "__main__":
    main()
