"""Users' own queries, run in a process of their own that a limit can end.

The engine has no time-out, ignores Ctrl-C while it runs, and can be brought
down by what passes the guard; so it runs where nothing else does. What comes
back is in the W3C's formats: query results in JSON, triples in N-Triples.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from citygraph.store import guarding
from citygraph.store.publishing import StoreError
from citygraph.store.reading import LimitError, QueryError, located, tagged

if TYPE_CHECKING:
    from citygraph.store.reading import Graph, Limits

_PROCESS = Path(__file__).with_name("process.py")
_RESULTS = {"tsv": ox.QueryResultsFormat.TSV, "xml": ox.QueryResultsFormat.XML}
_SIZE = 32 * 1024 * 1024  # characters of an answer
ROWS, TRIPLES = "rows", "triples"


@dataclass(frozen=True, slots=True)
class Answer:
    """
    The answer to a user's query: SPARQL 1.1 Query Results JSON or N-Triples; *cut* says that there was more.
    """

    kind: str
    body: bytes
    cut: bool
    limits: Limits

    @property
    def empty(self) -> bool:
        return (
            not self.body
            if self.kind == TRIPLES
            else self.kind == ROWS and not json.loads(self.body)["results"]["bindings"]
        )

    @property
    def truth(self) -> bool:
        return bool(json.loads(self.body)["boolean"])

    @property
    def heads(self) -> list[str]:
        return list(json.loads(self.body)["head"]["vars"])

    def cells(self) -> list[list[dict[str, str] | None]]:
        """
        The terms of each row, as the JSON format describes them.
        """
        found = json.loads(self.body)
        return [[row.get(name) for name in found["head"]["vars"]] for row in found["results"]["bindings"]]

    def written(self, format_: str, prefixes: dict[str, str]) -> str:
        """
        Write the answer as ``json``, ``tsv`` or ``xml``; triples as ``nt`` or ``ttl``.
        """
        if format_ == "ttl":
            triples = ox.parse(self.body, format=ox.RdfFormat.N_TRIPLES)
            found = ox.serialize((quad.triple for quad in triples), format=ox.RdfFormat.TURTLE, prefixes=prefixes)
            return tagged((found or b"").decode())
        if format_ in _RESULTS:
            results: Any = ox.parse_query_results(self.body, format=ox.QueryResultsFormat.JSON)
            return tagged(bytes(results.serialize(format=_RESULTS[format_])).decode())
        return tagged(self.body.decode())


def ask(graph: Graph, query: str, limits: Limits) -> Answer:
    """
    Run a user's query within *limits*.

    Raises:
        QueryError: the query is wrong or refused; LimitError: it met a limit.
        StoreError: the store cannot be read.
    """
    guarding.guard(query)
    head, body = _run(graph, query, limits)
    kind, message = head["kind"], head.get("message", "")
    if kind == "wrong":
        raise guarding.mistake(query, located(message))
    if kind == "failed":
        raise QueryError(message)
    if kind == "memory":
        raise _too_much_memory(limits)
    if kind == "unreadable":
        raise StoreError(f"the build in {graph.folder} cannot be read ({message}); remove the folder and build again")
    return Answer(kind, body, head["cut"], limits)


def _run(graph: Graph, query: str, limits: Limits) -> tuple[dict[str, Any], bytes]:
    order = {
        "store": str(graph.folder / "store"),
        "query": query,
        "rows": limits.rows,
        "bytes": _SIZE,
        "memory": limits.memory,
        "seconds": limits.seconds,
    }
    # A session of its own: Ctrl-C is for this process, which then kills that one.
    try:
        done = subprocess.run(  # noqa: S603 -- this interpreter and a file of ours; the query goes to standard input
            [sys.executable, "-P", str(_PROCESS)],
            input=json.dumps(order).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long(limits) from error
    if done.returncode:
        raise _ending(done.returncode, limits)
    head, _, body = done.stdout.partition(b"\n")
    return json.loads(head), body


def _ending(code: int, limits: Limits) -> QueryError:
    """
    What it means that the process ended by itself: out of memory (Rust aborts), out of stack, out of time.
    """
    if -code == getattr(signal, "SIGALRM", 0):
        return _too_long(limits)
    if -code == signal.SIGSEGV:
        return LimitError("the query is nested deeper than the engine can follow")
    return _too_much_memory(limits)


def _too_long(limits: Limits) -> LimitError:
    return LimitError(f"time limit: the query was stopped after {limits.seconds:g} s")


def _too_much_memory(limits: Limits) -> LimitError:
    return LimitError(f"memory limit: the query needs more than {limits.memory >> 20} MB")
