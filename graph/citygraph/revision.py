"""What changed files change in a build that was made before them; or that this is not for a revision to say.

A revision reads the changed files alone, as they were and as they are, and links
them to what the ledger of the build knows. It is careful rather than clever:
where a change could touch what another file says (an id that others use is gone, a
correction withdraws something else, a date becomes more precise, two files describe
one thing) or where anything is wrong, there is no revision, and a clean build finds
the same bytes or says what is wrong.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from citygraph import checks, facts, ledger, quads, records
from citygraph.diagnostics import errors
from citygraph.facts import Known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.facts import Fact
    from citygraph.ledger import Key, Ledger
    from citygraph.schema import Schema

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Revision:
    """
    The lines and forms of names that go and come, and the ledger after that.
    """

    gone: list[str]
    new: list[str]
    forms_gone: set[Key]
    forms_new: set[Key]
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Base:
    """
    What a build was made from, as far as a revision has to know it.
    """

    schema: Schema
    ledger: Ledger
    languages: tuple[str, ...]
    iri: str
    home: str
    holds: Callable[[str], bool]  # whether a line stands in the graph
    names: Callable[[Key], bool]  # whether a form stands in the index


class _Unsure(Exception):  # noqa: N818 -- no error: a clean build will say
    """
    The change is not one for a revision.
    """


@dataclass(frozen=True, slots=True)
class _Side:
    """
    The changed files before or after the change.
    """

    facts: list[Fact]
    known: Known
    sums: Ledger


def revise(base: Base, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Revision | None:
    """
    What becomes of a build when the files *before* (content by name) are those *after*; None where it cannot say.
    """
    try:
        return _revised(base, before, after)
    except _Unsure:
        return None


def _revised(base: Base, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Revision:
    own, files = _survey(base, before)
    was = _side(base, files, own, base.ledger.known(base.schema))
    if any(count > getattr(base.ledger, name)[key] for name, key, count in was.sums.counts()):
        raise _Unsure
    others = base.ledger.without(was.sums)
    own, files = _survey(base, after)
    now = _side(base, files, own, _known(base, others, own))
    total = others.along(now.sums)
    _same_elsewhere(base, others, was, now)
    if total.superseded != base.ledger.superseded or errors(checks.judge(now.facts)):
        raise _Unsure
    vague = total.superseded
    said, says = (quads.lines(quads.records(side.facts, base.iri, base.ledger.withdrawn, vague)) for side in (was, now))
    gone, new, repeated = _weighed(said.counted(), says.counted(), base.ledger.lines, base.holds)
    gone += quads.lines(ledger.passages([key for key in was.sums.cited if not total.cited[key]], base.iri))
    new += quads.lines(ledger.passages([key for key in now.sums.cited if not base.ledger.cited[key]], base.iri))
    named, names = (Counter(map(ledger.key, ledger.forms(each.facts, each.known, base.iri))) for each in (was, now))
    forms_gone, forms_new, forms_repeated = _weighed(named, names, base.ledger.forms, base.names)
    return Revision(sorted(gone), sorted(new), set(forms_gone), set(forms_new), total.weighed(repeated, forms_repeated))


def _survey(base: Base, contents: Mapping[str, bytes]) -> tuple[Known, list[records.File]]:
    """
    The ids that files hold themselves.
    """
    files, found = [], []
    for name in sorted(contents):
        file, wrong = records.read(contents[name], name)
        files.append(file)
        found += wrong
    own, wrong = facts.survey(files, base.schema)
    if errors(found + wrong):
        raise _Unsure
    return own, files


def _side(base: Base, files: list[records.File], own: Known, known: Known) -> _Side:
    known = Known(known.kinds, own.places, known.redirects, known.stands_for)
    found, wrong = facts.link_known(files, known, base.schema, base.languages)
    if errors(wrong):
        raise _Unsure
    return _Side(found, known, ledger.sums(found, own, base.schema, base.ledger.withdrawn))


def _known(base: Base, others: Ledger, own: Known) -> Known:
    """
    What is known after the change, if nothing clashes.
    """
    known = others.known(base.schema)
    redirects = base.ledger.known(base.schema).redirects
    if known.kinds.keys() & own.kinds.keys() or redirects.keys() & own.kinds.keys():
        raise _Unsure
    if known.stands_for.keys() & own.stands_for.keys():
        raise _Unsure
    return Known({**known.kinds, **own.kinds}, own.places, redirects, {**known.stands_for, **own.stands_for})


def _same_elsewhere(base: Base, others: Ledger, was: _Side, now: _Side) -> None:
    """
    Whether every other file says just what it said: who they refer to, what is withdrawn, what they describe.
    """
    lost = {id_ for id_, _ in was.sums.kinds - now.sums.kinds}
    if base.home in lost or any(others.mentions[(id_,)] for id_ in lost):
        raise _Unsure
    if was.sums.former != now.sums.former or was.sums.gone != now.sums.gone or was.sums.stands - now.sums.stands:
        raise _Unsure
    elsewhere = {id_ for id_, _ in others.kinds} | {id_ for (id_,) in others.described}
    if _told_elsewhere(was, others, elsewhere) != _told_elsewhere(now, others, elsewhere):
        raise _Unsure


def _told_elsewhere(side: _Side, others: Ledger, elsewhere: set[str]) -> list[Fact]:
    """
    The records on things of which other files have records too: they are judged together.
    """
    return [
        fact
        for fact in side.facts
        if (fact.id and others.described[(fact.id,)]) or not elsewhere.isdisjoint(ledger.describes(fact))
    ]


def _weighed(
    was: Counter[T], now: Counter[T], repeated: Counter[T], holds: Callable[[T], bool]
) -> tuple[list[T], list[T], Counter[T]]:
    """
    What nobody says any more, what nobody said before, and what more than one says now.
    """
    gone, new, again = [], [], Counter(repeated)
    for each in was.keys() | now.keys():
        change = now[each] - was[each]
        if not change:
            continue
        before = repeated[each] or int(each in was or holds(each))
        left = before + change
        again[each] = left if left > 1 else 0
        if before and not left:
            gone.append(each)
        elif left and not before:
            new.append(each)
    return gone, new, +again
