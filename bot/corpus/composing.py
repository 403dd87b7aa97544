"""What a digest says, read from a server's file in one go; runs in a reader thread.

One job: the period, the material, the composition and the lines of its chart, put together.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from store import digest as composing
from store.queries import digest_material, trends
from store.queries import digests as queries
from store.records import Period

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlite_utils import Database

    from store.records import (
        ComposedDigest,
        Digest,
        DigestPeriod,
        DigestPost,
        EntityRef,
        Timeline,
    )

# A quotation from the record is not repeated within this (SPEC section 7).
_NOT_AGAIN = timedelta(days=30)
# What `/digest now` covers.
_TODAY = timedelta(hours=24)
# The chart shows so many weeks of as many as its four colours tell apart; a line of fewer points
# shows nothing that the numbers do not.
_CHART = Period(days=8 * 7)
_MOST_LINES = 4
_LEAST_STEPS = 3


def compose_due(  # noqa: PLR0913, PLR0917 - one call, one moment's record
    db: Database,
    digest: Digest,
    local_date: date,
    due_at: datetime,
    post: DigestPost | None,
    now: datetime,
) -> ComposedDigest:
    """Return the digest of a local date; `post` is its row of the ledger, None for a preview."""
    period = queries.period_of(db, digest, due_at, post)
    return _composed(db, period, local_date, now, digest_id=digest.id, names=digest.names)


def compose_today(db: Database, timezone: str, now: datetime) -> ComposedDigest:
    """Return the digest of the last 24 hours, for somebody in a time zone."""
    period = queries.period_since(db, now - _TODAY, now)
    return _composed(db, period, now.astimezone(ZoneInfo(timezone)).date(), now)


def _composed(  # noqa: PLR0913 - what a digest is made from
    db: Database,
    period: DigestPeriod,
    local_date: date,
    now: datetime,
    *,
    digest_id: int = 0,
    names: tuple[EntityRef, ...] = (),
) -> ComposedDigest:
    material = digest_material.read_material(
        db,
        period,
        pick=composing.pick_of(digest_id, local_date),
        not_shown_since=now - _NOT_AGAIN,
        names=[ref.id for ref in names],
    )
    composed = composing.compose(
        material, local_date=local_date, since=period.since, until=period.until, names=names
    )
    return replace(composed, timeline=_timeline(db, composed))


def _timeline(db: Database, composed: ComposedDigest) -> Timeline | None:
    """Return the last weeks of those who rose, or None when that would be no line."""
    ids = [riser.entity.id for riser in composed.risers[:_MOST_LINES]]
    if not ids:
        return None
    found = trends.get_timeline(db, ids, _CHART, today=composed.local_date)
    if found is None or len(found.starts) < _LEAST_STEPS:
        return None
    sums = [sum(counts) for counts in zip(*(line.counts for line in found.series), strict=True)]
    return found if sum(map(bool, sums)) > 1 else None
