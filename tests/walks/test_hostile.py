"""Everything hostile at once, through the real fetcher and the real reading process.

Addresses, pages and files that nobody should get through with: nothing inner is reached, nobody
sees a bug, nothing is half-stored, and the event loop goes on. `pytest -s` prints the table.
"""

import asyncio
import queue
import re
import threading
import zipfile
from contextlib import AsyncExitStack, asynccontextmanager, closing

import pytest
from aiohttp import web

from benchmarks.loop_steps import LoopSteps
from bot.app import keep_what_is_loaded
from bot.clock import utc_now
from bot.corpus import Corpus
from bot.errors import BotError
from bot.settings import Settings
from store.database import check_corpus, open_corpus, select
from store.errors import DuplicateArticleError, StoreError
from store.intake.fetch import Fetcher, Limits
from store.intake.network import Network
from store.records import Added, Feed
from tests.fakes.files import (
    BILLION_LAUGHS,
    DEEP_DOCUMENT,
    OUTSIDE_ENTITY,
    make_docx,
    make_pdf,
    make_zip,
    many_pages,
    protected_pdf,
    text_page,
    with_script,
)
from tests.fakes.hostile_site import (
    FEEDS,
    FOLLOWED,
    GERMAN,
    PAGES,
    PARAGRAPHS,
    STORED,
    TALK,
    make_app,
    page,
    talking,
)
from tests.fakes.site import Names

pytestmark = [pytest.mark.model, pytest.mark.crash, pytest.mark.enable_socket]

GUILD = 77
# Of the loop's own thread, between two looks at the network: 0.03 when a server floods us with
# early hints, else 0.005. A command must be acknowledged within 3 s, so this leaves room for a busy
# machine.
MOST_COMPUTED_S = 0.1

ADDRESSES = [
    "http://127.0.0.1/", "http://10.0.0.1/", "http://192.168.0.1/", "http://172.16.0.1/",
    "http://169.254.169.254/latest/meta-data", "http://0.0.0.0/", "http://[::1]/", "http://[::]/",
    "http://[fe80::1]/", "http://[fc00::1]/", "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://100.64.0.1/",
    "http://224.0.0.1/", "http://168.63.129.16/", "http://2130706433/", "http://0x7f000001/",
    "http://0177.0.0.1/", "http://127.1/", "http://①②⑦.0.0.1/", "http://localhost/",
    "ftp://127.0.0.1/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x",
    "http://user:word@8.8.8.8/", "http://8.8.8.8:22/", "http://8.8.8.8:6379/", "http://[::1", "",
    "http://", "not an address", "http://" + "a" * 3000 + "/", "http://x\r\nHost: y/", "\x00",
]  # fmt: skip
PDF = make_pdf([text_page([text]) for text in PARAGRAPHS])
FILES = [
    ("news.pdf", PDF, STORED),
    ("locked.pdf", protected_pdf(PDF, password=PARAGRAPHS[0][:3]), "password"),
    ("scan.pdf", make_pdf([[]]), "pictures"),
    ("bomb.pdf", make_pdf([[]], content=b"%" + b" " * 80_000_000), "unpacks"),
    ("circle.pdf", PDF.replace(b"/Kids [4 0 R", b"/Kids [2 0 R"), ""),
    ("long.pdf", make_pdf([[]] * 101), "101 pages"),
    ("text.pdf", b"Text.", "not a PDF"),
    ("news.docx", make_docx(*PARAGRAPHS, "By file."), STORED),
    ("macros.docx", make_docx("x", extra={"word/vbaProject.bin": b"x"}), "macros"),
    ("bomb.docx", make_docx("x", extra={"word/document.xml": b" " * 50_000_000}), "unpacks"),
    ("old.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "older"),
    ("text.docx", b"Text.", "not a Word document"),
    ("bomb.zip", make_zip([("a.txt", b"x" * 50_000_000)]), "unpacks"),
    ("nested.zip", make_zip([("b.zip", make_zip([("a.txt", b"x")]))]), "within archives"),
    ("out.zip", make_zip([("../../a.txt", b"Text.")]), "leads out"),
    ("many.zip", make_zip([(f"{n}.txt", b"x") for n in range(300)]), "at most 200"),
    ("stored.zip", make_zip([("a.exe", b"MZ")], packing=zipfile.ZIP_STORED), "cannot be read"),
    ("text.zip", b"Text.", "not a zip"),
    ("empty.txt", b"", "no text"),
    ("binary.txt", bytes(range(256)) * 40, "not text"),
    ("nulls.txt", b"\0" * 100_000, ""),
    ("german.txt", GERMAN.encode(), "looks like German"),
    ("marks.txt", b'"' * 1_000_000, "no words"),
    ("letters.txt", b"x" * 1_000_000, "no words"),
    ("10-mb.txt", ("\n".join(PARAGRAPHS) + "\n").encode() * 12_000, "words and marks, at most"),
    ("surrogates.txt", "\n".join([*PARAGRAPHS, "\ud800"]).encode("utf-8", "surrogatepass"), None),
    ("reversed.txt", "\n".join(f"\u202e{p} By hand." for p in PARAGRAPHS).encode(), STORED),
    ("nothing.html", b"<title>x</title>", ""),
    ("20-mb-of-divs.html", b"<div>" * 3_400_000 + page(n=20).encode(), ""),
    ("divs-in-divs.html", b"<div>" * 300_000 + page(n=21).encode() + b"</div>" * 300_000, None),
    ("tables.html", b"<table><tr><td>" * 300_000 + page(n=22).encode(), None),
    ("tags.html", b"<" * 5_000_000, ""),
    ("attributes.html", b"<p " + b"a=1 " * 2_000_000 + b">x</p>", ""),
    (
        "script.pdf",
        with_script(make_pdf([text_page([text]) for text in [*PARAGRAPHS, "By script."]])),
        STORED,
    ),
    ("million-pages.pdf", many_pages(7, 10), "pages"),
    ("endless-pages.pdf", many_pages(60, 10), "pages"),
    ("entities.docx", make_docx("x", extra={"word/document.xml": BILLION_LAUGHS}), ""),
    ("outside.docx", make_docx("x", extra={"word/document.xml": OUTSIDE_ENTITY}), ""),
    ("deep.docx", make_docx("x", extra={"word/document.xml": DEEP_DOCUMENT}), ""),
    ("\x1b[2J\u202ecod.txt", "\n".join([*PARAGRAPHS, "By escape."]).encode(), STORED),
    ("no-mark.txt", "\n".join([*PARAGRAPHS, "By wide."]).encode("utf-16-le"), STORED),
    ("no-mark-be.txt", "\n".join([*PARAGRAPHS, "By wider."]).encode("utf-16-be"), STORED),
    ("lines.jsonl", b"{}", "command line"),
    ("virus.exe", b"MZ", ".exe"),
    ("noname", b"\x89PNG", "picture"),
]


@asynccontextmanager
async def listening(app, host):
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, host, 0)
    await site.start()
    try:
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.fixture
def sites():
    """The hostile site, a server that nobody may be led to, and who came there.

    They run in a thread with a loop of their own: what they compute is not the bot's.
    """
    came, addresses, end = [], queue.Queue(), threading.Event()

    async def catch(request):
        came.append(request.url)
        return web.Response(text=page(n=99), content_type="text/html")

    async def serve():
        trap = web.Application()
        trap.router.add_get("/{path:.*}", catch)
        async with (
            listening(trap, "127.0.0.2") as trapped,
            listening(make_app(trapped), "127.0.0.1") as base,
            AsyncExitStack() as stack,
        ):
            talkers = {
                name: await stack.enter_async_context(talking(*how))
                for name, (*how, _) in TALK.items()
            }
            addresses.put((base, talkers))
            await asyncio.to_thread(end.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    yield *addresses.get(timeout=10), came
    end.set()
    thread.join()


@asynccontextmanager
async def opened(folder):
    """The real corpus with its reading process; `fetch` is chosen by the test."""
    settings = Settings(corpora_dir=folder, worker_nice=0)
    fetcher = {}

    async def fetch(url, **how):
        return await fetcher["now"](url, **how)

    corpus = Corpus(settings, clock=utc_now, fetch=fetch)
    try:
        await corpus.make(GUILD)
        await corpus.warm()
        yield corpus, fetcher
    finally:
        await corpus.close()


async def outcome(work):
    """What somebody is told: the number that was stored, or the words of the refusal."""
    try:
        done = await work
    except (StoreError, BotError) as error:
        return f"refused: {error}"
    except Exception as error:  # noqa: BLE001 — a bug, which the table shows
        return f"BUG: {error!r}"
    if isinstance(done, Feed):
        return f"followed as {done.title}"
    return f"stored as {done.article.id}" if isinstance(done, Added) else f"refused: {done}"


async def hand_in(corpus, name, data):
    (found,) = await corpus.intake.read(GUILD, name, data)
    return await corpus.intake.add(GUILD, found, by=1)


def is_as_expected(told, expected):
    if told.startswith("BUG"):
        return False
    if expected is None:
        return True
    return (
        told.startswith(expected)
        if expected in {STORED, FOLLOWED}
        else told.startswith("refused") and expected in told
    )


async def through_all(corpus, fetcher, base, talkers):
    """Submit everything, one after the other; yield the name, what was told and expected."""
    fetcher["now"] = Fetcher(limits=Limits(total_s=3))
    for url in ADDRESSES:
        yield url[:60], await outcome(corpus.add_url(GUILD, url, by=1)), ""
    here = Network(allow={"127.0.0.1"}.__contains__)
    limits = Limits(ports=None, total_s=3, robots_s=1)
    for path, (_, expected) in PAGES.items():
        fetcher["now"] = Fetcher(limits=limits, network=here)
        yield path, await outcome(corpus.add_url(GUILD, f"{base}/{path}", by=1)), expected
    for name, address in talkers.items():
        short = Limits(ports=None, total_s=1.2, robots_s=1)  # most never end
        fetcher["now"] = Fetcher(limits=short, network=here)
        yield name, await outcome(corpus.add_url(GUILD, address, by=1)), TALK[name][-1]
    for path, (_, expected) in FEEDS.items():
        fetcher["now"] = Fetcher(limits=limits, network=here)
        added = corpus.feeds.add(GUILD, f"{base}/{path}", by=1)
        yield path, await outcome(added), expected
    port = base.rpartition(":")[2]
    names = Names(["127.0.0.1"], ["127.0.0.2"])
    rebinding = Network(allow={"127.0.0.1"}.__contains__, resolver=names)
    fetcher["now"] = Fetcher(limits=Limits(ports=None, total_s=3), network=rebinding)
    told = await outcome(corpus.add_url(GUILD, f"http://news.example:{port}/news", by=1))
    yield "a name that changes", told, "not a public address"
    for name, data, expected in FILES:
        yield name, await outcome(hand_in(corpus, name, data)), expected


def test_nothing_gets_through(sites, tmp_path):
    base, talkers, came = sites
    steps = LoopSteps()

    async def submit_all():
        async with opened(tmp_path) as (corpus, fetcher):
            keep_what_is_loaded()
            await asyncio.sleep(0)  # the step before ends
            steps.forget()
            return [shown(row) async for row in through_all(corpus, fetcher, base, talkers)]

    with asyncio.Runner(loop_factory=steps.make_loop) as runner:
        rows = runner.run(submit_all())
    print(f"{len(rows)} cases; {steps}")  # noqa: T201 — the table's last line
    assert [row for row in rows if not is_as_expected(row[1], row[2])] == []
    assert came == []
    assert len(rows) >= 60
    assert max(steps.computed_s) < MOST_COMPUTED_S
    path = tmp_path / f"{GUILD}.db"
    assert check_corpus(path) == []
    acknowledged = {int(n) for _, told, _ in rows for n in re.findall(r"^stored as (\d+)", told)}
    assert stored_in(path) == acknowledged


def shown(row):
    mark = "" if is_as_expected(*row[1:]) else "  <-- not as expected"
    print(f"{row[0]!r:62} {row[1][:110]!r}{mark}", flush=True)  # noqa: T201 — the table
    return row


def stored_in(path):
    """The articles that are there whole, beside the five of the start."""
    with closing(open_corpus(path, read_only=True)) as db:
        query = "SELECT a.id FROM articles a JOIN articles_fts f ON f.rowid = a.id WHERE a.id > 5"
        return {row["id"] for row in select(db, query)}


async def test_the_same_link_twice_at_once_is_stored_once(sites, tmp_path):
    here = Network(allow={"127.0.0.1"}.__contains__)
    async with opened(tmp_path) as (corpus, fetcher):
        fetcher["now"] = Fetcher(limits=Limits(ports=None, total_s=5), network=here)
        work = [corpus.add_url(GUILD, f"{sites[0]}/news", by=n) for n in range(6)]
        done = await asyncio.gather(*work, return_exceptions=True)
    assert sum(isinstance(one, Added) for one in done) == 1
    assert sum(isinstance(one, DuplicateArticleError) for one in done) == 5
    assert len(stored_in(tmp_path / f"{GUILD}.db")) == 1
