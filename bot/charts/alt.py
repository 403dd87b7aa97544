"""What a picture shows, in words: the alternative text; pure, and without matplotlib.

One job: the main facts in one text that a screen reader can read. Names are cleaned of what
nobody sees, and cut; the whole is never longer than Discord allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.charts.dates import span, step_in_words
from bot.charts.names import drawable
from store.steps import end_of

if TYPE_CHECKING:
    from store.records import Series, Timeline, Web

MAX_ALT = 1024  # Discord's limit for an attachment's description
_MOST_NAME = 60


def timeline_in_words(timeline: Timeline) -> str:
    """The alternative text of a timeline."""
    period = span(timeline.first, timeline.last)
    lines = [f"Line chart of mentions per {timeline.step}, {period}."]
    lines += [_series(timeline, series) for series in timeline.series]
    return " ".join(lines)[:MAX_ALT]


def web_in_words(web: Web) -> str:
    """The alternative text of a web of names."""
    centre = clean_name(web.centre.name)
    words = f"Who is named in the same paragraphs as {centre}, with how many paragraphs:"
    for one in web.around:
        further = f" {clean_name(one.item.name)} {one.count:,},"
        if len(words) + len(further) >= MAX_ALT - 10:
            break
        words += further
    return f"{words.rstrip(',:')}."


def clean_name(name: str, number: int = 1) -> str:
    """A name that can be read aloud: on one line, nothing unseen in it, not too long."""
    text = drawable(name, number, lambda _: True)
    return text if len(text) <= _MOST_NAME else text[: _MOST_NAME - 1].rstrip() + "…"


def _series(timeline: Timeline, series: Series) -> str:
    name = clean_name(series.entity.name)
    if len(timeline.starts) == 1 or not series.total:
        return f"{name}: {series.total:,}."
    most = max(series.counts)
    index = series.counts.index(most)
    start, end = timeline.starts[index], end_of(index, timeline.starts, timeline.last)
    when = step_in_words(start, end, timeline.step)
    again = " for the first time" if series.counts.count(most) > 1 else ""
    last = f"{series.counts[-1]:,} in the last {timeline.step}"
    return f"{name}: {series.total:,} in all, most ({most:,}) {when}{again}, {last}."
