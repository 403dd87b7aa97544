"""Articles: stored, taken out of the record and put back.

These are steps of the transactions that store/ingest.py opens, since linking and the roll-ups
must change together with the article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.database import select, to_text
from store.errors import ArticleNotFoundError, DuplicateArticleError
from store.names import address_of, fold

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from store.records import CleanArticle


def insert_article(
    db: Database, article: CleanArticle, *, added_by: int | None, now: datetime
) -> int:
    """Store an article's text and metadata; its number is returned.

    Raises:
        DuplicateArticleError: its address or its text is in the record already.
    """
    addresses = _addresses(article)
    for address in (*addresses, None):
        refuse_duplicate(db, address, article.content_hash)
    published_on = article.published_on.isoformat() if article.published_on else None
    cursor = db.conn.execute(
        """
        INSERT INTO articles (
            url, canonical_url, address, title, folded_title, byline, publisher, published_on,
            date_origin, date_note, day, body, language, n_words, content_hash, source, added_at,
            added_by
        ) VALUES (
            :url, :canonical_url, :address, :title, :folded_title, :byline, :publisher,
            :published_on, :date_origin, :date_note, :day, :body, :language, :n_words,
            :content_hash, :source, :added_at, :added_by
        )
        """,
        {
            "url": article.url,
            "canonical_url": article.canonical_url,
            "address": next(iter(addresses), None),
            "title": article.title,
            "folded_title": fold(article.title),
            "byline": article.byline,
            "publisher": article.publisher,
            "published_on": published_on,
            "date_origin": article.date_origin,
            "date_note": article.date_note,
            "day": published_on or to_text(now)[:10],
            "body": article.text,
            "language": article.language,
            "n_words": len(article.text.split()),
            "content_hash": article.content_hash,
            "source": article.source,
            "added_at": to_text(now),
            "added_by": added_by,
        },
    )
    article_id = cursor.lastrowid
    assert article_id is not None  # noqa: S101 — an INSERT of one row always has one
    _insert_dropped(db, article_id, article)
    return article_id


def refuse_duplicate(db: Database, address: str | None, content_hash: str) -> None:
    """Make sure that neither the address nor the text is in the record already.

    Raises:
        DuplicateArticleError: one of them is.
    """
    found = select(
        db,
        """
        SELECT id, title FROM articles WHERE address = :address AND removed_at IS NULL
        UNION ALL
        SELECT id, title FROM articles WHERE content_hash = :hash AND removed_at IS NULL
        """,
        address=address,
        hash=content_hash,
    )
    if found:
        raise DuplicateArticleError(found[0]["id"], found[0]["title"])


def index_text(db: Database, article_id: int) -> None:
    """Let full-text search find the article."""
    db.conn.execute(
        """
        INSERT INTO articles_fts (rowid, title, body)
        SELECT id, title, body FROM articles WHERE id = :id
        """,
        {"id": article_id},
    )


def unindex_text(db: Database, article_id: int) -> None:
    """Let full-text search find the article no more; its text must still be the same."""
    db.conn.execute(
        """
        INSERT INTO articles_fts (articles_fts, rowid, title, body)
        SELECT 'delete', id, title, body FROM articles WHERE id = :id
        """,
        {"id": article_id},
    )


def set_removed(db: Database, article_id: int, *, now: datetime) -> None:
    """Mark an article as removed.

    Raises:
        ArticleNotFoundError: there is none by that number, or it is removed already.
    """
    cursor = db.conn.execute(
        "UPDATE articles SET removed_at = :now WHERE id = :id AND removed_at IS NULL",
        {"id": article_id, "now": to_text(now)},
    )
    if cursor.rowcount != 1:
        raise ArticleNotFoundError(f"#{article_id}")


def set_restored(db: Database, article_id: int) -> None:
    """Take the mark of removal off again.

    Raises:
        ArticleNotFoundError: there is no removed article by that number.
        DuplicateArticleError: the same article was added again in the meantime.
    """
    found = select(
        db,
        """
        SELECT address, content_hash FROM articles
        WHERE id = :id AND removed_at IS NOT NULL
        """,
        id=article_id,
    )
    if not found:
        raise ArticleNotFoundError(f"#{article_id}")
    refuse_duplicate(db, found[0]["address"], found[0]["content_hash"])
    db.conn.execute("UPDATE articles SET removed_at = NULL WHERE id = :id", {"id": article_id})


def _addresses(article: CleanArticle) -> list[str]:
    """What the article's page is told by, as the page names itself first."""
    urls = [url for url in (article.canonical_url, article.url) if url and url.strip()]
    return [address_of(url) or url.strip() for url in urls]


def _insert_dropped(db: Database, article_id: int, article: CleanArticle) -> None:
    db.conn.executemany(
        """
        INSERT INTO dropped_lines (article_id, position, text, reason)
        VALUES (:article, :position, :text, :reason)
        """,
        (
            {"article": article_id, "position": i, "text": line.text, "reason": line.reason}
            for i, line in enumerate(article.dropped)
        ),
    )
