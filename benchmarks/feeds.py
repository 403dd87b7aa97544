"""Five hundred feeds polled at once, and what the event loop notices of it.

    python benchmarks/feeds.py [N_FEEDS]

A server on loopback, in a process of its own, answers with 500 feeds of 30 items each; the bot's
own corpus asks all of them in one look, twice: the first time every feed is new and parsed in
the reading process, the second time none has changed. Told are the longest step of the loop, in
processor time and on the clock, and how late a ticker came, which other work on the machine
disturbs. Exit status 1 when a step computes for longer than 15 ms.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from aiohttp import web

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.loop_steps import LoopSteps
from bot.app import keep_what_is_loaded
from bot.clock import utc_now
from bot.corpus import Corpus
from bot.settings import Settings
from store.intake.fetch import Fetcher, Limits
from store.intake.network import Network

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

N_FEEDS = 500
N_ITEMS = 30
MOST_MS = 15.0  # of processor time, for one step of the loop
_TICK_S = 0.05
_GUILD_ID = 1


def serve(port_of: Queue[int]) -> None:
    """Answer as many feeds as are asked for; articles are not there."""
    app = web.Application()
    app.router.add_get("/{site}/feed", _feed)
    asyncio.run(_serve(app, port_of))


async def _serve(app: web.Application, port_of: Queue[int]) -> None:
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server: Any = runner.addresses[0]
    port_of.put(int(server[1]))
    await asyncio.Event().wait()


async def _feed(request: web.Request) -> web.Response:
    name = request.match_info["site"]
    tag = f'"{name}"'
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304, headers={"ETag": tag})
    items = "".join(
        f"<item><title>{name} {n}</title><link>http://127.0.0.1/{name}/{n}</link>"
        f"<description>{'word ' * 200}</description></item>"
        for n in range(N_ITEMS)
    )
    body = f'<rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'
    answer = web.Response(text=body, content_type="application/rss+xml", headers={"ETag": tag})
    answer.enable_compression()  # as most sites do
    return answer


async def measure(n_feeds: int, port: int, steps: LoopSteps) -> bool:
    """Add the feeds, then poll all of them twice; tell whether no step was too long."""
    is_kept = True
    fetch = Fetcher(
        limits=Limits(ports=None, patience_s=3600.0),
        network=Network(allow=lambda _: True),
    )
    now = [utc_now()]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(Settings(corpora_dir=Path(folder)), clock=lambda: now[0], fetch=fetch)
        try:
            await corpus.make(_GUILD_ID)
            await corpus.warm()
            await corpus.write(_GUILD_ID, _add_feeds, n_feeds, port, now[0])
            keep_what_is_loaded()
            for what in ("first look, every feed parsed", "second look, none changed"):
                await asyncio.sleep(0)  # the step before ends
                steps.forget()
                late, took_s = await _watched(corpus)
                is_kept &= max(steps.computed_s) * 1000 <= MOST_MS
                worst = max(late) * 1000
                p99 = sorted(late)[int(len(late) * 0.99)] * 1000
                print(f"{what}: {n_feeds} feeds in {took_s:.1f} s,", end=" ")
                print(f"{steps}; loop late p99 {p99:.1f} ms, longest {worst:.1f} ms")
                now[0] += timedelta(hours=1)
        finally:
            await corpus.close()
    return is_kept


def _add_feeds(db: Any, n_feeds: int, port: int, now: Any) -> None:  # noqa: ANN401
    from store.records import ReadFeed  # noqa: PLC0415
    from store.writes.feeds import add_feed  # noqa: PLC0415

    for n in range(n_feeds):
        add_feed(
            db,
            f"http://127.0.0.1:{port}/site{n}/feed",
            ReadFeed(f"site{n}"),
            n_newest=0,
            etag=None,
            last_modified=None,
            next_at=now,
            by=None,
            now=now,
        )


async def _watched(corpus: Corpus) -> tuple[list[float], float]:
    late: list[float] = []
    ticking = asyncio.create_task(_tick(late))
    started = perf_counter()
    await corpus.feeds.ask_all(_GUILD_ID)
    took_s = perf_counter() - started
    ticking.cancel()
    return late, took_s


async def _tick(late: list[float]) -> None:
    while True:
        before = perf_counter()
        await asyncio.sleep(_TICK_S)
        late.append(perf_counter() - before - _TICK_S)


def main() -> int:
    """Run the measurement."""
    n_feeds = int(sys.argv[1]) if len(sys.argv) > 1 else N_FEEDS
    spawn = multiprocessing.get_context("spawn")
    port_of: Queue[int] = spawn.Queue()
    server = spawn.Process(target=serve, args=(port_of,), daemon=True)
    server.start()
    steps = LoopSteps()
    try:
        with asyncio.Runner(loop_factory=steps.make_loop) as runner:
            return 0 if runner.run(measure(n_feeds, port_of.get(timeout=30), steps)) else 1
    finally:
        server.kill()


if __name__ == "__main__":
    sys.exit(main())
