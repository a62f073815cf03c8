"""What was asked at the prompt, kept for the next time in a file that only its owner reads."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from platformdirs import user_state_dir
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

_MOST = 1_000_000  # bytes; of a longer history the newer half is kept


class Kept(FileHistory):
    """
    A history on disk; where the disk refuses it goes on in memory.
    """

    def store_string(self, string: str) -> None:
        with suppress(OSError):
            super().store_string(string)


def history() -> History:
    """
    The history of earlier prompts, or an empty one where nothing can be kept.
    """
    path = Path(user_state_dir("citygraph")) / "history"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.fchmod(file, 0o600)
            long = os.fstat(file).st_size > _MOST
        finally:
            os.close(file)
        if long:
            _shorten(path)
    except OSError:
        return InMemoryHistory()
    return Kept(path)


def _shorten(path: Path) -> None:
    """
    Keep the newer half; an entry begins with the line of its time.
    """
    half = path.read_bytes()[-_MOST // 2 :]
    path.write_bytes(half[max(0, half.find(b"\n# ")) :])
