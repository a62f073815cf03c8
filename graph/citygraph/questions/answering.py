"""Runs the query of a reading and tells what it found.

A query's rows name the answer (``?answer``: a thing or a value) and the record
that says so (``?fact``). The answer is told first, then the evidence: the fact,
its date, its citation, and what weakens or corrects it. What the phrase says
besides narrows the answers: the names that the question has no variable for,
the kind of thing asked for, words that the facts must hold, that a date is wanted.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph import store
from citygraph.questions import narrowing
from citygraph.questions.placing import HOME_CITY
from citygraph.questions.reading import GENDER, ours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citygraph.names import Form
    from citygraph.questions.understanding import Reading
    from citygraph.sentences import Cited, Teller
    from citygraph.store import Term


_NAMED = 12  # things of one name that are told


class Evidence(NamedTuple):
    """
    A record that bears an answer out: its line, date, citations, caveats and corrections.
    """

    iri: str
    text: str
    citations: tuple[Cited, ...]
    caveats: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()


class Item(NamedTuple):
    """
    One answer: a thing (its IRI) or a value, how it is told, and the evidence.
    """

    iri: str
    text: str
    evidence: tuple[Evidence, ...]


class Answer(NamedTuple):
    """
    What a reading found; no items means that nothing is recorded, or that somebody must choose whom the name means.
    """

    reading: Reading
    lang: str
    heading: str
    items: tuple[Item, ...]
    sparql: str = ""
    scope: str = ""
    undated: tuple[Item, ...] = ()  # what is recorded, where a date was asked for that none of it has
    candidates: tuple[Item, ...] = ()  # the first of very many that a name may mean


def answer(reading: Reading, teller: Teller, lang: str, home: str = "") -> Answer:
    """
    The answer to a reading, in *lang*.
    """
    asked = [bound(each, teller, home) for each in variants(reading, teller)]
    rows = [row for values, query in asked for row in teller.graph.select(query, values)]
    rows = [row for row in rows if narrowing.speaks(row, reading.besides, teller)]
    items = _items(rows, reading, teller, lang)
    every, undated = narrowing.narrowed(items, reading, teller)
    items = narrowing.picked(every, reading, teller)
    values, query = asked[0]
    return Answer(
        reading,
        lang,
        _heading(reading, teller, lang, items) if len(items) == len(every) else _picked(reading, len(every), lang),
        items,
        store.bind(query, values),
        scope(reading, teller, lang),
        undated,
    )


def variants(reading: Reading, teller: Teller) -> list[Reading]:
    """
    A reading, and the one in which a name that no word places is for the variable that it may also be for.

    Indonesia is where people were met and where they come from; the answers of both are united.
    """
    found = [reading]
    takes = reading.question["takes"]
    above = teller.schema["above"]
    for name, forms in reading.things.items():
        for other, slot in takes.items():
            if other in reading.things or name in reading.sure or other == name:
                continue
            fitting = tuple(form for form in forms if {form.kind, *above.get(form.kind, ())} & set(slot["also"]))
            if fitting:
                things = {key: value for key, value in reading.things.items() if key != name}
                found.append(reading._replace(things={**things, other: fitting}))
    return found


def bound(reading: Reading, teller: Teller, home: str) -> tuple[dict[str, Sequence[Term]], str]:
    """
    The values of the query's variables, and the query without the lines whose variables are free.
    """
    values: dict[str, Sequence[Term]] = {}
    for name, slot in reading.question["takes"].items():
        forms = reading.things.get(name, ())
        if forms:
            iris = [stand_in(teller, form.iri, form.kind, slot) for form in forms]
            values[name] = [store.IRI(iri) for iri in dict.fromkeys(iris)]
        elif home and (slot["else"] == HOME_CITY or ours(slot, reading.heard)):
            values[name] = [store.IRI(home)]
    if reading.ordinal:
        values["ordinal"] = [store.Literal(reading.ordinal)]
    if reading.period is not None:
        values["after"], values["before"] = ([store.Literal(day, datatype=store.DAY)] for day in reading.period)

    known = {*values, "period"} if reading.period is not None else set(values)
    kept = [line for line, *names in reading.question["query"] if known.issuperset(names)]
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in teller.schema["prefixes"].items())
    return values, prologue + "\n".join(kept)


def stand_in(teller: Teller, iri: str, kind: str, slot: Mapping[str, Any]) -> str:
    """
    What a variable is bound to for a thing: itself, or what a place stands for.
    """
    above = teller.schema["above"]
    if slot["through"] and not any(kind == target or target in above.get(kind, ()) for target in slot["classes"]):
        return next(iter(teller.graph.subjects(slot["through"], store.IRI(iri))), iri)
    return iri


def _items(rows: Sequence[Mapping[str, Term]], reading: Reading, teller: Teller, lang: str) -> tuple[Item, ...]:
    says = reading.question["says"]
    grouped: dict[str, list[Mapping[str, Term]]] = {}
    for row in rows:
        grouped.setdefault(row["answer"].value, []).append(row)
    items = []
    for group in grouped.values():
        term = group[0]["answer"]
        of: dict[str, list[Mapping[str, Term]]] = {}
        for row in group:
            if "fact" in row:
                of.setdefault(row["fact"].value, []).append(row)
        evidence = tuple(_evidence(fact, facts, says, teller, lang) for fact, facts in of.items())
        iri = term.value if isinstance(term, store.IRI) else ""
        items.append(Item(iri, _item(term, group, says, teller, lang), evidence))
    if says.get("order") == "date":
        items.sort(key=lambda item: _by_date(item, teller))
    return tuple(items)


def _by_date(item: Item, teller: Teller) -> tuple[bool, str]:
    """
    What is sure before what is not, then the earliest first.
    """
    days = [found[0] for each in item.evidence if (found := teller.days(each.iri))]
    return bool(_weakness(item)), min(days, default="9999")


def _item(term: Term, rows: Sequence[Mapping[str, Term]], says: Mapping[str, Any], teller: Teller, lang: str) -> str:
    template = _in(says.get("item", {}), lang)
    if not template:
        return _word(term, teller, lang)
    row = rows[0]
    told = {name: _word(value, teller, lang) for name, value in row.items() if f"{{{name}}}" in template}
    # The fields of a thing are its own; those beside a bare value are the record's that states it.
    source = term.value if isinstance(term, store.IRI) else row["fact"].value if "fact" in row else ""
    # A date that is withdrawn stands on its statement alone.
    dated = [source, *(each["fact"].value for each in rows if "fact" in each)] if source else []
    when = next(filter(None, (teller.when(each, lang) for each in dated)), "")
    return teller.fill(template, source, lang, more=told | {"when": when})


def _word(term: Term, teller: Teller, lang: str, *, both: bool = True) -> str:
    if isinstance(term, store.IRI):
        return teller.both(term.value, lang) if both else teller.name(term.value, lang)
    from citygraph.sentences import day, number

    datatype = getattr(term, "datatype", None)
    kind = datatype.value.rsplit("#", 1)[-1] if datatype is not None else ""
    if kind in ("PartialDate", "date"):
        return day(term.value, lang)
    return number(term.value) if kind in ("integer", "decimal") else term.value


def _evidence(
    iri: str, rows: Sequence[Mapping[str, Term]], says: Mapping[str, Any], teller: Teller, lang: str
) -> Evidence:
    template = _in(says.get("line", {}), lang)
    # What else the query's rows say of this answer in this record: the office held that day.
    told: dict[str, dict[str, None]] = {"when": {teller.when(iri, lang): None}}
    for row in rows:
        for name, term in row.items():
            if name not in ("answer", "fact") and f"{{{name}}}" in template:
                told.setdefault(name, {})[_word(term, teller, lang, both=False)] = None
    comma = "、" if lang.startswith("zh") else ", "
    more = {name: comma.join(words) for name, words in told.items()}
    text = teller.fill(template, iri, lang, more=more) if template else teller.title(iri, lang)
    return Evidence(
        iri,
        text,
        tuple(teller.citations(iri)),
        tuple(teller.caveats(iri, lang)),
        tuple(teller.corrections(iri, lang, reasons=False)),
    )


def _heading(reading: Reading, teller: Teller, lang: str, items: Sequence[Item]) -> str:
    says = reading.question["says"]
    things = {name: _names(forms, teller, lang) for name, forms in reading.things.items()}
    weak = Counter(caveat for item in items if (caveat := _weakness(item)))
    sure = len(items) - weak.total()
    told = things | {
        "count": str(sure),
        "total": str(len(items)),
        "scope": scope(reading, teller, lang),
        "more": _more(weak, lang),
    }
    templates = says.get("one", says.get("heading", {})) if sure == 1 else says.get("heading", {})
    return teller.fill(_in(templates, lang), "", lang, more=told) if templates else ""


def _picked(reading: Reading, count: int, lang: str) -> str:
    """
    The heading over the first or last of all that is recorded.
    """
    end = narrowing.picks(reading)
    if lang.startswith("zh"):
        return f"有記載的 {count} 筆中最{'早' if end == 'first' else '晚'}的："
    return f"The {end} of {count} recorded:"


def _weakness(item: Item) -> str:
    """
    The caveat of an answer that has no evidence without one.
    """
    if not item.evidence or any(not each.caveats for each in item.evidence):
        return ""
    return item.evidence[0].caveats[0]


def _more(weak: Mapping[str, int], lang: str) -> str:
    """
    The answers that are counted apart: ``1 implied, 1 photo caption only``.
    """
    zh = lang.startswith("zh")
    return ("、" if zh else ", ").join(
        f"{caveat} {count} 位" if zh else f"{count} {caveat}" for caveat, count in weak.items()
    )


def scope(reading: Reading, teller: Teller, lang: str) -> str:
    """
    What was asked about, in words: the things and the period.
    """
    parts = [_names(forms, teller, lang) for forms in (*reading.things.values(), *reading.besides)]
    parts += [f"“{text}”" for text in (reading.text, *reading.unknown) if text]
    if reading.period is not None:
        from citygraph.sentences import span

        first, last = reading.period
        year = first[:4]
        parts.append(year if (first, last) == (f"{year}-01-01", f"{year}-12-31") else span(first, last, lang))
    return ("、" if lang.startswith("zh") else ", ").join(parts)


def _names(forms: Sequence[Form], teller: Teller, lang: str) -> str:
    """
    The things that a name means, by their own names; of very many the first.
    """
    if forms[0].kind == GENDER:
        return forms[0].text  # "women": the value is called as people are addressed
    names = " / ".join(dict.fromkeys(teller.name(form.iri, lang) for form in forms[:_NAMED]))
    return f"{names} … ({len(forms)})" if len(forms) > _NAMED else names


def _in(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or texts.get("en", "")


# ------------------------------------------------------------------- showing


def as_text(found: Answer) -> str:
    """
    The answer for a terminal.
    """
    lines = [found.heading] if found.heading else []
    lines += [f"  {item.text}" for item in found.candidates]
    for item in found.items:
        lines.append("")
        lines.append(item.text)
        for each in item.evidence:
            marks = "".join(f" [{caveat}]" for caveat in each.caveats)
            cited = "; ".join(cite.words(found.lang) for cite in each.citations)
            body = f"{each.text}{marks}".strip()
            lines += [f"  {body}"] * bool(body)
            lines += [f"  ! {correction}" for correction in each.corrections]
            lines.append(f"  [{cited}]")
    return "\n".join(line for at, line in enumerate(lines) if line or (at and lines[at - 1]))


def as_json(found: Answer) -> dict[str, Any]:
    """
    The same facts with ids, IRIs and citations.
    """
    return {
        "question": found.reading.question["id"],
        "language": found.lang,
        "heading": found.heading,
        "bound": {name: [form.iri for form in forms] for name, forms in found.reading.things.items()},
        "period": list(found.reading.period) if found.reading.period else None,
        "candidates": [{"iri": item.iri, "id": _id(item.iri), "text": item.text} for item in found.candidates],
        "answers": [
            {
                "iri": item.iri,
                "id": _id(item.iri),
                "text": item.text,
                "facts": [
                    {
                        "iri": each.iri,
                        "text": each.text,
                        "caveats": list(each.caveats),
                        "corrections": list(each.corrections),
                        "citations": [
                            {"iri": c.iri, "report": c.report, "section": c.section, "kind": c.text}
                            for c in each.citations
                        ],
                    }
                    for each in item.evidence
                ],
            }
            for item in found.items
        ],
    }


def _id(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def explained(found: Answer) -> str:
    """
    How the phrase was read, and the query it became.
    """
    bound = ", ".join(
        f"{name} = {' | '.join(form.iri for form in forms)}" for name, forms in found.reading.things.items()
    )
    return f"-- {found.reading.question['id']}({bound})\n{found.sparql.strip()}"


def searched(found: Answer, lang: str) -> str:
    """
    What a reading looked for, in words.
    """
    title = _in(found.reading.question["title"], lang)
    return f"{title} | {found.scope}" if found.scope else title
