"""`/doctor`: what keeps the bot from doing its work in this server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot import checkup
from bot.cards.notices import DONE, GONE, notice
from bot.cards.text import shown
from bot.errors import NotInServerError
from bot.permissions import curators_only, guild_of, require_curator
from bot.views.layout import compose

if TYPE_CHECKING:
    from bot.checkup import Finding
    from bot.corpus import Corpus
    from store.records import FeedStanding

_MAX_WHY = 150
_MOST = 25


def commands(corpus: Corpus) -> list[app_commands.Command[Any, ..., Any]]:
    """Return the command."""

    @app_commands.command()
    @curators_only
    async def doctor(interaction: discord.Interaction) -> None:
        """Look for what keeps me from my work here: permissions, feeds, digests, the record."""
        guild_id, guild = guild_of(interaction), interaction.guild
        settings = await corpus.settings(guild_id)
        require_curator(interaction, settings)
        if guild is None:
            raise NotInServerError
        await interaction.response.defer(ephemeral=True, thinking=True)
        digests, feeds = await corpus.digests.list(guild_id), await corpus.feeds.all(guild_id)
        troubles = await corpus.digests.troubles(guild_id)
        reasons = [shown(one.why or "", _MAX_WHY) for one in troubles]
        found = [
            checkup.examine_corpus(await corpus.health(guild_id)),
            *checkup.examine_places(guild, settings, digests),
            *checkup.examine_digests(troubles, reasons),
            *checkup.examine_feeds(feeds, [_what(one) for one in feeds]),
        ]
        await interaction.edit_original_response(view=compose(_card(found)))

    return [doctor]


def _card(found: list[Finding]) -> Any:  # noqa: ANN401 — a card
    bad = [one for one in found if not one.is_good]
    title = "All is well" if not bad else f"{len(bad)} of {len(found)} checks found something"
    ordered = [*bad, *(one for one in found if one.is_good)]
    lines = [f"{'✅' if one.is_good else '⚠️'} {one.text}" for one in ordered[:_MOST]]
    if len(ordered) > _MOST:
        lines.append(f"-# and {len(ordered) - _MOST} more")
    return notice(title, lines, colour=GONE if bad else DONE)


def _what(standing: FeedStanding) -> str:
    feed = standing.feed
    why = feed.pause_reason or feed.last_error or "no answer"
    return f"**{shown(feed.title, 80)}** ({shown(why, _MAX_WHY)})"
