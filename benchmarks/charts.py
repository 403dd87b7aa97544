"""What a picture costs, and what it does to the event loop meanwhile: thread against process.

    .venv/bin/python benchmarks/charts.py

Prints a line for each way of drawing: the time of one picture (milliseconds, median and worst
of 40, after a warm-up) and by how much a 2 ms timer on the event loop was late meanwhile.
Idle is the same timer with nothing drawn: what the machine itself costs.
"""

from __future__ import annotations

import asyncio
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.charts import Picture
from bot.corpus.charts import Charts
from store.records import EntityRef, EntityType, Series, Timeline
from store.steps import starts_of, step_for

_N_PICTURES = 40
_TICK_S = 0.002
_NAMES = ("Xi Jinping", "Vladimir Putin", "Volodymyr Zelensky", "National Security Council")


def example() -> Timeline:
    """Four names over nine months, week by week."""
    first, last = date(2022, 1, 3), date(2022, 9, 25)
    step = step_for(first, last)
    starts = starts_of(first, last, step)
    lines = []
    for number, name in enumerate(_NAMES, start=1):
        counts = tuple((number * 7 + at * at) % 23 for at in range(len(starts)))
        lines.append(Series(EntityRef(number, name, EntityType.PERSON), counts))
    return Timeline(first, last, step, starts, tuple(lines))


async def measure(lane: Charts | None) -> tuple[list[float], list[float]]:
    """Milliseconds of each picture, and by how many the timer was late, both sorted."""
    chart = example()
    if lane is not None:
        await lane.draw(chart)
    late: list[float] = []
    ticking = asyncio.create_task(_tick(late))
    took = []
    for _ in range(_N_PICTURES):
        began = time.perf_counter()
        if lane is None:
            await asyncio.sleep(0.1)
        elif not isinstance(await lane.draw(chart), Picture):
            sys.exit("no picture was drawn: is matplotlib installed?")
        took.append((time.perf_counter() - began) * 1000)
    ticking.cancel()
    return sorted(took), sorted(late)


async def _tick(late: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(_TICK_S)
        late.append((time.perf_counter() - began - _TICK_S) * 1000)


async def main() -> None:
    """Print the table."""
    print("drawn in    picture ms median, worst    loop late by ms median, p99, worst")
    with ThreadPoolExecutor(1) as threads:
        lanes = {"nothing": None, "a thread": Charts(executor=threads), "a process": Charts()}
        for name, lane in lanes.items():
            took, late = await measure(lane)
            picture = f"{took[len(took) // 2]:.0f}, {took[-1]:.0f}" if lane else ""
            loop = f"{late[len(late) // 2]:.1f}, {late[len(late) * 99 // 100]:.1f}, {late[-1]:.1f}"
            print(f"{name:<12}{picture:<28}{loop}")
            if lane is not None:
                await lane.close()


if __name__ == "__main__":
    asyncio.run(main())
