"""The rules of the shapes that look at more than one value."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph import facts as linked
from citygraph import quads
from citygraph import schema as schemas
from citygraph.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Store

    from citygraph.diagnostics import Place
    from citygraph.facts import Fact, Value
    from citygraph.schema import Field, Kind, Order, Rule, Schema


@dataclass(frozen=True, slots=True)
class _Said:
    """
    All values of one record: its own and, of a thing, those of the records that describe it, each with its record.
    """

    kind: Kind
    id: str
    values: list[tuple[Value, Fact]] = field(default_factory=list)


class _Spot(NamedTuple):
    """
    Where a rule is broken: the node, and the value of a property of it, as far as the rule says.
    """

    this: str
    path: str
    value: str


Spots = dict[_Spot, dict[str, list[str]]]


def judge(facts: Iterable[Fact]) -> list[Diagnostic]:
    """
    The verdicts that need no store: how many values there are, in what order dates are, whether records contradict.
    """
    facts = list(facts)
    gathered = _gather(facts)
    return [*_counts(facts), *_orders(gathered), *_conflicts(gathered)]


def _counts(facts: Iterable[Fact]) -> Iterator[Diagnostic]:
    """
    Too many or too few values of a field, as the graph will count them: a value given twice is one.
    """
    for fact in facts:
        yield from _counts(value.part for value in fact.values if value.part is not None)
        keys = {value.field.key for value in fact.values}
        if len(keys) == len(fact.values) and keys.issuperset(fact.kind.once):
            continue  # every key once, as in most records
        by_key: dict[str, list[Value]] = defaultdict(list)
        for value in fact.values:
            by_key[value.field.key].append(value)
        for each in fact.kind.fields:
            given = by_key.get(each.key, [])
            too_many = each.most is not None and len(given) > each.most
            if not too_many and (each.least == 0 or (each.least == 1 and given)):
                continue
            distinct = {(_said(value), value.language): value for value in given}
            if each.most is not None and len(distinct) > each.most:
                last = list(distinct.values())[each.most]
                yield Diagnostic(last.place, "too-many", {"key": each.key, "limit": each.most}, last.width)
            if each.type != schemas.CITATION and len(distinct) < each.least:
                place, width = (given[-1].place, given[-1].width) if given else (fact.place, len(fact.id) or 1)
                yield Diagnostic(place, "too-few", {"message": _too_few(each)}, width)


def _said(value: Value) -> str:
    return value.text if value.part is None else quads.iri(value.part, "")


def _too_few(each: Field) -> schemas.Texts:
    if each.message:
        return each.message
    return {"en": f"'{each.key}' takes at least {each.least}", "zh-Hant": f"「{each.key}」至少 {each.least} 個"}


def _gather(facts: list[Fact]) -> list[_Said]:
    """
    What the graph will hold of each record: what a correction withdraws or a more precise date supersedes is left out.
    """
    gone = quads.withdrawn(facts)
    vague = quads.superseded(quads.dated(facts, gone))
    own = [_Said(fact.kind, fact.id) for fact in facts]
    things = {fact.id: said for fact, said in zip(facts, own, strict=True) if fact.id}
    for fact, said in zip(facts, own, strict=True):
        if fact.id or fact.kind.orders:  # of others nothing is judged
            said.values.extend(
                (value, fact) for value in fact.values if (fact.id, value.field.path, value.text) not in vague
            )
    for fact in facts:
        for of in (value.text for value in fact.values if value.field.path == fact.kind.describes):
            lifted = (value for value in fact.values if quads.is_lifted(fact, value, gone))
            if of in things:
                things[of].values.extend(
                    (each, fact) for each in lifted if (of, each.field.path, each.text) not in vague
                )
    return own


def _orders(gathered: list[_Said]) -> Iterator[Diagnostic]:
    for said in gathered:
        for order in said.kind.orders:
            yield from _order(said, order)


def _order(said: _Said, order: Order) -> Iterator[Diagnostic]:
    latest = [(day, value, fact) for day, value, fact in _days(said, order.later)]
    for first, _, stated in _days(said, order.earlier):
        for last, value, fact in latest:
            # A describing record that contradicts itself is judged as what it is, not again as what it describes.
            again = stated is fact and said.kind is not fact.kind
            if first > last and not again:
                yield Diagnostic(value.place, "out-of-order", {"message": order.message}, value.width)


def _days(said: _Said, path: str) -> Iterator[tuple[str, Value, Fact]]:
    """
    The computed days that a path of a shape names, with the values they come from.
    """
    for value, fact in said.values:
        each = value.field
        span = linked.days(value.text) if path and path in {each.earliest, each.latest} else None
        if span is not None:
            yield span[0] if path == each.earliest else span[1], value, fact


def _conflicts(gathered: list[_Said]) -> Iterator[Diagnostic]:
    """
    Two values where the shape of a thing allows one, from its own record and the records that describe it.
    """
    for said in gathered:
        if not said.id:
            continue
        seen: dict[tuple[str, str], Value] = {}
        single = said.kind.single
        for value, _ in said.values:
            if value.field.path not in single or value.part is not None:
                continue
            first = seen.setdefault((value.field.path, value.language), value)
            if first.text != value.text:
                values = {"key": value.field.key, "id": said.id, "text": value.text, "other": first.text}
                yield Diagnostic(value.place, "conflict", values | {"first": str(first.place)}, value.width)


# ------------------------------------------------------------- rules in SPARQL


def broken(store: Store, schema: Schema, *, warnings: bool = True) -> Iterator[tuple[Rule, Spots]]:
    """
    Each rule in SPARQL with the spots in a store where it is broken.
    """
    rules: dict[str, Rule] = {rule.query: rule for kind in schema.kinds.values() for rule in kind.rules}
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in schema.prefixes.items())
    for query, rule in sorted(rules.items()):
        if warnings or not rule.warning:
            yield rule, _broken(store, prologue + query)


def judge_together(
    store: Store, schema: Schema, facts: Iterable[Fact], base: str, *, warnings: bool = True
) -> list[Diagnostic]:
    """
    The verdicts of the rules in SPARQL: on the value that a rule gives (``?value`` of ``?path``), else on the record.
    """
    found = list(broken(store, schema, warnings=warnings))
    nodes: dict[str, Fact] = {}
    for fact in facts if any(spots for _, spots in found) else ():
        for iri, node in quads.nodes(fact, base):
            nodes.setdefault(iri, node)  # said twice, it is one node: the first place will do
    return [
        _verdict(rule, nodes[spot.this], spot, said, base)
        for rule, spots in found
        for spot, said in sorted(spots.items())
        # A rule speaks of its own kinds, as SHACL's targets do, whatever else its query finds.
        if spot.this in nodes and rule in nodes[spot.this].kind.rules
    ]


def _broken(store: Store, query: str) -> Spots:
    """
    The spots that a rule's query finds, each with all that its variables hold there.
    """
    solutions: Any = store.query(query)
    names = [each.value for each in solutions.variables]
    found: dict[_Spot, dict[str, list[str]]] = {}
    for row in solutions:
        terms = {name: term for name, term in zip(names, row, strict=True) if term is not None}
        path = terms["path"].value if "path" in terms else ""
        said = found.setdefault(_Spot(terms["this"].value, path, str(terms.get("value", ""))), defaultdict(list))
        for name, term in terms.items():
            said[name].append(_readable(term))
    return found


def _verdict(rule: Rule, node: Fact, spot: _Spot, said: Mapping[str, list[str]], base: str) -> Diagnostic:
    texts = {name: ", ".join(sorted(set(each))) for name, each in said.items()}
    message = {lang: _fill(text, texts) for lang, text in rule.message.items()}
    place, width = _at(node, spot, base)
    return Diagnostic(place, "rule-warning" if rule.warning else "rule", {"message": message}, width)


def _at(node: Fact, spot: _Spot, base: str) -> tuple[Place, int]:
    for each in node.values:
        fits = each.part is None and spot.path in {"", each.field.path}
        if spot.value and fits and quads.term(each, base) == spot.value:
            return each.place, each.width
    return node.place, len(node.id) if node.kind.form == schemas.KEYED else 1


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{$" + name + "}", value).replace("{?" + name + "}", value)
    return text


def _readable(term: Any) -> str:
    value = str(getattr(term, "value", ""))
    return schemas.local(value) if value.startswith("http") else value
