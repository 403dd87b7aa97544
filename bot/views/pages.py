"""Turning pages: the row of buttons, and what happens when somebody presses one.

One job: paging that survives a restart. What a page shows is decided by the view that draws it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ButtonStyle

from bot.cards.notices import notice
from bot.views.layout import Answer, Button, compose, is_asker, send

if TYPE_CHECKING:
    import discord

PAGE_SIZE = 5
BUSY = "\n-# Other pages cannot be turned to just now: the record is being written. Ask again soon."
TOKEN = r"(?P<token>[A-Za-z0-9_-]{1,40})"  # noqa: S105  # a pattern, no password


def n_pages(total: int) -> int:
    """How many pages a list of so many items has; an empty list has one."""
    return max(-(-total // PAGE_SIZE), 1)


def page_number(first: int) -> int:
    """Which page begins with the item at this position, both counted from 1."""
    return max(first - 1, 0) // PAGE_SIZE + 1


def page_button(text: str, custom_id: str, *, can_turn: bool) -> Button:
    """A button to a neighbouring page."""
    return Button(
        label=text, custom_id=custom_id, style=ButtonStyle.secondary, disabled=not can_turn
    )


async def turn(interaction: discord.Interaction, answer: Answer) -> None:
    """Show another page: in place for who asked, a private copy for everybody else."""
    if is_asker(interaction):
        await interaction.response.edit_message(view=answer.view)
    else:
        await send(interaction, Answer(answer.view, is_private=True))


def forgotten() -> Answer:
    """What to say when a list is no longer kept, or nothing is left of it."""
    card = notice("This list is no longer kept", ["Please ask again."])
    return Answer(compose(card), is_private=True)
