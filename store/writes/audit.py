"""The audit log: who changed what, when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.database import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlite_utils import Database


def record(  # noqa: PLR0913 — one argument per column
    db: Database,
    action: str,
    subject: str,
    *,
    by: int | None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    now: datetime,
) -> int:
    """Note a change, inside the transaction that makes it; its number is returned.

    `action` is what was done, as 'article.add', and `subject` to what, as 'article:12'. `by` is a
    Discord user id, or None for the command line and the bot itself. `before` and `after` are the
    facts that changed; None when there was nothing, or nothing is left.
    """
    cursor = db.conn.execute(
        """
        INSERT INTO audit (at, by_user, action, subject, before, after)
        VALUES (:at, :by, :action, :subject, :before, :after)
        """,
        {
            "at": to_text(now),
            "by": by,
            "action": action,
            "subject": subject,
            "before": _json(before),
            "after": _json(after),
        },
    )
    return int(cursor.lastrowid or 0)


def _json(facts: Mapping[str, object] | None) -> str | None:
    return None if facts is None else json.dumps(facts, sort_keys=True)
