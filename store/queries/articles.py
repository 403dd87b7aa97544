"""Articles: found by number or title, listed, and read back; read only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.database import select, select_many
from store.errors import ArticleNotFoundError, DuplicateArticleError
from store.names import fold, number_in
from store.queries.citations import article_ref, article_row, day_or_none
from store.queries.quotations import read_quotations
from store.queries.words import match_words
from store.records import (
    ArticleProfile,
    CleanArticle,
    Counted,
    DateOrigin,
    Dropped,
    DropReason,
    EntityRef,
    EntityType,
    Found,
    Page,
    PageKey,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from sqlite_utils import Database

    from store.records import ArticleRef, ArticleRow, StoredQuotation

_SUGGESTIONS = 5
_NAMED_AT_MOST = 10

# A beginning of one letter fits very many titles; the newest of so many are offered.
_BEGUN_AT_MOST = 200
_QUOTED_AT_MOST = 5

# A sentence ends at a full stop, question or exclamation mark before a capital letter, unless
# the stop belongs to an initial or a title; a line without one ends with the line.
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt))(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|Col|Sgt))"
    r"[.!?…][”’\"')]*(?=\s+[“‘\"'(]*[A-Z0-9]|\s*\Z)|(?<![.!?…”’\"')\s])(?=\s*\n)"
)
_SUMMARY_SENTENCES = 2
_SUMMARY_CHARS = 600


def find_article(db: Database, asked: str) -> ArticleRef:
    """The article meant by a number ("#12", "Title (#12)"), a title or its beginning.

    Of several by one title the newest is meant.

    Raises:
        ArticleNotFoundError: none is; names titles that come near.
    """
    number = number_in(f"#{asked.strip()}") or number_in(asked)
    if number is not None:
        return _article_by_number(db, number, asked)
    near = complete_articles(db, asked, limit=_SUGGESTIONS) if fold(asked) else []
    exact = [ref for ref in near if fold(ref.title) == fold(asked)]
    starting = [ref for ref in near if fold(ref.title).startswith(fold(asked))]
    if exact or len(starting) == 1:
        return (exact or starting)[0]
    if len(near) == 1:
        return near[0]
    raise ArticleNotFoundError(asked, tuple(ref.title for ref in near))


def get_article(db: Database, article_id: int) -> ArticleProfile:
    """Everything to show of an article.

    Raises:
        ArticleNotFoundError: there is none by that number, or it was removed.
    """
    row = get_article_row(db, article_id)
    found = select(
        db, "SELECT body, date_note, copy_of FROM articles WHERE id = :id", id=article_id
    )[0]
    named = _named_in(db, article_id)
    people = [counted for counted in named if counted.item.type is EntityType.PERSON]
    others = [counted for counted in named if counted.item.type is not EntityType.PERSON]
    return ArticleProfile(
        row=row,
        summary=first_sentences(found["body"]),
        date_note=found["date_note"],
        copy_of=article_of_any_state(db, found["copy_of"]) if found["copy_of"] else None,
        people=tuple(people[:_NAMED_AT_MOST]),
        others=tuple(others[:_NAMED_AT_MOST]),
        quotations=_first_quotations(db, article_id),
        dropped=dropped_lines(db, article_id),
    )


def first_sentences(text: str) -> str:
    """A summary of a text: its first two sentences, on one line, cut at a word when long."""
    start = text[: 4 * _SUMMARY_CHARS].strip()
    ends = [match.end() for match in _SENTENCE_END.finditer(start)][:_SUMMARY_SENTENCES]
    summary = " ".join(start[: ends[-1] if ends else None].split())
    if len(summary) <= _SUMMARY_CHARS:
        return summary
    return summary[:_SUMMARY_CHARS].rsplit(" ", 1)[0] + " …"


def get_article_row(db: Database, article_id: int) -> ArticleRow:
    """An article of the record as lists show it.

    Raises:
        ArticleNotFoundError: there is none by that number, or it was removed.
    """
    found = select(
        db,
        """
        SELECT a.*, (
            SELECT count(*) FROM quotations q
            WHERE q.article_id = a.id AND q.hidden_at IS NULL AND q.repeats IS NULL
        ) AS n_quotations
        FROM articles a WHERE a.id = :id AND a.removed_at IS NULL
        """,
        id=article_id,
    )
    if not found:
        raise ArticleNotFoundError(f"#{article_id}")
    return article_row(found[0])


def refuse_on_record(db: Database, article_id: int) -> None:
    """Make sure that an article need not be put back.

    Raises:
        DuplicateArticleError: it is on record.
    """
    sql = "SELECT title FROM articles WHERE id = :id AND removed_at IS NULL"
    for row in select(db, sql, id=article_id):
        raise DuplicateArticleError(article_id, row["title"])


def complete_articles(db: Database, prefix: str, *, limit: int = 25) -> list[ArticleRef]:
    """Articles whose title begins with what was typed, then those that have its words.

    Newest first in both; with nothing typed, the newest articles.
    """
    folded = fold(prefix)
    if not folded:
        return [row.ref for row in list_articles(db, limit=limit).items]
    starting = select(
        db,
        """
        SELECT a.* FROM (
            SELECT id, day FROM (
                SELECT id FROM articles
                WHERE folded_title >= :low AND folded_title < :high AND removed_at IS NULL
                LIMIT :many
            ) f CROSS JOIN articles USING (id) ORDER BY day DESC, id DESC LIMIT :limit
        ) f CROSS JOIN articles a USING (id) ORDER BY f.day DESC, f.id DESC
        """,
        low=folded,
        high=folded + "\U0010ffff",
        many=_BEGUN_AT_MOST,
        limit=limit,
    )
    containing = _with_words(db, prefix, limit) if len(starting) < limit else []
    found = {row["id"]: article_ref(row) for row in (*starting, *containing)}
    return list(found.values())[:limit]


def _with_words(db: Database, typed: str, limit: int) -> list[sqlite3.Row]:
    """The newest articles whose title has the words typed, of which the last may go on."""
    match = match_words(typed, columns=("title",))
    if not match:
        return []
    return select(
        db,
        """
        SELECT a.* FROM (
            SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match
            ORDER BY rowid DESC LIMIT :limit
        ) f JOIN articles a ON a.id = f.rowid
        ORDER BY a.day DESC, a.id DESC
        """,
        match=match,
        limit=limit,
    )


def list_articles(
    db: Database,
    *,
    after: PageKey | None = None,
    before: PageKey | None = None,
    limit: int = 10,
) -> Page[ArticleRow]:
    """One page of the record's articles, newest first by day."""
    newest_first = (
        select(
            db,
            """
        SELECT a.*, (
            SELECT count(*) FROM quotations q
            WHERE q.article_id = a.id AND q.hidden_at IS NULL AND q.repeats IS NULL
        ) AS n_quotations
        FROM articles a
        WHERE a.removed_at IS NULL AND (a.day, a.id) < (:day, :id)
        ORDER BY a.day DESC, a.id DESC LIMIT :limit
        """,
            day=after.day if after else "9999-99-99",
            id=after.id if after else 0,
            limit=limit,
        )
        if before is None
        else _articles_before(db, before, limit)
    )
    return _page(db, newest_first)


def article_of_any_state(db: Database, article_id: int) -> ArticleRef:
    """An article by its number, also when it is removed.

    Raises:
        ArticleNotFoundError: there never was one by that number.
    """
    found = select(db, "SELECT * FROM articles WHERE id = :id", id=article_id)
    if not found:
        raise ArticleNotFoundError(f"#{article_id}")
    return article_ref(found[0])


def list_article_ids(db: Database) -> list[int]:
    """The numbers of all articles of the record, oldest first."""
    found = select(db, "SELECT id FROM articles WHERE removed_at IS NULL ORDER BY id")
    return [row["id"] for row in found]


def count_found(db: Database, article_id: int) -> Found:
    """How much was found in an article."""
    found = select(
        db,
        """
        SELECT (SELECT count(*) FROM quotations WHERE article_id = :id) AS quotations,
            (SELECT count(*) FROM article_entities WHERE article_id = :id) AS entities
        """,
        id=article_id,
    )
    return Found(found[0]["quotations"], found[0]["entities"])


def days_of(db: Database, article_ids: Iterable[int]) -> dict[int, str]:
    """The ISO dates that articles are listed under."""
    query = "SELECT id, day FROM articles WHERE id IN (SELECT value FROM json_each(:numbers))"
    return dict(select_many(db, query, article_ids))


def clean_article(db: Database, article_id: int) -> CleanArticle:
    """An article as the cleaner left it, to be annotated again.

    Raises:
        ArticleNotFoundError: there is none by that number, or it was removed.
    """
    query = "SELECT * FROM articles WHERE id = :id AND removed_at IS NULL"
    for row in select(db, query, id=article_id):
        return CleanArticle(
            text=row["body"],
            title=row["title"],
            source=row["source"],
            url=row["url"],
            canonical_url=row["canonical_url"],
            byline=row["byline"],
            publisher=row["publisher"],
            published_on=day_or_none(row["published_on"]),
            date_origin=DateOrigin(row["date_origin"]),
            date_note=row["date_note"],
            language=row["language"],
            dropped=dropped_lines(db, article_id),
            content_hash=row["content_hash"],
        )
    raise ArticleNotFoundError(f"#{article_id}")


def dropped_lines(db: Database, article_id: int) -> tuple[Dropped, ...]:
    """What cleaning left out of an article, in the order of the source."""
    query = "SELECT text, reason FROM dropped_lines WHERE article_id = :id ORDER BY position"
    found = select(db, query, id=article_id)
    return tuple(Dropped(row["text"], DropReason(row["reason"])) for row in found)


def _named_in(db: Database, article_id: int) -> list[Counted[EntityRef]]:
    """Whom and what an article mentions, most mentioned first."""
    found = select(
        db,
        """
        SELECT e.id, e.name, e.type, sum(ae.n_mentions) AS n
        FROM article_entities ae
        JOIN names n ON n.id = ae.name_id
        JOIN entities e ON e.id = n.entity_id
        WHERE ae.article_id = :id
        GROUP BY e.id ORDER BY n DESC, min(ae.id)
        """,
        id=article_id,
    )
    return [
        Counted(EntityRef(row["id"], row["name"], EntityType(row["type"])), row["n"])
        for row in found
    ]


def _first_quotations(db: Database, article_id: int) -> tuple[StoredQuotation, ...]:
    """The article's first quotations, in reading order."""
    found = select(
        db,
        """
        SELECT id FROM quotations
        WHERE article_id = :id AND hidden_at IS NULL AND repeats IS NULL
        ORDER BY start LIMIT :limit
        """,
        id=article_id,
        limit=_QUOTED_AT_MOST,
    )
    return read_quotations(db, [row["id"] for row in found])


def _article_by_number(db: Database, number: int, asked: str) -> ArticleRef:
    query = "SELECT * FROM articles WHERE id = :id AND removed_at IS NULL"
    for row in select(db, query, id=number):
        return article_ref(row)
    raise ArticleNotFoundError(asked)


def _articles_before(db: Database, before: PageKey, limit: int) -> list[sqlite3.Row]:
    oldest_first = select(
        db,
        """
        SELECT a.*, (
            SELECT count(*) FROM quotations q
            WHERE q.article_id = a.id AND q.hidden_at IS NULL AND q.repeats IS NULL
        ) AS n_quotations
        FROM articles a
        WHERE a.removed_at IS NULL AND (a.day, a.id) > (:day, :id)
        ORDER BY a.day, a.id LIMIT :limit
        """,
        day=before.day,
        id=before.id,
        limit=limit,
    )
    return oldest_first[::-1]


def _page(db: Database, rows: list[sqlite3.Row]) -> Page[ArticleRow]:
    """Number a page's rows within the whole list, and point to its neighbours."""
    query = "SELECT count(*) AS n FROM articles WHERE removed_at IS NULL"
    total = select(db, query)[0]["n"]
    if not rows:
        return Page((), total, first=0)
    query = """
        SELECT count(*) AS n FROM articles
        WHERE removed_at IS NULL AND (day, id) > (:day, :id)
    """
    newer = select(db, query, day=rows[0]["day"], id=rows[0]["id"])[0]["n"]
    return Page(
        tuple(article_row(row) for row in rows),
        total,
        first=newer + 1,
        previous=PageKey(rows[0]["day"], rows[0]["id"]) if newer else None,
        next=PageKey(rows[-1]["day"], rows[-1]["id"]) if newer + len(rows) < total else None,
    )
