"""Which passage of which report."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from citygraph import reports

CURATOR = "curator"
NARRATIVE, CAPTION, TABLE = "narrative", "caption", "table"


class Citation(NamedTuple):
    """
    A report's id, a section's number and the kind of text; the curator's own note is the one whose report is empty.
    """

    report: str
    section: str
    text: str = NARRATIVE

    def __str__(self) -> str:
        if not self.report:
            return CURATOR
        return f"{self.report} {self.section}" + ("" if self.text == NARRATIVE else f" {self.text}")


NOTE = Citation("", "", "note")


@lru_cache(4096)
def read(written: str, report: str) -> Citation:
    """
    Read a citation; one that names no report means *report*.

    Raises:
        ValueError: no section is numbered so.
    """
    if written == CURATOR:
        return NOTE
    words = written.split()
    text = words.pop() if words and words[-1] in (CAPTION, TABLE) else NARRATIVE
    named = words.pop(0) if len(words) > 1 else report
    return Citation(named, reports.number("".join(words)), text)
