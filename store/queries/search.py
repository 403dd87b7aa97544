"""Full-text search over articles and quotations; read only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.database import select
from store.queries.citations import article_ref
from store.queries.quotations import read_quotations
from store.queries.words import find_marks, match_words, snippet
from store.records import ArticleHit, QuotationHit, SearchResult

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

# Ranking all texts that hold a common word takes a second on a large corpus; the newest of them
# are ranked in milliseconds, and are what people look for.
_RANKED = 2000


def search(  # noqa: PLR0913 — what /search asks
    db: Database,
    query: str,
    *,
    since: date | None = None,
    until: date | None = None,
    limit: int = 5,
    page: int = 1,
) -> SearchResult:
    """Articles and quotations that hold all the words, best of the newest first.

    Words in double quotes stand together; nothing else that is typed has a meaning of its own.
    A page holds up to `limit` of each.
    """
    articles = _Index(db, query, since, until, _ARTICLES, columns=("title", "body"))
    quotations = _Index(db, query, since, until, _QUOTATIONS, columns=("content", "speaker_label"))
    if not articles.match:
        return SearchResult(query, (), 0, (), 0, first=0)
    skip = max(page - 1, 0) * limit
    totals = (articles.count(), quotations.count())
    reachable = min(max(totals), _RANKED)
    return SearchResult(
        query,
        tuple(_article_hit(db, i, query) for i in articles.best(limit, skip)),
        totals[0],
        tuple(_quotation_hits(db, quotations.best(limit, skip), query)),
        totals[1],
        first=skip + 1 if skip < reachable else 0,
        has_next=skip + limit < reachable,
        n_reachable=reachable,
    )


class _Statements:
    """The statements of one full-text index: with and without a period, counted and ranked."""

    def __init__(self, count: str, count_within: str, best: str, best_within: str) -> None:
        self.count = count
        self.count_within = count_within
        self.best = best
        self.best_within = best_within


_ARTICLES = _Statements(
    "SELECT count(*) AS n FROM articles_fts WHERE articles_fts MATCH :match",
    """
    SELECT count(*) AS n FROM articles_fts f CROSS JOIN articles a
    WHERE articles_fts MATCH :match AND a.id = f.rowid AND a.day BETWEEN :since AND :until
    """,
    """
    SELECT id FROM (
        SELECT rowid AS id, bm25(articles_fts, 5.0, 1.0) AS score FROM articles_fts
        WHERE articles_fts MATCH :match ORDER BY rowid DESC LIMIT :ranked
    ) ORDER BY score, id DESC LIMIT :limit OFFSET :skip
    """,
    """
    SELECT id FROM (
        SELECT a.id AS id, bm25(articles_fts, 5.0, 1.0) AS score
        FROM articles_fts f CROSS JOIN articles a
        WHERE articles_fts MATCH :match AND a.id = f.rowid AND a.day BETWEEN :since AND :until
        ORDER BY f.rowid DESC LIMIT :ranked
    ) ORDER BY score, id DESC LIMIT :limit OFFSET :skip
    """,
)
_QUOTATIONS = _Statements(
    "SELECT count(*) AS n FROM quotations_fts WHERE quotations_fts MATCH :match",
    """
    SELECT count(*) AS n FROM quotations_fts f CROSS JOIN quotations q
    WHERE quotations_fts MATCH :match AND q.id = f.rowid AND q.day BETWEEN :since AND :until
    """,
    """
    SELECT id FROM (
        SELECT rowid AS id, bm25(quotations_fts, 1.0, 1.0, 0.0) AS score FROM quotations_fts
        WHERE quotations_fts MATCH :match ORDER BY rowid DESC LIMIT :ranked
    ) ORDER BY score, id DESC LIMIT :limit OFFSET :skip
    """,
    """
    SELECT id FROM (
        SELECT q.id AS id, bm25(quotations_fts, 1.0, 1.0, 0.0) AS score
        FROM quotations_fts f CROSS JOIN quotations q
        WHERE quotations_fts MATCH :match AND q.id = f.rowid AND q.day BETWEEN :since AND :until
        ORDER BY f.rowid DESC LIMIT :ranked
    ) ORDER BY score, id DESC LIMIT :limit OFFSET :skip
    """,
)


class _Index:
    """One full-text index, asked one question."""

    def __init__(  # noqa: PLR0913 — private, called twice
        self,
        db: Database,
        query: str,
        since: date | None,
        until: date | None,
        statements: _Statements,
        *,
        columns: tuple[str, ...],
    ) -> None:
        self._db = db
        self._statements = statements
        self._is_within = since is not None or until is not None
        self.match = match_words(query, columns=columns)
        self._values: dict[str, Any] = {"match": self.match, "ranked": _RANKED}
        if self._is_within:
            self._values["since"] = since.isoformat() if since else ""
            self._values["until"] = until.isoformat() if until else "9999-99-99"

    def count(self) -> int:
        """How many match."""
        statement = self._statements.count_within if self._is_within else self._statements.count
        return int(select(self._db, statement, **self._values)[0]["n"])

    def best(self, limit: int, skip: int) -> list[int]:
        """The numbers of one page, best first."""
        statement = self._statements.best_within if self._is_within else self._statements.best
        found = select(self._db, statement, limit=limit, skip=skip, **self._values)
        return [row["id"] for row in found]


def _article_hit(db: Database, article_id: int, query: str) -> ArticleHit:
    row = select(db, "SELECT * FROM articles WHERE id = :id", id=article_id)[0]
    return ArticleHit(article_ref(row), *snippet(row["body"], query))


def _quotation_hits(db: Database, quotation_ids: list[int], query: str) -> list[QuotationHit]:
    found = read_quotations(db, quotation_ids)
    return [QuotationHit(one, find_marks(one.content, query)) for one in found]
