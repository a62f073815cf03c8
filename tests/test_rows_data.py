"""Rows of docs/robustness.md on facts, RDF and queries that no other test of a room holds."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph import build, checks, dossiers, facts, names, records, schema, store

if TYPE_CHECKING:
    from conftest import Written

    from citygraph.diagnostics import Diagnostic
    from citygraph.schema import Schema

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def shapes() -> Schema:
    """
    The real shapes, read once.
    """
    return schema.read([ROOT / "ontology"])


def linked(shapes: Schema, text: str) -> tuple[list[facts.Fact], list[Diagnostic]]:
    file, wrong = records.read(text, "data/a.yaml")
    found, _, more = facts.link([file], shapes)
    return found, [*wrong, *more]


def doubles(shapes: Schema, text: str) -> list[tuple[str, str, int]]:
    """
    The pairs that are warned of, each with the line.
    """
    found, wrong = linked(shapes, text)
    assert [each.code for each in wrong] == []
    return [(each.values["other"], each.values["id"], each.place.line) for each in checks.doubles(found)]


def two(one: str, other: str, kind: str = "people") -> str:
    return f"{kind}:\n  one: {{name: {{en: '{one}'}}}}\n  two: {{name: {{en: '{other}'}}}}\n"


# ------------------------------------------------------------------------- YAML


@pytest.mark.parametrize("twin", ["раrks-tau", "ｐarks-tau", "parks\u200b-tau", "parks‑tau", "Parks-tau"])
def test_y25_an_id_that_looks_like_another_is_refused_beside_it(shapes: Schema, twin: str) -> None:
    """
    Look-alikes cannot be two ids: one of them is no id, and where it is used the one that is meant is named.
    """
    text = f"people:\n  parks-tau: {{name: {{en: A}}}}\n  {twin}: {{name: {{en: B}}}}\n"

    _, wrong = linked(shapes, text)

    assert [(each.code, each.place.line) for each in wrong] == [("bad-id", 3)]


def test_y26_ids_composed_and_decomposed_are_both_refused(shapes: Schema) -> None:
    """
    An accent, however it is encoded, is no part of an id; so no two ids differ by its encoding.
    """
    _, wrong = linked(shapes, "people:\n  jos\u00e9: {name: {en: A}}\n  jose\u0301: {name: {en: B}}\n")

    assert [each.code for each in wrong] == ["bad-id", "bad-id"]


# ------------------------------------------------------------------------- data


@pytest.mark.parametrize(
    "address", ["www.example.org", "ftp://example.org", "javascript:alert(1)", "https://", "a@b.c"]
)
def test_d6_an_address_that_is_none_is_refused_at_its_place(shapes: Schema, address: str) -> None:
    """
    Web addresses are judged; e-mail addresses and telephone numbers have no field at all (D9).
    """
    _, wrong = linked(shapes, f"people:\n  ada: {{name: {{en: A}}, same-as: ['{address}']}}\n")

    assert [(each.code, each.place.line, each.place.column) for each in wrong] == [("not-an-address", 2, 34)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Denis Coderre", "Coderre, Denis"),
        ("Denis Coderre", "DENIS CODERRE"),
        ("José García", "Jose\u0301 Garcia"),
        ("Ahn Jun-ho", "Ahn Junho"),
        ("Chen Shih-chung", "Shih-Chung Chen"),
        ("Maimunah Sharif", "Maimuna Sharif"),
        ("Bernadia Tjandradewi", "Bernadia Tjandardewi"),
        ("Parks M. Tau", "Parks Tau"),
        ("D. Coderre", "Denis Coderre"),
        ("Denis Coderre", "D Coderre"),
        ("台北 太郎", "臺北太郎"),
        ("Ｄenis Coderre", "Denis Coderre"),
    ],
)
def test_d8_a_person_spelled_two_ways_is_a_warning_that_names_both(shapes: Schema, one: str, other: str) -> None:
    """
    Both are kept; the warning stands at the second and says where the first is.
    """
    found, _ = linked(shapes, two(one, other))

    [warning] = checks.doubles(found)

    assert [fact.id for fact in found] == ["one", "two"]
    assert not warning.is_error
    assert str(warning.place) == "data/a.yaml:3:20"
    assert warning.message() == f"'two' may be 'one' once more: '{other}' and '{one}'"
    assert "data/a.yaml:2:20" in warning.help()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Lima", "Eva Lima"),
        ("Wang Wei", "Wang Wen"),
        ("John Smith", "John Smyth-Jones"),
        ("D. Coderre", "E. Coderre"),
        ("Denis Coderre", "Daniel Coderre"),
        ("王小明", "王曉明"),
    ],
)
def test_d8_two_persons_are_two(shapes: Schema, one: str, other: str) -> None:
    """
    A short name with another letter, another initial, another character: another person.
    """
    assert doubles(shapes, two(one, other)) == []


def test_d8_places_a_letter_apart_are_two_and_those_of_one_name_are_warned_of(shapes: Schema) -> None:
    """
    Austria is not Australia; but two cities of one name may be one.
    """
    assert doubles(shapes, two("Santa Clara", "Santa Clare", "cities")) == []
    assert doubles(shapes, two("San José", "San Jose", "cities")) == [("one", "two", 3)]


def test_d8_a_chinese_name_tells_two_romanizations_apart(shapes: Schema) -> None:
    """
    Romanized names a letter apart are common; unlike characters say that they are two.
    """
    text = (
        "people:\n"
        "  one: {name: {en: Chen Chih-ming, zh-Hant: 陳志明}}\n"
        "  two: {name: {en: Chen Chih-ting, zh-Hant: 陳志廷}}\n"
        "  three: {name: {en: Chen Chi-ming, zh-Hant: 陳志明}}\n"
    )

    assert doubles(shapes, text) == [("one", "three", 4)]


def test_d8_a_distinction_ends_the_warning(shapes: Schema) -> None:
    """
    Whoever knows that they are two says so once.
    """
    text = two("Denis Coderre", "Coderre, Denis") + (
        "distinctions:\n- things: [two, one]\n  reason: {en: namesakes}\n  cite: curator\n"
    )
    found, _ = linked(shapes, text)

    assert checks.doubles(found) == []


def test_d8_a_hundred_thousand_names_are_compared_in_seconds(shapes: Schema) -> None:
    """
    The comparison grows with the number of names, not with its square: here a tenth, in a tenth of the time.
    """
    people = [f"  p{n}: {{name: {{en: {_word(n)} {_word(n * 7919 + 13)}}}}}" for n in range(10_000)]
    found, _ = linked(shapes, "\n".join(["people:", *people, ""]))
    started = time.process_time()

    checks.doubles(found)

    assert time.process_time() - started < 3


def _word(number: int) -> str:
    return "".join("bdfgklmnprst"[number // 12**n % 12] + "aeiou"[number // 5**n % 5] for n in range(4))


def test_d8_the_warning_reaches_who_checks(project: Written) -> None:
    """
    The check lists the pair and ends well: a warning stops no build.
    """
    project.write("data/a.yaml", two("Denis Coderre", "Coderre, Denis"))

    assert [(each.code, each.is_error) for each in project.check()] == [("same-thing", False)]


def test_d9_no_shape_takes_an_email_address_or_a_telephone_number(shapes: Schema) -> None:
    """
    What must not get out is not let in: there is no field for it, under whatever name a curator tries.
    """
    keys = {each.key for kind in shapes.kinds.values() for each in kind.fields}
    _, wrong = linked(
        shapes, "people:\n  ada: {name: {en: A}, email: 'canary@example.org', phone: '+886 2', mobile: '0912'}\n"
    )

    assert keys & {"email", "e-mail", "mail", "phone", "telephone", "mobile", "fax", "address", "birth-date"} == set()
    assert [each.code for each in wrong] == ["unknown-key"] * 3
    assert not any("canary" in each.message() + each.help() for each in wrong)


@pytest.mark.parametrize("written", ["unknown", "Unknown", "不明", "?", "n/a", "-"])
def test_d11_unknown_is_no_value(shapes: Schema, written: str) -> None:
    """
    A field that takes a thing, a word or a date refuses a word for "unknown": what is not known is left out.
    """
    text = f"people:\n  ada: {{name: {{en: A}}, from-place: '{written}', gender: '{written}'}}\n"

    found, wrong = linked(shapes, text)

    assert {each.code for each in wrong} == {"unknown-reference", "not-allowed"}
    assert [value.field.key for value in found[0].values] == ["name"]


def test_d12_the_answer_depends_on_no_clock() -> None:
    """
    Nothing that answers reads today's date: what has ended is told with its end and as of when, on any day alike.
    """
    clock = re.compile(r"\b(?:date\.today|datetime\.now|datetime\.today|time\.time|localtime|utcnow)\(")
    readers = [path.name for path in (ROOT / "graph/citygraph").rglob("*.py") if clock.search(path.read_text("utf-8"))]

    assert readers == ["turns.py"]  # which says since when another process builds


def test_d12_an_office_that_has_ended_is_told_with_its_end(graph: store.Graph) -> None:
    """
    A past office is marked as past by the day it ended.
    """
    text = dossiers.as_text(dossiers.look_up(graph, "Alain Le Saux", "en"), "en")

    assert "until 2015" in text


# -------------------------------------------------------------------------- RDF


@pytest.mark.parametrize(
    "turtle",
    [
        "@prefix c: <x:> . c:a c:b " + "[" * 100_000,
        "@prefix c: <x:> . c:a c:b " + "[ c:p " * 100_000 + "1" + "]" * 100_000 + " .",
        "@prefix c: <x:> . c:a c:b " + "(" * 100_000 + ")" * 100_000 + " .",
    ],
    ids=["open", "brackets", "parentheses"],
)
def test_r9_an_ontology_nested_without_end_is_an_error(tmp_path: Path, turtle: str) -> None:
    """
    A project's own ontology is the only RDF that is read; what is nested too deeply is said, and the process lives.
    """
    (tmp_path / "bomb.ttl").write_text(turtle)

    with pytest.raises(schema.SchemaError, match=r"bomb\.ttl: "):
        schema.read([ROOT / "ontology", tmp_path])


@pytest.mark.parametrize("name", ["entities.rdf", "entities.owl", "context.jsonld", "more.xml"])
def test_r6_r7_r8_other_rdf_is_not_read(project: Written, name: str) -> None:
    """
    RDF/XML and JSON-LD are never input: an entity bomb or a remote context beside the ontology is not opened.
    """
    bomb = '<!DOCTYPE a [<!ENTITY a "' + "x" * 100 + '">]><rdf:RDF>&a;</rdf:RDF>'
    project.write(f"ontology/{name}", bomb)
    project.write(f"data/{name}", bomb)

    assert [each for each in project.project.inputs() if each.endswith(name)] == []
    assert project.check() == []


def test_q20_the_command_and_rdflib_count_the_same_in_default_and_named_graphs(project: Written) -> None:
    """
    One question, asked of the store and of rdflib's reading of the dump, with and without GRAPH.
    """
    from rdflib import Dataset

    from citygraph import exports

    project.write("data/a.yaml", two("Ada Example", "Bob Sample"))
    graph = build.fresh(project.project)
    dump = Dataset(default_union=False)
    dump.parse(data=exports.rdf(graph, "nq"), format="nquads")
    for query in (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) { ?s a <https://citygraph.example/ontology#Person> }",
    ):
        ours = store.ask_user_query(graph, query).cells()[0][0]
        theirs = [str(row[0]) for row in dump.query(query)]  # type: ignore[index, misc]
        assert ours is not None
        assert [ours["value"]] == theirs


# ------------------------------------------------------------------------- names


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_d8_any_two_names_are_compared(one: str, other: str) -> None:
    """
    Whatever two people are called, the comparison ends, and equal keys are always a pair.
    """
    shapes = _shapes()
    kind = next(each for each in shapes.kinds.values() if each.key == "people")
    field = kind.by_key["name"]
    found = [facts.Fact(kind, id_, (facts.Value(field, text, "en"),)) for id_, text in (("one", one), ("two", other))]

    pairs = checks.doubles(found)

    if names.fold(one) == names.fold(other) != "":
        assert len(pairs) == 1


_READ: list[Schema] = []


def _shapes() -> Schema:
    if not _READ:
        _READ.append(schema.read([ROOT / "ontology"]))
    return _READ[0]
