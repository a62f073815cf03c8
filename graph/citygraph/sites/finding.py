"""The index that the search reads: every form of every name, folded as ``names`` folds it, as a script file.

A script, because a page that was opened from a disk may not fetch other files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.names import fold
from citygraph.sites.rendering import clean
from citygraph.views.picture import json_text

if TYPE_CHECKING:
    from citygraph.sites.catalogue import Site

_SKOS = "http://www.w3.org/2004/02/skos/core#"


def index(site: Site) -> str:
    """
    The script: for each thing its file, kind, names by language, weight, and the folded forms with what was printed.
    """
    kinds = sorted({thing.kind for thing in site.things.values()})
    rows = []
    for thing in site.things.values():
        names = [clean(site.name(thing.iri, lang)) for lang in site.languages]
        about = site.teller.about(thing.iri)
        forms = {
            term.value for name in ("prefLabel", "altLabel", "hiddenLabel") for term in about.get(_SKOS + name, [])
        }
        keys: dict[str, str] = {}
        for form in sorted({*forms, *names}):
            keys.setdefault(fold(form), clean(form))
        known = set(names)
        written = [[key, "" if form in known else form] for key, form in sorted(keys.items()) if key]
        rows.append([thing.stem, kinds.index(thing.kind), names, site.weights[thing.iri], written])
    labels = [[site.label(kind, lang) for lang in site.languages] for kind in kinds]
    tree = {"kinds": labels, "languages": list(site.languages), "things": rows}
    return f"window.citygraphNames = {json_text(tree)};\n"
