r"""Users' own queries looked through before they run: nothing federated, no update, nothing that fells the engine.

The engine runs ``SERVICE`` without a switch to turn it off, and a few kilobytes
of nested brackets end its process. So the tokens of a query are counted first.
The engine reads keywords without a boundary (``SERVICE:x``, ``trueSERVICE<x>``)
and decodes ``\uXXXX`` in strings only, where the standard (SPARQL 1.1, 19.2)
decodes it everywhere: both readings must be clean.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph.store.reading import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LENGTH = 64 * 1024  # bytes
DEPTH = 100  # brackets within brackets
PATTERNS = 100  # triple patterns, groups and steps of paths: the planner's time grows with a power of them
OPERATORS = 500  # in expressions

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+|\#[^\n\r]*)
    |(?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    |(?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*+\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3}
        |"(?:[^"\\\n\r]|\\.)*+"|'(?:[^'\\\n\r]|\\.)*+')
    |(?P<variable>[?$]\w+)
    |(?P<prefixed>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-])*)
    |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<datatype>\^\^)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[A-Za-z_]\w*)
    |(?P<open>[{(\[])
    |(?P<close>[})\]])
    |(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = frozenset(["LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "INSERT", "DELETE", "WITH"])
_ELEMENTS = frozenset(["AS", "BIND", "EXISTS", "FILTER", "GRAPH", "MINUS", "OPTIONAL", "UNION", "VALUES"])
_DATA = "VALUES"
_BLANKS = re.compile(r"<[A-Za-z][^<>\"{}|^`\\\n]* [^<>\"{}|^`\\\n]*>")
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_KEYWORDS = """
    A ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL COALESCE CONCAT CONSTRUCT CONTAINS COUNT DATATYPE
    DAY DEFAULT DESC DESCRIBE DISTINCT ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT
    HAVING HOURS IF IN IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE LIMIT MAX MD5 MIN MINUS
    MINUTES MONTH NAMED NOT NOW OFFSET OPTIONAL ORDER PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE
    SECONDS SELECT SEPARATOR SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN
    STRSTARTS STRUUID SUBSTR SUM TIMEZONE TRUE TZ UCASE UNDEF UNION URI UUID VALUES WHERE YEAR
    """


def guard(query: str) -> None:
    """
    Refuse what a user's query may not do: federation, updates, depth and size that would bring the engine down.

    Raises:
        QueryError: says what is refused, with line and column.
    """
    try:
        length = len(query.encode())
    except UnicodeEncodeError as error:
        raise _at(query, error.start, "the query is not text: it holds half a character") from error
    if length > LENGTH:
        raise QueryError(f"the query is longer than {LENGTH >> 10} kB")
    _refuse_federation(query, query, ())
    escapes = list(_ESCAPED.finditer(query))
    if escapes:
        _refuse_federation(_ESCAPED.sub(_character, query), query, escapes)
    _refuse_excess(query)
    first = next((word for word in _words(query) if word not in ("PREFIX", "BASE")), "")
    if first in _UPDATES:
        raise _at(query, query.upper().index(first), f"the graph is read-only: {first} is refused")


def mistake(query: str, error: QueryError) -> QueryError:
    """
    A better word for what the engine could not read: an unknown prefix or keyword, a bracket that nothing closes.
    """
    declared = {match[1].lower() for match in re.finditer(r"(?i)prefix\s+([\w.-]*):", query)}
    opened: list[re.Match[str]] = []
    for token in _TOKEN.finditer(query):
        prefix = token[0].partition(":")[0]
        if token.lastgroup == "prefixed" and prefix.lower() not in declared and prefix != "_":
            known = f"; known: {', '.join(sorted(declared))}" if declared else ""
            return _at(query, token.start(), f"the prefix '{prefix}' is not declared{known}")
        if token.lastgroup == "word" and token[0].upper() not in _KEYWORDS.split():
            return _at(query, token.start(), _no_keyword(token[0]))
        if token[0] == "<" and _BLANKS.match(query, token.start()):
            return _at(query, token.start(), "an IRI holds no blanks")
        if token.lastgroup == "open":
            opened.append(token)
        elif token.lastgroup == "close" and (not opened or _CLOSING[opened.pop()[0]] != token[0]):
            return _at(query, token.start(), f"this {token[0]} closes nothing")
    return _at(query, opened[-1].start(), f"this {opened[-1][0]} is not closed") if opened else error


def _no_keyword(word: str) -> str:
    from citygraph import names

    near = names.nearest(word.upper(), _KEYWORDS.split())
    return f"'{word}' is no word of SPARQL" + f"; did you mean {near}?" * bool(near)


def _refuse_federation(text: str, query: str, escapes: Sequence[re.Match[str]]) -> None:
    before = ""
    for token in _significant(text):
        seen, kind = token[0].upper(), token.lastgroup
        if "SERVICE" in seen and (kind == "word" or (kind == "prefixed" and _is_clause(text, token, before))):
            raise _at(query, _before_decoding(token.start(), escapes), "federation is off: SERVICE is refused")
        if kind == "other" and seen in "\"'":
            if escapes:
                return  # who decodes first cannot read on either
            raise _at(query, token.start(), "this quotation mark is not closed")
        before = seen


def _is_clause(text: str, token: re.Match[str], before: str) -> bool:
    """
    Whether what looks like a prefixed name may be a keyword with a name behind it: only a clause has a group after it.
    """
    return before != "GRAPH" and _next(text, token.end()) == "{"


def _refuse_excess(query: str) -> None:
    opened: list[str] = []
    patterns = operators = 0
    data = False  # after VALUES, whose block holds data and no patterns
    for token in _significant(query):
        kind, inside = token.lastgroup, opened[-1] if opened else ""
        if kind == "open":
            opened.append(_DATA if inside == _DATA or (data and token[0] == "{") else token[0])
            patterns += opened[-1] in {"{", "["}
            data = data and token[0] == "("
        elif kind == "close" and opened:
            opened.pop()
        elif kind == "word":
            data = data or token[0].upper() == "VALUES"
            patterns += token[0].upper() in _ELEMENTS
        elif kind == "other" and inside != _DATA:
            patterns += inside != "("
            operators += inside == "(" and token[0] != ","
        excess = patterns > PATTERNS or operators > OPERATORS
        if len(opened) > DEPTH - excess:  # each group is a pattern too: what is said is what is the matter
            raise _at(query, token.start(), f"nested deeper than {DEPTH}")
        if excess:
            raise _at(query, token.start(), f"too many patterns: the limit is {PATTERNS}")


def _significant(text: str) -> Iterator[re.Match[str]]:
    return (token for token in _TOKEN.finditer(text) if token.lastgroup != "space")


def _words(query: str) -> Iterator[str]:
    return (token[0].upper() for token in _TOKEN.finditer(query) if token.lastgroup == "word")


def _next(text: str, offset: int) -> str:
    """
    First character of the next token, white space and comments left out.
    """
    while (token := _TOKEN.match(text, offset)) is not None:
        if token.lastgroup != "space":
            return token[0][0]
        offset = token.end()
    return ""


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return match[0] if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)


def _before_decoding(offset: int, escapes: Sequence[re.Match[str]]) -> int:
    """
    Where a character of the decoded text stands in the query as written.
    """
    for escape in escapes:
        if escape.start() >= offset:
            break
        offset += len(escape[0]) - 1
    return offset


def _at(query: str, offset: int, message: str) -> QueryError:
    before = query[:offset]
    return QueryError(message, before.count("\n") + 1, offset - before.rfind("\n"))
