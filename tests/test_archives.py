"""Zip files whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import io
import zipfile

from citygraph import archives


def test_an_archive_names_no_hour() -> None:
    """
    The same members give the same bytes, at any time, and are read back.
    """
    members = {"a.txt": b"one", "b/c.txt": "二".encode()}

    found = archives.packed(members)

    assert found == archives.packed(members)
    with zipfile.ZipFile(io.BytesIO(found)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == members
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_a_library_wrote_is_settled() -> None:
    """
    An archive that bears the hour of its writing loses it; a member can be replaced.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("hour.xml", b"12:34")

    assert archives.settled(written.getvalue(), {"hour.xml": b"none"}) == archives.packed({"hour.xml": b"none"})
