"""Articles, quotations and entities row by row, to be handed out; read only.

One job: rows that hold names and titles instead of numbers, in an order that stays; never more
than one of them in memory.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlite_utils import Database

_ARTICLES: Final = """
    SELECT a.id AS number, a.title, a.url, a.publisher, a.byline, a.published_on, a.date_origin,
        a.date_note, a.language, a.n_words AS words,
        (SELECT count(*) FROM quotations q
         WHERE q.article_id = a.id AND q.hidden_at IS NULL) AS quotations,
        a.copy_of AS version_of, a.added_at, a.body AS text
    FROM articles a
    WHERE a.removed_at IS NULL AND (:since IS NULL OR a.day >= :since)
        AND (:until IS NULL OR a.day <= :until)
    ORDER BY a.id
"""
_QUOTATIONS: Final = """
    SELECT q.id AS number, coalesce(e.name, q.speaker_label) AS speaker, e.id AS speaker_number,
        e.type AS speaker_type, q.kind, q.content AS words,
        substr(a.body, q.cue_start + 1, q.cue_end - q.cue_start) AS cue,
        substr(a.body, q.sentence_start + 1, q.sentence_end - q.sentence_start) AS sentence,
        q.is_fixed AS speaker_from_curator, q.repeats AS repeats,
        a.id AS article_number, a.title AS article, a.url, a.publisher, a.published_on,
        a.date_origin
    FROM quotations q
    JOIN articles a ON a.id = q.article_id
    LEFT JOIN entities e ON e.id = q.speaker_id
    WHERE q.hidden_at IS NULL AND (:since IS NULL OR q.day >= :since)
        AND (:until IS NULL OR q.day <= :until)
    ORDER BY q.id
"""
_ENTITIES: Final = """
    SELECT e.id AS number, e.name, e.type, e.n_mentions AS mentions, e.n_articles AS articles,
        e.n_quotations AS quotations, e.first_day, e.last_day,
        (SELECT group_concat(form, '; ') FROM (
            SELECT form FROM aliases WHERE entity_id = e.id ORDER BY n_mentions DESC, form
        )) AS other_names
    FROM entities e WHERE e.n_articles > 0 ORDER BY e.id
"""
STATEMENTS: Final = {"articles": _ARTICLES, "quotations": _QUOTATIONS, "entities": _ENTITIES}


def columns_of(db: Database, what: str) -> list[str]:
    """The names of the columns of an export."""
    cursor = db.conn.execute(f"{STATEMENTS[what]} LIMIT 0", {"since": None, "until": None})
    return [column[0] for column in cursor.description]


def export_rows(
    db: Database, what: str, *, since: date | None = None, until: date | None = None
) -> Iterator[dict[str, Any]]:
    """Every row of "articles", "quotations" or "entities"; days are those of the articles."""
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    days = {
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
    }
    for row in cursor.execute(STATEMENTS[what], days):
        yield dict(row)
