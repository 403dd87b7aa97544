"""Speaker and subject as conditions that full-text search settles by itself, and how many it finds.

Read only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.database import select

if TYPE_CHECKING:
    from sqlite_utils import Database

    from store.records import QuotationFilter


def match_keys(db: Database, where: QuotationFilter) -> str:
    """An FTS5 query for quotations by and about whom a filter asks for; empty when for nobody."""
    parts = []
    if where.speaker is not None:
        keys = [f"f{where.speaker}", *(f"s{i}" for i in _name_ids(db, where.speaker))]
        parts.append(f"search_keys : ({' OR '.join(keys)})")
    if where.about is not None:
        keys = [f"a{i}" for i in _name_ids(db, where.about)] or ["a0"]
        parts.append(f"search_keys : ({' OR '.join(keys)})")
    return " AND ".join(parts)


def count_matches(db: Database, match: str, *, most: int) -> int:
    """How many quotations an FTS5 query finds; no more than `most` are counted."""
    query = """
        SELECT count(*) AS n FROM (
            SELECT 1 FROM quotations_fts WHERE quotations_fts MATCH :match LIMIT :limit
        ) f
    """
    return int(select(db, query, match=match, limit=most)[0]["n"])


def _name_ids(db: Database, entity_id: int) -> list[int]:
    found = select(db, "SELECT id FROM names WHERE entity_id = :id", id=entity_id)
    return [row["id"] for row in found]
