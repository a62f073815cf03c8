"""What is wrong, where, and how that is printed.

Diagnostics are values: stations collect and return them, and only a door
prints. Every code stands in one table with its sentence and its help in both
languages (``codes``); how they are shown to people and machines is ``printing``.
"""

from citygraph.diagnostics.codes import CODES, ERROR, WARNING, Code
from citygraph.diagnostics.mistakes import Diagnostic, Place, errors, ordered
from citygraph.diagnostics.printing import LIMIT, as_json, render, visible

__all__ = [
    "CODES",
    "ERROR",
    "LIMIT",
    "WARNING",
    "Code",
    "Diagnostic",
    "Place",
    "as_json",
    "errors",
    "ordered",
    "render",
    "visible",
]
