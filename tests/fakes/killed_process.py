"""Orders for a process that is made to be killed, and what became of it."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.fakes.discord_server import GUILD_ID, DiscordServer

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

ROOT = Path(__file__).parents[2]


class Poster:
    """A process that sends what is due in one server's file, whenever it is told to."""

    def __init__(self, process: Process, discord: DiscordServer, folder: Path) -> None:
        self._process = process
        self._discord = discord
        self._folder = folder
        self.path = folder / f"{GUILD_ID}.db"

    async def run(self, now: datetime, **how: Any) -> int:
        """Let a process look for what is due at that time; return the signal that ended it."""
        self._discord.clock = lambda: now
        order = {
            "now": now.isoformat(),
            "folder": str(self._folder),
            "base": self._discord.base,
            "guild": self._discord.guild(),
            **how,
        }
        stdin, stdout = pipes_of(self._process)
        stdin.write(json.dumps(order).encode() + b"\n")
        ended = json.loads(await stdout.readline())
        assert ended["exit"] == 0
        return int(ended["signal"])


async def killed_runs(
    corpus_file: Path,
    folder: Path,
    step: str,
    *,
    times: int,
    due: datetime,
    within_s: float = 0.02,
    prepare: Callable[[DiscordServer], object],
) -> AsyncIterator[tuple[Poster, DiscordServer]]:
    """Kill a process several times, each time over a fresh file and a fresh Discord."""
    async with posting_process() as process:
        for n in range(times):
            run = folder / f"{n}"
            run.mkdir()
            shutil.copy(corpus_file, run / f"{GUILD_ID}.db")
            async with asyncio.timeout(60), DiscordServer() as discord:
                prepare(discord)
                poster = Poster(process, discord, run)
                moment_s = random.uniform(0, within_s)  # noqa: S311 - a moment, no secret
                assert await poster.run(due, dies=step, within_s=moment_s) == signal.SIGKILL
                yield poster, discord


def pipes_of(process: Process) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
    """Return a process's standard input and output."""
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


@asynccontextmanager
async def posting_process() -> AsyncIterator[Process]:
    """Start the process that takes orders."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.fakes.digest_process",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    try:
        yield process
    finally:
        pipes_of(process)[0].close()
        await process.wait()
