"""All that posting needs of bot.corpus: servers' files in a folder, and their lanes.

Nothing is made from starter articles, and nothing reads texts: a test writes the files itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.corpus.charts import Charts
from bot.corpus.digests import Digests
from bot.corpus.follows import Follows
from bot.corpus.lanes import Lanes
from store.records import GuildSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.clock import Clock


class PlainCorpus:
    """The files of a folder; counts how often they are read."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        digests: Callable[..., Digests] = Digests,
        follows: Callable[..., Follows] = Follows,
        charts: Charts | None = None,
    ) -> None:
        self._folder = folder
        self._lanes = Lanes(readers=2)
        self.n_reads = 0
        self.digests = digests(self, folder, clock)
        self.follows = follows(self, clock)
        self.charts = charts or Charts(library="a library that is not there")

    def path_of(self, guild_id: int) -> Path:
        """Return where a server's file is."""
        return self._folder / f"{guild_id}.db"

    async def read(self, guild_id: int, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Return `fn(db, …)` from a reader thread."""
        self.n_reads += 1
        return await self._lanes.read(self.path_of(guild_id), fn, *args, **kwargs)

    async def write(self, guild_id: int, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Return `fn(db, …)` from the file's writer queue."""
        try:
            return await self._lanes.write(self.path_of(guild_id), fn, *args, **kwargs)
        finally:
            self.follows.touched(guild_id)

    async def settings(self, guild_id: int) -> GuildSettings:
        """Return settings nobody changed."""
        del guild_id
        return GuildSettings()

    async def close(self) -> None:
        """End every thread."""
        await self._lanes.close()
        await self.charts.close()
