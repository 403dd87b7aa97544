"""Scheduled digests and their ledger: one function, one transaction.

The ledger has one row per digest and local date. A row is claimed before anything is sent and
closed afterwards; whoever finds a claim older than its lease may take it over, and only one
of several processes can. What is due, and when, is decided in store/due.py.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from store.database import to_text, transaction
from store.errors import DigestNotFoundError
from store.writes import audit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta

    from sqlite_utils import Database

    from store.records import DigestJob, DigestPlan, PostState

_PLAN = ("channel_id", "local_time", "timezone", "days", "weekday", "role_id", "post_when_empty")


def schedule_digest(db: Database, plan: DigestPlan, *, by: int, now: datetime) -> int:
    """Keep a new digest and return its number; nothing due up to now is owed."""
    with transaction(db):
        rows = db.execute(
            """
            INSERT INTO digests (channel_id, days, weekday, local_time, timezone, role_id,
                                 post_when_empty, created_by, created_at, active_from)
            VALUES (:channel_id, :days, :weekday, :local_time, :timezone, :role_id,
                    :post_when_empty, :by, :now, :now)
            RETURNING id
            """,
            {**asdict(plan), "by": by, "now": to_text(now)},
        ).fetchall()
        digest_id = int(rows[0][0])
        _save_names(db, digest_id, plan.names)
        after = asdict(plan)
        _note(db, "digest.schedule", digest_id, by=by, before=None, after=after, now=now)
    return digest_id


def change_digest(
    db: Database, digest_id: int, plan: DigestPlan, *, by: int | None, now: datetime
) -> int:
    """Give a digest a new plan; its ledger stays, and nothing due up to now is owed.

    The number of the change is returned.

    One that waits for its place to be mended goes on; one that a curator paused stays paused.
    What may just be on its way to the old place is given up as uncertain: nobody would look for
    it there.

    Raises:
        DigestNotFoundError: there is no such digest.
    """
    with transaction(db):
        before = _plan_of(db, digest_id)
        after = asdict(plan)
        db.execute(
            """
            UPDATE digests SET channel_id = :channel_id, days = :days, weekday = :weekday,
                local_time = :local_time, timezone = :timezone, role_id = :role_id,
                post_when_empty = :post_when_empty, active_from = :now,
                paused_at = iif(pause_reason IS NULL, paused_at, NULL), pause_reason = NULL
            WHERE id = :id
            """,
            {**after, "id": digest_id, "now": to_text(now)},
        )
        _save_names(db, digest_id, plan.names)
        if before["channel_id"] != plan.channel_id:
            _give_up_claimed(db, digest_id, "its channel was changed while it was being posted")
        return _note(db, "digest.change", digest_id, by=by, before=before, after=after, now=now)


def pause_digest(
    db: Database, digest_id: int, *, by: int | None, reason: str | None, now: datetime
) -> bool:
    """Pause a digest; return False when that changes nothing.

    Args:
        db: the corpus.
        digest_id: which.
        by: the curator, or None when it pauses itself.
        reason: why it paused itself; None from a curator, who alone can then resume it. A
            curator's pause also settles the failed tries that were to be repeated.
        now: the moment.

    Raises:
        DigestNotFoundError: there is no such digest.
    """
    only_running = "" if reason is None else "AND paused_at IS NULL"
    with transaction(db):
        changed = db.execute(
            f"""
            UPDATE digests SET paused_at = :now, pause_reason = :reason
            WHERE id = :id AND removed_at IS NULL {only_running}
                AND (paused_at IS NULL OR pause_reason IS NOT :reason)
            """,  # noqa: S608 - one of two constants
            {"id": digest_id, "reason": reason, "now": to_text(now)},
        ).rowcount
        _require(db, digest_id)
        if changed:
            if reason is None:
                _settle_failed(db, digest_id, "paused by a curator")
            after = {"paused": True, "reason": reason}
            _note(db, "digest.pause", digest_id, by=by, before=None, after=after, now=now)
    return changed > 0


def resume_digest(db: Database, digest_id: int, *, by: int | None, now: datetime) -> bool:
    """Let a paused digest run again; return False when it was running.

    A curator's word (`by`) resumes any; what was due meanwhile is not owed. A digest that
    resumes by itself still owes what was due: that is posted late, or missed.

    Raises:
        DigestNotFoundError: there is no such digest.
    """
    which = "pause_reason IS NOT NULL" if by is None else "true"
    owed = "active_from" if by is None else ":now"
    with transaction(db):
        changed = db.execute(
            f"""
            UPDATE digests SET paused_at = NULL, pause_reason = NULL, active_from = {owed}
            WHERE id = :id AND removed_at IS NULL AND paused_at IS NOT NULL AND {which}
            """,  # noqa: S608 - constants
            {"id": digest_id, "now": to_text(now)},
        ).rowcount
        _require(db, digest_id)
        if changed:
            after = {"paused": False}
            _note(db, "digest.resume", digest_id, by=by, before=None, after=after, now=now)
    return changed > 0


def remove_digest(db: Database, digest_id: int, *, by: int | None, now: datetime) -> int:
    """Take a digest off the schedule; its ledger stays. The number of the change is returned.

    Raises:
        DigestNotFoundError: there is no such digest.
    """
    with transaction(db):
        changed = db.execute(
            "UPDATE digests SET removed_at = :now WHERE id = :id AND removed_at IS NULL",
            {"id": digest_id, "now": to_text(now)},
        ).rowcount
        if not changed:
            raise DigestNotFoundError(digest_id)
        _settle_failed(db, digest_id, "the digest was removed")
        return _note(db, "digest.remove", digest_id, by=by, before=None, after=None, now=now)


def restore_digest(db: Database, digest_id: int, *, by: int | None, now: datetime) -> int:
    """Put a removed digest back on the schedule as it was; nothing due meanwhile is owed.

    Raises:
        DigestNotFoundError: there is no removed digest by that number.
    """
    with transaction(db):
        changed = db.execute(
            """
            UPDATE digests SET removed_at = NULL, active_from = :now
            WHERE id = :id AND removed_at IS NOT NULL
            """,
            {"id": digest_id, "now": to_text(now)},
        ).rowcount
        if not changed:
            raise DigestNotFoundError(digest_id)
        return _note(db, "digest.restore", digest_id, by=by, before=None, after=None, now=now)


def claim_post(
    db: Database, job: DigestJob, *, nonce: str, lease: timedelta, now: datetime
) -> bool:
    """Claim the digest of a local date; return False when it is settled or somebody else's.

    A new row notes the newest article: what comes later belongs to the next digest, however
    often this one is tried. A row that failed, or whose claim is older than the lease (or lies
    as far in the future: the clock jumped back), is taken over. Of a paused digest only such a
    claim can be taken over, to find out what became of it.
    """
    claimed = _execute(
        db,
        """
        INSERT INTO digest_posts (digest_id, local_date, due_at, state, nonce, claimed_at,
                                  first_tried_at, upto_article_id)
        SELECT id, :local_date, :due_at, 'claimed', :nonce, :now, :now,
            (SELECT coalesce(max(id), 0) FROM articles)
        FROM digests d WHERE d.id = :digest_id AND d.removed_at IS NULL
            AND (d.paused_at IS NULL OR EXISTS (
                SELECT 1 FROM digest_posts p WHERE p.digest_id = d.id
                    AND p.local_date = :local_date AND p.state = 'claimed'))
        ON CONFLICT (digest_id, local_date) DO UPDATE SET
            state = 'claimed', claimed_at = :now, attempts = attempts + 1, note = NULL,
            first_tried_at = iif(state = 'failed', :now, first_tried_at)
        WHERE state = 'failed'
            OR state = 'claimed' AND (claimed_at <= :expired OR claimed_at >= :impossible)
        """,
        {
            "digest_id": job.digest.id,
            "local_date": job.local_date.isoformat(),
            "due_at": to_text(job.due_at),
            "nonce": nonce,
            "now": to_text(now),
            "expired": to_text(now - lease),
            "impossible": to_text(now + lease),
        },
    )
    return claimed > 0


def mark_sent(
    db: Database, post_id: int, *, message_id: int, shown: Iterable[int], now: datetime
) -> None:
    """Close a row: the message is there. Notes which quotations it shows."""
    with transaction(db):
        db.execute(
            """
            UPDATE digest_posts
            SET state = 'sent', message_id = :message_id, sent_at = :now, note = NULL
            WHERE id = :id
            """,
            {"id": post_id, "message_id": message_id, "now": to_text(now)},
        )
        for quotation_id in shown:
            db.execute(
                "INSERT OR IGNORE INTO digest_shown SELECT id, :now FROM quotations WHERE id = :id",
                {"id": quotation_id, "now": to_text(now)},
            )


def close_post(db: Database, post_id: int, state: PostState, *, note: str | None) -> bool:
    """Close a claimed or failed row as missed, silent, uncertain, or failed (to be tried again).

    Returns:
        False when it was settled already: a message that arrived after all is never unsaid.
    """
    changed = _execute(
        db,
        """
        UPDATE digest_posts SET state = :state, note = :note
        WHERE id = :id AND state IN ('claimed', 'failed')
        """,
        {"id": post_id, "state": state, "note": note},
    )
    return changed > 0


def note_answer(db: Database, post_id: int, *, note: str) -> None:
    """Keep a claim whose outcome is unknown, with what was heard instead of an answer."""
    _execute(
        db,
        "UPDATE digest_posts SET note = :note WHERE id = :id AND state = 'claimed'",
        {"id": post_id, "note": note},
    )


def miss_post(db: Database, job: DigestJob, *, nonce: str, note: str, now: datetime) -> bool:
    """Write down that a date's digest was missed; return False when it was settled already."""
    missed = _execute(
        db,
        """
        INSERT INTO digest_posts (digest_id, local_date, due_at, state, nonce, claimed_at,
                                  first_tried_at, attempts, upto_article_id, note)
        SELECT id, :local_date, :due_at, 'missed', :nonce, :now, :now, 0, 0, :note
        FROM digests WHERE id = :digest_id AND removed_at IS NULL
        ON CONFLICT (digest_id, local_date) DO UPDATE SET state = 'missed', note = :note
        WHERE state = 'failed'
        """,
        {
            "digest_id": job.digest.id,
            "local_date": job.local_date.isoformat(),
            "due_at": to_text(job.due_at),
            "nonce": nonce,
            "note": note,
            "now": to_text(now),
        },
    )
    return missed > 0


def _execute(db: Database, statement: str, values: dict[str, object]) -> int:
    """Run one statement as a transaction of its own; return how many rows it changed."""
    with transaction(db):
        return db.execute(statement, values).rowcount


def _save_names(db: Database, digest_id: int, names: Iterable[int]) -> None:
    db.execute("DELETE FROM digest_names WHERE digest_id = ?", [digest_id])
    for entity_id in dict.fromkeys(names):
        db.execute("INSERT INTO digest_names VALUES (?, ?)", [digest_id, entity_id])


def _plan_of(db: Database, digest_id: int) -> dict[str, object]:
    """Return a digest's plan as the audit log tells it."""
    query = f"SELECT {', '.join(_PLAN)} FROM digests WHERE id = ? AND removed_at IS NULL"  # noqa: S608 - constants
    row = db.execute(query, [digest_id]).fetchone()
    if row is None:
        raise DigestNotFoundError(digest_id)
    ours = "SELECT entity_id FROM digest_names WHERE digest_id = ? ORDER BY entity_id"
    names = [found[0] for found in db.execute(ours, [digest_id]).fetchall()]
    plan = dict(zip(_PLAN, tuple(row), strict=True))
    return {**plan, "post_when_empty": bool(plan["post_when_empty"]), "names": names}


def _give_up_claimed(db: Database, digest_id: int, note: str) -> None:
    db.execute(
        """
        UPDATE digest_posts SET state = 'uncertain', note = :note
        WHERE digest_id = :id AND state = 'claimed'
        """,
        {"id": digest_id, "note": note},
    )


def _settle_failed(db: Database, digest_id: int, note: str) -> None:
    """Give up the tries that would be repeated; one that may be under way stays."""
    db.execute(
        """
        UPDATE digest_posts SET state = 'missed', note = :note
        WHERE digest_id = :id AND state = 'failed'
        """,
        {"id": digest_id, "note": note},
    )


def _require(db: Database, digest_id: int) -> None:
    query = "SELECT 1 FROM digests WHERE id = ? AND removed_at IS NULL"
    if db.execute(query, [digest_id]).fetchone() is None:
        raise DigestNotFoundError(digest_id)


def _note(  # noqa: PLR0913 - one row of the audit log
    db: Database,
    action: str,
    digest_id: int,
    *,
    by: int | None,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
    now: datetime,
) -> int:
    subject = f"digest:{digest_id}"
    return audit.record(db, action, subject, by=by, before=before, after=after, now=now)
