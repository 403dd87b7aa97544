"""Start the real bot in a simulated Discord and say, as JSON, what its start cost.

Run as a process of its own, by benchmarks/speed.py and by a test. The one argument is a folder
for the corpora; standard output is one JSON object:
    ready_s         from the start of this process to READY
    warm_s          from READY until the reading process has loaded its model
    bot_mb          this process's memory when warm
    worker_mb       the reading process's memory when warm
    loaded          which heavy libraries this process has loaded
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import simcord

from bot.app import create_bot
from bot.settings import Settings

_HEAVY = ("spacy", "thinc", "trafilatura", "lxml", "matplotlib")
_TICKS = os.sysconf("SC_CLK_TCK")


async def probe(folder: Path) -> dict[str, object]:
    """Start, wait until warm, measure, stop."""
    bot = create_bot(Settings(corpora_dir=folder))
    try:
        await bot.corpus.starter()  # built by a first start only
        async with simcord.run(bot):
            ready_s = age_s()
            loaded = [name for name in _HEAVY if name in sys.modules]
            started = time.perf_counter()
            pid = await bot.corpus.warm()
            warm_s = time.perf_counter() - started
            return {
                "ready_s": round(ready_s, 2),
                "warm_s": round(warm_s, 2),
                "bot_mb": memory_mb(os.getpid()),
                "worker_mb": memory_mb(pid) if pid else None,
                "worker_pid": pid,
                "loaded": loaded + [name for name in _HEAVY if name in sys.modules],
            }
    finally:
        await bot.close()


def age_s() -> float:
    """Seconds since this process was started, interpreter and imports included."""
    after_boot = int(
        Path("/proc/self/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[19]
    )
    up_s = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    return up_s - after_boot / _TICKS


def memory_mb(pid: int) -> int:
    """Resident memory of a process."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    kib = next(line for line in lines if line.startswith("VmRSS")).split()[1]
    return round(int(kib) / 1024)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(probe(Path(sys.argv[1])))))
