"""Every kind of mistake, as a curator sees it: ``diagnostics/<code>.yml`` is a project, ``<code>.txt`` what is said.

In a case a key is a file and its value the file's text; a mapping makes a file that text alone cannot: in another
encoding, with a very long text, or a folder where a file should be. Files below ``texts/`` are texts of reports.
To write the expected texts anew, run with ``CITYGRAPH_EXPECT=write`` and read what changed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from citygraph import build, diagnostics
from citygraph.diagnostics import CODES, Diagnostic, Place

CASES = Path(__file__).parent / "diagnostics"
LINES = {"data/people.yaml": ["people:", "  ada: {name: {zh-Hant: 艾達}, from-place: montrael}"]}
REFERENCE = Diagnostic(
    Place("data/people.yaml", 2, 42),
    "unknown-reference",
    {"kind": {"en": "place", "zh-Hant": "地方"}, "id": "montrael", "near": "montreal"},
    8,
)


def written(project, code):
    """
    The case's project, compiled; its diagnostics and the lines they point at.
    """
    for name, content in yaml.safe_load((CASES / f"{code}.yml").read_text("utf-8")).items():
        if isinstance(content, str):
            project.write(name, content)
        elif "folder" in content:
            (project.root / name).mkdir(parents=True)
        elif "long" in content:
            project.write(name, content["text"].replace('"A"', "A" * content["long"]))
        else:
            project.write(name, content["text"].encode(content["encoding"]))
    texts = project.root / "texts"
    compiled, _ = build.check(project.project, texts if texts.is_dir() else None)
    return compiled


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_case_that_says_exactly_this(project, code):
    """
    Each kind of mistake is raised by a small project, alone, and printed with place, line, caret and help.
    """
    compiled = written(project, code)

    text = diagnostics.render(compiled.diagnostics, compiled.sources) + "\n"

    expected = CASES / f"{code}.txt"
    if os.environ.get("CITYGRAPH_EXPECT") == "write":
        expected.write_text(text, "utf-8")
    assert {each.code for each in compiled.diagnostics} == {code}
    assert text == expected.read_text("utf-8")


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_said_in_chinese_too(project, code):
    """
    The Chinese message and help have every value they name.
    """
    compiled = written(project, code)

    for each in compiled.diagnostics:
        assert re.search(r"[\u3400-\u9fff]", each.message("zh-Hant"))
        assert bool(each.help("zh-Hant")) == bool(each.help("en"))
        assert "{" not in each.message("zh-Hant").replace("{en:", "")


def test_every_case_is_of_a_code():
    """
    A case whose code is gone is gone too.
    """
    assert {path.stem for path in CASES.iterdir()} == set(CODES)


@pytest.mark.parametrize("code", sorted(set(CODES) - {"rule", "rule-warning", "question", "dataset"}))
def test_every_message_of_ours_comes_with_help(code):
    """
    What is wrong is said with what to do; only messages written elsewhere may speak for themselves.
    """
    assert CODES[code].help_en
    assert CODES[code].help_zh


def test_the_caret_stands_below_the_value_after_chinese_text():
    """
    A Chinese character takes two cells of a terminal, and so does the blank above the caret.
    """
    _, source, caret = diagnostics.render([REFERENCE], LINES).splitlines()

    assert caret.index("^") == source.index("montrael") + len("艾達")
    assert caret.endswith("^^^^^^^^ did you mean 'montreal'?")


def test_the_caret_counts_neither_accents_nor_hidden_characters_twice():
    """
    A combining accent takes no cell, an escaped character as many as its escape.
    """
    lines = {"a.yaml": ["e\u0301 \u200b x"]}

    _, source, caret = diagnostics.render([Diagnostic(Place("a.yaml", 1, 6), "not-a-file")], lines).splitlines()

    assert source == "   1 | e\u0301 \\u200b x"
    assert caret.index("^") == source.index("x") - 1


def test_a_long_line_is_shown_around_the_mistake():
    """
    A line of a thousand characters is cut, and the caret still stands below the value.
    """
    lines = {"a.yaml": ["x" * 500 + "HERE" + "x" * 500]}

    _, source, caret = diagnostics.render(
        [Diagnostic(Place("a.yaml", 1, 501), "not-a-file", width=4)], lines
    ).splitlines()

    assert len(source) < 200
    assert source[caret.index("^") :][: caret.count("^")] == "HERE"


def test_a_mistake_in_a_file_without_lines_has_its_help_on_the_next_line():
    """
    What cannot be shown is still said.
    """
    text = diagnostics.render([REFERENCE], {})

    assert text.splitlines() == [
        "data/people.yaml:2:42: error[unknown-reference]: no place is called 'montrael'",
        "      did you mean 'montreal'?",
    ]


def test_messages_are_in_the_language_asked_for():
    """
    Labels within a message change language with it.
    """
    assert REFERENCE.message("zh-Hant") == "沒有名為「montrael」的地方"
    assert REFERENCE.help("zh-Hant") == "是否為「montreal」？"


def test_a_noun_knows_its_article():
    """
    An event is no "a event".
    """
    wrong = Diagnostic(Place("a"), "wrong-kind", {"id": "x", "found": "event", "kind": "place", "first": "b:1:1"})

    assert wrong.message() == "'x' is an event, not a place"


def test_diagnostics_are_sorted_and_each_is_said_once():
    """
    Files by path, then lines as numbers, and a mistake found twice is one mistake.
    """
    places = [Place("b", 1), Place("a", 10), Place("a", 9), Place("a", 9)]

    found = diagnostics.ordered(Diagnostic(place, "not-a-file") for place in places)

    assert [each.place for each in found] == [Place("a", 9), Place("a", 10), Place("b", 1)]


def test_after_a_hundred_diagnostics_comes_a_count():
    """
    A broken file does not flood the terminal.
    """
    found = [Diagnostic(Place("a", line), "no-report") for line in range(1, 132)]

    text = diagnostics.render(found, {})

    assert text.count("error[") == diagnostics.LIMIT
    assert text.splitlines()[-1] == "and 31 more"


def test_control_characters_never_reach_the_terminal():
    """
    Escape sequences and characters that turn the direction of text are shown as what they are (CWE-150).
    """
    assert diagnostics.visible("a\x1b[31m\u202eb\x85") == "a\\x1b[31m\\u202eb\\x85"
    assert diagnostics.visible("臺中　Taichung\n") == "臺中　Taichung\n"


def test_json_has_the_same_fields_in_the_same_order():
    """
    Machines read what people read.
    """
    [found] = diagnostics.as_json([REFERENCE])

    assert found == {
        "path": "data/people.yaml",
        "line": 2,
        "column": 42,
        "severity": "error",
        "code": "unknown-reference",
        "message": "no place is called 'montrael'",
        "help": "did you mean 'montreal'?",
    }


def test_warnings_are_no_errors():
    """
    Only errors stop a build.
    """
    found = [Diagnostic(Place("a"), "comment"), REFERENCE]

    assert diagnostics.errors(found) == [REFERENCE]


@given(st.text(), st.integers(1, 40), st.integers(1, 40))
def test_any_line_can_be_shown(line, column, width):
    """
    Whatever stands in a file, and wherever a diagnostic points, it is printed without control characters.
    """
    text = diagnostics.render([Diagnostic(Place("a", 1, column), "not-a-file", width=width)], {"a": [line]})

    assert diagnostics.visible(text) == text
