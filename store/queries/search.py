"""Full-text search over articles and quotations; read only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.database import select
from store.queries.citations import article_ref
from store.queries.indexes import ARTICLES, QUOTATIONS
from store.queries.quotations import read_quotations
from store.queries.ranking import COUNTED_AT_MOST, best, settle
from store.queries.words import find_marks, phrases_in, snippet
from store.records import ArticleHit, QuotationHit, SearchResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlite_utils import Database


def search(  # noqa: PLR0913 — what /search asks
    db: Database,
    query: str,
    *,
    since: date | None = None,
    until: date | None = None,
    limit: int = 5,
    page: int = 1,
) -> SearchResult:
    """Articles and quotations that hold all the words, best first.

    Words in double quotes stand together; nothing else that is typed has a meaning of its own.
    A page holds up to `limit` of each.
    """
    phrases = settle(db, phrases_in(query))
    if not phrases:
        return SearchResult(query, (), 0, (), 0, first=0)
    skip = max(page - 1, 0) * limit
    articles, quotations = (
        best(db, index, phrases, since=since, until=until, limit=limit, skip=skip)
        for index in (ARTICLES, QUOTATIONS)
    )
    reachable = min(max(articles.total, quotations.total), COUNTED_AT_MOST)
    return SearchResult(
        query,
        tuple(_article_hit(db, i, query) for i in articles.ids),
        articles.total,
        tuple(_quotation_hits(db, quotations.ids, query)),
        quotations.total,
        first=skip + 1 if skip < reachable else 0,
        has_next=skip + limit < reachable,
        n_reachable=reachable,
        has_more_articles=articles.is_more,
        has_more_quotations=quotations.is_more,
    )


def _article_hit(db: Database, article_id: int, query: str) -> ArticleHit:
    row = select(db, "SELECT * FROM articles WHERE id = :id", id=article_id)[0]
    return ArticleHit(article_ref(row), *snippet(row["body"], query))


def _quotation_hits(db: Database, quotation_ids: Sequence[int], query: str) -> list[QuotationHit]:
    found = read_quotations(db, quotation_ids)
    return [QuotationHit(one, find_marks(one.content, query)) for one in found]
