"""Answers as layouts: put together, sent, and the edge where a button's errors are caught.

One job: everything that all our views share.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

import discord
from discord import ui

from bot.cards.limits import enforce
from bot.cards.lines import keep_together
from bot.views.pictures import illustrate

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from discord.ui.item import Item

    from bot.charts import Chart
    from bot.clock import Clock
    from bot.corpus import Corpus
    from bot.views.question import Question

Button = ui.Button[ui.LayoutView]

# Discord wants a first answer within 3 s; a picture that is not drawn by then is waited for behind
# "is thinking…".
_PATIENCE_S = 1.2


class Host(Protocol):
    """What a button finds in `interaction.client`: it is the one handler not given its parts."""

    corpus: Corpus
    clock: Clock
    answering: set[asyncio.Task[Any]]  # long work that the bot waits for before it leaves

    async def find_answer(self, guild_id: int, question: Question) -> Answer:
        """The answer to a question that a button asks."""

    async def answer_error(self, interaction: discord.Interaction, error: BaseException) -> None:
        """Tell the asker what went wrong."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that a button under an answer asks, of a command about one thing."""

    label: str
    kind: str
    field: str
    id: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A layout, whether only the asker should see it, what to offer under it, and its picture.

    A chart is drawn when the answer is sent; one of the layout's cards has a `picture_place`.
    """

    view: ui.LayoutView
    is_private: bool = False
    follow_ups: tuple[FollowUp, ...] = ()
    chart: Chart | None = None


def host(interaction: discord.Interaction) -> Host:
    """The client, with the parts that buttons need."""
    return cast("Host", interaction.client)


def compose(*items: Item[Any]) -> ui.LayoutView:
    """A layout of these items that fits one message.

    It never times out, and everything in it that can be pressed is a DynamicItem: discord.py
    then keeps nothing in memory, and the buttons work after a restart.
    """
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    return enforce(keep_together(view))


async def send(interaction: discord.Interaction, answer: Answer) -> None:
    """Answer, whether or not something was said before."""
    files = await _pictures(interaction, answer)
    if interaction.response.is_done():
        await interaction.followup.send(view=answer.view, ephemeral=answer.is_private, files=files)
    else:
        await interaction.response.send_message(
            view=answer.view, ephemeral=answer.is_private, files=files
        )


async def show_instead(interaction: discord.Interaction, answer: Answer) -> None:
    """Show an answer in place of the one whose button was pressed."""
    files = await _pictures(interaction, answer, is_new=False)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=answer.view, attachments=files)
    elif answer.chart is None:
        await interaction.response.edit_message(view=answer.view)
    else:
        await interaction.response.edit_message(view=answer.view, attachments=files)


async def _pictures(
    interaction: discord.Interaction, answer: Answer, *, is_new: bool = True
) -> list[discord.File]:
    """The answer's picture, if it has one; the asker is told to wait when that takes long."""
    if answer.chart is None:
        return []
    allowed = interaction.app_permissions
    charts = host(interaction).corpus.charts
    drawing = asyncio.ensure_future(illustrate(charts, answer.view, answer.chart, allowed))
    done, _ = await asyncio.wait({drawing}, timeout=_PATIENCE_S)
    if not done and not interaction.response.is_done():
        await interaction.response.defer(thinking=is_new, ephemeral=is_new and answer.is_private)
    picture = await drawing
    return [] if picture is None else [picture]


def is_asker(interaction: discord.Interaction) -> bool:
    """Whether the one who pressed a button is who asked the question above it."""
    message = interaction.message
    metadata = message.interaction_metadata if message else None
    return metadata is not None and metadata.user.id == interaction.user.id


async def guarded(interaction: discord.Interaction, work: Awaitable[None]) -> None:
    """Run what a button does; discord.py would log its errors and leave the user waiting."""
    try:
        await work
    except Exception as error:  # noqa: BLE001  # the edge: the one error handler takes it from here
        await host(interaction).answer_error(interaction, error)
