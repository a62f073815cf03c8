"""Things that may be one thing recorded twice: two ids whose names are ways of writing one another.

Nothing is merged: both are kept, and a warning names the pair. Whoever knows that
they are two says so in a record of what is distinct (``cg:distinct``).
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from citygraph import names
from citygraph import schema as schemas
from citygraph.diagnostics import Diagnostic
from citygraph.schema import CG, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.facts import Fact, Value

_PERSON = CG + "Person"
_NAME, _ALSO = SKOS + "prefLabel", SKOS + "altLabel"
_LONG = 8  # letters from which one letter more, less or other is a slip rather than another name
_LONGEST = 100  # letters of a name of a person; a longer text is no name, and would cost its square
_MOST = 20  # bearers of one name that are looked at: whoever shares it with twenty is warned already


class _Name(NamedTuple):
    """
    One written name of one thing, as it is searched: its words, and its letters without blanks.
    """

    thing: Fact
    value: Value
    words: tuple[str, ...]
    letters: str


def doubles(facts: Iterable[Fact]) -> list[Diagnostic]:
    """
    A warning for each thing whose name another thing of its kind bears too, or a person's name is spelled much like.

    Names are compared as they are searched (case, accents, width, variants of characters), with words joined, parted
    or in another order; those of persons also with initials, or with one letter of a long name amiss.
    """
    by_kind: defaultdict[str, list[Fact]] = defaultdict(list)
    apart: set[tuple[str, str]] = set()
    for fact in facts:
        if fact.kind.form == schemas.KEYED:
            by_kind[fact.kind.iri].append(fact)
        else:
            told = sorted(value.text for value in fact.values if value.field.path == CG + "distinct")
            apart.update(combinations(told, 2))
    found: list[Diagnostic] = []
    for kind, things in by_kind.items():
        register = _Register(apart, persons=kind == _PERSON)
        found += [wrong for thing in things if (wrong := register.take_in(thing)) is not None]
    return found


class _Register:
    """
    The names of one kind of things, each under every way of writing it.
    """

    def __init__(self, apart: set[tuple[str, str]], *, persons: bool) -> None:
        self.apart = apart
        self.persons = persons
        self.ways: dict[str, list[_Name]] = {}
        # Long names by the hash of their letters, whole and with each one left out: two that are one slip apart share
        # one of these. Texts instead of hashes would take three times the memory.
        self.slips: dict[int, _Name] = {}

    def take_in(self, thing: Fact) -> Diagnostic | None:
        """
        Keep the names of *thing*; the warning where a thing that is kept already may be the same.
        """
        found: Diagnostic | None = None
        for value in thing.values:
            if value.field.path in (_NAME, _ALSO):
                name = _name(thing, value)
                other = next((each for each in self.met(name) if self.may_be_one(name, each)), None)
                if other is not None and found is None:
                    found = _warning(name, other)
        return found

    def met(self, name: _Name) -> list[_Name]:
        """
        Keep a name; the earlier ones that may be ways of writing it.
        """
        found: list[_Name] = []
        orders = _orders(name)
        sought, kept = _initials(name) if self.persons else ((), ())
        for way in (*orders, *sought):
            if way in self.ways:
                found += self.ways[way]
        for way in (*orders, *kept):
            others = self.ways.setdefault(way, [])
            if len(others) < _MOST:
                others.append(name)
        return found + self.slipped(name) if self.persons and _is_long(name) else found

    def slipped(self, name: _Name) -> list[_Name]:
        letters, slips = name.letters, self.slips
        ways = [hash(letters), *(hash(letters[:at] + letters[at + 1 :]) for at in range(len(letters)))]
        near = {id(other): other for way in ways if (other := slips.setdefault(way, name)) is not name}
        if not near:
            return []
        from rapidfuzz.distance import DamerauLevenshtein

        return [each for each in near.values() if DamerauLevenshtein.distance(letters, each.letters) == 1]

    def may_be_one(self, name: _Name, other: _Name) -> bool:
        """
        Whether nothing tells two things apart: no record of what is distinct, no Chinese name of each unlike the other.
        """
        one, two = sorted((name.thing.id, other.thing.id))
        if one == two or (one, two) in self.apart:
            return False
        if name.letters == other.letters:
            return True
        ours, theirs = _characters(name.thing), _characters(other.thing)
        return not (ours and theirs) or bool(ours & theirs)


def _name(thing: Fact, value: Value) -> _Name:
    key = names.fold(value.text)
    return _Name(thing, value, tuple(key.split()), key.replace(" ", ""))


def _characters(thing: Fact) -> set[str]:
    """
    The Chinese names of a thing: 林美麗 and 林美莉 are not one for sharing a romanization.
    """
    return {
        names.fold(value.text)
        for value in thing.values
        if value.field.path in (_NAME, _ALSO) and names.is_han(value.text)
    }


def _orders(name: _Name) -> set[str]:
    """
    The letters of a name in each order of its words that a list may give: the last first, the first last.
    """
    words = name.words
    if len(words) < 2:
        return {name.letters} - {""}
    return {"".join(words[start:] + words[:start]) for start in range(min(len(words), 4))}


def _initials(name: _Name) -> tuple[list[str], list[str]]:
    """
    The ways under which a personal name seeks others, and those under which it is kept.

    They leave out middle initials; and an initial for a first name meets full first names.
    """
    if len(name.words) < 2 or not name.letters.isascii():
        return [], []
    first, *middle, last = name.words
    bare = [first + last] if middle and all(len(word) == 1 for word in middle) else []
    if len(last) == 1:
        return bare, bare
    full, initial = f"{first[0]} {last} full", f"{first[0]} {last} initial"
    if len(first) == 1:
        full, initial = initial, full
    return [*bare, initial], [*bare, full]


def _is_long(name: _Name) -> bool:
    """
    Whether a name is so long that one letter amiss is a slip; an initial amiss is another person.
    """
    letters = name.letters
    whole = all(len(word) > 1 for word in name.words)
    return _LONG <= len(letters) <= _LONGEST and whole and letters.isalpha() and not names.is_han(letters)


def _warning(name: _Name, other: _Name) -> Diagnostic:
    values = {"id": name.thing.id, "text": name.value.text, "other": other.thing.id, "near": other.value.text}
    return Diagnostic(name.value.place, "same-thing", values | {"first": str(other.value.place)}, name.value.width)
