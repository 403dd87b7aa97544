"""Forgetting a member, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.database import transaction
from store.records import FORGOTTEN

if TYPE_CHECKING:
    from sqlite_utils import Database

# What is the member's own goes; what belongs to the record stays, and nobody's name with it.
DELETED: Final = (
    ("follows", "user_id"),
    ("followers", "user_id"),
    ("follow_letters", "user_id"),
)
ANONYMISED: Final = (
    ("articles", "added_by"),
    ("audit", "by_user"),
    ("digests", "created_by"),
)


def forget_member(db: Database, user_id: int) -> None:
    """Delete a member's follows and messages, and take their number off what they changed.

    The audit log keeps what was done, and that it was somebody who asked to be forgotten.
    """
    values = {"user": user_id, "nobody": FORGOTTEN}
    with transaction(db):
        for table, column in DELETED:
            db.execute(f"DELETE FROM {table} WHERE {column} = :user", values)  # noqa: S608 - ours
        for table, column in ANONYMISED:
            db.execute(
                f"UPDATE {table} SET {column} = :nobody WHERE {column} = :user",  # noqa: S608 - ours
                values,
            )
        db.execute(
            "DELETE FROM saved_lists WHERE json_extract(params, '$.user') = :user",
            {"user": str(user_id)},
        )
