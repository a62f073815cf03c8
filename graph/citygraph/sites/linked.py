"""The site for machines: schema.org in each page, RDF of each thing beside it, the data set described, a sitemap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from citygraph.sites.writing import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.sites.catalogue import Site, Thing

_SCHEMA = "https://schema.org/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_CG = "https://citygraph.example/ontology#"
# What schema.org calls the relations that a page tells of its thing.
_RELATIONS = (
    (_CG + "within", "containedInPlace"), (_CG + "place", "location"), (_SCHEMA + "location", "location"),
    (_SCHEMA + "superEvent", "superEvent"), (_SCHEMA + "organizer", "organizer"), (_CG + "edition", "superEvent"),
    ("http://www.w3.org/ns/org#subOrganizationOf", "parentOrganization"), (_SCHEMA + "author", "author"),
    (_SCHEMA + "publisher", "publisher"),
)  # fmt: skip
_DATES = ("startDate", "endDate", "foundingDate", "datePublished")
TRIPLES, QUADS = "data/graph.ttl", "data/graph.trig"


def schema_org(site: Site, thing: Thing, lang: str) -> dict[str, Any]:
    """
    A thing in the words of schema.org, which search engines read.
    """
    about = site.teller.about(thing.iri)
    above = site.teller.schema["above"].get(site.kinds[thing.iri], ())
    types = sorted(each.removeprefix(_SCHEMA) for each in above if each.startswith(_SCHEMA))
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@id": thing.iri,
        "@type": types[0] if types else "Thing",
        "url": f"{site.base}{lang}/id/{thing.stem}.html",
        "name": site.name(thing.iri, lang),
    }
    names = {term.value for name in ("prefLabel", "altLabel") for term in about.get(_SKOS + name, [])} - {found["name"]}
    found |= {"alternateName": sorted(names)} if names else {}
    if note := site.teller.value(thing.iri, "note", lang):
        found["description"] = note
    for key in _DATES:
        if terms := about.get(_SCHEMA + key):
            found[key] = terms[0].value
    if same := about.get(_SCHEMA + "sameAs"):
        found["sameAs"] = [term.value for term in same]
    if about.get(_GEO + "lat") and about.get(_GEO + "long"):
        latitude, longitude = (float(about[_GEO + name][0].value) for name in ("lat", "long"))
        found["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    for path, key in _RELATIONS:
        others = [{"@id": term.value, "name": site.name(term.value, lang)} for term in about.get(path, [])]
        if others and key not in found:
            found[key] = others
    return found


def home(site: Site, lang: str) -> dict[str, Any]:
    """
    The site as a data set of schema.org.
    """
    return {
        "@context": "https://schema.org",
        "@id": site.base,
        "@type": "Dataset",
        "name": site.title(lang),
        "description": site.title(lang),
        "inLanguage": list(site.languages),
        "url": f"{site.base}{lang}/index.html",
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "text/turtle", "contentUrl": site.base + TRIPLES},
            {"@type": "DataDownload", "encodingFormat": "application/trig", "contentUrl": site.base + QUADS},
        ],
    } | ({"license": site.settings["licence"]} if site.settings["licence"] else {})


def pages(site: Site) -> Iterator[Page]:
    """
    The RDF of each thing (itself and the facts that speak of it), the whole graph, and its description.
    """
    prefixes = dict(site.teller.schema["prefixes"]) | {"id": f"{site.base}id/"}
    facts: dict[str, list[str]] = {iri: [] for iri in site.things}
    for fact, things in sorted(site.mentions.items()):
        for iri in things:
            facts[iri].append(fact)
    parts = {fact: _parts(site, fact) for fact in site.mentions}
    for thing in site.things.values():
        subjects = [thing.iri, *_parts(site, thing.iri)]
        for fact in facts[thing.iri]:
            subjects += [fact, *parts[fact]]
        subjects = list(dict.fromkeys(subjects))
        for format_ in ("ttl", "jsonld"):
            text = site.graph.described(subjects, format_, prefixes)
            yield Page(f"id/{thing.stem}.{format_}", text.encode())
    for path, format_ in ((TRIPLES, "ttl"), (QUADS, "trig")):
        yield Page(path, site.graph.rdf(format_, prefixes).encode())
    yield Page("data/void.ttl", _void(site).encode())


def _parts(site: Site, iri: str) -> list[str]:
    """
    The parts of a record: its sides, days, and so on.
    """
    values = {
        term.value for terms in site.teller.about(iri).values() for term in terms if not hasattr(term, "language")
    }
    return sorted(
        value
        for value in values
        if value not in site.kinds and (kind := site.teller.kind(value)) and kind["form"] == "Nested"
    )


def _void(site: Site) -> str:
    """
    The data set described in VoID and DCAT.
    """
    titles = (
        ", ".join(f"{_literal(text)}@{lang}" for lang, text in sorted(site.settings["title"].items())) or '"citygraph"'
    )
    count = len(site.things)
    counted = {
        kind: sum(1 for each in site.kinds.values() if each == kind) for kind in sorted(set(site.kinds.values()))
    }
    partitions = "".join(
        f"    void:classPartition [ void:class <{kind}> ; void:entities {number} ] ;\n"
        for kind, number in counted.items()
    )
    licence = f"    dcterms:license <{site.settings['licence']}> ;\n" if site.settings["licence"] else ""
    languages = ", ".join(_literal(lang) for lang in site.languages)
    return f"""@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix void: <http://rdfs.org/ns/void#> .

<{site.base}> a void:Dataset, dcat:Dataset ;
    dcterms:title {titles} ;
    dcterms:language {languages} ;
{licence}    foaf:homepage <{site.base}index.html> ;
    void:uriSpace {_literal(site.base)} ;
    void:exampleResource <{next(iter(site.things), site.base)}> ;
    void:entities {count} ;
{partitions}    void:dataDump <{site.base}{TRIPLES}>, <{site.base}{QUADS}> ;
    dcat:distribution [ a dcat:Distribution ; dcat:mediaType "text/turtle" ; dcat:downloadURL <{site.base}{TRIPLES}> ],
        [ a dcat:Distribution ; dcat:mediaType "application/trig" ; dcat:downloadURL <{site.base}{QUADS}> ] .
"""


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def sitemap(site: Site, paths: Iterable[str]) -> Page:
    """
    Every page with its versions in the other languages, by full address.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    )
    for path in sorted(paths):
        versions = "".join(
            f'<xhtml:link rel="alternate" hreflang="{escape(lang)}" href="{escape(site.base + lang + "/" + path)}"/>'
            for lang in site.languages
        )
        lines += [f"<url><loc>{escape(site.base + lang + '/' + path)}</loc>{versions}</url>" for lang in site.languages]
    return Page("sitemap.xml", "\n".join([*lines, "</urlset>", ""]).encode())
