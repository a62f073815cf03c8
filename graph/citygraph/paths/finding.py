"""The most telling way between two things.

A step that a fact of its own states (a meeting, an office) costs least, one that
is a lasting property of a thing (part of, held in) a little more, a trivial one
(in the same country) so much that any other way is taken where there is one. A
thing in the middle costs more the more it is connected with: through the host of
everything, everything is connected. The network page reckons in the same way
(``static/network/paths.js``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.projections import Line

FACT, PROPERTY, TRIVIAL = 1.0, 1.2, 12.0
_CROWD = 4.0  # the share of a thing's fame (log2 of its neighbours) that it costs to go through it


def between(lines: Iterable[Line], start: str, end: str) -> list[str] | None:
    """
    The things on the way from *start* to *end*, both included; None where there is no way.
    """
    import networkx as nx

    costs: dict[tuple[str, str], float] = {}
    neighbours: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        pair = (min(line.tail, line.head), max(line.tail, line.head))
        costs[pair] = min(costs.get(pair, math.inf), cost(line))
        neighbours[line.tail].add(line.head)
        neighbours[line.head].add(line.tail)
    if start == end or start not in neighbours or end not in neighbours:
        return [start] if start == end else None
    graph: nx.Graph[str] = nx.Graph()
    # In a fixed order: of two ways that cost the same, the same one is always found.
    for (one, other), price in sorted(costs.items()):
        crowd = sum(math.log2(1 + len(neighbours[each])) for each in (one, other)) / (2 * _CROWD)
        graph.add_edge(one, other, cost=round(price + crowd, 6))
    try:
        return list(nx.dijkstra_path(graph, start, end, weight="cost"))
    except nx.NetworkXNoPath:
        return None


def cost(line: Line) -> float:
    """
    What a step along a line costs.
    """
    if line.trivial:
        return TRIVIAL
    return PROPERTY if line.stated else FACT
