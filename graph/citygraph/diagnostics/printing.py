"""Diagnostics for people, with the source line, a caret and the help; and for machines, as JSON."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from citygraph.diagnostics.mistakes import ordered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.diagnostics.mistakes import Diagnostic

LIMIT = 100
_LONG, _BEFORE = 160, 60  # characters shown of a long source line, and of those before the mistake


def visible(text: str) -> str:
    """
    Escape control and direction-changing characters, so that *text* is safe for a terminal (CWE-150).
    """
    if text.isprintable():
        return text
    return "".join(c if _is_harmless(c) else c.encode("unicode_escape").decode("ascii") for c in text)


def _is_harmless(character: str) -> bool:
    return character.isprintable() or character == "\n" or unicodedata.category(character) == "Zs"


def render(diagnostics: Iterable[Diagnostic], lines: Mapping[str, list[str]], lang: str = "en") -> str:
    """
    Print the diagnostics for a terminal: a first line that stands alone, the source line, a caret and the help.

    *lines* holds the lines of each file by its path; a file that is not there is reported without its line.
    """
    found = ordered(diagnostics)
    blocks = [_block(each, lines.get(each.place.path, []), lang) for each in found[:LIMIT]]
    if len(found) > LIMIT:
        rest = len(found) - LIMIT
        blocks.append(f"還有 {rest} 項" if lang.startswith("zh") else f"and {rest} more")
    return "\n".join(blocks)


def _block(each: Diagnostic, source: list[str], lang: str) -> str:
    place = str(each.place).replace("\n", "\\n")  # a file's name may hold what is no name
    first = visible(f"{place}: {each.severity}[{each.code}]: {each.message(lang)}".replace("\n", " "))
    hint = visible(each.help(lang))
    if each.place.line <= len(source):
        return "\n".join([first, *_pointer(each, source[each.place.line - 1].rstrip("\r\n"), hint)])
    return f"{first}\n      {hint}" if hint else first


def _pointer(each: Diagnostic, source: str, hint: str) -> list[str]:
    start = each.place.column - 1
    cut = max(0, start - _BEFORE) if len(source) > _LONG else 0
    shown = ("…" if cut else "") + source[cut : cut + _LONG].replace("\t", " ")
    start += bool(cut) - cut
    before, marked = shown[:start], shown[start:][: each.width]
    margin = " " * (len(str(each.place.line)) + 3)
    caret = "^" * max(1, _cells(visible(marked)))
    return [
        f"   {each.place.line} | {visible(shown)}".rstrip(),
        f"{margin} | {' ' * _cells(visible(before))}{caret} {hint}".rstrip(),
    ]


def _cells(text: str) -> int:
    """
    Count the cells of a terminal that *text* takes: Chinese characters take two, accents none.
    """
    from wcwidth import wcwidth

    return sum(max(0, wcwidth(character)) for character in text)


def as_json(diagnostics: Iterable[Diagnostic], lang: str = "en") -> list[dict[str, Any]]:
    """
    Give the same fields to machines, in the same order.
    """
    return [
        {
            "path": each.place.path,
            "line": each.place.line,
            "column": each.place.column,
            "severity": each.severity,
            "code": each.code,
            "message": each.message(lang),
            "help": each.help(lang),
        }
        for each in ordered(diagnostics)
    ]
