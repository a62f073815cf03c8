"""Networks, pages and briefs: what a reader sees of the graph.

This room promises that a page is one file, asks nothing of any network, shows
hostile text as text, and is the same bytes for the same picture. ``picture`` is
the contract: plain frozen values, made by whoever knows the data, drawn by
``page``, which knows no data. Only ``page`` imports pyvis and only ``layout``
imports networkx and numpy: import them where they are used, since a look-up must
not pay for them.
"""

from citygraph.views.drawing import Drawn, draw, draw_path, paint
from citygraph.views.picture import Citation, Edge, Facet, FactText, KindStyle, Link, Node, Picture

__all__ = [
    "Citation",
    "Drawn",
    "Edge",
    "Facet",
    "FactText",
    "KindStyle",
    "Link",
    "Node",
    "Picture",
    "draw",
    "draw_path",
    "paint",
]
