"""The field dictionary: what a curator may write, told from the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from citygraph import names
from citygraph import schema as schemas

if TYPE_CHECKING:
    from citygraph.schema import Field, Kind, Schema

_WORDS = {
    schemas.LANGUAGE: ("text, by language", "文字（依語言）"),
    schemas.DATE: ("date: 2017, 2017-06 or 2017-06-19", "日期：2017、2017-06 或 2017-06-19"),
    schemas.INTEGER: ("whole number", "整數"),
    schemas.DECIMAL: ("number", "數字"),
    schemas.TEXT: ("text", "文字"),
    schemas.ADDRESS: ("web address", "網址"),
    schemas.CITATION: ("section of a report", "報告章節"),
}
_FORMS = {
    schemas.KEYED: ("a mapping from id to record", "識別碼對應記錄"),
    schemas.LISTED: ("a list of records", "記錄清單"),
    schemas.SINGLE: ("one record with an id", "一筆含識別碼的記錄"),
    schemas.NESTED: ("inside other records", "寫在其他記錄之內"),
}
_NOTES = {
    "required": ("required", "必填"),
    "many": ("one or more", "可多個"),
    "InSection": ("printed in the section", "須見於該節"),
    "InReport": ("printed in the report", "須見於報告"),
}


def explain(schema: Schema, key: str | None = None) -> list[dict[str, Any]]:
    """
    All kinds, or the one called *key* with its fields.

    Raises:
        KeyError: no kind is called so; the message names the nearest.
    """
    kinds = sorted(schema.top.values(), key=lambda kind: kind.key)
    if key is None:
        return [_kind(each, schema, fields=False) for each in kinds]
    known = {each.key: each for each in kinds} | {
        schemas.local(each.iri).lower(): each for each in schema.kinds.values()
    }
    if key.lower() not in known:
        near = names.nearest(key, known)
        raise KeyError(f"no kind of record is called '{key}'" + (f"; did you mean '{near}'?" if near else ""))
    return [_kind(known[key.lower()], schema, fields=True)]


def _kind(kind: Kind, schema: Schema, *, fields: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "key": kind.key or schemas.local(kind.iri),
        "class": kind.iri,
        "form": kind.form,
        "label": kind.label,
        "comment": kind.comment,
    }
    if fields:
        found["fields"] = [_field(each, schema) for each in kind.fields]
    return found


def _field(each: Field, schema: Schema) -> dict[str, Any]:
    return {
        "key": each.key,
        "property": each.path,
        "type": each.type,
        "of": {lang: _of(each, schema, lang) for lang in ("en", "zh-Hant")},
        "required": each.least > 0,
        "most": each.most,
        "choices": [word for word, _ in each.choices],
        "printed": each.printed,
        "description": each.description,
    }


def _of(each: Field, schema: Schema, lang: str) -> str:
    if each.type in (schemas.REFERENCE, schemas.PART):
        kind = schema.kinds.get(each.target)
        label = (kind.label if kind else {}).get(lang) or schema.label(each.target, lang)
        if each.type == schemas.PART:
            return label
        return f"id of {_article(label)} {label}" if lang == "en" else f"{label}的識別碼"
    if each.type == schemas.CONCEPT:
        return ", ".join(f"{word} ({schema.label(iri, lang)})" for word, iri in each.choices)
    return _WORDS[each.type][lang != "en"]


def as_text(found: list[dict[str, Any]], lang: str) -> str:
    """
    The dictionary for a terminal.
    """
    zh = lang.startswith("zh")
    lines = []
    for kind in found:
        lines.append(f"{kind['key']}  {kind['label'].get(lang, '')}: {kind['comment'].get(lang, '')}")
        if "fields" in kind:
            lines.append(f"  {_FORMS[kind['form']][zh]}")
            for each in kind["fields"]:
                lines += _field_as_lines(each, lang)
    return "\n".join(lines)


def _field_as_lines(each: dict[str, Any], lang: str) -> list[str]:
    zh = lang.startswith("zh")
    notes = [
        _NOTES["required"][zh] if each["required"] else "",
        _NOTES["many"][zh] if each["most"] is None and each["type"] != schemas.LANGUAGE else "",
        _NOTES[each["printed"]][zh] if each["printed"] else "",
    ]
    noted = ", ".join(note for note in notes if note)
    return [
        f"\n  {each['key']}" + (f"  ({noted})" if noted else ""),
        f"      {each['description'].get(lang, '')}",
        f"      {each['of'].get(lang, '')}",
    ]


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"
