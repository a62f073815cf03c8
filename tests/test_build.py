"""Builds: fresh when needed, left alone when not, one at a time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from citygraph import build, store

if TYPE_CHECKING:
    from conftest import Written

PEOPLE = "people:\n  ada:\n    name: {en: Ada Example}\n"


def test_a_build_is_made_when_first_needed_and_then_left_alone(project: Written) -> None:
    """
    The second look finds the build of the first.
    """
    project.write("data/people.yaml", PEOPLE)

    first = build.fresh(project.project).folder
    second = build.fresh(project.project).folder

    assert first == second


def test_f11_a_changed_file_is_noticed_even_with_its_old_time_and_size(project: Written) -> None:
    """
    Content counts, not clocks: a file of the same size with its old time stamp is read again (F11).
    """
    path = project.write("data/people.yaml", PEOPLE)
    before = build.fresh(project.project).folder
    stamp = path.stat()
    project.write("data/people.yaml", PEOPLE.replace("Ada", "Ida"))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    after = build.fresh(project.project)

    assert after.folder != before
    assert "Ida Example" in (after.folder / "graph.nq").read_text("utf-8")


def test_a_touched_file_is_not_built_again(project: Written) -> None:
    """
    A new time stamp on the same content is not a change.
    """
    path = project.write("data/people.yaml", PEOPLE)
    before = build.fresh(project.project).folder
    os.utime(path, (1, 1))

    assert build.fresh(project.project).folder == before


def test_d10_the_facts_of_a_removed_file_are_gone(project: Written) -> None:
    """
    Nothing of a file outlives it (D10).
    """
    project.write("data/others.yaml", "people:\n  bob:\n    name: {en: Bob Sample}\n")
    path = project.write("data/people.yaml", PEOPLE)
    build.fresh(project.project)
    path.unlink()

    assert "Ada" not in (build.fresh(project.project).folder / "graph.nq").read_text("utf-8")


def test_with_an_error_nothing_is_published(project: Written) -> None:
    """
    Half a graph misleads: the previous build stays, byte for byte.
    """
    project.write("data/people.yaml", PEOPLE)
    before = (build.fresh(project.project).folder / "graph.nq").read_bytes()
    project.write("data/people.yaml", PEOPLE.replace("name:", "nam:"))

    with pytest.raises(build.BuildError):
        build.fresh(project.project)

    previous = build.previous(project.project)
    assert previous is not None
    assert (previous.folder / "graph.nq").read_bytes() == before


def test_f4_a_second_builder_is_told_that_one_is_at_work(project: Written) -> None:
    """
    One builds at a time; the other is not kept waiting (F4).
    """
    project.write("data/people.yaml", PEOPLE)
    folder = project.project.builds
    folder.mkdir()

    with FileLock(folder / "lock"), pytest.raises(build.BusyError):
        build.fresh(project.project)


def test_old_builds_are_swept_away(project: Written) -> None:
    """
    The current build and the one before it stay, no others.
    """
    for name in ("Ada", "Bob", "Cyd", "Dee"):
        project.write("data/people.yaml", PEOPLE.replace("Ada", name))
        build.fresh(project.project)

    assert len(list(project.project.builds.glob("build-*"))) == 2


def test_f8_a_folder_that_is_not_a_build_is_not_touched(project: Written) -> None:
    """
    Sweeping removes only what a build made (F8).
    """
    project.write("data/people.yaml", PEOPLE)
    kept = project.write(".citygraph/mine/notes.txt", "keep me")

    build.fresh(project.project)

    assert kept.read_text() == "keep me"


def test_a_build_that_cannot_be_read_says_what_to_do(project: Written) -> None:
    """
    A damaged build is an error with a way out, never an empty graph.
    """
    project.write("data/people.yaml", PEOPLE)
    folder = build.fresh(project.project).folder
    for file in (folder / "store").iterdir():
        file.write_bytes(b"")

    with pytest.raises(store.StoreError, match="build again"):
        build.fresh(project.project)
