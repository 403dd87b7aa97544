"""Counts of a whole corpus."""

from datetime import UTC, date, datetime

from store import ingest
from store.queries.counts import get_stats
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NAMES = {"Xi": ("Xi Jinping", "PERSON"), "Moscow": ("Moscow", "GPE")}


def test_an_empty_corpus_counts_nothing(db):
    stats = get_stats(db)
    assert (stats.n_articles, stats.n_quotations, stats.n_entities) == (0, 0, 0)
    assert (stats.first_on, stats.last_change, stats.newest) == (None, None, ())
    assert stats.size_bytes > 0


def test_everything_is_counted_by_what_it_is(db):
    for n, kind in enumerate(("direct", "mixed", "indirect", "direct"), 1):
        annotated = article(
            f"Xi spoke {n} times in Moscow of peace and war.",
            names=NAMES,
            said={"peace": "Xi", "war": None},
            kind=kind,
            published_on=date(2026, 1, n) if n < 4 else None,
        )
        ingest.commit(db, annotated, added_by=None, now=NOW)
    stats = get_stats(db)
    assert (stats.n_articles, stats.n_quotations) == (4, 8)
    assert (stats.n_direct, stats.n_mixed, stats.n_indirect) == (4, 2, 2)
    assert (stats.n_attributed, stats.n_entities, stats.n_people) == (4, 2, 1)
    assert [(one.item.name, one.count) for one in stats.top_speakers] == [("Xi Jinping", 4)]
    assert [row.ref.id for row in stats.newest] == [4, 3, 2, 1]
    assert stats.last_change == NOW


def test_the_period_covered_is_of_dates_that_are_known(db):
    for n, published_on in enumerate((date(2022, 9, 16), None, date(2023, 3, 20))):
        annotated = article(f"Text {n}.", published_on=published_on)
        ingest.commit(db, annotated, added_by=None, now=NOW)
    stats = get_stats(db)
    assert (stats.first_on, stats.last_on) == (date(2022, 9, 16), date(2023, 3, 20))
