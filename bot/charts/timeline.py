"""A timeline as a picture: up to four lines, each named where it ends.

One job: layout. The records decide what is shown; steps without mentions are drawn as zero.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from bot.charts import Picture
from bot.charts.alt import timeline_in_words
from bot.charts.canvas import (
    BACKGROUND,
    COLOURS,
    GRID,
    LABEL,
    MARKERS,
    QUIET,
    SMALL,
    TITLE,
    Canvas,
    Point,
    has_glyph,
    spread,
)
from bot.charts.dates import span, tick
from bot.charts.names import drawable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.records import Timeline

_EDGE = 28  # free on every side
_TITLE_Y, _PERIOD_Y, _UNIT_Y = 36, 70, 108
_TOP, _BOTTOM = 132, 394  # of the plot
_TICKS_Y, _AXIS_Y = 420, 452
_LABEL_GAP = 27  # between the names at the ends of two lines
_MOST_LABEL = 235  # widest name
_MARKED = 45  # with more points, markers would run together
_MOST_GRID = 5
_DOT = 8  # radius of a single step


class _Plot(NamedTuple):
    """Where counts and steps stand."""

    left: float
    right: float
    top_count: int
    n_steps: int

    def at(self, index: int, count: float) -> Point:
        """The place of a count at a step; a single step stands in the middle."""
        share = index / (self.n_steps - 1) if self.n_steps > 1 else 0.5
        height = count / self.top_count
        return Point(
            self.left + share * (self.right - self.left), _BOTTOM - height * (_BOTTOM - _TOP)
        )


def draw(timeline: Timeline) -> Picture:
    """The picture of a timeline, and the same in words."""
    return Picture(paint(timeline).png(), timeline_in_words(timeline))


def paint(timeline: Timeline) -> Canvas:
    """The picture before it is written to a file."""
    canvas = Canvas()
    highest = max((max(series.counts) for series in timeline.series), default=0)
    step = grid_step(highest)
    top = max(-(-highest // step), 1) * step
    names = [
        canvas.fitted(
            drawable(series.entity.name, number, has_glyph), LABEL, _MOST_LABEL, is_bold=True
        )
        for number, series in enumerate(timeline.series, start=1)
    ]
    widest = max((canvas.measure(name, LABEL, is_bold=True)[0] for name in names), default=0.0)
    left = _EDGE + canvas.measure(f"{top:,}", SMALL)[0] + 12
    plot = _Plot(left, canvas.width - _EDGE - widest - 16, top, len(timeline.starts))
    _head(canvas, timeline)
    _grid(canvas, plot, step)
    _steps(canvas, plot, timeline)
    _series(canvas, plot, timeline, names)
    return canvas


def grid_step(highest: int) -> int:
    """The counts between two grid lines: 1, 2 or 5 times a power of ten, at most five lines."""
    power = int(10 ** max(len(str(highest)) - 2, 0))
    while True:
        for factor in (1, 2, 5):
            if highest <= factor * power * _MOST_GRID:
                return factor * power
        power *= 10


def _head(canvas: Canvas, timeline: Timeline) -> None:
    room = canvas.width - 2 * _EDGE
    title = canvas.fitted(f"Mentions per {timeline.step}", TITLE, room, is_bold=True)
    canvas.text(Point(_EDGE, _TITLE_Y), title, size=TITLE, is_bold=True)
    period = span(timeline.first, timeline.last)
    canvas.text(Point(_EDGE, _PERIOD_Y), period, size=SMALL, colour=QUIET)
    canvas.text(Point(_EDGE, _UNIT_Y), "mentions", size=SMALL, colour=QUIET)


def _grid(canvas: Canvas, plot: _Plot, step: int) -> None:
    for count in range(0, plot.top_count + 1, step):
        height = plot.at(0, count).y
        colour = QUIET if count == 0 else GRID
        canvas.line([Point(plot.left, height), Point(plot.right, height)], colour, width=1, layer=1)
        at = Point(plot.left - 12, height)
        canvas.text(at, f"{count:,}", size=SMALL, colour=QUIET, align="right")


def _steps(canvas: Canvas, plot: _Plot, timeline: Timeline) -> None:
    """Name as many steps under the plot as have room, at equal distances."""
    widest = canvas.measure("30 Sep 2022", SMALL)[0] + 18
    n_fit = max(int((plot.right - plot.left + widest) // widest), 1)
    every = math.ceil(plot.n_steps / n_fit)
    before = None
    for index in range(0, plot.n_steps, every):
        start = timeline.starts[index]
        words = tick(start, timeline.step, before)
        half = canvas.measure(words, SMALL)[0] / 2
        place = plot.at(index, 0)
        x = min(max(place.x, _EDGE + half), canvas.width - _EDGE - half)
        canvas.text(Point(x, _TICKS_Y), words, size=SMALL, colour=QUIET, align="center")
        canvas.line([place, Point(place.x, place.y + 6)], QUIET, width=1, layer=1)
        before = start
    unit = "week from" if timeline.step.value == "week" else timeline.step.value
    canvas.text(Point(plot.left, _AXIS_Y), unit, size=SMALL, colour=QUIET)


def _series(canvas: Canvas, plot: _Plot, timeline: Timeline, names: Sequence[str]) -> None:
    ends = [plot.at(plot.n_steps - 1, series.counts[-1]) for series in timeline.series]
    heights = spread([end.y for end in ends], _LABEL_GAP, _TOP, _BOTTOM)
    is_marked = plot.n_steps <= _MARKED
    # The first name is the one that was asked for first: its line lies on top.
    for index in reversed(range(len(names))):
        colour = COLOURS[index % len(COLOURS)]
        counts = timeline.series[index].counts
        points = [plot.at(step, count) for step, count in enumerate(counts)]
        canvas.line(points, BACKGROUND, width=6)  # a dark edge, where lines cross
        marker = MARKERS[index % len(MARKERS)] if is_marked else None
        canvas.line(points, colour, width=3, marker=marker)
        if len(points) == 1:
            canvas.dot(points[0], _DOT, colour)
        if abs(heights[index] - ends[index].y) > _LABEL_GAP / 2:
            lead = [ends[index], Point(plot.right + 12, heights[index])]
            canvas.line(lead, colour, width=1, layer=1)
        at = Point(plot.right + 16, heights[index])
        canvas.text(at, names[index], colour=colour, is_bold=True)
