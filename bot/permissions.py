"""Who may use which command.

A curator is whoever may manage the server, or has the role that the server chose. Discord hides
curators' commands from everybody else, but a server can override that, so the bot asks again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import discord
from discord import app_commands

from bot.errors import NotInServerError, NotPermittedError

if TYPE_CHECKING:
    from store.records import GuildSettings

T = TypeVar("T")

# For a curators' command in a group that members use too; tells `/help` whom to show it.
FOR_CURATORS = {"for_curators": True}


def guild_of(interaction: discord.Interaction) -> int:
    """Return the server that asks.

    Raises:
        NotInServerError: the question came from a direct message.
    """
    if interaction.guild_id is None:
        raise NotInServerError
    return interaction.guild_id


def is_curator(interaction: discord.Interaction, settings: GuildSettings) -> bool:
    """Whether the asker may change this server's corpus."""
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return True
    roles = getattr(interaction.user, "roles", ())
    return any(role.id == settings.curator_role_id for role in roles)


def require_curator(interaction: discord.Interaction, settings: GuildSettings) -> None:
    """Let curators pass.

    Raises:
        NotPermittedError: the asker is no curator of this server.
    """
    if not is_curator(interaction, settings):
        role = settings.curator_role_id
        raise NotPermittedError(
            "Manage Server" if role is None else f"Manage Server, or the role <@&{role}>,"
        )


def curators_only(command: T) -> T:
    """Hide a command or group from everybody but curators, and from direct messages."""
    hidden = app_commands.default_permissions(manage_guild=True)(command)
    return app_commands.guild_only()(hidden)
