"""One mistake at one place, and many in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.diagnostics.codes import CODES, ERROR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Place(NamedTuple):
    """
    A position in a file: path from the project root, line and column counted from 1.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class _Noun(str):
    """
    A word that knows its article: ``{kind:a}`` is "an event".
    """

    __slots__ = ()

    def __format__(self, wanted: str) -> str:
        if wanted != "a":
            return super().__format__(wanted)
        return f"{'an' if self[:1].lower() in 'aeiou' else 'a'} {self}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """
    One mistake at one place; *width* characters are wrong.

    A value is a text, a number, or a mapping with one text for each language.
    """

    place: Place
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    width: int = 1

    @property
    def severity(self) -> str:
        return CODES[self.code].severity

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR

    def message(self, lang: str = "en") -> str:
        code = CODES[self.code]
        return (code.zh if lang.startswith("zh") else code.en).format_map(self._in(lang))

    def help(self, lang: str = "en") -> str:
        """
        Say what to do about it; nothing where nothing helpful is known.
        """
        code = CODES[self.code]
        values = {name: value for name, value in self._in(lang).items() if value not in ("", None)}
        for template in (code.help_zh if lang.startswith("zh") else code.help_en).split("|"):
            try:
                return template.format_map(values)
            except KeyError:
                continue
        return ""

    def _in(self, lang: str) -> dict[str, Any]:
        """
        Pick the values' texts in one language.
        """
        picked = {name: _pick(value, lang) for name, value in self.values.items()}
        return {name: _Noun(value) if isinstance(value, str) else value for name, value in picked.items()}


def _pick(value: Any, lang: str) -> Any:
    if not isinstance(value, dict):
        return value
    return value.get(lang) or value.get("en") or next(iter(value.values()), "")


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """
    Leave the warnings out.
    """
    return [each for each in diagnostics if each.is_error]


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """
    Sort by path, line, column and code, each mistake once.
    """
    unique = {(each.place, each.code, each.message()): each for each in diagnostics}
    return [unique[key] for key in sorted(unique)]
