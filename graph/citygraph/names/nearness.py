"""The known name that is most like a written one: for "did you mean"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(text: str, known: Iterable[str], score: float = 65.0) -> str:
    """
    The known name most like *text*; empty where none reaches *score* of 100 (rapidfuzz's normalized similarity).
    """
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    found = process.extractOne(
        text, sorted(known), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=score / 100
    )
    return found[0] if found else ""
