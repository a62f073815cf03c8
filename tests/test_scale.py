"""The generated country: believable, without errors, the same each time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from citygraph import build, projects

SCRIPT = Path(__file__).resolve().parent.parent / "scripts/generate-country"


def generated(folder: Path, facts: int) -> Path:
    subprocess.run([sys.executable, SCRIPT, folder, str(facts)], check=True)
    return folder


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A country of some hundred facts.
    """
    return generated(tmp_path_factory.mktemp("country"), 800)


def test_a_generated_country_has_no_errors_and_as_many_facts_as_asked(country: Path) -> None:
    """
    Every generated record passes all checks, and none is too many.
    """
    compiled = build.compile_(projects.find(country))

    assert [each.message() for each in compiled.errors] == []
    assert len(compiled.facts) == 800


def test_the_same_number_gives_the_same_country(country: Path, tmp_path: Path) -> None:
    """
    The generator is deterministic: every file, byte for byte.
    """
    again = generated(tmp_path / "again", 800)

    files = sorted(path.relative_to(country) for path in country.rglob("data/**/*.yaml"))
    assert files == sorted(path.relative_to(again) for path in again.rglob("data/**/*.yaml"))
    assert all((country / each).read_bytes() == (again / each).read_bytes() for each in files)


def test_names_stand_in_both_scripts_with_variants(country: Path) -> None:
    """
    A country holds what look-ups stumble over: Chinese names, variants, misprints.
    """
    text = "".join(path.read_text("utf-8") for path in country.rglob("register-*.yaml"))

    assert all(key in text for key in ("zh-Hant:", "also:", "misprints:"))
