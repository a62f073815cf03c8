"""What tests share: a project written in the test itself, and the real one."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from citygraph import build, projects, questions, schema, store
from citygraph.diagnostics import Diagnostic, ordered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
# Much is made in tests and little of it in cycles: as in the command itself, they are looked for less often.
gc.set_threshold(50_000)
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


_KEPT: dict[Any, Any] = {}
_read_schema, _read_questions = schema.read, questions.read


def _contents(folders: list[Path], *suffixes: str) -> tuple[tuple[str, bytes], ...]:
    """
    Every file of an ontology by its path, with what it holds.
    """
    found = (path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in suffixes)
    return tuple((str(path), path.read_bytes()) for path in found)


def _schema_once(folders: Iterable[Path]) -> schema.Schema:
    """
    The schema, read once as long as its files hold the same: half of the time that a small project takes.
    """
    folders = list(folders)
    key = _contents(folders, ".ttl")
    if key not in _KEPT:
        _KEPT[key] = _read_schema(folders)
    found: schema.Schema = _KEPT[key]
    return found


def _questions_once(folders: Iterable[Path], shapes: schema.Schema) -> tuple[dict[str, Any], list[Diagnostic]]:
    """
    The questions, read once in the same way: half of what is then left. Whoever asks gets a copy.
    """
    folders = list(folders)
    key = (id(shapes), _contents(folders, ".yaml", ".part", ".rq"))
    if key not in _KEPT:
        _KEPT[key] = (shapes, pickle.dumps(_read_questions(folders, shapes)))  # held, so that its number stays its own
    compiled, wrong = pickle.loads(_KEPT[key][1])
    return compiled, wrong


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The ontology is read once for all tests of a process that compile or build, and do not look into the reading itself.
    """
    monkeypatch.setattr(schema, "read", _schema_once)
    monkeypatch.setattr(questions, "read", _questions_once)


@pytest.fixture
def read_anew(read_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The ontology is read each time after all, where a test compares what two readings give.
    """
    monkeypatch.setattr(schema, "read", _read_schema)
    monkeypatch.setattr(questions, "read", _read_questions)


@pytest.fixture
def project(tmp_path: Path, read_once: None) -> Written:
    """
    An empty project with the real ontology.
    """
    return Written(tmp_path / "project")


@pytest.fixture(scope="session")
def real() -> projects.Project:
    """
    The project of this repository.
    """
    return projects.find(ROOT)


@pytest.fixture(scope="session")
def read_real(real: projects.Project) -> build.Compiled:
    """
    The real data as they are compiled, once for all who only look at them.
    """
    return build.compile_(real)


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


class Tabs:
    """
    Tabs without a network, lent to one test after another: opening a new one costs more than most tests do in it.

    A tab that comes back is deaf, blank and as it was when it was lent; one that is not is closed.
    """

    MOST = 6  # idle ones; each takes memory
    LOOKS = """[innerWidth, innerHeight, devicePixelRatio, document.hasFocus(),
        ...["print", "(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"]
        .map((each) => matchMedia(each).matches)]"""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.idle: list[tuple[str, Page, list[Any]]] = []
        self.lent: dict[Page, tuple[str, list[Any], dict[str, Callable[[Any], None]]]] = {}

    def lend(self, heard: dict[str, Callable[[Any], None]], *, fresh: bool = False, **settings: Any) -> Page:
        """
        A tab with these settings, whose events go to those who have *heard* of them; a *fresh* one is used once.
        """
        key = "" if fresh else repr(sorted(settings.items()))
        found = next((each for each in self.idle if each[0] == key), None)
        if found is not None:
            self.idle.remove(found)
            _, tab, looks = found
        else:
            context = self.browser.new_context(**settings)
            context.set_offline(True)
            tab = context.new_page()
            looks = tab.evaluate(self.LOOKS)
        for event, listener in heard.items():
            tab.on(event, listener)  # type: ignore[call-overload]
        self.lent[tab] = (key, looks, heard)
        return tab

    def take_back(self, tab: Page) -> None:
        """
        Keeps a tab for the next who asks for one like it.
        """
        key, looks, heard = self.lent.pop(tab)
        for event, listener in heard.items():
            tab.remove_listener(event, listener)
        if key and len(tab.context.pages) == 1:
            tab.mouse.move(0, 0)
            tab.goto("about:blank")
            if tab.evaluate(self.LOOKS) == looks:
                self.idle.append((key, tab, looks))
                if len(self.idle) <= self.MOST:
                    return
                _, tab, _ = self.idle.pop(0)
        tab.context.close()


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    """
    The tabs of the one browser.
    """
    return Tabs(browser)
