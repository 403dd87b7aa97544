"""Full-text indexes in one piece: when, and that nothing else changes by it."""

from datetime import UTC, datetime
from itertools import pairwise

from store import ingest
from store.database import select
from store.queries.search import search
from store.writes.upkeep import is_due, join_indexes
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
INDEXES = ("articles_fts", "quotations_fts", "article_terms_fts", "quotation_terms_fts")


def pieces(db):
    return [
        select(db, f"SELECT count(DISTINCT segid) AS n FROM {index}_idx")[0]["n"]  # noqa: S608
        for index in INDEXES
    ]


def report(n):
    said = f"Peace is near in year {n}"
    return article(
        f"Number {n}. Xi said {said}.", names={"Xi": ("Xi", "PERSON")}, said={said: "Xi"}
    )


def test_joining_leaves_one_piece_of_each_and_finds_the_same(db):
    for n in range(7):
        ingest.commit(db, report(n), added_by=None, now=NOW)
    assert min(pieces(db)) > 1
    before = [search(db, query) for query in ("peace", "peace year", '"year 3"', "pea")]
    join_indexes(db)
    assert pieces(db) == [1, 1, 1, 1]
    assert [search(db, query) for query in ("peace", "peace year", '"year 3"', "pea")] == before
    ingest.remove_article(db, 3, by=None, now=NOW)
    assert search(db, '"year 2"').n_articles == 0


def test_a_growing_record_is_joined_now_and_then_and_each_article_three_times_at_most():
    due = [n for n in range(1, 100_000) if is_due(n - 1, n)]
    assert due[0] >= 500
    assert sum(due) < 3 * 100_000
    assert all(later / earlier < 1.6 for earlier, later in pairwise(due))


def test_many_at_once_are_joined_as_one_by_one():
    assert is_due(400, 700)
    assert not is_due(0, 499)
    assert not is_due(1000, 1001)


def test_articles_that_make_a_record_large_leave_its_indexes_in_one_piece(db):
    for start in range(0, 750, 150):
        batch = [report(n) for n in range(start, start + 150)]
        ingest.commit_many(db, batch, added_by=None, now=NOW)
    assert pieces(db) == [1, 1, 1, 1]
