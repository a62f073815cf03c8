"""A graph into a picture: the things around one, the lines that the shapes declare, and what is known of each.

A dated relation is not an edge: a line is a projection (``cg:edge`` of a shape)
of a record, and it keeps the record it came from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph import dossiers
from citygraph.sentences import Teller
from citygraph.views.picture import Citation, Edge, FactText, KindStyle, Node, Picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.store import Graph

MOST = 400  # things in the picture around one; the whole network has its own command
NEAR = 32  # things in the first view
_SKOS = "http://www.w3.org/2004/02/skos/core#"


class Drawn(NamedTuple):
    """
    A page: the id of the thing it starts at (or "network"), and the HTML.
    """

    name: str
    html: str


class Line(NamedTuple):
    """
    One projected edge between two things, by IRI, with the record it comes from and the label of its projection.
    """

    tail: str
    head: str
    record: str
    label: tuple[tuple[str, str], ...]


def draw(graph: Graph, name: str, lang: str, *, everything: bool = False) -> Drawn | None:
    """
    The page around the thing called *name* (without a name: around whoever "we" are); None if nothing is called so.
    """
    from citygraph.views import page

    teller = Teller(graph)
    settings = teller.schema["settings"]
    if name:
        forms = dossiers.find(graph, name)
        if not forms:
            return None
        focus = next((form.iri for form in forms if _style(teller, form.iri) is not None), "")
    else:
        focus = f"{settings['base']}id/{settings['home']}" if settings["home"] else ""
    picture = paint(teller, focus, everything=everything)
    return Drawn(_id(focus) if focus and (name or not everything) else "network", page.render(picture, lang=lang))


def paint(teller: Teller, focus: str, *, everything: bool = False) -> Picture:
    """
    The picture around *focus*: its neighbours and theirs, up to ``MOST``; with *everything* the whole network.
    """
    from citygraph.views import layout

    lines = edges(teller)
    shown, near = _chosen(lines, focus, everything=everything)
    lines = [line for line in lines if line.tail in shown and line.head in shown]
    told = _told(teller, shown)
    number = {iri: at for at, iri in enumerate(sorted(told))}
    places = layout.positions(shown, [(line.tail, line.head) for line in lines], first=near)
    nodes = tuple(_node(teller, iri, near, places, told, number) for iri in sorted(shown))
    kinds = sorted({node.kind for node in nodes})
    return Picture(
        title=_title(teller, focus),
        focus=_id(focus) if focus in shown else None,
        languages=tuple(teller.languages),
        kinds=tuple(_kind(teller, key) for key in kinds),
        nodes=nodes,
        edges=tuple(_edge(line, number, told) for line in lines if line.record in number),
        facts=tuple(told[iri][0] for iri in sorted(told)),
        shown=len(nodes),
        total=len({iri for line in edges(teller) for iri in (line.tail, line.head)}),
        stamp=_stamp(teller),
    )


def edges(teller: Teller) -> list[Line]:
    """
    Every line that a shape declares, over the whole graph, sorted.
    """
    found = set()
    for kind in teller.schema["kinds"].values():
        for edge in kind["edges"]:
            query = (
                "SELECT DISTINCT ?record ?tail ?head WHERE {"
                f" ?record a <{kind['iri']}> . {_path(edge['tail'], 'tail')} {_path(edge['head'], 'head')} FILTER(?tail != ?head) }}"
            )
            label = tuple(sorted(edge["label"].items()))
            for row in teller.graph.select(query):
                found.add(Line(row["tail"].value, row["head"].value, row["record"].value, label))
    return sorted(line for line in found if _style(teller, line.tail) and _style(teller, line.head))


def _path(steps: Iterable[str], variable: str) -> str:
    path = "/".join(f"<{step}>" for step in steps)
    return f"?record {path} ?{variable} ." if path else f"BIND(?record AS ?{variable})"


def _style(teller: Teller, iri: str) -> Mapping[str, Any] | None:
    """
    The kind of a thing, if its shape says how it is drawn.
    """
    kind = teller.kind(iri)
    return kind if kind is not None and kind["color"] else None


def _chosen(lines: list[Line], focus: str, *, everything: bool) -> tuple[set[str], set[str]]:
    """
    The things of the picture, and those of the first view.
    """
    neighbours: dict[str, set[str]] = {}
    for line in lines:
        neighbours.setdefault(line.tail, set()).add(line.head)
        neighbours.setdefault(line.head, set()).add(line.tail)
    if not focus:
        return set(neighbours), set(sorted(neighbours, key=lambda iri: (-len(neighbours[iri]), iri))[:NEAR])
    shown, ring = {focus}, [focus]
    near = {focus, *_first(neighbours.get(focus, ()), neighbours, NEAR)}
    while ring and (everything or len(shown) < MOST):
        ring = [iri for iri in _first({other for each in ring for other in neighbours.get(each, ())} - shown, neighbours, None)]
        if not everything:
            ring = ring[: MOST - len(shown)]
        shown.update(ring)
    return (shown | set(neighbours) if everything else shown), near & (shown | {focus})


def _first(iris: Iterable[str], neighbours: Mapping[str, set[str]], most: int | None) -> list[str]:
    """
    The best connected of *iris*.
    """
    return sorted(iris, key=lambda iri: (-len(neighbours.get(iri, ())), iri))[:most]


def _told(teller: Teller, shown: set[str]) -> dict[str, tuple[FactText, frozenset[str]]]:
    """
    Every fact that mentions a thing of the picture, told in each language, with the things it mentions.
    """
    about: dict[str, set[str]] = {}
    for iri in shown:
        for record in dossiers.records(teller, iri):
            about.setdefault(record, set()).add(iri)
    facts = {}
    for record, things in about.items():
        kind = teller.kind(record)
        if kind is not None and kind["sentence"]:
            facts[record] = _fact(teller, record, kind), frozenset(things)
        elif kind is not None and record in shown:
            facts[record] = _fact(teller, record, kind), frozenset(things | {record})
    return facts


def _fact(teller: Teller, record: str, kind: Mapping[str, Any]) -> FactText:
    languages = teller.languages
    days = teller.days(record)
    return FactText(
        kind=kind["label"],
        text={lang: dossiers.tell(teller, record, lang).text for lang in languages},
        date=days[0] if days else None,
        citations=tuple(Citation(each.report, each.words("en").removeprefix(each.report).strip(), _report(teller, each.report)) for each in teller.citations(record)),
        marks=tuple({lang: mark for lang, mark in zip(languages, marks, strict=True)} for marks in zip(*(teller.caveats(record, lang) for lang in languages), strict=True)),
        corrections=tuple(
            {lang: text for lang, text in zip(languages, texts, strict=True)} for texts in zip(*(teller.corrections(record, lang) for lang in languages), strict=True)
        ),
    )


def _report(teller: Teller, id_: str) -> dict[str, str]:
    if not id_:
        return {"en": "curator's note", "zh-Hant": "編者註"}
    return dict(teller.names(f"{teller.schema['settings']['base']}id/{id_}")) or {"en": id_}


def _node(teller: Teller, iri: str, near: set[str], places: Mapping[str, tuple[float, float]], told: Mapping[str, Any], number: Mapping[str, int]) -> Node:
    kind = teller.kind(iri)
    assert kind is not None
    about = teller.about(iri)
    forms = {term.value for name in ("altLabel", "hiddenLabel") for term in about.get(_SKOS + name, [])}
    names = dict(teller.names(iri)) or {lang: teller.name(iri, lang) for lang in teller.languages}
    mine = [record for record, (_, things) in told.items() if iri in things]
    own = [number[record] for record in sorted(mine, key=lambda record: (dossiers.rank(teller, record), told[record][0].date or "", record))]
    x, y = places[iri]
    note = {lang: teller.value(iri, "note", lang) for lang in teller.languages if teller.value(iri, "note", lang)}
    return Node(_id(iri), kind["key"], names, tuple(sorted(forms)), note, iri in near, round(x, 1), round(y, 1), tuple(own))


def _edge(line: Line, number: Mapping[str, int], told: Mapping[str, tuple[FactText, frozenset[str]]]) -> Edge:
    return Edge(_id(line.tail), _id(line.head), dict(line.label), number[line.record], told[line.record][0].date)


def _kind(teller: Teller, key: str) -> KindStyle:
    kind = next(each for each in teller.schema["kinds"].values() if each["key"] == key)
    return KindStyle(key, kind["label"], kind["color"], kind["mark"])


def _title(teller: Teller, focus: str) -> dict[str, str]:
    if focus:
        return {lang: teller.name(focus, lang) for lang in teller.languages}
    title: dict[str, str] = teller.schema["settings"]["title"]
    return title or {"en": "citygraph"}


def _stamp(teller: Teller) -> str:
    """
    Which data the page was made from: the name of the build is made from its inputs.
    """
    title = teller.schema["settings"]["title"].get("en", "citygraph")
    return f"{title} · {teller.graph.folder.name.removeprefix('build-')}"


def _id(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]
