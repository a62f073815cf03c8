"""A build made from the one before it: what stays is linked, what changed is put in its place."""

from __future__ import annotations

import mmap
import os
import shutil
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.store.publishing import QUADS, SEAL, StoreError, seal_of, settle, sync, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    Buffer = mmap.mmap | bytes


@contextmanager
def lines_of(folder: Path) -> Iterator[Callable[[str], bool]]:
    """
    Tell whether a line stands in the graph of a build.
    """
    with _mapped(folder / QUADS) as content:
        yield lambda line: _stands(content, line.encode())


def revise(folder: Path, before: Path, gone: Sequence[str], new: Sequence[str], files: Mapping[str, bytes]) -> None:
    """
    Write into *folder* the build *before* without the lines *gone* and with those that are *new*, and other *files*.

    Raises:
        StoreError: the disk refused, or the build before does not hold what its seal says.
    """
    try:
        folder.mkdir(parents=True)
        count = _quads(folder / QUADS, before, gone, new)
        ox.Store.read_only(str(before / "store")).backup(str(folder / "store"))
        _store(folder / "store", gone, new, count)
        write_files(folder, files)
        settle(folder, known=seal_of(before))
    except (OSError, RuntimeError, ValueError, SyntaxError) as error:
        raise StoreError(f"cannot write {folder}: {getattr(error, 'strerror', None) or error}") from error


def link(source: Path, target: Path) -> None:
    """
    Let *target* be the file *source*, which nobody changes any more.
    """
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target)


def _store(path: Path, gone: Sequence[str], new: Sequence[str], change: int) -> None:
    store = ox.Store(str(path))
    count = len(store) + change
    for quad in ox.parse("".join(gone).encode(), format=ox.RdfFormat.N_QUADS):
        store.remove(quad)
    store.load("".join(new).encode(), format=ox.RdfFormat.N_QUADS)
    store.flush()
    if len(store) != count:
        raise StoreError(f"{path} holds {len(store)} of {count} quads")


def _quads(path: Path, before: Path, gone: Sequence[str], new: Sequence[str]) -> int:
    """
    Write the sorted text anew, copying what lies between the changes; the number of lines more than before.
    """
    with _mapped(before / QUADS) as old, path.open("wb") as stream:
        size, _, checksum = seal_of(before).get(QUADS, (0, 0, 0))
        if len(old) != size or zlib.crc32(old) != checksum:
            raise StoreError(f"{before / QUADS} is not what was written")
        done = 0
        with memoryview(old) as view:
            for line, comes in sorted(
                [*((each.encode(), False) for each in gone), *((each.encode(), True) for each in new)]
            ):
                at = _place(old, line)
                stream.write(view[done:at])
                done = at
                if comes:
                    stream.write(line)
                else:
                    done += len(line)
            stream.write(view[done:])
    sync(path)
    return len(new) - len(gone)


def _place(content: Buffer, line: bytes) -> int:
    """
    Where a line stands, or would stand, in sorted lines.
    """
    low, high = 0, len(content)
    while low < high:
        start = content.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = content.find(b"\n", start, high) + 1
        if content[start:end] < line:
            low = end
        else:
            high = start
    return low


def _stands(content: Buffer, line: bytes) -> bool:
    at = _place(content, line)
    return content[at : at + len(line)] == line


@contextmanager
def _mapped(path: Path) -> Iterator[Buffer]:
    with path.open("rb") as stream:
        if not os.fstat(stream.fileno()).st_size:
            yield b""
            return
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield content


__all__ = ["SEAL", "lines_of", "link", "revise"]
