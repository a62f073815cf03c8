"""What the tokens of a phrase can be: words of a group, names, dates, numbers; widened step by step.

Names are tried whole first, then in part, then with typing mistakes: a looser
reading never wins over a stricter one.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from citygraph.names import Form, fold, is_han, join, tokens
from citygraph.names.index import windows
from citygraph.questions.dates import Period, ordinals, periods
from citygraph.questions.framing import besides, brackets, clauses, frames, is_told
from citygraph.questions.words import is_light

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from citygraph.names import Index
    from citygraph.questions.words import Lexicon

SILENT = "silent"
SAID = "said"  # words of other questions in one whose facts are told in free words
NEGATION = "negation"  # the group of words that turn a question round
HEARD, GENERAL, QUIET, FRAME, DATE, CONCEPT, WHOLE = 0.5, 0.6, 0.62, 0.64, 0.8, 0.95, 1.0
TURNED, PARTIAL, MENDED, MISSPELT, ASIDE, UNKNOWN = 1.05, 1.3, 1.8, 2.5, 3.0, 20.0
SHUNNED = 1.8  # what a word costs that another question rather means
EAGER = 2.0  # what the words that a question must have are preferred by, where it lacks them
BESIDES = 1.2  # what a name costs that the question has no place for
MANY = 12  # things of one name that are answered together
_RUN = 8  # tokens of a partial or misspelt name
_FAR = 2  # mistakes in a word beside part of its name
_FURTHER = 0.3  # what each mistake after the first costs
_SHORT = 4  # letters of a name that has its first letter right
_YEAR_DIGITS = 4
_LEAST_LETTERS = 3  # of a misspelt word beside part of its name
_YEAR = re.compile(r"([A-Za-z]{2})((?:19|20)\d\d)(?=年)")  # UCLG2018年
_FIRST = frozenset(["first", "second", "third", "fourth", "fifth"])
_AND = frozenset(["and", "or", "和", "與", "及", "跟"])
_ALMOST = 0.5  # names that are covered half as much are meant too
_LEAST = 0.3  # of a name's words that a part of it holds
_DATED = frozenset(["in", "since", "for", "at", "during"])
_LINKS = frozenset(
    ["of", "the", "in", "at", "for", "and", "on", "s"]
)  # words by which the order of a name's parts turns


class Span(NamedTuple):
    """
    Tokens *start* to *end* read one way: as words of a group, as a name, as a date.

    `read` are the words by which a name was found of which the tokens are a part or a misspelling.
    """

    start: int
    end: int
    cost: float
    groups: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    period: Period | None = None
    ordinal: int = 0
    read: tuple[str, ...] = ()


class Phrase:
    """
    The tokens of a phrase and the spans found in them.
    """

    def __init__(self, text: str, compiled: Mapping[str, Any], lexicon: Lexicon, names: Index) -> None:
        text = _YEAR.sub(r"\1 \2", text)
        self.words = words = tokens(fold(text))
        self.lexicon = lexicon
        self.names = names
        self.runs = windows(words)
        self.spans: list[Span] = []
        self.unsaid = frozenset(compiled["unsaid"])
        whole = names.whole([key for _, _, key in self.runs])
        for start, end, key in self.runs:
            if groups := lexicon.groups(words[start:end]):
                self.spans.append(Span(start, end, QUIET if SILENT in groups else HEARD, groups=groups))
            if concepts := compiled["concepts"].get(key):
                meant = tuple(Form(iri, path, text, "", 0) for iri, path, text in concepts)
                self.spans.append(Span(start, end, CONCEPT, forms=meant))
            if forms := whole.get(key):
                self.spans.append(Span(start, end, WHOLE, forms=best(forms)))
        for at in self.uncovered():
            if is_light(words[at]):
                self.spans.append(Span(at, at + 1, QUIET + 0.1, groups=(SILENT,)))
        self.spans += [Span(each.start, each.end, DATE, period=each) for each in periods(words)]
        self.spans += [Span(start, end, DATE, ordinal=number) for start, end, number in ordinals(words)]
        self.ends = clauses(text)
        self.breaks = brackets(text)
        written = tokens(text)
        self.written = written if len(written) == len(words) else words
        self.spans += [Span(*run, FRAME, groups=(SILENT,)) for run in frames(self.spans, self.ends)]
        self.aside: list[str] = []  # clauses that are not taken into account
        bare = set(self.uncovered())
        # A single word that is already accounted for is not looked up: a common one is in very many names.
        runs = [(start, end) for start, end, _ in self.runs if end - start > 1 or start in bare]
        self.inside = [span for start, end in runs if (span := self.part(start, end)) is not None]
        self.spans += [span for span in self.inside if span.cost == TURNED]
        self.spans += [each for span in (*self.spans, *self.inside) if (each := self.both(span)) is not None]

    def both(self, span: Span) -> Span | None:
        """
        Two names that share their last words: the first and second vice president.
        """
        words, own = self.words, counted(self.words, span.start)
        before = span.start - (words[span.start - 1] in _AND if span.start else 0)
        start = next((at for at in (before - 1, before - 2) if at >= 0 and at + counted(words, at) == before), -1)
        if not (span.forms and own and start >= 0):
            return None
        run = [*words[start:before], *words[span.start + own : span.end]]
        other = self.names.whole([join(run)]).get(join(run)) or self.names.partial(parts(run))
        forms = best([*(form for form in other if form.kind == span.forms[0].kind), *span.forms])
        return (
            Span(start, span.end, span.cost, forms=few(forms), read=tuple(run))
            if len(forms) > len(span.forms)
            else None
        )

    def part(self, start: int, end: int) -> Span | None:
        """
        The names of which the tokens are a part, those that they cover most; all of a name in another order costs less.
        """
        words = self.words[start:end]
        if any(start < at < end for at in self.breaks) or _is_dated(words):
            return None  # "UCLG (world body)" is no part of UCLG World Council, "UCLG in 2017" of that of 2017
        kept = [word for word in words if word not in _LINKS]
        if not kept or len(words) > _RUN or words[0] in _LINKS or words[-1] in _LINKS or _lonely(kept):
            return None
        forms = [form for form in self.names.partial(parts(kept)) if form.kind not in self.unsaid]
        # A run of more words than the name has holds a word that is none of its.
        shares = [(share, form) for form in forms if (share := len(kept) / max(1, _length(form.text))) <= 1]
        most = max((share for share, _ in shares), default=0.0)
        if most < _LEAST:
            return None
        ordered = sorted(shares, key=lambda each: (-each[0], each[1].iri, each[1].status))
        first = ordered[0][1].kind
        whole = most == 1 and len(kept) > 1
        least = most if whole else _ALMOST * most
        meant = best(form for share, form in ordered if share >= least and form.kind == first)
        cost = TURNED if whole else PARTIAL + 0.8 * (1 - most) + 0.05 * (len(meant) - 1)
        return Span(start, end, cost, forms=few(meant), read=tuple(kept))

    def wider(self) -> list[Callable[[], bool]]:
        """
        The steps that look for more, the strictest first; each says whether it found any.
        """
        return [self.partial, self.misspelt, self.by_the_way]

    def uncovered(self) -> list[int]:
        covered = {at for span in self.spans for at in range(span.start, span.end)}
        return [at for at in range(len(self.words)) if at not in covered]

    def partial(self) -> bool:
        """
        Adds runs of tokens that are part of a name: those that hold a strange token, or two that are not silent.
        """
        bare = set(self.uncovered())
        silent = {at for span in self.spans if SILENT in span.groups for at in range(span.start, span.end)}
        found = False
        for span in self.inside:
            run = set(range(span.start, span.end))
            if span.cost != TURNED and not run <= silent and (bare & run or len(run - silent) > 1):
                self.spans.append(span)
                found = True
        return found

    def misspelt(self) -> bool:
        """
        Adds the words of questions, and the names with a known word, of which a strange token may be a misspelling.
        """
        found = False
        for at in self.uncovered():
            for right in self.lexicon.mended(self.words[at]):
                found |= self.mend(at, right)
            found |= self.rename(at)
        return found

    def by_the_way(self) -> bool:
        """
        Leaves clauses with strange words aside that ask for nothing and name nothing; what they are is said.
        """
        bare = set(self.uncovered())
        runs = [
            (start, end)
            for start, end in besides(self.spans, self.ends)
            if bare & {*range(start, end)} and is_told(self.written[start:end], [at - start for at in bare])
        ]
        self.spans += [Span(*run, ASIDE, groups=(SILENT,)) for run in runs]
        self.aside = [join(self.words[start:end]) for start, end in runs]
        return bool(runs)

    def beside(self, at: int) -> list[str]:
        """
        The words that a strange one beside part of a name may stand for: Kinlay Dorji for Kinlay Dorjee.
        """
        word = self.words[at]
        if len(word) < _LEAST_LETTERS or not word.isascii() or not word.isalpha():
            return []
        from rapidfuzz.distance import DamerauLevenshtein

        others = [self.words[near] for near in (at - 1, at + 1) if 0 <= near < len(self.words)]
        names = [form.text for each in others if len(each) > _SHORT for form in self.names.partial(parts([each]))]
        known = {part for name in names for part in tokens(fold(name)) if part[0] == word[0]}
        far = _FAR if len(word) > _SHORT else 1
        return sorted(part for part in known if DamerauLevenshtein.distance(word, part) <= far)

    def mend(self, at: int, right: str) -> bool:
        """
        Adds the groups of the runs around *at* in which *right* stands instead.
        """
        found = False
        words = [*self.words[:at], right, *self.words[at + 1 :]]
        for start, end in ((at - 1, at + 1), (at, at + 2), (at, at + 1)):
            if start >= 0 and end <= len(words) and (groups := self.lexicon.groups(words[start:end])):
                self.spans.append(Span(start, end, MENDED, groups=groups))
                found = True
        return found

    def rename(self, at: int) -> bool:
        """
        Adds the names in which another word stands at *at*: whole ones before parts, then the nearest.

        Names that are equally near are all meant: nobody can say which one was.
        """
        tried = []
        for distance, rights in self.rights(at):
            if found := self.renamed(at, rights):
                self.spans += [span._replace(cost=MISSPELT + _FURTHER * max(0, distance - 1)) for span in found]
                return True
            tried.append(rights)
        for rights in tried:
            found = [
                Span(start, end, MISSPELT + 1, forms=best(forms), read=tuple(run))
                for right in rights
                for start, end, run in self.around(at, right, 2)
                if (forms := self.names.partial(parts(run)))
            ]
            if found:
                self.spans += merged(found)
                return True
        return False

    def rights(self, at: int) -> Iterator[tuple[int, list[str]]]:
        """
        The known words that a strange one may be a misspelling of, by the number of mistakes.

        One that is known is itself alone. Last comes what stands beside a known part in a name.
        """
        word = self.words[at]
        for distance in (0, 1, 2):
            near = [*self.names.near(word, distance), *(as_heard(word) if distance == 1 else ())]
            yield (
                distance,
                [right for right in near if len(right) > _SHORT or right[0] == word[0]],
            )  # "home", not "Rome"
            if near and not distance:
                return
        yield _FAR, self.beside(at)

    def renamed(self, at: int, rights: Sequence[str]) -> list[Span]:
        """
        The whole names that the runs around *at* are with one of *rights* there.
        """
        runs = [each for right in rights for each in self.around(at, right, _RUN)]
        whole = self.names.whole([join(run) for _, _, run in runs])
        return merged(
            Span(start, end, MISSPELT, forms=best(forms), read=tuple(run))
            for start, end, run in runs
            if (forms := whole.get(join(run)))
        )

    def around(self, at: int, right: str, most: int) -> list[tuple[int, int, list[str]]]:
        """
        The runs of up to *most* tokens that hold the one at *at*, in whose place *right* stands.
        """
        words = [*self.words[:at], right, *self.words[at + 1 :]]
        return [(start, end, words[start:end]) for start, end, _ in self.runs if start <= at < end <= start + most]


def _is_dated(words: Sequence[str]) -> bool:
    """
    Whether a year stands in the words with one before it that makes it a date: "in 2017", "at the 2017 congress".
    """
    said = [word for word in words if word != "the"]
    return any(one in _DATED and len(two) == _YEAR_DIGITS and two.isdigit() for one, two in pairwise(said))


def counted(words: Sequence[str], at: int) -> int:
    """
    How many tokens at a place are an ordinal: `second`, 「第二」.
    """
    if words[at] == "第":
        return 2 * (len(words) > at + 1)
    return int(words[at] in _FIRST or (words[at][:1].isdigit() and words[at][-2:] in ("st", "nd", "rd", "th")))


def merged(spans: Iterable[Span]) -> list[Span]:
    """
    One span of those of the same tokens: it means all that any of them does.
    """
    found: dict[tuple[int, int], Span] = {}
    for span in spans:
        before = found.setdefault((span.start, span.end), span)
        found[span.start, span.end] = before._replace(forms=few(best([*before.forms, *span.forms])))
    return list(found.values())


def as_heard(word: str) -> list[str]:
    """
    How a Latin name may be spelt that sounds alike: `Sofia` for `Sophia`.
    """
    return [word.replace(one, other) for one, other in (("f", "ph"), ("ph", "f")) if one in word and word.isascii()]


@cache
def _length(name: str) -> int:
    return sum(word not in _LINKS for word in tokens(fold(name)))


def _lonely(words: Sequence[str]) -> bool:
    """
    Whether a Chinese character stands alone at either end: the index knows pairs of them, and could not miss it.
    """
    han = [is_han(word) for word in ("", *words, "")]
    return any(han[at] and not (han[at - 1] or han[at + 1]) for at in (1, len(words)))


def best(forms: Iterable[Form]) -> tuple[Form, ...]:
    """
    One form of each thing: the first that the index gives, its name before other forms.
    """
    return tuple({form.iri: form for form in reversed(list(forms))}.values())[::-1]


def few(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    """
    The things of one name; of very many so few that it is seen that they are: they are not weighed one by one.
    """
    return forms[: MANY + 1]


def parts(words: Sequence[str]) -> list[str]:
    """
    What the index keeps of a name's parts: Latin words, and pairs of neighbouring Chinese characters.
    """
    latin = [word for word in tokens(join(words)) if word.isascii()]
    pairs = [a + b for a, b in pairwise(words) if not a.isascii() and not b.isascii()]
    return [*latin, *pairs]
