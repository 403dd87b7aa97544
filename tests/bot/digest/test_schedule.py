"""The one scheduled job: what it is, what it costs, and that servers do not wait for each other."""

import asyncio
import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.digest.schedule import TICK_S, DigestSchedule
from store import ingest
from store.database import open_corpus
from store.records import DigestPlan
from store.writes.digests import schedule_digest
from tests.fakes.articles import article
from tests.fakes.plain_corpus import PlainCorpus
from tests.fakes.set_clock import SetClock

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=TICK_S)
N_SERVERS = 30


class Client:
    """As much of a client as looking for due digests needs: which servers it is in."""

    def __init__(self):
        self.asked = []

    def is_ready(self):
        return True

    def get_guild(self, guild_id):
        self.asked.append(guild_id)


@pytest.fixture
def clock():
    return SetClock(NOW)


@pytest.fixture
async def corpus(tmp_path, clock):
    """Thirty servers; only the tenth has a digest, due at eight."""
    first = tmp_path / "1.db"
    with closing(open_corpus(first)) as db:
        ingest.commit(db, article("It rained all day."), added_by=None, now=NOW)
    for n in range(2, N_SERVERS + 1):
        shutil.copy(first, tmp_path / f"{n}.db")
    shutil.copy(first, tmp_path / "starter-0123.db")
    with closing(open_corpus(tmp_path / "10.db")) as db:
        plan = DigestPlan(channel_id=10, local_time="08:00", timezone="UTC")
        schedule_digest(db, plan, by=1, now=NOW)
    corpus = PlainCorpus(tmp_path, clock)
    yield corpus
    await corpus.close()


async def settled(corpus):
    """Look through the folder once, as a first tick does."""
    for guild_id in await corpus.digests.awake():
        await corpus.digests.settle(guild_id)


# ------------------------------------------------------------------ the job


async def test_there_is_one_interval_job_in_utc_that_is_never_dropped(bot):
    schedule = DigestSchedule(bot.corpus, bot, bot.clock)
    schedule.start()
    (job,) = schedule.jobs()
    assert job.trigger.interval == HALF_MINUTE
    assert str(job.trigger.timezone) == "UTC"
    assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
    await schedule.stop()
    assert schedule.jobs() == []


async def test_the_scheduler_really_runs_it(corpus, clock):
    looked = asyncio.Event()

    class Watched(Client):
        def is_ready(self):
            looked.set()
            return False

    schedule = DigestSchedule(corpus, Watched(), clock)
    schedule.start()
    (job,) = schedule.jobs()
    job.modify(next_run_time=datetime.now(UTC))
    async with asyncio.timeout(10):
        await looked.wait()
    await schedule.stop()


async def test_before_discord_is_ready_nothing_is_looked_at(corpus, clock):
    client = Client()
    client.is_ready = lambda: False
    schedule = DigestSchedule(corpus, client, clock)
    clock.advance(hours=1)
    await schedule.tick()
    assert client.asked == []
    assert corpus.n_reads == 0


# ------------------------------------------------------------------ what a look costs


async def test_a_look_at_the_clock_opens_no_file(corpus, clock):
    await settled(corpus)
    before = corpus.n_reads
    for _ in range(50):
        clock.now += HALF_MINUTE / 3
        assert await corpus.digests.awake() == ()
    assert corpus.n_reads == before


async def test_only_the_server_that_owes_something_is_woken(corpus, clock):
    await settled(corpus)
    clock.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert await corpus.digests.awake() == (10,)


async def test_files_that_are_no_servers_are_left_alone(corpus):
    assert sorted(await corpus.digests.awake()) == list(range(1, N_SERVERS + 1))


async def test_a_file_changed_behind_our_back_is_found_within_minutes(corpus, clock):
    await settled(corpus)
    with closing(open_corpus(corpus.path_of(20))) as db:
        plan = DigestPlan(channel_id=10, local_time="07:30", timezone="UTC")
        schedule_digest(db, plan, by=1, now=clock.now)
    clock.advance(minutes=11)
    assert 20 in await corpus.digests.awake()
    await settled(corpus)
    clock.now = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    assert 20 in await corpus.digests.awake()


async def test_a_new_digest_is_known_at_once(corpus, clock):
    await settled(corpus)
    plan = DigestPlan(channel_id=10, local_time="07:05", timezone="UTC")
    await corpus.digests.schedule(5, plan, by=1)
    await settled(corpus)
    clock.advance(minutes=5)
    assert await corpus.digests.awake() == (5,)


async def test_a_deleted_file_is_forgotten(corpus, clock):
    await settled(corpus)
    corpus.path_of(10).unlink()
    clock.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert await corpus.digests.awake() == ()


# ------------------------------------------------------------------ servers


async def test_a_server_the_bot_was_removed_from_keeps_its_digest_for_its_return(corpus, clock):
    await settled(corpus)
    clock.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    schedule = DigestSchedule(corpus, Client(), clock)
    await schedule.tick()
    await schedule.finish()
    assert await corpus.digests.awake() == ()
    clock.advance(minutes=3)
    assert await corpus.digests.awake() == (10,)


async def test_a_server_that_hangs_holds_up_neither_the_others_nor_the_next_look(corpus, clock):
    release, others_done = asyncio.Event(), asyncio.Event()
    served = []

    class Hanging(DigestSchedule):
        async def serve_guild(self, guild_id):
            if guild_id == 1:
                await release.wait()
            served.append(guild_id)
            if len(served) == N_SERVERS - 1:
                others_done.set()

    schedule = Hanging(corpus, Client(), clock)
    async with asyncio.timeout(10):
        await schedule.tick()
        await others_done.wait()
        await schedule.tick()
        assert 1 not in served
        release.set()
        await schedule.finish()
    assert 1 in served


async def test_stopping_lets_a_post_under_way_finish(corpus, clock):
    begun, release, done = asyncio.Event(), asyncio.Event(), []

    class Slow(DigestSchedule):
        async def serve_guild(self, guild_id):
            begun.set()
            await release.wait()
            done.append(guild_id)

    await settled(corpus)
    clock.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    schedule = Slow(corpus, Client(), clock)
    async with asyncio.timeout(10):
        await schedule.tick()
        await begun.wait()
        stopping = asyncio.create_task(schedule.stop())
        release.set()
        await stopping
    assert done == [10]


async def test_an_unexpected_failure_is_logged_and_tried_again(corpus, clock, caplog):
    class Failing(DigestSchedule):
        async def serve_guild(self, guild_id):
            raise ZeroDivisionError(guild_id)

    await settled(corpus)
    clock.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    schedule = Failing(corpus, Client(), clock)
    await schedule.tick()
    await schedule.finish()
    assert "digests failed server=10" in caplog.text
    clock.now += HALF_MINUTE
    assert await corpus.digests.awake() == (10,)
