"""A picture in an answer: its place, what is put there, and what to say where it cannot be.

One job: from a chart to a file on a message. The text of an answer never depends on it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.corpus.charts import NoPicture

if TYPE_CHECKING:
    from bot.cards.quotations import Card
    from bot.charts import Chart, Picture
    from bot.corpus.charts import Charts

_FILE = "picture.png"
# Discord shows neither files nor pictures of a bot that lacks one of these.
_NEEDED = {"attach_files": "attach files", "embed_links": "embed links"}


def picture_place() -> ui.MediaGallery[ui.LayoutView]:
    """Where the picture will be; to be put into a card."""
    return ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{_FILE}"))


async def illustrate(
    charts: Charts, view: ui.LayoutView, chart: Chart, allowed: discord.Permissions
) -> discord.File | None:
    """Draw the chart and describe it in the view; the file belongs on the same message.

    Returns:
        None when there is no picture: the view then says why in its place.
    """
    lacking = [words for name, words in _NEEDED.items() if not getattr(allowed, name)]
    if lacking:
        drawn: Picture | NoPicture = NoPicture(f"I may not {' and '.join(lacking)} here")
    else:
        drawn = await charts.draw(chart)
    card, place = _find(view)
    if isinstance(drawn, NoPicture):
        card.remove_item(place)
        card.add_item(ui.TextDisplay(f"-# No picture: {drawn.why}."))
        return None
    place.items[0].description = drawn.alt
    return discord.File(io.BytesIO(drawn.png), filename=_FILE, description=drawn.alt)


def _find(view: ui.LayoutView) -> tuple[Card, ui.MediaGallery[ui.LayoutView]]:
    for card in view.children:
        if isinstance(card, ui.Container):
            for item in card.children:
                if isinstance(item, ui.MediaGallery):
                    return card, item
    raise LookupError("no card of this view has a place for a picture")
