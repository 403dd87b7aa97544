"""The reading process: one child that cleans and annotates, and what runs inside it.

spaCy stalls an event loop that shares its process (FACTS of benchmarks/speed.py), so it lives
in a child of its own (child.py), started once the bot is ready.
"""

from __future__ import annotations

import logging
import multiprocessing
from concurrent.futures import BrokenExecutor
from contextlib import nullcontext
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from bot.corpus.child import Child
from store.errors import IntakeError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor, Future
    from contextlib import AbstractContextManager
    from pathlib import Path

    from store.intake.page import FetchedPage
    from store.records import AnnotatedArticle, CleanArticle, RawArticle

R = TypeVar("R")

log = logging.getLogger(__name__)

# How long a text may wait for the texts before it; with the reading itself still inside the 15
# minutes that Discord keeps an interaction open.
_QUEUE_S = 240.0

# How long finding the text in a page or file may take, before anything is annotated. A page takes
# milliseconds, the largest file we take some seconds, and one made to be slow for ever.
_UNPACKING_S = 60.0


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
        self._child = Child(
            "the reading desk", executor=executor, nice=nice, timeout_s=timeout_s, queue_s=_QUEUE_S
        )

    @property
    def pid(self) -> int | None:
        """The reading process, once it runs; None for a given executor."""
        return self._child.pid

    def warm_up(self) -> Future[float]:
        """Start the process and load the model, without waiting for either."""
        warming = self._child.submit(warm_up, self._model)
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
        return await self.prepare(await self.run(read_page, page, within_s=_UNPACKING_S))

    async def annotate(self, stored: CleanArticle) -> AnnotatedArticle:
        """Annotate an article of the record again; errors as in `run`."""
        return await self.run(annotate, self._model, stored)

    async def read_upload(self, name: str, data: bytes) -> list[RawArticle | IntakeError]:
        """Find the articles in a file, or what is wrong with each; errors as in `run`."""
        return await self.run(read_upload, name, data, within_s=_UNPACKING_S)

    async def prepare_seeds(self, folder: Path) -> list[AnnotatedArticle]:
        """Clean and annotate the starter articles; errors as in `run`."""
        return await self.run(prepare_seeds, self._model, folder)

    async def run(self, fn: Callable[..., R], *args: object, within_s: float | None = None) -> R:
        """Return `fn(*args)` from the reading process, one call at a time.

        Args:
            fn: a function of a module, so that the process can find it.
            args: what can be pickled.
            within_s: how long it may take, where that is less than an article may.

        Raises:
            NotReadyError: the bot is stopping.
            BusyError: its turn did not come in time.
            TooSlowError: it ran too long; the process is ended and replaced.
            WorkerLostError: the process died, and died again on a second try.
            StoreError: whatever `fn` raises.
        """
        return await self._child.run(fn, *args, within_s=within_s)

    async def close(self) -> None:
        """End the reading process, whatever it does; a text that it reads is not stored."""
        await self._child.close()


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


def warm_up(model: str) -> float:
    """Load the model and read a sentence; return the seconds it took."""
    from store import ingest  # noqa: PLC0415 — spaCy is loaded in this process only

    started = monotonic()
    ingest.warm_up(model)
    return monotonic() - started


def annotate(model: str, stored: CleanArticle) -> AnnotatedArticle:
    """Annotate an article of the record again."""
    from store import ingest  # noqa: PLC0415 — spaCy is loaded in this process only

    return ingest.annotate_in_worker(model, stored)


def prepare(model: str, raw: RawArticle) -> AnnotatedArticle:
    """Clean and annotate one article."""
    from store import ingest  # noqa: PLC0415 — spaCy is loaded in this process only

    return ingest.prepare_in_worker(model, raw)


def read_page(page: FetchedPage) -> RawArticle:
    """Find the article in a fetched page."""
    from store.intake import read  # noqa: PLC0415 — its parsers are loaded here only

    with _bounded():
        return read.read_page(page)


def read_upload(name: str, data: bytes) -> list[RawArticle | IntakeError]:
    """Find the articles in an uploaded file."""
    from store.intake import read  # noqa: PLC0415 — its parsers are loaded here only

    with _bounded():
        return list(read.read_uploads(name, data))


def _bounded() -> AbstractContextManager[None]:
    """Bound the memory of a process of our own; a thread shares its process with others."""
    from store.intake.bounds import bounded_memory  # noqa: PLC0415 — as its neighbours

    return nullcontext() if multiprocessing.parent_process() is None else bounded_memory()


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
