"""A new kind of fact costs one shape and YAML, no Python."""

from __future__ import annotations

import pytest

from citygraph import build, dictionary, schema, views
from citygraph.sentences import Teller

SHAPE = """\
@prefix cg: <https://citygraph.example/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

cg:Gift a rdfs:Class , sh:NodeShape ;
    rdfs:subClassOf cg:Fact ;
    sh:name "gifts" ;
    rdfs:label "gift"@en , "禮物"@zh-Hant ;
    rdfs:comment "one side gave the other something"@en , "一方致贈另一方物品"@zh-Hant ;
    cg:sentence "{from} gave {to}: {about}[, {date}][ ({way})]"@en ,
        "{from}致贈{to}：{about}[，{date}][〔{way}〕]"@zh-Hant ;
    cg:edge [ cg:tail ( cg:giver ) ; cg:head ( cg:receiver ) ; rdfs:label "gave to"@en , "致贈"@zh-Hant ] ;
    sh:property [ sh:name "from" ; sh:path cg:giver ; sh:class cg:Agent ; cg:through cg:governs ; sh:minCount 1 ;
        sh:message "a gift has a giver"@en , "禮物要有致贈者"@zh-Hant ;
        sh:description "who gave it"@en , "致贈者"@zh-Hant ] ;
    sh:property [ sh:name "to" ; sh:path cg:receiver ; sh:class cg:Agent ; sh:minCount 1 ; cg:printed cg:InSection ;
        sh:description "who was given it"@en , "受贈者"@zh-Hant ] ;
    sh:property [ sh:name "about" ; sh:path cg:about ; sh:datatype rdf:langString ; sh:uniqueLang true ; sh:minCount 1 ;
        sh:description "what it was"@en , "何物"@zh-Hant ] ;
    sh:property [ sh:name "date" ; sh:path cg:date ; sh:datatype cg:PartialDate ; sh:maxCount 1 ;
        cg:earliest cg:dateEarliest ; cg:latest cg:dateLatest ;
        sh:description "when"@en , "日期"@zh-Hant ] ;
    sh:property [ sh:name "way" ; sh:path cg:way ; sh:in ( cg:handed cg:sent ) ; sh:maxCount 1 ;
        sh:description "how it came"@en , "方式"@zh-Hant ] .

cg:giver a rdf:Property ; rdfs:label "giver"@en , "致贈者"@zh-Hant .
cg:receiver a rdf:Property ; rdfs:label "receiver"@en , "受贈者"@zh-Hant .
cg:way a rdf:Property ; rdfs:label "way"@en , "方式"@zh-Hant .
cg:handed a skos:Concept ; skos:prefLabel "handed over"@en , "面交"@zh-Hant .
cg:sent a skos:Concept ; skos:prefLabel "sent"@en , "寄送"@zh-Hant .
"""
DATA = """\
report: {id: trip, name: {en: Trip report, zh-Hant: 出國報告}}
people:
  ada: {name: {en: Ada, zh-Hant: 艾達}}
cities:
  taichung: {name: {en: Taichung, zh-Hant: 臺中}}
governments:
  taichung-government: {name: {en: Taichung City Government, zh-Hant: 臺中市政府}, of: taichung}
gifts:
- from: taichung
  to: ada
  about: {en: a sun cake, zh-Hant: 太陽餅}
  date: 2017-06
  way: handed
  cite: 肆.三.(二)
"""


@pytest.fixture
def gifts(project):
    """
    A project with one shape of its own and one file.
    """
    project.write("ontology/gifts.ttl", SHAPE)
    project.write("data/reports/trip.yaml", DATA)
    return project


def graph_of(project):
    return build.fresh(project.project)


def the_gift(graph):
    [row] = graph.select("SELECT ?gift WHERE { ?gift a <https://citygraph.example/ontology#Gift> }")
    return row["gift"].value


def test_a_new_kind_is_read(gifts):
    """
    References, the city that stands for its government, words, dates and citation.
    """
    compiled = gifts.compile()

    [fact] = [fact for fact in compiled.facts if fact.kind.key == "gifts"]
    assert compiled.diagnostics == []
    assert [value.text for value in fact.of("from")] == ["taichung-government"]
    assert [value.text for value in fact.of("to")] == ["ada"]
    assert [str(each) for each in fact.citations] == ["trip 肆.三.(二)"]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column"),
    [
        ("to: ada", "to: nobody", "unknown-reference", 10, 7),
        ("to: ada", "to: taichung", "wrong-kind", 10, 7),
        ("way: handed", "way: thrown", "not-allowed", 13, 8),
        ("date: 2017-06", "date: 2017-13", "no-such-date", 12, 9),
        ("way: handed", "wya: handed", "unknown-key", 13, 3),
        ("- from: taichung\n  to", "- to", "missing-field", 9, 3),
        ("  cite: 肆.三.(二)\n", "", "missing-field", 9, 3),
    ],
)
def test_a_new_kind_is_checked(gifts, old, new, code, line, column):
    """
    By its shape alone, at the place of the mistake.
    """
    gifts.write("data/reports/trip.yaml", DATA.replace(old, new))

    [diagnostic] = gifts.check()

    assert (diagnostic.code, *diagnostic.place[1:]) == (code, line, column)


def test_a_new_kind_is_grounded(gifts):
    """
    What its shape marks as printed must stand in the cited section.
    """
    gifts.write(
        "texts/trip.txt", "壹、甲\n貳、乙\n叄、丙\n肆、過程\n一、啟程\n二、會議\n三、參訪\n(一)致贈艾達禮物\n(二)參觀\n"
    )

    found = gifts.check(gifts.root / "texts")

    assert [(each.code, each.place.line) for each in found if each.is_error] == [("not-in-section", 10)]


def test_a_new_kind_is_cited(gifts):
    """
    Its triples stand in the named graph of the passage.
    """
    graph = graph_of(gifts)

    rows = graph.select(
        "SELECT ?passage ?to WHERE { GRAPH ?passage { ?gift <https://citygraph.example/ontology#receiver> ?to } }"
    )

    assert [(row["passage"].value, row["to"].value) for row in rows] == [
        ("https://example.org/passage/trip/肆.三.(二)", "https://example.org/id/ada")
    ]


def test_a_new_kind_is_exported(gifts):
    """
    N-Quads have it, with its computed days.
    """
    lines = gifts.compile().lines

    assert any("ontology#Gift>" in line and "passage/trip" in line for line in lines)
    assert any('dateEarliest> "2017-06-01"^^' in line for line in lines)


def test_a_new_kind_is_explained(gifts):
    """
    The field dictionary has it, in both languages.
    """
    shapes = schema.read(gifts.project.ontologies)

    text = dictionary.as_text(dictionary.explain(shapes, "gifts"), "zh-Hant")

    assert "gifts  禮物: 一方致贈另一方物品" in text
    assert "handed (面交), sent (寄送)" in text


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Taichung City Government gave Ada: a sun cake, June 2017 (handed over)"),
        ("zh-Hant", "臺中市政府致贈艾達：太陽餅，2017年6月〔面交〕"),
    ],
)
def test_a_new_kind_is_told(gifts, lang, sentence):
    """
    By the sentence of its shape, with its source.
    """
    graph = graph_of(gifts)
    teller = Teller(graph)

    told = teller.sentence(the_gift(graph), lang)

    assert told.replace(" 年 ", "年").replace(" 月", "月") == sentence
    assert [each.words() for each in teller.citations(the_gift(graph))] == ["trip 肆.三.(二)"]


def test_a_new_kind_is_drawn(gifts):
    """
    Its edge is a projection that the shape declares, with the sentence and the citation of the fact it comes from.
    """
    graph = graph_of(gifts)

    picture = views.paint(Teller(graph), "https://example.org/id/ada")

    [edge] = [edge for edge in picture.edges if edge.label["en"] == "gave to"]
    fact = picture.facts[edge.fact]
    assert (edge.tail, edge.head, edge.date) == ("taichung-government", "ada", "2017-06")
    assert fact.text["en"].startswith("Taichung City Government gave Ada: a sun cake")
    assert [citation.section for citation in fact.citations] == ["肆.三.(二)"]
