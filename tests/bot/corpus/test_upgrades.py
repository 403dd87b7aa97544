"""A server's file of an earlier version: brought up to date while others are served."""

import asyncio
import logging
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from bot.corpus import Corpus
from bot.errors import UpgradingError
from store.database import is_behind
from store.errors import DatabaseLockedError
from store.upgrade import count_to_relate
from tests.fakes.old_corpus import make_old_corpus

pytestmark = pytest.mark.model

OLD, OTHER = 1, 2


@pytest.fixture
def old_file(settings):
    path = settings.corpora_dir / f"{OLD}.db"
    make_old_corpus(path)
    return path


@pytest.fixture
async def slow_corpus(settings, clock, pages):
    """A corpus whose updates wait until they are let on."""
    go_on = threading.Event()
    with ThreadPoolExecutor(1) as slow:
        slow.submit(go_on.wait, 30)
        corpus = Corpus(settings, clock=clock, fetch=pages, executor=slow)
        yield corpus, go_on
        go_on.set()
        await corpus.close()


@pytest.mark.usefixtures("old_file")
async def test_whoever_asks_meanwhile_is_told_and_other_servers_are_served(slow_corpus, caplog):
    corpus, go_on = slow_corpus
    caplog.set_level(logging.INFO, "bot")
    with pytest.raises(UpgradingError):
        await corpus.stats(OLD)
    with pytest.raises(UpgradingError):
        await corpus.set_setting(OLD, "timezone", "UTC", by=1)
    assert (await corpus.stats(OTHER)).n_articles == 5
    go_on.set()
    await corpus.make(OLD)
    assert (await corpus.stats(OLD)).n_articles == 1
    assert "corpus of an earlier version is brought up to date file=1.db" in caplog.text
    assert caplog.text.count("corpus is up to date file=1.db") == 1


async def test_many_who_ask_at_once_start_one_update(slow_corpus, old_file, caplog):
    corpus, go_on = slow_corpus
    caplog.set_level(logging.INFO, "bot")
    go_on.set()
    stats = await asyncio.gather(*(corpus.stats(OLD) for _ in range(12)))
    assert {one.n_articles for one in stats} == {1}
    assert caplog.text.count("is brought up to date file=1.db") == 1
    assert not is_behind(old_file)


async def test_its_articles_are_compared_afterwards(slow_corpus, old_file):
    corpus, go_on = slow_corpus
    go_on.set()
    await corpus.make(OLD)
    async with asyncio.timeout(10):
        while count_to_relate(old_file):  # noqa: ASYNC110 — a thread does it, and sets no event
            await asyncio.sleep(0.05)


async def test_an_update_that_failed_is_tried_again(slow_corpus, old_file):
    corpus, go_on = slow_corpus
    go_on.set()
    with closing(sqlite3.connect(old_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises((DatabaseLockedError, UpgradingError)):
            await corpus.make(OLD)
        other.execute("ROLLBACK")
    await corpus.make(OLD)
    assert (await corpus.stats(OLD)).n_articles == 1


@pytest.mark.crash
async def test_a_process_of_its_own_does_it(settings, clock, pages, old_file):
    del old_file
    corpus = Corpus(settings, clock=clock, fetch=pages)
    try:
        await corpus.make(OLD)
        assert (await corpus.stats(OLD)).n_articles == 1
    finally:
        await corpus.close()
