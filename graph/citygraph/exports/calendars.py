"""Events, trips and ends of terms as a calendar of all-day events (RFC 5545); no clock, and a UID that lasts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from citygraph import extras
from citygraph.ledgers.horizon import first_day, last_day
from citygraph.sentences import CG, Teller, span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.store import Graph

_HAPPENINGS = ("Trip", "Event")
_PLACES = (CG + "place", CG + "destination", "https://schema.org/location")
_MEMBER, _POST = "http://www.w3.org/ns/org#member", "http://www.w3.org/ns/org#post"


def calendar(graph: Graph, lang: str = "en") -> str:
    """
    The whole calendar; names in both scripts, the rest in *lang*.

    Raises:
        extras.MissingError: icalendar is not installed.
    """
    icalendar = extras.library("icalendar", "icalendar", "office")
    teller = Teller(graph)
    title = teller.schema["settings"]["title"]
    found: Any = icalendar.Calendar()
    found.add("prodid", "-//citygraph//calendar//EN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("x-wr-calname", title.get(lang) or title.get("en", "citygraph"))
    for entry in _entries(teller, lang):
        event = icalendar.Event()
        for name, value in entry:
            event.add(name, value)
        found.add_component(event)
    return str(found.to_ical().decode("utf-8"))


def _entries(teller: Teller, lang: str) -> Iterator[list[tuple[str, Any]]]:
    for name in _HAPPENINGS:
        for row in teller.graph.select(f"SELECT DISTINCT ?it WHERE {{ ?it a <{CG}{name}> }} ORDER BY ?it"):
            iri = row["it"].value
            days = teller.days(iri)
            if days is not None:
                yield [*_head(teller, iri, *days), ("summary", teller.both(iri, lang)), *_rest(teller, iri, days, lang)]
    query = f"SELECT DISTINCT ?it ?until WHERE {{ ?it a <{CG}Tenure> ; <{CG}until> ?until }} ORDER BY ?it"
    for row in teller.graph.select(query):
        iri, until = row["it"].value, row["until"].value
        about = teller.about(iri)
        who, office = (
            ", ".join(teller.both(term.value, lang) for term in about.get(path, [])) for path in (_MEMBER, _POST)
        )
        summary = f"任期屆滿：{who}，{office}" if lang.startswith("zh") else f"Term ends: {who}, {office}"
        yield [*_head(teller, iri, until, until), ("summary", summary), *_rest(teller, iri, (until, until), lang)]


def _head(teller: Teller, iri: str, start: str, end: str) -> list[tuple[str, Any]]:
    """
    What identifies an entry, and its days: the last one given is the day after, as the standard wants.
    """
    first, last = date.fromisoformat(first_day(start)), date.fromisoformat(last_day(end))
    host = urlsplit(teller.schema["settings"]["base"]).hostname or "citygraph"
    stamp = datetime(first.year, first.month, first.day, tzinfo=UTC)
    after = last + timedelta(days=1) if last < date.max else last
    return [
        ("uid", f"{iri.rpartition('/')[2]}@{host}"),
        ("dtstamp", stamp),  # required; of the data, so that the same data give the same file
        ("dtstart", first),
        ("dtend", after),
        ("transp", "TRANSPARENT"),
    ]


def _rest(teller: Teller, iri: str, days: tuple[str, str], lang: str) -> list[tuple[str, Any]]:
    kind = teller.kind(iri)
    about = teller.about(iri)
    places = [teller.both(term.value, lang) for path in _PLACES for term in about.get(path, [])]
    cited = "; ".join(each.words(lang) for each in teller.citations(iri))
    fields = ("theme", "about", "hosts", "organizers", "note")
    told = [teller.value(iri, name, lang) for name in fields]
    text = "\n".join([span(*days, lang), *(each for each in told if each), f"[{cited}]"])
    found: list[tuple[str, Any]] = [("description", text), ("url", iri)]
    found += [("location", ", ".join(dict.fromkeys(places)))] * bool(places)
    found += [("categories", [kind["label"].get(lang) or kind["label"]["en"]])] if kind else []
    return found
