"""The tables of docs/robustness.md: every row is there, and every test that they name exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KINDS = {"Y": 37, "D": 12, "R": 13, "Q": 20, "F": 15, "C": 11}
ROWS = dict(
    re.findall(r"^\| ([YDRQFC]\d+) \| (.*) \|$", (ROOT / "docs/robustness.md").read_text("utf-8"), re.MULTILINE)
)


def existing() -> set[str]:
    return {
        f"{path.name}::{node.name}"
        for path in (ROOT / "tests").glob("test_*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }


def test_every_row_is_in_the_table() -> None:
    """
    No row is forgotten, none is invented.
    """
    assert sorted(ROWS) == sorted(f"{kind}{n}" for kind, count in KINDS.items() for n in range(1, count + 1))


def test_every_test_of_the_table_exists() -> None:
    """
    The names in the table are those of the suite.
    """
    named = set(re.findall(r"`(test_\w+\.py::\w+)`", "\n".join(ROWS.values())))

    assert named - existing() == set()


@pytest.mark.parametrize("row", ROWS)
def test_a_row_has_a_test_of_its_name_or_says_why_not(row: str) -> None:
    """
    A verdict is a test named after the row, or the reason why the row does not apply.
    """
    _, named, verdict = ROWS[row].rsplit(" | ", 2)

    assert re.search(rf"_{row.lower()}_", named) or verdict.startswith("does not apply: ")
    assert verdict == "holds" or len(verdict) > len("does not apply: ")
