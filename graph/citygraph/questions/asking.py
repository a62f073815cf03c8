"""One phrase, asked of a graph: understood, answered, told in words or as JSON."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from citygraph import store
from citygraph.names import Index
from citygraph.questions import answering, choosing
from citygraph.questions.narrowing import is_of_kinds, says_too
from citygraph.questions.understanding import Understood, Vocabulary, otherwise, understand
from citygraph.questions.words import Lexicon
from citygraph.sentences import Teller

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from citygraph import paths
    from citygraph.names import Form
    from citygraph.questions.understanding import Reading
    from citygraph.store import Graph


_DESTINATION = "https://citygraph.example/ontology#destination"
_FEW = 10_000  # facts that can be looked through while somebody waits
_BOTH = 2  # ends of a way
_AS_GOOD = 0.01  # what the costs of readings differ by that are all meant
# What a lexicon has found out of its words serves every phrase that is asked of the same graph.
_LEXICONS: WeakKeyDictionary[Graph, Lexicon] = WeakKeyDictionary()


class Asked(NamedTuple):
    """
    A phrase, how it was understood, and the answer of each reading.
    """

    understood: Understood
    answers: tuple[answering.Answer, ...]
    lang: str
    reports: int
    near: tuple[answering.Answer, ...] = ()  # what is recorded beside what was asked for
    notes: tuple[str, ...] = ()  # what names were taken for

    @property
    def found(self) -> bool:
        return bool(self.shown())

    def as_text(self, *, explain: bool = False) -> str:
        blocks = [answering.as_text(each) for each in self.shown()]
        blocks = ["\n".join(self.notes)] * bool(self.notes) + blocks
        if not self.shown():
            blocks += [self.nothing() if self.understood.readings else self.not_understood()]
            blocks += [answering.as_text(each) for each in self.near]
        elif self.understood.aside:
            blocks.append(self.left_aside())
        if explain:
            blocks += [answering.explained(each) for each in self.answers]
        return "\n\n".join(blocks)

    def shown(self) -> list[answering.Answer]:
        return [each for each in self.answers if each.items or each.candidates]

    def left_aside(self) -> str:
        """
        What of the phrase the answer does not take into account.
        """
        said = self.understood.aside
        if self.lang.startswith("zh"):
            return f"未計入：{'、'.join(f'「{each}」' for each in said)}"
        return f"Not taken into account: {', '.join(f'“{each}”' for each in said)}"

    def nothing(self) -> str:
        """
        What was searched, where nothing is recorded.
        """
        searched = "; ".join(dict.fromkeys(answering.searched(each, self.lang) for each in self.answers))
        if self.lang.startswith("zh"):
            return f"沒有記載：{searched}（已查 {self.reports} 份報告）。"
        return f"Nothing recorded: {searched} (searched {self.reports} reports)."

    def not_understood(self) -> str:
        strange = self.understood.strange
        nearest = [each["title"].get(self.lang, "") for each in self.understood.nearest]
        words = ("、" if self.lang.startswith("zh") else ", ").join(
            f"「{word}」" if self.lang.startswith("zh") else f"'{word}'" for word in strange
        )
        if self.lang.startswith("zh"):
            lines = [f"報告中查無{words}，無法回答。" if words else "無法理解這個問題。"]
            lines += ["可以問的問題，例如："] * bool(nearest)
        else:
            lines = [
                f"Not understood: nothing in the {self.reports} reports is called {words}."
                if words
                else "Not understood."
            ]
            lines += ["What can be asked, for instance:"] * bool(nearest)
        return "\n".join(lines + [f"  {each}" for each in nearest if each])

    def as_json(self) -> dict[str, Any]:
        return {
            "phrase": self.understood.phrase,
            "understood": bool(self.understood.readings),
            "not_understood": list(self.understood.strange),
            "left_aside": list(self.understood.aside),
            "notes": list(self.notes),
            "nearest": [each["id"] for each in self.understood.nearest],
            "answers": [answering.as_json(each) for each in self.answers],
            "near": [answering.as_json(each) for each in self.near],
        }


def ask(graph: Graph, phrase: str, lang: str) -> Asked:
    """
    Answers *phrase* from *graph* in *lang*.
    """
    teller = Teller(graph)
    settings = teller.schema["settings"]
    home = f"{settings['base']}id/{settings['home']}" if settings["home"] else ""
    words = vocabulary(graph, teller, home)
    understood = understand(phrase, words)

    def answered(reading: Reading) -> answering.Answer:
        return choosing.answer(reading, words, teller, lang, home)

    def asked_for(found: answering.Answer) -> bool:
        kinds = found.reading.kinds
        return not kinds or any(is_of_kinds(item, kinds, teller) for item in found.items)

    answers = _answers(understood.readings, words, answered, asked_for)
    if not understood.readings:
        answers = _loosely(understood.loose, words, answered, few=teller.schema["facts"] <= _FEW)
    if teller.schema["facts"] <= _FEW and not any(each.items or each.candidates for each in answers):
        answers = _ways(answers, teller, lang) or answers
    near = () if any(each.items or each.candidates for each in answers) else _near(answers, answered, lang)
    told = [each for each in (*answers, *near) if each.items] or answers
    notes = dict.fromkeys(note for each in told for note in choosing.notes(each.reading, phrase, words, teller, lang))
    return Asked(understood, answers, lang, teller.schema["reports"], near, tuple(notes))


def _answers(
    readings: Sequence[Reading],
    words: Vocabulary,
    answered: Callable[[Reading], answering.Answer],
    asked_for: Callable[[answering.Answer], bool],
) -> tuple[answering.Answer, ...]:
    """
    The answers of the first readings that find something, taken as they stand, then with their names placed otherwise.

    Whom a name means that very many things have is asked where nothing is found.

    Readings that cost the same are asked together; of these, those of the lowest rank that find something answer,
    but for those that find nothing of the kind asked for ("which meetings").
    Where none does: what the best readings looked for.
    """
    empty: list[answering.Answer] = []
    for alike in _alike(readings):
        for tried in (alike, [other for each in alike for other in otherwise(each, words)]):
            answers = [answered(each) for each in tried]
            found = [each for each in answers if each.items] or [each for each in answers if each.candidates]
            if found:
                found = [each for each in found if asked_for(each)] or found
                rank = min(each.reading.question["rank"] for each in found)
                same = [each for each in found if each.reading.question["rank"] == rank]
                return tuple(same if tried is alike else same[:1])
            empty += answers if not empty else []
    return tuple(empty)


def _near(
    answers: Sequence[answering.Answer], answered: Callable[[Reading], answering.Answer], lang: str
) -> tuple[answering.Answer, ...]:
    """
    What is recorded beside what was asked for: the same without the date that none of it has, or at another time.
    """
    for each in answers:
        if each.undated:
            if each.reading.period is None:
                heading = "有記載而未載明日期：" if lang.startswith("zh") else "Recorded, but without a date:"
            else:
                heading = "有記載而日期較不確切：" if lang.startswith("zh") else "Recorded, with a date less exact:"
            return (each._replace(items=each.undated, heading=heading),)
        if each.reading.period is not None and each.reading.question["near"] == "period":
            found = answered(each.reading._replace(period=None))
            heading = "最後的記載：" if lang.startswith("zh") else "The last that is recorded:"
            if found.items:
                return (found._replace(items=found.items[:1], heading=heading),)
    return ()


def _ways(answers: Sequence[answering.Answer], teller: Teller, lang: str) -> tuple[answering.Answer, ...]:
    """
    How two things are connected that no fact joins: step by step, through others.
    """
    from citygraph import paths

    asked: dict[tuple[str, ...], answering.Answer] = {}  # two questions may ask of the same two
    for each in answers:
        if each.reading.question["ways"]:
            ends = tuple(filter(None, (_drawn(forms, teller) for forms in each.reading.things.values())))
            asked.setdefault(ends, each)
    for ends, each in asked.items():
        steps = paths.way(teller, ends[0], ends[1], lang, trivial=False) if len({*ends}) == _BOTH else ()
        if steps:
            heading = (
                f"沒有直接的關聯；經 {len(steps)} 步："
                if lang.startswith("zh")
                else f"Connected in {len(steps)} steps:"
            )
            return (each._replace(items=tuple(map(_step, steps)), heading=heading),)
    return ()


def _drawn(forms: Sequence[Form], teller: Teller) -> str:
    """
    The first of the things that a name means to which lines lead.
    """
    from citygraph import projections

    return next((form.iri for form in forms if projections.style(teller, form.iri)), "")


def _step(step: paths.Step) -> answering.Item:
    told = (
        answering.Evidence(each.iri, each.text, each.citations, each.caveats, each.corrections)
        for each in step.relations
    )
    return answering.Item(step.end, f"{step.start_name} – {step.end_name}", tuple(told))


def _alike(readings: Sequence[Reading]) -> list[list[Reading]]:
    """
    Readings, the best first, in groups that cost the same.
    """
    groups: list[list[Reading]] = []
    for each in readings:
        if groups and each.cost - groups[-1][0].cost < _AS_GOOD:
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _loosely(
    readings: Sequence[Reading], words: Vocabulary, answered: Callable[[Reading], answering.Answer], *, few: bool
) -> tuple[answering.Answer, ...]:
    """
    The answer of the first reading whose facts hold the words that it does not understand.

    A reading that names nothing known would have every fact of its kind looked through: only where there are *few*.
    """
    for each in readings:
        if not (each.things or few):
            continue
        for tried in (each, *otherwise(each, words)):
            found = answered(tried)
            if found.items:
                return (found,)
    return ()


def vocabulary(graph: Graph, teller: Teller, home: str) -> Vocabulary:
    """
    What understanding needs of a graph.
    """

    @cache
    def stand_in(iri: str, path: str) -> str:
        return next(iter(graph.subjects(path, store.IRI(iri))), "")

    def days(iri: str) -> tuple[str, str] | None:
        trips = graph.subjects(_DESTINATION, store.IRI(iri))
        found = teller.days(trips[0] if len(trips) == 1 else iri)
        return (found[0], f"{found[1]}-99"[:10]) if found else None

    def says(iri: str, other: str) -> bool:
        return says_too(iri, other, teller)

    places = [term.value for term in teller.about(home).get(teller.schema["governs"], [])] if home else []
    compiled = graph.file("questions.json")
    if graph not in _LEXICONS:
        _LEXICONS[graph] = Lexicon(compiled)
    return Vocabulary(
        compiled,
        _LEXICONS[graph],
        Index(f"{graph.place}/names.sqlite"),
        teller.schema["above"],
        frozenset([home, *places]),
        stand_in,
        days,
        says,
    )
