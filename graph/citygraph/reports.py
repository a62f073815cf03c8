"""A report's text into numbered sections; whether a form, a figure or a date stands in one.

The text is what a PDF or Markdown file gave: headings printed several times
over, lines broken anywhere, lists that count anew. Every line ends up in the
section under which it stands. What a citation must ground is for others to say.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, product, zip_longest
from typing import TYPE_CHECKING

from citygraph import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

FRONT = "提要"  # what stands before 壹


def _numerals(digits: str, ten: str) -> list[str]:
    """
    The numerals from 1 to 99.
    """
    tens = ("", ten, *(digit + ten for digit in digits[1:]))
    return [many + one for many in tens for one in ("", *digits)][1:]


_FORMAL, _PLAIN = _numerals("壹貳叄肆伍陸柒捌玖", "拾"), _numerals("一二三四五六七八九", "十")
_ARABIC = [str(count) for count in range(1, 100)]
_LEVELS = (
    ("formal", "{}", _FORMAL),
    ("plain", "{}", _PLAIN),
    ("bracketed", "({})", _PLAIN),
    ("item", "{}", _ARABIC),
    ("inner", "({})", _ARABIC),
)
_FRAMES = {group: frame for group, frame, _ in _LEVELS}
# Every part of a section's number with its level and its ordinal: "(三)" is (2, 3).
_PARTS = {
    frame.format(numeral): (level, ordinal)
    for level, (_, frame, numerals) in enumerate(_LEVELS)
    for ordinal, numeral in enumerate(numerals, 1)
}
# Variants of numerals, the Kangxi radicals that PDF files put in their place, full-width digits.
_VARIANTS = str.maketrans("參参叁贰壱陆⼀⼆⼋⼗０１２３４５６７８９", "叄叄叄貳壹陸一二八十0123456789")
# One group for each level. A digit after "1." makes it a decimal, unless the digits are a year.
_HEADING = re.compile(
    r"""(?: [\s\ufeff\u200b>#*•●-] | <[^<>]*> )*
    (?: (?P<formal>[壹壱貳贰叄參参叁肆伍陸陆柒捌玖拾]{1,12}) \s* [、，,.．]+
      | (?P<plain>[一二三四五六七八九十⼀⼆⼋⼗]{1,12}) \s* (?: 、+ | ，{2,} )
      | [（(]+ \s* (?P<bracketed>[一二三四五六七八九十⼀⼆⼋⼗]{1,12}) \s* [）)]+ 、?
      | (?P<item>[0-9０-９]{1,8}) [.．、]+ (?! [0-9０-９] (?! [0-9０-９]{3} \s* 年 ) )
      | [（(]+ \s* (?P<inner>[0-9０-９]{1,8}) \s* [）)]+
    ) \s*""",
    re.VERBOSE,
)
_COUNTED = re.compile(r"([一二三四五六七八九十]{1,3})[、日天月週]")
_LINE = re.compile(r"\r\n?|\n")
_BLOCK = re.compile(r"[\f\v]|</?(?:p|br|div|li|ul|ol|h[1-6]|table|tr|td|th)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Section:
    """
    A numbered section: its own text without its subsections, none where it is a mere heading above them.
    """

    number: str
    title: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ReportText:
    """
    A report as its sections in the order of the text; lists that count anew repeat a number.
    """

    name: str
    sections: tuple[Section, ...]

    def has(self, number: str) -> bool:
        """
        Whether a section bears this canonical number.
        """
        return any(section.number == number for section in self.sections)

    def passage(self, number: str) -> str:
        """
        The text of every section of this canonical number, with all its subsections.
        """
        if not self.has(number):
            raise KeyError(number)
        return _joined(each for each in self.sections if f"{each.number}.".startswith(f"{number}."))

    @property
    def numbers(self) -> tuple[str, ...]:
        """
        The numbers in the order of the text, each once.
        """
        return tuple(dict.fromkeys(section.number for section in self.sections))

    @property
    def whole(self) -> str:
        """
        The text of all sections.
        """
        return _joined(self.sections)


def _joined(sections: Iterable[Section]) -> str:
    return "\n".join(section.text or section.title for section in sections)


def number(written: str) -> str:
    """
    The canonical number of a section: `參.三.（一）` is `叄.三.(一)`.

    Raises:
        ValueError: no section is numbered so.
    """
    canonical = "".join(unicodedata.normalize("NFKC", written).split()).translate(_VARIANTS)
    levels = [_PARTS.get(part, (-1, 0))[0] for part in canonical.split(".")]
    if canonical != FRONT and (levels[0] != 0 or any(inner <= outer for outer, inner in pairwise(levels))):
        message = f"not the number of a section: {written!r}"
        raise ValueError(message)
    return canonical


def place(section: str) -> tuple[tuple[int, int], ...]:
    """
    Where a numbered section stands among the others of its report: the front first, then level by level.
    """
    return () if section == FRONT else tuple(_PARTS.get(part, (-1, 0)) for part in section.split("."))


def read(path: Path) -> ReportText:
    """
    The report in a file, named like the file.

    Raises:
        ValueError: the file is not UTF-8.
    """
    try:
        return parse(path.read_bytes().decode("utf-8-sig"), path.stem)
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8 at byte {error.start + 1}"
        raise ValueError(message) from error


def parse(text: str, name: str = "") -> ReportText:
    """
    The text in sections; any text can be parsed, and no line is lost.
    """
    path: tuple[str, ...] = ()
    headings, bodies = [(FRONT, "", 1)], [[""]]
    for line, piece in _pieces(text):
        part, rest = _heading(piece)
        if part and _follows(part, path):
            path = (*(each for each in path if _PARTS[each][0] < _PARTS[part][0]), part)
            headings.append((".".join(path), re.split("[：:。]", rest, maxsplit=1)[0], line))
            bodies.append([rest])
        else:
            bodies[-1].append(piece)
    sections = [
        Section(number, _trimmed(title), "\n".join(body).strip(), line)
        for (number, title, line), body in zip(headings, bodies, strict=True)
    ]
    return ReportText(name, tuple(_emptied(sections if sections[0].text else sections[1:])))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """
    The lines with their numbers, cut at page breaks and at HTML's paragraphs.
    """
    for line, content in enumerate(_LINE.split(text), 1):
        for piece in _BLOCK.split(content):
            yield line, piece


def _heading(piece: str) -> tuple[str, str]:
    """
    The part of a number with which a line begins, and the rest of the line, both printed once; or no part.
    """
    found = _HEADING.match(piece)
    if found is None or found.lastgroup is None:
        return "", piece
    printed = found[found.lastgroup].translate(_VARIANTS)
    numeral = _once(printed, found[0])
    part, rest, copies = _FRAMES[found.lastgroup].format(numeral), piece[found.end() :], len(printed) // len(numeral)
    if copies > 1:
        rest = re.sub(rf"(.{{1,60}}?)\1{{{copies - 1}}}", r"\1", rest)
    return ("", piece) if part not in _PARTS or _is_count(part, rest) else (part, rest)


def _once(printed: str, heading: str) -> str:
    """
    A numeral that may have been printed several times over; "11." is eleven, "11.." is one printed twice.
    """
    unit = re.fullmatch(r"(.+?)\1*", printed)
    return unit[1] if unit and (not printed.isascii() or re.search(r"([.．、（(])\1", heading)) else printed


def _is_count(part: str, rest: str) -> bool:
    """
    Whether a line goes on counting, as a sentence broken before 一、二日 does.
    """
    level, ordinal = _PARTS[part]
    following = _COUNTED.match(rest)
    return following is not None and _PARTS.get(following[1]) == (level, ordinal + 1)


def _follows(part: str, path: Sequence[str]) -> bool:
    """
    Whether a part of a number opens its level, counts it anew, or is the next one there.
    """
    level, ordinal = _PARTS[part]
    last = [_PARTS[each][1] for each in path if _PARTS[each][0] == level]
    return (level == 0 or len(path) > 0) and (ordinal == 1 or last == [ordinal - 1])


def _trimmed(title: str) -> str:
    return _TAG.sub("", title).strip(" \t\u3000：:*#")


def _emptied(sections: Sequence[Section]) -> Iterator[Section]:
    """
    The sections, those that are mere headings above others without text.
    """
    for section, following in zip_longest(sections, sections[1:]):
        heads = following is not None and following.number.startswith(f"{section.number}.")
        yield replace(section, text="") if heads and _trimmed(section.text) == section.title else section


def prints(text: str, form: str) -> bool:
    """
    Whether a written form stands in the text, however broken over lines; Latin letters only as whole words.
    """
    folded, sought = _folded(text), names.fold(form)
    start = folded.find(sought) if sought else -1
    while start >= 0:
        end = start + len(sought)
        if not (_is_one_word(folded[max(start - 1, 0) : start + 1]) or _is_one_word(folded[end - 1 : end + 1])):
            return True
        start = folded.find(sought, start + 1)
    return False


def _is_one_word(pair: str) -> bool:
    return len(pair) > 1 and pair.isalnum() and not names.is_han(pair)


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return names.fold(_untagged(text))


def _untagged(text: str) -> str:
    return html.unescape(_TAG.sub(" ", text))


_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_DASHES = str.maketrans("‐–—─−〜", "-----~")
_CHINESE = "〇零一二三四五六七八九十百千萬億兆"


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    """
    The text with one kind of digits and dashes, no commas in thousands, single spaces.
    """
    text = unicodedata.normalize("NFKC", _untagged(text)).translate(_DASHES)
    return " ".join(_THOUSANDS.sub(lambda figure: figure[0].replace(",", ""), text).split())


def prints_number(text: str, printed: str) -> bool:
    """
    Whether a figure stands in the text as printed, and not as part of a longer one.
    """
    signs = re.findall(r"[0-9]+|\S", _plain(printed))
    if not signs:
        return False
    before = after = ""
    if signs[0].isdecimal():
        before = r"(?<![0-9])(?<![0-9]\.)"
    elif signs[0] in _CHINESE:
        before = f"(?<![{_CHINESE.replace('一', '')}])"  # 唯一 may stand before 一席
    if signs[-1].isdecimal():
        after = r"(?![0-9]|\.[0-9]| ?[千萬億兆])"
    elif signs[-1] in _CHINESE:
        after = f"(?![{_CHINESE}])"
    return re.search(before + " ?".join(map(re.escape, signs)) + after, _plain(text), re.IGNORECASE) is not None


_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_REPUBLIC, _COMMON = 1911, 1000  # year 106 is 2017; a year of four digits is a common one
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_MONTH_NAMES = "january|february|march|april|may|june|july|august|september|october|november|december"
_ABBREVIATED = [month[:3] for month in _MONTH_NAMES.split("|")]
_AND = r" ?(?:[-~至到、,及和與&]|to|and) ?"
_FEW = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_YEARS = rf"(?:(?<![0-9])[0-9]{{2,4}}(?:{_AND}[0-9]{{2,4}}){{0,3}}|[〇○零一二三四五六七八九十百]{{2,6}}) ?年"
_MONTHS = rf"(?<![0-9]){_FEW}(?:{_AND}{_FEW}){{0,5}} ?月"
_DAYS = rf"{_FEW}(?: ?[日號]?(?: ?\([^()]{{1,5}}\))?{_AND}{_FEW}){{0,9}} ?[日號]"
_MONTH = rf"(?<![a-z])(?P<month>{_MONTH_NAMES}|{'|'.join(_ABBREVIATED)})(?![a-z])\.?"
_NTHS = rf"(?<![0-9])[0-9]{{1,2}}(?:st|nd|rd|th)?(?:{_AND}[0-9]{{1,2}}(?:st|nd|rd|th)?){{0,9}}(?![0-9])"
_OR_TWO = r"[0-9]{1,2}(?![0-9])(?: ?[-~至] ?[0-9]{1,2}(?![0-9./-]))?"
_OF_YEAR = r"(?:,? ?(?P<year>[0-9]{4})(?![0-9]))?"
_NUMERAL = re.compile(rf"[0-9]+|[〇○零一二三四五六七八九十百]+|{'|'.join(_ABBREVIATED)}")
# The ways of writing a date; a group may hold several numbers (6 月 19 日至 22 日).
_WAYS = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"(?:(?P<year>{_YEARS}) ?)?(?P<month>{_MONTHS})份? ?(?P<day>{_DAYS})?",
        rf"(?P<year>{_YEARS})",
        r"(?<![0-9])(?P<year>[12][0-9]{3})(?![0-9])",
        r"(?<![0-9./-])(?P<year>[12][0-9]{3})[./-](?P<month>[0-9]{1,2})(?![0-9])",
        rf"(?<![0-9./-])(?P<year>[0-9]{{2,4}})(?P<mark>[./-]) ?(?P<month>[0-9]{{1,2}})(?P=mark) ?(?P<day>{_OR_TWO})",
        r"(?<![0-9./-])(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})(?![0-9./-])",
        rf"(?P<day>{_NTHS}) ?(?:of )?{_MONTH}{_OF_YEAR}",
        rf"{_MONTH},?(?= ?[0-9])(?: ?(?P<day>{_NTHS}))?{_OF_YEAR}",
    )
)


def prints_date(text: str, date: str) -> bool:
    """
    Whether a year, month or day (`2017-06-19`) stands in the text; the year of a month or day may be understood.
    """
    if not _DATE.fullmatch(date):
        return False
    year, *rest = map(int, date.split("-"))
    return any(
        stated[0] == year if not rest else stated[0] in (year, None) and rest == list(stated[1 : len(rest) + 1])
        for stated in _dates(text)
    )


@lru_cache(maxsize=1024)
def _dates(text: str) -> frozenset[tuple[int | None, ...]]:
    """
    Year, month and day of every date in the text, as far as each is written.
    """
    found: set[tuple[int | None, ...]] = set()
    for way in _WAYS:
        for match in way.finditer(_plain(text)):
            written = match.groupdict()
            found.update(product(*(_values(unit, written.get(unit)) for unit in ("year", "month", "day"))))
    return frozenset(found)


def _values(unit: str, written: str | None) -> list[int | None]:
    """
    The numbers written for a unit of time, years of the Republic as common years.
    """
    if written is None:
        return [None]
    values = [_value(numeral) for numeral in _NUMERAL.findall(re.sub(r"\([^()]*\)", "", written.lower()))]
    return [value + _REPUBLIC if unit == "year" and value < _COMMON else value for value in values]


def _value(numeral: str) -> int:
    """
    The number meant by digits, by Chinese numerals or by a month's name.
    """
    digits = numeral.translate(_DIGITS)
    if digits.isdecimal():
        return int(digits)
    if numeral in _ABBREVIATED:
        return _ABBREVIATED.index(numeral) + 1
    hundreds, _, rest = numeral.rpartition("百")
    rest = rest.lstrip("〇○零").replace("一十", "十")
    return 100 * _PARTS.get(hundreds, (0, 0))[1] + _PARTS.get(rest, (0, 0))[1]
