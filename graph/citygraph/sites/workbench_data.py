"""What the SPARQL page holds: the quads, what everything is called, and the stored questions as queries."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph import dossiers, exports, questions
from citygraph.sentences import Teller

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.store import Graph

_PREFIX = re.compile(r"PREFIX (\S*): <([^>]*)>\n")
_VALUES = r'VALUES \?\w+ \{ (?:(?:<[^<>\s]*>|"(?:[^"\\]|\\.)*"(?:\^\^<[^<>\s]*>)?) )+\}'
_BOUND = re.compile(rf"WHERE \{{((?: {_VALUES})+) ?\n")
# Where no question can be asked of a graph, this one can.
_EVERY_KIND = (
    "SELECT ?kind (COUNT(?thing) AS ?count) WHERE {\n  ?thing a ?kind .\n}\nGROUP BY ?kind\nORDER BY DESC(?count)"
)


class Example(NamedTuple):
    """
    A stored question: its id, what it asks in general, a phrase that asks it, and the query that the phrase becomes.
    """

    id: str
    title: str
    phrase: str
    query: str


class Held(NamedTuple):
    """
    Everything of a graph that the page holds. *quads* and *told* are packed: gzip, then base64.
    """

    title: str
    stamp: str
    prefixes: dict[str, str]
    examples: tuple[Example, ...]
    quads: str
    told: str


def collect(graph: Graph, lang: str) -> Held:
    """
    What the page holds of *graph*, in *lang*.
    """
    teller = Teller(graph)
    prefixes = dict(_PREFIX.findall(exports.prologue(graph)))
    titles = teller.schema["settings"]["title"]
    return Held(
        title=titles.get(lang) or next(iter(titles.values()), "citygraph"),
        stamp=graph.folder.name.removeprefix("build-"),
        prefixes=prefixes,
        examples=examples(graph, lang, prefixes),
        quads=packed(graph.quads().encode()),
        told=packed(json.dumps(told(teller, lang), ensure_ascii=False, separators=(",", ":")).encode()),
    )


def packed(content: bytes) -> str:
    """
    *content* as a page can hold it; without a stamp, so that the same content is the same text.
    """
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def examples(graph: Graph, lang: str, prefixes: Mapping[str, str]) -> tuple[Example, ...]:
    """
    The stored questions with their worked examples bound, as ``citygraph ask --explain`` shows them.

    A question whose example nothing in this graph answers to stands with its variables free.
    """
    found = [
        Example(each["id"], _in(each["title"], lang), *_worked(graph, each, lang, prefixes))
        for each in graph.file("questions.json")["questions"]
    ]
    # The broadest question first: it opens with the page.
    found.sort(key=lambda each: each.id != "met")
    return tuple(found) or (Example("kinds", "", "SELECT", _EVERY_KIND),)


def _worked(graph: Graph, question: Mapping[str, Any], lang: str, prefixes: Mapping[str, str]) -> tuple[str, str]:
    """
    The phrase of a question's example and its query.
    """
    phrase = _in(question["example"], lang)
    asked = questions.ask(graph, phrase, lang)
    bound = [each.sparql for each in asked.answers if each.reading.question["id"] == question["id"]]
    if bound:
        return phrase, legible(bound[0], prefixes)
    free = "\n".join(line for line, *names in question["query"] if not names)
    return _in(question["title"], lang), legible(free, prefixes)


def legible(query: str, prefixes: Mapping[str, str]) -> str:
    """
    A bound query as one would write it: known prefixes undeclared, values on lines of their own, ids short.
    """
    body = _PREFIX.sub("", query).strip()

    def lines(match: re.Match[str]) -> str:
        return "WHERE {" + "".join(f"\n  {each}" for each in re.findall(_VALUES, match[1])) + "\n"

    body = _BOUND.sub(lines, body, count=1)
    start = re.escape(prefixes["id"])
    return re.sub(rf"<{start}([A-Za-z](?:[\w-]*\w)?)>", r"id:\1", body, flags=re.ASCII)


def told(teller: Teller, lang: str) -> dict[str, Any]:
    """
    What the terms of the ontology, the things and the facts are called, facts with what weakens or corrects them.
    """
    labels = teller.schema["labels"]
    rows = teller.graph.select("SELECT DISTINCT ?subject WHERE { ?subject a ?kind } ORDER BY ?subject")
    subjects = [row["subject"].value for row in rows]
    whole = [iri for iri in subjects if (kind := teller.kind(iri)) is not None and kind["form"] != "Nested"]
    ranks = {_kind(teller, iri): dossiers.rank(teller, iri) for iri in whole}
    kinds = sorted(ranks, key=lambda iri: (ranks[iri], teller.name(iri, lang), iri))
    number = {iri: at for at, iri in enumerate(kinds)}
    return {
        "terms": {iri: _in(labels[iri], lang) for iri in sorted(labels)},
        "kinds": [teller.name(iri, lang) for iri in kinds],
        "told": {iri: {"kind": number[_kind(teller, iri)], **_one(teller, iri, lang)} for iri in whole},
    }


def _kind(teller: Teller, iri: str) -> str:
    kind = teller.kind(iri)
    assert kind is not None
    return str(kind["iri"])


def _one(teller: Teller, iri: str, lang: str) -> dict[str, Any]:
    kind = teller.kind(iri)
    if kind is None or kind["form"] != "Listed":
        return {"text": teller.name(iri, lang)}
    fact = dossiers.tell(teller, iri, lang)
    marks = [each for each in fact.caveats if f"[{each}]" not in fact.text and f"〔{each}〕" not in fact.text]
    more = {"caveats": marks, "corrections": list(fact.corrections)}
    return {"text": fact.text, "fact": True} | {key: texts for key, texts in more.items() if texts}


def _in(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or texts.get("en", "")
