"""Which file is a server's, and how it comes to be: a copy of the starter corpus.

The starter corpus is annotated once, in the reading process, and kept in CORPORA_DIR under a
name that changes with the articles, the model and our version.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import NotReadyError
from store import ingest
from store.database import copy_corpus, open_corpus, translating_errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.clock import Clock
    from bot.corpus.lanes import Lanes
    from bot.corpus.upgrades import Upgrades
    from bot.corpus.worker import Worker
    from bot.settings import Settings
    from store.records import AnnotatedArticle

log = logging.getLogger(__name__)

# Discord drops a command that is not answered within 3 s, and saying "not yet" takes some of it.
_PATIENCE_S = 2.0


class Files:
    """The corpus files in one folder."""

    def __init__(
        self, settings: Settings, lanes: Lanes, worker: Worker, upgrades: Upgrades, clock: Clock
    ) -> None:
        self._settings = settings
        self._upgrades = upgrades
        self._lanes = lanes
        self._worker = worker
        self._clock = clock
        self._known: set[int] = set()
        self._starting: asyncio.Task[Path] | None = None

    def path_of(self, guild_id: int) -> Path:
        """Return where a server's file is, or would be."""
        return self._settings.corpora_dir / f"{guild_id}.db"

    async def ready(self, guild_id: int, *, patience_s: float | None = _PATIENCE_S) -> Path:
        """Return a server's file, made first when there is none, and of this version.

        Raises:
            NotReadyError: the starter corpus is still being read; ask again in a moment.
            UpgradingError: an earlier version made it, and it is not up to date yet.
            DatabaseError: the file cannot be made or brought up to date.
        """
        path = self.path_of(guild_id)
        if guild_id not in self._known:
            if await asyncio.to_thread(path.exists):
                await self._upgrades.current(path, patience_s=patience_s)
            else:
                await self._make(path)
            self._known.add(guild_id)
        return path

    def forget(self, guild_id: int) -> None:
        """Look again whether the file is there when it is needed next."""
        self._known.discard(guild_id)

    async def starter(self) -> Path:
        """Return the starter corpus, built when it is not there yet; one build at a time."""
        if self._starting is None or _has_failed(self._starting):
            self._starting = asyncio.create_task(self._build_starter())
        return await asyncio.shield(self._starting)

    async def close(self) -> None:
        """Give up a build that is still going on."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.wait([self._starting])

    async def _make(self, path: Path) -> None:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                starter = await self.starter()
        except TimeoutError:
            raise NotReadyError("the starter articles") from None
        await self._lanes.alone(path, partial(_copy_once, starter, path))

    async def _build_starter(self) -> Path:
        seeds = self._settings.seeds_dir
        name = await asyncio.to_thread(_starter_name, seeds, self._settings.spacy_model)
        path = self._settings.corpora_dir / name
        if not await asyncio.to_thread(path.exists):
            articles = await self._worker.prepare_seeds(seeds)
            await self._lanes.alone(path, partial(_save_starter, path, articles, self._clock))
            log.info("starter corpus built articles=%d", len(articles))
        return path


def _has_failed(task: asyncio.Task[Path]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def _starter_name(seeds: Path, model: str) -> str:
    """Name the starter corpus after everything that decides what is in it."""
    digest = hashlib.sha256(f"{_code_digest()} {model}".encode())
    _add_files(digest, seeds.glob("*.txt"))
    return f"starter-{digest.hexdigest()[:16]}.db"


@cache
def _code_digest() -> str:
    """Tell one version of what reads articles from another; looked at once a process."""
    digest = hashlib.sha256()
    code = Path(ingest.__file__).parent
    _add_files(digest, code.rglob("*.py"))
    _add_files(digest, code.rglob("*.txt"))
    return digest.hexdigest()


def _add_files(digest: hashlib._Hash, files: Iterable[Path]) -> None:
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())


def _save_starter(path: Path, articles: list[AnnotatedArticle], clock: Clock) -> None:
    """Write the starter corpus beside its place, move it there whole, and drop older ones."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with translating_errors(part):
        db = open_corpus(part)
        try:
            for article in articles:
                ingest.commit(db, article, added_by=None, now=clock())
        finally:
            db.close()
    copy_corpus(part, path)
    for old in (part, *path.parent.glob("starter-*.db*")):
        if not old.name.startswith(path.name):
            old.unlink(missing_ok=True)


def _copy_once(starter: Path, path: Path) -> None:
    if not path.exists():
        copy_corpus(starter, path)
