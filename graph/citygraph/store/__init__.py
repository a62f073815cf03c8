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

from citygraph.store.publishing import StoreError, current, damage, memory, publish, published, put, sweep, write
from citygraph.store.reading import DAY, IRI, Graph, LimitError, Limits, Literal, QueryError, Row, Term, bind

if TYPE_CHECKING:
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
    "memory",
    "publish",
    "published",
    "put",
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


def ask_user_query(graph: Graph, query: str, limits: Limits | None = None) -> Answer:
    """
    Run a user's query in a process of its own, within *limits*.

    Raises:
        QueryError: the query is wrong or refused; LimitError: it met a limit.
        StoreError: the store cannot be read.
    """
    from citygraph.store import asking

    return asking.ask(graph, query, limits or Limits())
