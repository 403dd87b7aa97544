"""`/export`: the record, or a part of it, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import discord
from discord import app_commands, ui
from discord.app_commands import Range

from bot.cards.notices import DONE, GONE, notice
from bot.cards.sources import counted
from bot.commands.dates import parse_period
from bot.errors import OptionError
from bot.permissions import admit_curator, curators_only
from bot.views.layout import compose
from store.records import ExportKind, ExportPlan

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.corpus import Corpus
    from bot.corpus.export import Exported

_Day: TypeAlias = Range[str, 1, 40]

_EVERYTHING = "everything"
_WHAT = [
    app_commands.Choice(name="articles, with their text", value="articles"),
    app_commands.Choice(name="quotations, with speaker and source", value="quotations"),
    app_commands.Choice(name="people, organisations and places", value="entities"),
    app_commands.Choice(name="the whole record, as an SQLite file", value=_EVERYTHING),
]
_FORMATS = [
    app_commands.Choice(name="CSV, for a spreadsheet", value="csv"),
    app_commands.Choice(name="JSON", value="json"),
]
# What a server may upload, where Discord does not say (a bot in no boosted server).
_SMALLEST_LIMIT = 10 * 1024 * 1024
_MEGABYTE = 1024 * 1024


def commands(corpus: Corpus, clock: Clock) -> list[app_commands.Command[Any, ..., Any]]:
    """Return the command."""

    @app_commands.command()
    @curators_only
    @app_commands.rename(kind="format")
    @app_commands.describe(
        what="What to hand out",
        kind="CSV if left out",
        since="Only what was published on this day or later",
        until="Only what was published on this day or earlier",
    )
    @app_commands.choices(what=_WHAT, kind=_FORMATS)
    async def export(
        interaction: discord.Interaction,
        what: str,
        kind: str | None = None,
        since: _Day | None = None,
        until: _Day | None = None,
    ) -> None:
        """Hand out the record, or a part of it, as a file that only you see."""
        guild_id = await admit_curator(interaction, corpus)
        first, last = parse_period(since, until, clock().date())
        plan = _plan(what, kind, since=first, until=last)
        await interaction.response.defer(ephemeral=True, thinking=True)
        limit = interaction.guild.filesize_limit if interaction.guild else _SMALLEST_LIMIT
        async with corpus.exports.written(guild_id, plan, most_bytes=limit) as written:
            await _hand_out(interaction, plan, written, limit)

    return [export]


def _plan(what: str, kind: str | None, **days: Any) -> ExportPlan:  # noqa: ANN401 — two dates
    """What is asked for.

    Raises:
        OptionError: the options do not go together.
    """
    if what == _EVERYTHING:
        if kind is not None:
            raise OptionError("format", kind, "needed: the whole record is an SQLite file")
        if any(days.values()):
            raise OptionError("since", what, "divided by days: leave `since` and `until` out")
        return ExportPlan(what, ExportKind.SQLITE)
    if what == "entities" and any(days.values()):
        raise OptionError("since", what, "divided by days: leave `since` and `until` out")
    return ExportPlan(what, ExportKind(kind or "csv"), **days)


async def _hand_out(
    interaction: discord.Interaction, plan: ExportPlan, written: Exported, limit: int
) -> None:
    if written.n_bytes > limit:
        await interaction.edit_original_response(view=compose(_too_large(plan, written, limit)))
        return
    lines = [f"{_held(plan, written)}, {_size(written.n_bytes)}."]
    if plan.kind is ExportKind.CSV:
        lines.append(
            "-# A cell that a spreadsheet would take for a formula begins with an apostrophe."
        )
    if plan.kind is ExportKind.SQLITE:
        lines.append("-# Without what is members' own: whom they follow, and what they looked up.")
    card = notice("Here is the file", lines, colour=DONE)
    name = written.path.name
    place: ui.File[ui.LayoutView] = ui.File(f"attachment://{name}")
    with written.path.open("rb") as content:
        await interaction.edit_original_response(
            view=compose(card, place), attachments=[discord.File(content, filename=name)]
        )


def _too_large(plan: ExportPlan, written: Exported, limit: int) -> Any:  # noqa: ANN401 — a card
    sizes = _size(written.n_bytes), _size(limit)
    lines = [f"{_held(plan, written)}: {sizes[0]} even packed; this server takes {sizes[1]}."]
    if plan.what in {"articles", "quotations"}:
        lines.append("Give `since` and `until`, and take it in parts.")
    lines.append("Whoever runs me can copy the whole file: `python -m store backup`.")
    return notice("The file is too large for Discord", lines, colour=GONE)


def _held(plan: ExportPlan, written: Exported) -> str:
    if plan.what == _EVERYTHING:
        return "The whole record"
    nouns = {"articles": "article", "quotations": "quotation", "entities": "name"}
    return counted(written.n_rows, nouns[plan.what])


def _size(n_bytes: int) -> str:
    if n_bytes < _MEGABYTE:
        return f"{max(n_bytes // 1024, 1)} kB"
    return f"{n_bytes / _MEGABYTE:.1f} MB"
