"""Full-text indexes in one piece: when, and that nothing else changes by it."""

from datetime import UTC, datetime
from itertools import pairwise

from store import ingest
from store.database import select
from store.queries.search import search
from store.writes.upkeep import join_pieces, pages_to_join
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
    for n in range(59):
        ingest.commit(db, report(n), added_by=None, now=NOW)
    assert min(pieces(db)) > 8
    before = [search(db, query) for query in ("peace", "peace year", '"year 3"', "pea")]
    join_pieces(db, -1000)
    join_pieces(db, 1000)
    assert pieces(db) == [1, 1, 1, 1]
    assert [search(db, query) for query in ("peace", "peace year", '"year 3"', "pea")] == before
    ingest.remove_article(db, 3, by=None, now=NOW)
    assert search(db, '"year 2"').n_articles == 0


def test_a_growing_record_is_joined_now_and_then_and_each_article_three_times_at_most():
    begun = [n for n in range(1, 100_000) if pages_to_join(n - 1, n) < 0]
    assert begun[0] >= 500
    assert sum(begun) < 3 * 100_000
    assert all(later / earlier < 1.6 for earlier, later in pairwise(begun))


def test_it_goes_on_for_a_while_in_small_steps():
    steps = [pages_to_join(n - 1, n) for n in range(10_000, 20_000)]
    first = next(i for i, pages in enumerate(steps) if pages < 0)
    assert set(steps[first + 1 : first + 2000]) == {500}
    assert 0 in steps[first + 2000 :]


def test_many_at_once_are_joined_as_one_by_one():
    assert pages_to_join(400, 700) < 0
    assert pages_to_join(0, 499) == 0


def test_articles_that_make_a_record_large_leave_its_indexes_in_few_pieces(db):
    for start in range(0, 656, 8):
        ingest.commit_many(db, [report(n) for n in range(start, start + 8)], added_by=None, now=NOW)
    assert max(pieces(db)) > 8
    ingest.commit_many(db, [report(n) for n in (656, 657)], added_by=None, now=NOW)  # it begins
    assert max(pieces(db)) <= 8


def test_few_pieces_are_left_as_they_are(db):
    for start in range(0, 1000, 500):
        batch = [report(n) for n in range(start, start + 500)]
        ingest.commit_many(db, batch, added_by=None, now=NOW)
    before = pieces(db)
    assert 1 < max(before) <= 8
    join_pieces(db, -500)
    assert pieces(db) == before
