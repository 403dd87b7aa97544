"""The one scheduled job: looks for due digests and has them posted.

One APScheduler interval job, in memory, in UTC. When a digest is due is no business of the
scheduler's (store/due.py): its CronTrigger skips and doubles days at daylight-saving changes,
and its job stores know nothing of what was sent. What else servers want now and then (words to
followers) is looked for by the same job.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.digest.post import Poster
from bot.rounds import Rounds
from store.records import DigestStep

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    import discord
    from apscheduler.job import Job

    from bot.clock import Clock
    from bot.corpus import Corpus
    from bot.corpus.leader import Leader
    from store.records import DigestJob

TICK_S = 30
# A post takes well under a second, unless Discord is in trouble.
_STOPPING_S = 20.0


class DigestSchedule(Rounds):
    """Looks for due digests every half minute and has them posted, server by server."""

    what = "digests"

    def __init__(
        self,
        corpus: Corpus,
        client: discord.Client,
        clock: Clock,
        *,
        also: Sequence[Rounds] = (),
        leader: Leader | None = None,
    ) -> None:
        """Prepare; `start` begins.

        Args:
            corpus: whose digests.
            client: what posts them.
            clock: what is taken for the present.
            also: what else is looked after by the same job.
            leader: tells whether this process is the one to look, when several share the
                folder; None means that it is alone.
        """
        super().__init__(client)
        self._leader = leader
        self._digests = corpus.digests
        self._clock = clock
        self._poster = Poster(client, corpus)
        self._rounds: tuple[Rounds, ...] = (self, *also)
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Begin to look for due digests; call it inside the running event loop."""
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self.look,
            IntervalTrigger(seconds=TICK_S, timezone=UTC),
            id="digests due",
            coalesce=True,  # after a sleep of the machine once is enough
            max_instances=1,
            misfire_grace_time=None,  # however late: what is due is read from the ledger
        )
        self._scheduler.start()

    def jobs(self) -> list[Job]:
        """Return what is scheduled, for a look from outside."""
        return list(self._scheduler.get_jobs()) if self._scheduler is not None else []

    async def look(self) -> None:
        """Look once for everything that is due, unless another process does."""
        if self._leader is not None and not await self._leader.leads():
            return
        for rounds in self._rounds:
            await rounds.tick()

    async def stop(self) -> None:
        """Stop looking, and let the posts under way finish.

        One that takes too long is cut off; its claim is recovered after the restart.
        """
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        with suppress(TimeoutError):
            async with asyncio.timeout(_STOPPING_S):
                await asyncio.gather(*(rounds.finish() for rounds in self._rounds))
        await asyncio.gather(*(rounds.cut_off() for rounds in self._rounds))
        if self._leader is not None:
            await self._leader.release()

    async def awake(self) -> tuple[int, ...]:
        """Return the servers whose digests want something now."""
        return await self._digests.awake()

    def leave_for(self, guild_id: int, pause: timedelta) -> None:
        """Do not look at a server's digests for a while."""
        self._digests.leave_for(guild_id, pause)

    async def serve(self, guild: discord.Guild) -> None:
        """Do what a server's digests want."""
        jobs = await self._resumed(guild)
        missed = [job for job in jobs if job.step is DigestStep.MISS]
        # All that was missed first: a row for a later date settles the earlier ones.
        for _, group in groupby(missed, key=lambda job: job.digest.id):
            await self._poster.miss(guild, tuple(group))
        for job in jobs:
            if job.step is DigestStep.RECOVER or (
                job.step is DigestStep.POST and not job.digest.is_waiting
            ):
                await self._poster.post(guild, job)
        await self._digests.settle(guild.id)

    async def _resumed(self, guild: discord.Guild) -> tuple[DigestJob, ...]:
        """Let waiting digests go on that can, and return what is to be done, by digest."""
        agenda = await self._digests.agenda(guild.id)
        due = {job.digest.id for job in agenda.jobs}
        resumed = [
            await self._poster.resume(guild, standing)
            for standing in agenda.waiting
            if standing.digest.id in due or not standing.open
        ]
        if any(resumed):
            agenda = await self._digests.agenda(guild.id)
        return tuple(sorted(agenda.jobs, key=lambda job: (job.digest.id, job.due_at)))
