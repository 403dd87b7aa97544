"""Changes that curators made to entities, as the audit log holds them; read only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from store.database import select
from store.errors import ChangeNotFoundError

if TYPE_CHECKING:
    from sqlite_utils import Database


class EntityChange(NamedTuple):
    """One change, with what was decided before and after it."""

    id: int
    action: str
    entity_id: int
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def undoes(self) -> int | None:
        """The change that this one undid, if it did."""
        return self.after.get("undoes")


def get_change(db: Database, change_id: int) -> EntityChange:
    """A change of entities by its number.

    Raises:
        ChangeNotFoundError: there is none by that number.
    """
    found = changes_from(db, change_id)
    if not found or found[0].id != change_id:
        raise ChangeNotFoundError(change_id)
    return found[0]


def changes_from(db: Database, change_id: int) -> list[EntityChange]:
    """All changes of entities from one on, oldest first."""
    found = select(
        db,
        """
        SELECT id, action, subject, before, after FROM audit
        WHERE id >= :id AND action >= 'entity.' AND action < 'entity/' ORDER BY id
        """,
        id=change_id,
    )
    return [
        EntityChange(
            row["id"],
            row["action"],
            int(row["subject"].partition(":")[2]),
            json.loads(row["before"]),
            json.loads(row["after"]),
        )
        for row in found
    ]


def undone_by(changes: list[EntityChange]) -> dict[int, int]:
    """Which changes are undone, and by which; one that was undone undoes nothing.

    Args:
        changes: every change from some one on, oldest first.
    """
    undone: dict[int, int] = {}
    for change in reversed(changes):
        if change.undoes is not None and change.id not in undone:
            undone[change.undoes] = change.id
    return undone
