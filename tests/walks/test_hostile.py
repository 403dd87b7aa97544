"""Everything hostile at once, through the real fetcher and the real reading process.

Addresses, pages and files that nobody should get through with: nothing inner is reached, nobody
sees a bug, nothing is half-stored, and the event loop goes on. `pytest -s` prints the table.
"""

import asyncio
import re
import zipfile
from contextlib import asynccontextmanager, closing

import pytest
from aiohttp import web

from bot.clock import utc_now
from bot.corpus import Corpus
from bot.errors import BotError
from bot.settings import Settings
from store.database import check_corpus, open_corpus, select
from store.errors import DuplicateArticleError, StoreError
from store.intake.fetch import Fetcher, Limits
from store.intake.network import Network
from store.records import Added
from tests.fakes.files import make_docx, make_pdf, make_zip, protected_pdf, text_page
from tests.fakes.hostile_site import GERMAN, PAGES, PARAGRAPHS, STORED, make_app, page
from tests.fakes.site import Names

pytestmark = [pytest.mark.model, pytest.mark.crash, pytest.mark.enable_socket]

GUILD = 77
MOST_STALL_S = 1.0  # Discord drops a client that is silent for longer; 0.05 is usual when alone

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
    ("lines.jsonl", b"{}", "command line"),
    ("virus.exe", b"MZ", ".exe"),
    ("noname", b"\x89PNG", "picture"),
]


class Ticker:
    """The longest time that the event loop did nothing for anybody else."""

    def __init__(self):
        self.worst_s = 0.0

    async def run(self):
        clock = asyncio.get_running_loop().time
        while True:
            before = clock()
            await asyncio.sleep(0.02)
            self.worst_s = max(self.worst_s, clock() - before - 0.02)


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
async def trap():
    """A server that nobody may be led to, and who came."""
    came = []

    async def catch(request):
        came.append(request.url)
        return web.Response(text=page(n=99), content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", catch)
    async with listening(app, "127.0.0.2") as base:
        yield base, came


@pytest.fixture
async def desk(tmp_path):
    """The real corpus with its reading process; `fetch` is chosen by the test."""
    settings = Settings(corpora_dir=tmp_path / "corpora", worker_nice=0)
    fetcher = {}

    async def fetch(url):
        return await fetcher["now"](url)

    corpus = Corpus(settings, clock=utc_now, fetch=fetch)
    await corpus.make(GUILD)
    await corpus.warm()
    yield corpus, fetcher, tmp_path / "corpora" / f"{GUILD}.db"
    await corpus.close()


async def outcome(work):
    """What somebody is told: the number that was stored, or the words of the refusal."""
    try:
        done = await work
    except (StoreError, BotError) as error:
        return f"refused: {error}"
    except Exception as error:  # noqa: BLE001 — a bug, which the table shows
        return f"BUG: {error!r}"
    return f"stored as {done.article.id}" if isinstance(done, Added) else f"refused: {done}"


async def hand_in(corpus, name, data):
    (found,) = await corpus.intake.read(name, data)
    return await corpus.intake.add(GUILD, found, by=1)


def is_as_expected(told, expected):
    if told.startswith("BUG"):
        return False
    if expected is None:
        return True
    return (
        told.startswith("stored")
        if expected == STORED
        else told.startswith("refused") and expected in told
    )


async def through_all(corpus, fetcher, base):
    """Submit everything, one after the other; yield the name, what was told and expected."""
    fetcher["now"] = Fetcher(limits=Limits(total_s=3))
    for url in ADDRESSES:
        yield url[:60], await outcome(corpus.add_url(GUILD, url, by=1)), ""
    here = Network(allow={"127.0.0.1"}.__contains__)
    for path, (_, expected) in PAGES.items():
        fetcher["now"] = Fetcher(limits=Limits(ports=None, total_s=3, robots_s=1), network=here)
        yield path, await outcome(corpus.add_url(GUILD, f"{base}/{path}", by=1)), expected
    port = base.rpartition(":")[2]
    names = Names(["127.0.0.1"], ["127.0.0.2"])
    rebinding = Network(allow={"127.0.0.1"}.__contains__, resolver=names)
    fetcher["now"] = Fetcher(limits=Limits(ports=None, total_s=3), network=rebinding)
    told = await outcome(corpus.add_url(GUILD, f"http://news.example:{port}/news", by=1))
    yield "a name that changes", told, "not a public address"
    for name, data, expected in FILES:
        yield name, await outcome(hand_in(corpus, name, data)), expected


async def test_nothing_gets_through(desk, trap):
    corpus, fetcher, path = desk
    ticker = Ticker()
    ticking = asyncio.create_task(ticker.run())
    async with listening(make_app(trap[0]), "127.0.0.1") as base:
        rows = []
        async for row in through_all(corpus, fetcher, base):
            mark = "" if is_as_expected(*row[1:]) else "  <-- not as expected"
            print(f"{row[0]!r:62} {row[1][:110]!r}{mark}", flush=True)  # noqa: T201 — the table
            rows.append(row)
    ticking.cancel()
    print(f"{len(rows)} cases; longest stall {1000 * ticker.worst_s:.0f} ms")  # noqa: T201
    assert [row for row in rows if not is_as_expected(row[1], row[2])] == []
    assert trap[1] == []
    assert len(rows) >= 60
    assert ticker.worst_s < MOST_STALL_S
    assert check_corpus(path) == []
    acknowledged = {int(n) for _, told, _ in rows for n in re.findall(r"^stored as (\d+)", told)}
    assert stored_in(path) == acknowledged


def stored_in(path):
    """The articles that are there whole, beside the five of the start."""
    with closing(open_corpus(path, read_only=True)) as db:
        query = "SELECT a.id FROM articles a JOIN articles_fts f ON f.rowid = a.id WHERE a.id > 5"
        return {row["id"] for row in select(db, query)}


async def test_the_same_link_twice_at_once_is_stored_once(desk):
    corpus, fetcher, path = desk
    here = Network(allow={"127.0.0.1"}.__contains__)
    fetcher["now"] = Fetcher(limits=Limits(ports=None, total_s=5), network=here)
    async with listening(make_app("http://127.0.0.2/"), "127.0.0.1") as base:
        work = [corpus.add_url(GUILD, f"{base}/news", by=n) for n in range(6)]
        done = await asyncio.gather(*work, return_exceptions=True)
    assert sum(isinstance(one, Added) for one in done) == 1
    assert sum(isinstance(one, DuplicateArticleError) for one in done) == 5
    assert len(stored_in(path)) == 1
