"""What a page lets its browser do (CSP): nothing from anywhere but what it names, its own scripts and styles by hash.

A page that stands alone has scripts and styles inside it; what ``inline`` let in
may stand there unescaped, and ``hashed`` is how its policy names it.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable


def policy(**allowed: Iterable[str]) -> str:
    """
    The policy that allows these sources, by directive (``style_src=[hashed(style)]``), and nothing else.
    """
    named = [f"{directive.replace('_', '-')} {' '.join(sources)}" for directive, sources in allowed.items()]
    return "; ".join(("default-src 'none'", *named, "base-uri 'none'", "form-action 'none'"))


def hashed(text: str) -> str:
    """
    The source that is this very text, inline.
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def inline(tag: str, text: str) -> Markup:
    """
    *text* as it may stand, unescaped, inside the element; what would end the element is a fault of ours.
    """
    lowered = text.lower()
    if f"</{tag}" in lowered or "<!--" in lowered or "\r" in text:
        raise ValueError(f"this text cannot stand inside <{tag}>")
    return Markup(text)  # noqa: S704  # our own file, and checked
