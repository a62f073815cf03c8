"""What stands around a question: who wants to know, and what for.

"For my thesis on city diplomacy: who ...", "A journalist asks how many ...", "..., for a letter". Such words ask for
nothing, whatever they are: they are one silent span. What names a thing, a date or what is asked for is no such word,
nor is a negation.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from citygraph.names import fold, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from citygraph.questions.spans import Span

# The groups of words that make a frame: what is written, who asks, that they ask, that somebody is busy with it.
DOCUMENT, ASKER, ASKS, BUSY, FOR = "document", "asker", "asks", "busy", "purpose"
_ROLE = "https://citygraph.example/ontology#Role"
_ASKED = frozenset(["which", "who", "when", "where", "how-many", "often", "why", "negation"])
_TELLING = frozenset(
    ["i", "we", "it", "that", "this", "he", "she", "they", "is", "was", "are", "were", "has", "had", "have", "goes"]
)
_BEFORE_NAMES = frozenset(["in", "at", "from", "to", "of", "with", "about", "for", "by", "on", "near"])
_SENTENCE = 3  # words that a clause has at least which tells something
_NEAR = 4  # tokens from "for" to what it is for, and from who asks to that they do
_BRACKETS = re.compile(r"[()（）\[\]［］]")
_MARKS = re.compile(r"[:：;；!！?？。，,]|\.(?=\s+\S)|\s[-–—]+\s|——")


def clauses(phrase: str) -> list[int]:
    """
    The ends of the clauses of a phrase, counted in tokens.
    """
    return _ends(_MARKS, phrase)


def brackets(phrase: str) -> list[int]:
    """
    Where brackets stand in a phrase, counted in tokens.
    """
    return _ends(_BRACKETS, phrase)


def _ends(marks: re.Pattern[str], phrase: str) -> list[int]:
    return list(accumulate(len(tokens(fold(part))) for part in marks.split(phrase)))


def frames(spans: Sequence[Span], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """
    The runs of tokens that frame a question: first token, and the one behind the last.

    A frame takes the rest of its clause with it where that asks for nothing and names nothing.
    """
    at = {group: _of(spans, group) for group in (DOCUMENT, ASKER, ASKS, BUSY, FOR)}
    heads = [
        (first[0], last[1])
        for opens, closes in ((FOR, DOCUMENT), (ASKER, ASKS), (DOCUMENT, ASKS))
        for first in at[opens]
        for last in at[closes]
        if first[1] <= last[0] <= first[1] + _NEAR
    ]
    plain = _plain(spans, max(ends, default=0))
    # "For the mayor's speech" names nobody, "for the Montréal report" does.
    roles = {at for span in spans if _is_role(span) for at in range(span.start, span.end)}
    heads = [(start, end) for start, end in heads if {*range(start, end)} <= plain | roles]
    for start, end in {*heads, *at[BUSY]}:
        yield start, end
        close = next((each for each in ends if each >= end), end)
        if close > end and close < max(ends) and set(range(end, close)) <= plain:
            yield start, close


def besides(spans: Sequence[Span], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """
    The clauses, where there are several, that ask for nothing and name nothing: what is said by the way.
    """
    plain = _plain(spans, max(ends, default=0))
    for start, end in pairwise([0, *ends]):
        if 0 < end - start < max(ends) and set(range(start, end)) <= plain:
            yield start, end


def is_told(words: Sequence[str], strange: Collection[int]) -> bool:
    """
    Whether a clause tells something by the way, and names nothing by its strange words: "that goes back a long way".

    A name that nobody knows is no such thing: "Osaka: ...", "in Osaka, ...". Chinese tells none by its letters.
    """
    low = [word.lower() for word in words]
    if len(words) < _SENTENCE or not all(word.isascii() for word in words) or _TELLING.isdisjoint(low):
        return False
    here = [at for at in strange if 0 <= at < len(words)]
    return not any(words[at][0].isupper() or (at and low[at - 1] in _BEFORE_NAMES) for at in here)


def _of(spans: Sequence[Span], group: str) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans if group in span.groups]


def _is_role(span: Span) -> bool:
    return bool(span.forms) and all(form.kind == _ROLE for form in span.forms)


def _plain(spans: Sequence[Span], length: int) -> set[int]:
    """
    The tokens that are no part of a name, a date or a word of asking.
    """
    written = _of(spans, DOCUMENT)  # a letter is a document, whatever else may be called so
    told = [
        span
        for span in spans
        if (span.forms and (span.start, span.end) not in written)
        or span.period
        or span.ordinal
        or _ASKED & set(span.groups)
    ]
    return set(range(length)) - {at for span in told for at in range(span.start, span.end)}
