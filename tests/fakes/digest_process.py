"""A process that posts digests or tells followers, made to be killed.

    python -m tests.fakes.digest_process

It reads one order a line (JSON) and forks a child for each, so that the imports are paid once.
The child runs the real posting code with discord.py's real client against the loopback server,
and dies by SIGKILL where it is told to: at a random moment of a step, or never. How it ended is
answered, a line each.

A child that is told to stay lives through many looks, as a bot does, and leads or does not: it
answers its process id, then each further line (a time) with whether it led, until "end".
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.corpus.digests import Digests
from bot.corpus.follows import Follows
from bot.corpus.leader import Leader
from bot.digest.schedule import DigestSchedule
from bot.follow.rounds import FollowRounds
from tests.fakes.loopback_client import connected
from tests.fakes.plain_corpus import PlainCorpus

STEPS = ("before claim", "after claim", "after send", "after mark")


def die_within(seconds: float) -> None:
    """Let this process be killed at a moment soon, wherever it is then."""
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()


class Dying:
    """A ledger in a process that dies in one of four steps, at a moment it cannot choose."""

    def __init__(self, *parts: Any, order: dict[str, Any]) -> None:
        super().__init__(*parts)
        self._dies = order.get("dies")
        self._within_s = order.get("within_s", 0.0)

    def _at(self, step: str) -> None:
        if step == self._dies:
            die_within(self._within_s)


class DyingDigests(Dying, Digests):
    """The real digests, but for that."""

    async def claim(self, guild_id: int, job: Any) -> Any:
        self._at("before claim")
        post = await super().claim(guild_id, job)
        self._at("after claim")
        return post

    async def sent(self, guild_id: int, post: Any, **facts: Any) -> None:
        self._at("after send")
        await super().sent(guild_id, post, **facts)
        self._at("after mark")


class DyingFollows(Dying, Follows):
    """The real follows, but for that."""

    async def claim(self, guild_id: int, news: Any, upto_article_id: int) -> Any:
        self._at("before claim")
        letter = await super().claim(guild_id, news, upto_article_id)
        self._at("after claim")
        return letter

    async def sent(self, guild_id: int, letter: Any, **facts: Any) -> None:
        self._at("after send")
        await super().sent(guild_id, letter, **facts)
        self._at("after mark")


async def run(order: dict[str, Any]) -> None:
    """Look once for due digests and for what followers want, and send them."""
    now = datetime.fromisoformat(order["now"])
    digests, follows = partial(DyingDigests, order=order), partial(DyingFollows, order=order)
    corpus: Any = PlainCorpus(Path(order["folder"]), lambda: now, digests=digests, follows=follows)
    async with connected(order["base"], order["guild"]) as client:
        for rounds in (DigestSchedule(corpus, client, lambda: now), FollowRounds(corpus, client)):
            await rounds.tick()
            await rounds.finish()
        if order.get("dies"):  # whatever was not reached in time is reached now
            os.kill(os.getpid(), signal.SIGKILL)
    await corpus.close()


async def stay(order: dict[str, Any]) -> None:
    """Look for due digests at each time that is told, as one of several processes."""
    now = datetime.fromisoformat(order["now"])
    corpus: Any = PlainCorpus(Path(order["folder"]), lambda: now)
    leader = Leader(Path(order["folder"]), lambda: now)
    async with connected(order["base"], order["guild"]) as client:
        schedule = DigestSchedule(corpus, client, lambda: now, leader=leader)
        answer(os.getpid())
        while (line := (await asyncio.to_thread(sys.stdin.readline)).strip()) != "end":
            now = datetime.fromisoformat(line)
            await schedule.look()
            await schedule.finish()
            answer(leader.is_leading)
    await corpus.close()


def answer(what: Any) -> None:
    """Answer a line."""
    print(json.dumps(what), flush=True)  # noqa: T201


def main() -> None:
    """Serve orders until standard input ends."""
    while line := sys.stdin.readline():
        if not line.startswith("{"):  # for a child that was killed before it read it
            continue
        child = os.fork()
        if child == 0:
            order = json.loads(line)
            asyncio.run(stay(order) if order.get("stays") else run(order))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        answer({"signal": os.WTERMSIG(status), "exit": os.WEXITSTATUS(status)})


if __name__ == "__main__":
    main()
