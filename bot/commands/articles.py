"""`/article`: one article's card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.commands.choices import complete_articles
from bot.views.choose import answer
from bot.views.question import ask

if TYPE_CHECKING:
    from bot.corpus import Corpus

Name = Range[str, 1, 300]


def commands(corpus: Corpus) -> list[app_commands.Command[Any, ..., Any]]:
    """Return the command."""

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(title="The article's title, or its number (#12)")
    @app_commands.autocomplete(title=complete_articles(corpus))
    async def article(interaction: discord.Interaction, title: Name) -> None:
        """One article: summary, people, quotations, and what was cleaned away."""
        await answer(interaction, corpus, ask("article", title=title))

    return [article]
