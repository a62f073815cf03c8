"""The command line as a newcomer meets it: answers, endings, streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Written

    from citygraph import store

ROOT = Path(__file__).resolve().parent.parent


def run(
    *arguments: str, cwd: Path = ROOT, env: dict[str, str] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """
    One run of the command in a process of its own.
    """
    return subprocess.run(
        [sys.executable, "-m", "citygraph", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT / "graph"), **(env or {})},
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_an_answer_goes_to_standard_output_and_ends_with_0(graph: store.Graph) -> None:
    """
    Data on one stream, nothing on the other.
    """
    result = run("ask", "who did we meet in Montreal")

    assert result.returncode == 0
    assert "Denis Coderre" in result.stdout
    assert result.stderr == ""


def test_a_question_in_chinese_is_answered_in_chinese(graph: store.Graph) -> None:
    """
    The language of the answer is that of the question.
    """
    assert "我們見過" in run("ask", "我們在蒙特婁見過誰").stdout


def test_the_same_answer_as_json_has_ids_iris_and_citations(graph: store.Graph) -> None:
    """
    Machines get the same facts.
    """
    found = json.loads(run("ask", "when did we meet Coderre", "--format", "json").stdout)

    [answer] = found["answers"]
    [fact] = answer["answers"][0]["facts"]
    assert fact["citations"][0]["report"] == "montreal-2017"
    assert fact["citations"][0]["iri"].endswith("/passage/montreal-2017/肆.三.(一)")


def test_explain_shows_the_reading_and_the_query(graph: store.Graph) -> None:
    """
    How the question was read, and the SPARQL it became, can be seen.
    """
    text = run("ask", "--explain", "who did we meet in Montreal").stdout

    assert "-- met(place = https://citygraph.example/id/montreal)" in text
    assert "VALUES ?place { <https://citygraph.example/id/montreal> }" in text


@pytest.mark.parametrize(
    "arguments", [["ask", "who did we meet in Tokyo"], ["show", "Nobody At All"], ["draw", "Nobody At All"]]
)
def test_nothing_found_ends_with_1(graph: store.Graph, arguments: list[str]) -> None:
    """
    Nothing found is told apart from wrong usage.
    """
    result = run(*arguments)

    assert result.returncode == 1
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [["asc", "who"], ["ask", "--nope", "x"], ["explain", "encouters"], ["sparql", "SELEC"]]
)
def test_wrong_usage_ends_with_2(graph: store.Graph, arguments: list[str]) -> None:
    """
    An unknown command, option or kind, and a query that is none.
    """
    result = run(*arguments)

    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_an_unknown_kind_is_answered_with_the_nearest(graph: store.Graph) -> None:
    """
    A slip of the finger costs no search.
    """
    assert "did you mean 'encounters'?" in run("explain", "encouters").stderr


def test_no_project_in_sight_ends_with_3(tmp_path: Path) -> None:
    """
    A folder given without data is said, with its name.
    """
    result = run("--project", str(tmp_path), "ask", "who did we meet")

    assert result.returncode == 3
    assert "no project found" in result.stderr


def test_errors_in_the_data_end_with_1_and_the_previous_build_answers(project: Written) -> None:
    """
    With an error nothing is written; a look-up says so and answers from what was built before.
    """
    project.write("data/people.yaml", "people:\n  ada:\n    name: {en: Ada Example}\n")
    assert run("--project", str(project.root), "build").returncode == 0
    project.write("data/people.yaml", "people:\n  ada:\n    nam: {en: Ada Example}\n")

    checked = run("--project", str(project.root), "check")
    shown = run("--project", str(project.root), "show", "Ada Example")

    assert checked.returncode == 1
    assert "data/people.yaml:3:5: error[unknown-key]" in checked.stderr
    assert shown.returncode == 0
    assert "Ada Example" in shown.stdout
    assert "previous build" in shown.stderr


def test_c6_a_closed_pipe_ends_quietly(graph: store.Graph) -> None:
    """
    `| head` is no reason for a traceback (C6).
    """
    command = f"{sys.executable} -m citygraph export | head -c 100"

    result = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "Traceback" not in result.stderr
    assert "BrokenPipe" not in result.stderr


@pytest.mark.parametrize(
    "env", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "cp950"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_c7_a_poor_terminal_gets_an_answer_too(graph: store.Graph, env: dict[str, str]) -> None:
    """
    An encoding that cannot write a letter is no reason to stop (C7).
    """
    result = subprocess.run(
        [sys.executable, "-m", "citygraph", "ask", "who did we meet in Montreal"],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        check=False,
    )

    assert result.returncode == 0
    assert b"Denis Coderre" in result.stdout


def test_the_language_of_messages_follows_the_locale(project: Written) -> None:
    """
    A curator with a Chinese locale reads Chinese.
    """
    project.write("data/people.yaml", "people:\n  ada:\n    nam: x\n")

    result = run("--project", str(project.root), "check", env={"LC_ALL": "zh_TW.UTF-8"})

    assert "沒有「nam」欄位" in result.stderr


def test_show_tells_everything_known_with_citations(graph: store.Graph) -> None:
    """
    A dossier has names, offices, meetings, each with the passage.
    """
    text = run("show", "Coderre").stdout

    assert "Mayor of Montréal" in text
    assert "encounter" in text
    assert "[montreal-2017 肆.三.(一)]" in text


def test_what_can_be_asked_is_listed(graph: store.Graph) -> None:
    """
    Every question is listed with its example, in either language.
    """
    assert "who did we meet in Montreal" in run("questions").stdout
    assert "我們在蒙特婁見過誰" in run("questions", "--lang", "zh-Hant").stdout
