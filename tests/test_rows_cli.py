"""Rows of docs/robustness.md as they are met on the command line: endings, streams, what is said."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from citygraph import build, cli, projects

if TYPE_CHECKING:
    from conftest import Written

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = "people:\n  ada: {name: {en: Ada Example}}\n  bob: {name: {en: Bob Sample}, note: {en: the elder}}\n"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def run(
    project: Written | projects.Project,
    *arguments: str,
    stdin: bytes = b"",
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """
    One run of the command on a small project.
    """
    return subprocess.run(
        [sys.executable, "-m", "citygraph", "--project", str(project.root), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "graph"), **(env or {})},
        input=stdin,
        capture_output=True,
        cwd=cwd or ROOT,
        check=False,
    )


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> projects.Project:
    """
    A small project with a build, for tests that do not change it.
    """
    root = tmp_path_factory.mktemp("small")
    (root / "data").mkdir()
    (root / "data/dataset.yaml").write_text("title: {en: T}\nbase: https://example.org/\nlanguages: [en, zh-Hant]\n")
    (root / "data/people.yaml").write_text(PEOPLE)
    build.fresh(projects.find(root))
    return projects.find(root)


@pytest.mark.parametrize(("given", "near"), [("buidl", "build"), ("chekc", "check"), ("exprot", "export")])
def test_c1_an_unknown_command_is_answered_with_the_nearest(small: projects.Project, given: str, near: str) -> None:
    """
    Usage, the command that was meant, and another code than that of wrong data.
    """
    done = run(small, given)

    assert done.returncode == 2
    assert b"Usage: " in done.stderr
    assert near.encode() in done.stderr
    assert done.stdout == b""


def test_c1_an_unknown_option_is_wrong_usage(small: projects.Project) -> None:
    """
    Not a data error, not an answer.
    """
    assert run(small, "build", "--alow-shrink").returncode == 2


def test_c2_what_is_not_built_is_built_first_and_said(project: Written) -> None:
    """
    The first look-up builds, with a line on standard error; the second finds the build.
    """
    project.write("data/people.yaml", PEOPLE)

    first, second = run(project, "show", "Ada Example"), run(project, "show", "Ada Example")

    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stderr == b"citygraph: building the graph\n"
    assert second.stderr == b""
    assert first.stdout == second.stdout


def test_c3_a_question_without_answer_says_what_is_not_known(small: projects.Project) -> None:
    """
    Nothing is guessed: the unknown name is quoted, on standard output, with exit code 1.
    """
    done = run(small, "show", "Adda Exampel Xyz")

    assert done.returncode == 1
    assert b"Adda Exampel Xyz" in done.stdout
    assert b"(person)" not in done.stdout


def test_c4_two_that_share_a_name_are_both_shown_with_what_tells_them_apart(project: Written) -> None:
    """
    Two of one name are two answers.
    """
    project.write(
        "data/people.yaml",
        "people:\n  one: {name: {en: Kim Park}, note: {en: mayor of one city}}\n"
        "  two: {name: {en: Kim Park}, note: {en: clerk of another}}\n",
    )

    text = run(project, "show", "Kim Park").stdout.decode()

    assert "mayor of one city" in text
    assert "clerk of another" in text


@pytest.mark.parametrize("hostile", ["\x1b[31mred", "\x1b]0;title\x07", "a\u202eb", "\x9b31m", "x\ry"])
def test_c5_what_was_typed_comes_back_escaped(small: projects.Project, hostile: str) -> None:
    """
    Control characters in a name or a question never reach the terminal; JSON writes them as escapes.
    """
    for arguments in (["show", hostile], ["ask", "who", "is", hostile], ["draw", hostile], [hostile]):
        done = run(small, *arguments)
        assert done.returncode in (1, 2)
        shown = (done.stdout + done.stderr).decode().replace("\n", "")
        assert shown.isprintable(), arguments
    for line in run(small, "ask", "--format", "json", f"who is {hostile}").stdout.decode().split("\n"):
        assert not re.search(r"[\x00-\x1f]", line)


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (bytes(range(128, 256)), "UTF-8"),
        ("SELECT * { ?s ?p '臺' }".encode("utf-16"), "UTF-8"),
        ("SELECT * { ?s ?p '臺中' }".encode("big5"), "UTF-8"),
        (b"x" * 5_000_000, "longer than 64 kB"),
        (b"\0" * 100, "1:1"),
    ],
)
def test_c8_q13_what_is_no_query_on_standard_input_is_said(small: projects.Project, stdin: bytes, said: str) -> None:
    """
    Empty, binary, in another encoding, huge: one line, exit code 2, and no more is read than a query may have.
    """
    done = run(small, "sparql", "-", stdin=stdin)

    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_q13_a_byte_order_mark_before_a_query_is_no_mistake(small: projects.Project) -> None:
    """
    Editors of Windows write one.
    """
    assert run(small, "sparql", "-", stdin=b"\xef\xbb\xbfASK { ?s ?p ?o }").returncode == 0


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 2, "federation is off"),
        ("SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }", 2, "federation is off"),
        ("DROP ALL", 2, "read-only"),
        ("SELECT * { " + "{" * 3000 + "}" * 3000 + " }", 2, "nested deeper than 100"),
        ("SELECT * { " + "?s ?p ?o . " * 200 + "}", 2, "too many patterns"),
        ("SELECT * { ?s foo:bar ?o }", 2, "the prefix 'foo' is not declared; known: "),
        ("SELECT * { } SELECT * { }", 2, "1:"),
        ("SELECT ?a { BIND(<java:x>(1) AS ?a) }", 2, "java:x"),
    ],
)
def test_q1_q3_q6_q7_q11_q12_q14_q16_a_refused_query_ends_with_2(
    small: projects.Project, query: str, code: int, said: str
) -> None:
    """
    Wrong or refused queries end alike: a line that says why, nothing on standard output.
    """
    done = run(small, "sparql", query)

    assert (done.returncode, done.stdout) == (code, b"")
    assert said in done.stderr.decode()


def test_q4_a_file_or_address_in_from_is_not_opened(small: projects.Project) -> None:
    """
    An unknown graph is empty; nothing of the file is told.
    """
    done = run(small, "sparql", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")

    assert b"root:" not in done.stdout + done.stderr


def test_q5_q10_limits_end_with_4(small: projects.Project) -> None:
    """
    A cut is said beside the rows that are given, and has its own exit code.
    """
    done = run(small, "sparql", "SELECT * { ?a ?b ?c . ?d ?e ?f }", "-f", "csv")

    assert done.returncode == 4
    assert b"cut after 10,000 rows" in done.stderr
    assert done.stdout.count(b"\n") == 10_001


@pytest.mark.parametrize(
    "question", ['"{}(*+?', "'; DROP ALL --", "VALUES ?x { <a> }", ".*", "\\", "%_%", "x" * 10_000]
)
def test_q18_a_question_is_never_code(small: projects.Project, question: str) -> None:
    """
    Quotes, braces, signs of patterns and ten kilobytes are names that nobody has.
    """
    for verb in ("ask", "show"):
        done = run(small, verb, question)
        assert done.returncode == 1, done.stderr
        assert b"Traceback" not in done.stderr


def runs(process: str) -> bool:
    """
    Whether a process is there; not one that is gone and that nobody has noticed yet.
    """
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def test_c9_q19_an_interrupted_query_ends_with_130(small: projects.Project) -> None:
    """
    Ctrl-C ends a long query within two seconds, and its process with it.
    """
    command = [sys.executable, "-m", "citygraph", "--project", str(small.root), "sparql", ENDLESS]
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT / "graph")}, stderr=subprocess.PIPE
    ) as running:
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        while not (workers := children.read_text().split()):
            time.sleep(0.02)
        time.sleep(0.5)
        started = time.monotonic()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=20)
    took = time.monotonic() - started

    assert running.returncode == 130, said
    assert took < 2
    assert b"Traceback" not in said
    while runs(workers[0]) and time.monotonic() - started < 5:  # it was told to; on a busy machine it needs a turn
        time.sleep(0.02)
    assert not runs(workers[0])


def test_c10_nothing_is_dropped_where_the_user_stands(small: projects.Project, tmp_path: Path) -> None:
    """
    From another folder, with a home that cannot be written: answers, and no file beside the page that was asked for.
    """
    env = {"HOME": "/proc/none", "XDG_CACHE_HOME": "/proc/none"}

    shown = run(small, "show", "Ada Example", cwd=tmp_path, env=env)
    drawn = run(small, "draw", "Ada Example", "-o", "page.html", cwd=tmp_path, env=env)

    assert (shown.returncode, drawn.returncode) == (0, 0)
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.parametrize("output", ["/proc/none/page.html", "/dev/full"])
def test_c10_a_page_that_cannot_be_written_ends_with_3(small: projects.Project, output: str) -> None:
    """
    One line with the path and the reason.
    """
    done = run(small, "draw", "Ada Example", "-o", output)

    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1
    assert output.encode() in done.stderr


def test_c11_a_bug_ends_with_70_an_id_and_no_data(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    The message names kind, version and an id, the same each time; values of the data are not in it.
    """
    said = []
    for _ in range(2):
        with pytest.raises(KeyError) as caught:
            json.loads("{}")["Ada Example"]
        assert cli._ending(caught.value) == 70
        said.append(capsys.readouterr().err)

    assert said[0] == said[1]
    assert re.fullmatch(
        r"citygraph: internal error, please report: KeyError in citygraph [\w.+-]+, id [0-9a-f]{8} \(.*--debug.*\)\n",
        said[0],
    )

    monkeypatch.setattr(sys, "argv", ["citygraph", "--debug", "show"])
    with pytest.raises(KeyError):
        cli._ending(KeyError("details"))
