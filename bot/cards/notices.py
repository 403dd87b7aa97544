"""Short cards: nothing found, which of these, done, refused.

One job: a title, a few lines and a colour that tells good news from bad.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.cards.limits import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cards.quotations import Card

ASKING = 0x5865F2
EMPTY = 0x8D99AE
DONE = 0x2A9D8F
GONE = 0xC8553D

NOTHING_YET = "There is no article in this server's record yet"
HOW_TO_BEGIN = "A curator adds articles with `/articles add`."

_MAX_LINES = 3500


def nothing_yet() -> Card:
    """That the record is empty, and how to begin."""
    return notice(NOTHING_YET, [HOW_TO_BEGIN])


def notice(title: str, lines: Sequence[str] = (), *, colour: int = EMPTY) -> Card:
    """A card with a title and lines; both are already escaped where they need it."""
    container: Card = ui.Container(accent_colour=colour)
    container.add_item(ui.TextDisplay(f"### {cut(title, 300)}"))
    if lines:
        container.add_item(ui.TextDisplay(cut("\n".join(lines), _MAX_LINES)))
    return container
