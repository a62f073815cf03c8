"""What belongs to a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citygraph import scopes
from citygraph.sentences import Teller

if TYPE_CHECKING:
    from citygraph import store

ID = "https://lindau.example/id/"


def ids(iris: frozenset[str]) -> set[str]:
    return {iri.removeprefix(ID) for iri in iris}


def test_a_place_has_its_government_offices_people_and_events(two_trips: store.Graph) -> None:
    """
    Oran is its government too, its mayors, and what was held there.
    """
    found = scopes.scope(Teller(two_trips), f"{ID}oran")

    assert found.sort == "place"
    assert ids(found.bodies) == {"oran-government"}
    assert ids(found.offices) == {"oran-mayor", "oran-harbour-master"}
    assert ids(found.people) == {"amina-haddad", "karim-ziani", "zed"}
    assert {"harbour-forum-2016", "harbour-forum-2018"} <= ids(found.occasions)


@pytest.mark.parametrize(
    ("name", "sort", "people"),
    [
        ("oran-government", "body", {"amina-haddad", "karim-ziani", "zed"}),
        ("harbour-forum", "occasion", {"amina-haddad", "karim-ziani", "zed"}),
        ("harbour-forum-2018", "occasion", {"karim-ziani"}),
        ("trip-2016", "occasion", {"amina-haddad", "zed"}),
        ("zed", "person", {"zed"}),
        ("oran-mayor", "office", {"amina-haddad", "karim-ziani"}),
        ("mayor", "thing", set()),
    ],
)
def test_every_sort_of_thing_has_its_people(two_trips: store.Graph, name: str, sort: str, people: set[str]) -> None:
    """
    Whoever held an office, or was met at an event, an edition of a series or on a trip.
    """
    found = scopes.scope(Teller(two_trips), f"{ID}{name}")

    assert (found.sort, ids(found.people)) == (sort, people)


def test_we_are_the_home_with_whoever_stood_on_our_side(two_trips: store.Graph) -> None:
    """
    The dataset says who "we" are.
    """
    found = scopes.home(Teller(two_trips))

    assert "lindau-government" in ids(found.bodies)
    assert "lin-mei" in ids(found.people)
    assert "amina-haddad" not in ids(found.all)


def test_no_statement_is_taken_for_a_body(graph: store.Graph) -> None:
    """
    What a report states of a body carries the same values as the body, and is none.
    """
    found = scopes.scope(Teller(graph), "https://citygraph.example/id/uclg")

    assert [iri for iri in found.bodies if "/fact/" in iri] == []
    assert "https://citygraph.example/id/metropolis" in found.bodies
