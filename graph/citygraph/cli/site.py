"""The command that writes the whole site."""

from __future__ import annotations

import sys
import time

import click

from citygraph.cli import shared
from citygraph.cli.commands import Failure, cli

_SECOND = 1.0


class Progress:
    """
    One line on standard error about work that takes longer than a second; on a terminal it counts along.
    """

    def __init__(self) -> None:
        self.start = self.last = time.monotonic()
        self.shown = False

    def __call__(self, count: int) -> None:
        now = time.monotonic()
        if now - self.start < _SECOND or now - self.last < _SECOND:
            return
        self.last = now
        if sys.stderr.isatty():
            sys.stderr.write(f"\rcitygraph: {count:,} files of the site")
            sys.stderr.flush()
        elif not self.shown:
            shared.note("making the site; this takes some seconds")
        self.shown = True

    def end(self) -> None:
        if self.shown and sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")


@cli.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False),
    default="site",
    show_default=True,
    help="The folder to write: a new or empty one, or an earlier site, which is brought up to date.",
)
@click.pass_context
def site(context: click.Context, output: str) -> None:
    """Write everything as a folder of pages that need no server.

    \b
    citygraph site -o site
    citygraph --project data-of-another-city site -o /media/stick/site
    """
    from pathlib import Path

    from citygraph import sites
    from citygraph.settings import Settings

    graph = shared.graph(context.find_root().obj)
    progress = Progress()
    try:
        count = sites.make(graph, Path(output), progress)
    except sites.RefusedError as error:
        raise Failure(str(error), 3) from error
    except OSError as error:
        raise Failure(f"cannot write {error.filename or output}: {error.strerror or error}", 3) from error
    finally:
        progress.end()
    if graph.file("schema.json")["settings"]["base"] == Settings().base:
        shared.note(f"addresses begin with {Settings().base}, which nobody owns; set 'base' before this is published")
    click.echo(f"{count:,} files; open {Path(output) / 'index.html'}")
