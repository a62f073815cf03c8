"""Understands a phrase: which question it asks, and of what.

The phrase is folded and cut into tokens. Known names, dates and the words of the
questions are found in it (``spans``); each question is tried (``reading``): the
tokens must all be accounted for by its words, the names and dates it takes, and
words that carry no meaning of their own. What no question accounts for is said.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.names import fold, tokens
from citygraph.questions.reading import Reader, Reading, Vocabulary
from citygraph.questions.spans import NEGATION, Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST = 120  # tokens of a phrase
_NEAREST = 3
_NEAR = 1.3  # readings that cost no more than this above the best are tried when those before them find nothing
_OTHERWISE = 8  # readings with the names placed otherwise
_UNITS = 4  # names of a reading whose places are tried
_DROPPED = "-"  # stands for no variable
_SOUGHT = 3  # strange words of a reading that may yet stand in its answer


_CG = "https://citygraph.example/ontology#"
_ROLE, _OFFICE = f"{_CG}Role", f"{_CG}Office"  # "the mayors" may only say who they are that are meant anyway


class Understood(NamedTuple):
    """
    The readings of a phrase that account for every word, the best first: later ones are for when those find nothing.

    Where there are none: the readings that leave a few words over, which their answers may hold; the strange words
    and the nearest questions. `aside` is what was said by the way and is not taken into account.
    """

    phrase: str
    readings: tuple[Reading, ...]
    loose: tuple[Reading, ...] = ()
    strange: tuple[str, ...] = ()
    nearest: tuple[Mapping[str, Any], ...] = ()
    aside: tuple[str, ...] = ()


def understand(phrase: str, vocabulary: Vocabulary) -> Understood:
    """
    What a phrase asks.
    """
    words = tokens(fold(phrase))
    if len(words) > _MOST:
        return Understood(phrase, (), strange=tuple(words[:_NEAREST]))
    found = Phrase(phrase, vocabulary.compiled, vocabulary.lexicon, vocabulary.names)
    reader = Reader(found, vocabulary)
    every: list[Reading] = []
    readings: dict[str, Reading] = {}
    for widen in (None, *found.wider()):
        if widen is not None and not widen():
            continue
        every = reader.readings()
        for each in every:
            if not each.unknown:
                readings.setdefault(f"{each.question['id']} {each.things} {each.besides}", each)
        if every and not every[0].unknown and widen is not None:
            break
    if readings:
        ordered = sorted(readings.values(), key=lambda each: each.cost)
        near = tuple(each for each in ordered if each.cost - ordered[0].cost < _NEAR)
        if ordered[0].question["alone"]:
            near = tuple(each for each in near if each.question is ordered[0].question or each.cost == ordered[0].cost)
        return Understood(phrase, near, aside=tuple(found.aside))
    loose = tuple(each for each in every if len(each.unknown) <= _SOUGHT and not turned(each.unknown, vocabulary))
    nearest = tuple(each.question for each in every[:_NEAREST])
    strange = min((each.unknown for each in every), key=len, default=tuple(words[at] for at in found.uncovered()))
    return Understood(phrase, (), loose, strange, nearest)


def alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """
    Whether the same word may stand before the names of two variables.
    """
    return bool(set(one["marks"]) & set(other["marks"]))


def turned(strange: Sequence[str], vocabulary: Vocabulary) -> bool:
    """
    Whether a negation is among the words that nobody accounts for.
    """
    return any(NEGATION in vocabulary.lexicon.groups([word]) for words in strange for word in tokens(words))


def otherwise(reading: Reading, vocabulary: Vocabulary) -> list[Reading]:
    """
    The same phrase with names taken for other variables that they fit: UCLG as who organizes, not as who bids.

    The fewest changes come first; a name may also stand besides. Names that a word before them placed stay where they
    are. What another name says anyway is dropped: Bhutan beside Thimphu, which lies there. Last the names of roles
    besides are dropped.
    """
    takes = reading.question["takes"]
    units = [(name, reading.named.get(name, forms)) for name, forms in reading.things.items()]
    units += [("", forms) for forms in reading.besides]
    free = [name for name in takes if name not in reading.sure]
    choices = [
        [name, *(each for each in takes if alike(takes[name], takes[each]) and vocabulary.fitting(forms, takes[each]))]
        if name in reading.sure
        else [name, *(each for each in free if vocabulary.fitting(forms, takes[each])), ""]
        for name, forms in units
    ]
    for at, (_, forms) in enumerate(units):
        if any(vocabulary.implied(forms, other) for _, other in units if other is not forms):
            choices[at].append(_DROPPED)
    found = []
    for chosen in product(*map(dict.fromkeys, choices)) if len(units) <= _UNITS else ():
        changed = sum(name != before for name, (before, _) in zip(chosen, units, strict=True))
        placed = [name for name in chosen if name and name != _DROPPED]
        if not changed or len(placed) > len(set(placed)):
            continue
        things = {
            name: vocabulary.fitting(forms, takes[name])
            for name, (_, forms) in zip(chosen, units, strict=True)
            if name in placed
        }
        besides = tuple(forms for name, (_, forms) in zip(chosen, units, strict=True) if not name)
        if all(any(each in things for each in need.split("|")) for need in reading.question["needs"]):
            found.append((changed, len(besides), reading._replace(things=things, besides=besides)))
    tried = [each for *_, each in sorted(found, key=lambda each: each[:2])][:_OTHERWISE]
    said = [form.kind for forms in reading.things.values() for form in forms]
    named = any(vocabulary.is_a(kind, _OFFICE) for kind in said)
    for each in (reading, *(tried if named else ())) if len(units) > 1 else ():
        kept = tuple(forms for forms in each.besides if not all(vocabulary.is_a(form.kind, _ROLE) for form in forms))
        tried += [each._replace(besides=kept)] * (kept != each.besides)
    return tried


__all__ = ["Reading", "Understood", "Vocabulary", "otherwise", "understand"]
