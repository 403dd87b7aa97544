"""Long work that says how far it is: the answer changes now and then until it is done."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from bot.cards.notices import ASKING, notice
from bot.views.layout import compose

if TYPE_CHECKING:
    import discord

# Long work changes its answer this often; Discord allows five edits in five seconds.
PROGRESS_S: Final = 2.5
# Discord takes changes to an answer for fifteen minutes.
_ANSWERABLE_S: Final = 14 * 60.0


class Progress:
    """Changes an answer now and then while something goes on."""

    def __init__(self, interaction: discord.Interaction) -> None:
        self._interaction = interaction
        self._clock = asyncio.get_running_loop().time
        self._began = self._told = self._clock()

    @property
    def is_answerable(self) -> bool:
        """Whether Discord still takes changes to the answer."""
        return self._clock() - self._began < _ANSWERABLE_S

    async def tell(self, title: str, done: int, total: int | None = None) -> None:
        """Say how far it is, unless that was said a moment ago."""
        if self._clock() - self._told < PROGRESS_S or not self.is_answerable:
            return
        self._told = self._clock()
        of = "" if total is None else f" of {total:,}"
        lines = [f"{done:,}{of} done; this message will change."]
        card = notice(title, lines, colour=ASKING)
        await self._interaction.edit_original_response(view=compose(card))
