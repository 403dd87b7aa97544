"""Looks at the servers whose feeds are due, and tells of feeds that were paused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.feeds import paused_word
from bot.report import tell
from bot.rounds import Rounds

if TYPE_CHECKING:
    from datetime import timedelta

    import discord

    from bot.corpus import Corpus


class FeedRounds(Rounds):
    """Asks the feeds of every server, a few at a time."""

    what = "feeds"

    def __init__(self, corpus: Corpus, client: discord.Client) -> None:
        super().__init__(client)
        self._corpus = corpus

    async def awake(self) -> list[int]:
        """Return the servers whose feeds want a look now."""
        return self._corpus.feeds.awake(guild.id for guild in self.client.guilds)

    async def serve(self, guild: discord.Guild) -> None:
        """Ask a server's feeds, read what is new, and tell of those that are given up."""
        for feed in await self._corpus.feeds.look(guild.id):
            await tell(self.client, self._corpus, guild, paused_word(feed))

    def leave_for(self, guild_id: int, pause: timedelta) -> None:
        """Do not look at a server's feeds for a while."""
        self._corpus.feeds.leave_for(guild_id, pause)
