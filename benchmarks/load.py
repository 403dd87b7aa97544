"""Twenty members asking at once while articles are read: `python benchmarks/load.py [ARTICLES]`.

The bot's own face of the corpus with its real lanes (reader threads, one writer, the reading
process), on a copy of a corpus that big_corpus.py made, and the answers drawn as commands draw
them; only Discord is left out.

1. One command at a time: how long it takes, and what our own code computes for it, in its reader
   thread and on the event loop, while articles are read and stored.
2. Twenty at once, round after round: how long a member waits, and how late the event loop comes,
   in time and in what its thread computed without a pause (which other programs do not change).

Exit status 1 when a promise is not kept.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rich.console import Console
from rich.table import Table

from benchmarks.big_corpus import FOLDER, corpus_path
from bot.app import keep_what_is_loaded
from bot.clock import utc_now
from bot.corpus import Corpus
from bot.settings import Settings
from bot.views.check import draw_check
from bot.views.choose import find_answer
from bot.views.question import ask
from store.database import open_corpus
from store.errors import DuplicateArticleError
from store.intake.fetch import Fetcher
from store.records import RawArticle

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    Command = Callable[[Corpus], Awaitable[object]]

P = ParamSpec("P")
R = TypeVar("R")

GUILD = 1
_MEMBERS = 20
_ALONE = 40  # commands of a kind, one at a time
_ROUNDS = 30
_PAUSE_S = 0.2  # between rounds: members read what they got
_TICK_S = 0.005
_OWN_TARGET_MS = 25.0
_STALL_TARGET_MS = 15.0
_WORDS = ["people", "president", "election", "court", "money", "vote", "war", "the", "energy"]


def main() -> int:
    """Measure, print the tables, and say whether the promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"default {FOLDER}")
    asked = parser.parse_args()
    path = corpus_path(asked.articles, asked.folder)
    if not path.exists():
        print(f"skipped: {path} is not there; make it with benchmarks/big_corpus.py")
        return 0
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        copy = Path(shutil.copy(path, Path(folder) / f"{GUILD}.db"))
        open_corpus(copy).close()  # an earlier version's is brought up to date first
        return asyncio.run(_measure(Path(folder)))


class TimedCorpus(Corpus):
    """The corpus, which adds up what its reads compute in their threads."""

    computed_s = 0.0

    async def read(
        self,
        guild_id: int,
        fn: Callable[Concatenate[Any, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """As ever."""

        def timed(db: object) -> R:
            begun = time.thread_time()
            try:
                return fn(db, *args, **kwargs)
            finally:
                self.computed_s += time.thread_time() - begun

        return await super().read(guild_id, timed)


async def _measure(folder: Path) -> int:
    settings = Settings(corpora_dir=folder, seeds_dir=ROOT / "seeds")
    corpus = TimedCorpus(settings, clock=utc_now, fetch=Fetcher(contact=None))
    try:
        await corpus.warm()
        names = [ref.name for ref in await corpus.complete_names(GUILD, "", speakers_only=True)]
        commands = _commands(names)
        for command in commands.values():  # each lane opens its file once
            await asyncio.gather(*(command(corpus) for _ in range(4)))
        keep_what_is_loaded()
        reading = asyncio.create_task(_read_articles(corpus))
        try:
            is_kept = await _one_at_a_time(corpus, commands)
            is_kept &= await _at_once(corpus, list(commands.values()))
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading
    finally:
        await corpus.close()
    return 0 if is_kept else 1


def _commands(names: Sequence[str]) -> dict[str, Command]:
    """Every kind of command, about the foremost names and common words."""
    rng = random.Random(7)  # noqa: S311 — the same questions every time are the point

    def drawn(kind: str, **options: Callable[[], str]) -> Command:
        return lambda corpus: find_answer(
            corpus, GUILD, ask(kind, **{field: choose() for field, choose in options.items()})
        )

    def name() -> str:
        return rng.choice(names)

    def word() -> str:
        return rng.choice(_WORDS)

    return {
        "/quotes": drawn("quotes"),
        "/quotes speaker": drawn("quotes", speaker=name),
        "/quotes containing": drawn("quotes", containing=word),
        "/quote": drawn("quote"),
        "/search": drawn("search", query=word),
        "/entity": drawn("entity", name=name),
        "/check": lambda corpus: draw_check(
            corpus, GUILD, f"the {word()} of the {word()} will be a very good {word()}", option="x"
        ),
        "/corpus": lambda corpus: corpus.stats(GUILD),
        "a name completed": lambda corpus: corpus.complete_names(GUILD, name()[:2]),
    }


async def _read_articles(corpus: Corpus) -> None:
    """Add one article after another, each a new text, as a curator's busy feed would."""
    seeds = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    n = 0
    while True:
        text = f"{seeds[n % len(seeds)]}\n\nThis is report number {n} of {time.time_ns()}."
        with suppress(DuplicateArticleError):
            await corpus.add(GUILD, RawArticle(text, title=f"Report {n}"), by=1)
        n += 1


async def _one_at_a_time(corpus: TimedCorpus, commands: dict[str, Command]) -> bool:
    table = Table("one at a time", "p50 ms", "p99 ms", "own code p50", "own code p99", "kept")
    is_kept = True
    for kind, command in commands.items():
        waited, computed = [], []
        for _ in range(_ALONE):
            begun, worked = time.perf_counter(), time.thread_time() + corpus.computed_s
            await command(corpus)
            waited.append((time.perf_counter() - begun) * 1000)
            computed.append((time.thread_time() + corpus.computed_s - worked) * 1000)
            await asyncio.sleep(0)
        is_kind_kept = percentile(computed, 99) <= _OWN_TARGET_MS
        is_kept &= is_kind_kept
        cells = [f"{percentile(v, p):.1f}" for v in (waited, computed) for p in (50, 99)]
        table.add_row(kind, *cells, "yes" if is_kind_kept else "NO")
    Console(width=100).print(table)
    return is_kept


async def _at_once(corpus: Corpus, commands: Sequence[Command]) -> bool:
    """Rounds of twenty commands that come in the same moment."""
    rng = random.Random(8)  # noqa: S311 — see above
    idle = await _delays(asyncio.sleep(2.0))
    waited: list[float] = []

    async def one(command: Command) -> None:
        begun = time.perf_counter()
        await command(corpus)
        waited.append((time.perf_counter() - begun) * 1000)

    async def rounds() -> None:
        for _ in range(_ROUNDS):
            await asyncio.gather(*(one(rng.choice(commands)) for _ in range(_MEMBERS)))
            await asyncio.sleep(_PAUSE_S)

    busy = await _delays(rounds())
    stall = max(computed for _, computed in busy)
    table = Table("twenty at once", "p50 ms", "p99 ms", "max ms")
    rows = {
        "a member waits": waited,
        "the loop is late, nobody asking": [late for late, _ in idle],
        "the loop is late, twenty asking": [late for late, _ in busy],
        "the loop computes without a pause": [computed for _, computed in busy],
    }
    for name, values in rows.items():
        cells = (percentile(values, 50), percentile(values, 99), max(values))
        table.add_row(name, *(f"{value:.1f}" for value in cells))
    console = Console(width=100)
    console.print(table)
    kept = "yes" if stall <= _STALL_TARGET_MS else "NO"
    console.print(f"no stall over {_STALL_TARGET_MS:.0f} ms of our own: {kept}")
    console.print(f"load {os.getloadavg()[0]:.1f}")
    return stall <= _STALL_TARGET_MS


async def _delays(work: Awaitable[object]) -> list[tuple[float, float]]:
    """For each tick how late it came, and how long the loop's thread computed since the last."""
    task = asyncio.ensure_future(work)
    found = []
    while not task.done():
        due, computed = time.perf_counter() + _TICK_S, time.thread_time()
        await asyncio.sleep(_TICK_S)
        late = max(0.0, time.perf_counter() - due) * 1000
        found.append((late, (time.thread_time() - computed) * 1000))
    await task
    return found


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that this many per cent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    sys.exit(main())
