"""Scheduled digests, their ledger, and the period that one covers; read only."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from store import due
from store.database import select, to_text
from store.errors import DigestNotFoundError
from store.records import (
    Digest,
    DigestDays,
    DigestPeriod,
    DigestPost,
    DigestStanding,
    EntityRef,
    EntityType,
    PostState,
)

if TYPE_CHECKING:
    from sqlite3 import Row

    from sqlite_utils import Database

_LEDGER_LINES = 10


def list_digests(db: Database) -> tuple[Digest, ...]:
    """Return the digests on the schedule, oldest first."""
    rows = select(db, "SELECT * FROM digests WHERE removed_at IS NULL ORDER BY id")
    return tuple(_digest(db, row) for row in rows)


def get_digest(db: Database, digest_id: int) -> Digest:
    """Return a digest on the schedule.

    Raises:
        DigestNotFoundError: there is none by that number, or it was removed.
    """
    query = "SELECT * FROM digests WHERE id = :id AND removed_at IS NULL"
    for row in select(db, query, id=digest_id):
        return _digest(db, row)
    raise DigestNotFoundError(digest_id)


def list_standings(db: Database) -> tuple[DigestStanding, ...]:
    """Return every digest on the schedule with what its ledger still owes."""
    return tuple(_standing(db, digest) for digest in list_digests(db))


def find_post(db: Database, digest_id: int, local_date: date) -> DigestPost | None:
    """Return the row of the ledger for one date, if there is one."""
    query = "SELECT * FROM digest_posts WHERE digest_id = :id AND local_date = :day"
    rows = select(db, query, id=digest_id, day=local_date.isoformat())
    return _post(rows[0]) if rows else None


def list_posts(
    db: Database, digest_id: int, *, limit: int = _LEDGER_LINES
) -> tuple[DigestPost, ...]:
    """Return the ledger of a digest, latest date first."""
    query = """
        SELECT * FROM digest_posts WHERE digest_id = :id ORDER BY local_date DESC LIMIT :limit
    """
    return tuple(_post(row) for row in select(db, query, id=digest_id, limit=limit))


def period_of(
    db: Database, digest: Digest, due_at: datetime, post: DigestPost | None
) -> DigestPeriod:
    """Return what the digest due at an instant covers: everything since the last one posted.

    Args:
        db: the corpus.
        digest: which.
        due_at: when it is due; may lie ahead, for a preview.
        post: its row of the ledger; None for a preview, which covers all there is.
    """
    query = """
        SELECT due_at, upto_article_id FROM digest_posts
        WHERE digest_id = :id AND state IN ('sent', 'silent') AND due_at < :due
        ORDER BY due_at DESC LIMIT 2
    """
    last = select(db, query, id=digest.id, due=to_text(due_at))
    since = _moment(last[0]["due_at"]) if last else _begins(digest)
    after = last[0]["upto_article_id"] if last else _newest_article(db, since)
    before = since - (due_at - since)
    earlier = last[1]["upto_article_id"] if len(last) > 1 else _newest_article(db, before)
    upto = post.upto_article_id if post else _newest_article(db, None)
    return DigestPeriod(since, due_at, min(earlier, after), after, max(upto, after))


def period_since(db: Database, since: datetime, now: datetime) -> DigestPeriod:
    """Return the period between two moments, for a digest that nobody scheduled."""
    earlier, after = (_newest_article(db, at) for at in (since - (now - since), since))
    return DigestPeriod(since, now, earlier, after, _newest_article(db, None))


def _standing(db: Database, digest: Digest) -> DigestStanding:
    last = list_posts(db, digest.id, limit=1)
    query = """
        SELECT * FROM digest_posts
        WHERE digest_id = :id AND state IN ('claimed', 'failed') ORDER BY local_date
    """
    still_open = tuple(_post(row) for row in select(db, query, id=digest.id))
    return DigestStanding(digest, last[0] if last else None, still_open)


def _begins(digest: Digest) -> datetime:
    """Return where the first digest begins: one period of its schedule before it is due.

    It is told from when the digest was scheduled, so that a first one that was missed is told
    by the second.
    """
    return due.previous_due(digest, due.next_due(digest, digest.active_from))


def _newest_article(db: Database, at: datetime | None) -> int:
    """Return the highest article number there was at a moment, 0 when there was none.

    Numbers grow with time, so that the search from the newest backwards ends at once.
    """
    query = """
        SELECT id FROM articles WHERE :at IS NULL OR added_at <= :at ORDER BY id DESC LIMIT 1
    """
    return sum(row["id"] for row in select(db, query, at=to_text(at) if at else None))


def _digest(db: Database, row: Row) -> Digest:
    return Digest(
        id=row["id"],
        channel_id=row["channel_id"],
        days=DigestDays(row["days"]),
        weekday=row["weekday"],
        local_time=row["local_time"],
        timezone=row["timezone"],
        role_id=row["role_id"],
        post_when_empty=bool(row["post_when_empty"]),
        created_by=row["created_by"],
        created_at=_moment(row["created_at"]),
        active_from=_moment(row["active_from"]),
        paused_at=_moment(row["paused_at"]) if row["paused_at"] else None,
        pause_reason=row["pause_reason"],
        names=_names(db, row["id"]),
    )


def _names(db: Database, digest_id: int) -> tuple[EntityRef, ...]:
    """Return whom a digest is about, as they are known now: a merged one leads to the kept."""
    rows = select(
        db,
        """
        SELECT DISTINCT e.id, e.name, e.type FROM digest_names d
            JOIN entities_now w ON w.id = d.entity_id
            JOIN entities e ON e.id = w.entity_id
        WHERE d.digest_id = :id ORDER BY e.name, e.id
        """,
        id=digest_id,
    )
    return tuple(EntityRef(row["id"], row["name"], EntityType(row["type"])) for row in rows)


def _post(row: Row) -> DigestPost:
    return DigestPost(
        id=row["id"],
        digest_id=row["digest_id"],
        local_date=date.fromisoformat(row["local_date"]),
        due_at=_moment(row["due_at"]),
        state=PostState(row["state"]),
        nonce=row["nonce"],
        claimed_at=_moment(row["claimed_at"]),
        first_tried_at=_moment(row["first_tried_at"]),
        attempts=row["attempts"],
        upto_article_id=row["upto_article_id"],
        sent_at=_moment(row["sent_at"]) if row["sent_at"] else None,
        message_id=row["message_id"],
        note=row["note"],
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
