"""Names that many have, that several have, that are misspelt: who was meant is said or asked, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from citygraph import build, projects, questions

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.store import Graph

FIRST = "Ana Bela Cora Dana Edda Fina Gerda Hana Ilse Jana Kira Lena Mona Nora Olga".split()  # noqa: SIM905 -- a list of names
OTHERS = {
    "bo-lind": "Bo Lind",
    "bo-lind-2": "Bo Lind",
    "ana-kowal": "Ana Kowal",
    "ana-koval": "Ana Koval",
    "eva-marta": "Eva Marta",
    "eva-marta-lindqvist": "Eva Marta Lindqvist",
}
REGISTER = """\
countries:
  borduria: {name: {en: Borduria, zh-Hant: 波多里亞}}
cities:
  szohod: {name: {en: Szohod, zh-Hant: 索霍德}, within: borduria}
  klow: {name: {en: Klow, zh-Hant: 克羅}, within: borduria}
  home: {name: {en: Homeville, zh-Hant: 本市}, within: borduria}
governments:
  home-government: {name: {en: Homeville City Government, zh-Hant: 本市政府}, of: home}
people:
  ann-berg: {name: {en: Ann Berg}, cite: klow-2020 壹}
"""
REPORT = """\
report: {id: klow-2020, name: {en: Report on Klow, zh-Hant: 克羅報告}, trip: trip-klow, publisher: home-government, date: 2020-05}
trips:
  trip-klow: {name: {en: Trip to Klow, zh-Hant: 克羅之行}, start: 2020-05-01, end: 2020-05-09, travellers: [{who: ann-berg}], on-behalf-of: home-government, to: [klow], cite: 壹}
encounters:
"""  # noqa: E501 -- records read better on one line
MET = (
    "- {{with: [{{who: {who}}}], by: [{{who: ann-berg}}], place: {place}, date: 2020-05-0{day}, "
    "attestation: told, manner: talk, cite: 壹}}\n"
)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """
    Fifteen people called Chen, met in Klow but for one; two called Bo Lind, thirteen Una Wolf; names one letter apart.
    """
    root: Path = tmp_path_factory.mktemp("crowd")
    people = {f"{first.lower()}-chen": f"{first} Chen" for first in FIRST} | OTHERS
    people |= {f"una-wolf-{number}": "Una Wolf" for number in range(13)}
    data = root / "data"
    data.mkdir()
    settings = "title: {en: Crowd}\nbase: https://example.org/\nlanguages: [en, zh-Hant]\nhome: home-government\n"
    (data / "dataset.yaml").write_text(settings, "utf-8")
    things = "".join(
        f"  {key}: {{name: {{en: {name}}}, note: {{en: no. {at}}}, cite: klow-2020 壹}}\n"
        for at, (key, name) in enumerate(people.items(), 1)
    )
    (data / "register.yaml").write_text(REGISTER + things, "utf-8")
    met = "".join(
        MET.format(who=key, place="szohod" if key == "kira-chen" else "klow", day=1 + at % 9)
        for at, key in enumerate(people)
    )
    (data / "klow.yaml").write_text(REPORT + met, "utf-8")
    return build.fresh(projects.find(root))


def asked(graph: Graph, phrase: str, lang: str = "en") -> tuple[dict[str, Any], str]:
    found = questions.ask(graph, phrase, lang)
    return found.as_json(), found.as_text()


def who(answer: dict[str, Any]) -> set[str]:
    """
    The people whom the first reading is bound to.
    """
    return {iri.rsplit("/", 1)[1] for iri in answer["answers"][0]["bound"]["person"]}


def test_a_name_that_very_many_have_is_asked_about(crowd: Graph) -> None:
    """
    Nothing is told of fifteen people together: how many they are, the first of them, what each is.
    """
    answer, text = asked(crowd, "when did we meet Chen")

    [each] = answer["answers"]
    assert each["answers"] == []
    assert len(each["candidates"]) == 10
    assert each["candidates"][0] == {
        "iri": "https://example.org/id/ana-chen",
        "id": "ana-chen",
        "text": "Ana Chen — no. 1",
    }
    assert text.startswith("15 are called “Chen”.")
    assert "  Ana Chen — no. 1\n" in text


def test_a_name_that_very_many_have_is_asked_about_in_chinese(crowd: Graph) -> None:
    """
    In the language of the question.
    """
    _, text = asked(crowd, "我們什麼時候見過 Chen", "zh-Hant")

    assert text.startswith("名稱含「Chen」的有 15 個。")


def test_what_is_said_besides_settles_which_of_many_is_meant(crowd: Graph) -> None:
    """
    Of fifteen one was met in that place: she is answered, and named.
    """
    answer, text = asked(crowd, "when did we meet Chen in Szohod")

    assert who(answer) == {"kira-chen"}
    assert text.startswith("We met Kira Chen once.")


def test_many_of_whom_it_is_true_are_still_asked_about(crowd: Graph) -> None:
    """
    Fourteen were met in the other place; she who was not is not among them.
    """
    answer, text = asked(crowd, "when did we meet Chen in Klow")

    assert text.startswith("14 are called “Chen”, and something is recorded of each.")
    assert answer["answers"][0]["answers"] == []


def test_of_many_none_may_be_meant(crowd: Graph) -> None:
    """
    Then nothing is recorded, and not all of their names are listed.
    """
    _, text = asked(crowd, "when did we meet Chen in 1999")

    assert text.startswith("Nothing recorded:")
    assert text.count("Chen") <= 13


def test_two_people_of_one_name_are_said_to_be_two(crowd: Graph) -> None:
    """
    Both are answered.
    """
    answer, text = asked(crowd, "when did we meet Bo Lind")

    assert who(answer) == {"bo-lind", "bo-lind-2"}
    assert answer["notes"] == ["2 people are called Bo Lind; all are meant."]
    assert text.startswith(answer["notes"][0])


@pytest.mark.parametrize(
    ("written", "wanted", "taken"),
    [
        ("Eva Marta Lindqvits", {"eva-marta-lindqvist"}, "Eva Marta Lindqvist"),
        ("Eva Marat Lindqvist", {"eva-marta-lindqvist"}, "Eva Marta Lindqvist"),
        ("Ana Kowwal", {"ana-kowal"}, "Ana Kowal"),
        ("Ana Kozal", {"ana-kowal", "ana-koval"}, "Ana Koval / Ana Kowal"),
    ],
)
def test_a_misspelt_name_is_the_nearest_and_says_so(crowd: Graph, written: str, wanted: set[str], taken: str) -> None:
    """
    The whole name of three words, not another's of two; of two equally near ones both.
    """
    answer, _ = asked(crowd, f"when did we meet {written}?")

    assert who(answer) == wanted
    assert answer["notes"] == [f"“{written}” is taken for {taken}."]


def test_a_whole_name_that_very_many_have_is_asked_about(crowd: Graph) -> None:
    """
    As a part of one is.
    """
    answer, text = asked(crowd, "when did we meet Una Wolf")

    assert text.startswith("13 are called “Una Wolf”.")
    assert {each["text"].split(" — ")[0] for each in answer["answers"][0]["candidates"]} == {"Una Wolf"}


def test_a_misspelt_name_that_very_many_have_is_asked_about(crowd: Graph) -> None:
    """
    By the word that it was taken for.
    """
    _, text = asked(crowd, "when did we meet Chenn")

    assert text.startswith("“Chenn” is taken for Chen.\n\n15 are called “Chen”.")


def test_what_is_written_as_it_is_needs_no_note(crowd: Graph) -> None:
    """
    A whole name of one person.
    """
    answer, text = asked(crowd, "when did we meet Eva Marta")

    assert answer["notes"] == []
    assert text.startswith("We met Eva Marta once.")
