"""Servers looked after side by side: one task each, and none in another's way.

One job: that a server whose Discord requests hang, whose file is damaged or whose turn fails
unexpectedly delays no other server and no later look.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from bot.errors import BotError
from store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import discord

log = logging.getLogger(__name__)

# Servers served side by side. Discord lets a bot send 50 requests a second.
_AT_ONCE = 8
# Servers set going in one turn of the event loop.
_STARTED_PER_TURN = 20
# A server that Discord has not given us (an outage, a kick) is looked at again after this.
_ABSENT = timedelta(minutes=2)
# After an unexpected failure; soon enough to bring an old claim to its end in Discord's window.
_AFTER_FAILURE = timedelta(seconds=30)


class Rounds(ABC):
    """Something that servers want now and then: `tick` looks which, and sets them going."""

    what: ClassVar[str]  # for the log

    def __init__(self, client: discord.Client) -> None:
        self.client = client
        self._running: dict[int, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(_AT_ONCE)

    @abstractmethod
    async def awake(self) -> Iterable[int]:
        """Return the servers that want something now; asking must cost next to nothing."""

    @abstractmethod
    async def serve(self, guild: discord.Guild) -> None:
        """Do what a server wants."""

    @abstractmethod
    def leave_for(self, guild_id: int, pause: timedelta) -> None:
        """Do not look at a server for a while."""

    async def tick(self) -> None:
        """Set every server going that wants something; wait for none of them."""
        if not self.client.is_ready():
            return
        try:
            awake = await self.awake()
        except OSError:
            log.exception("the folder of corpora cannot be read")
            return
        for n, guild_id in enumerate(awake):
            if n % _STARTED_PER_TURN == _STARTED_PER_TURN - 1:
                await asyncio.sleep(0)  # thousands at once would stall the loop for a second
            if guild_id not in self._running:
                self._running[guild_id] = asyncio.create_task(self._serve_safely(guild_id))

    async def finish(self) -> None:
        """Wait until every server that was set going is done."""
        while self._running:
            await asyncio.wait(self._running.values())

    async def cut_off(self) -> None:
        """End what is still going."""
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def serve_guild(self, guild_id: int) -> None:
        """Do what a server wants, if Discord gives it to us now."""
        guild = self.client.get_guild(guild_id)
        if guild is None or guild.unavailable:
            self.leave_for(guild_id, _ABSENT)
            return
        await self.serve(guild)

    async def _serve_safely(self, guild_id: int) -> None:
        """Serve one server; the edge of the job, where nothing may stop the others."""
        try:
            async with self._room:
                await self.serve_guild(guild_id)
        except (StoreError, BotError) as error:
            log.warning("%s put off server=%d error=%s", self.what, guild_id, error)
            self.leave_for(guild_id, _AFTER_FAILURE)
        except Exception:
            log.exception("%s failed server=%d", self.what, guild_id)
            self.leave_for(guild_id, _AFTER_FAILURE)
        finally:
            del self._running[guild_id]
