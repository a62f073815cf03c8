"""Question files and the shared words, compiled at build time to what a look-up reads.

The lines that start with ``#:`` are the head of a question, in YAML: ``id``,
``title``, ``hears`` (groups of words: each must be heard, ``a|b`` is either, a variable counts when it is bound; one in
brackets may be),
``takes`` (variables of the query with the class of thing each is bound to),
``needs`` (variables that must be bound; ``a|b`` is either), ``says`` (how the answer reads) and
``example``. The rest is the query, standard SPARQL 1.1. A line that ends with
``#? place`` is dropped when ``place`` is not bound. A line ``#+ occasion ?at``
stands for the lines of ``occasion.part``, with ``?at`` for its ``?this``; what a
part takes the question takes too, after its own.

The words are YAML: a group by its name, its words by language. A group that is
``general`` may stand in any question; its ``kind`` is the class it asks for
after "which".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from citygraph.diagnostics import Diagnostic, Place
from citygraph.names import fold, join, tokens
from citygraph.questions.words import SYNONYMS, stem
from citygraph.records import List, Node, Text
from citygraph.records import read as read_yaml
from citygraph.schema import SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from citygraph.schema import Schema

HEAD, PART = "#:", "#+"
_HEARD = ("hears", "shuns", "words", "takes", "needs", "free", "bare", "alone")
_ANSWERED = ("prefers", "dated", "near", "ways", "says")
_KEYS = ("id", "title", "example", "rank", *_HEARD, *_ANSWERED)
_ATTRIBUTES = ("general", "kind")


def read(folders: Iterable[Path], schema: Schema) -> tuple[dict[str, Any], list[Diagnostic]]:
    """
    All questions and words of *folders*, compiled, and what is wrong with them.
    """
    reader = _Reader(schema)
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml"), key=lambda path: path.as_posix()):
            reader.words(path)
        for path in sorted(folder.rglob("*.part"), key=lambda path: path.as_posix()):
            reader.part(path)
        for path in sorted(folder.rglob("*.rq"), key=lambda path: path.as_posix()):
            reader.question(path)
    reader.settle()
    return reader.compiled, reader.found


def _tagged(line: str) -> list[str]:
    """
    A line of a query and the variables that must be bound for it to stay.
    """
    text, _, names = line.partition("#?")
    return [text.rstrip(), *names.split()]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def plain(node: Node) -> Any:
    """
    A node as plain lists, mappings and texts.
    """
    if isinstance(node, Text):
        return node.value
    if isinstance(node, List):
        return [plain(each) for each in node.items]
    return {key.value: plain(value) for key, value in node.entries}


class _Reader:
    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.found: list[Diagnostic] = []
        self.compiled: dict[str, Any] = {
            "phrases": {}, "stems": {}, "general": [], "kinds": {}, "concepts": {}, "questions": [],
            SYNONYMS: {},
            "unsaid": sorted(kind.iri for kind in schema.kinds.values() if kind.coined or kind.form == SINGLE),
        }  # fmt: skip
        self.parts: dict[str, tuple[dict[str, Any], list[str]]] = {}
        self.paths: dict[str, set[str]] = {}  # the properties that take each concept
        for kind in schema.kinds.values():
            for each in kind.fields:
                for _, iri in each.choices:
                    self.paths.setdefault(iri, set()).add(each.path)
        for iri in self.paths:
            self.concept(iri, schema.labels.get(iri, {}))
        self.places: dict[str, Place] = {}

    def say(self, place: Place, en: str, zh: str) -> None:
        self.found.append(Diagnostic(place, "question", {"message": {"en": en, "zh-Hant": zh}}))

    def words(self, path: Path) -> None:
        file, wrong = read_yaml(path.read_bytes(), path.name)
        self.found += wrong
        if file.root is not None:
            for group, languages in plain(file.root).items():
                if group == SYNONYMS:
                    self.synonyms(languages, Place(path.name))
                    continue
                self.group(group, languages, Place(path.name))

    def synonyms(self, subjects: Any, place: Place) -> None:
        """
        Words that mean the same where facts are searched for them, by the stem of each.
        """
        if not isinstance(subjects, list) or not all(isinstance(subject, list) for subject in subjects):
            self.say(place, "synonyms are a list of lists of words", "同義詞需為詞語清單的清單")
            return
        for subject in subjects:
            words = [fold(str(word)) for word in subject]
            for word in words:
                meant = self.compiled[SYNONYMS].setdefault(stem(word), [])
                meant += [each for each in words if each not in meant]

    def group(self, name: str, languages: Any, place: Place) -> None:
        if not isinstance(languages, dict):
            self.say(place, f"the words of '{name}' are written by language", f"「{name}」的詞需依語言分列")
            return
        if ":" in name:
            self.concept(self.iri(name, place), languages)
            return
        if languages.get("general", "") == "yes":
            self.compiled["general"].append(name)
        if kinds := languages.get("kind", ""):
            self.compiled["kinds"][name] = [self.iri(each, place) for each in _list(kinds)]
        for language, phrases in languages.items():
            for phrase in _list(phrases) if language not in _ATTRIBUTES else ():
                key = fold(str(phrase))
                stems = join([stem(word) for word in tokens(key)])
                for table, form in (("phrases", key), ("stems", stems)):
                    groups = self.compiled[table].setdefault(form, [])
                    if name not in groups:
                        groups.append(name)

    def concept(self, iri: str, languages: dict[str, Any]) -> None:
        """
        Words for a value of a field that takes one of a few: its labels, and what else it is called.
        """
        for phrases in languages.values():
            for phrase in _list(phrases):
                forms = self.compiled["concepts"].setdefault(fold(str(phrase)), [])
                forms += [
                    [iri, path, str(phrase)]
                    for path in sorted(self.paths.get(iri, ()))
                    if [iri, path, str(phrase)] not in forms
                ]

    def opened(self, path: Path) -> tuple[dict[str, Any], list[str]]:
        """
        The head of a file and the lines of its query.
        """
        lines = path.read_text("utf-8").splitlines()
        head = "\n".join(line[len(HEAD) :].removeprefix(" ") for line in lines if line.startswith(HEAD))
        file, wrong = read_yaml(head, path.name)
        self.found += wrong
        return {} if file.root is None else plain(file.root), [line for line in lines if not line.startswith(HEAD)]

    def part(self, path: Path) -> None:
        found, lines = self.opened(path)
        self.parts[path.stem] = (found.get("takes", {}), [line for line in lines if line.strip()])

    def whole(self, lines: Iterable[str], takes: dict[str, Any], place: Place) -> Iterator[str]:
        """
        The lines of a query with its parts written out; what the parts take is added to *takes*.
        """
        for line in lines:
            if not line.lstrip().startswith(PART):
                yield line
                continue
            name, _, variable = line.lstrip()[len(PART) :].strip().partition(" ")
            if name not in self.parts:
                self.say(place, f"there is no part '{name}'", f"沒有名為「{name}」的查詢片段")
                continue
            more, kept = self.parts[name]
            for each, slot in more.items():
                takes.setdefault(each, slot)
            yield from (each.replace("?this", variable) for each in kept)

    def question(self, path: Path) -> None:
        found, lines = self.opened(path)
        if not found:
            return
        place = Place(path.name)
        for key in found:
            if key not in _KEYS:
                self.say(place, f"a question has no '{key}'", f"問題檔沒有「{key}」")
        for name, languages in found.get("words", {}).items():
            self.group(name, languages, place)
        groups = found.get("hears", [])
        raw = dict(found.get("takes", {}))
        query = "\n".join(self.whole(lines, raw, place)).strip() + "\n"
        takes = {name: self.slot(slot, place) for name, slot in raw.items() if slot != "none"}
        needs = found.get("needs", [])
        self.places[found.get("id", path.stem)] = place
        self.compiled["questions"].append(
            {
                "id": found.get("id", path.stem),
                "title": found.get("title", {}),
                "must": [group for group in groups if not isinstance(group, list)],
                "may": [group for each in groups if isinstance(each, list) for group in each],
                "takes": takes,
                "needs": [needs] if isinstance(needs, str) else needs,
                "says": found.get("says", {}),
                "example": found.get("example", {}),
                "rank": int(found.get("rank", "0")),
                "shuns": _list(found.get("shuns", [])),
                "free": found.get("free", "") == "yes",
                "bare": found.get("bare", "") == "yes",
                "alone": found.get("alone", "") == "yes",
                "near": found.get("near", ""),
                "ways": found.get("ways", "") == "yes",
                "dated": self.iri(found["dated"], place) if "dated" in found else "",
                "prefers": {group: self.iri(value, place) for group, value in found.get("prefers", {}).items()},
                "query": [_tagged(line) for line in query.splitlines()],
            }
        )

    def slot(self, slot: Any, place: Place) -> dict[str, Any]:
        """
        What one variable is bound to: a class, the words that may stand before the name, and what a place stands for.
        """
        if isinstance(slot, str):
            slot = {"class": slot}
        classes = slot.get("class", [])
        iris = [self.iri(each, place) for each in _list(classes)]
        return {
            "classes": iris,
            "marks": _list(slot.get("marks", [])),
            "through": self.iri(slot["through"], place) if "through" in slot else "",
            "period": slot.get("period", "") == "yes",
            "text": slot.get("text", "") == "yes",
            "ordinal": slot.get("ordinal", "") == "yes",
            "many": slot.get("many", "") == "yes",
            "only": slot.get("only", "") == "marked",
            "also": [self.iri(each, place) for each in _list(slot.get("also", []))],
            "else": slot.get("else", ""),
        }

    def iri(self, curie: str, place: Place) -> str:
        prefix, _, name = curie.partition(":")
        if prefix not in self.schema.prefixes:
            self.say(place, f"the prefix of '{curie}' is not declared", f"「{curie}」的前綴未宣告")
            return curie
        return self.schema.prefixes[prefix] + name

    def settle(self) -> None:
        """
        What can be judged when every file is read: groups that have words, ids that are not taken twice.
        """
        known = {group for groups in self.compiled["phrases"].values() for group in groups}
        seen = set()
        for each in self.compiled["questions"]:
            place = self.places[each["id"]]
            if each["id"] in seen:
                self.say(place, f"two questions are called '{each['id']}'", f"有兩個問題叫「{each['id']}」")
            seen.add(each["id"])
            for group in each["must"] + each["may"]:
                for name in (said.removeprefix("?") for said in group.split("|")):
                    if name not in known and name not in each["takes"]:
                        self.say(place, f"no words are given for '{name}'", f"「{name}」沒有任何詞")
        phrases, stems = self.compiled["phrases"], self.compiled["stems"]
        # What a phrase says by itself is not kept twice.
        self.compiled["stems"] = {key: groups for key, groups in stems.items() if phrases.get(key) != groups}
        self.compiled["questions"].sort(key=lambda each: (each["rank"], each["id"]))
