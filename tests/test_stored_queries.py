"""The queries of the questions: standard SPARQL 1.1 that two engines answer alike, row for row."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, URIRef

from citygraph import build, projects, questions

FOLDER = Path(__file__).parents[1] / "ontology" / "questions"
QUERIES = sorted(path.stem for path in FOLDER.glob("*.rq"))
# What pyoxigraph reads and SPARQL 1.1 does not know.
EXTENSIONS = re.compile(
    r"(?i)\b(lateral|triple|istriple|subject|predicate|object|langdir|strlangdir|haslang|adjust)\b\s*[({]|<<"
)


@pytest.fixture(scope="module")
def graph(real, tmp_path_factory):
    """
    The real data, built in a folder of their own.
    """
    root = tmp_path_factory.mktemp("real")
    for folder in ("data", "ontology"):
        shutil.copytree(real.root / folder, root / folder)
    return build.fresh(projects.find(root))


@pytest.fixture(scope="module")
def rdf(graph):
    """
    The default graph as rdflib holds it.
    """
    quads = graph.engine.quads_for_pattern(None, None, None, ox.DefaultGraph())
    lines = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    return Graph().parse(data=lines, format="nt")


def question(graph, id_):
    return next(each for each in graph.file("questions.json")["questions"] if each["id"] == id_)


def by_pyoxigraph(graph, query):
    found = graph.engine.query(query)
    return sorted(tuple("" if term is None else lowered(str(term)) for term in row) for row in found)


def by_rdflib(rdf, query):
    """
    The rows for rdflib, over no more of the data than the query names: it walks every node for each free path.
    """
    prefixes = dict(re.findall(r"PREFIX (\w*): <([^>]*)>", query))
    body = query[query.index("SELECT") :]
    named = {
        URIRef(prefixes[prefix] + name) for prefix, name in re.findall(r"\b(\w+):([\w-]+)", body) if prefix in prefixes
    }
    part = Graph()
    for triple in rdf:
        if triple[1] in named or (triple[1] == RDF.type and triple[2] in named):
            part.add(triple)
    return rows(part, query)


def rows(rdf, query):
    # rdflib joins a VALUES block last; what has one value is also given to it first, which changes no answer.
    single = re.findall(r"VALUES \?(\w+) { <([^<>\s]*)> }", query)
    found = rdf.query(query, initBindings={name: URIRef(iri) for name, iri in single})
    return sorted(tuple("" if term is None else lowered(term.n3()) for term in row) for row in found)


def lowered(term):
    return re.sub(r"@([\w-]+)$", lambda tag: tag[0].lower(), term).replace(
        "^^<http://www.w3.org/2001/XMLSchema#string>", ""
    )


@pytest.mark.parametrize("id_", QUERIES)
@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_both_engines_give_the_same_rows_for_the_example(graph, rdf, id_, lang):
    """
    pyoxigraph and rdflib answer a question's example alike, bound as the question binds it.
    """
    asked = questions.ask(graph, question(graph, id_)["example"][lang], lang)
    bound = [each.sparql for each in asked.answers if each.reading.question["id"] == id_]
    assert bound, "the example is read as another question"

    for query in bound:
        found = by_pyoxigraph(graph, query)

        assert by_rdflib(rdf, query) == found


@pytest.mark.parametrize("id_", QUERIES)
def test_a_query_is_standard_sparql(id_):
    """
    No query uses an extension of the engine, federation, or another data set than the default one.
    """
    text = (FOLDER / f"{id_}.rq").read_text("utf-8")
    query = re.sub(r'"[^"\n]*"|<[^<>\s]*>|#[^\n]*|\b\w+:[\w-]*', "", text)

    assert not EXTENSIONS.search(query)
    assert not re.search(r"(?i)\b(service|from)\b", query)


@pytest.mark.parametrize(
    "path", sorted([*FOLDER.glob("*.rq"), *FOLDER.parent.rglob("*.ttl")]), ids=lambda path: path.stem
)
def test_no_query_compares_a_language_tag_as_text(path):
    """
    The engine makes tags lower-case: only langMatches finds zh-Hant, in questions and in rules.
    """
    text = path.read_text("utf-8")

    assert not re.search(r"(?i)\blang\s*\([^)]*\)\s*(=|!=|in\b)", text)
    assert not re.search(r'(?i)["\']zh-Hant["\']\s*(=|!=)\s*lang\b', text)
