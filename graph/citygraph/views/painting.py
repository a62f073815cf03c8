"""Things and lines into a picture: what is told of each, once, and where it stands.

Telling costs room in the file and time, so a picture of many things is told in
the order of their importance until the file is full.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from citygraph import dossiers
from citygraph.sentences import CG
from citygraph.views import shortnames
from citygraph.views.picture import Citation, Edge, Facet, FactText, KindStyle, Node, Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from citygraph.projections import Line
    from citygraph.sentences import Cited, Teller

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_ORG = "http://www.w3.org/ns/org#"
_SCHEMA = "https://schema.org/"
# What a reader filters by, and the properties that lead from a thing to the one that it belongs to.
_FACETS = ((CG + "Network",), (CG + "Event", CG + "Trip"))
_BELONGS = (
    _ORG + "subOrganizationOf",
    _ORG + "postIn",
    _SCHEMA + "superEvent",
    CG + "edition",
    CG + "seriesOf",
    CG + "purpose",
)
_UNTOLD = {_SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel", "scopeNote")} | {
    "http://www.w3.org/ns/prov#wasDerivedFrom"
}
_THING, _LINE = 250, 45  # about how many bytes they take in the file
_ITSELF = {"en": "about it", "zh-Hant": "基本資料"}

Fact = tuple[str, str]  # a record and nothing, or a thing and the property of it that is told


class Painter:
    """
    Tells the facts of things, once each, and makes the picture of those shown.
    """

    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        self.told: dict[Fact, FactText] = {}
        self.known: dict[str, list[Fact]] = {}
        self.order: dict[Fact, tuple[bool, int, tuple[str, str], str]] = {}

    # ------------------------------------------------------------- choosing

    def fitting(self, ranked: Iterable[str], lines: Iterable[Line], room: int) -> list[str]:
        """
        The first of *ranked* that fit, with the facts behind the lines between them, into so many bytes.

        What room is left is filled with the other facts that are known of them: the first of each, the second, ...
        """
        at: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            at[line.tail].append(line)
            at[line.head].append(line)
        chosen: dict[str, None] = {}
        told: set[Fact] = set()
        for iri in ranked:
            between = [line for line in at[iri] if line.other(iri) in chosen]
            told.update(new := {(line.record, line.stated) for line in between} - told)
            room -= _THING + _LINE * len(between) + sum(self.weight(fact) for fact in sorted(new))
            if room < 0 and chosen:
                break
            chosen[iri] = None
        self.fill(list(chosen), room)
        return list(chosen)

    def fill(self, iris: Sequence[str], room: int) -> None:
        """
        Tells the facts of things in turns, while there is room.
        """
        waiting = list(iris)
        while waiting and room > 0:
            rest = []
            for iri in waiting:
                # What is known of a thing is looked up only here: it is what costs time.
                fact = next((each for each in self.facts(iri) if each not in self.told), None) if room > 0 else None
                if fact is not None:
                    room -= self.weight(fact)
                    rest.append(iri)
            waiting = rest

    def listed(self, iris: Iterable[str], lines: Iterable[Line]) -> dict[str, list[Fact]]:
        """
        The facts that are told of each thing; for want of room, those behind its lines.
        """
        behind: dict[str, dict[Fact, None]] = defaultdict(dict)
        for line in lines:
            for iri in (line.tail, line.head) if not line.stated else (line.record,):
                behind[iri][(line.record, line.stated)] = None
        return {
            iri: sorted((fact for fact in self.known[iri] if fact in self.told), key=self.place)
            if iri in self.known
            else list(behind[iri])
            for iri in iris
        }

    def held(self, iri: str) -> int:
        """
        How many facts the graph holds of a thing.
        """
        return len(self.known[iri]) if iri in self.known else len(dossiers.records(self.teller, iri))

    def weight(self, fact: Fact) -> int:
        """
        About how many bytes a fact takes in the file; with that it is told.
        """
        return _weight(self.said(fact))

    def said(self, fact: Fact) -> FactText:
        if fact not in self.told:
            self.told[fact] = self.tell(fact)
        return self.told[fact]

    def facts(self, iri: str) -> list[Fact]:
        """
        What is known of a thing: the records that mention it, by their kinds, and its own properties.

        Their dates wait until it is known which of them are told: to read them of all takes longer than the rest.
        """
        if iri not in self.known:
            teller = self.teller
            records = {each for each in dossiers.records(teller, iri) if (teller.kind(each) or {}).get("sentence")}
            ordered = sorted(records, key=lambda record: (self.rank(record), record))
            self.known[iri] = [(each, "") for each in ordered] + [(iri, path) for path in self.properties(iri)]
        return self.known[iri]

    def place(self, fact: Fact) -> tuple[bool, int, tuple[str, str], str]:
        """
        Where a reader wants a fact among others: records by kind and date, then properties, as they stand.

        Reckoned once, though a record stands with everything that it speaks of.
        """
        if fact not in self.order:
            record, path = fact
            told = (True, 0, ("", ""), "")
            self.order[fact] = (
                told if path else (False, self.rank(record), self.teller.days(record) or ("", ""), record)
            )
        return self.order[fact]

    def rank(self, record: str) -> int:
        return dossiers.rank(self.teller, record)

    def properties(self, iri: str) -> list[str]:
        """
        The properties of a thing that are told, in the order of its shape.
        """
        kind, about = self.teller.kind(iri), self.teller.about(iri)
        fields = kind["fields"].values() if kind else ()
        return list(dict.fromkeys(path for path, _ in fields if path in about and path not in _UNTOLD))

    # -------------------------------------------------------------- telling

    def tell(self, fact: Fact) -> FactText:
        record, path = fact
        return self.property(record, path) if path else self.record(record)

    def record(self, record: str) -> FactText:
        teller = self.teller
        kind = teller.kind(record)
        first, last = teller.days(record) or ("", "")
        return FactText(
            kind=kind["label"] if kind else {"en": "fact"},
            text=self.each(lambda lang: teller.title(record, lang)),
            date=first or None,
            citations=self.cited(teller.citations(record)),
            marks=self.parallel(lambda lang: teller.caveats(record, lang)),
            corrections=self.parallel(lambda lang: teller.corrections(record, lang)),
            until=last if last != first else None,
        )

    def property(self, iri: str, path: str) -> FactText:
        teller = self.teller
        kind = teller.kind(iri)
        key = next((key for key, (each, _) in kind["fields"].items() if each == path), "") if kind else ""
        labels = teller.schema["labels"].get(path, {})

        def text(lang: str) -> str:
            label = labels.get(lang) or labels.get("en", key)
            return f"{label}{'：' if lang.startswith('zh') else ': '}{teller.value(iri, key, lang)}"

        return FactText(_ITSELF, self.each(text), citations=self.cited(teller.stated(iri, path)))

    def cited(self, passages: Iterable[Cited]) -> tuple[Citation, ...]:
        return tuple(
            Citation(each.report, each.words("en").removeprefix(each.report).strip(), self.report(each.report))
            for each in passages
        )

    def report(self, id_: str) -> dict[str, str]:
        if not id_:
            return {"en": "curator's note", "zh-Hant": "編者註"}
        return dict(self.teller.names(f"{self.teller.schema['settings']['base']}id/{id_}")) or {"en": id_}

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

    # ------------------------------------------------------------- painting

    def picture(
        self, focus: str, shown: set[str], near: set[str], lines: Sequence[Line], total: int, path: Sequence[str] = ()
    ) -> Picture:
        """
        The picture of the things *shown*, with the lines between them.
        """
        from citygraph.views import layout

        lines = [line for line in lines if line.tail in shown and line.head in shown]
        behind = {line: (line.record, line.stated) for line in lines}
        known = self.listed(shown, lines)
        told = {fact for facts in known.values() for fact in facts} | set(behind.values())
        number = {fact: at for at, fact in enumerate(sorted(told))}
        places = layout.positions(shown, [(line.tail, line.head) for line in lines], first=near)
        facets = [self.facet(classes, shown) for classes in _FACETS]
        groups = {name for facet in facets for name in facet.nodes}
        nodes = self.shortened(
            {
                iri: self.node(iri, places[iri], [number[fact] for fact in known[iri]], groups, near=iri in near)
                for iri in sorted(shown)
            }
        )
        return Picture(
            title=self.title(focus, path),
            focus=id_of(focus) if focus in shown else None,
            languages=tuple(self.teller.languages),
            kinds=tuple(self.style(key) for key in sorted({node.kind for node in nodes})),
            nodes=nodes,
            edges=tuple(self.edge(line, behind[line], number) for line in lines),
            facts=tuple(self.said(fact) for fact in sorted(told)),
            shown=len(nodes),
            total=max(total, len(nodes)),
            stamp=self.stamp(),
            facets=tuple(facet for facet in facets if facet.nodes),
            path=tuple(map(id_of, path)),
        )

    def node(self, iri: str, place: tuple[float, float], facts: Sequence[int], groups: set[str], *, near: bool) -> Node:
        teller = self.teller
        kind = teller.kind(iri)
        assert kind is not None
        about = teller.about(iri)
        forms = {term.value for name in ("altLabel", "hiddenLabel") for term in about.get(_SKOS + name, [])}
        notes = self.each(lambda lang: teller.value(iri, "note", lang))
        return Node(
            id=id_of(iri),
            kind=kind["key"],
            names=dict(teller.names(iri)) or self.each(lambda lang: teller.name(iri, lang)),
            forms=tuple(sorted(forms)),
            note={lang: text for lang, text in notes.items() if text},
            near=near,
            x=round(place[0], 1),
            y=round(place[1], 1),
            facts=tuple(facts),
            held=self.held(iri),
            groups=tuple(sorted({id_of(each) for each in self.belongs(iri)} & groups)),
        )

    def shortened(self, nodes: dict[str, Node]) -> tuple[Node, ...]:
        """
        The nodes with their short names; what one is called is no name of another.
        """
        shared = shortnames.ambiguous([*node.names.values(), *node.forms] for node in nodes.values())
        return tuple(
            replace(node, short=shortnames.short(node.names, self.others(iri), shared)) for iri, node in nodes.items()
        )

    def others(self, iri: str) -> dict[str, list[str]]:
        """
        The other right names of a thing, by the languages of the dataset.
        """
        written = {lang.lower(): lang for lang in self.teller.languages}
        found: dict[str, list[str]] = defaultdict(list)
        for term in self.teller.about(iri).get(_SKOS + "altLabel", []):
            found[written.get((getattr(term, "language", None) or "").lower(), "")].append(term.value)
        return found

    def belongs(self, iri: str) -> set[str]:
        """
        The thing itself and all that it is a part of, directly or through others.
        """
        found, ring = {iri}, {iri}
        while ring:
            ring = {term.value for each in ring for path in _BELONGS for term in self.teller.about(each).get(path, ())}
            ring -= found
            found |= ring
        return found

    def facet(self, classes: tuple[str, ...], shown: set[str]) -> Facet:
        members = [iri for iri in sorted(shown) if self.class_of(iri) in classes]
        labels = self.teller.schema["labels"].get(classes[0], {})
        return Facet(dict(labels) or {"en": classes[0]}, tuple(map(id_of, members)))

    def class_of(self, iri: str) -> str:
        kind = self.teller.kind(iri)
        return kind["iri"] if kind else ""

    def edge(self, line: Line, fact: Fact, number: dict[Fact, int]) -> Edge:
        date = self.said(fact).date
        ends = id_of(line.tail), id_of(line.head)
        return Edge(*ends, dict(line.label), number[fact], date, line.trivial, own=bool(line.stated))

    def style(self, key: str) -> KindStyle:
        kind = next(each for each in self.teller.schema["kinds"].values() if each["key"] == key)
        return KindStyle(key, kind["label"], kind["color"], kind["mark"])

    def title(self, focus: str, path: Sequence[str]) -> dict[str, str]:
        if path:
            return self.each(lambda lang: " – ".join(self.teller.name(end, lang) for end in (path[0], path[-1])))
        if focus:
            return self.each(lambda lang: self.teller.name(focus, lang))
        return dict(self.teller.schema["settings"]["title"]) or {"en": "citygraph"}

    def stamp(self) -> str:
        """
        Which data the page was made from: a build is named after its inputs.
        """
        title = self.teller.schema["settings"]["title"].get("en", "citygraph")
        return f"{title} · {self.teller.graph.folder.name.removeprefix('build-')}"


def id_of(iri: str) -> str:
    """
    The id of a thing: the last part of its IRI.
    """
    return re.split(r"[/#]", iri)[-1]


def _weight(fact: FactText) -> int:
    """
    About how many bytes a fact takes in the file.
    """
    texts = [*fact.text.values(), *(text for each in fact.corrections for text in each.values())]
    return 60 + sum(len(text.encode()) + 12 for text in texts) + 32 * len(fact.citations)
