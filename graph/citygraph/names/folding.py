"""Folds written names, so that every way of writing one finds the same key.

Case, accents, width, Taiwan's character variants (臺/台), punctuation and white
space do not tell names apart; letters, digits and characters do. Folding is for
*matching* only: stored names keep every character (W3C charmod-norm).
"""

from __future__ import annotations

import re
import unicodedata

# Variants that Taiwan and its neighbours write for one another.
_VARIANTS = str.maketrans("台裡祕羣峯叁參着爲啓麽擧隣曁", "臺里秘群峰叄叄著為啟麼舉鄰暨")
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SEPARATORS = re.compile(r"[^\w]+|_+")
_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}]) (?=\w)|(?<=\w) (?=[{_HAN}])")
_HAN_CHARACTER = re.compile(f"[{_HAN}]")


def fold(text: str) -> str:
    """
    The key under which a written name is found: `"臺中 Taichung"` and `"台中taichung"` share one.
    """
    if text.isascii():
        return " ".join(_SEPARATORS.sub(" ", text.casefold()).split())
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Mn")
    text = unicodedata.normalize("NFC", text).translate(_VARIANTS)
    text = " ".join(_SEPARATORS.sub(" ", text).split())
    return _BESIDE_HAN.sub("", text)


def is_han(text: str) -> bool:
    """
    Whether *text* holds a Chinese character.
    """
    return _HAN_CHARACTER.search(text) is not None


def tokens(folded: str) -> list[str]:
    """
    The words of a folded text: each run of letters and digits, and each Chinese character by itself.
    """
    return _TOKEN.findall(folded)


_TOKEN = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
