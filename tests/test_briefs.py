"""The trip brief: what stands in it, how it prints, in HTML, Word and text."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from citygraph import briefs
from citygraph.briefs.pages import told
from citygraph.cli.commands import cli

if TYPE_CHECKING:
    from click.testing import Result
    from playwright.sync_api import Browser

    from citygraph import store

AXE = Path(__file__).resolve().parent / "assets" / "axe.min.js"
ID = "https://lindau.example/id/"
HOSTILE = "=cmd|' /C calc'!A0 <img src=x onerror=alert(1)>"


def texts(brief: briefs.Brief, key: str) -> list[str]:
    """
    The lines of a section, cells parted by bars.
    """
    [section] = [each for each in brief.sections if each.key == key]
    return [" | ".join(cell.text for cell in line.cells) for line in section.lines]


def run(graph: store.Graph, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--project", str(graph.folder.parent.parent), "brief", *arguments])


@pytest.fixture(scope="module")
def oran(two_trips: store.Graph) -> briefs.Brief:
    """
    The brief of Oran, in English.
    """
    return briefs.gather(two_trips, f"{ID}oran", "en")


# What stands in it


def test_people_stand_with_the_office_then_and_its_last_known_holder(oran: briefs.Brief) -> None:
    """
    Who was mayor when we met, and who is last known to be, as of when.
    """
    found = texts(oran, "people")

    assert (
        "Amina Haddad | Mayor of Oran 奧蘭市長 | Karim Ziani, elected, as of September 2018 | 4 May 2016, Oran" in found
    )
    assert any(line.startswith("Karim Ziani | Mayor of Oran 奧蘭市長 | the same, elected") for line in found)


def test_weak_attestation_is_marked(oran: briefs.Brief) -> None:
    """
    Implied and seen in a caption only are said, with the person and with the meeting; the rest is told in the text.
    """
    [people] = [each for each in oran.sections if each.key == "people"]
    marks = {line.cells[0].text: line.marks for line in people.lines}
    [meetings] = [each for each in oran.sections if each.key == "meetings"]

    assert marks["Karim Ziani"] == ("implied",)
    assert marks[HOSTILE] == ("photo caption only",)
    assert marks["Amina Haddad"] == ()
    assert [line.marks for line in meetings.lines] == [("implied",), ("photo caption only",), ()]
    assert meetings.missing == "Told in the text where nothing else is marked."


def test_meetings_stand_under_their_occasion_the_latest_first(oran: briefs.Brief) -> None:
    """
    Date, occasion in both scripts, place, our side; then with whom about what, and who introduced.
    """
    [meetings] = [each for each in oran.sections if each.key == "meetings"]

    assert [group.title[:10] for group in meetings.groups] == ["3 Septembe", "3–5 May 20", "4 May 2016"]
    assert "Harbour Forum 2016 2016 港灣論壇" in meetings.groups[2].title
    assert meetings.groups[2].title.endswith("for us: Lin Mei")
    assert texts(oran, "meetings")[2] == f"Amina Haddad: lighthouses; introduced by {HOSTILE}"


def test_promises_and_invitations_stand_by_direction_and_state(oran: briefs.Brief) -> None:
    """
    What we promised and what was promised us, invitations both ways: open ones to tick off, the others apart.
    """
    groups = {
        (section.key, group.title): [line.cells[0].text for line in group.lines]
        for section in oran.sections
        for group in section.groups
    }

    assert groups["open", "What we promised"] == [
        "5 May 2016: Lindau City Government pledged to City of Oran: to send a bell"
    ]
    assert "declined" in [
        mark for section in oran.sections if section.key == "settled" for line in section.lines for mark in line.marks
    ]
    assert "settled by Trip to Oran 2018" in groups["settled", "Invitations to us"][0]
    assert len(groups["open", "Invitations from us"]) == 1


def test_what_is_not_recorded_is_said(two_trips: store.Graph, oran: briefs.Brief) -> None:
    """
    Never a bare nothing: groups of which nothing is recorded, and empty sections, say so.
    """
    [still] = [each for each in oran.sections if each.key == "open"]
    lindau = briefs.written(briefs.gather(two_trips, f"{ID}karim-ziani", "en"), "text").decode()

    assert still.missing == "Nothing recorded: Proposals from us; Proposals to us."
    assert "Agreements: Nothing recorded" in lindau


def test_name_cards_have_both_scripts_and_misprints(oran: briefs.Brief) -> None:
    """
    How a name is printed, what else is right, what to avoid, with the passage that misprints it.
    """
    [names] = [each for each in oran.sections if each.key == "names"]
    first = next(names.lines)

    assert [cell.text for cell in first.cells] == ["Oran", "奧蘭", "瓦赫蘭", "Orann"]
    assert [each.section for each in first.cells[3].citations] == ["貳"]


@pytest.mark.parametrize("key", ["people", "meetings", "open", "settled", "agreements", "introductions", "names"])
def test_every_line_is_cited_by_number(oran: briefs.Brief, key: str) -> None:
    """
    Each line names a passage, and each passage has a number in the list at the end.
    """
    [section] = [each for each in oran.sections if each.key == key]
    numbers = oran.numbers()

    cited = [[numbers[each.iri] for cell in line.cells for each in cell.citations] for line in section.lines]

    assert cited
    assert all(cited)


@pytest.mark.parametrize(
    "name", ["montreal", "burnaby", "uclg", "parks-tau", "metropolis-world-congress-2017", "canada"]
)
def test_every_line_of_real_briefs_is_cited(graph: store.Graph, name: str) -> None:
    """
    Places, bodies, people and events of the real data alike; and there is something in each.
    """
    brief = briefs.gather(graph, f"https://citygraph.example/id/{name}", "zh-Hant")

    lines = [line for section in brief.sections for line in section.lines]
    assert len(lines) > 5
    assert [line for line in lines if not any(cell.citations for cell in line.cells)] == []


def test_a_brief_of_a_day_knows_nothing_later(two_trips: store.Graph) -> None:
    """
    As known by 2017 Amina Haddad is mayor, the invitation to 2018 is open, and no passage of 2018 is cited.
    """
    brief = briefs.gather(two_trips, f"{ID}oran", "en", "2017")

    assert brief.as_of == "as known by 2017"
    assert "Amina Haddad | Mayor of Oran 奧蘭市長 | the same, as of May 2016 | 4 May 2016, Oran" in texts(
        brief, "people"
    )
    assert any("Harbour Forum 2018" in line for line in texts(brief, "open"))
    assert "r2018" not in [source.id for source in brief.sources]
    assert "Not yet known by then and left out: r2018." in brief.coverage


def test_it_is_dated_by_the_data(oran: briefs.Brief) -> None:
    """
    No clock: the last day of the last trip.
    """
    assert oran.as_of == "as the reports tell it up to 7 September 2018"
    assert oran.moment == "2018-09-07"


# How it is written


@pytest.mark.parametrize("format_", briefs.FORMATS)
@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_the_same_brief_has_the_same_bytes(two_trips: store.Graph, format_: str, lang: str) -> None:
    """
    R11: gathered and written twice, byte for byte.
    """
    first, second = (briefs.written(briefs.gather(two_trips, f"{ID}oran", lang), format_) for _ in range(2))

    assert first == second


def test_hostile_names_stay_text_in_html(oran: briefs.Brief) -> None:
    """
    W1, W2: markup in a name is shown, not read; the page has no script and its policy allows none.
    """
    page = briefs.written(oran, "html").decode()

    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<script" not in page
    assert re.search(r"content=\"default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]+&#39;; base-uri", page)
    assert "unsafe" not in page


def test_chinese_in_an_english_page_is_marked_as_chinese() -> None:
    """
    So that a browser sets it in a Chinese font and a screen reader reads it as Chinese.
    """
    assert told("Mayor of Oran 奧蘭市長 <b>", "en") == 'Mayor of Oran <span lang="zh-Hant">奧蘭市長</span> &lt;b&gt;'
    assert told("第 12 屆大會（2017）", "en") == '<span lang="zh-Hant">第 12 屆大會（2017）</span>'
    assert told("奧蘭 Oran", "zh-Hant") == "奧蘭 Oran"


def test_the_page_fits_a_phone_and_prints_on_few_sheets(graph: store.Graph, browser: Browser, tmp_path: Path) -> None:
    """
    No sideways scrolling at 360 pixels, no request but the file, and Montréal on at most two sheets of A4.
    """
    path = tmp_path / "montreal.html"
    path.write_bytes(briefs.written(briefs.gather(graph, "https://citygraph.example/id/montreal", "zh-Hant"), "html"))
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))

    page.goto(path.as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 2
    assert asked == [path.as_uri()]
    context.close()


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
@pytest.mark.parametrize("name", ["canada", "taiwan", "uclg"])
def test_the_biggest_briefs_print_on_two_sheets_and_say_what_they_leave_out(
    graph: store.Graph, browser: Browser, tmp_path: Path, name: str, lang: str
) -> None:
    """
    Two sheets of A4; each section that was cut says how many lines more the whole brief has, and no line is lost.
    """
    whole = briefs.gather(graph, f"https://citygraph.example/id/{name}", lang)
    brief = briefs.condensed(whole)
    path = tmp_path / f"{name}.html"
    path.write_bytes(briefs.written(brief, "html"))
    page = browser.new_page()
    page.goto(path.as_uri())

    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 2
    for before, after in zip(whole.sections, brief.sections, strict=True):
        left = len(list(before.lines)) - len(list(after.lines))
        assert (f" {left} " in after.more) if left else not after.more
    assert f"citygraph brief {name} --whole" in brief.coverage
    page.close()


@pytest.mark.parametrize("sheets", [0.0, 0.5, briefs.WORD_SHEETS, briefs.SHEETS])
@pytest.mark.parametrize("name", ["buenos-aires", "spain", "france", "uclg"])
def test_a_cut_brief_says_how_its_subject_is_printed(graph: store.Graph, name: str, sheets: float) -> None:
    """
    However little room there is, and also where its name is written in one way only, the first card is its own.
    """
    whole = briefs.gather(graph, f"https://citygraph.example/id/{name}", "en")

    brief = briefs.condensed(whole, sheets)

    cards = texts(brief, "names")
    assert len(cards) < len(texts(whole, "names"))
    assert cards[0].split(" | ")[:2] == [whole.title, whole.other]


@pytest.mark.parametrize(
    ("name", "lang"), [("canada", "en"), ("taiwan", "zh-Hant"), ("uclg", "en"), ("uclg", "zh-Hant")]
)
def test_a_cut_word_document_has_two_pages(graph: store.Graph, tmp_path: Path, name: str, lang: str) -> None:
    """
    Two pages at most, as LibreOffice sets them.
    """
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not at hand")
    brief = briefs.condensed(briefs.gather(graph, f"https://citygraph.example/id/{name}", lang), briefs.WORD_SHEETS)
    (tmp_path / "brief.docx").write_bytes(briefs.written(brief, "docx"))
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to"]

    subprocess.run([*command, "pdf", "brief.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=120)

    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "brief.pdf").read_bytes())) <= 2


def test_printed_type_can_be_read(graph: store.Graph, browser: Browser, tmp_path: Path) -> None:
    """
    Nothing is printed smaller than 7 points, in HTML or Word.
    """
    brief = briefs.condensed(briefs.gather(graph, "https://citygraph.example/id/uclg", "en"))
    path = tmp_path / "uclg.html"
    path.write_bytes(briefs.written(brief, "html"))
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto(path.as_uri())

    pixels = page.evaluate(
        """Math.min(...[...document.body.querySelectorAll("*")]
        .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
        .map((each) => parseFloat(getComputedStyle(each).fontSize)))"""
    )
    page.close()
    with zipfile.ZipFile(io.BytesIO(briefs.written(brief, "docx"))) as archive:
        body = archive.read("word/document.xml").decode()

    assert pixels * 0.75 > 6.99
    assert min(int(half) for half in re.findall(r'<w:sz w:val="(\d+)"', body)) >= 14


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_violation(graph: store.Graph, browser: Browser, tmp_path: Path, width: int) -> None:
    """
    Every rule of axe-core passes, wide and on a phone.
    """
    if not AXE.is_file():
        pytest.skip("axe-core is not at hand")
    path = tmp_path / "montreal.html"
    path.write_bytes(briefs.written(briefs.gather(graph, "https://citygraph.example/id/montreal", "en"), "html"))
    # The page's own policy lets no script in, axe neither.
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(path.as_uri())
    page.add_script_tag(path=AXE)

    assert page.evaluate("axe.run().then((each) => each.violations)") == []
    context.close()


def test_the_document_names_its_languages_and_fonts(oran: briefs.Brief) -> None:
    """
    Word sets Chinese in a Chinese font and proofs it as Chinese; the properties bear the day of the data.
    """
    with zipfile.ZipFile(io.BytesIO(briefs.written(oran, "docx"))) as archive:
        styles, core = archive.read("word/styles.xml").decode(), archive.read("docProps/core.xml").decode()
        body = archive.read("word/document.xml").decode()

    assert 'w:eastAsia="Microsoft JhengHei"' in styles
    assert 'w:eastAsia="zh-TW"' in styles
    assert core.count("2018-09-07T00:00:00Z") == 2
    assert "python-docx" not in core
    assert "&lt;img src=x onerror=alert(1)&gt;" in body
    assert "奧蘭市長" in body


def test_libreoffice_opens_the_document(oran: briefs.Brief, tmp_path: Path) -> None:
    """
    Another program reads every section of it.
    """
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not at hand")
    (tmp_path / "oran.docx").write_bytes(briefs.written(oran, "docx"))
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to"]

    subprocess.run([*command, "txt:Text", "oran.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=120)

    text = (tmp_path / "oran.txt").read_text("utf-8-sig")
    assert "Karim Ziani" in text
    assert [section.title for section in oran.sections if section.title not in text] == []


# The command


def test_the_format_is_that_of_the_file(two_trips: store.Graph, tmp_path: Path) -> None:
    """
    .html, .docx and .txt need no --format; the language follows the name.
    """
    for name, start in (("a.html", b"<!doctype html>"), ("a.docx", b"PK"), ("a.txt", "奧蘭 Oran".encode())):
        found = run(two_trips, "奧蘭", "-o", str(tmp_path / name))

        assert found.exit_code == 0, found.output
        assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["Nobody At All"], 1),
        (["Oran", "--date", "soon"], 2),
        (["Oran", "--format", "pdf"], 2),
        (["Oran", "-o", "a.pdf"], 2),
        (["Oran", "-o", "no/such/folder/a.html"], 3),
    ],
)
def test_a_brief_ends_with_its_exit_code(
    two_trips: store.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
) -> None:
    """
    Nothing so called is 1, wrong usage 2, a place that cannot be written 3.
    """
    monkeypatch.chdir(tmp_path)

    assert run(two_trips, *arguments).exit_code == code


def test_a_missing_library_is_named(two_trips: store.Graph, tmp_path: Path) -> None:
    """
    Without python-docx the message says how to install it, and the exit code is 3.
    """
    code = "import sys; sys.modules['docx'] = None; sys.argv[0] = 'citygraph'; from citygraph.cli import main; main()"
    project = str(two_trips.folder.parent.parent)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    found = subprocess.run(
        [sys.executable, "-c", code, "--project", project, "brief", "Oran", "-o", str(tmp_path / "a.docx")],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip

    assert found.returncode == 3
    assert "pip install 'citygraph[office]'" in found.stderr
    assert "Traceback" not in found.stderr
