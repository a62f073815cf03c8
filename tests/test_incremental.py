"""A build made from the one before it holds the same bytes as a clean one, whatever happened to the files (F11)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from citygraph import build, ledger, store

FILES = ("graph.nq", "names.sqlite", "schema.json", "questions.json", "ledger.json")
DATA = {
    "things": """
cities:
  lanyang: {name: {en: Lanyang, zh-Hant: 蘭陽市}}
  belona: {name: {en: Belona, zh-Hant: 貝洛納}}
governments:
  lanyang-government: {name: {en: Lanyang City Government, zh-Hant: 蘭陽市政府}, of: lanyang}
networks:
  river-cities: {name: {en: River Cities, zh-Hant: 河川城市聯盟}, also: {en: [RC]}}
offices:
  mayor-of-belona: {name: {en: Mayor of Belona, zh-Hant: 貝洛納市長}, of: river-cities}
events:
  congress-2017: {name: {en: Congress 2017, zh-Hant: 2017 年大會}, people-listed: some-listed}
""",
    "people": """
people:
  ana: {name: {en: Ana Silva, zh-Hant: 席爾瓦}, also: {en: [A. Silva]}, from-place: belona}
  wen: {name: {en: Wen Chen, zh-Hant: 陳文}}
""",
    "reports/r1": """
report: {id: r1, name: {en: Report 1, zh-Hant: 報告一}, date: 2017-06}
about-events:
- {of: congress-2017, start: 2017-06-19, end: 2017-06-22, place: belona, cite: 壹}
tenures:
- {holder: ana, office: mayor-of-belona, as-of: 2017, cite: 壹}
participations:
- {who: ana, role: speaker, at: congress-2017, cite: 肆.一}
- {who: wen, role: attendee, at: congress-2017, cite: [肆.一, 肆.二]}
namings:
- {of: ana, form: {en: Ana Sliva}, status: misprint, cite: 肆.二}
""",
    "reports/r2": """
report: {id: r2, name: {en: Report 2, zh-Hant: 報告二}, date: 2018}
participations:
- {who: ana, role: speaker, at: congress-2017, cite: 肆.一}
- {who: lanyang, role: attendee, at: congress-2017, cite: [r1 肆.一]}
namings:
- {of: ana, form: {en: Ana Sliva}, status: misprint, cite: 肆.二}
""",
    "reports/r3": "report: {id: r3, name: {en: Report 3}}\n",
}


@pytest.fixture
def country(project):
    """
    A small project that is built.
    """
    project.write("data/dataset.yaml", (project.root / "data/dataset.yaml").read_text() + "home: lanyang-government\n")
    for name, text in DATA.items():
        project.write(f"data/{name}.yaml", text)
    build.make(project.project)
    return project


class Watched:
    """
    Tells whether a build was revised, and what was noted.
    """

    def __init__(self, monkeypatch):
        self.clean = 0
        self.notes = []
        from citygraph.build import writing

        prepare = writing.prepare

        def counted(*arguments):
            self.clean += 1
            return prepare(*arguments)

        monkeypatch.setattr(writing, "prepare", counted)

    def make(self, project):
        self.clean = 0
        return build.make(project.project, self.notes.append)


@pytest.fixture
def watched(monkeypatch):
    return Watched(monkeypatch)


def held(folder: Path):
    """
    What a build holds: the bytes of its files, the quads of its store, the sources it keeps.
    """
    quads = sorted(map(str, store.Graph(folder).engine))
    return (
        {name: (folder / name).read_bytes() for name in FILES},
        quads,
        sorted(each.name for each in (folder / "sources").iterdir()),
    )


def clean(project):
    """
    What a clean build of the same data holds.
    """
    shutil.rmtree(project.project.builds)
    return held(build.make(project.project))


def replaced(country, name, old, new):
    path = country.root / f"data/{name}.yaml"
    text = path.read_text()
    assert old in text
    country.write(f"data/{name}.yaml", text.replace(old, new))


def added(country, name, text):
    path = country.root / f"data/{name}.yaml"
    country.write(f"data/{name}.yaml", path.read_text() + text)


EDITS = {
    "a value": lambda it: replaced(it, "reports/r1", "role: speaker", "role: chair"),
    "a fact that two files state, in one": lambda it: replaced(it, "reports/r2", "role: speaker", "role: guest"),
    "a misprint that two files have, in one": lambda it: replaced(it, "reports/r2", "Ana Sliva", "Ana Slvia"),
    "a citation": lambda it: replaced(it, "reports/r2", "r1 肆.一", "r1 肆.三"),
    "the last citation of a passage": lambda it: replaced(it, "reports/r1", "[肆.一, 肆.二]", "肆.一"),
    "a name": lambda it: replaced(it, "people", "Wen Chen", "Wen-hui Chen"),
    "a fact more": lambda it: added(it, "reports/r3", "figures: []\nlessons:\n- {about: {en: listen}, cite: 伍}\n"),
    "a person more": lambda it: added(it, "people", "  bob: {name: {en: Bob}}\n"),
    "a new file": lambda it: it.write("data/more.yaml", "people:\n  eve: {name: {en: Eve, zh-Hant: 夏娃}}\n"),
    "a file renamed": lambda it: (it.root / "data/people.yaml").rename(it.root / "data/persons.yaml"),
    "a file deleted": lambda it: (it.root / "data/reports/r3.yaml").unlink(),
    "a comment": lambda it: added(it, "people", "# nothing new\n"),
    "lines moved": lambda it: it.write("data/people.yaml", "\n\n\n" + (it.root / "data/people.yaml").read_text()),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_revised_build_holds_what_a_clean_one_holds(country, watched, edit):
    """
    F11: after an edit, a deletion or a renaming the next build is revised, and is the same as a clean one.
    """
    edit(country)

    revised = held(watched.make(country))

    assert watched.clean == 0
    assert revised == clean(country)


ELSEWHERE = {
    "an id that others use": lambda it: (
        replaced(it, "people", "  wen:", "  wen-chen:"),
        replaced(it, "reports/r1", "who: wen,", "who: wen-chen,"),
    )[0],
    "what a report says of an event of another file": lambda it: replaced(it, "reports/r1", "2017-06-22", "2017-06-21"),
    "a date that takes another's place": lambda it: replaced(it, "reports/r1", "start: 2017-06-19", "start: 2017-06"),
    "another word on a thing of another file": lambda it: added(
        it, "reports/r2", "about-events:\n- {of: congress-2017, theme: {en: Rivers}, cite: 壹}\n"
    ),
    "a setting": lambda it: replaced(it, "dataset", "title: {en: Test}", "title: {en: Tests}"),
}  # fmt: skip


@pytest.mark.parametrize("edit", ELSEWHERE.values(), ids=ELSEWHERE)
def test_an_edit_that_touches_other_files_gives_the_same_bytes_too(country, watched, edit):
    """
    F11: what a revision cannot say is built clean, without being asked.
    """
    edit(country)
    try:
        after = held(watched.make(country))
    except build.BuildError as error:
        pytest.fail("; ".join(each.message() for each in error.compiled.errors))

    assert after == clean(country)


def test_edits_one_after_another_lead_to_the_same_bytes(country, watched):
    """
    F11: a revision of a revision of a revision is no worse than one.
    """
    for edit in EDITS.values():
        if "deleted" not in edit.__qualname__:
            try:
                edit(country)
            except (AssertionError, FileNotFoundError):
                continue
            folder = watched.make(country)

    assert held(folder) == clean(country)


def test_an_edit_taken_back_leads_to_the_first_bytes(country, watched):
    """
    F11: there and back again is the build of the beginning.
    """
    before = held(store.current(country.project.builds))
    replaced(country, "people", "Ana Silva", "Ana Souza")
    watched.make(country)
    replaced(country, "people", "Ana Souza", "Ana Silva")
    shutil.rmtree(
        next(each for each in country.project.builds.glob("build-*") if each != store.current(country.project.builds))
    )

    assert held(watched.make(country)) == before
    assert watched.clean == 0


def test_an_old_time_stamp_does_not_hide_a_change(country, watched):
    """
    F11: the same size and a time that went back are a change like another.
    """
    path = country.root / "data/people.yaml"
    replaced(country, "people", "Wen Chen", "Wen Chan")
    os.utime(path, ns=(0, 10**9))

    revised = held(watched.make(country))

    assert watched.clean == 0
    assert "Wen Chan" in revised[0]["graph.nq"].decode()
    assert revised == clean(country)


def test_another_version_of_the_tool_builds_clean(country, watched, monkeypatch, tmp_path):
    """
    F11: where the package or the ontology has other content than when the last build was made, that is not built upon.
    """
    tool = tmp_path / "tool.py"
    tool.write_text("one = 1\n")
    inputs = type(country.project).inputs
    monkeypatch.setattr(type(country.project), "inputs", lambda self: sorted([*inputs(self), str(tool)]))
    watched.make(country)
    tool.write_text("one = 2\n")
    replaced(country, "people", "Wen Chen", "Wen Chan")

    watched.make(country)

    assert watched.clean == 1


def cut(path):
    path.write_bytes(path.read_bytes()[:-3])


def edited(path):
    stat = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_a_build_without_its_manifest_is_not_built_upon(country, watched):
    """
    F11: what cannot be compared is not built upon, and that is said.
    """
    cut(store.current(country.project.builds) / "manifest.json")
    replaced(country, "people", "Wen Chen", "Wen Chan")

    after = held(watched.make(country))

    assert watched.clean == 1
    assert len(watched.notes) == 1
    assert after == clean(country)


@pytest.mark.parametrize("harm", [cut, edited, Path.unlink])
@pytest.mark.parametrize("name", ["ledger.json", "graph.nq", "sources/*"])
def test_a_damaged_cache_is_dropped_with_a_note(country, watched, harm, name):
    """
    F11: what the last build kept and is cut, edited (with its old time) or gone is not built upon, and that is said.
    """
    folder = store.current(country.project.builds)
    for path in folder.glob(name):
        harm(path)
    replaced(country, "people", "Wen Chen", "Wen Chan")

    after = held(watched.make(country))

    assert watched.clean == 1
    assert len(watched.notes) == 1
    assert "not built upon" in watched.notes[0]
    assert after == clean(country)


def test_an_error_in_a_changed_file_stops_the_build_and_keeps_the_last_one(country, watched):
    """
    With an error nothing is published, by a revision as little as by a clean build.
    """
    before = store.current(country.project.builds)
    replaced(country, "reports/r1", "who: wen", "who: nobody")

    with pytest.raises(build.BuildError):
        watched.make(country)

    assert store.current(country.project.builds) == before


def test_a_rule_that_a_change_breaks_stops_the_build(country, watched):
    """
    Rules across records are judged in a revised build too: a circle of parts is found.
    """
    country.write("data/bodies.yaml", "networks:\n  one: {name: {en: One}}\n  two: {name: {en: Two}, part-of: one}\n")
    watched.make(country)
    replaced(country, "bodies", "one: {name: {en: One}}", "one: {name: {en: One}, part-of: two}")

    with pytest.raises(build.BuildError) as raised:
        watched.make(country)

    assert {each.code for each in raised.value.compiled.errors} == {"rule"}


def test_a_ledger_is_the_same_after_it_is_read(country):
    """
    A ledger read and written again has the same bytes.
    """
    content = (store.current(country.project.builds) / ledger.FILE).read_bytes()

    assert ledger.read(content).as_bytes() == content
