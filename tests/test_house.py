"""The house itself: rooms import only what stands above them, and look-ups load nothing heavy."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "graph/citygraph"
HEAVY = ("rdflib", "networkx", "pyvis", "IPython", "numpy", "yaml", "rapidfuzz", "pyshacl", "jinja2", "prompt_toolkit")


def rooms() -> list[str]:
    """
    The rooms of the table in the docs, from top to bottom.
    """
    table = (ROOT / "docs/architecture.md").read_text("utf-8").split("## Rooms", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def imports(path: Path) -> set[str]:
    """
    The rooms that a module imports, wherever in it the import stands.
    """
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "citygraph":
            found.update(alias.name for alias in node.names if not alias.name.startswith("__"))
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("citygraph."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found.update(name.name.split(".")[1] for name in node.names if name.name.startswith("citygraph."))
    return found


def modules() -> list[Path]:
    return sorted(
        path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py" and path.parent != PACKAGE / "_bundle"
    )


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_room_stands_in_the_table_and_every_row_is_a_room() -> None:
    """
    The table of the docs and the package name the same rooms.
    """
    built = {room_of(path) for path in modules()} - {"__init__"}

    assert sorted(built) == sorted(rooms())


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_rooms_above_it(path: Path) -> None:
    """
    No import points down the table; the package's own door may use any room.
    """
    order = ["__init__", *rooms()] if path.name != "__init__.py" or path.parent != PACKAGE else [*rooms(), "__init__"]
    above = set(order[: order.index(room_of(path))])

    assert imports(path) - {room_of(path)} <= above


@pytest.mark.parametrize(
    "arguments", [["--help"], ["ask", "who", "did", "we", "meet", "in", "Montreal"], ["show", "Coderre"]]
)
def test_a_look_up_loads_nothing_heavy(graph: object, arguments: list[str]) -> None:
    """
    Help and look-ups pay for none of the libraries that build, draw or check.
    """
    command = [sys.executable, "-X", "importtime", "-m", "citygraph", *arguments]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    loaded = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in run.stderr.splitlines() if line.count("|") == 2}
    assert "citygraph" in loaded
    assert loaded & set(HEAVY) == set()


def test_no_file_carries_a_path_of_a_machine_or_a_mark_of_unfinished_work() -> None:
    """
    Nothing in the repository names somebody's folder, and nothing is parked as unfinished.
    """
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    wrong = []
    for name in files:
        path = ROOT / name
        if (
            path.suffix not in (".py", ".md", ".ttl", ".rq", ".yaml", ".cfg", ".toml", ".js", ".css", ".j2", "")
            or not path.is_file()
        ):
            continue
        if "vendor" in path.parts:
            continue
        text = path.read_text("utf-8")
        if re.search(r"/(?:home|root|work|Users)/\w", text) or re.search(r"\b(?:TODO|FIXME|XXX)\b", text):
            wrong.append(name)

    assert [name for name in wrong if name != "tests/test_house.py"] == []
