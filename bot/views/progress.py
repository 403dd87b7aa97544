"""Long work: its answer says how far it is, and reaches whoever asked however long it takes.

Discord takes changes to an answer for fifteen minutes. What is done later is written to the asker
directly; where that is closed to the bot, the server's log channel or its owner hears of it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

import aiohttp
import discord
from discord import ui

from bot.cards.notices import ASKING, GONE, notice
from bot.cards.text import shown
from bot.errors import BotError
from bot.messages import told
from bot.report import tell
from bot.views.layout import compose, host
from bot.views.places import no_rows
from store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.cards.quotations import Card
    from bot.views.places import Rows

T = TypeVar("T")

# Reading a page takes about a second; whoever waits longer wants to know that it goes on.
PATIENCE_S: Final = 2.0
# Long work changes its answer this often; Discord allows five edits in five seconds.
PROGRESS_S: Final = 2.5
_ANSWERABLE_S: Final = 14 * 60.0  # a minute less than Discord says
_LONG_S: Final = 5 * 60.0  # from here on it is told what happens afterwards
_DISMISSED: Final = 10008  # unknown message
_EXPIRED: Final = frozenset({10015, 50027})  # unknown webhook, invalid webhook token


class Progress:
    """The answer to a deferred command or button, for as long as it takes."""

    def __init__(self, interaction: discord.Interaction) -> None:
        self._interaction = interaction
        self._clock = asyncio.get_running_loop().time
        self._began = self._told = self._clock()
        handler, answering = asyncio.current_task(), host(interaction).answering
        if handler is not None:
            answering.add(handler)
            handler.add_done_callback(answering.discard)

    async def tell(self, title: str, done: int, total: int | None = None) -> None:
        """Say how far it is, unless that was said a moment ago."""
        if self._clock() - self._told >= PROGRESS_S:
            of = "" if total is None else f" of {total:,}"
            await self._show(title, f"{done:,}{of} done; this message will change.")

    async def wait_for(self, title: str, work: Coroutine[Any, Any, T]) -> T:
        """Return what work gives; say that it goes on when it takes longer than PATIENCE_S.

        Raises:
            StoreError, BotError: as the work; when no answer can tell it any more, it was told.
        """
        task = asyncio.ensure_future(work)
        await asyncio.wait({task}, timeout=PATIENCE_S)
        if not task.done():
            line = "Long articles take a few seconds; this message will change when it is done."
            await self._show(title, line)
        try:
            return await task
        except (StoreError, BotError) as error:
            if not self._is_answerable:
                await self._write(notice("That did not work", [told(error)], colour=GONE))
            raise

    async def finish(self, card: Card, rows: Rows = no_rows) -> None:
        """Give the answer with its buttons, in its place or, when it is too late, directly."""
        if self._is_answerable:
            try:
                await self._interaction.edit_original_response(view=compose(card, *rows(None)))
            except discord.HTTPException as error:
                if error.code == _DISMISSED:
                    view = compose(card, *rows(None))
                    await self._interaction.followup.send(view=view, ephemeral=True)
                    return
                if error.code not in _EXPIRED:
                    raise
            else:
                return
        await self._write(card, rows)

    @property
    def _is_answerable(self) -> bool:
        return self._clock() - self._began < _ANSWERABLE_S

    async def _show(self, title: str, line: str) -> None:
        if not self._is_answerable:
            return
        self._told = self._clock()
        lines = [line]
        if self._told - self._began > _LONG_S:
            lines.append("If it takes longer than this message can change, I write to you.")
            lines.append("-# If I am restarted meanwhile, `/articles list` shows what was done.")
        card = notice(title, lines, colour=ASKING)
        # Dismissed by whoever asked, or Discord stumbles: the work goes on.
        with suppress(discord.HTTPException, aiohttp.ClientError, OSError):
            await self._interaction.edit_original_response(view=compose(card))

    async def _write(self, card: Card, rows: Rows = no_rows) -> None:
        """Write to whoever asked, else tell the server that it is done."""
        guild, user = self._interaction.guild, self._interaction.user
        asked = discord.utils.format_dt(self._interaction.created_at, "R")
        place = shown(guild.name, 100) if guild is not None else "a server"
        head: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(
            f"-# You asked for this in {place} {asked}; it took longer than an answer there may."
        )
        try:
            await user.send(view=compose(head, card, *rows(self._interaction.guild_id)))
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            if guild is None:
                return
            text = (
                f"what <@{user.id}> asked me for {asked} is done, and I could not write to them:"
                " `/articles list` and `/audit` show what came of it."
            )
            client = self._interaction.client
            await tell(client, host(self._interaction).corpus, guild, text)
