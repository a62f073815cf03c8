"""What libyaml says is wrong, in a curator's words: where to look and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from citygraph.diagnostics import Diagnostic, Place
from citygraph.records.characters import lines

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

_COLON = re.compile(r"\s*(?:- +)*[A-Za-z][\w-]*：")  # a key before a full-width colon
_SIGNS = "*&!%@`|>{[]},-"
_Texts = dict[str, str]


class _Advice(NamedTuple):
    problem: _Texts
    hint: _Texts


_TAB = _Advice(
    {"en": "a tab where blanks are needed", "zh-Hant": "應為空格之處用了 Tab"},
    {"en": "indent with blanks", "zh-Hant": "請以空格縮排"},
)
_COLON_IN_VALUE = _Advice(
    {"en": "a second ': ' on one line", "zh-Hant": "同一行有第二個「: 」"},
    {"en": "quote the value, or look at the indentation", "zh-Hant": "請將值加上引號，或檢查縮排"},
)
_QUOTE = _Advice(
    {"en": "the quote is not closed", "zh-Hant": "引號沒有關閉"},
    {"en": "close it; a quote inside is written twice", "zh-Hant": "請加上另一個引號；文字內的引號寫兩次"},
)
_BRACKET = _Advice(
    {"en": "the bracket is not closed", "zh-Hant": "括號沒有關閉"},
    {
        "en": "close it on the same line, or quote text that holds it",
        "zh-Hant": "請在同一行關閉，或將含括號的文字加上引號",
    },
)
_IN_BRACKETS = _Advice(
    {"en": "a comma or the closing bracket is needed here", "zh-Hant": "此處應為逗號或右括號"},
    {"en": "quote a value that holds ': '", "zh-Hant": "含「: 」的值請加上引號"},
)
_HASH = _Advice(
    {"en": "the # starts a comment, so the bracket is not closed", "zh-Hant": "# 之後成為註解，括號因此沒有關閉"},
    {"en": "quote the value", "zh-Hant": "請將值加上引號"},
)
_ESCAPE = _Advice(
    {"en": "the backslash stands for no character", "zh-Hant": "反斜線不代表任何字元"},
    {"en": "write two backslashes, or use single quotes", "zh-Hant": "請寫兩個反斜線，或改用單引號"},
)
_SIGN = _Advice(
    {"en": "a value may not start with this character", "zh-Hant": "值不可以此字元開頭"},
    {"en": "quote the value", "zh-Hant": "請將值加上引號"},
)
_INDENTATION = _Advice(
    {"en": "this line does not fit what stands above it", "zh-Hant": "此行與上方內容不相合"},
    {
        "en": "look at the indentation and for a missing ': ' or '- '",
        "zh-Hant": "請檢查縮排，以及是否缺少「: 」或「- 」",
    },
)


def fault(error: MarkedYAMLError, text: str, name: str, brackets: list[tuple[int, int]]) -> Diagnostic:
    """
    Turn libyaml's complaint into a diagnostic: an unclosed quote or bracket at its opening, else where reading stopped.

    *brackets* are those that were open, as line and column from 0.
    """
    rows = lines(text)
    line, column = _position(error.problem_mark or error.context_mark)
    if line >= len(rows):  # libyaml counts one line more where the last has no end
        line, column = max(0, len(rows) - 1), len(rows[-1]) if rows else 0
    for number in range(max(0, line - 1), min(line + 1, len(rows))):
        if found := _COLON.match(rows[number]):
            return Diagnostic(Place(name, number + 1, found.end()), "colon")
    advice = _advice(error, rows[line][column : column + 1] if line < len(rows) else "")
    if advice is _IN_BRACKETS and brackets:
        opened, start = brackets[-1]
        if line > opened or column >= len(rows[line]):
            line, column, advice = opened, start, _BRACKET
            if (hash_ := rows[line].find(" #", column)) > 0:
                column, advice = hash_ + 1, _HASH
    elif advice is _QUOTE or "scanning an alias" in (error.context or ""):
        line, column = _position(error.context_mark)
    problem, hint = advice or ({"en": error.problem or "not YAML"}, "")
    return Diagnostic(Place(name, line + 1, column + 1), "syntax", {"problem": problem, "hint": hint})


def too_deep(error: MarkedYAMLError, text: str, name: str, limit: int) -> Diagnostic | None:
    """
    The bracket at which nesting passes *limit*, where libyaml itself gives up on brackets nested too deep.
    """
    if "flow level" not in (error.context or ""):
        return None
    depth = 0
    for number, row in enumerate(lines(text), 1):
        for column, letter in enumerate(row, 1):
            depth += (letter in "[{") - (letter in "]}")
            if depth >= limit:
                return Diagnostic(Place(name, number, column), "too-deep", {"limit": limit})
    return None


def _advice(error: MarkedYAMLError, here: str) -> _Advice | None:
    context, problem = error.context or "", error.problem or ""
    if here == "\t" or "tab character" in problem:
        return _TAB
    if "mapping values are not allowed" in problem:
        return _COLON_IN_VALUE
    if context == "while scanning a quoted scalar":
        return _QUOTE
    if "escape" in problem:
        return _ESCAPE
    if "while parsing a flow" in context:
        return _IN_BRACKETS
    if "scanning an alias" in context or "scanning an anchor" in context or (here and here in _SIGNS):
        return _SIGN
    return _INDENTATION if "block" in context else None


def _position(mark: object) -> tuple[int, int]:
    return getattr(mark, "line", 0), getattr(mark, "column", 0)
