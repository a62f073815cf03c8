"""The outline of the world's countries as paths of a drawing, from the vendored TopoJSON of world-atlas.

The projection is Equal Earth (Šavrič, Patterson, Jenny 2018): areas compare, and
the land looks as people know it.
"""

from __future__ import annotations

import functools
import json
import math
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH, HEIGHT = 1000.0, 432.0
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2
_HALF = 2.7066  # the projection's half width at the equator
_SCALE = WIDTH / 2 / _HALF
_NORTH = 84.0  # the top of the drawing; Antarctica is left out below
_ICE = "010"


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """
    A place on the earth as a place in the drawing, top left is 0, 0.
    """
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square * square * square
    x = (
        math.radians(longitude)
        * math.cos(theta)
        / (_M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)))
    )
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return WIDTH / 2 + x * _SCALE, _top() - y * _SCALE


@functools.cache
def _top() -> float:
    theta = math.asin(_M * math.sin(math.radians(_NORTH)))
    square = theta * theta
    return theta * (_A1 + _A2 * square + square**3 * (_A3 + _A4 * square)) * _SCALE


@functools.cache
def path() -> str:
    """
    All countries as one path, borders and coasts.
    """
    text = (resources.files("citygraph.sites") / "static/vendor/countries-110m.topojson").read_text("utf-8")
    topology = json.loads(text)
    arcs = [list(_decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    shapes = [
        each for each in topology["objects"]["countries"]["geometries"] if each["type"] and each.get("id") != _ICE
    ]
    return "".join(_drawn(turned) for shape in shapes for ring in _rings(shape) for turned in _whole(_ring(ring, arcs)))


def _decoded(arc: Iterable[tuple[int, int]], transform: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """
    The points of an arc, which TopoJSON keeps as whole steps from one to the next.
    """
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * scale_x + left, y * scale_y + bottom


def _rings(shape: dict[str, Any]) -> Iterator[list[int]]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        yield from polygon


def _ring(numbers: Iterable[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """
    Arcs one after the other; a negative number is an arc walked backwards.
    """
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _whole(points: list[tuple[float, float]]) -> Iterator[list[tuple[float, float]]]:
    """
    A ring without the jump from 180 degrees east to west; what reaches over the edge is drawn at both.
    """
    turn, found, before = 0.0, [], points[0][0]
    for longitude, latitude in points:
        if abs(longitude - before) > 180:
            turn += math.copysign(360, before - longitude)
        found.append((longitude + turn, latitude))
        before = longitude
    yield found
    for turn in (-360.0, 360.0):
        if any(abs(longitude + turn) < 180 for longitude, _ in found):
            yield [(longitude + turn, latitude) for longitude, latitude in found]


def _drawn(points: Iterable[tuple[float, float]]) -> str:
    """
    A closed path on a grid of tenths; points that fall together stand once.
    """
    found: list[str] = []
    for longitude, latitude in points:
        x, y = project(latitude, longitude)
        point = f"{x:.1f} {y:.1f}"
        if not found or found[-1] != point:
            found.append(point)
    return "M" + "L".join(found) + "Z" if len(found) > 2 else ""
