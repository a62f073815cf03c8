"""A clean build: everything read, judged and written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from citygraph import compilation, ledger, names, quads, records, schema, store
from citygraph.build.parts import MANIFEST, NAMES, QUESTIONS, SCHEMA, BuildError, Draft, Manifest
from citygraph.store.publishing import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from citygraph.compilation import Compiled
    from citygraph.ledger import Ledger
    from citygraph.names import Form
    from citygraph.projects import Project, Stock


def prepare(project: Project, stock: Stock) -> Draft:
    """
    Compile a project; whether it has errors is for the caller to see.
    """
    compiled = compilation.compile_(project, together=False)
    return Draft(len(compiled.facts), partial(_write, project, compiled, stock), compiled)


@compilation.uncollected()
def _write(project: Project, compiled: Compiled, stock: Stock, folder: Path) -> None:
    forms = list(ledger.forms(compiled.facts, compiled.known, compiled.settings.base))
    files = {
        SCHEMA: _shapes(compiled),
        QUESTIONS: json.dumps(compiled.questions, ensure_ascii=False).encode(),
        NAMES: names.written(forms),
        ledger.FILE: _ledger(compiled, forms).as_bytes(),
        MANIFEST: Manifest(stock, len(compiled.facts)).as_bytes(),
    }
    store.write(folder, compiled.lines, files)
    (folder / SOURCES).mkdir()
    for path in records.sources(project.data):
        keep_source(folder, path.read_bytes())
    compilation.judge_together(compiled, store.Graph(folder).engine, warnings=False)
    if compiled.errors:
        raise BuildError(compiled)


def keep_source(folder: Path, content: bytes) -> None:
    """
    Keep a file of data as it was read, for the build after this one.
    """
    (folder / SOURCES / hashlib.sha256(content).hexdigest()).write_bytes(content)


def _shapes(compiled: Compiled) -> bytes:
    reports = sum(fact.kind.form == schema.SINGLE for fact in compiled.facts)
    governs = next(
        (each.through for kind in compiled.schema.kinds.values() for each in kind.fields if each.through), ""
    )
    shapes = schema.as_json(compiled.schema) | {
        "settings": asdict(compiled.settings),
        "reports": reports,
        "facts": len(compiled.facts),
        "governs": governs,
    }
    return json.dumps(shapes, ensure_ascii=False, sort_keys=True).encode()


def _ledger(compiled: Compiled, forms: Iterable[Form]) -> Ledger:
    gone = quads.withdrawn(compiled.facts)
    found = ledger.sums(compiled.facts, compiled.known, compiled.schema, gone)
    repeated = Counter({key: n for key, n in Counter(map(ledger.key, forms)).items() if n > 1})
    return found.weighed(Counter(compiled.lines.repeated()), repeated)
