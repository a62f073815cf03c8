"""Facts as RDF: the only room that mints IRIs.

Every triple stands once in the default graph and once in the named graph of
each passage that states it. What no passage states, for it only follows (the
classes above the kind of a record, the first and the last day of a date, what a
record mentions, where it was taken from, how passages are described), stands in
the default graph alone. There are no blank nodes: a record with an id gets its
IRI from the id, one without gets it from what it says, so that the same data give
the same bytes on any machine. Output is lines of N-Quads (RDF 1.1).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from citygraph import facts as linked
from citygraph import schema as schemas
from citygraph.schema import CG, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.facts import Citation, Fact, Value
    from citygraph.schema import Kind

_TYPE = f" <{RDF}type> "
_DAY = f"^^<{XSD}date>"
_MENTIONS = f" <{CG}mentions> "
_CITED = f" <{schemas.PROV}wasDerivedFrom> "
# The last three are no line ends in N-Quads, but to many a reader of lines they are.
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    | {c: f"\\u{ord(c):04X}" for c in "\x85\u2028\u2029"}
)
# What RFC 3987 does not allow in the path of an IRI; sections and ids hold little of it.
_UNSAFE = re.compile(r"[^\w.~!$&'()*+,;=:@-]")
_END = " .\n"
_KINDS_OF_TEXT = {"narrative": "narrative", "caption": "captionText", "table": "tableText", "note": "note"}
_DATATYPES = {
    schemas.DATE: f"<{CG}PartialDate>",
    schemas.INTEGER: f"<{XSD}integer>",
    schemas.DECIMAL: f"<{XSD}decimal>",
    schemas.ADDRESS: f"<{XSD}anyURI>",
}

Triple = tuple[str, str]  # a subject, and the rest as it stands in a line
Dated = tuple[str, str, str]  # thing, property, date
Vague = frozenset[Dated]
Gone = set[tuple[str, str]]  # record, field


@dataclass(frozen=True, slots=True)
class Minter:
    """
    Makes the IRIs of one dataset, all below its *base*.
    """

    base: str
    cited: dict[Citation, str] = field(default_factory=dict, compare=False, repr=False)

    def thing(self, id_: str) -> str:
        return f"{self.base}id/{id_}"

    def fact(self, digest: str) -> str:
        return f"{self.base}fact/{digest}"

    def passage(self, citation: Citation) -> str:
        """
        The named graph of a passage: ``…/passage/montreal-2017/肆.三.(一)``.
        """
        found = self.cited.get(citation)
        if found is None:
            found = self.cited[citation] = f"{self.base}passage/{_path(citation)}"
        return found


def _path(citation: Citation) -> str:
    if not citation.report:
        return linked.CURATOR
    parts = [citation.report, citation.section] + ([] if citation.text == linked.NARRATIVE else [citation.text])
    return "/".join(_UNSAFE.sub(_percent, part) for part in parts)


@dataclass(frozen=True, slots=True)
class Stated:
    """
    The triples of one record: those that its passages state, those that follow, and the graphs of the passages.
    """

    said: tuple[Triple, ...]
    follows: tuple[Triple, ...]
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
    writer = _Writer(Minter(base), gone, vague)
    return (writer.stated(fact) for fact in facts)


def passages(cited: Iterable[Citation], base: str) -> Iterator[Stated]:
    """
    Each passage that was cited, described.
    """
    minter = Minter(base)
    for citation in sorted(cited):
        yield Stated((), tuple(_passage(citation, minter)), ())


class Lines(Collection[str]):
    """
    N-Quads of everything, sorted, each line once; *vocabulary* stands in the default graph and in the ontology's own.

    What is held is each triple once, by its subject, with the graphs it stands in: the lines take many times that.
    """

    def __init__(self, stated: Iterable[Stated] = (), vocabulary: Iterable[str] = ()) -> None:
        # By subject, for each record that speaks of it: the ends of lines (no graph, and each), what stands before
        # each of them, and what stands in no graph.
        self._said: dict[str, list[tuple[tuple[str, ...], list[str], list[str]]]] = {}
        for each in stated:
            self._take(each.said, each.follows, each.graphs)
        split = (line.split(" ", 1) for line in vocabulary)
        self._take([(subject, f" {rest}") for subject, rest in split], (), (CG.rstrip("#"),))

    def _take(self, said: Iterable[Triple], follows: Iterable[Triple], graphs: Iterable[str]) -> None:
        ends = (_END, *(f" <{graph}>{_END}" for graph in dict.fromkeys(graphs)))
        new: dict[str, tuple[tuple[str, ...], list[str], list[str]]] = {}
        for at, triples in ((1, said), (2, follows)):
            for subject, rest in triples:
                entry = new.get(subject)
                if entry is None:
                    entry = new[subject] = (ends, [], [])
                    self._said.setdefault(subject, []).append(entry)
                entry[at].append(rest)  # type: ignore[union-attr]

    def __iter__(self) -> Iterator[str]:
        # No subject is the beginning of another, for all end with a bracket: theirs is the order of the lines.
        for subject in sorted(self._said):
            found = self._of(subject)
            yield from sorted(found if len(self._said[subject]) == 1 else set(found))

    def _of(self, subject: str) -> list[str]:
        """
        The lines of a subject: those that several records state come as often.
        """
        found: list[str] = []
        for ends, said, follows in self._said[subject]:
            found += [f"{subject}{rest}{end}" for end in ends for rest in said]
            found += [f"{subject}{rest}{_END}" for rest in follows]
        return found

    def counted(self) -> Counter[str]:
        """
        Each line with the number of records that state it.
        """
        return Counter(line for subject in self._said for line in self._of(subject))

    def repeated(self) -> dict[str, int]:
        """
        The lines that more than one record states, with their number.
        """
        shared = (subject for subject, said in self._said.items() if len(said) > 1)
        return {line: n for subject in shared for line, n in Counter(self._of(subject)).items() if n > 1}

    def plain(self) -> Iterator[str]:
        """
        The lines of the default graph, in no order: some come more than once.
        """
        for subject, records in self._said.items():
            for _, said, follows in records:
                yield from (f"{subject}{rest}{_END}" for rest in (*said, *follows))

    def __len__(self) -> int:
        return sum(
            len(records[0][0]) * len(records[0][1]) + len(records[0][2])
            if len(records) == 1
            else len(set(self._of(subject)))
            for subject, records in self._said.items()
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
        f"{value.field.path} {_escaped(value.text) if value.part is None else _digest(value.part)}@{value.language}"
        for value in fact.values
    )
    return hashlib.sha256("\n".join([fact.kind.iri, *said]).encode()).hexdigest()[:20]


def _part(iri: str, value: Value, minter: Minter) -> str:
    """
    The IRI of a part. It belongs to its record alone: two records that say the same of a side do not share it.
    """
    assert value.part is not None
    return minter.fact(hashlib.sha256(f"{iri} {value.field.path} {_digest(value.part)}".encode()).hexdigest()[:20])


class _Writer:
    """
    Puts together the triples of records.

    What many records share (classes, what is mentioned, what is cited) is one text for all of them.
    """

    def __init__(self, minter: Minter, gone: Gone, vague: Vague) -> None:
        self.minter = minter
        self.gone = gone
        self.vague = vague
        self.said: list[Triple] = []
        self.follows: list[Triple] = []
        self.classes: dict[str, tuple[str, ...]] = {}
        self.mentioned: dict[str, str] = {}
        self.cited: dict[Citation, str] = {}

    def stated(self, fact: Fact) -> Stated:
        self.said, self.follows = [], []
        iri = _iri(fact, self.minter)
        self.node(fact, iri)
        if fact.kind.describes:
            self.described(fact)
        if fact.kind.form == schemas.LISTED:
            subject = f"<{iri}>"
            self.follows += [(subject, self.mention(id_)) for id_ in sorted(set(mentions(fact)))]
        graphs = sorted(map(self.minter.passage, fact.citations))
        return Stated(tuple(dict.fromkeys(self.said)), tuple(dict.fromkeys(self.follows)), tuple(graphs))

    def node(self, fact: Fact, iri: str) -> None:
        """
        The record, or a part of it.
        """
        subject = f"<{iri}>"
        own, *above = self.types(fact.kind)
        self.said.append((subject, own))
        self.follows += [(subject, class_) for class_ in above]
        for value in fact.values:
            if value.part is not None:
                part = _part(iri, value, self.minter)
                self.said.append((subject, f" <{value.field.path}> <{part}>"))
                self.node(value.part, part)
            else:
                self.value(subject, fact.id, value)
        self.follows += [(subject, self.citation(each)) for each in fact.citations]

    def types(self, kind: Kind) -> tuple[str, ...]:
        found = self.classes.get(kind.iri)
        if found is None:
            found = self.classes[kind.iri] = tuple(f"{_TYPE}<{class_}>" for class_ in kind.classes)
        return found

    def mention(self, id_: str) -> str:
        found = self.mentioned.get(id_)
        if found is None:
            found = self.mentioned[id_] = f"{_MENTIONS}<{self.minter.thing(id_)}>"
        return found

    def citation(self, citation: Citation) -> str:
        found = self.cited.get(citation)
        if found is None:
            found = self.cited[citation] = f"{_CITED}<{self.minter.passage(citation)}>"
        return found

    def value(self, subject: str, id_: str, value: Value) -> None:
        """
        A value of the thing *id_*, unless it is a date for which a more precise one is stated elsewhere.
        """
        each = value.field
        if each.type == schemas.DATE:
            if (id_, each.path, value.text) in self.vague:
                return
            span = linked.days(value.text) if each.earliest else None
            if span is not None:
                self.follows.append((subject, f' <{each.earliest}> "{span[0]}"{_DAY}'))
                self.follows.append((subject, f' <{each.latest}> "{span[1]}"{_DAY}'))
        self.said.append((subject, f" <{each.path}> {_object(value, self.minter)}"))

    def described(self, fact: Fact) -> None:
        """
        The values of a record that describes a thing, said of that thing too, but for those that are withdrawn.
        """
        for thing in (value for value in fact.values if value.field.path == fact.kind.describes):
            subject = _object(thing, self.minter)
            for value in fact.values:
                if is_lifted(fact, value, self.gone):
                    self.value(subject, thing.text, value)


def mentions(fact: Fact) -> Iterator[str]:
    """
    The ids of the things that a fact speaks of, itself or in a part.
    """
    for value in fact.values:
        if value.part is not None:
            yield from mentions(value.part)
        elif value.field.type == schemas.REFERENCE:
            yield value.text


def _object(value: Value, minter: Minter) -> str:
    type_ = value.field.type
    if type_ == schemas.REFERENCE:
        return f"<{minter.thing(value.text)}>"
    if type_ == schemas.CONCEPT:
        return f"<{value.text}>"
    if type_ in (schemas.INTEGER, schemas.DECIMAL):
        return f'"{_number(value.text)}"^^{_DATATYPES[type_]}'
    text = f'"{_escaped(value.text)}"'
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


def _passage(citation: Citation, minter: Minter) -> Iterator[Triple]:
    subject = f"<{minter.passage(citation)}>"
    yield subject, f"{_TYPE}<{CG}Passage>"
    yield subject, f" <{CG}textKind> <{CG}{_KINDS_OF_TEXT[citation.text]}>"
    if citation.report:
        yield subject, f" <{CG}inReport> <{minter.thing(citation.report)}>"
        yield subject, f' <{CG}section> "{_escaped(citation.section)}"'


def _escaped(text: str) -> str:
    # Most texts hold nothing to escape, and to see that takes a tenth of the time.
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return text.translate(_ESCAPES)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
