"""Ids and sections as names of files and anchors: safe on every system, and the same in every build."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # no file may be called so on Windows
_LONGEST = 100
_STRANGE = re.compile(r"[^\w.()-]")


def stem(id_: str) -> str:
    """
    The name of a thing's file without its ending: the id itself, unless no file can be called so.
    """
    if _PLAIN.fullmatch(id_) and len(id_) <= _LONGEST and not _DEVICES.fullmatch(id_):
        return id_
    plain = "-".join(re.findall(r"[a-z0-9]+", id_.lower()))[:40].strip("-") or "x"
    return f"{plain}-{_digest(id_)}"


def anchor(section: str, text: str = "") -> str:
    """
    The id of a section's place on its report's page; captions and tables have their own.
    """
    plain = _STRANGE.sub("_", section)
    mark = "" if plain == section else f"-{_digest(section)}"
    return "s-" + plain + mark + (f"-{text}" if text else "")


def fact(iri: str) -> str:
    """
    The id of a fact's place on a page.
    """
    last = re.split(r"[/#]", iri)[-1]
    return "f-" + (last if re.fullmatch(r"[\w-]{1,100}", last, re.ASCII) else _digest(iri))


def link(path: str, place: str = "") -> str:
    """
    A link to a file, and to a place in it.
    """
    return quote(path, safe="/.-") + (f"#{quote(place)}" if place else "")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
