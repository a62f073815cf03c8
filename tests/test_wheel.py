"""The wheel carries ontology and data, and works from any folder outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    What an installed wheel leaves in site-packages.
    """
    folder = tmp_path_factory.mktemp("wheel")
    # From a copy: setuptools builds inside the sources, and another worker may be building too.
    source = folder / "source"
    for name in ("graph", "ontology", "data"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("setup.cfg", "setup.py", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(unpacked: Path, empty: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(unpacked), "XDG_CACHE_HOME": str(empty / "cache")}
    env.pop("CITYGRAPH_HOME", None)
    code = (
        "import sys, citygraph\n"
        "assert citygraph.__file__.startswith(sys.argv.pop(1))\n"
        "from citygraph.cli import main\n"
        "main()"
    )
    command = [sys.executable, "-c", code, str(unpacked), *arguments]
    return subprocess.run(command, cwd=empty, env=env, capture_output=True, encoding="utf-8", check=False)


def test_a_question_is_answered_in_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    """
    The packaged dataset answers, and nothing is dropped where the user stands.
    """
    result = run(unpacked, tmp_path, "ask", "who did we meet in Montreal")

    assert result.returncode == 0, result.stderr
    assert "Denis Coderre" in result.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_the_packaged_data_are_checked_in_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    """
    Check finds the packaged data and no errors in them.
    """
    result = run(unpacked, tmp_path, "check")

    assert result.returncode == 0, result.stderr
    assert "0 errors" in result.stdout


def test_a_page_is_drawn_from_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    """
    Templates, scripts and the vendored library are in the wheel.
    """
    result = run(unpacked, tmp_path, "draw", "Burnaby", "-o", "page.html")

    assert result.returncode == 0, result.stderr
    assert "<!doctype html>" in (tmp_path / "page.html").read_text("utf-8").lower()
