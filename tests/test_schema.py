"""The ontology into kinds and fields; a shape that says what is not understood is refused by name."""

from __future__ import annotations

import json

import pytest

from citygraph import projects, schema
from citygraph.schema import CG, SchemaError

PREFIXES = """\
@prefix cg: <https://citygraph.example/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
cg:Thing a rdfs:Class , sh:NodeShape ; cg:form cg:Keyed ;
  sh:property [ sh:name "note" ; sh:path skos:scopeNote ; sh:datatype rdf:langString ; sh:order 4 ] .
"""
GIFT = """\
cg:Gift a rdfs:Class , sh:NodeShape ; rdfs:subClassOf cg:Thing ; sh:name "gifts" ;
  rdfs:label "gift"@en , "禮物"@zh-Hant ;
  sh:property [ {} ] .
"""


@pytest.fixture(scope="module")
def real():
    """
    The schema of the real ontology.
    """
    return schema.read([projects.find().root / "ontology"])


@pytest.fixture
def read(tmp_path):
    """
    Reads shapes written in the test.
    """

    def written(*texts):
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.ttl").write_text(PREFIXES * (number == 0) + text, "utf-8")
        return schema.read([tmp_path])

    return written


def gift(read, property_):
    return read(GIFT.format(property_)).kinds[CG + "Gift"]


def field(read, property_):
    return next(each for each in gift(read, property_).fields if each.key != "note")


# What is read


def test_every_shape_of_the_ontology_is_a_kind_with_words_in_both_languages(real):
    """
    A kind that is written has a key; each has a label and says what it is.
    """
    assert len(real.top) > 30
    for kind in real.kinds.values():
        assert set(kind.label) >= {"en", "zh-Hant"}, kind.iri
        assert set(kind.comment) >= {"en", "zh-Hant"}, kind.iri
        assert kind.form == "Nested" or kind.key


def test_every_field_of_the_ontology_is_described_in_both_languages(real):
    """
    The field dictionary has no gaps.
    """
    for kind in real.kinds.values():
        for each in kind.fields:
            assert set(each.description) >= {"en", "zh-Hant"}, (kind.key, each.key)


def test_a_kind_has_the_fields_of_the_classes_above_it(real):
    """
    Every thing has names, every fact a citation.
    """
    assert real.top["people"].field("name").one_per_language
    assert real.top["encounters"].field("cite").least == 1
    assert real.top["people"].field("cite").least == 0


@pytest.mark.parametrize(
    ("key", "name", "type_"),
    [
        ("encounters", "with", schema.PART),
        ("encounters", "at", schema.REFERENCE),
        ("encounters", "date", schema.DATE),
        ("encounters", "attestation", schema.CONCEPT),
        ("encounters", "about", schema.LANGUAGE),
        ("encounters", "cite", schema.CITATION),
        ("lessons", "number", schema.INTEGER),
        ("cities", "latitude", schema.DECIMAL),
        ("cities", "geonames", schema.TEXT),
        ("cities", "same-as", schema.ADDRESS),
    ],
)
def test_every_type_of_value_is_known_by_its_shape(real, key, name, type_):
    """
    Class, node, list and datatype say how a value is written.
    """
    assert real.top[key].field(name).type == type_


@pytest.mark.parametrize(("key", "form"), [("people", "Keyed"), ("encounters", "Listed"), ("report", "Single")])
def test_a_kind_is_written_in_the_form_of_its_class(real, key, form):
    """
    A form holds for the classes below too.
    """
    assert real.top[key].form == form


def test_fields_stand_in_the_order_of_the_file(read):
    """
    An order that is given goes first.
    """
    kind = gift(
        read,
        'sh:name "z" ; sh:path cg:z ; sh:datatype xsd:string ] ; sh:property [ '
        'sh:name "a" ; sh:path cg:a ; sh:datatype xsd:string ] ; sh:property [ '
        'sh:name "m" ; sh:path cg:m ; sh:datatype xsd:string ; sh:order 2',
    )

    assert [each.key for each in kind.fields] == ["m", "note", "z", "a"]


def test_a_nameless_shape_adds_to_the_field_of_its_path(read):
    """
    A class below may ask for what a class above only allows.
    """
    kind = gift(read, 'sh:path skos:scopeNote ; sh:minCount 1 ; sh:message "say what it is"@en')

    [note] = kind.fields
    assert (note.key, note.least, note.message) == ("note", 1, {"en": "say what it is"})


def test_a_field_has_what_its_shape_says(read):
    """
    Counts, bounds and patterns.
    """
    found = field(
        read,
        'sh:name "value" ; sh:path cg:worth ; sh:datatype xsd:decimal ; sh:minCount 1 ; sh:maxCount 2 ; '
        'sh:minInclusive 0 ; sh:maxInclusive 9.5 ; sh:pattern "^[0-9]" ; cg:printed cg:InSection ; cg:own true',
    )

    assert (found.key, found.path, found.type) == ("value", CG + "worth", schema.DECIMAL)
    assert (found.least, found.most, found.low, found.high, found.pattern) == (1, 2, "0", "9.5", "^[0-9]")
    assert (found.printed, found.own) == ("InSection", True)


def test_the_words_of_a_field_are_the_last_parts_of_its_concepts(read):
    """
    A curator writes given, the graph holds cg:given.
    """
    found = field(read, 'sh:name "way" ; sh:path cg:way ; sh:in ( cg:given cg:swapped )')

    assert found.concepts == {"given": CG + "given", "swapped": CG + "swapped"}


def test_orders_and_rules_are_kept_with_their_messages(read):
    """
    What no field carries is judged later.
    """
    kind = gift(
        read,
        'sh:path cg:a ; sh:lessThanOrEquals cg:b ; sh:message "a after b"@en ] ; '
        'sh:sparql [ sh:select "SELECT $this WHERE {}" ; sh:severity sh:Warning ; sh:message "odd"@en',
    )

    [order], [rule] = kind.orders, kind.rules
    assert (order.earlier, order.later, order.message) == (CG + "a", CG + "b", {"en": "a after b"})
    assert (rule.query, rule.warning, rule.message) == ("SELECT $this WHERE {}", True, {"en": "odd"})


def test_an_edge_leads_from_path_to_path(real):
    """
    An empty path is the record itself.
    """
    edges = real.top["governments"].edges

    assert ((), (CG + "governs",)) in {(edge.tail, edge.head) for edge in edges}


def test_a_class_is_all_classes_above_it(real):
    """
    A city is a place and a thing, and no person.
    """
    city = real.top["cities"].iri

    assert real.is_a(city, CG + "Place")
    assert real.is_a(city, CG + "Thing")
    assert real.is_a(city, city)
    assert not real.is_a(city, CG + "Person")


def test_labels_fall_back_on_english_and_then_on_the_name(real):
    """
    Something is always shown.
    """
    assert real.label(CG + "City", "zh-Hant") == "城市"
    assert real.label(CG + "City", "fr") == "city"
    assert real.label(CG + "Nothing", "en") == "Nothing"


def test_the_vocabulary_holds_no_shape_and_no_blank_node(real):
    """
    A query finds classes and labels there, not how we write YAML.
    """
    text = "\n".join(real.vocabulary)

    assert list(real.vocabulary) == sorted(real.vocabulary)
    assert '"city"@en' in text
    assert "_:" not in text
    assert schema.SH not in text


def test_reading_twice_gives_the_same(real):
    """
    The same files, the same schema.
    """
    again = schema.read([projects.find().root / "ontology"])

    assert again == real
    assert json.dumps(schema.as_json(again)) == json.dumps(schema.as_json(real))


def test_several_folders_are_one_ontology(tmp_path):
    """
    A project adds to the packaged ontology.
    """
    prefixes, _, _ = PREFIXES.partition("cg:Thing a")
    text = prefixes + GIFT.format('sh:name "of" ; sh:path cg:of ; sh:class cg:Person')
    (tmp_path / "gifts.ttl").write_text(text, "utf-8")

    found = schema.read([projects.find().root / "ontology", tmp_path])

    assert found.top["gifts"].field("name") is not None
    assert found.top["gifts"].field("of").target == CG + "Person"


# What is refused


def refused(read, text):
    with pytest.raises(SchemaError) as raised:
        read(text)
    return str(raised.value)


def test_turtle_that_cannot_be_parsed_names_the_file(read):
    """
    The file and what the parser says.
    """
    assert refused(read, "cg:Gift a").startswith("0.ttl: ")


@pytest.mark.parametrize(
    ("property_", "what"),
    [
        ('sh:name "x" ; sh:path cg:x', "field 'x': no sh:class, sh:node, sh:in or known sh:datatype"),
        ('sh:name "x" ; sh:path cg:x ; sh:datatype xsd:float', "field 'x': no sh:class"),
        ('sh:name "x" ; sh:datatype xsd:string', "field 'x': sh:path is no property"),
        ('sh:name "x" ; sh:path ( cg:x cg:y ) ; sh:datatype xsd:string', "field 'x': sh:path is no property"),
        ('sh:name "x" ; sh:path cg:x ; sh:datatype xsd:string ; sh:minCount "one"', "field 'x': invalid literal"),
        ('sh:name "x" ; sh:path cg:x ; sh:class cg:Nobody', "field 'x': sh:class Nobody is no class"),
        ('sh:name "x" ; sh:path cg:x ; sh:node cg:Nobody', "field 'x': sh:node Nobody is no kind"),
        ('sh:name "note" ; sh:path cg:x ; sh:datatype xsd:string', "two fields are called 'note'"),
        ('sh:name "x" ; sh:path cg:x ; sh:datatype xsd:string ; sh:minCuont 1', "minCuont is not understood here"),
        (
            'sh:name "x" ; sh:path cg:x ; sh:datatype xsd:string ; cg:prnted cg:InSection',
            "prnted is not understood here",
        ),
    ],
)
def test_a_broken_field_is_refused_by_kind_and_name(read, property_, what):
    """
    Whoever adds a kind is told which of its fields is wrong.
    """
    said = refused(read, GIFT.format(property_))

    assert said.startswith("Gift: ")
    assert what in said


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("cg:form cg:Boxed", "cg:form Boxed is none of Keyed, Listed, Single, Nested"),
        ('cg:shorthand "who"', "cg:shorthand 'who' is no field"),
        ("cg:describes cg:of", "cg:describes of is the path of no field"),
        ('cg:sentance "x"@en', "sentance is not understood here"),
    ],
)
def test_a_broken_kind_is_refused_by_name(read, line, what):
    """
    A misspelt term would go unheeded.
    """
    text = GIFT.format("sh:path skos:scopeNote ; sh:minCount 1").replace("rdfs:label", f"{line} ; rdfs:label")

    assert refused(read, text) == f"Gift: {what}"


def test_a_shape_that_is_no_class_is_refused(read):
    """
    Records have a class.
    """
    text = GIFT.format("sh:path skos:scopeNote ; sh:minCount 1").replace("rdfs:Class , ", "")

    assert refused(read, text) == "Gift: a kind is also an rdfs:Class"
