"""Rows of a page → its lines, column by column.

One job: pages that are drawn row by row across two columns, as recognised scans and tables of
offices are. Most files draw column by column, and their rows stay as they are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from store.intake.pdf_lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FEWEST: Final = 3  # times that the drawing goes back from the right to the left column …
_SHARE: Final = 0.2  # … and for so many of the lines: a page has few blocks side by side
_MOST_OF: Final = 0.7  # of a page's lines, then, stand within a column
NARROWEST: Final = 8  # of the letters' size: how wide a column is, at least
_SHORTEST: Final = 20  # letters of a column's usual line; with less it is a table
_LETTER: Final = 0.45  # of the letters' size: how wide one is, at least
_GUTTER: Final = 0.9  # of the letters' size: less is a space between words
_SAME_PLACE: Final = 2.0  # points


@dataclass(frozen=True, slots=True)
class Row:
    """What is drawn at one height: its pieces from left to right, and the letters' size."""

    pieces: tuple[tuple[float, str], ...]  # where each begins, and its text
    y: float
    size: float

    def line(self, first: int = 0, last: int | None = None) -> Line:
        """Some of its pieces as a line; all, if nothing else is said."""
        pieces = self.pieces[first:last]
        words = " ".join("".join(text for _, text in pieces).split())
        return Line(words, pieces[0][0], self.y, self.size)


def lines_of(rows: Sequence[Row]) -> list[Line]:
    """Return the lines of a page as they are read."""
    right = _right_column(rows)
    if right is None:
        return [row.line() for row in rows]
    found: list[Line] = []
    columns: tuple[list[Line], list[Line]] = ([], [])
    for line in _parted(rows, right):
        if _is_across(line, right):
            found += [*columns[0], *columns[1], line]
            columns = ([], [])
        else:
            columns[_is_right(line, right)].append(line)
    return [*found, *columns[0], *columns[1]]


def _right_column(rows: Sequence[Row]) -> float | None:
    """Where the right one of two columns begins, or None where nothing goes back and forth."""
    if not rows:
        return None
    left = Counter(round(row.pieces[0][0]) for row in rows).most_common(1)[0][0]
    starts = [(row.size, x) for row in rows for x in (row.pieces[0][0], *_after_gutters(row))]
    places = Counter(round(x) for size, x in starts if x - left > NARROWEST * size)
    if not places:
        return None
    right = float(places.most_common(1)[0][0])
    drawn = list(_parted(rows, right))
    lines = [line for line in drawn if not _is_across(line, right)]
    sides = [_is_right(line, right) for line in lines]
    n_back = sum(before and not after for before, after in pairwise(sides))
    if n_back < max(_FEWEST, _SHARE * len(lines)) or len(lines) < _MOST_OF * len(drawn):
        return None
    lengths = (median(len(line.text) for line in side) for side in _sides(lines, right))
    return right if min(lengths) >= _SHORTEST else None


def _sides(lines: Sequence[Line], right: float) -> tuple[list[Line], list[Line]]:
    sides: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        sides[_is_right(line, right)].append(line)
    return sides


def _parted(rows: Sequence[Row], right: float) -> Iterator[Line]:
    """Yield the lines of both columns, as they are drawn."""
    for row in rows:
        xs = dict(zip(_after_gutters(row), _gutters(row), strict=True))
        at = next((at for x, at in xs.items() if abs(x - right) <= _SAME_PLACE), None)
        yield row.line(0, at)
        if at is not None:
            yield row.line(at)


def _after_gutters(row: Row) -> list[float]:
    """Where the pieces begin that more than a space parts from the one before."""
    return [row.pieces[at][0] for at in _gutters(row)]


def _gutters(row: Row) -> list[int]:
    found = []
    for at in range(1, len(row.pieces)):
        (x, text), (begins, following) = row.pieces[at - 1], row.pieces[at]
        ends = x + _LETTER * row.size * len(text.strip())
        if following.strip() and begins - ends > _GUTTER * row.size:
            found.append(at)
    return found


def _is_right(line: Line, right: float) -> bool:
    return line.x > right - _SAME_PLACE


def _is_across(line: Line, right: float) -> bool:
    """Whether a line reaches over both columns, as a headline may."""
    ends = line.x + _LETTER * line.size * len(line.text)
    return not _is_right(line, right) and ends > right + _SAME_PLACE
