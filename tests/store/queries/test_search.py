"""Full-text search: what is found, in which order, and what of it matched."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store import ingest
from store.queries.search import search
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
XI = ("Xi Jinping", "PERSON")
TEXTS = (
    ("Drones over Kyiv", "Many drones came at night.\n“The drones were shot down,” Xi said."),
    ("Grain", "One drone fell into a field of grain. Xi spoke of a good harvest."),
    ("Quiet day", "Nothing happened. Xi slept."),
)


@pytest.fixture
def filled(db):
    for n, (title, text) in enumerate(TEXTS, 1):
        said = {"The drones were shot down,": "Xi"} if n == 1 else {}
        annotated = article(
            text, names={"Xi": XI}, said=said, title=title, published_on=date(2026, 1, n)
        )
        ingest.commit(db, annotated, added_by=None, now=NOW)
    return db


def articles_in(result):
    return [hit.article.id for hit in result.articles]


def marked(hit_text, marks):
    return [hit_text[mark.start : mark.end] for mark in marks]


def test_words_find_articles_and_quotations_with_what_matched(filled):
    result = search(filled, "drones")
    assert articles_in(result) == [1]
    assert marked(result.articles[0].snippet, result.articles[0].marks) == ["drones", "drones"]
    (hit,) = result.quotations
    assert marked(hit.quotation.content, hit.marks) == ["drones"]
    assert (result.n_articles, result.n_quotations, result.first) == (1, 1, 1)
    assert not result.has_next


def test_the_best_comes_first(filled):
    assert articles_in(search(filled, "drone")) == [1, 2]


def test_a_title_counts_more_than_a_mention_in_passing(filled):
    assert articles_in(search(filled, "grain")) == [2]
    ingest.commit(filled, article("Some grain there.", title="Fields"), added_by=None, now=NOW)
    assert articles_in(search(filled, "grain"))[0] == 2


def test_quotations_are_found_by_their_speaker_too(filled):
    assert search(filled, "Jinping").n_quotations == 1
    assert search(filled, "Jinping shot").n_quotations == 1


def test_the_numbers_that_search_filters_by_are_not_words(filled):
    assert search(filled, "s1").n_quotations == 0


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ({"since": date(2026, 1, 2)}, [2]),
        ({"until": date(2026, 1, 1)}, [1]),
        ({"since": date(2026, 1, 1), "until": date(2026, 1, 2)}, [1, 2]),
        ({"since": date(2027, 1, 1)}, []),
    ],
)
def test_a_period_limits_what_is_found(filled, period, found):
    result = search(filled, "drone", **period)
    assert articles_in(result) == found
    assert result.n_articles == len(found)
    assert result.n_quotations == (1 in found)


@pytest.mark.parametrize("query", ["", "  ", "😀", "?!", '""', "_"])
def test_nothing_to_look_for_finds_nothing(filled, query):
    result = search(filled, query)
    assert (result.articles, result.quotations, result.first) == ((), (), 0)
    assert (result.n_articles, result.n_quotations, result.has_next) == (0, 0, False)


def test_pages_hold_everything_once(filled):
    for n in range(7):
        ingest.commit(filled, article(f"More drones, {n}."), added_by=None, now=NOW)
    pages = [search(filled, "drones", limit=3, page=page) for page in (1, 2, 3, 4)]
    found = [number for page in pages for number in articles_in(page)]
    assert len(found) == len(set(found)) == 8
    assert [page.first for page in pages] == [1, 4, 7, 0]
    assert [page.has_next for page in pages] == [True, True, False, False]
    assert articles_in(search(filled, "drones", limit=3, page=-5)) == articles_in(pages[0])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=80))
@example('drones" OR title:*')
@example("drones NEAR(a b)")
@example("'; DROP TABLE articles; --")
@example("\x00\ud800")
def test_no_query_breaks_search(filled, query):
    result = search(filled, query)
    for hit in result.articles:
        assert all(0 <= mark.start < mark.end <= len(hit.snippet) for mark in hit.marks)


def test_a_text_that_repeats_a_word_endlessly_is_searched_in_time(db):
    text = "peace talks " * 20_000
    ingest.commit(db, article(text, said={text: None}), added_by=None, now=NOW)
    result = search(db, "peace talk")
    assert len(result.articles[0].snippet) < 300
    assert (result.n_articles, result.n_quotations) == (1, 1)
