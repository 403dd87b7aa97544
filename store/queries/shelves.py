"""All articles of a server as curators see them, removed ones too; read only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.database import select
from store.queries.citations import article_row
from store.queries.quotations import skipped
from store.records import Page, PageKey

if TYPE_CHECKING:
    from sqlite_utils import Database

    from store.records import ArticleRow

_LAST = 2**63 - 1


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
    where = "removed_at IS NOT NULL" if only_removed else "id > 0"
    total = _count(db, where)
    key = before or after
    skip = 0 if key else skipped(total, number, limit)
    edge, order = ("id > :edge", "id") if before else ("id < :edge", "id DESC")
    rows = select(
        db,
        f"""
        SELECT a.*, (
            SELECT count(*) FROM quotations q
            WHERE q.article_id = a.id AND q.hidden_by IS NOT 'curator' AND q.repeats IS NULL
        ) AS n_quotations
        FROM articles a WHERE {where} AND {edge}
        ORDER BY {order} LIMIT :limit OFFSET :skip
        """,  # noqa: S608 — constants
        edge=key.id if key else _LAST,
        limit=limit,
        skip=skip,
    )
    rows = rows[::-1] if before else rows
    if not rows:
        return Page((), total, first=0)
    newer = _count(db, f"{where} AND id > {int(rows[0]['id'])}")
    return Page(
        tuple(article_row(row) for row in rows),
        total,
        first=newer + 1,
        previous=PageKey("", rows[0]["id"]) if newer else None,
        next=PageKey("", rows[-1]["id"]) if newer + len(rows) < total else None,
    )


def _count(db: Database, where: str) -> int:
    query = f"SELECT count(*) AS n FROM articles WHERE {where}"  # noqa: S608 — constants
    return int(select(db, query)[0]["n"])
