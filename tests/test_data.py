"""The real data: no errors, grounded, nothing private, nothing lost in silence."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from citygraph import build, projects
from citygraph.schema import KEYED, LANGUAGE, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from citygraph.facts import Fact, Value

# Fewer than these means that facts were lost; raise them as the data grow.
AT_LEAST = {
    "people": 73, "encounters": 50, "tenures": 100, "sessions": 95, "participations": 90, "figures": 80,
    "invitations": 25, "recommendations": 18, "lessons": 20, "decisions": 35, "captions": 60, "corrections": 35,
}  # fmt: skip


def test_the_data_have_no_errors(read_real: build.Compiled) -> None:
    """
    What is published was judged.
    """
    assert [each.message() for each in read_real.errors] == []


def test_every_citation_is_grounded_and_every_section_cited(real: projects.Project, texts: Path) -> None:
    """
    With the texts at hand each citation stands in its section, and no section is left without facts or a reason.
    """
    compiled, coverage = build.check(real, texts)

    assert [str(each.place) + " " + each.message() for each in compiled.diagnostics] == []
    assert coverage is not None
    assert coverage.grounded > 1500
    assert {report: sections for report, sections in coverage.uncited.items() if sections} == {}


def test_no_kind_of_fact_is_lost(read_real: build.Compiled) -> None:
    """
    Silent loss fails: each kind has at least as many records as it had.
    """
    counts = Counter(fact.kind.key for fact in read_real.facts)

    assert {kind: counts[kind] for kind, least in AT_LEAST.items() if counts[kind] < least} == {}


def test_nothing_private_stands_in_the_data(real: projects.Project) -> None:
    """
    No e-mail address and no telephone number.
    """
    for path in sorted(real.data.rglob("*.yaml")):
        text = path.read_text("utf-8")
        assert re.search(r"[\w.+-]+@[\w-]+\.\w+", text) is None, path.name
        assert re.search(r"(?<!\d)0\d-?\d{7,8}(?!\d)", text) is None, path.name


def test_every_thing_has_a_name_in_a_language_of_the_dataset(read_real: build.Compiled) -> None:
    """
    A thing without a name in English or Chinese could not be shown.
    """
    things = [fact for fact in read_real.facts if fact.kind.form == KEYED]

    named = {fact.id: {value.language for value in fact.of("name")} for fact in things}

    assert {id_: found for id_, found in named.items() if not found & set(read_real.settings.languages)} == {}


def test_no_sentence_of_a_report_stands_in_the_data(read_real: build.Compiled, texts: Path) -> None:
    """
    Facts carry over, sentences do not: no run of 25 Chinese characters of an `about` stands in a report.
    """
    whole = "".join(re.sub(r"[\s!-~]", "", path.read_text("utf-8")) for path in sorted(texts.glob("*.txt")))
    copied = []
    for fact in read_real.facts:
        for value in fact.values:
            text = re.sub(r"[\s!-~]", "", value.text)  # titles in Latin letters carry over
            if value.field.key in ("about", "reason", "note") and value.language == "zh-Hant":
                copied += [
                    (str(value.place), text[at : at + 25])
                    for at in range(len(text) - 24)
                    if text[at : at + 25] in whole
                ][:1]

    assert copied == []


def test_every_event_says_how_complete_its_list_of_people_is(read_real: build.Compiled) -> None:
    """
    An answer can say whether all who were there are known.
    """
    events = [fact for fact in read_real.facts if fact.kind.key in ("events", "sessions")]

    assert [fact.id for fact in events if not fact.of("people-listed")] == []


def test_no_text_of_the_data_is_a_text_of_a_report(read_real: build.Compiled, texts: Path) -> None:
    """
    No text value of 12 characters or more stands in a report; titles, names, forms and figures as printed may.
    """
    whole = "".join(re.sub(r"\s", "", path.read_text("utf-8")) for path in sorted(texts.glob("*.txt")))
    carried = ("name", "also", "demonyms", "misprints", "theme", "work", "form", "printed", "stated", "preferred")

    copied = [
        (str(value.place), value.text)
        for fact in read_real.facts
        for value in every(fact)
        if value.field.type in (LANGUAGE, TEXT) and value.field.key not in carried
        if len(text := re.sub(r"\s", "", value.text)) >= 12 and text in whole
    ]

    assert copied == []


def every(fact: Fact) -> Iterator[Value]:
    """
    The values of a fact and of its parts.
    """
    for value in fact.values:
        yield value
        if value.part is not None:
            yield from every(value.part)
