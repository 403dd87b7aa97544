"""What lists were asked, kept so that the buttons under an answer can ask it again.

One job: a button is never left out because the disk is slow. A question is in memory at once and
in the server's file as soon as that can be written; the buttons then outlive a restart.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.errors import BotError
from store.errors import StoreError
from store.queries.guild import get_saved_list
from store.records import SavedList
from store.writes.guild import save_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.clock import Clock
    from bot.corpus.digests import ServerLanes

log = logging.getLogger(__name__)

# Discord wants an answer within three seconds; a write takes milliseconds on an idle disk.
_PATIENCE_S = 0.5
_MOST_IN_MEMORY = 1_000


class Lists:
    """The questions behind buttons, of every server."""

    def __init__(self, lanes: ServerLanes, clock: Clock) -> None:
        self._lanes = lanes
        self._clock = clock
        self._unwritten: OrderedDict[tuple[int, str], SavedList] = OrderedDict()
        self._writing: set[asyncio.Task[None]] = set()

    async def save(self, guild_id: int, kind: str, params: Mapping[str, str]) -> str:
        """Keep a question for its buttons; the same question has the same token.

        Where the file cannot be written in time it goes on being written; where it cannot be
        written at all, the buttons work until the bot is started again.
        """
        question = json.dumps([kind, dict(params)], sort_keys=True)
        token = hashlib.sha256(question.encode()).hexdigest()[:16]
        saved = self._unwritten[guild_id, token] = SavedList(token, kind, dict(params))
        if len(self._unwritten) > _MOST_IN_MEMORY:
            self._unwritten.popitem(last=False)
        writing = asyncio.create_task(self._write(guild_id, saved))
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)
        await asyncio.wait({writing}, timeout=_PATIENCE_S)
        return token

    async def get(self, guild_id: int, token: str) -> SavedList | None:
        """A kept question, or None when it was kept too long ago."""
        kept = self._unwritten.get((guild_id, token))
        return kept or await self._lanes.read(guild_id, get_saved_list, token)

    def forget(self, guild_id: int, user_id: int) -> None:
        """Forget the questions that say that this member asked them, as their file does."""
        for key, kept in list(self._unwritten.items()):
            if key[0] == guild_id and kept.params.get("user") == str(user_id):
                del self._unwritten[key]

    async def close(self) -> None:
        """Finish what is being written."""
        await asyncio.gather(*self._writing, return_exceptions=True)

    async def _write(self, guild_id: int, saved: SavedList) -> None:
        try:
            await self._lanes.write(guild_id, save_list, saved, now=self._clock())
        except (StoreError, BotError) as error:
            log.warning("kept a list in memory only server=%d: %s", guild_id, error)
            return
        self._unwritten.pop((guild_id, saved.token), None)
