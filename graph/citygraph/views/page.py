"""A picture as one HTML file that asks nothing of any network.

pyvis keeps the nodes, edges and options and renders them; everything else of it
is replaced: its environment escapes nothing, its template fetches from other
hosts and its writer knows no encoding. Here the template, the script, the style
and vis-network are our own files, set into the page whole. The page's policy
(CSP) names them by hash, so the browser itself refuses any other script, any
other style and every request.

Import this module only where a page is made: pyvis costs 170 ms.
"""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network  # type: ignore[import-untyped]  # pyvis 0.3.2, its last release, has no types

from citygraph.policy import hashed, inline, policy
from citygraph.views import picture as pictures

if TYPE_CHECKING:
    from collections.abc import KeysView, Mapping, Sequence

    from citygraph.views.picture import Edge, Link, Picture

# The script of the page, in the order in which its files stand in it: what runs at once uses only what stands above.
SCRIPTS = (
    "words", "picture", "telling", "colours", "search", "choosing", "address", "filters", "paths", "canvas",
    "lettering", "labels", "camera", "keys", "panel", "passages", "legend", "table", "saving", "page", "start",
)  # fmt: skip
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "keyboard": False, "selectConnectedEdges": False, "tooltipDelay": 350},
    "nodes": {"chosen": False},
    "edges": {
        "chosen": False,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.4, "type": "arrow"}},
        "hoverWidth": 0,
        "selectionWidth": 0,
        "smooth": False,
        "width": 1,
    },
}


class CityNetwork(Network):  # type: ignore[misc]  # the base has no types
    """
    pyvis's network, rendered by our own escaping environment and template.
    """

    def __init__(self, picture: Picture, lang: str, links: Sequence[Link] = ()) -> None:
        # Directed, because pyvis drops the second edge between two nodes of an undirected network.
        super().__init__(directed=True, cdn_resources="in_line", heading=_told(picture.title, lang, picture.languages))
        self.options = _OPTIONS
        self.templateEnv = _environment(picture, lang, links)
        self.path = "network.html.j2"
        styles = {kind.key: kind for kind in picture.kinds}
        for number, node in enumerate(picture.nodes):
            color = styles[node.kind].color
            self.add_node(number, label=node.id, shape="custom", color=color, x=node.x, y=node.y)
        numbers = {node.id: number for number, node in enumerate(picture.nodes)}
        for number, (edge, curve) in enumerate(zip(picture.edges, _curves(picture.edges), strict=True)):
            self.add_edge(numbers[edge.tail], numbers[edge.head], id=number, **curve)

    def get_nodes(self) -> KeysView[int]:
        """
        The node ids. pyvis gives a list and searches it twice for each edge.
        """
        return self.node_map.keys()  # type: ignore[no-any-return]  # the base has no types


def render(picture: Picture, *, lang: str, links: Sequence[Link] = ()) -> str:
    """
    The whole page, *links* in its head. The same values give the same text; write it as UTF-8 with unchanged line ends.
    """
    page: str = CityNetwork(picture, lang, links).generate_html()
    return page


def _environment(picture: Picture, lang: str, links: Sequence[Link]) -> Environment:
    environment = Environment(
        loader=PackageLoader("citygraph.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    vendor = json.loads(_static("vendor/vendor.json"))
    # Without the line that sends a debugger to ask for a source map.
    library = _static("vendor/vis-network.min.js").partition("//# sourceMappingURL=")[0]
    script = "\n".join(_static(f"network/{name}.js") for name in SCRIPTS)
    style = _static("network/network.css")
    environment.filters["island"] = lambda tree: Markup(pictures.json_text(tree))  # noqa: S704  # escaped there
    environment.filters["parsed"] = json.loads  # pyvis hands its options over as JSON text
    environment.filters["places"] = _places
    environment.filters["curves"] = _bent
    # Markup, not an include: an included file is read as a template, and minified code may hold "{{".
    environment.globals.update(
        lang=lang,
        links=links,
        picture=pictures.island(picture),
        library=inline("script", library),
        script=inline("script", script),
        style=inline("style", style),
        # vis-network sets styles through the CSSOM, which no policy holds.
        policy=policy(
            script_src=[hashed(library), hashed(script)], style_src=[hashed(style)], img_src=["data:", "blob:"]
        ),
        renderer=f"{vendor['name']} {vendor['version']} ({vendor['licence']})",
    )
    return environment


def _places(nodes: Sequence[Mapping[str, Any]]) -> list[int]:
    """
    Where the nodes stand, in their order: x, y, x, y. Ids, colours and marks are the picture's.
    """
    return [round(node[axis]) for node in nodes for axis in ("x", "y")]


def _bent(edges: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """
    The edges that are no straight lines, by number; their ends are the picture's.
    """
    return {
        str(edge["id"]): {key: edge[key] for key in ("smooth", "selfReference") if key in edge}
        for edge in edges
        if "smooth" in edge or "selfReference" in edge
    }


@functools.cache
def _static(name: str) -> str:
    return (resources.files("citygraph.views") / "static" / name).read_text(encoding="utf-8")


def _curves(edges: Sequence[Edge]) -> list[dict[str, Any]]:
    """
    A curve for each edge, so that edges between the same two things lie side by side.
    """
    beside: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, edge in enumerate(edges):
        beside[min(edge.tail, edge.head), max(edge.tail, edge.head)].append(number)
    curves: list[dict[str, Any]] = [{} for _ in edges]
    for (low, high), numbers in beside.items():
        for place, number in enumerate(numbers):
            if low == high:
                curves[number] = {"selfReference": {"size": 18 + 8 * place, "angle": 0.785}}
                continue
            bend = place - (len(numbers) - 1) / 2
            if bend:
                clockwise = (bend > 0) == (edges[number].tail == low)
                roundness = round(min(0.2 * abs(bend), 0.9), 3)
                curves[number] = {
                    "smooth": {
                        "enabled": True,
                        "type": "curvedCW" if clockwise else "curvedCCW",
                        "roundness": roundness,
                    }
                }
    return curves


def _told(texts: Mapping[str, str], lang: str, languages: Sequence[str]) -> str:
    return next((texts[language] for language in (lang, *languages) if texts.get(language)), "")
