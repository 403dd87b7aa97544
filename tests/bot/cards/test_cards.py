"""Every card, whatever it is made of, is something Discord accepts and nobody can hijack."""

import re

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import articles, corpus, entities, quotations, search
from bot.cards.limits import MAX_TEXT, problems
from bot.messages import explain
from bot.views.context import context_row
from bot.views.layout import compose
from store.errors import UnsupportedFileError
from store.records import Added, ArticleHit, CorpusStats, QuotationHit, SearchResult, Span
from tests.bot.cards import by_hand
from tests.bot.cards.by_hand import unhurried

LONGEST_HEADING = 400

hits = st.integers(0, 300).flatmap(
    lambda start: st.integers(0, 40).map(lambda length: (Span(start, start + length),))
)
results = st.builds(
    SearchResult,
    query=by_hand.hostile_text,
    articles=st.lists(
        st.builds(ArticleHit, article=by_hand.articles, snippet=by_hand.hostile_text, marks=hits),
        max_size=5,
    ).map(tuple),
    n_articles=by_hand.small_counts,
    quotations=st.lists(
        st.builds(QuotationHit, quotation=by_hand.quotations(), marks=hits), max_size=5
    ).map(tuple),
    n_quotations=by_hand.small_counts,
)
stats = st.builds(
    CorpusStats,
    **dict.fromkeys(
        (
            *("n_articles", "n_quotations", "n_direct", "n_mixed", "n_indirect"),
            *("n_attributed", "n_entities", "n_people", "size_bytes"),
        ),
        by_hand.small_counts,
    ),
    first_on=by_hand.days,
    last_on=by_hand.days,
    last_change=st.none() | st.just(by_hand.NOW),
    newest=st.lists(by_hand.rows, max_size=5).map(tuple),
    top_speakers=by_hand.counted(by_hand.entities),
)
added = st.builds(
    Added,
    article=by_hand.articles,
    n_quotations=by_hand.small_counts,
    n_attributed=by_hand.small_counts,
    n_entities=by_hand.small_counts,
    people=st.lists(by_hand.entities, max_size=12).map(tuple),
    dropped=by_hand.dropped,
    date_note=st.none() | by_hand.hostile_text,
    copy_of=st.none() | by_hand.articles,
)


def texts_of(view):
    return [item.content for item in view.walk_children() if isinstance(item, ui.TextDisplay)]


def assert_acceptable(view):
    assert problems(view) == []
    for text in texts_of(view):
        assert text.encode()
        unescaped = re.sub(r"\\[^0-9A-Za-z\s]", "", text)
        bare = re.sub(r"\]\(https?://[^()\s]+\)", "", unescaped)
        assert not re.search(r"@(?:everyone|here)|<[@#:/]|\|\||```|\]\(|://", bare)


@unhurried
@given(st.lists(by_hand.quotations(), min_size=1, max_size=5, unique_by=lambda q: q.id))
def test_a_page_of_quotations(page):
    cards = quotations.cards(page, MAX_TEXT - LONGEST_HEADING)
    view = compose(*cards, context_row(page))
    assert view.content_length() <= MAX_TEXT - LONGEST_HEADING
    assert_acceptable(view)


@unhurried
@given(by_hand.quotations())
def test_a_quotation_in_context(quotation):
    assert_acceptable(compose(quotations.in_context(quotation, MAX_TEXT)))


@unhurried
@given(by_hand.profiles)
def test_a_profile(profile):
    assert_acceptable(compose(entities.profile(profile)))


@unhurried
@given(by_hand.article_profiles)
def test_an_article(profile):
    assert_acceptable(compose(articles.article_card(profile)))


@unhurried
@given(results)
def test_what_a_search_found(result):
    view = compose(ui.TextDisplay("-"), *search.search_cards(result, MAX_TEXT - LONGEST_HEADING))
    assert view.content_length() <= MAX_TEXT - LONGEST_HEADING + 1
    assert_acceptable(view)


@unhurried
@given(stats)
def test_counts(counts):
    view = compose(corpus.corpus_card(counts))
    assert problems(view) == []


@unhurried
@given(added)
def test_what_was_added(done):
    assert_acceptable(compose(articles.added(done)))


@given(st.lists(added, max_size=12), st.lists(st.text(max_size=300), max_size=12))
def test_what_became_of_an_archive(stored, refused):
    sentences = [explain(UnsupportedFileError(name, "no")) for name in refused]
    assert_acceptable(compose(articles.added_many(stored, sentences)))


@pytest.mark.parametrize("make", [articles.removed, articles.restored])
@unhurried
@given(article=by_hand.articles)
def test_what_was_removed_or_restored(make, article):
    assert_acceptable(compose(make(article)))
