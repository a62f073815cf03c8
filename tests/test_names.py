"""Written names: folded to keys, found whole, in part and misspelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph import names
from citygraph.names import ALSO, MISPRINT, NAME, Form, Index, fold, nearest
from citygraph.names.index import _LIKE as LIKE

CITY, PERSON = "ontology#City", "ontology#Person"
FORMS = [
    Form("id/montreal", CITY, "Montréal", "fr", ALSO),
    Form("id/montreal", CITY, "Montreal", "en", NAME),
    Form("id/montreal", CITY, "蒙特婁", "zh-Hant", NAME),
    Form("id/montreal", CITY, "蒙特利爾", "zh-Hant", ALSO),
    Form("id/taichung", CITY, "臺中", "zh-Hant", NAME),
    Form("id/tau", PERSON, "Mpho Parks Tau", "en", ALSO),
    Form("id/tau", PERSON, "Parks Tau", "en", NAME),
    Form("id/tau", PERSON, "Tao Parks", "en", MISPRINT),
    Form("id/parks", CITY, "Parks", "en", NAME),
    Form("id/governors", PERSON, "韓國市道知事協會", "zh-Hant", NAME),
    Form("id/strasbourg", CITY, "Strasbourg", "en", NAME),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """
    The index of a few forms.
    """
    path = tmp_path_factory.mktemp("names") / "names.sqlite"
    names.write(path, FORMS)
    return Index(path)


def iris(forms):
    return sorted({form.iri for form in forms})


# Folding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Montréal", "MONTREAL"),
        ("Zoë Ünal", "zoe unal"),
        ("Łódź".replace("Ł", "L"), "lodz"),
        ("Straße", "STRASSE"),
        ("臺中市", "台中市"),
        ("叄", "參"),
        ("ＵＣＬＧ", "uclg"),
        ("Jean-Luc  Example", "Jean Luc Example"),
        ("O’Neil", "O'Neil"),
        ("UCLG 亞太", "UCLG亞太"),
        ("臺 中", "台中"),
        ("é", "e\u0301"),
        ("“Habitat III”", "Habitat III"),
        ("C40_Cities", "C40 Cities"),
    ],
)
def test_ways_of_writing_one_name_share_a_key(one, other):
    """
    Case, accents, width, variants, punctuation and blanks beside Chinese do not tell names apart.
    """
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tau", "Tao"), ("C40", "C4 0"), ("Park Tau", "Parktau"), ("臺中", "臺北"), ("第 12 屆", "第 1 2 屆")],
)
def test_other_names_keep_other_keys(one, other):
    """
    Letters, digits, characters and the blanks between Latin words do.
    """
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("compatible", "unified"), [("\uf96e", "葉"), ("\uf9dc", "隆"), ("\ufa19", "神"), ("⼀", "一")]
)
def test_y27_compatibility_ideographs_match_the_unified_ones(compatible, unified):
    """
    Big5 and PDF files hold characters that look the same: matched in normal form, stored as written.
    """
    assert fold(compatible) == fold(unified)


def test_y26_composed_and_decomposed_letters_are_one():
    """
    Files of Macs and PDFs hold letters with loose accents.
    """
    assert fold("Montre\u0301al") == fold("Montréal")


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\u2060", "\u200d"])
def test_y25_characters_of_no_width_do_not_part_a_name(hidden):
    """
    They cannot be seen, so nobody types them.
    """
    assert fold(f"Tai{hidden}chung") == fold("Taichung")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    """
    A key is its own key.
    """
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_no_key_begins_or_ends_with_a_blank(one, other):
    """
    And punctuation between names is one blank or none.
    """
    key = fold(f" {one} … {other} ")

    assert key == key.strip()
    assert "  " not in key


@pytest.mark.parametrize(
    ("text", "han"), [("臺", True), ("a 々", True), ("Tau", False), ("ひ", False), ("", False), ("\U00020000", True)]
)
def test_chinese_characters_are_known(text, han):
    """
    Of all planes.
    """
    assert names.is_han(text) is han


def test_tokens_are_words_and_single_characters():
    """
    Chinese has no blanks to part words by.
    """
    assert names.tokens("uclg亞太 2017") == ["uclg", "亞", "太", "2017"]


@given(st.text())
def test_a_key_is_its_tokens_joined(text):
    """
    So that a run of words in a question is looked up like a name.
    """
    assert names.join(names.tokens(fold(text))) == fold(text)


# The index


def test_a_whole_name_is_found_by_its_key(index):
    """
    All keys asked for at once, each with its forms.
    """
    found = index.whole([fold("MONTREAL"), fold("台中"), fold("Nowhere")])

    assert {key: iris(forms) for key, forms in found.items()} == {"montreal": ["id/montreal"], "臺中": ["id/taichung"]}


def test_many_keys_are_looked_up_at_once(index):
    """
    More than the engine takes in one query.
    """
    keys = [f"key {number}" for number in range(3000)]

    assert iris(index.whole([*keys, "strasbourg"])["strasbourg"]) == ["id/strasbourg"]


def test_a_misprint_finds_the_thing_and_says_that_it_is_one(index):
    """
    It is found by search and never shown as the name.
    """
    [form] = index.whole(["tao parks"])["tao parks"]

    assert (form.iri, form.status) == ("id/tau", MISPRINT)


def test_the_forms_of_a_thing_begin_with_its_name(index):
    """
    Then other forms, then misprints.
    """
    assert [form.text for form in index.of("id/tau")] == ["Parks Tau", "Mpho Parks Tau", "Tao Parks"]
    assert index.of("id/nobody") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["tau"], ["id/tau"]),
        (["parks"], ["id/parks", "id/tau"]),
        (["tau", "mpho"], ["id/tau"]),
        (["tau", "montreal"], []),
        (["特婁"], ["id/montreal"]),
        ([], []),
    ],
)
def test_a_part_of_a_name_is_found_by_its_words(index, words, found):
    """
    All of them, in any order; in Chinese by two neighbours.
    """
    assert iris(index.partial(words)) == found


def test_the_letters_of_a_part_of_a_name_stand_in_it_too(tmp_path):
    """
    O'Neill is found by both its words, and is not B. Neill.
    """
    forms = [names.Form(f"id/{at}", "person", text, "en", 0) for at, text in enumerate(["Ama O'Neill", "B. Neill"])]
    names.write(tmp_path / "names", forms)

    assert [form.text for form in names.Index(tmp_path / "names").partial(["o", "neill"])] == ["Ama O'Neill"]


def test_of_very_many_names_the_shortest_are_found(tmp_path):
    """
    What was written is most of them; which ones does not depend on the order of a table.
    """
    forms = [names.Form(f"id/{at}", "place", f"City Hall of Town Number {at}", "en", 0) for at in range(500)]
    names.write(tmp_path / "names", [*forms, names.Form("id/z", "place", "City", "en", 0)])

    found = names.Index(tmp_path / "names").partial(["city"])

    assert len(found) == 200
    assert found[-1].text == "City"


def test_a_run_of_characters_is_found_inside_a_name(index):
    """
    The shortest name first; signs of the query language are no wild cards.
    """
    assert iris(index.containing("市道知事")) == ["id/governors"]
    assert index.containing("parks")[0].text == "Parks"
    assert index.containing("pa%ks") == []
    assert index.containing("par_s") == []


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("montrael", ["montreal"]),
        ("strassbourg", ["strasbourg"]),
        ("trasbourg", ["strasbourg"]),
        ("montreal", ["montreal"]),
        ("prks", ["parks"]),
        ("tua", []),
        ("2017", []),
        ("xyzzy", []),
    ],
)
def test_a_misspelt_word_is_found_by_what_it_shares(index, word, found):
    """
    One mistake in a short word, two in a long one, none in a very short one or a number.
    """
    assert index.misspelt(word) == found


def test_a_word_one_mistake_away_is_found_wherever_the_mistake_is(tmp_path):
    """
    In the middle too, where neither its first nor its last three letters are right.
    """
    forms = [Form(f"id/{word}", PERSON, word, "en", NAME) for word in ("nowak", "novak", "noack", "case")]
    names.write(tmp_path / "names", forms)
    index = Index(tmp_path / "names")

    assert [index.near(word, 1) for word in ("noawk", "nowk", "novack")] == [
        ["noack", "nowak"],
        ["nowak"],
        ["noack", "novak"],
    ]
    assert index.near("cape", 1) == []  # too many short words are one letter apart
    assert index.near("cases", 1) == ["case"]


def test_a_word_of_two_mistakes_is_not_one_of_one(index):
    """
    Nearer words are asked for first, by themselves.
    """
    assert [index.near("strasssbourg", distance) for distance in (0, 1, 2)] == [[], [], ["strasbourg"]]
    assert [index.near("strassbourg", distance) for distance in (0, 1, 2)] == [[], ["strasbourg"], []]


def test_a_misspelt_word_is_looked_up_by_index_however_many_words_there_are(index):
    """
    No table is read through.
    """
    for query, values in ((LIKE, ("str", "urg", 10, 10)), ("SELECT word FROM word WHERE word IN (?, ?)", ("a", "b"))):
        plan = " ".join(str(row) for row in index.base.execute(f"EXPLAIN QUERY PLAN {query}", values))
        assert "SCAN" not in plan


def test_the_index_of_the_same_forms_is_the_same(tmp_path):
    """
    In whatever order they come.
    """
    names.write(tmp_path / "a", FORMS)
    names.write(tmp_path / "b", reversed([*FORMS, *FORMS]))

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_hostile_text_is_looked_up_as_text(index):
    """
    Quotes and signs of SQL are letters like others.
    """
    assert index.whole(["'; DROP TABLE form; --"]) == {}
    assert index.partial(["'"]) == []
    assert index.containing("'") == []


# Nearness


@pytest.mark.parametrize(
    ("text", "found"), [("montrael", "montreal"), ("peopel", "people"), ("femail", "female"), ("xyz", ""), ("", "")]
)
def test_the_nearest_name_is_the_one_meant_or_none(text, found):
    """
    No guess is better than a far-fetched one.
    """
    assert nearest(text, ["montreal", "people", "female", "male"]) == found


def test_of_two_names_equally_near_it_is_always_the_same():
    """
    In whatever order they are known.
    """
    assert nearest("tau", {"tao": 1, "tai": 2}) == nearest("tau", {"tai": 2, "tao": 1})
