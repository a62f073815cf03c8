"""A small network: a thing, and those with which most connects it, on either side of it so that no label overlaps."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph import lettering, projections
from citygraph.sentences import day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citygraph.projections import Line
    from citygraph.sites.catalogue import Site
    from citygraph.sites.telling import Narrator

    Label = tuple[str, tuple[str, ...], tuple[str, ...]]  # whose it is, the lines of name and tie

MOST = 12
WIDTH, MIDDLE = 720.0, 360.0
_REACH = 106.0  # from the middle to the marks at the sides
_LABEL = WIDTH / 2 - _REACH - 18
_NAME, _TIE = 13.0, 11.0
_LINE, _TIE_LINE = 16.0, 14.0  # the heights of their lines
_APART, _EDGE = 16.0, 12.0  # between two neighbours; above and below them all
_ABOVE = 16.0  # from the middle of the thing itself to the last line of its name


class Neighbour(NamedTuple):
    """
    A thing at the side: its place, the lines of its label with their heights, its look and page.
    """

    x: float
    y: float
    name: tuple[tuple[float, str], ...]
    tie: tuple[tuple[float, str], ...]
    href: str
    color: str
    curve: str
    left: bool


class Nearby(NamedTuple):
    """
    The drawing: the thing in the middle, its neighbours, how many there are in all.
    """

    name: tuple[tuple[float, str], ...]
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
        labels = [(other, *self._label(other, beside[other], narrator)) for other in ordered[:MOST]]
        name = lettering.lines(narrator.site.name(iri, narrator.lang), _NAME, 2 * _REACH - 44)
        sides = labels[::2], labels[1::2]
        height = max(*map(_height, sides), 2 * (len(name) * _LINE + _ABOVE)) + 2 * _EDGE
        neighbours = [
            each
            for side, left in zip(sides, (False, True), strict=True)
            for each in self._side(side, height, narrator, left=left)
        ]
        top = height / 2 - _ABOVE - (len(name) - 1) * _LINE
        return Nearby(_placed(name, top, _LINE), self._color(iri), height / 2, height, tuple(neighbours), len(ordered))

    def _label(self, other: str, lines: list[Line], narrator: Narrator) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """
        The name of a neighbour and what ties it, on lines.
        """
        name = lettering.lines(narrator.site.name(other, narrator.lang), _NAME, _LABEL)
        return name, lettering.lines(self._tie(lines, narrator), _TIE, _LABEL)

    def _side(self, labels: Sequence[Label], height: float, narrator: Narrator, *, left: bool) -> Iterator[Neighbour]:
        """
        The neighbours at one side, below each other around the middle.
        """
        x = MIDDLE - _REACH if left else MIDDLE + _REACH
        bend = MIDDLE + (x - MIDDLE) * 0.55
        top = (height - _height(labels)) / 2
        for other, name, tie in labels:
            high = _tall(name, tie)
            y = top + high / 2
            yield Neighbour(
                x,
                y,
                _placed(name, top + 12, _LINE),
                _placed(tie, top + len(name) * _LINE + 10, _TIE_LINE),
                narrator.page(other),
                self._color(other),
                f"M{MIDDLE:.0f} {height / 2:.1f}C{bend:.1f} {height / 2:.1f} {bend:.1f} {y:.1f} {x:.0f} {y:.1f}",
                left,
            )
            top += high + _APART

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


def _placed(lines: Sequence[str], top: float, step: float) -> tuple[tuple[float, str], ...]:
    """
    Each line with the height of its foot.
    """
    return tuple((top + number * step, line) for number, line in enumerate(lines))


def _tall(name: Sequence[str], tie: Sequence[str]) -> float:
    return len(name) * _LINE + len(tie) * _TIE_LINE


def _height(labels: Sequence[Label]) -> float:
    return sum(_tall(name, tie) + _APART for _, name, tie in labels) - _APART
