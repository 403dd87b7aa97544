"""What search ranks by: the terms of each text that is shown, and how many texts hold each word.

These are steps of the transactions that store/ingest.py opens; store/terms.py decides what the
terms of a text are.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from store.database import select
from store.terms import ARTICLE, QUOTATION, terms_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from sqlite_utils import Database

    from store.terms import Kind


def index_article(db: Database, article_id: int, *, sign: int) -> None:
    """Put an article's terms in (sign 1) or take them out (sign -1); its text is still the same."""
    query = "SELECT id, day, title AS first, body AS second FROM articles WHERE id = :id"
    counts = _index(db, _ARTICLE_TERMS[sign], ARTICLE, select(db, query, id=article_id))
    _count(db, _COUNT_ARTICLES, counts, sign)


def index_quotations(db: Database, article_id: int, *, sign: int) -> None:
    """Put the terms of an article's shown quotations in (sign 1) or take them out (sign -1)."""
    shown = select(
        db,
        """
        SELECT id, day, content AS first, speaker_label AS second FROM quotations
        WHERE article_id = :id AND hidden_at IS NULL AND repeats IS NULL
        """,
        id=article_id,
    )
    counts = _index(db, _QUOTATION_TERMS[sign], QUOTATION, shown)
    _count(db, _COUNT_QUOTATIONS, counts, sign)


_ARTICLE_TERMS = {
    1: "INSERT INTO article_terms_fts (rowid, terms) VALUES (?, ?)",
    -1: """
        INSERT INTO article_terms_fts (article_terms_fts, rowid, terms) VALUES ('delete', ?, ?)
    """,
}
_QUOTATION_TERMS = {
    1: "INSERT INTO quotation_terms_fts (rowid, terms) VALUES (?, ?)",
    -1: """
        INSERT INTO quotation_terms_fts (quotation_terms_fts, rowid, terms)
        VALUES ('delete', ?, ?)
    """,
}
_COUNT_ARTICLES = """
    INSERT INTO word_counts (word, n_articles) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET n_articles = n_articles + excluded.n_articles
"""
_COUNT_QUOTATIONS = """
    INSERT INTO word_counts (word, n_quotations) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET n_quotations = n_quotations + excluded.n_quotations
"""


def _index(db: Database, statement: str, kind: Kind, texts: Iterable[sqlite3.Row]) -> Counter[str]:
    """Write each text's terms; how many of the texts hold each word is returned."""
    counts: Counter[str] = Counter()
    rows = []
    for text in texts:
        terms, words = terms_of(kind, (text["first"], text["second"]), text["day"])
        rows.append((text["id"], terms))
        counts.update(words)
    db.conn.executemany(statement, rows)
    return counts


def _count(db: Database, statement: str, counts: Counter[str], sign: int) -> None:
    db.conn.executemany(statement, [(word, sign * n) for word, n in counts.items()])
    if sign < 0:
        db.conn.executemany(
            "DELETE FROM word_counts WHERE word = ? AND n_articles <= 0 AND n_quotations <= 0",
            [(word,) for word in counts],
        )
