"""Written names: folds them to keys, keeps every form of every thing, finds what was meant.

``fold`` makes one key of all ways of writing a name; ``Index`` holds on disk
which thing has which form; ``nearest`` is for "did you mean".
"""

from citygraph.names.folding import fold, is_han, join, tokens
from citygraph.names.index import ALSO, DEMONYM, MISPRINT, NAME, Form, Index, write, written
from citygraph.names.nearness import nearest

__all__ = [
    "ALSO",
    "DEMONYM",
    "MISPRINT",
    "NAME",
    "Form",
    "Index",
    "fold",
    "is_han",
    "join",
    "nearest",
    "tokens",
    "write",
    "written",
]
