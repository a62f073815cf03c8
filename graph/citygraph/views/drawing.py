"""A graph into a picture: the things around one, the lines that the shapes declare, and what is known of each.

A dated relation is not an edge: a line is a projection (``cg:edge`` of a shape)
of a record, and it keeps the record it came from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from citygraph import dossiers
from citygraph.projections import Line
from citygraph.projections import lines as edges
from citygraph.projections import style as _style
from citygraph.sentences import Teller
from citygraph.views.picture import Citation, Edge, FactText, KindStyle, Node, Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
    lines = edges(teller)
    total = len({iri for line in lines for iri in (line.tail, line.head)})
    shown, near = _chosen(lines, focus, everything=everything)
    lines = [line for line in lines if line.tail in shown and line.head in shown]
    return _Painter(teller, shown, lines).picture(focus, near, total)


def _chosen(lines: list[Line], focus: str, *, everything: bool) -> tuple[set[str], set[str]]:
    """
    The things of the picture, and those of the first view.
    """
    neighbours: dict[str, set[str]] = {focus: set()} if focus else {}
    for line in lines:
        neighbours.setdefault(line.tail, set()).add(line.head)
        neighbours.setdefault(line.head, set()).add(line.tail)

    def best(iris: Iterable[str], most: int) -> list[str]:
        return sorted(iris, key=lambda iri: (-len(neighbours[iri]), iri))[:most]

    if not focus:
        return set(neighbours), set(best(neighbours, NEAR))
    near = {focus, *best(neighbours[focus], NEAR)}
    if everything:
        return set(neighbours), near
    shown, ring = {focus}, [focus]
    while ring and len(shown) < MOST:
        ring = best({other for each in ring for other in neighbours[each]} - shown, MOST - len(shown))
        shown.update(ring)
    return shown, near & shown


class _Painter:
    """
    Tells the facts of the things shown, once each, and puts things and lines where they belong.
    """

    def __init__(self, teller: Teller, shown: set[str], lines: list[Line]) -> None:
        self.teller = teller
        self.shown = sorted(shown)
        self.lines = lines
        self.records: dict[str, list[str]] = {iri: self.known(iri) for iri in self.shown}
        told = {record for records in self.records.values() for record in records} | {line.record for line in lines}
        self.number = {record: at for at, record in enumerate(sorted(told))}
        self.told = {record: self.fact(record) for record in self.number}

    def known(self, iri: str) -> list[str]:
        """
        The records that say something of a thing, in the order in which a reader wants them.
        """
        found = {
            record for record in dossiers.records(self.teller, iri) if (self.teller.kind(record) or {}).get("sentence")
        }
        return sorted(
            found, key=lambda record: (dossiers.rank(self.teller, record), self.teller.days(record) or ("", ""), record)
        )

    def picture(self, focus: str, near: set[str], total: int) -> Picture:
        from citygraph.views import layout

        places = layout.positions(self.shown, [(line.tail, line.head) for line in self.lines], first=near)
        nodes = tuple(self.node(iri, places[iri], near=iri in near) for iri in self.shown)
        return Picture(
            title=self.title(focus),
            focus=_id(focus) if focus in self.shown else None,
            languages=tuple(self.teller.languages),
            kinds=tuple(self.style(key) for key in sorted({node.kind for node in nodes})),
            nodes=nodes,
            edges=tuple(self.edge(line) for line in self.lines),
            facts=tuple(self.told[record] for record in sorted(self.told)),
            shown=len(nodes),
            total=max(total, len(nodes)),
            stamp=self.stamp(),
        )

    def node(self, iri: str, place: tuple[float, float], *, near: bool) -> Node:
        teller = self.teller
        kind = teller.kind(iri)
        assert kind is not None
        about = teller.about(iri)
        return Node(
            id=_id(iri),
            kind=kind["key"],
            names=dict(teller.names(iri)) or self.each(lambda lang: teller.name(iri, lang)),
            forms=tuple(
                sorted({term.value for name in ("altLabel", "hiddenLabel") for term in about.get(_SKOS + name, [])})
            ),
            note={lang: text for lang, text in self.each(lambda lang: teller.value(iri, "note", lang)).items() if text},
            near=near,
            x=round(place[0], 1),
            y=round(place[1], 1),
            facts=tuple(self.number[record] for record in self.records[iri]),
        )

    def fact(self, record: str) -> FactText:
        teller = self.teller
        kind = teller.kind(record)
        days = teller.days(record)
        return FactText(
            kind=kind["label"] if kind else {"en": "fact"},
            text=self.each(lambda lang: dossiers.tell(teller, record, lang).text),
            date=days[0] if days else None,
            citations=tuple(
                Citation(each.report, each.words("en").removeprefix(each.report).strip(), self.report(each.report))
                for each in teller.citations(record)
            ),
            marks=self.parallel(lambda lang: teller.caveats(record, lang)),
            corrections=self.parallel(lambda lang: teller.corrections(record, lang)),
        )

    def each(self, tell: Callable[[str], str]) -> dict[str, str]:
        """
        A text in every language of the dataset.
        """
        return {lang: tell(lang) for lang in self.teller.languages}

    def parallel(self, tell: Callable[[str], list[str]]) -> tuple[dict[str, str], ...]:
        """
        The same list of texts in every language, text by text.
        """
        columns = [tell(lang) for lang in self.teller.languages]
        return tuple(dict(zip(self.teller.languages, texts, strict=True)) for texts in zip(*columns, strict=True))

    def edge(self, line: Line) -> Edge:
        date = self.told[line.record].date
        return Edge(_id(line.tail), _id(line.head), dict(line.label), self.number[line.record], date)

    def style(self, key: str) -> KindStyle:
        kind = next(each for each in self.teller.schema["kinds"].values() if each["key"] == key)
        return KindStyle(key, kind["label"], kind["color"], kind["mark"])

    def report(self, id_: str) -> dict[str, str]:
        if not id_:
            return {"en": "curator's note", "zh-Hant": "編者註"}
        return dict(self.teller.names(f"{self.teller.schema['settings']['base']}id/{id_}")) or {"en": id_}

    def title(self, focus: str) -> dict[str, str]:
        if focus:
            return self.each(lambda lang: self.teller.name(focus, lang))
        return dict(self.teller.schema["settings"]["title"]) or {"en": "citygraph"}

    def stamp(self) -> str:
        """
        Which data the page was made from: a build is named after its inputs.
        """
        title = self.teller.schema["settings"]["title"].get("en", "citygraph")
        return f"{title} · {self.teller.graph.folder.name.removeprefix('build-')}"


def _id(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]
