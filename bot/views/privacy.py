"""`/privacy`: what is kept about a member, as an answer and a file, and forgetting it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ButtonStyle, ui

from bot.cards import privacy as cards
from bot.permissions import guild_of
from bot.views.layout import Button, compose, guarded, host

if TYPE_CHECKING:
    import re

    from bot.corpus import Corpus

_FILE = "on-record-about-you.json"
_YES, _NO = "yes", "no"


async def answer_kept(interaction: discord.Interaction, corpus: Corpus) -> None:
    """Show the asker what is kept about them, and attach it where files may be attached."""
    guild_id, user_id = guild_of(interaction), interaction.user.id
    kept = await corpus.privacy.kept(guild_id, user_id)
    has_file = not kept.is_nothing and interaction.app_permissions.attach_files
    card = cards.kept_card(kept, has_file=has_file)
    if not has_file:
        await interaction.response.send_message(view=compose(card), ephemeral=True)
        return
    content = cards.as_file(kept, user_id=user_id, guild_id=guild_id)
    file = discord.File(io.BytesIO(content), filename=_FILE)
    view = compose(card, ui.File(f"attachment://{_FILE}"))
    await interaction.response.send_message(view=view, file=file, ephemeral=True)


async def ask_to_forget(interaction: discord.Interaction, corpus: Corpus) -> None:
    """Say what forgetting the asker would do, and ask whether to."""
    kept = await corpus.privacy.kept(guild_of(interaction), interaction.user.id)
    card = cards.forget_card(kept)
    view = compose(card) if kept.is_nothing else compose(card, _row())
    await interaction.response.send_message(view=view, ephemeral=True)


class Forget(ui.DynamicItem[Button], template=r"forget:(?P<answer>yes|no)"):
    """Forgets whoever presses it, or leaves everything as it is."""

    def __init__(self, button: Button, answer: str) -> None:
        super().__init__(button)
        self.answer = answer

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Forget:
        """The button that was pressed, from what it carries."""
        del interaction
        return cls(cast("Button", item), match["answer"])

    async def callback(self, interaction: discord.Interaction) -> None:
        """Do as was answered."""
        await guarded(interaction, self._do(interaction))

    async def _do(self, interaction: discord.Interaction) -> None:
        card = cards.spared_card()
        if self.answer == _YES:
            corpus = host(interaction).corpus
            await corpus.privacy.forget(guild_of(interaction), interaction.user.id)
            card = cards.forgotten_card()
        await interaction.response.edit_message(view=compose(card))


def _row() -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    for text, answer, style in (
        ("Forget me", _YES, ButtonStyle.danger),
        ("Leave it", _NO, ButtonStyle.secondary),
    ):
        button = Button(label=text, custom_id=f"forget:{answer}", style=style)
        row.add_item(Forget(button, answer))
    return row
