"""One quotation in its context, privately, for whoever picks it from a list.

The menu also stands in direct messages, where it carries the server it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ui

from bot.cards.limits import MAX_OPTION_LABEL, MAX_TEXT
from bot.cards.quotations import entry, in_context
from bot.errors import NotPermittedError
from bot.permissions import guild_of
from bot.views.asking import about_quotation, with_follow_ups
from bot.views.layout import Answer, compose, guarded, host, send

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from store.records import StoredQuotation

Select = ui.Select[ui.LayoutView]

_CUSTOM_ID = "context"


class ContextSelect(ui.DynamicItem[Select], template=r"context(?::(?P<guild>\d{1,20}):\d{1,19})?"):
    """A menu of the quotations on a page; picking one shows the text around it."""

    def __init__(self, select: Select, guild_id: int | None = None) -> None:
        super().__init__(select)
        self.guild_id = guild_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> ContextSelect:
        """The menu that was used."""
        del interaction
        return cls(cast("Select", item), int(match["guild"]) if match["guild"] else None)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Show the quotation that was picked."""
        await guarded(interaction, self._show(interaction))

    async def _show(self, interaction: discord.Interaction) -> None:
        picked = int(self.item.values[0])
        if self.guild_id is None:
            guild_id = guild_of(interaction)
        else:
            guild_id = self.guild_id
            await interaction.response.defer(ephemeral=True, thinking=True)
            await _require_member(interaction, guild_id)
        quotation = await host(interaction).corpus.quotation(guild_id, picked)
        # In a direct message a button could not tell which server it asks about.
        offers = about_quotation(quotation) if self.guild_id is None else ()
        view = compose(in_context(quotation, MAX_TEXT))
        await send(interaction, with_follow_ups(Answer(view, is_private=True, follow_ups=offers)))


def context_id(guild_id: int, letter_id: int) -> str:
    """The menu's custom_id in a direct message; no two messages have the same."""
    return f"{_CUSTOM_ID}:{guild_id}:{letter_id}"


def context_row(
    quotations: Sequence[StoredQuotation], *, custom_id: str = _CUSTOM_ID
) -> ui.ActionRow[ui.LayoutView]:
    """The menu for one page of quotations."""
    select: Select = Select(custom_id=custom_id, placeholder="Read one in its context…")
    for quotation in quotations:
        name, words = entry(quotation, MAX_OPTION_LABEL)
        select.add_option(label=name, value=str(quotation.id), description=words)
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(ContextSelect(select))
    return row


async def _require_member(interaction: discord.Interaction, guild_id: int) -> None:
    """Let nobody read a server's record who has left it.

    Raises:
        NotPermittedError: the asker, or the bot, is not in that server any more.
    """
    guild = interaction.client.get_guild(guild_id)
    try:
        if guild is not None:
            await guild.fetch_member(interaction.user.id)
            return
    except discord.NotFound:
        pass
    raise NotPermittedError("to be in that server")
