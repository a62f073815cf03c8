"""Facts as RDF: the only room that mints IRIs.

Every triple stands once in the default graph and once in the named graph of
each passage that states it. There are no blank nodes: a record with an id gets
its IRI from the id, one without gets it from what it says, so that the same
data give the same bytes on any machine. Output is lines of N-Quads (RDF 1.1).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph import facts as linked
from citygraph import schema as schemas
from citygraph.schema import CG, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.facts import Citation, Fact, Value

_TYPE = f"<{RDF}type>"
_DATE = f"<{XSD}date>"
_MENTIONS = f"<{CG}mentions>"
# The last three are no line ends in N-Quads, but to many a reader of lines they are.
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    | {c: f"\\u{ord(c):04X}" for c in "\x85\u2028\u2029"}
)
# What RFC 3987 does not allow in the path of an IRI; sections and ids hold little of it.
_UNSAFE = re.compile(r"[^\w.~!$&'()*+,;=:@-]")
_KINDS_OF_TEXT = {"narrative": "narrative", "caption": "captionText", "table": "tableText", "note": "note"}
_DATATYPES = {
    schemas.DATE: f"<{CG}PartialDate>",
    schemas.INTEGER: f"<{XSD}integer>",
    schemas.DECIMAL: f"<{XSD}decimal>",
    schemas.ADDRESS: f"<{XSD}anyURI>",
}

Triple = tuple[str, str, str]
Dated = tuple[str, str, str]  # thing, property, date
Vague = frozenset[Dated]
Gone = set[tuple[str, str]]  # record, field


@dataclass(frozen=True, slots=True)
class Minter:
    """
    Makes the IRIs of one dataset, all below its *base*.
    """

    base: str

    def thing(self, id_: str) -> str:
        return f"{self.base}id/{id_}"

    def fact(self, digest: str) -> str:
        return f"{self.base}fact/{digest}"

    def passage(self, citation: Citation) -> str:
        """
        The named graph of a passage: ``…/passage/montreal-2017/肆.三.(一)``.
        """
        if not citation.report:
            return f"{self.base}passage/{linked.CURATOR}"
        parts = [citation.report, citation.section] + ([] if citation.text == linked.NARRATIVE else [citation.text])
        return f"{self.base}passage/" + "/".join(_UNSAFE.sub(_percent, part) for part in parts)


@dataclass(frozen=True, slots=True)
class Stated:
    """
    The triples of one record, its IRI and the graphs in which they stand.
    """

    iri: str
    triples: tuple[Triple, ...]
    graphs: tuple[str, ...]


def state(facts: Iterable[Fact], base: str) -> Iterator[Stated]:
    """
    Each fact as RDF, in the order given; then each passage that was cited, described.
    """
    facts = list(facts)
    gone = withdrawn(facts)
    yield from records(facts, base, gone, superseded(dated(facts, gone)))
    yield from passages({citation for fact in facts for citation in fact.citations}, base)


def records(facts: Iterable[Fact], base: str, gone: Gone, vague: Vague) -> Iterator[Stated]:
    """
    Each fact as RDF, when it is known what all of them withdraw and supersede.
    """
    minter = Minter(base)
    for fact in facts:
        iri = _iri(fact, minter)
        triples = list(_record(fact, iri, minter, vague))
        triples += _described(fact, minter, gone, vague)
        if fact.kind.form == schemas.LISTED:
            triples += ((f"<{iri}>", _MENTIONS, f"<{minter.thing(id_)}>") for id_ in sorted(set(mentions(fact))))
        yield Stated(iri, tuple(dict.fromkeys(triples)), tuple(sorted(minter.passage(each) for each in fact.citations)))


def passages(cited: Iterable[Citation], base: str) -> Iterator[Stated]:
    """
    Each passage that was cited, described.
    """
    minter = Minter(base)
    for citation in sorted(cited):
        iri = minter.passage(citation)
        yield Stated(iri, tuple(_passage(citation, iri, minter)), (iri,))


class Lines(Collection[str]):
    """
    N-Quads of everything, sorted, each line once; *vocabulary* stands in the default graph and in the ontology's own.

    What is held is each triple once, by its subject, with the graphs it stands in: the lines take many times that.
    """

    def __init__(self, stated: Iterable[Stated] = (), vocabulary: Iterable[str] = ()) -> None:
        # By subject: the ends of lines (each graph, and none), and the middles that stand before each of them.
        self._said: dict[str, list[tuple[tuple[str, ...], list[str]]]] = {}
        for each in stated:
            self._take(each.triples, each.graphs)
        self._take((line.split(" ", 2) for line in vocabulary), (CG.rstrip("#"),))

    def _take(self, triples: Iterable[Iterable[str]], graphs: Iterable[str]) -> None:
        ends = (" .\n", *(f" <{graph}> .\n" for graph in dict.fromkeys(graphs)))
        middles: dict[str, list[str]] = {}
        for subject, predicate, object_ in triples:
            middles.setdefault(subject, []).append(f" {predicate} {object_}")
        for subject, found in middles.items():
            self._said.setdefault(subject, []).append((ends, found))

    def __iter__(self) -> Iterator[str]:
        # No subject is the beginning of another, for all end with a bracket: theirs is the order of the lines.
        for subject in sorted(self._said):
            yield from sorted(
                {subject + middle + end for ends, middles in self._said[subject] for end in ends for middle in middles}
            )

    def counted(self) -> Counter[str]:
        """
        Each line with the number of records that state it.
        """
        return Counter(
            subject + middle + end
            for subject, said in self._said.items()
            for ends, middles in said
            for end in ends
            for middle in middles
        )

    def repeated(self) -> dict[str, int]:
        """
        The lines that more than one record states, with their number.
        """
        found: dict[str, int] = {}
        for subject, said in self._said.items():
            if len(said) > 1:
                counts = Counter((middle, end) for ends, middles in said for end in ends for middle in middles)
                found.update((subject + middle + end, n) for (middle, end), n in counts.items() if n > 1)
        return found

    def plain(self) -> Iterator[str]:
        """
        The lines of the default graph, in no order: some come more than once.
        """
        for subject, said in self._said.items():
            for _, middles in said:
                yield from (f"{subject}{middle} .\n" for middle in middles)

    def __len__(self) -> int:
        return sum(
            len(said[0][0]) * len(said[0][1])
            if len(said) == 1
            else len({(end, middle) for ends, middles in said for end in ends for middle in middles})
            for said in self._said.values()
        )

    def __contains__(self, line: object) -> bool:
        return any(line == each for each in self)


def lines(stated: Iterable[Stated], vocabulary: Iterable[str] = ()) -> Lines:
    """
    What is stated, and the *vocabulary*, as lines of N-Quads.
    """
    return Lines(stated, vocabulary)


def iri(fact: Fact, base: str) -> str:
    """
    The IRI of a record: from its id, else from what it says.
    """
    return _iri(fact, Minter(base))


def nodes(fact: Fact, base: str) -> Iterator[tuple[str, Fact]]:
    """
    The record and each part inside it, with the IRIs under which they stand in the graph.
    """
    minter = Minter(base)
    pending = [(_iri(fact, minter), fact)]
    while pending:
        iri, each = pending.pop()
        yield iri, each
        pending += [(_part(iri, value, minter), value.part) for value in each.values if value.part is not None]


def term(value: Value, base: str) -> str:
    """
    A value (that is no part) as the graph holds it, in N-Quads.
    """
    return _object(value, Minter(base))


def _iri(fact: Fact, minter: Minter) -> str:
    return minter.thing(fact.id) if fact.id else minter.fact(_digest(fact))


def _digest(fact: Fact) -> str:
    """
    What a record says, in 80 bits: its kind and its values, not its place, order or citation.
    """
    said = sorted(
        f"{value.field.path} {_digest(value.part) if value.part else value.text.translate(_ESCAPES)}@{value.language}"
        for value in fact.values
    )
    return hashlib.sha256("\n".join([fact.kind.iri, *said]).encode()).hexdigest()[:20]


def _record(fact: Fact, iri: str, minter: Minter, vague: Vague = frozenset()) -> Iterator[Triple]:
    subject = f"<{iri}>"
    for class_ in fact.kind.classes:
        yield subject, _TYPE, f"<{class_}>"
    for value in fact.values:
        if value.part is not None:
            part = _part(iri, value, minter)
            yield subject, f"<{value.field.path}>", f"<{part}>"
            yield from _record(value.part, part, minter)
        elif (fact.id, value.field.path, value.text) not in vague:
            yield from _statement(subject, value, minter)
    for citation in fact.citations:
        yield subject, f"<{schemas.PROV}wasDerivedFrom>", f"<{minter.passage(citation)}>"


def mentions(fact: Fact) -> Iterator[str]:
    """
    The ids of the things that a fact speaks of, itself or in a part.
    """
    for value in fact.values:
        if value.part is not None:
            yield from mentions(value.part)
        elif value.field.type == schemas.REFERENCE:
            yield value.text


def _part(iri: str, value: Value, minter: Minter) -> str:
    """
    The IRI of a part. It belongs to its record alone: two records that say the same of a side do not share it.
    """
    assert value.part is not None
    return minter.fact(hashlib.sha256(f"{iri} {value.field.path} {_digest(value.part)}".encode()).hexdigest()[:20])


def _statement(subject: str, value: Value, minter: Minter) -> Iterator[Triple]:
    each = value.field
    yield subject, f"<{each.path}>", _object(value, minter)
    if each.type == schemas.DATE and each.earliest:
        span = linked.days(value.text)
        if span is not None:
            yield subject, f"<{each.earliest}>", f'"{span[0]}"^^{_DATE}'
            yield subject, f"<{each.latest}>", f'"{span[1]}"^^{_DATE}'


def _object(value: Value, minter: Minter) -> str:
    type_ = value.field.type
    if type_ == schemas.REFERENCE:
        return f"<{minter.thing(value.text)}>"
    if type_ == schemas.CONCEPT:
        return f"<{value.text}>"
    if type_ in (schemas.INTEGER, schemas.DECIMAL):
        return f'"{_number(value.text)}"^^{_DATATYPES[type_]}'
    text = f'"{value.text.translate(_ESCAPES)}"'
    if type_ == schemas.LANGUAGE:
        return f"{text}@{value.language}"
    datatype = _DATATYPES.get(type_)
    return f"{text}^^{datatype}" if datatype else text


def _number(written: str) -> str:
    """
    A number as XSD 1.1 writes it canonically, which is how engines give it back: ``1.10`` is ``1.1``, ``007`` is ``7``.
    """
    whole, _, rest = written.removeprefix("-").partition(".")
    number = ".".join(filter(None, [whole.lstrip("0") or "0", rest.rstrip("0")]))
    return f"-{number}" if written.startswith("-") and number != "0" else number


def _described(fact: Fact, minter: Minter, gone: Gone, vague: Vague) -> Iterator[Triple]:
    """
    The values of a record that describes a thing, said of that thing too; but not those that a correction withdraws.
    """
    if not fact.kind.describes:
        return
    for thing in (value for value in fact.values if value.field.path == fact.kind.describes):
        subject = _object(thing, minter)
        for value in fact.values:
            if is_lifted(fact, value, gone) and (thing.text, value.field.path, value.text) not in vague:
                yield from _statement(subject, value, minter)


def is_lifted(fact: Fact, value: Value, gone: Gone) -> bool:
    """
    Whether a value of a describing record is said of the thing: not the record's own, no part, not withdrawn.
    """
    its_own = value.field.path == fact.kind.describes or value.part is not None or value.field.own
    return not its_own and not {(fact.id, value.field.key), (fact.id, "")} & gone


def dated(facts: Iterable[Fact], gone: Gone) -> Iterator[Dated]:
    """
    Each date that a record gives of itself or of a thing it describes.
    """
    for fact in facts:
        described = [
            value.text for value in fact.values if fact.kind.describes and value.field.path == fact.kind.describes
        ]
        for value in fact.values:
            if value.field.type == schemas.DATE and (is_lifted(fact, value, gone) if described else fact.id):
                yield from ((subject, value.field.path, value.text) for subject in described or [fact.id])


def superseded(dated: Iterable[Dated]) -> Vague:
    """
    Dates of a thing for which a more precise one is stated elsewhere: 2016 where another passage says 2016-10.
    """
    dates: dict[tuple[str, str], set[str]] = {}
    for subject, path, text in dated:
        dates.setdefault((subject, path), set()).add(text)
    return frozenset(
        (subject, path, text)
        for (subject, path), texts in dates.items()
        for text in texts
        if any(other != text and other.startswith(text) for other in texts)
    )


def withdrawn(facts: Iterable[Fact]) -> Gone:
    """
    Record and field (or every field: empty) that a correction on firm ground says are wrong.
    """
    found: set[tuple[str, str]] = set()
    for fact in facts:
        corrected = [value.text for value in fact.values if value.field.path == CG + "corrects"]
        if corrected and not any(value.text == CG + "doubt" for value in fact.values):
            fields = [value.text for value in fact.values if value.field.path == CG + "onField"] or [""]
            found.update((record, each) for record in corrected for each in fields)
    return found


def _passage(citation: Citation, iri: str, minter: Minter) -> Iterator[Triple]:
    subject = f"<{iri}>"
    yield subject, _TYPE, f"<{CG}Passage>"
    yield subject, f"<{CG}textKind>", f"<{CG}{_KINDS_OF_TEXT[citation.text]}>"
    if citation.report:
        yield subject, f"<{CG}inReport>", f"<{minter.thing(citation.report)}>"
        yield subject, f"<{CG}section>", f'"{citation.section.translate(_ESCAPES)}"'


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
