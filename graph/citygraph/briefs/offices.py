"""Who held an office when we met, and who is last known to hold it, as of which day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph.briefs.content import Cell
from citygraph.briefs.phrases import say
from citygraph.ledgers.horizon import first_day
from citygraph.sentences import CG, day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citygraph.ledgers import Horizon
    from citygraph.sentences import Teller

_TENURES = """PREFIX cg: <https://citygraph.example/ontology#> PREFIX org: <http://www.w3.org/ns/org#>
SELECT ?tenure ?office ?holder WHERE {
  ?tenure a cg:Tenure ; org:post ?office ; org:member ?holder .
  FILTER NOT EXISTS { ?correction cg:corrects ?tenure ; cg:ground ?ground . FILTER(?ground != cg:doubt) }
  FILTER NOT EXISTS { ?tenure cg:manner cg:former } }"""


@dataclass(frozen=True, slots=True)
class Tenure:
    """
    That somebody holds an office; ``since`` is the earliest day for which it is said.
    """

    iri: str
    office: str
    holder: str
    since: str


def tenures(teller: Teller, offices: Iterable[str], horizon: Horizon) -> list[Tenure]:
    """
    Who held the offices by a day, in order; what a correction withdraws is left out.
    """
    wanted = set(offices)
    found = []
    for row in teller.graph.select(_TENURES):
        iri, office = row["tenure"].value, row["office"].value
        if office in wanted and horizon.sees(iri):
            found.append(Tenure(iri, office, row["holder"].value, _since(teller, iri)))
    return sorted(set(found), key=lambda each: (each.office, each.since, each.holder, each.iri))


def _since(teller: Teller, iri: str) -> str:
    about = teller.about(iri)
    for name in ("since", "asOf", "until"):
        for term in about.get(CG + name, []):
            return first_day(term.value)
    return ""


def last_known(held: Sequence[Tenure]) -> list[Tenure]:
    """
    The latest of one office: whoever is said to hold it for no earlier day than anybody else; once for each holder.
    """
    latest = max((each.since for each in held), default="")
    newest = {each.holder: each for each in held if each.since == latest}
    return [newest[holder] for holder in sorted(newest)]


class Holders:
    """
    The last known holders of offices, by a day.
    """

    def __init__(self, teller: Teller, offices: Iterable[str], horizon: Horizon, lang: str) -> None:
        self.teller = teller
        self.lang = lang
        by_office: dict[str, list[Tenure]] = {}
        for tenure in tenures(teller, offices, horizon):
            by_office.setdefault(tenure.office, []).append(tenure)
        self.last = {office: last_known(held) for office, held in by_office.items()}

    def cell(self, office: str, met: str) -> Cell:
        """
        Who is last known to hold an office, as of when: *met* alone where several do and *met* is among them.
        """
        last = self.last.get(office, [])
        still = [tenure for tenure in last if tenure.holder == met]
        cells = [self.of(tenure, met) for tenure in still or last]
        text = ("；" if self.lang.startswith("zh") else "; ").join(dict.fromkeys(each.text for each in cells))
        cited = dict.fromkeys(cited for each in cells for cited in each.citations)
        return Cell(text or say("no-tenure", self.lang), tuple(cited))

    def of(self, tenure: Tenure, met: str | None = None) -> Cell:
        """
        What is said of one tenure; of whom is left out where nobody *met* stands beside.
        """
        who = ""
        if met is not None:
            who = say("the-same", self.lang) if tenure.holder == met else self.teller.both(tenure.holder, self.lang)
        return Cell(self.known(who, tenure), tuple(self.teller.citations(tenure.iri)))

    def known(self, who: str, tenure: Tenure) -> str:
        """
        *who* with what is said of the tenure: how come by, from when, until when, as of when.
        """
        teller, lang = self.teller, self.lang
        about = teller.about(tenure.iri)
        parts = [who] + [teller.name(term.value, lang) for term in about.get(CG + "manner", [])]
        for name, phrase in (("since", "from"), ("until", "until"), ("asOf", "as-of")):
            parts += [say(phrase, lang, date=day(term.value, lang)) for term in about.get(CG + name, [])]
        return ("，" if lang.startswith("zh") else ", ").join(part for part in parts if part)
