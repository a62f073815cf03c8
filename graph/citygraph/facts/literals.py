"""Values that are no references: read as their field says, or refused with the reason."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from citygraph import names
from citygraph import schema as schemas
from citygraph.facts import dates

if TYPE_CHECKING:
    from citygraph.schema import Field

_NUMBERS = {schemas.INTEGER: re.compile(r"-?\d+", re.ASCII), schemas.DECIMAL: re.compile(r"-?\d+(\.\d+)?", re.ASCII)}
_LONGEST = 100  # digits that a number may have, characters of a value that a message repeats
_ADDRESS = re.compile(r"https?://(?:[^\s<>\"{}|\\^`%]|%[0-9A-Fa-f]{2})+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")

Wrong = tuple[str, dict[str, Any]]  # a code and its values


def read(field: Field, text: str) -> tuple[str | None, Wrong | None]:
    """
    Read a value as its field keeps it, or say what is wrong with it.
    """
    if field.type == schemas.CONCEPT:
        found = field.concepts.get(text)
        return found, None if found else _not_allowed(field, text)
    wrong = _JUDGES.get(field.type, _nothing)(field, text)
    if wrong is None and field.pattern and not re.search(field.pattern, text):
        wrong = _no_match(field, text)
    return (text, None) if wrong is None else (None, wrong)


def is_language(tag: str, languages: tuple[str, ...]) -> bool:
    """
    Whether *tag* is one of the dataset's *languages*, or well-formed (BCP 47) and of another language than these.

    zh-TW beside zh-Hant would be the same language in another writing: the two do not match each other.
    """
    if tag in languages:
        return True
    declared = {each.partition("-")[0] for each in languages}
    return _LANGUAGE.fullmatch(tag) is not None and tag.partition("-")[0] not in declared


def _nothing(field: Field, text: str) -> Wrong | None:  # noqa: ARG001 -- one of the judges
    return None


def _date(field: Field, text: str) -> Wrong | None:  # noqa: ARG001 -- one of the judges
    if dates.days(text) is not None:
        return None
    if dates.is_written(text):
        return "no-such-date", {"text": text, "hint": dates.why_not(text)}
    return "not-a-date", {"text": _short(text), "near": dates.meant(text)}


def _number(field: Field, text: str) -> Wrong | None:
    if len(text) > _LONGEST or not _NUMBERS[field.type].fullmatch(text):
        return "not-a-number", {"text": _short(text)}
    number = Decimal(text)
    if (field.low and number < Decimal(field.low)) or (field.high and number > Decimal(field.high)):
        return "out-of-range", {"text": text, "low": field.low or "…", "high": field.high or "…"}
    return None


def _address(field: Field, text: str) -> Wrong | None:  # noqa: ARG001 -- one of the judges
    return None if _ADDRESS.fullmatch(text) else ("not-an-address", {"text": _short(text)})


_JUDGES = {schemas.DATE: _date, schemas.INTEGER: _number, schemas.DECIMAL: _number, schemas.ADDRESS: _address}


def _not_allowed(field: Field, text: str) -> Wrong:
    choices = ", ".join(field.concepts)
    return "not-allowed", {
        "text": _short(text), "key": field.key, "choices": choices, "near": names.nearest(text, field.concepts)
    }  # fmt: skip


def _no_match(field: Field, text: str) -> Wrong:
    message = field.message or {
        "en": f"'{_short(text)}' does not fit '{field.key}'",
        "zh-Hant": f"「{_short(text)}」不符合「{field.key}」的格式",
    }
    return "pattern", {"message": message, "pattern": field.pattern}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
