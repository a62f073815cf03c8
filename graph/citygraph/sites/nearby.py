"""A small network: a thing, and those with which most connects it, so that no label overlaps.

They stand on either side of it, and on a phone, below it.
"""

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
_NARROW = 296.0  # what a phone of 360 pixels leaves of a page
_STEM, _BRANCH, _TOP = 14.0, 40.0, 18.0  # on it: the thing itself, the marks below it, the first line
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
    x: float
    y: float
    width: float
    height: float
    neighbours: tuple[Neighbour, ...]
    total: int


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
        The neighbours of a thing that most lines join to it, at its sides; None where there are none.
        """
        labels = self._labels(iri, narrator, _LABEL)
        if not labels:
            return None
        name = lettering.lines(narrator.site.name(iri, narrator.lang), _NAME, 2 * _REACH - 44)
        sides = labels[::2], labels[1::2]
        height = max(*map(_height, sides), 2 * (len(name) * _LINE + _ABOVE)) + 2 * _EDGE
        neighbours = [
            each
            for side, left in zip(sides, (False, True), strict=True)
            for each in self._side(side, height, narrator, left=left)
        ]
        top = height / 2 - _ABOVE - (len(name) - 1) * _LINE
        total = len(self.beside[iri])
        placed = _placed(name, top, _LINE)
        return Nearby(placed, self._color(iri), MIDDLE, height / 2, WIDTH, height, tuple(neighbours), total)

    def below(self, iri: str, narrator: Narrator) -> Nearby | None:
        """
        The same neighbours, one below the other under the thing: as narrow as a phone.
        """
        labels = self._labels(iri, narrator, _NARROW - _BRANCH - 18)
        if not labels:
            return None
        name = lettering.lines(narrator.site.name(iri, narrator.lang), _NAME, _NARROW - _STEM - 24)
        top = _TOP + len(name) * _LINE + _APART / 2
        found = []
        for other, lines, tie in labels:
            y = top + _tall(lines, tie) / 2
            curve = f"M{_STEM:.0f} {_TOP:.0f}V{y - 12:.1f}Q{_STEM:.0f} {y:.1f} {_STEM + 12:.0f} {y:.1f}H{_BRANCH:.0f}"
            found.append(self._neighbour(other, narrator, (_BRANCH, y), (lines, tie), curve))
            top += _tall(lines, tie) + _APART
        total = len(self.beside[iri])
        placed = _placed(name, _TOP + 4, _LINE)
        return Nearby(placed, self._color(iri), _STEM, _TOP, _NARROW, top, tuple(found), total)

    def _labels(self, iri: str, narrator: Narrator, width: float) -> list[Label]:
        """
        Those to whom most lines lead: for each its name and what ties it, on lines of a width.
        """
        beside = self.beside.get(iri, {})
        ordered = sorted(beside, key=lambda other: (-len(beside[other]), -self.site.weights[other], other))
        return [
            (
                other,
                lettering.lines(narrator.site.name(other, narrator.lang), _NAME, width),
                lettering.lines(self._tie(beside[other], narrator), _TIE, width),
            )
            for other in ordered[:MOST]
        ]

    def _side(self, labels: Sequence[Label], height: float, narrator: Narrator, *, left: bool) -> Iterator[Neighbour]:
        """
        The neighbours at one side, below each other around the middle.
        """
        x = MIDDLE - _REACH if left else MIDDLE + _REACH
        bend = MIDDLE + (x - MIDDLE) * 0.55
        top = (height - _height(labels)) / 2
        for other, name, tie in labels:
            y = top + _tall(name, tie) / 2
            curve = f"M{MIDDLE:.0f} {height / 2:.1f}C{bend:.1f} {height / 2:.1f} {bend:.1f} {y:.1f} {x:.0f} {y:.1f}"
            yield self._neighbour(other, narrator, (x, y), (name, tie), curve, left=left)
            top += _tall(name, tie) + _APART

    def _neighbour(
        self,
        other: str,
        narrator: Narrator,
        place: tuple[float, float],
        label: tuple[tuple[str, ...], tuple[str, ...]],
        curve: str,
        *,
        left: bool = False,
    ) -> Neighbour:
        """
        A neighbour at its place, its name and tie around the height of its mark.
        """
        (x, y), (name, tie) = place, label
        top = y - _tall(name, tie) / 2
        names, ties = _placed(name, top + 12, _LINE), _placed(tie, top + len(name) * _LINE + 10, _TIE_LINE)
        return Neighbour(x, y, names, ties, narrator.page(other), self._color(other), curve, left)

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
