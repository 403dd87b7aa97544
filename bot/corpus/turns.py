"""Whose text is read next: servers take turns, and people who wait come before feeds.

One job: that a server with a hundred links does not make another wait for all of them. The reading
process does one thing after another; here it is decided which.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    _Queue = OrderedDict[int, deque[asyncio.Future[None]]]


class Turns:
    """One holder at a time; those who wait are let in server by server."""

    def __init__(self, *, patience_s: float) -> None:
        """Prepare.

        Args:
            patience_s: how long somebody waits; what is done in the background waits on.
        """
        self._patience_s = patience_s
        self._waiting: tuple[_Queue, _Queue] = (OrderedDict(), OrderedDict())
        self._is_taken = False

    @asynccontextmanager
    async def take(self, guild_id: int, *, in_background: bool = False) -> AsyncIterator[None]:
        """Hold the turn of a server.

        Raises:
            BusyError: it did not come in time.
        """
        await self._wait(guild_id, in_background=in_background)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, guild_id: int, *, in_background: bool) -> None:
        if not self._is_taken:
            self._is_taken = True
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[in_background].setdefault(guild_id, deque()).append(mine)
        try:
            async with asyncio.timeout(None if in_background else self._patience_s):
                await mine
        except TimeoutError:
            self._give_up(mine)
            raise BusyError("the reading desk", self._patience_s) from None
        except asyncio.CancelledError:
            self._give_up(mine)
            raise

    def _give_up(self, mine: asyncio.Future[None]) -> None:
        """Pass a turn on that came too late; one that never came is skipped by `_next`."""
        if mine.done() and not mine.cancelled():
            self._pass_on()
        else:
            mine.cancel()

    def _pass_on(self) -> None:
        following = self._next()
        if following is None:
            self._is_taken = False
        else:
            following.set_result(None)

    def _next(self) -> asyncio.Future[None] | None:
        """The next who waits; their server goes to the end of the line."""
        for queue in self._waiting:
            while queue:
                guild_id, waiting = queue.popitem(last=False)
                following = waiting.popleft()
                if waiting:
                    queue[guild_id] = waiting
                if not following.done():
                    return following
        return None
