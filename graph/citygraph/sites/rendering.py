"""Pages as HTML: one frame around every page, everything escaped, nothing inline that a policy would have to allow.

The policy (CSP) lets a page use the site's own script and style files and
nothing else; there is no inline script, style or style attribute. The data
islands of JSON-LD are no scripts to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from citygraph.policy import policy
from citygraph.sites.words import LANGUAGES, words
from citygraph.sites.writing import Page
from citygraph.views.picture import json_text

if TYPE_CHECKING:
    from citygraph.sites.catalogue import Site

POLICY = policy(script_src=["'self'"], style_src=["'self'"], img_src=["'self'", "data:"])
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


class Frame(NamedTuple):
    """
    What stands around a page's own content: its path below the language, title, and data for machines.
    """

    path: str
    title: str
    here: str = ""
    linked: dict[str, Any] | None = None
    data: str = ""  # the path of its RDF, without the ending


class Renderer:
    """
    Renders the pages of one site in one language.
    """

    def __init__(self, site: Site, lang: str, menu: tuple[str, ...]) -> None:
        self.site = site
        self.lang = lang
        self.words = words(lang)
        self.environment = Environment(
            loader=PackageLoader("citygraph.sites"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.environment.filters["island"] = lambda tree: Markup(json_text(tree))  # noqa: S704 -- escaped there
        self.environment.globals.update(
            lang=lang,
            w=self.words,
            languages=[(each, LANGUAGES.get(each, each)) for each in site.languages],
            menu=menu,
            policy=POLICY,
            site_title=site.title(lang),
            licence=site.settings["licence"]
            if str(site.settings["licence"]).startswith(("http://", "https://"))
            else "",
            base=site.base,
        )

    def page(self, template: str, frame: Frame, **content: Any) -> Page:
        """
        A page of the site.
        """
        up = "../" * (frame.path.count("/") + 1)
        text = self.environment.get_template(f"{template}.html.j2").render(
            frame=frame,
            up=up,
            here="../" * frame.path.count("/"),
            to="" if frame.path.startswith("id/") else "id/",
            **content,
        )
        return Page(f"{self.lang}/{frame.path}", clean(text).encode())


def clean(text: str) -> str:
    """
    Text without the characters that no HTML page may hold: controls, lone surrogates and non-characters.
    """
    return _FORBIDDEN.sub("\ufffd", text)
