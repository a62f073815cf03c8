"""Paths: how two things are connected, the telling way before the short one, each step cited."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from citygraph import build, paths, store
from citygraph.projections import Line

ROOT = Path(__file__).resolve().parent.parent
TIE = (("en", "tied to"),)
TOWNS = {
    "data/countries.yaml": "countries:\n  freeland:\n    name: {en: Freeland, zh-Hant: 自由國}\n",
    "data/cities.yaml": (
        "cities:\n  alba:\n    name: {en: Alba, zh-Hant: 阿爾巴}\n    within: freeland\n"
        "  bora:\n    name: {en: Bora, zh-Hant: 波拉}\n    within: freeland\n"
        "  cela:\n    name: {en: Cela}\n    within: freeland\n"
        "  dora:\n    name: {en: Dora}\n"
    ),
    "data/people.yaml": (
        "people:\n  ada:\n    name: {en: Ada Stone, zh-Hant: 石艾達}\n    from-place: alba\n"
        "  ben:\n    name: {en: Ben Wood}\n    from-place: bora\n"
    ),
    "data/events.yaml": (
        "events:\n  fair:\n    name: {en: Fair, zh-Hant: 博覽會}\n    place: alba\n    start: 2017-06\n"
    ),
    "data/reports/r.yaml": (
        "report: {id: r, name: {en: R, zh-Hant: 報告}}\nencounters:\n"
        "- {by: [{who: ada}], with: [{who: ben}], at: fair, place: alba, attestation: implied, cite: 貳.一}\n"
        "- {by: [{who: ada}], with: [{who: ben}], at: fair, place: alba, attestation: told, date: 2018, cite: 貳.二}\n"
    ),
}


@pytest.fixture
def towns(project: Any) -> store.Graph:
    """
    Two people of two cities of one country, who met twice; a city tied to nothing but the country, one to nothing.
    """
    for name, text in TOWNS.items():
        project.write(name, text)
    return build.fresh(project.project)


def line(tail: str, head: str, *, stated: str = "", trivial: bool = False) -> Line:
    return Line(tail, head, f"{tail}-{head}", TIE, stated, trivial)


def names(found: paths.Found) -> list[str]:
    return [iri.rsplit("/", 1)[-1] for iri in found.things]


def test_a_telling_way_is_taken_before_a_short_trivial_one() -> None:
    """
    Three steps that facts state are better than two through the country that both lie in.
    """
    ties = [line("a", "x"), line("x", "y"), line("y", "b")]
    country = [line(city, "land", stated="within", trivial=True) for city in ("a", "b")]

    assert paths.between(ties + country, "a", "b") == ["a", "x", "y", "b"]
    assert paths.between(country, "a", "b") == ["a", "land", "b"]


def test_the_way_goes_around_who_is_connected_with_everybody() -> None:
    """
    Of two ways of the same length, the one through the less connected thing tells more.
    """
    crowd = [line("host", f"guest-{number}") for number in range(40)]
    ties = [line("a", "host"), line("host", "b"), line("a", "quiet"), line("quiet", "b")]

    assert paths.between(crowd + ties, "a", "b") == ["a", "quiet", "b"]


def test_the_same_way_is_found_whatever_the_order_of_lines() -> None:
    """
    Of ways that cost the same, always the same one.
    """
    ties = [line("a", middle) for middle in "xyz"] + [line(middle, "b") for middle in "zyx"]

    assert paths.between(ties, "a", "b") == paths.between(reversed(ties), "a", "b")


@pytest.mark.parametrize("ends", [("a", "z"), ("nobody", "a"), ("a", "nobody")])
def test_without_a_way_there_is_none(ends: tuple[str, str]) -> None:
    """
    Two parts of a graph are not connected, nor is what has no lines.
    """
    assert paths.between([line("a", "b"), line("y", "z")], *ends) is None


def test_every_step_tells_all_that_joins_the_two_and_cites_it(towns: store.Graph) -> None:
    """
    Two meetings of the same two people are two relations of one step, each with date, caveat and passage.
    """
    found = paths.connect(towns, "Ada Stone", "ben", "en")

    [step] = found.steps
    assert (step.start_name, step.end_name) == ("Ada Stone 石艾達", "Ben Wood")
    assert sorted(each.date for each in step.relations) == ["2018", "June 2017"]
    assert {cited.section for each in step.relations for cited in each.citations} == {"貳.一", "貳.二"}
    assert [caveat for each in step.relations for caveat in each.caveats] == ["implied"]
    assert all(each.forward for each in step.relations)


def test_a_lasting_property_is_told_with_who_states_it(towns: store.Graph) -> None:
    """
    Where nothing else joins two cities, their country does, and the passage of that property is cited.
    """
    found = paths.connect(towns, "Bora", "Cela", "en")

    assert names(found) == ["bora", "freeland", "cela"]
    assert found.steps[0].relations[0].text == "Bora: in Freeland"
    assert found.steps[0].relations[0].citations
    assert found.steps[1].relations[0].forward is False


def test_a_way_over_people_is_told_before_one_through_the_country(towns: store.Graph) -> None:
    """
    Alba and Bora lie in one country, but Ada of Alba met Ben of Bora.
    """
    assert "freeland" not in names(paths.connect(towns, "Alba", "波拉", "en"))


def test_text_tells_the_way_in_the_language_asked_for(towns: store.Graph) -> None:
    """
    The steps are numbered, and every relation ends with its passage.
    """
    english = paths.as_text(paths.connect(towns, "ada", "ben", "en"), "en")
    chinese = paths.as_text(paths.connect(towns, "ada", "ben", "zh-Hant"), "zh-Hant")

    assert english.startswith("Ada Stone 石艾達 and Ben Wood: 1 step\n")
    assert "[r 貳.一]" in english
    assert chinese.startswith("石艾達 Ada Stone 與 Ben Wood：1 步\n")
    assert "會晤" in chinese


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (("nobody", "Ada"), "nothing is called 'nobody'"),
        (("Ada", "nobody"), "nothing is called 'nobody'"),
        (("Ada", "Dora"), "Nothing recorded connects"),
        (("Ada", "石艾達"), "Both names mean"),
    ],
)
def test_what_is_not_connected_is_said(towns: store.Graph, ends: tuple[str, str], said: str) -> None:
    """
    An unknown name, no way, and two names of one thing are three different sentences.
    """
    found = paths.connect(towns, *ends, "en")

    assert not found.is_found
    assert said in paths.as_text(found, "en")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "citygraph", "--project", str(ROOT), *arguments]
    return subprocess.run(command, cwd=ROOT / "graph", capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_command_gives_json_with_ids_and_citations(graph: object) -> None:
    """
    path --format json: both ends, the steps, their relations, each with its citations.
    """
    done = run("path", "Parks Tau", "Denis Coderre", "--format", "json")
    told = json.loads(done.stdout)

    assert done.returncode == 0
    assert (told["from"]["id"], told["to"]["id"]) == ("parks-tau", "denis-coderre")
    assert [step["from"]["id"] for step in told["steps"][1:]] == [step["to"]["id"] for step in told["steps"][:-1]]
    assert all(each["citations"] for step in told["steps"] for each in step["relations"])


@pytest.mark.parametrize("command", [["path"], ["draw", "--path"]])
def test_the_commands_end_with_1_where_there_is_no_way(graph: object, command: list[str], tmp_path: Path) -> None:
    """
    No such name, no such way: exit code 1, one sentence, no page, no traceback.
    """
    for ends in (("nobody at all", "Montréal"), ("Japan", "Bangkok")):
        done = run(*command, *ends)
        assert done.returncode == 1
        assert "Nothing recorded" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_draw_path_takes_two_names_and_nothing_else(graph: object, tmp_path: Path) -> None:
    """
    draw --path writes the page; with a NAME besides it is wrong usage.
    """
    page = tmp_path / "way.html"

    assert run("draw", "--path", "林佳龍", "蒙特婁", "-o", str(page)).returncode == 0
    assert '"path":[' in page.read_text(encoding="utf-8")
    assert run("draw", "Montréal", "--path", "林佳龍", "蒙特婁").returncode == 2
