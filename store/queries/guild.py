"""What a server chose, and the lists its members page through; read only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.database import select
from store.records import GuildSettings, SavedList

if TYPE_CHECKING:
    from sqlite_utils import Database


def get_settings(db: Database) -> GuildSettings:
    """What the server chose; what it did not choose is as `GuildSettings` says."""
    chosen = {row["key"]: row["value"] for row in select(db, "SELECT key, value FROM settings")}
    return GuildSettings(
        timezone=chosen.get("timezone", GuildSettings().timezone),
        curator_role_id=_number(chosen.get("curator_role_id")),
        log_channel_id=_number(chosen.get("log_channel_id")),
    )


def chosen_setting(db: Database, key: str) -> str | None:
    """What the server chose for one setting, as it is stored; None when it did not."""
    for row in select(db, "SELECT value FROM settings WHERE key = :key", key=key):
        return str(row["value"])
    return None


def get_saved_list(db: Database, token: str) -> SavedList | None:
    """The list behind a token, or None when it is too old and was swept away."""
    query = "SELECT kind, params FROM saved_lists WHERE token = :token"
    for row in select(db, query, token=token):
        return SavedList(token, row["kind"], json.loads(row["params"]))
    return None


def _number(text: str | None) -> int | None:
    return int(text) if text else None
