"""The same data give the same bytes: on any machine, in any locale, time zone, hash order or order of files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from citygraph import store

HERE = {"PYTHONHASHSEED": "0", "LC_ALL": "C", "LANG": "C", "TZ": "UTC"}
THERE = {"PYTHONHASHSEED": "4711", "LC_ALL": "zh_TW.UTF-8", "LANG": "zh_TW.UTF-8", "TZ": "Asia/Taipei"}


def copied(real, into, *, backwards=False):
    """
    The real data and ontology in a folder, their files created in order or backwards.
    """
    files = sorted(file for name in ("data", "ontology") for file in (real.root / name).rglob("*") if file.is_file())
    for file in reversed(files) if backwards else files:
        target = into / file.relative_to(real.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return into


def started(root, surroundings, *arguments):
    environment = os.environ | surroundings | {"PYTHONPATH": str(Path(store.__file__).parents[2])}
    return subprocess.run([sys.executable, *arguments], env=environment, cwd=root, capture_output=True, check=False)


def run(root, surroundings, *arguments):
    return started(root, surroundings, "-m", "citygraph", "--project", str(root), *arguments)


@pytest.fixture(scope="module")
def builds(real, tmp_path_factory):
    """
    The same data built in two folders under different circumstances.
    """
    found = []
    for surroundings, backwards in ((HERE, False), (THERE, True)):
        root = copied(real, tmp_path_factory.mktemp("a" if backwards else "somewhere else"), backwards=backwards)
        done = run(root, surroundings, "build")
        assert done.returncode == 0, done.stderr.decode()
        found.append((root, surroundings))
    return found


@pytest.mark.parametrize("name", ["graph.nq", "schema.json", "questions.json"])
def test_r11_two_builds_give_the_same_bytes(builds, name):
    """
    R11: every text file of a build is the same, byte for byte.
    """
    first, second = (next((root / ".citygraph").glob(f"build-*/{name}")).read_bytes() for root, _ in builds)

    assert first == second
    assert len(first) > 1000


def test_two_builds_have_the_same_name(builds):
    """
    A build is named after its inputs, wherever they stand.
    """
    first, second = ((root / ".citygraph" / "current").read_text() for root, _ in builds)

    assert first == second


@pytest.mark.parametrize("format_", ["trig", "ttl", "jsonld"])
def test_r11_two_exports_give_the_same_bytes(builds, format_):
    """
    R11: exports are written in UTF-8 whatever the locale, and are the same.
    """
    first, second = (run(root, around, "export", "-f", format_) for root, around in builds)

    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout
    assert "臺".encode() in first.stdout


FILES = {
    "a.gexf": ["export", "-f", "gexf"],
    "a.ics": ["export", "-f", "ics"],
    "a.xlsx": ["export", "-f", "xlsx"],
    "a.docx": ["brief", "Montréal", "--lang", "en"],
    "a.html": ["brief", "蒙特婁"],
}
ALL_OF_THEM = """
import json, sys
from citygraph.cli.commands import cli
for name, words in json.loads(sys.argv[1]).items():
    assert not cli.main(["--project", ".", *words, "-o", name], prog_name="citygraph", standalone_mode=False), name
"""


@pytest.fixture(scope="module")
def files(builds):
    """
    The folders of both builds with every file of FILES, written by one process in each.
    """
    for root, around in builds:
        done = started(root, around, "-c", ALL_OF_THEM, json.dumps(FILES))
        assert done.returncode == 0, done.stderr.decode()
    return [root for root, _ in builds]


@pytest.mark.parametrize("name", FILES)
def test_two_files_for_other_programs_have_the_same_bytes(files, name):
    """
    R11: calendars, networks, workbooks and documents bear no hour and follow no locale.
    """
    first, second = ((root / name).read_bytes() for root in files)

    assert first == second


def test_r11_two_checks_say_the_same(builds):
    """
    R11: findings come in the same order with the same words.
    """
    first, second = (run(root, around, "check", "--lang", "en", "--format", "json").stdout for root, around in builds)

    assert first == second
