"""The real graph as a page: Montréal's neighbourhood, seen in a browser without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from citygraph import store, views
from citygraph.sentences import Teller

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def page_of_montreal(graph: store.Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The page that `citygraph draw Montréal` writes.
    """
    drawn = views.draw(graph, "Montréal", "en")
    assert drawn is not None
    path = tmp_path_factory.mktemp("pages") / "montreal.html"
    path.write_text(drawn.html, encoding="utf-8")
    return path


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """
    A browser page without a network, and the log of what it asked for.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_offline(True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page, asked
    context.close()


def test_the_neighbourhood_of_montreal_holds_who_was_met_there(graph: store.Graph) -> None:
    """
    The picture starts at the city and has the people met there in its first view.
    """
    picture = views.paint(Teller(graph), "https://citygraph.example/id/montreal")

    near = {node.id for node in picture.nodes if node.near}
    assert picture.focus == "montreal"
    assert {"denis-coderre", "parks-tau", "kate-kim"} <= near
    assert picture.shown <= picture.total


def test_an_edge_keeps_the_fact_it_comes_from(graph: store.Graph) -> None:
    """
    A line between two things is a projection of a dated, cited fact.
    """
    picture = views.paint(Teller(graph), "https://citygraph.example/id/denis-coderre")

    met = next(edge for edge in picture.edges if edge.label["en"] == "met" and edge.head == "denis-coderre")
    assert picture.facts[met.fact].citations[0].report == "montreal-2017"


def test_the_whole_network_is_drawn_when_asked(graph: store.Graph) -> None:
    """
    With everything asked for, nothing is left out.
    """
    picture = views.paint(Teller(graph), "", everything=True)

    assert picture.shown == picture.total > 400


def test_the_same_graph_gives_the_same_bytes(graph: store.Graph) -> None:
    """
    Two drawings of one build are identical.
    """
    first, second = views.draw(graph, "Burnaby", "en"), views.draw(graph, "Burnaby", "en")

    assert first == second


def test_the_page_finds_coderre_and_shows_the_citation_without_a_network(
    page_of_montreal: Path, browser_page: tuple[Page, list[str]]
) -> None:
    """
    Opened from disk with the network off: no request, search finds Coderre, the panel shows who says so.
    """
    page, asked = browser_page
    page.goto(page_of_montreal.as_uri())

    search = page.get_by_role("combobox")
    search.fill("coderre")
    page.get_by_role("option").first.click()

    expect(page.get_by_role("heading", name="Denis Coderre")).to_be_visible()
    expect(page.get_by_text("montreal-2017 肆.三.(一)").first).to_be_visible()
    assert asked == [page_of_montreal.as_uri()]


def test_the_page_finds_a_person_by_a_chinese_name(
    page_of_montreal: Path, browser_page: tuple[Page, list[str]]
) -> None:
    """
    Search takes either script.
    """
    page, _ = browser_page
    page.goto(page_of_montreal.as_uri() + "#lang=zh-Hant")

    page.get_by_role("combobox").fill("曹凱雯")

    expect(page.get_by_role("option").first).to_contain_text("曹凱雯")
