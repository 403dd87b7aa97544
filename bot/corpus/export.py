"""Handing out a corpus, for the bot: written in a thread of its own, one at a time."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from store.export import export

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.corpus.files import Files
    from store.records import ExportPlan


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written; it is gone when the block that made it ends."""

    path: Path
    n_rows: int
    n_bytes: int


class Exports:
    """Writes corpora to files."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._turn = asyncio.Semaphore(1)  # each may fill a disk and a core for a minute

    @asynccontextmanager
    async def written(
        self, guild_id: int, plan: ExportPlan, *, most_bytes: int
    ) -> AsyncIterator[Exported]:
        """Write a file, packed when it is larger than that; it is deleted at the end.

        Raises:
            DatabaseError: the corpus cannot be read, or there is no room.
        """
        source = await self._files.ready(guild_id)
        async with self._turn:
            with tempfile.TemporaryDirectory(prefix="on-record-") as folder:
                path, n_rows = await asyncio.to_thread(
                    export, source, plan, Path(folder), most_bytes=most_bytes
                )
                yield Exported(path, n_rows, path.stat().st_size)
