"""Days → the steps of a line, or the halves of months: chosen by the span, listed; pure.

One job: dates. How a line is drawn is the bot's business.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from typing import TYPE_CHECKING

from store.records import Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A line reads well with some 10 to 60 points: so many days, weeks and months at most.
_MOST_DAYS = 45
_MOST_DAYS_IN_WEEKS = 400
_MOST_DAYS_IN_MONTHS = 366 * 15
_DECEMBER = 12
_SECOND_HALF = "16"
_LONGEST_HALF = 16


def step_for(first: date, last: date) -> Step:
    """What one point stands for in a line from one day to another, both included."""
    n_days = (last - first).days + 1
    if n_days <= _MOST_DAYS:
        return Step.DAY
    if n_days <= _MOST_DAYS_IN_WEEKS:
        return Step.WEEK
    return Step.MONTH if n_days <= _MOST_DAYS_IN_MONTHS else Step.YEAR


def starts_of(first: date, last: date, step: Step) -> tuple[date, ...]:
    """The first day of every step that has a day in the period; the first one is `first`."""
    starts = [first]
    while (following := _next(starts[-1], step)) is not None and following <= last:
        starts.append(following)
    return tuple(starts)


def summed(days: Iterable[tuple[date, int]], starts: Sequence[date]) -> tuple[int, ...]:
    """The counts of single days, added up step by step; days before the first are left out."""
    sums = [0] * len(starts)
    for day, count in days:
        index = bisect_right(starts, day) - 1
        if index >= 0:
            sums[index] += count
    return tuple(sums)


def end_of(index: int, starts: Sequence[date], last: date) -> date:
    """The last day of a step."""
    return starts[index + 1] - timedelta(days=1) if index + 1 < len(starts) else last


def half_of(day: str) -> str:
    """The ISO date on which the half of a month begins that a day is in: the 1st or the 16th."""
    return f"{day[:8]}{'01' if day[8:] < _SECOND_HALF else _SECOND_HALF}"


def halves_within(first: date, last: date) -> tuple[date, date] | None:
    """The first and the last day of the whole halves of months in a period, if it is long."""
    if (last - first).days < _LONGEST_HALF:
        return None
    start = date.fromisoformat(half_of(first.isoformat()))
    begins = first if start == first else _next_half(start)
    ends = date.fromisoformat(half_of(last.isoformat())) - timedelta(days=1)
    return (begins, ends) if begins < ends else None


def _next_half(start: date) -> date:
    return date.fromisoformat(half_of((start + timedelta(days=_LONGEST_HALF)).isoformat()))


def _next(day: date, step: Step) -> date | None:
    """The day on which the following step begins, or None after the end of the calendar."""
    try:
        if step is Step.DAY:
            return day + timedelta(days=1)
        if step is Step.WEEK:
            return day + timedelta(days=7 - day.weekday())
        if step is Step.MONTH and day.month < _DECEMBER:
            return date(day.year, day.month + 1, 1)
        return date(day.year + 1, 1, 1)
    except (ValueError, OverflowError):  # in the year 9999
        return None
