"""How much room a text takes in a drawing, without a browser: labels that are placed by it do not overlap."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 14  # lines; no name that is meant takes more
# What stays together on a line: a Chinese letter with the marks that may not begin a line, a word up to its hyphen.
_PIECE = re.compile(
    r"[「『（《〈]*[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][，。、；：！？）」』》〉·．]*"
    r"|[^\s\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff-]*-|[^\s\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff-]+|\s+"
)
_NARROW, _BROAD = set("iljtfrI.,:;'|!()[] -"), set("mwMW@%—")


def width(text: str, size: float) -> float:
    """
    The width of a text at a font size, rather too wide than too narrow.
    """
    return size * sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    if combining(letter):
        return 0.0
    if east_asian_width(letter) in "WF":
        return 1.02
    if letter in _NARROW:
        return 0.36
    if letter in _BROAD:
        return 0.95
    return 0.7 if letter.isupper() else 0.6


def cut(text: str, size: float, most: float) -> str:
    """
    A text that takes at most *most*, with an ellipsis where it was cut.
    """
    if len(text) < 400 and width(text, size) <= most:
        return text
    room, kept = most - size, ""
    for letter in text:
        room -= size * _em(letter)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + "…"


def lines(text: str, size: float, most: float) -> tuple[str, ...]:
    """
    A text on as many lines as it takes, none wider than *most*; what goes beyond ``MOST`` lines ends in an ellipsis.
    """
    found, line = [], ""
    for piece in _pieces(text[:2_000], size, most):
        if line and width((line + piece).rstrip(), size) > most:
            found.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    found.append(line.rstrip())
    if len(found) > MOST:
        found = [*found[: MOST - 1], cut("".join(found[MOST - 1 :]), size, most)]
    return tuple(found)


def _pieces(text: str, size: float, most: float) -> Iterator[str]:
    """
    The pieces of a text between which a line may end; one that is wider than a line, letter by letter.
    """
    for piece in _PIECE.findall(text):
        if width(piece, size) <= most:
            yield piece
        else:
            yield from piece
