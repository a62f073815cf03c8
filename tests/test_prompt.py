"""The prompt: what it suggests, how it answers from a pipe, and how it feels on a terminal."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from citygraph.cli.prompt import Conversation, Manner
from citygraph.names import MISPRINT, NAME, Form, Index, write
from citygraph.questions.suggesting import LIMIT, Suggester

if TYPE_CHECKING:
    from conftest import Written

    from citygraph import store

ROOT = Path(__file__).resolve().parent.parent
INTERRUPT, END = "\x03", "\x04"
READY = "\x1b[?2004h"  # what a terminal is told when the prompt is about to read


@pytest.fixture(scope="module")
def suggester(graph: store.Graph) -> Suggester:
    return Suggester(graph)


def lines(suggester: Suggester, text: str, lang: str = "en") -> list[str]:
    return [each.line for each in suggester.suggest(text, lang)]


# -------------------------------------------------------------- what is suggested


def test_a_question_goes_on_up_to_the_place_for_a_name(suggester: Suggester) -> None:
    """
    Its place for a name is shown, and what it asks is said beside it.
    """
    found = next(each for each in suggester.suggest("who did we", "en") if each.shown == "who did we meet in …")

    assert found.line == "who did we meet in "
    assert found.meta.startswith("who did we meet: in a place")
    assert not found.whole


def test_where_the_place_is_reached_the_example_is_suggested(suggester: Suggester) -> None:
    """
    Whoever does not know a name is given one.
    """
    assert lines(suggester, "who did we meet in ")[0] == "who did we meet in Montreal"


def test_a_question_goes_on_behind_a_name(suggester: Suggester) -> None:
    """
    In both languages, whatever the name is, from the middle of a word too.
    """
    assert "when was UCLG founded" in lines(suggester, "when was UCLG")
    assert "when was CityNet founded" in lines(suggester, "when was CityNet fou")
    assert "我們在杭州見過誰" in lines(suggester, "我們在杭州", "zh-Hant")
    assert "how are Parks Tau and " in lines(suggester, "how are Parks Tau")


def test_a_question_is_not_gone_on_with_behind_a_name_of_another_kind(suggester: Suggester) -> None:
    """
    Nobody asks when a person was founded.
    """
    assert "when was Parks Tau founded" not in lines(suggester, "when was Parks Tau")


def test_the_language_of_what_is_typed_comes_first(suggester: Suggester) -> None:
    """
    With nothing typed, that of the reader.
    """
    assert lines(suggester, "", "en")[0].isascii()
    assert not lines(suggester, "", "zh-Hant")[0].isascii()


def test_typed_words_find_the_questions_in_which_they_stand(suggester: Suggester) -> None:
    """
    A subject is enough to find out how to ask about it.
    """
    assert "which are our sister cities" in lines(suggester, "sister")
    assert "我們有哪些姊妹市" in lines(suggester, "姊妹", "zh-Hant")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("who did we meet in Mont", "Montréal"),
        ("WHO DID WE MEET IN MONTRÉ", "Montréal"),
        ("who is Cod", "Denis Coderre"),
        ("who is parks t", "Parks Tau"),
        ("cote d", "Côte d'Ivoire"),
        ("我們在蒙特", "蒙特婁"),
        ("台中市政", "臺中市政府"),
        ("市道知事", "韓國市道知事協會"),
    ],
)
def test_a_name_is_suggested_by_its_beginning(suggester: Suggester, typed: str, name: str) -> None:
    """
    Without its accents, in any case, by a later word of it, in Chinese from within; what is before it stays.
    """
    lang = "en" if typed.isascii() or "É" in typed else "zh-Hant"

    found = [each for each in suggester.suggest(typed, lang) if each.shown == name]

    assert len(found) == 1
    assert found[0].line.endswith(name)


def test_people_bodies_and_places_come_before_other_things(suggester: Suggester) -> None:
    """
    And what they are is said in the language.
    """
    english = [each.meta for each in suggester.suggest("montr", "en")]
    chinese = [each.meta for each in suggester.suggest("我們在蒙特", "zh-Hant")]

    assert english[0] == "city"
    assert english.index("organization") < english.index("document")
    assert chinese[1] == "城市"


def test_a_name_that_is_not_the_usual_one_says_whose_it_is(suggester: Suggester) -> None:
    """
    An abbreviation is explained.
    """
    found = {each.shown: each.meta for each in suggester.suggest("WED", "en")}

    assert found["WEDO"] == "organization: Women's Environment and Development Organization"


def test_a_misprint_is_suggested_as_the_name(tmp_path: Path) -> None:
    """
    Nobody is led to type what a report got wrong.
    """

    class Small:
        place = str(tmp_path)

        def file(self, name: str) -> dict[str, Any]:
            return {"labels": {}, "above": {}, "questions": []}

    forms = [Form("x:1", "x:City", "Montréal", "en", NAME), Form("x:1", "x:City", "Montrael", "en", MISPRINT)]
    write(tmp_path / "names.sqlite", forms)

    assert lines(Suggester(Small()), "who is montra") == ["who is Montréal"]  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["Motnreal", "xyzzy qwrt", "who is Zzyzx", "囍囍囍", "\x00\x1b[31m'\"%_", "…"])
def test_nothing_is_suggested_for_what_nothing_begins_with(suggester: Suggester, typed: str) -> None:
    """
    Gibberish, misspelt names and control characters end the list, not the program.
    """
    assert lines(suggester, typed, "en") == []


@pytest.mark.parametrize("typed", ["", "w", "who", "我", "mayor", "臺中", "m" * 2])
def test_the_list_is_short_and_says_nothing_twice(suggester: Suggester, typed: str) -> None:
    """
    What cannot be seen at a glance is no help.
    """
    found = lines(suggester, typed)

    assert len(found) == len(set(found)) <= LIMIT
    assert typed not in found


@pytest.mark.parametrize(
    "typed", ["a" * 10_000, "ab " * 3_333, "蒙" * 10_000, "who is " * 1_500, "\u202e%_'\"" * 2_000]
)
def test_a_very_long_line_is_looked_at_only_at_its_end(suggester: Suggester, typed: str) -> None:
    """
    Ten thousand characters cost no more than a few hundred.
    """
    begun = time.perf_counter()

    suggester.suggest(typed, "en")

    assert time.perf_counter() - begun < 1
    assert lines(suggester, typed + " Montevi")[0] == typed + " Montevideo"


@pytest.mark.parametrize("key", ["c", "ci", "city of a", "市", "市長", "世界大都"])
def test_a_beginning_of_a_name_is_looked_up_by_an_index(tmp_path: Path, key: str) -> None:
    """
    No keystroke reads all names.
    """
    write(tmp_path / "names.sqlite", [Form("x:1", "x:City", "City of Ames", "en", 0)])
    index = Index(tmp_path / "names.sqlite")
    asked: list[str] = []
    index.base.set_trace_callback(asked.append)
    index.starting(key)
    index.base.set_trace_callback(None)

    plans = [row[3] for query in asked for row in index.base.execute(f"EXPLAIN QUERY PLAN {query}")]

    assert plans
    assert [plan for plan in plans if plan.startswith("SCAN")] == []


# ---------------------------------------------------------------- data that change


def test_the_graph_is_opened_once_and_again_when_the_data_change(project: Written) -> None:
    """
    The next question is answered from what the data say now.
    """
    project.write("data/people.yaml", "people:\n  ada:\n    name: {en: Ada Lovelace}\n")
    talk = Conversation(str(project.root), Manner())
    opened = talk.graph

    assert not talk.ask("who is Grace Hopper").found
    assert talk.graph is opened

    project.write("data/people.yaml", "people:\n  grace:\n    name: {en: Grace Hopper}\n")

    talk.ask("who is Grace Hopper")
    assert talk.graph is not opened
    assert [each.shown for each in talk.suggest("who is Hop")] == ["Grace Hopper"]


def test_data_with_errors_are_said_and_the_previous_build_answers(
    project: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    A mistake in a file does not end the conversation, and is said once.
    """
    project.write("data/people.yaml", "people:\n  ada:\n    name: {en: Ada Lovelace}\n")
    talk = Conversation(str(project.root), Manner())
    project.write("data/people.yaml", "people:\n  ada:\n    nome: {en: Ada Lovelace}\n")

    talk.ask("who is Ada Lovelace")
    first = capsys.readouterr().err
    talk.ask("who is Ada Lovelace")

    assert "the previous build answers" in first
    assert capsys.readouterr().err == ""
    assert [each.shown for each in talk.suggest("who is Lov")] == ["Ada Lovelace"]


# ----------------------------------------------------------------------- the pipe


def piped(stdin: bytes, *arguments: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "citygraph", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "graph"), **env},
        input=stdin,
        capture_output=True,
        check=False,
    )


def test_each_line_of_a_pipe_is_answered(graph: store.Graph) -> None:
    """
    In the language of each, without escape codes; blank lines are passed over, what follows exit is not read.
    """
    asked = "who did we meet in Montreal\n\n我們在蒙特婁見過誰\r\nexit\nwho is Parks Tau\n"

    run = piped(asked.encode(), "ask", "--interactive")
    text = run.stdout.decode()

    assert run.returncode == 0
    assert text.startswith("> who did we meet in Montreal\n")
    assert "> 我們在蒙特婁見過誰\n我們見過" in text
    assert "Parks Tau 是誰" not in text
    assert "> who is" not in text
    assert "\x1b" not in text
    assert run.stderr == b""


def test_a_pipe_with_a_question_that_finds_nothing_ends_with_1(graph: store.Graph) -> None:
    """
    Bytes that are no text and control characters are words like others; an empty pipe is no failure.
    """
    run = piped(b"\xff\xfe\x1b[31mxyzzy\n", "ask", "-i", LC_ALL="C")

    assert run.returncode == 1
    assert b"\x1b" not in run.stdout
    assert b"Traceback" not in run.stderr
    assert piped(b"", "ask", "-i").returncode == 0


def test_a_pipe_gives_json_one_line_for_each_question(graph: store.Graph) -> None:
    """
    Machines read it line by line.
    """
    run = piped(b"who is Denis Coderre\nwhen did we meet Coderre\n", "ask", "-i", "--format", "json")

    assert [json.loads(line)["phrase"] for line in run.stdout.splitlines()] == [
        "who is Denis Coderre",
        "when did we meet Coderre",
    ]


def test_without_a_terminal_no_command_prints_the_help(graph: store.Graph) -> None:
    """
    The prompt opens only where somebody can type.
    """
    run = piped(b"who is Denis Coderre\n")

    assert b"Usage: citygraph" in run.stdout + run.stderr
    assert b"Coderre is" not in run.stdout


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "--interactive", "who", "is", "Coderre"]])
def test_ask_takes_a_question_or_interactive(arguments: list[str]) -> None:
    """
    One of the two, not both.
    """
    run = piped(b"", *arguments)

    assert run.returncode == 2
    assert b"--interactive" in run.stderr


# ------------------------------------------------------------------- the terminal


class Terminal:
    """
    The prompt on a terminal of its own, as somebody at the keyboard has it.
    """

    def __init__(self, state: Path, *arguments: str, columns: int = 80, **env: str) -> None:
        self.process = pexpect.spawn(
            sys.executable,
            ["-m", "citygraph", *arguments],
            cwd=str(ROOT),
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(state),
                "XDG_STATE_HOME": str(state),
                "PYTHONPATH": str(ROOT / "graph"),
                "TERM": "xterm-256color",
                "LANG": "C.UTF-8",
                "PROMPT_TOOLKIT_NO_CPR": "1",
                **env,
            },
            dimensions=(30, columns),
            encoding="utf-8",
            timeout=30,
        )

    def see(self, *texts: str) -> str:
        """
        Waits for each text; what came before the last.
        """
        for text in texts:
            self.process.expect_exact(text)
        return str(self.process.before)

    def type(self, text: str) -> None:
        self.process.send(text)

    def ends(self) -> int | None:
        self.process.expect(pexpect.EOF)
        self.process.close()
        return self.process.exitstatus


@pytest.fixture
def state(tmp_path: Path, graph: store.Graph) -> Path:
    """
    A folder for what is remembered; the build is current.
    """
    return tmp_path / "state"


def test_a_newcomer_types_takes_a_suggestion_and_reads_the_answer(state: Path) -> None:
    """
    The welcome says how to leave; the city is offered while its name is typed; Ctrl-D ends with 0.
    """
    terminal = Terminal(state)
    terminal.see("Ctrl-D leaves", READY)

    terminal.type("who did we meet in Mont")
    terminal.see("Montréal", "city")
    terminal.type("\t\t\r")
    time.sleep(0.3)
    terminal.type("\r")
    terminal.see("We met", "Denis Coderre", "[montreal-2017", READY)
    terminal.type(END)

    assert terminal.ends() == 0
    kept = state / "citygraph/history"
    assert "+who did we meet in Montréal\n" in kept.read_text("utf-8")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_what_was_asked_is_recalled_the_next_time(state: Path) -> None:
    """
    The history survives the prompt.
    """
    first = Terminal(state, "ask", "--interactive")
    first.see(READY)
    first.type("who is Denis Coderre\r")
    first.see("Mayor", READY)
    first.type("exit\r")
    assert first.ends() == 0

    second = Terminal(state)
    second.see(READY)
    second.type("\x12Coderre")
    second.see("who is Denis")
    second.type("\r")
    time.sleep(0.3)
    second.type("\r")
    second.see("Mayor", READY)
    second.type(END)
    assert second.ends() == 0


def test_ctrl_c_clears_the_line_and_leaves_the_second_time(state: Path) -> None:
    """
    With the exit code of what is interrupted.
    """
    terminal = Terminal(state)
    terminal.see(READY)
    terminal.type("who is nobody")
    terminal.see("nobody")
    terminal.type(INTERRUPT)
    terminal.see("Ctrl-C again leaves", READY)
    terminal.type("xyzzy\r")
    terminal.see("Not understood", READY)
    terminal.type(INTERRUPT)
    terminal.see("Ctrl-C again leaves", READY)
    terminal.type(INTERRUPT)

    assert terminal.ends() == 130


def test_the_prompt_speaks_chinese_where_the_reader_does(state: Path) -> None:
    """
    Welcome, help, suggestions, answer, farewell.
    """
    terminal = Terminal(state, LANG="zh_TW.UTF-8", PYTHONUTF8="1")
    terminal.see("用中文或英文提問", READY)
    terminal.type("?\r")
    terminal.see("可以這樣問", READY)
    terminal.type("我們在蒙特婁")
    terminal.see("我們在蒙特婁見過誰")
    terminal.type("見過誰\r")
    terminal.see("我們見過", READY)
    terminal.type("離開\r")

    assert terminal.ends() == 0


def test_where_nothing_can_be_kept_the_prompt_works_without(tmp_path: Path, graph: store.Graph) -> None:
    """
    A home that cannot be written is no reason to stop; NO_COLOR, a plain locale and a narrow terminal are neither.
    """
    (tmp_path / "file").write_text("")
    terminal = Terminal(tmp_path / "file", columns=60, NO_COLOR="1", LANG="C")
    welcome = terminal.see(READY)
    terminal.type("who is Denis Coderre\r")
    shown = terminal.see("Mayor", READY)
    terminal.type(END)

    assert terminal.ends() == 0
    assert not any(f"\x1b[{colour}" in welcome + shown for colour in ("38;", "48;", "0;38", "0;48"))


def test_a_terminal_that_can_do_nothing_still_answers(state: Path) -> None:
    """
    TERM=dumb gets a line and an answer.
    """
    terminal = Terminal(state, TERM="dumb")
    terminal.see("> ")
    terminal.type("who is Denis Coderre\r")
    terminal.see("Mayor", "> ")
    terminal.type(END)

    assert terminal.ends() == 0
