"""What every command needs, and the one that answers questions: no click in here."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from citygraph import build, projects
from citygraph.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.projects import Project
    from citygraph.store import Graph


def ask(
    place: str | None, words: Sequence[str], lang: str | None = None, *, as_json: bool = False, explain: bool = False
) -> int:
    """
    Answers a plain question on standard output; 0 where something was found, else 1.
    """
    from citygraph import questions

    phrase = " ".join(words)
    asked = questions.ask(graph(place), phrase, language(lang, phrase))
    if as_json:
        print_json(asked.as_json())
    else:
        write(visible(asked.as_text(explain=explain)))
    return 0 if asked.found else 1


def project(place: str | None) -> Project:
    """
    The project in *place*, else the one that is at hand.
    """
    return projects.find(place)


def graph(place: str | None) -> Graph:
    """
    The current graph, built first if the data changed; where that cannot be, the previous one, with a note.
    """
    found = project(place)
    standing = build.standing(found)
    if standing is not None:
        return standing
    why = build.refused(found)
    if not why:
        note("building the graph")
        try:
            return build.fresh(found, note)
        except (build.BuildError, build.BusyError, build.ShrinkError) as error:
            why = str(error)
    previous = build.previous(found)
    if previous is None:  # then there is nothing to answer from: wait for the other builder, or say all that is wrong
        return build.fresh(found, note, wait=build.PATIENCE)
    note(f"{why}; the previous build answers")
    return previous


def language(given: str | None, text: str = "") -> str:
    """
    The language to answer in: the one given, else that of the question, else that of the locale.
    """
    if given:
        return given
    if text:
        han = sum("\u3400" <= c <= "\u9fff" for c in text)
        latin = sum(word.isascii() for word in text.split())
        return "zh-Hant" if han and latin <= 2 * han else "en"
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-Hant" if locale.startswith("zh") else "en"


def write(text: str) -> None:
    """
    Data, to standard output.
    """
    sys.stdout.write(text + "\n")


def print_json(value: object) -> None:
    """
    Data for machines, to standard output.
    """
    import json

    write(json.dumps(value, ensure_ascii=False, indent=2))


def note(message: str) -> None:
    """
    A message, to standard error.
    """
    sys.stderr.write(f"citygraph: {message}\n")


def note_lines(text: str) -> None:
    """
    Diagnostics, to standard error.
    """
    if text:
        sys.stderr.write(text + "\n")
