"""The picture of a digest: drawn where it can be shown, and done without where it cannot.

A digest never waits for its picture: what is late already goes without, so that thousands due
at the same minute do not queue for one drawing process.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.corpus.charts import NoPicture

if TYPE_CHECKING:
    from datetime import datetime

    import discord

    from bot.charts import Picture
    from bot.corpus.charts import Charts
    from bot.places import Place
    from store.records import ComposedDigest

_PATIENCE = timedelta(minutes=2)


async def draw_for(
    place: Place, charts: Charts, composed: ComposedDigest, *, now: datetime
) -> Picture | None:
    """Return the picture of a digest that is to be posted to a place, or None."""
    if abs(now - composed.until) > _PATIENCE:
        return None
    me = place.guild.me
    return await draw(charts, composed, place.permissions_for(me) if me else None)


async def draw(
    charts: Charts, composed: ComposedDigest, allowed: discord.Permissions | None
) -> Picture | None:
    """Return the picture of a digest, or None where there is none to draw or to show."""
    if composed.timeline is None:
        return None
    if allowed is not None and not (allowed.attach_files and allowed.embed_links):
        return None
    drawn = await charts.draw(composed.timeline)
    return None if isinstance(drawn, NoPicture) else drawn
