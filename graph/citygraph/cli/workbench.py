"""The command that writes the SPARQL page."""

from __future__ import annotations

import click

from citygraph.cli import shared
from citygraph.cli.commands import cli, language, write_bytes


@cli.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True),
    default="sparql.html",
    show_default=True,
    help="The page to write.",
)
@language
@click.pass_context
def workbench(context: click.Context, output: str, lang: str | None) -> None:
    """Write a page that answers SPARQL in the browser, without a server or a network.

    The page holds the whole graph and the engine; it opens from a disk or a USB stick.

    \b
    citygraph workbench -o sparql.html
    citygraph workbench -o sparql.html --lang zh-Hant
    """
    from pathlib import Path

    from citygraph.sites import workbench as pages

    text = pages.page(shared.graph(context.find_root().obj), shared.language(lang))
    path = Path(output)
    write_bytes(path, text.encode())
    click.echo(str(path))
