"""The network page of the real data, driven as a person does: offline, in Chromium."""

from __future__ import annotations

import itertools
import os
import struct
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import html5lib  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page, expect

from citygraph import paths, projections, store, views
from citygraph.sentences import Teller
from citygraph.views import drawing, shortnames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Tabs

AXE = Path(__file__).resolve().parent / "assets" / "axe.min.js"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def written(graph: store.Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """
    The pages of Montréal, of the whole network and of a path, as files.
    """
    folder = tmp_path_factory.mktemp("pages")
    way = paths.connect(graph, "Parks Tau", "Burnaby", "en")
    drawn = {
        "montreal": views.draw(graph, "Montréal", "en"),
        "all": views.draw(graph, "", "en", everything=True),
        "path": views.draw_path(graph, way, "en"),
    }
    found = {}
    for name, page in drawn.items():
        assert page is not None
        found[name] = folder / f"{name}.html"
        found[name].write_text(page.html, encoding="utf-8", newline="\n")
    return found


@pytest.fixture
def opened(tabs: Tabs, written: dict[str, Path]) -> Iterator[Callable[..., Page]]:
    """
    Opens one of the pages with the network off; at the end it must have asked for nothing but itself.
    """
    shown: list[tuple[Page, list[str], list[str], Path]] = []

    def open_page(name: str = "montreal", address: str = "", width: int = 1280, **settings: Any) -> Page:
        settings = {"reduced_motion": "reduce", "viewport": {"width": width, "height": 800}} | settings
        asked: list[str] = []
        wrong: list[str] = []
        heard: dict[str, Callable[[Any], None]] = {
            "request": lambda request: asked.append(request.url.partition("#")[0]),
            "console": lambda message: wrong.append(message.text),
            "pageerror": lambda error: wrong.append(str(error)),
        }
        tab = tabs.lend(heard, **settings)
        tab.goto(written[name].as_uri() + address)
        tab.locator("html[data-ready]").wait_for(state="attached")
        shown.append((tab, asked, wrong, written[name]))
        return tab

    yield open_page
    for tab, asked, wrong, path in shown:
        assert [url for url in asked if not url.startswith("blob:")] == [path.as_uri()]
        assert wrong == []
        tabs.take_back(tab)


def test_a_person_is_found_in_chinese_and_her_panel_opens(opened: Callable[..., Page]) -> None:
    """
    A Chinese name typed into the search finds its thing; Enter opens the panel with facts and citations.
    """
    tab = opened(address="#lang=zh-Hant")

    tab.get_by_role("combobox", name="搜尋").fill("曹凱雯")
    tab.keyboard.press("Enter")

    expect(tab.locator("#panel-name")).to_have_text("曹凱雯")
    expect(tab.locator("#panel")).to_contain_text("montreal-2017 肆.三.(一)")


def test_a_year_filters_relations_and_says_how_many_it_hides(opened: Callable[..., Page]) -> None:
    """
    The slider set to 2015 leaves relations of that year; what has no date goes with its own tick; all come back.
    """
    tab = opened("all")
    before = tab.evaluate("view.edges.length")
    tab.click("#filters summary")
    tab.locator("#until").fill("2015")
    tab.locator("#since").fill("2015")
    tab.uncheck("#undated")

    years = tab.evaluate("view.edges.getIds().map((number) => yearsOf(picture.edges[number]))")

    assert years
    assert all(first <= 2015 <= last for first, last in years)
    expect(tab.locator("#filtered")).to_contain_text("relations hidden by filters")
    tab.click("#unfilter")
    assert tab.evaluate("view.edges.length") == before


def test_an_event_chosen_as_filter_shows_what_belongs_to_it(opened: Callable[..., Page]) -> None:
    """
    With an event chosen, every relation in view belongs to it or its sessions, also those that were not in view.
    """
    tab = opened("all")
    tab.click("#filters summary")
    event = "XII Metropolis World Congress"

    tab.locator(".facet", has_text="event").locator("select").select_option(label=event)

    shown = tab.evaluate("view.nodes.getIds().map((number) => picture.nodes[number].id)")
    assert {"denis-coderre", "parks-tau", "metropolis-world-congress-2017"} <= set(shown)
    assert "colombo" not in shown
    assert tab.evaluate("view.nodes.length") < 200


def test_a_network_chosen_as_filter_keeps_its_members(opened: Callable[..., Page]) -> None:
    """
    With a network chosen, its members stay and those of others go.
    """
    tab = opened("all")
    tab.click("#filters summary")

    tab.locator(".facet", has_text="network").locator("select").select_option(label="CityNet")

    shown = set(tab.evaluate("view.nodes.getIds().map((number) => picture.nodes[number].id)"))
    assert "citynet" in shown
    assert "denis-coderre" not in shown


def test_what_is_only_implied_can_be_hidden(opened: Callable[..., Page]) -> None:
    """
    Without implied facts, no relation in view has only that mark.
    """
    tab = opened("all")
    tab.click("#filters summary")

    tab.locator("#attestations label", has_text="implied").locator("input").uncheck()

    marks = tab.evaluate(
        "view.edges.getIds().flatMap((n) => picture.facts[picture.edges[n].fact].marks || [])"
        ".map((mark) => picture.labels[mark].en)"
    )
    assert "implied" not in marks
    assert "photo caption only" in marks


def test_a_citation_leads_to_all_that_its_passage_says_and_back(opened: Callable[..., Page]) -> None:
    """
    A click on a citation lists every fact of that passage; the address holds it; the back button leads back.
    """
    tab = opened(address="#id=denis-coderre&lang=en")

    tab.locator("#panel .cited", has_text="montreal-2017 肆.三.(一)").first.click()

    expect(tab.locator("#panel-name")).to_have_text("montreal-2017 肆.三.(一)")
    assert tab.locator("#panel .fact").count() > 1
    tab.go_back()
    expect(tab.locator("#panel-name")).to_have_text("Denis Coderre")


def test_language_changes_and_back_undoes_it(opened: Callable[..., Page]) -> None:
    """
    中文 changes every word; the back button brings English back.
    """
    tab = opened(address="#id=denis-coderre&lang=en")
    tab.get_by_role("button", name="中文").click()
    expect(tab.locator("#panel")).to_contain_text("大都會")

    tab.go_back()

    expect(tab.locator("html")).to_have_attribute("lang", "en")


def test_a_double_click_adds_the_neighbours_of_a_thing(opened: Callable[..., Page]) -> None:
    """
    A double click on a mark brings its neighbours; so does the button in the panel.
    """
    tab = opened()
    before = tab.evaluate("state.shown.size")
    place = tab.evaluate(
        "view.network.canvasToDOM(view.network.getPosition(picture.nodes.findIndex((n) => n.id === 'parks-tau')))"
    )
    box = tab.locator("#network").bounding_box()
    assert box is not None

    tab.mouse.dblclick(box["x"] + place["x"], box["y"] + place["y"])

    tab.wait_for_function("(before) => state.shown.size > before", arg=before)
    assert tab.evaluate("neighbours(numberOf.get('parks-tau')).every((number) => state.shown.has(number))")


def test_the_path_between_two_picked_things_is_told_step_by_step(opened: Callable[..., Page]) -> None:
    """
    "Path to…", then the other end from the search: the steps with their citations, in the address, undone by back.
    """
    tab = opened(address="#id=denis-coderre&lang=en")
    tab.get_by_role("button", name="Path to…").click()
    expect(tab.locator("#picking")).to_be_visible()
    tab.keyboard.type("Burnaby")
    tab.keyboard.press("Enter")

    expect(tab.locator("#panel-name")).to_have_text("Denis Coderre – Burnaby")
    steps = tab.locator("#panel .step")
    assert steps.count() >= 2
    for number in range(steps.count()):
        assert steps.nth(number).locator(".citations").count() >= 1
    assert "to=burnaby" in tab.evaluate("location.hash")
    tab.go_back()
    expect(tab.locator("#panel-name")).to_have_text("Denis Coderre")


def test_the_page_reckons_paths_as_the_command_does(graph: store.Graph, opened: Callable[..., Page]) -> None:
    """
    On the whole network, script and package find ways that cost the same.
    """
    teller = Teller(graph)
    lines = projections.lines(teller)
    names = ["denis-coderre", "quito", "busan", "uclg-aspac", "colombo", "anne-hidalgo"]
    tab = opened("all")

    for start, end in itertools.pairwise(names):
        ids = [f"https://citygraph.example/id/{name}" for name in (start, end)]
        there = paths.between(lines, *ids)
        here = tab.evaluate(
            "([one, two]) => wayBetween(numberOf.get(one), numberOf.get(two)).nodes.map((n) => picture.nodes[n].id)",
            [start, end],
        )
        assert there is not None
        assert len(here) == len(there)


def test_a_page_of_a_path_opens_with_it(opened: Callable[..., Page]) -> None:
    """
    draw --path: the steps are told and drawn at once.
    """
    tab = opened("path")

    expect(tab.locator("#panel-name")).to_have_text("Parks Tau – Burnaby")
    assert tab.locator("#panel .step").count() == tab.evaluate("picture.path.length") - 1
    assert tab.evaluate("wayEdges().every((number) => view.edges.get(number))")


def test_the_picture_is_saved_as_png_and_svg(opened: Callable[..., Page], tmp_path: Path) -> None:
    """
    Save gives a PNG of the canvas, and an SVG with the names in it that a parser of XML reads.
    """
    tab = opened()
    files = {}
    for kind in ("png", "svg"):
        tab.click("#save summary")
        with tab.expect_download() as download:
            tab.click(f"#{kind}")
        files[kind] = tmp_path / f"picture.{kind}"
        download.value.save_as(files[kind])
        assert download.value.suggested_filename == f"montreal.{kind}"

    png = files["png"].read_bytes()
    tree = ET.fromstring(files["svg"].read_bytes())
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24])[0] > 800
    assert {"Montréal", "Denis Coderre"} <= {each.text for each in tree.iter(f"{SVG}text")}
    assert len(tree.findall(f".//{SVG}path")) > 60
    assert not {"script", "foreignObject", "style", "image"} & {each.tag.removeprefix(SVG) for each in tree.iter()}


def test_the_keyboard_reaches_everything(opened: Callable[..., Page]) -> None:
    """
    Tab comes to search, languages, theme, saving, filters, legend, picture, zoom and panel; Escape takes steps back.
    """
    tab = opened()
    visited = set()
    tab.locator("#filters summary").press("Enter")
    tab.keyboard.press("Escape")
    tab.focus(".skip")
    for _ in range(30):
        visited.add(tab.evaluate("document.activeElement.id || document.activeElement.closest('[id]')?.id"))
        tab.keyboard.press("Tab")
    visited.add(tab.evaluate("document.activeElement.closest('[id]')?.id"))

    assert {"search", "languages", "dark", "save", "filters", "facets", "since", "until", "undated"} <= visited
    assert {"attestations", "legend", "network", "all", "nearer", "farther", "fit", "panel"} <= visited


def test_the_switch_makes_it_dark_and_light(opened: Callable[..., Page]) -> None:
    """
    The page follows the reader's setting until the switch is used; printing is always light.
    """
    tab = opened(color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = tab.evaluate(ground)
    expect(tab.locator("#dark")).to_have_attribute("aria-pressed", "true")

    tab.click("#dark")

    assert tab.evaluate(ground) != dark
    tab.click("#dark")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.evaluate("document.documentElement.dataset.theme") == "light"
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.evaluate(ground) == dark


def test_printing_gives_a_page_with_picture_and_facts(opened: Callable[..., Page]) -> None:
    """
    On paper stand the picture, the facts and the table, without buttons.
    """
    tab = opened()
    tab.emulate_media(media="print")

    for hidden in ("#search", "#save", "#zoom", "#filters"):
        assert not tab.locator(hidden).is_visible()
    for seen in ("#network", "#panel-name", "#rows"):
        assert tab.locator(seen).is_visible()
    assert tab.pdf().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("name", "address", "settings", "act"),
    [
        ("montreal", "#lang=en", {}, ""),
        ("montreal", "#id=denis-coderre&lang=zh-Hant", {"color_scheme": "dark"}, "byId('filters').open = true"),
        ("montreal", "#lang=en", {}, "byId('search').value = 'co'; drawFound()"),
        ("path", "#lang=zh-Hant", {"width": 360}, "byId('filters').open = true; startPicking(0)"),
        ("path", "", {}, "byId('save').open = true"),
    ],
)
def test_axe_finds_no_violation(
    opened: Callable[..., Page], name: str, address: str, settings: dict[str, Any], act: str
) -> None:
    """
    axe-core finds nothing to blame, light and dark, wide and narrow, with menus, filters and results open.
    """
    tab = opened(name, address, **settings)
    tab.evaluate(f"(() => {{ {act} }})()")
    tab.evaluate(AXE.read_text(encoding="utf-8") + "; 0")

    found = tab.evaluate("axe.run().then(({violations}) => violations)")

    assert [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found] == []


@pytest.mark.parametrize("name", ["montreal", "path"])
def test_the_page_is_valid_html_and_so_is_what_its_script_makes(
    written: dict[str, Path], opened: Callable[..., Page], name: str
) -> None:
    """
    A strict parser reads the file, and the page as it stands after its script has run.
    """
    html5lib.HTMLParser(strict=True).parse(written[name].read_text(encoding="utf-8"))
    tab = opened(name)
    tab.evaluate("document.querySelectorAll('script').forEach((script) => script.remove())")
    html5lib.HTMLParser(strict=True).parse("<!DOCTYPE html>" + tab.evaluate("document.documentElement.outerHTML"))
    ids = tab.evaluate("[...document.querySelectorAll('[id]')].map(({id}) => id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
@pytest.mark.parametrize("name", ["montreal", "all", "path"])
def test_nothing_runs_off_a_phone(opened: Callable[..., Page], name: str, lang: str) -> None:
    """
    At 360 pixels there is no sideways scroll, filters and legend open included.
    """
    tab = opened(name, f"#lang={lang}", width=360)
    for part in ("filters", "legend"):
        tab.evaluate(f"byId('{part}').open = true")
        assert tab.evaluate("document.documentElement.scrollWidth") == 360


def test_the_whole_network_stands_still_within_two_seconds(
    written: dict[str, Path], opened: Callable[..., Page]
) -> None:
    """
    The whole real network is under 2 MB; two seconds after it is opened nothing moves.
    """
    assert written["all"].stat().st_size < 2_000_000
    start = time.monotonic()
    tab = opened("all", reduced_motion="no-preference", fresh=True)
    ready = tab.evaluate("performance.now()")
    first = tab.evaluate("JSON.stringify([view.network.getPositions(), view.network.getScale()])")
    tab.wait_for_timeout(500)

    assert tab.evaluate("JSON.stringify([view.network.getPositions(), view.network.getScale()])") == first
    assert tab.evaluate("view.network.physics.physicsEnabled") is False
    # In an idle machine about 0.5 s; a busy one gets a margin, the page's own clock none of the browser's start.
    assert ready < 2000 * float(os.environ.get("CITYGRAPH_SLOWNESS", "1"))
    assert time.monotonic() - start < 30


def test_an_edge_knows_its_kind_date_and_direction(graph: store.Graph) -> None:
    """
    Between two people who met twice stand two edges, each dated, from the one who met to the one who was met.
    """
    picture = drawing.paint(Teller(graph), "https://citygraph.example/id/parks-tau")

    met = [edge for edge in picture.edges if {edge.tail, edge.head} == {"tsao-kai-wen", "parks-tau"}]

    assert len(met) >= 3
    assert {edge.head for edge in met if edge.label["en"] == "met"} == {"parks-tau"}
    assert len({edge.date for edge in met}) >= 3


def test_a_lasting_property_cites_the_passage_that_states_it(graph: store.Graph) -> None:
    """
    A line that stands for a property of a thing has that property as its fact, not all that is said of the thing.
    """
    picture = drawing.paint(Teller(graph), "https://citygraph.example/id/montreal")

    [edge] = [each for each in picture.edges if (each.tail, each.head) == ("montreal", "quebec")]

    assert edge.trivial
    assert edge.own
    assert "Québec" in picture.facts[edge.fact].text["en"]
    assert picture.facts[edge.fact].citations


def test_every_line_is_cited(graph: store.Graph) -> None:
    """
    No line of the whole network is without a passage or the curator's note.
    """
    picture = drawing.paint(Teller(graph), "", everything=True)

    assert [edge for edge in picture.edges if not picture.facts[edge.fact].citations] == []


# ------------------------------------------------------------------ the filtered picture as an address

SEEN = """() => JSON.stringify({
  nodes: view.nodes.getIds().sort(), edges: view.edges.getIds().sort(),
  table: (completeTable(), byId("rows").innerText), count: byId("count").textContent, span: byId("span").textContent,
  ticks: [...document.querySelectorAll("#tools input[type=checkbox]")].map((tick) => tick.checked),
  choices: [...document.querySelectorAll("#facets select")].map((choice) => choice.value),
})"""


def test_a_filtered_picture_is_sent_by_its_address(opened: Callable[..., Page]) -> None:
    """
    Years, an event, a kind and a way of attestation filtered, the address opened elsewhere: the same picture, table
    and controls; the address names things, not numbers, so that it also suits tomorrow's file.
    """
    tab = opened("all")
    tab.click("#filters summary")
    tab.locator("#since").fill("2016")
    tab.locator("#until").fill("2017")
    tab.uncheck("#undated")
    tab.locator("#attestations label", has_text="implied").locator("input").uncheck()
    tab.locator(".facet", has_text="event").locator("select").select_option(label="XII Metropolis World Congress")
    tab.click("#legend summary")
    tab.locator("#kinds li", has_text="venue").locator("input").uncheck()
    address = tab.evaluate("location.hash")
    assert {"since=2016", "until=2017", "undated=no", "without=implied", "in=metropolis-world-congress-2017"} <= set(
        address.split("&")
    )

    sent = opened("all", address=address)

    assert 0 < sent.evaluate("view.edges.length") < 600
    assert sent.evaluate("view.nodes.getIds().every((id) => view.network.body.nodes[id].shape.left !== undefined)")
    assert sent.evaluate(SEEN) == tab.evaluate(SEEN)
    assert sent.locator("#filters summary").inner_text() == "Filters (in use)"
    assert sent.locator("#until").is_visible()


def test_back_undoes_each_filter_and_each_step(opened: Callable[..., Page]) -> None:
    """
    A year (however many steps of the slider), a kind, added neighbours: the back button takes each back, the controls
    with it; forward brings it again.
    """
    tab = opened(address="#id=montreal&lang=en")
    seen = [tab.evaluate(SEEN)]
    tab.click("#filters summary")
    tab.focus("#since")
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    seen.append(tab.evaluate(SEEN))
    tab.click("#legend summary")
    tab.locator("#kinds li", has_text="person").locator("input").uncheck()
    seen.append(tab.evaluate(SEEN))
    tab.locator("#panel .expand").click()
    seen.append(tab.evaluate(SEEN))
    assert len(set(seen)) == 4

    for expected in reversed(seen[:-1]):
        tab.go_back()
        tab.wait_for_function(f"(expected) => ({SEEN})() === expected", arg=expected)
    tab.go_forward()
    tab.wait_for_function(f"(expected) => ({SEEN})() === expected", arg=seen[1])


def test_what_was_expanded_and_the_theme_are_in_the_address(opened: Callable[..., Page]) -> None:
    """
    A thing from outside the view, its neighbours, everything shown, the dark look: all as they were, elsewhere.
    """
    tab = opened(address="#id=burnaby&lang=zh-Hant")
    tab.locator("#panel .neighbours button").first.click()
    tab.click("#dark")
    address = tab.evaluate("location.hash")
    assert "with=burnaby" in address

    sent = opened(address=address)

    assert sent.evaluate(SEEN) == tab.evaluate(SEEN)
    assert sent.evaluate("document.documentElement.dataset.theme") == "dark"
    tab.click("#all")
    assert opened(address=tab.evaluate("location.hash")).evaluate(SEEN) == tab.evaluate(SEEN)


def test_a_row_of_the_table_chooses_its_thing_and_keeps_the_filters(opened: Callable[..., Page]) -> None:
    """
    A link in the table leads on within the filtered picture; copied it is a deep link to its thing alone.
    """
    tab = opened("all", address="#id=&lang=en&since=2017&until=2017&undated=no")
    edges = tab.evaluate("view.edges.length")
    link = tab.locator("#rows a").first
    name = link.inner_text()
    assert (link.get_attribute("href") or "").count("&") == 1

    link.click()

    expect(tab.locator("#panel-name")).to_have_text(name)
    assert "since=2017" in tab.evaluate("location.hash")
    assert tab.evaluate("view.edges.length") == edges


@pytest.mark.parametrize(
    "address",
    [
        "#since=zweitausend&until=&undated=perhaps&theme=pink&in=nobody&off=unicorns&without=%00&stated=yes",
        "#since=2018&until=2011&with=nobody&with=__proto__&in=constructor&off=toString&to=hasOwnProperty",
        "#since=99999999999999999999&until=NaN&in=%ff%fe&in=&off=%E0%A4%A",
        "#%&&&===%zz&with=<img src=x onerror=window.PWNED=1>&theme=javascript:window.PWNED=2",
        "#" + "with=x&in=y&off=z&without=</script><script>window.PWNED=3</script>&" * 3000,
    ],
)
def test_a_broken_or_hostile_address_is_passed_over(opened: Callable[..., Page], address: str) -> None:
    """
    What an address says of filters that are none changes nothing: the page opens as without it.
    """
    plain = opened("all").evaluate(SEEN)

    tab = opened("all", address=address)

    assert tab.evaluate(SEEN) == plain
    assert tab.evaluate("window.PWNED") is None
    assert tab.evaluate("isFiltering()") is False


# ------------------------------------------------------------------ the names in the picture

NAMES = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const scale = view.network.getScale();
  const letters = view.lettering.map(({ text, x, y, size, strong }) => {
    pen.font = `${strong ? "600 " : ""}${size}px ${view.theme.font}`;
    const half = pen.measureText(text).width / 2;
    return { text, box: [x - half, y - size / 2, x + half, y + size / 2] };
  });
  const places = view.network.getPositions();
  const marks = view.nodes.getIds().map((id) => {
    const { x, y, size } = spot(places[id], id, scale);
    return { text: picture.nodes[id].id, box: [x - size, y - size, x + size, y + size] };
  });
  return { letters, marks, screen: visibleArea(scale, 0).map((side) => side * scale) };
}"""


@pytest.mark.parametrize(("lang", "width"), [("en", 1280), ("zh-Hant", 1280), ("en", 360), ("zh-Hant", 360)])
def test_names_lie_over_nothing_and_are_not_cut(opened: Callable[..., Page], lang: str, width: int) -> None:
    """
    Around Montréal, no name meets another, a mark, or the edge of the picture, and none had to be shortened.
    """
    tab = opened(address=f"#id=montreal&lang={lang}", width=width)

    seen = tab.evaluate(NAMES)

    letters, marks, screen = seen["letters"], seen["marks"], seen["screen"]
    assert len(letters) > 8
    assert [pair for pair in itertools.combinations(letters, 2) if _meet(pair[0]["box"], pair[1]["box"])] == []
    assert [(each["text"], mark["text"]) for each in letters for mark in marks if _meet(each["box"], mark["box"])] == []
    low, high = letters[0]["box"][:2], letters[0]["box"][2:]
    for each in letters:
        low, high = list(map(min, low, each["box"][:2])), list(map(max, high, each["box"][2:]))
    assert low[0] >= screen[0]
    assert low[1] >= screen[1]
    assert high[0] <= screen[2]
    assert high[1] <= screen[3]
    assert [each["text"] for each in letters if "…" in each["text"]] == []


def _meet(one: list[float], two: list[float]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def test_a_thing_is_called_by_its_abbreviation_until_it_is_looked_at(opened: Callable[..., Page]) -> None:
    """
    UCLG stands as UCLG in the whole picture, in Chinese with its Chinese name; chosen, it is called in full.
    """
    tab = opened("all")
    called = "view.lettering.map(({ text }) => text)"

    assert "UCLG" in tab.evaluate(called)
    assert "United Cities and" not in " ".join(tab.evaluate(called))
    tab.evaluate("choose(numberOf.get('uclg'))")
    assert "United Cities and Local Governments" in " ".join(tab.evaluate(called))
    tab.evaluate("choose(null)")
    tab.evaluate("speak('zh-Hant')")
    assert "城市與地方政府聯合會" in "".join(tab.evaluate(called))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Cities as Drivers of Change", ["Cities as Drivers", "of Change"]),
        (
            "Together for a Sustainable World of the Very Many Cities that Are Shaping the Future",
            ["Together for a", "Sustainable World of", "the Very Many…"],
        ),
        ("Agreement of the two and of the rest of them and of the others and others", None),
        ("第 12 屆大都會協會世界大會", None),
        ("x" * 10_000, ["xxxxxxxxxxxxxxxxxxx…"]),
        ("", [""]),
    ],
)
def test_a_name_ends_after_a_word(opened: Callable[..., Page], name: str, lines: list[str] | None) -> None:
    """
    On lines of twenty letters: breaks stand between words, what is left out begins with a word, no line is too wide.
    """
    found = opened().evaluate("(name) => lined(name, 3, (text) => (text.length * LABEL.width) / 20)", name)

    if lines is not None:
        assert found == lines
    assert len(found) <= 3
    assert max(map(len, found)) <= 20
    if " " in name:
        told = " ".join(found).replace("\u00a0", " ")
        rest = name.replace(" ", "")[len(told.rstrip("…").replace(" ", "")) :]
        assert not rest or told.endswith("…")
        assert told.rstrip("…").split(" ")[-1] in name.split(" ") or "第 12 屆" in told


@pytest.mark.parametrize(
    ("name", "others", "short"),
    [
        ("United Cities and Local Governments", ["CGLU", "UCLG"], "UCLG"),
        ("International Association of Public Transport", ["UITP", "Public Transport"], "UITP"),
        ("China", ["PRC"], None),  # its name is short enough
        ("Montréal Council of Cities and Towns", ["a council"], None),  # no abbreviation, no part of a long name
        ("Taichung City Council for Trade", ["MCC"], None),  # two things are called MCC
        (
            "Dinner of the cities of the world with friends from every land and sea",
            ["Dinner of friends"],
            "Dinner of friends",
        ),
        (
            "中國人民對外友好協會與世界各城市政府及地方政府之聯合會議及各種活動暨會後之會談",
            ["對外友協", "友"],
            "對外友協",
        ),
    ],
)
def test_a_short_name_is_one_that_the_data_know(name: str, others: list[str], short: str | None) -> None:
    """
    An abbreviation where the name takes more than a line, a part of the name where it is too long altogether.
    """
    shared = shortnames.ambiguous([["MCC", "Metropolis City Council"], ["mcc"], ["UCLG"]])

    assert shortnames.short({"en": name}, {"en": others}, shared) == ({"en": short} if short else {})
