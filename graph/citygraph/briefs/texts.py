"""A brief as plain text, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.briefs.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.briefs.content import Brief, Cell, Line, Section

_BOXES = {"open": "[ ] ", "done": "[x] ", "": ""}


def render(brief: Brief) -> str:
    """
    The whole brief; citations by number, their list at the end.
    """
    lang, numbers = brief.lang, brief.numbers()
    lines = [" ".join([brief.title, brief.other]).strip() + (f"  ({brief.kind})" if brief.kind else "")]
    lines += [text for text in (brief.note, brief.as_of, brief.summary) if text]
    for section in brief.sections:
        lines += ["", section.title]
        if not section.groups and not section.missing:
            lines[-1] += ("：" if lang.startswith("zh") else ": ") + say("nothing", lang)
        lines += _section(section, numbers)
    lines += ["", say("sources", lang)]
    for source in brief.sources:
        lines.append(f"  {source.title}")
        lines += [f"  [{number}] {cited.words(lang)}" for number, cited in source.passages]
    lines += ["", say("coverage", lang), f"  {brief.coverage}"]
    return "\n".join(lines) + "\n"


def _section(section: Section, numbers: Mapping[str, int]) -> Iterator[str]:
    for group in section.groups:
        if group.title:
            yield f"  {group.title}"
        if group.run_on:
            yield "  - " + "; ".join(_cell(cell, numbers) for line in group.lines for cell in line.cells)
        else:
            for line in group.lines:
                yield from _line(line, numbers)
    if section.more:
        yield f"  {section.more}"
    if section.missing:
        yield f"  {section.missing}"


def _line(line: Line, numbers: Mapping[str, int]) -> Iterator[str]:
    cells = " | ".join(_cell(cell, numbers) for cell in line.cells if cell.text or cell.citations)
    yield f"  - {_BOXES[line.box]}{cells}" + "".join(f" ({mark})" for mark in line.marks)
    yield from (f"    ! {note}" for note in line.notes)


def _cell(cell: Cell, numbers: Mapping[str, int]) -> str:
    refs = ", ".join(str(number) for number in sorted(numbers[each.iri] for each in cell.citations))
    return " ".join([cell.text, cell.other]).strip() + (f" [{refs}]" if refs else "")
