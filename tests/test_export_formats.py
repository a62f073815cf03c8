"""The graph for other programs: networks, tables, a calendar, contacts; each read back by a library not ours."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import docx
import networkx as nx
import openpyxl
import pytest
import vobject
from click.testing import CliRunner

from citygraph import briefs, build, exports, projects
from citygraph.cli.commands import cli
from citygraph.exports import networks

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from citygraph import store

HOSTILE = "=cmd|' /C calc'!A0 <img src=x onerror=alert(1)>"
READ = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}


def run(graph: store.Graph, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--project", str(graph.folder.parent.parent), "export", *arguments])


def text(graph: store.Graph, format_: str, lang: str = "en") -> str:
    found = exports.written(graph, format_, lang)
    assert isinstance(found, bytes)
    return found.decode()


def calendar(graph: store.Graph) -> dict[str, Any]:
    """
    The entries of the calendar by UID, as vobject reads them.
    """
    found: Any = vobject.readOne(text(graph, "ics"))
    return {entry.uid.value.partition("@")[0]: entry for entry in found.vevent_list}


@pytest.mark.parametrize("format_", ["graphml", "gexf", "ics", "vcf", "xlsx", "csv"])
def test_a_file_is_the_same_each_time(two_trips: store.Graph, format_: str) -> None:
    """
    R11: the same graph gives the same bytes.
    """
    assert exports.written(two_trips, format_) == exports.written(two_trips, format_)


# Networks


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_networkx_reads_back_the_same_network(graph: store.Graph, format_: str) -> None:
    """
    Every thing and every line of the real network, several lines between the same two kept apart.
    """
    made = networks.network(graph)

    found = READ[format_](io.BytesIO(networks.written(graph, format_).encode()))

    assert (len(found), found.number_of_edges()) == (len(made), made.number_of_edges())
    assert len(made) > 400
    assert isinstance(found, nx.MultiDiGraph)
    assert max(found.number_of_edges(tail, head) for tail, head in found.edges()) > 1


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_a_line_keeps_labels_dates_and_citations(two_trips: store.Graph, format_: str) -> None:
    """
    Who met whom: labels in both languages, the day, the passage; hostile names stay text.
    """
    found = READ[format_](io.BytesIO(networks.written(two_trips, format_).encode()))

    [met] = [
        data
        for tail, head, data in found.edges(data=True)
        if (tail, head) == ("lin-mei", "karim-ziani") and data["label_en"] == "met"
    ]
    assert (met["label_zh_Hant"], met["start"], met["end"]) == ("會晤", "2018-09-03", "2018-09-03")
    assert (met["citations"], met["attestation"]) == ("r2018 壹", "implied")
    assert found.nodes["zed"]["label"] == HOSTILE
    assert found.nodes["oran"]["label_zh_Hant"] == "奧蘭"


def test_gexf_is_dynamic_and_has_no_hour(two_trips: store.Graph) -> None:
    """
    Gephi's timeline reads days; no day of writing stands in the file.
    """
    found = networks.written(two_trips, "gexf")

    assert 'mode="dynamic"' in found
    assert 'timeformat="date"' in found
    assert "lastmodifieddate" not in found


# Calendar


def test_events_and_trips_are_all_day_events(two_trips: store.Graph) -> None:
    """
    The end is the day after the last, as the standard has it; a month spans the month; UIDs are ids.
    """
    found = calendar(two_trips)

    forum = found["harbour-forum-2016"]
    assert (forum.dtstart.value, forum.dtend.value) == (date(2016, 5, 3), date(2016, 5, 6))
    assert forum.summary.value == "Harbour Forum 2016 2016 港灣論壇"
    assert forum.location.value == "Oran 奧蘭"
    assert "[r2016 壹]" in forum.description.value
    assert (found["harbour-forum-2018"].dtstart.value, found["harbour-forum-2018"].dtend.value) == (
        date(2018, 9, 1),
        date(2018, 10, 1),
    )
    assert found["trip-2016"].dtstart.value == date(2016, 5, 1)


def test_the_end_of_a_term_stands_in_the_calendar(two_trips: store.Graph) -> None:
    """
    On its last day, with who and which office; a hostile name adds no property.
    """
    [term] = [entry for entry in calendar(two_trips).values() if entry.summary.value.startswith("Term ends")]

    assert term.dtstart.value == date(2017, 3, 31)
    assert term.summary.value == f"Term ends: {HOSTILE}, Harbour Master of Oran 奧蘭港務長"


def test_the_real_calendar_is_read_whole(graph: store.Graph) -> None:
    """
    Every entry of the real data, each with a UID of its own, lines folded at 75 octets.
    """
    lines = text(graph, "ics").split("\r\n")

    assert len(calendar(graph)) == lines.count("BEGIN:VEVENT") > 30
    assert max(len(line.encode()) for line in lines) <= 75


# Contacts


def test_each_person_met_is_a_contact(two_trips: store.Graph) -> None:
    """
    Name in both scripts, office and organization of the last meeting, when we met and who says so.
    """
    cards = {card.uid.value.rpartition("/")[2]: card for card in vobject.readComponents(text(two_trips, "vcf"))}

    amina = cards["amina-haddad"]
    assert set(cards) == {"amina-haddad", "karim-ziani", "zed"}
    assert {each.value for each in amina.fn_list} == {"Amina Haddad", "阿米娜"}
    assert {each.value for each in amina.title_list} == {"Mayor of Oran", "奧蘭市長"}
    assert ["City of Oran"] in [each.value for each in amina.org_list]
    assert amina.note.value == "4 May 2016, Harbour Forum 2016, Oran [r2016 壹]"
    assert cards["zed"].fn.value == HOSTILE


def test_contacts_hold_nothing_private(graph: store.Graph) -> None:
    """
    No address, telephone or birthday, on every card of the real data; lines folded at 75 octets.
    """
    lines = text(graph, "vcf", "zh-Hant").split("\r\n")
    names = {line.partition(":")[0].partition(";")[0] for line in lines if line and not line.startswith(" ")}

    assert names == {"BEGIN", "VERSION", "KIND", "UID", "FN", "N", "TITLE", "ORG", "NOTE", "END"}
    assert max(len(line.encode()) for line in lines) <= 75


# Tables


def test_csv_has_a_table_for_each_kind(two_trips: store.Graph) -> None:
    """
    UTF-8 with Excel's mark, CR LF, references by id and by name, parts of a record by their own fields.
    """
    files = exports.written(two_trips, "csv")
    assert isinstance(files, dict)

    content = files["encounters.csv"]
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))}

    assert content.startswith(b"\xef\xbb\xbfid,")
    assert b"\r\n" in content
    assert rows["met-amina"]["with.who"] == "amina-haddad"
    assert rows["met-amina"]["with.as (name)"] == "Mayor of Oran 奧蘭市長"
    assert rows["met-amina"]["citations"] == "r2016 壹"
    assert len(rows) == 3


def test_csv_runs_nothing_in_a_spreadsheet(two_trips: store.Graph) -> None:
    """
    W8: a name that begins with = has an apostrophe before it, unless raw cells are asked for.
    """
    for raw, wanted in ((False, f"'{HOSTILE}"), (True, HOSTILE)):
        files = exports.written(two_trips, "csv", raw=raw)
        assert isinstance(files, dict)
        rows = csv.DictReader(io.StringIO(files["people.csv"].decode("utf-8-sig"), newline=""))

        assert wanted in [row["name@en"] for row in rows]


def test_a_workbook_has_the_same_tables_and_no_formula(two_trips: store.Graph) -> None:
    """
    A sheet for each kind; what begins with = is a text; properties bear the day of the data.
    """
    content = exports.written(two_trips, "xlsx")
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    files = exports.written(two_trips, "csv")

    assert [f"{name}.csv" for name in book.sheetnames] == list(files)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert HOSTILE in [cell.value for cell in cells]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("docProps/core.xml").count(b"2018-09-07T00:00:00Z") == 2


def test_libreoffice_opens_the_workbook(two_trips: store.Graph, tmp_path: Path) -> None:
    """
    Another program reads the first sheet of it, with its Chinese.
    """
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not at hand")
    content = exports.written(two_trips, "xlsx")
    assert isinstance(content, bytes)
    (tmp_path / "all.xlsx").write_bytes(content)
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to"]

    subprocess.run(
        [*command, "csv:Text - txt - csv (StarCalc):44,34,76", "all.xlsx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    assert "林島市政府" in (tmp_path / "all.csv").read_text("utf-8")


# The command


def test_tables_go_to_a_folder_or_an_archive(two_trips: store.Graph, tmp_path: Path) -> None:
    """
    The same files either way.
    """
    assert run(two_trips, "-f", "csv", "-o", str(tmp_path / "tables")).exit_code == 0
    assert run(two_trips, "-f", "csv", "-o", str(tmp_path / "tables.zip")).exit_code == 0

    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {path.name: path.read_bytes() for path in (tmp_path / "tables").iterdir()}


def test_a_link_is_not_followed_out_of_the_folder(two_trips: store.Graph, tmp_path: Path) -> None:
    """
    W14: what stands elsewhere is not overwritten.
    """
    (tmp_path / "tables").mkdir()
    (tmp_path / "precious").write_text("kept")
    (tmp_path / "tables" / "people.csv").symlink_to(tmp_path / "precious")

    found = run(two_trips, "-f", "csv", "-o", str(tmp_path / "tables"))

    assert found.exit_code == 3
    assert (tmp_path / "precious").read_text() == "kept"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["-f", "xlsx"], 2), (["-f", "csv"], 2), (["-f", "pdf"], 2), (["-f", "ics", "-o", "no/such/folder/a.ics"], 3)],
)
def test_an_export_ends_with_its_exit_code(two_trips: store.Graph, arguments: list[str], code: int) -> None:
    """
    A file that is no text needs a name; what cannot be written is said.
    """
    assert run(two_trips, *arguments).exit_code == code


@pytest.mark.parametrize(("format_", "module"), [("xlsx", "openpyxl"), ("ics", "icalendar")])
def test_a_missing_library_is_named(two_trips: store.Graph, tmp_path: Path, format_: str, module: str) -> None:
    """
    The message says how to install it, and the exit code is 3.
    """
    code = f"import sys; sys.modules['{module}'] = None; from citygraph.cli import main; main()"
    project = str(two_trips.folder.parent.parent)

    found = subprocess.run(
        [sys.executable, "-c", code, "--project", project, "export", "-f", format_, "-o", str(tmp_path / "a")],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip

    assert found.returncode == 3
    assert f"this needs {module}" in found.stderr


# Hostile texts, in every format

TEXTS = {
    "script": "</script><script>alert(1)</script>",
    "cdata": "]]><!-- &amp; \u0022onload=1",
    "link": "javascript:alert(1)\nBEGIN:VEVENT\nSUMMARY:x",
    "separator": "one\u2028two\u2029three",
    "long": "長" * 10_000,
    "rtl": "שלום עולם مرحبا",
    "formula": "\u00a0\u00a0@SUM(A1)",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> store.Graph:
    """
    A city whose people bear hostile names, all met on one day.
    """
    root = tmp_path_factory.mktemp("hostile")
    people = "".join(f"  {id_}: {{name: {{en: {json.dumps(text)}}}, cite: r1 壹}}\n" for id_, text in TEXTS.items())
    sides = "".join(f"  - {{who: {id_}}}\n" for id_ in TEXTS)
    (root / "data").mkdir()
    (root / "data/dataset.yaml").write_text(
        "title: {en: '</title><script>x'}\nbase: https://example.org/\nlanguages: [en, zh-Hant]\n", "utf-8"
    )
    (root / "data/all.yaml").write_text(
        f"report: {{id: r1, name: {{en: '<b>Report</b>'}}}}\ncities: {{oran: {{name: {{en: '<i>Oran'}}}}}}\npeople:\n"
        f"  us: {{name: {{en: Us}}}}\n{people}encounters:\n- with:\n{sides}  by: us\n  place: oran\n"
        "  date: 2016-05-04\n  attestation: told\n  cite: 壹\n",
        "utf-8",
    )
    return build.fresh(projects.find(root))


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_hostile_names_come_back_from_networks(hostile: store.Graph, format_: str) -> None:
    """
    W5, W11: text is text, whatever it is and however long.
    """
    found = READ[format_](io.BytesIO(networks.written(hostile, format_).encode()))

    assert {id_: found.nodes[id_]["label"] for id_ in TEXTS} == TEXTS


def test_hostile_names_come_back_from_contacts(hostile: store.Graph) -> None:
    """
    A line break in a name begins no property.
    """
    cards = list(vobject.readComponents(text(hostile, "vcf")))

    assert {card.fn.value for card in cards} == set(TEXTS.values())


def test_hostile_names_come_back_from_tables(hostile: store.Graph) -> None:
    """
    W8 and all others, in CSV and in the workbook.
    """
    files = exports.written(hostile, "csv", raw=True)
    content = exports.written(hostile, "xlsx")
    assert isinstance(files, dict)
    assert isinstance(content, bytes)

    rows = csv.DictReader(io.StringIO(files["people.csv"].decode("utf-8-sig"), newline=""))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["people"]

    assert set(TEXTS.values()) <= {row["name@en"] for row in rows}
    assert set(TEXTS.values()) <= {cell.value for row in sheet.iter_rows() for cell in row}


def test_hostile_names_stay_text_in_a_brief(hostile: store.Graph) -> None:
    """
    W1, W2, W4: nothing of them is markup, in the page or in the document.
    """
    brief = briefs.gather(hostile, "https://example.org/id/oran", "en")
    page = briefs.written(brief, "html").decode()
    document = docx.Document(io.BytesIO(briefs.written(brief, "docx")))

    told = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert "<script" not in page
    assert "<i>Oran" not in page
    assert "<b>Report" not in page
    assert "&lt;/script&gt;&lt;script&gt;" in page
    assert 'href="javascript' not in page
    assert any(TEXTS["long"] in each for each in told)
    assert any(TEXTS["rtl"] in each for each in told)
