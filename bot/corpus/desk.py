"""The curators' desk, for the bot: who changed what, and what curators mend.

One job: the desk's reads and writes, each in its lane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import curate, mend
from store.queries import audit, quotations
from store.records import TakenBack

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from bot.clock import Clock
    from bot.corpus.digests import ServerLanes
    from store.records import (
        AuditEntry,
        MendedQuotation,
        Page,
        PageKey,
        SpeakerChoice,
        StoredQuotation,
    )


class Desk:
    """What curators look at and mend, of every server."""

    def __init__(self, lanes: ServerLanes, clock: Clock) -> None:
        self._lanes = lanes
        self._clock = clock

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

    async def take_back(self, guild_id: int, change_id: int, *, by: int) -> TakenBack:
        """Undo a change; doing so is a change of its own.

        Raises:
            ChangeNotFoundError: there is none by that number that can be undone.
            ChangeOverlaidError: the same was changed again since.
            StoreError: what was changed is gone.
        """
        return await self._lanes.write(guild_id, _take_back, change_id, by=by, now=self._clock())

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
