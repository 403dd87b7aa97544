"""A child process that does one thing after another, and what runs inside it.

One job: started when it is first needed, given low priority, replaced when it dies or is too
slow, and never left behind. What is done in it is its owners' business: worker.py reads
texts, charts.py draws pictures.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING, TypeVar

from bot.errors import BusyError, NotReadyError, TooSlowError, WorkerLostError
from store.process import OwnProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor, Future

R = TypeVar("R")

log = logging.getLogger(__name__)

_CLOSING_S = 5.0


class Child:
    """Runs one call after another in a process of its own, or in a given executor."""

    def __init__(
        self,
        what: str,
        *,
        executor: Executor | None = None,
        nice: int = 10,
        timeout_s: float,
        queue_s: float,
    ) -> None:
        """Prepare; nothing is started yet.

        Args:
            what: its name in errors and the log, as "the reading desk".
            executor: where the calls run instead; None is a spawned process.
            nice: the process's priority, 0 to 19.
            timeout_s: how long a call may run.
            queue_s: how long a call may wait for those before it.
        """
        self._what = what
        self._given = executor
        self._nice = nice
        self._timeout_s = timeout_s
        self._queue_s = queue_s
        self._process: OwnProcess | None = None
        self._turn = asyncio.Lock()
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """The process, once it runs; None for a given executor."""
        return self._process.pid if self._process is not None else None

    def submit(self, fn: Callable[..., R], *args: object) -> Future[R]:
        """Start `fn(*args)` out of turn, without waiting for it: for warming up."""
        return self._executor().submit(fn, *args)

    async def run(self, fn: Callable[..., R], *args: object, within_s: float | None = None) -> R:
        """Return `fn(*args)` from the process, one call at a time.

        Args:
            fn: a function of a module, so that the process can find it.
            args: what can be pickled.
            within_s: how long it may run, where that is less than calls may.

        Raises:
            NotReadyError: the bot is stopping.
            BusyError: its turn did not come in time.
            TooSlowError: it ran too long; the process is ended and replaced.
            WorkerLostError: the process died, and died again on a second try.
            Exception: whatever `fn` raises.
        """
        try:
            async with asyncio.timeout(self._queue_s):
                await self._turn.acquire()
        except TimeoutError:
            raise BusyError(self._what, self._queue_s) from None
        try:
            return await self._run_or_retry(
                min(within_s or self._timeout_s, self._timeout_s), fn, *args
            )
        finally:
            self._turn.release()

    async def _run_or_retry(self, within_s: float, fn: Callable[..., R], *args: object) -> R:
        for _ in range(2):
            if self._is_closed:
                raise NotReadyError(self._what)
            try:
                return await self._run_once(within_s, fn, *args)
            except BrokenExecutor:
                if not self._is_closed:
                    log.warning("process lost: %s", self._what)
                self.rest()
        raise WorkerLostError

    async def _run_once(self, within_s: float, fn: Callable[..., R], *args: object) -> R:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(within_s):
                return await loop.run_in_executor(self._executor(), fn, *args)
        except TimeoutError:
            self.rest()
            raise TooSlowError(within_s) from None

    async def close(self) -> None:
        """End the process, whatever it does."""
        self._is_closed = True
        process, self._process = self._process, None
        if process is not None:
            ending = asyncio.ensure_future(asyncio.to_thread(process.end))
            await asyncio.wait([ending], timeout=_CLOSING_S)

    def _executor(self) -> Executor:
        if self._given is not None:
            return self._given
        if self._process is None:
            self._process = OwnProcess(self._nice)
        return self._process.executor

    def rest(self) -> None:
        """Kill the process without waiting; the next call starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
