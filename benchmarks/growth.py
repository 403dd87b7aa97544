"""What adding one article costs as a corpus grows: `python benchmarks/growth.py 1000 10000`.

Copies of the corpora that big_corpus.py made get a few hundred more articles, each committed as
in life (a transaction of its own, written through to the disk). The cost should stay nearly the
same: ten times the articles may cost a little more (deeper indexes, larger blocks of names), not
ten times as much. That is told by the processor's time, since disks are shared. The same is told
of as many articles as the command line stores together. `--steps` also tells where the time goes,
from a run under the profiler.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import shutil
import sys
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rich.console import Console
from rich.table import Table

from benchmarks.big_corpus import FOLDER, SEED, corpus_path, read_sources
from benchmarks.recombine import recombine
from store import ingest
from store.database import open_corpus
from store.errors import DuplicateArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

    from store.records import AnnotatedArticle

_ADDED = 200
_FIRST_NEW = 10_000_000  # beyond every number that a corpus was made of
_NOW = datetime(2030, 1, 1, tzinfo=UTC)
_BATCHES = 5
_TOGETHER = 128
_GROWS_AT_MOST = 3.0  # times the first corpus's median, for the largest
_STEPS_SHOWN = 14

# The steps of a commit, as the profiler names them; what is inside another is left out.
_STEPS = {
    "insert_article",
    "meet_names",
    "insert_fresh",
    "insert_entities",
    "insert_quotations",
    "place_new",
    "count_names",
    "read_blocks",
    "partition",
    "give_entities",
    "articles_using",
    "call_entities",
    "apply_moves",
    "relink_about",
    "show_quotations",
    "index",
    "put",
    "add",
    "index_text",
    "count_articles",
    "write_tally",
    "record",
    "transaction",
}


def main() -> int:
    """Measure every corpus that is there, smallest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="*", type=int, default=[1000, 10_000, 100_000])
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"default {FOLDER}")
    parser.add_argument("--added", type=int, default=_ADDED)
    parser.add_argument("--steps", action="store_true", help="tell where the time goes")
    asked = parser.parse_args()
    sizes = [n for n in sorted(asked.articles) if corpus_path(n, asked.folder).exists()]
    if not sizes:
        print("skipped: no corpus there; make some with benchmarks/big_corpus.py")
        return 0
    sources = read_sources(asked.folder)
    new = [recombine(sources, _FIRST_NEW + i, seed=SEED) for i in range(asked.added)]
    many = [
        recombine(sources, _FIRST_NEW + asked.added + i, seed=SEED)
        for i in range(_BATCHES * _TOGETHER)
    ]
    columns = ("p50 ms", "p99 ms", "max ms", "processor p50 ms", "× the first", "together, each")
    table = Table("articles before", *columns, title="commit")
    medians: list[float] = []
    for n in sizes:
        took, worked, together = measure(corpus_path(n, asked.folder), new, many)
        medians.append(worked[len(worked) // 2])
        table.add_row(
            f"{n:,}",
            f"{took[len(took) // 2]:.1f}",
            f"{took[len(took) * 99 // 100]:.1f}",
            f"{took[-1]:.1f}",
            f"{medians[-1]:.1f}",
            f"{medians[-1] / medians[0]:.2f}",
            f"{together:.1f}",
        )
    console = Console(width=100)
    console.print(table)
    console.print(f"load {os.getloadavg()[0]:.1f}")
    if asked.steps:
        console.print(steps(corpus_path(sizes[-1], asked.folder), new))
    return 0 if medians[-1] <= _GROWS_AT_MOST * medians[0] else 1


def measure(
    path: Path, new: Sequence[AnnotatedArticle], many: Sequence[AnnotatedArticle]
) -> tuple[list[float], list[float], float]:
    """How long each new article took to commit to a copy of the corpus, in ms, ascending.

    Returns:
        the whole time, how much of it the processor worked; and that for one of many together.
    """
    took, worked, together = [], [], []
    with _copy_of(path) as db:
        for i, annotated in enumerate(new):
            begun, idle = time.perf_counter(), time.thread_time()
            with suppress(DuplicateArticleError):  # put together before, from the same paragraphs
                ingest.commit(db, annotated, added_by=None, now=_NOW + i * timedelta(minutes=1))
                took.append((time.perf_counter() - begun) * 1000)
                worked.append((time.thread_time() - idle) * 1000)
        for start in range(0, len(many), _TOGETHER):
            batch = many[start : start + _TOGETHER]
            idle = time.thread_time()
            ingest.commit_many(db, batch, added_by=None, now=_NOW)
            together.append((time.thread_time() - idle) * 1000 / len(batch))
    return sorted(took), sorted(worked), median(together)


def steps(path: Path, new: Sequence[AnnotatedArticle]) -> Table:
    """Where the time of a commit goes: each step's share, the profiler's own cost in it."""
    profile = cProfile.Profile()
    with _copy_of(path) as db:
        profile.enable()
        for i, annotated in enumerate(new):
            with suppress(DuplicateArticleError):
                ingest.commit(db, annotated, added_by=None, now=_NOW + i * timedelta(minutes=1))
        profile.disable()
    found = pstats.Stats(profile)
    total: float = found.total_tt  # type: ignore[attr-defined]  # typeshed does not know it
    spent = [
        (seconds, f"{Path(file).stem}.{name}")
        for (file, _, name), (_, _, _, seconds, _) in found.stats.items()  # type: ignore[attr-defined]
        if name in _STEPS and "store" in Path(file).parts
    ]
    table = Table("step", "share", "ms an article", title=f"steps at {path.stem} articles")
    for seconds, name in sorted(spent, reverse=True)[:_STEPS_SHOWN]:
        table.add_row(name, f"{seconds / total:.0%}", f"{seconds * 1000 / len(new):.2f}")
    return table


@contextmanager
def _copy_of(path: Path) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, folder))
        with closing(open_corpus(copy)) as db:
            yield db


if __name__ == "__main__":
    sys.exit(main())
