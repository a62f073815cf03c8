"""Which thing has which form: every printed name on disk, found by its key.

A look-up costs the windows of a question, not the size of the graph: whole
names by their folded key, parts of names by their words, misspelt words by the
first or last letters they share with a known one.
"""

from __future__ import annotations

import os
import sqlite3
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.names.folding import fold, join, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

NAME, ALSO, MISPRINT, DEMONYM = 0, 1, 2, 3
_SHARED = 3  # letters that a misspelt word shares with the right one, at its head or its tail
_LONG = 8  # letters from which a word may have two mistakes
_MOST = 2000  # candidates weighed for one misspelt word
_AT_ONCE = 900  # keys in one query


_TABLES = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE form (key TEXT, iri TEXT, kind TEXT, text TEXT, language TEXT, status INTEGER);
    CREATE TABLE word (word TEXT, head TEXT, tail TEXT, form INTEGER);
"""
_INDEXES = """
    CREATE INDEX by_key ON form (key);
    CREATE INDEX by_iri ON form (iri);
    CREATE INDEX by_word ON word (word);
    CREATE INDEX by_head ON word (head);
    CREATE INDEX by_tail ON word (tail);
"""
_LIKE = "SELECT DISTINCT word FROM word WHERE (head = ? OR tail = ?) AND length(word) BETWEEN ? AND ? LIMIT ?"
_FORM = "iri, kind, text, language, status"


class Form(NamedTuple):
    """
    One written form of a thing: the thing's IRI and class, the form, its language, and whether it is the name itself.
    """

    iri: str
    kind: str
    text: str
    language: str
    status: int


def write(path: Path, forms: Iterable[Form]) -> None:
    """
    Write the index of *forms* to *path*, anew.
    """
    path.write_bytes(written(forms))


def written(forms: Iterable[Form]) -> bytes:
    """
    The index of *forms*, as the bytes of its file: made in memory, so that no disk can cut it short.
    """
    base = sqlite3.connect(":memory:")
    base.executescript(_TABLES)
    ordered = sorted(set(forms), key=lambda form: (form.iri, form.status, form.language, form.text))
    for number, each in enumerate(ordered, 1):
        key = fold(each.text)
        row = (key, each.iri, each.kind, each.text, each.language, each.status)
        base.execute("INSERT INTO form VALUES (?, ?, ?, ?, ?, ?)", row)
        rows = [(word, word[:_SHARED], word[-_SHARED:], number) for word in sorted(_words(key))]
        base.executemany("INSERT INTO word VALUES (?, ?, ?, ?)", rows)
    base.executescript(_INDEXES)
    base.commit()
    found = base.serialize()
    base.close()
    return found


def _words(key: str) -> set[str]:
    """
    Give the words by which a part of a name is found: Latin ones, and each two neighbours in Chinese.
    """
    parts = tokens(key)
    words = {word for word in parts if word.isascii() and len(word) > 1}
    return words | {a + b for a, b in pairwise(parts) if not a.isascii() and not b.isascii()}


class Index:
    """
    The index at a path, opened for reading.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        # A path may hold what means something in a URI (RFC 3986).
        name = os.path.abspath(path)  # noqa: PTH100 -- a look-up does not pay for pathlib
        name = name.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        self.base = sqlite3.connect(f"file:{name}?mode=ro&immutable=1", uri=True)

    def whole(self, keys: Sequence[str]) -> dict[str, list[Form]]:
        """
        The things that have one of *keys* as a whole name, by key.
        """
        found: dict[str, list[Form]] = {}
        for start in range(0, len(keys), _AT_ONCE):
            chunk = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(chunk))
            for key, *rest in self.rows(f"key, {_FORM}", f"key IN ({marks}) ORDER BY iri, status", chunk):
                found.setdefault(key, []).append(Form(*rest))
        return found

    def of(self, iri: str) -> list[Form]:
        """
        The forms of one thing, its name first.
        """
        return [Form(*row) for row in self.rows(_FORM, "iri = ? ORDER BY status, language", (iri,))]

    def partial(self, words: Sequence[str]) -> list[Form]:
        """
        The things one of whose names holds all of *words*, in any order.
        """
        if not words:
            return []
        same = " INTERSECT ".join(["SELECT form FROM word WHERE word = ?"] * len(words))
        rows = self.rows(_FORM, f"rowid IN ({same} LIMIT 200) ORDER BY iri, status", words)
        return [Form(*row) for row in rows]

    def starting(self, key: str, most: int = 200) -> list[Form]:
        """
        The things one of whose names begins with *key*, a folded text; then those a later word of whose name does.

        Chinese is found anywhere in a name: 市道知事 finds 韓國市道知事協會.
        """
        above = "\U0010ffff"
        rows = self.rows(_FORM, "key >= ? AND key < ? ORDER BY key LIMIT ?", (key, key + above, most))
        words = tokens(key)
        within = ""
        if len(words) == 1 and len(key) > 1:
            within, values = "word >= ? AND word < ?", [key, key + above]
        elif len(words) > 1 and not any(word.isascii() for word in words):
            within, values = "word = ?", [key[:2]]
        if within and len(rows) < most:
            # A common word is in half of the names: what is read of it is bounded, whatever else is asked for.
            among = f"(SELECT form FROM word WHERE {within} LIMIT ?)"  # noqa: S608 -- ours, as below
            where = f"rowid IN {among} AND instr(key, ?) > 1 ORDER BY length(key), key LIMIT ?"
            rows += self.rows(_FORM, where, [*values, most * 10, key, most])
        return [Form(*row) for row in rows]

    def containing(self, key: str) -> list[Form]:
        """
        The things one of whose names holds *key*, a folded text, shortest first: 市道知事 finds 韓國市道知事協會.
        """
        pattern = "%" + key.replace("%", "").replace("_", "") + "%"
        rows = self.rows(_FORM, "key LIKE ? ORDER BY length(key), iri LIMIT 200", (pattern,))
        return [Form(*row) for row in rows]

    def rows(self, columns: str, where: str, values: Sequence[str | int]) -> list[tuple[Any, ...]]:
        query = f"SELECT {columns} FROM form WHERE {where}"  # noqa: S608 -- ours; what users type is in the values
        return self.base.execute(query, tuple(values)).fetchall()

    def everything(self) -> list[Form]:
        """
        All forms of all things.
        """
        return [Form(*row) for row in self.rows(_FORM, "TRUE", ())]

    def holds(self, form: Form) -> bool:
        """
        Whether this very form stands in the index.
        """
        same = "iri = ? AND kind = ? AND text = ? AND language = ? AND status = ?"
        return bool(self.base.execute(f"SELECT 1 FROM form WHERE {same} LIMIT 1", form).fetchone())  # noqa: S608 -- ours

    def misspelt(self, word: str) -> list[str]:
        """
        The known words that *word* may be a misspelling of, best first.
        """
        if len(word) <= _SHARED or word.isdigit():
            return []
        rows = self.base.execute(_LIKE, (word[:_SHARED], word[-_SHARED:], len(word) - 2, len(word) + 2, _MOST))
        known = [row[0] for row in rows]
        if not known:
            return []
        from rapidfuzz.distance import DamerauLevenshtein

        allowed = 1 if len(word) < _LONG else 2
        scored = sorted(
            (distance, other)
            for other in known
            if (distance := DamerauLevenshtein.distance(word, other, score_cutoff=allowed)) <= allowed
        )
        return [other for distance, other in scored if distance == scored[0][0]]


def windows(words: Sequence[str], most: int = 40) -> list[tuple[int, int, str]]:
    """
    Every run of up to *most* tokens, as start, end and key.
    """
    spans = ((start, end) for start in range(len(words)) for end in range(start + 1, min(len(words), start + most) + 1))
    return [(start, end, join(words[start:end])) for start, end in spans]


__all__ = ["ALSO", "DEMONYM", "MISPRINT", "NAME", "Form", "Index", "join", "tokens", "windows", "write", "written"]
