"""A corpus that reads a feed until it is killed; run by test_kill_feed.py.

Arguments: a folder for the corpora, and how many articles the feed holds. Standard output says
"reading" when it begins, and "read" when nothing waits any more.
"""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.clock import utc_now
from bot.corpus import Corpus
from bot.settings import Settings
from store.errors import DuplicateFeedError
from store.intake.page import FetchedPage
from tests.walks.adding_bot import ADDRESS, GUILD_ID, canned

FEED = "https://news.example.com/feed"


def fetch_of(n_items):
    """What the network would send."""
    items = "".join(f"<item><link>{ADDRESS.format(n)}</link></item>" for n in range(1, n_items + 1))
    body = f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()

    async def fetch(url, *, kinds=None, headers=None):
        del kinds, headers
        if url == FEED:
            return FetchedPage(url, url, "application/rss+xml", "utf-8", body)
        return await canned(url)

    return fetch


async def main(folder, n_items):
    """Follow the feed, and read it."""
    with ThreadPoolExecutor(1) as executor:
        settings = Settings(corpora_dir=folder)
        corpus = Corpus(settings, clock=utc_now, fetch=fetch_of(n_items), executor=executor)
        try:
            await corpus.make(GUILD_ID)
            try:
                await corpus.feeds.add(GUILD_ID, FEED, by=1)
            except DuplicateFeedError:
                say("followed already")
            say("reading")
            await corpus.feeds.look(GUILD_ID)
            say("read")
        finally:
            await corpus.close()


def say(what):
    """Tell the test where we are."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
