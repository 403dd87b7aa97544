"""Killed at any instant of reading a feed: every article of it is there once in the end."""

import time
from contextlib import closing
from pathlib import Path

import pytest

from store.database import check_corpus, open_corpus
from store.queries.feeds import list_feeds
from tests.fakes.talking_process import await_line, talking

HERE = Path(__file__).parent
GUILD_ID = 1_100_000_000_000_000_077
N_ITEMS = 8

pytestmark = [pytest.mark.crash, pytest.mark.model]


def reading(folder):
    """The corpus in a process of its own, reading the feed."""
    return talking(HERE / "feeding_bot.py", folder, N_ITEMS)


def added(path):
    """The addresses of the feed's articles that are in the record, and how many times each."""
    with closing(open_corpus(path, read_only=True).conn) as conn:
        query = "SELECT url, count(*) FROM articles WHERE url LIKE '%/articles/%' GROUP BY url"
        return dict(conn.execute(query).fetchall())


def test_a_feed_that_is_killed_again_and_again_is_read_once(tmp_path):
    path = tmp_path / f"{GUILD_ID}.db"
    seen = [0]
    for delay_s in (0.02, 0.15, 0.3, 0.6):
        with reading(tmp_path) as process:
            assert await_line(process, "reading")
            time.sleep(delay_s)
            process.kill()
        assert check_corpus(path) == []
        seen.append(len(added(path)))
    assert seen == sorted(seen)
    with reading(tmp_path) as process:
        assert await_line(process, "read")
    assert len(added(path)) == N_ITEMS
    assert set(added(path).values()) == {1}
    with closing(open_corpus(path, read_only=True)) as db:
        (standing,) = list_feeds(db)
        assert (standing.n_articles, standing.n_waiting, standing.n_refused) == (N_ITEMS, 0, 0)
