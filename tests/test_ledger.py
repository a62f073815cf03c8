"""The ledger of names: whatever a report prints as a name is found, or the reason why not is written down."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import pytest
import yaml

from citygraph import build, names, reports, store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXCEPTIONS: dict[str, str] = yaml.safe_load(Path(__file__).with_name("ledger_exceptions.yaml").read_text("utf-8"))
LONGEST = 24  # columns of an exception: twelve Chinese characters

THEMES = """
PREFIX cg: <https://citygraph.example/ontology#>
SELECT DISTINCT ?text WHERE { ?thing cg:theme|cg:work ?text }
"""

_TAG = re.compile(r"<[^<>]*>")
_QUOTED = re.compile(r"「([^「」]+)」|『([^『』]+)』|《([^《》]+)》")
_LATIN = r"A-Za-z\u00c0-\u024f"
# A run of Latin text: it begins and ends with a letter or digit and holds what stands between the words of a name.
_RUN = re.compile(rf"(?<![{_LATIN}0-9])[{_LATIN}0-9](?:[{_LATIN}0-9 \n.,:;&/'’+–—─-]*[{_LATIN}0-9])?")
_TITLE = re.compile(rf"(?<![{_LATIN}])(?:Mr|Mrs|Ms)\b\.?")
_NAMELIKE = re.compile(rf"[A-Z\u00c0-\u00de][{_LATIN}0-9-]|[0-9][A-Z]")
# Where a name may end and another begin: marks, line breaks, a year behind a name, the short form of a quoted name.
_PARTS = re.compile(r"([,:;&：；\n]|[/–—─]+|\s-\s|\s(?=[0-9][0-9-]*\Z)|，簡稱)")


def flowing(text: str) -> str:
    """
    A text without markup, with blanks and line breaks between Latin words only.
    """
    text = html.unescape(_TAG.sub("\n", text))
    text = re.sub(r"\s+", lambda blank: "\n" if "\n" in blank[0] else " ", text)
    return re.sub(rf"(?<![{_LATIN}0-9.,:;&]) | (?![{_LATIN}0-9&-])", "", text).replace(",\n", ", ")


def printed(report: reports.ReportText) -> Iterator[str]:
    """
    What a report prints as a name: each quotation, and each run of Latin words with a capital in it.
    """
    for section in report.sections:
        text = flowing(section.text or section.title)
        for quoted in _QUOTED.findall(text):
            yield re.sub(rf"(?<![{_LATIN}])\n|\n(?![{_LATIN}])", "", "".join(quoted))
        for run in _RUN.findall(_QUOTED.sub("。", _TITLE.sub("。", text))):
            if _NAMELIKE.search(run):
                yield run


def unknown(form: str, is_known: Callable[[str], bool]) -> list[str]:
    """
    The parts of a printed form that nothing bears; neighbouring parts are tried together first.
    """
    pieces = _PARTS.split(form)
    missing, start = [], 0
    while start < len(pieces):
        for end in range(len(pieces), start, -2):
            part = " ".join("".join(pieces[start:end]).split())
            if not any(letter.isalpha() for letter in part) or is_known(part):
                break
        else:
            missing.append(part)
        start = end + 1
    return missing


@pytest.fixture(scope="session")
def missing(graph: store.Graph, texts: Path) -> dict[str, str]:
    """
    What the reports print as a name and nothing bears, with the report that prints it first.

    Borne is the name of a thing, a part of one in whole words, and the theme or the title that a fact records.
    """
    index = names.Index(graph.folder / build.NAMES)
    themes = {names.fold(row["text"].value) for row in graph.select(THEMES)}

    def is_known(form: str) -> bool:
        key = names.fold(form)
        return (
            key in themes
            or bool(index.whole([key]))
            # What a figure counts is no name: 全體大會 is not known because somebody counted them.
            or any(reports.prints(each.text, form) for each in index.containing(key) if "Measure" not in each.kind)
        )

    found: dict[str, str] = {}
    for path in sorted(texts.glob("*.txt")):
        for form in dict.fromkeys(printed(reports.read(path))):
            for part in unknown(form, is_known):
                found.setdefault(part, path.stem)
    return found


def is_exception(form: str, exception: str) -> bool:
    """
    Whether an exception declares a form: by its whole text or its first words.
    """
    key = names.fold(exception)
    return f"{names.fold(form)} ".startswith(key if names.is_han(key[-1]) else f"{key} ")


def test_every_name_that_a_report_prints_is_found(missing: dict[str, str]) -> None:
    """
    Each quotation and each Latin name in the reports is a name in the graph, or a declared exception.
    """
    assert [
        (form, report) for form, report in missing.items() if not any(is_exception(form, each) for each in EXCEPTIONS)
    ] == []


def test_no_exception_of_the_ledger_is_stale(missing: dict[str, str]) -> None:
    """
    An exception that excuses nothing has been settled, and goes.
    """
    assert [each for each in EXCEPTIONS if not any(is_exception(form, each) for form in missing)] == []


def test_exceptions_are_short_and_reasoned() -> None:
    """
    An exception quotes no sentence of a report and says why it is one.
    """
    widths = {each: sum(1 + (east_asian_width(letter) == "W") for letter in each) for each in EXCEPTIONS}

    assert [each for each, width in widths.items() if width > LONGEST] == []
    assert [each for each, reason in EXCEPTIONS.items() if len(reason) < 10] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("位於布宜諾\n\n斯艾利斯之「城市\n 聯絡網」", ["城市聯絡網"]),
        ("（Octavi de \nla Varga）主席 Mr. Tau，C40", ["Octavi de\nla Varga", "Tau", "C40"]),
        ("「UCLG-墨西哥市 21 世紀獎」《蒙特婁宣言》", ["UCLG-墨西哥市21世紀獎", "蒙特婁宣言"]),
        ("<p>(Full Member)</p> and so on, 2017-06-19, 3.5%", ["Full Member"]),
    ],
)
def test_names_are_read_across_line_breaks_markup_and_titles(text: str, wanted: list[str]) -> None:
    """
    The ledger sees a name however the page broke it, and takes neither dates nor small words for one.
    """
    assert list(printed(reports.parse(f"壹、摘要\n{text}"))) == wanted


def test_what_nothing_bears_is_listed_alone() -> None:
    """
    Of a place and its country in one bracket only the unknown one is missing.
    """
    known = {"Spain", "United Cities and Local Governments", "Habitat: the third"}

    assert unknown("Atlantis, Spain", known.__contains__) == ["Atlantis"]
    assert unknown("United Cities and Local Governments 2016-2019", known.__contains__) == []
    assert unknown("Habitat: the third\nFCM", known.__contains__) == ["FCM"]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Montreal", "montreal"), ("蒙特利爾", "montreal"), ("滿地可", "montreal"),
        ("溫尼伯", "winnipeg"), ("溫尼辟", "winnipeg"),
        ("斯特拉斯堡", "strasbourg"), ("史特拉斯堡", "strasbourg"), ("Strassburg", "strasbourg"),
        ("科倫坡", "colombo"), ("可倫坡", "colombo"),
        ("蒙特維多", "montevideo"), ("蒙得維的亞", "montevideo"),
        ("首爾", "seoul"), ("漢城", "seoul"), ("聖地亞哥", "santiago"), ("巴塞羅那", "barcelona"),
        ("約翰內斯堡", "johannesburg"), ("台中", "taichung"), ("南韓", "korea"), ("BC", "british-columbia"),
        ("UCLG Asia Pacific", "uclg-aspac"), ("ASPAC", "uclg-aspac"),
        ("城地聯", "uclg"), ("世界城地組織", "uclg"), ("CGLU", "uclg"),
        ("大都會", "metropolis"), ("世界大都會協會", "metropolis"), ("City Net", "citynet"),
        ("人居署", "un-habitat"), ("UN Habitat", "un-habitat"), ("韓國市道知事協議會", "gaok"),
        ("杜魯道", "justin-trudeau"), ("臺中花博", "taichung-world-flora-exposition"),
        ("SDGs", "sustainable-development-goals"), ("Agenda 2030", "2030-agenda"), ("COP21", "cop21"),
    ],
)  # fmt: skip
def test_a_form_that_people_type_finds_the_thing(graph: store.Graph, typed: str, wanted: str) -> None:
    """
    Other transliterations, abbreviations, former names and accents left out lead to the thing that is meant.
    """
    key = names.fold(typed)
    found = names.Index(graph.folder / build.NAMES).whole([key]).get(key, [])

    assert wanted in [form.iri.rpartition("/")[2] for form in found]


def test_a_person_with_a_chinese_name_has_one_in_latin_letters(read_real: build.Compiled) -> None:
    """
    Nobody is lost to a reader of English: whoever is named in Chinese is romanized.
    """
    people = [fact for fact in read_real.facts if fact.kind.key == "people"]

    named = {fact.id: [value.language for value in fact.of("name")] for fact in people}

    assert [id_ for id_, languages in named.items() if "en" not in languages] == []
