"""An article's former reading, kept to be put back; steps of transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.database import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database


def keep_reading(
    db: Database, article_id: int, change_id: int, packed: bytes, *, until: datetime
) -> None:
    """Keep what had been found in an article before a change."""
    db.conn.execute(
        """
        INSERT INTO former_readings (article_id, change_id, kept_until, reading)
        VALUES (:article, :change, :until, :packed)
        """,
        {
            "article": article_id,
            "change": change_id,
            "until": to_text(until),
            "packed": packed,
        },
    )


def forget_readings(db: Database, article_id: int, *, now: datetime) -> None:
    """Forget an article's former reading, and those of any article that are old."""
    db.conn.execute(
        "DELETE FROM former_readings WHERE article_id = :article OR kept_until < :now",
        {"article": article_id, "now": to_text(now)},
    )
