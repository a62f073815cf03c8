"""A build on disk: written aside, counted, published by one atomic switch, swept away when it is old."""

from __future__ import annotations

import json
import os
import re
import zlib
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

POINTER = "current"
SEAL = "seal.json"
QUADS = "graph.nq"
SOURCES = "sources"  # the files of data, each under its digest: what is read again proves itself
_AT_ONCE = 350_000  # lines that the engine is given for a store on disk
_IN_MEMORY = 50_000  # lines that it is given for one in memory: it merges nothing there
_BLOCK = 10_000  # lines that are written
_PART = 1 << 20  # bytes
# The engine's own, of no consequence; and what has its own checksum: `build` drops what it cannot read.
_LOOSE = ("LOG", "LOCK", "manifest.json", "ledger.json")
_SMALL = 2 * 1024 * 1024  # bytes whose checksum costs a look-up about a millisecond
_OURS = re.compile(r"build-[0-9a-f]{8,64}(\.\d+)?")


Mark = tuple[int, int, int]  # size, time and checksum of a file


class StoreError(Exception):
    """
    The store on disk cannot be used: missing, damaged, locked, or the disk is full.
    """


def write(folder: Path, lines: Iterable[str], files: Mapping[str, bytes]) -> None:
    """
    Write a build into *folder*: the store, the same quads as sorted text (*lines*), and the other *files*.

    Raises:
        StoreError: the disk refused, or the store does not hold what it was given.
    """
    try:
        folder.mkdir(parents=True)
        _quads(folder, lines)
        write_files(folder, files)
        settle(folder)
    except OSError as error:
        raise StoreError(f"cannot write {folder}: {error.strerror or error}") from error
    except RuntimeError as error:  # the engine's word for what the system refused its own files
        raise StoreError(f"cannot write {folder}: {error}") from error


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """
    Write small files into a build.
    """
    for name, content in files.items():
        _write(folder / name, content)


def settle(folder: Path, known: Mapping[str, Mark] | None = None) -> None:
    """
    Seal a build that is written, and see that it is on the disk; files as *known* are not read again.
    """
    for file in sorted((folder / "store").iterdir()):
        sync(file)
    sync(folder / "store")
    _write(folder / SEAL, json.dumps(_seal(folder, known or {}), sort_keys=True).encode())
    sync(folder)


def _quads(folder: Path, lines: Iterable[str]) -> None:
    """
    Write the store and the text in one pass.
    """
    store = ox.Store(str(folder / "store"))
    count = 0
    with (folder / QUADS).open("wb") as stream:
        for part in _parts(lines, _AT_ONCE):
            store.bulk_load(part, format=ox.RdfFormat.N_QUADS)
            stream.write(part)
            count += part.count(b"\n")
    sync(folder / QUADS)
    store.optimize()
    store.flush()
    if len(store) != count:
        raise StoreError(f"{folder / 'store'} holds {len(store)} of {count} quads")


def _parts(lines: Iterable[str], most: int) -> Iterator[bytes]:
    """
    Lines in parts for the engine: it sorts each, and merges what it sorted. Fewer parts take less time and more memory.
    """
    rest = iter(lines)
    while part := b"".join(_blocks(islice(rest, most))):
        yield part


def _blocks(lines: Iterator[str]) -> Iterator[bytes]:
    while block := "".join(islice(lines, _BLOCK)):
        yield block.encode()


def publish(builds: Path, name: str) -> None:
    """
    Make the build *name* the current one: one atomic switch (POSIX rename; Pillai et al., OSDI 2014).
    """
    try:
        sync(builds)  # the build's folder is there before the pointer names it
        put(builds, POINTER, name.encode())
    except OSError as error:
        raise StoreError(f"cannot publish in {builds}: {error.strerror or error}") from error


def put(folder: Path, name: str, content: bytes) -> None:
    """
    Write a small file whole or not at all.
    """
    fresh = folder / f".{name}.new"
    _write(fresh, content)
    fresh.replace(folder / name)
    sync(folder)


def current(builds: Path) -> Path | None:
    """
    Folder of the published build, or None.
    """
    name = published(str(builds))
    return builds / name if name else None


def published(builds: str) -> str:
    """
    Name of the published build in the folder *builds*, empty where there is none; look-ups come this way.
    """
    try:
        with open(os.path.join(builds, POINTER), encoding="utf-8") as stream:
            name = stream.read()
    except (OSError, UnicodeDecodeError):
        return ""
    return (
        name
        if name.startswith("build-") and _OURS.fullmatch(name) and os.path.isdir(os.path.join(builds, name))
        else ""
    )


def sweep(builds: Path, keep: Iterable[str]) -> None:
    """
    Remove what earlier builds left behind, but those to *keep*; a folder that no build made stays.
    """
    import shutil

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
    for part in _parts(lines, _IN_MEMORY):
        store.bulk_load(part, format=ox.RdfFormat.N_QUADS)
    yield store


def _seal(folder: Path, known: Mapping[str, Mark]) -> dict[str, Any]:
    """
    What tells later whether the files of a build are as they were written, and by which engine.
    """
    files: dict[str, Mark] = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and _is_sealed(each, folder)):
        stat, name = path.stat(), path.relative_to(folder).as_posix()
        size, time, checksum = known.get(name, (-1, -1, 0))
        if (stat.st_size, stat.st_mtime_ns) != (size, time):
            checksum = _checksum(path)
        files[name] = (stat.st_size, stat.st_mtime_ns, checksum)
    return {"engine": f"pyoxigraph {ox.__version__}", "files": files}


def _is_sealed(path: Path, folder: Path) -> bool:
    return path.name not in _LOOSE and path.relative_to(folder).parts[0] != SOURCES


def _checksum(path: Path | str) -> int:
    checksum = 0
    with open(path, "rb") as stream:
        while part := stream.read(_PART):
            checksum = zlib.crc32(part, checksum)
    return checksum


def seal_of(folder: Path) -> dict[str, Mark]:
    """
    What the seal of a build says of its files.
    """
    found: dict[str, Mark] = {
        name: tuple(mark) for name, mark in json.loads(_bytes(str(folder / SEAL)))["files"].items()
    }
    return found


def damage(folder: str) -> str:
    """
    What is wrong with the files of a build; empty where nothing is seen.

    A file whose size and time are as written is trusted, another one is read and its checksum compared: the engine
    notices a damaged block too, but some of its operators then never end. Small files that nobody else checks are
    always read; a large one is when it is used (`is_whole`).
    """
    try:
        for name, (size, time, checksum) in json.loads(_bytes(os.path.join(folder, SEAL)))["files"].items():
            path = os.path.join(folder, name)
            stat = os.stat(path)
            trusted = (stat.st_size, stat.st_mtime_ns) == (size, time) and (size > _SMALL or name.startswith("store/"))
            if not trusted and _checksum(path) != checksum:
                return f"{name} is not what was written"
    except FileNotFoundError as error:
        return f"{os.path.basename(error.filename)} is missing"
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return f"{SEAL}: {error}"
    return ""


def is_whole(folder: str, name: str) -> bool:
    """
    Whether a file of a build holds what was written, read to its end.
    """
    try:
        checksum = json.loads(_bytes(os.path.join(folder, SEAL)))["files"][name][2]
        return bool(_checksum(os.path.join(folder, name)) == checksum)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return False


def _bytes(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def maker(folder: str) -> str:
    """
    The engine that wrote a build, where it is another one than this; else empty.
    """
    try:
        engine = str(json.loads(_bytes(os.path.join(folder, SEAL)))["engine"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    mine = f"pyoxigraph {ox.__version__}"
    return "" if engine == mine else f"written by {engine}, read by {mine}"


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def sync(path: Path) -> None:
    """
    See that a file or folder is on the disk.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
