"""Taking back that articles were read again: the button under the answer.

One job: one article's is a change like any other; of many, the button carries between which
changes of the audit log they lie and whose they are, so that it works after a restart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ButtonStyle, ui

from bot.cards.articles import readings_taken_back
from bot.messages import told
from bot.permissions import admit_curator, enter
from bot.views.layout import Button, guarded, host
from bot.views.places import PLACE, no_rows, place_in, placed
from bot.views.progress import Progress
from bot.views.takeback import takeback_row
from store.records import TakenBack

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from bot.views.places import Rows
    from store.records import Reread

_ID = r"\d{1,19}"


def undo_readings(done: Sequence[Reread], user_id: int) -> Rows:
    """The row with the one button; none where nothing was read."""
    if not done:
        return no_rows
    first, last = done[0].change_id, done[-1].change_id
    if first == last:
        return lambda place: [takeback_row(first, place=place)]
    return lambda place: [_row(range(first, last + 1), user_id, place)]


def _row(changes: range, user_id: int, place: int | None) -> ui.ActionRow[ui.LayoutView]:
    custom_id = placed(f"unread:{changes[0]}:{changes[-1]}:{user_id}", place)
    button = Button(label="Undo all", custom_id=custom_id, style=ButtonStyle.secondary)
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(UndoReadings(button, changes, user_id, place))
    return row


class UndoReadings(
    ui.DynamicItem[Button],
    template=rf"{PLACE}unread:(?P<first>{_ID}):(?P<last>{_ID}):(?P<user>{_ID})",
):
    """Puts the former readings of several articles back."""

    def __init__(
        self, button: Button, changes: range, user_id: int, place: int | None = None
    ) -> None:
        super().__init__(button)
        self.place = place
        self.changes = changes
        self.user_id = user_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> UndoReadings:
        """The button that was pressed, from what it carries."""
        del interaction
        changes = range(int(match["first"]), int(match["last"]) + 1)
        return cls(cast("Button", item), changes, int(match["user"]), place_in(match))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Undo, and say so in place of the answer."""
        await guarded(interaction, self._undo(interaction))

    async def _undo(self, interaction: discord.Interaction) -> None:
        corpus = host(interaction).corpus
        await enter(interaction, self.place)
        guild_id = await admit_curator(interaction, corpus)
        await interaction.response.defer()
        progress = Progress(interaction)
        n_done, failed = 0, []
        working = corpus.desk.take_back_readings(
            guild_id, self.changes, made_by=self.user_id, by=interaction.user.id
        )
        async for found in working:
            if isinstance(found, TakenBack):
                n_done += 1
            else:
                failed.append(told(found))
            await progress.tell("Putting former readings back…", n_done + len(failed))
        await progress.finish(readings_taken_back(n_done, failed))
