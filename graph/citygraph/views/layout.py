"""Where the things of a picture stand: the same graph and seed give the same places.

The method is stress majorization (Gansner, Koren, North 2004): two things stand
as far apart as the graph says, near ones most of all. From 400 things on, the
distances to a few well-spread pivots stand for all of them (the sparse stress
model), which keeps time and memory linear. Then each thing gets room for its
label. Needs numpy but not scipy, which networkx's own layouts ask for.

Places are whole pixels of the drawing at its natural size.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Graph = nx.Graph[str]

EDGE = 150.0  # the natural length of an edge
ROOM = (136.0, 62.0)  # what a thing and its label cover
_DENSE = 400  # up to here every pair of things is weighed
_PIVOTS = 60
_STEPS = 140
_FEW, _PUSHES, _PUSHES_OF_MANY = 600, 200, 60
_CROWD = 2_500  # from here on places are rough: nobody reads thousands of labels at once
_STEPS_OF_CROWD, _PUSHES_OF_CROWD, _BESIDE = 30, 12, 48  # of which each looks at so many next to it
_TOUCH = 0.5  # pixels of overlap that nobody sees
_AIR = 1.5  # of the space that the things need, before they are pushed apart
_GROWTH = 4.0
_WIDE = 1.45  # width to height of the space that is filled


def positions(
    nodes: Iterable[str], edges: Iterable[tuple[str, str]], seed: int = 1, *, first: Iterable[str] = ()
) -> dict[str, tuple[float, float]]:
    """
    A place for each node. Those in *first* (the first view) are laid out by themselves, the others around them.
    """
    graph: Graph = nx.Graph()
    graph.add_nodes_from(sorted(set(nodes)))
    graph.add_edges_from(sorted({(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]}))
    core = sorted(set(first) & set(graph)) or list(graph)
    placed = _arranged(graph, core, seed)
    if len(placed) < len(graph):
        placed = _surrounded(graph, placed, seed)
    return {name: (float(round(placed[name][0])), float(round(placed[name][1]))) for name in graph}


def _arranged(graph: Graph, names: Sequence[str], seed: int, width: float = 0.0) -> dict[str, Any]:
    """
    Each connected part by itself, the largest first, the others in rows below it, at least *width* wide.
    """
    part: Graph = nx.Graph()
    part.add_nodes_from(names)
    chosen = set(names)
    part.add_edges_from((tail, head) for tail, head in graph.edges(names) if tail in chosen and head in chosen)
    groups = sorted((sorted(group) for group in nx.connected_components(part)), key=lambda group: (-len(group), group))
    blocks = []
    for group in groups:
        start = _start(part, group, seed)
        free = np.zeros(len(group), dtype=bool)
        blocks.append(_spread(_grown(_level(_stress(part, group, start, free))), free))
    placed: dict[str, Any] = {}
    for group, points in zip(groups, _packed(blocks, width), strict=True):
        placed.update(zip(group, points, strict=True))
    return placed


def _surrounded(graph: Graph, placed: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """
    What is not placed yet settles around what is; parts that hang on none of it stand below.
    """
    result = dict(placed)
    apart: list[str] = []
    for group in sorted(sorted(group) for group in nx.connected_components(graph)):
        pinned = np.array([name in placed for name in group])
        if not pinned.any():
            apart.extend(group)
        elif not pinned.all():
            start = _start(graph, group, seed)
            start[pinned] = [placed[name] for name in group if name in placed]
            points = _stress(graph, group, start, pinned)
            result.update(zip(group, points, strict=True))
    names = sorted(result)
    pinned = np.array([name in placed for name in names])
    result.update(zip(names, _spread(np.array([result[name] for name in names]), pinned), strict=True))
    if apart:
        below = max(point[1] for point in result.values()) + 2 * ROOM[1]
        across = [point[0] for point in result.values()]
        others = _arranged(graph, apart, seed, max(across) - min(across))
        top = min(point[1] for point in others.values())
        middle = (max(across) + min(across)) / 2
        result.update({name: point + np.array([middle, below - top]) for name, point in others.items()})
    return result


def _start(graph: Graph, group: Sequence[str], seed: int) -> Points:
    """
    A tree around the best connected thing, every branch in a wedge as wide as it has members: few lines cross.
    """
    root = min(group, key=lambda name: (-graph.degree(name), name))
    children: dict[str, list[str]] = {name: [] for name in group}
    order = [root]
    for parent, child in nx.bfs_edges(graph, root, sort_neighbors=sorted):
        children[parent].append(child)
        order.append(child)
    weight: dict[str, int] = {}
    for name in reversed(order):
        weight[name] = 1 + sum(weight[child] for child in children[name])
    wedge = {root: (0.0, math.tau)}
    depth = {root: 0}
    for name in order:
        angle, width = wedge[name]
        for child in children[name]:
            share = width * weight[child] / max(weight[name] - 1, 1)
            wedge[child], depth[child] = (angle, share), depth[name] + 1
            angle += share
    middle = np.array([wedge[name][0] + wedge[name][1] / 2 for name in group])
    radius = EDGE * np.array([float(depth[name]) for name in group])
    # A little disorder: things that stand in one point or one line could never leave it.
    shake = np.random.default_rng(seed).normal(0.0, EDGE / 20, (len(group), 2))
    points: Points = np.column_stack((radius * np.cos(middle), radius * np.sin(middle))) + shake
    return points


def _stress(graph: Graph, group: Sequence[str], start: Points, pinned: NDArray[np.bool_]) -> Points:
    """
    The places at which distances in the plane come closest to distances in the graph.
    """
    if graph.number_of_edges() == 0 or len(group) == 1:
        return start
    index = {name: position for position, name in enumerate(group)}
    far, pivots = _distances(graph, group, index)
    tails, heads = np.array([(index[tail], index[head]) for tail, head in graph.edges(group)]).T
    wanted = far * EDGE
    with np.errstate(divide="ignore"):
        pull = np.where(far > 0, 1.0 / far**2, 0.0)
    total = pull.sum(axis=1)
    ties = len(pivots) / 8 if len(pivots) < len(group) else 0.0  # pivots alone say little about one's neighbours
    if ties:
        total = total + ties * np.bincount(np.concatenate((tails, heads)), minlength=len(group))
    drawn = pull * wanted
    points = start.copy()
    steps = _STEPS if len(group) <= _CROWD else _STEPS_OF_CROWD
    for step in range(steps):
        across = points[:, 0, None] - points[None, pivots, 0]
        down = points[:, 1, None] - points[None, pivots, 1]
        push = drawn / np.maximum(np.sqrt(across * across + down * down), 1e-6)
        # einsum, not a matrix product, whose sums depend on the number of threads
        goal = np.column_stack(
            [
                np.einsum("ij,ij->i", push, gap) + np.einsum("ij,j->i", pull, points[pivots, axis])
                for axis, gap in enumerate((across, down))
            ]
        )
        if ties:
            goal += ties * _tied(points, tails, heads)
        moved = goal / total[:, None]
        damping = 0.5 if step < steps // 2 else 0.8
        points = np.where(pinned[:, None], points, points + damping * (moved - points))
    return points


def _tied(points: Points, tails: NDArray[np.int_], heads: NDArray[np.int_]) -> Points:
    """
    Where its neighbours want each thing: one edge's length from each, summed.
    """
    gap = points[tails] - points[heads]
    step = gap * (EDGE / np.maximum(np.hypot(gap[:, 0], gap[:, 1]), 1e-6))[:, None]
    goal = np.zeros_like(points)
    np.add.at(goal, tails, points[heads] + step)
    np.add.at(goal, heads, points[tails] - step)
    return goal


def _distances(graph: Graph, group: Sequence[str], index: Mapping[str, int]) -> tuple[Points, NDArray[np.int_]]:
    """
    Hops from every thing to every pivot; all things are pivots while they are few.
    """
    size = len(group)
    count = size if size <= _DENSE else _PIVOTS
    far = np.zeros((size, count))
    nearest = np.full(size, np.inf)
    pivot = 0
    pivots = []
    for column in range(count):
        pivot = column if count == size else pivot
        pivots.append(pivot)
        for name, hops in nx.single_source_shortest_path_length(graph, group[pivot]).items():
            far[index[name], column] = hops
        nearest = np.minimum(nearest, far[:, column])
        pivot = int(nearest.argmax())  # the next one stands farthest from all so far
    return far, np.array(pivots)


def _level(points: Points) -> Points:
    """
    Turned so that the longest extent lies across: screens are wide.
    """
    points = points - points.mean(axis=0)
    (xx, yy), xy = (points**2).mean(axis=0), float((points[:, 0] * points[:, 1]).mean())
    angle = -0.5 * math.atan2(2 * xy, xx - yy)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    turned: Points = points @ turn
    return turned


def _grown(points: Points) -> Points:
    """
    Enlarged until there is about as much room as the things need: what is only pushed apart loses its form.
    """
    wide, high = points.max(axis=0) - points.min(axis=0)
    share = len(points) * ROOM[0] * ROOM[1] * _AIR / max(float(wide * high), 1.0)
    scale = min(max(math.sqrt(share), 1.0), _GROWTH)
    return points * scale


def _spread(points: Points, pinned: NDArray[np.bool_]) -> Points:
    """
    Pushed apart, along the shorter way, until no thing stands in the room of another.
    """
    points = points.copy()
    crowd = len(points) > _CROWD
    beside = min(len(points), _BESIDE if crowd else len(points))
    for _ in range(_PUSHES if len(points) <= _FEW else _PUSHES_OF_CROWD if crowd else _PUSHES_OF_MANY):
        order = np.argsort(points[:, 0], kind="stable")
        push, crowded = np.zeros_like(points), False
        for offset in range(1, beside):
            one, other = order[:-offset], order[offset:]
            gap = points[other] - points[one]
            if gap[:, 0].min() >= ROOM[0]:
                break
            over = np.array(ROOM) - np.abs(gap)
            meet = (over > _TOUCH).all(axis=1)
            if not meet.any():
                continue
            crowded = True
            one, other, gap, over = one[meet], other[meet], gap[meet], over[meet]
            across = over[:, 0] / ROOM[0] < over[:, 1] / ROOM[1]
            step = np.where(np.column_stack((across, ~across)), over, 0.0) * np.where(gap < 0, -1.0, 1.0) * 0.5
            np.add.at(push, one, -step * np.where(pinned[other], 2.0, 1.0)[:, None])
            np.add.at(push, other, step * np.where(pinned[one], 2.0, 1.0)[:, None])
        if not crowded:
            break
        limit = np.maximum(np.abs(push) / np.array(ROOM), 1.0)  # many pushes at once would throw a thing away
        points = points + np.where(pinned[:, None], 0.0, push / limit)
    return points


def _packed(blocks: Sequence[Points], width: float) -> list[Points]:
    """
    Blocks in rows, centred one below the other; a first block that fills half a row has one for itself.
    """
    boxes = [block.max(axis=0) - block.min(axis=0) + np.array(ROOM) for block in blocks]
    square = math.sqrt(sum(float(box[0] * box[1]) for box in boxes) * _WIDE)
    width = max([width, square, *(float(box[0]) for box in boxes)])
    rows: list[list[int]] = []
    filled = math.inf
    for number, box in enumerate(boxes):
        if filled + box[0] > width or (number == 1 and filled > width / 2):
            rows.append([])
            filled = 0.0
        rows[-1].append(number)
        filled += float(box[0])
    result = list(blocks)
    top = 0.0
    for row in rows:
        left = -sum(float(boxes[number][0]) for number in row) / 2
        for number in row:
            corner = np.array([left, top]) + np.array(ROOM) / 2
            result[number] = blocks[number] - blocks[number].min(axis=0) + corner
            left += float(boxes[number][0])
        top += max(float(boxes[number][1]) for number in row) + ROOM[1]
    return result
