"""The tables of the fifth step: what search and lists need to be quick on a large corpus."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from store.terms import ARTICLE, QUOTATION, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from store.terms import Kind

# Full-text search settles days by itself, as it does speakers: joining a common word's matches
# to their rows costs a hundred times as much. A view puts them beside the text.
TABLES = """
CREATE VIEW searched_articles AS
SELECT id, title, body, 'y' || substr(day, 1, 4) || ' m' || substr(day, 1, 4) || substr(day, 6, 2) || ' d' || replace(day, '-', '') AS days
FROM articles;
CREATE VIEW searched_quotations AS
SELECT id, content, speaker_label, search_keys || ' y' || substr(day, 1, 4) || ' m' || substr(day, 1, 4) || substr(day, 6, 2) || ' d' || replace(day, '-', '') AS search_keys
FROM quotations;
DROP TABLE articles_fts;
CREATE VIRTUAL TABLE articles_fts USING fts5(title, body, days, content='searched_articles', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
DROP TABLE quotations_fts;
CREATE VIRTUAL TABLE quotations_fts USING fts5(content, speaker_label, search_keys, content='searched_quotations', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE article_terms_fts USING fts5(terms, content='', detail=none, tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE quotation_terms_fts USING fts5(terms, content='', detail=none, tokenize='unicode61 remove_diacritics 2');
CREATE TABLE word_counts (
    word TEXT PRIMARY KEY, -- as full-text search compares it: small letters, no accents
    n_articles INTEGER NOT NULL DEFAULT 0, -- articles that count and hold it, title included
    n_quotations INTEGER NOT NULL DEFAULT 0 -- quotations that are shown and hold it, or whose speaker's label does
) STRICT, WITHOUT ROWID;
CREATE TABLE quotation_days (
    day TEXT NOT NULL, -- roll-up: quotations that are shown per day, as lists order them
    kind TEXT NOT NULL, -- direct, mixed or indirect
    n INTEGER NOT NULL, -- how many
    n_attributed INTEGER NOT NULL, -- those of them with a speaker, named or by role
    PRIMARY KEY (day, kind)
) STRICT, WITHOUT ROWID;
"""

# What was kept so far is brought into them.
FILLS = """
INSERT INTO articles_fts (rowid, title, body, days)
SELECT id, title, body, days FROM searched_articles
WHERE id IN (SELECT id FROM articles WHERE removed_at IS NULL);
INSERT INTO quotations_fts (rowid, content, speaker_label, search_keys)
SELECT id, content, speaker_label, search_keys FROM searched_quotations
WHERE id IN (SELECT id FROM quotations WHERE hidden_at IS NULL AND repeats IS NULL);
INSERT INTO quotation_days (day, kind, n, n_attributed)
SELECT day, kind, count(*), sum(coalesce(speaker_folded, '') > '') FROM quotations
WHERE hidden_at IS NULL AND repeats IS NULL GROUP BY day, kind;
"""


JOINS = """
INSERT INTO quotation_terms_fts (quotation_terms_fts) VALUES ('optimize');
INSERT INTO article_terms_fts (article_terms_fts) VALUES ('optimize');
INSERT INTO quotations_fts (quotations_fts) VALUES ('optimize');
INSERT INTO articles_fts (articles_fts) VALUES ('optimize');
INSERT INTO names_fts (names_fts) VALUES ('optimize');
"""


def fill_terms(db: Database) -> None:
    """Index every text that counts under its terms, and count in how many each word stands."""
    counts = _fill(
        db,
        ARTICLE,
        "SELECT id, day, title, body FROM articles WHERE removed_at IS NULL",
        "INSERT INTO article_terms_fts (rowid, terms) VALUES (?, ?)",
    )
    db.conn.executemany("INSERT INTO word_counts (word, n_articles) VALUES (?, ?)", counts.items())
    counts = _fill_quotations(db)
    db.conn.executemany(
        """
        INSERT INTO word_counts (word, n_quotations) VALUES (?, ?)
        ON CONFLICT DO UPDATE SET n_quotations = excluded.n_quotations
        """,
        counts.items(),
    )


def refill_quotation_terms(db: Database) -> None:
    """Index the quotations anew, after a change of what their terms are."""
    db.execute("INSERT INTO quotation_terms_fts (quotation_terms_fts) VALUES ('delete-all')")
    _fill_quotations(db)


def _fill_quotations(db: Database) -> Counter[str]:
    return _fill(
        db,
        QUOTATION,
        """
        SELECT id, day, content, speaker_label, search_keys FROM quotations
        WHERE hidden_at IS NULL AND repeats IS NULL
        """,
        "INSERT INTO quotation_terms_fts (rowid, terms) VALUES (?, ?)",
    )


def _fill(db: Database, kind: Kind, texts: str, insert: str) -> Counter[str]:
    counts: Counter[str] = Counter()

    def rows() -> Iterator[tuple[int, str]]:
        for text_id, day, *columns in db.execute(texts):
            terms, words = terms_of(kind, columns, day)
            counts.update(words)
            yield text_id, terms

    db.conn.executemany(insert, rows())
    return counts
