"""Two processes on one folder: one posts, nothing is doubled, and the other one takes over.

Both run the real posting code with discord.py's real client against a Discord of our own on
loopback, and live through many looks; the test tells both what time it is.
"""

import asyncio
import json
import os
import random
import signal
from datetime import timedelta

import pytest

from bot.corpus.leader import LEASE
from bot.digest.schedule import TICK_S
from store.records import PostState
from tests.bot.digest.test_crash import CHANNEL, DUE, ledger_of, write_corpus
from tests.fakes.discord_server import GUILD_ID, DiscordServer
from tests.fakes.killed_process import posting_process

pytestmark = pytest.mark.crash

DAY = timedelta(days=1)
TICK = timedelta(seconds=TICK_S)
N_DAYS = 31


class Process:
    """One of the processes."""

    def __init__(self, process):
        self._process = process
        self.pid = 0
        self.leads = False

    async def begin(self, order):
        self._tell(json.dumps(order))
        self.pid = await self._heard()

    async def look(self, now):
        """Let it look for due digests at that time."""
        self._tell(now.isoformat())
        self.leads = await self._heard()

    async def kill(self):
        """Kill it with SIGKILL, and wait until it is gone."""
        os.kill(self.pid, signal.SIGKILL)
        heard = True
        while isinstance(heard, bool):  # what it still answered
            heard = await self._heard()
        assert heard["signal"] == signal.SIGKILL

    def end(self):
        self._tell("end")

    def _tell(self, line):
        self._process.stdin.write(line.encode() + b"\n")

    async def _heard(self):
        return json.loads(await self._process.stdout.readline())


class Pair:
    """Two processes and the Discord they post to."""

    def __init__(self, discord, folder, processes):
        self.discord = discord
        self.processes = processes
        self.folder = folder
        self.now = DUE - timedelta(minutes=10)

    async def begin(self, process):
        order = {"now": self.now.isoformat(), "folder": str(self.folder), "stays": True}
        await process.begin({**order, "base": self.discord.base, "guild": self.discord.guild()})

    async def look(self, now):
        """Let both look at once."""
        self.now = now
        self.discord.clock = lambda: now
        await asyncio.gather(*(process.look(now) for process in self.processes))

    @property
    def leads(self):
        return [process.leads for process in self.processes]

    def marks(self):
        return [post.splitlines()[-1] for post in self.discord.posts(CHANNEL)]


@pytest.fixture
async def pair(tmp_path):
    folder = tmp_path / "corpora"
    folder.mkdir()
    write_corpus(folder / f"{GUILD_ID}.db", n_quotations=40)  # one for each empty day
    async with (
        asyncio.timeout(120),
        posting_process() as first,
        posting_process() as second,
        DiscordServer() as discord,
    ):
        discord.add_channel(CHANNEL, "news")
        pair = Pair(discord, folder, [Process(first), Process(second)])
        for process in pair.processes:
            await pair.begin(process)
        yield pair
        for process in pair.processes:
            process.end()


async def test_in_a_month_each_date_has_one_post_by_the_one_that_leads(pair):
    for n in range(N_DAYS):
        for late in (-TICK, 0 * TICK, TICK):
            await pair.look(DUE + n * DAY + late)
            assert pair.leads.count(True) == 1
    assert len(pair.marks()) == len(set(pair.marks())) == N_DAYS


async def test_when_the_leader_is_killed_the_other_takes_over_within_the_lease(pair):
    for n in range(6):
        await pair.look(DUE + n * DAY - TICK)
        (leading,) = [p for p in pair.processes if p.leads]
        looking = asyncio.create_task(leading.look(DUE + n * DAY))
        await asyncio.sleep(random.uniform(0, 0.04))  # noqa: S311 - a moment, no secret
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        await leading.kill()
        others = [p for p in pair.processes if p is not leading]
        for later in range(int(LEASE / TICK) + 2):
            now = pair.now = DUE + n * DAY + later * TICK
            pair.discord.clock = lambda now=now: now
            await others[0].look(now)
        assert others[0].leads
        assert len(pair.marks()) == len(set(pair.marks())) == n + 1
        await pair.begin(leading)
    assert set(ledger_of(pair.folder / f"{GUILD_ID}.db")) == {PostState.SENT}


@pytest.mark.parametrize("jump", [timedelta(hours=1), DAY], ids=["an hour", "a day"])
async def test_a_clock_that_jumps_forward_and_back_doubles_nothing(pair, jump):
    times = [DUE, DUE + jump, DUE + jump + TICK, DUE, DUE + TICK, DUE + 2 * jump, DUE + jump]
    for now in times:
        await pair.look(now)
        await pair.look(now + TICK)
        assert pair.leads.count(True) == 1
    assert len(pair.marks()) == len(set(pair.marks()))
    expected = {f"{day} March" for day in (2, *((3, 4) if jump == DAY else ()))}
    assert {next(d for d in expected if d in mark) for mark in pair.marks()} == expected
