"""The digest's card: always within Discord's limits, always found again, nobody mentioned."""

from datetime import date

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.digest import digest_card, mark_of, plan_in_words
from store.records import (
    ComposedDigest,
    DigestDays,
    DigestPlan,
    EntityRef,
    EntityType,
    Riser,
)
from tests.bot.cards import by_hand
from tests.bot.cards.by_hand import NOW, make_article, make_quotation, unhurried
from tests.bot.cards.test_cards import assert_acceptable, texts_of

TODAY = date(2026, 3, 2)
MARK = "Digest 3 · Monday 2 March 2026"

risers = st.lists(
    st.builds(
        Riser, entity=by_hand.entities, now=by_hand.small_counts, before=by_hand.small_counts
    ),
    max_size=5,
).map(tuple)
composed_digests = st.builds(
    ComposedDigest,
    local_date=st.dates(),
    since=st.just(NOW),
    until=st.just(NOW),
    articles=st.lists(by_hand.rows, max_size=5).map(tuple),
    n_articles=by_hand.small_counts,
    quotations=st.lists(by_hand.quotations(), max_size=5).map(tuple),
    n_quotations=by_hand.small_counts,
    risers=risers,
    n_compared=by_hand.small_counts,
    n_before=by_hand.small_counts,
    from_the_record=st.none() | by_hand.quotations(),
)


def compose(**changes):
    values = {
        "local_date": TODAY,
        "since": NOW,
        "until": NOW,
        "articles": (),
        "n_articles": 0,
        "quotations": (),
        "n_quotations": 0,
        "risers": (),
    }
    return ComposedDigest(**{**values, **changes})


def words_of(composed, **options):
    return "\n".join(texts_of(digest_card(composed, footer=MARK, **options)))


@unhurried
@given(composed_digests, st.integers(1, 2**53), st.dates())
def test_whatever_it_holds_it_fits_and_bears_its_mark(composed, number, day):
    mark = mark_of(number, day)
    view = digest_card(composed, footer=mark)
    assert_acceptable(view)
    assert texts_of(view)[-1] == f"-# {mark}"
    assert len(mark) <= 100


def test_the_mark_of_a_digest_is_not_part_of_anothers():
    marks = [mark_of(number, TODAY) for number in (3, 13, 33)]
    assert marks[0] == MARK
    assert not any(a in b for a in marks for b in marks if a != b)


def test_the_role_stands_above_the_card():
    first, *_ = texts_of(digest_card(compose(), footer=MARK, role_id=77))
    assert first == "<@&77>"


def test_a_quotation_has_a_button_to_its_article():
    view = digest_card(compose(n_articles=1, quotations=(make_quotation(),)), footer=MARK)
    (button,) = [item for item in view.walk_children() if isinstance(item, ui.Button)]
    assert button.url == "https://news.example/harbour"


@pytest.mark.parametrize("url", [None, "javascript:alert(1)"], ids=["none", "no web page"])
def test_an_article_without_an_address_is_cited_in_words(url):
    quotation = make_quotation(article=make_article(url=url))
    view = digest_card(compose(n_articles=1, quotations=(quotation,)), footer=MARK)
    assert not [item for item in view.walk_children() if isinstance(item, ui.Button)]
    assert "Harbour Gazette · 15 September 2022" in "\n".join(texts_of(view))


def test_an_empty_day_says_since_when_nothing_is_new():
    words = words_of(compose(from_the_record=make_quotation()))
    assert "## From the record\nNothing new since <t:" in words
    assert "The harbour stays open" in words


def test_an_empty_record_says_so():
    assert "## Nothing new" in words_of(compose())


def test_more_articles_than_are_listed_are_counted():
    rows = tuple(by_hand.ArticleRow(make_article(id=n), None, 9, 1, None, None) for n in range(5))
    words = words_of(compose(articles=rows, n_articles=12))
    assert "12 articles and 0 quotations" in words
    assert "and 7 more articles" in words


def test_who_rose_is_told_with_both_counts_and_what_they_are_of():
    riser = Riser(EntityRef(1, "Xi_Jinping", EntityType.PERSON), 4, 1, 30)
    words = words_of(compose(n_articles=9, risers=(riser,), n_compared=8, n_before=1200))
    assert "### On the rise\n- **Xi\\_Jinping** · 4 of 8 articles, before 1 of 1,200" in words


def test_with_nothing_before_nobody_is_said_to_have_risen():
    riser = Riser(EntityRef(1, "Xi Jinping", EntityType.PERSON), 4, 0, 30)
    words = words_of(compose(n_articles=9, risers=(riser,), n_compared=9))
    assert "### Named most\n- **Xi Jinping** · 4 of 9 articles" in words
    assert "before" not in words


def test_articles_beside_quotations_are_also_new_and_those_cited_are_not_counted_as_more():
    rows = (by_hand.ArticleRow(make_article(id=7), None, 9, 1, None, None),)
    shown = {"articles": rows, "quotations": (make_quotation(),)}
    assert "### Also new\n- " in words_of(compose(n_articles=2, **shown))
    assert "more article" not in words_of(compose(n_articles=2, **shown))
    assert "and 1 more article:" in words_of(compose(n_articles=3, **shown))


def test_a_picture_is_told_in_words():
    card = digest_card(compose(n_articles=1), footer=MARK, picture_alt="Xi rose.")
    (gallery,) = [item for item in card.walk_children() if isinstance(item, ui.MediaGallery)]
    assert gallery.items[0].description == "Xi rose."
    assert_acceptable(card)


@pytest.mark.parametrize(
    ("days", "weekday", "words"),
    [
        (DigestDays.DAILY, None, "every day at 08:00 (Europe/Kyiv) in <#5>"),
        (DigestDays.WEEKDAYS, None, "Monday to Friday at 08:00 (Europe/Kyiv) in <#5>"),
        (DigestDays.WEEKLY, 6, "every Sunday at 08:00 (Europe/Kyiv) in <#5>"),
    ],
)
def test_a_plan_is_said_in_words(days, weekday, words):
    assert plan_in_words(DigestPlan(5, "08:00", "Europe/Kyiv", days, weekday)) == words
