"""A strip of time: one lane for each kind, a dot for a day, a bar for a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph import lettering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

LABEL, WIDTH, LANE, AXIS = 150.0, 720.0, 26.0, 24.0
_LINE = 14.0
_EDGE = 14.0
_LONGEST = 24  # years shown; what is older stands at the edge
_LANES = 7
_ROOM = 46.0  # between two years' numbers


class Dated(NamedTuple):
    """
    Something with a first and a last date as written, and what is said of it.
    """

    start: str
    end: str
    text: str
    href: str


class Mark(NamedTuple):
    """
    A dot or bar: where it begins, how wide it is, its row's height, its text and link; *early* before the strip.
    """

    x: float
    y: float
    width: float
    text: str
    href: str
    early: bool


class Lane(NamedTuple):
    """
    One kind's row: the lines of its label with their heights, the height of its middle, its marks.
    """

    label: tuple[tuple[float, str], ...]
    y: float
    marks: tuple[Mark, ...]


class Strip(NamedTuple):
    """
    The drawing: lanes, years on the axis, size, and how many dates it shows from when to when.
    """

    lanes: tuple[Lane, ...]
    years: tuple[tuple[float, str], ...]
    height: float
    dates: int
    first: str
    last: str
    width: float = WIDTH
    label: float = LABEL


def draw(lanes: Mapping[str, Sequence[Dated]]) -> Strip | None:
    """
    The strip of some lanes, each item once; None where nothing has a date. The fullest lanes are kept, in their order.
    """
    dated = {label: sorted({item for item in items if _days(item.start)}) for label, items in lanes.items()}
    full = sorted((label for label in dated if dated[label]), key=lambda label: -len(dated[label]))[:_LANES]
    kept = [label for label in dated if label in full]
    if not kept:
        return None
    years = [int(text[:4]) for label in kept for item in dated[label] for text in (item.start, item.end)]
    last = max(years) + 1
    first = max(min(years), last - _LONGEST)
    scale = (WIDTH - LABEL - 2 * _EDGE) / (last - first)

    def across(year: float) -> float:
        return round(LABEL + _EDGE + (year - first) * scale, 1)

    rows, top = [], 0.0
    for label in kept:
        lines = lettering.lines(label, 12, LABEL - 12)
        y = top + LANE / 2 + (len(lines) - 1) * _LINE / 2
        text = tuple((y + 4 + (number - (len(lines) - 1) / 2) * _LINE, line) for number, line in enumerate(lines))
        rows.append(Lane(text, y, tuple(_marks(dated[label], across, first, y))))
        top = 2 * y - top
    step = next(each for each in (1, 2, 5, 10, 25) if each * scale >= _ROOM or each == 25)
    ticks = tuple((across(year), str(year)) for year in range(first, last + 1) if (year - first) % step == 0)
    items = [item for label in kept for item in dated[label]]
    return Strip(
        tuple(rows),
        ticks,
        top + AXIS,
        len(items),
        min(item.start for item in items),
        max(item.end for item in items),
    )


def _marks(items: Iterable[Dated], across: Callable[[float], float], first: int, y: float) -> Iterator[Mark]:
    for item in items:
        start, end = _days(item.start), _days(item.end) or _days(item.start)
        assert start is not None
        assert end is not None
        left, right = max(start[0], first), max(end[1], first)
        x = across(left)
        yield Mark(x, y, round(max(across(right) - x, 0), 1), item.text, item.href, end[1] < first)


def _days(written: str) -> tuple[float, float] | None:
    """
    A date as written, as the first and last moment that it may mean, in years.
    """
    parts = written.split("-")
    if not all(part.isdecimal() and part.isascii() for part in parts):
        return None
    year = int(parts[0])
    if len(parts) == 1:
        return year, year + 1
    month = year + (int(parts[1]) - 1) / 12
    if len(parts) == 2:
        return month, month + 1 / 12
    day = month + (int(parts[2]) - 1) / 372
    return day, day
