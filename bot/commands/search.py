"""`/search`: articles and quotations that hold some words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.commands.dates import asked_period
from bot.permissions import guild_of
from bot.views.choose import answer
from bot.views.question import ask

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.corpus import Corpus

Words = Range[str, 1, 200]
Name = Range[str, 1, 100]


def commands(corpus: Corpus, clock: Clock) -> list[app_commands.Command[Any, ..., Any]]:
    """Return the command."""

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(
        query='Words to look for; "quotation marks" keep them together',
        since="From when: 2022-09-15, 2022-09, 2022, 3 days ago…",
        until="Until when: 2022-09-15, 2022-09, 2022, yesterday…",
    )
    async def search(
        interaction: discord.Interaction,
        query: Words,
        since: Name | None = None,
        until: Name | None = None,
    ) -> None:
        """Search the articles and quotations on record, best matches first."""
        period = await asked_period(
            corpus, guild_of(interaction), clock(), since=since, until=until
        )
        await answer(interaction, corpus, ask("search", query=query, **period))

    return [search]
