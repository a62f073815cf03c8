"""Rows as CSV that no spreadsheet runs (W8)."""

from __future__ import annotations

import csv
import io

import pytest

from citygraph import tables


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\u00a0=1", "  \u3000=1", "\ufeff=1", "\u200b=1",
     "\x00=1", "＝1", "one\n=2", "one\r\n \u00a0+2", "one\u2028-2+3", "one\x0b@x"],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_has_an_apostrophe(cell: str) -> None:
    """
    W8: on the first line or a later one, after blanks, marks and no-break spaces.
    """
    assert tables.defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Oran", "a=1", "-33.9", "+1e5", "1-2", "a@b", "奧蘭", "2016-05-03"])
def test_what_nobody_would_run_stays(cell: str) -> None:
    """
    Names, dates and numbers, also negative ones, are left alone.
    """
    assert tables.defused(cell) == cell


def test_a_table_is_read_back_cell_by_cell() -> None:
    """
    Quotes, commas and line breaks survive; lines end with CR LF; Excel's mark stands first when asked for.
    """
    rows = [["a,b", 'say "x"'], ["two\nlines", "臺中"]]

    found = tables.written(["one", "two"], rows, bom=True)

    assert found.startswith("\ufeffone,two\r\n")
    assert list(csv.reader(io.StringIO(found.removeprefix("\ufeff"), newline=""))) == [["one", "two"], *rows]


def test_raw_is_raw() -> None:
    """
    Whoever asks for raw cells gets them.
    """
    assert tables.written(["x"], [["=1+1"]], raw=True) == "x\r\n=1+1\r\n"
