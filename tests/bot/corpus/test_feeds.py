"""Feeds over a real network on loopback: what is refused, and what is asked for again."""

import asyncio
import gzip
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from aiohttp import web

from bot.corpus import Corpus
from bot.settings import Settings
from store.errors import FetchError, NotAFeedError
from store.intake.fetch import Fetcher, Limits
from store.intake.network import Network
from store.records import ReadFeed
from store.writes import feeds as feed_writes
from tests.bot.commands.test_admin_feeds import rss
from tests.fakes.site import Names

GUILD = 1
TAG = '"v1"'
LARGE = 10 * 1024 * 1024


@pytest.fixture
async def served():
    """A server on loopback; what it was asked, and its address."""
    asked = []

    async def answer(request):
        asked.append((request.path, request.headers.get("If-None-Match")))
        name = request.match_info["name"]
        if name == "feed":
            if request.headers.get("If-None-Match") == TAG:
                return web.Response(status=304, headers={"ETag": TAG})
            return web.Response(
                text=rss(), content_type="application/rss+xml", headers={"ETag": TAG}
            )
        if name == "large":
            return web.Response(body=b"<rss>" + b"x" * LARGE, content_type="text/xml")
        if name == "bomb":
            body = gzip.compress(b"<rss>" + b"x" * LARGE)
            return web.Response(
                body=body, content_type="text/xml", headers={"Content-Encoding": "gzip"}
            )
        if name == "away":
            raise web.HTTPFound("http://169.254.169.254/latest")
        if name == "slow":
            await asyncio.sleep(60)
        return web.Response(status=410)

    app = web.Application()
    app.router.add_get("/{name}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield asked, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def make_corpus(settings, clock):
    """A maker of corpora that fetch for real, from loopback or only from public addresses."""
    with ThreadPoolExecutor(1) as executor:
        made = []

        async def make(**network):
            limits = Limits(ports=None, total_s=2.0, patience_s=5.0)
            fetch = Fetcher(limits=limits, network=Network(**network))
            folder = Settings(corpora_dir=settings.corpora_dir)
            made.append(Corpus(folder, clock=clock, fetch=fetch, executor=executor))
            await made[-1].make(GUILD)
            return made[-1]

        yield make
        for corpus in made:
            await corpus.close()


@pytest.fixture
async def corpus(make_corpus):
    return await make_corpus(allow=lambda address: address == "127.0.0.1")


async def test_a_feed_is_asked_with_what_it_said(corpus, served, clock):
    asked, base = served
    await corpus.feeds.add(GUILD, f"{base}/feed", by=1)
    for _ in range(2):
        clock.now += timedelta(hours=1)
        await corpus.feeds.look(GUILD)
    tags = [tag for path, tag in asked if path == "/feed"]
    assert tags == [None, TAG, TAG]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("large", "larger than 5 MB"),
        ("bomb", "larger than 5 MB"),
        ("slow", "no answer within 2 seconds"),
        ("away", "169.254.169.254 is not a public address"),
        ("gone", "taken down"),
    ],
)
async def test_what_a_stranger_may_send_is_refused(corpus, served, name, told):
    with pytest.raises(FetchError, match=told):
        await corpus.feeds.add(GUILD, f"{served[1]}/{name}", by=1)
    assert await corpus.feeds.all(GUILD) == ()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/feed",
        "http://[::1]/feed",
        "http://[::ffff:127.0.0.1]/feed",
        "http://10.1.2.3/feed",
        "http://169.254.169.254/latest/meta-data",
        "http://2130706433/feed",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://user:word@example.org/feed",
    ],
)
async def test_no_feed_is_asked_for_at_an_address_that_is_not_public(make_corpus, address):
    corpus = await make_corpus()
    with pytest.raises(FetchError):
        await corpus.feeds.add(GUILD, address, by=1)


async def test_a_feed_that_leads_to_an_inner_address_stores_nothing(corpus, served):
    """A page may name any feed; it is fetched by the same rules."""
    with pytest.raises((FetchError, NotAFeedError)):
        await corpus.feeds.add(GUILD, f"{served[1]}/away", by=1)


def add_known_feed(db, url, now):
    """Follow a feed that answered once."""
    feed_writes.add_feed(
        db,
        url,
        ReadFeed("x"),
        n_newest=0,
        etag=None,
        last_modified=None,
        next_at=now,
        by=1,
        now=now,
    )


async def test_slow_feeds_of_one_server_leave_room_for_another_and_for_curators(
    make_corpus, served, clock
):
    corpus = await make_corpus(
        allow=lambda address: address == "127.0.0.1", resolver=Names(["127.0.0.1"])
    )
    port, other = served[1].rpartition(":")[2], GUILD + 1
    await corpus.make(other)
    await corpus.feeds.add(other, f"http://b.example:{port}/feed", by=1)
    for n in range(8):  # eight sites that do not answer, two seconds each
        url = f"http://a{n}.example:{port}/slow"
        await corpus.write(GUILD, add_known_feed, url, clock.now)
    clock.now += timedelta(hours=1)
    asking = asyncio.create_task(corpus.feeds.ask_all(GUILD))
    await asyncio.sleep(0.2)
    async with asyncio.timeout(3.5):  # they would wait for 4 s
        await corpus.feeds.ask_all(other)
        await corpus.feeds.add(other, f"http://c.example:{port}/feed", by=1)
    assert not asking.done()
    await asking


class Recording(ThreadPoolExecutor):
    """A thread that reads, and the names of what it did."""

    def __init__(self):
        super().__init__(1)
        self.done = []

    def submit(self, fn, /, *args):
        def run(*given):
            self.done.append(fn.__name__)
            return fn(*given)

        return super().submit(run, *args)


async def test_people_who_wait_come_before_feeds(settings, clock, served):
    """Hundreds of feeds that are slow to read must not keep a curator waiting."""
    _, base = served
    here = Network(allow=lambda address: address == "127.0.0.1")
    fetch = Fetcher(limits=Limits(ports=None, total_s=5), network=here)
    with Recording() as executor:
        corpus = Corpus(settings, clock=clock, fetch=fetch, executor=executor)
        try:
            await corpus.make(GUILD)
            for n in range(4):
                await corpus.feeds.add(GUILD, f"{base}/feed?{n}", by=1)
            with closing(sqlite3.connect(settings.corpora_dir / f"{GUILD}.db")) as db, db:
                db.execute("UPDATE feeds SET etag = NULL, next_at = checked_at")
            go_on = threading.Event()
            executor.done.clear()
            executor.submit(go_on.wait, 10)
            asking = asyncio.create_task(corpus.feeds.ask_all(GUILD))
            await asyncio.sleep(0.3)
            person = asyncio.create_task(corpus.intake.read(2, "a.txt", b"Text."))
            await asyncio.sleep(0.1)
            go_on.set()
            await asyncio.gather(asking, person)
        finally:
            await corpus.close()
    assert executor.done.index("read_upload") < 3
    assert executor.done.count("read_feed") >= 3
