"""A prompt for plain questions: suggests while somebody types, remembers what was asked.

On a terminal the lines come from prompt_toolkit, imported only here; from a
pipe they are read as they are, one question a line.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from citygraph import projects, questions, store
from citygraph.cli import shared
from citygraph.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document
    from prompt_toolkit.key_binding import KeyPressEvent

    from citygraph.questions.asking import Asked
    from citygraph.questions.suggesting import Suggester, Suggestion
    from citygraph.store import Graph

_LEAVE = ("exit", "quit", "離開", "退出")
_HELP = ("help", "?", "？", "說明")
_WELCOME = {
    "en": "citygraph: ask in English or 中文; ? helps, Ctrl-D leaves.",
    "zh-Hant": "citygraph：用中文或英文提問；? 說明，Ctrl-D 離開。",
}
_KEYS = {
    "en": """\
Type a question; suggestions appear while you type.
  Tab, Up, Down   choose a suggestion; Enter takes it
  Enter           ask
  Up, Down        earlier questions; Ctrl-R searches them
  Ctrl-C          clear the line; twice leaves
  exit, Ctrl-D    leave
You could ask:""",
    "zh-Hant": """\
輸入問題，輸入時會出現建議。
  Tab、上、下     選擇建議；Enter 採用
  Enter           提問
  上、下          先前的問題；Ctrl-R 搜尋
  Ctrl-C          清除此行；連按兩次離開
  離開、Ctrl-D    結束
可以這樣問：""",
}
_AGAIN = {"en": "Ctrl-C again leaves", "zh-Hant": "再按一次 Ctrl-C 離開"}


class Manner(NamedTuple):
    """
    How answers are given: the language, if one was asked for; as JSON; with how the question was read.
    """

    lang: str | None = None
    as_json: bool = False
    explain: bool = False


class Conversation:
    """
    Questions and answers over one graph, which is opened again when the data change.
    """

    def __init__(self, place: str | None, manner: Manner) -> None:
        self.place = place
        self.manner = manner
        self.home = shared.project(place)
        self.graph = shared.graph(place)
        self.stock = projects.take_stock(self.home.inputs())
        self._suggests: tuple[Graph, Suggester] | None = None

    def refresh(self) -> None:
        """
        Open the graph anew if the data changed; where they cannot be built that is said, and the graph at hand answers.
        """
        inputs = self.home.inputs()
        if projects.unchanged(inputs, self.stock):
            return
        self.stock = projects.take_stock(inputs)
        from citygraph.build import BuildError, BusyError
        from citygraph.schema import SchemaError

        try:
            self.graph = shared.graph(self.place)
        except (BuildError, BusyError, SchemaError, projects.NoProjectError, store.StoreError, OSError) as error:
            shared.note(f"{error}; the previous build answers")
            self.stock = {}  # so that the next question tries again

    def ask(self, phrase: str) -> Asked:
        """
        The answer of the current data.
        """
        self.refresh()
        return questions.ask(self.graph, phrase, shared.language(self.manner.lang, phrase))

    def suggest(self, text: str) -> list[Suggestion]:
        """
        What *text* may become, in the language in which it is begun.
        """
        if self._suggests is None or self._suggests[0] is not self.graph:
            from citygraph.questions.suggesting import Suggester

            try:
                self._suggests = (self.graph, Suggester(self.graph))
            except store.StoreError:  # swept away meanwhile: the next question opens the build that is there
                return []
        return self._suggests[1].suggest(text, shared.language(self.manner.lang, text.strip()))

    def help(self) -> str:
        lang = shared.language(self.manner.lang)
        examples = [each["example"].get(lang, "") for each in self.graph.file("questions.json")["questions"]]
        return "\n".join([_KEYS[lang], *(f"  {each}" for each in sorted(examples, key=len)[:8] if each)])


def run(place: str | None, manner: Manner | None = None) -> int:
    """
    Answer until somebody leaves; the exit code.
    """
    talk = Conversation(place, manner or Manner())
    if sys.stdin.isatty() and sys.stdout.isatty():
        return _converse(talk)
    return _answer_lines(talk)


def _answer_lines(talk: Conversation) -> int:
    """
    Each line of standard input is a question; 1 where one of them found nothing.
    """
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    found = True
    for line in sys.stdin:
        phrase = line.strip().lstrip("\ufeff")
        if phrase in _LEAVE:
            break
        if phrase in _HELP:
            shared.write(talk.help())
        elif phrase:
            asked = talk.ask(phrase)
            found = found and asked.found
            if talk.manner.as_json:
                import json

                shared.write(json.dumps(asked.as_json(), ensure_ascii=False))
            else:
                shared.write(visible(f"> {phrase}\n{asked.as_text(explain=talk.manner.explain)}") + "\n")
        sys.stdout.flush()
    return 0 if found else 1


def _converse(talk: Conversation) -> int:
    """
    Read lines from the terminal until somebody leaves.
    """
    lang = shared.language(talk.manner.lang)
    session = _session(talk)
    shared.write(_WELCOME[lang])
    interrupted = False
    while True:
        try:
            for phrase in _phrases(session.prompt("> ")):
                interrupted = False
                if phrase in _LEAVE:
                    return 0
                _show(talk, phrase)
        except EOFError:
            return 0
        except KeyboardInterrupt:
            if interrupted and not session.default_buffer.text:
                return 130
            interrupted = True
            shared.write(f"({_AGAIN[lang]})")


def _phrases(typed: str) -> Iterator[str]:
    """
    The questions of what was typed; somebody may have pasted several lines.
    """
    yield from filter(None, (line.strip() for line in typed.splitlines()))


def _show(talk: Conversation, phrase: str) -> None:
    if phrase in _HELP:
        shared.write(talk.help() + "\n")
        return
    try:
        asked = talk.ask(phrase)
    except (store.StoreError, store.QueryError) as error:
        shared.note(str(error))
        return
    if talk.manner.as_json:
        shared.print_json(asked.as_json())
    else:
        shared.write(visible(asked.as_text(explain=talk.manner.explain)) + "\n")


def _session(talk: Conversation) -> PromptSession[str]:
    """
    The prompt, with suggestions and history.
    """
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.filters import completion_is_selected
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.output import ColorDepth

    from citygraph.cli import remembering

    class Suggested(Completer):
        def get_completions(self, document: Document, _: CompleteEvent) -> Iterator[Completion]:
            text = document.text_before_cursor
            for each in talk.suggest(text):
                yield Completion(each.line, -len(text), _in_line(each.shown), display_meta=_in_line(each.meta))

    keys = KeyBindings()

    @keys.add("enter", filter=completion_is_selected)
    def take(event: KeyPressEvent) -> None:
        # The first Enter takes what was chosen, so that it can be gone on with; the next one asks.
        event.current_buffer.complete_state = None

    return PromptSession(
        history=remembering.history(),
        completer=Suggested(),
        complete_while_typing=True,
        key_bindings=keys,
        color_depth=ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None,
    )


def _in_line(text: str) -> str:
    return visible(text).replace("\n", " ")
