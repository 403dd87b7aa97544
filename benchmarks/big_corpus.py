"""Makes large corpora to measure with: `python benchmarks/big_corpus.py 1000 10000 100000`.

Reading fifty million words would take three hours, so the annotated news in ../shared is read
once (and kept), its articles are taken apart and put together anew (recombine.py), and the
result goes through `store.ingest.commit` like everything else, so that tables, roll-ups and
indexes are as in life. Files are made once, in a folder outside the project, and kept; a file
half made is begun anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import sys
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.recombine import Source, recombine, take_apart
from store import ingest
from store.annotate import pipeline
from store.clean import hash_of
from store.database import open_corpus
from store.errors import DuplicateArticleError
from store.queries.articles import first_sentences
from store.records import AnnotatedArticle, CleanArticle

if TYPE_CHECKING:
    from collections.abc import Sequence

NEWS = ROOT.parent / "shared" / "polnear" / "train.jsonl"
FOLDER = Path.home() / ".cache" / "on-record"
SEED = 2026

_STARTED = datetime(2025, 1, 1, tzinfo=UTC)  # when the first article is said to have been added
_APART = timedelta(minutes=5)
_TITLE_CHARS = 160
_TOLD_EVERY = 1000
_PIECES_AT_LEAST = 2  # what can be put together anew


def main() -> int:
    """Make every file that is asked for and not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="+", type=int, help="how many articles; a file for each")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"where (default {FOLDER})")
    asked = parser.parse_args()
    if not NEWS.exists():
        print(f"skipped: {NEWS} is not there, and the articles are made from it")
        return 0
    asked.folder.mkdir(parents=True, exist_ok=True)
    for n_articles in asked.articles:
        path = corpus_path(n_articles, asked.folder)
        if path.exists():
            print(f"{path} is there")
        else:
            make_corpus(path, read_sources(asked.folder), n_articles)
    return 0


def corpus_path(n_articles: int, folder: Path = FOLDER) -> Path:
    """Where the file of so many articles is, or would be."""
    return folder / f"{n_articles}.db"


def read_sources(folder: Path) -> list[Source]:
    """The articles that others are made from, taken apart; they are annotated once and kept.

    Kept also when the annotator changes: what is measured is the record's speed.
    """
    kept = folder / f"annotated-{_fingerprint()}.pickle"
    if not kept.exists():
        print(f"annotating {NEWS} (minutes, once)", flush=True)
        lines = NEWS.read_text(encoding="utf-8").splitlines()
        articles = [_clean(json.loads(line)) for line in lines if line.strip()]
        part = kept.with_suffix(".part")
        part.write_bytes(pickle.dumps(list(pipeline.annotate(pipeline.load(), articles))))
        part.replace(kept)
    annotated: list[AnnotatedArticle] = pickle.loads(kept.read_bytes())  # noqa: S301 — written above
    sources = [take_apart(article) for article in annotated]
    return [source for source in sources if len(source.pieces) >= _PIECES_AT_LEAST]


def make_corpus(path: Path, sources: Sequence[Source], n_articles: int) -> None:
    """Commit so many articles to a new file, which appears when it is whole."""
    part = path.with_suffix(".part")
    for left in (part, *(part.with_name(f"{part.name}-{kind}") for kind in ("wal", "shm"))):
        left.unlink(missing_ok=True)
    begun = time.monotonic()
    with closing(open_corpus(part)) as db:
        db.conn.execute("PRAGMA synchronous = OFF")  # a power cut costs no more than a new run
        db.conn.execute("PRAGMA cache_size = -262144")  # KiB; what counts here is to be done soon
        db.conn.execute("PRAGMA wal_autocheckpoint = 20000")
        n_stored = 0
        for i in count():
            if n_stored == n_articles:
                break
            annotated, now = recombine(sources, i, seed=SEED), _STARTED + i * _APART
            with suppress(DuplicateArticleError):  # the same pieces twice: the next one then
                ingest.commit(db, annotated, added_by=None, now=now)
                n_stored += 1
            if n_stored % _TOLD_EVERY == 0:
                took_s = time.monotonic() - begun
                print(f"{path.name}: {n_stored:,} articles, {took_s:,.0f} s", flush=True)
    part.replace(path)


def _clean(record: dict[str, str]) -> CleanArticle:
    text = record["text"]
    title = first_sentences(text).split(". ")[0][:_TITLE_CHARS]
    return CleanArticle(text, title, source=record["id"], content_hash=hash_of(text))


def _fingerprint() -> str:
    """What the kept records depend on."""
    sums = hashlib.sha256(NEWS.read_bytes())
    sums.update((ROOT / "store" / "records" / "annotation.py").read_bytes())
    return sums.hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main())
