"""Folds written names, so that every way of writing one finds the same key.

Case, accents, width, Taiwan's character variants (臺/台), punctuation and white
space do not tell names apart; letters, digits and characters do. Folding is for
*matching* only: stored names keep every character (W3C charmod-norm).

Regular expressions over Chinese characters would cost every look-up the time it
takes to compile them; these loops over short texts do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Variants that Taiwan and its neighbours write for one another.
_VARIANTS = str.maketrans("台裡祕羣峯叁參着爲啓麽擧隣曁", "臺里秘群峰叄叄著為啟麼舉鄰暨")
_APART = str.maketrans({letter: " " for letter in map(chr, range(128)) if not letter.isalnum()})
# Radicals, 〇, Hangzhou numerals, and the blocks of unified and compatibility ideographs.
_HAN = (
    ("\u2e80", "\u2fdf"),
    ("\u3005", "\u3007"),
    ("\u3021", "\u3029"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)


def fold(text: str) -> str:
    """
    The key under which a written name is found: `"臺中 Taichung"` and `"台中taichung"` share one.
    """
    return " ".join(tokens(text.casefold())) if text.isascii() else join(tokens(_plain(text)))


def _plain(text: str) -> str:
    """
    Without case, accents, width, variants and characters that nobody sees.
    """
    from unicodedata import category, normalize

    text = normalize("NFD", normalize("NFKC", text).casefold())
    return normalize("NFC", "".join(letter for letter in text if category(letter) not in ("Mn", "Cf"))).translate(
        _VARIANTS
    )


def is_han(text: str) -> bool:
    """
    Whether *text* holds a Chinese character.
    """
    return not text.isascii() and any(_is_han(letter) for letter in text)


def _is_han(letter: str) -> bool:
    # Most are in one block; the others are looked through.
    return "\u4e00" <= letter <= "\u9fff" or any(low <= letter <= high for low, high in _HAN)


def tokens(text: str) -> list[str]:
    """
    The words of a text: each run of letters and digits, and each Chinese character by itself.
    """
    if text.isascii():
        return text.translate(_APART).split()
    found: list[str] = []
    word = ""
    for letter in text:
        if letter.isalnum() and not is_han(letter):
            word += letter
            continue
        if word:
            found.append(word)
            word = ""
        if letter.isalnum():
            found.append(letter)
    return [*found, word] if word else found


def join(words: Sequence[str]) -> str:
    """
    The key that a run of tokens makes: blanks between words, none beside a Chinese character.
    """
    text = ""
    for word in words:
        text += f" {word}" if text and not is_han(text[-1]) and not is_han(word[0]) else word
    return text
