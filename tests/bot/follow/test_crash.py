"""Killed with SIGKILL at every step of telling a follower: nothing doubled, nothing told wrongly.

A process runs the real code with discord.py's real client against a Discord of our own on
loopback, is killed at a random moment of one step, and is followed by another one.
"""

import asyncio
import random
import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from store import ingest
from store.database import open_corpus
from store.due import LEASE, NONCE_WINDOW
from store.letters import QUIET
from store.queries.follows import get_following, list_letters
from store.records import PostState
from store.writes.follows import follow
from tests.fakes.articles import article
from tests.fakes.digest_process import STEPS
from tests.fakes.discord_server import GUILD_ID, DiscordServer
from tests.fakes.killed_process import Poster, killed_runs, posting_process

pytestmark = pytest.mark.crash

KILLS = 6
MEMBER = 77
INBOX = 10**6 + MEMBER
ADDED = datetime(2026, 3, 2, 8, tzinfo=UTC)
DUE = ADDED + QUIET
XI = ("Xi Jinping", "PERSON")


def add(db, n, now):
    words = f"We agree on point {n}"
    read = article(f"“{words},” Xi said.", names={"Xi": XI}, said={words: "Xi"})
    ingest.commit(db, read, added_by=None, now=now)


def ledger(poster):
    with closing(open_corpus(poster.path, read_only=True)) as db:
        return [letter.state for letter in list_letters(db, MEMBER)]


@pytest.fixture
def corpus_file(tmp_path):
    """A corpus in which a member follows somebody who said something new."""
    path = tmp_path / "corpus.db"
    with closing(open_corpus(path)) as db:
        add(db, 1, ADDED - timedelta(days=1))
        follow(db, 1, user_id=MEMBER, most=25, now=ADDED - timedelta(hours=1))
        add(db, 2, ADDED)
    return path


@pytest.fixture
def kills(corpus_file, tmp_path):
    """Kill a process several times, each time over a fresh file and a fresh Discord."""
    return partial(
        killed_runs,
        corpus_file,
        tmp_path,
        times=KILLS,
        due=DUE,
        prepare=lambda discord: discord.messages.update({INBOX: []}),
    )


@pytest.mark.parametrize("step", STEPS)
async def test_inside_the_nonce_window_nothing_is_doubled_and_nothing_lost(kills, step):
    async for poster, discord in kills(step):
        soon = DUE + LEASE + timedelta(seconds=random.uniform(0, 30))  # noqa: S311 - a moment
        assert await poster.run(soon) == 0
        assert await poster.run(soon + timedelta(hours=1)) == 0
        (word,) = discord.posts(INBOX)
        assert "1 quotation by or about **Xi Jinping**" in word
        assert ledger(poster) == [PostState.SENT]


@pytest.mark.parametrize("step", STEPS)
async def test_after_the_window_a_message_is_found_or_uncertain_and_never_doubled(kills, step):
    async for poster, discord in kills(step):
        was_claimed, was_there = bool(ledger(poster)), len(discord.posts(INBOX))
        assert await poster.run(DUE + NONCE_WINDOW + timedelta(minutes=1)) == 0
        assert await poster.run(DUE + timedelta(hours=1)) == 0
        is_uncertain = was_claimed and not was_there
        assert len(discord.posts(INBOX)) == (0 if is_uncertain else 1)
        assert ledger(poster) == [PostState.UNCERTAIN if is_uncertain else PostState.SENT]


async def test_what_comes_after_a_kill_is_told_by_itself(kills):
    async for poster, discord in kills("after send"):
        assert await poster.run(DUE + LEASE + timedelta(seconds=1)) == 0
        later = DUE + timedelta(hours=1)
        with closing(open_corpus(poster.path)) as db:
            add(db, 3, later)
        assert await poster.run(later + QUIET) == 0
        first, second = discord.posts(INBOX)
        assert ("point 2" in first, "point 3" in first) == (True, False)
        assert ("point 2" in second, "point 3" in second) == (False, True)


async def test_closed_messages_stop_it_for_good(corpus_file, tmp_path):
    shutil.copy(corpus_file, tmp_path / f"{GUILD_ID}.db")
    async with asyncio.timeout(30), posting_process() as process, DiscordServer() as discord:
        discord.messages[INBOX] = []
        discord.fail("POST", f"{INBOX}/messages", status=403, code=50007, times=9)
        poster = Poster(process, discord, tmp_path)
        for hours in range(3):
            assert await poster.run(DUE + timedelta(hours=hours)) == 0
        tried = [path for method, path, _ in discord.requests if path.endswith("/messages")]
        assert len(tried) == 1
        with closing(open_corpus(poster.path, read_only=True)) as db:
            assert get_following(db, MEMBER).stop_reason == "closed"
