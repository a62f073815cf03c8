"""Runs the stations in order: files to records to facts to quads to a published store.

All or nothing: with an error nothing is written and the previous build stays.
A build is named after its inputs, so the same inputs find the build they made.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citygraph import projects, store
from citygraph.projects import NoProject, Project, find

if TYPE_CHECKING:
    from citygraph.checks import Coverage
    from citygraph.diagnostics import Diagnostic
    from citygraph.facts import Fact, Known
    from citygraph.schema import Schema
    from citygraph.store import Graph

MANIFEST = "manifest.json"
SCHEMA = "schema.json"
QUESTIONS = "questions.json"
NAMES = "names.sqlite"
WAIT = 0.5  # seconds for a lock that another builder holds
KEPT = 2  # builds that stay on disk, the current one included

__all__ = ["BuildError", "Busy", "Compiled", "NoProject", "Project", "check", "compile_", "find", "fresh", "make"]


class BuildError(Exception):
    """
    The data have errors; ``diagnostics`` says which.
    """

    def __init__(self, compiled: Compiled) -> None:
        super().__init__(f"{len(compiled.errors)} errors in the data")
        self.compiled = compiled


class Busy(Exception):
    """
    Another process is building.
    """


@dataclass(frozen=True, slots=True)
class Settings:
    """
    What ``data/dataset.yaml`` says: title, base IRI, licence, languages, and who "we" are.
    """

    title: dict[str, str] = field(default_factory=dict)
    base: str = "https://citygraph.example/"
    licence: str = ""
    languages: tuple[str, ...] = ("en", "zh-Hant")
    home: str = ""


@dataclass(frozen=True, slots=True)
class Compiled:
    """
    Everything the stations made of a project, and everything they found wrong.
    """

    project: Project
    settings: Settings
    schema: Schema
    facts: list[Fact]
    known: Known
    lines: list[str]
    questions: dict[str, Any]
    diagnostics: list[Diagnostic]
    sources: dict[str, list[str]]

    @property
    def errors(self) -> list[Diagnostic]:
        from citygraph.diagnostics import errors

        return errors(self.diagnostics)


def compile_(project: Project) -> Compiled:
    """
    Reads and judges a project; writes nothing.
    """
    from citygraph import checks, facts, quads, questions, records, schema

    shapes = schema.read(project.ontologies)
    files, found, sources = [], [], {}
    for path in records.sources(project.data):
        name = project.name(path)
        file, wrong = records.load(path, name)
        found += wrong
        sources[name] = _lines(path) if wrong or path != project.root / projects.MARKER else []
        files.append(file)
    settings, wrong = _settings(files)
    found += wrong
    files = [file for file in files if file.path != projects.MARKER.as_posix()]
    linked, known, wrong = facts.link(files, shapes, settings.languages)
    found += wrong
    if settings.home and settings.home not in known.kinds:
        found.append(_wrong_home(settings, known))
    asked, wrong = questions.read(project.ontologies, shapes)
    found += wrong
    lines: list[str] = []
    # What reading rejected is not reported again by a rule that sees the gap it left.
    if not any(each.is_error for each in found):
        found += checks.judge(linked)
        lines = quads.lines(quads.state(linked, settings.base), shapes.vocabulary)
        with store.memory(lines) as together:
            found += checks.judge_together(together, shapes, linked, settings.base)
    return Compiled(project, settings, shapes, linked, known, lines, asked, found, sources)


def check(project: Project, texts: Path | None = None) -> tuple[Compiled, Coverage | None]:
    """
    Compiles, and with the folder of the reports' texts also grounds every citation.
    """
    from citygraph import checks, reports
    from citygraph.schema import SINGLE

    compiled = compile_(project)
    if texts is None:
        return compiled, None
    ids = [fact.id for fact in compiled.facts if fact.kind.form == SINGLE]
    names = {id_: texts / f"{id_}.txt" for id_ in ids}
    read = {id_: reports.read(path) for id_, path in names.items() if path.is_file()}
    coverage, wrong = checks.ground(compiled.facts, compiled.known, read)
    compiled.diagnostics.extend(wrong)
    return compiled, coverage


def fresh(project: Project) -> Graph:
    """
    The graph of the project's current data, built first if they changed.

    Raises:
        BuildError: the data have errors; Busy, store.StoreError: the build cannot be made or read.
    """
    folder = store.current(project.builds)
    if folder is not None and _answers(project, folder):
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
        Busy: another process is building.
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
        raise Busy(f"another build is under way in {project.builds}") from error
    except OSError as error:
        raise store.StoreError(f"cannot write {project.builds}: {error.strerror or error}") from error


def figures(compiled: Compiled, coverage: Coverage | None) -> dict[str, Any]:
    """
    What there is, in numbers, and what is missing.
    """
    from citygraph import checks
    from citygraph.schema import KEYED

    things = [fact for fact in compiled.facts if fact.kind.form == KEYED]
    found: dict[str, Any] = {
        "files": len(compiled.sources),
        "things": len(things),
        "facts": len(compiled.facts) - len(things),
        "quads": len(compiled.lines),
        "in one language only": checks.in_one_language(compiled.facts, compiled.settings.languages),
        "referred to by nothing": checks.unused(compiled.facts),
    }
    if coverage is not None:
        found["citations grounded"] = coverage.grounded
        found["sections"] = dict(coverage.sections)
        found["sections without facts"] = {report: list(sections) for report, sections in coverage.uncited.items()}
        found["sections declared empty"] = {report: list(sections) for report, sections in coverage.empty.items()}
    return found


def summary(compiled: Compiled, coverage: Coverage | None, lang: str) -> str:
    """
    The figures as lines.
    """
    zh = lang.startswith("zh")
    found = figures(compiled, coverage)
    errors = len(compiled.errors)
    warnings = len(compiled.diagnostics) - errors
    lines = [
        f"{found['files']} 個檔案：{found['things']} 個事物、{found['facts']} 項事實、{found['quads']} 個四元組"
        if zh
        else f"{found['files']} files: {found['things']} things, {found['facts']} facts, {found['quads']} quads"
    ]
    if coverage is not None:
        lines.append(f"引註已核對：{coverage.grounded}" if zh else f"citations grounded: {coverage.grounded}")
        for report, count in coverage.sections.items():
            bare, empty = len(coverage.uncited.get(report, ())), len(coverage.empty.get(report, ()))
            lines.append(f"  {report}：{count} 節，{bare} 節未引註，{empty} 節宣告無事實" if zh else f"  {report}: {count} sections, {bare} without facts, {empty} declared empty")
    lines.append(f"僅有一種語言名稱：{len(found['in one language only'])}" if zh else f"named in one language only: {len(found['in one language only'])}")
    lines.append(f"未被引用的事物：{len(found['referred to by nothing'])}" if zh else f"referred to by nothing: {len(found['referred to by nothing'])}")
    lines.append(f"{errors} 個錯誤，{warnings} 個警告" if zh else f"{errors} errors, {warnings} warnings")
    return "\n".join(lines)


def _publish(project: Project, compiled: Compiled, stock: dict[str, Any]) -> Path:
    import hashlib
    import shutil

    content = hashlib.sha256("".join(f"{Path(name).name}\0{digest}\n" for name, (_, digest) in sorted(stock.items())).encode()).hexdigest()
    folder = project.builds / f"build-{content[:12]}"
    aside = project.builds / f"build-{content[:12]}.{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    try:
        store.write(aside, compiled.lines, _files(compiled, stock))
        _index(aside / NAMES, compiled)
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(aside, folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    store.publish(project.builds, folder.name)
    kept = sorted((each for each in project.builds.glob("build-*") if each != folder), key=lambda each: each.stat().st_mtime_ns)
    store.sweep(project.builds, [folder.name, *(each.name for each in kept[-(KEPT - 1) :])])
    return folder


def _files(compiled: Compiled, stock: dict[str, Any]) -> dict[str, bytes]:
    from dataclasses import asdict

    from citygraph import schema

    reports = sum(fact.kind.form == schema.SINGLE for fact in compiled.facts)
    governs = next((each.through for kind in compiled.schema.kinds.values() for each in kind.fields if each.through), "")
    shapes = schema.as_json(compiled.schema) | {"settings": asdict(compiled.settings), "reports": reports, "governs": governs}
    return {
        SCHEMA: json.dumps(shapes, ensure_ascii=False, sort_keys=True).encode(),
        QUESTIONS: json.dumps(compiled.questions, ensure_ascii=False, sort_keys=True).encode(),
        MANIFEST: json.dumps({"inputs": stock}, sort_keys=True).encode(),
    }


def _index(path: Path, compiled: Compiled) -> None:
    from citygraph import names, quads

    minter = quads.Minter(compiled.settings.base)
    status = {"prefLabel": names.NAME, "altLabel": names.ALSO, "hiddenLabel": names.MISPRINT, "literalForm": names.MISPRINT}
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
    names.write(path, forms)


def _answers(project: Project, folder: Path) -> bool:
    try:
        stock = json.loads((folder / MANIFEST).read_bytes())["inputs"]
    except (OSError, ValueError, KeyError):
        return False
    return projects.unchanged(project.inputs(), stock)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _settings(files: list[Any]) -> tuple[Settings, list[Diagnostic]]:
    """
    The settings, each judged at its place.
    """
    import re

    from citygraph.diagnostics import Diagnostic, Place
    from citygraph.records import List, Mapping, Text

    file = next((each for each in files if each.path == projects.MARKER.as_posix()), None)
    if file is None or file.root is None:
        return Settings(), []
    found: dict[str, Any] = {}
    wrong = []
    for key, node in file.root.entries:
        if key.value == "title" and isinstance(node, Mapping):
            found["title"] = {name.value: text.value for name, text in node.entries if isinstance(text, Text)}
        elif key.value == "languages" and isinstance(node, List):
            found["languages"] = tuple(each.value for each in node.items if isinstance(each, Text))
        elif key.value in ("base", "licence", "home") and isinstance(node, Text):
            found[key.value] = node.value
        else:
            message = {"en": f"'{key.value}' is no setting of a dataset", "zh-Hant": f"資料集沒有「{key.value}」設定"}
            wrong.append(Diagnostic(Place(file.path, key.line, key.column), "dataset", {"message": message}, len(key.value)))
    settings = Settings(**found)
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+[/#]", settings.base):
        base = file.root.get("base") or file.root
        message = {"en": "the base IRI starts with http:// or https:// and ends with / or #", "zh-Hant": "base 應以 http:// 或 https:// 開頭，以 / 或 # 結尾"}
        wrong.append(Diagnostic(Place(file.path, base.line, base.column), "dataset", {"message": message}))
        settings = Settings(**{**found, "base": Settings().base})
    return settings, wrong


def _wrong_home(settings: Settings, known: Known) -> Diagnostic:
    from citygraph import names
    from citygraph.diagnostics import Diagnostic, Place

    body = {"en": "body", "zh-Hant": "機關"}
    return Diagnostic(Place(projects.MARKER.as_posix()), "unknown-reference", {"kind": body, "id": settings.home, "near": names.nearest(settings.home, known.kinds)})
