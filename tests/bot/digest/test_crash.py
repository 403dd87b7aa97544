"""Killed with SIGKILL at every step of posting: nothing doubled, nothing lost without a word.

A process runs the real posting code with discord.py's real client against a Discord of our own
on loopback, is killed at a random moment of one step, and is followed by another one.
"""

import random
import signal
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from store import ingest
from store.database import open_corpus
from store.due import LEASE, NONCE_WINDOW
from store.queries.digests import list_posts
from store.records import DigestPlan, PostState
from store.writes.digests import schedule_digest
from tests.fakes.articles import article
from tests.fakes.digest_process import STEPS
from tests.fakes.discord_server import OWNER_ID
from tests.fakes.killed_process import killed_runs

pytestmark = pytest.mark.crash

KILLS = 10
CHANNEL = 10
OWNERS_MESSAGES = 10**6 + OWNER_ID
DUE = datetime(2026, 3, 2, 8, tzinfo=UTC)
XI = ("Xi Jinping", "PERSON")


def ledger(poster):
    return ledger_of(poster.path)


def ledger_of(path):
    """The state of each date of the one digest, latest first."""
    with closing(open_corpus(path, read_only=True)) as db:
        return [post.state for post in list_posts(db, 1)]


def write_corpus(path, n_quotations=1):
    """Write a corpus with one article, and one digest due at eight."""
    said = [f"We agree on point {n} of it" for n in range(n_quotations)]
    text = "\n".join(f"“{words},” Xi said." for words in said)
    annotated = article(text, names={"Xi": XI}, said=dict.fromkeys(said, "Xi"))
    with closing(open_corpus(path)) as db:
        ingest.commit(db, annotated, added_by=None, now=DUE - timedelta(hours=3))
        plan = DigestPlan(channel_id=CHANNEL, local_time="08:00", timezone="UTC")
        schedule_digest(db, plan, by=1, now=DUE - timedelta(hours=2))


@pytest.fixture
def corpus_file(tmp_path):
    path = tmp_path / "corpus.db"
    write_corpus(path)
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
        prepare=lambda discord: discord.add_channel(CHANNEL, "news"),
    )


@pytest.mark.parametrize("step", STEPS)
async def test_inside_the_nonce_window_nothing_is_doubled_and_nothing_lost(kills, step):
    async for poster, discord in kills(step):
        soon = DUE + LEASE + timedelta(seconds=random.uniform(0, 30))  # noqa: S311 - a moment
        assert await poster.run(soon) == 0
        assert await poster.run(soon + timedelta(hours=1)) == 0
        assert len(discord.posts(CHANNEL)) == 1
        assert ledger(poster) == [PostState.SENT]


@pytest.mark.parametrize("step", STEPS)
async def test_after_the_window_a_post_is_found_or_reported_and_never_doubled(kills, step):
    async for poster, discord in kills(step):
        was_claimed, was_there = bool(ledger(poster)), len(discord.posts(CHANNEL))
        assert await poster.run(DUE + NONCE_WINDOW + timedelta(minutes=1)) == 0
        is_uncertain = was_claimed and not was_there
        assert len(discord.posts(CHANNEL)) == (0 if is_uncertain else 1)
        assert ledger(poster) == [PostState.UNCERTAIN if is_uncertain else PostState.SENT]
        told = discord.posts(OWNERS_MESSAGES) if is_uncertain else []
        assert ["may not have arrived" in word for word in told] == [True] * is_uncertain


async def test_a_second_kill_while_recovering_changes_nothing(kills):
    async for poster, discord in kills("after send"):
        again = DUE + LEASE + timedelta(seconds=1)
        assert await poster.run(again, dies="after claim", within_s=0.01) == signal.SIGKILL
        assert await poster.run(again + LEASE + timedelta(seconds=1)) == 0
        assert len(discord.posts(CHANNEL)) == 1
        assert ledger(poster) == [PostState.SENT]
