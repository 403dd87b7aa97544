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
    kind=ARTICLE,
    columns=("title", "body"),
    keys="days",
    pool=60,
    few=250,
    most=120,
    together=2,
    rare=30,
    read_sooner=25,
    averages="SELECT block FROM articles_fts_data WHERE id = 1",
    days="""
    SELECT
        (SELECT min(day) FROM articles WHERE removed_at IS NULL) AS first,
        (SELECT max(day) FROM articles WHERE removed_at IS NULL) AS last
    """,
    matching="""
    SELECT rowid AS id FROM articles_fts WHERE articles_fts MATCH :match
    ORDER BY rowid DESC LIMIT :limit
    """,
    ranked="""
    SELECT rowid AS id FROM articles_fts WHERE articles_fts MATCH :match
    ORDER BY bm25(articles_fts, 5.0, 1.0, 0.0), rowid DESC
    """,
    by_terms="""
    SELECT rowid AS id FROM article_terms_fts WHERE article_terms_fts MATCH :match
    ORDER BY rowid DESC LIMIT :limit
    """,
    texts="""
    SELECT a.id, a.title AS first, a.body AS second, d.sz FROM json_each(:ids) f
    CROSS JOIN articles a ON a.id = f.value
    CROSS JOIN articles_fts_docsize d ON d.id = f.value
    """,
    n_texts="n_articles",
)
QUOTATIONS = Index(
    kind=QUOTATION,
    columns=("content", "speaker_label"),
    keys="search_keys",
    pool=160,
    few=450,
    most=450,
    together=3,
    rare=100,
    read_sooner=7,
    averages="SELECT block FROM quotations_fts_data WHERE id = 1",
    days="""
    SELECT
        (SELECT min(day) FROM quotation_days) AS first,
        (SELECT max(day) FROM quotation_days) AS last
    """,
    matching="""
    SELECT rowid AS id FROM quotations_fts WHERE quotations_fts MATCH :match
    ORDER BY rowid DESC LIMIT :limit
    """,
    ranked="""
    SELECT rowid AS id FROM quotations_fts WHERE quotations_fts MATCH :match
    ORDER BY bm25(quotations_fts, 1.0, 1.0, 0.0), rowid DESC
    """,
    by_terms="""
    SELECT rowid AS id FROM quotation_terms_fts WHERE quotation_terms_fts MATCH :match
    ORDER BY rowid DESC LIMIT :limit
    """,
    texts="""
    SELECT q.id, q.content AS first, q.speaker_label AS second, d.sz FROM json_each(:ids) f
    CROSS JOIN quotations q ON q.id = f.value
    CROSS JOIN quotations_fts_docsize d ON d.id = f.value
    """,
    n_texts="n_quotations",
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
