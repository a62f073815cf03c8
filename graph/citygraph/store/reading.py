"""A published build, read: look-ups of single things, and queries of ours with their values bound."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from citygraph.store.publishing import StoreError, damage, is_whole, maker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

IRI = ox.NamedNode
Literal = ox.Literal
DAY = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
Term = ox.NamedNode | ox.BlankNode | ox.Literal
Row = dict[str, "Term"]
_DEFAULT = ox.DefaultGraph()
_TEXT = "graph.nq"

_RDF = {"trig": ox.RdfFormat.TRIG, "ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}


class QueryError(Exception):
    """
    A query that is not answered: wrong syntax, an update, federation. *line* and *column* from 1, 0 where unknown.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class LimitError(QueryError):
    """
    A query that was stopped: it took too long, too much memory, or gave too much.
    """


class Limits(NamedTuple):
    """
    What a user's query may take: seconds, bytes of memory, rows (or triples) of its answer.
    """

    seconds: float = 10
    memory: int = 2 * 1024**3
    rows: int = 10_000


class Graph:
    """
    A published build, opened for reading.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.place = os.fspath(folder)
        if wrong := damage(self.place):
            raise _unreadable(self.place, wrong)
        try:
            self.engine = ox.Store.read_only(os.path.join(self.place, "store"))
        except (OSError, RuntimeError, ValueError) as error:
            raise _unreadable(self.place, maker(self.place) or error) from error
        self._files: dict[str, Any] = {}

    @property
    def folder(self) -> Path:
        from pathlib import Path

        return Path(self.place)

    def file(self, name: str) -> Any:
        """
        What a JSON file of the build holds; read once, since who asks many questions would read little else.
        """
        if name not in self._files:
            try:
                with open(os.path.join(self.place, name), "rb") as stream:
                    self._files[name] = json.load(stream)
            except (OSError, ValueError) as error:
                raise _unreadable(self.place, f"{name}: {error}") from error
        return self._files[name]

    def select(self, query: str, values: Mapping[str, Sequence[Term]] | None = None) -> list[Row]:
        """
        Rows of a SELECT query of ours, with *values* bound to its variables.

        Raises:
            QueryError: the query is wrong. StoreError: the store is damaged.
        """
        try:
            found: Any = self.engine.query(bind(query, values or {}))
            names = [each.value for each in found.variables]
            return [{name: term for name, term in zip(names, row, strict=True) if term is not None} for row in found]
        except SyntaxError as error:
            raise located(str(error)) from error
        except (OSError, ValueError, RuntimeError) as error:
            if is_damage(error):
                raise _unreadable(self.place, error) from error
            raise QueryError(str(error)) from error

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """
        Values of a property in the default graph, sorted.
        """
        return _sorted([quad[2] for quad in self._quads(subject, predicate, None)])

    def subjects(self, predicate: str, object_: Term) -> list[str]:
        """
        IRIs that have a value for a property in the default graph, sorted.
        """
        return sorted(quad[0].value for quad in self._quads(None, predicate, object_))

    def about(self, subject: str) -> dict[str, list[Term]]:
        """
        Everything the default graph says of a subject, by property.
        """
        found: dict[str, list[Term]] = {}
        for _, predicate, object_, _ in self._quads(subject, None, None):
            found.setdefault(predicate.value, []).append(object_)
        return {predicate: _sorted(values) for predicate, values in found.items()}

    def mentions(self, object_: str) -> list[tuple[str, str]]:
        """
        Subject and property of every triple of the default graph whose object is an IRI, sorted.
        """
        return sorted(
            (subject.value, predicate.value) for subject, predicate, _, _ in self._quads(None, None, IRI(object_))
        )

    def passages(self, subject: str, predicate: str | None = None) -> list[str]:
        """
        Named graphs that state something of a subject (and a property), sorted.
        """
        return sorted(
            {quad[3].value for quad in self._quads(subject, predicate, None, None) if isinstance(quad[3], IRI)}
        )

    def quads(self) -> str:
        """
        The whole graph as sorted N-Quads.
        """
        return self._text().read_text("utf-8")

    def rdf(self, format_: str, prefixes: dict[str, str]) -> str:
        """
        Write the whole graph as ``trig``, ``ttl`` (the default graph alone) or ``jsonld``, sorted.
        """
        # From the sorted text, not from the store: the text is what the same data always give.
        quads = ox.parse(path=str(self._text()), format=ox.RdfFormat.N_QUADS)
        if format_ == "ttl":
            triples = (quad.triple for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph))
            return tagged((ox.serialize(triples, format=_RDF[format_], prefixes=prefixes) or b"").decode())
        by_graph = sorted(quads, key=lambda quad: (isinstance(quad.graph_name, IRI), str(quad.graph_name)))
        return tagged((ox.serialize(by_graph, format=_RDF[format_], prefixes=prefixes) or b"").decode())

    def described(self, subjects: Iterable[str], format_: str, prefixes: dict[str, str]) -> str:
        """
        Write what the default graph says of some subjects as ``ttl`` or ``jsonld``, in the order given.
        """
        quads = [quad for subject in subjects for quad in sorted(self._quads(subject, None, None), key=str)]
        triples = (quad.triple for quad in quads)
        return tagged((ox.serialize(triples, format=_RDF[format_], prefixes=prefixes) or b"").decode())

    def _text(self) -> Path:
        if not is_whole(self.place, _TEXT):
            raise _unreadable(self.place, f"{_TEXT} is not what was written")
        return self.folder / _TEXT

    def _quads(
        self, subject: str | None, predicate: str | None, object_: Term | None, graph: Any = _DEFAULT
    ) -> Iterator[Any]:
        try:
            yield from self.engine.quads_for_pattern(
                IRI(subject) if subject else None, IRI(predicate) if predicate else None, object_, graph
            )
        except (OSError, RuntimeError) as error:
            raise _unreadable(self.place, error) from error

    def __len__(self) -> int:
        return len(self.engine)


def _sorted(terms: list[Term]) -> list[Term]:
    return terms if len(terms) == 1 else sorted(terms, key=str)


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


def located(message: str) -> QueryError:
    """
    What the engine says of a wrong query, with line and column and without its dump of what it could have read.
    """
    match = re.match(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", message, re.DOTALL)
    if match is None:
        return QueryError(message)
    # Its tokens mislead (for FILTR it expects OPTIONAL); its sentences help.
    sentence = next(iter(re.findall(r"(?:^|, )([A-Z][a-z]* [^,\[]*[a-z])", match[3])), "")
    return QueryError(sentence or "the query cannot be read from here on", int(match[1]), int(match[2]))


def is_damage(error: Exception) -> bool:
    """
    Whether the engine complains of the files rather than of the query: it says both with the same exceptions.
    """
    return isinstance(error, OSError) or str(error).startswith(("Corruption", "IO error"))


def _unreadable(folder: str, error: Exception | str) -> StoreError:
    return StoreError(f"the build in {folder} cannot be read ({error}); remove the folder and build again")


@cache
def _pattern_of_tags() -> re.Pattern[str]:
    """
    A tag in JSON and JSON-LD, in XML, in Turtle's family and TSV; every string is matched, so none is entered midway.
    """
    language = "[A-Za-z]+(?:-[A-Za-z0-9]+)*"
    return re.compile(
        rf'"(?:@language|xml:lang)":\s*"(?P<json>{language})"|<literal xml:lang="(?P<xml>{language})"'
        rf'|"(?:[^"\\]|\\.)*+"(?:@(?P<turtle>{language}))?'
    )


def tagged(text: str) -> str:
    """
    Text in any RDF or results format, its language tags as BCP 47 writes them: the engine makes them lower-case.
    """
    return _pattern_of_tags().sub(_with_tag, text)


def _with_tag(match: re.Match[str]) -> str:
    if match.lastgroup is None:
        return match[0]
    start, end = (at - match.start() for at in match.span(match.lastgroup))
    return match[0][:start] + tag(match[match.lastgroup]) + match[0][end:]


def tag(language: str) -> str:
    """
    A language tag as BCP 47 recommends: ``zh-Hant``, ``pt-BR``.
    """
    first, *rest = language.split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(cases.get(len(part), str.lower)(part) for part in rest)])
