"""Rows as CSV: a spreadsheet opens them and runs nothing of what they hold (CVE-2021-41270)."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?")
_RUNS = re.compile(r"[\s\ufeff\u200b-\u200f\u2060\x00]*[=+\-@\uff1d\uff0b\uff0d\uff20]")  # also full-width: cell = ＝1
_BOM = "\ufeff"  # without it Excel reads UTF-8 as the machine's own encoding


def written(heads: Sequence[str], rows: Iterable[Sequence[str]], *, raw: bool = False, bom: bool = False) -> str:
    """
    A table as RFC 4180 has it, lines ended by CR LF; cells are defused unless *raw*.
    """
    into = io.StringIO()
    into.write(_BOM * bom)
    writer = csv.writer(into, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow(row if raw else [defused(cell) for cell in row])
    return into.getvalue()


def defused(cell: str) -> str:
    """
    *cell* with an apostrophe before it where a spreadsheet would run one of its lines; numbers stay numbers.
    """
    if _NUMBER.fullmatch(cell):
        return cell
    runs = cell.startswith(("\t", "\r", "\n")) or any(_RUNS.match(line) for line in cell.splitlines())
    return f"'{cell}" if runs else cell
