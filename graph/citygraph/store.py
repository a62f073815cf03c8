"""Quads in, SPARQL out: the only room that knows the engine.

The engine is pyoxigraph. A build is written aside, counted, flushed to disk and
published by one atomic switch of a pointer file; look-ups open the published
build read-only, so that a reader sees the old build or the new one, never a
mix. Values meet queries in a VALUES block written by the engine's own terms,
never by pasting text.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

IRI = ox.NamedNode
Literal = ox.Literal
DAY = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
Term = ox.NamedNode | ox.BlankNode | ox.Literal
Row = dict[str, "Term"]

POINTER = "current"
FORMATS = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD, "nt": ox.RdfFormat.N_TRIPLES}


class StoreError(Exception):
    """
    The store on disk cannot be used: missing, damaged, locked, or the disk is full.
    """


class QueryError(Exception):
    """
    A query that is not answered: wrong syntax, an update, federation, or beyond a limit. *line* and *column* from 1.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


# ------------------------------------------------------------------ publishing


def write(folder: Path, lines: Sequence[str], files: Mapping[str, bytes]) -> None:
    """
    Writes a build into *folder*: the store, the same quads as sorted text, and the other *files*.

    Raises:
        StoreError: the disk refused, or the store does not hold what it was given.
    """
    try:
        folder.mkdir(parents=True)
        data = "".join(lines).encode()
        _store(folder / "store", data, len(lines))
        for name, content in {**files, "graph.nq": data}.items():
            _write(folder / name, content)
        _sync(folder)
    except OSError as error:
        raise StoreError(f"cannot write {folder}: {error.strerror or error}") from error


def _store(path: Path, data: bytes, count: int) -> None:
    store = ox.Store(str(path))
    store.bulk_load(data, format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    if len(store) != count:
        raise StoreError(f"{path} holds {len(store)} of {count} quads")
    del store
    for file in sorted(path.iterdir()):
        _sync(file)
    _sync(path)


def publish(builds: Path, name: str) -> None:
    """
    Makes the build *name* the current one: one atomic switch (POSIX rename; Pillai et al., OSDI 2014).
    """
    try:
        fresh = builds / f".{POINTER}.new"
        _write(fresh, name.encode())
        os.replace(fresh, builds / POINTER)
        _sync(builds)
    except OSError as error:
        raise StoreError(f"cannot publish in {builds}: {error.strerror or error}") from error


def current(builds: Path) -> Path | None:
    """
    The folder of the published build, or None.
    """
    try:
        name = (builds / POINTER).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    folder = builds / name
    return folder if name and "/" not in name and folder.is_dir() else None


def sweep(builds: Path, keep: Iterable[str]) -> None:
    """
    Removes what earlier builds left behind, but those to *keep*.
    """
    wanted = set(keep)
    for folder in builds.iterdir():
        if folder.is_dir() and folder.name not in wanted and folder.name.startswith("build-"):
            shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# --------------------------------------------------------------------- reading


class Graph:
    """
    A published build, opened for reading.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.engine = ox.Store.read_only(str(folder / "store"))
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"the build in {folder} cannot be read ({error}); remove the folder and build again") from error

    def file(self, name: str) -> Any:
        """
        A JSON file of the build.
        """
        try:
            return json.loads((self.folder / name).read_bytes())
        except (OSError, ValueError) as error:
            raise StoreError(f"{self.folder / name} cannot be read ({error}); remove the folder and build again") from error

    def select(self, query: str, values: Mapping[str, Sequence[Term]] | None = None) -> list[Row]:
        """
        The rows of a SELECT query of ours, with *values* bound to its variables.

        Raises:
            QueryError: the query is wrong.
        """
        found = _run(self.engine, bind(query, values or {}))
        names = [each.value for each in found.variables]
        return [{name: term for name, term in zip(names, row, strict=True) if term is not None} for row in found]

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """
        The values of a property in the default graph, sorted.
        """
        found = self.engine.quads_for_pattern(IRI(subject), IRI(predicate), None, ox.DefaultGraph())
        return sorted((quad.object for quad in found), key=str)

    def subjects(self, predicate: str, object_: Term) -> list[str]:
        """
        The IRIs that have a value for a property in the default graph, sorted.
        """
        found = self.engine.quads_for_pattern(None, IRI(predicate), object_, ox.DefaultGraph())
        return sorted(quad.subject.value for quad in found)

    def about(self, subject: str) -> dict[str, list[Term]]:
        """
        Everything the default graph says of a subject, by property.
        """
        found: dict[str, list[Term]] = {}
        for quad in self.engine.quads_for_pattern(IRI(subject), None, None, ox.DefaultGraph()):
            found.setdefault(quad.predicate.value, []).append(quad.object)
        return {predicate: sorted(values, key=str) for predicate, values in sorted(found.items())}

    def mentions(self, object_: str) -> list[tuple[str, str]]:
        """
        Subject and property of every triple of the default graph whose object is an IRI, sorted.
        """
        found = self.engine.quads_for_pattern(None, None, IRI(object_), ox.DefaultGraph())
        return sorted((quad.subject.value, quad.predicate.value) for quad in found)

    def passages(self, subject: str, predicate: str | None = None) -> list[str]:
        """
        The named graphs that state something of a subject (and a property), sorted.
        """
        found = self.engine.quads_for_pattern(IRI(subject), IRI(predicate) if predicate else None, None, None)
        return sorted({quad.graph_name.value for quad in found if isinstance(quad.graph_name, ox.NamedNode)})

    def __len__(self) -> int:
        return len(self.engine)


def bind(query: str, values: Mapping[str, Sequence[Term]]) -> str:
    """
    *query* with its variables bound in VALUES blocks first in its group; terms are written by the engine's own classes.

    VALUES first lets the planner start from the values; other ways of binding are slower by orders of magnitude.
    """
    if not values:
        return query
    blocks = " ".join(f"VALUES ?{name} {{ {' '.join(map(str, values[name]))} }}" for name in sorted(values))
    head, brace, rest = query.partition("WHERE {")
    if not brace:
        raise QueryError("the query has no WHERE {")
    return f"{head}{brace} {blocks} {rest}"


def _run(engine: ox.Store, query: str) -> Any:
    try:
        return engine.query(query)
    except SyntaxError as error:
        raise _located(error) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(str(error)) from error


def _located(error: SyntaxError) -> QueryError:
    match = re.match(r"error at (\d+):(\d+): (.*)", str(error), re.DOTALL)
    if match is None:
        return QueryError(str(error))
    return QueryError(match[3].strip(), int(match[1]), int(match[2]))


# ------------------------------------------------------------ users' own queries

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)|(?P<iri><[^\x00-\x20<>"{}|^`\\]*>)"""
    r"""|(?P<string>\"{3}(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"{3}|'{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')"""
    r"""|(?P<variable>[?$]\w+)|(?P<prefixed>[\w.-]*:[\w.:%\\-]*)|(?P<word>[A-Za-z_]\w*)|(?P<open>[{(\[])|(?P<close>[})\]])|(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
_UPDATES = frozenset("LOAD CLEAR DROP CREATE ADD MOVE COPY INSERT DELETE WITH".split())
DEPTH, LENGTH, PATTERNS = 100, 64 * 1024, 100


def guard(query: str) -> None:
    """
    Refuses what a user's query may not do: federation, updates, depth and size that would bring the engine down.

    Raises:
        QueryError: says what is refused, with line and column.
    """
    if len(query.encode("utf-8", "replace")) > LENGTH:
        raise QueryError(f"the query is longer than {LENGTH >> 10} kB")
    depth = deepest = operators = 0
    first_word = ""
    # SPARQL 1.1, section 19.2: \\uXXXX stands for a character anywhere, keywords included.
    plain = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", lambda m: _character(m), query)
    for token in _TOKEN.finditer(plain):
        group = token.lastgroup
        if group == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif group == "close":
            depth -= 1
        elif group == "other" and token[0] in ".;,|/+*&":
            operators += 1
        elif group == "word":
            word = token[0].upper()
            if word == "SERVICE":
                raise _refused(plain, token.start(), "federation is off: SERVICE is refused")
            if not first_word and word not in ("PREFIX", "BASE"):
                first_word = word
        if deepest > DEPTH:
            raise _refused(plain, token.start(), f"nested deeper than {DEPTH}")
        if operators > PATTERNS * 8:
            raise _refused(plain, token.start(), "too many patterns")
    if first_word in _UPDATES:
        raise QueryError(f"the graph is read-only: {first_word} is refused", 1, 1)


def _character(match: re.Match[str]) -> str:
    try:
        return chr(int(match[1] or match[2], 16))
    except (ValueError, OverflowError):
        return match[0]


def _refused(query: str, offset: int, message: str) -> QueryError:
    before = query[:offset]
    return QueryError(message, before.count("\n") + 1, offset - before.rfind("\n"))


def ask_user_query(graph: Graph, query: str) -> Any:
    """
    The engine's result of a user's query: solutions, a boolean or triples.
    """
    guard(query)
    return _run(graph.engine, query)


@contextmanager
def memory(lines: Iterable[str]) -> Iterator[ox.Store]:
    """
    A store in memory, for judging a build before it is written.
    """
    store = ox.Store()
    store.bulk_load("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    yield store
