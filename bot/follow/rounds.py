"""Looks which followers are to be told something, server by server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.follow.deliver import Deliverer
from bot.rounds import Rounds

if TYPE_CHECKING:
    from datetime import timedelta

    import discord

    from bot.corpus import Corpus


class FollowRounds(Rounds):
    """Has followers told what is new in the servers that the bot is in."""

    what = "follows"

    def __init__(self, corpus: Corpus, client: discord.Client) -> None:
        super().__init__(client)
        self._follows = corpus.follows
        self._deliverer = Deliverer(corpus)

    async def awake(self) -> list[int]:
        """Return the servers whose followers may want something now."""
        return self._follows.awake(guild.id for guild in self.client.guilds)

    def leave_for(self, guild_id: int, pause: timedelta) -> None:
        """Do not look at a server's followers for a while."""
        self._follows.leave_for(guild_id, pause)

    async def serve(self, guild: discord.Guild) -> None:
        """Tell whom it is time to tell."""
        agenda = await self._follows.agenda(guild.id)
        for letter in agenda.open:
            if self._follows.is_retry_due(letter):
                await self._deliverer.again(guild, letter)
        for news in agenda.news:
            if self._follows.is_due(news, agenda):
                await self._deliverer.begin(guild, news, agenda.upto_article_id)
        await self._follows.pass_over(guild.id, agenda)
