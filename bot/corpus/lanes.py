"""Lanes: which thread each call on a corpus file uses, and how long it may wait.

A read goes to a few threads that share all files, a write to its file's own queue. Nothing here
knows what is read or written, or which server a file belongs to.
"""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

from bot.corpus.connections import KeptConnections
from bot.errors import BusyError, NotReadyError
from store.database import open_corpus, translating_errors
from store.errors import DatabaseMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path


P = ParamSpec("P")
R = TypeVar("R")

# Each locked file holds one writing thread for as long as SQLite waits for the lock (seconds);
# so many files must be locked at once before other servers notice.
_WRITER_THREADS = 8

# A write that has not begun, or not ended, after this long is reported as busy. One article
# commits in about a millisecond; SQLite itself gives up on a locked file well before.
_WRITE_TIMEOUT_S = 60.0

_CLOSING_S = 10.0

# Steps of SQLite's machine (about a millisecond) between two looks at whether a read is still
# wanted. Connection.interrupt() would not do: it stops only a statement that runs already, and a
# read given up just before its statement began went on for ever.
_STEPS_BETWEEN_LOOKS = 20_000


class Lanes:
    """Reader threads and per-file writer queues."""

    def __init__(
        self,
        *,
        readers: int = 4,
        read_timeout_s: float = 10.0,
        write_timeout_s: float = _WRITE_TIMEOUT_S,
    ) -> None:
        self._kept = KeptConnections()
        self._n_readers = readers
        self._read_timeout_s = read_timeout_s
        self._write_timeout_s = write_timeout_s
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        self._writers = ThreadPoolExecutor(_WRITER_THREADS, thread_name_prefix="writer")
        # One server may use all reader threads but one, so that it cannot starve the others.
        share = max(1, readers - 1)
        self._shares: defaultdict[Path, asyncio.Semaphore]
        self._shares = defaultdict(partial(asyncio.Semaphore, share))
        self._queues: defaultdict[Path, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._writing: set[asyncio.Future[Any]] = set()
        self._closed = False

    async def read(
        self,
        path: Path,
        fn: Callable[Concatenate[Any, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Return `fn(db, …)` with a read-only connection, from a reader thread.

        Raises:
            BusyError: no answer in time; the query is interrupted.
            DatabaseMissingError: there is no such file.
            StoreError: whatever `fn` raises.
        """
        self._refuse_when_closed()
        job = _Read(self._kept, path, lambda db: fn(db, *args, **kwargs))
        try:
            async with asyncio.timeout(self._read_timeout_s), self._shares[path]:
                return await asyncio.get_running_loop().run_in_executor(self._readers, job)
        except TimeoutError:
            raise BusyError("the record", self._read_timeout_s) from None
        finally:
            job.give_up()

    async def write(
        self,
        path: Path,
        fn: Callable[Concatenate[Any, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Return `fn(db, …)` with a writing connection, after the file's earlier writes.

        A caller that goes away does not stop the write: it ends, and the next one waits for it.

        Raises:
            BusyError: its turn did not come, or did not end, in time.
            DatabaseMissingError: there is no such file.
            StoreError: whatever `fn` raises.
        """
        return await self.alone(path, lambda: _write(path, lambda db: fn(db, *args, **kwargs)))

    async def alone(self, path: Path, job: Callable[[], R]) -> R:
        """Return `job()`, run in a thread while no other write on the file runs."""
        self._refuse_when_closed()
        queue = self._queues[path]
        await self._in_time(queue.acquire())
        try:
            writing = asyncio.get_running_loop().run_in_executor(self._writers, job)
        except BaseException:
            queue.release()
            raise
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)
        writing.add_done_callback(lambda _: queue.release())
        return await self._in_time(asyncio.shield(writing))

    async def close(self) -> None:
        """Finish the writes under way, interrupt the reads, close every connection."""
        if self._closed:
            return
        self._closed = True
        if self._writing:
            await asyncio.wait(self._writing, timeout=_CLOSING_S)
        self._writers.shutdown(wait=False, cancel_futures=True)
        everyone = threading.Barrier(self._n_readers)
        closing = [self._readers.submit(self._close_mine, everyone) for _ in range(self._n_readers)]
        await asyncio.wait(map(asyncio.wrap_future, closing), timeout=_CLOSING_S)
        self._readers.shutdown(wait=False, cancel_futures=True)

    def _close_mine(self, everyone: threading.Barrier) -> None:
        """Close one reader thread's connections, and wait so that each thread does one."""
        self._kept.close()
        try:
            everyone.wait(_CLOSING_S / 2)
        except threading.BrokenBarrierError:
            return  # a reader is stuck in a query: its connection ends with the process

    async def _in_time(self, waiting: asyncio.Future[R] | Coroutine[object, object, R]) -> R:
        try:
            async with asyncio.timeout(self._write_timeout_s):
                return await waiting
        except TimeoutError:
            raise BusyError("the record", self._write_timeout_s) from None

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise NotReadyError("the record")


class _Read(Generic[R]):
    """One read in a thread, which the event loop can give up but not outlive."""

    def __init__(self, kept: KeptConnections, path: Path, fn: Callable[[Any], R]) -> None:
        self._kept = kept
        self._path = path
        self._fn = fn
        self._is_given_up = False

    def __call__(self) -> R:
        with translating_errors(self._path):
            db = self._kept.get(self._path)
            db.conn.set_progress_handler(self._must_stop, _STEPS_BETWEEN_LOOKS)
            try:
                return self._fn(db)
            finally:
                db.conn.set_progress_handler(None, 0)

    def give_up(self) -> None:
        """Stop the query that runs, or the next one this read begins."""
        self._is_given_up = True

    def _must_stop(self) -> bool:
        return self._is_given_up


def _write(path: Path, fn: Callable[[Any], R]) -> R:
    if not path.exists():
        raise DatabaseMissingError(str(path))  # opening would make an empty one
    with translating_errors(path):
        db = open_corpus(path)
        try:
            return fn(db)
        finally:
            db.close()
