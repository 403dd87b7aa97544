"""Storing alone, beside raw sqlite3; a part of `python benchmarks/bulk.py --only storing`.

Articles that were read and annotated are stored as the command line does it. Then the very rows
that came of it are written into an empty corpus with executemany in one transaction, all five
indexes of full-text search filled in bulk. Raw sqlite3 neither links names nor counts anything.
"""

from __future__ import annotations

import gc
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from store import ingest
from store.annotate import DEFAULT_MODEL
from store.bulk import ARTICLES_A_TASK, Readers, Task
from store.cli.batches import Batch
from store.database import open_corpus
from store.names import fold
from store.process import OwnProcess
from store.records import AnnotatedArticle
from store.terms import ARTICLE, QUOTATION, terms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
_ROUNDS = 3


class Spent(NamedTuple):
    """Seconds on the clock, and of the processor."""

    clock_s: float
    cpu_s: float

    @classmethod
    def by(cls, act: Callable[[], object]) -> Self:
        """What doing something takes."""
        gc.collect()
        started, cpu = perf_counter(), process_time()
        act()
        return cls(perf_counter() - started, process_time() - cpu)


def measure_storing(records: Sequence[bytes], folder: Path) -> None:
    """Print how long storing takes beside raw sqlite3: the median of a few rounds."""
    articles = _annotated(records)
    gc.freeze()  # what we hold in memory is no work of theirs
    rounds = []
    for n in range(_ROUNDS):
        stored, target = folder / f"stored{n}.db", folder / f"raw{n}.db"
        ours = Spent.by(partial(_store, articles, stored))
        raw = Raw(stored, target)
        rounds.append((ours, Spent.by(raw.write)))
        raw.close()
    ours, raw_spent = sorted(rounds, key=lambda spent: spent[0].cpu_s / spent[1].cpu_s)[
        _ROUNDS // 2
    ]
    for what, mine, its in zip(("on the clock", "of the processor"), ours, raw_spent, strict=True):
        each = [1000 * seconds / len(articles) for seconds in (mine, its)]
        print(
            f"storing {len(articles)} articles, {what}:"
            f" {each[0]:.2f} ms each, {raw.n_rows:,} rows by raw sqlite3 {each[1]:.2f} ms,"
            f" × {mine / its:.2f}"
        )


def _annotated(records: Sequence[bytes]) -> list[AnnotatedArticle]:
    numbered = [(f"line {n}", line) for n, line in enumerate(records)]
    steps = range(0, len(numbered), ARTICLES_A_TASK)
    tasks = [Task(records=tuple(numbered[i : i + ARTICLES_A_TASK])) for i in steps]
    found = Readers(OwnProcess, DEFAULT_MODEL, n=2).read(tasks)
    return [one for _, batch in found for one in batch if isinstance(one, AnnotatedArticle)]


def _store(articles: Sequence[AnnotatedArticle], path: Path) -> None:
    """As `python -m store add` does it, when nobody has to wait for the next article."""
    batch = Batch()
    with closing(open_corpus(path)) as db:
        store = partial(ingest.commit_many, db, added_by=None, now=NOW)
        for article in articles:
            batch.add(article, NOW)
            if batch.is_due(NOW):
                batch.store(store)
        batch.store(store)


class Raw:
    """Every row of a corpus, in memory, to be written into an empty one as plainly as can be.

    Nothing is computed or looked up: roll-ups are there as they are in the end, and the words that
    two indexes are made of too. Foreign keys are not looked at, as sqlite3 has it by itself.
    """

    def __init__(self, stored: Path, target: Path) -> None:
        open_corpus(target).close()
        self._conn = sqlite3.connect(target)
        self._conn.execute("PRAGMA synchronous = FULL")
        with closing(sqlite3.connect(stored)) as source:
            self._rows = {name: _rows_of(source, name) for name in _tables(source)}
            self._ready = {
                name: [(row[0], make(*row[1:])) for row in source.execute(query)]
                for name, (query, make) in _WITHOUT_TEXTS.items()
            }
        self.n_rows = sum(map(len, self._rows.values()))

    def write(self) -> None:
        """Write all of it in one transaction."""
        for name, rows in self._rows.items():
            places = ", ".join("?" * len(rows[0]))
            self._conn.execute(f"DELETE FROM {name}")  # noqa: S608 — the corpus's own names
            self._conn.executemany(f"INSERT INTO {name} VALUES ({places})", rows)  # noqa: S608 — as above
        for name, query in _WITH_TEXTS.items():
            columns = query.partition("SELECT id, ")[2].partition(" FROM")[0]
            self._conn.execute(f"INSERT INTO {name} (rowid, {columns}) {query}")
        for name, rows in self._ready.items():
            column = "folded" if name == "names_fts" else "terms"
            self._conn.executemany(f"INSERT INTO {name} (rowid, {column}) VALUES (?, ?)", rows)  # noqa: S608 — as above
        self._conn.commit()

    def close(self) -> None:
        """Close the file."""
        self._conn.close()


def _tables(source: sqlite3.Connection) -> list[str]:
    """The tables that have rows, those of full-text search apart."""
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    names = [name for (name,) in source.execute(query) if "_fts" not in name]
    ours = [name for name in names if not name.startswith(("sqlite_", "_sqlite"))]
    return [name for name in ours if _rows_of(source, name)]


def _rows_of(source: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    return source.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 — the corpus's own names


_WITH_TEXTS = {
    "articles_fts": "SELECT id, title, body, days FROM searched_articles ORDER BY id",
    "quotations_fts": """
        SELECT id, content, speaker_label, search_keys FROM searched_quotations
        WHERE id IN (SELECT id FROM quotations WHERE hidden_at IS NULL AND repeats IS NULL)
        ORDER BY id
    """,
}
# Indexes that keep no texts: what they are made of, which is ready before the clock starts.
_WITHOUT_TEXTS: dict[str, tuple[str, Callable[..., str]]] = {
    "article_terms_fts": (
        "SELECT id, day, title, body FROM articles ORDER BY id",
        lambda day, *columns: terms_of(ARTICLE, columns, day)[0],
    ),
    "quotation_terms_fts": (
        """
        SELECT id, day, content, speaker_label, search_keys FROM quotations
        WHERE hidden_at IS NULL AND repeats IS NULL ORDER BY id
        """,
        lambda day, *columns: terms_of(QUOTATION, columns, day)[0],
    ),
    "names_fts": ("SELECT id, name FROM names ORDER BY id", fold),
}
