"""Who follows whom, and the ledger of what they were told: one function, one transaction.

A message is claimed before it is sent and closed afterwards, as a digest is. The claim moves its
member on to the newest article in the same step, so that no quotation is told twice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from store.database import select, to_text, transaction
from store.errors import TooManyFollowsError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

    from store.records import FollowNews, PostState, StopReason

# Long enough to see what was sent lately; then it is nobody's business any more.
_LEDGER_KEPT = timedelta(days=30)


def follow(db: Database, entity_id: int, *, user_id: int, most: int, now: datetime) -> bool:
    """Follow an entity from now on; return False when the member does already.

    Raises:
        TooManyFollowsError: the member follows as many as one may.
    """
    with transaction(db):
        if _followed(db, entity_id, user_id):
            return False
        (row,) = select(db, "SELECT count(*) AS n FROM follows WHERE user_id = :u", u=user_id)
        if row["n"] >= most:
            raise TooManyFollowsError(most)
        values = {"user": user_id, "entity": entity_id, "now": to_text(now), "upto": _newest(db)}
        db.execute(
            """
            INSERT INTO follows (user_id, entity_id, after_article_id, created_at)
            VALUES (:user, :entity, :upto, :now)
            """,
            values,
        )
        db.execute(
            """
            INSERT INTO followers (user_id, seen_article_id) VALUES (:user, :upto)
            ON CONFLICT (user_id) DO NOTHING
            """,
            values,
        )
    return True


def unfollow(db: Database, entity_id: int, *, user_id: int) -> bool:
    """Follow an entity no longer; return False when the member did not."""
    with transaction(db):
        ids = _followed(db, entity_id, user_id)
        for follow_id in ids:
            db.execute("DELETE FROM follows WHERE id = :id", {"id": follow_id})
        if ids and not select(db, "SELECT 1 FROM follows WHERE user_id = :u LIMIT 1", u=user_id):
            db.execute("DELETE FROM followers WHERE user_id = :user", {"user": user_id})
    return bool(ids)


def pass_over(db: Database, user_ids: Iterable[int], upto_article_id: int) -> None:
    """Note that the articles up to one hold nothing for these members."""
    with transaction(db):
        for user_id in user_ids:
            db.execute(
                """
                UPDATE followers SET seen_article_id = :upto
                WHERE user_id = :user AND seen_article_id < :upto
                """,
                {"user": user_id, "upto": upto_article_id},
            )


def claim_letter(
    db: Database, news: FollowNews, upto_article_id: int, *, nonce: str, now: datetime
) -> bool:
    """Claim the message about what is new for a member, up to an article.

    Returns:
        False when somebody else told them meanwhile, or the member is not to be written to.
    """
    values = {
        "user": news.user_id,
        "after": news.after_article_id,
        "upto": upto_article_id,
        "nonce": nonce,
        "now": to_text(now),
    }
    with transaction(db):
        moved = db.execute(
            """
            UPDATE followers SET seen_article_id = :upto
            WHERE user_id = :user AND stopped_at IS NULL AND seen_article_id < :upto
                AND seen_article_id <= :after
                AND NOT EXISTS (SELECT 1 FROM follow_letters WHERE user_id = :user
                    AND state IN ('claimed', 'failed'))
            """,
            values,
        ).rowcount
        if not moved:
            return False
        db.execute(
            """
            INSERT INTO follow_letters (user_id, after_article_id, upto_article_id, state, nonce,
                                        created_at, claimed_at, first_tried_at)
            VALUES (:user, :after, :upto, 'claimed', :nonce, :now, :now, :now)
            """,
            values,
        )
        _sweep(db, news.user_id, now)
    return True


def reclaim_letter(db: Database, letter_id: int, *, lease: timedelta, now: datetime) -> bool:
    """Take over a message that failed, or whose claim is older than the lease.

    A claim as far in the future counts as old too: the clock jumped back.
    """
    with transaction(db):
        changed = db.execute(
            """
            UPDATE follow_letters SET
                state = 'claimed', claimed_at = :now, attempts = attempts + 1, note = NULL,
                first_tried_at = iif(state = 'failed', :now, first_tried_at)
            WHERE id = :id AND (state = 'failed'
                OR state = 'claimed' AND (claimed_at <= :expired OR claimed_at >= :impossible))
            """,
            {
                "id": letter_id,
                "now": to_text(now),
                "expired": to_text(now - lease),
                "impossible": to_text(now + lease),
            },
        ).rowcount
    return changed > 0


def mark_letter_sent(db: Database, letter_id: int, *, message_id: int, now: datetime) -> None:
    """Close a message: it is there."""
    with transaction(db):
        db.execute(
            """
            UPDATE follow_letters SET state = 'sent', message_id = :message, sent_at = :now,
                note = NULL
            WHERE id = :id
            """,
            {"id": letter_id, "message": message_id, "now": to_text(now)},
        )


def close_letter(db: Database, letter_id: int, state: PostState, *, note: str | None) -> None:
    """Close a message that is not there: silent, missed, uncertain, or failed (tried again)."""
    with transaction(db):
        db.execute(
            """
            UPDATE follow_letters SET state = :state, note = :note
            WHERE id = :id AND state IN ('claimed', 'failed')
            """,
            {"id": letter_id, "state": state, "note": note},
        )


def note_letter(db: Database, letter_id: int, *, note: str) -> None:
    """Keep a claim whose outcome is unknown, with what was heard instead of an answer."""
    with transaction(db):
        db.execute(
            "UPDATE follow_letters SET note = :note WHERE id = :id AND state = 'claimed'",
            {"id": letter_id, "note": note},
        )


def stop_follower(
    db: Database, user_id: int, reason: StopReason, *, letter_id: int | None, now: datetime
) -> None:
    """Write to a member no more, until they say so; the message under way is given up."""
    with transaction(db):
        db.execute(
            """
            UPDATE followers SET stopped_at = :now, stop_reason = :reason, told_at = NULL
            WHERE user_id = :user AND stopped_at IS NULL
            """,
            {"user": user_id, "reason": reason, "now": to_text(now)},
        )
        db.execute(
            """
            UPDATE follow_letters SET state = 'missed', note = :reason
            WHERE id = :letter AND state IN ('claimed', 'failed')
            """,
            {"letter": letter_id, "reason": reason},
        )


def resume_follower(db: Database, user_id: int) -> bool:
    """Write to a member again, of what is added from now on; False when it never stopped."""
    with transaction(db):
        changed = db.execute(
            """
            UPDATE followers SET stopped_at = NULL, stop_reason = NULL, told_at = NULL,
                seen_article_id = max(seen_article_id, :upto)
            WHERE user_id = :user AND stopped_at IS NOT NULL
            """,
            {"user": user_id, "upto": _newest(db)},
        ).rowcount
    return changed > 0


def forget_gone(db: Database, user_ids: Iterable[int]) -> None:
    """Forget the follows of members who left long ago, and have not come back."""
    with transaction(db):
        for user_id in user_ids:
            gone = db.execute(
                "DELETE FROM followers WHERE user_id = :user AND stop_reason = 'left'",
                {"user": user_id},
            ).rowcount
            if gone:
                forget_follows(db, user_id)


def forget_follows(db: Database, user_id: int) -> None:
    """Forget whom a member follows and what they were told, inside the caller's transaction."""
    for table in ("follows", "followers", "follow_letters"):
        db.execute(f"DELETE FROM {table} WHERE user_id = :user", {"user": user_id})  # noqa: S608 - ours


def mark_told(db: Database, user_id: int, *, now: datetime) -> None:
    """Note that a member knows that they are not written to any more."""
    with transaction(db):
        db.execute(
            "UPDATE followers SET told_at = :now WHERE user_id = :user AND stopped_at IS NOT NULL",
            {"user": user_id, "now": to_text(now)},
        )


def _followed(db: Database, entity_id: int, user_id: int) -> list[int]:
    """The member's follows that mean the entity now."""
    query = """
        SELECT f.id FROM entities_now asked
        CROSS JOIN follows f ON f.user_id = :user
        CROSS JOIN entities_now w ON w.id = f.entity_id AND w.entity_id = asked.entity_id
        WHERE asked.id = :entity
    """
    return [row["id"] for row in select(db, query, user=user_id, entity=entity_id)]


def _newest(db: Database) -> int:
    return int(select(db, "SELECT coalesce(max(id), 0) AS id FROM articles")[0]["id"])


def _sweep(db: Database, user_id: int, now: datetime) -> None:
    """Forget a member's old messages."""
    db.execute(
        """
        DELETE FROM follow_letters WHERE user_id = :user AND created_at < :oldest
            AND state NOT IN ('claimed', 'failed')
        """,
        {"user": user_id, "oldest": to_text(now - _LEDGER_KEPT)},
    )
