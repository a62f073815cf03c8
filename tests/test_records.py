"""YAML into records: what is typed stays as typed, what others read in silence is refused at its place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph import records
from citygraph.diagnostics import Place
from citygraph.records import List, Mapping, Text


def read(text):
    return records.read(text, "data/a.yaml")


def plain(node):
    if isinstance(node, Mapping):
        return {key.value: plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items] if isinstance(node, List) else node.value


def value(typed):
    """
    What ``key: typed`` is read as.
    """
    file, found = read(f"key: {typed}\n")
    assert found == []
    return plain(file.root)["key"]


def refused(text, code="syntax"):
    """
    The line and column, and the message and help, of the one mistake in a text.
    """
    _, [diagnostic] = read(text)
    assert diagnostic.code == code
    assert diagnostic.is_error
    return diagnostic.place[1:], f"{diagnostic.message()}: {diagnostic.help()}"


# What is read


def test_every_key_and_value_knows_its_place():
    """
    Lines and columns count from 1, through lists, mappings and Chinese text.
    """
    file, found = read("people:\n  ada: {name: {zh-Hant: 艾達, en: Ada}}\n  bob:\n  - 臺中\n")

    [(people, things)] = file.root.entries
    (ada, body), (_, bob) = things.entries
    [(_, names)] = body.entries
    assert found == []
    assert people == Text("people", 1, 1)
    assert ada == Text("ada", 2, 3)
    assert names.entries[1] == (Text("en", 2, 29), Text("Ada", 2, 33))
    assert bob == List((Text("臺中", 4, 5),), 4, 3)


def test_a_value_is_found_by_its_key():
    """
    A key that is not there has no value.
    """
    file, _ = read("a: 1\n")

    assert file.root.get("a") == Text("1", 1, 4)
    assert file.root.get("b") is None


@pytest.mark.parametrize("typed", ["NO", "no", "yes", "Yes", "on", "Off", "true", "y", "n"])
def test_y4_no_word_is_a_boolean(typed):
    """
    The country NO stays Norway.
    """
    assert value(typed) == typed
    assert plain(read(f"{typed}: x\n")[0].root) == {typed: "x"}


def test_y5_a_time_stays_a_time():
    """
    12:30 is not 750 of anything.
    """
    assert value("12:30") == "12:30"


@pytest.mark.parametrize(
    "typed", ["00501", "0222333444", "+886912345678", "2024_001", "1.10", "12e4567", "0x1F", "0o17"]
)
def test_y6_y7_digits_stay_as_typed(typed):
    """
    Leading zeros, signs, underscores and trailing zeros are part of a text.
    """
    assert value(typed) == typed


@pytest.mark.parametrize("typed", ["Null", "null", "~", "nan", ".inf"])
def test_y8_nothing_but_nothing_is_empty(typed):
    """
    Mr. Null keeps his name.
    """
    assert value(typed) == typed


def test_y8_a_key_without_a_value_has_an_empty_text():
    """
    Whether a value is needed is for the schema to say.
    """
    assert value("") == ""
    assert value("''") == ""


@pytest.mark.parametrize("typed", ["2024-02-30", "0000-00-00", "2024-1-2", "2024-01-02T03:04:05+08:00"])
def test_y9_y10_dates_stay_as_typed(typed):
    """
    No date is moved to another day, and none ends the reading.
    """
    assert value(typed) == typed


def test_y18_a_number_of_five_thousand_digits_is_text():
    """
    It costs no more than its letters.
    """
    assert value("9" * 5000) == "9" * 5000


# Keys


def test_y1_a_key_given_twice_is_refused_at_the_second():
    """
    The message names the place of the first.
    """
    place, said = refused("a: 1\nb: 2\na: 3\n", "duplicate-key")

    assert place == (3, 1)
    assert "data/a.yaml:1:1" in said


def test_y1_quotes_do_not_make_another_key():
    """
    "a" and a are one key.
    """
    place, _ = refused('x: {a: 1, "a": 2}\n', "duplicate-key")

    assert place == (1, 11)


def test_y1_keys_that_other_readers_take_for_one_are_three():
    """
    1, 1.0 and true are three texts.
    """
    file, found = read("1: a\n1.0: b\ntrue: c\n")

    assert found == []
    assert list(plain(file.root)) == ["1", "1.0", "true"]


def test_y2_a_block_given_twice_is_refused_and_the_first_is_kept():
    """
    The second block is the mistake; the first is still read.
    """
    file, [diagnostic] = read("people:\n  ada: x\nevents:\n  e: y\npeople:\n  bob: z\n")

    assert diagnostic.code == "duplicate-key"
    assert diagnostic.place == Place("data/a.yaml", 5, 1)
    assert plain(file.root)["people"] == {"ada": "x"}
    assert "bob" in file.unread


def test_a_key_that_is_no_text_is_refused():
    """
    YAML allows a list as key; nobody means it.
    """
    assert refused("? [a, b]\n: c\n")[0] == (1, 3)


def test_y16_a_merge_key_is_refused():
    """
    Nothing is called <<.
    """
    file, [diagnostic] = read("a:\n  <<: {b: 1}\n  c: 2\n")

    assert diagnostic.code == "merge-key"
    assert diagnostic.place == Place("data/a.yaml", 2, 3)
    assert plain(file.root) == {"a": {"c": "2"}}


# Signs that YAML reads as something else


def test_y11_a_text_cut_by_a_hash_is_a_warning():
    """
    What follows a blank and # would be lost without a word.
    """
    _, [diagnostic] = read("room: Room #301\n")

    assert diagnostic.code == "comment"
    assert not diagnostic.is_error
    assert diagnostic.place == Place("data/a.yaml", 1, 12)


@pytest.mark.parametrize(
    "text",
    [
        "a: b  # on purpose\n",
        "# a\nb: c\n",
        "a: 'b #1'\n",
        "a: |\n  b #1\n",
        "a: # b\n  c: d\n",
        "a: b#1\n",
        "a: [b, c] # d\n",
    ],
)
def test_y11_a_comment_that_cuts_no_text_is_no_mistake(text):
    """
    Two blanks before the #, quotes, or a # within a word say what is meant.
    """
    assert read(text)[1] == []


def test_y11_a_hash_that_cuts_a_bracket_is_the_mistake():
    """
    One mistake is one diagnostic, at the #.
    """
    place, said = refused("a: {b: Room #301}\n")

    assert place == (1, 13)
    assert "quote the value" in said


@pytest.mark.parametrize("typed", ["&D Research", "&amp x"])
def test_y12_an_anchor_is_refused(typed):
    """
    Text that starts with & would be cut short.
    """
    place, said = refused(f"a: {typed}\n", "anchor")

    assert place == (1, 4)
    assert "quote" in said


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a: *bold*\n", 4),
        ("a: @x\n", 4),
        ("a: %x\n", 4),
        ("a: `x`\n", 4),
        ("a: b: c\n", 5),
        ("a: - b\n", 4),
        ("a: ]\n", 4),
    ],
)
def test_y13_a_sign_that_cannot_stand_there_is_refused_at_that_sign(text, column):
    """
    And the help is to quote the value.
    """
    place, said = refused(text)

    assert place == (1, column)
    assert "quote the value" in said


def test_y14_an_alias_bomb_is_refused_at_once():
    """
    Nine levels of nine aliases are nine lines, not 387 million values.
    """
    levels = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    before = time.process_time()

    file, found = read("\n".join(levels) + "\n")

    assert time.process_time() - before < 1
    assert {each.code for each in found} == {"anchor"}
    assert plain(file.root)["a9"] == [""] * 9


def test_y15_a_list_that_holds_itself_is_refused():
    """
    Nothing is followed, so nothing hangs.
    """
    _, found = read("a: &x [*x]\n")

    assert [each.code for each in found] == ["anchor", "anchor"]


@pytest.mark.parametrize("text", ["a: !!python/object/apply:os.system [ls]\n", '- !!int "abc"\n', "a: !x y\n"])
def test_y31_a_tag_is_refused_and_runs_nothing(text):
    """
    No tag is understood, so none can do harm.
    """
    _, found = read(text)

    assert "tag" in {each.code for each in found}


def test_y31_a_tag_with_an_unknown_handle_is_refused():
    """
    It is no traceback either.
    """
    assert refused("a: !foo!bar x\n")[0] == (1, 4)


# Nesting


def test_y17_sixty_thousand_brackets_are_refused():
    """
    libyaml's loaders die of this; the events are left where they get too deep.
    """
    before = time.process_time()

    place, said = refused("a: " + "[" * 60_000, "too-deep")

    assert time.process_time() - before < 1
    assert place == (1, 103)
    assert "100" in said


def test_y17_five_hundred_nested_blocks_are_refused():
    """
    Block mappings nest as brackets do.
    """
    place, _ = refused("".join(f"{' ' * depth}a:\n" for depth in range(500)), "too-deep")

    assert place[0] == 101


# Indentation and signs nobody sees


@pytest.mark.parametrize("text", ["a:\n\tb: c\n", "a: b\n\tc: d\n", "a:\n  - b\n\t- c\n"])
def test_y19_a_tab_indent_is_refused_by_name(text):
    """
    The message says "tab", on its line.
    """
    (line, column), said = refused(text)

    assert (line, column) == (text.count("\n"), 1)
    assert "tab" in said


def test_y20_a_byte_order_mark_at_the_start_is_no_column():
    """
    Windows writes one; the first column stays 1.
    """
    file, found = read("\ufeffa: b\n".encode())

    assert found == []
    assert file.root.entries[0][0] == Text("a", 1, 1)


def test_y20_a_byte_order_mark_in_the_middle_is_refused():
    """
    Two files were joined.
    """
    place, said = refused("a: b\n\ufeffc: d\n".encode(), "character")

    assert place == (2, 1)
    assert "U+FEFF" in said


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        ("a: b\nname: 臺中市政府秘書處\n", "big5", "Big5"),
        ("a: b\nname: 胡\n", "big5", "Big5"),
        ("a: b\nname: Montréal\n", "latin-1", "Latin-1"),
        ("a: b\nname: Zoë Ünal\n", "latin-1", "Latin-1"),
    ],
)
def test_y21_another_encoding_is_refused_with_a_guess(text, encoding, guess):
    """
    The place is that of the first byte that is not UTF-8.
    """
    (line, column), said = refused(text.encode(encoding), "not-utf-8")

    assert line == 2
    assert column == next(n for n, letter in enumerate(text.split("\n")[1], 1) if not letter.isascii())
    assert f"looks like {guess}" in said


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_y22_utf_16_is_refused_by_name(encoding):
    """
    With a byte order mark or without.
    """
    _, said = refused("people:\n".encode(encoding), "not-utf-8")

    assert "looks like UTF-16" in said


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x85", "\ufdd0"])
def test_y23_a_control_character_is_refused_at_its_place(character):
    """
    Line and column, not a number of bytes.
    """
    place, said = refused(f"key: 臺中\nb: 臺{character}\n", "character")

    assert place == (2, 5)
    assert f"U+{ord(character):04X}" in said


@pytest.mark.parametrize("escape", ["\\0", "\\e", "\\u202e", "\\ufeff"])
def test_y23_a_control_character_written_as_an_escape_is_refused(escape):
    """
    An escape hides it from the eye, not from the reader.
    """
    assert refused(f'a: "b{escape}"\n', "character")[0] == (1, 4)


def test_y23_an_escape_that_is_no_character_is_refused():
    """
    Half a character has no place in a file.
    """
    assert refused('a: "\\ud800"\n')[0] == (1, 7)


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u2069"])
def test_y24_a_character_that_turns_the_direction_is_refused_by_name(character):
    """
    Text that reads otherwise than it stands is refused (CVE-2021-42574).
    """
    place, said = refused(f"a: b{character}c\n", "character")

    assert place == (1, 5)
    assert f"U+{ord(character):04X}" in said


def test_y27_compatibility_ideographs_are_kept():
    """
    Names are stored as written.
    """
    assert value("兀\ufa0c嗀\ufa0d") == "兀\ufa0c嗀\ufa0d"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("people：\n  ada: x\n", (1, 7)),
        ("a:\n  name： Ada\n  also: x\n", (2, 7)),
        ("a:\n  name：Ada\n", (2, 7)),
        ("a: {en： Ada}\n", (1, 7)),
        ("- who： ada\n", (1, 6)),
        ("a:\n- who： ada\n", (2, 6)),
    ],
)
def test_y28_a_full_width_colon_is_refused_by_name(text, place):
    """
    It is said as what it is, not as what it led to.
    """
    found, said = refused(text, "colon")

    assert found == place
    assert "U+FF1A" in said


@pytest.mark.parametrize(
    "text", ["a: 主題：城市\n", "a: [UCLG：世界]\n", "a: {zh-Hant: iPhone：新}\n", "a:\n- 'x：y'\n"]
)
def test_y28_a_full_width_colon_in_a_text_is_no_mistake(text):
    """
    Chinese sentences have colons.
    """
    assert read(text)[1] == []


@pytest.mark.parametrize("blank", ["\u3000", "\u00a0", "\u2003"])
@pytest.mark.parametrize("text", ["a:\n{}b: c\n", "a:\n  b: c\n  {}d: e\n", "a:\n {}- b\n"])
def test_y28_a_blank_that_does_not_indent_is_refused_by_name(blank, text):
    """
    It would begin a new key.
    """
    (line, column), said = refused(text.format(blank), "blank")

    assert text.format(blank).split("\n")[line - 1][column - 1] == blank
    assert f"U+{ord(blank):04X}" in said


# Lines


def test_y29_a_line_separator_stays_in_its_text_and_counts_no_line():
    """
    U+2028 is kept, and later lines have their editor's numbers.
    """
    file, found = read("a: x\u2028b y\u2029z\nc: d\n")

    assert found == []
    assert plain(file.root) == {"a": "x\u2028b y\u2029z", "c": "d"}
    assert file.root.entries[1][0] == Text("c", 2, 1)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_y30_lines_may_end_as_on_any_system(end):
    """
    Every line end counts one line.
    """
    place, _ = refused(end.join(["a: b", "c: d", "e: 臺\x07"]), "character")
    file, _ = read(end.join(["a: b", "c: d", "e: f", ""]))

    assert place == (3, 5)
    assert file.root.entries[2][0] == Text("e", 3, 1)


def test_y30_line_ends_may_be_mixed():
    """
    Several curators, several systems.
    """
    assert refused("a: b\r\nc: d\re: f\ng: [\n")[0] == (4, 4)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 'b\nc: d\n", (1, 4)),
        ('a: "b\nc: d\n', (1, 4)),
        ("a: [b, c\nd: e\n", (1, 4)),
        ("a: {b: c\n", (1, 4)),
        ("a: [", (1, 4)),
        ("a: {b: [c,\n", (1, 8)),
    ],
)
def test_y32_what_is_not_closed_is_shown_where_it_opens(text, place):
    """
    Reading stops far below; the mistake is above.
    """
    found, said = refused(text)

    assert found == place
    assert "not closed" in said


def test_a_mistake_within_brackets_is_shown_where_it_is():
    """
    Closed brackets are not blamed.
    """
    assert refused("a: {b: c: d}\n")[0] == (1, 9)


# Files


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n"])
def test_y33_a_file_without_records_is_a_warning(text):
    """
    Nothing is wrong, but it may be a mistake.
    """
    file, [diagnostic] = read(text)

    assert file.root is None
    assert diagnostic.code == "no-records"
    assert not diagnostic.is_error


@pytest.mark.parametrize("text", ["people\n", "- ada\n"])
def test_y33_a_file_that_is_no_mapping_is_refused(text):
    """
    Top-level keys are kinds of records.
    """
    assert refused(text, "not-a-mapping")[0] == (1, 1)


def test_y34_a_second_document_is_refused_and_the_first_is_read():
    """
    Where the --- stands.
    """
    file, [diagnostic] = read("---\na: b\n---\nc: d\n")

    assert diagnostic.code == "second-document"
    assert diagnostic.place == Place("data/a.yaml", 3, 1)
    assert plain(file.root) == {"a": "b"}
    assert "c" in file.unread


def test_y36_a_file_that_cannot_be_read_hides_no_mistake_elsewhere(project):
    """
    References to what it seems to hold are not wrong for that.
    """
    project.write("data/cities.yaml", "cities:\n  paris:\n    name: {en: Paris\n  rome:\n    name: {en: Rome}\n")
    project.write(
        "data/people.yaml",
        "people:\n  ada: {name: {en: Ada}, from-place: paris}\n  bob: {name: {en: Bob}, from-place: perth}\n",
    )

    found = project.check()

    assert [(each.code, each.place.path, each.place.line) for each in found] == [
        ("syntax", "data/cities.yaml", 3),
        ("unknown-reference", "data/people.yaml", 3),
    ]


def test_y37_a_text_of_ten_megabytes_is_refused():
    """
    No record needs it, and every page would carry it.
    """
    place, said = refused(f"a:\n- b\n- {'c' * 10_000_000}\n", "too-large")

    assert place == (3, 3)
    assert "1 MB" in said


def test_y37_a_file_beyond_the_limit_is_not_read(tmp_path):
    """
    Its size is looked at first.
    """
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    file, [diagnostic] = records.load(path, "data/a.yaml")

    assert file.root is None
    assert diagnostic.code == "too-large"


def test_a_folder_called_like_a_file_is_refused(tmp_path):
    """
    Only regular files are opened: a pipe would wait for ever.
    """
    (tmp_path / "a.yaml").mkdir()

    _, [diagnostic] = records.load(tmp_path / "a.yaml", "data/a.yaml")

    assert diagnostic.code == "not-a-file"


def test_sources_are_sorted_and_hidden_ones_left_out(tmp_path):
    """
    The same files in the same order on any machine; editors' own files are none of ours.
    """
    for name in ("b.yaml", "a/z.yaml", ".hidden/x.yaml", "a/.c.yaml", "a/y.yml", "b.yaml~"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    found = records.sources(tmp_path)

    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a/z.yaml", "b.yaml"]


@given(st.text(st.sampled_from("ab:：-# \n\t[]{}\"'&*!|>臺\u3000\\\u2028"), max_size=40))
def test_any_text_is_read_or_refused_at_a_place(text):
    """
    No text ends in an exception, and every diagnostic points into the file.
    """
    file, found = read(text)

    assert file.root is not None or found
    for each in found:
        assert 1 <= each.place.line <= len(records.lines(text))
        assert each.message()
        assert each.message("zh-Hant")


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    """
    Whatever the file holds.
    """
    file, found = read(data)

    assert file.root is not None or found


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)


@given(st.dictionaries(_TEXTS, st.lists(_TEXTS)))
def test_what_was_written_is_what_is_read(things):
    """
    Quoted texts come back character by character.
    """

    def quoted(text):
        return "'" + text.replace("'", "''") + "'"

    text = "".join(f"{quoted(key)}: [{', '.join(map(quoted, values))}]\n" for key, values in things.items())

    file, found = read("x: y\n" + text)

    assert [each.code for each in found if each.code not in ("duplicate-key", "merge-key")] == []
    assert {key: value for key, value in plain(file.root).items() if key != "x"} == {
        key: value for key, value in things.items() if key not in ("x", "<<")
    }
