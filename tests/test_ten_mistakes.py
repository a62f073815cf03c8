"""Ten mistakes in ten files: one run finds them all, and the previous build still answers (Y36)."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from citygraph import build, diagnostics
from citygraph.cli.commands import cli

REGISTRY = """\
people:
  ada: {name: {en: Ada}}
cities:
  london: {name: {en: London}}
governments:
  london-government: {name: {en: City of London}, of: london}
roles:
  mayor: {name: {en: mayor}}
offices:
  london-mayor: {name: {en: Mayor of London}, role: mayor, of: london}
"""
REPORT = """\
report: {id: trip, name: {en: Trip report}}
lessons:
- {about: {en: to listen}, cite: 壹}
"""
TEXT = "壹、摘要\n一、會晤\n與 Ada 會晤，任期 2017 年 5 月至 2016 年。\n二、參訪\n參觀市場。\n"
# Each file, the code of its mistake, and where it is.
MISTAKES = {
    "a-unknown-key": ("people:\n  bob:\n    name: {en: Bob}\n    form-place: london\n", "unknown-key", 4, 5),
    "b-unknown-reference": (
        "people:\n  cyd:\n    name: {en: Cyd}\n    from-place: lodnon\n",
        "unknown-reference",
        4,
        17,
    ),
    "c-wrong-kind": ("people:\n  dee: {name: {en: Dee}, from-place: ada}\n", "wrong-kind", 2, 38),
    "d-missing-field": ("cities:\n  rome:\n    geonames: '3169070'\n", "missing-field", 2, 3),
    "e-duplicate-id": ("networks:\n  ada: {name: {en: Ada Network}}\n", "duplicate-id", 2, 3),
    "f-impossible-date": ("networks:\n  uclg:\n    name: {en: UCLG}\n    founded: 2004-02-30\n", "no-such-date", 4, 14),
    "g-end-before-start": (
        "tenures:\n- holder: ada\n  office: london-mayor\n  since: 2017-05\n  until: 2016\n  cite: trip 壹.一\n",
        "out-of-order",
        5,
        10,
    ),
    "h-duplicate-key": ("people:\n  eve:\n    name: {en: Eve}\n    name: {en: Eva}\n", "duplicate-key", 4, 5),
    "i-no-citation": ("lessons:\n- about: {en: to be early}\n", "missing-field", 2, 3),
    "j-wrong-section": ("captions:\n- depicts: ada\n  cite: trip 壹.二\n", "not-in-section", 2, 12),
}
FOUND = [(f"data/{name}.yaml", line, column, code) for name, (_, code, line, column) in MISTAKES.items()]


@pytest.fixture
def good(project):
    """
    A small project without mistakes, with the text of its report.
    """
    project.write("data/0-registry.yaml", REGISTRY)
    project.write("data/reports/trip.yaml", REPORT)
    project.write("texts/trip.txt", TEXT)
    return project


@pytest.fixture
def broken(good):
    """
    The same, with ten mistakes in ten files.
    """
    for name, (text, *_) in MISTAKES.items():
        good.write(f"data/{name}.yaml", text)
    return good


def test_without_the_ten_files_nothing_is_wrong(good):
    """
    The mistakes are where they are said to be.
    """
    assert good.check(good.root / "texts") == []


def test_y36_ten_mistakes_in_ten_files_are_found_in_one_run(broken):
    """
    Each at its line and column, each once, sorted; none hides another.
    """
    found = broken.check(broken.root / "texts")

    assert [(*each.place, each.code) for each in found] == FOUND


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_alone_is_one_diagnostic(good, name):
    """
    What the reader has rejected is not reported again by a rule.
    """
    text, code, line, column = MISTAKES[name]
    good.write(f"data/{name}.yaml", text)

    [found] = good.check(good.root / "texts")

    assert (*found.place, found.code) == (f"data/{name}.yaml", line, column, code)


def test_the_help_names_what_was_meant(broken):
    """
    A near key, a near id, the place of the first, the section that has the name.
    """
    compiled, _ = build.check(broken.project, broken.root / "texts")

    text = diagnostics.render(compiled.diagnostics, compiled.sources)

    for hint in ("'from-place'?", "'london'?", "it stands at data/0-registry.yaml:2:3", "it stands in 壹.一"):
        assert hint in text


def test_the_command_prints_all_ten_and_ends_with_1(broken):
    """
    In the order of the files; the last line counts them.
    """
    arguments = ["--project", str(broken.root), "check", "--reports", str(broken.root / "texts"), "--lang", "en"]

    result = CliRunner().invoke(cli, arguments)

    assert result.exit_code == 1
    heads = [line for line in result.stderr.splitlines() if "error[" in line]
    assert [head.split(" ")[0] for head in heads] == [f"{path}:{line}:{column}:" for path, line, column, _ in FOUND]
    assert result.stdout.splitlines()[-1] == "10 errors, 0 warnings"


def test_the_command_gives_machines_the_same(broken):
    """
    With --format json.
    """
    arguments = ["--project", str(broken.root), "check", "--reports", str(broken.root / "texts"), "--format", "json"]

    result = CliRunner().invoke(cli, arguments)

    assert result.exit_code == 1
    found = json.loads(result.stdout)["diagnostics"]
    assert [(each["path"], each["line"], each["column"], each["code"]) for each in found] == FOUND


def test_the_previous_build_still_answers(good):
    """
    Nothing is written with an error in the data: half a graph misleads.
    """
    before = build.fresh(good.project).folder
    for name, (text, *_) in MISTAKES.items():
        good.write(f"data/{name}.yaml", text)

    with pytest.raises(build.BuildError):
        build.fresh(good.project)

    graph = build.previous(good.project)
    assert graph.folder == before
    result = CliRunner().invoke(cli, ["--project", str(good.root), "show", "Ada"])
    assert result.exit_code == 0
    assert "Ada" in result.stdout


def test_the_previous_build_answers_sparql(good):
    """
    As it did before.
    """
    build.fresh(good.project)
    good.write("data/people.yaml", MISTAKES["a-unknown-key"][0])

    query = "SELECT ?name WHERE { ?who a cg:Person ; skos:prefLabel ?name }"
    result = CliRunner().invoke(cli, ["--project", str(good.root), "sparql", query, "--format", "csv"])

    assert result.exit_code == 0
    assert result.stdout.split() == ["name", "Ada"]
