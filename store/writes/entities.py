"""Names and mentions of an article, and which entity each name is linked to.

These are steps of the transactions that store/ingest.py opens. Which names belong together is
decided by store/link.py; here a group of names gets its entity, and keeps it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from store.database import next_number, select, select_many
from store.names import fold
from store.records import EntityType, NameCount, Placed
from store.writes.identity import Held, keep_numbers
from store.writes.names import numbers_of_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from sqlite_utils import Database

    from store.records import AnnotatedArticle, ArticleEntity, Group
    from store.writes.names import BlockOf

_TYPES: Final = {str(kind): kind for kind in EntityType}


def insert_entities(
    db: Database, articles: Sequence[tuple[int, AnnotatedArticle]], *, block_of: BlockOf
) -> list[list[tuple[int, int]]]:
    """Store whom articles mention, and where.

    Returns:
        For each article its entities' rows in `article_entities` and in `names`, in their order.
    """
    every = [(i, entity) for i, annotated in articles for entity in annotated.entities]
    base_of = numbers_of_names(db, ((entity.name, entity.type) for _, entity in every), block_of)
    bearers = _bearers(db, [article_id for article_id, _ in articles])
    first = next_number(db, "article_entities")
    rows: list[tuple[int, int, int, int]] = []
    for number, (article_id, entity) in enumerate(every, first):
        base = base_of[entity.name, entity.type]
        name_id = bearers.get((article_id, base), base)
        rows.append((number, article_id, name_id, len(entity.mentions)))
    db.conn.executemany(
        "INSERT INTO article_entities (id, article_id, name_id, n_mentions) VALUES (?, ?, ?, ?)",
        rows,
    )
    _insert_mentions(db, first, [entity for _, entity in every])
    placed = iter([(number, name_id) for number, _, name_id, _ in rows])
    return [[next(placed) for _ in annotated.entities] for _, annotated in articles]


def place(db: Database, rows: Iterable[Sequence[tuple[int, int]]]) -> list[list[Placed]]:
    """Say who is meant by each article's entities, after their names were linked.

    `rows` are as `insert_entities` returned them.
    """
    placed = [list(own) for own in rows]
    names = {name_id for own in placed for _, name_id in own}
    query = "SELECT id, entity_id FROM names WHERE id IN (SELECT value FROM json_each(:numbers))"
    meant = dict(select_many(db, query, sorted(names)))
    return [[Placed(row, name_id, meant[name_id]) for row, name_id in own] for own in placed]


def delete_entities(db: Database, article_id: int) -> None:
    """Forget whom an article mentions; names stay, since curators may have decided on them."""
    db.conn.execute("DELETE FROM article_entities WHERE article_id = :id", {"id": article_id})


class Counted(NamedTuple):
    """A name that articles use, its block, and in how many it stood before they were counted."""

    name: NameCount
    block: str
    n_before: int


def count_names(db: Database, article_ids: Iterable[int], *, sign: int) -> list[Counted]:
    """Count articles in (sign 1) or out (sign -1) of the names they use; return those names."""
    using = select_many(
        db,
        """
        SELECT n.id, n.name, n.type, n.n_articles + :sign * f.n, n.entity_id, n.pinned_to,
            n.block, n.n_articles
        FROM (
            SELECT name_id, count(DISTINCT article_id) AS n FROM article_entities
            WHERE article_id IN (SELECT value FROM json_each(:numbers)) GROUP BY name_id
        ) AS f JOIN names n ON n.id = f.name_id ORDER BY n.id
        """,
        article_ids,
        sign=sign,
    )
    db.conn.executemany(
        "UPDATE names SET n_articles = ? WHERE id = ?", [(row[3], row[0]) for row in using]
    )
    return [Counted(_name_count(row), row[6], row[7]) for row in using]


def blocks_of_names(db: Database, name_ids: Iterable[int]) -> set[str]:
    """The blocks that names belong to."""
    query = "SELECT block FROM names WHERE id = :id"
    return {row["block"] for i in name_ids for row in select(db, query, id=i)}


@dataclass(slots=True)
class Block:
    """The names that can meet, and what they are linked to now."""

    used: list[NameCount] = field(default_factory=list)  # those that articles of the record use
    homes: dict[int, int] = field(default_factory=dict)  # by name
    called: dict[int, tuple[str, str]] = field(default_factory=dict)  # each entity: name and type
    elsewhere: set[int] = field(default_factory=set)  # entities that are at home in another block


def read_blocks(db: Database, blocks: Iterable[str]) -> list[Block]:
    """Blocks of names, in their order; one in which no name is stored is left out."""
    rows = db.conn.execute(
        """
        SELECT n.id, n.name, n.type, n.n_articles, n.entity_id, n.pinned_to,
            n.block, n.home_id, e.name, e.type, h.block
        FROM names n
        LEFT JOIN entities e ON e.id = n.entity_id
        LEFT JOIN names h ON h.home_id = e.id
        WHERE n.block IN (SELECT value FROM json_each(:blocks)) ORDER BY n.block, n.id
        """,
        {"blocks": json.dumps(sorted(blocks), ensure_ascii=False)},
    )
    found = []
    for name, names in groupby(rows, key=itemgetter(6)):
        block = Block()
        for row in names:
            if row[3] > 0:
                block.used.append(_name_count(row))
            _, _, _, _, entity_id, _, _, home_id, called, kind, at_home = row
            if entity_id is not None:
                block.called[entity_id] = (called, kind)
                if home_id is not None:
                    block.homes[row[0]] = home_id
                if at_home not in {None, name}:
                    block.elsewhere.add(entity_id)
        found.append(block)
    return found


def names_of(db: Database, entity_id: int, *, unused: bool = False) -> list[NameCount]:
    """The names of an entity that articles of the record use, or all that are linked to it."""
    found = db.conn.execute(
        """
        SELECT id, name, type, n_articles, entity_id, pinned_to FROM names
        WHERE entity_id = :entity AND (n_articles > 0 OR :unused) ORDER BY id
        """,
        {"entity": entity_id, "unused": int(unused)},
    )
    return [_name_count(row) for row in found]


def call_entities(
    db: Database, entity_ids: Iterable[int], *, lead: Callable[[Sequence[NameCount]], Group]
) -> None:
    """Call each entity as all its names that articles use tell, whatever their blocks."""
    rows = select_many(
        db,
        """
        SELECT n.id, n.name, n.type, n.n_articles, n.entity_id, n.pinned_to, e.name, e.type
        FROM names n JOIN entities e ON e.id = n.entity_id
        WHERE n.entity_id IN (SELECT value FROM json_each(:numbers)) AND n.n_articles > 0
        ORDER BY n.entity_id, n.id
        """,
        entity_ids,
    )
    called = []
    for entity_id, names in groupby(rows, key=itemgetter(4)):
        together = list(names)
        group = lead([_name_count(row) for row in together])
        if together[0][6:] != (group.canonical, group.type):
            called.append((entity_id, group))
    _call(db, called)


class Move(NamedTuple):
    """A name's new entity, and whether it is at home there."""

    name_id: int
    entity_id: int
    is_home: bool


@dataclass(slots=True)
class _Changes:
    """What dividing blocks changes, gathered to be written at once."""

    next_id: int  # of the next new entity
    rehomed: list[tuple[int, int]] = field(default_factory=list)  # name, home
    called: list[tuple[int, Group]] = field(default_factory=list)
    new: list[tuple[int, str, EntityType]] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)


def give_entities(db: Database, blocks: Iterable[tuple[Block, Sequence[Group]]]) -> list[Move]:
    """Give each group of each block its entity, a new one where it has none.

    Returns:
        the names that are to change their entity; they have not yet.
    """
    changes = _Changes(next_number(db, "entities"))
    for block, groups in blocks:
        _decide(block, groups, changes)
    homes = [(home_id, name_id) for name_id, home_id in changes.rehomed]
    for statement, rows in (  # freed first: no two names share a home
        ("UPDATE names SET home_id = NULL WHERE home_id = ?", [row[:1] for row in homes]),
        ("UPDATE names SET home_id = ? WHERE id = ?", homes),
    ):
        db.conn.executemany(statement, rows)
    _insert_entities(db, changes.new)
    _call(db, changes.called)
    return changes.moves


def _decide(block: Block, groups: Sequence[Group], changes: _Changes) -> None:
    """Note which entity each group of one block gets."""
    held = {
        name.id: Held(name, block.homes.get(name.id), name.entity_id not in block.elsewhere)
        for name in block.used
    }
    decided = keep_numbers(held, groups)
    changes.rehomed += decided.rehomed
    for group, kept in zip(groups, decided.entity_ids, strict=True):
        home = None
        if kept is None:
            entity_id, changes.next_id = changes.next_id, changes.next_id + 1
            changes.new.append((entity_id, group.canonical, group.type))
            home = min(group.name_ids, key=lambda i: (held[i].name.name != group.canonical, i))
        else:
            entity_id = kept
            is_joined = any(held[i].name.pinned_to is not None for i in group.name_ids)
            if not is_joined and block.called.get(kept) != (group.canonical, group.type):
                changes.called.append((kept, group))
        changes.moves += [
            Move(i, entity_id, is_home=i == home)
            for i in group.name_ids
            if held[i].name.entity_id != entity_id
        ]


def articles_using(db: Database, name_ids: Iterable[int]) -> dict[int, set[int]]:
    """The articles of the record that use one of these names, by name."""
    rows = select_many(
        db,
        """
        SELECT ae.name_id, ae.article_id
        FROM article_entities ae JOIN articles a ON a.id = ae.article_id
        WHERE ae.name_id IN (SELECT value FROM json_each(:numbers)) AND a.removed_at IS NULL
        """,
        name_ids,
    )
    found: dict[int, set[int]] = {}
    for name_id, article_id in rows:
        found.setdefault(name_id, set()).add(article_id)
    return found


def apply_moves(db: Database, moves: Sequence[Move], spoken: Collection[int]) -> None:
    """Link names to other entities, and with some of them the quotations they speak."""
    db.conn.executemany(
        "UPDATE names SET entity_id = ?1, home_id = iif(?3, ?1, home_id) WHERE id = ?2",
        [(move.entity_id, move.name_id, move.is_home) for move in moves],
    )
    db.conn.executemany(
        """
        UPDATE quotations SET speaker_id = ? WHERE is_fixed = 0
        AND article_entity_id IN (SELECT id FROM article_entities WHERE name_id = ?)
        """,
        [(move.entity_id, move.name_id) for move in moves if move.name_id in spoken],
    )


def new_entity(db: Database, name: str, kind: EntityType) -> int:
    """Make an entity that has no home yet; its number is returned."""
    number = next_number(db, "entities")
    _insert_entities(db, [(number, name, kind)])
    return number


def _bearers(db: Database, article_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """Whose a name is in an article, where curators told its bearers apart."""
    rows = select_many(
        db,
        """
        SELECT article_id, base_id, name_id FROM namesakes
        WHERE article_id IN (SELECT value FROM json_each(:numbers))
        """,
        article_ids,
    )
    return {(article_id, base_id): name_id for article_id, base_id, name_id in rows}


def _insert_entities(db: Database, entities: Iterable[tuple[int, str, EntityType]]) -> None:
    db.conn.executemany(
        "INSERT INTO entities (id, name, folded, type) VALUES (?, ?, ?, ?)",
        ((number, name, fold(name), str(kind)) for number, name, kind in entities),
    )


def _call(db: Database, groups: Iterable[tuple[int, Group]]) -> None:
    """Call entities as their groups are called, unless a curator chose the name."""
    db.conn.executemany(
        """
        UPDATE entities SET
            type = :type,
            name = iif(named_by = 'link', :name, name),
            folded = iif(named_by = 'link', :folded, folded)
        WHERE id = :id AND (type IS NOT :type OR named_by = 'link' AND name IS NOT :name)
        """,
        [
            {
                "id": entity_id,
                "name": group.canonical,
                "folded": fold(group.canonical),
                "type": group.type,
            }
            for entity_id, group in groups
        ],
    )


def _insert_mentions(db: Database, first: int, entities: Sequence[ArticleEntity]) -> None:
    """Store where entities are mentioned, and their roles; their rows are numbered from `first`."""
    db.conn.executemany(
        'INSERT INTO mentions (article_entity_id, start, "end", kind, rule) VALUES (?, ?, ?, ?, ?)',
        (
            (row, mention.start, mention.end, str(mention.kind), mention.rule)
            for row, entity in enumerate(entities, first)
            for mention in entity.mentions
        ),
    )
    db.conn.executemany(
        "INSERT OR IGNORE INTO article_roles (article_entity_id, role) VALUES (?, ?)",
        ((row, role) for row, entity in enumerate(entities, first) for role in entity.roles),
    )


def _name_count(row: Sequence[Any]) -> NameCount:
    """A row that begins with id, name, type, n_articles, entity_id, pinned_to."""
    number, name, kind, n_articles, entity_id, pinned_to = row[:6]
    return NameCount(number, name, _TYPES[kind], n_articles, entity_id, pinned_to)
