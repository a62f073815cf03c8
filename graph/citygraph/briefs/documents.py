"""A brief as a Word document: A4, both scripts in fonts of their own, the same bytes for the same brief."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from citygraph import archives, extras
from citygraph.briefs.phrases import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.briefs.content import Brief, Cell, Line, Section
    from citygraph.sentences import Cited

_LATIN, _HAN = "Calibri", "Microsoft JhengHei"  # what the office has; others fall back to a Chinese font of theirs
_STYLES = ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "Caption")
_INK, _SOFT, _ACCENT, _WARN = "1D2733", "53606E", "0F5C6E", "8A4B08"
_WIDTHS = {"people": (36, 70, 39, 39), "names": (46, 46, 46, 46)}  # millimetres, of 184
_BOXES = {"open": "☐ ", "done": "☑ ", "": ""}
# What stands in where a font is missing: a Chinese one that draws Chinese as in Taiwan, not as in Japan.
_FONTS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">\
<w:font w:name="{_LATIN}"><w:altName w:val="Carlito"/></w:font>\
<w:font w:name="{_HAN}"><w:altName w:val="Noto Sans CJK TC"/></w:font>\
</w:fonts>""".encode()
_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN_TABLE = {"top": None, "bottom": 4, "insideH": 4, "left": None, "right": None, "insideV": None}


def render(brief: Brief) -> bytes:
    """
    The whole document.

    Raises:
        extras.MissingError: python-docx is not installed.
    """
    docx = extras.library("docx", "python-docx", "office")
    writer = _Writer(docx, brief)
    writer.write()
    into = io.BytesIO()
    writer.document.save(into)
    return archives.settled(into.getvalue(), {"word/fontTable.xml": _FONTS})


class _Writer:
    """
    One brief on its way into a document.
    """

    def __init__(self, docx: Any, brief: Brief) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        self.element, self.qn, self.mm, self.pt, self.rgb = OxmlElement, qn, Mm, Pt, RGBColor
        self.document: Any = docx.Document()
        self.brief = brief
        self.numbers = brief.numbers()

    def write(self) -> None:
        brief, lang = self.brief, self.brief.lang
        self.properties()
        self.paper()
        self.fonts()
        self.paragraph(say("brief", lang) + (f" · {brief.kind}" if brief.kind else ""), color=_ACCENT, bold=True)
        title = self.document.add_paragraph(style="Title")
        self.run(title, brief.title)
        if brief.other:
            self.run(title, f"  {brief.other}", color=_SOFT, bold=False)
        for text in (brief.note, brief.as_of):
            self.paragraph(text, color=_SOFT)
        self.paragraph(brief.summary, bold=True)
        for section in brief.sections:
            self.section(section)
        self.sources()

    # ----------------------------------------------------------------- the sheet

    def properties(self) -> None:
        """
        Whose document it is and of when, from the data: no clock, no name of a machine.
        """
        core, brief = self.document.core_properties, self.brief
        moment = datetime.fromisoformat(brief.moment or "1980-01-01")
        core.title, core.author, core.language = _clean(brief.title), _clean(brief.dataset), brief.lang
        core.comments, core.keywords, core.subject, core.last_modified_by = "", "", "", _clean(brief.dataset)
        core.created = core.modified = moment
        core.revision = 1

    def paper(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = self.mm(210), self.mm(297)
        section.left_margin = section.right_margin = self.mm(13)
        section.top_margin = section.bottom_margin = self.mm(11)

    def fonts(self) -> None:
        """
        Latin and Chinese each in a font of their own, and the languages named, in every style.
        """
        styles = self.document.styles
        sizes = {"Normal": 8, "Title": 17, "Heading 1": 10, "Heading 2": 8.5, "List Bullet": 8, "Caption": 7}
        for name in _STYLES:
            style = styles[name]
            style.font.size = self.pt(sizes[name])
            style.font.name = _LATIN
            style.font.italic = False
            style.font.color.rgb = self.rgb.from_string(_ACCENT if name == "Heading 1" else _INK)
            style.paragraph_format.space_before = self.pt({"Heading 1": 6, "Heading 2": 3}.get(name, 0))
            style.paragraph_format.space_after = self.pt(0.5)
            style.paragraph_format.line_spacing = 1.0
            properties = style.element.get_or_add_rPr()
            fonts = properties.get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(self.qn(f"w:{theme}"), None)
            for script, font in (("ascii", _LATIN), ("hAnsi", _LATIN), ("cs", _LATIN), ("eastAsia", _HAN)):
                fonts.set(self.qn(f"w:{script}"), font)
            self.language(properties)
        self.language(styles.element.find(f".//{self.qn('w:rPrDefault')}/{self.qn('w:rPr')}"))
        borders = styles["Title"].element.get_or_add_pPr().find(self.qn("w:pBdr"))
        if borders is not None:
            styles["Title"].element.pPr.remove(borders)

    def language(self, properties: Any) -> None:
        tags = properties.findall(self.qn("w:lang"))
        found = tags[0] if tags else self.element("w:lang")
        if not tags:
            properties.append(found)
        for script, tag in (("val", "en-US"), ("eastAsia", "zh-TW"), ("bidi", "ar-SA")):
            found.set(self.qn(f"w:{script}"), tag)

    # ---------------------------------------------------------------- its content

    def section(self, section: Section) -> None:
        lang = self.brief.lang
        heading = self.document.add_paragraph(style="Heading 1")
        self.run(heading, section.title)
        if not section.groups and not section.missing:
            self.run(heading, f"  {say('nothing', lang)}", color=_SOFT, bold=False, size=8)
        if section.heads and section.groups:
            self.table(section)
        else:
            self.list(section)
        for said in (section.more, section.missing):
            self.paragraph(said, color=_SOFT)

    def list(self, section: Section) -> None:
        for group in section.groups:
            if group.title:
                self.run(self.document.add_paragraph(style="Heading 2"), group.title)
            for line in group.lines:
                paragraph = self.document.add_paragraph(style="Normal" if line.box else "List Bullet")
                if line.box:
                    paragraph.paragraph_format.left_indent = self.mm(5)
                    paragraph.paragraph_format.first_line_indent = self.mm(-5)
                self.run(paragraph, _BOXES[line.box])
                for cell in line.cells:
                    self.cell(paragraph, cell, color=_SOFT if line.box == "done" else _INK)
                self.beside(paragraph, line)

    def table(self, section: Section) -> None:
        width = len(section.heads)
        table = self.document.add_table(rows=1, cols=width)
        table.autofit = False
        self.borders(table)
        for cell, head in zip(table.rows[0].cells, section.heads, strict=True):
            self.run(cell.paragraphs[0], head, color=_SOFT, bold=True, size=7)
        self.mark_row(table.rows[0], "w:tblHeader")
        for group in section.groups:
            if group.title:
                self.across(table.add_row(), group.title)
            if group.run_on:
                self.run_on(table.add_row(), group.lines)
            else:
                for line in group.lines:
                    self.row(table.add_row(), line, width)
        for column, millimetres in zip(table.columns, _WIDTHS[section.key], strict=True):
            column.width = self.mm(millimetres)
        for row in table.rows:
            self.mark_row(row, "w:cantSplit")
            for cell, millimetres in zip(row.cells, _WIDTHS[section.key], strict=True):
                cell.width = self.mm(millimetres)

    def across(self, row: Any, title: str) -> None:
        merged = row.cells[0].merge(row.cells[-1])
        self.run(merged.paragraphs[0], title, bold=True)
        merged.paragraphs[0].paragraph_format.keep_with_next = True

    def run_on(self, row: Any, lines: Sequence[Line]) -> None:
        paragraph = row.cells[0].merge(row.cells[-1]).paragraphs[0]
        for number, line in enumerate(lines):
            self.run(paragraph, "; " if number else "")
            for cell in line.cells:
                self.cell(paragraph, cell)

    def row(self, row: Any, line: Line, width: int) -> None:
        cells = [row.cells[0].merge(row.cells[-1])] if len(line.cells) < width else row.cells
        for place, cell in zip(cells, line.cells, strict=True):
            self.cell(place.paragraphs[0], cell)
        self.beside(cells[-1].paragraphs[0], line)

    def borders(self, table: Any) -> None:
        """
        Hairlines between rows, nothing else.
        """
        properties = table._tbl.tblPr  # noqa: SLF001 -- python-docx has no door to borders
        borders = self.element("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = self.element(f"w:{side}")
            line.set(self.qn("w:val"), "single" if _PLAIN_TABLE[side] else "nil")
            if _PLAIN_TABLE[side]:
                line.set(self.qn("w:sz"), str(_PLAIN_TABLE[side]))
                line.set(self.qn("w:color"), "D5DBE1")
            borders.append(line)
        properties.append(borders)

    def mark_row(self, row: Any, name: str) -> None:
        row._tr.get_or_add_trPr().append(self.element(name))  # noqa: SLF001 -- nor to these marks of rows

    def cell(self, paragraph: Any, cell: Cell, color: str = _INK) -> None:
        self.run(paragraph, cell.text, bold=cell.strong, color=color)
        if cell.other:
            self.run(paragraph, f" {cell.other}", color=_SOFT)
        self.refs(paragraph, cell.citations)

    def refs(self, paragraph: Any, citations: Sequence[Cited]) -> None:
        if citations:
            refs = ", ".join(str(number) for number in sorted(self.numbers[each.iri] for each in citations))
            self.run(paragraph, f" [{refs}]", color=_SOFT, size=7)

    def beside(self, paragraph: Any, line: Line) -> None:
        for mark in line.marks:
            self.run(paragraph, f" · {mark}", color=_SOFT, size=7)
        for note in line.notes:
            paragraph.add_run().add_break()
            self.run(paragraph, f"※ {note}", color=_WARN, size=7)

    def sources(self) -> None:
        brief, lang = self.brief, self.brief.lang
        self.run(self.document.add_paragraph(style="Heading 1"), say("sources", lang))
        for source in brief.sources:
            paragraph = self.document.add_paragraph(style="Caption")
            self.run(paragraph, source.title, bold=True)
            self.run(paragraph, f" {source.id}", color=_SOFT, bold=False)
            for number, cited in source.passages:
                self.run(paragraph, f"   {number} ", color=_ACCENT, bold=True)
                self.run(
                    paragraph, cited.words(lang).removeprefix(cited.report).strip().replace(" ", "\u00a0"), bold=False
                )
        self.run(self.document.add_paragraph(style="Heading 1"), say("coverage", lang))
        self.paragraph(brief.coverage or say("nothing", lang))
        self.paragraph(brief.dataset, color=_SOFT)

    # --------------------------------------------------------------------- words

    def paragraph(self, text: str, color: str = _INK, *, bold: bool = False) -> None:
        if text:
            self.run(self.document.add_paragraph(), text, color=color, bold=bold)

    def run(self, paragraph: Any, text: str, color: str = "", *, bold: bool | None = None, size: float = 0) -> None:
        if not text:
            return
        run = paragraph.add_run(_clean(text))
        run.bold = bold
        if color:
            run.font.color.rgb = self.rgb.from_string(color)
        if size:
            run.font.size = self.pt(size)


def _clean(text: str) -> str:
    """
    Text without what XML cannot hold.
    """
    return _XML.sub("\ufffd", text)
