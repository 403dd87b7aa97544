"""Adding many articles by the command line: `python benchmarks/bulk.py [FILE.jsonl] [options]`.

1. Words a second with one process and with two, start-up and storing included, beside stock
   `nlp.pipe` in batches of 64, its model loaded beforehand: in one run, as only ratios count;
   by processor time too, which other programs disturb less.
2. The same command while its reading processes are killed with -9 ten times, then itself ten times
   while it stores, run again until it is done: every article must be there once, with as many
   quotations.
3. Storing alone beside raw sqlite3 (benchmarks/storing.py).

The file, by default that in ../shared, has {"id", "text"} on each line; nothing of it is kept.
Exit status 1 when an article is lost or double; the ratios are told, not judged: they need a
machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from time import monotonic, perf_counter, process_time, sleep
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import spacy

from benchmarks.storing import measure_storing
from store.annotate import DEFAULT_MODEL
from store.database import check_corpus

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = ROOT.parent / "shared" / "polnear" / "train.jsonl"
KILLS = 10
_PATIENCE_S = 1800.0
_STORES_S = 0.4  # a batch takes about as long


def command(data: Path, corpus: Path, processes: int) -> list[str]:
    """The command line that adds the file."""
    add = [sys.executable, "-m", "store", "add", str(data), "--corpus", str(corpus)]
    return [*add, "--processes", str(processes)]


def start(data: Path, corpus: Path, processes: int) -> subprocess.Popen[bytes]:
    """Start adding, without a word."""
    return subprocess.Popen(  # noqa: S603 — our own program
        command(data, corpus, processes),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def contents(corpus: Path) -> list[tuple[Any, ...]]:
    """Each article's source and number of quotations: what must be the same however it came."""
    with closing(sqlite3.connect(corpus)) as conn:
        return conn.execute(
            """
            SELECT a.source, a.content_hash, count(q.id) FROM articles a
            LEFT JOIN quotations q ON q.article_id = a.id GROUP BY a.id ORDER BY a.source
            """
        ).fetchall()


# ------------------------------------------------------------------ words a second


def measure_speed(data: Path, texts: Sequence[str], folder: Path) -> Path:
    """Print words a second of stock spaCy, of one process and of two; return a corpus."""
    n_words = sum(len(text.split()) for text in texts)
    nlp = spacy.load(DEFAULT_MODEL)
    for _ in nlp.pipe(texts[:3]):
        pass
    started, cpu = perf_counter(), process_time()
    for _ in nlp.pipe(texts, batch_size=64):
        pass
    stock, stock_by_cpu = n_words / (perf_counter() - started), n_words / (process_time() - cpu)
    print(f"stock nlp.pipe, batch 64: {stock:,.0f} words/s ({len(texts)} articles)")
    for processes in (1, 2):
        corpus = folder / f"{processes}.db"
        started, cpu = perf_counter(), _children_cpu_s()
        subprocess.run(command(data, corpus, processes), cwd=ROOT, check=False, capture_output=True)  # noqa: S603 — our own program
        ours = n_words / (perf_counter() - started)
        by_cpu = n_words / (_children_cpu_s() - cpu)
        print(
            f"store add, {processes} process(es): {ours:,.0f} words/s, × {ours / stock:.2f};"
            f" by processor time × {by_cpu / stock_by_cpu:.2f}"
        )
    return corpus


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# ------------------------------------------------------------------ killed on the way


def children(pid: int) -> list[int]:
    """The processes that a command started and that work: those with most memory."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        found = [int(child) for child in listed.read_text(encoding="ascii").split()]
    except OSError:
        return []
    return [child for child in found if _resident_pages(child) > 20_000]  # noqa: PLR2004 — 80 MB: the model is loaded


def _resident_pages(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0


def kill_readers(running: subprocess.Popen[bytes]) -> int:
    """Kill reading processes, one every few seconds, ten times; return how many were."""
    n_killed = 0
    while n_killed < KILLS and running.poll() is None:
        for child in children(running.pid)[:1]:
            os.kill(child, signal.SIGKILL)
            n_killed += 1
            sleep(1.0)
        sleep(0.5)
    return n_killed


def survive_kills(data: Path, corpus: Path) -> tuple[int, int]:
    """Add with reading processes killed, then with the command killed, until it is done."""
    n_commands = 0
    running = start(data, corpus, 2)
    n_readers = kill_readers(running)
    until = monotonic() + _PATIENCE_S
    while n_commands < KILLS and _is_storing(running, corpus, until):
        sleep(random.uniform(0, _STORES_S))  # noqa: S311 — a moment, no secret
        running.kill()
        running.wait()
        n_commands += 1
        running = start(data, corpus, 2)
    running.wait(timeout=max(1.0, until - monotonic()))
    return n_readers, n_commands


def _is_storing(running: subprocess.Popen[bytes], corpus: Path, until: float) -> bool:
    """Wait until a command that has begun to read writes to its file; False when it is done."""
    log = corpus.with_name(f"{corpus.name}-wal")
    written = None
    while running.poll() is None and monotonic() < until:
        last = log.stat().st_mtime_ns if log.exists() else 0
        if written is not None and last != written:
            return True
        if children(running.pid):
            written = last
        sleep(0.01)
    return False


def measure_kills(data: Path, undisturbed: Path, folder: Path) -> bool:
    """Print what became of the killed run; tell whether it is whole."""
    corpus = folder / "killed.db"
    n_readers, n_commands = survive_kills(data, corpus)
    wanted, got = contents(undisturbed), contents(corpus)
    is_whole = sorted(wanted) == sorted(got)
    problems = check_corpus(corpus)
    print(
        f"killed {n_readers} reading processes and the command {n_commands} times:"
        f" {len(got)} articles of {len(wanted)}, {'the same' if is_whole else 'NOT the same'};"
        f" the file is {'damaged: ' + problems[0] if problems else 'sound'}"
    )
    return is_whole and not problems


def main() -> int:
    """Run the benchmark; the exit status tells whether anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, default=DATA)
    parser.add_argument("--articles", type=int, default=840, help="only the first so many")
    parser.add_argument("--only", choices=("speed", "kills", "storing"), help="one of the three")
    options = parser.parse_args()
    if not options.file.exists():
        print(f"skipped: {options.file} is not there")
        return 0
    records = options.file.read_bytes().splitlines()[: options.articles]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "articles.jsonl"
        data.write_bytes(b"\n".join(records))
        is_whole = True
        undisturbed = folder / "2.db"
        if options.only in {None, "speed"}:
            measure_speed(data, [json.loads(line)["text"] for line in records], folder)
        if options.only in {None, "kills"}:
            if not undisturbed.exists():
                start(data, undisturbed, 2).wait()
            is_whole = measure_kills(data, undisturbed, folder)
        if options.only in {None, "storing"}:
            measure_storing(records, folder)
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
