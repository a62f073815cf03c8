"""The ledgers: what is open and what settled it; what happened when."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from citygraph import ledgers
from citygraph.cli.commands import cli
from citygraph.sentences import Teller

if TYPE_CHECKING:
    from click.testing import Result

    from citygraph import store


def run(graph: store.Graph, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--project", str(graph.folder.parent.parent), *arguments])


def test_items_carry_state_parties_outcome_and_citations(two_trips: store.Graph) -> None:
    """
    An invitation that a trip settled says so, with the passages of both.
    """
    found = {each.iri.rpartition("/")[2]: each for each in ledgers.open_items(Teller(two_trips), "en")}

    asked = found["asked-us"]
    assert (asked.kind, asked.status, asked.when) == ("invitations", "settled", "5 May 2016")
    assert [outcome.text for outcome in asked.settled_by] == ["Trip to Oran 2018"]
    assert [each.section for each in asked.settled_by[0].citations] == ["壹"]
    assert [each.report for each in asked.citations] == ["r2016"]
    assert len(found) == 5


def test_before_its_outcome_an_item_was_open(two_trips: store.Graph) -> None:
    """
    As known by 2017 the invitation of 2016 is not settled, and what the report of 2018 says is not there.
    """
    teller = Teller(two_trips)

    found = ledgers.open_items(teller, "en", ledgers.Horizon(teller, "2017"))

    assert {each.iri.rpartition("/")[2]: each.status for each in found if each.iri.endswith("asked-us")} == {
        "asked-us": "open"
    }
    assert "recommendations" not in {each.kind for each in found}


def test_the_timeline_is_in_order_with_places(two_trips: store.Graph) -> None:
    """
    By day, the trip before the forum and the forum before the meeting.
    """
    found = ledgers.timeline(Teller(two_trips), "en")

    assert [each.first for each in found] == sorted(each.first for each in found)
    kinds = [each.kind for each in found if each.first <= "2016-05-04"]
    assert kinds[:2] == ["trips", "events"]
    assert {each.place for each in found if each.kind == "encounters"} == {"Oran"}


def test_what_happened_without_a_date_stands_last(graph: store.Graph) -> None:
    """
    Agreements whose day no report gives are happenings too; the timeline, which is by day, leaves them out.
    """
    teller = Teller(graph)

    found = ledgers.happenings(teller, ("Trip", "Agreement"))

    dated = [bool(each.start) for each in found]
    assert dated == sorted(dated, reverse=True)
    assert set(dated) == {True, False}
    assert len({each.iri for each in found}) == len(found)
    undated = {each.iri for each in found if not each.start}
    assert undated.isdisjoint(each.iri for each in ledgers.timeline(teller, "en"))


def test_encounters_at_a_session_are_encounters_at_its_event(graph: store.Graph) -> None:
    """
    Whoever was met at a part of an event was met at the event.
    """
    met = ledgers.encounters_during(Teller(graph))
    parts = graph.select("SELECT ?part ?whole WHERE { ?part <https://schema.org/superEvent> ?whole }")
    pairs = [(row["part"].value, row["whole"].value) for row in parts]

    assert any(met.get(part) for part, _ in pairs)
    assert [pair for pair in pairs if not met.get(pair[0], set()) <= met.get(pair[1], set())] == []


def test_a_date_known_to_the_month_spans_it(two_trips: store.Graph) -> None:
    """
    September 2018 begins on the 1st and ends on the 30th, and is told as September 2018.
    """
    [forum] = [each for each in ledgers.timeline(Teller(two_trips), "en") if each.iri.endswith("harbour-forum-2018")]

    assert (forum.first, forum.last, forum.when) == ("2018-09-01", "2018-09-30", "September 2018")


def test_what_was_known_by_a_day_is_all_that_is_seen(two_trips: store.Graph) -> None:
    """
    By 2017 nothing of 2018 had happened.
    """
    teller = Teller(two_trips)

    found = ledgers.timeline(teller, "en", ledgers.Horizon(teller, "2017"))

    assert max(each.last for each in found) == "2016-05-06"


def test_the_real_ledger_loses_nothing(graph: store.Graph) -> None:
    """
    Every open item of the graph stands in the ledger, each with a citation.
    """
    [row] = graph.select(
        "SELECT (COUNT(DISTINCT ?i) AS ?n) WHERE { ?i a <https://citygraph.example/ontology#OpenItem> }"
    )

    found = ledgers.open_items(Teller(graph), "zh-Hant")

    assert len(found) == int(row["n"].value)
    assert [each.iri for each in found if not each.citations] == []


# The commands


def test_open_items_are_listed_in_three_formats(two_trips: store.Graph) -> None:
    """
    Text for readers, JSON with IRIs and citations, CSV that no spreadsheet runs.
    """
    text = run(two_trips, "open-items", "--lang", "en").output
    tree = json.loads(run(two_trips, "open-items", "--format", "json", "--lang", "zh-Hant").output)
    rows = list(csv.DictReader(io.StringIO(run(two_trips, "open-items", "--status", "all", "-f", "csv").output)))

    assert "pledge, open (1)" in text
    assert "to send a bell  [r2016 壹]" in text
    assert {each["status"] for each in tree} == {"open"}
    assert tree[0]["citations"][0]["iri"].startswith("https://lindau.example/passage/")
    assert {row["status"] for row in rows} == {"open", "settled", "declined"}


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["open-items", "--status", "all"], 5),
        (["open-items", "--status", "settled"], 1),
        (["open-items", "--kind", "pledges,invitations"], 2),
        (["open-items", "--year", "2016"], 2),
        (["open-items", "--about", "Amina"], 1),
        (["open-items", "--about", "奧蘭"], 3),
        (["open-items", "--date", "2017"], 3),
        (["timeline", "--kind", "trips"], 2),
        (["timeline", "--kind", "trips", "--year", "2018"], 1),
        (["timeline", "--kind", "encounters", "--about", "Karim Ziani"], 1),
        (["timeline", "--year", "2017-2018", "--kind", "encounters"], 1),
    ],
)
def test_filters_narrow_a_ledger(two_trips: store.Graph, arguments: list[str], count: int) -> None:
    """
    By state, kind, year, thing and day.
    """
    assert len(json.loads(run(two_trips, *arguments, "--format", "json").output)) == count


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["open-items", "--year", "1999"], 1),
        (["timeline", "--about", "Nowhere"], 1),
        (["timeline", "--kind", "trip"], 2),
        (["timeline", "--year", "last"], 2),
        (["open-items", "--date", "2017/6/1"], 2),
        (["open-items", "--date", "2017-02-30"], 2),
    ],
)
def test_a_ledger_ends_with_its_exit_code(two_trips: store.Graph, arguments: list[str], code: int) -> None:
    """
    Nothing found is 1, wrong usage 2.
    """
    assert run(two_trips, *arguments).exit_code == code


def test_an_empty_ledger_says_so(two_trips: store.Graph) -> None:
    """
    Never a bare nothing; a table keeps its heads.
    """
    assert "Nothing recorded" in run(two_trips, "open-items", "--year", "1999", "--lang", "en").output
    assert run(two_trips, "timeline", "--year", "1999", "-f", "csv").output.startswith("first,last,when,kind")


def test_csv_of_a_ledger_is_defused_unless_raw(two_trips: store.Graph) -> None:
    """
    W8: what begins with = has an apostrophe before it, and has none with --raw.
    """
    defused = run(two_trips, "timeline", "-f", "csv").output
    raw = run(two_trips, "timeline", "-f", "csv", "--raw").output

    assert len(defused) >= len(raw)
    assert "=cmd" in raw
