"""SPARQL without a server: one page that holds the graph, the engine, an editor and the stored questions.

The page is one file that asks nothing of any network, opens from a disk or a USB
stick, shows hostile text as text, and is the same bytes for the same build. Its
engine is Oxigraph, the same code as the store's, compiled to WebAssembly; it runs
in a worker made from a Blob, so that a long query leaves the page alive.

The editor is CodeMirror 6 with its own SPARQL mode rather than YASGUI's: that one
stands on CodeMirror 5, which is kept alive but not developed, is hard on phones
and screen readers, and adds style elements that the policy below would have to
let in wholesale. CodeMirror 6 adopts its style sheet in a shadow root instead.
"""

from __future__ import annotations

import base64
import functools
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from citygraph.policy import hashed, inline, policy
from citygraph.sites import workbench_data as data
from citygraph.views.picture import Link, json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from citygraph.store import Graph

_WORKER = ("vendor/oxigraph.js", "tokens.js", "engine.js")
_PAGE = ("editor.js", "results.js", "sources.js", "workbench.js")


def in_site(graph: Graph, lang: str) -> str:
    """
    The page as ``workbench.html`` of a site: with ways to the first page of its language, and to its other languages.
    """
    words = _words()
    languages = [each for each in graph.file("schema.json")["settings"]["languages"] if each in words and each != lang]
    home = Link(_words_in(lang)["home"], "index.html", lang)
    return page(
        graph, lang, [home, *(Link(words[each]["endonym"], f"../{each}/workbench.html", each) for each in languages)]
    )


def page(graph: Graph, lang: str, links: Sequence[Link] = ()) -> str:
    """
    The whole page in *lang*, *links* in its head. Write it as UTF-8 with unchanged line ends.
    """
    held = data.collect(graph, lang)
    words = _words_in(lang)
    library, script, style = _static("vendor/codemirror.js"), _page_script(), _static("workbench.css")
    island = {
        "words": words,
        "prefixes": held.prefixes,
        "examples": [each._asdict() for each in held.examples],
    }
    name = f"{words['title']} · {held.title}"
    linked = {"@context": "https://schema.org", "@type": "WebPage", "name": name, "inLanguage": lang}
    return (
        _environment()
        .get_template("workbench.html.j2")
        .render(
            lang=lang,
            words=words,
            title=held.title,
            stamp=held.stamp,
            links=links,
            prefixes=sorted(held.prefixes.items()),
            tools=_tools(),
            policy=_policy((library, script), style),
            style=inline("style", style),
            library=inline("script", library),
            script=inline("script", script),
            worker=inline("script", "\n".join(_static(name) for name in _WORKER)),
            engine=base64.b64encode(_bytes("vendor/oxigraph.wasm.gz")).decode(),
            graph=held.quads,
            told=held.told,
            island=Markup(json_text(island)),  # noqa: S704  # escaped there
            linked=Markup(json_text(linked)),  # noqa: S704  # and there
        )
    )


def _policy(scripts: Sequence[str], style: str) -> str:
    """
    Nothing from anywhere, but these very scripts and styles, and a worker out of the page itself.

    ``wasm-unsafe-eval`` lets WebAssembly be compiled, which is the engine, and no JavaScript from text; a worker from
    a Blob has the policy of its page, so that its queries reach nobody either.
    """
    return policy(
        script_src=[*map(hashed, scripts), "'wasm-unsafe-eval'"],
        style_src=[hashed(style)],
        worker_src=["blob:"],
        connect_src=["'none'"],
        img_src=["data:"],
    )


@functools.cache
def _page_script() -> str:
    """
    The page's scripts as one, in a block of their own: none of their names becomes the window's.
    """
    return '"use strict";\n{\n' + "\n".join(_static(name) for name in _PAGE) + "}\n"


def _words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(_static("words.json"))
    return found


def _words_in(lang: str) -> dict[str, str]:
    """
    What the page itself says, in *lang*, else in English.
    """
    words = _words()
    return words.get(lang) or words["en"]


def _tools() -> str:
    locks: list[dict[str, Any]] = [json.loads(_static(f"vendor/{name}.json")) for name in ("oxigraph", "codemirror")]
    return ", ".join(f"{lock['name']} {lock['version']} ({lock['licence']})" for lock in locks)


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("citygraph.sites"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@functools.cache
def _static(name: str) -> str:
    return _bytes(name).decode()


def _bytes(name: str) -> bytes:
    return (resources.files("citygraph.sites") / "static" / "workbench" / name).read_bytes()
