"""`/digest`: what came in today, for everybody; the schedule, for curators.

Discord hides a whole group from members or none of it, and `/digest now` is theirs: so the
group is shown to all, and the bot asks for curators itself.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import Range
from discord.utils import format_dt

from bot.cards.digest import (
    PICTURE,
    WEEKDAYS,
    digest_card,
    list_lines,
    mark_of,
    plan_in_words,
    scope_in_words,
)
from bot.cards.limits import MAX_CHOICE, MAX_CHOICES
from bot.cards.notices import ASKING, DONE, GONE, notice
from bot.cards.text import label
from bot.commands.digest_options import (
    Asked,
    PlaceOption,
    changed,
    complete_names,
    names_of,
    planned,
)
from bot.commands.zones import Zones
from bot.permissions import FOR_CURATORS, admit_curator, guild_of, is_curator
from bot.places import Place, is_mentionable
from bot.views.digest_picture import draw
from bot.views.layout import compose
from bot.views.takeback import takeback_row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.clock import Clock
    from bot.corpus import Corpus
    from store.records import ComposedDigest, Digest, DigestStanding

_Number: TypeAlias = Range[int, 1, 2**53 - 1]
_Choice: TypeAlias = "app_commands.Choice[str]"

_DAYS = [
    app_commands.Choice(name="every day", value="daily"),
    app_commands.Choice(name="Monday to Friday", value="weekdays"),
    app_commands.Choice(name="once a week", value="weekly"),
]
_WEEKDAYS = [app_commands.Choice(name=name, value=n) for n, name in enumerate(WEEKDAYS)]
_WHEN_EMPTY = [
    app_commands.Choice(name="post a quotation from the record", value="record"),
    app_commands.Choice(name="stay silent", value="silent"),
]
_MOST_LISTED = 3200  # characters; a card holds 3,500


@app_commands.guild_only()
class AdminDigest(app_commands.Group):
    """The group."""

    def __init__(self, corpus: Corpus, clock: Clock) -> None:
        super().__init__(name="digest", description="What is new on record, now or on schedule")
        self._corpus = corpus
        self._digests = corpus.digests
        self._clock = clock
        self._zones = Zones()

    # -------------------------------------------------------------- for everybody

    @app_commands.command()
    async def now(self, interaction: discord.Interaction) -> None:
        """Show what came in during the last 24 hours, to you alone."""
        guild_id = guild_of(interaction)
        settings = await self._corpus.settings(guild_id)
        composed = await self._digests.today(guild_id, settings.timezone)
        await self._show(interaction, composed, footer="The last 24 hours · only you see this")

    # -------------------------------------------------------------- for curators

    @app_commands.command(extras=FOR_CURATORS)
    @app_commands.rename(place="channel")
    @app_commands.describe(
        time="Local time, as 08:00",
        place="Channel, thread or forum; this one if left out",
        days="How often; every day if left out",
        weekday="For once a week; Monday if left out",
        timezone="Start typing a city; the server's own if left out",
        role="A role to mention",
        names="Only what concerns these, with commas between; everything if left out",
        when_empty="What to do on days without new articles",
        digest="Change this one instead: what you leave out stays as it is",
    )
    @app_commands.choices(days=_DAYS, when_empty=_WHEN_EMPTY)
    @app_commands.choices(weekday=_WEEKDAYS)
    async def schedule(  # noqa: PLR0913, PLR0917 - Discord's options are the arguments
        self,
        interaction: discord.Interaction,
        time: Range[str, 1, 20] | None = None,
        place: app_commands.Transform[Place, PlaceOption] | None = None,
        days: str | None = None,
        weekday: int | None = None,
        timezone: Range[str, 1, 100] | None = None,
        role: discord.Role | None = None,
        names: Range[str, 1, 500] | None = None,
        when_empty: str | None = None,
        digest: _Number | None = None,
    ) -> None:
        """Post a digest on schedule, or change one that is."""
        guild_id = await admit_curator(interaction, self._corpus)
        zone = self._zones.named(timezone) if timezone is not None else None
        chosen = await names_of(self._corpus, guild_id, names)
        asked = Asked(time, place, days, weekday, zone, role, when_empty, chosen)
        if digest is not None:
            await self._change(interaction, guild_id, digest, asked)
            return
        settings = await self._corpus.settings(guild_id)
        plan = planned(asked, place=interaction.channel, timezone=settings.timezone)
        await interaction.response.defer(ephemeral=True, thinking=True)
        made = await self._digests.schedule(guild_id, plan, by=interaction.user.id)
        latest = self._corpus.desk.latest_change  # a digest is scheduled only once
        change_id = await latest(guild_id, f"digest:{made.id}", "digest.schedule")
        await self._show_plan(interaction, f"Digest {made.id} is scheduled", made, change_id)

    async def _change(
        self, interaction: discord.Interaction, guild_id: int, digest_id: int, asked: Asked
    ) -> None:
        plan = changed(await self._digests.get(guild_id, digest_id), asked)
        await interaction.response.defer(ephemeral=True, thinking=True)
        by = interaction.user.id
        made, change_id = await self._digests.change(guild_id, digest_id, plan, by=by)
        await self._show_plan(interaction, f"Digest {made.id} is changed", made, change_id)

    async def _show_plan(
        self, interaction: discord.Interaction, title: str, digest: Digest, change_id: int | None
    ) -> None:
        lines = [_sentence(plan_in_words(digest) + scope_in_words(digest))]
        if digest.paused_at is None:
            lines.append(_next_line(self._digests.next_due(digest)))
        else:
            lines.append("It is paused; `/digest resume` lets it go on.")
        lines += _role_lines(interaction.guild, digest)
        lines.append(
            f"-# `/digest test` shows it now; `/digest remove digest:{digest.id}` ends it."
        )
        card = notice(title, lines, colour=DONE)
        rows = [takeback_row(change_id)] if change_id is not None else []
        await interaction.edit_original_response(view=compose(card, *rows))

    @schedule.autocomplete("names")
    async def _complete_names(self, interaction: discord.Interaction, typed: str) -> list[_Choice]:
        return await complete_names(self._corpus, guild_of(interaction), typed)

    @schedule.autocomplete("timezone")
    async def _complete_zone(self, interaction: discord.Interaction, typed: str) -> list[_Choice]:
        settings = await self._corpus.settings(guild_of(interaction))
        return self._zones.choices(typed, default=settings.timezone, now=self._clock())

    @app_commands.command(name="list", extras=FOR_CURATORS)
    async def list_(self, interaction: discord.Interaction) -> None:
        """List the scheduled digests, when they come next and how the last one went."""
        guild_id = await admit_curator(interaction, self._corpus)
        standings = await self._digests.list(guild_id)
        if not standings:
            lines = ["`/digest schedule` posts one every day, on weekdays or once a week."]
            card = notice("No digest is scheduled", lines, colour=ASKING)
        else:
            nexts = [self._digests.next_due(standing.digest) for standing in standings]
            card = notice("Scheduled digests", _fitting(list_lines(standings, nexts)), colour=DONE)
        await interaction.response.send_message(view=compose(card), ephemeral=True)

    @app_commands.command(extras=FOR_CURATORS)
    @app_commands.describe(digest="Which digest")
    async def pause(self, interaction: discord.Interaction, digest: _Number) -> None:
        """Pause a digest; its settings are kept."""
        guild_id = await admit_curator(interaction, self._corpus)
        await interaction.response.defer(ephemeral=True, thinking=True)
        paused = await self._digests.pause(guild_id, digest, by=interaction.user.id)
        title = f"Digest {digest} is paused" if paused else f"Digest {digest} was paused already"
        card = notice(title, ["`/digest resume` lets it go on."], colour=DONE)
        await interaction.edit_original_response(view=compose(card))

    @app_commands.command(extras=FOR_CURATORS)
    @app_commands.describe(digest="Which digest")
    async def resume(self, interaction: discord.Interaction, digest: _Number) -> None:
        """Let a paused digest go on."""
        guild_id = await admit_curator(interaction, self._corpus)
        await interaction.response.defer(ephemeral=True, thinking=True)
        resumed = await self._digests.resume(guild_id, digest, by=interaction.user.id)
        found = await self._digests.get(guild_id, digest)
        title = f"Digest {digest} goes on" if resumed else f"Digest {digest} was not paused"
        card = notice(title, [_next_line(self._digests.next_due(found))], colour=DONE)
        await interaction.edit_original_response(view=compose(card))

    @app_commands.command(extras=FOR_CURATORS)
    @app_commands.describe(digest="Which digest")
    async def remove(self, interaction: discord.Interaction, digest: _Number) -> None:
        """Take a digest off the schedule; can be undone."""
        guild_id = await admit_curator(interaction, self._corpus)
        await interaction.response.defer(ephemeral=True, thinking=True)
        gone = await self._digests.get(guild_id, digest)
        change_id = await self._digests.remove(guild_id, digest, by=interaction.user.id)
        lines = [f"It was posted {plan_in_words(gone)}."]
        card = notice(f"Digest {digest} is removed", lines, colour=GONE)
        await interaction.edit_original_response(view=compose(card, takeback_row(change_id)))

    @app_commands.command(extras=FOR_CURATORS)
    @app_commands.describe(digest="Which digest")
    async def test(self, interaction: discord.Interaction, digest: _Number) -> None:
        """Show the next post of a digest as it would be now, to you alone."""
        guild_id = await admit_curator(interaction, self._corpus)
        found, composed = await self._digests.preview(guild_id, digest)
        footer = mark_of(found.id, composed.local_date)
        await self._show(interaction, composed, footer=footer, role_id=found.role_id)

    async def _show(
        self,
        interaction: discord.Interaction,
        composed: ComposedDigest,
        *,
        footer: str,
        role_id: int | None = None,
    ) -> None:
        """Show a digest to the asker alone, as it would be posted."""
        if composed.timeline is not None:  # the picture may take a moment
            await interaction.response.defer(ephemeral=True, thinking=True)
        picture = await draw(self._corpus.charts, composed, interaction.app_permissions)
        alt = picture.alt if picture else None
        card = digest_card(composed, footer=footer, role_id=role_id, picture_alt=alt)
        files = [discord.File(io.BytesIO(picture.png), PICTURE)] if picture else []
        if interaction.response.is_done():
            await interaction.edit_original_response(view=card, attachments=files)
        else:
            await interaction.response.send_message(view=card, files=files, ephemeral=True)

    @schedule.autocomplete("digest")
    @pause.autocomplete("digest")
    @resume.autocomplete("digest")
    @remove.autocomplete("digest")
    @test.autocomplete("digest")
    async def _complete_digest(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[int]]:
        guild_id = guild_of(interaction)
        if not is_curator(interaction, await self._corpus.settings(guild_id)):
            return []  # a member may not see the channels that digests go to
        standings = await self._digests.list(guild_id)
        named = [(s.digest.id, _digest_label(interaction.guild, s)) for s in standings]
        wanted = [(n, name) for n, name in named if typed.casefold() in name.casefold()]
        return [app_commands.Choice(name=name, value=n) for n, name in wanted[:MAX_CHOICES]]


def _role_lines(guild: discord.Guild | None, digest: Digest) -> list[str]:
    """Say whether the role it mentions is reached there."""
    if guild is None or digest.role_id is None:
        return []
    role, place = guild.get_role(digest.role_id), guild.get_channel_or_thread(digest.channel_id)
    mentioned = f"<@&{digest.role_id}>"
    if role is None or not isinstance(place, Place) or is_mentionable(role, place, guild.me):
        return [f"It mentions {mentioned}."]
    allow = "allow anyone to mention the role, or give me *Mention @everyone, @here and All Roles*"
    return [f"It shows {mentioned} but reaches nobody there: {allow}."]


def _next_line(at: datetime) -> str:
    return f"Next: {format_dt(at, 'F')} ({format_dt(at, 'R')})"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _fitting(paragraphs: Iterable[str]) -> list[str]:
    """Return as many paragraphs as a card holds, and how many are left."""
    kept: list[str] = []
    left = list(paragraphs)
    while left and sum(map(len, kept)) + len(left[0]) <= _MOST_LISTED:
        kept.append(left.pop(0))
    return [*kept, f"-# and {len(left)} more"] if left else kept


def _digest_label(guild: discord.Guild | None, standing: DigestStanding) -> str:
    digest = standing.digest
    channel = guild.get_channel_or_thread(digest.channel_id) if guild is not None else None
    where = f"#{channel.name}" if channel is not None else "a deleted channel"
    words = plan_in_words(digest).replace(f"<#{digest.channel_id}>", where)
    if digest.names:
        words += f", about {', '.join(ref.name for ref in digest.names)}"
    return label(f"{digest.id} · {words}", MAX_CHOICE)
