"""The curators' desk, for the bot: who changed what, and what curators mend.

One job: the desk's reads and writes, each in its lane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import BusyError, TooSlowError, WorkerLostError
from store import curate, ingest, mend
from store.errors import DatabaseError, StoreError
from store.queries import articles, audit, quotations, shelves
from store.records import TakenBack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from bot.clock import Clock
    from bot.corpus.digests import ServerLanes
    from bot.corpus.intake import Refusal
    from bot.corpus.turns import Turns
    from bot.corpus.worker import Worker
    from store.records import (
        ArticleFacts,
        ArticleRow,
        AuditEntry,
        MendedArticle,
        MendedQuotation,
        Page,
        PageKey,
        Reread,
        SpeakerChoice,
        StoredQuotation,
    )


class Desk:
    """What curators look at and mend, of every server."""

    def __init__(self, lanes: ServerLanes, worker: Worker, turns: Turns, clock: Clock) -> None:
        self._lanes = lanes
        self._worker = worker
        self._turns = turns
        self._clock = clock
        self._reading: set[int] = set()

    async def changes(  # noqa: PLR0913 — a filter and a place
        self,
        guild_id: int,
        *,
        by_user: int | None = None,
        kind: str | None = None,
        after: PageKey | None = None,
        before: PageKey | None = None,
        number: int = 1,
        limit: int,
    ) -> Page[AuditEntry]:
        """One page of the audit log, the latest change first."""
        return await self._lanes.read(
            guild_id,
            audit.list_changes,
            by_user=by_user,
            kind=kind,
            after=after,
            before=before,
            number=number,
            limit=limit,
        )

    async def change(self, guild_id: int, change_id: int) -> AuditEntry:
        """One change of the audit log.

        Raises:
            ChangeNotFoundError: there is none by that number.
        """
        return await self._lanes.read(guild_id, audit.get_change, change_id)

    async def latest_change(self, guild_id: int, subject: str, *actions: str) -> int | None:
        """The number of the latest of these changes to one thing."""
        return await self._lanes.read(guild_id, audit.latest_change, subject, actions)

    async def take_back(self, guild_id: int, change_id: int, *, by: int) -> TakenBack:
        """Undo a change; doing so is a change of its own.

        Raises:
            ChangeNotFoundError: there is none by that number that can be undone.
            ChangeOverlaidError: the same was changed again since.
            StoreError: what was changed is gone.
        """
        return await self._lanes.write(guild_id, _take_back, change_id, by=by, now=self._clock())

    # -------------------------------------------------------------- articles

    async def articles(  # noqa: PLR0913 — a filter and a place
        self,
        guild_id: int,
        *,
        only_removed: bool = False,
        after: PageKey | None = None,
        before: PageKey | None = None,
        number: int = 1,
        limit: int,
    ) -> Page[ArticleRow]:
        """One page of all articles, removed ones too, the latest added first."""
        return await self._lanes.read(
            guild_id,
            shelves.list_shelf,
            only_removed=only_removed,
            after=after,
            before=before,
            number=number,
            limit=limit,
        )

    async def edit_article(
        self, guild_id: int, article_id: int, facts: ArticleFacts, *, by: int
    ) -> MendedArticle:
        """Write over an article's title, byline, publisher and date.

        Raises:
            ArticleNotFoundError: there is none by that number, or it was removed.
        """
        return await self._lanes.write(
            guild_id, mend.edit_article, article_id, facts, by=by, now=self._clock()
        )

    async def article_ids(self, guild_id: int) -> list[int]:
        """The numbers of all articles of the record, oldest first."""
        return await self._lanes.read(guild_id, articles.list_article_ids)

    async def reannotate(
        self, guild_id: int, article_ids: Sequence[int], *, by: int
    ) -> AsyncIterator[Reread | Refusal]:
        """Annotate articles again, one after another; what curators decided is kept.

        Yields:
            What was found in each, or what went wrong with it.

        Raises:
            BusyError: it is being done already for this server.
            DatabaseError: the corpus cannot be written, so that going on is of no use.
        """
        if guild_id in self._reading:
            raise BusyError("the reading desk", 0.0)
        self._reading.add(guild_id)
        try:
            for article_id in article_ids:
                yield await self._read_again(guild_id, article_id, by=by)
        finally:
            self._reading.discard(guild_id)

    async def take_back_readings(
        self, guild_id: int, changes: range, *, made_by: int, by: int
    ) -> AsyncIterator[TakenBack | StoreError]:
        """Put former readings back, one after another: what `reannotate` did for somebody.

        Yields:
            What was taken back, or why it could not be.

        Raises:
            DatabaseError: the corpus cannot be written, so that going on is of no use.
        """
        read = await self._lanes.read(guild_id, audit.list_rereadings, changes, by_user=made_by)
        for change_id in read:
            try:
                yield await self.take_back(guild_id, change_id, by=by)
            except DatabaseError:
                raise
            except StoreError as error:
                yield error

    async def _read_again(self, guild_id: int, article_id: int, *, by: int) -> Reread | Refusal:
        try:
            stored = await self._lanes.read(guild_id, articles.clean_article, article_id)
            async with self._turns.take(guild_id, in_background=True):
                found = await self._worker.annotate(stored)
            return await self._lanes.write(
                guild_id, ingest.recommit, article_id, found, by=by, now=self._clock()
            )
        except DatabaseError:
            raise
        except (StoreError, TooSlowError, WorkerLostError) as error:
            return error

    # -------------------------------------------------------------- quotations

    async def quotation(self, guild_id: int, quotation_id: int) -> StoredQuotation:
        """One quotation by its number, also one that a curator hid.

        Raises:
            QuotationNotFoundError: there never was one.
        """
        return await self._lanes.read(guild_id, quotations.quotation_of_any_state, quotation_id)

    async def fix_speaker(
        self, guild_id: int, quotation_id: int, choice: SpeakerChoice, *, by: int
    ) -> MendedQuotation:
        """Say who speaks a quotation; no later reading of the article changes that.

        Raises:
            QuotationNotFoundError: there is none by that number.
            EntityNotFoundError: there is no such entity.
        """
        return await self._lanes.write(
            guild_id, mend.fix_speaker, quotation_id, choice, by=by, now=self._clock()
        )

    async def hide_quotation(self, guild_id: int, quotation_id: int, *, by: int) -> MendedQuotation:
        """Say that something is no quotation; it leaves every answer.

        Raises:
            QuotationNotFoundError: there is none by that number.
        """
        return await self._lanes.write(
            guild_id, mend.hide_quotation, quotation_id, by=by, now=self._clock()
        )


def _take_back(db: Database, change_id: int, *, by: int, now: datetime) -> TakenBack:
    """Undo a change of any kind: those of entities stand on each other, and know how."""
    if audit.get_change(db, change_id).action.startswith("entity."):
        done = curate.undo(db, change_id, by=by, now=now)
        return TakenBack(audit.get_change(db, done.change_id))
    return mend.take_back(db, change_id, by=by, now=now)
