"""Rows of docs/robustness.md on files, crashes and the disk, with whole builds of a small project."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from citygraph import build, compilation, projects, records, revision, store, turns
from citygraph.build import revising

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Written

ROOT = Path(__file__).resolve().parent.parent


def people(count: int, word: str = "Ada") -> str:
    return "people:\n" + "".join(f"  p{n}: {{name: {{en: {word} Number {n}}}}}\n" for n in range(count))


def graph_of(project: Written) -> bytes:
    folder = store.current(project.project.builds)
    assert folder is not None
    return (folder / "graph.nq").read_bytes()


def left(project: Written) -> list[str]:
    """
    What stands in the folder of the builds beside what belongs there.
    """
    names = [each.name for each in project.project.builds.iterdir()]
    ours = {"current", "lock", "builder.json", "refused.json"}
    return [name for name in names if name not in ours and not (name.startswith("build-") and "." not in name)]


def command(project: Written, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "citygraph", "--project", str(project.root), *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "graph")}


@pytest.fixture
def built(project: Written) -> Written:
    """
    A small project with a build.
    """
    project.write("data/people.yaml", people(20))
    build.fresh(project.project)
    return project


# ------------------------------------------------------------------ kill and stop


def test_f1_f5_kills_at_random_moments_leave_old_or_new_to_those_who_ask() -> None:
    """
    A few kills while a reader asks all the time: no wrong answer, no false error, nothing left (scripts/torture).
    """
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/torture"), "--kills", "3", "--readers", "1"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=400,
    )

    assert done.returncode == 0, done.stderr
    assert " 0 wrong" in done.stdout


def test_f1_what_a_killed_build_left_is_removed_by_the_next(built: Written) -> None:
    """
    Folders of builders that are gone are swept away; the build before stays for those who are reading it.
    """
    before = store.current(built.project.builds)
    assert before is not None
    shutil.copytree(before, before.with_name(f"{before.name}.4711"))
    (built.project.builds / ".current.new").write_text("build-")
    built.write("data/people.yaml", people(20, "Ida"))

    now = build.fresh(built.project).folder

    assert sorted(each.name for each in built.project.builds.glob("build-*")) == sorted([before.name, now.name])
    assert left(built) == []


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_f2_a_build_that_is_told_to_end_cleans_up(built: Written, how: signal.Signals, code: int) -> None:
    """
    Ctrl-C and SIGTERM end a build with their own codes, the old build stays, and nothing is left.
    """
    before = graph_of(built)
    built.write("data/people.yaml", people(20, "Ida"))
    builder = built.project.builds / turns.BUILDER
    builder.unlink()
    with subprocess.Popen(command(built, "build"), env=environment(), stderr=subprocess.PIPE) as running:
        while not builder.exists():
            time.sleep(0.01)
        running.send_signal(how)
        started = time.monotonic()
        _, said = running.communicate(timeout=60)

    assert running.returncode == code, said
    assert b"Traceback" not in said
    assert time.monotonic() - started < 10
    assert graph_of(built) == before
    assert left(built) == []


# ----------------------------------------------------------------------- the disk


def failing(code: int, after: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """
    A function of the system that fails from its nth call on.
    """
    calls = 0

    def call(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls > after:
            raise OSError(code, os.strerror(code), str(given[0]))
        return real(*given, **named)

    return call


@pytest.mark.parametrize("after", [0, 2, 9])
@pytest.mark.parametrize(
    ("code", "function"), [(errno.ENOSPC, "fsync"), (errno.EIO, "fsync"), (errno.EDQUOT, "replace")]
)
def test_f3_a_disk_that_refuses_is_named_and_the_old_build_stays(
    built: Written, monkeypatch: pytest.MonkeyPatch, code: int, function: str, after: int
) -> None:
    """
    A full disk, a quota, a failing device: the path and the system's word, whichever step it meets.
    """
    before = graph_of(built)
    built.write("data/people.yaml", people(20, "Ida"))
    owner = Path if function == "replace" else os
    monkeypatch.setattr(
        owner, function, failing(code, min(after, 2) if function == "replace" else after, getattr(owner, function))
    )

    with pytest.raises(store.StoreError, match=f"cannot (write|publish).*{os.strerror(code)}"):
        build.fresh(built.project)

    monkeypatch.undo()
    assert graph_of(built) == before
    assert left(built) in ([], [".builder.json.new"], [".current.new"])
    assert b"Ida" in (build.fresh(built.project).folder / "graph.nq").read_bytes()


def test_f3_a_file_cut_short_by_the_system_is_no_build(built: Written) -> None:
    """
    Where files may not grow beyond some size (as on a full disk), nothing is published.
    """
    before = graph_of(built)
    built.write("data/people.yaml", people(20, "Ida"))

    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    done = subprocess.run(
        command(built, "build"), env=environment(), preexec_fn=confine, capture_output=True, text=True, check=False
    )

    assert done.returncode == 3, done.stderr
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr
    assert graph_of(built) == before
    assert left(built) == []


def test_f6_everything_is_on_the_disk_before_the_pointer_names_it(
    built: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Files, then their folders, then the folder of the builds are flushed; only then the pointer switches, and is too.
    """
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def flushed(descriptor: int) -> None:
        steps.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    def switched(path: Path, target: Path) -> Path:
        steps.append(f"-> {target}")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", switched)
    built.write("data/people.yaml", people(20, "Ida"))

    folder = build.fresh(built.project).folder

    builds = str(built.project.builds)
    switch, moved = steps.index(f"-> {builds}/current"), steps.index(f"-> {folder}")
    aside = f"{folder}.{os.getpid()}"
    # What is kept of the data proves itself: the next build does without a file that is not what was written.
    written = {each for each in folder.rglob("*") if each.name != "LOCK" and "sources" not in each.parts}
    assert {str(each).replace(str(folder), aside) for each in written} <= set(steps[:moved])
    assert aside in steps[:moved]
    assert builds in steps[moved:switch]
    assert steps[switch + 1] == builds


def test_f12_an_output_that_cannot_be_is_said_before_any_work(
    project: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A file stands where the builds should: no fact is read first.
    """
    project.write("data/people.yaml", people(3))
    project.write(".citygraph", "a file")
    read: list[object] = []
    monkeypatch.setattr(build, "_read", read.append)

    with pytest.raises(store.StoreError, match=r"\.citygraph"):
        build.make(project.project)

    assert read == []


# ------------------------------------------------------------------ one at a time


def test_f4_the_second_builder_is_told_who_builds_since_when(built: Written) -> None:
    """
    It ends within a second, with the process and the time; a look-up answers from the build there is.
    """
    built.write("data/people.yaml", people(20, "Ida"))
    with turns.one_at_a_time(built.project.builds):
        started = time.monotonic()
        with pytest.raises(build.BusyError, match=rf"by process {os.getpid()} since \d{{4}}-.* UTC"):
            build.make(built.project)
        took = time.monotonic() - started
        shown = subprocess.run(
            command(built, "show", "Ada Number 3"), env=environment(), capture_output=True, text=True, check=False
        )

    assert took < 1
    assert shown.returncode == 0
    assert "Ada Number 3" in shown.stdout
    assert "the previous build answers" in shown.stderr


def test_f4_the_lock_of_a_dead_process_is_free(built: Written) -> None:
    """
    What a killed builder left of its lock stops nobody.
    """
    code = (
        "import sys, os; from pathlib import Path; from citygraph import turns\n"
        "with turns.one_at_a_time(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(built.project.builds)], env=environment(), check=False)
    built.write("data/people.yaml", people(20, "Ida"))

    assert b"Ida" in (build.fresh(built.project).folder / "graph.nq").read_bytes()


def test_f4_who_waited_for_another_builder_does_not_build_again(
    built: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The build that was made meanwhile is found and taken.
    """
    built.write("data/people.yaml", people(20, "Ida"))
    first = build.make(built.project)
    monkeypatch.setattr(build, "_read", None)

    assert build.make(built.project, anew=False) == first


def test_f5_readers_of_a_build_that_is_swept_away_find_the_newer_one(
    built: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Between reading the pointer and opening the folder two builds may be published: no false error.
    """
    real, old = store.Graph, store.current(built.project.builds)
    assert old is not None

    def overtaken(folder: str) -> store.Graph:
        monkeypatch.setattr(store, "Graph", real)
        new = built.project.builds / "build-0123456789ab"
        shutil.copytree(old, new)
        store.publish(built.project.builds, new.name)
        store.sweep(built.project.builds, [new.name])
        return real(folder)

    monkeypatch.setattr(store, "Graph", overtaken)

    graph = build.standing(built.project)

    assert graph is not None
    assert graph.folder.name == "build-0123456789ab"


# ---------------------------------------------------------------- damage and change


@pytest.mark.parametrize("name", ["names.sqlite", "questions.json", "schema.json", "graph.nq"])
def test_f7_a_byte_that_flips_unseen_beside_the_store_is_found(built: Written, name: str) -> None:
    """
    Not only the engine's files: the index of names, the questions and the dump are checked when they are read.
    """
    folder = build.fresh(built.project).folder
    path = folder / name
    stat, whole = path.stat(), path.read_bytes()
    at = len(whole) // 2
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    with pytest.raises(store.StoreError, match=f"{name} is not what was written.*build again"):
        store.Graph(folder).quads()


WAYS = pytest.mark.parametrize("way", ["clean", "revised"])


def meanwhile(monkeypatch: pytest.MonkeyPatch, way: str, edit: Callable[[], object]) -> None:
    """
    Something happens to the data each time that they have just been read, for a clean build or a revised one.
    """
    room, name = {"clean": (compilation, "compile_"), "revised": (revision, "revise")}[way]
    real = getattr(room, name)

    def edited(*given: Any, **named: Any) -> Any:
        found = real(*given, **named)
        edit()
        return found

    monkeypatch.setattr(room, name, edited)
    if way == "clean":
        monkeypatch.setattr(revising, "prepare", lambda *_: None)


@WAYS
def test_f9_a_file_that_changes_while_it_is_read_is_read_again(
    built: Written, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """
    A build holds just the inputs it is named after; where they never rest, none is made.
    """
    words = iter(["Bea", "Cyd"])
    meanwhile(monkeypatch, way, lambda: built.write("data/people.yaml", people(20, next(words, "Cyd"))))
    built.write("data/people.yaml", people(20, "Ida"))

    text = (build.fresh(built.project).folder / "graph.nq").read_text("utf-8")

    assert ("Ida" in text, "Bea" in text, "Cyd" in text) == (False, False, True)


@WAYS
def test_f9_data_that_never_rest_are_no_build(built: Written, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """
    After three tries the user is told; the old build stays.
    """
    before = graph_of(built)
    meanwhile(monkeypatch, way, lambda: built.write("data/people.yaml", people(20, f"Name{time.monotonic_ns()}")))
    built.write("data/people.yaml", people(20, "Ida"))

    with pytest.raises(build.BusyError, match="change while they are read"):
        build.fresh(built.project)
    assert graph_of(built) == before


def test_f9_a_mistake_of_a_moment_is_not_remembered(built: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A file that was half written when it was read, and whole when that was found out, is built.
    """
    meanwhile(monkeypatch, "clean", lambda: built.write("data/people.yaml", people(20, "Bea")))
    built.write("data/people.yaml", people(20, "Ida").replace("name:", "nam:"))

    assert "Bea" in (build.fresh(built.project).folder / "graph.nq").read_text("utf-8")


def test_f10_what_is_no_file_of_facts_is_skipped_or_refused(project: Written) -> None:
    """
    Backups, swap files, hidden files and links to folders are skipped; what only looks like a file is refused at once.
    """
    project.write("data/people.yaml", people(2))
    for name in ("people.yaml~", ".people.yaml.swp", ".#people.yaml", "#people.yaml#", "people.yaml.orig"):
        project.write(f"data/{name}", "nonsense: [")
    (project.root / "data/again").symlink_to(".")
    assert project.check() == []

    os.mkfifo(project.root / "data/pipe.yaml")
    (project.root / "data/loop.yaml").symlink_to("loop.yaml")
    (project.root / "data/gone.yaml").symlink_to("nowhere.yaml")
    found: list[Any] = []
    checking = threading.Thread(target=lambda: found.extend(project.check()), daemon=True)
    checking.start()
    checking.join(60)

    assert [(each.place.path, each.code) for each in found] == [
        (f"data/{name}.yaml", "not-a-file") for name in ("gone", "loop", "pipe")
    ]
    assert projects.take_stock(project.project.inputs())


def test_f10_many_files_are_listed_quickly(project: Written) -> None:
    """
    Listing and stamping takes time with the number of files alone.
    """
    for n in range(3000):
        project.write(f"data/many/{n % 50}/{n}.yaml", "")
    started = time.process_time()

    stock = projects.take_stock(project.project.inputs())
    found = records.sources(project.project.data)

    assert len(found) == 3001
    assert len(stock) > 3000
    assert time.process_time() - started < 3


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def edited(path: Path) -> None:
    path.write_text('{"inputs": [], "facts": "many"}')


def replaced(path: Path) -> None:
    path.write_text("[1, 2]")


@pytest.mark.parametrize("harm", [cut, emptied, edited, replaced])
@pytest.mark.parametrize("name", ["manifest.json", "seal.json"])
def test_f11_a_record_of_a_build_that_was_cut_or_edited_is_made_anew(
    built: Written, harm: Callable[[Path], None], name: str
) -> None:
    """
    A damaged manifest means that the build answers to nothing; a damaged seal, that it is not to be trusted.
    """
    before = graph_of(built)
    folder = build.fresh(built.project).folder
    harm(folder / name)

    done = subprocess.run(command(built, "build"), env=environment(), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert graph_of(built) == before
    assert store.damage(str(folder)) == ""


@pytest.mark.parametrize("part", range(7))
def test_f11_a_byte_that_flips_in_a_manifest_is_found(built: Written, part: int) -> None:
    """
    Wherever it is and although the manifest can still be read: the build counts as none, and is made anew.
    """
    path = build.fresh(built.project).folder / "manifest.json"
    whole = path.read_bytes()
    at = part * (len(whole) - 1) // 6
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])

    assert build.standing(built.project) is None
    assert (build.make(built.project) / "manifest.json").read_bytes() == whole


def test_f11_a_renamed_file_makes_another_build(built: Written) -> None:
    """
    The same facts under another path: citations and places are those of the new path.
    """
    before = build.fresh(built.project).folder
    (built.root / "data/people.yaml").rename(built.root / "data/persons.yaml")

    assert build.fresh(built.project).folder != before


def test_f11_no_pickle_is_ever_read() -> None:
    """
    Nothing that a look-up reads from disk can run code.
    """
    unsafe = ("import pickle", "import marshal", "import shelve", "yaml.load(", "yaml.Loader", " eval(", " exec(")
    sources = {path.name: path.read_text("utf-8") for path in (ROOT / "graph/citygraph").rglob("*.py")}

    assert [name for name, text in sources.items() if any(each in text for each in unsafe)] == []


@pytest.mark.parametrize(
    "name", ["with blank.yaml", "new\nline.yaml", "\udcff\udcfe.yaml", "臺中 '\".yaml", "PEOPLE.yaml"]
)
def test_f13_a_file_of_any_name_is_read_and_its_name_shown_escaped(project: Written, name: str) -> None:
    """
    Blanks, line ends, bytes that are no text, names that differ in case: the facts are built, mistakes are on one line.
    """
    project.write("data/people.yaml", people(1))
    project.write(f"data/{name}", "people:\n  eve: {name: {en: Eve Other}}\n")
    assert "Eve Other" in (build.fresh(project.project).folder / "graph.nq").read_text("utf-8")
    project.write(f"data/{name}", "people:\n  eve: {name: {en: Eve Other}, nope: 1}\n")

    done = subprocess.run(command(project, "check"), env=environment(), capture_output=True, check=False)

    first = done.stderr.decode().split("\n")[0]
    assert done.returncode == 1
    assert first.endswith(":2:32: error[unknown-key]: 'nope' is not a field of a person")
    assert first.isprintable()


@pytest.mark.usefixtures("read_anew")
@pytest.mark.parametrize("epoch", ["0", "4102444800", "not a number"])
def test_f14_the_clock_has_no_effect_on_the_bytes(built: Written, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    """
    Another time, another SOURCE_DATE_EPOCH: the same build, byte for byte.
    """
    before, folder = graph_of(built), build.fresh(built.project).folder
    texts = {name: (folder / name).read_bytes() for name in ("schema.json", "questions.json", "names.sqlite")}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    monkeypatch.setattr(time, "time", lambda: 1.0)
    shutil.rmtree(built.project.builds)

    again = build.fresh(built.project).folder

    assert (again.name, graph_of(built)) == (folder.name, before)
    assert {name: (again / name).read_bytes() for name in texts} == texts


# ---------------------------------------------------------------------- the count


@pytest.mark.parametrize("count", [0, 1, 10])
def test_f15_a_build_that_lost_half_its_facts_is_not_published(built: Written, count: int) -> None:
    """
    No facts at all, or half of them gone: the old build stays, unless the loss is allowed.
    """
    before = graph_of(built)
    built.write("data/people.yaml", people(count) if count else "people:\n")

    stopped = subprocess.run(command(built, "build"), env=environment(), capture_output=True, text=True, check=False)
    shown = subprocess.run(
        command(built, "show", "Ada Number 15"), env=environment(), capture_output=True, text=True, check=False
    )
    kept = graph_of(built)
    allowed = subprocess.run(
        command(built, "build", "--allow-shrink"), env=environment(), capture_output=True, text=True, check=False
    )

    assert stopped.returncode == 3
    assert f"{count} facts instead of 20" in stopped.stderr
    assert "--allow-shrink" in stopped.stderr
    assert (shown.returncode, "the previous build answers" in shown.stderr) == (0, True)
    assert kept == before
    assert (allowed.returncode, f"(-{20 - count} facts)" in allowed.stdout) == (0, True)


def test_d10_the_build_says_how_many_facts_are_gone(built: Written) -> None:
    """
    A curator's file is removed: its facts are gone, and the build counts them.
    """
    built.write("data/more.yaml", people(7, "Bea").replace("  p", "  q"))
    build.fresh(built.project)
    (built.root / "data/more.yaml").unlink()

    done = subprocess.run(command(built, "build"), env=environment(), capture_output=True, text=True, check=False)

    assert done.stdout.endswith("(-7 facts)\n")
    assert b"Bea" not in graph_of(built)


def test_what_cannot_be_built_is_found_out_once(built: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    With errors in the data a look-up answers from the previous build without compiling again.
    """
    built.write("data/people.yaml", people(20).replace("name:", "nam:"))
    with pytest.raises(build.BuildError):
        build.fresh(built.project)
    monkeypatch.setattr(build, "_read", None)

    assert build.refused(built.project).startswith("the data have 40 errors")

    built.write("data/people.yaml", people(20, "Ida"))
    assert build.refused(built.project) == ""


@pytest.mark.parametrize("text", ["", "[]", '{"why": 1}', '{"inputs": 3, "why": "x"}', "\x00"])
def test_f11_a_damaged_note_of_what_cannot_be_built_is_ignored(built: Written, text: str) -> None:
    """
    It only saves time: whatever stands in it, the data are judged.
    """
    (built.project.builds / build.REFUSED).write_text(text)

    assert build.refused(built.project) == ""
    assert json.loads((build.fresh(built.project).folder / "manifest.json").read_bytes())["facts"] == 20
