"""Zip files whose bytes depend on nothing but what is in them: no clock, no machine, no order of folders."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAWN = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can name
_MODE = 0o100644 << 16


def packed(members: Mapping[str, bytes]) -> bytes:
    """
    A zip file of *members*, in their order.
    """
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _DAWN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _MODE
            entry.create_system = 3  # the same on every machine
            archive.writestr(entry, content)
    return into.getvalue()


def settled(archive: bytes, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """
    A zip file that a library wrote, without the time at which it did; members of *replaced* come from there.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        members = {name: found.read(name) for name in found.namelist()}
    return packed({name: (replaced or {}).get(name, content) for name, content in members.items()})
