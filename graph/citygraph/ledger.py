"""What a build remembers of all files together, so that the next one reads only those that changed.

Counts, and nothing that a count would not tell: who is known, and how many
records speak of what. What a changed file said before is taken away, what it says
now is added; a line of the graph goes when nobody is left who says it. The ledger
after a changed file is, byte for byte, the one that a clean build writes.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from citygraph import facts as linked
from citygraph import names, quads
from citygraph.facts import Known
from citygraph.schema import SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.facts import Fact
    from citygraph.names import Form
    from citygraph.quads import Gone, Vague
    from citygraph.schema import Schema

_STATUS = {
    "prefLabel": names.NAME,
    "altLabel": names.ALSO,
    "hiddenLabel": names.MISPRINT,
    "literalForm": names.MISPRINT,
    "demonym": names.DEMONYM,
}
Key = tuple[str, ...]


FILE = "ledger.json"


class LedgerError(Exception):
    """
    A ledger that cannot be read, or is not what was written.
    """


@dataclass(frozen=True, slots=True)
class Ledger:
    """
    Who is known, and counts of what records say; of lines and names only those that more than one record gives.
    """

    records: Counter[Key] = field(default_factory=Counter)  # class
    kinds: Counter[Key] = field(default_factory=Counter)  # id, class
    stands: Counter[Key] = field(default_factory=Counter)  # property, place, the id that stands for it
    former: Counter[Key] = field(default_factory=Counter)  # old id, new id
    gone: Counter[Key] = field(default_factory=Counter)  # record, field that a correction withdraws
    dates: Counter[Key] = field(default_factory=Counter)
    mentions: Counter[Key] = field(default_factory=Counter)  # ids
    described: Counter[Key] = field(default_factory=Counter)  # ids
    cited: Counter[Key] = field(default_factory=Counter)
    reports: Counter[Key] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    forms: Counter[Key] = field(default_factory=Counter)

    def known(self, schema: Schema) -> Known:
        """
        What is known by id, for linking a file to it; places in files are not.
        """
        return Known(
            kinds={id_: schema.kinds[kind] for id_, kind in self.kinds},
            redirects=dict(self.former),  # type: ignore[arg-type]
            stands_for={(path, place): id_ for path, place, id_ in self.stands},
        )

    @property
    def count(self) -> int:
        """
        How many facts the files hold.
        """
        return self.records.total()

    @property
    def withdrawn(self) -> Gone:
        return set(self.gone)  # type: ignore[arg-type]

    @property
    def superseded(self) -> Vague:
        return quads.superseded(self.dates)  # type: ignore[arg-type]

    def without(self, other: Ledger) -> Ledger:
        """
        The counts but those of *other*; lines and names are for the caller to weigh.
        """
        sums: dict[str, Any] = {each: _minus(getattr(self, each), getattr(other, each)) for each in _SUMS}
        return replace(self, **sums)

    def along(self, other: Ledger) -> Ledger:
        """
        The counts and those of *other*; lines and names are for the caller to weigh.
        """
        sums: dict[str, Any] = {each: getattr(self, each) + getattr(other, each) for each in _SUMS}
        return replace(self, **sums)

    def counts(self) -> Iterator[tuple[str, Key, int]]:
        """
        Each sum's name, key and count.
        """
        return ((name, key, n) for name in _SUMS for key, n in getattr(self, name).items())

    def weighed(self, lines: Counter[str], forms: Counter[Key]) -> Ledger:
        """
        The same with other *lines* and *forms*.
        """
        return replace(self, lines=lines, forms=forms)

    def as_bytes(self) -> bytes:
        """
        The ledger as the bytes of its file: a checksum, then counts in sorted order.
        """
        counts = {
            each.name: sorted([*_row(key), n] for key, n in getattr(self, each.name).items()) for each in fields(self)
        }
        body = json.dumps(counts, ensure_ascii=False, separators=(",", ":")).encode()
        return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


_SUMS = tuple(each.name for each in fields(Ledger) if each.name not in ("lines", "forms"))


def read(content: bytes) -> Ledger:
    """
    The ledger in a file.

    Raises:
        LedgerError: the file was cut or edited.
    """
    checksum, _, body = content.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != checksum:
        message = "it is not what was written"
        raise LedgerError(message)
    counts: dict[str, list[list[Any]]] = json.loads(body)
    lines: Counter[str] = Counter(dict(map(tuple, counts.pop("lines"))))
    return Ledger(lines=lines, **{name: Counter({tuple(key): n for *key, n in rows}) for name, rows in counts.items()})


def sums(facts: Iterable[Fact], known: Known, schema: Schema, gone: Gone) -> Ledger:
    """
    The counts of *facts*, and of the ids in *known* that they do not owe to anybody else; no lines, no names.
    """
    facts = list(facts)
    return Ledger(
        records=Counter((fact.kind.iri,) for fact in facts),
        kinds=Counter((id_, kind.iri) for id_, kind in known.kinds.items()),
        stands=Counter((*key, id_) for key, id_ in known.stands_for.items()),
        former=Counter(known.redirects.items()),
        gone=Counter(quads.withdrawn(facts)),
        dates=Counter(quads.dated(facts, gone)),
        mentions=Counter((id_,) for fact in facts for id_ in {*quads.mentions(fact), *_reports(fact)}),
        described=Counter((id_,) for fact in facts for id_ in describes(fact)),
        cited=Counter((each.report, each.section, each.text) for fact in facts for each in fact.citations),
        reports=Counter((schema.kinds[fact.kind.iri].iri,) for fact in facts if fact.kind.form == SINGLE),
    )


def describes(fact: Fact) -> list[str]:
    """
    The ids of the things that a record describes.
    """
    return [value.text for value in fact.values if fact.kind.describes and value.field.path == fact.kind.describes]


def _reports(fact: Fact) -> Iterator[str]:
    return (each.report for each in fact.citations if each.report)


def passages(counts: Iterable[Key], base: str) -> Iterator[quads.Stated]:
    """
    The description of each passage that is counted.
    """
    return quads.passages((linked.Citation(*key) for key in counts), base)


def forms(facts: Iterable[Fact], known: Known, base: str) -> Iterator[Form]:
    """
    Every form of a name that records give, for the index of names; one that several give comes as often.
    """
    minter = quads.Minter(base)
    for fact in facts:
        for value in fact.values:
            label = value.field.path.rsplit("#")[-1]
            if label not in _STATUS:
                continue
            named = [of.text for of in fact.of("of")] if label == "literalForm" else [fact.id]
            for id_ in named:
                iri = minter.thing(id_) if id_ else quads.iri(fact, base)
                kind = known.kinds.get(id_, fact.kind)
                yield names.Form(iri, kind.iri, value.text, value.language, _STATUS[label])


def form(key: Key) -> Form:
    """
    A form of a name, as it was counted.
    """
    iri, kind, text, language, status = key
    return names.Form(iri, kind, text, language, int(status))


def key(form: Form) -> Key:
    """
    A form of a name as the ledger counts it.
    """
    return (form.iri, form.kind, form.text, form.language, str(form.status))


def _row(key: Key | str) -> Key:
    return (key,) if isinstance(key, str) else key


def _minus(one: Counter[Key], other: Counter[Key]) -> Counter[Key]:
    found = Counter(one)
    found.subtract(other)
    return +found
