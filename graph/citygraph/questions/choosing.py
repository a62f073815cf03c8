"""Whom a name means that many things have: what the rest of a phrase settles, else the first few to choose from.

A part of a common name is that of hundreds. They are not answered together: nobody asked about all of them, and the
engine, given more than a few dozen things at once, goes through every fact of a kind. With a place, an event or a date
besides they are asked for in batches, and answered where few enough are left. What a misspelt name was taken for, and
that several people have a name, is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph.names import Form, fold, join, tokens
from citygraph.questions import answering, narrowing
from citygraph.questions.spans import MANY, best, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from citygraph.questions.answering import Answer
    from citygraph.questions.reading import Reading, Vocabulary
    from citygraph.questions.spans import Span
    from citygraph.sentences import Teller

_SHOWN = 10  # of more
_BEARERS = 2000  # forms of a name that are looked through; where there are more, it is not tried what settles them
_AT_ONCE = 40  # things in one query
_TOLD = 4  # names in one line
_PERSON = "https://citygraph.example/ontology#Person"


def answer(reading: Reading, words: Vocabulary, teller: Teller, lang: str, home: str) -> Answer:
    """
    The answer to a reading; where a name of it means very many, and nothing else settles which, these to choose from.
    """
    besides = tuple(_bearers(forms, reading, words)[0] if _are_many(forms) else forms for forms in reading.besides)
    reading = reading._replace(besides=besides)
    name = crowded(reading)
    if not name:
        return answering.answer(reading, teller, lang, home)
    forms = reading.things[name]
    span = _span(forms, reading)
    written = _part(forms[0].text, span.read) if span and span.read else forms[0].text
    bearers, every = _bearers(forms, reading, words)
    if not every or not _says_more(reading):
        return _choice(reading, bearers, written, teller, lang, settled=False)
    left = _left(reading, bearers, name, teller, home)
    if len(left) > MANY:
        return _choice(reading, left, written, teller, lang, settled=True)
    if not left:
        return answering.Answer(reading, lang, "", ())
    return answering.answer(reading._replace(things={**reading.things, name: left}), teller, lang, home)


def _span(forms: Iterable[Form], reading: Reading) -> Span | None:
    """
    The name of a reading that means these things.
    """
    return next((each for each in reading.names if _iris(forms) <= _iris(each.forms)), None)


def _bearers(forms: Sequence[Form], reading: Reading, words: Vocabulary) -> tuple[tuple[Form, ...], bool]:
    """
    The things that have a name of which only the first were weighed, of the same kinds; whether these are all.
    """
    span = _span(forms, reading)
    kinds = {form.kind for form in forms}
    held = words.names.holding(parts(span.read), "", _BEARERS) if span else []
    return best([*forms, *(form for form in held if form.kind in kinds)]), len(held) < _BEARERS


def _are_many(forms: Iterable[Form]) -> bool:
    return len(_iris(forms)) > MANY


def crowded(reading: Reading) -> str:
    """
    The variable that has more things than are answered together; empty where none has.
    """
    return next((name for name, forms in reading.things.items() if _are_many(forms)), "")


def _iris(forms: Iterable[Form]) -> set[str]:
    return {form.iri for form in forms}


def _says_more(reading: Reading) -> bool:
    """
    Whether a reading says more than one name.
    """
    return len(reading.things) > 1 or bool(reading.period or reading.besides or reading.ordinal)


def _left(reading: Reading, bearers: Sequence[Form], name: str, teller: Teller, home: str) -> tuple[Form, ...]:
    """
    Those of the things so called of which there is an answer.
    """
    slot = reading.question["takes"][name]
    found: set[str] = set()
    for start in range(0, len(bearers), _AT_ONCE):
        chunk = tuple(bearers[start : start + _AT_ONCE])
        values, query = answering.bound(reading._replace(things={**reading.things, name: chunk}), teller, home)
        # Which of them an answer is for, besides the answer.
        query = re.sub(r"\bSELECT (?:DISTINCT )?", f"SELECT DISTINCT ?{name} ", query, count=1)
        rows = teller.graph.select(query, values)
        found |= {
            row[name].value
            for row in rows
            if name in row and (not reading.besides or narrowing.speaks(row, reading.besides, teller))
        }
    return tuple(form for form in bearers if answering.stand_in(teller, form.iri, form.kind, slot) in found)


def _choice(
    reading: Reading, forms: Sequence[Form], written: str, teller: Teller, lang: str, *, settled: bool
) -> Answer:
    """
    The first of the things so called, with what is known of them, and what would tell which is meant.
    """
    shown = forms[:_SHOWN]
    if lang.startswith("zh"):
        heading = f"名稱含「{written}」的有 {len(forms)} 個" + ("都有記載。" if settled else "。")
        heading += f"請寫出更完整的名稱，或加上地點、活動、日期。前 {len(shown)} 個："
    else:
        heading = f"{len(forms)} are called “{written}”" + (
            ", and something is recorded of each. " if settled else ". "
        )
        heading += "More of the name, or a place, an event or a date besides, tells which is meant. "
        heading += f"The first {len(shown)}:"
    items = []
    for form in shown:
        note = teller.value(form.iri, "note", lang)
        dash = "：" if lang.startswith("zh") else " — "
        text = teller.both(form.iri, lang) + (f"{dash}{note}" if note else "")
        items.append(answering.Item(form.iri, text, ()))
    return answering.Answer(reading, lang, heading, (), candidates=tuple(items))


def notes(reading: Reading, phrase: str, words: Vocabulary, teller: Teller, lang: str) -> Iterator[str]:
    """
    What a misspelt name of a reading was taken for; of how many people so called the answer speaks.
    """
    zh = lang.startswith("zh")
    used = _iris(form for forms in (*reading.things.values(), *reading.besides) for form in forms)
    for span in reading.names:
        meant = [form for form in span.forms if form.iri in used]
        count = len(_iris(meant))
        names = list(dict.fromkeys(teller.name(form.iri, lang) for form in meant))
        mended = _is_mended(span, phrase)
        if mended and count > MANY:
            names = [_part(meant[0].text, span.read)]
        elif not meant or count > MANY:
            continue
        listed = ("／" if zh else " / ").join(names[:_TOLD]) + ("…" if len(names) > _TOLD else "")
        written = typed(phrase, span)
        several = 1 < count <= MANY and all(words.is_a(form.kind, _PERSON) for form in meant)
        if mended:
            yield f"「{written}」當作{listed}。" if zh else f"“{written}” is taken for {listed}."
        elif several and len(names) > 1:
            yield f"「{written}」可能指{listed}。" if zh else f"“{written}” may be {listed}."
        if several and len(names) == 1:
            yield (
                f"名叫{listed}的有 {count} 位，均列於下。"
                if zh
                else f"{count} people are called {listed}; all are meant."
            )


def _is_mended(span: Span, phrase: str) -> bool:
    """
    Whether a name was found by other words than stand there.
    """
    return not {*span.read} <= {*tokens(fold(phrase))[span.start : span.end]}


def _part(name: str, words: Sequence[str]) -> str:
    """
    Those of some folded words that stand in a name, as they are written there.
    """
    said = [each for each in re.split(r"[\s-]+", name) if fold(each) in words]
    key = tokens(fold(name))
    return " ".join(said) or join([word for word in words if word in key])


def typed(phrase: str, span: Span) -> str:
    """
    The words of a span as they stand in the phrase.
    """
    wanted = tokens(fold(phrase))[span.start : span.end]
    said = phrase.split()
    for start in range(len(said)):
        for end in range(start + 1, min(len(said), start + len(wanted)) + 1):
            words = " ".join(said[start:end]).strip(".,?!;:，。？！；：、")
            for text in (words, words.removesuffix("'s").removesuffix("’s")):
                if tokens(fold(text)) == wanted:
                    return text
    return join(wanted)
