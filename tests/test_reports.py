"""Reports: text into numbered sections, and what stands in them."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph import reports

REPORTS = Path(os.environ.get("CITYGRAPH_REPORTS") or Path(__file__).parents[1] / "../shared/reports")

SMALL = """壹、摘要
短短一段。
貳、過程
一、行程
去了。
二、活動
（一）開幕：
甲致詞。
（二）參訪：
1. 港口
(1)碼頭
2. 市場
參、心得
很好。
"""


def numbers(text: str) -> list[str]:
    return [section.number for section in reports.parse(text).sections]


# Numbers


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("肆.三.(二)", "肆.三.(二)"),
        ("參.三.（一）", "叄.三.(一)"),
        ("参", "叄"),
        ("叁.一", "叄.一"),
        (" 叄 . 一 ", "叄.一"),
        ("肆．二．（三）．１０", "肆.二.(三).10"),
        ("肆.二.(三).4.（1）", "肆.二.(三).4.(1)"),
        ("伍.(一)", "伍.(一)"),
        ("提要", "提要"),
    ],
)
def test_a_number_has_one_canonical_form(written, canonical):
    """
    Variants of characters, width, brackets and spaces do not tell numbers apart.
    """
    assert reports.number(written) == canonical


@pytest.mark.parametrize(
    "written",
    [
        "",
        ".",
        "三.(一)",
        "肆.",
        "肆..一",
        "肆.(一).三",
        "肆.肆",
        "肆.三(一)",
        "4",
        "Four",
        "提要.一",
        "肆.一一",
        "肆.0",
    ],
)
def test_what_is_no_number_is_refused(written):
    """
    A number begins with 壹, 貳, ... and goes down level by level.
    """
    with pytest.raises(ValueError, match="not the number of a section"):
        reports.number(written)


# Sections


def test_sections_are_numbered_by_the_headings_above_them():
    """
    Five levels of headings make numbers like `貳.二.(二).1.(1)`.
    """
    report = reports.parse(SMALL, "small")

    assert report.name == "small"
    assert report.numbers == (
        "壹",
        "貳",
        "貳.一",
        "貳.二",
        "貳.二.(一)",
        "貳.二.(二)",
        "貳.二.(二).1",
        "貳.二.(二).1.(1)",
        "貳.二.(二).2",
        "叄",
    )


def test_a_section_knows_its_title_its_text_and_its_line():
    """
    The title goes up to the colon; the text has all that follows the number.
    """
    section = next(each for each in reports.parse(SMALL).sections if each.number == "貳.二.(一)")

    assert section == reports.Section("貳.二.(一)", "開幕", "開幕：\n甲致詞。", line=7)


def test_a_mere_heading_has_no_text_of_its_own():
    """
    What only stands above other sections is a title; a last item of one line is text.
    """
    texts = {section.number: section.text for section in reports.parse(SMALL).sections}

    assert texts["貳"] == ""
    assert texts["貳.二.(二).2"] == "市場"


def test_text_before_the_first_heading_is_the_front_matter():
    """
    Lists before 壹 open no sections.
    """
    report = reports.parse("報告提要\n一、類別\n1. 其他\n壹、摘要\n短。\n")

    assert report.numbers == ("提要", "壹")
    assert report.passage("提要") == "報告提要\n一、類別\n1. 其他"


def test_a_report_without_front_matter_has_no_such_section():
    """
    Blank lines before 壹 are no front matter.
    """
    assert numbers("\n \n壹、摘要\n") == ["壹"]


def test_an_empty_text_has_no_sections():
    """
    Nothing in, nothing out.
    """
    report = reports.parse("")

    assert report.sections == ()
    assert report.whole == ""


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("壹壹壹壹、、、、    摘要摘要摘要摘要 ", "摘要"),
        ("壹壹、、摘要摘要", "摘要"),
        ("壹壹壹，，，經過經過經過", "經過"),
        ("壹壹壹壹、、、、會會會會議經過議經過議經過議經過", "會議經過"),
        ("壹壹壹壹、、、、附件附件附件附件（（（（照片照片照片照片））））", "附件（照片）"),
        ("壹、人人有責", "人人有責"),
    ],
)
def test_a_heading_printed_several_times_is_read_once(heading, title):
    """
    Number and title are read as printed once; a character that really stands twice stays.
    """
    [section] = reports.parse(heading).sections

    assert (section.number, section.title) == ("壹", title)


def test_lower_headings_may_be_printed_several_times_too():
    """
    The same holds for 一 and for items, whose two dots tell 11 from 1 printed twice.
    """
    assert numbers("壹、甲\n  一一一一、、、、    乙乙乙乙\n二二、、丙丙\n11..丁丁\n22..戊戊\n") == [
        *("壹", "壹.一", "壹.二", "壹.二.1", "壹.二.2")
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "- 一、乙",
        "* 一、乙",
        "  一、 乙",
        "\u3000一、乙",
        "## 一、乙",
        "**一、乙**",
        "<p>一、乙</p>",
        "<p><b>一、乙</b>",
        "⼀、乙",
    ],
)
def test_headings_may_be_marked_up(heading):
    """
    Bullets, marks of Markdown, HTML and radicals for numerals do not hide a heading.
    """
    [_, section] = reports.parse(f"壹、甲\n{heading}\n").sections

    assert (section.number, section.title) == ("壹.一", "乙")


def test_paragraphs_of_html_on_one_line_are_parted():
    """
    A heading in HTML ends with its paragraph, and the next one may stand on the same line.
    """
    report = reports.parse("前\n<p>壹、摘要</p> <p>去了 <b>甲</b>。</p><p>貳、目的</p>\n")

    assert [(each.number, each.title, each.line) for each in report.sections] == [
        ("提要", "", 1),
        ("壹", "摘要", 2),
        ("貳", "目的", 2),
    ]
    assert "去了" in report.passage("壹")


def test_a_page_break_begins_a_line():
    """
    A form feed may stand before a heading or in the midst of a line.
    """
    assert numbers("壹、甲\n\f貳、乙\n完\f參、丙") == ["壹", "貳", "叄"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(end):
    """
    Lines are counted alike for every line end.
    """
    assert [section.line for section in reports.parse(SMALL.replace("\n", end)).sections][:3] == [1, 3, 4]


@pytest.mark.parametrize(
    "line",
    [
        "五、六日之間",
        "四、五月間",
        "一、二日參訪",
        "柒、八",
        "(四)",
        "12.場次",
        "3.5 公里",
        "106.06.19",
        "2015 年",
        "伍人",
    ],
)
def test_a_broken_line_that_begins_like_a_number_opens_nothing(line):
    """
    A number that is not due, a count of days, a decimal, a date: the line stays where it stands.
    """
    report = reports.parse(f"壹、甲\n一、乙\n二、丙\n1. 丁\n2. 戊\n三、己\n{line}\n四、庚\n")

    assert report.numbers == ("壹", "壹.一", "壹.二", "壹.二.1", "壹.二.2", "壹.三", "壹.四")
    assert line in report.passage("壹.三")


def test_an_item_may_begin_with_a_year():
    """
    The digits after "2." are no decimals if they are a year.
    """
    assert numbers("壹、甲\n1. 2018 年乙\n2.2019 年丙\n") == ["壹", "壹.1", "壹.2"]


def test_items_count_beyond_nine():
    """
    Items of two digits and numerals like 十一 follow one another.
    """
    items = "".join(f"{count}.項目\n" for count in range(1, 13))
    tens = "".join(f"（{count}）項目\n" for count in [*"一二三四五六七八九十", "十一", "十二"])

    assert numbers(f"壹、甲\n{items}")[-1] == "壹.12"
    assert numbers(f"壹、甲\n{tens}")[-1] == "壹.(十二)"


def test_a_list_that_counts_anew_is_read_together():
    """
    All sections of one number, with their subsections, are one passage.
    """
    report = reports.parse("壹、甲\n一、乙\n(一)赤\n(二)橙\n又：\n(一)黃\n1.綠\n(二)藍\n(三)紫\n")

    assert report.numbers == ("壹", "壹.一", "壹.一.(一)", "壹.一.(二)", "壹.一.(一).1", "壹.一.(三)")
    assert report.passage("壹.一.(一)") == "赤\n黃\n綠"
    assert report.passage("壹.一.(二)") == "橙\n又：\n藍"


def test_a_passage_has_the_text_of_its_subsections():
    """
    The passage of a heading holds its title and everything below it, and nothing beside it.
    """
    passage = reports.parse(SMALL).passage("貳.二")

    assert passage.split() == ["活動", "開幕：", "甲致詞。", "參訪", "港口", "碼頭", "市場"]


def test_number_one_is_not_number_ten():
    """
    A number that begins like another is not below it.
    """
    report = reports.parse("壹、甲\n" + "".join(f"{count}.第{count}項\n" for count in range(1, 12)))

    assert report.passage("壹.1") == "第1項"


def test_a_passage_that_is_not_there_is_a_key_error():
    """
    `has` says so beforehand.
    """
    report = reports.parse(SMALL)

    assert report.has("貳.一")
    assert not report.has("貳.三")
    with pytest.raises(KeyError):
        report.passage("貳.三")


def test_a_file_is_read_as_utf_8(tmp_path):
    """
    A report is named like its file; a byte order mark does not matter.
    """
    (tmp_path / "trip-2017.txt").write_text("\ufeff" + SMALL, encoding="utf-8")

    report = reports.read(tmp_path / "trip-2017.txt")

    assert report.name == "trip-2017"
    assert report.numbers[0] == "壹"


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path):
    """
    Big5 is not guessed at: the message names the file and the byte.
    """
    (tmp_path / "old.txt").write_bytes(b"ok\n" + "壹、摘要".encode("big5"))

    with pytest.raises(ValueError, match=r"old\.txt: not UTF-8 at byte 4"):
        reports.read(tmp_path / "old.txt")


_LINES = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.text("壹貳參肆一二三十（）()123.、，: <p>\n\f甲", max_size=12),
        st.sampled_from(SMALL.splitlines()),
    ),
    max_size=30,
).map("\n".join)


@given(_LINES)
def test_any_text_is_parsed_and_loses_no_line(text):
    """
    Every line that opens no section stands in the text of one, in order, on a line of its own.
    """
    report = reports.parse(text)

    opening = {section.line for section in report.sections if section.number != "提要"}
    kept = iter(line.strip() for line in report.whole.split("\n"))
    for count, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        if count not in opening and not re.search(r"[<\f\v]", line):
            assert not line.strip() or line.strip() in kept


@given(_LINES)
def test_the_numbers_of_any_text_are_canonical(text):
    """
    What a text is parsed into can be cited, and asked for.
    """
    report = reports.parse(text)

    for number in report.numbers:
        assert reports.number(number) == number
        assert report.has(number)
        assert isinstance(report.passage(number), str)


@given(st.text(), st.text(max_size=10))
def test_anything_can_be_looked_for_in_anything(text, sought):
    """
    The three judges answer yes or no, whatever they are given.
    """
    for judge in (reports.prints, reports.prints_number, reports.prints_date):
        assert judge(text, sought) in (True, False)


_ODD = ("(", "一、", "壹", "1.", " ", "<p", "<", "12 月 1 日、", "1、", "1,000,", "1\n", "May 1,")


@pytest.mark.parametrize("piece", _ODD)
def test_a_hundred_thousand_odd_lines_are_parsed_in_seconds(piece):
    """
    Time grows with the text and not faster, in many lines and in one.
    """
    text = f"壹、甲\n{piece * 200_000}\n" + f"{piece * 10}\n" * 100_000
    before = time.process_time()

    reports.parse(text)

    assert time.process_time() - before < 20


@pytest.mark.parametrize("piece", _ODD)
def test_looking_into_odd_text_takes_seconds(piece):
    """
    No judge goes back and forth over what it reads.
    """
    text = piece * 50_000
    before = time.process_time()

    reports.prints(text, "甲")
    reports.prints_number(text, "7 億")
    reports.prints_date(text, "1999-12-31")

    assert time.process_time() - before < 20


# Forms of names


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("向市長Mr. Zoé Ünal道賀", "Zoe Unal"),
        ("向市長 Mr. Zoé\n\nÜnal 道賀", "Zoé Ünal"),
        ("Jean-Luc Example", "jean luc example"),
        ("主席Tau表示", "Tau"),
        ("臺中市\n \n\f政府", "台中市政府"),
        ("城市 聯絡\n網", "城市聯絡網"),
        ("任UCLG主席", "UCLG 主席"),
        ("任 UCLG\n主席", "UCLG主席"),
        ("<b>甲城</b>市長", "甲城市長"),
        ("Example &amp; Sons", "Example & Sons"),
        ("ＡＢＣ協會", "ABC 協會"),
        ("Tautology, then Tau.", "Tau"),
        ("⼀帶", "一帶"),
    ],
)
def test_a_form_is_found_however_it_was_broken(text, form):
    """
    Case, accents, width, variants, hyphens, tags, line breaks and spaces beside Chinese do not matter.
    """
    assert reports.prints(text, form)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Tautology", "Tau"),
        ("Mr. Mertau 致詞", "Tau"),
        ("C40 城市", "C4"),
        ("UCLGX主席", "UCLG 主席"),
        ("XUCLG主席", "UCLG 主席"),
        ("甲城市長", "乙城市長"),
        ("甲城", ""),
        ("甲城", "——"),
        ("", "甲城"),
    ],
)
def test_a_form_that_is_not_there_is_not_found(text, form):
    """
    Latin letters must be whole words, and nothing stands nowhere.
    """
    assert not reports.prints(text, form)


# Figures


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("共 88 個國家", "88"),
        ("共 88\n個國家", "88個國家"),
        ("共88個國家", "88 個國家"),
        ("逾 1,500 位", "1500"),
        ("逾1500位", "逾 1,500"),
        ("１，５００位", "1,500"),
        ("在１２年", "12"),
        ("甲 88，乙 302", "302"),
        ("2017，302 個城市", "302"),
        ("占 60%", "60%"),
        ("37億\n6 千萬人口", "37 億 6 千萬"),
        ("唯一一席", "一席"),
        ("Over 300 delegates", "over 300"),
        ("<td>44</td>", "44"),
    ],
)
def test_a_figure_is_found_as_printed(text, printed):
    """
    White space, width, tags and commas in thousands do not matter.
    """
    assert reports.prints_number(text, printed)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("共 188 個", "88"),
        ("共 881 個", "88"),
        ("逾 1,500 位", "500"),
        ("逾 1,500 位", "1"),
        ("約 8.8 億", "8"),
        ("逾 100 萬人", "100"),
        ("二十一席", "一席"),
        ("三百五十人", "三百"),
        ("8 8", "88"),
        ("88", ""),
    ],
)
def test_a_part_of_a_figure_is_not_that_figure(text, printed):
    """
    Digits must not go on at either side, in Arabic or Chinese.
    """
    assert not reports.prints_number(text, printed)


# Dates


@pytest.mark.parametrize(
    "text",
    [
        "2017 年 6 月 19 日",
        "2017年06月19日",
        "2017.6.19",
        "2017/6/19",
        "2017-06-19",
        "２０１７年６月１９日",
        "106 年 6 月 19 日",
        "106年6月19日",
        "民國106年6月19日",
        "106.06.19 甲地",
        "一百零六年六月十九日",
        "二○一七年六月十九日",
        "6 月 19 日",
        "6\n月 19\n日",
        "6 月 19日至 22 日",
        "6 月 17 日至 19 日",
        "6 月 18、19 及 20 日",
        "6 月 17 日（六）至 19 日（一）",
        "6/19",
        "2017.6.17-19",
        "June 19, 2017",
        "19 June 2017",
        "June 17-19, 2017",
        "17 to 19 June",
        "on the 19th of June",
        "Jun. 19",
        "今年 6 月 19 日",
        "2016 年事；6 月 19 日",
    ],
)
def test_a_day_is_found_in_every_way_of_writing(text):
    """
    Common years and years of the Republic, both languages, ranges, the year written or understood.
    """
    assert reports.prints_date(text, "2017-06-19")


@pytest.mark.parametrize(
    "text",
    [
        "2016 年 6 月 19 日",
        "105 年 6 月 19 日",
        "105.06.19",
        "2016.6.19",
        "2017 年 6 月 1 日",
        "2017 年 6 月 9 日",
        "2017 年 6 月",
        "2017 年 16 月 19 日",
        "7 月 19 日",
        "6 月 18 日至 20 日",
        "6 月 19 場",
        "19 June 2016",
        "July 19, 2017",
        "2017",
        "6/191",
        "16/19",
        "12017.6.19",
        "",
    ],
)
def test_another_day_is_not_that_day(text):
    """
    Another year, month or day, or less than a day, is not the day.
    """
    assert not reports.prints_date(text, "2017-06-19")


@pytest.mark.parametrize(
    "text",
    ["2017 年 6 月", "106年6月", "2017-06", "2017.6.2", "106.06.03", "本年 6 月", "6 月 3 日", "5、6 月", "June 2017"],
)
def test_a_month_is_found_with_or_without_its_year(text):
    """
    A day in the month states the month too.
    """
    assert reports.prints_date(text, "2017-06")


@pytest.mark.parametrize(
    "text", ["2016 年 6 月", "105.06.03", "2017 年", "16 月", "6 個月", "June 2016", "2017 年 12 月"]
)
def test_another_month_is_not_that_month(text):
    """
    Neither the month of another year nor the year alone is the month.
    """
    assert not reports.prints_date(text, "2017-06")


@pytest.mark.parametrize(
    "text",
    [
        "2017 年",
        "2016-2017 年",
        "2017-2020年",
        "下（2017-\n2020 年）屆",
        "106 年",
        "106 年度",
        "105-106 年",
        "106.06.19",
        "2017世界大會",
        "二〇一七年",
        "June 2017",
        "去（2017）年",
    ],
)
def test_a_year_is_found_where_it_is_written(text):
    """
    By itself, in a range, in a date, as a year of the Republic.
    """
    assert reports.prints_date(text, "2017")


@pytest.mark.parametrize("text", ["12017", "20170", "2016-2018 年", "106 個", "1106 年", "6 月 19 日", "第 106.5"])
def test_another_number_is_not_that_year(text):
    """
    A year must be written; longer numbers, counts and the years within a range do not say it.
    """
    assert not reports.prints_date(text, "2017")


@pytest.mark.parametrize("date", ["", "17", "2017-6", "2017-06-19-01", "June", "２０１７"])
def test_what_is_no_date_stands_nowhere(date):
    """
    Dates are asked for as year, month and day with hyphens.
    """
    assert not reports.prints_date("2017 年 6 月 19 日", date)


# The five reports, where they are at hand


def _outline(written: str) -> list[str]:
    """
    The numbers of an outline that writes `肆.二.(一-三)` for three of them.
    """
    found = []
    for each in written.split():
        ranged = re.fullmatch(r"(.*?)(\(?)([0-9一二三四五六七八九十]+)-([0-9一二三四五六七八九]+)(\)?)", each)
        if not ranged:
            found.append(each)
            continue
        above, opened, first, last, closed = ranged.groups()
        plain = [str(count) for count in range(1, 20)] if first.isascii() else list("一二三四五六七八九")
        span = plain[plain.index(first) : plain.index(last) + 1]
        found += [f"{above}{opened}{numeral}{closed}" for numeral in span]
    return found


OUTLINES = {
    "buenos-aires-2015": """
        壹 貳 叄 肆 肆.一-四 肆.四.(一) 肆.四.(一).1-2 肆.四.(一).2.(1-3) 肆.四.(二) 肆.四.(二).1-3 肆.四.(三-六)
        肆.四.(一-五) 伍 伍.一-六 陸 陸.一-六 柒""",
    "colombo-2017": """
        提要 壹 貳 叄 肆 肆.一-二 肆.二.(一-七) 肆.二.(一-三) 肆.二.(三).1-15 肆.二.(四) 肆.三 肆.三.(一-三)
        伍 伍.一-三 陸 陸.一-二""",
    "hangzhou-2017": """
        提要 壹 貳 叄 肆 肆.一-二 肆.二.(一) 肆.二.(一).1-8 肆.二.(二) 肆.三 肆.三.(一-四) 伍 陸 陸.一-二""",
    "montreal-2017": """
        壹 貳 叄 肆 肆.一-二 肆.二.(一-三) 肆.二.(一-五) 肆.二.(一-九) 肆.二.(一-二)
        肆.二.(一-二) 肆.二.(二).1-5 肆.二.(三) 肆.二.(三).1-17 肆.二.(四-五) 肆.二.(一-四)
        肆.三 肆.三.(一-五) 肆.四 肆.四.(一-三) 伍 伍.一-四 陸 陸.一-四""",
    "strasbourg-2018": """
        壹 貳 叄 肆 肆.一-二 肆.二.(一) 肆.二.(一).1-10 肆.二.(二-三) 肆.三 肆.三.(一-四) 伍 伍.一-三 陸 陸.一-三""",
}


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the texts of the reports are not at hand")
@pytest.mark.parametrize("report", OUTLINES)
def test_the_five_reports_have_these_sections(report):
    """
    Every section of the real texts is found, and nothing that is none.
    """
    found = reports.read(REPORTS / f"{report}.txt")

    assert [section.number for section in found.sections] == _outline(OUTLINES[report])


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the texts of the reports are not at hand")
@pytest.mark.parametrize("report", OUTLINES)
def test_the_five_reports_lose_no_line(report):
    """
    Every line of a report stands in a section, or is its heading.
    """
    path = REPORTS / f"{report}.txt"
    found = reports.read(path)

    opening = {section.line for section in found.sections}
    kept = iter(line.strip() for line in found.whole.split("\n"))
    for count, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        assert count in opening or not line.strip() or line.strip() in kept
