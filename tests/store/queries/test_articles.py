"""Articles found, listed and read back."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store import ingest
from store.errors import ArticleNotFoundError
from store.queries.articles import (
    complete_articles,
    find_article,
    first_sentences,
    get_article,
    list_articles,
)
from store.records import Dropped, DropReason
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TITLES = ("Talks in Łódź", "Talks in Moscow", "Grain deal ends", "Talks in Moscow", "12")


@pytest.fixture
def filled(db):
    for n, title in enumerate(TITLES, 1):
        annotated = article(f"Text {n}.", title=title, published_on=date(2026, 1, n))
        ingest.commit(db, annotated, added_by=5, now=NOW)
    return db


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("#2", 2),
        ("(#2)", 2),
        ("Talks in Moscow (#2)", 2),
        ("2", 2),
        ("Grain deal ends", 3),
        ("grain", 3),
        ("GRAIN DEAL", 3),
        ("deal", 3),
        ("ends grain", 3),
        ("talks in lodz", 1),
        ("Talks in Moscow", 4),
    ],
)
def test_an_article_is_found_by_number_or_title(filled, asked, number):
    assert find_article(filled, asked).id == number


def test_an_unclear_title_gets_suggestions_newest_first(filled):
    with pytest.raises(ArticleNotFoundError) as refused:
        find_article(filled, "talks")
    assert refused.value.asked == "talks"
    assert refused.value.suggestions == ("Talks in Moscow", "Talks in Moscow", "Talks in Łódź")


@pytest.mark.parametrize("asked", ["", "#99", "99", "😀", "no such title", "9" * 40, "\ud800"])
def test_what_no_article_is_called_is_told(filled, asked):
    with pytest.raises(ArticleNotFoundError):
        find_article(filled, asked)


def test_titles_complete_from_the_beginning_and_from_words(filled):
    assert [ref.id for ref in complete_articles(filled, "talks in m")] == [4, 2]
    assert [ref.id for ref in complete_articles(filled, "mosc")] == [4, 2]
    assert [ref.id for ref in complete_articles(filled, "")] == [5, 4, 3, 2, 1]
    assert [ref.id for ref in complete_articles(filled, "", limit=2)] == [5, 4]
    assert complete_articles(filled, "?!") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40))
@example('"')
@example("title:*")
def test_no_title_breaks_looking_up(filled, typed):
    complete_articles(filled, typed)


def test_pages_of_articles_go_both_ways(filled):
    first = list_articles(filled, limit=2)
    second = list_articles(filled, after=first.next, limit=2)
    third = list_articles(filled, after=second.next, limit=2)
    assert [[row.ref.id for row in page.items] for page in (first, second, third)] == [
        [5, 4],
        [3, 2],
        [1],
    ]
    assert (first.first, second.first, third.first) == (1, 3, 5)
    assert (first.previous, third.next) == (None, None)
    assert list_articles(filled, before=third.previous, limit=2) == second
    assert list_articles(filled, before=second.previous, limit=2) == first


def test_an_empty_record_has_an_empty_page(db):
    page = list_articles(db)
    assert (page.items, page.total, page.first) == ((), 0, 0)


def test_a_profile_tells_who_is_in_it_what_was_said_and_what_was_cut(db):
    annotated = article(
        "Xi met Putin in Moscow. Xi said peace. Xi left war behind. The end.",
        names={
            "Xi": ("Xi Jinping", "PERSON"),
            "Putin": ("Vladimir Putin", "PERSON"),
            "Moscow": ("Moscow", "GPE"),
        },
        said={"peace": "Xi", "war": None},
        dropped=(Dropped("CLICK HERE", DropReason.PROMOTION),),
        date_note="the text speaks of 2022",
    )
    number = ingest.commit(db, annotated, added_by=5, now=NOW).article.id
    profile = get_article(db, number)
    assert profile.summary == "Xi met Putin in Moscow. Xi said peace."
    assert [(one.item.name, one.count) for one in profile.people] == [
        ("Xi Jinping", 3),
        ("Vladimir Putin", 1),
    ]
    assert [one.item.name for one in profile.others] == ["Moscow"]
    assert [quotation.content for quotation in profile.quotations] == ["peace", "war"]
    assert profile.dropped == annotated.article.dropped
    assert profile.date_note == "the text speaks of 2022"
    assert (profile.row.n_quotations, profile.row.n_words, profile.row.added_by) == (2, 14, 5)


@pytest.mark.parametrize("number", [0, 99])
def test_a_profile_of_nothing_is_refused(db, number):
    with pytest.raises(ArticleNotFoundError):
        get_article(db, number)


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("One. Two. Three.", "One. Two."),
        (
            "Mr. Xi met the U.S. Secretary. He left. Late.",
            "Mr. Xi met the U.S. Secretary. He left.",
        ),
        ("“Peace!” he said. It held. More.", "“Peace!” he said. It held."),
        ("First paragraph.\nSecond one. Third.", "First paragraph. Second one."),
        (
            "A headline without a stop\nThen a sentence. More.",
            "A headline without a stop Then a sentence.",
        ),
        ("no sentence at all", "no sentence at all"),
        ("It cost 3.5 million. Fine. More.", "It cost 3.5 million. Fine."),
        ("", ""),
    ],
)
def test_a_summary_is_the_first_two_sentences(text, summary):
    assert first_sentences(text) == summary


def test_a_summary_of_an_endless_sentence_is_cut_at_a_word():
    summary = first_sentences("word " * 10_000)
    assert len(summary) <= 602
    assert summary.endswith("word …")
