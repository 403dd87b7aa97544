"""Who appears in the same paragraphs as an entity; read only, from the roll-up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.database import select
from store.queries.entity_names import entity_now
from store.records import Connections, Counted, EntityRef, EntityType, Link, Web

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from sqlite_utils import Database

# More names around one cannot be read in a picture.
_FOREMOST = 12


def get_connections(db: Database, entity_id: int, *, page: int = 1, size: int = 10) -> Connections:
    """The foremost companions of an entity as a web, and one page of all of them.

    Pages are by number: the list is ordered by counts that change, so a key would not hold
    longer. A page beyond the last is the last.

    Raises:
        EntityNotFoundError: no article of the record mentions it any more.
    """
    centre = entity_now(db, entity_id)
    query = "SELECT count(*) AS n FROM companions WHERE entity_id = :id"
    total = select(db, query, id=centre.id)[0]["n"]
    skip = size * (min(max(page, 1), max(-(-total // size), 1)) - 1)
    around = _companions(db, centre.id, _FOREMOST, 0)
    return Connections(
        web=Web(centre, around, _links(db, [counted.item.id for counted in around])),
        items=_companions(db, centre.id, size, skip),
        first=skip + 1,
        total=total,
    )


def _companions(
    db: Database, entity_id: int, limit: int, skip: int
) -> tuple[Counted[EntityRef], ...]:
    found = select(
        db,
        """
        SELECT e.id, e.name, e.type, c.n_paragraphs
        FROM companions c JOIN entities e ON e.id = c.other_id
        WHERE c.entity_id = :id
        ORDER BY c.n_paragraphs DESC, c.other_id LIMIT :limit OFFSET :skip
        """,
        id=entity_id,
        limit=limit,
        skip=skip,
    )
    return tuple(Counted(_ref(row), row["n_paragraphs"]) for row in found)


def _links(db: Database, ids: Sequence[int]) -> tuple[Link, ...]:
    """How the companions themselves are linked, each pair once.

    CROSS JOIN keeps the order: else all companions of each of them are read.
    """
    found = select(
        db,
        """
        SELECT o.key AS one, x.key AS other, c.n_paragraphs
        FROM json_each(:ids) o
        CROSS JOIN json_each(:ids) x ON x.key > o.key
        CROSS JOIN companions c ON c.entity_id = o.value AND c.other_id = x.value
        ORDER BY o.key, x.key
        """,
        ids=json.dumps(list(ids)),
    )
    return tuple(Link(row["one"], row["other"], row["n_paragraphs"]) for row in found)


def _ref(row: sqlite3.Row) -> EntityRef:
    return EntityRef(row["id"], row["name"], EntityType(row["type"]))
