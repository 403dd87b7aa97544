"""Dates and periods in the words of a chart; pure, and without matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import Step

if TYPE_CHECKING:
    from datetime import date


def day(when: date) -> str:
    """A day: 5 Sep 2022."""
    return f"{when.day} {when:%b} {when.year}"


def span(first: date, last: date) -> str:
    """A period, saying month and year once where they are the same: 5–19 Sep 2022."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%b} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def tick(when: date, step: Step, before: date | None) -> str:
    """A step under the line; the year only with the first one and where it changes."""
    if step is Step.YEAR:
        return str(when.year)
    has_year = before is None or before.year != when.year
    if step is Step.MONTH:
        return f"{when:%b} {when.year}" if has_year else f"{when:%b}"
    return day(when) if has_year else f"{when.day} {when:%b}"


def step_in_words(first: date, last: date, step: Step) -> str:
    """One step: "on 5 Sep 2022", "in the week 5–11 Sep 2022", "in Sep 2022", "in 2022"."""
    if step is Step.DAY:
        return f"on {day(first)}"
    if step is Step.WEEK:
        return f"in the week {span(first, last)}"
    return f"in {first:%b} {first.year}" if step is Step.MONTH else f"in {first.year}"
