"""The command that tells how two things are connected (click)."""

from __future__ import annotations

import click

from citygraph.cli import shared
from citygraph.cli.commands import cli, formats, language
from citygraph.terminal import visible


@cli.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@language
@formats("text", "json")
@click.pass_context
def path(context: click.Context, first: str, second: str, lang: str | None, format_: str) -> None:
    """Tell how two things are connected, each step with its source.

    The most telling way, not the shortest: being in one country counts only where nothing else connects the two.

    \b
    citygraph path "Parks Tau" "Denis Coderre"
    citygraph path 林佳龍 蒙特婁
    """
    from citygraph import paths

    lang = shared.language(lang, f"{first} {second}")
    found = paths.connect(shared.graph(context.find_root().obj), first, second, lang)
    if format_ == "json":
        shared.print_json(paths.as_json(found))
    else:
        click.echo(visible(paths.as_text(found, lang)))
    for sought, others in zip(found.sought, found.others, strict=True):
        if others:
            also = "、".join(others) if lang.startswith("zh") else ", ".join(others)
            shared.note(
                f"「{sought}」也可能是：{also}" if lang.startswith("zh") else f"'{sought}' could also be: {also}"
            )
    context.exit(0 if found.is_found else 1)
