"""Names that articles use: stored once each, and found again by their words.

These are steps of the transactions that store/ingest.py and store/curate/ open.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from store.database import next_number, select_many
from store.names import TRIGRAM, fold, words
from store.records import NameCount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlite_utils import Database

    from store.records import AnnotatedArticle, EntityType

    Key = tuple[str, EntityType]
    BlockOf = Callable[[str, EntityType], str]


class Fresh(NamedTuple):
    """A name that no article used before: it has its number, but is not stored yet."""

    name: NameCount
    block: str


class Row(NamedTuple):
    """A name as it is stored."""

    id: int
    name: str
    type: str
    namesake: int
    block: str
    n_articles: int = 0
    entity_id: int | None = None
    home_id: int | None = None
    pinned_to: int | None = None


class Arriving(NamedTuple):
    """Names of articles that are about to be stored: in how many, and which of them are new."""

    counts: Counter[int]
    fresh: dict[int, Fresh]


def meet_names(
    db: Database, articles: Sequence[tuple[int, AnnotatedArticle]], *, block_of: BlockOf
) -> tuple[list[list[int]], Arriving]:
    """Tell whose names articles use, before any of it is stored.

    Returns:
        For each article its entities' names, in their order; and what there is to be linked.
    """
    every = ((one.name, one.type) for _, annotated in articles for one in annotated.entities)
    base_of, fresh = _meet(db, every, block_of)
    bearers = _bearers(db, [article_id for article_id, _ in articles])
    names: list[list[int]] = []
    counts: Counter[int] = Counter()
    for article_id, annotated in articles:
        bases = (base_of[entity.name, entity.type] for entity in annotated.entities)
        names.append([bearers.get((article_id, base), base) for base in bases])
        counts.update(set(names[-1]))
    return names, Arriving(counts, fresh)


def number_of_name(db: Database, name: str, kind: EntityType) -> int | None:
    """The number of a stored name, as whoever bears it in most articles has it."""
    return _stored(db, [name]).get((name, str(kind)))


def add_name(db: Database, name: str, kind: EntityType, block: str, *, namesake: int = 0) -> int:
    """Store a name that no article uses yet, whoever goes by it; its number is returned."""
    number = next_number(db, "names")
    insert_names(db, [Row(number, name, str(kind), namesake, block)])
    return number


def insert_names(db: Database, names: Sequence[Row]) -> None:
    """Store names, and let them be found."""
    db.conn.executemany(
        """
        INSERT INTO names (
            id, name, type, namesake, block, n_articles, entity_id, home_id, pinned_to
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        names,
    )
    _index(db, [(row.id, row.name) for row in names])


def _meet(
    db: Database, keys: Iterable[Key], block_of: BlockOf
) -> tuple[dict[Key, int], dict[int, Fresh]]:
    """The number of each name and type; and those that are new, by their numbers.

    A new one is given to the one entity that curators said goes by it, if there is one.
    """
    wanted = dict.fromkeys(keys)
    stored = _stored(db, {name for name, _ in wanted})
    found = {key: stored[key[0], str(key[1])] for key in wanted if (key[0], str(key[1])) in stored}
    new = [key for key in wanted if key not in found]
    owners = _owners(db, {fold(name) for name, _ in new})
    fresh = {
        number: Fresh(NameCount(number, *key, 0, None, owners.get(fold(key[0]))), block_of(*key))
        for number, key in enumerate(new, next_number(db, "names"))
    }
    return found | {(one.name.name, one.name.type): i for i, one in fresh.items()}, fresh


def _stored(db: Database, names: Iterable[str]) -> dict[tuple[str, str], int]:
    """The numbers of stored names, by name and type."""
    rows = db.conn.execute(
        """
        SELECT name, type, id FROM names
        WHERE name IN (SELECT value FROM json_each(:names)) AND namesake = 0
        """,
        {"names": json.dumps(list(names), ensure_ascii=False)},
    )
    return {(name, kind): number for name, kind, number in rows}


def _owners(db: Database, folded: Iterable[str]) -> dict[str, int]:
    """Whom curators said goes by a name, where it is only one."""
    rows = db.conn.execute(
        """
        SELECT folded, min(entity_id) FROM aliases
        WHERE folded IN (SELECT value FROM json_each(:folded)) AND source = 'curator'
        GROUP BY folded HAVING count(*) = 1
        """,
        {"folded": json.dumps(list(folded), ensure_ascii=False)},
    )
    return dict(rows.fetchall())


def _index(db: Database, names: Sequence[tuple[int, str]]) -> None:
    """Let names be found by their words, and by runs of their letters."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO name_words (word, name_id, is_last) VALUES (?, ?, ?)",
        (
            (word, number, i == 0)
            for number, name in names
            for i, word in enumerate(reversed(words(name)))
        ),
    )
    folded = ((number, fold(name)) for number, name in names)
    db.conn.executemany(
        "INSERT INTO names_fts (rowid, folded) VALUES (?, ?)",
        ((number, form) for number, form in folded if len(form) >= TRIGRAM),
    )


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
