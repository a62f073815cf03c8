"""Records linked to the schema: typed values, resolved references, place and citation.

Two walks. The first takes in who exists: every id with its kind and place,
every redirect, every thing that a place stands for. The second types each value
as its field says and resolves each reference. What is wrong becomes a
diagnostic on the very key or value, and the rest is still read, so that one run
shows every mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from citygraph import names, reports
from citygraph import schema as schemas
from citygraph.diagnostics import Diagnostic, Place
from citygraph.records import File, List, Mapping, Node, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.schema import Field, Kind, Schema

CURATOR = "curator"
NARRATIVE, CAPTION, TABLE = "narrative", "caption", "table"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_INTEGER = re.compile(r"-?\d+", re.ASCII)
_DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """
    Which passage of which report: the report's id, the section's number and the kind of text.

    The curator's own note is the citation whose report is empty.
    """

    report: str
    section: str
    text: str = NARRATIVE

    def __str__(self) -> str:
        if not self.report:
            return CURATOR
        return f"{self.report} {self.section}" + ("" if self.text == NARRATIVE else f" {self.text}")


NOTE = Citation("", "", "note")


@dataclass(frozen=True, slots=True)
class Value:
    """
    One value of a field: an id, an IRI, a text with its language, a date as written, or a part.
    """

    field: Field
    text: str
    language: str = ""
    part: Fact | None = None
    place: Place = field(default=Place(""), compare=False, repr=False)
    width: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """
    A record as linked: its kind, its id (empty where it has none), its values in order, its citations.
    """

    kind: Kind
    id: str
    values: tuple[Value, ...]
    citations: tuple[Citation, ...] = ()
    place: Place = field(default=Place(""), compare=False, repr=False)
    cited_at: tuple[Place, ...] = field(default=(), compare=False, repr=False)

    def of(self, key: str) -> list[Value]:
        return [value for value in self.values if value.field.key == key]


@dataclass(frozen=True, slots=True)
class Known:
    """
    What the first walk found: kind and place of each id, redirects, stand-ins, and the things in each report's file.
    """

    kinds: dict[str, Kind]
    places: dict[str, Place]
    redirects: dict[str, str]
    stands_for: dict[tuple[str, str], str]  # (property, id) -> the id that has it as value: a city's government

    def near(self, id_: str, target: str, schema: Schema) -> str:
        """
        The known id of the right kind that is most like *id_*, else of any kind; empty where none is like it.
        """
        fitting = [each for each, kind in self.kinds.items() if schema.is_a(kind.iri, target)]
        return names.nearest(id_, fitting) or names.nearest(id_, self.kinds)


def link(files: Iterable[File], schema: Schema, languages: Iterable[str] = ("en", "zh-Hant")) -> tuple[list[Fact], Known, list[Diagnostic]]:
    """
    The facts of all *files*, what is known by id, and what is wrong.
    """
    files = [each for each in files if each.root is not None]
    linker = _Linker(schema, tuple(languages))
    for each in files:
        linker.take_in(each)
    found = [fact for each in files for fact in linker.facts(each)]
    return found, linker.known, linker.diagnostics


def days(written: str) -> tuple[str, str] | None:
    """
    The earliest and the latest day of a date as precise as known (ISO 8601), or None for what is no date.
    """
    match = _DATE.fullmatch(written)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
        if day:
            last = first
        elif month:
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        else:
            last = date(year, 12, 31)
    except (ValueError, OverflowError):
        return None
    return first.isoformat(), last.isoformat()


class _Linker:
    """
    Holds what both walks share.
    """

    def __init__(self, schema: Schema, languages: tuple[str, ...]) -> None:
        self.schema = schema
        self.languages = languages
        self.top = schema.top
        self.known = Known({}, {}, {}, {})
        self.diagnostics: list[Diagnostic] = []
        self.through = {each.through for kind in schema.kinds.values() for each in kind.fields if each.through}
        self.file = File("", None)
        self.report = ""

    def say(self, node: Node | Place, code: str, width: int = 1, **values: object) -> None:
        place = node if isinstance(node, Place) else self.file.at(node)
        if isinstance(node, Text) and width == 1:
            width = max(1, len(node.value))
        self.diagnostics.append(Diagnostic(place, code, values, width))

    # ------------------------------------------------------------ first walk

    def take_in(self, file: File) -> None:
        self.file = file
        assert file.root is not None
        for key, node in file.root.entries:
            kind = self.top.get(key.value)
            if kind is None:
                self.say(key, "unknown-kind", name=key.value, near=names.nearest(key.value, self.top))
                continue
            for id_, body in self.named(kind, node):
                self.register(kind, id_, body)

    def named(self, kind: Kind, node: Node) -> Iterator[tuple[Text, Mapping]]:
        """
        The ids of the records of one kind in one file, each with its record.
        """
        if kind.form == schemas.KEYED and isinstance(node, Mapping):
            yield from ((key, body) for key, body in node.entries if isinstance(body, Mapping))
        bodies = (node,) if kind.form == schemas.SINGLE else node.items if isinstance(node, List) else ()
        for body in bodies:
            if isinstance(body, Mapping) and isinstance(id_ := body.get("id"), Text) and id_.value:
                yield id_, body

    def register(self, kind: Kind, id_: Text, body: Mapping) -> None:
        if not _ID.fullmatch(id_.value):
            self.say(id_, "bad-id", id=id_.value)
            return
        if id_.value in self.known.places:
            self.say(id_, "duplicate-id", id=id_.value, first=str(self.known.places[id_.value]))
            return
        self.known.kinds[id_.value] = kind
        self.known.places[id_.value] = self.file.at(id_)
        for each in kind.fields:
            value = body.get(each.key)
            if each.path in self.through and isinstance(value, Text):
                self.known.stands_for[each.path, value.value] = id_.value
            if each.key == "formerly" and value is not None:
                for old in value.items if isinstance(value, List) else (value,):
                    if isinstance(old, Text):
                        self.known.redirects[old.value] = id_.value

    # ----------------------------------------------------------- second walk

    def facts(self, file: File) -> Iterator[Fact]:
        self.file = file
        assert file.root is not None
        self.report = self.report_of(file.root)
        for key, node in file.root.entries:
            kind = self.top.get(key.value)
            if kind is not None:
                yield from self.records(kind, key, node)

    def report_of(self, root: Mapping) -> str:
        """
        The report whose sections a citation in this file means when it names none.
        """
        for key, node in root.entries:
            kind = self.top.get(key.value)
            if kind is not None and kind.form == schemas.SINGLE and isinstance(node, Mapping):
                id_ = node.get("id")
                return id_.value if isinstance(id_, Text) else ""
        return ""

    def records(self, kind: Kind, key: Text, node: Node) -> Iterator[Fact]:
        label = {"en": f"'{key.value}'", "zh-Hant": f"「{key.value}」"}
        if isinstance(node, Text) and not node.value:
            return  # a kind of which this file holds nothing yet
        if kind.form == schemas.KEYED:
            if not isinstance(node, Mapping):
                self.say(node, "not-a-mapping", what=label)
                return
            for id_, body in node.entries:
                if isinstance(body, Mapping):
                    yield self.fact(kind, body, id_, id_.value)
                else:
                    self.say(body, "not-a-mapping", what={"en": f"'{id_.value}'", "zh-Hant": f"「{id_.value}」"})
            return
        if kind.form == schemas.SINGLE:
            node = List((node,), node.line, node.column)
        if not isinstance(node, List):
            self.say(node, "not-a-list", what=label)
            return
        for body in node.items:
            if not isinstance(body, Mapping):
                self.say(body, "not-a-mapping", what={lang: f"{kind.label.get(lang, '')}" for lang in ("en", "zh-Hant")})
                continue
            id_ = body.get("id")
            if kind.form == schemas.SINGLE and id_ is None:
                self.missing(kind, "id", {"en": "a report has an id", "zh-Hant": "報告要有識別碼"}, body)
            yield self.fact(kind, body, body, id_.value if isinstance(id_, Text) else "")

    def fact(self, kind: Kind, body: Mapping, start: Node, id_: str = "") -> Fact:
        values: list[Value] = []
        citations: list[Citation] = []
        cited_at: list[Place] = []
        for key, node in body.entries:
            if key.value == "id" and kind.form in (schemas.LISTED, schemas.SINGLE):
                continue
            each = kind.field(key.value)
            if each is None:
                near = names.nearest(key.value, [field.key for field in kind.fields])
                self.say(key, "unknown-key", key=key.value, kind=kind.label, near=near)
            elif each.type == schemas.CITATION:
                for found, place in self.citations(node, key):
                    citations.append(found)
                    cited_at.append(place)
            else:
                values += self.values(each, key, node)
        if not citations and not (cite := kind.field("cite")) is None and cite.least == 0:
            citations, cited_at = [NOTE], [self.file.at(start)]
        written = {key.value for key, _ in body.entries}
        for each in kind.fields:
            if each.least and each.key not in written:
                self.missing(kind, each.key, each.message, start)
        return Fact(kind, id_, tuple(values), tuple(citations), self.file.at(start), tuple(cited_at))

    def missing(self, kind: Kind, key: str, message: schemas.Texts, node: Node) -> None:
        message = message or {"en": f"'{key}' is missing", "zh-Hant": f"缺少「{key}」"}
        width = len(node.value) if isinstance(node, Text) else 1
        self.say(node, "missing-field", width, message=message, kind=kind.label, key=key)

    # ---------------------------------------------------------------- values

    def values(self, each: Field, key: Text, node: Node) -> list[Value]:
        if isinstance(node, Text) and not node.value or isinstance(node, List) and not node.items:
            self.say(key, "empty-value", key=key.value)
            return []
        if each.type == schemas.LANGUAGE:
            found = list(self.in_languages(each, key, node))
        else:
            items = node.items if isinstance(node, List) else (node,)
            read = self.part if each.type == schemas.PART else self.scalar
            found = [value for item in items if (value := read(each, key, item)) is not None]
        if each.most is not None and isinstance(node, List) and len(node.items) > each.most:
            self.say(node.items[each.most], "too-many", key=key.value, limit=each.most)
        if each.least > 1 and each.type != schemas.LANGUAGE and 0 < len(found) < each.least:
            message = each.message or {"en": f"'{key.value}' takes at least {each.least}", "zh-Hant": f"「{key.value}」至少 {each.least} 個"}
            self.say(key, "too-few", message=message)
        return found

    def scalar(self, each: Field, key: Text, node: Node) -> Value | None:
        if not isinstance(node, Text):
            self.say(node, "not-text", key=key.value)
            return None
        if not node.value:
            self.say(node, "empty-value", key=key.value)
            return None
        text = self.typed(each, key, node)
        return None if text is None else Value(each, text, "", None, self.file.at(node), len(node.value))

    def typed(self, each: Field, key: Text, node: Text) -> str | None:
        """
        The value as the field keeps it, or None after saying what is wrong with it.
        """
        text = node.value
        if each.type == schemas.REFERENCE:
            return self.reference(each, node)
        if each.type == schemas.CONCEPT:
            found = dict(each.choices).get(text)
            if found is None:
                near = names.nearest(text, [word for word, _ in each.choices])
                hint = ", ".join(word for word, _ in each.choices)
                self.say(node, "not-allowed", text=text, key=key.value, choices=f"did you mean '{near}'? " * bool(near) + hint)
            return found
        if each.type == schemas.DATE:
            if days(text) is None:
                self.say(node, "no-such-date", text=text)
                return None
        elif each.type in (schemas.INTEGER, schemas.DECIMAL):
            if not (_INTEGER if each.type == schemas.INTEGER else _DECIMAL).fullmatch(text) or len(text) > 100:
                self.say(node, "not-a-number", text=text[:50])
                return None
            if not _within(text, each.low, each.high):
                self.say(node, "out-of-range", text=text, low=each.low or "…", high=each.high or "…")
                return None
        if each.pattern and not re.search(each.pattern, text):
            message = each.message or {"en": f"'{text}' does not fit '{key.value}'", "zh-Hant": f"「{text}」不符合「{key.value}」的格式"}
            self.say(node, "pattern", message=message)
            return None
        return text

    def reference(self, each: Field, node: Text) -> str | None:
        id_ = node.value
        if id_ in self.known.redirects and id_ not in self.known.kinds:
            self.say(node, "redirected-id", id=id_, near=self.known.redirects[id_])
            id_ = self.known.redirects[id_]
        kind = self.known.kinds.get(id_)
        if kind is not None and self.schema.is_a(kind.iri, each.target):
            return id_
        stand_in = self.known.stands_for.get((each.through, id_))
        if stand_in is not None and self.schema.is_a(self.known.kinds[stand_in].iri, each.target):
            return stand_in
        wanted = self.schema.labels.get(each.target, {"en": schemas.local(each.target)})
        if kind is None:
            self.say(node, "unknown-reference", kind=wanted, id=id_, near=self.known.near(id_, each.target, self.schema))
        else:
            self.say(node, "wrong-kind", id=id_, found=kind.label, kind=wanted, first=str(self.known.places[id_]))
        return None

    def part(self, each: Field, key: Text, node: Node) -> Value | None:
        kind = self.schema.kinds[each.target]
        if isinstance(node, Text) and kind.shorthand:
            shorthand = Text(kind.shorthand, node.line, node.column)
            node = Mapping(((shorthand, node),), node.line, node.column)
        if not isinstance(node, Mapping):
            self.say(node, "not-a-mapping", what=kind.label)
            return None
        fact = self.fact(kind, node, node)
        return Value(each, "", "", fact, self.file.at(node))

    def in_languages(self, each: Field, key: Text, node: Node) -> Iterator[Value]:
        if not isinstance(node, Mapping):
            self.say(node, "no-language", key=key.value)
            return
        for language, body in node.entries:
            if language.value not in self.languages and not _is_other_language(language.value, self.languages):
                near = ", ".join(self.languages)
                self.say(language, "not-a-language", text=language.value, choices=near)
                continue
            items = body.items if isinstance(body, List) else (body,)
            for item in items:
                if not isinstance(item, Text):
                    self.say(item, "not-text", key=language.value)
                elif not item.value:
                    self.say(language, "empty-value", key=language.value)
                else:
                    yield Value(each, item.value, language.value, None, self.file.at(item), len(item.value))
            if each.one_per_language and len(items) > 1:
                self.say(items[1], "two-in-one-language", key=key.value, language=language.value)

    # ------------------------------------------------------------- citations

    def citations(self, node: Node, key: Text) -> Iterator[tuple[Citation, Place]]:
        if isinstance(node, Text) and not node.value or isinstance(node, List) and not node.items:
            self.say(key, "empty-value", key=key.value)
            return
        for item in node.items if isinstance(node, List) else (node,):
            if not isinstance(item, Text):
                self.say(item, "not-text", key=key.value)
                continue
            found = self.citation(item)
            if found is not None:
                yield found, self.file.at(item)

    def citation(self, node: Text) -> Citation | None:
        if node.value == CURATOR:
            return NOTE
        words = node.value.split()
        text = words.pop() if words and words[-1] in (CAPTION, TABLE) else NARRATIVE
        report = words.pop(0) if len(words) > 1 else self.report
        try:
            section = reports.number("".join(words))
        except ValueError:
            self.say(node, "bad-citation", text=node.value)
            return None
        if not report:
            self.say(node, "no-report")
            return None
        kind = self.known.kinds.get(report)
        if kind is None or kind.form != schemas.SINGLE:
            wanted = {"en": "report", "zh-Hant": "報告"}
            candidates = [id_ for id_, each in self.known.kinds.items() if each.form == schemas.SINGLE]
            self.say(node, "unknown-reference", len(report), kind=wanted, id=report, near=names.nearest(report, candidates))
            return None
        return Citation(report, section, text)


def _within(text: str, low: str, high: str) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return (not low or Decimal(low) <= number) and (not high or number <= Decimal(high))


def _is_other_language(tag: str, languages: tuple[str, ...]) -> bool:
    """
    A well-formed BCP 47 tag of a language that the dataset does not declare in another writing (zh-TW beside zh-Hant).
    """
    return _LANGUAGE.fullmatch(tag) is not None and tag.split("-")[0] not in {each.split("-")[0] for each in languages}


def without_place(fact: Fact) -> Fact:
    """
    The same fact, written nowhere: for comparing what two files say.
    """
    return replace(fact, place=Place(""), cited_at=())
