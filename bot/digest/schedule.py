"""The one scheduled job: looks for due digests and has them posted.

One APScheduler interval job, in memory, in UTC. When a digest is due is no business of the
scheduler's (store/due.py): its CronTrigger skips and doubles days at daylight-saving changes,
and its job stores know nothing of what was sent.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.digest.post import Poster
from bot.errors import BotError
from store.errors import StoreError
from store.records import DigestStep

if TYPE_CHECKING:
    import discord
    from apscheduler.job import Job

    from bot.clock import Clock
    from bot.corpus import Corpus
    from store.records import DigestJob

log = logging.getLogger(__name__)

TICK_S = 30
# Servers served side by side. Discord lets a bot send 50 requests a second.
_AT_ONCE = 8
# A server that Discord has not given us (an outage, a kick) is looked at again after this.
_ABSENT = timedelta(minutes=2)
# After an unexpected failure; soon enough to bring an old claim to its end in Discord's window.
_AFTER_FAILURE = timedelta(seconds=30)
# A post takes well under a second, unless Discord is in trouble.
_STOPPING_S = 20.0


class DigestSchedule:
    """Looks for due digests every half minute and has them posted, server by server."""

    def __init__(self, corpus: Corpus, client: discord.Client, clock: Clock) -> None:
        self._digests = corpus.digests
        self._client = client
        self._clock = clock
        self._poster = Poster(client, corpus)
        self._running: dict[int, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Begin to look for due digests; call it inside the running event loop."""
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self.tick,
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

    async def stop(self) -> None:
        """Stop looking, and let the posts under way finish.

        One that takes too long is cut off; its claim is recovered after the restart.
        """
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        with suppress(TimeoutError):
            async with asyncio.timeout(_STOPPING_S):
                await self.finish()
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def tick(self) -> None:
        """Set every server going whose digests want something; wait for none of them.

        A server whose Discord requests hang delays no other, and no later look.
        """
        if not self._client.is_ready():
            return
        try:
            awake = await self._digests.awake()
        except OSError:
            log.exception("the folder of corpora cannot be read")
            return
        for guild_id in awake:
            if guild_id not in self._running:
                self._running[guild_id] = asyncio.create_task(self._serve(guild_id))

    async def finish(self) -> None:
        """Wait until every server that was set going is done."""
        while self._running:
            await asyncio.wait(self._running.values())

    async def _serve(self, guild_id: int) -> None:
        """Serve one server; the edge of the job, where nothing may stop the others."""
        try:
            async with self._room:
                await self._serve_guild(guild_id)
        except (StoreError, BotError) as error:
            log.warning("digests put off server=%d error=%s", guild_id, error)
            self._digests.leave_for(guild_id, _AFTER_FAILURE)
        except Exception:
            log.exception("digests failed server=%d", guild_id)
            self._digests.leave_for(guild_id, _AFTER_FAILURE)
        finally:
            del self._running[guild_id]

    async def _serve_guild(self, guild_id: int) -> None:
        guild = self._client.get_guild(guild_id)
        if guild is None or guild.unavailable:
            self._digests.leave_for(guild_id, _ABSENT)
            return
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
        await self._digests.settle(guild_id)

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
