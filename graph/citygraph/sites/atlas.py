"""The map of where we met whom: marks on the world's outline, labels that do not overlap, the same as a list."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph import lettering
from citygraph.sentences import CG
from citygraph.sites import outline
from citygraph.sites.rendering import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citygraph.sites.catalogue import Site
    from citygraph.sites.making import Making
    from citygraph.sites.writing import Page

_LATITUDE, _LONGITUDE = (f"http://www.w3.org/2003/01/geo/wgs84_pos#{name}" for name in ("lat", "long"))
_SIZE = 13.0
_GAP = 4.0

Box = tuple[float, float, float, float]


class Spot(NamedTuple):
    """
    A place on the map: where, how large, how often, and its label's place (None: no room).
    """

    iri: str
    x: float
    y: float
    radius: float
    name: str
    href: str
    times: int
    label: tuple[float, float, str] | None
    leader: str


class Meetings(NamedTuple):
    """
    The encounters in one place, and the names of those met there with their pages.
    """

    name: str
    href: str
    times: int
    people: tuple[tuple[str, str], ...]


def pages(making: Making) -> Iterator[Page]:
    """
    The map in one language.
    """
    places = encounters(making.site)
    listed = sorted(places, key=lambda iri: (-len(places[iri]), iri))
    meetings = {iri: _meetings(making, iri, sorted(places[iri])) for iri in listed}
    located = [iri for iri in listed if coordinates(making.site, iri) is not None]
    others = [
        outline.project(*found)
        for iri in making.site.of_class("Place")
        if iri not in places and iri in making.site.things and (found := coordinates(making.site, iri)) is not None
    ]
    yield making.renderer.page(
        "map",
        Frame("map.html", making.renderer.words["map"], "map"),
        outline=outline.path(),
        width=outline.WIDTH,
        height=outline.HEIGHT,
        spots=spots(making, {iri: meetings[iri] for iri in located}),
        others=[(round(x, 1), round(y, 1)) for x, y in others],
        listed=[meetings[iri] for iri in located],
        elsewhere=[meetings[iri] for iri in listed if iri not in located],
    )


def encounters(site: Site) -> dict[str, set[str]]:
    """
    The encounters in each place; in a venue, they are in its city where that has coordinates.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for iri in site.of_class("Encounter"):
        for term in site.teller.about(iri).get(CG + "place", []):
            place = _on_the_map(site, term.value)
            if place in site.things:
                found[place].add(iri)
    return dict(found)


def _on_the_map(site: Site, place: str) -> str:
    """
    The place itself, else the nearest larger one that has coordinates, else the place itself.
    """
    at, seen = place, set()
    while at and at not in seen:
        if coordinates(site, at) is not None:
            return at
        seen.add(at)
        at = next((term.value for term in site.teller.about(at).get(CG + "within", [])), "")
    return place


def coordinates(site: Site, iri: str) -> tuple[float, float] | None:
    """
    Latitude and longitude of a place, where known.
    """
    about = site.teller.about(iri)
    if about.get(_LATITUDE) and about.get(_LONGITUDE):
        return float(about[_LATITUDE][0].value), float(about[_LONGITUDE][0].value)
    return None


def _meetings(making: Making, place: str, facts: Sequence[str]) -> Meetings:
    site, narrator = making.site, making.narrator
    met = {
        agent.value
        for fact in facts
        for side in site.teller.about(fact).get(CG + "with", [])
        for agent in site.teller.about(side.value).get(CG + "agent", [])
        if agent.value in site.things
    }
    people = site.sorted_by_name(met, making.lang)
    return Meetings(
        site.name(place, making.lang),
        narrator.page(place),
        len(facts),
        tuple((site.name(iri, making.lang), narrator.page(iri)) for iri in people),
    )


def spots(making: Making, meetings: dict[str, Meetings]) -> list[Spot]:
    """
    The places on the map, the busiest labelled first, each label where nothing stands yet.
    """
    marks = []
    for iri, met in meetings.items():
        found = coordinates(making.site, iri)
        assert found is not None
        x, y = outline.project(*found)
        marks.append((iri, round(x, 1), round(y, 1), round(4 + 2.2 * math.sqrt(met.times), 1)))
    marks = _apart(marks)
    taken: list[Box] = [(x - r - 1, y - r - 1, x + r + 1, y + r + 1) for _, x, y, r in marks]
    result = []
    for iri, x, y, radius in marks:
        met = meetings[iri]
        text = lettering.cut(f"{met.name} {met.times}", _SIZE, 190)
        label, leader = _labelled(text, x, y, radius, taken)
        result.append(Spot(iri, x, y, radius, met.name, met.href, met.times, label, leader))
    return result


def _apart(marks: list[tuple[str, float, float, float]]) -> list[tuple[str, float, float, float]]:
    """
    Marks that would cover each other, moved until they touch; the larger ones, which come first, stay.
    """
    placed: list[tuple[str, float, float, float]] = []
    for iri, x, y, radius in marks:
        at = x, y
        for _ in range(20):
            near = [each for each in placed if math.dist(at, each[1:3]) < radius + each[3] - 0.1]
            if not near:
                break
            _, other_x, other_y, other = near[0]
            turn = math.atan2(at[1] - other_y, at[0] - other_x)
            at = other_x + math.cos(turn) * (radius + other), other_y + math.sin(turn) * (radius + other)
        placed.append((iri, round(at[0], 1), round(at[1], 1), radius))
    return placed


def _labelled(
    text: str, x: float, y: float, radius: float, taken: list[Box]
) -> tuple[tuple[float, float, str] | None, str]:
    """
    A free place for a label, near its mark first, then farther away with a line that leads to it.
    """
    wide, high = lettering.width(text, _SIZE), _SIZE * 1.25
    for distance in (0.0, 16.0, 34.0, 56.0, 82.0, 110.0):
        away = radius + _GAP + distance
        for turn in (0, 180, 315, 45, 225, 135, 270, 90, 337, 23, 203, 157):
            dx, dy = math.cos(math.radians(turn)), math.sin(math.radians(turn))
            tip_x, tip_y = x + dx * away, y + dy * away
            left = tip_x if dx > 0.3 else tip_x - wide if dx < -0.3 else tip_x - wide / 2
            top = tip_y - high / 2 + dy * high / 2
            box = (left - 2, top - 1, left + wide + 2, top + high + 1)
            if _free(box, taken):
                taken.append(box)
                leader = f"M{x + dx * radius:.1f} {y + dy * radius:.1f}L{tip_x:.1f} {tip_y:.1f}" if distance else ""
                return (round(left, 1), round(top + high * 0.76, 1), text), leader
    return None, ""


def _free(box: Box, taken: Sequence[Box]) -> bool:
    left, top, right, bottom = box
    if left < 0 or top < 0 or right > outline.WIDTH or bottom > outline.HEIGHT:
        return False
    return all(right <= a or left >= c or bottom <= b or top >= d for a, b, c, d in taken)
