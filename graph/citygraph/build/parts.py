"""The files of a build beside its quads, what is about to be written, and what is said when there can be no build."""

from __future__ import annotations

import json
import os
import zlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from citygraph.compilation import Compiled
    from citygraph.projects import Stock

MANIFEST = "manifest.json"
SCHEMA = "schema.json"
QUESTIONS = "questions.json"
NAMES = "names.sqlite"
_CHECKSUM = b'{"checksum": "%08x", '


class BuildError(Exception):
    """
    The data have errors; ``diagnostics`` says which.
    """

    def __init__(self, compiled: Compiled) -> None:
        count = len(compiled.errors)
        super().__init__(f"the data have {count} error{'s' * (count != 1)} (citygraph check lists them)")
        self.compiled = compiled


class ShrinkError(Exception):
    """
    The build would hold far fewer facts than the one before it: something may have failed in silence.
    """

    def __init__(self, before: int, now: int) -> None:
        super().__init__(
            f"the build would hold {now:,} facts instead of {before:,}; nothing is published "
            "(if it is meant: citygraph build --allow-shrink)"
        )


class Draft(NamedTuple):
    """
    A build that can be written: how many facts it will hold, and what writes it into a folder.
    """

    facts: int
    write: Callable[[Path], None]
    compiled: Compiled | None = None  # None where only changed files were read


class Manifest(NamedTuple):
    """
    What a build was made from, and how many facts that gave.
    """

    inputs: Stock
    facts: int

    def as_bytes(self) -> bytes:
        """
        The manifest as the bytes of its file, with a checksum of them.
        """
        rest = json.dumps({"facts": self.facts, "inputs": self.inputs}, sort_keys=True).encode()[1:]
        return _CHECKSUM % zlib.crc32(rest) + rest


def manifest(folder: str | os.PathLike[str]) -> Manifest:
    """
    The manifest of the build in *folder*.

    Raises:
        OSError, ValueError: there is none, or it is not what was written.
    """
    with open(os.path.join(folder, MANIFEST), "rb") as stream:
        content = stream.read()
    at = len(_CHECKSUM % 0)
    if content[:at] != _CHECKSUM % zlib.crc32(content[at:]):
        raise ValueError("it is not what was written")
    found = json.loads(content)
    return Manifest(found["inputs"], found["facts"])
