"""What two said, side by side: a card for each pair, what both are about over it.

One job: two quotations on one card, each with its speaker, source and date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.cards.entities import COLOUR
from bot.cards.limits import share
from bot.cards.quotations import as_text, needed
from bot.cards.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cards.quotations import Card
    from store.records import Pair

_MAX_SHARED = 60
_TITLE_ROOM = 3 * _MAX_SHARED + 40


def pair_cards(pairs: Sequence[Pair], room: int) -> list[Card]:
    """The pairs as cards, in at most `room` characters together, no quotation starved."""
    quotations = [one for pair in pairs for one in (pair.first, pair.second)]
    sizes = share([needed(one) for one in quotations], room - _TITLE_ROOM * len(pairs))
    texts = [as_text(one, size) for one, size in zip(quotations, sizes, strict=True)]
    return [
        _card(pair, texts[2 * number], texts[2 * number + 1]) for number, pair in enumerate(pairs)
    ]


def _card(pair: Pair, first: str, second: str) -> Card:
    container: Card = ui.Container(accent_colour=COLOUR)
    container.add_item(ui.TextDisplay(f"-# {_shared(pair)}"))
    container.add_item(ui.TextDisplay(first))
    container.add_item(ui.Separator())
    container.add_item(ui.TextDisplay(second))
    return container


def _shared(pair: Pair) -> str:
    if not pair.shared:
        return "Side by side by their days"
    return "Both speak of " + ", ".join(f"**{shown(one, _MAX_SHARED)}**" for one in pair.shared)
