"""What tests share: a project written in the test itself, and the real one."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from citygraph import build, projects, schema, store
from citygraph.diagnostics import Diagnostic, ordered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
DATASET = "title: {en: Test}\nbase: https://example.org/\nlanguages: [en, zh-Hant]\n"


class Written:
    """
    A project in a folder of its own; files are written as a curator writes them.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("data/dataset.yaml", DATASET)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    @property
    def project(self) -> projects.Project:
        return projects.find(self.root)

    def compile(self) -> build.Compiled:
        return build.compile_(self.project)

    def check(self, texts: Path | None = None) -> list[Diagnostic]:
        compiled, _ = build.check(self.project, texts)
        return ordered(compiled.diagnostics)


_READ: dict[tuple[tuple[str, bytes], ...], schema.Schema] = {}
_read_schema = schema.read


def _read_once(folders: Iterable[Path]) -> schema.Schema:
    """
    The schema, read once as long as its files hold the same: half of the time that a small project takes.
    """
    folders = list(folders)
    key = tuple((str(path), path.read_bytes()) for path in schema.files(folders))
    if key not in _READ:
        _READ[key] = _read_schema(folders)
    return _READ[key]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """
    An empty project with the real ontology.
    """
    monkeypatch.setattr(schema, "read", _read_once)
    return Written(tmp_path / "project")


@pytest.fixture(scope="session")
def real() -> projects.Project:
    """
    The project of this repository.
    """
    return projects.find(ROOT)


@pytest.fixture(scope="session")
def texts() -> Path:
    """
    The reports' texts, which stand outside the repository; tests that need them run where they are.
    """
    folder = Path(os.environ.get("CITYGRAPH_REPORTS", ROOT.parent / "shared" / "reports"))
    if not folder.is_dir():
        pytest.skip("the texts of the reports are not at hand")
    return folder


@pytest.fixture(scope="session")
def graph(real: projects.Project) -> store.Graph:
    """
    The graph of the real data, current; whoever comes second waits for the worker that builds it.
    """
    for _ in range(120):
        try:
            return build.fresh(real)
        except build.BusyError:
            time.sleep(0.5)
    return build.fresh(real)


@pytest.fixture(scope="session")
def two_trips(tmp_path_factory: pytest.TempPathFactory) -> store.Graph:
    """
    The graph of an invented city that made two trips; some of its names are hostile.
    """
    root = tmp_path_factory.mktemp("two trips")
    shutil.copytree(ROOT / "tests/two_trips/data", root / "data")
    return build.fresh(projects.find(root))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """
    Chromium, one for all tests of a process: playwright starts once.

    Without one these tests fail, unless CITYGRAPH_NO_BROWSER=1 says that this is known.
    """
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = os.environ.get("CITYGRAPH_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None and os.environ.get("CITYGRAPH_NO_BROWSER") == "1":
        pytest.skip("no browser, and CITYGRAPH_NO_BROWSER=1")
    if path is None:
        pytest.fail("no browser: install chromium, set CITYGRAPH_CHROMIUM, or set CITYGRAPH_NO_BROWSER=1")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # A browser's own sandbox does not start as root, as in a container.
        started = playwright.chromium.launch(executable_path=path, chromium_sandbox=os.geteuid() != 0)
        yield started
        started.close()
