"""Many servers with a digest at the same minute: `python benchmarks/digests.py --servers 5000`.

The real posting code and discord.py's real client send to a Discord of our own on loopback,
which runs in a process of its own. Measured: the first look through the folder, an idle look
at the clock, composing and sending all, the event loop's delay meanwhile (a ticker every
10 ms) and the memory. Exit status 1 when a post is missing or doubled, or the loop's 99th
percentile is over the promise of 50 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.made_up import made_up_article
from bot.digest.schedule import DigestSchedule
from store import ingest
from store.database import open_corpus
from store.records import DigestPlan
from store.writes.digests import schedule_digest
from tests.fakes.discord_server import DiscordServer
from tests.fakes.loopback_client import connected
from tests.fakes.plain_corpus import PlainCorpus

_FIRST_GUILD = 10_000
_FIRST_CHANNEL = 10_000_000
_DUE = datetime(2026, 3, 2, 8, tzinfo=UTC)
_TICK_S = 0.010
_PROMISE_MS = 50.0  # of the second in which a member has an answer
_IDLE_LOOKS = 100
_IDLE_S = 3.0
_N_ARTICLES = 5
_N_QUOTATIONS = 10


def main() -> int:
    """Measure, print, and say whether the promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--servers", type=int, default=500)
    parser.add_argument("--serve", action="store_true", help="be the Discord (used by itself)")
    asked = parser.parse_args()
    if asked.serve:
        asyncio.run(_serve(asked.servers))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        _write_files(Path(folder), asked.servers)
        return asyncio.run(_measure(Path(folder), asked.servers))


# ------------------------------------------------------------------ the Discord


async def _serve(n_servers: int) -> None:
    """Be a Discord with a channel for each server; say the address, then count on request."""
    async with _discord(n_servers) as discord:
        print(discord.base, flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        print(json.dumps([len(posts) for posts in discord.messages.values()]), flush=True)


def _discord(n_servers: int) -> DiscordServer:
    discord = DiscordServer(lambda: _DUE)
    for n in range(n_servers):
        guild_id = str(_FIRST_GUILD + n)
        discord.add_channel(_FIRST_CHANNEL + n, "news", guild_id=guild_id)
    return discord


# ------------------------------------------------------------------ the servers


def _write_files(folder: Path, n_servers: int) -> None:
    """Write a file for each server: five articles of ten quotations, and a digest at eight."""
    first = folder / "first.sqlite"
    with closing(open_corpus(first)) as db:
        for n in range(_N_ARTICLES):
            ingest.commit(
                db, made_up_article(n, _N_QUOTATIONS), added_by=None, now=_DUE - timedelta(hours=3)
            )
    for n in range(n_servers):
        path = folder / f"{_FIRST_GUILD + n}.db"
        shutil.copy(first, path)
        with closing(open_corpus(path)) as db:
            plan = DigestPlan(_FIRST_CHANNEL + n, "08:00", "UTC")
            schedule_digest(db, plan, by=1, now=_DUE - timedelta(hours=2))


# ------------------------------------------------------------------ measuring


async def _measure(folder: Path, n_servers: int) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        __file__,
        "--serve",
        f"--servers={n_servers}",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**24,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("no pipes")
    base = (await process.stdout.readline()).decode().strip()
    idle: list[float] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(_IDLE_S):
            await _tick(idle)
    delays = await _post_all(folder, base, n_servers)
    process.stdin.write(b"\n")
    counts = json.loads(await process.stdout.readline())
    await process.wait()
    p99 = _p99_ms(delays)
    print(f"loop delay idle p99 {_p99_ms(idle):.1f} ms, most {max(idle) * 1000:.1f} ms")
    print(f"loop delay p99 {p99:.1f} ms, most {max(delays) * 1000:.1f} ms")
    print(f"posted once {counts.count(1)} of {n_servers}, memory {_memory_mb():.0f} MB")
    return 0 if counts == [1] * n_servers and p99 <= _PROMISE_MS else 1


async def _post_all(folder: Path, base: str, n_servers: int) -> list[float]:
    """Let everything be posted; return how late the ticker was each time."""
    now = _DUE - timedelta(hours=1)
    corpus = PlainCorpus(folder, lambda: now)
    discord = _discord(n_servers)
    guilds = [_guild(discord, n) for n in range(n_servers)]
    async with connected(base, *guilds) as client:
        schedule = DigestSchedule(corpus, client, lambda: now)  # type: ignore[arg-type]  # its look-alike
        delays: list[float] = []
        ticker = asyncio.create_task(_tick(delays))
        await _timed("first look, every file", schedule)
        began = time.perf_counter()
        for _ in range(_IDLE_LOOKS):
            await schedule.tick()
        idle_ms = (time.perf_counter() - began) / _IDLE_LOOKS * 1000
        print(f"idle look {idle_ms:.2f} ms")
        now = _DUE
        took_s = await _timed("compose and send all", schedule)
        print(f"{n_servers / took_s:.0f} posts a second")
        ticker.cancel()
        with suppress(asyncio.CancelledError):
            await ticker
    await corpus.close()
    return delays


def _guild(discord: DiscordServer, number: int) -> dict[str, object]:
    """Describe one server; each knows its own channel only."""
    alone = DiscordServer()
    channel_id = _FIRST_CHANNEL + number
    alone.channels = {channel_id: discord.channels[channel_id]}
    return alone.guild(_FIRST_GUILD + number)


async def _timed(what: str, schedule: DigestSchedule) -> float:
    began = time.perf_counter()
    await schedule.tick()
    await schedule.finish()
    took_s = time.perf_counter() - began
    print(f"{what} {took_s:.2f} s")
    return took_s


async def _tick(delays: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(_TICK_S)
        delays.append(time.perf_counter() - began - _TICK_S)


def _p99_ms(delays: list[float]) -> float:
    return statistics.quantiles(delays, n=100)[98] * 1000


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
