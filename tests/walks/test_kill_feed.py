"""Killed at any instant of reading a feed: every article of it is there once in the end."""

import os
import select
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from store.database import check_corpus, open_corpus
from store.queries.feeds import list_feeds

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GUILD_ID = 1_100_000_000_000_000_077
N_ITEMS = 8
PATIENCE_S = 120

pytestmark = [pytest.mark.crash, pytest.mark.model]


@contextmanager
def reading(folder):
    """The corpus in a process of its own, reading the feed."""
    command = [sys.executable, HERE / "feeding_bot.py", folder, str(N_ITEMS)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(  # noqa: S603 - our own script
        command, bufsize=0, stdout=subprocess.PIPE, env=environment, cwd=ROOT
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def await_line(process, wanted):
    """Wait until the process says a line."""
    deadline = time.monotonic() + PATIENCE_S
    while (left_s := deadline - time.monotonic()) > 0:
        if select.select([process.stdout], [], [], left_s)[0]:
            line = process.stdout.readline().decode().strip()
            assert line, f"the process ended before it said {wanted!r}"
            if line == wanted:
                return
    raise AssertionError(wanted)


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
            await_line(process, "reading")
            time.sleep(delay_s)
            process.kill()
        assert check_corpus(path) == []
        seen.append(len(added(path)))
    assert seen == sorted(seen)
    with reading(tmp_path) as process:
        await_line(process, "read")
    assert len(added(path)) == N_ITEMS
    assert set(added(path).values()) == {1}
    with closing(open_corpus(path, read_only=True)) as db:
        (standing,) = list_feeds(db)
        assert (standing.n_articles, standing.n_waiting, standing.n_refused) == (N_ITEMS, 0, 0)
