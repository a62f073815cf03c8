"""What somebody may be about to type: questions that go on from it, and known names.

Pure: a text and a language in, suggestions out. Names are found by prefix on
disk, so that a hundred thousand of them cost a keystroke a few milliseconds.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.names import ALSO, MISPRINT, NAME, Index, fold, is_han, join
from citygraph.questions.templates import PLACE, Template, go_on, template, words
from citygraph.sentences import CG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citygraph.names import Form
    from citygraph.questions.templates import Known, Word
    from citygraph.store import Graph

LIMIT = 12
_ASKED = 6  # questions that may stand before names
_WEIGHED = 60  # names that one beginning brings to be ranked
_LOOKED_AT = 400  # characters before the cursor; whoever has typed more is not looking for a question
_WORDS = 8  # of the beginning of a name
_FIRST = {CG + "Agent", CG + "Place"}
_GENERAL = {CG + "Agent", CG + "Record", CG + "Thing"}
_CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept"


class Suggestion(NamedTuple):
    """
    What the typed line may become, how that is shown, what it is, and whether it can be asked as it stands.
    """

    line: str
    shown: str
    meta: str
    whole: bool = False


class _Question(NamedTuple):
    title: str
    lang: str
    example: str
    key: str
    template: Template


class Suggester:
    """
    Suggests what a graph can answer and whom it knows.
    """

    def __init__(self, graph: Graph) -> None:
        schema = graph.file("schema.json")
        self.labels, self.above = schema["labels"], schema["above"]
        self.index = Index(f"{graph.place}/names.sqlite")
        self.names: Known = lru_cache(32)(self._known)  # at one keystroke all questions ask the same of it
        self.questions = [made for each in graph.file("questions.json")["questions"] for made in self._languages(each)]
        # The simplest first.
        self.questions.sort(key=lambda each: (len(str(each.template)), each.example))

    def _languages(self, question: dict[str, Any]) -> Iterator[_Question]:
        """
        A question as it is asked in each language.
        """
        for lang, title in question["title"].items():
            if example := question["example"].get(lang):
                yield _Question(title, lang, example, fold(example), template(example, self.names))

    def _known(self, keys: tuple[str, ...]) -> dict[str, frozenset[str]]:
        """
        Those of *keys* that are the whole name of a thing, of more than a notion such as *mayor*; the kinds of each.
        """
        kinds = {key: {form.kind for form in forms} for key, forms in self.index.whole(keys).items()}
        return {
            key: frozenset(family for kind in found for family in (kind, *self.above.get(kind, ())) if _tells(family))
            for key, found in kinds.items()
            if any(self._rank(kind) < 2 for kind in found)
        }

    def suggest(self, text: str, lang: str) -> list[Suggestion]:
        """
        What *text*, all that stands before the cursor, may become: questions, those in *lang* first; then names.
        """
        head, tail = text[:-_LOOKED_AT], text[-_LOOKED_AT:]
        typed = words(tail)
        asked = [] if head else _in(lang, self._going_on(text, typed))
        named = self._names(tail, typed, lang, within=not asked)
        other = [] if head or asked else _in(lang, self._about(typed))
        lines: dict[str, Suggestion] = {}
        few = _ASKED if named else LIMIT
        for each in chain(asked[:few], named, asked[few:], other):
            lines.setdefault(head + each.line, each._replace(line=head + each.line))
        lines.pop(text, None)
        return list(lines.values())[:LIMIT]

    # ------------------------------------------------------------ questions

    def _going_on(self, text: str, typed: Sequence[Word]) -> Iterator[tuple[str, Suggestion]]:
        """
        The questions that *text* begins: up to the next place for a name, or the example where that place is reached.
        """
        if text and not typed:
            return
        key = join([word.key for word in typed])
        begun = key if not text[-1:].isspace() or is_han(key[-1:]) else f"{key} "
        for each in self.questions:
            line = go_on(each.template, text, typed, self.names)
            if line is not None:
                whole = PLACE not in line.question
                yield each.lang, Suggestion(line.text, line.question, each.title, whole)
            elif each.key.startswith(begun) and each.key != key:
                yield each.lang, Suggestion(each.example, each.example, each.title, whole=True)

    def _about(self, typed: Sequence[Word]) -> Iterator[tuple[str, Suggestion]]:
        """
        The questions in which each typed word stands, the last one perhaps in part.
        """
        keys = [word.key for word in typed]
        key = join(keys)
        if len(key) < (2 if is_han(key) else 3):
            return
        for each in self.questions:
            padded = f" {each.key}"
            if key in padded if is_han(key) else all(f" {word}" in padded for word in keys):
                yield each.lang, Suggestion(each.example, each.example, each.title, whole=True)

    # ---------------------------------------------------------------- names

    def _names(self, text: str, typed: Sequence[Word], lang: str, *, within: bool) -> list[Suggestion]:
        """
        The names that the last words begin, most words first; where *within*, those that hold them too.
        """
        if not typed or text[-1:].isspace():
            return []
        found: list[tuple[tuple[Any, ...], int, Form]] = []
        for start in range(max(0, len(typed) - _WORDS), len(typed)):
            key = join([word.key for word in typed[start:]])
            if key.isdigit() or (len(key) == 1 and not is_han(key)):
                continue
            begins = [(fold(form.text).startswith(key), form) for form in self.index.starting(key, _WEIGHED)]
            at = typed[start].start
            found += [
                (self._order(form, start, lang, whole=whole), at, form) for whole, form in begins if whole or within
            ]
            if any(whole for whole, _ in begins):
                break
        found.sort()
        return list(self._told(text, found, lang))

    def _order(self, form: Form, start: int, lang: str, *, whole: bool) -> tuple[Any, ...]:
        return (not whole, start, self._rank(form.kind), form.status, form.language != lang, len(form.text))

    def _rank(self, kind: str) -> int:
        """
        People, bodies and places first, notions last.
        """
        above = self.above.get(kind, ())
        return 0 if not _FIRST.isdisjoint(above) else 2 if _CONCEPT in above else 1

    def _told(self, text: str, found: Sequence[tuple[Any, int, Form]], lang: str) -> Iterator[Suggestion]:
        """
        Each thing once, by the form that was begun; by its name where that form is a misprint.
        """
        things: set[str] = set()
        for _, at, form in found:
            if form.iri in things or len(things) == 2 * LIMIT:
                continue
            things.add(form.iri)
            label = self.labels.get(form.kind, {}).get(lang, "")
            written = self._name(form.iri, form.language) if form.status == MISPRINT else form.text
            name = self._name(form.iri, lang) if form.status == ALSO else ""
            meta = f"{label}: {name}" if name and fold(name) != fold(written) else label
            if written:
                yield Suggestion(text[:at] + written, written, meta)

    def _name(self, iri: str, lang: str) -> str:
        """
        The name of a thing in a language, else in another.
        """
        names = {form.language: form.text for form in self.index.of(iri) if form.status == NAME}
        return names.get(lang) or next(iter(names.values()), "")


def _tells(kind: str) -> bool:
    """
    Whether a class of ours tells kinds of things apart.
    """
    return kind.startswith(CG) and kind not in _GENERAL


def _in(lang: str, found: Iterator[tuple[str, Suggestion]]) -> list[Suggestion]:
    """
    What is in *lang* first.
    """
    return [each for _, each in sorted(found, key=lambda pair: pair[0] != lang)]
