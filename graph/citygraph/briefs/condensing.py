"""A brief cut to the paper that it may take: what matters most is kept, and how much more there is, is said.

How high a line prints is reckoned from its texts, not measured: the writers are
not asked, and no browser is. So the reckoning leaves a margin.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from citygraph import lettering
from citygraph.briefs.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.briefs.content import Brief, Cell, Group, Line, Section, Source

SHEETS, WORD_SHEETS = 2.0, 1.75  # Word sets Chinese on higher lines: it gets fewer of them
# In points, as brief.css prints on A4.
_ACROSS = 521.0  # the width of a sheet's lines
_SHEET = 812.0  # its height, 779, and by how much too high the lines are reckoned, less what page breaks leave empty
_SIZE, _LINE = 8.1, 10.5
_HEADING, _TITLE, _HEADS = 24.0, 17.0, 14.0  # of a section, of a group, of a table's columns
_ROW, _ITEM = 3.4, 1.3  # around a row of a table, around an item of a list
_INDENT, _GUTTER = 16.0, 6.0
_SHARES = {"people": (0.20, 0.38, 0.21, 0.21), "names": (0.25, 0.25, 0.25, 0.25)}
# In which order sections get room, and how many lines of each at a time.
_TURNS = {"open": 4, "people": 4, "meetings": 3, "agreements": 2, "settled": 1, "introductions": 1, "names": 2}


def condensed(brief: Brief, sheets: float = SHEETS) -> Brief:
    """
    The brief with as many lines as fit on so many sheets of A4, section by section in turns, each in its own order.

    How the subject itself is printed is kept whatever else goes: it stands on the first card of the names.
    """
    whole = {section.key: sum(1 for _ in section.lines) for section in brief.sections}
    room = sheets * _SHEET
    if _height(brief) <= room:
        return brief
    kept = dict.fromkeys(whole, 0) | {"names": min(whole.get("names", 0), 1)}
    growing = [key for key in _TURNS if whole.get(key)]
    while growing:
        for key in tuple(growing):
            for _ in range(_TURNS[key]):
                more = kept | {key: kept[key] + 1}
                if kept[key] == whole[key] or _height(_cut(brief, more)) > room:
                    growing.remove(key)
                    break
                kept = more
    return _cut(brief, kept)


def _cut(brief: Brief, kept: Mapping[str, int]) -> Brief:
    """
    The first lines of each section, the passages that they cite numbered anew.
    """
    sections = tuple(_first(section, kept[section.key], brief.lang) for section in brief.sections)
    cited = {
        each.iri for section in sections for line in section.lines for cell in line.cells for each in cell.citations
    }
    coverage = f"{brief.coverage} {say('whole', brief.lang, id=brief.id)}"
    return replace(brief, sections=sections, sources=tuple(_numbered(brief.sources, cited)), coverage=coverage)


def _first(section: Section, count: int, lang: str) -> Section:
    groups, left = [], count
    for group in section.groups:
        if left > 0:
            groups.append(replace(group, lines=group.lines[:left]))
        left -= len(group.lines)
    return replace(section, groups=tuple(groups), more=say("more", lang, n=str(-left)) if left < 0 else "")


def _numbered(sources: tuple[Source, ...], cited: set[str]) -> Iterator[Source]:
    number = 0
    for source in sources:
        passages = []
        for _, each in source.passages:
            if each.iri in cited:
                number += 1
                passages.append((number, each))
        if passages:
            yield replace(source, passages=tuple(passages))


# -------------------------------------------------------------------- how high it prints


def _height(brief: Brief) -> float:
    head = 70 + sum(_wrapped(text, _ACROSS) for text in (brief.note, brief.summary))
    sections = sum(_section(section) for section in brief.sections)
    sources = sum(_wrapped(_source(each, brief.lang), _ACROSS) + _ITEM for each in brief.sources)
    return head + sections + _HEADING + sources + _HEADING + _wrapped(brief.coverage, _ACROSS) + 20


def _section(section: Section) -> float:
    heads = _HEADS if section.heads and section.groups else 0.0
    said = sum(_wrapped(text, _ACROSS) + 2 for text in (section.more, section.missing))
    return _HEADING + heads + said + sum(_group(group, section) for group in section.groups)


def _group(group: Group, section: Section) -> float:
    title = _wrapped(group.title, _ACROSS) + _TITLE - _LINE if group.title else 0.0
    if group.run_on:
        return title + _ROW + _wrapped("; ".join(_text(cell) for line in group.lines for cell in line.cells), _ACROSS)
    return title + sum(_line(line, section) for line in group.lines)


def _line(line: Line, section: Section) -> float:
    if not section.heads:
        width = _ACROSS - _INDENT
        return _ITEM + _wrapped(" ".join([*map(_text, line.cells), *_marks(line)]), width) + _notes(line, width)
    widths = [share * _ACROSS - _GUTTER for share in _SHARES[section.key]]
    texts = [_text(cell) for cell in line.cells]
    texts[-1] = " ".join([texts[-1], *_marks(line)])
    heights = [_wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
    heights[-1] += _notes(line, widths[-1])
    return _ROW + max(heights)


def _text(cell: Cell) -> str:
    """
    A cell with its numbers, which are set smaller.
    """
    return f"{cell.text} {cell.other} {'12, ' * len(cell.citations)}".strip()


def _marks(line: Line) -> Iterator[str]:
    return (f"· {mark}" for mark in line.marks)


def _notes(line: Line, width: float) -> float:
    return sum(_wrapped(f"⚠ {note}", width, 0.87) for note in line.notes)


def _wrapped(text: str, width: float, scale: float = 1.0) -> float:
    """
    How high a text stands in lines of a width.
    """
    return math.ceil(lettering.width(text, scale * _SIZE) / width) * scale * _LINE


def _source(source: Source, lang: str) -> str:
    passages = "".join(
        f"   {number} {cited.words(lang).removeprefix(cited.report)}" for number, cited in source.passages
    )
    return f"{source.title} {source.id} {passages}"
