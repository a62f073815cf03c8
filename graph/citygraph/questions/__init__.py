"""Plain questions: understands a phrase, runs its query, tells the answer.

A question is a file, ``ontology/questions/*.rq``: what it hears, what it takes,
one SPARQL query, how the answer reads and a worked example. ``words.yaml`` beside
them holds the words of both languages that questions share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from citygraph.diagnostics import Diagnostic
    from citygraph.questions.asking import Asked
    from citygraph.schema import Schema
    from citygraph.store import Graph

__all__ = ["ask", "read"]


# A look-up does not pay for what reads the files at build time, nor a build for what answers.


def ask(graph: Graph, phrase: str, lang: str) -> Asked:
    """
    Answers *phrase* from *graph* in *lang*.
    """
    from citygraph.questions import asking

    return asking.ask(graph, phrase, lang)


def read(folders: Iterable[Path], schema: Schema) -> tuple[dict[str, Any], list[Diagnostic]]:
    """
    All questions and words of *folders*, compiled, and what is wrong with them.
    """
    from citygraph.questions import files

    return files.read(folders, schema)
