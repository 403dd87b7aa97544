"""Who may use which command.

A curator is whoever may manage the server, or has the role that the server chose. Discord hides
curators' commands from everybody else, but a server can override that, so the bot asks again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

import discord
from discord import app_commands

from bot.errors import NotInServerError, NotPermittedError

if TYPE_CHECKING:
    from store.records import GuildSettings

T = TypeVar("T")


class _Chosen(Protocol):
    """Knows what each server chose."""

    async def settings(self, guild_id: int) -> GuildSettings:
        """What a server chose."""


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
        raise NotPermittedError(_needed(interaction, settings.curator_role_id))


async def admit_curator(interaction: discord.Interaction, corpus: _Chosen) -> int:
    """Let curators pass, by what their server chose; the server that asks is returned.

    Raises:
        NotInServerError: the question came from a direct message.
        NotPermittedError: the asker is no curator of this server.
    """
    guild_id = guild_of(interaction)
    require_curator(interaction, await corpus.settings(guild_id))
    return guild_id


def require_manager(interaction: discord.Interaction) -> None:
    """Let those pass who may manage the server, whatever role it chose for its curators.

    Raises:
        NotPermittedError: the asker may not.
    """
    if not (interaction.permissions.manage_guild or interaction.permissions.administrator):
        raise NotPermittedError("Manage Server")


def curators_only(command: T) -> T:
    """Hide a command or group from everybody but curators, and from direct messages."""
    hidden = app_commands.default_permissions(manage_guild=True)(command)
    return app_commands.guild_only()(hidden)


def _needed(interaction: discord.Interaction, role_id: int | None) -> str:
    """What a curator needs, in words; a deleted role helps nobody any more."""
    if role_id is None:
        return "Manage Server"
    if interaction.guild is not None and interaction.guild.get_role(role_id) is None:
        return "Manage Server (the role that was chosen for curators has been deleted)"
    return f"Manage Server, or the role <@&{role_id}>,"
