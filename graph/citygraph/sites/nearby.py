"""A small network: a thing, and those with which most connects it, on either side of it so that no label overlaps."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph import projections
from citygraph.sentences import day
from citygraph.sites import lettering

if TYPE_CHECKING:
    from citygraph.projections import Line
    from citygraph.sites.catalogue import Site
    from citygraph.sites.telling import Narrator

MOST = 12
WIDTH, ROW, MIDDLE = 720.0, 44.0, 360.0
_REACH = 106.0  # from the middle to the marks at the sides
_LABEL = WIDTH / 2 - _REACH - 18
_NAME, _TIE = 13.0, 11.0


class Neighbour(NamedTuple):
    """
    A thing at the side: its place, name, what ties it, its look and page; *whole* is all that was cut from the label.
    """

    x: float
    y: float
    name: str
    tie: str
    whole: str
    href: str
    color: str
    curve: str
    left: bool


class Nearby(NamedTuple):
    """
    The drawing: the thing in the middle, its neighbours, how many there are in all.
    """

    name: str
    color: str
    y: float
    height: float
    neighbours: tuple[Neighbour, ...]
    total: int
    width: float = WIDTH
    middle: float = MIDDLE


class Network:
    """
    The lines that the shapes declare, by the things they join.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.beside: dict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
        for line in projections.lines(site.teller):
            if line.tail in site.things and line.head in site.things:
                self.beside[line.tail][line.head].append(line)
                self.beside[line.head][line.tail].append(line)

    def around(self, iri: str, narrator: Narrator) -> Nearby | None:
        """
        The neighbours of a thing that most lines join to it; None where there are none.
        """
        beside = self.beside.get(iri)
        if not beside:
            return None
        ordered = sorted(beside, key=lambda other: (-len(beside[other]), -self.site.weights[other], other))
        chosen = ordered[:MOST]
        rows = (len(chosen) + 1) // 2
        height = max(rows, 1) * ROW + 24
        neighbours = tuple(
            self._neighbour(other, beside[other], number, height, rows, len(chosen) - rows, narrator)
            for number, other in enumerate(chosen)
        )
        name = lettering.cut(narrator.site.name(iri, narrator.lang), _NAME, 2 * _REACH - 44)
        return Nearby(name, self._color(iri), height / 2, height, neighbours, len(ordered))

    def _neighbour(
        self, other: str, lines: list[Line], number: int, height: float, right: int, left: int, narrator: Narrator
    ) -> Neighbour:
        is_left = number % 2 == 1
        rows = left if is_left else right
        y = height / 2 + (number // 2 - (rows - 1) / 2) * ROW
        x = MIDDLE - _REACH if is_left else MIDDLE + _REACH
        name, tie = narrator.site.name(other, narrator.lang), self._tie(lines, narrator)
        bend = MIDDLE + (x - MIDDLE) * 0.55
        return Neighbour(
            x,
            y,
            lettering.cut(name, _NAME, _LABEL),
            lettering.cut(tie, _TIE, _LABEL),
            f"{name}: {tie}",
            narrator.page(other),
            self._color(other),
            f"M{MIDDLE:.0f} {height / 2:.1f}C{bend:.1f} {height / 2:.1f} {bend:.1f} {y:.1f} {x:.0f} {y:.1f}",
            is_left,
        )

    def _tie(self, lines: list[Line], narrator: Narrator) -> str:
        """
        What joins two things: each relation once, with its first and last year, and how often.
        """
        lang, zh = narrator.lang, narrator.lang.startswith("zh")
        records: dict[str, set[str]] = defaultdict(set)
        for line in sorted(lines):
            records[line.words(lang)].add(line.record)
        told = []
        for label, found in sorted(records.items(), key=lambda each: (-len(each[1]), each[0])):
            years = sorted({days[0][:4] for record in found if (days := narrator.site.teller.days(record))})
            when = day(years[0], lang) if len(years) == 1 else f"{years[0]}–{years[-1]}" if years else ""
            often = (f"{len(found)}次" if zh else f" {len(found)}×") if len(found) > 1 else ""
            told.append(f"{label}{often}" + (f"{'，' if zh else ', '}{when}" if when else ""))
        return ("；" if zh else "; ").join(told)

    def _color(self, iri: str) -> str:
        kind = self.site.teller.kind(iri)
        return str(kind["color"]) if kind is not None and kind["color"] else "#64748b"
