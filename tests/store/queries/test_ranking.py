"""Ranking: the best by bm25 are found without scoring everything, and pages hold all once."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from store import ingest
from store.database import open_corpus, select
from store.queries.indexes import ARTICLES, QUOTATIONS
from store.queries.ranking import COUNTED_AT_MOST, best, settle
from store.queries.words import match_of, phrases_in
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST = date(2026, 1, 1)
N_ARTICLES = 240
VOCABULARY = [f"word{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(300)]
COMMON = VOCABULARY[:6]
QUERIES = [
    *COMMON,
    f"{COMMON[0]} {COMMON[1]}.",
    f"{COMMON[1]} {COMMON[4]}.",
    f"{COMMON[0]} {COMMON[2]} {COMMON[3]}.",
    f'"{COMMON[0]} {COMMON[1]}"',
    f"{COMMON[0]} {VOCABULARY[60]}.",
]
BY_BM25 = {
    "articles": """
        SELECT rowid AS id, bm25(articles_fts, 5.0, 1.0) AS score
        FROM articles_fts WHERE articles_fts MATCH :match
    """,
    "quotations": """
        SELECT rowid AS id, bm25(quotations_fts, 1.0, 1.0, 0.0) AS score
        FROM quotations_fts WHERE quotations_fts MATCH :match
    """,
}
# So few that most of what matches is left out of it.
INDEXES = {
    "articles": ARTICLES._replace(pool=60, few=60),
    "quotations": QUOTATIONS._replace(pool=60, few=60),
}


def zipf_text(rng, n_words):
    weights = [1 / (rank + 8) for rank in range(len(VOCABULARY))]
    return " ".join(rng.choices(VOCABULARY, weights, k=n_words))


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A corpus of a few hundred texts, in which some words are nearly everywhere."""
    db = open_corpus(tmp_path_factory.mktemp("large") / "corpus.db")
    db.conn.execute("PRAGMA synchronous = OFF")
    rng = random.Random(3)  # noqa: S311
    for n in range(N_ARTICLES):
        said = zipf_text(rng, rng.randint(3, 45))
        text = f"{zipf_text(rng, rng.randint(100, 800))}\n{said}\nnumber{n}"
        annotated = article(
            text,
            said={said: None},
            title=zipf_text(rng, 5),
            published_on=FIRST + timedelta(days=n),
        )
        ingest.commit(db, annotated, added_by=None, now=NOW)
    yield db
    db.close()


def found(db, index, query, *, since=None, until=None, limit=10, skip=0):
    phrases = settle(db, phrases_in(query))
    return best(db, index, phrases, since=since, until=until, limit=limit, skip=skip)


def exact(db, what, query):
    match = match_of(phrases_in(query), columns=INDEXES[what].columns)
    return {row["id"]: row["score"] for row in select(db, BY_BM25[what], match=match)}


@pytest.mark.parametrize("what", INDEXES)
@pytest.mark.parametrize("query", QUERIES)
def test_the_ten_best_by_bm25_are_among_the_ten_first(large, what, query):
    scores = exact(large, what, query)
    ten = sorted(scores.values())[:10]
    ours = found(large, INDEXES[what], query).ids
    n_right = sum(scores[number] <= ten[-1] + 1e-9 for number in ours)
    assert len(ours) == len(ten)
    assert n_right >= 0.8 * len(ten)


@pytest.mark.parametrize("what", INDEXES)
def test_nearly_all_of_the_ten_best_are_found(large, what):
    """The floor for all questions together; 1.00 of both when set."""
    n_right = n_all = 0
    for query in QUERIES:
        scores = exact(large, what, query)
        ten = sorted(scores.values())[:10]
        n_right += sum(scores[i] <= ten[-1] + 1e-9 for i in found(large, INDEXES[what], query).ids)
        n_all += len(ten)
    assert n_right / n_all >= 0.97


@pytest.mark.parametrize("what", INDEXES)
def test_what_is_scored_is_scored_as_fts5_does(large, what):
    scores = exact(large, what, COMMON[4])
    everything = INDEXES[what]._replace(few=COUNTED_AT_MOST)
    ours = found(large, everything, COMMON[4], limit=COUNTED_AT_MOST).ids
    assert len(ours) == len(scores)
    ordered = [scores[number] for number in ours]
    assert ordered == pytest.approx(sorted(scores.values()), abs=1e-9)


@pytest.mark.parametrize("query", [COMMON[0], f"{COMMON[0]} {COMMON[1]}."])
@pytest.mark.parametrize("what", INDEXES)
def test_pages_hold_every_match_once(large, what, query):
    pages = [found(large, INDEXES[what], query, limit=7, skip=7 * n).ids for n in range(40)]
    numbers = [number for page in pages for number in page]
    assert sorted(numbers) == sorted(exact(large, what, query))


@pytest.mark.parametrize("what", INDEXES)
@pytest.mark.parametrize("query", [COMMON[0], f"{COMMON[0]} {COMMON[1]}.", f'"{COMMON[0]}"'])
def test_a_period_is_kept_to(large, what, query):
    since, until = FIRST + timedelta(days=40), FIRST + timedelta(days=140)
    ours = found(large, INDEXES[what], query, since=since, until=until, limit=COUNTED_AT_MOST)
    dated = f"SELECT id, day FROM {what}"  # noqa: S608
    days = {row["id"]: date.fromisoformat(row["day"]) for row in select(large, dated)}
    fitting = {i for i in exact(large, what, query) if since <= days[i] <= until}
    assert set(ours.ids) == fitting
    assert ours.total == len(fitting)


def test_totals_are_those_of_all_matches(large):
    for query in QUERIES:
        for what, index in INDEXES.items():
            assert found(large, index, query).total == len(exact(large, what, query))
            assert not found(large, index, query).is_more


def test_a_beginning_finds_the_words_that_begin_so(large):
    assert found(large, ARTICLES, "numbe", limit=1).total == N_ARTICLES
    assert found(large, ARTICLES, "number11", limit=20).total == 11  # 11, 110 to 119
    assert found(large, ARTICLES, "numberx").ids == ()


def test_a_removed_article_is_ranked_no_more(large):
    word = "number17"
    assert found(large, ARTICLES, f'"{word}"').total == 1
    ingest.remove_article(large, 18, by=None, now=NOW)
    assert found(large, ARTICLES, f'"{word}"') == (0, False, ())
    assert all(18 not in found(large, INDEXES["articles"], q, limit=300).ids for q in QUERIES)
    ingest.restore_article(large, 18, by=None, now=NOW)
    assert found(large, ARTICLES, f'"{word}"').total == 1


def test_counts_of_words_follow_what_comes_and_goes(large):
    counted = "SELECT n_articles, n_quotations FROM word_counts WHERE word = 'number5'"
    assert [tuple(row) for row in select(large, counted)] == [(1, 0)]
    ingest.remove_article(large, 6, by=None, now=NOW)
    assert select(large, counted) == []
    ingest.restore_article(large, 6, by=None, now=NOW)
    assert [tuple(row) for row in select(large, counted)] == [(1, 0)]
