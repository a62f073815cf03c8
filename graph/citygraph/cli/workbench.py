"""The command that writes the SPARQL page."""

from __future__ import annotations

import click

from citygraph.cli import commands, shared


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True),
    default="sparql.html",
    show_default=True,
    help="The page to write.",
)
@commands.language
@click.pass_context
def workbench(context: click.Context, output: str, lang: str | None) -> None:
    """Write a page that answers SPARQL in the browser, without a server or a network.

    The page holds the whole graph and the engine; it opens from a disk or a USB stick.

    \b
    citygraph workbench -o sparql.html
    citygraph workbench -o sparql.html --lang zh-Hant
    """  # noqa: D301 -- click reads \\b
    from pathlib import Path

    from citygraph.sites import workbench as pages

    text = pages.page(shared.graph(context.find_root().obj), shared.language(lang))
    path = Path(output)
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise commands.Failure(f"cannot write {path}: {error.strerror or error}", 3) from error
    click.echo(str(path))
