"""Feeds and their items: one function, one transaction.

An item is noted before it is read and closed afterwards, in the transaction of the look that saw
it; so whatever is killed in between, every item is read once. One that was stored and not yet
closed is found to be in the record already.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from store.database import select, to_text, transaction
from store.errors import DuplicateFeedError, FeedNotFoundError
from store.names import address_of
from store.writes import audit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from store.records import FeedItem, ReadFeed

# An item that is in no feed any more need not be known for longer.
_ITEMS_KEPT = timedelta(days=90)


def add_feed(  # noqa: PLR0913 — what is known of it
    db: Database,
    url: str,
    read: ReadFeed,
    *,
    n_newest: int,
    etag: str | None,
    last_modified: str | None,
    next_at: datetime,
    by: int | None,
    now: datetime,
) -> int:
    """Follow a feed; its newest items are to be read, its older ones count as known.

    Raises:
        DuplicateFeedError: the server follows it already.
    """
    address = address_of(url) or url
    with transaction(db):
        _refuse_duplicate(db, address, url)
        cursor = db.conn.execute(
            """
            INSERT INTO feeds (url, address, title, added_at, checked_at, next_at, etag,
                last_modified)
            VALUES (:url, :address, :title, :now, :now, :next_at, :etag, :last_modified)
            """,
            {
                "url": url,
                "address": address,
                "title": read.title,
                "now": to_text(now),
                "next_at": to_text(next_at),
                "etag": etag,
                "last_modified": last_modified,
            },
        )
        feed_id = int(cursor.lastrowid or 0)
        _note_items(db, feed_id, read.items[:n_newest], state="waiting", now=now)
        _note_items(db, feed_id, read.items[n_newest:], state="known", now=now)
        after = {"url": url, "title": read.title}
        audit.record(db, "feed.add", f"feed:{feed_id}", by=by, after=after, now=now)
    return feed_id


def pause_feed(
    db: Database, feed_id: int, *, reason: str | None, by: int | None, now: datetime
) -> bool:
    """Ask a feed no more until it is resumed; False: it was paused already.

    Raises:
        FeedNotFoundError: there is none by that number.
    """
    with transaction(db):
        _require(db, feed_id)
        changed = db.conn.execute(
            """
            UPDATE feeds SET paused_at = :now, pause_reason = :reason
            WHERE id = :id AND paused_at IS NULL
            """,
            {"id": feed_id, "now": to_text(now), "reason": reason},
        ).rowcount
        if changed:
            after = {"paused": True, "reason": reason}
            audit.record(db, "feed.pause", f"feed:{feed_id}", by=by, after=after, now=now)
    return changed > 0


def resume_feed(db: Database, feed_id: int, *, by: int | None, now: datetime) -> bool:
    """Ask a feed again, at once; False: it was not paused.

    Raises:
        FeedNotFoundError: there is none by that number.
    """
    with transaction(db):
        _require(db, feed_id)
        changed = db.conn.execute(
            """
            UPDATE feeds SET paused_at = NULL, pause_reason = NULL, n_failures = 0,
                last_error = NULL, next_at = :now
            WHERE id = :id AND paused_at IS NOT NULL
            """,
            {"id": feed_id, "now": to_text(now)},
        ).rowcount
        if changed:
            after = {"paused": False}
            audit.record(db, "feed.resume", f"feed:{feed_id}", by=by, after=after, now=now)
    return changed > 0


def remove_feed(db: Database, feed_id: int, *, by: int | None, now: datetime) -> int:
    """Follow a feed no longer; its articles stay. The number of the change is returned.

    Raises:
        FeedNotFoundError: there is none by that number.
    """
    with transaction(db):
        before = _require(db, feed_id)
        db.conn.execute(
            "UPDATE feeds SET removed_at = :now WHERE id = :id",
            {"id": feed_id, "now": to_text(now)},
        )
        return audit.record(db, "feed.remove", f"feed:{feed_id}", by=by, before=before, now=now)


def restore_feed(db: Database, feed_id: int, *, by: int | None, now: datetime) -> None:
    """Follow a removed feed again, with what is known of its items.

    Raises:
        FeedNotFoundError: there is no removed feed by that number.
        DuplicateFeedError: it was added anew meanwhile.
    """
    with transaction(db):
        query = "SELECT url, title, address FROM feeds WHERE id = :id AND removed_at IS NOT NULL"
        found = select(db, query, id=feed_id)
        if not found:
            raise FeedNotFoundError(feed_id)
        _refuse_duplicate(db, found[0]["address"], found[0]["url"])
        db.conn.execute("UPDATE feeds SET removed_at = NULL WHERE id = :id", {"id": feed_id})
        after = {"url": found[0]["url"], "title": found[0]["title"]}
        audit.record(db, "feed.restore", f"feed:{feed_id}", by=by, after=after, now=now)


def note_look(  # noqa: PLR0913 — what a look told
    db: Database,
    feed_id: int,
    items: Sequence[FeedItem],
    *,
    etag: str | None,
    last_modified: str | None,
    next_at: datetime,
    now: datetime,
) -> int:
    """Note that a feed answered, and which of its items are new; how many are is returned.

    A feed that was removed meanwhile is left alone.
    """
    with transaction(db):
        changed = db.conn.execute(
            """
            UPDATE feeds SET checked_at = :now, next_at = :next_at, n_failures = 0,
                last_error = NULL, etag = :etag, last_modified = :last_modified
            WHERE id = :id AND removed_at IS NULL
            """,
            {
                "id": feed_id,
                "now": to_text(now),
                "next_at": to_text(next_at),
                "etag": etag,
                "last_modified": last_modified,
            },
        ).rowcount
        if not changed:
            return 0
        n_new = _note_items(db, feed_id, items, state="waiting", now=now)
        db.conn.execute(
            """
            DELETE FROM feed_items
            WHERE feed_id = :id AND seen_at < :oldest AND state <> 'waiting'
            """,
            {"id": feed_id, "oldest": to_text(now - _ITEMS_KEPT)},
        )
    return n_new


def note_failure(
    db: Database, feed_id: int, error: str, *, next_at: datetime, now: datetime
) -> int:
    """Note that a feed did not answer, and when to ask again; failures in a row are returned."""
    with transaction(db):
        db.conn.execute(
            """
            UPDATE feeds SET checked_at = :now, next_at = :next_at, n_failures = n_failures + 1,
                last_error = :error
            WHERE id = :id AND removed_at IS NULL
            """,
            {"id": feed_id, "now": to_text(now), "next_at": to_text(next_at), "error": error},
        )
        rows = select(db, "SELECT n_failures FROM feeds WHERE id = :id", id=feed_id)
    return int(rows[0]["n_failures"]) if rows else 0


def close_item(db: Database, item_id: int, *, article_id: int | None, note: str | None) -> None:
    """Note what became of an item: the article it is, or why it is none."""
    with transaction(db):
        db.conn.execute(
            """
            UPDATE feed_items SET state = :state, article_id = :article, note = :note
            WHERE id = :id
            """,
            {
                "id": item_id,
                "state": "refused" if article_id is None else "added",
                "article": article_id,
                "note": note,
            },
        )


def put_off_item(db: Database, item_id: int, *, note: str, next_at: datetime) -> None:
    """Let an item wait for another try."""
    with transaction(db):
        db.conn.execute(
            """
            UPDATE feed_items SET n_tries = n_tries + 1, note = :note, next_at = :next_at
            WHERE id = :id
            """,
            {"id": item_id, "note": note, "next_at": to_text(next_at)},
        )


def _note_items(
    db: Database, feed_id: int, items: Sequence[FeedItem], *, state: str, now: datetime
) -> int:
    """Note items that were seen; those known already are only seen again."""
    rows = [
        {
            "feed": feed_id,
            "address": address_of(item.url) or item.url,
            "url": item.url,
            "title": item.title,
            "published_on": item.published_on.isoformat() if item.published_on else None,
            "now": to_text(now),
            "state": state,
        }
        for item in reversed(items)  # the oldest is read first
    ]
    before = db.conn.total_changes
    db.conn.executemany(
        """
        INSERT OR IGNORE INTO feed_items (feed_id, address, url, title, published_on, seen_at,
            state, next_at)
        VALUES (:feed, :address, :url, :title, :published_on, :now, :state, :now)
        """,
        rows,
    )
    n_new = db.conn.total_changes - before
    db.conn.executemany(
        "UPDATE feed_items SET seen_at = :now WHERE feed_id = :feed AND address = :address", rows
    )
    return n_new


def _refuse_duplicate(db: Database, address: str, url: str) -> None:
    query = "SELECT id FROM feeds WHERE address = :address AND removed_at IS NULL"
    for row in select(db, query, address=address):
        raise DuplicateFeedError(row["id"], url)


def _require(db: Database, feed_id: int) -> dict[str, object]:
    query = "SELECT url, title FROM feeds WHERE id = :id AND removed_at IS NULL"
    for row in select(db, query, id=feed_id):
        return dict(row)
    raise FeedNotFoundError(feed_id)
