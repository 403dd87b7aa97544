"""Files handed in: the articles in them, read and stored one by one.

One job: from a file's bytes to what became of each article. Reading is the worker's work, storing
the file's writer's; what cannot be used is told beside what was stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import TooSlowError, WorkerLostError
from store.errors import DatabaseError, StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from bot.corpus.face import Corpus
    from bot.corpus.turns import Turns
    from bot.corpus.worker import Worker
    from store.errors import IntakeError
    from store.records import Added, RawArticle

# What one article may suffer without the others of its file: a refusal, or a reading that failed.
Refusal = StoreError | TooSlowError | WorkerLostError


class Intake:
    """Reads files that hold one article or many."""

    def __init__(self, corpus: Corpus, worker: Worker, turns: Turns) -> None:
        self._corpus = corpus
        self._worker = worker
        self._turns = turns

    async def read(self, guild_id: int, name: str, data: bytes) -> list[RawArticle | IntakeError]:
        """Find the articles in a file, or what is wrong with each; a zip archive holds many.

        Raises:
            BotError: the reading process is busy, too slow, or died twice.
        """
        async with self._turns.take(guild_id):
            return await self._worker.read_upload(name, data)

    async def add_one(self, guild_id: int, found: RawArticle | IntakeError, *, by: int) -> Added:
        """Annotate and store the one article of a file.

        Raises:
            IntakeError: it cannot be used.
            DuplicateArticleError: it is in the record already.
            BotError: the reading process is busy, too slow, or died twice.
        """
        if isinstance(found, StoreError):
            raise found
        return await self._corpus.add(guild_id, found, by=by)

    async def add(
        self, guild_id: int, found: RawArticle | IntakeError, *, by: int
    ) -> Added | Refusal:
        """Annotate and store one article that was found, or say what became of it.

        Raises:
            BotError: the bot is stopping, or too busy.
            DatabaseError: the corpus cannot be written, so that going on is of no use.
        """
        if isinstance(found, StoreError):
            return found
        return await _or_refusal(self._corpus.add(guild_id, found, by=by))

    async def add_url(self, guild_id: int, url: str, *, by: int) -> Added | Refusal:
        """Fetch and store the article at an address, or say what became of it; errors as `add`."""
        return await _or_refusal(self._corpus.add_url(guild_id, url, by=by))


async def _or_refusal(work: Awaitable[Added]) -> Added | Refusal:
    try:
        return await work
    except DatabaseError:
        raise
    except (StoreError, TooSlowError, WorkerLostError) as error:
        return error
