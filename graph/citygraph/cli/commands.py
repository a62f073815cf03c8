"""The commands: options in, one call, text out (click)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from citygraph import __version__
from citygraph.cli import shared
from citygraph.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from citygraph.compilation import Compiled
    from citygraph.projects import Project
    from citygraph.store import Graph

LANGUAGES = ("en", "zh-Hant")
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Failure(click.ClickException):
    """
    A message and an exit code.
    """

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.exit_code = code  # type: ignore[misc] # click reads it from the instance

    def show(self, file: Any = None) -> None:  # noqa: ARG002 -- click gives the signature
        shared.note(visible(self.message))


def run() -> int:
    """
    The command that the command line names; its exit code.
    """
    try:
        code = cli.main(prog_name="citygraph", standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return 2 if isinstance(error, click.UsageError) else error.exit_code
    return code if isinstance(code, int) else 0


# --------------------------------------------------------------------- options


class _Commands(click.Group):
    """
    A group whose commands are found although a letter is wrong: named, not run.
    """

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from citygraph import names

            message = error.format_message()
            near = names.nearest(args[0], self.list_commands(ctx), 50)
            if near and near not in message:  # newer clicks look for it themselves
                message += f" Did you mean '{near}'?"
            raise click.UsageError(visible(message), ctx) from error


@click.group(cls=_Commands, context_settings=_CONTEXT, invoke_without_command=False)
@click.version_option(__version__, prog_name="citygraph")
@click.option(
    "--project",
    type=click.Path(file_okay=False),
    help="The folder with data/ (default: around here, else the packaged one).",
)
@click.option("--debug", is_flag=True, expose_value=False, help="Show the details of an internal error.")
@click.pass_context
def cli(context: click.Context, project: str | None) -> None:
    """Who met whom, in which office, what was agreed: asked, queried and drawn from curated reports.

    \b
    citygraph ask who did we meet in Montreal
    citygraph ask 我們在蒙特婁見過誰
    citygraph show "Denis Coderre"
    citygraph draw Montréal -o montreal.html
    """
    context.obj = project


group: click.Group = cli  # by this name, modules of commands hang theirs here: its type is known before they are read


def _project(context: click.Context) -> Project:
    return shared.project(context.find_root().obj)


def _graph(context: click.Context) -> Graph:
    return shared.graph(context.find_root().obj)


def language(command: Callable[..., Any]) -> Callable[..., Any]:
    """
    Gives a command its --lang.
    """
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        help="Language of the answer (default: the question's, else the locale's).",
    )(command)


def formats(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """
    Gives a command its --format, the first of *names* unless another is asked for.
    """
    return click.option(
        "--format", "-f", "format_", type=click.Choice(names), default=names[0], show_default=True, help="How to print."
    )


# -------------------------------------------------------------- build and check


@cli.command()
@click.option("--allow-shrink", is_flag=True, help="Publish although most facts of the build before are gone.")
@click.pass_context
def build(context: click.Context, *, allow_shrink: bool) -> None:
    """Compile the data to the graph.

    With an error in the data nothing is written and the previous build stays; also if more than half of
    its facts were gone, unless that is allowed.

    \b
    citygraph build
    """
    from citygraph import build as builder
    from citygraph import store

    project = _project(context)
    last = store.current(project.builds)
    before = builder.facts(last) if last else 0
    try:
        graph = builder.fresh(project, shared.note, shrink=allow_shrink)
    except store.StoreError:  # the build on disk is damaged: make it anew
        graph = store.Graph(builder.make(project, shared.note, shrink=allow_shrink))
    change = builder.facts(graph.folder) - before
    note = f" ({change:+,} fact{'s' * (abs(change) != 1)})" if before and change else ""
    click.echo(f"{len(graph):,} quads in {graph.folder}{note}")


@cli.command()
@click.option(
    "--reports",
    type=click.Path(exists=True, file_okay=False),
    help="The folder with the reports' texts: every citation is looked up there.",
)
@language
@formats("text", "json")
@click.pass_context
def check(context: click.Context, reports: str | None, lang: str | None, format_: str) -> None:
    """Check the data; all findings in one run.

    \b
    citygraph check
    citygraph check --reports ../reports
    """
    from pathlib import Path

    from citygraph import compilation as builder

    compiled, coverage = builder.check(_project(context), Path(reports) if reports else None)
    if format_ == "json":
        from citygraph import diagnostics

        shared.print_json(
            {
                "diagnostics": diagnostics.as_json(compiled.diagnostics, shared.language(lang)),
                "coverage": builder.figures(compiled, coverage),
            }
        )
    else:
        _show_diagnostics(compiled, shared.language(lang))
        click.echo(builder.summary(compiled, coverage, shared.language(lang)))
    context.exit(1 if compiled.errors else 0)


def _show_diagnostics(compiled: Compiled, lang: str) -> None:
    from citygraph import diagnostics

    text = diagnostics.render(compiled.diagnostics, compiled.sources, lang)
    if text:
        click.echo(text, err=True)


# -------------------------------------------------------------------------- ask


@cli.command()
@click.argument("question", nargs=-1)
@click.option("--interactive", "-i", is_flag=True, help="Ask on and on; without a terminal, one question a line.")
@click.option("--explain", is_flag=True, help="Also show how the question was read and the SPARQL it became.")
@language
@formats("text", "json")
@click.pass_context
def ask(
    context: click.Context,
    question: tuple[str, ...],
    interactive: bool,
    explain: bool,
    lang: str | None,
    format_: str,
) -> None:
    """Answer a plain question, in English or Chinese, each line with its source.

    \b
    citygraph ask who did we meet in Montreal
    citygraph ask 我們在蒙特婁見過誰
    citygraph ask when did we meet Coderre
    citygraph ask --interactive
    citygraph ask --interactive < questions.txt
    citygraph questions        what can be asked

    --interactive (or citygraph alone, on a terminal) opens a prompt that suggests questions and names and
    remembers what was asked. Without a terminal each line of standard input is a question; exit code 1 if one
    finds nothing; with --format json each answer is one line.
    """
    if interactive == bool(question):
        raise click.UsageError("ask takes a question, or --interactive")
    if interactive:
        from citygraph.cli import prompt

        context.exit(prompt.run(context.find_root().obj, prompt.Manner(lang, format_ == "json", explain)))
    context.exit(shared.ask(context.find_root().obj, question, lang, as_json=format_ == "json", explain=explain))


@cli.command()
@language
@formats("text", "json")
@click.pass_context
def questions(context: click.Context, lang: str | None, format_: str) -> None:
    """List what can be asked, each with an example.

    \b
    citygraph questions --lang zh-Hant
    """
    compiled = _graph(context).file("questions.json")["questions"]
    lang = shared.language(lang)
    if format_ == "json":
        shared.print_json([{key: each[key] for key in ("id", "title", "example")} for each in compiled])
        return
    for each in compiled:
        click.echo(f"{each['title'].get(lang, each['id'])}\n    {each['example'].get(lang, '')}")


# ------------------------------------------------------------------------- show


@cli.command()
@click.argument("name", nargs=-1, required=True)
@language
@formats("text", "json")
@click.pass_context
def show(context: click.Context, name: tuple[str, ...], lang: str | None, format_: str) -> None:
    """Show everything known of one thing, with citations.

    \b
    citygraph show Coderre
    citygraph show 世界大都會協會
    """
    from citygraph import dossiers

    text = " ".join(name)
    lang = shared.language(lang, text)
    found = dossiers.look_up(_graph(context), text, lang)
    if format_ == "json":
        shared.print_json([dossiers.as_json(each) for each in found.dossiers])
    else:
        click.echo(visible(dossiers.as_text(found, lang)))
    context.exit(0 if found.dossiers else 1)


# ----------------------------------------------------------------------- sparql


@cli.command()
@click.argument("query", required=False)
@click.option("--file", "file_", type=click.File("rb"), help="Read the query from a file.")
@click.option(
    "--format",
    "-f",
    "format_",
    type=click.Choice(["table", "json", "csv", "tsv", "xml", "ttl", "nt"]),
    help="How to print (default: table, or ttl for triples).",
)
@click.pass_context
def sparql(context: click.Context, query: str | None, file_: Any, format_: str | None) -> None:
    """Run a SPARQL 1.1 query; prefixes are known, - reads standard input.

    \b
    citygraph sparql 'SELECT ?who WHERE { ?m a cg:Encounter ; cg:with/cg:agent ?who }'
    citygraph sparql 'SELECT ?g WHERE { GRAPH ?g { ?m a cg:Encounter } }' -f csv
    """
    from citygraph import exports, store

    if file_ is not None:
        query = _text(file_)
    elif query in (None, "-"):
        query = _text(sys.stdin.buffer)
    graph = _graph(context)
    try:
        found = exports.answer(graph, str(query), format_)
    except store.LimitError as error:
        raise Failure(str(error), 4) from error
    except store.QueryError as error:
        raise Failure(exports.pointed(str(query), error), 2) from error
    click.echo(found.text, nl=not found.text.endswith("\n"))
    for note in found.notes:
        shared.note(note)
    context.exit(4 if found.cut else 0)


def _text(stream: Any) -> str:
    """
    The text of a stream, no more of it than a query may have.
    """
    from citygraph.store import guarding

    data: bytes = stream.read(guarding.LENGTH + 1)
    if len(data) > guarding.LENGTH:
        raise Failure(f"the query is longer than {guarding.LENGTH >> 10} kB", 2)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(f"the query is not text in UTF-8: byte {error.start + 1} fits nothing", 2) from error
    if not text.strip():
        raise Failure("there is no query: it is empty", 2)
    return text


# -------------------------------------------------------------------------- draw


@cli.command()
@click.argument("name", nargs=-1)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True),
    help="The page to write (default: the thing's id with .html).",
)
@click.option("--all", "all_", is_flag=True, help="Draw the whole network.")
@click.option("--path", "ends", nargs=2, metavar="A B", help="Draw how two things are connected.")
@language
@click.pass_context
def draw(
    context: click.Context,
    name: tuple[str, ...],
    output: str | None,
    all_: bool,
    ends: tuple[str, str] | None,
    lang: str | None,
) -> None:
    """Draw the network around one thing as a single page that works offline.

    \b
    citygraph draw Montréal
    citygraph draw 蒙特婁 -o page.html --lang zh-Hant
    citygraph draw --all
    citygraph draw --path "Parks Tau" Montréal
    """
    from pathlib import Path

    from citygraph import paths, views

    if ends and (name or all_):
        raise click.UsageError("--path takes the two names and goes with neither NAME nor --all.")
    text = " ".join(name or ends or ())
    lang = shared.language(lang, text)
    if ends:
        way = paths.connect(_graph(context), *ends, lang)
        if not way.is_found:
            raise Failure(paths.as_text(way, lang), 1)
        found: views.Drawn | None = views.draw_path(_graph(context), way, lang)
    else:
        found = views.draw(_graph(context), text, lang, everything=all_)
    if found is None:
        raise Failure(f"nothing is called '{text}'", 1)
    path = Path(output or f"{found.name}.html")
    _write(path, found.html)
    click.echo(str(path))


def _write(path: Path, text: str) -> None:
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """
    A file, whole; where it cannot be written, one line and exit code 3.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Failure(f"cannot write {path}: {error.strerror or error}", 3) from error


# ---------------------------------------------------------------------- explain


@cli.command()
@click.argument("kind", required=False)
@language
@formats("text", "json")
@click.pass_context
def explain(context: click.Context, kind: str | None, lang: str | None, format_: str) -> None:
    """Explain the kinds of records and their fields, from the shapes.

    \b
    citygraph explain
    citygraph explain encounters
    """
    from citygraph import dictionary, schema

    shapes = schema.read(_project(context).ontologies)
    try:
        found = dictionary.explain(shapes, kind)
    except KeyError as error:
        raise Failure(str(error.args[0]), 2) from error
    if format_ == "json":
        shared.print_json(found)
    else:
        click.echo(dictionary.as_text(found, shared.language(lang)))


# Commands in modules of their own; each stands here with one line.
from citygraph.cli import briefs as _briefs  # noqa: E402, F401
from citygraph.cli import connections as _connections  # noqa: E402, F401
from citygraph.cli import exports as _exports  # noqa: E402, F401
from citygraph.cli import ledgers as _ledgers  # noqa: E402, F401
from citygraph.cli import site as _site  # noqa: E402, F401
from citygraph.cli import workbench as _workbench  # noqa: E402, F401
