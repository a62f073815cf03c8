"""Keeps the published build in step with the data.

All or nothing: with an error nothing is written and the previous build stays.
A build is named after its inputs, so the same inputs find the build they made.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from citygraph import projects, store
from citygraph.projects import NoProjectError, Project, find
from citygraph.turns import PATIENCE, WAIT, BusyError

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.checks import Coverage
    from citygraph.compilation import Compiled
    from citygraph.store import Graph

MANIFEST = "manifest.json"
REFUSED = "refused.json"  # inputs from which no build could be made
SCHEMA = "schema.json"
QUESTIONS = "questions.json"
NAMES = "names.sqlite"
FEW = 10  # facts; where there are fewer, losing half is no sign of a failure
TRIES = 3  # times that the data are read anew because they changed meanwhile

__all__ = [
    "PATIENCE",
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


class BuildError(Exception):
    """
    The data have errors; ``diagnostics`` says which.
    """

    def __init__(self, compiled: Compiled) -> None:
        count = len(compiled.errors)
        super().__init__(f"the data have {count} error{'s' * (count != 1)} (citygraph check lists them)")
        self.compiled = compiled


class ShrinkError(Exception):
    """
    The build would hold far fewer facts than the one before it: something may have failed in silence.
    """

    def __init__(self, before: int, now: int) -> None:
        super().__init__(
            f"the build would hold {now:,} facts instead of {before:,}; nothing is published "
            "(if it is meant: citygraph build --allow-shrink)"
        )


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


def fresh(project: Project, *, shrink: bool = False, wait: float = WAIT) -> Graph:
    """
    The graph of the project's current data, built first if they changed.

    Raises:
        BuildError: the data have errors; ShrinkError: they lost most of their facts;
        BusyError, store.StoreError: the build cannot be made or read.
    """
    return standing(project) or store.Graph(make(project, shrink=shrink, anew=False, wait=wait))


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
        return int(json.loads((folder / MANIFEST).read_bytes())["facts"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def make(project: Project, *, shrink: bool = False, anew: bool = True, wait: float = WAIT) -> Path:
    """
    Builds and publishes; the folder of the build. Not *anew* where another process has built meanwhile.

    Raises:
        BuildError: the data have errors; nothing is published.
        ShrinkError: most facts are gone, and *shrink* does not allow it; nothing is published.
        BusyError: another process is building, or the data change while they are read.
        store.StoreError: the disk refused.
    """
    from citygraph import turns

    try:
        project.builds.mkdir(parents=True, exist_ok=True)
        with turns.stoppable(), turns.one_at_a_time(project.builds, wait):
            last = store.current(project.builds)
            if not anew and last is not None and _answers(project, str(last)):
                return last
            return _make(project, last, shrink=shrink)
    except OSError as error:
        where = error.filename or project.builds
        raise store.StoreError(f"cannot write {where}: {error.strerror or error}") from error


def _make(project: Project, last: Path | None, *, shrink: bool) -> Path:
    compiled, stock = _read(project)
    if compiled.errors:
        wrong = BuildError(compiled)
        _refuse(project, stock, str(wrong))
        raise wrong
    before, now = facts(last) if last else 0, len(compiled.facts)
    if before and (not now or (2 * now <= before and before >= FEW)) and not shrink:
        error = ShrinkError(before, now)
        _refuse(project, stock, str(error))
        raise error
    folder = _publish(project, compiled, stock)
    (project.builds / REFUSED).unlink(missing_ok=True)
    return folder


def _read(project: Project) -> tuple[Compiled, dict[str, Any]]:
    """
    The project compiled, and the stock of just the inputs that were compiled: a file may change while it is read.
    """
    for _ in range(TRIES):
        stock = projects.take_stock(project.inputs())
        compiled = compile_(project)
        if projects.unchanged(project.inputs(), stock):
            return compiled, stock
    raise BusyError(f"the files in {project.home} change while they are read; try again when they rest")


def _refuse(project: Project, stock: dict[str, Any], why: str) -> None:
    """
    Remember that no build can be made of these inputs, so that look-ups need not find it out again.
    """
    store.put(project.builds, REFUSED, json.dumps({"inputs": stock, "why": why}, sort_keys=True).encode())


def _publish(project: Project, compiled: Compiled, stock: dict[str, Any]) -> Path:
    import shutil

    folder = project.builds / f"build-{_content(project, stock)}"
    aside = project.builds / f"{folder.name}.{os.getpid()}"
    if not folder.exists() or store.damage(str(folder)):
        try:
            store.write(aside, compiled.lines, _files(compiled, stock))
            shutil.rmtree(folder, ignore_errors=True)  # there is one only if it is damaged
            aside.replace(folder)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    before = store.published(project.cache)
    store.publish(project.builds, folder.name)
    store.sweep(project.builds, [folder.name, before])
    return folder


def _content(project: Project, stock: dict[str, Any]) -> str:
    """
    What the inputs hold, in 48 bits: a build is named after it.
    """
    import hashlib

    lines = (f"{name.removeprefix(project.home)}\0{digest}\n" for name, (_, digest) in sorted(stock.items()))
    # A file's name may be no text at all.
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _files(compiled: Compiled, stock: dict[str, Any]) -> dict[str, bytes]:
    from dataclasses import asdict

    from citygraph import schema

    reports = sum(fact.kind.form == schema.SINGLE for fact in compiled.facts)
    governs = next(
        (each.through for kind in compiled.schema.kinds.values() for each in kind.fields if each.through), ""
    )
    shapes = schema.as_json(compiled.schema) | {
        "settings": asdict(compiled.settings),
        "reports": reports,
        "governs": governs,
    }
    return {
        SCHEMA: json.dumps(shapes, ensure_ascii=False, sort_keys=True).encode(),
        QUESTIONS: json.dumps(compiled.questions, ensure_ascii=False).encode(),
        NAMES: _index(compiled),
        MANIFEST: json.dumps({"inputs": stock, "facts": len(compiled.facts)}, sort_keys=True).encode(),
    }


def _index(compiled: Compiled) -> bytes:
    """
    The index of names, as the bytes of its file.
    """
    from citygraph import names, quads

    minter = quads.Minter(compiled.settings.base)
    status = {
        "prefLabel": names.NAME,
        "altLabel": names.ALSO,
        "hiddenLabel": names.MISPRINT,
        "literalForm": names.MISPRINT,
    }
    forms = []
    for fact in compiled.facts:
        for value in fact.values:
            label = value.field.path.rsplit("#")[-1]
            if label not in status:
                continue
            named = [of.text for of in fact.of("of")] if label == "literalForm" else [fact.id]
            for id_ in named:
                iri = minter.thing(id_) if id_ else quads.iri(fact, compiled.settings.base)
                kind = compiled.known.kinds.get(id_, fact.kind)
                forms.append(names.Form(iri, kind.iri, value.text, value.language, status[label]))
    return names.written(forms)


def _answers(project: Project, folder: str) -> bool:
    try:
        with open(os.path.join(folder, MANIFEST), "rb") as stream:
            return projects.unchanged(project.inputs(), json.load(stream)["inputs"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
