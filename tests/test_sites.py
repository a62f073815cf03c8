"""The site: every page in every language, from a disk, without a request; safe folders; hostile text stays text."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import html5lib
import pyoxigraph as ox
import pytest

from citygraph import build, lettering, names, projects, sites, store
from citygraph.sites import addresses, atlas, nearby, outline, plan, strip, telling
from citygraph.sites.catalogue import Site
from citygraph.sites.rendering import POLICY, clean
from citygraph.sites.writing import MARKER, Folder, Page, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Tabs
    from playwright.sync_api import Page as Tab

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "tests/assets/axe.min.js"
KINDS_OF_PAGES = (
    "index", "people", "bodies", "places", "events", "reports", "other", "names", "countries", "open", "timeline",
    "map", "search", "curator", "id/anna", "id/lindau-government", "id/lindau", "id/fair-2017", "id/lindau-2017",
    "id/trip-2017",
)  # fmt: skip
# Pages that bring a frame of their own; their own tests look into them.
WHOLE = {f"{stem}.html" for stem in plan.WHOLE}

# ------------------------------------------------------------------ an invented project

HOSTILE = (
    "</script><script>window.PWNED = 1</script>",
    "<img src=x onerror='window.PWNED = 2'>",
    "javascript:window.PWNED=3",
    '"><svg onload="window.PWNED = 4"> {{ 7 * 7 }} {% raw %} <!-- ]]> \u2028 \u2029',
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u200f\U0001d54f \U00020bb7野家",
    "long" * 2500,
)
DATASET = """
title: {en: "TITLE Lindau abroad", zh-Hant: 林島市政府的國際往來}
base: https://example.org/
licence: https://creativecommons.org/licenses/by/4.0/
languages: [en, zh-Hant]
home: lindau-government
"""
DATA = """
countries:
  germany: {name: {en: Germany, zh-Hant: 德國}}
  canada: {name: {en: Canada, zh-Hant: 加拿大}}
cities:
  lindau: {name: {en: Lindau, zh-Hant: 林島}, within: germany, latitude: '47.55', longitude: '9.68'}
  constance: {name: {en: Constance, zh-Hant: 康士坦茲}, within: germany, latitude: '47.66', longitude: '9.17'}
  quebec: {name: {en: Québec, zh-Hant: 魁北克}, within: canada, latitude: '46.81', longitude: '-71.21'}
  nowhere: {name: {en: Nowhere}}
governments:
  lindau-government: {name: {en: Lindau City Government, zh-Hant: 林島市政府}, of: lindau}
  quebec-government: {name: {en: City of Québec, zh-Hant: 魁北克市政府}, of: quebec, founded: 1833}
offices:
  mayor-of-quebec: {name: {en: Mayor of Québec, zh-Hant: 魁北克市長}, of: quebec-government}
  mayor-of-lindau: {name: {en: Mayor of Lindau, zh-Hant: 林島市長}, of: lindau-government}
people:
  anna:
    name: {en: Anna Bergström, zh-Hant: 安娜}
    also: {en: [A. Bergström]}
    misprints: {en: [Ana Bergstrom]}
    note: {en: NOTE}
  taichung-friend: {name: {en: WANG Hsiao-ming, zh-Hant: 臺中友人王小明}}
  con: {name: {en: Con, zh-Hant: 康}}
events:
  fair-2017:
    name: {en: Harbour Fair 2017, zh-Hant: 2017 港灣博覽會}
    start: 2017-06-19
    end: 2017-06-22
    place: quebec
report:
  id: lindau-2017
  name: {en: Report on the Harbour Fair, zh-Hant: 港灣博覽會出國報告}
  trip: trip-2017
  publisher: lindau-government
  date: 2017
trips:
  trip-2017:
    name: {en: Trip to the Harbour Fair, zh-Hant: 港灣博覽會之行}
    start: 2017-06-18
    end: 2017-06-23
    travellers: [{who: anna, as: [mayor-of-lindau]}]
    on-behalf-of: lindau-government
    to: [quebec]
    for: [fair-2017]
    about: {en: ABOUT the harbour, zh-Hant: 港灣}
    cite: 壹
tenures:
- {holder: anna, office: mayor-of-lindau, as-of: 2017-06, cite: 壹}
- {holder: con, office: mayor-of-quebec, since: 2014, until: 2018, cite: 貳.一}
encounters:
- by: anna
  with: [{who: con, as: [mayor-of-quebec]}]
  at: fair-2017
  place: quebec
  attestation: caption
  about: {en: ABOUT ships, zh-Hant: 船}
  cite: 貳.一 caption
- {by: anna, with: taichung-friend, place: lindau, date: 2017-06-18, attestation: told, cite: 貳.二}
- {by: anna, with: taichung-friend, place: nowhere, attestation: implied, cite: 貳.十}
invitations:
- {from: con, to: anna, for: fair-2017, date: 2017-06-20, status: settled, settled-by: trip-2017, cite: 貳.一}
pledges:
- id: the-pledge
  from: con
  to: lindau-government
  about: {en: ABOUT a pier, zh-Hant: 碼頭}
  status: open
  cite: 貳.一
agreements:
- parties: [lindau-government, quebec-government]
  type: memorandum
  signed: 2017-06-21
  status: in-force
  about: {en: ABOUT, zh-Hant: 合作}
  cite: 貳.一
namings:
- {of: anna, form: {en: Ana Bergstrom}, status: misprint, cite: 貳.二}
corrections:
- corrects: the-pledge
  stated: {en: STATED}
  preferred: {en: PREFERRED}
  reason: {en: REASON}
  ground: doubt
  cite: 貳.一
"""
# What is replaced by hostile text, each with the start of its field.
TEXTS = (
    "en: Anna Bergström", "en: Lindau City Government", "en: Harbour Fair 2017", "en: Québec", "en: NOTE",
    "en: WANG Hsiao-ming", "zh-Hant: 林島市政府", "zh-Hant: 2017 港灣博覽會", "zh-Hant: 安娜", "zh-Hant: 港灣}",
    "en: ABOUT the harbour", "en: ABOUT ships", "en: ABOUT a pier", "en: STATED", "en: PREFERRED", "en: REASON",
    "en: Report on the Harbour Fair", "en: Trip to the Harbour Fair", "zh-Hant: 碼頭", "zh-Hant: 德國",
)  # fmt: skip


def compiled(root: Path, dataset: str = DATASET, data: str = DATA) -> store.Graph:
    """
    The graph of a project written from text.
    """
    (root / "data").mkdir(parents=True)
    (root / "data/dataset.yaml").write_text(dataset, encoding="utf-8")
    (root / "data/all.yaml").write_text(data, encoding="utf-8")
    return build.fresh(projects.find(root))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> store.Graph:
    """
    A small invented project that has every kind of page.
    """
    return compiled(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def folder(small: store.Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Its site.
    """
    into = tmp_path_factory.mktemp("site") / "site"
    sites.make(small, into)
    return into


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The site of the same project with hostile text in every field that takes text.
    """
    dataset, data = DATASET.replace('"TITLE Lindau abroad"', json.dumps(HOSTILE[0], ensure_ascii=False)), DATA
    for number, text in enumerate(TEXTS):
        assert text in data
        language, word = text.split(": ", 1)
        wild = json.dumps(HOSTILE[number % len(HOSTILE)], ensure_ascii=False)
        data = data.replace(text, f"{language}: {wild}" + "}" * word.endswith("}"))
    into = tmp_path_factory.mktemp("hostile") / "site"
    sites.make(compiled(tmp_path_factory.mktemp("hostile-project"), dataset, data), into)
    return into


class Reader(HTMLParser):
    """
    The elements of a page with their attributes, its ids and links, and the text of its scripts.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts.append(data)

    def values(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.elements if name in attributes]


def attributes(text: str, name: str) -> set[str]:
    """
    The values of an attribute in a page of ours, which writes them all in double quotes; quicker than a parser.
    """
    return {html.unescape(each) for each in re.findall(rf' {name}="([^"]*)"', text)}


def html_files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*.html"))


def broken(root: Path) -> list[str]:
    """
    The links of a site that lead to no file, or to no place in one.
    """
    pages = html_files(root)
    ids = {path: attributes(path.read_text("utf-8"), "id") for path in pages}
    files = {path for path in root.rglob("*") if path.is_file()}
    wrong = []
    for path in pages:
        text = path.read_text("utf-8") if path.name not in WHOLE else ""
        for address in attributes(text, "href") | attributes(text, "src"):
            if re.match(r"https?://", address):
                continue
            file, _, place = address.partition("#")
            target = Path(os.path.normpath(path.parent / unquote(file))) if file else path
            if target not in files or (
                place and target.suffix == ".html" and target.name not in WHOLE and unquote(place) not in ids[target]
            ):
                wrong.append(f"{path.relative_to(root)}: {address}")
    return wrong


# ------------------------------------------------------------------ what is in it


def test_every_page_stands_in_every_language_and_leads_to_its_twin(folder: Path) -> None:
    """
    Both languages have the same pages; each names its versions, and its switch leads to the very same page.
    """
    english = {path.relative_to(folder / "en") for path in html_files(folder / "en")}

    assert english == {path.relative_to(folder / "zh-Hant") for path in html_files(folder / "zh-Hant")}
    for name in english - set(map(Path, WHOLE)):
        reader = Reader(folder / "en" / name)
        twins = [each["href"] for tag, each in reader.elements if each.get("hreflang") == "zh-Hant"]
        assert len(twins) == 2
        for twin in twins:
            assert (folder / "en" / name).parent.joinpath(twin or "").resolve() == folder / "zh-Hant" / name


def test_every_link_of_the_small_site_leads_somewhere(folder: Path) -> None:
    """
    No link, in any page, leads to a file or a place in it that is not there.
    """
    assert broken(folder) == []


def test_every_link_of_the_hostile_site_leads_somewhere(hostile: Path) -> None:
    """
    Nor where names and notes are hostile.
    """
    assert broken(hostile) == []


@pytest.mark.parametrize("which", ["folder", "hostile"])
def test_every_page_is_valid_html(which: str, request: pytest.FixtureRequest) -> None:
    """
    A strict parser of HTML finds no error in any page; ids stand once, and no element carries style or handlers.
    """
    for path in html_files(request.getfixturevalue(which)):
        if path.name in WHOLE:
            continue
        parser = html5lib.HTMLParser(strict=True)
        parser.parse(path.read_text("utf-8"))
        reader = Reader(path)
        ids = reader.values("id")
        assert len(ids) == len(set(ids)), path
        for tag, attributes in reader.elements:
            assert "style" not in attributes, path
            assert not [name for name in attributes if name.startswith("on")], (path, tag)


def test_the_policy_of_every_page_lets_in_the_sites_own_files_alone(hostile: Path) -> None:
    """
    W7: no page allows inline or foreign scripts and styles; scripts in it are data or the site's own files.
    """
    assert "unsafe" not in POLICY
    for path in html_files(hostile):
        if path.name in WHOLE:
            continue
        reader = Reader(path)
        policies = [
            each["content"] for tag, each in reader.elements if each.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policies == [POLICY]
        for tag, attributes in reader.elements:
            if tag == "script":
                assert attributes.get("type") == "application/ld+json" or "src" in attributes
            for name in ("href", "src"):
                assert (
                    not (attributes.get(name) or "")
                    .lower()
                    .lstrip()
                    .startswith(("javascript", "data", "vbscript", "//"))
                )


def test_hostile_text_is_shown_and_makes_no_element(folder: Path, hostile: Path) -> None:
    """
    W1, W5: pages of hostile text have the tags that pages of plain text have, and the text reads as written.
    """
    for name in ("en/index.html", "en/people.html", "en/open.html", "zh-Hant/id/anna.html", "en/timeline.html"):
        plain, wild = Reader(folder / name), Reader(hostile / name)
        assert {tag for tag, _ in wild.elements} <= {tag for tag, _ in plain.elements} | {"a"}
    tree = html5lib.parse((hostile / "en/id/anna.html").read_text("utf-8"), namespaceHTMLElements=False)
    assert tree.find(".//h1").text == HOSTILE[0]


def test_a_dossier_tells_the_facts_with_evidence_and_links(folder: Path) -> None:
    """
    A person's page has the facts by kind, dates, capacities, caveats, citations, forms as printed, and RDF beside it.
    """
    text = (folder / "en/id/anna.html").read_text("utf-8")

    assert "Anna Bergström" in text
    assert "Ana Bergstrom" in text
    assert '<a href="mayor-of-quebec.html">Mayor of Québec</a>' in text
    assert "photo caption only" in text
    assert 'href="lindau-2017.html#s-%E8%B2%B3.%E4%B8%80-caption"' in text
    assert 'type="text/turtle" href="../../id/anna.ttl"' in text
    assert "Closest in the network" in text
    assert 'class="strip"' in text


def test_a_report_lists_its_sections_in_order_with_all_they_say(folder: Path) -> None:
    """
    Sections come as the report has them (十 after 二), captions apart, each with its facts and the things it names.
    """
    text = (folder / "zh-Hant/id/lindau-2017.html").read_text("utf-8")
    places = re.findall(r'<h3 id="(s-[^"]+)"', text)

    assert places == ["s-壹", "s-貳.一", "s-貳.一-caption", "s-貳.二", "s-貳.十"]
    section = text.split('id="s-貳.一"')[1].split("<h3")[0]
    assert "合作" in section
    assert "碼頭" in section
    assert "魁北克市長" in section


def test_the_ledger_tells_what_is_open_and_what_settled_the_rest(folder: Path) -> None:
    """
    Open items stand by status with a count, a correction, and a link to what settled them.
    """
    text = (folder / "en/open.html").read_text("utf-8")
    open_part, settled = text.split('id="settled"')

    assert "ABOUT a pier" in open_part
    assert "PREFERRED" in open_part
    assert '<b>Settled by</b> <a href="id/trip-2017.html">Trip to the Harbour Fair</a>' in settled


def test_the_timeline_has_trips_events_and_agreements(folder: Path) -> None:
    """
    All three stand under their year, with the encounters counted.
    """
    text = (folder / "en/timeline.html").read_text("utf-8").split('id="y-2017"')[1]

    for told in ("Trip to the Harbour Fair", "Harbour Fair 2017", "memorandum of understanding", "1 encounter<"):
        assert told in text


def test_home_counts_what_was_taken_from_each_report(folder: Path) -> None:
    """
    The home page shows coverage, the latest trips and the open items.
    """
    text = (folder / "en/index.html").read_text("utf-8")
    row = text.split('<th scope="row"')[1].split("</tr>")[0]

    assert "Report on the Harbour Fair" in row
    assert re.search(r'data-label="Encounters">3<', row)
    assert "1 / 2" in text
    assert "Trip to the Harbour Fair" in text


def test_countries_hold_their_places_bodies_and_events(folder: Path) -> None:
    """
    By country: a city within it, its government, and an event held there.
    """
    text = (folder / "en/countries.html").read_text("utf-8").split('id="c-canada"')[1].split('id="c-germany"')[0]

    for name in ("Québec", "City of Québec", "Harbour Fair 2017"):
        assert name in text
    assert "Lindau" not in text


# ------------------------------------------------------------------ for machines


def test_the_rdf_beside_a_page_reads_and_holds_its_facts(small: store.Graph, folder: Path) -> None:
    """
    Turtle and JSON-LD of a thing say the same, and hold the encounters that speak of it.
    """
    turtle = set(ox.parse(path=str(folder / "id/anna.ttl"), format=ox.RdfFormat.TURTLE))
    linked = set(ox.parse(path=str(folder / "id/anna.jsonld"), format=ox.RdfFormat.JSON_LD))
    kinds = [quad.object.value for quad in turtle if quad.predicate.value.endswith("#type")]

    assert {quad.triple for quad in turtle} == {quad.triple for quad in linked}
    assert kinds.count("https://citygraph.example/ontology#Encounter") == 3
    dump = ox.parse(path=str(folder / "data/graph.ttl"), format=ox.RdfFormat.TURTLE)
    assert {quad.triple for quad in turtle} <= {quad.triple for quad in dump}
    assert len(list(ox.parse(path=str(folder / "data/void.ttl"), format=ox.RdfFormat.TURTLE))) > 10


def test_each_page_carries_schema_org(folder: Path, hostile: Path) -> None:
    """
    The data island of a dossier says what schema.org calls the thing; every island of hostile text is JSON.
    """
    [island] = Reader(folder / "en/id/quebec.html").scripts
    city = json.loads(island)

    assert (city["@type"], city["name"], city["geo"]["latitude"]) == ("City", "Québec", 46.81)
    assert city["containedInPlace"] == [{"@id": "https://example.org/id/canada", "name": "Canada"}]
    for path in html_files(hostile):
        if path.name not in WHOLE and (path.name != "index.html" or path.parent.name == "en"):
            assert all(json.loads(text) for text in Reader(path).scripts if text.strip())


def test_the_network_and_the_sparql_page_say_what_they_are(folder: Path) -> None:
    """
    They bring a frame of their own, and in it, like every page, what they are in the words of schema.org.
    """
    for stem in plan.WHOLE:
        for lang in ("en", "zh-Hant"):
            text = (folder / lang / f"{stem}.html").read_text("utf-8")
            [island] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
            said = json.loads(island)
            assert (said["@context"], said["@type"], said["inLanguage"]) == ("https://schema.org", "WebPage", lang)
            assert html.escape(said["name"], quote=False) in text.partition("</title>")[0]


def test_the_sitemap_lists_every_page(folder: Path) -> None:
    """
    Every HTML page but the door is in sitemap.xml by its full address.
    """
    tree = ET.parse(folder / "sitemap.xml")
    listed = [loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    pages = [f"https://example.org/{path.relative_to(folder).as_posix()}" for path in html_files(folder)]

    assert sorted(listed) == sorted(set(pages) - {"https://example.org/index.html"})


# ------------------------------------------------------------------ the folder


def digest(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_the_same_build_gives_the_same_bytes(small: store.Graph, folder: Path, tmp_path: Path) -> None:
    """
    R11, W9: another process with another hash seed, locale and time zone writes the same files.
    """
    script = (
        "import sys; from pathlib import Path; from citygraph import sites, store\n"
        "sites.make(store.Graph(sys.argv[1]), Path(sys.argv[2]))"
    )
    changed = os.environ | {
        "PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Asia/Taipei", "PYTHONPATH": str(ROOT / "graph"),
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", script, small.place, str(tmp_path / "again")], check=True, env=changed)

    assert digest(tmp_path / "again") == digest(folder)


def test_leftovers_of_an_earlier_site_go_and_files_of_others_stay(tmp_path: Path) -> None:
    """
    A page that a later site has no more is removed with its folder; a note that somebody put there is not.
    """
    with Folder(tmp_path) as into:
        into.write(Page("en/id/old.html", b"old"))
        into.write(Page("en/index.html", b"1"))
    (tmp_path / "note.txt").write_text("mine")
    with Folder(tmp_path) as into:
        into.write(Page("en/index.html", b"2"))

    assert sorted(digest(tmp_path)) == [MARKER, "en/index.html", "note.txt"]
    assert not (tmp_path / "en/id").exists()


def test_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    """
    F8, W14: a folder with other files, a file, a link; and a file of others where a page should stand.
    """
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/thesis.txt").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    for name in ("theirs", "theirs/thesis.txt", "link"):
        with pytest.raises(RefusedError):
            Folder(tmp_path / name)
    with Folder(tmp_path / "ours"):
        pass
    (tmp_path / "ours/index.html").write_text("precious")
    with Folder(tmp_path / "ours") as into, pytest.raises(RefusedError):
        into.write(Page("index.html", b""))

    assert (tmp_path / "theirs/thesis.txt").read_text() == (tmp_path / "ours/index.html").read_text() == "precious"


def test_nothing_is_written_or_removed_outside_the_folder(tmp_path: Path) -> None:
    """
    W14: neither by a path, nor by a link within, nor by a list of files that somebody changed.
    """
    (tmp_path / "out").mkdir()
    (tmp_path / "out/kept.html").write_text("kept")
    with Folder(tmp_path / "site") as into:
        for path in ("../x.html", "/tmp/x.html", "en/../../x.html", MARKER, ".hidden"):
            with pytest.raises(ValueError, match="no name"):
                into.write(Page(path, b""))
        (tmp_path / "site/en").symlink_to(tmp_path / "out")
        with pytest.raises(RefusedError):
            into.write(Page("en/kept.html", b"lost"))
    with (tmp_path / "site" / MARKER).open("a") as marker:
        marker.write("../out/kept.html\nen/../../out/kept.html\n")
    with Folder(tmp_path / "site"):
        pass

    assert (tmp_path / "out/kept.html").read_text() == "kept"


def test_a_run_that_was_cut_off_leaves_nothing_that_nobody_owns(tmp_path: Path) -> None:
    """
    F1: what a failed run wrote is in the list, so that the next one may overwrite and remove it.
    """

    def cut_off() -> None:
        with Folder(tmp_path) as into:
            into.write(Page("en/a.html", b"a"))
            raise KeyError

    with pytest.raises(KeyError):
        cut_off()
    with Folder(tmp_path) as into:
        into.write(Page("en/b.html", b"b"))

    assert sorted(digest(tmp_path)) == [MARKER, "en/b.html"]


def test_the_command_refuses_with_exit_code_3_and_no_traceback(tmp_path: Path) -> None:
    """
    F12, C10: a folder of others and a missing parent end in one line.
    """
    (tmp_path / "x").mkdir()
    (tmp_path / "x/y").write_text("")
    for into, said in ((tmp_path / "x", "not empty"), (tmp_path / "no/such", "cannot write")):
        command = [sys.executable, "-m", "citygraph", "site", "-o", str(into)]
        run = subprocess.run(
            command, check=False, cwd=ROOT, env=os.environ | {"PYTHONPATH": "graph"}, capture_output=True, text=True
        )
        assert run.returncode == 3
        assert said in run.stderr
        assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("id_", "stem"),
    [("parks-tau", "parks-tau"), ("con", "con-"), ("Ünïcode/../x", "n-code-x-"), ("a" * 300, "a" * 40), ("", "x-")],
)
def test_file_names_come_from_ids_and_suit_every_system(id_: str, stem: str) -> None:
    """
    F13: an id is the file's name, unless a system has no file of that name; never a path, never a device.
    """
    assert addresses.stem(id_).startswith(stem)
    assert re.fullmatch(r"[a-z0-9-]{1,100}", addresses.stem(id_))
    assert addresses.stem(id_) != "con"


# ------------------------------------------------------------------ drawings


def test_the_outline_is_the_world(small: store.Graph) -> None:
    """
    Equal Earth: the poles and the date line stand where they should, and no line crosses the whole map.
    """
    assert outline.project(0, 0)[0] == 500
    assert outline.project(0, 180)[0] == pytest.approx(1000, abs=6)
    assert outline.project(84, 0)[1] == pytest.approx(0, abs=0.1)
    for ring in outline.path().split("M")[1:]:
        xs = [float(point.split()[0]) for point in ring.rstrip("Z").split("L")]
        assert max(abs(a - b) for a, b in pairwise(xs)) < 130


def test_labels_of_the_map_do_not_overlap() -> None:
    """
    Thirty places close together: each label that is shown is free of the others and of all marks.
    """
    taken: list[atlas.Box] = []
    for number in range(30):
        atlas._labelled(f"Place {number} 台北", 500 + number % 6 * 9, 200 + number // 6 * 9, 5, taken)

    assert len(taken) > 8
    for number, box in enumerate(taken):
        assert atlas._free(box, taken[:number])


def test_a_strip_keeps_dates_as_precise_as_they_are() -> None:
    """
    A day is a dot, a year a bar of a year; what is much older stands at the edge.
    """
    drawn = strip.draw(
        {"met": [strip.Dated("2017-06-19", "2017-06-19", "a", "#a"), strip.Dated("2015", "2015", "b", "#b")],
         "old": [strip.Dated("1900", "1900", "c", "#c")]}
    )  # fmt: skip

    assert drawn is not None
    year, dot = drawn.lanes[0].marks
    assert dot.width == 0
    assert year.width == pytest.approx((strip.WIDTH - strip.LABEL - 28) / 24, abs=0.2)
    assert drawn.lanes[1].marks[0].early
    assert strip.draw({"met": []}) is None


def test_a_text_is_cut_where_it_would_not_fit() -> None:
    """
    Chinese takes twice the room of Latin; a cut text ends in an ellipsis and fits.
    """
    assert lettering.cut("Montréal", 13, 100) == "Montréal"
    cut = lettering.cut("世界大都會協會世界大會", 13, 100)
    assert cut.endswith("…")
    assert lettering.width(cut, 13) <= 100
    assert len(lettering.cut("x" * 10_000, 13, 100)) < 20


@pytest.mark.parametrize(
    "name",
    [
        "Seizing Opportunities in the Urban Mobility Revolution: Transforming Transit Agencies",
        "與「韓國市道知事協會」及韓國與會城市之雙邊會談（2017 年，蒙特婁）",
        "Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronukupokaiwhenuakitanatahu",
        "a",
        "",
    ],
)
def test_a_name_is_wrapped_and_not_cut(name: str) -> None:
    """
    Every letter of a name stands on one of its lines, and no line is wider than it may be.
    """
    lines = lettering.lines(name, 13, 130)

    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert all(lettering.width(line, 13) <= 130 for line in lines)
    assert not any(line[:1] in {"」", "）", "，", "、"} for line in lines)


def test_w11_a_name_of_ten_thousand_letters_takes_a_few_lines() -> None:
    """
    W11: what nobody could read in a drawing ends in an ellipsis.
    """
    lines = lettering.lines("x" * 10_000, 13, 130)

    assert len(lines) == lettering.MOST
    assert lines[-1].endswith("…")


def test_nothing_is_cut_in_the_small_network_of_a_dossier(graph: store.Graph) -> None:
    """
    The small network of every thing of the real data holds whole names, each inside the drawing.
    """
    site = Site(graph)
    network = nearby.Network(site)
    for lang in ("en", "zh-Hant"):
        narrator = telling.Narrator(site, lang)
        for iri in site.things:
            for drawn in filter(None, (network.around(iri, narrator), network.below(iri, narrator))):
                found = [drawn.name, *(label for each in drawn.neighbours for label in (each.name, each.tie))]
                assert not any(line.endswith("…") for label in found for _, line in label)
                assert all(0 < y < drawn.height for label in found for y, _ in label)


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_small_network_is_seen_whole_on_a_phone_too(tabs: Tabs, folder: Path, width: int, lang: str) -> None:
    """
    One of its two drawings is seen, with every text of it inside the window, none over another, none below 10 pixels.
    """
    opened = Opened(tabs, width=width)
    tab = opened.tab
    tab.goto((folder / lang / "id/anna.html").as_uri())

    seen = tab.locator("svg.nearby:visible")
    assert seen.count() == 1
    boxes = seen.locator("text").evaluate_all(
        "(texts) => texts.map((text) => { const { left, top, right, bottom } = text.getBoundingClientRect();"
        " return [left, top, right, bottom]; })"
    )
    scale = seen.evaluate("(svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width")
    opened.close()

    assert len(boxes) > 2
    assert all(box[0] >= 0 and box[2] <= width for box in boxes)
    assert 11 * scale >= 10
    pairs = [(one, two) for place, one in enumerate(boxes) for two in boxes[:place]]
    assert [each for each in pairs if _overlap(*each) > 3] == []  # the lines of a label touch


def _overlap(one: list[float], two: list[float]) -> float:
    """
    How much of two boxes is the same, the smaller way.
    """
    across, along = (min(one[side + 2], two[side + 2]) - max(one[side], two[side]) for side in (0, 1))
    return min(across, along)


def test_what_no_page_may_hold_is_replaced() -> None:
    """
    Controls, lone surrogates and non-characters become the replacement character; all else stays.
    """
    assert (
        clean("a\x00\x0b\x85\ud800\ufffe\U0001ffffb\n臺\U00020bb7")
        == "a\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdb\n臺\U00020bb7"
    )


def test_an_empty_project_has_a_site(tmp_path: Path) -> None:
    """
    W10: nothing recorded yet is said, and no page is missing.
    """
    graph = compiled(
        tmp_path / "empty", "title: {en: Nothing}\nbase: https://example.org/\nlanguages: [en, zh-Hant]\n", "{}"
    )

    sites.make(graph, tmp_path / "site")

    assert broken(tmp_path / "site") == []
    assert "Nothing is recorded here yet." in (tmp_path / "site/en/people.html").read_text("utf-8")


# ------------------------------------------------------------------ in a browser


class Opened:
    """
    A tab without a network, the log of what it asked for and of what it complained about.
    """

    def __init__(self, tabs: Tabs, **options: Any) -> None:
        self.tabs = tabs
        self.asked: list[str] = []
        self.complaints: list[str] = []
        heard: dict[str, Callable[[Any], None]] = {
            "request": lambda request: self.asked.append(request.url),
            "console": lambda message: self.complaints.append(message.text),
            "pageerror": lambda error: self.complaints.append(str(error)),
            "dialog": lambda dialog: self.complaints.append("dialog"),
        }
        self.tab: Tab = tabs.lend(heard, viewport={"width": options.pop("width", 1280), "height": 800}, **options)

    def close(self) -> None:
        self.tabs.take_back(self.tab)


class Visit(NamedTuple):
    """
    What happened while every page of a site was opened: requests, complaints, scripts that ran, widths on a phone.
    """

    asked: list[str]
    complaints: list[str]
    pwned: list[Any]
    wide: list[str]


@pytest.fixture(scope="module")
def visit(tabs: Tabs, folder: Path, hostile: Path) -> Callable[[str], Visit]:
    """
    A visit to all pages of a site, made once: each is opened on a phone, measured, and widened to a desk's screen.
    """
    roots = {"folder": folder, "hostile": hostile}

    @cache
    def go(which: str) -> Visit:
        root, opened = roots[which], Opened(tabs, width=360)
        found = Visit(opened.asked, opened.complaints, [], [])
        for page in html_files(root / "en") + html_files(root / "zh-Hant"):
            opened.tab.goto(page.as_uri())
            if opened.tab.evaluate("document.documentElement.scrollWidth") > 360:
                found.wide.append(page.relative_to(root).with_suffix("").as_posix())
            opened.tab.set_viewport_size({"width": 1280, "height": 800})
            found.pwned.append(opened.tab.evaluate("new Promise(requestAnimationFrame).then(() => window.PWNED)"))
            opened.tab.set_viewport_size({"width": 360, "height": 800})
        opened.close()
        return found

    return go


@pytest.mark.parametrize("which", ["folder", "hostile"])
def test_no_page_asks_for_anything_outside_the_folder(
    visit: Callable[[str], Visit], which: str, request: pytest.FixtureRequest
) -> None:
    """
    W6: with the network off, every page of both sites opens from disk, asks for its own files only, and is quiet.

    (A page of its own may make a worker or a picture of itself, a blob.)
    """
    own = request.getfixturevalue(which).as_uri()

    found = visit(which)

    assert len(found.pwned) > 2 * len(KINDS_OF_PAGES)
    assert set(found.pwned) == {None}
    assert [url for url in found.asked if not url.startswith((own, "blob:"))] == []
    assert [text for text in found.complaints if "favicon" not in text] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_any_kind_of_page(tabs: Tabs, folder: Path, scheme: str) -> None:
    """
    Every rule of axe-core passes on each kind of page, and in the dark on those that differ, in one language each.

    Indexes are one template: one of them stands for all.
    """
    opened = Opened(tabs, color_scheme=scheme, bypass_csp=True)
    lang = "en" if scheme == "light" else "zh-Hant"
    wrong = []
    for name in (
        [each for each in KINDS_OF_PAGES if each not in ("bodies", "places", "events", "reports", "other")]
        if scheme == "light"
        else ("index", "open", "map", "timeline", "id/anna", "id/lindau-2017")
    ):
        opened.tab.goto((folder / lang / f"{name}.html").as_uri())
        opened.tab.add_script_tag(path=str(AXE))
        found = opened.tab.evaluate("axe.run(document, {resultTypes: ['violations']}).then((each) => each.violations)")
        wrong += [f"{name}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
    opened.close()

    assert wrong == []


@pytest.mark.parametrize("which", ["folder", "hostile"])
def test_no_page_scrolls_sideways_on_a_phone(visit: Callable[[str], Visit], which: str) -> None:
    """
    At 360 pixels nothing is wider than the screen, whatever the names.
    """
    assert visit(which).wide == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bergstrom", "Anna Bergström"),
        ("ANA BERGSTROM", "Anna Bergström"),
        ("台中友人", "WANG Hsiao-ming"),
        ("王小明", "WANG Hsiao-ming"),
        ("quebec", "Québec"),
        ("魁北克市政", "City of Québec"),
        ("fair harbour", "Harbour Fair 2017"),
    ],
)
def test_search_finds_names_in_both_scripts(tabs: Tabs, folder: Path, typed: str, found: str) -> None:
    """
    Parts, misprints, missing accents, 台 for 臺, words in any order; a result leads to its dossier, back to the search.
    """
    opened = Opened(tabs)
    opened.tab.goto((folder / "en/search.html").as_uri())

    opened.tab.get_by_role("searchbox").fill(typed)
    opened.tab.locator("#results a").first.click()

    assert opened.tab.locator("h1").inner_text() == found
    opened.tab.go_back()
    assert opened.tab.get_by_role("searchbox").input_value() == typed
    opened.close()


def test_search_says_when_nothing_is_called_so(tabs: Tabs, folder: Path) -> None:
    """
    A name that nothing has is answered with a sentence, in the page's language.
    """
    opened = Opened(tabs)
    opened.tab.goto((folder / "zh-Hant/index.html").as_uri())

    opened.tab.get_by_role("searchbox").fill("zzz")

    assert opened.tab.get_by_role("status").inner_text() == "查無此名稱。"
    opened.close()


def test_the_pages_fold_names_as_the_index_was_folded(tabs: Tabs, folder: Path) -> None:
    """
    The script and `names.fold` make the same key of every way of writing.
    """
    texts = [
        "臺中 Taichung",
        "台中taichung",
        "Montréal",
        "STRASSE Straße",
        "ＵＣＬＧ　２０１７",
        "Ὀδυσσεύς",
        "a\u00adb c",
        *HOSTILE,
    ]
    opened = Opened(tabs)
    opened.tab.goto((folder / "en/search.html").as_uri())

    assert opened.tab.evaluate("(texts) => texts.map(fold)", texts) == [names.fold(text) for text in texts]
    opened.close()


def test_a_reader_follows_a_citation_and_switches_the_language(tabs: Tabs, folder: Path) -> None:
    """
    From a dossier's citation to the section that says so; 中文 shows the same page; the keyboard skips to the text.
    """
    opened = Opened(tabs)
    opened.tab.goto((folder / "en/id/anna.html").as_uri())

    opened.tab.get_by_role("link", name="lindau-2017 貳.二").first.click()
    assert unquote(opened.tab.url).endswith("en/id/lindau-2017.html#s-貳.二")
    opened.tab.get_by_role("link", name="中文").click()
    assert opened.tab.url.endswith("zh-Hant/id/lindau-2017.html")
    assert opened.tab.evaluate("document.documentElement.lang") == "zh-Hant"
    opened.tab.keyboard.press("Tab")
    opened.tab.keyboard.press("Enter")
    assert opened.tab.evaluate("document.activeElement.id") == "content"
    opened.close()


def test_the_map_leads_to_places_and_its_labels_are_apart(tabs: Tabs, folder: Path) -> None:
    """
    A click on a place opens its dossier; drawn labels do not overlap; what has no coordinates stands in the list.
    """
    opened = Opened(tabs)
    opened.tab.goto((folder / "en/map.html").as_uri())
    boxes = [box.bounding_box() for box in opened.tab.locator("svg.world text").all()]

    for number, a in enumerate(boxes):
        for b in boxes[number + 1 :]:
            assert a is not None
            assert b is not None
            assert (
                a["x"] + a["width"] <= b["x"] + 1 or b["x"] + b["width"] <= a["x"] + 1
                or a["y"] + a["height"] <= b["y"] + 1 or b["y"] + b["height"] <= a["y"] + 1
            )  # fmt: skip
    assert "Nowhere" in opened.tab.locator("main").inner_text()
    opened.tab.locator("svg.world a", has_text="Québec").click()
    assert opened.tab.locator("h1").inner_text() == "Québec"
    opened.close()


# ------------------------------------------------------------------ the real site


def test_the_real_site_holds_together(graph: store.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    All of Taichung's pages: every link leads somewhere, every thing has its pages in both languages.

    The network and the SPARQL page of these data have tests of their own; here only that something stands there counts.
    """
    monkeypatch.setattr(plan, "WHOLE", {stem: lambda graph: lambda lang: "<!DOCTYPE html>" for stem in plan.WHOLE})
    count = sites.make(graph, tmp_path / "site")

    things = Site(graph).things
    assert count == len(digest(tmp_path / "site")) - 1
    assert len(things) > 700
    assert all(
        (tmp_path / f"site/{lang}/id/{each.stem}.html").is_file()
        for each in things.values()
        for lang in ("en", "zh-Hant")
    )
    assert broken(tmp_path / "site") == []


def test_the_vendored_files_are_those_that_their_locks_name() -> None:
    """
    The outline of the world and axe-core have the sums written beside them, and the locks name no host.
    """
    for lock in (ROOT / "graph/citygraph/sites/static/vendor/vendor.json", AXE.with_name("axe.json")):
        named = json.loads(lock.read_text("utf-8"))
        for name, entry in named["files"].items():
            assert hashlib.sha256((lock.parent / name).read_bytes()).hexdigest() == entry["sha256"]
        assert "://" not in json.dumps(named)


def test_pages_with_a_frame_of_their_own_lead_home(folder: Path) -> None:
    """
    The network and the SPARQL page link to the first page of their language.
    """
    for name in WHOLE:
        for lang in ("en", "zh-Hant"):
            assert 'href="index.html"' in (folder / lang / name).read_text("utf-8")


def test_every_page_of_the_menu_is_made(folder: Path) -> None:
    """
    The menu of the site leads to pages that exist; what another module does not make is not in it.
    """
    linked = set(
        re.findall(r'<li><a href="([a-z]+)\.html"', (folder / "en/index.html").read_text("utf-8").split("</header>")[0])
    )

    assert linked <= set(plan.MENU)
    assert all((folder / f"en/{name}.html").is_file() for name in linked)
