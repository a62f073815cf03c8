"""A build on disk: written aside, counted, published by one atomic switch, swept away when it is old."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

POINTER = "current"
_OURS = re.compile(r"build-[0-9a-f]{8,64}(\.\d+)?")


class StoreError(Exception):
    """
    The store on disk cannot be used: missing, damaged, locked, or the disk is full.
    """


def write(folder: Path, lines: Sequence[str], files: Mapping[str, bytes]) -> None:
    """
    Write a build into *folder*: the store, the same quads as sorted text, and the other *files*.

    Raises:
        StoreError: the disk refused, or the store does not hold what it was given.
    """
    try:
        folder.mkdir(parents=True)
        data = "".join(lines).encode()
        _store(folder / "store", data, len(lines))
        for name, content in {**files, "graph.nq": data}.items():
            _write(folder / name, content)
        _sync(folder)
    except OSError as error:
        raise StoreError(f"cannot write {folder}: {error.strerror or error}") from error


def _store(path: Path, data: bytes, count: int) -> None:
    store = ox.Store(str(path))
    store.bulk_load(data, format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    if len(store) != count:
        raise StoreError(f"{path} holds {len(store)} of {count} quads")
    del store
    for file in sorted(path.iterdir()):
        _sync(file)
    _sync(path)


def publish(builds: Path, name: str) -> None:
    """
    Make the build *name* the current one: one atomic switch (POSIX rename; Pillai et al., OSDI 2014).
    """
    try:
        fresh = builds / f".{POINTER}.new"
        _write(fresh, name.encode())
        fresh.replace(builds / POINTER)
        _sync(builds)
    except OSError as error:
        raise StoreError(f"cannot publish in {builds}: {error.strerror or error}") from error


def current(builds: Path) -> Path | None:
    """
    Folder of the published build, or None.
    """
    try:
        name = (builds / POINTER).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    folder = builds / name
    return folder if _OURS.fullmatch(name) and folder.is_dir() else None


def sweep(builds: Path, keep: Iterable[str]) -> None:
    """
    Remove what earlier builds left behind, but those to *keep*; a folder that no build made stays.
    """
    wanted = set(keep)
    for folder in builds.iterdir():
        if folder.is_dir() and folder.name not in wanted and _OURS.fullmatch(folder.name):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def memory(lines: Iterable[str]) -> Iterator[ox.Store]:
    """
    Hold quads in memory, for judging a build before it is written.
    """
    store = ox.Store()
    store.bulk_load("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    yield store


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
