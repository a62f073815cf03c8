"""The graph for others: files that other tools read, results in every format, a dataset for Python."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from functools import cache

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import SKOS

import citygraph
from citygraph import build, exports, store
from citygraph.store import LimitError, Limits, QueryError

pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib in itself

PEOPLE = """\
people:
  tau: {name: {en: Parks Tau, zh-Hant: 陶帕克斯}, note: {en: 'said "@zh-hant" once'}, cite: r1 肆.一}
  lin: {name: {en: "=cmd|' /C calc'!A0"}}
"""
REPORT = "report: {id: r1, name: {en: First report}}\n"
ID = "https://example.org/id/"


@pytest.fixture
def graph(project):
    """
    The built graph of a small project.
    """
    project.write("data/people.yaml", PEOPLE)
    project.write("data/reports/r1.yaml", REPORT)
    return build.fresh(project.project)


@pytest.fixture(scope="module")
def real_graph(tmp_path_factory, read_real):
    """
    The graph of the real data, in a folder of its own.
    """
    assert not read_real.errors
    folder = tmp_path_factory.mktemp("real") / "build"
    schema = {"prefixes": dict(read_real.schema.prefixes), "labels": {}, "settings": {"base": read_real.settings.base}}
    store.write(folder, read_real.lines, {"schema.json": json.dumps(schema).encode()})
    return store.Graph(folder)


# RDF files


@pytest.fixture(scope="module")
def read_back(real_graph):
    """
    What rdflib reads of a file in a format: how many quads, and which. Each takes seconds, so it is read once.
    """

    @cache
    def read(format_, parser):
        found = set(Dataset().parse(data=exports.rdf(real_graph, format_), format=parser).quads())
        return len(found), {tuple(each.n3() if each is not None else "" for each in quad) for quad in found}

    return read


@pytest.mark.parametrize(("format_", "parser"), [("nq", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")])
def test_r12_rdflib_reads_every_quad(real_graph, read_back, format_, parser):
    """
    R12: a file with the passages as named graphs holds, for rdflib too, exactly the quads of the store.
    """
    count, _ = read_back(format_, parser)

    assert count == len(real_graph)


def test_r12_rdflib_reads_every_triple_of_turtle(real_graph):
    """
    R12: Turtle holds the default graph, each triple once.
    """
    [row] = real_graph.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")

    found = Graph().parse(data=exports.rdf(real_graph, "ttl"), format="turtle")

    assert len(found) == int(row["n"].value)


@pytest.mark.parametrize(("format_", "parser"), [("trig", "trig"), ("jsonld", "json-ld")])
def test_r12_every_format_holds_the_same_quads(read_back, format_, parser):
    """
    R12: whichever file is read, it is the same graph, languages and all.
    """
    _, lines = read_back("nq", "nquads")

    _, found = read_back(format_, parser)

    assert found == lines


@pytest.mark.parametrize("format_", ["nq", "trig", "ttl", "jsonld"])
def test_r11_a_file_is_the_same_each_time(project, graph, format_):
    """
    R11: the same data give the same file, also from another build.
    """
    before = exports.rdf(graph, format_)
    project.write("data/people.yaml", PEOPLE + "# a comment\n")

    again = build.fresh(project.project)

    assert again.folder != graph.folder
    assert exports.rdf(again, format_) == before


@pytest.mark.parametrize("format_", ["nq", "trig", "ttl", "jsonld"])
def test_r5_a_file_keeps_language_tags_and_texts(graph, format_):
    """
    R5: tags are written zh-Hant, which the engine makes lower-case, and no text is touched.
    """
    text = exports.rdf(graph, format_)

    assert "zh-Hant" in text
    assert text.count("zh-hant") == exports.rdf(graph, "nq" if format_ != "ttl" else "ttl").count('said \\"@zh-hant')


def test_turtle_uses_the_prefixes_of_the_ontology(graph):
    """
    A file for readers shortens what it can.
    """
    text = exports.rdf(graph, "ttl")

    assert "@prefix skos:" in text
    assert 'skos:prefLabel "Parks Tau"@en' in text


# Results of queries

NAMES = "SELECT ?who ?name { ?who a cg:Person ; skos:prefLabel ?name } ORDER BY ?name"


def test_a_table_shortens_and_aligns(graph):
    """
    A table for a terminal has IRIs by their prefixes and columns as wide as what they hold.
    """
    found = exports.answer(
        graph, "SELECT ?who ?name { ?who a cg:Person ; skos:prefLabel ?name } ORDER BY DESC(?name) LIMIT 2"
    )

    assert found.text.splitlines() == [
        "who     name",
        "------  ---------",
        "id:tau  陶帕克斯",
        "id:tau  Parks Tau",
    ]


def test_c5_control_characters_of_an_answer_are_shown_escaped(graph):
    """
    C5: nothing that an answer holds steers a terminal, and a row is a line.
    """
    found = exports.answer(graph, r'SELECT ("\u001b[31m\nred" AS ?x) { }')

    assert found.text.splitlines()[2:] == [r"\x1b[31m\nred"]


def test_json_is_the_w3cs(graph):
    """
    JSON is SPARQL 1.1 Query Results JSON, tags as the data have them.
    """
    found = json.loads(exports.results(graph, NAMES, "json"))

    assert found["head"]["vars"] == ["who", "name"]
    assert {"type": "literal", "value": "陶帕克斯", "xml:lang": "zh-Hant"} in [
        row["name"] for row in found["results"]["bindings"]
    ]


def test_tsv_is_the_w3cs(graph):
    """
    TSV is SPARQL 1.1 TSV: terms as Turtle writes them, nothing defused.
    """
    found = exports.results(graph, NAMES, "tsv").splitlines()

    assert found[0] == "?who\t?name"
    assert f'<{ID}tau>\t"陶帕克斯"@zh-Hant' in found
    assert f"<{ID}lin>\t\"=cmd|' /C calc'!A0\"@en" in found


def test_csv_runs_nothing_in_a_spreadsheet(graph):
    """
    W8: a cell that a spreadsheet would run has an apostrophe before it, numbers have none.
    """
    query = NAMES.replace("?name }", "?name BIND(-33.9 AS ?n) BIND('a\\n=1' AS ?m) }").replace(
        "?who ?name {", "?who ?name ?n ?m {"
    )

    found = list(csv.DictReader(io.StringIO(exports.results(graph, query, "csv"), newline="")))

    assert [row["name"] for row in found if row["who"] == f"{ID}lin"] == ["'=cmd|' /C calc'!A0"]
    assert {row["n"] for row in found} == {"-33.9"}
    assert {row["m"] for row in found} == {"'a\n=1"}


def test_xml_is_the_w3cs(graph):
    """
    XML is SPARQL Query Results XML, well-formed.
    """
    found = ET.fromstring(exports.results(graph, NAMES, "xml"))

    names = found.findall(".//{http://www.w3.org/2005/sparql-results#}literal")
    assert {each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in names} == {"en", "zh-Hant"}


def test_xml_that_would_not_be_well_formed_is_refused(graph):
    """
    A character that XML cannot hold is named instead of written.
    """
    with pytest.raises(QueryError, match=r"XML cannot hold the character U\+0001"):
        exports.results(graph, r'SELECT ("\u0001" AS ?x) { }', "xml")


@pytest.mark.parametrize(("format_", "parser"), [("ttl", "turtle"), ("nt", "nt"), (None, "turtle")])
def test_triples_are_written_as_rdf(graph, format_, parser):
    """
    CONSTRUCT gives Turtle with prefixes, or N-Triples.
    """
    text = exports.results(
        graph, f"CONSTRUCT {{ ?s skos:prefLabel ?o }} WHERE {{ BIND(<{ID}tau> AS ?s) ?s skos:prefLabel ?o }}", format_
    )

    found = Graph().parse(data=text, format=parser)

    assert (URIRef(f"{ID}tau"), SKOS.prefLabel, Literal("陶帕克斯", lang="zh-Hant")) in found
    assert len(found) == 2
    assert "zh-Hant" in text


@pytest.mark.parametrize(
    ("format_", "text"), [(None, "true"), ("table", "true"), ("csv", "true"), ("json", '{"head": {}, "boolean": true}')]
)
def test_a_truth_is_written_in_each_format(graph, format_, text):
    """
    ASK gives true or false.
    """
    assert exports.results(graph, "ASK { ?s a cg:Person }", format_) == text


@pytest.mark.parametrize(
    ("query", "format_", "message"),
    [
        ("SELECT ?s { ?s a cg:Person }", "ttl", "a table is written as table, json, csv, tsv, xml, not as ttl"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "csv", "triples are written as ttl or nt, not as csv"),
    ],
)
def test_a_format_that_does_not_fit_is_refused(graph, query, format_, message):
    """
    What cannot be written so is said with what can.
    """
    with pytest.raises(QueryError, match=message):
        exports.results(graph, query, format_)


def test_r11_results_are_the_same_each_time(graph):
    """
    R11: an ordered query gives the same text each time, triples in any case.
    """
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

    assert exports.results(graph, query, "ttl") == exports.results(graph, query, "ttl")


# Limits


def test_q10_a_cut_table_says_so(graph):
    """
    Q10: a table that was cut has a note, below it where nothing can be said beside it.
    """
    found = exports.answer(graph, "SELECT ?s { ?s ?p ?o }", limits=Limits(rows=3))

    assert found.cut
    assert len(found.text.splitlines()) == 2 + 3
    assert found.notes == ("cut after 3 rows: there is more; LIMIT and OFFSET give the rest",)


def test_q10_text_that_cannot_say_that_it_was_cut_is_not_given(graph, monkeypatch):
    """
    Q10: a file of rows never looks complete when it is not.
    """
    monkeypatch.setattr(store, "Limits", lambda: Limits(rows=3))

    assert exports.results(graph, "SELECT ?s { ?s ?p ?o }").endswith(
        "(cut after 3 rows: there is more; LIMIT and OFFSET give the rest)"
    )
    with pytest.raises(LimitError, match="cut after 3 rows"):
        exports.results(graph, "SELECT ?s { ?s ?p ?o }", "csv")


def test_q12_a_name_that_the_ontology_lacks_is_noted(graph):
    """
    Q12: an empty answer to a misspelt class or property says so, with the nearest name.
    """
    found = exports.answer(graph, "SELECT ?s { ?s a cg:Persom ; cg:wiht ?o }")

    assert found.notes == (
        "the ontology has no cg:Persom; did you mean cg:Person?",
        "the ontology has no cg:wiht; did you mean cg:with?",
    )


# Prefixes and mistakes


def test_prefixes_are_known(graph):
    """
    A query need not declare the prefixes of the ontology, nor that of the dataset's own ids.
    """
    assert (
        exports.results(graph, "ASK { id:tau a foaf:Person , schema:Person , cg:Person ; skos:prefLabel ?n }") == "true"
    )


def test_a_prefix_of_ones_own_wins(graph):
    """
    Who declares a known prefix means what he declares.
    """
    assert exports.results(graph, f"PREFIX cg: <{ID}> ASK {{ cg:tau ?p ?o }}") == "true"


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * {\n  ?s ?p ?o .\n  FILTR(?o)\n}", 3, 3),
        ("SELECT * {\r\n  ?s ?p ?o .\r\n  FILTR(?o)\r\n}", 3, 3),
        ("PREFIX cg: <x:>\nSELECT * { ?s nope:p ?o }", 2, 15),
        ("SELECT * { SERVICE <x:y> { } }", 1, 12),
    ],
)
def test_q11_a_mistake_has_the_users_own_line_and_column(graph, query, line, column):
    """
    Q11: the prefixes that were put before a query do not move its lines.
    """
    with pytest.raises(QueryError) as caught:
        exports.results(graph, query)

    assert (caught.value.line, caught.value.column) == (line, column)


def test_q11_a_caret_points_at_the_mistake():
    """
    Q11: the line of the query, and below it a caret, also after wide characters.
    """
    query = 'SELECT * {\n  ?s ?p "臺中" . FILTR }'

    found = exports.pointed(query, QueryError("no", 2, 16))

    assert found.splitlines() == ["2:16: no", '    ?s ?p "臺中" . FILTR }', " " * 19 + "^"]


def test_a_mistake_without_a_place_is_said_alone():
    """
    What has no place has no caret.
    """
    assert exports.pointed("SELECT * { }", QueryError("no")) == "no"


# For Python


def test_the_dataset_answers_queries(project, graph):
    """
    ``citygraph.open()`` gives an rdflib.Dataset whose default graph holds every triple once.
    """
    dataset = citygraph.open(project.root)

    rows = list(
        dataset.query('SELECT ?who { ?who a cg:Person ; skos:prefLabel ?n FILTER(langMatches(lang(?n), "zh-Hant")) }')
    )

    assert isinstance(dataset, Dataset)
    assert [str(row.who) for row in rows] == [f"{ID}tau"]


def test_the_dataset_says_which_passage(project, graph):
    """
    ``GRAPH ?passage`` is one hop from a triple to who says so.
    """
    dataset = citygraph.open(project.root)

    rows = list(dataset.query(f'SELECT ?passage {{ GRAPH ?passage {{ <{ID}tau> skos:prefLabel "Parks Tau"@en }} }}'))

    assert [str(row.passage) for row in rows] == ["https://example.org/passage/r1/肆.一"]


def test_the_dataset_is_read_only(project, graph):
    """
    Nothing can be written through the dataset.
    """
    dataset = citygraph.open(project.root)

    with pytest.raises((RuntimeError, OSError)):
        dataset.add((URIRef("x:a"), URIRef("x:b"), Literal("c")))
