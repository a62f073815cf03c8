"""The words that questions are asked in: their forms folded together, their groups found, their typing mistakes mended.

A phrase is found as it is written first, then by its stems: ``moderates`` where
the words hold ``moderated``. Stemming is for *matching* only and knows no more
of English than its regular endings; irregular forms are written out.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from citygraph.names import join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SYNONYMS = "synonyms"  # in what is compiled: words that mean the same where facts are searched for them
_SHORT = 4  # letters of the shortest word that has an ending, or that is mended
_LONG = 8  # letters from which a word may have two mistakes
_MOST = 8  # tokens of the longest phrase


def stem(word: str) -> str:
    """
    An English word without its regular ending: `organizes`, `organised`, `organizing` share one.
    """
    if not word.isascii() or not word.isalpha() or len(word) < _SHORT:
        return word
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) >= len(ending) + 3:
            word = word[: -len(ending)]
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "lsz" else word
            break
    word = word.removesuffix("e")
    return f"{word[:-1]}z" if word.endswith("is") and len(word) > _SHORT else word


def is_light(word: str) -> bool:
    """
    Whether a word only colours what is said: adverbs (`roughly`, `jointly`) and small numbers before a noun.
    """
    return (word.isdigit() and len(word) < 3) or (len(word) > _SHORT + 1 and word.isascii() and word.endswith("ly"))


class Lexicon:
    """
    The words of a build, found for runs of tokens.
    """

    def __init__(self, compiled: Mapping[str, Any]) -> None:
        self._phrases: Mapping[str, list[str]] = compiled["phrases"]
        self._stems: Mapping[str, list[str]] = compiled["stems"]
        self._concepts: Mapping[str, Any] = compiled["concepts"]

    def groups(self, words: Sequence[str]) -> tuple[str, ...]:
        """
        The groups that a run of tokens belongs to as it stands, else by its stems.

        Words too short for an ending are themselves only: `not` is no form of `noted`.
        """
        if len(words) > _MOST:
            return ()
        key = join(words)
        found = self._phrases.get(key)
        if found is None and key not in self._concepts and any(len(word) >= _SHORT for word in words):
            stems = join([stem(word) for word in words])
            found = self._stems.get(stems) or self._phrases.get(stems)
        return tuple(found or ())

    @cached_property
    def _known(self) -> list[str]:
        # The Latin words of folded phrases, without looking at each character of the Chinese ones.
        said = (phrase.encode("ascii", "replace").decode().replace("?", " ") for phrase in self._phrases)
        return sorted({word for phrase in said for word in phrase.split() if _is_mended(word)})

    def mended(self, word: str) -> list[str]:
        """
        The known words that *word* may be a misspelling of, the nearest ones.

        Too many short words are one letter apart (`tall`, `talk`): these must have the same letters.
        """
        if not _is_mended(word):
            return []
        from rapidfuzz.distance import DamerauLevenshtein

        allowed = 1 if len(word) < _LONG else 2
        near = [
            (distance, other)
            for other in self._known
            if abs(len(other) - len(word)) <= allowed
            and other[0] == word[0]
            and (len(word) > _SHORT or len(other) != _SHORT or sorted(other) == sorted(word))
            and (distance := DamerauLevenshtein.distance(word, other, score_cutoff=allowed)) <= allowed
        ]
        least = min((distance for distance, _ in near), default=0)
        return [other for distance, other in near if distance == least]


def _is_mended(word: str) -> bool:
    return len(word) >= _SHORT and word.isascii() and word.isalpha()
