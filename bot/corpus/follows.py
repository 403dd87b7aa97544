"""Follows, for the bot: who follows whom, and the ledger of what they were told, per server.

Keeps in memory when each server next wants something done. Every write to a server's file wakes
it, for it may have added an article; what came behind our back (a command line, a restored
backup) is found within minutes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from store import due, letters
from store.queries import follows as queries
from store.writes import follows as writes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from bot.clock import Clock
    from bot.corpus.digests import ServerLanes
    from store.records import (
        FollowAgenda,
        Following,
        FollowLetter,
        FollowNews,
        LetterContents,
        PostState,
        StopReason,
    )


class Follows:
    """What members follow, in every server."""

    most = letters.MOST_FOLLOWS
    most_an_hour = letters.MOST_AN_HOUR

    def __init__(self, lanes: ServerLanes, clock: Clock) -> None:
        self._lanes = lanes
        self._clock = clock
        self._wakes: dict[int, datetime] = {}
        self._changes: defaultdict[int, int] = defaultdict(int)
        self._owed: dict[int, set[int]] = {}

    # -------------------------------------------------------------- members

    async def add(self, guild_id: int, entity_id: int, *, user_id: int) -> bool:
        """Follow an entity from now on; False when the member does already.

        Raises:
            TooManyFollowsError: the member follows as many as one may.
        """
        return await self._lanes.write(
            guild_id,
            writes.follow,
            entity_id,
            user_id=user_id,
            most=letters.MOST_FOLLOWS,
            now=self._clock(),
        )

    async def remove(self, guild_id: int, entity_id: int, *, user_id: int) -> bool:
        """Follow an entity no longer; False when the member did not."""
        return await self._lanes.write(guild_id, writes.unfollow, entity_id, user_id=user_id)

    async def of(self, guild_id: int, user_id: int) -> Following:
        """Return whom a member follows, and how that goes."""
        return await self._lanes.read(guild_id, queries.get_following, user_id)

    async def resume(self, guild_id: int, user_id: int) -> bool:
        """Write to a member again; False when that never stopped."""
        self._owed.get(guild_id, set()).discard(user_id)
        return await self._lanes.write(guild_id, writes.resume_follower, user_id)

    def is_owed_a_word(self, guild_id: int, user_id: int) -> bool:
        """Whether a member does not know yet that they are not written to any more."""
        return user_id in self._owed.get(guild_id, ())

    async def told(self, guild_id: int, user_id: int) -> None:
        """Note that they know."""
        self._owed.get(guild_id, set()).discard(user_id)
        await self._lanes.write(guild_id, writes.mark_told, user_id, now=self._clock())

    # -------------------------------------------------------------- what is due

    def touched(self, guild_id: int) -> None:
        """Look at a server soon: its file was written to."""
        self._changes[guild_id] += 1
        self._wakes.pop(guild_id, None)

    def awake(self, guild_ids: Iterable[int]) -> list[int]:
        """Return those of the servers that want something done now."""
        now = self._clock()
        # A clock that jumped back must not leave a server alone until the old time has come.
        latest = now + letters.LOOK_AGAIN
        return [i for i in guild_ids if not now < self._wakes.get(i, now) <= latest]

    async def agenda(self, guild_id: int) -> FollowAgenda:
        """Return what a server's followers want, and when to look again if nothing changes."""
        changes, now = self._changes[guild_id], self._clock()
        agenda = await self._lanes.read(guild_id, queries.read_agenda, now)
        self._owed[guild_id] = set(agenda.owed_a_word)
        if changes == self._changes[guild_id]:
            self._wakes[guild_id] = letters.wakes_at(agenda, now)
        return agenda

    def leave_for(self, guild_id: int, pause: timedelta) -> None:
        """Do not look at a server for a while."""
        self._wakes[guild_id] = self._clock() + pause

    def is_due(self, news: FollowNews, agenda: FollowAgenda) -> bool:
        """Whether a member is to be told now."""
        now = self._clock()
        return letters.due_at(news, agenda, now) <= now

    def is_retry_due(self, letter: FollowLetter) -> bool:
        """Whether a message under way, or one that failed, is to be looked at now."""
        now = self._clock()
        return letters.retry_at(letter, now) <= now

    def is_given_up(self, letter: FollowLetter) -> bool:
        """Whether it is too late to tell."""
        return letters.is_given_up(letter, self._clock())

    def is_nonce_known(self, letter: FollowLetter) -> bool:
        """Whether Discord still tells a repeated message by its nonce."""
        return due.in_nonce_window(letter, self._clock())

    # -------------------------------------------------------------- ledger

    async def claim(
        self, guild_id: int, news: FollowNews, upto_article_id: int
    ) -> FollowLetter | None:
        """Claim the message that tells a member what is new, or None when it is not ours."""
        nonce = letters.nonce_of(guild_id, news.user_id, upto_article_id)
        claimed = await self._lanes.write(
            guild_id, writes.claim_letter, news, upto_article_id, nonce=nonce, now=self._clock()
        )
        return await self._letter(guild_id, news.user_id, upto_article_id) if claimed else None

    async def reclaim(self, guild_id: int, letter: FollowLetter) -> FollowLetter | None:
        """Take over a message that failed or was abandoned, or None when it is not ours."""
        claimed = await self._lanes.write(
            guild_id, writes.reclaim_letter, letter.id, lease=due.LEASE, now=self._clock()
        )
        if not claimed:
            return None
        return await self._letter(guild_id, letter.user_id, letter.upto_article_id)

    async def contents(self, guild_id: int, letter: FollowLetter) -> LetterContents:
        """Return what a message says."""
        return await self._lanes.read(guild_id, queries.read_letter, letter)

    async def sent(self, guild_id: int, letter: FollowLetter, *, message_id: int) -> None:
        """Note that a message is there."""
        await self._lanes.write(
            guild_id, writes.mark_letter_sent, letter.id, message_id=message_id, now=self._clock()
        )

    async def close(
        self, guild_id: int, letter: FollowLetter, state: PostState, *, note: str | None = None
    ) -> None:
        """Note that a message is not there, or failed and is to be tried again."""
        await self._lanes.write(guild_id, writes.close_letter, letter.id, state, note=note)

    async def heard(self, guild_id: int, letter: FollowLetter, *, note: str) -> None:
        """Note what was heard in place of an answer; whether it was sent is not known."""
        await self._lanes.write(guild_id, writes.note_letter, letter.id, note=note)

    async def stop(self, guild_id: int, letter: FollowLetter, reason: StopReason) -> None:
        """Write to a member no more until they say so."""
        await self._lanes.write(
            guild_id,
            writes.stop_follower,
            letter.user_id,
            reason,
            letter_id=letter.id,
            now=self._clock(),
        )
        self._owed.setdefault(guild_id, set()).add(letter.user_id)

    async def pass_over(self, guild_id: int, agenda: FollowAgenda) -> None:
        """Note that the new articles hold nothing for some; forget who left long ago."""
        if agenda.idle:
            await self._lanes.write(guild_id, writes.pass_over, agenda.idle, agenda.upto_article_id)
        if agenda.gone:
            await self._lanes.write(guild_id, writes.forget_gone, agenda.gone)

    async def _letter(self, guild_id: int, user_id: int, upto: int) -> FollowLetter | None:
        return await self._lanes.read(guild_id, queries.get_letter, user_id, upto)
