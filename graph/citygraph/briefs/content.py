"""A brief as plain values: sections of lines, each line with the passages that say so. Writers know only these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.ledgers import Covered
    from citygraph.sentences import Cited


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A text of a line, with the passages that state it; ``other`` is the same in the other script.
    """

    text: str
    citations: tuple[Cited, ...] = ()
    other: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line: its cells, caveats beside it, corrections below it; ``box`` is "open" or "done" for what is ticked off.
    """

    cells: tuple[Cell, ...]
    marks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    box: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """
    Lines under a heading of their own; without one, straight under the section's. Those that run on share a paragraph.
    """

    title: str
    lines: tuple[Line, ...]
    run_on: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """
    A part of the brief: a table where it has heads, else a list.

    ``missing`` says of what nothing is recorded, ``more`` how many lines were left out for want of room.
    """

    key: str
    title: str
    groups: tuple[Group, ...]
    heads: tuple[str, ...] = ()
    missing: str = ""
    more: str = ""

    @property
    def lines(self) -> Iterator[Line]:
        return (line for group in self.groups for line in group.lines)


@dataclass(frozen=True, slots=True)
class Source:
    """
    A report (or the curator's notes), with its cited passages, each under its number.
    """

    id: str
    title: str
    passages: tuple[tuple[int, Cited], ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """
    What is known of a thing before a trip, in one language; dates are those of the data, never today's.
    """

    id: str
    lang: str
    title: str
    other: str
    kind: str
    note: str
    as_of: str
    summary: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    covered: tuple[Covered, ...]
    coverage: str
    dataset: str
    moment: str  # the last day of the data, ISO: what a file is dated with

    def numbers(self) -> dict[str, int]:
        """
        The number of each cited passage, by IRI.
        """
        return {cited.iri: number for source in self.sources for number, cited in source.passages}
