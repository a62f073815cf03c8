"""What a network page shows: the contract between the data and the page.

A picture is plain frozen values, complete in itself: every text in every
language, every position, every citation. It is checked when it is made, so that
the page never meets an edge to nowhere. ``island`` turns it into the compact
tree that the page's script reads; ``json_text`` writes such a tree so that it
may stand inside a ``<script>`` element.

Order is the caller's: facts are told in the order of ``Node.facts``, and kinds
stand in the legend in the order of ``Picture.kinds``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MARKS = ("dot", "square", "box", "diamond", "triangle", "triangleDown", "star", "hexagon")
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


class Link(NamedTuple):
    """
    A way out of the page: its text, its address beside the page, and the language of what stands there.
    """

    text: str
    address: str
    lang: str


@dataclass(frozen=True, slots=True)
class KindStyle:
    """
    How a kind of thing is named and drawn: a colour `#rrggbb` and one of `MARKS`.
    """

    key: str
    label: Mapping[str, str]
    color: str
    mark: str


@dataclass(frozen=True, slots=True)
class Citation:
    """
    The passage that says so: `montreal-2017`, `肆.三.(一)`, and the report's title.
    """

    report: str
    section: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FactText:
    """
    A fact as it is told: the heading it stands under, the sentence, its date as written, who says so.

    Marks are caveats ("photo caption only"); corrections say what a curator holds against it. `until` is the last date
    of what lasts.
    """

    kind: Mapping[str, str]
    text: Mapping[str, str]
    date: str | None = None
    citations: tuple[Citation, ...] = ()
    marks: tuple[Mapping[str, str], ...] = ()
    corrections: tuple[Mapping[str, str], ...] = ()
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """
    A thing: its names, every other written form (for search), and which of the picture's facts are about it.

    `near` nodes are drawn first; the others come when the reader asks. `groups` are the networks, events and the like
    (see `Facet`) that it is or belongs to. `held` is how many facts the graph holds of it, where that is more than is
    told here. `short` is what it is called in the picture where that is not its whole name.
    """

    id: str
    kind: str
    names: Mapping[str, str]
    forms: tuple[str, ...] = ()
    note: Mapping[str, str] | None = None
    near: bool = True
    x: float = 0.0
    y: float = 0.0
    facts: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    held: int = 0
    short: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facet:
    """
    Things by which a reader filters, under a heading: networks, events.
    """

    label: Mapping[str, str]
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """
    A line from one thing to another, drawn because of one of the picture's facts.

    A trivial one tells next to nothing; one of its own stands for a lasting property of one of the two.
    """

    tail: str
    head: str
    label: Mapping[str, str]
    fact: int
    date: str | None = None
    trivial: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """
    All that one page holds. `total` counts the things of the whole graph, `shown` those of this picture.

    `path` are the things on the way with which the page opens.

    Raises:
        ValueError: something in it points to nothing, or stands twice.
    """

    title: Mapping[str, str]
    focus: str | None
    languages: tuple[str, ...]
    kinds: tuple[KindStyle, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    facts: tuple[FactText, ...]
    shown: int
    total: int
    stamp: str
    facets: tuple[Facet, ...] = ()
    path: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        problem = next(_problems(self), None)
        if problem is not None:
            raise ValueError(problem)


def island(picture: Picture) -> dict[str, Any]:
    """
    The picture as the page's script reads it: things by their index, repeated texts once, nothing empty.

    Positions are left out: they belong to the drawing (`page`).
    """
    numbers = _Numbers(picture)
    return {
        "title": dict(picture.title),
        "focus": None if picture.focus is None else numbers.nodes[picture.focus],
        "languages": list(picture.languages),
        "total": picture.total,
        "stamp": picture.stamp,
        "kinds": [
            {"key": kind.key, "label": dict(kind.label), "color": kind.color, "mark": kind.mark}
            for kind in picture.kinds
        ],
        "nodes": [numbers.node(node) for node in picture.nodes],
        "edges": [numbers.edge(edge) for edge in picture.edges],
        "facts": [numbers.fact(fact) for fact in picture.facts],
        "facets": [
            {"label": dict(facet.label), "nodes": [numbers.nodes[name] for name in facet.nodes]}
            for facet in picture.facets
        ],
        "groups": [numbers.nodes[name] for name in numbers.groups],
        "path": [numbers.nodes[name] for name in picture.path],
        "labels": numbers.labels.values,
        "sources": numbers.sources.values,
    }


def json_text(tree: object) -> str:
    """
    *tree* as JSON that may stand inside a `<script>` element: nothing in it can end or open markup.
    """
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class _Numbers:
    """
    By which numbers the parts of a picture speak of each other, and each part told with them.

    Labels and sources get theirs as they are met: tell the parts first, then take the tables.
    """

    def __init__(self, picture: Picture) -> None:
        self.nodes = {node.id: index for index, node in enumerate(picture.nodes)}
        self.kinds = {kind.key: index for index, kind in enumerate(picture.kinds)}
        named = sorted({name for node in picture.nodes for name in node.groups})
        self.groups = {name: index for index, name in enumerate(named)}
        self.labels, self.sources = _Table(), _Table()

    def node(self, node: Node) -> dict[str, object]:
        return {"id": node.id, "kind": self.kinds[node.kind], "names": dict(node.names)} | _filled(
            short=dict(node.short),
            forms=list(node.forms),
            note=dict(node.note or {}),
            near=node.near,
            facts=list(node.facts),
            groups=[self.groups[name] for name in node.groups],
            held=max(node.held - len(node.facts), 0),
        )

    def edge(self, edge: Edge) -> dict[str, object]:
        ends = {"tail": self.nodes[edge.tail], "head": self.nodes[edge.head]}
        return (
            ends
            | {"label": self.labels.index(dict(edge.label)), "fact": edge.fact}
            | _filled(date=edge.date, trivial=edge.trivial, own=edge.own)
        )

    def fact(self, fact: FactText) -> dict[str, object]:
        return {"kind": self.labels.index(dict(fact.kind)), "text": dict(fact.text)} | _filled(
            date=fact.date,
            until=fact.until,
            citations=[self.citation(said) for said in fact.citations],
            marks=[self.labels.index(dict(mark)) for mark in fact.marks],
            corrections=[dict(correction) for correction in fact.corrections],
        )

    def citation(self, said: Citation) -> dict[str, object]:
        source = {"report": said.report, "title": dict(said.title)}
        return {"source": self.sources.index(source)} | _filled(section=said.section)


class _Table:
    """
    Values that stand once, found again by their index.
    """

    def __init__(self) -> None:
        self.values: list[object] = []
        self._indices: dict[str, int] = {}

    def index(self, value: object) -> int:
        key = json.dumps(value, sort_keys=True)
        if key not in self._indices:
            self._indices[key] = len(self.values)
            self.values.append(value)
        return self._indices[key]


def _filled(**values: object) -> dict[str, object]:
    return {key: value for key, value in values.items() if value}


def _problems(picture: Picture) -> Iterator[str]:
    yield from (f"two nodes are called {name!r}" for name in _twice(node.id for node in picture.nodes))
    yield from (f"two kinds are called {name!r}" for name in _twice(kind.key for kind in picture.kinds))
    yield from (f"kind {kind.key!r}: no mark {kind.mark!r}" for kind in picture.kinds if kind.mark not in MARKS)
    yield from (
        f"kind {kind.key!r}: no colour {kind.color!r}"
        for kind in picture.kinds
        if not re.fullmatch("#[0-9a-fA-F]{6}", kind.color)
    )
    ids, kinds, facts = {node.id for node in picture.nodes}, {kind.key for kind in picture.kinds}, len(picture.facts)
    if picture.focus is not None and picture.focus not in ids:
        yield f"the focus {picture.focus!r} is not among the nodes"
    for node in picture.nodes:
        if node.kind not in kinds:
            yield f"node {node.id!r}: no kind {node.kind!r}"
        yield from (f"node {node.id!r}: no fact {fact}" for fact in node.facts if not 0 <= fact < facts)
        yield from (f"node {node.id!r}: no node {group!r}" for group in node.groups if group not in ids)
    yield from (f"the path: no node {name!r}" for name in picture.path if name not in ids)
    yield from (f"a facet: no node {name!r}" for facet in picture.facets for name in facet.nodes if name not in ids)
    for edge in picture.edges:
        yield from (
            f"edge {edge.tail!r} to {edge.head!r}: no node {end!r}" for end in (edge.tail, edge.head) if end not in ids
        )
        if not 0 <= edge.fact < facts:
            yield f"edge {edge.tail!r} to {edge.head!r}: no fact {edge.fact}"


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)
