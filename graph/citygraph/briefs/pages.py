"""A brief as one HTML file that prints on A4: no script, no request, its own style allowed by hash alone."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from citygraph.briefs.phrases import say
from citygraph.policy import hashed, inline, policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.briefs.content import Brief
    from citygraph.sentences import Cited

# A run of Chinese, with the blanks, digits and marks inside it: read and set as Chinese wherever it stands.
HAN = re.compile(
    r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
    r"(?:[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af0-9 ()./\-–—─·・]*"
    r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af）」』》)])?"
)


def render(brief: Brief) -> str:
    """
    The whole page. The same brief gives the same text; write it as UTF-8 with unchanged line ends.
    """
    style = (resources.files("citygraph.briefs") / "static" / "brief.css").read_text(encoding="utf-8")
    numbers = brief.numbers()
    environment = Environment(
        loader=PackageLoader("citygraph.briefs"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def numbered(citations: Sequence[Cited]) -> list[int]:
        return sorted(numbers[each.iri] for each in citations)

    def passage(cited: Cited) -> str:
        return cited.words(brief.lang).removeprefix(cited.report).strip()

    environment.filters.update(told=lambda text: told(text, brief.lang), numbers=numbered)
    environment.globals.update(
        say=lambda key: say(key, brief.lang),
        passage=passage,
        policy=policy(style_src=[hashed(style)]),
        style=inline("style", style),
    )
    return environment.get_template("brief.html.j2").render(brief=brief) + "\n"


def told(text: str, lang: str) -> Markup:
    """
    *text* escaped, its Chinese marked as Chinese where the page is in another language.
    """
    if lang.startswith("zh"):
        return escape(text)
    parts, end = [], 0
    for run in HAN.finditer(text):
        parts += [escape(text[end : run.start()]), Markup('<span lang="zh-Hant">{}</span>').format(run[0])]
        end = run.end()
    return Markup().join([*parts, escape(text[end:])])
