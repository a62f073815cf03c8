"""What must hold beyond single values: orders, contradictions, rules across records, grounding, coverage."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Graph

from citygraph import build, store
from citygraph.diagnostics import Place

REPORT = "report: {id: r1, name: {en: R1}}\n"
EVENT = "events:\n  congress: {name: {en: Congress}%s}\n"
BODIES = "organizations:\n  uclg: {name: {en: UCLG}%s}\n"


def said(project, texts=None):
    """
    Code and place of each finding.
    """
    return [(each.code, str(each.place)) for each in project.check(texts)]


# Orders


def test_d4_an_end_before_the_start_points_at_the_end(project):
    """
    D4: dates in the wrong order are one error, on the later date.
    """
    project.write(
        "data/events.yaml", "events:\n  congress:\n    name: {en: C}\n    start: 2017-06-19\n    end: 2017-06-18\n"
    )

    [diagnostic] = project.check()

    assert diagnostic.code == "out-of-order"
    assert diagnostic.place == Place("data/events.yaml", line=5, column=10)
    assert diagnostic.message() == "the end is before the start"
    assert diagnostic.message("zh-Hant") == "結束早於開始"


@pytest.mark.parametrize(
    ("start", "end"), [("2017", "2017-03"), ("2017-06", "2017"), ("2017-06-19", "2017-06"), ("2017", "2017")]
)
def test_dates_that_may_be_in_order_are(project, start, end):
    """
    Where a date is vague, an order that is possible is right.
    """
    project.write("data/events.yaml", EVENT % f", start: {start}, end: {end}")

    assert said(project) == []


def test_an_order_is_judged_over_all_that_is_said_of_a_thing(project):
    """
    An end in one passage before the start in another is an error, on the later of the two.
    """
    project.write("data/events.yaml", EVENT % ", start: 2017-06-19")
    project.write("data/reports/r1.yaml", REPORT + "about-events:\n- of: congress\n  end: 2017-05\n  cite: 肆\n")

    assert said(project) == [("out-of-order", "data/reports/r1.yaml:4:8")]


# Contradictions


def test_d5_two_records_that_contradict_name_each_other(project):
    """
    D5: two values of a single-valued property are an error at the second, which says where the first stands.
    """
    project.write("data/events.yaml", EVENT % ", start: 2017-06-19")
    project.write("data/reports/r1.yaml", REPORT + "about-events:\n- of: congress\n  start: 2017-06-20\n  cite: 肆\n")

    [diagnostic] = project.check()

    assert diagnostic.code == "conflict"
    assert diagnostic.place == Place("data/reports/r1.yaml", line=4, column=10)
    assert "data/events.yaml:2:43" in diagnostic.help()


def test_d5_two_reports_that_contradict_are_one_error(project):
    """
    D5: neither of two reports wins.
    """
    project.write("data/bodies.yaml", BODIES % "")
    for id_, year in (("r1", 2004), ("r2", 2005)):
        project.write(
            f"data/reports/{id_}.yaml",
            f"report: {{id: {id_}, name: {{en: R}}}}\nabout-bodies:\n- {{of: uclg, founded: {year}, cite: 肆}}\n",
        )

    assert said(project) == [("conflict", "data/reports/r2.yaml:3:23")]


@pytest.mark.parametrize(("ground", "found"), [("other-report", []), ("doubt", ["conflict"])])
def test_d5_a_correction_settles_a_contradiction(project, ground, found):
    """
    D5: a correction on firm ground says which is right; a doubt does not.
    """
    project.write("data/bodies.yaml", BODIES % ", founded: 2004")
    project.write(
        "data/reports/r1.yaml",
        f"{REPORT}about-bodies:\n- {{id: s1, of: uclg, founded: 2005, cite: 肆}}\n"
        f"corrections:\n- {{corrects: s1, field: founded, reason: {{en: no}}, ground: {ground}, cite: 肆}}\n",
    )

    assert [code for code, _ in said(project)] == found


def test_names_in_two_languages_do_not_contradict(project):
    """
    What is single in each language may differ between them.
    """
    project.write("data/events.yaml", EVENT % ", theme: {en: Roads}")
    project.write(
        "data/reports/r1.yaml", REPORT + "about-events:\n- {of: congress, theme: {zh-Hant: 道路}, cite: 肆}\n"
    )

    assert said(project) == []


def test_the_same_value_twice_is_one(project):
    """
    Two passages that agree do not contradict.
    """
    project.write("data/events.yaml", EVENT % ", theme: {en: Roads}")
    project.write(
        "data/reports/r1.yaml", REPORT + "about-events:\n- {of: congress, theme: {en: Roads}, cite: [肆, 伍]}\n"
    )

    assert said(project) == []


# Rules across records

PLACES = """\
cities:
  a: {name: {en: A}, within: b}
  b: {name: {en: B}, within: c}
  c:
    name: {en: C}
    within: a
"""


def test_d3_a_cycle_of_places_is_one_error_with_all_of_them(project):
    """
    D3: places that lie in one another are named together, once, at the first of them.
    """
    project.write("data/places.yaml", PLACES + "  d: {name: {en: D}, within: a}\n")

    [diagnostic] = project.check()

    assert diagnostic.code == "rule"
    assert diagnostic.place == Place("data/places.yaml", line=2, column=30)
    assert diagnostic.message() == "these places lie within one another, round in a circle: a, b, c"
    assert diagnostic.message("zh-Hant").endswith("：a, b, c")


def test_d3_a_place_within_itself_is_a_cycle(project):
    """
    D3: the shortest circle has one place.
    """
    project.write("data/places.yaml", "cities:\n  a: {name: {en: A}, within: a}\n")

    [diagnostic] = project.check()

    assert diagnostic.message().endswith(": a")


@pytest.mark.parametrize(
    "text",
    [
        "units:\n  a: {name: {en: A}, part-of: b}\n  b: {name: {en: B}, part-of: a}\n",
        "sessions:\n  a: {name: {en: A}, of: b, type: visit}\n  b: {name: {en: B}, of: a, type: visit}\n",
    ],
)
def test_d3_bodies_and_events_have_no_cycles_either(project, text):
    """
    D3: a body is no part of its part, an event none of its sessions'.
    """
    project.write("data/things.yaml", text)

    [diagnostic] = project.check()

    assert diagnostic.code == "rule"
    assert diagnostic.message().endswith("round in a circle: a, b")


def test_d3_a_cycle_that_a_report_closes_is_found(project):
    """
    D3: what a passage says of a body counts as what its own record says.
    """
    project.write("data/bodies.yaml", "units:\n  a: {name: {en: A}, part-of: b}\n  b: {name: {en: B}}\n")
    project.write("data/reports/r1.yaml", REPORT + "about-bodies:\n- {of: b, part-of: a, cite: 肆}\n")

    assert [code for code, _ in said(project)] == ["rule"]


PLEDGE = """\
organizations:
  uclg: {name: {en: UCLG}}
pledges:
- id: p1
  from: uclg
  about: {en: help}
  status: %s
  cite: 肆
"""


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("settled", [("rule", "data/reports/r1.yaml:8:11")]),
        ("open\n  settled-by: uclg", [("rule", "data/reports/r1.yaml:9:15")]),
        ("settled\n  settled-by: uclg", []),
        ("open", []),
        ("lapsed", []),
    ],
)
def test_what_is_settled_says_by_what(project, status, found):
    """
    An open item is settled by something, and what something settled is settled.
    """
    project.write("data/reports/r1.yaml", REPORT + PLEDGE % status)

    assert said(project) == found


MEETING = """\
people:
  tau: {name: {en: Tau}}
  lin: {name: {en: Lin}}
cities:
  montreal: {name: {en: Montreal}}
organizations:
  uclg: {name: {en: UCLG}}
offices:
  president: {name: {en: President}, of: uclg}
encounters:
- with:
  - who: tau
    as: president
  by: lin
  place: montreal
  attestation: told
  cite: 肆
"""


def test_a_capacity_without_a_tenure_is_a_warning_on_the_capacity(project):
    """
    A side's office that no tenure knows of is probably a slip; the build goes on.
    """
    project.write("data/reports/r1.yaml", REPORT + MEETING)

    [diagnostic] = project.check()

    assert (diagnostic.code, diagnostic.is_error) == ("rule-warning", False)
    assert diagnostic.place == Place("data/reports/r1.yaml", line=14, column=9)
    assert diagnostic.message() == "no tenure says that 'tau' holds or held 'president'"


@pytest.mark.parametrize("more", ["", ", until: 2015", ", manner: former"])
def test_a_tenure_of_any_time_bears_a_capacity_out(project, more):
    """
    Whether the office was held that day is for the reader to see.
    """
    tenure = f"tenures:\n- {{holder: tau, office: president, cite: 肆{more}}}\n"
    project.write("data/reports/r1.yaml", REPORT + MEETING + tenure)

    assert said(project) == []


def test_the_first_of_two_equal_records_is_pointed_at(project):
    """
    A fact that two files state is one node; a rule that it breaks is said once, where it stands first.
    """
    project.write("data/reports/r1.yaml", REPORT + (PLEDGE % "settled").replace("- id: p1\n  from", "- from"))
    second = (PLEDGE % "settled").partition("pledges:")[2].replace("- id: p1\n  from", "- from")
    project.write("data/reports/r2.yaml", "report: {id: r2, name: {en: R2}}\npledges:" + second)

    assert said(project) == [("rule", "data/reports/r1.yaml:7:11")]


BROKEN = {
    "a cycle of places": PLACES,
    "a cycle of bodies": "units:\n  a: {name: {en: A}, part-of: b}\n  b: {name: {en: B}, part-of: a}\n",
    "settled by nothing": PLEDGE % "settled",
    "open and settled": PLEDGE % "open\n  settled-by: uclg",
    "a capacity without a tenure": MEETING,
}
HOLDING = {
    "no cycle": PLACES.replace("    within: a\n", ""),
    "settled by something": PLEDGE % "settled\n  settled-by: uclg",
    "a capacity with a tenure": MEETING + "tenures:\n- {holder: tau, office: president, cite: 肆}\n",
}


@cache
def ontology(*folders):
    """
    The shapes of these folders, as rdflib reads them.
    """
    shapes = Graph()
    for folder in folders:
        for path in folder.rglob("*.ttl"):
            shapes.parse(path)
    return shapes


@pytest.mark.parametrize("facts", [*BROKEN, *HOLDING])
def test_pyshacl_reads_the_same_rules(project, facts):
    """
    The rules are valid SHACL-SPARQL: pySHACL finds what we find, and nothing where we find nothing.
    """
    project.write("data/reports/r1.yaml", REPORT + (BROKEN | HOLDING)[facts])
    compiled = project.compile()
    shapes = ontology(*project.project.ontologies)
    with store.memory(compiled.lines) as engine:
        triples = (quad.triple for quad in engine.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        data = Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")

    ok, _, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=shapes, inference="none", advanced=False)

    assert ok is (facts in HOLDING)
    assert bool(compiled.diagnostics) is (facts in BROKEN)


# Grounding

TEXT = """\
壹、目的
市府組團。
貳、過程
一、會議
我方見到 Parks Tau 與陶帕克斯市長，會員逾 136 個。
(圖：Michel Labrecque 致詞)
二、參訪
前往蒙特婁市政府，民國 106 年 6 月 19 日抵達，由 Denis Coderre 接待，並贈 Codere 一書。
"""
THINGS = """\
people:
  tau: {name: {en: Parks Tau, zh-Hant: 陶帕克斯}}
  coderre: {name: {en: Denis Coderre}}
  labrecque: {name: {en: Michel Labrecque}}
cities:
  montreal: {name: {en: Montreal, zh-Hant: 蒙特婁}}
  dakar: {name: {en: Dakar}}
governments:
  montreal-government: {name: {en: City Government of Montreal}, of: montreal}
organizations:
  uclg: {name: {en: UCLG}}
measures:
  members: {name: {en: members}}
"""
MET = """\
encounters:
- with: %s
  by: coderre
  place: montreal
  attestation: told
  cite: %s
"""


@pytest.fixture
def grounded(project, tmp_path):
    """
    A project with things and one report; gives what is found when its facts are grounded in the text.
    """
    project.write("data/things.yaml", THINGS)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "r1.txt").write_text(TEXT, "utf-8")

    def check(facts, text=TEXT):
        (tmp_path / "texts" / "r1.txt").write_text(text, "utf-8")
        project.write("data/reports/r1.yaml", REPORT + facts)
        return [each for each in project.check(tmp_path / "texts") if each.code != "uncited-section"]

    return check


def test_a_fact_that_its_section_prints_is_grounded(grounded):
    """
    The name stands in the section, in any of its forms; the place stands in the report.
    """
    assert grounded(MET % ("tau", "貳.一")) == []


def test_a_citation_of_the_wrong_section_points_at_the_value_and_says_where_it_stands(grounded):
    """
    Moving a citation to another section fails, with the sections that print the name.
    """
    [diagnostic] = grounded(MET % ("tau", "貳.二"))

    assert diagnostic.code == "not-in-section"
    assert diagnostic.place == Place("data/reports/r1.yaml", line=3, column=9)
    assert diagnostic.message() == "'Parks Tau' does not stand in r1 貳.二"
    assert diagnostic.help() == "it stands in 貳.一"


def test_a_section_that_the_text_lacks_points_at_the_citation(grounded):
    """
    A number that no section bears is an error at the citation, with the nearest number.
    """
    [diagnostic] = grounded(MET % ("tau", "貳.三"))

    assert diagnostic.code == "no-section"
    assert diagnostic.place == Place("data/reports/r1.yaml", line=7, column=9)


def test_what_gives_context_may_stand_anywhere_in_the_report(grounded):
    """
    A place that only another section prints is grounded; one that none prints is not.
    """
    [diagnostic] = grounded((MET % ("tau", "貳.一")).replace("place: montreal", "place: dakar"))

    assert diagnostic.code == "not-in-report"
    assert diagnostic.place == Place("data/reports/r1.yaml", line=5, column=10)


def test_two_citations_share_what_they_state(grounded):
    """
    Of two passages each states part of the fact.
    """
    assert grounded(MET % ("[tau, coderre]", "[貳.一, 貳.二]")) == []


def test_a_second_citation_that_states_nothing_is_pointed_at(grounded):
    """
    A passage that prints none of the names does not bear the fact out, though another does.
    """
    [diagnostic] = grounded(MET % ("tau", "[貳.一, 壹]"))

    assert diagnostic.code == "not-in-section"
    assert diagnostic.place == Place("data/reports/r1.yaml", line=7, column=15)
    assert diagnostic.message() == "'Parks Tau' does not stand in r1 壹"


def test_a_section_holds_its_subsections(grounded):
    """
    Citing the section above is citing all of it.
    """
    assert grounded(MET % ("[tau, coderre]", "貳")) == []


def test_a_caption_stands_in_its_section(grounded):
    """
    What a caption prints is looked for in the section in which it stands.
    """
    assert grounded(MET % ("labrecque", "貳.一 caption")) == []
    assert [each.code for each in grounded(MET % ("labrecque", "貳.二 caption"))] == ["not-in-section"]


def test_a_figure_stands_as_printed(grounded):
    """
    The printed form is looked for, whole: 13 is no part of 136.
    """
    figure = "figures:\n- {of: uclg, measure: members, value: 136, printed: '%s', cite: 貳.一}\n"

    assert grounded(figure % "136") == []
    [diagnostic] = grounded(figure % "13")
    assert (diagnostic.code, diagnostic.place) == ("not-in-section", Place("data/reports/r1.yaml", 3, 53))


def test_a_government_stands_in_under_the_name_of_its_city(grounded):
    """
    Where the text names the city, its government is grounded.
    """
    assert grounded((MET % ("montreal", "貳.二")).replace("by: coderre", "by: tau")) == []


def test_a_naming_lends_its_form_to_the_thing(grounded):
    """
    A misprint that a naming records grounds the thing that it names.
    """
    text = TEXT.replace("Denis Coderre", "某人")
    naming = "namings:\n- {of: coderre, form: {en: Codere}, status: misprint, cite: 貳.二}\n"

    assert [each.code for each in grounded(MET % ("coderre", "貳.二"), text)] == ["not-in-section"]
    assert grounded(MET % ("coderre", "貳.二") + naming, text) == []


def test_a_thing_that_cites_a_section_is_named_there(grounded):
    """
    A thing's own citation holds one of its names.
    """
    person = "people:\n  lin: {name: {en: %s}, cite: 貳.二}\n"

    assert grounded(person % "Codere") == []
    assert [each.code for each in grounded(person % "Lin")] == ["not-in-section"]


def test_what_the_curator_says_needs_no_text(grounded):
    """
    The curator's own note is no passage of a report.
    """
    assert grounded(MET % ("tau", "curator")) == []


def test_a_report_without_its_text_is_said_once(grounded, project, tmp_path):
    """
    Where a text is missing, each of its citations would say the same: one does.
    """
    project.write(
        "data/reports/r1.yaml", REPORT + MET % ("tau", "[貳.一, 貳.二]") + MET.partition("\n")[2] % ("coderre", "貳.二")
    )
    (tmp_path / "texts" / "r1.txt").unlink()

    [diagnostic] = project.check(tmp_path / "texts")

    assert diagnostic.code == "no-text"
    assert diagnostic.help() == "expected r1.txt"


@pytest.mark.parametrize(("date", "found"), [("2017-06-19", []), ("2017-06", []), ("2018-06-19", ["not-in-report"])])
def test_a_date_stands_in_a_form_of_its_own(grounded, date, found):
    """
    A date that a shape marks as printed is found as the report writes it, in years of the Republic too.
    """
    event = "events:\n  visit: {name: {zh-Hant: 市政府}, start: %s, cite: 貳.二}\n"

    assert [each.code for each in grounded(event % date)] == found


# Coverage


def test_sections_that_nothing_cites_are_warned_of(project, grounded, tmp_path):
    """
    Each section with text of its own that no fact cites is a warning at the report; mere headings are not.
    """
    grounded(MET % ("tau", "貳.一"))

    found = [each for each in project.check(tmp_path / "texts") if each.code == "uncited-section"]

    assert [each.values["section"] for each in found] == ["壹", "貳.二"]
    assert {each.place for each in found} == {Place("data/reports/r1.yaml", line=1, column=9)}
    assert not any(each.is_error for each in found)


def test_a_section_may_be_declared_empty(project, grounded, tmp_path):
    """
    A declaration with its reason takes the place of a fact; coverage counts it.
    """
    project.write(
        "data/reports/r1.yaml",
        "report: {id: r1, name: {en: R1}, empty: [{section: 壹, reason: {en: aims}}]}\n" + MET % ("tau", "貳"),
    )

    compiled, coverage = build.check(project.project, tmp_path / "texts")

    assert [each.code for each in compiled.diagnostics] == []
    assert coverage.uncited == {"r1": ()}
    assert coverage.empty == {"r1": ("壹",)}
    assert coverage.sections == {"r1": 4}


@pytest.mark.parametrize(("section", "code"), [("玖", "no-section"), ("somewhere", "bad-citation")])
def test_a_section_declared_empty_exists(project, grounded, tmp_path, section, code):
    """
    What is declared empty is a section of the text.
    """
    project.write(
        "data/reports/r1.yaml",
        f"report: {{id: r1, name: {{en: R1}}, empty: [{{section: {section}, reason: {{en: no}}}}]}}\n"
        + MET % ("tau", "[壹, 貳]"),
    )

    found = [each for each in project.check(tmp_path / "texts") if each.code == code]

    assert [each.place for each in found] == [Place("data/reports/r1.yaml", line=1, column=52)]


def test_coverage_counts_the_citations_that_are_grounded(project, grounded, tmp_path):
    """
    A citation that bears its fact out counts; one that does not is an error and no count.
    """
    grounded(MET % ("tau", "[貳.一, 壹]"))

    _, coverage = build.check(project.project, tmp_path / "texts")

    assert coverage.grounded == 1


def test_the_real_data_are_grounded(real, texts):
    """
    Every citation of the real data stands in the text of its report.
    """
    compiled, coverage = build.check(real, texts)

    assert [f"{each.place} {each.message()}" for each in compiled.errors] == []
    assert coverage.grounded > 1000


# Counts of a whole


def test_things_that_nothing_refers_to_are_listed(project):
    """
    A thing without any reference may be a slip.
    """
    from citygraph import checks

    project.write("data/things.yaml", THINGS)

    found = checks.unused(project.compile().facts)

    assert found == ["coderre", "dakar", "labrecque", "members", "montreal-government", "tau", "uclg"]


def test_things_named_in_one_language_are_listed(project):
    """
    Names that one of the dataset's languages lacks can be looked for.
    """
    from citygraph import checks

    project.write("data/things.yaml", "people:\n  tau: {name: {en: Tau, zh-Hant: 陶}}\n  lin: {name: {en: Lin}}\n")

    found = checks.in_one_language(project.compile().facts, ("en", "zh-Hant"))

    assert found == ["lin"]
