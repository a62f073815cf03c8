"""Where a project's files stand, what it says of itself, and whether a build still answers to them.

A project is a folder with ``data/dataset.yaml``. Its ontology is its own
``ontology/`` if that has a core, else the packaged one with the project's
additions. Builds stand in ``.citygraph/`` of the project, or in the user's cache
where the project cannot be written.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKER = Path("data", "dataset.yaml")
_HERE = Path(__file__).resolve().parent
_BUNDLE = _HERE / "_bundle"
_CHECKOUT = _HERE.parent.parent


class NoProjectError(Exception):
    """
    There is no project where one was looked for.
    """


class Project(NamedTuple):
    """
    A project's folders.
    """

    root: Path
    ontologies: tuple[Path, ...]
    builds: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    def name(self, path: Path) -> str:
        """
        What diagnostics call a file: its path from the project root.
        """
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def inputs(self) -> list[str]:
        """
        The path of every file a build depends on, sorted: data, ontology and questions, and this package itself.
        """
        found: list[str] = []
        _collect(str(self.data), (".yaml",), found)
        for folder in self.ontologies:
            _collect(str(folder), (".ttl", ".rq", ".yaml"), found)
        _collect(str(_HERE), (".py",), found)
        return sorted(found)


def find(given: str | os.PathLike[str] | None = None) -> Project:
    """
    The project *given*, else that of ``CITYGRAPH_HOME``, else the one around the working directory, else the packaged one.

    Raises:
        NoProjectError: none is there; the message says where it was looked for.
    """
    given = given or os.environ.get("CITYGRAPH_HOME")
    if given:
        root = Path(given).resolve()
        if not (root / MARKER).is_file():
            raise NoProjectError(f"no project found in {root}: it has no {MARKER.as_posix()}")
        return _project(root)
    working = Path.cwd()
    for root in (working, *working.parents):
        if (root / MARKER).is_file():
            return _project(root)
    for root in (_BUNDLE, _CHECKOUT):
        if (root / MARKER).is_file():
            return _project(root)
    raise NoProjectError(f"no project found in {working} or above")


def _project(root: Path) -> Project:
    own = root / "ontology"
    packaged = next((each for each in (_BUNDLE / "ontology", _CHECKOUT / "ontology") if each.is_dir()), own)
    if (own / "core.ttl").is_file():
        ontologies: tuple[Path, ...] = (own,)
    else:
        ontologies = (packaged, own) if own.is_dir() else (packaged,)
    return Project(root, ontologies, _builds(root))


def _builds(root: Path) -> Path:
    own = root / ".citygraph"
    if root != _BUNDLE and (own.is_dir() or os.access(root, os.W_OK)):
        return own
    import hashlib

    from platformdirs import user_cache_path

    return user_cache_path("citygraph") / hashlib.sha256(str(root).encode()).hexdigest()[:16]


def _collect(folder: str, endings: tuple[str, ...], into: list[str]) -> None:
    """
    Regular files below *folder* with one of *endings*, hidden ones left out; links to folders are not followed.
    """
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir(follow_symlinks=False):
            _collect(entry.path, endings, into)
        elif entry.name.endswith(endings):
            into.append(entry.path)


# ---------------------------------------------------------------- staleness

Stamp = list[int]


def stamp(path: str) -> Stamp | None:
    """
    What tells at a glance whether a file is as it was; None for a file that is not there.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 -- a look-up does this for every file; a Path each would cost it milliseconds
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def digest(path: str) -> str:
    """
    SHA-256 of a file's content; empty for a file that cannot be read.
    """
    import hashlib

    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return ""


def take_stock(paths: Iterable[str]) -> dict[str, tuple[Stamp | None, str]]:
    """
    Stamp and digest of each file.
    """
    return {path: (stamp(path), digest(path)) for path in paths}


def unchanged(paths: list[str], stock: dict[str, tuple[Stamp | None, str]]) -> bool:
    """
    Whether the same files hold the same content; a file whose stamp differs is read.
    """
    if paths != sorted(stock):
        return False
    for path in paths:
        known, content = stock[path]
        now = stamp(path)
        if now is None or (now != known and digest(path) != content):
            return False
    return True
