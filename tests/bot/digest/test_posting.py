"""Digests as a server sees them on ordinary days: once for each date, and worth reading."""

import asyncio
from datetime import timedelta

import pytest

from bot.digest.schedule import DigestSchedule
from store.records import DigestDays, PostState

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def test_a_digest_is_posted_when_it_is_due_and_not_again(server, posts):
    await server.schedule()
    await server.tick(timedelta(minutes=4, seconds=59))
    assert posts(server.channel) == []
    await server.tick(timedelta(seconds=30), times=20)
    (post,) = posts(server.channel)
    assert post.endswith("-# Digest 1 · Monday 2 March 2026")
    assert await server.ledger() == [(PostState.SENT, None)]


async def test_a_time_already_past_today_waits_for_tomorrow(server, posts):
    past = server.clock.now - HOUR
    await server.schedule(local_time=f"{past:%H:%M}")
    await server.tick(HOUR, times=22)
    assert posts(server.channel) == []
    await server.tick(HOUR)
    assert len(posts(server.channel)) == 1


async def test_what_was_added_since_the_last_digest_is_shown_once(server, posts):
    await server.schedule()
    await server.tick(6 * MINUTE)
    await server.add_article("Ada Lovelace", "The engine weaves algebraic patterns")
    await server.tick(DAY)
    await server.add_article("Charles Babbage", "Errors using inadequate data are much less")
    await server.tick(DAY)
    _, second, third = posts(server.channel)
    assert "1 article and " in second
    assert "Ada Lovelace" in second
    assert "Charles Babbage" in third
    assert "Ada Lovelace" not in third


async def test_an_empty_day_quotes_the_record_and_nothing_twice_in_a_month(server, posts):
    await server.schedule()
    await server.tick(6 * MINUTE)
    await server.tick(DAY, times=29)
    empty = [post for post in posts(server.channel) if "From the record" in post]
    numbers = [line for post in empty for line in post.splitlines() if line.startswith("-# #")]
    assert len(numbers) == len(empty) == len(set(numbers))
    assert len(empty) > 20


async def test_a_server_that_prefers_silence_gets_it(server, posts):
    await server.schedule(post_when_empty=False)
    await server.tick(6 * MINUTE)
    before = len(posts(server.channel))
    await server.tick(DAY)
    assert len(posts(server.channel)) == before
    assert await server.ledger() == [(PostState.SILENT, None)]


async def test_weekdays_and_weekly_keep_their_days(server, posts):
    await server.schedule(days=DigestDays.WEEKDAYS)
    await server.schedule(days=DigestDays.WEEKLY, weekday=2)
    await server.tick(HOUR, times=14 * 24)
    marks = [post.splitlines()[-1] for post in posts(server.channel)]
    assert sum("Digest 1 ·" in mark for mark in marks) == 10
    assert [mark for mark in marks if "Digest 2 ·" in mark] == [
        "-# Digest 2 · Wednesday 4 March 2026",
        "-# Digest 2 · Wednesday 11 March 2026",
    ]


async def test_only_the_chosen_role_is_mentioned(server, posts):
    role = server.guild.create_role("Readers")
    await server.schedule(role_id=role.id)
    await server.tick(6 * MINUTE)
    allowed = server.sent()[0]["allowed_mentions"]
    assert [int(number) for number in allowed["roles"]] == [role.id]
    assert allowed["parse"] == []
    assert f"<@&{role.id}>" in posts(server.channel)[0]


async def test_announcement_channels_and_threads_are_posted_to(server, posts):
    news = server.guild.create_news_channel("bulletin")
    backend, me = server.env.backend, server.env.bot.user.id
    thread_id = backend.create_thread(server.channel.id, "daily", me).id
    await server.schedule(channel_id=news.id)
    await server.schedule(channel_id=thread_id)
    await server.tick(6 * MINUTE)
    assert len(posts(news)) == 1
    (thread,) = server.channel.threads
    assert len(posts(thread)) == 1


async def test_in_a_forum_each_digest_is_a_post_of_its_own(server, posts):
    forum = server.guild.create_forum_channel("digests")
    await server.schedule(channel_id=forum.id)
    await server.tick(6 * MINUTE)
    await server.tick(DAY)
    names = sorted(thread.name for thread in forum.threads)
    assert names == ["Digest 1 · Monday 2 March 2026", "Digest 1 · Tuesday 3 March 2026"]
    assert all(len(posts(thread)) == 1 for thread in forum.threads)


async def test_a_removed_or_paused_digest_is_not_posted(server, posts):
    await server.schedule()
    await server.schedule()
    await server.digests.pause(server.guild.id, 1, by=server.curator.id)
    await server.digests.remove(server.guild.id, 2, by=server.curator.id)
    await server.tick(6 * MINUTE)
    assert posts(server.channel) == []


async def test_what_was_due_during_a_curators_pause_is_not_owed(server, posts):
    await server.schedule()
    await server.digests.pause(server.guild.id, 1, by=server.curator.id)
    await server.tick(30 * MINUTE)
    await server.digests.resume(server.guild.id, 1, by=server.curator.id)
    await server.tick(MINUTE)
    assert posts(server.channel) == []
    await server.tick(DAY)
    assert len(posts(server.channel)) == 1


async def test_of_two_processes_on_one_folder_one_posts(server, posts, make_bot):
    await server.schedule()
    server.clock.now += 6 * MINUTE
    (job,) = (await server.digests.agenda(server.guild.id)).jobs
    other = make_bot().corpus.digests
    assert await other.claim(server.guild.id, job) is not None
    assert await server.digests.claim(server.guild.id, job) is None
    await server.tick()
    assert posts(server.channel) == []


async def test_two_processes_on_one_folder_never_double_in_a_month(server, posts, make_bot):
    await server.schedule()
    bot = server.env.bot
    both = [DigestSchedule(corpus, bot, server.clock) for corpus in (bot.corpus, make_bot().corpus)]
    for _ in range(31 * 24):
        server.clock.now += HOUR
        server.same_time()
        await asyncio.gather(*(one.tick() for one in both))
        await asyncio.gather(*(one.finish() for one in both))
    marks = [post.splitlines()[-1] for post in posts(server.channel)]
    assert len(marks) == len(set(marks)) == 31


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "America/New_York"])
async def test_a_month_with_restarts_has_one_post_for_each_date(server, posts, restart, zone):
    await server.schedule(local_time="02:30", timezone=zone)
    end = server.clock.now + 32 * DAY
    while server.clock.now < end:
        await server.tick(30 * MINUTE, times=2 * (24 * 4 + 7))
        await restart()
    marks = [post.splitlines()[-1] for post in posts(server.channel)]
    assert len(marks) == len(set(marks))
    assert len(marks) == (server.clock.now - end + 32 * DAY).days
