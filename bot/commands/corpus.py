"""`/corpus`: what this server's record holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.cards.corpus import corpus_card
from bot.permissions import guild_of
from bot.views.layout import Answer, compose, send

if TYPE_CHECKING:
    from bot.corpus import Corpus


def commands(corpus: Corpus) -> list[app_commands.Command[Any, ..., Any]]:
    """Return the command."""

    @app_commands.command(name="corpus")
    @app_commands.guild_only()
    async def show(interaction: discord.Interaction) -> None:
        """What is on record in this server: counts, newest articles, last change."""
        stats = await corpus.stats(guild_of(interaction))
        await send(interaction, Answer(compose(corpus_card(stats))))

    return [show]
