"""Counts of a whole corpus; read only."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from store.database import select
from store.queries.articles import list_articles
from store.queries.citations import day_or_none
from store.records import CorpusStats, Counted, EntityRef, EntityType

if TYPE_CHECKING:
    from sqlite_utils import Database

_NEWEST = 5
_TOP_SPEAKERS = 10


def get_stats(db: Database) -> CorpusStats:
    """Counts of the corpus, its newest articles and its last change."""
    counted = select(
        db,
        """
        SELECT
            (SELECT coalesce(sum(n_attributed), 0) FROM quotation_days) AS n_attributed,
            (SELECT count(*) FROM entities WHERE n_mentions > 0) AS n_entities,
            (SELECT count(*) FROM entities WHERE type = 'PERSON' AND n_mentions > 0) AS n_people,
            (SELECT min(published_on) FROM articles WHERE removed_at IS NULL) AS first_day,
            (SELECT max(published_on) FROM articles WHERE removed_at IS NULL) AS last_day,
            (SELECT at FROM audit WHERE id = (SELECT max(id) FROM audit)) AS last_change,
            (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size) AS size_bytes
        """,
    )[0]
    kinds, newest = _kinds(db), list_articles(db, limit=_NEWEST)
    last_change = counted["last_change"]
    return CorpusStats(
        n_articles=newest.total,
        n_quotations=sum(kinds.values()),
        n_direct=kinds.get("direct", 0),
        n_mixed=kinds.get("mixed", 0),
        n_indirect=kinds.get("indirect", 0),
        n_attributed=counted["n_attributed"],
        n_entities=counted["n_entities"],
        n_people=counted["n_people"],
        first_on=day_or_none(counted["first_day"]),
        last_on=day_or_none(counted["last_day"]),
        last_change=datetime.fromisoformat(last_change) if last_change else None,
        size_bytes=counted["size_bytes"],
        newest=newest.items,
        top_speakers=_top_speakers(db),
    )


def _kinds(db: Database) -> dict[str, int]:
    found = select(
        db,
        """
        SELECT kind, sum(n) AS n FROM quotation_days GROUP BY kind
        """,
    )
    return {row["kind"]: row["n"] for row in found}


def _top_speakers(db: Database) -> tuple[Counted[EntityRef], ...]:
    found = select(
        db,
        """
        SELECT id, name, type, n_quotations FROM entities
        WHERE n_quotations > 0 ORDER BY n_quotations DESC, id LIMIT :limit
        """,
        limit=_TOP_SPEAKERS,
    )
    return tuple(
        Counted(EntityRef(row["id"], row["name"], EntityType(row["type"])), row["n_quotations"])
        for row in found
    )
