"""Dates as precisely as known: 2017, 2017-06, 2017-06-19 (ISO 8601)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_LOOSE = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?(?:[T ].*)?", re.ASCII)
_MONTHS = 12


@lru_cache(4096)  # a report's dates are few, and each is asked for by who reads, judges and writes
def days(written: str) -> tuple[str, str] | None:
    """
    Give the earliest and the latest day of a date, or None for what is no date.
    """
    match = _DATE.fullmatch(written)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        return written, written
    last = date(year, _MONTHS, 31) if month is None else date(year, month, monthrange(year, month)[1])
    return first.isoformat(), last.isoformat()


def is_written(text: str) -> bool:
    """
    Whether *text* has the form of a date, be there such a day or not.
    """
    return _DATE.fullmatch(text) is not None


def why_not(written: str) -> dict[str, str]:
    """
    Say why there is no such date, though it has the form of one.
    """
    year, month = int(written[:4]), int(written[5:7] or 1)
    if not year:
        return {"en": "years are 0001 to 9999", "zh-Hant": "年份為 0001 至 9999"}
    if not 1 <= month <= _MONTHS:
        return {"en": "months are 01 to 12", "zh-Hant": "月份為 01 至 12"}
    last = monthrange(year, month)[1]
    return {"en": f"days of {written[:7]} are 01 to {last}", "zh-Hant": f"{written[:7]} 的日期為 01 至 {last}"}


def meant(written: str) -> str:
    """
    Guess the date that was meant by another way of writing it: 2017/6/9 is 2017-06-09; empty if there is none.
    """
    match = _LOOSE.fullmatch(written)
    if match is None:
        return ""
    year, _, month, day = match.groups()
    found = f"{year}-{month:0>2}" + (f"-{day:0>2}" if day else "")
    return found if days(found) else ""
