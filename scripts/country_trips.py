"""What a report of a generated country states of one trip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from country_words import DISHES, MANNERS, MEASURES, PART

if TYPE_CHECKING:
    from random import Random

HOME = "lanyang-city-government"

Names = dict[str, str]
Entry = dict[str, Any]


class Invented(Protocol):
    """
    What a trip needs of its country.
    """

    random: Random
    held: list[tuple[str, str]]
    bodies: list[str]
    names: dict[str, Names]

    def topic(self) -> tuple[str, ...]: ...

    def both(self, en: str, zh: str) -> Names: ...


@dataclass(frozen=True)
class Trip:
    """
    What a report states of one trip: a method for each kind of fact, named as the kind.
    """

    country: Invented
    path: str
    city: str
    government: str
    network: str
    event: str
    sessions: list[str]
    days: list[str]
    travellers: list[tuple[str, str]]
    people: list[tuple[str, str]]  # most are of the city visited; some were met before, elsewhere

    @property
    def random(self) -> Random:
        return self.country.random

    def side(self, pair: tuple[str, str]) -> Entry:
        return {"who": pair[0], "as": [pair[1]]}

    def about(self, en: str, zh: str) -> Names:
        topic, other, third = (self.country.topic() for _ in range(3))
        return self.country.both(
            f"{en} {topic[0]}; an exchange of experts on {other[0]} was spoken of, "
            f"and what both cities had learnt about {third[0]}",
            f"{zh}{topic[1]}，並談及{other[1]}專家交流，以及雙方在{third[1]}方面的心得與後續合作",
        )

    def tenures(self, at: int) -> Entry:
        who, office = (self.people + self.travellers)[at % (len(self.people) + 2)]
        return {"holder": who, "office": office, "as-of": self.days[0][:7]}

    def memberships(self, at: int) -> Entry:
        return {
            "member": self.random.choice(self.country.bodies),
            "of": self.network,
            "tier": "full",
            "since": int(self.days[0][:4]) - at,
            "about": self.about("joined for its work on", "因下列工作入會："),
        }

    def figures(self, at: int) -> Entry:
        id_, _, _, printed = MEASURES[at % len(MEASURES)]
        value = self.random.randint(12, 4000)
        return {
            "of": self.random.choice(self.sessions),
            "measure": id_,
            "value": value,
            "as-of": self.days[0],
            "printed": f"{value:,} {printed}",
        }

    def encounters(self, at: int) -> Entry:
        place, place_zh = self.random.choice(DISHES)
        return {
            "with": [self.side(self.people[at % len(self.people)])],
            "by": [self.side(self.random.choice(self.travellers))],
            "at": self.random.choice(self.sessions),
            "place": self.city,
            "date": self.random.choice(self.days[:4]),
            "attestation": self.random.choice(("told", "told", "told", "implied", "caption")),
            "manner": MANNERS[at % len(MANNERS)],
            "concerns": [self.network],
            "about": self.about(f"spoke {place} of", f"於{place_zh}談"),
        }

    def participations(self, at: int) -> Entry:
        who, office = self.people[at % len(self.people)]
        return {
            "who": [who],
            "as": [office],
            "role": PART[at % len(PART)],
            "at": self.random.choice(self.sessions),
            "about": self.about("on", "主題："),
        }

    def invitations(self, at: int) -> Entry:
        return {
            "from": HOME,
            "to": self.people[at][0],
            "for": "lanyang",
            "at": self.event,
            "status": "open",
            "about": self.about("to see", "邀請來訪觀摩"),
        }

    def proposals(self, at: int) -> Entry:
        return {
            "from": self.people[at][0],
            "to": HOME,
            "concerns": [self.network],
            "at": self.event,
            "status": "open",
            "about": self.about("to work together on", "提議合作"),
        }

    def pledges(self, at: int) -> Entry:
        return {
            "from": HOME,
            "to": self.people[at + 9][0],
            "at": self.event,
            "date": self.days[2],
            "status": "open",
            "about": self.about("to send material on", "允諾提供資料："),
        }

    def recommendations(self, at: int) -> Entry:
        return {
            "number": at + 1,
            "from": self.travellers[0][0],
            "to": HOME,
            "status": "open",
            "concerns": [self.network],
            "about": self.about("to learn from", "建議借鏡"),
        }

    def lessons(self, at: int) -> Entry:
        return {
            "number": at + 1,
            "at": self.event,
            "concerns": [self.city],
            "about": self.about("a city grows with", "城市因此成長："),
        }

    def captions(self, at: int) -> Entry:
        return {
            "depicts": [self.people[at][0], self.travellers[at % 2][0]],
            "about": self.about("in front of a poster on", "於海報前合影："),
        }

    def namings(self, at: int) -> Entry:
        who = self.people[at][0]
        return {
            "of": who,
            "form": {"en": self.country.names.get(who, {"en": who})["en"].replace("a", "e", 1) + "e"},
            "status": "misprint",
            "about": self.country.both("a letter off", "誤植一字"),
        }

    def agreements(self, at: int) -> Entry:
        return {
            "parties": [HOME, self.government],
            "type": ("memorandum", "cooperation")[at],
            "signed": self.days[at],
            "status": "in-force",
            "about": self.about("on", "關於"),
        }

    def decisions(self, at: int) -> Entry:
        return {
            "number": at + 1,
            "by": [self.network],
            "at": self.sessions[1 + at % 9],
            "about": self.about("to begin a working group on", "決議成立工作小組："),
        }
