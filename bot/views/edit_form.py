"""The form for mending what is known of an article: its fields hold what they are now.

One job: ask, and hand in what was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.views.layout import host

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord

    from store.records import ArticleRow

MAX_TITLE = 300
MAX_BYLINE = 200
MAX_PUBLISHER = 100
MAX_DATE = 40


class EditForm(ui.Modal, title="Edit an article"):
    """Title, date, byline and publisher; an emptied field takes away what was there."""

    def __init__(
        self,
        row: ArticleRow,
        hand_in: Callable[[discord.Interaction, dict[str, str]], Awaitable[None]],
    ) -> None:
        super().__init__()
        self._hand_in = hand_in
        ref = row.ref
        day = ref.published_on.isoformat() if ref.published_on else ""
        self._fields = {
            "title": _field(ref.title, MAX_TITLE, required=True),
            "date": _field(day, MAX_DATE, placeholder="2022-09-15; empty: not known"),
            "byline": _field(row.byline or "", MAX_BYLINE),
            "publisher": _field(ref.publisher or "", MAX_PUBLISHER),
        }
        words = {"date": "Date of publication"}
        for name, component in self._fields.items():
            text = words.get(name, name.capitalize())
            self.add_item(ui.Label(text=text, component=component))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Hand in what was typed."""
        typed = {name: " ".join(field.value.split()) for name, field in self._fields.items()}
        await self._hand_in(interaction, typed)

    async def on_error(  # type: ignore[override]  # a modal has no item to hand over
        self, interaction: discord.Interaction, error: Exception, /
    ) -> None:
        """Leave errors to the one handler."""
        await host(interaction).answer_error(interaction, error)


def _field(
    value: str, most: int, *, required: bool = False, placeholder: str | None = None
) -> ui.TextInput[EditForm]:
    return ui.TextInput(
        default=" ".join(value.split())[:most] or None,
        max_length=most,
        required=required,
        placeholder=placeholder,
    )
