"""Keeps the published build in step with the data.

All or nothing: with an error nothing is written and the previous build stays.
A build is named after its inputs, so the same inputs find the build they made.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from citygraph import projects, store
from citygraph.build.parts import MANIFEST, NAMES, QUESTIONS, SCHEMA, BuildError
from citygraph.projects import NoProjectError, Project, find

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from citygraph.checks import Coverage
    from citygraph.compilation import Compiled
    from citygraph.projects import Stock
    from citygraph.store import Graph

WAIT = 0.5  # seconds for a lock that another builder holds
KEPT = 2  # builds that stay on disk, the current one included

__all__ = [
    "MANIFEST",
    "NAMES",
    "QUESTIONS",
    "SCHEMA",
    "BuildError",
    "BusyError",
    "NoProjectError",
    "Project",
    "check",
    "compile_",
    "find",
    "fresh",
    "make",
    "previous",
]


class BusyError(Exception):
    """
    Another process is building.
    """


def _unsaid(note: str) -> None:
    """
    Notes are for whoever asks for them.
    """


def compile_(project: Project) -> Compiled:
    """
    Reads and judges a project; writes nothing.
    """
    from citygraph import compilation

    return compilation.compile_(project)


def check(project: Project, texts: Path | None = None) -> tuple[Compiled, Coverage | None]:
    """
    Compiles, and with the folder of the reports' texts also grounds every citation.
    """
    from citygraph import compilation

    return compilation.check(project, texts)


def fresh(project: Project, note: Callable[[str], None] = _unsaid) -> Graph:
    """
    The graph of the project's current data, built first if they changed.

    Raises:
        BuildError: the data have errors; BusyError, store.StoreError: the build cannot be made or read.
    """
    name = store.published(project.cache)
    folder = os.path.join(project.cache, name)
    if name and _answers(project, folder):
        return store.Graph(folder)
    return store.Graph(make(project, note))


def previous(project: Project) -> Graph | None:
    """
    The last build that succeeded, whatever became of the data since.
    """
    folder = store.current(project.builds)
    return None if folder is None else store.Graph(folder)


def make(project: Project, note: Callable[[str], None] = _unsaid) -> Path:
    """
    Builds and publishes; the folder of the build. What changed since the last build is built anew, if that will do.

    Raises:
        BuildError: the data have errors; nothing is written.
        BusyError: another process is building.
        store.StoreError: the disk refused.
    """
    from filelock import FileLock, Timeout

    from citygraph.build import revising, writing

    stock = projects.take_stock(project.inputs())
    revise = revising.prepare(project, stock, note)
    write = revise or writing.prepare(project, stock)
    try:
        project.builds.mkdir(parents=True, exist_ok=True)
        with FileLock(project.builds / "lock", timeout=WAIT):
            try:
                return _publish(project, stock, write)
            except (revising.NotRevisedError, store.StoreError) as error:
                if revise is None:
                    raise
                if isinstance(error, store.StoreError):
                    note(f"the last build is not built upon ({error}); building anew")
                return _publish(project, stock, writing.prepare(project, stock))
    except Timeout as error:
        raise BusyError(f"another build is under way in {project.builds}") from error
    except OSError as error:
        raise store.StoreError(f"cannot write {project.builds}: {error.strerror or error}") from error


def _publish(project: Project, stock: Stock, write: Callable[[Path], None]) -> Path:
    """
    The build of these inputs, made by *write* if it is not there, made current; older ones are swept away.
    """
    import shutil

    folder = project.builds / f"build-{_content(project, stock)}"
    aside = project.builds / f"{folder.name}.{os.getpid()}"
    if not folder.exists() or store.damage(str(folder)):
        try:
            write(aside)
            shutil.rmtree(folder, ignore_errors=True)  # there is one only if it is damaged
            aside.replace(folder)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    store.publish(project.builds, folder.name)
    others = (each for each in project.builds.glob("build-*") if each != folder)
    kept = sorted(others, key=lambda each: each.stat().st_mtime_ns)
    store.sweep(project.builds, [folder.name, *(each.name for each in kept[-(KEPT - 1) :])])
    return folder


def _content(project: Project, stock: Stock) -> str:
    """
    What the inputs hold, in 48 bits: a build is named after it.
    """
    import hashlib

    lines = (f"{name.removeprefix(project.home)}\0{digest}\n" for name, (_, digest) in sorted(stock.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def _answers(project: Project, folder: str) -> bool:
    try:
        with open(os.path.join(folder, MANIFEST), "rb") as stream:
            stock = json.load(stream)["inputs"]
    except (OSError, ValueError, KeyError):
        return False
    return projects.unchanged(project.inputs(), stock)
