"""Orders for a process that is made to be killed, and what became of it."""

import asyncio
import json
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from tests.fakes.discord_server import GUILD_ID

ROOT = Path(__file__).parents[2]


class Poster:
    """A process that sends what is due in one server's file, whenever it is told to."""

    def __init__(self, process, discord, folder):
        self._process = process
        self._discord = discord
        self._folder = folder
        self.path = folder / f"{GUILD_ID}.db"

    async def run(self, now, **how):
        """Let a process look for what is due at that time; return the signal that ended it."""
        self._discord.clock = lambda: now
        order = {
            "now": now.isoformat(),
            "folder": str(self._folder),
            "base": self._discord.base,
            "guild": self._discord.guild(),
            **how,
        }
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        ended = json.loads(await self._process.stdout.readline())
        assert ended["exit"] == 0
        return ended["signal"]


@asynccontextmanager
async def posting_process():
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
        process.stdin.close()
        await process.wait()
