"""One builder at a time, who can be asked to end."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from citygraph import store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT = 0.5  # seconds that a builder waits for another one
PATIENCE = 600  # seconds for who has nothing else to answer from
LOCK = "lock"
BUILDER = "builder.json"  # who holds the lock: process and time


class BusyError(Exception):
    """
    Another process is building.
    """


@contextmanager
def one_at_a_time(builds: Path, wait: float = WAIT) -> Iterator[None]:
    """
    Hold the lock of a folder of builds; the system frees it with its holder, whatever ends that one.

    Raises:
        BusyError: another process holds it for longer than *wait*; the message says which, and since when.
    """
    from datetime import UTC, datetime

    from filelock import FileLock, Timeout

    lock = FileLock(builds / LOCK)
    try:
        lock.acquire(timeout=wait, poll_interval=0.02)
    except Timeout as error:
        raise BusyError(f"another build is under way in {builds}{_holder(builds)}") from error
    with lock:
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        store.put(builds, BUILDER, json.dumps({"pid": os.getpid(), "since": since}).encode())
        yield


def _holder(builds: Path) -> str:
    try:
        found = json.loads((builds / BUILDER).read_bytes())
        return f" by process {found['pid']} since {found['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


@contextmanager
def stoppable() -> Iterator[None]:
    """
    Let a request to end (SIGTERM) clean up on its way out, as Ctrl-C does.
    """
    import signal

    def end(*_: object) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    try:
        before = signal.signal(signal.SIGTERM, end)
    except ValueError:  # not the main thread, which alone hears signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
