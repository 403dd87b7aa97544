"""What is kept about a member, for the bot, and forgetting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.queries.privacy import get_kept
from store.writes.privacy import forget_member

if TYPE_CHECKING:
    from bot.corpus.digests import ServerLanes
    from bot.corpus.lists import Lists
    from store.records import KeptAbout


class Privacy:
    """Members' own data, in every server."""

    def __init__(self, lanes: ServerLanes, lists: Lists) -> None:
        self._lanes = lanes
        self._lists = lists

    async def kept(self, guild_id: int, user_id: int) -> KeptAbout:
        """Return everything that a server's record keeps about a member."""
        return await self._lanes.read(guild_id, get_kept, user_id)

    async def forget(self, guild_id: int, user_id: int) -> None:
        """Forget it, but for what the record must keep, which loses their number."""
        self._lists.forget(guild_id, user_id)
        await self._lanes.write(guild_id, forget_member, user_id)
