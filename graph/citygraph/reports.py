"""A report's text into numbered sections; whether a form, a figure or a date stands in one.

The text is what a PDF or Markdown file gave: headings printed several times
over, lines broken anywhere, lists that count anew. Every line ends up in the
section under which it stands. What a citation must ground is for others to say.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

from citygraph import names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FRONT = "提要"  # what stands before 壹


def _numerals(digits: str, ten: str) -> list[str]:
    """
    The numerals from 1 to 99.
    """
    tens = ("", ten, *(digit + ten for digit in digits[1:]))
    return [many + one for many in tens for one in ("", *digits)][1:]


_PLAIN = _numerals("一二三四五六七八九", "十")
_LEVELS = (
    ("{}", _numerals("壹貳叄肆伍陸柒捌玖", "拾")),
    ("{}", _PLAIN),
    ("({})", _PLAIN),
    ("{}", [str(count) for count in range(1, 100)]),
    ("({})", [str(count) for count in range(1, 100)]),
)
# The parts of a section's number, each with its level and its ordinal.
_PARTS = {
    frame.format(numeral): (level, ordinal)
    for level, (frame, numerals) in enumerate(_LEVELS)
    for ordinal, numeral in enumerate(numerals, 1)
}
# Variants of numerals, the Kangxi radicals that PDF files put in their place, full-width digits.
_VARIANTS = str.maketrans("參参叁贰壱陆⼀⼆⼋⼗０１２３４５６７８９", "叄叄叄貳壹陸一二八十0123456789")

# One named group for each level. A digit after "1." makes it a decimal, unless the digits are a year.
_HEADING = re.compile(
    r"""[\s\ufeff\u200b>#*•●-]*
    (?: (?P<formal>[壹壱貳贰叄參参叁肆伍陸陆柒捌玖拾]{1,12}) \s* [、，,.．]+
      | (?P<plain>[一二三四五六七八九十⼀⼆⼋⼗]{1,12}) \s* (?: 、+ | ，{2,} )
      | [（(]+ \s* (?P<bracketed>[一二三四五六七八九十⼀⼆⼋⼗]{1,12}) \s* [）)]+ 、?
      | (?P<item>[0-9０-９]{1,8}) [.．、]+ (?! [0-9０-９] (?! [0-9０-９]{3} \s* 年 ) )
      | [（(]+ \s* (?P<inner>[0-9０-９]{1,8}) \s* [）)]+
    ) \s*""",
    re.VERBOSE,
)
_GROUPS = ("formal", "plain", "bracketed", "item", "inner")
_ENUMERATED = re.compile(r"([一二三四五六七八九十]{1,3})[、日天月週]")
_TRIM = " \t\u3000：:*#"
_LINE = re.compile(r"\r\n?|\n")
_BLOCK = re.compile(r"[\f\v]|</?(?:p|br|div|li|ul|ol|h[1-6]|table|tr|td|th)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Section:
    """
    A numbered section with its own text, without its subsections; a mere heading above others has none.
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
        Whether a section bears this (canonical) number.
        """
        return any(section.number == number for section in self.sections)

    def passage(self, number: str) -> str:
        """
        The text of every section of this number with all its subsections.
        """
        if not self.has(number):
            raise KeyError(number)
        return _text(each for each in self.sections if each.number == number or each.number.startswith(number + "."))

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
        return _text(iter(self.sections))


def _text(sections: Iterator[Section]) -> str:
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


def read(path: Path) -> ReportText:
    """
    The report in a file of UTF-8 text.

    Raises:
        ValueError: the file is not UTF-8.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8 at byte {error.start + 1}"
        raise ValueError(message) from error
    return parse(text, path.stem)


def parse(text: str, name: str = "") -> ReportText:
    """
    The text in sections; any text can be parsed, and no line is lost.
    """
    path: tuple[str, ...] = ()
    opened, bodies = [(FRONT, "", 1)], [[""]]
    for line, piece in _pieces(text):
        part, rest = _heading(piece)
        if part and _follows(part, path):
            path = (*_above(part, path), part)
            opened.append((".".join(path), re.split("[：:。]", rest, maxsplit=1)[0].strip(_TRIM), line))
            bodies.append([rest])
        else:
            bodies[-1].append(piece)
    sections = [
        Section(number, title, "\n".join(body).strip(), line)
        for (number, title, line), body in zip(opened, bodies, strict=True)
    ]
    return ReportText(name, tuple(_without_mere_headings(sections if sections[0].text else sections[1:])))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """
    The lines with their numbers, cut at page breaks and at HTML's paragraphs.
    """
    for line, content in enumerate(_LINE.split(text), 1):
        for piece in _BLOCK.split(content):
            yield line, piece


def _heading(piece: str) -> tuple[str, str]:
    """
    The part of a number with which a line begins, and the rest of the line, both printed once; or nothing.
    """
    found = _HEADING.match(piece)
    if found is None or found.lastgroup is None:
        return "", piece
    level, printed = _GROUPS.index(found.lastgroup), found[found.lastgroup].translate(_VARIANTS)
    numeral = _once(printed, found[0])
    part, rest = _LEVELS[level][0].format(numeral), piece[found.end() :]
    copies = len(printed) // len(numeral)
    if copies > 1:
        rest = re.sub(rf"(.{{1,60}}?)\1{{{copies - 1}}}", r"\1", rest)
    after = _ENUMERATED.match(rest)
    if part not in _PARTS or (after and _PARTS.get(after[1]) == (level, _PARTS[part][1] + 1)):
        return "", piece  # "一、二日" is a count of days in a broken sentence
    return part, rest


def _once(printed: str, heading: str) -> str:
    """
    A numeral that may have been printed several times over; "11." is eleven, "11.." is one printed twice.
    """
    unit = re.fullmatch(r"(.+?)\1*", printed)
    return unit[1] if unit and (not printed.isascii() or re.search(r"([.．、（(])\1", heading)) else printed


def _follows(part: str, path: Sequence[str]) -> bool:
    """
    Whether a number opens its level, counts it anew, or is the next one there.
    """
    level, ordinal = _PARTS[part]
    last = [_PARTS[each][1] for each in path if _PARTS[each][0] == level]
    return (level == 0 or len(path) > 0) and (ordinal == 1 or last == [ordinal - 1])


def _above(part: str, path: Sequence[str]) -> Iterator[str]:
    return (each for each in path if _PARTS[each][0] < _PARTS[part][0])


def _without_mere_headings(sections: Sequence[Section]) -> Iterator[Section]:
    for section, following in zip(sections, [*sections[1:], None], strict=True):
        heads = following is not None and following.number.startswith(section.number + ".")
        bare = heads and section.text.strip(_TRIM) == section.title
        yield Section(section.number, section.title, "", section.line) if bare else section


def prints(text: str, form: str) -> bool:
    """
    Whether a written form stands in the text, however broken over lines; Latin letters only as whole words.
    """
    folded, sought = _folded(text), names.fold(form)
    start = folded.find(sought) if sought else -1
    while start >= 0:
        end = start + len(sought)
        if not (_joined(folded[max(start - 1, 0) : start + 1]) or _joined(folded[end - 1 : end + 1])):
            return True
        start = folded.find(sought, start + 1)
    return False


def _joined(pair: str) -> bool:
    """
    Whether two neighbouring characters belong to one word.
    """
    return len(pair) > 1 and pair.isalnum() and not names.is_han(pair)


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return names.fold(_untagged(text))


def _untagged(text: str) -> str:
    return html.unescape(_TAG.sub(" ", text))


_COUNT = "〇零一二三四五六七八九十百千萬億兆"
_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_DASHES = str.maketrans("‐–—─−〜", "-----~")


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
    elif signs[0] in _COUNT:
        before = f"(?<![{_COUNT.replace('一', '')}])"  # 唯一 may stand before 一席
    if signs[-1].isdecimal():
        after = r"(?![0-9]|\.[0-9]| ?[千萬億兆])"
    elif signs[-1] in _COUNT:
        after = f"(?![{_COUNT}])"
    return re.search(before + " ?".join(map(re.escape, signs)) + after, _plain(text), re.IGNORECASE) is not None


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    """
    The text for finding figures: one kind of digits and dashes, no commas in thousands, single spaces.
    """
    text = unicodedata.normalize("NFKC", _untagged(text)).translate(_DASHES)
    return " ".join(_THOUSANDS.sub(lambda figure: figure[0].replace(",", ""), text).split())


_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_AND = r" ?(?:[-~至到、,及和與&]|to|and) ?"
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_FEW = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_YEARS = rf"(?:(?<![0-9])[0-9]{{2,4}}(?:{_AND}[0-9]{{2,4}}){{0,3}}|[〇○零一二三四五六七八九十百]{{2,6}}) ?年"
_MONTHS = rf"(?<![0-9]){_FEW}(?:{_AND}{_FEW}){{0,5}} ?月"
_DAYS = rf"{_FEW}(?: ?[日號]?(?: ?\([^()]{{1,5}}\))?{_AND}{_FEW}){{0,9}} ?[日號]"
_MONTH_NAMES = tuple("january february march april may june july august september october november december".split())
_NAMED = rf"(?<![a-z])(?P<month>{'|'.join(f'{month}|{month[:3]}' for month in _MONTH_NAMES)})(?![a-z])\.?"
_NTHS = rf"(?<![0-9])[0-9]{{1,2}}(?:st|nd|rd|th)?(?:{_AND}[0-9]{{1,2}}(?:st|nd|rd|th)?){{0,9}}(?![0-9])"
_IN_YEAR = r"(?:,? ?(?P<year>[0-9]{4})(?![0-9]))?"
_NUMERAL = re.compile(rf"[0-9]+|[〇○零一二三四五六七八九十百]+|{'|'.join(month[:3] for month in _MONTH_NAMES)}")
# The ways of writing a date; a group may hold several numbers ("6 月 19 日至 22 日").
_WAYS = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"(?:(?P<year>{_YEARS}) ?)?(?P<month>{_MONTHS})份? ?(?P<day>{_DAYS})?",
        rf"(?P<year>{_YEARS})",
        r"(?<![0-9])(?P<year>[12][0-9]{3})(?![0-9])",
        r"(?<![0-9./-])(?P<year>[12][0-9]{3})[./-](?P<month>[0-9]{1,2})(?![0-9])",
        r"(?<![0-9./-])(?P<year>[0-9]{2,4})([./-]) ?(?P<month>[0-9]{1,2})\2 ?"
        rf"(?P<day>[0-9]{{1,2}}(?:{_AND}[0-9]{{1,2}}(?![0-9./-]))?)(?![0-9])",
        r"(?<![0-9./-])(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})(?![0-9./-])",
        rf"(?P<day>{_NTHS}) ?(?:of )?{_NAMED}{_IN_YEAR}",
        rf"{_NAMED},?(?= ?[0-9])(?: ?(?P<day>{_NTHS}))?{_IN_YEAR}",
    )
)


def prints_date(text: str, date: str) -> bool:
    """
    Whether a year, month or day (`2017-06-19`) stands in the text; the year of a month or day may be understood.
    """
    if not _DATE.fullmatch(date):
        return False
    year, month, day = (*map(int, date.split("-")), None, None)[:3]
    if month is None:
        return any(stated[0] == year for stated in _dates(text))
    wanted_days = {day} - {None}
    return any(
        stated_year in (year, None) and stated_month == month and wanted_days <= {stated_day}
        for stated_year, stated_month, stated_day in _dates(text)
    )


@lru_cache(maxsize=1024)
def _dates(text: str) -> frozenset[tuple[int | None, int | None, int | None]]:
    """
    Year, month and day of every date in the text, as far as each is written.
    """
    found: set[tuple[int | None, int | None, int | None]] = set()
    for way in _WAYS:
        for match in way.finditer(_plain(text)):
            written = match.groupdict()
            years, months, days = (_values(written.get(unit)) for unit in ("year", "month", "day"))
            found.update(product((_gregorian(year) for year in years), months, days))
    return frozenset(found)


def _gregorian(year: int | None) -> int | None:
    return year + 1911 if year is not None and year < 1000 else year


def _values(written: str | None) -> list[int | None]:
    if written is None:
        return [None]
    return [_value(numeral) for numeral in _NUMERAL.findall(re.sub(r"\([^()]*\)", "", written.lower()))]


def _value(numeral: str) -> int:
    """
    The number meant by digits, by Chinese numerals below a thousand or digit for digit, or by a month's name.
    """
    digits = numeral.translate(_CHINESE_DIGITS)
    if digits.isdecimal():
        return int(digits)
    if numeral.isascii():
        return [month[:3] for month in _MONTH_NAMES].index(numeral) + 1
    hundreds, _, rest = numeral.rpartition("百")
    below = rest.lstrip("〇○零").replace("一十", "十")
    return sum(factor * _PARTS.get(part, (0, 0))[1] for factor, part in ((100, hundreds), (1, below)))
