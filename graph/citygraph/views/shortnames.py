"""The name under which a thing stands in a picture where its whole name would take too much room.

A short name is one that the data know and hold for right; none is made up here.
It is an abbreviation ("UCLG"), where the whole name takes more than one line,
or, where that is too long altogether, a part of it (對外友協). One that two
things share names neither.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from citygraph import lettering
from citygraph.names import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

SIZE, ACROSS, LINES = 13.0, 150.0, 3  # how the page letters the names of a picture (LABEL in picture.js)
_LONGEST = 12  # letters of an abbreviation
_LEAST = 3  # letters of a part of a name
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def ambiguous(forms: Iterable[Collection[str]]) -> set[str]:
    """
    The folded forms that several things bear, of the forms of each.
    """
    borne = Counter(key for each in forms for key in {fold(form) for form in each})
    return {key for key, count in borne.items() if count > 1}


def short(names: Mapping[str, str], others: Mapping[str, Sequence[str]], shared: Collection[str]) -> dict[str, str]:
    """
    The short name of a thing in each language that has one; *others* are its other right names by language.
    """
    found = {}
    for lang, name in names.items():
        usable = [form for form in others.get(lang, ()) if fold(form) not in shared and form != name]
        lines = _lines(name)
        brief = _abbreviation(name, usable) if lines > 1 else None
        brief = brief or (_part(name, usable) if lines > LINES else None)
        if brief is not None:
            found[lang] = brief
    return found


def _lines(name: str) -> int:
    return len(lettering.lines(name, SIZE, ACROSS))


def _abbreviation(name: str, forms: Iterable[str]) -> str | None:
    """
    The abbreviation of a name, that of this language before that of another.
    """
    initials = "".join(word[0] for word in re.findall(r"\w+", name))
    short_ = [form for form in forms if _is_abbreviation(form) and len(form) < len(name)]
    return min(short_, key=lambda form: (not _within(form, initials), len(form), form), default=None)


def _is_abbreviation(form: str) -> bool:
    letters = [letter for letter in form if letter.isalpha()]
    return len(letters) > 1 and len(form) <= _LONGEST and all(letter.isupper() for letter in letters)


def _part(name: str, forms: Iterable[str]) -> str | None:
    """
    The most telling part of a name: the longest that is not too long itself.
    """
    parts = [form for form in forms if len(form) >= _LEAST and _lines(form) <= LINES and _is_part(form, name)]
    return max(parts, key=lambda form: (len(form), form), default=None)


def _is_part(form: str, name: str) -> bool:
    """
    Whether the words of a form, or its Chinese letters, stand in the name in the same order.
    """
    if len(form) >= len(name):
        return False
    return _within(form, name) if _HAN.search(form) else _within(fold(form).split(), fold(name).split())


def _within(some: Sequence[str], others: Iterable[str]) -> bool:
    rest = iter(others)
    return all(each in rest for each in some)
