"""One phrase, asked of a graph: understood, answered, told in words or as JSON."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph import store
from citygraph.names import Index
from citygraph.questions import answering
from citygraph.questions.understanding import Understood, Vocabulary, otherwise, understand
from citygraph.sentences import Teller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.questions.understanding import Reading
    from citygraph.store import Graph


class Asked(NamedTuple):
    """
    A phrase, how it was understood, and the answer of each reading.
    """

    understood: Understood
    answers: tuple[answering.Answer, ...]
    lang: str
    reports: int

    @property
    def found(self) -> bool:
        return any(answer.items for answer in self.answers)

    def as_text(self, *, explain: bool = False) -> str:
        blocks = [answering.as_text(each) for each in self.shown()]
        if not blocks:
            blocks = [self.nothing() if self.understood.readings else self.not_understood()]
        if explain:
            blocks += [answering.explained(each) for each in self.answers]
        return "\n\n".join(blocks)

    def shown(self) -> list[answering.Answer]:
        return [each for each in self.answers if each.items]

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
        nearest = [each["example"].get(self.lang, "") for each in self.understood.nearest]
        words = ("、" if self.lang.startswith("zh") else ", ").join(
            f"「{word}」" if self.lang.startswith("zh") else f"'{word}'" for word in strange
        )
        if self.lang.startswith("zh"):
            lines = [f"報告中查無{words}，無法回答。" if words else "無法理解這個問題。"]
            lines += ["可以這樣問："] * bool(nearest)
        else:
            lines = [
                f"Not understood: nothing in the {self.reports} reports is called {words}."
                if words
                else "Not understood."
            ]
            lines += ["You could ask:"] * bool(nearest)
        return "\n".join(lines + [f"  {each}" for each in nearest if each])

    def as_json(self) -> dict[str, Any]:
        return {
            "phrase": self.understood.phrase,
            "understood": bool(self.understood.readings),
            "not_understood": list(self.understood.strange),
            "nearest": [each["id"] for each in self.understood.nearest],
            "answers": [answering.as_json(each) for each in self.answers],
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
    answers = _answers(understood.readings, words, teller, lang, home)
    return Asked(understood, answers, lang, teller.schema["reports"])


def _answers(
    readings: Sequence[Reading], words: Vocabulary, teller: Teller, lang: str, home: str
) -> tuple[answering.Answer, ...]:
    """
    The answers of the readings that come first by rank and find something, taken otherwise where they find nothing.

    All of them where none does.
    """
    found: list[answering.Answer] = []
    for _, group in groupby(readings, key=lambda each: each.question["rank"]):
        alike = list(group)
        for tried in (alike, [other for each in alike for other in otherwise(each, words)]):
            answers = [answering.answer(each, teller, lang, home) for each in tried]
            if any(answer.items for answer in answers):
                return tuple(answers)
            found += answers if tried is alike else []
    return tuple(found)


def vocabulary(graph: Graph, teller: Teller, home: str) -> Vocabulary:
    """
    What understanding needs of a graph.
    """

    def stand_in(iri: str, path: str) -> str:
        return next(iter(graph.subjects(path, store.IRI(iri))), "")

    places = [term.value for term in teller.about(home).get(teller.schema["governs"], [])] if home else []
    return Vocabulary(
        graph.file("questions.json"),
        Index(f"{graph.place}/names.sqlite"),
        teller.schema["above"],
        frozenset([home, *places]),
        stand_in,
    )
