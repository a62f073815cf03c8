"""Text that is safe and straight on a terminal."""

from __future__ import annotations


def visible(text: str) -> str:
    """
    *text* with control and direction-changing characters escaped (CWE-150); line ends stay.
    """
    if all(line.isprintable() for line in text.split("\n")):
        return text
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode("ascii") for c in text)


def cells(text: str) -> int:
    """
    The columns that *text* takes on a terminal: two for each wide character.
    """
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
