"""A way between two things in words: what joins each thing to the next, and who says so."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from citygraph import dossiers, projections
from citygraph.paths.finding import between
from citygraph.sentences import Teller, span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.projections import Line
    from citygraph.sentences import Cited
    from citygraph.store import Graph


@dataclass(frozen=True, slots=True)
class Relation:
    """
    One line of a step: its words, whether it runs the way the reader goes, the fact behind it and who states that.
    """

    label: str
    forward: bool
    iri: str
    text: str
    date: str
    citations: tuple[Cited, ...]
    caveats: tuple[str, ...]
    corrections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """
    From one thing to the next, by IRI and name, with all that joins the two.
    """

    start: str
    start_name: str
    end: str
    end_name: str
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """
    What two names led to: the things meant, the steps between them, and other things that the names may mean.

    A thing that is not found is an empty name; without steps the two are not connected.
    """

    sought: tuple[str, str]
    ends: tuple[str, str]
    names: tuple[str, str]
    steps: tuple[Step, ...] = ()
    others: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    @property
    def is_found(self) -> bool:
        return bool(self.steps)

    @property
    def things(self) -> list[str]:
        """
        The things on the way, by IRI.
        """
        return [self.steps[0].start, *(step.end for step in self.steps)] if self.steps else []


def connect(graph: Graph, first: str, second: str, lang: str) -> Found:
    """
    How what is called *first* and what is called *second* are connected.
    """
    teller = Teller(graph)
    meant = [_drawn(teller, name) for name in (first, second)]
    ends = (next(iter(meant[0]), ""), next(iter(meant[1]), ""))
    names = (_name(teller, ends[0], lang), _name(teller, ends[1], lang))
    others = (_others(teller, meant[0], lang), _others(teller, meant[1], lang))
    if not all(ends):
        return Found((first, second), ends, names, (), others)
    return Found((first, second), ends, names, way(teller, *ends, lang), others)


def way(teller: Teller, start: str, end: str, lang: str, *, trivial: bool = True) -> tuple[Step, ...]:
    """
    The steps from one thing to another, by IRI; without *trivial* ones, such as that both are in one country.
    """
    lines = [line for line in projections.lines(teller) if trivial or not line.trivial]
    return tuple(_steps(teller, lines, between(lines, start, end) or [], lang))


def _drawn(teller: Teller, name: str) -> list[str]:
    """
    The things that a name may mean and that lines can lead to.
    """
    return [form.iri for form in dossiers.find(teller.graph, name) if projections.style(teller, form.iri)]


def _name(teller: Teller, iri: str, lang: str) -> str:
    return teller.both(iri, lang) if iri else ""


def _others(teller: Teller, iris: Sequence[str], lang: str) -> tuple[str, ...]:
    return tuple(teller.both(iri, lang) for iri in iris[1:6])


def _steps(teller: Teller, lines: Sequence[Line], way: Sequence[str], lang: str) -> list[Step]:
    joined: dict[frozenset[str], list[Line]] = defaultdict(list)
    for line in lines:
        joined[frozenset((line.tail, line.head))].append(line)
    return [
        Step(start, teller.both(start, lang), end, teller.both(end, lang), _relations(teller, start, end, joined, lang))
        for start, end in itertools.pairwise(way)
    ]


def _relations(
    teller: Teller, start: str, end: str, joined: dict[frozenset[str], list[Line]], lang: str
) -> tuple[Relation, ...]:
    found = [_relation(teller, line, start, lang) for line in joined[frozenset((start, end))]]
    return tuple(sorted(found, key=lambda each: (each.date or "9999", each.label, each.iri)))


def _relation(teller: Teller, line: Line, start: str, lang: str) -> Relation:
    days = teller.days(line.record)
    told = dossiers.tell(teller, line.record, lang)
    text = f"{teller.name(line.tail, lang)}: {line.words(lang)} {teller.name(line.head, lang)}"
    return Relation(
        line.words(lang),
        line.tail == start,
        line.record,
        text if line.stated else told.text,
        "" if line.stated or not days else span(*days, lang),
        tuple(projections.citations(teller, line)),
        () if line.stated else told.caveats,
        () if line.stated else told.corrections,
    )


def as_text(found: Found, lang: str) -> str:
    """
    The way for a terminal.
    """
    zh = lang.startswith("zh")
    for end, sought in zip(found.ends, found.sought, strict=True):
        if not end:
            return f"報告中查無「{sought}」。" if zh else f"Nothing recorded: nothing is called '{sought}'."
    first, second = found.names
    if found.ends[0] == found.ends[1]:
        return f"兩個名稱同指「{first}」。" if zh else f"Both names mean {first}."
    if not found.steps:
        none = "依現有記載，「{}」與「{}」之間沒有連結。" if zh else "Nothing recorded connects {} and {}."
        return none.format(first, second)
    count = len(found.steps)
    head = f"{first} 與 {second}：{count} 步" if zh else f"{first} and {second}: {count} step{'s' * (count > 1)}"
    return "\n\n".join([head, *(_told(number, step, lang) for number, step in enumerate(found.steps, 1))])


def _told(number: int, step: Step, lang: str) -> str:
    lines = [f"{number}. {step.start_name} – {step.end_name}"]
    for each in step.relations:
        arrow = "→" if each.forward else "←"
        marks = "".join(f" [{caveat}]" for caveat in each.caveats if caveat not in each.text)
        cited = "; ".join(cited.words(lang) for cited in each.citations)
        lines.append(f"   {arrow} {each.label}{f' | {each.date}' if each.date else ''}")
        lines.append(f"     {each.text}{marks}  [{cited}]")
        lines += [f"     ! {correction}" for correction in each.corrections]
    return "\n".join(lines)


def as_json(found: Found) -> dict[str, Any]:
    """
    The way with ids, IRIs and citations.
    """
    return {
        "from": _end(found, 0),
        "to": _end(found, 1),
        "steps": [
            {
                "from": {"iri": step.start, "id": _id(step.start), "name": step.start_name},
                "to": {"iri": step.end, "id": _id(step.end), "name": step.end_name},
                "relations": [
                    {
                        "label": each.label,
                        "forward": each.forward,
                        "iri": each.iri,
                        "text": each.text,
                        "date": each.date,
                        "caveats": list(each.caveats),
                        "corrections": list(each.corrections),
                        "citations": [
                            {"iri": cited.iri, "report": cited.report, "section": cited.section, "kind": cited.text}
                            for cited in each.citations
                        ],
                    }
                    for each in step.relations
                ],
            }
            for step in found.steps
        ],
    }


def _end(found: Found, at: int) -> dict[str, Any]:
    iri = found.ends[at]
    return {
        "sought": found.sought[at],
        "iri": iri,
        "id": _id(iri),
        "name": found.names[at],
        "others": list(found.others[at]),
    }


def _id(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]
