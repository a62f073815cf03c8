"""The first walk: who exists, where, under which ids."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from citygraph import names
from citygraph import schema as schemas
from citygraph.diagnostics import LIMIT, Diagnostic, Place
from citygraph.records import List, Mapping, Text
from citygraph.records.characters import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from citygraph.records import File, Node
    from citygraph.schema import Kind, Schema

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_STRANGE = re.compile("[^a-z0-9-]")


@dataclass(frozen=True, slots=True)
class Known:
    """
    Kind and place of each id, redirects, stand-ins, and the ids of which nothing certain is known.
    """

    kinds: dict[str, Kind] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    # (property, id) -> the id that has it as value: a city's government
    stands_for: dict[tuple[str, str], str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    claims: dict[str, list[Kind]] = field(default_factory=dict)  # the kinds of those who claim an id that is taken
    sought: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)

    def is_doubtful(self, id_: str, fits: Callable[[Kind], bool]) -> bool:
        """
        Whether a mistake elsewhere, already reported, is why *id_* is not known as a kind that *fits*.
        """
        if id_ in self.claims:
            return any(map(fits, self.claims[id_]))
        return id_ in self.unread and id_ not in self.kinds

    def near(self, id_: str, target: str, schema: Schema) -> str:
        """
        Find the known id of the right kind that is most like *id_*, else of any kind; empty where none is like it.
        """
        key = (id_, target)
        if key not in self.sought:
            if len(self.sought) >= LIMIT:
                return ""  # nobody reads more, and each search looks at every id
            fitting = [each for each, kind in self.kinds.items() if schema.is_a(kind.iri, target)]
            self.sought[key] = names.nearest(id_, fitting) or names.nearest(id_, self.kinds)
        return self.sought[key]


def survey(files: Iterable[File], schema: Schema) -> tuple[Known, list[Diagnostic]]:
    """
    Take in every id of *files*, and say what is wrong with kinds and ids.
    """
    files = list(files)
    surveyor = _Surveyor(schema, frozenset[str]().union(*(each.unread for each in files)))
    for each in files:
        surveyor.take_in(each)
    surveyor.settle()
    return surveyor.known, surveyor.found


class _Surveyor:
    """
    Walks the files once, without looking into the values.
    """

    def __init__(self, schema: Schema, unread: frozenset[str]) -> None:
        self.top = schema.top
        self.known = Known(unread=unread)
        self.found: list[Diagnostic] = []
        self.through = {each.through for kind in schema.kinds.values() for each in kind.fields if each.through}
        self.former: list[tuple[Place, str, str]] = []

    def take_in(self, file: File) -> None:
        for key, node in file.root.entries if file.root is not None else ():
            kind = self.top.get(key.value)
            if kind is None:
                near = names.nearest(key.value, self.top)
                self.found.append(
                    Diagnostic(file.at(key), "unknown-kind", {"name": key.value, "near": near}, len(key.value))
                )
                continue
            for id_, body in _named(kind, node):
                self.register(kind, id_, body, file)

    def register(self, kind: Kind, id_: Text, body: Mapping, file: File) -> None:
        place = file.at(id_)
        if not _ID.fullmatch(id_.value):
            strange = _STRANGE.search(id_.value)
            values = {"id": id_.value, "character": named(strange[0]) if strange and not strange[0].isascii() else ""}
            self.found.append(Diagnostic(place, "bad-id", values, len(id_.value)))
            return
        if id_.value in self.known.places:
            self.taken(place, id_.value, kind)
            return
        self.known.kinds[id_.value] = kind
        self.known.places[id_.value] = place
        for each in kind.fields:
            if each.path in self.through and isinstance(of := body.get(each.key), Text):
                self.known.stands_for.setdefault((each.path, of.value), id_.value)
        for old in _texts(body.get("formerly")):
            self.former.append((file.at(old), old.value, id_.value))

    def settle(self) -> None:
        """
        Keep the former ids, when every present one is known.
        """
        for place, old, new in self.former:
            if old in self.known.places:
                self.taken(place, old, self.known.kinds[new])
            else:
                self.known.places[old] = place
                self.known.redirects[old] = new

    def taken(self, place: Place, id_: str, kind: Kind) -> None:
        self.known.claims.setdefault(id_, []).append(kind)
        first = str(self.known.places[id_])
        self.found.append(Diagnostic(place, "duplicate-id", {"id": id_, "first": first}, len(id_)))


def _named(kind: Kind, node: Node) -> Iterator[tuple[Text, Mapping]]:
    """
    Give the ids of the records of one kind in one file, each with its record.
    """
    if kind.form == schemas.KEYED and isinstance(node, Mapping):
        for key, body in node.entries:
            yield key, body if isinstance(body, Mapping) else Mapping((), key.line, key.column)
    bodies = (node,) if kind.form == schemas.SINGLE else node.items if isinstance(node, List) else ()
    for body in bodies:
        if isinstance(body, Mapping) and isinstance(id_ := body.get("id"), Text) and id_.value:
            yield id_, body


def _texts(node: Node | None) -> list[Text]:
    items = node.items if isinstance(node, List) else (node,)
    return [each for each in items if isinstance(each, Text)]
