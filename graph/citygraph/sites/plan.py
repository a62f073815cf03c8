"""Which pages a site has, in the order in which they are made.

A page that brings its own frame joins by a line in ``WHOLE``: the stem of its
file, which is also its word in ``words`` and its place in the menu, and who
makes it: of a graph, once, what then gives the page in a language.
"""

from __future__ import annotations

from functools import partial
from importlib import resources
from typing import TYPE_CHECKING

from citygraph.sentences import Teller
from citygraph.sites import atlas, chronicle, finding, home, indexes, ledger, linked, sections, things, workbench
from citygraph.sites.catalogue import Site
from citygraph.sites.making import Making
from citygraph.sites.nearby import Network
from citygraph.sites.rendering import Renderer
from citygraph.sites.telling import Narrator
from citygraph.sites.words import words
from citygraph.sites.writing import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from citygraph.store import Graph

STATIC = ("site.css", "site.js")
PARTS = (home.pages, indexes.pages, ledger.pages, chronicle.pages, atlas.pages, sections.pages, things.pages)
# In the order of the menu: where things are looked up, then what is told across them. What nobody makes is left out.
MENU = (
    "people", "bodies", "places", "events", "reports", "names", "countries",
    "open", "timeline", "map", "network", "workbench", "search",
)  # fmt: skip


def pages(graph: Graph) -> Iterator[Page]:
    """
    Every file of the site of a graph.
    """
    site = Site(graph)
    network = Network(site)
    menu = tuple(each for each in MENU if each not in ("network", "workbench") or each in WHOLE)
    for name in STATIC:
        yield Page(f"assets/{name}", (resources.files("citygraph.sites") / "static" / name).read_bytes())
    yield Page("assets/names.js", finding.index(site).encode())
    paths = []
    whole = {stem: prepare(graph) for stem, prepare in WHOLE.items()}
    for lang in site.languages:
        making = Making(site, lang, Narrator(site, lang), Renderer(site, lang, menu), network)
        if lang == site.languages[0]:
            yield home.door(making)
        for page in _in_language(making, whole):
            if lang == site.languages[0]:
                paths.append(page.path.partition("/")[2])
            yield page
    yield from linked.pages(site)
    yield linked.sitemap(site, paths)


def _in_language(making: Making, whole: dict[str, Callable[[str], str]]) -> Iterator[Page]:
    for part in PARTS:
        yield from part(making)
    for stem, make in whole.items():
        yield Page(f"{making.lang}/{stem}.html", make(making.lang).encode("utf-8", "replace"))


def _network(graph: Graph) -> Callable[[str], str]:
    """
    The page of the whole network, with a way to the first page of its language.
    """
    from citygraph import views
    from citygraph.views import page

    picture = views.paint(Teller(graph), "", everything=True)  # it holds every language

    def make(lang: str) -> str:
        return page.render(picture, lang=lang, links=[views.Link(words(lang)["home"], "index.html", lang)])

    return make


def _workbench(graph: Graph) -> Callable[[str], str]:
    return partial(workbench.in_site, graph)


WHOLE: dict[str, Callable[[Graph], Callable[[str], str]]] = {"network": _network, "workbench": _workbench}
