"""Who appears with whom, as a card: the place of the picture, and the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.cards.entities import COLOUR, KINDS
from bot.cards.sources import counted
from bot.cards.text import shown

if TYPE_CHECKING:
    from bot.cards.quotations import Card
    from store.records import Connections

_MAX_NAME = 80


def connections_card(
    connections: Connections, heading: str, place: ui.MediaGallery[ui.LayoutView]
) -> Card:
    """A page of the list under its heading, with the place of the picture between them."""
    container: Card = ui.Container(accent_colour=COLOUR)
    container.add_item(ui.TextDisplay(heading))
    container.add_item(place)
    lines = [
        f"{number}. **{shown(one.item.name, _MAX_NAME)}** · {counted(one.count, 'paragraph')}"
        f" · {KINDS[one.item.type]}"
        for number, one in enumerate(connections.items, start=connections.first)
    ]
    container.add_item(ui.TextDisplay("\n".join(lines)))
    return container
