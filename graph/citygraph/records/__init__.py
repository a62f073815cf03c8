"""YAML into records whose every key and value knows its place.

Reads libyaml's events, which keep positions, and builds a plain tree: texts,
lists and mappings. Every scalar stays the text that was typed (``NO`` stays
Norway, ``1.10`` stays 1.10); typing is the schema's business. What other YAML
readers accept in silence is refused here with its place: a key given twice,
anchors, aliases, tags, merge keys, a second document, nesting without end,
characters that nobody sees.
"""

from citygraph.records.characters import lines
from citygraph.records.reading import load, read, sources
from citygraph.records.tree import File, List, Mapping, Node, Text

__all__ = ["File", "List", "Mapping", "Node", "Text", "lines", "load", "read", "sources"]
