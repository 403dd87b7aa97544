"""When a follower is written to: in batches, not for ever later, and never too often."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from store import letters
from store.letters import HOUR, LONGEST_WAIT, LOOK_AGAIN, MOST_AN_HOUR, QUIET
from store.records import FollowAgenda, FollowNews

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def news(first=NOW, recent=()):
    return FollowNews(7, 1, 3, first, tuple(recent))


def agenda(last=NOW, **more):
    return FollowAgenda(upto_article_id=9, last_added_at=last, **more)


def test_a_message_waits_until_nothing_was_added_for_a_while():
    assert letters.due_at(news(), agenda(), NOW) == NOW + QUIET
    assert letters.due_at(news(), agenda(NOW + MINUTE), NOW + MINUTE) == NOW + MINUTE + QUIET


def test_a_long_import_does_not_keep_it_waiting_for_ever():
    late = NOW + 2 * LONGEST_WAIT
    assert letters.due_at(news(), agenda(late), late) == NOW + LONGEST_WAIT


def test_nobody_gets_more_than_a_few_an_hour():
    recent = [NOW - n * MINUTE for n in range(MOST_AN_HOUR, 0, -1)]
    assert letters.due_at(news(recent=recent), agenda(), NOW) == recent[0] + HOUR
    assert letters.due_at(news(recent=recent[1:]), agenda(), NOW) == NOW + QUIET


def test_what_was_sent_more_than_an_hour_ago_does_not_count():
    recent = [NOW - HOUR - n * MINUTE for n in range(MOST_AN_HOUR)]
    assert letters.due_at(news(recent=recent), agenda(), NOW) == NOW + QUIET


def test_a_clock_that_jumped_back_keeps_nobody_waiting():
    tomorrow = NOW + timedelta(days=1)
    assert letters.due_at(news(tomorrow), agenda(tomorrow), NOW) == NOW


@given(
    st.lists(st.integers(0, 7200), max_size=8),
    st.integers(-7200, 7200),
    st.integers(-7200, 7200),
)
def test_it_is_always_told_within_the_longest_wait_and_an_hour(recent, first, last):
    """However the times lie: at the longest after one hour's limit, and the limit holds."""
    sent = sorted(NOW - timedelta(seconds=seconds) for seconds in recent)
    oldest = NOW + timedelta(seconds=min(first, last))
    found = letters.due_at(
        news(oldest, sent), agenda(NOW + timedelta(seconds=max(first, last))), NOW
    )
    assert found <= max(NOW, oldest) + LONGEST_WAIT + HOUR
    if oldest <= NOW:
        told = max(found, NOW)
        assert sum(told - HOUR < one for one in sent) < MOST_AN_HOUR


def test_a_server_is_looked_at_again_even_when_nothing_is_known():
    assert letters.wakes_at(FollowAgenda(), NOW) == NOW + LOOK_AGAIN
    assert letters.wakes_at(agenda(news=(news(),)), NOW) == NOW + QUIET


def test_a_nonce_is_one_messages_own_and_fits():
    nonces = {letters.nonce_of(g, u, n) for g in (1, 2) for u in (1, 2) for n in (1, 2)}
    assert len(nonces) == 8
    assert {len(nonce) for nonce in nonces} == {24}
    assert letters.nonce_of(1, 2, 3) == letters.nonce_of(1, 2, 3)
