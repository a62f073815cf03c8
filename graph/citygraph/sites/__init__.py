"""The whole graph as a folder of pages that need no server and no network.

``make`` writes it: home, a dossier for each thing, indexes, ledger, timeline,
map, network, search, and the RDF of each thing beside its pages; every page in
every language of the dataset. The same build gives the same bytes. ``pages``
gives the same without writing. Links are relative, so that the folder works from
a disk, a USB stick or any web server, under any address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.sites.writing import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from citygraph.sites.writing import Page
    from citygraph.store import Graph


def make(graph: Graph, folder: Path, progress: Callable[[int], None] | None = None) -> int:
    """
    Write the site of *graph* into *folder*, tell how many files are done, and give their number.

    Raises:
        RefusedError: the folder holds what is not ours, or leads elsewhere.
        OSError: it cannot be written.
    """
    from citygraph.sites import writing

    with writing.Folder(folder) as into:
        for count, page in enumerate(pages(graph), 1):
            into.write(page)
            if progress is not None:
                progress(count)
        return into.count


def pages(graph: Graph) -> Iterator[Page]:
    """
    Every file of the site, in the order in which it is made.
    """
    from citygraph.sites import plan

    return plan.pages(graph)


__all__ = ["RefusedError", "make", "pages"]
