"""Feeds and their items: noted once, read once, and taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from store import ingest, mend
from store.database import select
from store.errors import DuplicateFeedError, FeedNotFoundError
from store.queries import feeds as queries
from store.queries.audit import list_changes
from store.records import FeedItem, ReadFeed
from store.writes import feeds
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=30)
URL = "https://gazette.example/feed"


def items(*numbers):
    return tuple(
        FeedItem(f"https://gazette.example/{n}", f"T{n}", date(2026, 3, 1)) for n in numbers
    )


def add(db, *numbers, url=URL, n_newest=2):
    read = ReadFeed("Harbour Gazette", items(*numbers))
    return feeds.add_feed(
        db,
        url,
        read,
        n_newest=n_newest,
        etag='"a"',
        last_modified=None,
        next_at=LATER,
        by=7,
        now=NOW,
    )


def look(db, feed_id, *numbers, now=LATER):
    return feeds.note_look(
        db,
        feed_id,
        items(*numbers),
        etag=None,
        last_modified="x",
        next_at=now + timedelta(hours=1),
        now=now,
    )


def waiting(db, now=LATER):
    return [one.item.title for one in queries.waiting_items(db, now, limit=100)]


def standing(db):
    return [(one.feed.id, one.feed.is_paused) for one in queries.list_feeds(db)]


def test_a_new_feed_has_its_newest_items_read_oldest_first(db):
    number = add(db, 4, 3, 2, 1)
    feed = queries.get_feed(db, number)
    assert (feed.url, feed.title, feed.etag) == (URL, "Harbour Gazette", '"a"')
    assert waiting(db) == ["T3", "T4"]


@pytest.mark.parametrize("url", [URL, "http://www.gazette.example/feed#x", f"{URL}?utm_source=x"])
def test_a_feed_is_followed_once(db, url):
    number = add(db)
    with pytest.raises(DuplicateFeedError) as told:
        add(db, url=url)
    assert told.value.feed_id == number
    assert queries.count_feeds(db) == 1


def test_an_item_is_new_once(db):
    number = add(db, 2, 1)
    assert look(db, number, 3, 2, 1) == 1
    assert look(db, number, 3, 2, 1) == 0
    assert waiting(db) == ["T1", "T2", "T3"]
    assert queries.get_feed(db, number).last_modified == "x"


def test_what_was_read_is_not_read_again(db):
    number = add(db, 1)
    done = ingest.commit(db, article("One."), added_by=None, now=NOW)
    (item,) = queries.waiting_items(db, LATER, limit=5)
    feeds.close_item(db, item.id, article_id=done.article.id, note=None)
    look(db, number, 1)
    assert waiting(db) == []
    (standing,) = queries.list_feeds(db)
    assert (standing.n_articles, standing.n_waiting, standing.n_refused) == (1, 0, 0)


def test_an_item_that_is_put_off_waits(db):
    add(db, 1)
    (item,) = queries.waiting_items(db, LATER, limit=5)
    feeds.put_off_item(db, item.id, note="busy", next_at=LATER + timedelta(hours=1))
    assert waiting(db) == []
    assert queries.next_item_at(db) == LATER + timedelta(hours=1)
    (item,) = queries.waiting_items(db, LATER + timedelta(hours=1), limit=5)
    assert item.n_tries == 1


def test_failures_are_counted_until_it_answers(db):
    number = add(db)
    for n in (1, 2, 3):
        assert feeds.note_failure(db, number, "no answer", next_at=LATER, now=NOW) == n
    assert queries.get_feed(db, number).last_error == "no answer"
    look(db, number)
    assert queries.get_feed(db, number).n_failures == 0


def test_a_paused_feed_is_neither_asked_nor_read_and_goes_on(db):
    number = add(db, 1)
    assert feeds.pause_feed(db, number, reason="gone", by=None, now=NOW)
    assert not feeds.pause_feed(db, number, reason=None, by=7, now=NOW)
    assert (queries.due_feeds(db, LATER), waiting(db)) == ((), [])
    assert (queries.next_look(db), queries.next_item_at(db)) == (None, None)
    assert feeds.resume_feed(db, number, by=7, now=NOW)
    assert not feeds.resume_feed(db, number, by=7, now=NOW)
    assert [feed.id for feed in queries.due_feeds(db, NOW)] == [number]
    assert waiting(db) == ["T1"]


def test_a_removed_feed_is_gone_and_comes_back_with_what_it_knew(db):
    number = add(db, 2, 1)
    change = feeds.remove_feed(db, number, by=7, now=NOW)
    assert (queries.list_feeds(db), waiting(db), queries.next_look(db)) == ((), [], None)
    for write in (feeds.pause_feed, feeds.resume_feed, feeds.remove_feed):
        options = {"reason": None} if write is feeds.pause_feed else {}
        with pytest.raises(FeedNotFoundError):
            write(db, number, by=7, now=NOW, **options)
    mend.take_back(db, change, by=8, now=NOW)
    assert waiting(db) == ["T1", "T2"]
    assert look(db, number, 2, 1) == 0


def test_a_feed_added_again_meanwhile_keeps_the_removed_one_away(db):
    change = feeds.remove_feed(db, add(db), by=7, now=NOW)
    add(db)
    with pytest.raises(DuplicateFeedError):
        mend.take_back(db, change, by=8, now=NOW)


@pytest.mark.parametrize("action", ["feed.add", "feed.pause", "feed.resume", "feed.remove"])
def test_each_change_is_taken_back_and_again(db, action):
    number = add(db)
    if action in {"feed.pause", "feed.resume"}:
        feeds.pause_feed(db, number, reason=None, by=7, now=NOW)
    if action == "feed.resume":
        feeds.resume_feed(db, number, by=7, now=NOW)
    if action == "feed.remove":
        feeds.remove_feed(db, number, by=7, now=NOW)
    state = standing(db)
    latest = list_changes(db).items[0]
    assert latest.action == action
    taken = mend.take_back(db, latest.id, by=8, now=NOW)
    assert standing(db) != state
    mend.take_back(db, taken.entry.id, by=8, now=NOW)
    assert standing(db) == state


def test_a_look_at_a_feed_that_was_removed_meanwhile_notes_nothing(db):
    number = add(db)
    feeds.remove_feed(db, number, by=7, now=NOW)
    assert look(db, number, 5) == 0
    assert waiting(db) == []


def test_items_long_out_of_the_feed_are_forgotten(db):
    number = add(db, 1, n_newest=0)
    look(db, number, 2, now=NOW + timedelta(days=91))
    known = [row["title"] for row in select(db, "SELECT title FROM feed_items")]
    assert known == ["T2"]
