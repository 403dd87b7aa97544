"""All articles of a server as curators see them, removed ones too; read only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.database import select
from store.queries.citations import article_row
from store.queries.paging import page_of, stretch
from store.records import Page, PageKey

if TYPE_CHECKING:
    from sqlite_utils import Database

    from store.records import ArticleRow

# Both indexes hold numbers only: the table itself is as large as all the texts.
_ALL = "FROM articles INDEXED BY articles_by_number WHERE"
_REMOVED = "FROM articles INDEXED BY articles_removed WHERE removed_at IS NOT NULL AND"
_ROW = """
    SELECT a.*, (
        SELECT count(*) FROM quotations q
        WHERE q.article_id = a.id AND q.hidden_by IS NOT 'curator' AND q.repeats IS NULL
    ) AS n_quotations
    FROM articles a WHERE a.id = :id
"""


def list_shelf(  # noqa: PLR0913 — a filter and a place
    db: Database,
    *,
    only_removed: bool = False,
    after: PageKey | None = None,
    before: PageKey | None = None,
    number: int = 1,
    limit: int = 10,
) -> Page[ArticleRow]:
    """One page of articles, the latest added first.

    Args:
        db: the corpus.
        only_removed: only those that were taken out of the record.
        after: the key of the article before the page, from `Page.next`.
        before: the key of the article after the page, from `Page.previous`.
        number: without a key, which page, from 1; one beyond the last is the last.
        limit: articles on a page.
    """
    source = _REMOVED if only_removed else _ALL
    total = _count(db, f"{source} true")
    place = stretch(total, after=after, before=before, number=number, limit=limit)
    found = select(
        db,
        f"SELECT id {source} {place.condition} ORDER BY {place.order} LIMIT :limit OFFSET :skip",
        edge=place.edge,
        limit=limit,
        skip=place.skip,
    )
    ids = sorted((row["id"] for row in found), reverse=True)
    if not ids:
        return Page((), total, first=0)
    newer = _count(db, f"{source} id > :id", id=ids[0])
    rows = [article_row(row) for i in ids for row in select(db, _ROW, id=i)]
    return page_of(rows, ids, total=total, newer=newer)


def _count(db: Database, source: str, **values: int) -> int:
    query = f"SELECT count(*) AS n {source}"
    return int(select(db, query, **values)[0]["n"])
