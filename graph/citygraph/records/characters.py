"""Bytes into text: encodings, lines, and the characters that may not stand in a file of facts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from citygraph.diagnostics import Diagnostic, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

# C0 and C1 controls but tab and line ends, lone surrogates, noncharacters, a byte order mark in the middle, and the
# characters that change the direction of text (CVE-2021-42574).
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufdd0-\ufdef\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
# Blanks that YAML takes for letters: a line indented with them has a new key or continues the line before.
_BLANKS = "\u00a0\u1680\u2002\u2003\u2007\u2009\u200a\u200b\u202f\u205f\u2060\u3000"
_INDENTED = re.compile(rf"^[ \t]*(?:- *)*([{_BLANKS}])", re.MULTILINE)
_BREAK = re.compile(r"\r\n?|\n")
# libyaml ends a line at U+2028 and U+2029, editors and people do not: while it reads, others stand for them.
_STAND_INS = (("\u2028", "\ufdd0"), ("\u2029", "\ufdd1"))
_COMMON = 0xC6  # first bytes up to here are Big5's common characters; accented Latin-1 letters are above


def decode(data: bytes, name: str) -> tuple[str, Diagnostic | None]:
    """
    Decode a file's UTF-8, or say where it is not and what it looks like.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        return data.decode("utf-8", "replace"), Diagnostic(_end(before, name), "not-utf-8", {"guess": _guess(data)})
    if "\0" in text[:4]:
        return text, Diagnostic(Place(name), "not-utf-8", {"guess": _looks_like("UTF-16")})
    return text, None


def fault(text: str, name: str) -> Diagnostic | None:
    """
    Find the first character that may not stand in a file, or that may not stand where it does.
    """
    found = FORBIDDEN.search(text)
    if found:
        return Diagnostic(_end(text[: found.start()], name), "character", {"character": named(found[0])})
    if any(blank in text for blank in _BLANKS) and (found := _INDENTED.search(text)):
        return Diagnostic(_end(text[: found.start(1)], name), "blank", {"character": named(found[1])})
    return None


def named(character: str) -> str:
    """
    Name a character that may look like another, or like nothing.
    """
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def lines(text: str) -> list[str]:
    """
    Split a file's text into lines as editors do.
    """
    return _BREAK.split(text)


def hide(text: str) -> str:
    """
    Put stand-ins for the separators at which libyaml would end a line.
    """
    for separator, stand_in in _STAND_INS:
        text = text.replace(separator, stand_in)
    return text


def show(text: str) -> str:
    """
    Put the separators back.
    """
    for separator, stand_in in _STAND_INS:
        text = text.replace(stand_in, separator)
    return text


def comments(text: str) -> Iterator[tuple[int, int]]:
    """
    Find the line and column, from 0, of each blank before a # that follows a text by just that blank.
    """
    if " #" not in text:
        return
    for number, line in enumerate(lines(text)):
        at = line.find(" #")
        while at > 0:
            if line[at - 1] not in " \t":
                yield number, at
            at = line.find(" #", at + 1)


def _end(text: str, name: str) -> Place:
    before = lines(text)
    return Place(name, len(before), len(before[-1]) + 1)


def _guess(data: bytes) -> dict[str, str] | str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _looks_like("UTF-16")
    try:
        characters = [each for each in data.decode("cp950") if not each.isascii()]
    except UnicodeDecodeError:
        return "" if re.search(rb"[\x80-\x9f]", data) else _looks_like("Latin-1")
    common = sum(each.encode("cp950")[0] <= _COMMON for each in characters)
    return _looks_like("Big5" if common * 2 > len(characters) else "Latin-1")


def _looks_like(encoding: str) -> dict[str, str]:
    return {"en": f" (looks like {encoding})", "zh-Hant": f"（看來是 {encoding}）"}
