"""`/privacy`: what is kept about you here, and how to have it forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.views.privacy import answer_kept, ask_to_forget

if TYPE_CHECKING:
    from bot.corpus import Corpus


def commands(corpus: Corpus) -> list[app_commands.Group]:
    """Return the group with its commands."""
    group = app_commands.Group(
        name="privacy", description="What is kept about you, and deleting it", guild_only=True
    )

    @group.command()
    async def show(interaction: discord.Interaction) -> None:
        """What this server's record keeps about you, as an answer only you see and as a file."""
        await answer_kept(interaction, corpus)

    @group.command(name="forget-me")
    async def forget_me(interaction: discord.Interaction) -> None:
        """Delete what is kept about you here; asks first."""
        await ask_to_forget(interaction, corpus)

    return [group]
