"""Exporting as a command: the whole graph in any format."""

from __future__ import annotations

from pathlib import Path

import click

from citygraph.cli import commands, shared

_FORMATS = ("nq", "trig", "ttl", "jsonld", "graphml", "gexf", "ics", "vcf", "csv", "xlsx")


@commands.group.command()
@click.option(
    "--format",
    "-f",
    "format_",
    type=click.Choice(_FORMATS),
    default="nq",
    show_default=True,
    help="RDF: N-Quads, TriG, Turtle (default graph only), JSON-LD. The network: GraphML, GEXF (with dates, for"
    " Gephi). A calendar (ics), the people met (vcf). A table for each kind: csv (a folder, or a .zip), xlsx.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(writable=True),
    help="The file to write (default: standard output; csv and xlsx need one).",
)
@click.option("--raw", is_flag=True, help="CSV without apostrophes before what a spreadsheet would run.")
@commands.language
@click.pass_context
def export(context: click.Context, format_: str, output: str | None, lang: str | None, *, raw: bool) -> None:
    """Write the whole graph: as RDF, as a network, as tables, as a calendar, as contacts.

    \b
    citygraph export -f ttl -o taichung.ttl
    citygraph export -f gexf -o network.gexf
    citygraph export -f csv -o tables.zip
    citygraph export -f ics -o events.ics --lang zh-Hant
    """
    from citygraph import exports

    if format_ in exports.FILES and not output:
        raise click.UsageError(f"{format_} is written to a file: give it with -o")
    # Not the locale's language: the same data give the same file on every machine.
    found = exports.written(shared.graph(context.find_root().obj), format_, lang or "", raw=raw)
    if isinstance(found, dict):
        _tables(Path(str(output)), found)
    elif output:
        commands.write_bytes(Path(output), found)
    else:
        click.echo(found, nl=False)


def _tables(path: Path, files: dict[str, bytes]) -> None:
    """
    Files in one archive, or in a folder; a link in the folder is not followed out of it.
    """
    from citygraph import archives

    if path.suffix.lower() == ".zip":
        commands.write_bytes(path, archives.packed(files))
        return
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise commands.Failure(f"cannot write {path}: {error.strerror or error}", 3) from error
    for name, content in files.items():
        if (path / name).is_symlink():
            raise commands.Failure(f"cannot write {path / name}: it is a link to somewhere else", 3)
        commands.write_bytes(path / name, content)
