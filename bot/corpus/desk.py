"""The curators' desk, for the bot: who changed what, and what curators mend.

One job: the desk's reads and writes, each in its lane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.queries import audit

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.corpus.digests import ServerLanes
    from store.records import AuditEntry, Page, PageKey


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
