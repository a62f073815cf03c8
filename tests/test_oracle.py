"""One rule book, two judges: pySHACL judges the RDF of the same facts and must agree with us."""

from __future__ import annotations

import time
from functools import cache

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import SH

from citygraph import build, projects, store

pytestmark = pytest.mark.usefixtures("read_once")
DATASET = "base: https://example.org/\n"
REGISTRY = """\
countries:
  canada: {name: {en: Canada, zh-Hant: 加拿大}}
  taiwan: {name: {en: Taiwan}}
cities:
  montreal: {name: {en: Montreal, zh-Hant: 蒙特婁}, within: canada, latitude: 45.5, geonames: "6077243"}
  taichung: {name: {en: Taichung}, within: taiwan}
governments:
  montreal-government: {name: {en: City of Montreal}, of: montreal}
  taichung-government: {name: {en: Taichung City Government}, of: taichung}
networks:
  metropolis: {name: {en: Metropolis}, founded: 1985, same-as: https://example.net/metropolis}
roles:
  mayor: {name: {en: mayor}}
offices:
  montreal-mayor: {name: {en: Mayor of Montreal}, of: montreal, role: mayor}
people:
  coderre: {name: {en: Denis Coderre}, gender: male}
  tau: {name: {en: Parks Tau}}
series:
  congress: {name: {en: Metropolis World Congress}, of: metropolis}
events:
  congress-2017:
    name: {en: 12th Metropolis World Congress}
    series: congress
    ordinal: 12
    start: 2017-06-19
    end: 2017-06-22
    people-listed: some-listed
measures:
  members: {name: {en: members}}
"""
REPORT = """\
report:
  id: montreal-2017
  name: {en: Montreal report}
  date: 2017-09
trips:
  trip-2017: {name: {en: Trip}, travellers: tau, on-behalf-of: taichung, to: montreal,
    start: 2017-06-17, end: 2017-06-24}
sessions:
  opening: {name: {en: Opening}, of: congress-2017, type: opening}
tenures:
- {id: t1, holder: coderre, office: montreal-mayor, manner: elected, since: 2013, until: 2017-11, cite: 肆.一}
memberships:
- {id: m1, member: montreal, of: metropolis, tier: full, since: 1985, as-of: 2017, cite: 肆.一}
encounters:
- {id: e1, with: {who: coderre, as: montreal-mayor}, by: tau, at: congress-2017, place: montreal, attestation: told,
    about: {en: roads}, cite: 肆.一}
invitations:
- {id: i1, from: montreal, to: coderre, for: congress-2017, status: settled, settled-by: e1, number: 3, cite: 肆.二}
agreements:
- {id: a1, parties: [montreal, taichung], type: sister-city, status: in-force, signed: 2016-02-29, cite: 肆.二}
figures:
- {id: f1, of: metropolis, measure: members, value: 136, printed: "136", as-of: 2017, cite: 肆.二}
namings:
- {id: n1, of: coderre, form: {en: Codere}, status: misprint, cite: 肆.二}
corrections:
- {id: c1, corrects: f1, field: value, stated: {en: "136"}, reason: {en: counted}, ground: doubt, cite: 肆.二}
about-events:
- {id: s1, of: congress-2017, theme: {en: Global challenges}, hosts: montreal, cite: 肆.三}
about-bodies:
- {id: b1, of: metropolis, seat: montreal, cite: 肆.三}
"""
PREFIXES = {
    "": "https://example.org/id/",
    "cg": "https://citygraph.example/ontology#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
DAY = '"{}"^^cg:PartialDate'


def drop(pattern):
    return f"DELETE WHERE {{ {pattern} }}"


def add(triples):
    return f"INSERT DATA {{ {triples} }}"


def swap(subject, property_, value):
    return f"{drop(f'{subject} {property_} ?old')} ; {add(f'{subject} {property_} {value}')}"


# What is written instead of what, and the same mistake in RDF for what our reader lets become no fact.
WRONG = {
    "a thing without a name": ("{name: {en: Parks Tau}}", "{note: {en: nobody}}", drop(":tau skos:prefLabel ?name")),
    "a thing with a name in no language": ("{name: {en: Parks Tau}}", "{name: {}}", drop(":tau skos:prefLabel ?name")),
    "two names in one language": (
        "{name: {en: Parks Tau}}",
        "{name: {en: [Parks Tau, Tau]}}",
        add(':tau skos:prefLabel "Tau"@en'),
    ),
    "two notes in one language": (
        "{name: {en: Parks Tau}}",
        "{name: {en: Tau}, note: {en: [a, b]}}",
        add(':tau skos:scopeNote "a"@en , "b"@en'),
    ),
    "a name without a language": (
        "{name: {en: Parks Tau}}",
        "{name: Parks Tau}",
        swap(":tau", "skos:prefLabel", '"Tau"'),
    ),
    "no citation": (
        "since: 2013, until: 2017-11, cite: 肆.一",
        "since: 2013, until: 2017-11",
        drop(":t1 prov:wasDerivedFrom ?p"),
    ),
    "a citation of nothing": (
        "until: 2017-11, cite: 肆.一",
        "until: 2017-11, cite: nothing 肆.一",
        swap(":t1", "prov:wasDerivedFrom", "<https://example.org/passage/nothing>"),
    ),
    "no holder": ("holder: coderre, ", "", drop(":t1 org:member ?who")),
    "no office": ("office: montreal-mayor, manner", "manner", drop(":t1 org:post ?office")),
    "two offices": (
        "office: montreal-mayor, manner",
        "office: [montreal-mayor, congress-2017], manner",
        add(":t1 org:post :congress-2017"),
    ),
    "an office that is an event": (
        "office: montreal-mayor, manner",
        "office: congress-2017, manner",
        swap(":t1", "org:post", ":congress-2017"),
    ),
    "a holder who is a city's country": ("holder: coderre", "holder: canada", swap(":t1", "org:member", ":canada")),
    "a reference to nobody": ("holder: coderre", "holder: nobody", swap(":t1", "org:member", ":nobody")),
    "a word that is none": ("manner: elected", "manner: crowned", swap(":t1", "cg:manner", "cg:crowned")),
    "a word of another field": ("manner: elected", "manner: told", swap(":t1", "cg:manner", "cg:told")),
    "an end before the start": ("until: 2017-11", "until: 2012", None),
    "an event that ends before it starts": ("end: 2017-06-22", "end: 2017-06-18", None),
    "an event that ends before another passage lets it start": ("theme: {en: Global challenges}", "end: 2017-05", None),
    "a trip that ends before it starts": ("end: 2017-06-24", "end: 2016", None),
    "a month that the calendar lacks": (
        "as-of: 2017, cite: 肆.一",
        "as-of: 2017-13, cite: 肆.一",
        swap(":m1", "cg:asOf", DAY.format("2017-13")),
    ),
    "a day that the calendar lacks": (
        "as-of: 2017, cite: 肆.一",
        "as-of: 2017-02-29, cite: 肆.一",
        swap(":m1", "cg:asOf", DAY.format("2017-02-29")),
    ),
    "a year of no calendar": (
        "as-of: 2017, cite: 肆.一",
        "as-of: 0000, cite: 肆.一",
        swap(":m1", "cg:asOf", DAY.format("0000")),
    ),
    "a date in words": (
        "founded: 1985",
        "founded: June 1985",
        swap(":metropolis", "schema:foundingDate", DAY.format("June 1985")),
    ),
    "two dates of one event": ("theme: {en: Global challenges}", "start: 2017-06-20", None),
    "two founding years": ("seat: montreal, cite", "founded: 1986, cite", None),
    "two themes of one event": ("ordinal: 12", "theme: {en: Local challenges}", None),
    "a number out of range": ("latitude: 45.5", "latitude: 90.1", swap(":montreal", "geo:lat", "90.1")),
    "a number below the range": ("latitude: 45.5", "latitude: -91", swap(":montreal", "geo:lat", '"-91"^^xsd:decimal')),
    "an edition that cannot be counted": ("ordinal: 12", "ordinal: 0", swap(":congress-2017", "cg:ordinal", "0")),
    "a number in words": ("value: 136", "value: many", swap(":f1", "schema:value", '"many"^^xsd:decimal')),
    "a broken number": ("number: 3", "number: 3.5", swap(":i1", "cg:number", "3.5")),
    "a code that does not fit": ('geonames: "6077243"', "geonames: Q340", swap(":montreal", "cg:geonames", '"Q340"')),
    "an address that is none": (
        "https://example.net/metropolis",
        "javascript:alert(1)",
        swap(":metropolis", "schema:sameAs", '"javascript:alert(1)"^^xsd:anyURI'),
    ),
    "an encounter with nobody": ("with: {who: coderre, as: montreal-mayor}, ", "", drop(":e1 cg:with ?side")),
    "a side that is nobody": (
        "with: {who: coderre, as: montreal-mayor}",
        "with: {as: montreal-mayor}",
        drop(":e1 cg:with ?side . ?side cg:agent ?who"),
    ),
    "a side that is two": (
        "with: {who: coderre, as",
        "with: {who: [coderre, tau], as",
        "INSERT { ?side cg:agent :tau } WHERE { :e1 cg:with ?side }",
    ),
    "a capacity that is no office": (
        "as: montreal-mayor}",
        "as: mayor}",
        "INSERT { ?side cg:capacity :mayor } WHERE { :e1 cg:with ?side }",
    ),
    "an encounter without attestation": ("attestation: told,", "", drop(":e1 cg:attestation ?how")),
    "two attestations": ("attestation: told", "attestation: [told, caption]", add(":e1 cg:attestation cg:caption")),
    "an encounter nowhere": ("place: montreal, attestation", "attestation", drop(":e1 cg:place ?where")),
    "an encounter at a person": ("at: congress-2017, place", "at: tau, place", swap(":e1", "cg:at", ":tau")),
    "an agreement with oneself": (
        "parties: [montreal, taichung]",
        "parties: [montreal]",
        drop(":a1 cg:party :taichung-government"),
    ),
    "an agreement with oneself twice": (
        "parties: [montreal, taichung]",
        "parties: [montreal, montreal]",
        drop(":a1 cg:party :taichung-government"),
    ),
    "an agreement of a person": (
        "parties: [montreal, taichung]",
        "parties: [montreal, taichung, tau]",
        add(":a1 cg:party :tau"),
    ),
    "a figure of nothing": ("of: metropolis, measure", "measure", drop(":f1 cg:of ?what")),
    "a figure that counts a person": (
        "measure: members, value",
        "measure: tau, value",
        swap(":f1", "schema:measuredProperty", ":tau"),
    ),
    "a form in two languages where one is meant": ("form: {en: Codere}", "form: {en: Codere, zh-Hant: 柯德}", None),
    "a session of nothing": (
        "of: congress-2017, type: opening",
        "type: opening",
        drop(":opening schema:superEvent ?event"),
    ),
    "a correction without a reason": ("reason: {en: counted}, ", "", drop(":c1 cg:reason ?why")),
    "a former id that is none": (
        "{name: {en: Parks Tau}}",
        "{name: {en: Tau}, formerly: Parks Tau}",
        add(':tau cg:formerId "Parks Tau"'),
    ),
}
RIGHT = {
    "the facts as they are": ("value: 136", "value: 136"),
    "a leap day": ("signed: 2016-02-29", "signed: 2000-02-29"),
    "an end in the year of the start": ("until: 2017-11", "until: 2013"),
    "a body as holder": ("holder: coderre", "holder: metropolis"),
    "a city where its government is meant": ("to: coderre", "to: montreal"),
    "several holders": ("holder: coderre", "holder: [coderre, tau]"),
    "no end": ("since: 2013, until: 2017-11", "since: 2013"),
    "the same value from two passages": ("theme: {en: Global challenges}", "start: 2017-06-19"),
    "a less precise date elsewhere": ("theme: {en: Global challenges}", "start: 2017-06"),
    "a theme in another language": ("ordinal: 12", "theme: {zh-Hant: 全球挑戰}"),
    "names in a third language": ("{name: {en: Parks Tau}}", "{name: {en: Tau}, also: {fr: [Tau, M. Tau]}}"),
    "the lowest latitude": ("latitude: 45.5", "latitude: -90"),
    "a date of another passage that the event does not contradict": ("hosts: montreal", "end: 2017-06-22"),
    "a second date that a correction withdraws": (
        "counted}, ground: doubt, cite: 肆.二}\nabout-events:\n- {id: s1, ",
        (
            "counted}, ground: doubt, cite: 肆.二}\n"
            "- {corrects: s1, field: start, reason: {en: no}, ground: same-report, cite: 肆.三}\n"
            "about-events:\n- {id: s1, start: 2017-06-20, "
        ),
    ),
}


@cache
def shapes(*folders):
    graph = Graph()
    for path in sorted(path for folder in folders for path in folder.rglob("*.ttl")):
        graph.parse(path)
    graph.remove((None, SH.sparql, None))
    return graph


def rdf(lines):
    """
    The default graph, as rdflib reads it.
    """
    with store.memory(lines) as engine:
        triples = (quad.triple for quad in engine.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        return Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")


def conforms(data, project):
    rules = shapes(*project.ontologies)
    ok, _, text = pyshacl.validate(data, shacl_graph=rules, ont_graph=rules, inference="none", advanced=False)
    return ok, text


def compiled_from(root, old="", new=""):
    """
    The sample compiled in a folder, *new* written in it where it has *old*.
    """
    assert not old or (REGISTRY + REPORT).count(old) == 1, f"{old!r} does not stand once in the sample"
    files = {"dataset": DATASET, "registry": REGISTRY, "montreal-2017": REPORT}
    (root / "data").mkdir()
    for name, text in files.items():
        (root / "data" / f"{name}.yaml").write_text(text.replace(old, new) if old else text, "utf-8")
    return build.compile_(projects.find(root))


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """
    The lines of the sample as it is.
    """
    compiled = compiled_from(tmp_path_factory.mktemp("sample"))
    assert not compiled.errors
    return compiled.lines


@pytest.mark.parametrize("mistake", WRONG)
def test_both_judges_refuse(tmp_path, sample, mistake):
    """
    What our judge refuses, pySHACL refuses too.
    """
    old, new, update = WRONG[mistake]
    compiled = compiled_from(tmp_path, old, new)
    data = rdf(compiled.lines or sample)
    if update and not compiled.lines:
        data.update(update, initNs=PREFIXES)

    ok, _ = conforms(data, compiled.project)

    assert compiled.errors, "our judge sees nothing wrong"
    assert compiled.lines or update, "no RDF shows this mistake"
    assert not ok, "pySHACL sees nothing wrong"


@pytest.mark.parametrize("facts", RIGHT)
def test_both_judges_accept(tmp_path, facts):
    """
    What our judge accepts, pySHACL accepts too.
    """
    compiled = compiled_from(tmp_path, *RIGHT[facts])

    ok, text = conforms(rdf(compiled.lines), compiled.project)

    assert [str(each.place) + each.message() for each in compiled.errors] == []
    assert ok, text


def test_the_real_data_conform_to_the_shapes(real, read_real):
    """
    pySHACL finds nothing wrong in the real data, within a minute.
    """
    assert not read_real.errors
    started = time.perf_counter()

    ok, text = conforms(rdf(read_real.lines), real)

    assert ok, text
    assert time.perf_counter() - started < 60


def test_every_shape_judges_something_in_the_real_data(read_real):
    """
    The agreement on the real data is not an empty one: every kind of record that a file can hold is there.
    """
    held = {
        str(class_)
        for class_ in rdf(read_real.lines).objects(None, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"))
    }

    missing = [kind.key for kind in read_real.schema.top.values() if kind.iri not in held]

    assert missing == []
