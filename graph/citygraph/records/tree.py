"""What a file holds: texts, lists and mappings, each with its line and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from citygraph.diagnostics import Place


class Text(NamedTuple):
    """
    A scalar as typed.
    """

    value: str
    line: int
    column: int


class List(NamedTuple):
    """
    A sequence.
    """

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(NamedTuple):
    """
    Keys and values in the order of the file, no key twice.
    """

    entries: tuple[tuple[Text, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        return next((value for name, value in self.entries if name.value == key), None)


Node = Text | List | Mapping


@dataclass(frozen=True, slots=True)
class File:
    """
    A file of records: its path from the project root and its top mapping, or none where it could not be read.

    *unread* are the ids that a file that could not be read seems to give: who refers to them is not wrong.
    """

    path: str
    root: Mapping | None
    unread: frozenset[str] = frozenset()

    def at(self, node: Node) -> Place:
        return Place(self.path, node.line, node.column)
