"""The trip brief as a command."""

from __future__ import annotations

from pathlib import Path

import click

from citygraph.cli import commands, shared
from citygraph.cli.ledgers import date_of

_SUFFIXES = {".html": "html", ".htm": "html", ".docx": "docx", ".txt": "text"}


@commands.group.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--date", help="As known by this day, month or year.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True),
    help="The file to write (default: the thing's id with .html; text goes to standard output).",
)
@click.option(
    "--format",
    "-f",
    "format_",
    type=click.Choice(["html", "docx", "text"]),
    help="How to write (default: by the file's ending, else html).",
)
@click.option("--whole", is_flag=True, help="Everything, on as many sheets as it takes. (Text is always whole.)")
@commands.language
@click.pass_context
def brief(
    context: click.Context,
    name: tuple[str, ...],
    date: str | None,
    output: str | None,
    format_: str | None,
    *,
    whole: bool,
    lang: str | None,
) -> None:
    """Write a trip brief of a place, event, body or person: whom we know, who holds which office, what is open.

    It takes one sheet of A4 or two, and says how much more there is.

    \b
    citygraph brief Montréal
    citygraph brief Canada --whole
    citygraph brief 蒙特婁 -o brief.docx --lang zh-Hant
    citygraph brief UCLG --date 2017-12 --format text
    """
    from citygraph import briefs
    from citygraph.terminal import visible

    text = " ".join(name)
    known_by, kind = date_of(date), format_ or _format_of(output)
    graph = shared.graph(context.find_root().obj)
    found = briefs.find(graph, text)
    if not found:
        zh = shared.language(lang, text).startswith("zh")
        raise commands.Failure(f"報告中查無「{text}」" if zh else f"nothing is called '{text}'", 1)
    (iri, title), *others = found
    if others:
        shared.note(f"'{text}' is taken for {title}; also so called: {'; '.join(each for _, each in others)}")
    content = briefs.gather(graph, iri, shared.language(lang, text), known_by)
    if not whole and kind != "text":
        content = briefs.condensed(content, briefs.WORD_SHEETS if kind == "docx" else briefs.SHEETS)
    if kind == "text" and not output:
        click.echo(visible(briefs.written(content, kind).decode()), nl=False)
        return
    path = Path(output or f"{content.id}.{kind}")
    commands.write_bytes(path, briefs.written(content, kind))
    click.echo(str(path))


def _format_of(output: str | None) -> str:
    """
    The format that a file's ending asks for.
    """
    suffix = Path(output).suffix.lower() if output else ".html"
    if suffix not in _SUFFIXES:
        raise click.UsageError(f"'{suffix}' names no format of a brief: end the file in .html, .docx or .txt")
    return _SUFFIXES[suffix]
