"""Which entity each name is linked to.

These are steps of the transactions that store/ingest.py opens. Which names belong together is
decided by store/link.py; here a group of names gets its entity, and keeps it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from store.database import next_number, select, select_many
from store.names import fold
from store.records import EntityType, NameCount
from store.writes.identity import Held, keep_numbers
from store.writes.names import Row, insert_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from store.records import Group
    from store.writes.names import Fresh

_TYPES: Final = {str(kind): kind for kind in EntityType}


class Counted(NamedTuple):
    """A name that articles use, its block, and in how many it stood before they were counted."""

    name: NameCount
    block: str
    n_before: int


def count_names(db: Database, counts: Mapping[int, int]) -> list[Counted]:
    """Add to the number of articles that use stored names, or take away; return those names."""
    rows = select_many(
        db,
        """
        SELECT id, name, type, n_articles, entity_id, pinned_to, block FROM names
        WHERE id IN (SELECT value FROM json_each(:numbers)) ORDER BY id
        """,
        counts,
    )
    counted = [
        Counted(_name_count((*row[:3], row[3] + counts[row[0]], *row[4:])), row[6], row[3])
        for row in rows
    ]
    db.conn.executemany(
        "UPDATE names SET n_articles = ? WHERE id = ?",
        [(one.name.n_articles, one.name.id) for one in counted],
    )
    return counted


def names_used(db: Database, article_ids: Iterable[int]) -> Counter[int]:
    """The names that stored articles use, and in how many."""
    rows = select_many(
        db,
        """
        SELECT name_id, count(DISTINCT article_id) FROM article_entities
        WHERE article_id IN (SELECT value FROM json_each(:numbers)) GROUP BY name_id
        """,
        article_ids,
    )
    return Counter(dict(rows))


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


def read_blocks(db: Database, blocks: Iterable[str], fresh: Iterable[Fresh] = ()) -> list[Block]:
    """Blocks of names, in their order; names that are not stored yet are in theirs too."""
    found: dict[str, Block] = defaultdict(Block)
    for one in fresh:
        found[one.block].used.append(one.name)
    rows = db.conn.execute(
        """
        SELECT n.id, n.name, n.type, n.n_articles, n.entity_id, n.pinned_to,
            n.block, n.home_id, e.name, e.type, h.block
        FROM names n
        LEFT JOIN entities e ON e.id = n.entity_id
        LEFT JOIN names h ON h.home_id = e.id
        WHERE n.block IN (SELECT value FROM json_each(:blocks)) ORDER BY n.block, n.id
        """,
        {"blocks": json.dumps(sorted({*blocks, *found}), ensure_ascii=False)},
    )
    for row in rows:
        _, _, _, n_articles, entity_id, _, name, home_id, called, kind, at_home = row
        block = found[name]
        if n_articles > 0:
            block.used.append(_name_count(row))
        if entity_id is not None:
            block.called[entity_id] = (called, kind)
            if home_id is not None:
                block.homes[row[0]] = home_id
            if at_home not in {None, name}:
                block.elsewhere.add(entity_id)
    return [found[name] for name in sorted(found)]


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


class Given(NamedTuple):
    """What names get: those that are to change their entity but have not yet; moved homes."""

    moves: list[Move]
    homes: Mapping[int, int]


@dataclass(slots=True)
class _Changes:
    """What dividing blocks changes, gathered to be written at once."""

    next_id: int  # of the next new entity
    rehomed: list[tuple[int, int]] = field(default_factory=list)  # name, home
    called: list[tuple[int, Group]] = field(default_factory=list)
    new: list[tuple[int, str, EntityType]] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)


def give_entities(db: Database, blocks: Iterable[tuple[Block, Sequence[Group]]]) -> Given:
    """Give each group of each block its entity, a new one where it has none."""
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
    return Given(changes.moves, dict(changes.rehomed))


def _decide(block: Block, groups: Sequence[Group], changes: _Changes) -> None:
    """Note which entity each group of one block gets."""
    names = {name.id: name for name in block.used}
    if not block.called and all(name.pinned_to is None for name in block.used):
        for group in groups:  # nobody bore these names before: so it is with most
            _make_new(group, names, changes)
        return
    held = {
        i: Held(name, block.homes.get(i), name.entity_id not in block.elsewhere)
        for i, name in names.items()
    }
    decided = keep_numbers(held, groups)
    changes.rehomed += decided.rehomed
    for group, entity_id in zip(groups, decided.entity_ids, strict=True):
        if entity_id is None:
            _make_new(group, names, changes)
            continue
        is_joined = any(names[i].pinned_to is not None for i in group.name_ids)
        if not is_joined and block.called.get(entity_id) != (group.canonical, group.type):
            changes.called.append((entity_id, group))
        changes.moves += [
            Move(i, entity_id, is_home=False)
            for i in group.name_ids
            if names[i].entity_id != entity_id
        ]


def _make_new(group: Group, names: Mapping[int, NameCount], changes: _Changes) -> None:
    """Note that a group gets an entity that is not there yet."""
    entity_id, changes.next_id = changes.next_id, changes.next_id + 1
    changes.new.append((entity_id, group.canonical, group.type))
    home = min(group.name_ids, key=lambda i: (names[i].name != group.canonical, i))
    changes.moves += [Move(i, entity_id, is_home=i == home) for i in group.name_ids]


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


def insert_fresh(db: Database, fresh: Mapping[int, Fresh], given: Given) -> None:
    """Store names that are new, each with the entity it was given."""
    rows = []
    for move in given.moves:
        if (one := fresh.get(move.name_id)) is not None:
            name = one.name
            home_id = given.homes.get(name.id, move.entity_id if move.is_home else None)
            rows.append(
                Row(
                    id=name.id,
                    name=name.name,
                    type=str(name.type),
                    namesake=0,
                    block=one.block,
                    n_articles=name.n_articles,
                    entity_id=move.entity_id,
                    home_id=home_id,
                    pinned_to=name.pinned_to,
                )
            )
    insert_names(db, sorted(rows))


def new_entity(db: Database, name: str, kind: EntityType) -> int:
    """Make an entity that has no home yet; its number is returned."""
    number = next_number(db, "entities")
    _insert_entities(db, [(number, name, kind)])
    return number


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


def _name_count(row: Sequence[Any]) -> NameCount:
    """A row that begins with id, name, type, n_articles, entity_id, pinned_to."""
    number, name, kind, n_articles, entity_id, pinned_to = row[:6]
    return NameCount(number, name, _TYPES[kind], n_articles, entity_id, pinned_to)
