"""Files of earlier versions: brought to this one in a process of their own, one after another.

One job: that an update of a large corpus stalls neither the bot nor another server, and that
the log says what goes on. Ended on the way, it goes on after the next start.
"""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import TYPE_CHECKING

from bot.corpus.child import Child
from bot.errors import BotError, UpgradingError
from store import upgrade
from store.database import is_behind
from store.errors import DatabaseError

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

log = logging.getLogger(__name__)

# A file of 10,000 articles takes a minute or two; none should take this long.
_LONGEST_S = 6 * 3600.0
_TELL_AGAIN_S = 60.0
_BETWEEN_S = 0.2  # pieces of what is done while the file is in use already


class Upgrades:
    """Brings files up to date when they are first wanted."""

    def __init__(self, *, executor: Executor | None, nice: int) -> None:
        self._child = Child(
            "the update of a record",
            executor=executor,
            nice=nice,
            timeout_s=_LONGEST_S,
            queue_s=_LONGEST_S,
        )
        self._running: dict[Path, asyncio.Task[None]] = {}
        self._relating: dict[Path, asyncio.Task[None]] = {}

    async def current(self, path: Path, *, patience_s: float | None) -> None:
        """Return once a file is of this version.

        Raises:
            UpgradingError: it takes longer than `patience_s`; it goes on.
            DatabaseError: it cannot be done.
        """
        if path not in self._running:
            if not await asyncio.to_thread(is_behind, path):
                self._relate_later(path)
                return
            if path not in self._running:  # nobody else came meanwhile
                self._running[path] = asyncio.create_task(self._upgrade(path))
                self._running[path].add_done_callback(_noticed)
        try:
            async with asyncio.timeout(patience_s):
                await asyncio.shield(self._running[path])
        except TimeoutError:
            raise UpgradingError from None

    async def close(self) -> None:
        """Give up what is under way; the next start goes on with it."""
        tasks = [*self._running.values(), *self._relating.values()]
        for task in tasks:
            task.cancel()
        await self._child.close()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _upgrade(self, path: Path) -> None:
        began = monotonic()
        log.info("corpus of an earlier version is brought up to date file=%s", path.name)
        telling = asyncio.create_task(_tell_again(path, began))
        try:
            await self._child.run(upgrade.upgrade, path)
        except (DatabaseError, BotError) as error:
            log.warning("corpus could not be brought up to date file=%s error=%s", path.name, error)
            raise
        else:
            log.info("corpus is up to date file=%s after=%.0fs", path.name, monotonic() - began)
            self._relate_later(path)
        finally:
            telling.cancel()
            del self._running[path]

    def _relate_later(self, path: Path) -> None:
        """Look for near-copies of articles that were never compared, while the file is in use."""
        if path not in self._relating:
            self._relating[path] = asyncio.create_task(self._relate(path))

    async def _relate(self, path: Path) -> None:
        try:
            left = total = await asyncio.to_thread(upgrade.count_to_relate, path)
            while left:
                left = await self._child.run(upgrade.relate_some, path)
                await asyncio.sleep(_BETWEEN_S)
        except (DatabaseError, BotError) as error:  # the next start goes on with it
            log.warning("articles were not all compared file=%s error=%s", path.name, error)
        else:
            if total:
                log.info("articles of an earlier version compared file=%s n=%d", path.name, total)
        finally:
            del self._relating[path]
        if not self._relating and not self._running:
            self._child.rest()


def _noticed(task: asyncio.Task[None]) -> None:
    """Take note of how it ended: whoever asked may have gone, and the log has it already."""
    if not task.cancelled():
        task.exception()


async def _tell_again(path: Path, began: float) -> None:
    """Say now and then that it is still going on."""
    while True:
        await asyncio.sleep(_TELL_AGAIN_S)
        log.info("corpus is still updated file=%s since=%.0fs", path.name, monotonic() - began)
