"""`/feeds`: addresses that are asked for new articles by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.cards.feeds import feed_added, feed_choice, feed_paused, feed_removed, feed_resumed
from bot.cards.limits import MAX_CHOICES
from bot.corpus.feeds import NEWEST_AT_FIRST
from bot.permissions import admit_curator, curators_only, guild_of
from bot.views.layout import compose
from bot.views.ledger import draw_feeds
from bot.views.question import ask
from bot.views.takeback import takeback_row

if TYPE_CHECKING:
    from discord import ui

    from bot.corpus import Corpus

_Address: TypeAlias = Range[str, 1, 2000]
_Number: TypeAlias = Range[int, 1, 2**53 - 1]


@curators_only
class AdminFeeds(app_commands.Group):
    """The group; Discord shows it to curators, and each command asks again."""

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(name="feeds", description="Read new articles from feeds")
        self._corpus = corpus
        self._feeds = corpus.feeds

    @app_commands.command()
    @app_commands.describe(url="Address of an RSS, Atom or JSON feed, or of a page that names one")
    async def add(self, interaction: discord.Interaction, url: _Address) -> None:
        """Read every new article of a feed from now on."""
        guild_id = await self._curator(interaction)
        feed = await self._feeds.add(guild_id, url.strip(), by=interaction.user.id)
        await _answer(interaction, feed_added(feed, NEWEST_AT_FIRST))

    @app_commands.command(name="list")
    async def list_(self, interaction: discord.Interaction) -> None:
        """List the feeds, what came from them and what is wrong with them."""
        guild_id = await self._curator(interaction)
        answer = await draw_feeds(self._corpus, guild_id, ask("feeds"))
        await interaction.edit_original_response(view=answer.view)

    @app_commands.command()
    @app_commands.describe(feed="Which feed")
    async def pause(self, interaction: discord.Interaction, feed: _Number) -> None:
        """Ask a feed no more until it is resumed."""
        guild_id = await self._curator(interaction)
        is_new = await self._feeds.pause(guild_id, feed, by=interaction.user.id)
        await _answer(
            interaction, feed_paused(await self._feeds.get(guild_id, feed), is_new=is_new)
        )

    @app_commands.command()
    @app_commands.describe(feed="Which feed")
    async def resume(self, interaction: discord.Interaction, feed: _Number) -> None:
        """Ask a paused feed again."""
        guild_id = await self._curator(interaction)
        is_new = await self._feeds.resume(guild_id, feed, by=interaction.user.id)
        await _answer(
            interaction, feed_resumed(await self._feeds.get(guild_id, feed), is_new=is_new)
        )

    @app_commands.command()
    @app_commands.describe(feed="Which feed")
    async def remove(self, interaction: discord.Interaction, feed: _Number) -> None:
        """Follow a feed no longer; its articles stay. Can be undone."""
        guild_id = await self._curator(interaction)
        gone = await self._feeds.get(guild_id, feed)
        change_id = await self._feeds.remove(guild_id, feed, by=interaction.user.id)
        await _answer(interaction, feed_removed(gone), takeback_row(change_id))

    @pause.autocomplete("feed")
    @resume.autocomplete("feed")
    @remove.autocomplete("feed")
    async def _complete(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[int]]:
        wanted = typed.casefold().strip()
        standings = await self._feeds.all(guild_of(interaction))
        named = [(one.feed.id, feed_choice(one.feed), one.feed.url) for one in standings]
        return [
            app_commands.Choice(name=name, value=number)
            for number, name, url in named
            if wanted in name.casefold() or wanted in url.casefold()
        ][:MAX_CHOICES]

    async def _curator(self, interaction: discord.Interaction) -> int:
        """Let curators pass, and tell Discord that the answer is on its way."""
        guild_id = await admit_curator(interaction, self._corpus)
        await interaction.response.defer(ephemeral=True, thinking=True)
        return guild_id


async def _answer(interaction: discord.Interaction, *items: ui.Item[ui.LayoutView]) -> None:
    await interaction.edit_original_response(view=compose(*items))
