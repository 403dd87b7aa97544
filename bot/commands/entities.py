"""`/entity`: what the record knows of a person, organisation, place or thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.commands.choices import complete_names
from bot.views.choose import answer
from bot.views.question import ask

if TYPE_CHECKING:
    from bot.corpus import Corpus

Name = Range[str, 1, 100]


def commands(corpus: Corpus) -> list[app_commands.Command[Any, ..., Any]]:
    """Return the command."""

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(name="A person, organisation, place or thing")
    @app_commands.autocomplete(name=complete_names(corpus))
    async def entity(interaction: discord.Interaction, name: Name) -> None:
        """Who or what is this: names, roles, mentions, and what was said by and about it."""
        await answer(interaction, corpus, ask("entity", name=name))

    return [entity]
