"""What is wrong, where, and how that is printed.

Diagnostics are values: stations collect and return them, and only a door
prints. Every code stands in one table with its sentence and its help in both
languages, so that no message is written twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from citygraph.terminal import cells, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ERROR = "error"
WARNING = "warning"
LIMIT = 100


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """
    A position in a file: path from the project root, line and column counted from 1.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Code:
    """
    A kind of mistake: its sentence and its help, in English and Chinese, with the values in braces.
    """

    en: str
    zh: str
    help_en: str = ""
    help_zh: str = ""
    severity: str = ERROR


CODES: Mapping[str, Code] = {
    # files
    "not-utf-8": Code("not UTF-8{guess}", "不是 UTF-8 編碼{guess}", "save the file as UTF-8", "請以 UTF-8 儲存檔案"),
    "too-large": Code("larger than the limit of {limit}", "超過大小上限 {limit}", "split the file", "請拆分檔案"),
    "not-a-file": Code("not a regular file", "不是一般檔案"),
    "no-records": Code("no records", "沒有任何記錄", severity=WARNING),
    "syntax": Code("{problem}", "YAML 語法錯誤：{problem}", "{hint}", "{hint}"),
    "character": Code("the character {character} may not stand in a file", "檔案中不可有字元 {character}"),
    "too-deep": Code("nested deeper than {limit}", "巢狀超過 {limit} 層"),
    "anchor": Code("anchors and aliases are not read", "不接受錨點與別名", "quote text that starts with & or *", "以 & 或 * 開頭的文字請加引號"),
    "tag": Code("tags are not read", "不接受標籤", "quote text that starts with !", "以 ! 開頭的文字請加引號"),
    "merge-key": Code("merge keys are not read", "不接受合併鍵 <<"),
    "second-document": Code("a second document starts here", "此處開始第二份文件", "one file is one document; remove the ---", "一檔一文件，請刪除 ---"),
    "duplicate-key": Code("'{key}' stands here a second time", "「{key}」重複出現", "the first is at {first}", "第一次出現在 {first}"),
    "comment": Code("the text after # is a comment", "# 之後的文字會被當成註解", "quote the value, or leave two blanks before the #", "請將值加上引號，或在 # 前空兩格", WARNING),
    # form
    "not-a-mapping": Code("{what} is written as a mapping of keys to values", "{what}應寫成鍵與值的對應"),
    "not-a-list": Code("{what} is written as a list", "{what}應寫成清單"),
    "not-text": Code("'{key}' takes a single text", "「{key}」應為單一文字"),
    "unknown-kind": Code("no kind of record is called '{name}'", "沒有名為「{name}」的記錄種類", "did you mean '{near}'?", "是否為「{near}」？"),
    "unknown-key": Code("{kind} has no field '{key}'", "「{kind}」沒有「{key}」欄位", "did you mean '{near}'?", "是否為「{near}」？"),
    "bad-id": Code("'{id}' is not an id", "「{id}」不是識別碼", "lower-case letters, digits and single hyphens", "請用小寫英文字母、數字與單一連字號"),
    "duplicate-id": Code("the id '{id}' is taken", "識別碼「{id}」已被使用", "it stands at {first}", "已用於 {first}"),
    "empty-value": Code("'{key}' has no value", "「{key}」沒有值", "give one or remove the key", "請填值或刪除此鍵"),
    "missing-field": Code("{message}", "{message}", "{kind} needs '{key}'", "「{kind}」需要「{key}」"),
    "too-few": Code("{message}", "{message}"),
    "too-many": Code("'{key}' takes at most {limit}", "「{key}」至多 {limit} 個"),
    # values
    "unknown-reference": Code("no {kind} is called '{id}'", "沒有名為「{id}」的{kind}", "did you mean '{near}'?", "是否為「{near}」？"),
    "wrong-kind": Code("'{id}' is a {found}, not a {kind}", "「{id}」是{found}，不是{kind}", "it stands at {first}", "定義於 {first}"),
    "redirected-id": Code("'{id}' is now '{near}'", "「{id}」已改為「{near}」", "write the new id", "請寫新的識別碼", WARNING),
    "no-such-date": Code("'{text}' is no date", "「{text}」不是日期", "2017, 2017-06 or 2017-06-19", "請寫成 2017、2017-06 或 2017-06-19"),
    "not-a-number": Code("'{text}' is no number", "「{text}」不是數字", "digits, with a point for decimals", "請用數字，小數以句點表示"),
    "out-of-range": Code("{text} is outside {low} to {high}", "{text} 不在 {low} 到 {high} 之間"),
    "not-allowed": Code("'{text}' is not one of the words of '{key}'", "「{text}」不是「{key}」可用的詞", "{choices}", "{choices}"),
    "pattern": Code("{message}", "{message}"),
    "not-a-language": Code("'{text}' is no language tag that is used here", "「{text}」不是此處使用的語言標籤", "{choices}", "{choices}"),
    "no-language": Code("'{key}' is written with its language", "「{key}」需標明語言", "{{en: ..., zh-Hant: ...}}", "{{en: ..., zh-Hant: ...}}"),
    "two-in-one-language": Code("'{key}' has two values in {language}", "「{key}」在 {language} 有兩個值"),
    "out-of-order": Code("{message}", "{message}"),
    "bad-citation": Code("'{text}' is no citation", "「{text}」不是引註", "a section as 肆.三.(二), with a report's id before it where needed", "請寫章節如 肆.三.(二)，必要時在前面加報告識別碼"),
    "no-report": Code("the citation names no report", "引註未指明報告", "write the report's id before the section", "請在章節前寫報告識別碼"),
    "conflict": Code("'{id}' has two values of '{key}': '{text}' and '{other}'", "「{id}」的「{key}」有兩個值：「{text}」與「{other}」",
                     "the other stands at {first}; a correction can say which is right", "另一個在 {first}；可用更正記錄說明何者正確"),
    "rule": Code("{message}", "{message}"),
    "rule-warning": Code("{message}", "{message}", severity=WARNING),
    # questions
    "question": Code("{message}", "{message}"),
    # grounding
    "no-text": Code("there is no text of report '{report}'", "沒有報告「{report}」的文字檔", "expected {file}", "應有 {file}"),
    "no-section": Code("{report} has no section {section}", "{report} 沒有章節 {section}", "near by: {near}", "相近的章節：{near}"),
    "not-in-section": Code("'{form}' does not stand in {report} {section}", "{report} {section} 中沒有「{form}」", "{near}", "{near}"),
    "not-in-report": Code("'{form}' does not stand in {report}", "{report} 中沒有「{form}」", "add the printed form to the thing's names, or cite another passage", "請把所印的名稱加到該事物的名稱，或改引其他段落"),
    "uncited-section": Code("no fact cites {report} {section}", "沒有事實引註 {report} {section}", "cite it, or declare it under 'empty' with the reason", "請引註，或在 empty 中說明理由", WARNING),
    # dataset
    "dataset": Code("{message}", "{message}"),
}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """
    One mistake at one place.
    """

    place: Place
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    width: int = 1

    @property
    def severity(self) -> str:
        return CODES[self.code].severity

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR

    def message(self, lang: str = "en") -> str:
        code = CODES[self.code]
        return (code.zh if lang.startswith("zh") else code.en).format_map(_in(lang, self.values))

    def help(self, lang: str = "en") -> str:
        """
        What to do about it; empty where nothing helpful is known.
        """
        code = CODES[self.code]
        template = code.help_zh if lang.startswith("zh") else code.help_en
        values = _in(lang, self.values)
        if any(values.get(name) in (None, "") for name in ("near", "hint") if "{" + name + "}" in template):
            return ""
        return template.format_map(values)

    def sort_key(self) -> tuple[Place, str]:
        return self.place, self.code


def _in(lang: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """
    The values in one language: a value that is a mapping holds one text for each.
    """
    return {name: _pick(value, lang) if isinstance(value, dict) else value for name, value in values.items()}


def _pick(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [each for each in diagnostics if each.is_error]


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """
    Sorted by path, line, column and code, each mistake once.
    """
    unique = {(each.place, each.code, each.message()): each for each in diagnostics}
    return sorted(unique.values(), key=Diagnostic.sort_key)


def render(diagnostics: Iterable[Diagnostic], lines: Mapping[str, list[str]], lang: str = "en") -> str:
    """
    The diagnostics for a terminal: a first line that stands alone, the source line, a caret and the help.

    *lines* holds the lines of each file by its path; a file that is not there is reported without its line.
    """
    blocks = []
    found = ordered(diagnostics)
    for each in found[:LIMIT]:
        block = [visible(f"{each.place}: {each.severity}[{each.code}]: {each.message(lang)}")]
        source = lines.get(each.place.path, [])
        hint = each.help(lang)
        if each.place.line <= len(source):
            block += _pointer(each, source[each.place.line - 1], hint)
        elif hint:
            block.append(f"      {visible(hint)}")
        blocks.append("\n".join(block))
    if len(found) > LIMIT:
        rest = len(found) - LIMIT
        blocks.append(f"還有 {rest} 項" if lang.startswith("zh") else f"and {rest} more")
    return "\n".join(blocks)


def _pointer(each: Diagnostic, source: str, hint: str) -> list[str]:
    start = each.place.column - 1
    shown = visible(source.replace("\t", " ").rstrip("\r\n"))
    margin = len(str(each.place.line)) + 3
    width = max(1, min(each.width, len(source) - start))
    indent = sum(cells(c) for c in source[:start])
    caret = "^" * max(1, sum(cells(c) for c in source[start : start + width]))
    return [f"   {each.place.line} | {shown}", f"{' ' * margin} | {' ' * indent}{caret} {visible(hint)}".rstrip()]


def as_json(diagnostics: Iterable[Diagnostic], lang: str = "en") -> list[dict[str, Any]]:
    """
    The same fields for machines, in the same order.
    """
    return [
        {
            "path": each.place.path,
            "line": each.place.line,
            "column": each.place.column,
            "severity": each.severity,
            "code": each.code,
            "message": each.message(lang),
            "help": each.help(lang),
        }
        for each in ordered(diagnostics)
    ]
