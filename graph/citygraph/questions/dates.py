"""Dates and periods in a phrase: ``2017``, ``June 2017``, ``2017-06-19``, 「2017年6月」, 「民國106年」."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS = {name: number for number, full in enumerate(_NAMES, 1) for name in (full, full[:3])} | {"sept": 9}
_ROC = 1911  # year 1 of the Republic of China is 1912
_LAST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


_TO = frozenset(["to", "until", "till", "and", "through", "至", "到", "和", "與", "in"])


class Period(NamedTuple):
    """
    Tokens *start* to *end* name the days *first* to *last* (ISO 8601).
    """

    start: int
    end: int
    first: str
    last: str


def periods(words: Sequence[str]) -> list[Period]:
    """
    Every run of tokens that names a date, longer ones first.
    """
    found = [period for start in range(len(words)) if (period := _at(words, start)) is not None]
    found += [
        Period(start, start + 2, f"{word}-01-01", f"{word[:2]}{words[start + 1]}-12-31")
        for start, word in enumerate(words[:-1])
        if _number(words, start)
        and len(word) == 4
        and _counts(words[start + 1])
        and len(words[start + 1]) == 2
        and _is_year(int(word))
        and int(words[start + 1]) > max(12, int(word) % 100)
    ]
    found += [
        Period(one.start, other.end, one.first, other.last)
        for one in found
        for other in found
        if one.end <= other.start <= one.end + 2
        and one.first < other.first
        and all(word in _TO for word in words[one.end : other.start])
    ]
    found += [
        each._replace(start=each.start - 1)
        for each in found
        if each.start and words[each.start - 1] in ("between", "from")
    ]
    return sorted(found, key=lambda each: each.start - each.end)


_COUNTED = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
_COUNTED_IN_CHINESE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_ORDINALS = {word: number for words in (_COUNTED, _COUNTED_IN_CHINESE) for number, word in enumerate(words, 1)}


def ordinals(words: Sequence[str]) -> list[tuple[int, int, int]]:
    """
    Every run of tokens that counts an edition, as start, end and number: ``third``, ``3rd``, 「第三屆」, 「第 3 屆」.
    """
    found = []
    for start, word in enumerate(words):
        plain = _ordinal(word)
        if word in _ORDINALS and word.isascii():
            found.append((start, start + 1, _ORDINALS[word]))
        elif (
            word in ("no", "number", "plenary", "session")
            and words[start + 1 : start + 2]
            and _counts(words[start + 1])
        ):
            found.append((start + (word in ("plenary", "session")), start + 2, int(words[start + 1])))
        elif plain != word:
            found.append((start, start + 1, int(plain)))
        elif word == "第":
            for length in (2, 1):
                inner = "".join(words[start + 1 : start + 1 + length])
                number = int(inner) if inner.isascii() and inner.isdigit() else _ORDINALS.get(inner, 0)
                end = start + 1 + length
                if number and words[end : end + 1] in (["屆"], ["次"], ["場"]):
                    found.append((start, end + 1, number))
    return found


def _counts(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 3


def _at(words: Sequence[str], start: int) -> Period | None:
    rest = list(words[start : start + 8])
    for reader in (_chinese, _republic, _iso, _english):
        read = reader(rest)
        if read is not None:
            count, year, month, day = read
            return Period(start, start + count, *_days(year, month, day))
    return None


def _chinese(rest: list[str]) -> tuple[int, int, int, int] | None:
    """
    2017 年 6 月 19 日, with 民國 before a year of the Republic.
    """
    at = 2 if rest[:2] == ["民", "國"] else 0
    if not _number(rest, at) or at + 1 >= len(rest) or rest[at + 1] != "年":
        return None
    year = int(rest[at])
    if at or year < 200:
        year += _ROC
    if not _is_year(year):
        return None
    count, month, day = at + 2, 0, 0
    if _number(rest, count) and rest[count + 1 : count + 2] == ["月"] and 1 <= int(rest[count]) <= 12:
        month, count = int(rest[count]), count + 2
        if _number(rest, count) and rest[count + 1 : count + 2] in (["日"], ["號"]) and 1 <= int(rest[count]) <= 31:
            day, count = int(rest[count]), count + 2
    return count, year, month, day


def _republic(rest: list[str]) -> tuple[int, int, int, int] | None:
    """
    ROC year 104, Minguo 104: a year of the Republic in English.
    """
    at = 1 + (rest[1:2] == ["year"])
    if rest[0] not in ("roc", "minguo") or not _number(rest, at) or not _is_year(year := int(rest[at]) + _ROC):
        return None
    return at + 1, year, 0, 0


def _iso(rest: list[str]) -> tuple[int, int, int, int] | None:
    """
    2017 06 19, as folding leaves 2017-06-19 and 2017/6/19; or the year alone.
    """
    if not _number(rest, 0) or len(rest[0]) != 4 or not _is_year(int(rest[0])):
        return None
    year = int(rest[0])
    if _number(rest, 1) and len(rest[1]) == 2 and int(rest[1]) > max(12, year % 100):
        return None  # 2018-21 is two years
    if _number(rest, 1) and len(rest[1]) <= 2 and 1 <= int(rest[1]) <= 12:
        if _number(rest, 2) and len(rest[2]) <= 2 and 1 <= int(rest[2]) <= 31:
            return 3, year, int(rest[1]), int(rest[2])
        return 2, year, int(rest[1]), 0
    return 1, year, 0, 0


def _english(rest: list[str]) -> tuple[int, int, int, int] | None:
    """
    June 2017; 19 June 2017; June 19 2017; with "the", "of" and ordinals.
    """
    kept = [(at, word) for at, word in enumerate(rest) if word not in ("of", "the")]
    words = [_ordinal(word) for _, word in kept]
    if not words or not (rest[0] in _MONTHS or rest[0][0].isdigit()):
        return None
    for pattern in (("day", "month", "year"), ("month", "day", "year"), ("month", "year")):
        if len(words) < len(pattern):
            continue
        read = {}
        for name, word in zip(pattern, words, strict=False):
            value = _MONTHS.get(word, 0) if name == "month" else int(word) if word.isdigit() else 0
            if (name == "year" and not _is_year(value)) or (name == "day" and not 1 <= value <= 31) or not value:
                break
            read[name] = value
        else:
            return kept[len(pattern) - 1][0] + 1, read["year"], read["month"], read.get("day", 0)
    return None


def _ordinal(word: str) -> str:
    return word[:-2] if word[-2:] in ("st", "nd", "rd", "th") and word[:-2].isdigit() else word


def _number(rest: Sequence[str], at: int) -> bool:
    return at < len(rest) and rest[at].isascii() and rest[at].isdigit() and len(rest[at]) <= 4


def _is_year(value: int) -> bool:
    return 1900 <= value <= 2100


def _days(year: int, month: int, day: int) -> tuple[str, str]:
    first = f"{year:04}-{month or 1:02}-{day or 1:02}"
    return first, f"{year:04}-{month or 12:02}-{day or _LAST[(month or 12) - 1]:02}" if not (
        month == 2 and not day
    ) else f"{year:04}-02-{29 if year % 4 == 0 else 28}"
