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


_MEMBER = "member"  # where an interaction from a direct message keeps who asks, in the server

# For a curators' command in a group that members use too; tells `/help` whom to show it.
FOR_CURATORS = {"for_curators": True}


async def enter(interaction: discord.Interaction, guild_id: int | None) -> None:
    """Let a button of a direct message act in the server that it carries, as who pressed it there.

    Raises:
        NotInServerError: the bot is not in that server any more.
        NotPermittedError: the asker is not.
    """
    if guild_id is None or interaction.guild_id is not None:
        return
    guild = interaction.client.get_guild(guild_id)
    if guild is None:
        raise NotInServerError
    try:
        interaction.extras[_MEMBER] = await guild.fetch_member(interaction.user.id)
    except discord.NotFound as error:
        raise NotPermittedError("to be a member of that server") from error


def guild_of(interaction: discord.Interaction) -> int:
    """Return the server that asks.

    Raises:
        NotInServerError: the question came from a direct message, and carries none.
    """
    guild_id = interaction.guild_id or place_of(interaction)
    if guild_id is None:
        raise NotInServerError
    return guild_id


def place_of(interaction: discord.Interaction) -> int | None:
    """Return the server that a direct message is about, once it was entered; None in a server."""
    member: discord.Member | None = interaction.extras.get(_MEMBER)
    return None if member is None else member.guild.id


def is_curator(interaction: discord.Interaction, settings: GuildSettings) -> bool:
    """Whether the asker may change this server's corpus."""
    if _is_manager(interaction):
        return True
    asker = interaction.extras.get(_MEMBER, interaction.user)
    return any(role.id == settings.curator_role_id for role in getattr(asker, "roles", ()))


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
    if not _is_manager(interaction):
        raise NotPermittedError("Manage Server")


def _is_manager(interaction: discord.Interaction) -> bool:
    member: discord.Member | None = interaction.extras.get(_MEMBER)
    may = interaction.permissions if member is None else member.guild_permissions
    return may.manage_guild or may.administrator


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
