"""Any chart → its picture: what the drawing process runs."""

from __future__ import annotations

from datetime import date

from bot.charts import Chart, Picture, connections, timeline
from store.records import EntityRef, EntityType, Series, Step, Timeline, Web

_EXAMPLE = Timeline(
    first=date(2022, 9, 1),
    last=date(2022, 9, 2),
    step=Step.DAY,
    starts=(date(2022, 9, 1), date(2022, 9, 2)),
    series=(Series(EntityRef(1, "Example", EntityType.PERSON), (0, 1)),),
)


def draw(chart: Chart) -> Picture:
    """The picture of a chart."""
    return connections.draw(chart) if isinstance(chart, Web) else timeline.draw(chart)


def warm_up() -> None:
    """Draw something, so that fonts are loaded before somebody waits."""
    draw(_EXAMPLE)
