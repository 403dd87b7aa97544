"""What completes while somebody types: names, articles, commands.

One job: at most 25 choices of at most 100 characters, each with a value that names one thing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

import discord
from discord import app_commands

from bot.cards.limits import MAX_CHOICE, MAX_CHOICES
from bot.cards.sources import dated
from bot.cards.text import label

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from bot.corpus import Corpus
    from store.records import ArticleRef, EntityRef

Choice: TypeAlias = "app_commands.Choice[str]"
Complete: TypeAlias = "Callable[[discord.Interaction, str], Coroutine[Any, Any, list[Choice]]]"


def complete_names(corpus: Corpus, *, speakers_only: bool = False) -> Complete:
    """Completion for an option that takes a name; nothing typed yet gives the most quoted."""

    async def complete(interaction: discord.Interaction, typed: str) -> list[Choice]:
        if interaction.guild_id is None:
            return []
        found = await corpus.complete_names(
            interaction.guild_id, typed, speakers_only=speakers_only
        )
        return name_choices(found)

    return complete


def complete_articles(corpus: Corpus) -> Complete:
    """Completion for an option that takes an article's title."""

    async def complete(interaction: discord.Interaction, typed: str) -> list[Choice]:
        if interaction.guild_id is None:
            return []
        return article_choices(await corpus.complete_articles(interaction.guild_id, typed))

    return complete


def name_choices(refs: Sequence[EntityRef]) -> list[Choice]:
    """Choices for names: the name itself when no other choice has it, else with its number."""
    counts = Counter(ref.name.casefold() for ref in refs)
    return [
        _choice(ref.name, ref.id, is_unique=counts[ref.name.casefold()] == 1)
        for ref in refs[:MAX_CHOICES]
    ]


def article_choices(refs: Sequence[ArticleRef]) -> list[Choice]:
    """Choices for articles: title and date to read, number to send."""
    choices = []
    for ref in refs[:MAX_CHOICES]:
        when = f" · {dated(ref)}"
        name = label(ref.title, MAX_CHOICE - len(when)) + when
        choices.append(app_commands.Choice(name=name, value=f"(#{ref.id})"))
    return choices


def _choice(name: str, number: int, *, is_unique: bool) -> Choice:
    clean = label(name, MAX_CHOICE + 1)
    if is_unique and clean == name and len(name) <= MAX_CHOICE:
        return app_commands.Choice(name=name, value=name)
    suffix = f" (#{number})"
    text = label(name, MAX_CHOICE - len(suffix)) + suffix
    return app_commands.Choice(name=text, value=text)
