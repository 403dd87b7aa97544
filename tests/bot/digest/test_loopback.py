"""Posting through discord.py's real client: what it does with Discord's failures.

The simulated Discord replaces that client's requests, so retries, rate limits, broken
connections and uploads can only be seen here, on loopback.
"""

from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import discord
import pytest

from bot.corpus.digests import Digests
from bot.digest.schedule import DigestSchedule
from store import ingest
from store.database import open_corpus
from store.due import LEASE, NONCE_WINDOW
from store.queries.digests import list_posts, list_standings
from store.records import DigestPlan, PostState
from store.writes.digests import schedule_digest
from tests.fakes.articles import article
from tests.fakes.discord_rules import validate
from tests.fakes.discord_server import FORUM, GUILD_ID, OWNER_ID, PUBLIC_THREAD, DiscordServer
from tests.fakes.loopback_client import connected
from tests.fakes.plain_corpus import PlainCorpus
from tests.fakes.set_clock import SetClock

NEWS, THREAD, POSTS = 10, 11, 12
OWNERS_MESSAGES = 10**6 + OWNER_ID
DUE = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
XI = ("Xi Jinping", "PERSON")


class Request(NamedTuple):
    method: str
    path: str
    json: Any


class Newsroom:
    """A server on loopback with one digest, due at eight."""

    def __init__(self, discord_server, corpus, clock):
        self.discord = discord_server
        self.clock = clock
        self._corpus = corpus

    async def tick(self, *steps):
        """Post what is due, as the server is now, at each of the next times."""
        async with connected(self.discord.base, self.discord.guild()) as client:
            schedule = DigestSchedule(self._corpus, client, self.clock)
            for step in steps:
                self.clock.now += step
                await schedule.tick()
                await schedule.finish()

    def schedule(self, channel_id):
        with closing(open_corpus(self._corpus.path_of(GUILD_ID))) as db:
            plan = DigestPlan(channel_id=channel_id, local_time="08:00", timezone="UTC")
            schedule_digest(db, plan, by=1, now=DUE - timedelta(hours=2))

    def ledger(self):
        with closing(open_corpus(self._corpus.path_of(GUILD_ID), read_only=True)) as db:
            return [(post.state, post.attempts) for post in list_posts(db, 1)]

    def plan(self):
        """What a curator asked for."""
        with closing(open_corpus(self._corpus.path_of(GUILD_ID), read_only=True)) as db:
            (standing,) = list_standings(db)
        digest = standing.digest
        return digest.channel_id, digest.local_time, digest.days, digest.timezone, digest.created_at

    def waits(self):
        with closing(open_corpus(self._corpus.path_of(GUILD_ID), read_only=True)) as db:
            return [standing.digest.pause_reason for standing in list_standings(db)]


@pytest.fixture
async def newsroom(tmp_path):
    async with newsroom_in(tmp_path) as found:
        yield found


@asynccontextmanager
async def newsroom_in(folder, digests=Digests):
    clock = SetClock(DUE)
    corpus = PlainCorpus(folder, clock, digests=digests)
    text = "“We agree on it,” Xi said."
    annotated = article(text, names={"Xi": XI}, said={"We agree on it": "Xi"})
    with closing(open_corpus(corpus.path_of(GUILD_ID))) as db:
        ingest.commit(db, annotated, added_by=None, now=DUE - timedelta(hours=3))
    async with DiscordServer(clock) as server:
        server.add_channel(NEWS, "news")
        server.add_channel(THREAD, "daily", PUBLIC_THREAD, parent_id=str(NEWS), **sleeping())
        server.add_channel(POSTS, "digests", FORUM, flags=16, available_tags=[TAG])
        yield Newsroom(server, corpus, clock)
    await corpus.close()


TAG = {"id": "77", "name": "news", "moderated": False, "emoji_id": None, "emoji_name": None}


def sleeping():
    told = {"archived": True, "auto_archive_duration": 60, "locked": False}
    told["archive_timestamp"] = DUE.isoformat()
    return {"owner_id": "5", "message_count": 1, "member_count": 1, "thread_metadata": told}


async def test_what_is_sent_is_what_discord_accepts(newsroom):
    newsroom.schedule(NEWS)
    newsroom.schedule(POSTS)
    await newsroom.tick(MINUTE)
    assert len(newsroom.discord.posts(NEWS)) == 1
    assert validate(Request(*request) for request in newsroom.discord.requests) == []
    (asked,) = [body for _, path, body in newsroom.discord.requests if path.endswith("/threads")]
    assert asked["applied_tags"] == ["77"]


async def test_a_thread_that_sleeps_is_found_and_posted_to(newsroom):
    newsroom.schedule(THREAD)
    await newsroom.tick(MINUTE)
    assert len(newsroom.discord.posts(THREAD)) == 1


@pytest.mark.parametrize("status", [429, 500])
async def test_what_discord_py_tries_again_by_itself_is_posted_at_once(newsroom, status):
    newsroom.schedule(NEWS)
    newsroom.discord.fail("POST", "/messages", status=status)
    await newsroom.tick(MINUTE)
    assert len(newsroom.discord.posts(NEWS)) == 1
    assert newsroom.ledger() == [(PostState.SENT, 1)]


async def test_a_message_stored_behind_a_500_is_not_doubled_by_the_retry(newsroom):
    newsroom.schedule(NEWS)
    newsroom.discord.fail("POST", "/messages", status=500, is_stored=True)
    await newsroom.tick(MINUTE)
    assert len(newsroom.discord.posts(NEWS)) == 1


@pytest.mark.parametrize("later", [LEASE, NONCE_WINDOW + MINUTE], ids=["in window", "after it"])
@pytest.mark.parametrize("is_stored", [False, True], ids=["lost", "stored"])
@pytest.mark.parametrize("how", [{"status": 503}, {"status": 0, "is_dropped": True}], ids=str)
async def test_without_an_answer_the_post_is_looked_for_and_sent_only_if_absent(
    newsroom, how, is_stored, later
):
    newsroom.schedule(NEWS)
    newsroom.discord.fail("POST", "/messages", is_stored=is_stored, **how)
    await newsroom.tick(MINUTE)
    assert newsroom.ledger() == [(PostState.CLAIMED, 1)]
    assert len(newsroom.discord.posts(NEWS)) == is_stored
    await newsroom.tick(later)
    assert len(newsroom.discord.posts(NEWS)) == 1
    assert newsroom.ledger()[0][0] is PostState.SENT


@pytest.mark.parametrize("later", [LEASE, NONCE_WINDOW + MINUTE], ids=["soon", "later"])
@pytest.mark.parametrize("is_stored", [False, True], ids=["lost", "stored"])
@pytest.mark.parametrize(
    "how",
    [{"status": n} for n in (500, 502, 503, 504, 520)] + [{"status": 0, "is_dropped": True}],
    ids=lambda how: str(how["status"] or "dropped"),
)
async def test_in_a_forum_which_knows_no_nonce_a_post_is_looked_for_before_it_is_repeated(
    newsroom, how, is_stored, later
):
    newsroom.schedule(POSTS)
    newsroom.discord.fail("POST", "/threads", is_stored=is_stored, **how)
    await newsroom.tick(MINUTE)
    assert newsroom.ledger() == [(PostState.CLAIMED, 1)]
    await newsroom.tick(later)
    assert len(newsroom.discord.posts(POSTS)) == 1
    assert newsroom.ledger()[0][0] is PostState.SENT


STEPS = {
    "the place": (THREAD, "GET", f"/channels/{THREAD}"),
    "the post": (NEWS, "POST", f"/{NEWS}/messages"),
    "the post in a thread": (THREAD, "POST", f"/{THREAD}/messages"),
    "the post in a forum": (POSTS, "POST", "/threads"),
    "the search": (NEWS, "GET", f"/{NEWS}/messages"),
    "the search in a forum": (POSTS, "GET", "/threads/active"),
}


# discord.py tries 500 five times by itself, in 16 s: once is enough here, 503 is for always.
@pytest.mark.parametrize(
    ("status", "times"), [(429, 10**6), (500, 1), (503, 10**6), (403, 10**6), (404, 10**6)]
)
@pytest.mark.parametrize("step", STEPS)
async def test_whatever_fails_at_whatever_step_it_is_posted_once_and_its_settings_are_kept(
    newsroom, step, status, times
):
    """It fails for three minutes; nothing is doubled, and it is there, or said to be uncertain."""
    place, method, part = STEPS[step]
    newsroom.schedule(place)
    planned = newsroom.plan()
    guild = newsroom.discord.guild
    if step == "the place":  # not in memory, as when it was archived
        newsroom.discord.guild = lambda: {**guild(), "threads": []}
    if "search" in step:  # that there is something to search for
        end = "/threads" if place == POSTS else f"/{NEWS}/messages"
        newsroom.discord.fail("POST", end, status=503, is_stored=True)
    newsroom.discord.fail(method, part, status=status, times=times, retry_after=0.001)
    await newsroom.tick(MINUTE, *[LEASE] * 2)
    newsroom.discord.failures.clear()
    await newsroom.tick(*[8 * MINUTE] * 4)
    assert len(newsroom.discord.posts(place)) == 1
    assert newsroom.waits() == [None]
    assert newsroom.plan() == planned
    is_unsearchable = "search" in step and status in {403, 404}
    assert newsroom.ledger()[0][0] is (
        PostState.UNCERTAIN if is_unsearchable and place == POSTS else PostState.SENT
    )


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (403, 50013, "I lack a permission there"),
        (403, 50001, "I can no longer see the channel"),
        (404, 10003, "the channel was deleted"),
    ],
)
async def test_a_refusal_makes_it_wait_and_later_it_is_posted(newsroom, status, code, reason):
    newsroom.schedule(NEWS)
    newsroom.discord.fail("POST", f"/{NEWS}/messages", status=status, code=code)
    await newsroom.tick(MINUTE)
    assert newsroom.waits() == [reason]
    await newsroom.tick(3 * MINUTE)
    assert len(newsroom.discord.posts(NEWS)) == 1
    assert newsroom.waits() == [None]
    waits, goes_on = newsroom.discord.posts(OWNERS_MESSAGES)
    assert reason in waits
    assert "goes on" in goes_on


async def test_a_channel_that_is_gone_is_asked_for_and_then_waited_for(newsroom):
    newsroom.schedule(999)
    await newsroom.tick(MINUTE)
    assert newsroom.waits() == ["the channel was deleted"]
    assert newsroom.ledger() == []


async def test_while_discord_cannot_be_asked_nothing_is_claimed(newsroom):
    newsroom.schedule(THREAD)
    guild = newsroom.discord.guild
    newsroom.discord.guild = lambda: {**guild(), "threads": []}
    newsroom.discord.fail("GET", f"/channels/{THREAD}", status=503)
    await newsroom.tick(MINUTE)
    assert newsroom.ledger() == []
    assert newsroom.waits() == [None]
    await newsroom.tick(MINUTE)
    assert newsroom.ledger() == [(PostState.SENT, 1)]


async def test_while_discord_cannot_be_asked_an_open_claim_is_not_given_up(newsroom):
    newsroom.schedule(THREAD)
    guild = newsroom.discord.guild
    newsroom.discord.guild = lambda: {**guild(), "threads": []}
    newsroom.discord.fail("POST", f"/{THREAD}/messages", status=503)
    await newsroom.tick(MINUTE)
    newsroom.discord.fail("GET", f"/channels/{THREAD}", status=503)
    await newsroom.tick(LEASE)
    assert newsroom.ledger() == [(PostState.CLAIMED, 1)]
    await newsroom.tick(MINUTE / 2)
    assert len(newsroom.discord.posts(THREAD)) == 1
    assert newsroom.ledger()[0][0] is PostState.SENT


async def test_an_open_claim_in_a_deleted_channel_is_reported(newsroom):
    newsroom.schedule(NEWS)
    newsroom.discord.fail("POST", f"/{NEWS}/messages", status=503)
    await newsroom.tick(MINUTE)
    del newsroom.discord.channels[NEWS]
    await newsroom.tick(LEASE)
    assert newsroom.ledger()[0][0] is PostState.UNCERTAIN
    waits, uncertain = newsroom.discord.posts(OWNERS_MESSAGES)
    assert "waits: the channel was deleted" in waits
    assert "may not have arrived" in uncertain


@asynccontextmanager
async def asleep(folder, how_long, meanwhile=None):
    """A newsroom whose machine sleeps between the claim and the send, once."""

    class Sleeping(Digests):
        has_slept = False

        async def compose(self, guild_id, job, post):
            if not self.has_slept:
                self.has_slept = True
                newsroom.clock.now += how_long
                if meanwhile is not None:
                    await meanwhile(self, job)
            return await super().compose(guild_id, job, post)

    async with newsroom_in(folder, digests=Sleeping) as newsroom:
        newsroom.schedule(NEWS)
        yield newsroom


async def test_a_machine_that_slept_on_a_claim_renews_it_before_it_sends(tmp_path):
    async with asleep(tmp_path, 300 * MINUTE) as newsroom:
        await newsroom.tick(MINUTE)
        assert len(newsroom.discord.posts(NEWS)) == 1
        assert newsroom.ledger() == [(PostState.SENT, 2)]


async def test_what_was_slept_on_for_too_long_is_missed(tmp_path):
    async with asleep(tmp_path, 400 * MINUTE) as newsroom:
        await newsroom.tick(MINUTE, MINUTE)
        assert newsroom.discord.posts(NEWS) == []
        assert newsroom.ledger()[0][0] is PostState.MISSED
        assert "was not posted" in newsroom.discord.posts(OWNERS_MESSAGES)[0]


async def test_a_claim_that_somebody_took_over_meanwhile_is_not_sent_on(tmp_path):
    async def taken(digests, job):
        assert await digests.claim(GUILD_ID, job) is not None

    async with asleep(tmp_path, 5 * MINUTE, meanwhile=taken) as newsroom:
        await newsroom.tick(MINUTE)
        assert newsroom.discord.posts(NEWS) == []
        assert newsroom.ledger() == [(PostState.CLAIMED, 2)]


async def test_a_history_that_cannot_be_read_after_the_window_is_reported(newsroom):
    newsroom.schedule(NEWS)
    newsroom.discord.fail("POST", f"/{NEWS}/messages", status=503)
    newsroom.discord.fail("GET", f"/{NEWS}/messages", status=403, code=50013, times=9)
    await newsroom.tick(MINUTE, NONCE_WINDOW + MINUTE)
    assert newsroom.ledger()[0][0] is PostState.UNCERTAIN
    assert "may not have arrived" in newsroom.discord.posts(OWNERS_MESSAGES)[0]


async def test_files_arrive_through_the_real_client(newsroom):
    async with connected(newsroom.discord.base, newsroom.discord.guild()) as client:
        file = discord.File(__file__, filename="chart.png", description="What rose")
        await client.get_channel(NEWS).send(file=file, nonce="n")
    ((name, content),) = newsroom.discord.uploads
    assert name == "chart.png"
    assert content.startswith(b'"""Posting')
