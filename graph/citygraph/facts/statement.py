"""A fact and its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.diagnostics import Place

if TYPE_CHECKING:
    from citygraph.facts.citations import Citation
    from citygraph.schema import Field, Kind

_NOWHERE = Place("")


class Value(NamedTuple):
    """
    One value of a field: an id, an IRI, a text with its language, a date as written, or a part.

    Where it was written is no part of what it is: equal values may stand anywhere.
    """

    # A tuple: a frozen dataclass takes four times as long to make, and a fact holds seven.
    field: Field
    text: str
    language: str = ""
    part: Fact | None = None
    place: Place = _NOWHERE
    width: int = 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and self[:4] == other[:4]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:4])


class Fact(NamedTuple):
    """
    A record as linked: its kind, its id (empty where it has none), its values in order, its citations.

    Equal facts may stand anywhere, as equal values may.
    """

    kind: Kind
    id: str
    values: tuple[Value, ...]
    citations: tuple[Citation, ...] = ()
    place: Place = _NOWHERE
    cited_at: tuple[Place, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fact) and self[:4] == other[:4]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:4])

    def of(self, key: str) -> list[Value]:
        return [value for value in self.values if value.field.key == key]
