"""SPARQL without a server: the page answers offline as the command line does, refuses what that refuses, and stops."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import html5lib
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from citygraph import build, exports, questions, store
from citygraph.cli.commands import cli
from citygraph.sites import workbench, workbench_data
from citygraph.store.reading import tagged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from tests.conftest import Written

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "graph/citygraph/sites/static/workbench/vendor"
AXE = ROOT / "tests/assets/axe.min.js"
LANGUAGES = ("en", "zh-Hant")
QUESTIONS = sorted(path.stem for path in (ROOT / "ontology/questions").glob("*.rq"))
ADA = "people:\n  ada:\n    name: {en: Ada}\n"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOSTILE = (
    "</script><script>window.PWNED = 1</script>",
    "<img src=x onerror='window.PWNED = 2'>",
    "javascript:alert(1) href {{ 7 * 7 }} <!-- ]]> \u2028 \u2029",
    "RTL \u05e9\u05dc\u05d5\u05dd 👩‍👩‍👧 𠮷野家",
    "=cmd|' /C calc'!A0",
    "long" * 2500,
)

# ------------------------------------------------------------------ the file


@pytest.fixture(scope="module")
def pages(graph: store.Graph) -> dict[str, str]:
    """
    The page of the real data in both languages.
    """
    return {
        "en": workbench.in_site(graph, "en"),
        "zh-Hant": workbench.page(graph, "zh-Hant"),
    }


@pytest.fixture(scope="module")
def files(pages: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """
    The pages on a disk.
    """
    folder = tmp_path_factory.mktemp("pages")
    return {lang: written(folder / f"{lang}.html", text) for lang, text in pages.items()}


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_the_real_data_is_a_small_file(pages: dict[str, str], lang: str) -> None:
    """
    Graph, engine and editor weigh less than 4 MB together.
    """
    assert len(pages[lang].encode()) < 4_000_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_valid_html_in_its_language(pages: dict[str, str], lang: str) -> None:
    """
    A strict parser finds nothing to mend; the document says its language.
    """
    html5lib.HTMLParser(strict=True).parse(pages[lang])

    assert f'<html lang="{lang}">' in pages[lang]


def test_the_policy_names_exactly_the_script_and_style_of_the_page(pages: dict[str, str]) -> None:
    """
    W7: scripts and style are named by hash; besides them WebAssembly may be compiled and a worker made of a Blob.
    """
    text = pages["en"]
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])  # type: ignore[index]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    hashes = {
        tag: [
            f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'"
            for each in re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        ]
        for tag in ("script", "style")
    }

    assert rules["script-src"] == [*hashes["script"], "'wasm-unsafe-eval'"]
    assert rules["style-src"] == hashes["style"]
    assert rules["worker-src"] == ["blob:"]
    assert all(rules[name] == ["'none'"] for name in ("default-src", "connect-src", "base-uri", "form-action"))
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy


def test_the_same_build_is_the_same_bytes(graph: store.Graph, pages: dict[str, str]) -> None:
    """
    R11: a second run gives the same page, byte for byte.
    """
    assert workbench.page(store.Graph(graph.folder), "zh-Hant") == pages["zh-Hant"]


def test_the_page_holds_the_whole_graph(graph: store.Graph, pages: dict[str, str]) -> None:
    """
    Unpacked, the quads of the page are those of the build.
    """
    packed = re.search(r'id="graph">([^<]*)<', pages["en"])[1]  # type: ignore[index]

    assert gzip.decompress(base64.b64decode(packed)) == (graph.folder / "graph.nq").read_bytes()


def test_links_stand_in_the_head_with_their_language(pages: dict[str, str]) -> None:
    """
    In a site the page leads to the first page of its language and to itself in the other; alone it leads nowhere.
    """
    assert re.findall(r"<a href=.*", pages["en"]) == [
        '<a href="index.html" lang="en" hreflang="en">Home</a>',
        '<a href="../zh-Hant/workbench.html" lang="zh-Hant" hreflang="zh-Hant">中文</a>',
    ]
    assert "<a href=" not in pages["zh-Hant"]


def test_both_languages_say_the_same_things() -> None:
    """
    The table of words has the same keys in each language, and each fills in the same values.
    """
    tables = json.loads((VENDOR.parent / "words.json").read_text("utf-8"))
    english, chinese = (tables[lang] for lang in LANGUAGES)

    assert english.keys() == chinese.keys()
    for key, text in english.items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", chinese[key])), key


@pytest.mark.parametrize("lock", sorted(VENDOR.glob("*.json")), ids=lambda lock: lock.stem)
def test_the_vendored_files_are_those_that_the_locks_name(lock: Path) -> None:
    """
    Engine and editor and their licences have the sums written beside them; no lock names a host.
    """
    named = json.loads(lock.read_text("utf-8"))

    for name, entry in named["files"].items():
        content = (VENDOR / name).read_bytes()
        content = gzip.decompress(content) if name.endswith(".gz") else content
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], name
    assert "://" not in lock.read_text("utf-8")


def test_the_command_writes_the_page(project: Written, tmp_path: Path) -> None:
    """
    `citygraph workbench -o FILE --lang zh-Hant` writes the Chinese page and names it.
    """
    project.write("data/people.yaml", ADA)
    path = tmp_path / "page.html"

    result = CliRunner().invoke(
        cli, ["--project", str(project.root), "workbench", "-o", str(path), "--lang", "zh-Hant"]
    )

    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(path)
    assert path.read_text("utf-8").startswith('<!DOCTYPE html>\n<html lang="zh-Hant">')


def test_a_page_that_cannot_be_written_is_one_line(project: Written, tmp_path: Path) -> None:
    """
    F12: a folder that is not there ends the command with code 3 and its name.
    """
    project.write("data/people.yaml", ADA)
    path = tmp_path / "nowhere" / "page.html"

    result = CliRunner().invoke(cli, ["--project", str(project.root), "workbench", "-o", str(path)])

    assert result.exit_code == 3
    assert str(path) in result.output


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_example_is_the_query_that_its_phrase_becomes(graph: store.Graph, lang: str) -> None:
    """
    Every stored question stands among the examples, bound as `ask --explain` shows it, and gives the same rows.
    """
    prefixes = dict(re.findall(r"PREFIX (\S*): <(.*)>", exports.prologue(graph)))
    found = {each.id: each for each in workbench_data.examples(graph, lang, prefixes)}

    assert sorted(found) == QUESTIONS
    for each in found.values():
        asked = questions.ask(graph, each.phrase, lang)
        explained = [answer.sparql for answer in asked.answers if answer.reading.question["id"] == each.id]
        assert explained, f"{each.id} is not read as itself"
        assert graph.select(exports.prologue(graph) + each.query) == graph.select(explained[0])


def test_a_graph_without_its_examples_shows_the_queries_free(project: Written) -> None:
    """
    Where nothing is called what an example names, its query stands with its variables free.
    """
    project.write("data/people.yaml", ADA)
    graph = build.fresh(project.project)

    [met] = [
        each for each in workbench_data.examples(graph, "en", {"id": "https://example.org/id/"}) if each.id == "met"
    ]

    assert met.phrase.startswith("who did we meet:")
    assert "VALUES" not in met.query
    assert graph.select(exports.prologue(graph) + met.query) == []


# ------------------------------------------------------------------ the page in a browser


@dataclass
class Opened:
    """
    A page opened from a disk with the network off, and all that it asked for and complained of.
    """

    tab: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, query: str) -> None:
        """
        Writes a query as a person does, and runs it by the keyboard.
        """
        self.write(query)
        self.tab.keyboard.press("Control+Enter")
        self.settled()

    def write(self, query: str) -> None:
        self.tab.locator("#editor .cm-content").focus()
        self.tab.keyboard.press("Control+A")
        self.tab.keyboard.insert_text(query)

    def settled(self) -> None:
        self.tab.locator("#stop").wait_for(state="hidden")

    def text(self, selector: str) -> str:
        return self.tab.locator(selector).inner_text()

    def saved(self, button: str) -> str:
        with self.tab.expect_download() as download:
            self.tab.locator(button).click()
        return Path(download.value.path()).read_bytes().decode()

    def rows(self) -> list[str]:
        """
        The rows of the answer, sorted, each as text.
        """
        return comparable(json.loads(self.saved("#save-json")))


def quoted(text: str) -> str:
    """
    *text* as YAML writes it between quotation marks.
    """
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def comparable(found: dict[str, Any]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in found["results"]["bindings"])


def by_command_line(graph: store.Graph, query: str) -> list[str]:
    return comparable(json.loads(exports.answer(graph, query, "json").text))


def by_the_store(graph: store.Graph, query: str) -> list[str]:
    """
    The same rows without a process for each query: what the command line's process asks of the store.
    """
    found: Any = graph.engine.query(exports.prologue(graph) + query)
    return comparable(json.loads(tagged(bytes(found.serialize(format=ox.QueryResultsFormat.JSON)).decode())))


@pytest.fixture(scope="module")
def opened(browser: Browser, files: dict[str, Path]) -> Iterator[Any]:
    """
    Opens a page from its file; at the end it must have asked for nothing but itself and complained of nothing.
    """
    there: list[tuple[Opened, str]] = []

    def open_page(file: str | Path = "en", address: str = "", width: int = 1280, **settings: Any) -> Opened:
        path = files[file] if isinstance(file, str) else file
        context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
        context.set_offline(True)
        found = Opened(context.new_page())
        found.tab.on("request", lambda request: found.requests.append(request.url.partition("#")[0]))
        found.tab.on("console", lambda message: found.complaints.append(message.text))
        found.tab.on("pageerror", lambda error: found.complaints.append(str(error)))
        found.tab.goto(path.as_uri() + address)
        found.tab.locator("html[data-ready]").wait_for(state="attached")
        found.settled()
        there.append((found, path.as_uri()))
        return found

    yield open_page
    for found, address in there:
        # The worker is the page's own: a Blob.
        assert [url for url in found.requests if not url.startswith("blob:")] == [address]
        assert found.complaints == []
        found.tab.context.close()


@pytest.fixture(scope="module")
def english(opened: Any) -> Opened:
    """
    The English page, opened once: each test asks what it needs.
    """
    found: Opened = opened("en")
    return found


@pytest.fixture(scope="module")
def chinese(opened: Any) -> Opened:
    """
    The Chinese page, opened once.
    """
    found: Opened = opened("zh-Hant")
    return found


@pytest.fixture(params=LANGUAGES)
def either(request: pytest.FixtureRequest, english: Opened, chinese: Opened) -> Iterator[Opened]:
    """
    The page in one language, then in the other; it is as wide and as light as before when the test is done.
    """
    there = english if request.param == "en" else chinese
    yield there
    there.tab.set_viewport_size({"width": 1280, "height": 800})
    there.tab.emulate_media(color_scheme="light")


def test_every_stored_query_is_answered_as_by_the_command_line(either: Opened, graph: store.Graph) -> None:
    """
    Offline, from a file, a click on each example gives the rows of `citygraph sparql` for the query in the editor.
    """
    there = either
    buttons = there.tab.locator("#example-list button")
    queries = {
        each["id"]: each["query"] for each in json.loads(there.tab.locator("#workbench").text_content())["examples"]
    }
    seen = {}

    for number in range(buttons.count()):
        buttons.nth(number).click()
        there.settled()
        seen[buttons.nth(number).get_attribute("data-id")] = there.rows()

    assert sorted(seen) == QUESTIONS
    assert {id_ for id_, rows in seen.items() if not rows} == set()
    for id_, rows in seen.items():
        assert rows == by_the_store(graph, queries[id_]), id_
    assert seen["met"] == by_command_line(graph, queries["met"])


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
        "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        'SELECT ?s ?n WHERE { ?s skos:prefLabel ?n FILTER(langMatches(lang(?n), "zh-Hant")) } ORDER BY ?s LIMIT 50',
        "SELECT ?x WHERE { ?x a cg:City } ORDER BY ?x OFFSET 3 # a comment at the end",
        "SELECT ?x ?y WHERE { ?x a cg:Trip } VALUES ?y { 1 2 }",
        "SELECT * WHERE { { SELECT ?x WHERE { ?x a cg:Event } ORDER BY ?x LIMIT 3 } }",
        "PREFIX id: <https://elsewhere.example/> SELECT ?p WHERE { id:montreal ?p ?o }",
    ],
)
def test_default_graph_passages_and_modifiers_are_as_on_the_command_line(
    english: Opened, graph: store.Graph, query: str
) -> None:
    """
    Q20: plain queries see the default graph, GRAPH sees the passages; limits, offsets and VALUES mean what they mean.
    """
    english.ask(query)

    assert english.rows() == by_command_line(graph, query)


def test_csv_is_what_the_command_line_writes(english: Opened, graph: store.Graph) -> None:
    """
    W8: the file has the same cells, defused alike; a mark in front tells spreadsheets that it is UTF-8.
    """
    query = (
        'SELECT ?a ?n WHERE { VALUES (?a ?n) { ("=1+1" 1) ("+886" -2) ("a,\\"b\\"" 3) ("two\\nlines" 4) ("x\\n @y" 5)'
        ' ("臺中" UNDEF) ("\\u00a0=1" 7) ("-5" 8) (id:montreal 9) } } ORDER BY ?n'
    )

    english.ask(query)
    found = english.saved("#save-csv")

    assert found == "\ufeff" + exports.answer(graph, query, "csv").text
    assert "'=1+1" in found


def test_yes_or_no_is_answered_in_a_word(english: Opened) -> None:
    """
    ASK is answered by Yes or No, and its files say so too.
    """
    english.ask("ASK { id:montreal a cg:City }")

    assert english.text("#truth") == "Yes"
    assert json.loads(english.saved("#save-json")) == {"head": {}, "boolean": True}


def test_triples_are_rows_and_a_file(english: Opened, graph: store.Graph) -> None:
    """
    CONSTRUCT is shown as subject, predicate, object, and saved as N-Triples like those of the command line.
    """
    query = "CONSTRUCT { ?x skos:prefLabel ?name } WHERE { ?x a cg:Trip ; skos:prefLabel ?name }"

    english.ask(query)

    assert english.tab.locator("#table th.name").all_inner_texts() == ["subject", "predicate", "object"]
    assert sorted(english.saved("#save-triples").splitlines()) == sorted(
        exports.answer(graph, query, "nt").text.splitlines()
    )


def test_an_answer_is_copied(opened: Any) -> None:
    """
    From a disk, CSV, JSON and the link of a query go to the clipboard.
    """
    there = opened("en", permissions=["clipboard-read", "clipboard-write"])
    copied = []
    there.ask("SELECT ?x WHERE { ?x a cg:Trip } ORDER BY ?x LIMIT 1")

    for button in ("#copy-csv", "#copy-json", "#link"):
        there.tab.locator(button).click()
        there.tab.wait_for_timeout(150)
        copied.append(there.tab.evaluate("navigator.clipboard.readText()"))

    assert copied[0].split() == ["x", json.loads(copied[1])["results"]["bindings"][0]["x"]["value"]]
    assert copied[2].endswith("#query=" + quote("SELECT ?x WHERE { ?x a cg:Trip } ORDER BY ?x LIMIT 1", safe=""))


@pytest.mark.parametrize(
    ("query", "message", "place", "line"),
    [
        ("SELECT ?x\nWHERE { ?x a foaf2:Person }", "the prefix 'foaf2' is not declared", "Line 2, column 14", 1),
        ("SELECT ?x WHERE {\n  ?x a cg:City .\n  FILTR(?x)\n}", "did you mean FILTER?", "Line 3, column 3", 2),
        ("SELECT ?x WHERE { ?x a cg:City", "this { is not closed", "Line 1, column 17", 0),
        ('SELECT ?x WHERE { ?x cg:note "臺中" . %% }', "cannot be read", "Line 1, column 37", 0),
        ("INSERT DATA { id:a id:b id:c }", "the graph is read-only: INSERT is refused", "Line 1, column 1", 0),
        ("SELECT * WHERE {" + "{" * 101 + "}" * 102, "nested deeper than 100", "Line 1", 0),
    ],
)
def test_a_mistake_is_shown_with_its_line_and_a_caret(
    english: Opened, query: str, message: str, place: str, line: int
) -> None:
    """
    Q11, Q12: what is wrong is said in words, with line and column, the line itself, and a caret below the place.
    """
    english.ask(query)
    source, caret = english.text("#mistake-line").split("\n")

    assert message in english.text("#mistake-text")
    assert place in english.text("#mistake-place")
    assert source == query.split("\n")[line]
    assert caret.strip() == "^"
    assert english.tab.locator("#files").is_hidden()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { service SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { SERVICE ?where { ?s ?p ?o } }",
        "PREFIX x: <http://127.0.0.1:9/> SELECT * WHERE { SERVICE:x { ?s ?p ?o } }",
        "SELECT * WHERE { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_federation_is_refused(english: Opened, query: str) -> None:
    """
    Q1: SERVICE is refused before anything runs, SILENT or not, in every writing.
    """
    english.ask(query)

    assert english.text("#mistake-text") == "federation is off: SERVICE is refused"


def test_the_word_service_harms_nobody(english: Opened, graph: store.Graph) -> None:
    """
    Q2: in a string, a comment or a variable the word is a word.
    """
    query = 'SELECT ?service WHERE { BIND("SERVICE <x> {" AS ?service) } # SERVICE <x> {}'

    english.ask(query)

    assert english.rows() == by_command_line(graph, query)


def test_neither_page_nor_worker_reaches_anybody(english: Opened) -> None:
    """
    W6, W7: a request out of the page or out of a worker like its own is refused by the policy.
    """
    there = english
    script = "fetch('http://127.0.0.1:9/').then(() => postMessage('fetched'), () => postMessage('refused'))"
    refused = there.tab.evaluate("fetch('http://127.0.0.1:9/').then(() => 'fetched', () => 'refused')")
    by_worker = there.tab.evaluate(
        """(script) => new Promise((answer) => {
             const worker = new Worker(URL.createObjectURL(new Blob([script])));
             worker.onmessage = (event) => answer(event.data);
           })""",
        script,
    )

    assert (refused, by_worker) == ("refused", "refused")
    assert any("connect-src 'none'" in text for text in there.complaints)
    there.complaints.clear()


def test_a_query_that_finds_nothing_names_the_likely_mistake(english: Opened) -> None:
    """
    Q12: a name of the ontology that nothing bears is said, with the nearest that is known.
    """
    english.ask("SELECT ?x WHERE { ?x a cg:Encountr }")

    assert english.text("#summary").startswith("Nothing found")
    assert english.text("#notes") == "The ontology has no cg:Encountr; did you mean cg:Encounter?"


def test_an_answer_is_cut_and_says_so(english: Opened) -> None:
    """
    Q10: of more than 10,000 rows so many are given, a hundred at a time, with a visible mark.
    """
    english.ask("SELECT ?s ?o WHERE { ?s ?p ?o }")

    assert "Cut after 10,000 rows" in english.text("#cut")
    assert english.text("#shown") == "The first 100 of 10,000 are shown; the files hold all."
    assert len(english.rows()) == 10_000
    english.tab.locator("#more").click()
    assert english.tab.locator("#table tbody tr").count() == 200


def test_a_long_query_is_stopped_by_a_button(english: Opened) -> None:
    """
    Q5: the page lives while an endless query runs; Stop ends it, and the next query is answered.
    """
    there = english
    there.write(ENDLESS)
    there.tab.locator("#run").click()
    there.tab.wait_for_timeout(700)

    assert there.text("#summary").startswith("Running: ")
    there.tab.locator("#narrow").fill("sister")
    assert there.tab.locator("#example-list button:visible").count() >= 1
    there.tab.locator("#narrow").fill("")
    there.tab.locator("#stop").click()
    assert there.text("#summary").startswith("Stopped after ")
    there.ask("ASK { id:montreal a cg:City }")
    assert there.text("#truth") == "Yes"


def test_the_passages_of_a_row_are_one_click_away(english: Opened) -> None:
    """
    The panel of a row names report and section, tells the fact with its caveat, and all that the same passage says.
    """
    there = english
    there.ask("SELECT ?fact WHERE { ?fact a cg:Encounter ; cg:with/cg:agent id:denis-coderre } ORDER BY ?fact LIMIT 1")

    there.tab.locator("td.source button").click()
    there.tab.locator(".says li").first.wait_for()

    assert there.text("#sources-title") == "Source of row 1"
    assert "Montréal" in there.text(".passage .report >> nth=0")
    assert "肆.三" in there.text(".passage .where >> nth=0")
    assert "Denis Coderre" in there.text(".says li.called")
    assert there.tab.locator(".says li").count() > 3
    there.tab.keyboard.press("Escape")
    assert there.tab.locator("#sources").is_hidden()
    assert there.tab.evaluate("document.activeElement.textContent") == "Source"


def test_what_a_passage_says_opens_as_a_query(english: Opened, graph: store.Graph) -> None:
    """
    From the panel a passage's triples are one more click away: exactly those of its named graph.
    """
    there = english
    there.ask("SELECT ?fact WHERE { ?fact a cg:Encounter } ORDER BY ?fact LIMIT 2")
    there.tab.locator("td.source button").first.click()
    there.tab.locator(".says-head button").first.click()
    there.settled()
    query = there.tab.evaluate("decodeURIComponent(location.hash.slice('#query='.length))")

    assert query.startswith("SELECT ?s ?p ?o WHERE { GRAPH <https://citygraph.example/passage/")
    assert there.rows() == by_command_line(graph, query)


def test_the_address_holds_the_query(opened: Any) -> None:
    """
    A page opened at #query=... runs it; what is run stands in the address, and the back button leads back.
    """
    query = "SELECT ?x WHERE { ?x a cg:Trip } # 出訪 + & %"
    there = opened("en", "#query=" + quote(query, safe=""))
    assert there.text("#summary").startswith("5 rows")

    there.ask("ASK { id:montreal a cg:City }")
    assert there.tab.evaluate("decodeURIComponent(location.hash)") == "#query=ASK { id:montreal a cg:City }"
    there.tab.go_back()
    there.tab.locator("#table tbody tr").nth(4).wait_for()

    assert there.text("#editor .cm-content") == query


def test_the_page_is_used_by_the_keyboard_alone(english: Opened) -> None:
    """
    Tab leads from the questions through the editor and out of it; a question is narrowed down and run by Enter.
    """
    there = english
    there.tab.locator("#narrow").focus()
    there.tab.keyboard.type("sister cities")
    there.tab.keyboard.press("Tab")
    there.tab.keyboard.press("Enter")
    there.settled()
    ways = []
    for _ in range(60):
        there.tab.keyboard.press("Tab")
        ways.append(there.tab.evaluate("document.activeElement.id"))
        if ways[-1] == "save-csv":
            break

    visible = there.tab.locator("#example-list button:visible").count()
    there.tab.locator("#narrow").fill("")
    assert visible == 1
    assert "VALUES" in there.text("#editor .cm-content")
    assert [id_ for id_ in ways if id_ in ("editor", "run", "copy-csv", "save-csv")] == [
        "editor",
        "run",
        "copy-csv",
        "save-csv",
    ]


def test_names_of_the_ontology_and_of_things_are_completed(chinese: Opened) -> None:
    """
    After a prefix the editor offers what bears it, with its name in the page's language.
    """
    there = chinese
    there.write(" ")
    there.tab.keyboard.type("SELECT ?x WHERE { ?x a cg:Encoun")
    there.tab.locator(".cm-tooltip-autocomplete li").first.wait_for()

    assert "會晤" in there.text(".cm-tooltip-autocomplete li >> nth=0")


def test_the_chinese_page_is_chinese(chinese: Opened) -> None:
    """
    Words, questions, names and facts of the Chinese page are Chinese.
    """
    there = chinese

    there.tab.locator("#example-list button").first.click()
    there.settled()

    assert there.text("h1") == "SPARQL 查詢"
    assert there.text("#example-list button >> nth=0").startswith("我們在蒙特婁見過誰")
    assert "會晤" in there.text("#table td[data-name=fact] >> nth=0")
    assert re.fullmatch(r"13 列，費時 [\d.]+ 秒", there.text("#summary"))
    there.ask("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert there.text("#mistake-text") == "不提供聯邦查詢：拒絕 SERVICE"


def test_hostile_text_stays_text(opened: Any, project: Written, tmp_path: Path) -> None:
    """
    W1 to W5, W11: names, values, IRIs and mistakes are text in the table, in the panel and in the files.
    """
    people = "".join(
        f"  p{number}:\n    name: {{en: {quoted(text)}, zh-Hant: {quoted(text)}}}\n    note: {{en: {quoted(text)}}}\n"
        for number, text in enumerate(HOSTILE)
    )
    project.write("data/people.yaml", "people:\n" + people)
    project.write(
        "data/dataset.yaml",
        f"title: {{en: {quoted(HOSTILE[0])}}}\nbase: https://example.org/\nlanguages: [en, zh-Hant]\n",
    )
    there = opened(written(tmp_path / "hostile.html", workbench.page(build.fresh(project.project), "en")))

    there.ask("SELECT ?who ?name WHERE { ?who a cg:Person ; skos:prefLabel ?name } ORDER BY ?who")
    shown = there.tab.locator("td[data-name=name] .value").all_text_contents()
    for number in range(len(HOSTILE)):
        there.tab.locator("td.source button").nth(number * 2).click()
        there.tab.locator(".says li, .sheet-body > .quiet").first.wait_for()
        there.tab.keyboard.press("Escape")
    there.ask('SELECT * WHERE { "</script><img src=x onerror=window.PWNED=3>" <img> ')

    assert shown[::2] == list(HOSTILE)
    assert there.tab.evaluate("window.PWNED") is None
    assert there.tab.locator("img, table script, dialog script").count() == 0
    assert there.tab.evaluate("document.documentElement.scrollWidth") <= 1280


def test_axe_finds_nothing(either: Opened) -> None:
    """
    With an answer, with the panel open, with a mistake: no violation, light on a wide screen and dark on a phone.
    """
    there = either
    english = there.tab.locator("html").get_attribute("lang") == "en"
    scheme: Any = "light" if english else "dark"
    width = 1280 if english else 360
    there.tab.set_viewport_size({"width": width, "height": 800})
    there.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    there.tab.evaluate(AXE.read_text("utf-8"))

    def violations() -> list[str]:
        found = there.tab.evaluate("axe.run()")["violations"]
        return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]

    there.ask("SELECT ?fact ?name WHERE { ?fact a cg:Encounter ; cg:place/skos:prefLabel ?name } LIMIT 5")
    assert violations() == []
    there.tab.locator("td.source button").first.click()
    there.tab.locator(".says li").first.wait_for()
    assert violations() == []
    there.tab.keyboard.press("Escape")
    there.ask("SELECT ?x WHERE { ?x a foaf2:Person }")
    assert violations() == []


def test_a_phone_shows_the_page_without_scrolling_sideways(either: Opened) -> None:
    """
    At 360 px nothing is wider than the screen: query, answer, panel and mistake.
    """
    there = either
    there.tab.set_viewport_size({"width": 360, "height": 800})

    def wide() -> int:
        found: int = there.tab.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
        return found

    there.ask("SELECT ?fact ?p ?o WHERE { ?fact a cg:Encounter ; ?p ?o } LIMIT 50")
    assert wide() <= 360
    there.tab.locator("td.source button").first.click()
    there.tab.locator(".says li").first.wait_for()
    assert wide() <= 360
    assert there.tab.locator(".sheet-body").evaluate("(sheet) => sheet.scrollWidth - sheet.clientWidth") <= 0
    there.tab.keyboard.press("Escape")
    there.ask("SELECT ?x WHERE { ?x a foaf2:Person . ?x ?a_very_long_variable_name_that_goes_on_and_on ?y }")
    assert wide() <= 360
