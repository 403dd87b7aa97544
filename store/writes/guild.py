"""What a server chooses, and the lists its members page through."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING

from store.database import select, to_text, transaction
from store.records import GuildSettings
from store.writes import audit

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from store.records import SavedList

# Buttons of a list work for this long; asking again is one command.
_LISTS_KEPT = timedelta(days=30)

_KEYS = frozenset(setting.name for setting in fields(GuildSettings))


def set_setting(
    db: Database, key: str, value: str | int | None, *, by: int | None, now: datetime
) -> int | None:
    """Choose a setting of the server; None goes back to what it is unchosen.

    Returns:
        The number of the change, or None where it was so already.

    Raises:
        KeyError: `GuildSettings` has no such field.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    if key not in _KEYS:
        raise KeyError(key)
    chosen = None if value is None else str(value)
    with transaction(db):
        found = select(db, "SELECT value FROM settings WHERE key = :key", key=key)
        before = found[0]["value"] if found else None
        if before == chosen:
            return None
        if chosen is None:
            db.conn.execute("DELETE FROM settings WHERE key = :key", {"key": key})
        else:
            db.conn.execute(
                "INSERT OR REPLACE INTO settings (key, value) VALUES (:key, :value)",
                {"key": key, "value": chosen},
            )
        return audit.record(
            db,
            "setting.set",
            f"setting:{key}",
            by=by,
            before=None if before is None else {key: before},
            after=None if chosen is None else {key: chosen},
            now=now,
        )


def save_list(db: Database, saved: SavedList, *, now: datetime) -> None:
    """Keep what a list was asked, so that its buttons outlive a restart; sweep old lists.

    Raises:
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        db.conn.execute(
            "DELETE FROM saved_lists WHERE created_at < :oldest",
            {"oldest": to_text(now - _LISTS_KEPT)},
        )
        db.conn.execute(
            """
            INSERT OR REPLACE INTO saved_lists (token, kind, params, created_at)
            VALUES (:token, :kind, :params, :now)
            """,
            {
                "token": saved.token,
                "kind": saved.kind,
                "params": json.dumps(saved.params, sort_keys=True),
                "now": to_text(now),
            },
        )
