"""Trip briefs: whom we know there, who holds which office, what was agreed and what is open; on a page or two.

The content comes first, as plain values (``content``); the writers know only
those: ``pages`` makes HTML that prints on A4, ``documents`` a Word document,
``texts`` plain text. Every line is cited, what is not recorded is said, and no
clock is read: a brief is dated by its data.
"""

from citygraph.briefs.content import Brief, Cell, Group, Line, Section, Source
from citygraph.briefs.gathering import find, gather

__all__ = ["Brief", "Cell", "Group", "Line", "Section", "Source", "find", "gather"]
