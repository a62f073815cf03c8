"""A table for each kind of record: CSV files for a spreadsheet, or one Excel workbook."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph import archives, extras, ledgers, tables
from citygraph.ledgers.horizon import last_day
from citygraph.sentences import Teller

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from citygraph.store import Graph, Term

_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHEET = 31  # letters of a sheet's name
_CELL = 32_767  # letters that a cell of a workbook holds
_WIDEST, _NARROWEST = 60, 8
_DAWN = "1980-01-01"


class Table(NamedTuple):
    """
    The records of a kind: its key, the heads and the rows.
    """

    key: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets(graph: Graph) -> list[Table]:
    """
    A table for each kind that has records, by key. Several values of a cell are parted by semicolons.

    A reference stands by its id, and beside it in words; a part of a record by its own fields (``with.who``).
    """
    teller = Teller(graph)
    found = []
    for kind in sorted(teller.schema["kinds"].values(), key=lambda each: each["key"]):
        rows = graph.select(f"SELECT DISTINCT ?it WHERE {{ ?it a <{kind['iri']}> }} ORDER BY ?it")
        own = [row["it"].value for row in rows if teller.kind(row["it"].value) == kind]
        if kind["key"] and own:
            found.append(_table(teller, kind, own))
    return found


def _table(teller: Teller, kind: Mapping[str, Any], records: Sequence[str]) -> Table:
    cells = [dict(_cells(teller, kind, iri)) for iri in records]
    heads = sorted(
        {head for row in cells for head in row}, key=lambda head: (_RANK.get(head.partition("@")[0], 1), head)
    )
    rows = tuple(tuple(row.get(head, "") for head in heads) for row in cells)
    return Table(kind["key"], tuple(heads), rows)


_RANK = {"id": -2, "name": -1, "text": 2, "citations": 3, "iri": 4}


def _cells(teller: Teller, kind: Mapping[str, Any], iri: str) -> Iterator[tuple[str, str]]:
    yield "id", _id(iri)
    yield "iri", iri
    for key, (path, type_) in kind["fields"].items():
        if type_ != "citation":
            yield from _field(teller, key, type_, teller.about(iri).get(path, []))
    if kind["sentence"]:
        yield from ((f"text@{lang}", teller.sentence(iri, lang)) for lang in teller.languages)
    yield "citations", "; ".join(each.words("en") for each in teller.citations(iri))


def _field(teller: Teller, key: str, type_: str, terms: Sequence[Term]) -> Iterator[tuple[str, str]]:
    if type_ == "language":
        for lang in teller.languages:
            texts = [term.value for term in terms if (getattr(term, "language", None) or "").lower() == lang.lower()]
            yield f"{key}@{lang}", "; ".join(texts)
    elif type_ in ("reference", "concept"):
        yield key, "; ".join(_id(term.value) for term in terms)
        yield f"{key} (name)", "; ".join(teller.both(term.value, "en") for term in terms)
    elif type_ == "part":
        inner: dict[str, list[str]] = {}
        for term in terms:
            part = teller.kind(term.value)
            for name, (path, kind) in part["fields"].items() if part else ():
                for head, text in _field(teller, f"{key}.{name}", kind, teller.about(term.value).get(path, [])):
                    inner.setdefault(head, []).append(text)
        yield from ((head, " | ".join(texts)) for head, texts in inner.items())
    else:
        yield key, "; ".join(term.value for term in terms)


def csv_files(graph: Graph, *, raw: bool = False) -> dict[str, bytes]:
    """
    A CSV file for each kind, by name: UTF-8 with a mark that Excel knows it by; cells defused unless *raw*.
    """
    return {
        f"{table.key}.csv": tables.written(table.heads, table.rows, raw=raw, bom=True).encode("utf-8", "replace")
        for table in sheets(graph)
    }


def workbook(graph: Graph) -> bytes:
    """
    One workbook, a sheet for each kind; every cell is text, so that none is a formula.

    Raises:
        extras.MissingError: openpyxl is not installed.
    """
    openpyxl = extras.library("openpyxl", "openpyxl", "office")
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for table in sheets(graph):
        _sheet(book.create_sheet(table.key[:_SHEET]), table)
    teller = Teller(graph)
    moment = max((last_day(each.end) for each in ledgers.coverage(teller, "en")), default="") or _DAWN
    properties = book.properties
    properties.title = properties.creator = _clean(teller.schema["settings"]["title"].get("en", "citygraph"))
    properties.created = datetime.fromisoformat(moment)
    into = io.BytesIO()
    book.save(into)
    # Saving notes the hour; the day of the data stands there instead.
    properties.modified = properties.created
    core: bytes = openpyxl.xml.functions.tostring(properties.to_tree())
    return archives.settled(into.getvalue(), {"docProps/core.xml": core})


def _sheet(sheet: Any, table: Table) -> None:
    from openpyxl.styles import Font

    for number, row in enumerate((table.heads, *table.rows), 1):
        for column, text in enumerate(row, 1):
            if text:
                cell = sheet.cell(number, column)
                cell.value = _clean(text)
                cell.data_type = "s"  # never "f": what begins with = is a text too
                if number == 1:
                    cell.font = Font(bold=True)
    for column, head in enumerate(table.heads, 1):
        longest = max([len(head), *(len(row[column - 1]) for row in table.rows)])
        letter = sheet.cell(1, column).column_letter
        sheet.column_dimensions[letter].width = min(max(longest, _NARROWEST), _WIDEST)
    sheet.freeze_panes = "B2"


def _clean(text: str) -> str:
    """
    Text as a workbook holds it: no character that XML cannot hold, and visibly cut where it is too long.
    """
    clean = _XML.sub("\ufffd", text)
    return clean if len(clean) <= _CELL else clean[: _CELL - 1] + "…"


def _id(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]
