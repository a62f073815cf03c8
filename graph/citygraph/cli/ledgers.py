"""The ledgers as commands: what is open, what happened when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from citygraph.cli import commands, shared
from citygraph.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from citygraph.ledgers import Entry, OpenItem
    from citygraph.sentences import Teller


def _filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """
    What both ledgers can be narrowed by, and how they are printed.
    """
    options = (
        click.option("--year", help="Of this year only; also a span: 2015-2017."),
        click.option("--kind", help="Of these kinds only: invitations,pledges (citygraph explain lists kinds)."),
        click.option("--about", help="That speak of one person, body, place or event, by any of its names."),
        click.option("--date", help="As known by this day, month or year."),
        click.option("--raw", is_flag=True, help="CSV without apostrophes before what a spreadsheet would run."),
        commands.language,
        commands.formats("text", "json", "csv"),
        click.pass_context,
    )
    for option in reversed(options):
        command = option(command)
    return command


@commands.group.command("open-items")
@click.option(
    "--status",
    type=click.Choice(["open", "settled", "declined", "lapsed", "all"]),
    default="open",
    show_default=True,
    help="In this state only.",
)
@_filters
def open_items(context: click.Context, status: str, lang: str | None, **wanted: Any) -> None:
    """List invitations, proposals, pledges and recommendations, and what settled them.

    \b
    citygraph open-items
    citygraph open-items --status all --kind invitations --year 2017
    citygraph open-items --about Burnaby --format csv
    """
    from citygraph import ledgers

    teller, lang = _teller(context), shared.language(lang)
    found = ledgers.open_items(teller, lang, ledgers.Horizon(teller, date_of(wanted["date"])))
    kept = [each for each in _kept(teller, found, wanted) if status in ("all", each.status)]
    _print(context, kept, lang, ledgers.OpenItem, wanted)


@commands.group.command()
@_filters
def timeline(context: click.Context, lang: str | None, **wanted: Any) -> None:
    """List what happened when: trips, events, encounters, agreements, decisions, in order.

    \b
    citygraph timeline --year 2017
    citygraph timeline --kind trips,encounters --about Metropolis
    citygraph timeline --format json --lang zh-Hant
    """
    from citygraph import ledgers

    teller, lang = _teller(context), shared.language(lang)
    found = ledgers.timeline(teller, lang, ledgers.Horizon(teller, date_of(wanted["date"])))
    _print(context, list(_kept(teller, found, wanted)), lang, ledgers.Entry, wanted)


def _teller(context: click.Context) -> Teller:
    from citygraph.sentences import Teller

    return Teller(shared.graph(context.find_root().obj))


def _kept(teller: Teller, ledger: Iterable[Any], wanted: dict[str, Any]) -> Iterable[Any]:
    """
    The entries that the filters leave.
    """
    from citygraph import dossiers, scopes
    from citygraph.ledgers.horizon import first_day, last_day

    kinds = _kinds(teller, wanted["kind"])
    first, last = _years(wanted["year"])
    about: set[str] | None = None
    if wanted["about"]:
        forms = dossiers.find(teller.graph, wanted["about"])
        if not forms:
            raise commands.Failure(f"nothing is called '{wanted['about']}'", 1)
        things = {iri for form in forms for iri in scopes.scope(teller, form.iri).all}
        about = {record for iri in things for record in (iri, *dossiers.records(teller, iri))}
    for each in ledger:
        in_years = not last or (each.start and first_day(each.start)[:4] <= last and last_day(each.end)[:4] >= first)
        if in_years and (not kinds or each.kind in kinds) and (about is None or each.iri in about):
            yield each


def _kinds(teller: Teller, text: str | None) -> set[str]:
    found = {each.strip() for each in (text or "").split(",") if each.strip()}
    known = {kind["key"] for kind in teller.schema["kinds"].values()}
    if wrong := sorted(found - known):
        from citygraph import names

        near = names.nearest(wrong[0], known)
        raise click.UsageError(f"no kind is called '{wrong[0]}'" + (f"; did you mean '{near}'?" if near else ""))
    return found


def _years(text: str | None) -> tuple[str, str]:
    first, _, last = (text or "").partition("-")
    if text and not all(len(year) == 4 and year.isdecimal() for year in (first, last or first)):
        raise click.UsageError(f"'{text}' is no year: write 2017 or 2015-2017")
    return first, last or first


def date_of(text: str | None) -> str:
    """
    A date as the user wrote it, if it is one.
    """
    from citygraph.facts import dates

    if text and not dates.days(text):
        meant = dates.meant(text)
        raise click.UsageError(
            f"'{text}' is no date: write 2017, 2017-06 or 2017-06-19" + (f"; did you mean {meant}?" if meant else "")
        )
    return text or ""


def _print(
    context: click.Context, kept: list[OpenItem] | list[Entry], lang: str, of: type, wanted: dict[str, Any]
) -> None:
    from citygraph import ledgers

    if wanted["format_"] == "json":
        shared.print_json(ledgers.as_json(kept))
    elif wanted["format_"] == "csv":
        click.echo(ledgers.as_csv(kept, lang, of, raw=wanted["raw"]), nl=False)
    else:
        click.echo(visible(ledgers.as_text(kept, lang)))
    context.exit(0 if kept else 1)
