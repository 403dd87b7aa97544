"""Fifty servers in fifty time zones, for a simulated year: `python benchmarks/digest_year.py`.

The real posting code and discord.py's real client post to a Discord of our own on loopback,
while the clock runs in steps of half an hour through every change of the zones' clocks. Each
server must have one post for each local date, on that date. Exit status 1 when one is missing,
doubled, or on another date. (tests/bot/digest/test_zones.py runs the weeks of the changes.)
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

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

STEP = timedelta(minutes=30)
START = datetime(2026, 1, 1, tzinfo=UTC)
_FIRST_GUILD = 20_000
_FIRST_CHANNEL = 20_000_000
_LONG_AGO = timedelta(days=9)
_N_QUOTATIONS = 45  # one for each empty day of a month, and some
# Both hemispheres, offsets of whole, half and quarter hours, changes of an hour and of half an
# hour, at midnight and at night, and zones that never change.
ZONES = """
UTC Europe/London Europe/Lisbon Europe/Dublin Europe/Paris Europe/Berlin Europe/Rome Europe/Madrid
Europe/Warsaw Europe/Athens Europe/Kyiv Europe/Helsinki Europe/Bucharest Europe/Chisinau
Europe/Moscow Europe/Istanbul Asia/Beirut Asia/Jerusalem Asia/Tehran Asia/Dubai Asia/Kabul
Asia/Karachi Asia/Kolkata Asia/Kathmandu Asia/Dhaka Asia/Yangon Asia/Bangkok Asia/Shanghai
Asia/Tokyo Australia/Adelaide Australia/Sydney Australia/Lord_Howe Australia/Eucla
Pacific/Auckland Pacific/Chatham Pacific/Apia Pacific/Kiritimati Pacific/Honolulu
America/Anchorage America/Los_Angeles America/Denver America/Chicago America/New_York
America/Halifax America/St_Johns America/Havana America/Santiago America/Asuncion
America/Sao_Paulo Africa/Cairo
""".split()  # noqa: SIM905 - fifty of them
TIMES = ("00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "08:00")
_MARK = re.compile(r"Digest 1 · \w+ (.+)$")


def main() -> int:
    """Simulate, print, and say whether every date has its post."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    asked = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        end = START + timedelta(days=asked.days)
        wrong, n_posts = asyncio.run(simulate(Path(folder), START, end))
    took_s = time.perf_counter() - began
    print(f"{len(ZONES)} servers, {asked.days} days, {n_posts} posts in {took_s:.0f} s")
    print(f"wrong: {len(wrong)}", *wrong[:20], sep="\n")
    return 1 if wrong else 0


async def simulate(folder: Path, first: datetime, last: datetime) -> tuple[list[str], int]:
    """Let the servers live through some time; their files go into an empty folder.

    Returns:
        What is wrong, in words, and how many posts there are.
    """
    now = first
    _write_files(folder, now)
    async with DiscordServer(lambda: now) as server:
        for n in range(len(ZONES)):
            guild_id = str(_FIRST_GUILD + n)
            server.add_channel(_FIRST_CHANNEL + n, "news", guild_id=guild_id)
        corpus: Any = PlainCorpus(folder, lambda: now)
        guilds = [server.guild(_FIRST_GUILD + n) for n in range(len(ZONES))]
        async with connected(server.base, *guilds) as client:
            schedule = DigestSchedule(corpus, client, lambda: now)
            while now < last:
                now += STEP
                await schedule.tick()
                await schedule.finish()
        await corpus.close()
        posts = [server.messages[_FIRST_CHANNEL + n] for n in range(len(ZONES))]
        words = [server.posts(_FIRST_CHANNEL + n) for n in range(len(ZONES))]
    wrong = []
    for zone, messages, texts in zip(ZONES, posts, words, strict=True):
        days = [(m["timestamp"], _date_in(text)) for m, text in zip(messages, texts, strict=True)]
        wrong += _problems(zone, days, first, last)
    return wrong, sum(map(len, posts))


def _problems(
    zone: str, posts: list[tuple[str, date]], first: datetime, last: datetime
) -> list[str]:
    """Say which dates have no post, several, or one that came on another date."""
    found = Counter(day for _, day in posts)
    wrong = [f"{zone} {day}: {n} posts" for day, n in found.items() if n != 1]
    for at, day in posts:
        local = datetime.fromisoformat(at).astimezone(ZoneInfo(zone))
        if local.date() != day:
            wrong.append(f"{zone} {day}: posted at {local}")
    begin, end = (at.astimezone(ZoneInfo(zone)).date() for at in (first, last))
    # The first and the last date may be due before and after the time that is lived through.
    inner = [begin + timedelta(n) for n in range(1, (end - begin).days)]
    return wrong + [f"{zone} {day}: no post" for day in inner if not found[day]]


def _date_in(text: str) -> date:
    found = _MARK.search(text)
    if found is None:
        raise ValueError(text)
    return datetime.strptime(found[1], "%d %B %Y").replace(tzinfo=UTC).date()


def _write_files(folder: Path, now: datetime) -> None:
    """Write a file for each server, with a digest in its zone."""
    first = folder / "first.sqlite"
    with closing(open_corpus(first)) as db:
        ingest.commit(db, made_up_article(0, _N_QUOTATIONS), added_by=None, now=now - _LONG_AGO)
    for n, zone in enumerate(ZONES):
        path = folder / f"{_FIRST_GUILD + n}.db"
        shutil.copy(first, path)
        with closing(open_corpus(path)) as db:
            plan = DigestPlan(_FIRST_CHANNEL + n, TIMES[n % len(TIMES)], zone)
            schedule_digest(db, plan, by=1, now=now)


if __name__ == "__main__":
    sys.exit(main())
