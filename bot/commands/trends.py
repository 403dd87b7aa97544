"""`/timeline`, `/trending`, `/connections`, `/compare`: names over time and side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Choice, Range

from bot.commands.choices import complete_names
from bot.commands.dates import asked_period
from bot.permissions import guild_of
from bot.views.choose import answer
from bot.views.question import ask

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.corpus import Corpus

Name = Range[str, 1, 100]

_PERIODS = [
    Choice(name="30 days", value="30"),
    Choice(name="3 months", value="91"),
    Choice(name="a year", value="365"),
    Choice(name="all there is", value="all"),
]


def commands(corpus: Corpus, clock: Clock) -> list[app_commands.Command[Any, ..., Any]]:
    """Return the commands."""
    return [_timeline(corpus, clock), _trending(corpus), _connections(corpus), _compare(corpus)]


def _timeline(corpus: Corpus, clock: Clock) -> app_commands.Command[Any, ..., Any]:
    names = complete_names(corpus)

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(
        first="A person, organisation, place or thing",
        second="Another, to compare",
        third="A third",
        fourth="A fourth",
        period="How far back; all there is when left out",
        since="Instead of a period, from when: 2022-09-15, 2022-09, 2022, 3 days ago…",
        until="Until when: 2022-09-15, 2022-09, 2022, yesterday…",
    )
    @app_commands.choices(period=_PERIODS)
    @app_commands.autocomplete(first=names, second=names, third=names, fourth=names)
    async def timeline(  # noqa: PLR0913  # Discord hands every option over as a parameter
        interaction: discord.Interaction,
        *,
        first: Name,
        second: Name | None = None,
        third: Name | None = None,
        fourth: Name | None = None,
        period: str | None = None,
        since: Name | None = None,
        until: Name | None = None,
    ) -> None:
        """How often somebody is mentioned over time, as a picture; up to four names."""
        days = await asked_period(corpus, guild_of(interaction), clock(), since=since, until=until)
        names = {"first": first, "second": second, "third": third, "fourth": fourth}
        chosen = None if days else period
        await answer(interaction, corpus, ask("timeline", **names, **days, period=chosen))

    return timeline


def _trending(corpus: Corpus) -> app_commands.Command[Any, ..., Any]:
    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(days="How many days, against as many before; 7 when left out")
    async def trending(
        interaction: discord.Interaction, days: Range[int, 1, 365] | None = None
    ) -> None:
        """Who rose and who fell in the articles of the last days, against the days before."""
        await answer(interaction, corpus, ask("trending", days=str(days) if days else None))

    return trending


def _connections(corpus: Corpus) -> app_commands.Command[Any, ..., Any]:
    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(name="A person, organisation, place or thing")
    @app_commands.autocomplete(name=complete_names(corpus))
    async def connections(interaction: discord.Interaction, name: Name) -> None:
        """Who is named in the same paragraphs as somebody: a picture and the list."""
        await answer(interaction, corpus, ask("connections", name=name))

    return connections


def _compare(corpus: Corpus) -> app_commands.Command[Any, ..., Any]:
    speakers = complete_names(corpus, speakers_only=True)

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(
        first="Who is quoted on one side",
        second="Who is quoted on the other",
        about="On what: a name, or words",
    )
    @app_commands.autocomplete(first=speakers, second=speakers, about=complete_names(corpus))
    async def compare(
        interaction: discord.Interaction, first: Name, second: Name, about: Name | None = None
    ) -> None:
        """What two people said on the same topic, side by side."""
        question = ask("compare", first=first, second=second, about=about)
        await answer(interaction, corpus, question)

    return compare
