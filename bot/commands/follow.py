"""`/follow`: a direct message when something new is on record by or about somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.commands.choices import complete_names
from bot.permissions import guild_of
from bot.views.choose import answer
from bot.views.follow import complete_follows, draw_following, draw_unfollow
from bot.views.layout import send
from bot.views.question import ask

if TYPE_CHECKING:
    from bot.corpus import Corpus

Name = Range[str, 1, 100]


def commands(corpus: Corpus) -> list[app_commands.Group]:
    """Return the group with its commands."""
    group = app_commands.Group(
        name="follow",
        description="A direct message when something new is said by or about somebody",
        guild_only=True,
    )

    @group.command()
    @app_commands.describe(name="A person, organisation, place or thing")
    @app_commands.autocomplete(name=complete_names(corpus))
    async def add(interaction: discord.Interaction, name: Name) -> None:
        """Follow somebody: a direct message when a new quotation by or about them is added."""
        question = ask("follow", name=name, user=str(interaction.user.id))
        await answer(interaction, corpus, question)

    async def complete(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        if interaction.guild_id is None:
            return []
        return await complete_follows(corpus, interaction.guild_id, interaction.user.id, typed)

    @group.command()
    @app_commands.describe(name="Somebody you follow")
    @app_commands.autocomplete(name=complete)
    async def remove(interaction: discord.Interaction, name: Name) -> None:
        """Follow somebody no longer."""
        found = await draw_unfollow(corpus, guild_of(interaction), interaction.user.id, name)
        await send(interaction, found)

    @group.command(name="list")
    async def show(interaction: discord.Interaction) -> None:
        """Whom you follow in this server, and whether I can write to you."""
        await send(
            interaction, await draw_following(corpus, guild_of(interaction), interaction.user.id)
        )

    return [group]
