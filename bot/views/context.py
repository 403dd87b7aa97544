"""One quotation in its context, privately, for whoever picks it from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ui

from bot.cards.limits import MAX_OPTION_LABEL, MAX_TEXT
from bot.cards.quotations import entry, in_context
from bot.permissions import guild_of
from bot.views.layout import Answer, compose, guarded, host, send

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from store.records import StoredQuotation

Select = ui.Select[ui.LayoutView]

_CUSTOM_ID = "context"


class ContextSelect(ui.DynamicItem[Select], template=_CUSTOM_ID):
    """A menu of the quotations on a page; picking one shows the text around it."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> ContextSelect:
        """The menu that was used."""
        del interaction, match
        return cls(cast("Select", item))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Show the quotation that was picked."""
        await guarded(interaction, self._show(interaction))

    async def _show(self, interaction: discord.Interaction) -> None:
        picked = int(self.item.values[0])
        quotation = await host(interaction).corpus.quotation(guild_of(interaction), picked)
        await send(interaction, Answer(compose(in_context(quotation, MAX_TEXT)), is_private=True))


def context_row(quotations: Sequence[StoredQuotation]) -> ui.ActionRow[ui.LayoutView]:
    """The menu for one page of quotations."""
    select: Select = Select(custom_id=_CUSTOM_ID, placeholder="Read one in its context…")
    for quotation in quotations:
        name, words = entry(quotation, MAX_OPTION_LABEL)
        select.add_option(label=name, value=str(quotation.id), description=words)
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(ContextSelect(select))
    return row
