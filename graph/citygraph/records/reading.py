"""Files of YAML into records, and what is wrong with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from yaml import CBaseLoader, MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from citygraph.diagnostics import Diagnostic, Place
from citygraph.records import characters, syntax
from citygraph.records.tree import File, List, Mapping, Node, Text

if TYPE_CHECKING:
    from pathlib import Path

DEPTH = 100
SIZE = 64 * 1024 * 1024
LENGTH = 1024 * 1024  # of one text
_ID = re.compile(r"^[ \t-]*(?:id:[ \t]*)?([a-z0-9]+(?:-[a-z0-9]+)*)[ \t]*(?::|$)", re.MULTILINE)
_new = tuple.__new__
_KEY_BEFORE_COLON = re.compile("[A-Za-z][A-Za-z0-9-]*：")
_LATIN = re.compile("[A-Za-z0-9-]").match


def sources(folder: Path) -> list[Path]:
    """
    Find the files that hold records: ``*.yaml`` below *folder* in sorted order, without hidden ones.
    """
    found = (path for path in folder.rglob("*.yaml") if not _is_hidden(path, folder))
    return sorted(found, key=lambda path: path.as_posix())


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def load(path: Path, name: str) -> tuple[File, list[Diagnostic]]:
    """
    Read the records of the file at *path*, which diagnostics call *name*.

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
    Read the records of a file's content.
    """
    text, wrong = characters.decode(data, name) if isinstance(data, bytes) else (data, None)
    wrong = wrong or characters.fault(text, name)
    if wrong is not None:
        return File(name, None, _ids(text)), [wrong]
    reader = _Reader(text, name)
    try:
        root = reader.document()
    except _Stop:
        return File(name, None, _ids(text)), reader.found
    except MarkedYAMLError as error:
        wrong = syntax.too_deep(error, text, name, DEPTH) or syntax.fault(error, text, name, reader.open)
        return File(name, None, _ids(text)), [*(each for each in reader.found if each.place != wrong.place), wrong]
    if isinstance(root, Mapping):
        return File(name, root, _ids(text) if reader.found else frozenset()), reader.found
    if root is not None:
        reader.say(root, "not-a-mapping", what={"en": "a file of records", "zh-Hant": "記錄檔"})
    elif not reader.found:
        reader.say(Text("", 1, 1), "no-records")
    return File(name, None), reader.found


def _ids(text: str) -> frozenset[str]:
    """
    Find what looks like an id that a file gives, though the file cannot be read.
    """
    return frozenset(_ID.findall(text))


class _Stop(Exception):  # noqa: N818 -- no error: what is wrong has been said, and reading on makes no sense
    """
    Reading stops here.
    """


class _Reader:
    """
    Walks the events of one file.
    """

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.found: list[Diagnostic] = []
        self.comments = frozenset(characters.comments(text))
        hidden = characters.hide(text)
        self.hides = hidden != text
        self.colons = any(_LATIN(before[-1:]) for before in text.split("：")[:-1])
        self.open: list[tuple[int, int]] = []  # brackets, from 0
        self.suspects: set[tuple[int, int]] = set()
        # Most files hold nothing that asks for a second look at every text.
        self.wary = self.hides or self.colons or bool(self.comments) or "\\" in text
        self.next: Any = CBaseLoader(hidden).get_event  # Any: each kind of event has attributes of its own

    def say(self, node: Node, code: str, width: int = 1, **values: object) -> None:
        self.found.append(Diagnostic(Place(self.name, node.line, node.column), code, values, width))

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        while (event := self.next()).__class__ is not StreamEndEvent:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.say(_at(event), "second-document", 3)
                    break
            elif isinstance(event, NodeEvent):
                root = self.node(event, 0)
        return None if isinstance(root, Text) and not root.value else root

    def text(self, event: Any) -> Text:
        if event.anchor is not None or event.tag is not None:
            self.marked(event)
        value = event.value
        if self.wary or len(value) > LENGTH:
            value = self.examined(event, value)
        mark = event.start_mark
        # A third of the time of Text(...), which counts: a file is mostly texts.
        return _new(Text, (value, mark.line + 1, mark.column + 1))

    def marked(self, event: Any) -> None:
        """
        Say that anchors and tags are not read.
        """
        if event.anchor is not None:
            self.say(_at(event), "anchor", len(event.anchor) + 1)
        if not isinstance(event, AliasEvent) and event.tag is not None:
            self.say(_at(event), "tag")

    def node(self, event: Any, depth: int) -> Node:
        if event.__class__ is ScalarEvent:
            return self.text(event)
        self.marked(event)
        if isinstance(event, AliasEvent):
            return _at(event)
        mark = event.start_mark
        if depth >= DEPTH:
            self.say(_at(event), "too-deep", limit=DEPTH)
            raise _Stop
        if event.flow_style:
            self.open.append((mark.line, mark.column))
        node: Node
        if isinstance(event, SequenceStartEvent):
            node = List(tuple(self.items(event, depth)), mark.line + 1, mark.column + 1)
        else:
            node = Mapping(tuple(self.entries(depth)), mark.line + 1, mark.column + 1)
        if event.flow_style:
            self.open.pop()
        return node

    def items(self, start: Any, depth: int) -> list[Node]:
        found: list[Node] = []
        read = self.next
        while (event := read()).__class__ is not SequenceEndEvent:
            item = self.text(event) if event.__class__ is ScalarEvent else self.node(event, depth + 1)
            if self.suspects and not start.flow_style:
                self.colon(item)
            found.append(item)
        return found

    def entries(self, depth: int) -> list[tuple[Text, Node]]:
        found: list[tuple[Text, Node]] = []
        seen: dict[str, Text] = {}
        read = self.next
        while (event := read()).__class__ is not MappingEndEvent:
            key = self.text(event) if event.__class__ is ScalarEvent else self.node(event, depth + 1)
            event = read()
            value = self.text(event) if event.__class__ is ScalarEvent else self.node(event, depth + 1)
            if not isinstance(key, Text):
                self.say(key, "syntax", problem={"en": "a key is a single text", "zh-Hant": "鍵應為單一文字"})
                continue
            if self.suspects:
                self.colon(key)
                if value.line > key.line:
                    self.colon(value)
            name = key[0]
            if name in seen:
                first = Place(self.name, seen[name].line, seen[name].column)
                self.say(key, "duplicate-key", len(name), key=name, first=str(first))
            elif name == "<<":
                self.say(key, "merge-key", len(name))
            else:
                seen[name] = key
                found.append((key, value))
        return found

    def colon(self, node: Node) -> None:
        """
        Stop where a full-width colon follows what was meant as a key: what it would have said is not known.
        """
        if isinstance(node, Text) and (node.line, node.column) in self.suspects:
            self.say(node._replace(column=node.column + node.value.index("：")), "colon")
            raise _Stop

    def examined(self, event: Any, value: str) -> str:
        """
        Look at a text once more: for a comment that cuts it short, an escaped character, its length.
        """
        if not event.style:
            end = event.end_mark
            if value and (end.line, end.column) in self.comments:
                self.say(Text("", end.line + 1, end.column + 2), "comment")
            if self.colons and _KEY_BEFORE_COLON.match(value):
                self.suspects.add((event.start_mark.line + 1, event.start_mark.column + 1))
        elif event.style == '"' and (hidden := characters.FORBIDDEN.search(characters.show(value))):
            self.say(_at(event), "character", character=characters.named(hidden[0]))
        if len(value) > LENGTH:
            self.say(_at(event), "too-large", limit=f"{LENGTH >> 20} MB")
        return characters.show(value) if self.hides else value


def _at(event: Any) -> Text:
    return Text("", event.start_mark.line + 1, event.start_mark.column + 1)
