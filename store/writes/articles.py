"""Articles: stored, taken out of the record and put back.

These are steps of the transactions that store/ingest.py opens, since linking and the roll-ups
must change together with the article.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from store.database import select, to_list, to_text
from store.errors import ArticleNotFoundError, DuplicateArticleError
from store.names import address_of, fold
from store.records import ArticleFacts, DateOrigin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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
    refuse_stored(db, article)
    addresses = _addresses(article)
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


def refuse_stored(db: Database, article: CleanArticle) -> None:
    """Make sure that neither an article's addresses nor its text are in the record already.

    Raises:
        DuplicateArticleError: one of them is.
    """
    for address in _addresses(article) or (None,):
        refuse_duplicate(db, address, article.content_hash)


def refuse_removed(db: Database, article: CleanArticle) -> None:
    """Make sure that no curator removed an article with one of these addresses, or this text.

    Raises:
        DuplicateArticleError: one did.
    """
    for address in _addresses(article) or (None,):
        for row in select(
            db,
            """
            SELECT id, title FROM articles WHERE address = :address AND removed_at IS NOT NULL
            UNION ALL
            SELECT id, title FROM articles WHERE content_hash = :hash AND removed_at IS NOT NULL
            """,
            address=address,
            hash=article.content_hash,
        ):
            raise DuplicateArticleError(row["id"], row["title"])


def refuse_address(db: Database, url: str) -> None:
    """Make sure that an address, as it was given, is not in the record already.

    Raises:
        DuplicateArticleError: it is.
    """
    refuse_duplicate(db, address_of(url) or url.strip(), "")


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


def index_text(db: Database, article_ids: Iterable[int]) -> None:
    """Let full-text search find articles."""
    db.conn.execute(
        """
        INSERT INTO articles_fts (rowid, title, body, days)
        SELECT id, title, body, days FROM searched_articles
        WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id
        """,
        {"ids": to_list(article_ids)},
    )


def unindex_text(db: Database, article_ids: Iterable[int]) -> None:
    """Let full-text search find articles no more; texts and days must still be the same."""
    db.conn.execute(
        """
        INSERT INTO articles_fts (articles_fts, rowid, title, body, days)
        SELECT 'delete', id, title, body, days FROM searched_articles
        WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id
        """,
        {"ids": to_list(article_ids)},
    )


def facts_state(db: Database, article_id: int) -> dict[str, Any]:
    """What a curator may write over of an article, as the audit log keeps it."""
    row = select(
        db,
        """
        SELECT title, byline, publisher, published_on, date_origin, date_note
        FROM articles WHERE id = :id
        """,
        id=article_id,
    )[0]
    return dict(row)


def facts_of(state: Mapping[str, Any]) -> ArticleFacts:
    """A state as a record."""
    return ArticleFacts(
        title=state["title"],
        byline=state["byline"],
        publisher=state["publisher"],
        published_on=date.fromisoformat(state["published_on"]) if state["published_on"] else None,
    )


def edited_state(before: Mapping[str, Any], facts: ArticleFacts) -> dict[str, Any]:
    """The state after a curator's edit; a date is theirs once they change it."""
    published_on = facts.published_on.isoformat() if facts.published_on else None
    after = {
        **before,
        "title": facts.title,
        "byline": facts.byline,
        "publisher": facts.publisher,
    }
    if published_on != before["published_on"]:
        after["published_on"] = published_on
        after["date_origin"] = DateOrigin.CURATOR if published_on else DateOrigin.UNKNOWN
        after["date_note"] = None  # it told of the date that was there before
    return after


def set_facts(db: Database, article_id: int, state: Mapping[str, Any]) -> None:
    """Write over an article's title, byline, publisher and date."""
    db.conn.execute(
        """
        UPDATE articles SET
            title = :title, folded_title = :folded, byline = :byline, publisher = :publisher,
            published_on = :published_on, date_origin = :date_origin, date_note = :date_note,
            day = coalesce(:published_on, substr(added_at, 1, 10))
        WHERE id = :id
        """,
        {**state, "folded": fold(state["title"]), "id": article_id},
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
