"""What a page shows of the graph: the things around one, those on the way between two, or all of them.

The lines are ``projections``; what is told of things, and how a picture is made
of them, is ``painting``; here is chosen which things are in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph import dossiers, projections
from citygraph.projections import Line
from citygraph.projections import lines as edges
from citygraph.sentences import Teller
from citygraph.views.painting import Painter, id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citygraph.paths import Found
    from citygraph.store import Graph
    from citygraph.views.picture import Picture

MOST = 400  # things in the picture around one; the whole network has its own command
NEAR = 32  # things in the first view of it
MOST_OF_ALL = 1_500  # things in the picture of the whole network
ROOM = 1_100_000  # bytes of what is told in a page; with the script and the places it stays below 3 MB


class Drawn(NamedTuple):
    """
    A page: the id of the thing it starts at (or "network"), and the HTML.
    """

    name: str
    html: str


def draw(graph: Graph, name: str, lang: str, *, everything: bool = False) -> Drawn | None:
    """
    The page around the thing called *name* (without a name: around whoever "we" are); None if nothing is called so.

    With *everything*, the page of the whole network.
    """
    from citygraph.views import page

    teller = Teller(graph)
    settings = teller.schema["settings"]
    focus = ""
    if name:
        forms = dossiers.find(graph, name)
        if not forms:
            return None
        focus = next((form.iri for form in forms if projections.style(teller, form.iri) is not None), "")
    elif settings["home"] and not everything:
        focus = f"{settings['base']}id/{settings['home']}"
    picture = paint(teller, focus, everything=everything)
    return Drawn(id_of(focus) if focus else "network", page.render(picture, lang=lang))


def draw_path(graph: Graph, found: Found, lang: str) -> Drawn:
    """
    The page of the way that was *found* between two things, and of what stands around it.
    """
    from citygraph.views import page

    picture = paint(Teller(graph), found.ends[0], path=found.things)
    return Drawn(f"{id_of(found.ends[0])}--{id_of(found.ends[1])}", page.render(picture, lang=lang))


def paint(teller: Teller, focus: str, *, everything: bool = False, path: Sequence[str] = ()) -> Picture:
    """
    The picture around *focus*: its neighbours and theirs, up to ``MOST``; with *everything* the whole network.

    With a *path*, the first view is what stands on it, and the picture what stands around that.
    """
    lines = edges(teller)
    if everything:
        teller.survey(
            kind for kind in teller.schema["kinds"].values() if not kind["color"]
        )  # the others the lines know
    neighbours = _neighbours(lines)
    total = len(neighbours)
    painter = Painter(teller)
    if everything or not focus:
        start = {focus} if focus else set()
        ranked = [*start, *(iri for iri in _best(neighbours, neighbours, total) if iri not in start)][:MOST_OF_ALL]
    else:
        neighbours.setdefault(focus, set())
        ranked = _rings(neighbours, list(path) or [focus])
    shown = painter.fitting(ranked, lines, ROOM)
    if path:
        near = set(path)
    elif everything or not focus:
        near = set(shown)
    else:
        near = {focus, *_best(neighbours, neighbours[focus], NEAR)} & set(shown)
    return painter.picture(focus, set(shown), near, lines, total, path)


def _neighbours(lines: Iterable[Line]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in lines:
        found.setdefault(line.tail, set()).add(line.head)
        found.setdefault(line.head, set()).add(line.tail)
    return found


def _best(neighbours: dict[str, set[str]], iris: Iterable[str], most: int) -> list[str]:
    """
    Those of *iris* that are connected with most others.
    """
    return sorted(iris, key=lambda iri: (-len(neighbours[iri]), iri))[:most]


def _rings(neighbours: dict[str, set[str]], start: Sequence[str]) -> list[str]:
    """
    The things in *start*, their neighbours, the neighbours of those, up to ``MOST``.
    """
    shown = dict.fromkeys(start)
    ring = list(start)
    while ring and len(shown) < MOST:
        beyond = {other for each in ring for other in neighbours.get(each, ())} - shown.keys()
        ring = _best(neighbours, beyond, MOST - len(shown))
        shown.update(dict.fromkeys(ring))
    return list(shown)


__all__ = ["Drawn", "Line", "draw", "draw_path", "edges", "paint"]
