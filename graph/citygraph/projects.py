"""Where a project's files stand, what it says of itself, and whether a build still answers to them.

A project is a folder with ``data/dataset.yaml``. Its ontology is its own
``ontology/`` if that has a core, else the packaged one with the project's
additions. Builds stand in ``.citygraph/`` of the project, or in the user's cache
where the project cannot be written.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# A look-up passes through here each time: it works on strings, for pathlib alone takes longer to import than
# all that a look-up does with files. Whoever builds or checks gets paths.
MARKER = "data/dataset.yaml"
_HERE = os.path.dirname(os.path.realpath(__file__))
_BUNDLE = os.path.join(_HERE, "_bundle")
_CHECKOUT = os.path.dirname(os.path.dirname(_HERE))


class NoProjectError(Exception):
    """
    There is no project where one was looked for.
    """


class Project(NamedTuple):
    """
    A project's folders: its own, those of its ontology, and that of its builds.
    """

    home: str
    vocabularies: tuple[str, ...]
    cache: str

    @property
    def root(self) -> Path:
        from pathlib import Path

        return Path(self.home)

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def ontologies(self) -> tuple[Path, ...]:
        from pathlib import Path

        return tuple(map(Path, self.vocabularies))

    @property
    def builds(self) -> Path:
        from pathlib import Path

        return Path(self.cache)

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
        _collect(os.path.join(self.home, "data"), (".yaml",), found)
        for folder in self.vocabularies:
            _collect(folder, (".ttl", ".rq", ".part", ".yaml"), found)
        _collect(_HERE, (".py",), found)
        return sorted(found)


def find(given: str | os.PathLike[str] | None = None) -> Project:
    """
    The project *given*, else that of ``CITYGRAPH_HOME``, else the one around here, else the packaged one.

    Raises:
        NoProjectError: none is there; the message says where it was looked for.
    """
    given = given or os.environ.get("CITYGRAPH_HOME")
    if given:
        root = os.path.realpath(given)
        if not _is_project(root):
            raise NoProjectError(f"no project found in {root}: it has no {MARKER}")
        return _project(root)
    working = root = os.getcwd()
    while not _is_project(root):
        above = os.path.dirname(root)
        if above == root:
            break
        root = above
    for each in (root, _BUNDLE, _CHECKOUT):
        if _is_project(each):
            return _project(each)
    raise NoProjectError(f"no project found in {working} or above")


def _is_project(root: str) -> bool:
    return os.path.isfile(os.path.join(root, MARKER))


def _project(root: str) -> Project:
    own = os.path.join(root, "ontology")
    bundled = (os.path.join(each, "ontology") for each in (_BUNDLE, _CHECKOUT))
    packaged = next((each for each in bundled if os.path.isdir(each)), own)
    if os.path.isfile(os.path.join(own, "core.ttl")):
        vocabularies: tuple[str, ...] = (own,)
    else:
        vocabularies = (packaged, own) if os.path.isdir(own) else (packaged,)
    return Project(root, vocabularies, _builds(root))


def _builds(root: str) -> str:
    own = os.path.join(root, ".citygraph")
    if root != _BUNDLE and (os.path.isdir(own) or os.access(root, os.W_OK)):
        return own
    import hashlib

    from platformdirs import user_cache_dir

    return os.path.join(user_cache_dir("citygraph"), hashlib.sha256(root.encode()).hexdigest()[:16])


def _collect(folder: str, endings: tuple[str, ...], into: list[str]) -> None:
    """
    Regular files below *folder* with one of *endings*, hidden ones left out; links to folders are not followed.
    """
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=False):
            _collect(entry.path, endings, into)
        elif entry.name.endswith(endings):
            into.append(entry.path)


# ---------------------------------------------------------------- staleness

Stamp = list[int]
Stock = dict[str, tuple[Stamp | None, str]]


def stamp(path: str) -> Stamp | None:
    """
    What tells at a glance whether a file is as it was; None for a file that is not there.
    """
    try:
        found = os.stat(path)
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def digest(path: str) -> str:
    """
    SHA-256 of a file's content; empty for a file that cannot be read.
    """
    import hashlib

    try:
        if not os.path.isfile(path):
            return ""  # a pipe would be waited for
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def take_stock(paths: Iterable[str]) -> Stock:
    """
    Stamp and digest of each file.
    """
    return {path: (stamp(path), digest(path)) for path in paths}


def unchanged(paths: list[str], stock: Stock) -> bool:
    """
    Whether the same files hold the same content; a file whose stamp differs is read.
    """
    if paths != sorted(stock):
        return False
    for path in paths:
        known, content = stock[path]
        now = stamp(path)
        if now != known and digest(path) != content:
            return False
    return True
