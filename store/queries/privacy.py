"""What the record keeps about one member; read only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.database import select
from store.queries.audit import list_changes
from store.queries.citations import article_ref
from store.queries.follows import get_following, list_letters
from store.records import KeptAbout

if TYPE_CHECKING:
    from sqlite_utils import Database

_EVERYTHING: Final = 2**63 - 1


def get_kept(db: Database, user_id: int) -> KeptAbout:
    """Everything that has a member's number in it."""
    articles = select(
        db, "SELECT * FROM articles WHERE added_by = :user ORDER BY id DESC", user=user_id
    )
    digests = select(db, "SELECT id FROM digests WHERE created_by = :user", user=user_id)
    query = "SELECT count(*) AS n FROM saved_lists WHERE json_extract(params, '$.user') = :user"
    return KeptAbout(
        get_following(db, user_id),
        list_letters(db, user_id, limit=_EVERYTHING),
        list_changes(db, by_user=user_id, limit=_EVERYTHING).items,
        tuple(article_ref(row) for row in articles),
        tuple(row["id"] for row in digests),
        int(select(db, query, user=str(user_id))[0]["n"]),
    )
