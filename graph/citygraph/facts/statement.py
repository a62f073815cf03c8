"""A fact and its values."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph.diagnostics import Place

if TYPE_CHECKING:
    from citygraph.facts.citations import Citation
    from citygraph.schema import Field, Kind

_NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Value:
    """
    One value of a field: an id, an IRI, a text with its language, a date as written, or a part.
    """

    field: Field
    text: str
    language: str = ""
    part: Fact | None = None
    place: Place = dataclasses.field(default=_NOWHERE, compare=False, repr=False)
    width: int = dataclasses.field(default=1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """
    A record as linked: its kind, its id (empty where it has none), its values in order, its citations.
    """

    kind: Kind
    id: str
    values: tuple[Value, ...]
    citations: tuple[Citation, ...] = ()
    place: Place = dataclasses.field(default=_NOWHERE, compare=False, repr=False)
    cited_at: tuple[Place, ...] = dataclasses.field(default=(), compare=False, repr=False)

    def of(self, key: str) -> list[Value]:
        return [value for value in self.values if value.field.key == key]
