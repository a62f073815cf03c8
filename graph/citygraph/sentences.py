"""A fact as a sentence, in either language, with its citations, caveats and corrections.

The sentence of a kind stands in its shape (``cg:sentence``): ``{field}`` is the
field's value (``{term}``: from when to when), ``[ … ]`` is dropped when a field in it has none. Whoever shows
facts (answers, dossiers, pages) tells them through this room.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from citygraph.store import Graph, Term

CG = "https://citygraph.example/ontology#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_CITED = "http://www.w3.org/ns/prov#wasDerivedFrom"
_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
_PIECE = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]|\{([\w.-]+)\}")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SCHEMA = "https://schema.org/"
_DATES = (
    (CG + "date", CG + "date"), (_SCHEMA + "startDate", _SCHEMA + "endDate"), (CG + "signed", CG + "signed"),
    (CG + "since", CG + "until"), (CG + "asOf", CG + "asOf"),
)  # fmt: skip
_LEADS_TO = (CG + "at", _SCHEMA + "superEvent", CG + "trip")
_AND = {"en": ", ", "zh-Hant": "、"}

Texts = dict[str, str]


class Cited(NamedTuple):
    """
    A passage: its IRI, the report's id, the section and the kind of text (empty report: the curator's note).
    """

    iri: str
    report: str
    section: str
    text: str

    def words(self, lang: str = "en") -> str:
        if not self.report:
            return "編者註" if lang.startswith("zh") else "curator's note"
        kind = {"captionText": ("caption", "照片說明"), "tableText": ("table", "表格")}.get(self.text)
        return f"{self.report} {self.section}" + (f" {kind[lang.startswith('zh')]}" if kind else "")


class Teller:
    """
    Tells what a graph holds. Names fall back in the order of the dataset's languages.
    """

    def __init__(self, graph: Graph, schema: Mapping[str, Any] | None = None) -> None:
        self.graph = graph
        self._schema = schema
        self._names: dict[str, Texts] = {}
        self._about: dict[str, dict[str, list[Term]]] = {}
        self._kinds: dict[str, Mapping[str, Any] | None] = {}

    @cached_property
    def schema(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._schema or self.graph.file("schema.json")
        return found

    @cached_property
    def languages(self) -> list[str]:
        return list(self.schema["settings"]["languages"])

    # ----------------------------------------------------------------- names

    def about(self, iri: str) -> dict[str, list[Term]]:
        if iri not in self._about:
            self._about[iri] = self.graph.about(iri)
        return self._about[iri]

    def names(self, iri: str) -> Texts:
        """
        The preferred names of a thing by language, in the dataset's own writing of the language.
        """
        if iri not in self._names:
            found = {}
            for term in self._about[iri].get(_LABEL, []) if iri in self._about else self.graph.objects(iri, _LABEL):
                language = getattr(term, "language", None) or ""
                found[next((each for each in self.languages if each.lower() == language.lower()), language)] = (
                    term.value
                )
            self._names[iri] = found
        return self._names[iri]

    def name(self, iri: str, lang: str) -> str:
        """
        The name of a thing, class or concept in *lang*, else in the next language that has one, else its id.
        """
        labels = self.schema["labels"].get(iri) if iri.startswith(CG) else None
        found = labels or self.names(iri)
        for each in (lang, *self.languages):
            if each in found:
                return str(found[each])
        return next(iter(found.values()), "") or self.title(iri, lang)

    def title(self, iri: str, lang: str) -> str:
        """
        What a record without a name is called: its sentence, else the last part of its IRI.
        """
        kind = self.kind(iri)
        if kind is not None and kind["sentence"]:
            return self.sentence(iri, lang)
        return re.split(r"[#/]", iri)[-1]

    def both(self, iri: str, lang: str) -> str:
        """
        The name in *lang*, then in the other language where that differs: ``Montréal 蒙特婁``.
        """
        first = self.name(iri, lang)
        others = [text for text in self.names(iri).values() if text != first]
        return " ".join([first, *others[:1]])

    def kind(self, iri: str) -> Mapping[str, Any] | None:
        """
        The kind of a record, from its most specific class.
        """
        if iri not in self._kinds:
            kinds = self.schema["kinds"]
            types = self._about[iri].get(_TYPE, []) if iri in self._about else self.graph.objects(iri, _TYPE)
            self._kinds[iri] = next((kinds[term.value] for term in types if term.value in kinds), None)
        return self._kinds[iri]

    def survey(self, kinds: Iterable[Mapping[str, Any]]) -> None:
        """
        Looks up which records are of some kinds, all at once: for who will ask it of thousands, one by one.
        """
        from pyoxigraph import NamedNode

        for kind in kinds:
            self._kinds.update(dict.fromkeys(self.graph.subjects(_TYPE, NamedNode(kind["iri"])), kind))

    # ------------------------------------------------------------- sentences

    def sentence(self, iri: str, lang: str, skip: Sequence[str] = ()) -> str:
        """
        A record told by the sentence of its kind; fields in *skip* are left out.
        """
        kind = self.kind(iri)
        if kind is None:
            return self.name(iri, lang)
        template = kind["sentence"].get(lang) or kind["sentence"].get("en", "")
        return self.fill(template, iri, lang, skip) if template else self.name(iri, lang)

    def fill(
        self, template: str, iri: str, lang: str, skip: Sequence[str] = (), more: Mapping[str, str] | None = None
    ) -> str:
        """
        A template filled from the fields of a record, and from *more* by name before those.
        """

        @cache  # whether an optional piece has all its fields is asked first, then they are told
        def value(key: str) -> str:
            if more and key in more:
                return more[key]
            return "" if key in skip else self.value(iri, key, lang)

        def piece(match: re.Match[str]) -> str:
            if match[2]:
                return value(match[2])
            inner = match[1]
            keys = re.findall(r"\{([\w.-]+)\}", inner)
            if keys and not all(value(key) for key in keys):
                return ""
            return f"[{inner}]" if not keys else _PIECE.sub(piece, inner)

        return _PIECE.sub(piece, template).strip(" ,，;；")

    def value(self, iri: str, key: str, lang: str) -> str:
        """
        The values of a field in words, joined; ``with.who`` looks through a part.
        """
        if not iri:
            return ""
        if key == "term":
            return self.term(iri, lang)
        key, _, rest = key.partition(".")
        kind = self.kind(iri)
        path, type_ = kind["fields"].get(key, ("", "")) if kind else ("", "")
        terms = self.about(iri).get(path, [])
        if not terms:
            return ""
        if rest:
            found = [self.value(term.value, rest, lang) for term in terms]
        elif type_ == "language":
            found = self.in_language(terms, lang)
        else:
            found = [self.word(term, type_, lang) for term in terms]
        return _AND.get(lang, ", ").join(dict.fromkeys(text for text in found if text))

    def term(self, iri: str, lang: str) -> str:
        """
        From when to when a relation lasts, in words: ``2016–2018``, ``since 2016``; empty where neither is known.
        """
        about = self.about(iri)
        since, until = (next((term.value for term in about.get(CG + end, [])), "") for end in ("since", "until"))
        if since and until:
            return span(since, until, lang)
        zh = lang.startswith("zh")
        if since:
            return f"自{day(since, lang)}起" if zh else f"since {day(since, lang)}"
        return (f"至{day(until, lang)}止" if zh else f"until {day(until, lang)}") if until else ""

    def in_language(self, terms: Iterable[Term], lang: str) -> list[str]:
        by: dict[str, list[str]] = {}
        for term in terms:
            by.setdefault((getattr(term, "language", None) or "").lower(), []).append(term.value)
        for each in (lang, *self.languages):
            if each.lower() in by:
                return by[each.lower()]
        return next(iter(by.values()), [])

    def word(self, term: Term, type_: str, lang: str) -> str:
        if type_ == "date":
            return day(term.value, lang)
        if type_ in ("reference", "concept", "part"):
            return self.name(term.value, lang) if type_ != "part" else self.sentence(term.value, lang)
        if type_ in ("decimal", "integer"):
            return number(term.value)
        return term.value

    def when(self, iri: str, lang: str) -> str:
        """
        When a record happened, in words: by its own dates, else by those of the event it belongs to.
        """
        found = self.days(iri)
        return span(*found, lang) if found else ""

    def days(self, iri: str, depth: int = 5) -> tuple[str, str] | None:
        """
        First and last date of a record as written; None where none is known.
        """
        about = self.about(iri)
        for first, last in _DATES:
            starts = [term.value for term in about.get(first, [])]
            ends = [term.value for term in about.get(last, [])]
            if starts or ends:
                return min(starts or ends), max(ends or starts)
        for link in _LEADS_TO:
            for term in about.get(link, []) if depth else ():
                found = self.days(term.value, depth - 1)
                if found:
                    return found
        return None

    # ------------------------------------------------------------- evidence

    def citations(self, iri: str) -> list[Cited]:
        """
        The passages that state a record, those of reports first.
        """
        found = [self.passage(term.value) for term in self.about(iri).get(_CITED, [])]
        return sorted(found, key=lambda each: (not each.report, each))

    def stated(self, iri: str, path: str) -> list[Cited]:
        """
        The passages that state a property of a thing.
        """
        return sorted(
            (self.passage(graph) for graph in self.graph.passages(iri, path)), key=lambda each: (not each.report, each)
        )

    def passage(self, iri: str) -> Cited:
        about = self.about(iri)

        def first(name: str) -> str:
            terms = about.get(CG + name, [])
            return re.split(r"[#/]", terms[0].value)[-1] if terms else ""

        return Cited(iri, first("inReport"), first("section"), first("textKind"))

    def caveats(self, iri: str, lang: str) -> list[str]:
        """
        What weakens a record: that it is implied, or seen in a caption only.
        """
        return [
            self.name(term.value, lang)
            for term in self.about(iri).get(CG + "attestation", [])
            if term.value != CG + "told"
        ]

    def corrections(self, iri: str, lang: str, *, reasons: bool = True) -> list[str]:
        """
        What curators say against a record, each as a sentence with its ground, and with its reason.
        """
        from pyoxigraph import NamedNode

        found = self.graph.subjects(CG + "corrects", NamedNode(iri))
        return [self.correction(each, lang, reasons=reasons) for each in found]

    def correction(self, iri: str, lang: str, *, reasons: bool = True) -> str:
        zh = lang.startswith("zh")
        template = (
            "報告稱「{stated}」[；應為「{preferred}」]"
            if zh
            else 'the report says "{stated}"[; correct is "{preferred}"]'
        )
        reason = "：{reason}" if zh else ": {reason}"
        ground = "（依據：{ground}）" if zh else " ({ground})"
        return self.fill(template + (reason if reasons else "") + ground, iri, lang)


def day(written: str, lang: str) -> str:
    """
    A date as precise as known, in words: ``19 June 2017``, ``2017年6月19日``.
    """
    parts = written.split("-")
    if not all(part.isdigit() for part in parts):
        return written
    year, rest = parts[0], [int(part) for part in parts[1:]]
    if lang.startswith("zh"):
        return f"{year}年" + "".join(f"{value}{unit}" for value, unit in zip(rest, "月日", strict=False))
    words = [_MONTHS[rest[0] - 1]] if rest else []
    return " ".join([str(each) for each in rest[1:]] + words + [year])


def span(start: str, end: str, lang: str) -> str:
    """
    Two dates as one period: ``19–22 June 2017``, ``2017年6月19日至22日``.
    """
    if not start or not end or start == end:
        return day(start or end, lang)
    a, b = start.split("-"), end.split("-")
    if lang.startswith("zh"):
        same = 0
        while same < min(len(a), len(b)) - 1 and a[same] == b[same]:
            same += 1
        units = "年月日"
        rest = "".join(f"{int(value)}{unit}" for value, unit in zip(b[same:], units[same:], strict=False))
        return f"{day(start, lang)}至{rest}"
    if len(a) == len(b) == 3 and a[:2] == b[:2]:
        return f"{int(a[2])}–{day(end, lang)}"
    if len(a) == len(b) == 1:
        return f"{a[0]}–{b[0]}"
    if len(a) == len(b) > 1 and a[0] == b[0]:
        return f"{day(start, lang).removesuffix(' ' + a[0])} – {day(end, lang)}"
    return f"{day(start, lang)} – {day(end, lang)}"


def number(written: str) -> str:
    """
    A number with its thousands parted.
    """
    whole, point, rest = written.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    parted = f"{int(digits):,}" if digits.isdigit() else digits
    return f"{sign}{parted}{point}{rest}"
