"""Keeps the published build in step with the data.

All or nothing: with an error nothing is written and the previous build stays.
A build is named after its inputs, so the same inputs find the build they made.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from citygraph import projects, store
from citygraph.build.parts import MANIFEST, NAMES, QUESTIONS, SCHEMA, BuildError, ShrinkError, manifest
from citygraph.projects import NoProjectError, Project, find
from citygraph.turns import PATIENCE, WAIT, BusyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from citygraph.build.parts import Draft
    from citygraph.checks import Coverage
    from citygraph.compilation import Compiled
    from citygraph.projects import Stock
    from citygraph.store import Graph

REFUSED = "refused.json"  # inputs from which no build could be made
FEW = 10  # facts; where there are fewer, losing half is no sign of a failure
TRIES = 3  # times that the data are read anew because they changed meanwhile

__all__ = [
    "MANIFEST",
    "NAMES",
    "PATIENCE",
    "QUESTIONS",
    "REFUSED",
    "SCHEMA",
    "BuildError",
    "BusyError",
    "NoProjectError",
    "Project",
    "ShrinkError",
    "check",
    "compile_",
    "facts",
    "find",
    "fresh",
    "make",
    "previous",
    "refused",
    "standing",
]


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


def standing(project: Project) -> Graph | None:
    """
    The published build if it answers to the data as they are.
    """
    while name := store.published(project.cache):
        folder = os.path.join(project.cache, name)
        if not _answers(project, folder):
            return None
        try:
            return store.Graph(folder)
        except store.StoreError:
            if store.published(project.cache) == name:
                raise
            # Else others have built since, and this one was swept away while it was being opened.
    return None


def fresh(
    project: Project, note: Callable[[str], None] = _unsaid, *, shrink: bool = False, wait: float = WAIT
) -> Graph:
    """
    The graph of the project's current data, built first if they changed.

    Raises:
        BuildError: the data have errors; ShrinkError: they lost most of their facts;
        BusyError, store.StoreError: the build cannot be made or read.
    """
    return standing(project) or store.Graph(make(project, note, shrink=shrink, anew=False, wait=wait))


def previous(project: Project) -> Graph | None:
    """
    The last build that succeeded, whatever became of the data since.
    """
    folder = store.current(project.builds)
    return None if folder is None else store.Graph(folder)


def refused(project: Project) -> str:
    """
    Why no build can be made of the data as they are, where that was found out before; else empty.
    """
    try:
        with open(os.path.join(project.cache, REFUSED), "rb") as stream:
            found = json.load(stream)
        return str(found["why"]) if projects.unchanged(project.inputs(), found["inputs"]) else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def facts(folder: Path) -> int:
    """
    How many facts a build holds; 0 where it does not say.
    """
    try:
        return manifest(folder).facts
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def make(
    project: Project,
    note: Callable[[str], None] = _unsaid,
    *,
    shrink: bool = False,
    anew: bool = True,
    wait: float = WAIT,
) -> Path:
    """
    Builds and publishes; the folder of the build. Not *anew* where another process has built meanwhile.

    What changed since the last build is built anew, if that will do; why it will not, is said to *note*.

    Raises:
        BuildError: the data have errors; nothing is published.
        ShrinkError: most facts are gone, and *shrink* does not allow it; nothing is published.
        BusyError: another process is building, or the data change while they are read.
        store.StoreError: the disk refused.
    """
    from citygraph import turns
    from citygraph.build import revising

    try:
        project.builds.mkdir(parents=True, exist_ok=True)
        with turns.stoppable(), turns.one_at_a_time(project.builds, wait):
            last = store.current(project.builds)
            if not anew and last is not None and _answers(project, str(last)):
                return last
            before = 0 if shrink or last is None else facts(last)
            try:
                return _make(project, last, before, note)
            except revising.NotRevisedError as error:
                if str(error):
                    note(f"the last build is not built upon ({error}); building anew")
            return _make(project, None, before, note)
    except OSError as error:
        where = error.filename or project.builds
        raise store.StoreError(f"cannot write {where}: {error.strerror or error}") from error


def _make(project: Project, base: Path | None, before: int, note: Callable[[str], None]) -> Path:
    """
    Builds upon *base*, else anew, and publishes, unless most of the facts of *before* are gone.
    """
    stock, draft = _read(project, base, note)
    try:
        _accept(draft, before)
        folder = _publish(project, stock, draft.write)
    except (BuildError, ShrinkError) as error:
        _refuse(project, stock, str(error))
        raise
    (project.builds / REFUSED).unlink(missing_ok=True)
    return folder


def _accept(draft: Draft, before: int) -> None:
    """
    Whether a draft may be written: it has no errors, and most of the facts *before* are there.
    """
    if draft.compiled is not None and draft.compiled.errors:
        raise BuildError(draft.compiled)
    if before and (not draft.facts or (2 * draft.facts <= before and before >= FEW)):
        raise ShrinkError(before, draft.facts)


def _read(project: Project, base: Path | None, note: Callable[[str], None]) -> tuple[Stock, Draft]:
    """
    What is to be written, and the stock of just the inputs that were read for it: a file may change meanwhile.
    """
    from citygraph.build import revising, writing

    for _ in range(TRIES):
        stock = projects.take_stock(project.inputs())
        draft = base and revising.prepare(project, base, stock, note)
        draft = draft or writing.prepare(project, stock)
        if projects.unchanged(project.inputs(), stock):
            return stock, draft
    raise BusyError(f"the files in {project.home} change while they are read; try again when they rest")


def _refuse(project: Project, stock: Stock, why: str) -> None:
    """
    Remember that no build can be made of these inputs, so that look-ups need not find it out again.
    """
    store.put(project.builds, REFUSED, json.dumps({"inputs": stock, "why": why}, sort_keys=True).encode())


def _publish(project: Project, stock: Stock, write: Callable[[Path], None]) -> Path:
    """
    The build of these inputs, made by *write* if it is not there, made current; older ones are swept away.
    """
    import shutil

    folder = project.builds / f"build-{_content(project, stock)}"
    aside = project.builds / f"{folder.name}.{os.getpid()}"
    if not folder.exists() or store.damage(str(folder)) or not _answers(project, str(folder)):
        try:
            write(aside)
            shutil.rmtree(folder, ignore_errors=True)  # there is one only if it is damaged
            aside.replace(folder)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    before = store.published(project.cache)
    store.publish(project.builds, folder.name)
    store.sweep(project.builds, [folder.name, before])
    return folder


def _content(project: Project, stock: Stock) -> str:
    """
    What the inputs hold, in 48 bits: a build is named after it.
    """
    import hashlib

    lines = (f"{name.removeprefix(project.home)}\0{digest}\n" for name, (_, digest) in sorted(stock.items()))
    # A file's name may be no text at all.
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _answers(project: Project, folder: str) -> bool:
    try:
        return projects.unchanged(project.inputs(), manifest(folder).inputs)
    except (OSError, ValueError, KeyError, TypeError):
        return False
