"""The field dictionary: what a curator may write, told from the shapes."""

from __future__ import annotations

import json

import pytest

from citygraph import dictionary, projects, schema


@pytest.fixture(scope="module")
def shapes():
    """
    The schema of the real ontology.
    """
    return schema.read([projects.find().root / "ontology"])


def fields(shapes, key):
    [kind] = dictionary.explain(shapes, key)
    return {each["key"]: each for each in kind["fields"]}


def test_all_kinds_are_listed_by_their_keys(shapes):
    """
    Each with a label and what it is, without its fields.
    """
    found = dictionary.explain(shapes)

    assert [each["key"] for each in found] == sorted(shapes.top)
    assert all(each["label"] and each["comment"] and "fields" not in each for each in found)


def test_a_kind_is_explained_field_by_field(shapes):
    """
    In the order in which a curator writes them.
    """
    found = fields(shapes, "people")

    assert next(iter(found)) == "name"
    assert list(found)[-1] == "cite"


@pytest.mark.parametrize("key", ["encounters", "Encounters", "encounter"])
def test_a_kind_is_found_by_key_or_class(shapes, key):
    """
    In capitals or small letters.
    """
    assert dictionary.explain(shapes, key)[0]["key"] == "encounters"


def test_a_part_is_explained_by_its_class(shapes):
    """
    It has no key at the top of a file.
    """
    assert "who" in fields(shapes, "side")


def test_a_kind_that_is_not_known_has_a_near_one(shapes):
    """
    The message is for the command line.
    """
    with pytest.raises(KeyError, match="did you mean 'encounters'"):
        dictionary.explain(shapes, "encuonters")


@pytest.mark.parametrize(
    ("kind", "field", "of"),
    [
        ("encounters", "at", "id of an event, session or trip"),
        ("encounters", "with", "side"),
        ("encounters", "attestation", "told (told in the text)"),
        ("encounters", "cite", "section of a report"),
        ("cities", "latitude", "number"),
        ("cities", "same-as", "web address"),
    ],
)
def test_a_field_says_what_it_takes(shapes, kind, field, of):
    """
    In words that a curator knows.
    """
    assert fields(shapes, kind)[field]["of"]["en"].startswith(of)


def test_a_field_says_whether_it_is_required_and_how_many_it_takes(shapes):
    """
    As the shape says it.
    """
    found = fields(shapes, "tenures")

    assert (found["holder"]["required"], found["holder"]["most"]) == (True, None)
    assert (found["since"]["required"], found["since"]["most"]) == (False, 1)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("required", "one or more", "printed in the section")), ("zh-Hant", ("必填", "可多個", "須見於該節"))],
)
def test_the_text_is_in_the_language_asked_for(shapes, lang, words):
    """
    Notes, descriptions and types.
    """
    text = dictionary.as_text(dictionary.explain(shapes, "tenures"), lang)

    assert all(word in text for word in words)
    assert text.startswith("tenures  ")


def test_every_kind_can_be_explained_in_both_languages(shapes):
    """
    Also as JSON, without a gap.
    """
    for kind in shapes.kinds.values():
        found = dictionary.explain(shapes, kind.name)
        assert json.dumps(found)
        for lang in ("en", "zh-Hant"):
            lines = dictionary.as_text(found, lang).splitlines()
            assert all(line.strip() or not line for line in lines)
