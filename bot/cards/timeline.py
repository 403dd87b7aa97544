"""A timeline as a card: each name with its counts in words, beside the picture; and as numbers.

One job: the text that holds everything the picture shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.cards.bars import bars
from bot.cards.entities import COLOUR
from bot.cards.sources import counted, day, span_of_days
from bot.cards.text import shown
from store.records import Step
from store.steps import end_of

if TYPE_CHECKING:
    from datetime import date

    from bot.cards.quotations import Card
    from store.records import Timeline

# In the order of the lines' colours (bot/charts/canvas.py).
SQUARES = ("🟦", "🟧", "🟩", "🟪")

_MAX_NAME = 80
_COLUMN = 4  # four of them beside a date fill the 28 letters that a phone shows
_FIRST_COLUMN = 9


def timeline_card(timeline: Timeline, place: ui.MediaGallery[ui.LayoutView]) -> Card:
    """The card of a timeline, with the place of its picture."""
    heading = [
        f"### Mentions per {timeline.step}",
        f"-# {span_of_days(timeline.first, timeline.last)} · {' · '.join(_names(timeline))}",
    ]
    lines = [_line(timeline, index) for index in range(len(timeline.series))]
    notes = [note for note in (_undated(timeline), _cut_steps(timeline)) if note]
    container: Card = ui.Container(accent_colour=COLOUR)
    container.add_item(ui.TextDisplay("\n".join(heading)))
    container.add_item(place)
    container.add_item(ui.TextDisplay("\n".join([*lines, *notes])))
    return container


def numbers_table(timeline: Timeline, first: int, size: int) -> str:
    """Some of the steps as a table in letters of one width, from the given one on.

    As wide as a phone shows without scrolling: the columns are headed by numbers, which the line
    above the table explains.
    """
    key = " · ".join(f"**{i}** {name}" for i, name in enumerate(_names(timeline), start=1))
    shown_here = range(first, min(first + size, len(timeline.starts)))
    columns = [
        [str(i), *(f"{series.counts[index]:,}" for index in shown_here)]
        for i, series in enumerate(timeline.series, start=1)
    ]
    widths = [max(_COLUMN, *map(len, column)) for column in columns]
    heads = ["", *(_step(timeline, index) for index in shown_here)]
    rows = [
        head.ljust(_FIRST_COLUMN)
        + " ".join(column[i].rjust(width) for column, width in zip(columns, widths, strict=True))
        for i, head in enumerate(heads)
    ]
    return f"{key}\n```\n" + "\n".join(rows) + "\n```"


def when(timeline: Timeline, index: int) -> str:
    """One step in words: on 5 September 2022, in September 2022, in 2022."""
    start = timeline.starts[index]
    if timeline.step is Step.DAY:
        return f"on {day(start)}"
    if timeline.step is Step.WEEK:
        return f"in the week from {day(start)}"
    return f"in {start:%B} {start.year}" if timeline.step is Step.MONTH else f"in {start.year}"


def _step(timeline: Timeline, index: int) -> str:
    start = timeline.starts[index]
    if timeline.step is Step.MONTH:
        return f"{start:%b} {start.year}"
    return str(start.year) if timeline.step is Step.YEAR else f"{start.day:>2} {start:%b %y}"


def _names(timeline: Timeline) -> list[str]:
    return [shown(series.entity.name, _MAX_NAME) for series in timeline.series]


def _line(timeline: Timeline, index: int) -> str:
    series = timeline.series[index]
    most = max(max(one.counts) for one in timeline.series)
    name = f"{SQUARES[index % len(SQUARES)]} **{shown(series.entity.name, _MAX_NAME)}**"
    if not series.total:
        return f"{name}  none in these days"
    line = f"{name}  {counted(series.total, 'mention')}"
    if len(timeline.starts) == 1:
        return line
    peak = max(series.counts)
    often = series.counts.count(peak)
    others = counted(often - 1, f"other {timeline.step}")
    again = f", and {'on' if timeline.step is Step.DAY else 'in'} {others}" if often > 1 else ""
    row = bars(series.counts, most=most if len(series.counts) <= 24 else None)  # noqa: PLR2004
    return f"{line}, most {when(timeline, series.counts.index(peak))} ({peak:,}){again}\n`{row}`"


def _undated(timeline: Timeline) -> str:
    """Mentions that could not be drawn."""
    found = [
        f"{shown(series.entity.name, _MAX_NAME)} {series.n_undated:,}"
        for series in timeline.series
        if series.n_undated
    ]
    if not found:
        return ""
    return f"-# Not drawn, being in articles without a date: {' · '.join(found)}"


def _cut_steps(timeline: Timeline) -> str:
    """What to say of a first and last week, month or year of which some days are outside."""
    if timeline.step is Step.DAY:
        return ""
    parts = []
    if not _is_start(timeline.first, timeline.step):
        parts.append("first")
    last = end_of(len(timeline.starts) - 1, timeline.starts, timeline.last)
    if not _is_start(date_after(last), timeline.step):
        parts.append("last")
    if not parts:
        return ""
    many = f"The {' and the '.join(parts)} {timeline.step}"
    return f"-# {many} {'are' if len(parts) > 1 else 'is'} not whole: the period cuts through"


def _is_start(first: date, step: Step) -> bool:
    if step is Step.WEEK:
        return first.weekday() == 0
    return first.day == 1 and (step is Step.MONTH or first.month == 1)


def date_after(when: date) -> date:
    """The next day; the last one of the calendar itself."""
    return when if when == when.max else when.fromordinal(when.toordinal() + 1)
