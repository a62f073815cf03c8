"""The stations in order: files to records to facts to quads, judged; writes nothing."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from citygraph import checks, facts, projects, quads, questions, records, reports, schema, settings, store
from citygraph.diagnostics import errors
from citygraph.schema import KEYED, SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyoxigraph import Store

    from citygraph.checks import Coverage
    from citygraph.diagnostics import Diagnostic
    from citygraph.facts import Fact, Known
    from citygraph.projects import Project
    from citygraph.quads import Lines
    from citygraph.schema import Schema
    from citygraph.settings import Settings


class Sources(Mapping[str, list[str]]):
    """
    The lines of each file, read when a diagnostic shows one.
    """

    def __init__(self) -> None:
        self.paths: dict[str, Path] = {}
        self.read: dict[str, list[str]] = {}

    def __getitem__(self, name: str) -> list[str]:
        if name not in self.read:
            self.read[name] = []
            # Of a pipe one would wait for the end; of a file that cannot be read nothing is shown.
            if self.paths[name].is_file():
                with contextlib.suppress(OSError):
                    text = self.paths[name].read_bytes().decode("utf-8-sig", "replace")
                    self.read[name] = records.lines(text)
        return self.read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


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
    lines: Lines
    questions: dict[str, Any]
    diagnostics: list[Diagnostic]
    sources: Sources

    @property
    def errors(self) -> list[Diagnostic]:
        return errors(self.diagnostics)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """
    No search for cycles meanwhile: records hold none, and looking through them takes longer than making them.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@uncollected()
def compile_(project: Project, *, together: bool = True) -> Compiled:
    """
    Reads and judges a project; writes nothing.

    Records are judged *together* too, unless the caller wants errors alone and has a store to judge rules in.
    """
    shapes = schema.read(project.ontologies)
    files, found, sources = [], [], Sources()
    for path in records.sources(project.data):
        name = project.name(path)
        file, wrong = records.load(path, name)
        found += wrong
        sources.paths[name] = path
        files.append(file)
    said, wrong = settings.read(files)
    found += wrong
    files = [file for file in files if file.path != projects.MARKER]
    linked, known, wrong = facts.link(files, shapes, said.languages)
    del files  # what was read takes as much memory as what it became
    found += wrong
    if said.home and said.home not in known.kinds and said.home not in known.unread:
        found.append(settings.wrong_home(said, known))
    asked, wrong = questions.read(project.ontologies, shapes)
    found += wrong
    lines = quads.Lines()
    # Dates and contradictions are judged on what was read; a count or a rule would see the gap a rejected value left.
    rejected = any(each.is_error for each in found)
    found += [each for each in checks.judge(linked) if not (rejected and each.code in ("too-few", "too-many"))]
    if together:
        found += checks.doubles(linked)
    if not rejected:
        lines = quads.lines(quads.state(linked, said.base), shapes.vocabulary)
    compiled = Compiled(project, said, shapes, linked, known, lines, asked, found, sources)
    if together and not rejected:
        with store.memory(lines.plain()) as engine:
            judge_together(compiled, engine)
    return compiled


def judge_together(compiled: Compiled, engine: Store, *, warnings: bool = True) -> None:
    """
    Judges the rules across records, in a store that holds what was compiled.
    """
    compiled.diagnostics.extend(
        checks.judge_together(engine, compiled.schema, compiled.facts, compiled.settings.base, warnings=warnings)
    )


def check(project: Project, texts: Path | None = None) -> tuple[Compiled, Coverage | None]:
    """
    Compiles, and with the folder of the reports' texts also grounds every citation.
    """
    compiled = compile_(project)
    if texts is None:
        return compiled, None
    ids = [fact.id for fact in compiled.facts if fact.kind.form == SINGLE]
    names = {id_: texts / f"{id_}.txt" for id_ in ids}
    read = {id_: reports.read(path) for id_, path in names.items() if path.is_file()}
    coverage, wrong = checks.ground(compiled.facts, compiled.known, read)
    compiled.diagnostics.extend(wrong)
    return compiled, coverage


def figures(compiled: Compiled, coverage: Coverage | None) -> dict[str, Any]:
    """
    What there is, in numbers, and what is missing.
    """
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
            lines.append(
                f"  {report}：{count} 節，{bare} 節未引註，{empty} 節宣告無事實"
                if zh
                else f"  {report}: {count} sections, {bare} without facts, {empty} declared empty"
            )
    lines.append(
        f"僅有一種語言名稱：{len(found['in one language only'])}"
        if zh
        else f"named in one language only: {len(found['in one language only'])}"
    )
    lines.append(
        f"未被引用的事物：{len(found['referred to by nothing'])}"
        if zh
        else f"referred to by nothing: {len(found['referred to by nothing'])}"
    )
    lines.append(f"{errors} 個錯誤，{warnings} 個警告" if zh else f"{errors} errors, {warnings} warnings")
    return "\n".join(lines)
