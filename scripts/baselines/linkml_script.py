"""The same facts through LinkML: a schema made from the shapes, instances loaded and typed by it, dumped as RDF.

    python scripts/baselines/linkml_script.py PLAN DATA OUT

LinkML has no language-tagged values (linkml issue 3548): texts are strings with their language after them. Named
graphs, order of dates and rules across records are left out.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml
from linkml.generators.pythongen import PythonGenerator  # type: ignore[import-not-found]
from linkml_runtime.dumpers import rdflib_dumper  # type: ignore[import-not-found]
from linkml_runtime.utils.schemaview import SchemaView  # type: ignore[import-not-found]

RANGES = {"integer": "integer", "decimal": "decimal"}


def class_of(key: str) -> str:
    """
    The name of a class.
    """
    return "".join(part.title() for part in re.split(r"[^A-Za-z0-9]+", key.rsplit("#", 1)[-1])) + "Record"


def slot_of(key: str) -> str:
    """
    The name of a slot.
    """
    return "f_" + key.replace("-", "_")


def schema(plan: dict[str, Any]) -> str:
    """
    A LinkML schema of the kinds and fields.
    """
    classes: dict[str, Any] = {}
    for key, kind in plan.items():
        attributes: dict[str, Any] = (
            {} if kind["form"] == "Nested" else {"id": {"identifier": True, "range": "uriorcurie"}}
        )
        for name, field in kind["fields"].items():
            part = field["type"] == "part"
            attributes[slot_of(name)] = {
                "multivalued": True,
                "slot_uri": field["path"],
                "range": class_of(field["target"]) if part else RANGES.get(field["type"], "string"),
            } | ({"inlined": True, "inlined_as_list": True} if part else {})
        classes[class_of(key)] = {"class_uri": kind["classes"][0], "attributes": attributes}
    return yaml.safe_dump(
        {
            "id": "https://country.example/schema",
            "name": "country",
            "imports": ["linkml:types"],
            "default_range": "string",
            "default_prefix": "ex",
            "classes": classes,
            "prefixes": {"linkml": "https://w3id.org/linkml/", "ex": "https://country.example/id/"},
        }
    )


def instance(plan: dict[str, Any], kind: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    """
    A record as LinkML takes it.
    """
    found: dict[str, Any] = {}
    for key, value in record.items():
        if key == "id":
            continue
        field = kind["fields"][key]
        if field["type"] == "language":
            texts = [(language, each if isinstance(each, list) else [each]) for language, each in value.items()]
            found[slot_of(key)] = [f"{text}@{language}" for language, each in texts for text in each]
            continue
        items = value if isinstance(value, list) else [value]
        if field["type"] == "part":
            part = plan[field["target"]]
            items = [
                instance(plan, part, each if isinstance(each, dict) else {part["shorthand"]: each}) for each in items
            ]
        elif field["type"] not in RANGES:
            items = [str(each) for each in items]
        found[slot_of(key)] = items
    return found


def main() -> None:
    """
    Reads all files, dumps Turtle.
    """
    plan = json.loads(Path(sys.argv[1]).read_text())
    text = schema(plan)
    module = PythonGenerator(text).compile_module()
    view = SchemaView(text)
    count = 0
    with Path(sys.argv[3]).open("w", encoding="utf-8") as out:
        for path in sorted(Path(sys.argv[2]).rglob("*.yaml")):
            if path.name == "dataset.yaml":
                continue
            for key, records in yaml.safe_load(path.read_text("utf-8")).items():
                kind = plan[key]
                class_ = getattr(module, class_of(key))
                listed = [records] if kind["form"] == "Single" else records
                pairs = records.items() if kind["form"] == "Keyed" else ((each.get("id"), each) for each in listed)
                for id_, record in pairs:
                    count += 1
                    made = class_(id=f"ex:{id_ or f'fact-{count}'}", **instance(plan, kind, record))
                    out.write(rdflib_dumper.as_rdf_graph(made, schemaview=view).serialize(format="nt"))
    print(count)


if __name__ == "__main__":
    main()
