"""Understands a phrase: which question it asks, and of what.

The phrase is folded and cut into tokens. Known names, dates and the words of the
questions are found in it (``spans``); each question is tried (``reading``): the
tokens must all be accounted for by its words, the names and dates it takes, and
words that carry no meaning of their own. What no question accounts for is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.names import fold, tokens
from citygraph.questions.reading import Reader, Reading, Vocabulary
from citygraph.questions.spans import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 120  # tokens of a phrase
_NEAREST = 3
_NEAR = 1.3  # readings that cost no more than this above the best are tried when those before them find nothing
_OTHERWISE = 6  # readings with the names placed otherwise
_SOUGHT = 3  # strange words of a reading that may yet stand in its answer


_ROLE = "https://citygraph.example/ontology#Role"  # "the mayors" may only say who they are that are meant anyway


class Understood(NamedTuple):
    """
    The readings of a phrase that account for every word, the best first: later ones are for when those find nothing.

    Where there are none: the readings that leave a few words over, which their answers may hold; the strange words
    and the nearest questions.
    """

    phrase: str
    readings: tuple[Reading, ...]
    loose: tuple[Reading, ...] = ()
    strange: tuple[str, ...] = ()
    nearest: tuple[Mapping[str, Any], ...] = ()


def understand(phrase: str, vocabulary: Vocabulary) -> Understood:
    """
    What a phrase asks.
    """
    words = tokens(fold(phrase))
    if len(words) > _MOST:
        return Understood(phrase, (), strange=tuple(words[:_NEAREST]))
    found = Phrase(words, vocabulary.compiled, vocabulary.lexicon, vocabulary.names)
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
        return Understood(phrase, tuple(each for each in ordered if each.cost - ordered[0].cost < _NEAR))
    loose = tuple(each for each in every if len(each.unknown) <= _SOUGHT)
    nearest = tuple(each.question for each in every[:_NEAREST])
    strange = min((each.unknown for each in every), key=len, default=tuple(words[at] for at in found.uncovered()))
    return Understood(phrase, (), loose, strange, nearest)


def otherwise(reading: Reading, vocabulary: Vocabulary) -> list[Reading]:
    """
    The same phrase with a name taken for another variable that it fits: UCLG as who organizes, not as who bids.

    Last it stands besides. Names that a word before them placed stay where they are.
    """
    takes = reading.question["takes"]
    found = []
    for name, forms in reading.things.items():
        if name in reading.sure:
            continue
        for other, slot in takes.items():
            fitting = tuple(form for form in forms if vocabulary.fits(form, slot))
            if fitting and other != name:
                things = {key: value for key, value in reading.things.items() if key not in (name, other)}
                things[other] = fitting
                if other in reading.things and other not in reading.sure:  # the two change places
                    swapped = tuple(form for form in reading.things[other] if vocabulary.fits(form, takes[name]))
                    if not swapped:
                        continue
                    things[name] = swapped
                elif other in reading.things:
                    continue
                found.append(reading._replace(things=things))
        things = {key: value for key, value in reading.things.items() if key != name}
        if all(any(each in things for each in need.split("|")) for need in reading.question["needs"]):
            found.append(reading._replace(things=things, besides=(*reading.besides, forms)))
    if len(reading.things) + len(reading.besides) > 1:
        kept = tuple(forms for forms in reading.besides if not all(vocabulary.is_a(form.kind, _ROLE) for form in forms))
        found += [reading._replace(besides=kept)] * (kept != reading.besides)
    return found[:_OTHERWISE]


__all__ = ["Reading", "Understood", "Vocabulary", "otherwise", "understand"]
