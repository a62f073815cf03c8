"""Which pages a site has, in the order in which they are made.

A page that another module makes whole joins here: its function in ``WHOLE``,
and the stem of its file (``workbench`` for ``en/workbench.html``) is its entry
in the menu, called by that word of ``words``.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from citygraph.sites import atlas, chronicle, finding, home, indexes, ledger, linked, sections, things
from citygraph.sites.catalogue import Site
from citygraph.sites.making import Making
from citygraph.sites.nearby import Network
from citygraph.sites.rendering import Renderer
from citygraph.sites.telling import Narrator
from citygraph.sites.words import words
from citygraph.sites.writing import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from citygraph.store import Graph

STATIC = ("site.css", "site.js")
PARTS = (home.pages, indexes.pages, ledger.pages, chronicle.pages, atlas.pages, sections.pages, things.pages)
# Files made by others, by their path below the site's folder: `workbench.pages` belongs here.
WHOLE: tuple[Callable[[Graph], Mapping[str, str | bytes]], ...] = ()


def pages(graph: Graph) -> Iterator[Page]:
    """
    Every file of the site of a graph.
    """
    site = Site(graph)
    network = Network(site)
    whole = {path: content for make in WHOLE for path, content in sorted(make(graph).items())}
    extra = tuple(sorted(_in_menu(site, whole)))
    for name in STATIC:
        yield Page(f"assets/{name}", (resources.files("citygraph.sites") / "static" / name).read_bytes())
    yield Page("assets/names.js", finding.index(site).encode())
    paths = []
    for lang in site.languages:
        making = Making(site, lang, Narrator(site, lang), Renderer(site, lang, extra), network)
        if lang == site.languages[0]:
            yield home.door(making)
        for part in PARTS:
            for page in part(making):
                if lang == site.languages[0]:
                    paths.append(page.path.partition("/")[2])
                yield page
        yield _network(graph, lang)
    for path, content in whole.items():
        yield Page(path, content.encode() if isinstance(content, str) else content)
    yield from linked.pages(site)
    yield linked.sitemap(site, [*paths, "network.html"])


def _in_menu(site: Site, whole: Mapping[str, str | bytes]) -> Iterator[str]:
    """
    The pages of others that stand in the first language and whose name is a word of ours.
    """
    first = f"{site.languages[0]}/"
    for path in whole:
        stem = path.removeprefix(first).removesuffix(".html")
        if path == f"{first}{stem}.html" and stem in words(site.languages[0]):
            yield stem


def _network(graph: Graph, lang: str) -> Page:
    """
    The page of the whole network, which stands by itself.
    """
    from citygraph import views

    drawn = views.draw(graph, "", lang, everything=True)
    return Page(f"{lang}/network.html", (drawn.html if drawn else "").encode("utf-8", "replace"))
