"""Facts as RDF: where each triple stands, how IRIs are minted, how text and dates are kept."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from citygraph import quads, store
from citygraph.facts import Citation

pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib in itself

CG = "https://citygraph.example/ontology#"
PEOPLE = "people:\n  tau: {name: {en: Parks Tau, zh-Hant: 陶帕克斯}}\n"
BODIES = "organizations:\n  uclg: {name: {en: UCLG}}\n"
REPORT = "report: {id: r1, name: {en: R1}}\n"
FIGURE = "figures:\n- {of: uclg, measure: members, value: 136, printed: 一百三十六, cite: %s}\n"
MEASURES = "measures:\n  members: {name: {en: members}}\n"


def lines(project):
    """
    The N-Quads of a project that has no errors.
    """
    compiled = project.compile()
    assert [str(each.place) + " " + each.message() for each in compiled.errors] == []
    return compiled.lines


def about(found, subject, graph=None):
    """
    What the lines of one graph (the default one, else a passage) say of a subject.
    """
    end = f" <https://example.org/passage/{graph}> .\n" if graph else " .\n"
    start = f"<https://example.org/id/{subject}> "
    said = [
        each.removeprefix(start).removesuffix(end) for each in found if each.startswith(start) and each.endswith(end)
    ]
    return said if graph else [each for each in said if " <https://example.org/passage/" not in each]


def nodes(found, class_):
    return {each.split()[0] for each in found if f"#type> <{CG}{class_}>" in each}


def figures(found):
    return nodes(found, "Figure")


# Where triples stand


def test_every_triple_stands_once_in_the_default_graph_and_once_in_each_passage(project):
    """
    What two passages state is three quads: one without a graph, one in each passage.
    """
    project.write("data/people.yaml", PEOPLE.replace("}}", "}, cite: [r1 肆.一, r1 肆.二]}"))
    project.write("data/reports/r1.yaml", REPORT)

    found = [each for each in lines(project) if '"Parks Tau"@en' in each]

    assert [re.search(r"passage/(.*)>", each)[1] if "passage" in each else "" for each in found] == [
        "",
        "r1/肆.一",
        "r1/肆.二",
    ]


def test_no_line_comes_twice_and_all_are_sorted(read_real):
    """
    The lines of the real data are sorted, each different.
    """
    found = read_real.lines

    assert list(found) == sorted(set(found))


def test_there_are_no_blank_nodes(read_real):
    """
    No line of the real data holds a blank node.
    """
    found = read_real.lines

    assert [each for each in found if re.match(r"_:|<[^>]*> <[^>]*> _:", each)] == []


def test_every_passage_is_described(project):
    """
    Of a passage is said of which report it is, which section, and what kind of text; it does not say so itself.
    """
    project.write("data/reports/r1.yaml", REPORT + PEOPLE.replace("}}", "}, cite: 肆.一 caption}"))
    start = "<https://example.org/passage/r1/肆.一/caption> "

    found = [each.removeprefix(start) for each in lines(project) if each.startswith(start)]

    assert sorted(found) == sorted(
        [
            f"<{CG}inReport> <https://example.org/id/r1> .\n",
            f'<{CG}section> "肆.一" .\n',
            f"<{CG}textKind> <{CG}captionText> .\n",
            f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{CG}Passage> .\n",
        ]
    )


def test_what_only_follows_stands_in_no_passage(project):
    """
    Wider classes, the days of a date, what a record mentions and cites are in the default graph alone.
    """
    project.write("data/people.yaml", PEOPLE)
    project.write("data/offices.yaml", BODIES + "offices:\n  head: {name: {en: Head}, of: uclg}\n")
    tenure = "tenures:\n- {holder: tau, office: head, since: 2017-06, cite: 肆.一}\n"
    project.write("data/reports/r1.yaml", REPORT + tenure)

    found = list(lines(project))

    [subject] = nodes(found, "Tenure")
    said = [each.removeprefix(f"{subject} ") for each in found if each.startswith(subject)]
    named = {each.split()[0].rsplit("/")[-1] for each in said if each.endswith("/passage/r1/肆.一> .\n")}
    plain = {each.split()[0].rsplit("/")[-1] for each in said} - {"prov#wasDerivedFrom>"}
    assert named - {"prov#wasDerivedFrom>"} == {"ontology#since>", "22-rdf-syntax-ns#type>", "org#member>", "org#post>"}
    assert plain - named == {"ontology#mentions>", "ontology#sinceEarliest>", "ontology#sinceLatest>"}


def test_what_a_curator_adds_stands_in_the_curators_note(project):
    """
    A thing without a citation is stated by the note, which belongs to no report.
    """
    project.write("data/people.yaml", PEOPLE)

    found = lines(project)

    assert any(' "Parks Tau"@en' in each for each in about(found, "tau", "curator"))
    assert not any("inReport" in each for each in found if each.startswith("<https://example.org/passage/"))


@pytest.mark.parametrize("id_", ["curator", "passage", "id", "ontology"])
def test_r13_a_report_cannot_take_the_name_of_a_graph_of_ours(project, id_):
    """
    R13: whatever a report is called, its passages are none of the other graphs.
    """
    project.write(
        "data/reports/r.yaml", f"report: {{id: {id_}, name: {{en: R}}}}\n" + PEOPLE.replace("}}", "}, cite: 肆}")
    )

    found = lines(project)

    graphs = {match[1] for each in found if (match := re.search(rf"<([^<>]*passage/{id_}/[^<>]*)> \.\n$", each))}
    assert graphs == {f"https://example.org/passage/{id_}/肆"}


# IRIs


def test_r11_an_iri_from_content_does_not_depend_on_line_order_or_file(project):
    """
    R11: the same fact written elsewhere, later and in another order of keys is the same node.
    """
    project.write("data/bodies.yaml", BODIES + MEASURES)
    project.write("data/reports/r1.yaml", REPORT + FIGURE % "肆.一")
    before = figures(lines(project))
    project.write("data/reports/r1.yaml", REPORT)
    project.write(
        "data/a.yaml",
        "\n\nfigures:\n- cite: r1 肆.一\n  printed: 一百三十六\n  value: 136\n  measure: members\n  of: uclg\n",
    )

    after = figures(lines(project))

    assert before == after
    assert len(before) == 1


def test_the_same_fact_in_two_reports_is_one_node_with_two_passages(project):
    """
    Two reports that state the same bear out one fact.
    """
    project.write("data/bodies.yaml", BODIES + MEASURES)
    project.write("data/reports/r1.yaml", REPORT + FIGURE % "肆.一")
    project.write("data/reports/r2.yaml", REPORT.replace("r1", "r2") + FIGURE % "貳")

    found = lines(project)

    [node] = figures(found)
    stated = sorted(
        re.findall(
            r"passage/([^>]*)> \.", "".join(each for each in found if each.startswith(f"{node} ") and "Figure>" in each)
        )
    )
    assert stated == ["r1/肆.一", "r2/貳"]


def test_facts_that_differ_in_one_value_are_two_nodes(project):
    """
    136 and 139 members are two figures.
    """
    project.write("data/bodies.yaml", BODIES + MEASURES)
    project.write(
        "data/reports/r1.yaml", REPORT + FIGURE % "肆.一" + (FIGURE % "肆.一").split("\n", 1)[1].replace("136", "139")
    )

    assert len(figures(lines(project))) == 2


def test_text_cannot_pass_for_a_second_value(project):
    """
    A line end inside a value does not make it the same as two values.
    """
    hostile = f"a@en\\n{CG}about b"
    lessons = (
        f'lessons:\n- {{about: {{en: a, zh-Hant: b}}, cite: 肆}}\n- {{about: {{zh-Hant: "{hostile}"}}, cite: 肆}}\n'
    )
    project.write("data/reports/r1.yaml", REPORT + lessons)

    assert len(nodes(lines(project), "Lesson")) == 2


def test_two_records_that_say_the_same_of_a_side_do_not_share_it(project):
    """
    A part belongs to its record: each encounter has sides of its own.
    """
    project.write(
        "data/people.yaml", PEOPLE + "  lin: {name: {en: Lin}}\ncities:\n  montreal: {name: {en: Montreal}}\n"
    )
    met = "- {with: tau, by: lin, place: montreal, attestation: told, about: {en: %s}, cite: 肆}\n"
    project.write("data/reports/r1.yaml", REPORT + "encounters:\n" + met % "roads" + met % "trains")

    sides = {each.split()[2] for each in lines(project) if f"<{CG}with>" in each.split()[1]}

    assert len(sides) == 2


def test_every_node_of_a_record_can_be_named_again(project):
    """
    The IRIs that ``nodes`` gives for a record and its parts are those in the graph.
    """
    project.write(
        "data/people.yaml", PEOPLE + "  lin: {name: {en: Lin}}\ncities:\n  montreal: {name: {en: Montreal}}\n"
    )
    met = "- {with: [tau, {who: lin}], by: lin, place: montreal, attestation: told, cite: 肆}\n"
    project.write("data/reports/r1.yaml", REPORT + "encounters:\n" + met)
    compiled = project.compile()
    [met] = [fact for fact in compiled.facts if fact.kind.key == "encounters"]

    found = [iri for iri, _ in quads.nodes(met, "https://example.org/")]

    assert len(found) == 4
    assert all(any(line.startswith(f"<{iri}> ") for line in compiled.lines) for iri in found)


@pytest.mark.parametrize(
    ("section", "encoded"),
    [
        ("肆.三.(二)", "肆.三.(二)"),
        ("a b", "a%20b"),
        ('<">', "%3C%22%3E"),
        ("%zz", "%25zz"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
    ],
)
def test_r1_r2_a_passages_iri_encodes_what_an_iri_cannot_hold(section, encoded):
    """
    R1, R2: what RFC 3987 does not allow in a segment is percent-encoded, the rest stays legible.
    """
    found = quads.Minter("https://example.org/").passage(Citation("r1", section))

    assert found == f"https://example.org/passage/r1/{encoded}"


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_r1_r2_no_section_makes_an_iri_that_the_engine_refuses(section):
    """
    R1, R2: any text at all gives an IRI that can be loaded.
    """
    found = quads.Minter("https://example.org/").passage(Citation("r1", section))

    assert store.IRI(found).value == found


# Values


def test_r5_languages_are_kept_as_written(project):
    """
    R5: a tag is ``zh-Hant``, in capitals and small letters as BCP 47 has it.
    """
    project.write("data/people.yaml", PEOPLE)

    found = about(lines(project), "tau")

    assert any(each.endswith('"陶帕克斯"@zh-Hant') for each in found)


@pytest.mark.parametrize("tag", ["zh_TW", "not a lang", "zh-TW", "EN"])
def test_r5_a_tag_that_is_none_becomes_no_quad(project, tag):
    """
    R5: what is no language of the dataset is refused where it stands, and nothing is written.
    """
    project.write("data/people.yaml", f"people:\n  tau: {{name: {{{tag}: Tau}}}}\n")

    compiled = project.compile()

    assert "not-a-language" in [each.code for each in compiled.errors]
    assert list(compiled.lines) == []


@pytest.mark.parametrize("code", ["01", "1.10", "00501", "1e3", "0x1F", "NO", "~"])
def test_r4_identifiers_come_back_exactly(project, code):
    """
    R4: a code stays the text that was typed.
    """
    project.write("data/bodies.yaml", BODIES + MEASURES)
    project.write("data/reports/r1.yaml", REPORT + (FIGURE % "肆").replace("一百三十六", f"'{code}'"))
    compiled = project.compile()

    with store.memory(compiled.lines) as engine:
        found = list(engine.query(f"SELECT ?form {{ ?f <{CG}printedForm> ?form }}"))

    assert [row["form"].value for row in found] == [code]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1.10", "1.1"),
        ("007", "7"),
        ("-0", "0"),
        ("136", "136"),
        ("10.0", "10"),
        ("0.50", "0.5"),
        ("-0.5", "-0.5"),
        ("100", "100"),
    ],
)
def test_q20_numbers_are_written_as_the_engine_gives_them_back(project, written, kept):
    """
    Q20: the text and the store hold the same number, so that all readers see the same.
    """
    project.write("data/bodies.yaml", BODIES + MEASURES)
    project.write("data/reports/r1.yaml", REPORT + (FIGURE % "肆").replace("136", written))
    compiled = project.compile()

    with store.memory(compiled.lines) as engine:
        [row] = engine.query("SELECT ?n { ?f <https://schema.org/value> ?n }")

    assert row["n"].value == kept
    assert any(f' "{kept}"^^<http://www.w3.org/2001/XMLSchema#decimal>' in each for each in compiled.lines)


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2017-02", "2017-02-01", "2017-02-28"),
        ("2016-12", "2016-12-01", "2016-12-31"),
        ("2016-06-19", "2016-06-19", "2016-06-19"),
    ],
)
def test_a_date_is_kept_as_written_with_its_earliest_and_latest_day(project, written, earliest, latest):
    """
    A date is as precise as the source; what computes with it reads the two days.
    """
    project.write("data/bodies.yaml", BODIES.replace("UCLG}", f"UCLG}}, founded: {written}"))

    found = about(lines(project), "uclg")

    assert f'<https://schema.org/foundingDate> "{written}"^^<{CG}PartialDate>' in found
    assert f'<{CG}foundedEarliest> "{earliest}"^^<http://www.w3.org/2001/XMLSchema#date>' in found
    assert f'<{CG}foundedLatest> "{latest}"^^<http://www.w3.org/2001/XMLSchema#date>' in found


HOSTILE = [
    'say "no"',
    "back\\slash \\u0041",
    "two\nlines\r\n\ttab",
    "U+2028 \u2028 and \u2029",
    '" <x:a> <x:b> .\n<x:a> <x:b> <x:c> .',
    "</script>]]>",
    "𠮷 🏙 e\u0301 \uf900",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_r1_r12_hostile_text_comes_back_exactly_and_adds_no_quad(project, text):
    """
    R1, R12: quotation marks, line ends and backslashes are data, for the engine and for rdflib.
    """
    quoted = json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    project.write("data/people.yaml", f"people:\n  tau: {{name: {{en: {quoted}}}}}\n")
    found = [each for each in lines(project) if "prefLabel" in each and "/id/tau>" in each]

    with store.memory(found) as engine:
        by_engine = {row["o"].value for row in engine.query("SELECT ?o { ?s ?p ?o }")}
    by_rdflib = {str(quad[2]) for quad in Dataset().parse(data="".join(found), format="nquads").quads()}

    assert len(found) == 2
    assert all(each.count("\n") == 1 and len(each.splitlines()) == 1 for each in found)
    assert by_engine == by_rdflib == {text}


@given(st.text(st.characters(exclude_categories=("Cs",))))
@settings(max_examples=200)
def test_r12_any_text_survives_n_quads(text):
    """
    R12: whatever a text holds, the engine reads the line as the same text.
    """
    line = f'<x:a> <x:b> "{text.translate(quads._ESCAPES)}" .\n'

    with store.memory([line]) as engine:
        [quad] = engine

    assert quad.object.value == text


# Records that describe things


EVENT = "events:\n  congress: {name: {en: Congress}%s}\n"
SAYS = "about-events:\n- {id: s1, of: congress, start: %s, theme: {en: Roads}, cite: 肆.一}\n"


def test_what_a_record_says_of_a_thing_is_said_of_the_thing(project):
    """
    The values of a describing record are the thing's, in the passage that states them.
    """
    project.write("data/events.yaml", EVENT % "")
    project.write("data/reports/r1.yaml", REPORT + SAYS % "2017-06-19")

    found = lines(project)

    assert f'<{CG}theme> "Roads"@en' in about(found, "congress")
    assert f'<{CG}theme> "Roads"@en' in about(found, "congress", "r1/肆.一")
    assert f'<{CG}startEarliest> "2017-06-19"^^<http://www.w3.org/2001/XMLSchema#date>' in about(found, "congress")


@pytest.mark.parametrize(("ground", "said"), [("other-report", False), ("doubt", True)])
def test_what_a_correction_withdraws_is_not_said_of_the_thing(project, ground, said):
    """
    A correction on firm ground keeps a statement from the thing, a doubt does not; the statement itself stays.
    """
    project.write("data/events.yaml", EVENT % "")
    wrong = f"corrections:\n- {{corrects: s1, field: start, reason: {{en: no}}, ground: {ground}, cite: 肆.一}}\n"
    project.write("data/reports/r1.yaml", REPORT + SAYS % "2017-06-19" + wrong)

    found = lines(project)

    start = f'<https://schema.org/startDate> "2017-06-19"^^<{CG}PartialDate>'
    assert (start in about(found, "congress")) is said
    assert start in about(found, "s1")
    assert f'<{CG}theme> "Roads"@en' in about(found, "congress")


def test_a_correction_of_no_field_withdraws_all(project):
    """
    A correction that names no field withdraws the whole statement.
    """
    project.write("data/events.yaml", EVENT % "")
    wrong = "corrections:\n- {corrects: s1, reason: {en: no}, ground: other-report, cite: 肆.一}\n"
    project.write("data/reports/r1.yaml", REPORT + SAYS % "2017-06-19" + wrong)

    found = about(lines(project), "congress")

    assert not any("startDate" in each or "theme" in each for each in found)


def test_a_more_precise_date_supersedes_a_vaguer_one(project):
    """
    Where one passage says June and another the 19th, the thing has the day, and the record that says June keeps it.
    """
    project.write("data/events.yaml", EVENT % ", start: 2017-06-19")
    project.write("data/reports/r1.yaml", REPORT + SAYS % "2017-06")

    found = lines(project)

    dates = [each.split()[1] for each in about(found, "congress") if each.startswith("<https://schema.org/startDate>")]
    assert dates == [f'"2017-06-19"^^<{CG}PartialDate>']
    assert f'<https://schema.org/startDate> "2017-06"^^<{CG}PartialDate>' in about(found, "s1")


def test_a_date_that_contradicts_is_not_superseded(project):
    """
    May is not a vaguer form of the 19th of June.
    """
    project.write("data/events.yaml", EVENT % ", start: 2017-06-19")
    project.write("data/reports/r1.yaml", REPORT + SAYS % "2017-05")

    assert [each.code for each in project.check()] == ["conflict"]


# Refused before it becomes RDF


@pytest.mark.parametrize("id_", ["a b", "<x>", '"a\\nb"', "a/b", "İ"])
def test_r1_an_id_that_would_break_an_iri_is_refused(project, id_):
    """
    R1: no line is written with a broken IRI.
    """
    project.write("data/people.yaml", f"people:\n  {id_}: {{name: {{en: A}}}}\n")

    compiled = project.compile()

    assert [each.code for each in compiled.errors] == ["bad-id"]
    assert list(compiled.lines) == []


@pytest.mark.parametrize(
    ("field", "value"), [("latitude", "12:30"), ("latitude", "1e400"), ("latitude", "NaN"), ("latitude", "１２")]
)
def test_r3_an_ill_typed_value_is_refused(project, field, value):
    """
    R3: nothing is stored that would fail when it is read.
    """
    project.write("data/cities.yaml", f"cities:\n  montreal: {{name: {{en: M}}, {field}: '{value}'}}\n")

    compiled = project.compile()

    assert [each.code for each in compiled.errors] == ["not-a-number"]
    assert list(compiled.lines) == []
