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
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

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
        name_id = _name_of(db, article_id, entity, block_of)
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


def names_of_article(db: Database, article_id: int) -> list[tuple[NameCount, str]]:
    """The names an article uses, each with its block."""
    found = select(
        db,
        """
        SELECT n.id, n.name, n.type, n.n_articles, n.entity_id, n.pinned_to, n.block
        FROM names n WHERE n.id IN (
            SELECT ae.name_id FROM article_entities ae WHERE ae.article_id = :article
        )
        ORDER BY n.id
        """,
        article=article_id,
    )
    return [(_name_count(row), row["block"]) for row in found]


def blocks_of_names(db: Database, name_ids: Iterable[int]) -> set[str]:
    """The blocks that names belong to."""
    query = "SELECT block FROM names WHERE id = :id"
    return {row["block"] for i in name_ids for row in select(db, query, id=i)}


def names_of_block(db: Database, block: str) -> list[NameCount]:
    """The names of a block that articles of the record use."""
    found = select(
        db,
        """
        SELECT id, name, type, n_articles, entity_id, pinned_to FROM names
        WHERE block = :block AND n_articles > 0 ORDER BY id
        """,
        block=block,
    )
    return [_name_count(row) for row in found]


def names_of(db: Database, entity_id: int, *, unused: bool = False) -> list[NameCount]:
    """The names of an entity that articles of the record use, or all that are linked to it."""
    found = select(
        db,
        """
        SELECT id, name, type, n_articles, entity_id, pinned_to FROM names
        WHERE entity_id = :entity AND (n_articles > 0 OR :unused) ORDER BY id
        """,
        entity=entity_id,
        unused=int(unused),
    )
    return [_name_count(row) for row in found]


def moves_for(
    db: Database, block: str, names: Sequence[NameCount], groups: Sequence[Group]
) -> list[tuple[int, int]]:
    """Give each group of a block its entity, a new one where it has none.

    Returns:
        (name id, entity id) for every name that is to change its entity.
    """
    homes, called, elsewhere = _homes(db, block)
    held = {
        name.id: Held(name, homes.get(name.id), name.entity_id not in elsewhere) for name in names
    }
    decided = keep_numbers(held, groups)
    for name_id, home_id in decided.rehomed:  # freed first: no two names share a home
        db.conn.execute("UPDATE names SET home_id = NULL WHERE home_id = ?", (home_id,))
        db.conn.execute("UPDATE names SET home_id = ? WHERE id = ?", (home_id, name_id))
    moves = []
    for group, kept in zip(groups, decided.entity_ids, strict=True):
        entity_id = kept if kept is not None else _entity_for(db, group, held)
        is_joined = any(held[i].name.pinned_to is not None for i in group.name_ids)
        if kept is not None and not is_joined and called.get(kept) != (group.canonical, group.type):
            call_entity(db, entity_id, group)
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


def add_name(db: Database, name: str, kind: EntityType, block: str, *, namesake: int = 0) -> int:
    """Store a name that no article uses yet; its number is returned."""
    cursor = db.conn.execute(
        """
        INSERT INTO names (name, type, namesake, block) VALUES (:name, :type, :namesake, :block)
        """,
        {"name": name, "type": kind, "namesake": namesake, "block": block},
    )
    name_id = int(cursor.lastrowid or 0)
    in_order = words(name)
    db.conn.executemany(
        "INSERT OR IGNORE INTO name_words (word, name_id, is_last) VALUES (?, ?, ?)",
        [(word, name_id, i == 0) for i, word in enumerate(reversed(in_order))],
    )
    folded = fold(name)
    if trigrams(folded):
        db.conn.execute("INSERT INTO names_fts (rowid, folded) VALUES (?, ?)", (name_id, folded))
    return name_id


def number_of_name(db: Database, name: str, kind: EntityType) -> int | None:
    """The number of a stored name, as whoever bears it in most articles has it."""
    found = select(
        db,
        "SELECT id FROM names WHERE name = :name AND type = :type AND namesake = 0",
        name=name,
        type=kind,
    )
    return int(found[0]["id"]) if found else None


def new_entity(db: Database, name: str, kind: EntityType) -> int:
    """Make an entity that has no home yet; its number is returned."""
    cursor = db.conn.execute(
        "INSERT INTO entities (name, folded, type) VALUES (:name, :folded, :type)",
        {"name": name, "folded": fold(name), "type": kind},
    )
    return int(cursor.lastrowid or 0)


def call_entity(db: Database, entity_id: int, group: Group) -> None:
    """Call an entity as its group is called, unless a curator chose its name."""
    db.conn.execute(
        """
        UPDATE entities SET
            type = :type,
            name = iif(named_by = 'link', :name, name),
            folded = iif(named_by = 'link', :folded, folded)
        WHERE id = :id AND (type IS NOT :type OR named_by = 'link' AND name IS NOT :name)
        """,
        {
            "id": entity_id,
            "name": group.canonical,
            "folded": fold(group.canonical),
            "type": group.type,
        },
    )


def _name_of(
    db: Database,
    article_id: int,
    entity: ArticleEntity,
    block_of: Callable[[str, EntityType], str],
) -> int:
    """The stored name of an article's entity, as curators told its bearers apart; or a new one."""
    name_id = number_of_name(db, entity.name, entity.type)
    if name_id is None:
        block = block_of(entity.name, entity.type)
        name_id = add_name(db, entity.name, entity.type, block)
        _follow_alias(db, name_id, entity.name)
        return name_id
    found = select(
        db,
        "SELECT name_id FROM namesakes WHERE article_id = :article AND base_id = :name",
        article=article_id,
        name=name_id,
    )
    return int(found[0]["name_id"]) if found else name_id


def _follow_alias(db: Database, name_id: int, name: str) -> None:
    """Give a new name to the one entity that curators said goes by it, if there is one."""
    db.conn.execute(
        """
        UPDATE names SET pinned_to = (
            SELECT iif(count(*) = 1, min(entity_id), NULL) FROM aliases
            WHERE folded = :folded AND source = 'curator'
        )
        WHERE id = :name
        """,
        {"name": name_id, "folded": fold(name)},
    )


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


def _homes(db: Database, block: str) -> tuple[dict[int, int], dict[int, tuple[str, str]], set[int]]:
    """The home of each name of a block, and the names' entities.

    Returns:
        home by name; what each entity is called; the entities that are at home in another block.
    """
    found = select(
        db,
        """
        SELECT n.id, n.home_id, e.id AS entity_id, e.name, e.type, h.block AS at_home
        FROM names n JOIN entities e ON e.id = n.entity_id
        LEFT JOIN names h ON h.home_id = e.id
        WHERE n.block = :block
        """,
        block=block,
    )
    homes = {row["id"]: row["home_id"] for row in found if row["home_id"] is not None}
    called = {row["entity_id"]: (row["name"], row["type"]) for row in found}
    elsewhere = {row["entity_id"] for row in found if row["at_home"] not in {None, block}}
    return homes, called, elsewhere


def _name_count(row: sqlite3.Row) -> NameCount:
    return NameCount(
        id=row["id"],
        name=row["name"],
        type=EntityType(row["type"]),
        n_articles=row["n_articles"],
        entity_id=row["entity_id"],
        pinned_to=row["pinned_to"],
    )


def _entity_for(db: Database, group: Group, held: dict[int, Held]) -> int:
    """Make an entity for a group that has none, at home with the name it is called by."""
    entity_id = new_entity(db, group.canonical, group.type)
    home = min(group.name_ids, key=lambda i: (held[i].name.name != group.canonical, i))
    db.conn.execute("UPDATE names SET home_id = ? WHERE id = ?", (entity_id, home))
    return entity_id
