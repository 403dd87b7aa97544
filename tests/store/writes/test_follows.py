"""Follows and their ledger: what is new is told once, whatever comes between."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import curate, ingest, letters
from store.database import check_corpus, open_corpus, path_of, select
from store.due import LEASE
from store.errors import TooManyFollowsError
from store.queries import follows as queries
from store.queries.entities import find_entity
from store.records import FollowNews, PostState, StopReason
from store.writes import follows as writes
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ADA, BEN = 7, 8
XI = ("Xi Jinping", "PERSON")
PUTIN = ("Vladimir Putin", "PERSON")
NAMES = {"Xi": XI, "Putin": PUTIN}
DAY = timedelta(days=1)


def add(db, n, *, speaker="Xi", about="Putin", now=NOW):
    words = f"peace number {n} with {about}"
    annotated = article(f"Report {n}. {speaker} said {words}.", names=NAMES, said={words: speaker})
    return ingest.commit(db, annotated, added_by=None, now=now).article.id


def follow(db, name, user_id=ADA, now=NOW):
    entity = find_entity(db, name)
    return writes.follow(db, entity.id, user_id=user_id, most=letters.MOST_FOLLOWS, now=now)


def news_of(db, user_id=ADA, now=NOW):
    return [one for one in queries.read_agenda(db, now).news if one.user_id == user_id]


def claim(db, user_id=ADA, now=NOW):
    """Claim what is new for a member, and return the letter."""
    (news,) = news_of(db, user_id, now)
    upto = queries.read_agenda(db, now).upto_article_id
    assert writes.claim_letter(db, news, upto, nonce="n", now=now)
    return queries.get_letter(db, user_id, upto)


def names_of(db, user_id=ADA):
    return [follow.entity.name for follow in queries.get_following(db, user_id).follows]


@pytest.fixture
def filled(db):
    """A record in which both are known, and Ada follows Xi Jinping."""
    add(db, 1)
    follow(db, "Xi Jinping")
    return db


# ------------------------------------------------------------------ following


def test_following_twice_is_following_once(filled):
    assert follow(filled, "Xi Jinping") is False
    assert follow(filled, "Vladimir Putin") is True
    assert names_of(filled) == ["Xi Jinping", "Vladimir Putin"]


def test_nobody_follows_more_than_one_may(filled):
    with pytest.raises(TooManyFollowsError):
        writes.follow(filled, find_entity(filled, "Putin").id, user_id=ADA, most=1, now=NOW)
    assert names_of(filled) == ["Xi Jinping"]


def test_following_no_longer_leaves_nothing_of_the_member(filled):
    assert writes.unfollow(filled, find_entity(filled, "Xi").id, user_id=ADA) is True
    assert writes.unfollow(filled, find_entity(filled, "Xi").id, user_id=ADA) is False
    assert names_of(filled) == []
    assert select(filled, "SELECT * FROM followers") == []


def test_a_merged_entity_leads_on_to_the_one_that_was_kept(filled):
    xi, putin = find_entity(filled, "Xi").id, find_entity(filled, "Putin").id
    curate.merge(filled, putin, xi, by=None, now=NOW)
    assert names_of(filled) == ["Vladimir Putin"]
    assert writes.follow(filled, putin, user_id=ADA, most=25, now=NOW) is False
    assert writes.unfollow(filled, putin, user_id=ADA) is True
    assert names_of(filled) == []


def test_two_follows_that_became_one_are_listed_and_left_as_one(filled):
    xi, putin = find_entity(filled, "Xi").id, find_entity(filled, "Putin").id
    follow(filled, "Putin")
    curate.merge(filled, xi, putin, by=None, now=NOW)
    assert names_of(filled) == ["Xi Jinping"]
    assert writes.unfollow(filled, xi, user_id=ADA) is True
    assert select(filled, "SELECT * FROM follows") == []


# ------------------------------------------------------------------ what is new


def test_what_was_there_before_is_not_new(filled):
    assert news_of(filled) == []


def test_what_is_said_by_or_about_them_is_new(filled):
    add(filled, 2)
    add(filled, 3, speaker="Putin", about="Xi")
    add(filled, 4, speaker="Putin", about="nobody")
    (news,) = news_of(filled)
    assert (news.after_article_id, news.n_quotations) == (1, 2)


def test_a_quotation_by_one_about_another_that_is_followed_counts_once(filled):
    follow(filled, "Putin")
    add(filled, 2)
    contents = queries.read_letter(filled, claim(filled))
    assert (contents.n_quotations, len(contents.quotations)) == (1, 1)
    assert {one.item.name for one in contents.about} == {"Xi Jinping", "Vladimir Putin"}


def test_who_was_followed_later_is_told_of_later_articles_only(filled):
    add(filled, 2, speaker="Putin", about="nobody")
    follow(filled, "Putin")
    add(filled, 3, speaker="Putin", about="nobody")
    (news,) = news_of(filled)
    assert news.n_quotations == 1
    assert queries.read_letter(filled, claim(filled)).quotations[0].article.id == 3


def test_an_article_removed_before_it_is_told_is_not_told(filled):
    add(filled, 2)
    letter = claim(filled)
    ingest.remove_article(filled, 2, by=None, now=NOW)
    assert queries.read_letter(filled, letter).n_quotations == 0
    add(filled, 3)
    assert news_of(filled) == []  # the letter is still under way


def test_an_article_read_anew_is_not_new(filled):
    text = "Report 1. Xi said peace number 1 with Putin."
    again = article(text, names=NAMES, said={"number 1": "Xi"})  # another quotation is found in it
    ingest.recommit(filled, 1, again, by=1, now=NOW)
    assert news_of(filled) == []


def test_each_member_has_news_of_their_own(filled):
    follow(filled, "Putin", BEN)
    add(filled, 2, about="nobody")
    agenda = queries.read_agenda(filled, NOW)
    assert [one.user_id for one in agenda.news] == [ADA]
    assert agenda.idle == (BEN,)
    writes.pass_over(filled, agenda.idle, agenda.upto_article_id)
    assert queries.read_agenda(filled, NOW).idle == ()


def test_a_hundred_articles_make_one_message_that_shows_the_newest(filled):
    for n in range(2, 102):
        add(filled, n)
    letter = claim(filled)
    contents = queries.read_letter(filled, letter)
    assert contents.n_quotations == 100
    assert [one.article.id for one in contents.quotations] == [101, 100, 99, 98, 97]
    writes.mark_letter_sent(filled, letter.id, message_id=1, now=NOW)
    assert news_of(filled) == []


# ------------------------------------------------------------------ the ledger


def test_what_was_claimed_is_not_claimed_again(filled):
    add(filled, 2)
    (news,) = news_of(filled)
    assert writes.claim_letter(filled, news, 2, nonce="n", now=NOW) is True
    assert writes.claim_letter(filled, news, 2, nonce="n", now=NOW) is False
    add(filled, 3)
    assert writes.claim_letter(filled, news, 3, nonce="n", now=NOW) is False


def test_of_two_processes_one_claims(filled):
    add(filled, 2)
    (news,) = news_of(filled)
    with closing(open_corpus(Path(path_of(filled)))) as other:
        claimed = [writes.claim_letter(db, news, 2, nonce="n", now=NOW) for db in (filled, other)]
    assert claimed == [True, False]


def test_a_claim_under_way_is_left_alone_until_its_lease_is_over(filled):
    add(filled, 2)
    letter = claim(filled)
    soon, later = NOW + LEASE / 2, NOW + LEASE
    assert writes.reclaim_letter(filled, letter.id, lease=LEASE, now=soon) is False
    assert writes.reclaim_letter(filled, letter.id, lease=LEASE, now=later) is True
    again = queries.get_letter(filled, ADA, 2)
    assert (again.attempts, again.first_tried_at) == (2, NOW)


def test_a_failed_one_begins_a_new_nonce_window(filled):
    add(filled, 2)
    letter = claim(filled)
    writes.close_letter(filled, letter.id, PostState.FAILED, note="no")
    assert writes.reclaim_letter(filled, letter.id, lease=LEASE, now=NOW + DAY) is True
    assert queries.get_letter(filled, ADA, 2).first_tried_at == NOW + DAY


def test_a_sent_message_is_never_unsaid(filled):
    add(filled, 2)
    letter = claim(filled)
    writes.mark_letter_sent(filled, letter.id, message_id=5, now=NOW)
    writes.close_letter(filled, letter.id, PostState.FAILED, note="no")
    writes.note_letter(filled, letter.id, note="no")
    assert writes.reclaim_letter(filled, letter.id, lease=LEASE, now=NOW + DAY) is False
    last = queries.get_following(filled, ADA).last
    assert (last.state, last.message_id, last.note) == (PostState.SENT, 5, None)


def test_old_messages_are_forgotten_when_a_new_one_is_claimed(filled):
    add(filled, 2)
    writes.mark_letter_sent(filled, claim(filled).id, message_id=5, now=NOW)
    add(filled, 3)
    claim(filled, now=NOW + 31 * DAY)
    assert [letter.upto_article_id for letter in queries.list_letters(filled, ADA)] == [3]


# ------------------------------------------------------------------ stopping


def test_a_stopped_member_is_not_written_to_until_they_say_so(filled):
    add(filled, 2)
    letter = claim(filled)
    writes.stop_follower(filled, ADA, StopReason.CLOSED, letter_id=letter.id, now=NOW)
    add(filled, 3)
    agenda = queries.read_agenda(filled, NOW)
    assert (agenda.news, agenda.open, agenda.owed_a_word) == ((), (), {ADA})
    following = queries.get_following(filled, ADA)
    assert (following.stopped_at, following.stop_reason) == (NOW, StopReason.CLOSED)
    stale = FollowNews(ADA, 1, 1, NOW)
    assert writes.claim_letter(filled, stale, 3, nonce="n", now=NOW) is False
    assert writes.resume_follower(filled, ADA) is True
    assert writes.resume_follower(filled, ADA) is False
    assert news_of(filled) == []  # what came meanwhile is in the record, not in the post
    add(filled, 4)
    assert news_of(filled)[0].n_quotations == 1


def test_a_member_is_owed_a_word_until_it_was_said(filled):
    writes.stop_follower(filled, ADA, StopReason.CLOSED, letter_id=None, now=NOW)
    writes.mark_told(filled, ADA, now=NOW)
    assert queries.read_agenda(filled, NOW).owed_a_word == frozenset()


def test_who_left_is_forgotten_after_a_month_and_nobody_else(filled):
    follow(filled, "Putin", BEN)
    writes.stop_follower(filled, ADA, StopReason.LEFT, letter_id=None, now=NOW)
    writes.stop_follower(filled, BEN, StopReason.CLOSED, letter_id=None, now=NOW)
    assert queries.read_agenda(filled, NOW + 29 * DAY).gone == ()
    gone = queries.read_agenda(filled, NOW + 31 * DAY).gone
    assert gone == (ADA,)
    writes.forget_gone(filled, [*gone, BEN])
    assert names_of(filled) == []
    assert names_of(filled, BEN) == ["Vladimir Putin"]


def test_a_record_of_follows_stays_sound(filled):
    add(filled, 2)
    claim(filled)
    ingest.remove_article(filled, 1, by=None, now=NOW)
    ingest.remove_article(filled, 2, by=None, now=NOW)
    following = queries.get_following(filled, ADA)
    assert [follow.is_on_record for follow in following.follows] == [False]
    assert check_corpus(Path(path_of(filled))) == []
