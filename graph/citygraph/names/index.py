"""Which thing has which form: every printed name on disk, found by its key.

A look-up costs the windows of a question, not the size of the graph: whole
names by their folded key, parts of names by their rarest word, misspelt words by
everything that is one letter away, else by the first or last letters they share
with a known one. Where more is found than is wanted, the shortest names come
first: what was written is most of them.
"""

from __future__ import annotations

import os
import sqlite3
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.names.folding import fold, is_han, join, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

NAME, ALSO, MISPRINT, DEMONYM = 0, 1, 2, 3
_SHARED = 3  # letters that a word with two mistakes, or a short one, shares with the right one, at its head or its tail
_SHORT = 4  # letters of a short word
_LONG = 8  # letters from which a word may have two mistakes
_LETTERS = "abcdefghijklmnopqrstuvwxyz"  # of the words that names are found by
_MOST = 2000  # candidates weighed for one misspelt word
_FORMS = 200  # forms that a part of a name finds
_AT_ONCE = 900  # keys in one query


_TABLES = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE form (key TEXT, iri TEXT, kind TEXT, text TEXT, language TEXT, status INTEGER);
    CREATE TABLE part (word TEXT, size INTEGER, form INTEGER, PRIMARY KEY (word, size, form)) WITHOUT ROWID;
    CREATE TABLE word (word TEXT PRIMARY KEY, forms INTEGER) WITHOUT ROWID;
"""
_INDEXES = """
    CREATE INDEX by_key ON form (key);
    CREATE INDEX by_iri ON form (iri);
    CREATE INDEX by_head ON word (substr(word, 1, 3), length(word));
    CREATE INDEX by_tail ON word (substr(word, -3), length(word));
"""
_LIKE = """
    SELECT word FROM word
    WHERE (substr(word, 1, 3) = ?1 AND length(word) BETWEEN ?3 - 2 AND ?3 + 2)
       OR (substr(word, -3) = ?2 AND length(word) BETWEEN ?3 - 2 AND ?3 + 2)
    ORDER BY abs(length(word) - ?3), word LIMIT ?4
"""
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
    keys = [fold(form.text) for form in ordered]
    base.executemany(
        "INSERT INTO form VALUES (?, ?, ?, ?, ?, ?)", ((key, *form) for key, form in zip(keys, ordered, strict=True))
    )
    # In the order of the table: what is put at its end costs least.
    parts = sorted((word, len(key), number) for number, key in enumerate(keys, 1) for word in _words(key))
    base.executemany("INSERT INTO part VALUES (?, ?, ?)", parts)
    base.execute("INSERT INTO word SELECT word, count(*) FROM part GROUP BY word ORDER BY word")
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
        The things one of whose names holds all of *words*, in any order; of very many those with the shortest names.
        """
        return sorted(self.holding(words, ""), key=lambda form: (form.iri, form.status))

    def holding(self, words: Sequence[str], text: str, most: int = _FORMS) -> list[Form]:
        """
        The forms with all of *words* whose key holds *text*, the shortest first: the rarest word is looked up.
        """
        letters = {word for word in words if word.isascii() and len(word) < 2}  # of which there is no table: O'Neill
        counts = sorted((self.count(word), word) for word in {*words} - letters)
        if not counts or not counts[0][0]:
            return []
        (_, rarest), *others = counts
        also = "AND EXISTS (SELECT 1 FROM part AS b WHERE b.word = ? AND b.size = a.size AND b.form = a.form) "
        query = (
            f"SELECT key, {_FORM} FROM part AS a JOIN form ON form.rowid = a.form WHERE a.word = ? "  # noqa: S608 -- ours
            f"{also * len(others)} AND instr(key, ?) ORDER BY a.size, a.form LIMIT ?"
        )
        values = (rarest, *(word for _, word in others), text, most)
        rows = self.base.execute(query, values)
        return [Form(*form) for key, *form in rows if not letters or letters <= {*tokens(key)}]

    def count(self, word: str) -> int:
        """
        How many forms hold a word.
        """
        found = self.base.execute("SELECT forms FROM word WHERE word = ?", (word,)).fetchone()
        return int(found[0]) if found else 0

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
            among = f"(SELECT form FROM part WHERE {within} ORDER BY word, size, form LIMIT ?)"  # noqa: S608 -- ours
            where = f"rowid IN {among} AND instr(key, ?) > 1 ORDER BY length(key), key LIMIT ?"
            rows += self.rows(_FORM, where, [*values, most * 10, key, most])
        return [Form(*row) for row in rows]

    def containing(self, key: str) -> list[Form]:
        """
        The things one of whose names holds *key*, a folded text, shortest first: 市道知事 finds 韓國市道知事協會.
        """
        parts = tokens(key)
        # The words at both ends may be parts of longer ones; those between, and two Chinese neighbours, are whole.
        whole = [word for word in parts[1:-1] if word.isascii() and len(word) > 1]
        pairs = [a + b for a, b in pairwise(parts) if is_han(a) and is_han(b)]
        if words := [*whole, *pairs]:
            return self.holding(words, key)
        rows = self.rows(_FORM, "instr(key, ?) ORDER BY length(key), iri LIMIT ?", (key, _FORMS))
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
        The known words that *word* may be a misspelling of, the nearest ones.
        """
        return next((words for distance in (0, 1, 2) if (words := self.near(word, distance))), [])

    def near(self, word: str, distance: int) -> list[str]:
        """
        The known words that are *distance* mistakes away from *word*, of no more mistakes than its length allows.

        A mistake is a letter too many, too few, another, or two that changed places.
        """
        if len(word) <= _SHARED or word.isdigit() or distance > (1 if len(word) < _LONG else 2):
            return []
        if distance < 2:
            # Everything that is one mistake away is asked for: a few hundred keys, however many words are known.
            near = self.known(one_away(word) if distance else {word})
            # Too many short words are one letter apart: these share three.
            return near if len(word) > _SHORT else [other for other in near if _alike(word, other)]
        from rapidfuzz.distance import DamerauLevenshtein

        rows = self.base.execute(_LIKE, (word[:_SHARED], word[-_SHARED:], len(word), _MOST))
        return sorted(other for (other,) in rows if DamerauLevenshtein.distance(word, other, score_cutoff=2) == 2)

    def known(self, words: Iterable[str]) -> list[str]:
        """
        Those of *words* that some form holds, sorted.
        """
        wanted = sorted(words)
        found: list[str] = []
        for start in range(0, len(wanted), _AT_ONCE):
            chunk = wanted[start : start + _AT_ONCE]
            marks = ",".join("?" * len(chunk))
            found += [row[0] for row in self.base.execute(f"SELECT word FROM word WHERE word IN ({marks})", chunk)]  # noqa: S608 -- ours
        return sorted(found)


def _alike(word: str, other: str) -> bool:
    return word[:_SHARED] == other[:_SHARED] or word[-_SHARED:] == other[-_SHARED:]


def one_away(word: str) -> set[str]:
    """
    Every text that is one mistake away from *word*.
    """
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in cuts if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    found |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS}
    found |= {head + letter + tail for head, tail in cuts for letter in _LETTERS}
    return found - {word}


def windows(words: Sequence[str], most: int = 40) -> list[tuple[int, int, str]]:
    """
    Every run of up to *most* tokens, as start, end and key.
    """
    spans = ((start, end) for start in range(len(words)) for end in range(start + 1, min(len(words), start + most) + 1))
    return [(start, end, join(words[start:end])) for start, end in spans]


__all__ = ["ALSO", "DEMONYM", "MISPRINT", "NAME", "Form", "Index", "join", "tokens", "windows", "write", "written"]
