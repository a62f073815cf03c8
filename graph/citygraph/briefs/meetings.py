"""The meetings of a scope: who met whom, each in the office held that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph.ledgers.horizon import first_day, last_day
from citygraph.sentences import CG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.ledgers import Horizon
    from citygraph.scopes import Scope
    from citygraph.sentences import Teller

_PERSON = CG + "Person"


@dataclass(frozen=True, slots=True)
class Side:
    """
    Somebody who took part, with the offices held that day.
    """

    agent: str
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """
    An encounter: both sides, days as written, occasion, places, who introduced.
    """

    iri: str
    start: str
    end: str
    with_: tuple[Side, ...]
    by: tuple[Side, ...]
    at: tuple[str, ...]
    places: tuple[str, ...]
    introduced_by: tuple[str, ...]

    @property
    def when(self) -> tuple[str, str, str]:
        return first_day(self.start), last_day(self.end), self.iri


def meetings(teller: Teller, scope: Scope, horizon: Horizon) -> list[Meeting]:
    """
    The encounters of a scope, in order: with its people or bodies, in its offices, at its events or in its places.
    """
    found = []
    for row in teller.graph.select(f"SELECT ?it WHERE {{ ?it a <{CG}Encounter> }}"):
        meeting = _meeting(teller, row["it"].value)
        if _concerns(meeting, scope) and horizon.sees(meeting.iri):
            found.append(meeting)
    return sorted(found, key=lambda each: each.when)


def _meeting(teller: Teller, iri: str) -> Meeting:
    about = teller.about(iri)

    def things(name: str) -> tuple[str, ...]:
        return tuple(term.value for term in about.get(CG + name, []))

    def sides(name: str) -> tuple[Side, ...]:
        found = []
        for side in things(name):
            parts = teller.about(side)
            offices = tuple(term.value for term in parts.get(CG + "capacity", []))
            found += [Side(term.value, offices) for term in parts.get(CG + "agent", [])]
        return tuple(sorted(found, key=lambda side: teller.name(side.agent, "en")))

    start, end = teller.days(iri) or ("", "")
    return Meeting(iri, start, end, sides("with"), sides("by"), things("at"), things("place"), things("introducedBy"))


def _concerns(meeting: Meeting, scope: Scope) -> bool:
    if scope.sort == "occasion":
        return bool(set(meeting.at) & scope.occasions)
    ends = {end for side in meeting.with_ for end in (side.agent, *side.offices)}
    own = ends | set(meeting.introduced_by if scope.sort == "person" else ())
    return bool(own & (scope.people | scope.bodies | (scope.offices if scope.sort != "person" else frozenset()))) or (
        scope.sort == "place" and bool(set(meeting.places) & scope.places)
    )


def is_person(teller: Teller, iri: str) -> bool:
    """
    Whether somebody is a person rather than a body.
    """
    kind = teller.kind(iri)
    return kind is not None and kind["iri"] == _PERSON


def met(teller: Teller, scope: Scope, found: Sequence[Meeting]) -> list[tuple[Side, Meeting]]:
    """
    Each person met, meeting by meeting; a body only where nobody of it is named.
    """
    result = []
    for meeting in found:
        shown = [side for side in meeting.with_ if is_person(teller, side.agent)] or list(meeting.with_)
        if scope.sort == "person":
            shown = [side for side in shown if side.agent == scope.iri]
        elif scope.sort == "body":
            shown = [side for side in shown if belongs(side, scope)]
        result += [(side, meeting) for side in shown]
    return result


def belongs(side: Side, scope: Scope) -> bool:
    """
    Whether who was met is of the scope: one of its people or bodies, or in one of its offices.
    """
    return bool({side.agent, *side.offices} & (scope.people | scope.bodies | scope.offices))
