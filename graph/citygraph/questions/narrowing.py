"""Narrows the answers to what a phrase says besides: a kind of thing, a date, words that the facts must hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph import store
from citygraph.names import fold, is_han, tokens
from citygraph.questions.words import SYNONYMS, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from citygraph.names import Form
    from citygraph.questions.answering import Item
    from citygraph.questions.reading import Reading
    from citygraph.sentences import Teller
    from citygraph.store import Term

_CG = "https://citygraph.example/ontology#"
_MENTIONS = _CG + "mentions"
_NOTE = "http://www.w3.org/2004/02/skos/core#scopeNote"
# A fact speaks of what it mentions, of where that lies, what it is part of, and which office is of what.
_LEADS = frozenset(
    [f"{_CG}{name}" for name in ("mentions", "with", "capacity", "within", "governs", "place", "destination", "at")]
    + [f"{_CG}{name}" for name in ("edition", "seriesOf", "host")]
    + [f"https://schema.org/{name}" for name in ("superEvent", "organizer", "homeLocation", "location")]
    + [f"http://www.w3.org/ns/org#{name}" for name in ("subOrganizationOf", "member", "post", "postIn", "role")]
)
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PERSON, _MEMBER, _POST = f"{_CG}Person", "http://www.w3.org/ns/org#member", "http://www.w3.org/ns/org#post"
_ENDS = {"first": min, "last": max}
_WHOLE, _MONTH, _DAY = 4, 7, 10  # letters of a year, of a month, of a day
_FAR = 6  # steps from a fact to what it speaks of
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")


def narrowed(items: tuple[Item, ...], reading: Reading, teller: Teller) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """
    The items that a reading asks for; and, where it asks for a date that none of them has, those with none so exact.
    """
    takes = reading.question["takes"].values()
    if reading.kinds:
        items = of_kinds(items, reading.kinds, teller)
    if words := [*reading.text.split(), *reading.unknown]:
        items = holding(items, words, teller)
    items = most_holding(items, reading.said, teller)
    for group, value in reading.question["prefers"].items():
        if group in reading.heard:
            items = with_value(items, value, teller)
    if reading.period and not any(slot["period"] for slot in takes):
        items = tuple(item for item in items if _within(item, reading.period, teller))
    dated = reading.question["says"].get("order") == "date"
    if reading.period and dated and not any(_exact(item, reading.period, teller) for item in items):
        return (), items  # in 2016 may be in March 2016
    if "when" in reading.heard and not any(_dated(item, reading.question["dated"], teller) for item in items):
        return (), items
    return items, ()


def _exact(item: Item, period: tuple[str, str], teller: Teller) -> bool:
    """
    Whether a fact of an item has a date as exact as the period asked for: a year is none where a month is.
    """
    first, last = period
    needed = _DAY if first == last else _MONTH if first[:_MONTH] == last[:_MONTH] else _WHOLE
    spans = [teller.days(each.iri) for each in item.evidence]
    return any(found is None or found[0] != found[1] or len(found[0]) >= needed for found in spans)


def picks(reading: Reading) -> str:
    """
    ``first`` or ``last`` where a reading asks for one end of what is in the order of dates, else empty.
    """
    question = reading.question
    dated = question["says"].get("order") == "date"
    return next((end for end in _ENDS if end in reading.heard and end in question["may"]), "") if dated else ""


def picked(items: tuple[Item, ...], reading: Reading, teller: Teller) -> tuple[Item, ...]:
    """
    The first or last of the items, where that is asked; all that are of that day.
    """
    end = picks(reading)
    days = [min(_begins(item, teller), default="") for item in items]
    if not end or not any(days):
        return items
    day = _ENDS[end](each for each in days if each)
    return tuple(item for item, begins in zip(items, days, strict=True) if begins == day)


def _begins(item: Item, teller: Teller) -> list[str]:
    return [found[0] for each in item.evidence if (found := teller.days(each.iri))]


def speaks(row: Mapping[str, Term], besides: Sequence[Sequence[Form]], teller: Teller) -> bool:
    """
    Whether the fact of a row speaks of all that is named besides.
    """
    answer = row["answer"].value if isinstance(row["answer"], store.IRI) else ""
    start = row.get("fact", row["answer"]).value
    return all(
        _is_such(answer, forms, teller)
        if answer and forms[0].kind in teller.about(answer)
        else _leads_to(start, {form.iri for form in forms}, teller)
        for forms in besides
    )


def _is_such(answer: str, forms: Sequence[Form], teller: Teller) -> bool:
    """
    Whether an answer has the value that is said of it: "the women", whose property stands for its kind.
    """
    return any(term.value == form.iri for form in forms for term in teller.about(answer)[form.kind])


def _leads_to(start: str, sought: set[str], teller: Teller) -> bool:
    seen, ring = {start}, [start]
    for _ in range(_FAR):
        if sought & seen:
            return True
        next_ = {term.value for iri in ring for term in _leads(iri, teller)}
        ring = sorted(next_ - seen)
        seen |= next_
    return bool(sought & seen)


def _leads(iri: str, teller: Teller) -> list[Term]:
    about = teller.about(iri)
    found = [term for path, terms in about.items() if path in _LEADS for term in terms]
    # Who somebody is, their offices say: they point to the person.
    person = any(term.value == _PERSON for term in about.get(_TYPE, []))
    held = teller.graph.subjects(_MEMBER, store.IRI(iri)) if person else ()
    return found + [term for each in held for term in teller.about(each).get(_POST, [])]


def says_too(iri: str, other: str, teller: Teller) -> bool:
    """
    Whether who names one thing need not name the other: it lies there, is part of it, or is called after it.
    """
    if iri == other:
        return False
    called = [f" {fold(name)} " for name in teller.names(iri).values()]
    after = [fold(name) if is_han(name) else f" {fold(name)} " for name in teller.names(other).values()]
    return any(part in name for part in after for name in called) or _leads_to(iri, {other}, teller)


def of_kinds(items: tuple[Item, ...], kinds: Sequence[str], teller: Teller) -> tuple[Item, ...]:
    """
    The items that are of one of *kinds*; all of them where none is.
    """
    return tuple(item for item in items if is_of_kinds(item, kinds, teller)) or items


def is_of_kinds(item: Item, kinds: Sequence[str], teller: Teller) -> bool:
    """
    Whether an item is of one of *kinds*.
    """
    kind = teller.kind(item.iri) if item.iri else None
    return kind is not None and bool({kind["iri"], *teller.schema["above"].get(kind["iri"], ())} & set(kinds))


def with_value(items: tuple[Item, ...], value: str, teller: Teller) -> tuple[Item, ...]:
    """
    The items with the facts that have a value ("joined"); all of them where none has.
    """
    kept = []
    for item in items:
        facts = tuple(
            each
            for each in item.evidence
            if any(term.value == value for terms in teller.about(each.iri).values() for term in terms)
        )
        kept += [item._replace(evidence=facts)] * bool(facts)
    return tuple(kept) or items


def holding(items: Iterable[Item], words: Sequence[str], teller: Teller) -> tuple[Item, ...]:
    """
    The items whose facts hold all *words*, in any language and ending, or others that mean the same.
    """
    meant = [_meant(word, teller) for word in words]
    kept = []
    for item in items:
        evidence = tuple(each for each in item.evidence if _holds([item.text, *_texts(each.iri, teller)], meant))
        if evidence or (not item.evidence and _holds([item.text], meant)):
            kept.append(item._replace(evidence=evidence))
    return tuple(kept)


def most_holding(items: tuple[Item, ...], words: Sequence[str], teller: Teller) -> tuple[Item, ...]:
    """
    The items whose facts hold the most of *words*; all of them where none holds any.
    """
    if not words or len(items) < 2:
        return items
    held = [sum(bool(holding([item], [word], teller)) for word in words) for item in items]
    return tuple(item for item, count in zip(items, held, strict=True) if count == max(held))


def _texts(iri: str, teller: Teller) -> list[str]:
    """
    All that a fact says in words, with the names and notes of what it mentions.
    """
    found = [term.value for terms in teller.about(iri).values() for term in terms if hasattr(term, "language")]
    for each in (iri, *(term.value for term in teller.about(iri).get(_MENTIONS, []))):
        found += [teller.both(each, teller.languages[0])]
        found += [term.value for term in teller.about(each).get(_NOTE, [])]
    kind = teller.kind(iri)
    return [*found, *(kind["label"].values() if kind else ())]


def _meant(word: str, teller: Teller) -> list[str]:
    """
    A word and those that mean the same; in a run of Chinese characters stands the word that is known.
    """
    known: Mapping[str, list[str]] = teller.graph.file("questions.json")[SYNONYMS]
    inside = [each for each in known if is_han(each) and each in word] if is_han(word) else [stem(word)]
    return list(dict.fromkeys([word, *(other for each in inside for other in known.get(each, ()))]))


def _holds(texts: Iterable[str], meant: Iterable[Iterable[str]]) -> bool:
    """
    Whether texts hold a word of each that is meant.
    """
    keys = [fold(text) for text in texts]
    stems = {stem(word) for key in keys for word in tokens(key)}

    def held(word: str) -> bool:
        return any(word in key for key in keys) if is_han(word) or " " in word else stem(word) in stems

    return all(any(map(held, words)) for words in meant)


def _dated(item: Item, path: str, teller: Teller) -> bool:
    """
    Whether an item says when: by any date in its words, or by the property that alone tells it.
    """
    if path:
        return any(path in teller.about(each.iri) for each in item.evidence)
    return any(_YEAR.search(text) for text in (item.text, *(each.text for each in item.evidence)))


def _within(item: Item, period: tuple[str, str], teller: Teller) -> bool:
    spans = [found for each in item.evidence if (found := teller.days(each.iri))]
    return any(first <= period[1] and last + "-99" >= period[0] for first, last in spans)
