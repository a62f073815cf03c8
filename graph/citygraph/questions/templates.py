"""Questions with places for names, and how what somebody types goes on as one of them.

A template is made from the worked example of a question: *who did we meet in
Montreal* becomes *who did we meet in …*.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from citygraph.names import fold, is_han, join

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PLACE = "…"
_LONGEST = 16  # words of the longest name that is looked for
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


class Word(NamedTuple):
    """
    A word of a text, folded, or one Chinese character; where it starts and ends.
    """

    key: str
    start: int
    end: int


class Template(NamedTuple):
    """
    The texts before, between and after the places for names, and of which kinds the name in each place may be.
    """

    parts: tuple[str, ...]
    kinds: tuple[frozenset[str], ...] = ()

    def __str__(self) -> str:
        return PLACE.join(self.parts)


class Line(NamedTuple):
    """
    What a typed line becomes, and the whole question that it then begins.
    """

    text: str
    question: str


# Those of some keys that are names, each with its kinds.
Known: TypeAlias = "Callable[[tuple[str, ...]], Mapping[str, frozenset[str]]]"


@lru_cache(512)
def words(text: str) -> tuple[Word, ...]:
    """
    The words of a text with their places.
    """
    found = []
    for run in _WORD.finditer(text):
        start = run.start()
        for at in range(run.start(), run.end()):
            if is_han(text[at]):
                found += [Word(fold(text[start:at]), start, at)] * (start < at)
                found.append(Word(fold(text[at]), at, at + 1))
                start = at + 1
        found += [Word(fold(text[start : run.end()]), start, run.end())] * (start < run.end())
    return tuple(word for word in found if word.key)


def template(example: str, known: Known) -> Template:
    """
    An example without its names, the longest first; what has no capital letter is no name.
    """
    typed = words(example)
    written = {run: example[typed[run[0]].start : typed[run[1] - 1].end] for run in _runs(len(typed))}
    runs = {
        (start, end): join([word.key for word in typed[start:end]])
        for (start, end), text in written.items()
        if text != text.lower() or is_han(text)
    }
    names = known(tuple(dict.fromkeys(runs.values())))
    parts: list[str] = []
    kinds: list[frozenset[str]] = []
    done = at = 0
    while at < len(typed):
        for end in range(min(len(typed), at + _LONGEST), at, -1):
            if runs.get((at, end)) in names:
                between = example[done : typed[at].start]
                if kinds and not words(between):  # one name that is written as two
                    kinds.pop()
                else:
                    parts.append(between)
                kinds.append(names[runs[at, end]])
                done, at = typed[end - 1].end, end
                break
        else:
            at += 1
    return Template((*parts, example[done:]), tuple(kinds))


def _runs(count: int) -> list[tuple[int, int]]:
    return [(start, end) for start in range(count) for end in range(start + 1, min(count, start + _LONGEST) + 1)]


def go_on(given: Template, text: str, typed: Sequence[Word], known: Known) -> Line | None:
    """
    *text*, whose words are *typed*, taken up to the next place for a name; None where it is another question.
    """
    literal, *others = given.parts
    expected = words(literal)
    if len(typed) <= len(expected):
        return _rest(given, text, typed, expected)
    if [word.key for word in typed[: len(expected)]] != [word.key for word in expected] or not others:
        return None
    rest = typed[len(expected) :]
    heads = tuple(join([word.key for word in rest[:end]]) for end in range(1, min(len(rest), _LONGEST) + 1))
    names = known(heads)
    for end in range(len(heads), 0, -1):
        if not given.kinds[0].isdisjoint(names.get(heads[end - 1], ())):
            line = go_on(Template(tuple(others), given.kinds[1:]), text, rest[end:], known)
            if line is not None:
                return line
    return None


def _rest(given: Template, text: str, typed: Sequence[Word], expected: Sequence[Word]) -> Line | None:
    """
    *text* with the words of a part that are still to come.
    """
    literal, *others = given.parts
    count = len(typed)
    begun = count > 0 and not text[-1:].isspace()
    if begun:
        last, awaited = typed[-1].key, expected[count - 1].key
        begun = last != awaited
        if not awaited.startswith(last):
            return None
    whole = count - begun
    if [word.key for word in typed[:whole]] != [word.key for word in expected[:whole]] or whole == len(expected):
        return None
    kept = text[: typed[-1].start] if begun else text
    added = literal[expected[whole].start :]
    if not others:
        added = added.rstrip()
    blank = kept and not kept[-1].isspace() and not is_han(kept[-1]) and not is_han(added[0])
    line = f"{kept} {added}" if blank else kept + added
    return Line(line, PLACE.join([line, *others]))
