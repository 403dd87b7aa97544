"""Digests, for the bot: their schedule, their ledger and what they say, per server.

Keeps in memory when each server next wants something done, so that a look at the clock opens
no file. Everything that changes a schedule goes through here and wakes its server; files that
were changed behind our back (a restored backup, a second process) are found by their
modification times.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar
from zoneinfo import ZoneInfo

from bot.corpus import composing
from store import due
from store.queries import digests as queries
from store.writes import digests as writes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

    from bot.clock import Clock
    from store.records import (
        ComposedDigest,
        Digest,
        DigestJob,
        DigestPlan,
        DigestPost,
        DigestStanding,
        DigestTrouble,
        PostState,
    )

P = ParamSpec("P")
R = TypeVar("R")

# How often the folder is looked through for files changed behind our back.
_SCAN_EVERY = timedelta(minutes=10)

_Signature = tuple[int, int, int, int]


class ServerLanes(Protocol):
    """Reads and writes on a server's file, each in its lane."""

    async def read(
        self,
        guild_id: int,
        fn: Callable[Concatenate[Database, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Return `fn(db, …)` from a reader thread."""

    async def write(
        self,
        guild_id: int,
        fn: Callable[Concatenate[Database, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Return `fn(db, …)` from the writer lane."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What one server's digests want now."""

    jobs: tuple[DigestJob, ...]  # oldest due date first
    waiting: tuple[DigestStanding, ...]  # paused themselves; may be able to resume


class Digests:
    """The digests of all servers whose files are in one folder."""

    def __init__(self, lanes: ServerLanes, folder: Path, clock: Clock) -> None:
        self._lanes = lanes
        self._folder = folder
        self._clock = clock
        self._wakes: dict[int, datetime] = {}
        self._changes: defaultdict[int, int] = defaultdict(int)
        self._seen: dict[int, _Signature] = {}
        self._scanned_at: datetime | None = None

    # -------------------------------------------------------------- schedule

    async def schedule(self, guild_id: int, plan: DigestPlan, *, by: int) -> Digest:
        """Put a digest on the schedule."""
        now = self._clock()
        number = await self._lanes.write(guild_id, writes.schedule_digest, plan, by=by, now=now)
        self._changed(guild_id)
        return await self.get(guild_id, number)

    async def change(
        self, guild_id: int, digest_id: int, plan: DigestPlan, *, by: int
    ) -> tuple[Digest, int]:
        """Give a digest a new plan; return it with the number of the change.

        Raises:
            DigestNotFoundError: there is none by that number.
        """
        now = self._clock()
        change_id = await self._lanes.write(
            guild_id, writes.change_digest, digest_id, plan, by=by, now=now
        )
        self._changed(guild_id)
        return await self.get(guild_id, digest_id), change_id

    async def get(self, guild_id: int, digest_id: int) -> Digest:
        """Return a digest on the schedule.

        Raises:
            DigestNotFoundError: there is none by that number.
        """
        return await self._lanes.read(guild_id, queries.get_digest, digest_id)

    async def list(self, guild_id: int) -> tuple[DigestStanding, ...]:
        """Return every digest of a server, with its latest post."""
        return await self._lanes.read(guild_id, queries.list_standings)

    async def troubles(self, guild_id: int) -> tuple[DigestTrouble, ...]:
        """Return what is wrong with a server's digests: waiting, late, failing, not arrived."""
        now = self._clock()
        found = (due.trouble_of(standing, now) for standing in await self.list(guild_id))
        return tuple(trouble for trouble in found if trouble is not None)

    async def pause(
        self, guild_id: int, digest_id: int, *, by: int | None = None, reason: str | None = None
    ) -> bool:
        """Pause a digest: a curator (`by`), or itself for a reason. False: nothing changed.

        Raises:
            DigestNotFoundError: there is none by that number.
        """
        now = self._clock()
        paused = await self._lanes.write(
            guild_id, writes.pause_digest, digest_id, by=by, reason=reason, now=now
        )
        self._changed(guild_id)
        return paused

    async def resume(self, guild_id: int, digest_id: int, *, by: int | None = None) -> bool:
        """Let a digest run again: a curator's word (`by`), or by itself. False: it was running.

        Raises:
            DigestNotFoundError: there is none by that number.
        """
        now = self._clock()
        resumed = await self._lanes.write(guild_id, writes.resume_digest, digest_id, by=by, now=now)
        self._changed(guild_id)
        return resumed

    async def remove(self, guild_id: int, digest_id: int, *, by: int) -> int:
        """Take a digest off the schedule; the number of the change is returned.

        Raises:
            DigestNotFoundError: there is none by that number.
        """
        now = self._clock()
        change_id = await self._lanes.write(
            guild_id, writes.remove_digest, digest_id, by=by, now=now
        )
        self._changed(guild_id)
        return change_id

    def look_again(self, guild_id: int) -> None:
        """Notice that a digest may be on the schedule again."""
        self._changed(guild_id)

    def next_due(self, plan: Digest | DigestPlan) -> datetime:
        """Return when a digest is due next."""
        return due.next_due(plan, self._clock())

    def now(self) -> datetime:
        """Return what is taken for the present."""
        return self._clock()

    # -------------------------------------------------------------- what is due

    async def awake(self) -> tuple[int, ...]:
        """Return the servers that want something done now; asks for it again cost nothing."""
        now = self._clock()
        if self._scanned_at is None or abs(now - self._scanned_at) >= _SCAN_EVERY:
            self._scanned_at = now
            await self._scan(now)
        return tuple(guild_id for guild_id, at in self._wakes.items() if at <= now)

    async def agenda(self, guild_id: int) -> Agenda:
        """Return what a server's digests want now."""
        now = self._clock()
        standings = await self.list(guild_id)
        jobs = [job for standing in standings for job in due.jobs_of(standing, now)]
        jobs.sort(key=lambda job: (job.due_at, job.digest.id))
        return Agenda(tuple(jobs), tuple(s for s in standings if s.digest.is_waiting))

    async def settle(self, guild_id: int) -> None:
        """Work out when a server next wants something done."""
        changes = self._changes[guild_id]
        now = self._clock()
        times = [due.wakes_at(standing, now) for standing in await self.list(guild_id)]
        if changes == self._changes[guild_id]:
            self._sleep(guild_id, min((at for at in times if at), default=None))

    def leave_for(self, guild_id: int, pause: timedelta) -> None:
        """Do not look at a server for a while."""
        self._sleep(guild_id, self._clock() + pause)

    # -------------------------------------------------------------- ledger

    async def claim(self, guild_id: int, job: DigestJob) -> DigestPost | None:
        """Claim a due date, or return None when it is settled or somebody else's."""
        return await self._lanes.write(
            guild_id,
            _claim,
            job,
            nonce=due.nonce_of(guild_id, job.digest.id, job.due_at),
            now=self._clock(),
        )

    async def sent(
        self, guild_id: int, post: DigestPost, *, message_id: int, shown: tuple[int, ...]
    ) -> None:
        """Note that a claimed digest is there, and which quotations it shows."""
        now = self._clock()
        await self._lanes.write(
            guild_id, writes.mark_sent, post.id, message_id=message_id, shown=shown, now=now
        )

    async def close(
        self, guild_id: int, post: DigestPost, state: PostState, *, note: str | None = None
    ) -> bool:
        """Note that a claimed digest is silent, uncertain, or failed and to be tried again."""
        return await self._lanes.write(guild_id, writes.close_post, post.id, state, note=note)

    async def heard(self, guild_id: int, post: DigestPost, *, note: str) -> None:
        """Note what was heard in place of an answer; whether it was sent is not known."""
        await self._lanes.write(guild_id, writes.note_answer, post.id, note=note)

    async def miss(self, guild_id: int, job: DigestJob, *, note: str) -> bool:
        """Note that a due date was missed; False when it was settled already."""
        return await self._lanes.write(
            guild_id,
            writes.miss_post,
            job,
            nonce=due.nonce_of(guild_id, job.digest.id, job.due_at),
            note=note,
            now=self._clock(),
        )

    def is_ours(self, post: DigestPost) -> bool:
        """Whether nobody can have taken a claim over yet, say while this machine slept."""
        return abs(self._clock() - post.claimed_at) < due.LEASE

    def is_late(self, job: DigestJob) -> bool:
        """Whether somebody may have posted it before us, say from a backup's newer self."""
        return abs(self._clock() - job.due_at) > due.LEASE

    def is_too_late(self, post: DigestPost) -> bool:
        """Whether it is too late to post."""
        return self._clock() - post.due_at > due.LATE_LIMIT

    def is_nonce_known(self, post: DigestPost) -> bool:
        """Whether Discord still tells a repeated post by its nonce."""
        return due.in_nonce_window(post, self._clock())

    # -------------------------------------------------------------- what it says

    async def compose(self, guild_id: int, job: DigestJob, post: DigestPost) -> ComposedDigest:
        """Return the digest of a claimed date; every try returns the same."""
        return await self._lanes.read(
            guild_id,
            composing.compose_due,
            job.digest,
            job.local_date,
            job.due_at,
            post,
            self._clock(),
        )

    async def preview(self, guild_id: int, digest_id: int) -> tuple[Digest, ComposedDigest]:
        """Return a digest with what it would say when next due, were that now.

        Raises:
            DigestNotFoundError: there is none by that number.
        """
        now = self._clock()
        digest = await self.get(guild_id, digest_id)
        at = due.next_due(digest, now)
        day = at.astimezone(ZoneInfo(digest.timezone)).date()
        return digest, await self._lanes.read(
            guild_id, composing.compose_due, digest, day, at, None, now
        )

    async def today(self, guild_id: int, timezone: str) -> ComposedDigest:
        """Return the digest of the last 24 hours."""
        return await self._lanes.read(guild_id, composing.compose_today, timezone, self._clock())

    # -------------------------------------------------------------- inside

    def _changed(self, guild_id: int) -> None:
        self._changes[guild_id] += 1
        self._wakes[guild_id] = self._clock()

    def _sleep(self, guild_id: int, until: datetime | None) -> None:
        if until is None:
            self._wakes.pop(guild_id, None)
        else:
            self._wakes[guild_id] = until

    async def _scan(self, now: datetime) -> None:
        """Wake the servers whose files are new or changed since the last scan."""
        found = await asyncio.to_thread(_signatures, self._folder)
        for guild_id, signature in found.items():
            if self._seen.get(guild_id) != signature:
                self._wakes[guild_id] = min(now, self._wakes.get(guild_id, now))
        for guild_id in self._seen.keys() - found.keys():
            self._wakes.pop(guild_id, None)
        self._seen = found


def _claim(db: Database, job: DigestJob, *, nonce: str, now: datetime) -> DigestPost | None:
    """Claim a date and read its row with the same connection: opening one costs milliseconds."""
    if not writes.claim_post(db, job, nonce=nonce, lease=due.LEASE, now=now):
        return None
    return queries.find_post(db, job.digest.id, job.local_date)


def _signatures(folder: Path) -> dict[int, _Signature]:
    """Return what tells a changed corpus file, for each server's file in a folder."""
    found: dict[int, _Signature] = {}
    for path in folder.glob("*.db"):
        if path.stem.isdecimal():
            found[int(path.stem)] = (*_stamp(path), *_stamp(path.with_name(f"{path.name}-wal")))
    return found


def _stamp(path: Path) -> tuple[int, int]:
    """Return when a file was written and how large it is; a log that reading made is empty."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return 0, 0
    return (status.st_mtime_ns, status.st_size) if status.st_size else (0, 0)
