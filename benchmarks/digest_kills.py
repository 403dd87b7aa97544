"""Killed with SIGKILL while posting: `python benchmarks/digest_kills.py --kills 50`.

A process runs the real posting code with discord.py's real client against a Discord of our own
on loopback. It is killed at a random moment of each of four steps, over a fresh file each time,
and another one follows: within Discord's nonce window, or after it. Told for each step: how many
posts are doubled, lost without a word, and reported as uncertain. Exit status 1 when a post is
doubled, or lost without a word, or uncertain within the window.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.made_up import made_up_article
from store import ingest
from store.database import open_corpus
from store.due import LEASE, NONCE_WINDOW
from store.queries.digests import list_posts
from store.records import DigestPlan, PostState
from store.writes.digests import schedule_digest
from tests.fakes.digest_process import STEPS
from tests.fakes.discord_server import OWNER_ID, DiscordServer
from tests.fakes.killed_process import killed_runs

_CHANNEL = 10
_OWNERS_MESSAGES = 10**6 + OWNER_ID
_DUE = datetime(2026, 3, 2, 8, tzinfo=UTC)
_SOON = LEASE + timedelta(seconds=1)
_LATER = NONCE_WINDOW + timedelta(minutes=1)
_MOMENT_S = 0.04  # an attempt takes about as long


def main() -> int:
    """Kill, print the table, and say whether the promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    asked = parser.parse_args()
    is_kept = True
    print(f"{'killed':13} {'back':13} kills  doubled  lost  uncertain")
    for step in STEPS:
        for name, later in (("in the window", _SOON), ("after it", _LATER)):
            found = asyncio.run(_kill(step, later, asked.kills))
            counts = [found[what] for what in ("doubled", "lost", "uncertain")]
            print(
                f"{step:13} {name:13} {asked.kills:5}  {counts[0]:7}  {counts[1]:4}  {counts[2]:9}"
            )
            is_kept &= not (counts[0] or counts[1] or (later is _SOON and counts[2]))
    return 0 if is_kept else 1


async def _kill(step: str, later: timedelta, n_kills: int) -> Counter[str]:
    """Kill a process many times in one step; return how many posts ended how."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_file(folder / "corpus.db")
        runs = killed_runs(
            folder / "corpus.db",
            folder,
            step,
            times=n_kills,
            due=_DUE,
            within_s=_MOMENT_S,
            prepare=lambda discord: discord.add_channel(_CHANNEL, "news"),
        )
        async for poster, discord in runs:
            await poster.run(_DUE + later)
            await poster.run(_DUE + later + timedelta(hours=1))
            found[_ending(discord, poster.path)] += 1
    return found


def _ending(discord: DiscordServer, path: Path) -> str:
    n_posts = len(discord.posts(_CHANNEL))
    with closing(open_corpus(path, read_only=True)) as db:
        (state,) = (post.state for post in list_posts(db, 1))
    if n_posts > 1:
        return "doubled"
    if n_posts == 1 and state is PostState.SENT:
        return "posted"
    told = json.dumps(discord.messages.get(_OWNERS_MESSAGES, []))
    is_told = state is PostState.UNCERTAIN and "may not have arrived" in told
    return "uncertain" if is_told else "lost"


def _write_file(path: Path) -> None:
    with closing(open_corpus(path)) as db:
        article = made_up_article(0, 3)
        ingest.commit(db, article, added_by=None, now=_DUE - timedelta(hours=3))
        plan = DigestPlan(channel_id=_CHANNEL, local_time="08:00", timezone="UTC")
        schedule_digest(db, plan, by=1, now=_DUE - timedelta(hours=2))


if __name__ == "__main__":
    sys.exit(main())
