"""Digests when something goes wrong: nothing doubled, nothing lost without a word."""

from datetime import timedelta

import pytest

from store.due import LEASE, NONCE_WINDOW
from store.records import PostState

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MESSAGES = "/channels/*/messages"


# ------------------------------------------------------------------ the place


async def test_a_deleted_channel_makes_the_digest_wait_and_says_so_once(server, posts, logs):
    await server.schedule()
    server.env.backend.delete_channel(server.channel.id)
    await server.tick(6 * MINUTE)
    await server.tick(3 * MINUTE, times=20)
    assert await server.waits() == ["the channel was deleted"]
    (word,) = posts(logs)
    assert "waits: the channel was deleted" in word
    assert "settings are kept" in word


async def test_what_is_wrong_with_digests_can_be_asked(server):
    await server.schedule()
    await server.schedule()
    assert await server.digests.troubles(server.guild.id) == ()
    server.env.backend.delete_channel(server.channel.id)
    await server.tick(6 * MINUTE)
    found = await server.digests.troubles(server.guild.id)
    assert [(t.digest.id, t.kind, t.why) for t in found] == [
        (n, "waiting", "the channel was deleted") for n in (1, 2)
    ]


async def test_without_a_log_channel_the_owner_is_told(server, posts):
    await server.schedule()
    server.env.backend.delete_channel(server.channel.id)
    await server.tick(6 * MINUTE)
    assert "waits: the channel was deleted" in posts(server.guild.owner.dm_channel)[0]


async def test_a_lost_permission_is_named_and_when_it_is_back_the_post_comes_late(
    server, posts, logs
):
    await server.schedule()
    server.deny("send_messages")
    await server.tick(6 * MINUTE)
    assert "I lack Send Messages" in (await server.waits())[0]
    await server.tick(10 * MINUTE, times=6)
    server.deny()
    await server.tick(3 * MINUTE)
    assert len(posts(server.channel)) == 1
    assert await server.waits() == [None]
    waits, goes_on = posts(logs)
    assert "waits" in waits
    assert "goes on" in goes_on


async def test_a_digest_goes_on_before_it_is_due_again(server, posts, logs):
    await server.schedule()
    server.deny("view_channel")
    await server.tick(6 * MINUTE)
    await server.tick(7 * HOUR)
    server.deny()
    await server.tick(3 * MINUTE, times=2)
    assert await server.waits() == [None]
    assert posts(server.channel) == []
    assert "goes on" in posts(logs)[-1]
    await server.tick(17 * HOUR)
    assert len(posts(server.channel)) == 1


async def test_a_refusal_nobody_foresaw_is_reported_once_and_tried_less_and_less(
    server, posts, logs
):
    await server.schedule()
    server.env.inject_error("POST", server.messages, status=403, times=None)
    await server.tick(6 * MINUTE)
    await server.tick(MINUTE, times=60)
    tries = [
        r for r in server.env.http_requests if r.path == f"/channels/{server.channel.id}/messages"
    ]
    assert 5 <= len([r for r in tries if r.method == "POST"]) <= 12
    assert len(posts(logs)) == 1
    server.env.backend.faults.clear()
    await server.tick(MINUTE, times=20)
    assert len(posts(server.channel)) == 1
    assert "goes on" in posts(logs)[-1]


# ------------------------------------------------------------------ Discord's failures


@pytest.mark.parametrize("status", [400, 500, 503])
async def test_other_failures_are_tried_again(server, posts, status):
    await server.schedule()
    server.env.inject_error("POST", MESSAGES, status=status, times=3)
    await server.tick(6 * MINUTE)
    assert posts(server.channel) == []
    await server.tick(MINUTE, times=12)
    assert len(posts(server.channel)) == 1
    assert await server.ledger() == [(PostState.SENT, None)]


async def test_what_fails_for_six_hours_is_missed_and_says_so(server, posts, logs):
    await server.schedule()
    server.env.inject_error("POST", server.messages, status=400, times=None)
    await server.tick(6 * MINUTE)
    await server.tick(5 * MINUTE, until=server.clock.now + 7 * HOUR)
    assert await server.ledger() == [(PostState.MISSED, "Discord answered 400")]
    (word,) = posts(logs)
    assert "was not posted for 2 March 2026: Discord answered 400" in word


# ------------------------------------------------------------------ sleep and clocks


async def test_after_five_hours_asleep_it_is_posted_late(server, posts):
    await server.schedule()
    await server.tick(5 * HOUR)
    assert len(posts(server.channel)) == 1


async def test_after_thirty_hours_asleep_yesterday_is_missed_and_said(server, posts, logs):
    await server.schedule()
    await server.tick(30 * HOUR)
    (post,) = posts(server.channel)
    assert "3 March" in post
    (word,) = posts(logs)
    assert "was not posted for 2 March 2026: it was due more than 6 hours before" in word


@pytest.mark.parametrize("jump", [HOUR, DAY])
async def test_a_clock_that_jumps_back_repeats_nothing(server, posts, jump):
    await server.schedule()
    await server.tick(6 * MINUTE)
    server.clock.now -= jump
    for _ in range(4):
        server.clock.now += jump / 4
        await server.digests.settle(server.guild.id)
        await server.tick()
    assert len(posts(server.channel)) == 1


@pytest.mark.parametrize(
    ("jump", "dates"), [(HOUR, ["2 March"]), (DAY, ["3 March"])], ids=["an hour", "a day"]
)
async def test_a_clock_that_jumps_forward_and_back_posts_each_date_once(
    server, posts, logs, jump, dates
):
    """What an hour leaps over is late; what a day leaps over is missed, and said."""
    await server.schedule()
    await server.tick(jump + 6 * MINUTE)
    server.clock.now -= jump
    await server.digests.settle(server.guild.id)
    await server.tick(MINUTE, times=10)
    await server.tick(jump)
    found = posts(server.channel)
    assert len(found) == len(dates)
    assert all(date in post for date, post in zip(dates, found, strict=True))
    assert len(posts(logs)) == (jump == DAY)


# ------------------------------------------------------------------ a process that died


async def test_a_claim_under_way_elsewhere_is_left_alone(server, posts):
    await server.schedule()
    server.clock.now += 6 * MINUTE
    await server.claim()
    await server.tick(LEASE - timedelta(seconds=1))
    assert posts(server.channel) == []


async def test_inside_the_nonce_window_an_abandoned_claim_is_sent_with_its_nonce(server, posts):
    await server.schedule()
    server.clock.now += 5 * MINUTE
    _, post = await server.claim()
    await server.tick(LEASE + timedelta(seconds=5))
    assert len(posts(server.channel)) == 1
    (sent,) = server.sent()
    assert (sent["nonce"], sent["enforce_nonce"]) == (post.nonce, True)


async def test_after_the_window_a_post_that_is_there_is_found(server, posts, logs):
    await server.schedule()
    server.clock.now += 5 * MINUTE
    job, post = await server.claim()
    server.same_time()
    await server.post_like_the_bot(job, post)
    await server.tick(NONCE_WINDOW + MINUTE)
    assert len(posts(server.channel)) == 1
    assert await server.ledger() == [(PostState.SENT, None)]
    assert posts(logs) == []


async def test_after_the_window_a_post_that_is_not_there_is_uncertain_and_not_repeated(
    server, posts, logs
):
    await server.schedule()
    server.clock.now += 5 * MINUTE
    await server.claim()
    await server.tick(NONCE_WINDOW + MINUTE)
    await server.tick(MINUTE, times=10)
    assert posts(server.channel) == []
    assert (await server.ledger())[0][0] is PostState.UNCERTAIN
    (word,) = posts(logs)
    assert "may not have arrived for 2 March 2026" in word
    assert "It is not repeated" in word


async def test_a_backup_put_back_does_not_post_again(server, posts, settings, restart):
    await server.schedule()
    path = settings.corpora_dir / f"{server.guild.id}.db"
    await restart()
    backup = path.read_bytes()
    await server.tick(6 * MINUTE)
    assert len(posts(server.channel)) == 1
    await server.env.bot.corpus.close()
    for old in path.parent.glob(f"{path.name}-*"):
        old.unlink()
    path.write_bytes(backup)
    await restart()
    await server.tick(10 * MINUTE)
    assert len(posts(server.channel)) == 1
    assert await server.ledger() == [(PostState.SENT, None)]


async def test_one_servers_broken_file_does_not_stop_the_others(server, posts, settings, env):
    other = env.create_guild("Elsewhere")
    await env.settle()
    (settings.corpora_dir / f"{other.id}.db").write_bytes(b"no database at all " * 100)
    await server.schedule()
    await server.tick(6 * MINUTE)
    assert len(posts(server.channel)) == 1
