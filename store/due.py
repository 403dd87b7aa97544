"""When a digest is due, and what its ledger still owes; pure, from records and `now`.

One job: the calendar. A due time is computed from the local date, one instant per date, so
that daylight saving neither skips a day nor doubles one: a time that the spring change leaves
out is read with the offset before it (02:30 becomes 03:30), one that the autumn change repeats
is its first occurrence, and only a date that a zone never had (Samoa, 30 December 2011) has
no digest.

Source: APScheduler's CronTrigger does skip and double days at such changes (measured with
3.11.3 over New York, Kyiv, Beirut, Cairo, Santiago and Havana); this rule showed no anomaly
in 599 zones × 96 times of day × a year.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from store.records import (
    Digest,
    DigestDays,
    DigestJob,
    DigestPost,
    DigestStep,
    DigestTrouble,
    PostState,
    TroubleKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.records import DigestPlan, DigestStanding

LATE_LIMIT = timedelta(hours=6)  # SPEC section 7: later than that is missed, not posted
# A claim older than this is abandoned: an attempt gives up after 45 s (bot/digest/post.py).
LEASE = timedelta(seconds=60)
# Discord remembers a nonce "for a few minutes"; two is the least that can mean.
NONCE_WINDOW = timedelta(seconds=120)
PROBE = timedelta(minutes=2)  # how often a digest that paused itself looks at its channel
# What is not there by then is late: two looks of half a minute, and thousands due at once.
_ON_TIME = timedelta(minutes=5)
_ENDED_BADLY = {
    PostState.UNCERTAIN: TroubleKind.UNCERTAIN,
    PostState.MISSED: TroubleKind.MISSED,
}
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=15)
_DAY = timedelta(days=1)
# A zone's clocks are at most 14 h ahead and 12 h behind: a date begins and ends within this.
_MARGIN = timedelta(days=2)


class Attempt(Protocol):
    """What a ledger knows of a message that is being sent: a digest, or a word to a follower."""

    @property
    def state(self) -> PostState:
        """Claimed, or surely not sent."""

    @property
    def claimed_at(self) -> datetime:
        """When it was last tried."""

    @property
    def first_tried_at(self) -> datetime:
        """When Discord's nonce window began."""

    @property
    def attempts(self) -> int:
        """How often it was tried."""


def due_at(plan: Digest | DigestPlan, local_date: date) -> datetime | None:
    """Return the one instant (UTC) a digest is due on a local date, or None when it is not."""
    if not _is_day(plan, local_date):
        return None
    zone = ZoneInfo(plan.timezone)
    if not _has_date(zone, local_date):
        return None
    local = datetime.combine(local_date, time.fromisoformat(plan.local_time), tzinfo=zone)
    return local.astimezone(UTC)


def next_due(plan: Digest | DigestPlan, after: datetime) -> datetime:
    """Return the first due instant later than `after`."""
    first = (after - _MARGIN).date()
    for local_date in _dates(first, first + timedelta(days=30)):
        due = due_at(plan, local_date)
        if due is not None and due > after:
            return due
    raise AssertionError(plan)  # every plan is due at least once a week


def previous_due(plan: Digest | DigestPlan, before: datetime) -> datetime:
    """Return the last due instant earlier than `before`."""
    last = (before + _MARGIN).date()
    for n_days in range(30):
        due = due_at(plan, last - n_days * _DAY)
        if due is not None and due < before:
            return due
    raise AssertionError(plan)  # every plan is due at least once a week


def nonce_of(guild_id: int, digest_id: int, due: datetime) -> str:
    """Return what Discord tells a repeated post by: the same for each try, at most 25 letters.

    Two servers number their digests alike, so the server is part of it.
    """
    said = f"{guild_id}:{digest_id}:{due.isoformat()}"
    return "or" + hashlib.sha256(said.encode()).hexdigest()[:22]


def jobs_of(standing: DigestStanding, now: datetime) -> tuple[DigestJob, ...]:
    """Return what is to be done about a digest now, oldest date first.

    A digest that paused itself still owes its dates (they are posted late when it resumes in
    time, else missed); one that a curator paused owes nothing new, but an attempt that was
    under way is brought to its end.
    """
    due = [_job_of_open(standing.digest, post, now) for post in standing.open]
    due += [_job_of_new(standing.digest, day, at, now) for day, at in _owed(standing, now)]
    return tuple(sorted((job for job in due if job), key=lambda job: job.due_at))


def wakes_at(standing: DigestStanding, now: datetime) -> datetime | None:
    """Return when there will next be something to do about a digest, if ever."""
    digest = standing.digest
    if digest.is_waiting:
        return now + PROBE
    times = [retry_at(post, now) for post in standing.open]
    if _is_running(digest):
        settled = standing.last.due_at if standing.last else digest.active_from
        times.append(next_due(digest, max(now, settled, digest.active_from)))
    if any(_owed(standing, now)):
        times.append(now)
    return min(times, default=None)


def trouble_of(standing: DigestStanding, now: datetime) -> DigestTrouble | None:
    """Return what is wrong with a digest now, or None; one that a curator paused is well."""
    digest, last = standing.digest, standing.last
    if digest.is_waiting and digest.paused_at is not None:
        return DigestTrouble(digest, TroubleKind.WAITING, digest.paused_at, digest.pause_reason)
    if not _is_running(digest):
        return None
    for post in standing.open:
        if now - post.due_at > _ON_TIME:
            is_failing = post.state is PostState.FAILED or post.note is not None
            kind = TroubleKind.FAILING if is_failing else TroubleKind.LATE
            return DigestTrouble(digest, kind, post.due_at, post.note)
    overdue = [at for _, at in _owed(standing, now) if now - at > _ON_TIME]
    if overdue:
        return DigestTrouble(digest, TroubleKind.LATE, min(overdue))
    if last is not None and last.state in _ENDED_BADLY:
        return DigestTrouble(digest, _ENDED_BADLY[last.state], last.due_at, last.note)
    return None


def in_nonce_window(post: Attempt, now: datetime) -> bool:
    """Whether Discord still knows the post's nonce; a clock that jumped back counts as away."""
    return abs(now - post.first_tried_at) < NONCE_WINDOW


def _is_running(digest: Digest) -> bool:
    return digest.paused_at is None or digest.is_waiting


def _is_day(plan: Digest | DigestPlan, local_date: date) -> bool:
    if plan.days is DigestDays.DAILY:
        return True
    if plan.days is DigestDays.WEEKDAYS:
        return local_date.weekday() < 5  # noqa: PLR2004 - Saturday is 5
    return local_date.weekday() == (plan.weekday or 0)


def _has_date(zone: ZoneInfo, local_date: date) -> bool:
    """Whether the zone ever had that date; noon is never inside an ordinary change."""
    noon = datetime.combine(local_date, time(12), tzinfo=zone)
    return noon.astimezone(UTC).astimezone(zone).date() == local_date


def _dates(first: date, last: date) -> Iterator[date]:
    for n_days in range((last - first).days + 1):
        yield first + n_days * _DAY


def _owed(standing: DigestStanding, now: datetime) -> Iterator[tuple[date, datetime]]:
    """Yield the due dates up to now that have no row in the ledger.

    What is settled is told by date, not by instant: a new edition of the zones' rules may move
    the due time of a date that was posted already.
    """
    digest = standing.digest
    if not _is_running(digest):
        return
    first = (digest.active_from - _MARGIN).date()
    if standing.last is not None:
        first = max(first, standing.last.local_date + _DAY)
    for local_date in _dates(first, (now + _MARGIN).date()):
        at = due_at(digest, local_date)
        if at is not None and digest.active_from < at <= now:
            yield local_date, at


def _job_of_new(digest: Digest, local_date: date, at: datetime, now: datetime) -> DigestJob:
    step = DigestStep.POST if now - at <= LATE_LIMIT else DigestStep.MISS
    return DigestJob(digest, local_date, at, step)


def _job_of_open(digest: Digest, post: DigestPost, now: datetime) -> DigestJob | None:
    if retry_at(post, now) > now:
        return None
    step = DigestStep.RECOVER
    if post.state is PostState.FAILED:
        step = DigestStep.POST if now - post.due_at <= LATE_LIMIT else DigestStep.MISS
    return DigestJob(digest, post.local_date, post.due_at, step, post)


def retry_at(post: Attempt, now: datetime) -> datetime:
    """Return when an open row of a ledger is next touched.

    A clock that jumped back must not leave it alone until the old time has come again.
    """
    pause = LEASE if post.state is PostState.CLAIMED else _back_off(post.attempts)
    return now if post.claimed_at - now > pause else post.claimed_at + pause


def _back_off(attempts: int) -> timedelta:
    """Return the pause before the next try: 30 s, 1, 2, 4, 8 and then every 15 minutes."""
    pause: timedelta = _FIRST_PAUSE * (1 << min(attempts - 1, 10))
    return min(pause, _LONGEST_PAUSE)
