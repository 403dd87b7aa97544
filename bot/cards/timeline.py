"""A timeline as a card: each name with its counts in words, beside the picture; and as numbers.

One job: the text that holds everything the picture shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.cards.bars import bars
from bot.cards.entities import COLOUR
from bot.cards.sources import counted, day, span_of_days
from bot.cards.text import label, shown
from store.records import Step
from store.steps import end_of

if TYPE_CHECKING:
    from datetime import date

    from bot.cards.quotations import Card
    from store.records import Timeline

# In the order of the lines' colours (bot/charts/canvas.py).
SQUARES = ("🟦", "🟧", "🟩", "🟪")

_MAX_NAME = 80
_MAX_COLUMN = 14
_FIRST_COLUMN = 12


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
    """Some of the steps as a table in letters of one width, from the given one on."""
    names = [label(series.entity.name, _MAX_COLUMN) for series in timeline.series]
    names = [name.replace("`", "'") for name in names]
    widths = [max(len(name), 6) for name in names]
    heads = [name.rjust(width) for name, width in zip(names, widths, strict=True)]
    rows = ["  ".join(["".ljust(_FIRST_COLUMN), *heads])]
    for index in range(first, min(first + size, len(timeline.starts))):
        counts = [
            f"{series.counts[index]:,}".rjust(width)
            for series, width in zip(timeline.series, widths, strict=True)
        ]
        rows.append("  ".join([_step(timeline, index).ljust(_FIRST_COLUMN), *counts]))
    return "```\n" + "\n".join(row.rstrip() for row in rows) + "\n```"


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
    return str(start.year) if timeline.step is Step.YEAR else start.isoformat()


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
    peaks = f", and as many {often - 1} more times" if often > 2 else ", and as many once more"  # noqa: PLR2004 — once more is twice
    again = peaks if often > 1 else ""
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
