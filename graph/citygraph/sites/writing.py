"""Files into a folder that is ours: nothing outside it is touched, nothing of others is overwritten.

A list of the files stands in the folder (``.citygraph-site``). By it a later
site knows which leftovers are its own, and a folder of somebody else is known by
its absence. The list is kept up while files are written, so that a run which was
cut off leaves no file that nobody owns.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

MARKER = ".citygraph-site"
_HEAD = "# The files of a site made by citygraph; it removes those that a later site has no more.\n"
_PATH = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*", re.ASCII)


class Page(NamedTuple):
    """
    A file of the site: its path below the folder, and its bytes.
    """

    path: str
    content: bytes


class RefusedError(Exception):
    """
    The folder is not ours, or something in it is not.
    """


class Folder:
    """
    A folder that a site is written into; on leaving without a fault, the leftovers of an earlier site are removed.

    Raises:
        RefusedError: it holds other things than a site of ours.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.written: set[str] = set()
        if root.is_symlink() or (root.exists() and not root.is_dir()):
            raise RefusedError(f"{root} is not a folder")
        marker = root / MARKER
        if marker.is_symlink():
            raise RefusedError(f"{marker} leads elsewhere")
        if marker.is_file():
            lines = marker.read_text("utf-8", errors="replace").splitlines()
            self.before = {line for line in lines if _PATH.fullmatch(line)}
        elif root.is_dir() and any(root.iterdir()):
            raise RefusedError(f"{root} is not empty and was not made by 'citygraph site'; choose another folder")
        else:
            self.before = set()

    @property
    def count(self) -> int:
        return len(self.written)

    def __enter__(self) -> Self:
        self.root.mkdir(exist_ok=True)
        self.list = (self.root / MARKER).open("w", encoding="utf-8", newline="\n")
        self.list.write(_HEAD + "".join(f"{path}\n" for path in sorted(self.before)))
        self.list.flush()
        return self

    def write(self, page: Page) -> None:
        """
        Write a file, unless it stands there already with the same content.
        """
        if page.path in self.written or not _PATH.fullmatch(page.path) or page.path == MARKER:
            raise ValueError(f"two files of the site are called {page.path!r}, or it is no name for one")
        target = self._inside(page.path)
        if page.path not in self.before:
            if target.exists() or target.is_symlink():
                raise RefusedError(f"{target} is there already and was not made by 'citygraph site'")
            self.list.write(f"{page.path}\n")
            self.list.flush()
        self.written.add(page.path)
        if target.is_symlink():
            target.unlink()
        elif target.is_file() and target.stat().st_size == len(page.content) and target.read_bytes() == page.content:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(page.content)

    def _inside(self, path: str) -> Path:
        """
        The place of a file, no folder on the way to which leads elsewhere.
        """
        at = self.root
        for part in path.split("/")[:-1]:
            at /= part
            if at.is_symlink():
                raise RefusedError(f"{at} leads elsewhere")
        return self.root / path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.list.close()
        if kind is None:
            self._clear(self.before - self.written)
            text = _HEAD + "".join(f"{path}\n" for path in sorted(self.written))
            (self.root / MARKER).write_bytes(text.encode())

    def _clear(self, leftovers: set[str]) -> None:
        for path in sorted(leftovers):
            target = self._inside(path)
            if target.is_file() or target.is_symlink():
                target.unlink()
        folders = {"/".join(path.split("/")[:depth]) for path in leftovers for depth in range(1, path.count("/") + 1)}
        for path in sorted(folders, key=lambda each: -each.count("/")):
            folder = self._inside(path + "/x").parent
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
