"""Records linked to the schema: values typed, references resolved, what is wrong said at the very value."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph import facts, projects, records, schema
from citygraph.diagnostics import Place
from citygraph.facts import NOTE, Citation, days

ROOT = projects.find().root
REPORT = "report: {id: trip, name: {en: Trip report}}\n"
ADA = "people:\n  ada: {name: {en: Ada}}\n"
CITIES = "cities:\n  taipei: {name: {en: Taipei}}\n  london: {name: {en: London}}\n"
AGREEMENT = (
    REPORT
    + "governments:\n  a: {name: {en: A}}\n"
    + "agreements:\n- {parties: %s, type: memorandum, status: proposed, cite: 壹}\n"
)
MAYOR = """\
roles:
  mayor: {name: {en: mayor}}
offices:
  m: {name: {en: Mayor}, role: mayor, of: a}
governments:
  a: {name: {en: A}}
"""


@cache
def shapes():
    return schema.read([ROOT / "ontology"])


def link(*texts, languages=("en", "zh-Hant")):
    """
    The facts of texts as files ``0.yaml``, ``1.yaml`` ..., what is known, and what is wrong.
    """
    files = []
    for number, text in enumerate(texts):
        file, found = records.read(text, f"{number}.yaml")
        assert found == []
        files.append(file)
    return facts.link(files, shapes(), languages)


def linked(*texts):
    """
    The facts of texts in which nothing is wrong.
    """
    found, _, wrong = link(*texts)
    assert wrong == []
    return found


def only(*texts, languages=("en", "zh-Hant")):
    """
    The one thing that is wrong in texts: its code, its place and what is said.
    """
    _, _, [diagnostic] = link(*texts, languages=languages)
    return diagnostic.code, diagnostic.place, f"{diagnostic.message()}: {diagnostic.help()}"


def texts_of(fact, key):
    return [value.text for value in fact.of(key)]


# The ways to write records


def test_a_keyed_record_has_its_key_as_id():
    """
    Things are a mapping from id to record.
    """
    [ada] = linked(ADA)

    assert (ada.id, ada.kind.key, ada.place) == ("ada", "people", Place("0.yaml", 2, 3))
    assert [(value.text, value.language) for value in ada.values] == [("Ada", "en")]


def test_a_listed_record_may_have_an_id():
    """
    Facts are a list, and an id is only needed by what is referred to.
    """
    _, first, second = linked(
        REPORT + "lessons:\n- {about: {en: a}, cite: 壹}\n- {id: second, about: {en: b}, cite: 壹}\n"
    )

    assert (first.id, second.id) == ("", "second")
    assert first.place == Place("0.yaml", 3, 3)


def test_a_single_record_stands_by_itself():
    """
    A file has at most one report, which has an id.
    """
    [report] = linked(REPORT)

    assert (report.id, report.kind.form) == ("trip", "Single")


def test_a_single_record_without_id_is_refused():
    """
    Nothing could cite it.
    """
    code, place, said = only("report: {name: {en: Trip report}}\n")

    assert (code, place) == ("missing-field", Place("0.yaml", 1, 9))
    assert "a report needs 'id'" in said


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("people: [ada]\n", "not-a-mapping", (1, 9)),
        ("people:\n  ada: x\n", "not-a-mapping", (2, 8)),
        ("people:\n  ada:\n", "not-a-mapping", (2, 3)),
        ("lessons: {a: b}\n", "not-a-list", (1, 10)),
        ("lessons:\n- x\n", "not-a-mapping", (2, 3)),
        ("report: x\n", "not-a-mapping", (1, 9)),
    ],
)
def test_a_record_in_another_form_is_refused(text, code, place):
    """
    At the value that is in the wrong form.
    """
    found, where, _ = only(text)

    assert (found, where[1:]) == (code, place)


def test_a_kind_without_records_is_no_mistake():
    """
    A file may be begun before anything is known.
    """
    assert linked("people:\nlessons:\n") == []


def test_a_kind_that_is_not_known_has_a_near_one():
    """
    The key is pointed at.
    """
    code, place, said = only("poeple:\n  ada: {name: {en: Ada}}\n")

    assert (code, place) == ("unknown-kind", Place("0.yaml", 1, 1))
    assert "did you mean 'people'?" in said


def test_y35_a_field_that_is_not_known_has_a_near_one():
    """
    A misspelt key would lose its value without a word.
    """
    code, place, said = only("people:\n  ada: {name: {en: Ada}, nmae: {en: A}}\n")

    assert (code, place) == ("unknown-key", Place("0.yaml", 2, 26))
    assert "did you mean 'name'?" in said


def test_a_field_unlike_any_other_is_refused_with_the_way_to_the_list():
    """
    No far-fetched guess is made.
    """
    assert "citygraph explain people lists the fields" in only("people:\n  ada: {name: {en: Ada}, shoe-size: 38}\n")[2]


def test_a_missing_field_is_said_at_the_record():
    """
    With the shape's own message.
    """
    code, place, said = only("people:\n  ada: {gender: female}\n")

    assert (code, place) == ("missing-field", Place("0.yaml", 2, 3))
    assert said == "a thing has a name: a person needs 'name'"


@pytest.mark.parametrize("empty", ["", "''", "[]", "{}"])
def test_y8_an_empty_value_is_refused_at_its_key(empty):
    """
    Nothing, no text, an empty list and an empty mapping are no value.
    """
    code, place, _ = only(f"people:\n  ada:\n    name: {{en: Ada}}\n    note: {empty}\n")

    assert (code, place) == ("empty-value", Place("0.yaml", 4, 5))


def test_a_name_in_no_words_is_refused():
    """
    The language is pointed at.
    """
    assert only("people:\n  ada: {name: {en: ''}}\n")[:2] == ("empty-value", Place("0.yaml", 2, 16))


# Ids


@pytest.mark.parametrize("id_", ["Ada", "ada_l", "ada--l", "-ada", "ada.l", "ada l", "<a>", "a/b", "'a\\nb'"])
def test_r1_an_id_holds_small_letters_digits_and_hyphens(id_):
    """
    Anything else would be no part of an IRI.
    """
    assert only(f"people:\n  {id_}: {{name: {{en: Ada}}}}\n")[:2] == ("bad-id", Place("0.yaml", 2, 3))


@pytest.mark.parametrize(
    ("id_", "name"), [("аda", "CYRILLIC SMALL LETTER A"), ("ａda", "FULLWIDTH"), ("a\u200bda", "U+200B")]
)
def test_y25_an_id_that_only_looks_like_one_names_the_character(id_, name):
    """
    Look-alikes are told apart by their code points.
    """
    code, _, said = only(f"people:\n  {id_}: {{name: {{en: Ada}}}}\n")

    assert code == "bad-id"
    assert name in said


def test_y3_an_id_in_two_files_is_refused_with_both_places():
    """
    The second file is the mistake; the message has the first.
    """
    found, _, [diagnostic] = link(ADA, "cities:\n  ada: {name: {en: Ada}}\n")

    assert (diagnostic.code, diagnostic.place) == ("duplicate-id", Place("1.yaml", 2, 3))
    assert "0.yaml:2:3" in diagnostic.help()
    assert [fact.kind.key for fact in found] == ["people"]


def test_an_id_that_two_records_claim_is_one_mistake():
    """
    Who refers to it is not wrong for that, whichever was meant.
    """
    people = "people:\n  london: {name: {en: London}}\n  bob: {name: {en: Bob}, from-place: london}\n"

    assert only(CITIES, people)[0] == "duplicate-id"
    assert only(people, CITIES)[0] == "duplicate-id"


def test_the_id_of_a_fact_is_an_id_too():
    """
    All ids share one space.
    """
    assert only(ADA + REPORT + "lessons:\n- {id: ada, about: {en: a}, cite: 壹}\n")[0] == "duplicate-id"


@pytest.mark.parametrize(("id_", "code"), [("[a]", "not-text"), ("''", "empty-value")])
def test_an_id_is_a_single_text(id_, code):
    """
    A list is no id, and nothing is none.
    """
    assert only(REPORT + f"lessons:\n- {{id: {id_}, about: {{en: a}}, cite: 壹}}\n")[0] == code


# References


def test_a_reference_is_the_id_of_a_thing_of_the_right_kind():
    """
    Wherever the thing stands, before or after, in this file or another.
    """
    _, _, ada = linked(CITIES, "people:\n  ada: {name: {en: Ada}, from-place: london}\n")

    assert texts_of(ada, "from-place") == ["london"]


def test_d1_a_reference_to_nobody_is_refused_with_the_nearest_id():
    """
    At the value.
    """
    code, place, said = only(CITIES, "people:\n  ada: {name: {en: Ada}, from-place: londno}\n")

    assert (code, place) == ("unknown-reference", Place("1.yaml", 2, 38))
    assert said == "no place is called 'londno': did you mean 'london'?"


def test_d1_the_nearest_id_is_of_the_right_kind_if_one_is_near():
    """
    A person called londo is not meant by a place.
    """
    text = "people:\n  londn: {name: {en: L}, from-place: londno}\n"

    assert "did you mean 'london'?" in only(CITIES, text)[2]


def test_d2_a_reference_to_another_kind_is_refused_with_both_places():
    """
    What it is, what it should be, and where it stands.
    """
    code, place, said = only(ADA.replace("}}", "}, from-place: ada}"))

    assert (code, place) == ("wrong-kind", Place("0.yaml", 2, 38))
    assert said == "'ada' is a person, not a place: it stands at 0.yaml:2:3"


def test_d7_each_use_of_an_id_that_was_renamed_is_one_mistake():
    """
    All users of the old id, and nobody else.
    """
    users = "people:\n" + "".join(f"  p{n}: {{name: {{en: P}}, from-place: lundun}}\n" for n in range(3))

    _, _, found = link(CITIES, users)

    assert [(each.code, each.place.line) for each in found] == [("unknown-reference", line) for line in (2, 3, 4)]


def test_a_former_id_leads_to_the_present_one():
    """
    With a warning that names it.
    """
    found, _, [diagnostic] = link(
        "cities:\n  beijing: {name: {en: Beijing}, formerly: [peking, peiping]}\n",
        "people:\n  ada: {name: {en: Ada}, from-place: peking}\n",
    )

    assert (diagnostic.code, diagnostic.is_error) == ("redirected-id", False)
    assert diagnostic.place == Place("1.yaml", 2, 38)
    assert texts_of(found[1], "from-place") == ["beijing"]


def test_a_former_id_that_is_taken_is_refused():
    """
    An id is minted once.
    """
    text = "cities:\n  london: {name: {en: London}}\n  taipei: {name: {en: Taipei}, formerly: london}\n"

    assert only(text)[:2] == ("duplicate-id", Place("0.yaml", 3, 42))


def test_a_city_stands_for_its_government():
    """
    Where the shape says so, and only there.
    """
    governments = (
        "governments:\n  london-government: {name: {en: City}, of: london}\nnetworks:\n  uclg: {name: {en: UCLG}}\n"
    )
    membership = REPORT + "memberships:\n- {member: london, of: uclg, cite: 壹}\n"

    *_, fact = linked(CITIES, governments, membership)

    assert texts_of(fact, "member") == ["london-government"]


def test_a_city_without_a_government_stands_for_nothing():
    """
    No body is made up.
    """
    text = REPORT + "networks:\n  uclg: {name: {en: UCLG}}\nmemberships:\n- {member: london, of: uclg, cite: 壹}\n"

    code, _, said = only(CITIES, text)

    assert code == "wrong-kind"
    assert "'london' is a city, not a person or body" in said


def test_a_value_given_twice_is_a_warning_and_read_once():
    """
    The graph would hold it once.
    """
    found, _, [diagnostic] = link(CITIES, "people:\n  ada: {name: {en: Ada}, from-place: [london, london]}\n")

    assert (diagnostic.code, diagnostic.place) == ("repeated-value", Place("1.yaml", 2, 47))
    assert texts_of(found[-1], "from-place") == ["london"]


def test_too_many_values_are_refused_at_the_first_beyond():
    """
    A city is in one next larger place.
    """
    assert only(CITIES.replace("Taipei}", "Taipei}, within: [london, ada]") + ADA)[:2] == (
        "too-many",
        Place("0.yaml", 2, 49),
    )


def test_too_few_values_are_refused_at_the_key():
    """
    With the shape's message.
    """
    code, place, said = only(AGREEMENT % "a")

    assert (code, place) == ("too-few", Place("0.yaml", 5, 4))
    assert "at least two parties" in said


def test_one_rejected_value_is_one_mistake_however_many_were_needed():
    """
    Two parties are named, if one of them is not known.
    """
    assert only(AGREEMENT % "[a, nobody]")[0] == "unknown-reference"


# Parts


def test_a_part_is_written_out():
    """
    It is a record within a record.
    """
    text = "encounters:\n- {with: {who: ada, as: m}, by: {who: a}, place: london, attestation: told, cite: 壹}\n"

    *_, encounter = linked(ADA + CITIES + MAYOR, REPORT + text)

    [side] = encounter.of("with")
    assert texts_of(side.part, "who") == ["ada"]
    assert texts_of(side.part, "as") == ["m"]
    assert side.place == Place("1.yaml", 3, 10)


def test_a_part_may_be_its_most_important_value_alone():
    """
    with: ada is with: {who: ada}.
    """
    text = REPORT + "encounters:\n- {with: %s, by: london, place: london, attestation: told, cite: 壹}\n"
    rest = (ADA, CITIES, "governments:\n  g: {name: {en: G}, of: london}\n")

    *_, short = linked(*rest, text % "ada")
    *_, long = linked(*rest, text % "{who: ada}")

    assert short == long


def test_a_mistake_in_a_part_is_said_where_it_is():
    """
    A part has fields of its own.
    """
    text = "encounters:\n- {with: [{who: ada, wen: x}], by: ada, place: london, attestation: told, cite: 壹}\n"

    code, place, said = only(ADA, CITIES, REPORT + text)

    assert (code, place) == ("unknown-key", Place("2.yaml", 3, 22))
    assert "not a field of a side" in said


# Words, numbers, dates, addresses


def test_a_word_becomes_its_concept():
    """
    Words are those of the shape.
    """
    [ada] = linked("people:\n  ada: {name: {en: Ada}, gender: female}\n")

    assert texts_of(ada, "gender") == ["https://citygraph.example/ontology#female"]


def test_a_word_that_is_none_is_refused_with_the_nearest_or_all():
    """
    A curator sees what may stand there.
    """
    assert "did you mean 'female'?" in only("people:\n  ada: {name: {en: Ada}, gender: femal}\n")[2]
    assert "one of female, male" in only("people:\n  ada: {name: {en: Ada}, gender: x}\n")[2]


@pytest.mark.parametrize("number", ["12", "-3", "007"])
def test_a_whole_number_is_digits(number):
    """
    With a sign at most.
    """
    *_, lesson = linked(REPORT + f"lessons:\n- {{number: {number}, about: {{en: a}}, cite: 壹}}\n")

    assert texts_of(lesson, "number") == [number]


@pytest.mark.parametrize("number", ["1_000", "'1,000'", "1.5", "0x1F", "1e3", "+3", "１２", "十二", "9" * 5000])
def test_y7_y18_another_way_of_writing_a_number_is_refused(number):
    """
    Only the documented grammar is read, and no number of five thousand digits.
    """
    code, _, said = only(REPORT + f"lessons:\n- {{number: {number}, about: {{en: a}}, cite: 壹}}\n")

    assert code == "not-a-number"
    assert len(said) < 300


@pytest.mark.parametrize(
    ("latitude", "code"), [("90", ""), ("-90.0", ""), ("90.01", "out-of-range"), ("north", "not-a-number")]
)
def test_a_number_stands_within_its_bounds(latitude, code):
    """
    The bounds are the shape's.
    """
    _, _, found = link(f"cities:\n  a: {{name: {{en: A}}, latitude: {latitude}}}\n")

    assert [each.code for each in found] == [code] * bool(code)


def test_y9_a_day_that_is_not_in_the_calendar_is_refused():
    """
    The help has the days there are.
    """
    code, place, said = only("report: {id: trip, name: {en: R}, date: 2017-02-30}\n")

    assert (code, place) == ("no-such-date", Place("0.yaml", 1, 41))
    assert said == "there is no 2017-02-30: days of 2017-02 are 01 to 28"


@pytest.mark.parametrize(
    ("written", "why"),
    [("0000-00-00", "years"), ("2017-13", "months"), ("2017-00-01", "months"), ("2017-06-31", "01 to 30")],
)
def test_y9_the_help_says_what_is_wrong_with_a_date(written, why):
    """
    Year, month or day.
    """
    assert why in only(f"report: {{id: trip, name: {{en: R}}, date: {written}}}\n")[2]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2017-6-9", "2017-06-09"),
        ("2017/06/09", "2017-06-09"),
        ("2017.6", "2017-06"),
        ("2017-06-09T00:30:00+08:00", "2017-06-09"),
    ],
)
def test_y10_another_way_of_writing_a_date_is_refused_with_ours(written, meant):
    """
    The day as written, in no other zone.
    """
    code, _, said = only(f"report: {{id: trip, name: {{en: R}}, date: '{written}'}}\n")

    assert code == "not-a-date"
    assert f"did you mean '{meant}'?" in said


@pytest.mark.parametrize("written", ["soon", "106-06-09", "9.6.2017", "2017-06-09-01", "２０１７", "unknown"])
def test_what_is_no_date_is_refused_with_the_forms_of_one(written):
    """
    Nothing is guessed that may be wrong.
    """
    assert "2017, 2017-06 or 2017-06-19" in only(f"report: {{id: trip, name: {{en: R}}, date: {written}}}\n")[2]


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2017-06", "2017-06-01", "2017-06-30"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2017-12", "2017-12-01", "2017-12-31"),
        ("2017-06-19", "2017-06-19", "2017-06-19"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
    ],
)
def test_a_date_spans_its_days(written, earliest, latest):
    """
    As precisely as known, kept as written.
    """
    assert days(written) == (earliest, latest)


@given(st.dates())
def test_every_day_is_itself_and_within_its_month_and_year(day):
    """
    A longer date lies within a shorter one.
    """
    written = day.isoformat()

    for shorter in (written, written[:7], written[:4]):
        earliest, latest = days(shorter)
        assert earliest <= written <= latest


@given(st.text(st.sampled_from("0123456789-"), max_size=11))
def test_any_text_is_a_date_or_none(text):
    """
    Nothing ends in an exception.
    """
    found = days(text)

    assert found is None or found[0] <= found[1]


@pytest.mark.parametrize(
    "address", ["https://www.wikidata.org/wiki/Q1867", "http://e.example/臺中", "https://e.example/%E8%87%BA"]
)
def test_an_address_is_a_web_address(address):
    """
    Chinese letters may stand in one.
    """
    [ada] = linked(f"people:\n  ada: {{name: {{en: Ada}}, same-as: '{address}'}}\n")

    assert texts_of(ada, "same-as") == [address]


@pytest.mark.parametrize(
    "address", ["http://e/%zz", "Q1867", "//e.example", "javascript:alert(1)", "http://e .example", "https://"]
)
def test_r2_what_is_no_web_address_is_refused(address):
    """
    It would be no IRI, or a script.
    """
    assert only(f"people:\n  ada: {{name: {{en: Ada}}, same-as: '{address}'}}\n")[0] == "not-an-address"


def test_a_text_fits_its_pattern():
    """
    The pattern is the shape's.
    """
    assert only("cities:\n  a: {name: {en: A}, geonames: Q1}\n")[0] == "pattern"
    assert texts_of(linked("cities:\n  a: {name: {en: A}, geonames: '0123'}\n")[0], "geonames") == ["0123"]


@pytest.mark.parametrize("value", ["{a: b}", "[[female]]"])
def test_a_value_that_is_no_text_is_refused(value):
    """
    A mapping or a list within a list is no word.
    """
    assert only(f"people:\n  ada: {{name: {{en: Ada}}, gender: {value}}}\n")[0] == "not-text"


# Languages


def test_names_are_written_by_language():
    """
    One name in each; other forms may be several.
    """
    [ada] = linked("people:\n  ada: {name: {en: Ada, zh-Hant: 艾達}, also: {en: [A, Adah], fr: Adèle}}\n")

    assert [(value.text, value.language) for value in ada.of("also")] == [("A", "en"), ("Adah", "en"), ("Adèle", "fr")]


def test_a_text_without_its_language_is_refused():
    """
    Nobody could tell which it is in.
    """
    code, place, said = only("people:\n  ada: {name: 艾達}\n")

    assert (code, place) == ("no-language", Place("0.yaml", 2, 15))
    assert "{en: ..., zh-Hant: ...}" in said


def test_two_names_in_one_language_are_refused_at_the_second():
    """
    The others are other forms.
    """
    assert only("people:\n  ada: {name: {en: [Ada, Adah]}}\n")[:2] == ("two-in-one-language", Place("0.yaml", 2, 26))


@pytest.mark.parametrize("tag", ["zh-TW", "zh_TW", "zh", "zh-tw", "EN", "en-GB", "not a lang", "'1'"])
def test_r5_a_language_in_another_writing_is_refused(tag):
    """
    zh-TW and zh-Hant do not match each other, so only one is used.
    """
    code, _, said = only(f"people:\n  ada: {{name: {{{tag}: Ada}}}}\n")

    assert code == "not-a-language"
    assert "en, zh-Hant" in said


def test_a_text_may_be_in_a_language_that_the_dataset_does_not_declare():
    """
    Names come in more languages than pages.
    """
    [ada] = linked("people:\n  ada: {name: {pt-BR: Ada}}\n")

    assert ada.values[0].language == "pt-BR"


# Citations


def cited(written, before=REPORT):
    *_, lesson = linked(f"{before}lessons:\n- {{about: {{en: a}}, cite: {written}}}\n")
    return list(lesson.citations)


@pytest.mark.parametrize(
    ("written", "citation"),
    [
        ("肆.三.(二)", Citation("trip", "肆.三.(二)")),
        ("參.三.（二）", Citation("trip", "叄.三.(二)")),
        ("肆.三.(二).4", Citation("trip", "肆.三.(二).4")),
        ("提要", Citation("trip", "提要")),
        ("肆.三 caption", Citation("trip", "肆.三", "caption")),
        ("肆.三 table", Citation("trip", "肆.三", "table")),
        ("trip 肆.三", Citation("trip", "肆.三")),
        ("trip 肆.三 caption", Citation("trip", "肆.三", "caption")),
        ("curator", NOTE),
    ],
)
def test_a_citation_is_a_section_of_this_report_or_another(written, citation):
    """
    Its number in any writing, the report before it, the kind of text after it.
    """
    assert cited(written) == [citation]


def test_several_passages_are_a_list():
    """
    Each knows its place.
    """
    *_, lesson = linked(REPORT + "lessons:\n- {about: {en: a}, cite: [壹, 貳.一]}\n")

    assert [str(each) for each in lesson.citations] == ["trip 壹", "trip 貳.一"]
    assert lesson.cited_at == (Place("0.yaml", 3, 27), Place("0.yaml", 3, 30))


def test_a_citation_of_another_file_names_the_report():
    """
    Only a report's own file may leave its id out.
    """
    lesson = "lessons:\n- {about: {en: a}, cite: 壹}\n"

    assert only(REPORT, lesson)[:2] == ("no-report", Place("1.yaml", 2, 26))
    assert [str(each) for each in linked(REPORT, lesson.replace("壹", "trip 壹"))[1].citations] == ["trip 壹"]


@pytest.mark.parametrize("written", ["page 12", "12", "四.三", "肆.三.二.一", "trip", "肆.三 photo", "curators"])
def test_what_is_no_section_is_no_citation(written):
    """
    The help shows one.
    """
    code, _, said = only(REPORT + f"lessons:\n- {{about: {{en: a}}, cite: {written}}}\n")

    assert code == "bad-citation"
    assert "肆.三.(二)" in said


def test_a_citation_of_an_unknown_report_has_the_nearest():
    """
    Reports are things like others.
    """
    code, _, said = only(REPORT + "lessons:\n- {about: {en: a}, cite: tripp 壹}\n")

    assert code == "unknown-reference"
    assert said == "no report is called 'tripp': did you mean 'trip'?"


def test_a_citation_of_a_thing_that_is_no_report_is_refused():
    """
    A person has no sections.
    """
    assert "'ada' is a person, not a report" in only(ADA, REPORT + "lessons:\n- {about: {en: a}, cite: ada 壹}\n")[2]


def test_a_fact_without_citation_is_refused():
    """
    No citation, no fact.
    """
    code, _, said = only(REPORT + "lessons:\n- about: {en: a}\n")

    assert code == "missing-field"
    assert "a lesson needs 'cite'" in said


def test_a_thing_without_citation_is_the_curators():
    """
    What a curator adds from knowledge is said to be so.
    """
    [ada] = linked(ADA)

    assert ada.citations == (NOTE,)


def test_facts_that_say_the_same_are_equal_wherever_they_stand():
    """
    A place is no part of what is said.
    """
    [here] = linked(ADA)
    [there] = linked("\n\n" + ADA)

    assert here == there
    assert here.place != there.place


def test_every_mistake_of_every_file_is_found_in_one_run():
    """
    The rest is still read.
    """
    _, _, found = link(
        "people:\n  ada: {name: Ada, gender: x}\n  bob: {name: {en: Bob}, from-place: nowhere}\n",
        "cities:\n  a: {name: {en: A}, latitude: x, geonames: y}\n",
    )

    assert [each.code for each in found] == [
        *("no-language", "not-allowed", "unknown-reference"),
        *("not-a-number", "pattern"),
    ]
