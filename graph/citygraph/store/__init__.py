"""Quads in, SPARQL out: the only room that knows the engine.

The engine is pyoxigraph. A build is written aside, counted, flushed to disk and
published by one atomic switch of a pointer file; look-ups open the published
build read-only, so that a reader sees the old build or the new one, never a
mix. Values meet queries in a VALUES block written by the engine's own terms,
never by pasting text. Users' own queries are looked through first and then run
in a process of their own, which a limit can end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.store.publishing import (
    StoreError,
    current,
    damage,
    maker,
    memory,
    publish,
    published,
    put,
    sweep,
    write,
)
from citygraph.store.reading import DAY, IRI, Graph, LimitError, Limits, Literal, QueryError, Row, Term, bind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from citygraph.store.asking import Answer

__all__ = [
    "DAY",
    "IRI",
    "Graph",
    "LimitError",
    "Limits",
    "Literal",
    "QueryError",
    "Row",
    "StoreError",
    "Term",
    "ask_user_query",
    "bind",
    "current",
    "damage",
    "guard",
    "lines_of",
    "maker",
    "memory",
    "publish",
    "published",
    "put",
    "revise",
    "sweep",
    "write",
]


# A look-up does not pay for what guards and confines the queries of users.


def guard(query: str) -> None:
    """
    Refuse what a user's query may not do: federation, updates, depth and size that would bring the engine down.

    Raises:
        QueryError: says what is refused, with line and column.
    """
    from citygraph.store import guarding

    guarding.guard(query)


def lines_of(folder: Path) -> AbstractContextManager[Callable[[str], bool]]:
    """
    Tell whether a line stands in the graph of a build.
    """
    from citygraph.store import revising

    return revising.lines_of(folder)


def revise(folder: Path, before: Path, gone: Sequence[str], new: Sequence[str], files: Mapping[str, bytes]) -> None:
    """
    Write into *folder* the build *before* without the lines *gone* and with those that are *new*, and other *files*.

    Raises:
        StoreError: the disk refused, or the build before does not hold what its seal says.
    """
    from citygraph.store import revising

    revising.revise(folder, before, gone, new, files)


def ask_user_query(graph: Graph, query: str, limits: Limits | None = None) -> Answer:
    """
    Run a user's query in a process of its own, within *limits*.

    Raises:
        QueryError: the query is wrong or refused; LimitError: it met a limit.
        StoreError: the store cannot be read.
    """
    from citygraph.store import asking

    return asking.ask(graph, query, limits or Limits())
