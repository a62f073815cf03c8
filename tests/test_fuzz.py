"""Inputs that nobody thought of: the reader, the linker and the parser of reports take anything and say where.

Quick here; ``scripts/fuzz`` runs the same with as many inputs as there is time for. What was found once is in SEEDS.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from citygraph import diagnostics, facts, quads, records, reports, schema

if TYPE_CHECKING:
    from citygraph.diagnostics import Diagnostic
    from citygraph.schema import Schema

ROOT = Path(__file__).resolve().parent.parent
SHAPES = schema.read([ROOT / "ontology"])
LABEL = schema.SKOS + "prefLabel"
BASE = "https://example.org/"

much = settings(
    max_examples=int(os.environ.get("CITYGRAPH_FUZZ", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    derandomize="CITYGRAPH_FUZZ" not in os.environ,
)

# Pieces of YAML that mean something, so that what is put together of them gets far.
_PIECES = st.sampled_from(
    [
        *("people:", "encounters:", "report:", "cities:", "name:", "cite:", "id:", "with:", "en:", "zh-Hant:", "also:"),
        *("- ", "  ", "\n", "\n  ", "\n    ", ": ", "{", "}", "[", "]", ",", "'", '"', "#", " #", "|", ">", "&a", "*a"),
        *("!!int", "<<", "---", "...", "? ", "\t", "\\", "：", "\u3000", "\u00a0", "\ufeff", "\u2028", "\x85", "\r"),
        *(
            "ada",
            "montreal",
            "2017-02-30",
            "肆.三.(二)",
            "NO",
            "~",
            "0x1F",
            "é",
            "e\u0301",
            "臺",
            "\U0001f600",
            "\udcff",
        ),
    ]
)
yamls = st.lists(_PIECES, max_size=40).map("".join)
_LINES = st.sampled_from(
    [
        *("壹、目的", "貳、行程", "肆、過程", "一、會晤", "(一)市長", "（二）", "1.", "２、", "十一、", "Ⅰ.", "(廿一)"),
        *("<p>", "</p>", "&nbsp;", "\f", "", " ", "圖 1 合影", "106 年 6 月 19 日", "逾 1,500 人", "Denis\nCoderre"),
    ]
)
texts = st.lists(st.one_of(_LINES, st.text(max_size=12)), max_size=30).map("\n".join)
# What a curator can write as a text: no control characters, nothing that is refused for what it does unseen.
words = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\ufeff"), min_size=1
)
names_ = words.map(str.strip).filter(lambda text: text and not records.characters.FORBIDDEN.search(text))
ids = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)
registries = st.dictionaries(
    ids,
    st.fixed_dictionaries({"name": st.fixed_dictionaries({"en": names_}, optional={"zh-Hant": names_})}),
    min_size=1,
    max_size=5,
)

SEEDS = ["people:\n\n  - '", "a：b", "people: {a: {name: {en: [", "\ud800", "- - - -", "? [a]: b", "people:\n\ta: 1"]


def linked(text: str | bytes, shapes: Schema = SHAPES) -> tuple[list[facts.Fact], list[Diagnostic]]:
    file, wrong = records.read(text, "a.yaml")
    found, _, more = facts.link([file], shapes)
    return found, [*wrong, *more]


def said_well(wrong: list[Diagnostic], text: str) -> None:
    """
    Every mistake stands at a place of the text and can be printed in both languages.
    """
    rows = records.lines(text)
    for each in wrong:
        assert 1 <= each.place.line <= len(rows) + 1
        assert each.place.column >= 1
        assert each.message("en")
        assert each.message("zh-Hant")
    diagnostics.render(wrong, {"a.yaml": rows})


@much
@given(yamls)
@example(SEEDS[0])
@example(SEEDS[1])
@example(SEEDS[2])
@example(SEEDS[3])
@example(SEEDS[4])
@example(SEEDS[5])
@example(SEEDS[6])
def test_whatever_is_put_together_is_read_or_refused_at_a_place(text: str) -> None:
    """
    Pieces of YAML in any order: facts or mistakes with places, never an exception.
    """
    _, wrong = linked(text)

    said_well(wrong, text)


@much
@given(st.binary(max_size=300))
def test_whatever_bytes_come_are_read_or_refused_at_a_place(data: bytes) -> None:
    """
    Any bytes at all.
    """
    _, wrong = linked(data)

    said_well(wrong, data.decode("utf-8", "replace"))


@much
@given(texts)
def test_whatever_a_report_holds_is_parsed(text: str) -> None:
    """
    Headings of every style in any order: every section is found by its number.
    """
    report = reports.parse(text)

    for section in report.sections:
        assert report.has(section.number)
        report.passage(section.number)


@much
@given(registries, st.sampled_from(["people", "cities", "organizations"]))
def test_valid_facts_survive_the_way_to_rdf(registry: dict[str, dict[str, dict[str, str]]], kind: str) -> None:
    """
    What a curator writes is what stands in the graph: every name, exactly, in its language.
    """
    text = yaml.safe_dump({kind: registry}, allow_unicode=True, sort_keys=False, width=10_000)
    found, wrong = linked(text)
    assume(not wrong)  # a text that YAML's writer itself cannot say in one line
    lines = quads.lines(quads.state(found, BASE), [])

    read = {
        (quad.subject.value.rsplit("/", 1)[1], (quad.object.language or "").lower(), quad.object.value)
        for quad in ox.parse("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
        if quad.predicate.value == LABEL
    }

    written = {(id_, lang.lower(), name) for id_, body in registry.items() for lang, name in body["name"].items()}
    assert read == written


@much
@given(registries, st.data())
def test_one_wrong_key_is_one_mistake_at_its_place(
    registry: dict[str, dict[str, dict[str, str]]], data: st.DataObject
) -> None:
    """
    A field that no shape has, in any record among good ones, is the only thing said, on its line.
    """
    id_ = data.draw(st.sampled_from(sorted(registry)))
    body: dict[str, object] = {**registry[id_], "xyzzy": "1"}
    text = yaml.safe_dump({"people": {**registry, id_: body}}, allow_unicode=True, sort_keys=False, width=10_000)
    _, before = linked(yaml.safe_dump({"people": registry}, allow_unicode=True, sort_keys=False, width=10_000))
    assume(not before)

    _, [mistake] = linked(text)

    row = records.lines(text)[mistake.place.line - 1]
    assert mistake.code == "unknown-key"
    assert row[mistake.place.column - 1 :].startswith("xyzzy")
