"""What ``data/dataset.yaml`` says of a collection."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from citygraph import names, projects
from citygraph.diagnostics import Diagnostic, Place
from citygraph.records import List, Mapping, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.facts import Known
    from citygraph.records import File


@dataclass(frozen=True, slots=True)
class Settings:
    """
    What ``data/dataset.yaml`` says: title, base IRI, licence, languages, and who "we" are.
    """

    title: dict[str, str] = field(default_factory=dict)
    base: str = "https://citygraph.example/"
    licence: str = ""
    languages: tuple[str, ...] = ("en", "zh-Hant")
    home: str = ""


def read(files: Iterable[File]) -> tuple[Settings, list[Diagnostic]]:
    """
    The settings, each judged at its place.
    """
    file = next((each for each in files if each.path == projects.MARKER), None)
    if file is None or file.root is None:
        return Settings(), []
    found: dict[str, Any] = {}
    wrong = []
    for key, node in file.root.entries:
        if key.value == "title" and isinstance(node, Mapping):
            found["title"] = {name.value: text.value for name, text in node.entries if isinstance(text, Text)}
        elif key.value == "languages" and isinstance(node, List):
            found["languages"] = tuple(each.value for each in node.items if isinstance(each, Text))
        elif key.value in ("base", "licence", "home") and isinstance(node, Text):
            found[key.value] = node.value
        else:
            message = {"en": f"'{key.value}' is no setting of a dataset", "zh-Hant": f"資料集沒有「{key.value}」設定"}
            wrong.append(
                Diagnostic(Place(file.path, key.line, key.column), "dataset", {"message": message}, len(key.value))
            )
    settings = Settings(**found)
    if not re.fullmatch(r"https?://(?:[^\s<>\"{}|\\^`%]|%[0-9A-Fa-f]{2})+[/#]", settings.base):
        base = file.root.get("base") or file.root
        message = {
            "en": "the base IRI starts with http:// or https:// and ends with / or #",
            "zh-Hant": "base 應以 http:// 或 https:// 開頭，以 / 或 # 結尾",
        }
        wrong.append(Diagnostic(Place(file.path, base.line, base.column), "dataset", {"message": message}))
        settings = Settings(**{**found, "base": Settings().base})
    return settings, wrong


def wrong_home(settings: Settings, known: Known) -> Diagnostic:
    """
    That ``home`` names nothing known.
    """
    body = {"en": "body", "zh-Hant": "機關"}
    return Diagnostic(
        Place(projects.MARKER),
        "unknown-reference",
        {"kind": body, "id": settings.home, "near": names.nearest(settings.home, known.kinds)},
    )
