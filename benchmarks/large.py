"""How fast a large corpus answers: `python benchmarks/large.py [ARTICLES]`.

Every question is asked in our form and then in the plain one, on the same file over one
read-only connection, as a reader thread has it; what is told is processor time, so that other
work on the machine counts less. For the search it is also told how many of the
ten best by exact bm25 are among our ten (recall@10; what ties with the tenth counts). The file
is made by big_corpus.py. Exit status 1 when a promise is not kept.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rich.console import Console
from rich.table import Table

from benchmarks.big_corpus import FOLDER, corpus_path
from benchmarks.large_cases import Ask, Case, cases, search_queries
from benchmarks.large_trends import trend_cases
from bot.app import keep_what_is_loaded
from store.database import open_corpus, select
from store.queries.ranking import settle
from store.queries.search import search
from store.queries.words import match_of, match_words, phrases_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

_ROUNDS = 3
_SEARCH_TARGET_MS = 20.0
_PLAIN_AT_MOST = 6  # plain answers take seconds: so many of a class are enough
_PLAIN_MS = 10_000.0
_RECALL_OF = 10
_RECALL_QUERIES = 12
_SAME_SCORE = 1e-6
_INDEXES = {
    "articles_fts": (("title", "body"), "5.0, 1.0"),
    "quotations_fts": (("content", "speaker_label"), "1.0, 1.0, 0.0"),
}


def main() -> int:
    """Ask everything, print the table, and say whether the promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"default {FOLDER}")
    parser.add_argument("--only", default="", help="cases whose name holds this")
    parser.add_argument("--no-plain", action="store_true", help="our form alone")
    asked = parser.parse_args()
    path = corpus_path(asked.articles, asked.folder)
    if not path.exists():
        print(f"skipped: {path} is not there; make it with benchmarks/big_corpus.py")
        return 0
    table = Table("question", "ours p50 / p99 ms", "plain p50 / p99 ms", "÷", "at most", "kept")
    is_kept = True
    keep_what_is_loaded()  # as the bot does
    with closing(open_corpus(path, read_only=True)) as db:
        recalls = []
        for case, queries in _all_cases(db):
            if asked.only in case.name:
                is_kept &= _measure(db, case, table, is_plain=not asked.no_plain)
                if queries and not asked.no_plain:
                    recalls.append((case.name, recall(db, queries)))
    console = Console(width=110)
    console.print(table)
    for name, (of_articles, of_quotations) in recalls:
        console.print(f"recall@10, {name}: articles {of_articles}, quotations {of_quotations}")
    console.print(f"load {os.getloadavg()[0]:.1f}")
    return 0 if is_kept else 1


def _all_cases(db: Database) -> list[tuple[Case, list[str]]]:
    searched = [
        (Case(f"/search, {name}", _SEARCH_TARGET_MS, [_ask(query) for query in queries]), queries)
        for name, queries in search_queries(db).items()
    ]
    return [*searched, *((case, []) for case in (*cases(db), *trend_cases(db)))]


def _ask(query: str) -> Ask:
    return Ask(query, lambda db: search(db, query), lambda db: _plain_search(db, query))


def _plain_search(db: Database, query: str) -> object:
    """Everything that matches, counted and sorted by rank."""
    found = []
    for table, (columns, _) in _INDEXES.items():
        match = match_words(query, columns=columns)
        total = f"SELECT count(*) AS n FROM {table} WHERE {table} MATCH :match"  # noqa: S608 — ours
        best = f"""
            SELECT rowid FROM {table} WHERE {table} MATCH :match ORDER BY rank LIMIT 5
        """  # noqa: S608 — ours
        found.append((select(db, total, match=match), select(db, best, match=match)))
    return found


def _measure(db: Database, case: Case, table: Table, *, is_plain: bool) -> bool:
    """Ask all in our form, the first round only to warm, and then plainly.

    A plain answer that reads the whole record leaves no cache warm for the next of ours.
    """
    ours: list[tuple[float, str]] = []
    plain: list[float] = []
    for round_ in range(_ROUNDS):
        for ask in case.asks:
            begun = time.thread_time()
            ask.ours(db)
            took = (time.thread_time() - begun) * 1000
            if round_:
                ours.append((took, ask.about))
    for ask in case.asks[:_PLAIN_AT_MOST]:
        if is_plain and ask.plain and sum(plain) < _PLAIN_MS:
            begun = time.thread_time()
            ask.plain(db)
            plain.append((time.thread_time() - begun) * 1000)
    times = sorted(took for took, _ in ours)
    p50, p99 = _percentile(times, 50), _percentile(times, 99)
    is_kept = p99 <= case.target_ms
    beside = f"{_percentile(plain, 50):,.1f} / {_percentile(plain, 99):,.1f}" if plain else ""
    gain = f"{_percentile(plain, 50) / p50:,.1f}" if plain else ""
    kept = "yes" if is_kept else f"NO: {max(ours)[1][:30]}"
    table.add_row(case.name, f"{p50:.2f} / {p99:.2f}", beside, gain, f"{case.target_ms:g}", kept)
    return is_kept


def recall(db: Database, queries: Sequence[str]) -> list[str]:
    """Our ten best among the ten best by exact bm25, for articles and quotations."""
    sums, counted = [0.0, 0.0], [0, 0]
    for query in queries[:_RECALL_QUERIES]:
        phrases = [one._replace(endings=()) for one in settle(db, phrases_in(query))]
        found = search(db, query, limit=_RECALL_OF)
        ours = (
            [hit.article.id for hit in found.articles],
            [hit.quotation.id for hit in found.quotations],
        )
        for i, (table, (columns, weights)) in enumerate(_INDEXES.items()):
            scores = _exact(db, table, match_of(phrases, columns=columns), weights)
            if not scores:
                continue
            best = sorted(scores.values())[:_RECALL_OF]
            hits = sum(scores.get(number, 0.0) <= best[-1] + _SAME_SCORE for number in ours[i])
            sums[i] += hits / len(best)
            counted[i] += 1
    return [f"{sums[i] / counted[i]:.2f}" if counted[i] else "none found" for i in (0, 1)]


def _exact(db: Database, table: str, match: str, weights: str) -> dict[int, float]:
    query = f"""
        SELECT rowid AS id, bm25({table}, {weights}) AS score
        FROM {table} WHERE {table} MATCH :match
    """  # noqa: S608 — ours
    return {row["id"]: row["score"] for row in select(db, query, match=match)}


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    sys.exit(main())
