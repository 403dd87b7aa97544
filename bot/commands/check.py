"""`/check` and the message command "Check quotation": a claimed quotation against the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.permissions import guild_of
from bot.views.check import draw_check
from bot.views.layout import send

if TYPE_CHECKING:
    from bot.corpus import Corpus

    AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu

Claim = Range[str, 1, 2000]


def commands(corpus: Corpus) -> list[AnyCommand]:
    """Return the command, and the entry of a message's Apps menu."""

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(text='The quotation, and who is said to have said it: "…" — Name')
    async def check(interaction: discord.Interaction, text: Claim) -> None:
        """Check a quotation against the record: exact, altered, partly, or not there."""
        await send(
            interaction, await draw_check(corpus, guild_of(interaction), text, option="text")
        )

    @app_commands.context_menu(name="Check quotation")
    @app_commands.guild_only()
    async def check_message(interaction: discord.Interaction, message: discord.Message) -> None:
        answer = await draw_check(
            corpus,
            guild_of(interaction),
            _text_of(message),
            option="message",
            link=message.jump_url,
        )
        await send(interaction, answer)

    return [check, check_message]


def _text_of(message: discord.Message) -> str:
    """The words of a message, or of the one it forwards."""
    forwarded = (snapshot.content for snapshot in message.message_snapshots)
    return message.content or next(forwarded, "")
