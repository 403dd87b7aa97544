"""Speaker and subject as conditions that full-text search settles by itself; read only."""

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


def _name_ids(db: Database, entity_id: int) -> list[int]:
    found = select(db, "SELECT id FROM names WHERE entity_id = :id", id=entity_id)
    return [row["id"] for row in found]
