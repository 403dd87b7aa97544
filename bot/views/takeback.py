"""Taking back what a curator mended: the button under the answer.

One job: the button carries the number of the change in the audit log, so it works after a
restart; only curators can press it. (Adding and removing articles have a button of their own,
in undo.py, which whoever added may press.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ButtonStyle, ui

from bot.cards.desk import taken_back
from bot.permissions import admit_curator, enter, require_manager
from bot.views.layout import Button, compose, guarded, host
from bot.views.places import PLACE, place_in, placed

if TYPE_CHECKING:
    import re


_ROLE = "curator_role_id"


class TakeBack(ui.DynamicItem[Button], template=PLACE + r"takeback:(?P<id>\d{1,19})"):
    """Undoes one change of the audit log."""

    def __init__(self, button: Button, change_id: int, place: int | None = None) -> None:
        super().__init__(button)
        self.place = place
        self.change_id = change_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> TakeBack:
        """The button that was pressed, from what it carries."""
        del interaction
        return cls(cast("Button", item), int(match["id"]), place_in(match))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Undo, and say so in place of the answer."""
        await guarded(interaction, self._take_back(interaction))

    async def _take_back(self, interaction: discord.Interaction) -> None:
        corpus = host(interaction).corpus
        await enter(interaction, self.place)
        guild_id = await admit_curator(interaction, corpus)
        change = await corpus.desk.change(guild_id, self.change_id)
        if change.subject == f"setting:{_ROLE}":
            require_manager(interaction)  # as for choosing it
        await interaction.response.defer()
        done = await corpus.desk.take_back(guild_id, self.change_id, by=interaction.user.id)
        corpus.digests.look_again(guild_id)
        row = takeback_row(done.entry.id, text="Undo this too", place=self.place)
        await interaction.edit_original_response(view=compose(taken_back(done), row))


def takeback_row(
    change_id: int, *, text: str = "Undo", place: int | None = None
) -> ui.ActionRow[ui.LayoutView]:
    """The row with the one button."""
    custom_id = placed(f"takeback:{change_id}", place)
    button = Button(label=text, custom_id=custom_id, style=ButtonStyle.secondary)
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(TakeBack(button, change_id, place))
    return row
