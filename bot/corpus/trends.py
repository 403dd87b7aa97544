"""Names over time and side by side, for the bot: read in a reader thread, per server.

Days are those of the server's time zone; which day is today is told here, once a question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from store.queries import comparisons, connections, guild, trends

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlite_utils import Database

    from bot.clock import Clock
    from bot.corpus.digests import ServerLanes
    from store.records import (
        Comparison,
        Connections,
        Period,
        QuotationFilter,
        Timeline,
        Trending,
    )


class Trends:
    """What the record tells of names when it is counted."""

    def __init__(self, lanes: ServerLanes, clock: Clock) -> None:
        self._lanes = lanes
        self._clock = clock

    async def timeline(
        self, guild_id: int, entity_ids: Sequence[int], period: Period
    ) -> Timeline | None:
        """Mentions over time; None when no dated article of the period mentions any of them."""
        return await self._lanes.read(guild_id, _timeline, tuple(entity_ids), period, self._clock())

    async def trending(self, guild_id: int, days: int) -> Trending | None:
        """Who rose and who fell; None when no article is dated."""
        return await self._lanes.read(guild_id, _trending, days, self._clock())

    async def connections(
        self, guild_id: int, entity_id: int, *, page: int, size: int
    ) -> Connections:
        """Who appears in the same paragraphs as an entity: the foremost, and a page of all.

        Raises:
            EntityNotFoundError: there is none by that number.
        """
        return await self._lanes.read(
            guild_id, connections.get_connections, entity_id, page=page, size=size
        )

    async def compare(
        self,
        guild_id: int,
        first: QuotationFilter,
        second: QuotationFilter,
        *,
        page: int,
        size: int,
    ) -> Comparison:
        """What two speakers said on the same topic, a page of pairs."""
        return await self._lanes.read(
            guild_id, comparisons.compare, first, second, page=page, size=size
        )


def _timeline(
    db: Database, entity_ids: Sequence[int], period: Period, now: datetime
) -> Timeline | None:
    found = trends.get_timeline(db, entity_ids, period, today=_today(db, now))
    is_empty = found is None or not any(series.total for series in found.series)
    return None if is_empty else found


def _trending(db: Database, days: int, now: datetime) -> Trending | None:
    return trends.get_trending(db, days, today=_today(db, now))


def _today(db: Database, now: datetime) -> date:
    return now.astimezone(ZoneInfo(guild.get_settings(db).timezone)).date()
