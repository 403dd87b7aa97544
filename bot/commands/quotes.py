"""`/quotes` and `/quote`: what somebody said, and where that is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.commands.choices import complete_articles, complete_names
from bot.commands.dates import asked_period
from bot.permissions import guild_of
from bot.views.choose import answer
from bot.views.question import ask
from store.records import QuotationKind

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.corpus import Corpus

Name = Range[str, 1, 100]
Words = Range[str, 1, 200]

_KINDS = [
    Choice(name="in their own words", value=QuotationKind.DIRECT.value),
    Choice(name="partly in their own words", value=QuotationKind.MIXED.value),
    Choice(name="reported by others", value=QuotationKind.INDIRECT.value),
]


def commands(corpus: Corpus, clock: Clock) -> list[app_commands.Command[Any, ..., Any]]:
    """Return both commands."""
    return [_quotes(corpus, clock), _quote(corpus)]


def _quotes(corpus: Corpus, clock: Clock) -> app_commands.Command[Any, ..., Any]:
    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(
        speaker="Who said it",
        about="Who or what it is about",
        containing="Words it contains",
        since="From when: 2022-09-15, 2022-09, 2022, 3 days ago…",
        until="Until when: 2022-09-15, 2022-09, 2022, yesterday…",
        kind="Word for word, partly, or reported by others",
        article="Only from this article",
    )
    @app_commands.choices(kind=_KINDS)
    @app_commands.autocomplete(
        speaker=complete_names(corpus, speakers_only=True),
        about=complete_names(corpus),
        article=complete_articles(corpus),
    )
    async def quotes(  # noqa: PLR0913  # Discord hands every option over as a parameter
        interaction: discord.Interaction,
        *,
        speaker: Name | None = None,
        about: Name | None = None,
        containing: Words | None = None,
        since: Name | None = None,
        until: Name | None = None,
        kind: str | None = None,
        article: Name | None = None,
    ) -> None:
        """Who said what: quotations with their sources, newest first."""
        period = await asked_period(
            corpus, guild_of(interaction), clock(), since=since, until=until
        )
        question = ask(
            "quotes",
            speaker=speaker,
            about=about,
            containing=containing,
            kind=kind,
            article=article,
            **period,
        )
        await answer(interaction, corpus, question)

    return quotes


def _quote(corpus: Corpus) -> app_commands.Command[Any, ..., Any]:
    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.rename(number="id")
    @app_commands.describe(
        number="The number of a quotation (#12); left out, any one is picked",
        speaker="Pick from what this speaker said",
    )
    @app_commands.autocomplete(speaker=complete_names(corpus, speakers_only=True))
    async def quote(
        interaction: discord.Interaction,
        number: Range[int, 1] | None = None,
        speaker: Name | None = None,
    ) -> None:
        """One quotation with the text around it: by number, or picked at random."""
        if number is not None:
            question = ask("quote", id=str(number))
        else:
            question = ask("quote", speaker=speaker)
        await answer(interaction, corpus, question)

    return quote
