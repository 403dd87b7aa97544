"""Taking out of a copy of a corpus what belongs to members and not to the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.writes.privacy import DELETED

if TYPE_CHECKING:
    from sqlite_utils import Database

# Whom members follow and what they were told, and what they looked up.
_PRIVATE: Final = (*(table for table, _ in DELETED), "saved_lists")


def strip_private(db: Database) -> None:
    """Empty the tables that are members' own, so that nothing of them is left in the file."""
    with db.conn:
        for table in _PRIVATE:
            db.execute(f"DELETE FROM {table}")  # noqa: S608 — ours
    db.execute("VACUUM")  # deleted rows would still stand in the file's unused pages
