"""What there is to say of a whole: things that nothing refers to, things named in one language only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import schema as schemas
from citygraph.schema import SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.facts import Fact, Value


def unused(facts: Iterable[Fact]) -> list[str]:
    """
    The ids of things to which nothing refers.
    """
    facts = list(facts)
    referred = {value.text for fact in facts for value in _all_values(fact) if value.field.type == schemas.REFERENCE}
    return sorted(fact.id for fact in facts if fact.kind.form == schemas.KEYED and fact.id not in referred)


def in_one_language(facts: Iterable[Fact], languages: Iterable[str]) -> list[str]:
    """
    The ids of things that lack a name in one of the dataset's languages.
    """
    wanted = set(languages)
    return sorted(
        fact.id
        for fact in facts
        if fact.kind.form == schemas.KEYED
        and wanted - {v.language for v in fact.values if v.field.path == SKOS + "prefLabel"}
    )


def _all_values(fact: Fact) -> Iterator[Value]:
    for value in fact.values:
        yield value
        if value.part is not None:
            yield from _all_values(value.part)
