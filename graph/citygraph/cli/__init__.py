"""Options in, one call, text out.

Commands are thin: each finds the project, calls one room and prints what it
returns. Data go to standard output, messages to standard error. What goes wrong
ends in one line and an exit code: 1 nothing found or wrong data, 2 wrong usage,
3 environment, 4 a limit, 70 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def main() -> None:
    """
    The console script: runs a command and turns every ending into its exit code.
    """
    # A look-up ends before there is anything worth collecting.
    gc.set_threshold(100_000)
    _plain_streams()
    try:
        _leave(_run(sys.argv[1:]))
    except KeyboardInterrupt:
        _leave(130)
    except BrokenPipeError:
        # The reader went away (| head): nothing is wrong. Python would complain once more while it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _leave(0)
    except MemoryError:
        sys.stderr.write("citygraph: there is not enough memory\n")
        _leave(3)
    except Exception as error:  # noqa: BLE001 -- the last door: every ending has an exit code, none a traceback
        _leave(_ending(error))


def _run(words: list[str]) -> int:
    """
    A plain question goes straight to its answer, and no word on a terminal to the prompt; the rest is parsed by click.

    click takes longer to import than an answer takes.
    """
    if words[:1] == ["ask"] and words[1:] and not any(word.startswith("-") for word in words):
        from citygraph.cli import shared

        return shared.ask(None, words[1:])
    if not words and sys.stdin.isatty() and sys.stdout.isatty():
        from citygraph.cli import prompt

        return prompt.run(None)
    from citygraph.cli import commands

    return commands.run()


def _leave(code: int) -> NoReturn:
    """
    Ends the process once all is written.

    The engine's threads and Python's modules are not taken down one by one: that would take a look-up longer than
    finding its answer.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _ending(error: Exception) -> int:
    """
    The exit code of an exception of ours, its message said; anything else is a bug and says so without its data.
    """
    from citygraph.build import BuildError, BusyError, ShrinkError
    from citygraph.cli import shared
    from citygraph.projects import NoProjectError
    from citygraph.schema import SchemaError
    from citygraph.store import LimitError, QueryError, StoreError
    from citygraph.terminal import visible

    if isinstance(error, BuildError):
        from citygraph import diagnostics

        lang = shared.language(None)
        shared.note_lines(diagnostics.render(error.compiled.diagnostics, error.compiled.sources, lang))
        return 1
    known = (
        (LimitError, 4),
        (QueryError, 2),
        (NoProjectError, 3),
        (BusyError, 3),
        (ShrinkError, 3),
        (StoreError, 3),
        (SchemaError, 3),
        (OSError, 3),
    )
    for kind, code in known:
        if isinstance(error, kind):
            shared.note(visible(str(error)))
            return code
    if "--debug" in sys.argv or os.environ.get("CITYGRAPH_DEBUG"):
        raise error
    from citygraph import __version__

    what = f"{type(error).__name__} in citygraph {__version__}, {_where(error)}"
    shared.note(f"internal error, please report: {what} (citygraph --debug shows more)")
    return 70


def _where(error: Exception) -> str:
    """
    An id of the place in our code where an error came up: nothing of the data is in it.
    """
    import traceback
    import zlib

    places = [f"{each.name}:{each.lineno}" for each in traceback.extract_tb(error.__traceback__)]
    return f"id {zlib.crc32(' '.join(places).encode()):08x}"


def _plain_streams() -> None:
    """
    Text that a terminal's encoding cannot write is replaced there, never a reason to stop.
    """
    for stream in (sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue
        poor = (stream.encoding or "").lower() in ("ascii", "ansi_x3.4-1968")
        if stream is sys.stdout and poor and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
        else:
            stream.reconfigure(errors="replace")
