"""What must hold, judged; verdicts on lines of YAML.

What one value must be is judged while it is read (``facts``). Here stand the
rules of the shapes that look at more than one value: the order of dates within
a record, one value where several records describe the same thing, constraints
across records in SPARQL, and, with the texts of the reports at hand, whether
each citation is grounded.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from citygraph import facts as linked
from citygraph import names, quads, reports
from citygraph import schema as schemas
from citygraph.diagnostics import Diagnostic
from citygraph.schema import CG, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Store

    from citygraph.diagnostics import Place
    from citygraph.facts import Citation, Fact, Known, Value
    from citygraph.reports import ReportText
    from citygraph.schema import Schema

_NAMES = (SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel")
_FORM = "http://www.w3.org/2008/05/skos-xl#literalForm"


def judge(facts: Iterable[Fact]) -> list[Diagnostic]:
    """
    The verdicts that need no store: the order of dates, and one value of a thing from several records.
    """
    facts = list(facts)
    return [*_orders(facts), *_conflicts(facts)]


def _orders(facts: Iterable[Fact]) -> Iterator[Diagnostic]:
    for fact in facts:
        for order in fact.kind.orders:
            earlier, later = _day(fact, order.earlier), _day(fact, order.later)
            if earlier and later and earlier[0] > later[0]:
                value = later[1]
                yield Diagnostic(value.place, "out-of-order", {"message": order.message}, value.width)


def _day(fact: Fact, path: str) -> tuple[str, Value] | None:
    """
    The computed day that a path of a shape names, with the value it comes from.
    """
    for value in fact.values:
        span = linked.days(value.text) if path in (value.field.earliest, value.field.latest) else None
        if span is not None:
            return span[0] if path == value.field.earliest else span[1], value
    return None


def _conflicts(facts: list[Fact]) -> Iterator[Diagnostic]:
    """
    Two values of a single-valued property of one thing, from its own record and the records that describe it.
    """
    gone = quads.withdrawn(facts)
    vague = quads.superseded(facts, gone)
    seen: dict[tuple[str, str, str], Value] = {}
    for fact in facts:
        described = [value.text for value in fact.values if fact.kind.describes and value.field.path == fact.kind.describes]
        for value in fact.values:
            single = value.field.most == 1 or value.field.one_per_language
            if not single or not (quads.is_lifted(fact, value, gone) if described else fact.id):
                continue
            for subject in described or [fact.id]:
                if (subject, value.field.path, value.text) in vague:
                    continue
                first = seen.setdefault((subject, value.field.path, value.language), value)
                if first.text != value.text:
                    values = {"key": value.field.key, "id": subject, "text": value.text, "other": first.text, "first": str(first.place)}
                    yield Diagnostic(value.place, "conflict", values, value.width)


def judge_together(store: Store, schema: Schema, facts: Iterable[Fact], base: str) -> list[Diagnostic]:
    """
    The verdicts of the rules in SPARQL, on the first lines of the records they find.
    """
    places = {stated: fact.place for fact, stated in zip(facts, (quads.iri(each, base) for each in facts), strict=True)}
    found = []
    for rule in sorted({rule for kind in schema.kinds.values() for rule in kind.rules}, key=lambda rule: rule.query):
        prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in schema.prefixes.items())
        for row in store.query(prologue + rule.query.replace("$", "?")):  # type: ignore[union-attr] # a SELECT has rows
            this = row["this"].value
            extra = {name.value: _readable(row[name.value]) for name in row.variables} if hasattr(row, "variables") else {}
            if this in places:
                message = {lang: _fill(text, this, extra) for lang, text in rule.message.items()}
                found.append(Diagnostic(places[this], "rule-warning" if rule.warning else "rule", {"message": message}))
    return found


def _fill(text: str, this: str, extra: Mapping[str, str]) -> str:
    for name, value in {"this": schemas.local(this), **extra}.items():
        text = text.replace("{$" + name + "}", value).replace("{?" + name + "}", value)
    return text


def _readable(term: object) -> str:
    value = getattr(term, "value", "")
    return schemas.local(value) if value.startswith("http") else str(value)


# ------------------------------------------------------------------ grounding


@dataclass(frozen=True, slots=True)
class Coverage:
    """
    What grounding saw: citations grounded, sections that no fact cites, and those declared empty, by report.
    """

    grounded: int
    sections: Mapping[str, int]
    uncited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    empty: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def ground(facts: Iterable[Fact], known: Known, texts: Mapping[str, ReportText]) -> tuple[Coverage, list[Diagnostic]]:
    """
    Whether each citation stands in the text of its report: the section exists, and what is marked as printed is there.
    """
    facts = list(facts)
    grounder = _Grounder(facts, known, texts)
    for fact in facts:
        grounder.fact(fact)
    coverage = grounder.coverage(facts)
    return coverage, grounder.found


class _Grounder:
    """
    Holds the forms of each thing and the passages already looked up.
    """

    def __init__(self, facts: list[Fact], known: Known, texts: Mapping[str, ReportText]) -> None:
        self.texts = texts
        self.found: list[Diagnostic] = []
        self.grounded = 0
        self.forms: dict[str, list[str]] = defaultdict(list)
        for fact in facts:
            self.forms[fact.id] += [value.text for value in fact.values if value.field.path in _NAMES and fact.id]
            for of in fact.of("of"):
                self.forms[of.text] += [value.text for value in fact.values if value.field.path == _FORM]
        for (_, place), stand_in in known.stands_for.items():
            self.forms[stand_in] += self.forms.get(place, [])

    def fact(self, fact: Fact) -> None:
        cited = [(each, place) for each, place in zip(fact.citations, fact.cited_at, strict=False) if each.report]
        passages = [(each, place, text) for each, place in cited if (text := self.passage(each, place)) is not None]
        if not passages:
            return
        here, elsewhere = self.asked(fact)
        stated = [value for value, forms in here if any(self.prints(text, value, forms) for _, _, text in passages)]
        for value, forms in here:
            if value not in stated:
                self.missing("not-in-section", value, forms, passages[0][0], fact)
        for citation, place, text in passages:
            if here and stated and not any(self.prints(text, value, forms) for value, forms in here):
                self.say(place, "not-in-section", str(citation), citation, self.shown(*here[0]))
            else:
                self.grounded += 1
        for value, forms in elsewhere:
            wholes = {each.report: self.texts[each.report].whole for each, _, _ in passages}
            if not any(self.prints(whole, value, forms) for whole in wholes.values()):
                self.missing("not-in-report", value, forms, passages[0][0], fact)

    def asked(self, fact: Fact) -> tuple[list[tuple[Value, list[str]]], list[tuple[Value, list[str]]]]:
        """
        The values that must stand in the cited section, and those that must stand in the report, each with its forms.
        """
        here: list[tuple[Value, list[str]]] = []
        elsewhere: list[tuple[Value, list[str]]] = []
        if fact.kind.form == schemas.KEYED:
            # A thing is printed under one of its names.
            here += [(value, self.forms[fact.id]) for value in fact.values if value.field.path in _NAMES][:1]
        for value, printed in _printed(fact):
            wanted = {"InSection": here, "InReport": elsewhere}.get(printed)
            if wanted is not None:
                wanted.append((value, self.forms[value.text] if value.field.type == schemas.REFERENCE else [value.text]))
        return here, elsewhere

    def passage(self, citation: Citation, place: Place) -> str | None:
        text = self.texts.get(citation.report)
        if text is None:
            self.found.append(Diagnostic(place, "no-text", {"report": citation.report, "file": f"{citation.report}.txt"}))
            return None
        if not text.has(citation.section):
            near = names.nearest(citation.section, text.numbers, 50)
            self.found.append(Diagnostic(place, "no-section", {"report": citation.report, "section": citation.section, "near": near}, len(citation.section)))
            return None
        return text.passage(citation.section)

    @staticmethod
    def prints(text: str, value: Value, forms: list[str]) -> bool:
        if value.field.type == schemas.DATE:
            return reports.prints_date(text, value.text)
        if value.field.type == schemas.TEXT:
            return reports.prints_number(text, value.text)
        return any(reports.prints(text, form) for form in forms)

    @staticmethod
    def shown(value: Value, forms: list[str]) -> str:
        return forms[0] if forms else value.text

    def missing(self, code: str, value: Value, forms: list[str], citation: Citation, fact: Fact) -> None:
        place = value.place if value.place.path else fact.place
        self.say(place, code, self.shown(value, forms), citation, self.shown(value, forms), value.width)

    def say(self, place: Place, code: str, form: str, citation: Citation, sought: str, width: int = 1) -> None:
        text = self.texts[citation.report]
        where = [number for number in text.numbers if reports.prints(text.passage(number), sought)] if code == "not-in-section" else []
        inner = [number for number in where if not any(other.startswith(number + ".") for other in where)]
        near = {"en": f"it stands in {', '.join(inner[:4])}", "zh-Hant": f"見於 {'、'.join(inner[:4])}"} if inner else ""
        self.found.append(Diagnostic(place, code, {"form": form, "report": citation.report, "section": citation.section, "near": near}, width))

    def coverage(self, facts: list[Fact]) -> Coverage:
        """
        Sections with text of their own that neither a citation nor a declaration covers; each is also a warning.
        """
        cited: dict[str, set[str]] = defaultdict(set)
        empty: dict[str, set[str]] = defaultdict(set)
        places: dict[str, Place] = {}
        for fact in facts:
            for each in fact.citations:
                cited[each.report].add(each.section)
            if fact.kind.form == schemas.SINGLE:
                places[fact.id] = fact.place
                for part in (value.part for value in fact.values if value.part is not None):
                    empty[fact.id].update(reports.number(value.text) for value in part.of("section"))
        uncited: dict[str, tuple[str, ...]] = {}
        for id_ in sorted(set(self.texts) & set(places)):
            own = {section.number: "".join(each.text for each in self.texts[id_].sections if each.number == section.number) for section in self.texts[id_].sections}
            bare = [number for number, text in own.items() if text.strip() and not _covered(number, cited[id_] | empty[id_])]
            uncited[id_] = tuple(bare)
            self.found += [Diagnostic(places[id_], "uncited-section", {"report": id_, "section": number}) for number in bare]
        counts = {id_: len(self.texts[id_].numbers) for id_ in self.texts}
        return Coverage(self.grounded, counts, uncited, {id_: tuple(sorted(found)) for id_, found in empty.items()})


def _printed(fact: Fact) -> Iterator[tuple[Value, str]]:
    """
    Each value with where it must be printed; the field that a part's shorthand names takes that of the whole.
    """
    for value in fact.values:
        if value.part is None:
            yield value, value.field.printed
            continue
        for inner in value.part.values:
            shorthand = inner.field.key == value.part.kind.shorthand
            yield inner, value.field.printed if shorthand else inner.field.printed


def _covered(number: str, by: set[str]) -> bool:
    return any(number == each or number.startswith(each + ".") for each in by)


def unused(facts: Iterable[Fact]) -> list[str]:
    """
    The ids of things to which nothing refers.
    """
    facts = list(facts)
    referred = {value.text for fact in facts for value in _all_values(fact) if value.field.type == schemas.REFERENCE}
    return sorted(fact.id for fact in facts if fact.kind.form == schemas.KEYED and fact.id not in referred)


def in_one_language(facts: Iterable[Fact], languages: Iterable[str]) -> list[str]:
    """
    The ids of things that lack a name in one of the dataset's languages.
    """
    wanted = set(languages)
    return sorted(fact.id for fact in facts if fact.kind.form == schemas.KEYED and wanted - {v.language for v in fact.values if v.field.path == SKOS + "prefLabel"})


def _all_values(fact: Fact) -> Iterator[Value]:
    for value in fact.values:
        yield value
        if value.part is not None:
            yield from _all_values(value.part)


__all__ = ["CG", "Coverage", "ground", "in_one_language", "judge", "judge_together", "unused"]
