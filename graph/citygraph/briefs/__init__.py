"""Trip briefs: whom we know there, who holds which office, what was agreed and what is open; on a page or two.

The content comes first, as plain values (``content``), whole, then cut to the
paper that it may take (``condensing``). The writers know only those values:
``pages`` makes HTML that prints on A4, ``documents`` a Word document, ``texts``
plain text. Every line is cited, what is not recorded is said, and no clock is
read: a brief is dated by its data.
"""

from citygraph.briefs.condensing import SHEETS, WORD_SHEETS, condensed
from citygraph.briefs.content import Brief, Cell, Group, Line, Section, Source
from citygraph.briefs.gathering import find, gather

FORMATS = ("html", "docx", "text")


def written(brief: Brief, format_: str) -> bytes:
    """
    A brief as a file's content: the same brief gives the same bytes.

    Raises:
        extras.MissingError: the library for the format is not installed.
    """
    if format_ == "docx":
        from citygraph.briefs import documents

        return documents.render(brief)
    if format_ == "text":
        from citygraph.briefs import texts

        return texts.render(brief).encode()
    from citygraph.briefs import pages

    return pages.render(brief).encode()


__all__ = [
    "FORMATS",
    "SHEETS",
    "WORD_SHEETS",
    "Brief",
    "Cell",
    "Group",
    "Line",
    "Section",
    "Source",
    "condensed",
    "find",
    "gather",
    "written",
]
