"""Lines between things: the projections that shapes declare (``cg:edge``), over the whole graph.

A dated relation is not an edge: a line is a projection of a record, and it keeps
the record it came from. Whoever draws or writes a network takes its lines here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.sentences import Cited, Teller


class Line(NamedTuple):
    """
    One projected edge between two things, by IRI, with the record it comes from and the label of its projection.

    Where the record is one of the two things, *stated* is the property of it that the line stands for. A *trivial*
    line joins too much to tell anything.
    """

    tail: str
    head: str
    record: str
    label: tuple[tuple[str, str], ...]
    stated: str = ""
    trivial: bool = False

    def other(self, iri: str) -> str:
        return self.head if iri == self.tail else self.tail

    def words(self, lang: str) -> str:
        """
        The label of its projection in *lang*, else in English.
        """
        texts = dict(self.label)
        return texts.get(lang) or texts.get("en", "")


def lines(teller: Teller) -> list[Line]:
    """
    Every line that a shape declares, over the whole graph, sorted.
    """
    found = set()
    kinds = teller.schema["kinds"].values()
    teller.survey(kind for kind in kinds if kind["color"])
    for kind in kinds:
        for tail_path, head_path, labels, trivial in kind["edges"]:
            tail, head = _path(tail_path, "tail"), _path(head_path, "head")
            query = f"SELECT DISTINCT ?record ?tail ?head WHERE {{ ?record a <{kind['iri']}> . {tail} {head} }}"
            label = tuple(sorted(labels.items()))
            stated = "" if tail_path and head_path else (tail_path or head_path)[0]
            for row in teller.graph.select(query):
                ends = row["tail"].value, row["head"].value
                found.add(Line(*ends, row["record"].value, label, stated, trivial))
    return sorted(
        line for line in found if line.tail != line.head and style(teller, line.tail) and style(teller, line.head)
    )


def citations(teller: Teller, line: Line) -> list[Cited]:
    """
    The passages that say what a line shows: those of its record, or of the property that it stands for.
    """
    return (line.stated and teller.stated(line.record, line.stated)) or teller.citations(line.record)


def style(teller: Teller, iri: str) -> Mapping[str, Any] | None:
    """
    The kind of a thing, if its shape says how it is drawn.
    """
    kind = teller.kind(iri)
    return kind if kind is not None and kind["color"] else None


def things(teller: Teller) -> list[str]:
    """
    Every thing that can be drawn, with lines or without, sorted.
    """
    found: set[str] = set()
    for kind in teller.schema["kinds"].values():
        if kind["color"]:
            rows = teller.graph.select(f"SELECT DISTINCT ?thing WHERE {{ ?thing a <{kind['iri']}> }}")
            found.update(row["thing"].value for row in rows)
    return sorted(iri for iri in found if style(teller, iri))


def _path(steps: Iterable[str], variable: str) -> str:
    path = "/".join(f"<{step}>" for step in steps)
    return f"?record {path} ?{variable} ." if path else f"BIND(?record AS ?{variable})"
