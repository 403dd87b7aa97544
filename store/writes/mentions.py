"""Whom an article mentions, and where: rows that come and go with it.

These are steps of the transactions that store/ingest.py opens. Names of the entities are
store/writes/names.py's, who is meant by them is store/writes/entities.py's.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from store.database import next_number, select_many
from store.records import Placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from store.records import AnnotatedArticle, ArticleEntity


def insert_entities(
    db: Database, articles: Sequence[tuple[int, AnnotatedArticle]], names: Sequence[Sequence[int]]
) -> list[list[Placed]]:
    """Store whom articles mention, and where.

    `names` are as `meet_names` returned them, and linked by now; returned is who is meant.
    """
    used = {name_id for own in names for name_id in own}
    query = "SELECT id, entity_id FROM names WHERE id IN (SELECT value FROM json_each(:numbers))"
    meant = dict(select_many(db, query, sorted(used)))
    first = next_number(db, "article_entities")
    number = itertools.count(first)
    placed = [[Placed(next(number), name_id, meant[name_id]) for name_id in own] for own in names]
    db.conn.executemany(
        "INSERT INTO article_entities (id, article_id, name_id, n_mentions) VALUES (?, ?, ?, ?)",
        (
            (row.id, article_id, row.name_id, len(entity.mentions))
            for (article_id, annotated), own in zip(articles, placed, strict=True)
            for row, entity in zip(own, annotated.entities, strict=True)
        ),
    )
    _insert_mentions(db, first, [one for _, annotated in articles for one in annotated.entities])
    return placed


def delete_entities(db: Database, article_id: int) -> None:
    """Forget whom an article mentions; names stay, since curators may have decided on them."""
    db.conn.execute("DELETE FROM article_entities WHERE article_id = :id", {"id": article_id})


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
