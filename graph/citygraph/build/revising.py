"""A build made from the one before it, when few files changed: the same bytes as a clean one, for less."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING

from citygraph import checks, ledger, names, projects, schema, store
from citygraph.build import writing
from citygraph.build.parts import MANIFEST, NAMES, QUESTIONS, SCHEMA, Draft, Manifest, manifest
from citygraph.store.publishing import SOURCES
from citygraph.store.revising import link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from citygraph.projects import Project, Stock
    from citygraph.revision import Revision
    from citygraph.schema import Schema

_MOST = 0.25  # part of the files from which on a clean build is as quick


class NotRevisedError(Exception):
    """
    The revised build cannot be written (the message says why) or breaks a rule: a clean one says where.
    """


class _DroppedError(Exception):
    """
    The build before cannot be built upon; the message says why.
    """


def prepare(project: Project, before: Path, stock: Stock, note: Callable[[str], None]) -> Draft | None:
    """
    The build of what changed since the build *before*; None where a clean one is due.
    """
    try:
        return _prepared(project, before, stock)
    except (_DroppedError, ledger.LedgerError, store.StoreError, OSError) as error:
        note(f"the last build is not built upon ({error}); building anew")
        return None


def _prepared(project: Project, before: Path, stock: Stock) -> Draft | None:
    known = _stock_of(before)
    changed = [path for path in sorted({*known, *stock}) if _digest(known, path) != _digest(stock, path)]
    if len(changed) > max(1, _MOST * len(stock)) or not all(_is_data(project, path) for path in changed):
        return None
    if wrong := store.damage(str(before)) or store.maker(str(before)):
        raise _DroppedError(wrong)
    return _revised(project, before, stock, changed)


def _revised(project: Project, before: Path, stock: Stock, changed: list[str]) -> Draft | None:
    from citygraph import revision

    known = _stock_of(before)
    shapes = schema.read(project.ontologies)
    sheet = json.loads((before / SCHEMA).read_bytes())
    settings = sheet["settings"]
    was = {path: _source(before, known[path][1]) for path in changed if path in known}
    now = {path: (project.root / path).read_bytes() for path in changed if path in stock}
    if any(hashlib.sha256(content).hexdigest() != stock[path][1] for path, content in now.items()):
        return None  # it changed again meanwhile
    with store.lines_of(before) as holds:
        index = names.Index(before / NAMES)
        base = revision.Base(
            shapes,
            ledger.read((before / ledger.FILE).read_bytes()),
            tuple(settings["languages"]),
            settings["base"],
            settings["home"],
            holds,
            lambda key: index.holds(ledger.form(key)),
        )
        found = revision.revise(base, _named(project, was), _named(project, now))
    if found is None:
        return None
    write = partial(_write, before, stock, shapes, found, list(now.values()), sheet)
    return Draft(found.ledger.count, write)


def _write(
    before: Path,
    stock: Stock,
    shapes: Schema,
    found: Revision,
    contents: list[bytes],
    sheet: dict[str, object],
    folder: Path,
) -> None:
    sheet["reports"] = sum(found.ledger.reports.values())
    sheet["facts"] = found.ledger.count
    files = {
        SCHEMA: json.dumps(sheet, ensure_ascii=False, sort_keys=True).encode(),
        QUESTIONS: (before / QUESTIONS).read_bytes(),
        NAMES: _names(before, found),
        ledger.FILE: found.ledger.as_bytes(),
        MANIFEST: Manifest(stock, found.ledger.count).as_bytes(),
    }
    try:
        store.revise(folder, before, found.gone, found.new, files)
    except store.StoreError as error:
        raise NotRevisedError(str(error)) from error
    (folder / SOURCES).mkdir()
    kept = {digest for _, digest in stock.values()}
    for path in (before / SOURCES).iterdir():
        if path.name in kept:
            link(path, folder / SOURCES / path.name)
    for content in contents:
        writing.keep_source(folder, content)
    broken = checks.broken(store.Graph(folder).engine, shapes, warnings=False)
    if any(spots for _, spots in broken):
        raise NotRevisedError


def _stock_of(before: Path) -> Stock:
    try:
        return manifest(before).inputs
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _DroppedError(f"{MANIFEST}: {error}") from error


def _digest(stock: Stock, path: str) -> str:
    return stock[path][1] if path in stock else ""


def _is_data(project: Project, path: str) -> bool:
    name = project.name(project.root / path)
    return name.startswith("data/") and name != projects.MARKER


def _named(project: Project, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    return {project.name(project.root / path): content for path, content in contents.items()}


def _source(before: Path, digest: str) -> bytes:
    """
    A file of data as it was when the build was made.
    """
    try:
        content = (before / SOURCES / digest).read_bytes()
    except OSError as error:
        raise _DroppedError(f"{SOURCES}/{digest[:12]}: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise _DroppedError(f"{SOURCES}/{digest[:12]} is not what was written")
    return content


def _names(before: Path, found: Revision) -> bytes:
    """
    The index of names: as it was, where no name changed.
    """
    if not found.forms_gone and not found.forms_new:
        return (before / NAMES).read_bytes()
    forms = {ledger.key(form): form for form in names.Index(before / NAMES).everything()}
    for key in found.forms_gone:
        del forms[key]
    forms |= {key: ledger.form(key) for key in found.forms_new}
    return names.written(forms.values())
