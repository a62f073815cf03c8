"""The second walk: records into facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import names
from citygraph import schema as schemas
from citygraph.diagnostics import Diagnostic, Place
from citygraph.facts import citations, literals
from citygraph.facts.known import survey
from citygraph.facts.statement import Fact, Value
from citygraph.records import File, List, Mapping, Node, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from citygraph.facts.citations import Citation
    from citygraph.facts.known import Known
    from citygraph.schema import Field, Kind, Schema

_new = tuple.__new__
_NO_ID = {"en": "a report has an id", "zh-Hant": "報告要有識別碼"}


def link(
    files: Iterable[File], schema: Schema, languages: Iterable[str] = ("en", "zh-Hant")
) -> tuple[list[Fact], Known, list[Diagnostic]]:
    """
    Link all *files*: the facts, what is known by id, and what is wrong.
    """
    files = list(files)
    known, found = survey(files, schema)
    facts, wrong = link_known(files, known, schema, languages)
    return facts, known, found + wrong


def link_known(
    files: Iterable[File], known: Known, schema: Schema, languages: Iterable[str]
) -> tuple[list[Fact], list[Diagnostic]]:
    """
    Link *files* when it is known what all files of the project hold.
    """
    facts: list[Fact] = []
    found: list[Diagnostic] = []
    for file in files:
        linker = _Linker(file, schema, known, tuple(languages))
        facts += linker.facts()
        found += linker.found
    return facts, found


class _Linker:
    """
    Links one file.
    """

    def __init__(self, file: File, schema: Schema, known: Known, languages: tuple[str, ...]) -> None:
        self.file = file
        self.schema = schema
        self.known = known
        self.languages = languages
        self.found: list[Diagnostic] = []
        self.report = ""  # whose sections a citation in this file means when it names none

    def say(self, node: Node, code: str, width: int = 0, **values: object) -> None:
        width = width or (len(node.value) if isinstance(node, Text) else 1)
        self.found.append(Diagnostic(self.file.at(node), code, values, max(1, width)))

    # --------------------------------------------------------------- records

    def facts(self) -> Iterator[Fact]:
        if self.file.root is None:
            return
        top = self.schema.top
        kinds = [(kind, key, node) for key, node in self.file.root.entries if (kind := top.get(key.value)) is not None]
        for kind, _, node in kinds:
            if kind.form == schemas.SINGLE and isinstance(node, Mapping) and isinstance(id_ := node.get("id"), Text):
                self.report = id_.value
        for kind, key, node in kinds:
            if isinstance(node, Text) and not node.value:
                continue  # a kind of which this file holds nothing yet
            yield from self.keyed(kind, key, node) if kind.form == schemas.KEYED else self.listed(kind, key, node)

    def keyed(self, kind: Kind, key: Text, node: Node) -> Iterator[Fact]:
        if not isinstance(node, Mapping):
            self.say(node, "not-a-mapping", what=_quoted(key.value))
            return
        for id_, body in node.entries:
            if isinstance(body, Mapping):
                yield from self.first(self.fact(kind, body, id_, id_.value), id_)
            else:
                self.say(body if body[0] else id_, "not-a-mapping", what=_quoted(id_.value))

    def listed(self, kind: Kind, key: Text, node: Node) -> Iterator[Fact]:
        if kind.form == schemas.SINGLE:
            node = List((node,), node.line, node.column)
        if not isinstance(node, List):
            self.say(node, "not-a-list", what=_quoted(key.value))
            return
        for body in node.items:
            if not isinstance(body, Mapping):
                self.say(body, "not-a-mapping", what=_each(kind))
                continue
            id_ = body.get("id")
            if id_ is None and kind.form == schemas.SINGLE:
                self.missing(kind, "id", _NO_ID, body)
            if isinstance(id_, Text):
                yield from self.first(self.fact(kind, body, body, id_.value), id_)
            else:
                yield self.fact(kind, body, body)

    def first(self, fact: Fact, id_: Text) -> Iterator[Fact]:
        """
        Give the record that has its id first; one whose id is taken or is none was only read to be checked.
        """
        if self.known.places.get(id_.value) == self.file.at(id_):
            yield fact

    def fact(self, kind: Kind, body: Mapping, start: Node, id_: str = "") -> Fact:
        values: list[Value] = []
        cited: list[tuple[Citation, Place]] = []
        takes_id = kind.form in (schemas.LISTED, schemas.SINGLE)
        fields = kind.by_key
        for key, node in body.entries:
            each = fields.get(key.value)
            if takes_id and key.value == "id":
                self.text(key, node)
            elif each is not None and each.is_plain and node.__class__ is Text and node[0]:
                # Most values: a single text that is looked up or judged.
                if (value := self.plain(each, node)) is not None:
                    values.append(value)
            elif each is None:
                near = names.nearest(key.value, fields)
                self.say(key, "unknown-key", key=key.value, kind=kind.label, near=near, where=kind.name)
            elif each.type == schemas.CITATION:
                cited += self.citations(key, node)
            else:
                values += self.values(each, key, node)
        for each in kind.needed:
            if not any(key[0] == each.key for key, _ in body.entries):
                self.missing(kind, each.key, each.message, start)
        if not cited and kind.is_noted:
            cited = [(citations.NOTE, self.file.at(start))]
        places = tuple(place for _, place in cited)
        return Fact(kind, id_, tuple(values), tuple(each for each, _ in cited), self.file.at(start), places)

    def missing(self, kind: Kind, key: str, message: schemas.Texts, node: Node) -> None:
        message = message or {"en": f"'{key}' is missing", "zh-Hant": f"缺少「{key}」"}
        self.say(node, "missing-field", message=message, kind=kind.label, key=key)

    # ---------------------------------------------------------------- values

    def values(self, each: Field, key: Text, node: Node) -> list[Value]:
        if self.is_empty(key, node):
            return []
        if each.type == schemas.LANGUAGE:
            return list(self.in_languages(each, key, node))
        items = self.distinct(node)
        if each.most is not None and len(items) > each.most:
            self.say(items[each.most], "too-many", key=key.value, limit=each.most)
            items = items[: each.most]
        read: Callable[[Field, Text, Node], Value | None]
        read = self.part if each.type == schemas.PART else self.scalar
        found = [value for item in items if (value := read(each, key, item)) is not None]
        if len(items) < each.least:
            message = each.message or {"en": f"'{key.value}' names too few", "zh-Hant": f"「{key.value}」過少"}
            self.say(key, "too-few", message=message, key=key.value, limit=each.least)
        return found

    def distinct(self, node: Node) -> tuple[Node, ...]:
        """
        Give the items of a list, or the one value as an item; says which text stands in it twice, and drops it.
        """
        if not isinstance(node, List):
            return (node,)
        if len(node.items) == len({each[0] for each in node.items}):
            return node.items
        seen: dict[object, Node] = {}
        for item in node.items:
            if isinstance(item, Text) and item.value and item.value in seen:
                self.say(item, "repeated-value", text=item.value)
            seen.setdefault(item.value if isinstance(item, Text) else item, item)
        return tuple(seen.values())

    def is_empty(self, key: Text, node: Node) -> bool:
        """
        Whether a key has no value at all; says so.
        """
        if node[0]:
            return False
        self.say(key, "empty-value", key=key.value)
        return True

    def text(self, key: Text, node: Node) -> Text | None:
        """
        Give a single text that is not empty, or nothing after saying so.
        """
        if not isinstance(node, Text):
            self.say(node, "not-text", key=key.value)
            return None
        return None if self.is_empty(key, node) else node

    def scalar(self, each: Field, key: Text, node: Node) -> Value | None:
        text = self.text(key, node)
        return None if text is None else self.plain(each, text)

    def plain(self, each: Field, text: Text) -> Value | None:
        if each.type == schemas.REFERENCE:
            found = self.reference(each, text)
        else:
            found, wrong = literals.read(each, text.value)
            if wrong is not None:
                self.say(text, wrong[0], **wrong[1])
        if found is None:
            return None
        # As Value(...) in a third of the time.
        return _new(Value, (each, found, "", None, _new(Place, (self.file.path, *text[1:])), len(text[0])))

    def part(self, each: Field, key: Text, node: Node) -> Value | None:  # noqa: ARG002 -- called as scalar is
        kind = self.schema.kinds[each.target]
        if isinstance(node, Text) and kind.shorthand:
            node = Mapping(((Text(kind.shorthand, node.line, node.column), node),), node.line, node.column)
        if not isinstance(node, Mapping):
            self.say(node, "not-a-mapping", what=_each(kind))
            return None
        return Value(each, "", "", self.fact(kind, node, node), self.file.at(node))

    def in_languages(self, each: Field, key: Text, node: Node) -> Iterator[Value]:
        if not isinstance(node, Mapping):
            self.say(node, "no-language", key=key.value)
            return
        for language, body in node.entries:
            if not literals.is_language(language.value, self.languages):
                self.say(language, "not-a-language", text=language.value, choices=", ".join(self.languages))
                continue
            if self.is_empty(language, body):
                continue
            items = self.distinct(body)
            if each.one_per_language and len(items) > 1:
                self.say(items[1], "two-in-one-language", key=key.value, language=language.value)
                items = items[:1]
            for item in items:
                if (text := self.text(language, item)) is not None:
                    place = _new(Place, (self.file.path, *text[1:]))
                    yield _new(Value, (each, text[0], language[0], None, place, len(text[0])))

    # ------------------------------------------------------------ references

    def reference(self, each: Field, node: Text) -> str | None:
        id_ = self.redirected(node, node.value)
        kind = self.known.kinds.get(id_)
        if kind is not None and self.schema.is_a(kind.iri, each.target):
            return id_
        stand_in = self.known.stands_for.get((each.through, id_))
        if stand_in is not None and self.schema.is_a(self.known.kinds[stand_in].iri, each.target):
            return stand_in
        wanted = self.schema.labels.get(each.target, {"en": schemas.local(each.target)})
        if not self.known.is_doubtful(id_, lambda kind: self.schema.is_a(kind.iri, each.target)):
            self.nowhere(node, id_, wanted, lambda: self.known.near(id_, each.target, self.schema))
        return None

    def nowhere(self, node: Text, id_: str, wanted: schemas.Texts, near: Callable[[], str]) -> None:
        """
        Say that a reference leads nowhere, or to what is not *wanted*.
        """
        kind = self.known.kinds.get(id_)
        if kind is None:
            self.say(node, "unknown-reference", len(id_), kind=wanted, id=id_, near=near())
        else:
            first = str(self.known.places[id_])
            self.say(node, "wrong-kind", len(id_), id=id_, found=kind.label, kind=wanted, first=first)

    def redirected(self, node: Text, id_: str) -> str:
        now = self.known.redirects.get(id_)
        if now is not None:
            self.say(node, "redirected-id", len(id_), id=id_, near=now)
        return now or id_

    def citations(self, key: Text, node: Node) -> Iterator[tuple[Citation, Place]]:
        if self.is_empty(key, node):
            return
        for item in self.distinct(node):
            if (text := self.text(key, item)) is not None and (found := self.citation(text)) is not None:
                yield found, self.file.at(text)

    def citation(self, node: Text) -> Citation | None:
        try:
            found = citations.read(node.value, self.report)
        except ValueError:
            self.say(node, "bad-citation", text=node.value)
            return None
        if found is citations.NOTE:
            return found
        if not found.report:
            self.say(node, "no-report")
            return None
        report = self.redirected(node, found.report)
        kind = self.known.kinds.get(report)
        if kind is not None and kind.form == schemas.SINGLE:
            return found if report == found.report else citations.Citation(report, found.section, found.text)
        if report != self.report and not self.known.is_doubtful(report, lambda kind: kind.form == schemas.SINGLE):
            reports = (id_ for id_, each in self.known.kinds.items() if each.form == schemas.SINGLE)
            self.nowhere(node, report, _REPORT, lambda: names.nearest(report, reports))
        return None


_REPORT = {"en": "report", "zh-Hant": "報告"}


def _quoted(key: str) -> dict[str, str]:
    return {"en": f"'{key}'", "zh-Hant": f"「{key}」"}


def _each(kind: Kind) -> dict[str, str]:
    return {"en": f"each {kind.label.get('en', kind.name)}", "zh-Hant": f"每筆{kind.label.get('zh-Hant', kind.name)}"}
