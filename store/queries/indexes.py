"""The full-text indexes: the statements that read each, and how much of it is scored."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from store.database import select
from store.terms import ARTICLE, QUOTATION

if TYPE_CHECKING:
    from sqlite_utils import Database

    from store.terms import Kind


class Index(NamedTuple):
    """A full-text index, with the statements that read it."""

    kind: Kind
    columns: tuple[str, str]
    keys: str  # the column that holds the days
    pool: int  # of many texts so many are scored; each costs a look-up and a look through
    few: int  # so many are all scored
    most: int  # so many of equal strength are scored
    together: int  # strengths that are looked for together, of two words
    rare: int  # so many that hold one of two words most strongly are scored whatever else
    read_sooner: int  # so many texts FTS5 looks at for a phrase while one is read
    averages: str
    days: str
    matching: str
    ranked: str
    by_terms: str
    texts: str
    n_texts: str  # the column of word_counts


ARTICLES = Index(
    ARTICLE,
    ("title", "body"),
    "days",
    60,
    250,
    120,
    2,
    30,
    25,
    "SELECT block FROM articles_fts_data WHERE id = 1",
    """
    SELECT
        (SELECT min(day) FROM articles WHERE removed_at IS NULL) AS first,
        (SELECT max(day) FROM articles WHERE removed_at IS NULL) AS last
    """,
    """
    SELECT rowid AS id FROM articles_fts WHERE articles_fts MATCH :match
    ORDER BY rowid DESC LIMIT :limit
    """,
    """
    SELECT rowid AS id FROM articles_fts WHERE articles_fts MATCH :match
    ORDER BY bm25(articles_fts, 5.0, 1.0, 0.0), rowid DESC
    """,
    """
    SELECT rowid AS id FROM article_terms_fts WHERE article_terms_fts MATCH :match
    ORDER BY rowid DESC LIMIT :limit
    """,
    """
    SELECT a.id, a.title AS first, a.body AS second, d.sz FROM json_each(:ids) f
    CROSS JOIN articles a ON a.id = f.value
    CROSS JOIN articles_fts_docsize d ON d.id = f.value
    """,
    "n_articles",
)
QUOTATIONS = Index(
    QUOTATION,
    ("content", "speaker_label"),
    "search_keys",
    160,
    450,
    450,
    3,
    100,
    7,
    "SELECT block FROM quotations_fts_data WHERE id = 1",
    """
    SELECT
        (SELECT min(day) FROM quotation_days) AS first,
        (SELECT max(day) FROM quotation_days) AS last
    """,
    """
    SELECT rowid AS id FROM quotations_fts WHERE quotations_fts MATCH :match
    ORDER BY rowid DESC LIMIT :limit
    """,
    """
    SELECT rowid AS id FROM quotations_fts WHERE quotations_fts MATCH :match
    ORDER BY bm25(quotations_fts, 1.0, 1.0, 0.0), rowid DESC
    """,
    """
    SELECT rowid AS id FROM quotation_terms_fts WHERE quotation_terms_fts MATCH :match
    ORDER BY rowid DESC LIMIT :limit
    """,
    """
    SELECT q.id, q.content AS first, q.speaker_label AS second, d.sz FROM json_each(:ids) f
    CROSS JOIN quotations q ON q.id = f.value
    CROSS JOIN quotations_fts_docsize d ON d.id = f.value
    """,
    "n_quotations",
)


def bounds_of(
    db: Database, index: Index, since: date | None, until: date | None
) -> tuple[date, date]:
    """The period, no longer than the record's years: whole ones need the fewest terms."""
    row = select(db, index.days)[0]
    first = date.fromisoformat(row["first"] or "9999-12-31")
    last = date.fromisoformat(row["last"] or "0001-01-01")
    begins = since if since and since > first else date(first.year, 1, 1)
    ends = until if until and until < last else date(last.year, 12, 31)
    return (begins, ends) if row["first"] else (date.max, date.min)
