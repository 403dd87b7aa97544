"""`/settings` and `/audit`: what a server chose, and who changed what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import discord
from discord import app_commands
from discord.app_commands import Range

from bot import places
from bot.cards.audit import KINDS
from bot.cards.notices import DONE, notice
from bot.cards.server import HIDDEN_FROM_ROLE, settings_card
from bot.commands.digest_options import PlaceOption
from bot.commands.zones import Zones
from bot.errors import OptionError
from bot.permissions import admit_curator, curators_only, guild_of, require_curator, require_manager
from bot.places import Place
from bot.views.layout import compose
from bot.views.ledger import draw_audit
from bot.views.question import ask
from bot.views.takeback import takeback_row

if TYPE_CHECKING:
    from datetime import datetime

    from bot.clock import Clock
    from bot.corpus import Corpus
    from store.records import GuildSettings

_Zone: TypeAlias = Range[str, 1, 100]
_Place: TypeAlias = app_commands.Transform[Place, PlaceOption]
_Choice: TypeAlias = "app_commands.Choice[str]"
_KINDS = [app_commands.Choice(name=name, value=kind) for kind, name in KINDS.items()]


def commands(corpus: Corpus, clock: Clock) -> list[app_commands.Command[Any, ..., Any] | Settings]:
    """Return the group and the command."""

    @app_commands.command()
    @curators_only
    @app_commands.describe(user="Only what this person changed", kind="Only changes to these")
    @app_commands.choices(kind=_KINDS)
    async def audit(
        interaction: discord.Interaction,
        user: discord.User | None = None,
        kind: str | None = None,
    ) -> None:
        """List who changed what in the record, when, and what it was before."""
        guild_id = await admit_curator(interaction, corpus)
        await interaction.response.defer(ephemeral=True, thinking=True)
        asked = ask("audit", user=str(user.id) if user else None, kind=kind)
        answer = await draw_audit(corpus, guild_id, asked)
        await interaction.edit_original_response(view=answer.view)

    return [Settings(corpus, clock), audit]


@curators_only
class Settings(app_commands.Group):
    """The group."""

    def __init__(self, corpus: Corpus, clock: Clock) -> None:
        super().__init__(name="settings", description="What this server chose")
        self._corpus = corpus
        self._clock = clock
        self._zones = Zones()

    @app_commands.command()
    async def show(self, interaction: discord.Interaction) -> None:
        """Show what this server chose, and what of it no longer works."""
        _, settings = await self._curator(interaction)
        card = settings_card(
            settings,
            _local(settings.timezone, self._clock()),
            is_role_deleted=_is_role_deleted(interaction.guild, settings),
            channel_problem=_channel_problem(interaction.guild, settings.log_channel_id),
        )
        await interaction.response.send_message(view=compose(card), ephemeral=True)

    @app_commands.command()
    @app_commands.describe(timezone="Start typing a city")
    async def timezone(self, interaction: discord.Interaction, timezone: _Zone) -> None:
        """Choose whose days and hours the server goes by."""
        guild_id, settings = await self._curator(interaction)
        name = self._zones.named(timezone)
        await interaction.response.defer(ephemeral=True, thinking=True)
        by = interaction.user.id
        change_id = await self._corpus.set_setting(guild_id, "timezone", name, by=by)
        before = f" It was {settings.timezone} before." if settings.timezone != name else ""
        lines = [
            f"It is {_local(name, self._clock()):%H:%M} there.{before}",
            "-# Digests keep the time zone they were scheduled with.",
        ]
        await _done(interaction, f"The time zone is {name}", lines, change_id)

    @timezone.autocomplete("timezone")
    async def _complete_zone(self, interaction: discord.Interaction, typed: str) -> list[_Choice]:
        settings = await self._corpus.settings(guild_of(interaction))
        return self._zones.choices(typed, default=settings.timezone, now=self._clock())

    @app_commands.command(name="curator-role")
    @app_commands.describe(role="Who else may curate; left out, nobody")
    async def curator_role(
        self, interaction: discord.Interaction, role: discord.Role | None = None
    ) -> None:
        """Choose a role that may curate, beside those who may manage the server."""
        guild_id, _ = await self._curator(interaction)
        require_manager(interaction)  # a curator by role must not hand the role on
        if role is not None and role.is_default():
            raise OptionError("role", "everyone", "a role of its own: everybody would be a curator")
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen, by = None if role is None else role.id, interaction.user.id
        change_id = await self._corpus.set_setting(guild_id, "curator_role_id", chosen, by=by)
        if role is None:
            lines = ["Only those who may manage the server are curators now."]
            await _done(interaction, "No role may curate", lines, change_id)
        else:
            lines = [f"Whoever has <@&{role.id}> is a curator now.", f"-# {HIDDEN_FROM_ROLE}"]
            await _done(interaction, "A role may curate", lines, change_id)

    @app_commands.command(name="log-channel")
    @app_commands.rename(place="channel")
    @app_commands.describe(place="Where to say what went wrong; left out, to the server's owner")
    async def log_channel(
        self,
        interaction: discord.Interaction,
        place: _Place | None = None,
    ) -> None:
        """Choose where the server is told of digests and feeds that fail."""
        guild_id, _ = await self._curator(interaction)
        if place is not None:
            _require_writable(place)
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen, by = None if place is None else place.id, interaction.user.id
        change_id = await self._corpus.set_setting(guild_id, "log_channel_id", chosen, by=by)
        if place is None:
            lines = ["The server's owner is told in a direct message instead."]
            await _done(interaction, "There is no log channel", lines, change_id)
        else:
            lines = [f"Digests and feeds that fail are told in <#{place.id}>."]
            await _done(interaction, "The log channel is chosen", lines, change_id)

    async def _curator(self, interaction: discord.Interaction) -> tuple[int, GuildSettings]:
        guild_id = guild_of(interaction)
        settings = await self._corpus.settings(guild_id)
        require_curator(interaction, settings)
        return guild_id, settings


async def _done(
    interaction: discord.Interaction, title: str, lines: list[str], change_id: int | None
) -> None:
    """Say what is chosen, with Undo where it was not so already."""
    rows = [takeback_row(change_id)] if change_id is not None else []
    card = notice(title, lines, colour=DONE)
    await interaction.edit_original_response(view=compose(card, *rows))


def _require_writable(place: Place) -> None:
    """Let pass what the bot can write to.

    Raises:
        OptionError: it is a forum, or the bot lacks a permission there.
    """
    if isinstance(place, discord.ForumChannel):
        raise OptionError("channel", f"#{place.name}", "a channel or thread: a forum has no room")
    lacking = places.lacking_to_write(place, place.guild.me)
    if lacking:
        expected = f"a channel I can write to: I lack {', '.join(lacking)} there"
        raise OptionError("channel", f"#{place.name}", expected)


def _local(timezone: str, now: datetime) -> datetime:
    try:
        return now.astimezone(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError):  # a file from a machine that knows other zones
        return now


def _is_role_deleted(guild: discord.Guild | None, settings: GuildSettings) -> bool:
    role_id = settings.curator_role_id
    return guild is not None and role_id is not None and guild.get_role(role_id) is None


def _channel_problem(guild: discord.Guild | None, channel_id: int | None) -> str | None:
    """What keeps the bot from writing to the log channel, or None."""
    if guild is None or channel_id is None:
        return None
    place = guild.get_channel_or_thread(channel_id)
    if not isinstance(place, discord.TextChannel | discord.Thread):
        return "the chosen channel was deleted, or I can no longer see it"
    lacking = places.lacking_to_write(place, guild.me)
    return f"I lack {', '.join(lacking)} in <#{channel_id}>" if lacking else None
