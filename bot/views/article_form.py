"""The form for pasting an article's text.

One job: ask for the text and what is known about it, and hand in what was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import TextStyle, ui

from bot.cards.limits import MAX_INPUT
from bot.views.layout import host

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

MAX_TITLE = 300
MAX_URL = 2000
MAX_DATE = 40
# Shorter is a headline, not an article.
MIN_TEXT = 40


class ArticleForm(ui.Modal, title="Add an article to the record"):
    """Text (in two fields, for Discord allows 4,000 characters in each), title, address, date."""

    text: ui.Label[ArticleForm] = ui.Label(
        text="Text of the article",
        component=ui.TextInput(
            style=TextStyle.paragraph, min_length=MIN_TEXT, max_length=MAX_INPUT
        ),
    )
    rest: ui.Label[ArticleForm] = ui.Label(
        text="Rest of the text",
        description="Only if the field above was too small.",
        component=ui.TextInput(style=TextStyle.paragraph, max_length=MAX_INPUT, required=False),
    )
    headline: ui.Label[ArticleForm] = ui.Label(
        text="Title",
        description="Left empty, the first line serves.",
        component=ui.TextInput(max_length=MAX_TITLE, required=False),
    )
    address: ui.Label[ArticleForm] = ui.Label(
        text="Link to the article",
        component=ui.TextInput(max_length=MAX_URL, required=False, placeholder="https://…"),
    )
    published: ui.Label[ArticleForm] = ui.Label(
        text="Date of publication",
        component=ui.TextInput(max_length=MAX_DATE, required=False, placeholder="2022-09-15"),
    )

    def __init__(
        self, hand_in: Callable[[discord.Interaction, dict[str, str]], Awaitable[None]]
    ) -> None:
        super().__init__()
        self._hand_in = hand_in

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Hand in what was typed: text, title, url and date."""
        await self._hand_in(
            interaction,
            {
                "text": f"{_typed(self.text)}\n{_typed(self.rest)}".strip(),
                "title": " ".join(_typed(self.headline).split()),
                "url": _typed(self.address),
                "date": _typed(self.published),
            },
        )

    async def on_error(  # type: ignore[override]  # a modal has no item to hand over
        self, interaction: discord.Interaction, error: Exception, /
    ) -> None:
        """Leave errors to the one handler."""
        await host(interaction).answer_error(interaction, error)


def _typed(field: ui.Label[ArticleForm]) -> str:
    component = field.component
    return component.value.strip() if isinstance(component, ui.TextInput) else ""
