"""citygraph: a knowledge graph of what passed between cities.

Curated YAML facts are compiled to RDF, asked in SPARQL or plain words, and
drawn. ``citygraph.open()`` gives the graph to Python users.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from rdflib import Dataset

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(project: str | PathLike[str] | None = None) -> Dataset:  # noqa: A001 -- citygraph.open() reads well; the built-in is not used here
    """
    The graph of *project* as an ``rdflib.Dataset`` over the store on disk, built first where it is missing or stale.

    Without *project* it is the one around the working directory, else the packaged one. Every triple stands in the
    default graph and in the named graph of each passage that states it. The dataset is read-only.

    Raises:
        citygraph.build.BuildError: the data have errors, or there is no project.
    """
    from citygraph import build, exports

    return exports.dataset(build.fresh(build.find(project)))
