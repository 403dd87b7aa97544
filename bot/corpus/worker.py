"""The reading process: one child that cleans and annotates, and what runs inside it.

spaCy stalls an event loop that shares its process (FACTS of benchmarks/speed.py), so it lives
in a child of its own: started once the bot is ready, given low priority, replaced when it dies,
and never left behind.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from bot.errors import BusyError, NotReadyError, TooSlowError, WorkerLostError
from store.errors import IntakeError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from store.intake.page import FetchedPage
    from store.records import AnnotatedArticle, RawArticle

R = TypeVar("R")

log = logging.getLogger(__name__)

# How long a text may wait for the texts before it; with the reading itself still inside the 15
# minutes that Discord keeps an interaction open.
_QUEUE_S = 240.0

_CLOSING_S = 5.0


class Worker:
    """Runs one text after another in the reading process, or in a given executor."""

    def __init__(
        self,
        model: str,
        *,
        executor: Executor | None = None,
        nice: int = 10,
        timeout_s: float = 600.0,
    ) -> None:
        self._model = model
        self._given = executor
        self._nice = nice
        self._timeout_s = timeout_s
        self._process: _Process | None = None
        self._turn = asyncio.Lock()
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """The reading process, once it runs; None for a given executor."""
        return self._process.pid if self._process is not None else None

    def warm_up(self) -> Future[float]:
        """Start the process and load the model, without waiting for either."""
        warming = self._executor().submit(warm_up, self._model)
        warming.add_done_callback(_tell_warm)
        return warming

    async def warm(self) -> int | None:
        """Wait until the model is loaded; return the process id, None for a given executor."""
        await self.run(warm_up, self._model)
        return self.pid

    async def prepare(self, raw: RawArticle) -> AnnotatedArticle:
        """Clean and annotate an article; errors as in `run`."""
        return await self.run(prepare, self._model, raw)

    async def prepare_page(self, page: FetchedPage) -> AnnotatedArticle:
        """Find the article in a page, clean and annotate it; errors as in `run`."""
        return await self.run(prepare_page, self._model, page)

    async def prepare_seeds(self, folder: Path) -> list[AnnotatedArticle]:
        """Clean and annotate the starter articles; errors as in `run`."""
        return await self.run(prepare_seeds, self._model, folder)

    async def run(self, fn: Callable[..., R], *args: object) -> R:
        """Return `fn(*args)` from the reading process, one call at a time.

        Raises:
            NotReadyError: the bot is stopping.
            BusyError: its turn did not come in time.
            TooSlowError: it ran too long; the process is ended and replaced.
            WorkerLostError: the process died, and died again on a second try.
            StoreError: whatever `fn` raises.
        """
        try:
            async with asyncio.timeout(_QUEUE_S):
                await self._turn.acquire()
        except TimeoutError:
            raise BusyError("the reading desk", _QUEUE_S) from None
        try:
            return await self._run_or_retry(fn, *args)
        finally:
            self._turn.release()

    async def _run_or_retry(self, fn: Callable[..., R], *args: object) -> R:
        for _ in range(2):
            if self._is_closed:
                raise NotReadyError("the reading desk")
            try:
                return await self._run_once(fn, *args)
            except BrokenExecutor:
                if not self._is_closed:
                    log.warning("reading process lost")
                self._drop()
        raise WorkerLostError

    async def _run_once(self, fn: Callable[..., R], *args: object) -> R:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout_s):
                return await loop.run_in_executor(self._executor(), fn, *args)
        except TimeoutError:
            self._drop()
            raise TooSlowError(self._timeout_s) from None

    async def close(self) -> None:
        """End the reading process, whatever it does; a text that it reads is not stored."""
        self._is_closed = True
        process, self._process = self._process, None
        if process is not None:
            ending = asyncio.ensure_future(asyncio.to_thread(process.end))
            await asyncio.wait([ending], timeout=_CLOSING_S)

    def _executor(self) -> Executor:
        if self._given is not None:
            return self._given
        if self._process is None:
            self._process = _Process(self._nice)
        return self._process.executor

    def _drop(self) -> None:
        """Kill the process without waiting; the next call starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()


class _Process:
    """A pool of one spawned process, whose id is known."""

    def __init__(self, nice: int) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.executor = ProcessPoolExecutor(1, spawn, initializer=begin, initargs=(nice,))
        self._pid = self.executor.submit(os.getpid)

    @property
    def pid(self) -> int | None:
        """The process, or None while it starts or when it never did."""
        if not self._pid.done() or self._pid.cancelled() or self._pid.exception() is not None:
            return None
        return self._pid.result()

    def kill(self) -> None:
        """End the process at once."""
        pid = self.pid
        self.executor.shutdown(wait=False, cancel_futures=True)
        if pid is not None:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                return  # it is gone already

    def end(self) -> None:
        """End the process and wait until it is gone."""
        self.kill()
        self.executor.shutdown(wait=True)


def _tell_warm(warming: Future[float]) -> None:
    """Log how the warm-up went; called from the pool's own thread."""
    if warming.cancelled():
        return
    error = warming.exception()
    if error is None:
        log.info("reading process warm after=%.1fs", warming.result())
    elif not isinstance(error, BrokenExecutor):  # ended by us; or told when it is needed next
        log.error("reading process could not load the model: %s", error)


# ------------------------------------------------------------------ inside the process


def begin(nice: int) -> None:
    """Set the process up: low priority, deaf to Ctrl-C, gone when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us; a terminal tells both
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # more threads only disturb the bot
    os.nice(nice)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    """Exit when the parent has, however it did: a killed parent cannot tell us."""
    parent.join()
    os._exit(1)


def warm_up(model: str) -> float:
    """Load the model and read a sentence; return the seconds it took."""
    from store import ingest  # noqa: PLC0415 — spaCy is loaded in this process only

    started = monotonic()
    ingest.warm_up(model)
    return monotonic() - started


def prepare(model: str, raw: RawArticle) -> AnnotatedArticle:
    """Clean and annotate one article."""
    from store import ingest  # noqa: PLC0415 — spaCy is loaded in this process only

    return ingest.prepare_in_worker(model, raw)


def prepare_page(model: str, page: FetchedPage) -> AnnotatedArticle:
    """Find the article in a fetched page, then clean and annotate it."""
    from store.intake.read import read_page  # noqa: PLC0415 — its parsers are loaded here only

    return prepare(model, read_page(page))


def prepare_seeds(model: str, folder: Path) -> list[AnnotatedArticle]:
    """Clean and annotate every article of the starter folder."""
    from store.intake.read import read_file  # noqa: PLC0415 — its parsers are loaded here only

    annotated = []
    for path in sorted(folder.glob("*.txt")):
        for raw in read_file(path):
            if isinstance(raw, IntakeError):
                raise raw
            annotated.append(prepare(model, raw))
    return annotated
