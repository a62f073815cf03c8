"""Every kind of mistake with its sentence and its help, in both languages, so that no message is written twice.

Values stand in braces; ``{kind:a}`` is an English noun with its article. A help
may have alternatives, parted by ``|``: the first whose values are known is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Code:
    """
    A kind of mistake: its sentence and its help, in English and Chinese.
    """

    en: str
    zh: str
    help_en: str = ""
    help_zh: str = ""
    severity: str = ERROR


_NEAR = ("did you mean '{near}'?", "是否為「{near}」？")

CODES: Mapping[str, Code] = {
    # files
    "not-utf-8": Code("not UTF-8{guess}", "不是 UTF-8 編碼{guess}", "save the file as UTF-8", "請以 UTF-8 儲存檔案"),
    "too-large": Code("larger than the limit of {limit}", "超過大小上限 {limit}", "split it", "請拆分"),
    "not-a-file": Code("not a regular file", "不是一般檔案", "only files hold records", "只有檔案能存放記錄"),
    "no-records": Code(
        "no records", "沒有任何記錄", "remove the file if it is not needed", "不需要的檔案請移除", WARNING
    ),
    "syntax": Code("{problem}", "YAML 語法錯誤：{problem}", "{hint}", "{hint}"),
    "character": Code(
        "the character {character} may not stand here",
        "此處不可有字元 {character}",
        "remove it; it cannot be seen",
        "此字元看不見，請刪除",
    ),
    "blank": Code(
        "the line starts with {character}, which does not indent",
        "行首的 {character} 不能用於縮排",
        "indent with ordinary blanks",
        "請以一般空格縮排",
    ),
    "colon": Code(
        "a full-width colon (U+FF1A) stands where ': ' is needed",
        "應為「: 」之處用了全形冒號（U+FF1A）",
        "write ': ', or quote the text",
        "請寫半形冒號加空格，或將文字加上引號",
    ),
    "too-deep": Code(
        "nested deeper than {limit}", "巢狀超過 {limit} 層", "no record needs it", "沒有任何記錄需要如此多層"
    ),
    "anchor": Code(
        "anchors and aliases are not read",
        "不接受錨點與別名",
        "quote text that starts with & or *",
        "以 & 或 * 開頭的文字請加引號",
    ),
    "tag": Code("tags are not read", "不接受標籤", "quote text that starts with !", "以 ! 開頭的文字請加引號"),
    "merge-key": Code(
        "merge keys are not read",
        "不接受合併鍵 <<",
        "write the keys out in each record",
        "請在每筆記錄中寫出各鍵",
    ),
    "second-document": Code(
        "a second document starts here",
        "此處開始第二份文件",
        "one file is one document; remove the ---",
        "一檔一文件，請刪除 ---",
    ),
    "duplicate-key": Code(
        "'{key}' stands here a second time", "「{key}」重複出現", "the first is at {first}", "第一次出現在 {first}"
    ),
    "comment": Code(
        "the text after # is a comment",
        "# 之後的文字會被當成註解",
        "quote the value, or leave two blanks before the #",
        "請將值加上引號，或在 # 前空兩格",
        WARNING,
    ),
    # form
    "not-a-mapping": Code("{what} is written as keys with values", "{what}應寫成鍵與值的對應", "key: value", "鍵: 值"),
    "not-a-list": Code(
        "{what} is written as a list", "{what}應寫成清單", "start each record with '- '", "每筆記錄以「- 」開頭"
    ),
    "not-text": Code(
        "'{key}' takes a single text here",
        "「{key}」此處應為單一文字",
        "not a list within a list, and no keys of its own",
        "不可為清單中的清單，也不可另有鍵",
    ),
    "unknown-kind": Code(
        "no kind of record is called '{name}'",
        "沒有名為「{name}」的記錄種類",
        f"{_NEAR[0]}|citygraph explain lists the kinds",
        f"{_NEAR[1]}|citygraph explain 會列出所有種類",
    ),
    "unknown-key": Code(
        "'{key}' is not a field of {kind:a}",
        "「{kind}」沒有「{key}」欄位",
        f"{_NEAR[0]}|citygraph explain {{where}} lists the fields",
        f"{_NEAR[1]}|citygraph explain {{where}} 會列出欄位",
    ),
    "bad-id": Code(
        "'{id}' is not an id",
        "「{id}」不是識別碼",
        "it holds {character}; an id has lower-case letters, digits and single hyphens|"
        "lower-case letters, digits and single hyphens",
        "其中有 {character}；識別碼只用小寫英文字母、數字與單一連字號|請用小寫英文字母、數字與單一連字號",
    ),
    "duplicate-id": Code("the id '{id}' is taken", "識別碼「{id}」已被使用", "it stands at {first}", "已用於 {first}"),
    "empty-value": Code(
        "'{key}' has no value",
        "「{key}」沒有值",
        "give one or remove the key; quote text that starts with #",
        "請填值或刪除此鍵；以 # 開頭的文字請加引號",
    ),
    "missing-field": Code("{message}", "{message}", "{kind:a} needs '{key}'", "「{kind}」需要「{key}」"),
    "too-few": Code("{message}", "{message}", "'{key}' takes at least {limit}", "「{key}」至少 {limit} 個"),
    "too-many": Code(
        "'{key}' takes at most {limit}",
        "「{key}」至多 {limit} 個",
        "state the others in records of their own",
        "其餘請寫成另外的記錄",
    ),
    "repeated-value": Code(
        "'{text}' stands here a second time", "「{text}」重複出現", "remove one", "請刪除其一", WARNING
    ),
    # values
    "unknown-reference": Code(
        "no {kind} is called '{id}'",
        "沒有名為「{id}」的{kind}",
        f"{_NEAR[0]}|give it a record first",
        f"{_NEAR[1]}|請先為它建立記錄",
    ),
    "wrong-kind": Code(
        "'{id}' is {found:a}, not {kind:a}", "「{id}」是{found}，不是{kind}", "it stands at {first}", "定義於 {first}"
    ),
    "redirected-id": Code(
        "'{id}' is now '{near}'", "「{id}」已改為「{near}」", "write the new id", "請寫新的識別碼", WARNING
    ),
    "not-a-date": Code(
        "'{text}' is no date",
        "「{text}」不是日期",
        f"{_NEAR[0]}|a date is written 2017, 2017-06 or 2017-06-19",
        f"{_NEAR[1]}|日期請寫成 2017、2017-06 或 2017-06-19",
    ),
    "no-such-date": Code("there is no {text}", "沒有 {text} 這個日期", "{hint}", "{hint}"),
    "not-a-number": Code(
        "'{text}' is no number",
        "「{text}」不是數字",
        "digits, with a point for decimals and nothing between thousands|digits only",
        "請用數字，小數以句點表示，千位之間不加符號",
    ),
    "not-an-address": Code(
        "'{text}' is no web address",
        "「{text}」不是網址",
        "http:// or https://, without blanks",
        "請以 http:// 或 https:// 開頭，不含空格",
    ),
    "out-of-range": Code(
        "{text} is outside {low} to {high}",
        "{text} 不在 {low} 到 {high} 之間",
        "are two numbers swapped?",
        "是否兩數對調？",
    ),
    "not-allowed": Code(
        "'{text}' is not one of the words of '{key}'",
        "「{text}」不是「{key}」可用的詞",
        f"{_NEAR[0]}|one of {{choices}}",
        f"{_NEAR[1]}|可用的詞：{{choices}}",
    ),
    "pattern": Code("{message}", "{message}", "it must match {pattern}", "須符合 {pattern}"),
    "not-a-language": Code(
        "'{text}' is no language tag that is used here",
        "「{text}」不是此處使用的語言標籤",
        "write {choices}, or the tag of another language",
        "請寫 {choices}，或其他語言的標籤",
    ),
    "no-language": Code(
        "'{key}' is written with its language",
        "「{key}」需標明語言",
        "{{en: ..., zh-Hant: ...}}",
        "{{en: ..., zh-Hant: ...}}",
    ),
    "two-in-one-language": Code(
        "'{key}' has two values in {language}", "「{key}」在 {language} 有兩個值", "keep one", "請保留其一"
    ),
    "out-of-order": Code("{message}", "{message}", "correct one of the two dates", "請更正兩個日期之一"),
    "bad-citation": Code(
        "'{text}' is no citation",
        "「{text}」不是引註",
        "a section as 肆.三.(二), with a report's id before it where needed",
        "請寫章節如 肆.三.(二)，必要時在前面加報告識別碼",
    ),
    "no-report": Code(
        "the citation names no report",
        "引註未指明報告",
        "write the report's id before the section",
        "請在章節前寫報告識別碼",
    ),
    "conflict": Code(
        "'{id}' has two values of '{key}': '{text}' and '{other}'",
        "「{id}」的「{key}」有兩個值：「{text}」與「{other}」",
        "the other stands at {first}; a correction can say which is right",
        "另一個在 {first}；可用更正記錄說明何者正確",
    ),
    "same-thing": Code(
        "'{id}' may be '{other}' once more: '{text}' and '{near}'",
        "「{id}」可能就是「{other}」：「{text}」與「{near}」",
        "make them one, or record under 'distinctions' that they are two; the other stands at {first}",
        "請合併，或在 distinctions 中說明並非同一；另一個在 {first}",
        WARNING,
    ),
    "rule": Code("{message}", "{message}"),
    "rule-warning": Code("{message}", "{message}", severity=WARNING),
    # questions and settings
    "question": Code("{message}", "{message}"),
    "dataset": Code("{message}", "{message}"),
    # grounding
    "no-text": Code(
        "there is no text of report '{report}'", "沒有報告「{report}」的文字檔", "expected {file}", "應有 {file}"
    ),
    "no-section": Code(
        "{report} has no section {section}", "{report} 沒有章節 {section}", "near by: {near}", "相近的章節：{near}"
    ),
    "not-in-section": Code(
        "'{form}' does not stand in {report} {section}",
        "{report} {section} 中沒有「{form}」",
        "{near}|cite the section that prints it, or add the printed form to the thing's names",
        "{near}|請改引所印的章節，或把所印的名稱加到該事物的名稱",
    ),
    "not-in-report": Code(
        "'{form}' does not stand in {report}",
        "{report} 中沒有「{form}」",
        "add the printed form to the thing's names, or cite another passage",
        "請把所印的名稱加到該事物的名稱，或改引其他段落",
    ),
    "uncited-section": Code(
        "no fact cites {report} {section}",
        "沒有事實引註 {report} {section}",
        "cite it, or declare it under 'empty' with the reason",
        "請引註，或在 empty 中說明理由",
        WARNING,
    ),
}
