"""What belongs to a thing: a place's bodies, a body's units and offices, an event's sessions, and the people of each.

Whoever looks for facts "about Burnaby" means its government, its mayor and what
happened there too: a scope says which things those are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph import store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from citygraph.sentences import Teller

_PREFIXES = """PREFIX cg: <https://citygraph.example/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX schema: <https://schema.org/>
"""
_TYPES = "SELECT ?found WHERE { ?it a ?found }"
_WITHIN = "SELECT DISTINCT ?found WHERE { ?found cg:within* ?it }"
_SEATED = "SELECT DISTINCT ?found WHERE { ?found cg:governs|cg:place|cg:seat ?it ; a cg:Body }"
# A part with a seat of its own belongs to that place, not to where the whole sits.
_UNITS = """SELECT DISTINCT ?found WHERE {
  ?found org:subOrganizationOf+ ?it ; a cg:Unit .
  FILTER NOT EXISTS { ?found cg:governs|cg:place|cg:seat ?elsewhere } }"""
_PARTS = "SELECT DISTINCT ?found WHERE { ?found org:subOrganizationOf+ ?it ; a cg:Body }"
_GOVERNED = "SELECT DISTINCT ?found WHERE { ?it cg:governs ?found }"
_OFFICES = "SELECT DISTINCT ?found WHERE { ?found org:postIn ?it }"
_HOLDERS = """SELECT DISTINCT ?found WHERE {
  { ?tenure a cg:Tenure ; org:post ?it ; org:member ?found } UNION { ?side cg:capacity ?it ; cg:agent ?found } }"""
_HELD = """SELECT DISTINCT ?found WHERE {
  { ?tenure a cg:Tenure ; org:member ?it ; org:post ?found } UNION { ?side cg:agent ?it ; cg:capacity ?found } }"""
_NATIVES = "SELECT DISTINCT ?found WHERE { ?found schema:homeLocation ?it }"
_HELD_THERE = "SELECT DISTINCT ?found WHERE { ?found schema:superEvent*/cg:place ?it ; a cg:Occasion }"
_PROGRAMME = """SELECT DISTINCT ?found WHERE {
  ?found (schema:superEvent|cg:edition|^cg:purpose)* ?it . ?found a cg:Occasion }"""
_OUR_SIDE = "SELECT DISTINCT ?found WHERE { ?it cg:by|cg:traveller ?side . ?side cg:agent ?found }"
_GUESTS = "SELECT DISTINCT ?found WHERE { ?m a cg:Encounter ; cg:at ?it ; cg:with/cg:agent ?found }"


@dataclass(frozen=True, slots=True)
class Scope:
    """
    A thing, what sort it is, and what belongs to it, by IRI.
    """

    iri: str
    sort: str  # "place", "body", "occasion", "person", "office" or "thing"
    places: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    occasions: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """
        Everything of it; a person's offices are not theirs alone.
        """
        if self.sort == "person":
            return self.people
        return self.places | self.bodies | self.offices | self.people | self.occasions | {self.iri}


def scope(teller: Teller, iri: str) -> Scope:
    """
    What belongs to the thing *iri*.
    """
    types = {each.rpartition("#")[2] for each in _ask(teller, _TYPES, [iri])}
    if "Place" in types:
        return _place(teller, iri)
    if "Body" in types:
        return _body(teller, iri)
    if "Occasion" in types:
        parts = _ask(teller, _PROGRAMME, [iri]) | {iri}
        return Scope(iri, "occasion", occasions=parts, people=_ask(teller, _GUESTS, parts))
    if "Person" in types:
        return Scope(iri, "person", people=frozenset([iri]), offices=_ask(teller, _HELD, [iri]))
    if "Office" in types:
        return Scope(iri, "office", offices=frozenset([iri]), people=_ask(teller, _HOLDERS, [iri]))
    return Scope(iri, "thing")


def home(teller: Teller) -> Scope:
    """
    Who "we" are: the dataset's home with its units, offices and people, and whoever stood or travelled on our side.
    """
    settings = teller.schema["settings"]
    sides = _found(teller, _OUR_SIDE)
    if not settings["home"]:
        return Scope("", "body", people=sides)
    found = _body(teller, f"{settings['base']}id/{settings['home']}")
    return Scope(found.iri, "body", found.places, found.bodies, found.offices, found.people | sides)


def _place(teller: Teller, iri: str) -> Scope:
    places = _ask(teller, _WITHIN, [iri]) | {iri}
    seated = _ask(teller, _SEATED, places)
    bodies = seated | _ask(teller, _UNITS, seated)
    offices = _ask(teller, _OFFICES, bodies)
    people = _ask(teller, _HOLDERS, offices) | _ask(teller, _NATIVES, places)
    return Scope(iri, "place", places, bodies, offices, people - bodies, _ask(teller, _HELD_THERE, places))


def _body(teller: Teller, iri: str) -> Scope:
    bodies = _ask(teller, _PARTS, [iri]) | {iri}
    offices = _ask(teller, _OFFICES, bodies)
    people = _ask(teller, _HOLDERS, offices)
    return Scope(iri, "body", _ask(teller, _GOVERNED, [iri]), bodies, offices, people - bodies)


def _ask(teller: Teller, query: str, iris: Iterable[str]) -> frozenset[str]:
    terms = [store.IRI(iri) for iri in sorted(iris)]
    return _found(teller, query, {"it": terms}) if terms else frozenset()


def _found(teller: Teller, query: str, values: Mapping[str, Sequence[store.Term]] | None = None) -> frozenset[str]:
    return frozenset(row["found"].value for row in teller.graph.select(_PREFIXES + query, values))
