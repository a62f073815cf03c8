"""How much room a text takes in a drawing, without a browser: labels that are placed by it do not overlap."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

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
