"""Feeds: listed, one by number, and what of them is still to be read; read only."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from store.database import select, to_text
from store.errors import FeedNotFoundError
from store.queries.citations import day_or_none
from store.records import Feed, FeedItem, FeedStanding, WaitingItem

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database


def get_feed(db: Database, feed_id: int) -> Feed:
    """The feed of a number.

    Raises:
        FeedNotFoundError: there is none, or it was removed.
    """
    query = "SELECT * FROM feeds WHERE id = :id AND removed_at IS NULL"
    for row in select(db, query, id=feed_id):
        return _feed(row)
    raise FeedNotFoundError(feed_id)


def list_feeds(db: Database) -> tuple[FeedStanding, ...]:
    """Every feed of the server, oldest first, with what came of it."""
    rows = select(
        db,
        """
        SELECT f.*,
            (SELECT count(*) FROM feed_items i WHERE i.feed_id = f.id AND i.state = 'added')
                AS n_articles,
            (SELECT count(*) FROM feed_items i WHERE i.feed_id = f.id AND i.state = 'waiting')
                AS n_waiting,
            (SELECT count(*) FROM feed_items i WHERE i.feed_id = f.id AND i.state = 'refused')
                AS n_refused
        FROM feeds f WHERE f.removed_at IS NULL ORDER BY f.id
        """,
    )
    return tuple(
        FeedStanding(_feed(row), row["n_articles"], row["n_waiting"], row["n_refused"])
        for row in rows
    )


def count_feeds(db: Database) -> int:
    """How many feeds the server follows."""
    query = "SELECT count(*) AS n FROM feeds WHERE removed_at IS NULL"
    return int(select(db, query)[0]["n"])


def due_feeds(db: Database, now: datetime) -> tuple[Feed, ...]:
    """The feeds that are to be asked now, the longest due first."""
    rows = select(
        db,
        """
        SELECT * FROM feeds
        WHERE removed_at IS NULL AND paused_at IS NULL AND next_at <= :now
        ORDER BY next_at, id
        """,
        now=to_text(now),
    )
    return tuple(_feed(row) for row in rows)


def next_look(db: Database) -> datetime | None:
    """When a feed is due next, or None when none will be."""
    query = "SELECT min(next_at) AS at FROM feeds WHERE removed_at IS NULL AND paused_at IS NULL"
    at = select(db, query)[0]["at"]
    return datetime.fromisoformat(at) if at else None


def waiting_items(db: Database, now: datetime, *, limit: int) -> tuple[WaitingItem, ...]:
    """Items that are to be read now, oldest seen first."""
    rows = select(
        db,
        """
        SELECT i.*, f.title AS feed_title FROM feed_items i JOIN feeds f ON f.id = i.feed_id
        WHERE i.state = 'waiting' AND i.next_at <= :now AND f.removed_at IS NULL
            AND f.paused_at IS NULL
        ORDER BY i.next_at, i.id LIMIT :limit
        """,
        now=to_text(now),
        limit=limit,
    )
    return tuple(
        WaitingItem(
            row["id"],
            row["feed_id"],
            row["feed_title"],
            FeedItem(row["url"], row["title"], day_or_none(row["published_on"])),
            row["n_tries"],
        )
        for row in rows
    )


def next_item_at(db: Database) -> datetime | None:
    """When an item is to be read next, or None when none waits."""
    rows = select(
        db,
        """
        SELECT min(i.next_at) AS at FROM feed_items i JOIN feeds f ON f.id = i.feed_id
        WHERE i.state = 'waiting' AND f.removed_at IS NULL AND f.paused_at IS NULL
        """,
    )
    return datetime.fromisoformat(rows[0]["at"]) if rows[0]["at"] else None


def _feed(row: sqlite3.Row) -> Feed:
    return Feed(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        added_at=datetime.fromisoformat(row["added_at"]),
        paused_at=_moment(row["paused_at"]),
        pause_reason=row["pause_reason"],
        checked_at=_moment(row["checked_at"]),
        next_at=datetime.fromisoformat(row["next_at"]),
        n_failures=row["n_failures"],
        last_error=row["last_error"],
        etag=row["etag"],
        last_modified=row["last_modified"],
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
