"""Everything known of one thing: looked up by any of its names, its facts grouped by kind.

What the facts say is told by ``sentences``; here they are found: the records
that mention the thing, themselves or through their parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from citygraph.names import Index, fold, tokens
from citygraph.sentences import Cited, Teller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from citygraph.names import Form
    from citygraph.store import Graph

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_CITED = "http://www.w3.org/ns/prov#wasDerivedFrom"
_ORDER = (
    "Encounter",
    "Tenure",
    "Membership",
    "Agreement",
    "Invitation",
    "Proposal",
    "Pledge",
    "Recommendation",
    "Participation",
)


@dataclass(frozen=True, slots=True)
class Told:
    """
    A fact of a dossier: its IRI, kind, sentence, date as written, citations, caveats and corrections.
    """

    iri: str
    kind: str
    text: str
    date: str
    citations: tuple[Cited, ...]
    caveats: tuple[str, ...]
    corrections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """
    One thing: its names, kind, note, own properties, and the facts that mention it, by kind.
    """

    iri: str
    name: str
    kind: str
    kind_label: str
    note: str
    forms: tuple[str, ...]
    misprints: tuple[str, ...]
    properties: tuple[tuple[str, str, tuple[Cited, ...]], ...]
    groups: tuple[tuple[str, tuple[Told, ...]], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a name led to: the dossiers of all things so called, or the names nearest to it.
    """

    sought: str
    dossiers: tuple[Dossier, ...]
    nearest: tuple[str, ...] = ()


def find(graph: Graph, name: str) -> list[Form]:
    """
    The things that *name* may mean: by id, whole name, part of a name, misspelt name; the first that finds any.
    """
    index = Index(graph.folder / "names.sqlite")
    settings = graph.file("schema.json")["settings"]
    by_id = index.of(f"{settings['base']}id/{name.strip()}")
    if by_id:
        return by_id[:1]
    key = fold(name)
    found = index.whole([key]).get(key, [])
    if not found:
        found = (
            index.partial([word for word in tokens(key) if word.isascii()]) if key.isascii() else index.containing(key)
        )
    if not found:
        words = key.split()
        for at, word in enumerate(words):
            for right in index.misspelt(word):
                found += index.partial([*words[:at], right, *words[at + 1 :]])
    return list({form.iri: form for form in reversed(found)}.values())[::-1]


def look_up(graph: Graph, name: str, lang: str, most: int = 5) -> Found:
    """
    The dossiers of what *name* may mean, in *lang*; at most *most*, else their names only.
    """
    teller = Teller(graph)
    forms = find(graph, name)
    if not forms or len(forms) > most:
        return Found(name, (), tuple(teller.both(form.iri, lang) for form in forms[:20]))
    return Found(name, tuple(dossier(teller, form.iri, lang) for form in forms))


def dossier(teller: Teller, iri: str, lang: str, telling: Callable[[str], Told] | None = None) -> Dossier:
    """
    Everything known of the thing *iri*; who makes many dossiers gives a *telling* that keeps what it told.
    """
    kind = teller.kind(iri)
    labels = {fold(text): text for text in _literals(teller, iri, "altLabel")}
    grouped: dict[str, list[Told]] = {}
    for record in sorted(records(teller, iri)):
        told = telling(record) if telling else tell(teller, record, lang)
        grouped.setdefault(told.kind, []).append(told)
    groups = tuple(
        (teller.name(key, lang), tuple(sorted(facts, key=lambda told: (told.date, told.text))))
        for key, facts in sorted(grouped.items(), key=lambda each: _rank(each[0]))
    )
    return Dossier(
        iri=iri,
        name=teller.both(iri, lang),
        kind=kind["iri"] if kind else "",
        kind_label=teller.name(kind["iri"], lang) if kind else "",
        note=teller.value(iri, "note", lang),
        forms=tuple(sorted(labels.values())),
        misprints=tuple(sorted(_literals(teller, iri, "hiddenLabel"))),
        properties=tuple(_properties(teller, iri, lang)),
        groups=groups,
    )


def tell(teller: Teller, record: str, lang: str) -> Told:
    """
    One record as a fact of a dossier.
    """
    kind = teller.kind(record)
    days = teller.days(record)
    return Told(
        record,
        kind["iri"] if kind else "",
        teller.title(record, lang) if kind and kind["sentence"] else teller.both(record, lang),
        days[0] if days else "",
        tuple(teller.citations(record)),
        tuple(teller.caveats(record, lang)),
        tuple(teller.corrections(record, lang)),
    )


def records(teller: Teller, iri: str) -> set[str]:
    """
    The records that mention a thing, themselves or through a part.
    """
    found: set[str] = set()
    for subject, _ in teller.graph.mentions(iri):
        kind = teller.kind(subject)
        if kind is None:
            continue
        if kind["form"] == "Nested":
            found.update(owner for owner, _ in teller.graph.mentions(subject) if teller.kind(owner) is not None)
        else:
            found.add(subject)
    return found


def rank(teller: Teller, record: str) -> int:
    """
    Where a record stands among those of other kinds: facts before things, in the order in which a reader asks for them.
    """
    kind = teller.kind(record)
    return _rank(kind["iri"])[0] if kind else len(_ORDER)


def _rank(iri: str) -> tuple[int, str]:
    local = iri.rsplit("#", 1)[-1]
    return _ORDER.index(local) if local in _ORDER else len(_ORDER), local


def _literals(teller: Teller, iri: str, name: str) -> list[str]:
    return [term.value for term in teller.about(iri).get(_SKOS + name, [])]


def _properties(teller: Teller, iri: str, lang: str) -> Iterator[tuple[str, str, tuple[Cited, ...]]]:
    """
    The thing's own properties in words, each with the passages that state it.
    """
    kind = teller.kind(iri)
    if kind is None:
        return
    shown = {_SKOS + "prefLabel", _SKOS + "altLabel", _SKOS + "hiddenLabel", _SKOS + "scopeNote", _CITED}
    for key, (path, _) in kind["fields"].items():
        text = "" if path in shown else teller.value(iri, key, lang)
        if text:
            labels = teller.schema["labels"].get(path, {})
            yield labels.get(lang) or labels.get("en", key), text, tuple(teller.stated(iri, path))


def as_text(found: Found, lang: str) -> str:
    """
    The dossiers for a terminal.
    """
    zh = lang.startswith("zh")
    if not found.dossiers:
        if found.nearest:
            head = f"「{found.sought}」可能是：" if zh else f"'{found.sought}' could be:"
            return "\n".join([head, *(f"  {each}" for each in found.nearest)])
        return f"報告中查無「{found.sought}」。" if zh else f"Nothing recorded: nothing is called '{found.sought}'."
    return "\n\n".join(_one(each, lang) for each in found.dossiers)


def _one(each: Dossier, lang: str) -> str:
    zh = lang.startswith("zh")
    lines = [f"{each.name}  ({each.kind_label})"]
    lines += [f"  {each.note}"] * bool(each.note)
    if each.forms:
        lines.append(("  又稱：" if zh else "  also: ") + ("、" if zh else ", ").join(each.forms))
    if each.misprints:
        lines.append(("  報告誤植：" if zh else "  misprinted as: ") + ("、" if zh else ", ").join(each.misprints))
    lines += [f"  {label}: {text}  {_cited(citations, lang)}" for label, text, citations in each.properties]
    for label, facts in each.groups:
        lines += ["", f"  {label} ({len(facts)})"]
        for fact in facts:
            marks = "".join(
                f" [{caveat}]"
                for caveat in fact.caveats
                if f"[{caveat}]" not in fact.text and f"〔{caveat}〕" not in fact.text
            )
            lines.append(f"  - {fact.text}{marks}  {_cited(fact.citations, lang)}")
            lines += [f"    ! {correction}" for correction in fact.corrections]
    return "\n".join(lines)


def _cited(citations: tuple[Cited, ...], lang: str) -> str:
    return "[" + "; ".join(each.words(lang) for each in citations) + "]"


def as_json(each: Dossier) -> dict[str, Any]:
    """
    A dossier with ids, IRIs and citations.
    """
    return {
        "iri": each.iri,
        "id": re.split(r"[/#]", each.iri)[-1],
        "name": each.name,
        "kind": each.kind,
        "note": each.note,
        "also": list(each.forms),
        "misprints": list(each.misprints),
        "properties": [
            {"label": label, "text": text, "citations": _json_cited(citations)}
            for label, text, citations in each.properties
        ],
        "facts": [
            {
                "iri": fact.iri,
                "kind": fact.kind,
                "text": fact.text,
                "date": fact.date,
                "caveats": list(fact.caveats),
                "corrections": list(fact.corrections),
                "citations": _json_cited(fact.citations),
            }
            for _, facts in each.groups
            for fact in facts
        ],
    }


def _json_cited(citations: tuple[Cited, ...]) -> list[dict[str, str]]:
    return [{"iri": each.iri, "report": each.report, "section": each.section, "kind": each.text} for each in citations]


__all__ = ["Dossier", "Found", "Told", "as_json", "as_text", "dossier", "find", "look_up", "tell"]
