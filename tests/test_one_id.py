"""One thing, one id: what bears one name under two ids is declared distinct, or is one thing recorded twice."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from citygraph import build, names
from citygraph.schema import KEYED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Written

    from citygraph import build
    from citygraph.facts import Fact

# Kinds among which one thing could be recorded twice; every other kind is compared with itself only.
FAMILIES = (
    ("cities", "regions", "countries", "venues"),
    ("networks", "organizations", "units", "governments"),
    ("series", "events", "sessions"),
    ("programmes", "documents", "awards", "agreements"),
)
_FAMILY = {kind: family[0] for family in FAMILIES for kind in family}


def confusable(facts: Iterable[Fact]) -> list[tuple[str, str, str]]:
    """
    Each two things of a kind that share a name, and the name; those that a distinction keeps apart left out.
    """
    bearers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    apart: set[tuple[str, str]] = set()
    for fact in facts:
        if fact.kind.key == "distinctions":
            apart.update(combinations(sorted(value.text for value in fact.of("things")), 2))
        if fact.kind.form == KEYED:
            for value in (*fact.of("name"), *fact.of("also")):
                family = _FAMILY.get(fact.kind.key, fact.kind.key)
                bearers[family, names.fold(value.text)].add(fact.id)
    return sorted(
        (*pair, name)
        for (_, name), ids in bearers.items()
        for pair in combinations(sorted(ids), 2)
        if pair not in apart
    )


def test_no_two_things_of_a_kind_share_a_name_unless_declared_distinct(read_real: build.Compiled) -> None:
    """
    Two ids with one name are one thing to merge, or homonyms to record as distinctions.
    """
    assert confusable(read_real.facts) == []


def test_a_name_given_twice_is_seen_through_case_accents_and_other_forms(project: Written) -> None:
    """
    The preferred name of one and another form of the other are compared as they are searched.
    """
    project.write(
        "data/places.yaml",
        "countries:\n  quebec-land:\n    name: {en: Elsewhere}\n    also: {fr: [Québec]}\n"
        "regions:\n  quebec:\n    name: {en: QUEBEC}\n",
    )

    assert confusable(project.compile().facts) == [("quebec", "quebec-land", "quebec")]


def test_homonyms_that_are_declared_distinct_may_share_a_name(project: Written) -> None:
    """
    A distinction keeps every two of its things apart.
    """
    project.write("data/people.yaml", "people:\n  kim-a:\n    name: {en: Kim}\n  kim-b:\n    name: {en: Kim}\n")
    project.write(
        "data/distinctions.yaml", "distinctions:\n- things: [kim-b, kim-a]\n  reason: {en: two}\n  cite: curator\n"
    )

    assert confusable(project.compile().facts) == []
