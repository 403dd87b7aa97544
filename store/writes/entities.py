"""Names and mentions of an article, and which entity each name is linked to.

These are steps of the transactions that store/ingest.py opens. Which names belong together is
decided by store/link.py; here a group of names gets its entity, and keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.database import select
from store.names import fold, trigrams, words
from store.records import EntityType, NameCount
from store.writes.identity import Held, keep_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlite_utils import Database

    from store.records import ArticleEntity, Group


def insert_entities(
    db: Database,
    article_id: int,
    entities: Sequence[ArticleEntity],
    *,
    block_of: Callable[[str, EntityType], str],
) -> list[tuple[int, int]]:
    """Store whom an article mentions, and where.

    Returns:
        For each entity its row in `article_entities` and in `names`, in the order given.
    """
    rows = []
    for entity in entities:
        name_id = _name_id(db, entity, block_of)
        cursor = db.conn.execute(
            """
            INSERT INTO article_entities (article_id, name_id, n_mentions)
            VALUES (:article, :name, :n)
            """,
            {"article": article_id, "name": name_id, "n": len(entity.mentions)},
        )
        rows.append((int(cursor.lastrowid or 0), name_id))
    _insert_mentions(db, [row for row, _ in rows], entities)
    return rows


def delete_entities(db: Database, article_id: int) -> None:
    """Forget whom an article mentions; names stay, since curators may have decided on them."""
    db.conn.execute("DELETE FROM article_entities WHERE article_id = :id", {"id": article_id})


def count_names(db: Database, article_id: int, *, sign: int) -> None:
    """Count an article in (sign 1) or out (sign -1) of the names it uses."""
    db.conn.execute(
        """
        UPDATE names SET n_articles = n_articles + :sign
        WHERE id IN (SELECT name_id FROM article_entities WHERE article_id = :article)
        """,
        {"article": article_id, "sign": sign},
    )


def blocks_of(db: Database, article_id: int) -> list[str]:
    """The blocks of names that an article's names belong to."""
    found = select(
        db,
        """
        SELECT DISTINCT n.block FROM article_entities ae JOIN names n ON n.id = ae.name_id
        WHERE ae.article_id = :article ORDER BY n.block
        """,
        article=article_id,
    )
    return [row["block"] for row in found]


def names_of_block(db: Database, block: str) -> list[NameCount]:
    """The names of a block that articles of the record use."""
    found = select(
        db,
        """
        SELECT id, name, type, n_articles, entity_id, pinned FROM names
        WHERE block = :block AND n_articles > 0 ORDER BY id
        """,
        block=block,
    )
    return [
        NameCount(
            id=row["id"],
            name=row["name"],
            type=EntityType(row["type"]),
            n_articles=row["n_articles"],
            entity_id=row["entity_id"],
            pinned=bool(row["pinned"]),
        )
        for row in found
    ]


def moves_for(
    db: Database, block: str, names: Sequence[NameCount], groups: Sequence[Group]
) -> list[tuple[int, int]]:
    """Give each group of a block its entity, a new one where it has none.

    Returns:
        (name id, entity id) for every name that is to change its entity.
    """
    homes, called = _homes(db, block)
    held = {name.id: Held(name, homes.get(name.id)) for name in names}
    decided = keep_numbers(held, groups)
    for name_id, home_id in decided.rehomed:  # freed first: no two names share a home
        db.conn.execute("UPDATE names SET home_id = NULL WHERE home_id = ?", (home_id,))
        db.conn.execute("UPDATE names SET home_id = ? WHERE id = ?", (home_id, name_id))
    moves = []
    for group, kept in zip(groups, decided.entity_ids, strict=True):
        entity_id = kept if kept is not None else _new_entity(db, group, held)
        if kept is not None and called.get(kept) != (group.canonical, group.type):
            _set_name(db, entity_id, group, held)
        moves += [(i, entity_id) for i in group.name_ids if held[i].name.entity_id != entity_id]
    return moves


def articles_using(db: Database, name_ids: Sequence[int]) -> list[int]:
    """The articles of the record that use one of these names."""
    found: set[int] = set()
    for name_id in name_ids:
        found.update(
            row["article_id"]
            for row in select(
                db,
                """
                SELECT ae.article_id
                FROM article_entities ae JOIN articles a ON a.id = ae.article_id
                WHERE ae.name_id = :name AND a.removed_at IS NULL
                """,
                name=name_id,
            )
        )
    return sorted(found)


def apply_moves(db: Database, moves: Sequence[tuple[int, int]]) -> None:
    """Link names to other entities, and with them the quotations they speak."""
    rows = [{"name": name_id, "entity": entity_id} for name_id, entity_id in moves]
    for statement in (
        "UPDATE names SET entity_id = :entity WHERE id = :name",
        """
        UPDATE quotations SET speaker_id = :entity WHERE is_fixed = 0
        AND article_entity_id IN (SELECT id FROM article_entities WHERE name_id = :name)
        """,
    ):
        db.conn.executemany(statement, rows)


def _name_id(
    db: Database, entity: ArticleEntity, block_of: Callable[[str, EntityType], str]
) -> int:
    found = select(
        db,
        "SELECT id FROM names WHERE name = :name AND type = :type",
        name=entity.name,
        type=entity.type,
    )
    if found:
        return int(found[0]["id"])
    cursor = db.conn.execute(
        "INSERT INTO names (name, type, block) VALUES (:name, :type, :block)",
        {"name": entity.name, "type": entity.type, "block": block_of(entity.name, entity.type)},
    )
    name_id = int(cursor.lastrowid or 0)
    _index_name(db, name_id, entity.name)
    return name_id


def _index_name(db: Database, name_id: int, name: str) -> None:
    """Let a name be found by its words and, when it is mistyped, by its letters."""
    in_order = words(name)
    db.conn.executemany(
        "INSERT OR IGNORE INTO name_words (word, name_id, is_last) VALUES (?, ?, ?)",
        [(word, name_id, i == 0) for i, word in enumerate(reversed(in_order))],
    )
    folded = fold(name)
    if trigrams(folded):
        db.conn.execute("INSERT INTO names_fts (rowid, folded) VALUES (?, ?)", (name_id, folded))


def _insert_mentions(db: Database, rows: Sequence[int], entities: Sequence[ArticleEntity]) -> None:
    db.conn.executemany(
        'INSERT INTO mentions (article_entity_id, start, "end", kind, rule) VALUES (?, ?, ?, ?, ?)',
        (
            (row, mention.start, mention.end, mention.kind, mention.rule)
            for row, entity in zip(rows, entities, strict=True)
            for mention in entity.mentions
        ),
    )
    db.conn.executemany(
        "INSERT OR IGNORE INTO article_roles (article_entity_id, role) VALUES (?, ?)",
        ((row, role) for row, entity in zip(rows, entities, strict=True) for role in entity.roles),
    )


def _homes(db: Database, block: str) -> tuple[dict[int, int], dict[int, tuple[str, str]]]:
    """The home of each name of a block, and what the names' entities are called."""
    found = select(
        db,
        """
        SELECT n.id, n.home_id, e.id AS entity_id, e.name, e.type
        FROM names n JOIN entities e ON e.id = n.entity_id WHERE n.block = :block
        """,
        block=block,
    )
    homes = {row["id"]: row["home_id"] for row in found if row["home_id"] is not None}
    return homes, {row["entity_id"]: (row["name"], row["type"]) for row in found}


def _new_entity(db: Database, group: Group, held: dict[int, Held]) -> int:
    """Make an entity for a group that has none, at home with the name it is called by."""
    cursor = db.conn.execute(
        "INSERT INTO entities (name, folded, type) VALUES (:name, :folded, :type)",
        {"name": group.canonical, "folded": fold(group.canonical), "type": group.type},
    )
    entity_id = int(cursor.lastrowid or 0)
    lead = min(group.name_ids, key=lambda i: (held[i].name.name != group.canonical, i))
    db.conn.execute("UPDATE names SET home_id = ? WHERE id = ?", (entity_id, lead))
    return entity_id


def _set_name(db: Database, entity_id: int, group: Group, held: dict[int, Held]) -> None:
    """Call an entity as its group is called, unless a curator chose a name or joined blocks."""
    if any(held[i].name.pinned for i in group.name_ids):
        return
    db.conn.execute(
        """
        UPDATE entities SET name = :name, folded = :folded, type = :type
        WHERE id = :id AND named_by = 'link' AND (name, type) IS NOT (:name, :type)
        """,
        {
            "id": entity_id,
            "name": group.canonical,
            "folded": fold(group.canonical),
            "type": group.type,
        },
    )
