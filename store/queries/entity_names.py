"""What entities are called in the articles, and which entity a number means now; read only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.database import select
from store.errors import EntityNotFoundError
from store.names import fold, words
from store.records import EntityName, EntityRef, EntityType

if TYPE_CHECKING:
    from sqlite_utils import Database


def entity_now(db: Database, entity_id: int) -> EntityRef:
    """The entity that a number means now: itself, or the one it became part of.

    Numbers stand in messages, follows and links, and outlive merges. The rule is the view
    `entities_now`, which statements about many numbers read themselves.

    Raises:
        EntityNotFoundError: no article of the record mentions it any more.
    """
    found = select(
        db,
        """
        SELECT e.id, e.name, e.type FROM entities_now w JOIN entities e ON e.id = w.entity_id
        WHERE w.id = :id AND e.n_articles > 0
        """,
        id=entity_id,
    )
    if not found:
        raise EntityNotFoundError(f"#{entity_id}")
    return _ref(found[0]["id"], found[0]["name"], found[0]["type"])


def entity_of_any_state(db: Database, entity_id: int) -> EntityRef:
    """An entity by its own number, also when no article mentions it now.

    Raises:
        EntityNotFoundError: there never was one by that number.
    """
    for row in select(db, "SELECT id, name, type FROM entities WHERE id = :id", id=entity_id):
        return _ref(row["id"], row["name"], row["type"])
    raise EntityNotFoundError(f"#{entity_id}")


def names_of(db: Database, entity_id: int) -> list[EntityName]:
    """The fullest names that articles use for an entity, and its added aliases, commonest first."""
    found = select(
        db,
        """
        SELECT name, min(type) AS type, sum(n_articles) AS n, max(is_alias) AS is_alias FROM names
        WHERE entity_id = :id AND (n_articles > 0 OR is_alias) GROUP BY name
        ORDER BY n DESC, name
        """,
        id=entity_id,
    )
    return [
        EntityName(row["name"], EntityType(row["type"]), row["n"], bool(row["is_alias"]))
        for row in found
    ]


def bearers_of(db: Database, name: str) -> list[EntityRef]:
    """The entities of the record that articles or curators call exactly so, case apart."""
    typed = words(name)
    found = select(
        db,
        """
        SELECT e.id, e.name, e.type, e.name AS form FROM entities e
        WHERE e.folded = :folded AND e.n_articles > 0
        UNION ALL
        SELECT e.id, e.name, e.type, n.name FROM name_words w
        JOIN names n ON n.id = w.name_id AND (n.n_articles > 0 OR n.is_alias)
        JOIN entities e ON e.id = n.entity_id AND e.n_articles > 0
        WHERE w.word = :word
        """,
        folded=fold(name),
        word=max(typed, key=len, default=""),
    )
    same = [row for row in found if fold(row["form"]) == fold(name)]
    return list(dict.fromkeys(_ref(row["id"], row["name"], row["type"]) for row in same))


def names_written(db: Database, name: str) -> list[int]:
    """The numbers of all stored names that are written so, case apart, whether used or not."""
    typed = words(name)
    found = select(
        db,
        """
        SELECT n.id, n.name FROM name_words w JOIN names n ON n.id = w.name_id
        WHERE w.word = :word
        """,
        word=max(typed, key=len, default=""),
    )
    return sorted(row["id"] for row in found if fold(row["name"]) == fold(name))


def _ref(number: int, name: str, kind: str) -> EntityRef:
    return EntityRef(number, name, EntityType(kind))
