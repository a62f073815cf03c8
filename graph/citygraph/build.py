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

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.checks import Coverage
    from citygraph.compilation import Compiled
    from citygraph.store import Graph

MANIFEST = "manifest.json"
SCHEMA = "schema.json"
QUESTIONS = "questions.json"
NAMES = "names.sqlite"
WAIT = 0.5  # seconds for a lock that another builder holds
KEPT = 2  # builds that stay on disk, the current one included

__all__ = [
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


class BuildError(Exception):
    """
    The data have errors; ``diagnostics`` says which.
    """

    def __init__(self, compiled: Compiled) -> None:
        super().__init__(f"{len(compiled.errors)} errors in the data")
        self.compiled = compiled


class BusyError(Exception):
    """
    Another process is building.
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


def fresh(project: Project) -> Graph:
    """
    The graph of the project's current data, built first if they changed.

    Raises:
        BuildError: the data have errors; BusyError, store.StoreError: the build cannot be made or read.
    """
    name = store.published(project.cache)
    folder = os.path.join(project.cache, name)
    if name and _answers(project, folder):
        return store.Graph(folder)
    return store.Graph(make(project))


def previous(project: Project) -> Graph | None:
    """
    The last build that succeeded, whatever became of the data since.
    """
    folder = store.current(project.builds)
    return None if folder is None else store.Graph(folder)


def make(project: Project) -> Path:
    """
    Builds and publishes; the folder of the build.

    Raises:
        BuildError: the data have errors; nothing is written.
        BusyError: another process is building.
        store.StoreError: the disk refused.
    """
    from filelock import FileLock, Timeout

    inputs = project.inputs()
    stock = projects.take_stock(inputs)
    compiled = compile_(project)
    if compiled.errors:
        raise BuildError(compiled)
    try:
        project.builds.mkdir(parents=True, exist_ok=True)
        with FileLock(project.builds / "lock", timeout=WAIT):
            return _publish(project, compiled, stock)
    except Timeout as error:
        raise BusyError(f"another build is under way in {project.builds}") from error
    except OSError as error:
        raise store.StoreError(f"cannot write {project.builds}: {error.strerror or error}") from error


def _publish(project: Project, compiled: Compiled, stock: dict[str, Any]) -> Path:
    import shutil

    folder = project.builds / f"build-{_content(project, stock)}"
    aside = project.builds / f"{folder.name}.{os.getpid()}"
    if not folder.exists() or store.damage(str(folder)):
        try:
            store.write(aside, compiled.lines, _files(project, compiled, stock))
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


def _content(project: Project, stock: dict[str, Any]) -> str:
    """
    What the inputs hold, in 48 bits: a build is named after it.
    """
    import hashlib

    lines = (f"{name.removeprefix(project.home)}\0{digest}\n" for name, (_, digest) in sorted(stock.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def _files(project: Project, compiled: Compiled, stock: dict[str, Any]) -> dict[str, bytes]:
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
        NAMES: _index(project, compiled),
        MANIFEST: json.dumps({"inputs": stock}, sort_keys=True).encode(),
    }


def _index(project: Project, compiled: Compiled) -> bytes:
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
        "demonym": names.DEMONYM,
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
    path = project.builds / f".names.{os.getpid()}"
    try:
        names.write(path, forms)
        return path.read_bytes()
    finally:
        path.unlink(missing_ok=True)


def _answers(project: Project, folder: str) -> bool:
    try:
        with open(os.path.join(folder, MANIFEST), "rb") as stream:
            stock = json.load(stream)["inputs"]
    except (OSError, ValueError, KeyError):
        return False
    return projects.unchanged(project.inputs(), stock)
