"""YAML into records whose every key and value knows its place.

Reads libyaml's events, which keep positions, and builds a plain tree: texts,
lists and mappings. Every scalar stays the text that was typed (``NO`` stays
Norway, ``1.10`` stays 1.10); typing is the schema's business. What other YAML
readers accept in silence is refused here with its place: a key given twice,
anchors, aliases, tags, merge keys, a second document, nesting without end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from citygraph.diagnostics import Diagnostic, Place

if TYPE_CHECKING:
    from pathlib import Path

DEPTH = 100
SIZE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Text:
    """
    A scalar as typed.
    """

    value: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class List:
    """
    A sequence.
    """

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """
    Keys and values in the order of the file, no key twice.
    """

    entries: tuple[tuple[Text, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        return next((value for name, value in self.entries if name.value == key), None)


Node = Text | List | Mapping


@dataclass(frozen=True, slots=True)
class File:
    """
    A file of records: its path from the project root and its top mapping, or none where it could not be read.
    """

    path: str
    root: Mapping | None

    def at(self, node: Node) -> Place:
        return Place(self.path, node.line, node.column)


def sources(folder: Path) -> list[Path]:
    """
    The files that hold records: ``*.yaml`` below *folder* in sorted order, without hidden ones.
    """
    return sorted(
        (path for path in folder.rglob("*.yaml") if not any(part.startswith(".") for part in path.relative_to(folder).parts)),
        key=lambda path: path.as_posix(),
    )


def load(path: Path, name: str) -> tuple[File, list[Diagnostic]]:
    """
    The records of the file at *path*, which diagnostics call *name*.

    Raises:
        OSError: the file cannot be read.
    """
    if not path.is_file():
        return File(name, None), [Diagnostic(Place(name), "not-a-file")]
    if path.stat().st_size > SIZE:
        return File(name, None), [Diagnostic(Place(name), "too-large", {"limit": f"{SIZE >> 20} MB"})]
    return read(path.read_bytes(), name)


def read(data: bytes | str, name: str) -> tuple[File, list[Diagnostic]]:
    """
    The records of a file's content.
    """
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = data[: error.start]
            place = Place(name, before.count(b"\n") + 1)
            return File(name, None), [Diagnostic(place, "not-utf-8", {"guess": _guess(data)})]
    forbidden = _FORBIDDEN.search(data)
    if forbidden:
        place = _place_at(data, forbidden.start(), name)
        return File(name, None), [Diagnostic(place, "character", {"character": f"U+{ord(forbidden[0]):04X}"})]
    reader = _Reader(name)
    try:
        root = reader.document(data)
    except _Stop:
        root = None
    except yaml.MarkedYAMLError as error:
        line, column, code, width, values = _syntax(error, data)
        reader.say(line, column, code, width, **values)
        root = None
    if isinstance(root, Mapping):
        return File(name, root), reader.found
    if root is not None:
        reader.say(root.line, root.column, "not-a-mapping", what={"en": "a file of records", "zh-Hant": "記錄檔"})
    elif not reader.found:
        reader.say(1, 1, "no-records")
    return File(name, None), reader.found


# C0 and C1 controls but tab and line ends, lone surrogates, a byte order mark in the middle, and the characters that
# change the direction of text (CVE-2021-42574): none has business in a file of facts.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class _Stop(Exception):
    """
    Reading on makes no sense; what is wrong has been said.
    """


class _Reader:
    """
    Walks the events of one file.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Diagnostic] = []

    def say(self, line: int, column: int, code: str, width: int = 1, **values: object) -> None:
        self.found.append(Diagnostic(Place(self.name, line, column), code, values, width))

    def document(self, text: str) -> Node | None:
        self.events = yaml.parse(text, Loader=yaml.CBaseLoader)
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.say(event.start_mark.line + 1, event.start_mark.column + 1, "second-document", 3)
                    raise _Stop
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event, 0)
        if isinstance(root, Text) and not root.value:
            return None
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if depth > DEPTH:
            self.say(line, column, "too-deep", limit=DEPTH)
            raise _Stop
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.say(line, column, "anchor")
        if isinstance(event, yaml.AliasEvent):
            return Text("", line, column)
        if event.tag is not None:
            self.say(line, column, "tag")
        if isinstance(event, yaml.ScalarEvent):
            return Text(event.value, line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(event, depth + 1))
            return List(tuple(items), line, column)
        return self.mapping(line, column, depth)

    def mapping(self, line: int, column: int, depth: int) -> Mapping:
        entries: list[tuple[Text, Node]] = []
        seen: dict[str, Text] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Text):
                self.say(key.line, key.column, "not-text", key="key")
            elif key.value == "<<":
                self.say(key.line, key.column, "merge-key", 2)
            elif key.value in seen:
                first = seen[key.value]
                where = Place(self.name, first.line, first.column)
                self.say(key.line, key.column, "duplicate-key", len(key.value), key=key.value, first=str(where))
            else:
                seen[key.value] = key
                entries.append((key, value))
        return Mapping(tuple(entries), line, column)


def _syntax(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str, int, dict[str, object]]:
    """
    Where a curator should look and what to do, from what libyaml says.
    """
    context, problem = error.context or "", error.problem or "not YAML"
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in context or "flow" in context:
        mark, problem = error.context_mark or mark, f"{problem} {context}"
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines()
    here = lines[line][column : column + 1] if line < len(lines) else ""
    hint = {"en": "", "zh-Hant": ""}
    if here == "\t":
        problem, hint = "a tab where blanks are needed", {"en": "indent with blanks", "zh-Hant": "請以空格縮排"}
    elif (here and here in "*&!%@`|>{[") or "mapping values are not allowed" in problem:
        hint = {"en": "quote the value", "zh-Hant": "請將值加上引號"}
    return line + 1, column + 1, "syntax", 1, {"problem": problem, "hint": hint}


def _place_at(text: str, offset: int, name: str) -> Place:
    before = text[:offset]
    return Place(name, before.count("\n") + 1, offset - before.rfind("\n"))


def _guess(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return " (looks like UTF-16)"
    try:
        data.decode("big5")
    except UnicodeDecodeError:
        return ""
    return " (looks like Big5)"
